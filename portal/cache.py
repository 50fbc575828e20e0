"""Answers kept until the database changes: what is costly to count and the same for every reader."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

#: While the nightly run writes, an answer may be this many seconds old.
_GRACE = 30.0
_KEPT = 512


class Cache:
    """By key; an answer stands as long as the file and its write-ahead log do not change. At most 512 answers."""

    def __init__(self, database: Path) -> None:
        self._files = (database, database.with_name(database.name + "-wal"))
        self._kept: OrderedDict[Hashable, tuple[object, float, Any]] = OrderedDict()
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        """Of what is being computed; a lock goes with the last who waits for it."""

    def _stamp(self) -> tuple[tuple[int, int], ...]:
        found = []
        for file in self._files:
            try:
                status = file.stat()
                found.append((status.st_mtime_ns, status.st_size))
            except FileNotFoundError:
                found.append((0, 0))
        return tuple(found)

    async def get(self, key: Hashable, compute: Callable[[], Awaitable[Any]]) -> Any:
        """The kept answer, else what ``compute`` gives; readers who ask for the same wait for one computation."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            stamp, now = self._stamp(), time.monotonic()
            kept = self._kept.get(key)
            if kept and (kept[0] == stamp or now - kept[1] < _GRACE):
                self._kept.move_to_end(key)
                return kept[2]
            answer = await compute()
            self._kept[key] = stamp, now, answer
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return answer
