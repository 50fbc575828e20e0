"""Document → Report: tables by label, sections by heading, who and when, facts in prose. Pure."""

from __future__ import annotations

from etl import forms
from etl.documents import Document
from etl.errors import ReadError
from etl.numbers import read_cell
from etl.parse.facts.engine import facts
from etl.parse.identity import identify
from etl.parse.inscribed import without_names
from etl.parse.kind import why_no_report
from etl.parse.others import other_reports
from etl.parse.said import as_sentences, tabulate_said
from etl.parse.sections import cut, preamble, prose
from etl.parse.several import own_report
from etl.parse.stacked import unstack
from etl.parse.stream import tabulate
from etl.parse.stream.spaced import unspaced
from etl.parse.tables import TablesRead, lost_rows, of_another_year, read_tables
from etl.parse.upright import set_upright
from etl.report import Fact, Origin, Report, Section
from etl.text import squeeze


def layout(document: Document) -> Document:
    """The file's own report with its statistical tables as tables: the numbering that places of cells refer to."""
    return set_upright(unstack(without_names(tabulate_said(tabulate(as_sentences(own_report(unspaced(document))))))))


def parse(document: Document, origin: Origin, sha256: str) -> Report:
    """Reads one report. Raises :class:`~etl.errors.ReadError` ``not_a_report`` with the reason where it is none."""
    laid_out = layout(document)
    tables = read_tables(laid_out)
    sections = cut(laid_out)
    reason = why_no_report(laid_out, sections, origin, len(tables.kinds), any(c.value is not None for c in tables.cells))
    if reason:
        raise ReadError("not_a_report", reason)
    identity = identify(laid_out, sections, origin)
    opening = prose(preamble(laid_out), laid_out.wrapped) if any(s.heading for s in sections) else ""
    return Report(
        sha256=sha256, media_type=document.media_type, identity=identity, form=tables.form or narrative_form(sections), sections=sections,
        cells=tables.cells, extras=tables.extras, facts=(*_table_facts(tables), *facts(sections, identity, opening)),
        findings=(*identity.findings, *tables.findings, *of_another_year(laid_out, tables, identity.year), *lost_rows(document, tables)), warnings=laid_out.warnings, reader=document.reader,
        others=other_reports(laid_out),
    )


def _table_facts(tables: TablesRead) -> tuple[Fact, ...]:
    """Totals that some provinces print as a row of their own inside table 2 are facts about the report."""
    found = []
    for extra in tables.extras:
        if extra.code == "items_published_total" and len(extra.printed) == 1:
            reading = read_cell(extra.printed[0])
            if reading.value is not None:
                found.append(Fact(extra.code, reading.value, reading.unit, False, 2, f"{extra.label}：{reading.printed}"))
    return tuple(found)


def narrative_form(sections: tuple[Section, ...]) -> str | None:
    """``2008`` for a report without any official table that is built as reports were before there was one: with a section of
    its own on fees and waivers, or with the local indicators of that time. Else None: the year alone decides nothing."""
    fees = any("收费" in s.heading and "减免" in s.heading for s in sections)
    text = squeeze("".join(s.text for s in sections))
    indicators = sum(word in text for word in forms.load("2008").detect)
    return "2008" if fees or indicators >= 2 else None
