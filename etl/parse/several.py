"""A file that holds several reports: last year's below this year's, those of the offices behind the authority's own, a second copy.

The first is the file's report; nothing of the others may be taken for it.
"""

from __future__ import annotations

from dataclasses import replace

from etl.documents import Block, Document, Paragraph, Table
from etl.parse.sections import heading_of
from etl.parse.tables import kind_of_text
from etl.parse.titles import read_title
from etl.text import squeeze

_TITLE_AHEAD = 8
"""Paragraphs between a report's title and its first heading, at most: date line, number, the sentence on the period."""
_LEAST = 300
"""Characters of a report; less before the second first heading is a table of contents."""


def first_report(document: Document) -> Document:
    """The document up to where its sections, having come to the fourth, begin anew at the first; the rest is named in a warning.

    A document of one report is returned as it is, and so is one whose statistical tables all stand in the second half.
    """
    start: int | None = None
    reached = 0
    for i, block in enumerate(document.blocks):
        number = heading_of(block) if isinstance(block, Paragraph) else None
        if number == 1 and reached >= 4 and start is not None:
            at = _title_ahead(document.blocks, i)
            first, rest = document.blocks[:at], document.blocks[at:]
            if _length(first[start:]) >= _LEAST and (_has_statistics(first) or not _has_statistics(rest)):
                return replace(document, blocks=first, warnings=(*document.warnings, f"another report follows and is left out: {_shown(rest[0])}"))
            start, reached = i, 1
        elif number is not None:
            start, reached = (i if start is None else start), max(reached, number)
    return document


def _title_ahead(blocks: tuple[Block, ...], heading: int) -> int:
    """Index of the title that stands ahead of a first heading, else of the heading itself."""
    near = [k for k in range(max(0, heading - _TITLE_AHEAD), heading) if isinstance(blocks[k], Paragraph)]
    return next((k for k in near if (t := read_title(_shown(blocks[k]))) and t.years and not t.rest), heading)


def _length(blocks: tuple[Block, ...]) -> int:
    return sum(len(squeeze(b.text)) if isinstance(b, Paragraph) else sum(len(squeeze(c.text)) for c in b.cells()) for b in blocks)


def _has_statistics(blocks: tuple[Block, ...]) -> bool:
    return any(isinstance(b, Table) and any(kind_of_text(c.text) for c in b.cells()) for b in blocks)


def _shown(block: Block) -> str:
    return block.text.strip()[:60] if isinstance(block, Paragraph) else ""
