"""What one character of a PDF page looks like."""

from __future__ import annotations

import ctypes
from math import dist

import pypdfium2
import pypdfium2.raw as c
from PIL import Image

from etl.documents import Box
from etl.extract.pages.visible import turn

_HEIGHT = 24
"""Pixels that a digit is drawn high."""
_ROOM = 0.5
"""Points round a digit that are drawn with it."""
_ALONG = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}
"""Where the line of text runs on a page that must be turned so for it to stand upright."""
_OFF = 0.1
"""How far the next character may stand off the line, as a share of the way to it."""
_BELOW, _ABOVE, _DIGIT = 0.7, 2.3, 0.7
"""How far digits reach below and above their line at most, as shares of the way to the next; and half the height of one, which is
drawn twice as large, as the place of its ink is not told."""
_INK = 128
"""Shade up to which a pixel is ink."""
_SLIMMEST, _WIDEST = 0.1, 1.0
"""Width of a digit as a share of its height."""


def picture(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, i: int, is_drawing: bool) -> Image.Image | None:
    """A character, upright; None where it leans, is too small, or stands at the page's edge, or where its place is not told. A font of
    drawings (Type 3) may tell one box for all of its characters: one stands between its place and that of the next one."""
    way = c.FS_MATRIX()
    c.FPDFText_GetMatrix(text, i, ctypes.byref(way))
    degrees = turn(way.a, way.b)
    if degrees is None:
        return None
    if is_drawing:
        return _before_the_next(page, text, i, degrees)
    box = text.get_charbox(i)
    return None if box == text.get_charbox(i, loose=True) else _drawn(page, box, degrees, 1.0)


def _drawn(page: pypdfium2.PdfPage, box: Box, degrees: int, digits: float) -> Image.Image | None:
    """A box of the page that is so many digits high, and a little more."""
    left, bottom, right, top = page.get_bbox()
    x0, y0, x1, y1 = box
    high, wide = (y1 - y0, x1 - x0) if degrees in (0, 180) else (x1 - x0, y1 - y0)
    is_inside = left + 1 <= x0 and bottom + 1 <= y0 and x1 <= right - 1 and y1 <= top - 1
    if wide < 0.5 or high < 2 or not is_inside:
        return None
    crop = x0 - _ROOM - left, y0 - _ROOM - bottom, right - x1 - _ROOM, top - y1 - _ROOM
    image = page.render(scale=digits * _HEIGHT / high, crop=crop, grayscale=True).to_pil().convert("L")
    return image.rotate(-degrees, expand=True)


def _before_the_next(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, i: int, degrees: int) -> Image.Image | None:
    """What stands between a character's place on its line and that of the next one."""
    place, following = _origin(text, i), _origin(text, i + 1)
    along, wide = _ALONG[degrees], dist(place, following)
    if not 1 < wide < 100 or dist((place[0] + wide * along[0], place[1] + wide * along[1]), following) > _OFF * wide:
        return None
    corners = [(x - rise * wide * along[1], y + rise * wide * along[0]) for x, y in (place, following) for rise in (-_BELOW, _ABOVE)]
    xs, ys = zip(*corners, strict=True)
    image = _drawn(page, (min(xs), min(ys), max(xs), max(ys)), degrees, (_BELOW + _ABOVE) / _DIGIT)
    return image and _on_the_line(image, wide)


def _origin(text: pypdfium2.PdfTextPage, i: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    c.FPDFText_GetCharOrigin(text, i, ctypes.byref(x), ctypes.byref(y))
    return x.value, y.value


def _on_the_line(image: Image.Image, wide: float) -> Image.Image | None:
    """The ink that stands on the line, without what is above and below it and beyond its sides; None where that is no digit alone: a ruling
    between it and the next one goes on above and below."""
    room = round(image.width * _ROOM / (wide + 2 * _ROOM))
    image = image.crop((room, 0, image.width - room, image.height))
    ink = image.point(lambda shade: 255 * (shade < _INK))
    rows = [ink.crop((0, y, image.width, y + 1)).getbbox() is not None for y in range(image.height)]
    foot = round(image.height * _ABOVE / (_BELOW + _ABOVE)) - 3
    first = last = foot
    while first > 0 and rows[first - 1]:
        first -= 1
    while last < len(rows) and rows[last]:
        last += 1
    box = ink.crop((0, first, image.width, last)).getbbox() if 0 < first < last < len(rows) else None
    if box is None or not _SLIMMEST < (box[2] - box[0]) / (last - first) < _WIDEST:
        return None
    framed = Image.new("L", (box[2] - box[0] + 2, last - first + 2), 255)
    framed.paste(image.crop((box[0], first, box[2], last)), (1, 1))
    return framed
