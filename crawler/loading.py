"""What only the owner of a run has: the database, the journal, and the processes that read files."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from etl.archive import Archive
from etl.intake import Intake
from etl.load import Writer, open_database
from etl.settings import Settings
from etl.workers import WorkerPool


class Loader:
    """The one writer of a crawl; opened once and closed once."""

    def __init__(self, settings: Settings, run_id: str, archive: Archive) -> None:
        with contextlib.ExitStack() as exits:
            self.database = open_database(settings.database)
            exits.callback(self.database.conn.close)
            self.pool = WorkerPool(settings.workers, settings.read_timeout, settings.read_memory)
            exits.callback(self.pool.close)
            self.writer = Writer(self.database, run_id)
            self.intake = Intake(archive, self.writer, run_id)
            self._exits = exits.pop_all()

    def close(self) -> None:
        self._exits.close()

    def is_empty(self) -> bool:
        return not self.database.execute("select 1 from documents limit 1").fetchone()

    def is_loaded(self, sha256: str) -> bool:
        """Whether the database knows what became of these bytes."""
        return bool(self.database.execute("select 1 from documents where sha256 = ?", (sha256,)).fetchone())

    def count_reports(self, contents: Sequence[str]) -> int:
        """How many different reports these documents are: two files of one report are one."""
        found: set[str] = set()
        for i in range(0, len(contents), 500):
            part = contents[i:i + 500]
            marks = ", ".join("?" * len(part))
            rows = self.database.execute(f"select distinct report_id from report_versions where document_sha256 in ({marks})", part)
            found.update(row[0] for row in rows)
        return len(found)
