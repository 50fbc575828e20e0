"""What may hide the cells of an XLSX sheet although they are filled: formats that hold under a condition, and what lies over cells."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence

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
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "equal": operator.eq, "notEqual": operator.ne, "lessThan": operator.lt, "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt, "greaterThanOrEqual": operator.ge,
}
_EMU_ROW, _EMU_COLUMN = 190_500, 609_600
"""Size of a cell where a sheet does not say it."""
_TRIED = (-7.0, 0.0, 7.0)


def column_of(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number - 1


def conditions(element: etree._Element, formats: Sequence[etree._Element], is_unseen: Callable[[etree._Element], bool]) -> Iterator[tuple[Range, Hides]]:
    """The ranges of a conditional format that hides numbers, each with when it does. ``formats`` are the workbook's, by number."""
    said = attribute(element, "sqref") or next((e.text for e in element if local(e) == "sqref"), "") or ""
    ranges = [_range(match) for match in _CORNERS.finditer(said)]
    for rule in (e for e in element if local(e) == "cfRule"):
        number = whole(attribute(rule, "dxfId"))
        look = formats[number] if number is not None and number < len(formats) else child(rule, "dxf")
        code = attribute(child(look, "numFmt"), "formatCode")
        if any(attribute(e, "showValue") in ("0", "false") for e in rule):
            met: Hides = _perhaps  # a bar or a sign stands in place of the number
        elif look is not None and (is_unseen(look) or (code is not None and not all(shown(value, code) for value in _TRIED))):
            met = _met(rule, said)
        else:
            continue
        yield from ((where, met) for where in ranges)


def _perhaps(value: float) -> None:
    return None


def _met(rule: etree._Element, place: str) -> Hides:
    """Whether a number meets the condition of a rule; None where only the spreadsheet program knows."""
    kind, formulas = attribute(rule, "type") or "", [(e.text or "").replace(" ", "") for e in rule if local(e) in ("formula", "f")]
    if kind in _OF_NO_NUMBER or (formulas and _ABOUT_NO_NUMBER.match(formulas[0])):
        return lambda value: False
    if kind == "expression" and formulas and (match := _EQUATION.fullmatch(formulas[0])) and re.match(rf"{match[1]}\b", place, re.I):
        limit = float(match[2])
        return lambda value: value == limit
    compare = _COMPARISONS.get(attribute(rule, "operator") or "") if kind == "cellIs" else None
    if compare is not None and formulas and _NUMBER.fullmatch(formulas[0]):
        limit = float(formulas[0])
        return lambda value: compare(value, limit)
    return _perhaps


def _range(match: re.Match[str]) -> Range:
    first = int(match[2]) - 1, column_of(match[1])
    return first, ((int(match[4]) - 1, column_of(match[3])) if match[3] else first)


def covered(drawing: etree._Element, picture: Callable[[str], bytes]) -> Iterator[Range]:
    """The cells below pictures, charts and filled shapes of a drawing; ``picture`` is what a link leads to."""
    for anchor in drawing:
        start, end = child(anchor, "from"), child(anchor, "to")
        if start is None or not any(_hides(e, picture) for e in anchor):
            continue
        (top, right_down), (left, right_across) = _edge(start, "row", _EMU_ROW), _edge(start, "col", _EMU_COLUMN)
        if end is not None:
            bottom, right = (n - (part < 0.5) for n, part in (_edge(end, "row", _EMU_ROW), _edge(end, "col", _EMU_COLUMN)))
        else:
            size = child(anchor, "ext")
            high, wide = ((whole(attribute(size, name)) or 0) / unit for name, unit in (("cy", _EMU_ROW), ("cx", _EMU_COLUMN)))
            bottom, right = int(top + right_down + high - 0.5), int(left + right_across + wide - 0.5)
        yield (top + (right_down > 0.5), left + (right_across > 0.5)), (bottom, right)


def _edge(corner: etree._Element, name: str, unit: int) -> tuple[int, float]:
    """The row or column of a corner, from 0, and how far into it the corner lies."""
    place, offset = (child(corner, part) for part in (name, f"{name}Off"))
    return (whole(place.text) or 0) if place is not None else 0, ((whole(offset.text) or 0) if offset is not None else 0) / unit


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
