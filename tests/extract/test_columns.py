"""Prose in columns is read down, not across."""

from __future__ import annotations

import pytest

from etl.extract.pages import paged
from etl.extract.pages.layout import Glyph

LEFT = ["　　本年公开信息九百条，", "其中政策文件四十件，并对", "重点内容作了解读说明供查", "阅。", "　　全年受理申请共八件，"]
RIGHT = ["全部按期办结，没有引发复", "议和诉讼，申请人表示满意", "　　举办培训三期，参加的", "人员九十名，网站栏目随之", "更新。"]


def _page(lines: list[tuple[float, float, str]], tables: list | None = None) -> list[str]:
    """The lines of a page from those drawn there, each at its left end and top; a character is 10 wide and high."""
    glyphs = [Glyph(char, x + 10 * i, top, x + 10 * i + 10, top + 10) for x, top, text in lines for i, char in enumerate(text)]
    page = paged.page(1, paged.Sheet(600, 800, glyphs, tables or [], ()))
    return [part.text for part in page.parts if isinstance(part, paged.TextLine)]


def _column(x: float, top: float, texts: list[str]) -> list[tuple[float, float, str]]:
    return [(x, top + 16 * i, text) for i, text in enumerate(texts)]


@pytest.mark.parametrize("off", [0, 4, 8])
def test_columns_are_read_one_after_the_other(off):
    """Also where their lines are not level."""
    shown = _page([(120, 20, "示例局年度报告在版心上方通栏排"), *_column(40, 60, LEFT), *_column(180, 60 + off, RIGHT), (40, 160, "四、其他事项，本行又是通栏排的文字内容")])
    assert "".join(shown[1:-1]).replace(" ", "") == "".join(LEFT + RIGHT).replace("　", "")


def test_heading_over_both_columns_parts_them():
    above, below = _column(40, 20, LEFT) + _column(180, 20, RIGHT), _column(40, 132, LEFT) + _column(180, 132, RIGHT)
    shown = _page([*above, (40, 108, "　　二、公开情况"), *below])
    assert "".join(shown).replace(" ", "") == "".join([*LEFT, *RIGHT, "二、公开情况", *LEFT, *RIGHT]).replace("　", "")


def test_table_across_the_page_parts_columns():
    cells = [[(40, 104, 180, 120), (180, 104, 300, 120)]]
    shown = _page([*_column(40, 20, LEFT), *_column(180, 20, RIGHT), *_column(40, 132, LEFT), *_column(180, 132, RIGHT)], cells)
    assert "".join(shown).replace(" ", "") == "".join([*LEFT, *RIGHT] * 2).replace("　", "")


@pytest.mark.parametrize("values", [["12", "7", "0", "103", "5"], ["件", "条", "次", "人", "万元"]])
def test_labels_and_their_values_stay_in_one_line(values):
    """A table without rulings."""
    labels = ["按时办结的公开申请数量", "延期办结的公开申请数量", "政府公报公开信息的数量", "政务微信公开信息的数量", "从事公开工作人员的数量"]
    assert _page(_column(40, 60, labels) + _column(180, 60, values)) == [f"{a}   {b}" for a, b in zip(labels, values, strict=True)]
