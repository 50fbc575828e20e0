"""Guangdong's disclosure platform: a tree of columns in ``window._CONFIG``, lists as JSON.

Pages 0 and 1 of a list are the same; an article's ``url`` may lead to another host.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.pages.links import day_of
from crawler.pages.page import Page
from crawler.pages.titles import is_report_place, judge, year_of
from crawler.pages.urls import resolve, site_of
from crawler.platforms.base import Attachment, Follow, ListEntry, file_links, text_images
from crawler.platforms.pagers import further


class Gkmlpt:
    name = "gkmlpt"

    def detect(self, page: Page) -> float:
        if "/gkmlpt/" not in urlsplit(page.url).path:
            return 0.0
        return 0.95 if page.is_json or "_CONFIG" in page.text else 0.6

    def items(self, page: Page) -> Sequence[ListEntry]:
        return [entry for article in _articles(page) if (entry := _entry(page, article))]

    def next_pages(self, page: Page) -> Sequence[Follow]:
        if page.is_json:
            return further(page)
        return [*_lists(page), *_others(page)]

    def attachments(self, page: Page) -> Sequence[Attachment]:
        return [*file_links(page), *text_images(page)]


def _articles(page: Page) -> Iterator[Mapping[str, Any]]:
    if isinstance(page.json, dict) and isinstance(page.json.get("articles"), list):
        yield from (a for a in page.json["articles"] if isinstance(a, dict))


def _entry(page: Page, article: Mapping[str, Any]) -> ListEntry | None:
    addresses = [url for key in ("url", "post_url") if (url := resolve(page.url, str(article.get(key) or "")))]
    # The site's own address, where the first one leads away.
    own = [u for u in addresses if site_of(u) == site_of(page.url)]
    title = str(article.get("title") or "").strip()
    kind = judge(title).kind
    if not addresses or kind == "decoy" or (kind == "other" and year_of(title) is None):
        return None
    files = tuple(
        Attachment(url, str(f.get("name") or ""))
        for f in article.get("attachment") or () if isinstance(f, dict) and (url := resolve(page.url, str(f.get("url") or "")))
    )
    return ListEntry((own or addresses)[0], title, _date(article), kind == "report", files)


def _date(article: Mapping[str, Any]) -> str | None:
    times = (article.get(key) for key in ("display_publish_time", "first_publish_time", "date", "created_at"))
    return next(filter(None, map(day_of, times)), None)


def _lists(page: Page) -> list[Follow]:
    """The API address of each column of annual reports that the page's tree names, or that the address itself names."""
    site = re.search(r"\bSID['\"]?\s*:\s*['\"]?(\d+)", page.text)
    if not site:
        return []
    home = page.url[: page.url.index("/gkmlpt/")]
    numbers = [str(node["id"]) for node in _nodes(_tree(page.text)) if is_report_place("", str(node.get("name") or "")) and "id" in node]
    if (route := urlsplit(page.url).fragment).isdigit():
        numbers = [route]
    return [
        Follow(f"{home}/gkmlpt/api/all/{number}?page=1&sid={site[1]}", title="政府信息公开年报", kind="column")
        for number in dict.fromkeys(numbers)
    ]


def _tree(text: str) -> list[Any]:
    """The JSON array after ``TREE:``, wherever it ends."""
    if not (start := re.search(r"\bTREE['\"]?\s*:\s*(?=\[)", text)):
        return []
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start.end())
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _nodes(tree: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    waiting = [node for node in tree if isinstance(node, dict)]
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting += [child for child in node.get("children") or () if isinstance(child, dict)]


def _others(page: Page) -> list[Follow]:
    """The same platform of other bodies under a path of this site."""
    found = {urljoin(a.url, urlsplit(a.url).path): a for a in page.anchors if re.search(r"/[\w-]+/gkmlpt/(?:index)?$", urlsplit(a.url).path)}
    return [Follow(url, title=a.title, kind="column") for url, a in found.items() if site_of(url) == site_of(page.url)]
