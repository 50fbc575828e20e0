"""The words of a page image that stand in no ruled table, with their places: prose, and tables that no line rules. Lengths in pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.documents import Box
from etl.extract.ocr.cells import read_tables
from etl.extract.ocr.clean import Span, stacked
from etl.extract.ocr.engine import ILLEGIBLE, Recognised, recognise, sure_numbers
from etl.extract.ocr.ink import Gray, Sheet
from etl.extract.ocr.said import DIGITS, is_hesitant
from etl.extract.ocr.turned import crop, text_lines
from etl.extract.pages import paged
from etl.extract.pages.layout import Glyph, lines
from etl.text import is_wide

_LONG_LINE = 60.0
"""Points: longer than any character."""
_SURE = 0.8
_FAINT = 0.4
_FIGURES = DIGITS | frozenset("., /-—–一丨|lI")
"""What a lone number, or the mark for none, is recognised as."""
# Heights of a line:
_GAP, _NEAR = 1.1, 0.6
"""what may part two columns, and two that stand close;"""
_SHORT = 5
"""width of what may be a number if it is not legible;"""
_MARK, _SIGN, _LONG = 0.2, 1.6, 3
"""the longer side of any sign at least, and its height and width at most;"""
_PAPER = 0.4
"""what is shown on either side of a short word: of a digit without it the recogniser is less sure;"""
_CLEAR = 0.15
"""what is left out beside a ruling above or below it;"""
_BESIDE, _ABOVE = 0.5, 0.25
"""what is looked at round a number: what stands nearer to an edge is taken for the rest of a ruling;"""
_ACROSS = 2.5
"""higher than it, ink is no line's alone."""
_DIGITS = 2
"""How many digits a character may stand off the place that it would have if all digits were equally wide, and none lost."""


def prose(sheet: Sheet, mask: Gray, page: int) -> tuple[list[paged.TextLine], list[Recognised], list[str]]:
    """Lines of text as recognised, and what is doubtful in them; ``mask`` shows the rulings.

    A number that stands alone may be a table's, and is read as one in a cell is, also where no line was found.
    """
    # what runs from edge to edge may be a fold, or rule a table that is as wide as the page
    opened = cv2.morphologyEx(sheet.ink, cv2.MORPH_OPEN, np.ones((1, round(_LONG_LINE * sheet.scale)), np.uint8))
    flat = np.asarray(opened, dtype=np.uint8)
    mask = np.asarray(cv2.bitwise_or(mask, cv2.dilate(flat, np.ones((3, 1), np.uint8))), dtype=np.uint8)
    ink = np.where((mask > 0) | (sheet.gray == 255), 0, sheet.ink).astype(np.uint8)
    found = [_between(flat, box, _tight(ink, box)) for box in text_lines(sheet.gray)]
    tight = [_tight(ink, box) for box in found]
    size = median(bottom - top for _, top, _, bottom in tight) if tight else 0.0
    # digits are lower than words, and may be most of a page
    high = median([b - a for x0, a, x1, b in tight if x1 - x0 > _SHORT * size] or [size])
    seen = _recognised(sheet, ink, [part for box in found for part in _parted(ink, box, _GAP * high, size)], size)
    shown = [(line, _numbers(ink, line, size)) for line in seen]
    words = [line for line, numbers in shown if not numbers and line.of.mean >= _FAINT]
    alone = [*(_Number(box, "") for box in _overlooked(ink, found, size)), *(n for _, numbers in shown for n in numbers)]
    read = [*_as_cells(sheet, mask, page, alone, high)]
    glyphs = [g for line in words for g in _words(line.sure, _level(line.own, high, sheet.scale))]
    glyphs += [g for n, (text, _) in zip(alone, read, strict=True) for g in _words(text, _level(n.box, high, sheet.scale))]
    doubts = [f"“{line.text}” was recognised with little confidence" for line in words if line.of.mean < _SURE or line.sure != line.text]
    doubts += [reason for _, reason in read if reason]
    texts = [paged.TextLine(line.text, line.bbox[1], line.bbox[3], line.places) for line in lines(glyphs)]
    return texts, [line.of for line in seen], [f"page {page}: {reason}" for reason in doubts]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text, or the part of one that stands in a column."""

    own: Box
    """Round its ink."""
    box: Box
    of: Recognised

    @property
    def text(self) -> str:
        return self.of.text.strip()

    @property
    def sure(self) -> str:
        return sure_numbers(self.of)


@dataclass(frozen=True, slots=True)
class _Number:
    """What may be a number, or the mark for none, that stands alone."""

    box: Box
    seen: str
    """What it was recognised as in its line; empty where it was not by itself."""


def _recognised(sheet: Sheet, ink: Gray, boxes: Sequence[Box], size: float) -> list[_Line]:
    papers = [_PAPER * size if x1 - x0 < _SHORT * size else 0 for x0, _, x1, _ in boxes]
    found = recognise([crop(sheet.gray, (x0 - pad, top, x1 + pad, bottom)) for pad, (x0, top, x1, bottom) in zip(papers, boxes, strict=True)])
    _, labels, blobs, _ = cv2.connectedComponentsWithStats(np.where(sheet.gray == 255, 0, sheet.ink).astype(np.uint8), connectivity=8)
    across = np.isin(labels, 1 + np.flatnonzero(blobs[1:, 3] > _ACROSS * size))
    return [_Line(_tight(ink, box), box, _but_crossed(line, box, across)) for box, line in zip(boxes, found, strict=True)]


def _between(flat: Gray, box: Box, own: Box) -> Box:
    """The box of a line between the rulings above and below its ink, which else are read as strokes of its characters."""
    left, top, right, bottom = (max(0, round(v)) for v in box)
    ruled = top + np.flatnonzero(flat[top:bottom, left:right].any(axis=1))
    clear = _CLEAR * (own[3] - own[1])
    above, below = ruled[ruled < own[1]], ruled[ruled >= own[3]]
    return box[0], min(own[1], max([box[1], *(above + clear)])), box[2], max(own[3], min([box[3], *(below - clear)]))


def _but_crossed(line: Recognised, box: Box, across: NDArray[np.bool_]) -> Recognised:
    """The line without confidence in the characters about where a seal's rim or a pen runs ``across`` lines: it may hide others."""
    left, top, right, bottom = (max(0, round(v)) for v in box)
    hidden = np.asarray(across[top:bottom, left:right].any(axis=0))
    if not hidden.any() or len(line.confidence) != len(line.text):
        return line
    ends = np.cumsum([0, *(1 + is_wide(c) for c in line.text)])
    step = hidden.size / int(ends[-1])
    near = [hidden[max(0, int((a - _DIGITS) * step)) : int((b + _DIGITS) * step) + 1].any() for a, b in pairwise(ends.tolist())]
    return replace(line, confidence=tuple(0.0 if n else c for n, c in zip(near, line.confidence, strict=True)))


def _numbers(ink: Gray, line: _Line, size: float) -> list[_Number]:
    """The numbers that a line consists of; none where it has words."""
    left, top, right, bottom = line.own
    is_figures = bool(line.text) and set(line.text) <= _FIGURES
    if bottom - top >= _SIGN * size or not (is_figures or (right - left < _SHORT * size and line.of.mean < _FAINT)):
        return []
    parts = [*_parted(ink, line.box, _NEAR * size, size)] if " " in line.text else [line.own]
    return [_Number(_tight(ink, part), line.sure if len(parts) == 1 else "") for part in parts]


def _as_cells(sheet: Sheet, mask: Gray, page: int, numbers: Sequence[_Number], size: float) -> Iterator[tuple[str, str | None]]:
    """What each number says where it is read as the cell of a table, and why it is not to be trusted, if it is not."""
    rooms = [
        _level((x0 - _BESIDE * size, top, x1 + _BESIDE * size, bottom), (1 + 2 * _ABOVE) * size, sheet.scale)
        for x0, top, x1, bottom in (n.box for n in numbers)
    ]
    cells, _ = read_tables(sheet, mask, [rooms], page)
    for cell, number in zip(cells[0], numbers, strict=True):
        is_other = number.seen.isdecimal() and cell.text.isdecimal() and cell.text != number.seen
        if not is_other and (not cell.doubt or (cell.text == number.seen and is_hesitant(cell.doubt))):
            yield cell.text or ILLEGIBLE, None
        else:
            yield ILLEGIBLE, f"“{cell.text}” was {cell.doubt or f'“{number.seen}” at first'}"


def _level(box: Box, size: float, scale: float) -> Box:
    """The box in points, as high as a line of words at least."""
    x0, top, x1, bottom = box
    more = max(0.0, size - (bottom - top)) / 2
    return x0 / scale, (top - more) / scale, x1 / scale, (bottom + more) / scale


def _tight(ink: Gray, box: Box) -> Box:
    """The box round the ink in a box; the box where there is none."""
    x0, top, x1, bottom = (max(0, round(v)) for v in box)
    across, down = (np.flatnonzero(ink[top:bottom, x0:x1].any(axis=axis)) for axis in (0, 1))
    if not across.size:
        return box
    return float(x0 + across[0]), float(top + down[0]), float(x0 + across[-1] + 1), float(top + down[-1] + 1)


def _parted(ink: Gray, box: Box, gap: float, size: float) -> Iterator[Box]:
    """The parts of a line between gaps wider than this, for the finder of lines joins numbers of two columns; the characters of one that is
    set upright, which stand in as many lines."""
    left, top, right, bottom = (max(0, round(v)) for v in box)
    own = _tight(ink, box)
    if own[2] - own[0] < _SIGN * size < own[3] - own[1]:
        rows = _runs(top + np.flatnonzero(ink[top:bottom, left:right].any(axis=1)), 1)
        yield from (_tight(ink, (box[0], start, box[2], end)) for start, end in stacked(rows, round(size)))
    else:
        columns = _runs(left + np.flatnonzero(ink[top:bottom, left:right].any(axis=0)), gap)
        yield from [(start, box[1], end, box[3]) for start, end in columns] if len(columns) > 1 or right - left < _SHORT * size else [box]


def _runs(marks: NDArray[np.int64], gap: float) -> list[Span]:
    """Stretches of places, parted where these are more than ``gap`` apart."""
    parts = np.split(marks, np.flatnonzero(np.diff(marks) > gap) + 1)
    return [(int(part[0]), int(part[-1]) + 1) for part in parts if part.size]


def _overlooked(ink: Gray, lines: Sequence[Box], size: float) -> list[Box]:
    """Words that stand level with lines of text and in none that was found: small ones in wide white are lost there."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = boxes[:, 2], boxes[:, 3]
    sign = (np.maximum(width, height) >= _MARK * size) & (height <= _SIGN * size) & (width <= _LONG * size)
    level = np.zeros(ink.shape[0], dtype=bool)
    for x0, top, x1, bottom in lines:
        sign[np.unique(labels[max(0, int(top)) : int(bottom) + 1, max(0, int(x0)) : int(x1) + 1])] = False
        level[max(0, int(top - size / 2)) : int(bottom + size / 2)] = True
    sign &= level[boxes[:, 1] + height // 2]
    sign[0] = False
    alone = cv2.morphologyEx(sign[labels].astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, max(1, round(_NEAR * size))), np.uint8))
    _, _, words, _ = cv2.connectedComponentsWithStats(alone, connectivity=8)
    return [(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, _ in words[1:].tolist()]


def _words(text: str, box: Box) -> Iterator[Glyph]:
    """The words of a recognised line, each about where its characters stand."""
    x, top, right, bottom = box
    step = (right - x) / sum(1 + is_wide(c) for c in text)
    for is_space, chars in groupby(text, str.isspace):
        word = "".join(chars)
        start, x = x, x + step * sum(1 + is_wide(c) for c in word)
        if not is_space:
            yield Glyph(word, start, top, x, bottom)
