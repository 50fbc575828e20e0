"""What may hide the cells of a sheet although they are filled: formats that hold under a condition, and what lies over cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

from lxml import etree

from etl.extract.limits import MAX_SPAN
from etl.extract.package import attribute, child, local, whole
from etl.extract.pictures import is_clear
from etl.extract.sheets.shown import SIGNS, shown
from etl.extract.sheets.workbook import Hides, Range

_CORNERS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.I)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_EQUATION = re.compile(r"([A-Z]{1,3}\d{1,7})=(-?\d{1,15})", re.I)
_ABOUT_NO_NUMBER = re.compile(r"(?:ISERROR|ISERR|ISNA|ISBLANK)\(|\$?[A-Z]{1,3}\$?\d{1,7}=\"\"$", re.I)
#: Conditions that no number meets.
_OF_NO_NUMBER = frozenset({"containsBlanks", "containsErrors"})
_COMPARISONS = {"equal": "=", "notEqual": "!=", "lessThan": "<", "lessThanOrEqual": "<=", "greaterThan": ">", "greaterThanOrEqual": ">="}
_LENGTH, _EMU = re.compile(r"-?\d{1,12}"), 914_400
"""What drawings measure in, and how many go to the inch."""
_TRIED = (-7.0, 0.0, 7.0)


def perhaps(value: float) -> None:
    """Only the spreadsheet program knows."""


def column_of(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number - 1


def conditions(element: etree._Element, formats: Sequence[etree._Element], is_unseen: Callable[[etree._Element], bool]) -> Iterator[tuple[Range, Hides]]:
    """The ranges of a conditional format that hides numbers, each with when it does. ``formats`` are the workbook's, by number."""
    said = attribute(element, "sqref") or next((e.text for e in element if local(e) == "sqref"), "") or ""
    places = ranges(said)
    for rule in (e for e in element if local(e) == "cfRule"):
        number = whole(attribute(rule, "dxfId"))
        look = formats[number] if number is not None and number < len(formats) else child(rule, "dxf")
        code = attribute(child(look, "numFmt"), "formatCode")
        if any(attribute(e, "showValue") in ("0", "false") for e in rule):
            met: Hides = perhaps  # a bar or a sign stands in place of the number
        elif look is not None and (is_unseen(look) or (code is not None and not all(shown(value, code) for value in _TRIED))):
            met = _met(rule, said)
        else:
            continue
        yield from ((where, met) for where in places)


def compared(sign: str, limit: str) -> Hides:
    """Whether a number stands to a limit as the sign says; None where one of them is none that is known here."""
    compare = SIGNS.get(sign)
    if compare is None or not _NUMBER.fullmatch(limit):
        return perhaps
    other = float(limit)
    return lambda value: compare(value, other)


def _met(rule: etree._Element, place: str) -> Hides:
    """Whether a number meets the condition of a rule; None where only the spreadsheet program knows."""
    kind, formulas = attribute(rule, "type") or "", [(e.text or "").replace(" ", "") for e in rule if local(e) in ("formula", "f")]
    if kind in _OF_NO_NUMBER or (formulas and _ABOUT_NO_NUMBER.match(formulas[0])):
        return lambda value: False
    if kind == "expression" and formulas and (match := _EQUATION.fullmatch(formulas[0])) and re.match(rf"{match[1]}\b", place, re.I):
        return compared("=", match[2])
    return compared(_COMPARISONS.get(attribute(rule, "operator") or "", ""), formulas[0]) if kind == "cellIs" and formulas else perhaps


def ranges(said: str) -> list[Range]:
    """``A1:B2 C3`` in numbers."""
    return [
        ((int(top) - 1, column_of(left)), (int(bottom or top) - 1, column_of(right or left))) for left, top, right, bottom in _CORNERS.findall(said)
    ]


@dataclass(slots=True)
class Ruler:
    """Where rows or columns begin: numbers and inches of the ends of each stretch of alike ones."""

    usual: float
    """Inches of those that do not say their size."""
    numbers: list[float] = field(default_factory=lambda: [0])
    inches: list[float] = field(default_factory=lambda: [0])

    def add(self, first: int, count: int, length: float) -> None:
        """Takes in a stretch behind those before it; ``length``: inches of each in it, 0 where they are hidden."""
        for end, each in ((first, self.usual), (first + count, length)):
            if end > self.numbers[-1]:
                self.inches.append(self.inches[-1] + (end - self.numbers[-1]) * each)
                self.numbers.append(end)

    def inch(self, number: int, offset: float = 0) -> float:
        """The inch at which a row or column begins, or an offset behind it that does not leave it."""
        self.add(number + MAX_SPAN, 0, 0)
        start, end = (_between(n, self.numbers, self.inches) for n in (number, number + 1))
        return min(start + offset, end)

    def number(self, inch: float) -> float:
        """The row or column at an inch, with the share of it that lies before."""
        self.add(MAX_SPAN, 0, 0)
        return _between(inch, self.inches, self.numbers)


def _between(value: float, known: Sequence[float], wanted: Sequence[float]) -> float:
    """What is wanted of a value that lies between two that are known."""
    at = max(1, min(bisect_right(known, value), len(known) - 1))
    return wanted[at - 1] + (value - known[at - 1]) * (wanted[at] - wanted[at - 1]) / ((known[at] - known[at - 1]) or 1)


def covered(drawing: etree._Element, picture: Callable[[str], bytes], down: Ruler, across: Ruler) -> Iterator[Range]:
    """The cells below pictures, charts and filled shapes of a drawing; ``picture`` is what a link leads to."""
    for anchor in drawing:
        if not any(_hides(e, picture) for e in anchor):
            continue
        start, end, place, size = (child(anchor, name) for name in ("from", "to", "pos", "ext"))
        edges: list[float] = []
        for ruler, name, at, length in ((down, "row", "y", "cy"), (across, "col", "x", "cx")):
            first = _emu(attribute(place, at)) if start is None else _edge(start, name, ruler)
            edges += map(ruler.number, (first, first + _emu(attribute(size, length)) if end is None else _edge(end, name, ruler)))
        yield below(edges[0], edges[2], edges[1], edges[3])


def below(top: float, left: float, bottom: float, right: float) -> Range:
    """The cells of which what lies between these edges covers more than half; edges in rows and columns from 0."""
    return (ceil(top - 0.5), ceil(left - 0.5)), (floor(bottom - 0.5), floor(right - 0.5))


def _edge(corner: etree._Element, name: str, ruler: Ruler) -> float:
    place, offset = (said.text if (said := child(corner, part)) is not None else None for part in (name, f"{name}Off"))
    return ruler.inch(whole(place) or 0, _emu(offset))


def _emu(length: str | None) -> float:
    """Inches of a length in the unit of drawings."""
    return int(length) / _EMU if length and _LENGTH.fullmatch(length) else 0


def _hides(element: etree._Element, picture: Callable[[str], bytes]) -> bool:
    name = local(element)
    if any(attribute(e, "hidden") in ("1", "true") for e in element.iter("{*}cNvPr")):
        return False
    if name == "pic":
        data = picture(attribute(next(element.iter("{*}blip"), None), "embed") or "")
        return bool(data) and not is_clear(data)
    if name == "sp":
        filled = child(element, "spPr", "solidFill")
        return filled is not None and next(filled.iter("{*}alpha"), None) is None
    return name == "graphicFrame" or (name == "grpSp" and any(_hides(e, picture) for e in element))
