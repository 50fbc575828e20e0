"""Tables of which each cell is a line, blank ones too, as office programs save a document as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise

from etl.extract.anchors import SECTION
from etl.extract.text.grammar import SUMMED
from etl.numbers import read_cell
from etl.report import State
from etl.text import squeeze

_ROWS = 5
"""Rows of such a table at least."""
_HEAD, _UPRIGHT = 20, 2
"""Characters of a header's cell at most; of a line of a label that is set upright."""
_COVERED = 2
"""Empty lines that merged cells leave ahead of a label, at most."""
_LABELS = 3
"""Labels of a row at most: its own, and those of groups."""
_Row = tuple[list[int], range]
"""The lines of a row's labels, and those up to the next."""


def with_tabs(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with rows whose blank cells are empty lines as rows parted by TABs, below their header: where each row has as many lines
    behind its label, the last of them the sum of the others, a cell has but one place."""
    at = 0
    for rows in map(partial(_spread, lines), _blocks(lines)) if "" in map(str.strip, lines) else ():
        if not (width := _width(lines, rows)):
            continue
        (*header, first), _ = rows[0]
        header = header[max((k for k, i in enumerate(header, 1) if len(lines[i]) > _HEAD or SECTION.match(squeeze(lines[i]))), default=0):]
        yield from lines[at : (*header, first)[0]]
        yield "\t".join(lines[i].strip() for i in header)
        for labels, cells in ([first], rows[0][1]), *rows[1:]:
            yield "\t".join((*_texts(lines, labels), *(lines[i].strip() for i in cells[:width])))
        at = rows[-1][1][width - 1] + 1
    yield from lines[at:]


def _texts(lines: Sequence[str], labels: Sequence[int]) -> list[str]:
    """The labels ahead of a row's cells; what is set upright is one."""
    parted = groupby((lines[i].strip() for i in labels), key=lambda text: len(text) <= _UPRIGHT)
    return [text for upright, run in parted for text in (["".join(run)] if upright else run)]


def _blocks(lines: Sequence[str]) -> Iterator[list[_Row]]:
    """Rows that follow one another: labels, each ahead of enough cells; a group's stands ahead of its first row's."""
    worded = [i for i, line in enumerate(lines) if line.strip() and not _is_value(line)]
    rows: list[_Row] = []
    labels: list[int] = []
    for i, below in pairwise((*worded, len(lines))):
        labels.append(i)
        if below - i - 1 > SUMMED:
            if len(_texts(lines, labels)) > _LABELS:
                yield rows  # these head another table
                rows = []
            rows.append((labels, range(i + 1, below)))
            labels = []
        elif below - i - 1 > _COVERED or any(map(str.strip, lines[i + 1 : below])):
            yield rows
            rows, labels = [], []
    yield rows


def _spread(lines: Sequence[str], rows: list[_Row]) -> list[_Row]:
    """The rows without the empty lines that a browser leaves behind each paragraph of a cell; a blank cell holds a space there."""
    if not all(lines[i] == "" for _, cells in rows for i in cells[::2]) or not all(lines[i] for _, cells in rows[:-1] for i in cells[1::2]):
        return rows
    return [(labels, cells[1::2]) for labels, cells in rows]


def _width(lines: Sequence[str], rows: Sequence[_Row]) -> int:
    """How many cells each row has, where that leaves no doubt; else 0. The last row's may be followed by anything."""
    width = min((len(cells) for _, cells in rows[:-1]), default=0)
    if len(rows) < _ROWS or len(rows[-1][1]) < width or any(len(cells) > width + _COVERED for _, cells in rows[:-1]):
        return 0
    printed = [[lines[i].strip() for i in (cells if cells is not rows[-1][1] else cells[:width])] for _, cells in rows]
    ends = {max(i for i, text in enumerate(texts, 1) if text) for texts in printed if any(texts)}
    numbers = [[read_cell(text).value or 0 for text in texts] for texts in printed]
    wrong = sum(2 * row[width - 1] != sum(row) for row in numbers if any(row))
    return width if ends == {width} and 2 * wrong < max(1, sum(map(any, numbers))) and any("" in texts[:width] for texts in printed) else 0


def _is_value(line: str) -> bool:
    return read_cell(line).state in (State.NUMBER, State.NOT_APPLICABLE)
