"""Spans of tables that keep the order of cells alone: a row with fewer cells than the table has columns gives the missing ones to its
last label as far as the table's labels reach, and the rest to its last value."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from etl.extract.grid import Draft
from etl.numbers import read_cell
from etl.report import State
from etl.text import squeeze


def drafts(rows: Sequence[Sequence[str]]) -> list[list[Draft]]:
    """Cells of rows that may differ in number."""
    return [[Draft(text, colspan=n) for text, n in zip(row, known, strict=True)] for row, known in zip(rows, _spans(rows), strict=True)]


def _spans(rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """How many columns each cell covers, so that all rows are as wide as the widest."""
    width = max(map(len, rows))
    ends = [_label_end(row) for row in rows]
    reach = max((end + 1 for end in ends if end is not None), default=0)
    found: list[list[int] | None] = []
    for row, end in zip(rows, ends, strict=True):
        missing = width - len(row)
        if not missing:
            found.append([1] * width)
        elif end is None:
            found.append(None)
        else:
            wider = min(missing, reach - end - 1)
            shape = [1] * len(row)
            shape[-1] += missing - wider
            shape[end] += wider
            found.append(shape)
    below: list[int] | None = None
    for r in range(len(rows) - 1, -1, -1):
        known = found[r]
        if known is None:
            known = found[r] = _header_spans(rows[r], rows[r + 1] if r + 1 < len(rows) else [], below, width)
        below = known
    return [known or [] for known in found]


def _label_end(row: Sequence[str]) -> int | None:
    """Index of the last label before the row's values (blank ones too), None where the row has no values."""
    states = [read_cell(text).state for text in row]
    first = next((i for i, s in enumerate(states) if s in (State.NUMBER, State.NOT_APPLICABLE)), None)
    labels = [i for i, s in enumerate(states[:first]) if s is State.UNREADABLE]
    if first is None and labels and 2 * (len(row) - labels[-1] - 1) < len(row):
        return None
    return labels[-1] if labels else None


def _header_spans(row: Sequence[str], below_row: Sequence[str], below: list[int] | None, width: int) -> list[int]:
    """Spans of a row without values, from the row below it: a blank there continues the cell above it."""
    if below is not None and len(row) == len(below):
        return list(below)
    missing = width - len(row)
    if below is None or len(row) > len(below):
        return [1] * (len(row) - 1) + [1 + missing]
    runs = [list(run) for _, run in groupby(range(len(below)), key=lambda i: bool(squeeze(below_row[i])) or -i)]
    spread = [sum(below[i] for i in run) for run in runs]
    if len(spread) == len(row):
        return spread
    if len(spread) < len(row) and spread and (extra := len(row) - len(spread) + 1) > 1:
        wide = max(range(len(spread)), key=spread.__getitem__)
        if spread[wide] % extra == 0:
            return spread[:wide] + [spread[wide] // extra] * extra + spread[wide + 1:]
    first = below[0] if below and len(row) > 1 else 1
    if first + len(row) - 1 > width:
        first = 1
    return [first] + [1] * (len(row) - 2) + [width - first - (len(row) - 2)] if len(row) > 1 else [width]
