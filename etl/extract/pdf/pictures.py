"""Pictures on PDF pages that have text, put into the document at the height where they stand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from math import prod

import pypdfium2
import pypdfium2.raw as c

from etl.documents import Document
from etl.extract import insets
from etl.extract.foreign import parsing
from etl.extract.insets import Found
from etl.extract.pdf.objects import unturned

LEAST = 0.04
"""Share of a page below which a picture shows no table."""
_WHOLE = 0.8
"""Share of a page from which on a picture behind text is its background."""
_DPI = 300
_MAX_SHOWN, _MAX_STORED = 40_000_000, 100_000_000
"""Pixels of a page as it is drawn, and of a picture as it is stored: what is larger is not looked at."""


def placed(document: Document, data: bytes) -> Document:
    """The document with each larger picture of its pages among the blocks; itself where there is none."""
    return insets.placed(document, _pictures(data))


def _pictures(data: bytes) -> Iterator[Found]:
    with parsing("the PDF"):
        pdf = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(pdf)):
                page = pdf[number]
                found = sorted(_on(page, number + 1), key=lambda f: f.top)
                page.close()
                yield from found
        finally:
            pdf.close()


def _on(page: pypdfium2.PdfPage, number: int) -> Iterator[Found]:
    """The pictures as they look on the page, text over them and all."""
    with unturned(page) as degrees:
        x0, y0, x1, y1 = page.get_bbox()
        width, height = x1 - x0, y1 - y0
        scale = min(_DPI / 72, (_MAX_SHOWN / max(1.0, width * height)) ** 0.5)
        for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
            left, bottom, right, top = item.get_bounds()
            left, right = max(0.0, left - x0), min(width, right - x0)
            bottom, top = max(0.0, bottom - y0), min(height, top - y0)
            if prod(item.get_px_size()) > _MAX_STORED or not LEAST <= (right - left) * (top - bottom) / max(1.0, width * height) < _WHOLE:
                continue
            image = page.render(scale=scale, crop=(left, bottom, width - right, height - top)).to_pil().rotate(-degrees, expand=True)
            out = io.BytesIO()
            image.convert("RGB").save(out, "PNG", dpi=(72 * scale, 72 * scale), compress_level=1)
            yield Found(number, {0: height - top, 90: left, 180: bottom, 270: width - right}[degrees], out.getvalue())
