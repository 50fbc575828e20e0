"""Document → Report: tables by label, sections by heading, who and when, facts in prose. Pure."""

from __future__ import annotations

from etl.documents import Document
from etl.errors import ReadError
from etl.parse.facts import facts
from etl.parse.identity import identify
from etl.parse.kind import why_no_report
from etl.parse.sections import cut
from etl.parse.stream import tabulate
from etl.parse.tables import TablesRead, read_tables
from etl.report import Fact, Origin, Report

__all__ = ["layout", "parse"]


def layout(document: Document) -> Document:
    """The document with its statistical tables as tables: the numbering that places of cells refer to."""
    return tabulate(document)


def parse(document: Document, origin: Origin, sha256: str) -> Report:
    """Reads one report. Raises :class:`~etl.errors.ReadError` ``not_a_report`` with the reason where it is none."""
    laid_out = layout(document)
    tables = read_tables(laid_out)
    sections = cut(laid_out)
    reason = why_no_report(laid_out, sections, origin, len(tables.kinds))
    if reason:
        raise ReadError("not_a_report", reason)
    identity = identify(laid_out, sections, origin)
    return Report(
        sha256=sha256, media_type=document.media_type, identity=identity, form=tables.form, sections=sections,
        cells=tables.cells, extras=tables.extras, facts=(*_table_facts(tables), *facts(sections)),
        findings=(*identity.findings, *tables.findings), warnings=document.warnings, reader=document.reader,
    )


def _table_facts(tables: TablesRead) -> tuple[Fact, ...]:
    """Totals that some provinces print as a row of their own inside table 2 are facts about the report."""
    from etl.numbers import read_cell

    found = []
    for extra in tables.extras:
        if extra.code == "items_published_total" and len(extra.printed) == 1:
            reading = read_cell(extra.printed[0])
            if reading.value is not None:
                found.append(Fact(extra.code, reading.value, reading.unit, False, 2, f"{extra.label}：{reading.printed}"))
    return tuple(found)
