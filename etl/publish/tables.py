"""Tables as files that anyone opens: CSV and Parquet. Rows come in the order of the key, so equal tables give equal bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.load.schema import TABLES, Column, Table

#: Requests and runs are the house's bookkeeping; internal tables are of no use outside it.
UNPUBLISHED = frozenset({"fetches", "runs"}) | {t.name for t in TABLES if t.kind == "internal"}
#: Keys that serve the search index or a retry, and mean nothing in a file.
_UNPUBLISHED_COLUMNS = frozenset({"fts_id", "run_id", "retry_after", "details"})
_KEPT_DETAILS = frozenset({"applications", "disputes"})
_BATCH = 20_000
_BOM = "\ufeff"
_QUOTED = frozenset('",\r\n')
_PARQUET = {"INTEGER": pa.int64(), "NUMERIC": pa.float64(), "REAL": pa.float64()}


def published_tables() -> tuple[Table, ...]:
    """The tables of a release."""
    return tuple(t for t in TABLES if t.name not in UNPUBLISHED)


def published_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table in its CSV and Parquet files."""
    return tuple(
        c for c in table.columns
        if c.name not in _UNPUBLISHED_COLUMNS or (c.name == "details" and table.name in _KEPT_DETAILS)
    )


def read_rows(db: sqlite3.Connection, table: Table, columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    """All rows in the order of the key, some thousand at a time."""
    names = ", ".join(f'"{c}"' for c in columns)
    order = ", ".join(f'"{c}"' for c in table.key)
    cursor = db.execute(f'SELECT {names} FROM "{table.name}" ORDER BY {order}')
    while rows := cursor.fetchmany(_BATCH):
        yield rows


def write_csv(db: sqlite3.Connection, table: Table, path: Path) -> int:
    """One table as CSV (RFC 4180); returns the number of rows.

    UTF-8 with a byte order mark, for without it Excel shows Chinese as noise. An empty field is NULL; an empty text is
    quoted (``""``), so that a blank cell and none stay two.
    """
    columns = [c.name for c in published_columns(table)]
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_BOM + write_line(columns))
        for rows in read_rows(db, table, columns):
            file.write("".join(map(write_line, rows)))
            count += len(rows)
    return count


def write_line(values: Iterable[Any]) -> str:
    """One line of CSV with its end."""
    return ",".join(map(_field, values)) + "\r\n"


def _field(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    if not text or not _QUOTED.isdisjoint(text) or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def write_parquet(db: sqlite3.Connection, table: Table, path: Path) -> None:
    """One table as Parquet; each column carries its description in Chinese and English."""
    columns = published_columns(table)
    schema = pa.schema(
        [
            pa.field(c.name, _PARQUET.get(c.type, pa.string()), not c.required, {"zh": c.zh, "en": c.en})
            for c in columns
        ],
        metadata={"title_zh": table.title_zh, "title_en": table.title_en},
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in read_rows(db, table, [c.name for c in columns]):
            arrays = [
                pa.array(_typed(column, values), field.type)
                for column, field, values in zip(columns, schema, zip(*rows, strict=True), strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _typed(column: Column, values: Iterable[Any]) -> list[Any]:
    if column.type in ("NUMERIC", "REAL"):
        return [None if v is None else float(v) for v in values]
    return list(values)
