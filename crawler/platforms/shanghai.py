"""Shanghai's portal: ``.pagination("setPage", current, total)`` or ``.pagination({totalPage: N})``, pages ``index_2.html``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.pages.page import Page
from crawler.platforms.base import Follow
from crawler.platforms.pagers import further, numbered
from crawler.platforms.system import System

ARTICLE = re.compile(r"/\d{8}/(?:[0-9a-f]{32}|t\d+_\d+)\.html$")
_SET = re.compile(r"\.pagination\(\s*['\"]setPage['\"]\s*,\s*(\d+)\s*,\s*(\d+)")
_TOTAL = re.compile(r"\.pagination\(\s*\{[^}]*?total(?:Page|Pages)?\s*:\s*(\d+)", re.S)


class Shanghai(System):
    name = "shanghai"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        if _SET.search(page.scripts) or _TOTAL.search(page.scripts):
            return 0.9
        if ARTICLE.search(urlsplit(page.url).path) or "ivs_content" in page.text or "Article_content" in page.text:
            return 0.8
        return 0.6 if any(ARTICLE.search(a.url) for a in page.anchors) else 0.0

    def further(self, page: Page) -> Sequence[Follow]:
        return _numbers(page) or further(page)


def _numbers(page: Page) -> list[Follow]:
    here = re.search(r"/index_(\d+)\.html$", urlsplit(page.url).path)
    current = int(here[1]) if here else 1
    if found := _SET.search(page.scripts):
        return numbered(page, max(current, int(found[1])), int(found[2]), lambda n: f"index_{n}.html")
    if found := _TOTAL.search(page.scripts):
        return numbered(page, current, int(found[1]), lambda n: f"index_{n}.html")
    return []
