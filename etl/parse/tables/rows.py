"""Which row of the form each printed row is: by its label, in the form's order; rows that lost theirs by what stands round them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from etl.forms import Row
from etl.parse.grid import GridRow
from etl.parse.labels import SUFFIX, align, decisive, keys_of, resembles, score
from etl.parse.tables.segment import is_label
from etl.text import label_key, label_stem, squeeze, strip_numbering


def join_fragments(rows: Sequence[GridRow], entries: Sequence[Row]) -> list[GridRow]:
    """Rows cut in two (by a page break, or a label wrapped round its numbers) become one, if their labels then fit better."""
    def best(text: str) -> float:
        return max((score(text, e) for e in entries), default=0.0)

    joined: list[GridRow] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above and above.labels and row.labels and above.has_values != row.has_values:
            whole = above.label + row.label
            if best(whole) >= SUFFIX and best(whole) > max(best(above.label), best(row.label)):
                values, place = (above.values, above) if above.has_values else (row.values, row)
                label = replace(above.labels[-1], text=whole)
                joined[-1] = GridRow(place.table, place.index, (*above.labels[:-1], label), values)
                continue
        joined.append(row)
    return joined


def match_rows(rows: Sequence[GridRow], entries: Sequence[Row]) -> list[int | None]:
    """Which form row each printed row is: in order where labels are unsure, in any order where they are exact."""
    scores = decisive([_fits(r, entries) for r in rows])
    matches = list(align(scores).matches)
    for i, line in enumerate(scores):
        if matches[i] is None and max(line) >= SUFFIX and line.count(max(line)) == 1:
            matches[i] = _part_called_as_group(line.index(max(line)), matches[i - 1] if i else None, matches, entries)
    return matches


def _part_called_as_group(group: int, above: int | None, matches: Sequence[int | None], entries: Sequence[Row]) -> int:
    """The next part of a group, not printed yet, whose name the group's holds, where that stands right behind a part: 3.其他处理 under （六）其他处理."""
    part = group if above is None else min(above + 1, len(entries) - 1)
    inside = entries[part].parent == entries[group].code and label_key(entries[part].label) in label_key(entries[group].label)
    return part if inside and part not in matches else group


_WORD = 4
"""Characters of a label from which on it is named inside another, and not by chance."""


@cache
def _keys(entries: tuple[Row, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of all rows, and of those that hold numbers in the official form."""
    of_data = frozenset(k for e in entries if e.role == "data" and e.official for k in keys_of(e))
    return frozenset(k for e in entries for k in keys_of(e)), of_data


def names_several(text: str, entries: Sequence[Row]) -> bool:
    """Whether a label runs those of several rows together (行政处罚、行政强制), so that its number is none of theirs."""
    key, stem = label_key(text), label_stem(text)
    known, keys = _keys(tuple(entries))
    if key in known or stem in known:
        return False
    if any(key.startswith(k) and key[len(k):].lstrip("和及与") in keys for k in keys):
        return True
    named = end = 0
    for start, length in sorted((key.find(k), len(k)) for k in keys if len(k) >= _WORD and k in key):
        if start >= end:
            named, end = named + 1, start + length
    return named > 1


#: What the sum of a group is called beside its label: 行政复议数量 | 总数.
_ALL = re.compile(r"总[数计量]|[合小共]计|数量|件数")


def row_texts(row: GridRow) -> list[str]:
    """What may be the label of a row: the leaf; all labels run together (a label split over two cells)."""
    if not row.labels:
        return []
    texts = [row.labels[-1].text]
    if len(row.labels) > 1:
        above = row.labels[-2].text
        # a part of what a whole label names (其他对外管理服务事项: 公共服务) only resembles it
        if is_label(above + texts[0]) or not is_label(above):
            texts.append(above + texts[0])
        elif _ALL.fullmatch(squeeze(texts[0])):
            texts.append(above)
    return texts


#: Between a label and those it stands under: 三、本年度办理结果—（七）总计, （六）其他处理3.其他.
_PATH = re.compile(r"[-‐-―─－>＞→»/／\\|｜:：·_]+|(?<=[\u4e00-\u9fff])(?=\d[.．、])")


def _fits(row: GridRow, entries: Sequence[Row]) -> list[float]:
    """How well a row's label fits each entry. The end of a path of labels fits what stands below the label ahead of it."""
    if names_several(row.label, entries):
        return [0.0] * len(entries)
    texts = row_texts(row)
    found = [score(texts[0], e) for e in entries] if len(texts) == 1 else [max((score(t, e) for t in texts), default=0.0) for e in entries]
    path = _PATH.split(row.label)
    if len(path) > 1:
        above = {e.code for e in entries if label_key(path[-2]) in keys_of(e)}
        found = [s or (score(path[-1], e) if e.parent in above else 0.0) for s, e in zip(found, entries, strict=True)]
    return found


def fill_unlabelled(rows: Sequence[GridRow], matches: list[int | None], entries: Sequence[Row]) -> set[int]:
    """Rows that lost their labels, or bear them in other words, standing between two known rows with exactly as many form rows missing between."""
    filled = _unlabelled_children(rows, matches, entries)
    data = [j for j, e in enumerate(entries) if e.role == "data" and e.official]
    unknown = [m is None and row.has_values for row, m in zip(rows, matches, strict=True)]
    start = 0
    for is_unknown, run in groupby(unknown):
        stop = start + len(list(run))
        before = matches[start - 1] if start else -1
        after = matches[stop] if stop < len(rows) else len(entries)
        if is_unknown and before is not None and after is not None:
            gap = [j for j in data if before < j < after]
            if len(gap) == stop - start and all(_may_be(rows[start + k], entries[j], entries) for k, j in enumerate(gap)):
                matches[start:stop] = gap
                filled.update(range(start, stop))
        start = stop
    return filled


def _may_be(row: GridRow, entry: Row, entries: Sequence[Row]) -> bool:
    """Whether a row has no label, or one that is no row's and may be this one's in other words: it resembles it, or has its number and a letter of it."""
    if not row.labels:
        return True
    if any(_fits(row, entries)) or names_several(row.label, entries) or label_key(row.label).startswith("其中"):
        return False
    numbered = _number(row.label) == _number(entry.label) != "" and set(label_key(row.label)) & set(label_key(entry.label))
    return bool(numbered) or resembles(row.label, entry, entries)


def _number(label: str) -> str:
    """The numeral ahead of a label: 七 of （七）总计."""
    text = squeeze(label)
    return text.removesuffix(strip_numbering(text)).strip("()[].、:,")


def _unlabelled_children(rows: Sequence[GridRow], matches: list[int | None], entries: Sequence[Row]) -> set[int]:
    """Children that lost their labels behind a group's: with one row fewer than children, the group's row is the first child. With
    other counts, or others ahead, nobody can tell whether the group's row is its sum or a child beside the label merged over them all."""
    filled: set[int] = set()
    for i, match in enumerate(matches):
        if match is None or entries[match].role != "group_derived" or not rows[i].has_values:
            continue
        children = [j for j, e in enumerate(entries) if e.parent == entries[match].code and e.official]
        if rows[i].table.exact and len(children) == rows[i].labels[-1].rowspan:
            filled |= _merged_over_children(matches, i, children)
            continue
        stop = i + 1
        while stop < len(rows) and matches[stop] is None and not rows[stop].labels and rows[stop].has_values:
            stop += 1
        own = stop - i - 1 == len(children)
        if own or (stop - i == len(children) and len(children) > 1):
            for k, j in enumerate(children):
                matches[i + k + own] = j
                filled.add(i + k + own)
        elif stop > i + 1 or (i and matches[i - 1] is None and not rows[i - 1].labels and rows[i - 1].has_values):
            matches[i] = None
    return filled


def _merged_over_children(matches: list[int | None], first: int, children: Sequence[int]) -> set[int]:
    """A group's label merged over as many rows as it has children stands beside the first of them, which lost its own: those without
    a label are told by order, unless one with a label says otherwise."""
    own = [None, *matches[first + 1 : first + len(children)]]
    sound = len(own) == len(children) and all(m in (None, child) for m, child in zip(own, children, strict=True))
    lost = {first + k for k, m in enumerate(own) if m is None} if sound else set()
    matches[first] = None
    for k in lost:
        matches[k] = children[k - first]
    return lost
