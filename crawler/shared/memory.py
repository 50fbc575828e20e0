"""The crawler's memory in Redis: the same as :class:`crawler.memory.Memory`, for several machines at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from crawler.memory import LEARNED, Known, Memory, PageRef, SourceState, State, known_of, row_of
from crawler.shared.link import PREFIX, Link, pack

_ARCHIVED = PREFIX + "archived"
#: Keys asked for at once.
_BATCH = 500
# Two workers may meet the same page at the same moment: one of them gets it.
_QUEUE = """
if redis.call('hget', KEYS[1], 'campaign') == ARGV[2] then return 0 end
redis.call('hset', KEYS[1], 'campaign', ARGV[2], unpack(ARGV, 4))
redis.call('hsetnx', KEYS[1], 'first_seen', ARGV[3])
redis.call('sadd', KEYS[2], ARGV[1])
redis.call('srem', KEYS[3], ARGV[1])
return 1
"""
_PAGE = dict.fromkeys((
    "platform_version", "status", "etag", "last_modified", "sha256", "origin", "result", "result_of", "fetched_at", "checked_at", "changed_at",
))
_HOST = {
    **dict.fromkeys(("robots", "robots_status", "robots_at", "cool_until", "cool_reason", "night", "transport")), "cool_times": 0, "requests": 0,
}


class SharedMemory:
    """Values are JSON. Pages and hosts are hashes, links are lists, and a set names the pages of a source."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._queue_one = link.register_script(_QUEUE)

    def close(self) -> None:
        self._link.close()

    # -- pages ------------------------------------------------------------------------------------------------

    def page(self, key: str) -> Known | None:
        return next(self._pages([key]), None)

    def _pages(self, keys: Iterable[str]) -> Iterator[Known]:
        """Those of the pages that are known, in their order."""
        for row in self._read(f"{PREFIX}page:{key}" for key in keys):
            if "campaign" in row:
                row["body"] = row["body"].encode("latin-1")
                yield known_of({**_PAGE, "failures": 0, **row})

    def _read(self, names: Iterable[str]) -> Iterator[dict[str, Any]]:
        for some in _batched(names):
            with self._link.pipeline(transaction=False) as pipe:
                for name in some:
                    pipe.hgetall(name)
                for row in pipe.execute():
                    yield {name: json.loads(value) for name, value in row.items()}

    def queue(self, refs: Iterable[PageRef], campaign: str, now: str) -> list[PageRef]:
        return [ref for ref in refs if self._queue(ref, campaign, now)]

    def _queue(self, ref: PageRef, campaign: str, now: str) -> bool:
        row = {**row_of(ref), "state": "pending"}
        keys = [f"{PREFIX}page:{ref.key}", f"{PREFIX}pages:{ref.source_id}", _ARCHIVED]
        pairs = [part for name, value in row.items() for part in (name, pack(value))]
        return bool(self._queue_one(keys, [ref.key, pack(campaign), pack(now), *pairs]))

    def meet(self, key: str, campaign: str) -> None:
        self._set(key, campaign=campaign)

    def _set(self, key: str, **values: Any) -> None:
        with self._link.pipeline() as pipe:
            pipe.hset(f"{PREFIX}page:{key}", mapping=_packed(values))
            if "state" in values:
                (pipe.sadd if values["state"] == "archived" else pipe.srem)(_ARCHIVED, key)
            pipe.execute()

    def waiting(self, source_id: str, campaign: str, *states: State) -> Iterator[Known]:
        found = [k for k in self._of_source(source_id) if k.campaign == campaign and k.state in states]
        return iter(sorted(found, key=lambda k: (k.ref.depth, k.first_seen, k.ref.key)))

    def _of_source(self, source_id: str) -> Iterator[Known]:
        pages = self._pages(self._link.smembers(f"{PREFIX}pages:{source_id}"))
        return (known for known in pages if known.ref.source_id == source_id)  # another source may have taken it over

    def archived(self) -> list[str]:
        return sorted(self._link.smembers(_ARCHIVED))

    def answered(self, key: str, now: str, **values: Any) -> None:
        self._set(key, **{"checked_at": now, **values})

    def failed(self, key: str, now: str, result: str, status: int | None = None) -> None:
        self._link.hincrby(f"{PREFIX}page:{key}", "failures", 1)
        self._set(key, state="failed", result=result, status=status, checked_at=now)

    def set_links(self, parent: str, children: Iterable[str]) -> None:
        with self._link.pipeline() as pipe:
            pipe.delete(f"{PREFIX}links:{parent}")
            if found := list(dict.fromkeys(children)):
                pipe.rpush(f"{PREFIX}links:{parent}", *found)
            pipe.execute()

    def links(self, parent: str) -> list[PageRef]:
        return [known.ref for known in self._pages(self._link.lrange(f"{PREFIX}links:{parent}", 0, -1))]

    def contents(self, entries: Iterable[str]) -> list[str]:
        reached: set[str] = set()
        fresh = list(dict.fromkeys(entries))
        while fresh:
            reached.update(fresh)
            fresh = [key for key in dict.fromkeys(self._children(fresh)) if key not in reached]
        return list(dict.fromkeys(
            k.sha256 for k in self._pages(reached)
            if k.state == "done" and k.sha256 is not None and k.sha256 == k.result_of and _stands(k.result)
        ))

    def _children(self, parents: Sequence[str]) -> Iterator[str]:
        for some in _batched(parents):
            with self._link.pipeline(transaction=False) as pipe:
                for parent in some:
                    pipe.lrange(f"{PREFIX}links:{parent}", 0, -1)
                for children in pipe.execute():
                    yield from children

    def forget_unless(self, loaded: Callable[[str], bool]) -> int:
        lost = 0
        for name, row in self._all("page:"):
            if row.get("result_of") is not None and not loaded(row["result_of"]):
                self._link.hset(name, mapping=_packed(dict.fromkeys(LEARNED)))
                lost += 1
        return lost

    def _all(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for some in _batched(self._link.scan_iter(f"{PREFIX}{kind}*", count=_BATCH)):
            yield from zip(some, self._read(some), strict=True)

    def unseen(self, source_id: str, campaign: str) -> list[str]:
        return [
            k.ref.key for k in self._of_source(source_id)
            if k.campaign != campaign and k.state == "done" and k.sha256 is not None
            and k.ref.role in ("article", "attachment") and _stands(k.result)
        ]

    def vanished(self, key: str) -> None:
        self._set(key, result="vanished")

    # -- sources ----------------------------------------------------------------------------------------------

    def source(self, source_id: str) -> SourceState:
        held = self._link.get(f"{PREFIX}source:{source_id}")
        return SourceState(**json.loads(held)) if held else SourceState(source_id)

    def save_source(self, state: SourceState) -> None:
        self._link.set(f"{PREFIX}source:{state.source_id}", json.dumps(asdict(state)))

    # -- hosts ------------------------------------------------------------------------------------------------

    def host(self, host: str) -> dict[str, Any]:
        (row,) = self._read([f"{PREFIX}host:{host}"])
        return {**_HOST, **row, "host": host}

    def save_host(self, host: str, **values: Any) -> None:
        self._link.hset(f"{PREFIX}host:{host}", mapping=_packed(values))


AnyMemory = Memory | SharedMemory


def _packed(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: pack(value) for name, value in values.items()}


def _stands(result: str | None) -> bool:
    return result is not None and result != "vanished" and not result.startswith("failed:")


def _batched(items: Iterable[str]) -> Iterator[list[str]]:
    left = iter(items)
    while some := list(islice(left, _BATCH)):
        yield some
