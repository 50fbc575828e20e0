"""What the picture of a printed digit shows: its holes, and how like it is to each of the ten digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import sqrt
from operator import mul

from PIL import Image

HOLES = (
    {"tall", "two"}, {"none"}, {"none"}, {"none"}, {"none", "tall", "low", "high"}, {"none"}, {"low"}, {"none"}, {"two"}, {"high"},
)
"""Holes of the digits 0 to 9: how many, and where the only one lies. A 0 may have a stroke or a dot in it, a 4 may be open."""
_SMALLEST = 0.01
"""Share of a digit's box that a hole takes; smaller ones are gaps between strokes that nearly touch."""
_TALL = 0.47
"""Share of a 0's height that its hole has; those of 6 and 9 have less."""
_DARK = (128, 225)
"""Up to which shade a pixel is ink: a hair line is grey, and the holes of heavy type are small. Both must tell the same."""
_LIGHT = [bytes(shade > dark for shade in range(256)) for dark in _DARK]

_ACROSS, _DOWN, _WIDTH = 6, 8, 0.75
MEANS = (
    "03aca32b73a86b208b99119ac811b8c703c59928a13bca30", "015a82149c81125b60004c40006c20018b1002992048cb62",
    "049dc42764aa1421990004c3003c5003b4113c7342cfffc3", "049cc41653a90212a6017d910027d32102c47527b26cca30",
    "0004a6002ac40189b20676b14a28a1bcbed6224b71014b61", "15cee81773311974102bbcb10214c41103b47527916cb930",
    "015aa40695432a62106dbc91ab24d4c703b4a927a23bc930", "5deef93434c3100780003b2001960005a300296100684000",
    "049cb42972992b61a607ed813b6ac2a703c4c715b34cca40", "04aca33a62a86b209a5c32d81acbd40127a24459505b9510",
)
"""Shades of the digits 0 to 9 by rows, in a box three quarters as wide as high: the mean of 983 sets of digits of 400 fonts,
upright and slanted, narrow and wide, thin and heavy, old-style and full-width. ``python -m bench.digits`` draws such means."""


def holes(image: Image.Image) -> str | None:
    """What holes a picture of a character has; None where it shows none that could be one."""
    shapes = {_holes(image.width, image.height, image.tobytes().translate(light)) for light in _LIGHT}
    return shapes.pop() if len(shapes) == 1 else None


def _holes(width: int, height: int, pixels: bytes) -> str | None:
    """``pixels`` are 1 where they are light, else 0."""
    if 0 not in pixels or _is_dark(width, height, pixels):
        return None
    # Paper all round, so that only what is closed in is a hole.
    paper = b"\1" * (width + 2)
    rows = [paper, *(b"\1" + pixels[at : at + width] + b"\1" for at in range(0, width * height, width)), paper]
    found = [(first, last) for size, first, last in _regions(rows)[1:] if size >= _SMALLEST * width * height]
    if len(found) > 1:
        return "two" if len(found) == 2 else None
    if not found:
        return "none"
    first, last = (row / len(rows) for row in found[0])
    return "tall" if last - first > _TALL else "low" if first + last > 1 else "high"


def _is_dark(width: int, height: int, pixels: bytes) -> bool:
    """Whether a picture's edge, and so its ground, is dark."""
    left, right = pixels[width:-width:width], pixels[2 * width - 1 : -width : width]
    edge = pixels[:width] + left + right + pixels[-width:]
    return 4 * edge.count(0) > len(edge)


def _regions(rows: Sequence[bytes]) -> list[tuple[int, int, int]]:
    """The light pixels that hang together: how many, and their first and last row."""
    waiting = [[run.span() for run in re.finditer(b"\1+", row)] for row in rows]
    regions = []
    for y, row in enumerate(waiting):
        while row:
            found = [(y, row.pop())]
            for at, (start, end) in found:
                for near in (at - 1, at + 1):
                    touching = [run for run in waiting[near] if run[0] < end and start < run[1]] if 0 <= near < len(rows) else []
                    for run in touching:
                        waiting[near].remove(run)
                        found.append((near, run))
            seen = [at for at, _ in found]
            regions.append((sum(end - start for _, (start, end) in found), min(seen), max(seen)))
    return regions


def shades(image: Image.Image) -> list[float] | None:
    """The ink of a picture by rows, with the mean 0 and the length 1; None where it shows no dark ink on a light ground."""
    values = inked(image)
    return None if values is None else even(values)


@cache
def _inks(darkest: int, lightest: int) -> tuple[bytes, bytes]:
    """How much ink each shade of a picture is, from 0 to 255, and which shades are more ink than paper."""
    scale = 255 / ((lightest - darkest) or 255)
    table = bytes(min(255, max(0, int((lightest - shade) * scale))) for shade in range(256))
    return table, bytes(255 * (ink > 128) for ink in table)


def inked(image: Image.Image) -> bytes | None:
    """The ink of a picture by rows, in shades from 0 to 255, in a box of the measures of the means."""
    shades = image.tobytes()
    table, strong = _inks(*image.getextrema())
    box = Image.frombytes("L", image.size, shades.translate(strong)).getbbox()
    if box is None or _is_dark(image.width, image.height, shades.translate(_LIGHT[0])):
        return None
    ink = Image.frombytes("L", image.size, shades.translate(table))
    ink = ink.crop(box)
    height, width = ink.height, max(ink.width, round(_WIDTH * ink.height))
    padded = Image.new("L", (width, height))
    padded.paste(ink, ((width - ink.width) // 2, 0))
    return padded.resize((_ACROSS, _DOWN), Image.Resampling.BOX).tobytes()


def likeness(shades: Sequence[float]) -> list[float]:
    """How like a picture with these shades is to each of the digits 0 to 9, from -1 to 1."""
    return [alike(shades, mean) for mean in _EVEN_MEANS]


def alike(one: Sequence[float], other: Sequence[float]) -> float:
    """How like two pictures are by their shades, from -1 to 1."""
    return sum(map(mul, one, other))


def even(values: Sequence[int]) -> list[float]:
    """Values with the mean 0 and the length 1."""
    mean = sum(values) / len(values)
    length = sqrt(sum((value - mean) ** 2 for value in values)) or 1.0
    return [(value - mean) / length for value in values]


_EVEN_MEANS = [even([int(shade, 16) for shade in row]) for row in MEANS]
