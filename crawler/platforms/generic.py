"""Any site: links are chosen by what they say, lists go on where a link or a script says so."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.links import anchors, fragment
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

#: The last part of an article's address ends in a number, a hash or a page of its own.
ARTICLE = re.compile(
    r"/(?:[\w-]*\d{2,}[\w-]*|[0-9a-f]{24,}|[\w-]{30,})(?:\.(?:s?html?|jsp|aspx?|php|jhtml))?$|[?&](?:id|yc_id|articleid|infoid|news_?id)=\w+",
    re.I,
)
_BASE64 = re.compile(r"[\"']([A-Za-z0-9+/]{80,}={0,2})[\"']")


class Generic:
    name = "generic"

    def detect(self, page: Page) -> float:
        return 0.05

    def items(self, page: Page) -> Sequence[ListEntry]:
        return report_entries(page, page.anchors, ARTICLE)

    def next_pages(self, page: Page) -> Sequence[Follow]:
        further = follow_pager(page) or _counted(page) or next_link(page) or _hidden(page)
        return [*further, *columns(page, page.anchors)]

    def attachments(self, page: Page) -> Sequence[Attachment]:
        return [*file_links(page), *text_images(page)]


def _counted(page: Page) -> list[Follow]:
    """``…/1.html``, ``…/2.html``: the script names the number of pages with ``parseInt('N')``."""
    here = re.search(r"/(\d{1,4})(\.s?html?)$", urlsplit(page.url).path)
    total = re.search(r"parseInt\(\s*['\"](\d{1,4})['\"]", page.scripts)
    if not here or not total:
        return []
    return numbered(page, int(here[1]), int(total[1]), lambda n: f"{n}{here[2]}")


def _hidden(page: Page) -> list[Follow]:
    """A pager whose markup a script unpacks from base64."""
    for packed in _BASE64.findall(page.scripts):
        try:
            markup = base64.b64decode(packed, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if "<a" in markup and "href" in markup:
            links = tuple(anchors(fragment(markup), page.base))
            if found := next_link(Page(page.url, markup.encode())):
                return found
            if links:
                return [Follow(link.url) for link in links]
    return []
