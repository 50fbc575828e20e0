"""The downloader's last step: asks guard and manners once more, waits for the host's turn, and finds a way through its TLS."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.http import Response

from crawler.network.faults import Blocked, is_tls
from crawler.network.guard import Refused
from crawler.network.resolver import guard_of
from crawler.network.transport import Rung, RungPolicy, ladder, plain
from crawler.pages.urls import host_of, main_host
from crawler.runtime import Runtime


class GuardedDownloadHandler(HTTP11DownloadHandler):
    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._guard = guard_of(crawler)
        self._runtime: Runtime = crawler.spider.runtime  # type: ignore[union-attr]
        self._rungs: dict[Rung, HTTP11DownloadHandler] = {}

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
            if request.url.startswith("https:"):
                return await self._climb_down(request)
            return await self._send(request, super().download_request)

    async def _climb_down(self, request: Request) -> Response:
        """The first rung of the ladder that answers; which one it was is remembered."""
        host, memory = main_host(host_of(request.url)), self._runtime.memory
        known, failure = memory.host(host)["transport"], None
        rungs = ladder(request.url, known, self._runtime.wants_legacy_tls(request))
        while rungs:
            rung = rungs.pop(0)
            if failure is not None:
                await asyncio.sleep(self._runtime.pace.delay(host))
            try:
                response = await self._on(rung, request)
            except Exception as error:
                failure, closed = error, isinstance(error, DownloadConnectionRefusedError)
                if closed and "http" in rungs:  # no way of TLS is open where nothing listens
                    rungs = ["http"]
                elif not (is_tls(error) or (rung == "http" and (closed or isinstance(error, Blocked)))):
                    raise
                continue
            if rung != known and (rung != "tls" or known is not None):
                memory.save_host(host, transport=rung)
            response.flags.append(f"transport:{rung}")
            return response
        assert failure is not None
        raise failure

    async def _on(self, rung: Rung, request: Request) -> Response:
        if rung == "http":
            response = await self._send(request.replace(url=plain(request.url)), super().download_request)
            location = (response.headers.get("Location") or b"").decode("latin-1")
            if location.startswith("https://") and host_of(location) == host_of(request.url):
                raise Blocked("tls", "no secure connection, and plain HTTP leads back to it")
            return response
        if rung not in self._rungs:
            self._rungs[rung] = HTTP11DownloadHandler(self._crawler)
            self._rungs[rung]._contextFactory = RungPolicy(rung)  # type: ignore[assignment]
        return await self._send(request, self._rungs[rung].download_request)

    async def _send(self, request: Request, how: Callable[[Request], Awaitable[Response]]) -> Response:
        self._runtime.manners.sent(request.url)
        return await how(request)

    async def close(self) -> None:
        await asyncio.gather(super().close(), *(handler.close() for handler in self._rungs.values()))
