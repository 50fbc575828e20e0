"""A PDF as a scanner gives it: each page a picture, askew, blurred, noisy and compressed as asked for."""

from __future__ import annotations

import io
import random

import pypdfium2
from PIL import Image, ImageChops, ImageFilter


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
