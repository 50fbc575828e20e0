"""Several sets of the same table in one report: the authority alone and its whole region, each of its bureaus, this year and others.

The first complete set is the report's, none that the lines above name as another body's, and no form of noughts ahead of a filled one; that of the
latest year, where these name one each. Sets are told from the parts of one table by the rows they print: a table belongs to the first set with which
it shares less than half of the rows, its own or the set's, and which is of no other year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from etl import forms
from etl.documents import Cell, Document, Paragraph
from etl.forms import PROACTIVE
from etl.numbers import read_cell
from etl.parse.grid import GridRow, is_value, is_words
from etl.parse.labels import keys_of
from etl.parse.tables.headings import (
    each_its_heading,
    is_of_all,
    is_of_own_level,
    lines_ahead,
    whose_sets,
    words_of,
    year_in,
    year_of_caption,
)
from etl.parse.tables.placing import Sink
from etl.parse.tables.rows import row_texts
from etl.parse.tables.segment import ART20, CAPTION, LIST, kind_of_text
from etl.parse.tables.years import THIS_YEAR, YEAR_BEFORE
from etl.text import label_key, label_stem, squeeze

_VALUES = re.compile(r"[\d.,/-]+$")
"""The numbers behind the label in a line."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_LINE, _WORD = 100, 4
"""Characters of such a line at most; of a label that is told among others."""


def own_set(rows: Sequence[GridRow], kind: str, sink: Sink, above: Mapping[int, Sequence[str]], document: Document) -> list[GridRow]:
    """The rows of the first set that has at least half as many values as the fullest, where nothing is said of them: the body's own, and this
    year's, may be emptier than others that name as many rows. A row printed twice counts once. One of all bodies together is it only where there
    is no other, and no heading says that there is. ``above``: the lines ahead of each table.

    Those of the other sets go to the extras, unless they only repeat the first word for word; a finding says so where another
    is as full, for then it could have been meant.
    """
    sets = _numbered(rows, kind, above)
    sizes = {n: _size(found) for n, found in sets.items()}
    ahead = each_its_heading({n: lines_ahead(n, sets, above) for n in sorted(sets, key=lambda n: sets[n][0].table.index)})
    names = {n: len(_all_named(found, kind)) for n, found in sets.items()}
    full = [n for n in ahead if 2 * sizes[n] >= max(sizes.values())]
    told = [n for n in ahead if n in full or (4 * names[n] >= 3 * max(names.values()) and _says_something(sets[n]))]
    whole = {n: tuple(_printed(r) for r in found if r.has_values) for n, found in sets.items()}
    of_all = {whole[n] for n in told if is_of_all(ahead[n])}
    # what prints the numbers of all once more, and does not say that they are its own, is of all, too
    alone = [n for n in told if not is_of_all(ahead[n]) and (whole[n] not in of_all or any(map(is_of_own_level, ahead[n])))]
    lost = not alone and any(isinstance(b, Paragraph) and is_of_own_level(b.text) for b in document.blocks)
    if len(sets) == 1 and not lost:
        return list(rows)
    captioned = {n: next((year for line in ahead[n] if (year := year_of_caption(line)) is not None), None) for n in told}
    said = {n: year_in((words_of(sets[n][0]), *above.get(sets[n][0].table.index, ()))) for n in told}
    years = {n: captioned[n] if said[n] is None else said[n] for n in told}
    dated = None not in years.values() and len(set(years.values())) == len(told)
    whose = whose_sets({n: ahead[n] for n in told}, document) if len(told) > 1 else {}
    meant = [n for n in told if whose.get(n)] or [n for n in told if whose.get(n) is None]
    # of several beside those of other bodies nobody knows which is meant
    best = [n for n in alone if n in full] or alone or told
    # what says of no year that it is of it is taken to be of this one
    of_year = {n: THIS_YEAR if year is None else year for n, year in captioned.items()}
    best = [n for n in best if of_year[n] != YEAR_BEFORE] or best
    first = next((n for n in (*best, *alone) if of_year[n] >= of_year[best[0]] and _says_something(sets[n])), best[0])
    own = None if lost else max(told, key=lambda n: years[n] or 0) if dated else meant[0] if len(meant) == 1 else first if meant == told else None
    kept = sets[own] if own is not None else []
    printed = {_printed(r) for r in kept}
    others = {n: [r for r in found if r.has_values and _printed(r) not in printed] for n, found in sets.items() if n != own}
    table = PROACTIVE[0] if kind == ART20 else kind
    for row in (r for found in others.values() for r in found):
        sink.extra(table, row.label, [c.text for c in row.values], row)
    sure = own is not None and (dated or whose.get(own))
    if not sure and (left := [r for n, found in others.items() if n in told for r in found]):
        where = "、".join(str(i + 1) for i in sorted({r.table.index for r in left}))
        taken = "本级的未能读出；这些" if lost else "不知哪套是本机关的；这些" if own is None else "只取未写明是其他单位的；其余" if meant != told else \
            "只取第一套；其余" if own == told[0] else "只取不是汇总的；其余" if told[0] not in alone else "只取填写了的；其余"
        sink.warn("several_sets", f"同一张表印了{len(told)}套数字，{taken}（文中第{where}个表格）未归入", table)
    return kept


def of_the_form(kinds: Mapping[str, list[GridRow]], sink: Sink, above: Mapping[int, Sequence[str]], document: Document) -> dict[str, list[GridRow]]:
    """The rows that are the form's. Where one table is table 3 whole, or lines name most of its rows, what says some of it once more, or what
    names none of its rows (each town's requests), is a table of the author's own; so are a few indicators of 2014 beside it or among more of another list, and
    beside the list of 2014 a few outcomes and disputes, and beside the tables under 第二十条第（…）项 one that says some of theirs once more.
    Their rows go to the extras. ``above``: the lines ahead of each table."""
    few = {kind: len(_all_named(rows, kind)) < LIST for kind, rows in kinds.items()}
    tables = [part for _, table in groupby(kinds.get(forms.APPLICATIONS, ()), key=lambda r: r.table.index) for part in _behind_the_last_row(list(table))]
    whole = next((part for part in tables if _is_whole(part)), None)
    left: dict[str, list[GridRow]] = {}
    if whole is not None:
        left[forms.APPLICATIONS] = [r for part in tables if part is not whole and 2 * _size(part) < _size(whole) for r in part]
        left[forms.STATISTICS] = kinds.get(forms.STATISTICS, []) if few.get(forms.STATISTICS) else []
    elif tables and len(printed := _named_in_lines(document)) >= LIST and 2 * len(_all_named(kinds[forms.APPLICATIONS], forms.APPLICATIONS)) < len(printed):
        left[forms.APPLICATIONS] = [r for part in tables if 2 * len((names := _all_named(part, forms.APPLICATIONS)) & printed) >= len(names) for r in part]
        if left[forms.APPLICATIONS]:
            sink.warn("lost_row", "表三印在表格之外的文字里，未能读出；表格中的只是作者自拟的", forms.APPLICATIONS)
    elif few.get(forms.STATISTICS) and _is_local([r for r in kinds[forms.STATISTICS] if r.has_values]):
        left[forms.STATISTICS] = kinds[forms.STATISTICS]
    elif not few.get(forms.STATISTICS, True) and few.get(forms.APPLICATIONS, True):
        left = {kind: kinds.get(kind, []) for kind in (forms.APPLICATIONS, forms.REVIEW)}
    left[ART20] = _once_more(kinds.get(ART20, ()), above)
    for kind, rows in left.items():
        for row in rows:
            if row.has_values:
                sink.extra(PROACTIVE[0] if kind == ART20 else kind, row.label, [c.text for c in row.values], row)
    return {kind: kept for kind, rows in kinds.items() if (kept := [r for r in rows if r not in left.get(kind, ())])}


def _named_in_lines(document: Document) -> set[str]:
    """The rows of table 3 whose labels stand in lines outside of tables, alone or ahead of numbers."""
    stems = {label_stem(_VALUES.sub("", squeeze(b.text))) for b in document.blocks if isinstance(b, Paragraph) and len(b.text) <= _LINE}
    return {code for key, code in _names(forms.APPLICATIONS).items() if any(s.endswith(key) or (len(key) >= _WORD and key in s) for s in stems)}


def _once_more(rows: Sequence[GridRow], above: Mapping[int, Sequence[str]]) -> list[GridRow]:
    """The rows of tables of section 2 without a caption, which together name less than half of the rows that those with captions name, and no
    other. A caption may be the last row of the table above."""
    tables = {i: list(table) for i, table in groupby(rows, key=lambda r: r.table.index)}
    names = {i: _all_named(table, ART20) for i, table in tables.items()}
    ends = {i: [c.text for c in ahead[-1].table.rows[ahead[-1].index]] for ahead, i in zip(tables.values(), list(tables)[1:], strict=False)}
    captioned = {i for i, table in tables.items() if any(
        CAPTION.search(squeeze(text)) for text in (*above.get(i, ()), *ends.get(i, ()), *(c.text for r in table for c in r.table.rows[r.index])))}
    whole = {name for i in captioned for name in names[i]}
    more = [i for i in tables if i not in captioned and names[i] and names[i] <= whole]
    return [r for i in more for r in tables[i]] if 2 * len({name for i in more for name in names[i]}) < len(whole) else []


def _is_local(rows: Sequence[GridRow]) -> bool:
    """Whether less than half of a list's rows resemble those of 2014: provinces had lists of their own before."""
    return 2 * sum(any(kind_of_text(text) == forms.STATISTICS for text in row_texts(r)) for r in rows) < len(rows)


def _behind_the_last_row(rows: list[GridRow]) -> list[list[GridRow]]:
    """A table 3 that is whole, and what text runs together with it."""
    ends = (i for i, r in enumerate(rows, 1) if "carried_forward" in _named(r, forms.APPLICATIONS) and _is_whole(rows[:i]))
    end = next(ends, len(rows))
    return [rows[:end], rows[end:]]


def _is_whole(rows: Sequence[GridRow]) -> bool:
    """Whether a table has every row of a form's table 3, most of them with a value for each applicant."""
    table = forms.newest(forms.APPLICATIONS)
    full = [r for r in rows if len(r.values) >= len(table.columns)]
    names = _all_named(rows, table.id)
    return any({row.code for row in t.data_rows} <= names for f in forms.forms() if (t := f.table(table.id))) and 2 * len(full) > len(table.data_rows)


def _says_something(rows: Iterable[GridRow]) -> bool:
    """Whether any value is a number other than 0."""
    return any(read_cell(c.text).value for r in rows for c in r.values)


def _size(rows: Sequence[GridRow]) -> int:
    """Values; a row printed twice counts once, but rows that lost their labels may well print the same."""
    return sum({_printed(r) if r.labels else (r.table.index, r.index): printed_in(r.values) for r in rows if any(map(_is_filled, r.values))}.values())


def _is_filled(cell: Cell) -> bool:
    """A number, or what cannot be read as one; units and the headings of groups stand in an empty form, too."""
    return is_value(cell) or any(map(str.isdecimal, cell.text))


def printed_in(cells: Iterable[Cell]) -> int:
    """How many values cells hold; one that nobody could place may hold several."""
    return sum(max(1, len(c.text.split())) for c in cells)


def _printed(row: GridRow) -> tuple[str, ...]:
    return tuple(_THOUSANDS.sub("", squeeze(c.text)) for c in row.table.rows[row.index])


def _numbered(rows: Sequence[GridRow], kind: str, above: Mapping[int, Sequence[str]]) -> dict[int, list[GridRow]]:
    """The rows by the number of their set, in their order. What names nothing goes with what is above it, as does what is printed once alone in
    or behind a set that follows another: that may lack it."""
    parts = [(part, _all_named(part, kind)) for part in _parts(rows, kind)]
    printed = Counter(name for _, names in parts for name in names)
    held: list[list[tuple[set[str], set[str]]]] = []
    years: dict[int, int | None] = {}
    number: dict[int, int] = {}
    before, follows = 0, False  # the last set began behind the whole of another, not with the second of two of each table
    for i, (part, names) in enumerate(parts):
        if names:
            columns = _columns(part, kind)
            said = (words_of(part[0]), *above.get(part[0].table.index, ())[:1])
            year = next((y for line in said if (y := year_of_caption(line)) is not None), None)
            free = [n for n, there in enumerate(held) if not _repeats(names, columns, there) and (
                year is None or years[n] is None or years[n] == year)]
            once = follows and before in free and all(printed[name] == 1 for name in names)
            number[i] = before if once else next(iter(free), len(held))
            if number[i] == len(held):
                follows = bool(held) and len(held[-1]) > 1
                held.append([])
            before = number[i]
            held[number[i]] = [*held[number[i]], (names, columns)]
            years[number[i]] = years.get(number[i]) if year is None else year
    sets: dict[int, list[GridRow]] = {}
    last = 0
    for i, (part, _) in enumerate(parts):
        last = number.get(i, last)
        sets.setdefault(last, []).extend(part)
    return sets


def _parts(rows: Sequence[GridRow], kind: str) -> Iterator[list[GridRow]]:
    """The rows of each table; a header below numbers begins a part of its own, for one frame may hold the end of one set and the start of
    the next."""
    part: list[GridRow] = []
    counted = False
    for row in rows:
        numbers = any(map(is_value, row.table.rows[row.index]))
        if part and (row.table.index != part[-1].table.index or (counted and not numbers and _heads(row, kind))):
            yield part
            part, counted = [], False
        part.append(row)
        counted = counted or numbers
    if part:
        yield part


def _heads(row: GridRow, kind: str) -> bool:
    """Whether a row is the header of a table of that kind, or the first row of one: the year it is of."""
    said = [text for c in row.table.rows[row.index] if (text := squeeze(c.text))]
    if len(said) == 1 and year_of_caption(said[0]) is not None:
        return True
    if kind == ART20:
        return any(map(CAPTION.search, said))
    if kind == forms.APPLICATIONS:
        return bool(_columns([row], kind))
    if kind == forms.STATISTICS:
        return any(text.endswith("统计指标") for text in said)
    return kind == forms.REVIEW


def _repeats(names: set[str], columns: set[str], there: Sequence[tuple[set[str], set[str]]]) -> bool:
    """Whether half of the rows stand there already; not those under other columns: a table may be printed in parts, one for
    each kind of applicant."""
    same = {name for held, under in there if not columns or not under or columns & under for name in held}
    return 0 < min(len(names), len(same)) <= 2 * len(names & same)


def _columns(part: Sequence[GridRow], kind: str) -> set[str]:
    """The columns that the headers of table 3 name."""
    head = [c for r in part if not any(map(is_value, r.values)) for c in r.table.rows[r.index]] if kind == forms.APPLICATIONS else ()
    return {code for c in head if (code := _applicants().get(label_key(c.text)))}


def _named(row: GridRow, kind: str) -> set[str]:
    """What a row says it holds: its own name where it has cells for values, and the ways of dispute that a header names."""
    names = _names(kind)
    heads = not row.values or is_words(row) or bool(_columns([row], kind))  # 其他 is a kind of applicant there
    found = set() if heads else {names[key] for text in row_texts(row) for key in (label_key(text), label_stem(text)) if key in names}
    return found | {way for c in row.labels for word, way in _ways().items() if kind == forms.REVIEW and word in squeeze(c.text)}


def _all_named(rows: Iterable[GridRow], kind: str) -> set[str]:
    """The rows of that kind of table that any of these names."""
    return {name for row in rows for name in _named(row, kind)}


@cache
def _names(kind: str) -> dict[str, str]:
    """Key of a label → code of the row, over all forms; a label of two rows (被依法纠错数) names neither."""
    tables = [t for form in forms.forms() for t in form.tables if t.id == kind or (kind == ART20 and t.id in PROACTIVE)]
    found = {(key, row.code) for t in tables for row in t.rows for key in keys_of(row)}
    several = Counter(key for key, _ in found)
    return {key: code for key, code in found if several[key] == 1}


@cache
def _applicants() -> dict[str, str]:
    """Key of a header of table 3 → code of the column, over all forms."""
    return {key: c.code for form in forms.forms() if (t := form.table(forms.APPLICATIONS)) for c in t.columns for key in keys_of(c)}


@cache
def _ways() -> dict[str, str]:
    return {word: c.block for form in forms.forms() if (t := form.table(forms.REVIEW)) for c in t.columns if c.block for word in c.block_words}
