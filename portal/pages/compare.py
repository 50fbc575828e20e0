"""``/compare?r=<report>&r=…``: up to six reports side by side, absolute and share, as a page, CSV, XLSX or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from portal import charts, take
from portal.app import Portal
from portal.figures import LEAST_N, Figure, figures, shown
from portal.page import Page

MOST = 6
_ID = re.compile(r"[\w.~-]{1,100}")
COUNTS = ("requests", "new_received", "carried_in", "granted", "partially_granted", "denied_total", "unavailable_total", "rejected_total",
          "other_total", "total_processed", "carried_forward", "review_total", "review_corrected", "litigation_total",
          "litigation_corrected", "normative_documents_in_force", "licensing_decisions", "penalty_decisions", "coercion_decisions",
          "fees_collected_yuan")
RATES = ("full_disclosure_rate", "disclosure_rate", "refusal_rate", "unavailable_rate", "rejected_rate", "other_rate", "backlog_rate",
         "natural_person_share", "dispute_rate", "review_correction_rate", "litigation_correction_rate")
_HEADS = (("agency", "机关", "authority"), ("year", "年度", "year"), ("form", "格式", "form"))
#: The parts that the requests processed fall into; they make up the bars.
PARTS = ("granted", "partially_granted", "denied_total", "unavailable_total", "rejected_total", "other_total")


async def compare(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    wanted = list(dict.fromkeys(r for r in request.args.getlist("r") if _ID.fullmatch(r)))
    reports = await _reports(page, wanted[:MOST])
    counts, rates = ([figures()[code] for code in codes] for codes in (COUNTS, RATES))
    if extension := request.url_vars.get("format"):
        lines = [[head, str(page.t(zh, en)), *(r[head] for r in reports)] for head, zh, en in _HEADS]
        return take.answer(extension, "compare", ["code", str(page.t("指标", "indicator")), *(r["id"] for r in reports)],
                           [*lines, *_lines(page, reports, [*counts, *rates])])
    found = await _suggestions(page, page.arg("q")) if page.arg("q") else []
    bars = [(f"{r['agency'] or r['id']} {r['year'] or ''}", [r[code] for code in PARTS]) for r in reports]
    return await page.render(
        "compare.html", reports=reports, counts=counts, rates=rates, shown=shown, dropped=max(0, len(wanted) - MOST),
        unknown=[r for r in wanted[:MOST] if r not in {row["id"] for row in reports}], q=page.arg("q"),
        found=found, most=MOST, least=LEAST_N, crosses=len({(r["year"] or 0) >= 2019 for r in reports}) > 1,
        forms=sorted({r["form"] or "?" for r in reports}),
        chart=charts.shares(str(page.t("办理结果的构成", "How requests were decided")), [figures()[c].label(page.lang) for c in PARTS], bars)
        if any(all(v is not None for v in values) and sum(values) for _, values in bars) else Markup(""),
    )


async def _reports(page: Page, identifiers: list[str]) -> list[Any]:
    rows = await page.rows(
        "select r.id, r.year, r.form as form, r.agency_id, coalesce(a.name, r.publisher) as agency, m.* from reports r"
        f" left join agencies a on a.id = r.agency_id left join metrics m on m.report_id = r.id where r.id in ({', '.join('?' * len(identifiers))})",
        identifiers)
    return sorted(rows, key=lambda row: identifiers.index(row["id"]))


async def _suggestions(page: Page, query: str) -> list[Any]:
    """Reports whose authority is named so, the newest first; a year in the query narrows them."""
    year = re.search(r"(?:19|20)\d\d", query)
    name = query.replace(year[0], "").strip() if year else query
    return await page.rows(
        "select r.id, r.year, a.name as agency from agencies a join reports r on r.agency_id = a.id"
        " where instr(a.name, ?) and (? is null or r.year = ?) order by length(a.name), a.name, r.year desc limit 30",
        [name, year and year[0], year and int(year[0])])


def _lines(page: Page, reports: list[Any], rows: list[Figure]) -> Iterator[list[Any]]:
    """A line a figure, and two more for the sides of a rate."""
    for figure in rows:
        yield [figure.code, figure.name(page.lang), *(r[figure.code] for r in reports)]
        if figure.rate:
            for side in ("numerator", "denominator"):
                yield [f"{figure.code}_{side}", "", *(r[f"{figure.code}_{side}"] for r in reports)]
