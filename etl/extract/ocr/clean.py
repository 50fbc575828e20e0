"""One cell of a page image without its rulings, and the ink that is left in it. Lengths in pixels unless said otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from etl.documents import Box
from etl.extract.ocr.ink import Gray, Sheet

_MARGIN = 2.5
"""Points beside a cell's edge in which pixels of a ruling are ruling, no text."""
_FAINT = 215
"""Brightness below which a pixel beside ink belongs to its stroke (255 paper)."""
_SPECK = 1.5
"""Points: a blob smaller than this in both directions is dirt where it stands alone."""
_PALE = 18.0
"""How much darker than paper print must be to be seen at all (255 black): more than what shines through from the other side."""
_FIGURES = 12
"""Blobs of ink from which on a cell holds a label, whose faint parts matter less than what shines through beside it."""
_TALL = 4.0, 20.0
"""Points that a figure is high."""
Span = tuple[int, int]
"""Upper and lower end of a line."""


@dataclass(frozen=True, slots=True)
class Blob:
    """Connected ink: x, y, width, height within the cell."""

    x: int
    y: int
    width: int
    height: int
    area: int


@dataclass(frozen=True, slots=True)
class Clean:
    """One cell without its rulings."""

    gray: Gray
    ink: Gray
    blobs: tuple[Blob, ...]
    cut: bool
    """Ink runs over the edge of the cell."""
    pale: bool = False
    """What stands in it, or beside its ink on a page with a watermark, is too faint for ink."""


def pale_print(gray: Gray) -> Gray:
    """Where a page is darker than its paper beyond what grain makes of it: ink, and print too faint to be ink."""
    smooth = np.asarray(cv2.GaussianBlur(gray, (3, 3), 0), dtype=np.float32)
    paper = float(np.median(smooth))
    grain = 1.5 * float(np.median(np.abs(smooth - paper)))
    return np.asarray(smooth < paper - max(_PALE, 6 * grain), dtype=np.uint8)


def cleaned(sheet: Sheet, mask: Gray, pale: Gray, box: Box) -> Clean:
    height, width = sheet.gray.shape
    x0, x1 = (min(max(round(v * sheet.scale), 0), width) for v in (box[0], box[2]))
    y0, y1 = (min(max(round(v * sheet.scale), 0), height) for v in (box[1], box[3]))
    gray, ink = sheet.gray[y0:y1, x0:x1].copy(), sheet.ink[y0:y1, x0:x1].copy()
    margin = _margin(sheet.scale)
    ruling = mask[y0:y1, x0:x1].copy()
    ruling[margin:-margin, margin:-margin] = 0
    ruling = np.asarray(cv2.dilate(ruling, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    gray[ruling > 0] = 255
    ink[ruling > 0] = 0
    blobs, cut = _blobs(gray, ink, ruling, sheet.scale)
    if not blobs and ink.any():
        # The fine stroke of a / falls to pieces that are no more than dust, unless its faint pixels hold them together.
        ink = _with_faint(gray, ink)
        blobs, cut = _blobs(gray, ink, ruling, sheet.scale)
    faint = _faint_print(pale[y0:y1, x0:x1], ink, ruling, margin, sheet.scale)
    if len(blobs) > _FIGURES or not faint.any():
        return Clean(gray, ink, tuple(blobs), cut)
    if sheet.veiled is not None:
        if blobs:  # a part of the number, or of the watermark
            return Clean(gray, ink, tuple(blobs), cut, True)
        gray = np.where(ruling > 0, 255, sheet.veiled[y0:y1, x0:x1]).astype(np.uint8)
    if not blobs:
        darkest = float(np.percentile(gray[faint > 0], 10))
        gray = np.clip(255 - (255 - gray.astype(np.float32)) * (255 / max(1.0, 255 - darkest)), 0, 255).astype(np.uint8)
    ink = np.asarray(cv2.bitwise_or(ink, faint), dtype=np.uint8)
    return Clean(gray, ink, tuple(_blobs(gray, ink, ruling, sheet.scale)[0]), cut, not blobs)


def _faint_print(pale: Gray, ink: Gray, ruling: Gray, margin: int, scale: float) -> Gray:
    """255 where a cell's print is too faint to be ink: of a digit's height, and away from ink and edges."""
    near = max(5, round(scale) | 1)
    taken = cv2.dilate(cv2.bitwise_or(ink, ruling), np.ones((near, near), np.uint8))
    alone = np.where(taken > 0, 0, pale).astype(np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(alone, connectivity=8)
    out = np.zeros_like(ink)
    for label in range(1, count):
        x, y, w, h, _ = (int(v) for v in boxes[label])
        inside = min(x, y, ink.shape[1] - x - w, ink.shape[0] - y - h) > margin
        if inside and _TALL[0] * scale <= h <= _TALL[1] * scale:
            out[labels == label] = 255
    return out


def _with_faint(gray: Gray, ink: Gray) -> Gray:
    """The ink with what is faint round it; faint spots alone are none."""
    _, labels = cv2.connectedComponents(np.asarray(gray < _FAINT, dtype=np.uint8), connectivity=8)
    return np.where(np.isin(labels, np.unique(labels[(ink > 0) & (labels > 0)])), 255, 0).astype(np.uint8)


def _blobs(gray: Gray, ink: Gray, ruling: Gray, scale: float) -> tuple[list[Blob], bool]:
    """The ink of a cell without dust, which is wiped off ``gray`` where it lies beside an edge, and whether any runs over one."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    speck, thin, margin = _SPECK * scale, 1.2 * scale, _margin(scale)
    beside = cv2.dilate(ruling, np.ones((3, 3), np.uint8))
    blobs, cut = [], False
    for label in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[label])
        at_edge = x <= 1 or y <= 1 or x + w >= ink.shape[1] - 1 or y + h >= ink.shape[0] - 1
        near_edge = min(x, y, ink.shape[1] - x - w, ink.shape[0] - y - h) <= margin
        here = labels[y : y + h, x : x + w] == label
        touches = _TALL[0] * scale <= max(w, h) <= _TALL[1] * scale and bool(beside[y : y + h, x : x + w][here].any())
        if max(w, h) < speck or (near_edge and min(w, h) <= thin and (at_edge or max(w, h) > 4 * thin)):
            if near_edge:
                gray[y : y + h, x : x + w][here] = 255
            cut |= touches and min(w, h) > 0.4 * thin
            continue
        cut |= at_edge or touches
        blobs.append(Blob(x, y, w, h, area))
    return blobs, cut


def pieces(clean: Clean, scale: float) -> int:
    """Parts of a cell's print that not even faint pixels join: a digit is one, but where a scan is too light for its strokes."""
    joined, _ = _blobs(clean.gray.copy(), _with_faint(clean.gray, clean.ink), np.zeros_like(clean.ink), scale)
    return min(len(joined), len(clean.blobs))  # faint dust is none


def _margin(scale: float) -> int:
    return max(2, round(_MARGIN * scale))


def runs_of(blobs: Iterable[Blob]) -> list[Span]:
    """Stretches of pixel rows with ink, from top to bottom."""
    runs: list[Span] = []
    for top, bottom in sorted((b.y, b.y + b.height) for b in blobs):
        if runs and top <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], bottom))
        else:
            runs.append((top, bottom))
    return runs


def stacked(runs: Sequence[Span], size: float) -> list[Span]:
    """Lines of text: parts of characters that stand above one another (二, 三, ：) are put together."""
    lines: list[Span] = []
    for top, bottom in runs:
        if lines and bottom - lines[-1][0] <= 1.4 * size:
            lines[-1] = (lines[-1][0], bottom)
        else:
            lines.append((top, bottom))
    return lines


def on(blobs: Iterable[Blob], span: Span) -> list[Blob]:
    return [b for b in blobs if span[0] <= b.y + b.height / 2 <= span[1]]
