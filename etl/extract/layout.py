"""Characters with boxes put together to lines and cell texts: shared by the readers of fixed-layout formats (PDF, OFD)."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from etl.documents import Box


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
                elif gap > _APART * size and not (_is_wide(glyph.text) and _is_wide(last.text) and gap < 0.8 * size):
                    spaces = 1
            yield spaces, glyph
            last = glyph


_FIRM = "\u00a0\u2007\u2009\u202f"
"""Spaces that do not break."""


def _parts_thousands(glyphs: Sequence[Glyph]) -> bool:
    """A digit, a space, three digits, close to one another."""
    return len(glyphs) == 5 and all(g.text.isdecimal() for g in (glyphs[0], *glyphs[2:])) and all(
        b.x0 - a.x1 < _APART * max(a.height, 1.0) for a, b in pairwise(glyphs))


def _is_wide(text: str) -> bool:
    """A character of running Chinese text; full-width digits part like others, or numbers of two columns would become one."""
    return not text[0].isdecimal() and unicodedata.east_asian_width(text[0]) in "WF"


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines from top to bottom. A glyph belongs to the line whose middle half its centre lies in."""
    rows: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.center[1], g.x0)):
        middle = glyph.center[1]
        if rows:
            top, bottom, members = rows[-1]
            if middle <= (top + bottom) / 2 + 0.35 * max(bottom - top, glyph.height * 0.6):
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


_STEP = 0.04
"""Share of its height by which a digit may stand above or below the one beside it."""


def _level(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs of a line, in which digits that would be one number and do not stand level are no character: whoever writes a number
    writes it in one line, so one part of it was put there afterwards."""
    def are_joined(a: Glyph, b: Glyph) -> bool:
        return a.text.isdecimal() and b.text.isdecimal() and b.x0 - a.x1 <= _APART * max(a.height, b.height)

    def is_step(a: Glyph, b: Glyph) -> bool:
        height = max(a.height, b.height)
        return a.base is not None and b.base is not None and abs(a.base - b.base) > _STEP * height and min(a.height, b.height) > _SMALL * height

    spoilt: set[int] = set()
    start = 0
    for at in range(1, len(glyphs) + 1):
        if at == len(glyphs) or not are_joined(glyphs[at - 1], glyphs[at]):
            if any(is_step(a, b) for a, b in pairwise(glyphs[start:at])):
                spoilt.update(range(start, at))
            start = at
    return [replace(g, text="\ufffd") if i in spoilt else g for i, g in enumerate(glyphs)] if spoilt else glyphs


_CELL = 12.0
_SHADOW = 0.45
"""Share of a character's width up to which its second print stands off the first. Characters side by side stand further apart, however tight they are set."""


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs without those that are printed a second time at nearly the same place, as bold or with a shadow."""
    kept: list[Glyph] = []
    places: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        x, y = int(glyph.x0 // _CELL), int(glyph.top // _CELL)
        near = (o for dx in (-1, 0, 1) for dy in (-1, 0, 1) for o in places.get((glyph.text, x + dx, y + dy), ()))
        reach = min(_SHADOW * max(glyph.x1 - glyph.x0, 0.5), _CELL)
        if not any(abs(o.x0 - glyph.x0) < reach and abs(o.top - glyph.top) < 1.5 for o in near):
            kept.append(glyph)
            places[glyph.text, x, y].append(glyph)
    return kept


_SMALL, _RAISED = 0.9, 0.2
"""How small the digit of a footnote is beside the character before it, and how far its foot stands above the other's, as shares of that height."""


def with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs in which small raised digits are marks of footnotes, as 〔1〕: 12¹ is no 121."""
    usual = median(heights) if (heights := [g.height for g in glyphs if g.text.isdecimal()]) else 0.0
    small = [i for i, g in enumerate(glyphs) if g.text.isdecimal() and g.height <= _SMALL * usual]
    found = list(glyphs)
    if not small:
        return found
    ends = sorted((g.x1, i) for i, g in enumerate(glyphs) if not g.text.isspace())
    for i in sorted(small, key=lambda i: glyphs[i].x0):
        digit, reach = glyphs[i], glyphs[i].height / 2
        near = (k for _, k in ends[bisect_left(ends, (digit.x0 - reach, 0)) : bisect_left(ends, (digit.x0 + reach, 0))] if k != i)
        if base := next((found[k] for k in near if _is_raised(digit, found[k])), None):
            found[i] = replace(digit, text=f"〔{digit.text}〕", top=base.top, bottom=base.bottom)
    return found


def _is_raised(digit: Glyph, base: Glyph) -> bool:
    return digit.height <= _SMALL * base.height and base.top < digit.bottom < base.bottom - _RAISED * base.height


_SIGNS = "-+\u2212\u2013"
_APART, _FAR, _PAIRS = 0.18, 0.6, 12
"""Gaps that part two words, and that part them for certain, as shares of the height; gaps from which a page's way of setting digits shows."""


def tightened(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs in which letter-spaced digits touch. A page sets its numbers so where the digits of nearly all that stand by themselves
    are parted by the same small gap, without a space; none of them then begins with a 0 before a digit."""
    numbers = [run for run in _digit_runs(glyphs) if len(run) > 1]
    gaps = [(glyphs[b].x0 - glyphs[a].x1) / max(glyphs[a].height, 1.0) for run in numbers for a, b in pairwise(run)]
    if len(gaps) < _PAIRS or (usual := median(gaps)) <= _APART:
        return list(glyphs)
    padded = any(re.match(rf"[{_SIGNS}]?0\d", "".join(glyphs[i].text for i in run)) for run in numbers)
    if padded or sum(abs(gap - usual) > 0.2 * usual for gap in gaps) > 0.1 * len(gaps):
        return list(glyphs)
    found = list(glyphs)
    for run in numbers:
        for a, b in pairwise(run):
            found[a] = replace(glyphs[a], x1=glyphs[b].x0)
    return found


def _digit_runs(glyphs: Sequence[Glyph]) -> Iterator[list[int]]:
    """Digits drawn one after the other that stand near each other, with the sign before them, and far from all else on their line."""
    def step(a: Glyph, b: Glyph) -> float:
        # Boxes of two fonts differ where their base lines do not.
        return abs(a.center[1] - b.center[1] if a.base is None or b.base is None else a.base - b.base)

    def near(a: int, b: int) -> bool:
        if not (a >= 0 and b < len(glyphs)) or step(glyphs[a], glyphs[b]) > 1:
            return False
        return -1 <= glyphs[b].x0 - glyphs[a].x1 <= _FAR * max(glyphs[a].height, 1.0)

    at = 0
    while at < len(glyphs):
        start = at - (at > 0 and glyphs[at - 1].text in _SIGNS and near(at - 1, at))
        stop = at + 1
        if glyphs[at].text.isdecimal():
            while stop < len(glyphs) and (glyphs[stop].text.isdecimal() or glyphs[stop].text in ".,") and near(stop - 1, stop):
                stop += 1
            if not near(start - 1, start) and not near(stop - 1, stop):
                yield list(range(start, stop))
        at = stop


def blotted(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs in which the digits of all text printed over other digits are no character: nobody can say which of the two counts."""
    digits: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, glyph in enumerate(glyphs):
        if glyph.text.isdecimal():
            digits[int(glyph.center[0] // _CELL), int(glyph.center[1] // _CELL)].append(i)
    blots = {
        k for i, glyph in enumerate(glyphs) if not glyph.text.isspace()
        for x in range(int(glyph.x0 // _CELL) - 1, int(glyph.x1 // _CELL) + 2)
        for y in range(int(glyph.top // _CELL), int(glyph.bottom // _CELL) + 1)
        for j in digits.get((x, y), ()) if j != i and _are_mixed(glyph, glyphs[j]) for k in (i, j)
    }
    if not blots:
        return list(glyphs)
    spoilt = {i for stretch in _stretches(glyphs, range(len(glyphs))) if blots & set(stretch) for i in stretch}
    return [replace(g, text="\ufffd") if i in spoilt and g.text.isdecimal() else g for i, g in enumerate(glyphs)]


_MIXED = 0.3


def _are_mixed(a: Glyph, b: Glyph) -> bool:
    """Whether two characters of one size stand in one place."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    if across <= _MIXED * min(a.x1 - a.x0, b.x1 - b.x0) or down <= 0.5 * min(a.height, b.height):
        return False
    return max(a.height, b.height) <= _LARGE * min(a.height, b.height)


_MIDDLE, _BEYOND = 0.2, 1.0
"""How far a line through a number runs off its middle, and beyond its ends, as shares of its height."""


def struck_out(glyphs: Sequence[Glyph], lines_across: Iterable[tuple[float, float, float]]) -> list[Glyph]:
    """Glyphs in which those of numbers that a line is drawn through, and through nothing else, are marked. Lines are given by their
    height, start and end."""
    across = sorted(lines_across)
    found = list(glyphs)
    for run in _number_runs(glyphs) if across else ():
        first, last = glyphs[run[0]], glyphs[run[-1]]
        height, middle = first.height, first.center[1]
        near = across[bisect_left(across, (middle - _MIDDLE * height,)) : bisect_left(across, (middle + _MIDDLE * height,))]
        if any(first.x0 - _BEYOND * height <= start <= first.center[0] and last.center[0] <= end <= last.x1 + _BEYOND * height for _, start, end in near):
            for i in run:
                found[i] = replace(found[i], struck=True)
    return found


def without_struck(group: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs of a cell without the number that was struck out, where another stands beside it; else it is no character."""
    rest = [g for g in group if not g.struck]
    if len(rest) == len(group):
        return group
    corrected = any(g.text.isdecimal() for g in rest) and not any(g.text.isalpha() for g in rest)
    return rest if corrected else [replace(g, text="\ufffd") if g.struck else g for g in group]


_FEW = 5
"""Digits that a table has besides those that were added to it, at least; cells that a form has."""


def without_added(groups: Sequence[Sequence[Glyph]]) -> list[Sequence[Glyph]]:
    """The cells of a table, or lines of a page, in which the digits that were put upon the finished page are no character: which of a
    cell's digits are its own nobody can say. What is drawn first or last and stands there is no addition; nor are the digits of many
    cells that have no others: such fields were filled in."""
    added = [group for group in groups if any(g.apart and g.text.isdecimal() for g in group)]
    if len(added) >= _FEW and not any(g.text.isdecimal() and not g.apart for group in added for g in group):
        return list(groups)
    own = [g for group in groups for g in group if not g.apart]
    if sum(g.text.isdecimal() for g in own) < _FEW or len(own) == sum(map(len, groups)):
        return list(groups)
    top, bottom = min(g.bottom for g in own), max(g.top for g in own)

    def shown(glyph: Glyph) -> Glyph:
        is_added = glyph.apart and glyph.text.isdecimal() and top < glyph.top and glyph.bottom < bottom
        return replace(glyph, text="\ufffd") if is_added else glyph

    return [group if any(g.apart and g.text.isalpha() for g in group) else [shown(g) for g in group] for group in groups]


def cell_text(glyphs: Iterable[Glyph]) -> str:
    """Text of one cell: its lines joined by line ends."""
    return "\n".join(line.text for line in lines(glyphs))


_BAND = 24.0


@dataclass(frozen=True, slots=True)
class Shares:
    """What each box of a page holds."""

    held: dict[Box, list[int]]
    """Indexes of the glyphs in each box."""
    crossing: int
    """Numbers that cross an edge between two boxes."""
    overprint: frozenset[int]
    """Indexes of the glyphs of text that was printed over a table as a whole: a mark or a stamp, part of no cell."""


def share_out(glyphs: Sequence[Glyph], boxes: Iterable[Box]) -> Shares:
    """Which box each glyph belongs to.

    Glyphs come in the order in which the file draws them. A glyph belongs to the smallest box round its centre. A number printed over an edge belongs whole to the box round
    its middle: split, it would be two wrong ones.
    """
    bands: dict[int, list[Box]] = defaultdict(list)
    held: dict[Box, list[int]] = {}
    for box in sorted(set(boxes), key=lambda b: (b[2] - b[0]) * (b[3] - b[1])):
        held[box] = []
        for band in range(int(box[1] // _BAND), int(box[3] // _BAND) + 1):
            bands[band].append(box)

    def box_at(x: float, y: float) -> Box | None:
        return next((b for b in bands[int(y // _BAND)] if b[0] <= x < b[2] and b[1] <= y < b[3]), None)

    owners = [box_at(*g.center) for g in glyphs]
    overprint = _overprint(glyphs, owners)
    crossing = 0
    for run in _number_runs(glyphs):
        if len({owners[i] for i in run}) > 1 and run[0] not in overprint:
            crossing += 1
            x = (glyphs[run[0]].x0 + glyphs[run[-1]].x1) / 2
            owner = box_at(x, glyphs[run[0]].center[1])
            for i in run:
                owners[i] = owner
    for i, owner in enumerate(owners):
        if owner is not None and i not in overprint:
            held[owner].append(i)
    return Shares(held, crossing, overprint)


_LARGE = 1.4


def _overprint(glyphs: Sequence[Glyph], owners: Sequence[Box | None]) -> frozenset[int]:
    """A stretch of text of more than the table's usual size that runs on over the edges of cells."""
    inside = [g.height for g, owner in zip(glyphs, owners, strict=True) if owner is not None]
    usual = median(inside) if inside else 0.0
    large = [i for i, glyph in enumerate(glyphs) if glyph.height > _LARGE * usual > 0]
    found: set[int] = set()
    for stretch in _stretches(glyphs, large):
        if len({owners[i] for i in stretch}) > 1:
            found |= set(stretch)
    return frozenset(found)


_COVERED = 3
"""Characters of a page's usual size that stand within larger ones, at least, where these are printed over them."""


def written_over(glyphs: Sequence[Glyph]) -> frozenset[int]:
    """Indexes of large text that stands where smaller text does, part of no line: a watermark that is not faint. A title has its place
    to itself."""
    usual = median(heights) if (heights := [g.height for g in glyphs if not g.text.isspace()]) else 0.0
    small: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    large: list[int] = []
    for i, glyph in enumerate(glyphs):
        if glyph.height > _LARGE * usual:
            large.append(i)
        elif not glyph.text.isspace():
            small[int(glyph.center[0] // _BAND), int(glyph.center[1] // _BAND)].append(glyph)

    def covered(glyph: Glyph) -> int:
        room = 0.2 * glyph.height
        near = (
            o for x in range(int(glyph.x0 // _BAND), int(glyph.x1 // _BAND) + 1)
            for y in range(int(glyph.top // _BAND), int(glyph.bottom // _BAND) + 1) for o in small.get((x, y), ())
        )
        return sum(glyph.x0 <= o.center[0] <= glyph.x1 and glyph.top + room <= o.center[1] <= glyph.bottom - room for o in near)

    stretches = list(_stretches(glyphs, large))
    return frozenset(i for stretch in stretches if sum(covered(glyphs[i]) for i in stretch) >= _COVERED for i in stretch)


def _stretches(glyphs: Sequence[Glyph], indexes: Sequence[int]) -> Iterator[list[int]]:
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


def _number_runs(glyphs: Sequence[Glyph]) -> Iterable[list[int]]:
    """Runs of digits that the file draws one after the other without a gap, as indexes."""
    run: list[int] = []
    for i, glyph in enumerate(glyphs):
        if not (glyph.text.isdecimal() or glyph.text in ".,"):
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
