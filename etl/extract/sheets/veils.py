"""What may hide the cells of a sheet although they are filled: formats that hold under a condition, and what lies over cells."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from math import ceil, floor

from lxml import etree

from etl.extract.package import attribute, child, local, whole
from etl.extract.pictures import is_clear
from etl.extract.sheets.shown import shown
from etl.extract.sheets.workbook import Hides, Range

_CORNERS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.I)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_EQUATION = re.compile(r"([A-Z]{1,3}\d{1,7})=(-?\d{1,15})", re.I)
_ABOUT_NO_NUMBER = re.compile(r"(?:ISERROR|ISERR|ISNA|ISBLANK)\(|\$?[A-Z]{1,3}\$?\d{1,7}=\"\"$", re.I)
#: Conditions that no number meets.
_OF_NO_NUMBER = frozenset({"containsBlanks", "containsErrors"})
_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}
_COMPARISONS = {"equal": "=", "notEqual": "!=", "lessThan": "<", "lessThanOrEqual": "<=", "greaterThan": ">", "greaterThanOrEqual": ">="}
_EMU_ROW, _EMU_COLUMN = 190_500, 609_600
"""Size of a cell where a sheet does not say it."""
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
    compare = _SIGNS.get(sign)
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


def covered(drawing: etree._Element, picture: Callable[[str], bytes]) -> Iterator[Range]:
    """The cells below pictures, charts and filled shapes of a drawing; ``picture`` is what a link leads to."""
    for anchor in drawing:
        start, end = child(anchor, "from"), child(anchor, "to")
        if start is None or not any(_hides(e, picture) for e in anchor):
            continue
        top, left = _edge(start, "row", _EMU_ROW), _edge(start, "col", _EMU_COLUMN)
        if end is not None:
            yield below(top, left, _edge(end, "row", _EMU_ROW), _edge(end, "col", _EMU_COLUMN))
        else:
            size = child(anchor, "ext")
            high, wide = (whole(attribute(size, name)) or 0 for name in ("cy", "cx"))
            yield below(top, left, top + high / _EMU_ROW, left + wide / _EMU_COLUMN)


def below(top: float, left: float, bottom: float, right: float) -> Range:
    """The cells of which what lies between these edges covers more than half; edges in rows and columns from 0."""
    return (ceil(top - 0.5), ceil(left - 0.5)), (floor(bottom - 0.5), floor(right - 0.5))


def _edge(corner: etree._Element, name: str, unit: int) -> float:
    place, offset = ((whole(said.text) or 0) if (said := child(corner, part)) is not None else 0 for part in (name, f"{name}Off"))
    return place + min(offset / unit, 1)  # cells may be larger


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
