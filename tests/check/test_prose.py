"""Prose against tables: the legitimate readings are accepted, anything else is a warning with both places quoted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl import forms
from etl.check import check
from etl.parse.facts.engine import facts
from etl.report import Finding, Report, Section
from tests.check.consistent import plain, valued, without

A, D = forms.APPLICATIONS, forms.REVIEW
#: Totals of the plain 2021 report.
NEW, CARRIED, DONE, AHEAD = 6 * 104, 18, 6 * 105, 12


def telling(text: str, sixth: str = "示例文字。", report: Report | None = None) -> Report:
    report = report or plain("2021")
    sections = (Section(1, "一、总体情况", f"做好政府信息公开工作。\n{text}"), *(s for s in report.sections if s.number not in (1, 6)), Section(6, "六、", sixth))
    return replace(report, sections=sections, facts=facts(sections))


def noted(text: str, sixth: str = "示例文字。", report: Report | None = None) -> list[Finding]:
    judged = check(telling(text, sixth, report))
    return [f for f in judged.findings if f.rule.startswith("D") or f.rule == "A7"]


def warned(text: str, sixth: str = "示例文字。", report: Report | None = None) -> list[Finding]:
    """What the source is blamed for."""
    return [f for f in noted(text, sixth, report) if f.severity != "info"]


def test_a_town_is_all_of_the_town() -> None:
    report = plain("2021")
    town = replace(report, identity=replace(report.identity, level="township"))
    text = "全镇收到政府信息公开申请7件。"
    assert [[f.rule for f in warned(text, report=r)] for r in (report, town)] == [[], ["D1"]]


def test_the_totals_are_as_said_here() -> None:
    report = plain("2021")
    for row, value in (("new_received", NEW), ("carried_in", CARRIED), ("total_processed", DONE), ("carried_forward", AHEAD)):
        cell = report.cell(A, row, "total")
        assert cell is not None
        assert cell.value == value


@pytest.mark.parametrize("text", [
    f"收到政府信息公开申请{NEW}件。",
    f"收到政府信息公开申请{NEW + CARRIED}件。",
    f"共收办政府信息公开申请{NEW + CARRIED}件。",
    f"上年结转{CARRIED}件，申请答复{DONE}件，结转下年度{AHEAD}件。",
    "收到申请。予以公开30件、部分公开30件、不予公开240件、无法提供90件、不予处理150件、其他处理90件。",
    "申请中属于国家秘密30件。",
    f"自然人申请{NEW // 6}件，法人或其他组织申请{NEW // 6 * 5}件。",
    f"自然人申请{(NEW + CARRIED) // 6}件，法人或其他组织申请{(NEW + CARRIED) // 6 * 5}件。",
    "发生行政复议10件，其中结果维持1件，结果纠正2件，其他结果3件，尚未审结4件；行政诉讼20件，其中结果维持2件，尚未审结8件。",
    "未经复议直接起诉10件，复议后起诉10件。",
    f"予以公开30件，占{100 * 30 / DONE:.2f}%。",
    f"予以公开30件，占{100 * 30 / DONE:.0f}%。",
    "公开政府信息100条，其中工作动态信息60条，人事类信息40条。",
    "公开政府信息100条，其中工作动态信息60条。",
    "制发行政规范性文件2件，废止行政规范性文件2件，现行有效行政规范性文件2件。",
    "收到政府信息公开申请700余件。",
    # Other bodies, alone or together with this one
    "全县各级行政机关共收到政府信息公开申请9000件。",
    f"全县收到政府信息公开申请9000件，其中本机关收到{NEW}件。",
    "县政府共收到申请900件，由我局承办的有11件。",
    "协助县政府答复政府信息公开申请19件。",
    "全县共发生因政府信息公开引起的行政复议75件、行政诉讼33件。",
    # Other cases, letters, papers
    "“县长信箱”收到来信810件，答复806件，结转下年4件。",
    "全年共办理行政复议案件214件、行政应诉案件56件，未发生因政府信息公开引起的败诉。",
    "全年办理行政诉讼案件61件，其中政府信息公开类14件。",
    "因政府信息公开引发行政诉讼，一审3件，二审2件。",
    "制定党组规范性文件4件。",
    # Requests of one sort, answers of one manner, part of the year
    "收到不属于本机关公开范围的申请14件。",
    f"收到政府信息公开申请{NEW // 6}件（自然人），均依法答复。",
    f"答复政府信息公开申请{DONE}件，其中当年新收的{DONE - CARRIED}件。",
    f"不予处理的申请{30 * 5}件中，信访举报投诉类30件。",
    "延期答复申请50件。",
    "同一申请人就同一事项重复申请41件。",
    "截至2023年6月30日收到政府信息公开申请7件。",
    # What the form does not count
    "公开行政规范性文件7件，失效1件。",
    "县政府办公室收到政府信息公开申请7件，予以公开1件。",
    "未收到需要收费的政府信息公开申请。予以公开（含部分公开）7件。",
])
def test_prose_that_agrees_is_not_reported(text: str) -> None:
    assert warned(text) == []


@pytest.mark.parametrize("text", [
    "2023年，省厅收到政府信息公开申请7件。",
    "公司2023年收到信息公开申请7件。",
    "含派出所在内，全年受理政府信息公开申请7件。",
    "机构改革前原县国土局收到政府信息公开申请7件。",
    "收到政府信息公开申请7件（自然人）。",
    "收到政府信息公开申请7件（含派出所3件）。",
    "受理土地信息公开申请7件。",
    "行政诉讼20件（含上年转入6件），其中判决驳回诉讼请求7件。",
    "劳动争议方面，收到群众申请仲裁36件，答复7件。",
    "涉及房屋征收的行政诉讼7件。",
    "县政府制发规范性文件7件。县政府收到申请7件。",
    "新增行政复议7件，上年结转行政复议3件。",
    "12月收到的政府信息公开申请结转下年度办理7件。",
])
def test_with_a_word_more_than_the_form_needs_a_difference_blames_nobody(text: str) -> None:
    assert {f.severity for f in noted(text)} <= {"info"}


@pytest.mark.parametrize(("who", "blamed"), [("区教体局", True), ("崇川区教育体育局", True), ("市教育局", False), ("区财政局", False), ("全区", False)])
def test_a_body_may_be_named_by_a_shorter_name(who: str, blamed: bool) -> None:
    report = plain("2021")
    identity = replace(report.identity, publisher="南通市崇川区教育体育局", region="江苏省/南通市/崇川区")
    found = warned(f"2023年，{who}共收到政府信息公开申请7件。", report=replace(report, identity=identity))
    assert [f.rule for f in found] == ["D1"] * blamed


@pytest.mark.parametrize(("rule", "text", "place", "left", "right"), [
    ("D1", "收到政府信息公开申请7件。", (A, "new_received", "total"), 7, NEW),
    ("D1", "收到政府信息公开申请0件。", (A, "new_received", "total"), 0, NEW),
    ("D2", "共收办政府信息公开申请7件。", (A, "new_received", "total"), 7, NEW + CARRIED),
    ("D2", f"共收办政府信息公开申请7件（含上年结转{CARRIED}件）。", (A, "new_received", "total"), 7, NEW + CARRIED),
    ("D3", "申请中上年结转7件。", (A, "carried_in", "total"), 7, CARRIED),
    ("D4", "对申请答复7件。", (A, "total_processed", "total"), 7, DONE),
    ("D5", "结转下年度办理7件。", (A, "carried_forward", "total"), 7, AHEAD),
    ("D6", "无法提供7件。", (A, "unavailable_total", "total"), 7, 90),
    ("D6", "予以公开7件。", (A, "granted", "total"), 7, 30),
    ("D6", "属于国家秘密7件。", (A, "denied_state_secret", "total"), 7, 30),
    ("D7", "自然人申请7件。", (A, "new_received", "natural_person"), 7, NEW // 6),
    ("D8", "行政复议7件。", (D, "cases", "review_total"), 7, 10),
    ("D8", "行政复议10件，结果纠正7件。", (D, "cases", "review_corrected"), 7, 2),
    ("D9", "行政诉讼7件。", (D, "cases", None), 7, 20),
    ("D9", "行政诉讼20件，均获维持。", (D, "cases", None), 20, 2),
    ("D11", "予以公开30件，占77.13%。", (A, "total_processed", "total"), 77.13, 4.76),
    ("D13", "公开政府信息50条，其中工作动态信息40条，人事类信息20条。", (None, None, None), 60, 50),
    ("D14", "制发行政规范性文件7件。", ("art20_1", "normative_documents", "issued_this_year"), 7, 2),
    ("D15", "未收到政府信息公开申请。", (A, "new_received", "total"), 0, NEW),
])
def test_prose_that_disagrees_is_a_warning(rule: str, text: str, place: tuple[str | None, ...], left: float, right: float) -> None:
    [finding] = warned(text)
    assert (finding.rule, finding.severity, finding.origin) == (rule, "warning", "source")
    assert (finding.table, finding.row, finding.column) == place
    assert (finding.left, finding.right) == (left, right)
    assert str(left) in finding.message
    assert check(telling(text)).quality == "clean"


@pytest.mark.parametrize(("rule", "row", "agrees", "differs"), [
    ("D1", "requests_received", "收到政府信息公开申请39件。", "收到政府信息公开申请37件。"),
    ("D2", "requests_received", "共收办政府信息公开申请39件。", "共收办政府信息公开申请37件。"),
    ("D4", "replies", "对申请答复39件。", "对申请答复37件。"),
    ("D8", "review_total", "发生行政复议9件。", "发生行政复议19件。"),
    ("D9", "litigation_total", "发生行政诉讼9件。", "发生行政诉讼19件。"),
    ("D14", "normative_documents_issued", "制发行政规范性文件3件。", "制发行政规范性文件13件。"),
    ("D15", "requests_received", "收到政府信息公开申请39件。", "未收到政府信息公开申请。"),
])
def test_prose_is_held_against_the_indicators_of_2014(rule: str, row: str, agrees: str, differs: str) -> None:
    assert not warned(agrees, report=plain("2014"))
    assert [(f.rule, f.severity, f.origin, f.row) for f in warned(differs, report=plain("2014"))] == [(rule, "warning", "source", row)]
    assert not warned(differs, report=without(plain("2014"), (forms.STATISTICS, row, "value")))


def test_categories_of_another_section_are_no_parts_of_the_total() -> None:
    text = "公开政府信息50条，其中工作动态信息40条"
    assert not warned(f"{text}。", sixth="　" * len(text) + "人事类信息20条。")
    assert [f.rule for f in warned(f"{text}，人事类信息20条。")] == ["D13"]


@pytest.mark.parametrize("text", [
    "公开政府信息50条，其中工作动态信息40条、人事类信息10条；按形式分，图文类信息30条、视频类信息20条。",
    "公开政府信息50条，其中业务类信息40条（其中公示类信息20条）、工作动态信息10条。",
    "公开政府信息50条，公众号推送信息90条，其中动态60条、公告30条。",
])
def test_categories_counted_twice_are_no_breach(text: str) -> None:
    assert not warned(text)


@pytest.mark.parametrize(("text", "severity"), [
    (f"申请办结{DONE - CARRIED}件。", "info"), (f"申请办结{DONE - CARRIED - 1}件。", "warning"), (f"申请办结{DONE + 1}件。", "warning"),
    ("申请按时办结54件。", "info"),
])
def test_completed_may_mean_this_years_only(text: str, severity: str) -> None:
    assert [(f.rule, f.severity) for f in noted(text)] == [("D4", severity)]


@pytest.mark.parametrize(("text", "severity"), [
    (f"上年度结转的{CARRIED}件申请均已答复，其中予以公开2件、无法提供3件。", "info"),
    (f"新收的{NEW}件申请中，当年予以公开29件。", "info"),
    (f"新收申请答复{DONE - CARRIED}件：予以公开29件、部分公开12件、无法提供80件。", "info"),
    (f"上年度结转的{CARRIED}件申请均已答复，其中予以公开31件。", "warning"),
    (f"申请答复{DONE}件，予以公开2件。", "warning"),
])
def test_outcomes_of_some_requests_are_a_part(text: str, severity: str) -> None:
    assert {f.severity for f in noted(text)} == {severity}


@pytest.mark.parametrize(("publisher", "level", "text", "severity"), [
    ("示例县人民政府", "county", "收到政府信息公开申请7件。示例文字（全县）。", "warning"),
    ("示例县人民政府", "county", "县政府办公室收到政府信息公开申请7件。", "info"),
    ("示例县人民政府", "county", "收到向县政府提出的申请7件。", "info"),
    ("示例县人民政府金融工作局", "department", "示例县人民政府金融工作局收到政府信息公开申请7件。", "warning"),
])
def test_what_the_office_of_a_government_did_is_a_part_of_its_table(publisher: str, level: str, text: str, severity: str) -> None:
    report = replace(plain("2021"), identity=replace(plain("2021").identity, publisher=publisher, level=level))
    assert [(f.rule, f.severity) for f in noted(text, report=report)] == [("D1", severity)]


def test_a_fee_in_prose_while_section_six_says_none() -> None:
    [finding] = warned("全年收取信息处理费300元。", sixth="无")
    assert finding.rule == "D10"
    assert not warned("全年收取信息处理费300元。", sixth="本年度收取信息处理费300元。")
    assert not warned("全年收取信息处理费0元。", sixth="无")


def test_requests_in_prose_over_a_table_of_zeros() -> None:
    report = plain("2021")
    for cell in report.cells:
        if cell.table == A:
            report = valued(report, cell.key, 0)
    assert {f.rule for f in warned("收到政府信息公开申请7件。", report=report)} == {"A7", "D1"}
    assert {f.rule for f in warned("收到政府信息公开申请700余件。", report=report)} == {"A7"}  # however many: not none
    for others in ("未收到政府信息公开申请。", "全县共收到政府信息公开申请75件。", "各乡镇共收到政府信息公开申请12件，答复12件。", "县政府共收到申请900件。"):
        assert not warned(others, report=report)


def test_nothing_is_compared_with_what_is_missing() -> None:
    report = valued(plain("2021"), (A, "new_received", "total"), None)
    assert not [f for f in warned("收到政府信息公开申请7件。", report=report) if f.rule == "D1"]
    report = valued(plain("2021"), (A, "denied_state_secret", "total"), None)
    assert not [f for f in warned("不予公开7件。", report=report) if f.rule == "D6"]
    report = plain("2021")
    for column in ("issued_this_year", "repealed_this_year", "in_force"):
        report = valued(report, ("art20_1", "normative_documents", column), None)
    assert not warned("制发行政规范性文件7件。", report=report)


def test_where_nothing_was_carried_in_outcomes_of_the_new_are_those_of_the_table() -> None:
    report = valued(plain("2021"), (A, "carried_in", "total"), 0)
    assert [f.rule for f in warned(f"新收申请{NEW}件，予以公开2件。", report=report)] == ["D6"]


def test_prose_of_nobody_known_is_compared() -> None:
    report = plain("2021")
    nobody = replace(report, identity=replace(report.identity, publisher=None, level=None))
    assert [f.rule for f in warned("我局收到政府信息公开申请7件。", report=nobody)] == ["D1"]


@pytest.mark.parametrize("text", ["收到政府信息公开申请7件。", "不予公开7件。", "行政复议7件。", "制发行政规范性文件7件。"])
def test_a_doubtful_reading_is_not_blamed_on_the_document(text: str) -> None:
    [finding] = warned(text, report=replace(plain("2021"), reader="pdfium"))
    assert finding.origin == "reading"
