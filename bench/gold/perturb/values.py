"""Numbers written otherwise, or left out."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from bench.gold.case import Case
from bench.gold.perturb.registry import (
    ALL,
    ANY_CHARACTER,
    APPLICANTS,
    CELLED,
    MATRIX,
    OLD,
    has_subtotal,
    number_keys,
    perturbation,
    reprint,
    some_numbers,
)
from tests.sites.truth import TruthCell, number


@perturbation(OLD)
def change_in_words(case: Case, rng: random.Random) -> bool:
    """本年增/减: 减4, 增3."""
    for key in number_keys(case):
        value = case.expected[key].value
        if key[2] == "items_change" and value:
            reprint(case, key, f"{'增' if value > 0 else '减'}{abs(value)}")
    return True


@perturbation(OLD)
def change_with_sign(case: Case, rng: random.Random) -> bool:
    """本年增/减: +3, −4 with the dashes of typographers."""
    for key in number_keys(case):
        value = case.expected[key].value
        if key[2] == "items_change" and value:
            reprint(case, key, f"+{value}" if value > 0 else f"{rng.choice('-–－')}{-value}")
    return True


@perturbation(OLD)
def amount_with_unit(case: Case, rng: random.Random) -> bool:
    key = ("art20_9", "government_procurement", "procurement_amount")
    unit = rng.choice(("万元", "元", " 万元"))
    reprint(case, key, f"{case.expected[key].value}{unit}", unit.strip())
    return True


@perturbation(ALL - {"2019"})
def fees_with_unit(case: Case, rng: random.Random) -> bool:
    """The unit printed in the cell although the form fixes one, and sometimes another one."""
    keys = [k for k in number_keys(case) if k[2] == "fees_collected" or k[1] in ("budget", "request_fees_collected")]
    for key in keys:
        unit = rng.choice(("万元", "元"))
        reprint(case, key, f"{case.expected[key].value}{unit}", unit)
    return bool(keys)


def _blank(case: Case, text: str = "") -> bool:
    zeros = [k for k in number_keys(case, "applications") if case.expected[k].value == 0 and k[2] != "total"]
    for key in zeros:
        case.set_cell(key, TruthCell(None, "", "blank"))
    case.map_cells(lambda c: replace(c, text=text) if c.key in zeros else c)
    return bool(zeros)


@perturbation(MATRIX, CELLED)
def zeros_left_blank(case: Case, rng: random.Random) -> bool:
    return _blank(case)


@perturbation(MATRIX, CELLED)
def only_totals_filled(case: Case, rng: random.Random) -> bool:
    for key in number_keys(case, "applications"):
        if key[2] != "total":
            case.set_cell(key, TruthCell(None, "", "blank"))
    return True


@perturbation(MATRIX, CELLED)
def totals_of_outcomes_blank(case: Case, rng: random.Random) -> bool:
    """The column 总计 is filled only in the rows that are totals themselves."""
    kept = {"new_received", "carried_in", "total_processed", "carried_forward"}
    for key in number_keys(case, "applications"):
        if key[2] == "total" and key[1] not in kept:
            case.set_cell(key, TruthCell(None, "", "blank"))
    return True


@perturbation(MATRIX, CELLED)
def random_blanks(case: Case, rng: random.Random) -> bool:
    """Cells of one row of outcomes left out; the sums can then not be checked, and nothing is to be made up. A row that ends with a blank behind
    a number as great as the rest of it may as well have lost a cell ahead of its total: to leave it unread is right, too."""
    row = rng.choice([k[1] for k in case.expected if k[0] == "applications" and k[1] not in ("total_processed", "carried_in")])
    for column in rng.sample(APPLICANTS, rng.randint(1, 5)):
        case.set_cell(("applications", row, column), TruthCell(None, "", "blank"))
    keys = [("applications", row, column) for column in APPLICANTS]
    left = [v for key in keys if (v := case.expected[key].value) is not None]
    if case.expected[keys[-1]].state == "blank" and (2 * sum(left[-1:]) >= sum(left) > 0 or has_subtotal(case)):
        case.unplaceable |= set(keys)
    case.lawful |= {"A1", "A2", "A3", "A6"}
    return True


@perturbation(MATRIX, CELLED)
def no_number_in_the_cell(case: Case, rng: random.Random) -> bool:
    """A share, a pair, a slip of the comma or a word where a number belongs: unreadable, and kept as printed."""
    row = rng.choice([k[1] for k in number_keys(case, "applications")])
    case.set_cell(("applications", row, rng.choice(APPLICANTS)), TruthCell(None, rng.choice(("12.5%", "3/2", "54,56", "见附件")), "unreadable"))
    return True


@perturbation(MATRIX)
def rules_do_not_apply(case: Case, rng: random.Random) -> bool:
    mark = rng.choice(("/", "—", "-", "--", "无", "／"))
    for key in list(case.expected):
        if key[:2] == ("art20_1", "regulations"):
            case.set_cell(key, TruthCell(None, mark, "not_applicable"))
    return True


@perturbation(MATRIX)
def decisions_do_not_apply(case: Case, rng: random.Random) -> bool:
    """A mark in the row of a power that the body does not have."""
    mark, row = rng.choice(("/", "—", "-", "--", "无", "\\")), rng.choice(("administrative_coercion", "administrative_penalty"))
    for key in [k for k in number_keys(case) if k[:2] == ("art20_6", row)]:
        case.set_cell(key, TruthCell(None, mark, "not_applicable"))
    return True


@perturbation(MATRIX)
def letters_for_noughts(case: Case, rng: random.Random) -> bool:
    """A letter, or the Chinese nought, typed for a lone 0."""
    zeros = [k for k in number_keys(case, "applications") if case.expected[k].printed == "0"]
    mark = rng.choice("Oo〇")
    for key in rng.sample(zeros, min(len(zeros), 6)):
        reprint(case, key, mark)
    return bool(zeros)


@perturbation(MATRIX, CELLED & ANY_CHARACTER)
def blanks_hold_spaces(case: Case, rng: random.Random) -> bool:
    """Empty cells that are not: spaces of the ideographic width, or such as do not break."""
    return _blank(case, rng.choice(("　　", "\u00a0", "\u200b")))


@perturbation(ALL)
def digits_full_width(case: Case, rng: random.Random) -> bool:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for key in some_numbers(case, rng, 20):
        reprint(case, key, case.expected[key].printed.translate(wide), case.expected[key].unit)
    return True


@perturbation(ALL, CELLED)
def spaces_round_numbers(case: Case, rng: random.Random) -> bool:
    """NBSP and ideographic spaces round digits; the printed text is what stands between them."""
    chosen = set(some_numbers(case, rng, 40))
    case.map_cells(lambda c: replace(c, text=rng.choice(("\u00a0{}", "{}\u00a0", "　{}", " {} ")).format(c.text)) if c.key in chosen else c)
    return True


@perturbation(ALL)
def unit_behind_number(case: Case, rng: random.Random) -> bool:
    for key in some_numbers(case, rng, 12):
        cell = case.expected[key]
        if cell.unit is None and isinstance(cell.value, int) and key[2] not in ("fees_collected", "procurement_amount", "items_change") and key[1] not in ("budget", "request_fees_collected"):
            word = rng.choice(("件", "条", "项", "个", "次"))
            case.set_cell(key, TruthCell(cell.value, f"{cell.printed}{word}", unit=word))
    return True


def _group_thousands(case: Case, marks: Callable[[], str]) -> bool:
    large = [k for k in number_keys(case) if isinstance(v := case.expected[k].value, int) and abs(v) >= 1000 and case.expected[k].printed == str(v)]
    for key in large:
        reprint(case, key, f"{case.expected[key].value:,}".replace(",", marks()))
    return bool(large)


@perturbation(ALL)
def thousands_separated(case: Case, rng: random.Random) -> bool:
    return _group_thousands(case, lambda: rng.choice(",，"))


@perturbation(ALL, frozenset({"html", "docx", "tika", "markdown", "xlsx", "rtf", "spaced"}))
def thousands_apart(case: Case, rng: random.Random) -> bool:
    """Groups of three parted by a space that does not break."""
    gap = rng.choice("\u00a0\u202f")
    return _group_thousands(case, lambda: gap)


@perturbation(MATRIX)
def large_city(case: Case, rng: random.Random) -> bool:
    """Decisions by the million, as whole provinces report them."""
    for key in number_keys(case):
        if key[2] == "decisions":
            value = rng.randint(1_000_000, 20_000_000)
            case.set_cell(key, number(value))
    return True
