"""Keeps to the manners: asks them before a request, tells them of refusals after an answer, waits where a server asks for it."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from crawler.network.faults import Blocked, is_tls, tls_reason
from crawler.network.headers import header, page_of
from crawler.network.manners import LONGEST_WAIT, RESTS, wait_of
from crawler.pages.challenge import puzzle, wall
from crawler.pages.urls import host_of
from crawler.runtime import Runtime

_BUSY = frozenset({429, 503})


class MannersMiddleware:
    """Between decompression and retries: what it raises is not tried again."""

    def __init__(self, runtime: Runtime, crawler: Crawler) -> None:
        self.runtime = runtime
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> MannersMiddleware:
        return cls(crawler.spider.runtime, crawler)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        ref = request.meta.get("page")
        if ref is not None:
            self.runtime.check_time(ref.source_id)
        self.runtime.manners.check(request.url)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        manners, status = self.runtime.manners, response.status
        if "too_large" in response.flags:
            raise Blocked("too_large", "the answer unpacks to more than allowed")
        if "torn" in response.flags:
            raise Blocked("truncated", "the compressed answer is torn or broken")
        if status in _BUSY and (again := self._later(request, response)):
            return again
        page = page_of(response)
        role = request.meta["page"].role if "page" in request.meta else "entry"
        if role == "attachment" and puzzle(page):  # says nothing about the host
            raise Blocked("captcha", "the file is behind a picture puzzle, which is never solved")
        kind = wall(page) or (f"http_{status}" if status in (403, 429) else None)
        if kind in RESTS and not request.meta.get("robots"):
            until = manners.refused(
                response.url, kind, single=role in ("article", "attachment"), retry_after=header(response, "Retry-After")
            )
            what = "a bot check, which is never solved" if kind.startswith("challenge") else f"status {status}"
            raise Blocked(kind, f"{host_of(response.url)} answers with {what}", until)
        if status in (200, 304):
            manners.answered(response.url)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if is_tls(exception):  # every way was tried; another try would try them all again
            raise Blocked("tls", f"no secure connection: {tls_reason(exception)}") from exception

    def _later(self, request: Request, response: Response) -> Request | None:
        """The same request after the wait that the server asks for, twice at most."""
        wait = wait_of(header(response, "Retry-After"), datetime.now(UTC))
        if wait is None:
            wait = 4 * max(self.runtime.pace.delay(host_of(request.url)), 0.25)
        if wait > LONGEST_WAIT:
            return None
        again = get_retry_request(request, spider=self.crawler.spider, reason=f"status {response.status}", max_retry_times=2)  # type: ignore[arg-type]
        if again is not None:
            self.runtime.manners.slower(request.url, wait)
        return again
