"""``/original/<sha256>``: an archived file as it came, for download only."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from datasette.utils.asgi import Request, Response
from datasette.views.base import DatasetteError

from etl.archive import ArchiveError
from etl.report import Origin
from portal.app import Portal
from portal.page import Page

#: What a download may be called; anything else is sent as bytes. HTML is among them only by its extension: it is
#: never given a type that a browser would show.
EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/ofd": ".ofd",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
}
_TYPED = {"application/pdf"} | {m for m, ext in EXTENSIONS.items() if ext in (".docx", ".doc", ".xlsx", ".xls")}
_UNSAFE = re.compile(r"[^\w.\-()\u4e00-\u9fff]+")


async def original(datasette: Portal, request: Request) -> Response:
    """404 where the archive does not have it; 304 where the reader has it already (the address names the bytes)."""
    page = Page(datasette, request)
    sha256 = request.url_vars["sha256"]
    etag = f'"{sha256}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status=304, headers=headers)
    archive = datasette.archive
    try:
        if archive is None:
            raise KeyError(sha256)
        data = await asyncio.to_thread(archive.get, sha256)
        origins = await asyncio.to_thread(archive.origins, sha256)
    except KeyError:
        raise page.missing("档案库里没有这份原件。", "The archive does not hold this file.") from None
    except ArchiveError as error:
        raise DatasetteError(str(error), status=500) from error
    media_type = await page.one("select media_type from documents where sha256 = ?", [sha256])
    name = file_name(origins, media_type, sha256)
    headers["Content-Disposition"] = disposition(name)
    return Response(data, headers=headers, content_type=content_type(media_type))


def content_type(media_type: str | None) -> str:
    """The type sent: only types that a browser hands to another program or to its PDF viewer."""
    return media_type if media_type in _TYPED else "application/octet-stream"


def file_name(origins: Iterable[Origin], media_type: str | None, sha256: str) -> str:
    """The name it had, made safe, with the extension of what it is; else the first part of the hash."""
    for origin in origins:
        last = origin.name or unquote(PurePosixPath(urlsplit(origin.url or "").path).name)
        stem = _UNSAFE.sub("_", PurePosixPath(last).name).strip("._")
        if stem:
            extension = EXTENSIONS.get(media_type or "", PurePosixPath(stem).suffix or ".bin")
            return stem[:120] if stem.lower().endswith(extension) else f"{PurePosixPath(stem).stem[:120]}{extension}"
    return sha256[:16] + EXTENSIONS.get(media_type or "", ".bin")


def disposition(name: str) -> str:
    """``Content-Disposition`` with a plain name for old readers and the true one (RFC 6266)."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
