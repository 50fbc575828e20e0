"""Any site: links are chosen by what they say, lists go on where a link says so."""

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
    report_entries,
    text_images,
)
from crawler.platforms.trs import follow_pager, pager
from crawler.urls import site_of
from etl.text import squeeze

#: The last part of an article's address ends in a number, a hash or a page of its own.
ARTICLE = re.compile(
    r"/(?:[\w-]*\d{4,}[\w-]*|[0-9a-f]{24,}|[\w-]{30,})(?:\.(?:s?html?|jsp|aspx?|php|jhtml))?$|[?&](?:id|yc_id|articleid|infoid|news_?id)=\w+",
    re.I,
)
_NEXT = re.compile(r"^(?:下一?页|后一?页|next|>|>>|›|»)(?:[>›»]*)$", re.I)


class Generic:
    name = "generic"

    def detect(self, page: Page) -> float:
        return 0.05

    def items(self, page: Page) -> Sequence[ListEntry]:
        return report_entries(page, page.anchors, ARTICLE)

    def next_pages(self, page: Page) -> Sequence[Follow]:
        found = pager(page.scripts)
        further = follow_pager(page, found) if found else []
        for anchor in page.anchors:
            if _NEXT.match(squeeze(anchor.title)) and site_of(anchor.url) == site_of(page.url):
                further.append(Follow(anchor.url))
                break
        here = urlsplit(page.url)._replace(fragment="").geturl()
        lists = columns(page, page.anchors)
        return [f for f in (*further, *lists) if f.url != here]

    def attachments(self, page: Page) -> Sequence[Attachment]:
        return [*file_links(page), *text_images(page)]
