"""``datapackage.json`` (Frictionless) and the README of a release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from etl.load.schema import Column, Table
from etl.publish.tables import published_columns, published_tables

_TYPES = {"INTEGER": "integer", "NUMERIC": "number", "REAL": "number", "TEXT": "string", "JSON": "string"}
#: Facts and official documents carry no copyright in China (Copyright Law, art. 5); what was added is given away.
LICENSE = {"name": "CC0-1.0", "title": "Creative Commons Zero 1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """What a release says of itself. ``as_of`` is when the sites were last looked at, ISO, or None."""

    version: str
    as_of: str | None
    sample: bool
    reports: int
    agencies: int

    @property
    def title(self) -> str:
        mark_zh, mark_en = ("（示例数据）", " (sample data)") if self.sample else ("", "")
        return f"政府信息公开工作年度报告数据{mark_zh} · Annual reports on government information disclosure{mark_en}"


def datapackage(release: Release, files: dict[str, File], rows: dict[str, int]) -> dict[str, Any]:
    """The descriptor: every table with its columns, keys and links, then the same data in other formats."""
    tables = published_tables()
    here = {t.name for t in tables}
    resources: list[dict[str, Any]] = [
        {
            "profile": "tabular-data-resource", "name": t.name, **_described(t), **_file(files[f"csv/{t.name}.csv"]),
            "format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig", "rows": rows[t.name],
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
            "schema": _schema(t, here),
        }
        for t in tables
    ]
    resources += [
        {"name": f"{t.name}-parquet", **_described(t), **_file(files[f"parquet/{t.name}.parquet"]), "format": "parquet",
         "mediatype": "application/vnd.apache.parquet"}
        for t in tables
    ]
    resources.append({
        "name": "sqlite", "title": "全部数据 · Everything", **_file(files["gongkai.db"]), "format": "sqlite",
        "mediatype": "application/vnd.sqlite3",
        "description": "SQLite 数据库，含中文全文索引 | A SQLite database with the full-text index for Chinese",
    })
    return {
        "profile": "data-package", "name": "gongkai", "title": release.title, "version": release.version,
        **({"created": release.as_of} if release.as_of else {}),
        "description": "中国各级行政机关政府信息公开工作年度报告中的每个数字，附原文位置与核对结果。"
                       " | Every number of the annual reports that Chinese public bodies publish on information disclosure, "
                       "with its place in the original and what does not add up.",
        "licenses": [LICENSE], "sources": [{"title": "各机关网站，见 reports.url | Sites of the authorities, see reports.url"}],
        "keywords": ["政府信息公开", "依申请公开", "行政复议", "China", "freedom of information"], "resources": resources,
    }


def _described(table: Table) -> dict[str, str]:
    return {"title": f"{table.title_zh} · {table.title_en}", "description": f"{table.zh} | {table.en}"}


def _file(file: File) -> dict[str, Any]:
    return {"path": file.path, "bytes": file.bytes, "hash": f"sha256:{file.sha256}"}


def _schema(table: Table, here: set[str]) -> dict[str, Any]:
    columns = published_columns(table)
    links = [(c.name, *c.references.split(".")) for c in columns if c.references]
    return {
        "fields": [_field(c) for c in columns],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": name, "reference": {"resource": "" if other == table.name else other, "fields": key}}
            for name, other, key in links if other in here
        ],
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    # An empty text and NULL look alike to most readers of CSV, so only numbers can be held to be there.
    if column.required and (column.type != "TEXT" or column.one_of):
        constraints["required"] = True
    if column.one_of:
        constraints["enum"] = list(column.one_of)
    return {
        "name": column.name, "type": _TYPES[column.type], "title": column.zh, "description": f"{column.zh} | {column.en}",
        **({"constraints": constraints} if constraints else {}),
    }


def readme(release: Release, rows: dict[str, int]) -> str:
    """The README of a release, Chinese first."""
    tables = "\n".join(f"| `{t.name}` | {t.title_zh} · {t.title_en} | {rows[t.name]} |" for t in published_tables())
    return f"""# {release.title}

版本 {release.version}{f"，数据截至 {release.as_of}" if release.as_of else ""}：{release.reports} 份报告，{release.agencies} 个机关。
Version {release.version}{f", as of {release.as_of}" if release.as_of else ""}: {release.reports} reports of {release.agencies} authorities.

| 文件 file | 内容 what it is |
|---|---|
| `gongkai.db` | SQLite，含中文全文索引 · everything, with full-text search |
| `csv/*.csv` | UTF-8（带 BOM，Excel 可直接打开）；空字段为 NULL，`""` 为空文字 · with a byte order mark for Excel; an empty field is NULL, `""` an empty text |
| `parquet/*.parquet` | 同样的表，供 pandas、DuckDB 等使用 · the same tables for pandas, DuckDB … |
| `datapackage.json` | 各表各列说明（Frictionless）· what every column means |
| `CHANGES.md`, `changes.csv` | 与上一版相比的改动 · what changed since the release before |
| `SHA256SUMS` | 校验和：`sha256sum -c SHA256SUMS` · checksums |

| 表 table | | 行数 rows |
|---|---|---|
{tables}

读数须知：数字（含 0）、空白、不适用（`/`）、无法读取是四种状态，原文没有的单元格不出现；所印总计从不改动，计算所得在 `metrics` 中，缺一项即为空。
A number (0 too), a blank, a mark for "does not apply" and an unreadable cell are four states; a cell that a document does not have does
not appear. Printed totals are never replaced; computed figures are in `metrics`, NULL where a term is missing.

许可 License：{LICENSE["title"]}. 报告为官方文件 · the reports themselves are official documents.
"""
