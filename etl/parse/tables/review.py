"""Section 4: administrative review and litigation, one row of fifteen numbers."""

from __future__ import annotations

from collections.abc import Sequence

from etl.documents import Cell
from etl.forms import REVIEW, Column, FormTable
from etl.parse.grid import GridRow, is_blank, is_text, leaves
from etl.parse.labels import keys_of
from etl.parse.tables.placing import Header, Sink, candidates, emit
from etl.parse.tables.segment import kind_of_text
from etl.text import label_key, squeeze


def read_review(rows: Sequence[GridRow], sink: Sink, form: str | None) -> None:
    """The same table in both forms: it takes the form of the report's other tables."""
    tables = candidates(REVIEW)
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
        fragment = row.labels and not row.has_values  # single characters of a header that fell apart
        if not header_cells or fragment or (not numbers and len(values) < 5):
            continue
        columns = _review_columns(header_cells, row, table)
        used = row.values if row.labels else tuple(values)
        whole = GridRow(row.table, row.index, row.labels, used)
        if not columns:
            sink.extra(REVIEW, row.label, [c.text for c in used], row)
            sink.warn("unknown_columns", "复议诉讼表的表头不明，数字不敢归列", REVIEW, entry.code)
            continue
        emit(sink, table, entry, whole, columns)


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
    by_outcome = _outcomes(table)
    outcomes = [by_outcome[key] for _, c in header if (key := label_key(c.text)) in by_outcome]
    blob = "".join(squeeze(c.text) for _, c in header)
    expected = [c for c in table.columns if any(w in blob for w in c.block_words)]
    order = [label_key(c.label) for c in expected]
    # a header that fell apart into characters cannot be held against the order; short rows are then lost loudly
    fell_apart = len(outcomes) != len(order) and len(expected) == len(table.columns)
    if outcomes == order or (fell_apart and (len(row.values) >= len(expected) or not row.table.exact)):
        return Header(tuple(expected), tuple(c.label for c in expected))
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
