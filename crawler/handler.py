"""The downloader's last step: asks the guard once more, whatever way the request came, and waits for the host's turn."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.faults import Blocked
from crawler.guard import Refused
from crawler.resolver import guard_of
from crawler.urls import host_of


class GuardedDownloadHandler(HTTP11DownloadHandler):
    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._guard = guard_of(crawler)
        self._runtime = crawler.spider.runtime  # type: ignore[union-attr]

    async def download_request(self, request: Request) -> Response:
        try:
            self._guard.check_url(request.url)
        except Refused as refused:
            raise Blocked("refused_host", str(refused)) from refused
        async with self._runtime.pace.turn(host_of(request.url)):
            # Much may have happened while it waited for its turn.
            if (ref := request.meta.get("page")) is not None:
                self._runtime.check_time(ref.source_id)
            self._runtime.manners.check(request.url)
            self._runtime.manners.sent(request.url)
            return await super().download_request(request)
