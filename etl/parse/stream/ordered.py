"""Rows of table 3 whose labels no longer stand by their numbers, told by their order: where a text has as many rows of numbers as the
form, none of them under another row's label, and every column adds up, no other reading is left.

Converters that keep the places of a narrow column's lines (``pdftotext -layout``) mingle the words of the columns of labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from etl import forms
from etl.numbers import read_cell
from etl.parse.labels import keys_of
from etl.parse.stream.runs import Expected, Run
from etl.text import label_key, label_stem

_RECEIVED, _HANDLED = ("new_received", "carried_in"), ("total_processed", "carried_forward")


def in_order(runs: Sequence[Run], expected: Sequence[Expected]) -> list[int | None] | None:
    """For each run its place among the expected rows, or None where that is not proven."""
    places = [i for i, e in enumerate(expected) if not e.optional]
    if len(runs) != len(places) or any(len(run.values) != expected[i].count for run, i in zip(runs, places, strict=True)):
        return None
    if any(is_of_no_form(run) or _is_under_another(run, i, expected) for run, i in zip(runs, places, strict=True)):
        return None
    rows = {expected[i].row.code: [read_cell(v.text).value or 0 for v in run.values] for run, i in zip(runs, places, strict=True)}
    return list(places) if _adds_up(rows) else None


def _is_under_another(run: Run, place: int, expected: Sequence[Expected]) -> bool:
    texts = label_key(run.text), label_stem(run.text)
    found = {i for i, e in enumerate(expected) if any(text.endswith(key) for key in keys_of(e.row) for text in texts if len(key) > 2)}
    return bool(found) and place not in found


def is_of_no_form(run: Run) -> bool:
    """Whether the word ahead of the values is clearly none of any form's: most pairs of its letters stand in no label. Words that mingled
    are pieces of labels."""
    pairs = list(map("".join, pairwise(label_key(run.before[-1].text)))) if run.before else []
    return len(pairs) > 1 and 2 * sum(pair in _pairs() for pair in pairs) < len(pairs)


@cache
def _pairs() -> frozenset[str]:
    rows = (row for form in forms.forms() for table in form.tables if table.id not in forms.PROACTIVE for row in table.rows)
    return frozenset("".join(pair) for row in rows for key in keys_of(row) for pair in pairwise(key))


def _adds_up(rows: dict[str, list[float]]) -> bool:
    """Whether in every column what came in is what went out, and the outcomes make up their total; and not by zeros alone."""
    if not set(_RECEIVED + _HANDLED) <= set(rows) or not any(rows["total_processed"]):
        return False
    outcomes = [row for code, row in rows.items() if code not in _RECEIVED + _HANDLED]

    def same(one: Sequence[Sequence[float]], other: Sequence[Sequence[float]]) -> bool:
        return all(sum(a) == sum(b) for a, b in zip(zip(*one, strict=True), zip(*other, strict=True), strict=True))

    return same([rows[c] for c in _RECEIVED], [rows[c] for c in _HANDLED]) and same(outcomes, [rows["total_processed"]])
