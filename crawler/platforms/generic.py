"""Any site: links are chosen by what they say, lists go on where a link or a script says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.pages.page import Page
from crawler.platforms.base import Follow, columns
from crawler.platforms.system import System

#: The last part of an article's address ends in a number, a hash or a page of its own.
ARTICLE = re.compile(
    r"/(?:[\w-]*\d{2,}[\w-]*|[0-9a-f]{24,}|[\w-]{30,})(?:\.(?:s?html?|jsp|aspx?|php|jhtml))?$|[?&](?:id|yc_id|articleid|infoid|news_?id)=\w+",
    re.I,
)


class Generic(System):
    name = "generic"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        return 0.05

    def next_pages(self, page: Page) -> Sequence[Follow]:
        # A column may look like an article here.
        return [*self.further(page), *columns(page, page.anchors)]
