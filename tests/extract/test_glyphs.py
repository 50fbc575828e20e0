"""Characters of a page before they become lines."""

from __future__ import annotations

import pytest

from etl.extract.pages.glyphs import once
from etl.extract.pages.layout import Glyph


def glyphs(*tops: float, base: float | None = None) -> list[Glyph]:
    return [Glyph(char, 6 + 5 * i, top, 11 + 5 * i, top + 9, base=base) for top in tops for i, char in enumerate("0122")]


@pytest.mark.parametrize(("tops", "base"), [((6.4, 7.9), 15.75), ((6.4, 6.9), None)])
def test_what_is_printed_twice_in_its_place_stands_once(tops, base):
    """Browsers draw the edge of letters by a font of drawings, whose boxes are others than those of the letters."""
    assert once(glyphs(*tops, base=base)) == glyphs(tops[0], base=base)


def test_what_is_printed_below_stands_twice():
    assert len(once(glyphs(6.4, 8.4))) == 8
