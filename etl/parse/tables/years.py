"""Several years in one table, beside each other or below: what is told of the latest is the report's, the rest goes to the extras."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from etl.documents import Cell, Table
from etl.forms import PROACTIVE
from etl.parse.grid import GridRow, is_blank, is_text, is_value, leaves
from etl.parse.tables.placing import Sink
from etl.parse.tables.segment import ART20, HEADINGS, kind_of_text, known_label
from etl.text import label_key, squeeze

#: This year is later than any.
THIS_YEAR, YEAR_BEFORE, _CHANGE = 9999, 0, -1
#: A year ahead of a heading or behind it (2022年制发件数, 总计（上年））; 2023年底 is no year but a day.
_MARK = re.compile(
    r"\(?(?:(?P<year>20\d\d)(?!年?[底末月\d])(?:年度?)?|(?P<this>本年度?|今年|当年|本期)"
    r"|(?P<before>(?:上一?年度?|去年)(?:同期)?|上期|同期))\)?(?:数[量据]?表?|情况|表格|报表|对[比照])?(?:如下)?(?:\([件条]\))?:?")
_CHANGED = re.compile(
    r"(?=.*[增减升降变比%])\(?(?:(?:同|环)比|[较比与]?(?:上年|去年)(?:同期)?(?:相比)?)?(?:增长|增减|增加|变化|变动|升降)?(?:率|幅度?|情况|数量?|值"
    r"|量)?(?:\(?[%±]\)?)?\)?")
_BARE = re.compile(r"20[0-3]\d")


def latest_columns(table: Table, sink: Sink) -> Table:
    """The table without the columns of years before, and of the change since, that stand beside a column of the same name."""
    if not table.exact:
        return table
    left_out: frozenset[int] = frozenset()
    rows: list[tuple[Cell, ...]] = []
    kind = None
    blocks = [(data, list(found)) for data, found in groupby(table.rows, key=_is_data)]
    for i, (data, block) in enumerate(blocks):
        if not data and i + 1 < len(blocks):
            told = _columns_before(block, blocks[i + 1][1], table.width, left_out)
            left_out = left_out if told is None else told
        for row in block:
            kind = next((k for c in row if is_text(c) and (k := kind_of_text(c.text))), kind)
            if data and kind and (printed := [c.text for c in row if not is_blank(c) and not _kept(c, left_out)]):
                label = "".join(c.text for c in row if is_text(c) and _kept(c, left_out))
                sink.extra(PROACTIVE[0] if kind == ART20 else kind, f"{label}·往年及增减", printed, GridRow(table, row[0].row, (), ()))
            rows.append(tuple(_within(row, left_out, data)))
    return replace(table, rows=tuple(rows)) if tuple(rows) != table.rows else table


def _is_data(row: Sequence[Cell]) -> bool:
    """Whether a row holds numbers; years without a label are a header's."""
    values = [squeeze(c.text) for c in row if is_value(c)]
    labels = [c for c in row if is_text(c) and known_label(c.text) and label_key(c.text) not in HEADINGS]
    return not all(map(_BARE.fullmatch, values)) or bool(values and labels)


def _columns_before(head: Iterable[Sequence[Cell]], data: Iterable[Sequence[Cell]], width: int, above: frozenset[int]) -> frozenset[int] | None:
    """The columns to be left out below a header; None where it says nothing of the columns of numbers, or names no year and says the same
    over those that are left out ``above`` as over others."""
    first = min(c.column for row in data for c in row if is_value(c) or not any(map(is_text, row)))
    under_captions = [c for row in head if len(row) > 1 or any(c.column for c in row) for c in row]
    over = [leaf for leaf in leaves(under_captions, 0, width) if leaf.path]
    if not any(leaf.stop > first for leaf in over):
        return None
    years: dict[str, dict[int, int]] = defaultdict(dict)
    counted = set()
    for k, leaf in enumerate(over):
        marks = [_marked(text) for text in leaf.path]
        name = "".join(name for name, _ in marks)
        if name or leaf.stop > first:  # the labels of a year's half are headed like those of the other
            years[name][k] = min(year for _, year in marks)
        counted.update([name] * (leaf.stop > first))
    gone = [name for name, same in years.items() if any(over[k].start in above for k in same)]
    if {year for same in years.values() for year in same.values()} == {THIS_YEAR} and gone and all(
            any(over[k].start not in above for k in years[name]) for name in gone):
        return None
    # 上一年, 本年 and no more may be what a header of 2019 was cut to; 2023年, 2022年 never are
    alone = counted == {""} and not {THIS_YEAR, YEAR_BEFORE}.intersection(years[""].values())
    before = [k for name, same in years.items() if name or alone for k, year in same.items() if year < max(same.values())]
    return frozenset(column for k in before for column in range(over[k].start, over[k].stop))


def _marked(text: str) -> tuple[str, int]:
    """A heading without its year, and the year; this year where it names none."""
    said = squeeze(text)
    if known_label(said):  # 上年结转政府信息公开申请数量
        return label_key(re.sub(r"^本年度?", "", said)), THIS_YEAR
    if _CHANGED.fullmatch(said):
        return "", _CHANGE
    match = _MARK.match(said) or next((m for m in _MARK.finditer(said) if m.end() == len(said)), None)
    if match is None:
        return label_key(said), THIS_YEAR
    return label_key(said[: match.start()] + said[match.end() :]), _meant(match)


def year_said(text: str) -> int | None:
    """The year that is all a text says: 2022年, 本年, which is later than any, and 上年, which is earlier; None where it says more, or another thing."""
    mark = _MARK.fullmatch(squeeze(text))
    return _meant(mark) if mark else None


def _meant(mark: re.Match[str]) -> int:
    return int(mark["year"]) if mark["year"] else THIS_YEAR if mark["this"] else YEAR_BEFORE


def _kept(cell: Cell, left_out: frozenset[int]) -> list[int]:
    return [k for k in range(cell.column, cell.column + cell.colspan) if k not in left_out]


def _within(row: Sequence[Cell], left_out: frozenset[int], data: bool) -> Iterator[Cell]:
    """The cells of a row, cut to the columns that stay; a heading over columns of which some go stands over each of the rest."""
    for cell in row:
        kept = _kept(cell, left_out)
        if len(kept) == cell.colspan:
            yield cell if data or not left_out or not _BARE.fullmatch(squeeze(cell.text)) else replace(cell, text=f"{squeeze(cell.text)}年")
        else:
            for _, run in groupby(enumerate(kept), key=lambda pair: pair[1] - pair[0]):
                columns = [column for _, column in run]
                yield replace(cell, column=columns[0], colspan=len(columns))


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
            if (year := year_said(cell.text)) is not None and _has_numbers(row, cell.column):
                years[cell.column].append(year)
    for column, found in sorted(years.items()):
        if len(set(found)) > 1 and len(found) == sum(_has_numbers(r, column) for r in rows):
            return column
    return None


def _year_at(row: GridRow, column: int) -> int | None:
    return next((year_said(c.text) for c in row.table.rows[row.index] if c.column == column), None)


def _has_numbers(row: GridRow, column: int) -> bool:
    return any(is_value(c) for c in row.table.rows[row.index] if c.column > column)


def _without(row: GridRow, column: int) -> GridRow:
    """The row without its year, below the labels that are merged over it."""
    cells = row.table.rows[row.index]
    labels = (c for c in row.table.cells() if c.row <= row.index < c.row + c.rowspan and c.column < column and is_text(c))
    return GridRow(row.table, row.index, tuple(sorted(labels, key=lambda c: c.column)), tuple(c for c in cells if c.column > column))
