"""A file that holds several reports: last year's below this year's, those of the offices behind the authority's own, a second copy.

One is the file's report; nothing of the others may be taken for it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from etl.dates import find_periods, find_years
from etl.documents import Block, Document, Paragraph, Table
from etl.parse.sections import heading_of
from etl.parse.tables import kind_of_text
from etl.parse.titles import read_title
from etl.text import squeeze

_TITLE_AHEAD = 8
"""Paragraphs between a report's title and its first heading, at most: date line, number, the sentence on the period."""
_YEAR_ALONE = re.compile(r"(20\d\d)年度?")
_LEAST = 300
"""Characters of a report; less before the second first heading is a table of contents."""
_LEADERS = re.compile(r"[.…·．・‥⋯\-—_]{3,}\d*")
"""What leads from a heading to the number of its page."""
_FAR, _FAR_WITH_TITLE = 4, 2
"""Sections that a report has come to, at least, where another begins: without a title of its own, and with one."""

_Blocks = tuple[Block, ...]


def own_report(document: Document) -> Document:
    """The first of the reports that a document holds, or the one of the year that its page is about; the others are kept as its ``others``.

    A document of one report is returned as it is.
    """
    reports = _reports(document.blocks)
    if len(reports) == 1:
        return document
    stated = {t.year for text in (document.meta.get("ArticleTitle"), document.title) if text and (t := read_title(text)) and t.year}
    first = document.blocks[0]
    above = isinstance(first, Paragraph) and (t := read_title(first.text)) and t.year
    stated = stated or ({above} if above else set())
    # The page's title, over tabs of a year each, is the first one's only if nothing below it says another year.
    bare = [reports[0][1:] if above and stated == {above} else reports[0], *reports[1:]]
    meant = [r for r in bare if stated & {_year(r)}]
    own = meant[0] if len(stated) == 1 and _year(bare[0]) and meant else bare[0]
    left = tuple(Document(document.media_type, r, document.reader, wrapped=document.wrapped) for r in bare if r is not own)
    return replace(document, blocks=(*reports[0][: len(reports[0]) - len(bare[0])], *own), others=(*document.others, *left))


def _reports(blocks: _Blocks) -> list[_Blocks]:
    """The blocks, cut where sections that have come far enough begin anew at the first; whole where the statistical tables all stand
    behind the first cut."""
    cuts = [0]
    start: int | None = None
    reached = 0
    for i, block in enumerate(blocks):
        number = heading_of(block) if isinstance(block, Paragraph) else None
        if number == 1 and start is not None and reached >= (_FAR if (at := _opening(blocks, i)) == i else _FAR_WITH_TITLE):
            if _length(blocks[start:at]) >= _LEAST and (len(cuts) > 1 or _has_statistics(blocks[:at]) or not _has_statistics(blocks[at:])):
                cuts.append(at)
            start, reached = i, 1
        elif number is not None:
            start, reached = (i if start is None else start), max(reached, number)
    return [blocks[a:b] for a, b in pairwise([*cuts, len(blocks)])]


def _opening(blocks: _Blocks, heading: int) -> int:
    """Index of what tells the year of the report ahead of a first heading, else of the heading itself."""
    return next((k for k in range(max(0, heading - _TITLE_AHEAD), heading) if _told(blocks[k])), heading)


def _year(report: _Blocks) -> int | None:
    """The year told nearest to a report's first heading: a page's own may stand above another year's; else the one its text names most."""
    first = next((i for i, b in enumerate(report) if isinstance(b, Paragraph) and heading_of(b) == 1), 0)
    told = [years for b in report[max(0, first - _TITLE_AHEAD) : first] if (years := _told(b))]
    if not told:
        named = Counter(y.year for b in report[first:][:_TITLE_AHEAD] if isinstance(b, Paragraph) for y in find_years(b.text))
        return named.most_common(1)[0][0] if named else None
    return told[-1].pop() if len(told[-1]) == 1 else None


def _told(block: Block) -> set[int]:
    """The years that a title, the sentence on the period or a line of nothing else tells."""
    text = block.text.strip() if isinstance(block, Paragraph) else ""
    if (title := read_title(text)) and not title.rest and title.years:
        return set(title.years)
    alone = _YEAR_ALONE.fullmatch(squeeze(text))
    return {int(alone[1])} if alone else {p.year for p in find_periods(text) if p.year}


def _length(blocks: _Blocks) -> int:
    return sum(len(_LEADERS.sub("", squeeze(b.text))) if isinstance(b, Paragraph) else sum(len(squeeze(c.text)) for c in b.cells()) for b in blocks)


def _has_statistics(blocks: _Blocks) -> bool:
    return any(isinstance(b, Table) and any(kind_of_text(c.text) for c in b.cells()) for b in blocks)
