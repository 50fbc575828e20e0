"""Rows of table 3 whose labels no longer stand by their numbers, told by their order: where a text has as many rows of numbers as the
form, none of them under another row's label, and every column adds up, no other reading is left.

Converters that keep the places of a narrow column's lines (``pdftotext -layout``) mingle the words of the columns of labels; those that
read a page column by column write a row's numbers ahead of its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from etl.numbers import read_cell
from etl.parse.labels import keys_of
from etl.parse.stream.lines import Token, as_one
from etl.parse.stream.runs import Expected, Run, is_of_no_form
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
    return list(places) if any(rows.get("total_processed", ())) and balances(rows) else None


def behind(runs: Sequence[Run], tail: Sequence[Token], expected: Sequence[Expected]) -> list[Run] | None:
    """The runs with the words behind each as its own, where labels stand behind their numbers: the form's first label behind most of a row
    of numbers, which has none ahead. None where they do not."""
    first = next(e for e in expected if not e.optional)
    ahead, after = (label_key(run.text) for run in runs[:2]) if len(runs) > 1 else ("", "")
    if 2 * len(runs[0].values if runs else ()) <= first.count or not any(after.startswith(key) and key not in ahead for key in keys_of(first.row)):
        return None
    if all(read_cell(v.text).value == i for i, v in enumerate(runs[0].values, 1)):
        return None  # these number the columns
    return [replace(run, before=tuple(words)) for run, words in zip(runs, (*(r.before for r in runs[1:]), tail), strict=True)]


def unplaced(run: Run) -> Run:
    """A run whose row nobody can tell."""
    return replace(run, values=(as_one(run.values),))


def _is_under_another(run: Run, place: int, expected: Sequence[Expected]) -> bool:
    texts = label_key(run.text), label_stem(run.text)
    found = {i for i, e in enumerate(expected) if any(text.endswith(key) for key in keys_of(e.row) for text in texts if len(key) > 2)}
    return bool(found) and place not in found


def balances(rows: dict[str, list[float]]) -> bool:
    """Whether in every column what came in is what went out, and the outcomes make up their total."""
    if not set(_RECEIVED + _HANDLED) <= set(rows):
        return False
    outcomes = [row for code, row in rows.items() if code not in _RECEIVED + _HANDLED]

    def same(one: Sequence[Sequence[float]], other: Sequence[Sequence[float]]) -> bool:
        return all(sum(a) == sum(b) for a, b in zip(zip(*one, strict=True), zip(*other, strict=True), strict=True))

    return same([rows[c] for c in _RECEIVED], [rows[c] for c in _HANDLED]) and same(outcomes, [rows["total_processed"]])
