"""Tables that reached us as lines of text: finds the rows again by their labels, and makes tables of them.

Text from a PDF, or a page flattened to one cell a line, has no cells: numbers stand in runs, labels before, behind or wrapped
round them. The form's rows are known, in order, with the number of values each; runs and rows are aligned by the text around each
run (the same weighted alignment as for grids). What aligns becomes a table row under its official label; what does
not keeps the text printed before it. The result is an ordinary :class:`~etl.documents.Table` (``exact=False``), so that one reader of
tables serves all.

In this order: the lines as words and values (:mod:`.lines`); where a table's lines begin and end (below); its columns, by where words stand, so that
blanks keep their places (:mod:`.columns`; in spaced text :mod:`.aligned`), with the lines that a cell is broken over (:mod:`.whole`), and numbers that a narrow cell wrapped (:mod:`.wrapped`); runs of values with the words round them,
aligned with the form's rows (:mod:`.runs`), or by sums where labels are lost (:mod:`.ordered`) or stand where a
converter happened to reach them (:mod:`.flow`), or where it reached some numbers out of their order, too (:mod:`.strays`); rows under their labels (:mod:`.rows`), for each of
the tables (:mod:`.tables`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, count, takewhile

from etl.documents import Block, Document, Table
from etl.forms import APPLICATIONS, REVIEW, STATISTICS
from etl.parse.stream.lines import Line, lines_of
from etl.parse.stream.tables import applications, proactive, review, statistics
from etl.parse.tables import ART20, kind_of_text, segment
from etl.parse.tables.segment import CAPTION
from etl.parse.tables.sets import printed_in

_LABEL_END = re.compile(r"(?!\(?[一二三四五六七八九十][、.,)])[^\d。:]{1,12}")
"""The end of a wrapped label: no heading, sentence or caption."""
_HEADING = re.compile(r"^[一二三四五六七八九][、.,]|^[1-6]、")
_CARRIED_FORWARD = re.compile(r"四[、.,]结转")
_MAKERS = {ART20: proactive, APPLICATIONS: applications, REVIEW: review, STATISTICS: statistics}
_NAMED = {
    ART20: (re.compile(f"(?:{CAPTION.pattern})|^信息内容"), 30),
    APPLICATIONS: (re.compile("申请人情况|本列数据的?勾稽|勾稽关系|法人或其[他它]组织|本年新收政府信息公开申请"), 60),
}
"""What names a table in its own lines, and how long these are at most."""
_DISPUTED = ("行政复议", "结果维", "未经复议直接起诉")
"""What a line of the header of disputes begins with, the first where narrow cells wrapped those above."""
_OF_WAYS = re.compile("[行政复议诉讼未经直接起后]{1,16}")
"""A line of that header, or what is left of one."""
_SETS = 4
"""Places that may begin a table of a kind, at most."""


def _starts(lines: Sequence[Line], i: int, kind: str) -> bool:
    """Whether a table of this kind begins with a line."""
    line = lines[i]
    if kind == REVIEW:
        return line.text.startswith(_DISPUTED) and len(line.text) <= 60 and not line.text.endswith(("。", ";"))
    if kind == STATISTICS:
        # a narrow cell wraps the words that name it; a group may stand beside its first row
        return "".join(n.text for n in lines[i : i + 3]).startswith(("统计指标", "一级指标")) or any(kind_of_text(text) == STATISTICS for text in (_label_of(line), *(t.text for t in line.tokens[:1])))
    pattern, longest = _NAMED[kind]
    near = list(takewhile(lambda n: len(n.text) <= longest, lines[i : i + 3]))
    found = pattern.search("".join(n.text for n in near))
    return found is not None and found.start() < len(line.text)


def _region(lines: Sequence[Line], kind: str, taken: Sequence[range]) -> range | None:
    """The lines that may hold a table of this kind, the first of them outside of those that are taken."""
    first = next((i for i in range(len(lines)) if _starts(lines, i, kind) and not any(i in part for part in taken)), None)
    if first is None:
        return None
    while kind == REVIEW and first and _OF_WAYS.fullmatch(lines[first - 1].text) and not any(first - 1 in part for part in taken):
        first -= 1
    after = {ART20: (APPLICATIONS,), APPLICATIONS: (REVIEW,), REVIEW: (), STATISTICS: ()}[kind]
    begins = {part.start for part in taken}
    last_row = next((i for i in range(first, len(lines)) if kind == APPLICATIONS and _CARRIED_FORWARD.search(lines[i].text)), len(lines))
    ahead = list(accumulate((sum(t.is_value for t in line.tokens) for line in lines[first:]), initial=0))
    stop = next((i for i in range(first + 1, len(lines))
                 if i in begins or any(_starts(lines, i, k) for k in ((*after, kind) if i > last_row else after)) or _ends(lines[i], kind)
                 or (kind == REVIEW and lines[i].text == _DISPUTES and ahead[i - first] >= _ROW)), len(lines))
    return range(first, stop)


_DISPUTES, _ROW = "行政复议", 15
"""The first word of the header of disputes, which stands there once, and the values below it."""


def _tables(lines: Sequence[Line], kind: str, taken: Sequence[range]) -> dict[range, tuple[Table, ...]]:
    """The tables of each set of numbers of this kind, by their lines: which of them is the report's is not for lines to say. What is
    smaller by half than the fullest is prose that begins like a table."""
    looked_at: list[range] = []
    made: dict[range, tuple[Table, ...]] = {}
    while len(looked_at) < _SETS and (region := _region(lines, kind, (*taken, *looked_at))):
        found = _MAKERS[kind](lines[region.start : region.stop])
        looked_at.append(range(region.start, _behind(lines, region, found.last) if found else region.start + 1))
        if found:
            made[looked_at[-1]] = (found.table, *found.others)
    sizes = {part: printed_in(tables[0].cells()) for part, tables in made.items()}
    return {part: tables for part, tables in made.items() if 2 * sizes[part] >= max(sizes.values())}


def _label_of(line: Line) -> str:
    """The words ahead of the first value of a line."""
    first = next((i for i, t in enumerate(line.tokens) if t.is_value), len(line.tokens))
    return "".join(t.text for t in line.tokens[:first])


def _ends(line: Line, kind: str) -> bool:
    """A heading of a later section ends a table; the rows 一、 to 四、 of table 3 are no headings."""
    text = line.text
    if kind == STATISTICS or not _HEADING.match(text) or line.has_values or len(text) > 45:
        return False
    if kind == APPLICATIONS:
        return text[0] in "四五六" and not (_CARRIED_FORWARD.match(text) or "四、结转下年度继续办理".startswith(text))
    return kind_of_text(text) is None


def tabulate(document: Document) -> Document:
    """The document with every statistical table that is printed as mere lines turned into a table, in its place.

    Tables are numbered anew in reading order. A document whose tables are all cells already is returned as it is.
    """
    there = segment(document.tables)
    missing = [k for k in (ART20, APPLICATIONS, REVIEW, STATISTICS) if k not in there]
    lines = lines_of(document)
    made: dict[range, tuple[Table, ...]] = {}
    for kind in missing:
        made |= _tables(lines, kind, tuple(made))
    return replace(document, blocks=_with_tables(document.blocks, lines, made)) if made else document


def _behind(lines: Sequence[Line], region: range, last: int) -> int:
    """The line behind a table's last row, also behind that row's wrapped label."""
    while last + 1 < region.stop and _LABEL_END.fullmatch(lines[last + 1].text) and not lines[last + 1].has_values:
        last += 1
    return last + 1


def _with_tables(blocks: Sequence[Block], lines: Sequence[Line], made: Mapping[range, Sequence[Table]]) -> tuple[Block, ...]:
    gone = {lines[i].block for part in made for i in part}
    start = {lines[part.start].block: tables for part, tables in made.items()}
    result: list[Block] = []
    for i, block in enumerate(blocks):
        result += start.get(i, ())
        result += () if i in gone else (block,)
    index = count()
    return tuple(replace(block, index=next(index)) if isinstance(block, Table) else block for block in result)
