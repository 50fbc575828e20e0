"""Hanweb: lists inside ``<script type="text/xml"><datastore>``, further pages from ``dataproxy.jsp``, yearly reports from
``xxgkAnnualReport.jsp``, the disclosure directory from ``search.jsp``.

Ordinary link extractors find nothing on such a list: its rows are CDATA inside a script.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.pages.links import Anchor, anchors, fragment
from crawler.pages.page import Page
from crawler.pages.reports import is_report
from crawler.platforms.base import Follow, beside, whole, with_query
from crawler.platforms.pagers import further
from crawler.platforms.system import System

ARTICLE = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\w+_\d+\.html$")
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.S)
_NEXT_GROUP = re.compile(r"<nextgroup>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</nextgroup>", re.S)
_PARAMETER = re.compile(
    r"\b(appid|webid|path|columnid|col|sourceContentType|unitid|webname|permissiontype)\b['\"]?\s*[:=]\s*['\"]?([^'\",;&}\s)]*)"
)
_PROXY = re.compile(r"[\"'=(]([^\"'=()\s]*/dataproxy\.jsp)")
_REPORT_JSP = "xxgkAnnualReport.jsp"
#: Pages of a list come in groups of this many.
_GROUP = 3


class Hanweb(System):
    name = "hanweb"
    article = ARTICLE

    def detect(self, page: Page) -> float:
        if "<datastore>" in page.text or "dataproxy.jsp" in page.text:
            return 0.95
        path = urlsplit(page.url).path
        if "/module/xxgk/" in path or "/module/download/downfile.jsp" in page.text:
            return 0.9
        if re.search(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\w+_\d+\.html$|/col/col\d+/", path):
            return 0.8
        return 0.0

    def links(self, page: Page) -> Sequence[Anchor]:
        """Those of the page, and those of the records that hide in its scripts (or are all that a proxy answers)."""
        inside = [a for record in _RECORD.findall(page.text) for a in anchors(fragment(record), page.base)]
        return [*inside, *page.anchors]

    def further(self, page: Page) -> Sequence[Follow]:
        return [*(_next_group(page) or _records(page) or _directory(page) or further(page)), *_years(page)]


def _next_group(page: Page) -> list[Follow]:
    """The address that ``nextgroup`` names."""
    if not (group := _NEXT_GROUP.search(page.text)):
        return []
    links = re.findall(r"href\s*=\s*[\"']?([^\"'\s>]+)", group[1])
    if not links or not _RECORD.search(page.text):
        return []  # an empty answer still names a next group: the list has ended
    url = urljoin(page.url, unescape(links[0]))
    return [Follow(url, headers=_headers(page, dict(parse_qsl(urlsplit(url).query))))]


def _records(page: Page) -> list[Follow]:
    """The next records by number: GET with everything in the query and, where that answers nothing, POST."""
    told = {**dict(_PARAMETER.findall(page.scripts)), **page.query, **page.form}
    here = page.url.partition("?")[0]
    if here.endswith("/dataproxy.jsp") and "endrecord" in told:
        if not _RECORD.search(page.text) and not page.form:
            return [_post(here, page.query, _headers(page, told))]
        start, size = whole(told["endrecord"], 0) + 1, whole(told.get("perpage"), 15) * _GROUP
        proxy, total = here, _number(page.text, r"<totalrecord>\s*(\d+)")
        posted = bool(page.form)
    else:
        if not {"webid", "columnid", "unitid"} <= told.keys():
            return []
        total = _number(page.text, r"totalRecord\D{0,6}(\d+)")
        per_page = _number(page.text, r"perPage\D{0,6}(\d+)")
        start, size = len(_RECORD.findall(page.text)) + 1, per_page * _GROUP
        told["perpage"] = str(per_page)
        found = _PROXY.search(page.text)
        proxy, posted = urljoin(page.url, found[1] if found else "/module/web/jpage/dataproxy.jsp"), False
    if not size or start > total:
        return []
    query = {
        "startrecord": str(start), "endrecord": str(min(start + size - 1, total)), "perpage": told["perpage"],
        **{k: told.get(k, d) for k, d in _FIELDS.items()}, "columnid": told.get("columnid", ""), "unitid": told.get("unitid", ""),
        "webid": told.get("webid", ""),
    }
    if posted:
        return [_post(proxy, query, _headers(page, told))]
    return [Follow(f"{proxy}?{urlencode(query)}", headers=_headers(page, told))]


_FIELDS = {"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "webname": "", "permissiontype": "0"}
_RANGE = ("startrecord", "endrecord", "perpage")


def _post(proxy: str, query: dict[str, str], headers: tuple[tuple[str, str], ...]) -> Follow:
    address = f"{proxy}?{urlencode({k: query[k] for k in _RANGE if k in query})}"
    body = urlencode({k: v for k, v in query.items() if k not in _RANGE}).encode()
    return Follow(address, "POST", body, (*headers, ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")))


def _headers(page: Page, told: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The proxy answers only to its own column page."""
    column = told.get("columnid", "")
    own = urljoin(page.url, f"/col/col{column}/index.html") if column.isdigit() else page.url
    return (("Referer", own if "dataproxy.jsp" in page.url else page.url), ("X-Requested-With", "XMLHttpRequest"))


def _number(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def _years(page: Page) -> list[Follow]:
    """Reports by year and body: those that the page names and, beside a report, the years before and after it."""
    named = [Follow(a.url, title=a.title, kind="column") for a in page.anchors if _REPORT_JSP in a.url]
    for option in page.root.iter("option"):
        value = option.get("value") or ""
        if _REPORT_JSP in value:
            named.append(Follow(urljoin(page.url, value), title=option.text_content(), kind="column"))
        elif _REPORT_JSP in page.url and re.fullmatch(r"(?:19|20)\d{2}", value):
            named.append(Follow(with_query(page.url, fbtime=value), title=value, kind="column"))
    if _REPORT_JSP in page.url and is_report(page):
        here = page.query.get("area")
        own = [f for f in named if dict(parse_qsl(urlsplit(f.url).query)).get("area") == here and f.url != page.url]
        named += [] if own else beside(page, "fbtime")
    return named


def _directory(page: Page) -> list[Follow]:
    """The disclosure directory: rows come by POST from ``search.jsp``, which says which page it is."""
    if "/module/xxgk/search.jsp" not in page.text and "/module/xxgk/search.jsp" not in page.url:
        return []
    at = re.search(r"第\s*(\d+)\s*页\s*/?\s*共\s*(\d+)\s*页", page.visible)
    fields = {
        i.get("name"): i.get("value") or "" for i in page.root.iter("input") if (i.get("type") or "").lower() == "hidden" and i.get("name")
    }
    told = {**fields, **page.form}
    if "/module/xxgk/search.jsp" in page.url:
        if not at or int(at[1]) >= int(at[2]):
            return []
        address, number = page.url, int(at[1]) + 1
    else:
        found = re.search(r"[\"']([^\"']*/module/xxgk/search\.jsp[^\"']*)[\"']", page.text)
        address, number = urljoin(page.url, unescape(found[1]) if found else "/module/xxgk/search.jsp"), 1
    wanted = ("infotypeId", "jdid", "area", "divid", "standardXxgk", "sortfield")
    body = {**{k: told[k] for k in wanted if k in told}, "currpage": str(number)}
    if not {"infotypeId", "area", "divid"} & body.keys():
        return []
    headers = (("Referer", page.url), ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"))
    return [Follow(address, "POST", urlencode(body).encode(), headers)]
