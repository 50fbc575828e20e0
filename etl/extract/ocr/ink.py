"""Ink on a page image: even light, straight lines, and the rulings of tables. Lengths in points unless said otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan, degrees

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.extract.limits import MAX_LINES_PER_PAGE, at_most
from etl.extract.rulings import Segment

Gray = NDArray[np.uint8]

_PAPER = 12.0
"""Wider than any stroke: what is darker over this distance is shade on the paper, no ink."""
_STEEPEST = 0.18
"""Rise of a line on a page that lies askew (10 degrees)."""
_FAR = 100.0
"""Length from which on a line tells how the page lies."""
_STRAIGHT = 0.05
"""Degrees below which turning the page does more harm than good."""
_ACROSS = 20.0
_DOWN = 12.0
"""Shortest pieces of a horizontal and of a vertical ruling: longer than the strokes of body text."""
_LONG = 60.0
"""Longer than any character."""
_THICKEST = 5.0
SNAP = 3.0
"""Points within which the ends of lines meet: a scan is less exact than a drawing."""
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

    @property
    def height(self) -> float:
        return self.gray.shape[0] / self.scale


@dataclass(frozen=True, slots=True)
class Rulings:
    across: list[Segment]
    down: list[Segment]
    mask: Gray
    """255 on every ruling's pixels."""


def prepare(gray: Gray, scale: float) -> Sheet:
    """Evens the light and turns the page straight."""
    gray = _even(gray, scale)
    angle = skew(_ink(gray), scale)
    if abs(angle) > _STRAIGHT:
        gray = _turned(gray, angle)
    return Sheet(gray, _ink(gray), scale)


def _even(gray: Gray, scale: float) -> Gray:
    height, width = gray.shape
    small = cv2.resize(gray, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    reach = max(3, int(_PAPER * scale / 4) | 1)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), 21)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, np.maximum(paper, 1), scale=255), dtype=np.uint8)


def _ink(gray: Gray) -> Gray:
    level, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, ink = cv2.threshold(gray, min(max(level, _DARKEST), _LIGHTEST), 255, cv2.THRESH_BINARY_INV)
    return np.asarray(ink, dtype=np.uint8)


def skew(ink: Gray, scale: float) -> float:
    """Degrees by which the page's lines fall to the right: by its long rulings, else by its lines of text."""
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    _, half = cv2.threshold(half, 90, 255, cv2.THRESH_BINARY)
    tilts = list(_tilts(np.asarray(half, dtype=np.uint8), scale / 2))
    return _middle(tilts) if len(tilts) >= 3 else _text_skew(np.asarray(half, dtype=np.uint8))


def _tilts(ink: Gray, scale: float) -> Iterator[tuple[float, float]]:
    """Angle and length of the long flat lines: what stays of them where the strokes of text and upright lines are taken out."""
    flat = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(3, int(4 * scale))), np.uint8))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(flat, dtype=np.uint8), connectivity=8)
    for label, (x, y, width, height, area) in enumerate(boxes.tolist()):
        if label == 0 or width < _FAR * scale or height > _STEEPEST * width or area > _THICKEST * scale * width:
            continue
        down, along = np.nonzero(labels[y : y + height, x : x + width] == label)
        rise = float(np.polyfit(along, down, 1)[0])
        yield degrees(atan(rise)), float(width)


def _middle(weighted: list[tuple[float, float]]) -> float:
    weighted.sort()
    left = sum(w for _, w in weighted) / 2
    for value, weight in weighted:
        left -= weight
        if left <= 0:
            return value
    return weighted[-1][0]


def _text_skew(half: Gray) -> float:
    """The angle at which the lines of text stand out most sharply from the gaps between them."""
    if not half.any():
        return 0.0
    small = np.asarray(cv2.resize(half, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    def sharpness(angle: float) -> float:
        profile = _turned(small, angle, 0).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(profile)).sum())

    coarse = max(np.arange(-5, 5.01, 0.5), key=sharpness)
    return float(max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=sharpness))


def _turned(gray: Gray, angle: float, paper: int = 255) -> Gray:
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    out = cv2.warpAffine(
        gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(paper,)
    )
    return np.asarray(out, dtype=np.uint8)


def rulings(sheet: Sheet) -> Rulings:
    """The straight lines along both axes that are longer than strokes of text."""
    across, flat = _lines(sheet.ink, int(_ACROSS * sheet.scale), sheet.scale)
    down, upright = _lines(np.ascontiguousarray(sheet.ink.T), int(_DOWN * sheet.scale), sheet.scale)
    at_most(len(across) + len(down), MAX_LINES_PER_PAGE, "rulings on one page")
    return Rulings(_anchored(across, down), _anchored(down, across), np.asarray(cv2.bitwise_or(flat, np.ascontiguousarray(upright.T)), dtype=np.uint8))


def _anchored(lines: list[Segment], crossing: list[Segment]) -> list[Segment]:
    """Short lines that run from one crossing line to another; the strokes of large characters do not."""
    def meets(line: Segment, end: float) -> bool:
        return any(
            abs(other.at - end) <= SNAP and other.start - SNAP <= line.at <= other.end + SNAP for other in crossing
        )

    return [s for s in lines if s.end - s.start >= _LONG or (meets(s, s.start) and meets(s, s.end))]


def _lines(ink: Gray, shortest: int, scale: float) -> tuple[list[Segment], Gray]:
    """Horizontal lines: a line that is not quite straight lies in several pixel rows, so rows count together by threes."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(3, shortest)), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(opened, dtype=np.uint8), connectivity=8)
    segments = [
        Segment((y + height / 2) / scale, x / scale, (x + width) / scale)
        for x, y, width, height, _ in boxes[1:].tolist() if height <= _THICKEST * scale
    ]
    return segments, np.asarray(opened, dtype=np.uint8)
