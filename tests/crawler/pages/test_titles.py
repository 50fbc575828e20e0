from __future__ import annotations

import pytest

from crawler.pages.titles import is_report_place, judge, year_of


@pytest.mark.parametrize("title", [
    "示例县人民政府2023年政府信息公开工作年度报告",
    "示例市生态环境局2021年度政府信息公开工作年度报告",
    "2022年政府信息公开工作年度报告(示例县审计局)",
    "示例县 2019 年政府信息公开工作年度报告",
    "示例镇２０２０年政府信息公开年报",
    "示例区政务信息公开2018年度报告",
    "政府信息公开工作年度报告（2024年）",
    "示例市住房公积金管理中心2025年政府信息公开工作年度报告",
    "示例县财务局2012年政府信息公开工作报告",
    "关于示例县2016年政府信息公开工作情况的年度报告",
    "示例省人民政府2009年政府信息公开工作年度报告（全文）",
    "示例市2010年度政府信息公开年度报告.pdf",
    "二〇一一年示例县政府信息公开工作年度报告",
])
def test_reports_are_told(title: str) -> None:
    assert judge(title).kind == "report"


@pytest.mark.parametrize(("title", "reason"), [
    ("2023年政府网站工作年度报表（示例）", "website_report"),
    ("示例县2023年法治政府建设年度报告", "rule_of_law"),
    ("图解：示例县2023年政府信息公开工作年度报告", "companion"),
    ("一图读懂示例县2023年政府信息公开工作年度报告", "companion"),
    ("关于做好2023年政府信息公开工作年度报告编制发布工作的通知（示例）", "guidance"),
    ("政府信息公开工作年度报告格式", "guidance"),
    ("示例市住房公积金2023年年度报告", "housing_fund"),
    ("示例馆2023年事业单位法人年度报告书", "legal_person"),
    ("示例市2022年生态环境质量报告", "other_report"),
    ("示例局2023年度部门决算", "budget"),
])
def test_decoys_are_named(title: str, reason: str) -> None:
    verdict = judge(title)
    assert (verdict.kind, verdict.reason) == ("decoy", reason)


@pytest.mark.parametrize("title", [
    "政府信息公开年报", "政府信息公开年度报告", "信息公开年报", "政府信息公开工作年度报告", "历年年报", "年度报告", "2023年", "2024年度",
    "2023年政府信息公开年报", "县直部门", "各乡镇街道", "区政府部门", "乡镇",
])
def test_columns_are_told(title: str) -> None:
    assert judge(title).kind == "column"


@pytest.mark.parametrize("title", ["", "首页", "政府信息公开指南", "示例县召开会议", "政务服务", "依法行政之窗"])
def test_the_rest_is_no_report(title: str) -> None:
    assert judge(title).kind not in ("report", "column", "weak")


def test_places_of_annual_reports() -> None:
    assert is_report_place("http://a.gov.cn/zwgk/zfxxgknb/2023/")
    assert is_report_place("http://a.gov.cn/col/col1/index.html", "政府信息公开年报")
    assert not is_report_place("http://a.gov.cn/zwgk/tzgg/", "通知公告", None)


def test_the_year_of_a_title() -> None:
    assert year_of("示例县2023年政府信息公开工作年度报告") == 2023
    assert year_of("政府信息公开年报") is None
    assert year_of("2019年至2023年汇总") is None
