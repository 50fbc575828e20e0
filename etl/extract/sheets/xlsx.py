"""XLSX: what each cell shows, out of the sheets, the shared strings and the number formats (ECMA-376, both variants)."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.limits import MAX_ELEMENTS, MAX_XML, at_most
from etl.extract.opc import Part
from etl.extract.package import attribute, child, is_on, local, parse_xml, whole
from etl.extract.sheets.shown import shown
from etl.extract.sheets.veils import Ruler, column_of, conditions, covered, ranges
from etl.extract.sheets.workbook import Look, Range, Run, Sheet, is_flat, is_tiny, is_white, joined, points

#: Formats that a file names by number alone. What the dates among them (14–22, 27–36, 45–47, 50–58) show differs by country.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((37, 38), "#,##0;-#,##0"), **dict.fromkeys((39, 40), "#,##0.00;-#,##0.00"),
    **dict.fromkeys((41, 42), '#,##0;-#,##0;"-"'), **dict.fromkeys((43, 44), '#,##0.00;-#,##0.00;"-"'), 48: "##0.0E+0",
}
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON = ("1", "true", "on")
_ROW, _COLUMN = 15, 9.14
"""Points of a row and characters of a column that do not say their size."""
_WHITE = ("1", "9")
"""White in the palette of old."""


@dataclass(slots=True)
class _Book:
    strings: list[list[Run]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    """The cell styles, by number."""
    conditional: list[etree._Element] = field(default_factory=list)
    """The formats that cells take under a condition."""
    date1904: bool = False
    stale: bool = False
    """Its program reckons all formulas anew when it opens the file: what the file says of them is a guess, often 0."""

    def look(self, cell: etree._Element) -> Look:
        number = whole(attribute(cell, "s") or "0")
        return self.looks[number] if number is not None and number < len(self.looks) else Look()


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, encrypted, too_large."""
    root = Part.root(data)
    main = next(root.linked("officeDocument"), None) or root.part("xl/workbook.xml")
    if main is None:
        raise ReadError("corrupt", "the workbook lacks its list of sheets")
    workbook, book = parse_xml(main.data, "the workbook"), _book(main)
    book.date1904 = attribute(child(workbook, "workbookPr"), "date1904") in _ON
    book.stale = attribute(child(workbook, "calcPr"), "fullCalcOnLoad") in _ON
    front = whole(attribute(child(workbook, "bookViews", "workbookView"), "activeTab")) or 0
    sheets: list[Sheet] = []
    for number, element in enumerate(_children(workbook, "sheets")):
        # The sheet's r:id; its own id, of another name space, is called sheetId.
        if local(element) != "sheet" or (part := main.at(attribute(element, "id"))) is None:
            continue
        sheet = Sheet(attribute(element, "name") or "", (attribute(element, "state") or "visible").lower() != "visible", number == front)
        if not sheet.hidden:
            link, down, across = _fill(sheet, part.data, book)
            drawing = part.at(link)
            sheet.covered = _covered(drawing, down, across) if drawing is not None else []
        sheets.append(sheet)
    return sheets


def _book(main: Part) -> _Book:
    """What sheets share. Programs that do not link it put it beside the workbook."""
    book = _Book()
    for name in ("styles", "sharedStrings"):
        part = main.part(f"{posixpath.dirname(main.path)}/{name}.xml") or next(main.linked(name), None)
        if part is not None and name == "styles":
            styles = parse_xml(part.data, "the workbook")
            book.looks, book.conditional = _looks(styles), list(_children(styles, "dxfs"))
        elif part is not None:
            book.strings = [_string(e) for e in _elements(part.data, "si")]
    return book


def _covered(drawing: Part, down: Ruler, across: Ruler) -> list[Range]:
    def picture(link: str) -> bytes:
        part = drawing.at(link)
        return b"" if part is None else part.data

    return list(covered(parse_xml(drawing.data, "the workbook"), picture, down, across))


def _looks(styles: etree._Element | None) -> list[Look]:
    formats = {attribute(e, "numFmtId"): attribute(e, "formatCode") or "" for e in _children(styles, "numFmts")}
    fonts, fills = (list(_children(styles, name)) for name in ("fonts", "fills"))

    def of(style: etree._Element, name: str, known: list[etree._Element]) -> etree._Element | None:
        number = whole(attribute(style, name) or "0")
        return known[number] if number is not None and number < len(known) else None

    out = []
    for style in _children(styles, "cellXfs"):
        number, font = attribute(style, "numFmtId") or "0", of(style, "fontId", fonts)
        colour, fill = child(font, "color"), of(style, "fillId", fills)
        ground, below = not _is_bare(fill), child(fill, "patternFill", "fgColor")
        same = colour is not None and below is not None and sorted(colour.items()) == sorted(below.items())
        unseen = _is_unseen(font) or same or (_is_white(colour) and not ground)
        out.append(Look(formats.get(number, _BUILT_IN.get(whole(number) or 0, "")), unseen, ground, points(attribute(child(font, "sz"), "val"))))
    return out


def _is_bare(fill: etree._Element | None) -> bool:
    pattern = child(fill, "patternFill")
    kind = attribute(pattern, "patternType") or "none"
    plain = kind == "none" or (kind == "solid" and _is_white(child(pattern, "fgColor")))
    return plain and child(fill, "gradientFill") is None


def _rgb(colour: etree._Element | None) -> str:
    return "FFFFFF" if _is_white(colour) else (attribute(colour, "rgb") or "")[-6:]


def _is_white(colour: etree._Element | None) -> bool:
    return is_white(attribute(colour, "rgb")) or attribute(colour, "indexed") in _WHITE or (attribute(colour, "theme"), attribute(colour, "tint")) == ("0", None)


def _is_unseen(font: etree._Element | None) -> bool:
    return is_on(child(font, "strike")) or is_tiny(attribute(child(font, "sz"), "val"))


def _children(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    found = child(root, name)
    return iter(found) if found is not None else iter(())


def _elements(part: bytes, *wanted: str) -> Iterator[etree._Element]:
    """The elements of these names, one at a time; each is emptied when the next is asked for."""
    at_most(len(part), MAX_XML, "bytes in one sheet")
    if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:4096]:
        raise ReadError("corrupt", "the workbook declares entities, which no office program writes")
    events = etree.iterparse(io.BytesIO(part), events=("end",), resolve_entities=False, no_network=True, load_dtd=False,
                             huge_tree=True, remove_comments=True)
    with parsing("the workbook"):
        for count, (_, element) in enumerate(events, 1):
            at_most(count, 4 * MAX_ELEMENTS, "elements")
            if local(element) in wanted:
                yield element
                element.clear()
                while (before := element.getprevious()) is not None and before.getparent() is not None:
                    before.getparent().remove(before)


def _string(element: etree._Element) -> list[Run]:
    """The runs of a string, without readings (rPh)."""
    return [run for e in element for run in (_string(e) if local(e) == "is" else [_run(e)] if local(e) in ("t", "r") else [])]


def _run(element: etree._Element) -> Run:
    said = child(element, "rPr")
    text = element if local(element) == "t" else child(element, "t")
    return Run(
        _plain((text.text or "") if text is not None else ""), unseen=_is_unseen(said),
        raised=attribute(child(said, "vertAlign"), "val") in ("superscript", "subscript"), colour=_rgb(child(said, "color")),
        size=points(attribute(child(said, "sz"), "val")), own=said is not None,
    )


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _fill(sheet: Sheet, part: bytes, book: _Book) -> tuple[str | None, Ruler, Ruler]:
    """Takes in what a sheet says; returns the link to what is drawn over its cells, and where its rows and columns begin."""
    row, drawing = -1, None
    down, across = Ruler(_high(None)), Ruler(_wide(None))
    for element in _elements(part, "row", "col", "mergeCell", "sheetView", "sheetFormatPr", "conditionalFormatting", "drawing"):
        name = local(element)
        if name == "row":
            number = whole(attribute(element, "r"))
            row = number - 1 if number else row + 1
            is_hidden = attribute(element, "hidden") in _ON or is_flat(attribute(element, "ht"))
            sheet.hidden_rows += [(row, row)] if is_hidden else []
            down.add(row, 1, 0 if is_hidden else points(attribute(element, "ht")) / 72 or down.usual)
            _fill_row(sheet, row, element, book)
        elif name == "col":
            first, last = whole(attribute(element, "min")), whole(attribute(element, "max"))
            if first is not None and last is not None:
                is_hidden = attribute(element, "hidden") in _ON or is_flat(attribute(element, "width"))
                sheet.hidden_columns += [(first - 1, last - 1)] if is_hidden else []
                across.add(first - 1, last - first + 1, 0 if is_hidden else _wide(attribute(element, "width")))
        elif name == "sheetFormatPr":
            down.usual, across.usual = _high(attribute(element, "defaultRowHeight")), _wide(attribute(element, "defaultColWidth"))
        elif name == "sheetView":
            sheet.zeros = attribute(element, "showZeros") not in ("0", "false")
        elif name == "mergeCell":
            sheet.merged += ranges(attribute(element, "ref") or "")
        elif name == "conditionalFormatting":
            sheet.conditions += conditions(element, book.conditional, _hides)
        elif name == "drawing":
            drawing = attribute(element, "id")
    return drawing, down, across


def _high(said: str | None) -> float:
    """Inches of a row so many points high."""
    return (points(said) or _ROW) / 72


def _wide(said: str | None) -> float:
    """Inches of a column so many characters wide, of seven pixels each."""
    return (points(said) or _COLUMN) * 7 / 96


def _hides(look: etree._Element) -> bool:
    """Whether a conditional format strikes its text out, or prints it white on white or too small."""
    font, fill = child(look, "font"), child(look, "fill")
    filled = any(attribute(e, "rgb") or attribute(e, "theme") for e in fill.iter("{*}bgColor", "{*}fgColor") if not _is_white(e)) if fill is not None else False
    return _is_unseen(font) or (_is_white(child(font, "color")) and not filled)


def _fill_row(sheet: Sheet, row: int, element: etree._Element, book: _Book) -> None:
    column = -1
    for cell in element:
        if local(cell) != "c":
            continue
        place = _REFERENCE.fullmatch(attribute(cell, "r") or "")
        column = column_of(place[1]) if place else column + 1
        text, number = _text(cell, book)
        # in a cell struck out, letters that somebody put in later may be seen
        if not book.look(cell).unseen or (text and attribute(cell, "t") in ("s", "inlineStr")):
            sheet.put(int(place[2]) - 1 if place else row, column, text, number)


def _text(cell: etree._Element, book: _Book) -> tuple[str, float | None]:
    """What a cell shows, and the number that it holds if it does."""
    kind, look = attribute(cell, "t") or "n", book.look(cell)
    if kind == "inlineStr":
        return joined(_string(cell), look.ground, look.size, look.unseen), None
    holder, formula = child(cell, "v"), child(cell, "f")
    value = (holder.text or "") if holder is not None else ""
    if not value or (book.stale and formula is not None):
        # Not calculated: what it would show is not in the file, and it is no blank.
        return (f"={formula.text or '…'}" if formula is not None and (kind != "str" or book.stale) else ""), None
    if kind == "s":
        if not value.isdecimal() or int(value) >= len(book.strings):
            raise ReadError("corrupt", "the workbook lacks a text that a cell shows")
        return joined(book.strings[int(value)], look.ground, look.size, look.unseen), None
    if kind == "b":
        return ("FALSE" if value == "0" else "TRUE"), None
    if kind != "n":
        return (_plain(value) if kind == "str" else value), None
    try:
        number = float(value)
        return shown(number, look.format, book.date1904), number
    except (ValueError, OverflowError):
        return value, None
