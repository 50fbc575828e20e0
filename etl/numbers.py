"""The one reader of numbers printed in cells.

:func:`read_cell` turns a cell's text into the four states of the contract and never guesses: what is not clearly a number,
a blank or a mark for "does not apply" is ``unreadable``. A reading that had to mend the text says so in ``note``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from etl.remembered import remembered
from etl.report import State
from etl.text import fold, squeeze

_EDGES = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"
#: 无数据 says what 无 and / say: the body states that it has no figure here, which is neither a blank nor unreadable.
_NOT_APPLICABLE = re.compile(
    r"\(?(?:[/\\|\-‐‑‒–—―⸺⸻─━_~〜*⁄∕╱╲⧵…]+|\.{3,}|暂?无(?:数据|此项)?|没有|未发生|不涉及|不适用|N/?A|n/?a)\)?[。.]?")
_UNITS = "万元|亿元|千元|元|万件|万条|万|人次|件次|件|条|项|个|人|次|篇|份|期|场|家|宗|例|起|批|户|部|种|类"
_NUMBER = re.compile(
    r"'?共?(?P<currency>[￥¥]|人民币|RMB)?(?P<sign>[+\-‐−–—↑↓]|±(?=0)|新增|增加|增|上升|减少|减|下降|负)?"
    r"(?P<digits>[1-9]\d{0,2}(?:,\d{3})+|\d+|(?=\.\d))(?P<fraction>\.\d+)?"
    rf"\(?(?P<unit>{_UNITS})?整?\)?"
    r"(?P<remark>\([^()\d]*\)|\([^()]*[\u4e00-\u9fff][^()]*\))?[。;]?"
)
#: A mark of a footnote behind a number. It must go before folding, which makes a digit of ① and ¹.
_FOOTNOTE = re.compile(
    r"(?<=[\d\uff10-\uff19件条项个元)）])\s*(?:[①-⓿⁰¹²³⁴-⁹₀-₉❶-➓]+|[*＊※†‡]+|[\[［〔【]\s*注?\s*\d{1,2}\s*[\]］〕】]|注\s*\d{0,2})\s*$")
#: The same anywhere else numbers a note or a row, and is no digit: ①5.
_MARK = re.compile(r"[①-⓿⁰¹²³⁴-⁹₀-₉❶-➓]")
#: Thousands parted by a space that does not break. An ordinary space may as well part two cells that a converter ran together.
_GROUPED = re.compile(r"([^\d\s]*[1-9１-９]\d{0,2})((?:[\u00a0\u2007\u2009\u202f]\d{3})+)(?!\d)(.*)", re.S)
#: One sign of a number parted from its digits: as likely the mark of one cell, or the number of a row, before the next cell.
_PARTED = re.compile(r"\d\s*[.,]\s+\d|\d\s+[.,]\s*\d|^[-‐−–—]\s+\d")
_WRAPPED = re.compile(r"\d+(?:\s*\n\s*\d+)+(?:\.\d+)?")
#: Thousands parted by commas, with the end of a line behind one of them, or a space behind each.
_LOOSE_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})*,[^\S\n]*\n\s*\d{3}(?:,\s*\d{3})*|(?:, \d{3})+)(?:\.\d+)?")
_NARROWEST = 4
"""Digits of a line of a wrapped number: shorter ones are numbers of their own, unless each digit stands on a line."""
_MINUS = {"-", "‐", "−", "–", "—", "减", "减少", "负", "下降", "↓"}
#: Numerals in words are read only before a unit that counts: alone, or before 类, 种, 部 and 期, they number a row.
_WORDS = re.compile(r"(零|N|N?十N?|N百(?:零N|N十N?)?)(人次|件次|件|条|项|个|人|次|篇|份|场|家|宗|例|起|批|户)".replace("N", "[一二两三四五六七八九]"))
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100}
_LONGEST = 500
"""Characters beyond which a cell holds no number."""
MOST_DIGITS = 17
"""Of a number with its separators: more is no count and no amount, and overflows the integers of a database."""
SEVERAL = "several numbers in one cell"
"""What is noted of such a cell: those of its neighbours may be among them."""
CURRENCY = "￥"
"""The unit of an amount that has a sign of currency and no unit: under 万元 it may be either of 元 and 万元."""
YUAN = {"元": Decimal(1), "千元": Decimal(1_000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_SCALED = {"万件": ("件", 10_000), "万条": ("条", 10_000), "万": ("万元", 1)}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says. ``value`` is set only when ``state`` is number; ``unit`` only when printed in the cell."""

    state: State
    printed: str
    value: int | float | None = None
    unit: str | None = None
    note: str | None = None


@remembered
def read_cell(text: str) -> Reading:
    """Reads one cell. Total: any text gives a reading, no text raises."""
    printed = text.strip(_EDGES)
    if len(printed) > _LONGEST:
        return Reading(State.UNREADABLE, printed)
    unmarked = _FOOTNOTE.sub("", printed)
    note = "remark in the cell" if unmarked != printed else None
    if _MARK.search(unmarked):
        return Reading(State.UNREADABLE, printed)
    if grouped := _GROUPED.fullmatch(unmarked):
        unmarked, note = grouped[1] + squeeze(grouped[2]) + grouped[3], "digits in groups parted by spaces"
    folded = fold(unmarked).strip(_EDGES)
    if not folded:
        return Reading(State.BLANK, "")
    if _is_wrapped(folded):
        note = "digits joined over a line break"
    elif _LOOSE_GROUPS.fullmatch(folded):
        note = "digits in groups parted by spaces"
    elif re.search(r"\d\s+\d", folded) or _PARTED.search(folded):
        return Reading(State.UNREADABLE, printed, note=SEVERAL)
    compact = squeeze(folded).replace("萬", "万").replace("〇", "0").replace("﹣", "-")
    if _NOT_APPLICABLE.fullmatch(compact):
        return Reading(State.NOT_APPLICABLE, printed)
    if compact in ("O", "o", "零"):
        return Reading(State.NUMBER, printed, 0, note=f"{compact} read as 0")
    if words := _WORDS.fullmatch(compact):
        return Reading(State.NUMBER, printed, _in_words(words[1]), words[2])
    match = _NUMBER.fullmatch(compact)
    if not match:
        return Reading(State.UNREADABLE, printed)
    if len(match["digits"]) > MOST_DIGITS:
        return Reading(State.UNREADABLE, printed, note="more digits than a count or an amount has")
    if match["remark"] and not note:
        note = "remark in the cell"
    if match["sign"] == "—":
        note = "a dash read as minus"
    digits = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
    unit = match["unit"] or (CURRENCY if match["currency"] else None)
    if unit in _SCALED:
        unit, scale = _SCALED[unit]
        digits *= scale
    if match["sign"] in _MINUS:
        digits = -digits
    return Reading(State.NUMBER, printed, plain(digits, keep_float=bool(match["fraction"])), unit, note)


def _is_wrapped(text: str) -> bool:
    """Whether lines of digits are one number: as many on each as the column holds, and a rest."""
    if not _WRAPPED.fullmatch(text):
        return False
    *full, rest = [len(line) for line in text.split()]
    one_by_one = set(full) == {rest} == {1} and len(full) > 1 and text[0] != "0"
    return one_by_one or (min(full) == max(full) >= _NARROWEST and rest < full[0])


def _in_words(word: str) -> int:
    """十二 → 12, 一百零五 → 105."""
    total = ones = 0
    for c in word:
        if c in _TENS:
            total, ones = total + (ones or 1) * _TENS[c], 0
        else:
            ones = _NUMERALS[c]
    return total + ones


def plain(number: Decimal, keep_float: bool = False) -> int | float:
    """An int where the number is whole (unless it was printed with decimals), else a float."""
    return float(number) if keep_float or number != number.to_integral_value() else int(number)


def in_yuan(value: int | float, unit: str | None) -> int | float | None:
    """The amount in yuan, or None where the unit is unknown: a missing unit is never guessed."""
    factor = YUAN.get(unit or "")
    return None if factor is None else plain(Decimal(str(value)) * factor)
