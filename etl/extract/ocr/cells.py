"""What stands in the cells of a ruled table on a page image. Lengths in pixels unless said otherwise.

A cell is blank when it holds no ink, never because nothing was recognised in it. Ink that cannot be recognised reads as
:data:`~etl.extract.ocr.engine.ILLEGIBLE`, a text that no number has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from statistics import median

import cv2
import numpy as np

from etl.documents import UNSURE, Box, Document
from etl.extract.grid import BoxedCell
from etl.extract.ocr.blanks import lonely
from etl.extract.ocr.clean import Clean, Span, cleaned, on, pale_print, pieces, runs_of, stacked
from etl.extract.ocr.engine import ILLEGIBLE, Recognised, recognise
from etl.extract.ocr.ink import SNAP, Gray, Sheet
from etl.extract.ocr.said import DIGITS, said
from etl.extract.ocr.shapes import Number, astray, strangers
from etl.extract.pages import paged
from etl.text import squeeze

_LABEL = 4
"""Characters from which on a text without a digit is a label: no mark for "none" is as long."""
_SMALL = 0.4
"""Share of a line's height that any piece of a digit has."""
_FIGURES = DIGITS | frozenset(f".,/-—{ILLEGIBLE}")
_HARD, _SOME = 0.2, 3
"""Share of a page's numbers and marks that are hard to read, and how many of them, from which on none is sure: a 4 that lost its slanted
stroke in a scan that is too light is a whole 1. Of print that is read without fault it is 0.19 at most, in both readings."""
_OPEN = 6
"""Words that are numbers, from which on the lines of a report may be a table's: prose has none, but where it is badly spaced."""


class Known:
    """What an earlier reading found: labels that it was sure of, by their place, and lines of text."""

    def __init__(self, document: Document) -> None:
        self._labels: dict[int | None, list[tuple[Box, str]]] = defaultdict(list)
        self._lines: dict[int | None, list[paged.TextLine]] = defaultdict(list)
        for table in document.tables:
            for cell in table.cells():
                text = squeeze(cell.text)
                if cell.bbox is not None and not cell.doubt and len(text) >= _LABEL and not DIGITS & set(text) and ILLEGIBLE not in text:
                    self._labels[cell.page].append((cell.bbox, cell.text))
        for line in document.paragraphs:
            if line.places:  # what a frame holds has none, and is read again
                top, bottom = min(box[1] for box in line.places), max(box[3] for box in line.places)
                self._lines[line.page].append(paged.TextLine(line.text, top, bottom, line.places))
        numbers = [page for page, lines in self._lines.items() for line in lines for word in line.text.split() if set(word) <= _FIGURES]
        self._open = frozenset(numbers if len(numbers) >= _OPEN else ())  # one row may be all of a table that a page has

    def has(self, page: int) -> bool:
        return page in self._labels or self.is_open(page)

    def is_open(self, page: int) -> bool:
        """Whether numbers stand alone among the page's lines, as those of a table without rulings do."""
        return page in self._open

    def lines(self, page: int) -> list[paged.TextLine]:
        return self._lines[page]

    def label(self, box: Box, page: int) -> str | None:
        return next((t for b, t in self._labels[page] if all(abs(p - q) <= SNAP for p, q in zip(b, box, strict=True))), None)


def read_tables(
    sheet: Sheet, mask: Gray, tables: Iterable[Sequence[Box]], page: int, known: Known | None = None
) -> tuple[list[tuple[BoxedCell, ...]], list[Recognised]]:
    """The cells of each table with their texts, and the lines that were recognised. The boxes are in points; ``mask`` shows the
    rulings; what is ``known`` is not read."""
    pale = pale_print(sheet.gray if sheet.veiled is None else sheet.veiled)
    cells: list[BoxedCell] = []
    lines: list[Recognised] = []
    numbers: list[list[Number]] = []
    hard: list[bool] = []
    ends: list[int] = []
    for boxes in tables:
        found, recognised, standing, poor = _read_table(sheet, mask, pale, boxes, page, known, len(cells))
        cells += found
        lines += recognised
        numbers.append(standing)
        hard += poor
        ends.append(len(cells))
    every = [*chain.from_iterable(numbers)]
    if sum(hard) >= max(_SOME, _HARD * len(hard)):
        for cell in cells:
            if set(squeeze(cell.text)) <= _FIGURES:
                _add_doubt(cell, "a page that is hard to read")
    for i, reason in chain(*(astray(standing, every) for standing in numbers), strangers(every)):
        _add_doubt(cells[i], reason)
    read = [tuple(cells[a:b]) for a, b in pairwise((0, *ends))]
    for cell in lonely(read):
        _add_doubt(cell, "a blank among numbers")
    return read, lines


def _add_doubt(cell: BoxedCell, reason: str) -> None:
    cell.doubt = f"{cell.doubt}; {reason}" if cell.doubt else f"{UNSURE}: {reason}"


def _read_table(
    sheet: Sheet, mask: Gray, pale: Gray, boxes: Sequence[Box], page: int, known: Known | None, first: int
) -> tuple[list[BoxedCell], list[Recognised], list[Number], list[bool]]:
    """The cells, the lines, the numbers, whose cells are counted from ``first``, and of each cell of figures or a mark whether it is hard to read."""
    labels = [None if known is None else known.label(box, page) for box in boxes]
    cleans = [cleaned(sheet, mask, pale, box) for box in boxes]
    runs = [runs_of(clean.blobs) for clean in cleans]
    heights = [b - a for spans in runs for a, b in spans if b - a >= 4 * sheet.scale]
    size = median(heights) if heights else 8 * sheet.scale
    rows = [stacked(spans, size) for spans in runs]
    read = [(clean, spans) for clean, spans, label in zip(cleans, rows, labels, strict=True) if not label]
    lines = recognise([_crop(clean, span, size) for clean, spans in read for span in spans])
    found = iter(lines)
    cells: list[BoxedCell] = []
    numbers: list[Number] = []
    hard: list[bool] = []
    for clean, spans, box, label in zip(cleans, rows, boxes, labels, strict=True):
        text, doubt = (label, None) if label else said(clean, spans, [next(found) for _ in spans], size)
        if len(spans) == 1 and text and set(text) <= DIGITS:
            numbers.append(_number(first + len(cells), text, clean, size))
        cells.append(BoxedCell(text, box, page, doubt))
        if (figures := squeeze(text)) and set(figures) <= _FIGURES:
            if in_pieces := pieces(clean, sheet.scale) > len(figures):
                _add_doubt(cells[-1], "a digit in pieces")
            # Digits that touch a ruling may be printed well; of a lone 0 the recogniser is not sure where it is as round as an o.
            hard.append(in_pieces or (doubt is not None and not clean.cut and figures != "0"))
    return cells, [*lines, *(Recognised(label, (1.0,)) for label in labels if label)], numbers, hard


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


def _crop(clean: Clean, span: Span, size: float) -> Gray:
    """The line with paper round it: neither a dash nor a lone digit fills the image."""
    mine = on(clean.blobs, span)
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
