"""A release: a folder that is complete or not there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from etl.load import DatabaseError
from etl.load.database import insert_sql, open_schema
from etl.load.migrations import VERSION
from etl.load.schema import TABLES
from etl.load.search import rebuild_search
from etl.publish.changes import HEADER, changes, summary
from etl.publish.package import File, Release, datapackage, readme
from etl.publish.tables import UNPUBLISHED, published_tables, read_rows, write_csv, write_line, write_parquet

_DATABASE = "gongkai.db"
_PACKAGE = "datapackage.json"
#: Bookkeeping that no release holds. What former versions of a report said is part of the record.
_LEFT_OUT = UNPUBLISHED - {"version_contents", "meta"}


class ReleaseError(Exception):
    """A release cannot be made; the text is one clear sentence."""


def publish(database: Path | str, folder: Path | str, *, extra: Mapping[str, str] | None = None) -> Path:
    """Writes the open dataset of a database to ``folder`` and returns the folder.

    The folder holds one release: ``gongkai.db``, ``csv/``, ``parquet/``, ``datapackage.json``, ``README.md``, ``CHANGES.md``
    (of all releases so far), ``changes.csv`` (against the release that was there), ``SHA256SUMS``, and the texts of ``extra``
    by file name. It is built beside and put in place whole; a release of the same data is left as it is.

    Its version is the day on which the sites were last looked at. Raises :class:`ReleaseError` where the folder holds
    something else than a release or cannot be written, and :class:`~etl.load.migrations.DatabaseError` for a database of another
    version.
    """
    target = Path(folder).absolute()
    _recover(target)
    previous = _previous(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _explained(target), _snapshot(Path(database)) as source, tempfile.TemporaryDirectory(
        prefix=f".{target.name}.", dir=target.parent, ignore_cleanup_errors=True
    ) as temporary:
        built = Path(temporary) / "release"
        built.mkdir()
        _copy_database(source, built / _DATABASE)
        if previous and _sha256(target / _DATABASE) == _sha256(built / _DATABASE) and _same_texts(target, extra or {}):
            return target
        with contextlib.closing(sqlite3.connect((built / _DATABASE).as_uri() + "?mode=ro", uri=True)) as db:
            release = _describe(db, source, previous)
            rows = _write_tables(db, built)
            _write_changes(db, built, release, previous, target)
        for name, text in (extra or {}).items():
            (built / name).write_text(text, encoding="utf-8")
        files = {f.path: f for f in _files(built)}
        package = datapackage(release, files, rows)
        (built / _PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (built / "README.md").write_text(readme(release, rows), encoding="utf-8")
        sums = "".join(f"{f.sha256}  {f.path}\n" for f in _files(built))
        (built / "SHA256SUMS").write_text(sums, encoding="utf-8")
        _put_in_place(built, target)
    return target


@contextlib.contextmanager
def _explained(target: Path) -> Iterator[None]:
    """A disk that is full, or a folder that may not be written, named: the system's own error often names no file."""
    try:
        yield
    except OSError as error:
        raise ReleaseError(f"the release cannot be written to {target}: {error.strerror or error}") from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
            raise
        raise ReleaseError(f"the release cannot be written to {target}: the disk is full") from error


@contextlib.contextmanager
def _snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """The database as it is now, whatever is written meanwhile."""
    if not path.is_file():
        raise ReleaseError(f"there is no database at {path}")
    with contextlib.closing(sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True)) as db:
        try:
            db.execute("BEGIN")
            found = db.execute("PRAGMA user_version").fetchone()[0]
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            raise DatabaseError(f"{path} cannot be read as a SQLite database: {error}") from None
        if found != VERSION:
            raise DatabaseError(f"{path} has schema version {found} and this program publishes version {VERSION}")
        yield db


def _copy_database(source: sqlite3.Connection, path: Path) -> None:
    """The same rows in a new file, in the order of their keys: the file depends on what it holds, not on how it grew."""
    with contextlib.closing(open_schema(path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        with db.atomic():
            for table in TABLES:
                if table.name in _LEFT_OUT:
                    continue
                for rows in read_rows(source, table, table.names):
                    db.conn.executemany(insert_sql(table.name), rows)
            rebuild_search(db)
        broken = db.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise ReleaseError(f"the database refers to rows that are not there (table {broken[0]}); rebuild it")
        db.conn.execute("PRAGMA journal_mode = DELETE")
        db.conn.execute("VACUUM")


def _previous(target: Path) -> dict | None:
    """The descriptor of the release in the folder; None for a folder that is empty or not there."""
    if not target.exists():
        return None
    if not target.is_dir():
        raise ReleaseError(f"{target} is a file; a release is a folder")
    if not any(target.iterdir()):
        return None
    with contextlib.suppress(OSError, ValueError):
        package = json.loads((target / _PACKAGE).read_text(encoding="utf-8"))
        if isinstance(package, dict) and package.get("name") == "gongkai" and (target / _DATABASE).is_file():
            return package
    raise ReleaseError(f"{target} holds other files and no release of gongkai; name an empty folder or a new one")


def _describe(db: sqlite3.Connection, source: sqlite3.Connection, previous: dict | None) -> Release:
    as_of = source.execute(
        "SELECT max(t) FROM (SELECT max(fetched_at) t FROM report_versions UNION ALL SELECT max(fetched_at) FROM documents"
        " UNION ALL SELECT max(fetched_at) FROM fetches)"
    ).fetchone()[0] or source.execute("SELECT max(started_at) FROM runs").fetchone()[0]
    reports, samples = db.execute(
        "SELECT count(*), coalesce(sum(coalesce(title, '') || coalesce(publisher, '') LIKE '%示例%'), 0) FROM reports"
    ).fetchone()
    agencies = db.execute("SELECT count(*) FROM agencies").fetchone()[0]
    version = _next((as_of or "undated")[:10], previous)
    return Release(version, as_of, bool(reports) and reports == samples, reports, agencies)


def _next(version: str, previous: dict | None) -> str:
    """``version``, or the next of the same day: 2025-03-01, 2025-03-01.2, 2025-03-01.3 …"""
    day, _, number = str(previous.get("version", "") if previous else "").partition(".")
    return f"{version}.{int(number or 1) + 1}" if day == version and (not number or number.isdigit()) else version


def _write_tables(db: sqlite3.Connection, built: Path) -> dict[str, int]:
    rows = {}
    for folder in ("csv", "parquet"):
        (built / folder).mkdir()
    for table in published_tables():
        rows[table.name] = write_csv(db, table, built / "csv" / f"{table.name}.csv")
        write_parquet(db, table, built / "parquet" / f"{table.name}.parquet")
    return rows


def _write_changes(db: sqlite3.Connection, built: Path, release: Release, previous: dict | None, target: Path) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    changed: set[tuple[str, str]] = set()
    with (built / "changes.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("\ufeff" + write_line(HEADER))
        for change in changes(db, target / _DATABASE) if previous else ():
            file.write(write_line((change.table, change.key, change.change, change.column or None, change.old, change.new)))
            if change.change != "changed" or (change.table, change.key) not in changed:
                counts[change.table, change.change] += 1
            changed.add((change.table, change.key))
    head = "# 各版改动 · Changes\n\n"
    before = ""
    if previous and (target / "CHANGES.md").is_file():
        before = "\n" + (target / "CHANGES.md").read_text(encoding="utf-8").removeprefix(head)
    text = summary(counts, release.version, str(previous.get("version")) if previous else None)
    (built / "CHANGES.md").write_text(head + text + before, encoding="utf-8")


def _files(folder: Path) -> list[File]:
    return [
        File(path.relative_to(folder).as_posix(), path.stat().st_size, _sha256(path))
        for path in sorted(folder.rglob("*")) if path.is_file()
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _same_texts(target: Path, extra: Mapping[str, str]) -> bool:
    return all((target / name).is_file() and (target / name).read_text(encoding="utf-8") == text for name, text in extra.items())


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.previous")


def _put_in_place(built: Path, target: Path) -> None:
    aside = _aside(target)
    try:
        if target.exists():
            target.rename(aside)
        built.rename(target)
    except OSError as error:
        _recover(target)
        raise ReleaseError(f"the release cannot be put at {target}: {error.strerror}; name a folder inside it instead") from None
    shutil.rmtree(aside, ignore_errors=True)


def _recover(target: Path) -> None:
    """After a run that died between taking the old release away and putting the new one in its place."""
    aside = _aside(target)
    if aside.exists():
        if target.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(target)
