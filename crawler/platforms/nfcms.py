"""NFCMS (Guangdong): articles ``content/post_N.html``, lists ``index.html``, ``index_2.html``."""

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
    numbered,
    report_entries,
    text_images,
)
from crawler.platforms.trs import follow_pager

ARTICLE = re.compile(r"/content/m?post_\d+\.html$")


class Nfcms:
    name = "nfcms"

    def detect(self, page: Page) -> float:
        if "NFCMS_SITE_ID" in page.text:
            return 0.9
        if ARTICLE.search(urlsplit(page.url).path) and "/gkmlpt/" not in page.url:
            return 0.7
        return 0.5 if any(ARTICLE.search(a.url) for a in page.anchors) else 0.0

    def items(self, page: Page) -> Sequence[ListEntry]:
        return report_entries(page, page.anchors, ARTICLE)

    def next_pages(self, page: Page) -> Sequence[Follow]:
        further = follow_pager(page) or next_link(page) or _numbers(page)
        return [*further, *columns(page, [a for a in page.anchors if not ARTICLE.search(a.url)])]

    def attachments(self, page: Page) -> Sequence[Attachment]:
        return [*file_links(page), *text_images(page)]


def _numbers(page: Page) -> list[Follow]:
    """A pager of numbers only: the next one after the page's own."""
    here = re.search(r"/index_(\d+)\.html$", urlsplit(page.url).path)
    named = [int(m[1]) for a in page.anchors if (m := re.search(r"/index_(\d+)\.html$", a.url))]
    return numbered(page, int(here[1]) if here else 1, max(named, default=0), lambda n: f"index_{n}.html")
