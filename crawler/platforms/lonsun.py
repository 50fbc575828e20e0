"""Lonsun (Anhui and elsewhere): ``/public/column/<body>?type=3`` shows the latest report with tabs for the years;
other lists page with ``pageIndex``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from crawler.pages.page import Page
from crawler.pages.reports import is_report
from crawler.platforms.base import Follow, beside, whole, with_query
from crawler.platforms.pagers import further
from crawler.platforms.system import System

ARTICLE = re.compile(r"/(?:public|content)/(?:content|article)/\d+$")
#: Annual reports among the kinds of disclosure.
_REPORTS = "3"


class Lonsun(System):
    name = "lonsun"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        if "Ls.pagination" in page.text:
            return 0.9
        if re.search(r"/public/(?:column|content)/\d+|/content/(?:article|column)/\d+", urlsplit(page.url).path):
            return 0.85
        return 0.0

    def further(self, page: Page) -> Sequence[Follow]:
        return [*(_pagination(page) or further(page)), *_years(page)]


def _pagination(page: Page) -> list[Follow]:
    """``Ls.pagination({pageIndex: …, pageCount: …, linkUrl: …})``."""
    if not (call := re.search(r"Ls\.pagination\s*\(\s*(?:['\"][^'\"]*['\"]\s*,\s*)?\{(.*?)\}", page.scripts, re.S)):
        return []
    told = {k: a or b or c for k, a, b, c in re.findall(r"(\w+)\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))", call[1])}
    here = whole(told.get("pageIndex") or page.query.get("pageIndex"), 1)
    total = whole(told.get("pageCount") or told.get("totalPage"), 0)
    if here >= total:
        return []
    address = urljoin(page.url, told.get("linkUrl") or told.get("url") or page.url)
    return [Follow(with_query(address, pageIndex=str(here + 1)))]


def _years(page: Page) -> list[Follow]:
    """Tabs of years and of bodies; beside a report without tabs, the years before and after it."""
    found = {
        a.url: Follow(a.url, title=a.title, kind="column") for a in page.anchors
        if "/public/column/" in a.url and (re.search(r"[?&]timeFrame=\d{4}", a.url) or re.search(rf"[?&]type={_REPORTS}(?:&|$)", a.url))
    }
    if not found and is_report(page):
        return beside(page, "timeFrame")
    return list(found.values())
