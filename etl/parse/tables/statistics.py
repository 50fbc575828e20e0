"""The statistical return of 2014 to 2018: a list of indicators, with local rows added and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from etl.forms import STATISTICS
from etl.numbers import read_cell
from etl.parse.grid import GridRow, is_blank, is_text
from etl.parse.tables.placing import Sink, candidates, join_fragments, match_rows, report_cell, says_a_number
from etl.report import State
from etl.text import squeeze


def read_statistics(rows: Sequence[GridRow], sink: Sink) -> Counter[str]:
    table = candidates(STATISTICS)[0]
    entries = list(table.rows)
    units = {r.unit for r in entries if r.unit}
    body: list[GridRow] = []
    for row in rows:
        cells = [c for c in row.table.rows[row.index] if not is_blank(c)]
        words = [c for c in cells if is_text(c) and squeeze(c.text) not in units]
        values = tuple(c for c in row.table.rows[row.index] if not words or c.column > words[-1].column)
        values = tuple(c for c in values if squeeze(c.text) not in units)  # the unit may stand behind its number
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
        if (entry.role != "data" and not says_a_number(numbers)) or not row.values or entry.code in done:
            continue
        done.add(entry.code)
        if len(numbers) > 1:
            seen = " ".join(c.text.strip() for c in numbers)
            sink.cells.append(replace(
                report_cell(table, entry, column, replace(numbers[0], text=seen), row.table.index, row.index),
                state=State.UNREADABLE, value=None, value_yuan=None, printed=seen, note="several values for one indicator"))
            continue
        sink.cell(table, entry, column, (numbers or list(row.values))[0], row)
    return Counter({"2014": len(done)})
