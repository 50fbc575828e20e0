"""What a page draws in the cells of its tables that is no text: outlines of digits, pictures of them. Such a cell is not blank."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.documents import Box
from etl.extract.pages.layout import Glyph
from etl.extract.pages.rulings import THIN_BOX, bounds
from etl.extract.pages.visible import Ground, Grounds, Ink, is_faint, is_white

UNSURE = "\ufffd"
"""Stands for what cannot be read."""
_LOWEST, _HIGHEST, _WIDEST = 3.0, 40.0, 80.0
"""Points between which what is drawn as high as letters are is high, and up to which it is wide."""
_THIN_LETTER = 6
"""Corners of what is thin and still no line, at least: a 1."""
_SLOPE = 0.1
"""Points that a stroke runs across and down, where it is none of a frame."""
_SNAP, _EDGE = 1.0, 1.5
"""Points by which a mark may reach beyond its cell, and by which its middle stands off the cell's edges at least."""
_WHOLE = 0.9
"""Share of a cell's height or width from which on what is drawn in it is its ground, its frame or its diagonal."""


@dataclass(frozen=True, slots=True)
class Mark:
    box: Box
    ink: tuple[float, ...] | None = None
    """Its colour; None of a picture."""
    cover: float = 1.0


def outline(points: Sequence[tuple[float, float]], filled: bool, stroked: bool) -> Box | None:
    """The box of a stretch of a path, given by its corners, if that may be the outline of a letter: no line, box or step."""
    if not (filled or stroked) or len(points) < (3 if filled else 4):
        return None
    box, is_box = bounds(points)
    if is_box or not is_small(box) or (box[2] - box[0] <= THIN_BOX and len(points) < _THIN_LETTER):
        return None
    return box if any(abs(a[0] - b[0]) > _SLOPE < abs(a[1] - b[1]) for a, b in pairwise(points)) else None


def seen(marks: Iterable[tuple[int, Mark]], grounds: Iterable[Ground]) -> list[Mark]:
    """Those marks no larger than letters, given with when they are drawn, that have an ink which is seen and are not painted over."""
    last = {(mark.box, mark.ink): (order, mark) for order, mark in marks if max(mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]) <= _WIDEST}
    areas = Grounds(g for g in grounds if g.colour is not None)
    return [
        mark for order, mark in last.values()
        if not (mark.ink and (is_white(mark.ink) or is_faint(mark.ink, mark.cover)))
        and areas.cover(Ink(order, (mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2, ())) is None
    ]


def is_small(box: Box) -> bool:
    """Whether what is drawn is about as large as letters are."""
    return _LOWEST < box[3] - box[1] <= _HIGHEST and box[2] - box[0] <= _WIDEST


def marked(marks: Iterable[Mark], glyphs: Sequence[Glyph], held: Mapping[Box, Sequence[int]]) -> set[Box]:
    """Which boxes of a page hold no text but a mark. Ink that stands upon text and edges as often is a watermark's or a seal's."""
    ordered = sorted((m for m in marks if is_small(m.box)), key=lambda m: m.box[1])
    tops = [m.box[1] for m in ordered]
    inside: list[tuple[Box, Hashable]] = []
    over: Counter[Hashable] = Counter()
    for cell, indexes in held.items() if ordered else ():
        text = [g.box for g in (glyphs[i] for i in indexes) if not g.text.isspace()]
        for mark in ordered[bisect_left(tops, cell[1] - _HIGHEST) : bisect_left(tops, cell[3])]:
            if not _is_at(mark.box, cell) or _is_ground(mark, cell):
                continue
            if not _is_within(mark.box, cell) or any(_meet(mark.box, letter) for letter in text):
                over[mark.ink] += 1
            elif not text:
                inside.append((cell, mark.ink))
    count = Counter(ink for _, ink in inside)
    return {cell for cell, ink in inside if count[ink] > over[ink]}


def _is_at(box: Box, cell: Box) -> bool:
    """Whether the middle of a mark stands in a cell, not on its edge."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell[0] + _EDGE < x < cell[2] - _EDGE and cell[1] + _EDGE < y < cell[3] - _EDGE


def _is_within(box: Box, cell: Box) -> bool:
    return cell[0] - _SNAP <= box[0] and cell[1] - _SNAP <= box[1] and box[2] <= cell[2] + _SNAP and box[3] <= cell[3] + _SNAP


def _is_ground(mark: Mark, cell: Box) -> bool:
    (x0, top, x1, bottom), (left, upper, right, lower) = mark.box, cell
    return mark.ink is not None and (x1 - x0 >= _WHOLE * (right - left) or bottom - top >= _WHOLE * (lower - upper))


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
