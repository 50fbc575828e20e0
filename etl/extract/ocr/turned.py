"""Which way up a page image lies, told by what can be read of it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

import cv2
import numpy as np

from etl.documents import Box
from etl.extract.ocr.engine import Recognised, find_lines, recognise
from etl.extract.ocr.images import Picture
from etl.extract.ocr.ink import Gray

_DETECT = 110
"""Resolution at which lines of text are looked for, dots per inch."""
_LEGIBLE = 0.8
"""Mean confidence below which a page may lie on its side or its head."""
_BETTER = 0.1
_WORD = 4
_SAMPLES = 8


def legible(lines: Sequence[Recognised]) -> bool:
    """Whether words can be read: single characters are recognised on their side, too."""
    words = [line.mean for line in lines if len(line.text) >= _WORD]
    return bool(words) and mean(words) >= _LEGIBLE


def direction(image: Picture) -> int:
    """Quarter turns to the left that set the page upright; 0 where none makes it more legible by far."""
    sureness = [_sureness(np.rot90(image.gray, turn).copy(), image.scale) for turn in range(4)]
    best = max(range(4), key=lambda turn: sureness[turn])
    return best if sureness[best] > sureness[0] + _BETTER else 0


def _sureness(gray: Gray, scale: float) -> float:
    """Mean confidence with which the widest lines of text are read."""
    _, crops = text_lines(gray, scale)
    widest = sorted(crops, key=lambda crop: -crop.shape[1])[:_SAMPLES]
    return mean(line.mean * (len(line.text) >= _WORD) for line in recognise(widest)) if widest else 0.0


def text_lines(gray: Gray, scale: float) -> tuple[list[Box], list[Gray]]:
    """Boxes of the lines of text in a page image, in its pixels, and what is in them."""
    shrink = min(1.0, _DETECT / 72 / scale)
    small = np.asarray(cv2.resize(gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if not (small < 160).any():
        return [], []
    boxes: list[Box] = []
    crops: list[Gray] = []
    for box in find_lines(small):
        x0, top, x1, bottom = (v / shrink for v in box)
        pad = 0.06 * (bottom - top)
        boxes.append((x0, top, x1, bottom))
        crops.append(gray[max(0, int(top - pad)) : int(bottom + pad) + 1, max(0, int(x0 - pad)) : int(x1 + pad) + 1])
    return boxes, crops
