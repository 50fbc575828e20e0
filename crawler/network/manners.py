"""How a host is treated: how many requests a night, at what hours, and how long it is left alone after it said no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from crawler.network.faults import Blocked
from crawler.network.guard import Guard
from crawler.network.pace import Pace
from crawler.pages.urls import host_of, main_host
from etl.dates import CHINA
from etl.settings import Settings

if TYPE_CHECKING:
    from crawler.shared.memory import AnyMemory

#: Faults that leave a page as it is, to be asked another night.
PUT_OFF = frozenset({"cooling_down", "budget", "night_window", "no_contact", "source_timeout"})
#: How long a host rests after its first refusal of a kind; each further one doubles it.
RESTS = {
    "http_403": timedelta(hours=12), "http_429": timedelta(hours=12), "challenge_412": timedelta(days=3),
    "challenge_521": timedelta(days=3), "challenge_512": timedelta(days=3), "challenge_script": timedelta(days=3),
}
LONGEST_REST = timedelta(days=14)
#: A wait that a server asks for is waited out up to this many seconds; a longer one is a rest.
LONGEST_WAIT = 120.0
LONGEST_CRAWL_DELAY = 120.0


class Manners:
    """Decides whether a host may be asked now, and remembers refusals over runs."""

    def __init__(
        self, settings: Settings, memory: AnyMemory, guard: Guard, pace: Pace, nightly: bool,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._memory = memory
        self._guard = guard
        self._pace = pace
        self._nightly = nightly
        self._clock = clock
        self._refusals: dict[str, int] = {}
        self._budgets: dict[str, int] = {}

    def check(self, url: str) -> None:
        """Raises :class:`~crawler.network.faults.Blocked` unless the host may be asked now."""
        host, now = main_host(host_of(url)), self._clock()
        local = self._guard.is_local(url)
        if self._settings.contact is None and not local:
            raise Blocked("no_contact", "real sites are asked only when GONGKAI_CONTACT names someone they can write to")
        known = self._memory.host(host)
        # No rest is longer: what says so was written by a clock that was wrong.
        if known["cool_until"] and now < datetime.fromisoformat(known["cool_until"]) <= now + LONGEST_REST:
            raise Blocked("cooling_down", f"{host} is left alone until {known['cool_until']} ({known['cool_reason']})", known["cool_until"])
        if self._nightly and not local and not in_window(self._settings.window, now):
            raise Blocked("night_window", f"it is not {self._settings.window} in Beijing (see GONGKAI_WINDOW)")
        budget = self._budgets.get(host, self._settings.host_budget)
        if known["night"] == night_of(now) and known["requests"] >= budget:
            raise Blocked("budget", f"{host} had its {budget} requests of this night")

    def follow(self, url: str, delay: float | None, budget: int | None) -> None:
        """What a card asks for its host: a longer pause, another budget."""
        if delay is not None:
            self._pace.slow(host_of(url), delay)
        if budget is not None:
            self._budgets[main_host(host_of(url))] = budget

    def sent(self, url: str) -> None:
        """Counts a request."""
        host, night = main_host(host_of(url)), night_of(self._clock())
        known = self._memory.host(host)
        count = known["requests"] + 1 if known["night"] == night else 1
        self._memory.save_host(host, night=night, requests=count)

    def answered(self, url: str) -> None:
        """An answer that is one. It ends a row of refusals, and after a rest forgets what led to it, but ends no rest."""
        host = main_host(host_of(url))
        self._refusals.pop(host, None)
        known = self._memory.host(host)
        if known["cool_until"] and datetime.fromisoformat(known["cool_until"]) <= self._clock():
            self._memory.save_host(host, cool_until=None, cool_reason=None, cool_times=0)

    def refused(self, url: str, kind: str, *, single: bool = False, retry_after: str | None = None) -> str | None:
        """A host said no: it rests. ``single``: of one file only, which counts for the host when it happens twice in a row.

        Returns until when it rests, ISO-8601 UTC, or None.
        """
        host, now = main_host(host_of(url)), self._clock()
        self._refusals[host] = self._refusals.get(host, 0) + 1
        if single and kind == "http_403" and self._refusals[host] < 2:
            return None
        times = self._memory.host(host)["cool_times"] or 0
        rest = min(RESTS[kind] * 2**times, LONGEST_REST)
        if (asked := wait_of(retry_after, now)) is not None:
            rest = min(max(rest, timedelta(seconds=asked)), LONGEST_REST)
        until = (now + rest).isoformat(timespec="seconds").replace("+00:00", "Z")
        self._memory.save_host(host, cool_until=until, cool_reason=kind, cool_times=times + 1)
        return until

    def crawl_delay(self, url: str, seconds: float | None) -> None:
        """Follows the ``Crawl-delay`` of robots.txt."""
        if seconds and seconds > 0:
            self._pace.slow(host_of(url), min(seconds, LONGEST_CRAWL_DELAY))

    def slower(self, url: str, wait: float) -> None:
        """After 429 or a busy server: waits, and asks half as often from then on."""
        host = host_of(url)
        self._pace.rest(host, wait)
        self._pace.slow(host, min(2 * max(self._pace.delay(host), 0.5), LONGEST_CRAWL_DELAY))


def wait_of(retry_after: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, whether it gives seconds or a date; None when it gives neither."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def night_of(moment: datetime) -> str:
    """The date of the night a moment belongs to, in Beijing: from noon to noon, named after the evening."""
    return (moment.astimezone(CHINA) - timedelta(hours=12)).date().isoformat()


def in_window(window: str, moment: datetime) -> bool:
    """Whether a moment lies in ``HH:MM-HH:MM`` Beijing time, which may run over midnight; ``any`` is always."""
    if window == "any":
        return True
    begin, end = window.split("-")
    here = f"{moment.astimezone(CHINA):%H:%M}"
    return begin <= here < end if begin < end else here >= begin or here < end
