"""PDF, the quick path: pdfium's paths and characters, and a ruled grid of our own.

pdfium is not thread-safe: one reader a process.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import prod

import pypdfium2
import pypdfium2.raw as c

from etl.documents import Box, Document
from etl.errors import ReadError
from etl.extract import paged
from etl.extract.fonts import Faces
from etl.extract.foreign import parsing
from etl.extract.layout import Glyph
from etl.extract.limits import MAX_CHARS_PER_PAGE, MAX_LINES_PER_PAGE, MAX_PAGES, at_most
from etl.extract.pdf import check_text, check_whole, document, is_faint, is_mark
from etl.extract.pdf_fields import flatten
from etl.extract.pdf_layers import has_hidden
from etl.extract.rulings import Segment, box_of, path_segments, ruled_tables
from etl.extract.visible import (
    NO_INK,
    Ground,
    Grounds,
    Ink,
    drawn_apart,
    holds,
    is_white,
    slant,
    turn,
    unslanted,
)
from etl.report import Origin

_MAX_OBJECTS = 200_000
_MAX_PIXELS = 50_000_000
_BLANK = 1.0
"""Height of a piece of text up to which it shows nothing."""
_MAX_CLIPS = 50
"""Paths that cut a piece of text, and corners of each, that are looked at."""
_PICTURE = 0.25
"""Share of a page that the picture of a table or of a page takes."""
_STAMP = 40
"""Characters a scanned page may have besides: page number, header, a mark of the scanner."""
_NOT_DRAWN = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Look:
    document: Document
    is_lying: bool
    """Whether digits look like others than the text says."""
    has_pictures: bool


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
            flatten(pdf)
            faces = Faces()
            sheets = [_sheet(pdf, number, faces) for number in range(len(pdf))]
            info = {k: v.strip() for k, v in pdf.get_metadata_dict(skip_empty=True).items() if v.strip()}
        finally:
            pdf.close()
    unmapped = sum(s.unmapped for s in sheets)
    check_text(sum(len(s.glyphs) for s in sheets) + unmapped, unmapped, sum(s.images + s.invisible for s in sheets))
    if any(map(_is_crowded, sheets)):
        raise ReadError("unreadable_font", "a font does not tell how wide its digits are")
    if scans := [str(n) for n, s in enumerate(sheets, 1) if s.is_scan]:
        raise ReadError("needs_ocr", f"pictures instead of text on page {', '.join(scans)}")
    if any(s.is_renamed for s in sheets):
        raise ReadError("unsupported", "pdfium reads what is to be said in place of what is drawn")
    if has_hidden(data):
        raise ReadError("unsupported", "pdfium reads text of layers that are off")
    read = document(paged.pages([s.drawn for s in sheets]), info, "pdfium", unmapped, sum(s.invisible for s in sheets))
    return Look(read, faces.are_lying, any(s.images for s in sheets))


_CROWDED, _DEEP = 5, 0.3


def _is_crowded(sheet: _Sheet) -> bool:
    """Whether digits stand deep in one another: of a font of drawings (Type 3) pdfium tells the same box for each, the font's own, and
    takes equal digits side by side for one that is printed twice."""
    pairs = [(a, b) for a, b in pairwise(sheet.glyphs) if a.text.isdecimal() and b.text.isdecimal() and a.base == b.base and a.x0 < b.x0 < a.x1]
    return sum(a.x1 - b.x0 > _DEEP * (a.x1 - a.x0) for a, b in pairs) >= _CROWDED


def text_page(pdf: pypdfium2.PdfDocument, number: int) -> paged.Page | None:
    """Page ``number`` (from 1) of an open file, or None where it is a picture."""
    sheet = _sheet(pdf, number - 1)
    if sheet.is_scan or not (sheet.glyphs or sheet.across):
        return None
    return paged.page(number, sheet.height, sheet.glyphs, sheet.tables, sheet.across)


@dataclass(slots=True)
class _Sheet:
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Segment] = field(default_factory=list)
    down: list[Segment] = field(default_factory=list)
    unmapped: int = 0
    images: int = 0
    pictured: float = 0.0
    """Share of the page that its pictures take."""
    invisible: int = 0
    """Characters that are drawn without colour: what some program took a picture for."""
    is_renamed: bool = False
    """Some text has another one that is to be read aloud or copied in its place, and is no mere word."""
    texts: int = 0
    """Pieces of text that can be seen: neither drawn without colour nor painted over by a picture, whole or in strips."""

    @property
    def is_scan(self) -> bool:
        """The page is a picture; what characters it has are a stamp, or what some other program took the picture for."""
        return self.pictured >= _PICTURE and (not self.texts or len(self.glyphs) < _STAMP or self.invisible >= _STAMP)

    @property
    def tables(self) -> list[list[Box]]:
        return ruled_tables(self.across, self.down)

    @property
    def drawn(self) -> paged.Sheet:
        return paged.Sheet(self.width, self.height, self.glyphs, self.tables, self.across)


def _sheet(pdf: pypdfium2.PdfDocument, number: int, faces: Faces | None = None) -> _Sheet:
    page = pdf[number]
    text = page.get_textpage()
    try:
        left, bottom, right, top = page.get_mediabox()
        crop = page.get_cropbox()
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
        for char in characters:
            if char.turn == upright and char.index not in hidden and char.index not in faint:  # what leans or is faint is a watermark
                (xa, ya), (xb, yb) = shown(char.box[0], char.box[1]), shown(char.box[2], char.box[3])
                box = unslanted((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)), char.slant)
                sheet.glyphs.append(Glyph(char.text, *box, char.index in apart, base=shown(*char.origin)[1]))
        if faces and not sheet.is_scan:
            faces.look(page, text)
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
    for i in range(count):
        if c.FPDFText_IsGenerated(text, i) == 1:
            continue
        code = c.FPDFText_GetUnicode(text, i)
        if code in (0, 0xFFFE, 0xFFFF) or c.FPDFText_HasUnicodeMapError(text, i) == 1:
            unmapped += 1
        elif c.FPDFText_GetLooseCharBox(text, i, ctypes.byref(box)):
            char = chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
            c.FPDFText_GetMatrix(text, i, ctypes.byref(way))
            found.append(_Char(i, char, (box.left, box.bottom, box.right, box.top), turn(way.a, way.b), slant(way.a, way.b, way.c, way.d), (way.e, way.f)))
    return found, unmapped


@dataclass(frozen=True, slots=True)
class _Text:
    """A piece of text as the page draws it."""

    order: int
    colour: Sequence[float]
    cover: float
    is_drawn: bool
    box: Box
    font: tuple[int, float]
    """Which one, and its size."""
    clip: Box | None
    """What of the page it can be drawn on, where that does not hold all of it."""

    @property
    def middle(self) -> Point:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    @property
    def is_plain(self) -> bool:
        return self.is_drawn and not self.clip and not is_white(self.colour) and not is_faint(self.colour, self.cover)


def _odd(text: pypdfium2.PdfTextPage, characters: Sequence[_Char], texts: dict[int, _Text],
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
        item = c.FPDFText_GetTextObject(text, char.index)
        piece = texts.get(ctypes.addressof(item.contents)) if item else None
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


def _apart(text: pypdfium2.PdfTextPage, characters: Sequence[_Char], texts: dict[int, _Text]) -> set[int]:
    """Indexes of the characters that were put upon the page by themselves."""
    pieces = [(address, piece) for address, piece in texts.items() if piece.is_drawn]
    apart = drawn_apart([(*piece.font, *piece.colour, piece.cover) for _, piece in pieces])
    addresses = {pieces[i][0] for i in apart}
    items = ((char.index, c.FPDFText_GetTextObject(text, char.index)) for char in characters) if addresses else ()
    return {index for index, item in items if item and ctypes.addressof(item.contents) in addresses}


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
    size, said = ctypes.c_ulong(), (c.FPDF_WCHAR * 32)()
    for i in range(c.FPDFPageObj_CountMarks(item)):
        mark = c.FPDFPageObj_GetMark(item, i)
        if c.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", said, ctypes.sizeof(said), ctypes.byref(size)) and size.value > 2:
            return size.value > ctypes.sizeof(said) or not "".join(map(chr, said[: size.value // 2 - 1])).isalpha()
    return False


def _ink(item: object) -> tuple[list[float], float]:
    """The colour a piece of text is filled with, and how much of it covers what lies below, as shares of 1."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not c.FPDFPageObj_GetFillColor(item, *(ctypes.byref(p) for p in parts)):
        return [0.0], 1.0
    *colour, alpha = (p.value / 255 for p in parts)
    return colour, alpha


def _drawings(page: pypdfium2.PdfPage, sheet: _Sheet, shown: Callable[[float, float], Point]) -> tuple[dict[int, _Text], list[Ground]]:
    """Puts pictures and rulings into the sheet. The pieces of text by their address, and the areas that are filled, as they are drawn."""
    texts: dict[int, _Text] = {}
    grounds: list[Ground] = []
    pictures: list[tuple[Ground, pypdfium2.PdfImage]] = []
    matrices: dict[int, pypdfium2.PdfMatrix] = {}
    area = page.get_width() * page.get_height()
    for order, item in enumerate(page.get_objects(max_depth=8)):
        at_most(order, _MAX_OBJECTS, "objects on one page")
        outer = matrices.get(ctypes.addressof(item.container.raw.contents)) if item.container else None
        if item.type in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING, c.FPDF_PAGEOBJ_TEXT):
            bounds = outer.on_rect(*item.get_bounds()) if outer else item.get_bounds()
        if item.type == c.FPDF_PAGEOBJ_IMAGE:
            sheet.images += 1
            sheet.pictured += max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1]) / max(1.0, area)
            if not c.FPDFPageObj_HasTransparency(item.raw):
                pictures.append((Ground(order, bounds, ()), item))
        if item.type == c.FPDF_PAGEOBJ_FORM:
            own = item.get_matrix()
            matrices[ctypes.addressof(item.raw.contents)] = own.multiply(outer) if outer else own
        if item.type == c.FPDF_PAGEOBJ_TEXT:
            colour, cover = _ink(item.raw)
            is_drawn = c.FPDFTextObj_GetTextRenderMode(item.raw) not in _NOT_DRAWN and cover >= NO_INK
            # Browsers name the blanks of a font that does not.
            sheet.is_renamed = sheet.is_renamed or (bounds[3] - bounds[1] > _BLANK and _is_renamed(item.raw))
            texts[ctypes.addressof(item.raw.contents)] = _Text(order, colour, cover, is_drawn, bounds, _font(item.raw), _clip(item.raw, outer, bounds))
        elif item.type in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
            grounds.append(Ground(order, bounds, None))
        if item.type != c.FPDF_PAGEOBJ_PATH:
            continue
        matrix = item.get_matrix().multiply(outer) if outer else item.get_matrix()
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not c.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke)):
            continue
        subpaths = [([matrix.on_point(x, y) for x, y in points], closed) for points, closed in _subpaths(item.raw)]
        for points, closed in subpaths:
            across, down = path_segments([shown(x, y) for x, y in points], closed, bool(fill.value), bool(stroke.value))
            sheet.across += across
            sheet.down += down
        if fill.value and len(subpaths) == 1 and (box := box_of(subpaths[0][0])):
            grounds.append(Ground(order, box, None if c.FPDFPageObj_HasTransparency(item.raw) else _ink(item.raw)[0]))
        at_most(len(sheet.across) + len(sheet.down), MAX_LINES_PER_PAGE, "rulings on one page")
    sheet.texts = _uncovered(texts.values(), [ground for ground, _ in pictures])
    if texts and not sheet.texts:  # costs a look at the pictures
        sheet.texts = _uncovered(texts.values(), [ground for ground, item in pictures if _is_solid(item)])
    return texts, grounds


def _uncovered(texts: Iterable[_Text], pictures: Iterable[Ground]) -> int:
    """How many pieces of text can be seen in spite of the pictures."""
    over = Grounds(pictures)
    return sum(text.is_drawn and over.cover(Ink(text.order, *text.middle, ())) is None for text in texts)


def _is_solid(picture: pypdfium2.PdfImage) -> bool:
    """Whether nothing is seen through a picture; a watermark as large as the page has a mask."""
    if prod(picture.get_px_size()) > _MAX_PIXELS:
        return True
    try:
        bitmap = picture.get_bitmap(render=True)
    except pypdfium2.PdfiumError:
        return True
    return bitmap.mode != "BGRA" or bitmap.to_pil().getchannel("A").getextrema()[0] == 255


def _subpaths(path: object) -> Iterator[tuple[list[Point], bool]]:
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
