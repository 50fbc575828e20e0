"""Bytes to a judged report: what the second reading may do to the first."""

from __future__ import annotations

import pytest

from bench.speed.reading import STAGES, named
from etl.errors import ReadError
from etl.extract import extract
from etl.process import process, reread
from etl.report import Origin
from tests.extract import common
from tests.hostile.corpus import lying_font
from tests.sites import html


@pytest.mark.parametrize("fails", [True, False])
def test_a_second_reading_that_fails_is_said(monkeypatch, fails):
    def again(*_: object) -> None:
        if fails:
            raise ReadError("corrupt", "the other way sees nothing")

    monkeypatch.setattr("etl.process.needs_second_reading", lambda report: True)
    monkeypatch.setattr("etl.process.reread", again)
    page = html.page(common.sample("2021").title, html.body(common.blocks("2021")), site="示例网", breadcrumb=("首页",))
    report = process(page.encode(), Origin(name="report.html")).report
    assert report is not None
    assert len(report.cells) == len(common.sample("2021").cells)
    tables = {c.table for c in report.cells}
    assert {f.table for f in report.findings if f.rule == "R6"} == (tables if fails else set())
    assert (report.quality == "needs_review") is fails


def test_the_reader_of_a_pdf_that_was_asked_before_is_not_asked_again(monkeypatch):
    """A PDF without tables: the quick reader reads it, then the reader of record."""
    data = lying_font()
    document, quick = extract(data, Origin()), extract(data, Origin(), "pdfium")
    monkeypatch.setattr("etl.extract.pdf.quick.look", None)
    assert document.reader == "pdfplumber"
    assert reread(data, Origin(), document) == quick


def test_a_grid_read_by_its_order_keeps_what_was_doubted():
    """A number that markup parts may be two, however its table is read."""
    page = html.page("示例", html.body(common.blocks("2021")), site="示例网", breadcrumb=("首页",)).replace("</td>", "<b>7</b></td>")
    document = extract(page.encode(), Origin())
    other = reread(page.encode(), Origin(), document)
    assert other is not None
    seen, again = ([c.doubt for t in d.tables for c in t.cells()] for d in (document, other))
    assert any(seen)
    assert again == seen


@pytest.mark.parametrize("place", STAGES.values())
def test_a_stage_that_the_benchmark_watches_has_that_name(place):
    assert callable(named(place))
