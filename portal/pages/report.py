"""``/report/<id>``: one annual report as the official form shows it, each number a way to its cell."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from etl import forms
from portal import take
from portal.app import Portal
from portal.findings import place
from portal.formview import Key, grids
from portal.marks import mark
from portal.page import Page, safe_url
from portal.readings import readings

_REPORT = """
select r.*, a.name as agency, g.path as place, c.state as coverage_state, c.days_late, c.due_on
from reports r left join agencies a on a.id = r.agency_id left join regions g on g.code = r.region_code
left join coverage c on c.agency_id = r.agency_id and c.year = r.year
where r.id = ?
"""
#: The columns of a report's cells as a file.
_TAKEN = ("table", "row", "column", "wording", "value", "printed", "state", "unit", "page")


async def report(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    report_id = request.url_vars["id"]
    row = await page.row(_REPORT, [report_id])
    if row is None:
        raise page.missing("没有这份报告。", "There is no such report.")
    cells = await readings(page, report_id)
    findings = [dict(f) for f in await page.rows(
        "select * from findings where report_id = ? order by scope, position", [report_id])]
    for number, finding in enumerate(findings, 1):
        finding["number"] = number
        key = cell_of(finding)
        finding["cell"] = key if key in cells else None
    labels = await page.rows("select distinct code, label_zh, label_en from labels where table_name = 'facts'")
    facts = await page.rows("select * from facts where report_id = ? order by section, start_char", [report_id])
    query = page.arg("q")
    sections = [
        {**dict(s), "html": prose(s["text"], [f for f in facts if f["section"] == s["number"]], query)}
        for s in await page.rows("select * from sections where report_id = ? order by position", [report_id])
    ]
    neighbours = await page.rows(
        "select id, year from reports where agency_id = ? and year is not null order by year", [row["agency_id"]]
    )
    return await page.render(
        "report.html",
        report=row, cells=cells, grids=grids(row["form"] or "", page.lang, cells), findings=findings,
        at_cell=by_cell(findings), sections=sections, facts=facts,
        fact_labels={code: page.t(zh, en) for code, zh, en in labels},
        extras=[(e["label"], json.loads(e["printed"])) for e in await page.rows(
            "select label, printed from extra_rows where report_id = ? order by position", [report_id])],
        versions=await page.rows("select * from report_versions where report_id = ? order by version", [report_id]),
        changes=await page.rows("select * from cell_changes where report_id = ? limit 200", [report_id]),
        neighbours=neighbours, source_url=safe_url(row["url"]), page_url=safe_url(row["page_url"]),
        permanent=datasette.absolute_url(request, datasette.urls.path(f"/report/{report_id}")),
        today=datetime.now(UTC).date().isoformat(),
    )


async def numbers(datasette: Portal, request: Request) -> Response:
    """``/report/<id>.csv`` and the like: every cell of the report, one a line."""
    page = Page(datasette, request)
    report_id = request.url_vars["id"]
    row = await page.row("select form from reports where id = ?", [report_id])
    if row is None:
        raise page.missing("没有这份报告。", "There is no such report.")
    lines = [
        (*key, place(*key, page.lang, row["form"]), cell.value, cell.printed, cell.state, cell.unit, cell.page)
        for key, cell in (await readings(page, report_id)).items()]
    return take.answer(request.url_vars["format"], report_id, _TAKEN, lines)


def cell_of(finding: Mapping[str, Any]) -> Key | None:
    """The cell that a finding concerns: on a whole row its total, on a whole column the total of what was processed."""
    table, row, column = finding["table_name"], finding["row_code"], finding["column_code"]
    if table == forms.APPLICATIONS:
        row, column = row or ("total_processed" if column else None), column or ("total" if row else None)
    elif table == forms.REVIEW:
        row = row or "cases"
    return (table, row, column) if table and row and column else None


def by_cell(findings: Iterable[Mapping[str, Any]]) -> dict[Key, list[int]]:
    """Numbers of the findings beside each cell they concern."""
    found: dict[Key, list[int]] = defaultdict(list)
    for finding in findings:
        if key := cell_of(finding):
            found[key].append(finding["number"])
    return found


def prose(text: str, facts: Sequence[Mapping[str, Any]], query: str) -> Markup:
    """A section's paragraphs, the quotations of its facts underlined and the words of a search marked."""
    parts, end = [], 0
    for fact in sorted(facts, key=lambda f: f["start_char"] or 0):
        start, stop = fact["start_char"], fact["end_char"]
        if start is None or stop is None or not end <= start < stop <= len(text):
            continue
        parts += [mark(text[end:start], query), Markup('<span class="fact" title="{}">{}</span>').format(
            fact["fact"], mark(text[start:stop], query))]
        end = stop
    whole = Markup("").join([*parts, mark(text[end:], query)])
    return Markup("").join(Markup("<p>{}</p>").format(Markup(line)) for line in whole.split("\n") if line.strip())

