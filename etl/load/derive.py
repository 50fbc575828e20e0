"""Everything computed from what was read: for what changed, or for all of it, with the same result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import Any

import sqlite_utils

from etl.load.coverage import Published, coverage_of
from etl.load.database import insert_sql, values
from etl.load.figures import figures_of, metrics_of
from etl.load.likeness import Likenesses
from etl.load.reports import Reports
from etl.load.rows import finding_row
from etl.load.sums import sum_up
from etl.load.years import Year, compare

#: Authorities whose figures are held in memory at once.
_GROUP = 200


def derive(db: sqlite_utils.Database, *, full: bool = False) -> None:
    """Brings metrics, findings against other years, likenesses, sums, coverage and resolved failures up to date.

    Only what changed since the last time is computed again, with ``full`` everything; both give the same rows. One
    transaction: readers see the old state or the new one.
    """
    with db.atomic():
        _settle(db)
        if full:
            db.execute("INSERT OR IGNORE INTO pending (kind, id) SELECT 'report', id FROM reports")
            db.execute("INSERT OR IGNORE INTO pending (kind, id) SELECT 'agency', id FROM agencies")
        pending = {row[0] for row in db.execute("SELECT id FROM pending WHERE kind = 'report'")}
        changed = db.execute("SELECT 1 FROM pending").fetchone()
        if changed:
            likenesses = Likenesses(db)
            for group in _groups(db):
                _derive_group(db, group, likenesses, pending)
            likenesses.settle()
        if changed or not db.execute("SELECT 1 FROM place_years").fetchone():
            sum_up(db)
        _coverage(db)
        _resolve_failures(db)
        db.execute("DELETE FROM pending")


def _settle(db: sqlite_utils.Database) -> None:
    """A site may go back to what it published before: the requests say so, and no document is new."""
    several = db.execute(
        "SELECT DISTINCT report_id FROM report_versions WHERE url IS NOT NULL GROUP BY report_id, address"
        " HAVING count(DISTINCT content_sha256) > 1"
    ).fetchall()
    reports = Reports(db)
    for (identifier,) in several:
        reports.resolve(identifier)


_Head = dict[str, Any]


def _groups(db: sqlite_utils.Database) -> Iterator[list[list[_Head]]]:
    """The reports of the authorities that changed, by authority and year, some authorities at a time."""
    names = ("id", "agency_id", "year", "region_code", "province_code", "prefecture_code", "county_code", "level", "form", "quality")
    columns = ", ".join(f'r."{n}"' for n in names)
    alone = db.execute(
        f"SELECT {columns} FROM reports r JOIN pending p ON p.kind = 'report' AND p.id = r.id"
        " WHERE r.agency_id IS NULL ORDER BY r.id"
    ).fetchall()
    group = [[dict(zip(names, row, strict=True))] for row in alone]
    agencies = db.execute("SELECT id FROM pending WHERE kind = 'agency' ORDER BY id").fetchall()
    for (agency,) in agencies:
        rows = db.execute(f"SELECT {columns} FROM reports r WHERE agency_id = ? ORDER BY year, id", (agency,)).fetchall()
        group.append([dict(zip(names, row, strict=True)) for row in rows])
        if len(group) >= _GROUP:
            yield group
            group = []
    yield group


def _derive_group(db: sqlite_utils.Database, group: list[list[_Head]], likenesses: Likenesses, pending: set[str]) -> None:
    heads = {head["id"]: head for reports in group for head in reports}
    figures = figures_of(db, heads)
    said = _said_changes(db, heads)
    metrics, findings = [], []
    likenesses.forget_years(heads)
    for reports in group:
        years: dict[int, Year] = {}
        for head in reports:
            here = figures[head["id"]]
            before = years.get(head["year"] - 1) if head["year"] is not None else None
            metrics.append(values("metrics", {
                **{name: value for name, value in head.items() if name != "id"}, "report_id": head["id"],
                **metrics_of(here, head["form"], before.figures if before else None),
            }))
            year = Year(head["id"], head["year"] or 0, head["form"], head["quality"], here, said.get(head["id"]))
            if head["id"] in pending:
                likenesses.add(year)
            if before:
                broken = compare(before, year, *likenesses.with_year_before(year, before))
                findings += [
                    values("findings", {"report_id": head["id"], **finding_row(f, i, "years", head["year"], before.report_id)})
                    for i, f in enumerate(broken)
                ]
            if head["year"] is not None:
                years[head["year"]] = year
    db.conn.executemany("DELETE FROM findings WHERE report_id = ? AND scope = 'years'", [(r,) for r in heads])
    db.conn.executemany(insert_sql("metrics", "INSERT OR REPLACE"), metrics)
    db.conn.executemany(insert_sql("findings"), findings)


def _said_changes(db: sqlite_utils.Database, report_ids: Iterable[str]) -> dict[str, int | float]:
    """What prose says of the growth of requests, where it says one thing and exactly."""
    found: dict[str, set[int | float]] = defaultdict(set)
    for identifier in report_ids:
        for (value,) in db.conn.execute(
            "SELECT value FROM facts WHERE report_id = ? AND fact = 'requests_received_change' AND value IS NOT NULL"
            " AND NOT approximate", (identifier,),
        ):
            found[identifier].add(value)
    return {identifier: values.pop() for identifier, values in found.items() if len(values) == 1}


def _coverage(db: sqlite_utils.Database) -> None:
    """Every authority anew, for its site may have been looked at again; only rows that differ are written."""
    looked = dict(db.execute(
        "SELECT source_id, max(fetched_at) FROM fetches WHERE source_id IS NOT NULL AND status IN (200, 304) GROUP BY source_id"
    ).fetchall())
    checked: dict[str, str] = {}
    for agency, source, fetched in db.execute(
        "SELECT DISTINCT r.agency_id, v.source_id, max(v.fetched_at) FROM reports r JOIN report_versions v ON v.report_id = r.id"
        " WHERE r.agency_id IS NOT NULL GROUP BY r.agency_id, v.source_id"
    ):
        last = max(checked.get(agency, ""), fetched or "", looked.get(source) or "")
        if last:
            checked[agency] = last
    reports: dict[str, list[Published]] = defaultdict(list)
    for agency, *report in db.execute(
        "SELECT agency_id, id, year, published_on, quality FROM reports WHERE agency_id IS NOT NULL AND year IS NOT NULL"
    ):
        reports[agency].append(Published(*report))
    levels = db.execute("SELECT id, level FROM agencies").fetchall()
    rows = (
        (agency, *astuple(covered))
        for agency, level in levels for covered in coverage_of(level, reports[agency], checked.get(agency))
    )
    columns = ("agency_id", "year", "state", "report_id", "published_on", "due_on", "days_late", "checked_at")
    names = ", ".join(columns)
    db.execute(f"CREATE TEMP TABLE new_coverage ({names}, PRIMARY KEY (agency_id, year)) WITHOUT ROWID")
    try:
        db.conn.executemany(f"INSERT INTO new_coverage ({names}) VALUES ({', '.join('?' * len(columns))})", rows)
        db.execute(
            "DELETE FROM coverage WHERE (agency_id, year) IN (SELECT agency_id, year FROM"
            f" (SELECT {names} FROM coverage EXCEPT SELECT {names} FROM new_coverage))"
        )
        db.execute(
            f"INSERT INTO coverage ({names}) SELECT {names} FROM new_coverage n WHERE NOT EXISTS"
            " (SELECT 1 FROM coverage c WHERE c.agency_id = n.agency_id AND c.year = n.year)"
        )
    finally:
        db.execute("DROP TABLE new_coverage")


def _resolve_failures(db: sqlite_utils.Database) -> None:
    later = (
        "(SELECT min(fetched_at) FROM fetches f WHERE f.url = failures.url AND f.fetched_at > failures.last_seen"
        " AND f.error IS NULL AND f.status IN (200, 304))"
    )
    db.execute(
        f"UPDATE failures SET resolved_at = {later} WHERE stage != 'read' AND url IS NOT NULL AND resolved_at IS NOT {later}"
    )
