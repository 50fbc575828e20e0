"""Cells behind TABs, one a line or one after another, and fields parted by commas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from etl.extract.anchors import SECTION
from etl.extract.text.grammar import Found
from etl.extract.text.spans import drafts
from etl.numbers import read_cell
from etl.text import squeeze

_WORDS_PARTED = re.compile(r"[\u3400-\u9fff）)\"],\"?[\u3400-\u9fff（(]")
_NUMBERED = re.compile("[一二三四五六]、")
_UPRIGHT = 2
"""Characters of a line of a label that is printed from top to bottom."""
_TALL = 24
"""Lines of such a label at most."""
_LINES, _LINE = 3, 40
"""Lines, and characters of a line, of any other label, at most."""
_CAPTION = re.compile(r"第?二十条|[。；]$|^表")


def read(lines: Sequence[str], at: int) -> Found | None:
    """The table that begins at the line: with a cell a line where nothing but a cell stands behind its TAB."""
    if "\t" not in lines[at].rstrip() and not lines[at].startswith("\t"):
        return None
    if _is_heading(lines[at]):
        return None
    if lines[at].startswith("\t") and "\t" not in lines[at].strip("\t "):
        return _cells_by_line(lines, at)
    return _separated(lines, at)


def _is_heading(line: str) -> bool:
    """The heading of a section, which a converter ran on behind the cells of a table."""
    words = line.strip()
    return line.startswith("\t") and "\t" not in words and bool(_NUMBERED.match(words)) and bool(SECTION.match(squeeze(words)))


def _cells_by_line(lines: Sequence[str], at: int) -> Found:
    """A line without a TAB continues the cell above, an empty line ends the row, two the table."""
    rows: list[list[str]] = []
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
    return Found(drafts(rows), at)


def _separated(lines: Sequence[str], at: int) -> Found | None:
    """One row a line, cells parted by TABs; a single such line is prose with a tab in it. A label of several lines stands on lines of its
    own but for its last, behind which its row goes on."""
    rows: list[list[str]] = []
    blank, end = 0, at
    label: list[str] = []
    for n in range(at, len(lines)):
        line = lines[n]
        if _is_heading(line):
            break
        if "\t" in line:
            cells = line.rstrip("\n").split("\t")
            if label and not _is_upright(label) and not (len(cells) == len(rows[-1]) and any(map(_is_number, cells))):
                break
            rows.append(["\n".join((*label, cells[0])), *cells[1:]])
            blank, end, label = 0, n + 1, []
        elif not line.strip():
            blank += 1
        elif rows and (_is_upright([*label, line]) if len(label) >= _LINES else len(line) <= _LINE and not _CAPTION.search(line)) and len(label) < _TALL:
            label.append(line.strip())
        else:
            break
        if blank > 1:
            break
    if len(rows) < 2:
        return None
    if all(not row[0].strip() for row in rows):
        rows = [row[1:] for row in rows]
    # A TAB behind every cell leaves an empty one at each row's end.
    if len({len(row) for row in rows}) == 1 and all(not row[-1].strip() for row in rows):
        rows = [row[:-1] for row in rows]
    return Found(drafts(rows), end)


def _is_upright(label: Sequence[str]) -> bool:
    return all(len(line.strip()) <= _UPRIGHT for line in label)


def _is_number(text: str) -> bool:
    return read_cell(text).value is not None


def without_commas(lines: Sequence[str]) -> Iterator[str]:
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
