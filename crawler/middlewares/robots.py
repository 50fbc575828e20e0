"""robots.txt after RFC 9309, on the strict side: what cannot be read is a refusal."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.network.faults import Blocked, classify
from crawler.runtime import Runtime

TOKEN = "gongkai"
_LIFETIME = timedelta(hours=24)
_LONGEST = 500 << 10


class RobotsMiddleware:
    """Fetches robots.txt once a host and day, through the same guard and pace as any page.

    200: its rules. 404, 410 and other 4xx: no rules. 401, 403, 429, 5xx or no answer: the host is refused.
    """

    def __init__(self, runtime: Runtime, crawler: Crawler) -> None:
        self.runtime = runtime
        self.crawler = crawler
        self._rules: dict[str, asyncio.Task[Protego | Blocked | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler.spider.runtime, crawler)  # type: ignore[union-attr]

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            self._rules[host] = asyncio.create_task(self._learn(host, request))
        rules = await self._rules[host]
        if isinstance(rules, Blocked):
            raise Blocked(rules.kind, rules.message)
        if rules is not None and not rules.can_fetch(request.url, TOKEN):
            raise Blocked("robots", f"robots.txt of {parts.netloc} does not allow {parts.path or '/'}")

    async def _learn(self, host: str, request: Request) -> Protego | Blocked | None:
        """Rules, no rules, or the refusal of the whole host."""
        known = self.runtime.memory.host(host)
        now = datetime.now(UTC)
        if known["robots_at"] and now - _LIFETIME < datetime.fromisoformat(known["robots_at"]) <= now:
            return self._obey(host, _rules(host, known["robots_status"], known["robots"]))
        ask = Request(f"{host}/robots.txt", callback=NO_CALLBACK, priority=1000, meta={"robots": True, "page": request.meta.get("page")})
        try:
            response: Response = await self.crawler.engine.download_async(ask)
        except Exception as error:
            # Whatever kept robots.txt from us keeps us from the host; the fault keeps its own name.
            kind, message = classify(error)
            return Blocked(kind, f"robots.txt of {host}: {message}")
        text = response.body[:_LONGEST].decode("utf-8-sig", "replace") if response.status == 200 else ""
        self.runtime.memory.save_host(
            host, robots=text, robots_status=response.status, robots_at=datetime.now(UTC).isoformat(timespec="seconds")
        )
        return self._obey(host, _rules(host, response.status, text))

    def _obey(self, host: str, rules: Protego | Blocked | None) -> Protego | Blocked | None:
        if isinstance(rules, Protego):
            self.runtime.manners.crawl_delay(host, rules.crawl_delay(TOKEN))
        return rules


def _rules(host: str, status: int, text: str) -> Protego | Blocked | None:
    if status == 200:
        return Protego.parse(text)
    if status in (401, 403, 429) or status >= 500:
        return Blocked("robots", f"robots.txt of {host} is answered with {status}, which is taken as a refusal")
    return None
