"""Answers that look like a page and are none: bot walls, empty shells, errors dressed as success."""

from __future__ import annotations

import re

from crawler.page import Page
from etl.text import squeeze

#: Statuses that the known walls answer with.
WALL_STATUSES = frozenset({412, 512, 521})
_WALL_SCRIPT = re.compile(r"document\.cookie|\$_ts|__jsl|jsluid|yunsuo_session|acw_sc__v|WAF|_waf_", re.I)
_MISSING = re.compile(
    r"(?:页面|网页|内容|文章|信息|文件|栏目)(?:不存在|未找到|找不到|已(?:被)?删除|已下线|走丢)|(?:找不到|没有找到|不存在)(?:该|此|您|你|相关)?.{0,12}(?:页面|网页|内容|文章)"
    r"|404(?:not)?found|pagenotfound|\b404\b|^404",
    re.I,
)


def wall(page: Page) -> str | None:
    """The kind of a challenge (``challenge_412``, ``challenge_script``…), or None. A challenge is never solved."""
    if page.status in WALL_STATUSES:
        return f"challenge_{page.status}"
    if len(page.body) < 10_000 and page.is_html and "<script" in page.text.lower():
        has_links = any(a.title for a in page.anchors)
        if not has_links and len(page.squeezed) < 200 and _WALL_SCRIPT.search(page.text):
            return "challenge_script"
    return None


def soft_404(page: Page) -> bool:
    """Whether a page answered with 200 says that there is no such page."""
    if len(page.squeezed) > 600:
        return False
    return bool(_MISSING.search(squeeze(page.title)) or _MISSING.search(page.squeezed))


def is_shell(page: Page) -> bool:
    """Whether a page has nothing to read, nothing to see and nowhere to go: a frame for scripts, or nothing at all."""
    return len(page.squeezed) < 20 and sum(1 for a in page.anchors if a.title) < 2 and next(page.root.iter("img"), None) is None
