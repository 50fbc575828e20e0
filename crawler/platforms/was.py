"""TRS WAS: a list only by POST to ``/was5/web/search``; the column page is a shell, and GET leads to a bot check.

The search does not honour its page size to the end: a page that repeats ends the list (the spider sees to that).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.pages.links import first_date
from crawler.pages.page import Page
from crawler.platforms.base import Follow, ListEntry
from crawler.platforms.system import System

_SEARCH = re.compile(r"[\"'(=]?((?:https?:)?/[^\"'()\s]*was5/web/search[^\"'()\s]*)")
_FORM = (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"), ("X-Requested-With", "XMLHttpRequest"))


class Was(System):
    name = "was"
    article = re.compile(r"/t\d{8}_\d+\.html$")

    def detect(self, page: Page) -> float:
        return 0.92 if "was5/web/search" in page.text or "/was5/web/search" in page.url else 0.0

    def items(self, page: Page) -> Sequence[ListEntry]:
        found = {e.url: e for e in super().items(page)}
        # The date of a row stands in a list inside the same row.
        for row in page.root.xpath("//tr[td[contains(@class, 't_l')]]"):
            day = first_date(row.text_content())
            for anchor in page.anchors:
                if day and anchor.element in row.iter("a") and (entry := found.get(anchor.url)) and not entry.date:
                    found[anchor.url] = ListEntry(entry.url, entry.title, day, entry.sure)
        return list(found.values())

    def further(self, page: Page) -> Sequence[Follow]:
        return _next(page) if "/was5/web/search" in page.url else _search(page)


def _search(page: Page) -> list[Follow]:
    """The form that the column page would send."""
    called = _SEARCH.search(page.text)
    fields = {i.get("name"): i.get("value") or "" for i in page.root.iter("input") if i.get("name")}
    fields |= dict(re.findall(r"\b(channelid|perpage|sw|searchword|templet)\b['\"]?\s*[:=]\s*['\"]?([^'\",;&}\s]*)", page.scripts))
    if not called:
        return []
    address = urlsplit(urljoin(page.url, called[1]))
    fields |= dict(parse_qsl(address.query))
    if "channelid" not in fields:
        return []
    return [_page(address._replace(query="").geturl(), fields, 1, page.url)]


def _page(address: str, fields: dict[str, str], number: int, referer: str) -> Follow:
    body = urlencode({**fields, "page": str(number)}).encode()
    return Follow(address, "POST", body, (*_FORM, ("Referer", referer)))


def _next(page: Page) -> list[Follow]:
    here = page.form.get("page", "1")
    if not page.form or not here.isdigit() or not any(e.title for e in page.anchors):
        return []
    total = re.search(r"共\s*(\d+)\s*页|(?:countPage|pageCount|maxpage)\D{0,4}(\d+)", page.text)
    if total and int(here) >= int(total[1] or total[2]):
        return []
    return [_page(page.url, dict(page.form), int(here) + 1, urljoin(page.url, "/"))]
