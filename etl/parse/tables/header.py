"""The columns of a table, and under which of them each value of a row stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from etl.documents import Cell
from etl.forms import Column, FormTable
from etl.numbers import read_cell
from etl.parse.grid import GridRow, is_blank, is_text, is_value
from etl.parse.labels import align, resembles, score
from etl.report import State
from etl.text import label_key


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table in printed order: a form column, or None for one that the form does not have."""

    columns: tuple[Column | None, ...]
    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()
    """Grid columns covered by each, where the grid can be trusted."""
    table: int | None = None
    """Index of the table whose grid ``spans`` speak of: they say nothing of another table's columns."""
    sizes: tuple[int, ...] = ()
    """How often each column is printed where a converter repeats merged cells; empty where it does not."""
    note: str = ""
    """All that stands over the table, where it may name a unit."""
    labels_padded: bool = False
    """Blank cells in excess stand on the left (merged label cells), as other rows of the table show."""


def place_values(row: GridRow, header: Header) -> list[tuple[int, Cell]] | None:
    """(header position, value cell) of a row, or None where the positions cannot be known."""
    values, count = row.values, len(header.columns)
    if row.table.exact and header.spans and header.table == row.table.index:
        if not (row.labels and row.labels[-1].rowspan == 1):
            # the blank place of a label that is lost is no value, nor is that beside the label of a group
            values = tuple(c for c in values if not is_blank(c) or c.column + c.colspan > header.spans[0][0])
        below = [[c for c in values if c.column < b and a < c.column + c.colspan] for a, b in header.spans]
        inside = tuple(dict.fromkeys(c for cells in below for c in cells))
        if all(len(cells) == 1 for cells in below) and all(c in inside or _is_of_nothing(c, row) for c in values) and not sticks_out(row):
            values = inside  # a blank below none of the columns makes up for no cell that is merged or gone
    if header.sizes and len(values) == sum(header.sizes):
        groups = _groups(values, header.sizes)
        if any(len({c.text.strip() for c in group}) > 1 for group in groups):
            return None
        values = tuple(group[0] for group in groups)
    excess = len(values) - count
    if excess > 0:
        # blank cells in excess: merged label cells on the left, or a converter's empty columns on the right
        left, right = values[excess:], values[:count]
        ahead, behind = all(map(is_blank, values[:excess])), all(map(is_blank, values[count:]))
        straight = row.table.exact and header.table == row.table.index and [c.column for c in left] == [a for a, _ in header.spans]
        if ahead and (not behind or not row.labels or header.labels_padded or straight):
            if _other_heading(row, header):
                return None  # what is in excess may be its number
            values = left
        elif behind and not (ahead and is_blank(left[-1]) != is_blank(right[-1])):
            values = right
        if any(map(is_blank, values)) and sticks_out(row):
            return None  # one of its blanks is too many, and which one nobody knows
    if len(values) == 1 and _is_of_all(values[0], row, count):
        values *= count
    if len(values) == count:
        return list(enumerate(values))
    if row.table.exact and header.spans and header.table == row.table.index:
        placed: dict[int, Cell] = {}
        for cell in values:
            covered = [i for i, (a, b) in enumerate(header.spans) if a < cell.column + cell.colspan and cell.column < b]
            reading = read_cell(cell.text)
            # one 0 merged over many columns is each one's; on a page whose lines were inferred it may stand in one of them
            alone = reading.state is not State.NUMBER or (reading.value == 0 and cell.bbox is None)
            if not covered and is_blank(cell):
                continue  # a column without a header
            if not covered or (len(covered) > 1 and not alone):
                return None
            for i in covered:
                if i in placed and not is_blank(placed[i]) and not is_blank(cell):
                    return None
                if i not in placed or is_blank(placed[i]):  # a number and the blank rest of its column are one cell
                    placed[i] = cell
        # a row that does not fill the form's columns lacks a cell, and which one nobody knows
        whole = all(i in placed for i, c in enumerate(header.columns) if c is not None)
        if placed and len(placed) < len(header.columns) and read_cell(placed[max(placed)].text).state is not State.NUMBER:
            return None  # it ends before its remarks, with what may be these
        return sorted(placed.items()) if whole else None
    return None


def _is_of_all(cell: Cell, row: GridRow, count: int) -> bool:
    """Whether a row's only value is said of the whole row: 无 without a label, or 0 merged over as many columns."""
    reading = read_cell(cell.text)
    merged = row.table.exact and cell.bbox is None and cell.colspan == count
    return (merged and reading.value == 0) or (not row.labels and reading.state is State.NOT_APPLICABLE)


def _other_heading(row: GridRow, header: Header) -> bool:
    """Whether a number of the row stands behind the header's last column, below a heading of its own."""
    end = header.spans[-1][1] if row.table.exact and header.spans and header.table == row.table.index else row.table.width
    behind = [c for c in row.values if c.column >= end and not is_blank(c)]
    return any(is_text(c) and end <= c.column <= own.column < c.column + c.colspan for line in row.table.rows[: row.index] for c in line for own in behind)


def _is_of_nothing(cell: Cell, row: GridRow) -> bool:
    """Whether a blank is of a column in which no row of its table has a value."""
    return is_blank(cell) and not any(
        is_value(c) for line in row.table.rows for c in line if c.column < cell.column + cell.colspan and cell.column < c.column + c.colspan)


def sticks_out(row: GridRow) -> bool:
    """Whether a row alone reaches beyond the right edge of its table, as far as rows that say anything show it."""
    own = _end(row.table.rows[row.index])
    # the first row that reaches as far decides: each row of a long table is asked
    others = (_end(line) for i, line in enumerate(row.table.rows) if i != row.index)
    shorter = list(takewhile(lambda end: end < own, others)) if row.table.exact else []
    return any(shorter) and len(shorter) == len(row.table.rows) - 1


def _end(line: Sequence[Cell]) -> int:
    """How far the cells of a row reach; 0 where all are blank."""
    return 0 if all(map(is_blank, line)) else max(c.column + c.colspan for c in line)


def _groups(cells: Sequence[Cell], sizes: Sequence[int]) -> list[Sequence[Cell]]:
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    return [cells[a : a + n] for a, n in zip(starts, sizes, strict=True)]


def plain_header(table: FormTable) -> Header:
    return Header(table.columns, tuple(c.label for c in table.columns))


def without_others(header: Header, texts: Sequence[str]) -> Header:
    """A header whose columns were told by their order, where its words (``texts``, in the order of ``header.columns``, sums left out) say
    clearly another thing than the form's: those columns are none of the form. Letters lost, misread or wrapped say nothing else."""
    at = [i for i, c in enumerate(header.columns) if c is not None and c.code.rpartition("_")[2] != "total"]
    columns = [c for i in at if (c := header.columns[i])]
    said = [t for text in texts if (t := label_key(text))]
    matches = align([[_likeness(t, c, columns) for c in columns] for t in said]).matches
    anchors = [(-1, -1), *((i, m) for i, m in enumerate(matches) if m is not None), (len(said), len(columns))]
    others: dict[int, str] = {}
    for (i, m), (j, n) in pairwise(anchors):
        words = [t for t in said[i + 1 : j] if len(t) > 1 and (len(said) == len(columns) or not any(_likeness(t, c, columns) for c in columns))]
        others |= dict.fromkeys(at[m + 1 : n], "、".join(words)) if words else {}
    return replace(header, columns=tuple(None if i in others else c for i, c in enumerate(header.columns)),
                   texts=tuple(others.get(i, t) for i, t in enumerate(header.texts)))


def _likeness(text: str, column: Column, among: Sequence[Column]) -> float:
    """Above 0 where a heading may be a column's."""
    return score(text, column) or resembles(text, column, among) / 2
