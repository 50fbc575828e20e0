"""Reports into SQLite: schema, migrations, the one writer, and the tables derived from what it wrote.

>>> db = open_database("gongkai.db")          # doctest: +SKIP
>>> writer = Writer(db, run_id)               # doctest: +SKIP
>>> writer.load(outcome, origin, None, size)  # doctest: +SKIP
'new'
"""

from etl.load.database import open_database
from etl.load.migrations import DatabaseError
from etl.load.writer import Status, Writer

__all__ = ["DatabaseError", "Status", "Writer", "open_database"]
