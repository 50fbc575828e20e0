"""Which way up a page image lies, told by what can be read of it, and whether it shows two pages side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import mean

import cv2
import numpy as np

from etl.documents import Box
from etl.extract.ocr.engine import Recognised, find_lines, recognise
from etl.extract.ocr.images import Picture
from etl.extract.ocr.ink import Gray
from etl.extract.ocr.straight import prepare

_DETECT = 0.55
"""Share of its resolution at which lines of text are looked for in a page: a second reading at another one finds them by itself."""
_LEGIBLE = 0.8
"""Mean confidence below which a page may lie on its side or its head."""
_SURE = 0.8
"""Mean confidence of a line that is surely read."""
_BETTER = 1.2
"""Lines surely read of a page set upright, for each as it lies, at least."""
_WORD = 4
_SPOKEN = 0.08
"""Share of a page's lines that are words at least: labels set upright in a narrow column are legible on a page that lies on its side."""
_SAMPLES = 24
_WIDE = 1.2
"""Widths in heights of what may be two pages: of paper that lies on its side, and of an open book."""
_GUTTER, _MIDDLE = 0.03, 0.1
"""Shares of its width: of the empty strip between two pages, and of the strip round the middle in which that stands."""
_WRITTEN = 0.002
"""Share of a page that is ink at least."""


def legible(lines: Sequence[Recognised]) -> bool:
    """Whether words can be read: single characters are recognised on their side, too."""
    words = [line.mean for line in lines if len(line.text) >= _WORD]
    return len(words) > _SPOKEN * len(lines) and mean(words) >= _LEGIBLE


def direction(image: Picture) -> int:
    """Quarter turns to the left that set the page upright; 0 where none makes it more legible by far."""
    read = [_surely_read(np.rot90(image.gray, turn).copy()) for turn in range(4)]
    best = max(range(4), key=lambda turn: read[turn])
    return best if read[best] > _BETTER * read[0] else 0


def _surely_read(gray: Gray) -> float:
    """Share of the lines of text, of some all over the page, that are surely read. The widest alone would tell a page of narrow cells by its
    labels set upright, which are read as lines where it lies on its side; its numbers are not."""
    boxes = text_lines(gray)
    some = boxes[:: max(1, len(boxes) // _SAMPLES)]
    lines = recognise([crop(gray, box) for box in some]) if some else []
    return sum(len(line.text) > 1 and line.mean >= _SURE for line in lines) / max(1, len(some))


def text_lines(gray: Gray) -> list[Box]:
    """Boxes of the lines of text in a page image, in its pixels."""
    small = np.asarray(cv2.resize(gray, None, fx=_DETECT, fy=_DETECT, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if not (small < 160).any():
        return []
    return [(x0 / _DETECT, top / _DETECT, x1 / _DETECT, bottom / _DETECT) for x0, top, x1, bottom in find_lines(small)]


def crop(gray: Gray, box: Box) -> Gray:
    """What a line of text shows, with a little of what is round it."""
    x0, top, x1, bottom = box
    pad = 0.06 * (bottom - top)
    return gray[max(0, int(top - pad)) : int(bottom + pad) + 1, max(0, int(x0 - pad)) : int(x1 + pad) + 1]


def halves(image: Picture) -> Iterator[Picture]:
    """The two pages of an image that is wide and empty from top to bottom in its middle; else the image. No table that is set
    across such a page leaves its middle empty, and no line of text does."""
    height, width = image.gray.shape
    if width < _WIDE * height:
        yield image
        return
    sheet = prepare(image.gray, image.scale)
    edge = round(_MIDDLE / 2 * height)  # what a scanner leaves at the edges of the glass is no ink of the pages
    columns = np.asarray(sheet.ink[edge : height - edge].max(axis=0))
    low, high = round((0.5 - _MIDDLE / 2) * width), round((0.5 + _MIDDLE / 2) * width)
    marks = [low - 1, *(low + i for i in np.flatnonzero(columns[low:high])), high]
    start, stop = max(pairwise(marks), key=lambda gap: gap[1] - gap[0])
    middle = int(start + stop) // 2
    if stop - start <= _GUTTER * width or min((part > 0).mean() for part in (sheet.ink[:, :middle], sheet.ink[:, middle:])) < _WRITTEN:
        yield image
        return
    for part in (sheet.gray[:, :middle], sheet.gray[:, middle:]):
        yield Picture(part.copy(), image.scale)
