"""A page of an OFD as it is drawn: its visible characters, the rulings of its tables, its pictures. All in points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from etl.documents import Box
from etl.extract.layout import Glyph
from etl.extract.limits import MAX_CHARS_PER_PAGE, MAX_DEPTH, MAX_ELEMENTS, MAX_LINES_PER_PAGE, at_most
from etl.extract.ofd.parts import Files, Resources, text
from etl.extract.package import child, local
from etl.extract.pdf import is_faint, is_mark
from etl.extract.rulings import Segment, path_segments
from etl.extract.visible import Colour, Ground, Grounds, Ink

POINTS = 72 / 25.4
_CURVES = {"Q": 4, "B": 6, "A": 7}
_PATH = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:[eE]-?\d+)?")
_BLACK: Colour = (0.0,)
_TINY = 2
"""Points up to which letters are too small to be seen."""
_LEAST, _WHOLE = 0.04, 0.8
"""Shares of a page below which a picture shows no table, and from which on it is the page."""
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class _Printed:
    glyph: Glyph
    ink: Ink
    faint: bool


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
    pictures: list[tuple[Box, bytes]] = field(default_factory=list)
    covered: int = 0
    """Until which object a picture of the whole page lies over all."""
    order: int = 0
    groups: int = 0

    def draw(self, content: etree._Element, outer: Matrix | None = None, added: bool = False) -> None:
        """Draws the objects of a page, a template or a group in their order. ``outer`` puts a group's places on the page;
        ``added`` says that the page's own text does not make room for what is drawn."""
        outer = outer or (POINTS, 0, 0, POINTS, -self.x * POINTS, -self.y * POINTS)
        at_most(self.groups, MAX_DEPTH, "groups drawn in groups")
        for element in content.iter():
            self.order += 1
            at_most(self.order, MAX_ELEMENTS, "elements on one page")
            name = local(element)
            if element.get("Visible") == "false":
                continue
            if name == "TextObject":
                self._text(element, _placed(element, outer), added)
                at_most(len(self.printed), MAX_CHARS_PER_PAGE, "characters on one page")
            elif name == "PathObject":
                self._path(element, _placed(element, outer))
                at_most(len(self.across) + len(self.down), MAX_LINES_PER_PAGE, "rulings on one page")
            elif name == "ImageObject":
                self._image(element, outer)
            elif name == "CompositeObject" and (unit := self.resources.elements.get(element.get("ResourceID", ""))) is not None:
                self.groups += 1
                self.draw(unit, _placed(element, outer), added)
                self.groups -= 1

    def visible(self) -> list[Glyph]:
        """The characters that are not white on white, the ink of a watermark, or below a picture of the whole page."""
        grounds = Grounds(self.grounds)
        marked = is_mark(sum(p.faint for p in self.printed), len(self.printed))
        return [p.glyph for p in self.printed if p.ink.order > self.covered and not (p.faint and marked) and not grounds.hides(p.ink)]

    def insets(self, glyphs: Sequence[Glyph]) -> Iterator[tuple[float, bytes]]:
        """Pictures that may show a table and where they begin: beside text those that are larger than a seal, else the page itself."""
        for box, picture in self.pictures:
            share = _share(box, self.width, self.height)
            if share >= _LEAST and (share < _WHOLE or not glyphs):
                yield box[1], picture

    def _ink(self, element: etree._Element) -> tuple[Colour, float]:
        """The colour that an object is filled with, and how much of it is seen."""
        ink = child(element, "FillColor")
        if ink is None:
            ink = child(self.resources.elements.get(element.get("DrawParam", "")), "FillColor")
        alpha = _number(element.get("Alpha"), 255) * (_number(ink.get("Alpha"), 255) if ink is not None else 255) / 255**2
        shares = [_number(v, 0) / 255 for v in ink.get("Value", "").split()] if ink is not None else []
        return (tuple(shares) if len(shares) in (1, 3, 4) else _BLACK), alpha

    def _text(self, element: etree._Element, matrix: Matrix, added: bool) -> None:
        size = _number(element.get("Size"), 3.5)
        a, b, c, d, _, _ = matrix
        colour, alpha = self._ink(element)
        drawn = element.get("Fill") != "false" or element.get("Stroke") == "true"
        high = size * (c * c + d * d) ** 0.5
        if a <= 0 or abs(b) > 0.2 * a or not drawn or alpha <= 0 or high <= _TINY:
            return  # leaning text is a watermark
        scale = _number(element.get("HScale"), 1)
        x = y = 0.0
        for code in (e for e in element if local(e) == "TextCode"):
            said = "".join(map(str, code.itertext())).strip("\r\n\t")
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y or size)
            steps, drops = _deltas(code.get("DeltaX"), len(said)), _deltas(code.get("DeltaY"), len(said))
            for i, char in enumerate(said):
                width = (size if ord(char) > 0x2E7F else size / 2) * scale
                if i < len(steps) and steps[i] > 0:
                    width = min(width, steps[i])
                left, base = _at(matrix, x, y)
                glyph = Glyph(char, left, base - 0.86 * high, left + width * a, base + 0.14 * high, added)
                self.printed.append(_Printed(glyph, Ink(self.order, *glyph.center, colour), is_faint(colour, alpha)))
                x += steps[i] if i < len(steps) else 0 if drops else width
                y += drops[i] if i < len(drops) else 0

    def _path(self, element: etree._Element, matrix: Matrix) -> None:
        data = child(element, "AbbreviatedData")
        if data is None:
            return
        stroked, filled = element.get("Stroke", "true") != "false", element.get("Fill", "false") == "true"
        colour, alpha = self._ink(element)
        for points, closed in _subpaths(text(data)):
            shown = [_at(matrix, x, y) for x, y in points]
            across, down = path_segments(shown, closed, filled, stroked)
            self.across += across
            self.down += down
            if filled and alpha > 0:
                self.grounds.append(Ground(self.order, _box(shown), colour if alpha >= 1 else None))

    def _image(self, element: etree._Element, outer: Matrix) -> None:
        left, top, width, height = [*(numbers(element.get("Boundary")) or [0, 0]), 0, 0][:4]
        box = _box([_at(outer, left, top), _at(outer, left + width, top + height)])
        path = self.resources.pictures.get(element.get("ResourceID", ""))
        picture = self.files.bytes(path) if path is not None and self.files.has(path) else b""
        self.grounds.append(Ground(self.order, box, None))
        if picture:
            self.pictures.append((box, picture))
            if not _is_clear(picture) and _share(box, self.width, self.height) >= _WHOLE:
                self.covered = self.order


def _is_clear(picture: bytes) -> bool:
    """Whether a picture may let through what lies below it."""
    return picture.startswith(b"\x89PNG") and (picture[25:26] in (b"\x04", b"\x06") or b"tRNS" in picture[:4096])


def _placed(element: etree._Element, outer: Matrix) -> Matrix:
    """From the places inside an object to those on the page."""
    a, b, c, d, e, f = _matrix(element.get("CTM"))
    left, top = (numbers(element.get("Boundary")) or [0, 0])[:2]
    (x, y), (k, m, n, o, _, _) = _at(outer, left + e, top + f), outer
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, x, y


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(points: Sequence[tuple[float, float]]) -> Box:
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def _share(box: Box, width: float, height: float) -> float:
    """How much of the page a box takes, what lies outside left away."""
    across = min(box[2], width) - max(box[0], 0.0)
    return max(0.0, across) * max(0.0, min(box[3], height) - max(box[1], 0.0)) / max(1.0, width * height)


def _subpaths(data: str) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Corner points of each stretch of straight lines, and whether it is closed."""
    tokens = _PATH.findall(data)
    points: list[tuple[float, float]] = []
    command, found = "", list[float]()
    for token in [*tokens, "S"]:
        if token[0].isalpha():
            command, found = token, []
            if token == "C" and points:
                yield points, True
                points = points[:1]
            continue
        found.append(float(token))
        if command in ("M", "S") and len(found) == 2:
            if len(points) > 1:
                yield points, points[0] == points[-1]
            points = [(found[0], found[1])]
            found = []
        elif command == "L" and len(found) == 2:
            points.append((found[0], found[1]))
            found = []
        elif len(found) == _CURVES.get(command, 2):
            if len(points) > 1:
                yield points, False
            points, found = [(found[-2], found[-1])], []
    if len(points) > 1:
        yield points, points[0] == points[-1]


def _deltas(said: str | None, count: int) -> list[float]:
    """``DeltaX`` and ``DeltaY``: numbers, with ``g n d`` for n times d."""
    out: list[float] = []
    parts = (said or "").split()
    at = 0
    while at < len(parts) and len(out) <= count:
        if parts[at] == "g" and at + 2 < len(parts):
            out += [_number(parts[at + 2], 0)] * min(count, int(_number(parts[at + 1], 0)))
            at += 3
        else:
            out.append(_number(parts[at], 0))
            at += 1
    return out


def _matrix(said: str | None) -> Matrix:
    found = numbers(said)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else _IDENTITY


def numbers(said: str | None) -> list[float]:
    parts = (said or "").split()
    return [_number(p, 0) for p in parts] if len(parts) >= 2 else []


def _number(said: str | None, default: float) -> float:
    try:
        value = float(said) if said is not None else default
    except ValueError:
        return default
    return value if abs(value) < 1e7 else default
