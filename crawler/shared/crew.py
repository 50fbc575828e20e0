"""Who works on what: every site of a run is held by one worker at a time, under a lease that it renews while it lives.

The site is what is handed out, because a host takes one request at a time, whoever makes it. Its pages are in the
shared memory: a worker that takes over a site goes on where the one before it fell silent.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any, NoReturn, cast

from crawler.shared.link import PREFIX, Link, connect
from crawler.shared.mail import Mail, deliver
from crawler.shared.memory import SharedMemory
from crawler.shared.pace import SharedPace
from crawler.team import ClusterError, Counts, Records, Task
from etl.archive import Archive
from etl.settings import Settings

_LEADER, _RUN = PREFIX + "leader", PREFIX + "run"
_OPEN, _HELD, _WORKERS = PREFIX + "open", PREFIX + "held", PREFIX + "workers"
_ALIVE = PREFIX + "alive:"

_CLAIM = """
if redis.call('exists', KEYS[3]) == 0 then return nil end
local source = redis.call('lpop', KEYS[1])
if source then redis.call('hset', KEYS[2], source, ARGV[1]) end
return source
"""
# What a worker holds goes to others first, if it is to go on; returns how many sites that are.
_GIVE_BACK = """
local held, count = redis.call('hgetall', KEYS[2]), 0
for i = 1, #held, 2 do
  if held[i + 1] == ARGV[1] then
    redis.call('hdel', KEYS[2], held[i])
    if ARGV[2] == '1' then redis.call('lpush', KEYS[1], held[i]) end
    count = count + 1
  end
end
return count
"""
#: Seconds before a worker takes one more site, so that those who join meanwhile get their share.
_BETWEEN = 0.5
#: Seconds between two looks at whether a run has begun, or ended.
_LOOK = 0.1


class _Crew:
    """What leader and worker have in common."""

    _tally: Counts

    def __init__(self, link: Link, delay: float, lease: float) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"
        self.memory = SharedMemory(link)
        self.pace = SharedPace(link, delay, lease)
        self._link = link
        self._lease = lease
        self._claim_one, self._give_back = link.register_script(_CLAIM), link.register_script(_GIVE_BACK)
        self._failed: ClusterError | None = None
        self._ended = threading.Event()

    def _enlist(self, state: str) -> None:
        self._link.set(_ALIVE + self.name, "", px=self._milliseconds)
        self._link.hset(_WORKERS, self.name, "")
        self._tally.worker_joined(self.name, state)
        threading.Thread(target=self._beat, daemon=True).start()

    @property
    def _milliseconds(self) -> int:
        return max(1, int(self._lease * 1000))

    def _claim(self) -> str | None:
        return self._claim_one([_OPEN, _HELD, _ALIVE + self.name], [self.name])

    def _has_less_than_its_share(self) -> bool:
        held = self._link.hvals(_HELD)
        sites = len(held) + self._link.llen(_OPEN)
        return held.count(self.name) < -(-sites // max(1, self._link.hlen(_WORKERS)))

    def _release(self, again: bool = False) -> int:
        """Gives back what this worker holds: done, or to be taken by another one."""
        return self._give_back([_OPEN, _HELD], [self.name, int(again)])

    def _relieve(self) -> None:
        """Gives the sites of workers that fell silent to others; whoever sees it first tells of it."""
        for name in self._link.hkeys(_WORKERS):
            if not self._link.exists(_ALIVE + name) and self._link.hdel(_WORKERS, name):
                self._tally.worker_gone(name, "lost", self._give_back([_OPEN, _HELD], [name, 1]))

    def _all_taken_care_of(self) -> bool:
        return not self._link.llen(_OPEN) and not self._link.hlen(_HELD)

    def _beat(self) -> None:
        """Renews the leases while this process lives; what fails is raised where the work is done."""
        try:
            while not self._ended.wait(self._lease / 4):
                self._renew()
        except ClusterError as error:
            self._failed = error

    @property
    def fault(self) -> ClusterError | None:
        return self._failed or self._link.explained.fault

    def _fail(self, sentence: str) -> NoReturn:
        self._failed = self._failed or ClusterError(sentence)
        raise self._failed

    def _renew(self) -> None:
        if not self._link.pexpire(_ALIVE + self.name, self._milliseconds):
            self._fail(f"this worker ({self.name}) was silent for {self._lease:g} seconds, and its sites were given to others")

    async def work(self, open_pages: Callable[[], frozenset[str]]) -> AsyncIterator[Task]:
        while not self._over(open_pages()):
            if self.fault is not None:
                raise self.fault
            self._relieve()
            await asyncio.sleep(_BETWEEN)
            if (not open_pages() or self._has_less_than_its_share()) and (source_id := self._claim()):
                self._tally.worker_took(self.name)
                yield "source", source_id
            for key in self._documents(open_pages()):
                yield "document", key
            if not open_pages():
                self._release()

    def _over(self, open_pages: frozenset[str]) -> bool:
        raise NotImplementedError

    def _documents(self, open_pages: frozenset[str]) -> Iterable[str]:
        return ()

    def _leave(self) -> None:
        self._ended.set()
        again = self._release(again=True)
        if self._link.hdel(_WORKERS, self.name):
            self._tally.worker_gone(self.name, "left", again)
        self._link.delete(_ALIVE + self.name)


class Leader(_Crew):
    """The run's owner: announces it, takes part in it, and alone has the database and the journal."""

    def __init__(self, settings: Settings, run_id: str) -> None:
        assert settings.redis_url is not None
        super().__init__(connect(settings.redis_url), settings.delay, settings.lease)
        self._run_id = run_id
        self._targets: Mapping[str, Any] = {}
        self._leads = False

    async def announce(self, sources: Iterable[str], order: Mapping[str, Any], targets: Mapping[str, Any]) -> None:
        await self._take_the_lead()
        self._targets, self._tally = targets, targets["tally"]
        self._link.delete(_OPEN, _HELD, _WORKERS)
        if ordered := list(sources):
            self._link.rpush(_OPEN, *ordered)
        self._enlist("owner")
        self._link.set(_RUN, json.dumps({**order, "run_id": self._run_id}), px=self._milliseconds)

    async def _take_the_lead(self) -> None:
        """Only one run at a time. The lead of an owner that died is free after its lease."""
        deadline = time.monotonic() + self._lease + 1
        while not self._link.set(_LEADER, self._run_id, nx=True, px=self._milliseconds):
            if time.monotonic() > deadline:
                self._fail(f"another run shares this Redis and is at work ({self._link.get(_LEADER)}); this one does nothing")
            await asyncio.sleep(_LOOK)
        self._leads = True

    def _renew(self) -> None:
        if self._link.get(_LEADER) != self._run_id:
            self._fail(f"this run's owner was silent for {self._lease:g} seconds, and another one took the lead")
        self._link.pexpire(_LEADER, self._milliseconds)
        self._link.pexpire(_RUN, self._milliseconds)
        super()._renew()

    def _documents(self, open_pages: frozenset[str]) -> Iterable[str]:
        deliver(self._link, self._run_id, self._targets)
        return [key for key in self.memory.archived() if key not in open_pages]

    def _over(self, open_pages: frozenset[str]) -> bool:
        if not self._all_taken_care_of():
            return False
        self._link.delete(_RUN)  # nothing is left to take: workers go, and no more need to come
        if self._link.hlen(_WORKERS) > 1:
            return False
        deliver(self._link, self._run_id, self._targets)
        return not self.memory.archived() and not open_pages

    def close(self) -> None:
        try:
            if self._leads:
                self._leave()
                deliver(self._link, self._run_id, self._targets)
                self._link.delete(_RUN, _OPEN, _HELD, _WORKERS, _LEADER)
        finally:
            self.memory.close()


class Worker(_Crew):
    """Takes part in a run that another process owns."""

    def __init__(self, link: Link, order: Mapping[str, Any], delay: float, lease: float) -> None:
        super().__init__(link, delay, lease)
        self.order = order
        self._run_id: str = order["run_id"]
        self.intake, self.tally = cast(Records, Mail(link, self._run_id, "intake")), cast(Counts, Mail(link, self._run_id, "tally"))
        self._tally = self.tally
        self._enlist("working")

    async def announce(self, sources: Iterable[str], order: Mapping[str, Any], targets: Mapping[str, Any]) -> None:
        """Nothing: the run's owner did it."""

    def check_archive(self, archive: Archive) -> None:
        """Raises ClusterError unless it is the one that the run's owner writes to."""
        if not archive.has_journal(self._run_id):
            self._fail(f"{archive.url} is not the archive of run {self._run_id}: GONGKAI_ARCHIVE must lead all to the same")

    def _over(self, open_pages: frozenset[str]) -> bool:
        done = not open_pages and self._all_taken_care_of()
        if not done and _announced(self._link).get("run_id") != self._run_id:
            self._fail(f"the owner of run {self._run_id} ended it or fell silent; what is left waits for the next run")
        return done

    def close(self) -> None:
        try:
            self._leave()
        finally:
            self.memory.close()


def join(settings: Settings, waiting: Callable[[], None]) -> Worker:
    """Waits for a run and takes part in it."""
    assert settings.redis_url is not None
    link = connect(settings.redis_url)
    if not (order := _announced(link)):
        waiting()
    while not (order := order or _announced(link)):
        time.sleep(_LOOK)
    return Worker(link, order, order["settings"]["delay"], order["settings"]["lease"])


def _announced(link: Link) -> dict[str, Any]:
    held = link.get(_RUN)
    return json.loads(held) if held else {}
