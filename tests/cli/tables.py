"""All rows of a database, to compare two of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the search index's own, sorted."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as db:
        names = [row[0] for row in db.execute("select name from sqlite_master where type = 'table' order by name")]
        return {
            name: sorted(db.execute(f'select * from "{name}"').fetchall(), key=repr)
            for name in names if not name.startswith("sqlite_") and "_fts" not in name and "search" not in name
        }


def query(database: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(sql, values).fetchall()
