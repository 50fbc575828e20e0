"""One request at a time to a host, with a pause before the next. Held here, where every request passes, because Scrapy
(2.19, on asyncio) lets a whole queue through at once where no delay is set."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable

from crawler.network.faults import Blocked
from crawler.pages.urls import main_host


class Pace:
    """Turns for hosts. ``delay`` is the least pause in seconds after an answer; jitter makes it up to twice as long."""

    def __init__(self, delay: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._delay = delay
        self._clock = clock
        self._turns: dict[str, asyncio.Lock] = {}
        self._free_at: dict[str, float] = {}
        self._own: dict[str, float] = {}

    def slow(self, host: str, delay: float) -> None:
        """Asks for a longer pause at a host; never for a shorter one."""
        host = main_host(host)
        self._own[host] = max(delay, self._own.get(host, 0.0))

    def delay(self, host: str) -> float:
        """The least pause at a host."""
        return max(self._delay, self._own.get(main_host(host), 0.0))

    def rest(self, host: str, seconds: float) -> None:
        """Leaves a host alone for some time from now."""
        host = main_host(host)
        self._free_at[host] = max(self._free_at.get(host, 0.0), self._clock() + seconds)

    @contextlib.asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Waits for the host to be free; afterwards begins the pause."""
        host = main_host(host)
        async with self._turns.setdefault(host, asyncio.Lock()):
            await self._enter(host)
            asked = True
            try:
                yield
            except Blocked:
                asked = False  # nothing was sent, so there is nothing to rest from
                raise
            finally:
                self._leave(host, self.delay(host) * random.uniform(1, 2) if asked else 0.0)

    async def _enter(self, host: str) -> None:
        while (wait := self._free_at.get(host, 0.0) - self._clock()) > 0:
            await asyncio.sleep(wait)

    def _leave(self, host: str, pause: float) -> None:
        self.rest(host, pause)
