"""Looks at addresses without loading anything: what ``gongkai sources check --online`` and ``sources add`` need to know.

The same guard, manners, robots.txt and records as in a crawl.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings as ScrapySettings
from twisted.python.failure import Failure

from crawler.configure import scrapy_settings
from crawler.faults import classify, http_kind
from crawler.headers import all_headers
from crawler.memory import PageRef
from crawler.page import Page
from crawler.platforms import choose
from crawler.reading import Reading, read_page
from crawler.registry import Card
from crawler.runtime import Runtime
from crawler.urls import is_address
from etl.settings import Settings

#: A platform that knows a page this well is not mistaken.
_CERTAIN = 0.8
_TROUBLE = {
    "soft_404": "the page says that there is no such page",
    "shell_page": "the page is empty but for scripts, which run only where the card says quirks: {javascript: true} (sources add --javascript)",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands at an address. ``fault`` and ``message`` are set where nothing does."""

    source_id: str
    url: str
    """After redirects."""
    status: int | None = None
    fault: str | None = None
    message: str | None = None
    reading: Reading | None = None
    page: Page | None = None
    further: Reading | None = None
    """What the next page of the list holds, where that was asked, too."""

    @property
    def platform(self) -> str | None:
        return self.reading.platform if self.reading else None

    @property
    def reports(self) -> int:
        """Reports that the pages name, or are."""
        return sum(sum(e.sure for e in r.entries) + r.document for r in (self.reading, self.further) if r is not None)

    @property
    def goes_on(self) -> bool:
        """Whether further lists hang on the last page that was asked: what was counted is not all."""
        last = self.further or self.reading
        return last is not None and bool(last.follows)


def doubts(card: Card, seen: Seen) -> list[str]:
    """What a card says and its site does not, a sentence each; the fault, where nothing could be read."""
    if seen.fault or seen.page is None:
        return [seen.message or str(seen.fault)]
    found = []
    likely = choose(seen.page)
    if card.platform and likely.name != card.platform and likely.detect(seen.page) >= _CERTAIN:
        found.append(f"the card says {card.platform}, the page is one of {likely.name}")
    if seen.reports < (card.min_reports or 0) and not seen.goes_on:
        found.append(f"{seen.reports} reports are named, the card expects at least {card.min_reports}")
    return found


def look(settings: Settings, cards: Iterable[Card], *, run_id: str) -> list[Seen]:
    """Asks the entry of each card, and one further page where it names fewer reports than the card expects; blocks.
    Once a process, like :func:`crawler.run.crawl`."""
    runtime = Runtime.open(settings, run_id=run_id, cards=tuple(cards))
    try:
        project = ScrapySettings()
        project.setmodule("crawler.settings", priority="project")
        project.setdict({**scrapy_settings(settings), "ITEM_PIPELINES": {}, "EXTENSIONS": {}, "LOG_INSTALL_ROOT_HANDLER": False}, priority="cmdline")
        process = CrawlerProcess(project)
        found: list[Seen] = []
        process.crawl(_Look, runtime=runtime, found=found)
        process.start()
        order = {card.id: place for place, card in enumerate(runtime.cards)}
        return sorted(found, key=lambda s: order[s.source_id])
    finally:
        runtime.close()


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
            form = card.quirks.form
            yield Request(
                card.url, self.parse, method="POST" if form else "GET", body=urlencode(form), errback=self.failed, dont_filter=True,
                meta={"page": PageRef(card.id, card.url, "entry"), "unconditional": True},
            )

    def parse(self, response: Response) -> Iterator[Any]:
        seen = self._seen(response)
        card, reading = self.runtime.card(seen.source_id), seen.reading
        if reading is None or seen.fault or seen.reports >= max(card.min_reports or 1, 1) or not reading.follows:
            self.found.append(seen)
            return
        follow = reading.follows[0]
        yield Request(
            follow.url, self.further, method=follow.method, body=follow.body, headers=dict(follow.headers), errback=self.no_further, dont_filter=True,
            meta={"page": PageRef(card.id, follow.url, "list"), "unconditional": True, "seen": seen},
        )

    def further(self, response: Response) -> None:
        """The second page: it adds to the first, and takes nothing from it."""
        seen: Seen = response.meta["seen"]
        page = Page(response.url, response.body, response.status, all_headers(response))
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
        url = ref.url if ref.url.partition("#")[0] == response.url else response.url
        page = Page(url, response.body, 200, all_headers(response), dict(card.quirks.form))
        reading = read_page(page, "entry", platform=card.platform, hosts=card.quirks.hosts)
        message = _TROUBLE.get(reading.trouble) if reading.trouble else None
        return Seen(ref.source_id, url, 200, reading.trouble, message, reading, page)

    def failed(self, failure: Failure) -> None:
        ref: PageRef = failure.request.meta["page"]  # type: ignore[attr-defined]
        kind, message = classify(failure.value or RuntimeError("no reason given"))
        self.found.append(Seen(ref.source_id, ref.url, None, kind, message))


def propose(url: str, seen: Seen | None = None) -> dict[str, Any]:
    """A card for an address, from what was seen there: identifier, platform, the authority where the page names one, and
    the number of reports it names now as the least to expect."""
    card: dict[str, Any] = {"id": identifier(url), "url": url}
    if seen is None or seen.reading is None or seen.page is None:
        return card
    if seen.platform and seen.platform != "generic":
        card["platform"] = seen.platform
    if seen.reports:
        card["min_reports"] = seen.reports
    site = seen.page.named("SiteName")
    if site:
        card["note"] = f"site: {site}"
    return card


def identifier(url: str) -> str:
    """A name from host and last folder, e.g. ``shili-zfxxgknb``."""
    parts = urlsplit(url)
    host = re.sub(r"^www\.|\.gov\.cn$", "", parts.hostname or "")
    host = host if is_address(host) else host.replace(".gov.cn", "")
    folders = [f for f in parts.path.lower().split("/") if f and not re.search(r"\.\w+$|\d{5,}", f)]
    folder = next((f for f in reversed(folders) if re.search(r"nb|bg|gk|xx", f)), folders[-1] if folders else "")
    return re.sub(r"[^a-z0-9]+", "-", f"{host}-{folder}".lower()).strip("-")[:70] or "site"


def save_page(folder: Path, card_id: str, seen: Seen) -> Path:
    """Keeps a page as a fixture: ``page.html`` as it came, ``origin.json``, and what is read from it as ``expected.json``.
    The test of saved pages fails on it until a person has looked at that, and taken the word ``unreviewed`` out of it."""
    if seen.page is None:
        raise ValueError(f"nothing was seen at {seen.url}")
    target = folder / card_id
    target.mkdir(parents=True, exist_ok=True)
    (target / "page.html").write_bytes(seen.page.body)
    origin = {"url": seen.url, "status": seen.status, "headers": dict(seen.page.headers), "form": dict(seen.page.form)}
    expected = {"unreviewed": True, **reading_json(read_page(seen.page, "entry"))}
    for name, value in (("origin", origin), ("expected", expected)):
        (target / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def load_page(folder: Path) -> Page:
    """A page that :func:`save_page` kept."""
    origin = json.loads((folder / "origin.json").read_text(encoding="utf-8"))
    return Page(origin["url"], (folder / "page.html").read_bytes(), origin["status"], origin["headers"], origin["form"])


def reading_json(reading: Reading) -> dict[str, Any]:
    """What was read from a page, as it stands in ``expected.json``."""
    return json.loads(json.dumps(asdict(reading), default=lambda value: value.decode("utf-8", "replace"), ensure_ascii=False))
