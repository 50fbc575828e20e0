"""Runs of values in lines of text, and the rows of a form that they are: aligned by the text around each run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise

from rapidfuzz import fuzz

from etl import forms
from etl.forms import Column, Row
from etl.numbers import read_cell
from etl.parse.labels import ANOTHERS, FUZZY, STEM, align, decisive, keys_of
from etl.parse.stream.lines import BARE, Line, Token
from etl.text import label_key, label_stem, squeeze


@dataclass(frozen=True, slots=True)
class Run:
    """Values that stand together, with the text since the run before (and, per line, how they were grouped)."""

    before: tuple[Token, ...]
    values: tuple[Token, ...]
    groups: tuple[int, ...]
    page: int | None

    @property
    def text(self) -> str:
        return _text(self.before)


@dataclass(frozen=True, slots=True)
class Expected:
    row: Row
    columns: tuple[Column, ...]
    optional: bool = False
    """A group's header row: it has no numbers in the official form, but some reports print them."""

    @property
    def count(self) -> int:
        return len(self.columns)


def _text(tokens: Iterable[Token]) -> str:
    return "\n".join(t.text for t in tokens)


def runs_of(lines: Sequence[Line]) -> tuple[list[Run], tuple[Token, ...]]:
    """Runs of values with the words before each, and the words left behind the last."""
    found: list[Run] = []
    before: list[Token] = []
    values: list[Token] = []
    groups: list[int] = []
    page: int | None = None

    def close() -> None:
        if values:
            found.append(Run(tuple(before), tuple(values), tuple(groups), page))
            before.clear()
            values.clear()
            groups.clear()

    for line in lines:
        here = 0
        for token in line.tokens:
            if token.is_value:
                if not values:
                    page = line.page
                values.append(token)
                here += 1
            else:
                if here:
                    groups.append(here)
                    here = 0
                close()
                before.append(token)
        if here:
            groups.append(here)
    close()
    return _closed(found, tuple(before))


_REMARK = 60
"""Characters of a remark in brackets, at most."""


def _closed(runs: list[Run], tail: tuple[Token, ...]) -> tuple[list[Run], tuple[Token, ...]]:
    """The same, where a remark in brackets that the values stand within belongs to the label before them."""
    words = [*(run.before for run in runs), tail]
    for i in range(len(runs)):
        above, below = words[i : i + 2]
        open_, after = squeeze(_text(above)), ""
        if open_.rfind("(") <= open_.rfind(")"):
            continue
        for k, word in enumerate(below):
            after += squeeze(word.text)
            if "(" in after or len(after) > _REMARK:
                break
            if after.endswith(")"):
                words[i], words[i + 1] = above + below[: k + 1], below[k + 1 :]
                break
    return [replace(run, before=before) for run, before in zip(runs, words, strict=False)], words[-1]


def split_up(runs: Sequence[Run], counts: frozenset[int]) -> list[Run]:
    """Runs that hold several rows (labels are elsewhere, or lost) are cut where the lines or the counts say so."""
    found: list[Run] = []
    for run in runs:
        if len(run.values) in counts or len(run.values) < min(counts):
            found.append(run)
        elif len(run.groups) > 1 and all(g in counts for g in run.groups):
            at = 0
            for k, size in enumerate(run.groups):
                found.append(Run(run.before if k == 0 else (), run.values[at : at + size], (size,), run.page))
                at += size
        elif (row := _without_page_number(run, counts)) is not None:
            found.append(row)
        else:
            found.append(run)
    return found


_SUMMED = 5
"""Values of a row that ends with its total, at least."""


def _without_page_number(run: Run, counts: frozenset[int]) -> Run | None:
    """A whole row, without the bare number that stood on a line of its own before or behind it: a page's number, where the row's total is
    whole without it. Else it may be the rest of a total that a narrow cell wrapped."""
    if 1 in counts or len(run.groups) < 2 or len(run.values) - 1 not in counts or (len(run.groups) > 2 and len(run.values) <= _SUMMED):
        return None
    rows = [(run.values[-1], run.values[:-1])] * (run.groups[-1] == 1) + [(run.values[0], run.values[1:])] * (run.groups[0] == 1)
    whole = [values for number, values in rows if BARE.fullmatch(number.text) and _is_total(values)]
    return replace(run, values=whole[0], groups=(len(whole[0]),)) if len(whole) == 1 else None


def completed(runs: Sequence[Run], count: int) -> list[Run]:
    """The runs, with rows whole whose last values a converter set a line lower, behind the next row's or alone, and rows apart that it wrote
    one after the other, ahead of their labels: their sums show whose they are."""
    found = list(chain.from_iterable(_apart(_without_numeral(run), count) for run in runs))
    for i in range(len(found) - 2, -1, -1):
        row, below = found[i : i + 2]
        rest = len(below.values) - (count - len(row.values))
        values = (*row.values, *below.values[rest:])
        if rest not in (0, count) or len(row.values) >= count or not _adds_up(values) or (rest and not _adds_up(below.values[:rest])):
            continue
        if rest:
            found[i : i + 2] = replace(row, values=values, groups=(count,)), replace(below, values=below.values[:rest], groups=(count,))
        else:
            found[i : i + 2] = [replace(row, before=row.before + below.before, values=values, groups=(count,))]
    return found


def _without_numeral(run: Run) -> Run:
    """A row without the bare number on the line below it, a page's or the next row's, where it adds up to its last value without that alone."""
    *values, last = run.values
    is_numeral = len(run.groups) == 2 and run.groups[-1] == 1 and BARE.fullmatch(last.text) and not _is_total(run.values) and _adds_up(values)
    return replace(run, values=tuple(values), groups=run.groups[:1]) if is_numeral else run


def _apart(run: Run, count: int) -> list[Run]:
    rows = [run.values[at : at + count] for at in range(0, len(run.values), count)]
    if len(rows) < 2 or not all(len(row) == count and _adds_up(row) for row in rows):
        return [run]
    return [replace(run, before=() if i else run.before, values=row, groups=(count,)) for i, row in enumerate(rows)]


def _adds_up(values: Sequence[Token]) -> bool:
    """Whether the last value is the sum of the others, of which more than one says something."""
    return _is_total(values) and sum(bool(read_cell(v.text).value) for v in values[:-1]) > 1


def _is_total(values: Sequence[Token]) -> bool:
    *parts, total = (read_cell(v.text).value or 0 for v in values)
    return sum(parts) == total


_WRAPPED = 0.96


def _fit(before: str, after: str, entry: Row, longest: int) -> float:
    """How well the text round a run fits a row's label: ahead of it, wrapped round it, or nearly. The ``longest`` label that
    stands ahead is its own: others may be the end of it."""
    best = 0.0
    for key in keys_of(entry):
        if before.endswith(key) and len(key) >= longest:
            return 0.0 if ANOTHERS.search(before[-len(key) - 2:]) else 1.0
        if len(key) >= 4 and key in before[-(len(key) + 8):]:
            best = max(best, 0.9)
        # the label's beginning stands ahead: where its rest stands behind it was wrapped round the numbers
        heads = [n for n in range(len(key) - 1, 0, -1) if before[-1:] == key[n - 1] and before.endswith(key[:n])]
        if any(after.startswith(key[n:]) for n in heads):
            best = max(best, _WRAPPED)
        elif len(key) >= 8 and heads and heads[0] >= 4:
            best = max(best, 0.7)  # strange characters stand in the rest
        if best < 0.8 and len(key) >= 5 and before:
            near = max(fuzz.ratio(before[-len(key) - extra:], key) / 100 for extra in (-1, 0, 1))
            best = max(best, near * 0.85 if near >= FUZZY else 0.0)
    return best


def _score(before: str, after: str, run: Run, expected: Expected, longest: int) -> float:
    fit = _fit(before, after, expected.row, longest)
    if expected.optional and fit < _WRAPPED:
        return 0.0  # the group's label also stands before its first child: only right ahead of numbers, or round them, is it a row
    count = len(run.values)
    # where words have places a blank cell leaves a row short, and the columns will tell
    short = count < expected.count and all(v.span for v in run.values)
    return fit * (1.0 if count == expected.count else 0.9 if short else 0.6)


def _of_column(label: Sequence[Token], words: Sequence[Token]) -> tuple[Token, ...]:
    """The words that stand above or below the last one of a label."""
    own = label[-1].span if label else None
    return tuple(w for w in words if not (own and w.span) or (w.span[0] < own[1] and own[0] < w.span[1]))


def _beside(run: Run, expected: Sequence[Expected]) -> set[int]:
    """The rows whose label the word beside the values is part of, or nearly is: they are of no other row, if one that it ends with."""
    word = label_key(run.before[-1].text) if run.before and run.before[-1].line == run.values[0].line else ""
    return {i for i, e in enumerate(expected) if len(word) >= _PART and any(word in key or fuzz.ratio(word, key) >= _NEARLY for key in keys_of(e.row))}


def align_runs(runs: Sequence[Run], tail: Sequence[Token], expected: Sequence[Expected]) -> tuple[list[int | None], float]:
    known = {key for e in expected for key in keys_of(e.row)}
    words = [*(r.before for r in runs), tail]

    def fit(i: int) -> list[float]:
        """The fits of a run: by all the words round it, or by those of its label's column alone, where groups stand left of it."""
        around = (words[i : i + 2], [_of_column(words[i], part) for part in words[i : i + 2]])
        texts = {tuple(key(_text(part)) for part in parts): worth for key, worth in ((label_stem, STEM), (label_key, 1.0)) for parts in around}
        best = [0.0] * len(expected)
        for (before, after), worth in texts.items():
            longest = max((len(k) for k in known if before.endswith(k)), default=0)
            best = [max(b, worth * _score(before, after, runs[i], e, longest)) for b, e in zip(best, expected, strict=True)]
        beside = _beside(runs[i], expected)
        return [b if not beside or k in beside else 0.0 for k, b in enumerate(best)]

    scores = decisive([fit(i) for i in range(len(runs))])
    if not runs:
        return [], 0.0
    found = align(scores)
    matches = list(found.matches)
    for i, line in enumerate(scores):
        # rows printed in another order than the form's: an exact label stands for itself
        best = max(range(len(line)), key=lambda j: line[j])
        if matches[i] is None and line[best] >= STEM and best not in matches:
            matches[i] = best
    return [None if match is not None and _in_column(runs, i, matches, expected) else match for i, match in enumerate(matches)], found.total


def _in_column(runs: Sequence[Run], i: int, matches: Sequence[int | None], expected: Sequence[Expected]) -> bool:
    """Whether a run is the first row of several without labels of their own, behind the labels of several: a converter wrote a column of
    labels, or mingled two, ahead of the numbers, and the last of the labels is not that of the first row."""
    if i + 1 == len(runs) or matches[i + 1] is not None or is_of_no_form(runs[i + 1]):
        return False
    text, words = label_key(runs[i].text), {label_key(word.text) for word in runs[i].before}
    others = (key for k, e in enumerate(expected) if k not in matches and not e.optional for key in keys_of(e.row))
    return any(key in words or (len(key) >= _WHOLE and key in text) for key in others)


_NEARLY = 90
"""Resemblance, in percent, of a label with some letters lost, or others put in: a unit's, over which it runs."""
_PART, _WHOLE = 3, 4
"""Characters of a part of a label that says something, and of a label that no other holds by chance, at least."""


def is_of_no_form(run: Run) -> bool:
    """Whether the word ahead of the values is clearly none of any form's: most pairs of its letters stand in no label. Words that mingled
    are pieces of labels."""
    pairs = list(map("".join, pairwise(label_key(run.before[-1].text)))) if run.before else []
    return len(pairs) > 1 and 2 * sum(pair in _pairs() for pair in pairs) < len(pairs)


@cache
def _pairs() -> frozenset[str]:
    rows = (row for form in forms.forms() for table in form.tables if table.id not in forms.PROACTIVE for row in table.rows)
    return frozenset("".join(pair) for row in rows for key in keys_of(row) for pair in pairwise(key))


def of_first(runs: Sequence[Run], tail: Sequence[Token], expected: Sequence[Expected]) -> tuple[Sequence[Run], Sequence[Token]]:
    """The runs of the first of several tables, and the words behind them: where two rows in succession stand once more than the form
    has them, or far ahead of others below most of its rows, another begins (the year before's, the whole region's)."""
    known = Counter(key for e in expected for key in keys_of(e.row))
    places = {key: i for i, e in reversed([*enumerate(expected)]) for key in keys_of(e.row)}
    seen: Counter[str] = Counter()
    before = False
    furthest = 0
    for i, run in enumerate(runs):
        texts = label_key(run.text), label_stem(run.text)
        key = max((k for k in known if any(text.endswith(k) for text in texts)), key=len, default="")
        seen[key] += 1
        far_back = 2 * len(seen) > len(expected) and furthest - places.get(key, furthest) > len(expected) // 2
        again = bool(key) and (seen[key] > known[key] or far_back)
        furthest = max(furthest, places.get(key, 0))
        if again and before:
            return runs[: i - 1], runs[i - 1].before
        before = again
    return runs, tail


def by_count(matches: Sequence[int | None], expected: Sequence[Expected]) -> set[int]:
    """Runs whose labels stand elsewhere (a converter moved them), where exactly as many rows are missing as runs are left."""
    found: set[int] = set()
    i = 0
    while i < len(matches):
        if matches[i] is not None:
            i += 1
            continue
        stop = i
        while stop < len(matches) and matches[stop] is None:
            stop += 1
        before = matches[i - 1] if i else -1
        after = matches[stop] if stop < len(matches) else len(expected)
        if before is not None and after is not None and \
                sum(not e.optional for e in expected[before + 1 : after]) == stop - i:
            found |= set(range(i, stop))
        i = stop
    return found
