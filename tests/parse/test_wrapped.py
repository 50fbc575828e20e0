"""Plain lines of text: numbers that a narrow cell wrapped, and numbers that are words of a label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.documents import Document, Paragraph
from etl.forms import APPLICATIONS, REVIEW, newest
from etl.parse.stream.lines import lines_of
from etl.parse.stream.runs import Expected, runs_of, split_up
from etl.parse.stream.wrapped import unwrapped

_REQUESTS, _DISPUTES = newest(APPLICATIONS).columns, newest(REVIEW).columns


def read(text: str):
    return lines_of(Document("text/plain", tuple(Paragraph(line) for line in text.split("\n")), "text"))


def rows(text: str, columns=_REQUESTS) -> list[list[str]]:
    return [[t.text for t in line.tokens] for line in unwrapped(read(text), columns)]


@pytest.mark.parametrize(("text", "row"), [
    ("7717 2460 1580 1497 1825 1803 1688\n2", ["7717", "2460", "1580", "1497", "1825", "1803", "16882"]),
    ("（七）总计 1234\n5 10 20 30 40 50 1249\n5", ["（七）总计", "12345", "10", "20", "30", "40", "50", "12495"]),
    ("一、本年新收政府信息 7717 2460 1580 1497 1825 1803 1688\n公开申请数量 2",
     ["一、本年新收政府信息", "公开申请数量", "7717", "2460", "1580", "1497", "1825", "1803", "16882"]),
    ("1,072 169 126 110 124 108 1\n,709", ["1,072", "169", "126", "110", "124", "108", "1,709"]),
    ("（七）总计 3 948 3 021 10 20 30 1 000 8 029", ["（七）总计", "3948", "3021", "10", "20", "30", "1000", "8029"]),
])
def test_a_wrapped_number_is_put_together_where_the_sum_proves_it(text, row):
    assert rows(text) == [row]


@pytest.mark.parametrize("text", [
    "1 2 3 4 5 6 21\n7",  # a page's number behind a row that is whole
    "28 5 3 1 1 1 39\n0 0 0 0 0 0 0",  # two rows, and so would 280 50 30 10 10 10 390
    "3 948 3 021 10 20 30 1 000 8 030",  # no sum proves that 948 goes on from 3
    "3 948 0 0 0 0 0 3 0 0 0 0 0 0 948",  # two rows' numbers on a line: they need not be one row's
    "1 2 3 4 5 6 22\n7",  # neither with it nor without
    "1 0 0 0 0 0 0\n1 0",  # 0 begins no number that goes on
    "1 2 3 4 5 6 2\n1 8 8 8 8 8 8 48",  # another row's numbers follow
])
def test_what_no_sum_proves_stays_as_it_is(text):
    assert rows(text) == [line.split() for line in text.split("\n")]


def test_a_number_between_two_rows_is_a_pages_only_where_the_row_is_whole_without_it():
    expected = [Expected(row, _REQUESTS) for row in newest(APPLICATIONS).rows[:1]]
    for total, whole in (("21", True), ("20", False), ("2", False)):
        runs, _ = runs_of(read(f"一、本年新收政府信息公开申请数量 1 2 3 4 5 6 {total}\n9"))
        (run,) = split_up(runs, frozenset({expected[0].count}))
        assert (len(run.values) == 7) is whole


@pytest.mark.parametrize("rows", [
    ("28 5 3 1 1 1 39", "0 0 0 0 0 0 0"),
    ("7427 3235 3338 3654 3701 3185 2454", "162 256 263 141 120 219 1161"),  # a total cut short: glued together the two add up
])
def test_rows_that_are_whole_stay_apart_where_they_stand_one_above_the_other(rows):
    places = [(50.0 * k, 50.0 * k + 12) for k in range(7)]
    lines = [
        Paragraph(" ".join(row.split()), places=tuple((a, top, b, top + 10) for a, b in places))
        for top, row in zip((0.0, 20.0), rows, strict=True)
    ]
    found = unwrapped(lines_of(Document("application/pdf", tuple(lines), "pdfium")), _REQUESTS)
    assert [[t.text for t in line.tokens] for line in found] == [p.text.split() for p in lines]


def test_each_half_of_the_disputes_has_its_own_sum():
    text = "90 38 20 82 23\n0\n76 24 15 47 16\n2\n61 57 50 54 22\n2"
    below = "90 38 20 82 23 76 24 15 47 162 61 57 50 54 22\n0 2"
    assert rows(text, _DISPUTES) == rows(below, _DISPUTES) == [["90", "38", "20", "82", "230", "76", "24", "15", "47", "162", "61", "57", "50", "54", "222"]]


@given(st.lists(st.integers(0, 99_999), min_size=6, max_size=6), st.data())
def test_a_row_cut_anywhere_is_never_read_as_other_numbers(parts, data):
    whole = [str(n) for n in (*parts, sum(parts))]
    at = data.draw(st.integers(0, 6))
    cut = data.draw(st.integers(1, max(1, len(whole[at]) - 1)))
    pieces = [*whole[:at], whole[at][:cut] + "\n" + whole[at][cut:], *whole[at + 1:]]
    text = " ".join(pieces).replace("\n ", "\n")
    assert rows(text) in ([whole], [line.split() for line in text.split("\n") if line])


@pytest.mark.parametrize("text", [
    "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计\n1\n次）（单位：次）\n27",
    "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计 1 次） 27",
    "2018\n年行政检查\n27",
])
def test_a_number_among_the_words_of_a_label_is_no_value(text):
    assert [t.text for line in read(text) for t in line.tokens if t.is_value] == ["27"]


@pytest.mark.parametrize(("text", "values"), [
    ("信函申请数 件 1，\n769", ["1，769"]),
    ("网络申请数 件 574\n1,\n信函申请数 件\n769", ["574", "1,769"]),
    ("网络申请数\n1,\n信函申请数\n769", []),  # a speck behind 1, and the number of the next row
    ("网络申请数 1,\n信函申请数 769", []),
    ("规范性文件\n1, 12 2,\n234 345", ["1,234", "12", "2,345"]),
    ("规范性文件 1,\n12", []),  # what stands below is no rest of a number; alone it would be read without its beginning
    ("规范性文件 1, 2,\n234", []),
])
def test_a_number_torn_behind_its_comma_is_one_or_none(text, values):
    assert [t.text for line in read(text) for t in line.tokens if t.is_value] == values


def test_a_number_with_letters_for_digits_keeps_its_place_among_the_others():
    (line,) = read("（二）部分公开 2l5 0 0 l80 223 0 6l8")
    assert [t.text for t in line.tokens if t.is_value] == ["2l5", "0", "0", "l80", "223", "0", "6l8"]
    assert not [t for line in read("附表 1l\n第1l页 3") for t in line.tokens if t.text.endswith("l") and t.is_value]


@pytest.mark.parametrize(("text", "tokens"), [
    ("行政许可12", ["行政许可", "12"]),
    ("（七）总计3,948 1", ["（七）总计", "3,948", "1"]),
    ("二、上年结转政府信息公开申请数量5 6", ["二、上年结转政府信息公开申请数量", "5", "6"]),
    ("（四）政府信息公开专项经费（不包括编辑等方面的经费）万元7.3", ["（四）政府信息公开专项经费（不包括编辑等方面的经费）万元", "7.3"]),
    ("附表2 3", ["附表2", "3"]),
    ("本年投入万元7.3", ["本年投入万元7.3"]),
    ("第二十条第（一）项1", ["第二十条第（一）项1"]),
])
def test_a_number_glued_to_the_label_of_a_row_is_its_value(text, tokens):
    assert [t.text for line in read(text) for t in line.tokens] == tokens


@pytest.mark.parametrize(("text", "values"), [
    ("3.要求提供公\n开出版物\n无\n正当\n理由\n3", ["3"]),
    ("2.\n没有\n现成\n信息\n5", ["5"]),
    ("（四）\n无\n法提\n供", []),
    ("规章\n无\n规范性文件\n没有\n2", ["无", "没有", "2"]),
])
def test_a_word_of_a_label_on_a_line_of_its_own_says_nothing_of_a_figure(text, values):
    assert [t.text for line in read(text) for t in line.tokens if t.is_value] == values


@pytest.mark.parametrize(("text", "row"), [
    ("（一）予以公开 5 2 1 0 1 1\n      10", ["（一）予以公开", "5", "2", "1", "0", "1", "1", "10"]),  # nowhere else does the row add up
    ("（一）予以公开 5 2 1 0 1 10\n      1", ["（一）予以公开", "5 2 1 0 1 10 1"]),
    ("（一）予以公开 5 2 1 0\n   1   1    10", ["（一）予以公开", "5 2 1 0 1 1 10"]),
])
def test_numbers_set_a_line_lower_have_a_place_where_the_sum_alone_leaves_one(text, row):
    assert rows(text) == [row]


@pytest.mark.parametrize(("text", "row"), [
    ("一、本年新收    1173    3137   2341 2471 2508    2644    2483\n  公开申请数量   0                                        1",
     ["11730", "3137", "2341", "2471", "2508", "2644", "24831"]),
    ("一、本年新收    1787   1189   7449   118 1247    1039   2705\n               4      3                1      2     2",
     ["17874", "11893", "7449", "118", "12471", "10392", "27052"]),  # does not add up
])
def test_the_ends_of_numbers_below_them_in_spaced_text_are_theirs_where_the_row_adds_up(text, row):
    *parts, total = map(int, row)
    found = [t.text for line in unwrapped(read(text), _REQUESTS)[:1] for t in line.tokens if t.is_value]
    assert (found == row) == (sum(parts) == total)


def test_numbers_that_go_on_at_the_lines_beginning_keep_their_order():
    assert rows("（一）予以公开 5 2 1 0 1 10\n1") == [["（一）予以公开", "5", "2", "1", "0", "1", "10"], ["1"]]


@pytest.mark.parametrize("text", ["（七）总计 753 3 2 557 787 695 2\n       ，324 ，394 2，51", "       ，\n（七）总计 1 100 10 165 196 80 2"])
def test_a_row_whose_numbers_are_torn_at_their_commas_has_no_number(text):
    assert [len([t for t in line.tokens if t.is_value]) for line in unwrapped(read(text), _REQUESTS) if "总计" in line.text] == [1]


def test_a_row_that_adds_up_is_whole_whatever_is_torn_beside_it():
    assert rows("（七）总计 1 2 3 4 5 6 21\n       ，324")[0] == ["（七）总计", "1", "2", "3", "4", "5", "6", "21"]
