"""Runs of values that found their rows, as the rows of a table: header, labels as the form has them, and blanks where cells are empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from etl.documents import Cell, Table
from etl.forms import Column, Row
from etl.parse.labels import keys_of
from etl.parse.stream.columns import (
    Columns,
    blank,
    by_header,
    by_values,
    headings,
    is_glued,
    stretches_of,
)
from etl.parse.stream.lines import BARE, CLOSE, Token, letters
from etl.parse.stream.ordered import unplaced
from etl.parse.stream.runs import Expected, Run, by_count, is_of_no_form
from etl.parse.tables.segment import CAPTION
from etl.text import label_key, label_stem, squeeze

_NUMBER = re.compile(r"\d[\d,.]*\d[\u4e00-\u9fff]{0,2}|\d(?:件|条|项|个|人|次|篇|万?元)")
"""A number of two digits or more, or one with its unit."""
_UNSURE = "\ufffd"
_CLOSING = frozenset(")”’\"'」』")
"""What may end a label beside its letters."""


@dataclass(frozen=True, slots=True)
class Made:
    table: Table
    last: int
    """The last line that belongs to it."""
    bare: int = 0
    """Its rows that have a label and no value."""
    others: tuple[Table, ...] = ()
    """Other sets of the same table, whose lines stand among its own."""


_Printed = tuple[str, Sequence[Token | str], int | None]
"""A row to be: label, values or words, page."""


def as_table(rows: Sequence[_Printed]) -> Table:
    """Rows of (label, values, page) as a table; a row without values is a caption or header over the whole width."""
    width = max((1 + len(v) for _, v, _ in rows), default=1)
    made = []
    for i, (label, values, page) in enumerate(rows):
        first = (Cell(label, i, 0, colspan=1 if values else width, page=page),) if label else ()
        made.append((*first, *(_cell(v, i, k + 1, page) for k, v in enumerate(values))))
    return Table(0, tuple(made), exact=False)


def _cell(value: Token | str, row: int, column: int, page: int | None) -> Cell:
    if isinstance(value, str):
        return Cell(value, row, column, page=page)
    return Cell(value.text, row, column, page=value.page or page, bbox=value.box)


def labelled(runs: Sequence[Run], tail: Sequence[Token], matches: Sequence[int | None], expected: Sequence[Expected],
              split_header: bool) -> Made:
    """The table of runs that found their rows, with the rows whose cells are all blank."""
    rows: list[_Printed] = []
    nameless = set() if split_header else by_count(matches, expected)
    last = max((t.line for r in runs for t in (*r.before, *r.values)), default=-1)
    previous, bare = -1, 0
    mingled = False
    words: Sequence[Token]
    for i, words in enumerate((*(r.before for r in runs), tail)):
        match = matches[i] if i < len(runs) else None
        ahead = next((m for m in matches[i:] if m is not None), len(expected))
        missing = [e for j, e in enumerate(expected) if previous < j < ahead and j not in matches and not e.optional]
        page = runs[min(i, len(runs) - 1)].page
        # what stands above numbers that found no row may be their own label
        end = max(v.line for v in runs[i].values) if i < len(runs) else None
        near = [k for k in (i - 1, i) if 0 <= k < len(runs)]
        in_lines = all(matches[k] is not None and _on_its_line(runs[k]) for k in near)
        # a number that went among the words, and numbers above that found no row, may be of any of these rows
        orphan = i > 0 and matches[i - 1] is None and not is_of_no_form(runs[i - 1])
        none = _UNSURE if orphan or any(_NUMBER.fullmatch(squeeze(part)) for w in words for part in w.text.split("\n")) else ""
        for label, entry in _blank_rows(words, missing, end, in_lines) if i == len(runs) or match is not None else ():
            last = max(last, label[-1].line)
            head, words = words[: words.index(label[0])], words[words.index(label[-1]) + 1 :]
            if split_header:
                rows.extend(_header_rows(head, entry.row, page))
            ends = letters(label[-1].text) or squeeze(label[-1].text) in _CLOSING  # else a sign stands behind the label
            is_blank = ends and not any(_covers(word, value) for word in label for run in runs for value in run.values)
            rows.append((entry.row.label, (none if is_blank else _UNSURE,) * entry.count, page))
            bare += 1
        if i == len(runs):
            break
        run = replace(runs[i], before=tuple(words))
        if match is None:
            said = "\n".join(_texts(behind_labels(run.before, expected)))
            rows.append(("" if (i in nameless and not is_of_no_form(run)) or not letters(squeeze(said)) else said, run.values, page))
            continue
        previous = match
        if not expected[match].row.official and _is_said(runs[i], expected[match]):
            rows.append((f"{''.join(_texts(run.before))}：{run.values[0].text}", (), page))
            continue
        if split_header:
            if _is_list(run):
                run = replace(run, before=tuple(replace(t, box=None) for t in run.before))  # or the header's words were one cell, read down
            else:
                runs = [*runs[:i], replace(runs[i], values=tuple(_uncrowded(run.values))), *runs[i + 1 :]]
            rows.extend(_header_rows(run.before, expected[match].row, page))
            lines = _lines_of_headings(run.before, expected[match].columns)
            mingled = _is_mingled(lines) if lines else mingled  # a header is that of the rows below, too
            runs = [*runs[:i], unplaced(runs[i]), *runs[i + 1 :]] if mingled else runs
        elif i == 0 and (header := _texts(headings(_but_own(run.before, expected[match].row)))):
            rows.append((header[0], header[1:], page))
        rows.append((expected[match].row.label, _placed(i, runs, matches, expected), page))
    return Made(as_table(rows), last, bare)


def behind_labels(words: Sequence[Token], expected: Sequence[Expected]) -> Sequence[Token]:
    """The words ahead of a number behind the last that is a whole label, of a group or of a row without a number; a remark in brackets is of that label."""
    known = {key for e in expected for key in keys_of(e.row)}
    ends = (k for k, word in enumerate(words[:-1], 1) if not known.isdisjoint((label_key(word.text), label_stem(word.text))))
    own = words[max(ends, default=0):]
    said = squeeze("".join(_texts(own)))
    return words if said.startswith(("(", "单位:")) or said.count(")") > said.count("(") else own


def _covers(word: Token, value: Token) -> bool:
    """Whether a label runs on to where others have their number: its own may be printed over."""
    return word.span is not None and value.span is not None and word.span[0] < value.span[0] < word.span[1]


def _texts(tokens: Iterable[Token]) -> list[str]:
    return [t.text for t in tokens]


def _on_its_line(run: Run) -> bool:
    return bool(run.before) and run.before[-1].line == run.values[0].line == run.values[-1].line


def _blank_rows(words: Sequence[Token], missing: Sequence[Expected], end: int | None, in_lines: bool) -> list[tuple[Sequence[Token], Expected]]:
    """Rows of which the page shows the label alone: the words of each label, which end their line, above the line ``end``. ``in_lines``: the rows
    around stand each on a line, so that words without places may be such a row, too."""
    words = [w for w in words if end is None or w.line < end]
    found: list[tuple[Sequence[Token], Expected]] = []
    at = 0
    for entry in missing:
        label = next((label for start in range(at, len(words)) if (label := _label_at(words, start, entry.row, in_lines))), ())
        if label:
            found.append((label, entry))
            at = words.index(label[-1]) + 1
    return found


_LABEL_WORDS = 5


def _label_at(words: Sequence[Token], start: int, row: Row, in_lines: bool) -> Sequence[Token]:
    """The words of a row's label from one on, also over several lines, between which the words of columns left of it may stand. Where words
    have no places it is the whole of a line, if rows are lines."""
    keys = set(keys_of(row))
    label: list[Token] = []
    found: Sequence[Token] = ()
    left = right = 0.0
    if words[start].span is None and in_lines:
        whole = [w for w in words if w.line == words[start].line]
        return whole if whole[0] is words[start] and not keys.isdisjoint((label_key(text := "".join(_texts(whole))), label_stem(text))) else ()
    for i in range(start, min(start + 3 * _LABEL_WORDS, len(words))):
        word = words[i]
        if word.span is None:
            break
        if label and word.line != label[-1].line and not (word.span[0] < right and left < word.span[1]):
            continue
        left, right = (min(left, word.span[0]), max(right, word.span[1])) if label else word.span
        label.append(word)
        text = "".join(w.text for w in label)
        ends = i + 1 == len(words) or words[i + 1].line != word.line
        if ends and not keys.isdisjoint((label_key(text), label_stem(text))):
            found = tuple(label)
        if len(label) == _LABEL_WORDS:
            break
    return found


def _placed(i: int, runs: Sequence[Run], matches: Sequence[int | None], expected: Sequence[Expected]) -> tuple[Token, ...]:
    """The values of a row, with blanks where its cells are empty; fewer than its columns where their places are in doubt."""
    run, match = runs[i], matches[i]
    if match is None or len(run.values) >= expected[match].count:
        return run.values
    if i + 1 < len(runs) and matches[i + 1] is None and runs[i + 1].values[0].line == run.values[-1].line:
        return run.values  # words of no row stand between its values
    columns = expected[match].columns
    peers = [k for k, m in enumerate(matches) if m is not None and expected[m].columns == columns]
    full = [spans for k in peers if len(spans := [v.span for v in runs[k].values if v.span]) == len(columns)]
    found = by_values(full, (len(columns),)) or next(
        (c for k in reversed(peers) if k <= i and (c := columns_by_header(runs[k].before, columns))), None)
    label = [t for t in run.before if t.line == run.values[0].line]
    if found is None or is_glued(label, found) or (places := found.place([v.span for v in run.values])) is None:
        return run.values
    row = [blank()] * len(found)
    for place, value in zip(places, run.values, strict=True):
        row[place] = value
    return tuple(row)


def _uncrowded(values: Iterable[Token]) -> list[Token]:
    """The values of a small table, whose columns stand far apart and in no sum: two that stand close are one cell, which cannot be read."""
    cells: list[Token] = []
    for value in values:
        last = cells[-1] if cells else None
        if last and last.box and value.box and value.box[0] - last.box[2] <= CLOSE * (value.box[3] - value.box[1]):
            cells[-1] = replace(last, text=f"{last.text} {value.text}", box=(*last.box[:2], *value.box[2:]))
        else:
            cells.append(value)
    return cells


def _is_said(run: Run, entry: Expected) -> bool:
    """Whether a number alone stands within the word that is its label (发布总数量：18), as in one cell over all columns: it is of none of them."""
    ahead = run.before[-1].span if run.before else None
    return len(run.values) == 1 < entry.count and ahead is not None and run.values[0].span is not None and run.values[0].span[0] == ahead[1]


def _is_list(run: Run) -> bool:
    """Whether its words and values stand below each other, a line each. A number that its cell tore has a part beside its label, or above it."""
    listed = run.groups == (1,) * len(run.values) and len(run.values) > 1 and bool(run.before) and run.before[-1].line < run.values[0].line
    return listed and len(stretches_of(v.span for v in run.values if v.span)) == 1


def columns_by_header(words: Sequence[Token], columns: Sequence[Column], edge: float | None = None) -> Columns | None:
    return by_header(words, names_of(columns), (len(columns), len(columns) + 1), edge)


def names_of(columns: Sequence[Column]) -> list[str]:
    return [*(key for c in columns for key in (squeeze(c.label), *keys_of(c))), "小计"]


def _header_rows(words: Sequence[Token], entry: Row, page: int | None) -> list[_Printed]:
    """Caption and header that stand before a row's own label in the words ahead of its numbers, a cell a word."""
    rows: list[_Printed] = []
    starts = range(len(words) - 1, -1, -1)
    for i, n in ((i, n) for i in starts for n in (1, 2, 3)):
        if caption := CAPTION.search(glued := squeeze("".join(_texts(words[i : i + n])))):
            rows.append((caption.group(), (), page))
            rest = replace(words[i], text=glued[caption.end():])
            words = [w for w in (rest, *words[i + n :]) if w.text]
            break
    header = _texts(headings(_but_own(words, entry)))
    if header:
        rows.append((header[0], header[1:], page))
    return rows


def _lines_of_headings(words: Sequence[Token], columns: Sequence[Column]) -> list[tuple[int, int]]:
    """The line, and which of the columns it names, of each heading among words that have no places."""
    return [(w.line, k) for w in words if w.span is None for k, column in enumerate(columns) if label_key(w.text) in keys_of(column)]


def _is_mingled(lines: Sequence[tuple[int, int]]) -> bool:
    """Whether headings of a line and others below them are in another order than the form's: how they stood side by side nobody knows."""
    order = [column for _, column in lines]
    return 1 < len({line for line, _ in lines}) < len(lines) and order != sorted(order)


def _but_own(words: Sequence[Token], entry: Row) -> Sequence[Token]:
    """Words ahead of a row's numbers without the row's own label, also with a remark in brackets that runs over several words, or
    without its first words: the others stand below. Nor the numbers of rows, which a table would hold for values."""
    words = [w for w in words if not BARE.fullmatch(squeeze(w.text))]
    keys = keys_of(entry)
    tails = [(n, "".join(_texts(words[-n:]))) for n in range(1, 9)]
    own = max((n for n, tail in tails if {label_key(tail), label_stem(tail)} & set(keys)), default=0) or max(
        (n for n, tail in tails if len(label_key(tail)) > 1 and any(k.startswith(label_key(tail)) for k in keys)), default=0)
    return words[: len(words) - own]
