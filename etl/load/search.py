"""The full-text indexes. They hold no text of their own: a row is taken out by indexing its old text once more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import sqlite_utils

from etl import pinyin
from etl.load.schema import SEARCH, SearchIndex
from etl.load.segment import to_index

_INDEXES = {index.table: index for index in SEARCH}


def search_key(name: str, bits: int = 53) -> int:
    """A whole number that stands for a name in a full-text index: the same one every time, in any order of loading.

    53 bits go through JavaScript unharmed; sections are many and take 62.
    """
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> (64 - bits)


def add(db: sqlite_utils.Database, table: str, keys: Iterable[int]) -> None:
    """Indexes the rows of ``table`` with these search keys."""
    _write(db, _INDEXES[table], keys, remove=False)


def remove(db: sqlite_utils.Database, table: str, keys: Iterable[int]) -> None:
    """Takes rows out of the index. To be called before the rows themselves change or go."""
    _write(db, _INDEXES[table], keys, remove=True)


def _write(db: sqlite_utils.Database, index: SearchIndex, keys: Iterable[int], *, remove: bool) -> None:
    columns = ", ".join(f'"{c}"' for c in index.columns)
    select = f'SELECT "{index.key}", {columns} FROM "{index.table}" WHERE "{index.key}" = ?'
    rows = [row for key in keys for row in db.conn.execute(select, (key,))]
    _insert(db, index, rows, remove=remove)


def _insert(db: sqlite_utils.Database, index: SearchIndex, rows: Iterable[tuple], *, remove: bool = False) -> None:
    columns = ", ".join(f'"{c}"' for c in index.columns)
    marks = ", ".join("?" * len(index.columns))
    command = f'"{index.name}", ' if remove else ""
    deletes = "'delete', " if remove else ""
    db.conn.executemany(
        f'INSERT INTO "{index.name}" ({command}rowid, {columns}) VALUES ({deletes}?, {marks})',
        ((row[0], *(_tokens(index, column, text or "") for column, text in zip(index.columns, row[1:], strict=True))) for row in rows),
    )


def _tokens(index: SearchIndex, column: str, text: str) -> str:
    spelt = pinyin.tokens(text) if column in index.spelt else ()
    return " ".join((to_index(text), *spelt))


def rebuild_search(db: sqlite_utils.Database, indexes: Iterable[SearchIndex] = SEARCH) -> None:
    """Empties indexes and fills them again from their tables."""
    for index in indexes:
        db.execute(f'INSERT INTO "{index.name}" ("{index.name}") VALUES (\'delete-all\')')
        columns = ", ".join(f'"{c}"' for c in index.columns)
        cursor = db.conn.execute(f'SELECT "{index.key}", {columns} FROM "{index.table}" ORDER BY "{index.key}"')
        _insert(db, index, cursor)
