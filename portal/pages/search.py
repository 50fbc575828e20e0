"""``/search``: Chinese full text over the prose of all reports, and agencies and places by name."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from etl.load.segment import to_query
from portal.app import Portal
from portal.marks import passage
from portal.page import Page

PAGE_SIZE = 20
#: Deeper pages would make SQLite walk all hits before them; narrowing the search is quicker for reader and machine.
MAX_PAGE = 50
#: Counting stops here: a journalist needs "more than a thousand", not the last digit.
COUNT_LIMIT = 1000

_HITS = """
select s.id, s.report_id, s.number, s.position, s.heading, s.text, r.title, r.year, r.agency_id, coalesce(a.name, r.publisher) as agency
from sections s join reports r on r.id = s.report_id left join agencies a on a.id = r.agency_id
where s.id in (select rowid from sections_fts where sections_fts match :match)
  and (:year is null or r.year = :year)
  and (:place is null or r.region_code in (
        select code from regions where path = :place or path like :place || '/%' or name = :place))
  and (:agency is null or instr(coalesce(a.name, r.publisher), :agency))
"""


async def search(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    query, year, place, agency = (page.arg(name) for name in ("q", "year", "place", "agency"))
    number = page.int_arg("page", 1, 1, MAX_PAGE)
    context: dict[str, Any] = {
        "q": query, "year": year, "place": place, "agency": agency, "page": number,
        "years": [row[0] for row in await page.rows(
            "select distinct year from reports where year is not null order by year desc")],
        "hits": [], "total": None, "names": [], "places": [], "more": False,
    }
    if query:
        context["names"], context["places"] = await _names(page, query)
        match = to_query(query)
        params = {
            "match": match, "year": int(year) if year.isascii() and year.isdigit() else None,
            "place": place or None, "agency": agency or None,
            "limit": PAGE_SIZE + 1, "offset": (number - 1) * PAGE_SIZE, "count_limit": COUNT_LIMIT,
        }
        rows = await page.rows(f"{_HITS} order by r.year desc, s.report_id, s.position limit :limit offset :offset", params)
        context["more"] = len(rows) > PAGE_SIZE and number < MAX_PAGE
        context["hits"] = [{**dict(row), "passage": passage(row["text"], query)} for row in rows[:PAGE_SIZE]]
        context["total"] = await page.one(f"select count(*) from ({_HITS} limit :count_limit)", params)
        context["count_limit"] = COUNT_LIMIT
    return await page.render("search.html", **context)


async def _names(page: Page, query: str) -> tuple[list[Any], list[Any]]:
    """Agencies and places that the query names."""
    agencies = await page.rows(
        "select id, name, level from agencies where fts_id in (select rowid from agencies_fts where agencies_fts match ?)"
        " order by length(name), name limit 12", [to_query(query)]
    )
    places = await page.rows(
        "select code, name, path from regions where instr(name, ?) order by length(path), code limit 12", [query]
    )
    return agencies, places
