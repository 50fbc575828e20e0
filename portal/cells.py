"""How a value is shown in Datasette's tables: links to where it leads, NULL told apart from an empty text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from portal.language import spoken
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
NULL = Markup('<span class="null">NULL</span>')


def render(value: Any, column: str, table: str | None, link: Callable[[str], str]) -> Markup | None:
    """The value as HTML, or None to leave it to Datasette. ``link`` puts the portal's own path before an address."""
    label: Any = None
    if isinstance(value, dict):  # a foreign key, expanded by Datasette
        value, label = value["value"], value["label"]
    if value is None:
        return NULL
    kind = kind_of(table, column)
    if kind and str(value) in WORDS[kind]:
        return Markup('<span title="{}">{}</span>').format(value, word(kind, value, LANGUAGE.get()))
    if column == "message" and isinstance(value, str):
        return Markup("{}").format(spoken(value, LANGUAGE.get()))
    template = PAGES.get(column)
    if template and isinstance(value, str) and _ID.fullmatch(value):
        original = template.startswith("/original/")
        if original and not _SHA256.fullmatch(value):
            return None
        text = label if label not in (None, "", value) else f"{value[:12]}…" if original else value
        return Markup('<a href="{}">{}</a>').format(link(template.format(value)), text)
    if column == "url" or column.endswith("_url"):
        url = safe_url(value if isinstance(value, str) else None)
        if url:
            shown = url if len(url) <= 60 else f"{url[:57]}…"
            return Markup('<a href="{}" rel="noopener noreferrer nofollow" class="out">{}</a>').format(url, shown)
        return Markup("{}").format(value)
    return None
