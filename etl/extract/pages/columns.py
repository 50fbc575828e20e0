"""Prose that is set in columns: each is read to its foot before the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import inf
from operator import itemgetter
from statistics import median

from etl.documents import Box
from etl.extract.pages.layout import Glyph, Line, lines

_LEAST = 4
"""Lines that a column of prose has, at least; and those of a page that tell of one."""
_WORDS, _FULL, _MOST, _MARKS = 8, 0.85, 0.4, 0.3
"""Characters of a full line of prose, at least; the share of its column's width at which it ends; share of a column's lines that are full,
at least: the rest are headings and ends of paragraphs; and marks of sentences in a line, on an average, at least: items of a list have none."""
_GAP, _ROOM = 0.8, 0.2
"""Width of what parts two columns, at least, as a share of the height of their print; and of what is left where a mark hangs over it."""
_CANDIDATES = 3
_ALONE = 0.75
"""How far the next line of the other column is from one that has none beside it, at least, as a share of the distance of two lines."""


def in_columns(found: Sequence[Line], tables: Sequence[Box] = ()) -> Iterator[tuple[float, Line]]:
    """The lines of a page from top to bottom, those of columns of prose one column after the other; each with the height that it is to
    be read at, which is that of the first line for all that stand side by side. No column runs on over a table."""
    for edge in _edges(found):
        zones = [[line for _, line in part] for _, part in groupby([(_zone(line, edge, tables), line) for line in found], itemgetter(0))]
        sides = [_sides(part, edge) if _zone(part[0], edge, tables) is not None else None for part in zones]
        if any(sides):
            for part, columns in zip(zones, sides, strict=True):
                if columns is None:
                    yield from in_columns(part, tables)
                for both in _bands(*columns) if columns else ():
                    top = min(line.bbox[1] for side in both for line in side)
                    yield from ((top, line) for side in both for _, line in in_columns(side))
            return
    yield from ((line.bbox[1], line) for line in found)


def _shown(line: Line) -> list[Glyph]:
    return [g for g in line.glyphs if not g.text.isspace()]


def _edges(found: Sequence[Line]) -> list[float]:
    """Where another column may begin: after a gap within lines, or beyond the end of a line above or below."""
    shown = list(map(_shown, found))
    pairs = [pair for glyphs in shown for pair in pairwise(glyphs)]
    pairs += [(a[-1], b[0]) for both in pairwise(shown) for a, b in (both, both[::-1])]
    seen = Counter(round(b.x0) for a, b in pairs if b.x0 - a.x1 >= _GAP * a.height)
    return [float(x) for x, count in seen.most_common(_CANDIDATES) if count >= _LEAST]


def _zone(line: Line, edge: float, tables: Sequence[Box]) -> int | None:
    """How many of the tables that lie across an edge are above a line; None for a line that itself lies across it."""
    shown = _shown(line)
    if any(g.x0 < edge - 1 and g.x1 > edge for g in shown) or any(
        a.x1 <= edge <= b.x0 + 1 and b.x0 - a.x1 < _ROOM * a.height for a, b in pairwise(shown)):
        return None
    return sum(box[0] < edge < box[2] and box[1] < line.bbox[1] for box in tables)


def _sides(part: Sequence[Line], edge: float) -> tuple[list[Line], list[Line]] | None:
    """The lines on either side, where both are prose."""
    glyphs = [g for line in part for g in _shown(line)]
    left, right = (lines(g for g in glyphs if (g.center[0] > edge) == side) for side in (False, True))
    return (left, right) if _is_prose(left) and _is_prose(right) else None


def _is_prose(side: Sequence[Line]) -> bool:
    """Whether many lines run to the edge, and are of sentences."""
    if len(side) < _LEAST:
        return False
    start, end = _span(side)
    full = [line for line in side if line.bbox[2] - start >= _FULL * (end - start) and len(line.glyphs) >= _WORDS]
    # a comma behind a digit may part thousands
    marks = sum(mark.text in "，。；" and not ahead.text.isdecimal() for line in side for ahead, mark in pairwise(line.glyphs))
    return len(full) >= _MOST * len(side) and marks >= _MARKS * len(side)


def _span(side: Sequence[Line]) -> tuple[float, float]:
    """Where the lines of a column begin and end; a title above them may be wider."""
    starts, ends = (sorted(line.bbox[at] for line in side) for at in (0, 2))
    return starts[len(side) // 4], ends[-1 - len(side) // 4]


def _bands(left: Sequence[Line], right: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines of two columns, parted where a short line on the left, as a heading is, has nothing beside it, but lines above and below;
    one that is the last begins as a paragraph does: else it is the end of one."""
    pitch = median(b.bbox[3] - a.bbox[3] for a, b in pairwise(left))
    start, end = _span(left)
    beside = [line.bbox[3] for line in right]

    def is_head(line: Line) -> bool:
        level = line.bbox[3]
        if line.bbox[2] - start >= _FULL * (end - start) or any(abs(level - other) <= _ALONE * pitch for other in beside):
            return False
        return beside[0] < level < beside[-1] or (line is left[-1] and line.bbox[0] > start + line.glyphs[0].height)

    for top, bottom in pairwise((-inf, *(line.bbox[3] for line in left if is_head(line)), inf)):
        yield [line for line in left if top <= line.bbox[3] < bottom], [line for line in right if top <= line.bbox[3] < bottom]
