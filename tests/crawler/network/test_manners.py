from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.memory import Memory
from crawler.network.faults import Blocked
from crawler.network.guard import Guard
from crawler.network.manners import LONGEST_REST, Manners, in_window, night_of, wait_of
from crawler.network.pace import Pace
from etl.settings import load_settings

NIGHT = datetime(2025, 1, 10, 18, 0, tzinfo=UTC)  # two o'clock in Beijing
SITE = "http://www.shili.gov.cn/zfxxgk/"


class Clock:
    def __init__(self) -> None:
        self.now = NIGHT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    held = Memory(tmp_path / "crawl.db")
    yield held
    held.close()


def manners(memory: Memory, clock: Clock, nightly: bool = True, **settings: str) -> Manners:
    guard = Guard(("127.0.0.0/8",))
    return Manners(load_settings({}, **{"contact": "a@shili.gov.cn", **settings}), memory, guard, Pace(5), nightly, clock)


def reason(kept: Manners, url: str = SITE) -> str | None:
    try:
        kept.check(url)
    except Blocked as blocked:
        return blocked.kind
    return None


def test_an_ordinary_night(memory: Memory, clock: Clock) -> None:
    assert reason(manners(memory, clock)) is None


def test_no_contact_no_request(memory: Memory, clock: Clock) -> None:
    kept = Manners(load_settings({}), memory, Guard(("127.0.0.0/8",)), Pace(5), True, clock)
    assert reason(kept) == "no_contact"
    assert reason(kept, "http://127.0.0.2/") is None


def test_real_sites_are_asked_at_night_by_nightly_runs(memory: Memory, clock: Clock) -> None:
    clock.now = datetime(2025, 1, 10, 2, 0, tzinfo=UTC)  # ten in the morning
    assert reason(manners(memory, clock)) == "night_window"
    assert reason(manners(memory, clock), "http://127.0.0.2/") is None
    assert reason(manners(memory, clock, nightly=False)) is None
    assert reason(manners(memory, clock, window="any")) is None
    assert reason(manners(memory, clock, window="09:00-11:00")) is None


def test_a_budget_is_counted_a_host_and_night_over_runs(memory: Memory, clock: Clock) -> None:
    kept = manners(memory, clock, host_budget="3")
    for _ in range(3):
        assert reason(kept) is None
        kept.sent(SITE)
    assert reason(kept, "http://shili.gov.cn/") == "budget"  # with or without www it is one host
    assert reason(kept, "http://czj.shili.gov.cn/") is None
    assert reason(manners(memory, clock, host_budget="3")) == "budget"
    clock.now += timedelta(hours=12)
    assert reason(manners(memory, clock, host_budget="3", nightly=False)) is None


def test_refusals_make_a_host_rest_ever_longer(memory: Memory, clock: Clock) -> None:
    kept = manners(memory, clock, nightly=False)
    rests = []
    for _ in range(6):
        until = kept.refused(SITE, "challenge_412")
        assert until is not None
        assert reason(kept) == "cooling_down"
        rests.append(datetime.fromisoformat(until) - clock.now)
        clock.now = datetime.fromisoformat(until)
        assert reason(kept) is None
    assert rests[:3] == [timedelta(days=3), timedelta(days=6), timedelta(days=12)]
    assert rests[-1] == LONGEST_REST
    kept.answered(SITE)
    assert kept.refused(SITE, "challenge_412") is not None
    assert reason(manners(memory, clock, nightly=False)) == "cooling_down"  # another run knows it, too
    kept.answered(SITE)
    assert reason(kept) == "cooling_down", "an answer that was on its way ends no rest"


def test_a_rest_that_only_a_wrong_clock_can_have_written_is_none(memory: Memory, clock: Clock) -> None:
    memory.save_host("shili.gov.cn", cool_until="2093-01-01T00:00:00Z", cool_reason="http_403", cool_times=1)
    assert reason(manners(memory, clock)) is None


def test_one_forbidden_file_does_not_speak_for_its_host(memory: Memory, clock: Clock) -> None:
    kept = manners(memory, clock)
    assert kept.refused(SITE, "http_403", single=True) is None
    kept.answered(SITE)
    assert kept.refused(SITE, "http_403", single=True) is None
    assert reason(kept) is None
    assert kept.refused(SITE, "http_403", single=True) is not None
    assert reason(kept) == "cooling_down"
    assert kept.refused("http://b.gov.cn/", "http_403") is not None


def test_a_host_may_ask_for_more_time(memory: Memory, clock: Clock) -> None:
    kept = manners(memory, clock)
    until = kept.refused(SITE, "http_429", retry_after="172800")
    assert until == "2025-01-12T18:00:00Z"


@pytest.mark.parametrize(("header", "seconds"), [
    ("120", 120.0), (" 0 ", 0.0), ("Fri, 10 Jan 2025 18:01:00 GMT", 60.0), ("Fri, 10 Jan 2025 17:00:00 GMT", 0.0), ("soon", None), ("", None),
    (None, None), ("-5", None), ("99999999999999", 999999999.0),
])
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert wait_of(header, NIGHT) == seconds


def test_windows_may_run_over_midnight() -> None:
    def at(hour: int, minute: int = 0) -> datetime:
        return datetime(2025, 1, 10, hour, minute, tzinfo=UTC) - timedelta(hours=8)

    assert in_window("00:30-05:30", at(0, 30))
    assert not in_window("00:30-05:30", at(5, 30))
    assert in_window("22:00-05:00", at(23))
    assert in_window("22:00-05:00", at(4, 59))
    assert not in_window("22:00-05:00", at(12))
    assert night_of(at(1)) == night_of(at(1) - timedelta(hours=6)) == "2025-01-09"


def test_a_card_may_ask_for_its_host(memory: Memory, clock: Clock) -> None:
    guard, pace = Guard(), Pace(5)
    kept = Manners(load_settings({}, contact="a@shili.gov.cn"), memory, guard, pace, True, clock)
    kept.follow(SITE, 12, 1)
    assert (pace.delay("shili.gov.cn"), pace.delay("b.gov.cn")) == (12, 5)
    kept.sent(SITE)
    assert reason(kept) == "budget"
    kept.follow("http://b.gov.cn/", None, None)
    kept.sent("http://b.gov.cn/")
    assert reason(kept, "http://b.gov.cn/") is None
