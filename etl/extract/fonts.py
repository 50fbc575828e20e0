"""Fonts of a PDF whose digits look like other digits than they say: what a person sees and what a program copies differ.

Each digit's picture is compared with what the digit has in every font: the holes, and where they lie. That tells 0, 4, 6, 8,
9 and the rest apart, but not 1, 2, 3, 5 and 7 from one another.
"""

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as c

from etl.documents import Box
from etl.extract.foreign import parsing

_PAGES = 8
"""Pages that are looked at."""
_SAMPLES = 2
"""Pictures of a digit in a font, which must show the same."""
_FEWEST = 2
"""Digits of one font that must look like others: who swaps digits swaps two, and one may be drawn in an odd way."""
_HEIGHT = 24
"""Pixels that a digit is drawn high."""
_SMALLEST = 0.01
"""Share of a digit's box that a hole takes; smaller ones are gaps between strokes that nearly touch."""
_TALL = 0.47
"""Share of a 0's height that its hole has; those of 6 and 9 have less."""
_DARK = (128, 225)
"""Up to which shade a pixel is ink: a hair line is grey, and the holes of heavy type are small. Both must tell the same."""

_FILLED = (c.FPDF_TEXTRENDERMODE_FILL, c.FPDF_TEXTRENDERMODE_FILL_STROKE)

_SHAPES = {
    "0": {"tall", "two"}, "1": {"none"}, "2": {"none"}, "3": {"none"}, "4": {"none", "tall", "low", "high"}, "5": {"none"},
    "6": {"low"}, "7": {"none"}, "8": {"two"}, "9": {"high"},
}
"""Holes of the digits: how many, and where the only one lies. A 0 may have a stroke or a dot in it, a 4 may be open."""


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
    shapes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for number in range(min(len(pdf), _PAGES)):
        page = pdf[number]
        try:
            if page.get_rotation() == 0:
                for font, digit, box in _digits(page, shapes):
                    if shape := _shape(page, box):
                        shapes[font, digit][shape] += 1
        finally:
            page.close()
    odd = Counter(
        font for (font, digit), seen in shapes.items()
        for shape, times in seen.items() if times == _SAMPLES and shape not in _SHAPES[digit]
    )
    return any(times >= _FEWEST for times in odd.values())


def _digits(page: pypdfium2.PdfPage, known: dict[tuple[str, str], Counter[str]]) -> Iterator[tuple[str, str, Box]]:
    """Font, digit and box in points of a few upright digits of each kind; ``known`` are those that were looked at."""
    text = page.get_textpage()
    seen: Counter[tuple[str, str]] = Counter({key: shapes.total() for key, shapes in known.items()})
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    try:
        for i in range(text.count_chars()):
            digit = chr(code) if 0x30 <= (code := c.FPDFText_GetUnicode(text, i)) <= 0x39 else ""
            if not digit or abs(c.FPDFText_GetCharAngle(text, i)) > 0.01:
                continue
            if c.FPDFTextObj_GetTextRenderMode(c.FPDFText_GetTextObject(text, i)) not in _FILLED:
                continue  # an outline has holes of its own
            size = c.FPDFText_GetFontInfo(text, i, name, len(name), ctypes.byref(flags))
            font = name.raw[: min(size, len(name))].decode(errors="replace")
            if seen[font, digit] < _SAMPLES:
                seen[font, digit] += 1
                yield font, digit, text.get_charbox(i)
    finally:
        text.close()


def _shape(page: pypdfium2.PdfPage, box: Box) -> str | None:
    """What holes a picture of a character has; None where it shows none that could be one."""
    width, height = page.get_size()
    left, bottom, right, top = box
    if right - left < 0.5 or top - bottom < 2 or left < 1 or bottom < 1 or right > width - 1 or top > height - 1:
        return None
    crop = left - 0.5, bottom - 0.5, width - right - 0.5, height - top - 0.5
    image = page.render(scale=_HEIGHT / (top - bottom), crop=crop, grayscale=True).to_pil().convert("L")
    shapes = {_holes(image.width, image.height, image.tobytes(), dark) for dark in _DARK}
    return shapes.pop() if len(shapes) == 1 else None


def _holes(width: int, height: int, pixels: bytes, dark: int) -> str | None:
    # Paper all round, so that only what is closed in is a hole.
    wide, high = width + 2, height + 2
    light = [True] * (wide * high)
    for i, value in enumerate(pixels):
        light[(i // width + 1) * wide + i % width + 1] = value > dark
    edge = [pixels[y * width + x] <= dark for y in range(height) for x in range(width) if y in (0, height - 1) or x in (0, width - 1)]
    if all(light) or 4 * sum(edge) > len(edge):  # nothing is drawn, or on a dark ground
        return None
    holes = []
    for start in range(len(light)):
        if light[start]:
            rows = [i // wide for i in _flood(light, wide, start)]
            if start and len(rows) >= _SMALLEST * width * height:
                holes.append((min(rows), max(rows)))
    if len(holes) > 1:
        return "two" if len(holes) == 2 else None
    if not holes:
        return "none"
    first, last = (row / high for row in holes[0])
    return "tall" if last - first > _TALL else "low" if first + last > 1 else "high"


def _flood(light: list[bool], wide: int, start: int) -> list[int]:
    """The light pixels that hang together with one, which are taken out."""
    light[start] = False
    found = [start]
    for i in found:
        for j in (i - 1, i + 1, i - wide, i + wide):
            if 0 <= j < len(light) and light[j]:
                light[j] = False
                found.append(j)
    return found
