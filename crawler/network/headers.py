"""Response headers as text, and an answer as a page."""

from __future__ import annotations

import re
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from scrapy.http import Response

from crawler.memory import PageRef
from crawler.pages.page import Page


def header(response: Response, name: str) -> str | None:
    """One header as text, or None."""
    value = response.headers.get(name)
    return None if value is None else text(value)


def all_headers(response: Response) -> dict[str, str]:
    """Every header, names in lower case, repeated ones joined by a comma."""
    return {
        text(name).lower(): ", ".join(text(v) for v in response.headers.getlist(name)) for name in response.headers
    }


def page_of(response: Response, ref: PageRef | None = None) -> Page:
    """An answer as a page. ``ref``: what was asked, for what no answer repeats."""
    if ref is None:
        return Page(response.url, response.body, response.status, all_headers(response))
    # The fragment of an address never reaches a server, and may be the route of a script.
    url = ref.url if ref.url.partition("#")[0] == response.url else response.url
    return Page(url, response.body, response.status, all_headers(response), ref.body)


def text(value: bytes) -> str:
    """Header bytes as text: UTF-8, else GB18030 (file names), else as they are."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")


def file_name(url: str, disposition: str | None, shown: str = "") -> str | None:
    """The name of a file: as the server sends it, else as the link shows it, else as the address ends."""
    if disposition:
        message = Message()
        message["content-disposition"] = disposition
        told = message.get_filename()
        if told and "%" in told:
            told = unquote(told)
        if told:
            return PurePosixPath(told.replace("\\", "/")).name or None
    if shown and re.search(r"\.\w{2,5}\W*$", shown):
        return shown.strip("【】[]()（） ")
    return unquote(urlsplit(url).path).rsplit("/", 1)[-1] or None
