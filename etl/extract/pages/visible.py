"""Which characters of a page (PDF, OFD) can be seen: not those outside its crop box, painted over, or white on white; which numbers are
hidden in part; which way characters stand, and which were put upon the page by themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, product
from math import dist

from etl.documents import Box

_LIGHT, _WHITE, _DARK, _THIN_INK = 0.7, 0.97, 0.2, 0.5
NO_INK = 0.02
"""Share that an ink covers of what lies below, up to which nobody sees it."""
_SQUARE, _MOST = 24.0, 200
"""Points, as wide and high as a square of the page by which filled areas are looked up; and how many of them one is put into at most."""
Colour = Sequence[float]
BLACK: Colour = (0.0,)
PICTURE: Colour = ()
"""Stands for the ink of a picture, which is none of the paper."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A character: when it is drawn, its middle and its colour."""

    order: int
    x: float
    y: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Ground:
    """An area that is filled; ``colour`` is None where it is a picture, or may let through what lies below."""

    order: int
    box: Box
    colour: Colour | None


def printed(text: str) -> str:
    """What a page shows of a character: fonts have one glyph for the hyphen and the soft one (and what an office program keeps for one that
    breaks no line), and a program that goes back from the glyph to its text may take any of them for the minus of a number."""
    return text.translate({0xAD: "-", 0x1E: "-"})


def is_white(colour: Colour) -> bool:
    """Shares of one (grey), three (RGB) or four inks (CMYK)."""
    return max(colour) <= 1 - _WHITE if len(colour) == 4 else min(colour, default=0.0) >= _WHITE


def is_dark(colour: Colour) -> bool:
    """Whether nothing is seen below such an ink, however it is mixed with that: a marker's is light."""
    return colour[3] > 1 - _DARK if len(colour) == 4 else max(colour) < _DARK


def is_faint(colour: Colour, cover: float = 1.0) -> bool:
    """Whether text has the ink of a watermark: a light grey, or one that lets through what lies below. White is print on a dark ground."""
    grey = len(colour) in (1, 3) and max(colour) - min(colour) < 0.1 and _LIGHT <= min(colour) < _WHITE
    return grey or cover < _THIN_INK


def is_mark(faint: int, characters: int) -> bool:
    """A watermark has few of a page's characters; where many are faint, that is how the page is printed."""
    return faint < 0.3 * characters


def holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


_INKED, _BESIDE = 0.2, 1.3
"""How far ink reaches from the middle of a digit's box for certain, and how far off the middle of the next digit is at most, as shares
of the box and of its shorter side."""


def middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def torn(digits: Sequence[tuple[int, Box, float]]) -> set[int]:
    """Which of a page's digits, given with when they are drawn and the share of each that is seen, are part of a number that is hidden
    in part: nobody can say what it was. One in whose place another is seen was replaced by it."""
    partly = {i for i, (_, _, share) in enumerate(digits) if 0 < share < 1}
    for i, k in pairwise(range(len(digits))):
        (order, a, seen), (then, b, other) = digits[i], digits[k]
        if (not seen) != (not other) and abs(then - order) <= 1 and dist(middle(a), middle(b)) <= _BESIDE * min(a[2] - a[0], a[3] - a[1]):
            partly.add(k if seen else i)
    whole = [middle(box) for _, box, share in digits if share == 1] if partly else ()
    return {i for i in partly if not any(holds(digits[i][1], *place) for place in whole)}


class Grounds:
    """The filled areas of a page, found by the places they hold."""

    def __init__(self, grounds: Iterable[Ground]):
        self._squares: dict[tuple[int, int], list[Ground]] = defaultdict(list)
        self._large: list[Ground] = []
        for ground in grounds:
            x0, y0, x1, y1 = (int(edge // _SQUARE) for edge in ground.box)
            if (x1 - x0 + 1) * (y1 - y0 + 1) > _MOST:
                self._large.append(ground)
                continue
            for square in product(range(x0, x1 + 1), range(y0, y1 + 1)):
                self._squares[square].append(ground)

    def _at(self, ink: Ink) -> list[Ground]:
        return [g for g in self._near(ink.x, ink.y) if holds(g.box, ink.x, ink.y)]

    def cover(self, ink: Ink) -> int | None:
        """When the last area is drawn that covers a character; None where none does."""
        return max((g.order for g in self._at(ink) if g.order > ink.order and g.colour is not None), default=None)

    def share(self, order: int, box: Box, clips: Sequence[Box | None]) -> float:
        """How much is seen of a digit that is drawn as ``order`` says, where no more of the page is drawn on than ``clips`` hold. Below ink that
        is not the paper's none is seen, and no blank either: that counts as seen in part."""
        (x, y), across, down = middle(box), _INKED * (box[2] - box[0]), _INKED * (box[3] - box[1])
        inked = ((x, y), (x - across, y - down), (x - across, y + down), (x + across, y - down), (x + across, y + down))
        cut = [clip for clip in clips if clip and not all(holds(clip, *point) for point in inked)]
        if not cut and not any(g.order > order and g.colour is not None for point in inked for g in self._near(*point)):
            return 1.0
        bare = sum(all(holds(clip, *point) for clip in cut) and self.cover(Ink(order, *point, ())) is None for point in inked)
        is_inked = not bare and any(g.order > order and g.colour and not is_white(g.colour) for g in self._at(Ink(order, x, y, ())))
        return (bare or 0.5 * is_inked) / len(inked)

    def _near(self, x: float, y: float) -> Iterator[Ground]:
        return chain(self._large, self._squares.get((int(x // _SQUARE), int(y // _SQUARE)), ()))

    def hides(self, ink: Ink) -> bool:
        """White on white."""
        if not is_white(ink.colour):
            return False
        below = max((g for g in self._at(ink) if g.order < ink.order), key=lambda g: g.order, default=None)
        return below is None or (below.colour is not None and is_white(below.colour))


_LEAN = 0.05
"""Sine of the angle by which a line of text may rise or fall."""


def turn(a: float, b: float) -> int | None:
    """Degrees by which a page must turn for a character to stand upright whose line runs towards a, b; None where that leans."""
    if abs(b) <= _LEAN * abs(a):
        return 0 if a > 0 else 180
    if abs(a) <= _LEAN * abs(b):
        return 90 if b > 0 else 270
    return None


def slant(a: float, b: float, c: float, d: float) -> float:
    """By what share of its height type leans over to a side, its line running towards a, b and its height towards c, d."""
    area = abs(a * d - b * c)
    return abs(a * c + b * d) / area if area else 0.0


def unslanted(box: Box, slant: float) -> Box:
    """The box of a character on a level line without the room that its slant takes: slanted digits do not stand over one another."""
    if not slant:
        return box
    x0, top, x1, bottom = box
    lean = min(slant * (bottom - top), 0.8 * (x1 - x0)) / 2
    return x0 + lean, top, x1 - lean, bottom


_STAMP = 40
"""Pieces of text that are added to a page, at most, if the page has four times as many."""


def drawn_apart(styles: Sequence[Hashable]) -> set[int]:
    """Which of a page's pieces of text, given by their styles in the order in which they are drawn, come first or last and look like
    no other: what a program adds to a finished page (a stamp, a number of receipt) is drawn so, in a font of its own."""
    found: set[int] = set()
    for indexes in (range(len(styles)), range(len(styles) - 1, -1, -1)):
        rest = Counter(styles)
        begun: set[Hashable] = set()
        for count, i in enumerate(indexes[: min(_STAMP, len(styles) // 4)], 1):
            begun.add(styles[i])
            rest[styles[i]] -= 1
            if not any(rest[style] for style in begun):
                found.update(indexes[:count])
    return found
