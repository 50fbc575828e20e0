"""UCAP: 32 hexadecimal digits name an article; lists page statically (``list_2.shtml``) or as JSON from ``/search/<channel>``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

from crawler.pages.page import Page
from crawler.platforms.base import Follow
from crawler.platforms.pagers import follow_pager, further
from crawler.platforms.system import System

ARTICLE = re.compile(r"/\d{6}/[0-9a-f]{32}\.shtml$")
_SEARCH = re.compile(r"/search(?:List)?/[0-9a-f]{32}")
_CHANNEL = re.compile(r"channel_?[iI]d['\"]?\s*[:=]\s*['\"]([0-9a-f]{32})['\"]")


class Ucap(System):
    name = "ucap"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        if _SEARCH.search(page.text) or _SEARCH.search(page.url):
            return 0.9
        if ARTICLE.search(urlsplit(page.url).path) or "UCAP-CONTENT" in page.text or _CHANNEL.search(page.scripts):
            return 0.85
        return 0.8 if any(ARTICLE.search(a.url) for a in page.anchors) else 0.0

    def further(self, page: Page) -> Sequence[Follow]:
        return further(page) if page.is_json else follow_pager(page) or _search(page) or further(page)


def _search(page: Page) -> list[Follow]:
    """The JSON behind a list that a script fills in."""
    called = re.search(r"[\"']((?:https?:)?/[^\"']*?/?search(?:List)?/[0-9a-f]{32}\?[^\"']*)[\"']", page.text)
    if called:
        url = urljoin(page.url, unescape(called[1]))
        url = url if re.search(r"[?&]page=\d", url) else re.sub(r"[?&]page=$", "", url) + "&page=1"
        return [Follow(url)]
    if channel := _CHANNEL.search(page.scripts):
        query = {"_isAgg": "true", "_isJson": "true", "_pageSize": "20", "_template": "index", "_channelName": "", "page": "1"}
        return [Follow(urljoin(page.url, f"/search/{channel[1]}?{urlencode(query)}"))]
    return []
