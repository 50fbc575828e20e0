"""Reports broken on purpose: their numbers contradict each other and must be read as printed, and what they break be found."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import replace

from bench.gold.case import Case
from bench.gold.perturb.registry import APPLICANTS, MATRIX, NEW, OLD, perturbation
from tests.sites import labels
from tests.sites.labels import Key
from tests.sites.layout import Text
from tests.sites.truth import Number, number

STATISTICS = frozenset({"2014"})


def _add(case: Case, rules: set[str], step: float, *keys: Key) -> bool:
    """Adds to cells that are numbers, which breaks these rules; nothing where one of them is not."""
    if any(key not in case.expected or case.expected[key].state != "number" for key in keys):
        return False
    for key in keys:
        case.set_cell(key, number((case.expected[key].value or 0) + step))
    case.guilty |= rules
    return True


def _applications(case: Case, step: int, row: str, *columns: str) -> bool:
    keys = [("applications", row, column) for column in columns]
    trial = {k: (c.value or 0) + step if k in keys else c.value for k, c in case.expected.items()}
    return _contradicts(case, trial) and _add(case, {"A", "D", "B5"}, step, *keys)


def _contradicts(case: Case, values: dict[Key, Number | None]) -> bool:
    """Whether a sum fails of which every number is printed (a blank applicant counts nothing beside others): else nobody could tell."""
    form = "2021" if case.form == "2021" else "2019"

    def at(rows: Iterable[str], column: str) -> list[Number | None]:
        return [values.get(("applications", row, column)) for row in rows]

    sums = []
    for row in labels.application_rows(form):
        parts = [values.get(("applications", row, column)) for column in APPLICANTS[:-1]]
        printed = [p for p in parts if p is not None]
        sums.append((printed or parts, at((row,), "total")))
    for column in APPLICANTS:
        processed = at(("total_processed",), column)
        sums.append((at(("new_received", "carried_in"), column), processed + at(("carried_forward",), column)))
        sums.append((at(labels.outcome_rows(form), column), processed))
    return any(None not in left + right and sum(v or 0 for v in left) != sum(v or 0 for v in right) for left, right in sums)


@perturbation(MATRIX, breaks=True)
def total_is_wrong(case: Case, rng: random.Random) -> bool:
    return _applications(case, rng.randint(1, 9), rng.choice(("granted", "new_received", "total_processed")), "total")


@perturbation(MATRIX, breaks=True)
def carry_is_wrong(case: Case, rng: random.Random) -> bool:
    """Each row adds up, the columns do not balance."""
    return _applications(case, rng.randint(1, 9), rng.choice(("carried_in", "carried_forward")), rng.choice(APPLICANTS[:-1]), "total")


@perturbation(MATRIX, breaks=True)
def outcomes_are_wrong(case: Case, rng: random.Random) -> bool:
    """Each row adds up, the outcomes are more than what was processed."""
    row = rng.choice(("granted", "unavailable_not_held", "rejected_duplicate"))
    return _applications(case, rng.randint(1, 9), row, rng.choice(APPLICANTS[:-1]), "total")


@perturbation(MATRIX, breaks=True)
def dispute_total_is_wrong(case: Case, rng: random.Random) -> bool:
    return _add(case, {"B", "D"}, rng.randint(1, 9), ("review_litigation", "cases", f"{rng.choice(labels.CHANNELS)[0]}_total"))


@perturbation(MATRIX, breaks=True)
def cells_shifted(case: Case, rng: random.Random) -> bool:
    """The filler typed one row a column too far to the right: the numbers stay as printed."""
    row = rng.choice(("granted", "unavailable_not_held"))
    keys = [("applications", row, c) for c in APPLICANTS]
    if any(k not in case.expected or case.expected[k].state != "number" for k in keys):
        return False
    shifted: dict[Key, Number | None] = dict(zip(keys, (0, *(case.expected[k].value or 0 for k in keys[:-1])), strict=True))
    if not _contradicts(case, {k: c.value for k, c in case.expected.items()} | shifted):
        return False
    for key, value in shifted.items():
        case.set_cell(key, number(value or 0))
    case.guilty |= {"A", "D"}
    return True


@perturbation(MATRIX, breaks=True)
def prose_says_another_number(case: Case, rng: random.Random) -> bool:
    """As many requests in the prose as there are in no row of the table."""
    new = case.facts.get("requests_received")
    if not new or case.expected["applications", "new_received", "total"].value != new or list(case.facts.values()).count(new) > 1:
        return False
    taken = case.expected["applications", "carried_in", "total"].value or 0
    wrong = int(new + taken) + rng.randint(3, 90)
    said = re.compile(rf"(?<!\d){new}(?!\d|、)")  # no heading's number
    case.parts = tuple(replace(p, text=said.sub(str(wrong), p.text)) if isinstance(p, Text) and "申请" in p.text else p for p in case.parts)
    case.facts["requests_received"] = wrong
    case.guilty |= {"D"}
    return True


@perturbation(OLD, breaks=True)
def stock_is_negative(case: Case, rng: random.Random) -> bool:
    """More items taken off the list than were on it."""
    key = ("art20_5", "administrative_licensing", "items_change")
    case.set_cell(key, number(-int(case.expected["art20_5", "administrative_licensing", "items_last_year"].value or 0) - rng.randint(1, 9)))
    case.guilty |= {"C6"}
    return True


@perturbation(NEW, breaks=True)
def more_issued_than_in_force(case: Case, rng: random.Random) -> bool:
    return _add(case, {"C2"}, 4000, ("art20_1", "normative_documents", "issued_this_year"))


@perturbation(STATISTICS, breaks=True)
def sum_of_indicators_is_wrong(case: Case, rng: random.Random) -> bool:
    code = rng.choice(("replies_granted", "review_upheld", "requests_by_fax", "staff_part_time", "completed_on_time"))
    return _add(case, {"G"}, rng.randint(1, 9), ("stat_table", code, "value"))


@perturbation(STATISTICS, breaks=True)
def leaders_more_than_all(case: Case, rng: random.Random) -> bool:
    return _add(case, {"G4"}, 5000, ("stat_table", "press_conferences_by_leader", "value"))
