"""What a cell's recognised lines say, and what in them is not to be trusted. Lengths in pixels unless said otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from etl.documents import UNSURE
from etl.extract.ocr.clean import Blob, Clean, Span, on
from etl.extract.ocr.engine import ILLEGIBLE, SURE, Recognised

DIGITS = frozenset("0123456789")
_LEGIBLE = 0.3
"""Mean confidence below which a line is illegible."""
_CONFUSABLE = frozenset("|\\~_*丨丿一l/-—–―I!ⅠＩ")
"""Marks that a recogniser may take a digit for, and digits for them."""
_STOPS = frozenset(".,·'`、，。")
"""Specks beside a number, as a recogniser sees them."""
_PARTED = re.compile(r"\d{1,3}(?:[.,]\d{3})*\.\d{3}")
"""A point where thousands are parted: in faint print the tail of a comma is lost."""
_POINTLESS = re.compile(r"0\d{1,5}")
"""No number is printed so, but for that of a telephone: scanners take a point for dirt."""
_LEAN = 0.2
"""Sine of the angle by which a stroke leans from the vertical that is no 1."""
_STRAIGHT = 0.09
"""Spread of a straight stroke's ink across it, in parts of that along it (both squared), at most: of small type in a soft scan 0.07, of a 1
that leans for its flag twice as much."""
_FLAT = 0.7
"""Height of a dash in parts of its width, at most: a hyphen of small type in a soft scan is hardly half as high as wide."""
_LOWER = 0.08
"""Heights of a digit by which a plus begins below the digits' tops at least."""
_PITCH = 1.7
"""Heights of a digit from the middle of one to that of the next, above which they are no one number's."""
_EVEN = 1.5
"""How much wider than the narrowest the widest of these steps may be: a 1 stands a little off its middle."""


def said(clean: Clean, spans: Sequence[Span], lines: Sequence[Recognised], size: float) -> tuple[str, str | None]:
    """The text of a cell and why it is in doubt, if it is; ``size`` is the usual height of a line."""
    texts: list[str] = []
    doubts: list[str] = []
    for span, line in zip(spans, lines, strict=True):
        blobs = on(clean.blobs, span)
        text = line.text.strip()
        mark = _mark(clean, blobs, size) if len(spans) == 1 else None
        if mark is not None:
            texts.append(mark)
            # Of the 1 of an italic the recogniser is sure, of a / that it takes for 1 it is not. What is left of a digit may be flat.
            if text and text not in _CONFUSABLE and (mark == "-" or min(line.confidence, default=0) >= SURE):
                doubts.append(f"“{mark}” or “{text}”")
            continue
        if not text or line.mean < _LEGIBLE:
            texts.append(ILLEGIBLE)
            continue
        text, spread = _together(text, blobs, size)
        texts.append(text)
        if reason := spread or _doubt(text, line, blobs, size):
            doubts.append(reason)
    if len(texts) > 1 and _PARTED.fullmatch("".join(texts)):
        doubts.append(f"“{''.join(texts)}”")
    if clean.cut and (not texts or any(set(t) & DIGITS for t in texts)):
        doubts.append("ink runs over the edge")
    if clean.pale:
        doubts.append("faint print")
    return "\n".join(texts), f"{UNSURE}: {'; '.join(doubts)}" if doubts else None


def is_hesitant(doubt: str) -> bool:
    """Whether nothing but the recogniser's own confidence speaks against a number."""
    return re.fullmatch(rf"{UNSURE}: 0\.\d+", doubt) is not None


def _mark(clean: Clean, blobs: Sequence[Blob], size: float) -> str | None:
    """A lone stroke is known by its shape: a recogniser takes ``/`` for 1 and ``-`` for 一."""
    if len(blobs) != 1:
        return None
    blob = blobs[0]
    if blob.height <= min(_FLAT * blob.width, 0.3 * size) and blob.width >= 0.2 * size:
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
    if digits == text or not set(digits) <= DIGITS:
        return text, None
    middles = sorted(b.x + b.width / 2 for b in blobs if b.height >= 0.5 * size)
    steps = [b - a for a, b in pairwise(middles)]
    if len(middles) != len(digits) or max(steps) > _PITCH * size or max(steps) > _EVEN * min(steps):
        return text, None
    return digits, f"“{text}”" if len(digits) == 2 else None


def _is_tall(blobs: Sequence[Blob]) -> bool:
    """Whether the first figure reaches as high as the others: in faint print a 4 has lost what tells it from a plus."""
    if len(blobs) < 2:
        return True
    first, *others = sorted(blobs, key=lambda b: b.x)
    top, bottom = min(b.y for b in others), max(b.y + b.height for b in others)
    return first.y - top < _LOWER * (bottom - top)


def _doubt(text: str, line: Recognised, blobs: Sequence[Blob], size: float) -> str | None:
    """Why a line that holds a number is not to be trusted, or None."""
    if not set(text) & DIGITS and text not in _CONFUSABLE:
        return None
    if text in _CONFUSABLE:
        return f"“{text}”"
    if len(text) > 12:
        return None
    if line.confidence and min(line.confidence) < SURE:
        return f"{min(line.confidence):.2f}"
    if text[0] in _STOPS or text[-1] in _STOPS or _PARTED.fullmatch(text) or _POINTLESS.fullmatch(text) or (text[0] == "+" and _is_tall(blobs)):
        return f"“{text}”"
    # A run of equal digits comes out of the recogniser as one: the ink tells how many there are.
    if set(text) <= DIGITS:
        seen = sum(b.height >= 0.5 * size for b in blobs)
        if seen > len(text):
            return f"{seen} figures seen"
    return None
