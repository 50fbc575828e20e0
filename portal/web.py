"""The ASGI layer round Datasette: the reader's language, and headers that keep untrusted pages harmless."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from portal.describe import columns_shown
from portal.formulas import CsvGuard
from portal.language import COOKIE, Lang, as_lang, choose
from portal.words import LANGUAGE

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Any, Send], Awaitable[None]]

#: The portal has no scripts of its own and takes nothing from elsewhere; a page from the archive can therefore run nothing.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_TABLE_PAGE = re.compile(r".*/gongkai/(?P<table>\w+)")
_YEAR = 365 * 24 * 3600
#: Datasette's pages for who develops it; some tell where files lie on the machine.
_CLOSED = re.compile(r"/-/(?!static/|versions|metadata|settings|plugins)")


def wrap(app: App) -> App:
    """Chooses the language, takes ``lang`` out of the query (Datasette would read it as a column), adds headers.

    A table's page that names no columns gets those of ``tables.yaml``: Datasette has no setting for it. CSV and JSON
    have all columns, as everywhere.
    """

    async def wrapped(scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if _CLOSED.match(scope["path"]):
            scope = dict(scope, path="/-", raw_path=b"/-")
        pairs = parse_qsl((scope.get("query_string") or b"").decode("latin-1"), keep_blank_values=True)
        asked = next((as_lang(value) for key, value in pairs if key == "lang"), None)
        inner = dict(scope, lang=_language(scope, asked))
        LANGUAGE.set(inner["lang"])
        wanted = [(key, value) for key, value in pairs if key != "lang"]
        table = _TABLE_PAGE.fullmatch(scope["path"])
        if table and not any(key in ("_col", "_nocol") for key, _ in wanted):
            wanted += [("_col", column) for column in columns_shown().get(table["table"], ())]
        if wanted != pairs:
            inner["query_string"] = urlencode(wanted).encode()

        guard: CsvGuard | None = None

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            nonlocal guard
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                guard = CsvGuard() if _is_csv(scope["path"], headers) else None
                message = dict(message, headers=_headers(headers, scope["path"], asked, message["status"]))
            elif guard is not None and message["type"] == "http.response.body":
                message = dict(message, body=guard.feed(message.get("body", b""), last=not message.get("more_body")))
            await send(message)

        await app(inner, receive, send_with_headers)

    return wrapped


def _language(scope: Scope, asked: Lang | None) -> Lang:
    headers = {key.lower(): value.decode("latin-1") for key, value in scope.get("headers") or ()}
    try:
        cookie = SimpleCookie(headers.get(b"cookie", "")).get(COOKIE)
    except CookieError:
        cookie = None
    return choose(asked, cookie.value if cookie else None, headers.get(b"accept-language", ""))


def _is_csv(path: str, headers: list[tuple[bytes, bytes]]) -> bool:
    """Datasette sends CSV that is shown and not saved as plain text."""
    kind = next((bytes(value) for key, value in headers if key.lower() == b"content-type"), b"")
    return kind.startswith(b"text/csv") or (path.endswith(".csv") and kind.startswith(b"text/plain"))


def _headers(headers: list[tuple[bytes, bytes]], path: str, asked: Lang | None, status: int) -> list[tuple[bytes, bytes]]:
    present = {key.lower() for key, _ in headers}
    headers += [(key, value) for key, value in HEADERS if key not in present]
    if path.startswith("/static/"):
        return [*headers, (b"cache-control", b"public, max-age=3600")]
    if asked:
        cookie = f"{COOKIE}={asked}; Path=/; Max-Age={_YEAR}; SameSite=Lax; HttpOnly"
        headers = [(k, v) for k, v in headers if k.lower() != b"cache-control"]
        headers += [(b"set-cookie", cookie.encode()), (b"cache-control", b"private, no-store")]
    elif status == 200 and b"cache-control" not in present:
        headers += [(b"cache-control", b"public, max-age=60")]
    vary = [value for key, value in headers if key.lower() == b"vary"]
    headers = [(k, v) for k, v in headers if k.lower() != b"vary"]
    return [*headers, (b"vary", b", ".join([*vary, b"Accept-Language"]))]
