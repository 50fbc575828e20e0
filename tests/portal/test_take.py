"""Taking views away: the same rows as CSV, XLSX and JSON; and what is said where there is nothing to take."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import zipfile
from contextlib import closing
from html import unescape
from xml.etree import ElementTree

import pytest

from portal.app import Portal
from portal.xlsx import workbook
from tests.portal.asking import ask
from tests.portal.conftest import Home


@pytest.fixture(scope="module")
def report_ids(home: Home) -> list[str]:
    with closing(sqlite3.connect(home.database)) as db:
        return [i for (i,) in db.execute("select id from reports order by id limit 3")]


@pytest.fixture(scope="module")
def views(report_ids: list[str]) -> list[str]:
    return [f"/report/{report_ids[0]}.{{}}", f"/compare.{{}}?r={report_ids[0]}&r={report_ids[1]}", "/rankings/refusal_rate.{}?year=2022",
            "/rankings/requests.{}?year=2022&place=浙江&order=asc", "/provinces.{}?indicator=refusal_rate&year=2022", "/search.{}?q=复议&year=2022"]


def test_every_view_is_the_same_in_every_form(portal: Portal, views: list[str]) -> None:
    for view in views:
        answer = ask(portal, view.format("csv"))
        assert answer.status_code == 200, view
        assert answer.content.startswith(b"\xef\xbb\xbf")
        head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        objects = ask(portal, view.format("json")).json()
        assert [list(o) for o in objects] == [head] * len(rows)
        assert [["" if v is None else str(v) for v in o.values()] for o in objects] == rows
        assert rows, view
        book = zipfile.ZipFile(io.BytesIO(ask(portal, view.format("xlsx")).content))
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row>") == len(rows) + 1
        assert "attachment" in answer.headers["content-disposition"]


def test_a_report_taken_away_has_every_cell_as_printed(home: Home, portal: Portal, report_ids: list[str]) -> None:
    rows = ask(portal, f"/report/{report_ids[0]}.json").json()
    with closing(sqlite3.connect(home.database)) as db:
        publisher, year = db.execute("select publisher, year from reports where id = ?", report_ids[:1]).fetchone()
    expected = next(e.report for e in home.expected if (e.publisher, e.year) == (publisher, year))
    found = {(r["table"], r["row"], r["column"]): (r["value"], r["printed"], r["state"]) for r in rows}
    assert found == expected.expected_cells
    assert {r["wording"] for r in rows} >= {"（一）予以公开 · 总计"}
    assert ask(portal, "/report/none.csv").status_code == 404


def test_every_page_that_shows_rows_offers_them(home: Home, portal: Portal, report_ids: list[str]) -> None:
    with closing(sqlite3.connect(home.database)) as db:
        agency = db.execute("select id from agencies").fetchone()[0]
    pages = ["/", f"/report/{report_ids[0]}", f"/agency/{agency}", "/place/330000", "/rankings/refusal_rate?year=2022", "/stories/sums",
             f"/compare?r={report_ids[0]}", "/search?q=复议"]
    for path in pages:
        text = ask(portal, path).text
        links = re.findall(r'href="([^"]+\.(?:csv|xlsx|json)[^"]*)" rel="nofollow"', text)
        assert len(links) >= 3, path
        for link in links[:3]:
            assert ask(portal, unescape(link)).status_code == 200, link


def test_equals_share_a_rank_and_a_place_is_found_by_its_name(portal: Portal) -> None:
    rows = ask(portal, "/rankings/penalty_decisions.json?year=2022").json()
    values = [r["value"] for r in rows]
    assert [r["rank"] for r in rows] == [1 + sum(other > value for other in values) for value in values]
    assert ask(portal, "/rankings/requests.json?year=2022&place=330000").json() == ask(portal, "/rankings/requests.json?year=2022&place=浙江").json()
    assert "没有找到地区“无此地”" in ask(portal, "/rankings/requests?place=无此地").text


@pytest.mark.parametrize(("path", "status", "zh", "en"), [
    ("/nothing", 404, "没有这个页面。", "There is no such page."), ("/gongkai/nothing", 404, "没有这张表。", "There is no such table."),
    ("/gongkai/reports/nothing", 404, "没有这一行。", "There is no such row."), ("/gongkai.db", 403, "数据库文件不从这里下载。", "not handed out"),
    ("/gongkai?sql=delete+from+reports", 400, "只能运行 SELECT 语句。", "Only SELECT"), ("/gongkai/reports?_through=7", 400, "无法理解", "cannot be understood"),
    ("/-/threads", 404, "没有这个页面。", "There is no such page."), ("/-/allow-debug", 404, "没有这个页面。", "There is no such page."),
])
def test_what_is_not_there_is_said_with_a_way_on(portal: Portal, path: str, status: int, zh: str, en: str) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        answer = ask(portal, path, accept_language=lang)
        assert answer.status_code == status
        assert said in answer.text
        assert 'href="/search"' in answer.text
        assert 'href="/stories"' in answer.text


def test_pages_may_be_kept_for_a_minute_and_errors_may_not(portal: Portal) -> None:
    for path in ("/", "/rankings/requests", "/search?q=公开", "/gongkai/reports"):
        assert "max-age=60" in ask(portal, path).headers["cache-control"]
    assert "max-age" not in ask(portal, "/nothing").headers.get("cache-control", "")
    assert "no-store" in ask(portal, "/?lang=en").headers["cache-control"]


def test_a_workbook_holds_only_what_xml_can() -> None:
    sheet = zipfile.ZipFile(io.BytesIO(workbook(["a"], [["甲\ufffe乙\uffff\x0b\ud800丙\t\U00020000"]]))).read("xl/worksheets/sheet1.xml")
    assert "甲乙丙\t\U00020000" in "".join(ElementTree.fromstring(sheet).itertext())
