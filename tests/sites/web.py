"""A small web server for tests: a function answers, every request is kept."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    """Without the query."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    began: float
    target: str
    """Path with the query, as sent."""


@dataclass
class Reply:
    body: bytes | str | Iterable[bytes] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0
    """Seconds between the parts of a body that comes in parts."""


Answer = Callable[[Asked], "Reply | str | bytes | None"]


class Web:
    """``answer`` gets every request but robots.txt; None is 404."""

    def __init__(
        self, host: str = "127.0.0.1", robots: str | int | None = None, answer: Answer | None = None, port: int = 0,
        tls: ssl.SSLContext | None = None, name: str | None = None,
    ) -> None:
        """``tls`` makes it https; ``name`` is the host name in its addresses, if not the address it listens on."""
        self.host = host
        self.name = name or host
        self.scheme = "http" if tls is None else "https"
        self.robots = robots
        self.answer: Answer = answer or (lambda asked: None)
        self.log: list[Asked] = []
        self.open = 0
        self.most_open = 0
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, format: str, *args: object) -> None:
                """Silent: the log is data."""

            def do_GET(self) -> None:
                owner._serve(self)

            do_POST = do_HEAD = do_GET

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """Silent: clients that break off are part of the tests."""

        self.server = Server((host, port), Handler)
        self.port = self.server.server_address[1]
        if tls is not None:
            # The handshake belongs into the thread of the connection, not into the loop that accepts it.
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)

    def start(self) -> Web:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.name}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked, robots.txt left out."""
        return [a.target for a in self.log if a.path != "/robots.txt"]

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        length = int(handler.headers.get("Content-Length") or 0)
        asked = Asked(
            handler.command, parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)),
            {k.lower(): v for k, v in handler.headers.items()}, handler.rfile.read(length), time.monotonic(), handler.path,
        )
        with self._lock:
            self.log.append(asked)
            self.open += 1
            self.most_open = max(self.most_open, self.open)
        try:
            with suppress(ConnectionError):
                self._send(handler, self._reply(asked))
        finally:
            with self._lock:
                self.open -= 1

    def _reply(self, asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            if isinstance(self.robots, int):
                return Reply(status=self.robots)
            return Reply(status=404) if self.robots is None else Reply(self.robots, headers={"Content-Type": "text/plain"})
        found = self.answer(asked)
        if found is None:
            return Reply("<html><body>没有这个地址</body></html>", 404)
        return found if isinstance(found, Reply) else Reply(found)

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        handler.send_response(reply.status)
        headers = {"Content-Type": HTML, **reply.headers}
        if isinstance(body, bytes):
            headers.setdefault("Content-Length", str(len(body)))
        else:
            headers["Connection"] = "close"
        handler.close_connection = headers.get("Connection") == "close"
        for name, value in headers.items():
            handler.send_header(name, value.encode("utf-8").decode("latin-1"))
        handler.end_headers()
        if handler.command == "HEAD":
            return
        for part in [body] if isinstance(body, bytes) else body:
            handler.wfile.write(part)
            handler.wfile.flush()
            time.sleep(reply.pause)
