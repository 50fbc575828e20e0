"""Turns answers that are none into named faults: bot walls, unpacking bombs, refusals of a whole host."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response

from crawler.challenge import wall
from crawler.faults import Blocked
from crawler.headers import all_headers
from crawler.page import Page
from crawler.resolver import GuardedResolver
from crawler.runtime import Runtime
from crawler.urls import host_of


class VerdictMiddleware:
    """Between redirects and retries: what it raises is not tried again."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> VerdictMiddleware:
        return cls(crawler.spider.runtime)  # type: ignore[union-attr]

    def process_response(self, request: Request, response: Response) -> Response:
        if "too_large" in response.flags:
            raise Blocked("too_large", "the answer unpacks to more than allowed")
        if kind := wall(Page(response.url, response.body, response.status, all_headers(response))):
            raise Blocked(kind, f"{host_of(response.url)} answers with a bot check, which is never solved")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, CannotResolveHostError) and (why := GuardedResolver.refused.get(host_of(request.url))):
            raise Blocked("refused_host", why) from exception
