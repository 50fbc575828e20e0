"""SpreadsheetML, the XML that Excel 2003 saves and many a web system writes under the name .xls: what each cell shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from etl.extract.limits import MAX_CELLS, MAX_SPAN, at_most
from etl.extract.package import attribute, child, local, parse_xml, whole
from etl.extract.sheets.shown import shown
from etl.extract.sheets.workbook import Look, Run, Sheet, is_tiny, is_white, joined, points, runs

#: Formats that have names.
_NAMED = {
    "General": "", "General Number": "", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
    "Currency": "#,##0.00", "Euro Currency": "#,##0.00", "Yes/No": '"Yes";"Yes";"No"', "True/False": '"True";"True";"False"', "On/Off": '"On";"On";"Off"',
    **dict.fromkeys(("General Date", "Long Date", "Medium Date", "Short Date", "Long Time", "Medium Time", "Short Time"), "yyyy-mm-dd"),
}


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, too_large."""
    root = parse_xml(data, "the workbook")
    styles = child(root, "Styles")
    looks = {attribute(style, "ID") or "": _look(style) for style in (styles if styles is not None else ())}
    sheets = []
    for element in (e for e in root if local(e) == "Worksheet"):
        options = child(element, "WorksheetOptions", "Visible")
        sheet = Sheet(attribute(element, "Name") or "", options is not None and (options.text or "") != "SheetVisible")
        table = child(element, "Table")
        if table is not None and not sheet.hidden:
            _fill(sheet, table, looks)
        sheets.append(sheet)
    return sheets


def _look(style: etree._Element) -> Look:
    font, inside = child(style, "Font"), child(style, "Interior")
    ground = attribute(inside, "Color") is not None and not is_white(attribute(inside, "Color"))
    unseen = attribute(font, "StrikeThrough") == "1" or is_tiny(attribute(font, "Size")) or (is_white(attribute(font, "Color")) and not ground)
    return Look(attribute(child(style, "NumberFormat"), "Format") or "", unseen, ground, points(attribute(font, "Size")))


def _placed(parent: etree._Element, name: str) -> Iterator[tuple[int, etree._Element]]:
    """Children of this name with their places from 0; one that says no place follows the one before it."""
    at = 0
    for element in (e for e in parent if local(e) == name):
        at = _number(element, "Index", at + 1) - 1
        yield at, element
        at += 1 + _number(element, "Span", 0) + _number(element, "MergeAcross", 0)


def _fill(sheet: Sheet, table: etree._Element, looks: Mapping[str, Look]) -> None:
    for column, element in _placed(table, "Column"):
        if attribute(element, "Hidden") == "1":
            sheet.hidden_columns.append((column, column + _number(element, "Span", 0)))
    for row, element in _placed(table, "Row"):
        if attribute(element, "Hidden") == "1":
            sheet.hidden_rows.append((row, row + _number(element, "Span", 0)))
        for column, cell in _placed(element, "Cell"):
            across, down = (min(MAX_SPAN, _number(cell, name, 0)) for name in ("MergeAcross", "MergeDown"))
            if across or down:
                sheet.merged.append(((row, column), (row + down, column + across)))
            at_most(row, MAX_CELLS, "rows in one sheet")
            look = looks.get(attribute(cell, "StyleID") or attribute(element, "StyleID") or "Default", Look())
            if not look.unseen:
                sheet.put(row, column, *_text(cell, look))


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
        outer.raised or name in ("Sup", "Sub"), outer.white if colour is None else is_white(colour), points(size) or outer.size)
