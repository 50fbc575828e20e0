"""A PDF as a scanner gives it: each page a picture, askew, blurred, noisy and compressed as asked for."""

from __future__ import annotations

import io
import math
import random
import re
import struct

import pypdfium2
from PIL import Image, ImageChops, ImageFilter, ImageOps


def pages(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """Grey pictures of the pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def worn(image: Image.Image, seed: int, angle: float = 0, blur: float = 0, noise: float = 0) -> Image.Image:
    """Turned by ``angle`` degrees, blurred over ``blur`` pixels, with noise of a standard deviation of ``noise`` in 255."""
    if angle:
        image = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(blur))
    if noise:
        grain = Image.frombytes("L", image.size, random.Random(seed).randbytes(image.width * image.height))
        # A uniform grain of 0 to 255 has a deviation of 74 round a mean of 127.
        image = ImageChops.add(image, grain.point([round((v - 127) * noise / 74) + 128 for v in range(256)]), offset=-128)
    return image


def bound(images: list[Image.Image], dpi: int = 200, quality: int = 85) -> bytes:
    """Pictures of pages as a PDF without a character."""
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=dpi, quality=quality)
    return out.getvalue()


def scanned(
    pdf: bytes, seed: int = 1, *, dpi: int = 200, angle: float = 0, blur: float = 0, noise: float = 0, quality: int = 85
) -> bytes:
    return bound([worn(p, seed + i, angle, blur, noise) for i, p in enumerate(pages(pdf, dpi))], dpi, quality)


def faint(image: Image.Image, share: float) -> Image.Image:
    """Printed with this share of its ink, on paper a little grey."""
    return image.point([round(235 - (255 - v) * share) for v in range(256)])


def bent(image: Image.Image, bow: float) -> Image.Image:
    """Of paper that curls: the middle of each line stands ``bow`` pixels above its ends."""
    strip = 4
    out = Image.new("L", image.size, 255)
    for x in range(0, image.width, strip):
        lift = round(bow * math.sin(math.pi * x / image.width))
        out.paste(image.crop((x, 0, x + strip, image.height)), (x, -lift))
    return out


def photographed(image: Image.Image, tilt: float) -> Image.Image:
    """Seen from below: the upper edge is shorter by twice this share."""
    inset = tilt * image.width
    return image.transform(
        image.size, Image.Transform.QUAD, (-inset, -inset, 0, image.height, image.width, image.height, image.width + inset, -inset),
        Image.Resampling.BICUBIC, fillcolor=255,
    )


def dashed(image: Image.Image, on: int, off: int) -> Image.Image:
    """With its rulings, the lines of 60 pixels and more, cut into dashes."""
    out = image.copy()
    dark = image.point([255 if v < 128 else 0 for v in range(256)])
    for across in (True, False):
        flat = dark if across else dark.transpose(Image.Transpose.TRANSPOSE)
        mask = Image.new("L", flat.size, 0)
        pixels = flat.tobytes()
        for y in range(flat.height):
            row = pixels[y * flat.width : (y + 1) * flat.width]
            for run in re.finditer(rb"\xff{60,}", row):
                for x in range(run.start() + on, run.end(), on + off):
                    mask.paste(255, (x, max(0, y - 1), min(x + off, run.end()), y + 2))
        out.paste(255, mask=mask if across else mask.transpose(Image.Transpose.TRANSPOSE))
    return out


def jbig2(image: Image.Image) -> bytes:
    """A picture of black and white as a PDF page holds it packed with JBIG2: one region, coded as fax machines do (T.6).

    Of at most 64 KB: a larger one is written in several strips."""
    out = io.BytesIO()
    ImageOps.invert(image.convert("L")).convert("1").save(out, "TIFF", compression="group4")  # which takes black for 0
    tags = Image.open(out).tag_v2  # type: ignore[attr-defined]
    (at,), (size,) = tags[273], tags[279]
    area = struct.pack(">IIII", *image.size, 0, 0)
    parts = ((48, area + bytes(3)), (38, area + b"\0\1" + out.getvalue()[at : at + size]), (49, b""))
    return b"".join(struct.pack(">IBBBI", n, kind, 0, 1, len(data)) + data for n, (kind, data) in enumerate(parts))
