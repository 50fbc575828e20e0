"""XLS, through xlrd: values, number formats, merged ranges and what is hidden."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise

import xlrd

from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.sheets import biff
from etl.extract.sheets.shown import shown
from etl.extract.sheets.workbook import Run, Sheet, joined

_BIFF8 = 80
#: White among the colours of a palette: fixed, and the one that a user may change.
_WHITE = (1, 9)
_TINY = 40
"""Twentieths of a point up to which letters are too small to be seen."""
_RAISED = (1, 2)
"""What a font record calls superscript and subscript."""


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, encrypted, too_large."""
    with parsing("the workbook"):
        try:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO(), on_demand=True)
        except xlrd.XLRDError as error:
            if "encrypted" in str(error).lower():
                raise ReadError("encrypted", "the workbook needs a password") from error
            raise
        # The bytes of the stream are there while sheets are read one by one.
        sources, data = book.sheets(), book.mem
    sheets = [_sheet(book, source) for source in sources]
    if book.biff_version == _BIFF8:
        shared = list(biff.records(data, book.base))
        pictures = biff.opaque(shared)
        for sheet, at in zip(sheets, book._sh_abs_posn, strict=False):
            told = [] if sheet.hidden else list(biff.records(data, at))
            sheet.conditions, sheet.covered = list(biff.conditions(told)), list(biff.covered(told, pictures))
            for place in biff.guessed(shared, told):
                # As in other workbooks: what it would show is not in the file, and it is no blank.
                sheet.numbers.pop(place, None)
                sheet.put(*place, "=…")
    return sheets


def _sheet(book: xlrd.book.Book, source: xlrd.sheet.Sheet) -> Sheet:
    sheet = Sheet(source.name, source.visibility != 0, bool(source.sheet_visible), bool(source.show_zero_values))
    if sheet.hidden:
        return sheet
    for r in range(source.nrows):
        for c in range(source.row_len(r)):
            cell = source.cell(r, c)
            runs = source.rich_text_runlist_map.get((r, c))
            text = _joined(book, cell, runs) if runs else _text(book, cell)
            # in a cell struck out, letters that somebody put in later may be seen
            if not _is_unseen(book, cell) or (runs and text):
                sheet.put(r, c, text, cell.value if cell.ctype == xlrd.XL_CELL_NUMBER else None)
    # xlrd's ranges end before their second corner.
    sheet.merged = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in source.merged_cells]
    sheet.hidden_rows = [(r, r) for r, info in source.rowinfo_map.items() if info.hidden or not info.height]
    sheet.hidden_columns = [(c, c) for c, info in source.colinfo_map.items() if info.hidden or not info.width]
    return sheet


def _style(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> xlrd.formatting.XF | None:
    return book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None


def _font(book: xlrd.book.Book, number: int) -> xlrd.formatting.Font | None:
    return book.font_list[number] if number < len(book.font_list) else None


def _is_unseen(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> bool:
    """Whether a cell strikes its text out, or prints it too small or white on white."""
    style = _style(book, cell)
    font = _font(book, style.font_index) if style else None
    return font is not None and (_is_small_or_struck(font) or (font.colour_index in _WHITE and not _has_ground(style)))


def _is_small_or_struck(font: xlrd.formatting.Font | None) -> bool:
    return font is not None and bool(font.struck_out or 0 < font.height <= _TINY)


def _has_ground(style: xlrd.formatting.XF | None) -> bool:
    if style is None or not style.background.fill_pattern:
        return False
    return style.background.fill_pattern != 1 or style.background.pattern_colour_index not in _WHITE


def _joined(book: xlrd.book.Book, cell: xlrd.sheet.Cell, starts: Sequence[tuple[int, int]]) -> str:
    style = _style(book, cell)
    font = _font(book, style.font_index) if style else None
    return joined(_runs(book, str(cell.value), starts), _has_ground(style), font.height / 20 if font else 0, _is_unseen(book, cell))


def _runs(book: xlrd.book.Book, text: str, starts: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """``starts`` are the places where another font begins, and its number."""
    yield Run(text[:starts[0][0]])
    for (start, number), (end, _) in pairwise((*starts, (len(text), 0))):
        font = _font(book, number)
        yield Run(text[start:end], _is_small_or_struck(font), raised=bool(font and font.escapement in _RAISED),
                  colour=_rgb(book, font), size=font.height / 20 if font else 0, own=True)


def _rgb(book: xlrd.book.Book, font: xlrd.formatting.Font | None) -> str:
    index = font.colour_index if font else 0
    return "FFFFFF" if index in _WHITE else bytes(book.colour_map.get(index) or ()).hex()


def _text(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        style = _style(book, cell)
        known = book.format_map.get(style.format_key) if style else None
        return shown(float(cell.value), known.format_str if known else "", bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    return str(cell.value)
