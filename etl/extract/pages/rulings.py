"""Ruled tables from the lines drawn on a page: shared by the quick PDF reader, OFD and scans.

Lines that touch make one table. Between its lines lies a grid of elementary cells; those that no line parts are one cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.documents import Box
from etl.extract.grid import clusters, nearest
from etl.extract.limits import MAX_CELLS, at_most

SNAP = 2.0
"""Points within which two lines are the same line, or two ends meet."""
_BESIDE = 3.5
"""Points up to which the lines of one table stand apart where each cell has its own."""
_OVERHANG = 9.0
"""Points by which lines must reach beyond the last crossing line to show that the side is open."""
_MOST_OPEN = 0.5
"""Share of a table's edge that is drawn, at least, where the rest is open."""
_SHORTEST = 5.0
_SAME, _GAP = 0.2, 3.0
"""Points by which the dots of one line stand off its axis, and up to which they stand apart."""
THIN_BOX = 2.0
"""Points up to which a drawn box is a line."""
_CLOSED = 6
"""Corners of a box, at most: its first may be told twice more where it is closed, and then closed again."""
THIN = 4.0
"""Points below which the strip between two lines is a double line, no row or column."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A horizontal line at y = ``at`` or a vertical one at x = ``at``, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


def frames(horizontal: Iterable[Segment], vertical: Iterable[Segment], snap: float = SNAP) -> Iterator[tuple[list[Segment], list[Segment]]]:
    """The lines of each ruled table, open sides closed: horizontal ones, vertical ones."""
    across = [s for s in merged(_through(horizontal), snap, snap) if s.end - s.start >= _SHORTEST]
    down = [s for s in merged(_through(vertical), snap, snap) if s.end - s.start >= _SHORTEST]
    # a table that draws each cell's own box leaves a gap as wide as a double line
    for hs, vs in _connected(across, down, max(snap, _BESIDE)):
        hs, vs = close_open_sides(hs, vs)
        if len(hs) >= 2 and len(vs) >= 2:
            yield hs, vs


def _through(segments: Iterable[Segment]) -> list[Segment]:
    """Lines of dots and dashes drawn through. A dot has no direction: those of the lines across would make bands of the lines down.

    Short pieces that meet others are a line with them: where each cell draws its own edge, that of a narrow column is shorter than a line
    may be."""
    items = list(segments)
    short = [s for s in items if s.end - s.start < _SHORTEST]
    axes = {round(s.at) + d for s in short for d in (-1, 0, 1)}
    met = merged((s for s in items if round(s.at) in axes), _SAME, _SAME)
    return [s for s in (*items, *merged(short, _SAME, _GAP), *met) if s.end - s.start >= _SHORTEST]


def on_page(horizontal: Iterable[Segment], vertical: Iterable[Segment], width: float, height: float) -> tuple[list[Segment], list[Segment]]:
    """The lines as far as the page shows them: some programs draw a torn table whole on each of its pages."""
    return list(_within(horizontal, width, height)), list(_within(vertical, height, width))


def _within(segments: Iterable[Segment], length: float, breadth: float) -> Iterator[Segment]:
    for s in segments:
        if -SNAP <= s.at <= breadth + SNAP and s.start < length and s.end > 0:
            yield Segment(s.at, max(s.start, 0.0), min(s.end, length))


def ruled_tables(horizontal: Iterable[Segment], vertical: Iterable[Segment], snap: float = SNAP) -> list[list[Box]]:
    """Boxes of the cells of each ruled table, tables from top to bottom; a lone frame is a table of one cell."""
    found = [boxes for hs, vs in frames(horizontal, vertical, snap) if (boxes := _cells(hs, vs, snap))]
    return sorted(found, key=lambda boxes: min((b[1], b[0]) for b in boxes))


def box_segments(x0: float, top: float, x1: float, bottom: float, stroked: bool) -> tuple[list[Segment], list[Segment]]:
    """Lines of a drawn box: a thin one is a line, a stroked one has four edges, a filled one none (a background)."""
    width, height = x1 - x0, bottom - top
    if min(width, height) <= THIN_BOX:
        across = [Segment((top + bottom) / 2, x0, x1)] if width >= height or width > THIN_BOX or max(width, height) <= THIN_BOX else []
        down = [Segment((x0 + x1) / 2, top, bottom)] if height >= width or max(width, height) <= THIN_BOX else []
        return across, down
    if not stroked:
        return [], []
    return [Segment(top, x0, x1), Segment(bottom, x0, x1)], [Segment(x0, top, bottom), Segment(x1, top, bottom)]


def line_segments(x0: float, y0: float, x1: float, y1: float) -> tuple[list[Segment], list[Segment]]:
    """A straight stroke as a segment, if it runs along an axis; the diagonal of a corner cell rules nothing."""
    width, height = abs(x1 - x0), abs(y1 - y0)
    if height <= THIN_BOX and width >= height:
        return [Segment((y0 + y1) / 2, min(x0, x1), max(x0, x1))], []
    if width <= THIN_BOX and height > width:
        return [], [Segment((x0 + x1) / 2, min(y0, y1), max(y0, y1))]
    return [], []


def bounds(points: Sequence[tuple[float, float]]) -> tuple[Box, bool]:
    """The box round these points, and whether they are its corners."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    is_box = 4 <= len(points) <= _CLOSED and all(
        min(abs(x - x0), abs(x - x1)) < 0.5 and min(abs(y - top), abs(y - bottom)) < 0.5 for x, y in points)
    return (x0, top, x1, bottom), is_box


def box_of(points: Sequence[tuple[float, float]]) -> Box | None:
    """The box whose corners these are, None where they are no box or one as thin as a line."""
    box, is_box = bounds(points)
    return box if is_box and min(box[2] - box[0], box[3] - box[1]) > THIN_BOX else None


def path_segments(
    points: Sequence[tuple[float, float]], closed: bool, filled: bool, stroked: bool
) -> tuple[list[Segment], list[Segment]]:
    """Lines of a stretch of straight strokes, given by its corners; see :func:`box_segments` for boxes."""
    (x0, top, x1, bottom), is_box = bounds(points)
    is_thin = filled and min(x1 - x0, bottom - top) <= THIN_BOX  # browsers draw edges as wedges
    if (is_box and (closed or filled)) or is_thin:
        return box_segments(x0, top, x1, bottom, stroked)
    across: list[Segment] = []
    down: list[Segment] = []
    if stroked:
        for a, b in pairwise([*points, points[0]] if closed else points):
            found = line_segments(*a, *b)
            across += found[0]
            down += found[1]
    return across, down


def put(found: tuple[Sequence[Segment], Sequence[Segment]], across: list[Segment], down: list[Segment]) -> None:
    """Puts what is drawn next to the rulings of a page. A dot that goes on with the last line is part of that alone: a page of dotted
    frames has tens of thousands."""
    if [len(lines) for lines in found] == [1, 1]:
        for lines, (dot,) in zip((across, down), found, strict=True):
            last = lines[-1] if lines else dot
            if last is not dot and dot.end - dot.start < _SHORTEST and abs(last.at - dot.at) <= _SAME and last.start - _GAP <= dot.end and dot.start <= last.end + _GAP:
                lines[-1] = Segment(last.at, min(last.start, dot.start), max(last.end, dot.end))
                return
    across += found[0]
    down += found[1]


def merged(segments: Iterable[Segment], snap: float, gap: float) -> list[Segment]:
    """Lines on one axis as few segments: those that lie on each other or continue one another, up to a ``gap``, are one."""
    items = [s for s in segments if s.end > s.start]
    if not items:
        return []
    axes = clusters((s.at for s in items), snap)
    lying: dict[int, list[Segment]] = defaultdict(list)
    for s in items:
        lying[nearest(axes, s.at)].append(s)
    out = []
    for i, group in lying.items():
        group.sort(key=lambda s: s.start)
        start, end = group[0].start, group[0].end
        for s in group[1:]:
            if s.start <= end + gap:
                end = max(end, s.end)
            else:
                out.append(Segment(axes[i], start, end))
                start, end = s.start, s.end
        out.append(Segment(axes[i], start, end))
    return sorted(out, key=lambda s: (s.at, s.start))


def close_open_sides(hs: Sequence[Segment], vs: Sequence[Segment]) -> tuple[list[Segment], list[Segment]]:
    """Adds the outer lines that many tables leave out, where the inner ones show that cells lie beyond."""
    hs, vs = list(hs), list(vs)
    for lines, crossing in ((hs, vs), (vs, hs)):
        if len(lines) < 2:
            continue
        low = min([s.at for s in lines] + [s.start for s in crossing])
        high = max([s.at for s in lines] + [s.end for s in crossing])
        reach = [s.at for s in crossing]
        for end, ends in ((min(s.start for s in lines), [s.start for s in lines]), (max(s.end for s in lines), [s.end for s in lines])):
            is_open = not reach or min(abs(end - at) for at in (min(reach), max(reach))) > _OVERHANG
            if is_open and sum(abs(e - end) <= 2 * SNAP for e in ends) >= 2:
                crossing.append(Segment(end, low, high))
    return hs + list(_torn_edges(hs, vs)), vs


def _torn_edges(hs: Sequence[Segment], vs: Sequence[Segment]) -> Iterator[Segment]:
    """The upper and the lower edge of a table, drawn through: a page's end leaves cells open that go on over it, beside others that end there."""
    for edge in {f(s.at for s in hs) for f in (min, max)} if hs else ():
        drawn = sum(s.end - s.start for s in hs if abs(s.at - edge) <= SNAP)
        reaching = [s.at for s in vs if s.start - SNAP <= edge <= s.end + SNAP]
        if reaching and _MOST_OPEN * (max(reaching) - min(reaching)) < drawn:
            yield Segment(edge, min(reaching), max(reaching))


def _connected(hs: list[Segment], vs: list[Segment], snap: float) -> Iterator[tuple[list[Segment], list[Segment]]]:
    parent = list(range(len(hs) + len(vs)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, v in enumerate(vs):
        for i, h in enumerate(hs):
            if h.at > v.end + snap:
                break
            if h.at >= v.start - snap and h.start - snap <= v.at <= h.end + snap:
                parent[root(i)] = root(len(hs) + j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(hs):
        groups[root(i)][0].append(h)
    for j, v in enumerate(vs):
        groups[root(len(hs) + j)][1].append(v)
    yield from groups.values()


def _cells(hs: list[Segment], vs: list[Segment], snap: float) -> list[Box]:
    xs, ys = clusters((v.at for v in vs), THIN), clusters((h.at for h in hs), THIN)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1:
        return []
    at_most(columns * rows, 4 * MAX_CELLS, "cells between rulings")
    wall = _coverage(vs, xs, ys, snap)
    floor = _coverage(hs, ys, xs, snap)
    parent = list(range(rows * columns))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and (c + 1, r) not in wall:
                parent[root(r * columns + c + 1)] = root(r * columns + c)
            if r + 1 < rows and (r + 1, c) not in floor:
                parent[root((r + 1) * columns + c)] = root(r * columns + c)
    regions: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for r in range(rows):
        for c in range(columns):
            regions[root(r * columns + c)].append((r, c))
    boxes = []
    for region in regions.values():
        for top, left, bottom, right in _rectangles(region):
            outer = [(left, r) in wall for r in range(top, bottom + 1) if left == 0]
            outer += [(right + 1, r) in wall for r in range(top, bottom + 1) if right + 1 == columns]
            outer += [(top, c) in floor for c in range(left, right + 1) if top == 0]
            outer += [(bottom + 1, c) in floor for c in range(left, right + 1) if bottom + 1 == rows]
            if not outer or any(outer):
                boxes.append((xs[left], ys[top], xs[right + 1], ys[bottom + 1]))
    return sorted(boxes, key=lambda b: (b[1], b[0]))


def _coverage(lines: list[Segment], axes: list[float], stops: list[float], snap: float) -> set[tuple[int, int]]:
    """(line, interval) pairs: the axis lines that are drawn beside each interval between two stops."""
    covered = set()
    for s in lines:
        i = nearest(axes, s.at)
        for k in range(len(stops) - 1):
            low, high = stops[k], stops[k + 1]
            if min(s.end, high) - max(s.start, low) > 0.6 * (high - low) - snap / 2:
                covered.add((i, k))
    return covered


def _rectangles(region: list[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """The region as one rectangle, or, where a missing line joined cells to another shape, as one for each run of rows."""
    rows: dict[int, list[int]] = defaultdict(list)
    for r, c in region:
        rows[r].append(c)
    open_runs: dict[tuple[int, int], int] = {}
    last = None
    for r in sorted(rows):
        columns = sorted(rows[r])
        runs, start = [], columns[0]
        for before, after in zip(columns, [*columns[1:], -1], strict=True):
            if after != before + 1:
                runs.append((start, before))
                start = after
        if last is not None and (r != last + 1 or set(runs) != set(open_runs)):
            for (a, b), top in open_runs.items():
                yield top, a, last, b
            open_runs = {}
        open_runs = {run: open_runs.get(run, r) for run in runs}
        last = r
    for (a, b), top in open_runs.items():
        yield top, a, last or 0, b
