"""What stands in the cells of a ruled table on a page image. Lengths in pixels unless said otherwise.

A cell is blank when it holds no ink, never because nothing was recognised in it. Ink that cannot be recognised reads as
:data:`~etl.extract.ocr.engine.ILLEGIBLE`, a text that no number has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from etl.documents import UNSURE, Box, Document
from etl.extract.grid import BoxedCell
from etl.extract.ocr.blanks import lonely
from etl.extract.ocr.engine import ILLEGIBLE, SURE, Recognised, recognise
from etl.extract.ocr.ink import SNAP, Gray, Sheet
from etl.extract.ocr.shapes import Number, astray, strangers
from etl.text import squeeze

_LEGIBLE = 0.3
"""Mean confidence below which a line is illegible."""
_MARGIN = 2.5
"""Points beside a cell's edge in which pixels of a ruling are ruling, no text."""
_FAINT = 215
"""Brightness below which a pixel beside ink belongs to its stroke (255 paper)."""
_SPECK = 1.5
"""Points: a blob smaller than this in both directions is dirt where it stands alone."""
_LABEL = 4
"""Characters from which on a text without a digit is a label: no mark for "none" is as long."""
_DIGITS = frozenset("0123456789")
_CONFUSABLE = frozenset("|\\~_*丨丿一l/-—–―I!ⅠＩ")
"""Marks that a recogniser may take a digit for, and digits for them."""

_STOPS = frozenset(".,·'`、，。")
"""Specks beside a number, as a recogniser sees them."""
_PALE = 18.0
"""How much darker than paper print must be to be seen at all (255 black): more than what shines through from the other side."""
_FIGURES = 12
"""Blobs of ink from which on a cell holds a label, whose faint parts matter less than what shines through beside it."""
_TALL = 4.0, 20.0
"""Points that a figure is high."""
_SMALL = 0.4
"""Share of a line's height that any piece of a digit has."""

_LEAN = 0.2
"""Sine of the angle by which a stroke leans from the vertical that is no 1."""
_STRAIGHT = 0.04
"""Spread of a straight stroke's ink across it, in parts of that along it (both squared)."""

_PITCH = 1.7
"""Heights of a digit from the middle of one to that of the next, above which they are no one number's."""
_EVEN = 1.5
"""How much wider than the narrowest the widest of these steps may be: a 1 stands a little off its middle."""

Span = tuple[int, int]


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
    """All that stands in it is too faint for ink."""


class Known:
    """Labels that an earlier reading was sure of, by their place."""

    def __init__(self, document: Document) -> None:
        self._labels: dict[int | None, list[tuple[Box, str]]] = defaultdict(list)
        for table in document.tables:
            for cell in table.cells():
                text = squeeze(cell.text)
                if cell.bbox is not None and not cell.doubt and len(text) >= _LABEL and not _DIGITS & set(text) and ILLEGIBLE not in text:
                    self._labels[cell.page].append((cell.bbox, cell.text))

    def has(self, page: int) -> bool:
        return page in self._labels

    def label(self, box: Box, page: int) -> str | None:
        return next((t for b, t in self._labels[page] if all(abs(p - q) <= SNAP for p, q in zip(b, box, strict=True))), None)


def read_tables(
    sheet: Sheet, mask: Gray, tables: Iterable[Sequence[Box]], page: int, known: Known | None = None
) -> tuple[list[tuple[BoxedCell, ...]], list[Recognised]]:
    """The cells of each table with their texts, and the lines that were recognised. The boxes are in points; ``mask`` shows the
    rulings; what is ``known`` is not read."""
    pale = _pale(sheet.gray)
    cells: list[BoxedCell] = []
    lines: list[Recognised] = []
    numbers: list[Number] = []
    ends: list[int] = []
    for boxes in tables:
        found, recognised, standing = _read_table(sheet, mask, pale, boxes, page, known, len(cells))
        cells += found
        lines += recognised
        numbers += standing
        for i, reason in astray(standing):
            _add_doubt(cells[i], reason)
        ends.append(len(cells))
    for i, reason in strangers(numbers):
        _add_doubt(cells[i], reason)
    read = [tuple(cells[a:b]) for a, b in pairwise((0, *ends))]
    for cell in lonely(read):
        _add_doubt(cell, "a blank among numbers")
    return read, lines


def _add_doubt(cell: BoxedCell, reason: str) -> None:
    cell.doubt = f"{cell.doubt}; {reason}" if cell.doubt else f"{UNSURE}: {reason}"


def _read_table(
    sheet: Sheet, mask: Gray, pale: Gray, boxes: Sequence[Box], page: int, known: Known | None, first: int
) -> tuple[list[BoxedCell], list[Recognised], list[Number]]:
    """The cells, the lines, and the numbers, whose cells are counted from ``first``."""
    labels = [None if known is None else known.label(box, page) for box in boxes]
    cleaned = [_cleaned(sheet, mask, pale, box) for box in boxes]
    runs = [_runs(clean.blobs, sheet.scale) for clean in cleaned]
    heights = [b - a for spans in runs for a, b in spans if b - a >= 4 * sheet.scale]
    size = median(heights) if heights else 8 * sheet.scale
    rows = [_lines(spans, size) for spans in runs]
    crops: list[Gray] = []
    for clean, spans, label in zip(cleaned, rows, labels, strict=True):
        crops += [_crop(clean, span, size) for span in spans if not label]
    lines = recognise(crops)
    found = iter(lines)
    cells = [
        BoxedCell(label, box, page) if label else _cell(clean, spans, [next(found) for _ in spans], box, page, size)
        for clean, spans, box, label in zip(cleaned, rows, boxes, labels, strict=True)
    ]
    numbers = [
        _number(first + i, cell.text, clean, size) for i, (cell, clean, spans) in enumerate(zip(cells, cleaned, rows, strict=True))
        if len(spans) == 1 and set(cell.text) <= _DIGITS and cell.text
    ]
    return cells, [*lines, *(Recognised(label, (1.0,)) for label in labels if label)], numbers


def _number(cell: int, text: str, clean: Clean, size: float) -> Number:
    """Digits that touch are parted evenly: in nearly all fonts all of them are of one width."""
    parts: list[tuple[int, int]] = []
    for blob in sorted((b for b in clean.blobs if b.height >= _SMALL * size), key=lambda b: b.x):
        if parts and blob.x < parts[-1][1]:
            parts[-1] = parts[-1][0], max(parts[-1][1], blob.x + blob.width)
        else:
            parts.append((blob.x, blob.x + blob.width))
    top, bottom = min(b.y for b in clean.blobs), max(b.y + b.height for b in clean.blobs)
    left, right = min(b.x for b in clean.blobs), max(b.x + b.width for b in clean.blobs)
    if len(parts) < len(text):
        step = (right - left) / len(text)
        parts = [(round(left + i * step), round(left + (i + 1) * step)) for i in range(len(text))]
    digits = tuple(clean.gray[top:bottom, a:b] for a, b in parts) if len(parts) == len(text) else ()
    return Number(cell, text, digits, (left, top, right, bottom), (0, 0, clean.gray.shape[1], clean.gray.shape[0]), tuple((a + b) / 2 for a, b in parts))


def _pale(gray: Gray) -> Gray:
    """Where a page is darker than its paper beyond what grain makes of it: ink, and print too faint to be ink."""
    smooth = np.asarray(cv2.GaussianBlur(gray, (3, 3), 0), dtype=np.float32)
    paper = float(np.median(smooth))
    grain = 1.5 * float(np.median(np.abs(smooth - paper)))
    return np.asarray(smooth < paper - max(_PALE, 6 * grain), dtype=np.uint8)


def _cleaned(sheet: Sheet, mask: Gray, pale: Gray, box: Box) -> Clean:
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
    if not blobs:
        darkest = float(np.percentile(gray[faint > 0], 10))
        gray = np.clip(255 - (255 - gray.astype(np.float32)) * (255 / (255 - darkest)), 0, 255).astype(np.uint8)
    ink = np.asarray(cv2.bitwise_or(ink, faint), dtype=np.uint8)
    return Clean(gray, ink, tuple(_blobs(gray, ink, ruling, sheet.scale)[0]), cut, not blobs)


def _faint_print(pale: Gray, ink: Gray, ruling: Gray, margin: int, scale: float) -> Gray:
    """255 where a cell's print is too faint to be ink: of a digit's height, and away from ink and edges."""
    near = max(3, round(scale) | 1)
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


def _margin(scale: float) -> int:
    return max(2, round(_MARGIN * scale))


def _runs(blobs: Iterable[Blob], scale: float) -> list[Span]:
    """Stretches of pixel rows with ink, from top to bottom."""
    runs: list[Span] = []
    for top, bottom in sorted((b.y, b.y + b.height) for b in blobs):
        if runs and top <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], bottom))
        else:
            runs.append((top, bottom))
    return runs


def _lines(runs: Sequence[Span], size: float) -> list[Span]:
    """Lines of text: parts of characters that stand above one another (二, 三, ：) are put together."""
    lines: list[Span] = []
    for top, bottom in runs:
        if lines and bottom - lines[-1][0] <= 1.4 * size:
            lines[-1] = (lines[-1][0], bottom)
        else:
            lines.append((top, bottom))
    return lines


def _crop(clean: Clean, span: Span, size: float) -> Gray:
    """The line with paper round it: neither a dash nor a lone digit fills the image."""
    mine = _on(clean.blobs, span)
    x0, x1 = min(b.x for b in mine), max(b.x + b.width for b in mine)
    pad = max(3, round(0.25 * size))
    reach = max(1, round(0.12 * size))
    top, bottom = max(0, span[0] - reach), min(clean.gray.shape[0], span[1] + reach)
    left, right = max(0, x0 - pad), min(clean.gray.shape[1], x1 + pad)
    image = clean.gray[top:bottom, left:right]
    missing = max(0, round(1.3 * size) - image.shape[0])
    wide = max(0, round(1.3 * size) - image.shape[1])
    return np.asarray(cv2.copyMakeBorder(
        image, missing // 2 + 1, missing - missing // 2 + 1, wide // 2 + pad // 2, wide - wide // 2 + pad // 2,
        cv2.BORDER_CONSTANT, value=(255,),
    ), dtype=np.uint8)


def _on(blobs: Iterable[Blob], span: Span) -> list[Blob]:
    return [b for b in blobs if span[0] <= b.y + b.height / 2 <= span[1]]


def _cell(clean: Clean, spans: Sequence[Span], lines: Sequence[Recognised], box: Box, page: int, size: float) -> BoxedCell:
    texts: list[str] = []
    doubts: list[str] = []
    for span, line in zip(spans, lines, strict=True):
        blobs = _on(clean.blobs, span)
        text = line.text.strip()
        mark = _mark(clean, blobs, size) if len(spans) == 1 else None
        if mark is not None:
            texts.append(mark)
            if text not in _CONFUSABLE:
                doubts.append(f"“{mark}” or “{text}”")
            continue
        if not text or line.mean < _LEGIBLE:
            texts.append(ILLEGIBLE)
            continue
        text, spread = _together(text, blobs, size)
        texts.append(text)
        if reason := spread or _doubt(text, line, blobs, size):
            doubts.append(reason)
    if clean.cut and (not texts or any(set(t) & _DIGITS for t in texts)):
        doubts.append("ink runs over the edge")
    if clean.pale:
        doubts.append("faint print")
    return BoxedCell("\n".join(texts), box, page, f"{UNSURE}: {'; '.join(doubts)}" if doubts else None)


def _mark(clean: Clean, blobs: Sequence[Blob], size: float) -> str | None:
    """A lone stroke is known by its shape: a recogniser takes ``/`` for 1 and ``-`` for 一."""
    if len(blobs) != 1:
        return None
    blob = blobs[0]
    if blob.height <= 0.5 * blob.width and blob.height <= 0.25 * size and blob.width >= 0.2 * size:
        return "—" if blob.width > 0.8 * size else "-"
    if blob.height < 0.5 * size or blob.width < 0.22 * blob.height or blob.width > 1.2 * blob.height:
        return None
    rows, columns = np.nonzero(clean.ink[blob.y : blob.y + blob.height, blob.x : blob.x + blob.width])
    points = np.stack((columns, rows)).astype(np.float64)
    spread, axes = np.linalg.eigh(np.cov(points))
    rises, lean = axes[0, 1] * axes[1, 1] < 0, abs(axes[0, 1])
    return "/" if rises and lean >= _LEAN and spread[0] <= _STRAIGHT * spread[1] else None


def _together(text: str, blobs: Sequence[Blob], size: float) -> tuple[str, str | None]:
    """Wide digits are recognised with blanks between some of them: evenly spaced ones are one number. Of two digits alone
    nobody can tell, which is the second thing returned."""
    digits = text.replace(" ", "")
    if digits == text or not set(digits) <= _DIGITS:
        return text, None
    middles = sorted(b.x + b.width / 2 for b in blobs if b.height >= 0.5 * size)
    steps = [b - a for a, b in pairwise(middles)]
    if len(middles) != len(digits) or max(steps) > _PITCH * size or max(steps) > _EVEN * min(steps):
        return text, None
    return digits, f"“{text}”" if len(digits) == 2 else None


def _doubt(text: str, line: Recognised, blobs: Sequence[Blob], size: float) -> str | None:
    """Why a line that holds a number is not to be trusted, or None."""
    if not set(text) & _DIGITS and text not in _CONFUSABLE:
        return None
    if text in _CONFUSABLE:
        return f"“{text}”"
    if len(text) > 12:
        return None
    if line.confidence and min(line.confidence) < SURE:
        return f"{min(line.confidence):.2f}"
    if text[0] in _STOPS or text[-1] in _STOPS:
        return f"“{text}”"
    # A run of equal digits comes out of the recogniser as one: the ink tells how many there are.
    if set(text) <= _DIGITS:
        seen = sum(b.height >= 0.5 * size for b in blobs)
        if seen > len(text):
            return f"{seen} figures seen"
    return None
