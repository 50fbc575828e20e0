"""CSV: the cells of a sheet, without what was merged."""

from __future__ import annotations

import csv
import io
import re

from etl.extract.encoding import decode
from etl.extract.foreign import parsing
from etl.extract.workbook import Sheet

_SEPARATORS = (",", ";")
"""What parts the cells. Tabs are left to the reader of texts, which are full of them."""
_VALUE = re.compile(r'"?[\d./％%—-]{0,12}"?')
_VALUES, _ROWS = 5, 8
"""Cells at the end of a row that hold a number or nothing, and such rows, from which on a text is a table throughout."""


def separator(text: str) -> str | None:
    """What parts the cells of a text that is CSV; None where it is none."""
    lines = text.splitlines()
    for mark in _SEPARATORS:
        ends = (line.rsplit(mark, _VALUES)[1:] for line in lines)
        if sum(len(end) == _VALUES and all(map(_VALUE.fullmatch, end)) for end in ends) >= _ROWS:
            return mark
    return None


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, too_large."""
    text = decode(data).text
    sheet = Sheet("")
    with parsing("the CSV file"):
        for row, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator(text) or ",")):
            for column, said in enumerate(cells):
                sheet.put(row, column, said.strip())
    return [sheet]
