"""The day of publication as pages print and state it, and what only looks like it."""

from __future__ import annotations

import pytest

from etl.extract import extract
from etl.parse.identity import identify
from etl.parse.report import layout
from etl.parse.sections import cut
from etl.report import Origin

TITLE = "示例县教育局2022年政府信息公开工作年度报告"
BODY = "<p>一、总体情况</p><p>工作平稳开展。</p><p>二、主动公开政府信息情况</p><p>见表。</p><p>三、收到和处理政府信息公开申请情况</p><p>见表。</p>"


def published(head: str = "", byline: str = "", above: str = "", below: str = "", inside: str = "",
              fetched_at: str | None = None) -> str | None:
    page = (f'<html><head><meta charset="utf-8">{head}</head><body>{above}<h1>{TITLE}</h1>{byline}<div id="zoom">{inside}{BODY}</div>{below}</body></html>')
    document = layout(extract(page.encode(), Origin()))
    return identify(document, cut(document), Origin(fetched_at=fetched_at)).published_on


@pytest.mark.parametrize("byline", [
    "2023.01.16", "2023/1/16 08:30", "2023-01-16", "2023年1月16日", "二○二三年一月十六日", "发布时间：2023.01.16", "发布日期：二〇二三年一月十六日",
    "发布日期：[2023-01-16]", "来源：示例局 【发布时间】2023-01-16 字体：大", "【发布日期：2023-01-16】", "发布于2023-01-16 11:00 来源：示例局", "发稿时间：2023-01-16", "日期：2023.01.16", "时间：2023-01-16T09:20:00", "添加时间：2023-01-16", "作者:佚名 来源:本站 加入时间:2023-1-16 阅读:33",
    "信息时间：2023-01-16", "发布时间：2023-01-15T18:30:00Z", "发布时间：2023-01-15 16:00:00.000+00:00 来源：示例局", "2023-01-15T18:30Z", "更新时间：2024-05-06 发布时间：2023-01-16", "2023-01-16 09:12:33 来源：示例局",
    "2023-01-16 15:30 示例局 （点击: [ ]）", "发布日期：20230116　来源：示例局", "发布时间：20230116 09:30", "公布日期：2023-01-16", "上稿时间：2023-01-16 来源：本站", "公示时间：2023-01-16", "公示日期：2023年1月16日",
    "发文日期：2023-01-12 发布日期：2023-01-16", "录入时间：2023-01-12 09:10 发布时间：2023-01-16",
    "更新时间：2023-01-16 10:20　来源：示例局", "發布時間：2023-01-16　來源：示例局", "2023-01-16 发布", "<span>2023-01-16</span> 发布", "示例局　2023-01-16发布 点击：33",
    "２０２３年１月１６日", "2023 年 1 月 16 日", "2023年元月16日", "发布日期：2023年元月16日 来源：示例局", "首次发布：2023-01-16　最后修改：2024-03-03", "时间：20230116",
    "[ 2023.1.16 ] 浏览", "<span>2023</span><span>01</span><span>16</span>", "<div><b>16</b><i>2023-01</i></div>",
    "<i class=clock></i> 2023-01-16 <i class=eye></i> 234 <i></i> 县统计局",
    "[打印] [关闭]&emsp;发布机构：示例局&emsp;2023-01-16 10:11&emsp;", "2023-01-16 | 发布机构：示例局 | 访问量：[3]", "2023.1.16&emsp;访问量：[3]",
    "<span>来源：示例局</span><span>阅读量：8 次</span><span>日期：2023-01-16</span>", "<span>阅读量：8 次</span><span>2023-01-16 10:11</span>",
    "日期：2023.1.16 | ", "16/01/2023", "发布时间：16/01/2023 来源：示例局", "01/16/2023", "Date：2023-01-16　Source：Bureau of Education　Views：118", "Published on: Jan 16, 2023",
    "Release Time: 16 January 2023", "January 16, 2023", "Updated: 2024-05-06 Published: 2023-01-16",
])
def test_printed_by_the_title(byline: str) -> None:
    assert published(byline=f"<div>{byline}</div>") == "2023-01-16"


@pytest.mark.parametrize("card", [
    "<ul><li><b>【索 引 号】</b>00-1</li><li><b>【成文日期】</b>2023-01-12</li><li><b>【公开日期】</b>2023-01-16</li></ul>",
    "<table><tr><td>索引号</td><td>00-1</td></tr><tr><td>发布日期</td><td>16/01/2023</td></tr></table>",
    "<div>来源：示例局　公开日期：20230116 阅读：12</div>", "<p>来源：示例局 | 时间：20230116 | 浏览次数： 次</p>",
    "<ul><li>[发布机构] 示例县教育局</li><li>[发布日期] 2023-01-16</li></ul>",
])
def test_labels_of_a_card_in_brackets(card: str) -> None:
    assert published(above=card) == "2023-01-16"


@pytest.mark.parametrize("card", [
    "<div><span>【索引号】00-1</span>　<span>【发布机构】示例县教育局</span>　<span>【成文日期】2023-01-12</span>　<span>【文号】</span></div>",
    "<p>发布机构：示例县教育局　成文日期： 2023-01-12　来源：示例局</p>",
])
def test_the_day_of_signing_in_a_card_is_none(card: str) -> None:
    assert published(above=card) is None


def test_figures_that_could_be_two_days_are_none() -> None:
    assert published(byline="<div>05/01/2023</div>") is None


@pytest.mark.parametrize("title", ["<h2>{}</h2>", '<div class="title">{}</div>', "<table><tr><td><b>{}</b></td></tr></table>"])
def test_alone_under_a_title_that_is_no_first_heading(title: str) -> None:
    menu = "<p>上一篇：<a>示例县水利局2023年政府信息公开工作年度报告</a></p><p>2024-01-20</p>"
    page = f"<html><body>{menu}<div>{title.format(TITLE)}<div>[2023-01-16]</div><div id=zoom>{BODY}</div></div></body></html>"
    document = layout(extract(page.encode(), Origin()))
    assert identify(document, cut(document), Origin()).published_on == "2023-01-16"


@pytest.mark.parametrize("byline", [
    "<span>浏览：3</span><span>信息来源：示例县人民政府</span><span>日期：2023.1.16</span>", "<span>2023-01-16 10:11</span><span>[打印] [关闭]</span>",
])
def test_fields_in_boxes_side_by_side(byline: str) -> None:
    page = f"<html><body><center><b>{TITLE}</b></center><div>{byline}</div><div>{BODY}</div></body></html>"
    document = layout(extract(page.encode(), Origin()))
    assert identify(document, cut(document), Origin()).published_on == "2023-01-16"


def test_alone_under_a_title_below_the_heading_of_the_site() -> None:
    page = f"<html><body><h1>示例县人民政府</h1><ul><li>首页</li><li>政务公开</li><li>办事服务</li></ul><h3>{TITLE}</h3><div>2023.1.16&emsp;</div>{BODY}</body></html>"
    document = layout(extract(page.encode(), Origin()))
    assert identify(document, cut(document), Origin()).published_on == "2023-01-16"


@pytest.mark.parametrize("title", ["关于示例县教育局2022年度政府信息公开工作情况的报告", "示例县教育局政府信息公开工作年度报告"])
def test_under_a_title_of_another_form(title: str) -> None:
    page = f"<html><body><div class=tt>{title}</div><div>时间：2023-01-16</div><div id=zoom><p>2022年（示例）。</p>{BODY}</div></body></html>"
    document = layout(extract(page.encode(), Origin()))
    assert identify(document, cut(document), Origin()).published_on == "2023-01-16"


def test_the_last_update_of_the_site_is_none_of_the_page() -> None:
    assert published(below="<div>主办单位：示例县人民政府办公室 更新时间：2023-03-02</div>") is None


@pytest.mark.parametrize(("updated", "day"), [("2023-03-06", "2023-03-06"), ("2024-05-06", None)])
def test_the_last_update_is_the_day_only_where_a_report_is_due_and_the_address_has_none(updated: str, day: str | None) -> None:
    page = f"<html><body><h1>{TITLE}</h1><div>更新时间：{updated} 来源：示例局</div><div id=zoom>{BODY}</div></body></html>"
    document = layout(extract(page.encode(), Origin()))
    origins = (Origin(), Origin(url="http://www.example.gov.cn/202301/t20230116_1.html"))
    assert [identify(document, cut(document), o).published_on for o in origins] == [day, "2023-01-16"]


@pytest.mark.parametrize(("fetched_at", "day"), [("2023-01-15T20:00:00Z", "2023-01-16"), ("2022-12-30T20:00:00Z", None)])
def test_no_day_after_the_page_was_fetched(fetched_at: str, day: str | None) -> None:
    assert published(byline="<div>发布时间：2023-01-16</div>", fetched_at=fetched_at) == day


def test_the_page_s_clock_is_no_day_of_publication() -> None:
    clock = "<div><span>2026年10月1日</span> <span>星期四</span></div>"
    assert published(byline=clock, fetched_at="2026-10-01T03:00:00Z") is None
    assert published(byline="<div>发布时间：2023-01-16</div>", fetched_at="2023-01-16T03:00:00Z") == "2023-01-16"


@pytest.mark.parametrize("line", ["发 布 日 期 ： 2023 年 01 月 16 日", "发文日期：2023-01-16", "2023年1月16日", "日期:2023-1-16", "发布日期：20230116 来源：本站", "时间：[2023-01-16]",
                                  "发文日期：2023-01-12 发布时间：2023-01-16", "录入时间：2023-01-12 发布时间：2023-01-16", "[ 2023-01-16 10:21 ] 【字体：大 中 小】"])
def test_printed_in_the_article(line: str) -> None:
    assert published(inside=f"<p>{TITLE}</p><p>{line}</p>") == "2023-01-16"


@pytest.mark.parametrize("head", [
    '<meta name="publishdate" content="2023-01-16">', '<meta name="publishDate" content="2023-01-16 10:00:00">',
    '<meta property="og:published_time" content="2023-01-15T20:00:00Z">', '<meta property="article:published_time" content="2023-01-16T08:00:00+08:00">',
    '<script type="application/ld+json">{"@type":"Article","datePublished":"2023-01-16T08:00:00+08:00","dateModified":"2023-04-01"}</script>',
    '<meta name="PubDate" content="1970-01-01"><meta name="publishdate" content="2023-01-16">',
])
def test_stated_by_the_page(head: str) -> None:
    assert published(head=head) == "2023-01-16"


def test_a_time_element_if_there_is_one_only() -> None:
    day, other = ('<time datetime="2023-01-16T08:00:00+08:00">两年前</time>', '<time datetime="2023-02-02">2月2日</time>')
    assert published(byline=day) == "2023-01-16"
    assert published(byline=day, below=other) is None


@pytest.mark.parametrize("parts", [
    {"head": '<meta name="PubDate" content="1900-01-01 00:00:00">'}, {"byline": "<p>浏览时间：2026-02-01</p>"}, {"byline": "<p>打印时间：2026-02-01</p>"},
    {"above": "<div>今天是2026年5月6日 星期三</div>"}, {"above": "<div>2026-05-06</div>"}, {"byline": "<p>统计时间：2022年1月1日至2022年12月31日</p>"},
    {"below": "<p>2026-05-06</p>"}, {"byline": "<p>废止日期：2030-02-01</p>"}, {"byline": "<p>公示时间：2023-01-16至2023-02-16</p>"},
    {"inside": "<p>公示时间：2023年1月16日—2023年2月16日</p>"}, {"inside": "<p>本报告的期限：<span>2022年1月1日</span>至<span>2022年12月31日</span></p>"}, {"byline": "<p>发布文号：20230116号</p>"}, {"byline": "<p>统计表2023-01-16发布机构：示例局</p>"},
])
def test_days_that_say_something_else(parts: dict[str, str]) -> None:
    assert published(**parts) is None
