"""``/feed/…``: what is new, as Atom or JSON: all reports, one agency's, one place's, one story's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from datasette.utils.asgi import Request, Response

from portal import describe, feeds
from portal.app import Portal
from portal.feeds import Entry, Feed
from portal.language import half, short
from portal.page import Page
from portal.places import column

_SIZE = 50
_REPORTS = """
select r.id, r.year, r.title, r.published_on, r.fetched_at, r.errors, r.quality, coalesce(a.name, r.publisher) as agency
from reports r left join agencies a on a.id = r.agency_id {where} order by r.fetched_at desc, r.rowid desc limit ?
"""


async def new(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    return _answer(page, "/", page.t("新收报告", "New reports"), _reports(page, await page.rows(_REPORTS.format(where=""), [_SIZE])))


async def agency(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    identifier = request.url_vars["id"]
    name = await page.one("select name from agencies where id = ?", [identifier])
    if name is None:
        raise page.missing("没有这个机关。", "There is no such authority.")
    rows = await page.rows(_REPORTS.format(where="where r.agency_id = ?"), [identifier, _SIZE])
    return _answer(page, f"/agency/{identifier}", name, _reports(page, rows))


async def place(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    code = request.url_vars["code"]
    row = await page.row("select name, level from regions where code = ?", [code])
    if row is None:
        raise page.missing("没有这个地区。", "There is no such place.")
    rows = await page.rows(_REPORTS.format(where=f"where r.{column(row['level'])} = ?"), [code, _SIZE])
    return _answer(page, f"/place/{code}", row["name"], _reports(page, rows))


async def story(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    name = request.url_vars["name"]
    query = describe.queries().get(name)
    if query is None or "report_id" not in query["columns"]:
        raise page.missing("没有这条线索的订阅。", "There is no feed of that story.")
    rows = await page.rows(
        f"select r.fetched_at, r.published_on, q.* from ({query['sql']}) q join reports r on r.id = q.report_id"
        " order by r.fetched_at desc limit :size_", {**dict.fromkeys(query["params"], ""), "size_": _SIZE})
    return _answer(page, f"/stories/{name}", half(query["title"], page.lang), (_of_story(page, name, query, row) for row in rows))


def _reports(page: Page, rows: Iterable[Any]) -> Iterable[Entry]:
    for row in rows:
        url = _absolute(page, f"/report/{row['id']}")
        text = page.t(f"发布日期 {row['published_on'] or '不明'}；原文错误 {row['errors']} 处",
                      f"Published {row['published_on'] or 'unknown'}; errors in the report: {row['errors']}")
        yield Entry(url, url, row["title"] or f"{row['agency'] or ''} {row['year'] or ''}".strip() or row["id"], str(text), _moment(row))


def _of_story(page: Page, name: str, query: dict[str, Any], row: Any) -> Entry:
    url = _absolute(page, f"/report/{row['report_id']}")
    values = {c: row[c] for c in query["columns"] if row[c] is not None and c not in ("agency", "year", "report_id")}
    text = "；".join(f"{short(query['columns'][c], page.lang)}: {v}" for c, v in values.items())
    mark = hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:12]
    agency = row["agency"] if "agency" in query["columns"] else ""
    title = f"{half(query['title'], page.lang)}: {agency or ''} {row['year'] or ''}"
    return Entry(f"{url}#{name}-{mark}", url, title.strip(), text, _moment(row))


def _moment(row: Any) -> str:
    """When an entry came about; a file that was read in by hand was never fetched, and has only a date of publication."""
    return row["fetched_at"] or f"{row['published_on'] or '1970-01-01'}T00:00:00Z"


def _absolute(page: Page, path: str) -> str:
    return page.datasette.absolute_url(page.request, page.datasette.urls.path(path))


def _answer(page: Page, home: str, title: object, entries: Iterable[Entry]) -> Response:
    # Readers of feeds name no language: the address does, so that the feed stays in the one it was subscribed to in.
    address = _absolute(page, page.request.path) + ("?lang=en" if page.lang == "en" else "")
    feed = Feed(address, _absolute(page, home), f"公开 gongkai · {title}", page.lang, list(entries))
    headers = {"Cache-Control": "public, max-age=600"}
    if page.request.url_vars["format"] == "json":
        return Response(feeds.json_feed(feed), headers=headers, content_type="application/feed+json; charset=utf-8")
    return Response(feeds.atom(feed), headers=headers, content_type="application/atom+xml; charset=utf-8")
