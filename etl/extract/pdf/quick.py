"""PDF, the quick path: pdfium's paths and characters, and a ruled grid of our own.

pdfium is not thread-safe: one reader a process.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import hypot

import pypdfium2
import pypdfium2.raw as c

from etl.documents import Box, Document
from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.limits import MAX_CHARS_PER_PAGE, MAX_LINES_PER_PAGE, MAX_PAGES, at_most
from etl.extract.pages import paged
from etl.extract.pages.layout import Glyph
from etl.extract.pages.marks import Mark, is_small, outline, seen
from etl.extract.pages.rulings import Segment, box_of, path_segments, ruled_tables
from etl.extract.pages.visible import (
    BLACK,
    Ground,
    Grounds,
    Ink,
    drawn_apart,
    holds,
    is_faint,
    is_mark,
    slant,
    turn,
    unslanted,
)
from etl.extract.pdf.common import check_text, check_whole, document
from etl.extract.pdf.fields import flatten, may_have_fields
from etl.extract.pdf.fonts import Faces
from etl.extract.pdf.layers import has_hidden
from etl.extract.pdf.objects import Point, Text, ink, is_solid, subpaths, text_of
from etl.extract.pdf.overlaid import is_overlaid
from etl.report import Origin

_MAX_OBJECTS = 200_000
_MOST_LOOKS = 100
"""Pictures of a page, up to which those as small as letters are looked at."""
_PICTURE = 0.25
"""Share of a page that the picture of a table or of a page takes."""
_OUTLINED, _CORNERS = 50, 6
"""Shapes of a page whose characters are shapes, at least; corners of what is no line or box, at least."""
_STAMP = 40
"""Characters a scanned page may have besides: page number, header, a mark of the scanner."""


@dataclass(frozen=True, slots=True)
class Look:
    document: Document
    is_lying: bool
    """Whether digits look like others than the text says."""
    has_pictures: bool


class Doubt(ReadError):
    """pdfium tells something else than what the pages show; the reader of record does not."""


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: encrypted, corrupt, too_large, unreadable_font, unsupported, needs_ocr, empty."""
    return look(data).document


def look(data: bytes) -> Look:
    """The document, and what else one look at the file tells. Raises as ``read`` does."""
    check_whole(data)
    with parsing("the PDF"):
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == c.FPDF_ERR_PASSWORD:
                raise ReadError("encrypted", "the PDF needs a password") from error
            raise
        try:
            at_most(len(pdf), MAX_PAGES, "pages")
            if pdf.get_formtype() == c.FORMTYPE_XFA_FULL:
                raise ReadError("unsupported", "a form (XFA) that a program draws when it is opened: print it to a PDF and read that")
            if may_have_fields(data):
                flatten(pdf)
            faces = Faces()
            sheets = [_sheet(pdf, number, faces) for number in range(len(pdf))]
            info = {k: v.strip() for k, v in pdf.get_metadata_dict(skip_empty=True).items() if v.strip()}
        finally:
            pdf.close()
    unmapped = sum(s.unmapped for s in sheets)
    check_text(sum(len(s.glyphs) for s in sheets) + unmapped, unmapped, sum(s.images + s.invisible + s.is_outlined for s in sheets))
    if any(map(_is_crowded, sheets)):
        raise Doubt("unreadable_font", "a font does not tell how wide its digits are")
    if scans := [str(n) for n, s in enumerate(sheets, 1) if s.is_scan]:
        raise ReadError("needs_ocr", f"pictures instead of text on page {', '.join(scans)}")
    if any(s.is_renamed for s in sheets):
        raise Doubt("unsupported", "pdfium reads what is to be said in place of what is drawn")
    if has_hidden(data):
        raise Doubt("unsupported", "pdfium reads text of layers that are off")
    found = document(paged.pages([s.drawn for s in sheets]), info, "pdfium", unmapped, sum(s.invisible for s in sheets))
    return Look(found, faces.are_lying, any(s.images for s in sheets))


_CROWDED, _DEEP = 5, 0.3
"""Pairs of digits that stand in one another, at least, and how deep, as a share of their width."""


def _is_crowded(sheet: _Sheet) -> bool:
    """Whether digits stand deep in one another: of a font of drawings (Type 3) pdfium tells the same box for each, the font's own, and
    takes equal digits side by side for one that is printed twice."""
    pairs = [(a, b) for a, b in pairwise(sheet.glyphs) if a.text.isdecimal() and b.text.isdecimal() and a.base == b.base and a.x0 < b.x0 < a.x1]
    return sum(a.x1 - b.x0 > _DEEP * (a.x1 - a.x0) for a, b in pairs) >= _CROWDED


def text_page(pdf: pypdfium2.PdfDocument, number: int) -> paged.Page | None:
    """Page ``number`` (from 1) of an open file, or None where it is a picture."""
    sheet = _sheet(pdf, number - 1)
    if sheet.is_scan or sheet.is_outlined or not (sheet.glyphs or sheet.across):
        return None
    return paged.page(number, sheet.drawn)


@dataclass(slots=True)
class _Sheet:
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Segment] = field(default_factory=list)
    down: list[Segment] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    unmapped: int = 0
    images: int = 0
    pictured: float = 0.0
    """Share of the page that its pictures take."""
    invisible: int = 0
    """Characters that are drawn without colour: what some program took a picture for."""
    shapes: int = 0
    """Filled areas with more corners than lines and boxes have."""
    is_renamed: bool = False
    """Some text has another one that is to be read aloud or copied in its place, and is no mere word."""
    texts: int = 0
    """Pieces of text that can be seen: neither drawn without colour nor painted over by a picture, whole or in strips."""
    is_overlaid: bool = False
    """The text stands upon a picture of itself."""

    @property
    def is_scan(self) -> bool:
        """The page is a picture; what characters it has are a stamp, or what some other program took the picture for."""
        return self.is_pictured and (not self.texts or len(self.glyphs) < _STAMP or self.invisible >= _STAMP or self.is_overlaid)

    @property
    def is_pictured(self) -> bool:
        return self.pictured >= _PICTURE

    @property
    def is_outlined(self) -> bool:
        """The characters were made shapes, as for a printer."""
        return not self.glyphs and self.shapes >= _OUTLINED

    @property
    def tables(self) -> list[list[Box]]:
        return ruled_tables(self.across, self.down)

    @property
    def drawn(self) -> paged.Sheet:
        return paged.Sheet(self.width, self.height, self.glyphs, self.tables, self.across, self.marks)


def _sheet(pdf: pypdfium2.PdfDocument, number: int, faces: Faces | None = None) -> _Sheet:
    page = pdf[number]
    text = page.get_textpage()
    try:
        left, bottom, right, top = crop = page.get_bbox()
        characters, unmapped = _characters(text)
        turns = Counter(char.turn for char in characters if char.turn is not None)
        upright = turns.most_common(1)[0][0] if turns else page.get_rotation() % 360
        width, height = right - left, top - bottom

        def shown(x: float, y: float) -> Point:
            """From the page's own space to points from the top left corner, text upright."""
            x, y = x - left, top - y
            if upright == 90:
                return height - y, x
            if upright == 180:
                return width - x, height - y
            return (y, width - x) if upright == 270 else (x, y)

        sheet = _Sheet(*((width, height) if upright in (0, 180) else (height, width)), unmapped=unmapped)
        texts, grounds = _drawings(page, sheet, shown)
        hidden, faint = _odd(text, characters, texts, grounds)
        hidden |= {char.index for char in characters if not holds(crop, *char.middle)}
        sheet.invisible = len(hidden)
        apart = _apart(text, characters, texts)
        has_forms = any(t.form for t in texts.values())
        for char in characters:
            if char.turn == upright and char.index not in hidden and char.index not in faint:  # what leans or is faint is a watermark
                (xa, ya), (xb, yb) = shown(char.box[0], char.box[1]), shown(char.box[2], char.box[3])
                box = unslanted((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)), char.slant)
                owner = _owner(text, char.index, texts) if has_forms else None
                form = owner.form if owner else 0
                sheet.glyphs.append(Glyph(char.text, *box, char.index in apart, base=shown(*char.origin)[1], size=char.size, form=form))
        sheet.is_overlaid = sheet.is_pictured and not sheet.is_scan and is_overlaid(page, text)
        if faces and not sheet.is_scan:
            faces.look(page, text, ((char.index, char.text) for char in characters))
        return sheet
    finally:
        text.close()
        page.close()


@dataclass(frozen=True, slots=True)
class _Char:
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
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


def _characters(text: pypdfium2.PdfTextPage) -> tuple[list[_Char], int]:
    """Characters with their loose boxes (tight ones put 、。 on the wrong line) and turns, and how many have no mapping."""
    found: list[_Char] = []
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
            char = chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
            c.FPDFText_GetMatrix(text, i, way_of)
            stands = way.a, way.b, way.c, way.d
            if stands not in standing:
                standing[stands] = turn(way.a, way.b), slant(*stands)
            size = c.FPDFText_GetFontSize(text, i) * hypot(way.c, way.d) if char.isdecimal() else None
            edges = box.left, box.bottom, box.right, box.top
            found.append(_Char(i, char, edges, *standing[stands], (way.e, way.f), size))
    return found, unmapped


def _odd(text: pypdfium2.PdfTextPage, characters: Sequence[_Char], texts: dict[int, Text],
         grounds: Sequence[Ground]) -> tuple[set[int], frozenset[int]]:
    """Indexes of the characters that cannot be seen, and of those that are faint beside the others."""
    first = min((t.order for t in texts.values()), default=0)
    if not any(g.order > first and g.colour is not None for g in grounds) and all(t.is_plain for t in texts.values()):
        return set(), frozenset()
    hidden: set[int] = set()
    faint: set[int] = set()
    inks: dict[int, Ink] = {}
    filled = Grounds(grounds)
    covered: dict[int, int] = {}
    for char in characters:
        piece = _owner(text, char.index, texts)
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
    # pdfium keeps the first of two equal characters in one place: of one drawn anew above its cover it tells the lower one
    pieces = Grounds(Ground(t.order, t.box, t.colour) for t in texts.values())
    others = Grounds(Ground(inks[char.index].order, char.box, ()) for char in characters if char.index in inks)
    for index, later in covered.items():
        over = replace(inks[index], order=later)
        if pieces.cover(over) is None or others.cover(over) is not None:
            hidden.add(index)
    return hidden, frozenset(faint if is_mark(len(faint), len(characters)) else ())


def _apart(text: pypdfium2.PdfTextPage, characters: Sequence[_Char], texts: dict[int, Text]) -> set[int]:
    """Indexes of the characters that were put upon the page by themselves."""
    pieces = [piece for piece in texts.values() if piece.is_drawn]
    orders = {pieces[i].order for i in drawn_apart([(*piece.font, *piece.colour, piece.cover) for piece in pieces])}
    owners = ((char.index, _owner(text, char.index, texts)) for char in characters) if orders else ()
    return {index for index, piece in owners if piece and piece.order in orders}


def _owner(text: pypdfium2.PdfTextPage, index: int, texts: dict[int, Text]) -> Text | None:
    """The piece of text that a character is of."""
    item = c.FPDFText_GetTextObject(text, index)
    return texts.get(ctypes.addressof(item.contents)) if item else None


def _drawings(page: pypdfium2.PdfPage, sheet: _Sheet, shown: Callable[[float, float], Point]) -> tuple[dict[int, Text], list[Ground]]:
    """Puts pictures and rulings into the sheet. The pieces of text by their address, and the areas that are filled, as they are drawn."""
    texts: dict[int, Text] = {}
    grounds: list[Ground] = []
    pictures: list[tuple[Ground, pypdfium2.PdfImage]] = []
    marks: list[tuple[int, Mark]] = []
    matrices: dict[int, pypdfium2.PdfMatrix] = {}
    area = page.get_width() * page.get_height()
    form = 0
    for order, item in enumerate(page.get_objects(max_depth=8)):
        at_most(order, _MAX_OBJECTS, "objects on one page")
        outer = matrices.get(ctypes.addressof(item.container.raw.contents)) if item.container else None
        form = 0 if not item.container else form or order
        if item.type in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING, c.FPDF_PAGEOBJ_TEXT):
            bounds = outer.on_rect(*item.get_bounds()) if outer else item.get_bounds()
        if item.type == c.FPDF_PAGEOBJ_IMAGE:
            sheet.images += 1
            sheet.pictured += max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1]) / max(1.0, area)
            marks.append((order, Mark(bounds)))
            if not c.FPDFPageObj_HasTransparency(item.raw):
                pictures.append((Ground(order, bounds, ()), item))
        if item.type == c.FPDF_PAGEOBJ_FORM:
            own = item.get_matrix()
            matrices[ctypes.addressof(item.raw.contents)] = own.multiply(outer) if outer else own
        if item.type == c.FPDF_PAGEOBJ_TEXT:
            text = text_of(item.raw, order, form, bounds, outer)
            sheet.is_renamed = sheet.is_renamed or text.is_renamed
            texts[ctypes.addressof(item.raw.contents)] = text
        elif item.type in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
            grounds.append(Ground(order, bounds, BLACK if texts and _is_patch(item, bounds, sheet.images > _MOST_LOOKS) else None))
        if item.type != c.FPDF_PAGEOBJ_PATH:
            continue
        matrix = item.get_matrix().multiply(outer) if outer else item.get_matrix()
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not c.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke)):
            continue
        paths = [([matrix.on_point(x, y) for x, y in points], closed) for points, closed in subpaths(item.raw)]
        for points, closed in paths:
            across, down = path_segments([shown(x, y) for x, y in points], closed, bool(fill.value), bool(stroke.value))
            sheet.across += across
            sheet.down += down
            if box := outline(points, bool(fill.value), bool(stroke.value)):
                colour, cover = ink(item.raw) if fill.value else ([0.0], 1.0)
                marks.append((order, Mark(box, tuple(colour), cover)))
        sheet.shapes += bool(fill.value) and sum(len(points) for points, _ in paths) > _CORNERS
        if fill.value and len(paths) == 1 and (box := box_of(paths[0][0])):
            grounds.append(Ground(order, box, None if c.FPDFPageObj_HasTransparency(item.raw) else ink(item.raw)[0]))
        at_most(len(sheet.across) + len(sheet.down), MAX_LINES_PER_PAGE, "rulings on one page")
    for mark in seen(marks, grounds) if marks else ():
        (xa, ya), (xb, yb) = shown(*mark.box[:2]), shown(*mark.box[2:])
        sheet.marks.append(replace(mark, box=(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))))
    sheet.texts = _uncovered(texts.values(), [ground for ground, _ in pictures])
    if texts and not sheet.texts:  # costs a look at the pictures
        sheet.texts = _uncovered(texts.values(), [ground for ground, item in pictures if is_solid(item)])
    return texts, grounds


def _is_patch(item: pypdfium2.PdfObject, bounds: Box, unseen: bool) -> bool:
    """Whether a picture as small as letters hides what is below, as it does ``unseen``: a look at it takes a moment."""
    is_picture = isinstance(item, pypdfium2.PdfImage) and not c.FPDFPageObj_HasTransparency(item.raw)
    return is_picture and (is_small(bounds) or is_small((bounds[1], bounds[0], bounds[3], bounds[2]))) and (unseen or is_solid(item))


def _uncovered(texts: Iterable[Text], pictures: Sequence[Ground]) -> int:
    """How many pieces of text can be seen in spite of the pictures."""
    if not pictures:
        return sum(text.is_drawn for text in texts)
    over = Grounds(pictures)
    return sum(text.is_drawn and over.cover(Ink(text.order, *text.middle, ())) is None for text in texts)
