"""Archive → database, without network: every record of the journal in its order, every document read again.

The same archive gives the same rows, because the rows were written in the order of the journal in the first place.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.archive import Archive, ArchiveError, origin_address, origin_from
from etl.intake import load_kept
from etl.load import Writer, open_database
from etl.report import Origin, Outcome
from etl.workers import WorkerPool


@dataclass
class Rebuilt:
    """What a rebuild met: documents by state, and what of the archive could not be used."""

    states: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


#: Events of the journal; see :class:`etl.intake.Intake`.
_KINDS = ("observation", "fetch", "failure", "run", "sources")
_NOWHERE = Origin()


@dataclass(frozen=True)
class _Event:
    kind: str
    record: Mapping[str, Any]
    origin: Origin = _NOWHERE
    reading: Future[Outcome] | None = None


def rebuild(
    archive: Archive, database: Path, pool: WorkerPool, done: Callable[[str], None] = lambda _: None
) -> Rebuilt:
    """Makes the database anew from the archive and puts it in the place of the old one, whose readers need no restart.

    ``done`` is called with the name of each document. What the archive holds that is damaged or missing is named in the
    result and left out. The old database stays until the new one is whole.
    """
    beside = database.with_name(f".{database.name}.rebuild")
    _remove(beside)
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        result = _fill(archive, beside, pool, done)
        _take_over(beside, database)
    finally:
        _remove(beside)
    return result


def _fill(archive: Archive, path: Path, pool: WorkerPool, done: Callable[[str], None]) -> Rebuilt:
    result = Rebuilt()
    db = open_database(path)
    try:
        writer = Writer(db)
        with writer.bulk():
            for event in _read_ahead(_events(archive, pool, result.problems), 2 * pool.processes):
                if event.reading is not None:
                    outcome = event.reading.result()
                    result.states[load_kept(writer, archive, outcome, event.origin)] += 1
                    done(origin_address(event.origin) or outcome.sha256)
                elif event.kind == "sources":
                    writer.sources(event.record["cards"])
                else:
                    getattr(writer, event.kind)(event.record)
        writer.derive(full=True)
    finally:
        db.close()
    return result


def _events(archive: Archive, pool: WorkerPool, problems: list[str]) -> Iterator[_Event]:
    """The journal, then what is in the archive and was never written down as loaded (a run died in between)."""
    seen: set[tuple[str, str]] = set()
    latest: dict[str, Mapping[str, Any]] = {}
    for line in archive.journal():
        kind, record = line.get("event"), line.get("record")
        if not isinstance(record, dict) or kind not in _KINDS:
            problems.append(f"a record of run {line.get('run_id')} in the journal is of an unknown kind: {kind}")
        elif kind != "observation":
            yield _Event(kind, record)
        else:
            sha256, address = str(record.get("sha256")), str(record.get("address"))
            if _same(latest.get(address), record):
                continue  # met again unchanged, night after night: read once
            latest[address] = record
            seen.add((sha256, address))
            yield from _reading(archive, pool, problems, record, sha256, address)
    for sha256 in archive.documents():
        for origin in archive.origins(sha256):
            address = origin_address(origin)
            if (sha256, address) not in seen:
                yield from _reading(archive, pool, problems, {}, sha256, address)


def _same(before: Mapping[str, Any] | None, record: Mapping[str, Any]) -> bool:
    return before is not None and all(before.get(key) == record.get(key) for key in ("sha256", "origin"))


def _reading(
    archive: Archive, pool: WorkerPool, problems: list[str], record: Mapping[str, Any], sha256: str, address: str
) -> Iterator[_Event]:
    try:
        data = archive.get(sha256)
        origin = origin_from(record["origin"]) if "origin" in record else archive.origin(sha256, address)
    except ArchiveError as error:
        problems.append(str(error))
    except (KeyError, ValueError):
        problems.append(f"the journal names {sha256} from {address or 'nowhere'}, and the archive does not have it")
    else:
        yield _Event("observation", record, origin, pool.submit(data, origin))


def _read_ahead(events: Iterator[_Event], readings: int) -> Iterator[_Event]:
    """The events in their order, drawn so far ahead that ``readings`` documents are being read."""
    ahead: deque[_Event] = deque()
    waiting = 0
    for event in events:
        ahead.append(event)
        waiting += event.reading is not None
        while ahead and (ahead[0].reading is None or waiting > readings):
            waiting -= ahead[0].reading is not None
            yield ahead.popleft()
    yield from ahead


def _take_over(new: Path, database: Path) -> None:
    """Copies the new database into the file of the old one: a server that has it open sees the new rows at once."""
    if database.exists() and _is_sqlite(database):
        with closing(sqlite3.connect(new)) as source, closing(sqlite3.connect(database, timeout=60)) as target:
            source.backup(target)
            target.execute("pragma wal_checkpoint(truncate)")
        return
    with closing(sqlite3.connect(new)) as source:
        source.execute("pragma wal_checkpoint(truncate)")
    _remove(database)
    new.replace(database)


def _is_sqlite(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as db:
            db.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.DatabaseError:
        return False
    return True


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
