"""The HTML reader: whatever page stands round a report, its tables and prose come out whole and its chrome does not."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.documents import Paragraph
from etl.errors import ReadError
from etl.extract import extract, html
from etl.report import Origin
from etl.text import squeeze
from tests.extract import common
from tests.sites import html as writer

PAGE = Origin(url="http://www.example.gov.cn/zfxxgk/nb/202401/t20240130_1.html")


def read(markup: str, origin: Origin = PAGE):
    return extract(markup.encode(), origin)


def tables(markup: str):
    return [common.texts(t) for t in read(f"<html><body>{markup}</body></html>").tables]


def paragraphs(markup: str) -> list[str]:
    return [p.text for p in read(f"<html><body>{markup}</body></html>").paragraphs]


def data_table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row.split())}</tr>" for row in rows) + "</table>"


SMALL = data_table("信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 1 2 3", "行政规范性文件 4 5 6")
SMALL_TEXTS = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "1", "2", "3"], ["行政规范性文件", "4", "5", "6"]]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("word", [False, True])
def test_sample_page_gives_every_cell_its_place(form, word):
    report, blocks = common.sample(form), common.blocks(form)
    page = writer.page(
        report.title, writer.body(blocks, word), site="示例县人民政府", breadcrumb=("首页", "政府信息公开", "年报"),
        metas=writer.article_metas(report), info=writer.article_info(report, 7), attachments=[("./P02024.pdf", "年报.pdf")],
    )
    document = read(page)
    assert common.read(document) == common.written(blocks)
    said = squeeze("".join(p.text for p in document.paragraphs))
    for block in blocks:
        if not hasattr(block, "rows"):
            assert squeeze(block.text) in said
    for chrome in ("网站标识码", "分享到", "政府信息公开指南", "浏览次数", "当前位置", "索引号"):
        assert chrome not in said
    assert document.meta["ArticleTitle"] == report.title
    assert document.meta["发布机构"] == report.publisher
    assert document.meta["发布日期"] == report.published_on
    assert document.meta["breadcrumb"] == "首页 > 政府信息公开 > 年报"
    assert "Author" not in document.meta
    assert ("http://www.example.gov.cn/zfxxgk/nb/202401/P02024.pdf", "年报.pdf") in {(k.url, k.text) for k in document.links}


CHROME = [
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/nb">政府信息公开年报</a></li></ul></div>',
    '<div id="footer">版权所有 示例县人民政府 网站标识码 9901210001</div>',
    '<div class="bdsharebuttonbox"><a>微信</a><a>微博</a></div>',
    "<script>var a = '<table><tr><td>第二十条第（一）项</td></tr></table>';</script>",
    '<div style="display: none">一、总体情况（隐藏的副本）</div>',
    "<ul class='related'><li><a href='a.html'>示例县2019年政府信息公开工作年度报告</a></li></ul>",
    "<!-- 二、主动公开政府信息情况 -->",
    '<div class="crumbs">您的位置：<a href="/">首页</a>&gt;<a href="/x">年报</a></div>',
    "<table class='menu'><tr><td><a href='1'>指南</a></td><td><a href='2'>制度</a></td></tr></table>",
]
#: Ways in which sites wrap an article; ``{}`` stands for it.
WRAPS = [
    "<div>{}</div>", '<div class="TRS_Editor">{}</div>', '<div id="zoom"><div>{}</div></div>', "<article>{}</article>",
    "<form><div>{}</div></form>", "<table><tr><td>{}</td></tr></table>", "<font><span>{}</span></font>", "<center>{}</center>",
    "<table width='100%'><tr><td width='200'>栏目导航</td><td>{}</td></tr></table>",
    "<table><tr><td>抬头</td></tr><tr><td>{}</td></tr><tr><td>页脚</td></tr></table>", "<section><div><div>{}</div></div></section>",
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    form=st.sampled_from(["2019", "2021"]), word=st.booleans(),
    wraps=st.lists(st.tuples(st.sampled_from(WRAPS), st.lists(st.sampled_from(CHROME), max_size=3), st.lists(st.sampled_from(CHROME), max_size=3)), max_size=5),
)
def test_no_wrapping_costs_a_cell(form, word, wraps):
    blocks = common.blocks(form)
    inner = writer.body(blocks, word)
    for wrap, before, after in wraps:
        inner = "".join(before) + wrap.format(inner) + "".join(after)
    document = read(f"<!DOCTYPE html><html><head><title>t</title></head><body>{inner}</body></html>")
    wanted, found = common.written(blocks), common.read(document)
    assert [t for t in found if t in wanted] == wanted
    said = squeeze("".join(p.text for p in document.paragraphs))
    assert all(squeeze(b.text) in said for b in blocks if not hasattr(b, "rows") and b.kind != "title")
    assert "隐藏的副本" not in said


def test_digits_in_spans_are_one_number():
    assert tables("<table><tr><td><p><span>行政</span><span>许可</span></p></td><td><span>1</span><span>2\n3</span></td></tr><tr><td>a</td><td>4</td></tr></table>") == [
        [["行政许可", "12 3"], ["a", "4"]]
    ]
    assert paragraphs("<p><span>20</span><span>24</span>年</p>") == ["2024年"]


@pytest.mark.parametrize(("cell", "shown"), [
    ("43<small>2</small>", "43 2"), ('43<font size="1">2</font>', "43 2"), ("43<b></b><i class=n>2</i>", "43 2"), ('43<span style="font-size:.5em">2</span>', "43 2"),
    ('<span style="font-size:12pt"><b>43</b></span><b><span style="font-size:6pt"><i>2</i></span></b>', "43 2"),
    ("<small>43</small><small>2</small>", "432"), ('<span style="font-size:10.5pt">43</span><span style="font-size:9pt">2</span>', "432"),
])
def test_a_digit_in_small_type_is_set_apart_from_a_number(cell, shown):
    page = f"<style>.n{{font-size:6px}}</style><table><tr><td>规章</td><td>{cell}</td></tr><tr><td>a</td><td>1</td></tr></table>"
    assert tables(page) == [[["规章", shown], ["a", "1"]]]


@pytest.mark.parametrize(("cell", "shown"), [
    ("43<b class=x>2</b>", "43 2"), ("<b class=x>43</b><b class=x>2</b>", "432"), ("43<b>2</b>", "432"), ("43<b class=x>215</b>", "43215"),
    ("43<b class=k>2</b>", "432"), ('43<a href="#fn2">2</a>', "43〔2〕"), ('<a href="#fn2">43</a>', "43"), ('43<i class="footnote-ref">2</i>', "43〔2〕"),
    ("43<u>2</u>", "43 2"), ("43<b><u>2</u></b>", "432"),
])
def test_a_digit_of_a_class_that_the_page_says_nothing_of_is_set_apart(cell, shown):
    """Its style stands in a file of its own; a child is told from a grandchild."""
    head = "<head><link rel=stylesheet href=/a.css><style>.k{color:#222} td>u{font-size:6px}</style></head>"
    page = f"{head}<table><tr><td>规章</td><td>{cell}</td></tr><tr><td>a</td><td>1</td></tr></table>"
    assert tables(page) == [[["规章", shown], ["a", "1"]]]


@pytest.mark.parametrize(("cell", "shown"), [
    ("12<font color=red>15</font>", "12 15"), ('<span style="color:rgb(192, 0, 0)">15</span>12', "15 12"), ('<span style="color:#00f">1</span><b style="color:#333">2</b>', "1 2"),
    ("12<font color=#333333>15</font>", "1215"), ("<font color=red>12</font>件", "12件"), ('<p style="color:red"><b>1</b>2</p>', "12"), ("12<span class=w>3</span>", "12 3"),
])
def test_digits_of_another_colour_than_those_ahead_are_set_apart(cell, shown):
    """So somebody corrects a figure and leaves the old one standing; or hides one, on a ground that the page does not tell of."""
    page = f"<style>.w{{color:#fff}}</style><table><tr><td>规章</td><td>{cell}</td></tr><tr><td>a</td><td>1</td></tr></table>"
    assert tables(page) == [[["规章", shown], ["a", "1"]]]


@pytest.mark.parametrize(("cell", "shown"), [
    ('<i class="num-3"></i>', "\ufffc"), ('<span class="d3"></span>5', "\ufffc5"), ('<span class="d"></span>', ""), ('<i class="fa fa-three"></i>', "\ufffc"), ('5<i class="fa fa-up"></i>', "5"), ('<font class="font7"></font>', ""), ('<span class="s2"></span>', ""), ('5<i class="up"></i>', "5"), ('<span class="15"></span>', ""), ('<b class="p"></b>', "\ufffc"), ('<i class="c"></i>', "\ufffc"),
    ('<span style="background-image:url(n.png)"></span>', "\ufffc"), ('<u class="q"></u>', "3"), ("<span></span>", ""), ('<span class="said"></span>', ""),
    ('<span class="k_bookmark_start_1"></span>5', "5"), ('<a class="top" name="n"></a>5', "5"), ('<i class="e"></i>无', "无"), ('<p class="MsoNormal"></p>', ""),
])
def test_a_digit_that_an_icon_draws_is_no_blank(cell, shown):
    """A picture behind an empty element, a sign of a font of pictures, a class of a style sheet elsewhere: not what editors leave behind."""
    styles = "<style>.p{background:url(3.png)} .c::before{content:'\ue603'} .q:before{content:'\\33'} .said:after{content:''} .s2{color:red}</style>"
    page = f"{styles}<p class=said>前言</p><table><tr><td><i class='mark'></i>规章</td><td>{cell}</td></tr><tr><td>a</td><td>1</td></tr></table>"
    assert tables(page) == [[["规章", shown], ["a", "1"]]]


@pytest.mark.parametrize(("cell", "doubted"), [
    ("43<span>2</span>", "digits in an element of their own"), ("<b>43</b><span>2</span>", "digits in an element of their own"),
    ("<span>43<font><b>2</b></font></span>", "digits in an element of their own"), ("43<span>215</span>", "parted by markup: 215"),
    ("<span>4</span><span>3</span><span>21</span>", "parted by markup: 21"), ("<span>432</span>", None), ("<b>4</b>3条<b>2</b>", None),
])
def test_the_last_digits_in_an_element_of_their_own_are_doubted(cell, doubted):
    """Their style may be one that cannot be told; more digits, and those that are all written alike, are one number, unless a sum says otherwise."""
    [table] = read(f"<table><tr><td>规章</td><td>{cell}</td></tr><tr><td>a</td><td>1</td></tr></table>").tables
    assert table.rows[0][1].doubt == doubted


def test_boxes_stand_in_the_order_in_which_they_are_shown():
    """Also those of elements that a page makes up."""
    style = "<style>x-row{display:table-row} x-row>b{display:table-cell} .r{display:flex} .f{order:-1} .b{display:flex;flex-direction:row-reverse}</style>"
    row = "<div class=r role=row><i role=cell>3</i><i role=cell class=f>规章</i></div><div class=b role=row><i role=cell>4</i><i role=cell>a</i></div>"
    assert tables(f"{style}<div role=table>{row}</div>") == [[["规章", "3"], ["a", "4"]]]
    assert tables(f"{style}<x-t style=display:table><x-row><b>规章</b><b>3</b></x-row><x-row><b>a</b><b>4</b></x-row></x-t>") == [[["规章", "3"], ["a", "4"]]]


def test_line_breaks_part_lines_and_cells_keep_them():
    assert paragraphs("<div>甲<br>乙<p>丙</p>丁</div>") == ["甲", "乙", "丙", "丁"]
    assert paragraphs("<div>甲</br>乙</BR >丙</div>") == paragraphs("<div>甲</p>乙</p>丙</div>") == ["甲", "乙", "丙"]
    assert tables("<table><tr><td>自<br>然<p>人</p></td><td>1</td></tr><tr><td>x</td><td>2</td></tr></table>")[0][0] == ["自\n然\n人", "1"]


def test_blank_cells_stay():
    assert tables("<table><tr><td>规章</td><td>&nbsp;</td><td></td><td>/</td></tr><tr><td>a</td><td>0</td><td>1</td><td>2</td></tr></table>")[0][0] == [
        "规章", "", "", "/"
    ]


def test_layout_table_is_dissolved():
    markup = f"<table><tr><td>导航</td><td><p>一、总体情况</p><p>{'正文。' * 40}</p>{SMALL}<p>结尾</p></td></tr></table>"
    assert tables(markup) == [SMALL_TEXTS]
    assert paragraphs(markup)[-1] == "结尾"


def test_nested_data_table_is_its_own():
    outer = f"<table><tr><td>说明</td><td>数量</td></tr><tr><td>甲</td><td>{SMALL}</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    assert tables(outer) == [[["说明", "数量"], ["甲", ""], ["乙", "2"]], SMALL_TEXTS]


def test_nested_single_cell_is_text_of_its_cell():
    assert tables("<table><tr><td>甲</td><td><table><tr><td>7</td></tr></table></td></tr><tr><td>乙</td><td>8</td></tr></table>") == [
        [["甲", "7"], ["乙", "8"]]
    ]


def test_a_table_for_each_row_is_one_table():
    rows = [["规章", "3"], ["规范性文件", "4"], ["行政许可", "5"], ["行政处罚", "6"]]
    assert tables("".join(f"<table><tr><td>{a}</td><td>{b}</td></tr></table>\n" for a, b in rows)) == [rows]


def test_split_tables_stay_two():
    assert tables(SMALL + SMALL) == [SMALL_TEXTS, SMALL_TEXTS]


def test_unclosed_cells_and_rows():
    assert tables("<table><tr><td>规章<td>1<td>2<tr><td>规范性文件<td>3<td>4</table>") == [[["规章", "1", "2"], ["规范性文件", "3", "4"]]]


def test_pipes_in_paragraphs_are_a_table():
    document = read("<html><body><p>规章 | 1 | 2 ||</p><p>行政规范性文件 | 3 | 4 ||</p></body></html>")
    assert not document.tables[0].exact
    assert common.texts(document.tables[0])[1][:3] == ["行政规范性文件", "3", "4"]


def test_headings_are_flagged():
    document = read("<html><body><h2>一、总体情况</h2><p>正文</p></body></html>")
    assert document.paragraphs == (Paragraph("一、总体情况", heading=True), Paragraph("正文"))


def test_article_in_a_script_is_read_when_the_page_has_none():
    content = "<p>一、总体情况</p>" + SMALL
    import json

    page = f"<html><body><div id='app'></div><script>window._CONFIG = {{ DETAIL: {json.dumps({'title': 't', 'content': content})} }}</script></body></html>"
    document = read(page)
    assert [common.texts(t) for t in document.tables] == [SMALL_TEXTS]
    assert document.paragraphs[0].text == "一、总体情况"


def test_the_container_of_an_editor_is_read():
    """And a space that the editor wrote twice is none of its text."""
    document = read(f'<script id="editor" type="text/plain"><p>一、总体情况</p>{SMALL.replace(">1<", ">&amp;nbsp;1&amp;nbsp;<")}</script>')
    assert [common.texts(t) for t in document.tables] == [SMALL_TEXTS]


@pytest.mark.parametrize(("number", "kept"), [(30, 1), (3, 0)])
def test_a_hidden_report_of_another_year_is_no_copy(number, kept):
    """Tabs, a year each: which of them is the report's the title of the page may say."""
    both = [f"<h3>示例局{year}年政府信息公开年度报告</h3><p>一、总体情况</p>" + data_table("规章 1", "行政规范性文件 2", f"行政许可 {n}")
            for year, n in ((2022, 3), (2023, number))]
    assert len(read(f'<div>{both[0]}</div><div style="display:none">{both[1]}</div>').tables) == 1 + kept


@pytest.mark.parametrize(("label", "kept"), [("接受培训人员数", 2), ("主动公开信息数", 1)])
def test_a_page_to_be_turned_to_goes_on_and_is_no_copy(label, kept):
    pages = data_table("统计指标 统计数", "主动公开信息数 1", "行政机关数 2"), data_table(f"{label} 3", f"{label} 4")
    shown = read(f'<p>一、总体情况</p><div class="page on">{pages[0]}</div><div class="page" style="display:none">{pages[1]}</div>')
    assert len(shown.tables) == kept


def test_captions_in_a_row_stand_each_above_the_table_below():
    shown = read(f"<table><tr><td>2022年</td><td>2023年</td></tr><tr><td>{SMALL}</td><td>{SMALL}</td></tr></table>")
    assert [getattr(b, "text", "") for b in shown.blocks] == ["2022年", "", "2023年", ""]


def test_body_is_preferred_to_the_script():
    page = f'<html><body><div class="article-content"><p>一、总体情况</p>{SMALL}</div><script>x = {{"content": "<p>一、总体情况别的</p>"}}</script></body></html>'
    assert [p.text for p in read(page).paragraphs] == ["一、总体情况"]


@pytest.mark.parametrize("markup", [
    "<ul><li><b>索 引 号：</b>A1</li><li><b>发布机构：</b>示例县教育局</li><li><b>发布日期：</b>2024-01-30</li></ul>",
    "<table><tr><td>索&nbsp;引&nbsp;号：</td><td>A1</td><td>发布机构：</td><td>示例县教育局</td></tr><tr><td>发布日期：</td><td>2024-01-30</td></tr></table>",
    "<div><p>索引号：A1</p><p>发布机构：示例县教育局</p><p>发布日期：2024-01-30</p></div>",
    "<div><span>索引号</span><span>A1</span><span>发布机构</span><span>示例县教育局</span><span>发布日期</span><span>2024-01-30</span></div>",
    "<dl><dt>索引号:</dt><dd>A1</dd><dt>发布机构:</dt><dd>示例县教育局</dd><dt>发布日期:</dt><dd>2024-01-30</dd></dl>",
])
def test_info_table_however_drawn(markup):
    meta = read(f"<html><body>{markup}<div id=zoom><p>一、总体情况</p><p>正文</p></div></body></html>").meta
    assert (meta["索引号"], meta["发布机构"], meta["发布日期"]) == ("A1", "示例县教育局", "2024-01-30")


@pytest.mark.parametrize(("line", "source"), [
    ("来源：县审计局 发布日期：2023-01-19", "县审计局"), ("发布时间：2023-01-19　来　源：示例县审计局　浏览次数：3", "示例县审计局"), ("来源：", None),
    ("时间：2023-01-19 来源：http://www.example.test", None),
])
def test_the_source_in_the_line_under_the_title(line: str, source: str | None) -> None:
    assert read(f"<h1>2022年政府信息公开工作年度报告</h1><div>{line}</div><div id='zoom'><p>示例文字</p></div>").meta.get("来源") == source


@pytest.mark.parametrize(("more", "stated"), [("", ("2022年示例县年报", "2023-01-19")), (', "next": {"title": "2021年示例县年报", "pubDate": "2022-01-08"}', (None, None))])
def test_data_that_holds_the_article_states_its_title_and_day(more, stated):
    data = '{"title": "2022年示例县年报", "publishTime": "2023-01-19", "content": "<p>一、总体情况<\\/p><p>' + "示例文字。" * 20 + '<\\/p>"' + more + "}"
    meta = read(f"<html><body><div id=app></div><script>window.state={data}</script></body></html>").meta
    assert (meta.get("ArticleTitle"), meta.get("datePublished")) == stated


@pytest.mark.parametrize("markup", [
    "<div class='bread'>当前位置：<a>首页</a> &gt; <a>政府信息公开</a> &gt; <a>年报</a></div>",
    "<div class='dqwz'>您现在的位置：<a>首页</a>»<a>政府信息公开</a>»<span>年报</span></div>",
    "<p>您的位置: <a>首页</a>/<a>政府信息公开</a>/年报</p>",
    "<ol class='breadcrumb'><li><a>首页</a></li><li><a>政府信息公开</a></li><li><a>年报</a></li></ol>",
])
def test_breadcrumb(markup):
    assert read(f"<html><body>{markup}<div id=zoom>正文</div></body></html>").meta["breadcrumb"] == "首页 > 政府信息公开 > 年报"


def test_links_are_absolute_and_base_counts():
    document = read("<html><head><base href='/att/'></head><body>正文<a href='a.docx' title='附件一'>下载</a><a href='javascript:;'>x</a><a href='#top'>y</a></body></html>")
    assert [(k.url, k.text) for k in document.links] == [("http://www.example.gov.cn/att/a.docx", "附件一")]


def test_title_outside_the_container_is_kept():
    page = f"<html><body><div class='title'>示例县2023年政府信息公开工作年度报告</div><div class='TRS_Editor'><p>一、总体情况</p>{SMALL}</div></body></html>"
    assert read(page).paragraphs[0] == Paragraph("示例县2023年政府信息公开工作年度报告", heading=True)
    boxed = page.replace("<div class='title'>", "<div class='bt-box'><h1>").replace("报告</div>", "报告</h1><div>发布日期：2024-01-20 来源：示例局</div></div>")
    assert read(boxed).paragraphs[0] == Paragraph("示例县2023年政府信息公开工作年度报告", heading=True)


@pytest.mark.parametrize(("lines", "titles"), [
    ("<p align=center><b>示例县2023年政府信息公开工作年度报告</b></p>", ["示例县2023年政府信息公开工作年度报告"]),
    ("<h2>示例县2023年度政府信息公开工作报告</h2>", ["示例县2023年度政府信息公开工作报告"]),
    ("<span><a href=b>甲镇2022年政府信息公开年报</a></span><span>示例县2023年政府信息公开年报</span>", ["示例县2023年政府信息公开年报"]),
    ("<td>甲镇2022年政府信息公开年报</td><td>乙镇2022年政府信息公开年报</td>", []),
])
def test_a_title_outside_the_container_that_no_tag_marks(lines, titles):
    page = f"<html><body><table><tr>{lines}</tr></table><div class='TRS_Editor'><p>一、总体情况</p>{SMALL}</div></body></html>"
    assert [p.text for p in read(page).paragraphs if p.heading] == titles


@pytest.mark.parametrize(("menu", "title"), [
    ("<h2><a href=b>乙镇2022年政府信息公开工作年度报告</a></h2>", "<h1>{}</h1><div class='main'>"),
    ("<h3>乙镇2022年政府信息公开工作年度报告</h3>", "<h1>{}</h1><div class='main'>"),
    ("<h3>乙镇2022年政府信息公开工作年度报告</h3>", "<div class='main'><h1>{}</h1>"),
    ("<h2><a href=b>乙镇2022年政府信息公开工作年度报告</a></h2>", "<div class='box-title'><h2><a href='#'>{}</a></h2></div><div class='main'>"),
])
def test_titles_in_a_menu_at_the_side_are_other_reports(menu, title):
    own = title.format("甲镇2023年政府信息公开工作年度报告")
    page = f"<html><body><div class='left'>{menu}{menu.replace('乙', '丙')}</div>{own}<p>一、总体情况</p>{SMALL}</div></body></html>"
    titles = [p.text for p in read(page).paragraphs if "年度报告" in p.text]
    assert titles == ["甲镇2023年政府信息公开工作年度报告"]


def test_a_menu_that_is_not_closed_hides_no_report():
    table = data_table("申请人情况 自然人 总计", "一、本年新收政府信息公开申请数量 1 1")
    document = read(f"<html><body><nav class='crumbs'><a>首页</a><h1>示例县2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>{table}</body></html>")
    assert len(document.tables) == 1


def test_unclosed_inline_tags_lose_nothing():
    page = "<html><body>" + "<font><span>" * 600 + "<p>一、总体情况</p>" + SMALL + "</body></html>"
    assert [common.texts(t) for t in read(page).tables] == [SMALL_TEXTS]


def test_page_without_text_is_empty():
    with pytest.raises(ReadError) as caught:
        read("<html><body><script>x</script><div> &nbsp; </div></body></html>")
    assert caught.value.kind == "empty"


def test_page_cut_inside_a_table_says_so():
    assert "breaks off" in " ".join(read("<html><body><p>一、总体情况</p><table><tr><td>规章</td><td>1</td>").warnings)


def test_ruby_readings_are_dropped_and_form_fields_read():
    assert paragraphs("<p><ruby>公<rp>(</rp><rt>gong</rt><rp>)</rp></ruby>开</p>") == ["公开"]
    assert tables("<table><tr><td>规章</td><td><input value='3'></td></tr><tr><td>a</td><td><input type=hidden value=9>4</td></tr></table>") == [
        [["规章", "3"], ["a", "4"]]
    ]


def test_pictures_in_place_of_tables_are_named_and_linked():
    document = read("<html><body><div id=zoom><p>一、总体情况</p><p>正文</p><p>二、主动公开政府信息情况</p><img src='W02.png'><img src='/icon.png'></div></body></html>")
    assert "1 pictures" in document.warnings[0]
    assert document.links[-1].url == "http://www.example.gov.cn/zfxxgk/nb/202401/W02.png"
    assert not read(f"<html><body><p>一、总体情况</p>{data_table('第二十条第（一）项 x', '规章 1')}<img src='a.png'></body></html>").warnings


# --- grids ---------------------------------------------------------------------------------------------------------

SPAN = st.one_of(st.integers(1, 4), st.sampled_from([0, 7, 1000, 100_000, 10**12]))
TABLE = st.lists(st.lists(st.tuples(SPAN, SPAN), max_size=6), min_size=1, max_size=6)


@settings(max_examples=80, deadline=None)
@given(TABLE)
def test_no_two_cells_overlap_and_no_text_is_lost(rows):
    number = 0
    markup = []
    for row in rows:
        out = []
        for down, across in row:
            number += 1
            out.append(f'<td rowspan="{down}" colspan="{across}">c{number}</td>')
        markup.append(f"<tr>{''.join(out)}</tr>")
    root = html.parse(f"<html><body><p>前言</p><table>{''.join(markup)}</table></body></html>")
    found = [b for b in html.content(root) if not isinstance(b, Paragraph)]
    said = [c.text for t in found for c in t.cells()]
    loose = [b.text for b in html.content(root) if isinstance(b, Paragraph)]
    assert sorted([*said, *loose]) == sorted(["前言", *(f"c{n + 1}" for n in range(number))])
    for table in found:
        assert table.width <= 6 * 1000
        taken: set[tuple[int, int]] = set()
        for cell in table.cells():
            assert cell.row + cell.rowspan <= len(table.rows)
            if cell.colspan > 60:
                continue
            place = {(r, c) for r in range(cell.row, cell.row + cell.rowspan) for c in range(cell.column, cell.column + cell.colspan)}
            assert not place & taken
            taken |= place


def test_lying_span_makes_no_columns():
    document = read("<html><body><table><tr><td colspan=100000>标题</td></tr><tr><td>规章</td><td>1</td></tr></table></body></html>")
    assert document.tables[0].width == 2


def test_a_cell_struck_out_is_blank_and_ends_where_it_ends():
    struck = SMALL.replace("<td>5</td>", '<td style="text-decoration:line-through">5</td>')
    [table] = tables(f"{struck}<p>表后的话。</p>")
    assert [row[2] for row in table] == ["本年废止件数", "2", ""]
    assert paragraphs(f"{struck}<p>表后的话。</p>") == ["表后的话。"]


def test_a_heading_struck_out_makes_no_heading_of_what_follows():
    blocks = read('<html><body><h2 style="text-decoration:line-through">旧标题</h2><p>正文一段。</p></body></html>').paragraphs
    assert [(p.text, p.heading) for p in blocks] == [("正文一段。", False)]


def test_a_table_of_elements_with_a_prefix():
    assert tables(SMALL.replace("<t", "<h:t").replace("</t", "</h:t")) == [SMALL_TEXTS]


def test_a_table_of_one_column_in_each_cell_is_the_rows_of_one():
    inside = (("行政许可", "行政处罚", "行政强制", "行政征收"), ("1", "2", "", "4"))
    cells = "".join(f"<td>{data_table(*(text or '&nbsp;' for text in column))}</td>" for column in inside)
    assert tables(f"<table><tr><td>信息内容</td><td>处理决定数量</td></tr><tr>{cells}</tr></table>") == [
        [["信息内容", "处理决定数量"], *map(list, zip(*inside, strict=True))]]


def test_a_cell_whose_attribute_has_no_end_is_no_number():
    ((_, row),) = tables('<table><tr><td>一</td><td>二</td><td>三</td></tr><tr><td>4</td><td width="9%>5</td><td width="9%">6</td></tr></table>')
    assert [c.isdecimal() for c in row] == [True, False]


@pytest.mark.parametrize(("boxes", "rows"), [
    (("1 / 1 / 3 / 2|8", "1 / 3 / 2 / 4|5", "1 / 2 / 2 / 3|4", "2 / 2 / 3 / 4|7"), [["8", "4", "5"], ["8", "7", "7"]]),
    (("2 / 1|3", "2 / 2|4", "2 / 3|5", "1 / 1 / 2 / -1|9"), [["9"] * 3, ["3", "4", "5"]]),
    (("1 / 1|3", "1 / 3|4", "2 / 2|5", "2 / 3|6"), [["3", "", "4"], ["", "5", "6"]]),
])
def test_boxes_of_a_grid_stand_where_their_lines_say(boxes, rows):
    """Also behind those that are written ahead of them."""
    drawn = "".join(f'<div style="grid-area:{area}">{text}</div>' for area, text in (box.split("|") for box in boxes))
    page = f'<div style="display:grid;grid-template-columns:repeat(3,1fr)">{drawn}</div>'
    (table,) = read(page).tables
    assert [[next(c.text for c in table.cells() if c.row <= i < c.row + c.rowspan and c.column <= k < c.column + c.colspan) for k in range(3)] for i in range(2)] == rows


@pytest.mark.parametrize("mark", ["<sup>2</sup>", "<span style='vertical-align:super'>2</span>", '<a href="#_ftn2"><span>2</span></a>'])
def test_the_mark_of_a_note_is_no_digit_of_a_number_in_running_text(mark):
    assert paragraphs(f"<p>公开信息937{mark}条，查阅点120m<sup>2</sup></p>") == ["公开信息937〔2〕条，查阅点120m2"]


@pytest.mark.parametrize(("markup", "key", "value"), [
    ("<div class=crumb>成县人民政府 &gt; 政府信息公开 &gt; 城关镇</div>", "breadcrumb", "成县人民政府 > 政府信息公开 > 城关镇"),
    ("<div class=foot>版权所有：宁海县人民政府　主办：宁海县人民政府办公室</div>", "SiteName", "宁海县人民政府"),
    ("<div class=wz>您的位置：首页-政务公开-县民政局-年度报告</div>", "breadcrumb", "首页 > 政务公开 > 县民政局 > 年度报告"),
    ("<p>发布机构：宁海经济开发区管委会 发布日期：2023-01-19</p>", "来源", "宁海经济开发区管委会"),
    ("<div>主办：宁海县人民政府</div><div>主办：余姚市人民政府</div>", "SiteName", None),
])
def test_a_path_without_links_and_the_host_at_the_foot(markup, key, value):
    assert read(f"<html><body>{markup}<p>一、总体情况</p>{SMALL}</body></html>").meta.get(key) == value


def test_a_title_without_the_word_for_yearly_is_the_page_s_heading():
    page = f"<html><body><h1>示例省商务厅2021年度信息公开报告</h1><div id=zoom><p>一、总体情况</p>{SMALL}</div></body></html>"
    assert read(page).paragraphs[0].text == "示例省商务厅2021年度信息公开报告"


def test_data_that_holds_an_article_names_its_body_and_day():
    data = f'{{"infoTitle":"2023年政府信息公开工作年度报告","orgName":"示例县示例镇人民政府","releaseDate":"2024-01-16","body":"{SMALL}"}}'
    meta = read(f"<html><body><div id=root></div><script>window.__INITIAL_STATE__ = {data}</script></body></html>").meta
    assert (meta["发布机构"], meta["datePublished"]) == ("示例县示例镇人民政府", "2024-01-16")


def test_a_heading_without_a_year_names_its_body():
    menu = "<div class=title>政府信息公开工作年度报告</div>"
    page = f"<html><body>{menu}<div class=title>示例县教育局政府信息公开工作年度报告</div><div id=zoom><p>一、总体情况</p>{SMALL}</div></body></html>"
    assert read(page).paragraphs[0].text == "示例县教育局政府信息公开工作年度报告"


def test_an_article_that_comes_as_data_alone_names_its_body_and_day():
    data = json.dumps({"data": {"publisher": "示例县示例局", "publishDate": "2024-01-16 09:00", "content": f"<p>一、总体情况</p>{SMALL}"}}, ensure_ascii=False)
    meta = extract(data.encode(), Origin(headers={"content-type": "application/json"})).meta
    assert (meta["发布机构"], meta["datePublished"]) == ("示例县示例局", "2024-01-16 09:00")


def test_an_answer_in_ascii_and_a_feed_are_the_one_article_that_they_carry():
    article = f"<p>一、总体情况</p><p>公开12条。</p>{SMALL}"
    data = json.dumps({"title": "示例县示例局2023年年报", "source": "示例县示例局", "publishTime": "2024-01-16", "content": article})
    feed = f"""<?xml version="1.0"?><rss><channel><title>示例网-年报</title><item><title>示例县示例局2023年年报</title><author>示例县示例局</author>
<pubDate>2024-01-16</pubDate><description><![CDATA[{article}]]></description></item></channel></rss>"""
    for text in (data.replace("<", "\\u003c").replace(">", "\\u003E"), data, feed):
        document = extract(text.encode(), Origin())
        assert [p.text for p in document.paragraphs] == ["一、总体情况", "公开12条。"]
        assert [document.meta[name] for name in ("ArticleTitle", "发布机构", "datePublished")] == ["示例县示例局2023年年报", "示例县示例局", "2024-01-16"]
    several = feed.replace("</channel>", f"<item><title>示例</title><description><![CDATA[{article}]]></description></item></channel>")
    assert "ArticleTitle" not in extract(several.encode(), Origin()).meta


def test_a_panel_that_is_folded_up_keeps_the_table_of_review():
    review = data_table("结果维持 结果纠正 其他结果 尚未审结 总计", "1 2 3 4 10")
    first = data_table("第二十条第（一）项", "信息内容 本年制发件数", "规章 5")
    page = f"<p>{'示例文字。' * 30}</p><button>二、主动公开政府信息情况</button>{first}<button>四、政府信息公开行政复议、行政诉讼情况</button><div style='display:none'>{review}</div>"
    assert [t[-1] for t in tables(page)] == [["规章", "5"], ["1", "2", "3", "4", "10"]]
