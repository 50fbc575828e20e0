"""TRS WCM: static lists with ``createPageHTML``, articles ``YYYYMM/tYYYYMMDD_N.html``, files ``P0….ext`` beside them.

Three functions share the name ``createPageHTML``; the form of the first argument tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.page import Page
from crawler.platforms.base import (
    Attachment,
    Follow,
    ListEntry,
    columns,
    file_links,
    next_link,
    numbered,
    report_entries,
    text_images,
)

ARTICLE = re.compile(r"/t(?:\d{8}_)?\d+(?:_\w+)?\.s?html?$")
_CALL = re.compile(r"createPageHTML\s*\(([^()]*)\)")
_ARGUMENT = re.compile(r"""'([^']*)'|"([^"]*)"|([^\s,'"]+)""")


@dataclass(frozen=True, slots=True)
class Pager:
    """``total`` pages named ``stem.ext``, ``stem_K.ext``; ``current`` and the K of the first page count from ``base``."""

    total: int
    current: int
    stem: str
    ext: str
    base: int

    def name(self, number: int) -> str:
        """The file of a page, numbered as the script numbers it."""
        return f"{self.stem}.{self.ext}" if number <= self.base else f"{self.stem}_{number}.{self.ext}"

    @property
    def last(self) -> int:
        return self.total - 1 + self.base


def pager(script: str) -> Pager | None:
    """What the page's script says about its list, in any of the three dialects; None when it says nothing.

    ``createPageHTML(total, current0, "index", "html"…)`` counts from 0 (page 2 is ``index_1``);
    ``createPageHTML('id', total, current1, 'index', 'html', …)`` counts from 1 (page 2 is ``index_2``).
    """
    for call in _CALL.finditer(script):
        arguments = [(text or other or bare, bool(bare)) for text, other, bare in _ARGUMENT.findall(call[1])]
        if not arguments:
            continue
        base = 0 if arguments[0][1] else 1
        if len(arguments) < 4 + base:
            continue
        numbers = [_number(script, a) for a, _ in arguments[base : base + 2]]
        stem, ext = arguments[base + 2][0], arguments[base + 3][0]
        if numbers[0] is None or numbers[1] is None or not re.fullmatch(r"[\w.\-/]+", stem) or not re.fullmatch(r"s?html?|jsp|aspx?", ext):
            continue  # the definition of the function, or a call we do not know
        return Pager(numbers[0], numbers[1], stem, ext, base)
    return None


def _number(script: str, argument: str) -> int | None:
    """A number, or the value of a variable such as ``countPage``."""
    if argument.isdigit():
        return int(argument)
    if re.fullmatch(r"[A-Za-z_$][\w$]*", argument) and (found := re.search(rf"\b{re.escape(argument)}\s*=\s*['\"]?(\d+)", script)):
        return int(found[1])
    return None


def follow_pager(page: Page) -> list[Follow]:
    """Where the list goes on, if the page's script says so."""
    found = pager(page.scripts)
    return numbered(page, found.current, found.last, found.name) if found else []


class Trs:
    name = "trs"

    def detect(self, page: Page) -> float:
        found = pager(page.scripts)
        if found and found.base == 0:
            return 0.9
        body = "TRS_Editor" in page.text or "trs_editor_view" in page.text or "TRS_UEDITOR" in page.text
        rows = sum(1 for a in page.anchors if re.search(r"/\d{6}/t\d{8}_\d+\.s?html?$", a.url))
        if body or re.search(r"/\d{6}/t\d{8}_\d+(?:_\w+)?\.s?html?$", urlsplit(page.url).path):
            return 0.8
        if found and rows:
            return 0.8
        return min(0.7, 0.2 + 0.1 * rows) if rows else 0.0

    def items(self, page: Page) -> Sequence[ListEntry]:
        return report_entries(page, page.anchors, ARTICLE)

    def next_pages(self, page: Page) -> Sequence[Follow]:
        return [*(follow_pager(page) or next_link(page)), *columns(page, [a for a in page.anchors if not ARTICLE.search(a.url)])]

    def attachments(self, page: Page) -> Sequence[Attachment]:
        return [*file_links(page), *text_images(page)]
