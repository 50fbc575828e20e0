"""Tables that reached us as lines of text: finds the rows again by their labels, and makes tables of them.

Text from a PDF, or a page flattened to one cell a line, has no cells: numbers stand in runs, labels before, behind or wrapped
round them. The form's rows are known, in order, with the number of values each; runs and rows are aligned by the text around each
run (the same weighted alignment as for grids). What aligns becomes a table row under its official label; what does
not keeps the text printed before it. The result is an ordinary :class:`~etl.documents.Table` (``exact=False``), so that one reader of
tables serves all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from etl import forms
from etl.documents import Block, Cell, Document, Table
from etl.forms import APPLICATIONS, PROACTIVE, REVIEW, STATISTICS, Column, FormTable, Row
from etl.parse.columns import (
    Columns,
    blank,
    by_header,
    by_values,
    commonest,
    filled,
    header_cells,
    headings,
    whole,
)
from etl.parse.labels import keys_of
from etl.parse.lines import Line, Token, letters, lines_of
from etl.parse.ordered import in_order
from etl.parse.runs import Expected, Run, align_runs, by_count, of_first, runs_of, split_up
from etl.parse.tables import ART20, kind_of_text, segment
from etl.parse.wrapped import unwrapped
from etl.text import label_key, label_stem, squeeze

_CAPTION = re.compile(r"第?(?:二十|20)条第?[(（]?(?:[一二三四五六七八九十]|[1-9])[)）]?项")
_OVER = re.compile("法人|或其[他它]|^[他它]组织$")
"""Words of the heading over all kinds of organisations."""
_HEADING = re.compile(r"^[一二三四五六七八九]、|^[1-6]、")


@dataclass(frozen=True, slots=True)
class _Made:
    table: Table
    last: int
    """The last line that belongs to it."""
    bare: int = 0
    """Its rows that have a label and no value."""


_Printed = tuple[str, Sequence[Token | str], int | None]
"""A row to be: label, values or words, page."""


def _table(rows: Sequence[_Printed]) -> Table:
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


def _labelled(runs: Sequence[Run], tail: Sequence[Token], matches: Sequence[int | None], expected: Sequence[Expected],
              split_header: bool, header: Sequence[str] | None = None) -> _Made:
    """The table of runs that found their rows, with the rows whose cells are all blank."""
    rows: list[_Printed] = []
    nameless = set() if split_header else by_count(matches, expected)
    last = max((t.line for r in runs for t in (*r.before, *r.values)), default=-1)
    previous, bare = -1, 0
    words: Sequence[Token]
    for i, words in enumerate((*(r.before for r in runs), tail)):
        match = matches[i] if i < len(runs) else None
        ahead = next((m for m in matches[i:] if m is not None), len(expected))
        missing = [e for j, e in enumerate(expected) if previous < j < ahead and j not in matches and not e.optional]
        page = runs[min(i, len(runs) - 1)].page
        # what stands above numbers that found no row may be their own label
        end = max(v.line for v in runs[i].values) if i < len(runs) else None
        for label, entry in _blank_rows(words, missing, end) if i == len(runs) or match is not None else ():
            last = max(last, label[-1].line)
            head, words = words[: words.index(label[0])], words[words.index(label[-1]) + 1 :]
            if split_header:
                rows.extend(_header_rows(head, entry.row, page))
            rows.append((entry.row.label, ("",) * entry.count, page))
            bare += 1
        if i == len(runs):
            break
        run = replace(runs[i], before=tuple(words))
        if match is None:
            rows.append(("" if i in nameless or not letters(squeeze(run.text)) else run.text, run.values, page))
            continue
        previous = match
        if split_header:
            rows.extend(_header_rows(run.before, expected[match].row, page))
        elif i == 0 and header:
            rows.append(("申请人情况", header, page))
        elif i == 0 and (said := _texts(headings(_but_own(run.before, expected[match].row)))):
            rows.append((said[0], said[1:], page))
        rows.append((expected[match].row.label, _placed(i, runs, matches, expected), page))
    return _Made(_table(rows), last, bare)


def _texts(tokens: Iterable[Token]) -> list[str]:
    return [t.text for t in tokens]


def _blank_rows(words: Sequence[Token], missing: Sequence[Expected], end: int | None) -> list[tuple[Sequence[Token], Expected]]:
    """Rows of which the page shows the label alone: the words of each label, which end their line, above the line ``end``."""
    words = [w for w in words if end is None or w.line < end]
    found: list[tuple[Sequence[Token], Expected]] = []
    at = 0
    for entry in missing:
        label = next((label for start in range(at, len(words)) if (label := _label_at(words, start, entry.row))), ())
        if label:
            found.append((label, entry))
            at = words.index(label[-1]) + 1
    return found


_LABEL_WORDS = 5


def _label_at(words: Sequence[Token], start: int, row: Row) -> Sequence[Token]:
    """The words of a row's label from one on, also over several lines, between which the words of columns left of it may stand."""
    keys = set(keys_of(row))
    label: list[Token] = []
    found: Sequence[Token] = ()
    left = right = 0.0
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
    columns = expected[match].columns
    peers = [k for k, m in enumerate(matches) if m is not None and expected[m].columns == columns]
    full = [spans for k in peers if len(spans := [v.span for v in runs[k].values if v.span]) == len(columns)]
    found = by_values(full, (len(columns),)) or next(
        (c for k in reversed(peers) if k <= i and (c := _by_header(runs[k].before, columns))), None)
    places = found.place([v.span for v in run.values]) if found else None
    if found is None or places is None:
        return run.values
    row = [blank()] * len(found)
    for place, value in zip(places, run.values, strict=True):
        row[place] = value
    return tuple(row)


def _by_header(words: Sequence[Token], columns: Sequence[Column], edge: float | None = None) -> Columns | None:
    return by_header(words, _names(columns), (len(columns), len(columns) + 1), edge)


def _names(columns: Sequence[Column]) -> list[str]:
    return [*(key for c in columns for key in (squeeze(c.label), *keys_of(c))), "小计"]


def _with_blanks(lines: Sequence[Line], table: FormTable) -> tuple[list[Line], list[str] | None]:
    """Lines of a table whose rows all have the same columns, with a value for each blank cell among other values, and the words over
    each column; as they are, and None, where the columns are in doubt."""
    columns, labels = table.columns, {key for row in table.rows for key in keys_of(row)}
    lines = unwrapped(lines, columns)
    rows = [[t.span for t in line.tokens if t.is_value and t.span] for line in lines]
    first = next((i for i, row in enumerate(rows) if row), len(lines))
    ends = [t.span[1] for line in lines[first:] if line.has_values
            for t in takewhile(lambda t: not t.is_value, line.tokens) if t.span]
    words = [t for line in lines[:first] for t in line.tokens if not _OVER.search(squeeze(t.text))]
    header = _by_header(words, columns, max(ends, default=None))
    found = by_values(rows, (len(columns), len(columns) + 1))
    if header and (found is None or len(found) < len(header)):
        found = header
    if found is None:
        return whole(lines, None, labels), None
    return filled(whole(lines, found, labels), found), header_cells(words, found, _names(columns))


def _header_rows(words: Sequence[Token], entry: Row, page: int | None) -> list[_Printed]:
    """Caption and header that stand before a row's own label in the words ahead of its numbers, a cell a word."""
    rows: list[_Printed] = []
    starts = range(len(words) - 1, -1, -1)
    for i, n in ((i, n) for i in starts for n in (1, 2, 3)):
        if caption := _CAPTION.search(glued := squeeze("".join(_texts(words[i : i + n])))):
            rows.append((caption.group(), (), page))
            rest = replace(words[i], text=glued[caption.end():])
            words = [w for w in (rest, *words[i + n :]) if w.text]
            break
    header = _texts(headings(_but_own(words, entry)))
    if header:
        rows.append((header[0], header[1:], page))
    return rows


def _but_own(words: Sequence[Token], entry: Row) -> Sequence[Token]:
    """Words ahead of a row's numbers without the row's own label, also with a remark in brackets that runs over several words, or
    without its first words: the others stand below."""
    keys = keys_of(entry)
    tails = [(n, "".join(_texts(words[-n:]))) for n in range(1, 9)]
    own = max((n for n, tail in tails if {label_key(tail), label_stem(tail)} & set(keys)), default=0) or max(
        (n for n, tail in tails if len(label_key(tail)) > 1 and any(k.startswith(label_key(tail)) for k in keys)), default=0)
    return words[: len(words) - own]


def _of_one_set(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of the first of two sets of small tables that alternate, all of them as often as the first; else all lines."""
    found = [(i, squeeze(caption.group())) for i, line in enumerate(lines) if (caption := _CAPTION.search(line.text))]
    counts = {len(list(same)) for _, same in groupby(name for _, name in found)}
    if len(counts) != 1 or counts == {1} or len({name for _, name in found}) * counts.pop() != len(found):
        return lines
    ends = [*(i for i, _ in found[1:]), len(lines)]
    again = {k for (_, above), (at, name), end in zip(found, found[1:], ends[1:], strict=False) if name == above for k in range(at, end)}
    return [line for k, line in enumerate(lines) if k not in again]


def _proactive(lines: Sequence[Line]) -> _Made | None:
    labels = {key for form in forms.forms() for i in PROACTIVE if (t := form.table(i)) for row in t.rows for key in keys_of(row)}
    runs, tail = runs_of(whole(_of_one_set(lines), None, labels))
    best: tuple[float, Sequence[Run], Sequence[Token], list[int | None], list[Expected]] | None = None
    for form in forms.forms():
        expected = [Expected(r, t.columns) for i in PROACTIVE if (t := form.table(i)) for r in t.rows]
        if not expected:
            continue
        cut, rest = of_first(split_up(runs, frozenset(e.count for e in expected)), tail, expected)
        matches, total = align_runs(cut, rest, expected)
        official = sum(e.row.official for e in expected)
        quality = total / max(len(cut), official)
        if best is None or quality > best[0]:
            best = (quality, cut, rest, matches, expected)
    if best is None or not any(m is not None for m in best[3]):
        return None
    return _labelled(*best[1:], split_header=True)


def _applications(lines: Sequence[Line]) -> _Made | None:
    best: tuple[float, _Made] | None = None
    for form in forms.forms():
        table = form.table(APPLICATIONS)
        if table is None:
            continue
        whole_rows, header = _with_blanks(lines, table)
        runs, words = runs_of(whole_rows)
        expected = [Expected(r, table.columns, r.role != "data") for r in table.rows if r.official and r.role != "group"]
        cut, tail = of_first(split_up(runs, frozenset({len(table.columns)})), words, expected)
        matches, total = align_runs(cut, tail, expected)
        matches = in_order(cut, expected) or matches
        if sum(m is not None for m in matches) < 2:
            continue
        made = _labelled(cut, tail, matches, expected, split_header=False, header=header)
        quality = (total + made.bare) / max(len(cut) + made.bare, len(table.data_rows))
        if best is None or quality > best[0]:
            best = (quality, made)
    return best[1] if best else None


def _review(lines: Sequence[Line]) -> _Made | None:
    """The one row of 15 values; the header fell apart, so that it must only name both halves."""
    table = forms.newest(REVIEW)
    count = len(table.columns)
    runs, _ = runs_of(_with_blanks(lines, table)[0])
    full = [i for i, r in enumerate(runs) if len(r.values) == count] or list(range(len(runs)))[:1]
    if not full:
        return None
    run = runs[full[0]]  # a second row of as many values is another table's
    header = squeeze("".join(r.text for r in runs[: full[0] + 1]))
    if not ("行政复议" in header and "诉讼" in header):  # 行政 may stand a line above, over the other half
        return None
    names = ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉")
    return _Made(_table([(names[0], names[1:], run.page), ("", run.values, run.page)]), max(v.line for v in run.values))


def _statistics(lines: Sequence[Line]) -> _Made | None:
    table = forms.newest(STATISTICS)
    units = frozenset(r.unit for r in table.rows if r.unit)
    expected = [Expected(r, table.columns) for r in table.data_rows]
    column = commonest(t.span for line in lines for t in line.tokens if t.is_value and t.span)
    found, words = runs_of(whole(lines, column, {key for e in expected for key in keys_of(e.row)}), units)
    runs, tail = of_first(found, words, expected)
    matches, _ = align_runs(runs, tail, expected)
    if sum(m is not None for m in matches) < 8:
        return None
    return _labelled(runs, tail, matches, expected, split_header=False)


_NAMED = {
    ART20: (re.compile(f"(?:{_CAPTION.pattern})|^信息内容"), 30),
    APPLICATIONS: (re.compile("申请人情况|勾稽关系|本年新收政府信息公开申请"), 60),
}
"""What names a table in its own lines, and how long these are at most."""


def _starts(lines: Sequence[Line], i: int, kind: str) -> bool:
    """Whether a table of this kind begins with a line."""
    line = lines[i]
    if kind == REVIEW:
        return line.text.startswith(("行政复议", "结果维持")) and len(line.text) <= 60 and not line.text.endswith(("。", "；"))
    if kind == STATISTICS:
        return line.text.startswith("统计指标") or kind_of_text(_label_of(line)) == STATISTICS
    pattern, longest = _NAMED[kind]
    # a narrow cell wraps the words that name it
    near = list(takewhile(lambda n: len(n.text) <= longest, lines[i : i + 3]))
    found = pattern.search("".join(n.text for n in near))
    return found is not None and found.start() < len(line.text)


def _region(lines: Sequence[Line], kind: str, found: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    """First and last line (exclusive) that may hold a table of this kind."""
    first = next((i for i in range(len(lines)) if _starts(lines, i, kind)
                  and not any(a <= i < b for a, b in found.values())), None)
    if first is None:
        return None
    after = {ART20: (APPLICATIONS,), APPLICATIONS: (REVIEW,), REVIEW: (), STATISTICS: ()}[kind]
    stop = next((i for i in range(first + 1, len(lines)) if any(_starts(lines, i, k) for k in after) or _ends(lines[i], kind)), len(lines))
    return first, stop


def _label_of(line: Line) -> str:
    """The words ahead of the first value of a line."""
    first = next((i for i, t in enumerate(line.tokens) if t.is_value), len(line.tokens))
    return "".join(t.text for t in line.tokens[:first])


def _ends(line: Line, kind: str) -> bool:
    """A heading of a later section ends a table; the rows 一、 to 四、 of table 3 are no headings."""
    text = line.text
    if not _HEADING.match(text) or line.has_values or len(text) > 45:
        return False
    if kind == STATISTICS:
        return False
    if kind == APPLICATIONS:
        return text[0] in "四五六" and not (text.startswith("四、结转") or "四、结转下年度继续办理".startswith(text))
    return kind_of_text(text) is None


def tabulate(document: Document) -> Document:
    """The document with every statistical table that is printed as mere lines turned into a table, in its place.

    Tables are numbered anew in reading order. A document whose tables are all cells already is returned as it is.
    """
    there = segment(document.tables)
    missing = [k for k in (ART20, APPLICATIONS, REVIEW, STATISTICS) if k not in there]
    lines = lines_of(document)
    makers = {ART20: _proactive, APPLICATIONS: _applications, REVIEW: _review, STATISTICS: _statistics}
    taken: dict[str, tuple[int, int]] = {}
    made: dict[int, Table] = {}
    for kind in missing:
        region = _region(lines, kind, taken)
        found = makers[kind](lines[slice(*region)]) if region else None
        if region and found:
            taken[kind] = (region[0], _last_line(lines, region, found.last))
            made[region[0]] = found.table
    if not made:
        return document
    return replace(document, blocks=_with_tables(document.blocks, lines, taken, made))


def _last_line(lines: Sequence[Line], region: tuple[int, int], last: int) -> int:
    """The table ends with the last line that holds values or is a row's label, or the wrapped label behind it."""
    last = max((last, *(i for i in range(*region) if lines[i].has_values)))
    while last + 1 < region[1] and len(lines[last + 1].text) <= 12 and not lines[last + 1].text.endswith(("。", "：")) \
            and not _HEADING.match(lines[last + 1].text):
        last += 1
    return last + 1


def _with_tables(blocks: Sequence[Block], lines: Sequence[Line], taken: dict[str, tuple[int, int]],
                 made: dict[int, Table]) -> tuple[Block, ...]:
    gone: set[int] = set()
    start: dict[int, Table] = {}
    for first, stop in taken.values():
        inside = {line.block for line in lines[first:stop]}
        gone |= inside
        start[lines[first].block] = made[first]
    result: list[Block] = []
    index = 0
    for i, block in enumerate(blocks):
        if i in start:
            result.append(replace(start[i], index=index))
            index += 1
        if i in gone:
            continue
        if isinstance(block, Table):
            result.append(replace(block, index=index))
            index += 1
        else:
            result.append(block)
    return tuple(result)
