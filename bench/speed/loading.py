"""Loading: reports into SQLite as a nightly run and as a rebuild does it, the derived tables, and a whole rebuild.

The sample reports stand for many bodies: each copy has a publisher of its own and prose in other characters, so that texts are as
long as those of reports and as different from each other.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import sqlite_utils

from bench.speed.documents import mixture
from bench.speed.timing import Line, alternate, seconds
from etl.archive import Archive
from etl.intake import Intake
from etl.load import Writer, open_database, schema
from etl.load.database import insert_sql
from etl.load.segment import to_index
from etl.process import process
from etl.rebuild import rebuild
from etl.report import Origin, Outcome, Report
from etl.workers import WorkerPool

REPORTS = 400
DOCUMENTS = 66
_HAN = range(0x4E00, 0x9FA6)
#: What :func:`open_database` fills by itself.
_REFERENCE = frozenset({"labels", "indicators", "regions", "meta"})


def lines(runs: int) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _loading(Path(folder), runs)
    with tempfile.TemporaryDirectory() as folder:
        yield _rebuild(Path(folder), max(1, runs // 2))


def _loading(folder: Path, runs: int) -> Iterator[Line]:
    outcomes, number = _outcomes(REPORTS), count()
    nightly, bulk, raw, first, idle = [], [], [], [], []
    for _ in range(runs):
        fresh = [open_database(folder / f"{next(number)}.db") for _ in range(3)]
        nightly.append(seconds(lambda: _load(Writer(fresh[0]), outcomes)))  # noqa: B023 - called at once
        writer = Writer(fresh[1])
        bulk.append(seconds(lambda: _load_in_bulk(writer, outcomes)))  # noqa: B023
        rows, words = _rows(fresh[1]), _words(fresh[1])
        raw.append(seconds(lambda: _insert(fresh[2], rows, words)))  # noqa: B023
        first.append(seconds(writer.derive))
        idle.append(seconds(writer.derive))
        for db in fresh:
            db.close()
    limit = REPORTS / median(raw)
    said = "executemany of the same rows"
    yield Line("loading, nightly: a transaction each", "reports/s", REPORTS / median(nightly), said, limit)
    yield Line("loading, rebuild: in bulk", "reports/s", REPORTS / median(bulk), said, limit)
    thousand = 1000 / REPORTS
    yield Line("deriving metrics, coverage, likeness", "s/1,000 reports", thousand * median(first), "loading them in bulk", thousand * median(bulk))
    yield Line("deriving again, nothing new", "s/1,000 reports", thousand * median(idle), "the first time", thousand * median(first))


def _outcomes(number: int) -> list[tuple[Outcome, Origin]]:
    read = [outcome.report for data, origin in mixture() if (outcome := process(data, origin)).report]
    copies = (_copy(report, i) for i in count() for report in read)
    return [
        (Outcome(report.sha256, report=report, media_type=report.media_type), Origin(url=f"http://{i}.example.gov.cn/{report.sha256}"))
        for i, report in zip(range(number), copies, strict=False)
    ]


def _copy(report: Report, number: int) -> Report:
    who = replace(report.identity, publisher=f"{report.identity.publisher}第{number}分局")
    other = {code: _HAN[(i + 1009 * number) % len(_HAN)] for i, code in enumerate(_HAN)}
    sections = tuple(replace(s, text=s.text.translate(other)) for s in report.sections)
    sha256 = hashlib.sha256(f"{report.sha256} {number}".encode()).hexdigest()
    return replace(report, sha256=sha256, identity=who, sections=sections)


def _load(writer: Writer, outcomes: Sequence[tuple[Outcome, Origin]]) -> None:
    for outcome, origin in outcomes:
        writer.load(outcome, origin, outcome.media_type, 20_000)


def _load_in_bulk(writer: Writer, outcomes: Sequence[tuple[Outcome, Origin]]) -> None:
    with writer.bulk():
        _load(writer, outcomes)


def _rows(db: sqlite_utils.Database) -> dict[str, list[Any]]:
    """Every row that the load wrote, by table."""
    found = {t.name: db.execute(f'select {", ".join(t.names)} from "{t.name}"').fetchall() for t in schema.TABLES if t.name not in _REFERENCE}
    return {name: rows for name, rows in found.items() if rows}


def _words(db: sqlite_utils.Database) -> dict[str, list[Any]]:
    """What the load wrote into the full-text indexes, by statement."""
    found = {}
    for index in schema.SEARCH:
        names = ", ".join(index.columns)
        rows = db.execute(f'select "{index.key}", {names} from "{index.table}"')
        marks = ", ".join("?" * len(index.columns))
        found[f"insert into {index.name} (rowid, {names}) values (?, {marks})"] = [
            (key, *(to_index(text or "") for text in texts)) for key, *texts in rows
        ]
    return found


def _insert(db: sqlite_utils.Database, rows: dict[str, list[Any]], words: dict[str, list[Any]]) -> None:
    db.execute("pragma foreign_keys = off")
    with db.atomic():
        for name, values in rows.items():
            db.conn.executemany(insert_sql(name, "INSERT OR REPLACE"), values)
        for statement, values in words.items():
            db.conn.executemany(statement, values)


def _rebuild(folder: Path, runs: int) -> Line:
    """Documents a second, beside the same two processes that only read them."""
    archive, given = Archive(str(folder / "archive")), mixture(DOCUMENTS)
    with closing(open_database(folder / "live.db")) as db, WorkerPool(2) as pool:
        intake = Intake(archive, Writer(db, "bench"), "bench")
        files = [(data, replace(origin, url=f"http://127.0.0.1/{i}/{origin.name}")) for i, (data, origin) in enumerate(given)]
        for (data, origin), outcome in zip(files, pool.map(files), strict=True):
            intake.keep(data, origin)
            intake.load(outcome, origin)
        own, read = alternate((lambda: rebuild(archive, folder / "again.db", pool), lambda: list(pool.map(files))), runs)
    return Line("gongkai rebuild, 2 workers", "documents/s", len(files) / own, "the pool only reads them", len(files) / read)
