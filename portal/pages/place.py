"""``/place/<code>``: a division, its authorities, how fully they publish, and where it stands among its neighbours."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from portal.app import Portal
from portal.figures import KEY_RATES, LEAST_N, figures, pair, shown
from portal.page import Page
from portal.places import BELOW, column

_PAGE = 100


async def place(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    code = request.url_vars["code"]
    row = await page.row("select * from regions where code = ?", [code])
    if row is None:
        raise page.missing("没有这个地区。", "There is no such place.")
    where = column(row["level"])
    offset = (page.int_arg("page", 1, 1, 1000) - 1) * _PAGE
    agencies = await page.rows(
        f"select * from agencies where {where} = ? order by region_code <> ?, region_code, level, name limit ? offset ?",
        [code, code, _PAGE + 1, offset])
    latest = await page.one("select max(year) from place_years where region_code = ?", [code])
    year = page.int_arg("year", latest or 0, 0, 9999)
    return await page.render(
        "place.html", place=row, where=where, agencies=agencies[:_PAGE], more=len(agencies) > _PAGE, page=offset // _PAGE + 1, year=year,
        total=await page.one(f"select count(*) from agencies where {where} = ?", [code]),
        parents=await _parents(page, row), children=await _children(page, row), coverage=await _coverage(page, where, code),
        standing=await _standing(page, row, year), shown=shown,
    )


async def _parents(page: Page, row: Any) -> list[Any]:
    return await page.rows(
        "with recursive up(code, name, parent_code, depth) as (select code, name, parent_code, 0 from regions where code = ?"
        " union all select g.code, g.name, g.parent_code, up.depth + 1 from regions g join up on g.code = up.parent_code"
        " where up.depth < 5) select code, name from up where depth > 0 order by depth desc", [row["code"]])


async def _children(page: Page, row: Any) -> list[Any]:
    """The divisions just below, with how many authorities we know there."""
    below = BELOW.get(row["level"])
    if below is None:
        return []
    return await page.rows(
        f"select g.code, g.name, count(a.id) as agencies from regions g left join agencies a on a.{column(below)} = g.code"
        " where g.parent_code = ? group by g.code order by g.code", [row["code"]])


async def _coverage(page: Page, where: str, code: str) -> list[dict[str, Any]]:
    """By year: how many authorities should have published, and what became of it."""
    rows = await page.rows(
        f"select c.year, c.state, count(*) as n from agencies a join coverage c on c.agency_id = a.id where a.{where} = ?"
        " group by c.year, c.state order by c.year", [code])
    years: dict[int, dict[str, Any]] = {}
    for row in rows:
        years.setdefault(row["year"], {"year": row["year"]})[row["state"]] = row["n"]
    return list(years.values())


async def _standing(page: Page, row: Any, year: int) -> list[dict[str, Any]]:
    """For each key rate: the place's sums over its reports of the year, and its rank among its neighbours of enough cases."""
    neighbours = await page.rows(
        "select p.* from regions g join place_years p on p.region_code = g.code and p.year = ? where g.level = ? and g.parent_code is ?",
        [year, row["level"], row["parent_code"]])
    own: Any = next((r for r in neighbours if r["region_code"] == row["code"]), None)
    found: list[dict[str, Any]] = []
    for figure in map(figures().__getitem__, KEY_RATES if own else ()):
        numerator, denominator = pair(own, figure)
        if not denominator:
            continue
        value = numerator / denominator
        sides = [pair(r, figure) for r in neighbours]
        rates = [n / d for n, d in sides if d is not None and d >= LEAST_N]
        found.append({
            "figure": figure, "value": value, "numerator": numerator, "denominator": denominator, "n": own[f"{figure.code}_n"],
            "rank": 1 + sum(rate > value for rate in rates) if denominator >= LEAST_N else None, "among": len(rates),
        })
    return found
