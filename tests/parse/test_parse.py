"""A whole document: what parse makes of it, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl.documents import Document, Paragraph
from etl.errors import ReadError
from etl.parse.report import layout, narrative_form, parse
from etl.report import Origin, Section
from tests.parse.layouts import applications_grid, document, proactive_grids, review_grid, table_of, truth


def whole(form: str, title: str) -> Document:
    values = truth(form)
    return document(
        title, "本报告数据的统计期限为2022年1月1日至2022年12月31日。", "一、总体情况", "示例正文。", "二、主动公开政府信息情况",
        *(table_of(g) for g in proactive_grids(form, values)), "三、收到和处理政府信息公开申请情况", table_of(applications_grid(form, values)),
        "四、政府信息公开行政复议、行政诉讼情况", table_of(review_grid(values)), "五、存在的主要问题及改进情况", "不足。", "六、其他需要报告的事项", "无。",
    )


def test_a_report():
    report = parse(whole("2021", "某某县民政局2022年政府信息公开工作年度报告"), Origin(), "0" * 64)
    assert report.form == "2021"
    assert report.identity.year == 2022
    assert len(report.cells) == len(truth("2021"))
    assert [s.number for s in report.sections] == [1, 2, 3, 4, 5, 6]
    assert {c.form for c in report.cells} == {"2021"}


def test_what_is_no_report_says_why():
    guide = Document("text/html", tuple(map(Paragraph, ("某某县民政局政府信息公开指南", "一、主动公开", "公民可以登录网站查询。"))), "test")
    with pytest.raises(ReadError) as error:
        parse(guide, Origin(), "0" * 64)
    assert error.value.kind == "not_a_report"
    assert error.value.message


@pytest.mark.parametrize(("caption", "said"), [
    ("附件：2021年度统计数据", True), ("2021年政府信息公开情况统计表", True), ("2022年度统计数据", False), ("2021年", True), ("上年度", True), ("本年度", False), ("2022年度", False), ("截至2021年", False), ("与2021年相比有所增加", False), ("数据与2021年2022年情况", False),
])
def test_tables_under_another_years_caption_are_doubted(caption, said):
    report = whole("2021", "某某县民政局2022年政府信息公开工作年度报告")
    blocks = list(report.blocks)
    at = next(i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and b.text.startswith("三、"))
    blocks.insert(at + 1, Paragraph(caption))
    found = parse(replace(report, blocks=tuple(blocks)), Origin(), "0" * 64).findings
    assert [(f.rule, f.origin, f.table) for f in found if f.rule == "caption_year"] == [("caption_year", "reading", "applications")] * said


def test_tables_below_others_with_nothing_between_are_under_their_caption_too():
    """This year's may be pictures, and table 3 the first that is read of last year's."""
    tables = whole("2021", "某某县民政局2022年政府信息公开工作年度报告").tables
    heads = map(Paragraph, ("某某县民政局2022年政府信息公开工作年度报告", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "附件：2021年度统计数据"))
    found = parse(Document("text/html", (*heads, *tables), "test"), Origin(), "0" * 64).findings
    assert {f.table for f in found if f.rule == "caption_year"} == {"art20_1", "art20_5", "art20_6", "art20_8", "applications", "review_litigation"}


def test_tables_are_numbered_as_places_say():
    laid_out = layout(whole("2019", "某某县民政局2022年政府信息公开工作年度报告"))
    assert [t.index for t in laid_out.tables] == list(range(7))


def test_reports_of_the_time_before_forms():
    fees = (Section(4, "四、政府信息公开的收费及减免情况", "没有收费。"),)
    assert narrative_form(fees) == "2008"
    assert narrative_form((Section(1, "一、概述", "依申请公开信息目录数5条，行政申诉数0件。"),)) == "2008"
    assert narrative_form((Section(1, "一、总体情况", "公开信息5条。"),)) is None
