"""The walk through a part of a DOCX in the order of its body: paragraphs and tables as Word shows them.

Elements are known by their local names, so that strict and transitional files read alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate

from docx.opc.part import Part
from lxml import etree

from etl.documents import Block, Cell, Document, Paragraph, Picture
from etl.errors import ReadError
from etl.extract.docx import runs
from etl.extract.docx.numbering import Numbering, Styles, number_of, outline
from etl.extract.docx.parts import at
from etl.extract.frames import Held, is_frame
from etl.extract.limits import MAX_CELLS, MAX_DEPTH, MAX_SPAN, MAX_TABLES, at_most
from etl.extract.marks import BARE_NUMBER, OBJECT, listed
from etl.extract.package import attribute, child, is_on, local
from etl.report import Origin
from etl.text import strip_artefacts


@dataclass(slots=True)
class Rows:
    """A table whose place among the document's tables is not known yet."""

    rows: list[list[Cell]]


Piece = Paragraph | Rows | Block


@dataclass(slots=True)
class Walk:
    part: Part
    numbering: Numbering
    styles: Styles
    depth: int
    warnings: list[str] = field(default_factory=list)
    tables: int = 0
    cells: int = 0
    in_cell: bool = False
    """Inside a cell that is seen: where it is empty, it shows the number of its list."""

    def flow(self, parent: etree._Element, depth: int = 0) -> Iterator[Piece]:
        """Paragraphs and tables below ``parent``, in order; a table's nested ones follow it."""
        at_most(depth, MAX_DEPTH, "parts nested in parts")
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, depth)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name == "altChunk":
                yield from self._embedded(element)
            elif name and name not in runs.DROPPED:
                # sdt, sdtContent, ins, moveTo, customXml, smartTag, AlternateContent, Choice, hdr, ftr, …
                yield from self.flow(element, depth + 1)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        held: list[etree._Element] = []
        text = strip_artefacts(runs.text(element, self.styles, held))
        properties = child(element, "pPr")
        number = "" if is_on(child(properties, "rPr", "vanish")) else self.numbering.next(properties)
        text = listed(number, text, self.in_cell)
        if text.strip(" \t\r\n"):
            said = outline(properties)
            heading = self.styles.of_paragraph(properties).heading if said is None else said
            for line in text.split("\n"):
                if line.strip():
                    yield Paragraph(line.rstrip(), heading=heading)
        for part in sorted(held, key=lambda e: local(e) == "txbxContent"):
            yield from self._held(part, depth)

    def _held(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        name = local(element)
        if name == "txbxContent":
            yield from self.flow(element, depth + 1)
        elif name == "textpath":
            yield from (Paragraph(said) for said in (attribute(element, "string") or "").splitlines() if said.strip())
        elif name == "object":
            # a workbook in the text: its cells, not the picture of them
            cells = [piece for part in element.iter("{*}OLEObject") for piece in self._embedded(part)]
            yield from cells or (piece for part in element.iter("{*}imagedata") for piece in self._picture(part))
        else:
            yield from self._picture(element)

    def _picture(self, element: etree._Element) -> Iterator[Picture]:
        if (part := at(self.part, attribute(element, "embed") or attribute(element, "id"))) is not None:
            yield Picture("", data=part.blob)

    def _table(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        self.tables += 1
        at_most(self.tables, MAX_TABLES, "tables")
        rows: list[list[_WordCell]] = []
        margins = _margins(child(element, "tblPr"))
        for row in _children(element, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None or is_on(child(properties, "hidden")):
                continue
            if (height := _exact(child(properties, "trHeight"))) is not None and height < _FLAT:
                continue
            column = number_of(attribute(child(properties, "gridBefore"), "val"), 0)
            out: list[_WordCell] = []
            for cell in _children(row, "tc"):
                self.cells += 1
                at_most(self.cells, MAX_CELLS, "table cells")
                shape = child(cell, "tcPr")
                if child(shape, "cellDel") is not None:
                    continue
                span = min(MAX_SPAN, max(1, number_of(attribute(child(shape, "gridSpan"), "val"), 1)))
                down, across = child(shape, "vMerge"), child(shape, "hMerge")
                outer, self.in_cell = self.in_cell, down is None or not _continues(down)
                pieces = list(self.flow(cell, depth + 1))
                self.in_cell = outer
                if height is not None and down is None and _is_cut(cell, pieces, height, margins):
                    pieces.append(Paragraph(OBJECT))
                if across is not None and _continues(across) and out:
                    out[-1].span += span
                    out[-1].pieces += pieces
                else:
                    out.append(_WordCell(pieces, column, span, down is not None and _continues(down)))
                column += span
            rows.append(out)
        _join_slips(rows, child(element, "tblGrid"))
        if is_frame(_held(cell) for row in rows for cell in row):
            yield from (piece for row in rows for cell in row for piece in cell.pieces)
            return
        table = Rows(_merged(rows))
        inner = [piece for row in rows for cell in row for piece in cell.pieces if not _is_text(piece)]
        yield table
        yield from inner

    def _embedded(self, element: etree._Element) -> Iterator[Piece]:
        """The blocks of a part in another format (a chunk of HTML, a workbook); nothing where there is no reader for it."""
        if (part := at(self.part, attribute(element, "id"))) is None:
            return
        at_most(self.depth, 5, "documents embedded in documents")
        from etl.extract import cfb, docx, html, kinds, mhtml, rtf, sheets, text

        readers: dict[str, Callable[[bytes, Origin], Document]] = {
            kinds.DOCX: partial(docx.read, depth=self.depth + 1), kinds.HTML: html.read, kinds.MHTML: mhtml.read, kinds.RTF: rtf.read,
            kinds.TEXT: text.read, **dict.fromkeys((kinds.XLSX, kinds.XLS, kinds.ODS), partial(sheets.read, embedded=True)),
        }
        # A workbook of today in a container of old, as documents that were a DOC before have it, stands there in one piece.
        data = part.blob[max(0, part.blob.find(b"PK\3\4")):] if "Package" in cfb.names(part.blob) else part.blob
        try:
            if reader := readers.get(kinds.media_type(data)):
                yield from reader(data, Origin()).blocks
        except ReadError as error:
            self.warnings.append(f"an embedded part could not be read: {error.message}")


_FLAT = 40
"""Twentieths of a point below which no letter shows."""
_DIGIT, _LINE = 5, 10
"""What a digit takes of them across, and a line at the least down, for each half point of its size."""
_SLIP = 100
"""Up to which a column of theirs is too narrow for a digit."""
_MARGIN = 108
"""Of a cell to its left, as to its right."""


@dataclass(slots=True)
class _WordCell:
    pieces: list[Piece]
    column: int
    span: int
    continued: bool
    rows: int = 1

    @property
    def text(self) -> str:
        said = "\n".join(p.text.strip(" \t") for p in self.pieces if isinstance(p, Paragraph) and _is_text(p))
        # What a picture shows is not known, and is no blank.
        return said or (OBJECT if any(isinstance(p, Picture) for p in self.pieces) else "")


def _exact(height: etree._Element | None) -> int | None:
    """Twentieths of a point that a row is high, whatever it holds; None where it grows with that."""
    return number_of(attribute(height, "val"), _FLAT) if attribute(height, "hRule") == "exact" else None


def _margins(properties: etree._Element | None) -> int | None:
    """What a table leaves free to the left and right of a cell's text; None where its columns grow with that."""
    sides = (attribute(child(properties, "tblCellMar", side), "w") for side in ("left", "right"))
    return sum(number_of(said, _MARGIN) for said in sides) if attribute(child(properties, "tblLayout"), "type") == "fixed" else None


def _is_cut(cell: etree._Element, pieces: Sequence[Piece], height: int, margins: int | None) -> bool:
    """Whether digits of a cell's number stand in a line that is mostly below the end of its row. In a table whose columns do not grow, a
    line that is full goes on in the next one."""
    said = [p.text for p in pieces if isinstance(p, Paragraph)]
    if len(said) < len(pieces) or not all(map(BARE_NUMBER.fullmatch, said)):
        return False
    size = max(1, min((number_of(attribute(e, "val"), runs.USUAL) for e in cell.iter("{*}sz")), default=runs.USUAL))
    marks = ("\n" if local(e) in ("p", "br") else (e.text or "") for e in cell.iter("{*}p", "{*}br", "{*}t"))
    lines = "".join(marks).split("\n")[1:]
    width = number_of(attribute(child(cell, "tcPr", "tcW"), "w"), 0)
    if margins is not None and width > margins and child(cell, "tcPr", "tcFitText") is None:
        held = max(1, (width - margins) // (_DIGIT * size))
        lines = [line[at:at + held] for line in lines for at in range(0, max(1, len(line)), held)]
    return any(map(str.isdecimal, "".join(lines[max(1, round(height / (_LINE * size))):])))


def _continues(merge: etree._Element) -> bool:
    return (attribute(merge, "val") or "continue") == "continue"


def _is_text(piece: Piece) -> bool:
    return isinstance(piece, Paragraph) and not isinstance(piece, Picture)


def _held(cell: _WordCell) -> Held:
    return [p.text for p in cell.pieces if isinstance(p, Paragraph) and _is_text(p)], [sum(map(len, p.rows)) for p in cell.pieces if isinstance(p, Rows)]


def _join_slips(rows: Sequence[Sequence[_WordCell]], grid: etree._Element | None) -> None:
    """Takes out the columns that are there only because edges meant to be one lie beside each other: too narrow for a digit, and of no
    cell's own."""
    narrow = [number_of(attribute(e, "w"), 0) <= _SLIP for e in grid] if grid is not None else []
    cells = [(cell, cell.column, cell.column + cell.span) for row in rows for cell in row]
    if not any(narrow) or any(right > len(narrow) for _, _, right in cells):
        return
    own = {i for _, left, right in cells if all(narrow[left:right]) for i in range(left, right)}
    at = [*accumulate((not slip or i in own for i, slip in enumerate(narrow)), initial=0)]
    for cell, left, right in cells:
        cell.column, cell.span = at[left], at[right] - at[left]


def _merged(rows: list[list[_WordCell]]) -> list[list[Cell]]:
    """Vertical merges as row spans; a continued cell whose beginning is missing stands as a cell of its own."""
    above: dict[int, _WordCell] = {}
    kept: list[list[_WordCell]] = []
    for row in rows:
        current: dict[int, _WordCell] = {}
        own: list[_WordCell] = []
        for cell in row:
            first = above.get(cell.column) if cell.continued else None
            if first is not None and first.span == cell.span:
                first.rows += 1
                cell.pieces.clear()  # Word does not show what is left in a cell that one above reaches over
                current[cell.column] = first
            else:
                own.append(cell)
                current[cell.column] = cell
        above = current
        kept.append(own)
    return [[Cell(c.text, r, c.column, c.rows, c.span) for c in row] for r, row in enumerate(kept)]


def _children(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Children of this name, also inside content controls, insertions and the like."""
    for element in parent:
        name = local(element)
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"):
            yield from _children(element, wanted)
