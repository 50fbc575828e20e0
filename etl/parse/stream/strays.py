"""Table 3 of which a converter reached some numbers out of their order, as ``pdftotext`` without ``-layout`` does: those of the first row, which
stand beside the lines of its header, and totals that a narrow cell wrapped. All others stand row by row.

The form's own sums tell which these are: in every row the last number is the sum of the others, the outcomes make up their total, and in
every column what came in is what went out. A reading is taken where the numbers out of order are just those that are missing, and no other
leaves other numbers in the cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from etl.forms import Column
from etl.parse.stream.flow import TORN, Flow, chinese, flow_of
from etl.parse.stream.lines import Line
from etl.parse.stream.runs import Expected, Run

_GAPS = 3
"""Places of a row where strays may stand, at most: ahead of it, and amid its numbers."""
_ON_LINES = 2
"""Rows that stand on a line each, at most: of others each line tells how many numbers its row has."""
_WRAPPED = 100
"""A total that a narrow cell wraps, at least."""
_PROOF = 3
"""Numbers other than 0 of which the sum stands behind them, at least, that can only be a row."""
_MOST = 60_000
"""Rows that are tried, at most: a table of few numbers other than 0 may be read in many ways."""
_DIGITS = 9
"""Digits of a number, at most."""
_OUTCOMES = 2
"""Rows ahead of the outcomes: what was received and what was carried in."""

Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The numbers of a table down to one of them, as rows that stand in order and strays."""

    rows: tuple[Row, ...] = ()
    """The numbers of whole rows."""
    places: tuple[tuple[int, ...], ...] = ()
    """Where they stand among all. A row may be without its total."""
    strays: tuple[int, ...] = ()
    """Where the numbers stand that are of no such row."""
    end: int = 0
    is_only: bool = True
    """No other comes as far with the same strays and sums, but other numbers in its cells."""

    def with_row(self, row: Row, places: tuple[int, ...]) -> _Reading:
        end = places[-1] + 1
        strays = (*self.strays, *(i for i in range(self.end, end) if i not in places))
        return _Reading((*self.rows, row), (*self.places, places), strays, end, self.is_only)

    @property
    def missing(self) -> tuple[int, ...]:
        """The totals of rows that are without them."""
        return tuple(row[-1] for row, places in zip(self.rows, self.places, strict=True) if len(places) < len(row))


def put_back(lines: Sequence[Line], expected: Sequence[Expected]) -> tuple[list[Run], int] | None:
    """The rows of table 3 in the form's order, and the last line of their numbers; None where that is not proven."""
    flow = flow_of(lines)
    width = expected[0].count
    if sum(sum(t.is_value for t in line.tokens) == width for line in lines) > _ON_LINES:
        return None
    some = any(v.text.strip("0") for v in flow.values)
    if not flow.has_in_order([e.row for e in expected]) or (some and not _has_total_last(flow, expected[0].columns)):
        return None
    rows = _rows_of([v.text for v in flow.values], len(expected), width)
    if rows is None:
        return None
    cells = [tuple(replace(flow.values[cell[0]], text="".join(flow.values[i].text for i in cell)) for cell in row) for row in rows]
    return [Run((), row, (len(row),), row[0].page) for row in cells], max(v.line for v in flow.values)


def _has_total_last(flow: Flow, columns: Sequence[Column]) -> bool:
    """Whether the heading of the last column, which is no row's label, stands behind that of the first."""
    first, last = flow.find(chinese(columns[0].label)[:2]), flow.find(f"(?<!七){columns[-1].label}")
    return bool(first and last) and first[0].at < last[-1].at


def _rows_of(texts: Sequence[str], count: int, width: int) -> list[list[tuple[int, ...]]] | None:
    """For each cell of each row the places of its number among all, more than one if it is torn."""
    torn = len(texts) - count * width
    if not 0 <= torn <= TORN or not all(t.isdecimal() and len(t) <= _DIGITS for t in texts):
        return None
    if not any(map(int, texts)):
        return None if torn else [[(at,) for at in range(start, start + width)] for start in range(0, len(texts), width)]
    received, total, forward = 0, count - 2, count - 1
    for loose in ((forward,), (received,), (received, total), (total, forward)):
        found: dict[Row, list[list[tuple[int, ...]]]] = {}
        order = [i for i in range(count) if i not in loose]
        readings = _readings(texts, order, width, torn)
        if readings is None:
            return None
        for reading in readings:
            if (whole := _whole(reading, texts, order, count, torn)) is not None:
                numbers = tuple(_number(texts, cell) for row in whole for cell in row)
                found[numbers if reading.is_only else ()] = whole
        if found:
            return None if () in found or len(found) > 1 else next(iter(found.values()))
    return None


def _readings(texts: Sequence[str], order: Sequence[int], width: int, torn: int) -> list[_Reading] | None:
    """All that the rows may be which stand in order, given as the form counts them; None where too many had to be tried."""
    numbers = list(map(int, texts))
    wrapped = {n for n in (int(a + b) for a, b in pairwise(texts)) if n >= _WRAPPED}
    most = len(texts) - len(order) * width + torn  # the numbers of other rows, and both halves of totals
    ahead = sum(i < _OUTCOMES for i in order)
    layer, tried = [_Reading()], 0
    for _ in order:
        found: dict[object, _Reading] = {}
        for reading in layer:
            first = not reading.rows and order[0] > 0
            for places in _next(reading.end, numbers, width, most - len(reading.strays), len(reading.missing) < torn, first):
                if (tried := tried + 1) > _MOST:
                    return None
                parts = tuple(numbers[i] for i in places[: width - 1])
                total = sum(parts)
                if total in wrapped if len(places) < width else total == numbers[places[-1]]:
                    new = reading.with_row((*parts, total), places)
                    key = new.end, new.rows[:ahead], new.rows[-1], _sums(new.rows[ahead:]), new.missing, _words(texts, new.strays)
                    other = found.setdefault(key, new)
                    if other.rows != new.rows or not new.is_only:
                        found[key] = replace(other, is_only=False)
        layer = list(found.values())
    return layer


def _next(at: int, numbers: Sequence[int], width: int, spare: int, may_lack: bool, is_second: bool) -> Iterator[tuple[int, ...]]:
    """Where the numbers of the next row may stand, with or without its total. Where they can only be the next ones, they are. Ahead of the
    second row at least one of the first stands: nothing else tells the two apart, of which only the sum is known."""
    *parts, total = numbers[at : at + width] or [0]
    if not is_second and len(parts) == width - 1 and sum(parts) == total and sum(map(bool, parts)) >= _PROOF:
        yield tuple(range(at, at + width))
        return
    for want in (width, width - 1)[: 1 + may_lack]:
        yield from _places(at, numbers, want, min(spare, len(numbers) - at - want), _GAPS, int(is_second))


def _places(at: int, numbers: Sequence[int], want: int, spare: int, gaps: int, least: int) -> Iterator[tuple[int, ...]]:
    """Where so many numbers may stand from one on, with strays ahead, so many at least, and among them. Of a 0 and one behind it the first is
    the stray: cells and strays hold the same either way."""
    if not want:
        yield ()
    elif at + want <= len(numbers):
        may_skip = gaps and not (at and numbers[at - 1] == 0 == numbers[at])
        for gap in range(least, (spare if may_skip else 0) + 1):
            for size in range(1, want + 1):
                start = at + gap
                yield from ((*range(start, start + size), *rest) for rest in _places(start + size, numbers, want - size, spare - gap, gaps - 1, 1))


def _sums(rows: Sequence[Row]) -> Row:
    return tuple(map(sum, zip(*rows, strict=True)))


def _words(texts: Sequence[str], strays: Sequence[int]) -> tuple[object, ...]:
    """Strays as what may be made of them: a 0 is like any other; of the rest, which touch each other."""
    return len(strays), *((texts[i], i + 1 in strays) for i in strays if texts[i] != "0")


def _number(texts: Sequence[str], cell: Sequence[int]) -> int:
    """The number of a cell, which may be torn."""
    return int("".join(texts[i] for i in cell))


def _whole(reading: _Reading, texts: Sequence[str], order: Sequence[int], count: int, torn: int) -> list[list[tuple[int, ...]]] | None:
    """All rows, if the strays are what is missing."""
    rows = dict(zip(order, reading.rows, strict=True))
    carried_in, total, forward = rows[1], count - 2, count - 1
    outcomes = _sums([row for i, row in rows.items() if _OUTCOMES <= i < total])
    if rows.setdefault(total, outcomes) != outcomes:
        return None
    if 0 not in rows:
        rows[0] = tuple(a + b - c for a, b, c in zip(outcomes, rows[forward], carried_in, strict=True))
    else:  # one of the two is always loose
        rows[forward] = tuple(a + b - c for a, b, c in zip(rows[0], carried_in, outcomes, strict=True))
    places = dict(zip(order, reading.places, strict=True))
    wanted = Counter(n for i, row in rows.items() for n in row[len(places.get(i, ())) :])
    groups = _groups((*reading.strays, *range(reading.end, len(texts))), texts, wanted, torn)
    if groups is None:
        return None
    having: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for group in groups:
        having[_number(texts, group)].append(group)
    whole = [[*((at,) for at in places.get(i, ())), *(having[n].pop(0) for n in rows[i][len(places.get(i, ())) :])] for i in range(count)]
    parts = ([cell[0] for cell, n in zip(whole[i][:-1], rows[i], strict=False) if n] for i in rows if i not in places)
    return whole if all(map(_is_in_order, parts)) else None


def _is_in_order(row: Sequence[int]) -> bool:
    """Whether the numbers of a row stand in the columns' order, if some of the last ones ahead of the first."""
    return sum(a > b for a, b in zip(row, (*row[1:], *row[:1]), strict=True)) < 2


def _groups(places: tuple[int, ...], texts: Sequence[str], wanted: Counter[int], torn: int) -> list[tuple[int, ...]] | None:
    """The places as those of the numbers that are wanted, so many of them torn in two that stand together."""
    if not places:
        return None if torn or wanted.total() else []
    for size in (1, 2)[: 1 + (torn > 0 and places[1:2] == (places[0] + 1,))]:
        number = _number(texts, places[:size])
        if wanted[number] and (rest := _groups(places[size:], texts, wanted - Counter((number,)), torn - size + 1)) is not None:
            return [places[:size], *rest]
    return None
