"""What is done to the characters of a page before they become lines: marks, bold and shadows, letter spacing, and whatever was printed
over, struck out or added later."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from statistics import median

from etl.extract.pages.layout import APART, BAND, LARGE, SIGNS, SMALL, Glyph, number_runs, stretches

_CELL, _MOST = 12.0, 50
_SHADOW = 0.45
"""Share of a character's width up to which its second print stands off the first. Characters side by side stand further apart, however tight they are set."""


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs without those that are printed a second time at nearly the same place, as bold, with an edge or with a shadow. Two fonts may
    tell other boxes of one character: where it stands counts."""
    kept: list[Glyph] = []
    places: dict[tuple[str, int, int], list[tuple[float, float]]] = defaultdict(list)
    for glyph in glyphs:
        x, level = glyph.x0, glyph.top if glyph.base is None else glyph.base
        reach = min(_SHADOW * max(glyph.x1 - x, 0.5), _CELL)
        near = (place for cell in _cells(x - reach, level - 1.5, x + reach, level + 1.5) for place in places.get((glyph.text, *cell), ()))
        if not any(abs(x - left) < reach and abs(level - stands) < 1.5 for left, stands in near):
            kept.append(glyph)
            places[glyph.text, int(x // _CELL), int(level // _CELL)].append((x, level))
    return kept


_DEEP, _STEADY, _CROWDED = 0.3, 0.1, 12
"""How deep digits stand in one another, as a share of their width, and by how much that differs, where a page's font does not tell how wide
they are; and pairs of such digits, at least."""


def told_apart(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs of which those end where the next begins whose font calls its digits as wide as its other characters, while the page sets them
    by their true widths: digits drawn one after the other then stand equally deep in one another."""
    deep = [(a, (b.x0 - a.x0) / (a.x1 - a.x0)) for a, b in pairwise(glyphs)
            if a.text.isdecimal() and b.text.isdecimal() and a.base == b.base and a.x0 < b.x0 < a.x1 - _DEEP * (a.x1 - a.x0)]
    usual = median(share for _, share in deep) if len(deep) >= _CROWDED else 0.0
    if not usual or sum(abs(share - usual) > _STEADY for _, share in deep) > 0.1 * len(deep):
        return list(glyphs)
    slimmest = 0.9 * median((g.x1 - g.x0) / g.height for g, _ in deep)
    found = list(glyphs)
    for i, glyph in enumerate(glyphs):
        if glyph.text.isascii() and glyph.x1 - glyph.x0 > slimmest * glyph.height:
            ends = [glyph.x0 + usual * (glyph.x1 - glyph.x0)]
            ends += [after.x0 for after in glyphs[i + 1 : i + 2] if after.base == glyph.base and after.x0 > glyph.x0]
            found[i] = replace(glyph, x1=min(ends))
    return found


def _cells(x0: float, top: float, x1: float, bottom: float, size: float = _CELL) -> list[tuple[int, int]]:
    """The squares of a page that a box lies in; the first ones of a box that is larger than print can be."""
    left, upper, right, lower = int(x0 // size), int(top // size), int(x1 // size), int(bottom // size)
    if left == right and upper == lower:
        return [(left, upper)]
    down = range(upper, min(lower, upper + _MOST) + 1)
    return [(x, y) for x in range(left, min(right, left + _MOST) + 1) for y in down]


_COVERED = 3
"""Characters of a page's usual size that stand within larger ones, at least, where these are printed over them."""


def written_over(glyphs: Sequence[Glyph]) -> frozenset[int]:
    """Indexes of large text that stands where smaller text does, part of no line: a watermark that is not faint. A title has its place
    to itself."""
    usual = median(heights) if (heights := [g.height for g in glyphs if not g.text.isspace()]) else 0.0
    large = [i for i, g in enumerate(glyphs) if g.height > LARGE * usual]
    if not large:
        return frozenset()
    small: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.height <= LARGE * usual and not glyph.text.isspace():
            small[int(glyph.center[0] // BAND), int(glyph.center[1] // BAND)].append(glyph)

    def covered(glyph: Glyph) -> int:
        room = 0.2 * glyph.height
        near = (o for cell in _cells(glyph.x0, glyph.top, glyph.x1, glyph.bottom, BAND) for o in small.get(cell, ()))
        return sum(glyph.x0 <= o.center[0] <= glyph.x1 and glyph.top + room <= o.center[1] <= glyph.bottom - room for o in near)

    return frozenset(i for stretch in stretches(glyphs, large) if sum(covered(glyphs[i]) for i in stretch) >= _COVERED for i in stretch)


_RAISED = 0.2
"""How far the foot of a footnote's digit stands above that of the character before it, as a share of its height."""


def with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs in which small raised digits are marks of footnotes, as 〔1〕: 12¹ is no 121."""
    usual = median(heights) if (heights := [g.height for g in glyphs if g.text.isdecimal()]) else 0.0
    small = [i for i, g in enumerate(glyphs) if g.text.isdecimal() and g.height <= SMALL * usual]
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
    return digit.form == base.form and digit.height <= SMALL * base.height and base.top < digit.bottom < base.bottom - _RAISED * base.height


def blotted(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs in which the digits of all text printed over other digits, or put beside them later, are no character: nobody can say
    which of the two counts."""
    digits: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, glyph in enumerate(glyphs):
        if glyph.text.isdecimal():
            for cell in _cells(glyph.x0, glyph.top, glyph.x1, glyph.bottom):
                digits[cell].append(i)
    blots = _parted(glyphs) | {
        k for i, glyph in enumerate(glyphs) if not glyph.text.isspace()
        for cell in _cells(glyph.x0, glyph.top, glyph.x1, glyph.bottom) for j in digits.get(cell, ()) if j != i and _are_mixed(glyph, glyphs[j]) for k in (i, j)
    }
    if not blots:
        return list(glyphs)
    spoilt = {i for stretch in stretches(glyphs, range(len(glyphs))) if blots & set(stretch) for i in stretch}
    return [replace(g, text="\ufffd") if i in spoilt and g.text.isdecimal() else g for i, g in enumerate(glyphs)]


_BESIDE, _LEVEL = 0.12, 0.3
"""Gap up to which two characters are of one number, and how far one may stand above the other, as shares of the height."""


def _parted(glyphs: Sequence[Glyph]) -> set[int]:
    """Indexes of characters that would be one number with others, though the page draws something else between them, or one of them is
    drawn upon it: whoever writes a number writes it in one go. What another hand adds, in whatever type (an annotation, a correction),
    is drawn at its own time."""
    drawn = [i for i, g in enumerate(glyphs) if not g.text.isspace()]
    places: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for order, i in enumerate(drawn):
        if glyphs[i].text.isdecimal():
            places[int(glyphs[i].x0 // _CELL), int(glyphs[i].center[1] // _CELL)].append((order, i))
    found: set[int] = set()
    for order, i in enumerate(drawn):
        glyph, (x, y) = glyphs[i], glyphs[i].center
        if not (glyph.text.isdecimal() or glyph.text in SIGNS):
            continue
        reach, rise = _BESIDE * glyph.height, _LEVEL * glyph.height
        near = (p for cell in _cells(x, y - rise, glyph.x1 + reach, y + rise) for p in places.get(cell, ()))
        beside = [(other, j) for other, j in near if abs(glyphs[j].x0 - glyph.x1) <= reach and abs(glyphs[j].center[1] - y) <= rise]
        found.update(k for other, j in beside if abs(other - order) > 1 or glyph.form != glyphs[j].form for k in (i, j))
    return found


_MIXED, _SLIM_MIXED = 0.3, 0.5
"""Share of the narrower of two characters that stands upon the other where both are in one place; of a point or a comma, whose box fonts
that are put in place of another let the digit before it enter."""


def _are_mixed(a: Glyph, b: Glyph) -> bool:
    """Whether two characters of one size stand in one place."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    slim, wide = sorted((a.x1 - a.x0, b.x1 - b.x0))
    if across <= (_MIXED if 2 * slim > wide else _SLIM_MIXED) * slim or down <= 0.5 * min(a.height, b.height):
        return False
    return max(a.height, b.height) <= LARGE * min(a.height, b.height)


_FAR, _PAIRS = 0.6, 12
"""Gap that parts two words for certain, as a share of the height; gaps from which a page's way of setting digits shows."""


def spacing(pages: Sequence[Sequence[Glyph]]) -> float:
    """By what share of their height letter-spaced digits stand apart; 0 where they do not. Numbers are set so where the digits of nearly
    all that stand by themselves are parted by the same small gap, without a space; none of them then begins with a 0 before a digit."""
    numbers = [(glyphs, run) for glyphs in pages for run in _digit_runs(glyphs) if len(run) > 1]
    gaps = [gap for number in numbers for gap in _gaps(*number)]
    if len(gaps) < _PAIRS or (usual := median(gaps)) <= APART:
        return 0.0
    padded = any(re.match(rf"[{SIGNS}]?0\d", "".join(glyphs[i].text for i in run)) for glyphs, run in numbers)
    return 0.0 if padded or sum(abs(gap - usual) > 0.2 * usual for gap in gaps) > 0.1 * len(gaps) else usual


def tightened(glyphs: Sequence[Glyph], usual: float = 0.0) -> list[Glyph]:
    """Glyphs in which letter-spaced digits touch, by what the page shows or, where that is too little, as is ``usual`` in its file."""
    found = list(glyphs)
    own = spacing([glyphs])
    for run in _digit_runs(glyphs) if own or usual else ():
        if own or all(abs(gap - usual) <= 0.2 * usual for gap in _gaps(glyphs, run)):
            for a, b in pairwise(run):
                found[a] = replace(glyphs[a], x1=glyphs[b].x0)
    return found


def _gaps(glyphs: Sequence[Glyph], run: Sequence[int]) -> list[float]:
    return [(glyphs[b].x0 - glyphs[a].x1) / max(glyphs[a].height, 1.0) for a, b in pairwise(run)]


_EVEN, _MORE, _WORD = 0.03, 0.05, 0.3
"""How far gaps that are alike differ, how much wider that between two numbers is, and how near a number stands to a word of its sentence,
as shares of the height."""


def untied(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs in which numbers that stand as close as digits do touch no more. Where a page sets its digits evenly, one gap within a number
    that is wider than the others is the edge of a column. In a sentence, or where all gaps are wider, a line was stretched."""
    gaps = {a: (glyphs[b].x0 - glyphs[a].x1) / max(glyphs[a].height, 1.0)
            for run in stretches(glyphs, [i for i, g in enumerate(glyphs) if g.text.isdecimal()]) for a, b in pairwise(run) if b == a + 1}
    gaps = {a: gap for a, gap in gaps.items() if gap <= APART}
    usual = median(gaps.values()) if len(gaps) >= _PAIRS else 0.0
    if len(gaps) < _PAIRS or sum(abs(gap - usual) > _EVEN for gap in gaps.values()) > 0.1 * len(gaps):
        return list(glyphs)
    found = list(glyphs)
    for a in [a for a, gap in gaps.items() if gap > usual + _MORE]:
        first, last = a, a + 1
        while first - 1 in gaps:
            first -= 1
        while last in gaps:
            last += 1
        within = [gaps[i] for i in range(first, last)]
        if len(within) > 1 and min(within) > usual + _MORE:
            continue
        if not any(_is_word_beside(glyphs, i, k) for i, k in ((first, first - 1), (last, last + 1))):
            found[a] = replace(glyphs[a], x1=glyphs[a + 1].x0 - 1.1 * APART * glyphs[a].height)
    return found


def _is_word_beside(glyphs: Sequence[Glyph], digit: int, other: int) -> bool:
    if not 0 <= other < len(glyphs) or not glyphs[other].text.isalpha():
        return False
    a, b = sorted((glyphs[digit], glyphs[other]), key=lambda g: g.x0)
    return b.x0 - a.x1 <= _WORD * max(a.height, b.height) and abs(a.center[1] - b.center[1]) <= a.height / 2


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
        start = at - (at > 0 and glyphs[at - 1].text in SIGNS and near(at - 1, at))
        stop = at + 1
        if glyphs[at].text.isdecimal():
            while stop < len(glyphs) and (glyphs[stop].text.isdecimal() or glyphs[stop].text in ".,") and near(stop - 1, stop):
                stop += 1
            if not near(start - 1, start) and not near(stop - 1, stop):
                yield list(range(start, stop))
        at = stop


_MIDDLE, _BEYOND = 0.26, 1.0
"""How far a line through a number runs off its middle, and beyond its ends, as shares of its height."""


def struck_out(glyphs: Sequence[Glyph], lines_across: Iterable[tuple[float, float, float]]) -> list[Glyph]:
    """Glyphs in which those of numbers that a line is drawn through, and through nothing else, are marked; where it is drawn through a
    part of a number, whose rest may be the correction, none is a character. Lines are given by their height, start and end."""
    across = sorted(lines_across)
    found = list(glyphs)
    for run in number_runs(glyphs) if across else ():
        first, last = glyphs[run[0]], glyphs[run[-1]]
        height, middle = first.height, first.center[1]
        near = across[bisect_left(across, (middle - _MIDDLE * height,)) : bisect_left(across, (middle + _MIDDLE * height,))]
        through = [(start, end) for _, start, end in near if first.x0 - _BEYOND * height <= start and end <= last.x1 + _BEYOND * height]
        if any(start <= first.center[0] and last.center[0] <= end for start, end in through):
            for i in run:
                found[i] = replace(found[i], struck=True)
        elif any(start <= glyphs[i].center[0] <= end for start, end in through for i in run):
            for i in run:
                found[i] = replace(found[i], text="\ufffd")
    return found


def without_struck(group: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs of a cell without the number that was struck out, where another stands beside it; else it is no character."""
    rest = [g for g in group if not g.struck]
    if len(rest) == len(group):
        return group
    corrected = any(g.text.isdecimal() for g in rest) and not any(g.text.isalpha() for g in rest)
    return rest if corrected else [replace(g, text="\ufffd") if g.struck else g for g in group]


_PITCH, _INTO = 0.7, 0.3
"""Distance up to which a line of text is printed over another, and how deep its characters then stand in the other's, as shares of the
width of a Chinese character: no honest lines are as close."""


def without_crossed(group: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs of a cell, in which lines that are printed over one another are no characters: a label that its row is too low for flows
    out over that of the next one, and which is whose nobody can say. Of a shadow the text is the same."""
    lines = [(line, letters) for line in stretches(group, range(len(group))) if (letters := [group[i] for i in line if _is_written(group[i])])]
    crossed = {i for (line, a), (other, b) in combinations(lines, 2) if _stand_in(a, b) for i in (*line, *other)}
    return [replace(g, text="\ufffd") if i in crossed else g for i, g in enumerate(group)] if crossed else group


def _is_written(glyph: Glyph) -> bool:
    return glyph.text >= "\u2e80" and glyph.text.isalpha()


def _stand_in(a: Sequence[Glyph], b: Sequence[Glyph]) -> bool:
    size, other = (min(line[0].x1 - line[0].x0, line[0].height) for line in (a, b))
    if abs(a[0].center[1] - b[0].center[1]) > _PITCH * size or a[0].x0 > b[-1].x1 or b[0].x0 > a[-1].x1 or not size / LARGE <= other <= LARGE * size:
        return False
    return [g.text for g in a] != [g.text for g in b] and any(min(x.x1, y.x1) - max(x.x0, y.x0) > _INTO * size for x in a for y in b)


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
