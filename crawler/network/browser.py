"""Pages that only their scripts draw, in a Chromium that reaches nothing itself.

Every request of a page is answered by whoever asks for it to be drawn, or refused; what would slip past that ends at a
proxy that nobody runs. One browser a crawl, each page in a profile of its own that is thrown away.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.network.faults import Blocked

if TYPE_CHECKING:
    from playwright.async_api import Page, Route, WebSocketRoute

#: Requests that one page may make, and seconds that it may take, pauses between its requests included.
MAX_REQUESTS = 60
LONGEST = 300.0
#: Kinds of requests that are answered. A style sheet is answered with nothing, because scripts wait for theirs.
_KINDS = frozenset({"document", "script", "xhr", "fetch"})
_DECORATION = frozenset({"image", "font", "media"})
_FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # by the name of newer, and of older versions
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable", "--disable-background-networking", "--disable-component-update", "--disable-domain-reliability",
    "--disable-sync", "--no-first-run", "--no-pings", "--disable-gpu", "--js-flags=--max-old-space-size=512",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that a page makes."""

    url: str
    method: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    kind: str
    """``document``, ``script``, ``xhr`` or ``fetch``."""


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes = field(repr=False)
    headers: Mapping[str, str]
    status: int = 200


#: Answers a request of a page; None refuses it.
Fetch = Callable[[Ask], Awaitable[Answer | None]]


@dataclass(frozen=True, slots=True)
class Drawn:
    url: str
    """Where the page's scripts have led."""
    html: str = field(repr=False)
    browser: str
    """Name and version."""
    refused: Mapping[str, int]
    """What the page tried and was not let, by kind."""


class Browser:
    """Started with its first page."""

    def __init__(self, user_agent: str, chromium: str | None = None, longest: float = LONGEST) -> None:
        self._user_agent = user_agent
        self._chromium = chromium
        self._longest = longest
        self._turn = asyncio.Lock()
        """One page at a time: what a page does to the browser is done to no other."""
        self._exits = contextlib.AsyncExitStack()
        self._running: Any = None

    async def draw(self, url: str, first: Answer, fetch: Fetch, longest: int) -> Drawn:
        """The page at ``url``, whose own bytes are ``first``, once its scripts have come to rest.

        ``longest``: characters that it may have then. Raises :class:`~crawler.network.faults.Blocked`.
        """
        async with self._turn:
            running = await self._start()
            work = asyncio.create_task(_Drawing(url, first, fetch, longest).on(running, self._user_agent))
            done, _ = await asyncio.wait({work}, timeout=self._longest)
            if done:
                return work.result()
            work.cancel()
            await self.close()  # a script that never ends is ended with its browser
            await asyncio.wait({work}, timeout=5)
            raise Blocked("timeout", f"the scripts of the page did not come to rest within {self._longest:g} seconds")

    async def _start(self) -> Any:
        if self._running is not None and self._running.is_connected():
            return self._running
        await self.close()
        path = self._chromium or next(filter(None, map(shutil.which, _NAMES)), None)
        try:
            from playwright.async_api import Error, async_playwright
        except ImportError:
            raise Blocked("no_browser", "the site needs a browser: install gongkai[browser] and Chromium (apt install chromium)") from None
        if path is None:
            raise Blocked("no_browser", "the site needs a browser and there is no Chromium: apt install chromium")
        # Bound and never listening: what is sent there is refused, and nobody else can take the place.
        nowhere = self._exits.enter_context(socket.socket())
        nowhere.bind(("127.0.0.1", 0))
        playwright = await self._exits.enter_async_context(async_playwright())
        try:
            self._running = await playwright.chromium.launch(
                executable_path=path, args=list(_FLAGS), chromium_sandbox=os.geteuid() != 0, timeout=60_000,
                proxy={"server": f"http://127.0.0.1:{nowhere.getsockname()[1]}", "bypass": "<-loopback>"},
                handle_sigint=False, handle_sigterm=False, handle_sighup=False,
            )
        except Error as error:
            why = error.message.splitlines()[0][:200]
            raise Blocked("no_browser", f"the site needs a browser, and Chromium does not start (apt install chromium): {why}") from error
        return self._running

    async def close(self) -> None:
        exits, self._exits, self._running = self._exits, contextlib.AsyncExitStack(), None
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(exits.aclose(), 15)


class _Drawing:
    """One page being drawn."""

    def __init__(self, url: str, first: Answer, fetch: Fetch, longest: int) -> None:
        self._url = url
        self._first: Answer | None = first
        self._fetch = fetch
        self._longest = longest
        self._asked = 0
        self._waiting = 0
        self._refused: Counter[str] = Counter()

    async def on(self, browser: Any, user_agent: str) -> Drawn:
        from playwright.async_api import Error

        context = await browser.new_context(user_agent=user_agent, locale="zh-CN", service_workers="block", accept_downloads=False)
        try:
            context.set_default_timeout(0)  # the whole has a time, not each step
            await context.route(re.compile(""), self._answer)
            await context.route_web_socket(re.compile(""), self._no_socket)
            page = await context.new_page()
            context.on("page", lambda other: self._no_window(page, other))
            await page.goto(self._url, wait_until="commit")
            await self._rest()
            size = await page.evaluate("document.documentElement.outerHTML.length")
            if size > self._longest:
                raise Blocked("too_large", "the scripts of the page make it longer than allowed")
            return Drawn(page.url, await page.content(), f"Chromium/{browser.version}", dict(self._refused))
        except Error as error:
            raise Blocked("script", f"the page could not be drawn: {error.message.splitlines()[0][:200]}") from error
        finally:
            with contextlib.suppress(Error):
                await context.close()

    async def _rest(self) -> None:
        """Waits for a second in which the page asks for nothing and waits for nothing."""
        asked, quiet = -1, 0
        while quiet < 10:
            quiet = quiet + 1 if asked == self._asked and not self._waiting else 0
            asked = self._asked
            await asyncio.sleep(0.1)

    async def _answer(self, route: Route) -> None:
        from playwright.async_api import Error

        with contextlib.suppress(Error):  # the page went away meanwhile
            answer = await self._find(route)
            if answer is None and route.request.is_navigation_request() and route.request.frame.parent_frame is None:
                await route.fulfill(status=204)  # "no content": what is there stays
            elif answer is None:
                await route.abort("blockedbyclient")
            else:
                await route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)

    async def _find(self, route: Route) -> Answer | None:
        request = route.request
        kind, url = request.resource_type, request.url
        if self._first is not None and request.is_navigation_request() and url.partition("#")[0] == self._url.partition("#")[0]:
            first, self._first = self._first, None
            return first
        if kind == "stylesheet":
            return Answer(b"", {"content-type": "text/css"})
        if kind not in _KINDS or request.method not in ("GET", "POST") or not url.startswith(("http://", "https://")):
            self._refused.update([f"browser_{kind}"] if kind not in _DECORATION else [])
            return None
        if self._asked == MAX_REQUESTS:
            self._refused["browser_too_many"] += 1
            return None
        self._asked += 1
        self._waiting += 1
        try:
            return await self._fetch(Ask(url, request.method, await request.all_headers(), request.post_data_buffer or b"", kind))
        finally:
            self._waiting -= 1

    async def _no_socket(self, socket: WebSocketRoute) -> None:
        self._refused["browser_websocket"] += 1
        await socket.close()

    async def _no_window(self, page: Page, other: Page) -> None:
        from playwright.async_api import Error

        if other is not page:
            self._refused["browser_window"] += 1
            with contextlib.suppress(Error):
                await other.close()
