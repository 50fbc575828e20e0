"""The sample sites themselves: what they say is consistent, what they write opens, and they answer as servers do."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx as python_docx
import pypdfium2
import pytest
import yaml
from lxml import html as lxml_html

from tests.sites import SampleSites, labels, pages, text, truth
from tests.sites.layout import blocks
from tests.sites.truth import APPLICANTS, CHANNELS, OUTCOMES, SampleReport

_ROOT = Path(__file__).parents[2]


def _broken_rules(report: SampleReport) -> set[tuple[str, str | None, str | None]]:
    """Rules of arithmetic that a report breaks, with row and column; blank counts as nothing."""

    def n(row: str, column: str) -> int | float:
        return report.cells["applications", row, column].value or 0

    broken: set[tuple[str, str | None, str | None]] = set()
    for row in labels.application_rows(report.form):
        if n(row, "total") != sum(n(row, a) for a in APPLICANTS):
            broken.add(("A1", row, "total"))
    for column in (*APPLICANTS, "total"):
        if n("new_received", column) + n("carried_in", column) != n("total_processed", column) + n("carried_forward", column):
            broken.add(("A2", None, column))
        if n("total_processed", column) != sum(n(r, column) for r in labels.outcome_rows(report.form)):
            broken.add(("A3", "total_processed", column))
    for channel in CHANNELS:
        cells = {o: report.cells["review_litigation", "cases", f"{channel}_{o}"].value or 0 for o in (*OUTCOMES, "total")}
        if cells.pop("total") != sum(cells.values()):
            broken.add(("B1", "cases", f"{channel}_total"))
    return broken


@pytest.mark.parametrize("report", truth.reports(), ids=lambda r: f"{r.agency.id}-{r.year}")
def test_arithmetic_holds_except_where_marked(report: SampleReport) -> None:
    expected = {(f.rule, f.row, f.column) for f in report.findings_expected}
    assert _broken_rules(report) == expected


def test_three_reports_are_broken_on_purpose() -> None:
    assert sorted({f.rule for r in truth.reports() for f in r.findings_expected}) == ["A1", "A2", "A3", "B1"]
    assert len([r for r in truth.reports() if r.findings_expected]) == 3


def test_every_report_has_all_cells_of_its_form() -> None:
    assert (len(labels.keys("2019")), len(labels.keys("2021"))) == (198, 200)
    for report in truth.reports():
        assert tuple(report.cells) == labels.keys(report.form)


def test_what_is_carried_forward_comes_in_next_year() -> None:
    for report in truth.reports():
        for following in (r for r in truth.reports() if (r.agency, r.year) == (report.agency, report.year + 1)):
            for column in (*APPLICANTS, "total"):
                ahead = report.cells["applications", "carried_forward", column].value or 0
                assert (following.cells["applications", "carried_in", column].value or 0) == ahead


def test_stocks_of_documents_follow_from_the_year_before() -> None:
    for report in truth.reports():
        for following in (r for r in truth.reports() if (r.agency, r.year) == (report.agency, report.year + 1)):
            if {report.form, following.form} != {"2021"}:
                continue
            issued, repealed = (
                following.value("art20_1", "normative_documents", c) or 0 for c in ("issued_this_year", "repealed_this_year")
            )
            stock = report.value("art20_1", "normative_documents", "in_force") or 0
            assert following.value("art20_1", "normative_documents", "in_force") == stock + issued - repealed


def test_all_four_kinds_of_cell_and_both_forms_occur() -> None:
    cells = [c for r in truth.reports() for c in r.cells.values()]
    assert {c.state for c in cells} == {"number", "blank", "not_applicable"}
    assert any(c.value == 0 for c in cells)
    assert {c.unit for c in cells} == {None, "元", "万元"}
    assert {(r.form, r.year >= 2021) for r in truth.reports()} == {("2019", False), ("2019", True), ("2021", True)}


def test_numbers_of_the_large_bodies_are_distinct() -> None:
    report = truth.report("shi", 2021)
    outcomes = [
        report.value("applications", row, a) for row in labels.outcome_rows(report.form) for a in APPLICANTS
    ]
    assert len(set(outcomes)) == len(outcomes)
    assert 0 not in outcomes


def test_samples_are_marked() -> None:
    for report in truth.reports():
        assert "示例" in report.title
        assert "示例" in report.publisher
        assert str(report.year) in report.title
        assert "示例" in "".join(report.preamble)


def test_lateness_agrees_with_the_deadlines() -> None:
    for report in truth.reports():
        month, day = report.agency.deadline
        assert report.late == (report.published_on > f"{report.year + 1}-{month:02}-{day:02}")
    assert any(r.late for r in truth.reports())


def test_everything_written_is_the_same_in_another_process() -> None:
    code = (
        "import hashlib; from tests.sites import pages; "
        "print(hashlib.sha256(b''.join(s.pages[p].body for s in pages.sites() for p in sorted(s.pages))).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, check=True, capture_output=True, text=True).stdout
    own = hashlib.sha256(b"".join(s.pages[p].body for s in pages.sites() for p in sorted(s.pages)))
    assert other.strip() == own.hexdigest()


def test_pdf_opens_and_a_page_break_cuts_a_group_label() -> None:
    data = pages.pdf_of(truth.report("xian", 2021))
    document = pypdfium2.PdfDocument(data)
    lines = [document[i].get_textpage().get_text_range().split("\r\n") for i in range(len(document))]
    assert lines[1][-1] == "- 2 -"
    assert "（四）无" in lines[1]
    assert any("法提供" in line for line in lines[2])
    assert "（四）无法提供" not in "".join("".join(page) for page in lines)


def test_docx_opens_with_merged_cells_and_vertical_text() -> None:
    data = pages.docx_of(truth.report("xian", 2023))
    document = python_docx.Document(io.BytesIO(data))
    assert len(document.tables) == 3
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "w:vMerge" in xml
    assert "w:gridSpan" in xml
    results = document.tables[1].rows[5].cells[0]
    assert [p.text for p in results.paragraphs] == list(labels.RESULTS)


@pytest.mark.parametrize(("agency", "year"), [("xian", 2019), ("jiaoyu", 2024), ("zhen", 2019)])
def test_numbers_stand_in_the_html_in_the_order_of_the_form(agency: str, year: int) -> None:
    report = truth.report(agency, year)
    site, expected = next((s, e) for s in pages.sites() for e in s.expected if e.report == report)
    tree: Any = lxml_html.fromstring(site.pages[expected.document].body.decode())
    marks = {c.printed for c in report.cells.values()}
    printed = [
        "".join(td.itertext()).strip() for table in tree.xpath('//div[@class="TRS_Editor"]//table') for td in table.iter("td")
    ]
    values = [t for t in printed if t in marks]
    assert values == [c.printed for c in report.cells.values()]


def test_text_has_a_cell_a_line() -> None:
    report = truth.report("zhen", 2020)
    written = text.tika(report)
    assert 310 < len([line for line in written.split("\n") if line.startswith("\t")]) < 340
    assert "\t三\n、\n本" in written


def test_spaced_text_keeps_the_numbers_of_a_row_together() -> None:
    report = truth.report("shi", 2020)
    for after in (False, True):
        written = text.spaced(report, after=after)
        row = " ".join(report.cells["applications", "denied_state_secret", c].printed for c, _ in labels.APPLICANTS)
        assert row in written
        assert "\f" in written


def test_pipes_have_as_many_cells_in_every_row_of_a_table() -> None:
    written = text.pipes(blocks(truth.report("shi", 2024)))
    for table in re.findall(r"(?:^\|.*\n)+", written, re.MULTILINE):
        assert len({row.count("|") for row in table.strip().split("\n")}) == 1


@pytest.fixture
def served() -> Iterator[SampleSites]:
    with SampleSites() as running:
        yield running


def _get(
    sites: SampleSites, site: str, path: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(sites.sites[site].host, sites.port, timeout=5)
    try:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_conditional_requests_get_304_until_the_page_changes(served: SampleSites) -> None:
    path = pages.COLUMN + "index.html"
    first, body = _get(served, "county", path)
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    assert first.status == 200
    for headers in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": modified}):
        answer, empty = _get(served, "county", path, headers)
        assert (answer.status, empty) == (304, b"")
    served.edit("county", path, body + b"<!-- -->")
    for headers in ({"If-None-Match": tag}, {"If-Modified-Since": modified}):
        answer, _ = _get(served, "county", path, headers)
        assert answer.status == 200
    assert [r.conditional for r in served.requests("county", path)] == [False, True, True, True, True, True]
    assert [r.status for r in served.requests("county", path)] == [200, 304, 304, 304, 200, 200]


def test_each_site_has_an_address_and_a_robots_file_of_its_own(served: SampleSites) -> None:
    assert len(set(served.hosts)) == len(served.sites) == 4
    county, body = _get(served, "county", "/robots.txt")
    assert (county.status, b"Disallow: /neibu/" in body) == (200, True)
    portal, _ = _get(served, "portal", "/robots.txt")
    assert portal.status == 404


def test_every_expected_page_is_there_and_the_declared_last_page_is_not(served: SampleSites) -> None:
    for expected in served.expected:
        for url in (expected.url, expected.document, *expected.attachments):
            path = url.split(str(served.port), 1)[1]
            assert served.page(expected.host, path) is not None, url
    response, _ = _get(served, "county", pages.COLUMN + "index_2.html")
    assert response.status == 404
    assert len(served.expected) == len(truth.reports())


def test_a_closed_site_leaves_no_thread_behind() -> None:
    """One that went on to wait for a closed socket would take a core from every test after it."""
    before = threading.active_count()
    SampleSites().start().close()
    with SampleSites():
        pass
    assert threading.active_count() == before


def test_sites_are_started_once() -> None:
    with SampleSites() as running, pytest.raises(RuntimeError, match="already"):
        running.start()


def test_head_edit_remove_and_log(served: SampleSites) -> None:
    response, body = _get(served, "bureau", "/", method="HEAD")
    assert (response.status, body) == (200, b"")
    served.edit("127.0.0.4", "/new.html", "新", status=503)
    assert _get(served, "bureau", "/new.html")[0].status == 503
    served.remove("bureau", "/new.html")
    assert _get(served, "bureau", "/new.html")[0].status == 404
    _, log = _get(served, "bureau", "/__log")
    assert [(r["method"], r["path"], r["status"]) for r in json.loads(log)] == [
        ("HEAD", "/", 200), ("GET", "/new.html", 503), ("GET", "/new.html", 404),
    ]


def test_a_test_edits_only_its_own_copy(served: SampleSites) -> None:
    served.edit("city", "/", "changed")
    assert pages.sites()[3].pages["/"].body != b"changed"


def test_bureau_is_not_utf8_and_one_page_does_not_say_so(served: SampleSites) -> None:
    undeclared = next(e for e in served.expected if (e.report.agency.id, e.year) == ("huanjing", 2019))
    response, body = _get(served, "bureau", undeclared.url.split(str(served.port), 1)[1])
    assert response.headers["Content-Type"] == "text/html"
    assert b"charset" not in body.lower()
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "示例市生态环境局" in body.decode("gb18030")


def test_command_prints_where_it_listens(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sites", "--port", "0", "--cards", str(tmp_path / "cards")],
        cwd=_ROOT, stdout=subprocess.PIPE, text=True,
    )
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        cards = [card for file in sorted((tmp_path / "cards").glob("*.yaml")) for card in yaml.safe_load(file.read_text())]
        assert len({c["id"] for c in cards}) == 4
        assert ready["url"] in {c["url"] for c in cards}
        connection = http.client.HTTPConnection("127.0.0.2", ready["port"], timeout=5)
        connection.request("GET", pages.COLUMN)
        assert connection.getresponse().status == 200
        connection.close()
    finally:
        process.terminate()
    assert process.wait(timeout=5) == 0
