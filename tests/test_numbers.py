"""The reader of cells: four states, nothing guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.numbers import in_yuan, read_cell
from etl.report import State

SPACES = st.text(alphabet=" \t\u00a0\u3000\u200b\n", max_size=3)


@pytest.mark.parametrize(("text", "value", "unit"), [
    ("0", 0, None), (" 0\xa0", 0, None), ("16.877万元", 16.877, "万元"), ("251000元", 251000, "元"), ("减4", -4, None),
    ("增4", 4, None), ("+1036", 1036, None), ("-8", -8, None), ("－8", -8, None), ("1,234", 1234, None), ("1，234", 1234, None),
    ("１２", 12, None), ("〇", 0, None), ("3条", 3, "条"), ("12（含上年结转）", 12, None), ("1.2亿元", 1.2, "亿元"), ("２．０２", 2.02, None),
    ("3（件）", 3, "件"), ("1.5万件", 15000, "件"), ("206万", 206, "万元"), ("下降2", -2, None), ("↓ 2", -2, None), ("↑3", 3, None), ("±0", 0, None),
    ("三件", 3, "件"), ("一百零五件", 105, "件"), ("二十三条", 23, "条"), ("零件", 0, "件"), ("负3", -3, None), (".5", 0.5, None),
    ("'12", 12, None), ("共12件", 12, "件"), ("12\u00a0345", 12345, None), ("1\u202f234\u202f567", 1234567, None), ("2\u2009536件", 2536, "件"),
    ("￥12.34", 12.34, "￥"), ("¥1,200", 1200, "￥"), ("人民币3.5万元", 3.5, "万元"), ("RMB 12元", 12, "元"), ("500元整", 500, "元"),
])
def test_numbers(text, value, unit):
    reading = read_cell(text)
    assert (reading.state, reading.value, reading.unit) == (State.NUMBER, value, unit)


@pytest.mark.parametrize("text", ["", " ", "\u3000\u3000", "\xa0", "\n", "\u200b"])
def test_blank(text):
    assert read_cell(text).state is State.BLANK
    assert read_cell(text).printed == ""


@pytest.mark.parametrize("text", ["/", "／", "-", "—", "--", "——", "⸺", "⸻", "无", "无。", "\\", "N/A", "不适用", "╱", "∕", "……", "暂无", "（无）", "无数据", "没有", "不涉及"])
def test_not_applicable(text):
    assert read_cell(text).state is State.NOT_APPLICABLE
    assert read_cell(text).value is None


@pytest.mark.parametrize("text", ["约3", "100余", "12 34", "1,23", "1.2.3", "三", "l", "见附件", "33%", "2020年", "1-2", "*3", "0 0", "(3)", "<1", "3/4", "一二件", "一百五件", "12 345", "1 234 567", "①5", "①", "5²3", "5₂3", "1\u00a023", "1\u00a02345", "01\u00a0234",
    "— 3", "- 3", "1. 5", "1 .5", "3, 45", "3, 4567", "0, 456", "3,456 ,789", "1,000, 100", "1, 000,100", "3 ,456", "0,123", "12\u2003345", "12\u2002345", "一类", "三期", "12\n34", "398\n5", "17,\n89", "0,\n123", "1234\n5678", "1234\n12\n3", "0\n0\n0", "3\n4", "12\u00a0345\u00a067", "12\u00a0345 678", "3 件 5"])
def test_unreadable(text):
    assert read_cell(text).state is State.UNREADABLE
    assert read_cell(text).printed == text


def test_mended_readings_say_so():
    assert read_cell("O").value == 0
    assert read_cell("O").note
    assert read_cell("398575\n8").value == 3985758
    assert read_cell("398575\n8").note
    assert read_cell("3\n9\n8").value == 398
    assert read_cell("1,234,\n567").value == read_cell("1，\n234，567").value == 1234567
    assert read_cell("17,\n898").note
    assert read_cell("1, 726").value == read_cell("1， 726").value == 1726
    assert read_cell("1, 726").note
    assert read_cell("—3").value == -3
    assert read_cell("—3").note
    assert read_cell("12\u00a0345").note
    assert read_cell("3").note is None


@given(st.integers(0, 10**12), SPACES, SPACES)
def test_integers_round_trip(number, left, right):
    for text in (str(number), f"{number:,}", "".join(chr(ord(c) + 0xFEE0) for c in str(number))):
        reading = read_cell(left + text + right)
        assert (reading.state, reading.value, type(reading.value)) == (State.NUMBER, number, int)


@given(st.integers(-10**9, 10**9), st.integers(0, 4), st.sampled_from(["元", "万元", "亿元", "千元"]))
def test_amounts_round_trip(number, places, unit):
    amount = Decimal(number).scaleb(-places)
    reading = read_cell(f"{amount:f}{unit}")
    assert Decimal(str(reading.value)) == amount
    assert reading.unit == unit
    factor = {"元": 1, "千元": 1000, "万元": 10000, "亿元": 10**8}[unit]
    assert Decimal(str(in_yuan(reading.value, unit))) == amount * factor


@given(st.text(max_size=40))
def test_any_text_is_read_and_kept(text):
    reading = read_cell(text)
    assert reading.printed in text
    assert (reading.value is None) == (reading.state is not State.NUMBER)


PRINTED = st.one_of(
    st.integers(0, 10**7).map(str), st.integers(1000, 10**7).map(lambda n: f"{n:,}"), st.sampled_from(["3.5", "12件", "-4", "减4", "/", "—", "-", "１２", "0"]),
)


@given(PRINTED, st.sampled_from([" ", "  ", "\t", "\u3000", "\u2002", "\u2003", " \t ", "，", ", ", "、", " / ", "|", ";"]), PRINTED)
def test_two_numbers_are_never_one(left, gap, right):
    """But for a comma before a group of three digits, which is how thousands are printed, and marks that say nothing."""
    if gap == "，" and left.lstrip("-减")[:1] != "0" and len(right) >= 3 and right[:3].isdecimal() and not right[3:4].isdecimal():
        return
    if gap == ", " and left.isdecimal() and left[0] not in "0０" and len(left) <= 3 == len(right) and right.isdecimal():
        return
    reading = read_cell(f"{left}{gap}{right}")
    if any(c.isdecimal() for c in left) or any(c.isdecimal() for c in right):
        assert reading.state is State.UNREADABLE
    else:
        assert reading.state is not State.NUMBER


def test_a_missing_unit_is_not_guessed():
    assert in_yuan(41, None) is None
    assert in_yuan(41, "件") is None
