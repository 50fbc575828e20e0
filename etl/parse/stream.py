"""Tables that reached us as lines of text: finds the rows again by their labels, and makes tables of them.

Text from a PDF, or a page flattened to one cell a line, has no cells: numbers stand in runs, labels before, behind or wrapped
round them. The form's rows are known, in order, with the number of values each; runs and rows are aligned by the text around each
run (the same weighted alignment as for grids). What aligns becomes a table row under its official label; what does
not keeps the text printed before it. The result is an ordinary :class:`~etl.documents.Table` (``exact=False``), so that one reader of
tables serves all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from etl import forms
from etl.documents import Block, Cell, Document, Paragraph, Table
from etl.forms import APPLICATIONS, PROACTIVE, REVIEW, STATISTICS, Row
from etl.numbers import YUAN, read_cell
from etl.parse.labels import FUZZY, STEM, align, decisive, keys_of
from etl.parse.tables import ART20, kind_of_text, segment
from etl.report import State
from etl.text import fold, label_key, label_stem, squeeze

_CAPTION = re.compile(r"第?(?:二十|20)条第?[(（]?(?:[一二三四五六七八九十]|[1-9])[)）]?项")
_PAGE_NUMBER = re.compile(r"^[-—–]\s*\d{1,4}\s*[-—–]$|^第\s*\d+\s*页.{0,12}$|^\d{1,3}\s*/\s*\d{1,3}$|^P\.\s*\d+$|^Page\s*\d+.*$", re.I)
_BARE = re.compile(r"\d{1,3}")
_HEADING = re.compile(r"^[一二三四五六七八九]、|^[1-6]、")


@dataclass(frozen=True, slots=True)
class _Line:
    block: int
    """Index among the document's blocks."""
    tokens: tuple[str, ...]
    """As printed."""
    values: tuple[bool, ...]
    page: int | None
    text: str
    """The whole line, folded and without white space: what is compared."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Values that stand together, with the text since the run before (and, per line, how they were grouped)."""

    before: str
    values: tuple[str, ...]
    groups: tuple[int, ...]
    page: int | None


@dataclass(frozen=True, slots=True)
class _Expected:
    row: Row
    count: int
    optional: bool = False
    """A group's header row: it has no numbers in the official form, but some reports print them."""


def _lines(document: Document) -> list[_Line]:
    found: list[_Line] = []
    blocks = document.blocks
    spaced = _is_spaced(document)
    for i, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        for text in block.text.split("\n"):
            folded = fold(text).strip()
            crowded = bool(found) and len(found[-1].tokens) > 1
            if not folded or _PAGE_NUMBER.match(folded) or (crowded and _is_page_edge(blocks, i, folded)):
                continue
            tokens = _with_units(re.split(r"\s{2,}|\t", text.strip()) if spaced else text.split())
            tokens = tuple(part for token in tokens for part in _said(token))
            if spaced:
                tokens = tuple(map(squeeze, tokens))
            values = [_is_value(t) for t in tokens]
            if len(tokens) > 1 and values[0] and not values[1]:
                values[0] = False  # "1 属于国家秘密", "1 .属于国家秘密": the numbering of a label
            found.append(_Line(i, tokens, tuple(values), block.page, squeeze(text)))
    return found


_SAID = re.compile(r"^(.*[\u4e00-\u9fff)）])[:：](\d[\d,.]*[\u4e00-\u9fff]{0,2})[;；。,，、]?$")


def _said(token: str) -> tuple[str, ...]:
    """行政许可：12件 is a label and its value."""
    match = _SAID.match(token)
    return (match[1], match[2]) if match and _is_value(match[2]) else (token,)


def _is_spaced(document: Document) -> bool:
    """Whether each character of the text stands by itself (some converters do so): then only wide gaps part words and numbers."""
    words = [w for p in document.paragraphs for w in p.text.split() if _letters(w)]
    return len(words) >= 100 and sum(len(w) == 1 for w in words) >= 0.8 * len(words)


def _with_units(tokens: Sequence[str]) -> tuple[str, ...]:
    """An amount and its unit are one value, also with a space between."""
    joined: list[str] = []
    for token in tokens:
        if joined and squeeze(token) in YUAN and _is_value(joined[-1]):
            joined[-1] += f" {token}"
        else:
            joined.append(token)
    return tuple(joined)


def _is_page_edge(blocks: Sequence[Block], i: int, text: str) -> bool:
    """A bare number on the last or first line of a page is a page number (unless numbers stand one a line)."""
    def page_of(k: int) -> int | None:
        block = blocks[k] if 0 <= k < len(blocks) else None
        return block.page if isinstance(block, Paragraph) else None

    page = page_of(i)
    return page is not None and bool(_BARE.fullmatch(text)) and (page_of(i - 1) != page or page_of(i + 1) != page)


def _is_value(token: str) -> bool:
    if squeeze(token).count("(") != squeeze(token).count(")"):
        return False  # a piece of a label: （…计 1条）
    return read_cell(token).state in (State.NUMBER, State.NOT_APPLICABLE)


def _runs(lines: Sequence[_Line], units: frozenset[str] = frozenset()) -> tuple[list[_Run], str]:
    """Runs of values with the text before each, and the text left behind the last."""
    found: list[_Run] = []
    before: list[str] = []
    values: list[str] = []
    groups: list[int] = []
    page: int | None = None

    def close() -> None:
        if values:
            found.append(_Run("\n".join(before), tuple(values), tuple(groups), page))
            before.clear()
            values.clear()
            groups.clear()

    for line in lines:
        here = 0
        for token, is_value in zip(line.tokens, line.values, strict=True):
            if is_value:
                if not values:
                    page = line.page
                values.append(token)
                here += 1
            elif squeeze(token) in units:
                continue
            else:
                if here:
                    groups.append(here)
                    here = 0
                close()
                before.append(token)
        if here:
            groups.append(here)
    close()
    return found, "\n".join(before)


def _split(runs: Sequence[_Run], counts: frozenset[int]) -> list[_Run]:
    """Runs that hold several rows (labels are elsewhere, or lost) are cut where the lines or the counts say so."""
    found: list[_Run] = []
    for run in runs:
        usual = max(counts)
        if len(run.values) in counts or len(run.values) < min(counts):
            found.append(run)
        elif len(run.groups) > 1 and all(g in counts for g in run.groups):
            at = 0
            for k, size in enumerate(run.groups):
                found.append(_Run(run.before if k == 0 else "", run.values[at : at + size], (size,), run.page))
                at += size
        elif (row := _without_page_number(run, counts)) is not None:
            found.append(row)
        elif len(counts) == 1 and len(run.values) % usual == 0:
            for at in range(0, len(run.values), usual):
                found.append(_Run(run.before if at == 0 else "", run.values[at : at + usual], (usual,), run.page))
        else:
            found.append(run)
    return found


def _without_page_number(run: _Run, counts: frozenset[int]) -> _Run | None:
    """A whole row of one line, without the bare number that stood on the line before or behind it: a page's number."""
    if len(run.groups) != 2 or 1 in counts or 1 not in run.groups or not set(run.groups) & counts:
        return None
    first = run.groups[0] == 1
    number, values = (run.values[0], run.values[1:]) if first else (run.values[-1], run.values[:-1])
    return replace(run, values=values, groups=(len(values),)) if _BARE.fullmatch(number) else None


def _fit(before: str, after: str, entry: Row) -> float:
    """How well the text round a run fits a row's label: ahead of it, wrapped round it, behind it, or nearly."""
    best = 0.0
    for key in keys_of(entry):
        if before.endswith(key):
            return 1.0
        if len(key) >= 4 and key in before[-(len(key) + 8):]:
            best = max(best, 0.9)
        # the label's beginning stands ahead: where its rest stands behind it was wrapped round the numbers
        heads = [n for n in range(len(key) - 1, 1, -1) if before[-1:] == key[n - 1] and before.endswith(key[:n])]
        if any(after.startswith(key[n:]) for n in heads):
            best = max(best, 0.96)
        elif len(key) >= 4 and after.startswith(key):
            best = max(best, 0.55)
        elif len(key) >= 8 and heads and heads[0] >= 4:
            best = max(best, 0.7)  # strange characters stand in the rest
        if best < 0.8 and len(key) >= 5 and before:
            near = max(fuzz.ratio(before[-len(key) - extra:], key) / 100 for extra in (-1, 0, 1))
            best = max(best, near * 0.85 if near >= FUZZY else 0.0)
    return best


def _score(before: str, after: str, count: int, expected: _Expected) -> float:
    if expected.optional and not any(before.endswith(k) for k in keys_of(expected.row)):
        return 0.0  # the group's label also stands before its first child: only right ahead of numbers is it a row
    return _fit(before, after, expected.row) * (1.0 if count == expected.count else 0.6)


def _align(runs: Sequence[_Run], tail: str, expected: Sequence[_Expected]) -> tuple[list[int | None], float]:
    texts = [*(r.before for r in runs), tail]
    keys, stems = [label_key(t) for t in texts], [label_stem(t) for t in texts]

    def fit(i: int, entry: _Expected) -> float:
        plain = _score(keys[i], keys[i + 1], len(runs[i].values), entry)
        if plain >= STEM or stems[i : i + 2] == keys[i : i + 2]:
            return plain
        return max(plain, STEM * _score(stems[i], stems[i + 1], len(runs[i].values), entry))

    scores = decisive([[fit(i, e) for e in expected] for i in range(len(runs))])
    if not runs:
        return [], 0.0
    found = align(scores)
    matches = list(found.matches)
    for i, line in enumerate(scores):
        # rows printed in another order than the form's: an exact label stands for itself
        best = max(range(len(line)), key=lambda j: line[j])
        if matches[i] is None and line[best] >= STEM and best not in matches:
            matches[i] = best
    return matches, found.total


def _by_count(matches: Sequence[int | None], expected: Sequence[_Expected]) -> set[int]:
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


def _table(rows: Sequence[tuple[str, Sequence[str], int | None]]) -> Table:
    """Rows of (label, values, page) as a table; a row without values is a caption or header over the whole width."""
    width = max((1 + len(v) for _, v, _ in rows), default=1)
    made = []
    for i, (label, values, page) in enumerate(rows):
        first = (Cell(label, i, 0, colspan=1 if values else width, page=page),) if label else ()
        made.append((*first, *(Cell(v, i, k + 1, page=page) for k, v in enumerate(values))))
    return Table(0, tuple(made), exact=False)


def _labelled(runs: Sequence[_Run], matches: Sequence[int | None], expected: Sequence[_Expected],
              split_header: bool) -> list[tuple[str, Sequence[str], int | None]]:
    rows: list[tuple[str, Sequence[str], int | None]] = []
    nameless = set() if split_header else _by_count(matches, expected)
    for i, (run, match) in enumerate(zip(runs, matches, strict=True)):
        text = squeeze(run.before)
        if match is None:
            rows.append(("" if i in nameless or not _letters(text) else run.before, run.values, run.page))
            continue
        label = expected[match].row.label
        if split_header:
            rows.extend(_header_rows(run.before, expected[match].row, run.page))
        elif i == 0 and (words := run.before.split()):
            rows.append((words[0], words[1:], run.page))
        rows.append((label, run.values, run.page))
    return rows


def _letters(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def _header_rows(text: str, entry: Row, page: int | None) -> list[tuple[str, Sequence[str], int | None]]:
    """Caption and header that stand before a row's own label in the text ahead of its numbers, a cell a word."""
    words = text.split()
    rows: list[tuple[str, Sequence[str], int | None]] = []
    starts = range(len(words) - 1, -1, -1)
    for i, n in ((i, n) for i in starts for n in (1, 2, 3)):
        if caption := _CAPTION.search(glued := squeeze("".join(words[i : i + n]))):
            rows.append((caption.group(), (), page))
            words = [w for w in (glued[caption.end():], *words[i + n :]) if w]
            break
    tails = ("".join(words[-n:]) for n in range(1, 9))
    # the row's own label, also with a remark in brackets that runs over several words
    own = next((n for n, tail in enumerate(tails, 1) if {label_key(tail), label_stem(tail)} & set(keys_of(entry))), 0)
    words = words[: len(words) - own]
    if words:
        rows.append((words[0], words[1:], page))
    return rows


def _proactive(lines: Sequence[_Line]) -> Table | None:
    runs, tail = _runs(lines)
    best: tuple[float, list[_Run], list[int | None], list[_Expected]] | None = None
    for form in forms.forms():
        expected = [_Expected(r, len(t.columns)) for i in PROACTIVE if (t := form.table(i)) for r in t.rows]
        if not expected:
            continue
        cut = _split(runs, frozenset(e.count for e in expected))
        matches, total = _align(cut, tail, expected)
        official = sum(e.row.official for e in expected)
        quality = total / max(len(cut), official)
        if best is None or quality > best[0]:
            best = (quality, cut, matches, expected)
    if best is None or not any(m is not None for m in best[2]):
        return None
    return _table(_labelled(best[1], best[2], best[3], split_header=True))


def _applications(lines: Sequence[_Line]) -> Table | None:
    runs, tail = _runs(lines)
    best: tuple[float, list[_Run], list[int | None], list[_Expected]] | None = None
    for form in forms.forms():
        table = form.table(APPLICATIONS)
        if table is None:
            continue
        expected = [_Expected(r, len(table.columns), r.role != "data") for r in table.rows if r.official and r.role != "group"]
        cut = _split(runs, frozenset({len(table.columns)}))
        matches, total = _align(cut, tail, expected)
        quality = total / max(len(cut), len(table.data_rows))
        if best is None or quality > best[0]:
            best = (quality, cut, matches, expected)
    if best is None or sum(m is not None for m in best[2]) < 2:
        return None
    return _table(_labelled(best[1], best[2], best[3], split_header=False))


def _review(lines: Sequence[_Line]) -> Table | None:
    """The one row of 15 values; the header fell apart, so that it must only name both halves."""
    runs, _ = _runs(lines)
    columns = forms.load("2021").table(REVIEW)
    count = len(columns.columns) if columns else 15
    full = [i for i, r in enumerate(runs) if len(r.values) == count] or list(range(len(runs)))[:1]
    if len(full) != 1:
        return None
    run = runs[full[0]]
    header = squeeze("".join(r.before for r in runs[: full[0] + 1]))
    if not ("行政复议" in header and "行政诉讼" in header):
        return None
    names = ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉")
    return _table([(names[0], names[1:], run.page), ("", run.values, run.page)])


def _statistics(lines: Sequence[_Line]) -> Table | None:
    table = forms.load("2014").table(STATISTICS)
    assert table is not None
    units = frozenset(r.unit for r in table.rows if r.unit)
    expected = [_Expected(r, 1) for r in table.data_rows]
    runs, tail = _runs(lines, units)
    matches, _ = _align(runs, tail, expected)
    if sum(m is not None for m in matches) < 8:
        return None
    return _table(_labelled(runs, matches, expected, split_header=False))


def _region(lines: Sequence[_Line], kind: str, found: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    """First and last line (exclusive) that may hold a table of this kind."""
    starts: dict[str, Callable[[_Line], bool]] = {
        ART20: lambda line: (bool(_CAPTION.search(line.text)) and len(line.text) <= 30) or line.text == "信息内容",
        APPLICATIONS: lambda line: (any(w in line.text for w in ("申请人情况", "勾稽关系")) and len(line.text) < 80)
        or ("本年新收政府信息公开申请" in line.text and len(line.text) < 60),
        REVIEW: lambda line: line.text.startswith(("行政复议", "结果维持")) and len(line.text) <= 60
        and not line.text.endswith(("。", "；")),
        STATISTICS: lambda line: line.text.startswith("统计指标") or kind_of_text(_label_of(line)) == STATISTICS,
    }
    first = next((i for i, line in enumerate(lines) if starts[kind](line)
                  and not any(a <= i < b for a, b in found.values())), None)
    if first is None:
        return None
    after = {ART20: (APPLICATIONS,), APPLICATIONS: (REVIEW,), REVIEW: (), STATISTICS: ()}[kind]
    stop = len(lines)
    for i in range(first + 1, len(lines)):
        line = lines[i]
        if any(starts[k](line) for k in after) or _ends(line, kind):
            stop = i
            break
    return first, stop


def _label_of(line: _Line) -> str:
    """The words ahead of the first value of a line."""
    first = next((i for i, v in enumerate(line.values) if v), len(line.tokens))
    return "".join(line.tokens[:first])


def _ends(line: _Line, kind: str) -> bool:
    """A heading of a later section ends a table; the rows 一、 to 四、 of table 3 are no headings."""
    text = line.text
    if not _HEADING.match(text) or any(line.values) or len(text) > 45:
        return False
    if kind == STATISTICS:
        return False
    if kind == APPLICATIONS:
        return text[0] in "四五六" and not text.startswith("四、结转")
    return kind_of_text(text) is None


def tabulate(document: Document) -> Document:
    """The document with every statistical table that is printed as mere lines turned into a table, in its place.

    Tables are numbered anew in reading order. A document whose tables are all cells already is returned as it is.
    """
    missing = [k for k in (ART20, APPLICATIONS, REVIEW, STATISTICS) if k not in segment(document.tables)]
    lines = _lines(document)
    makers = {ART20: _proactive, APPLICATIONS: _applications, REVIEW: _review, STATISTICS: _statistics}
    taken: dict[str, tuple[int, int]] = {}
    made: dict[int, Table] = {}
    for kind in missing:
        region = _region(lines, kind, taken)
        table = makers[kind](lines[slice(*region)]) if region else None
        if region and table:
            last = _last_line(lines, region, table)
            taken[kind] = (region[0], last)
            made[region[0]] = table
    if not made:
        return document
    return replace(document, blocks=_with_tables(document.blocks, lines, taken, made))


def _last_line(lines: Sequence[_Line], region: tuple[int, int], table: Table) -> int:
    """The table ends with the last line that holds values, or the wrapped label behind it."""
    last = max((i for i in range(*region) if any(lines[i].values)), default=region[0])
    while last + 1 < region[1] and len(lines[last + 1].text) <= 12 and not lines[last + 1].text.endswith(("。", "：")) \
            and not _HEADING.match(lines[last + 1].text):
        last += 1
    return last + 1


def _with_tables(blocks: Sequence[Block], lines: Sequence[_Line], taken: dict[str, tuple[int, int]],
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
