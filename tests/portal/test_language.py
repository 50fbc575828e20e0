from __future__ import annotations

import pytest

from portal.app import Portal
from portal.language import choose, half, preferred, short, spoken
from tests.portal.asking import ask


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", None), ("fr", None), ("en-US,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en;q=0.5, zh-Hans;q=0.9", "zh"),
        ("fr-FR, en;q=0.3", "en"), ("en;q=0", None), ("*;q=0.1,;;;", None),
    ],
)
def test_browser_preference(header: str, lang: str | None) -> None:
    assert preferred(header) == lang


def test_the_address_beats_the_cookie_beats_the_browser() -> None:
    assert choose("en", "zh", "zh") == "en"
    assert choose(None, "en", "zh") == "en"
    assert choose("xx", "yy", "zh-TW") == "zh"
    assert choose(None, None, "") == "zh"


def test_halves() -> None:
    assert half("甲：乙 | A: b", "en") == "A: b"
    assert half("甲", "en") == "甲"
    assert short("自然人：申请者 | Natural persons: who asks", "zh") == "自然人"
    assert short(None, "zh") == ""


def test_every_page_speaks_the_language_asked_for(portal: Portal) -> None:
    for path in ("/", "/search", "/gongkai", "/gongkai/reports", "/gongkai/sums", "/nothing-here"):
        assert '<html lang="zh-CN">' in ask(portal, path).text, path
        english = ask(portal, path + "?lang=en")
        assert '<html lang="en">' in english.text, path
        assert "lang=en" in english.headers["set-cookie"]
        assert english.headers["cache-control"] == "private, no-store"
        assert '<html lang="en">' in ask(portal, path, accept_language="en-GB").text
        assert '<html lang="en">' in ask(portal, path, cookie="lang=en").text


def test_lang_is_no_filter_of_a_table(portal: Portal) -> None:
    page = ask(portal, "/gongkai/reports?lang=en&year=2020")
    assert page.status_code == 200
    assert "Annual reports" in page.text


def test_a_message_in_two_languages_is_said_in_one() -> None:
    assert spoken("结转 3 件 / 3 carried over", "zh") == "结转 3 件"
    assert spoken("结转 3 件 / 3 carried over", "en") == "3 carried over"
    assert spoken("合计 3 / 5", "en") == "合计 3 / 5"
    assert spoken("甲 / 乙", "zh") == "甲 / 乙"
    assert spoken("only one", "zh") == "only one"
