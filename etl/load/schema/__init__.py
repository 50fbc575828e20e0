"""The database as data: every table and column with its type, its keys and what it means in Chinese and English.

The DDL, the page ``docs/database.md``, the data package of a release and the portal's descriptions are all made from here.

How a printed cell is told apart in SQL
    One-cell-a-row tables (``proactive_disclosure``, ``statistics_2014``, ``other_cells``) carry ``value``, ``printed`` and
    ``state``; a cell that the document does not have has no row.
    Wide tables (``applications``, ``disputes``) have a column a cell. ``states`` is a JSON object that names every cell
    of the row whose state is not ``number``: ``blank``, ``not_applicable`` or ``unreadable``. So NULL in a column means
    the cell is absent, unless ``states`` names it. ``printed`` is a JSON object with the printed text of the cells whose
    text is not the plain number: always ``""`` for a blank, the mark for ``not_applicable``, what was seen for
    ``unreadable``, and for a number only where it was printed otherwise than plainly (``16.877万元``, ``５``).
    Both are NULL when they would be empty.
"""

from __future__ import annotations

from etl.load.schema.core import CORE
from etl.load.schema.derived import DERIVED, RANKED_RATES, RANKED_TOTALS, SUMMED_RATES, SUMMED_TOTALS
from etl.load.schema.model import (
    APPLICANTS,
    DISPUTE_OUTCOMES,
    LEVELS,
    QUALITIES,
    SEVERITIES,
    Column,
    SearchIndex,
    Table,
    ddl,
    search_ddl,
)
from etl.load.schema.records import INTERNAL, RECORDS

__all__ = [
    "APPLICANTS", "CHILDREN", "DISPUTE_OUTCOMES", "LEVELS", "QUALITIES", "RANKED_RATES", "RANKED_TOTALS", "SEARCH", "SEVERITIES", "SUMMED_RATES",
    "SUMMED_TOTALS", "TABLES", "Column", "SearchIndex", "Table", "ddl", "search_ddl", "table",
]

TABLES: tuple[Table, ...] = CORE + DERIVED + RECORDS + INTERNAL
#: Tables that hang on a report and are rewritten with it, children first.
CHILDREN = ("sections", "applications", "proactive_disclosure", "disputes", "statistics_2014", "other_cells", "extra_rows", "facts")

#: Contentless FTS5 tables: what was indexed is computed again from the table when a row goes.
SEARCH: tuple[SearchIndex, ...] = (
    SearchIndex("sections_fts", "sections", "id", ("heading", "text")),
    SearchIndex("reports_fts", "reports", "fts_id", ("title", "publisher")),
    SearchIndex("agencies_fts", "agencies", "fts_id", ("name", "place"), spelt=("name",)),
)


def table(name: str) -> Table:
    """The table of that name. Raises KeyError."""
    return _BY_NAME[name]


_BY_NAME = {t.name: t for t in TABLES}
