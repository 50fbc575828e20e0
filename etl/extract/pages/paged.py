"""Pages of a fixed-layout file (PDF, OFD): from what each draws to its lines and tables, and those of all to one document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import chain, takewhile
from operator import itemgetter

from etl.documents import Block, Box, Cell, Table
from etl.extract.grid import BoxedCell
from etl.extract.pages.columns import in_columns
from etl.extract.pages.furniture import without_furniture
from etl.extract.pages.glyphs import (
    blotted,
    once,
    spacing,
    struck_out,
    tightened,
    told_apart,
    untied,
    with_marks,
    without_added,
    without_crossed,
    without_struck,
    written_over,
)
from etl.extract.pages.layout import Glyph, Line, lines, share_out
from etl.extract.pages.marks import UNSURE, Mark, marked
from etl.extract.pages.narrow import cell_texts, is_above
from etl.extract.pages.parts import TOLERANCE, Page, Part, RuledTable, Sheet, TextLine, axes
from etl.extract.pages.spreads import each_page
from etl.extract.pages.torn import joined, with_whole_numbers
from etl.text import squeeze

_NUMBER = re.compile(r"[+\-−–]?[\d.,，]*\d|[/—]+")

__all__ = ["Page", "Part", "RuledTable", "Sheet", "TextLine", "blocks", "page", "pages", "warnings", "without_gaps"]


def pages(sheets: Sequence[Sheet]) -> list[Page]:
    """The pages of a file."""
    sheets = each_page(sheets)
    usual = spacing([s.glyphs for s in sheets])
    return [page(n, s, usual) for n, s in enumerate(sheets, 1)]


_MOST_FRAMES = 12
"""Frames round the prose of one page: more, and more than there are other cells, are cells that stand apart, whose text is better read by
where it stands."""


def page(number: int, sheet: Sheet, usual: float = 0.0) -> Page:
    """A page from what it draws; ``usual`` is the spacing of digits in its file. A frame round other tables is none itself,
    nor is one within a cell, such as that of a field for input."""
    drawn = [*chain.from_iterable(map(_apart, sheet.tables))]
    lone = sum(len(t) == 1 for t in drawn)
    are_apart = lone > max(_MOST_FRAMES, sum(map(len, drawn)) - lone)
    tables = [t for t in drawn if not are_apart and (len(t) > 1 or not any(
        _holds(t[0], o[0]) or any(_holds(box, t[0]) for box in o) for o in drawn if o is not t))]
    glyphs = once(told_apart(sheet.glyphs))
    over = written_over(glyphs)
    own = [g for i, g in enumerate(glyphs) if i not in over]
    glyphs = struck_out(untied(tightened(blotted(with_marks(own)), usual)), ((s.at, s.start, s.end) for s in sheet.across))
    ruled, inside, warnings = _ruled(number, glyphs, tables, sheet.marks)
    if open_ones := [boxes for boxes, table in zip(tables, ruled, strict=True) if _is_open(table.cells)]:
        ruled, inside, warnings = _ruled(number, glyphs, [t for t in tables if t not in open_ones], sheet.marks)
    outside = map(Line, map(tuple, without_added([without_struck(line.glyphs) for line in lines(g for i, g in enumerate(glyphs) if i not in inside)])))
    parts: list[tuple[float, Part]] = [(table.top, table) for table in ruled]
    parts += [(top, TextLine(line.text, line.bbox[1], line.bbox[3], line.places)) for top, line in in_columns(list(outside), [t.bbox for t in ruled])]
    if over:
        warnings += (f"page {number}: text printed over other text is left out",)
    return Page(number, sheet.height, tuple(part for _, part in sorted(parts, key=itemgetter(0))), warnings)


def _apart(boxes: Sequence[Box]) -> Iterator[Sequence[Box]]:
    """A table, and each of the frames that stand right above it and reach beyond it on either side: round prose, a signature, a caption."""
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    below = sorted(boxes, key=itemgetter(1))
    over = list(takewhile(lambda box: box[0] <= left + TOLERANCE and box[2] >= right - TOLERANCE, below))
    own = below[len(over):]
    if own and all(left + TOLERANCE < box[0] and box[2] < right - TOLERANCE for box in own):
        yield from ([box] for box in over)
        yield own
    else:
        yield boxes


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] - 1 <= inner[0] and outer[1] - 1 <= inner[1] and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1
        and outer != inner
    )


def _ruled(number: int, glyphs: Sequence[Glyph], tables: Sequence[Sequence[Box]],
           marks: Sequence[Mark]) -> tuple[list[RuledTable], frozenset[int], tuple[str, ...]]:
    """The tables with their texts, which glyphs stand in them, and what is doubtful about that."""
    shares = share_out(glyphs, (box for boxes in tables for box in boxes))
    glyphs = [replace(g, text=UNSURE) if i in shares.doubtful else g for i, g in enumerate(glyphs)]
    texts: dict[Box, str] = {}
    for boxes in tables:
        texts |= zip(boxes, cell_texts(boxes, without_added([without_struck(without_crossed([glyphs[i] for i in shares.held[box]])) for box in boxes])), strict=True)
    texts |= dict.fromkeys(marked(marks, glyphs, shares.held), UNSURE)
    ruled = [RuledTable(_without_idle_edges([BoxedCell(texts[box], box, number) for box in boxes])) for boxes in tables]
    warnings = []
    if shares.crossing:
        warnings.append(f"page {number}: {shares.crossing} numbers cross the edge of their cell")
    if shares.overprint:
        warnings.append(f"page {number}: text printed over a table is left out")
    return ruled, shares.overprint.union(*shares.held.values()), tuple(warnings)


def _without_idle_edges(cells: Sequence[BoxedCell]) -> tuple[BoxedCell, ...]:
    """The cells without edges that part a blank from the cell above or below it, and no row from another: browsers draw one through
    a cell of several rows that a page's end tore, and through labels alone."""
    found: list[BoxedCell] = []
    edges = [sorted(cells, key=lambda c: c.bbox[side]) for side in (3, 1)]
    idle = cache(partial(_is_idle, edges, [c for c in cells if _is_number(c)]))
    for cell in sorted(cells, key=lambda c: (round(c.bbox[0]), c.bbox[1])):
        last, at = found[-1] if found else None, cell.bbox[1]
        if (last and not (last.text.strip() and cell.text.strip()) and abs(last.bbox[3] - at) <= TOLERANCE and is_above(last.bbox, cell.bbox)
                and idle(round(at))):
            found[-1] = replace(last, text=last.text + cell.text, bbox=(*last.bbox[:3], cell.bbox[3]))
        else:
            found.append(cell)
    return tuple(sorted(found, key=lambda c: (c.bbox[1], c.bbox[0])))


def _is_idle(edges: Sequence[Sequence[BoxedCell]], numbers: Sequence[BoxedCell], at: float) -> bool:
    """Whether an edge has a blank above or below it all along, and is one cell's alone, or numbers stand across it and none beside it.
    ``edges``: the cells from top to bottom, by their lower and by their upper edge."""
    above, below = (sorted(_near(cells, side, at), key=lambda c: c.bbox[0]) for cells, side in zip(edges, (3, 1), strict=True))
    if len(above) != len(below) or any(
            not is_above(a.bbox, b.bbox) or (a.text.strip() and b.text.strip()) for a, b in zip(above, below, strict=True)):
        return False
    return len(above) == 1 or (not any(map(_is_number, (*above, *below))) and any(
        c.bbox[1] < at - TOLERANCE and at + TOLERANCE < c.bbox[3] for c in numbers))


def _near(cells: Sequence[BoxedCell], side: int, at: float) -> Sequence[BoxedCell]:
    """Those of sorted cells whose edge on this side is near."""
    first, last = bisect_left(cells, at - TOLERANCE, key=lambda c: c.bbox[side]), bisect_right(cells, at + TOLERANCE, key=lambda c: c.bbox[side])
    return cells[first:last]


def _is_number(cell: BoxedCell) -> bool:
    return _NUMBER.fullmatch(squeeze(cell.text)) is not None


def _is_open(cells: Sequence[BoxedCell]) -> bool:
    """Whether the lines between columns, or those between rows, are missing: then most numbers share a cell with others beside or
    above them, and the text is better read by where it stands."""
    shared = alone = 0
    apart = mixed = False
    for cell in cells:
        rows = [re.split(r" {2,}", line) for line in cell.text.split("\n")]
        beside = [w for row in rows if len(row) > 1 for part in row for w in part.split() if _NUMBER.fullmatch(w)]
        stacked = [row[0] for row in rows if len(row) == 1 and _NUMBER.fullmatch(row[0])]
        apart |= any(len(row) > 1 for row in rows)
        mixed |= 0 < len(stacked) < len(rows)
        shared += len(beside) + (len(stacked) if len(stacked) > 2 else 0)
        alone += len(stacked) if len(stacked) <= 2 else 0
    return shared > alone or (apart and axes(cells, 0) <= 2) or (mixed and axes(cells, 1) <= 2)


def blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Paragraphs (physical lines) and tables; page numbers and running headers are left out."""
    return tuple(joined(without_furniture(with_whole_numbers(pages))))


def without_gaps(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, in whose tables no row ends with one blank area where most rows have several cells, but with fewer cells: so browsers
    and office programs draw a row that lacks cells, whose numbers stand in the first columns then, whatever columns they are of."""
    return tuple(replace(b, rows=tuple(map(_but_gap, b.rows, [b] * len(b.rows)))) if isinstance(b, Table) else b for b in blocks)


def _but_gap(row: Sequence[Cell], whole: Table) -> tuple[Cell, ...]:
    last = row[-1] if row else None
    if last is None or last.colspan < 2 or last.rowspan > 1 or last.text.strip() or not any(_NUMBER.fullmatch(squeeze(c.text)) for c in row):
        return tuple(row)
    beside = [[c for c in other if c.column + c.colspan > last.column] for other in whole.rows]
    divided = sum(len(cells) > 1 and cells[0].column >= last.column for cells in beside)
    return tuple(row[:-1]) if 2 * divided > len(whole.rows) else tuple(row)


def warnings(pages: Sequence[Page]) -> tuple[str, ...]:
    return tuple(warning for p in pages for warning in p.warnings)
