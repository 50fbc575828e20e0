"""How bytes become characters."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extract import sniff
from etl.extract.encoding import decode

TEXT = "示例县政府信息公开工作年度报告：规章０件，㐂𠮷。"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_undeclared(charset):
    text = "<html>\n2023 " + TEXT if "16" in charset else TEXT
    assert decode(text.encode(charset)).text == text


#: Two in five of its characters are in GBK alone, as in any text in traditional characters; 着 is in Big5 as Hong Kong has it.
TRADITIONAL = "示例縣政府信息公開工作年度報告：本年度無規章，對外公開總數量不變，隨着條例實施，處理決定數量與上年持平。" * 3


@pytest.mark.parametrize("charset", ["big5hkscs", "gbk"])
def test_undeclared_in_traditional_characters(charset):
    assert decode(TRADITIONAL.encode(charset)).text == TRADITIONAL


def test_big5_as_browsers_mean_it():
    decoded = decode(TRADITIONAL.encode("big5hkscs"), "text/html; charset=big5")
    assert (decoded.text, decoded.warnings) == (TRADITIONAL, ())


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030", '"gb2312"'])
def test_gb_names_all_mean_gb18030(declared):
    decoded = decode(TEXT.encode("gb18030"), f"text/html; charset={declared}")
    assert (decoded.text, decoded.charset, decoded.warnings) == (TEXT, "gb18030", ())


def test_wrong_declaration_is_overridden_and_named():
    decoded = decode(TEXT.encode(), "text/html; charset=gb2312")
    assert (decoded.text, decoded.charset) == (TEXT, "utf-8")
    assert "gb18030" in decoded.warnings[0]
    assert decode(b"<meta charset=utf-8>" + TEXT.encode("gb18030"), markup=True).text.endswith(TEXT)


@pytest.mark.parametrize("markup", [
    b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', b"<META charset='gbk'>", b'<?xml version="1.0" encoding="GB2312"?>',
])
def test_markup_declares(markup):
    assert decode(markup + TEXT.encode("gb18030"), markup=True).charset == "gb18030"


def test_declaration_far_down_is_not_looked_for():
    assert decode(b" " * 5000 + b"<meta charset=big5>" + "中".encode(), markup=True).text.endswith("中")


def test_unknown_and_empty_declarations_do_no_harm():
    for header in ("text/html; charset=nonsense", "text/html; charset=", "charset", "", "text/html; charset=iso-8859-1"):
        assert decode(TEXT.encode(), header).text == TEXT


def test_lost_characters_are_counted():
    broken = TEXT.encode() + b"\xff\xff" + TEXT.encode()
    decoded = decode(broken)
    assert decoded.text.count("\ufffd") == 2
    assert "2 characters" in decoded.warnings[-1]


@given(st.binary(max_size=300), st.sampled_from([None, "text/html; charset=gbk", "text/html; charset=utf-16", "x; charset=base64"]))
def test_any_bytes_decode(data, header):
    assert isinstance(decode(data, header, markup=True).text, str)


def test_damaged_utf8_is_not_read_as_another_charset():
    data = TEXT.encode() * 20
    decoded = decode(data[1:-2], "text/html; charset=gbk")
    assert decoded.charset == "utf-8"
    assert TEXT in decoded.text


def test_bom_wins():
    assert decode(codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=gbk").text == TEXT


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_and_with_few_digits(charset):
    text = "示例县政府信息公开工作年度报告一、总体情况本机关依法公开政府信息，共收到申请三件\n" * 8
    assert decode(text.encode(charset)).text == text
    assert sniff(text.encode(charset)) == "text/plain"
