"""Which rows of which tables belong to which statistical table of the form."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, pairwise, takewhile

from etl import forms
from etl.documents import Cell, Table
from etl.forms import APPLICATIONS, PROACTIVE, REVIEW, STATISTICS, Row
from etl.parse.grid import GridRow, is_text, is_value, numbers_columns, split_row
from etl.parse.labels import keys_of, score
from etl.remembered import remembered
from etl.text import label_key, label_stem, squeeze

CAPTION = re.compile(r"第?(?:二十|20)条第?\(?([一二三四五六七八九十]|[1-9])\)?项")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
#: The kind that stands for the five tables of section 2, which are one table in many reports.
ART20 = "art20"
#: Words over several columns, and over a column of labels: the kind of table that they speak for.
HEADINGS = {"申请人情况": APPLICATIONS, "法人或其他组织": APPLICATIONS, "行政诉讼": REVIEW, "信息内容": ART20, "统计指标": STATISTICS}
#: Rows from which on a table is the list of indicators of 2014, whatever a few others of its rows are called.
LIST = 15
_EVERYDAY = 4
"""Letters of a column's alias, at most, that may as well be said elsewhere."""


@cache
def _evidence() -> dict[str, str]:
    """Label key → kind of table that it speaks for. Keys that stand in several kinds (总计, 其他) speak for none, nor do a column's short
    aliases: 个人, 变更 and 未办结 are everyday words."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in forms.forms():
        for table in form.tables:
            kind = ART20 if table.id in PROACTIVE else table.id
            for entry in (*table.rows, *table.columns):
                for key in keys_of(entry):
                    found[key].add(kind)
                    if len(key) <= _EVERYDAY and isinstance(entry, forms.Column) and key != label_key(entry.label):
                        found[key].add("")
            for column in table.columns:
                for word in column.block_words:
                    found[label_key(word)].add(kind)
    for key, kind in HEADINGS.items():
        found[key].add(kind)
    return {key: next(iter(kinds)) for key, kinds in found.items() if len(kinds) == 1 and len(key) >= 2}


@cache
def _suits() -> frozenset[tuple[str, str]]:
    """Way and outcome of the review table, which a flattened header prints in one cell."""
    tables = [t for form in forms.forms() if (t := form.table(REVIEW))]
    return frozenset((label_key(word), key) for t in tables for c in t.columns for word in (*c.block_words, "行政诉讼") for key in keys_of(c))


@cache
def _rows() -> list[tuple[Row, str]]:
    """The rows of all forms with the kind of their table; of those that are printed alike the first."""
    found: dict[tuple[tuple[str, ...], str], tuple[Row, str]] = {}
    for table in (table for form in forms.forms() for table in form.tables):
        for row in table.rows:
            found.setdefault((keys_of(row), table.id), (row, ART20 if table.id in PROACTIVE else table.id))
    return list(found.values())


@remembered
def known_label(text: str) -> bool:
    """True if the text is a label of any form: with certainty, or so nearly that it can be nothing else."""
    return kind_of_text(text) is not None or label_key(text) in ("其他", "总计")


def is_label(text: str) -> bool:
    """True if the text is a label of one kind of table, word for word or but for its remarks."""
    return label_key(text) in _evidence() or label_stem(text) in _evidence()


@remembered
def kind_of_text(text: str) -> str | None:
    """The kind of statistical table that a printed label belongs to, or None."""
    if CAPTION.search(squeeze(text)):
        return ART20
    table = _evidence()
    key = label_key(text)
    if len(key) > 60:
        return None
    found = table.get(key) or table.get(label_stem(text))
    if found or len(key) < 5:
        return found
    if len(key) <= 20 and any(key.startswith(way) and key.endswith(outcome) for way, outcome in _suits()):
        return REVIEW
    best, kind = 0.0, None
    for row, of in _rows():
        if (s := score(text, row)) > best:
            best, kind = s, of
    return kind if best >= 0.8 else None


def segment(tables: Sequence[Table]) -> dict[str, list[GridRow]]:
    """All rows of all tables by the kind of statistical table they belong to, in reading order.

    A row without evidence of its own goes with the rows above it, also across a table that was cut by a page.
    """
    found: dict[str, list[GridRow]] = defaultdict(list)
    current: str | None = None
    previous_width = 0
    for table in chain.from_iterable(map(side_by_side, tables)):
        rows = [split_row(table, i, known_label) for i in range(len(table.rows))]
        spoken = [[(k, label_key(c.text)) for c in table.rows[r.index] if is_text(c) and (k := kind_of_text(c.text))] for r in rows]
        trusted = _trusted(pair for row in spoken for pair in row) | {current}
        kinds: list[str | None] = []
        for pairs in spoken:
            votes = Counter(k for k, _ in pairs if k in trusted)
            if current and votes and votes[current] == max(votes.values()):
                kinds.append(current)
            else:
                kinds.append(votes.most_common(1)[0][0] if votes else None)
        if not any(kinds) and not (current and table.width == previous_width):
            current = None
            continue
        kinds = _one_list(kinds)
        first = next((k for k in kinds if k), current)
        headless = any(is_value(c) for row, kind in takewhile(lambda pair: not pair[1], zip(rows, kinds, strict=True)) for c in row.values)
        inherits = current if current == first or (headless and table.width == previous_width) else None
        current = inherits or first
        for row, kind in zip(rows, kinds, strict=True):
            current = kind or current
            if current and not numbers_columns(row):
                found[current].append(row)
        previous_width = table.width
    return found


def _one_list(kinds: list[str | None]) -> list[str | None]:
    """Rows that other forms have too (新收申请数, 行政事业性收费) are a province's own indicators where they stand among those of the list."""
    at = [i for i, kind in enumerate(kinds) if kind == STATISTICS]
    inside = [i for i in range(at[0], at[-1]) if kinds[i] not in (None, STATISTICS)] if len(at) >= LIST else []
    if 4 * len(inside) > len(at):
        return kinds
    return [STATISTICS if i in inside else kind for i, kind in enumerate(kinds)]


def side_by_side(table: Table) -> list[Table]:
    """A table as its halves, left to right, where it prints two or more lists beside each other: label, number, label, number.

    Rows and columns keep their numbers. A table of one list is returned as it is.
    """
    starts: dict[int, int] = {}
    for row in table.rows:
        texts = [i for i, c in enumerate(row) if is_text(c) and known_label(c.text)]
        for left, right in pairwise(texts):
            if any(map(_is_figure, row[left + 1 : right])) and any(map(_is_figure, row[right + 1 :])):
                first = right - left if len(row) == 2 * (right - left) else right  # a serial number stands ahead of each label
                starts[row[right].column] = max(starts.get(row[right].column, 0), row[first].column)
    if not starts or any(is_value(c) for row in table.rows for c in row if c.column in starts):
        return [table]
    edges = [0, *sorted(starts.values()), table.width]
    return [replace(table, rows=tuple(_between(row, a, b) for row in table.rows)) for a, b in pairwise(edges)]


def _is_figure(cell: Cell) -> bool:
    """A value, or signs that are no words in the place of one."""
    return is_value(cell) or (is_text(cell) and not _WORDS.search(cell.text))


def _between(row: Sequence[Cell], start: int, stop: int) -> tuple[Cell, ...]:
    """The cells of a row from one column to another; one that spans more is cut to it."""
    return tuple(
        replace(c, column=max(c.column, start), colspan=min(c.column + c.colspan, stop) - max(c.column, start))
        for c in row if c.column < stop and c.column + c.colspan > start)


def _trusted(spoken: Iterable[tuple[str, str]]) -> set[str | None]:
    """The kinds that a table's own labels speak for: one long label, or two short ones. A lone 合计 or 行政处罚 in a table of the
    author's own is no evidence."""
    keys: dict[str, set[str]] = defaultdict(set)
    for kind, key in spoken:
        keys[kind].add(key)
    return {kind for kind, found in keys.items() if len(found) > 1 or max(map(len, found)) >= 6}
