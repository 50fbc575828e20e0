"""Turns at hosts, held by all machines: one request at a time to a host, whoever makes it, with a pause before the next."""

from __future__ import annotations

import asyncio
import contextlib
import secrets

from crawler.network.pace import Pace
from crawler.pages.urls import main_host
from crawler.shared.link import PREFIX, Link
from crawler.team import ClusterError

# Pauses are keys that expire, so that no two clocks are compared.
_ENTER = """
local wait = math.max(redis.call('pttl', KEYS[1]), redis.call('pttl', KEYS[2]))
if wait > 0 then return wait end
redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
return 0
"""
_RENEW = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('pexpire', KEYS[1], ARGV[2]) end"
_LEAVE = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end"
_REST = "if tonumber(ARGV[1]) > redis.call('pttl', KEYS[1]) then redis.call('set', KEYS[1], '', 'px', ARGV[1]) end"
_SLOW = """
if tonumber(ARGV[1]) > tonumber(redis.call('get', KEYS[1]) or '0') then redis.call('set', KEYS[1], ARGV[1], 'ex', ARGV[2]) end
"""
#: Seconds for which a longer pause is remembered: a night.
_NIGHT = 12 * 3600
#: Seconds between two looks at a host that another worker is asking.
_LOOK = 0.25


class SharedPace(Pace):
    """``lease``: seconds after which the turn of a worker that fell silent is over."""

    def __init__(self, link: Link, delay: float, lease: float) -> None:
        super().__init__(delay)
        self._link = link
        self._lease = lease
        self._enter_now, self._renew, self._leave_now, self._rest, self._slow = map(
            link.register_script, (_ENTER, _RENEW, _LEAVE, _REST, _SLOW)
        )
        self._token = secrets.token_hex(8)
        self._beats: dict[str, asyncio.Task[None]] = {}

    def slow(self, host: str, delay: float) -> None:
        self._slow([_key("slow", host)], [delay, _NIGHT])

    def delay(self, host: str) -> float:
        return max(self._delay, float(self._link.get(_key("slow", host)) or 0))

    def rest(self, host: str, seconds: float) -> None:
        if seconds > 0:
            self._rest([_key("rest", host)], [max(1, int(seconds * 1000))])

    async def _enter(self, host: str) -> None:
        keys = [_key("turn", host), _key("rest", host)]
        while (wait := self._enter_now(keys, [self._token, int(self._lease * 1000)])) > 0:
            # A turn may end before its lease does, so it is looked at again soon; a pause only grows.
            await asyncio.sleep(_LOOK if self._link.exists(keys[0]) else wait / 1000)
        self._beats[host] = asyncio.create_task(self._hold(keys[0]))

    async def _hold(self, key: str) -> None:
        with contextlib.suppress(ClusterError):  # whoever holds the turn meets it, too
            while True:
                await asyncio.sleep(self._lease / 3)
                self._renew([key], [self._token, int(self._lease * 1000)])

    def _leave(self, host: str, pause: float) -> None:
        self._beats.pop(host).cancel()
        self.rest(host, pause)  # before the turn is given up: nobody may slip in between
        self._leave_now([_key("turn", host)], [self._token])


def _key(what: str, host: str) -> str:
    return f"{PREFIX}{what}:{main_host(host)}"
