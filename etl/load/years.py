"""Rules that need the year before: a pure comparison of two reports of one body.

D12 growth said in prose · E1 carried forward = carried in · C1, C4, C5 stocks that follow from the year before · B3, B4 pending and concluded cases ·
C14 sudden change · E3 the same prose · E4 the same tables. Missing is not zero: a rule with a missing operand does not apply.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from etl.forms import APPLICATIONS, CHANNELS, REVIEW
from etl.load.figures import Figures, Key, Number
from etl.load.schema import APPLICANTS
from etl.report import Finding, FindingOrigin, Severity

_SURE = frozenset({"clean", "source_errors"})
#: Figures that mean the same in every form since 2019, and those that do within one form.
_STEADY: tuple[Key, ...] = (
    (APPLICATIONS, "new_received", "total"), ("art20_5", "administrative_licensing", "decisions"),
    ("art20_6", "administrative_penalty", "decisions"), ("art20_6", "administrative_coercion", "decisions"),
    (REVIEW, "cases", "review_total"), (REVIEW, "cases", "litigation_direct_total"),
)
_STEADY_WITHIN_FORM: tuple[Key, ...] = (
    ("art20_1", "normative_documents", "in_force"), ("art20_1", "normative_documents", "total_disclosed"),
    ("art20_8", "administrative_fees", "fees_collected"),
)
_ITEM_ROWS = (
    ("art20_5", "administrative_licensing"), ("art20_5", "other_external_services"), ("art20_6", "administrative_penalty"),
    ("art20_6", "administrative_coercion"), ("art20_8", "administrative_fees"),
)
#: E4: fewer numbers than this, or fewer different ones above 9, may well be the same two years running.
_FEWEST_EQUAL = 8
_FEWEST_DIFFERENT = 3
#: D12: percentage points that rounding may explain.
_ROUNDING = 0.2
#: E3: prose as alike as this counts as repeated; shorter prose than this says too little.
ALIKE = 0.9
SHORTEST = 300


@dataclass(frozen=True, slots=True)
class Year:
    """One report as far as it is compared with another."""

    report_id: str
    year: int
    form: str | None
    quality: str
    figures: Figures
    said_change: Number | None = None
    """By how many per cent the prose says that requests changed against the year before."""


def compare(before: Year, after: Year, likeness: float | None = None, characters: int = 0) -> list[Finding]:
    """What does not fit between a report and the one of the year before; ``likeness`` of their prose where it is known."""
    origin: FindingOrigin = "source" if {before.quality, after.quality} <= _SURE else "reading"
    return [
        _finding(broken, origin) for broken in (
            *_said(before, after), *_carried(before, after), *_stocks(before, after), *_cases(before, after), *_jumps(before, after),
            *_repeated(before, after, likeness, characters),
        )
    ]


_Broken = tuple[str, Severity, Key | None, Number | None, Number | None, str]


def _finding(broken: _Broken, origin: FindingOrigin) -> Finding:
    rule, severity, key, left, right, message = broken
    table, row, column = key or (None, None, None)
    return Finding(rule, severity, message, origin, table, row, column, left, right)


def _value(year: Year, key: Key) -> Number | None:
    figure = year.figures.get(key)
    return figure.value if figure else None


def _said(before: Year, after: Year) -> Iterator[_Broken]:
    """The prose may count requests received or all that were to be handled: it is wrong only where it fits neither."""
    said = after.said_change
    bases = []
    for rows in (("new_received",), ("new_received", "carried_in")):
        then, now = ([_value(y, (APPLICATIONS, row, "total")) for row in rows] for y in (before, after))
        if None not in then and None not in now and sum(then) > 0:  # type: ignore[arg-type]
            bases.append(100 * (sum(now) / sum(then) - 1))  # type: ignore[arg-type]
    if said is None or not bases or any(abs(said - base) <= _ROUNDING for base in bases):
        return
    yield (
        "D12", "warning", (APPLICATIONS, "new_received", "total"), said, round(bases[0], 2),
        f"正文称申请数同比变化 {said}%，按两年所印数字为 {bases[0]:.2f}% / prose says {said}%, the printed numbers give {bases[0]:.2f}%",
    )


def _carried(before: Year, after: Year) -> Iterator[_Broken]:
    for column in ("total", *(c for c in APPLICANTS if c != "total")):
        key = (APPLICATIONS, "carried_in", column)
        left, right = _value(before, (APPLICATIONS, "carried_forward", column)), _value(after, key)
        if left is None or right is None or left == right:
            continue
        total = column == "total"
        yield (
            "E1", "warning" if total else "info", key, left, right,
            f"{before.year} 年结转下年度 {left} 件，{after.year} 年上年结转 {right} 件 / "
            f"carried forward {left} in {before.year}, carried in {right} in {after.year}",
        )
        if total:
            return


def _stocks(before: Year, after: Year) -> Iterator[_Broken]:
    for row in ("regulations", "normative_documents"):
        key = ("art20_1", row, "in_force")
        then, now = _value(before, key), _value(after, key)
        issued = _value(after, ("art20_1", row, "issued_this_year"))
        repealed = _value(after, ("art20_1", row, "repealed_this_year"))
        if then is not None and now is not None and issued is not None and repealed is not None and now != then + issued - repealed:
            yield (
                "C1", "warning", key, then + issued - repealed, now,
                f"上年现行有效 {then} + 制发 {issued} − 废止 {repealed} = {then + issued - repealed}，所印 {now} / "
                f"in force {then} + issued {issued} − repealed {repealed} is not {now}",
            )
        key = ("art20_1", row, "total_disclosed")
        then, now = _value(before, key), _value(after, key)
        newly = _value(after, ("art20_1", row, "newly_disclosed_this_year"))
        if then is not None and now is not None and newly is not None and now != then + newly:
            yield (
                "C4", "warning" if now > then + newly else "info", key, then + newly, now,
                f"上年对外公开总数 {then} + 本年新公开 {newly} = {then + newly}，所印 {now} / "
                f"disclosed {then} + newly disclosed {newly} is not {now}",
            )
    for table, row in _ITEM_ROWS:
        key = (table, row, "items_last_year")
        then, change = _value(before, key), _value(before, (table, row, "items_change"))
        now = _value(after, key)
        if then is not None and change is not None and now is not None and now != then + change:
            yield (
                "C5", "warning", key, then + change, now,
                f"上年报告 {then} {change:+} = {then + change} 项，本年报告的上一年项目数量为 {now} / "
                f"{then} {change:+} items in the report before, {now} for last year in this one",
            )


def _cases(before: Year, after: Year) -> Iterator[_Broken]:
    for channel in CHANNELS:
        key = (REVIEW, "cases", f"{channel}_total")
        pending, total = _value(before, (REVIEW, "cases", f"{channel}_pending")), _value(after, key)
        if pending is not None and total is not None and pending > total:
            yield (
                "B3", "warning", key, pending, total,
                f"上年尚未审结 {pending} 件，本年总计仅 {total} 件 / {pending} pending in {before.year}, only {total} in all in {after.year}",
            )
    key = (REVIEW, "cases", "litigation_after_review_total")
    litigated = _value(after, key)
    reviewed = [_value(y, (REVIEW, "cases", f"review_{o}")) for y in (before, after) for o in ("upheld", "other_result")]
    known = [r for r in reviewed if r is not None]
    if litigated is not None and len(known) == len(reviewed) and litigated > sum(known):
        yield (
            "B4", "info", key, litigated, sum(known),
            f"复议后起诉 {litigated} 件，多于两年复议维持与其他结果之和 {sum(known)} / "
            f"{litigated} cases after review, more than the {sum(known)} reviews upheld or otherwise ended in two years",
        )


def _jumps(before: Year, after: Year) -> Iterator[_Broken]:
    keys = _STEADY + (_STEADY_WITHIN_FORM if before.form == after.form else ())
    for key in keys:
        then, now = _value(before, key), _value(after, key)
        if then is None or now is None or abs(now - then) <= 50 or min(then, now) < 0:
            continue
        if now > 10 * then or then > 10 * now:
            yield (
                "C14", "warning", key, then, now,
                f"由 {then} 变为 {now}，先看统计范围是否改变 / from {then} to {now}: a change of scope is the first suspect",
            )


def _repeated(before: Year, after: Year, likeness: float | None, characters: int) -> Iterator[_Broken]:
    if likeness is not None and likeness >= ALIKE and characters >= SHORTEST:
        yield (
            "E3", "info", None, None, round(likeness, 3),
            f"正文与上年相似度 {likeness:.0%}（已遮去名称、年份、数字）/ prose {likeness:.0%} like last year's, names, years and digits masked",
        )
    if equal_tables(before, after):
        yield "E4", "warning", None, None, None, "非零统计数字与上年完全相同 / the non-zero numbers are the same as last year's"


def equal_tables(one: Year, other: Year) -> bool:
    """Whether two reports after one form print the same non-zero numbers, enough of them to be no accident."""
    first = table_print(one)
    return first is not None and first == table_print(other)


def table_print(year: Year) -> str | None:
    """A hash of the non-zero numbers of a report and of its form; None where they are too few to tell reports apart."""
    numbers = {key: figure.value for key, figure in year.figures.items() if figure.value}
    if len(numbers) < _FEWEST_EQUAL or len({v for v in numbers.values() if v > 9}) < _FEWEST_DIFFERENT:
        return None
    return hashlib.sha256(repr((year.form, sorted(numbers.items()))).encode()).hexdigest()[:32]
