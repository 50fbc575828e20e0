"""Asks for what is known already only on condition that it changed."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.platforms import VERSION
from crawler.runtime import Runtime


class ConditionalMiddleware:
    """Sets ``If-None-Match`` and ``If-Modified-Since`` from memory, for pages whose last answer was dealt with."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ConditionalMiddleware:
        return cls(crawler.spider.runtime)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        ref = request.meta.get("page")
        if ref is None or request.method != "GET" or request.meta.get("unconditional"):
            return
        known = self.runtime.memory.page(ref.key)
        if known is None or known.platform_version != VERSION:
            return
        if known.sha256 is not None and not self.runtime.is_settled(known):
            return
        if known.etag:
            request.headers.setdefault(b"If-None-Match", known.etag.encode("latin-1"))
        if known.last_modified:
            request.headers.setdefault(b"If-Modified-Since", known.last_modified.encode("latin-1"))
