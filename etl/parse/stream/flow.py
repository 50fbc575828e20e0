"""Tables whose values come in reading order while their labels stand where a converter happened to reach them, as ``pdftotext`` without
``-layout`` writes a page: a row's values ahead of its label, on several lines, or round it.

Where a text has exactly as many values as the form, each row's label stands beside its own, and sums (table 3, disputes) or captions (the
tables of section 2) hold with no value moved, no other reading is left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, pairwise

from etl.forms import Column, Row
from etl.numbers import read_cell
from etl.parse.labels import keys_of
from etl.parse.stream.lines import BARE, Line, Token
from etl.parse.stream.ordered import balances, unplaced
from etl.parse.stream.runs import Expected, Run
from etl.parse.stream.wrapped import adds_up

_CHINESE = re.compile("[\u4e00-\u9fff]")
_DIGITS = re.compile(r"[-+]?[0-9][0-9.,]*")
_YUAN = re.compile("(?<!万)元")
"""A unit of money that is not the form's."""
_LONG = 6
"""Characters of a label, at least, that may be torn and mingled with others and is still told from them."""
TORN = 4
"""Numbers of a table that narrow cells wrapped, at most."""
_BESIDE = 1 / 2
"""Share of the labels of rows that prove themselves by sums which stand beside their values, at least."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where some words stand."""

    at: int
    """Their first character, among all."""
    first: int
    """The values ahead of that."""
    last: int
    """The values ahead of their last character."""
    line: int
    """The line of that."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The values of a table's lines, in order, and its words: each with the number of values ahead of it."""

    values: tuple[Token, ...]
    words: tuple[tuple[Token, int], ...]

    def find(self, pattern: str) -> list[_Place]:
        """Where words stand of which the Chinese characters match, also over several lines."""
        chars = [(c, ahead, word.line) for word, ahead in self.words for c in _CHINESE.findall(word.text)]
        spans = [m.span(1) for m in re.finditer(f"(?=({pattern}))", "".join(c for c, *_ in chars))]
        return [_Place(start, chars[start][1], *chars[stop - 1][1:]) for start, stop in spans]

    def places(self, entry: Expected) -> list[_Place]:
        """Where a row's label stands, the longest of its wordings first."""
        keys = sorted({chinese(key) for key in keys_of(entry.row)}, key=len, reverse=True)
        return [p for key in keys if len(key) > 1 for p in self.find(key)]

    def beside(self, entry: Expected, at: int) -> _Place | None:
        """Where a row's label touches its values, of which the first is number ``at``; ahead of them or behind rather than round them."""
        found = [p for p in self.places(entry) if p.first <= at + entry.count and p.last >= at]
        return next((p for p in found if p.first == p.last in (at, at + entry.count)), found[0] if found else None)

    def has_in_order(self, rows: Sequence[Row]) -> bool:
        """Whether those labels of rows that can be made out among the words, which converters tear and mingle, stand in the rows' order, none
        of them twice."""
        text = "".join(chinese(word.text) for word, _ in self.words)
        labels = [max(map(chinese, keys_of(row)), key=len) for row in rows]
        long = [label for label in labels if len(label) >= _LONG]
        places = [_nearest(text, label) for label in long if labels.count(label) == 1]
        seen = [p for p in places if p is not None]
        once = all(text.count(label) <= sum(label in other for other in labels) for label in long)
        return once and len(seen) >= _BESIDE * len(places) and all(a < b for a, b in pairwise(seen))

    def part(self, start: int, end: int, line: int) -> Flow:
        """The values from one on to another, and the words from a line on that stand among them."""
        return Flow(self.values[start:end], tuple((w, n - start) for w, n in self.words if start <= n <= end and w.line >= line))


def _nearest(text: str, label: str) -> int | None:
    """Where the characters of a label begin that stand in its order and nearest to each other; None where too many of others stand among them."""
    best: tuple[int, int] | None = None
    start = text.find(label[0])
    while start >= 0:
        end = start
        for char in label[1:]:
            end = text.find(char, end + 1, start + 2 * len(label))
            if end < 0:
                break
        else:
            best = min(best or (len(text), 0), (end - start, start))
        start = text.find(label[0], start + 1)
    return best[1] if best else None


def flow_of(lines: Sequence[Line]) -> Flow:
    """The values and words of lines."""
    tokens = [t for line in lines for t in line.tokens]
    ahead = list(accumulate((t.is_value for t in tokens), initial=0))
    return Flow(tuple(t for t in tokens if t.is_value), tuple((t, n) for t, n in zip(tokens, ahead, strict=False) if not t.is_value))


def begins_behind(lines: Sequence[Line], first: Expected) -> bool:
    """Whether the first row's label stands behind most of its values, or alone in its line behind some, which do not number the columns: so may
    those of all others."""
    flow = flow_of(lines)
    places = flow.places(first)
    numbered = all(read_cell(v.text).value == i for i, v in enumerate(flow.values[: first.count], 1))
    beside = {v.line for v in flow.values}
    return bool(places) and not numbered and all(2 * p.first > first.count or (p.first > 1 and p.line not in beside) for p in places)


def summed(lines: Sequence[Line], expected: Sequence[Expected]) -> tuple[list[Run], int] | None:
    """The rows of table 3 in the form's order, and the last line of their labels; None where that is not proven."""
    flow = flow_of(lines)
    columns = expected[0].columns
    rows = [next((row for row in (_with_first(values, flow), values) if adds_up(row, columns)), ()) for values in _cut(flow, expected) or ()]
    if not rows or not all(rows):
        return None
    numbers = {e.row.code: [read_cell(v.text).value or 0 for v in row] for row, e in zip(rows, expected, strict=True)}
    if any(map(any, numbers.values())) and not (balances(numbers) and _are_in_order(flow, columns)):
        return None
    found = [flow.beside(e, at) for e, at in zip(expected, _starts(expected), strict=True)]
    there = [p for p in found if p]
    if len(there) < _BESIDE * len(expected):
        return None
    if any(_is_anothers(p, i, found, len(columns)) for i, e in enumerate(expected) if not found[i] for p in flow.places(e)):
        return None
    return [_run(row) for row in rows], max(p.line for p in there)


def _is_anothers(place: _Place, row: int, labels: Sequence[_Place | None], count: int) -> bool:
    """Whether a label that does not stand beside its row's values may be that of others: these have none of their own, or are its
    neighbour's, of which it then changed places with the label."""
    touched = [i for i in range((place.first - 1) // count, place.last // count + 1) if 0 <= i < len(labels)]
    return any((own := labels[i]) is None or (abs(i - row) == 1 and (place.at < own.at) != (row < i)) for i in touched)


_SHORT = 2
"""Characters of a heading that stands in others as well, and says nothing."""


def _are_in_order(flow: Flow, columns: Sequence[Column]) -> bool:
    """Whether the words of a header that fell apart begin in the columns' order, line by line; short ones stand in others, and say nothing."""
    places = _begins(flow, columns)
    return None not in places and not _turns_back(places)


def is_reordered(header: Sequence[Line], columns: Sequence[Column]) -> bool:
    """Whether words of a header that fell apart begin in another order than the columns, in one line of it."""
    return fell_apart(header, columns) and _turns_back(_begins(flow_of(header), columns))


def fell_apart(header: Sequence[Line], columns: Sequence[Column]) -> bool:
    """Whether the words of a header are not whole, each as often as the columns have it."""
    flow = flow_of(header)
    labels = Counter(chinese(c.label) for c in columns if len(c.label) > _SHORT)
    return any(len(flow.find(label)) < count for label, count in labels.items())


def _begins(flow: Flow, columns: Sequence[Column]) -> list[_Place | None]:
    """Where the words of each column's heading begin, but for the short ones; None where they do not."""
    found = (flow.find(chinese(c.label)[:_SHORT]) for c in columns if len(c.label) > _SHORT)
    return [places[0] if places else None for places in found]


def _turns_back(places: Sequence[_Place | None]) -> bool:
    """Whether one of two in a line stands ahead of the one it should follow."""
    return any(a.line == b.line and a.at >= b.at for a, b in combinations(filter(None, places), 2))


def captioned(lines: Sequence[Line], tables: Sequence[Sequence[Expected]]) -> tuple[list[Run], list[int], int] | None:
    """The rows of the small tables of section 2, which of all the tables' rows each is, and the last line of their labels, where some of
    these stand behind their values. Those of a table are the form's where each label stands ahead of its values or behind them, none
    amid them, and in a table of one column also where all of them stand together, ahead of its values or elsewhere; else nobody can tell. None where captions do not part the tables, or all labels stand ahead."""
    flow = flow_of(lines)
    captions = flow.find("(?<!第)第?二十条第[一二三四五六七八九十]项")
    if len(captions) != len(tables) or any(p.first != p.last for p in captions):
        return None
    runs: list[Run] = []
    matches: list[int] = []
    turned, last, first = False, 0, 0
    for rows, caption, end in zip(tables, captions, (*(p.first for p in captions[1:]), len(flow.values)), strict=True):
        part = flow.part(caption.first, end, caption.line)
        starts = _starts(rows)
        found = [(p, at) for e, at in zip(rows, starts, strict=True) if (p := part.beside(e, at))]
        words = tuple(w for w, n in part.words if not n)
        if in_column := _in_column(rows, part, flow, found):
            runs += [_run(values, () if i else words) for i, values in enumerate(in_column)]
            matches += range(first, first + len(rows))
            turned, first, last = True, first + len(rows), max(last, part.values[-1].line)
            continue
        if any(p.first == at + rows[0].count < len(part.values) and part.values[p.first].line == p.line for p, at in found):
            return None  # the values of this label stand behind it on its line: rows that changed places
        turned |= bool(found) and all(p.first for e in rows for p in part.places(e))
        turned |= 1 < len(found) == len(rows) and any(p.first == at + rows[0].count for p, at in found)
        last = max(last, *(p.line for p, _ in found)) if found else last
        cut = [_with_first(values, flow) for values, (p, at) in zip(_cut(part, rows) or (), found, strict=False)
               if (p.first == p.last and (p.first in (at, at + len(values)) or values[p.first - at].line == p.line))
               or (len(rows) == 1 and (p.first, p.last) == (at, at + len(values)))]  # round all that there is
        if len(cut) == len(rows):
            runs += [_run(values, () if i else words) for i, values in enumerate(cut)]
            matches += range(first, first + len(rows))
        elif len(part.values) > 1:  # one alone would be read
            runs.append(unplaced(_run(part.values, words)))
            matches.append(first)
        first += len(rows)
    return (runs, matches, last) if turned else None


def _in_column(rows: Sequence[Expected], part: Flow, flow: Flow, beside: Sequence[tuple[_Place, int]]) -> list[tuple[Token, ...]] | None:
    """The values of a table of one column whose labels stand together in the rows' order; None where each stands ahead of its own value."""
    if any(e.count > 1 for e in rows) or (len(beside) == len(rows) and all(p.first == at for p, at in beside)):
        return None
    return _cut(part, rows) if _are_ahead(rows, part if any(map(part.places, rows)) else flow) else None


def _are_ahead(rows: Sequence[Expected], flow: Flow) -> bool:
    """Whether each row's label stands there, in the rows' order and with no value among them."""
    places = [next(iter(flow.places(e)), None) for e in rows]
    there = [p for p in places if p]
    return len(there) == len(rows) and all(a.at < b.at and a.last == b.first for a, b in pairwise(there))


def _with_first(values: tuple[Token, ...], flow: Flow) -> tuple[Token, ...]:
    """The values of a row from left to right: those that stand on a line with words ahead of them, which are of its label, come first."""
    lines = {word.line for word, _ in flow.words}
    first = next((k for k, v in enumerate(values) if v.line in lines), 0)
    return (*values[first:], *values[:first])


def one_row(lines: Sequence[Line], columns: Sequence[Column]) -> Run | None:
    """The row of a table that has but one, whose header fell apart among its values: as many of these as columns, which add up; or do
    so without the page's number, on a line of its own, or with the numbers whole that a narrow cell wrapped."""
    flow = flow_of(lines)
    if not 0 <= len(flow.values) - len(columns) <= TORN:
        return None
    alone = {line.tokens[0] for line in lines if len(line.tokens) == 1}
    rows = [*_joined(flow.values, len(flow.values) - len(columns)),
            *(tuple(v for v in flow.values if v is not number) for number in flow.values if number in alone and BARE.fullmatch(number.text))]
    whole = [row for row in rows if len(row) == len(columns) and all(_DIGITS.fullmatch(v.text) for v in row) and adds_up(row, columns)]
    told = len({tuple(v.text for v in row) for row in whole}) == 1
    return _run(whole[0], tuple(word for word, _ in flow.words)) if told else None


def listed(lines: Sequence[Line], expected: Sequence[Expected]) -> list[Run] | None:
    """The rows of a list of one column, of which a converter wrote the labels of a page ahead of its values or behind them: as many values as rows,
    in the form's order as the labels are, and parts that add up. None where that is not so."""
    flow = flow_of(lines)
    values = [v for v in flow.values if any(map(str.isdigit, v.text))]
    if any(_YUAN.search(word.text) for word, _ in flow.words):
        return None  # nobody can tell of which amount
    if len(values) != len(expected) or not all(_DIGITS.fullmatch(v.text) for v in values) or not flow.has_in_order([e.row for e in expected]):
        return None
    numbers = {e.row.code: read_cell(v.text).value or 0 for e, v in zip(expected, values, strict=True)}
    parts: dict[str, float] = {}
    for row in (e.row for e in expected):
        if row.relation == "exact_part" and row.parent:
            parts[row.parent] = parts.get(row.parent, 0) + numbers[row.code]
    adds_up = all(numbers[parent] == total for parent, total in parts.items())
    return [_run((v,)) for v in values] if adds_up and any(parts.values()) else None


def _joined(values: tuple[Token, ...], times: int) -> Iterator[tuple[Token, ...]]:
    """The values with so many of them, from the last on, put behind one of the line of values above: they stand alone below it."""
    if not times:
        yield values
        return
    on = Counter(v.line for v in values)
    for k, below in enumerate(values):
        line = max((n for n in on if n < below.line), default=None)
        if on[below.line] > 1 or not below.text.isdecimal():
            continue
        for i, above in enumerate(values[:k]):
            if above.line == line and above.text[0] != "0":
                joined = _joined((*values[:i], replace(above, text=above.text + below.text), *values[i + 1 : k]), times - 1)
                yield from ((*row, *values[k + 1 :]) for row in joined)


def _starts(expected: Sequence[Expected]) -> list[int]:
    return list(accumulate((e.count for e in expected[:-1]), initial=0))


def _cut(flow: Flow, expected: Sequence[Expected]) -> list[tuple[Token, ...]] | None:
    """The values a row each, where there are exactly as many as the rows have. A row's marks, words and wide digits stand a little higher or
    lower than its digits, so that converters reach them sooner or later: with such no order is certain."""
    rows = [flow.values[at : at + e.count] for e, at in zip(expected, _starts(expected), strict=True)]
    alike = all(len({_DIGITS.fullmatch(v.text) is None for v in row}) == 1 for row in rows)
    return rows if alike and len(flow.values) == sum(e.count for e in expected) else None


def chinese(text: str) -> str:
    """The Chinese characters of a text."""
    return "".join(_CHINESE.findall(text))


def _run(values: tuple[Token, ...], before: tuple[Token, ...] = ()) -> Run:
    return Run(before, values, (len(values),), values[0].page)
