"""A sheet of a workbook, whatever the format: what each cell shows, merged ranges, and what is hidden."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import inf

from lxml import etree

from etl.documents import ROUNDED
from etl.extract.grid import Draft
from etl.extract.limits import MAX_CELLS, MAX_DEPTH, at_most
from etl.extract.marks import BARE_NUMBER, OBJECT, is_other_ink, is_small_mark
from etl.extract.sheets.shown import held, rounded

#: Top left and bottom right cell, rows and columns from 0, both inside.
Range = tuple[tuple[int, int], tuple[int, int]]
#: Whether a cell that holds a number shows nothing; None where that is not known.
Hides = Callable[[float], bool | None]
_PAPER = re.compile(r"#?(?:[0-9A-Fa-f]{2})?[Ff]{6}")
_POINTS = re.compile(r"\d{1,4}(?:\.\d{1,20})?(?=(?:pt)?$)")
_TINY = 2
_FLAT = 1
_USUAL = 11
"""Points of letters where a workbook does not tell."""
_NOTE = re.compile(r"\s*\d{1,2}\s*")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a cell's text that is written alike."""

    text: str
    unseen: bool = False
    """Struck out, hidden or too small to be seen."""
    raised: bool = False
    colour: str = ""
    """RRGGBB; empty is black."""
    size: float = 0
    """Points; 0 is the size of the cell's letters."""
    own: bool = False
    """Its letters look as it says, whatever the cell says of its own."""


_PLAIN = Run("")


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says of a cell."""

    format: str = ""
    unseen: bool = False
    """Text is struck out, or printed white on white or too small."""
    ground: bool = False
    """A colour lies behind the text."""
    size: float = 0
    """Points; 0 where it does not say."""


def is_white(colour: str | None) -> bool:
    """Whether a colour (``#FFFFFF``, ``FFFFFFFF``) is that of paper."""
    return bool(_PAPER.fullmatch(colour or ""))


def is_flat(height: str | None) -> bool:
    """Whether a row or column of this height or width shows nothing."""
    size = _POINTS.match(height or "")
    return size is not None and float(size.group()) < _FLAT


def is_tiny(points: str | None) -> bool:
    """Whether letters of this size are too small to be seen."""
    size = _POINTS.match(points or "")
    return size is not None and float(size.group()) <= _TINY


def points(size: str | None) -> float:
    """The size of letters; 0 where it is not said."""
    found = _POINTS.match(size or "")
    return float(found.group()) if found else 0


def runs(element: etree._Element, own: Callable[[etree._Element, Run], Run | None], outer: Run = _PLAIN, depth: int = 0) -> Iterator[Run]:
    """The runs of an element and of those inside it. ``own`` says how one is written that stands in a run; None: it is no text of the cell."""
    at_most(depth, MAX_DEPTH, "elements nested in a cell")
    if (run := own(element, outer)) is not None:
        yield run
        for inner in element:
            yield from runs(inner, own, run, depth + 1)
            yield replace(run, text=inner.tail or "")


def joined(runs: Iterable[Run], ground: bool = False, size: float = 0, unseen: bool = False) -> str:
    """The text of a cell without what is not seen; the raised number of a note must not become a digit of what it stands behind.

    ``ground``: the cell has a colour on which white letters are seen. ``size``, ``unseen``: of its letters where runs do not tell."""
    out, ahead, ink = "", 0.0, ""
    for run in runs:
        if run.text and not (run.unseen or (unseen and not run.own)) and (ground or not is_white(run.colour)):
            own = run.size or size or _USUAL
            apart = not run.raised and (is_small_mark(run.text, own, out, ahead) or is_other_ink(run.text, run.colour, out, ink))
            out, ahead, ink = out + " " * apart, own, run.colour
            out += f"〔{run.text.strip()}〕" if run.raised and out.strip() and _NOTE.fullmatch(run.text) else run.text
    return out


def under(text: str, number: float | None, conditions: Iterable[Hides]) -> str:
    """What a cell shows under conditions that hide numbers; what may be hidden is no number."""
    if number is None and not (BARE_NUMBER.fullmatch(text) and any(map(str.isdecimal, text))):
        return text
    # To a spreadsheet program text is larger than any number.
    met = [hides(inf if number is None else number) for hides in conditions]
    return "" if True in met else text + OBJECT * (None in met)


@dataclass(slots=True)
class Sheet:
    name: str
    hidden: bool = False
    """The whole sheet is; its cells are then not read."""
    in_front: bool = False
    """It is the one that the workbook opens with."""
    zeros: bool = True
    """Numbers that are zero are shown."""
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    """What filled cells show, by row and column from 0."""
    numbers: dict[tuple[int, int], float] = field(default_factory=dict)
    """What cells hold that hold a number."""
    covered: list[Range] = field(default_factory=list)
    """Cells over which something lies that may hide them."""
    conditions: list[tuple[Range, Hides]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last column of each hidden run."""

    def put(self, row: int, column: int, text: str, number: float | None = None) -> None:
        """``number`` is what the file holds. Raises ``ReadError("too_large")`` over the limit of cells."""
        if text and (self.zeros or number != 0 or not any(map(str.isdecimal, text))):
            self.cells[row, column] = text
            if number is not None:
                self.numbers[row, column] = number
            at_most(len(self.cells), MAX_CELLS, "cells in one sheet")

    def visible(self) -> tuple[list[list[Draft]], list[Range], str | None]:
        """The rows and merged ranges of what is shown, and a sentence on what is not (None: all is).

        A merged cell whose corner is hidden stands in the first row and column of it that is not. Raises
        ``ReadError("too_large")`` where filled cells lie too far apart.
        """
        height = max((r for r, _ in self.cells), default=-1) + 1
        width = max((c for _, c in self.cells), default=-1) + 1
        at_most(height * width, 10 * MAX_CELLS, "cells in one sheet")
        away_rows, away = _within(self.hidden_rows, height), _within(self.hidden_columns, width)
        rows = [r for r in range(height) if r not in away_rows]
        columns = [c for c in range(width) if c not in away]
        cells = self._seen()
        merged: list[Range] = []
        for (top, left), (bottom, right) in self.merged:
            r0, r1 = bisect_left(rows, top), bisect_left(rows, bottom + 1)
            c0, c1 = bisect_left(columns, left), bisect_left(columns, right + 1)
            if r0 < r1 and c0 < c1:
                merged.append(((r0, c0), (r1 - 1, c1 - 1)))
                if text := cells.get((top, left)):
                    cells[rows[r0], columns[c0]] = text
        lost_rows = {r for r, _ in self.cells if r in away_rows}
        lost_columns = {c for _, c in self.cells if c in away}
        drafts = [[Draft(cells.get((r, c), ""), doubt=self._doubt(r, c)) for c in columns] for r in rows]
        return drafts, merged, _told(self.name, lost_rows, lost_columns)

    def _seen(self) -> dict[tuple[int, int], str]:
        """What the cells show, less the numbers that a condition hides; one that may be hidden is no number."""
        at_most(len(self.cells) * (len(self.covered) + len(self.conditions)), 100 * MAX_CELLS, "cells in ranges that may be hidden")
        out = dict(self.cells)
        for place, text in self.cells.items() if self.conditions else ():
            out[place] = under(text, self.numbers.get(place), (hides for where, hides in self.conditions if _holds(where, place)))
        for place in out:
            if any(map(str.isdecimal, out[place])) and any(_holds(where, place) for where in self.covered):
                out[place] += OBJECT
        return out

    def _doubt(self, row: int, column: int) -> str | None:
        number = self.numbers.get((row, column))
        return f"{ROUNDED}: the sheet holds {held(number)}" if number is not None and rounded(number, self.cells[row, column]) else None


def _holds(where: Range, place: tuple[int, int]) -> bool:
    (top, left), (bottom, right) = where
    return top <= place[0] <= bottom and left <= place[1] <= right


def _within(ranges: Iterable[tuple[int, int]], end: int) -> set[int]:
    """The numbers below ``end`` that lie in any of the ranges (first, last), each looked at once however they overlap."""
    found: set[int] = set()
    reach = 0
    for first, last in sorted(ranges):
        found.update(range(max(first, reach), min(last + 1, end)))
        reach = max(reach, last + 1)
    return found


def _told(name: str, rows: set[int], columns: set[int]) -> str | None:
    parts = [f"{len(found)} hidden {noun}{'s' * (len(found) != 1)}" for found, noun in ((rows, "row"), (columns, "column")) if found]
    return f"left out of the sheet {name}: {' and '.join(parts)}" if parts else None
