"""The columns of table 3: which applicant each is, by its header; in the official order unless the header clearly says otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from etl.documents import Cell, Table
from etl.forms import Column, FormTable
from etl.numbers import read_cell
from etl.parse.grid import GridRow, Leaf, is_blank, is_text, is_value, leaves
from etl.parse.labels import STEM, score
from etl.parse.tables.header import Header, plain_header, without_others
from etl.parse.tables.placing import says_a_number
from etl.report import State
from etl.text import label_key, squeeze

SUMS = frozenset({"小计", "合计", "共计"})
_KINDS = frozenset({"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构"})
_APPLICANTS = _KINDS | {"申请人情况", "法人或其他组织"}
_OVER = re.compile("申请人|法人|勾稽")
"""In the words that stand over several columns, or over the labels."""
REMARK = re.compile("备注|说明|备考")
"""The column behind all others."""
_PROVEN = 0.8
"""Share of the rows that must add up, at least: some report's sums are wrong."""


def is_header(row: GridRow) -> bool:
    """A row of table 3 that names applicants and holds no number."""
    cells = row.table.rows[row.index]
    return any(label_key(c.text) in _APPLICANTS for c in cells) and not any(
        read_cell(c.text).state is State.NUMBER for c in cells)


def applicants(rows: Sequence[GridRow], placed: Sequence[GridRow], table: FormTable) -> Header:
    """The columns in printed order. The official order stands unless the header clearly says otherwise."""
    data = [r for r in placed if r.has_values and r.labels]
    counts = Counter(len(r.values) for r in data)
    usual = counts.most_common(1)[0][0] if counts else len(table.columns)
    first_data = next((i for i, r in enumerate(rows) if r in data), len(rows))
    head_rows = rows[:first_data]
    ordered = [c for r in head_rows for c in r.table.rows[r.index] if not is_blank(c)]
    remarks = [c.text for c in ordered if REMARK.fullmatch(squeeze(c.text))] if usual == len(table.columns) + 1 else []
    count = usual - len(remarks)
    straight = _sound(_straight_above(head_rows, data, table), data, table)
    if straight is None or len(straight.columns) != usual:
        if beside := _sound(_beside_the_corner(head_rows, table, usual), data, table):
            return beside
        # the cell over the organisations spans a column more than they have, or cells of the header lost their spans
        own = [c for c, text in zip(straight.columns, straight.texts, strict=True) if c or not _OVER.search(squeeze(text))] if straight else []
        if count == len(table.columns) and (own == [*table.columns] or (len(own) < usual and _names_all(ordered, table))):
            straight = None
    if straight:
        return straight
    plain = plain_header(table)
    if count == len(table.columns) and (turned := _organisations_turned(ordered, table)):
        plain = Header(turned, tuple(c.label for c in turned))
    elif count == len(table.columns) and _total_first([r.values[:count] for r in data if len(r.values) == usual]):
        plain = Header((plain.columns[-1], *plain.columns[:-1]), (plain.texts[-1], *plain.texts[:-1]))
    found = replace(_by_order(ordered, table, usual) or _by_sums([r.values for r in data], table) or plain, labels_padded=_labels_padded(data, len(table.columns)))
    said = [c.text for c in ordered if is_text(c) and c.text not in remarks and score(c.text, table.columns[-1]) < STEM and not _OVER.search(squeeze(c.text))]
    found = without_others(found, said)
    return replace(found, columns=(*found.columns, *(None for _ in remarks)), texts=(*found.texts, *remarks))


def _straight_above(head_rows: Sequence[GridRow], data: Sequence[GridRow], table: FormTable) -> Header | None:
    """The columns by what stands above them in the grid, where it can be trusted."""
    exact = [r for r in data if r.table.exact]
    if not exact or not head_rows:
        return None
    source = exact[0].table
    cells = [c for r in head_rows if r.table is source for c in source.rows[r.index]]
    # where most rows' values begin: a header printed again inside merged labels pushes some rows aside
    start = Counter(r.values[0].column for r in exact if r.table is source).most_common(1)[0][0]
    columns = leaves([c for c in cells if c.colspan < source.width], start, source.width)
    own = [c for r in data if r.table is source for c in r.values]
    found = _by_leaves(columns, table, [c for c in own if not is_blank(c)], source.index)
    # a header of which a column reaches beyond the values of most rows is not straight above them
    ends = Counter(r.values[-1].column + r.values[-1].colspan for r in exact if r.table is source)
    return found if found and max(leaf.start for leaf in columns if leaf.path) < ends.most_common(1)[0][0] else None


def _sound(header: Header | None, data: Sequence[GridRow], table: FormTable) -> Header | None:
    """A header, unless cells that lost a span put persons or the total among the organisations, remarks ahead of them or over numbers."""
    if header is None:
        return None
    kinds = [i for i, c in enumerate(header.columns) if c in table.columns[1:-1]]
    remarks = [i for i, text in enumerate(header.texts) if REMARK.fullmatch(text)]
    among = any(c in (table.columns[0], table.columns[-1]) for c in header.columns[kinds[0] : kinds[-1]]) if kinds else False
    counted = says_a_number(r.values[i] for r in data if len(r.values) == len(header.columns) for i in remarks)
    return None if among or counted or min(remarks, default=len(header.columns)) < max(kinds, default=0) else header


def _names_all(cells: Sequence[Cell], table: FormTable) -> bool:
    """Whether every column of the form is named by a cell."""
    return all(any(score(c.text, column) >= STEM for c in cells) for column in table.columns)


def _beside_the_corner(head_rows: Sequence[GridRow], table: FormTable, count: int) -> Header | None:
    """The columns in the order of a header that stands aside of the numbers, because the cell over the labels, or the labels, span too few rows
    or columns: placed anew without that cell, where it then names every column of the form, and as many as there are values."""
    head = [list(r.table.rows[r.index]) for r in head_rows if r.table.exact and is_header(r)]
    if not head:
        return None
    head[0] = list(dropwhile(lambda c: label_key(c.text) not in _APPLICANTS, head[0]))
    taken: dict[int, int] = {}
    cells: list[Cell] = []
    for line, row in enumerate(head):
        column = 0
        for cell in row:
            while taken.get(column, 0) > line:
                column += 1
            cells.append(replace(cell, row=line, column=column))
            taken |= dict.fromkeys(range(column, column + cell.colspan), line + cell.rowspan)
            column += cell.colspan
    found = _by_leaves(leaves(cells, 0, len(taken)), table, [Cell("", 0, column) for column in taken], None)
    return replace(found, spans=()) if found and len(taken) == len(found.columns) == count and {*table.columns} <= {*found.columns} else None


def _organisations_turned(cells: Sequence[Cell], table: FormTable) -> tuple[Column, ...] | None:
    """The columns where the header's words name each of the five kinds of organisations once, in another order than the form's: of two
    其他 one is a piece of 法人或其他组织."""
    blob = label_key("".join(c.text for c in cells)).replace("法人或其他组织", "")
    kinds = table.columns[1:-1]
    places = [blob.find(label_key(c.label)) for c in kinds]
    if any(blob.count(label_key(c.label)) != 1 for c in kinds) or places == sorted(places):
        return None
    return (table.columns[0], *(c for _, c in sorted(zip(places, kinds, strict=True), key=lambda p: p[0])), table.columns[-1])


def _total_first(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first number of each row, and never the last, is the sum of the others: a header that is lost or in pieces does
    not say where the total stands, but the numbers do."""
    found: list[tuple[bool, bool]] = []
    for row in rows:
        numbers = [read_cell(c.text).value or 0 for c in row]
        if sum(1 for n in numbers if n) > 2:
            found.append((sum(numbers[1:]) == numbers[0], sum(numbers[:-1]) == numbers[-1]))
    return len(found) > 1 and all(first and not last for first, last in found)


def _labels_padded(rows: Sequence[GridRow], count: int) -> bool:
    """Whether rows with more cells than columns begin with blanks and do not end with them."""
    long = [r.values for r in rows if len(r.values) > count]
    left = sum(is_blank(v[0]) and not is_blank(v[-1]) for v in long)
    right = sum(is_blank(v[-1]) and not is_blank(v[0]) for v in long)
    return left > 0 and right == 0


def _by_leaves(columns: Sequence[Leaf], table: FormTable, values: Sequence[Cell], index: int | None) -> Header | None:
    """From the grid: each header column by the texts above it. Fewer columns than the form's must name the total, or all others."""
    found = [_best(leaf, table) for leaf in columns]
    kept = [(leaf, s, column) for leaf, (s, column) in zip(columns, found, strict=True)
            if column or (leaf.path and any(leaf.start <= c.column < leaf.stop for c in values))]
    own = [column if _is_sum_of_one(leaf) or (column and score(leaf.path[-1], column) >= STEM) else None for leaf, _, column in kept]
    whole = {i for i, column in enumerate(own) if column and own.count(column) == 1}
    divided = {column for i, (_, _, column) in enumerate(kept) if column in table.columns[:-1] and any(c is column for _, _, c in kept[:i])}
    # an applicant that is divided (自然人: 本地, 外地) has a number of its own only where a sum stands among the parts, or its own name
    kept = [(leaf, s, None if column in divided and i not in whole else column) for i, (leaf, s, column) in enumerate(kept)]
    named = [c for _, _, c in kept if c is not None]
    if not named and (only := _only_total([leaf for leaf, _, _ in kept], table)):
        kept = [(leaf, s, table.columns[-1] if leaf is only else None) for leaf, s, _ in kept]
        named = [table.columns[-1]]
    fewer = (table.columns[-1] in named or {*named} == {*table.columns[:-1]}) and len(kept) < len(table.columns) and all(leaf.path for leaf, _, _ in kept)
    if len(set(named)) != len(named) or not ({*named, *divided} == set(table.columns) or fewer):
        return None
    texts = tuple(squeeze(leaf.path[-1]) for leaf, _, _ in kept)
    return Header(tuple(c for _, _, c in kept), texts, tuple((leaf.start, leaf.stop) for leaf, _, _ in kept), index)


def _is_sum_of_one(leaf: Leaf) -> bool:
    """自然人 / 小计: the number of one kind of applicant, which stands beside its parts."""
    return len(leaf.path) > 1 and squeeze(leaf.path[-1]) in SUMS and any(label_key(t) in _KINDS for t in leaf.path[:-1])


def _best(leaf: Leaf, table: FormTable) -> tuple[float, Column | None]:
    """The column that the texts above fit best: the lowest first, and two joined where one was split."""
    own = [t for t in (leaf.path[:-1] if _is_sum_of_one(leaf) else leaf.path) if "法人" not in t]
    paths = [*reversed(own), *("".join(own[i:]) for i in range(len(own) - 1))]
    best: tuple[float, Column | None] = (0.0, None)
    for text in paths:
        for column in table.columns:
            if (s := score(text, column)) > best[0]:
                best = (s, column)
    return best


_OF_ONE = re.compile(r"(自然人|商业企业|科研机构|社会公益组织|法律服务机构|其[他它]|总计)(?:提出)?(?:的?申请)?(?:办理|处理)?(?:情况|数量)?")


def named_above(table: Table, lines: Sequence[str]) -> Table:
    """A table of one column of numbers, whose applicant stands in the line above it (1.自然人), with that in the place of 数量."""
    match = _OF_ONE.fullmatch(label_key(lines[0])) if lines else None
    if match is None or any(sum(map(is_value, row)) > 1 for row in table.rows):
        return table
    return replace(table, rows=tuple(
        tuple(replace(c, text=match[1]) if _COUNT.fullmatch(squeeze(c.text)) else c for c in row) for row in table.rows))


_COUNT = re.compile(r"(?:本年度?|合计|总数)?(?:申请)?(?:数量?|件数|总数|合计|本年度?)(?:\([件条]\))?")
_YEAR = re.compile(r"(20\d\d)年度?(?:数量?|件数)?(?:\([件条]\))?")


def _only_total(kept: Sequence[Leaf], table: FormTable) -> Leaf | None:
    """The one column of numbers where a header names no applicant at all: the latest of several years, or the one called 数量."""
    said = [(leaf, squeeze(leaf.path[-1]) if leaf.path else "") for leaf in kept]
    years = sorted((int(m[1]), i) for i, (_, text) in enumerate(said) if (m := _YEAR.fullmatch(text)))
    counts = [leaf for leaf, text in said if _COUNT.fullmatch(text)]
    if years and not counts and (len(years) == 1 or years[-1][0] > years[-2][0]):
        return said[years[-1][1]][0]
    return counts[0] if len(counts) == 1 and not years and len(said) < len(table.columns) else None


def _by_order(cells: Sequence[Cell], table: FormTable, usual: int) -> Header | None:
    """From the order of the header's words, where the grid says nothing: only a subtotal column changes the count."""
    if usual != len(table.columns) + 1:
        return None
    words = [label_key(c.text) for c in cells]
    subtotals = ("小计", "组织小计") if "小计" in words or "组织小计" in words else ("合计",)  # beside a 小计, 合计 is the total
    places = [i for i, w in enumerate(words) if w in subtotals]
    if len(places) != 1:
        return None
    organisations = [w for w in words if w in {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "其它", *subtotals}]
    return _with_subtotal(table, 1 if organisations[0] in subtotals else len(table.columns) - 1)


def _with_subtotal(table: FormTable, at: int) -> Header:
    columns: list[Column | None] = [*table.columns[:at], None, *table.columns[at:]]
    return Header(tuple(columns), tuple(c.label if c else "小计" for c in columns))


def _by_sums(rows: Sequence[Sequence[Cell]], table: FormTable) -> Header | None:
    """From the numbers, where the header's words ran together: one more than the form has columns in every row, of which that at one place
    is the organisations' sum, and with the persons the total."""
    numbers = [[read_cell(c.text).value or 0 for c in row] for row in rows]
    if any(len(row) != len(table.columns) + 1 for row in numbers):
        return None
    told = [row for row in numbers if len(row) - row.count(0) > 4]

    def is_sum(at: int) -> bool:
        proven = sum(2 * row[at] == sum(row[1:-1]) and row[0] + row[at] == row[-1] for row in told)
        return proven > 1 and proven >= _PROVEN * len(told)

    places = [at for at in (1, len(table.columns) - 1) if is_sum(at)]
    return _with_subtotal(table, places[0]) if len(places) == 1 else None
