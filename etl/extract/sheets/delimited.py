"""CSV: the cells of a sheet, without what was merged."""

from __future__ import annotations

import csv
import io
import re

from etl.extract.encoding import decode
from etl.extract.foreign import parsing
from etl.extract.kinds import separator
from etl.extract.sheets.workbook import Sheet

_AS_TEXT = re.compile(r'^="([^"]*)"$')
"""How programs keep a spreadsheet program from reckoning with what a cell says."""


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, too_large."""
    text = decode(data).text
    sheet = Sheet("")
    with parsing("the CSV file"):
        for row, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator(text) or ",")):
            for column, said in enumerate(cells):
                sheet.put(row, column, _AS_TEXT.sub(r"\1", said.strip()))
    return [sheet]
