"""Section 3: requests received and handled, by applicant and outcome."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from etl.documents import BY_ORDER, Cell, Table
from etl.forms import APPLICATIONS, Column, FormTable, Row
from etl.numbers import read_cell
from etl.parse.grid import GridRow, Leaf, is_blank, is_text, is_value, leaves
from etl.parse.labels import STEM, score
from etl.parse.tables.header import Header, plain_header, without_others
from etl.parse.tables.placing import Sink, candidates, emit, says_a_number
from etl.parse.tables.rows import fill_unlabelled, join_fragments, match_rows
from etl.report import Finding, State
from etl.text import label_key, squeeze

_CASES = frozenset({"new_received", "carried_in"})
_SUMS = frozenset({"小计", "合计", "共计"})


def read_applications(rows: Sequence[GridRow], sink: Sink) -> Counter[str]:
    tables = candidates(APPLICATIONS)
    # the 2021 form holds every row of the 2019 form; it is told by the three rows that only it has
    late = tables[-1]
    entries = list(late.rows)
    head = [r for r in rows if _is_header(r)]
    body = join_fragments([r for r in rows if r not in head], entries)
    matches = match_rows(body, entries)
    told = {"other_overdue_correction", "other_overdue_fee"} & {entries[m].code for m in matches if m is not None}
    table = late if told or _lost_parts(body, matches, entries) or _other_is_divided(body, matches, entries) else tables[0]
    if table is not late:
        entries = list(table.rows)
        matches = match_rows(body, entries)
    _match_sums(body, matches, entries)
    lost = {i: j for i, j in _lost_parts(body, matches, entries).items() if matches[i] != j}
    for i, j in lost.items():
        matches[i] = j
    filled = fill_unlabelled(body, matches, entries) | set(lost)
    for i in filled if table is not late else ():
        # without its label the row before （七）总计 may as well be one of the later form's three
        if (found := matches[i]) is not None and entries[found].code == "other_total":
            matches[i] = None
    header = _applications_header(rows, [r for r, m in zip(body, matches, strict=True) if m is not None], table)
    if not header.spans and _most_do_not_add_up(body, matches, header):
        sink.warn("unknown_columns", "多数行的各列之和不等于总计，列的次序存疑", table.id)
    done: dict[str, GridRow] = {}
    for i, row in enumerate(body):
        match = matches[i]
        if match is None:
            _application_extra(row, table, sink, bool(done))
            continue
        entry = entries[match]
        if entry.role != "data" and not says_a_number(row.values):
            continue
        if not row.has_values and len(row.values) < len(table.columns):
            continue
        if entry.role == "group":
            _application_extra(row, table, sink, True)
            continue
        if entry.code in done and _repeated(sink, table, entry, row, done[entry.code]):
            continue
        done.setdefault(entry.code, row)
        emit(sink, table, entry, row, header, f"{BY_ORDER}, its label is {'unusual' if row.labels else 'lost'}" if i in filled else None)
    return Counter({table.form: len(done)})


def _other_is_divided(rows: Sequence[GridRow], matches: Sequence[int | None], entries: Sequence[Row]) -> bool:
    """Whether the label of （六）其他处理 is merged over several rows, which lost theirs; or stands beside the first of three, or over them:
    the form of 2019 has no row between it and （七）总计."""
    at = {entries[m].code: i for i, m in enumerate(matches) if m is not None}
    head, stop = at.get("other_total"), at.get("total_processed")
    if head is None:
        return False
    merged = rows[head].table.exact and rows[head].labels and rows[head].labels[-1].rowspan > 1
    parts = rows[head + 1 : stop]
    return bool(merged) or (stop is not None and len(parts) in (2, 3) and all(row.has_values and not row.label for row in parts))


def _lost_parts(rows: Sequence[GridRow], matches: Sequence[int | None], entries: Sequence[Row]) -> dict[int, int]:
    """Where all rows between the last that bears a part's label and （七）总计 lost theirs, are as many as the form has there, and add up to
    it with those above: which each is by order. The labels of groups that stand among them are merged over their rows, and printed beside
    any of them; were one of them a group's sum, its parts would be counted twice."""
    at = {entries[m].code: i for i, m in enumerate(matches) if m is not None}
    stop = at.get("total_processed")
    known = [i for i, m in enumerate(matches[:stop]) if m is not None and entries[m].role == "data" and entries[m].code != "other_total"]
    if stop is None or not known or stop - known[-1] < 3:
        return {}
    before, after = matches[known[-1]], matches[stop]
    gap = [j for j, e in enumerate(entries) if e.role == "data" and e.official and before is not None and after is not None and before < j < after]
    lost = range(known[-1] + 1, stop)
    parts = [rows[i] for i in (*(i for i in known if entries[matches[i] or 0].code not in _CASES), *lost)]
    return dict(zip(lost, gap, strict=True)) if len(lost) == len(gap) and _add_up(parts, rows[stop]) else {}


def _add_up(parts: Sequence[GridRow], total: GridRow) -> bool:
    """Whether in every column, and in two that are not all 0 at least, the parts are numbers and their sum is the total."""
    width = len(total.values)
    if any(len(row.values) < width or not all(map(is_blank, row.values[:-width])) for row in parts):
        return False
    columns = [[read_cell(c.text).value for c in row.values[-width:]] for row in (*parts, total)]
    sums = [(sum(v or 0 for v in own), whole) for *own, whole in zip(*columns, strict=True) if None not in (*own, whole)]
    return len(sums) == len(columns[0]) and all(a == b for a, b in sums) and sum(bool(b) for _, b in sums) > 1


def _match_sums(rows: Sequence[GridRow], matches: list[int | None], entries: Sequence[Row]) -> None:
    """A row that is called a sum alone (小计), behind the rows of a group that it is the sum of, is the group's own."""
    for i, row in enumerate(rows):
        if matches[i] is not None or label_key(row.label) not in _SUMS or not i or (last := matches[i - 1]) is None:
            continue
        group = next((k for k, e in enumerate(entries) if e.code == entries[last].parent and e.role == "group_derived"), None)
        parts = [_numbers(r) for r, m in zip(rows[:i], matches, strict=False) if m is not None and group is not None and entries[m].parent == entries[group].code]
        if parts and group not in matches[:i] and all(len(p) == len(row.values) for p in parts) and _numbers(row) == [
                sum(column) for column in zip(*parts, strict=True)]:
            matches[i] = group


def _numbers(row: GridRow) -> list[int | float]:
    return [read_cell(c.text).value or 0 for c in row.values]


def _most_do_not_add_up(rows: Sequence[GridRow], matches: Sequence[int | None], header: Header) -> bool:
    """Whether of several rows with numbers in all columns most do not add up to their total: then the columns are in doubt. Some add up
    in any order, as those of one applicant do."""
    totals = [i for i, c in enumerate(header.columns) if c is not None and c.code == "total"]
    found = []
    for row, match in zip(rows, matches, strict=True):
        numbers = [read_cell(c.text).value for c in row.values]
        if match is None or len(numbers) != len(header.columns) or None in header.columns or len(totals) != 1:
            continue
        filled = [n for n in numbers if n is not None]
        if len(filled) == len(numbers) and any(filled):
            found.append(sum(filled) == 2 * filled[totals[0]])
    return len(found) >= 3 and 2 * sum(found) < len(found)


def _repeated(sink: Sink, table: FormTable, entry: Row, row: GridRow, first: GridRow) -> bool:
    """Says that a row stands twice, and whether with the same numbers."""
    same = [c.text.strip() for c in row.values] == [c.text.strip() for c in first.values]
    sink.findings.append(Finding(
        "repeated_row", "info" if same else "warning", f"{entry.label}：同一行出现两次" + ("" if same else "且数字不同"),
        "source" if same else "reading", table.id, entry.code))
    return same


def _application_extra(row: GridRow, table: FormTable, sink: Sink, inside: bool) -> None:
    if not inside or not row.has_values:
        return
    printed = [c.text for c in row.values]
    if not any(read_cell(p).state is State.NUMBER for p in printed):
        return
    sink.extra(table.id, row.label, printed, row)
    sink.warn("unknown_row", f"表中一行对不上表样：{squeeze(row.label) or '（无标签）'}", table.id)


_KINDS = frozenset({"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构"})
_APPLICANTS = _KINDS | {"申请人情况", "法人或其他组织"}
_OVER = re.compile("申请人|法人|勾稽")
"""In the words that stand over several columns, or over the labels."""
_REMARK = re.compile("备注|说明|备考")
"""The column behind all others."""


def _is_header(row: GridRow) -> bool:
    """A row of table 3 that names applicants and holds no number."""
    cells = row.table.rows[row.index]
    return any(label_key(c.text) in _APPLICANTS for c in cells) and not any(
        read_cell(c.text).state is State.NUMBER for c in cells)


def _applications_header(rows: Sequence[GridRow], placed: Sequence[GridRow], table: FormTable) -> Header:
    """The columns in printed order. The official order stands unless the header clearly says otherwise."""
    data = [r for r in placed if r.has_values and r.labels]
    counts = Counter(len(r.values) for r in data)
    usual = counts.most_common(1)[0][0] if counts else len(table.columns)
    first_data = next((i for i, r in enumerate(rows) if r in data), len(rows))
    head_rows = rows[:first_data]
    ordered = [c for r in head_rows for c in r.table.rows[r.index] if not is_blank(c)]
    remarks = [c.text for c in ordered if _REMARK.fullmatch(squeeze(c.text))] if usual == len(table.columns) + 1 else []
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
    found = replace(_by_order(ordered, table, usual) or plain, labels_padded=_labels_padded(data, len(table.columns)))
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
    remarks = [i for i, text in enumerate(header.texts) if _REMARK.fullmatch(text)]
    among = any(c in (table.columns[0], table.columns[-1]) for c in header.columns[kinds[0] : kinds[-1]]) if kinds else False
    counted = says_a_number(r.values[i] for r in data if len(r.values) == len(header.columns) for i in remarks)
    return None if among or counted or min(remarks, default=len(header.columns)) < max(kinds, default=0) else header


def _names_all(cells: Sequence[Cell], table: FormTable) -> bool:
    """Whether every column of the form is named by a cell."""
    return all(any(score(c.text, column) >= STEM for c in cells) for column in table.columns)


def _beside_the_corner(head_rows: Sequence[GridRow], table: FormTable, count: int) -> Header | None:
    """The columns in the order of a header that stands aside of the numbers, because the cell over the labels, or the labels, span too few rows
    or columns: placed anew without that cell, where it then names every column of the form, and as many as there are values."""
    head = [list(r.table.rows[r.index]) for r in head_rows if r.table.exact and _is_header(r)]
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
    """From the grid: each header column by the texts above it. Fewer columns than the form's must name the total."""
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
    fewer = table.columns[-1] in named and len(kept) < len(table.columns) and all(leaf.path for leaf, _, _ in kept)
    if len(set(named)) != len(named) or not ({*named, *divided} == set(table.columns) or fewer):
        return None
    texts = tuple(squeeze(leaf.path[-1]) for leaf, _, _ in kept)
    return Header(tuple(c for _, _, c in kept), texts, tuple((leaf.start, leaf.stop) for leaf, _, _ in kept), index)


def _is_sum_of_one(leaf: Leaf) -> bool:
    """自然人 / 小计: the number of one kind of applicant, which stands beside its parts."""
    return len(leaf.path) > 1 and squeeze(leaf.path[-1]) in _SUMS and any(label_key(t) in _KINDS for t in leaf.path[:-1])


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
    first = organisations[0] in subtotals
    columns: list[Column | None] = list(table.columns)
    columns.insert(1 if first else len(columns) - 1, None)
    return Header(tuple(columns), tuple(c.label if c else "小计" for c in columns))
