"""How a value is shown in Datasette's tables: links to where it leads, NULL told apart from an empty text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from portal import findings
from portal.page import safe_url
from portal.words import LANGUAGE, WORDS, kind_of, word

#: Column → the address of the page on what it names.
PAGES = {
    "report_id": "/report/{}",
    "previous_report_id": "/report/{}",
    "other_report_id": "/report/{}",
    "agency_id": "/agency/{}",
    "region_code": "/place/{}",
    "province_code": "/place/{}",
    "prefecture_code": "/place/{}",
    "county_code": "/place/{}",
    "sha256": "/original/{}",
    "document_sha256": "/original/{}",
}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[\w.~-]{1,100}", re.ASCII)
_FINDING = ("table_name", "row_code", "column_code", "left_value", "left_text", "right_value", "right_text")
NULL = Markup('<span class="null">NULL</span>')


def render(value: Any, column: str, table: str | None, link: Callable[[str], str], row: Any = None) -> Markup | None:
    """The value as HTML, or None to leave it to Datasette. ``link`` puts the portal's own path before an address; ``row`` is
    the whole row, by column."""
    label: Any = None
    if isinstance(value, dict):  # a foreign key, expanded by Datasette
        value, label = value["value"], value["label"]
    if column == "cell":
        return _cell(value, row, link)
    if column == "compared" and isinstance(value, str) and all(map(_ID.fullmatch, value.split("/"))):
        return Markup('<a href="{}">{}</a>').format(link(f"/similar/{value}"), ("对照", "side by side")[LANGUAGE.get() == "en"])
    if value is None:
        return NULL
    kind = kind_of(table, column)
    if kind and str(value) in WORDS[kind]:
        return Markup('<span title="{}">{}</span>').format(value, word(kind, value, LANGUAGE.get()))
    if column == "message" and isinstance(value, str) and (finding := _finding(row)):
        return Markup("{}").format(findings.said(finding, LANGUAGE.get()))
    if column in PAGES and isinstance(value, str) and _ID.fullmatch(value):
        return _page(value, label, PAGES[column], link)
    if column == "url" or column.endswith("_url"):
        return _outside(value)
    return None


def _page(value: str, label: Any, template: str, link: Callable[[str], str]) -> Markup | None:
    """A link to the portal's page of what the identifier names."""
    original = template.startswith("/original/")
    if original and not _SHA256.fullmatch(value):
        return None
    text = label if label not in (None, "", value) else f"{value[:12]}…" if original else value
    return Markup('<a href="{}">{}</a>').format(link(template.format(value)), text)


def _outside(value: Any) -> Markup:
    """An address elsewhere: as a link where it is safe, else as text."""
    url = safe_url(value if isinstance(value, str) else None)
    if not url:
        return Markup("{}").format(value)
    shown = url if len(url) <= 60 else f"{url[:57]}…"
    return Markup('<a href="{}" rel="noopener noreferrer nofollow" class="out">{}</a>').format(url, shown)


def _finding(row: Any) -> dict[str, Any] | None:
    """The row as a finding, as far as it has the columns of one; None where it is no finding."""
    held = {} if row is None else {name: row[name] for name in row.keys()}  # noqa: SIM118 - sqlite3.Row
    if not {"message", "rule"} <= held.keys():
        return None
    return dict.fromkeys(_FINDING) | held


def _cell(value: Any, row: Any, link: Callable[[str], str]) -> Markup | None:
    """``table/row/column`` beside a ``report_id``: the way to that cell, in words. Nothing where no cell is named."""
    if value is None:
        return Markup("")
    parts = str(value).split("/")
    report = row["report_id"] if row is not None and "report_id" in row.keys() else None  # noqa: SIM118 - sqlite3.Row
    if len(parts) != 3 or not isinstance(report, str) or not all(map(_ID.fullmatch, (report, *parts))):
        return None
    table, row_code, column_code = parts
    return Markup('<a href="{}">{}</a>').format(
        link(f"/report/{report}/cell/{'/'.join(parts)}"), findings.place(table, row_code, column_code, LANGUAGE.get()))
