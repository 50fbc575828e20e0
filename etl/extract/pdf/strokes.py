"""What a PDF page draws as pdfium tells it: pieces of text, rulings, areas, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2
import pypdfium2.raw as c

from etl.documents import Box
from etl.extract.limits import MAX_LINES_PER_PAGE, at_most
from etl.extract.pages.marks import Mark, is_small, outline, seen
from etl.extract.pages.rulings import Segment, box_of, path_segments, put
from etl.extract.pages.visible import PICTURE, Ground, Grounds, Ink
from etl.extract.pdf.objects import Point, Text, ink, is_solid, subpaths, text_of

_MAX_OBJECTS = 200_000
_MOST_LOOKS = 100
"""Pictures of a page, up to which those as small as letters are looked at."""
_CORNERS = 6
"""Corners of what is no line or box, at least."""


@dataclass(slots=True)
class Drawings:
    """Rulings and marks as the page is shown, pieces of text and areas in its own space."""

    pieces: dict[int, Text] = field(default_factory=dict)
    """Of text, by their address."""
    grounds: list[Ground] = field(default_factory=list)
    across: list[Segment] = field(default_factory=list)
    down: list[Segment] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    images: int = 0
    pictured: float = 0.0
    """Share of the page that its pictures take."""
    shapes: int = 0
    """Filled areas with more corners than lines and boxes have."""
    texts: int = 0
    """Pieces of text that can be seen: neither drawn without colour nor painted over by a picture, whole or in strips."""


def drawings(page: pypdfium2.PdfPage, shown: Callable[[float, float], Point]) -> Drawings:
    """What a page draws; ``shown`` turns places of its own space to those of the page as it is shown."""
    found = Drawings()
    pictures: list[tuple[Ground, pypdfium2.PdfImage]] = []
    marks: list[tuple[int, Mark]] = []
    matrices: dict[int, pypdfium2.PdfMatrix] = {}
    area = max(1.0, page.get_width() * page.get_height())
    form = 0
    for order, item in enumerate(page.get_objects(max_depth=8)):
        at_most(order, _MAX_OBJECTS, "objects on one page")
        outer = matrices.get(_address(item.container)) if item.container else None
        form = 0 if not item.container else form or order
        if item.type == c.FPDF_PAGEOBJ_PATH:
            matrix = item.get_matrix().multiply(outer) if outer else item.get_matrix()
            marks += [(order, mark) for mark in _path(found, item, order, matrix, shown)]
            at_most(len(found.across) + len(found.down), MAX_LINES_PER_PAGE, "rulings on one page")
        elif item.type == c.FPDF_PAGEOBJ_FORM:
            own = item.get_matrix()
            matrices[_address(item)] = own.multiply(outer) if outer else own
        elif item.type in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING, c.FPDF_PAGEOBJ_TEXT):
            bounds = outer.on_rect(*item.get_bounds()) if outer else item.get_bounds()
            if item.type == c.FPDF_PAGEOBJ_TEXT:
                found.pieces[_address(item)] = text_of(item.raw, order, form, bounds, outer)
                continue
            if isinstance(item, pypdfium2.PdfImage):
                found.images += 1
                found.pictured += max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1]) / area
                marks.append((order, Mark(bounds)))
                if not c.FPDFPageObj_HasTransparency(item.raw):
                    pictures.append((Ground(order, bounds, ()), item))
            is_patch = bool(found.pieces) and _is_patch(item, bounds, found.images > _MOST_LOOKS)
            found.grounds.append(Ground(order, bounds, PICTURE if is_patch else None))
    for mark in seen(marks, found.grounds) if marks else ():
        (xa, ya), (xb, yb) = shown(*mark.box[:2]), shown(*mark.box[2:])
        found.marks.append(replace(mark, box=(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))))
    texts = found.pieces.values()
    found.texts = _uncovered(texts, [ground for ground, _ in pictures])
    if texts and not found.texts:  # costs a look at the pictures
        found.texts = _uncovered(texts, [ground for ground, item in pictures if is_solid(item)])
    return found


def _address(item: pypdfium2.PdfObject) -> int:
    """What pdfium knows a thing on a page by."""
    return ctypes.addressof(item.raw.contents)


def _path(found: Drawings, item: pypdfium2.PdfObject, order: int, matrix: pypdfium2.PdfMatrix, shown: Callable[[float, float], Point]) -> Iterator[Mark]:
    """Puts a path's rulings and area to the others; what may be outlines of letters."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke)):
        return
    filled, stroked = bool(fill.value), bool(stroke.value)
    paths = [([matrix.on_point(x, y) for x, y in points], closed) for points, closed in subpaths(item.raw)]
    for points, closed in paths:
        put(path_segments([shown(x, y) for x, y in points], closed, filled, stroked), found.across, found.down)
        if box := outline(points, filled, stroked):
            colour, cover = ink(item.raw) if filled else ([0.0], 1.0)
            yield Mark(box, tuple(colour), cover)
    found.shapes += filled and sum(len(points) for points, _ in paths) > _CORNERS
    if filled and len(paths) == 1 and (box := box_of(paths[0][0])):
        found.grounds.append(Ground(order, box, None if c.FPDFPageObj_HasTransparency(item.raw) else ink(item.raw)[0]))


def _is_patch(item: pypdfium2.PdfObject, bounds: Box, unseen: bool) -> bool:
    """Whether a picture as small as letters hides what is below; one that is ``unseen`` does if it has no mask: a look at it takes a moment."""
    if not isinstance(item, pypdfium2.PdfImage) or not (is_small(bounds) or is_small((bounds[1], bounds[0], bounds[3], bounds[2]))):
        return False
    return not c.FPDFPageObj_HasTransparency(item.raw) if unseen else is_solid(item)


def _uncovered(texts: Iterable[Text], pictures: Sequence[Ground]) -> int:
    """How many pieces of text can be seen in spite of the pictures."""
    if not pictures:
        return sum(text.is_drawn for text in texts)
    over = Grounds(pictures)
    return sum(text.is_drawn and over.cover(Ink(text.order, *text.middle, ())) is None for text in texts)
