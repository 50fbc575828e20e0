"""PDF, the quick path: pdfium's paths and characters, and a ruled grid of our own.

pdfium is not thread-safe: one reader a process. ``strokes`` tells what a page draws, ``letters`` which of its characters are seen,
``sheet`` puts both together; this module judges whether the file can be trusted so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as c

from etl.documents import Document
from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.limits import MAX_PAGES, at_most
from etl.extract.pages import paged
from etl.extract.pdf import pictures
from etl.extract.pdf.common import check_text, check_whole, document, is_gibberish, is_unmapped
from etl.extract.pdf.fields import flatten, may_have_fields
from etl.extract.pdf.fonts import Faces
from etl.extract.pdf.layers import has_hidden
from etl.extract.pdf.sheet import Sheet, look_at
from etl.report import Origin


@dataclass(frozen=True, slots=True)
class Look:
    document: Document
    is_lying: bool
    """Whether digits, or all characters, look like others than the text says."""
    is_unsure: bool
    """Whether something is drawn where the text says blank, which the reader of record cannot see."""
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
            sheets = [look_at(pdf, number, faces) for number in range(len(pdf))]
            info = {k: v.strip() for k, v in pdf.get_metadata_dict(skip_empty=True).items() if v.strip()}
        finally:
            pdf.close()
    unmapped = sum(s.unmapped for s in sheets)
    check_text(sum(len(s.glyphs) for s in sheets) + unmapped, unmapped, sum(s.own.images + s.invisible + s.is_outlined for s in sheets))
    if any(map(_is_crowded, sheets)):
        raise Doubt("unreadable_font", "a font does not tell how wide its digits are")
    if scans := [str(n) for n, s in enumerate(sheets, 1) if s.is_scan]:
        raise ReadError("needs_ocr", f"pictures instead of text on page {', '.join(scans)}")
    if any(s.is_renamed for s in sheets):
        raise Doubt("unsupported", "pdfium reads what is to be said in place of what is drawn")
    if has_hidden(data):
        raise Doubt("unsupported", "pdfium reads text of layers that are off")
    found = document(paged.pages([s.drawn for s in sheets]), info, "pdfium", unmapped, sum(s.invisible for s in sheets))
    is_lying = faces.are_lying or is_gibberish(g.text for s in sheets for g in s.glyphs)
    return Look(found, is_lying, any(s.is_unsure for s in sheets), any(s.own.images for s in sheets))


_CROWDED, _DEEP = 5, 0.3
"""Pairs of digits that stand in one another, at least, and how deep, as a share of their width."""


def _is_crowded(sheet: Sheet) -> bool:
    """Whether digits stand deep in one another: of a font of drawings (Type 3) pdfium tells the same box for each, the font's own, and
    takes equal digits side by side for one that is printed twice."""
    pairs = [(a, b) for a, b in pairwise(sheet.glyphs) if a.text.isdecimal() and b.text.isdecimal() and a.base == b.base and a.x0 < b.x0 < a.x1]
    return sum(a.x1 - b.x0 > _DEEP * (a.x1 - a.x0) for a, b in pairs) >= _CROWDED


def text_page(pdf: pypdfium2.PdfDocument, number: int) -> paged.Page | None:
    """Page ``number`` (from 1) of an open file, or None where it is a picture, or may hold the end of a pictured table."""
    sheet = look_at(pdf, number - 1)
    is_unread = is_unmapped(len(sheet.glyphs) + sheet.unmapped, sheet.unmapped) or is_gibberish(g.text for g in sheet.glyphs)
    if sheet.is_scan or sheet.is_outlined or is_unread or not (sheet.glyphs or sheet.own.across):
        return None
    drawn = sheet.drawn
    return paged.page(number, drawn) if drawn.tables or sheet.own.pictured < pictures.LEAST else None
