"""Pages by someone who never saw the readers: who, when and which words, as a person reads them off the page."""

from __future__ import annotations

import pytest

from etl.process import process
from etl.report import Origin, Report
from tests.parse.real_layouts import draft, page


def read(around: str, ahead: str = "") -> Report:
    """The report of a page with ``around`` between its body's start and the article, ``ahead`` at the article's top."""
    html = page(draft()).data.decode().replace("<div id=zoom>", f"{around}<div id=zoom>{ahead}")
    report = process(html.encode(), Origin(name="report.html")).report
    assert report
    return report


@pytest.mark.parametrize("line", [
    "来源：示例管理局 发布时间：2024-01-22 09:33 浏览次数：1023 字号：大 中 小",
    "<p>发布时间：2024-01-22</p>",
    "<span>2024年01月22日</span>&nbsp;<span>来源：示例管理局</span>",
    "发布日期:2024/1/22　　更新时间:2024/03/05　　阅读：<em>31</em>",
    "时　间：2024-01-22　来　源：示例管理局",
    "<i>时间：2024.01.22</i> <i>作者：</i> <i>点击：3</i>",
    "<h3>示例县青石镇政府信息公开工作年度报告</h3><i>时间：2024-01-22<!-- 8 -->　点击数：<b>31</b></i>",
    "<h1>示例县青石镇政府信息公开工作年度报告<br /><span>2024-01-22 10:20:11&nbsp;来源：示例管理局&nbsp;点击：<i>0</i></span></h1>",
])
def test_the_line_under_the_title_names_the_day(line):
    assert read(f"<div>今天是2026年11月21日 星期六</div><div class=x>{line}</div>").identity.published_on == "2024-01-22"


@pytest.mark.parametrize("line", [
    "<ul><li>发布时间：2023-01-11</li><li>发布时间：2022-01-12</li></ul>",
    "现在时间：2026-11-21",
])
def test_a_day_of_something_else_is_not_the_days_of_the_report(line):
    assert read(f"<div>{line}</div>").identity.published_on is None


@pytest.mark.parametrize("leader", ["", "……………{}", "　{}", " ........ {}"])
def test_a_table_of_contents_holds_no_section(leader):
    titles = [s.heading for s in read("").sections]
    listed = "".join(f"<p>{t}{leader.format(i)}</p>" for i, t in enumerate(titles, 1))
    report = read("", ahead=f"<p>目　录</p>{listed}")
    assert [(s.heading, s.text) for s in report.sections] == [(s.heading, s.text) for s in read("").sections]
    assert not [f for f in report.findings if f.rule == "F5"]
