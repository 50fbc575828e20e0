"""Lines with what narrow cells wrapped above and below their numbers, by where words stand on the page: a label of several lines, a number
too wide for its cell, and both over the end of a page.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from etl.documents import Box
from etl.parse.stream.columns import Columns, Span, as_cell, stretches_of
from etl.parse.stream.lines import Line, Token
from etl.text import label_key, label_stem, squeeze

_REACH = 4
"""Lines above and below a row among which the rest of it may stand."""


def whole(lines: Sequence[Line], columns: Columns | None, labels: Container[str] = ()) -> list[Line]:
    """Lines with what a cell wrapped above and below them: a label of two lines stands half a line off its numbers, as do the
    parts of a number that is too wide for its cell. Each line with values takes the lines that reach into its height, and, until
    it has one of the ``labels``, those that stand as far above as below. Where the columns are not known each value is whole."""
    heart = [i for i, line in enumerate(lines) if any(t.is_value and _inside(t, columns) for t in line.tokens)]
    owner: dict[int, int] = {}
    for i, line in enumerate(lines):
        near = sorted((off, k) for k in heart if k != i and abs(k - i) <= _REACH and (off := _off(line, lines[k], columns)) is not None)
        if near and (i not in heart or (_is_piece(line, columns) and (not _is_piece(lines[near[0][1]], columns) or near[0][1] < i))):
            owner[i] = near[0][1]
    for i in heart:
        if i not in owner:
            owner |= dict.fromkeys(_round(lines, i, {*owner, *heart}, [k for k, own in owner.items() if own == i], labels), i)
    found = []
    for i, line in enumerate(lines):
        if i not in owner:
            parts = [lines[k] for k, own in owner.items() if own == i]
            found.append(_together(line, parts, columns) if parts else line)
        elif owner[i] in owner:
            found.append(line)
    return _over_pages(found, labels)


_NUMERAL = re.compile(r"(?:其中:?)?(?:\d{1,2}|\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2})?[.、]?")
"""What may stand ahead of a label, on a page of its own."""


def _over_pages(lines: list[Line], labels: Container[str]) -> list[Line]:
    """The lines, with numbers that stand at a page's foot below all labels, or beside no more than a numeral, behind the first label of the
    next page: one of two lines goes there as a whole, and leaves its numbers of one line, or its first line, behind."""
    printed = [line for line in lines if line.tokens]
    for i in range(1, len(printed) - 1):
        above, line, first = printed[i - 1 : i + 2]
        values = tuple(t for t in line.tokens if t.is_value)
        low = max(t.box[3] if t.box else 0.0 for t in above.tokens)
        is_bare = bool(values) and _NUMERAL.fullmatch(squeeze("".join(t.text for t in line.tokens if not t.is_value))) is not None
        is_below = all(t.box and low <= t.box[1] for t in values) and not all(t.is_value for t in above.tokens)
        # where the next page begins with bare numbers, the row whose first they follow goes on there
        is_one = (len(line.tokens) == 1 or not first.has_values) and not all(t.is_value for t in first.tokens)
        if is_bare and is_below and is_one and above.page == line.page != first.page:
            next_page = printed[i + 1 : i + 1 + _REACH]  # a header may stand there once more, above the rest of the label
            ahead = next((end for end in range(1, _REACH + 1) for start in range(end)
                          if is_label((t for below in next_page[start:end] for t in below.tokens), labels)), 1)
            printed[i : i + 1 + ahead] = [*printed[i + 1 : i + 1 + ahead], replace(line, tokens=values)]
    return printed


def is_label(words: Iterable[Token], labels: Container[str]) -> bool:
    """Whether words are a label as a whole; ``labels`` are keys as :func:`etl.parse.labels.keys_of` gives them."""
    text = squeeze("".join(t.text for t in words)).removeprefix("其中:")
    return label_key(text) in labels or label_stem(text) in labels


_SPACED, _ASKEW = 1.6, 0.3
"""How far apart the lines of one label stand at most, and how far its middle stands off its numbers, as shares of their height."""


def _round(lines: Sequence[Line], row: int, taken: set[int], parts: Sequence[int], labels: Container[str]) -> list[int]:
    """The lines of a label of three lines or more above and below its numbers, pair by pair outwards until they are one of the ``labels``.
    What becomes none is no label round these numbers: where cells are set at their tops or feet, those are parts of two labels."""
    added: list[int] = []
    value = next((t.box for t in lines[row].tokens if t.is_value and t.box), None)
    while value is not None:
        members = sorted((row, *parts, *added))
        words = [t for k in members for t in lines[k].tokens if t.box and t.box[2] < value[0]]
        if not (stretches := stretches_of(t.span for t in words if t.span)):
            break
        label = stretches[-1]
        if is_label((t for t in words if t.box and t.box[0] >= label[0]), labels):
            return added
        above = _next_of(lines, members[0], -1, label, value, taken)
        below = _next_of(lines, members[-1], 1, label, value, taken)
        if above is None or below is None:
            break
        (_, high), (_, low) = above, below
        if abs((high[1] + high[3] + low[1] + low[3]) / 2 - value[1] - value[3]) > 2 * _ASKEW * (value[3] - value[1]):
            break
        added += [above[0], below[0]]
    return []


def _next_of(lines: Sequence[Line], last: int, step: int, label: Span, value: Box, taken: set[int]) -> tuple[int, Box] | None:
    """The next line up or down that goes on with a label whose line ``last`` is, with its first word there; others may stand left of it."""
    height = value[3] - value[1]
    for k in range(last + step, last + step * (_REACH + 1), step):
        if not 0 <= k < len(lines) or k in taken or lines[k].page != lines[last].page:
            return None
        if any(t.box[2] > label[1] + height for t in lines[k].tokens if t.box):
            return None
        if box := _over(lines[k], *label):
            return (k, box) if abs(box[1] - (_over(lines[last], *label) or value)[1]) <= _SPACED * height else None
    return None


def _over(line: Line, left: float, right: float) -> Box | None:
    """The first word of a line that stands between two edges."""
    return next((t.box for t in line.tokens if t.box and t.box[0] < right and left < t.box[2]), None)


def _inside(token: Token, columns: Columns | None) -> bool:
    return token.span is not None and (columns.of(token.span) is not None if columns else token.is_value)


def _is_piece(line: Line, columns: Columns | None) -> bool:
    """It has no label: all of it stands in the columns."""
    return columns is not None and all(_inside(t, columns) for t in line.tokens)


def _off(line: Line, row: Line, columns: Columns | None) -> float | None:
    """How far a line stands from the values of another that it reaches into; None where it does not."""
    # a label's last words: further left stand groups, of which a line may hold a word that stands a little higher
    a = next((t.box for t in reversed(line.tokens) if t.box), None)
    b = next((t.box for t in row.tokens if t.box and _inside(t, columns)), None)
    if a is None or b is None or line.page != row.page:
        return None
    off = abs(a[1] + a[3] - b[1] - b[3]) / 2
    return off if off < 0.75 * min(a[3] - a[1], b[3] - b[1]) else None


def _together(row: Line, parts: Sequence[Line], columns: Columns | None) -> Line:
    """One line of several: its labels from left to right, each from top to bottom, then its values."""
    tokens = sorted((t for line in (row, *parts) for t in line.tokens if t.box), key=lambda t: t.box or (0, 0, 0, 0))
    if columns and any(t.is_value and t.span and t.span[1] > columns.spans[0][0] and columns.of(t.span) is None for t in tokens):
        columns = None  # a number among the columns and in none of them is no word of the label
    labels = [t for t in tokens if not _inside(t, columns)]
    stretches = stretches_of(t.span for t in labels if t.span)
    labels.sort(key=lambda t: (max(i for i, s in enumerate(stretches) if t.box and s[0] <= t.box[0]), t.line))
    values: dict[int, list[Token]] = {}
    for i, token in enumerate(tokens):
        if token.span and (column := columns.of(token.span) if columns else i if token.is_value else None) is not None:
            values.setdefault(column, []).append(token)
    return replace(row, tokens=(*(replace(t, is_value=False) for t in labels), *(as_cell(values[c]) for c in sorted(values))))
