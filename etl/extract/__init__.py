"""Readers: one module a format, bytes → :class:`~etl.documents.Document`."""

from __future__ import annotations

from collections.abc import Callable

from etl.documents import Document
from etl.errors import ReadError
from etl.extract import sniff as kinds
from etl.extract.limits import MAX_BYTES
from etl.report import Origin

__all__ = ["extract", "sniff"]

sniff = kinds.sniff
Reader = Callable[[bytes, Origin], Document]


def extract(data: bytes, origin: Origin) -> Document:
    """Reads a file with the reader that its bytes ask for.

    Raises :class:`~etl.errors.ReadError` with the kind that says why it cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise ReadError("too_large", f"the file has more than {MAX_BYTES >> 20} MB")
    media_type = sniff(data)
    if media_type == kinds.EMPTY:
        raise ReadError("empty", "the file holds nothing" if not data else "the file holds nothing but white space")
    if media_type == kinds.ENCRYPTED_OFFICE:
        raise ReadError("encrypted", "the office file needs a password")
    reader = _reader(media_type)
    if reader is None:
        raise ReadError("unsupported", f"no reader for {media_type}")
    return reader(data, origin)


def _reader(media_type: str) -> Reader | None:
    # Imported when needed: a worker that reads only pages never loads the PDF stack.
    if media_type == kinds.HTML:
        from etl.extract import html

        return html.read
    if media_type == kinds.PDF:
        from etl.extract import pdf

        return pdf.read
    if media_type == kinds.DOCX:
        from etl.extract import docx

        return docx.read
    if media_type == kinds.TEXT:
        from etl.extract import text

        return text.read
    return None
