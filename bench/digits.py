"""``python -m bench.digits FOLDER…``: the mean digits of all fonts in some folders, as ``etl/extract/pdf/digits.py`` keeps them.

Each font's digits are drawn upright and slanted, as wide as they are and narrowed. Printed are the rows of ``MEANS``, how like each is
to the one that is kept, and how far apart honest digits stand from exchanged ones by the new rows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from etl.extract.pdf import digits

_SIZE = 60
_SLANTS, _WIDTHS = (0.0, 0.2), (1.0, 0.8)
_SAME = 0.97
"""Likeness from which two digits are one picture: a font without digits draws a box for each."""


def _drawn(font: ImageFont.FreeTypeFont, digit: str, slant: float, width: float) -> Image.Image:
    image = Image.new("L", (2 * _SIZE, 2 * _SIZE), 255)
    ImageDraw.Draw(image).text((_SIZE / 2, _SIZE / 4), digit, font=font, fill=0)
    return image.transform(image.size, Image.Transform.AFFINE, (1 / width, slant, -slant * _SIZE, 0, 1, 0), fillcolor=255)


def sets(folders: list[Path]) -> Iterator[list[bytes]]:
    """The ink of the ten digits, for each font and each way to draw it."""
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.suffix.lower() in (".ttf", ".otf", ".ttc")):
        try:
            font = ImageFont.truetype(path, _SIZE)
        except OSError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        for slant in _SLANTS:
            for width in _WIDTHS:
                found = [digits.inked(_drawn(font, digit, slant, width)) for digit in "0123456789"]
                ten = [ink for ink in found if ink]
                shades = [digits.even(ink) for ink in ten]
                if len(ten) == 10 and not any(digits.alike(a, b) > _SAME for a, b in combinations(shades, 2)):
                    yield ten


def main(folders: list[Path]) -> None:
    found = list(sets(folders))
    if not found:
        raise SystemExit("no fonts with digits there")
    rows = ["".join(f"{round(sum(shade) / len(found) / 17):x}" for shade in zip(*ten, strict=True)) for ten in zip(*found, strict=True)]
    new, kept = ([digits.even([int(shade, 16) for shade in row]) for row in means] for means in (rows, digits.MEANS))
    for row, a, b in zip(rows, new, kept, strict=True):
        print(f'"{row}",  # like the one that is kept: {digits.alike(a, b):.3f}')
    gains = []
    for ten in found:
        like = [[digits.alike(digits.even(ink), mean) for mean in new] for ink in ten]
        gains += [like[a][b] + like[b][a] - like[a][a] - like[b][b] for a, b in combinations(range(10), 2)]
    print(f"{len(found)} sets; exchanged digits are like each other by {max(gains):.2f} at most, by {sum(gains) / len(gains):.2f} on the mean")


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]] or sys.exit(__doc__))
