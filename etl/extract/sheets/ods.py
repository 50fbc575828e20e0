"""ODS: the texts that its cells show, which the file keeps beside the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from lxml import etree

from etl.extract.limits import MAX_DEPTH, MAX_SPAN, at_most
from etl.extract.package import attribute, binary, child, local, parse_xml, unpacked, whole
from etl.extract.pictures import is_clear
from etl.extract.sheets.shown import shown
from etl.extract.sheets.veils import Ruler, below, compared, perhaps
from etl.extract.sheets.workbook import Hides, Run, Sheet, is_tiny, is_white, joined, points, runs, under

_HIDDEN = ("collapse", "filter")
_CONDITION = re.compile(r"cell-content\(\)(!?=|[<>]=?)(.+)")
_LENGTH = re.compile(r"(-?\d{1,5}(?:\.\d{1,9})?)(in|cm|mm|pt|px)")
_INCH = {"in": 1, "cm": 2.54, "mm": 25.4, "pt": 72, "px": 96}
_ROW, _COLUMN = 0.178, 0.889
"""Inches of a cell that does not say its size."""
_LONGEST_CHAIN = 20
_GROUPS = frozenset(f"table-{name}" for name in ("row-group", "rows", "header-rows", "column-group", "columns", "header-columns"))
_SHAPES = frozenset({"custom-shape", "rect", "ellipse", "circle", "polygon", "path"})
_DRAWN = tuple(f"{{*}}{name}" for name in (*_SHAPES, "frame"))
_SIGNS = {"tab": "\t", "line-break": "\n"}
_NO_TEXT = _SHAPES | {"", "annotation", "object", "shape", "frame", "g"}


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, encrypted, too_large."""
    parts, picture = _parts(data)
    roots = [parse_xml(part, "the workbook") for part in parts]
    root = roots[-1]
    book = _Book(_looks([e for tree in roots for e in tree.iter() if local(e) == "style"]), picture)
    tables = [e for e in root.iter() if local(e) == "table" and not any(local(a) == "table" for a in e.iterancestors())]
    # A program that writes no texts at all leaves only values to show.
    book.values_only = not any(_paragraphs(c, {}, _Look(ground=True)) for t in tables for c in t.iter() if attribute(c, "value") is not None)
    zeros = next((e.text for tree in roots for e in tree.iter("{*}config-item") if attribute(e, "name") == "ShowZeroValues"), "true")
    sheets = []
    for table in tables:
        sheet = Sheet(attribute(table, "name") or "", book.look(table).unseen, zeros=zeros != "false")
        if not sheet.hidden:
            _fill(sheet, table, book)
        sheets.append(sheet)
    return sheets


def _parts(data: bytes) -> tuple[list[bytes], Callable[[str], bytes]]:
    """The parts of a package that hold settings, styles and the sheets, the file itself where it is one XML document; and what its
    pictures are, by their paths."""
    if not data.startswith(b"PK"):
        return [data], lambda path: b""
    files = unpacked(data)
    return [files[name] for name in ("settings.xml", "styles.xml", "content.xml") if name in files] or [b""], lambda path: files.get(path, b"")


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says of letters, of a cell, or of a shape."""

    unseen: bool = False
    raised: bool = False
    colour: str = ""
    """RRGGBB; empty where it does not say."""
    ground: bool = False
    """A colour lies behind the letters, or fills the shape."""
    size: float = 0
    """Points; 0 where it does not say."""
    length: float = 0
    """Inches that a row is high or a column wide."""
    maps: tuple[tuple[str, str], ...] = ()
    """Conditions under which a cell takes another style, and that style."""


_PLAIN = _Look()


@dataclass(slots=True)
class _Book:
    """What sheets share."""

    looks: Mapping[str, _Look]
    picture: Callable[[str], bytes]
    values_only: bool = False

    def look(self, element: etree._Element, usual: str = "") -> _Look:
        return self.looks.get(attribute(element, "style-name") or usual, _PLAIN)

    def conditions(self, look: _Look) -> Iterator[Hides]:
        """When a cell of this look hides its number."""
        for condition, name in look.maps:
            other = self.looks.get(name, _PLAIN)
            if other.unseen or (is_white(other.colour) and not other.ground):
                match = _CONDITION.fullmatch(condition.replace(" ", ""))
                yield compared(match[1], match[2]) if match else perhaps


def _looks(styles: Sequence[etree._Element]) -> dict[str, _Look]:
    """Styles by their names; those of shapes, which may have the names of others, come first and give way."""
    named = {(attribute(style, "family"), attribute(style, "name") or ""): style for style in styles}

    def based(style: etree._Element | None) -> Iterator[etree._Element]:
        for _ in range(_LONGEST_CHAIN):
            if style is None:
                return
            yield style
            style = named.get((attribute(style, "family"), attribute(style, "parent-style-name") or ""))

    return {name: _look(list(based(named[family, name]))) for family, name in sorted(named, key=lambda key: key[0] != "graphic")}


def _look(chain: Sequence[etree._Element]) -> _Look:
    """``chain``: the style, and those that it goes back to."""
    def said(part: str, name: str) -> str | None:
        return next((value for style in chain if (value := attribute(child(style, part), name)) is not None), None)

    letters = partial(said, "text-properties")
    struck = any((letters(f"text-line-through-{name}") or "none") != "none" for name in ("style", "type"))
    unseen = struck or letters("display") == "none" or is_tiny(letters("font-size")) or said("table-properties", "display") == "false"
    ground = said("table-cell-properties", "background-color") or "transparent"
    length = said("table-row-properties", "row-height") or said("table-column-properties", "column-width")
    filled = said("graphic-properties", "fill") == "solid" and (said("graphic-properties", "opacity") or "100%") == "100%"
    maps = tuple((attribute(e, "condition") or "", attribute(e, "apply-style-name") or "") for e in chain[0] if local(e) == "map")
    return _Look(
        unseen, (letters("text-position") or "").startswith(("super", "sub")), (letters("color") or "").lstrip("#"),
        filled or (ground != "transparent" and not is_white(ground)), points(letters("font-size")), _inches(length), maps)


def _fill(sheet: Sheet, table: etree._Element, book: _Book) -> None:
    column = 0
    usual: dict[int, str] = {}
    down, across = Ruler(_ROW), Ruler(_COLUMN)
    for element in _of(table, "table-column"):
        count = _times(element, "number-columns-repeated")
        is_hidden = attribute(element, "visibility") in _HIDDEN
        sheet.hidden_columns += [(column, column + count - 1)] if is_hidden else []
        across.add(column, count, 0 if is_hidden else book.look(element).length or _COLUMN)
        if name := attribute(element, "default-cell-style-name"):
            usual |= dict.fromkeys(range(column, min(column + count, MAX_SPAN)), name)
        column += count
    row = 0
    shapes = child(table, "shapes")
    drawn = [(0, 0, e) for e in (shapes.iter(*_DRAWN) if shapes is not None else ())]
    for element in _of(table, "table-row"):
        cells = [c for c in element if local(c) in ("table-cell", "covered-table-cell")]
        count = _times(element, "number-rows-repeated")
        drawn += [(row, c, e) for c, cell in _counted(cells) for e in cell.iter(*_DRAWN)]
        for r in range(row, row + count):
            held = len(sheet.cells)
            _fill_row(sheet, r, cells, book, usual)
            if len(sheet.cells) == held:  # nothing of it is seen, however often it is repeated
                break
        is_hidden = attribute(element, "visibility") in _HIDDEN
        sheet.hidden_rows += [(row, row + count - 1)] if is_hidden else []
        down.add(row, count, 0 if is_hidden else book.look(element).length or _ROW)
        row += count
    for row, column, shape in drawn:
        if _hides(shape, book):
            x, y, wide, high = (_inches(attribute(shape, name)) for name in ("x", "y", "width", "height"))
            left, top = across.inch(column) + x, down.inch(row) + y
            sheet.covered.append(below(down.number(top), across.number(left), down.number(top + high), across.number(left + wide)))


def _of(table: etree._Element, name: str, depth: int = 0) -> Iterator[etree._Element]:
    """The rows or columns of a sheet, not those that the chart in a cell keeps for itself."""
    at_most(depth, MAX_DEPTH, "groups of rows in groups")
    for element in table:
        if local(element) == name:
            yield element
        elif local(element) in _GROUPS:
            yield from _of(element, name, depth + 1)


def _counted(cells: Iterable[etree._Element]) -> Iterator[tuple[int, etree._Element]]:
    """Cells with their columns."""
    column = 0
    for cell in cells:
        yield column, cell
        column += _times(cell, "number-columns-repeated")


def _fill_row(sheet: Sheet, row: int, cells: list[etree._Element], book: _Book, usual: Mapping[int, str]) -> None:
    for column, cell in _counted(cells):
        look = book.look(cell, usual.get(column, ""))
        seen = local(cell) == "table-cell" and not look.unseen and (look.ground or not is_white(look.colour))
        number = _number(cell)
        text = under(_said(cell, book, look), number, book.conditions(look)) if seen else ""
        for c in range(column, column + (_times(cell, "number-columns-repeated") if text else 0)):
            sheet.put(row, c, text, number)
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down * across > 1:
            sheet.merged.append(((row, column), (row + down - 1, column + across - 1)))


def _hides(element: etree._Element, book: _Book) -> bool:
    """Whether a picture, a chart or a filled shape is drawn that lets nothing through."""
    held = next(iter(element), element) if local(element) == "frame" else element
    if local(held) == "image":
        data = binary(child(held, "binary-data"), "the workbook") or book.picture(attribute(held, "href") or "")
        return bool(data) and not is_clear(data)
    return local(held) == "object" or book.look(element).ground


def _inches(length: str | None) -> float:
    match = _LENGTH.match(length or "")
    return float(match[1]) / _INCH[match[2]] if match else 0


def _times(element: etree._Element, name: str) -> int:
    return max(1, whole(attribute(element, name)) or 1)


def _paragraphs(cell: etree._Element, looks: Mapping[str, _Look], own: _Look) -> list[str]:
    """``own`` is what the cell's style says."""
    def run(element: etree._Element, outer: Run) -> Run | None:
        name = local(element)
        if name in _NO_TEXT:
            return None
        # Runs of spaces, tabs and breaks are elements of their own.
        text = " " * min(_times(element, "c"), MAX_SPAN) if name == "s" else _SIGNS.get(name, element.text or "")
        look = looks.get(attribute(element, "style-name") or "", _PLAIN) if name == "span" else _PLAIN
        return Run(text, outer.unseen or look.unseen, outer.raised or look.raised, look.colour or outer.colour, look.size or outer.size)

    return [joined(runs(p, run), own.ground, own.size) for p in cell if local(p) == "p"]


def _number(cell: etree._Element) -> float | None:
    """The number that a cell holds, whatever it shows."""
    with suppress(ValueError):
        if attribute(cell, "value-type") in ("float", "currency"):
            return float(attribute(cell, "value") or "")
    return None


def _said(cell: etree._Element, book: _Book, look: _Look) -> str:
    text, kind = "\n".join(_paragraphs(cell, book.looks, look)), attribute(cell, "value-type")
    if text or not book.values_only:
        return text or (attribute(cell, "formula") or "" if kind is None else "")
    value = next(filter(None, (attribute(cell, f"{name}value") for name in ("", "date-", "time-", "boolean-", "string-"))), "")
    with suppress(ValueError):
        return shown(float(value), "0.##########%" if kind == "percentage" else "") if kind in ("float", "percentage") else value
    return value
