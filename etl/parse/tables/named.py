"""Numbers that name both their row and their column, whichever way the table is built: one number a line, one wide row, blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from etl import forms
from etl.documents import Cell, Table
from etl.forms import APPLICATIONS, PROACTIVE, Column, FormTable, Row
from etl.parse.grid import GridRow, is_blank, is_text, is_value
from etl.parse.labels import keys_of
from etl.parse.tables.applications import is_shifted
from etl.parse.tables.placing import Sink, is_shared, unit_named
from etl.report import State
from etl.text import label_key, label_stem

_MOST = 3_000
"""Cells of which the names are looked up; no report has more."""
_Pair = tuple[FormTable, Row, Column]
_Place = tuple[int, int]
"""Where a heading stands: above the number (0) or beside it (1), and how far from it."""


@dataclass(frozen=True, slots=True)
class _Number:
    row: GridRow
    cell: Cell
    path: tuple[str, ...]
    """The headings above it, then those beside it."""
    pairs: dict[_Pair, frozenset[tuple[_Place, _Place]]]
    """What they can mean, and which of them name row and column."""


def read_named(rows: Sequence[GridRow], kind: str, usual: Sink) -> Sink | None:
    """What the headings of each number say of it, where the usual reading lost some and found nothing else.

    None unless every number is under (or behind) exactly one row and one column of one form, and no two are the same.
    """
    lost = not usual.cells or usual.extras or usual.findings or any(c.state is State.UNREADABLE for c in usual.cells)
    if not lost or sum(len(r.table.rows[r.index]) for r in rows) > _MOST or any(map(_ends_early, rows)):
        return None
    if any(is_shifted(row, rows) for row in rows):
        return None
    ids = (APPLICATIONS,) if kind == APPLICATIONS else PROACTIVE
    found = [sink for form in forms.forms() if (tables := [t for i in ids if (t := form.table(i))]) and (sink := _of_form(rows, tables, usual.units))]
    # a form that takes a table over from the one before it reads the same
    if len({frozenset((*c.key, c.printed) for c in sink.cells) for sink in found}) != 1:
        return None
    read, named = ({c.key for c in sink.cells if c.state is State.NUMBER} for sink in (usual, found[-1]))
    return found[-1] if len(named) > len(read) else None


def _ends_early(row: GridRow) -> bool:
    """Whether a row of numbers stops before the table does: it has lost cells, and what is left stands under the heading of others."""
    cells = row.table.rows[row.index]
    above = [c for line in row.table.rows[: row.index] for c in line if c.row + c.rowspan > row.index]
    return any(map(is_value, cells)) and max(c.column + c.colspan for c in (*cells, *above)) < row.table.width


def _of_form(rows: Sequence[GridRow], tables: Sequence[FormTable], units_above: Mapping[int, str]) -> Sink | None:
    numbers = list(_numbers(rows, tables))
    if any(is_shared(n.cell, n.row) for n in numbers):
        return None
    # 其他 and 总计 are rows and columns: which is meant the other numbers of the table tell
    sure = {place for n in numbers if len(n.pairs) == 1 for places in n.pairs.values() if len(places) == 1 for place in places}
    named = [(n, [pair for pair, places in n.pairs.items() if len(n.pairs) == 1 or (len(sure) == 1 and sure <= places)]) for n in numbers]
    if not named or any(len(pairs) != 1 for _, pairs in named) or len({_key(pairs[0]) for _, pairs in named}) < len(named):
        return None
    sink = Sink(units=units_above)
    for number, [(table, row, column)] in named:
        units = {unit for text in number.path if (unit := unit_named(text))}
        sink.cell(table, row, column, number.cell, number.row, unit=units.pop() if len(units) == 1 else None)
    return sink


def _key(pair: _Pair) -> tuple[str, str, str]:
    return pair[0].id, pair[1].code, pair[2].code


def _numbers(rows: Sequence[GridRow], tables: Sequence[FormTable]) -> Iterator[_Number]:
    """Every number, and every blank that has a name, with what it can be called."""
    head: list[Cell] = []
    current: Table | None = None
    merged: list[Cell] = []
    numbered = -1
    for row in rows:
        cells = row.table.rows[row.index]
        if row.table is not current:
            current, head, numbered = row.table, [], -1
            merged = [c for c in row.table.cells() if c.rowspan > 1 and is_text(c)]
        if not any(is_value(c) for c in cells):
            head = [c for c in head if c.row > numbered] + [c for c in cells if is_text(c)]
            continue
        numbered = row.index
        beside = [*(c for c in merged if c.row < row.index < c.row + c.rowspan), *(c for c in cells if is_text(c))]
        for cell in cells:
            if is_text(cell):
                continue
            above = [c for c in head if c.column < cell.column + cell.colspan and cell.column < c.column + c.colspan]
            left = [c for c in beside if c.column < cell.column]
            path = tuple(c.text for c in (*above, *left))
            # counted from the number: labels are merged over few rows or many, headings over few columns or many
            places = [*((0, i - len(above)) for i in range(len(above))), *((1, i - len(left)) for i in range(len(left)))]
            abreast = any(a.column + a.colspan <= b.column for a in above for b in above)  # one number for several columns
            pairs = _pairs(path, places, tables) if row.table.exact and not abreast else {}
            if pairs or not is_blank(cell):
                yield _Number(row, cell, path, pairs)


def _pairs(path: Sequence[str], places: Sequence[_Place], tables: Sequence[FormTable]) -> dict[_Pair, frozenset[tuple[_Place, _Place]]]:
    """What a path of headings can mean: one of them names the row, another the column, of the same table."""
    by_row: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    by_column: dict[str, list[tuple[int, Column]]] = defaultdict(list)
    for i, text in enumerate(path):
        for table in tables:
            rows, columns = _names(table)
            for key in {label_key(text), label_stem(text)}:
                by_row[table.id] += [(i, r) for r in rows.get(key, ())]
                by_column[table.id] += [(i, c) for c in columns.get(key, ())]
    found: dict[_Pair, set[tuple[_Place, _Place]]] = defaultdict(set)
    for table in tables:
        for (i, row), (j, column) in product(by_row[table.id], by_column[table.id]):
            if i != j:
                found[table, row, column].add((places[i], places[j]))
    return {pair: frozenset(named) for pair, named in found.items()}


@cache
def _names(table: FormTable) -> tuple[dict[str, list[Row]], dict[str, list[Column]]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    columns: dict[str, list[Column]] = defaultdict(list)
    for row in table.rows:
        for key in keys_of(row) if row.role == "data" else ():
            rows[key].append(row)
    for column in table.columns:
        for key in keys_of(column):
            columns[key].append(column)
    return rows, columns
