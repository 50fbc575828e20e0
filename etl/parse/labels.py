"""Matching what a document prints against the labels of a form: exact first, then by stem, then fuzzy and in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from etl.forms import Column, Row
from etl.text import label_key, label_stem, squeeze

EXACT, STEM, SUFFIX, PREFIX = 1.0, 0.97, 0.95, 0.7
#: Words that changed places: 信访投诉举报类申请.
TURNED = 0.9
#: Below this a resemblance says nothing: 本年新制作数量 and 本年新公开数量 reach 0.71.
FUZZY = 0.78
_LEAST = 100 * FUZZY


_PART = "其中"
ANOTHERS = re.compile("党|非行政|内部规")
"""In words that are no row's, whatever they end with: 党内规范性文件, 非行政许可, 内部规章."""
#: 2023年制发件数 says what 本年制发件数 says.
_YEAR = re.compile(r"^20\d\d年度?")
_OTHER_YEARS = re.compile("[上去前]一?年|往年|历年|累计")


@lru_cache(maxsize=4096)
def keys_of(entry: Row | Column) -> tuple[str, ...]:
    """The keys under which a row or column may be printed, the official one first."""
    found = []
    for label in (entry.label, *entry.aliases):
        for key in (label_key(label), label_stem(label)):
            if key and key not in found:
                found.append(key)
    return tuple(found)


@lru_cache(maxsize=65536)
def score(text: str, entry: Row | Column) -> float:
    """How well printed text fits a label: 1 exact, 0.97 without remarks, 0.95 behind a group's label, else fuzzy or 0."""
    key, stem = label_key(text), label_stem(text)
    if not key:
        return 0.0
    keys = keys_of(entry)
    if key in keys:
        return EXACT
    if stem in keys:
        return STEM
    if ANOTHERS.search(key):
        return 0.0
    said = {key, stem}
    best = 0.0
    # plain loops: this is asked of every unknown label against every row of every form
    for k in keys:
        if len(k) < 4:
            continue
        for s in said:
            # a part of a row (其中：某局行政处罚) is not that row
            if (s.endswith(k) and s[:2] != _PART) or s == _PART + k:
                return SUFFIX
            best = max(best, fuzz.ratio(s, k, score_cutoff=_LEAST))
    if any(len(key) == len(k) >= 6 and sorted(key) == sorted(k) for k in keys):
        return TURNED
    return best / 100 * SUFFIX


@lru_cache(maxsize=65536)
def column_score(text: str, column: Column) -> float:
    """Like :func:`score`, and a header cut short (本年新) still counts a little: its place among the others decides."""
    said = _YEAR.sub("本年", squeeze(text), count=1)
    if names_other_years(said) and not names_other_years(column.label):
        return 0.0
    found = score(text, column) or score(said, column)
    if found:
        return found
    key = label_key(said)
    return PREFIX if len(key) >= 2 and any(k.startswith(key) for k in keys_of(column)) else 0.0


def names_other_years(text: str) -> bool:
    """Whether a heading is of years before, or of several."""
    return bool(_OTHER_YEARS.search(squeeze(text)))


def resembles(text: str, entry: Row | Column, among: Sequence[Row | Column]) -> bool:
    """Whether words may be a label told otherwise: its letters in their order, or half at least of those that are in no other's (``among``).
    Only where its place leaves no choice does that say which it is."""
    if ANOTHERS.search(label_key(text)):
        return False
    letters = iter(entry.label)
    own = set(label_key(entry.label)).difference(*(e.label for e in among if e.label != entry.label))
    said = label_key(text)
    return all(c in letters for c in said) or 2 * len(own & set(said)) >= len(own) > 0


@dataclass(frozen=True, slots=True)
class Alignment:
    """``matches[i]`` is the index of the entry that printed text ``i`` stands for, or None."""

    matches: tuple[int | None, ...]
    total: float


def decisive(scores: Sequence[Sequence[float]]) -> list[list[float]]:
    """Scores in which a text that certainly is one label is no other: two rows that changed places must not pass for each other
    because their labels resemble."""
    return [[s if max(line) < SUFFIX or s >= SUFFIX else 0.0 for s in line] if line else [] for line in scores]


def align(scores: Sequence[Sequence[float]]) -> Alignment:
    """The order-preserving assignment of texts (rows of the matrix) to entries (columns) with the greatest sum.

    Weighted longest common subsequence; cells with score 0 are never matched. O(texts × entries).
    """
    n, m = len(scores), len(scores[0]) if scores else 0
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            here = scores[i][j]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], here + best[i + 1][j + 1] if here > 0 else 0.0)
    matches: list[int | None] = [None] * n
    i = j = 0
    while i < n and j < m:
        here = scores[i][j]
        if here > 0 and best[i][j] == here + best[i + 1][j + 1]:
            matches[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return Alignment(tuple(matches), best[0][0] if n and m else 0.0)
