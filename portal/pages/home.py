"""``/``: what this is, how much there is, what is new, what does not add up, three ways in, the provinces at a glance."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from etl.load.schema import SUMMED_RATES
from portal import map as atlas
from portal import take
from portal.app import Portal
from portal.figures import LEAST_N, Figure, figures, shown
from portal.outline import outline
from portal.page import Page

#: What the map can show, the one shown at first in front.
MAP_FIGURES = ("disclosure_rate", *(code for code in SUMMED_RATES if code != "disclosure_rate"))

#: The columns of the map's table as a file.
_TAKEN = ("code", "name", "value", "numerator", "denominator", "n", "reports")
_NEWEST = """
select r.id, r.year, r.title, r.published_on, r.fetched_at, r.quality, r.agency_id, coalesce(a.name, r.publisher) as agency
from reports r left join agencies a on a.id = r.agency_id order by r.fetched_at desc, r.rowid desc limit 8
"""
_CONTRADICTIONS = """
select f.*, r.id, r.year, r.agency_id, coalesce(a.name, r.publisher) as agency
from (select * from reports where errors > 0 order by fetched_at desc limit 8) r
join findings f on f.report_id = r.id and f.severity = 'error' and f.origin = 'source' and f.scope = 'report'
left join agencies a on a.id = r.agency_id
group by r.id having f.position = min(f.position) order by r.fetched_at desc
"""
_LAST_RUN = """
select id, kind, started_at, finished_at, (select count(*) from reports where fetched_at >= runs.started_at) as reports
from runs where finished_at is not null order by started_at desc limit 1
"""


async def provinces(datasette: Portal, request: Request) -> Response:
    """``/provinces.csv`` and the like: the table of the map."""
    page = Page(datasette, request)
    figure, year = _choice(page, await datasette.cache.get("counts", lambda: _counts(page)))
    rows = await _provinces(page, figure, year)
    return take.answer(request.url_vars["format"], f"{figure.code}-{year}", _TAKEN, ([row[c] for c in _TAKEN] for row in rows))


async def home(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    counts = await datasette.cache.get("counts", lambda: _counts(page))
    figure, year = _choice(page, counts)
    by_province = [{**province, "label": _name(page, province)} for province in await _provinces(page, figure, year)]
    absent = str(page.t("没有数据", "no data"))
    shades = {p["code"]: _shade(page, figure, p, absent) for p in by_province}
    return await page.render(
        "home.html", counts=counts, figure=figure, year=year, provinces=by_province, shown=shown, least=LEAST_N,
        map=atlas.draw(f"{figure.name(page.lang)} {year}", shades, datasette.urls.path("/place/{}"), absent),
        legend=atlas.legend(atlas.reach(shades.values()), lambda value: shown(figure, value),
                            str(page.t(f"分母不足 {LEAST_N}", f"denominator below {LEAST_N}")), absent),
        map_figures=[figures()[code] for code in MAP_FIGURES],
        newest=await page.rows(_NEWEST), contradictions=await page.rows(_CONTRADICTIONS),
        run=await datasette.cache.get("last run", lambda: page.row(_LAST_RUN)),
    )


def _choice(page: Page, counts: dict[str, Any]) -> tuple[Figure, int]:
    """The figure and the year of the map."""
    code = page.arg("indicator")
    return figures()[code if code in MAP_FIGURES else MAP_FIGURES[0]], page.int_arg("year", counts["latest"] or 0, 0, 9999)


def _name(page: Page, province: dict[str, Any]) -> str:
    """The province's name in the reader's language; a division that no list knows has its code for a name."""
    english = {p.code: p.english for p in outline().provinces}
    if page.lang == "en" and province["code"] in english:
        return english[province["code"]]
    return str(page.t("其他", "other")) if province["name"].isdigit() else str(province["name"])


def _shade(page: Page, figure: Figure, province: dict[str, Any], absent: str) -> atlas.Shade:
    if province["value"] is None:
        return atlas.Shade(province["label"], None, absent)
    text = (f"{shown(figure, province['value'])} ({province['numerator']:,} / {province['denominator']:,}; "
            f"{page.t('报告', 'reports')} {province['n']:,})")
    return atlas.Shade(province["label"], province["value"], text, province["denominator"] < LEAST_N)


async def _counts(page: Page) -> dict[str, Any]:
    row = await page.row(
        "select (select count(*) from reports) as reports, (select count(*) from agencies) as agencies,"
        " (select count(distinct province_code) from agencies) as provinces,"
        " (select count(*) from findings where severity = 'error') as errors")
    # The latest year with at least half as many reports as the fullest one: a new year starts with a handful.
    sizes = dict(await page.rows(
        "select year, count(*) from reports where year is not null group by year order by year"))
    years = list(sizes)
    fullest = max(sizes.values(), default=0)
    latest = next((y for y in reversed(years) if 2 * sizes[y] >= fullest), None)
    return {**dict(row), "years": years, "latest": latest}


async def _provinces(page: Page, figure: Figure, year: int) -> list[dict[str, Any]]:
    """Every province with the sums of numerators and denominators over its reports of the year, and how many have them."""
    code = figure.code
    rows = await page.rows(
        f"select g.code, g.name, coalesce(p.reports, 0) as reports, coalesce(p.{code}_n, 0) as n, p.{code}_numerator as numerator,"
        f" p.{code}_denominator as denominator from regions g left join place_years p on p.region_code = g.code and p.year = ?"
        " where g.level = 'province' order by g.code", [year])
    return [{**dict(row), "value": row["numerator"] / row["denominator"] if row["denominator"] else None} for row in rows]
