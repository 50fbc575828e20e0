"""Putting printed rows and values in their places, and keeping what has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from etl import forms
from etl.documents import Cell
from etl.forms import Column, FormTable, Row
from etl.numbers import in_yuan, read_cell
from etl.parse.grid import GridRow, is_blank, is_text
from etl.parse.labels import SUFFIX, Alignment, align, decisive, keys_of, score
from etl.parse.tables.segment import is_label, known_label
from etl.remembered import remembered
from etl.report import ExtraRow, Finding, ReportCell, State
from etl.text import label_key, label_stem, squeeze

_MONEY = re.compile(r"[万千亿]?元")


@dataclass(slots=True)
class Sink:
    """Collects what the readers of the single tables find."""

    cells: list[ReportCell] = field(default_factory=list)
    extras: list[ExtraRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    units: Mapping[int, str] = field(default_factory=dict)
    """The unit of money that the lines above a table name, by the table's number."""

    def warn(self, rule: str, message: str, table: str | None = None, row: str | None = None) -> None:
        self.findings.append(Finding(rule, "warning", message, "reading", table, row))

    def cell(self, table: FormTable, row: Row, column: Column, cell: Cell, place: GridRow, doubt: str | None = None,
             unit: str | None = None) -> None:
        named = unit or self.units.get(place.table.index)
        self.cells.append(report_cell(table, row, column, cell, place.table.index, place.index, doubt, named))

    def extra(self, table: str, label: str, printed: Iterable[str], place: GridRow, code: str | None = None) -> None:
        shown = tuple(p.strip() for p in printed)
        self.extras.append(ExtraRow(table, squeeze(label), shown, code, place.page, place.table.index, place.index))


def report_cell(table: FormTable, row: Row, column: Column, cell: Cell, table_index: int, row_index: int,
                doubt: str | None = None, printed_unit: str | None = None) -> ReportCell:
    """One document cell as a cell of the form. Money gets ``value_yuan`` only where its unit is printed (in the cell, else in its
    label, its header or a line above the table: ``printed_unit``) or fixed."""
    reading = read_cell(cell.text)
    fixed = column.unit if column.unit != "unspecified" else None
    money = column.code in forms.AMOUNTS or row.code in forms.AMOUNTS
    unit = reading.unit or (printed_unit if money else None) or fixed or row.unit
    yuan = in_yuan(reading.value, unit) if money and reading.value is not None else None
    return ReportCell(
        table.id, row.code, column.code, reading.value, reading.printed, reading.state, unit, yuan, table.form, cell.page,
        table_index, row_index, cell.column, cell.bbox, doubt or cell.doubt or reading.note,
    )


def candidates(table_id: str) -> list[FormTable]:
    return [t for f in forms.forms() if (t := f.table(table_id))]


def says_a_number(cells: Iterable[Cell]) -> bool:
    """The header row of a group holds nothing in the official form: blanks and dashes in it are no cells."""
    return any(read_cell(c.text).state is State.NUMBER for c in cells)


def join_fragments(rows: Sequence[GridRow], entries: Sequence[Row]) -> list[GridRow]:
    """Rows cut in two (by a page break, or a label wrapped round its numbers) become one, if their labels then fit better."""
    def best(text: str) -> float:
        return max((score(text, e) for e in entries), default=0.0)

    joined: list[GridRow] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above and above.labels and row.labels and above.has_values != row.has_values:
            whole = above.label + row.label
            if best(whole) >= SUFFIX and best(whole) > max(best(above.label), best(row.label)):
                values, place = (above.values, above) if above.has_values else (row.values, row)
                label = replace(above.labels[-1], text=whole)
                joined[-1] = GridRow(place.table, place.index, (*above.labels[:-1], label), values)
                continue
        joined.append(row)
    return joined


def match_rows(rows: Sequence[GridRow], entries: Sequence[Row]) -> tuple[list[int | None], float]:
    """Which form row each printed row is: in order where labels are unsure, in any order where they are exact."""
    scores = decisive([_fits(r, entries) for r in rows])
    found: Alignment = align(scores) if scores and entries else Alignment((None,) * len(rows), 0.0)
    matches = list(found.matches)
    for i, line in enumerate(scores):
        if matches[i] is None and line and max(line) >= SUFFIX and line.count(max(line)) == 1:
            matches[i] = line.index(max(line))
    return matches, found.total


_WORD = 4
"""Characters of a label from which on it is named inside another, and not by chance."""


@cache
def _keys(entries: tuple[Row, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of all rows, and of those that hold numbers in the official form."""
    of_data = frozenset(k for e in entries if e.role == "data" and e.official for k in keys_of(e))
    return frozenset(k for e in entries for k in keys_of(e)), of_data


def names_several(text: str, entries: Sequence[Row]) -> bool:
    """Whether a label runs those of several rows together (行政处罚、行政强制), so that its number is none of theirs."""
    key, stem = label_key(text), label_stem(text)
    known, keys = _keys(tuple(entries))
    if key in known or stem in known:
        return False
    if any(key.startswith(k) and key[len(k):].lstrip("和及与") in keys for k in keys):
        return True
    named = end = 0
    for start, length in sorted((key.find(k), len(k)) for k in keys if len(k) >= _WORD and k in key):
        if start >= end:
            named, end = named + 1, start + length
    return named > 1


#: What the sum of a group is called beside its label: 行政复议数量 | 总数.
_ALL = re.compile(r"总[数计量]|[合小共]计|数量|件数")


def row_texts(row: GridRow) -> list[str]:
    """What may be the label of a row: the leaf; all labels run together (a label split over two cells)."""
    if not row.labels:
        return []
    texts = [row.labels[-1].text]
    if len(row.labels) > 1:
        above = row.labels[-2].text
        # a part of what a whole label names (其他对外管理服务事项: 公共服务) only resembles it
        if is_label(above + texts[0]) or not is_label(above):
            texts.append(above + texts[0])
        elif _ALL.fullmatch(squeeze(texts[0])):
            texts.append(above)
    return texts


#: Between a label and those it stands under: 三、本年度办理结果—（七）总计.
_PATH = re.compile(r"[-‐-―─－>＞→»/／\\]+")


def _fits(row: GridRow, entries: Sequence[Row]) -> list[float]:
    """How well a row's label fits each entry. The end of a path of labels fits what stands below the label ahead of it."""
    if names_several(row.label, entries):
        return [0.0] * len(entries)
    texts = row_texts(row)
    found = [max((score(t, e) for t in texts), default=0.0) for e in entries]
    path = _PATH.split(row.label)
    if len(path) > 1:
        above = {e.code for e in entries if label_key(path[-2]) in keys_of(e)}
        found = [s or (score(path[-1], e) if e.parent in above else 0.0) for s, e in zip(found, entries, strict=True)]
    return found


def fill_unlabelled(rows: Sequence[GridRow], matches: list[int | None], entries: Sequence[Row]) -> set[int]:
    """Rows that lost their labels, standing between two known rows with exactly as many form rows missing between."""
    filled = _unlabelled_children(rows, matches, entries)
    data = [j for j, e in enumerate(entries) if e.role == "data" and e.official]
    i = 0
    while i < len(rows):
        if matches[i] is not None or rows[i].labels or not rows[i].has_values:
            i += 1
            continue
        stop = i
        while stop < len(rows) and matches[stop] is None and not rows[stop].labels and rows[stop].has_values:
            stop += 1
        before = matches[i - 1] if i else -1
        after = matches[stop] if stop < len(rows) else len(entries)
        if before is not None and after is not None:
            gap = [j for j in data if before < j < after]
            if len(gap) == stop - i:
                for k, j in enumerate(gap):
                    matches[i + k] = j
                    filled.add(i + k)
        i = stop
    return filled


def _unlabelled_children(rows: Sequence[GridRow], matches: list[int | None], entries: Sequence[Row]) -> set[int]:
    """Children that lost their labels behind a group's: with one row fewer than children, the group's row is the first child. With
    other counts, or others ahead, nobody can tell whether the group's row is its sum or a child beside the label merged over them all."""
    filled: set[int] = set()
    for i, match in enumerate(matches):
        if match is None or entries[match].role != "group_derived" or not rows[i].has_values:
            continue
        children = [j for j, e in enumerate(entries) if e.parent == entries[match].code and e.official]
        if rows[i].table.exact and len(children) == rows[i].labels[-1].rowspan > 1:
            filled |= _merged_over_children(matches, i, children)
            continue
        stop = i + 1
        while stop < len(rows) and matches[stop] is None and not rows[stop].labels and rows[stop].has_values:
            stop += 1
        own = stop - i - 1 == len(children)
        if own or (stop - i == len(children) and len(children) > 1):
            for k, j in enumerate(children):
                matches[i + k + own] = j
                filled.add(i + k + own)
        elif stop > i + 1 or (i and matches[i - 1] is None and not rows[i - 1].labels and rows[i - 1].has_values):
            matches[i] = None
    return filled


def _merged_over_children(matches: list[int | None], first: int, children: Sequence[int]) -> set[int]:
    """A group's label merged over as many rows as it has children stands beside the first of them, which lost its own: those without
    a label are told by order, unless one with a label says otherwise."""
    own = [None, *matches[first + 1 : first + len(children)]]
    sound = len(own) == len(children) and all(m in (None, child) for m, child in zip(own, children, strict=True))
    lost = {first + k for k, m in enumerate(own) if m is None} if sound else set()
    matches[first] = None
    for k in lost:
        matches[k] = children[k - first]
    return lost


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
    if not (row.labels and row.labels[-1].rowspan == 1) and row.table.exact and header.spans and header.table == row.table.index:
        # the blank place of a label that is lost is no value, nor is that beside the label of a group
        values = tuple(c for c in values if not is_blank(c) or c.column + c.colspan > header.spans[0][0])
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
        if ahead and (not behind or not row.labels or header.labels_padded):
            values = left
        elif behind and not (ahead and is_blank(left[-1]) != is_blank(right[-1])):
            values = right
        if any(map(is_blank, values)) and _sticks_out(row):
            return None  # one of its blanks is too many, and which one nobody knows
    if len(values) == 1 and not row.labels and read_cell(values[0].text).state is State.NOT_APPLICABLE:
        values *= count  # 无 is said of the whole row
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
                continue
            if not covered or (len(covered) > 1 and not alone):
                return None
            for i in covered:
                if i in placed and not is_blank(placed[i]) and not is_blank(cell):
                    return None
                if i not in placed or is_blank(placed[i]):  # a number and the blank rest of its column are one cell
                    placed[i] = cell
        # a row that does not fill the form's columns lacks a cell, and which one nobody knows
        whole = all(i in placed for i, c in enumerate(header.columns) if c is not None)
        return sorted(placed.items()) if whole else None
    return None


def _sticks_out(row: GridRow) -> bool:
    """Whether a row alone reaches beyond the right edge of its table."""
    ends = [max((c.column + c.colspan for c in line), default=0) for line in row.table.rows]
    return row.table.exact and ends[row.index] > max((end for i, end in enumerate(ends) if i != row.index), default=ends[row.index])


def _groups(cells: Sequence[Cell], sizes: Sequence[int]) -> list[Sequence[Cell]]:
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    return [cells[a : a + n] for a, n in zip(starts, sizes, strict=True)]


@remembered
def unit_named(text: str) -> str | None:
    """The unit of money that a label or header names, where it names one only."""
    found = set(_MONEY.findall(squeeze(text)))
    return found.pop() if len(found) == 1 else None


def emit(sink: Sink, table: FormTable, entry: Row, row: GridRow, header: Header, doubt: str | None = None) -> None:
    """Writes the cells of one data row."""
    placed = place_values(row, header)
    if placed is None:
        emit_lost(sink, table, entry, row, header)
        return
    unknown: list[str] = []
    for position, cell in placed:
        column = header.columns[position]
        if column is None:
            unknown.append(cell.text)
        elif is_shared(cell, row):
            made = report_cell(table, entry, column, cell, row.table.index, row.index)
            sink.cells.append(replace(made, state=State.UNREADABLE, value=None, value_yuan=None, note="one number for several rows"))
        else:
            unit = unit_named(row.label) or unit_named(header.texts[position]) or unit_named(header.note)
            sink.cell(table, entry, column, cell, row, doubt, unit=unit)
    if any(squeeze(u) for u in unknown):
        names = "、".join(squeeze(t) for c, t in zip(header.columns, header.texts, strict=True) if c is None)
        sink.extra(table.id, f"{entry.label}·{names}", unknown, row)


def is_shared(cell: Cell, row: GridRow) -> bool:
    """Whether a number is merged over rows that each have a label of their own: their sum, and nobody knows of which."""
    below = row.table.rows[row.index + 1 : row.index + cell.rowspan]
    return any(is_text(c) and known_label(c.text) for line in below for c in line)


def emit_lost(sink: Sink, table: FormTable, entry: Row, row: GridRow, header: Header) -> None:
    """A row with fewer values than columns: which blanks were dropped is not known, so nothing is guessed.

    Only a total that the other values add up to is sure: it stands last.
    """
    seen = " ".join(c.text.strip() for c in row.values)
    columns = [c for c in header.columns if c is not None]
    numbers = [read_cell(c.text) for c in row.values]
    total = None
    if columns and columns[-1].code == "total" and len(numbers) >= 2 and all(n.state is State.NUMBER for n in numbers):
        *parts, last = [n.value or 0 for n in numbers]
        total = row.values[-1] if sum(parts) == last else None
    for column in columns:
        if total is not None and column.code == "total":
            sink.cell(table, entry, column, total, row, "position from the row's sum")
        else:
            place = row.values[0] if row.values else Cell("", row.index, 0)
            cell = replace(place, text=seen)
            sink.cells.append(replace(
                report_cell(table, entry, column, cell, row.table.index, row.index),
                state=State.UNREADABLE, value=None, value_yuan=None, printed=seen,
                note=f"{len(row.values)} values for {len(columns)} columns",
            ))
    sink.warn("lost_positions", f"{entry.label}：应有{len(columns)}个数，只见{len(row.values)}个，位置无法确定",
              table.id, entry.code)


def plain_header(table: FormTable) -> Header:
    return Header(table.columns, tuple(c.label for c in table.columns))
