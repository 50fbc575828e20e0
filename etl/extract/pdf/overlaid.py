"""Text that lies upon a picture of the same text: what some program took a scan for, printed so that it can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from math import prod

import pypdfium2
import pypdfium2.raw as c
from PIL import Image

from etl.documents import Box
from etl.extract.pdf.objects import unturned

_SAMPLES, _FEWEST = 60, 10
"""Characters that are looked at, and fewer than which tell nothing."""
_INK = 60
"""By how many of 256 shades print differs from its paper, at a pixel a point: watermarks and the grain of coloured paper differ by less."""
_MAX_DRAWN, _MAX_STORED = 4_000_000, 100_000_000
"""Pixels of a page as it is drawn, and of its pictures as they are stored: no background has more, its paper is plain."""


@contextmanager
def lifted(page: pypdfium2.PdfPage) -> Iterator[None]:
    """Takes such text off a page for a while."""
    text = page.get_textpage()
    try:
        with _bare(page) if is_overlaid(page, text) else nullcontext():
            yield
    finally:
        text.close()


@contextmanager
def _bare(page: pypdfium2.PdfPage) -> Iterator[None]:
    items = [item.raw for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_TEXT], max_depth=8)]
    modes = [c.FPDFTextObj_GetTextRenderMode(item) for item in items]
    for item in items:
        c.FPDFTextObj_SetTextRenderMode(item, c.FPDF_TEXTRENDERMODE_INVISIBLE)
    try:
        yield
    finally:
        for item, mode in zip(items, modes, strict=True):
            c.FPDFTextObj_SetTextRenderMode(item, mode)


def is_overlaid(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> bool:
    """Whether most of a page's digits, or of its other characters, stand where it has ink without its text, too; what is drawn without ink is
    in nobody's way."""
    digits: list[int] = []
    others: list[int] = []
    for i in range(text.count_chars()):
        if (c.FPDFText_IsGenerated(text, i) != 1 and not (char := chr(c.FPDFText_GetUnicode(text, i))).isspace()
                and c.FPDFTextObj_GetTextRenderMode(c.FPDFText_GetTextObject(text, i)) != c.FPDF_TEXTRENDERMODE_INVISIBLE):
            (digits if char.isdecimal() else others).append(i)
    samples = [[text.get_charbox(i) for i in kind[:: max(1, len(kind) // _SAMPLES)]] for kind in (digits, others) if len(kind) >= _FEWEST]
    return bool(samples) and _have_ink(page, samples)


def _have_ink(page: pypdfium2.PdfPage, samples: Sequence[Sequence[Box]]) -> bool:
    if sum(prod(item.get_px_size()) for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=8)) > _MAX_STORED:
        return True
    left, bottom, right, top = page.get_bbox()
    scale = min(1.0, (_MAX_DRAWN / max(1.0, (right - left) * (top - bottom))) ** 0.5)
    with unturned(page), _bare(page):
        image = page.render(scale=scale, grayscale=True).to_pil().convert("L")

    def is_printed(box: Box) -> bool:
        x0, y0, x1, y1 = box
        return _has_ink(image.crop((round((x0 - left) * scale), round((top - y1) * scale), round((x1 - left) * scale), round((top - y0) * scale))))

    return any(2 * sum(map(is_printed, boxes)) > len(boxes) for boxes in samples)


def _has_ink(image: Image.Image) -> bool:
    shades = image.tobytes()
    return bool(shades) and max(shades) - min(shades) > _INK
