"""ODS: the texts that its cells show, which the file keeps beside the values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

from etl.extract.limits import MAX_DEPTH, MAX_SPAN, at_most
from etl.extract.package import attribute, child, local, member, open_zip, parse_xml
from etl.extract.sheets.shown import general
from etl.extract.sheets.workbook import Run, Sheet, is_tiny, is_white, joined, points

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
    looks = {attribute(style, "name") or "": _look(style) for style in root.iter() if local(style) == "style"}
    # A program that writes no texts at all leaves only values to show.
    values_only = not any(_paragraphs(c, {}, _Look(ground=True)) for t in tables for c in t.iter() if attribute(c, "value") is not None)
    sheets = []
    for table in tables:
        sheet = Sheet(attribute(table, "name") or "", attribute(table, "style-name") in unseen)
        if not sheet.hidden:
            _fill(sheet, table, values_only, looks)
        sheets.append(sheet)
    return sheets


def _content(data: bytes) -> bytes:
    """The part of a package that holds the sheets; the file itself where it is one XML document."""
    if not data.startswith(b"PK"):
        return data
    with open_zip(data) as package:
        return member(package, "content.xml") if "content.xml" in package.namelist() else b""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says of letters, or of a cell."""

    unseen: bool = False
    raised: bool = False
    white: bool = False
    ground: bool = False
    size: float = 0
    """Points; 0 where it does not say."""


def _look(style: etree._Element) -> _Look:
    letters, cell = child(style, "text-properties"), child(style, "table-cell-properties")
    struck = any((attribute(letters, f"text-line-through-{name}") or "none") != "none" for name in ("style", "type"))
    ground = attribute(cell, "background-color") or "transparent"
    return _Look(
        struck or attribute(letters, "display") == "none" or is_tiny(attribute(letters, "font-size")),
        (attribute(letters, "text-position") or "").startswith(("super", "sub")), is_white(attribute(letters, "color")),
        ground != "transparent" and not is_white(ground), points(attribute(letters, "font-size")))


_Looks = Mapping[str, _Look]
_PLAIN = _Look()


def _fill(sheet: Sheet, table: etree._Element, values_only: bool, looks: _Looks) -> None:
    column = 0
    usual: dict[int, str] = {}
    for element in (e for e in table.iter() if local(e) == "table-column"):
        count = _times(element, "number-columns-repeated")
        if attribute(element, "visibility") in _HIDDEN:
            sheet.hidden_columns.append((column, column + count - 1))
        if name := attribute(element, "default-cell-style-name"):
            usual |= dict.fromkeys(range(column, min(column + count, MAX_SPAN)), name)
        column += count
    row = 0
    for element in (e for e in table.iter() if local(e) == "table-row"):
        cells = [c for c in element if local(c) in ("table-cell", "covered-table-cell")]
        count = _times(element, "number-rows-repeated")
        for r in range(row, row + count):
            held = len(sheet.cells)
            _fill_row(sheet, r, cells, values_only, looks, usual)
            if len(sheet.cells) == held:  # nothing of it is seen, however often it is repeated
                break
        if attribute(element, "visibility") in _HIDDEN:
            sheet.hidden_rows.append((row, row + count - 1))
        row += count


def _fill_row(sheet: Sheet, row: int, cells: list[etree._Element], values_only: bool, looks: _Looks, usual: Mapping[int, str]) -> None:
    column = 0
    for cell in cells:
        count = _times(cell, "number-columns-repeated")
        look = looks.get(attribute(cell, "style-name") or usual.get(column, ""), _PLAIN)
        seen = local(cell) == "table-cell" and not look.unseen and (look.ground or not look.white)
        text = _said(cell, values_only, looks, look) if seen else ""
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


def _paragraphs(cell: etree._Element, looks: _Looks, own: _Look) -> list[str]:
    """``own`` is what the cell's style says."""
    return [joined(_runs(p, looks), own.ground, own.size) for p in cell if local(p) == "p"]


def _runs(element: etree._Element, looks: _Looks, outer: _Look = _PLAIN, depth: int = 0) -> Iterator[Run]:
    """Text of a paragraph; runs of spaces, tabs and breaks are elements of their own, notes are none of it."""
    at_most(depth, MAX_DEPTH, "elements nested in a cell")
    own = looks.get(attribute(element, "style-name") or "", _PLAIN) if local(element) == "span" else _PLAIN
    look = _Look(outer.unseen or own.unseen, outer.raised or own.raised, outer.white or own.white, size=own.size or outer.size)

    def run(text: str | None) -> Run:
        return Run(text or "", look.unseen, look.raised, look.white, look.size)

    yield run(element.text)
    for inner in element:
        name = local(inner)
        if name == "s":
            yield run(" " * min(_times(inner, "c"), MAX_SPAN))
        elif name in ("tab", "line-break"):
            yield run("\t" if name == "tab" else "\n")
        elif name and name not in _NO_TEXT:
            yield from _runs(inner, looks, look, depth + 1)
        yield run(inner.tail)


def _number(cell: etree._Element) -> float | None:
    """The number that a cell holds, whatever it shows."""
    with suppress(ValueError):
        if attribute(cell, "value-type") in ("float", "currency"):
            return float(attribute(cell, "value") or "")
    return None


def _said(cell: etree._Element, values_only: bool, looks: _Looks, look: _Look) -> str:
    text = "\n".join(_paragraphs(cell, looks, look))
    if text or not values_only:
        return text or (f"{attribute(cell, 'formula')}" if attribute(cell, "formula") and attribute(cell, "value-type") is None else "")
    kind = attribute(cell, "value-type")
    value = next((attribute(cell, name) for name in ("value", "date-value", "time-value", "boolean-value", "string-value")
                  if attribute(cell, name)), None) or ""
    try:
        return value if kind not in ("float", "percentage") else general(float(value)) if kind == "float" else f"{general(100 * float(value))}%"
    except (ValueError, OverflowError):
        return value
