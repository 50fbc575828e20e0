"""Section 4: administrative review and litigation, one row of fifteen numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile, filterfalse

from etl.documents import Cell, Table
from etl.forms import REVIEW, Column, FormTable
from etl.numbers import read_cell
from etl.parse.grid import GridRow, is_blank, is_text, is_value, leaves
from etl.parse.labels import keys_of
from etl.parse.tables.applicants import REMARK
from etl.parse.tables.header import Header, sticks_out, without_others
from etl.parse.tables.placing import Sink, candidates, emit
from etl.parse.tables.segment import kind_of_text
from etl.report import State
from etl.text import label_key, squeeze

_IN_ORDER = ("行政复议", "行政诉讼"), ("未经复议直接起诉", "复议后起诉")
"""What stands ahead of what in the form. In another order the outcomes, which are the same below each, tell no column by their order alone."""


def read_review(rows: Sequence[GridRow], sink: Sink, form: str | None, above: Mapping[int, Sequence[str]]) -> None:
    """The same table in both forms: it takes the form of the report's other tables.

    ``above``: the lines ahead of each table, by its number, nearest first: they say which way it is of where it does not.
    """
    tables = candidates(REVIEW)
    table = next((t for t in tables if t.form == form), tables[-1])
    entry = table.rows[0]
    rows = list(map(_said_of_all, _in_known_words(rows, table)))
    for row in rows:
        if row.label[-1:].isdecimal() and row.has_values and any(map(is_blank, row.values)):
            sink.warn("lost_positions", f"“{squeeze(row.label)}”：数字印在标签里，旁边有空格，位置无法确定", REVIEW, entry.code)
    for row in filter(_is_shifted, rows):
        sink.extra(REVIEW, row.label, [c.text for c in row.values], row)
        sink.warn("lost_positions", "复议诉讼表有一行末格空白，其余数字与总计不符：可能少印一格，位置无法确定", REVIEW, entry.code)
    rows = [row for row in rows if not _is_shifted(row)]
    ways = _ways_above(rows, table, above)
    placed = _by_headings(rows, table, ways)
    if placed:
        for row, column, cell in placed:
            if column is None:
                sink.extra(REVIEW, _said_above(row, cell), [cell.text], row)
            else:
                sink.cell(table, entry, column, cell, row)
        if any(column is None for _, column, _ in placed) and not _adds_up({c: cell for _, c, cell in placed if c}, table):
            sink.warn("lost_positions", "复议诉讼表多出一格，其余数字与总计不符：可能有格错位", REVIEW, entry.code)
        return
    header_cells: list[tuple[GridRow, Cell]] = []
    for row in rows:
        cells = row.table.rows[row.index]
        numbers = list(filter(is_value, cells))
        # words among numbers are a number that cannot be read
        values = list(dropwhile(is_text, cells)) if numbers else list(filterfalse(is_text, cells))
        if any(kind_of_text(c.text) == REVIEW for c in cells) and not numbers:
            header_cells.extend((row, c) for c in cells)
            continue
        fragment = row.labels and not row.has_values  # single characters of a header that fell apart
        if not header_cells or fragment or (not numbers and len(values) < 5):
            continue
        columns = _review_columns(header_cells, row, table)
        used = _without_spacers(row.values if row.labels else values, row, len(table.columns))
        whole = GridRow(row.table, row.index, row.labels, used)
        head = [c for _, c in header_cells]
        if not columns or _lacks_a_cell(row, head, len(table.columns)) or _stands_aside(whole, head, columns):
            sink.extra(REVIEW, row.label, [c.text for c in used], row)
            sink.warn("unknown_columns", "复议诉讼表的表头不明，数字不敢归列", REVIEW, entry.code)
            continue
        emit(sink, table, entry, whole, columns)


def _said_of_all(row: GridRow) -> GridRow:
    """The row, with one mark (无) among blanks in each of its cells, where spans are lost: it stood in one cell merged over them."""
    said = [c.text for c in row.values if not is_blank(c)]
    if len(said) != 1 or len(row.values) < 2 or read_cell(said[0]).state is not State.NOT_APPLICABLE:
        return row
    if row.table.exact and any(c.colspan > 1 for c in row.table.cells()):
        return row
    cells = {c: replace(c, text=said[0]) for c in row.values}
    lines = list(row.table.rows)
    lines[row.index] = tuple(cells.get(c, c) for c in lines[row.index])
    return replace(row, table=replace(row.table, rows=tuple(lines)), values=tuple(cells.values()))


def _lacks_a_cell(row: GridRow, head: Sequence[Cell], count: int) -> bool:
    """Whether a row ends before its remarks, with a blank that may be these: then a cell is missing, and nobody knows which. A heading that
    reaches down into the row has only pushed its cells aside; where the spans are lost, the remarks are known by their name."""
    cells = row.table.rows[row.index]
    end = cells[-1].column + cells[-1].colspan
    end -= sum(c.colspan for c in head if c.column < end and c.row + c.rowspan > row.index)
    ahead = any(c.column >= end for c in head) if row.table.exact else end <= count and any(REMARK.fullmatch(squeeze(c.text)) for c in head)
    return is_blank(cells[-1]) and ahead


def _is_shifted(row: GridRow) -> bool:
    """Whether a row ends with a blank, and the numbers of a way ahead of it are not its total: a program that makes all rows alike may have
    put the blank there for a cell that is missing."""
    numbers = [read_cell(c.text).value for c in row.values]
    ways = [numbers[i : i + 5] for i in range(0, len(numbers) - 4, 5)]
    return len(numbers) == 15 and is_blank(row.values[-1]) and any(way[-1] is not None and sum(n or 0 for n in way[:-1]) != way[-1] for way in ways)


def _stands_aside(row: GridRow, head: Sequence[Cell], header: Header) -> bool:
    """Whether a row begins ahead of the header's first column and ends before its last, and a way's numbers are not its total: a cell may be
    missing, and the first be none of the form's."""
    first, last = row.values[0].column, row.values[-1].column
    if not (header.spans and first < header.spans[0][0] and all(last < c.column for c in head if c.column == header.spans[-1][0])):
        return False
    numbers = [read_cell(c.text).value or 0 for c in row.values]
    return any(sum(numbers[i : i + 4]) != numbers[i + 4] for i in range(0, len(numbers) - 4, 5))


def _without_spacers(values: Sequence[Cell], row: GridRow, count: int) -> tuple[Cell, ...]:
    """The values of a row without columns in which its table says nothing at all, where these are just what is too many."""
    said = {at for line in row.table.rows for c in line if not is_blank(c) for at in range(c.column, c.column + c.colspan)}
    used = tuple(c for c in values if c.column in said)
    return used if row.table.exact and len(used) == count < len(values) else tuple(values)


def _in_known_words(rows: Sequence[GridRow], table: FormTable) -> list[GridRow]:
    """The rows of tables that tell a way of litigation in other words (直接起诉), with the form's in their place: where one heading alone has
    half of the letters at least that the other way's name has not, and less of those that only the other's has."""
    names = {c.block: c.block_words for c in table.columns if "诉" in c.block_words[0]}
    told: dict[int, Table] = {}
    for given in {id(r.table): r.table for r in rows}.values():
        headings = {squeeze(c.text) for r in rows if r.table is given for c in given.rows[r.index] if is_text(c)}
        known = [way for way, words in names.items() if any(w in text for text in headings for w in words)]
        own = {way: set(words[0]).difference(*(w[0] for other, w in names.items() if other != way)) for way, words in names.items()}
        suits = {text: [way for way in names if 2 * len(own[way] & set(text)) >= len(own[way])] for text in headings}
        for way in names:
            if way not in known and len(found := [text for text, ways in suits.items() if ways == [way]]) == 1:
                given = replace(given, rows=tuple(tuple(
                    replace(c, text=names[way][0]) if squeeze(c.text) == found[0] else c for c in line) for line in given.rows))
        told[given.index] = given
    return [replace(r, table=told[r.table.index]) for r in rows]


def _by_headings(rows: Sequence[GridRow], table: FormTable, ways: Mapping[int, str]) -> list[tuple[GridRow, Column | None, Cell]] | None:
    """Every value with its column, by what stands above it and to its left: in one table or several, whichever way they are turned.

    None unless each value is named by exactly one way and one outcome, each way has all its outcomes, and no two values are
    named alike: then nothing is left to guess. A sum over both ways of litigation has no column; nor has what the form does not know, where
    all that it knows is there.
    """
    # where rows differ, one of its cells is too many, or the others lack one
    if not all(r.table.exact or len(set(map(len, r.table.rows))) == 1 for r in rows) or any(map(sticks_out, rows)):
        return None
    found: list[tuple[GridRow, Column | None, Cell]] = []
    head: list[Cell] = []
    beside: list[Cell] = []
    in_data, strange, bare = False, False, True

    def is_place(cell: Cell) -> bool:
        """Whether it is below the name of an outcome: a number stands there, a blank, or what cannot be read."""
        return label_key(cell.text) not in outcomes and any(_is_above(c, cell) and label_key(c.text) in outcomes for c in head)

    outcomes = _outcomes(table)
    for row in rows:
        cells = row.table.rows[row.index]
        words = [label_key(c.text) for c in cells if is_text(c)]
        if not any(map(is_value, cells)) and not (words and outcomes.keys().isdisjoint(words) and any(is_blank(c) and is_place(c) for c in cells)):
            if in_data or (head and head[0].row > row.index):
                head, in_data = [], False
            head.extend(c for c in cells if not is_blank(c))
            continue
        in_data = True
        beside = [c for c in beside if c.row < row.index < c.row + c.rowspan] + [c for c in cells if is_text(c) and not is_place(c)]
        for cell in (own for c in cells if is_value(c) or is_place(c) for own in _below_each(c, head, outcomes)):
            above = [c.text for c in head if _is_above(c, cell)]
            path = [ways.get(row.table.index, ""), *above, *(c.text for c in beside if c.column < cell.column)]
            column = _review_column(path, table)
            strange = strange or (column is None and not _is_sum(path, table))
            bare = bare and (column is not None or all(label_key(t) in outcomes for t in path if t))
            found.append((row, column, cell))
    named = {c: cell for _, c, cell in found if c is not None}
    unnamed = sum(c is None for _, c, _ in found)
    if strange and set(named) != set(table.columns):
        way, *others = {c.block_words[0] for c in table.columns if c not in named}
        ahead = named and max(c.column for _, column, c in found if column is None) < min(c.column for c in named.values())
        if bare and ahead and way == table.columns[0].block_words[0] and not (others or ways):  # nothing else is left for what nothing names
            return _by_headings(rows, table, {row.table.index: way for row in rows})
        return None
    return found if named and len(named) + unnamed == len(found) and _is_whole(named, table) else None


def _below_each(cell: Cell, head: Sequence[Cell], outcomes: Collection[str]) -> list[Cell]:
    """A nought or a mark merged over several outcomes as one below each; of a number nobody knows to which it belongs."""
    over = [c for c in head if _is_above(c, cell) and label_key(c.text) in outcomes]
    if len(over) < 2 or read_cell(cell.text).value:
        return [cell]
    return [replace(cell, column=c.column, colspan=c.colspan) for c in over]


def _said_above(row: GridRow, cell: Cell) -> str:
    """The headings over a number, from the top."""
    lines = row.table.rows[: row.index]
    return "·".join(squeeze(c.text) for line in lines for c in line if is_text(c) and _is_above(c, cell))


def _is_above(heading: Cell, cell: Cell) -> bool:
    """Whether they share a column."""
    return heading.column < cell.column + cell.colspan and cell.column < heading.column + heading.colspan


def _is_whole(named: Mapping[Column, Cell], table: FormTable) -> bool:
    """Whether each way has all its outcomes; or all three have only their 总计, or all but it; or all ways lack the same one (尚未审结),
    which nothing is left for: the others add up."""
    lacking: set[frozenset[str]] = set()
    for block in {c.block for c in named}:
        columns = [c for c in table.columns if c.block == block]
        gone = [c for c in columns if c not in named]
        lacking.add(frozenset(c.label for c in gone))
        *parts, total = [read_cell(named[c].text).value if c in named else 0 for c in columns]
        if gone not in ([], columns[:-1], columns[-1:]) and (len(gone) > 1 or None in parts or sum(n or 0 for n in parts) != total):
            return False
    return len(lacking) == 1 and (len(gone) < 2 or {c.block for c in named} == {c.block for c in table.columns})


def _adds_up(named: Mapping[Column, Cell], table: FormTable) -> bool:
    """Whether the outcomes of each way are its total, a blank counting 0; a total alone is one."""
    ways = [[read_cell(named[c].text).value or 0 for c in table.columns if c.block == way and c in named] for way in {c.block for c in named}]
    return all(not parts or sum(parts) == total for *parts, total in ways)


def _ways_above(rows: Sequence[GridRow], table: FormTable, above: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """The way that stands over a table which names none itself: in the nearest line that names one only."""
    words = {w for c in table.columns for w in c.block_words}
    tables = {r.table.index: r.table for r in rows}
    unnamed = [i for i, t in tables.items() if not any(w in squeeze(c.text) for c in t.cells() for w in words)]
    return {i: next(filter(None, (_way(squeeze(line), table) for line in above.get(i, ()))), "") for i in unnamed}


def _way(line: str, table: FormTable) -> str | None:
    """The word for a way in a line; 四、行政复议、行政诉讼情况 is the heading of all, not the name of the first."""
    found = {c.block: w for c in table.columns for w in c.block_words if w in line and ("诉" in w or "诉" not in line)}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_sum(path: Sequence[str], table: FormTable) -> bool:
    """A sum under no single way: over both of litigation (行政诉讼 / 合计), or over all."""
    keys = [label_key(t) for t in path]
    return any(k.endswith(("合计", "总计", "小计", "共计")) for k in keys) and not any(w in k for k in keys for c in table.columns for w in c.block_words)


def _review_columns(header: Sequence[tuple[GridRow, Cell]], row: GridRow, table: FormTable) -> Header | None:
    """Columns of the review and litigation table: by grid where it can be trusted, else by the order of outcomes."""
    same = [c for r, c in header if r.table is row.table]
    if row.table.exact and same:
        start = row.labels[-1].column + row.labels[-1].colspan if row.labels else 0
        columns = [leaf for leaf in leaves([c for c in same if c.colspan < row.table.width], start, row.table.width)
                   if leaf.path]
        found = [_review_column(leaf.path, table) for leaf in columns]
        known = [c for c in found if c is not None]
        others = [leaf for leaf, c in zip(columns, found, strict=True) if c is None]  # 序号, 备注
        own = {w for c in table.columns for w in c.block_words} | _outcomes(table).keys()
        if known and len(set(known)) == len(known) and len(known) % 5 == 0 and not any(w in squeeze("".join(leaf.path)) for leaf in others for w in own):
            return Header(tuple(found), tuple("".join(map(squeeze, leaf.path)) for leaf in columns),
                          tuple((leaf.start, leaf.stop) for leaf in columns), row.table.index)
    by_outcome = _outcomes(table)
    outcomes = [by_outcome[key] for _, c in header if (key := label_key(c.text)) in by_outcome]
    blob = "".join(squeeze(c.text) for _, c in header)
    if any(0 <= blob.find(second) < blob.find(first) for first, second in _IN_ORDER):
        return None
    expected = [c for c in table.columns if any(w in blob for w in c.block_words)]
    order = [label_key(c.label) for c in expected]
    # a header that fell apart into characters cannot be held against the order; short rows are then lost loudly
    fell_apart = len(outcomes) != len(order) and len(expected) == len(table.columns)
    if outcomes == order or (fell_apart and (len(row.values) >= len(expected) or not row.table.exact)):
        words = ("行政诉讼", *(w for c in table.columns for w in c.block_words))
        sums = {key for c in table.columns if c.code.endswith("_total") for key in keys_of(c)}
        said = [t for _, c in header if (t := re.sub("|".join(words), "", squeeze(c.text))) and label_key(t) not in sums and not any(t in w for w in words)]
        return without_others(Header(tuple(expected), tuple(c.label for c in expected)), said)
    return None


def _outcomes(table: FormTable) -> dict[str, str]:
    """Printed outcome → official label: the five words that stand under each block."""
    return {key: label_key(c.label) for c in table.columns for key in keys_of(c)}


def _review_column(path: Sequence[str], table: FormTable) -> Column | None:
    """The column under these headings, from the top: its block and its outcome must both be named."""
    keys = [label_key(t) for t in path]
    blob = "".join(keys)
    by_outcome = _outcomes(table)
    outcome = next((by_outcome[k] for k in reversed(keys) if k in by_outcome), None)
    outcome = outcome or next((v for k, v in by_outcome.items() if blob.endswith(k)), None)
    # the longest word decides: 未经复议直接起诉 stands below 行政诉讼, 复议后起诉 is part of no other
    named = [(len(w), c.block) for c in table.columns for w in c.block_words if w in blob]
    block = max(named)[1] if named else None
    return next((c for c in table.columns if c.block == block and label_key(c.label) == outcome), None)
