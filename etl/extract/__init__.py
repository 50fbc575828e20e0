"""Readers: one module a format, bytes → :class:`~etl.documents.Document`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Literal

from etl.documents import Block, Document, Paragraph
from etl.errors import ReadError
from etl.extract import insets, kinds
from etl.extract.limits import MAX_BLOCK, MAX_BYTES, MAX_CHARACTERS, MAX_WORDS, at_most
from etl.report import Origin

__all__ = ["PdfReader", "bounded", "extract", "sniff"]

Reader = Callable[[bytes, Origin], Document]
PdfReader = Literal["pdfplumber", "pdfium"]
#: Halves of characters, which Word and Excel files can name one by one, and the mark that ends a text in C.
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
_LOST = "\ufffd"


def sniff(data: bytes) -> str:
    """Media type of ``data``, by its bytes alone; never an exception."""
    return kinds.media_type(data)


def extract(data: bytes, origin: Origin, reader: PdfReader | None = None) -> Document:
    """Reads a file with the reader that its bytes ask for.

    ``reader`` asks for one of the two independent ways of reading a PDF; left out, the quick one reads and the reader of
    record takes what it doubts. Raises :class:`~etl.errors.ReadError` with the kind that says why a file cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise ReadError("too_large", f"the file has more than {MAX_BYTES >> 20} MB")
    data = kinds.bare(data)
    media_type = sniff(data)
    if media_type == kinds.EMPTY:
        raise ReadError("empty", "the file holds nothing" if not data else "the file holds nothing but white space")
    if media_type == kinds.ENCRYPTED_OFFICE:
        raise ReadError("encrypted", "the office file needs a password")
    return bounded(_pdf(data, origin, reader) if media_type == kinds.PDF else _other(data, origin, media_type))


def bounded(document: Document) -> Document:
    """The document in characters that can be stored. Raises ``ReadError``: too_large."""
    characters = words = 0
    sound = not any(map(_NO_CHARACTER.search, (document.title or "", *document.meta.values())))
    for block in document.blocks:
        for part in (block,) if isinstance(block, Paragraph) else block.cells():
            at_most(len(part.text), MAX_BLOCK, "characters in one paragraph or cell")
            characters += len(part.text)
            words += len(part.text.split()) if isinstance(part, Paragraph) else 0
            sound = sound and not _NO_CHARACTER.search(part.text)
    # A small file may hold a text once and show it in every cell.
    at_most(characters, MAX_CHARACTERS, "characters")
    at_most(words, MAX_WORDS, "words outside tables")
    return document if sound else _storable(document)


def _storable(document: Document) -> Document:
    """The document in characters that a database and a line of JSON can hold."""
    def mended(text: str) -> str:
        return _NO_CHARACTER.sub(_LOST, text)

    def block(b: Block) -> Block:
        if isinstance(b, Paragraph):
            return replace(b, text=mended(b.text))
        return replace(b, rows=tuple(tuple(replace(cell, text=mended(cell.text)) for cell in row) for row in b.rows))

    return replace(
        document, blocks=tuple(map(block, document.blocks)), title=mended(document.title) if document.title else document.title,
        meta={name: mended(text) for name, text in document.meta.items()},
    )


def _other(data: bytes, origin: Origin, media_type: str) -> Document:
    read = _reader(media_type)
    if read is None:
        raise kinds.refused(media_type)
    document = read(data, origin)
    if media_type == kinds.HTML and kinds.is_sheet_page(data):
        from etl.extract import sheets

        document = sheets.parted(document)
    return insets.read(document)


def _pdf(data: bytes, origin: Origin, reader: PdfReader | None) -> Document:
    from etl.extract import pdf

    return pdf.read(data, origin, reader)


#: Module of this package that reads a media type. Imported when needed: a worker that reads pages never loads the rest.
_READERS = {
    kinds.HTML: "html", kinds.MHTML: "mhtml", kinds.TEXT: "text", kinds.DOCX: "docx", kinds.RTF: "rtf", kinds.OFD: "ofd",
    **dict.fromkeys((kinds.XLSX, kinds.XLSB, kinds.XLS, kinds.EXCEL_XML, kinds.ODS, kinds.FLAT_ODS, kinds.CSV), "sheets"),
    **dict.fromkeys((kinds.DOC, kinds.ODT, kinds.OLE, kinds.WORD_XML, kinds.FLAT_ODT, kinds.UOF), "office"),
    **dict.fromkeys(kinds.ARCHIVES, "archives"), **dict.fromkeys(kinds.PICTURES, "ocr"),
}


def _reader(media_type: str) -> Reader | None:
    name = _READERS.get(media_type)
    return None if name is None else import_module(f"etl.extract.{name}").read
