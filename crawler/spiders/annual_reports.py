"""The one spider: reads the registry, asks the platform what a page is, and hands documents to the pipelines."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, UsageError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.configure import MAX_PAGE
from crawler.faults import Blocked, classify, http_kind
from crawler.headers import all_headers, file_name, header
from crawler.items import DocumentItem
from crawler.manners import PUT_OFF
from crawler.memory import PageRef
from crawler.page import Page
from crawler.parts import MAX_PARTS, bundle, next_part, pictures
from crawler.platforms import VERSION, Attachment, Follow
from crawler.reading import Reading, read_page
from crawler.registry import Card
from crawler.reports import is_report
from crawler.runtime import Runtime
from crawler.schedule import days_since, is_page_due
from crawler.urls import canonical, is_front
from etl.archive import ArchiveError, origin_from
from etl.report import Origin
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
            runtime.begin(card.id, _entries(card))
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
        self._at_work[key] += 1
        return DocumentItem(
            known.ref, data, origin, archived=True, sha256=known.sha256, content_type=origin.headers.get("content-type")
        )

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
        try:
            yield from self._answer(response)
        finally:
            self._done_with(response.meta["page"])

    def _done_with(self, ref: PageRef) -> None:
        self._at_work[ref.key] -= 1
        self._at_work += Counter()  # without those that nothing is left of

    def _item_done(self, item: DocumentItem) -> None:
        self._done_with(item.ref)

    def _answer(self, response: Response) -> Iterator[Any]:
        ref: PageRef = response.meta["page"]
        if response.status == 304:
            yield from self._unchanged(ref)
        elif response.status != 200:
            self._refused(ref, response)
        elif not response.body:
            self._lost(ref, "empty", "the server answered with no content", response.status)
        else:
            # The fragment of an address never reaches a server, and may be the route of a script.
            url = ref.url if ref.url.partition("#")[0] == response.url else response.url
            form = dict(parse_qsl(ref.body.decode("utf-8", "replace"), keep_blank_values=True))
            page = Page(url, response.body, response.status, all_headers(response), form)
            if ref.role == "attachment" and page.is_html and not is_report(page):
                self._lost(ref, "not_a_file", "the address of a file leads to a page", response.status)
            elif is_front(page.url) and not is_front(ref.url) and not is_report(page):
                self._lost(ref, "home_page", "the address leads to the front page", response.status)
            elif ref.role != "attachment" and (page.is_html or page.is_json):
                yield from self._page(ref, page, response)
            else:
                self._entered(ref)
                yield self._item(ref, page, response)

    def _page(self, ref: PageRef, page: Page, response: Response) -> Iterator[Any]:
        runtime, card = self.runtime, self.runtime.card(ref.source_id)
        reading = read_page(
            page, ref.role, link_title=ref.title, sure=ref.context.get("sure", True), depth=ref.depth, platform=card.platform,
            hosts=card.quirks.hosts, year=runtime.year, files=[Attachment(*f) for f in ref.context.get("files", ())],
        )
        runtime.tally.ignored(ref.source_id, reading.ignored)
        if reading.trouble and (ref.context.get("hop") or ref.context.get("guess")):
            # Past its end a list answers with nothing; so does a year without a report.
            runtime.memory.answered(ref.key, now(), state="done", status=response.status, result=None)
            runtime.tally.ignored(ref.source_id, {"empty_page": 1})
            return
        if reading.trouble:
            self._lost(ref, reading.trouble, _TROUBLE[reading.trouble], response.status)
            return
        self._entered(ref)
        further = next_part([page]) if reading.document and not reading.entries else None
        if further is not None:
            reading = replace(reading, follows=tuple(f for f in reading.follows if canonical(f.url) != canonical(further)))
        if not runtime.goes_on(ref, reading):
            reading = replace(reading, follows=tuple(f for f in reading.follows if f.kind == "column"))
        # Before the page is remembered as answered: broken off in between, it is asked again, and nothing behind it is lost.
        children = self._children(ref, page, reading)
        if further is not None:  # it is the report only with its further pages, and answered when they are
            yield self._ask_part(ref, [page], children, further)
            return
        if reading.document and (wanted := pictures(page)):
            yield self._ask_picture(ref, page, response, children, wanted, {})
            return
        fresh = self._remember(ref, children)
        if reading.document:
            yield from map(self._request, fresh)
            yield self._item(ref, page, response)
            return
        runtime.memory.answered(
            ref.key, now(), state="done", status=response.status, etag=header(response, "ETag"), sha256=None, result=None,
            last_modified=header(response, "Last-Modified"), platform_version=VERSION,
        )
        yield from map(self._request, fresh)

    def _ask_part(self, ref: PageRef, parts: list[Page], children: list[PageRef], url: str) -> Request:
        self._at_work[ref.key] += 1
        return Request(
            url, callback=self.part, errback=self.no_part, dont_filter=True, priority=_PRIORITY["entry"],
            meta={"page": ref, "parts": parts, "children": children, "download_maxsize": MAX_PAGE, "unconditional": True},
        )

    def part(self, response: Response) -> Iterator[Any]:
        """A further page of a report that its site splits: with the last one, the pages are one document."""
        ref: PageRef = response.meta["page"]
        children: list[PageRef] = response.meta["children"]
        page = Page(response.url, response.body, response.status, all_headers(response))
        parts = [*response.meta["parts"], page]
        try:
            if response.status != 200 or not page.is_html or is_front(page.url):
                self._lost_part(ref, response.url, f"it is answered with status {response.status} and {len(response.body)} bytes")
                return
            files = read_page(page, "article", link_title=ref.title, platform=self.runtime.card(ref.source_id).platform).attachments
            children = [*children, *self._children(ref, page, Reading("", attachments=files))]
            further = next_part(parts)
            if further is not None and len(parts) == MAX_PARTS:
                self._lost_part(ref, further, f"it has more than {MAX_PARTS} pages")
            elif further is not None:
                yield self._ask_part(ref, parts, children, further)
            else:
                yield from map(self._request, self._remember(ref, children))
                yield self._item(ref, parts[0], response, bundle(parts))
        finally:
            self._done_with(ref)

    def no_part(self, failure: Failure) -> None:
        """Errback of a further page: without it, the report is not loaded."""
        if (isinstance(failure.value, Blocked) and failure.value.kind in PUT_OFF) or isinstance(failure.value, CloseSpider):
            self.failed(failure)
            return
        ref: PageRef = failure.request.meta["page"]  # type: ignore[attr-defined]
        self._done_with(ref)
        self._lost_part(ref, failure.request.url, classify(failure.value or RuntimeError("no reason given"))[1])  # type: ignore[attr-defined]

    def _ask_picture(self, ref: PageRef, page: Page, first: Response, children: list[PageRef], wanted: dict[str, str],
                     drawn: dict[str, Page]) -> Request:
        self._at_work[ref.key] += 1
        return Request(
            next(iter(wanted.values())), callback=self.picture, errback=self.no_picture, dont_filter=True, priority=_PRIORITY["entry"],
            meta={"page": ref, "article": page, "first": first, "children": children, "wanted": wanted, "drawn": drawn,
                  "download_maxsize": MAX_PAGE, "unconditional": True},
        )

    def picture(self, response: Response) -> Iterator[Any]:
        """A picture in a report's page, where its tables may be; with the last one, page and pictures are one document."""
        found = Page(response.url, response.body, response.status, all_headers(response))
        is_picture = response.status == 200 and bool(_PICTURE.fullmatch(found.headers.get("content-type", "")))
        yield from self._after_picture(response.meta, found if is_picture else None)

    def no_picture(self, failure: Failure) -> Iterator[Any]:
        """Errback of a picture: the page is read without it, and says what stands there unread."""
        if (isinstance(failure.value, Blocked) and failure.value.kind in PUT_OFF) or isinstance(failure.value, CloseSpider):
            self.failed(failure)
            return
        yield from self._after_picture(failure.request.meta, None)  # type: ignore[attr-defined]

    def _after_picture(self, told: dict[str, Any], found: Page | None) -> Iterator[Any]:
        ref: PageRef = told["page"]
        (written, _), *rest = told["wanted"].items()
        drawn = told["drawn"] | ({written: found} if found else {})
        if found is None:
            self.runtime.tally.ignored(ref.source_id, {"picture_lost": 1})
        try:
            if rest:
                yield self._ask_picture(ref, told["article"], told["first"], told["children"], dict(rest), drawn)
                return
            yield from map(self._request, self._remember(ref, told["children"]))
            yield self._item(ref, told["article"], told["first"], bundle([told["article"]], drawn) if drawn else None)
        finally:
            self._done_with(ref)

    def _lost_part(self, ref: PageRef, url: str, why: str) -> None:
        message = f"the report goes on at {url}, and that page cannot be had: {why}"
        self._lost(ref, "article_continues", message)
        self.runtime.tally.alarm(ref.source_id, f"{ref.source_id}: a report is left out, because not all of its pages can be had: {ref.url}")

    def _children(self, ref: PageRef, page: Page, reading: Reading) -> list[PageRef]:
        trail = page.breadcrumb
        files = [
            PageRef(
                ref.source_id, file.url, "attachment", depth=ref.depth + 1, title=file.title,
                context={
                    "page_url": page.url, "page_title": page.title or ref.title, "page_meta": page.meta,
                    "breadcrumb": trail, "list_title": ref.title, "list_date": ref.date,
                },
            )
            for file in reading.attachments
        ]
        lists = [
            PageRef(
                ref.source_id, follow.url, "list", follow.method, follow.body, follow.headers,
                ref.depth + (follow.kind == "column"), follow.title,
                context=self._chain(ref, follow),
            )
            for follow in reading.follows
        ]
        articles = [
            PageRef(
                ref.source_id, entry.url, "article", depth=ref.depth + 1, title=entry.title, date=entry.date,
                context={"sure": entry.sure, "files": [[f.url, f.title] for f in entry.attachments]},
            )
            for entry in self.runtime.within_limit(ref.source_id, reading.entries)
        ]
        return [*files, *lists, *articles]

    def _chain(self, ref: PageRef, follow: Follow) -> dict[str, Any]:
        """What a further page must know: which list it goes on, or that nothing promised it."""
        if follow.kind == "page":
            return {"list": ref.context.get("list", ref.key), "hop": ref.context.get("hop", 0) + 1}
        return {"guess": True} if follow.kind == "guess" else {}

    def _item(self, ref: PageRef, page: Page, response: Response, bundled: bytes | None = None) -> DocumentItem:
        """The document at ``page``; ``bundled``: all its pages or its pictures with it, where it has such. ``response`` brought the last page."""
        card, told = self.runtime.card(ref.source_id), ref.context
        origin = Origin(
            name=file_name(page.url, page.headers.get("content-disposition"), ref.title if ref.role == "attachment" else ""),
            url=page.url, fetched_at=now(), headers=page.headers, source_id=card.id, source_name=card.name,
            region_code=card.region_code, level=card.level, list_title=told.get("list_title", ref.title) or None,
            list_date=told.get("list_date", ref.date),
            breadcrumb=told.get("breadcrumb") or (page.breadcrumb if page.is_html else None),
            page_url=told.get("page_url"), page_title=told.get("page_title"), page_meta=told.get("page_meta", {}),
        )
        self._at_work[ref.key] += 1
        if bundled is None:
            data, kind = page.body, page.headers.get("content-type")
        else:
            data, kind, origin = bundled, None, replace(origin, headers=_whole_headers(page))
        # Of several pages the validators of one say nothing of the others. Pictures change with the page that names them.
        whole = bundled is None or response.url == page.url
        etag, modified = (header(response, "ETag"), header(response, "Last-Modified")) if whole else (None, None)
        return DocumentItem(ref, data, origin, response.status, etag, modified, kind)

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

    # -- what went wrong ------------------------------------------------------------------------------------------

    def _refused(self, ref: PageRef, response: Response) -> None:
        known = self.runtime.memory.page(ref.key)
        if response.status in (404, 410) and known is not None and known.result and not known.result.startswith("failed:"):
            if known.result != "vanished":
                self.runtime.tally.vanish(ref.source_id)
            self.runtime.memory.answered(ref.key, now(), state="done", status=response.status, result="vanished")
            return
        if response.status == 404 and ref.context.get("guess"):
            self.runtime.memory.answered(ref.key, now(), state="done", status=404)
            return
        if 300 <= response.status < 400:  # those that can be followed were
            self._lost(ref, "refused_host", "the server leads to an address that is not http or https", response.status)
            return
        self._lost(ref, http_kind(response.status), f"the server answered with status {response.status}", response.status)

    def failed(self, failure: Failure) -> None:
        """Errback: the request was not made, or nothing came back."""
        ref: PageRef = failure.request.meta["page"]  # type: ignore[attr-defined]
        self._done_with(ref)
        if isinstance(failure.value, CloseSpider):
            raise failure.value
        kind, message = classify(failure.value or RuntimeError("no reason given"))
        retry = failure.value.retry_after if isinstance(failure.value, Blocked) else None
        self._lost(ref, kind, message, retry_after=retry)

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


_PICTURE = re.compile(r"(?i)image/(?:png|jpe?g|bmp|webp|tiff)(?:;.*)?")
_TROUBLE = {
    "soft_404": "the page says that there is no such page",
    "shell_page": "the page is empty but for scripts",
}


def _entries(card: Card) -> list[PageRef]:
    """Where a visit begins."""
    form = card.quirks.form
    first = PageRef(
        card.id, card.url, "entry", "POST" if form else "GET", urlencode(form).encode(),
        (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),) if form else (),
    )
    return [first, *(PageRef(card.id, url, "entry") for url in card.quirks.list_urls)]


def _whole_headers(page: Page) -> dict[str, str]:
    """The headers of a first page that still hold for all pages together."""
    return {name: value for name, value in page.headers.items() if not name.startswith("content-") and name not in ("etag", "last-modified")}


def _ids(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


def _whole(name: str, value: str | int | None) -> int | None:
    if value is None or value == "":
        return None
    try:
        return int(value)
    except ValueError:
        raise UsageError(f"{name} must be a whole number, not {value!r}") from None
