"""What pdfium tells of one thing that a page draws: a piece of text, a picture, a path."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod

import pypdfium2
import pypdfium2.raw as c
from pdfminer.utils import decode_text

from etl.documents import Box
from etl.extract.limits import MAX_LINES_PER_PAGE
from etl.extract.pages.visible import NO_INK, is_faint, is_white

_MAX_PIXELS = 50_000_000
_BLANK = 1.0
"""Height of a piece of text up to which it shows nothing."""
_MAX_CLIPS = 50
"""Paths that cut a piece of text, and corners of each, that are looked at."""
_NOT_DRAWN = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text as the page draws it."""

    order: int
    form: int
    """Which form on the page draws it; 0 where the page itself does."""
    colour: Sequence[float]
    cover: float
    is_drawn: bool
    box: Box
    font: tuple[int, float]
    """Which one, and its size."""
    clip: Box | None
    """What of the page it can be drawn on, where that does not hold all of it."""
    is_renamed: bool
    """Another text with digits or blanks is to be copied in its place; of letters, browsers say so wherever two share a glyph."""

    @property
    def middle(self) -> Point:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    @property
    def is_plain(self) -> bool:
        return self.is_drawn and not self.clip and not is_white(self.colour) and not is_faint(self.colour, self.cover)


def text_of(item: object, order: int, form: int, bounds: Box, outer: pypdfium2.PdfMatrix | None) -> Text:
    """A piece of text that is drawn as ``order`` says, by ``form``; ``outer`` is the matrix of the form that holds it."""
    colour, cover = ink(item)
    is_drawn = c.FPDFTextObj_GetTextRenderMode(item) not in _NOT_DRAWN and cover >= NO_INK
    # Browsers name the blanks of a font that does not.
    is_renamed = bounds[3] - bounds[1] > _BLANK and _is_renamed(item)
    return Text(order, form, colour, cover, is_drawn, bounds, _font(item), _clip(item, outer, bounds), is_renamed)


def _font(item: object) -> tuple[int, float]:
    size = ctypes.c_float()
    c.FPDFTextObj_GetFontSize(item, ctypes.byref(size))
    font = c.FPDFTextObj_GetFont(item)
    return ctypes.addressof(font.contents) if font else 0, round(size.value, 1)


def _clip(item: object, outer: pypdfium2.PdfMatrix | None, bounds: Box) -> Box | None:
    path = c.FPDFPageObj_GetClipPath(item)
    boxes: list[Box] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(c.FPDFClipPath_CountPaths(path), _MAX_CLIPS)):
        points = []
        for k in range(min(c.FPDFClipPath_CountPathSegments(path, i), _MAX_CLIPS)):
            c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(path, i, k), ctypes.byref(x), ctypes.byref(y))
            points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            box = min(xs), min(ys), max(xs), max(ys)
            boxes.append(outer.on_rect(*box) if outer else box)
    if all(box[0] <= bounds[0] and box[1] <= bounds[1] and bounds[2] <= box[2] and bounds[3] <= box[3] for box in boxes):
        return None
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return max(x0), max(y0), min(x1), min(y1)


def _is_renamed(item: object) -> bool:
    size, said = ctypes.c_ulong(), (ctypes.c_ubyte * 64)()
    for i in range(c.FPDFPageObj_CountMarks(item)):
        mark = c.FPDFPageObj_GetMark(item, i)
        if c.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", said, ctypes.sizeof(said), ctypes.byref(size)) and size.value > 0:
            return size.value > ctypes.sizeof(said) or any(char.isdecimal() or char.isspace() for char in decode_text(bytes(said[: size.value])))
    return False


def ink(item: object) -> tuple[list[float], float]:
    """The colour a piece of text is filled with, and how much of it covers what lies below, as shares of 1."""
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    if not c.FPDFPageObj_GetFillColor(item, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)):
        return [0.0], 1.0
    return [red.value / 255, green.value / 255, blue.value / 255], alpha.value / 255


@contextmanager
def unturned(page: pypdfium2.PdfPage) -> Iterator[int]:
    """The page as its own space is, in which boxes are given; tells by how many degrees, clockwise, it is turned when shown."""
    rotation = page.get_rotation()
    page.set_rotation(0)
    try:
        yield rotation
    finally:
        page.set_rotation(rotation)


def is_solid(picture: pypdfium2.PdfImage) -> bool:
    """Whether nothing is seen through a picture; a watermark as large as the page has a mask."""
    if prod(picture.get_px_size()) > _MAX_PIXELS:
        return True
    try:
        bitmap = picture.get_bitmap(render=True)
    except pypdfium2.PdfiumError:
        return True
    return bitmap.mode != "BGRA" or bitmap.to_pil().getchannel("A").getextrema()[0] == 255


def subpaths(path: object) -> Iterator[tuple[list[Point], bool]]:
    """Corner points of each stretch of straight lines in a path, and whether it is closed."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(c.FPDFPath_CountSegments(path), MAX_LINES_PER_PAGE)):
        segment = c.FPDFPath_GetPathSegment(path, i)
        kind = c.FPDFPathSegment_GetType(segment)
        c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind == c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, False
            points = []
        points.append((x.value, y.value))
        if c.FPDFPathSegment_GetClose(segment):
            yield points, True
            points = points[:1]
    if len(points) > 1:
        yield points, False
