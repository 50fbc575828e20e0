"""Grids: cells with spans placed in rows and columns, from spans (HTML, DOCX, XLSX) or from boxes (PDF, OFD)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from etl.documents import Box, Cell, Table
from etl.extract.limits import MAX_CELLS, MAX_SPAN, at_most

_PLAUSIBLE_SPAN = 50
"""Columns over which no cell of a real table spans."""
_ONE_LINE = 2.5
"""Points within which edges of boxes lie on one line of the grid."""


@dataclass(slots=True)
class Draft:
    """A cell before it has a place. ``rowspan`` 0 means: down to the last row."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    doubt: str | None = None


@dataclass(slots=True)
class BoxedCell:
    """A cell known by its box on a page, as a ruled table gives it."""

    text: str
    bbox: Box
    page: int
    doubt: str | None = None


def place(rows: Sequence[Sequence[Draft]]) -> list[list[Cell]]:
    """Places drafts as a browser does: each cell takes the first free column of its row.

    Spans are bounded: down to the last row, to :data:`MAX_SPAN`, and to the next column taken from above, so that no
    two cells overlap. Columns that only a lying span made are taken out again.
    """
    at_most(sum(map(len, rows)), MAX_CELLS, "table cells")
    open_cells: list[Cell] = []  # cells from rows above that reach down into the row
    placed: list[list[Cell]] = []
    clipped = False
    for r, row in enumerate(rows):
        open_cells = sorted((c for c in open_cells if c.row + c.rowspan > r), key=lambda c: c.column)
        at_most(len(open_cells), MAX_SPAN, "cells that reach into one row")
        out: list[Cell] = []
        column, above = 0, iter(open_cells)
        block = next(above, None)
        for draft in row:
            while block is not None and block.column <= column:
                column = max(column, block.column + block.colspan)
                block = next(above, None)
            wanted = min(max(1, draft.colspan), MAX_SPAN)
            free = block.column - column if block is not None else wanted
            down = len(rows) - r if draft.rowspan == 0 else max(1, draft.rowspan)
            clipped |= draft.colspan > _PLAUSIBLE_SPAN
            out.append(Cell(draft.text, r, column, min(down, len(rows) - r), min(wanted, free), draft.page, doubt=draft.doubt))
            column += min(wanted, free)
        open_cells += [c for c in out if c.rowspan > 1]
        placed.append(out)
    return _without_phantom_columns(placed) if clipped else placed


def _without_phantom_columns(rows: list[list[Cell]]) -> list[list[Cell]]:
    starts = sorted({c.column for row in rows for c in row})
    return [
        [
            replace(c, column=first, colspan=max(1, bisect_left(starts, c.column + c.colspan) - first))
            for c in row
            for first in (bisect_left(starts, c.column),)
        ]
        for row in rows
    ]


def clusters(values: Iterable[float], tolerance: float) -> list[float]:
    """Means of the groups of values that lie within ``tolerance`` of their neighbour, ascending."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]


def nearest(lines: Sequence[float], value: float) -> int:
    """Index of the line closest to ``value``."""
    at = bisect_left(lines, value)
    if at == len(lines):
        return at - 1
    return at if at == 0 or lines[at] - value < value - lines[at - 1] else at - 1


def from_boxes(parts: Sequence[Sequence[BoxedCell]]) -> list[list[Cell]]:
    """One grid from the boxes of a table's parts (one part a page): columns are shared, rows follow one another.

    A part whose first rows repeat the table's first rows word for word brings its header again: those rows are left out.
    """
    at_most(sum(map(len, parts)), MAX_CELLS, "table cells")
    columns = clusters((x for part in parts for c in part for x in (c.bbox[0], c.bbox[2])), _ONE_LINE)
    rows: list[list[Cell]] = []
    for part in parts:
        lines = clusters((y for c in part for y in (c.bbox[1], c.bbox[3])), _ONE_LINE)
        base = len(rows)
        block: list[list[Cell]] = [[] for _ in range(len(lines) - 1)]
        for c in part:
            x0, top, x1, bottom = c.bbox
            left, upper = nearest(columns, x0), nearest(lines, top)
            right, lower = nearest(columns, x1), nearest(lines, bottom)
            if upper < len(block):
                cell = Cell(c.text, upper, left, max(1, lower - upper), max(1, right - left), c.page, c.bbox, c.doubt)
                block[upper].append(cell)
        block = [sorted(row, key=lambda c: c.column) for row in block]
        repeated = _repeated_header(rows, block) if rows else 0
        rows += [
            [replace(c, row=base + c.row - repeated) for c in row]
            for row in block[repeated:]
        ]
    return rows


def _repeated_header(rows: list[list[Cell]], block: list[list[Cell]]) -> int:
    """How many rows at the top of ``block`` are the table's own first rows again (none that holds a digit alone)."""
    count = 0
    for old, new in zip(rows, block, strict=False):
        same = [(c.column, c.text) for c in old] == [(c.column, c.text) for c in new]
        if not same or not any(c.text.strip() for c in new) or any(c.text.strip().isdigit() for c in new):
            break
        count += 1
    reach = max((c.row + c.rowspan for row in block[:count] for c in row), default=0)
    return count if reach <= count < len(block) else 0


def table(index: int, rows: Iterable[Iterable[Cell]], exact: bool = True) -> Table:
    return Table(index, tuple(tuple(row) for row in rows), exact)
