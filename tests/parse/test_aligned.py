"""Rows with blank cells in text that keeps the columns of its page in spaces."""

from __future__ import annotations

import pytest

from etl.documents import Document, Paragraph
from etl.forms import APPLICATIONS, load
from etl.parse.stream import tabulate
from etl.parse.tables import read_tables

_FORM = load("2021").table(APPLICATIONS)
assert _FORM is not None
_LABELS = {row.code: row.label for row in _FORM.rows if row.role == "data" and row.official}
_HEADER = f"{'':40}自然人  商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"
_FIRST = f"{12:>8}"
Printed = dict[str, tuple[str, ...]]


def rows() -> Printed:
    """Every row full but two: one with three values, one with its total left out."""
    numbers = {code: tuple(str(100 + 7 * n + k) for k in range(7)) for n, code in enumerate(_LABELS)}
    return numbers | {"granted": (_FIRST.strip(), "", "", "7", "", "", "19"), "denied_state_secret": ("5", "41", "", "9", "8", "2", "")}


def lines(printed: Printed) -> list[str]:
    return [f"{_LABELS[code]:<40}" + "".join(f"{value:>8}" for value in row) for code, row in printed.items()]


def read(*text: str) -> dict[tuple[str, str], str]:
    document = Document("text/plain", tuple(Paragraph(line.rstrip(), 1) for line in ("申请人情况", _HEADER, *text)), "text")
    return {(c.row, c.column): c.printed for c in read_tables(tabulate(document)).cells if c.value is not None or c.state == "blank"}


def placed(printed: Printed) -> dict[tuple[str, str], str]:
    assert _FORM is not None
    return {(code, column.code): value for code, row in printed.items() for column, value in zip(_FORM.columns, row, strict=True)}


def test_values_of_short_rows_stand_in_the_columns_of_the_full_ones():
    assert read(*lines(rows())) == placed(rows())


@pytest.mark.parametrize(("shift", "filled"), [(1, True), (4, False)])
def test_no_row_of_a_page_is_filled_where_one_of_its_values_stands_between_columns(shift, filled):
    text = [line.replace(_FIRST, f"{_FIRST.strip()}{'':{shift}}".rjust(8)) if line.startswith(_LABELS["granted"]) else line for line in lines(rows())]
    found = read(*text)
    assert not {k: v for k, v in found.items() if v != placed(rows())[k]}
    assert [key in found for key in (("granted", "natural_person"), ("denied_state_secret", "natural_person"))] == [filled, filled]


def test_a_row_over_two_lines_is_not_two_of_blanks():
    """Its first number stands a little higher than the others, beside another line of its label."""
    text = lines(rows())
    at = next(i for i, line in enumerate(text) if line.startswith("（二）部分公开"))
    first, others = text[at].rstrip()[-7 * 8 : -6 * 8], text[at].rstrip()[-6 * 8 :]
    text[at : at + 1] = ["（二）部分公开", f"{'（区分处理的，':<40}{first}", f"{'只计这一情形，':<48}{others}", "不计其他情形）"]
    assert not {k: v for k, v in read(*text).items() if v != placed(rows())[k]}


def test_a_word_among_the_values_is_no_blank():
    text = [line.replace(_FIRST, "    待查") if line.startswith(_LABELS["granted"]) else line for line in lines(rows())]
    assert ("granted", "natural_person") not in read(*text)


def test_nothing_is_filled_where_no_rows_are_full():
    printed = rows()
    text = [line if line.startswith(_LABELS["new_received"]) else line[:-8] for line in lines(printed)]
    assert {row for row, _ in read(*text)} <= {"new_received"}


def test_spaces_between_words_alone_are_no_columns():
    printed = dict.fromkeys(_LABELS, ("0",) * 7) | {"carried_forward": ("", "", "2", "3", "", "", "")}
    text = [" ".join((f"{_LABELS[code]:　<60}", *filter(None, row))) for code, row in printed.items()]
    assert not [value for (row, _), value in read(*text).items() if row == "carried_forward"]


def proactive(*text: str) -> dict[tuple[str, str, str], tuple[str, object]]:
    document = Document("text/plain", tuple(Paragraph(line, 1) for line in ("二、主动公开政府信息情况", *text)), "text")
    return {(c.table, c.row, c.column): (c.printed, c.value) for c in read_tables(tabulate(document)).cells}


def test_headings_that_narrow_cells_wrapped_stand_below_each_other():
    found = proactive(
        "        第二十条第（一）项", "    本年新 本年新 对外公", "信息内", "    制作数 公开数 开总数", " 容", "     量   量   量",
        "规章      2   7    23", "规范性文件   8   4   353",
        "        第二十条第（五）项", "    上一年", "信息内     本年增/ 处理决", "    项目数", " 容       减   定数量", "     量",
        "行政许可    371  -1   2807")
    assert [found["art20_1", "regulations", c][1] for c in ("made_this_year", "newly_disclosed_this_year", "total_disclosed")] == [2, 7, 23]
    assert [found["art20_5", "administrative_licensing", c][1] for c in ("items_last_year", "items_change", "decisions")] == [371, -1, 2807]


def test_a_heading_below_no_other_names_no_column():
    """制作数 stands between both of 本年新."""
    found = proactive("        第二十条第（一）项", "信息内容 本年新  本年新 对外公开总数量", "        制作数", "规章     2     7     23")
    assert not found


@pytest.mark.parametrize(("row", "penalties"), [("行政处罚   121 件  -4   833 件", (121, -4, 833)), ("行政处罚   121  件  -4   833", None)])
def test_the_word_for_what_a_number_counts_is_its_own_where_it_stands_close(row, penalties):
    found = proactive("    第二十条第（六）项", "信息内容   上一年项目数量  本年增/减  处理决定数量", row, "行政强制   237    -1   1898")
    read = [found["art20_6", "administrative_penalty", c][1] for c in ("items_last_year", "items_change", "decisions")]
    assert read == list(penalties or [None] * 3)


def test_a_numeral_ahead_of_its_rows_numbers_is_none_of_them():
    text = lines(rows())
    at = next(i for i, line in enumerate(text) if line.startswith("4.无正当理由"))
    text[at : at + 1] = ["        无正当理由大", f"{'4.':<40}{text[at][-56:]}", "        量反复申请"]
    assert read(*text) == placed(rows())
