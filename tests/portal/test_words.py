"""Codes in words, and workbooks."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from etl.load import schema
from portal.app import Portal
from portal.words import WORDS, kind_of, word
from portal.xlsx import workbook
from tests.portal.asking import ask
from tests.portal.conftest import Home


def read(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_every_code_that_a_column_may_hold_has_its_words() -> None:
    known = 0
    for table in schema.TABLES:
        for column in table.columns:
            kind = kind_of(table.name, column.name)
            if kind and column.one_of:
                assert set(column.one_of) <= set(WORDS[kind]), (table.name, column.name)
                known += 1
    assert known >= 10


def test_words_in_both_languages() -> None:
    assert word("level", "department", "zh") == "部门"
    assert word("level", "department", "en") == "department"
    assert word("level", None, "zh") == "不明"
    assert word("level", "new-code", "en") == "new-code"


def test_tables_and_facets_speak_the_language(portal: Portal) -> None:
    chinese, english = ask(portal, "/gongkai/findings").text, ask(portal, "/gongkai/findings?lang=en").text
    assert '<span title="source">出在原文</span>' in chinese
    assert '<span title="source">in the document itself</span>' in english
    assert ">出在原文</a>" in chinese


@pytest.mark.parametrize(
    ("text", "shown"),
    [("甲 & <乙>", "甲 & <乙>"), ('"', '"'), ("\x00\x0b文", "文"), (" 空 ", " 空 "), ("=1+1", "=1+1")],
)
def test_texts_come_back_from_a_workbook(text: str, shown: str) -> None:
    assert read(workbook(["甲"], [[text]])) == [["甲"], [shown]]


def test_numbers_and_nothing() -> None:
    assert read(workbook(["a", "b", "c"], [[1, None, 16.877], [0, "x", float("nan")]])) == [
        ["a", "b", "c"], [1.0, "", 16.877], [0.0, "x", "nan"]]
    assert read(workbook(["a"], [[2**60]]))[1] == [str(2**60)]


def test_any_table_or_query_as_a_workbook(home: Home, portal: Portal) -> None:
    rows = read(ask(portal, "/gongkai/reports.xlsx?_size=max").content)
    assert len(rows) == 1 + len(home.expected)
    refusals = read(ask(portal, "/gongkai/refusals.xlsx").content)
    assert refusals[0][0] == "agency"
    assert ask(portal, "/gongkai.xlsx?sql=select+1+as+a").headers["content-disposition"] == 'attachment; filename="query.xlsx"'
