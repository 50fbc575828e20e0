"""The one spider: reads the registry, asks the platform what a page is, and hands documents to the pipelines.

In the order of a crawl: what to ask (a visit's pages, and documents that wait in the archive), what to make of an answer
(a list, an article, a report that takes more than one answer), and what went wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, UsageError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.configure import MAX_PAGE
from crawler.gathering import Gathering, PageLost
from crawler.items import DocumentItem, item_of
from crawler.leads import children, entries
from crawler.memory import PageRef
from crawler.network.faults import Blocked, classify, http_kind
from crawler.network.headers import page_of
from crawler.network.manners import PUT_OFF
from crawler.pages.page import Page
from crawler.pages.reports import is_report
from crawler.pages.urls import canonical, is_front
from crawler.platforms import VERSION, Attachment
from crawler.reading import TROUBLE, Reading, read_page
from crawler.registry import Card
from crawler.runtime import Runtime
from crawler.schedule import days_since, is_page_due
from etl.archive import ArchiveError, origin_from
from etl.runs import new_run_id, now
from etl.settings import load_settings

_PRIORITY = {"entry": 30, "list": 20, "attachment": 10, "article": 0}


class AnnualReports(Spider):
    """``scrapy crawl annual_reports [-a source=ID,ID] [-a year=2023] [-a limit=N]``."""

    name = "annual_reports"

    def __init__(self, runtime: Runtime, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.runtime = runtime
        self._at_work: Counter[str] = Counter()
        """Keys of the pages whose requests or documents are under way."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> AnnualReports:
        """Scrapy's own command gives texts; :func:`crawler.run.crawl` gives a runtime that it opened."""
        runtime = kwargs.pop("runtime", None)
        if runtime is None:
            runtime = Runtime.open(
                load_settings(), run_id=new_run_id("crawl"), source_ids=_ids(kwargs.pop("source", None)),
                year=_whole("year", kwargs.pop("year", None)), limit=_whole("limit", kwargs.pop("limit", None)), owned=True,
            )
        spider = super().from_crawler(crawler, *args, runtime=runtime, **kwargs)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider._item_done, signal)
        return spider

    # -- asking ---------------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        runtime = self.runtime
        for card in runtime.cards if runtime.loader else ():  # who helps with a run finds its visits opened
            runtime.begin(card.id, entries(card))
        await runtime.announce()
        async for kind, name in runtime.team.work(self._open_pages):
            if kind == "document":
                if item := self._from_archive(name):
                    yield item
            else:
                for request in self._visit_source(runtime.card(name)):
                    yield request

    def _open_pages(self) -> frozenset[str]:
        return frozenset(self._at_work)

    def _visit_source(self, card: Card) -> Iterator[Request]:
        """What a visit has still to ask: in a new one, its entries."""
        runtime = self.runtime
        runtime.manners.follow(card.url, card.quirks.delay, card.quirks.max_requests)
        for known in runtime.memory.waiting(card.id, runtime.campaign(card.id), "pending"):
            yield self._request(known.ref)

    def _from_archive(self, key: str) -> DocumentItem | None:
        """A document that was archived and not loaded: by another worker, or before the crawl was broken off."""
        known = self.runtime.memory.page(key)
        if known is None or known.sha256 is None or known.origin is None or known.ref.source_id not in self.runtime.entries:
            return None
        origin = origin_from(json.loads(known.origin))
        try:
            data = self.runtime.archive.get(known.sha256)
        except (KeyError, ArchiveError) as error:
            self._lost(known.ref, "archive", f"the archive does not give back what was put into it: {error}")
            return None
        kind = origin.headers.get("content-type")
        return self._hand_on(DocumentItem(known.ref, data, origin, archived=True, sha256=known.sha256, content_type=kind))

    def _request(self, ref: PageRef) -> Request:
        longest = self.runtime.settings.max_bytes
        if ref.role in ("entry", "list"):
            longest = min(longest, MAX_PAGE)
        self._at_work[ref.key] += 1
        return Request(
            ref.url, callback=self.parse, errback=self.failed, method=ref.method, body=ref.body, headers=dict(ref.headers),
            meta={"page": ref, "download_maxsize": longest}, priority=_PRIORITY[ref.role] + self._staleness(ref), dont_filter=True,
        )

    def _staleness(self, ref: PageRef) -> int:
        """Articles that were never read come before those to be looked at again, of which the longest unseen come first."""
        known = self.runtime.memory.page(ref.key)
        if ref.role in ("entry", "list") or known is None or known.result is None or known.checked_at is None:
            return 0
        return min(days_since(known.checked_at), 30) - 60

    def _remember(self, parent: PageRef, refs: list[PageRef]) -> list[PageRef]:
        """Remembers what a page leads to; returns what of it is to be asked."""
        fresh = self._queue(parent.source_id, refs)
        self.runtime.memory.set_links(parent.key, [r.key for r in refs])
        return fresh

    def _queue(self, source_id: str, refs: Iterable[PageRef]) -> list[PageRef]:
        """Those of the pages that this visit has not asked yet and that are due."""
        due = list(self._due(source_id, refs))
        return self.runtime.memory.queue(due, self.runtime.campaign(source_id), now())

    def _due(self, source_id: str, refs: Iterable[PageRef]) -> Iterator[PageRef]:
        memory, campaign, moment = self.runtime.memory, self.runtime.campaign(source_id), datetime.now(UTC)
        for ref in refs:
            known = memory.page(ref.key) if self.runtime.mode == "due" and ref.role in ("article", "attachment") else None
            if known is None or known.campaign == campaign or is_page_due(known, moment):
                yield ref
            else:
                memory.meet(ref.key, campaign)
                yield from self._due(source_id, memory.links(ref.key))

    # -- answers --------------------------------------------------------------------------------------------------

    def parse(self, response: Response) -> Iterator[Any]:
        ref: PageRef = response.meta["page"]
        try:
            yield from self._answer(ref, response)
        finally:
            self._done_with(ref)

    def _done_with(self, ref: PageRef) -> None:
        self._at_work[ref.key] -= 1
        self._at_work += Counter()  # without those that nothing is left of

    def _item_done(self, item: DocumentItem) -> None:
        self._done_with(item.ref)

    def _answer(self, ref: PageRef, response: Response) -> Iterator[Any]:
        if response.status == 304:
            yield from self._unchanged(ref)
            return
        if response.status != 200:
            self._refused(ref, response.status)
            return
        page = page_of(response, ref)
        if not page.body:
            self._lost(ref, "empty", "the server answered with no content", page.status)
        elif ref.role == "attachment" and page.is_html and not is_report(page):
            self._lost(ref, "not_a_file", "the address of a file leads to a page", page.status)
        elif is_front(page.url) and not is_front(ref.url) and not is_report(page):
            self._lost(ref, "home_page", "the address leads to the front page", page.status)
        elif ref.role != "attachment" and (page.is_html or page.is_json):
            yield from self._read(ref, page)
        else:
            self._entered(ref)
            yield self._hand_on(item_of(ref, page, self.runtime.card(ref.source_id)))

    def _read(self, ref: PageRef, page: Page) -> Iterator[Any]:
        """A page: what it leads to is remembered and asked; a report is gathered."""
        runtime, card = self.runtime, self.runtime.card(ref.source_id)
        reading = read_page(
            page, ref.role, link_title=ref.title, sure=ref.context.get("sure", True), depth=ref.depth, platform=card.platform,
            hosts=card.quirks.hosts, year=runtime.year, files=[Attachment(*f) for f in ref.context.get("files", ())],
        )
        runtime.tally.ignored(ref.source_id, reading.ignored)
        if reading.trouble:
            self._empty(ref, reading.trouble, page.status)
            return
        self._entered(ref)
        report = Gathering(ref, (page,), splits=not reading.entries) if reading.document else None
        follows = reading.follows
        if report and report.next_page:  # it is a part of this report, and no list
            follows = tuple(f for f in follows if canonical(f.url) != canonical(report.next_page))
        beside = page.is_json and ref.context.get("guess") and not reading.entries  # what a script asks for may be anything
        if not runtime.goes_on(ref, reading) or beside:
            follows = tuple(f for f in follows if f.kind == "column")
        reading = replace(reading, follows=follows, entries=tuple(runtime.within_limit(ref.source_id, reading.entries)))
        found = children(ref, page, reading)
        if report:
            yield from self._gather(replace(report, children=tuple(found)))
            return
        # Before the page is remembered as answered: broken off in between, it is asked again, and nothing behind it is lost.
        fresh = self._remember(ref, found)
        # A list that could not be read is asked in full each time, and each time that is said.
        told = {} if reading.unread else page.headers
        runtime.memory.answered(
            ref.key, now(), state="done", status=page.status, etag=told.get("etag"), sha256=None, result=None,
            last_modified=told.get("last-modified"), platform_version=VERSION,
        )
        yield from map(self._request, fresh)

    def _hand_on(self, item: DocumentItem) -> DocumentItem:
        self._at_work[item.ref.key] += 1
        return item

    def _unchanged(self, ref: PageRef) -> Iterator[Request]:
        """Not modified: what hangs on the page is still considered."""
        known = self.runtime.memory.page(ref.key)
        self._entered(ref)
        fresh = self._queue(ref.source_id, self.runtime.memory.links(ref.key))
        if known is not None and known.sha256 is not None:
            self.runtime.still(ref)
        else:
            self.runtime.memory.answered(ref.key, now(), state="done", status=304)
        yield from map(self._request, fresh)

    # -- reports that take more than one answer -------------------------------------------------------------------

    def _gather(self, report: Gathering) -> Iterator[Any]:
        """Asks for what the report still lacks. Only when nothing is lacking is its page answered, and what it leads to asked."""
        ref, card = report.ref, self.runtime.card(report.ref.source_id)
        try:
            wanted = report.wanted
        except PageLost as lost:
            self._leave_out(ref, lost)
            return
        if wanted is not None:
            self._at_work[ref.key] += 1
            yield Request(
                wanted, callback=self.more, errback=self.no_more, dont_filter=True, priority=_PRIORITY["entry"],
                meta={"page": ref, "report": report, "download_maxsize": MAX_PAGE, "unconditional": True},
            )
            return
        found = list(report.children)
        for page in report.pages[1:]:
            files = read_page(page, "article", link_title=ref.title, platform=card.platform).attachments
            found += children(ref, page, Reading("", attachments=files))
        if lost_pictures := sum(picture is None for picture in report.pictures.values()):
            self.runtime.tally.ignored(ref.source_id, {"picture_lost": lost_pictures})
        yield from map(self._request, self._remember(ref, found))
        yield self._hand_on(report.item(card))

    def more(self, response: Response) -> Iterator[Any]:
        """A further page of a report, or a picture in it."""
        yield from self._took(response.meta["report"], page_of(response))

    def no_more(self, failure: Failure) -> Iterator[Any]:
        """Errback of the same."""
        if isinstance(failure.value, CloseSpider) or (isinstance(failure.value, Blocked) and failure.value.kind in PUT_OFF):
            self.failed(failure)
            return
        yield from self._took(failure.request.meta["report"], None, _why(failure)[1])  # type: ignore[attr-defined]

    def _took(self, report: Gathering, answer: Page | None, why_not: str = "") -> Iterator[Any]:
        try:
            yield from self._gather(report.took(answer, why_not))
        except PageLost as lost:
            self._leave_out(report.ref, lost)
        finally:
            self._done_with(report.ref)

    def _leave_out(self, ref: PageRef, lost: PageLost) -> None:
        self._lost(ref, "article_continues", str(lost))
        self.runtime.tally.alarm(ref.source_id, f"{ref.source_id}: a report is left out, because not all of its pages can be had: {ref.url}")

    # -- what went wrong ------------------------------------------------------------------------------------------

    def _empty(self, ref: PageRef, trouble: str, status: int) -> None:
        """Past its end a list answers with nothing; so does a year without a report."""
        if ref.context.get("hop") or ref.context.get("guess"):
            self.runtime.memory.answered(ref.key, now(), state="done", status=status, result=None)
            self.runtime.tally.ignored(ref.source_id, {"empty_page": 1})
        else:
            self._lost(ref, trouble, TROUBLE[trouble], status)

    def _refused(self, ref: PageRef, status: int) -> None:
        known = self.runtime.memory.page(ref.key)
        if status in (404, 410) and known is not None and known.result and not known.result.startswith("failed:"):
            if known.result != "vanished":
                self.runtime.tally.vanish(ref.source_id)
            self.runtime.memory.answered(ref.key, now(), state="done", status=status, result="vanished")
        elif status == 404 and ref.context.get("guess"):
            self.runtime.memory.answered(ref.key, now(), state="done", status=status)
        elif 300 <= status < 400:  # those that can be followed were
            self._lost(ref, "refused_host", "the server leads to an address that is not http or https", status)
        else:
            self._lost(ref, http_kind(status), f"the server answered with status {status}", status)

    def failed(self, failure: Failure) -> None:
        """Errback: the request was not made, or nothing came back."""
        ref: PageRef = failure.request.meta["page"]  # type: ignore[attr-defined]
        self._done_with(ref)
        if isinstance(failure.value, CloseSpider):
            raise failure.value
        retry = failure.value.retry_after if isinstance(failure.value, Blocked) else None
        self._lost(ref, *_why(failure), retry_after=retry)

    def _lost(self, ref: PageRef, kind: str, message: str, status: int | None = None, retry_after: str | None = None) -> None:
        if kind in PUT_OFF:
            self.runtime.put_off(ref, kind, message, retry_after)
            return
        self.runtime.record_failure(ref, ref.url, "fetch", kind, message, retry_after=retry_after)
        self.runtime.memory.failed(ref.key, now(), f"failed:{kind}", status)
        if ref.role == "entry":
            self.runtime.tally.alarm(ref.source_id, f"{ref.source_id}: {ref.url} could not be read ({kind}: {message})")

    def _entered(self, ref: PageRef) -> None:
        if ref.role == "entry":
            self.runtime.tally.enter(ref.source_id)


def _why(failure: Failure) -> tuple[str, str]:
    """Kind and sentence."""
    return classify(failure.value or RuntimeError("no reason given"))


def _ids(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


def _whole(name: str, value: str | int | None) -> int | None:
    if value is None or value == "":
        return None
    try:
        return int(value)
    except ValueError:
        raise UsageError(f"{name} must be a whole number, not {value!r}") from None
