"""What every command that writes does around its work: the lock, the database, the row of the run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from etl.archive import Archive
from etl.intake import Intake
from etl.runs import new_run_id, now, run_lock
from etl.settings import Settings
from etl.workers import WorkerPool

if TYPE_CHECKING:
    from etl.load import Writer

#: States of a run, as in the column ``runs.state``.
RUNNING, FINISHED, ATTENTION, FAILED, INTERRUPTED = "running", "finished", "attention", "failed", "interrupted"


@dataclass
class Session:
    """One run that writes."""

    settings: Settings
    run_id: str
    archive: Archive
    writer: Writer
    intake: Intake
    summary: dict[str, Any] = field(default_factory=dict)
    """Kept in the row of the run."""
    attention: str | None = None
    """What the user must look at, if anything."""

    def pool(self) -> WorkerPool:
        """Processes that read files, by the settings; close it."""
        return WorkerPool(self.settings.workers, self.settings.read_timeout, self.settings.read_memory)


def _nobody(_row: dict[str, Any]) -> None:
    """Who is told of the end of a run, unless somebody is."""


@contextlib.contextmanager
def writing(settings: Settings, kind: str, ended: Callable[[dict[str, Any]], None] = _nobody) -> Iterator[Session]:
    """A run of this kind, alone in its home. Raises :class:`~etl.runs.RunLocked` where another is at work.

    However it ends, the row of the run says so, and ``ended`` is given it; a run that was killed is marked by the next one.
    """
    run_id = new_run_id(kind)
    with run_lock(settings.lock_file, run_id):
        from etl.load import Writer, open_database  # slow to load: whoever has to wait is told so at once

        archive = Archive(settings.archive)
        settings.database.parent.mkdir(parents=True, exist_ok=True)
        database = open_database(settings.database)
        try:
            writer = Writer(database, run_id)
            intake = Intake(archive, writer, run_id)
            session = Session(settings, run_id, archive, writer, intake)
            for stale in list(database.query("select * from runs where state = ?", [RUNNING])):
                intake.run({**stale, "state": INTERRUPTED})
            started = {"started_at": now(), "kind": kind}
            intake.run({**started, "finished_at": None, "state": RUNNING, "summary": {}})
            state, error = FAILED, None
            try:
                yield session
                state = ATTENTION if session.attention else FINISHED
            except (KeyboardInterrupt, SystemExit):
                state = INTERRUPTED
                raise
            except BaseException as caught:
                error = " ".join(f"{type(caught).__name__}: {caught}".split())
                raise
            finally:
                said = {"attention": session.attention, "error": error}
                summary = {**session.summary, **{key: value for key, value in said.items() if value}}
                row = {"id": run_id, **started, "finished_at": now(), "state": state, "summary": summary}
                intake.run(row)
                ended(row)
        finally:
            database.close()
