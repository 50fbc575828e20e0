"""Anhui's and Hulunbuir's "Openness" system: ``/OpennessAnnualReport/year/<body>/<year>.html`` lists,
``/…AnnualReport/show/<number>.html`` reports."""

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

ARTICLE = re.compile(r"/(?:Xxgk|Openness|BranchOpenness)(?:AnnualReport|Content)/show/\d+\.html$", re.I)
_YEAR = re.compile(r"/(?:Xxgk|Openness)AnnualReport/year/\d+/\d{4}\.html$", re.I)


class Openness:
    name = "openness"

    def detect(self, page: Page) -> float:
        if re.search(r"/(?:Xxgk|Openness|BranchOpenness)(?:AnnualReport|Content)/", urlsplit(page.url).path, re.I):
            return 0.9
        return 0.7 if any(ARTICLE.search(a.url) or _YEAR.search(a.url) for a in page.anchors) else 0.0

    def items(self, page: Page) -> Sequence[ListEntry]:
        return report_entries(page, page.anchors, ARTICLE)

    def next_pages(self, page: Page) -> Sequence[Follow]:
        years = [Follow(a.url, title=a.title, kind="column") for a in page.anchors if _YEAR.search(a.url)]
        lists = columns(page, [a for a in page.anchors if not ARTICLE.search(a.url) and not _YEAR.search(a.url)])
        return [*next_link(page), *years, *lists]

    def attachments(self, page: Page) -> Sequence[Attachment]:
        return [*file_links(page), *text_images(page)]
