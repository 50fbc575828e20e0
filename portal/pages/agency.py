"""``/agency/<id>``: an authority over the years, with gaps, breaks, findings and its peers."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from portal import charts
from portal.app import Portal
from portal.figures import KEY_RATES, KEY_TOTALS, figures, pair, shown
from portal.page import Page

_YEARS = """
select y.year, c.state, c.days_late, c.due_on, r.id as report_id, r.quality, r.published_on, r.errors, m.*
from (select year from coverage where agency_id = :id union select year from reports where agency_id = :id and year is not null) y
left join coverage c on c.agency_id = :id and c.year = y.year
left join reports r on r.agency_id = :id and r.year = y.year
left join metrics m on m.report_id = r.id
order by y.year
"""
_PEERS = """
select id, name from agencies where level = :level and id <> :id and (
  (:county is not null and county_code = :county) or (:county is null and :prefecture is not null and prefecture_code = :prefecture)
  or (:prefecture is null and province_code = :province)) order by name limit 30
"""


async def agency(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    identifier = request.url_vars["id"]
    row = await page.row(
        "select a.*, g.path as place from agencies a left join regions g on g.code = a.region_code where a.id = ?", [identifier])
    if row is None:
        raise page.missing("没有这个机关。", "There is no such authority.")
    years = await page.rows(_YEARS, {"id": identifier})
    found = figures()
    keys = [found[code] for code in (*KEY_TOTALS, *KEY_RATES)]
    level, county, prefecture = row["level"], row["county_code"], row["prefecture_code"]
    # A government's peers are its neighbours one level up; a department's are those of the same place.
    if level == "county":
        county = None
    elif level == "prefecture":
        county = prefecture = None
    return await page.render(
        "agency.html", agency=row, years=years, figures=keys, shown=shown, pair=pair,
        charts=_charts(page, years),
        findings=await page.rows(
            "select f.*, r.year from findings f join reports r on r.id = f.report_id where r.agency_id = ?"
            " order by r.year desc, f.scope, f.position limit 60", [identifier]),
        peers=await page.rows(_PEERS, {
            "level": level, "id": identifier, "county": county, "prefecture": prefecture, "province": row["province_code"]}),
    )


def _charts(page: Page, years: list[Any]) -> list[tuple[str, Any]]:
    """Numbers and shares over the years: what readers ask first. None where no year has a figure."""
    found, drawn = figures(), []
    span = [row["year"] for row in years]
    label = page.t("格式改变", "form changed")
    for title, codes, percent in (
        (page.t("收到与结转", "Requests received and carried forward"), ("requests", "carried_forward"), False),
        (page.t("公开与不予公开（占办理总计）", "Disclosed and refused, of those processed"), ("disclosure_rate", "refusal_rate",
         "unavailable_rate"), True),
        (page.t("复议与诉讼", "Review and litigation"), ("review_total", "litigation_total", "review_corrected"), False),
    ):
        series = [charts.Series(found[c].label(page.lang), {row["year"]: row[c] for row in years}) for c in codes]
        if any(v is not None for s in series for v in s.values.values()):
            drawn.append((str(title), charts.lines(str(title), series, span, percent=percent, break_label=str(label))))
    return drawn
