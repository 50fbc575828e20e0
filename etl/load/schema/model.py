"""What a table and a column are, and the statements that create them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from etl import regions
from etl.forms import OUTCOMES
from etl.report import FindingOrigin, Level, Quality, Severity, State

APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org", "total")
DISPUTE_OUTCOMES = OUTCOMES
LEVELS: tuple[str, ...] = get_args(Level)
QUALITIES: tuple[str, ...] = get_args(Quality)
SEVERITIES: tuple[str, ...] = get_args(Severity)
ORIGINS: tuple[str, ...] = get_args(FindingOrigin)
STATES: tuple[str, ...] = tuple(s.value for s in State)
REGION_LEVELS: tuple[str, ...] = regions.LEVELS
VERSION_STATES = ("current", "duplicate", "superseded", "alternate")
COVERAGE_STATES = ("published", "late", "doubtful_date", "unreadable", "missing", "not_due")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Literal["TEXT", "INTEGER", "NUMERIC", "REAL", "JSON", "BLOB"]
    zh: str
    en: str
    required: bool = False
    references: str | None = None
    """``table.column`` of the foreign key."""
    one_of: tuple[str, ...] = ()
    """The only values allowed, besides NULL where not required."""

    @property
    def sql_type(self) -> str:
        return "TEXT" if self.type == "JSON" else self.type


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    kind: Literal["data", "derived", "record", "internal"]
    """``data`` read from documents, ``derived`` computed from it, ``record`` what was done, ``internal`` for the house."""
    title_zh: str
    title_en: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    clustered: bool = False
    """Rows lie in the order of the key (WITHOUT ROWID): for many small rows that are read by report."""

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """A full-text index over character bigrams (:mod:`etl.load.segment`); ``rowid`` is the table's ``key`` column."""

    name: str
    table: str
    key: str
    columns: tuple[str, ...]
    spelt: tuple[str, ...] = ()
    """Columns that are found by their pinyin too (:mod:`etl.pinyin`)."""


def ddl(spec: Table) -> list[str]:
    """The statements that create a table and its indexes."""
    integer_key = len(spec.key) == 1 and spec.column(spec.key[0]).type == "INTEGER"
    lines = [_column_ddl(c, integer_key and c.name == spec.key[0]) for c in spec.columns]
    if not integer_key:
        lines.append(f"PRIMARY KEY ({_names(spec.key)})")
    lines += [f"UNIQUE ({_names(columns)})" for columns in spec.unique]
    tail = " WITHOUT ROWID" if spec.clustered else ""
    indexes = (
        f'CREATE INDEX "idx_{spec.name}_{"_".join(columns)}" ON "{spec.name}" ({_names(columns)})' for columns in spec.indexes
    )
    return [f'CREATE TABLE "{spec.name}" (\n  ' + ",\n  ".join(lines) + f"\n){tail}", *indexes]


def search_ddl(index: SearchIndex) -> str:
    """The statement that creates a full-text index."""
    return (
        f'CREATE VIRTUAL TABLE "{index.name}" USING fts5({", ".join(index.columns)}, content=\'\', '
        "tokenize='unicode61 remove_diacritics 0')"
    )


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{c}"' for c in columns)


def _column_ddl(column: Column, primary: bool) -> str:
    parts = [f'"{column.name}" {column.sql_type}']
    if primary:
        parts.append("PRIMARY KEY")
    if column.required:
        parts.append("NOT NULL")
    if column.one_of:
        values = ", ".join(f"'{v}'" for v in column.one_of)
        parts.append(f'CHECK ("{column.name}" IN ({values}))')
    if column.references:
        other, key = column.references.split(".")
        # Deferred: regions refer to themselves, and a report's row is replaced before its children.
        parts.append(f'REFERENCES "{other}" ("{key}") DEFERRABLE INITIALLY DEFERRED')
    return " ".join(parts)
