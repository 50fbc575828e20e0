"""``gongkai status``: last run, coverage, what failed and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from etl.settings import Settings
from gongkai.console import table
from gongkai.errors import Problem
from gongkai.options import with_settings

_RUNS = "select started_at, kind, state, finished_at, summary from runs order by started_at desc, id desc limit 5"
_COUNTS = """
select (select count(*) from reports), (select count(*) from agencies), (select count(*) from documents),
       (select count(*) from failures where resolved_at is null)
"""
_QUALITY = "select quality, count(*) from reports group by quality order by count(*) desc, quality"
_COVERAGE = "select year, state, count(*) from coverage group by year, state order by year desc, state"
_FAILURES = """
select stage, kind, count(*), max(last_seen), min(coalesce(json_extract(details, '$.file'), url)), min(message)
from failures
where resolved_at is null group by stage, kind order by count(*) desc, stage, kind
"""


@click.command("status", short_help="Last runs, coverage, failures. 运行、覆盖与失败情况。")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object. 输出 JSON。")
@with_settings("database")
def command(settings: Settings, as_json: bool) -> None:
    """Show the last runs, the coverage, and what failed and why.

    显示最近的运行、覆盖情况，以及失败的内容和原因。
    """
    if not settings.database.is_file():
        if as_json:
            click.echo(json.dumps({"database": None}))
        else:
            click.echo(f"还没有数据：{settings.database} 不存在。 Nothing here yet: there is no {settings.database}.")
            click.echo("试试 `gongkai demo`，或 `gongkai nightly`。 Try `gongkai demo` for sample data, or `gongkai nightly`.")
        return
    try:
        found = _read(settings.database)
    except sqlite3.Error as error:
        raise Problem(f"{settings.database} cannot be read as a database of gongkai: {error}") from None
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        _show(found)


def _read(database: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as db:
        reports, agencies, documents, failures = db.execute(_COUNTS).fetchone()
        return {
            "database": str(database),
            "reports": reports, "agencies": agencies, "documents": documents, "failures": failures,
            "runs": _rows(db, _RUNS, "started_at", "kind", "state", "finished_at", "summary"),
            "quality": _rows(db, _QUALITY, "quality", "reports"),
            "coverage": _rows(db, _COVERAGE, "year", "state", "agencies"),
            "failed": _rows(db, _FAILURES, "stage", "kind", "times", "last_seen", "example", "message"),
        }


def _rows(db: sqlite3.Connection, sql: str, *names: str) -> list[dict[str, Any]]:
    rows = [dict(zip(names, row, strict=True)) for row in db.execute(sql)]
    for row in rows:
        if isinstance(row.get("summary"), str):
            row["summary"] = json.loads(row["summary"])
    return rows


def _show(found: dict[str, Any]) -> None:
    click.echo(f"数据库 database: {found['database']}")
    click.echo(
        f"报告 reports: {found['reports']}   机关 agencies: {found['agencies']}   文件 documents: {found['documents']}"
        f"   未解决的失败 open failures: {found['failures']}"
    )
    _part("最近的运行 last runs", ("开始 started", "种类 kind", "状态 state", "结束 finished", "说明 note"), [
        (row["started_at"], row["kind"], row["state"], row["finished_at"], _note(row["summary"])) for row in found["runs"]
    ])
    _part("质量 quality", ("质量 quality", "报告 reports"), [tuple(row.values()) for row in found["quality"]])
    _part("覆盖 coverage", ("年度 year", "状态 state", "机关 agencies"), [tuple(row.values()) for row in found["coverage"]])
    _part("失败 failures", ("阶段 stage", "原因 kind", "次 times", "最近 last seen", "例 example", "说明 message"), [
        tuple(row.values()) for row in found["failed"]
    ])


def _part(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        table(title, columns, rows)


def _note(summary: Any) -> str:
    if not isinstance(summary, dict):
        return ""
    return str(summary.get("error") or summary.get("attention") or "")
