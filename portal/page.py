"""What every page of the portal needs: rows, a rendered template, safe links."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from datasette.database import QueryInterrupted
from datasette.utils.asgi import NotFound, Request, Response

from portal.language import Lang, translator

if TYPE_CHECKING:
    from portal.app import Portal

Params = Mapping[str, Any] | Sequence[Any]
#: Whether every report is one of the sample sites', whose bodies are invented.
_SAMPLE = """
select exists (select 1 from reports)
  and not exists (select 1 from reports where coalesce(title, '') || coalesce(publisher, '') not like '%示例%')
"""


def language(request: Request | None) -> Lang:
    """The language that :mod:`portal.web` chose for this request."""
    return "zh" if request is None else request.scope.get("lang", "zh")


async def is_sample(datasette: Portal) -> bool:
    """False also where the database cannot be asked: the page that says so must not fail over this."""

    async def ask() -> bool:
        return bool((await datasette.get_database("gongkai").execute(_SAMPLE)).single_value())

    try:
        return await datasette.cache.get("sample", ask)
    except (sqlite3.Error, QueryInterrupted):
        return False


class Page:
    """One request to one page: the database to ask, the language to answer in."""

    def __init__(self, datasette: Portal, request: Request) -> None:
        self.datasette = datasette
        self.request = request
        self.lang = language(request)
        self.t = translator(self.lang)
        self.database = datasette.get_database("gongkai")

    async def rows(self, sql: str, params: Params = ()) -> list[Any]:
        """All rows, each a mapping too (never cut short: pages bound their own queries with LIMIT)."""
        return list((await self.database.execute(sql, params)).rows)

    async def row(self, sql: str, params: Params = ()) -> Any:
        return next(iter(await self.rows(sql, params)), None)

    async def one(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row, None where there is none."""
        row = await self.row(sql, params)
        return None if row is None else row[0]

    async def years(self) -> list[int]:
        """The years of the reports, the latest first."""
        return [y for (y,) in await self.rows("select year from reports where year is not null group by year order by year desc")]

    def arg(self, name: str) -> str:
        """A query-string value, trimmed; never longer than 200 characters."""
        return (self.request.args.get(name) or "").strip()[:200]

    def int_arg(self, name: str, default: int, low: int, high: int) -> int:
        text = self.arg(name)
        return min(max(int(text), low), high) if text.isascii() and text.isdigit() else default

    async def render(self, template: str, status: int = 200, **context: Any) -> Response:
        html = await self.datasette.render_template(template, context, request=self.request, view_name="portal")
        return Response.html(html, status=status)

    def missing(self, zh: str, en: str) -> NotFound:
        return NotFound(self.t(zh, en))


def safe_url(url: str | None) -> str | None:
    """The address if a link to it can do no more than open a web page, else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
