"""Refuses a request before anything is sent: wrong host, no contact, a host that wants rest."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.faults import Blocked
from crawler.guard import Refused
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
        if self.runtime.settings.contact is None and not self.runtime.guard.is_local(request.url):
            raise Blocked("no_contact", "real sites are asked only when GONGKAI_CONTACT names someone they can write to")
