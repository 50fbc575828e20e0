"""The one writer of the database. Every report is written whole, in one transaction, and only when it changed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlite_utils

from etl.archive import origin_address
from etl.errors import ReadError
from etl.load.compact import to_json
from etl.load.database import insert_sql, values
from etl.load.derive import derive
from etl.load.identity import complete
from etl.load.reports import Reports, Status, failure_id
from etl.load.schema import LEVELS
from etl.load.tidy import clean_text, tidy
from etl.report import Origin, Outcome

#: Loads per transaction inside :meth:`Writer.bulk`.
_BATCH = 500
_FETCH = ("url", "fetched_at", "status", "sha256", "etag", "last_modified", "media_type", "bytes", "source_id", "run_id", "error")
_FAILURE = ("source_id", "url", "stage", "kind", "message", "sha256", "first_seen", "last_seen", "retry_after", "run_id")
_CARD = ("id", "url", "name", "region_code", "level", "platform", "min_reports")
_RUN = ("id", "kind", "state", "started_at", "finished_at")


class Writer:
    """Writes reports, requests, failures, runs and sources. One writer at a time; readers never see half a report."""

    def __init__(self, db: sqlite_utils.Database, run_id: str | None = None) -> None:
        self.db = db
        self.run_id = run_id
        self._reports = Reports(db)
        self._bulk: int | None = None

    def load(self, outcome: Outcome, origin: Origin, media_type: str | None, size: int) -> Status:
        """Writes one file that was read, or that could not be; all of it or nothing.

        ``new``        the first document of this authority and year;
        ``unchanged``  these bytes from this address were loaded before, and read the same: nothing is written;
        ``duplicate``  other bytes or another address, but cells and prose that are known already: noted as such;
        ``changed``    other content at an address already known: a new version, with the cells that changed; also when
                       the same bytes read differently than before;
        ``alternate``  other content from another address: kept beside; the richer of them is the current report;
        ``failed``     no report could be read: noted in ``documents`` and ``failures``.

        Which report is current depends only on what was loaded, never on the order (see :mod:`etl.load.versions`).
        """
        with self._transaction():
            if outcome.report is not None:
                report = tidy(replace(outcome.report, identity=complete(outcome.report.identity, origin)))
                return self._reports.store(report, origin, media_type, size)
            if outcome.error is None:
                raise ValueError("an outcome has either a report or an error")
            self._failed(outcome.sha256, outcome.error, origin, media_type, size)
            return "failed"

    @contextlib.contextmanager
    def bulk(self) -> Iterator[None]:
        """Many loads at once, for a rebuild: commits every few hundred instead of after each. Not for live crawls."""
        self._bulk = 0
        try:
            yield
            self.db.commit()
        except BaseException:
            self.db.rollback()
            raise
        finally:
            self._bulk = None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._bulk is None:
            with self.db.atomic():
                yield
            return
        if not self.db.conn.in_transaction:
            self.db.begin()
        with self.db.atomic():
            yield
        self._bulk += 1
        if self._bulk % _BATCH == 0:
            self.db.commit()

    def fetch(self, record: Mapping[str, Any]) -> None:
        """Writes a row of ``fetches``; keys without a column go into ``details``. ``url`` and ``fetched_at`` are needed."""
        row = _sorted_out(record, _FETCH, ("from_cache",))
        if not row["url"] or not row["fetched_at"]:
            raise ValueError("a fetch needs its url and fetched_at")
        row["run_id"] = row["run_id"] or self.run_id
        row["from_cache"] = int(bool(record.get("from_cache")))
        with self._transaction():
            self.db.execute(insert_sql("fetches", "INSERT OR REPLACE"), values("fetches", row))

    def failure(self, record: Mapping[str, Any]) -> None:
        """Writes or updates a row of ``failures``: one for each source, address and stage, or for each file read.

        ``first_seen`` and ``last_seen`` widen; they default to each other.
        """
        with self._transaction():
            self._failure(record)

    def run(self, record: Mapping[str, Any]) -> None:
        """Writes or updates the row of a run; what the record leaves out stays. Keys without a column go into ``summary``."""
        row = {key: record[key] for key in (*_RUN, "summary") if key in record}
        row["id"] = row.get("id") or record.get("run_id") or self.run_id
        if not row["id"]:
            raise ValueError("a run needs an id")
        rest = {key: value for key, value in record.items() if key not in (*_RUN, "summary", "run_id")}
        if rest:
            summary = row.get("summary")
            row["summary"] = {**(summary if isinstance(summary, Mapping) else {}), **rest}
        if row.get("summary") is not None and not isinstance(row["summary"], str):
            row["summary"] = to_json(row["summary"])
        names = list(row)
        updates = ", ".join(f'"{n}" = excluded."{n}"' for n in names if n != "id") or '"id" = "id"'
        with self._transaction():
            self.db.execute(
                f'INSERT INTO runs ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'
                f" ON CONFLICT (id) DO UPDATE SET {updates}",
                list(row.values()),
            )

    def sources(self, cards: Iterable[Mapping[str, Any]]) -> None:
        """Replaces the registry: these cards are active, sources that are no longer among them stay as inactive."""
        rows = [
            values("sources", {
                **{key: card.get(key) for key in _CARD}, "level": card.get("level") if card.get("level") in LEVELS else None,
                "active": 1, "card": to_json({k: v for k, v in card.items() if v is not None}),
            })
            for card in cards
        ]
        with self._transaction():
            self.db.execute("UPDATE sources SET active = 0")
            self.db.conn.executemany(insert_sql("sources", "INSERT OR REPLACE"), rows)

    def derive(self, full: bool = False) -> None:
        """Brings metrics, coverage, findings against other years and likenesses up to date: for what changed, or all."""
        derive(self.db, full=full)

    def _failed(self, sha256: str, error: ReadError, origin: Origin, media_type: str | None, size: int) -> None:
        self._reports.document(sha256, media_type, size, origin, error)
        self._failure({
            "source_id": origin.source_id, "url": origin_address(origin) or None, "stage": "read", "kind": error.kind,
            "message": error.message, "sha256": sha256, "last_seen": origin.fetched_at,
        })

    def _failure(self, record: Mapping[str, Any]) -> None:
        row = _sorted_out(record, _FAILURE)
        row["run_id"] = row["run_id"] or self.run_id
        row["stage"] = row["stage"] or "fetch"
        row["kind"] = row["kind"] or "error"
        row["message"] = row["message"] or row["kind"]
        row["first_seen"] = row["first_seen"] or row["last_seen"]
        row["last_seen"] = row["last_seen"] or row["first_seen"]
        row["id"] = failure_id(row["source_id"], row["url"], row["stage"], row["sha256"])
        if row["stage"] == "read" and self._reports.known(row["sha256"], row["url"]):
            return
        held = self.db.conn.execute("SELECT first_seen, last_seen FROM failures WHERE id = ?", (row["id"],)).fetchone()
        if held is not None:
            first = min(filter(None, (held[0], row["first_seen"])), default=None)
            if (held[1] or "") > (row["last_seen"] or ""):
                self.db.execute("UPDATE failures SET first_seen = ? WHERE id = ?", (first, row["id"]))
                return
            row["first_seen"] = first
        self.db.execute(insert_sql("failures", "INSERT OR REPLACE"), values("failures", row))


def _sorted_out(record: Mapping[str, Any], columns: tuple[str, ...], apart: tuple[str, ...] = ()) -> dict[str, Any]:
    """The record by column; whatever has none goes into ``details``, so that nothing is lost."""
    row = {name: _clean(record.get(name)) for name in columns}
    rest = {
        key: value for key, value in record.items()
        if key not in columns and key not in apart and key != "record" and value is not None
    }
    row["details"] = clean_text(to_json(rest)) if rest else None
    return row


def _clean(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value
