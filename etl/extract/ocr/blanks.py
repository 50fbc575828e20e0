"""Blank cells that may have held a number: painted over, or washed out, it leaves no ink behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.extract.grid import BoxedCell
from etl.extract.ocr.ink import SNAP
from etl.text import squeeze

_NUMBER = frozenset("0123456789.,")
_NOTHING = frozenset({"/", "-", "—"})
_FEW, _SHARE = 2, 0.05
"""So many blanks of a page, or such a share of its numbers, are few. Where there are more, leaving cells blank is its way of
saying 0: most cells of most reports say that."""


def lonely(tables: Sequence[Sequence[BoxedCell]]) -> Iterator[BoxedCell]:
    """The blanks in the rows and columns of a page's numbers, where they are few."""
    numbers = sum(_counts(cell) for cells in tables for cell in cells)
    found = [cell for cells in tables for cell in _among_numbers(cells)]
    if len(found) <= max(_FEW, _SHARE * numbers):
        yield from found


def _among_numbers(cells: Sequence[BoxedCell]) -> Iterator[BoxedCell]:
    counted = [cell for cell in cells if _counts(cell)]
    for cell in cells:
        if not squeeze(cell.text) and _beside(cell, counted, 1, 3) and _beside(cell, counted, 0, 2):
            yield cell


def _beside(cell: BoxedCell, others: Sequence[BoxedCell], low: int, high: int) -> bool:
    """Whether one of the others has the same edges along an axis: stands in the same row or column."""
    return any(abs(cell.bbox[low] - o.bbox[low]) <= SNAP and abs(cell.bbox[high] - o.bbox[high]) <= SNAP for o in others)


def _counts(cell: BoxedCell) -> bool:
    text = squeeze(cell.text)
    return text in _NOTHING or (bool(text) and set(text) <= _NUMBER)
