"""PDF, the reader of record: pdfplumber finds the characters and the cells between the rulings, page by page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from etl.documents import Box, Document
from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.limits import MAX_CHARS_PER_PAGE, MAX_LINES_PER_PAGE, MAX_PAGES, at_most
from etl.extract.pages import paged
from etl.extract.pages.layout import Glyph
from etl.extract.pages.marks import UNSURE, Mark, is_small, outline, seen
from etl.extract.pages.rulings import (
    THIN_BOX,
    Segment,
    box_of,
    box_segments,
    frames,
    line_segments,
    on_page,
    put,
)
from etl.extract.pages.visible import (
    PICTURE,
    Ground,
    Grounds,
    Ink,
    drawn_apart,
    holds,
    is_dark,
    is_faint,
    is_mark,
    is_white,
    middle,
    printed,
    slant,
    torn,
    turn,
    unslanted,
)
from etl.extract.pdf import drawn, font_bounds
from etl.extract.pdf.common import check_text, check_whole, document
from etl.extract.pdf.fields import flattened
from etl.report import Origin

_UNMAPPED = re.compile(r"\(cid:\d+\)")
# It reports every oddity of a font; what matters is checked here.
logging.getLogger("pdfminer").setLevel(logging.ERROR)
font_bounds.bound()


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: encrypted, corrupt, too_large, unreadable_font, needs_ocr, empty."""
    check_whole(data)
    with parsing("the PDF"), _passwords(), pdfplumber.open(io.BytesIO(flattened(data))) as pdf:
        at_most(len(pdf.pages), MAX_PAGES, "pages")
        info = {k: v.strip() for k, v in (pdf.metadata or {}).items() if isinstance(v, str) and v.strip()}
        sheets = [_sheet(page) for page in pdf.pages]
    characters, unmapped, images, invisible = (sum(map(attrgetter(name), sheets)) for name in ("characters", "unmapped", "images", "invisible"))
    check_text(characters, unmapped, images + invisible)
    return document(paged.pages([s.drawn for s in sheets]), info, "pdfplumber", unmapped, invisible)


def _print(page: Page) -> tuple[Box, list[Any], int]:
    """The part of a page's layout that is shown, what can be seen there in the order in which it is drawn, and how many characters cannot."""
    layout, hidden = drawn.laid_out(page)
    items = list(drawn.items(layout))
    at_most(sum(isinstance(item, LTChar) for item in items), MAX_CHARS_PER_PAGE, "characters on one page")
    box = _shown_box(page.page_obj, layout.bbox)
    gone = _unseen(items, box)
    return box, [item for order, item in enumerate(items) if order not in gone], hidden + len(gone)


def _shown_box(page: Any, whole: Box) -> Box:
    """The crop box in the space of the layout: turned as the page is, its media box beginning at 0, 0. The whole where it shows nothing."""
    x0, y0, x1, y1 = page.mediabox
    left, bottom, right, top = page.cropbox
    turned = {
        90: (bottom - y0, x1 - right, top - y0, x1 - left), 180: (x1 - right, y1 - top, x1 - left, y1 - bottom),
        270: (y1 - top, left - x0, y1 - bottom, right - x0),
    }.get(page.rotate, (left - x0, bottom - y0, right - x0, top - y0))
    shown = *map(max, turned[:2], whole[:2]), *map(min, turned[2:], whole[2:])
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else whole


def _unseen(items: Sequence[Any], crop: Box) -> set[int]:
    """Indexes of the characters that are outside, covered, cut away, or white on white. Digits of numbers that are so in part are marked.

    Words that their cell is too small for are meant to be seen."""
    filled = Grounds(_grounds(items))
    gone: set[int] = set()
    digits: list[tuple[int, float]] = []
    for order, item in enumerate(items):
        if not isinstance(item, LTChar):
            continue
        ink = Ink(order, *middle(item.bbox), _colour(item))
        clip = getattr(item, "clip", None) if item.get_text().isdecimal() else None
        is_cut = not holds(crop, ink.x, ink.y) or filled.cover(ink) is not None or (clip and not holds(clip, ink.x, ink.y))
        is_white = not is_cut and filled.hides(ink)
        if is_cut or is_white:
            gone.add(order)
        if item.get_text().isdecimal() and not is_white:
            digits.append((order, filled.share(order, item.bbox, (crop, clip))))
    for i in torn([(order, items[order].bbox, share) for order, share in digits]):
        items[digits[i][0]].is_torn = True
        gone.discard(digits[i][0])
    return gone


def _grounds(items: Sequence[Any]) -> Iterator[Ground]:
    for order, item in enumerate(items):
        if isinstance(item, LTImage):
            yield Ground(order, item.bbox, PICTURE if _is_patch(item) else None)
        elif isinstance(item, LTCurve) and item.fill and (box := box_of(item.pts)):
            colour = _plain(item.non_stroking_color)
            # What is coloured may be a marker's.
            is_bar = is_small(box) and is_dark(colour) and getattr(item, "cover", 1.0) == 1
            yield Ground(order, box, colour if is_white(colour) or is_bar else None)


def _is_patch(item: LTImage) -> bool:
    """Whether a picture as small as letters hides what is below."""
    x0, y0, x1, y1 = item.bbox
    if not (is_small((x0, y0, x1, y1)) or is_small((y0, x0, y1, x1))):
        return False
    if item.imagemask or item.stream.attrs.get("Mask") is not None or getattr(item, "cover", 1.0) < 1:
        return False
    mask = resolve1(item.stream.attrs.get("SMask"))
    # at the rim of a full mask a row may be clear
    return not isinstance(mask, PDFStream) or len(mask.get_data().translate(None, b"\xff")) <= item.srcsize[1]


def _marks(items: Sequence[Any]) -> list[Mark]:
    """What is drawn as small as letters are, and is no text: outlines of letters, pictures of them."""
    found: list[tuple[int, Mark]] = []
    for order, item in enumerate(items):
        if isinstance(item, LTImage):
            found.append((order, Mark(item.bbox)))
        elif isinstance(item, LTCurve) and (box := outline(item.pts, bool(item.fill), bool(item.stroke))):
            found.append((order, Mark(box, tuple(_plain(item.non_stroking_color)) if item.fill else (0.0,), getattr(item, "cover", 1.0))))
    return seen(found, _grounds(items)) if found else []


@contextmanager
def _passwords() -> Iterator[None]:
    try:
        yield
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise ReadError("encrypted", "the PDF needs a password") from error
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in (*error.args, error.__cause__, error.__context__)):
            raise ReadError("encrypted", "the PDF needs a password") from error
        raise


@dataclass(frozen=True, slots=True)
class _Sheet:
    drawn: paged.Sheet
    characters: int
    unmapped: int
    images: int
    invisible: int


def _sheet(page: Page) -> _Sheet:
    box, items, invisible = _print(page)
    if sideways := _direction(items):  # a table set sideways on the page
        page.page_obj.rotate = (page.page_obj.rotate + sideways) % 360
        box, items, _ = _print(page)
    left, bottom, right, top = box
    chars = [item for item in items if isinstance(item, LTChar) and item.get_text()]
    faint = {id(c) for c in chars if is_faint(_colour(c), getattr(c, "cover", 1.0))}
    if not is_mark(len(faint), len(chars)):
        faint.clear()
    # Text that still leans or is faint is a watermark, no part of a table.
    upright = [c for c in chars if id(c) not in faint and _turn(c) == 0]
    apart = drawn_apart([(c.fontname, round(c.size, 1), tuple(_colour(c))) for c in upright])
    glyphs = [
        Glyph(UNSURE if hasattr(c, "is_torn") else printed(c.get_text()), *unslanted((c.x0 - left, top - c.y1, c.x1 - left, top - c.y0), slant(*c.matrix[:4])), i in apart, base=c.matrix[5],
              size=c.size if c.get_text().isdecimal() else None, form=getattr(c, "form", 0))
        for i, c in enumerate(upright)
    ]
    across, down = on_page(*_segments(items, left, top), right - left, top - bottom)
    marks = [replace(m, box=(m.box[0] - left, top - m.box[3], m.box[2] - left, top - m.box[1])) for m in _marks(items)]
    sheet = paged.Sheet(right - left, top - bottom, glyphs, list(_tables(page, across, down)), across, marks)
    unmapped = sum(bool(_UNMAPPED.fullmatch(c.get_text())) for c in chars)
    return _Sheet(sheet, len(chars), unmapped, sum(isinstance(item, LTImage) for item in items), invisible)


def _colour(char: LTChar) -> Sequence[float]:
    """The ink of a character."""
    return _plain(char.graphicstate.ncolor)


def _plain(colour: Any) -> Sequence[float]:
    """A colour as shares; black where a pattern or a name stands for it."""
    shares = colour if isinstance(colour, tuple) else (colour,)
    return shares if shares and all(isinstance(part, int | float) for part in shares) else (0.0,)


def _turn(char: LTChar) -> int | None:
    """Degrees by which the page must turn for the character to stand upright; None where it leans."""
    return turn(*char.matrix[:2])


def _direction(items: Iterable[Any]) -> int:
    turns = Counter(_turn(item) for item in items if isinstance(item, LTChar))
    del turns[None]
    return turns.most_common(1)[0][0] or 0 if turns else 0


def _tables(page: Page, hs: list[Segment], vs: list[Segment]) -> Iterator[list[Box]]:
    """Cells of each table as pdfplumber finds them between the rulings (open sides closed)."""
    at_most(len(hs) + len(vs), MAX_LINES_PER_PAGE, "rulings on one page")
    for across, down in frames(hs, vs):
        settings = {
            "vertical_strategy": "explicit", "horizontal_strategy": "explicit",
            "explicit_vertical_lines": [_line(s.at, s.start, s.at, s.end) for s in down],
            "explicit_horizontal_lines": [_line(s.start, s.at, s.end, s.at) for s in across],
        }
        # find_tables would drop a table of one cell, such as a caption cut off by the page's end.
        if cells := page.debug_tablefinder(settings).cells:
            yield sorted(set(cells), key=lambda b: (b[1], b[0]))


def _line(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {"object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top}


def _segments(items: Iterable[Any], left: float, top: float) -> tuple[list[Segment], list[Segment]]:
    """The rulings of a page whose upper left corner is at ``left``, ``top``."""
    across: list[Segment] = []
    down: list[Segment] = []
    for item in items:
        if not isinstance(item, LTCurve):
            continue
        box = item.x0 - left, top - item.y1, item.x1 - left, top - item.y0
        if isinstance(item, LTLine):
            found = [line_segments(*box)]
        elif isinstance(item, LTRect):
            found = [box_segments(*box, bool(item.stroke))]
        elif item.stroke:
            found = [line_segments(x0 - left, top - y0, x1 - left, top - y1) for (x0, y0), (x1, y1) in pairwise(item.pts)]
        elif item.fill and min(item.width, item.height) <= THIN_BOX:  # browsers draw edges as wedges
            found = [box_segments(*box, False)]
        else:
            found = []
        for lines in found:
            put(lines, across, down)
    return across, down
