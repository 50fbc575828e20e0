"""Ink on a page image: even light, and the rulings of tables. Lengths in points unless said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.extract.limits import MAX_LINES_PER_PAGE, at_most
from etl.extract.pages.rulings import Segment

Gray = NDArray[np.uint8]

_PAPER = 12.0
"""Wider than any stroke: what is darker over this distance is shade on the paper, no ink."""
_DITHERED, _SCREEN = 12.0, 0.45
"""How far pixels differ from those round them (of 255) on a page whose greys are dots; tight bold print has 6; and what evens the dots out."""
_BRIGHT, _SCARCE = 140, 0.15
"""Brightness above which there is less than this share on a page whose paper is dark and whose print is light."""
_DARK_SHARE = 0.3
"""Per cent of a page that any print covers."""
_FAINT, _EMPTY = 120.0, 225.0
"""Brightness of the darkest print where it is faint, and where there is none."""
_ACROSS = 20.0
_DOWN = 12.0
"""Shortest pieces of a horizontal and of a vertical ruling: longer than the strokes of body text."""
_LONG = 60.0
"""Longer than any character."""
_STROKES = 20.0
"""Longest stroke of a character of a table, with the room below it."""
THICKEST = 5.0
_WHITE = 0.4
"""How much of the way from the brightness of a stroke to that of paper parts it from a line that it does not reach."""
_GAPS = ((0.0, 4.0), (10.0, 6.0))
"""How long the pieces of a line are at least, and less than what parts them. Ones, each below the other, stand further apart
than dashes, and are shorter than the pieces of a line that is broken here and there; so do two tables."""
_CHARACTER = 30.0
"""Larger than any character."""
_THIN = 2.5
"""Thinnest character, and widest gap between the dots of a line."""
_DOTS = 5.0
"""Longest dot, or some that touch, and shortest row of dots."""
_STROKE = 1.1
"""Ink per length of what is made of lines only: crossings and corners. Characters have more."""
_HAIR = 3.0
"""Length over which the brightness of a pale line is averaged: grain is evened out, the line stays."""
_PALEST = 28
"""How much darker a line is than the paper on either side of it (of 255),"""
_THROUGH = 0.25
"""and at least this part of what most of the page's lines are: more than what shines through from the other side."""
_HALO = 1.0
"""Width of the grey fringe of characters."""
_EDGE = 15.0
"""Points from the edge of a page at which a line that runs over it may begin."""
SNAP = 3.0
"""Points within which the ends of lines meet: a scan is less exact than a drawing."""
_THREE = np.ones((3, 1), np.uint8)
_VEIL, _SHADES = 0.002, 8
"""Share of a page that is paler than print and away from it, from which on that is a watermark: where a few words or numbers
are printed pale it is less. How much darker than nearly all of it what stays is."""
_SHINES, _SHINE = 212, 0.0002
"""Brightness from which on it may be what shines through as well, which is less: no print is as pale."""
_PALE_FIELD = 230
"""Brightness below which it is no paper."""
_DARKEST, _LIGHTEST = 110, 190
"""Bounds of the brightness that parts ink from paper (0 black, 255 paper)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page image made even and straight."""

    gray: Gray
    """Brightness, paper at 255."""
    ink: Gray
    """255 where there is ink, else 0."""
    scale: float
    """Pixels per point."""
    veiled: Gray | None = None
    """The brightness before a veil was taken off; None where there was none."""

    @property
    def height(self) -> float:
        return self.gray.shape[0] / self.scale


@dataclass(frozen=True, slots=True)
class Rulings:
    across: list[Segment]
    down: list[Segment]
    mask: Gray
    """255 on every ruling's pixels."""


def even(gray: Gray, scale: float) -> Gray:
    """The page as dark ink on white paper, without the shadows on it."""
    if float(cv2.absdiff(gray, np.asarray(cv2.medianBlur(gray, 3), dtype=np.uint8)).mean()) > _DITHERED:
        gray = np.asarray(cv2.GaussianBlur(gray, (0, 0), _SCREEN * scale), dtype=np.uint8)
    if (gray > _BRIGHT).mean() < _SCARCE and gray.mean() > np.median(gray):  # on dark paper with dark print it is the other way round
        gray = np.asarray(255 - gray, dtype=np.uint8)
    height, width = gray.shape
    small = cv2.resize(gray, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    reach = max(3, int(_PAPER * scale / 4) | 1)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), 21)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return _darkened(np.asarray(cv2.divide(gray, np.maximum(paper, 1), scale=255), dtype=np.uint8))


def _darkened(gray: Gray) -> Gray:
    """Faint print made black. Its grain would turn black with it, and is blurred first."""
    darkest = float(np.percentile(gray, _DARK_SHARE))
    if not _FAINT < darkest < _EMPTY:
        return gray
    smooth = np.asarray(cv2.GaussianBlur(gray, (3, 3), 0), dtype=np.float32)
    return np.clip(255 - (255 - smooth) * (255 / (255 - darkest)), 0, 255).astype(np.uint8)


def ink_of(gray: Gray) -> Gray:
    """255 where an evened page has ink, else 0."""
    level, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, ink = cv2.threshold(gray, min(max(level, _DARKEST), _LIGHTEST), 255, cv2.THRESH_BINARY_INV)
    return np.asarray(ink, dtype=np.uint8)


def unveiled(gray: Gray, ink: Gray, scale: float) -> Gray:
    """An evened page of black print without the watermark that lies over or below it, or what shines through; itself where there is none."""
    if float(np.percentile(gray, _DARK_SHARE)) > _FAINT:
        return gray
    smooth = np.asarray(cv2.medianBlur(gray, 3), dtype=np.uint8)
    printed = np.asarray((ink > 0) | (smooth < _DARKEST), dtype=np.uint8)
    near = cv2.dilate(printed, np.ones((round(2 * _HALO * scale) | 1,) * 2, np.uint8))
    pale = np.asarray((smooth < _PALE_FIELD) & (near == 0), dtype=np.uint8)
    across, down = (cv2.morphologyEx(pale, cv2.MORPH_OPEN, long) for long in (_flat(_DOWN, scale), _flat(_DOWN, scale).T))
    veil = smooth[(pale > 0) & (across == 0) & (down == 0)]  # neither grey rulings nor shaded fields
    if veil.size <= _SHINE * gray.size:
        return gray
    white = float(np.percentile(veil, 5)) - _SHADES
    if white < _SHINES and veil.size < _VEIL * gray.size:
        return gray
    return np.clip(gray.astype(np.float32) * (255 / white), 0, 255).astype(np.uint8)


def rulings(sheet: Sheet) -> Rulings:
    """The straight lines along both axes that are longer than strokes of text."""
    shown = sheet.gray if sheet.veiled is None else sheet.veiled
    across, flat = _lines(with_hairlines(shown, sheet.ink, sheet.scale), _ACROSS, sheet.scale)
    gray, ink = (np.ascontiguousarray(side.T) for side in (shown, sheet.ink))
    down, upright = _lines(with_hairlines(gray, ink, sheet.scale), _DOWN, sheet.scale)
    at_most(len(across) + len(down), MAX_LINES_PER_PAGE, "rulings on one page")
    across = [*_anchored(across, down, flat, shown, sheet.scale)]
    down = [*_anchored(down, across, upright, gray, sheet.scale)]
    height, width = (side / sheet.scale for side in sheet.ink.shape)
    folds, creases = _folds(across, down, width, height), _folds(down, across, height, width)
    for mask, lines in ((flat, folds), (upright, creases)):
        for line in lines:
            mask[max(0, round((line.at - SNAP) * sheet.scale)) : round((line.at + SNAP) * sheet.scale)] = 0
    mask = np.asarray(cv2.bitwise_or(flat, np.ascontiguousarray(upright.T)), dtype=np.uint8)
    return Rulings([s for s in across if s not in folds], [s for s in down if s not in creases], mask)


def _folds(lines: Sequence[Segment], crossing: Sequence[Segment], length: float, breadth: float) -> list[Segment]:
    """Lines from edge to edge of the page, far beyond its tables: folds of the paper, and the streaks of a scanner's dirty
    glass. Taken for rulings, they would part the digits of numbers."""
    # A line along the edge is the frame of a table that fills its picture.
    tables = [line.at for line in crossing if not _whole(line, breadth) or not _EDGE + _ACROSS < line.at < length - _EDGE - _ACROSS]
    return [
        s for s in lines
        if tables and _whole(s, length) and min(tables) - s.start > _ACROSS and s.end - max(tables) > _ACROSS
    ]


def _whole(line: Segment, length: float) -> bool:
    return line.start <= _EDGE and line.end >= length - _EDGE


def _anchored(lines: list[Segment], crossing: list[Segment], mask: Gray, gray: Gray, scale: float) -> Iterator[Segment]:
    """Long lines, and what of short ones two crossing lines hold; ``mask``, along the lines, loses what is none. The stroke of a
    large character reaches one crossing line at most, or stands free between two in a row no higher than it, and may stand above
    its likes in other rows; one right beside the end of a ruling makes it run on beyond its crossing, not as most do and not for long."""
    crossed = [(line, _stops(line, crossing)) for line in lines]
    edges = [edge for line, stops in crossed if stops for edge in (line.start, line.end)]  # no stroke's beside it
    for line, stops in crossed:
        rooms = [tuple(slice(max(0, round(low * scale)), round(high * scale)) for low, high in ((line.at - SNAP, line.at + SNAP), room))
                 for room in pairwise(stops)]
        held = [i for i, room in enumerate(rooms) if not _stands_free(gray[room], scale)]
        if 2 * len(held) < len(rooms):
            held = []
        for i, room in enumerate(rooms):
            if not held or not held[0] <= i <= held[-1]:
                mask[room] = 0
        is_long = line.end - line.start >= _LONG
        if not rooms and is_long:
            yield line
        elif held:
            low, high = stops[held[0]], stops[held[-1] + 1]
            yield Segment(
                line.at, _but_stroke(line.start, low, edges) if is_long and held[0] == 0 else low,
                _but_stroke(line.end, high, edges) if is_long and held[-1] == len(rooms) - 1 else high,
            )


def _stops(line: Segment, crossing: list[Segment]) -> list[float]:
    """Where others cross a line; two that make a double line do so once."""
    met = sorted(
        other.at for other in crossing
        if line.start - SNAP <= other.at <= line.end + SNAP and other.start - SNAP <= line.at <= other.end + SNAP
    )
    stops = met[:1]
    for at in met:
        if at - stops[-1] > 2 * SNAP:
            stops.append(at)
    return [*stops[:-1], met[-1]] if len(stops) > 1 else stops


def _stands_free(gray: Gray, scale: float) -> bool:
    """Whether a stroke between the middles of two lines reaches neither of them, and is no row of dots or dashes."""
    darkest = gray.min(axis=0)
    usual = float(np.median(darkest))
    ends = np.flatnonzero(np.diff(darkest < usual + (255 - usual) * _WHITE, prepend=False, append=False))
    line = THICKEST / 2 * scale
    pieces = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if b > line and a < darkest.size - line]
    return bool(pieces) and pieces[0][0] > 1 and pieces[-1][1] < darkest.size - 1 and median(b - a for a, b in pieces) > _DOTS * scale


def _but_stroke(end: float, crossing: float, edges: Sequence[float]) -> float:
    """Where a ruling ends: at its last crossing, where no more than a stroke is beyond it, and no other line ends beside that, or as many end at
    the crossing: the strokes of a line of text are of one height."""
    beyond, there = (sum(abs(edge - place) < SNAP for edge in edges) for place in (end, crossing))
    return crossing if (beyond == 1 or beyond <= there) and abs(crossing - end) < _STROKES else end


def _lines(ink: Gray, shortest: float, scale: float) -> tuple[list[Segment], Gray]:
    """Horizontal lines, and which of the ink is theirs: a line that is not quite straight lies in several pixel rows, so
    rows count together by threes."""
    thick = cv2.dilate(ink, _THREE)
    pieces = cv2.dilate(_pieces(ink, scale), _THREE)
    joined = thick
    for least, gap in _GAPS:
        long = cv2.morphologyEx(pieces, cv2.MORPH_OPEN, _flat(least, scale))
        joined = cv2.bitwise_or(joined, cv2.morphologyEx(long, cv2.MORPH_CLOSE, _flat(gap, scale)))
    opened = cv2.morphologyEx(joined, cv2.MORPH_OPEN, _flat(shortest, scale))
    # A ruling that runs into a star or a dark field ends there, and is one up to it.
    thickest = np.ones((max(3, round(THICKEST * scale)), 1), np.uint8)
    opened = cv2.bitwise_and(opened, cv2.bitwise_not(cv2.morphologyEx(opened, cv2.MORPH_OPEN, thickest)))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(opened, dtype=np.uint8), connectivity=8)
    segments = [
        Segment((y + height / 2) / scale, x / scale, (x + width) / scale)
        for x, y, width, height, _ in boxes[1:].tolist() if height <= THICKEST * scale and width >= 0.9 * shortest * scale
    ]
    return segments, np.asarray(cv2.bitwise_and(opened, thick), dtype=np.uint8)


def with_hairlines(gray: Gray, ink: Gray, scale: float) -> Gray:
    """The ink of an evened page, and its horizontal lines that are too fine or too grey for ink: what is darker along a line than
    on either side of it, where no character is near."""
    labels, plain, _ = _plain(ink, scale)
    halo = np.ones((round(2 * _HALO * scale) | 1,) * 2, np.uint8)
    characters = cv2.dilate(np.where(plain[labels], 0, ink).astype(np.uint8), halo)
    dark = cv2.blur(np.where(characters > 0, 0, 255 - gray).astype(np.uint8), (max(1, round(_HAIR * scale)), 1))
    broad = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((round(_THIN * scale), 1), np.uint8))
    fine = np.asarray(cv2.subtract(dark, broad), dtype=np.uint8)
    usual = fine[_paler(fine, _PALEST, scale) > 0]
    least = max(_PALEST, _THROUGH * float(np.percentile(usual, 75))) if usual.size else _PALEST
    return np.asarray(cv2.bitwise_or(ink, _paler(fine, least, scale)), dtype=np.uint8)


def _paler(fine: Gray, least: float, scale: float) -> Gray:
    """255 on the lines that stand out from what is beside them by this much at least, else 0."""
    found = np.where(fine >= least, 255, 0).astype(np.uint8)
    long = cv2.morphologyEx(cv2.dilate(found, _THREE), cv2.MORPH_OPEN, _flat(_DOWN, scale))
    return np.asarray(cv2.bitwise_and(found, long), dtype=np.uint8)


def _plain(ink: Gray, scale: float) -> tuple[NDArray[np.int32], NDArray[np.bool_], NDArray[np.bool_]]:
    """The number of the blob that each pixel belongs to; of each number, whether it is no character, and whether it is a dot."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height, area = boxes[:, 2] / scale, boxes[:, 3] / scale, boxes[:, 4] / scale**2
    thin = np.minimum(width, height) <= _THIN
    plain = thin | (np.maximum(width, height) > _CHARACTER) | (area <= _STROKE * (width + height))
    dots = thin & (np.maximum(width, height) <= _DOTS)
    plain[0] = dots[0] = False
    return np.asarray(labels, dtype=np.int32), plain, dots


def _pieces(ink: Gray, scale: float) -> Gray:
    """The flat strokes and dashes that may be pieces of a broken or dashed line, what is thin and no character, and rows of dots: a dot
    alone may as well be one of a line that crosses here."""
    labels, plain, dots = _plain(ink, scale)
    flat = cv2.morphologyEx(np.where(plain[labels], ink, 0), cv2.MORPH_OPEN, _flat(_THIN, scale))
    row = cv2.morphologyEx(cv2.dilate(np.where(dots[labels], ink, 0), _THREE), cv2.MORPH_CLOSE, _flat(_THIN, scale))
    return np.asarray(cv2.bitwise_or(flat, cv2.morphologyEx(row, cv2.MORPH_OPEN, _flat(_DOTS, scale))), dtype=np.uint8)


def _flat(length: float, scale: float) -> Gray:
    return np.ones((1, max(1, round(length * scale))), np.uint8)
