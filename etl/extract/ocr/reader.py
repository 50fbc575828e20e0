"""Page images put together to a document: the same grid and the same pages as any fixed-layout format."""

from __future__ import annotations

import cv2
import numpy as np

from etl.documents import Box, Document
from etl.errors import ReadError
from etl.extract import paged
from etl.extract.layout import Glyph, lines
from etl.extract.ocr.cells import Known, read_cells
from etl.extract.ocr.engine import find_lines, recognise
from etl.extract.ocr.images import Picture, pictures
from etl.extract.ocr.ink import SNAP, Gray, Sheet, prepare, rulings
from etl.extract.rulings import ruled_tables

_DPI = 200
"""Resolution of the first reading."""
_OTHER_DPI = 300
"""Resolution of the second reading."""
_DETECT = 110
"""Resolution at which lines of prose are looked for, dots per inch."""
_SURE = 0.8
_FAINT = 0.4


def read(data: bytes, first: Document | None = None) -> Document:
    """The document of a scan; see :func:`etl.extract.ocr.read`."""
    known = None if first is None else Known(first)
    pages: list[paged.Page] = []
    warnings: list[str] = []
    media_type, info, images = pictures(data, _DPI if first is None else _OTHER_DPI)
    for number, image in enumerate(images, 1):
        if isinstance(image, paged.Page):
            pages.append(image)
        else:
            page, doubts = _page(image, number, known)
            pages.append(page)
            warnings += doubts
    if not any(p.parts for p in pages):
        raise ReadError("empty", "no text was found in the pictures")
    return Document(
        media_type=media_type, blocks=paged.blocks(pages), reader="ocr" if first is None else f"ocr-{_OTHER_DPI}",
        title=info.get("Title"), meta=info, wrapped=True, pages=len(pages),
        warnings=tuple(warnings) + paged.warnings(pages),
    )


def _page(image: Picture, number: int, known: Known | None) -> tuple[paged.Page, list[str]]:
    sheet = prepare(image.gray, image.scale)
    found = rulings(sheet)
    parts: list[paged.Part] = []
    rest = sheet.gray.copy()
    for boxes in ruled_tables(found.across, found.down, SNAP):
        if len(boxes) < 2:
            continue
        table = paged.RuledTable(tuple(read_cells(sheet, found.mask, boxes, number, known)))
        parts.append(table)
        _blank(rest, boxes, sheet.scale)
    doubts: list[str] = []
    if known is None:
        prose, doubts = _prose(Sheet(rest, sheet.ink, sheet.scale), number)
        parts += prose
    return paged.Page(number, sheet.height, tuple(sorted(parts, key=lambda p: p.top))), doubts


def _blank(gray: Gray, boxes: list[Box], scale: float) -> None:
    for x0, top, x1, bottom in boxes:
        a, b = int(top * scale) - 3, int(bottom * scale) + 4
        gray[max(0, a) : b, max(0, int(x0 * scale) - 3) : int(x1 * scale) + 4] = 255


def _prose(sheet: Sheet, number: int) -> tuple[list[paged.TextLine], list[str]]:
    """Lines of text outside tables, and what is doubtful in them."""
    shrink = min(1.0, _DETECT / 72 / sheet.scale)
    small = np.asarray(cv2.resize(sheet.gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if not (small < 160).any():
        return [], []
    boxes = [tuple(v / shrink for v in box) for box in find_lines(small)]
    crops = []
    for x0, top, x1, bottom in boxes:
        pad = 0.06 * (bottom - top)
        crops.append(sheet.gray[max(0, int(top - pad)) : int(bottom + pad) + 1, max(0, int(x0 - pad)) : int(x1 + pad) + 1])
    glyphs: list[Glyph] = []
    doubts: list[str] = []
    for (x0, top, x1, bottom), line in zip(boxes, recognise(crops), strict=True):
        text = line.text.strip()
        mean = sum(line.confidence) / max(1, len(line.confidence))
        if not text or mean < _FAINT:
            continue
        if mean < _SURE:
            doubts.append(f"page {number}: “{text}” was recognised with little confidence")
        glyphs.append(Glyph(text, *(v / sheet.scale for v in (x0, top, x1, bottom))))
    return [paged.TextLine(line.text, line.bbox[1], line.bbox[3]) for line in lines(glyphs)], doubts
