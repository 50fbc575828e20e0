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
