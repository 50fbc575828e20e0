"""``/rankings`` and ``/rankings/<figure>``: one year, one level, with numerator, denominator, N, coverage and form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Request, Response

from etl.load.schema import LEVELS, RANKED_RATES, RANKED_TOTALS
from portal.app import Portal
from portal.figures import LEAST_N, Figure, figures, shown
from portal.page import Page
from portal.places import column

PAGE_SIZE = 50
#: Deeper than this a ranking is read as CSV.
MAX_PAGE = 20
#: The figures offered first, those with an index of their own; the rest follow by kind.
FIRST = (*RANKED_RATES, *RANKED_TOTALS)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is ranked: a figure among the reports of one year, of one level and place."""

    figure: Figure
    year: int
    level: str | None
    place: Any
    ascending: bool

    def where(self) -> tuple[str, list[Any]]:
        conditions: list[str] = ["m.year = ?"]
        params: list[Any] = [self.year]
        if self.level:
            conditions.append("m.level = ?")
            params.append(self.level)
        if self.place:
            conditions.append(f"m.{column(self.place['level'])} = ?")
            params.append(self.place["code"])
        return " and ".join(conditions), params

    @property
    def key(self) -> tuple[Any, ...]:
        return "ranking", self.figure.code, self.year, self.level, self.place and self.place["code"], self.ascending


async def overview(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    every = figures()
    rest = [f for code, f in every.items() if code not in FIRST]
    return await page.render(
        "rankings.html", first=[every[code] for code in FIRST],
        rates=[f for f in rest if f.rate], counts=[f for f in rest if f.rate is None],
    )


async def ranking(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    figure = figures().get(request.url_vars["figure"])
    if figure is None:
        raise page.missing("没有这个指标。", "There is no such indicator.")
    years = await datasette.cache.get("metric years", lambda: _years(page))
    choice = Choice(
        figure, page.int_arg("year", years[0] if years else 0, 0, 9999),
        page.arg("level") if page.arg("level") in LEVELS else None,
        await page.row("select code, name, level, path from regions where code = ?", [page.arg("place")]),
        page.arg("order") == "asc",
    )
    number = page.int_arg("page", 1, 1, MAX_PAGE)
    standing = await datasette.cache.get(choice.key, lambda: _standing(page, choice))
    offset = (number - 1) * PAGE_SIZE
    return await page.render(
        "ranking.html", choice=choice, figure=figure, years=years, levels=LEVELS, coverage=standing, shown=shown, page=number,
        rows=await _rows(page, choice, standing.first[offset : offset + PAGE_SIZE]), least=LEAST_N, offset=offset,
        more=len(standing.first) > offset + PAGE_SIZE,
    )


async def _years(page: Page) -> list[int]:
    return [y for (y,) in await page.rows("select year from metrics where year is not null group by year order by year desc")]


@dataclass(frozen=True, slots=True)
class Standing:
    """The reports of a choice in order, as far as pages go, and how many there are, have the figure, and can be ranked."""

    reports: int
    with_figure: int
    ranked: int
    forms: str
    first: tuple[int, ...]
    """By rowid: the indexes that rankings are read from do not hold the reports' identifiers."""


async def _standing(page: Page, choice: Choice) -> Standing:
    where, params = choice.where()
    code, rate = choice.figure.code, choice.figure.rate
    cases = f"m.{code}_denominator" if rate else str(LEAST_N)
    # One walk over the year's rows: counting and sorting in SQL would each take one of their own.
    rows = [tuple(row) for row in await page.rows(
        f"select m.rowid, m.{code}, {cases} >= {LEAST_N}, m.form from metrics m where {where} and m.{code} is not null", params)]
    sign = 1 if choice.ascending else -1
    rows.sort(key=lambda row: (not row[2], sign * row[1], row[0]))
    return Standing(
        await page.one(f"select count(*) from metrics m where {where}", params), len(rows), sum(bool(row[2]) for row in rows),
        ", ".join(sorted({row[3] or "?" for row in rows})), tuple(row[0] for row in rows[: MAX_PAGE * PAGE_SIZE]),
    )


async def _rows(page: Page, choice: Choice, keys: tuple[int, ...]) -> list[dict[str, Any]]:
    """The rows of one page, in the order of their keys."""
    code, rate = choice.figure.code, choice.figure.rate
    sides = f"m.{code}_numerator as numerator, m.{code}_denominator as denominator" if rate else (
        "null as numerator, null as denominator")
    rows = await page.rows(
        f"select m.rowid as key, m.report_id, m.agency_id, m.form, m.level, m.{code} as value, {sides}, r.quality,"
        " coalesce(a.name, r.publisher) as agency, g.path as place from metrics m join reports r on r.id = m.report_id"
        " left join agencies a on a.id = m.agency_id left join regions g on g.code = m.region_code"
        f" where m.rowid in ({', '.join('?' * len(keys))})", keys)
    return sorted(
        ({**dict(row), "large": rate is None or row["denominator"] >= LEAST_N} for row in rows),
        key=lambda row: keys.index(row["key"]))
