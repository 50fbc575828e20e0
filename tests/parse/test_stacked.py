"""Rows of a group that are one row of a page's table, a line each."""

from __future__ import annotations

import pytest

from etl.documents import Cell, Document, Table
from etl.parse.stacked import unstack

LABEL = "1.本机关不掌握相关政府\n信息\n2.没有现成信息需要另行\n制作\n3.补正后申请内容仍不明\n确"


def stacked(label: str, *values: str) -> Document:
    row = tuple(Cell(text, 0, i, bbox=(60.0 * i, 0.0, 60.0 * i + 60, 90.0)) for i, text in enumerate((label, *values)))
    return Document("application/pdf", (Table(0, (row,)),), "pdfium")


def test_lines_that_the_page_broke_are_one_label():
    (table,) = unstack(stacked(LABEL, "3\n1\n2", "4\n5\n6")).tables
    assert [[c.text for c in row] for row in table.rows] == [
        ["1.本机关不掌握相关政府信息", "3", "4"], ["2.没有现成信息需要另行制作", "1", "5"], ["3.补正后申请内容仍不明确", "2", "6"],
    ]


def test_columns_that_are_a_cell_each_have_their_headings_on_top():
    columns = "信息内容\n规章\n行政规范性文件", "本年制发件数\n1\n2", "本年废止件数\n3\n4"
    (table,) = unstack(Document("text/html", (Table(0, (tuple(Cell(text, 0, i) for i, text in enumerate(columns)),)),), "lxml")).tables
    assert [[c.text for c in row] for row in table.rows] == [
        ["信息内容", "本年制发件数", "本年废止件数"], ["规章", "1", "3"], ["行政规范性文件", "2", "4"],
    ]


@pytest.mark.parametrize("values", [("3\n1\n2", "4\n5"), ("3\n1", "4\n5"), ("3", "4")])
def test_fewer_numbers_than_labels_are_left(values):
    document = stacked(LABEL, *values)
    assert unstack(document) == document


def across_pages(above: tuple[str, ...], below: tuple[str, ...]) -> Document:
    rows = [tuple(Cell(text, i, j, page=i + 1, bbox=(10.0 * j, 10.0, 10.0 * j + 10, 20.0)) for j, text in enumerate(texts)) for i, texts in enumerate((above, below))]
    return Document("application/pdf", (Table(0, tuple(rows)),), "pdfium")


def test_header_torn_by_a_page_s_end_is_one_row():
    (table,) = unstack(across_pages(("结\n果", "其\n他", "", "总\n计"), ("维\n持", "结\n果", "尚未审结", ""))).tables
    assert [[(c.text, c.rowspan) for c in row] for row in table.rows] == [
        [("结\n果维\n持", 2), ("其\n他结\n果", 2), ("尚未审结", 2), ("总\n计", 2)], [],
    ]


@pytest.mark.parametrize(("above", "below"), [
    (("结果", "维"), ("行政许可", "")), (("行政许可", "122"), ("行政处罚", "5")), (("结果", "维"), ("规章", "3")), (("结果", "维"), ("纠正", "持")),
    (("行政许可", "5"), ("行政处罚", "")), (("", "5"), ("行政处罚", "3")), (("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "45"), ("上年同期", "545")), (("（五）不予处理", "", "6"), ("", "2.重复申请", "")),
])
def test_rows_below_a_page_s_end_that_end_none_above_are_left(above, below):
    document = across_pages(above, below)
    assert unstack(document) == document


@pytest.mark.parametrize(("above", "below"), [
    (("", "0", "3"), ("4.无正当理由大量\n反复申请", "", "")), (("", "件", "93"), ("（三）接受培训\n人员数", "", "")),
    (("2.其他", "", "12"), ("法律行政法规禁止公开", "", "")), (("其\n中：1.涉", "件", "1"), ("及国家秘密", "", "")),
    (("2.没有现成信息", "", ""), ("需要另行制作", "", "7")),
    (("1.信", "8912", "1945"), ("访举\n报投\n诉类\n申请", "", "2")),
    (("（四）无法提供", "", "103"), ("", "1.本机关不掌握\n相关政府信息", "")),
])
def test_numbers_on_one_side_of_a_page_s_end_are_of_the_label_below_it_or_on_both_sides(above, below):
    (table,) = unstack(across_pages(above, below)).tables
    assert [c.text for c in table.rows[0]] == [a + b for a, b in zip(above, below, strict=True)]
    assert [c.page for c in table.rows[0]] == [1 if a or not b else 2 for a, b in zip(above, below, strict=True)], "where they are seen"


def test_group_that_goes_on_over_two_pages_is_one():
    """With a row torn at either end."""
    rows = [
        [("三、", 1, 0), ("1.信访举报", 1, 1), ("7", 1, 2)], [("本年度办理结果", 2, 0), ("投诉类申请", 1, 1), ("", 1, 2)], [("2.重复", 1, 1), ("8", 1, 2)],
        [("", 1, 0), ("申请", 1, 1), ("", 1, 2)],
    ]
    cells = [tuple(Cell(text, i, at, span, page=(1, 2, 2, 3)[i], bbox=(10.0 * at, 10.0, 10.0 * at + 10, 20.0)) for text, span, at in row) for i, row in enumerate(rows)]
    (table,) = unstack(Document("application/pdf", (Table(0, tuple(cells)),), "pdfium")).tables
    assert [[(c.text, c.rowspan) for c in row] for row in table.rows] == [
        [("三、本年度办理结果", 4), ("1.信访举报投诉类申请", 2), ("7", 2)], [], [("2.重复申请", 2), ("8", 2)], [],
    ]
