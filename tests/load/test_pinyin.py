"""Names are found as they are typed in Latin letters, in the index and by the portal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import pinyin
from etl.load import Writer
from etl.load.schema import SEARCH
from etl.load.search import rebuild_search
from tests.load.reports import origin, outcome, report


@pytest.mark.parametrize(("name", "letters"), [
    ("力洋镇", "lyz"), ("力洋镇", "liyangzhen"), ("宁海县力洋镇人民政府", "liyang"), ("宁海县力洋镇人民政府", "nhx"), ("重庆市", "cqs"),
    ("长沙市", "changsha"), ("厦门市", "xiamen"), ("六安市", "luan"), ("乐山市", "leshan"), ("示例县（区）审计局", "sjj"), ("绿春县", "lvchun"),
])
def test_names_are_met(name: str, letters: str) -> None:
    assert pinyin.meets(name, letters)
    assert any(token.startswith(letters) for token in pinyin.tokens(name))


@pytest.mark.parametrize(("name", "letters"), [("力洋镇", "iyang"), ("力洋镇", "lz"), ("示例县（区）审计局", "qsj"), ("ABC", "abc"), ("", "a")])
def test_names_are_not_met_by_anything(name: str, letters: str) -> None:
    assert not pinyin.meets(name, letters)


@pytest.mark.parametrize(("text", "letters"), [
    ("lyz", "lyz"), (" Li Yang Zhen ", "liyangzhen"), ("xi'an", "xian"), ("lüchun", "lvchun"), ("复议", None), ("", None), ('l"yz', None),
    ("a" * 500, None), ("2023", None),
])
def test_what_may_be_pinyin(text: str, letters: str | None) -> None:
    assert pinyin.typed(text) == letters


@given(st.text(max_size=40))
def test_any_name_gives_plain_tokens(name: str) -> None:
    assert all(token.isascii() and token.isalpha() for token in pinyin.tokens(name))


def test_the_index_of_authorities_holds_them_and_forgets_them(db) -> None:
    def found(letters: str) -> list[str]:
        return [n for (n,) in db.execute(
            "SELECT name FROM agencies WHERE fts_id IN (SELECT rowid FROM agencies_fts WHERE agencies_fts MATCH ?)", (f'{{name}} : "{letters}"*',))]

    writer = Writer(db)
    name = report().identity.publisher
    writer.load(outcome(report()), origin(), "text/html", 1)
    letters = pinyin.tokens(name)[0]
    assert found(letters) == [name]
    rebuild_search(db, [index for index in SEARCH if index.spelt])
    assert found(letters) == [name]
    assert found("zzzz") == []
