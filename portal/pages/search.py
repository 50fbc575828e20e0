"""``/search``: Chinese full text over the prose of all reports, and agencies and places by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Request, Response

from etl import pinyin
from etl.load.rows import section_range
from etl.load.segment import to_query
from portal import take
from portal.app import Portal
from portal.marks import passage
from portal.page import Page
from portal.places import column, find

PAGE_SIZE = 20
#: Deeper pages would make SQLite walk all hits before them; narrowing the search is quicker for reader and machine.
MAX_PAGE = 50
#: Counting stops here: a journalist needs "more than a thousand", not the last digit. Within a place or an authority each
#: hit costs a look at its report, and counting stops earlier.
COUNT_LIMIT = 1000
FILTERED_LIMIT = 100
#: The sections of fewer reports than this are gathered before the hits are walked.
_FEW = 20_000
#: So many hits are taken away as a file; cutting passages takes a millisecond each.
MOST_TAKEN = 200
#: The columns of the results as a file.
_TAKEN = ("agency", "year", "heading", "passage", "report_id", "report")

# The index is read in the order of its keys, which is the latest year first (see section_id): the first twenty hits are
# found without sorting the others.
_INDEX = "select rowid from sections_fts where sections_fts match :match and rowid between :low and :high"
_SHOWN = """
select s.id, s.report_id, s.number, s.position, s.heading, s.text, r.title, r.year, coalesce(a.name, r.publisher) as agency
from sections s join reports r on r.id = s.report_id left join agencies a on a.id = r.agency_id
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    query: str
    year: str
    place: str
    agency: str

    @property
    def most(self) -> int:
        return FILTERED_LIMIT if self.place or self.agency else COUNT_LIMIT

    def keys(self) -> tuple[int, int]:
        """The range of keys that sections of the year wanted can have."""
        known = self.year.isascii() and self.year.isdigit()
        return section_range(int(self.year)) if known else (0, 2**63 - 1)


async def search(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    wanted = Wanted(*(page.arg(name) for name in ("q", "year", "place", "agency")))
    number = page.int_arg("page", 1, 1, MAX_PAGE)
    extension = request.url_vars.get("format")
    if extension:
        rows, _ = await _found(page, wanted, 0, MOST_TAKEN) if wanted.query else ([], 0)
        return take.answer(extension, "search", _TAKEN, ([_taken(page, row, wanted.query)[c] for c in _TAKEN] for row in rows))
    context: dict[str, Any] = {
        "q": wanted.query, "year": wanted.year, "place": wanted.place, "agency": wanted.agency, "page": number,
        "years": await datasette.cache.get("years", page.years),
        "hits": [], "total": None, "names": [], "places": [], "more": False,
    }
    if wanted.query:
        context["names"], context["places"] = await _names(page, wanted.query)
        rows, total = await _found(page, wanted, (number - 1) * PAGE_SIZE, PAGE_SIZE)
        context["more"] = total > number * PAGE_SIZE and number < MAX_PAGE
        context["hits"] = [{**dict(row), "passage": passage(row["text"], wanted.query)} for row in rows]
        context["total"] = total
        context["count_limit"] = wanted.most
    return await page.render("search.html", **context)


def _taken(page: Page, row: Any, query: str) -> dict[str, Any]:
    address = page.datasette.absolute_url(page.request, page.datasette.urls.path(f"/report/{row['report_id']}"))
    return {**dict(row), "passage": passage(row["text"], query).striptags(), "report": address}


async def _found(page: Page, wanted: Wanted, offset: int, size: int) -> tuple[list[Any], int]:
    """Sections from the one at ``offset`` on, and how many there are in all, up to the limit of counting."""
    match = to_query(wanted.query)
    # Headings are the form's own: 复议 stands in one of every report. Prose counts first.
    found = await _hits(page, wanted, f"{{text}} : ({match})", offset, size)
    return found if found[1] else await _hits(page, wanted, match, offset, size)


async def _hits(page: Page, wanted: Wanted, match: str, offset: int, size: int) -> tuple[list[Any], int]:
    low, high = wanted.keys()
    params: dict[str, Any] = {"match": match, "low": low, "high": high, "most": max(wanted.most, offset + size + 1)}
    keys = _INDEX
    if wanted.place or wanted.agency:
        conditions = []
        if wanted.place:
            place = await find(page, wanted.place)
            if place is None:
                return [], 0
            conditions.append(f"r.{column(place['level'])} = :place")
            params["place"] = place["code"]
        if wanted.agency:
            conditions.append("r.fts_id in (select rowid from reports_fts where reports_fts match :agency)")
            params["agency"] = f"{{publisher}} : ({to_query(wanted.agency)})"
        if low:
            conditions.append("r.year = :year")
            params["year"] = int(wanted.year)
        where = " and ".join(conditions)
        few = await page.one(f"select count(*) from (select 1 from reports r where {where} limit {_FEW})", params) < _FEW
        # Many reports: look at each hit's report until enough are theirs. Few: their sections are gathered first, and the hits
        # are walked with no look at the tables (the plus keeps SQLite from asking the index section by section).
        keys = (
            "select rowid from sections_fts where sections_fts match :match and rowid between :low and :high"
            f" and +rowid in (select s.id from reports r cross join sections s on s.report_id = r.id where {where})"
            if few else
            "select f.rowid from sections_fts f cross join sections s on s.id = f.rowid cross join reports r on r.id = s.report_id"
            f" where f.sections_fts match :match and f.rowid between :low and :high and {where}"
        )
    found = [key for (key,) in await page.rows(f"{keys} order by 1 limit :most", params)]
    shown = found[offset : offset + size]
    return await page.rows(f"{_SHOWN} where s.id in ({', '.join('?' * len(shown))}) order by s.id", shown), len(found)


async def _names(page: Page, query: str) -> tuple[list[Any], list[Any]]:
    """Agencies and places that the query names, in Chinese or in pinyin (initials, or syllables in full)."""
    letters = pinyin.typed(query)
    match = f'"{letters}"*' if letters else to_query(query)
    agencies = await page.rows(
        "select id, name, level from agencies where fts_id in (select rowid from agencies_fts where agencies_fts match ?)"
        " order by length(name), name limit 12", [f"{{name}} : ({match})"]
    )
    places = await page.rows(
        f"select code, name, path from regions where {'spelt_so(name, ?)' if letters else 'instr(name, ?)'}"
        " order by length(path), code limit 12", [letters or query]
    )
    return agencies, places
