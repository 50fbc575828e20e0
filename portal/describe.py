"""What Datasette says of the data: titles, descriptions, arrangement and canned queries, in Chinese and English.

What tables and columns mean comes from :mod:`etl.load.schema`, how they are arranged from ``tables.yaml``, the queries
from the files in ``queries/``. :func:`metadata` puts them together and ``python -m portal.describe`` writes them to
``datasette-metadata.json``, which also serves anyone who opens a released database with a Datasette of their own.
A bilingual text is ``中文 | English``.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from etl.load import schema
from portal.language import SEPARATOR

_HEAD = re.compile(r"^-- (?P<key>title|description|param|column)(?: (?P<name>\w+)(?:=(?P<default>[^:]*))?)?: (?P<text>.+)$")


@cache
def _arrangement() -> dict[str, Any]:
    return yaml.safe_load(_file("tables.yaml").read_text(encoding="utf-8"))


def _file(name: str) -> Any:
    return resources.files(__package__).joinpath(name)


def metadata() -> dict[str, Any]:
    """A fresh copy of the whole of Datasette's metadata."""
    arrangement = _arrangement()
    tables = {table.name: _table(table) for table in schema.TABLES}
    database = {**arrangement["database"], "tables": tables, "queries": queries()}
    return {**arrangement["instance"], "databases": {"gongkai": database}}


def _table(table: schema.Table) -> dict[str, Any]:
    search = next((index for index in schema.SEARCH if index.table == table.name), None)
    return {
        **({"hidden": True} if table.kind == "internal" else {}),
        **({"fts_table": search.name, "fts_pk": search.key} if search else {}),
        "title": f"{table.title_zh}{SEPARATOR}{table.title_en}",
        "description": f"{table.zh}{SEPARATOR}{table.en}",
        **{key: value for key, value in _arrangement()["tables"].get(table.name, {}).items() if key != "show"},
        "columns": {column.name: f"{column.zh}{SEPARATOR}{column.en}" for column in table.columns},
    }


@cache
def columns_shown() -> dict[str, tuple[str, ...]]:
    """The columns that a table's page shows unless the reader asks for others; all of them for tables not named."""
    return {name: tuple(entry["show"]) for name, entry in _arrangement()["tables"].items() if "show" in entry}


def queries() -> dict[str, dict[str, Any]]:
    """Canned queries by name, in the order of their files (``10-refusals.sql`` → ``refusals``)."""
    files = sorted((f for f in _file("queries").iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return {f.name.partition("-")[2].removesuffix(".sql"): query(f.read_text(encoding="utf-8")) for f in files}


def query(text: str) -> dict[str, Any]:
    """A canned query from its file: lines ``-- key: text`` first, SQL after them. Raises ValueError without a title."""
    entry: dict[str, Any] = {"title": "", "description": "", "params": [], "defaults": {}, "labels": {}, "columns": {}}
    lines = text.splitlines()
    while lines and (match := _HEAD.match(lines[0])):
        lines.pop(0)
        key, name = match["key"], match["name"]
        if key == "param":
            entry["params"].append(name)
            entry["labels"][name] = match["text"]
            if match["default"]:
                entry["defaults"][name] = match["default"]
        elif key == "column":
            entry["columns"][name] = match["text"]
        else:
            entry[key] = match["text"]
    if not entry["title"] or not entry["description"]:
        raise ValueError(f"a query without title or description: {text[:60]!r}")
    return {**entry, "sql": "\n".join(lines).strip()}


def dump() -> str:
    """The text of ``datasette-metadata.json``."""
    return json.dumps(metadata(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else "datasette-metadata.json").write_text(dump(), encoding="utf-8")
