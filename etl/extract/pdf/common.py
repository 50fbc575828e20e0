"""What both readers of PDF do alike: whether the file is whole and its text to be trusted, and the document that its pages make."""

from __future__ import annotations

import re

from etl.documents import Document
from etl.errors import ReadError
from etl.extract.pages import paged

_MAX_UNMAPPED = 0.02
"""Share of a file's characters that may lack a mapping before the whole text is mistrusted."""
_TAIL = re.compile(rb"startxref\s+\d+|%%EOF")
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b|\bend(?:obj|stream)\b")


def document(pages: list[paged.Page], info: dict[str, str], reader: str, unmapped: int, invisible: int) -> Document:
    """The document of a PDF's pages; ``info`` is its information dictionary."""
    strange: tuple[str, ...] = (f"{unmapped} characters whose font maps them to nothing",) if unmapped else ()
    strange += (f"{invisible} characters that cannot be seen are left out",) if invisible else ()
    return Document(
        media_type="application/pdf", blocks=paged.without_gaps(paged.blocks(pages)), reader=reader, title=info.get("Title"), meta=info,
        wrapped=True, pages=len(pages), warnings=strange + paged.warnings(pages),
    )


def check_whole(data: bytes) -> None:
    """A PDF ends with the place of its index; without it the file was cut off, and repairs would hide lost pages. Servers and disks
    add zeros or a page of their own behind it, but no objects."""
    end = max(data.rfind(b"startxref"), data.rfind(b"%%EOF"))
    if end < 0 or not _TAIL.match(data, end) or _OBJECT.search(data, end):
        raise ReadError("corrupt", "the PDF breaks off before its end")


def check_text(characters: int, unmapped: int, images: int) -> None:
    """Raises unless the file has text that can be trusted."""
    if not characters:
        if images:
            raise ReadError("needs_ocr", "the PDF holds pictures or outlines of pages and no text")
        raise ReadError("empty", "the PDF has no text")
    if unmapped > max(3, _MAX_UNMAPPED * characters):
        raise ReadError("unreadable_font", f"{unmapped} of {characters} characters have a font that maps them to nothing")
