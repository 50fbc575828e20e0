"""Tables that stand as pictures in a document of text (Word, HTML, PDF, OFD): recognised, and put where the picture stands."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from etl.documents import Block, Document, Paragraph, Picture, Table
from etl.errors import ReadError
from etl.extract import ocr
from etl.extract.anchors import STATISTIC
from etl.text import squeeze

MAX_PICTURES = 60
"""Pictures of one document that are looked at."""
_FEW_WORDS = 200
"""Characters below which a document's pictures are its pages, to be read with their prose."""


@dataclass(frozen=True, slots=True)
class Found:
    """A picture on a page that has text."""

    page: int
    top: float
    """Points from the upper edge of the page."""
    picture: bytes


def placed(document: Document, found: Iterable[Found]) -> Document:
    """The document with the pictures of its pages, in their order, among the blocks; itself where there is none."""
    waiting = deque(islice(found, MAX_PICTURES))
    if not waiting:
        return document
    blocks: list[Block] = []
    for block in document.blocks:
        place = _place(block)
        while waiting and place is not None and (waiting[0].page, waiting[0].top) < place:
            blocks.append(_picture(waiting.popleft()))
        blocks.append(block)
    return replace(document, blocks=(*blocks, *map(_picture, waiting)))


def _picture(found: Found) -> Picture:
    return Picture("", found.page, data=found.picture)


def _place(block: Block) -> tuple[int, float] | None:
    """Page and height at which a block begins, where it says so."""
    if isinstance(block, Paragraph):
        return None if block.page is None or not block.places else (block.page, min(box[1] for box in block.places))
    return min(((cell.page, cell.bbox[1]) for cell in block.cells() if cell.page is not None and cell.bbox is not None), default=None)


def read(document: Document, again: bool = False) -> Document:
    """The document with the tables of its pictures in their places; ``again`` reads it, as it was before, a second time,
    at another resolution.

    Raises ``ReadError`` (needs_ocr, empty, …) where the document holds nothing but pictures and they cannot be read.
    """
    source = document.unread or document
    pictures = [b for b in source.blocks if isinstance(b, Picture)]
    if not pictures:
        return document
    only = sum(len(squeeze(b.text)) for b in source.paragraphs) < _FEW_WORDS and not source.tables
    blocks: list[Block] = []
    failed: ReadError | None = None
    seen = found = 0
    for block in source.blocks:
        if not isinstance(block, Picture):
            blocks.append(block)
            continue
        seen += 1
        if seen > MAX_PICTURES:
            continue
        try:
            shown = ocr.inset(block.data, again, only)
        except ReadError as error:
            failed = failed or error
            continue
        found += bool(shown)
        blocks += [_at(b, block.page) for b in shown]
    if not blocks:
        raise failed or ReadError("empty", "the document has no text, and none was found in its pictures")
    return replace(
        source, blocks=tuple(_numbered(blocks)), warnings=source.warnings + _warnings(blocks, len(pictures), failed),
        reader=f"{source.reader}+{'ocr-again' if again else 'ocr'}" if found else source.reader, unread=source if found else None,
    )


def _at(block: Block, page: int | None) -> Block:
    """A block read from a picture: its places within the picture are none on the page."""
    if isinstance(block, Paragraph):
        return Paragraph(block.text, page)
    return replace(block, rows=tuple(tuple(replace(c, page=page, bbox=None) for c in row) for row in block.rows))


def _numbered(blocks: Sequence[Block]) -> list[Block]:
    numbers = iter(range(len(blocks)))
    return [b if isinstance(b, Paragraph) else replace(b, index=next(numbers)) for b in blocks]


def _warnings(blocks: Sequence[Block], pictures: int, failed: ReadError | None) -> tuple[str, ...]:
    """Where the official tables are missing, the pictures that may show them are worth a word."""
    if any(isinstance(b, Table) and any(STATISTIC.search(squeeze(c.text)) for c in b.cells()) for b in blocks):
        return ()
    why = f" ({failed.message})" if failed else ""
    return (f"{pictures} pictures stand where the tables should be{why}",)
