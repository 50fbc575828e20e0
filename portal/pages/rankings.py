"""``/rankings`` and ``/rankings/<figure>``: one year, one level, with numerator, denominator, N, coverage and form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Request, Response

from etl.load.schema import LEVELS
from portal.app import Portal
from portal.figures import LEAST_N, Figure, figures, shown
from portal.page import Page
from portal.places import column

PAGE_SIZE = 50
MAX_PAGE = 200
#: The figures offered first; the rest follow by kind.
FIRST = ("refusal_rate", "disclosure_rate", "unavailable_rate", "backlog_rate", "review_correction_rate", "litigation_correction_rate",
         "dispute_rate", "requests", "request_growth", "fees_collected_yuan")


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
    coverage = await datasette.cache.get(("coverage of", *choice.key), lambda: _coverage(page, choice))
    rows = await datasette.cache.get((*choice.key, number), lambda: _rows(page, choice, number))
    return await page.render(
        "ranking.html", choice=choice, figure=figure, years=years, levels=LEVELS, coverage=coverage, shown=shown, page=number,
        rows=rows[:PAGE_SIZE], more=len(rows) > PAGE_SIZE and number < MAX_PAGE, least=LEAST_N, offset=(number - 1) * PAGE_SIZE,
    )


async def _years(page: Page) -> list[int]:
    return [y for (y,) in await page.rows("select year from metrics where year is not null group by year order by year desc")]


async def _coverage(page: Page, choice: Choice) -> dict[str, Any]:
    """How many reports there are, how many have the figure, how many are large enough to be ranked, and on which forms."""
    where, params = choice.where()
    code = choice.figure.code
    row = await page.row(
        f"select count(*) as reports, count({code}) as with_figure,"
        f" count(case when {_large(choice.figure)} then 1 end) as ranked,"
        f" group_concat(distinct case when {code} is not null then form end) as forms from metrics m where {where}", params)
    return dict(row)


async def _rows(page: Page, choice: Choice, number: int) -> list[dict[str, Any]]:
    where, params = choice.where()
    code, rate = choice.figure.code, choice.figure.rate
    sides = f"m.{code}_numerator as numerator, m.{code}_denominator as denominator" if rate else (
        "null as numerator, null as denominator")
    rows = await page.rows(
        f"select t.*, coalesce(a.name, r.publisher) as agency, r.quality, g.path as place from (select m.report_id, m.agency_id, m.form, m.level,"
        f" m.region_code, m.{code} as value, {sides}, {_large(choice.figure)} as large"
        f" from metrics m where {where} and m.{code} is not null"
        f" order by large desc, m.{code} {'asc' if choice.ascending else 'desc'}, m.report_id limit ? offset ?) t"
        " join reports r on r.id = t.report_id left join agencies a on a.id = t.agency_id left join regions g on g.code = t.region_code"
        f" order by t.large desc, t.value {'asc' if choice.ascending else 'desc'}, t.report_id",
        [*params, PAGE_SIZE + 1, (number - 1) * PAGE_SIZE])
    return [dict(row) for row in rows]


def _large(figure: Figure) -> str:
    """The condition under which a rate stands on enough cases to be ranked; a plain number always does."""
    return f"({figure.code}_denominator >= {LEAST_N})" if figure.rate else f"({figure.code} is not null)"
