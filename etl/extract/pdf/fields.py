"""Text that stands on a PDF page as an annotation: a form's filled fields, boxes of text typed upon the page."""

from __future__ import annotations

import io

import pypdfium2
import pypdfium2.raw as c

from etl.extract.foreign import parsing

_WITH_TEXT = (c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_STAMP)


def flatten(pdf: pypdfium2.PdfDocument) -> bool:
    """Makes such annotations part of their pages, as a screen shows them; returns whether there were any."""
    found = False
    for page in pdf:
        if any(_has_text(page.raw, i) for i in range(c.FPDFPage_GetAnnotCount(page.raw))):
            found |= c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY) == c.FLATTEN_SUCCESS
        page.close()
    return found


def _has_text(page: object, i: int) -> bool:
    annotation = c.FPDFPage_GetAnnot(page, i)
    try:
        return c.FPDFAnnot_GetSubtype(annotation) in _WITH_TEXT
    finally:
        c.FPDFPage_CloseAnnot(annotation)


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
