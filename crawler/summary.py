"""What a crawl did, typed: counted while it runs, judged when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

#: What may become of a document that could be read.
RESULTS = ("new", "changed", "unchanged", "duplicate", "alternate")


@dataclass(frozen=True, slots=True)
class SourceSummary:
    source_id: str
    found: int = 0
    """Different reports that stand there now, as far as they could be read."""
    found_before: int | None = None
    """The same at the end of the last whole visit; None before the first."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicate: int = 0
    """The same content at another address."""
    alternate: int = 0
    """Another file of a report already there."""
    vanished: int = 0
    """Reports loaded earlier that are gone from the site; what was published stays."""
    failed: Mapping[str, int] = field(default_factory=dict)
    """Failures by class."""
    ignored: Mapping[str, int] = field(default_factory=dict)
    """Links and pages passed over, by reason."""
    put_off: Mapping[str, int] = field(default_factory=dict)
    """Pages left for another night, by reason."""
    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    """Requests answered with 304."""
    entered: bool = False
    """The entry page could be read."""
    complete: bool = False
    """Everything that was found was asked."""
    alarms: tuple[str, ...] = ()
    """Sentences for the operator."""


@dataclass(frozen=True, slots=True)
class WorkerSummary:
    """A process that took part in a run of several."""

    name: str
    """Machine, process, and something that tells it from others."""
    state: str
    """``owner`` of the run, ``working``, ``left``, or ``lost``: it fell silent."""
    sites: int = 0
    """Sites that it took."""
    given_back: int = 0
    """Sites of these that it did not finish, and others took over."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    run_id: str
    started_at: str
    finished_at: str
    requests: int
    bytes: int
    sources: tuple[SourceSummary, ...]
    defects: tuple[str, ...] = ()
    """Errors of the crawler itself."""
    reason: str = "finished"
    """Why the crawl ended, in Scrapy's words."""
    workers: tuple[WorkerSummary, ...] = ()
    """Where several machines crawled: who took part."""

    def total(self, name: str) -> int:
        return sum(getattr(s, name) for s in self.sources)

    @property
    def new(self) -> int:
        return self.total("new")

    @property
    def changed(self) -> int:
        return self.total("changed")

    @property
    def unchanged(self) -> int:
        return self.total("unchanged")

    @property
    def failed(self) -> Mapping[str, int]:
        """Failures of all sources by class."""
        counted: Counter[str] = Counter()
        for source in self.sources:
            counted.update(source.failed)
        return dict(counted)

    @property
    def alarms(self) -> tuple[str, ...]:
        """What the operator must look at, the crawler's own defects first."""
        ended = () if self.reason == "finished" else (f"the crawl ended early ({self.reason})",)
        lost = tuple(
            f"worker {w.name} fell silent; what it had begun ({w.given_back} sites) others took over" for w in self.workers if w.state == "lost"
        )
        crashed = self.failed.get("crashed", 0)
        ours = (
            f"the reading of {crashed} {'file' if crashed == 1 else 'files'} crashed: a defect of ours, named by gongkai status",) if crashed else ()
        return (*self.defects, *ours, *ended, *lost, *(alarm for s in self.sources for alarm in s.alarms))

    @property
    def ok(self) -> bool:
        """Whether nothing needs to be looked at. Single files that could not be read are counted, not alarming, unless the fault is ours."""
        return not self.alarms

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "ok": self.ok, "alarms": list(self.alarms), "failed": dict(self.failed)}


class Tally:
    """Counts while a crawl runs."""

    def __init__(self, run_id: str, started_at: str, source_ids: Iterable[str]) -> None:
        self.run_id = run_id
        self.started_at = started_at
        self.counts: dict[str, Counter[str]] = {}
        self.failures: dict[str, Counter[str]] = {}
        self.ignored_by: dict[str, Counter[str]] = {}
        self.put_off_by: dict[str, Counter[str]] = {}
        self.alarms: dict[str, list[str]] = {}
        self.vanished: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.found_before: dict[str, int | None] = {}
        self.entered: set[str] = set()
        self.complete: set[str] = set()
        self.requests = 0
        self.bytes = 0
        self.defects: list[str] = []
        self.workers: dict[str, WorkerSummary] = {}
        self.know(source_ids)

    def know(self, source_ids: Iterable[str]) -> None:
        """Begins to count for these sources."""
        for source_id in source_ids:
            for counters in (self.counts, self.failures, self.ignored_by, self.put_off_by):
                counters.setdefault(source_id, Counter())
            self.alarms.setdefault(source_id, [])

    def request(self, source_id: str | None, size: int, status: int) -> None:
        self.requests += 1
        self.bytes += size
        if source_id in self.counts:
            self.counts[source_id]["requests"] += 1
            self.counts[source_id]["bytes"] += size
            self.counts[source_id]["not_modified"] += status == 304

    def document(self, source_id: str, result: str) -> None:
        """One file was dealt with."""
        if result in RESULTS:
            self.counts[source_id][result] += 1

    def failed(self, source_id: str, kind: str) -> None:
        self.failures[source_id][kind] += 1

    def ignored(self, source_id: str, reasons: Mapping[str, int]) -> None:
        self.ignored_by[source_id].update(reasons)

    def alarm(self, source_id: str, sentence: str) -> None:
        if sentence not in self.alarms[source_id]:
            self.alarms[source_id].append(sentence)

    def enter(self, source_id: str) -> None:
        """The entry of a source could be read."""
        self.entered.add(source_id)

    def vanish(self, source_id: str) -> None:
        """A report that was loaded is gone from its site."""
        self.vanished[source_id] += 1

    def put_off(self, source_id: str, kind: str) -> None:
        self.put_off_by[source_id][kind] += 1

    def defect(self, sentence: str) -> None:
        """An error of the crawler itself."""
        self.defects.append(sentence)

    def worker_joined(self, name: str, state: str) -> None:
        self.workers[name] = WorkerSummary(name, state)

    def worker_took(self, name: str) -> None:
        """It begins with one more site."""
        self.workers[name] = replace(self.workers[name], sites=self.workers[name].sites + 1)

    def worker_gone(self, name: str, state: str, given_back: int) -> None:
        self.workers[name] = replace(self.workers[name], state=state, given_back=given_back)

    def summary(self, finished_at: str, reason: str) -> RunSummary:
        return RunSummary(
            self.run_id, self.started_at, finished_at, self.requests, self.bytes, tuple(map(self._source, self.counts)),
            tuple(self.defects), reason, tuple(self.workers.values()),
        )

    def _source(self, source_id: str) -> SourceSummary:
        counts = self.counts[source_id]
        return SourceSummary(
            source_id, self.found[source_id], self.found_before.get(source_id),
            counts["new"], counts["changed"], counts["unchanged"], counts["duplicate"], counts["alternate"], self.vanished[source_id], dict(self.failures[source_id]), dict(self.ignored_by[source_id]),
            dict(self.put_off_by[source_id]),
            counts["requests"], counts["bytes"], counts["not_modified"], source_id in self.entered, source_id in self.complete,
            tuple(self.alarms[source_id]),
        )
