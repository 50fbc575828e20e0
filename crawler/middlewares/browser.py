"""Has pages drawn whose card says that only their scripts draw them; what they ask for goes the way of every request."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.configure import MAX_PAGE, user_agent
from crawler.memory import PageRef
from crawler.network.browser import LONGEST, Answer, Ask, Browser
from crawler.network.faults import classify
from crawler.network.headers import all_headers, page_of
from crawler.network.manners import PUT_OFF
from crawler.pages.reports import is_report
from crawler.pages.urls import site_of
from crawler.registry import Card
from crawler.runtime import Runtime

#: Request headers of a page that are sent on. Cookies are the crawler's own: one that a script sets proves nothing to a server.
_SENT = frozenset({"accept", "content-type", "referer", "x-requested-with", "token", "x-token"})
#: Headers of an answer that a page gets to see.
_SEEN = ("content-type", "access-control-allow-origin", "access-control-allow-headers", "access-control-allow-credentials")
#: Bytes of scripts that are kept, because every page of a site loads the same.
_KEPT = 32 << 20


class BrowserMiddleware:
    """Next to the spider: it sees the answer that all others have let through."""

    def __init__(self, runtime: Runtime, crawler: Crawler) -> None:
        self.runtime = runtime
        self.crawler = crawler
        settings = runtime.settings
        self.browser = Browser(user_agent(settings.contact), settings.chromium, min(LONGEST, settings.source_timeout))
        self._scripts: dict[str, Answer] = {}
        crawler.signals.connect(self.browser.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BrowserMiddleware:
        return cls(crawler.spider.runtime, crawler)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        if self._card(request) is not None:
            # That its own bytes have not changed says nothing of what its scripts load.
            request.meta["unconditional"] = True

    async def process_response(self, request: Request, response: Response) -> Response:
        card = self._card(request)
        if card is None or response.status != 200:
            return response
        ref: PageRef = request.meta["page"]
        page = page_of(response, ref)
        if not page.is_html or (ref.role == "article" and is_report(page)):
            return response
        asking = _Asking(self, card, ref, response)
        drawn = await self.browser.draw(page.url, Answer(response.body, _seen(response)), asking.fetch, MAX_PAGE)
        if asking.stopped is not None:
            raise asking.stopped
        self.runtime.tally.ignored(ref.source_id, dict(drawn.refused))
        headers = response.headers.copy()
        headers["Content-Type"], headers["X-Drawn-By"] = "text/html; charset=utf-8", drawn.browser
        led = drawn.url.partition("#")[0]
        return response.replace(url=led if led.startswith("http") else response.url, body=drawn.html.encode("utf-8", "replace"), headers=headers)

    def _card(self, request: Request) -> Card | None:
        """The card of a page that is to be drawn."""
        ref: PageRef | None = request.meta.get("page")
        if ref is None or ref.role == "attachment" or request.meta.get("robots") or request.meta.get("of_page"):
            return None
        card = self.runtime.card(ref.source_id)
        return card if card.quirks.javascript else None

    def kept(self, url: str) -> Answer | None:
        return self._scripts.get(url)

    def keep(self, url: str, answer: Answer) -> None:
        if sum(len(a.body) for a in self._scripts.values()) + len(answer.body) <= _KEPT:
            self._scripts[url] = answer


class _Asking:
    """Answers what one page asks for."""

    def __init__(self, owner: BrowserMiddleware, card: Card, ref: PageRef, response: Response) -> None:
        self._owner = owner
        self._card = card
        self._ref = ref
        self._site = site_of(response.url)
        self.stopped: BaseException | None = None
        """Why the page is left for another time."""

    async def fetch(self, ask: Ask) -> Answer | None:
        runtime, source = self._owner.runtime, self._ref.source_id
        if site_of(ask.url) != self._site and (urlsplit(ask.url).hostname or "") not in self._card.quirks.hosts:
            runtime.tally.ignored(source, {"browser_external": 1})
            return None
        if ask.kind == "script" and (known := self._owner.kept(ask.url)):
            return known
        request = Request(
            ask.url, callback=NO_CALLBACK, method=ask.method, body=ask.body,
            headers={name: value for name, value in ask.headers.items() if name.lower() in _SENT},
            meta={"page": replace(self._ref, role="article"), "of_page": True, "unconditional": True, "download_maxsize": MAX_PAGE},
        )
        try:
            assert self._owner.crawler.engine is not None
            response = await self._owner.crawler.engine.download_async(request)
        except Exception as error:
            kind, message = classify(error)
            if kind in PUT_OFF or isinstance(error, CloseSpider):
                self.stopped = error
            else:
                runtime.record_failure(self._ref, ask.url, "script", kind, f"the page asks for it and does not get it: {message}")
            return None
        if response.status != 200:
            runtime.record_failure(self._ref, ask.url, "script", f"http_{response.status}", f"the page asks for it and gets status {response.status}")
        answer = Answer(response.body, _seen(response), response.status)
        if ask.kind == "script" and response.status == 200:
            self._owner.keep(ask.url, answer)
        return answer


def _seen(response: Response) -> dict[str, str]:
    return {name: value for name, value in all_headers(response).items() if name in _SEEN}
