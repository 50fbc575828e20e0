"""What both readers of PDF do alike: whether the file is whole and its text to be trusted, and the document that its pages make."""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.documents import Document
from etl.errors import ReadError
from etl.extract.pages import paged

_MAX_UNMAPPED = 0.02
"""Share of a file's characters that may lack a mapping before the whole text is mistrusted."""
_TAIL = re.compile(rb"startxref\s+\d+|%%EOF")
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b|\bend(?:obj|stream)\b")


_STRANGE, _WRITTEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\u052f\u2190-\u2bff\ue000-\uf8ff]"), re.compile("[\u2e80-\u9fff]")
_MOST_STRANGE, _LEAST_WRITTEN = 0.3, 0.05
"""Shares of a file's characters: of letters of other scripts and symbols, from which on they may be what fonts made of Chinese ones, and of
Chinese ones, up to which they are."""


def is_gibberish(words: Iterable[str]) -> bool:
    """Whether a file's fonts give its text other meanings than its looks: nothing is written in accents and symbols."""
    said = re.sub(r"[\s\ufffd]", "", "".join(words))
    return len(_STRANGE.findall(said)) > _MOST_STRANGE * len(said) and len(_WRITTEN.findall(said)) < _LEAST_WRITTEN * len(said)


def is_unmapped(characters: int, unmapped: int) -> bool:
    """Whether so many characters have no meaning that the others' are not to be trusted."""
    return unmapped > max(3, _MAX_UNMAPPED * characters)


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
    if is_unmapped(characters, unmapped):
        raise ReadError("unreadable_font", f"{unmapped} of {characters} characters have a font that maps them to nothing")
