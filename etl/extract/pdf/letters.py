"""The characters of a PDF page as pdfium tells them, and which of them can be seen."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot
from unicodedata import category

import pypdfium2
import pypdfium2.raw as c

from etl.documents import Box
from etl.extract.limits import MAX_CHARS_PER_PAGE, at_most
from etl.extract.pages.marks import UNSURE
from etl.extract.pages.visible import (
    Ground,
    Grounds,
    Ink,
    drawn_apart,
    holds,
    is_faint,
    is_mark,
    middle,
    printed,
    slant,
    torn,
    turn,
)
from etl.extract.pdf.objects import Point, Text


@dataclass(frozen=True, slots=True)
class Char:
    index: int
    text: str
    box: Box
    turn: int | None
    """Degrees by which the page must turn for it to stand upright; None where its line rises or falls."""
    slant: float
    origin: Point
    """Where it stands on its line."""
    size: float | None
    """Of a digit, in points."""

    @property
    def middle(self) -> Point:
        return middle(self.box)


def characters(text: pypdfium2.PdfTextPage) -> tuple[list[Char], int]:
    """Characters with their loose boxes (tight ones put 、。 on the wrong line) and turns, and how many have no mapping."""
    found: list[Char] = []
    unmapped = 0
    count = text.count_chars()
    at_most(count, MAX_CHARS_PER_PAGE, "characters on one page")
    box, way = c.FS_RECTF(), c.FS_MATRIX()
    edges_of, way_of = ctypes.byref(box), ctypes.byref(way)
    standing: dict[tuple[float, ...], tuple[int | None, float]] = {}
    for i in range(count):
        if c.FPDFText_IsGenerated(text, i) == 1:
            continue
        code = c.FPDFText_GetUnicode(text, i)
        if code in (0, 0xFFFE, 0xFFFF) or c.FPDFText_HasUnicodeMapError(text, i) == 1:
            unmapped += 1
        elif c.FPDFText_GetLooseCharBox(text, i, edges_of):
            char = printed(chr(code)) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
            c.FPDFText_GetMatrix(text, i, way_of)
            stands = way.a, way.b, way.c, way.d
            if stands not in standing:
                standing[stands] = turn(way.a, way.b), slant(*stands)
            is_digit, is_blank = char.isdecimal(), char.isspace() or category(char) == "Cf"
            size = c.FPDFText_GetFontSize(text, i) * hypot(way.c, way.d) if is_digit or is_blank else None
            if is_blank and size and _is_drawn(text.get_charbox(i), standing[stands][0], size):
                char = UNSURE
            edges = box.left, box.bottom, box.right, box.top
            found.append(Char(i, char, edges, *standing[stands], (way.e, way.f), size if is_digit else None))
    if any(char.size and _height(char.box, char.turn) > _TALL * char.size for char in found):
        found = [_trimmed(text, char) for char in found]
    return found, unmapped


_SPECK = 0.03
"""Height of what is seen of a character, at least, as a share of its size."""


def _height(box: Box, turn: int | None) -> float:
    return box[2] - box[0] if turn in (90, 270) else box[3] - box[1]


_TALL, _ASCENT, _DESCENT = 1.7, 0.88, 0.2
"""Height of a box, as a share of the size of its type, which is that of a font's largest drawing and no character's; what characters have."""


def _trimmed(text: pypdfium2.PdfTextPage, char: Char) -> Char:
    """A character without the room of such a font above and below it, in which the lines beside its own stand."""
    way = c.FS_MATRIX()
    c.FPDFText_GetMatrix(text, char.index, ctypes.byref(way))
    size = c.FPDFText_GetFontSize(text, char.index) * hypot(way.c, way.d)
    if char.turn is None or _height(char.box, char.turn) <= _TALL * size:
        return char
    (x, y), (x0, low, x1, high) = char.origin, char.box
    rise, fall = (size * share * (-1 if char.turn in (90, 180) else 1) for share in (_ASCENT, -_DESCENT))
    if char.turn in (90, 270):
        return replace(char, box=(min(x + rise, x + fall), low, max(x + rise, x + fall), high))
    return replace(char, box=(x0, min(y + rise, y + fall), x1, max(y + rise, y + fall)))


def _is_drawn(box: Box, turn: int | None, size: float) -> bool:
    """Whether a font draws something for a character that says it is blank, as one does that tells nothing of its minus or its point:
    pdfium's box of a true blank is as high as its size, or has no height."""
    high = _height(box, turn)
    return turn is not None and high > _SPECK * size < abs(high - size)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is odd about the characters of a page, by their indexes."""

    hidden: set[int]
    faint: set[int]
    """Pale beside the others."""
    torn: set[int]
    """Digits of numbers that are hidden in part."""


def sight(text: pypdfium2.PdfTextPage, characters: Sequence[Char], pieces: Mapping[int, Text], grounds: Sequence[Ground], crop: Box) -> Sight:
    """Which characters are not to be read: ``pieces`` of text and ``grounds`` as the page draws them, no more of which than ``crop`` is shown."""
    hidden = {char.index for char in characters if not holds(crop, *char.middle)}
    first = min((t.order for t in pieces.values()), default=0)
    if not hidden and not any(g.order > first and g.colour is not None for g in grounds) and all(t.is_plain for t in pieces.values()):
        return Sight(set(), set(), set())
    faint: set[int] = set()
    inks: dict[int, Ink] = {}
    filled = Grounds(grounds)
    covered: dict[int, int] = {}
    digits: list[tuple[Char, float]] = []
    for char in characters:
        piece = owner(text, char.index, pieces)
        if piece is None:
            continue
        if not piece.is_drawn or (piece.clip and char.text.isdecimal() and not holds(piece.clip, *char.middle)):
            hidden.add(char.index)
        elif is_faint(piece.colour, piece.cover):
            faint.add(char.index)
        inks[char.index] = ink = Ink(piece.order, *char.middle, piece.colour)
        if (later := filled.cover(ink)) is not None:
            covered[char.index] = later
        elif filled.hides(ink):
            hidden.add(char.index)
            continue
        if piece.is_drawn and char.text.isdecimal():
            digits.append((char, filled.share(piece.order, char.box, (crop, piece.clip))))
    # pdfium keeps the first of two equal characters in one place: of one drawn anew above its cover it tells the lower one
    drawn = Grounds(Ground(t.order, t.box, t.colour) for t in pieces.values())
    others = Grounds(Ground(inks[char.index].order, char.box, ()) for char in characters if char.index in inks)
    anew: set[int] = set()
    for index, later in covered.items():
        over = replace(inks[index], order=later)
        (hidden if drawn.cover(over) is None or others.cover(over) is not None else anew).add(index)
    parts = torn([
        (covered[char.index] + 1, char.box, 1.0) if char.index in anew else (inks[char.index].order, char.box, share) for char, share in digits
    ])
    split = {digits[i][0].index for i in parts}
    return Sight(hidden - split, faint if is_mark(len(faint), len(characters)) else set(), split)


def apart(text: pypdfium2.PdfTextPage, characters: Sequence[Char], pieces: Mapping[int, Text]) -> set[int]:
    """Indexes of the characters that were put upon the page by themselves."""
    drawn = [piece for piece in pieces.values() if piece.is_drawn]
    orders = {drawn[i].order for i in drawn_apart([(*piece.font, *piece.colour, piece.cover) for piece in drawn])}
    owners = ((char.index, owner(text, char.index, pieces)) for char in characters) if orders else ()
    return {index for index, piece in owners if piece and piece.order in orders}


def owner(text: pypdfium2.PdfTextPage, index: int, pieces: Mapping[int, Text]) -> Text | None:
    """The piece of text that a character is of."""
    item = c.FPDFText_GetTextObject(text, index)
    return pieces.get(ctypes.addressof(item.contents)) if item else None
