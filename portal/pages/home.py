"""``/``: what this is, how much there is, what is new, what does not add up, three ways in, the provinces at a glance."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from portal import charts
from portal.app import Portal
from portal.figures import Figure, figures, shown
from portal.page import Page

#: What the tiles can show: figures whose provincial sums mean something.
TILE_FIGURES = ("disclosure_rate", "refusal_rate", "unavailable_rate", "backlog_rate", "dispute_rate", "review_correction_rate",
                "litigation_correction_rate")

_NEWEST = """
select r.id, r.year, r.title, r.published_on, r.fetched_at, r.quality, r.agency_id, coalesce(a.name, r.publisher) as agency
from reports r left join agencies a on a.id = r.agency_id order by r.fetched_at desc limit 8
"""
_CONTRADICTIONS = """
select f.message, f.rule, r.id, r.year, r.agency_id, coalesce(a.name, r.publisher) as agency
from (select * from reports where errors > 0 order by fetched_at desc limit 8) r
join findings f on f.report_id = r.id and f.severity = 'error' and f.origin = 'source' and f.scope = 'report'
left join agencies a on a.id = r.agency_id
group by r.id having f.position = min(f.position) order by r.fetched_at desc
"""
_LAST_RUN = """
select id, kind, started_at, finished_at, (select count(*) from reports where fetched_at >= runs.started_at) as reports
from runs where finished_at is not null order by started_at desc limit 1
"""


async def home(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    counts = await datasette.cache.get("counts", lambda: _counts(page))
    figure = figures()[page.arg("indicator") if page.arg("indicator") in TILE_FIGURES else TILE_FIGURES[0]]
    year = page.int_arg("year", counts["latest"] or 0, 0, 9999)
    by_province = await datasette.cache.get(("provinces", figure.code, year), lambda: _provinces(page, figure, year))
    tiles = charts.tiles(
        figure.name(page.lang),
        {p["code"]: (p["value"], shown(figure, p["value"]) if p["n"] else "–") for p in by_province},
        datasette.urls.path("/place/{}"),
        # A division that no list of divisions knows has its code for a name.
        {p["code"]: str(page.t("其他", "other")) if p["name"].isdigit() else p["name"] for p in by_province},
    )
    return await page.render(
        "home.html", counts=counts, figure=figure, year=year, tiles=tiles, provinces=by_province, shown=shown,
        tile_figures=[figures()[code] for code in TILE_FIGURES],
        newest=await page.rows(_NEWEST), contradictions=await page.rows(_CONTRADICTIONS),
        run=await page.row(_LAST_RUN),
    )


async def _counts(page: Page) -> dict[str, Any]:
    row = await page.row(
        "select (select count(*) from reports) as reports, (select count(*) from agencies) as agencies,"
        " (select count(distinct province_code) from agencies) as provinces,"
        " (select sum(cells) from reports) as cells, (select count(*) from findings where severity = 'error') as errors")
    # The latest year with at least half as many reports as the fullest one: a new year starts with a handful.
    sizes = dict(await page.rows(
        "select year, count(*) from reports where year is not null group by year order by year"))
    years = list(sizes)
    fullest = max(sizes.values(), default=0)
    latest = next((y for y in reversed(years) if 2 * sizes[y] >= fullest), None)
    return {**dict(row), "years": years, "latest": latest}


async def _provinces(page: Page, figure: Figure, year: int) -> list[dict[str, Any]]:
    """Each province with the sums of numerators and denominators over its reports of the year, and how many have them."""
    rows = await page.rows(
        f"select g.code, g.name, count(m.{figure.code}) as n, count(m.report_id) as reports,"
        f" sum(case when m.{figure.code} is not null then m.{figure.code}_numerator end) as numerator,"
        f" sum(case when m.{figure.code} is not null then m.{figure.code}_denominator end) as denominator"
        " from regions g left join metrics m on m.province_code = g.code and m.year = ?"
        " where g.level = 'province' group by g.code order by g.code", [year])
    return [
        {**dict(row), "value": row["numerator"] / row["denominator"] if row["denominator"] else None} for row in rows
    ]
