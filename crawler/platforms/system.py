"""What most publishing systems have in common: a module of its own says only where a system differs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.pages.links import Anchor
from crawler.pages.page import Page
from crawler.platforms.base import (
    Attachment,
    Follow,
    ListEntry,
    columns,
    file_links,
    report_entries,
    text_images,
)
from crawler.platforms.pagers import further


class System:
    """The links of a page announce its reports; its list goes on where the page says so; files and pictures are the article's."""

    name: str
    article: re.Pattern[str]
    """The shape of its articles' addresses."""

    def links(self, page: Page) -> Sequence[Anchor]:
        return page.anchors

    def items(self, page: Page) -> Sequence[ListEntry]:
        return report_entries(page, self.links(page), self.article)

    def further(self, page: Page) -> Sequence[Follow]:
        """Where the list goes on."""
        return further(page)

    def next_pages(self, page: Page) -> Sequence[Follow]:
        return [*self.further(page), *columns(page, [a for a in page.anchors if not self.article.search(a.url)])]

    def attachments(self, page: Page) -> Sequence[Attachment]:
        return [*file_links(page), *text_images(page)]
