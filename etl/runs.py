"""What all runs share: their names, their clock, and the lock that lets one of them write at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path


class RunLocked(Exception):
    """Another run is writing; the text is one sentence that names it."""


def now() -> str:
    """This moment, UTC, ISO-8601 to the second, with Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_run_id(kind: str) -> str:
    """A name for a run that sorts by time, e.g. ``20250301T021500.123456Z-nightly-3f9a``."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{kind}-{secrets.token_hex(2)}"


@contextlib.contextmanager
def run_lock(path: Path, run_id: str) -> Iterator[None]:
    """Holds ``path`` for this run. Raises :class:`RunLocked` at once if another run holds it.

    The system lets go of the lock when the process ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(200).strip() or "another run"
            raise RunLocked(f"another run is at work in {path.parent} ({holder}); this one does nothing") from None
        file.seek(0)
        file.truncate()
        file.write(f"{run_id}, process {os.getpid()}")
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
