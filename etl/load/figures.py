"""The numbers of reports as the derived tables need them: by code, absent cells told from cells without a number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlite_utils

from etl.forms import APPLICATIONS, REVIEW, STATISTICS
from etl.load.indicators import GROWTHS, HIDDEN, RATES, SUMS, TOTALS, Rate, Terms
from etl.load.schema import APPLICANTS, DISPUTE_OUTCOMES

Key = tuple[str, str, str]
Number = int | float


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell that is there. ``value`` is None where no number is printed in it."""

    value: Number | None
    yuan: Number | None = None


Figures = Mapping[Key, Figure]


def figures_of(db: sqlite_utils.Database, report_ids: Iterable[str]) -> dict[str, Figures]:
    """The cells of several reports, by report. A report without cells has an empty mapping."""
    found: dict[str, dict[Key, Figure]] = {identifier: {} for identifier in report_ids}
    for group in _batches(list(found), 400):
        marks = ", ".join("?" * len(group))
        for name, columns, key in (("applications", APPLICANTS, "outcome"), ("disputes", DISPUTE_OUTCOMES, "channel")):
            names = ", ".join(f'"{c}"' for c in columns)
            for row in db.conn.execute(
                f'SELECT report_id, "{key}", states, {names} FROM "{name}" WHERE report_id IN ({marks})', group
            ):
                here, states = found[row[0]], json.loads(row[2]) if row[2] else {}
                for column, value in zip(columns, row[3:], strict=True):
                    if value is not None or column in states:
                        place = (APPLICATIONS, row[1], column) if name == "applications" else (REVIEW, "cases", f"{row[1]}_{column}")
                        here[place] = Figure(value)
        for row in db.conn.execute(
            "SELECT report_id, article, item, measure, value, value_yuan FROM proactive_disclosure"
            f" WHERE report_id IN ({marks})", group,
        ):
            found[row[0]][row[1], row[2], row[3]] = Figure(row[4], row[5])
        for row in db.conn.execute(
            f"SELECT report_id, indicator, value, value_yuan FROM statistics_2014 WHERE report_id IN ({marks})", group
        ):
            found[row[0]][STATISTICS, row[1], "value"] = Figure(row[2], row[3])
    return dict(found)


def _batches(items: list[str], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(items), size):
        yield tuple(items[start:start + size])


def metrics_of(figures: Figures, form: str | None, previous: Figures | None = None) -> dict[str, Any]:
    """The computed columns of ``metrics`` for one report; ``previous`` are the figures of the same body's year before."""
    known: dict[str, Number | None] = {}
    present: set[str] = set()
    for total in (*TOTALS, *HIDDEN):
        cell = next((figures[c] for c in total.cells if c in figures), None)
        if cell is not None:
            present.add(total.code)
        known[total.code] = None if cell is None else cell.yuan if total.yuan else cell.value
    reasons: dict[str, list[str]] = {}
    for computed in SUMS:
        if not _applies(computed.forms, form):  # a form that nobody has held against the sum may have a part more
            known[computed.code] = None
            continue
        terms = computed.terms
        if computed.otherwise and present.isdisjoint(terms):
            terms = computed.otherwise
        known[computed.code], lacking = _sum(terms, known)
        if lacking:
            reasons[computed.code] = lacking
    row: dict[str, Any] = {code: known[code] for code in (*(t.code for t in TOTALS), *(s.code for s in SUMS))}
    before = previous or {}
    last_year = before.get((APPLICATIONS, "new_received", "total"))
    known["previous_new_received"] = last_year.value if last_year else None
    for rate in (*RATES, *GROWTHS):
        row |= _rate(rate, known, reasons if _applies(rate.forms, form) else {})
    if not figures:
        reasons = {"*": ["no tables"]}
    row["missing"] = json.dumps(reasons, sort_keys=True, separators=(",", ":")) if reasons else None
    return row


def _applies(forms: tuple[str, ...], form: str | None) -> bool:
    return form is None or form in forms


def _sum(terms: Terms, known: Mapping[str, Number | None]) -> tuple[Number | None, list[str]]:
    """The sum, or None and the figures that are missing for it."""
    codes = [t.lstrip("-") for t in terms]
    lacking = [code for code in codes if known[code] is None]
    if lacking:
        return None, lacking
    return sum(-known[t[1:]] if t.startswith("-") else known[t] for t in terms), []  # type: ignore[operator,misc]


def _rate(rate: Rate, known: Mapping[str, Number | None], reasons: dict[str, list[str]]) -> dict[str, Number | None]:
    numerator, lacking = _sum(rate.numerator, known)
    denominator, lacking_below = _sum(rate.denominator, known)
    missing = list(dict.fromkeys((*lacking, *lacking_below)))
    value = None
    if not missing and numerator is not None and denominator is not None:
        if denominator > 0:
            value = numerator / denominator
        else:
            missing = ["zero" if denominator == 0 else "negative"]
    if missing:
        reasons[rate.code] = missing
    return {rate.code: value, f"{rate.code}_numerator": numerator, f"{rate.code}_denominator": denominator}
