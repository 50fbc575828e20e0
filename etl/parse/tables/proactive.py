"""Section 2: the five small tables on article 20, printed as one table or as five."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from etl.documents import BY_ORDER, Cell
from etl.forms import PROACTIVE, FormTable, Row
from etl.parse.grid import GridRow, is_blank, is_value, is_words
from etl.parse.labels import (
    PREFIX,
    STEM,
    SUFFIX,
    Alignment,
    align,
    column_score,
    decisive,
    keys_of,
    names_other_years,
    resembles,
    score,
)
from etl.parse.tables.header import Header, plain_header
from etl.parse.tables.placing import Sink, candidates, emit
from etl.parse.tables.rows import fill_unlabelled, join_fragments, match_rows, names_several, row_texts
from etl.parse.tables.segment import CAPTION
from etl.remembered import remembered
from etl.text import label_key, squeeze

_ARTICLES = {digit: f"art20_{number}" for number in (1, 5, 6, 8, 9) for digit in ("一二三四五六七八九"[number - 1], str(number))}
#: How well a header must be named on the average for its columns to be those of a form.
_FITS = 0.6
_LABEL_AND_VALUE = re.compile(r"^(?P<label>.*[\u4e00-\u9fff)）].*?)[:：]\s*(?P<value>[^:：\u4e00-\u9fff]*\d[^:：]*)$", re.S)


@dataclass(slots=True)
class _Proactive:
    """Where the reader of section 2 stands: the caption above, the header above, and the table these belong to."""

    caption: str | None = None
    header_cells: tuple[Cell, ...] = ()
    header_blob: str = ""
    table: int | None = None
    used: bool = False
    """A row of numbers stood under that header: the next header is another table's."""


def read_proactive(rows: Sequence[GridRow], sink: Sink) -> Counter[str]:
    """Section 2: captions, headers and data rows, in one table or in five. Returns the forms its headers speak for.

    Where a header cannot be read, the other headers of the same section say which form is meant; never table 3, which may
    follow another form.
    """
    votes = _read(rows, Sink(), None) or _words(rows)
    return _read(rows, sink, votes.most_common(1)[0][0] if votes else None)


def _words(rows: Sequence[GridRow]) -> Counter[str]:
    """The forms whose own columns are named anywhere, where headers fell apart."""
    said = label_key("".join(c.text for row in rows for c in row.table.rows[row.index]))
    forms = {(label_key(c.label), t.form) for table_id in PROACTIVE for t in candidates(table_id) for c in t.columns}
    words = Counter(word for word, _ in forms)
    return Counter(form for word, form in forms if words[word] == 1 and word in said)


def _read(rows: Sequence[GridRow], sink: Sink, hint: str | None) -> Counter[str]:
    votes: Counter[str] = Counter()
    rows = join_fragments(rows, [r for i in PROACTIVE for t in candidates(i) for r in t.rows])
    exact = {e.code for row in rows if row.has_values for i in PROACTIVE for t in candidates(i) for e in t.rows if _is_exactly(row, e)}
    otherwise = _told_otherwise(rows, hint)
    state = _Proactive()
    for row in rows:
        cells = [c for c in row.table.rows[row.index] if not is_blank(c)]
        if not cells:
            continue
        caption = CAPTION.search(squeeze("".join(c.text for c in cells)))
        if caption and not any(is_value(c) for c in cells[len(cells) > 1 :]):  # a running number may stand ahead
            state = _Proactive(_ARTICLES.get(caption[1]))
            # a caption and a header run together on one line (text from PDF)
            rest = squeeze("".join(c.text for c in cells))[caption.end():]
            if len(rest) > 3:
                state.header_blob = rest
            continue
        entry, table_id = _proactive_row(row, state.caption)
        if entry is not None and entry.code in exact and not _is_exactly(row, entry):
            entry = None  # 行政许可变更 is no 行政许可 where that stands in a row of its own
        if entry is not None and not entry.official and state.caption not in (None, table_id):
            entry = None  # a row of some places' own is of the table that it is printed in
        if is_words(row):
            entry = None
        unusual = None
        if entry is None and _place(row) in otherwise:
            (entry, table_id), unusual = otherwise[_place(row)], f"{BY_ORDER}, its label is unusual"
        if entry is None and not any(is_value(c) for c in row.values) and not _LABEL_AND_VALUE.match(row.label):
            corner = next((n for n in range(1, 5) if squeeze("".join(c.text for c in cells[:n])) == "信息内容"), 0)
            if state.used and (corner or _names_columns(cells, PROACTIVE)):
                state = _Proactive()
            if state.header_cells and not _names_columns(cells, (state.caption,) if state.caption else PROACTIVE, PREFIX):
                if row.table.exact and row.table.index == state.table:
                    state.header_cells = tuple(_divided(state.header_cells, cells))
                continue
            state.header_cells = tuple(c for c in cells[corner:] if squeeze(c.text) != "信息内容")
            state.header_blob += squeeze("".join(c.text for c in cells))
            state.table = row.table.index
            continue
        if entry is None or table_id is None:
            _proactive_extra(row, state, sink)
            continue
        if not row.values:
            continue
        state.used = True
        table, header, doubt = _proactive_header(row, table_id, state, hint)
        if table is None or header is None:
            sink.extra(table_id, row.label, [c.text for c in row.values], row, entry.code)
            sink.warn("unknown_columns", f"{squeeze(row.label)}：表头不明，数字不敢归列", table_id, entry.code)
            continue
        if doubt is None and sum(t.columns == table.columns for t in candidates(table_id)) == 1:
            votes[table.form] += 1  # a table that two forms have alike speaks for neither
        own = table.row(entry.code) or entry
        emit(sink, table, own, row, header, unusual or doubt)
    return votes


def _told_otherwise(rows: Sequence[GridRow], form: str | None) -> dict[tuple[int, int], tuple[Row, str]]:
    """The rows whose labels are a form's in other words (规章制度), where their place among the others leaves no choice."""
    body = [r for r in rows if form and any(map(is_value, r.values))]
    entries = [(row, t.id) for table_id in PROACTIVE for t in candidates(table_id) if t.form == form for row in t.rows]
    official = [row for row, _ in entries]
    matches = match_rows(body, official)
    return {_place(body[i]): entries[at] for i in fill_unlabelled(body, matches, official) if body[i].labels and (at := matches[i]) is not None}


def _place(row: GridRow) -> tuple[int, int]:
    return row.table.index, row.index


_ANY_NUMBER = re.compile("(?:信息内容)?(?:本年度?|当年|全年)?(?:办理|处理|决定|实施)*总?(?:数量?|件数)")
"""A header that says of its column no more than that it holds this year's numbers."""
_WHOLE = re.compile(r"合计|总计|共计|总数|本年度?数?|今年")


def _divided(header: Sequence[Cell], below: Sequence[Cell]) -> Iterator[Cell]:
    """The header's columns where a row below it divides them by offices: the sum is what the column above it asks for."""
    for cell in header:
        parts = [c for c in below if cell.column <= c.column and c.column + c.colspan <= cell.column + cell.colspan]
        if len(parts) < 2:
            yield cell
            continue
        for part in parts:
            yield replace(part, text=cell.text) if _WHOLE.fullmatch(squeeze(part.text)) else part


def _names_columns(cells: Sequence[Cell], tables: Sequence[str], least: float = SUFFIX) -> bool:
    """Whether a row without numbers has headers of these tables in it, with certainty or (PREFIX) perhaps."""
    return any(column_score(c.text, col) >= least for c in cells for i in tables for t in candidates(i) for col in t.columns)


def _is_exactly(row: GridRow, entry: Row) -> bool:
    return any(score(t, entry) >= STEM for t in row_texts(row))


def _proactive_row(row: GridRow, caption: str | None) -> tuple[Row | None, str | None]:
    """The form's row that a printed one is, and its table; of rows named alike in two tables, the one under the caption."""
    best = SUFFIX if label_key(row.label).startswith("其中") else 0.0  # a part of a row (其中：某局行政处罚) is not that row
    found: tuple[Row | None, str | None] = (None, None)
    if _names_several(row.label):
        return found
    texts = [_below_caption(t) for t in row_texts(row)]
    for table_id in sorted(PROACTIVE, key=lambda t: t != caption):
        for table in candidates(table_id):
            for entry in table.rows:
                if (s := max((score(t, entry) for t in texts), default=0.0)) > best:
                    best, found = s, (entry, table_id)
    return found


@remembered
def _names_several(label: str) -> bool:
    return any(names_several(label, table.rows) for table_id in PROACTIVE for table in candidates(table_id))


def _below_caption(text: str) -> str:
    """A label without the caption ahead of it: 第二十条第（一）项：规章."""
    caption = CAPTION.search(squeeze(text))
    return squeeze(text)[caption.end():] if caption else text


def _proactive_extra(row: GridRow, state: _Proactive, sink: Sink) -> None:
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
    code = next((r.code for i in PROACTIVE for t in candidates(i) for r in t.rows if not r.official and score(label, r)), None)
    sink.extra(table_id, label, printed, row, code)


def _proactive_header(row: GridRow, table_id: str, state: _Proactive, hint: str | None
                      ) -> tuple[FormTable | None, Header | None, str | None]:
    """The generation and columns for a data row: by the header's cells, else by its text, else by the count of values."""
    tables = candidates(table_id)
    own_caption = state.caption in (None, table_id)
    if own_caption and state.header_cells and not (len(state.header_cells) == 1 < len(row.values)):
        best: tuple[tuple[float, bool], FormTable, Alignment, tuple[Cell, ...], tuple[int, ...]] | None = None
        shown = state.header_cells
        if row.table.exact and row.table.index == state.table:  # what stands over the labels is no column: 序号
            shown = tuple(c for c in shown if c.column + c.colspan > row.values[0].column)
        once, sizes = _once(shown)
        for cells, repeats in ((shown, ()), (shown[1:], ()), (once, sizes)):
            for table in tables:
                found = _columns(cells, table)
                if found is None:
                    continue
                quality = found.total / max(len(cells), len(table.columns))
                # 上一年, 本年增减, 处理决定数量 are the columns of 2019, though the last is also the only one of 2021
                whole = None not in found.matches and len(cells) == len(table.columns) and hint in (None, table.form)
                if row.table.exact and cells is shown and (
                        (whole and quality >= _FITS) or _names_all(cells, table, found, len(row.values))):
                    quality += 1
                rank = (quality, table.form == hint)
                if best is None or rank > best[0]:
                    best = (rank, table, found, cells, repeats)
        if best and best[0][0] >= _FITS:
            _, table, found, cells, repeats = best
            columns = tuple(None if m is None else table.columns[m] for m in found.matches)
            spans = tuple((c.column, c.column + c.colspan) for c in cells)
            # text has no grid: a label broken by spaces makes more words than columns
            told = row.table.exact or (sum(repeats) or len(columns)) == len(row.values)
            if told and all(c in columns for c in table.columns):
                header = Header(columns, tuple(c.text for c in cells), spans, state.table, repeats, note=state.header_blob)
                return table, header, None
    count = len([c for c in row.values if not is_blank(c)]) or len(row.values)
    if own_caption and state.header_blob:
        blob = label_key(state.header_blob)
        hits = {t: sum(any(k in blob for k in keys_of(c)) for c in t.columns) / len(t.columns) for t in tables}
        earlier = names_other_years(state.header_blob)
        named = [t for t in tables if hits[t] == 1 and earlier == any(names_other_years(c.label) for c in t.columns) and len(t.columns) >= count and _in_order(blob, t)]
        if named:
            # 处理决定数量 stands in both forms: the one that says more of what the header says is meant
            table = max(named, key=lambda t: sum(len(label_key(c.label)) for c in t.columns))
            return table, Header(table.columns, tuple("" for _ in table.columns), note=state.header_blob), None
        if not _ANY_NUMBER.fullmatch(squeeze(state.header_blob)):
            return None, None, None  # there is a header and it says something else: counting would be guessing
    fitting = [t for t in tables if len(t.columns) == count]
    if hint:
        fitting = [t for t in fitting if t.form == hint]
    if len(fitting) == 1 and count == len(row.values):
        return fitting[0], plain_header(fitting[0]), "columns by count, header not read"
    return None, None, None


def _columns(cells: Sequence[Cell], table: FormTable) -> Alignment | None:
    """Header cells as columns: in the form's order, or in another where every column is named with certainty."""
    scores = decisive([[column_score(c.text, col) for col in table.columns] for c in cells])
    if not scores:
        return None
    sure = [[j for j, s in enumerate(line) if s >= SUFFIX] for line in scores]
    if all(len(s) <= 1 for s in sure) and sorted(j for s in sure for j in s) == list(range(len(table.columns))):
        matches = tuple(s[0] if s else None for s in sure)
        return Alignment(matches, sum(line[m] for line, m in zip(scores, matches, strict=True) if m is not None))
    found = align(scores)
    lost = [i for i, m in enumerate(found.matches) if m is None]
    if len(lost) == 1 and len(cells) == len(table.columns) and not names_other_years(cells[lost[0]].text) and resembles(cells[lost[0]].text, table.columns[lost[0]], table.columns):
        # in other words (制发数量), and in the only place that is left
        return Alignment(tuple(range(len(cells))), found.total + PREFIX)
    return found


def _names_all(cells: Sequence[Cell], table: FormTable, found: Alignment, values: int) -> bool:
    """Whether there is a header for each value, and every column is named among them with certainty."""
    sure = [m for c, m in zip(cells, found.matches, strict=True) if m is not None and column_score(c.text, table.columns[m]) >= SUFFIX]
    return len(cells) == values and len(sure) == len(table.columns)


def _in_order(blob: str, table: FormTable) -> bool:
    """Whether a header's text names the columns in the form's order."""
    places = [min((blob.find(k) for k in keys_of(c) if k in blob), default=-1) for c in table.columns]
    return places == sorted(places)


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
