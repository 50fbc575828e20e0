"""Rows of several years in one table, the year beside each label: those of the latest are the report's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from etl.documents import Cell, Table
from etl.parse.grid import GridRow, is_text, is_value
from etl.parse.tables.placing import Sink
from etl.text import squeeze

_YEAR = re.compile(r"(20\d\d)年?度?(?:数量?|情况)?")
#: What a year may be called; this year is later than any.
_CALLED = {"本年": 9999, "本年度": 9999, "今年": 9999, "当年": 9999, "上年": 0, "上年度": 0, "去年": 0, "上年同期": 0, "去年同期": 0, "上一年度": 0}


def latest_year(rows: Sequence[GridRow], table: str, sink: Sink) -> list[GridRow]:
    """Without the rows of the years before, which go to the extras; the label that a row shares with them is its own."""
    by_table: dict[int, list[GridRow]] = defaultdict(list)
    for row in rows:
        by_table[row.table.index].append(row)
    found: dict[int, GridRow | None] = {}
    for part in by_table.values():
        column = _column(part)
        if column is None:
            continue
        latest = max(year for r in part if (year := _year_at(r, column)) is not None)
        for row in part:
            year = _year_at(row, column)
            if year is None or not _has_numbers(row, column):
                continue
            own = _without(row, column)
            found[id(row)] = own if year == latest else None
            if year != latest:
                said = next(c.text for c in row.table.rows[row.index] if c.column == column)
                sink.extra(table, own.label + said, [c.text for c in own.values], own)
    kept = (found.get(id(row), row) for row in rows)
    return [row for row in kept if row is not None]


def _column(rows: Sequence[GridRow]) -> int | None:
    """The column that says a year in every row of numbers, and not the same in all."""
    years: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for cell in row.table.rows[row.index]:
            if (year := _year(cell)) is not None and _has_numbers(row, cell.column):
                years[cell.column].append(year)
    for column, found in sorted(years.items()):
        if len(set(found)) > 1 and len(found) == sum(_has_numbers(r, column) for r in rows):
            return column
    return None


def _year(cell: Cell) -> int | None:
    text = squeeze(cell.text)
    match = _YEAR.fullmatch(text)
    return int(match[1]) if match else _CALLED.get(text)


def _year_at(row: GridRow, column: int) -> int | None:
    return next((_year(c) for c in row.table.rows[row.index] if c.column == column), None)


def _has_numbers(row: GridRow, column: int) -> bool:
    return any(is_value(c) for c in row.table.rows[row.index] if c.column > column)


def _without(row: GridRow, column: int) -> GridRow:
    """The row without its year, below the labels that are merged over it."""
    cells = row.table.rows[row.index]
    labels = (*_above(row.table, row.index, column), *(c for c in cells if c.column < column and is_text(c)))
    return GridRow(row.table, row.index, tuple(sorted(labels, key=lambda c: c.column)), tuple(c for c in cells if c.column > column))


def _above(table: Table, index: int, column: int) -> Iterator[Cell]:
    for cell in table.cells():
        if cell.row < index < cell.row + cell.rowspan and cell.column < column and is_text(cell):
            yield cell
