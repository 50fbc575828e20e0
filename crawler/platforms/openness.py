"""Anhui's and Hulunbuir's "Openness" system: ``/OpennessAnnualReport/year/<body>/<year>.html`` lists,
``/…AnnualReport/show/<number>.html`` reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.pages.page import Page
from crawler.platforms.base import Follow
from crawler.platforms.pagers import further
from crawler.platforms.system import System

ARTICLE = re.compile(r"/(?:Xxgk|Openness|BranchOpenness)(?:AnnualReport|Content)/show/\d+\.html$", re.I)
_YEAR = re.compile(r"/(?:Xxgk|Openness)AnnualReport/year/\d+/\d{4}\.html$", re.I)


class Openness(System):
    name = "openness"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        if re.search(r"/(?:Xxgk|Openness|BranchOpenness)(?:AnnualReport|Content)/", urlsplit(page.url).path, re.I):
            return 0.9
        return 0.7 if any(ARTICLE.search(a.url) or _YEAR.search(a.url) for a in page.anchors) else 0.0

    def further(self, page: Page) -> Sequence[Follow]:
        return [*further(page), *(Follow(a.url, title=a.title, kind="column") for a in page.anchors if _YEAR.search(a.url))]
