"""VSB (Boda): the newest page of a list is ``x.htm``, older ones ``x/N.htm`` with numbers that count down.

What stands on page N moves whenever a page is added, so only the link "next" is followed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.page import Page
from crawler.platforms.base import (
    Attachment,
    Follow,
    ListEntry,
    columns,
    file_links,
    next_link,
    report_entries,
    text_images,
)
from crawler.urls import resolve

ARTICLE = re.compile(r"/info/(?:\d+/\d+|egovinfo/.+)\.htm$|/n?\d{4}n?/.+\.htm$")
_MARKS = re.compile(r"pb_sys_common|vsb_content|vsbcontent|_vsb_|/system/_content/|v_news_content")


class Vsb:
    name = "vsb"

    def detect(self, page: Page) -> float:
        if _MARKS.search(page.text):
            return 0.9
        return 0.6 if re.search(r"/info/\d+/\d+\.htm$", urlsplit(page.url).path) else 0.0

    def items(self, page: Page) -> Sequence[ListEntry]:
        return report_entries(page, page.anchors, ARTICLE)

    def next_pages(self, page: Page) -> Sequence[Follow]:
        return [*_next(page), *columns(page, [a for a in page.anchors if "/info/" not in a.url])]

    def attachments(self, page: Page) -> Sequence[Attachment]:
        return [*file_links(page), *text_images(page)]


def _next(page: Page) -> list[Follow]:
    for link in page.root.xpath("//*[contains(concat(' ', @class, ' '), ' p_next ')]//a[@href] | //a[contains(@class, 'Next')][@href]"):
        if url := resolve(page.base, link.get("href")):
            return [Follow(url)]
    return next_link(page)
