"""The report model: one annual report as data. Field names and shapes are those of the contract.

Codes of tables, rows and columns are those of :mod:`etl.forms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from etl.documents import Box
from etl.errors import ReadError


class State(StrEnum):
    """What a cell of the report says; see the contract. A cell that the document does not have is no cell at all."""

    NUMBER = "number"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


Severity = Literal["error", "warning", "info"]
#: Whose fault a broken rule is: the document itself, or possibly our reading of it.
FindingOrigin = Literal["source", "reading"]
Level = Literal["ministry", "province", "prefecture", "county", "township", "department"]
#: Levels of governments, the office of one with it, and of all other bodies.
GOVERNMENTS: tuple[Level, ...] = ("province", "prefecture", "county", "township")
BUREAUS: tuple[Level, ...] = ("department", "ministry")
Quality = Literal["clean", "source_errors", "needs_review", "unreadable", "no_tables"]


@dataclass(frozen=True, slots=True)
class ReportCell:
    """One printed cell. ``value`` is None unless ``state`` is number."""

    table: str
    row: str
    column: str
    value: int | float | None
    printed: str
    state: State
    unit: str | None = None
    """The unit printed in the cell, else the one fixed by the form, else None."""
    value_yuan: int | float | None = None
    """Amounts only, and only where the unit is printed or fixed by the form."""
    form: str | None = None
    """Generation of the form that the cell's table follows (tables of one report may differ)."""
    page: int | None = None
    table_index: int | None = None
    row_index: int | None = None
    column_index: int | None = None
    bbox: Box | None = None
    note: str | None = None
    """Why the reading is in doubt, if it is (a letter O read as 0, digits joined over a line break…)."""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.table, self.row, self.column


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A row (or lone cell) inside a statistical table that the official form does not have, kept as printed."""

    table: str
    label: str
    printed: tuple[str, ...]
    code: str | None = None
    """A code where the variant is known (see forms), else None."""
    page: int | None = None
    table_index: int | None = None
    row_index: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    number: int | None
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A number said in prose. ``start``/``end`` count characters of the section's text."""

    fact: str
    value: int | float | str | None
    unit: str | None
    approximate: bool
    section: int | None
    quote: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule. ``left`` and ``right`` are the two sides that should have agreed."""

    rule: str
    severity: Severity
    message: str
    origin: FindingOrigin = "source"
    table: str | None = None
    row: str | None = None
    column: str | None = None
    left: int | float | str | None = None
    right: int | float | str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports, for when and where. Unknown is None, never a guess."""

    publisher: str | None = None
    year: int | None = None
    title: str | None = None
    published_on: str | None = None
    """ISO date."""
    level: Level | None = None
    region: str | None = None
    """Path of names from the province down, joined by ``/``."""
    region_code: str | None = None
    """GB/T 2260 code: 6 digits down to the county, 9 for a township."""
    findings: tuple[Finding, ...] = ()
    """Conflicts between the places that name them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes came from, as far as known; all of it optional, none of it trusted more than the document."""

    name: str | None = None
    """File name."""
    url: str | None = None
    fetched_at: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Response headers, names in lower case."""
    source_id: str | None = None
    source_name: str | None = None
    """The authority named by the registry card."""
    region_code: str | None = None
    level: str | None = None
    list_title: str | None = None
    """Text (or title attribute) of the link that led here."""
    list_date: str | None = None
    """ISO date printed beside that link."""
    breadcrumb: str | None = None
    page_url: str | None = None
    """For an attachment: the article page it hangs on, and what that page says of itself."""
    page_title: str | None = None
    page_meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    sha256: str
    media_type: str
    identity: Identity
    form: str | None
    sections: tuple[Section, ...] = ()
    cells: tuple[ReportCell, ...] = ()
    extras: tuple[ExtraRow, ...] = ()
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    quality: Quality = "no_tables"
    reader: str = ""
    others: tuple[str, ...] = ()
    """Titles of the other reports in the file, which are left out."""

    def cell(self, table: str, row: str, column: str) -> ReportCell | None:
        """The cell with these codes, or None where the document has none."""
        return next((c for c in self.cells if c.key == (table, row, column)), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: exactly one of ``report`` and ``error`` is set."""

    sha256: str
    report: Report | None = None
    error: ReadError | None = None
    media_type: str | None = None


def to_json(report: Report, file: str) -> dict[str, Any]:
    """The object that ``gongkai parse`` prints: the contract's fields first, ours after them."""
    who = report.identity
    return {
        "file": file,
        "sha256": report.sha256,
        "media_type": report.media_type,
        "publisher": who.publisher,
        "year": who.year,
        "title": who.title,
        "published_on": who.published_on,
        "form": report.form,
        "level": who.level,
        "region": who.region,
        "region_code": who.region_code,
        "sections": [{"number": s.number, "heading": s.heading, "text": s.text} for s in report.sections],
        "cells": [
            {
                "table": c.table, "row": c.row, "column": c.column, "value": c.value, "printed": c.printed,
                "state": c.state.value, "page": c.page, "table_index": c.table_index, "row_index": c.row_index,
                "column_index": c.column_index, "bbox": None if c.bbox is None else list(c.bbox),
                "unit": c.unit, "value_yuan": c.value_yuan, "form": c.form, "note": c.note,
            }
            for c in report.cells
        ],
        "facts": [
            {
                "fact": f.fact, "value": f.value, "unit": f.unit, "approximate": f.approximate,
                "section": f.section, "quote": f.quote, "start": f.start, "end": f.end,
            }
            for f in report.facts
        ],
        "findings": [
            {
                "rule": f.rule, "severity": f.severity, "table": f.table, "row": f.row, "column": f.column,
                "left": f.left, "right": f.right, "message": f.message, "origin": f.origin,
            }
            for f in report.findings
        ],
        "extras": [
            {
                "table": e.table, "label": e.label, "code": e.code, "printed": list(e.printed),
                "page": e.page, "table_index": e.table_index, "row_index": e.row_index,
            }
            for e in report.extras
        ],
        "warnings": list(report.warnings),
        "quality": report.quality,
        "reader": report.reader,
    }
