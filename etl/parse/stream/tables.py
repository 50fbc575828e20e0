"""The statistical tables from the lines that hold them: one function for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, groupby, pairwise, takewhile

from etl import forms
from etl.forms import APPLICATIONS, PROACTIVE, REVIEW, STATISTICS, Column, FormTable
from etl.numbers import read_cell
from etl.parse.labels import keys_of
from etl.parse.stream.aligned import with_blanks
from etl.parse.stream.columns import by_values, commonest, filled, headings
from etl.parse.stream.flow import begins_behind, captioned, fell_apart, is_reordered, listed, one_row, summed
from etl.parse.stream.lines import Line, Token, as_one
from etl.parse.stream.ordered import behind, in_order, unplaced
from etl.parse.stream.rows import Made, as_table, behind_labels, columns_by_header, labelled
from etl.parse.stream.runs import Expected, Run, align_runs, completed, of_first, runs_of, split_up
from etl.parse.stream.strays import put_back
from etl.parse.stream.whole import whole
from etl.parse.stream.wrapped import adds_up, is_in_doubt, unwrapped
from etl.parse.tables.segment import CAPTION
from etl.text import label_key, squeeze

_SUMS = frozenset({"合计", "总计", "共计"})
_OVER = re.compile("法人|或其[他它]|^[他它]组织$")
"""Words of the heading over all kinds of organisations."""
_IN_ORDER = ("未经", "复议后"), ("维", "纠"), ("其", "尚")
"""What stands ahead of what in the header of disputes: how the names begin that a narrow cell may wrap anywhere."""
_LETTERS = frozenset("行政复议诉讼未经复议直接起诉后结果维持纠正其他尚未审结总计")
"""What the words of that header are made of."""
_SERIALS = 10
"""Rows of a list that tell that they are numbered, at least."""
_HEADING = 12
"""Characters of a heading of one column at most."""


def _with_blanks(lines: Sequence[Line], table: FormTable) -> list[Line]:
    """Lines of a table whose rows all have the same columns, with a value for each blank cell among other values; as they are where the
    columns are in doubt."""
    columns, labels = table.columns, {key for row in table.rows for key in keys_of(row)}
    lines = unwrapped(lines, columns)
    rows = [[t.span for t in line.tokens if t.is_value and t.span] for line in lines]
    first = next((i for i, row in enumerate(rows) if row), len(lines))
    ends = [t.span[1] for line in lines[first:] if line.has_values
            for t in takewhile(lambda t: not t.is_value, line.tokens) if t.span]
    words = [t for line in lines[:first] for t in line.tokens if not _OVER.search(squeeze(t.text))]
    header = columns_by_header(words, columns, max(ends, default=None))
    found = by_values(rows, (len(columns), len(columns) + 1))
    if header and (found is None or len(found) < len(header)):
        found = header
    if found is None:
        lines = whole(lines, None, labels)
        return lines if any(rows) else with_blanks(lines, len(columns), labels)
    return filled(whole(lines, found, labels), found)


def _caption_at(lines: Sequence[Line], i: int) -> str | None:
    """The caption that begins in a line; it may end in the next."""
    both = lines[i].text + (lines[i + 1].text if i + 1 < len(lines) else "")
    found = CAPTION.search(lines[i].text) or CAPTION.search(both)
    return found.group() if found and found.start() < len(lines[i].text) else None


def _two_sets(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines of the first and of the second of two sets of small tables that alternate, all of them as often as the first; else all
    lines and none."""
    found = [(i, squeeze(name)) for i in range(len(lines)) if (name := _caption_at(lines, i))]
    counts = {len(list(same)) for _, same in groupby(name for _, name in found)}
    if len(counts) != 1 or counts == {1} or len({name for _, name in found}) * counts.pop() != len(found):
        return lines, ()
    ends = [*(i for i, _ in found[1:]), len(lines)]
    again = {k for (_, above), (at, name), end in zip(found, found[1:], ends[1:], strict=False) if name == above for k in range(at, end)}
    return [line for k, line in enumerate(lines) if k not in again], [lines[k] for k in sorted(again)]


def proactive(lines: Sequence[Line]) -> Made | None:
    first, second = _two_sets(lines)
    made, other = _proactive(first), _proactive(second)
    return replace(made, last=max(made.last, other.last), others=(other.table,)) if made and other else made


def _proactive(lines: Sequence[Line]) -> Made | None:
    labels = {key for form in forms.forms() for i in PROACTIVE if (t := form.table(i)) for row in t.rows for key in keys_of(row)}
    runs, tail = runs_of(whole(lines, None, labels))
    best: tuple[float, Sequence[Run], Sequence[Token], list[int | None], list[Expected]] | None = None
    for form in forms.forms():
        small = [[Expected(r, t.columns) for r in t.rows] for i in PROACTIVE if (t := form.table(i))]
        if not (expected := list(chain(*small))):
            continue
        if found := captioned(lines, [[e for e in rows if e.row.official] for rows in small]):
            runs, places, last = found
            return replace(labelled(runs, (), places, [e for e in expected if e.row.official], split_header=True), last=last)
        cut, rest = of_first(split_up(runs, frozenset(e.count for e in expected)), tail, expected)
        matches, total = align_runs(cut, rest, expected)
        official = sum(e.row.official for e in expected)
        quality = total / max(len(cut), official)
        if best is None or quality > best[0]:
            best = (quality, cut, rest, matches, expected)
    if best is None or not any(m is not None for m in best[3]):
        return None
    return labelled(*best[1:], split_header=True)


def applications(lines: Sequence[Line]) -> Made | None:
    best: tuple[tuple[float, float], Made] | None = None
    for form in forms.forms():
        table = form.table(APPLICATIONS)
        if table is None:
            continue
        expected = [Expected(r, table.columns, r.role != "data") for r in table.rows if r.official and r.role != "group"]
        rows = _with_blanks(lines, table)
        runs, words = runs_of(rows)
        cut, tail = of_first(split_up(completed(runs, len(table.columns)), frozenset({len(table.columns)})), words, expected)
        data = [e for e in expected if not e.optional]
        turned = behind(cut, tail, expected)
        proven = in_order(turned or cut, expected)
        header = list(takewhile(lambda line: not line.has_values, lines))
        if is_reordered(header, table.columns) or (not proven and (turned or begins_behind(rows, data[0]))):
            cut = [unplaced(run) for run in cut if len(run.values) > 1]  # one alone would be read
        cut = _but_in_doubt(cut, header, table.columns)
        matches, total = align_runs(cut, tail, expected)
        matches = proven or matches
        told = {expected.index(e) for e in data} <= set(matches) and not fell_apart(header, table.columns)
        if not told and (found := summed(lines, data) or put_back(lines, data)):
            return replace(labelled(found[0], (), range(len(data)), data, split_header=False), last=found[1])
        if sum(m is not None for m in matches) < 2:
            continue
        made = labelled(cut, tail, matches, expected, split_header=False)
        worth = total + made.bare
        # of two forms whose rows are all there, the one with more of them: those of the other are among its
        rank = worth / max(len(cut) + made.bare, len(table.data_rows)), worth
        if best is None or rank > best[0]:
            best = (rank, made)
    return best[1] if best else None


def review(lines: Sequence[Line]) -> Made | None:
    """The one row of 15 values; the header fell apart, so that it must only name both halves."""
    table = forms.newest(REVIEW)
    count = len(table.columns)
    row = one_row(lines, table.columns)
    runs = [row] if row else runs_of(_with_blanks(lines, table))[0]
    if not runs:
        return None
    full = [i for i, r in enumerate(runs) if len(r.values) == count]
    if not full:
        # one mark for all is none where other values stand there
        runs, full = [replace(runs[0], values=tuple(v for r in runs for v in r.values)), *runs[1:]], [0]
    # a second row of as many values is another table's, but for those of several bodies or years, below each other: their sum, or all of them
    listed = [runs[full[0]], *(runs[i] for i in full[1:] if 0 < len(squeeze(runs[i].text)) <= _HEADING)]
    rows = [r for r in listed if _name(r) in _SUMS] or (listed if _name(listed[0]) else listed[:1])
    header = squeeze("".join(r.text for r in runs[: full[0] + 1]))
    # 行政 may stand a line above, over the other half, and narrow cells wrap anywhere
    if not (("行政复议" in header and "诉讼" in header) or min(header.count("复议"), header.count("起诉")) > 1):
        return None
    names = ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉")
    if _is_turned([t for r in runs[: full[0] + 1] for t in r.before]) or any(_begins_with_totals(r.values, table.columns) for r in rows):
        rows = [unplaced(r) for r in rows]
    rows = _but_in_doubt(rows, lines, table.columns)
    last = max(v.line for r in rows for v in r.values)
    words = [t.text for r in runs[: full[0] + 1] for t in r.before if len(t.text) <= _HEADING and max(t.text) >= "一"
             and (t.line <= last or _LETTERS.issuperset(squeeze(t.text)))]  # below the numbers stands other text, too
    return Made(as_table([(names[0], (*names[1:], *words), rows[0].page), *((_name(r) if len(rows) > 1 else "", r.values, r.page) for r in rows)]), last)


def _but_in_doubt(rows: Sequence[Run], header: Sequence[Line], columns: Sequence[Column]) -> list[Run]:
    """The rows, those unplaced whose values may be torn or out of order."""
    apart = fell_apart(header, columns)
    return [unplaced(row) if is_in_doubt(row.values, columns, apart) else row for row in rows]


def _is_turned(header: Sequence[Token]) -> bool:
    """Whether the words of disputes stand in another order than the form's: from left to right, where their places are known, else in one line of
    their header or in a list of them: of what cells wrapped, a later column's piece may stand in a higher line, the first one's ahead of all."""
    if all(t.span for t in header):
        header = [replace(cell, line=0) for cell in headings(header)]
    lines = [squeeze("".join(t.text for t in line)) for _, line in groupby(header, key=lambda t: t.line)]
    texts = lines if len(lines) < len(header) else ["".join(lines)]
    return any(0 <= text.find(second) < text.find(first) and text.count(first) >= text.count(second) for text in texts for first, second in _IN_ORDER)


def _begins_with_totals(values: Sequence[Token], columns: Sequence[Column]) -> bool:
    """Whether each way's numbers add up to its first, and not to its last, which is the form's total."""
    numbers = [read_cell(v.text).value or 0 for v in values]
    ways = [numbers[i : i + 5] for i in range(0, len(numbers), 5)]
    return any(numbers) and len(values) == len(columns) and not adds_up(values, columns) and all(sum(rest) == first for first, *rest in ways)


def _name(run: Run) -> str:
    """The word ahead of a run's values."""
    return squeeze(run.before[-1].text) if run.before else ""


def statistics(lines: Sequence[Line]) -> Made | None:
    table = forms.newest(STATISTICS)
    expected = [Expected(r, table.columns, r.role == "group") for r in table.rows]
    lines = _without_serials(_without_units(lines))
    column = commonest(t.span for line in lines for t in line.tokens if t.is_value and t.span)
    found, words = runs_of(whole(lines, column, {key for e in expected for key in keys_of(e.row)}))
    data = [e for e in expected if e.row.official and not e.optional]
    runs, tail = of_first(found, words, expected)
    # a number beside words of a place's own is none of a row, or group, that stands above without one
    own = [replace(run, before=tuple(behind_labels(run.before, expected))) for run in runs]
    matches, _ = align_runs(own, tail, expected)
    if not {expected.index(e) for e in data} <= set(matches) and (rows := listed(lines, data)):
        return labelled(rows, (), range(len(data)), data, split_header=False)
    if sum(m is not None for m in matches) < 8:
        return None
    nameless = {i for i, run in enumerate(runs[:-1]) if matches[i] is None and matches[i + 1] is not None and len(label_key(run.text)) < _NAME}
    runs = [replace(run, values=(as_one((*runs[i - 1].values, *run.values)),)) if i - 1 in nameless else run for i, run in enumerate(runs)]
    kept = [i for i in range(len(runs)) if i not in nameless]
    return labelled([runs[i] for i in kept], tail, [matches[i] for i in kept], expected, split_header=False)


_NAME = 2
"""Letters of a label at least: the word behind a number that has none ahead may as well be its own as the next number's."""


def _without_units(lines: Sequence[Line]) -> list[Line]:
    """Lines of a list without the units that stand between labels and numbers, and without the parts of units that narrow cells of their
    column wrapped."""
    units = frozenset(r.unit for r in forms.newest(STATISTICS).rows if r.unit)
    column = commonest(t.span for line in lines for t in line.tokens if t.span and squeeze(t.text) in units)

    def is_unit(token: Token) -> bool:
        text = squeeze(token.text)
        return text in units or (column is not None and token.span is not None and column.of(token.span) is not None and any(
            unit.startswith(text) or unit.endswith(text) for unit in units))

    return [replace(line, tokens=tuple(t for t in line.tokens if not is_unit(t))) for line in lines]


def _without_serials(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines of a list without the numbers of its rows: they count on from 1, and nothing else is printed right ahead of words but the
    last row's number."""
    tokens = [t for line in lines for t in line.tokens]
    ahead = [t for t, after in pairwise(tokens) if t.is_value and not after.is_value]
    serials = [t for n, t in enumerate(ahead, 1) if squeeze(t.text) == str(n)]
    if len(serials) < _SERIALS or serials != ahead[: max(len(serials), len(ahead) - 1)]:
        return lines
    gone = set(map(id, serials))
    return [replace(line, tokens=tuple(t for t in line.tokens if id(t) not in gone)) for line in lines]
