"""What stands on a PDF page as an annotation and is text, or hides some: a form's filled fields, boxes of text typed upon the page, strokes of a pen."""

from __future__ import annotations

import ctypes
import io
import re
from typing import Literal

import pypdfium2
import pypdfium2.raw as c

from etl.extract.foreign import parsing

_WITH_TEXT = (c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_STAMP, c.FPDF_ANNOT_STRIKEOUT, c.FPDF_ANNOT_LINE, c.FPDF_ANNOT_INK)
"""Annotations that are text, or may take some away."""
_SHAPES = (c.FPDF_ANNOT_SQUARE, c.FPDF_ANNOT_CIRCLE, c.FPDF_ANNOT_POLYGON)
"""Those that take text away where they are filled, and are drawn round it where they are not: such a frame is no ruling of a table."""


def flatten(pdf: pypdfium2.PdfDocument) -> bool:
    """Makes such annotations part of their pages, as a screen shows them; returns whether there were any."""
    found = False
    for page in pdf:
        texts = [_text(pdf, page, i) for i in range(c.FPDFPage_GetAnnotCount(page.raw))]
        if "told" in texts:
            c.FPDFPage_GenerateContent(page.raw)
        if "told" in texts or "drawn" in texts:
            for i in reversed([i for i, text in enumerate(texts) if text == "frame"]):
                c.FPDFPage_RemoveAnnot(page.raw, i)
            box = page.get_bbox()  # pdfium does not ask what the page inherits, and cuts it to its own idea of paper
            page.set_mediabox(*box)
            page.set_cropbox(*box)
            found |= c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY) == c.FLATTEN_SUCCESS
        page.close()
    return found


def _text(pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, i: int) -> Literal["drawn", "told", "frame"] | None:
    """How an annotation is text or hides some, if it does; ``frame`` if it would only rule the page. One that is only told, and that
    programs draw by what is told, is written upon the page here."""
    annotation = c.FPDFPage_GetAnnot(page.raw, i)
    try:
        kind = c.FPDFAnnot_GetSubtype(annotation)
        if kind in _SHAPES:
            return "drawn" if c.FPDFAnnot_HasKey(annotation, b"IC") else "frame"
        if kind not in _WITH_TEXT:
            return None
        drawing = c.FPDFAnnot_GetAP(annotation, c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
        if kind != c.FPDF_ANNOT_FREETEXT or c.FPDFAnnot_GetFlags(annotation) & _UNSEEN or drawing > _EMPTY:
            return "drawn"
        _write(pdf, page, annotation)
        return "told"
    finally:
        c.FPDFPage_CloseAnnot(annotation)


_UNSEEN = c.FPDF_ANNOT_FLAG_HIDDEN | c.FPDF_ANNOT_FLAG_NOVIEW
_EMPTY = 2
"""Bytes of a string without characters."""
_SIZE = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})\s+Tf")
"""Of the letters, in points."""


def _write(pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, annotation: object) -> None:
    box = c.FS_RECTF()
    c.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
    size = _SIZE.search(_told(annotation, b"DA"))
    height = float(size[1]) if size else min(12.0, abs(box.top - box.bottom))
    item = c.FPDFPageObj_NewTextObj(pdf.raw, b"Helvetica", height)
    said = ctypes.create_string_buffer(_told(annotation, b"Contents").encode("utf-16-le") + b"\0")
    c.FPDFText_SetText(item, ctypes.cast(said, c.FPDF_WIDESTRING))
    c.FPDFPageObj_Transform(item, 1, 0, 0, 1, box.left, max(box.top, box.bottom) - height)
    c.FPDFPage_InsertObject(page.raw, item)


def _told(annotation: object, key: bytes) -> str:
    size = c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    said = (ctypes.c_char * size)()
    c.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(said, ctypes.POINTER(c.FPDF_WCHAR)), size)
    return said.raw.decode("utf-16-le", "replace").rstrip("\0")


def may_have_fields(data: bytes) -> bool:
    """Whether a file may have such annotations; costs far less than a look at its pages."""
    return b"Annot" in data or b"ObjStm" in data


def flattened(data: bytes) -> bytes:
    """The file with such annotations as part of its pages; itself where it has none."""
    if not may_have_fields(data):
        return data
    with parsing("the PDF"):
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return data  # its reader says why
        try:
            if not flatten(pdf):
                return data
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
        finally:
            pdf.close()
