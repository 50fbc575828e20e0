"""SpreadsheetML, the XML that Excel 2003 saves and many a web system writes under the name .xls: what each cell shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from etl.extract.limits import MAX_CELLS, MAX_SPAN, at_most
from etl.extract.package import attribute, child, local, parse_xml, whole
from etl.extract.sheets.shown import shown
from etl.extract.sheets.veils import compared
from etl.extract.sheets.workbook import Look, Run, Sheet, is_flat, is_tiny, is_white, joined, points, runs

#: Formats that have names.
_NAMED = {
    "General": "", "General Number": "", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
    "Currency": "#,##0.00", "Euro Currency": "#,##0.00", "Yes/No": '"Yes";"Yes";"No"', "True/False": '"True";"True";"False"', "On/Off": '"On";"On";"Off"',
    **dict.fromkeys(("General Date", "Long Date", "Medium Date", "Short Date", "Long Time", "Medium Time", "Short Time"), "yyyy-mm-dd"),
}
_SIGNS = {"Equal": "=", "NotEqual": "!=", "Less": "<", "LessOrEqual": "<=", "Greater": ">", "GreaterOrEqual": ">="}
_CORNERS = re.compile(r"R(\d{1,7})C(\d{1,5})(?::R(\d{1,7})C(\d{1,5}))?")
_WHITE, _STRUCK = re.compile(r"(?<![-\w])color:\s*(?:white|#fff(?:fff)?)\b", re.I), re.compile(r"text-line-through:\s*(?!none)")
_GROUND = re.compile(r"background(?:-color)?:\s*(?!white|#fff)", re.I)
"""In the look that a condition gives, which is said as on a web page."""
_LONGEST_CHAIN = 20


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, too_large."""
    root = parse_xml(data, "the workbook")
    styles = child(root, "Styles")
    named = {attribute(style, "ID") or "": style for style in (styles if styles is not None else ())}
    looks = {name: _look(list(_based(named, name))) for name in named}
    sheets = []
    for element in (e for e in root if local(e) == "Worksheet"):
        options = child(element, "WorksheetOptions", "Visible")
        sheet = Sheet(attribute(element, "Name") or "", options is not None and (options.text or "") != "SheetVisible")
        table = child(element, "Table")
        if table is not None and not sheet.hidden:
            sheet.zeros = child(element, "WorksheetOptions", "DoNotDisplayZeros") is None
            _fill(sheet, table, looks)
            for rules in (e for e in element if local(e) == "ConditionalFormatting"):
                _condition(sheet, rules)
        sheets.append(sheet)
    return sheets


def _based(styles: Mapping[str, etree._Element], name: str) -> Iterator[etree._Element]:
    """A style and those that it goes back to, nearest first."""
    for _ in range(_LONGEST_CHAIN):
        if (style := styles.get(name)) is None:
            return
        yield style
        name = attribute(style, "Parent") or ""


def _look(chain: Sequence[etree._Element]) -> Look:
    def said(part: str, name: str) -> str | None:
        return next((value for style in chain if (value := attribute(child(style, part), name)) is not None), None)

    colour, size = said("Interior", "Color"), said("Font", "Size")
    ground = colour is not None and not is_white(colour)
    unseen = said("Font", "StrikeThrough") == "1" or is_tiny(size) or (is_white(said("Font", "Color")) and not ground)
    return Look(said("NumberFormat", "Format") or "", unseen, ground, points(size))


def _condition(sheet: Sheet, element: etree._Element) -> None:
    """Takes in the ranges of a conditional format that hides numbers, each with when it does."""
    places = [
        ((int(top) - 1, int(left) - 1), (int(bottom or top) - 1, int(right or left) - 1))
        for top, left, bottom, right in _CORNERS.findall(_text_of(child(element, "Range")))
    ]
    for rule in (e for e in element if local(e) == "Condition"):
        look = attribute(child(rule, "Format"), "Style") or ""
        if _STRUCK.search(look) or (_WHITE.search(look) and not _GROUND.search(look)):
            met = compared(_SIGNS.get(_text_of(child(rule, "Qualifier")), ""), _text_of(child(rule, "Value1")))
            sheet.conditions += ((where, met) for where in places)


def _placed(parent: etree._Element, name: str) -> Iterator[tuple[int, etree._Element]]:
    """Children of this name with their places from 0; one that says no place follows the one before it."""
    at = 0
    for element in (e for e in parent if local(e) == name):
        at = _number(element, "Index", at + 1) - 1
        yield at, element
        at += 1 + _number(element, "Span", 0) + _number(element, "MergeAcross", 0)


def _text_of(element: etree._Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _fill(sheet: Sheet, table: etree._Element, looks: Mapping[str, Look]) -> None:
    usual: dict[int, str] = {}
    for column, element in _placed(table, "Column"):
        last = column + _number(element, "Span", 0)
        if attribute(element, "Hidden") == "1" or is_flat(attribute(element, "Width")):
            sheet.hidden_columns.append((column, last))
        if name := attribute(element, "StyleID"):
            usual |= dict.fromkeys(range(column, min(last, MAX_SPAN) + 1), name)
    for row, element in _placed(table, "Row"):
        if attribute(element, "Hidden") == "1" or is_flat(attribute(element, "Height")):
            sheet.hidden_rows.append((row, row + _number(element, "Span", 0)))
        for column, cell in _placed(element, "Cell"):
            across, down = (min(MAX_SPAN, _number(cell, name, 0)) for name in ("MergeAcross", "MergeDown"))
            if across or down:
                sheet.merged.append(((row, column), (row + down, column + across)))
            at_most(row, MAX_CELLS, "rows in one sheet")
            name = attribute(cell, "StyleID") or attribute(element, "StyleID") or usual.get(column, "Default")
            text, number = _text(cell, look := looks.get(name, Look()))
            if not look.unseen:
                sheet.put(row, column, text, number)


def _number(element: etree._Element, name: str, default: int) -> int:
    said = whole(attribute(element, name))
    return default if said is None else said


def _text(cell: etree._Element, look: Look) -> tuple[str, float | None]:
    """What a cell shows, and the number that it holds if it does."""
    data = child(cell, "Data")
    if data is None:
        return (attribute(cell, "Formula") or ""), None
    text = joined(runs(data, _run), look.ground, look.size)
    if attribute(data, "Type") != "Number":
        return text, None
    try:
        number = float(text)
        return shown(number, _NAMED.get(look.format, look.format)), number
    except (ValueError, OverflowError):
        return text, None


def _run(element: etree._Element, outer: Run) -> Run:
    name = local(element)
    colour, size = (attribute(element, said) if name == "Font" else None for said in ("Color", "Size"))
    return Run(
        element.text or "", outer.unseen or name in ("S", "Strike") or is_tiny(size),
        outer.raised or name in ("Sup", "Sub"), outer.colour if colour is None else colour.lstrip("#"), points(size) or outer.size)
