"""Tables drawn on all sides, with ``+--+`` or with box characters: rules and bars tell how far each cell spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, product, takewhile

from etl.extract.grid import Draft
from etl.extract.limits import MAX_CELLS, MAX_SPAN, at_most
from etl.extract.text.grammar import Found, Print, joined

_BARS = frozenset("|｜￨│┃║┆┇┊┋╎╏")
_LINES = frozenset("-=:－＝—─━═┄┅┈┉╌╍")
_CORNERS = frozenset("+＋") | {chr(c) for c in range(0x2500, 0x2580)} - _BARS - _LINES
_TALLEST = 2000
"""Lines of a table; a taller one is read as rows of bars."""
_PRINTS = tuple(Print(wide, drawn) for wide, drawn in product((2, 1), (1, 2)))


def read(lines: Sequence[str], at: int) -> Found | None:
    """The table whose upper edge is the line; no rows where its parts do not meet at right angles."""
    edge = lines[at].strip()
    if not edge or edge[0] not in _CORNERS or not _LINES & set(edge) or not set(edge) <= _CORNERS | _LINES or not _is_part(edge):
        return None
    block = [line.strip() for line in takewhile(_is_part, islice(lines, at, None))]
    end = at + len(block)
    for printed in _PRINTS if len(block) <= _TALLEST else ():
        if (columns := _rectangle(block, printed)) and (rows := _rows(columns)):
            return Found(rows, end, exact=True)
    return Found((), end)


def _is_part(line: str) -> bool:
    return line.strip()[:1] in (_BARS | _CORNERS) - {""} and line.strip()[-1] in _BARS | _CORNERS


def _rectangle(block: Sequence[str], printed: Print) -> list[list[str]] | None:
    """The lines by columns, where all are as wide as the upper edge, or end at a bar ahead of it: the frame is open there, and the row
    has fewer cells than others."""
    spreads = [(printed.spread(line), Print(printed.wide, printed.drawn, 2).spread(line)) for line in block]
    width = len(spreads[0][0])
    ends = {x + 1 for spread, _ in spreads if len(spread) == width for x in range(width) if _is_joint(spread, x)}
    found = [next((s for s in either if len(s) == width), None) or next((s for s in either if len(s) in ends and s[-1] in _BARS), None)
             for either in spreads]
    return [spread for spread in found if spread] if all(found) else None


def _rows(block: Sequence[Sequence[str]]) -> list[list[Draft]]:
    """Rows of cells with their spans; none where cells are no rectangles or where no rules part the rows below the header."""
    joints = sorted({x for line in block for x in range(len(line)) if _is_joint(line, x)})
    if not 2 <= len(joints) <= MAX_SPAN:
        return []
    slots = list(pairwise(joints))
    at_most(len(block) * len(slots), 4 * MAX_CELLS, "cells between rulings")
    cells = list(_cells(block, slots))
    tops, lefts = sorted({c[0] for c in cells}), sorted({c[2] for c in cells})
    small = len(tops) < 3  # a row or two, or a header over rows that nothing parts
    if len(lefts) < 2 + small or (small and not _has_one_line(cells, block, slots)) or not _fill(cells, block, slots):
        return []
    rows: list[list[Draft]] = [[] for _ in tops]
    for top, bottom, left, right in sorted(cells, key=lambda c: (c[0], c[2])):
        first, last = slots[left][0] + 1, slots[right - 1][1]
        text = joined(["".join(block[y][first:last]) for y in range(top, bottom)], last - first)
        if text is None:
            return []
        row, column = bisect_left(tops, top), bisect_left(lefts, left)
        rows[row].append(Draft(text, rowspan=bisect_left(tops, bottom) - row, colspan=bisect_left(lefts, right) - column))
    return rows


def _has_one_line(cells: Sequence[tuple[int, int, int, int]], block: Sequence[Sequence[str]], slots: Sequence[tuple[int, int]]) -> bool:
    """Whether cells right of the first, which may hold a wrapped label, have one line each at most."""
    return all(sum(any(c.strip() for c in block[y][slots[left][0] + 1 : slots[right - 1][1]]) for y in range(top, bottom)) <= 1
               for top, bottom, left, right in cells if left)


def _is_joint(line: Sequence[str], x: int) -> bool:
    """Whether a rule begins, ends or is crossed here. A plus sign alone may be a number's."""
    if line[x] not in _CORNERS:
        return False
    return line[x] not in "+＋" or any(0 <= n < len(line) and line[n] in _LINES | _CORNERS for n in (x - 1, x + 1))


def _is_rule(line: Sequence[str], slot: tuple[int, int]) -> bool:
    """Whether a rule goes through a slot from end to end. Dashes between two bars are a cell's text."""
    return all(line[x] in _LINES or _is_joint(line, x) for x in slot) and all(c in _LINES or not c for c in line[slot[0] + 1 : slot[1]])


def _cells(block: Sequence[Sequence[str]], slots: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """First line and slot of each cell, and those behind it: from each upper left corner as far as no bar and no rule stands in the way.
    No more after one that lies over another: they are no table."""
    taken: set[tuple[int, int]] = set()
    covered = 0
    for y in range(len(block)):
        for i, slot in enumerate(slots):
            if (y, i) in taken or slot[1] >= len(block[y]) or _is_rule(block[y], slot):
                continue
            right = i + 1
            while right < len(slots) and block[y][slots[right][0]] not in _BARS and not _is_joint(block[y], slots[right][0]):
                right += 1
            bottom = y + 1
            while bottom < len(block) and slot[1] < len(block[bottom]) and not _is_rule(block[bottom], slot):
                bottom += 1
            taken |= {(line, n) for line in range(y, bottom) for n in range(i, right)}
            covered += (bottom - y) * (right - i)
            yield y, bottom, i, right
            if len(taken) != covered:
                return


def _fill(cells: Sequence[tuple[int, int, int, int]], block: Sequence[Sequence[str]], slots: Sequence[tuple[int, int]]) -> bool:
    """Whether the cells cover all that is no rule, each place once; what is ruled ends where its frame does."""
    places = [(y, i) for top, bottom, left, right in cells for y in range(top, bottom) for i in range(left, right)]
    return len(places) == len(set(places)) and all(slots[i][1] < len(block[y]) and not _is_rule(block[y], slots[i]) for y, i in places)
