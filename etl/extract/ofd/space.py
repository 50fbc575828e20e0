"""The space of an OFD page: where objects stand in it, what they are cut off at, and the lists of numbers that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan, nan

from lxml import etree

from etl.documents import Box
from etl.extract.ofd.parts import text
from etl.extract.package import child, local

POINTS = 72 / 25.4
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
_NOWHERE: Box = (1.0, 1.0, 0.0, 0.0)
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_CURVES = {"Q": 4, "B": 6, "A": 7}
_STRETCH = re.compile(r"([MSLQBA])([^A-Za-df-z]*)")
_PATH = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:[eE]-?\d+)?")


@dataclass(frozen=True, slots=True)
class Frame:
    """What objects are drawn into: a page, or a group of it."""

    matrix: Matrix
    clip: Box = _EVERYWHERE
    """Outside of it, programs that keep to the standard show nothing, and others all."""
    ink: str = ""
    """The ink (``DrawParam``) of what has none of its own."""
    cover: float = 1.0
    """How much of what lies below is covered."""
    added: bool = False
    """The page's own text does not make room for what is drawn."""
    depth: int = 0

    def inside(self, element: etree._Element) -> Frame:
        """What an object draws its own into."""
        matrix = _placed(element, self.matrix)
        clip = _shared(self.clip, boundary(element, self.matrix) or _EVERYWHERE)
        for said in (part for parts in element if local(parts) == "Clips" for part in parts):
            corners = [corner for area in said for corner in _corners(area, matrix)]
            clip = _shared(clip, box(corners) if corners else _NOWHERE)
        cover = self.cover * number(element.get("Alpha"), 255) / 255
        return Frame(matrix, clip, element.get("DrawParam", self.ink), cover, self.added, self.depth + 1)


def _corners(area: etree._Element, matrix: Matrix) -> Iterator[Point]:
    """The corners of an area that an object is cut off at; none where letters cut it."""
    own = _placed(area, matrix)
    for path in (e for e in area if local(e) == "Path"):
        for points, _ in subpaths(text(child(path, "AbbreviatedData"))):
            yield from (at(_placed(path, own), x, y) for x, y in points)


def _placed(element: etree._Element, outer: Matrix) -> Matrix:
    """From the places inside an object to those on the page."""
    a, b, c, d, e, f = _matrix(element.get("CTM"))
    left, top = (numbers(element.get("Boundary")) or [0, 0])[:2]
    (x, y), (k, m, n, o, _, _) = at(outer, left + e, top + f), outer
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, x, y


def boundary(element: etree._Element, outer: Matrix) -> Box | None:
    """The box on the page that an object says it keeps to; None where it says none."""
    said = numbers(element.get("Boundary"))
    if len(said) < 4 or min(said[2:4]) <= 0:
        return None
    left, top, width, height = said[:4]
    return box([at(outer, left + x, top + y) for x, y in ((0, 0), (width, 0), (width, height), (0, height))])


def at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _shared(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def subpaths(data: str) -> Iterator[tuple[list[Point], bool]]:
    """Corner points of each stretch of straight lines, and whether it is closed."""
    tokens = _PATH.findall(data)
    points: list[Point] = []
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


def rounded(data: str) -> Iterator[list[Point]]:
    """Of each outline with curves the points between which it keeps."""
    points: list[Point] = []
    is_round = False
    for command, said in [*_STRETCH.findall(data), ("M", "")]:
        values = [float(value) for value in _PATH.findall(said)]
        if command in "MS":
            if is_round:
                yield points
            points, is_round = [], False
        if command == "A" and points and len(values) == _CURVES["A"]:
            (x, y), (wide, high), end = points[-1], values[:2], values[-2:]
            x, y = (x + end[0]) / 2, (y + end[1]) / 2
            values = [x - wide, y - high, x + wide, y + high, *end]
        points += zip(values[::2], values[1::2], strict=False)
        is_round |= command in _CURVES


def steps(said: str | None, count: int) -> list[float]:
    """``DeltaX`` and ``DeltaY``: numbers, with ``g n d`` for n times d, up to the first that cannot be read."""
    out: list[float] = []
    parts = (said or "").replace(",", " ").split()
    i = 0
    while i < len(parts) and len(out) <= count:
        times, i = (min(count, int(number(parts[i + 1], 0))), i + 2) if parts[i] == "g" and i + 2 < len(parts) else (1, i)
        if isnan(step := number(parts[i], nan)):
            break  # 0 would print one digit over another
        out += [step] * times
        i += 1
    return out


def _matrix(said: str | None) -> Matrix:
    found = numbers(said)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else _IDENTITY


def numbers(said: str | None) -> list[float]:
    parts = (said or "").split()
    return [number(p, 0) for p in parts] if len(parts) >= 2 else []


def number(said: str | None, default: float) -> float:
    try:
        value = float(said) if said is not None else default
    except ValueError:
        return default
    return value if abs(value) < 1e7 else default
