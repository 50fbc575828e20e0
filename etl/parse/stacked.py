"""Rows stacked in one: a cell holds the labels of a group, a line each, and the cells beside it hold their numbers in the same order;
or one cell stands for several rows. And rows of a header that a page's end tore in two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from etl.documents import Cell, Document, Table
from etl.numbers import read_cell
from etl.parse.grid import is_blank, is_text, is_value
from etl.parse.tables.segment import is_label, known_label
from etl.report import State
from etl.text import squeeze

_NUMBERED = re.compile(r"\s*\d{1,2}[.．、]\s*[^\d\s]")
_FIRST = re.compile(r"\s*1[.．、]\s*[^\d\s]")


def unstack(document: Document) -> Document:
    """The document with such rows taken apart, where every line of the label is a known one and every cell has as many lines."""
    blocks = tuple(_unstacked(_untorn(b)) if isinstance(b, Table) else b for b in document.blocks)
    return replace(document, blocks=blocks) if blocks != document.blocks else document


def _untorn(table: Table) -> Table:
    """The table with each row whole that goes on over a page's end: the rest of its labels straight below them, its numbers in one part, but
    for those that their narrow cells had broken."""
    ends = defaultdict[int, list[Cell]](list)
    for cell in table.cells():
        ends[cell.row + cell.rowspan].append(cell)
    whole: dict[Cell, Cell | None] = {}
    heads: dict[Cell, Cell] = {}
    for i, row in enumerate(table.rows):
        pairs = list(zip(sorted(ends[i], key=lambda c: c.column), row, strict=False))
        if len(ends[i]) == len(row) and all(_goes_on(*pair) for pair in pairs) and _are_one(pairs, i):
            for above, b in pairs:
                heads[b] = a = heads.get(above, above)
                before = whole.get(a) or a
                shown = b if is_blank(before) and not is_blank(b) else before  # where its number is seen
                whole |= {a: replace(before, text=before.text + b.text, rowspan=before.rowspan + b.rowspan, page=shown.page, bbox=shown.bbox), b: None}
    return replace(table, rows=tuple(tuple(c for cell in row if (c := whole.get(cell, cell))) for row in table.rows)) if whole else table


def _goes_on(above: Cell, below: Cell) -> bool:
    is_straight = (above.column, above.colspan) == (below.column, below.colspan) and above.page != below.page
    return is_straight and (is_blank(above) or is_blank(below) or _is_torn(above, below) or _is_rest(above, below))


def _is_rest(above: Cell, below: Cell) -> bool:
    return above.text.isdecimal() and below.text.isdecimal()


def _is_torn(above: Cell, below: Cell) -> bool:
    whole = squeeze(above.text + below.text).removeprefix("其中:")
    nearly = known_label(whole) and not known_label(below.text) and not is_label(above.text)
    return is_text(above) and is_text(below) and (is_label(whole) or nearly)


def _are_one(pairs: Sequence[tuple[Cell, Cell]], row: int) -> bool:
    """Whether a label goes on below, or begins there while its numbers stand above it: right of no other, or of its group's as the first."""
    above, below = (any(is_value(pair[side]) for pair in pairs) for side in (0, 1))
    named = min((a.column for a, _ in pairs if a.row == row - 1 and is_text(a)), default=len(pairs))
    begins = any(is_text(b) and (b.column < named or _FIRST.match(b.text)) for _, b in pairs)
    is_torn = any(_is_torn(*pair) for pair in pairs)
    if above and below:
        return is_torn and all(_is_rest(*pair) for pair in pairs if is_value(pair[1]))
    return is_torn or (above and begins)


def _unstacked(table: Table) -> Table:
    heights = [_height(row) for row in table.rows]
    if set(heights) <= {1} and not any(_is_shared(c) for c in table.cells()):
        return table
    starts = [0, *accumulate(heights)]
    rows: list[list[Cell]] = [[] for _ in range(starts[-1])]
    for cell in table.cells():
        at, stop = starts[cell.row], starts[min(cell.row + cell.rowspan, len(heights))]
        lines = [cell.text] * (stop - at) if _is_nothing(cell) else _lines(cell)
        if len(lines) == stop - at and (_is_shared(cell) or cell.rowspan == 1):
            for i, line in enumerate(lines):
                rows[at + i].append(replace(cell, text=line, row=at + i, rowspan=1))
        else:
            rows[at].append(replace(cell, row=at, rowspan=stop - at))
    return replace(table, rows=tuple(tuple(sorted(row, key=lambda c: c.column)) for row in rows))


def _height(row: Sequence[Cell]) -> int:
    """How many rows of the form a printed row holds."""
    counts = {len(_lines(c)) for c in row if is_text(c) and c.rowspan == 1 and all(map(known_label, _lines(c)))}
    found = max(counts, default=1)
    values = list(_beside(row)) if found > 1 else []
    return found if values and all(len(_lines(c)) == found and c.rowspan == 1 for c in values) else 1


def _beside(row: Sequence[Cell]) -> Iterator[Cell]:
    """The cells of numbers: stacked ones, which are no number as a whole, among them, also below the heading of their column."""
    for cell in row:
        first, *rest = _lines(cell) or [""]
        if not is_blank(cell) and not any(is_text(replace(cell, text=line)) for line in (rest if rest and known_label(first) else [first, *rest])):
            yield cell


def _is_shared(cell: Cell) -> bool:
    """Whether a cell that is merged over rows says something of each: a label a line, or one 0 or 无 for all."""
    lines = _lines(cell)
    return cell.rowspan > 1 and (_is_nothing(cell) or (len(lines) == cell.rowspan and all(map(known_label, lines))))


def _is_nothing(cell: Cell) -> bool:
    """A 0 or 无, in a grid that the document itself states: lines on a page may be lost, and the cell be one of theirs."""
    reading = read_cell(cell.text)
    return cell.bbox is None and (reading.state is State.NOT_APPLICABLE or (reading.state is State.NUMBER and reading.value == 0))


def _lines(cell: Cell) -> list[str]:
    """The lines of a cell; those that only a page's narrow cell made out of one numbered label are one."""
    lines = [line for line in cell.text.split("\n") if line.strip()]
    starts = [i for i, line in enumerate(lines) if _NUMBERED.match(line)] if cell.bbox else []
    if len(starts) < 2 or starts[0]:
        return lines
    return ["".join(lines[a:b]) for a, b in pairwise([*starts, len(lines)])]
