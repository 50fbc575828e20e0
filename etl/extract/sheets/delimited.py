"""CSV: the cells of a sheet, without what was merged."""

from __future__ import annotations

import csv
import io

from etl.extract.encoding import decode
from etl.extract.foreign import parsing
from etl.extract.kinds import separator
from etl.extract.sheets.workbook import Sheet


def read(data: bytes) -> list[Sheet]:
    """Raises ``ReadError``: corrupt, too_large."""
    text = decode(data).text
    sheet = Sheet("")
    with parsing("the CSV file"):
        for row, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator(text) or ",")):
            for column, said in enumerate(cells):
                sheet.put(row, column, said.strip())
    return [sheet]
