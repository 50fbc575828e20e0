"""The sample sites as a real HTTP server on loopback: one address for each site, one port for all.

``with SampleSites() as sites:`` starts it in threads of this process; ``python -m tests.sites`` runs it on its own.
"""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urlsplit

import yaml

from tests.sites.pages import COLUMN, HTML, Expected, Page, Site, sites

_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the request log."""

    time: float
    """Seconds since the epoch, when the request arrived."""
    client: str
    host: str
    method: str
    path: str
    """With the query."""
    status: int
    conditional: bool
    """The client asked with If-None-Match or If-Modified-Since."""
    user_agent: str


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], owner: SampleSites, site: Site):
        self.owner = owner
        self.site = site
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleSite/1"
    sys_version = ""
    # Small answers must not wait for the client's delayed acknowledgement.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the request log is kept as data."""

    def _answer(self, body: bool) -> None:
        arrived = time.time()
        owner, site = self.server.owner, self.server.site
        if self.path == "/__log":
            text = json.dumps([asdict(r) for r in owner.log], ensure_ascii=False)
            self._send(Page(text.encode(), "application/json"), 200, body)
            return
        path = unquote(urlsplit(self.path).path)
        if delay := owner.latency.get(site.host, 0.0):
            time.sleep(delay)
        page = owner.page(site.host, path)
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        if page is None:
            page = Page("<html><body><h1>404</h1><p>您访问的页面不存在</p></body></html>".encode(), HTML, status=404)
        status = 304 if page.status == 200 and self._unchanged(page) else page.status
        owner.record(
            Request(
                arrived, self.client_address[0], site.host, self.command, self.path, status, conditional,
                self.headers.get("User-Agent", ""),
            )
        )
        self._send(page, status, body)

    def _unchanged(self, page: Page) -> bool:
        if (tags := self.headers.get("If-None-Match")) is not None:
            return tags.strip() == "*" or etag(page) in {t.strip().removeprefix("W/") for t in tags.split(",")}
        if (since := self.headers.get("If-Modified-Since")) is not None:
            with suppress(TypeError, ValueError):
                return parsedate_to_datetime(since) >= _modified(page)
        return False

    def _send(self, page: Page, status: int, body: bool) -> None:
        content = b"" if status == 304 else page.body
        self.send_response(status, HTTPStatus(status).phrase)
        if status in (200, 304):
            self.send_header("ETag", etag(page))
            self.send_header("Last-Modified", format_datetime(_modified(page), usegmt=True))
        if status != 304:
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body and content:
            with suppress(ConnectionError):
                self.wfile.write(content)


def etag(page: Page) -> str:
    return f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'


def _modified(page: Page) -> datetime:
    moment = datetime.fromisoformat(page.modified)
    if len(page.modified) == 10:
        moment = moment.replace(hour=7)
    return moment.replace(tzinfo=UTC, microsecond=0)


class SampleSites:
    """All sample sites, served. Use as a context manager, or call :meth:`start` and :meth:`close`."""

    def __init__(self, port: int = 0, make: Callable[[], tuple[Site, ...]] = sites):
        self.wanted_port = port
        self.port = 0
        self.sites = {s.key: s for s in make()}
        self.latency: dict[str, float] = {}
        """Seconds that a host waits before each answer."""
        self.log: list[Request] = []
        self._lock = threading.Lock()
        self._servers: list[_Server] = []
        self._threads: list[threading.Thread] = []

    def start(self) -> SampleSites:
        """Listens on every host. Raises OSError where the port, or no common port, is free, RuntimeError where it listens already:
        of two threads that serve one socket only one would end."""
        if self._threads:
            raise RuntimeError("the sample sites are started already")
        for attempt in range(_ATTEMPTS):
            try:
                self._bind()
                break
            except OSError:
                self.close()
                if self.wanted_port or attempt == _ATTEMPTS - 1:
                    raise
        self._threads = [threading.Thread(target=s.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True) for s in self._servers]
        for thread in self._threads:
            thread.start()
        return self

    def _bind(self) -> None:
        self.port = self.wanted_port
        for site in self.sites.values():
            server = _Server((site.host, self.port), self, site)
            self._servers.append(server)
            self.port = server.server_address[1]

    def close(self) -> None:
        """Ends the threads, too: one that polls a closed socket never rests."""
        if self._threads:
            for server in self._servers:
                server.shutdown()
        for thread in self._threads:
            thread.join()
        for server in self._servers:
            with suppress(OSError):
                server.socket.shutdown(socket.SHUT_RDWR)
            server.server_close()
        self._servers, self._threads = [], []

    def __enter__(self) -> SampleSites:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(s.host for s in self.sites.values())

    def url(self, site: str, path: str = COLUMN) -> str:
        """Address of a page of a site, named by key or host; by default of the column of annual reports."""
        return f"http://{self._site(site).host}:{self.port}{path}"

    @property
    def expected(self) -> list[Expected]:
        """Every report that a full crawl brings home, with full addresses."""
        return [
            replace(
                e, url=self.url(s.key, e.url), document=self.url(s.key, e.document),
                attachments=tuple(self.url(s.key, a) for a in e.attachments),
            )
            for s in self.sites.values() for e in s.expected
        ]

    @property
    def refused(self) -> list[str]:
        """Addresses of pages in the lists that are no reports."""
        return [self.url(s.key, p) for s in self.sites.values() for p in s.refused]

    @property
    def untouchable(self) -> list[str]:
        """Addresses that robots.txt forbids."""
        return [self.url(s.key, p) for s in self.sites.values() for p in s.untouchable]

    def cards(self, folder: Path | str) -> Path:
        """Writes a registry card for each site into ``folder``, which is made where it is missing."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for site in self.sites.values():
            card = {"id": site.card["id"], "url": self.url(site.key), **site.card}
            text = yaml.safe_dump([card], allow_unicode=True, sort_keys=False)
            (folder / f"{site.card['id']}.yaml").write_text(text, encoding="utf-8")
        return folder

    def page(self, site: str, path: str) -> Page | None:
        """The page at a path, or None."""
        found = self._site(site)
        if path == "/robots.txt":
            page = found.pages.get(path)
            if page is not None:
                return page
            return None if found.robots is None else Page(found.robots.encode(), "text/plain")
        return found.pages.get(path)

    def edit(
        self, site: str, path: str, body: bytes | str, *, media_type: str | None = None, status: int = 200
    ) -> None:
        """Replaces or adds a page from now on. ``site`` is a key or a host; the page's date becomes now."""
        found = self._site(site)
        before = found.pages.get(path)
        data = body.encode() if isinstance(body, str) else body
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
        with self._lock:
            found.pages[path] = Page(data, media_type or (before.media_type if before else HTML), now, status)

    def remove(self, site: str, path: str) -> None:
        """From now on the page is not found. Raises KeyError where there was none."""
        with self._lock:
            del self._site(site).pages[path]

    def requests(self, site: str | None = None, path: str | None = None) -> list[Request]:
        """The log, of one site or path only where asked."""
        host = self._site(site).host if site else None
        with self._lock:
            return [r for r in self.log if host in (None, r.host) and path in (None, r.path)]

    def record(self, request: Request) -> None:
        with self._lock:
            self.log.append(request)

    def _site(self, key: str) -> Site:
        if key in self.sites:
            return self.sites[key]
        return next(s for s in self.sites.values() if s.host == key)
