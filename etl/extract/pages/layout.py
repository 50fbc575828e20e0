"""Characters with boxes put together to lines and cell texts: shared by the readers of fixed-layout formats (PDF, OFD)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from etl.documents import Box
from etl.text import is_wide

SMALL = 0.9
"""Share of a character's height below which the one beside it is of another size."""
APART = 0.18
"""Gap that parts two words, as a share of the height."""
BAND = 24.0
"""Points, as high as a strip of the page by which things on it are looked up."""
SIGNS = "-+\u2212\u2013"
LARGE = 1.4
"""How much larger than a page's usual print that is which was put over it."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its box in points from the top left corner of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    apart: bool = False
    """Drawn before or after all else on its page, in a type or an ink that nothing else there has."""
    struck: bool = False
    """A digit that a line is drawn through."""
    base: float | None = None
    """Height of the line that it stands on, in points from any level of the page; None where that is not told."""
    size: float | None = None
    """Of a digit's type, in points; boxes of one size differ from font to font. None where that is not told."""
    form: int = 0
    """Which of the drawings within the page (an annotation, a stamp) it is part of; 0 where the page itself draws it."""

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom

    @property
    def center(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; its glyphs stand from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def bbox(self) -> Box:
        return (
            min(g.x0 for g in self.glyphs), min(g.top for g in self.glyphs),
            max(g.x1 for g in self.glyphs), max(g.bottom for g in self.glyphs),
        )

    @property
    def text(self) -> str:
        """Words parted by one space, wide gaps by more: a column's edge stays visible."""
        return "".join(" " * spaces + glyph.text for spaces, glyph in self._spaced()).replace("〕〔", "")

    @property
    def places(self) -> tuple[Box, ...]:
        """The box of each word of the text."""
        words: list[list[Glyph]] = []
        for spaces, glyph in self._spaced():
            if spaces or not words:
                words.append([])
            words[-1].append(glyph)
        return tuple(Line(tuple(word)).bbox for word in words)

    def _spaced(self) -> Iterator[tuple[int, Glyph]]:
        """Glyphs that can be seen, and how many spaces stand before each."""
        last: Glyph | None = None
        for at, glyph in enumerate(self.glyphs):
            if glyph.text.isspace():
                if glyph.text in _FIRM and last is not None and _parts_thousands(self.glyphs[max(0, at - 1) : at + 4]):
                    yield 0, glyph
                    last = glyph
                continue
            spaces = 0
            if last is not None:
                gap, size = glyph.x0 - last.x1, max(glyph.height, last.height, 1.0)
                if gap > 1.5 * size:
                    spaces = min(12, max(2, round(gap / size)))
                elif gap > APART * size and not (_is_wide(glyph.text) and _is_wide(last.text) and gap < 0.8 * size):
                    spaces = 1
            yield spaces, glyph
            last = glyph


_FIRM = "\u00a0\u2007\u2009\u202f"
"""Spaces that do not break."""


def _parts_thousands(glyphs: Sequence[Glyph]) -> bool:
    """A digit, a space, three digits, close to one another."""
    return len(glyphs) == 5 and all(g.text.isdecimal() for g in (glyphs[0], *glyphs[2:])) and all(
        b.x0 - a.x1 < APART * max(a.height, 1.0) for a, b in pairwise(glyphs))


def _is_wide(text: str) -> bool:
    """A character of running Chinese text; full-width digits part like others, or numbers of two columns would become one."""
    return not text[0].isdecimal() and is_wide(text[0])


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines from top to bottom. A glyph belongs to the line whose middle half its centre lies in, or on whose level it stands."""
    rows: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.center[1], g.x0)):
        middle = glyph.center[1]
        if rows:
            top, bottom, members = rows[-1]
            is_level = glyph.base is not None and glyph.base == members[0].base  # a point at the foot of digits whose font tells no more than their ink
            if is_level or middle <= (top + bottom) / 2 + 0.35 * max(bottom - top, glyph.height * 0.6):
                members.append(glyph)
                if not glyph.text.isspace() and glyph.height > bottom - top:
                    rows[-1] = (glyph.top, glyph.bottom, members)
                continue
        rows.append((glyph.top, glyph.bottom, [glyph]))
    return [
        Line(tuple(_level(sorted(members, key=lambda g: g.x0))))
        for _, _, members in rows
        if any(not g.text.isspace() for g in members)
    ]


_STEP, _SMALLER = 0.04, 0.85
"""Share of its height by which a digit may stand above or below the one beside it, and of its size that this one has at least."""


def _level(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs of a line, in which digits that would be one number and do not stand level, or are smaller, are no character: whoever
    writes a number writes it in one line and one size, so one part of it was put there afterwards, or is the mark of a note."""
    def are_joined(a: Glyph, b: Glyph) -> bool:
        return a.text.isdecimal() and b.text.isdecimal() and b.x0 - a.x1 <= APART * max(a.height, b.height)

    def is_step(a: Glyph, b: Glyph) -> bool:
        if a.size and b.size and min(a.size, b.size) < _SMALLER * max(a.size, b.size):
            return True
        return a.base is not None and b.base is not None and abs(a.base - b.base) > _STEP * max(a.height, b.height)

    spoilt: set[int] = set()
    start = 0
    for at in range(1, len(glyphs) + 1):
        if at == len(glyphs) or not are_joined(glyphs[at - 1], glyphs[at]):
            if any(is_step(a, b) for a, b in pairwise(glyphs[start:at])):
                spoilt.update(range(start, at))
            start = at
    return [replace(g, text="\ufffd") if i in spoilt else g for i, g in enumerate(glyphs)] if spoilt else glyphs


@dataclass(frozen=True, slots=True)
class Shares:
    """What each box of a page holds."""

    held: dict[Box, list[int]]
    """Indexes of the glyphs in each box."""
    crossing: int
    """Numbers that cross an edge between two boxes."""
    overprint: frozenset[int]
    """Indexes of the glyphs of text that was printed over a table as a whole: a mark or a stamp, part of no cell."""
    doubtful: frozenset[int]
    """Indexes of digits that may be of one number or of two, on either side of an edge."""


def share_out(glyphs: Sequence[Glyph], boxes: Iterable[Box]) -> Shares:
    """Which box each glyph belongs to.

    Glyphs come in the order in which the file draws them. A glyph belongs to the smallest box round its centre. A number printed over an edge belongs whole to the box round
    its middle: split, it would be two wrong ones. Where the edge stands between its digits, or it begins with a 0, it may be two.
    """
    bands: dict[int, list[Box]] = defaultdict(list)
    held: dict[Box, list[int]] = {}
    for box in sorted(set(boxes), key=lambda b: (b[2] - b[0]) * (b[3] - b[1])):
        held[box] = []
        for band in range(int(box[1] // BAND), int(box[3] // BAND) + 1):
            bands[band].append(box)

    def box_at(x: float, y: float) -> Box | None:
        return next((b for b in bands[int(y // BAND)] if b[0] <= x < b[2] and b[1] <= y < b[3]), None)

    owners = [box_at(*g.center) for g in glyphs]
    for i, (a, b) in enumerate(pairwise(glyphs), 1):
        if b.text in _HANGING and owners[i] != owners[i - 1] and abs(a.center[1] - b.center[1]) <= b.height / 2 and -1 <= b.x0 - a.x1 <= APART * b.height:
            owners[i] = owners[i - 1]
    overprint = _overprint(glyphs, owners)
    crossing = 0
    doubtful: set[int] = set()
    for run in number_runs(glyphs):
        if len({owners[i] for i in run}) > 1 and run[0] not in overprint:
            crossing += 1
            said = "".join(glyphs[i].text for i in run)
            if said.startswith(_PADDED) or not set(SIGNS).isdisjoint(said[1:]) or any(_parts(owners[a], owners[b], glyphs[a], glyphs[b]) for a, b in pairwise(run)):
                doubtful.update(run)
                continue
            x = (glyphs[run[0]].x0 + glyphs[run[-1]].x1) / 2
            owner = box_at(x, glyphs[run[0]].center[1])
            for i in run:
                owners[i] = owner
    for i, owner in enumerate(owners):
        if owner is not None and i not in overprint:
            held[owner].append(i)
    return Shares(held, crossing, overprint, frozenset(doubtful))


_HANGING = "，。、；：）”》"
"""What may stand beyond the edge of its text, and begins none."""
_PADDED = tuple(f"0{digit}" for digit in range(10))
_THROUGH = 0.06
"""How far an edge stands within the box of a digit that it goes through, at least, as a share of the height: the ink begins there."""


def _parts(left: Box | None, right: Box | None, a: Glyph, b: Glyph) -> bool:
    """Whether the edge between the boxes of two digits goes through neither of them."""
    edges = {box[side] for box, side in ((left, 2), (right, 0)) if box} if left != right else set()
    return any(a.x1 - _THROUGH * a.height <= edge <= b.x0 + _THROUGH * a.height for edge in edges)


def _overprint(glyphs: Sequence[Glyph], owners: Sequence[Box | None]) -> frozenset[int]:
    """A stretch of text of more than the table's usual size that runs on over the edges of cells."""
    inside = [g.height for g, owner in zip(glyphs, owners, strict=True) if owner is not None]
    usual = median(inside) if inside else 0.0
    large = [i for i, glyph in enumerate(glyphs) if glyph.height > LARGE * usual > 0]
    found: set[int] = set()
    for stretch in stretches(glyphs, large):
        if len({owners[i] for i in stretch}) > 1:
            found |= set(stretch)
    return frozenset(found)


def stretches(glyphs: Sequence[Glyph], indexes: Sequence[int]) -> Iterator[list[int]]:
    """Glyphs that stand in one line, drawn one after the other."""
    stretch: list[int] = []
    for i in indexes:
        if stretch:
            last, glyph = glyphs[stretch[-1]], glyphs[i]
            if abs(glyph.center[1] - last.center[1]) > 1 or not -1 <= glyph.x0 - last.x1 <= glyph.height:
                yield stretch
                stretch = []
        stretch.append(i)
    if stretch:
        yield stretch


def number_runs(glyphs: Sequence[Glyph]) -> Iterable[list[int]]:
    """Runs of digits, with the marks within and the sign before, that the file draws one after the other without a gap, as indexes."""
    run: list[int] = []
    for i, glyph in enumerate(glyphs):
        if not (glyph.text.isdecimal() or glyph.text in ".," or glyph.text in SIGNS):
            continue
        if run:
            last = glyphs[run[-1]]
            gap = glyph.x0 - last.x1
            if run[-1] != i - 1 or not -0.5 <= gap <= 0.12 * glyph.height or abs(glyph.center[1] - last.center[1]) > 1:
                yield run
                run = []
        run.append(i)
    if run:
        yield run
