"""Fonts of a PDF whose digits look like other digits than they say: what a person sees and what a program copies differ.

Each digit's picture is compared with what the digit has in every font: the holes, and where they lie, which tells 0, 4, 6, 8, 9
and the rest apart; with the digits as they look on the mean, which tells two that have changed places; and with the other digits of
its font, none of which looks the same.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as c
from PIL import Image

from etl.extract.foreign import parsing
from etl.extract.pdf import digits
from etl.extract.pdf.objects import unturned
from etl.extract.pdf.prints import picture

_PAGES = 8
"""Pages that are looked at."""
_SAMPLES = 2
"""Pictures of a digit in a font, which must show the same."""
_FEWEST = 2
"""Digits of one font that must look like others: who swaps digits swaps two, and one may be drawn in an odd way."""
_GAIN = 0.33
"""By how much two digits, on the whole, are more like each other than like themselves if they changed places. In 983 sets of honest
fonts it is 0.27 at most; of the same with two digits exchanged, 98% show more."""
_SAME, _MOST_SAME = 0.97, 3
"""From which likeness on two digits are one picture: in 193 honest fonts the nearest two have 0.87, two prints of one digit 0.99. And
pairs of such digits in a font that says one for another; one with more draws none, or a box for each."""
_FILLED = (c.FPDF_TEXTRENDERMODE_FILL, c.FPDF_TEXTRENDERMODE_FILL_STROKE)
_ZEROS = (0x30, 0xFF10)
"""Where the digits begin, and the full-width ones, which a font draws by themselves."""


class _Key(NamedTuple):
    font: str
    place: int
    """Of a font that has no name."""
    zero: int


@dataclass(slots=True)
class _Seen:
    """What the pictures of one digit show."""

    images: list[Image.Image] = field(default_factory=list)
    likeness: list[list[float]] = field(default_factory=list)
    """To each of the ten digits, for each picture."""
    shades: list[list[float]] = field(default_factory=list)

    def like(self, digit: int) -> float:
        """To one of the ten digits, for all pictures together."""
        return sum(picture[digit] for picture in self.likeness)


class Faces:
    """What the digits of a file's fonts look like, page by page."""

    def __init__(self) -> None:
        self._seen: dict[_Key, dict[int, _Seen]] = defaultdict(lambda: defaultdict(_Seen))
        self._pages = 0

    @property
    def are_lying(self) -> bool:
        return any(_are_same(seen) or _have_odd_holes(_sampled(seen)) or _are_exchanged(_sampled(seen)) for seen in self._seen.values())

    def look(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, characters: Iterable[tuple[int, str]]) -> None:
        """Adds what a few digits of each kind on a page look like, given its characters by their place in the text."""
        self._pages += 1
        if self._pages > _PAGES:
            return
        with unturned(page):
            for i, char in characters:
                if char.isdecimal():
                    self._add(page, text, i, ord(char))

    def _add(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, i: int, code: int) -> None:
        zero = next((z for z in _ZEROS if z <= code < z + 10), None)
        if zero is None or c.FPDFTextObj_GetTextRenderMode(c.FPDFText_GetTextObject(text, i)) not in _FILLED:
            return  # an outline has holes of its own
        key = _Key(*_font(text, i), zero)
        seen = self._seen[key][code - zero]
        if len(seen.images) == _SAMPLES or (image := picture(page, text, i, not key.font)) is None:
            return
        seen.images.append(image)
        if (shades := digits.shades(image)) is not None:
            seen.shades.append(shades)
            seen.likeness.append(digits.likeness(shades))


def lying(data: bytes) -> bool:
    """Whether the digits of any font of a PDF look like other digits. Raises ``ReadError``: corrupt."""
    with parsing("the PDF"):
        pdf = pypdfium2.PdfDocument(data)
        try:
            return is_lying(pdf)
        finally:
            pdf.close()


def is_lying(pdf: pypdfium2.PdfDocument) -> bool:
    """The same of an open file."""
    faces = Faces()
    for number in range(min(len(pdf), _PAGES)):
        page = pdf[number]
        text = page.get_textpage()
        try:
            faces.look(page, text, ((i, chr(c.FPDFText_GetUnicode(text, i))) for i in range(text.count_chars())))
        finally:
            text.close()
            page.close()
    return faces.are_lying


def _sampled(seen: dict[int, _Seen]) -> dict[int, _Seen]:
    return {digit: s for digit, s in seen.items() if len(s.likeness) == _SAMPLES}


def _have_odd_holes(seen: dict[int, _Seen]) -> bool:
    """Whether digits have the holes of others, and are more like one of these, too: heavy type closes holes."""
    def is_odd(digit: int, s: _Seen) -> bool:
        likely = {other for other in range(10) if s.like(other) > s.like(digit)}
        if not likely:
            return False
        shape, *rest = map(digits.holes, s.images)
        others = {d for d, usual in enumerate(digits.HOLES) if shape in usual}
        return rest == [shape] and digit not in others and bool(others & likely)

    return sum(is_odd(*item) for item in seen.items()) >= _FEWEST


def _are_exchanged(seen: dict[int, _Seen]) -> bool:
    """Whether two digits would be far more like what they say if they changed places."""
    return any(x.like(b) + y.like(a) - x.like(a) - y.like(b) > _SAMPLES * _GAIN for (a, x), (b, y) in combinations(seen.items(), 2))


def _are_same(seen: dict[int, _Seen]) -> bool:
    """Whether a font draws one digit as another, which it draws so, too."""
    pictures = [s.shades for s in seen.values() if s.shades]
    same = sum(min(digits.alike(a, b) for a in x for b in y) > _SAME for x, y in combinations(pictures, 2))
    return 0 < same <= _MOST_SAME


def _font(text: pypdfium2.PdfTextPage, i: int) -> tuple[str, int]:
    """The name of a character's font; where it is, if it has none."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    size = c.FPDFText_GetFontInfo(text, i, name, len(name), ctypes.byref(flags))
    if size > 1:
        return name.raw[: min(size, len(name))].decode(errors="replace"), 0
    font = c.FPDFTextObj_GetFont(c.FPDFText_GetTextObject(text, i))
    return "", ctypes.addressof(font.contents) if font else 0
