"""Red seals stamped over a page: taken off by their colour, so that the print below them can be read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.extract.ocr.ink import Gray

_RED = 50
"""How much brighter a pixel is in red than in green and blue where it is a seal's."""
_GAP = 4.0
"""Points over which the parts of a seal's ring, which never prints whole, belong together."""
_SMALLEST, _LARGEST = 60.0, 220.0
"""Points across a seal: 38 to 45 mm by rule, ovals and enlarged pages included. Red print and red rules are no such shape."""
_OBLONG = 2.0
_DARK = 0.6
"""Brightness in red of the print below a seal, in parts of the seal's own."""
_BESIDE = 20.0
"""Square points of print beside a seal's strokes, below which nothing lies under it that could be hidden."""
_SEEN = 0.2
"""Share of the print at a seal's strokes that is seen through them: half and more, or next to none."""


def without_seals(rgb: NDArray[np.uint8], scale: float) -> Gray:
    """A colour page in grey, ``scale`` in pixels per point. Within a seal the page is seen through a red glass: its ink turns to paper, black stays.

    Red elsewhere (the head of an official letter, numbers of somebody's choice) stays as dark as it is; so does a seal
    that nothing shines through, for a number below it must not become a blank.
    """
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    red = rgb[:, :, 0]
    redness = cv2.subtract(red, np.maximum(rgb[:, :, 1], rgb[:, :, 2]))
    mask = np.asarray(redness > _RED, dtype=np.uint8)
    if not mask.any():
        return gray
    reach = max(3, round(_GAP * scale) | 1)
    joined = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(np.asarray(joined, dtype=np.uint8), connectivity=8)
    for x, y, width, height, _ in boxes[1:].tolist():
        across = sorted(side / scale - _GAP for side in (width, height))
        if across[0] >= _SMALLEST and across[1] <= _LARGEST and across[1] <= _OBLONG * across[0]:
            inside = slice(y, y + height), slice(x, x + width)
            brightness = float(np.median(red[inside][mask[inside] > 0]))
            if _hides(mask[inside], red[inside] < _DARK * brightness, scale):
                continue
            # Also the pale fringe that compression leaves round red strokes.
            near = cv2.dilate(mask[inside], np.ones((reach, reach), np.uint8)) > 0
            cleared = np.minimum(255, red[inside] * (255 / brightness)).astype(np.uint8)
            gray[inside] = np.where(near, np.maximum(gray[inside], cleared), gray[inside])
    return gray


def _hides(mask: Gray, dark: NDArray[np.bool_], scale: float) -> bool:
    """Whether the print that runs up to a seal's strokes ends there."""
    def square(points: float) -> Gray:
        return np.ones((max(3, round(points * scale) | 1),) * 2, np.uint8)

    beside = int((dark & (cv2.dilate(mask, square(2)) > 0)).sum())
    within = cv2.erode(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, square(2.5)), square(1)) > 0
    return beside > _BESIDE * scale**2 and int((dark & within).sum()) < _SEEN * beside
