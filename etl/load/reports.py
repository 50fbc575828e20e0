"""Keeps the rows of each report in line with the documents that were seen of it."""

from __future__ import annotations

import hashlib
from typing import Any, Literal

import sqlite_utils

from etl import regions
from etl.archive import origin_address
from etl.errors import ReadError
from etl.load import search
from etl.load.compact import to_json
from etl.load.content import content_hash, fingerprint, from_text, to_text
from etl.load.database import insert_sql, values
from etl.load.identity import agency_id, report_id
from etl.load.migrations import DatabaseError
from etl.load.places import ensure_region, region_codes
from etl.load.rows import children_of, read_cells, read_report
from etl.load.schema import CHILDREN, table
from etl.load.tidy import clean_text
from etl.load.versions import Arrangement, Seen, arrange
from etl.report import Identity, Origin, Report, ReportCell, State

Status = Literal["new", "changed", "unchanged", "duplicate", "alternate", "failed"]
#: Whatever hangs on a report besides what is read from it.
_DEPENDENT = ("findings", "metrics", "cell_changes", "version_contents")
_FROM_VERSION = (
    "year", "title", "publisher", "published_on", "form", "level", "region_code", "url", "page_url", "document_sha256",
    "media_type", "fetched_at", "source_id", "version", "quality", "cells", "cells_read", "reader", "content_sha256",
)


def failure_id(source_id: str | None, url: str | None, stage: str, sha256: str | None) -> str:
    """A failure is one per source, address and stage; one to read a file per file and address."""
    key = f"{stage}\n{url or ''}\n{sha256}" if sha256 else f"{stage}\n{url or ''}\n\n{source_id or ''}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


class Reports:
    """The part of the writer that knows reports. Its methods run inside the caller's transaction."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db

    def store(self, report: Report, origin: Origin, media_type: str | None, size: int) -> Status:
        """Writes a tidy report met at an address; see :meth:`etl.load.writer.Writer.load` for what is returned."""
        who = report.identity
        identifier = report_id(who, report.sha256)
        address = clean_text(origin_address(origin))
        row = _version_row(identifier, report, origin, address)
        held = self._one(
            "SELECT report_id, fingerprint FROM report_versions WHERE document_sha256 = ? AND address = ?",
            report.sha256, address,
        )
        if held == (identifier, row["fingerprint"]):
            return "unchanged"
        status: Status = "changed" if held else self._status(identifier, address, row["content_sha256"])
        self.document(report.sha256, media_type or report.media_type, size, origin, None)
        self._execute("DELETE FROM failures WHERE id = ?", failure_id(None, address or None, "read", report.sha256))
        if who.region_code:
            ensure_region(self.db, who.region_code, who.region)
        if held:
            # The same bytes read differently: the old reading gives way, and with it perhaps a whole report.
            for one in {held[0], identifier}:
                self._park(one)
            self._execute("DELETE FROM report_versions WHERE document_sha256 = ? AND address = ?", report.sha256, address)
        self._put("report_versions", row)
        self.resolve(identifier, report, address, row["content_sha256"])
        if held and held[0] != identifier:
            self.resolve(held[0])
        return status

    def known(self, sha256: str | None, address: str | None) -> bool:
        """Whether a report was read from these bytes, met at this address."""
        return self._one(
            "SELECT 1 FROM report_versions WHERE document_sha256 = ? AND address = ?", sha256, address or ""
        ) is not None

    def document(
        self, sha256: str, media_type: str | None, size: int, origin: Origin, error: ReadError | None
    ) -> None:
        """Writes the row of a file: where it was met first, and whether a report could be read from it."""
        row = {
            "sha256": sha256, "media_type": media_type, "bytes": size, "state": "failed" if error else "report",
            "error_kind": error.kind if error else None, "error_message": clean_text(error.message) if error else None,
            "url": clean_text(origin.url) if origin.url else None,
            "name": clean_text(origin.name) if origin.name else None, "fetched_at": origin.fetched_at,
        }
        names = table("documents").names
        found = self._one("SELECT * FROM documents WHERE sha256 = ?", sha256)
        if found is not None:
            held = dict(zip(names, found, strict=True))
            first, later = sorted((held, row), key=lambda r: (r["fetched_at"] is None, r["fetched_at"] or "", r["url"] or "", r["name"] or ""))
            read = [r for r in (first, later) if r["state"] == "report"]
            said = (read or [first])[0]
            row = {**first, **{n: said[n] for n in ("state", "error_kind", "error_message")},
                   "media_type": said["media_type"] or first["media_type"] or later["media_type"]}
            if row == held:
                return
        self._put("documents", row, "INSERT OR REPLACE")

    def _status(self, identifier: str, address: str, content: str) -> Status:
        seen = self.db.conn.execute(
            "SELECT address, content_sha256 FROM report_versions WHERE report_id = ?", (identifier,)
        ).fetchall()
        if not seen:
            return "new"
        if any(known == content for _, known in seen):
            return "duplicate"
        return "changed" if any(place == address for place, _ in seen) else "alternate"

    def resolve(self, identifier: str, incoming: Report | None = None, address: str = "", content: str = "") -> None:
        """Brings a report's rows in line with all documents seen of it.

        ``incoming`` is the one just met at ``address``, ``content`` the hash of what it says.
        """
        seen = self._seen(identifier)
        if not seen:
            self._remove(identifier)
            return
        order = arrange(seen)
        stands = incoming is not None and order.standing[content].key == (incoming.sha256, address)
        held = self._one("SELECT content_sha256 FROM reports WHERE id = ?", identifier)
        shown = held[0] if held else None
        current = order.current.content
        written = None
        if shown != current or (stands and content == current):
            if shown != current and shown in set(order.versions) - self._kept(identifier):
                self._park(identifier)
            written = incoming if incoming is not None and content == current else self._content(identifier, current)
            self._write_children(identifier, written)
        if incoming is not None and stands and content != current:
            self._keep(identifier, content, incoming)
        self._forget(identifier, {current} | self._kept(identifier) - set(order.versions))
        self._mark(identifier, order)
        self._write_head(identifier, order, written)
        self._write_changes(identifier, order)

    def _seen(self, identifier: str) -> list[Seen]:
        return [
            Seen(*row) for row in self.db.conn.execute(
                "SELECT document_sha256, address, content_sha256, url, fetched_at, published_on, quality, cells_read,"
                " (SELECT max(f.fetched_at) FROM fetches f WHERE f.url = v.url AND f.sha256 = v.document_sha256"
                " AND f.fetched_at > v.fetched_at) FROM report_versions v WHERE report_id = ?", (identifier,),
            )
        ]

    # contents of the versions that are not current

    def _park(self, identifier: str) -> None:
        """Keeps what the tables hold of a report before they are written over."""
        held = self._one("SELECT content_sha256 FROM reports WHERE id = ?", identifier)
        if held:
            self._keep(identifier, held[0], read_report(self.db, identifier))

    def _keep(self, identifier: str, content: str, report: Report) -> None:
        row = {"report_id": identifier, "content_sha256": content, "report": to_text(report)}
        self._put("version_contents", row, "INSERT OR REPLACE")

    def _kept(self, identifier: str) -> set[str]:
        rows = self.db.conn.execute("SELECT content_sha256 FROM version_contents WHERE report_id = ?", (identifier,))
        return {row[0] for row in rows}

    def _forget(self, identifier: str, contents: set[str]) -> None:
        self.db.conn.executemany(
            "DELETE FROM version_contents WHERE report_id = ? AND content_sha256 = ?", [(identifier, c) for c in contents]
        )

    def _content(self, identifier: str, content: str) -> Report:
        kept = self._one(
            "SELECT report FROM version_contents WHERE report_id = ? AND content_sha256 = ?", identifier, content
        )
        if kept is None:
            raise DatabaseError(f"a former version of report {identifier} is not held; rebuild the database from the archive")
        return from_text(kept[0])

    # rows

    def _write_children(self, identifier: str, report: Report) -> None:
        self._delete_children(identifier)
        for name, rows in children_of(identifier, report).items():
            if rows:
                self.db.conn.executemany(insert_sql(name), rows)
        search.add(self.db, "sections", self._section_ids(identifier))

    def _delete_children(self, identifier: str) -> None:
        search.remove(self.db, "sections", self._section_ids(identifier))
        for name in (*CHILDREN, "findings", "metrics"):
            self._execute(f'DELETE FROM "{name}" WHERE report_id = ?', identifier)

    def _section_ids(self, identifier: str) -> list[int]:
        return [r[0] for r in self.db.conn.execute("SELECT id FROM sections WHERE report_id = ?", (identifier,))]

    def _mark(self, identifier: str, order: Arrangement) -> None:
        self.db.conn.executemany(
            "UPDATE report_versions SET version = ?1, state = ?2 WHERE report_id = ?3 AND document_sha256 = ?4"
            " AND address = ?5 AND (version, state) IS NOT (?1, ?2)",
            [
                (order.versions[one.content], order.states[one.key], identifier, *one.key)
                for one in self._seen(identifier)
            ],
        )

    def _write_head(self, identifier: str, order: Arrangement, written: Report | None) -> None:
        names = table("reports").names
        found = self._one("SELECT * FROM reports WHERE id = ?", identifier)
        held = dict(zip(names, found, strict=True)) if found else None
        columns = ", ".join(f'"{name}"' for name in _FROM_VERSION)
        version = self._one(
            f"SELECT {columns} FROM report_versions WHERE report_id = ? AND state = 'current'", identifier
        )
        assert version is not None, "a report that was seen has a current version"
        row: dict[str, Any] = dict(zip(_FROM_VERSION, version, strict=True))
        row |= {"id": identifier, "versions": len(order.versions), "fts_id": search.search_key(identifier)}
        row |= region_codes(self.db, row["region_code"])
        row["agency_id"] = agency_id(Identity(row["publisher"], region_code=row["region_code"]))
        if written is not None:
            row["warnings"] = to_json(list(written.warnings)) if written.warnings else None
            row["errors"] = sum(f.severity == "error" and f.origin == "source" for f in written.findings)
        elif held:
            row |= {name: held[name] for name in ("warnings", "errors")}
        if row == held and written is None:
            return
        if held:
            search.remove(self.db, "reports", [held["fts_id"]])
        self._put("reports", row, "INSERT OR REPLACE")
        search.add(self.db, "reports", [row["fts_id"]])
        self._pend("report", identifier)
        for agency in {row["agency_id"], held["agency_id"] if held else None} - {None}:
            self._write_agency(agency)

    def _write_agency(self, agency: str) -> None:
        """An agency is what its reports say: name and level of the latest that has them; without reports it goes."""
        self._pend("agency", agency)
        names = table("agencies").names
        found = self._one("SELECT * FROM agencies WHERE id = ?", agency)
        held = dict(zip(names, found, strict=True)) if found else None
        reports = self.db.conn.execute(
            "SELECT publisher, level, region_code, province_code, prefecture_code, county_code, year FROM reports"
            " WHERE agency_id = ? ORDER BY year IS NULL, year DESC, id", (agency,),
        ).fetchall()
        row: dict[str, Any] | None = None
        if reports:
            years = [r[6] for r in reports if r[6] is not None]
            row = dict(zip(("name", "level", "region_code", "province_code", "prefecture_code", "county_code"), reports[0], strict=False))
            row |= {
                "id": agency, "level": next((r[1] for r in reports if r[1]), None),
                "place": self._place(agency, row["region_code"]), "first_year": min(years, default=None),
                "last_year": max(years, default=None), "reports": len(reports), "fts_id": search.search_key(agency),
            }
        if row == held:
            return
        if held:
            search.remove(self.db, "agencies", [held["fts_id"]])
        if row:
            self._put("agencies", row, "INSERT OR REPLACE")
            search.add(self.db, "agencies", [row["fts_id"]])
        else:
            self._execute("DELETE FROM coverage WHERE agency_id = ?", agency)
            self._execute("DELETE FROM agencies WHERE id = ?", agency)

    def _place(self, agency: str, code: str | None) -> str | None:
        division = regions.by_code(code) if code else None
        if division is not None and division.code == code:
            return division.path
        found = self._one(
            "SELECT v.region FROM reports r JOIN report_versions v ON v.report_id = r.id AND v.state = 'current'"
            " WHERE r.agency_id = ? AND v.region IS NOT NULL ORDER BY r.year IS NULL, r.year DESC, r.id LIMIT 1", agency,
        )
        return found[0] if found else None

    def _write_changes(self, identifier: str, order: Arrangement) -> None:
        self._execute("DELETE FROM cell_changes WHERE report_id = ?", identifier)
        for change in order.changes:
            old, new = (self._cells(identifier, c, order) for c in (change.old, change.new))
            rows = [
                values("cell_changes", {
                    "report_id": identifier, "from_version": order.versions[change.old],
                    "to_version": order.versions[change.new], "table_name": key[0], "row_code": key[1],
                    "column_code": key[2], **_side("old", old.get(key)), **_side("new", new.get(key)),
                    "address": change.address, "seen_at": change.seen_at,
                })
                for key in dict.fromkeys((*old, *new)) if _said(old.get(key)) != _said(new.get(key))
            ]
            self.db.conn.executemany(insert_sql("cell_changes"), rows)

    def _cells(self, identifier: str, content: str, order: Arrangement) -> dict[tuple[str, str, str], ReportCell]:
        if content == order.current.content:
            return {c.key: c for c in read_cells(self.db, identifier)}
        return {c.key: c for c in self._content(identifier, content).cells}

    def _remove(self, identifier: str) -> None:
        held = self._one("SELECT agency_id, fts_id FROM reports WHERE id = ?", identifier)
        if held is None:
            return
        self._delete_children(identifier)
        for name in _DEPENDENT:
            self._execute(f'DELETE FROM "{name}" WHERE report_id = ?', identifier)
        self._execute("DELETE FROM coverage WHERE report_id = ?", identifier)
        self._execute("DELETE FROM similarities WHERE report_id = ?1 OR other_report_id = ?1", identifier)
        search.remove(self.db, "reports", [held[1]])
        self._execute("DELETE FROM reports WHERE id = ?", identifier)
        self._pend("report", identifier)
        if held[0]:
            self._write_agency(held[0])

    # small helpers

    def _pend(self, kind: str, identifier: str) -> None:
        self._execute("INSERT OR IGNORE INTO pending (kind, id) VALUES (?, ?)", kind, identifier)

    def _put(self, name: str, row: dict[str, Any], verb: str = "INSERT") -> None:
        self.db.conn.execute(insert_sql(name, verb), values(name, row))

    def _execute(self, sql: str, *parameters: Any) -> None:
        self.db.conn.execute(sql, parameters)

    def _one(self, sql: str, *parameters: Any) -> tuple[Any, ...] | None:
        return self.db.conn.execute(sql, parameters).fetchone()


def _version_row(identifier: str, report: Report, origin: Origin, address: str) -> dict[str, Any]:
    who = report.identity
    return {
        "report_id": identifier, "version": 0, "state": "duplicate", "document_sha256": report.sha256, "address": address,
        "url": clean_text(origin.url) if origin.url else None,
        "page_url": clean_text(origin.page_url) if origin.page_url else None,
        "source_id": origin.source_id, "fetched_at": origin.fetched_at, "title": who.title, "publisher": who.publisher,
        "year": who.year, "published_on": who.published_on, "level": who.level, "region": who.region,
        "region_code": who.region_code, "form": report.form, "quality": report.quality, "cells": len(report.cells),
        "cells_read": sum(c.state is not State.UNREADABLE for c in report.cells), "media_type": report.media_type,
        "reader": report.reader, "content_sha256": content_hash(report), "fingerprint": fingerprint(report),
    }


def _said(cell: ReportCell | None) -> tuple[Any, ...] | None:
    """What counts as said: a blank and a mark for "does not apply" are the same however they are printed."""
    if cell is None:
        return None
    return cell.state, cell.value, cell.unit, cell.printed if cell.state is State.UNREADABLE else None


def _side(name: str, cell: ReportCell | None) -> dict[str, Any]:
    return {
        f"{name}_value": cell.value if cell else None, f"{name}_state": cell.state.value if cell else "absent",
        f"{name}_printed": cell.printed if cell else None,
    }
