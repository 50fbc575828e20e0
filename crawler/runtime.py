"""Everything one process of a crawl works with, opened once and closed once."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

from crawler.loading import Loader
from crawler.memory import Known, PageRef, SourceState
from crawler.network.faults import Blocked
from crawler.network.guard import Guard
from crawler.network.manners import Manners
from crawler.network.pace import Pace
from crawler.pages.urls import canonical
from crawler.platforms import VERSION, Follow, ListEntry
from crawler.reading import Reading
from crawler.registry import Card, load_registry, select
from crawler.schedule import is_due
from crawler.summary import RunSummary, Tally
from crawler.team import Counts, Records, Team, team_of
from etl.archive import Archive
from etl.runs import now, run_lock
from etl.settings import Settings

if TYPE_CHECKING:
    from crawler.shared.crew import Worker
    from crawler.shared.memory import AnyMemory

#: Failures of reading that another try may not meet.
_PASSING = frozenset({"timeout", "memory", "crashed", "needs_ocr", "needs_office"})

Mode = Literal["all", "due"]


class Progress(Protocol):
    """Told after every document and request, for a display."""

    def __call__(self, event: str, source_id: str, detail: Mapping[str, Any]) -> None: ...


#: Settings that are one for all who take part in a run; its owner says them.
_COMMON = ("delay", "contact", "host_budget", "window", "fetch_timeout", "source_timeout", "max_bytes", "lease")

#: A list longer than this is taken for one that never ends.
MAX_LIST_PAGES = 300
#: So is one of which this many pages in a row name no further report.
MAX_BARREN_PAGES = 40


@dataclass
class ListChain:
    """The pages of one list seen so far."""

    pages: int = 0
    barren: int = 0
    """Pages in a row that named no further report."""
    met: set[str] = field(default_factory=set)
    """Keys of the entries."""


@dataclass
class Runtime:
    settings: Settings
    run_id: str
    cards: tuple[Card, ...]
    team: Team
    guard: Guard
    pace: Pace
    manners: Manners
    archive: Archive
    memory: AnyMemory
    intake: Records
    tally: Counts
    loader: Loader | None
    """None in a worker that helps with another's run: it fetches and archives."""
    year: int | None = None
    limit: int | None = None
    mode: Mode = "all"
    progress: Progress | None = None
    owned: bool = False
    """Opened by the spider itself (``scrapy crawl``): closed with it, and its run written down."""
    campaigns: dict[str, str] = field(default_factory=dict)
    reason: str = "did not start"
    """Why the crawl ended, once it has."""
    asked: Counter[str] = field(default_factory=Counter)
    entries: dict[str, list[str]] = field(default_factory=dict)
    """Keys of the pages that each visit began with; only of visits that were opened here."""
    shared: dict[str, set[str]] = field(default_factory=dict)
    """Sources whose entry another source had asked for already."""
    began: dict[str, float] = field(default_factory=dict)
    """When the first page of a source was asked, by the monotonic clock."""
    lists: dict[str, ListChain] = field(default_factory=dict)
    put_off_said: set[tuple[str, str]] = field(default_factory=set)
    exits: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @classmethod
    def open(
        cls, settings: Settings, *, run_id: str, source_ids: Iterable[str] = (), year: int | None = None, limit: int | None = None,
        mode: Mode = "all", progress: Progress | None = None, owned: bool = False,
        cards: Sequence[Card] | None = None,
    ) -> Runtime:
        """Opens everything. Raises RegistryError before anything is written. ``cards``: instead of the registry's."""
        registry = load_registry(settings.sources) if cards is None else ()
        chosen = select(registry, source_ids) if cards is None else tuple(cards)
        with contextlib.ExitStack() as exits:
            if owned:
                exits.enter_context(run_lock(settings.lock_file, run_id))
            team = team_of(settings, run_id)
            exits.callback(team.close)
            archive, memory = Archive(settings.archive), team.memory
            loader = Loader(settings, run_id, archive)
            exits.callback(loader.close)
            if registry and memory.forget_unless(loader.is_loaded) and loader.is_empty():
                mode = "all"  # the database was lost: all there is to know is on the sites
            if mode == "due":
                chosen = tuple(c for c in chosen if is_due(c, memory.source(c.id), datetime.now(UTC)))
            if registry:
                loader.intake.sources([card_row(card) for card in registry])
            guard = Guard(settings.allow_hosts)
            return cls(
                settings, run_id, chosen, team, guard, team.pace, Manners(settings, memory, guard, team.pace, mode == "due"), archive,
                memory, loader.intake, Tally(run_id, now(), [c.id for c in chosen]), loader, year, limit, mode, progress, owned,
                exits=exits.pop_all(),
            )

    @classmethod
    def join(cls, settings: Settings, worker: Worker) -> Runtime:
        """Opens what it takes to help with a run that another process owns; ``worker``: see :func:`crawler.team.join_run`.

        What the run's owner says of manners and bounds holds here, too. Raises ClusterError if the archive is another one.
        """
        order = worker.order
        with contextlib.ExitStack() as exits:
            exits.callback(worker.close)
            settings = replace(settings, **order["settings"])
            archive, guard = Archive(settings.archive), Guard(settings.allow_hosts)
            worker.check_archive(archive)
            return cls(
                settings, order["run_id"], tuple(map(Card.model_validate, order["cards"])), worker, guard, worker.pace,
                Manners(settings, worker.memory, guard, worker.pace, order["mode"] == "due"), archive, worker.memory, worker.intake,
                worker.tally, None, order["year"], order["limit"], order["mode"], exits=exits.pop_all(),
            )

    def close(self) -> None:
        self.exits.close()

    def count(self) -> Tally:
        """The count itself, which only the owner of a run has."""
        assert isinstance(self.tally, Tally)
        return self.tally

    def card(self, source_id: str) -> Card:
        return next(c for c in self.cards if c.id == source_id)

    def finish(self) -> RunSummary:
        """Derived tables and, for a run of the spider's own, its row; then the summary."""
        assert self.loader is not None
        self.loader.writer.derive()
        summary = self.count().summary(now(), self.reason)
        if self.owned:
            self.loader.intake.run({
                "kind": "crawl", "state": "finished" if summary.ok else "attention",
                "started_at": summary.started_at, "finished_at": summary.finished_at, "summary": summary.to_json(),
            })
        return summary

    # -- visits ---------------------------------------------------------------------------------------------------

    async def announce(self) -> None:
        """Opens the run to whoever helps with it."""
        if self.owned and self.loader is not None:
            self.loader.intake.run({"kind": "crawl", "state": "running", "started_at": self.count().started_at})
        order = {
            "mode": self.mode, "year": self.year, "limit": self.limit, "settings": {n: getattr(self.settings, n) for n in _COMMON},
            "cards": [card.model_dump(mode="json") for card in self.cards],
        }
        await self.team.announce([card.id for card in self.cards], order, {"intake": self.intake, "tally": self.tally})

    def begin(self, source_id: str, entries: Sequence[PageRef]) -> None:
        """Opens a visit at these pages, or goes on with the one that was broken off."""
        state: SourceState = self.memory.source(source_id)
        resume = self.year is None and self.limit is None and state.campaign is not None and state.ended_at is None
        if not resume:
            self.memory.save_source(replace(state, campaign=self.run_id, begun_at=now(), ended_at=None))
        self.entries[source_id] = [ref.key for ref in entries]
        fresh = self.memory.queue(entries, self.campaign(source_id), now())
        for ref in entries:
            asked = None if ref in fresh else self.memory.page(ref.key)
            if asked is not None and asked.ref.source_id != source_id:
                self.shared.setdefault(source_id, set()).add(asked.ref.source_id)
            elif asked is not None and asked.state in ("done", "archived"):
                self.tally.enter(source_id)  # before the visit was broken off

    def campaign(self, source_id: str) -> str:
        """The visit to a source that is under way."""
        if source_id not in self.campaigns:
            campaign = self.memory.source(source_id).campaign
            assert campaign is not None, "begin() opens the visit"
            self.campaigns[source_id] = campaign
        return self.campaigns[source_id]

    def check_time(self, source_id: str) -> None:
        """Raises :class:`~crawler.network.faults.Blocked` when a source had all the time that one run gives it."""
        limit = self.settings.source_timeout
        if time.monotonic() - self.began.setdefault(source_id, time.monotonic()) > limit:
            raise Blocked("source_timeout", f"the site had its {limit:g} seconds of this run")

    def wants_legacy_tls(self, request: Any) -> bool:
        """Whether the card behind a request allows unsafe renegotiation."""
        ref = request.meta.get("page")
        return ref is not None and self.card(ref.source_id).quirks.legacy_tls

    def within_limit(self, source_id: str, entries: Sequence[ListEntry]) -> Sequence[ListEntry]:
        """As many entries as ``limit`` leaves to a source, the first of the list first."""
        if self.limit is None:
            return entries
        left = max(0, self.limit - self.asked[source_id])
        self.asked[source_id] += min(left, len(entries))
        return entries[:left]

    def goes_on(self, ref: PageRef, reading: Reading) -> bool:
        """Whether the list that a page belongs to is to be followed further: not when it repeats itself or never ends."""
        if not ref.context.get("hop") and reading.unread:
            self.record_failure(ref, ref.url, "list", "list_unread", reading.unread)
            self.tally.alarm(ref.source_id, f"{ref.source_id}: not all of a list could be read: {ref.url}")
        if not ref.context.get("hop") and not reading.entries:
            return True
        chain, urls = self.lists.setdefault(ref.context.get("list", ref.key), ListChain()), {canonical(e.url) for e in reading.entries}
        repeats = bool(ref.context.get("hop")) and bool(urls) and urls <= chain.met
        chain.barren = 0 if urls - chain.met else chain.barren + 1
        chain.met |= urls
        chain.pages += 1
        # A page under a second name leads only to pages that are known.
        more = any(f.kind == "page" and self._is_unmet(ref.source_id, f) for f in reading.follows)
        if repeats and more:
            self.record_failure(ref, ref.url, "list", "list_repeats", "a page of the list repeats what earlier pages hold")
        endless = chain.pages >= MAX_LIST_PAGES or chain.barren >= MAX_BARREN_PAGES
        if endless and more and not repeats:
            goes_on = f"the list goes on after {chain.pages} pages, {chain.barren} of them without a further report"
            self.record_failure(ref, ref.url, "list", "endless_list", goes_on)
            self.tally.alarm(ref.source_id, f"{ref.source_id}: a list that does not end is followed no further than {chain.pages} pages")
        return not repeats and not endless

    def _is_unmet(self, source_id: str, follow: Follow) -> bool:
        known = self.memory.page(canonical(follow.url, follow.method, follow.body))
        return known is None or known.campaign != self.campaign(source_id)

    # -- records: to the journal first, because the database is made from it -------------------------------------

    def record_fetch(self, record: Mapping[str, Any]) -> None:
        self.intake.fetch(record)

    def record_failure(
        self, ref: PageRef, url: str, stage: str, kind: str, message: str, *, retry_after: str | None = None
    ) -> None:
        """Counts a failure, keeps it in the journal and in ``failures``."""
        self.intake.failure({
            "source_id": ref.source_id, "url": url, "stage": stage, "kind": kind, "message": message, "sha256": None,
            "retry_after": retry_after,
        })
        self.tally.failed(ref.source_id, kind)
        self.report("failed", ref.source_id, {"url": url, "kind": kind, "message": message})

    def put_off(self, ref: PageRef, kind: str, message: str, until: str | None) -> None:
        """A page that is left for another night stays as it is; said once a source, counted for every page."""
        if (ref.source_id, kind) not in self.put_off_said:
            self.put_off_said.add((ref.source_id, kind))
            if kind != "cooling_down":  # its reason is kept already
                self.intake.failure({
                    "source_id": ref.source_id, "url": self.card(ref.source_id).url, "stage": "visit", "kind": kind, "message": message,
                    "sha256": None, "retry_after": until,
                })
            if kind in ("no_contact", "night_window", "source_timeout"):  # the operator can do something about it
                self.tally.alarm(ref.source_id, f"{ref.source_id}: not all pages were asked: {message}")
        self.tally.put_off(ref.source_id, kind)

    def is_settled(self, known: Known) -> bool:
        """Whether the bytes last seen at a page are dealt with: loaded, or refused for a reason that stays."""
        if known.sha256 is None or known.result_of != known.sha256 or known.result is None:
            return False
        if known.result.startswith("failed:"):
            return known.result.removeprefix("failed:") not in _PASSING
        return True

    def still(self, ref: PageRef) -> str:
        """Counts a page whose document has not changed since it was dealt with; returns ``unchanged`` or ``failed``."""
        known = self.memory.page(ref.key)
        still_failed = known is not None and (known.result or "").startswith("failed:")
        result = known.result if known is not None and still_failed else "unchanged"
        self.memory.answered(ref.key, now(), state="done", result=result, platform_version=VERSION)
        if still_failed:
            self.tally.ignored(ref.source_id, {"still_unreadable": 1})
            return "failed"
        self.tally.document(ref.source_id, "unchanged")
        self.report("document", ref.source_id, {"url": ref.url, "title": ref.title, "result": "unchanged"})
        return "unchanged"

    def report(self, event: str, source_id: str, detail: Mapping[str, Any]) -> None:
        if self.progress is not None:
            self.progress(event, source_id, detail)


def card_row(card: Card) -> dict[str, Any]:
    """A card as the database's ``sources`` table takes it."""
    row = card.model_dump(mode="json", exclude={"quirks"})
    return {**row, "quirks": card.quirks.model_dump(mode="json", exclude_defaults=True)}
