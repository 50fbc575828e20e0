"""A page that holds the reports of several bodies, or years: one is read, and the others are named by a finding."""

from __future__ import annotations

import pytest

from etl.documents import Document, Paragraph
from etl.parse.several import own_report
from etl.process import process
from etl.report import Finding, Origin, Report
from tests.parse.real_layouts import HEADINGS, Draft, consistent, html_table

BODIES = ("水利局", "民政局", "农业农村局")
FIRST_FORMS = ("一、概述", "二、主动公开政府信息情况", "三、依申请公开政府信息情况", "四、收费及减免情况", "五、行政复议和诉讼情况", "六、存在的问题")


def report_of(name: str, seed: int, tables: bool = True, opening: str | None = None) -> str:
    draft = Draft("2021", dict(consistent("2021", seed)))
    held = {1: "".join(map(html_table, draft.grids)), 2: html_table(draft.applications), 3: html_table(draft.review)} if tables else {}
    headings = HEADINGS if tables else FIRST_FORMS
    body = "".join(f"<p>{h}</p><p>{name}的{h[2:]}照常开展，窗口设有公开栏，群众可以随时查看。</p>{held.get(i, '')}" for i, h in enumerate(headings))
    return (opening or f"<h2>宁海县{name}2023年政府信息公开工作年度报告</h2>") + body * (1 if tables else 2)


def read(*parts: str, title: str = "宁海县各部门2023年政府信息公开工作年度报告") -> Report:
    data = f"<html><meta charset=utf-8><title>{title}</title><body><h1>{title}</h1>{''.join(parts)}</body></html>"
    found = process(data.encode(), Origin(name="report.html")).report
    assert found
    return found


def others(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.rule == "R10"]


def test_the_reports_of_several_bodies_are_one_and_a_finding():
    report = read(*(report_of(name, i) for i, name in enumerate(BODIES)))
    assert {c.key: c.value for c in report.cells} == consistent("2021", 0)
    assert report.identity.publisher == "宁海县水利局"
    assert report.quality == "needs_review"
    [finding] = others(report)
    assert finding.right == 2
    assert all(name in finding.message for name in BODIES[1:])


def test_so_are_those_without_tables_and_with_few_sections_of_the_official_names():
    report = read(*(report_of(name, 0, tables=False) for name in BODIES))
    assert [f.right for f in others(report)] == [2]


@pytest.mark.parametrize("opening", ["<p>统计期限自{0}年1月1日起至{0}年12月31日止。</p>", "<h3>{0}年度</h3>"])
@pytest.mark.parametrize("years", [(2022, 2023), (2023, 2022)])
def test_of_two_years_without_titles_of_their_own_that_of_the_page_is_read(opening: str, years: tuple[int, int]):
    report = read(*(report_of("水利局", year, opening=opening.format(year)) for year in years), title="宁海县水利局2023年政府信息公开工作年度报告")
    assert {c.key: c.value for c in report.cells} == consistent("2021", 2023)
    assert [(f.rule, f.right) for f in report.findings if f.rule in ("F1", "R10")] == [("R10", 1)]


@pytest.mark.parametrize("opening", ["<p>统计期限自{0}年1月1日起至{0}年12月31日止。</p>", "<p></p>"])
def test_a_page_s_own_heading_tells_the_year_where_its_title_does_not(opening: str):
    """Tabs of a year each: by the period that each states, else by the year that its text speaks of."""
    parts = "".join(report_of("水利局", year, opening=opening.format(year)).replace("水利局的", f"{year}年，我局的") for year in (2023, 2022))
    page = f"<html><meta charset=utf-8><title>政府信息公开年报</title><body><h1>宁海县水利局2022年政府信息公开工作年度报告</h1><div id=zoom>{parts}</div></body></html>"
    report = process(page.encode(), Origin(name="report.html")).report
    assert report
    assert (report.identity.publisher, report.identity.year) == ("宁海县水利局", 2022)
    assert {c.key: c.value for c in report.cells} == consistent("2021", 2022)


@pytest.mark.parametrize("copy", [True, False])
def test_a_second_copy_is_no_other_report(copy: bool):
    report = read(report_of("水利局", 0), *[report_of("水利局", 0)] * copy, title="宁海县水利局2023年政府信息公开工作年度报告")
    assert not others(report)
    assert report.quality == "clean"


@pytest.mark.parametrize("leader", ["…" * 20, "." * 45, "·" * 45])
def test_a_table_of_contents_is_no_report_however_far_its_dots_lead(leader: str):
    contents = [f"{heading}{leader}{n}" for n, heading in enumerate(HEADINGS, 1)]
    body = [line for heading in HEADINGS for line in (heading, "窗口设有公开栏，群众可以随时查看。")]
    document = Document("text/plain", tuple(map(Paragraph, ["宁海县水利局2023年政府信息公开工作年度报告", "现予公布。", "目录", *contents, *body])), "text")
    assert own_report(document) is document


def test_what_is_shown_comes_ahead_of_a_hidden_draft():
    shown, draft = report_of("水利局", 1), report_of("水利局", 2)
    report = read(f'<div style="display:none">{draft}</div><div>{shown}</div>', title="宁海县水利局2023年政府信息公开工作年度报告")
    assert {c.key: c.value for c in report.cells} == consistent("2021", 1)
    assert [f.right for f in others(report)] == [1]
