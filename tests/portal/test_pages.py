"""Every page type on the sample reports: what it shows is what the reports print."""

from __future__ import annotations

import html
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from etl.archive import Archive
from etl.load import Writer, open_database
from portal import describe
from portal.app import Portal
from portal.pages.query import examples
from portal.pages.report import by_cell, prose
from portal.pages.similar import marked
from portal.routes import ROUTES
from tests.load.reports import origin, outcome, report
from tests.portal.asking import ask
from tests.portal.conftest import Home
from tests.sites.pages import Expected


def report_id(home: Home, expected: Expected) -> str:
    with closing(sqlite3.connect(home.database)) as db:
        return db.execute("select id from reports where publisher = ? and year = ?", [expected.publisher, expected.year]).fetchone()[0]


def cells(page: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    """State and shown text of every cell of a report's page."""
    found = re.findall(r'<a class="(\w+)" href="/report/[\w-]+/cell/(\w+)/(\w+)/(\w+)">([^<]*)</a>', page)
    return {(table, row, column): (state, html.unescape(text)) for state, table, row, column, text in found}


def some(home: Home) -> list[Expected]:
    """One report of each format and form."""
    found = {(e.document.rpartition(".")[2], e.report.form): e for e in reversed(home.expected)}
    assert {kind for kind, _ in found} >= {"html", "pdf", "docx"}
    return list(found.values())


def test_a_report_shows_every_cell_as_printed(home: Home, portal: Portal) -> None:
    shown = {"blank": "空白"}
    for expected in some(home):
        page = ask(portal, f"/report/{report_id(home, expected)}")
        assert page.status_code == 200
        found = cells(page.text)
        for key, (value, printed, state) in expected.report.expected_cells.items():
            text = str(value) if state == "number" else shown.get(state, printed)
            assert found[key] == (state, text), (expected.publisher, expected.year, key)
        assert set(found) == set(expected.report.expected_cells)
        assert expected.publisher in page.text
        assert "SHA-256" in page.text


def test_findings_stand_beside_their_cells(home: Home, portal: Portal) -> None:
    broken = next(e for e in home.expected if any(f.rule == "A1" for f in e.report.findings_expected))
    page = ask(portal, f"/report/{report_id(home, broken)}").text
    flagged = re.findall(r'class="flagged">.*?href="/report/[\w-]+/cell/(\w+)/(\w+)/(\w+)"', page)
    rows = {(f.table, f.row) for f in broken.report.findings_expected if f.rule == "A1"}
    assert rows <= {(table, row) for table, row, _ in flagged}
    assert re.search(r'href="#finding-\d', page)


def test_a_finding_without_a_row_stands_at_the_total() -> None:
    finding = {"number": 3, "table_name": "applications", "row_code": None, "column_code": "business"}
    assert by_cell([finding]) == {("applications", "total_processed", "business"): [3]}
    assert by_cell([{**finding, "column_code": None}]) == {}
    assert by_cell([{**finding, "table_name": "review_litigation", "column_code": "review_total"}]) == {
        ("review_litigation", "cases", "review_total"): [3]}


def test_prose_escapes_and_marks() -> None:
    fact = {"fact": "wechat_followers", "start_char": 3, "end_char": 7}
    assert prose("<b>1603人\n复议", [fact], "复议") == (
        '<p>&lt;b&gt;<span class="fact" title="wechat_followers">1603</span>人</p><p><mark>复议</mark></p>')
    outside = {"fact": "x", "start_char": 2, "end_char": 99}
    assert prose("甲乙", [outside], "") == "<p>甲乙</p>"


def test_an_unknown_report_is_a_404_in_both_languages(portal: Portal) -> None:
    assert "没有这份报告" in ask(portal, "/report/none").text
    answer = ask(portal, "/report/none?lang=en")
    assert answer.status_code == 404
    assert "no such report" in answer.text


def test_a_number_leads_to_its_cell_in_every_format(home: Home, portal: Portal) -> None:
    for expected in some(home):
        identifier = report_id(home, expected)
        value = expected.report.value("applications", "new_received", "total")
        page = ask(portal, f"/report/{identifier}/cell/applications/new_received/total")
        assert page.status_code == 200
        assert '<p class="notice">' not in page.text, expected
        if expected.document.endswith(".pdf"):
            source = re.search(r'<image href="(/page/\w+/\d+\.png)"', page.text)
            assert source
            image = ask(portal, source[1])
            assert image.content.startswith(b"\x89PNG")
            assert image.headers["content-type"] == "image/png"
            assert re.search(r'<rect x="[\d.]+" y="[\d.]+" width="[\d.]+"', page.text)
        else:
            assert re.search(rf'id="cell"><mark>\s*{value}\s*</mark>', page.text), expected


def test_every_cell_of_an_html_report_is_found_in_it(home: Home, portal: Portal) -> None:
    expected = next(e for e in home.expected if e.document.endswith(".html"))
    identifier = report_id(home, expected)
    keys = list(expected.report.expected_cells.items())[::17]
    for (table, row, column), (_, printed, state) in keys:
        page = ask(portal, f"/report/{identifier}/cell/{table}/{row}/{column}").text
        mark = re.search(r'id="cell"><mark>(.*?)</mark>', page, re.S)
        assert mark, (table, row, column)
        assert html.unescape(mark[1]).strip() == ("（空白）" if state == "blank" else printed)


def test_a_cell_that_is_not_there(home: Home, portal: Portal) -> None:
    identifier = report_id(home, home.expected[0])
    assert ask(portal, f"/report/{identifier}/cell/applications/new_received/none").status_code == 404
    assert ask(portal, "/report/none/cell/applications/new_received/total").status_code == 404


def test_pages_of_pdfs_only(home: Home, portal: Portal) -> None:
    with closing(sqlite3.connect(home.database)) as db:
        page = db.execute("select sha256 from documents where media_type = 'text/html'").fetchone()[0]
        pdf = db.execute("select sha256 from documents where media_type = 'application/pdf'").fetchone()[0]
    assert ask(portal, f"/page/{page}/1.png").status_code == 404
    assert ask(portal, f"/page/{pdf}/99.png").status_code == 404
    assert ask(portal, f"/page/{'0' * 64}/1.png").status_code == 404


def test_home_counts_and_contradictions(home: Home, portal: Portal) -> None:
    page = ask(portal, "/").text
    assert f">{len(home.expected)}</a>" in page
    broken = {e.publisher for e in home.expected if any(f.rule[0] in "AB" for f in e.report.findings_expected)}
    shown = page.partition('id="contradictions"')[2].partition("</section>")[0]
    assert all(name in shown for name in broken)
    assert page.count("<a href=\"/place/") >= 34
    for indicator in ("refusal_rate", "nonsense"):
        assert ask(portal, f"/?indicator={indicator}&year=2021").status_code == 200


def test_an_agency_over_the_years(home: Home, portal: Portal) -> None:
    with closing(sqlite3.connect(home.database)) as db:
        for identifier, name in db.execute("select id, name from agencies").fetchall():
            page = ask(portal, f"/agency/{identifier}")
            assert page.status_code == 200
            for expected in home.expected:
                if expected.publisher == name:
                    number = expected.report.value("applications", "new_received", "total")
                    assert f"{number:,}" in page.text
                    assert f">{expected.year}</a>" in page.text
    assert ask(portal, "/agency/none").status_code == 404


def test_a_missing_year_is_shown_as_a_gap(home: Home, portal: Portal) -> None:
    with closing(sqlite3.connect(home.database)) as db:
        identifier = db.execute("select id from agencies where name = '示例市生态环境局'").fetchone()[0]
    assert "未见" in ask(portal, f"/agency/{identifier}").text


@pytest.mark.parametrize("code", ["330000", "330200", "330226"])
def test_a_place(portal: Portal, code: str) -> None:
    assert ask(portal, f"/place/{code}").status_code == 200
    assert ask(portal, f"/place/{code}?page=2&year=2021").status_code == 200


def test_a_ranking_has_all_that_is_needed_to_read_it(home: Home, portal: Portal) -> None:
    page = ask(portal, "/rankings/refusal_rate?year=2022").text
    reports = [e for e in home.expected if e.year == 2022]
    assert f"所收 {len(reports)} 份报告" in page
    assert "不予公开合计" in page
    rows = re.findall(r'<tr( class="few")?><td class="type-int">(.*?)</td>', page)
    ranked = [rank for few, rank in rows if not few]
    shares = [float(share) for share in re.findall(r'<td class="type-float"><b>([\d.]+)%', page)][: len(ranked)]
    assert ranked == [str(1 + sum(other > share for other in shares)) for share in shares]
    assert all("–" in rank for few, rank in rows if few)
    assert [bool(few) for few, _ in rows] == sorted(bool(few) for few, _ in rows)


@pytest.mark.parametrize("arguments", ["", "?year=2019&level=county", "?year=1&order=asc", "?level=x&place=y", "?place=330000&page=200"])
def test_rankings_take_any_arguments(portal: Portal, arguments: str) -> None:
    for figure in ("refusal_rate", "requests", "request_growth", "fees_collected_yuan"):
        assert ask(portal, f"/rankings/{figure}{arguments}").status_code == 200
    assert ask(portal, "/rankings/none").status_code == 404


def test_comparing(home: Home, portal: Portal) -> None:
    chosen = [e for e in home.expected if e.publisher == "示例县人民政府"][:3]
    arguments = "&".join(f"r={report_id(home, e)}" for e in chosen)
    page = ask(portal, f"/compare?{arguments}").text
    for e in chosen:
        assert f"{e.report.value('applications', 'granted', 'total'):,}" in page
    table = ask(portal, f"/compare.csv?{arguments}")
    assert table.content.startswith(b"\xef\xbb\xbf")
    granted = next(line for line in table.content.decode("utf-8-sig").splitlines() if line.startswith("granted,"))
    assert granted.split(",")[2:] == [str(e.report.value("applications", "granted", "total")) for e in chosen]
    assert ask(portal, "/compare?r=none&r=" + "&r=".join(map(str, range(9)))).status_code == 200
    assert "示例县教育局" in ask(portal, "/compare?q=教育局 2021").text


@pytest.mark.parametrize("name", describe.queries())
def test_stories_show_their_query(portal: Portal, name: str) -> None:
    page = ask(portal, f"/stories/{name}")
    assert page.status_code == 200
    rows = ask(portal, f"/gongkai/{name}.json?_shape=objects").json()["rows"]
    assert f"<b>{len(rows)}</b>" in page.text


def test_every_story_is_in_the_overview_and_none_but_search_is_left_out(portal: Portal) -> None:
    page = ask(portal, "/stories").text
    assert {n for n in describe.queries() if f'"/stories/{n}"' not in page} == {"prose"}
    assert ask(portal, "/stories/none").status_code == 404


def test_copied_passages_are_marked_on_both_sides() -> None:
    same = "完善政府信息公开工作机制，压实主体责任"
    left, right = marked(f"一是<b>{same}。", f"二是要{same}！")
    assert f"<mark>{same}</mark>" in left
    assert f"<mark>{same}</mark>" in right
    assert "&lt;b&gt;" in left
    assert "<mark>" not in marked("甲乙丙", "甲乙丙")[0]
    assert marked("的" * 200_000, "的" * 200_000)[0] == f"<mark>{'的' * 200_000}</mark>"


def test_two_reports_side_by_side(home: Home, portal: Portal) -> None:
    one, other = (report_id(home, e) for e in home.expected[:2])
    assert ask(portal, f"/similar/{one}/{other}").status_code == 200
    assert ask(portal, f"/similar/{one}/none").status_code == 404


def test_worked_examples_run(portal: Portal) -> None:
    assert len(examples()) == 20
    for example in examples():
        answer = ask(portal, "/gongkai.json?_shape=objects&" + urlencode({"sql": example["sql"]}))
        assert answer.status_code == 200, (example["title"], answer.text)
    page = ask(portal, "/query").text
    assert page.count('id="example-') == 20
    assert "proactive_disclosure" in page


def test_no_link_on_any_page_is_broken(home: Home, portal: Portal) -> None:
    """Follows every link of the portal's own pages, one of each kind."""
    start = ["/", "/query", "/stories", "/rankings", "/compare", "/gongkai", "/gongkai/findings", "/search?q=公开",
             f"/report/{report_id(home, home.expected[0])}"]
    seen: set[str] = set()
    kinds: set[str] = set()
    queue = list(start)
    while queue:
        path = queue.pop(0)
        kind = re.sub(r"=[^&]*", "=", re.sub(r"[0-9a-f-]{6,}(?=/|$|\.)|\d+", "#", path))
        kind = re.sub(r"/cell/.*", "/cell", kind)
        # Rows of a table are of one kind, and so are rankings as files.
        kind = re.sub(r"^/gongkai/(\w+)/[^.?]+", r"/gongkai/\1/row", kind)
        kind = re.sub(r"^/rankings/\w+(?=\.)", "/rankings/file", kind)
        if kind.startswith("/gongkai/"):
            kind = kind.partition("?")[0]
        if path in seen or kind in kinds:
            continue
        seen.add(path)
        kinds.add(kind)
        answer = ask(portal, path)
        assert answer.status_code in (200, 302), (path, answer.status_code)
        if "text/html" in answer.headers.get("content-type", ""):
            for link in re.findall(r'href="([^"#]+)', answer.text):
                link = html.unescape(link)
                if link.startswith("?"):
                    link = path.partition("?")[0] + link
                if link.startswith("/") and "_show_hidden" not in link:
                    queue.append(link)
    assert len(seen) > 400


def test_every_address_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "portal.md").read_text(encoding="utf-8")
    starts = {re.split(r"[(\\]|/\(", pattern.strip("^$"))[0].rstrip("/") or "/" for pattern, _ in ROUTES}
    assert {start for start in starts if f"`{start}" not in text} == set()


def test_sample_data_says_so_on_every_page_of_ours(home: Home, portal: Portal, tmp_path: Path) -> None:
    for path in ("/", "/stories", f"/report/{report_id(home, home.expected[0])}"):
        assert "示例数据：" in ask(portal, path).text
    with closing(open_database(tmp_path / "real.db")) as database:
        writer = Writer(database, "run")
        sample, other = report("示例县人民政府"), report("甲县人民政府")
        other = replace(other, identity=replace(other.identity, title="2022年政府信息公开工作年度报告"))
        for one in (sample, other):
            writer.load(outcome(one), origin(f"http://x.example.gov.cn/{one.sha256}"), None, 10)
    with closing(Portal(tmp_path / "real.db", Archive(str(tmp_path / "archive")))) as real:
        assert "示例数据：" not in ask(real, "/").text
