"""Numbers that a narrow column breaks over lines: one number where no digit more had room in the line above. A page's end may tear them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from etl.documents import Box
from etl.extract.grid import BoxedCell
from etl.extract.pages.layout import SMALL, Glyph, Line, lines
from etl.text import squeeze

_NUMBER = re.compile(r"(?:[1-9]\d*|0)(?:\.\d+)?")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_END = re.compile(r"(?:,\d{3})+")
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
_LETTER = re.compile(r"[^\W\d_]")
_PADDING = 6.0
"""Points that a cell leaves free at each side, at most: more is room for digits, however narrow the text of its table is."""
_LEVEL = 3.0
"""Points by which the edges of one row or column differ."""
_PITCH = 1.8
"""Distance of two lines of one text, at most, as a share of their height."""


def cell_texts(boxes: Sequence[Box], groups: Sequence[Iterable[Glyph]]) -> list[str]:
    """The texts of a table's cells, given by their boxes and characters, line by line; broken numbers are in one line.

    Where a cell beside one holds lines of numbers that had room, or two labels, there each is a number of a row of its own. Lines that
    are all full may be either: they follow the cells beside them, and are of one number where columns of one digit have not as many."""
    held = [lines(group) for group in groups]
    torn = {i for i, found in enumerate(held) if _is_torn(found)}
    broken = {i for i, found in enumerate(held) if len(found) > 1 and all(_is_number(line) for line in found)}
    if not broken | torn:
        return ["\n".join(line.text for line in found) for found in held]
    edges = [(line.bbox[0] - box[0], box[2] - line.bbox[2]) for box, found in zip(boxes, held, strict=True) for line in found]
    padding = sum(min(_PADDING, max(0.0, min(side))) for side in zip(*edges, strict=True))
    full = {i for i in broken if _is_one(held[i], boxes[i][2] - boxes[i][0] - padding)}
    several = (broken - full) | {i for i, found in enumerate(held) if sum(bool(_NUMBERED.match(line.text)) for line in found) > 1}
    sure = {i for i in full if len(held[i][-1].text) < len(held[i][-2].text) or _are_uneven([
        found for box, found in zip(boxes, held, strict=True) if abs(box[1] - boxes[i][1]) + abs(box[3] - boxes[i][3]) <= _LEVEL])}
    joined = {i for i in full if any(_are_beside(boxes[i], boxes[k]) for k in sure) and not any(_are_beside(boxes[i], boxes[k]) for k in several)}
    return [("" if i in joined | torn else "\n").join(line.text for line in found) for i, found in enumerate(held)]


def _is_number(line: Line) -> bool:
    return all(char.isdecimal() or char == "." for char in line.text)


def _is_torn(found: Sequence[Line]) -> bool:
    """Whether lines are one number by the commas of its thousands, and not each a number: 16,11 and 0."""
    texts = [squeeze(line.text) for line in found]
    return len(texts) > 1 and _GROUPED.fullmatch("".join(texts)) is not None and not all(
        _GROUPED.fullmatch(text) or _NUMBER.fullmatch(text) for text in texts)


def _is_one(found: Sequence[Line], room: float) -> bool:
    """Whether lines of digits are one number that had this room in each line."""
    *above, last = found
    if not _NUMBER.fullmatch(squeeze("".join(line.text for line in found))):
        return False
    shown = [[g for g in line.glyphs if not g.text.isspace()] for line in found]
    heights = [g.height for line in shown for g in line]
    alike = len({(g.form, g.apart, g.struck) for line in shown for g in line}) == 1 and min(heights) >= SMALL * max(heights)
    near = all(b.bbox[1] - a.bbox[1] <= _PITCH * (a.bbox[3] - a.bbox[1]) for a, b in pairwise(found))
    return alike and near and len(last.text) <= len(above[-1].text) and all(
        room - (line.bbox[2] - line.bbox[0]) < (line.bbox[2] - line.bbox[0]) / len(line.text) for line in above)


def _are_uneven(row: Sequence[Sequence[Line]]) -> bool:
    """Whether a row has no blank, and its numbers have one digit a line, but not as many lines."""
    numbers = [found for found in row if all(_is_number(line) for line in found)]
    return all(row) and all(len(line.text) == 1 for found in numbers for line in found) and len(set(map(len, numbers))) > 1


def _are_beside(a: Box, b: Box) -> bool:
    return a[1] < b[3] and b[1] < a[3]


def whole(upper: Sequence[BoxedCell], lower: Sequence[BoxedCell]) -> tuple[tuple[BoxedCell, ...], tuple[BoxedCell, ...]]:
    """The cells of a table at a page's end and of that at the next one's head, whose first row says nothing but the rest of numbers that
    stand above it, be it beside the rest of its label where that begins with a comma, or values where it has blanks: these are put
    together, as lines of one cell."""
    top = min(c.bbox[1] for c in lower)
    head = [c for c in lower if c.bbox[1] <= top + _LEVEL]
    row = [c for c in head if c.bbox[3] <= min(c.bbox[3] for c in head) + _LEVEL]
    foot = max(c.bbox[3] for c in upper) - _LEVEL
    above = {id(b): a for b in row if b.text for a in upper if a.bbox[3] >= foot and is_above(a.bbox, b.bbox)}
    rests = [b for b in row if b.text.strip()]
    ends = [b for b in rests if _END.fullmatch(squeeze(b.text))]
    torn = bool(ends) and all(_LETTER.search(b.text) for b in rests if b not in ends)  # beside the rest of its row's label
    rests = ends if torn else rests
    pairs = [(above[id(b)].text.strip(), b.text) for b in rests if id(b) in above]
    if torn:
        is_rest = all(_GROUPED.fullmatch(squeeze(a + b)) for a, b in pairs)
    else:
        is_rest = all(not a and not _LETTER.search(b) for a, b in pairs) or all(a.isdecimal() and b.isdecimal() for a, b in pairs)
    if not rests or (min(row, key=lambda b: b.bbox[0]).text and not torn) or len(pairs) < len(rests) or not is_rest:
        return tuple(upper), tuple(lower)
    between = "" if torn else "\n"
    longer = {id(above[id(b)]): f"{above[id(b)].text}{between}{b.text}".lstrip() for b in rests}
    return (tuple(replace(a, text=longer.get(id(a), a.text)) for a in upper),
            tuple(replace(b, text="") if b in rests else b for b in lower))


def is_above(a: Box, b: Box) -> bool:
    """Whether two boxes of one table stand in the same columns."""
    return abs(a[0] - b[0]) <= _LEVEL and abs(a[2] - b[2]) <= _LEVEL
