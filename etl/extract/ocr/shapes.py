"""What the digits of a page say of one another: the same digit looks the same, and numbers stand the same way in their cells.

The recogniser is sure of many a shape that no digit of the page has: a scratch is a 1 to it, an 8 with a gap a 3. What is
unlike its likes, or stands unlike them, is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.documents import Box
from etl.extract.ocr.ink import Gray

_SIDE = 24
"""Pixels of the square into which a digit is fitted."""
_ENOUGH = 5
"""Others of the same digit from which on they tell what it looks like."""
_UNLIKE = 0.12
"""How much less like the most alike of them than is usual it may be; likeness is a correlation, 1 at most."""
_OTHER = 0.03
"""How much more it may be like another digit."""
_PLACED = 10
"""Numbers of a table from which on they tell how it places them,"""
_MOST = 0.85
"""and the share of them that must stand so."""
_ASTRAY = 0.25
"""Heights of a digit by which a number may stand off its place: half a digit's width is 0.35."""
_APART = 1.35
"""How much wider than usual a step from digit to digit may be."""


@dataclass(frozen=True, slots=True)
class Number:
    """A cell that holds one number of plain digits and nothing else; boxes in pixels."""

    cell: int
    text: str
    digits: tuple[Gray, ...]
    """Images of its digits, dark on light; none where they cannot be parted."""
    ink: Box
    room: Box
    """The cell's inside."""
    middles: tuple[float, ...] = field(default=())

    @property
    def height(self) -> float:
        return self.ink[3] - self.ink[1]


def strangers(numbers: Sequence[Number]) -> Iterator[tuple[int, str]]:
    """Cells of a page with a digit that is unlike its likes, and what is wrong."""
    places = [(n.cell, char) for n in numbers for char in n.text if n.digits]
    if not places:
        return
    shapes = np.stack([_shape(image) for n in numbers for image in n.digits])
    names = np.array([char for _, char in places])
    alike = shapes @ shapes.T
    np.fill_diagonal(alike, -1)
    best: dict[str, NDArray[np.float64]] = {}
    for name in set(names.tolist()):
        mine = names == name
        # The second best: of two scratches each would speak for the other.
        best[name] = np.sort(alike[:, mine], axis=1)[:, -2] if mine.sum() > _ENOUGH else np.full(len(names), np.nan)
    for i, (cell, name) in enumerate(places):
        own = best[name][i]
        usual = np.median(best[name][names == name])
        if own < usual - _UNLIKE:
            yield cell, f"a {name} unlike the others"
        elif any(likeness[i] > own + _OTHER for other, likeness in best.items() if other != name):
            yield cell, f"a {name} more like another digit"


def _shape(image: Gray) -> NDArray[np.float64]:
    """The image fitted into a square, of length 1 round a mean of 0."""
    height, width = image.shape
    scale = _SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    x, y = (_SIDE - size[0]) // 2, (_SIDE - size[1]) // 2
    square = cv2.copyMakeBorder(small, y, _SIDE - size[1] - y, x, _SIDE - size[0] - x, cv2.BORDER_CONSTANT, value=(255,))
    vector = cv2.GaussianBlur(square, (3, 3), 0).astype(np.float64).ravel()
    vector -= vector.mean()
    return np.asarray(vector / max(1e-9, float(np.linalg.norm(vector))))


def astray(numbers: Sequence[Number], others: Sequence[Number] = ()) -> Iterator[tuple[int, str]]:
    """Cells of a table whose number stands off the place that the others have in theirs, or with a gap between its digits:
    one of them may be missing, or a point. A table of few numbers is held against the ``others`` of its page."""
    if not numbers:
        return
    height = float(np.median([n.height for n in numbers]))
    steps = next((found for found in map(_steps, (numbers, others)) if len(found) >= _ENOUGH), [np.inf])
    usual = float(np.median(steps))
    left = np.array([n.ink[0] - n.room[0] for n in numbers])
    right = np.array([n.room[2] - n.ink[2] for n in numbers])
    offs = max(((way - np.median(way)) / height for way in ((left - right) / 2, left, right)), key=lambda o: float(np.mean(abs(o) <= _ASTRAY)))
    placed = len(numbers) >= _PLACED and np.mean(abs(offs) <= _ASTRAY) >= _MOST
    for n, off in zip(numbers, offs, strict=True):
        if placed and abs(off) > _ASTRAY:
            yield n.cell, "off the place of the others"
        elif (gaps := _steps([n])) and max(gaps) > _APART * (usual if len(gaps) == 1 else min(gaps)):
            yield n.cell, "a gap between digits"


def _steps(numbers: Sequence[Number]) -> list[float]:
    """From the middle of each digit to that of the next."""
    return [b - a for n in numbers for a, b in pairwise(n.middles)]
