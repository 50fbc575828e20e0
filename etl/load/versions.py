"""Which of all the documents seen for one authority and year is the current report. A pure function of the set of them.

Contents are told apart by their hash. The document seen last at an address is what stands there now. Of the contents
that stand somewhere now the richest is current: more cells read, then better quality, then published later, then
fetched later. The others are alternates; what nobody publishes any more is superseded. Documents of equal content are
duplicates of the one that names its address and date, and was there first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from etl.load.schema import QUALITIES

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """A document met at an address."""

    sha256: str
    address: str
    content: str
    url: str | None
    fetched_at: str | None
    published_on: str | None
    quality: str
    cells_read: int
    last_seen: str | None = None
    """When a request last brought these bytes from this address, where that was after ``fetched_at``."""

    @property
    def key(self) -> Key:
        return self.sha256, self.address

    @property
    def when(self) -> tuple[bool, str, str, str]:
        """By time; what has no time comes last."""
        return self.fetched_at is None, self.fetched_at or "", self.sha256, self.address

    @property
    def standing(self) -> tuple[bool, bool, tuple[bool, str, str, str]]:
        """The least stands for all documents of equal content."""
        return self.url is None, self.published_on is None, self.when

    @property
    def richness(self) -> tuple[int, int, str, str, str]:
        return (
            self.cells_read, -QUALITIES.index(self.quality), self.published_on or "", self.fetched_at or "", self.content,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One content replaced another at an address."""

    old: str
    new: str
    address: str
    seen_at: str | None


@dataclass(frozen=True, slots=True)
class Arrangement:
    current: Seen
    versions: dict[str, int]
    """Number of each content, by first appearance, from 1."""
    standing: dict[str, Seen]
    """The document that stands for each content."""
    states: dict[Key, str]
    changes: tuple[Change, ...]


def arrange(seen: Collection[Seen]) -> Arrangement:
    """Orders everything seen for one report; the order of ``seen`` does not matter, and there is at least one."""
    by_time = sorted(seen, key=lambda s: s.when)
    versions: dict[str, int] = {}
    histories: dict[str, list[Seen]] = {}
    standing: dict[str, Seen] = {}
    for one in by_time:
        versions.setdefault(one.content, len(versions) + 1)
        histories.setdefault(one.address or one.sha256, []).append(one)
        held = standing.setdefault(one.content, one)
        if one.standing < held.standing:
            standing[one.content] = one
    # Two of one address without a time: nothing says which came first, so the richer one stands.
    latest = {
        address: max(history, key=lambda s: (s.fetched_at is None, s.last_seen or s.fetched_at or "", s.richness))
        for address, history in histories.items()
    }
    live = list(latest.values())
    best = max(live, key=lambda s: s.richness)
    return Arrangement(
        standing[best.content], versions, standing,
        {s.key: _state(s, best.content, standing, {one.content for one in live}) for s in seen},
        tuple(_changes(histories, latest)),
    )


def _state(one: Seen, current: str, standing: dict[str, Seen], live: set[str]) -> str:
    if standing[one.content] != one:
        return "duplicate"
    if one.content == current:
        return "current"
    return "alternate" if one.content in live else "superseded"


def _changes(histories: dict[str, list[Seen]], latest: dict[str, Seen]) -> list[Change]:
    found: dict[tuple[str, str], Change] = {}
    for address, history in sorted(histories.items()):
        dated = [s for s in history if s.fetched_at is not None]
        now = latest[address]
        times = [s.fetched_at for s in dated]
        if dated and now.fetched_at is not None:
            # The site may have gone back to what stood there before.
            dated.append(now)
            times.append(now.last_seen or now.fetched_at)
        for (before, _), (after, at) in pairwise(zip(dated, times, strict=True)):
            if before.content != after.content:
                change = Change(before.content, after.content, after.address, at)
                held = found.setdefault((change.old, change.new), change)
                if (change.seen_at or "") < (held.seen_at or ""):
                    found[change.old, change.new] = change
    return list(found.values())
