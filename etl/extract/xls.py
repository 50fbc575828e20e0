"""XLS, through xlrd: values, number formats, merged ranges and what is hidden."""

from __future__ import annotations

import io

import xlrd

from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.shown import shown
from etl.extract.workbook import Sheet


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, encrypted, too_large."""
    with parsing("the workbook"):
        try:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        except xlrd.XLRDError as error:
            if "encrypted" in str(error).lower():
                raise ReadError("encrypted", "the workbook needs a password") from error
            raise
    return [_sheet(book, sheet) for sheet in book.sheets()]


def _sheet(book: xlrd.book.Book, source: xlrd.sheet.Sheet) -> Sheet:
    sheet = Sheet(source.name, source.visibility != 0)
    if sheet.hidden:
        return sheet
    for r in range(source.nrows):
        for c in range(source.row_len(r)):
            text = _text(book, source.cell(r, c))
            if source.show_zero_values or text != "0":
                sheet.put(r, c, text, source.cell_value(r, c) if source.cell_type(r, c) == xlrd.XL_CELL_NUMBER else None)
    # xlrd's ranges end before their second corner.
    sheet.merged = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in source.merged_cells]
    sheet.hidden_rows = {r for r, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = [(c, c) for c, info in source.colinfo_map.items() if info.hidden]
    return sheet


def _text(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        style = book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None
        known = book.format_map.get(style.format_key) if style else None
        return shown(float(cell.value), known.format_str if known else "", bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    return str(cell.value)
