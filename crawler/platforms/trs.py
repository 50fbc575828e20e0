"""TRS WCM: static lists with ``createPageHTML``, articles ``YYYYMM/tYYYYMMDD_N.html``, files ``P0….ext`` beside them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.pages.page import Page
from crawler.platforms.pagers import pager
from crawler.platforms.system import System

ARTICLE = re.compile(r"/t(?:\d{8}_)?\d+(?:_\w+)?\.s?html?$")

class Trs(System):
    name = "trs"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        found = pager(page.scripts)
        if found and found.base == 0:
            return 0.9
        body = "TRS_Editor" in page.text or "trs_editor_view" in page.text or "TRS_UEDITOR" in page.text
        rows = sum(1 for a in page.anchors if re.search(r"/\d{6}/t\d{8}_\d+\.s?html?$", a.url))
        if body or re.search(r"/\d{6}/t\d{8}_\d+(?:_\w+)?\.s?html?$", urlsplit(page.url).path):
            return 0.8
        if found and rows:
            return 0.8
        return min(0.7, 0.2 + 0.1 * rows) if rows else 0.0
