"""Hanweb's newer platform: the column page is a shell, its list comes as HTML inside JSON from the unit API."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

from crawler.pages.links import Anchor, anchors, fragment
from crawler.pages.page import Page
from crawler.platforms.base import Follow
from crawler.platforms.pagers import further
from crawler.platforms.system import System

ARTICLE = re.compile(r"/art/\d{4}/art_[0-9a-f]{32}\.html$")
_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
#: The product's own spelling of the first value of parseType is wrong; a page says which it wants.
_FIELDS = ("parseType", "webId", "tplSetId", "pageType", "tagId", "editType", "pageId")


class Jpaas(System):
    name = "jpaas"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        if "jpaas-publish-server" in page.text or "bulidstatic" in page.text or _UNIT in page.url:
            return 0.95
        return 0.8 if ARTICLE.search(urlsplit(page.url).path) else 0.0

    def links(self, page: Page) -> Sequence[Anchor]:
        return _links(page)

    def further(self, page: Page) -> Sequence[Follow]:
        return _next_unit(page) if _UNIT in page.url or page.is_json else [*_units(page), *further(page)]


def _html(page: Page) -> str:
    data = page.json.get("data") if isinstance(page.json, dict) else None
    return str(data.get("html") or "") if isinstance(data, dict) else ""


def _links(page: Page) -> list[Anchor]:
    if page.is_json:
        return list(anchors(fragment(_html(page)), page.url))
    return list(page.anchors)


def _units(page: Page) -> list[Follow]:
    """One request for each list that the shell leaves to the API."""
    found = []
    for element in page.root.iter():
        told = next((v for k, v in element.attrib.items() if str(k).lower() in ("querydata", "data-querydata")), None)
        if told and (values := _values(str(told))):
            address = next((str(v) for k, v in element.attrib.items() if str(k).lower() == "url" and "/build/unit" in str(v)), _UNIT)
            found.append(_unit(urljoin(page.url, address), values, page.url))
    if not found and (script := re.search(r"queryData\s*[:=]\s*(\{[^{}]*\})", page.scripts)):
        found = [_unit(urljoin(page.url, _UNIT), values, page.url) for values in (_values(script[1]),) if values]
    return found


def _values(text: str) -> dict[str, str]:
    pairs = re.findall(r"['\"]?(\w+)['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\w+))", unescape(text))
    values = {name: one or two or three for name, one, two, three in pairs}
    return values if {"webId", "pageId"} <= values.keys() else {}


def _unit(address: str, values: Mapping[str, str], referer: str, page_number: int = 1, size: int = 0) -> Follow:
    query = {k: values.get(k, "null" if k == "editType" else "") for k in _FIELDS}
    if page_number > 1:
        query["paramJson"] = json.dumps({"pageNo": page_number, "pageSize": size}, separators=(",", ":"))
    return Follow(f"{address}?{urlencode(query)}", headers=(("Referer", referer), ("X-Requested-With", "XMLHttpRequest")))


def _next_unit(page: Page) -> list[Follow]:
    """The page after this one, until one comes empty. Its size is that of the first."""
    rows = len({a.url for a in _links(page)})
    if not rows:
        return []
    try:
        told = json.loads(page.query.get("paramJson", "{}"))
        number, size = int(told.get("pageNo", 1)), int(told.get("pageSize", rows))
    except (ValueError, TypeError):
        return []
    if rows < size:
        return []
    referer = urljoin(page.url, "/")
    return [_unit(page.url.partition("?")[0], page.query, referer, number + 1, size)]
