"""Tables that the end of a page tore, and frames that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.documents import Block, Paragraph
from etl.extract.grid import BoxedCell, from_boxes, table
from etl.extract.limits import MAX_CELLS, MAX_TABLES, at_most
from etl.extract.pages.narrow import whole
from etl.extract.pages.parts import TOLERANCE, Page, Part, RuledTable, TextLine, axes
from etl.text import squeeze

_LINE, _SENTENCE = 40, 12
"""Characters above which a framed cell holds prose, no caption: whatever it says, and where it has the marks of a sentence."""
_CLAUSE = re.compile(r"^[^(]*,(?!\d)|[。;]$")
"""A comma outside brackets (the labels of the form have them inside alone), or the end of a clause."""


def with_whole_numbers(pages: Sequence[Page]) -> list[Page]:
    """The pages, numbers whole that the end of one tore within their cells."""
    found = list(pages)
    for at in range(1, len(found)):
        upper = next((part for part in reversed(found[at - 1].parts) if isinstance(part, RuledTable)), None)
        lower = next((part for part in found[at].parts if isinstance(part, RuledTable)), None)
        if upper and lower and _are_level(upper.columns, lower.columns):
            for n, old, cells in zip((at - 1, at), (upper, lower), whole(upper.cells, lower.cells), strict=True):
                found[n] = replace(found[n], parts=tuple(RuledTable(cells) if part is old else part for part in found[n].parts))
    return found


def joined(parts: Sequence[tuple[int, Part]]) -> Iterator[Block]:
    count = at = 0
    while at < len(parts):
        number, part = parts[at]
        at += 1
        if isinstance(part, TextLine):
            yield Paragraph(part.text, number, places=part.places)
            continue
        group, last = [part], number
        while at < len(parts) and parts[at][0] == last + 1 and isinstance(below := parts[at][1], RuledTable) and _continues(group[-1], below):
            group.append(below)
            last += 1
            at += 1
        cells = [c for p in group for c in p.cells]
        at_most(len(cells), MAX_CELLS, "table cells")
        if _frames_prose(cells):
            yield from (Paragraph(line, c.page) for c in cells for line in c.text.split("\n") if line.strip())
            continue
        at_most(count, MAX_TABLES, "tables")
        yield table(count, from_boxes([p.cells for p in group]))
        count += 1


def _frames_prose(cells: Sequence[BoxedCell]) -> bool:
    """A frame round prose is no table: one cell, or one column with cells of a line's length or with the marks of a sentence."""
    if len(cells) <= 1:
        return True
    texts = [squeeze(c.text) for c in cells]
    return axes(cells, 0) <= 2 and any(len(text) > _LINE or (len(text) > _SENTENCE and _CLAUSE.search(text)) for text in texts)


def _continues(upper: RuledTable, lower: RuledTable) -> bool:
    """The same table on the next page: the same outer edges, as a whole or where it was torn (a caption's frame may be wider), and
    the one's vertical lines among the other's."""
    a, b = upper.columns, lower.columns
    if not _are_level(a, b):
        torn = upper.last_columns, lower.first_columns
        if not _are_level(*torn):
            return False
        a, b = (_between(columns, edge[0], edge[-1]) for columns, edge in zip((a, b), torn, strict=True))
    few, many = sorted((a, b), key=len)
    if len(few) == 2 < len(many):
        narrow = upper if few is a else lower
        if any(len(squeeze(c.text)) > _LINE for c in narrow.cells):
            return False
    return all(any(abs(x - y) <= TOLERANCE for y in many) for x in few)


def _between(columns: Sequence[float], start: float, end: float) -> list[float]:
    return [x for x in columns if start - TOLERANCE <= x <= end + TOLERANCE]


def _are_level(a: Sequence[float], b: Sequence[float]) -> bool:
    return abs(a[0] - b[0]) <= TOLERANCE and abs(a[-1] - b[-1]) <= TOLERANCE
