"""Search finds every Chinese word that stands in the prose, and nothing else; nothing untrusted runs."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest

from portal.app import Portal
from portal.marks import mark, passage
from portal.pages import search
from tests.portal.asking import ask
from tests.portal.conftest import Home


@pytest.mark.parametrize("word", ["复议", "公开", "议", "信息公开", "行政诉讼", "2023", "满意度调查表"])
def test_search_box_of_datasette_agrees_with_reading_every_section(home: Home, portal: Portal, word: str) -> None:
    with closing(sqlite3.connect(home.database)) as db:
        rows = db.execute("select id, heading || char(10) || text from sections").fetchall()
    expected = {key for key, text in rows if word in re.sub(r"[ \u3000]", "", text)}
    found = ask(portal, f"/gongkai/sections.json?_search={word}&_size=max&_shape=array").json()
    assert {row["id"] for row in found} == expected


def test_search_page_marks_the_words_and_links_the_section(portal: Portal) -> None:
    page = ask(portal, "/search?q=复议").text
    assert "<mark>复议</mark>" in page
    assert re.search(r'href="/report/[\w-]+\?q=%E5%A4%8D%E8%AE%AE#section-\d"', page)


def test_the_latest_years_come_first_over_all_pages(portal: Portal) -> None:
    years = []
    for number in range(1, 9):
        page = ask(portal, f"/search?q=公开&page={number}").text
        years += re.findall(r'#section-\d">[^<]* (\d{4}) ·', page)
    assert len(years) > 60
    assert years == sorted(years, reverse=True)


def test_prose_counts_before_headings_but_headings_are_found(portal: Portal) -> None:
    assert "四、政府信息公开行政复议" not in ask(portal, "/search?q=复议").text.partition('class="hits"')[2]
    assert "存在的主要问题及改进情况" in ask(portal, "/search?q=存在的主要问题及改进情况").text.partition('class="hits"')[2]


def test_filters(portal: Portal) -> None:
    assert "2021" in ask(portal, "/search?q=公开&year=2021&agency=教育").text
    hits = re.findall(r'class="hits".*?</ol>', ask(portal, "/search?q=公开&year=2021&agency=教育").text, re.S)[0]
    assert "示例县教育局 2021" in hits
    assert "示例市人民政府" not in hits
    assert "没有找到" in ask(portal, "/search?q=公开&place=西藏自治区").text


def test_agencies_are_found_by_part_of_their_name(portal: Portal) -> None:
    assert re.search(r'href="/agency/[\w-]+">示例县教育局<', ask(portal, "/search?q=教育局").text)
    assert 'href="/place/330200"' in ask(portal, "/search?q=宁波").text


@pytest.mark.parametrize("query", ['"', "' OR 1", "*", "AND", "-", "(", "公开 OR", "\x00", "a" * 500, "%", "：", "NEAR(公 开)"])
def test_no_input_is_an_error(portal: Portal, query: str) -> None:
    assert ask(portal, f"/search?q={quote(query)}").status_code == 200


def test_marks_escape_everything_else() -> None:
    assert mark("<b>复议</b>", "复议") == "&lt;b&gt;<mark>复议</mark>&lt;/b&gt;"
    assert mark("\ue000<script>\ue001复议", "复议") == "&lt;script&gt;<mark>复议</mark>"
    assert passage("甲" * 500 + "行政复议" + "乙" * 500, "复议", 60).count("<mark>复议</mark>") == 1
    assert passage("甲", "") == "甲"


def test_many_and_few_reports_are_searched_with_the_same_result(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {}
    for few in (0, 10_000):
        monkeypatch.setattr(search, "_FEW", few)
        pages[few] = [ask(portal, f"/search?q=公开&{rest}").text for rest in ("place=330000", "place=330000&year=2021", "agency=教育局")]
    assert pages[0] == pages[10_000]
    assert all(page.count("<mark>公开</mark>") > 3 for page in pages[0])


def test_a_query_over_its_time_is_said_and_not_logged_as_a_defect(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    portal = Portal(home.database, None, sql_time_limit_ms=50)
    sql = "with recursive n(i) as (select 1 union all select i %2B 1 from n limit 9999999) select count(*) from n"
    answer = ask(portal, f"/gongkai?sql={sql}")
    assert answer.status_code in (400, 503)
    assert "时间限制" in answer.text or "interrupted" in answer.text
    assert not caplog.records
    portal.close()


@pytest.mark.parametrize("query", ["slxjyj", "shilixianjiaoyuju", "jiaoyuju", "Jiao Yu Ju"])
def test_agencies_are_found_by_pinyin(portal: Portal, query: str) -> None:
    assert re.search(r'href="/agency/[\w-]+">示例县教育局<', ask(portal, f"/search?q={quote(query)}").text)


@pytest.mark.parametrize("query", ["nbs", "ningbo", "ning bo shi"])
def test_places_are_found_by_pinyin(portal: Portal, query: str) -> None:
    assert 'href="/place/330200"' in ask(portal, f"/search?q={quote(query)}").text
