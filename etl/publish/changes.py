"""What is different between two releases: reports that came and went, and what changed in those that stayed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.load.schema import Table, table

#: Compared by their own key.
_WHOLE = ("agencies", "reports")
#: Compared within the reports that both releases have.
_PARTS = (
    "sections", "applications", "proactive_disclosure", "disputes", "statistics_2014", "other_cells", "extra_rows", "facts",
    "findings",
)
#: Where it lies, how it is indexed or fingerprinted: no change of what is said.
_QUIET = frozenset({
    "fts_id", "page", "table_index", "row_index", "column_index", "column_indexes", "bbox", "bboxes", "details", "reader",
    "content_sha256", "fetched_at", "media_type",
})
#: Too long for a line of a table: that it changed is said, not how.
_LONG = frozenset({"text"})
HEADER = ("table", "key", "change", "column", "old", "new")


@dataclass(frozen=True, slots=True)
class Change:
    """One line of ``changes.csv``. ``change`` is added, removed or changed; only the last names a column."""

    table: str
    key: str
    change: str
    column: str = ""
    old: Any = None
    new: Any = None


def changes(new: sqlite3.Connection, previous: Path) -> Iterator[Change]:
    """What changed from the database of the previous release, by table and key. Attaches it for as long as it reads."""
    new.execute("ATTACH DATABASE ? AS previous", (previous.absolute().as_uri() + "?mode=ro",))
    try:
        known = {row[0] for row in new.execute("SELECT name FROM previous.sqlite_master WHERE type = 'table'")}
        for name in (*_WHOLE, *_PARTS):
            if name in known:
                yield from _table_changes(new, table(name), within_reports=name in _PARTS)
    finally:
        new.rollback()
        new.execute("DETACH DATABASE previous")


def _table_changes(db: sqlite3.Connection, spec: Table, *, within_reports: bool) -> Iterator[Change]:
    # A section's key is a number made of report and position; both of these say more.
    key = ("report_id", "position") if spec.name == "sections" else spec.key
    held = {row[1] for row in db.execute(f"PRAGMA previous.table_xinfo('{spec.name}')")}
    if held.issuperset(key):
        yield from _rows_changed(db, spec.name, key, within_reports)
        columns = [c for c in spec.names if c in held and c not in key and c not in _QUIET and c != "id"]
        if columns:
            yield from _cells_changed(db, spec.name, key, columns)


def _rows_changed(db: sqlite3.Connection, name: str, key: Sequence[str], within_reports: bool) -> Iterator[Change]:
    """Rows that only one of the two has; ``within_reports``: of reports that both have."""
    names = ", ".join(f'n."{k}"' for k in key)
    match = " AND ".join(f'n."{k}" = o."{k}"' for k in key)
    for change, here, there in (("added", "main", "previous"), ("removed", "previous", "main")):
        stays = f" AND n.report_id IN (SELECT id FROM {there}.reports)" if within_reports else ""
        for row in db.execute(
            f'SELECT {names} FROM {here}."{name}" n WHERE NOT EXISTS'
            f' (SELECT 1 FROM {there}."{name}" o WHERE {match}){stays} ORDER BY {names}'
        ):
            yield Change(name, _key(row), change)


def _cells_changed(db: sqlite3.Connection, name: str, key: Sequence[str], columns: Sequence[str]) -> Iterator[Change]:
    """Values that differ in rows that both have."""
    names = ", ".join(f'n."{k}"' for k in key)
    match = " AND ".join(f'n."{k}" = o."{k}"' for k in key)
    both = ", ".join(f'o."{c}", n."{c}"' for c in columns)
    differs = " OR ".join(f'o."{c}" IS NOT n."{c}"' for c in columns)
    for row in db.execute(
        f'SELECT {names}, {both} FROM main."{name}" n JOIN previous."{name}" o ON {match} WHERE {differs} ORDER BY {names}'
    ):
        values = iter(row[len(key):])
        for column, old, new in zip(columns, values, values, strict=True):
            if old != new or type(old) is not type(new):
                shown = (None, None) if column in _LONG else (old, new)
                yield Change(name, _key(row[:len(key)]), "changed", column, *shown)


def _key(values: tuple[Any, ...]) -> str:
    return " ".join(map(str, values))


def summary(counts: Counter[tuple[str, str]], version: str, previous: str | None) -> str:
    """The section of ``CHANGES.md`` for one release."""
    head = f"## {version}\n\n"
    if previous is None:
        return head + "首次发布。First release.\n"
    if not counts:
        return head + f"与 {previous} 相比，数据没有改动。No change of the data since {previous}.\n"
    lines = [f"与 {previous} 相比 · since {previous}：", "", "| 表 table | 新增 added | 删除 removed | 改动 changed |", "|---|---|---|---|"]
    for name in dict.fromkeys(name for name, _ in counts):
        title = table(name)
        lines.append(
            f"| {title.title_zh} `{name}` | " + " | ".join(str(counts[name, change]) for change in ("added", "removed", "changed")) + " |"
        )
    return head + "\n".join(lines) + "\n"
