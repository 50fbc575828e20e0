"""What a page draws, and what of it stands where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl.documents import Box
from etl.extract.grid import BoxedCell, clusters
from etl.extract.pages.layout import Glyph
from etl.extract.pages.marks import Mark
from etl.extract.pages.rulings import Segment

TOLERANCE = 3.0
"""Points by which edges of one line differ."""


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    top: float
    bottom: float
    places: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Cells of one ruled table on one page."""

    cells: tuple[BoxedCell, ...]

    @property
    def bbox(self) -> Box:
        x0, top, x1, bottom = zip(*(c.bbox for c in self.cells), strict=True)
        return min(x0), min(top), max(x1), max(bottom)

    @property
    def top(self) -> float:
        return min(c.bbox[1] for c in self.cells)

    @property
    def bottom(self) -> float:
        return max(c.bbox[3] for c in self.cells)

    @property
    def columns(self) -> list[float]:
        return _columns(self.cells)

    @property
    def first_columns(self) -> list[float]:
        """Of the cells at its upper edge."""
        top = self.top + TOLERANCE
        return _columns(c for c in self.cells if c.bbox[1] <= top)

    @property
    def last_columns(self) -> list[float]:
        bottom = self.bottom - TOLERANCE
        return _columns(c for c in self.cells if c.bbox[3] >= bottom)


def _columns(cells: Iterable[BoxedCell]) -> list[float]:
    return clusters((x for c in cells for x in (c.bbox[0], c.bbox[2])), 2.5)


Part = TextLine | RuledTable


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    height: float
    parts: tuple[Part, ...]
    """In reading order; text inside a table is not among the lines."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page of a file draws: characters, the cells of its ruled tables, the lines across it, and what is as small as letters."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    tables: Sequence[Sequence[Box]]
    across: Sequence[Segment]
    marks: Sequence[Mark] = ()


def axes(cells: Sequence[BoxedCell], axis: int) -> int:
    """How many lines between columns (0) or rows (1) the cells lie between."""
    return len(clusters((edge for c in cells for edge in (c.bbox[axis], c.bbox[axis + 2])), 4))
