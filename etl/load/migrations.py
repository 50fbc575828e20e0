"""Brings a database to the schema this program writes. ``PRAGMA user_version`` holds the number of the last step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlite_utils

from etl.load.schema import SEARCH, TABLES, ddl, search_ddl, table


class DatabaseError(Exception):
    """The database cannot be used; the text is one clear sentence."""


def create(db: sqlite_utils.Database) -> None:
    """A new database with everything in it that :mod:`etl.load.schema` names."""
    for one in TABLES:
        for statement in ddl(one):
            db.execute(statement)
    for index in SEARCH:
        db.execute(search_ddl(index))


def _sums(db: sqlite_utils.Database) -> None:
    """Tables of sums; the indexes from which they were computed for each page go."""
    for (name,) in db.execute(
        "SELECT name FROM sqlite_master WHERE name LIKE 'idx_metrics_year_province_code_%'"
        " OR name IN ('idx_reports_errors_year', 'idx_metrics_refusal_rate', 'idx_metrics_backlog_rate',"
        " 'idx_metrics_review_corrected', 'idx_metrics_litigation_corrected',"
        " 'idx_reports_province_code_year', 'idx_reports_province_code_level')"
    ).fetchall():
        db.execute(f'DROP INDEX "{name}"')
    for name in ("place_years", "year_sums"):
        for statement in ddl(table(name)):
            db.execute(statement)


def _years_of_findings(db: sqlite_utils.Database) -> None:
    """A finding knows its report's year: stories read the newest findings of a rule, not all of them."""
    db.execute("ALTER TABLE findings ADD COLUMN year INTEGER")
    db.execute("UPDATE findings SET year = (SELECT year FROM reports WHERE reports.id = findings.report_id)")
    db.execute("DROP INDEX IF EXISTS idx_findings_rule_severity")


Migration = Callable[[sqlite_utils.Database], None]
#: Step ``n`` (from 1) brings a database of version ``n`` to ``n + 1``; each runs in a transaction of its own.
MIGRATIONS: tuple[Migration, ...] = (_sums, _years_of_findings)
VERSION = len(MIGRATIONS) + 1


def migrate(db: sqlite_utils.Database, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Creates the tables of an empty database, or takes an older one forward step by step.

    Raises :class:`DatabaseError` for a database that a newer version of the program wrote, or that is none of ours.
    """
    newest = len(migrations) + 1
    found = db.execute("PRAGMA user_version").fetchone()[0]
    if found > newest:
        raise DatabaseError(
            f"this database has schema version {found}, written by a newer gongkai; this one knows versions up to {newest}"
        )
    if found == 0:
        if db.table_names():
            raise DatabaseError("this SQLite file holds other tables and is no gongkai database")
        with db.atomic():
            create(db)
            db.execute(f"PRAGMA user_version = {newest}")
        return
    for number, step in enumerate(migrations[found - 1:], found):
        with db.atomic():
            step(db)
            db.execute(f"PRAGMA user_version = {number + 1}")
    _add_indexes(db)


def _add_indexes(db: sqlite_utils.Database) -> None:
    """Indexes that the schema has gained: they change no answer, only its speed, and need no version of their own."""
    present = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    for one in TABLES:
        for statement in ddl(one)[1:]:
            if statement.split('"')[1] not in present:
                db.execute(statement)
