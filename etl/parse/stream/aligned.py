"""Short rows of text that keeps the columns of its page in spaces, as ``pdftotext -layout`` writes it: their values stand below those of the
full rows, so that it is seen which cells are blank."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from etl.parse.stream.columns import blank, by_values
from etl.parse.stream.lines import Line
from etl.parse.stream.whole import is_label

_FULL = 2
"""Full rows of a page that tell its columns, at least."""
_NEAR = 2
"""Lines above and below a row's in which the rest of its values may stand."""


def with_blanks(lines: Sequence[Line], count: int, labels: Container[str]) -> list[Line]:
    """The lines, with a blank for each empty cell among the ``count`` of a row, where those of its page that are full show which: a converter
    sets the columns of each page anew, and where one value of a page stands in none of them the others may have moved as well.

    A line may have but a part of its row's values, which stand a little higher or lower than others: it is a row if its label, one of the
    ``labels``, stands there as a whole, or nothing near it may be the rest."""
    return [line for _, page in groupby(lines, key=lambda line: line.page) for line in _filled(list(page), count, labels)]


def _filled(lines: list[Line], count: int, labels: Container[str]) -> list[Line]:
    spans = [[(t.at, t.at + len(t.text)) for t in line.tokens] for line in lines]
    rows = [[span for token, span in zip(line.tokens, found, strict=True) if token.is_value] for line, found in zip(lines, spans, strict=True)]
    full = [row for row in rows if len(row) == count]
    spaced = all(any(right[0] - left[1] > 1 for left, right in pairwise(row)) for row in full)
    columns = by_values(full, (count,)) if spaced and len(full) >= _FULL else None
    places = [columns.place(row) if columns else None for row in rows]
    if columns is None or None in places:
        return lines
    parts = {i for i, row in enumerate(rows) if 0 < len(row) < count and not _is_labelled(lines[i], labels)}
    alone = {i for i in parts if len(rows[i]) > 1 and len(parts.intersection(range(i - _NEAR, i + _NEAR + 1))) == 1}
    ends = [max((span[1] for token, span in zip(line.tokens, found, strict=True) if not token.is_value), default=-1) for line, found in zip(lines, spans, strict=True)]
    return [_row(line, place, count) if place and ends[i] < columns.spans[0][0] and (i in alone or i not in parts) else line
            for i, (line, place) in enumerate(zip(lines, places, strict=True))]


def _row(line: Line, places: Sequence[int], count: int) -> Line:
    """A line of a label and values, with blanks."""
    first = len(line.tokens) - len(places)
    row = [blank()] * count
    for place, token in zip(places, line.tokens[first:], strict=True):
        row[place] = token
    return replace(line, tokens=(*line.tokens[:first], *row))


def _is_labelled(line: Line, labels: Container[str]) -> bool:
    words = [t for t in line.tokens if not t.is_value]
    return any(is_label(words[i:], labels) for i in range(len(words)))
