"""Workbooks of every format: sheets as tables, each cell with the text that it shows, hidden rows, columns and sheets left out.

``xlsx``, ``xls`` (with ``biff``), ``ods``, ``excel_xml`` and ``delimited`` each make a ``workbook.Sheet`` of every sheet: numbers as their
formats show them (``shown``), and what may hide cells (``veils``). The sheet says what is seen; this module makes tables and prose of it.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from etl.documents import Block, Document, Paragraph
from etl.errors import ReadError
from etl.extract import cfb, kinds, office
from etl.extract.anchors import SECTION, STATISTIC
from etl.extract.grid import Draft, place, table
from etl.extract.limits import MAX_CELLS, MAX_TABLES, at_most
from etl.extract.marks import BARE_NUMBER
from etl.extract.package import unpacked
from etl.extract.sheets import delimited, excel_xml, ods, xls, xlsx
from etl.extract.sheets.workbook import Range, Sheet
from etl.report import Origin
from etl.text import squeeze

_Piece = Paragraph | list[list[Draft]]
_LINE = 40
"""Characters above which a row's only cell is prose, no caption of a table."""
_LABEL = 4
"""Characters that tell the labels of one table from those of another."""
_LONGEST = 40
"""Characters of a cell among which they are looked for."""
_OTHER = re.compile(r"去年|往年|历年|上一?年(?!结转)|样[表例]|[示范]例|模板|填[报写表]说明")
"""Sheets of earlier years, and those that show how to fill in the others."""
_OF_YEAR = re.compile(r"20\d\d(?=年|$)")
_TITLED = re.compile(r"20\d\d(?=年[^，。；]*报告[^，。；]*$)")
_NUMBERED = re.compile("[一二三四五六]、")
_SUBTITLE = re.compile(r"[（(]20\d\d年度?[）)]")
"""What stands below the title of a report, and is no caption of the table below it."""
_READERS = {
    kinds.XLSX: xlsx.read, kinds.XLSB: xlsx.read, kinds.ODS: ods.read, kinds.FLAT_ODS: ods.read, kinds.XLS: xls.read,
    kinds.EXCEL_XML: excel_xml.read, kinds.CSV: delimited.read,
}


def read(data: bytes, origin: Origin, embedded: bool = False) -> Document:
    """Raises ``ReadError``: corrupt, encrypted, too_large, needs_office (XLSB), empty.

    ``embedded``: in a document, which shows the sheet in front alone, whatever else came along with it."""
    media_type = kinds.media_type(data)
    if media_type == kinds.XLSB:
        unpacked(data)
        data = office.workbook(data)
    if media_type == kinds.XLS:
        cfb.check_whole(data)
    sheets = _READERS[media_type](data)
    hidden = "、".join(sheet.name for sheet in sheets if sheet.hidden)
    warnings: tuple[str, ...] = (f"left out: hidden sheets {hidden}",) if hidden else ()
    # Of two sets of one table the first counts, wherever the sheets of an earlier year and of samples stand.
    shown = [sheet for sheet in sheets if not sheet.hidden]
    shown = [sheet for sheet in shown if embedded and sheet.in_front] or shown
    last = max(map(_year, shown), default=0)
    shown.sort(key=lambda sheet: bool(_OTHER.search(sheet.name)) or 0 < _year(sheet) < last)
    at_most(len(shown), MAX_TABLES, "sheets")
    pieces: list[_Piece] = []
    for sheet in shown:
        rows, ranges, told = sheet.visible()
        warnings += (told,) if told else ()
        pieces += _blocks(rows, ranges)
    if not pieces:
        raise ReadError("empty", "the workbook holds nothing")
    return Document(media_type=media_type, blocks=_numbered(pieces), reader=_READERS[media_type].__module__.rpartition(".")[2], warnings=warnings)


def _year(sheet: Sheet) -> int:
    """The year that a sheet is named for, else that of its title; 0 where neither says one."""
    year = _OF_YEAR.match(sheet.name) or _TITLED.search(sheet.cells[min(sheet.cells)] if sheet.cells else "")
    return int(year.group()) if year else 0


def parted(document: Document) -> Document:
    """A page that a spreadsheet program saved, with the prose of its one table as paragraphs, as if its sheet had been read."""
    pieces: list[_Piece] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            pieces.append(block)
            continue
        rows = [[Draft("")] * block.width for _ in block.rows]
        for cell in block.cells():
            rows[cell.row][cell.column] = Draft(cell.text, doubt=cell.doubt)
        ranges = [((c.row, c.column), (c.row + c.rowspan - 1, c.column + c.colspan - 1)) for c in block.cells() if c.rowspan * c.colspan > 1]
        pieces += _blocks(rows, ranges)
    return replace(document, blocks=_numbered(pieces))


def _numbered(pieces: list[_Piece]) -> tuple[Block, ...]:
    count = itertools.count()
    return tuple(p if isinstance(p, Paragraph) else table(next(count), place(p)) for p in pieces)


def _blocks(rows: list[list[Draft]], ranges: list[Range]) -> Iterator[_Piece]:
    """Runs of rows as tables; a row whose only cell holds prose, or the heading of a section, is a paragraph; empty rows part tables."""
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in ranges}
    # Ranges that no program writes lie over one another: each cell of theirs is counted.
    at_most(sum(down * across for down, across in spans.values()), 10 * MAX_CELLS, "cells in merged ranges")
    covered = {
        (r, c) for (r0, c0), (down, across) in spans.items()
        for r in range(r0, r0 + down) for c in range(c0, c0 + across) if (r, c) != (r0, c0)
    }
    run: list[int] = []
    for r, row in enumerate(rows):
        filled = [cell.text for cell in row if cell.text.strip()]
        inside = any((r, c) in covered for c in range(len(row)))
        if not filled and not inside:
            yield from _table(rows, run, spans, covered)
            run = []
        elif len(filled) == 1 and (len(said := squeeze(filled[0])) > _LINE or SECTION.match(said) or _is_numbered(rows, r) or not run) and not _is_caption(rows, r):
            yield from _table(rows, run, spans, covered)
            run = []
            yield from (Paragraph(line) for line in filled[0].splitlines() if line.strip())
        else:
            run.append(r)
    yield from _table(rows, run, spans, covered)


def _is_numbered(rows: list[list[Draft]], r: int) -> bool:
    """Whether a lone cell is the numbered heading of a section, official or above the header of a table: below that of a group stand numbers."""
    said = squeeze(next((c.text for c in rows[r] if c.text.strip()), ""))
    below = rows[r + 1] if r + 1 < len(rows) else []
    return bool(_NUMBERED.match(said) and (SECTION.match(said) or not any(c.text.strip().isdecimal() for c in below)))


def _is_caption(rows: list[list[Draft]], r: int) -> bool:
    """A short lone cell right above a row of several belongs to the table below it, but for a numbered heading."""
    below = [c for c in rows[r + 1] if c.text.strip()] if r + 1 < len(rows) else []
    alone = next((c.text for c in rows[r] if c.text.strip()), "")
    return len(below) > 1 and len(said := squeeze(alone)) <= 12 and not _SUBTITLE.fullmatch(said) and not _is_numbered(rows, r)


def _table(
    rows: list[list[Draft]], run: list[int], spans: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]
) -> Iterator[_Piece]:
    used = sorted({c for r in run for c, cell in enumerate(rows[r]) if cell.text.strip()})
    starts = _starts(rows, run, used)
    if len(starts) > 1:
        for left, end in itertools.pairwise([*starts, used[-1] + 1]):
            places = [(r, c) for r in run for c in range(left, end) if (r, c) in spans]
            within = [((r - run[0], c - left), (r - run[0] + spans[r, c][0] - 1, c - left + spans[r, c][1] - 1)) for r, c in places]
            yield from _blocks([rows[r][left:end] for r in run], within)
    elif used:
        kept = used if _has_header(rows, run) else list(range(used[0], used[-1] + 1))
        out = []
        for r in run:
            row = []
            for c, given in enumerate(rows[r]):
                down, across = spans.get((r, c), (1, 1))
                if (r, c) not in covered and (width := bisect_left(kept, c + across) - bisect_left(kept, c)):
                    row.append(replace(given, rowspan=min(down, run[-1] - r + 1), colspan=width))
            out.append(row)
        yield out


def _has_header(rows: list[list[Draft]], run: list[int]) -> bool:
    """Whether names stand above the numbers: a column that they leave out is then none of the table's."""
    filled = ([cell.text for cell in rows[r] if cell.text.strip()] for r in run)
    return not any(map(BARE_NUMBER.fullmatch, next((texts for texts in filled if len(texts) > 1), ("0",))))


def _starts(rows: list[list[Draft]], run: list[int], used: list[int]) -> list[int]:
    """The first column of each table that stands in these rows: behind a column that holds nothing, it has labels of another than those to its left."""
    starts, before = used[:1], frozenset[str]()
    gaps = [i for i in range(len(used)) if i == 0 or used[i] - used[i - 1] > 1]
    for first, last in itertools.pairwise([*gaps, len(used)]):
        said = squeeze("".join(rows[r][c].text[:_LONGEST] for r in run for c in used[first:last])) if len(gaps) > 1 else ""
        own = frozenset(match.group()[:_LABEL] for match in STATISTIC.finditer(said))
        if own and before and not own & before:
            starts, before = [*starts, used[first]], own
        else:
            before |= own
    return starts
