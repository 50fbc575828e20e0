"""Tables of a document → cells of the form: match by label, in the form's order; never by the year.

A cell is placed by the labels of its row and column. Where a layout has lost something (a header cut short, blank cells
dropped, labels gone), it is placed by order only if the count leaves no choice; else it is ``unreadable``. What the form does not
know is kept as printed (:class:`~etl.report.ExtraRow`) and reported.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from etl import forms
from etl.documents import Cell, Document, Table
from etl.forms import APPLICATIONS, PROACTIVE, REVIEW, STATISTICS, Column, FormTable, Row
from etl.numbers import in_yuan, read_cell
from etl.parse.grid import GridRow, Leaf, is_blank, is_text, leaves, split_row
from etl.parse.labels import EXACT, SUFFIX, Alignment, align, column_score, keys_of, score
from etl.report import ExtraRow, Finding, ReportCell, State
from etl.text import label_key, label_stem, squeeze

_CAPTION = re.compile(r"二十条第?\(?([一二三四五六七八九十])\)?项")
_ARTICLES = {"一": "art20_1", "五": "art20_5", "六": "art20_6", "八": "art20_8", "九": "art20_9"}
_LABEL_AND_VALUE = re.compile(r"^(?P<label>.*[\u4e00-\u9fff)）].*?)[:：]\s*(?P<value>[^:：\u4e00-\u9fff]*\d[^:：]*)$", re.S)
_SUBTOTAL = ("小计", "合计", "法人或其他组织小计", "组织小计")
ART20 = "art20"


@dataclass(frozen=True, slots=True)
class TablesRead:
    cells: tuple[ReportCell, ...] = ()
    extras: tuple[ExtraRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    form: str | None = None
    kinds: frozenset[str] = frozenset()
    """Which statistical tables were found: ids of the form's tables."""


@dataclass(slots=True)
class _Sink:
    """Collects what the readers of the single tables find."""

    cells: list[ReportCell] = field(default_factory=list)
    extras: list[ExtraRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def warn(self, rule: str, message: str, table: str | None = None, row: str | None = None) -> None:
        self.findings.append(Finding(rule, "warning", message, "reading", table, row))

    def cell(self, table: FormTable, row: Row, column: Column, cell: Cell, place: GridRow, doubt: str | None = None,
             unreadable: bool = False) -> None:
        self.cells.append(report_cell(table, row, column, cell, place.table.index, place.index, doubt, unreadable))

    def extra(self, table: str, label: str, printed: Iterable[str], place: GridRow, code: str | None = None) -> None:
        shown = tuple(p.strip() for p in printed)
        self.extras.append(ExtraRow(table, squeeze(label), shown, code, place.page, place.table.index, place.index))


def report_cell(table: FormTable, row: Row, column: Column, cell: Cell, table_index: int, row_index: int,
                doubt: str | None = None, unreadable: bool = False) -> ReportCell:
    """One document cell as a cell of the form. Money gets ``value_yuan`` only where its unit is printed or fixed."""
    reading = read_cell(cell.text)
    fixed = column.unit if column.unit != "unspecified" else None
    unit = reading.unit or fixed or row.unit
    state, value = reading.state, reading.value
    if unreadable and state is State.NUMBER:
        state, value = State.UNREADABLE, None
    money = column.code in forms.AMOUNTS or row.code in forms.AMOUNTS
    yuan = in_yuan(value, unit) if money and value is not None else None
    return ReportCell(
        table.id, row.code, column.code, value, reading.printed, state, unit, yuan, table.form, cell.page,
        table_index, row_index, cell.column, cell.bbox, doubt or reading.note,
    )


# ---- which row belongs to which statistical table ------------------------------------------------------------------

@cache
def _evidence() -> dict[str, str]:
    """Label key → kind of table that it speaks for. Keys that stand in several kinds (总计, 其他) speak for none."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in forms.forms():
        for table in form.tables:
            kind = ART20 if table.id in PROACTIVE else table.id
            for entry in (*table.rows, *table.columns):
                for key in keys_of(entry):
                    found[key].add(kind)
            for column in table.columns:
                if column.block:
                    for word in (column.block, *form.block_aliases.get(column.block, ())):
                        found[label_key(word)].add(kind)
    extra = {"申请人情况": APPLICATIONS, "法人或其他组织": APPLICATIONS, "行政复议": REVIEW, "行政诉讼": REVIEW,
             "未经复议直接起诉": REVIEW, "复议后起诉": REVIEW, "信息内容": ART20, "统计指标": STATISTICS}
    for key, kind in extra.items():
        found[key].add(kind)
    for form in forms.forms():
        for words in form.block_aliases.values():
            for word in words:
                found[label_key(word)].add(REVIEW)
    return {key: next(iter(kinds)) for key, kinds in found.items() if len(kinds) == 1 and len(key) >= 2}


def known_label(text: str) -> bool:
    """True if the text is a label of any form: with certainty, or so nearly that it can be nothing else."""
    return kind_of_text(text) is not None or label_key(text) in ("其他", "总计")


def kind_of_text(text: str) -> str | None:
    """The kind of statistical table that a printed label belongs to, or None."""
    if _CAPTION.search(squeeze(text)):
        return ART20
    table = _evidence()
    key = label_key(text)
    if len(key) > 60:
        return None
    found = table.get(key) or table.get(label_stem(text))
    if found or len(key) < 5:
        return found
    best, kind = 0.0, None
    for form in forms.forms():
        for form_table in form.tables:
            for row in form_table.rows:
                if (s := score(text, row)) > best:
                    best, kind = s, ART20 if form_table.id in PROACTIVE else form_table.id
    return kind if best >= 0.8 else None


def segment(tables: Sequence[Table]) -> dict[str, list[GridRow]]:
    """All rows of all tables by the kind of statistical table they belong to, in reading order.

    A row without evidence of its own goes with the rows above it, also across a table that was cut by a page.
    """
    found: dict[str, list[GridRow]] = defaultdict(list)
    current: str | None = None
    previous_width = 0
    for table in tables:
        kinds: list[str | None] = []
        rows = [split_row(table, i, known_label) for i in range(len(table.rows))]
        for row in rows:
            votes = Counter(k for c in table.rows[row.index] if is_text(c) and (k := kind_of_text(c.text)))
            if not votes:
                kinds.append(None)
            elif current and votes[current] == max(votes.values()):
                kinds.append(current)
            else:
                kinds.append(votes.most_common(1)[0][0])
        if not any(kinds) and not (current and table.width and table.width == previous_width):
            current = None
            continue
        first = next((k for k in kinds if k), current)
        inherits = current if current == first or (table.width == previous_width and previous_width) else None
        current = inherits or first
        for row, kind in zip(rows, kinds, strict=True):
            current = kind or current
            if current:
                found[current].append(row)
        previous_width = table.width
    return found


# ---- placing rows and values ---------------------------------------------------------------------------------------

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
    texts = [_row_texts(r) for r in rows]
    scores = [[max((score(t, e) for t in ts), default=0.0) for e in entries] for ts in texts]
    found: Alignment = align(scores) if scores and entries else Alignment((None,) * len(rows), 0.0)
    matches = list(found.matches)
    for i, line in enumerate(scores):
        if matches[i] is None and line and max(line) >= SUFFIX and line.count(max(line)) == 1:
            matches[i] = line.index(max(line))
    return matches, found.total


def _row_texts(row: GridRow) -> list[str]:
    """What may be the label of a row: the leaf; all labels run together (a label split over two cells)."""
    if not row.labels:
        return []
    texts = [row.labels[-1].text]
    if len(row.labels) > 1:
        texts.append(row.labels[-2].text + row.labels[-1].text)
    return texts


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
    """Children that lost their labels behind a group's: with one row fewer than children, the group's row is the first child."""
    filled: set[int] = set()
    for i, match in enumerate(matches):
        if match is None or entries[match].role != "group_derived" or not rows[i].has_values:
            continue
        children = [j for j, e in enumerate(entries) if e.parent == entries[match].code and e.official]
        stop = i + 1
        while stop < len(rows) and matches[stop] is None and not rows[stop].labels and rows[stop].has_values:
            stop += 1
        own = stop - i - 1 == len(children)
        if own or (stop - i == len(children) and len(children) > 1):
            for k, j in enumerate(children):
                matches[i + k + own] = j
                filled.add(i + k + own)
    return filled


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
    labels_padded: bool = False
    """Blank cells in excess stand on the left (merged label cells), as other rows of the table show."""


def place_values(row: GridRow, header: Header) -> list[tuple[int, Cell]] | None:
    """(header position, value cell) of a row, or None where the positions cannot be known."""
    values, count = row.values, len(header.columns)
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
    if len(values) == count:
        return list(enumerate(values))
    if row.table.exact and header.spans and header.table == row.table.index:
        placed: list[tuple[int, Cell]] = []
        for cell in values:
            covered = [i for i, (a, b) in enumerate(header.spans) if a < cell.column + cell.colspan and cell.column < b]
            alone = read_cell(cell.text).state is not State.NUMBER
            if not covered and is_blank(cell):
                continue
            if not covered or (len(covered) > 1 and not alone):
                return None
            placed.extend((i, cell) for i in covered)
        positions = [i for i, _ in placed]
        return placed if len(set(positions)) == len(positions) and placed else None
    return None


def _groups(cells: Sequence[Cell], sizes: Sequence[int]) -> list[Sequence[Cell]]:
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    return [cells[a : a + n] for a, n in zip(starts, sizes, strict=True)]


def _emit(sink: _Sink, table: FormTable, entry: Row, row: GridRow, header: Header, doubt: str | None = None) -> None:
    """Writes the cells of one data row."""
    placed = place_values(row, header)
    if placed is None:
        _emit_lost(sink, table, entry, row, header)
        return
    unknown: list[str] = []
    for position, cell in placed:
        column = header.columns[position]
        if column is None:
            unknown.append(cell.text)
        else:
            sink.cell(table, entry, column, cell, row, doubt)
    if any(squeeze(u) for u in unknown):
        names = "、".join(squeeze(t) for c, t in zip(header.columns, header.texts, strict=True) if c is None)
        sink.extra(table.id, f"{entry.label}·{names}", unknown, row)


def _emit_lost(sink: _Sink, table: FormTable, entry: Row, row: GridRow, header: Header) -> None:
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
                report_cell(table, entry, column, cell, row.table.index, row.index, unreadable=True),
                state=State.UNREADABLE, value=None, value_yuan=None, printed=seen,
                note=f"{len(row.values)} values for {len(columns)} columns",
            ))
    sink.warn("lost_positions", f"{entry.label}：应有{len(columns)}个数，只见{len(row.values)}个，位置无法确定",
              table.id, entry.code)


# ---- section 2 -----------------------------------------------------------------------------------------------------

@dataclass(slots=True)
class _Proactive:
    """Where the reader of section 2 stands: the caption above, the header above, and the table these belong to."""

    caption: str | None = None
    header_cells: tuple[Cell, ...] = ()
    header_blob: str = ""
    table: int | None = None


def _candidates(table_id: str) -> list[FormTable]:
    return [t for f in forms.forms() if (t := f.table(table_id))]


def _read_proactive(rows: Sequence[GridRow], sink: _Sink, hint: str | None) -> Counter[str]:
    """Section 2: captions, headers and data rows, in one table or in five."""
    votes: Counter[str] = Counter()
    rows = join_fragments(rows, [r for i in PROACTIVE for t in _candidates(i) for r in t.rows])
    state = _Proactive()
    for row in rows:
        cells = [c for c in row.table.rows[row.index] if not is_blank(c)]
        if not cells:
            continue
        caption = _CAPTION.search(squeeze("".join(c.text for c in cells)))
        if caption and not row.has_values:
            state = _Proactive(_ARTICLES.get(caption[1]))
            # a caption and a header run together on one line (text from PDF)
            rest = squeeze("".join(c.text for c in cells))[caption.end():]
            if len(rest) > 3:
                state.header_blob = rest
            continue
        entry, table_id = _proactive_row(row)
        if entry is None and not row.has_values and not _LABEL_AND_VALUE.match(row.label):
            if state.header_cells and not any(column_score(c.text, col) for c in cells
                                              for t in _candidates(state.caption or "") for col in t.columns):
                continue
            state.header_cells = tuple(c for c in cells if squeeze(c.text) not in ("信息内容",))
            state.header_blob += squeeze("".join(c.text for c in cells))
            state.table = row.table.index
            continue
        if entry is None or table_id is None:
            _proactive_extra(row, state, sink)
            continue
        if not row.values:
            continue
        table, header, doubt = _proactive_header(row, table_id, state, hint or next(iter(votes), None))
        if table is None or header is None:
            sink.extra(table_id, row.label, [c.text for c in row.values], row, entry.code)
            sink.warn("unknown_columns", f"{squeeze(row.label)}：表头不明，数字不敢归列", table_id, entry.code)
            continue
        if doubt is None:
            votes[table.form] += 1
        own = table.row(entry.code) or entry
        _emit(sink, table, own, row, header, doubt)
    return votes


def _proactive_row(row: GridRow) -> tuple[Row | None, str | None]:
    best = 0.0
    found: tuple[Row | None, str | None] = (None, None)
    for table_id in PROACTIVE:
        for table in _candidates(table_id):
            for entry in table.rows:
                if (s := max((score(t, entry) for t in _row_texts(row)), default=0.0)) > best:
                    best, found = s, (entry, table_id)
    return found


def _proactive_extra(row: GridRow, state: _Proactive, sink: _Sink) -> None:
    """A row the form does not have: kept, named where the variant is known."""
    table_id = state.caption or "art20_9"
    text = row.label
    glued = _LABEL_AND_VALUE.match(text.strip())
    if glued and not row.has_values:
        label, printed = glued["label"], [glued["value"]]
    elif row.has_values and row.labels:
        label, printed = text, [c.text for c in row.values]
    else:
        if row.has_values:
            sink.extra(table_id, "", [c.text for c in row.values], row)
            sink.warn("unknown_row", "表中有一行数字没有标签：" + " ".join(c.text.strip() for c in row.values), table_id)
        return
    code = next((r.code for t in _candidates("art20_9") for r in t.rows if not r.official and score(label, r)), None)
    sink.extra(table_id, label, printed, row, code)


def _proactive_header(row: GridRow, table_id: str, state: _Proactive, hint: str | None
                      ) -> tuple[FormTable | None, Header | None, str | None]:
    """The generation and columns for a data row: by the header's cells, else by its text, else by the count of values."""
    tables = _candidates(table_id)
    own_caption = state.caption in (None, table_id)
    if own_caption and state.header_cells and not (len(state.header_cells) == 1 < len(row.values)):
        best: tuple[float, FormTable, Alignment, tuple[Cell, ...], tuple[int, ...]] | None = None
        once, sizes = _once(state.header_cells)
        for cells, repeats in ((state.header_cells, ()), (state.header_cells[1:], ()), (once, sizes)):
            for table in tables:
                found = align([[column_score(c.text, col) for col in table.columns] for c in cells]) if cells else None
                if found is None:
                    continue
                quality = found.total / max(len(cells), len(table.columns))
                if best is None or quality > best[0]:
                    best = (quality, table, found, cells, repeats)
        if best and best[0] >= 0.6:
            _, table, found, cells, repeats = best
            columns = tuple(None if m is None else table.columns[m] for m in found.matches)
            spans = tuple((c.column, c.column + c.colspan) for c in cells)
            if all(c in columns for c in table.columns):
                return table, Header(columns, tuple(c.text for c in cells), spans, state.table, repeats), None
    count = len([c for c in row.values if not is_blank(c)]) or len(row.values)
    if own_caption and state.header_blob:
        blob = label_key(state.header_blob)
        hits = {t: sum(any(k in blob for k in keys_of(c)) for c in t.columns) / len(t.columns) for t in tables}
        named = [t for t in tables if hits[t] == 1 and len(t.columns) >= count]
        if named:
            # 处理决定数量 stands in both forms: the one that says more of what the header says is meant
            table = max(named, key=lambda t: sum(len(label_key(c.label)) for c in t.columns))
            return table, _plain_header(table), None
        return None, None, None  # there is a header and it says something else: counting would be guessing
    fitting = [t for t in tables if len(t.columns) == count]
    if len(fitting) > 1 and hint:
        fitting = [t for t in fitting if t.form == hint]
    if len(fitting) == 1 and count == len(row.values):
        return fitting[0], _plain_header(fitting[0]), "columns by count, header not read"
    return None, None, None


def _once(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], tuple[int, ...]]:
    """Header cells with neighbours of the same text made one, and how often each stood there."""
    kept: list[Cell] = []
    sizes: list[int] = []
    for cell in cells:
        if kept and squeeze(kept[-1].text) == squeeze(cell.text):
            sizes[-1] += 1
        else:
            kept.append(cell)
            sizes.append(1)
    return tuple(kept), tuple(sizes)


def _plain_header(table: FormTable) -> Header:
    return Header(table.columns, tuple(c.label for c in table.columns))


# ---- section 3 -----------------------------------------------------------------------------------------------------

def _read_applications(rows: Sequence[GridRow], sink: _Sink) -> Counter[str]:
    tables = _candidates(APPLICATIONS)
    # the 2021 form holds every row of the 2019 form; it is told by the three rows that only it has
    late = tables[-1]
    entries = list(late.rows)
    head = [r for r in rows if _is_header(r)]
    body = join_fragments([r for r in rows if r not in head], entries)
    matches, _ = match_rows(body, entries)
    new = {"other_overdue_correction", "other_overdue_fee", "other_misc"}
    seen = {entries[m].code for m in matches if m is not None}
    table = late if len(seen & new) >= 2 or {"other_overdue_correction", "other_overdue_fee"} & seen else tables[0]
    if table is not late:
        entries = list(table.rows)
        matches, _ = match_rows(body, entries)
    filled = fill_unlabelled(body, matches, entries)
    header = _applications_header(rows, [r for r, m in zip(body, matches, strict=True) if m is not None], table)
    done: dict[str, GridRow] = {}
    for i, row in enumerate(body):
        match = matches[i]
        if match is None:
            _application_extra(row, table, sink, bool(done))
            continue
        entry = entries[match]
        if entry.role != "data" and not _says_a_number(row.values):
            continue
        if not row.has_values and len(row.values) < len(table.columns):
            continue
        if entry.role == "group":
            _application_extra(row, table, sink, True)
            continue
        if entry.code in done:
            _repeated(sink, table, entry, row, done[entry.code])
            if [c.text.strip() for c in row.values] == [c.text.strip() for c in done[entry.code].values]:
                continue
        done.setdefault(entry.code, row)
        _emit(sink, table, entry, row, header, "row placed by order, its label is lost" if i in filled else None)
    return Counter({table.form: len(done)})


def _repeated(sink: _Sink, table: FormTable, entry: Row, row: GridRow, first: GridRow) -> None:
    same = [c.text.strip() for c in row.values] == [c.text.strip() for c in first.values]
    sink.findings.append(Finding(
        "repeated_row", "info" if same else "warning", f"{entry.label}：同一行出现两次" + ("" if same else "且数字不同"),
        "source" if same else "reading", table.id, entry.code))


def _application_extra(row: GridRow, table: FormTable, sink: _Sink, inside: bool) -> None:
    if not inside or not row.has_values:
        return
    printed = [c.text for c in row.values]
    if not any(read_cell(p).state is State.NUMBER for p in printed):
        return
    sink.extra(table.id, row.label, printed, row)
    sink.warn("unknown_row", f"表中一行对不上表样：{squeeze(row.label) or '（无标签）'}", table.id)


def _says_a_number(cells: Iterable[Cell]) -> bool:
    """The header row of a group holds nothing in the official form: blanks and dashes in it are no cells."""
    return any(read_cell(c.text).state is State.NUMBER for c in cells)


_APPLICANTS = frozenset({"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "申请人情况", "法人或其他组织"})


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
    first_data = next((i for i, r in enumerate(rows) if r.has_values and r in data), len(rows))
    head_rows = rows[:first_data]
    plain = _plain_header(table)
    exact = [r for r in data if r.table.exact]
    if exact and head_rows:
        source = exact[0].table
        cells = [c for r in head_rows if r.table is source for c in source.rows[r.index]]
        start = min((r.values[0].column for r in exact if r.values and r.table is source), default=0)
        columns = leaves([c for c in cells if c.colspan < source.width], start, source.width)
        own = [c for r in data if r.table is source for c in r.values if not is_blank(c)]
        found = _by_leaves(columns, table, own, source.index)
        if found:
            return found
    ordered = [c for r in head_rows for c in r.table.rows[r.index] if not is_blank(c)]
    return replace(_by_order(ordered, table, usual) or plain, labels_padded=_labels_padded(data, len(table.columns)))


def _labels_padded(rows: Sequence[GridRow], count: int) -> bool:
    """Whether rows with more cells than columns begin with blanks and do not end with them."""
    long = [r.values for r in rows if len(r.values) > count]
    left = sum(is_blank(v[0]) and not is_blank(v[-1]) for v in long)
    right = sum(is_blank(v[-1]) and not is_blank(v[0]) for v in long)
    return left > 0 and right == 0


def _by_leaves(columns: Sequence[Leaf], table: FormTable, values: Sequence[Cell], index: int) -> Header | None:
    """From the grid: each header column by the texts above it (the lowest first; two joined where one was split)."""
    found: list[Column | None] = []
    for leaf in columns:
        paths = [*reversed(leaf.path), *("".join(leaf.path[i:]) for i in range(len(leaf.path) - 1))]
        best: tuple[float, Column | None] = (0.0, None)
        for text in paths:
            for column in table.columns:
                if (s := score(text, column)) > best[0] and not (column.code == "total" and _subtotal(leaf)):
                    best = (s, column)
        found.append(best[1])
    kept = [(leaf, column) for leaf, column in zip(columns, found, strict=True)
            if column or (leaf.path and any(leaf.start <= c.column < leaf.stop for c in values))]
    named = [c for _, c in kept if c is not None]
    if len(named) != len(table.columns) or len(set(named)) != len(named):
        return None
    texts = tuple(squeeze(leaf.path[-1]) for leaf, _ in kept)
    return Header(tuple(c for _, c in kept), texts, tuple((leaf.start, leaf.stop) for leaf, _ in kept), index)


def _subtotal(leaf: Leaf) -> bool:
    keys = [label_key(t) for t in leaf.path]
    return bool(keys) and keys[-1] in _SUBTOTAL and any("法人" in k for k in keys)


def _by_order(cells: Sequence[Cell], table: FormTable, usual: int) -> Header | None:
    """From the order of the header's words, where the grid says nothing: only a subtotal column changes the count."""
    if usual != len(table.columns) + 1:
        return None
    words = [label_key(c.text) for c in cells]
    places = [i for i, w in enumerate(words) if w in ("小计", "合计", "组织小计")]
    if len(places) != 1:
        return None
    organisations = [w for w in words if w in {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "其它", "小计", "合计", "组织小计"}]
    first = organisations[0] in ("小计", "合计", "组织小计")
    columns: list[Column | None] = list(table.columns)
    columns.insert(1 if first else len(columns) - 1, None)
    return Header(tuple(columns), tuple(c.label if c else "小计" for c in columns))


# ---- section 4 -----------------------------------------------------------------------------------------------------

def _read_review(rows: Sequence[GridRow], sink: _Sink, form: str | None) -> None:
    """The same table in both forms: it takes the form of the report's other tables."""
    tables = _candidates(REVIEW)
    table = next((t for t in tables if t.form == form), tables[-1])
    entry = table.rows[0]
    header_cells: list[tuple[GridRow, Cell]] = []
    for row in rows:
        cells = row.table.rows[row.index]
        values = [c for c in cells if not is_text(c)]
        numbers = [c for c in values if not is_blank(c)]
        if any(is_text(c) and kind_of_text(c.text) == REVIEW for c in cells) and not numbers:
            header_cells.extend((row, c) for c in cells)
            continue
        if not header_cells or (not numbers and len(values) < 5) or (row.labels and is_header_fragment(row)):
            continue
        columns = _review_columns(header_cells, row, table)
        used = row.values if row.labels else tuple(values)
        whole = GridRow(row.table, row.index, row.labels, used)
        if not columns:
            sink.extra(REVIEW, row.label, [c.text for c in used], row)
            sink.warn("unknown_columns", "复议诉讼表的表头不明，数字不敢归列", REVIEW, entry.code)
            continue
        _emit(sink, table, entry, whole, columns)


def is_header_fragment(row: GridRow) -> bool:
    """Single characters of a header that fell apart, with no number beside them."""
    return not row.has_values


def _review_columns(header: Sequence[tuple[GridRow, Cell]], row: GridRow, table: FormTable) -> Header | None:
    """Columns of the review and litigation table: by grid where it can be trusted, else by the order of outcomes."""
    same = [c for r, c in header if r.table is row.table]
    if row.table.exact and same:
        start = row.labels[-1].column + row.labels[-1].colspan if row.labels else 0
        columns = [leaf for leaf in leaves([c for c in same if c.colspan < row.table.width], start, row.table.width)
                   if leaf.path]
        found = [_review_column(leaf.path, table) for leaf in columns]
        if all(found) and len(set(found)) == len(found) and len(found) % 5 == 0:
            return Header(tuple(found), tuple("".join(map(squeeze, leaf.path)) for leaf in columns),
                          tuple((leaf.start, leaf.stop) for leaf in columns), row.table.index)
    outcomes = [key for r, c in header if (key := label_key(c.text)) in _OUTCOMES]
    blob = "".join(squeeze(c.text) for _, c in header)
    blocks = [b for b, words in _BLOCK_WORDS.items() if any(w in blob for w in words)]
    expected = [c for c in table.columns if c.block in blocks]
    order = [label_key(c.label) for c in expected]
    if outcomes == order or ((not outcomes or len(outcomes) != len(order)) and len(row.values) >= len(expected) == 15):
        return Header(tuple(expected), tuple(c.label for c in expected))
    return None


_BLOCK_WORDS = {
    "review": ("行政复议",),
    "litigation_direct": ("未经复议直接起诉", "未经复议直接诉讼", "未经复议直接提起诉讼"),
    "litigation_after_review": ("复议后起诉", "复议后诉讼", "经复议后起诉"),
}
_OUTCOMES = {"结果维持": "upheld", "结果纠正": "corrected", "其他结果": "other_result", "其它结果": "other_result",
             "尚未审结": "pending", "总计": "total", "合计": "total"}


def _review_column(path: Sequence[str], table: FormTable) -> Column | None:
    keys = [label_key(t) for t in path]
    blob = "".join(keys)
    outcome = next((_OUTCOMES[k] for k in reversed(keys) if k in _OUTCOMES), None)
    outcome = outcome or next((v for k, v in _OUTCOMES.items() if blob.endswith(k)), None)
    block = next((b for b in ("litigation_direct", "litigation_after_review", "review")
                  if any(w in blob for w in _BLOCK_WORDS[b])), None)
    return table.column(f"{block}_{outcome}") if block and outcome else None


# ---- 2014 ----------------------------------------------------------------------------------------------------------

def _read_statistics(rows: Sequence[GridRow], sink: _Sink) -> Counter[str]:
    table = _candidates(STATISTICS)[0]
    entries = list(table.rows)
    units = {r.unit for r in entries if r.unit}
    body: list[GridRow] = []
    for row in rows:
        cells = [c for c in row.table.rows[row.index] if not is_blank(c)]
        words = [c for c in cells if is_text(c) and squeeze(c.text) not in units]
        values = tuple(c for c in row.table.rows[row.index] if not words or c.column > words[-1].column)
        if len(values) > 1 and read_cell(values[0].text).state is not State.NUMBER:
            values = values[1:]  # the column of units, also where it holds ---- or nothing
        body.append(GridRow(row.table, row.index, tuple(words), values))
    body = join_fragments(body, entries)
    matches, _ = match_rows(body, entries)
    column = table.columns[0]
    done: set[str] = set()
    for row, match in zip(body, matches, strict=True):
        numbers = [c for c in row.values if not is_blank(c)]
        if match is None:
            if row.labels and any(read_cell(c.text).state is State.NUMBER for c in numbers):
                sink.extra(table.id, row.label, [c.text for c in numbers], row)
            continue
        entry = entries[match]
        if (entry.role != "data" and not _says_a_number(numbers)) or not row.values or entry.code in done:
            continue
        done.add(entry.code)
        if len(numbers) > 1:
            seen = " ".join(c.text.strip() for c in numbers)
            sink.cells.append(replace(
                report_cell(table, entry, column, replace(numbers[0], text=seen), row.table.index, row.index, unreadable=True),
                state=State.UNREADABLE, value=None, value_yuan=None, printed=seen, note="several values for one indicator"))
            continue
        sink.cell(table, entry, column, (numbers or list(row.values))[0], row)
    return Counter({"2014": len(done)})


# ---- all -----------------------------------------------------------------------------------------------------------

def read_tables(document: Document) -> TablesRead:
    """Every statistical table of a document as cells of the form, with what did not fit kept and named."""
    by_kind = segment(document.tables)
    sink = _Sink()
    votes: Counter[str] = Counter()
    if STATISTICS in by_kind:
        votes += _read_statistics(by_kind[STATISTICS], sink)
    application_votes = _read_applications(by_kind[APPLICATIONS], sink) if APPLICATIONS in by_kind else Counter()
    hint = application_votes.most_common(1)[0][0] if application_votes else None
    proactive_votes = _read_proactive(by_kind[ART20], sink, hint) if ART20 in by_kind else Counter()
    form = _form(application_votes, proactive_votes, votes, sink)
    if REVIEW in by_kind:
        _read_review(by_kind[REVIEW], sink, form)
    cells = _resolve(sink)
    return TablesRead(tuple(cells), tuple(sink.extras), tuple(sink.findings), form, frozenset(c.table for c in cells))


def _form(applications: Counter[str], proactive: Counter[str], votes: Counter[str], sink: _Sink) -> str | None:
    """The form of the report: that of its tables; table 3 decides where they differ, and a finding says so."""
    first = applications.most_common(1)[0][0] if applications and sum(applications.values()) else None
    second = proactive.most_common(1)[0][0] if proactive else None
    if first and second and (first != second or len(proactive) > 1):
        sink.findings.append(Finding("mixed_forms", "warning", f"表二用{second}年表样，表三用{first}年表样", "source",
                                     left=second, right=first))
    if first or second:
        return first or second
    return votes.most_common(1)[0][0] if votes else None


def _resolve(sink: _Sink) -> list[ReportCell]:
    """One cell per place in the form. The same number twice is one cell; two different ones are unreadable, and said."""
    found: dict[tuple[str, str, str], ReportCell] = {}
    for cell in sink.cells:
        first = found.get(cell.key)
        if first is None or (first.state is State.BLANK and cell.state is not State.BLANK):
            found[cell.key] = cell
        elif cell.state is State.NUMBER and (first.state, first.value) != (cell.state, cell.value):
            found[cell.key] = replace(first, state=State.UNREADABLE, value=None, value_yuan=None,
                                      printed=f"{first.printed} | {cell.printed}", note="two different numbers for one cell")
            sink.warn("conflicting_cells", f"同一格有两个数：{first.printed}、{cell.printed}", cell.table, cell.row)
    return list(found.values())


__all__ = ["ART20", "EXACT", "TablesRead", "kind_of_text", "known_label", "read_tables", "segment"]
