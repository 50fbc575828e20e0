"""What is an annual report on information disclosure, and what only stands beside one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.documents import Document, Link, Paragraph
from etl.extract import extract
from etl.parse.kind import why_no_report
from etl.parse.report import layout
from etl.parse.sections import cut
from etl.report import Origin
from tests.parse.layouts import table_of

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
PROSE = "本单位按要求公开信息，回应关切，工作平稳有序，取得一定成效。" * 20
SIX = (
    "一、总体情况", PROSE, "二、主动公开政府信息情况", "见表", "三、收到和处理政府信息公开申请情况", "见表",
    "四、政府信息公开行政复议、行政诉讼情况", "见表", "五、存在的主要问题及改进情况", "有待提高。", "六、其他需要报告的事项", "无",
)


def why(*lines: str, tables: int = 0, figures: bool = True, links: tuple[Link, ...] = (), meta: dict[str, str] | None = None, **origin) -> str | None:
    document = Document("text/html", tuple(Paragraph(line) for line in lines), "test", meta=meta or {}, links=links)
    return why_no_report(document, cut(document), Origin(**origin), tables, figures)


@pytest.mark.parametrize("title", [
    "示例县2020年政府信息公开工作年度报告", "示例乡政府信息公开工作2020年度报告", "2021年示例县政务信息公开年度报告", "示例局2020年信息公开年报",
    "示例局关于2021年度政府信息公开工作的年度报告", "2024年示例区招商局政府信息公开工作情况报告", "示例厅2025年政务信息公开工作开展年度报告",
    "示例县2020年政府信息公开工作年度报告（附表）", "关于印发示例县2020年政府信息公开工作年度报告的通知", "关于公布示例县2020年政府信息公开工作年度报告的公告",
    "示例市住房公积金管理中心2025年政府信息公开工作年度报告", "示例市依法行政办公室2023年政府信息公开工作年度报告", "示例县司法局2022年政府信息公开年报",
    "示例县2023年政府信息公开及网站工作年度报告", "示例县2023年政府信息公开、政府网站与政务新媒体工作年度报告", "2023年政务公开和政府网站工作报告",
    "关于示例县2020年政府信息公开工作年度报告的公示", "示例县2023年政府信息公开工作年度报告及2024年工作计划",
    "示例县政府网站管理中心2022年政府信息公开工作年度报告", "城市管理综合行政执法局政府信息公开年度报告（2013年）",
    "示例县环境质量监测局2022年政府信息公开工作年度报告",
])
def test_reports_pass_whatever_their_title(title: str) -> None:
    assert why(title, *SIX, tables=5) is None
    assert why(title, PROSE) is None  # the narrative reports of 2008


def test_sections_alone_make_no_report_of_a_form_to_fill_in() -> None:
    assert why("XX单位2023年政府信息公开工作年度报告", *SIX)
    assert why("XX单位2023年政府信息公开工作年度报告", *SIX, tables=3) is None


@pytest.mark.parametrize("title", [
    "示例县2022年政府网站工作年度报表", "示例县2022年政府网站年度工作报告", "示例县2022年政府网站及政务新媒体工作年度报表", "示例局政府信息公开工作情况（2023年1-6月）", "示例县2022年法治政府建设年度报告", "示例市住房公积金2022年年度报告",
    "示例中心事业单位法人年度报告书（2022年度）", "一图读懂示例县2022年政府信息公开工作年度报告", "【图解】示例县2022年政府信息公开工作年度报告",
    "示例县2022年政府信息公开工作年度报告解读", "示例县2022年与2023年政府信息公开工作年度报告对比分析", "示例县政府信息公开年度报告（2022、2023年度对比）",
    "关于做好2022年政府信息公开工作年度报告编制和公布工作的通知", "关于报送2022年政府信息公开工作年度报告的通知", "政府信息公开工作年度报告格式",
    "示例县2022年第三季度政府信息公开工作情况", "示例县2022年上半年政府信息公开工作总结", "示例局2022年1-6月政府信息公开工作报告", "一图看懂示例县2022年政府信息公开工作年度报告",
    "中国政府信息公开年度发展报告（2022）", "2022年行政许可和行政处罚等信用信息公示年度报告", "示例县2022年度“双公示”信息公开工作总结", "政府信息公开年度报告常见问题解答", "示范文本：2022年政府信息公开工作年度报告", "一张图看懂示例县2022年政府信息公开年报",
    "【H5】示例县2022年政府信息公开年报", "2022年政府信息公开工作年度报告审核要点", "示例县2022年度政务公开测评报告",
])
def test_a_title_that_says_otherwise_settles_it(title: str) -> None:
    assert why(title, *SIX, tables=5)
    assert why(title, PROSE)


@pytest.mark.parametrize("title", [
    "示例县2023年政府信息公开培训工作报告", "示例县2023年政府信息公开工作年度报告的通知",
    "示例县政府信息公开指南", "示例县依申请公开指南", "政府信息公开年度报告制度", "示例县政府信息公开目录", "示例县召开政府信息公开年度报告培训会",
    "示例县2022年政务公开工作要点落实情况的报告", "关于2022年政府信息公开工作方案执行情况的报告", "示例县落实2022年政务公开工作要点情况的报告",
    "示例县2022年政府信息公开工作总结", "政府信息公开申请表", "示例县2022年预算", "2022年政务公开工作要点", "示例县村务公开年度报告", "",
    "示例县2022年度政务公开绩效自评报告", "示例县2022年行政处罚信息公开年度统计报告",
])
def test_other_papers_without_the_parts_of_a_report(title: str) -> None:
    assert why(title, PROSE)


def test_a_summary_of_a_year_before_the_form_is_a_report_where_it_tells_what_one_does() -> None:
    told = "我局全年公开信息56条。未收到公开申请，未收取费用，没有发生行政复议。公开的内容仍不够全面，更新不够及时，今后将加强学习，充实内容，严格审核。" * 3
    assert why("示例县粮食局2012年政府信息公开工作总结", told) is None
    assert why("示例县粮食局2012年政府信息公开工作总结", PROSE)
    assert why("示例县粮食局2022年政府信息公开工作总结", told)
    assert why("示例县粮食局2012年工作总结", told)
    assert why("2012年纠风和政务公开工作总结", told)


def test_without_any_title_the_parts_decide() -> None:
    assert why(*SIX, tables=5) is None
    assert why(*SIX, tables=0) is None
    assert why(PROSE, tables=2) is None
    assert why(PROSE)


@pytest.mark.parametrize(("line", "refused"), [("以上数据予以公布。", True), ("第二十条第（一）项", False)])
def test_labels_that_other_statistics_have_too_are_no_tables_of_the_form(line: str, refused: bool) -> None:
    table = table_of([[("执法类别", 1, 1), ("数量", 1, 1)], [("行政许可", 1, 1), ("300", 1, 1)], [("行政处罚", 1, 1), ("20", 1, 1)]])
    document = Document("text/html", (Paragraph("2022年数据"), table, Paragraph(line)), "test")
    assert bool(why_no_report(document, cut(document), Origin(), 2)) is refused


def test_a_report_under_its_letter_or_with_another_year_beside_it() -> None:
    letter = ("关于报送示例县水利局2022年政府信息公开工作年度报告的函", "县政府办公室：", "现将我局2022年政府信息公开工作年度报告报送如下：")
    assert why(*letter, *SIX, tables=5) is None
    assert why(*letter, PROSE)
    assert why("关于报送示例县水利局2022年政府信息公开", "工作年度报告的函", *letter[1:], *SIX, tables=5) is None
    assert why("示例县水利局2022年政府信息公开工作年度报告（附2021年对比）", *SIX, tables=5) is None


def test_a_stray_line_of_navigation_does_not_undo_a_report() -> None:
    assert why("政府信息公开指南", "示例县2020年政府信息公开工作年度报告", *SIX, tables=5) is None
    assert why("政府信息公开指南", *SIX, tables=5) is None


def test_the_title_that_the_page_states_comes_first() -> None:
    meta = {"ArticleTitle": "示例县2022年政府信息公开工作年度报告解读"}
    assert why("示例县2022年政府信息公开工作年度报告", PROSE, meta=meta)


def test_a_shell_says_that_it_points_to_a_file() -> None:
    title = "示例县2020年政府信息公开工作年度报告"
    for sentence in (
        why(title, "详见附件。"), why(title, links=(Link("http://x.gov.cn/P020.pdf", "附件"),)),
        why(title, "附件：示例县2020年政府信息公开工作年度报告.docx"),
    ):
        assert sentence
        assert "attachment" in sentence
    assert "characters" in (why(title) or "")


def test_a_report_of_few_words_has_its_parts_and_its_title() -> None:
    lines = ("一、概述", "我局积极推进信息公开。", "二、公开政府信息的情况", "公开政府信息156条。", "三、申请情况", "收到公开申请2件。", "四、其他需要报告的事项", "无。")
    assert why("示例县统计局2009年政府信息公开工作年度报告", *lines) is None
    assert why("示例县统计局2009年政府信息公开工作年度报告", *lines[::2])
    assert why("政府信息公开", *lines[:4])


def test_a_list_of_reports() -> None:
    titles = [f"示例县{year}年政府信息公开工作年度报告" for year in range(2015, 2021)]
    assert "6 reports" in (why("政府信息公开年报", *titles) or "")
    links = tuple(Link(f"http://x.gov.cn/{i}.html", title) for i, title in enumerate(titles))
    assert "6 reports" in (why("政府信息公开年报", links=links) or "")
    assert why(titles[-1], *SIX, tables=5, links=links) is None
    assert why(titles[-1], PROSE * 4, links=links) is None


def test_an_attachment_is_known_by_its_page() -> None:
    assert why(PROSE, page_title="示例县2020年政府信息公开工作年度报告") is None
    assert why(PROSE, list_title="示例县2020年政府信息公开指南")
    assert why(PROSE, name="示例县2020年政府信息公开工作年度报告.docx") is None


MENU = ("首页", "政务公开", "政府信息公开指南", "法定主动公开内容", "政府信息公开年报", "依申请公开", "示例县召开常务会议研究部署近期工作") * 9


@pytest.mark.parametrize("lines", [MENU, (*MENU, "主办：示例县人民政府，承办：示例县政务公开办公室。"), ("会议指出，要抓好春耕生产，保障群众生活。" * 20, "承办：示例县政务公开办公室。")])
def test_a_page_that_does_not_speak_of_disclosure_is_no_report_whatever_its_title(lines: tuple[str, ...]) -> None:
    title = "示例县2008年政府信息公开工作年度报告"
    assert why(*lines, list_title=title)
    assert why(title, *lines)
    assert why(*lines)
    assert why(*MENU, title, "我镇成立领导小组，公开信息四十五条。全年没有收到公开申请。") is None  # whose menu is not parted from it
    assert why("我镇按照要求成立领导小组，健全制度，明确专人，主动公开各类信息四十五条，" * 10 + "示例。", list_title=title) is None


def test_the_sentence_names_what_it_is() -> None:
    sentence = why("示例县2022年政府网站工作年度报表", PROSE)
    assert sentence == "This is the yearly report on a government website, not an annual report: 示例县2022年政府网站工作年度报表."


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=8), st.integers(0, 8))
def test_any_document_gets_an_answer(lines: list[str], tables: int) -> None:
    answer = why(*lines, tables=tables)
    assert answer is None or answer.endswith(".")


def test_seeds_are_reports() -> None:
    files = sorted(SEEDS.glob("*.txt"))
    if not files:
        pytest.skip("the folder shared/seeds is not beside the checkout")
    for file in files:
        document = layout(extract(file.read_bytes(), Origin()))
        assert why_no_report(document, cut(document), Origin(), 0) is None


# --- titles as officials write them ----------------------------------------------------------------------------------

@pytest.mark.parametrize("title", [
    "示例局2022年政府信息公开年度工作报告", "示例局2022年度信息公开工作总结报告", "示例局关于2022年度政府信息公开工作情况的报告",
    "示例局2022年政府信息公开工作总结及2023年工作计划的报告", "示例局2022年政府信息公开工作自查报告", "示例局2022年政府信息公开工作年度报告(含统计表)",
    "示例局2022年政府信息公开年报公示", "示例局政府信息公开2022年度报告（修订版）", "示例局2022年政府信息公开工作年度报告（更正）",
    "示例局关于公布2022年政府信息公开工作年度报告的公告", "示例局关于报送2022年政府信息公开工作年度报告的函", "关于报送2022年度政府信息公开工作年度报告的报告",
    "示例县2022年度法治政府建设和政府信息公开工作年度报告", "示例县2022年政府信息公开和法治政府建设工作报告", "示例县法治政府建设领导小组办公室2022年政府信息公开工作年度报告", "示例县审计局2022年政府信息公开工作年度报告",
    "示例县行政复议局2022年政府信息公开工作年度报告", "示例县统计局2022年政府信息公开工作年度报告",
    "示例县融媒体中心（新媒体中心）2022年政府信息公开工作年度报告", "示例县事业单位登记管理局2022年政府信息公开工作年度报告", "政府信息公开工作年度报告", "年报",
])
def test_reports_in_full_pass_with_any_of_these_titles(title: str) -> None:
    assert why(title, *SIX, tables=5) is None


@pytest.mark.parametrize("title", [
    "示例局2015年度政府信息公开情况统计表", "政府信息公开情况统计表（2015年度）", "示例局2022年政府信息公开工作年度报告附表", "2022年度政府信息公开工作年度报告",
])
def test_statistical_tables_of_the_year_are_a_report_with_tables_only(title: str) -> None:
    assert why(title, "填报单位（盖章）：示例局", tables=1) is None


@pytest.mark.parametrize("title", [
    "示例县2022年政府信息公开统计表（第二季度）", "2022年第四季度政府信息公开统计表", "2022年1-6月政府信息公开月报", "示例县2022年上半年政府信息公开工作报告",
])
def test_statistics_of_part_of_a_year_are_none(title: str) -> None:
    assert why(title, tables=1)


def test_a_title_of_tables_without_a_table_is_none() -> None:
    assert why("示例局2022年政府信息公开情况统计表", "见附件")


@pytest.mark.parametrize("title", ["解读", "图解", "指南", "模板"])
def test_a_word_of_the_navigation_says_nothing(title: str) -> None:
    assert why(title, "示例局2022年政府信息公开工作年度报告", *SIX, tables=5) is None


@pytest.mark.parametrize("title", [
    "××县2022年政府信息公开工作年度报告", "XX局2022年政府信息公开工作年度报告", "（单位名称）2022年政府信息公开工作年度报告", "2022年政府信息公开工作年度报告（模板）",
    "某某局2022年政府信息公开工作年度报告",
])
def test_forms_to_fill_in_are_none_however_full(title: str) -> None:
    assert why(title, *SIX, tables=5, figures=False)
    assert why(title, PROSE)


@pytest.mark.parametrize("title", ["××县2022年政府信息公开工作年度报告", "某某局2022年政府信息公开工作年度报告"])
def test_a_report_whose_name_was_taken_out_is_one(title: str) -> None:
    assert why(title, *SIX, tables=5) is None


def test_tables_without_a_figure_are_a_report_only_with_a_name_and_a_year() -> None:
    blank = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况")
    assert why("示例局2022年政府信息公开工作年度报告", *blank, tables=5, figures=False) is None
    assert why("附件1 政府信息公开工作年度报告", *blank, tables=5, figures=False)
    assert why("关于政府信息公开工作年度报告有关事项的通知", *SIX, tables=5, figures=False)
    assert why("示例厅关于编报2022年政府信息公开工作年度报告的函", *blank, tables=5, figures=False)


@pytest.mark.parametrize("title", ["示例县教育局2022年度信用信息公开年度报告", "示例县环境信息公开2022年度报告", "示例县林业局双公示信息公开年度报告2022",
                                   "示例县2022年涉农补贴信息公开情况报告"])
def test_disclosure_of_something_else_is_no_report(title: str) -> None:
    assert why(title, "一、总体情况", PROSE, "二、存在的主要问题及改进情况", PROSE)


@pytest.mark.parametrize("title", ["示例县教育局2022年政府信息公开工作年度报告及图解", "示例县教育局2022年政府信息公开工作年度报告（含解读）"])
def test_a_report_with_its_explanation_is_one(title: str) -> None:
    assert why(title, *SIX, tables=5) is None


def test_a_short_report_is_one_unless_it_only_points_to_a_file() -> None:
    title, short = "示例乡2012年政府信息公开工作年度报告", PROSE[:200]
    assert why(title, short) is None
    assert why(title, short, "附件：点击下载")
    assert why(title, short, links=(Link("http://a.gov.cn/1.pdf", "年报"),))
    assert why(title, PROSE[:100])


def test_two_sentences_that_count_are_a_report_under_its_title() -> None:
    title, short = "示例乡2012年政府信息公开工作年度报告", "2012年，我乡主动公开政府信息6条，未收到政府信息公开申请。"
    assert why(title, short) is None
    assert why(title, short, "附件：点击下载")
    assert why("示例乡政府信息公开", short)
    assert why(title, "我乡2012年政府信息公开工作年度报告已编制完成，现予公布。")


def test_an_error_page_is_called_so() -> None:
    assert "error" in (why("404 Not Found", "您访问的页面不存在") or "")


@pytest.mark.parametrize("title", [
    "政府信息公开制度", "示例县2022年政务公开工作总结", "2022年政务公开自查报告", "示例县政府信息依申请公开告知书", "政府信息公开申请答复书",
    "政府信息公开年报目录", "历年政府信息公开年报", "示例县召开2022年政府信息公开年度报告工作部署会", "示例局扎实做好政府信息公开年报编制工作",
    "示例县发布2022年政府信息公开工作年度报告", "示例县2022年环境状况公报", "示例县慈善总会2022年度工作报告", "2022年示例县人民政府工作报告",
    "关于2022年政府信息公开工作年度报告编制情况的通报", "关于2022年全县政务公开工作考核结果的通报", "示例县2022年政务公开第三方评估报告",
    "示例县2022年度政府信息公开工作年度报告评议意见", "政府信息公开工作年度报告格式（2021版）", "数说2022年政府信息公开年报",
    "示例县2022年政府信息公开工作年度报告新闻发布会", "示例局2022年部门决算公开", "示例县2022年党务公开工作报告", "示例县2022年行政执法年度报告",
    "示例局2022年权责清单", "示例县校务公开年度报告", "您访问的页面正在维护", "404",
    "示例县2022年政府信息公开专项检查情况报告", "示例县2022年政府信息公开责任追究年度报告", "示例县2022年政府信息公开保密审查年度报告",
])
def test_papers_beside_reports_in_prose(title: str) -> None:
    assert why(title, PROSE)
