"""``/rankings`` and ``/rankings/<figure>``: one year, one level, with numerator, denominator, N, coverage and form. As CSV, XLSX
or JSON the first thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Request, Response

from etl.forms import IDS as FORMS
from etl.load.schema import LEVELS, RANKED_RATES, RANKED_TOTALS
from portal import take
from portal.app import Portal
from portal.figures import LEAST_N, Figure, figures, shown
from portal.page import Page
from portal.places import column, find

PAGE_SIZE = 50
#: Deeper than this a ranking is asked for by level or place, or from the table of metrics.
MAX_PAGE = 20
#: The figures offered first, those with an index of their own; the rest follow by kind.
FIRST = (*RANKED_RATES, *RANKED_TOTALS)
#: The columns of a ranking as a file.
_TAKEN = ("rank", "agency", "level", "place", "year", "value", "numerator", "denominator", "form", "quality", "report_id", "agency_id")


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
    years = await datasette.cache.get("years", page.years)
    choice = Choice(
        figure, page.int_arg("year", years[0] if years else 0, 0, 9999),
        page.arg("level") if page.arg("level") in LEVELS else None,
        await find(page, page.arg("place")), page.arg("order") == "asc",
    )
    extension = request.url_vars.get("format")
    number = page.int_arg("page", 1, 1, MAX_PAGE)
    offset, size = (0, MAX_PAGE * PAGE_SIZE) if extension else ((number - 1) * PAGE_SIZE, PAGE_SIZE)
    depth = offset + size + 1
    ranks = await datasette.cache.get((*choice.key, depth), lambda: _ranks(page, choice, depth))
    rows = await _rows(page, choice, dict(list(ranks.items())[offset : offset + size]))
    if extension:
        return take.answer(extension, figure.code, _TAKEN, ([row[column] for column in _TAKEN] for row in rows))
    return await page.render(
        "ranking.html", choice=choice, figure=figure, years=years, levels=LEVELS, shown=shown, page=number, rows=rows, least=LEAST_N,
        coverage=await datasette.cache.get(choice.key, lambda: _standing(page, choice)),
        unknown_place=page.arg("place") if choice.place is None else "", more=len(ranks) > offset + size and number < MAX_PAGE,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How many reports a choice has, how many of them have the figure, how many can be ranked, and on which forms those are."""

    reports: int
    with_figure: int
    ranked: int
    forms: str


async def _standing(page: Page, choice: Choice) -> Standing:
    where, params = choice.where()
    code = choice.figure.code
    large = f"total(m.{code} is not null and m.{code}_denominator >= {LEAST_N})" if choice.figure.rate else f"count(m.{code})"
    forms = ", ".join(f"total(m.{code} is not null and m.form = '{form}') as form_{form}" for form in FORMS)
    row = await page.row(f"select count(*) as reports, count(m.{code}) as n, {large} as ranked, {forms} from metrics m where {where}", params)
    return Standing(row["reports"], row["n"], int(row["ranked"]), ", ".join(form for form in FORMS if row[f"form_{form}"]))


async def _ranks(page: Page, choice: Choice, depth: int) -> dict[int, int | None]:
    """The first rows by rowid (the indexes that rankings are read from do not hold identifiers) with their ranks, which equals
    share: first those of enough cases, then the others, which have none."""
    cases = f"m.{choice.figure.code}_denominator"
    enough, few = (f" and {cases} >= {LEAST_N}", f" and {cases} < {LEAST_N}") if choice.figure.rate else ("", None)
    ranks: dict[int, int | None] = {}
    rank, last = 0, None
    for number, (key, value) in enumerate(await _ordered(page, choice, enough, depth), 1):
        rank, last = (rank, last) if value == last else (number, value)
        ranks[key] = rank
    if few and len(ranks) < depth:
        ranks |= {key: None for key, _ in await _ordered(page, choice, few, depth - len(ranks))}
    return ranks


async def _ordered(page: Page, choice: Choice, more: str, size: int) -> list[tuple[int, Any]]:
    """Rowid and value, one level at a time: the indexes begin with year and level, so that no more rows are read than are wanted."""
    code, rate = choice.figure.code, choice.figure.rate
    direction = "asc" if choice.ascending else "desc"
    order = [f"m.{code}", *([f"m.{code}_denominator"] if rate else []), "m.form", "m.rowid"]
    wheres = [choice.where()] if choice.level or choice.place else [
        ("m.year = ? and m.level is ?", [choice.year, level]) for level in (*LEVELS, None)]
    columns = ", ".join(f"{column} as o{i}" for i, column in enumerate(order[:-1]))
    parts, params = [], []
    for where, given in wheres:
        parts.append(f"select * from (select m.rowid as key, {columns} from metrics m where {where} and m.{code} is not null{more}"
                     f" order by {', '.join(f'{column} {direction}' for column in order)} limit ?)")
        params += [*given, size]
    outer = ", ".join(f"o{i} {direction}" for i in range(len(order) - 1))
    sql = f"select key, o0 from ({' union all '.join(parts)}) order by {outer}, key {direction} limit ?"
    return [(key, value) for key, value in await page.rows(sql, [*params, size])]


async def _rows(page: Page, choice: Choice, ranks: dict[int, int | None]) -> list[dict[str, Any]]:
    """What is shown of the rows, in the order of their ranks."""
    code, rate = choice.figure.code, choice.figure.rate
    sides = f"m.{code}_numerator as numerator, m.{code}_denominator as denominator" if rate else (
        "null as numerator, null as denominator")
    rows = await page.rows(
        f"select m.rowid as key, m.report_id, m.agency_id, m.year, m.form, m.level, m.{code} as value, {sides}, r.quality,"
        " coalesce(a.name, r.publisher) as agency, g.path as place from metrics m join reports r on r.id = m.report_id"
        " left join agencies a on a.id = m.agency_id left join regions g on g.code = m.region_code"
        f" where m.rowid in ({', '.join('?' * len(ranks))})", list(ranks))
    found = {row["key"]: {**dict(row), "rank": ranks[row["key"]]} for row in rows}
    return [found[key] for key in ranks]
