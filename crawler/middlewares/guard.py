"""Refuses a request before anything is sent to a host that must not be asked, also by what its name resolves to."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError

from crawler.network.faults import Blocked
from crawler.network.guard import Refused
from crawler.network.resolver import GuardedResolver
from crawler.pages.urls import host_of
from crawler.runtime import Runtime


class GuardMiddleware:
    """First of all middlewares: sees redirects, robots.txt and retries like any other request."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        return cls(crawler.spider.runtime)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        try:
            self.runtime.guard.check_url(request.url)
        except Refused as refused:
            raise Blocked("refused_host", str(refused)) from refused

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, CannotResolveHostError) and (why := GuardedResolver.refused.get(host_of(request.url))):
            raise Blocked("refused_host", why) from exception
