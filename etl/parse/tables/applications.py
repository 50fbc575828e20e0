"""Section 3: requests received and handled, by applicant and outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from etl.documents import BY_ORDER, Cell
from etl.forms import APPLICATIONS, FormTable, Row
from etl.numbers import read_cell
from etl.parse.grid import GridRow, is_blank, is_value
from etl.parse.tables.applicants import SUMS, applicants, is_header
from etl.parse.tables.header import Header
from etl.parse.tables.placing import Sink, candidates, emit, emit_lost, says_a_number
from etl.parse.tables.rows import fill_unlabelled, join_fragments, match_rows
from etl.report import Finding, State
from etl.text import label_key, squeeze

_CASES = frozenset({"new_received", "carried_in"})


def read_applications(rows: Sequence[GridRow], sink: Sink) -> Counter[str]:
    tables = candidates(APPLICATIONS)
    # the 2021 form holds every row of the 2019 form; it is told by the three rows that only it has
    late = tables[-1]
    rows = _without_spacers(rows, len(late.columns))
    entries = list(late.rows)
    head = [r for r in rows if is_header(r)]
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
    header = applicants(rows, [r for r, m in zip(body, matches, strict=True) if m is not None], table)
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
        if _lacks_a_cell(row, body):
            emit_lost(sink, table, entry, row, header)
            continue
        if is_shifted(row, body):
            emit_lost(sink, table, entry, replace(row, values=_ahead_of_blanks(row)), header)
            continue
        emit(sink, table, entry, row, header, f"{BY_ORDER}, its label is {'unusual' if row.labels else 'lost'}" if i in filled else None)
    return Counter({table.form: len(done)})


def _without_spacers(rows: Sequence[GridRow], count: int) -> list[GridRow]:
    """The rows, those of a table that all reach behind its header without the columns that they all leave blank: where just these are too many, and
    the rest of each adds up to its last number."""
    kept: list[GridRow] = []
    for _, run in groupby(rows, key=lambda r: r.table.index):
        own = list(run)
        head = max((c.column + c.colspan for r in own if is_header(r) for c in r.table.rows[r.index] if not is_blank(c)), default=0)
        counted = [r for r in own if says_a_number(r.values)]
        columns = list(zip(*(r.values for r in counted), strict=False))
        said = [k for k, column in enumerate(columns) if not all(map(is_blank, column))]
        alike = all(r.table.exact and r.values[-1].column >= head > 0 and len(r.values) == len(columns) for r in counted)
        used = {id(r): tuple(r.values[k] for k in said) for r in counted} if alike and len(said) == count < len(columns) else {}
        numbers = [[read_cell(c.text).value or 0 for c in values] for values in used.values()]
        sure = all(sum(n) == 2 * n[-1] for n in numbers) and sum(len(n) - n.count(0) > 2 for n in numbers) > 1
        kept += [replace(r, values=used.get(id(r), r.values)) if sure else r for r in own]
    return kept


def _lacks_a_cell(row: GridRow, rows: Sequence[GridRow]) -> bool:
    """Whether a row has fewer columns behind its label than most of its table, and ends with no number: what ends it may stand in a column
    behind those of the numbers, for remarks or for nothing, and which cell is missing nobody knows."""
    states = [read_cell(c.text).state for c in row.values]
    if not row.table.exact or State.NUMBER not in states or states[-1] is State.NUMBER:
        return False
    widths = Counter(_width(r) for r in rows if r.labels and r.table.index == row.table.index)
    return bool(widths) and _width(row) < widths.most_common(1)[0][0]


def is_shifted(row: GridRow, rows: Sequence[GridRow]) -> bool:
    """Whether a row ends with blanks, as few do, behind a number as great as the sum of the others: their total, then, and cells are missing
    ahead of it, for which a program that makes all rows alike put the blanks. A last column without a number in any row is of remarks."""
    if not row.has_values:
        return False
    others = [r.values for r in rows if r.has_values and r.table.index == row.table.index]
    usual = Counter(map(len, others)).most_common(1)[0][0]
    remarks = len(row.values) == usual and not any(is_value(values[-1]) for values in others)
    said = _ahead_of_blanks(row)
    *parts, total = [read_cell(c.text).value or 0 for c in said] or [0]
    are_one = sum(map(bool, parts)) == 1 and total > sum(parts)
    if len(said) == len(row.values) - remarks or not total >= sum(parts) > 0 or are_one:
        return False
    few = 2 * sum(is_blank(values[-1 - remarks]) for values in others if len(values) > remarks) < len(others)
    return few and len(row.values) <= usual  # or the blanks alone are too many


def _ahead_of_blanks(row: GridRow) -> tuple[Cell, ...]:
    return row.values[: max((i for i, c in enumerate(row.values, 1) if not is_blank(c)), default=0)]


def _width(row: GridRow) -> int:
    """Columns behind its label."""
    return sum(c.colspan for c in row.values)


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
        if matches[i] is not None or label_key(row.label) not in SUMS or not i or (last := matches[i - 1]) is None:
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
