"""NFCMS (Guangdong): articles ``content/post_N.html``, lists ``index.html``, ``index_2.html``."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.pages.page import Page
from crawler.platforms.system import System

ARTICLE = re.compile(r"/content/m?post_\d+\.html$")


class Nfcms(System):
    name = "nfcms"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        if "NFCMS_SITE_ID" in page.text:
            return 0.9
        if ARTICLE.search(urlsplit(page.url).path) and "/gkmlpt/" not in page.url:
            return 0.7
        return 0.5 if any(ARTICLE.search(a.url) for a in page.anchors) else 0.0
