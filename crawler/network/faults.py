"""One class name for everything that can go wrong with a request."""

from __future__ import annotations

import socket
from typing import Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.python.failure import Failure


class Blocked(IgnoreRequest):
    """A request that was not made, or an answer that is not used, for a reason with a name."""

    def __init__(self, kind: str, message: str, retry_after: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.retry_after = retry_after


def classify(error: BaseException) -> tuple[str, str]:
    """Kind and sentence for an exception of the downloader."""
    if isinstance(error, Blocked):
        return error.kind, error.message
    if isinstance(error, CannotResolveHostError):
        return "dns", "the host name could not be resolved"
    if isinstance(error, DownloadTimeoutError):
        return "timeout", "the server did not answer in time"
    if isinstance(error, DownloadCancelledError):
        return "too_large", "the answer is longer than allowed"
    if isinstance(error, DownloadConnectionRefusedError):
        return "connection", "the server refused the connection"
    if isinstance(error, ResponseDataLossError):
        return "truncated", "the answer broke off"
    if isinstance(error, UnsupportedURLSchemeError) or (isinstance(error, ValueError) and "scheme" in str(error)):
        return "refused_host", "the address is not http or https"
    if isinstance(error, IgnoreRequest) and "redirections" in str(error):
        return "redirect_loop", "too many redirects"
    if is_tls(error):
        return "tls", f"no secure connection: {tls_reason(error)}"
    if isinstance(error, DownloadFailedError | OSError | socket.error):
        return "connection", f"the connection failed: {_first_line(error)}"
    return "download", f"{type(error).__name__}: {_first_line(error)}"


def is_tls(error: BaseException) -> bool:
    """Whether a failed download failed in its TLS handshake."""
    return any(type(e).__module__.startswith(("OpenSSL", "service_identity")) or "SSL" in type(e).__name__ for e in _chain(error))


def tls_reason(error: BaseException) -> str:
    """OpenSSL's own words, e.g. ``certificate verify failed``."""
    for e in _chain(error):
        if type(e).__module__.startswith("OpenSSL") and e.args and isinstance(e.args[0], list | tuple) and e.args[0]:
            return str(e.args[0][0][-1])
    return next((_first_line(e) for e in _chain(error) if type(e).__module__.startswith("service_identity")), "handshake failed")


def _chain(error: BaseException) -> list[BaseException]:
    """The exception, its causes, and what Twisted packs into ``reasons``."""
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting and len(found) < 20:
        current = waiting.pop(0)
        current = current.value if isinstance(current, Failure) else current
        if not isinstance(current, BaseException) or current in found:
            continue
        found.append(current)
        waiting += [current.__cause__, *(getattr(current, "reasons", None) or ())]
    return found


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]


def http_kind(status: int) -> str:
    """The class of an HTTP status that is no success."""
    return f"challenge_{status}" if status in (412, 512, 521) else f"http_{status}"
