"""Sheets on which two pages stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from etl.extract.pages.parts import Sheet
from etl.extract.pages.rulings import Segment

_WIDE, _GUTTER, _EDGE = 1.2, 0.03, 0.08
"""Width of a sheet with two pages, as a share of its height; what is empty between these, of its width; and the height of a strip at
the top and the foot for what was printed on the sheet as a whole."""
_BOTH = 0.2
"""Share of a file's letters that stand on the left pages, and on the right ones, at least: a column of values has few."""


def each_page(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """The pages of a file. Where each of its sheets is wide and empty down its middle, two stand on each: a title, or prose that is set
    across such a sheet, leaves no middle empty."""
    if not sheets or not all(map(_has_gutter, sheets)):
        return sheets
    halves = [(_part(s, 0, s.width / 2), _part(s, s.width / 2, s.width)) for s in sheets]
    letters = [sum(g.text.isalpha() for half in side for g in half.glyphs) for side in zip(*halves, strict=True)]
    return [half for both in halves for half in both] if min(letters) >= _BOTH * sum(letters) > 0 else sheets


def _has_gutter(sheet: Sheet) -> bool:
    start, end = ((0.5 + side * _GUTTER / 2) * sheet.width for side in (-1, 1))
    top, bottom = _EDGE * sheet.height, (1 - _EDGE) * sheet.height
    written = ((g.x0, g.x1) for g in sheet.glyphs if top < g.center[1] < bottom and not g.text.isspace())
    ruled = ((s.start, s.end) for s in sheet.across if top < s.at < bottom)
    return sheet.width > _WIDE * sheet.height and not any(x0 < end and start < x1 for x0, x1 in (*written, *ruled))


def _part(sheet: Sheet, left: float, right: float) -> Sheet:
    """What stands between two places across a sheet, as a sheet of its own."""
    return Sheet(
        right - left, sheet.height, [replace(g, x0=g.x0 - left, x1=g.x1 - left) for g in sheet.glyphs if left <= g.center[0] < right],
        [[(x0 - left, top, x1 - left, bottom) for x0, top, x1, bottom in table] for table in sheet.tables if left <= table[0][0] < right],
        [Segment(s.at, s.start - left, s.end - left) for s in sheet.across if left <= s.start < right],
        [replace(m, box=(m.box[0] - left, m.box[1], m.box[2] - left, m.box[3])) for m in sheet.marks if left <= m.box[0] < right],
    )
