"""A page image laid straight: turned by its slope, and unbent where the paper curled or the camera stood askew.

Lengths in points unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan, degrees

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.extract.ocr.ink import THICKEST, Gray, Sheet, even, ink_of, unveiled

_STEEPEST = 0.18
"""Rise of a line on a page that lies askew (10 degrees)."""
_FAR = 100.0
"""Length from which on a line tells how the page lies."""
_STRAIGHT = 0.05
"""Degrees below which turning the page does more harm than good."""
_FEW = 3
"""Fewer lines along an axis tell nothing of how the paper is bent."""
_BENT = 1.0
"""Points out of the straight from which on the page is unbent."""
_BETTER = 0.5
"""What unbending must leave at most of that: where it leaves more, these were no straight lines."""
_MOST = 40.0
"""Points by which no reading of the lines may move a pixel."""
_ORDERS = tuple((i, j) for i in (1, 2, 3, 4) for j in (0, 1, 2))
"""Powers of the place along a line and across it: 1 and 2 along are the slope and a bow, those with an across the perspective."""
_STEP = 16
"""Pixels from one node of the field of movements to the next."""

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Line:
    """A ruling's middle, pixel by pixel: places along the axis and across it."""

    along: Real
    across: Real


def prepare(gray: Gray, scale: float) -> Sheet:
    """Evens the light, lays the page straight and takes off what veils it; ``scale`` in pixels per point."""
    gray = straight(even(gray, scale), scale)
    clear = unveiled(gray, ink_of(gray), scale)
    return Sheet(clear, ink_of(clear), scale, None if clear is gray else gray)


def straight(gray: Gray, scale: float) -> Gray:
    """The page with its lines along the axes."""
    angle = skew(ink_of(gray), scale)
    if abs(angle) > _STRAIGHT:
        gray = _turned(gray, angle)
    return _unbent(gray, scale)


def skew(ink: Gray, scale: float) -> float:
    """Degrees by which the page's lines fall to the right: by its long rulings, else by its lines of text."""
    half = _half(ink)
    tilts = [
        (degrees(atan(float(np.polyfit(line.along, line.across, 1)[0]))), float(np.ptp(line.along)))
        for line in _flat(half, scale / 2)
    ]
    return _middle(tilts) if len(tilts) >= _FEW else _text_skew(half)


def _half(ink: Gray) -> Gray:
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.threshold(half, 90, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def _flat(ink: Gray, scale: float) -> Iterator[_Line]:
    """The long flat lines: what stays of them where the strokes of text and upright lines are taken out."""
    flat = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(3, int(4 * scale))), np.uint8))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(flat, dtype=np.uint8), connectivity=8)
    for label, (x, y, width, height, area) in enumerate(boxes.tolist()):
        if label == 0 or width < _FAR * scale or height > _STEEPEST * width or area > THICKEST * scale * width:
            continue
        down, along = np.nonzero(labels[y : y + height, x : x + width] == label)
        count = np.maximum(1, np.bincount(along, minlength=width))
        middles: Real = np.bincount(along, weights=down, minlength=width) / count
        seen = np.unique(along)
        yield _Line((seen + x).astype(np.float64), (middles[seen] + y).astype(np.float64))


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


def _unbent(gray: Gray, scale: float) -> Gray:
    """The page moved, pixel by pixel, so that the rulings of its tables run straight; itself where they do."""
    half = _half(ink_of(gray))
    down = _Field.of(list(_flat(half, scale / 2)), scale / 2)
    right = _Field.of(list(_flat(np.ascontiguousarray(half.T), scale / 2)), scale / 2)
    if down is None and right is None:
        return gray
    height, width = gray.shape
    # A node stands at the middle of the pixels that it moves, as resizing has it.
    nodes = -(-height // _STEP), -(-width // _STEP)
    y, x = np.mgrid[0 : nodes[0], 0 : nodes[1]] * float(_STEP) + (_STEP - 1) / 2
    source_x, source_y = x, y
    for _ in range(3):  # the movement is known by where a pixel is, and asked for by where it goes
        moved_y = y if down is None else y - 2 * down.at(source_x / 2, source_y / 2)
        moved_x = x if right is None else x - 2 * right.at(source_y / 2, source_x / 2)
        source_x, source_y = moved_x, moved_y
    size = nodes[1] * _STEP, nodes[0] * _STEP
    by_x = cv2.resize((source_x - x).astype(np.float32), size, interpolation=cv2.INTER_LINEAR)[:height, :width]
    by_y = cv2.resize((source_y - y).astype(np.float32), size, interpolation=cv2.INTER_LINEAR)[:height, :width]
    by_x += np.arange(width, dtype=np.float32)[None, :]
    by_y += np.arange(height, dtype=np.float32)[:, None]
    out = cv2.remap(gray, by_x, by_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,))
    return np.asarray(out, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Field:
    """How far each place of a page must move across to bring the bent lines along one axis into the straight."""

    low: tuple[float, float]
    high: tuple[float, float]
    """The stretch that has lines, along and across. Beyond it pixels move as at its edge."""
    weights: Real

    def at(self, along: Real, across: Real) -> Real:
        moved: Real = np.tensordot(self.weights, np.stack(_terms(along, across, self.low, self.high)), axes=1)
        return moved

    @classmethod
    def of(cls, lines: Sequence[_Line], scale: float) -> _Field | None:
        """None where the lines are straight, or are too few or too wild to say anything."""
        if len(lines) < _FEW or max(map(_bow, lines)) < _BENT * scale:
            return None
        low = min(float(n.along.min()) for n in lines), min(float(n.across.min()) for n in lines)
        high = max(float(n.along.max()) for n in lines), max(float(n.across.max()) for n in lines)
        kept = list(lines)
        for _ in range(2):
            field = cls(low, high, _fitted(kept, low, high))
            # A line that will not be straightened with the others is no ruling: a signature, a seal's rim.
            kept = [line for line in kept if field._left(line) <= max(_BENT * scale, _BETTER * _bow(line))]
            if len(kept) < _FEW or len(kept) < len(lines) * _BETTER:
                return None
        most = max(float(np.abs(field.at(line.along, line.across)).max()) for line in kept)
        return field if most <= _MOST * scale else None

    def _left(self, line: _Line) -> float:
        return _bow(_Line(line.along, line.across + self.at(line.along, line.across)))


def _bow(line: _Line) -> float:
    """How far from one height a line strays, its wildest tenth aside."""
    low, high = np.percentile(line.across, (5, 95))
    return float(high - low)


def _terms(along: Real, across: Real, low: tuple[float, float], high: tuple[float, float]) -> list[Real]:
    u, v = (
        (np.clip(value, a, b) - (a + b) / 2) / max(1.0, (b - a) / 2)
        for value, a, b in ((along, low[0], high[0]), (across, low[1], high[1]))
    )
    return [u**i * v**j for i, j in _ORDERS]


def _fitted(lines: Sequence[_Line], low: tuple[float, float], high: tuple[float, float]) -> Real:
    """Weights of the terms that leave each line as close to one height, whichever it is, as can be had."""
    left, right = [], []
    for line in lines:
        some = slice(None, None, 8)
        terms = np.stack(_terms(line.along[some], line.across[some], low, high), axis=1)
        left.append(terms - terms.mean(axis=0))
        right.append(line.across[some].mean() - line.across[some])
    # As little as the lines allow: where few of them stand, they say little of the higher powers.
    keep = np.sqrt(0.02 * sum(map(len, right))) * 0.1 * np.eye(len(_ORDERS))
    system = np.concatenate([*left, keep])
    wanted = np.concatenate([*right, np.zeros(len(_ORDERS))])
    weights: Real = np.linalg.lstsq(system, wanted, rcond=None)[0]
    return weights
