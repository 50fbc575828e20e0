"""VSB (Boda): the newest page of a list is ``x.htm``, older ones ``x/N.htm`` with numbers that count down.

What stands on page N moves whenever a page is added, so the link "next" is followed, and the page before an inner page is
looked at, too: it is a new one where the list grew while it was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from crawler.pages.page import Page
from crawler.pages.urls import resolve
from crawler.platforms.base import Follow
from crawler.platforms.pagers import next_link
from crawler.platforms.system import System

ARTICLE = re.compile(r"/info/(?:\d+/\d+|egovinfo/.+)\.htm$|/n?\d{4}n?/.+\.htm$")
_MARKS = re.compile(r"pb_sys_common|vsb_content|vsbcontent|_vsb_|/system/_content/|v_news_content")


class Vsb(System):
    name = "vsb"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        if _MARKS.search(page.text):
            return 0.9
        return 0.6 if re.search(r"/info/\d+/\d+\.htm$", urlsplit(page.url).path) else 0.0

    def further(self, page: Page) -> Sequence[Follow]:
        return [*_next(page), *_before(page)]


def _next(page: Page) -> list[Follow]:
    for link in page.root.xpath("//*[contains(concat(' ', @class, ' '), ' p_next ')]//a[@href] | //a[contains(@class, 'Next')][@href]"):
        if url := resolve(page.base, link.get("href")):
            return [Follow(url)]
    return next_link(page)


def _before(page: Page) -> list[Follow]:
    """The page before an inner one; the one before the second is the entry, which is known by its own name."""
    here = re.search(r"/(\d+)\.htm$", urlsplit(page.url).path)
    place = re.search(r"(?<!\d)(\d{1,4})\s*/\s*(\d{1,4})(?!\d)", " ".join(page.root.xpath("//*[@class='p_t']/text()")))
    if not here or not place or int(place[1]) < 3 or int(place[2]) - int(place[1]) + 1 != int(here[1]):
        return []
    return [Follow(urljoin(page.url, f"{int(here[1]) + 1}.htm"))]
