"""The cells of one report, read back from the database with the four states kept apart."""

from __future__ import annotations

import sqlite3

import sqlite_utils

from etl.load.rows import read_cells
from etl.report import ReportCell
from portal.formview import Key
from portal.page import Page


async def readings(page: Page, report_id: str) -> dict[Key, ReportCell]:
    """Every cell of the report by table, row and column; a cell that the document does not have is not among them."""

    def read(connection: sqlite3.Connection) -> dict[Key, ReportCell]:
        database = sqlite_utils.Database(connection, execute_plugins=False)
        return {cell.key: cell for cell in read_cells(database, report_id)}

    return await page.database.execute_fn(read)
