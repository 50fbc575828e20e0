"""Plain text as converters give it: tables with one cell a line behind a TAB, tab-separated rows, commas, pipes, or bare lines.

Spans are lost in every one of these, so their tables are not ``exact``. A row with fewer cells than the table has
columns gives the missing ones to its last label as far as the table's labels reach, and the rest to its last value.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from etl.documents import Block, Document, Paragraph
from etl.errors import ReadError
from etl.extract.encoding import decode
from etl.extract.grid import Draft, place, table
from etl.extract.limits import MAX_CHARACTERS, at_most
from etl.numbers import read_cell
from etl.report import Origin, State
from etl.text import squeeze, strip_artefacts

_BARS = str.maketrans(dict.fromkeys("｜│┃║┆┇┊┋￨┌├└┏┣┗┍┎┝┞┟┠┡┢┕┖╒╓╔╞╟╠╘╙╚┐┤┘┓┫┛┑┒┥┦┧┨┩┪┙┚╕╖╗╡╢╣╛╜╝┬┼┴┳╋┻┯┰┷┸┿╂╤╥╦╪╫╬╧╨╩", "|"))
"""Bars that stand for the pipe, and the crossings of drawn rules."""
_RULE = re.compile(r"^(?=.*[-—─━═┄┅┈┉╌╍－=])[\s|:+＋\-—－─━═┄┅┈┉╌╍=]*$")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+(\S.*?)\s*#*$")
_SENTENCE_END = tuple("。！？；：.!?;:”）)】》")
_WORDS_PARTED = re.compile(r"[\u3400-\u9fff）)\"],\"?[\u3400-\u9fff（(]")
Rows = list[list[str]]


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError("empty")`` when there is nothing but white space."""
    at_most(len(data), 4 * MAX_CHARACTERS, "bytes of text")
    decoded = decode(data, origin.headers.get("content-type"))
    if not decoded.text.strip(" \t\r\n\f\v\u3000\xa0\ufeff\0"):
        raise ReadError("empty", "the file holds nothing but white space")
    at_most(len(decoded.text), MAX_CHARACTERS, "characters")
    blocks, wrapped, pages = from_text(decoded.text)
    return Document(
        media_type="text/plain", blocks=blocks, reader="text", meta={"charset": decoded.charset},
        wrapped=wrapped, pages=pages, warnings=decoded.warnings,
    )


def from_text(text: str) -> tuple[tuple[Block, ...], bool, int | None]:
    """Blocks, whether paragraphs are physical lines, and the number of pages (None without form feeds)."""
    text = strip_artefacts(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    sheets = text.removesuffix("\f").rstrip("\n").split("\f")
    paged = len(sheets) > 1
    blocks: list[Block] = []
    tables = 0
    for number, sheet in enumerate(sheets, 1):
        for rows, line in _parts(list(_without_commas(sheet.split("\n")))):
            if rows:
                blocks.append(table(tables, place(_aligned(rows, number if paged else None)), exact=False))
                tables += 1
            elif heading := _MARKDOWN_HEADING.match(line):
                blocks.append(Paragraph(heading[1].strip(), number if paged else None, heading=True))
            elif line.strip():
                blocks.append(Paragraph(line.rstrip(), number if paged else None))
    return tuple(blocks), _is_wrapped(blocks, paged), len(sheets) if paged else None


def pipe_rows(lines: Sequence[str]) -> Rows | None:
    """The rows of a table written with pipes, or None where the lines are none."""
    cells = _rows_between_rules([line.translate(_BARS) for line in lines])
    return cells if len(cells) > 1 and max(map(len, cells)) > 1 else None


def _parts(lines: list[str]) -> Iterator[tuple[Rows, str]]:
    """Tables as rows of texts and other lines, in order; exactly one of the two is set."""
    at = 0
    while at < len(lines):
        line = lines[at]
        reader = _tabbed if line.startswith("\t") else _tab_separated if "\t" in line.strip() else None
        if reader is None and ("|" in line.translate(_BARS) or (_RULE.match(line) and "|" in "".join(lines[at + 1 : at + 2]).translate(_BARS))):
            reader = _piped
        rows, end = reader(lines, at) if reader else ([], at)
        if rows:
            yield rows, ""
            at = end
        else:
            yield [], line
            at += 1


def _without_commas(lines: list[str]) -> Iterator[str]:
    """Rows of fields parted by commas as rows parted by TABs. A row of one field is that field's text.

    Such rows follow one another with the same number of fields, and one of them parts words: a line of numbers alone may
    as well print thousands.
    """
    for count, run in groupby(lines, key=_fields):
        taken = list(run)
        if count < 3 or len(taken) < 2 or not any(_WORDS_PARTED.search(line) for line in taken):
            yield from taken
            continue
        for row in csv.reader(taken):
            yield "\t".join(row) if sum(bool(field.strip()) for field in row) > 1 else "".join(row)


def _fields(line: str) -> int:
    """Fields of a line written with commas, 0 where it is none: spaces part its numbers, or a quotation goes on."""
    if line.count(",") < 2 or "\t" in line or line.count('"') % 2 or re.search(r"\d\s+\d", line):
        return 0
    return len(next(csv.reader([line])))


def _tabbed(lines: list[str], at: int) -> tuple[Rows, int]:
    """One cell a line behind a TAB; a line without continues the cell, an empty line ends the row, two the table."""
    if "\t" in lines[at].strip("\t "):
        return _tab_separated(lines, at)
    rows: Rows = []
    row: list[str] = []
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            row.append(line[1:])
        elif line.strip():
            if not row:
                break
            row[-1] += "\n" + line
        elif row:
            rows.append(row)
            row = []
        else:
            break
        at += 1
    if row:
        rows.append(row)
    return rows, at


def _tab_separated(lines: list[str], at: int) -> tuple[Rows, int]:
    """One row a line, cells parted by TABs; a single such line is prose with a tab in it."""
    rows: Rows = []
    start, blank = at, 0
    while at < len(lines) and ("\t" in lines[at] or (not lines[at].strip() and blank == 0)):
        if lines[at].strip():
            rows.append(lines[at].rstrip("\n").split("\t"))
            blank = 0
        else:
            blank += 1
        at += 1
    if len(rows) < 2:
        return [], start
    if all(not row[0].strip() for row in rows):
        rows = [row[1:] for row in rows]
    # A TAB behind every cell leaves an empty one at each row's end.
    if len({len(row) for row in rows}) == 1 and all(not row[-1].strip() for row in rows):
        rows = [row[:-1] for row in rows]
    return rows, at


def _piped(lines: list[str], at: int) -> tuple[Rows, int]:
    """Markdown or bare pipes; an empty line may stand between two rows."""
    end, blank = at, 0
    taken: list[str] = []
    for n in range(at, len(lines)):
        line = lines[n]
        if "|" in line.translate(_BARS) or (_RULE.match(line) and (taken or n == at)):
            taken.append(line)
            end, blank = n + 1, 0
        elif line.strip() or blank:
            break
        else:
            blank += 1
    rows = pipe_rows(taken)
    return (rows, end) if rows else ([], at)


def _rows_between_rules(lines: Sequence[str]) -> Rows:
    """Rows of cells parted by pipes. Where rules are drawn between the rows too, lines without one between are one row: its cells are
    wrapped."""
    runs = [(is_rule, list(run)) for is_rule, run in groupby(filter(str.strip, lines), key=lambda line: bool(_RULE.match(line)))]
    rows = [[_pipe_cells(line) for line in run] for is_rule, run in runs if not is_rule]
    # Markdown has no rule above its header, and many a drawn table none but round it and below its header.
    if not runs or not runs[0][0] or len(rows) <= 2 or any(len({len(row) for row in group}) > 1 for group in rows):
        return [row for group in rows for row in group]
    return [["\n".join(filter(None, parts)) for parts in zip(*group, strict=True)] for group in rows]


def _pipe_cells(line: str) -> list[str]:
    line = line.strip()
    if line.startswith("|"):
        line = line[1:].removesuffix("|")
    return [re.sub(r"<br\s*/?>", "\n", cell.replace("\0", "|")).strip() for cell in
            line.replace(r"\|", "\0").split("|")]


def _aligned(rows: Rows, page: int | None) -> list[list[Draft]]:
    """Gives each row as many columns as the widest has; see the module's docstring."""
    width = max(map(len, rows))
    ends = [_label_end(row) for row in rows]
    reach = max((end + 1 for end in ends if end is not None), default=0)
    spans: list[list[int] | None] = []
    for row, end in zip(rows, ends, strict=True):
        missing = width - len(row)
        if not missing:
            spans.append([1] * width)
        elif end is None:
            spans.append(None)
        else:
            wider = min(missing, reach - end - 1)
            shape = [1] * len(row)
            shape[-1] += missing - wider
            shape[end] += wider
            spans.append(shape)
    below: list[int] | None = None
    for r in range(len(rows) - 1, -1, -1):
        known = spans[r]
        if known is None:
            known = spans[r] = _header_spans(rows[r], rows[r + 1] if r + 1 < len(rows) else [], below, width)
        below = known
    return [
        [Draft(text, colspan=span, page=page) for text, span in zip(row, spans[r] or [], strict=True)]
        for r, row in enumerate(rows)
    ]


def _label_end(row: list[str]) -> int | None:
    """Index of the last label before the row's values (blank ones too), None where the row has no values."""
    states = [read_cell(text).state for text in row]
    first = next((i for i, s in enumerate(states) if s in (State.NUMBER, State.NOT_APPLICABLE)), None)
    labels = [i for i, s in enumerate(states[:first]) if s is State.UNREADABLE]
    if first is None and labels and 2 * (len(row) - labels[-1] - 1) < len(row):
        return None
    return labels[-1] if labels else None


def _header_spans(row: list[str], below_row: list[str], below: list[int] | None, width: int) -> list[int]:
    """Spans of a row without values, from the row below it: a blank there continues the cell above it."""
    if below is not None and len(row) == len(below):
        return list(below)
    missing = width - len(row)
    if below is None or len(row) > len(below):
        return [1] * (len(row) - 1) + [1 + missing]
    runs = [list(run) for _, run in groupby(range(len(below)), key=lambda i: bool(squeeze(below_row[i])) or -i)]
    spread = [sum(below[i] for i in run) for run in runs]
    if len(spread) == len(row):
        return spread
    if len(spread) < len(row) and spread and (extra := len(row) - len(spread) + 1) > 1:
        wide = max(range(len(spread)), key=spread.__getitem__)
        if spread[wide] % extra == 0:
            return spread[:wide] + [spread[wide] // extra] * extra + spread[wide + 1:]
    first = below[0] if below and len(row) > 1 else 1
    if first + len(row) - 1 > width:
        first = 1
    return [first] + [1] * (len(row) - 2) + [width - first - (len(row) - 2)] if len(row) > 1 else [width]


def _is_wrapped(blocks: Sequence[Block], paged: bool) -> bool:
    """Whether lines were cut at a page's width: then most long lines end in mid-sentence."""
    if any(not isinstance(b, Paragraph) for b in blocks):
        return False
    long = [b.text.strip() for b in blocks if isinstance(b, Paragraph) and len(b.text.strip()) >= 20]
    broken = sum(not line.endswith(_SENTENCE_END) for line in long)
    return paged if not long else broken * 3 >= len(long)
