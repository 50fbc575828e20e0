"""Every rule of the book says in English what is wrong; Chinese readers see the message itself."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from etl import parse
from etl.check.rules import RULES
from portal.app import Portal
from portal.cells import render
from portal.findings import place, said
from tests.portal.asking import ask
from tests.portal.conftest import Home

_HAN = re.compile("[\u4e00-\u9fff]")
_ANY = {"message": "各类申请人之和=5，总计=6，应相等", "rule": "A1", "table_name": "applications", "row_code": "granted", "column_code": "total",
        "left_value": 5, "left_text": None, "right_value": 6, "right_text": None}


def test_both_languages() -> None:
    assert said(_ANY, "zh") == _ANY["message"]
    assert said(_ANY, "en") == "disclosed · total of the six columns: the applicants add up to 5, the total printed is 6"
    assert said({**_ANY, "message": "甲 3 / 3 of one"}, "en") == "3 of one"


@pytest.mark.parametrize("sides", [(5, 6), (None, 6), (None, None)])
def test_every_rule_speaks_english_whatever_it_lacks(sides: tuple[int | None, int | None]) -> None:
    for rule in (*(rule.id for rule in RULES), "R9", "X1"):
        text = said({**_ANY, "rule": rule, "left_value": sides[0], "right_value": sides[1]}, "en")
        assert "None" not in text, rule
        assert "{" not in text, rule
        assert set(_HAN.findall(text)) <= set("万元规章办结无"), rule


def test_every_doubt_of_the_readers_speaks_english() -> None:
    """Their names stand in the code that finds them."""
    source = "".join(path.read_text(encoding="utf-8") for path in Path(parse.__file__).parent.rglob("*.py"))
    names = set(re.findall(r'(?:warn|Finding|conflict)\(\s*"([a-z_]+)"', source))
    assert {"lost_positions", "identity", "caption_year"} <= names
    found = {**_ANY, "left_value": None, "right_value": None}
    assert not [name for name in names if "does not hold" in said({**found, "rule": name}, "en")]


def test_the_phrase_of_the_prose_is_quoted_as_it_stands() -> None:
    assert said({**_ANY, "rule": "D1", "message": "正文“收到申请7件”为7，表中6"}, "en").endswith("(“收到申请7件”)")


def test_places_in_words() -> None:
    assert place("review_litigation", "cases", "litigation_direct_total", "zh") == "未经复议直接起诉总计"
    assert place("applications", None, None, "zh").endswith("收到和处理政府信息公开申请情况")
    assert place("nowhere", "x", "y", "en") == "x · y"
    assert place(None, None, None, "zh") == ""


def test_no_chinese_sentence_on_english_pages(home: Home, portal: Portal) -> None:
    with closing(sqlite3.connect(home.database)) as db:
        messages = [m for (m,) in db.execute("select message from findings where message not like '% / %'")]
        report = db.execute("select report_id from findings where rule = 'A1'").fetchone()[0]
    for path in ("/", f"/report/{report}", "/stories/sums", "/gongkai/findings", "/gongkai/sums"):
        english, chinese = (ask(portal, f"{path}?lang={lang}").text for lang in ("en", "zh"))
        assert not any(message in english for message in messages), path
        assert any(message in chinese for message in messages), path


def test_a_story_leads_to_the_cell(portal: Portal) -> None:
    for story in ("sums", "carry", "jumps"):
        links = re.findall(r'class="col-cell"><a href="(/report/[^"]+/cell/[^"]+)"', ask(portal, f"/stories/{story}").text)
        assert all(ask(portal, link).status_code == 200 for link in links[:5]), story
        assert links or story != "sums"


def test_a_cell_is_a_link_only_beside_its_report() -> None:
    assert "cell/applications/granted/total" in str(render("applications/granted/total", "cell", None, str, {"report_id": "a-2020"}))
    assert render("applications/granted/total", "cell", None, str) is None
    assert render("a/b/<c>", "cell", None, str, {"report_id": "a"}) is None
    assert render(None, "cell", None, str) == ""
