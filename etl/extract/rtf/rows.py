"""Rows of RTF, each with its own edges, as tables."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from etl.documents import Block, Cell, Paragraph
from etl.extract.frames import Held, is_frame
from etl.extract.grid import clusters, nearest, table

_EDGE = 30.0
"""Twips within which two cell edges are one column's."""


@dataclass(slots=True)
class Shape:
    """What a row's definition says of a cell."""

    right: int
    down: bool = False
    across: bool = False
    ground: int = 0
    """Number of the colour behind its text, 0 where there is none."""


@dataclass(slots=True)
class Row:
    left: int
    shapes: list[Shape]
    cells: list[list[Piece]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return ["\n".join(piece.strip() for piece in _flat(cell) if isinstance(piece, str) and piece.strip()) for cell in self.cells]


Piece = str | list[Row]
"""What stands in a cell: a paragraph, or the rows of a table."""


def blocks(parts: Iterable[Paragraph | Row]) -> Iterator[Block]:
    numbers = itertools.count()
    for is_row, run in itertools.groupby(parts, key=lambda part: isinstance(part, Row)):
        if is_row:
            yield from _tables([part for part in run if isinstance(part, Row)], numbers)
        else:
            yield from (part for part in run if isinstance(part, Paragraph))


def paragraphs(text: str) -> Iterator[Paragraph]:
    return (Paragraph(line.rstrip()) for line in text.split("\n") if line.strip())


def _tables(rows: list[Row], numbers: Iterator[int]) -> Iterator[Block]:
    """A table and then those inside it; what stands in one that only lays out the page comes in its order, without it."""
    if _is_frame(rows):
        pieces = list(_flat([rows]))
    else:
        yield table(next(numbers), _grid(rows))
        pieces = [piece for row in rows for cell in row.cells for piece in _flat(cell) if not isinstance(piece, str)]
    for piece in pieces:
        yield from paragraphs(piece) if isinstance(piece, str) else _tables(piece, numbers)


def _flat(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, with those inside tables of layout in place of these."""
    for piece in pieces:
        if isinstance(piece, str) or not _is_frame(piece):
            yield piece
        else:
            yield from (inner for row in piece for cell in row.cells for inner in _flat(cell))


def _is_frame(rows: Sequence[Row]) -> bool:
    return is_frame(_held(cell) for row in rows for cell in row.cells)


def _held(cell: Sequence[Piece]) -> Held:
    return [p for p in cell if isinstance(p, str) and p.strip()], [sum(len(row.cells) for row in p) for p in cell if not isinstance(p, str)]


def _grid(rows: list[Row]) -> list[list[Cell]]:
    edges = clusters((float(x) for row in rows for x in (row.left, *(s.right for s in row.shapes))), _EDGE)
    out: list[list[Cell]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(rows):
        cells: list[Cell] = []
        left = float(row.left)
        texts = row.texts
        for shape, text in zip(row.shapes, [*texts, *[""] * len(row.shapes)], strict=False):
            column, right = nearest(edges, left), nearest(edges, shape.right)
            span = max(1, right - column)
            left = float(shape.right)
            if shape.across and cells:
                last = cells[-1]
                cells[-1] = replace(last, colspan=last.colspan + span, text="\n".join(t for t in (last.text, text) if t))
            elif shape.down and open_cells.get(column, (r, 0))[0] < r:
                top, i = open_cells[column]
                above = out[top][i]
                out[top][i] = replace(above, rowspan=r - top + 1)  # what is left in the cell below is not shown
            else:
                cells.append(Cell(text, r, column, 1, span))
                open_cells[column] = (r, len(cells) - 1)
        extra = texts[len(row.shapes):]
        column = max((c.column + c.colspan for c in cells), default=0)
        cells += [Cell(text, r, column + i) for i, text in enumerate(extra)]
        out.append(cells)
    return out
