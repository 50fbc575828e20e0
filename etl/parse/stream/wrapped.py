"""Numbers that a narrow cell wrapped over two lines of plain text, or whose thousands stand behind a space, put together again where the
row's own sums prove it; and numbers that stand a line below the others of their row, each in the place where the row adds up.

``7717 2460 1580 1497 1825 1803 1688`` with ``2`` on the next line is a row of seven numbers, the last 16882: so much
is the sum of the six before. Where no sum says so the lines stay as they are, and the row has a number too many; or its numbers are those
of no column, if it has as many as columns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from etl.forms import Column
from etl.numbers import read_cell
from etl.parse.stream.lines import Line, Token, as_one, is_value
from etl.text import fold

_MOST = 6
"""Ends of lines within a row at most."""
_GROUPS = 15
"""Numbers of a row that may go on behind a space, at most."""
_GROUP = re.compile(r"[1-9]\d{0,2} \d{3}")
_REST = re.compile(r",\d{3}")
_PIECES = re.compile(r"[1-9][\d,]* [\d,]*\d")


def unwrapped(lines: Sequence[Line], columns: Sequence[Column]) -> list[Line]:
    """The lines of a table whose rows all have these columns, the last of each block their sum; each wrapped row on its first line."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        size, row = next(_rows(lines, at, columns), (1, lines[at]))
        found.append(_crowded(row) if row is lines[at] and _is_torn(lines, at, columns) else row)
        at += size
    return found


def _is_torn(lines: Sequence[Line], at: int, columns: Sequence[Column]) -> bool:
    """Whether a row that does not add up lacks the ends of numbers: they stand below it behind their comma, or the comma beside it alone."""
    values = [t for t in lines[at].tokens if t.is_value]
    if len(values) == len(columns) and adds_up(values, columns):
        return False
    above, below = ([fold(t.text) for line in near for t in line.tokens] for near in (lines[max(0, at - 1) : at], lines[at + 1 : at + 2]))
    return any(map(_REST.fullmatch, below)) or "," in (*above, *below)


def _crowded(line: Line) -> Line:
    values = [t for t in line.tokens if t.is_value and t.span is None]
    return replace(line, tokens=(*(t for t in line.tokens if t not in values), as_one(values))) if len(values) > 1 else line


def _rows(lines: Sequence[Line], at: int, columns: Sequence[Column]) -> Iterator[tuple[int, Line]]:
    """How many lines from one on are a wrapped row, and that row as a line."""
    label = [t for t in lines[at].tokens if not t.is_value]
    values = [t for t in lines[at].tokens if t.is_value]
    if not values or list(lines[at].tokens) != label + values:
        return
    if len(values) == len(columns) and adds_up(values, columns):
        return  # two rows that add up would do so too with their digits glued together
    if row := _grouped(values, columns):
        yield 1, replace(lines[at], tokens=(*label, *row))
        return
    ends: list[int] = []
    for size in range(2, _MOST + 2):
        words, more = _parts(lines[at + size - 1]) if at + size <= len(lines) else ([], [])
        if not more or (len(more) == len(columns) and adds_up(more, columns)):
            return  # nothing, or a row of its own
        label += words
        if placed := _below(values, more, columns):
            yield size, replace(lines[at], tokens=(*label, *placed))
            return
        ends.append(len(values))
        values += more
        extra = len(values) - len(columns)
        if not extra and ends[0] > 1 and all(line.is_indented for line in lines[at + 1 : at + size]) and not any(t.span for t in values):
            yield size, replace(lines[at], tokens=(*label, *_with_lower(values[: ends[0]], values[ends[0] :], columns)))
            return
        if 0 < extra <= len(ends):
            rows = [row for chosen in combinations(ends, extra) if (row := _joined(values, chosen)) and adds_up(row, columns)]
            if len(rows) == 1:
                yield size, replace(lines[at], tokens=(*label, *rows[0]))


def _grouped(values: Sequence[Token], columns: Sequence[Column]) -> list[Token] | None:
    """The one row that adds up of numbers whose thousands stand behind a space: ``3 945 3 028 …``."""
    behind = [i for i in range(1, len(values)) if _GROUP.fullmatch(f"{fold(values[i - 1].text)} {fold(values[i].text)}")]
    extra = len(values) - len(columns)
    if not 0 < extra <= len(behind) <= _GROUPS:
        return None
    rows = [row for chosen in combinations(behind, extra) if (row := _joined(values, chosen)) and adds_up(row, columns)]
    return rows[0] if len(rows) == 1 else None


def _parts(line: Line) -> tuple[list[Token], list[Token]]:
    """The words of a line (the rest of the row's label) and the numbers, or pieces of numbers, behind them."""
    values = [t for t in line.tokens if t.is_value or _REST.fullmatch(fold(t.text))]
    words = list(line.tokens[: len(line.tokens) - len(values)])
    return (words, values) if [*words, *values] == list(line.tokens) else ([], [])


def _below(values: Sequence[Token], pieces: Sequence[Token], columns: Sequence[Column]) -> list[Token] | None:
    """A row, whole but for the ends of numbers that stand on the line below it: under their numbers, by their places or, in spaced text, their
    characters, or else under totals."""
    if len(values) != len(columns):
        return None
    near = [[i for i, v in enumerate(values) if _is_under(p, v)] for p in pieces]
    choices = {tuple(n[0] for n in near)} if all(len(n) == 1 for n in near) else set()
    if not all(t.span for t in (*values, *pieces)):
        totals = [i for i, c in enumerate(columns) if i + 1 == len(columns) or columns[i + 1].block != c.block]
        choices |= set(combinations(totals, len(pieces)))
    rows = []
    for chosen in choices:
        row = list(values)
        for i, piece in zip(chosen, pieces, strict=True):
            if not _PIECES.fullmatch(f"{fold(row[i].text)} {fold(piece.text)}"):
                break
            row[i] = replace(row[i], text=row[i].text + piece.text)
        else:
            rows += [row] if adds_up(row, columns) else []
    return rows[0] if len(rows) == 1 else None


def _is_under(piece: Token, value: Token) -> bool:
    if piece.span and value.span:
        return piece.span[0] < value.span[1] and value.span[0] < piece.span[1]
    return piece.at < value.at + len(value.text) and value.at < piece.at + len(piece.text)


def _with_lower(values: Sequence[Token], lower: Sequence[Token], columns: Sequence[Column]) -> list[Token]:
    """A row some of whose numbers stand below it: each where alone the row adds up. Else nobody can say where they belong, and the row has
    fewer numbers than columns."""
    rows = []
    for chosen in combinations(range(len(columns)), len(lower)):
        upper, below = iter(values), iter(lower)
        row = [next(below if i in chosen else upper) for i in range(len(columns))]
        rows += [row] if adds_up(row, columns) else []
    if rows and all([t.text for t in row] == [t.text for t in rows[0]] for row in rows):
        return rows[0]
    return [as_one((*values, *lower))]


def _joined(values: Sequence[Token], ends: Sequence[int]) -> list[Token] | None:
    """The values, those at the end of a line glued to the one behind where chosen; None where that is no number."""
    row: list[Token] = []
    for i, value in enumerate(values):
        if i not in ends:
            row.append(value)
        elif not _PIECES.fullmatch(f"{fold(row[-1].text)} {fold(value.text)}"):
            return None
        else:
            row[-1] = replace(row[-1], text=row[-1].text + value.text)
    return row


def adds_up(row: Sequence[Token], columns: Sequence[Column]) -> bool:
    """Whether the last value of each block of columns is the sum of the others."""
    return all(sum(parts) == total for *parts, total in _blocks(row, columns))


def is_in_doubt(row: Sequence[Token], columns: Sequence[Column], header_fell_apart: bool) -> bool:
    """Whether words without places that do not add up may be torn, or, below a header that fell apart, out of order."""
    if any(t.span for t in row) or len(row) != len(columns):
        return False
    broken = [block for block in _blocks(row, columns) if 2 * block[-1] != sum(block)]
    return any(map(_is_torn_block, broken)) or (header_fell_apart and _is_out_of_order(broken))


def _is_torn_block(block: Sequence[int]) -> bool:
    """Whether it would add up with more digits behind a value: a narrow cell may have wrapped that."""
    *parts, total = block
    more = sum(parts) - total
    return any(str(n + abs(more)).startswith(str(n)) for n in ([total] if more > 0 else parts) if n)


def _is_out_of_order(broken: Sequence[Sequence[int]]) -> bool:
    """Whether another value of a block than its last is the sum of the others, or more than one block does not add up: a converter may have
    reached a value sooner, as it does digits of another width, that stand a little higher."""
    return len(broken) > 1 or any(2 * n == sum(block) for block in broken for n in block)


def _blocks(row: Sequence[Token], columns: Sequence[Column]) -> Collection[Sequence[int]]:
    blocks: dict[str | None, list[int]] = {}
    for token, column in zip(row, columns, strict=True):
        value = read_cell(token.text).value if is_value(token.text) else None
        blocks.setdefault(column.block, []).append(int(value or 0))
    return blocks.values()
