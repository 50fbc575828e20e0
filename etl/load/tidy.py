"""Makes a report storable without changing what it says: whatever cannot be held exactly is named, never bent."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from etl import forms
from etl.load.content import to_text
from etl.report import Box, Finding, Quality, Report, ReportCell, State

#: Beyond this, whole numbers are not exact everywhere that the data goes (JSON, Parquet, spreadsheets).
_LIMIT = 2**53
#: The one rule that loading adds: code and wording.
DOUBLED_RULE = ("R9", "同一单元格读出两个不同的结果", "one cell was read twice with different results")
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
#: The same in JSON, which escapes NUL.
_UNSTORABLE_IN_JSON = re.compile(r"\\u0000|[\ud800-\udfff]")
_CONFIDENT: frozenset[Quality] = frozenset({"clean", "source_errors"})


def tidy(report: Report) -> Report:
    """The report as it will be read back from the database.

    * cells in the order of the forms, one a code: two that differ become one unreadable cell and a finding;
    * numbers too large to be exact become unreadable, printed text kept; whole floats become ints;
    * lone surrogates and NUL characters become U+FFFD;
    * conflicts found while identifying stand among the findings;
    * a report without publisher or year needs review.
    """
    if _UNSTORABLE_IN_JSON.search(to_text(report)):
        report = _clean(report)
    cells, doubled = _one_each(map(_cell, report.cells))
    conflicts = tuple(f for f in _clean(report.identity.findings) if f not in report.findings)
    who = replace(report.identity, findings=())
    quality = report.quality
    if quality in _CONFIDENT and (who.publisher is None or who.year is None or doubled):
        quality = "needs_review"
    return replace(
        report, identity=who, cells=tuple(cells), quality=quality,
        facts=tuple(replace(f, value=_number_or_text(f.value)) for f in report.facts),
        findings=tuple(
            replace(f, left=_number_or_text(f.left), right=_number_or_text(f.right))
            for f in (*report.findings, *conflicts, *doubled)
        ),
    )


def _cell(cell: ReportCell) -> ReportCell:
    value, yuan, state, note = cell.value, cell.value_yuan, cell.state, cell.note
    box = _box(cell.bbox)
    if (state is State.NUMBER) != (value is not None):
        raise ValueError(f"cell {cell.key} has state {state} and value {value!r}")
    if value is None:
        yuan = None
    else:
        value, yuan = _storable(value), None if yuan is None else _storable(yuan)
        if value is None:
            yuan, state, note = None, State.UNREADABLE, "a number too large to be kept exactly"
    if (state, note, box) == (cell.state, cell.note, cell.bbox) and value is cell.value and yuan is cell.value_yuan:
        return cell
    return replace(cell, value=value, value_yuan=yuan, state=state, note=note, bbox=box)


def _storable(value: int | float) -> int | float | None:
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        if not value.is_integer():
            return value
        value = int(value)
    return value if -_LIMIT <= value <= _LIMIT else None


def _number_or_text(value: int | float | str | None) -> int | float | str | None:
    if value is None or isinstance(value, str):
        return value
    stored = _storable(value)
    return str(value) if stored is None else stored


def _box(box: Box | None) -> Box | None:
    if box is None or not all(map(math.isfinite, box)):
        return None
    x0, top, x1, bottom = (round(float(v), 2) for v in box)
    return x0, top, x1, bottom


def _one_each(cells: Iterable[ReportCell]) -> tuple[list[ReportCell], list[Finding]]:
    found: dict[tuple[str, str, str], ReportCell] = {}
    doubled: list[Finding] = []
    for cell in cells:
        first = found.setdefault(cell.key, cell)
        if first is cell or (first.state, first.value, first.unit) == (cell.state, cell.value, cell.unit):
            continue
        if first.state is State.UNREADABLE:
            continue
        message = f"this cell was read twice, as {first.printed or 'blank'} and as {cell.printed or 'blank'}"
        doubled.append(Finding(DOUBLED_RULE[0], "error", message, "reading", *cell.key, left=first.printed, right=cell.printed))
        found[cell.key] = replace(first, value=None, value_yuan=None, state=State.UNREADABLE, note=message)
    return sorted(found.values(), key=order), doubled


def order(cell: ReportCell) -> tuple:
    """By what cells are sorted into the order of the forms; codes that no form has come last."""
    table, row, column = cell.key
    tables, rows, columns = _places()
    return (
        tables.get(table, len(tables)), table, rows.get((table, row), len(rows)), row,
        columns.get((table, column), len(columns)), column,
    )


@cache
def _places() -> tuple[dict[str, int], dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    # Later generations first: where two order their rows differently, the present form's order counts.
    every = [t for form in reversed(forms.forms()) for t in form.tables]
    tables = dict.fromkeys(t.id for t in every)
    rows = dict.fromkeys((t.id, r.code) for t in every for r in t.rows)
    columns = dict.fromkeys((t.id, c.code) for t in every for c in t.columns)
    number = {name: i for i, name in enumerate(tables)}
    return number, {k: i for i, k in enumerate(rows)}, {k: i for i, k in enumerate(columns)}


def _clean(value: Any) -> Any:
    """The value with every text in it made storable."""
    if isinstance(value, str) and not isinstance(value, State):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(_clean(v) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: new for f in fields(value) if (new := _clean(old := getattr(value, f.name))) is not old and new != old}
        return replace(value, **changed) if changed else value
    return value


def clean_text(text: str) -> str:
    """The text without what SQLite cannot hold whole: lone surrogates and NUL become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)
