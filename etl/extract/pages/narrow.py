"""Numbers that a narrow column breaks over lines: one number where no digit more had room in the line above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from etl.documents import Box
from etl.extract.pages.layout import Glyph, Line, lines

_NUMBER = re.compile(r"(?:[1-9]\d*|0)(?:\.\d+)?")
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
_FEWEST = 2
"""Digits of a full line, at least: where one fills a column, two rows look like one number."""
_PADDING = 6.0
"""Points that a cell leaves free at each side, at most: more is room for digits, however narrow the text of its table is."""
_PITCH = 1.8
"""Distance of two lines of one text, at most, as a share of their height."""


def cell_texts(boxes: Sequence[Box], groups: Sequence[Iterable[Glyph]]) -> list[str]:
    """The texts of a table's cells, given by their boxes and characters, line by line; broken numbers are in one line.

    Where a cell beside one holds lines of numbers that had room, or two labels, there each is a number of a row of its own."""
    held = [lines(group) for group in groups]
    broken = {i for i, found in enumerate(held) if len(found) > 1 and all(_is_number(line) for line in found)}
    if not broken:
        return ["\n".join(line.text for line in found) for found in held]
    edges = [(line.bbox[0] - box[0], box[2] - line.bbox[2]) for box, found in zip(boxes, held, strict=True) for line in found]
    padding = sum(min(_PADDING, max(0.0, min(side))) for side in zip(*edges, strict=True))
    full = {i for i in broken if _is_one(held[i], boxes[i][2] - boxes[i][0] - padding)}
    several = (broken - full) | {i for i, found in enumerate(held) if sum(bool(_NUMBERED.match(line.text)) for line in found) > 1}
    joined = {i for i in full if not any(_are_beside(boxes[i], boxes[k]) for k in several)}
    return [("" if i in joined else "\n").join(line.text for line in found) for i, found in enumerate(held)]


def _is_number(line: Line) -> bool:
    return all(char.isdecimal() or char == "." for char in line.text)


def _is_one(found: Sequence[Line], room: float) -> bool:
    """Whether lines of digits are one number that had this room in each line."""
    *above, last = found
    if not _NUMBER.fullmatch("".join(line.text for line in found)):
        return False
    shown = [[g for g in line.glyphs if not g.text.isspace()] for line in found]
    alike = len({(round(g.height, 1), g.form, g.apart, g.struck) for line in shown for g in line}) == 1
    near = all(b.bbox[1] - a.bbox[1] <= _PITCH * (a.bbox[3] - a.bbox[1]) for a, b in pairwise(found))
    return alike and near and len(last.text) < len(above[-1].text) and all(
        len(line.text) >= _FEWEST and room - (line.bbox[2] - line.bbox[0]) < (line.bbox[2] - line.bbox[0]) / len(line.text) for line in above)


def _are_beside(a: Box, b: Box) -> bool:
    return a[1] < b[3] and b[1] < a[3]
