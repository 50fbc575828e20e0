"""Looks at addresses without loading anything: what ``gongkai sources check --online`` and ``sources add`` need to know.

The same guard, manners, robots.txt and records as in a crawl.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.leads import entries
from crawler.memory import PageRef
from crawler.network.faults import classify, http_kind
from crawler.network.headers import page_of
from crawler.reading import TROUBLE, read_page
from crawler.registry import Card
from crawler.run import scrape
from crawler.runtime import Runtime
from crawler.seen import Seen
from etl.settings import Settings

_SHELL = "the page is empty but for scripts, which run only where the card says quirks: {javascript: true} (sources add --javascript)"


def look(settings: Settings, cards: Iterable[Card], *, run_id: str) -> list[Seen]:
    """Asks the entry of each card, and one further page where it names fewer reports than the card expects; blocks.
    Once a process, like :func:`crawler.run.crawl`."""
    found: list[Seen] = []
    with closing(Runtime.open(settings, run_id=run_id, cards=tuple(cards))) as runtime:
        scrape(runtime, _Look, {"ITEM_PIPELINES": {}, "EXTENSIONS": {}}, found=found)
    by_id = {seen.source_id: seen for seen in found}
    # Stopped, or ended by a defect of ours: what was not seen must not pass for right.
    return [by_id.get(card.id) or Seen(card.id, card.url, fault="not_asked", message="looking ended before it came to this address") for card in runtime.cards]


class _Look(Spider):
    name = "look"

    def __init__(self, runtime: Runtime, found: list[Seen], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.runtime = runtime
        self.found = found

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> _Look:
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        for card in self.runtime.cards:
            yield _request(entries(card)[0], self.parse, self.failed)

    def parse(self, response: Response) -> Iterator[Any]:
        seen = self._seen(response)
        card, reading = self.runtime.card(seen.source_id), seen.reading
        if reading is None or seen.fault or seen.reports >= max(card.min_reports or 1, 1) or not reading.follows:
            self.found.append(seen)
            return
        follow = reading.follows[0]
        ref = PageRef(card.id, follow.url, "list", follow.method, follow.body, follow.headers)
        yield _request(ref, self.further, self.no_further, seen=seen)

    def further(self, response: Response) -> None:
        """The second page: it adds to the first, and takes nothing from it."""
        seen: Seen = response.meta["seen"]
        page = page_of(response, response.meta["page"])
        readable = response.status == 200 and (page.is_html or page.is_json)
        second = read_page(page, "list", platform=self.runtime.card(seen.source_id).platform) if readable else None
        self.found.append(replace(seen, further=second))

    def no_further(self, failure: Failure) -> None:
        self.found.append(failure.request.meta["seen"])  # type: ignore[attr-defined]

    def _seen(self, response: Response) -> Seen:
        ref: PageRef = response.meta["page"]
        card = self.runtime.card(ref.source_id)
        if response.status != 200:
            refused = f"the server answered with status {response.status}"
            return Seen(ref.source_id, response.url, response.status, http_kind(response.status), refused)
        page = page_of(response, ref)
        reading = read_page(page, "entry", platform=card.platform, hosts=card.quirks.hosts)
        message = {**TROUBLE, "shell_page": _SHELL}[reading.trouble] if reading.trouble else None
        return Seen(ref.source_id, page.url, 200, reading.trouble, message, reading, page)

    def failed(self, failure: Failure) -> None:
        ref: PageRef = failure.request.meta["page"]  # type: ignore[attr-defined]
        kind, message = classify(failure.value or RuntimeError("no reason given"))
        self.found.append(Seen(ref.source_id, ref.url, None, kind, message))


def _request(ref: PageRef, callback: Callable[[Response], Any], errback: Callable[[Failure], Any], **meta: Any) -> Request:
    return Request(
        ref.url, callback, method=ref.method, body=ref.body, headers=dict(ref.headers), errback=errback, dont_filter=True,
        meta={"page": ref, "unconditional": True, **meta},
    )
