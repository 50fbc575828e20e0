"""Cells behind TABs, one a line or one after another, and fields parted by commas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice, takewhile

from etl.extract.anchors import SECTION
from etl.extract.frames import CHARACTERS, PARAGRAPHS
from etl.extract.limits import MAX_CHARACTERS
from etl.extract.text.grammar import Found
from etl.extract.text.spans import drafts
from etl.numbers import read_cell
from etl.report import State
from etl.text import squeeze

csv.field_size_limit(MAX_CHARACTERS)  # of the whole text; its own limit is an error of its own

_WORDS_PARTED = re.compile(r"[\u3400-\u9fff）)\"],\"?[\u3400-\u9fff（(]")
_NUMBERED = re.compile("[(（]?[一二三四五六七1-7](?:[)）]|[、.．,，:：])")
_NUMERAL = re.compile(r"[(（][一二三四五六七八九十]{1,2}(?:[)）]|$)|[一二三四五六]、|[1-9][.．、]")
_UPRIGHT = 2
"""Characters of a line of a label that is printed from top to bottom."""
_TALL = 24
"""Lines of such a label at most."""
_LINES, _LINE = 3, 40
"""Lines, and characters of a line, of any other label, at most."""
_WIDE = 30
"""Cells of a row at most."""
_NUMBERS = 2
"""Numbers of a row that stands by itself, at least."""
_CAPTION = re.compile(r"第?二十条|[。；]$|^表")
_OPEN = re.compile(r'(?:^|[\t,])"(?:[^"]|"")*$')
_FIELD_END = re.compile(r'\n[^"]*"(?:[\t,]|$)')
"""A field in quotation marks that goes on in the next line; and its end."""
_COLUMN = re.compile(r"(?:数量|件数|总数|增/?减|总?金额)(?:[(（].*[)）])?$")
"""The end of the words over a column of numbers."""


def read(lines: Sequence[str], at: int) -> Found | None:
    """The table that begins at the line: with a cell a line where nothing but a cell stands behind its TAB."""
    if "\t" not in lines[at].rstrip() and not lines[at].startswith("\t"):
        return None
    if _is_paragraph(lines, at):
        return None
    rows = list(takewhile(str.strip, islice(lines, at, at + _TALL)))
    if lines[at].startswith("\t") and not any("\t" in line.strip("\t ") for line in rows):
        in_sheet = all(line.startswith("\t\t") for line in rows)  # its words stand behind its empty columns
        return None if in_sheet else _cells_by_line(lines, at)
    return _separated(lines, at)


def _is_paragraph(lines: Sequence[str], at: int) -> bool:
    """The heading of a section, which a converter ran on behind the cells of a table, or prose: that of a sheet, with TABs for its empty
    columns, or of the cell of a table that frames a page, whose other paragraphs are the lines below."""
    words = lines[at].strip()
    if "\t" in words or words == lines[at]:
        return False
    if (_NUMBERED.match(words) and SECTION.match(squeeze(words))) or (len(words) > _LINE and words.endswith("。")):
        return True
    if not lines[at].startswith("\t"):
        return False
    below = list(takewhile(lambda line: line.strip() and "\t" not in line, islice(lines, at + 1, None)))
    return len(below) >= PARAGRAPHS and sum(map(len, below)) >= CHARACTERS


def _cells_by_line(lines: Sequence[str], at: int) -> Found:
    """A line without a TAB continues the cell above, an empty line ends the row, two the table."""
    rows: list[list[str]] = []
    row: list[str] = []
    while at < len(lines):
        line = lines[at]
        if _is_paragraph(lines, at):
            break
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
    if all(cell.startswith("\n") for row in rows for cell in row) or any(len(row) > _WIDE for row in rows):
        rows = []  # TABs stand between the cells, each on a line of its own; or a program dropped the empty lines
    return Found(drafts(rows) if rows else (), at)


def _separated(lines: Sequence[str], at: int) -> Found | None:
    """One row a line, cells parted by TABs; a single such line without numbers is prose with a tab in it. A label of several lines stands on
    lines of its own but for its last, behind which its row goes on."""
    rows: list[list[str]] = []
    blank, end, last = 0, at, at
    label: list[str] = []
    for n in range(at, len(lines)):
        line = lines[n]
        if _is_paragraph(lines, n):
            break
        if "\t" in line:
            cells = line.rstrip("\n").split("\t")
            if ends := _ends_of_header(rows[-1], label) if label else 0:
                rows[-1] = [*rows[-1][:-1], "\n".join((rows[-1][-1], *label[:ends]))]
                label = label[ends:]
            if label and not _is_upright(label) and not _is_next(cells, rows[-1]):
                if not _is_header(rows[-1]) or not _is_header(cells):
                    break
                rows[-1] = [*rows[-1][:-1], "\n".join((rows[-1][-1], *label))]
                label = []
            rows.append(["\n".join((*label, cells[0])), *cells[1:]])
            blank, end, label = 0, n + 1, []
        elif not line.strip():
            blank += 1
        elif rows and not label and _is_header(rows[-1]) and read_cell(line).state is State.NOT_APPLICABLE:
            rows.append([line.strip()])  # 无 below a header is said of all its columns
            end = n + 1
            break
        elif rows and (_is_upright([*label, line]) if len(label) >= _LINES else len(line) <= _LINE and not _CAPTION.search(line)) and len(label) < _TALL:
            label.append(line.strip())
            last = n + 1
        else:
            break
        if blank > 1:
            break
    if label and _is_header(rows[-1]) and any(line.startswith("\t") for line in lines[last : last + _LINES]):
        rows[-1] = [*rows[-1][:-1], "\n".join((rows[-1][-1], *label))]
        end = last
    rows = _with_whole_headers(rows)
    if len(rows) < 2 and sum(map(_is_number, rows[0] if rows else ())) < _NUMBERS:
        return None
    if all(not row[0].strip() for row in rows):
        rows = [row[1:] for row in rows]
    # A TAB behind every cell leaves an empty one at each row's end, a sheet those that only another of its tables fills.
    while all(len(row) > 1 and not row[-1].strip() for row in rows):
        rows = [row[:-1] for row in rows]
    return Found(drafts(rows), end)


def _ends_of_header(row: Sequence[str], label: Sequence[str]) -> int:
    """How many lines behind a header end the words over its last column; what follows them is the label of the row below."""
    if not _is_header(row) or _COLUMN.search(row[-1]):
        return 0
    return next((n for n in range(1, len(label) + 1) if _COLUMN.search("".join((row[-1], *label[:n])))), 0)


def _is_header(cells: Sequence[str]) -> bool:
    """Words alone, but for what a cell over several rows leaves empty ahead of them."""
    return len(cells) > 1 and bool(cells[-1].strip()) and not any(read_cell(c).state in (State.NUMBER, State.NOT_APPLICABLE) for c in cells)


def _is_next(cells: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a row of numbers may stand below another: it has as many cells, or no more numbers (blanks may have been dropped)."""
    numbers = sum(map(_is_number, cells))
    return numbers > 0 and (len(cells) >= len(above) or numbers <= sum(map(_is_number, above)))


def _with_whole_headers(rows: Sequence[list[str]]) -> list[list[str]]:
    """The rows, where lines that a header's cells are broken over are one row: put together, the last cell of each and the first
    of the next being one, they have as many cells as the row of numbers below them. So is a label with its row."""
    found: list[list[str]] = []
    for row in rows:
        if found and (_NUMERAL.fullmatch(found[-1][-1].strip()) or _begins_label(found[-1], row)):
            found[-1] = _run_on([found[-1], row])
            continue
        start = len(found)
        if any(map(_is_number, row)):
            while start and len(found) - start < _LINES and not any(map(_is_number, found[start - 1])) and 1 < len(found[start - 1]) < len(row):
                start -= 1
                parts = found[start:]
                if len(parts) > 1 and sum(map(len, parts)) - len(parts) + 1 == len(row) and all(parts[0]):
                    found[start:] = [_run_on(parts)]
                    break
        found.append(row)
    return found


def _begins_label(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a line holds nothing but the beginning of the label of the row below, also behind its group's: that row has no numeral of
    its own."""
    return len(above) in (2, 3) and _NUMERAL.match(squeeze(above[1])) is not None and not any(map(_is_number, above)) \
        and not _NUMERAL.match(row[0]) and bool(re.match("[()（）]?[\u4e00-\u9fff]", row[0]))


def _run_on(parts: Sequence[list[str]]) -> list[str]:
    row: list[str] = []
    for cells in parts:
        row = [*row[:-1], f"{row[-1]}\n{cells[0]}", *cells[1:]] if row else list(cells)
    return row


def _is_upright(label: Sequence[str]) -> bool:
    return all(len(line.strip()) <= _UPRIGHT for line in label)


def _is_number(text: str) -> bool:
    return read_cell(text).value is not None


def with_single_tabs(text: str) -> str:
    """The text with one TAB between two cells, where a program wrote two throughout: an odd one anywhere is a cell of its own."""
    return text if any(len(run) % 2 for run in re.findall("\t+", text)) else text.replace("\t\t", "\t")


def with_single_breaks(text: str) -> str:
    """The text of rows behind TABs with one end to each line, where a program wrote two throughout: an empty line is the end of a row."""
    lines = text.split("\n")
    return "\n".join(lines[::2]) if "\t" in text and not any(lines[1::2]) else text


def with_whole_fields(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with those that the quotation marks round a field hold together as one: spreadsheets write what breaks a cell's line so."""
    at = 0
    while at < len(lines):
        line, end = lines[at], at + 1
        while _OPEN.search(line) and end < min(at + _TALL, len(lines)):
            line, end = f"{line}\n{lines[end]}", end + 1
        if end > at + 1 and (_OPEN.search(line) or not _FIELD_END.search(line)):
            line, end = lines[at], at + 1
        yield "\t".join(next(csv.reader([line], delimiter="\t"))) if end > at + 1 and "\t" in line else line
        at = end


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


_SAYS = re.compile("[\u4e00-\u9fff]{2}")
_OF_SENTENCE = re.compile(r"[。;；]|[\u4e00-\u9fff]\D{0,20}\d[万余多]?[\u4e00-\u9fff]")
"""收到申请12件,其中网上3件: where each field says something, and one of them is of a sentence, the commas are a sentence's."""


def _fields(line: str) -> int:
    """Fields of a line written with commas, 0 where it is none: spaces part its numbers, or a quotation goes on."""
    if line.count(",") < 2 or "\t" in line or line.count('"') % 2 or re.search(r"\d\s+\d", line):
        return 0
    fields = next(csv.reader([line]))
    return 0 if all(map(_SAYS.search, fields)) and any(map(_OF_SENTENCE.search, fields)) else len(fields)
