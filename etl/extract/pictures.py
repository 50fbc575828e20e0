"""What a picture does to what lies below it."""

from __future__ import annotations

import io
import warnings

from PIL import Image

_OPAQUE, _MOST = 250, 40_000_000
"""From which on a pixel lets nothing through; pixels above which a picture is not looked at."""


def is_clear(picture: bytes) -> bool:
    """Whether a picture lets through what lies below half of it or more, as a seal does; what cannot be looked at is taken not to."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(picture)) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if image.width * image.height > _MOST or not ("A" in image.getbands() or "transparency" in image.info):
                return False
            counts = image.convert("RGBA").getchannel("A").histogram()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return sum(counts[_OPAQUE:]) < sum(counts) / 2
