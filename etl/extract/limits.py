"""How much a reader takes on before it refuses a file with ``ReadError("too_large", …)``.

A yearly report has a dozen pages and a few hundred cells: every limit leaves a wide margin above real files and keeps
a hostile one within the time and memory of a worker.
"""

from __future__ import annotations

from etl.errors import ReadError

MAX_BYTES = 128 << 20
"""Bytes of a file as it arrives."""
MAX_EXPANDED = 256 << 20
"""Bytes of all members of an archive or package together, decompressed."""
MAX_MEMBERS = 5_000
MAX_XML = 48 << 20
"""Bytes of one XML part or HTML page."""
MAX_PAGES = 600
MAX_CELLS = 100_000
MAX_TABLES = 2_000
MAX_DEPTH = 60
"""Tables inside tables, archives inside archives and embedded parts inside parts."""
MAX_ELEMENTS = 400_000
MAX_CHARACTERS = 5_000_000
MAX_BLOCK = 200_000
"""Characters of one paragraph or one table cell: a whole report has a tenth of that."""
MAX_WORDS = 200_000
"""Words and numbers outside tables, as white space parts them: each is looked at by itself."""
MAX_SPAN = 1_000
"""Columns or rows that one cell may claim (the HTML standard's bound for columns)."""
MAX_CHARS_PER_PAGE = 200_000
MAX_LINES_PER_PAGE = 60_000
"""Rulings of a PDF page: maps and drawings have more, tables never."""


def at_most(count: int, limit: int, what: str) -> None:
    """Raises ``ReadError("too_large")`` when ``count`` is over ``limit``; ``what`` names the unit in the plural."""
    if count > limit:
        raise ReadError("too_large", f"the file has more than {limit:,} {what}")
