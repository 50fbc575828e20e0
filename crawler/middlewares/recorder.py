"""Writes down every request that was sent, with its answer: journal and ``fetches``."""

from __future__ import annotations

import hashlib

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response

from crawler.network.faults import classify
from crawler.network.headers import header
from crawler.runtime import Runtime
from etl.runs import now


class RecorderMiddleware:
    """Stands next to the downloader, behind decompression, so that redirects, retries and robots.txt are seen."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RecorderMiddleware:
        return cls(crawler.spider.runtime)  # type: ignore[union-attr]

    def process_response(self, request: Request, response: Response) -> Response:
        success = response.status == 200
        self.runtime.record_fetch(
            {
                "url": request.url, "method": request.method, "fetched_at": now(), "status": response.status,
                "sha256": hashlib.sha256(response.body).hexdigest() if success and response.body else None,
                "bytes": len(response.body), "etag": header(response, "ETag"), "last_modified": header(response, "Last-Modified"),
                "source_id": _source(request), "error": "too_large" if "too_large" in response.flags else None,
                "conditional": b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers,
                "location": header(response, "Location"), "from_cache": response.status == 304,
                "transport": next((f.removeprefix("transport:") for f in response.flags if f.startswith("transport:")), None),
            }
        )
        self.runtime.tally.request(_source(request), len(response.body), response.status)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, IgnoreRequest | CloseSpider):
            return  # nothing was sent
        self.runtime.record_fetch(
            {
                "url": request.url, "method": request.method, "fetched_at": now(), "status": None, "sha256": None, "bytes": 0,
                "etag": None, "last_modified": None, "source_id": _source(request), "error": classify(exception)[0],
                "conditional": False, "location": None, "from_cache": False,
            }
        )
        self.runtime.tally.request(_source(request), 0, 0)


def _source(request: Request) -> str | None:
    ref = request.meta.get("page")
    return ref.source_id if ref else None
