"""Page numbers, running headers and footers: no part of what a document says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from etl.extract.pages.parts import Page, Part, TextLine
from etl.text import squeeze

_PAGE_NUMBER = re.compile(r"^[-—–_~·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:/|[/,，]?\s*共)\s*\d{1,4}\s*页?)?[-—–_~·.\s]*$|^Page\s*\d+.*$", re.I)


def without_furniture(pages: Sequence[Page]) -> list[tuple[int, Part]]:
    """The parts of all pages, each with the number of its page, but for these."""
    running = _running(pages)
    kept = [(p, [part for part in p.parts if not _is_furniture(part, p, running)]) for p in pages]
    numbers = _bare_numbers(kept)
    return [(p.number, part) for p, parts in kept for part in parts if id(part) not in numbers]


def _running(pages: Sequence[Page]) -> set[tuple[bool, str]]:
    """Lines that stand first on most pages, or last, whatever their numbers. A row that ends one page and one of the same label that
    begins the next are rows of a table."""
    if len(pages) < 2:
        return set()
    seen: Counter[tuple[bool, str]] = Counter()
    for p in pages:
        seen.update({_said(t, p) for t in p.parts if isinstance(t, TextLine) and _at_edge(t, p, 0.1)})
    return {said for said, count in seen.items() if count >= min(3, len(pages)) and 2 * count > len(pages)}


def _said(line: TextLine, page: Page) -> tuple[bool, str]:
    """Whether a line stands in the upper half, and its words."""
    return 2 * line.top < page.height, _but_numbers(line.text)


def _but_numbers(text: str) -> str:
    """The words of a line: 第 3 页 is 第 4 页 on the next page. A line without words is its numbers."""
    words = re.sub(r"\d+", "0", squeeze(text))
    return words if any(c.isalpha() for c in words) else squeeze(text)


def _at_edge(line: TextLine, page: Page, share: float) -> bool:
    return line.bottom < share * page.height or line.top > (1 - share) * page.height


def _is_furniture(part: Part, page: Page, running: set[tuple[bool, str]]) -> bool:
    if not isinstance(part, TextLine) or not _at_edge(part, page, 0.12):
        return False
    text = part.text.strip()
    return _said(part, page) in running or (bool(_PAGE_NUMBER.match(text)) and not text.isdecimal())


def _bare_numbers(pages: Sequence[tuple[Page, Sequence[Part]]]) -> set[int]:
    """The parts (by identity) that are page numbers without a word: the outermost line of a page, counting on from page to page.
    Any other number there is the value of a row that the page's end tore."""
    found = [
        (part, int(part.text) - page.number)
        for page, parts in pages for part in {id(p): p for p in (*parts[:1], *parts[-1:])}.values()
        if isinstance(part, TextLine) and _at_edge(part, page, 0.12) and part.text.strip().isdecimal() and len(part.text.strip()) <= 4
    ]
    usual, count = Counter(ahead for _, ahead in found).most_common(1)[0] if found else (0, 0)
    return {id(part) for part, ahead in found if ahead == usual and (count > 1 or ahead == 0 or len(pages) == 1)}
