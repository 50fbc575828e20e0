"""PDF: two independent readers, and who reads what.

The quick path (pdfium) reads first; the reader of record (pdfplumber) reads what it doubts, and is the second way where a number is in doubt.
"""

from __future__ import annotations

from dataclasses import replace

from etl.documents import Document
from etl.errors import ReadError
from etl.extract import PdfReader, insets, ocr
from etl.extract.pdf import fonts, page_bounds, pictures, quick, record
from etl.extract.pdf.common import is_gibberish
from etl.report import Origin

#: Fewer cells than any official table has: the quick path then missed the rulings.
_FEW_CELLS = 20


def read(data: bytes, origin: Origin, reader: PdfReader | None = None) -> Document:
    """Reads a PDF: the quick path first, and the reader of record what it doubts; ``reader`` asks for one of the two alone.

    Pages that are pictures, and those whose font shows other digits than its text says, are recognised. Raises ``ReadError``:
    corrupt, encrypted, empty, too_large, needs_ocr, unreadable_font, unsupported.
    """
    page_bounds.check(data)
    if reader is not None:
        return {"pdfplumber": record.read, "pdfium": quick.read}[reader](data, origin)
    seen: quick.Look | None = None
    try:
        seen = quick.look(data)
    except ReadError as error:
        if error.kind == "needs_ocr":
            return _scan(data, origin, error)
        if error.kind == "corrupt":
            return record.read(data, origin)
        if error.kind != "unreadable_font" and not isinstance(error, quick.Doubt):
            raise
    if seen.is_lying if seen else fonts.lying(data):
        return _drawn(data, origin)
    if seen is None:
        document = _recorded(data, origin)
    elif ((document := seen.document).warnings or sum(1 for table in document.tables for _ in table.cells()) < _FEW_CELLS) and not seen.is_unsure:
        document = replace(record.read(data, origin), second=document)
    return insets.read(document if seen and not seen.has_pictures else pictures.placed(document, data))


def _recorded(data: bytes, origin: Origin) -> Document:
    """What the reader of record tells of a file that the quick path cannot read, or its pages show where that has no meaning either."""
    try:
        document = record.read(data, origin)
    except ReadError as error:
        if error.kind != "unreadable_font":
            raise
        return _drawn(data, origin)
    words = (*(p.text for p in document.paragraphs), *(cell.text for table in document.tables for cell in table.cells()))
    return _drawn(data, origin) if is_gibberish(words) else document


def _drawn(data: bytes, origin: Origin) -> Document:
    """What a PDF shows, whatever its text says."""
    try:
        return ocr.read(data, origin)
    except ReadError as error:
        if error.kind != "needs_ocr":
            raise
        raise ReadError("unreadable_font", f"its characters look like others than they say; {error.message}") from error


def _scan(data: bytes, origin: Origin, reason: ReadError) -> Document:
    """Pages that are pictures are recognised; where that cannot be had, what text the others hold is better than none."""
    try:
        return ocr.read(data, origin)
    except ReadError as error:
        if error.kind != "needs_ocr":
            raise
        try:
            document = record.read(data, origin)
        except ReadError:
            raise error from None
        return replace(document, warnings=(*document.warnings, reason.message))
