"""Columns of a table that no line rules, by where its words stand on the page: so that a blank cell keeps its column.

A value is given a column only where no other comes near; else the row stays short, and its numbers are lost aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise, takewhile
from statistics import median

from etl.parse.stream.lines import Line, Token, is_value, letters
from etl.parse.tables import known_label
from etl.text import is_wide, squeeze

Span = tuple[float, float]
_NEAR = 0.35
"""Share of the distance between two columns within which a value may stand from its own."""
_NUMBERED = re.compile(r"[\d\ufffd/／—－-]$")
"""The end of a label to which a number is glued, readable or not, or what stands for one."""
_TOUCH = 0.5
"""Points by which words that stand side by side may overlap."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column of a table stands, from left to right."""

    spans: tuple[Span, ...]

    def __len__(self) -> int:
        return len(self.spans)

    def place(self, values: Sequence[Span | None]) -> list[int] | None:
        """The column of each of a row's values, left to right; None unless all have one of their own and no doubt is left."""
        found: list[int] = []
        for span in values:
            column = self.of(span) if span else None
            if column is None or (found and column <= found[-1]):
                return None
            found.append(column)
        return found

    def of(self, span: Span) -> int | None:
        """The column of a value here: their left ends, their right ends or their middles meet, and those of no other nearly do. What
        begins further left than a cell can is a label that ends close by."""
        off = sorted((min(abs(span[0] - left), abs(span[1] - right), abs(sum(span) - left - right) / 2), i)
                     for i, (left, right) in enumerate(self.spans))
        near, column = off[0]
        # a lone column reaches so far that all that stands within it is near
        pitch = min((abs(_middle(self.spans[column]) - _middle(self.spans[i])) for i in (column - 1, column + 1)
                     if 0 <= i < len(self.spans)), default=2 * (self.spans[column][1] - self.spans[column][0]))
        alone = span[0] > _middle(self.spans[column]) - pitch and all(
            other == column or not _meet(span, meant) for other, meant in enumerate(self.spans))
        return column if near <= _NEAR * pitch and (len(off) == 1 or off[1][0] > 1.5 * near) and alone else None


def _middle(span: Span) -> float:
    return (span[0] + span[1]) / 2


def by_values(rows: Iterable[Sequence[Span]], counts: Iterable[int]) -> Columns | None:
    """Columns from the values themselves: as many stretches, apart from one another, as the table may have columns; or, where
    wide values run into a neighbour's stretch, from the rows that are full."""
    rows = [row for row in rows if row]
    if not rows:
        return None
    stretches = stretches_of(span for row in rows for span in row)
    for k, count in enumerate(counts):
        # a column more than usual is believed where rows fill it: one value astray (the 无 of a wrapped label) makes a stretch too
        if len(stretches) == count and (not k or sum(len(row) == count for row in rows) > 1):
            return Columns(tuple(stretches))
    for count in counts:
        full = [row for row in rows if len(row) == count]
        if full and 2 * len(full) >= sum(len(row) >= count for row in rows):
            columns = Columns(tuple((median(s[0] for s in column), median(s[1] for s in column)) for column in zip(*full, strict=True)))
            if all(columns.place(row) is not None for row in full):
                return columns
    return None


def by_header(words: Sequence[Token], labels: Iterable[str], counts: Sequence[int], edge: float | None = None) -> Columns | None:
    """Columns from where the words of a header stand. ``labels`` are the words over one column each; where the header does not
    name so many, the cells that stand right of ``edge``, where the labels of the rows end, are its columns."""
    stretches = stretches_of(span for span, _ in _labels(words, labels))
    if len(stretches) in counts:
        return Columns(tuple(stretches))
    cells = [w.span for w in headings(words) if w.span and edge is not None and w.span[0] >= edge]
    stretches = [s for s in cells if sum(_meet(s, o) for o in cells) <= 2]
    return Columns(tuple(stretches)) if len(stretches) in counts and len(stretches_of(stretches)) == len(stretches) else None


def commonest(values: Iterable[Span]) -> Columns | None:
    """The one column in which most values stand."""
    spans = list(values)
    stretches = stretches_of(spans)
    held = [(sum(left <= s[0] < right for s in spans), (left, right)) for left, right in stretches]
    return Columns((max(held)[1],)) if held and 2 * max(held)[0] > len(spans) else None


def stretches_of(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap joined to one, from left to right."""
    found: list[Span] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1] - _TOUCH:
            found[-1] = found[-1][0], max(right, found[-1][1])
        else:
            found.append((left, right))
    return found


def _named(line: Sequence[Token], labels: Sequence[str]) -> Iterator[tuple[Span, str]]:
    """Where labels stand in a line, also with their ends wrapped to the next."""
    chars = [c for token in line for c in _characters(token)]
    text = "".join(c for c, _ in chars)
    at = 0
    while at < len(text):
        size, label = next(((n, label) for label in labels for n in range(len(label), 1, -1)
                            if text.startswith(label[:n], at) and _is_close(chars[at : at + n])), (0, ""))
        if size:
            yield (chars[at][1][0], chars[at + size - 1][1][1]), label
        at += size or 1


def _is_close(chars: Sequence[tuple[str, Span]]) -> bool:
    return all(right[0] - left[1] <= 3 * (left[1] - left[0]) for (_, left), (_, right) in pairwise(chars))


def _characters(token: Token) -> Iterator[tuple[str, Span]]:
    text = squeeze(token.text)
    if token.span is None or not text:
        return
    widths = [1 + is_wide(c) for c in text]
    step = (token.span[1] - token.span[0]) / sum(widths)
    x = token.span[0]
    for char, width in zip(text, widths, strict=True):
        yield char, (x, x + width * step)
        x += width * step


_HEADER = 400
"""Words of a header at most: that of disputes, a letter a word, with the page's own words around."""


def headings(words: Sequence[Token]) -> list[Token]:
    """The cells of a header from its words: what stands above one another is one, but for what stands over several. So many that they are no
    header stay words."""
    if len(words) > _HEADER:
        return list(words)
    if any(w.span is None for w in words):
        # a narrow cell's words stand below each other where the spaces between columns were kept
        cells = headings([replace(w, box=(w.at, w.line, w.at + len(w.text), w.line + 1)) for w in words])
        return [replace(c, box=None) for c in cells] if all(known_label(c.text) for c in cells) else _bracketed(words)
    groups: list[list[Token]] = []
    over: list[Token] = []
    for word in sorted(words, key=lambda w: w.box[2] - w.box[0] if w.box else 0):
        below = sorted((g for g in groups if any(w.span and word.span and _meet(w.span, word.span) for w in g)), key=lambda g: g[0].box or ())
        if len(below) > 1 and (parts := _run_together(word, below)):
            for group, part in zip(below, parts, strict=True):
                group.append(part)
        elif len(below) > 1:
            over.append(word)
        elif below:
            below[0].append(word)
        else:
            groups.append([word])
    cells = [replace(as_cell(group), text=_read_down(group)) for group in groups]
    return sorted((*over, *cells), key=lambda w: w.box or (0, 0, 0, 0))


def _bracketed(words: Sequence[Token]) -> list[Token]:
    """Words without places, those of a line in one pair of brackets as one: （单位：万 元）."""
    found: list[Token] = []
    for word in words:
        above = squeeze(found[-1].text) if found and found[-1].line == word.line else ""
        if above.count("(") > above.count(")"):
            found[-1] = replace(found[-1], text=found[-1].text + word.text)
        else:
            found.append(word)
    return found


def _read_down(words: Iterable[Token]) -> str:
    return "".join(w.text for w in sorted(words, key=lambda w: (w.line, w.box or ())))


def _run_together(word: Token, groups: Sequence[Sequence[Token]]) -> list[Token] | None:
    """A word as the pieces above each of several others, each of them a heading only with its piece: 本年废止现行有效件 above 件数 and 数."""
    pieces = _pieces(squeeze(word.text), [_read_down(g) for g in groups])
    return [replace(word, text=piece, box=g[0].box) for piece, g in zip(pieces, groups, strict=True)] if pieces else None


_PIECE = 16
"""Characters of a heading's upper line, at most."""


def _pieces(text: str, ends: Sequence[str]) -> list[str] | None:
    """The text cut so that each piece is a heading with its end below; None where it cannot be."""

    @cache
    def cut(start: int, k: int) -> list[str] | None:
        if k + 1 == len(ends):
            return [text[start:]] if known_label(text[start:] + ends[k]) else None
        return next(([text[start:stop], *rest] for stop in range(start + 1, min(len(text), start + _PIECE))
                     if known_label(text[start:stop] + ends[k]) and (rest := cut(stop, k + 1))), None)

    return cut(0, 0)


def _labels(words: Sequence[Token], labels: Iterable[str]) -> list[tuple[Span, str]]:
    names = sorted(set(labels), key=len, reverse=True)
    return [found for _, line in groupby(words, key=lambda t: t.line) for found in _named(tuple(line), names)]


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def blank() -> Token:
    """The value of a blank cell."""
    return Token("", True, -1)


def filled(lines: Iterable[Line], columns: Columns) -> list[Line]:
    """Lines with a blank value in each column that is empty; those as they are in which the columns of the values are in doubt."""
    return [_filled(line, columns) for line in lines]


def _filled(line: Line, columns: Columns) -> Line:
    """What stands among the values, or in a column ahead of them, is one, readable or not; a number ahead of the columns belongs to the label."""
    first = next((i for i, t in enumerate(line.tokens) if t.is_value and t.span and columns.of(t.span) is not None), None)
    if first is None:
        return line
    ahead = takewhile(lambda i: (span := line.tokens[i].span) and columns.of(span) is not None, range(first - 1, -1, -1))
    # a word behind a number made it a label's numeral
    first = min((i for i in ahead if is_value(line.tokens[i].text) or _is_in_column(line.tokens[i], columns)), default=first)
    values = line.tokens[first:]
    places = None if is_glued(line.tokens[:first], columns) else columns.place([t.span for t in values])
    if places is None:
        return line
    row = [blank()] * len(columns)
    for place, token in zip(places, values, strict=True):
        row[place] = replace(token, is_value=True)
    label = (replace(t, is_value=False) if t.is_value else t for t in line.tokens[:first])
    return replace(line, tokens=(*label, *row))


def _is_in_column(word: Token, columns: Columns) -> bool:
    """Whether a word stands in a column, and is no end of a label: in the first one it would have to meet its middle."""
    column = columns.of(word.span) if word.span else None
    near = word.span is not None and word.box is not None and abs(_middle(word.span) - _middle(columns.spans[0])) <= (word.box[3] - word.box[1]) / 2
    return letters(word.text) and (near if column == 0 else column is not None)


def is_glued(label: Iterable[Token], columns: Columns) -> bool:
    """Whether a number at the end of a word of a label, or one that is among them, reaches into the columns, and may be the first one's."""
    return any((t.is_value or _NUMBERED.search(t.text)) and (t.span is None or t.span[1] > columns.spans[0][0]) for t in label)


def as_cell(tokens: Sequence[Token]) -> Token:
    """The parts of one cell's value."""
    if len(tokens) == 1:
        return tokens[0]
    parts = sorted(tokens, key=lambda t: t.line)
    boxes = [t.box for t in parts if t.box]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    text = "\n".join(t.text for t in parts)
    return Token(text, is_value(text), parts[0].line, box, parts[0].page)
