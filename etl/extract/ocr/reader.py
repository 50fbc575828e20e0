"""Page images put together to a document: the same grid and the same pages as any fixed-layout format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from etl.documents import Block, Box, Document
from etl.errors import ReadError
from etl.extract.ocr.cells import Known, read_tables
from etl.extract.ocr.engine import Recognised
from etl.extract.ocr.images import Picture, pictures
from etl.extract.ocr.ink import SNAP, Gray, Sheet, rulings
from etl.extract.ocr.prose import prose as prose_of
from etl.extract.ocr.straight import prepare
from etl.extract.ocr.turned import direction, halves, legible
from etl.extract.pages import paged
from etl.extract.pages.rulings import ruled_tables

_DPI = 200
"""Resolution of the first reading."""
_OTHER_DPI = 300
"""Resolution of the second reading."""
_FEW_CELLS = 8
"""Fewer cells than any official table has."""


def read(data: bytes, first: Document | None = None) -> Document:
    """The document of a scan; see :func:`etl.extract.ocr.read`."""
    known = None if first is None else Known(first)
    pages: list[paged.Page] = []
    warnings: list[str] = []
    turn = 0
    media_type, info, images = pictures(data, _DPI if first is None else _OTHER_DPI)
    for number, image in enumerate(chain.from_iterable(map(_parts, images)), 1):
        if isinstance(image, paged.Page):
            pages.append(image)
        else:
            found, turn = _upright(image, number, known, turn, prose=known is None or known.is_open(number))
            pages.append(found.page)
            warnings += found.doubts
    if not any(p.parts for p in pages):
        raise ReadError("empty", "no text was found in the pictures")
    return Document(
        media_type=media_type, blocks=paged.blocks(pages), reader="ocr" if first is None else f"ocr-{_OTHER_DPI}",
        title=info.get("Title"), meta=info, wrapped=True, pages=len(pages),
        warnings=tuple(warnings) + paged.warnings(pages),
    )


def _parts(image: Picture | paged.Page) -> list[Picture | paged.Page]:
    """The pages that a page image shows."""
    return [image] if isinstance(image, paged.Page) else list(halves(image))


def read_inset(data: bytes, again: bool, whole: bool) -> tuple[Block, ...]:
    """The blocks of a picture inside a document; see :func:`etl.extract.ocr.inset`."""
    _, _, images = pictures(data, _OTHER_DPI if again else _DPI)
    pages: list[paged.Page] = []
    for number, image in enumerate(images, 1):
        if isinstance(image, Picture) and (whole or _has_table(image)):
            pages.append(_upright(image, number, None, 0, prose=whole)[0].page)
    return paged.blocks(pages)


def _has_table(image: Picture) -> bool:
    """Whether the picture is ruled like a table, whatever way up: most pictures are not, and cost little then."""
    found = rulings(prepare(image.gray, image.scale))
    return any(len(boxes) >= _FEW_CELLS for boxes in ruled_tables(found.across, found.down, SNAP))


@dataclass(frozen=True, slots=True)
class _Read:
    page: paged.Page
    doubts: list[str]
    seen: list[Recognised]


def _upright(image: Picture, number: int, known: Known | None, turn: int, prose: bool) -> tuple[_Read, int]:
    """The page, and the quarter turns that set it upright; ``turn`` are those of the page before, which are tried first, and doubted if any:
    labels set upright are legible on a page that these lay on its side."""
    read = _read(image, number, known, turn, prose)
    asked = known is None or known.has(number)
    if asked and (turn or not legible(read.seen)) and (better := direction(image)) != turn:
        return _read(image, number, known, better, prose), better
    return read, turn


def _read(image: Picture, number: int, known: Known | None, turn: int, prose: bool) -> _Read:
    sheet = prepare(np.rot90(image.gray, turn).copy(), image.scale)
    found = rulings(sheet)
    grids = [boxes for boxes in ruled_tables(found.across, found.down, SNAP) if len(boxes) > 1]
    tables, seen = read_tables(sheet, found.mask, grids, number, known)
    parts: list[paged.Part] = [paged.RuledTable(cells) for cells in tables]
    rest = sheet.gray.copy()
    for boxes in grids:
        _blank(rest, boxes, sheet.scale)
    doubts: list[str] = []
    if prose:
        text, recognised, doubts = prose_of(Sheet(rest, sheet.ink, sheet.scale), found.mask, number)
        parts += text if known is None else map(_in_order, text)
        seen += recognised
    elif known is not None:
        parts += known.lines(number)
    return _Read(paged.Page(number, sheet.height, tuple(sorted(parts, key=lambda p: p.top))), doubts, seen)


def _in_order(line: paged.TextLine) -> paged.TextLine:
    """A line with the places of its words forgotten: a second reading that looked for columns in the same gaps would prove nothing."""
    return replace(line, text=" ".join(line.text.split()), places=())


def _blank(gray: Gray, boxes: list[Box], scale: float) -> None:
    for x0, top, x1, bottom in boxes:
        a, b = int(top * scale) - 3, int(bottom * scale) + 4
        gray[max(0, a) : b, max(0, int(x0 * scale) - 3) : int(x1 * scale) + 4] = 255
