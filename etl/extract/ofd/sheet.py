"""A page of an OFD as it is drawn: its visible characters, the rulings of its tables, its pictures. All in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from unicodedata import east_asian_width

from lxml import etree

from etl.documents import Box
from etl.extract.limits import MAX_CHARS_PER_PAGE, MAX_DEPTH, MAX_ELEMENTS, MAX_LINES_PER_PAGE, at_most
from etl.extract.ofd.parts import Resources, text
from etl.extract.ofd.space import POINTS, Frame, Matrix, at, boundary, box, number, rounded, steps, subpaths
from etl.extract.package import Files, child, local
from etl.extract.pages.layout import Glyph
from etl.extract.pages.marks import UNSURE, Mark
from etl.extract.pages.rulings import Segment, box_of, path_segments, put
from etl.extract.pages.visible import (
    BLACK,
    Colour,
    Ground,
    Grounds,
    Ink,
    drawn_apart,
    holds,
    is_faint,
    is_mark,
    printed,
    torn,
)
from etl.extract.pictures import is_clear

_TINY = 2
"""Points up to which letters are too small to be seen."""
_LEAST, _WHOLE = 0.04, 0.8
"""Shares of a page below which a picture shows no table, and from which on it is the page."""
_NARROWEST = 0.2
"""Share of its usual width that a glyph takes at least."""
_LARGE, _OPEN = 40, 0.8
"""Points that a ring takes at least; the share of them that it leaves open."""
_LONGEST = 8
"""Inks that are based on one another."""


@dataclass(frozen=True, slots=True)
class _Printed:
    glyph: Glyph
    ink: Ink
    faint: bool
    style: tuple[str, float, tuple[float, ...]]
    is_cut: bool
    is_turned: bool


@dataclass(slots=True)
class Sheet:
    files: Files
    resources: Resources
    x: float
    y: float
    """Millimetres of the page's corner."""
    width: float
    height: float
    across: list[Segment] = field(default_factory=list)
    down: list[Segment] = field(default_factory=list)
    printed: list[_Printed] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    veils: list[Ground] = field(default_factory=list)
    """What lies over a part of its box: pictures, and areas that are no box."""
    marks: list[tuple[int, Mark]] = field(default_factory=list)
    """What is no text and no line, and may be outlines of letters or pictures of them, with when it is drawn."""
    pictures: list[tuple[Box, bytes]] = field(default_factory=list)
    digits: dict[str, dict[str, int | None]] = field(default_factory=dict)
    """Of each font of the package the digits that are printed with it, and by which of its glyphs where the file says that itself."""
    covered: int = 0
    """Until which object a picture of the whole page lies over all."""
    order: int = 0

    def draw(self, content: etree._Element, added: bool = False) -> None:
        """Draws the objects of a page, of a template or of an annotation in their order."""
        self._draw(content, Frame(self._page(), added=added))

    def _page(self) -> Matrix:
        return POINTS, 0, 0, POINTS, -self.x * POINTS, -self.y * POINTS

    def _draw(self, content: etree._Element, frame: Frame) -> None:
        at_most(frame.depth, MAX_DEPTH, "groups drawn in groups")
        for element in sorted(content, key=_rank) if local(content) == "Content" else content:
            self.order += 1
            at_most(self.order, MAX_ELEMENTS, "elements on one page")
            name = local(element)
            if element.get("Visible") == "false":
                continue
            if name == "TextObject":
                self._text(element, frame.inside(element))
                at_most(len(self.printed), MAX_CHARS_PER_PAGE, "characters on one page")
            elif name == "PathObject":
                self._path(element, frame.inside(element))
                at_most(len(self.across) + len(self.down), MAX_LINES_PER_PAGE, "rulings on one page")
            elif name == "ImageObject":
                self._image(element, frame)
            elif name == "CompositeObject":
                if (unit := self.resources.elements.get(element.get("ResourceID", ""))) is not None:
                    self._draw(unit, frame.inside(element))
            elif name in ("Layer", "Appearance"):
                self._draw(element, frame.inside(element))
            else:
                self._draw(element, replace(frame, depth=frame.depth + 1))

    def stamp(self, place: etree._Element, picture: bytes) -> None:
        """Puts the picture of a seal upon the page, over all that was drawn."""
        self.order += 1
        if (where := boundary(place, self._page())) is not None and not is_clear(picture):
            self._veil(where, 1)

    def seal(self, note: etree._Element) -> None:
        """Puts a seal upon the page that is drawn as a note: its letters and lines are none of the page; what its letters
        and grounds cover or touch is unsure."""
        own = Sheet(self.files, self.resources, self.x, self.y, self.width, self.height, order=self.order)
        own.draw(note)
        self.order = own.order + 1
        self.pictures += own.pictures
        letters = ((2 * g.x0 - g.x1, g.top, 2 * g.x1 - g.x0, g.bottom) for g in (p.glyph for p in own.printed))
        for area in (*(ground.box for ground in (*own.grounds, *own.veils) if ground.colour is not None), *letters):
            self._veil(area, 1)
        at_most(len(self.veils), MAX_CHARS_PER_PAGE, "areas on one page")

    def overlay(self, place: etree._Element, seal: Sheet) -> None:
        """Puts a seal upon the page that is drawn itself: the lines of a seal leave what lies below them to be read, its grounds do not."""
        self.order += 1
        if (where := boundary(place, self._page())) is None:
            return
        across, down = (where[2] - where[0]) / seal.width, (where[3] - where[1]) / seal.height
        for ground in (ground for ground in seal.grounds if ground.colour is not None):
            x0, top, x1, bottom = ground.box
            area = where[0] + x0 * across, where[1] + top * down, where[0] + x1 * across, where[1] + bottom * down
            self.grounds.append(Ground(self.order, area, ground.colour))

    def visible(self) -> list[Glyph]:
        """The characters that are not outside the page, white on white, the ink of a watermark, or below something that covers them.

        Whether a digit is seen that its object cuts off, or that lies below a picture, nobody can say: it is no character. Where many
        are cut off, the file's boxes say nothing: nobody publishes such a page."""
        grounds, veils, page = Grounds(self.grounds), Grounds(self.veils), (0.0, 0.0, self.width, self.height)
        marked = is_mark(sum(p.faint for p in self.printed), len(self.printed))
        drawn = [p for p in self.printed if p.ink.order > self.covered and not (p.faint and marked) and not grounds.hides(p.ink)]
        digits = [p for p in drawn if p.glyph.text.isdecimal()]
        parts = torn([(p.ink.order, p.glyph.box, grounds.share(p.ink.order, p.glyph.box, (page,))) for p in digits])
        split = {id(digits[i]) for i in parts}
        seen = [p for p in drawn if id(p) in split or (holds(page, p.ink.x, p.ink.y) and grounds.cover(p.ink) is None)]
        are_cut = is_mark(sum(p.is_cut for p in digits), len(digits))
        apart = drawn_apart([p.style for p in seen])

        def shown(i: int, p: _Printed) -> Glyph:
            is_unsure = p.glyph.text.isdecimal() and (id(p) in split or p.is_turned or (p.is_cut and are_cut) or veils.cover(p.ink) is not None)
            glyph = replace(p.glyph, text=UNSURE) if is_unsure else p.glyph
            return replace(glyph, apart=True) if i in apart else glyph

        return [shown(i, p) for i, p in enumerate(seen)]

    def insets(self, glyphs: Sequence[Glyph]) -> Iterator[tuple[float, bytes]]:
        """Pictures that may show a table and where they begin: beside text those that are larger than a seal, else the page itself."""
        for where, picture in self.pictures:
            share = _share(where, self.width, self.height)
            if share >= _LEAST and (share < _WHOLE or not glyphs):
                yield where[1], picture

    def _ink(self, element: etree._Element, frame: Frame) -> tuple[Colour, float]:
        """The colour that an object is filled with, and how much of it is seen."""
        ink, name = child(element, "FillColor"), frame.ink
        for _ in range(_LONGEST):
            if ink is not None or (based := self.resources.elements.get(name)) is None:
                break
            ink, name = child(based, "FillColor"), based.get("Relative", "")
        if ink is None:
            return BLACK, frame.cover
        shares = [number(v, 0) / 255 for v in ink.get("Value", "").split()]
        return (tuple(shares) if len(shares) in (1, 3, 4) else BLACK), frame.cover * number(ink.get("Alpha"), 255) / 255

    def _text(self, element: etree._Element, frame: Frame) -> None:
        size = number(element.get("Size"), 3.5)
        a, b, c, d, _, _ = frame.matrix
        colour, cover = self._ink(element, frame)
        drawn = element.get("Fill") != "false" or element.get("Stroke") == "true"
        high = size * (c * c + d * d) ** 0.5
        if a <= 0 or abs(b) > 0.2 * a or not drawn or cover <= 0 or high <= _TINY:
            return  # leaning text is a watermark
        scale = number(element.get("HScale"), 1)
        font, faint = element.get("Font", ""), is_faint(colour, cover)
        style = font, round(high, 1), (*colour, cover)
        is_turned = any(element.get(way) not in (None, "0") for way in ("ReadDirection", "CharDirection"))
        glyphs = _glyphs(element)
        own = self.digits.setdefault(path, {}) if (path := self.resources.fonts.get(font)) else None
        x = y = 0.0
        count = 0
        codes = [e for e in element if local(e) == "TextCode"]
        for code, following in zip_longest(codes, codes[1:]):
            said = printed("".join(map(str, code.itertext())).strip("\r\n\t"))
            x, y = number(code.get("X"), x), number(code.get("Y"), y or size)
            right, down = steps(code.get("DeltaX"), len(said)), steps(code.get("DeltaY"), len(said))
            for i, char in enumerate(said):
                width = (size if east_asian_width(char) in "WFA" else size / 2) * scale
                room = right[i] if i < len(right) else number(following.get("X"), x) - x if following is not None else 0
                if room > 0:
                    width = min(width, room)
                left, base = at(frame.matrix, x, y)
                end = left + width * a
                if left + _NARROWEST * width * a < frame.clip[2] < end:
                    end = frame.clip[2]  # no glyph is wider than its object
                glyph = Glyph(char, left, base - 0.86 * high, end, base + 0.14 * high, frame.added, base=-base, size=high)
                if own is not None and char.isdecimal():
                    own[char] = glyphs.get(count)
                ink = Ink(self.order, *glyph.center, colour)
                self.printed.append(_Printed(glyph, ink, faint, style, not holds(frame.clip, ink.x, ink.y), is_turned))
                x += right[i] if i < len(right) else 0 if down else width
                y += down[i] if i < len(down) else 0
                count += 1

    def _path(self, element: etree._Element, frame: Frame) -> None:
        data = child(element, "AbbreviatedData")
        if data is None:
            return
        stroked, filled = element.get("Stroke", "true") != "false", element.get("Fill", "false") == "true"
        colour, cover = self._ink(element, frame)
        outlines = rounded(text(data)) if filled and cover > 0 else ()
        areas = [box([at(frame.matrix, x, y) for x, y in points]) for points in outlines if len(points) > 1]
        for points, closed in subpaths(text(data)):
            corners = [at(frame.matrix, x, y) for x, y in points]
            lines = path_segments(corners, closed, filled, stroked)
            put(lines, self.across, self.down)
            if not filled or cover <= 0 or len(points) < 3:
                continue
            if (area := box_of(corners)) is not None:
                self.grounds.append(Ground(self.order, area, colour if cover >= 1 else None))
            elif not any(lines):
                areas.append(box(corners))
        rings = {area for pair in pairwise(areas) for area in pair if _is_ring(*sorted(pair))}
        for area in areas:
            if area not in rings:
                self._veil(area, cover)
                self.marks.append((self.order, Mark(area, tuple(colour), cover)))

    def _veil(self, where: Box, cover: float) -> None:
        self.grounds.append(Ground(self.order, where, None))
        if cover >= 1:
            self.veils.append(Ground(self.order, where, BLACK))

    def _image(self, element: etree._Element, frame: Frame) -> None:
        where = boundary(element, frame.matrix)
        path = self.resources.pictures.get(element.get("ResourceID", ""), "")
        picture = self.files.bytes(path) if self.files.has(path) else b""
        if where is None or not picture:
            return
        self.pictures.append((where, picture))
        self.marks.append((self.order, Mark(where)))
        clear = element.get("ImageMask") is not None or self.resources.is_clear(path, picture)
        self._veil(where, 0 if clear else frame.cover * number(element.get("Alpha"), 255) / 255)
        if not clear and _share(where, self.width, self.height) >= _WHOLE:
            self.covered = self.order


def _rank(layer: etree._Element) -> int:
    """Which of a page's layers are drawn before the others."""
    return {"Background": -1, "Foreground": 1}.get(layer.get("Type", ""), 0)


def _glyphs(element: etree._Element) -> dict[int, int]:
    """The glyphs that characters of an object are printed with, by their places in it, where it says so one by one."""
    found: dict[int, int] = {}
    for said in (e for e in element if local(e) == "CGTransform"):
        first, named = int(number(said.get("CodePosition"), 0)), text(child(said, "Glyphs")).split()
        if number(said.get("CodeCount"), 1) == number(said.get("GlyphCount"), 1) == len(named):
            found |= {first + i: int(number(glyph, 0)) for i, glyph in enumerate(named)}
    return found


def _is_ring(outer: Box, inner: Box) -> bool:
    """Whether of two outlines of one area the second leaves nearly all inside of the first open, as the rings of seals do."""
    (x0, top, x1, bottom), (left, upper, right, lower) = outer, inner
    return upper > top and lower < bottom and right < x1 and min(x1 - x0, bottom - top) > _LARGE and right - left > _OPEN * (x1 - x0)


def _share(where: Box, width: float, height: float) -> float:
    """How much of the page a box takes, what lies outside left away."""
    across = min(where[2], width) - max(where[0], 0.0)
    return max(0.0, across) * max(0.0, min(where[3], height) - max(where[1], 0.0)) / max(1.0, width * height)
