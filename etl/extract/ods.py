"""ODS: the texts that its cells show, which the file keeps beside the values."""

from __future__ import annotations

from contextlib import suppress

from lxml import etree

from etl.extract.limits import MAX_CELLS, MAX_SPAN
from etl.extract.package import attribute, local, member, open_zip, parse_xml
from etl.extract.shown import general
from etl.extract.workbook import Sheet

_HIDDEN = ("collapse", "filter")
_NO_TEXT = frozenset({"annotation", "object", "shape", "frame", "custom-shape"})


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, encrypted, too_large."""
    root = parse_xml(_content(data), "the workbook")
    unseen = {
        attribute(style, "name") for style in root.iter() if local(style) == "style"
        and any(local(p) == "table-properties" and attribute(p, "display") == "false" for p in style)
    }
    tables = [e for e in root.iter() if local(e) == "table" and not any(local(a) == "table" for a in e.iterancestors())]
    # A program that writes no texts at all leaves only values to show.
    values_only = not any(_paragraphs(c) for t in tables for c in t.iter() if attribute(c, "value") is not None)
    sheets = []
    for table in tables:
        sheet = Sheet(attribute(table, "name") or "", attribute(table, "style-name") in unseen)
        if not sheet.hidden:
            _fill(sheet, table, values_only)
        sheets.append(sheet)
    return sheets


def _content(data: bytes) -> bytes:
    """The part of a package that holds the sheets; the file itself where it is one XML document."""
    if not data.startswith(b"PK"):
        return data
    with open_zip(data) as package:
        return member(package, "content.xml") if "content.xml" in package.namelist() else b""


def _fill(sheet: Sheet, table: etree._Element, values_only: bool) -> None:
    column = 0
    for element in (e for e in table.iter() if local(e) == "table-column"):
        count = _times(element, "number-columns-repeated")
        if attribute(element, "visibility") in _HIDDEN:
            sheet.hidden_columns.append((column, column + count - 1))
        column += count
    row = 0
    for element in (e for e in table.iter() if local(e) == "table-row"):
        cells = [c for c in element if local(c) in ("table-cell", "covered-table-cell")]
        count = _times(element, "number-rows-repeated")
        filled = any(_said(c, values_only) for c in cells)
        for r in range(row, row + (count if filled else 1)):
            _fill_row(sheet, r, cells, values_only)
        if attribute(element, "visibility") in _HIDDEN:
            sheet.hidden_rows.update(range(row, row + min(count, MAX_CELLS)))
        row += count


def _fill_row(sheet: Sheet, row: int, cells: list[etree._Element], values_only: bool) -> None:
    column = 0
    for cell in cells:
        count = _times(cell, "number-columns-repeated")
        text = _said(cell, values_only) if local(cell) == "table-cell" else ""
        number = _number(cell)
        for c in range(column, column + (count if text else 0)):
            sheet.put(row, c, text, number)
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down * across > 1:
            sheet.merged.append(((row, column), (row + down - 1, column + across - 1)))
        column += count


def _times(element: etree._Element, name: str) -> int:
    number = attribute(element, name) or ""
    return max(1, int(number)) if number.isdecimal() and len(number) < 8 else 1


def _paragraphs(cell: etree._Element) -> list[str]:
    return [_text(p) for p in cell if local(p) == "p"]


def _text(element: etree._Element) -> str:
    """Text of a paragraph; runs of spaces, tabs and breaks are elements of their own, notes are none of it."""
    parts = [element.text or ""]
    for inner in element:
        name = local(inner)
        if name == "s":
            parts.append(" " * min(_times(inner, "c"), MAX_SPAN))
        elif name in ("tab", "line-break"):
            parts.append("\t" if name == "tab" else "\n")
        elif name and name not in _NO_TEXT:
            parts.append(_text(inner))
        parts.append(inner.tail or "")
    return "".join(parts)


def _number(cell: etree._Element) -> float | None:
    """The number that a cell holds, whatever it shows."""
    with suppress(ValueError):
        if attribute(cell, "value-type") in ("float", "currency"):
            return float(attribute(cell, "value") or "")
    return None


def _said(cell: etree._Element, values_only: bool) -> str:
    text = "\n".join(_paragraphs(cell))
    if text or not values_only:
        return text or (f"{attribute(cell, 'formula')}" if attribute(cell, "formula") and attribute(cell, "value-type") is None else "")
    kind = attribute(cell, "value-type")
    value = next((attribute(cell, name) for name in ("value", "date-value", "time-value", "boolean-value", "string-value")
                  if attribute(cell, name)), None) or ""
    try:
        return value if kind not in ("float", "percentage") else general(float(value)) if kind == "float" else f"{general(100 * float(value))}%"
    except (ValueError, OverflowError):
        return value
