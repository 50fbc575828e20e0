"""Opening the database: created or migrated, with the reference tables that ship with the program filled."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import sqlite_utils

from etl import forms, pinyin, regions
from etl.check.rules import RULES
from etl.load import segment
from etl.load.indicators import GROWTHS, RATES, SUMS, TOTALS, Terms
from etl.load.migrations import DatabaseError, migrate
from etl.load.schema import SEARCH, table
from etl.load.search import rebuild_search
from etl.load.tidy import DOUBLED_RULE
from etl.parse.facts.kinds import KINDS

#: Enough for the prepared statements of a load; the driver keeps 128 by default.
_STATEMENTS = 512


def open_database(path: Path | str) -> sqlite_utils.Database:
    """Opens (or creates) the database, brings it to the present schema and fills its reference tables.

    Write-ahead logging, foreign keys enforced. Raises :class:`~etl.load.migrations.DatabaseError` where the file is no
    gongkai database or was written by a newer program.
    """
    db = open_schema(path)
    try:
        _fill_reference(db)
    except BaseException:
        db.close()
        raise
    return db


def open_schema(path: Path | str) -> sqlite_utils.Database:
    """The same, with the reference tables as the file has them: empty in a new one."""
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = sqlite3.connect(file, timeout=60, check_same_thread=False, cached_statements=_STATEMENTS)
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise DatabaseError(f"{file} cannot be opened as a SQLite database: {error}") from None
    for pragma in ("synchronous = NORMAL", "foreign_keys = ON", "cache_size = -65536", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    db = sqlite_utils.Database(connection, execute_plugins=False)
    try:
        migrate(db)
    except BaseException:
        db.close()
        raise
    return db


def insert_sql(name: str, verb: str = "INSERT") -> str:
    """An INSERT for full rows of a table, columns in the order of the schema."""
    columns = table(name).names
    names = ", ".join(f'"{c}"' for c in columns)
    return f'{verb} INTO "{name}" ({names}) VALUES ({", ".join("?" * len(columns))})'


def values(name: str, row: dict[str, Any]) -> tuple[Any, ...]:
    """The row as a tuple in the order of the schema; a column left out is NULL. Raises KeyError for an unknown one."""
    columns = table(name).names
    unknown = row.keys() - set(columns)
    if unknown:
        raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
    return tuple(row.get(c) for c in columns)


def _fill_reference(db: sqlite_utils.Database) -> None:
    held = dict(db.execute("SELECT key, value FROM meta").fetchall())
    labels, indicators = _label_rows(), _indicator_rows()
    # Divisions are many, and reading them takes longer than opening the database: the file itself says whether they changed.
    for name, version, rows, alone in (
        ("labels", _digest(labels), lambda: labels, True),
        ("indicators", _digest(indicators), lambda: indicators, True),
        ("regions", f"{_REGION_ROWS} {regions.digest()}", _region_rows, False),
    ):
        if held.get(name) == version:
            continue
        with db.atomic():
            if alone:
                db.execute(f'DELETE FROM "{name}"')
            db.conn.executemany(insert_sql(name, "INSERT OR REPLACE"), rows())
            _set_meta(db, name, version)
    if held.get("segment") != segment.VERSION:
        with db.atomic():
            rebuild_search(db)
            _set_meta(db, "segment", segment.VERSION)
            _set_meta(db, "pinyin", pinyin.VERSION)
    elif held.get("pinyin") != pinyin.VERSION:
        with db.atomic():
            rebuild_search(db, [index for index in SEARCH if index.spelt])
            _set_meta(db, "pinyin", pinyin.VERSION)


def _set_meta(db: sqlite_utils.Database, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def _digest(rows: object) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _label_rows() -> list[tuple[Any, ...]]:
    rows: list[dict[str, Any]] = [
        {"table_name": label.table_name, "kind": label.kind, "code": label.code, "form": label.form,
         "label_zh": label.label_zh, "label_en": label.label_en, "unit": label.unit}
        for label in forms.labels()
    ]
    rows += [
        {"table_name": "facts", "kind": "row", "code": kind.code, "form": "", "label_zh": kind.zh, "label_en": kind.en, "unit": kind.unit}
        for kind in KINDS.values()
    ]
    rows += [
        {"table_name": "findings", "kind": "row", "code": code, "form": "", "label_zh": zh, "label_en": en}
        for code, zh, en in (*((rule.id, rule.zh, rule.en) for rule in RULES), DOUBLED_RULE)
    ]
    return [values("labels", {**row, "position": position}) for position, row in enumerate(rows)]


def _indicator_rows() -> list[tuple[Any, ...]]:
    rows: list[dict[str, Any]] = [
        {"code": t.code, "kind": "total", "label_zh": t.zh, "label_en": t.en, "forms": " ".join(t.forms),
         "numerator": " | ".join("/".join(cell) for cell in t.cells)}
        for t in TOTALS
    ]
    rows += [
        {"code": s.code, "kind": "sum", "label_zh": s.zh, "label_en": s.en, "forms": " ".join(s.forms),
         "numerator": _formula(s.terms) + (f" | {_formula(s.otherwise)}" if s.otherwise else "")}
        for s in SUMS
    ]
    rows += [
        {"code": r.code, "kind": r.kind, "label_zh": r.zh, "label_en": r.en, "forms": " ".join(r.forms),
         "numerator": _formula(r.numerator), "denominator": _formula(r.denominator),
         "note_zh": r.zh_note or None, "note_en": r.en_note or None}
        for r in (*RATES, *GROWTHS)
    ]
    return [values("indicators", {**row, "position": position}) for position, row in enumerate(rows)]


def _formula(terms: Terms) -> str:
    return " ".join(f"- {t[1:]}" if t.startswith("-") else (f"+ {t}" if i else t) for i, t in enumerate(terms))


#: Raised whenever a row of ``regions`` is made of its division in another way.
_REGION_ROWS = 1


@cache
def _region_rows() -> Sequence[tuple[Any, ...]]:
    return [region_row(d) for d in regions.divisions(townships=False)]


def region_row(division: regions.Division) -> tuple[Any, ...]:
    """A division of the shipped dataset as a row of ``regions``."""
    return values("regions", {
        "code": division.code, "name": division.name, "level": division.level, "parent_code": division.parent_code,
        "path": division.path, "source": "dataset",
    })
