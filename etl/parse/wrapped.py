"""Numbers that a narrow cell wrapped over two lines of plain text, put together again where the row's own sums prove it.

``7717 2460 1580 1497 1825 1803 1688`` with ``2`` on the next line is a row of seven numbers, the last 16882: so much
is the sum of the six before. Where no sum says so the lines stay as they are, and the row has a number too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from etl.forms import Column
from etl.numbers import read_cell
from etl.parse.lines import Line, Token, is_value
from etl.text import fold

_MOST = 6
"""Ends of lines within a row at most."""
_REST = re.compile(r",\d{3}")
_PIECES = re.compile(r"[1-9][\d,]* [\d,]*\d")


def unwrapped(lines: Sequence[Line], columns: Sequence[Column]) -> list[Line]:
    """The lines of a table whose rows all have these columns, the last of each block their sum; each wrapped row on its first line."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        size, row = next(_rows(lines, at, columns), (1, lines[at]))
        found.append(row)
        at += size
    return found


def _rows(lines: Sequence[Line], at: int, columns: Sequence[Column]) -> Iterator[tuple[int, Line]]:
    """How many lines from one on are a wrapped row, and that row as a line."""
    label = [t for t in lines[at].tokens if not t.is_value]
    values = [t for t in lines[at].tokens if t.is_value]
    if not values or list(lines[at].tokens) != label + values:
        return
    ends: list[int] = []
    for size in range(2, _MOST + 2):
        words, more = _parts(lines[at + size - 1]) if at + size <= len(lines) else ([], [])
        if not more:
            return
        label += words
        if (placed := _below(values, more)) and len(placed) == len(columns) and _adds_up(placed, columns):
            yield size, replace(lines[at], tokens=(*label, *placed))
            return
        ends.append(len(values))
        values += more
        extra = len(values) - len(columns)
        if 0 < extra <= len(ends):
            rows = [row for chosen in combinations(ends, extra) if (row := _joined(values, chosen)) and _adds_up(row, columns)]
            if len(rows) == 1:
                yield size, replace(lines[at], tokens=(*label, *rows[0]))


def _parts(line: Line) -> tuple[list[Token], list[Token]]:
    """The words of a line (the rest of the row's label) and the numbers, or pieces of numbers, behind them."""
    values = [t for t in line.tokens if t.is_value or _REST.fullmatch(fold(t.text))]
    words = list(line.tokens[: len(line.tokens) - len(values)])
    return (words, values) if [*words, *values] == list(line.tokens) else ([], [])


def _below(values: Sequence[Token], more: Sequence[Token]) -> list[Token] | None:
    """The values, each with what stands right below it; None unless every piece stands below one of them alone."""
    row = list(values)
    for piece in more:
        near = [i for i, value in enumerate(values) if piece.span and value.span and piece.span[0] < value.span[1] and value.span[0] < piece.span[1]]
        if len(near) != 1 or not _PIECES.fullmatch(f"{fold(row[near[0]].text)} {fold(piece.text)}"):
            return None
        row[near[0]] = replace(row[near[0]], text=row[near[0]].text + piece.text)
    return row


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


def _adds_up(row: Sequence[Token], columns: Sequence[Column]) -> bool:
    blocks: dict[str | None, list[int]] = {}
    for token, column in zip(row, columns, strict=True):
        value = read_cell(token.text).value if is_value(token.text) else None
        blocks.setdefault(column.block, []).append(int(value or 0))
    return all(sum(parts) == total for *parts, total in blocks.values())
