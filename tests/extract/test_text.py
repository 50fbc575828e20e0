"""Plain text: cells behind TABs, tab-separated rows, pipes, physical lines; and the real seeds where they are at hand."""

from __future__ import annotations

import pytest

from etl.documents import Paragraph
from etl.errors import ReadError
from etl.extract import extract
from etl.extract.text import from_text
from etl.extract.text.grammar import goes_on, joined
from etl.extract.text.pipes import pipe_rows
from etl.report import Origin
from tests.extract import common
from tests.sites import text as writer


def read(text: str):
    return extract(text.encode(), Origin())


def test_cell_a_line_with_continued_text():
    document = read("标题\n\t第一格\n\t自\n然\n人\n\n\t\n\t2\n\n后文\n")
    assert document.blocks[0] == Paragraph("标题")
    assert document.blocks[-1] == Paragraph("后文")
    assert common.texts(document.tables[0]) == [["第一格", "自\n然\n人"], ["", "2"]]
    assert not document.tables[0].exact
    assert not document.wrapped


def test_two_empty_lines_part_tables():
    assert len(read("\ta\n\t1\n\n\tb\n\t2\n\n\n\tc\n\t3\n\n\td\n\t4\n").tables) == 2


def test_missing_columns_go_to_label_and_last_value():
    rows = "\t甲类\n\t子项\n\t1\n\t2\n\n\t甲类合计\n\t3\n\t4\n\n\t乙\n\t\n\t7\n\n\t丙\n\t\n\t\n\n\t丁\n\t5\n\n"
    placed = [[(c.column, c.colspan, c.text) for c in row] for row in read(rows).tables[0].rows]
    assert placed == [
        [(0, 1, "甲类"), (1, 1, "子项"), (2, 1, "1"), (3, 1, "2")],
        [(0, 2, "甲类合计"), (2, 1, "3"), (3, 1, "4")],
        [(0, 2, "乙"), (2, 1, ""), (3, 1, "7")],
        [(0, 2, "丙"), (2, 1, ""), (3, 1, "")],
        [(0, 2, "丁"), (2, 2, "5")],
    ]


def test_tab_separated_rows():
    assert common.texts(read("前文\n规章\t1\t2\t\n规范性文件\t3\t4\t5\n后文").tables[0]) == [["规章", "1", "2", ""], ["规范性文件", "3", "4", "5"]]
    assert common.texts(read("\t规章\t1\t2\n\t规范性文件\t3\t4\n").tables[0]) == [["规章", "1", "2"], ["规范性文件", "3", "4"]]


def test_rows_parted_by_commas():
    document = read('示例报告,,\n信息内容,"制作, 公开",废止\n规章,1,\n规范性文件,2,3\n后文')
    assert [p.text for p in document.paragraphs] == ["示例报告", "后文"]
    assert common.texts(document.tables[0]) == [["信息内容", "制作, 公开", "废止"], ["规章", "1", ""], ["规范性文件", "2", "3"]]


@pytest.mark.parametrize("lines", ["1,234,567\n2,345,678", "合计 1,234 2,345\n其他 1,234 2,345", "1,2,3\n4,5,6"])
def test_thousands_are_no_fields(lines):
    assert not read("前文\n" + lines + "\n后文").tables


@pytest.mark.parametrize(("mark", "below"), [("123", "第⼆⼗条第（⼋）项"), ("/", "说明如下\n信息内容\t收费金额")])
def test_what_stands_below_a_row_of_tabs_is_none_of_its_cells(mark, below):
    """Also a caption that is written with radicals, and below a mark, which is no heading."""
    document = read(f"信息内容\t处理决定数量\n行政处罚\t5\n行政强制\t{mark}\n{below}\n行政事业性收费\t45.5\n")
    assert common.texts(document.tables[0]) == [["信息内容", "处理决定数量"], ["行政处罚", "5"], ["行政强制", mark]]


def test_a_tab_behind_every_cell_adds_no_column():
    assert common.texts(read("规章\t1\t2\t\n\t3\t\t\n").tables[0]) == [["规章", "1", "2"], ["", "3", ""]]


@pytest.mark.parametrize("lines", [
    "| 信息内容 | 数量 | 备注 |\n|---|:-:|---|\n| 规章 | 3 |  |\n",
    "信息内容 | 数量 | 备注\n规章 | 3 |\n",
    "^信息内容^数量^备注^\n|规章|3| |\n",
    "| 信息内容 | 数量 | 备注 |\n\n| 规章 | 3 | |\n",
])
def test_pipes(lines):
    document = read("前文\n" + lines + "后文")
    assert [p.text for p in document.paragraphs] == ["前文", "后文"]
    assert common.texts(document.tables[0]) == [["信息内容", "数量", "备注"], ["规章", "3", ""]]


@pytest.mark.parametrize("lines", [
    "┌────┬──┬──┐\n│信息内容│数量│备注│\n├────┼──┼──┤\n│规章    │3   │    │\n└────┴──┴──┘\n",
    "┏━━┳━━┳━━┓\n┃信息内容┃数量┃备注┃\n┣━━╋━━╋━━┫\n┃规章┃3┃　┃\n┗━━┻━━┻━━┛\n",
    "＋－－＋－－＋－－＋\n｜信息内容｜数量｜备注｜\n＋－－＋－－＋－－＋\n｜规章｜3｜｜\n＋－－＋－－＋－－＋\n",
    "+------+----+----+\n| 信息 | 数量 | 备注 |\n| 内容 |      |      |\n+------+----+----+\n| 规章 | 3 | |\n+------+----+----+\n| 无 | 4 | |\n+------+----+----+\n",
])
def test_drawn_rules(lines):
    rows = common.texts(read("前文\n" + lines + "后文").tables[0])
    assert [["".join(cell.split()) for cell in row] for row in rows[:2]] == [["信息内容", "数量", "备注"], ["规章", "3", ""]]


def placed(text: str) -> list[list[tuple[int, int, int, str]]]:
    table = read(text).tables[0]
    return [[(c.column, c.rowspan, c.colspan, c.text) for c in row] for row in table.rows]


def test_frames_show_how_far_cells_span():
    frame = """
┌────────┬─────────┬────┐
│信息内容│数量     │备注│
│        ├────┬────┤    │
│        │甲  │乙  │    │
├────────┼────┼────┼────┤
│规章    │１２│20  │——  │
│        │１  │    │    │
├────────┴────┴────┴────┤
│三安全“一”稳定         │
└───────────────────────┘
"""
    rows = [
        [(0, 2, 1, "信息内容"), (1, 1, 2, "数量"), (3, 2, 1, "备注")], [(1, 1, 1, "甲"), (2, 1, 1, "乙")],
        [(0, 1, 1, "规章"), (1, 1, 1, "１２１"), (2, 1, 1, "20"), (3, 1, 1, "——")], [(0, 1, 4, "三安全“一”稳定")],
    ]
    plain = frame.translate(dict.fromkeys(map(ord, "┌┐└┘├┤┬┴┼"), "+") | {ord("─"): "-", ord("│"): "|"})
    assert placed(frame) == placed(plain) == rows
    assert read(frame).tables[0].exact


def test_a_report_whose_line_ends_became_spaces_has_its_words_as_lines():
    body = "　".join("我局依法公开信息。" * 30 for _ in range(4))
    report = f"示例局2022年政府信息公开工作年度报告 一、总体情况 {body} 二、主动公开政府信息情况 规章 1 三、收到和处理政府信息公开申请情况 无"
    words = [p.text for p in read(report).paragraphs]
    assert "二、主动公开政府信息情况" in words
    assert words[-1] == "无"
    assert [p.text for p in read(f"一、总体情况 {body}").paragraphs] == [f"一、总体情况 {body}"], "one heading is a line of prose"
    assert [p.text for p in read("一行\u2028二行\v三行\x85四行").paragraphs] == ["一行", "二行", "三行", "四行"]


def test_a_frame_that_is_open_at_the_end_of_a_row_has_no_cell_there():
    frame = """
┌──────┬───┬────┐
│规范性│3  │4   │
│文件  │   │    │
├──────┼───┼────┘
│规章  │52 │
│      │   │
├──────┼───┬────┐
│合计  │55 │4   │
└──────┴───┴────┘
"""
    for printed in (frame, "\n".join(line.ljust(30) for line in frame.split("\n"))):
        assert placed(printed) == [[(0, 1, 1, "规范性\n文件"), (1, 1, 1, "3"), (2, 1, 1, "4")], [(0, 1, 1, "规章"), (1, 1, 1, "52")],
                                   [(0, 1, 1, "合计"), (1, 1, 1, "55"), (2, 1, 1, "4")]]
    astray = frame.replace("│规章  │52 │\n", "│规章  │52  │\n")
    assert not read(astray).tables[0].exact, "a bar that meets no rule"


@pytest.mark.parametrize("width", range(3, 24))
def test_a_frame_whose_lines_are_wrapped_is_no_crash(width):
    frame = ["┌──────┬───┬────┐", "│规范性│3  │4   │", "├──────┼───┼────┤", "│规章  │52 │7   │", "└──────┴───┴────┘"]
    wrapped = [line[at : at + width] for line in frame for at in range(0, len(line), width)]
    said = "".join(b.text if isinstance(b, Paragraph) else "".join(c.text for row in b.rows for c in row) for b in read("\n".join(wrapped)).blocks)
    assert {"规", "章", "5", "2"} <= set(said)


def test_some_programs_give_a_frame_two_columns_and_some_a_chinese_character_one():
    rows = [[(0, 1, 1, a), (1, 1, 1, b)] for a, b in (("规章", "12"), ("其他", "23"), ("合计", "35"))]
    assert placed("┌──┬─┐\n│规章│12│\n├──┼─┤\n│其他│23│\n├──┼─┤\n│合计│35│\n└──┴─┘\n") == rows
    assert placed("+--+--+\n|规章|12|\n+--+--+\n|其他|23|\n+--+--+\n|合计|35|\n+--+--+\n") == rows


def test_numbers_below_one_another_without_a_rule_are_rows():
    rule = "+------+----+\n"
    rows = common.texts(read(f"{rule}| 内容 | 数 |\n{rule}| 规章 | 3  |\n| 文件 | 4  |\n{rule}| 合计 | 7  |\n{rule}").tables[0])
    assert rows == [["内容", "数"], ["规章", "3"], ["文件", "4"], ["合计", "7"]]


def test_numbers_below_one_another_with_nothing_beside_them_are_one_cell():
    edge = "  -----------\n"
    rows = common.texts(read(f"{edge}  内容   数\n  ------ ----\n  规范   3\n  文件\n\n  申请   10\n         127\n\n  合计   7\n{edge}").tables[0])
    assert rows == [["内容", "数"], ["规范\n文件", "3"], ["申请", "10\n127"], ["合计", "7"]]


@pytest.mark.parametrize(("apart", "rest"), [("1\u202f425", "1\u202f888"), ("425", "1\n888")])
def test_one_number_below_a_row_of_many_is_the_rest_of_one(apart, rest):
    rule = "  ------ ----- --- --- --- --- ---\n"
    row = f"  一、本 {apart:5} 264 194 451 751 1\n  年新收                       888\n"
    rows = common.texts(read(f"{rule}{row}\n  二、   5     6   7   8   9   10\n{rule}").tables[0])
    assert rows[0] == ["一、本\n年新收", apart, "264", "194", "451", "751", rest]


@pytest.mark.parametrize("lines", [
    "  信息内容   数量   备注\n  ---------- ------ ------\n  规章       3\n  规范性     4      有\n",
    "  ---------- ------ ------\n  信息内容   数量   备注\n  规章       3\n  规范性     4      有\n  ---------- ------ ------\n",
    "  -------------------------\n  信息     数量     备注\n  内容\n  -------- -------- -------\n  规章     3\n\n  规范     4        有\n  性\n  -------------------------\n",
    "  -------- -------- -------\n  信息     数量     备注\n  内容\n\n  规章     3\n\n  规范     4        有\n  性\n  -------- -------- -------\n",
    "======== ==== ====\n信息内容 数量 备注\n======== ==== ====\n规章     3\n规范性   4    有\n======== ==== ====\n",
    "======== ==== ====\n信息内容 数量 备注\n规章     3\n规范性   4    有\n======== ==== ====\n",
])
def test_columns_of_dashes(lines):
    document = read("前文\n\n" + lines + "\n后文")
    assert [p.text for p in document.paragraphs] == ["前文", "后文"]
    rows = [["".join(cell.split()) for cell in row] for row in common.texts(document.tables[0])]
    assert rows == [["信息内容", "数量", "备注"], ["规章", "3", ""], ["规范性", "4", "有"]]


@pytest.mark.parametrize("row", ["  \u200b      \u200b     7", "  \u200b      \u200b    7", "  \u200b       \u200b     7"])
def test_what_has_no_width_is_a_column_wide_where_a_line_begins_or_everywhere_or_nowhere(row):
    """The first is pandoc's."""
    rule = "  ------ ---- -------\n"
    rows = common.texts(read(f"{rule}  规章   1    33333\n{row}\n{rule}").tables[0])
    assert [[cell.strip("\u200b") for cell in cells] for cells in rows] == [["规章", "1", "33333"], ["", "", "7"]]


def test_dashes_between_words_are_no_table():
    assert not read("甲\n-- --\n乙乙乙乙乙乙乙乙\n-- --\n丙\n").tables


def test_a_filled_up_row_is_short():
    rule = "  ---------- ----- ----- ----- ----- ----- ----- -----\n"
    rows = "".join(f"  规章{n}      1     2     3     4     5     6     21\n" for n in range(3)) + "  文件       3     4     7\n"
    assert [len(row) for row in read(rule + rows + rule).tables[0].rows] == [8, 8, 8, 4]


@pytest.mark.parametrize(("lines", "rows"), [
    (["| a | b |", "|---|---|", "| — | — |"], [["a", "b"], ["—", "—"]]), (["a|b", "—|—"], [["a", "b"], ["—", "—"]]),
    (["| a | b |", "| - | - |", "| 1 | - |", "| - | - |"], [["a", "b"], ["1", "-"], ["-", "-"]]), (["a|b", "-|-", "1|2"], [["a", "b"], ["1", "2"]]),
])
def test_a_row_of_dashes_is_a_row_where_it_can_be_no_rule(lines, rows):
    assert pipe_rows(lines) == rows


def test_cells_wrapped_between_bars():
    wrapped = "|主动公开规范性|3     |4       |\n|文件          |      |        |\n|制发总数      |      |7       |\n"
    assert common.texts(read(wrapped).tables[0]) == [["主动公开规范性\n文件", "3", "4"], ["制发总数", "", "7"]]
    tight = "|主动公开|3|4|\n|文件    | | |\n|制发    | |7|\n"
    assert len(read(tight).tables[0].rows) == 3


def test_a_label_with_a_numeral_of_its_own_is_no_other_s_end():
    blank = "|7.属于行政执法|3|\n|8.属于行政查询| |\n|三、本年度办理| |\n|9.某事        |7|\n"
    assert common.texts(read(blank).tables[0]) == [["7.属于行政执法", "3"], ["8.属于行政查询", ""], ["三、本年度办理", ""], ["9.某事", "7"]]


def test_a_lone_stroke_is_a_cell_and_no_escape():
    rows = "信息内容| 上一年| 增减| 本年  \n---|---|---|---  \n行政处罚| \\| \\| \\  \n甲\\|乙| 1| 2| 3  \n"
    assert common.texts(read(rows).tables[0])[1:] == [["行政处罚", "\\", "\\", "\\"], ["甲|乙", "1", "2", "3"]]


def test_a_cell_behind_a_bar_goes_on_until_the_next():
    rows = "| 三\n、\n果 | 予以公开 | 1 |\n|  | 部分公开 | 2 |\n"
    assert common.texts(read(rows).tables[0]) == [["三\n、\n果", "予以公开", "1"], ["", "部分公开", "2"]]


def test_bars_between_cells_alone():
    document = read("第二十条第（一）项  \n---  \n信息内容| 数量| 备注  \n第二十条第（五）项  \n规章| 3|   \n\n后文")
    rows = [["第二十条第（一）项"], ["信息内容", "数量", "备注"], ["第二十条第（五）项"], ["规章", "3", ""]]
    assert common.texts(document.tables[0]) == rows


def test_none_below_a_header_between_tabs_is_a_row():
    head = ["行政复议\t行政诉讼", "结果维持\t结果纠正\t其他结果"]
    (found,) = read("\n".join([*head, "无", "五、存在的主要问题"])).tables
    assert [[c.text for c in r] for r in found.rows][2] == ["无"]


def test_labels_of_several_lines_before_tabs():
    rows = "信息\t甲\t乙\n三\n、\n果\t1\t2\n主动公开政府信息\n总数\t3\t4\n第二十条第（五）项\n许可\t5\t6\n处罚\t7\t8\n"
    document = read(rows)
    assert [common.texts(t) for t in document.tables] == [
        [["信息", "甲", "乙"], ["三\n、\n果", "1", "2"], ["主动公开政府信息\n总数", "3", "4"]], [["许可", "5", "6"], ["处罚", "7", "8"]]]
    assert [p.text for p in document.paragraphs] == ["第二十条第（五）项"]


MARKDOWN = """---
title: 示例局2023年政府信息公开工作年度报告
---

**一、总体情况**

按照[条例](/tl.html)，*全年*公开 3\\-4 件。<span
lang="EN">另有</span>一件。

::: {.table}
<html><body><table>
<tr><td rowspan="2">规章</td><td>1</td></tr>
<tr><td>2</td></tr>
</table></body></html>
:::

## 二、主动公开政府信息情况 {#second}
"""


def test_markdown_with_tables_of_html():
    document = read(MARKDOWN)
    assert document.media_type == "text/plain"
    assert [(p.text, p.heading) for p in document.paragraphs] == [
        ("示例局2023年政府信息公开工作年度报告", True), ("一、总体情况", False), ("按照条例，全年公开 3-4 件。另有一件。", False),
        ("二、主动公开政府信息情况", True),
    ]
    assert placed(MARKDOWN) == [[(0, 2, 1, "规章"), (1, 1, 1, "1")], [(1, 1, 1, "2")]]


@pytest.mark.parametrize("line", ["# {}", "== {} ==", "* {}", "h1. {}", "*{}*", "__{}__", "'''{}'''", "= {} ="])
def test_marks_of_headings(line):
    assert [p.text for p in read(line.format("一、总体情况") + "\n\n正文。\n").paragraphs] == ["一、总体情况", "正文。"]


def test_headings_run_on_behind_a_paragraph():
    prose = "　　示例局认真落实政府信息公开条例，持续推进主动公开，全年公开信息一百条，回应群众关切的问题，按时办结申请。"
    assert [p.text for p in read(f"{prose}　　（一）主动公开。{prose}二、主动公开政府信息情况\n").paragraphs] == [
        prose, "（一）主动公开。", prose.strip("　"), "二、主动公开政府信息情况"]


def test_the_title_of_a_page_is_none_of_its_lines():
    document = read("示例局2023年度报告_示例网\n首页\n示例局2023年度报告\n正文\n")
    assert document.title == "示例局2023年度报告_示例网"
    assert [p.text for p in document.paragraphs] == ["首页", "示例局2023年度报告", "正文"]


@pytest.mark.parametrize(("lines", "rows"), [
    ("信息内容\t上一年项目\n数量\t本年\n增/减\t处理决定数量\n行政许可\t1\t2\t3\n",
     [["信息内容", "上一年项目\n数量", "本年\n增/减", "处理决定数量"], ["行政许可", "1", "2", "3"]]),
    ("\t（三）不予公开\t1.属于国家秘密\t1\t2\n2.其他法律行政\n法规禁止公开\t3\t4\n",
     [["（三）不予公开", "1.属于国家秘密", "1", "2"], ["2.其他法律行政\n法规禁止公开", "3", "4"]]),
    ("一、本年新收\t5\t6\n\t（六）\n其他处理\t1\t2\n\t（七）总计\t3\t4\n", [["一、本年新收", "5", "6"], ["（六）\n其他处理", "1", "2"], ["（七）总计", "3", "4"]]),
    ("一、本年新收\t5\t6\n\t（六）其他\n处理\t1\t2\n\t（七）总计\t3\t4\n", [["一、本年新收", "5", "6"], ["（六）其他\n处理", "1", "2"], ["（七）总计", "3", "4"]]),
    ("信息内容\t本年新公开\n数量\t处理决\n定数量\n其他对外管理\n服务事项\t5\t6\n", [["信息内容", "本年新公开\n数量", "处理决\n定数量"], ["其他对外管理\n服务事项", "5", "6"]]),
    ("三、办理结果\t（一）予\n以公开\t1\t2\n\t（二）部分公开\n（区分处理的）\t3\t4\n", [["三、办理结果", "（一）予\n以公开", "1", "2"], ["（二）部分公开\n（区分处理的）", "3", "4"]]),
    ("一、本年新收\t5\t6\n\t（四\n）无法提供\t1.本机\n关不掌握\t1\t2\n", [["一、本年新收", "5", "6"], ["（四\n）无法提供", "1.本机\n关不掌握", "1", "2"]]),
    ("行政复议\t行政诉讼\n未经复议\t复议\n后起诉\n\n\n\t结果维持\t总计\n1\t2\n", [["行政复议", "行政诉讼"], ["未经复议", "复议\n后起诉"], ["结果维持", "总计"], ["1", "2"]]),
])
def test_cells_of_several_lines_between_tabs(lines, rows):
    assert [[text for text in row if text] for t in read(lines).tables for row in common.texts(t)] == rows


def test_a_table_left_out_is_named():
    assert "[TABLE]" in read("前文\n\n[TABLE]\n\n后文\n").warnings[0]


@pytest.mark.parametrize("line", ["一\n", "+--+\n", "---- ----\n", "| a\n", "x <table \n", "a\tb\n一\n二\n三\n四\n", "[a]("])
def test_lines_are_looked_at_once(line):
    from_text(line * 5_000)  # quadratic, this would take minutes


def test_one_line_with_a_pipe_or_tab_is_prose():
    assert not read("甲 | 乙\n\n正文\t说明\n\n丙").tables


def test_form_feeds_are_pages():
    document = read("甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸子丑\n寅\f卯\n")
    assert [(p.text, p.page) for p in document.paragraphs] == [("甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸子丑", 1), ("寅", 1), ("卯", 2)]
    assert document.pages == 2
    assert document.wrapped


def test_whole_sentences_a_line_are_paragraphs():
    assert not read("本机关认真落实各项规定，主动公开政府信息一百条。\n本年度收到申请三件，均按时答复完毕，无一投诉。\n").wrapped


def test_word_artefacts_are_dropped():
    assert read("[bookmark: _GoBack]一、总体情况").paragraphs[0].text == "一、总体情况"


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_sample_as_tika_text(form):
    report = common.sample(form)
    document = extract(writer.tika(report).encode(), Origin())
    written, read_ = common.written(common.blocks(form)), common.read(document)
    assert len(read_) == len(written)
    for wrote, got in zip(written, read_, strict=True):
        numbers = [(r, c, t) for r, c, _, _, t in wrote if t.replace(".", "").isdigit()]
        assert [(r, c, t) for r, c, _, _, t in got if t.replace(".", "").isdigit()] == numbers


# --- the five real reports -----------------------------------------------------------------------------------------

SEEDS = sorted(common.SEEDS.glob("*.txt")) if common.SEEDS.is_dir() else []


@pytest.mark.skipif(not SEEDS, reason="no real reports beside the checkout: ../shared/seeds is absent")
@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_seed_has_its_shape(path):
    document = extract(path.read_bytes(), Origin(name=path.name))
    if not document.tables:
        assert document.wrapped
        assert sum(p.text.count("0 0 0 0 0 0 0") for p in document.paragraphs) > 20
        return
    assert [t.width for t in document.tables] == [4, 10, 15]
    applications = document.tables[1].rows
    values = [[c for c in row if c.column >= 3] for row in applications[3:]]
    assert len(values) == 23
    assert all([c.column for c in row] == list(range(3, 10)) for row in values)
    assert [c.column for c in document.tables[2].rows[-1]] == list(range(15))


@pytest.mark.skipif(not SEEDS, reason="no real reports beside the checkout: ../shared/seeds is absent")
def test_seed_cell_has_its_place():
    path = next(p for p in SEEDS if p.name.startswith("001"))
    row = extract(path.read_bytes(), Origin()).tables[1].rows[3]
    assert (row[1].column, row[1].row, row[1].text) == (3, 3, "4")


def test_a_short_row_that_a_program_fills_up_has_as_many_cells_as_before_whatever_its_label_spans():
    """The label is as wide as three columns and a value is lost: with the blanks of either side the row looks whole."""
    full = "| 三、 | （一）予以公开 |  | 3 | 0 | 0 | 0 | 0 | 0 | 3 |"
    short = "| 二、上年结转政府信息公开申请数量 |  |  | 22 | 0 | 5 | 0 | 27 |  |  |"
    told = "| 二、上年结转政府信息公开申请数量 |  |  | 22 |  | 5 | 0 | 27 |  |  |"
    open_ = "| 二、上年结转政府信息公开申请数量 |  |  | 22 | 0 | 5 | 0 | 28 |  |  |"
    rule = "|" + "---|" * 10
    head = "| 申请人情况 |  |  | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |"
    rows = common.texts(read("\n".join([head, rule, full, short, told, open_, full, full, full])).tables[0])
    assert rows[2][1:] == ["22", "0", "5", "0", "27"]
    assert rows[3][1:] == ["22", "", "5", "0", "27"]
    assert rows[4][1:] == ["", "", "22", "0", "5", "0", "28", "", ""], "no sum says that its end is filling"
    assert rows[1] == rows[5]


def test_quoted_lines_and_breaks_of_a_converter_are_no_text():
    document = read("> 一、总体情况\n> 正文<br/>二。\n>\n> | 行政<br>许可 | 3<br>4 |\n> |---|---|\n> | 其他 | 4 |\n")
    assert [p.text.strip() for p in document.paragraphs if p.text.strip()] == ["一、总体情况", "正文\n二。"]
    rows = [[t for t in row if t] for row in common.texts(document.tables[0]) if "---" not in row]
    assert rows == [["行政\n许可", "3\n4"], ["其他", "4"]]


@pytest.mark.parametrize(("label", "rest"), [("“规章”", 4), ("许可事项类别", 6)])
def test_columns_of_dashes_hold_quotes_of_two_columns_and_characters_of_one(label, rest):
    rule = "  ----------  -----\n"
    (table,) = read(f"{rule}  {label}{' ' * rest}12345\n  许可{' ' * (8 if rest == 4 else 10)}12346\n{rule}").tables
    assert common.texts(table) == [[label, "12345"], ["许可", "12346"]]


@pytest.mark.parametrize("lines", ["规章\t1\t2\n规范性文件\t3\t4\n\t{}\n本年没有。", "\t{}\n\t行政复议\n\t行政诉讼\n\n\t1\n\t2"])
def test_a_heading_behind_a_tab_is_no_cell(lines):
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    document = read(lines.format(heading))
    assert next(p.text.strip() for p in document.paragraphs) == heading
    assert heading not in {c.text for t in document.tables for c in t.cells()}


def test_where_a_cell_of_text_goes_on():
    assert goes_on("二十二个字的一半是十一", "重复申请", 22)
    assert not goes_on("二十二个字的一半是十一", "2.重复申请", 22)  # a label begins
    assert joined(["123", "45"], 4) is None  # two short numbers
    assert joined(["12345", "67"], 6) == "12345\n67"


_LINES = [["第一类", "1", "", "", "", "", "", "1"], ["第二类", "", "2", "", "3", "", "", "5"], ["第三类", *[""] * 7], ["第四类", "", "", "", "", "", "4", "4"],
          ["第五类", "", "", "", "", "", "", "0"]]
_OVER_THEM = ["甲", "乙", "丙", "丁", "戊", "己", "总计"]


def test_rows_of_lines_whose_empty_ones_are_cells():
    covered = [*_LINES[:2], ["", *_LINES[2]], *_LINES[3:]]
    document = read("\n".join(["示例报告第一段文字，后面是一张表格，其中一格一行。", *_OVER_THEM, *(t for row in covered for t in row), "", "后文。"]))
    assert common.texts(document.tables[0]) == [_OVER_THEM, *_LINES]
    assert [p.text for p in document.paragraphs][-1] == "后文。"


@pytest.mark.parametrize("harm", ["a line less", "a line more", "another total", "values that are no sum", "an empty line behind each", "no empty line"])
def test_empty_lines_are_no_cells_where_their_number_leaves_a_doubt(harm):
    lines = [list(row) for row in _LINES]
    if harm == "a line less":
        del lines[1][1]
    elif harm == "a line more":
        lines[1].insert(1, "")
    elif harm == "another total":
        lines[3] = ["第四类", "4", "", "", "", "4", "", ""]
    elif harm == "values that are no sum":
        lines[1][-1] = lines[3][-1] = "9"
    elif harm == "an empty line behind each":
        lines = [[part for text in row if text for part in (text, "")] for row in lines]
    elif harm == "no empty line":
        lines = [[text or "0" for text in row] for row in lines]
    assert not read("\n".join([*_OVER_THEM, *(t for row in lines for t in row), "后文。"])).tables


def test_tabs_on_lines_of_their_own_part_cells():
    assert [p.text for p in read("\n\t\n".join(["信息内容", "制发", "规章", "1", "规范性文件", "2"])).paragraphs] == [
        "信息内容", "制发", "规章", "1", "规范性文件", "2"]


def test_a_caption_behind_a_tab_is_of_the_rows_below():
    assert common.texts(read("\t第二十条第（一）项\n\t信息内容\t制发\t废止\n\t规章\t1\t2\n").tables[0]) == [
        ["第二十条第（一）项"], ["信息内容", "制发", "废止"], ["规章", "1", "2"]]


def test_a_tab_behind_each_cell():
    assert common.texts(read("行政复议\t行政诉讼\t\n维持\t纠正\t总计\t\n\t4\t4\t\n").tables[0]) == [["行政复议", "行政诉讼"], ["维持", "纠正", "总计"], ["", "4", "4"]]


def test_rows_without_bars_at_their_ends_may_begin_with_a_blank():
    assert common.texts(read(" | 类 | 数\n---|---|---\n | 规章 | 1\n合计 | | 2\n").tables[0]) == [["", "类", "数"], ["", "规章", "1"], ["合计", "", "2"]]


def test_no_label_goes_on_with_the_numeral_of_the_next():
    assert not goes_on("同一热点或舆情计1次）", "（二）通过不同渠道", 24)
    assert goes_on("（本表所列为第二十条第", "（一）项", 24)


@pytest.mark.parametrize("parted", ["\t", ","])
def test_a_field_without_end_is_too_large_and_no_defect(parted):
    with pytest.raises(ReadError) as caught:
        extract(f'label{parted}"{"x" * 201_000}\ny"{parted}1\n'.encode(), Origin())
    assert caught.value.kind == "too_large"


@pytest.mark.parametrize("parted", ["\t", ","])
def test_a_field_in_quotation_marks_over_several_lines(parted):
    rows = [["信息内容", "制发", "废止"], ['"规章""类""\n（一）"', "1", '"1,234"'], ["规范性文件", '"2\n"', ""]]
    document = read("\n".join(['"示例"报告', *map(parted.join, rows), '引"文，后文。']))
    assert common.texts(document.tables[0])[1:] == [['规章"类"\n（一）', "1", "1,234"], ["规范性文件", "2\n", ""]]
    assert [p.text for p in document.paragraphs] == ['"示例"报告', '引"文，后文。']


def test_a_paragraph_a_cell_as_browsers_copy_it():
    rows = [[row[0], *(text or "\u00a0" for text in row[1:])] for row in _LINES]
    document = read("\n".join(part for row in [["示例报告第一段文字，后面是一张表格，其中一格一行。"], _OVER_THEM, *rows, ["后文。"]] for text in row for part in (text, "")))
    assert common.texts(document.tables[0]) == [_OVER_THEM, *_LINES]


def test_a_lone_word_behind_a_tab_heads_the_rows_below_it():
    assert common.texts(read("\t申请人情况\n自然人\t总计\n一、新收\t1\t2\n").tables[0])[1:] == [["自然人", "总计"], ["一、新收", "1", "2"]]


def test_two_tabs_between_cells_are_one():
    rows = "标题\n信息内容\t\t制发\t\t废止\n规章\t\t1\t\t2\n规范性文件\t\t\t\t3\n"
    assert common.texts(read(rows).tables[0]) == [["信息内容", "制发", "废止"], ["规章", "1", "2"], ["规范性文件", "", "3"]]
    assert common.texts(read(rows + "行政许可\t4\t\t\n").tables[0])[1] == ["规章", "", "1", "", "2"]


@pytest.mark.parametrize("between", ["\t", " | "])
def test_rows_of_blanks_are_the_space_between_rows(between):
    gap = between.join(["    "] * 3)
    rows = [between.join(row) for row in (["信息内容", "制发", "废止"], ["规章", "1", "2"], ["规范性文件", "", "3"])]
    assert [row[0].text.strip() for row in read("\n".join(f"{row}\n{gap}" for row in rows)).tables[0].rows] == ["信息内容", "规章", "规范性文件"]


def test_blank_row_is_kept_where_no_other_says_a_number():
    assert len(read("结果维持\t结果纠正\t总计\n\t\t\n").tables[0].rows) == 2


def test_table_run_on_in_one_line_is_its_words():
    """As Markdown has a table that stands in the cell of another: its rows end with no line."""
    rows = [["信息内容", "制发", "废止", "有效"], ["规章", "1", "2", "3"], ["规范性文件", "4", "5", "6"]]
    inner = " ".join(f"| 第二十条第（{n}）项 | | | | " + " ".join(f"| {' | '.join(row)} |" for row in rows) for n in "一五六")
    blocks = read(f"|  |  |\n| --- | --- |\n| {'|  ' * 300}| | --- | --- | {inner} |\n后文").blocks
    words = [b.text for b in blocks if isinstance(b, Paragraph)]
    assert words[2:12] == ["第二十条第（一）项", "信息内容", "制发", "废止", "有效", "规章", "1", "2", "3", "规范性文件"]
    assert words[-1] == "后文"


def test_bar_of_the_table_around_is_none_of_the_header():
    document = read("二、主动公开\n\n| 信息内容| 制发  \n---|---  \n规章| 1| 2  \n规范性文件| 3| 4  \n")
    assert common.texts(document.tables[0])[1:] == [["规章", "1", "2"], ["规范性文件", "3", "4"]]


@pytest.mark.parametrize("row", [
    "|     | 1.属于国家秘密 |     | 5   | 1   |     | 2   | 3   | 4 6 | 21  |",
    "|     | 1.属于国家秘密 |     | 5   | 1   |     | 2   | 3   | 4   | 6   | 21  |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
])
def test_columns_guessed_from_words_are_no_cells(row):
    document = read("\n".join(["| 信息内容 | | 制发 |\n| --- | --- | --- |", *["2.其他法律行政法规禁", row, "止公开"] * 4]))
    assert not document.tables
    assert [p.text.split() for p in document.paragraphs[-2:]] == [["1.属于国家秘密", "5", "1", "2", "3", "4", "6", "21"], ["止公开"]]


def test_a_short_line_that_repeats_its_label_is_a_row():
    """As scripts write what is merged: each cell of it anew."""
    rows = [["一、本年新收政府信息公开申请数量"] * 3 + ["1", "2"], ["三\n、\n果", "（一）予以公开", "（一）予以公开", "3", "4"]]
    assert common.texts(read("\n".join(map("\t".join, rows))).tables[0]) == rows
    assert common.texts(read("\n".join(map(" | ".join, rows))).tables[0]) == rows


def test_the_page_in_a_cell_of_a_table_is_no_cell():
    page = ["\t栏目", "年报", "\t某局2024年政府信息公开工作年度报告", *("　　示例段落，说明这一年的工作，共计若干件次，均已按期办理完毕并公布。" for _ in range(9))]
    document = read("\n".join([*page, "\t统计指标", "\t单位", "", "\t申请数", "\t3", ""]))
    assert [common.texts(t) for t in document.tables] == [[["栏目\n年报"]], [["统计指标", "单位"], ["申请数", "3"]]]
    assert [p.text.strip()[:3] for p in document.blocks if isinstance(p, Paragraph)][:2] == ["某局2", "示例段"]


def test_the_words_of_a_sheet_behind_its_empty_columns_are_paragraphs():
    words = ["某局2024年政府信息公开工作年度报告", "一、总体情况", "2023年收到申请1件。", "其余从略"]
    document = read("\n".join(["封面", *(f"\t\t\t{line}" for line in words), "", "表一", "\t\t\t规章\t1\t2", "\t\t\t规范性文件\t3\t4"]))
    assert [p.text.strip() for p in document.blocks if isinstance(p, Paragraph)] == ["封面", *words, "表一"]
    assert len(document.tables) == 1


@pytest.mark.parametrize("heading", ["三、收到和处理政府信息公开申请情况", "3.收到和处理政府信息公开申请情况", "（三）收到和处理政府信息公开申请情况"])
def test_a_heading_ends_the_rows_of_a_sheet_and_its_width(heading):
    sheet = [["前文"], ["规章", "1", "2"], ["文件", "3", "4"], [heading], ["", "自然人", "企业", "总计"], ["新收", "1", "2", "3"], ["结转", "4", "5", "9"]]
    document = read("\n".join("\t".join([*row, *[""] * (7 - len(row))]) for row in sheet))
    assert [common.texts(t) for t in document.tables] == [sheet[1:3], sheet[4:]]


def test_prose_behind_a_tab_ends_the_rows_above_it():
    long = "本报告为示例，所列数据的统计期限自2024年1月1日起至2024年12月31日止，如有疑问请与本机关联系。"
    assert common.texts(read(f"\t规章\t1\t2\n\t文件\t3\t4\n\t{long}\n").tables[0]) == [["规章", "1", "2"], ["文件", "3", "4"]]


def test_a_row_of_numbers_may_stand_by_itself():
    assert common.texts(read("前文\n\t\t四、结转下年度继续办理\t3\t4\t7\n后文").tables[0]) == [["", "四、结转下年度继续办理", "3", "4", "7"]]


def test_a_numeral_of_figures_begins_a_label_too():
    (found,) = read("\t4.重复\t1\t2\n\t5.要求行政机关确认或重新出具\n已获取信息\t3\t4\n").tables
    assert common.texts(found) == [["4.重复", "1", "2"], ["5.要求行政机关确认或重新出具\n已获取信息", "3", "4"]]


@pytest.mark.parametrize("end", ["\n\n", "\r\r\n"])
def test_two_ends_to_each_line_are_one(end):
    text = "前文\n\t信息内容\n\t数量\n\n\t规章\n\t3\n\n\n后文"
    assert read(text.replace("\n", end)).blocks == read(text).blocks


def test_cells_a_line_without_the_empty_lines_between_rows_are_lines():
    lines = [f"\t指标{n}\n\t件\n\t{n}" for n in range(1, 12)]
    assert not read("\n".join(["前文", *lines, "某局"])).tables
    assert len(read("\n\n".join(lines)).tables[0].rows) == 11


@pytest.mark.parametrize("apart", ["\n\n\n\n", "\n"])
def test_numbers_that_count_on_part_pages(apart):
    pages = ["\n".join([*(f"第{n}页的第{k}行，示例文字" for k in range(20)), str(n)]) for n in (1, 2, 3)]
    document = read(apart.join(pages))
    assert document.pages == 3
    assert [p.page for p in document.paragraphs if p.text.isdecimal()] == [1, 2, 3]


@pytest.mark.parametrize("numbers", [(1, 3), (2, 1), (1, 2, 2), (7,)])
def test_other_numbers_part_none(numbers):
    lines = "\n".join("示例文字" for _ in range(20))
    assert read("\n".join(f"{lines}\n{n}" for n in numbers) + "\n后文").pages is None
    assert read("前文\n一\n1\n二\n2\n后文").pages is None, "too near one another"
    assert read("\n".join(f"{lines}\n{n}\n7" for n in (1, 2))).pages is None, "values below one another"


def _lines(text: str) -> list[str]:
    return [b.text for b in read(text).blocks if isinstance(b, Paragraph)]


def test_numbers_on_lines_of_their_own_amid_a_sentence():
    assert _lines("全年收到申请\n12\n件，其中网上\n9\n件；政策解读\n3\n篇。\n") == ["全年收到申请12件，其中网上9件；政策解读3篇。"]
    assert _lines("数据的统计，自\n2021\n年\n1\n月\n1\n日起至年底。\n") == ["数据的统计，自2021年1月1日起至年底。"]
    assert _lines("满意率\n\n98.5\n\n%，比例最高。\n") == ["满意率98.5%，比例最高。"]


def test_a_heading_above_a_sentence_that_begins_with_a_number_stays_a_line():
    assert _lines("一、总体情况\n2021\n年，我局认真公开。\n") == ["一、总体情况", "2021年，我局认真公开。"]
    assert _lines("总体情况\n2021\n年，我局认真公开。\n") == ["总体情况", "2021年，我局认真公开。"]


@pytest.mark.parametrize("text", ["总计\n12\n件\n3", "总计\n12\n个别单位认识不足，", "总计\n12\n日常工作中，", "合计\n0\n月，"])
def test_numbers_that_no_sentence_goes_on_from_stay_lines(text):
    assert _lines(text) == text.split("\n")


@pytest.mark.parametrize("lines", [
    ["出台文件15件,废止8件,现行有效76件。", "收到申请23件,办结21件,结转2件。"],
    ["发布解读7篇,举办新闻发布会2场,在线访谈", "1期,征集意见9次,收到建议43条,均已答"],
])
def test_the_commas_of_sentences_part_no_cells(lines):
    assert _lines("\n".join(lines)) == lines
