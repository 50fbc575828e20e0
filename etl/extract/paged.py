"""Pages of a fixed-layout file (PDF, OFD) put together to one document: tables over page breaks, running headers.

The readers hand over what each page shows; everything that needs more than one page is decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.documents import Block, Paragraph
from etl.extract.grid import BoxedCell, clusters, from_boxes, table
from etl.extract.limits import MAX_CELLS, MAX_TABLES, at_most
from etl.text import squeeze

_PAGE_NUMBER = re.compile(r"^[-—–_~·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，共]+\s*\d{1,4}\s*页?)?[-—–_~·.\s]*$|^Page\s*\d+.*$", re.I)
_TOLERANCE = 3.0


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Cells of one ruled table on one page."""

    cells: tuple[BoxedCell, ...]

    @property
    def top(self) -> float:
        return min(c.bbox[1] for c in self.cells)

    @property
    def bottom(self) -> float:
        return max(c.bbox[3] for c in self.cells)

    @property
    def columns(self) -> list[float]:
        return clusters((x for c in self.cells for x in (c.bbox[0], c.bbox[2])), 2.5)


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    height: float
    parts: tuple[TextLine | RuledTable, ...]
    """In reading order; text inside a table is not among the lines."""


def is_prose_box(cells: Sequence[BoxedCell]) -> bool:
    """A frame round prose: one cell, or one column whose cells run over a line's length."""
    if len(cells) <= 1:
        return True
    columns = clusters((x for c in cells for x in (c.bbox[0], c.bbox[2])), 2.5)
    return len(columns) <= 2 and any(len(squeeze(c.text)) > 40 for c in cells)


def blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Paragraphs (physical lines) and tables; page numbers and running headers are left out."""
    running = _running(pages)
    out: list[TextLine | RuledTable | int] = []
    flat: list[tuple[int, TextLine | RuledTable]] = []
    for page in pages:
        flat += [(page.number, part) for part in page.parts if not _is_furniture(part, page, running)]
    del out
    return tuple(_joined(flat))


def _joined(flat: list[tuple[int, TextLine | RuledTable]]) -> Iterator[Block]:
    count = at = 0
    while at < len(flat):
        number, part = flat[at]
        at += 1
        if isinstance(part, TextLine):
            yield Paragraph(part.text, number)
            continue
        parts, last = [part.cells], number
        while at < len(flat) and flat[at][0] == last + 1 and isinstance(nxt := flat[at][1], RuledTable) and _continues(part, nxt):
            parts.append(nxt.cells)
            part, last = nxt, last + 1
            at += 1
        at_most(sum(map(len, parts)), MAX_CELLS, "table cells")
        at_most(count, MAX_TABLES, "tables")
        yield table(count, from_boxes(parts))
        count += 1


def _continues(upper: RuledTable, lower: RuledTable) -> bool:
    """The same table on the next page: the same outer edges, and the one's vertical lines among the other's."""
    a, b = upper.columns, lower.columns
    if abs(a[0] - b[0]) > _TOLERANCE or abs(a[-1] - b[-1]) > _TOLERANCE:
        return False
    few, many = sorted((a, b), key=len)
    return all(any(abs(x - y) <= _TOLERANCE for y in many) for x in few)


def _running(pages: Sequence[Page]) -> set[str]:
    """Lines that stand first or last on most pages."""
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        texts = [p for p in page.parts if isinstance(p, TextLine)]
        edge = {squeeze(t.text) for t in texts if t.bottom < 0.1 * page.height or t.top > 0.9 * page.height}
        seen.update(edge)
    return {text for text, count in seen.items() if count >= 3 and 2 * count > len(pages)}


def _is_furniture(part: TextLine | RuledTable, page: Page, running: set[str]) -> bool:
    if not isinstance(part, TextLine):
        return False
    at_edge = part.bottom < 0.12 * page.height or part.top > 0.88 * page.height
    return at_edge and (bool(_PAGE_NUMBER.match(part.text.strip())) or squeeze(part.text) in running)
