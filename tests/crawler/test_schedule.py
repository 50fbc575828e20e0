from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.memory import Known, PageRef, SourceState
from crawler.registry import Card
from crawler.schedule import is_due, is_page_due

WINTER, SUMMER = datetime(2025, 1, 20, 18, tzinfo=UTC), datetime(2025, 7, 20, 18, tzinfo=UTC)


def ago(now: datetime, **values: float) -> str:
    return (now - timedelta(**values)).strftime("%Y-%m-%dT%H:%M:%SZ")


def seen(now: datetime, misses: int = 0, **values: float) -> SourceState:
    when = ago(now, **values)
    return SourceState("a", "run", when, when, when, misses)


@pytest.mark.parametrize(("schedule", "now", "days", "due"), [
    ("season", WINTER, 1, True), ("season", WINTER, 0.5, False), ("season", SUMMER, 1, False), ("season", SUMMER, 7, True),
    ("daily", SUMMER, 1, True), ("weekly", WINTER, 3, False), ("weekly", WINTER, 7, True), ("monthly", WINTER, 20, False),
    ("monthly", WINTER, 30, True), ("always", SUMMER, 0, True), ("never", WINTER, 400, False),
])
def test_sites_are_due_by_season(schedule: Any, now: datetime, days: float, due: bool) -> None:
    card = Card(id="a", url="http://a.gov.cn/", schedule=schedule)
    assert is_due(card, seen(now, days=days), now) is due


def test_what_a_clock_that_was_wrong_wrote_of_days_to_come_keeps_nothing_back() -> None:
    assert is_due(Card(id="a", url="http://a.gov.cn/"), seen(SUMMER, days=-900), SUMMER)
    assert is_page_due(known(SUMMER, checked=-900, changed=-900), SUMMER)


def test_a_new_site_and_a_visit_that_was_broken_off_are_due() -> None:
    card = Card(id="a", url="http://a.gov.cn/")
    assert is_due(card, SourceState("a"), SUMMER)
    assert is_due(card, replace(seen(SUMMER, hours=1), ended_at=None), SUMMER)
    assert not is_due(card.model_copy(update={"schedule": "never"}), SourceState("a"), SUMMER)


def test_a_site_that_cannot_be_read_is_tried_ever_more_rarely() -> None:
    card = Card(id="a", url="http://a.gov.cn/")
    waits = []
    for misses in (1, 2, 3, 5, 20):
        hours = next(h for h in range(1, 24 * 60) if is_due(card, seen(WINTER, misses, hours=h), WINTER))
        waits.append(hours)
    assert waits == sorted(waits)
    assert waits[0] == 20
    assert waits[-1] == 28 * 24


def known(now: datetime, result: str | None = "unchanged", state: Any = "done", failures: int = 0, *, checked: float, changed: float) -> Known:
    ref = PageRef("a", "http://a.gov.cn/1.html", "article")
    return Known(ref, state, "run", 1, 200, None, None, "x", None, result, "x", ago(now, days=changed), None, ago(now, days=checked), ago(now, days=changed), failures)


@pytest.mark.parametrize(("checked", "changed", "due"), [
    (1, 2, True), (0.2, 2, False), (1, 100, False), (10, 100, True), (20, 3000, False), (30, 3000, True),
])
def test_old_reports_are_looked_at_again_more_rarely_than_fresh_ones(checked: float, changed: float, due: bool) -> None:
    assert is_page_due(known(WINTER, checked=checked, changed=changed), WINTER) is due


def test_what_was_never_dealt_with_is_due_and_what_fails_waits() -> None:
    assert is_page_due(known(WINTER, None, checked=0, changed=0), WINTER)
    assert is_page_due(known(WINTER, state="pending", checked=0, changed=0), WINTER)
    assert not is_page_due(known(WINTER, "failed:http_404", failures=4, checked=2, changed=9), WINTER)
    assert is_page_due(known(WINTER, "failed:http_404", failures=4, checked=7, changed=9), WINTER)
