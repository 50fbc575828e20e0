"""The page images of a PDF or of a picture, grey and upright, at the resolution asked for."""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2
import pypdfium2.raw as c
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from etl.errors import ReadError
from etl.extract import kinds, unpack
from etl.extract.foreign import parsing
from etl.extract.limits import at_most
from etl.extract.ocr.ink import Gray
from etl.extract.ocr.seals import without_seals
from etl.extract.pages import paged
from etl.extract.pdf import fonts, layers, overlaid
from etl.extract.pdf.quick import text_page

MAX_IMAGES = 60
"""Scanned pages of one file."""
MAX_PIXELS = 100_000_000
"""Of one picture as it is stored."""
_MAX_PAGE = 4 * MAX_PIXELS
"""Pixels of all pictures that one page shows, one that is shown twice counted twice."""
_SIZE = re.compile(rb"\xff\x4f\xff\x51.{4}(.{16})", re.S)
"""How a JPEG 2000 code stream begins: its corners, right and lower, left and upper."""
_HEAD = 4096
MAX_SIDE = 60_000
_MAX_SHOWN = 24_000_000
"""Of one page as it is read: larger ones are read at a lower resolution."""
_A4 = (595.0, 842.0)
_STATED = (100, 1300)
"""Resolutions, dots per inch, that a scanner may have; 72 and 96 are what programs write who know of none."""
_PAPER = (400, 900), (400, 1300)
"""Points that a page is wide, if it is higher than wide, and if not."""
_MAX_ENLARGED = 3.0
_COLOURLESS = frozenset({"1", "L", "LA", "F"})
_DEEP = "I"
"""How the names of modes of 16 bits a pixel begin."""


@dataclass(frozen=True, slots=True)
class Picture:
    gray: Gray
    scale: float
    """Pixels per point."""


Pages = Iterator[Picture | paged.Page]


def pictures(data: bytes, dpi: int) -> tuple[str, dict[str, str], Pages]:
    """Media type, named properties and pages of a file, or of the pictures in an archive. Pages of a PDF that hold text come
    as text, read by pdfium.

    Raises ``ReadError``: encrypted, corrupt, too_large, unsupported; the iterator, too.
    """
    media_type = kinds.media_type(data)
    if media_type == kinds.PDF:
        return (media_type, *_pdf(data, dpi))
    if media_type.startswith("image/"):
        return media_type, {}, _frames(data, dpi)
    if media_type in kinds.ARCHIVES:
        found = unpack.pictures(data)
        at_most(len(found), MAX_IMAGES, "pages")
        return media_type, {}, (frame for picture in found for frame in _frames(picture, dpi))
    raise ReadError("unsupported", f"no pictures of pages in {media_type}")


def _pdf(data: bytes, dpi: int) -> tuple[dict[str, str], Pages]:
    with parsing("the PDF"):
        pdf = pypdfium2.PdfDocument(data)
        at_most(len(pdf), MAX_IMAGES, "scanned pages")
        info = {k: v.strip() for k, v in pdf.get_metadata_dict(skip_empty=True).items() if v.strip()}
    return info, _rendered(pdf, dpi, layers.has_hidden(data))


def _rendered(pdf: pypdfium2.PdfDocument, dpi: int, has_hidden: bool) -> Pages:
    try:
        with parsing("the PDF"):
            has_text = not (has_hidden or fonts.is_lying(pdf))
        for number in range(len(pdf)):
            with parsing("the PDF"):
                text = text_page(pdf, number + 1) if has_text else None
                if text is not None:
                    yield text
                    continue
                page = pdf[number]
                _check_pictures(page)
                with overlaid.lifted(page):
                    image, scale = drawn(page, dpi, _MAX_SHOWN)
                gray = without_seals(np.asarray(image, dtype=np.uint8), scale)
                page.close()
            yield Picture(gray, scale)
    finally:
        pdf.close()


def drawn(page: pypdfium2.PdfPage, dpi: int, most: int) -> tuple[Image.Image, float]:
    """A page of a PDF in colour, of so many pixels at most, and its pixels per point of the paper that it shows."""
    width, height = (max(1.0, side) for side in page.get_size())
    points = _wide(width, width <= height)
    scale = _bounded(points, points * height / width, dpi / 72, most)
    return page.render(scale=scale * points / width).to_pil().convert("RGB"), scale


def _check_pictures(page: pypdfium2.PdfPage) -> None:
    """Before they are unpacked: a scan is one picture a page or some strips, whatever a file of a few bytes claims."""
    pixels = 0
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        width, height = item.get_px_size()
        at_most(width * height, MAX_PIXELS, "pixels in one picture")
        pixels += width * height
        at_most(pixels, _MAX_PAGE, "pixels in the pictures of one page")
        # What is said of the picture is one thing, what its own head says another: the unpacker believes the latter.
        if "JPXDecode" in item.get_filters() and (size := _SIZE.search(bytes(item.get_data(decode_simple=True)[:_HEAD]))):
            right, bottom, left, top = struct.unpack(">4I", size[1])
            at_most(max(0, right - left) * max(0, bottom - top), MAX_PIXELS, "pixels in one picture")


def _wide(told: float, is_upright: bool) -> float:
    """Points that a page is wide: as it is told, where that is near the size of paper. A picture's 96 dpi says nothing of the page it
    shows, nor does the size of a PDF page of one point a pixel, which many a program makes of a picture."""
    narrowest, widest = _PAPER[not is_upright]
    return told if narrowest <= told <= widest else _A4[not is_upright]


def _bounded(width: float, height: float, scale: float, most: int) -> float:
    return min(scale, (most / max(1.0, width * height)) ** 0.5)


def _frames(data: bytes, dpi: int) -> Pages:
    with parsing("the picture"), warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limits stand below
        try:
            image = Image.open(io.BytesIO(data))
        except Image.DecompressionBombError as error:
            raise ReadError("too_large", f"the picture has more than {MAX_PIXELS:,} pixels") from error
        except UnidentifiedImageError as error:
            raise ReadError("corrupt", "the picture is damaged") from error
    with parsing("the picture"), image:
        at_most(max(image.size), MAX_SIDE, "pixels on one side")
        at_most(getattr(image, "n_frames", 1), MAX_IMAGES, "pages")
        for frame in ImageSequence.Iterator(image):
            at_most(frame.width * frame.height, MAX_PIXELS, "pixels in one picture")
            yield _picture(frame, dpi)


def _picture(frame: Image.Image, dpi: int) -> Picture:
    stated = float(frame.info.get("dpi", (0, 0))[0] or 0)
    upright = ImageOps.exif_transpose(frame)
    if "A" in upright.getbands() or "transparency" in upright.info:
        rgba = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    if upright.mode.startswith(_DEEP):
        upright = Image.fromarray((np.asarray(upright).clip(0, 0xFFFF) // 0x101).astype(np.uint8))
    shown = upright.convert("L" if upright.mode in _COLOURLESS else "RGB")
    width, height = shown.size
    points = _wide(width * 72 / stated if _STATED[0] <= stated <= _STATED[1] else 0, width <= height)
    target = _bounded(points, points * height / width, dpi / 72, _MAX_SHOWN)
    factor = min(target * points / width, _MAX_ENLARGED)
    if abs(factor - 1) > 0.02:
        size = max(1, round(width * factor)), max(1, round(height * factor))
        shown = shown.resize(size, Image.Resampling.LANCZOS if factor < 1 else Image.Resampling.BICUBIC)
    pixels, scale = np.asarray(shown, dtype=np.uint8).copy(), shown.width / points
    return Picture(pixels if pixels.ndim == 2 else without_seals(pixels, scale), scale)
