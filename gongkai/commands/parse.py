"""``gongkai parse``: files to JSON Lines, without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from etl.settings import Settings
from gongkai.console import progress
from gongkai.errors import Problem
from gongkai.options import READING, PathArgument, with_settings


@click.command("parse", short_help="Files to JSON Lines, without a database. 文件转 JSON，不写数据库。")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=PathArgument())
@with_settings(*READING)
def command(settings: Settings, files: tuple[Path, ...]) -> None:
    """Read files and print JSON Lines, one object a file, in order. Touches no database.

    FILE.meta.json beside a file says where it came from. A file that cannot be read gives an object with "error", and
    the exit code 1 after all other files were done.

    读取文件，按顺序逐个输出 JSON（每个文件一行），不写数据库。文件旁的 FILE.meta.json
    说明来源；无法读取的文件输出含 "error" 的对象，全部处理完后以 1 退出。
    """
    from etl.inputs import read_file, read_in_order
    from etl.workers import WorkerPool

    failed: list[str] = []
    inputs = (read_file(path, settings.max_bytes) for path in files)
    with (
        WorkerPool(min(settings.workers, len(files)), settings.read_timeout, settings.read_memory) as pool,
        progress("读取 reading", len(files)) as advance,
    ):
        for item, outcome in read_in_order(pool, inputs):
            print_line(as_json(item, outcome))
            advance(1, item.label)
            if outcome.error is not None:
                failed.append(item.label)
    if failed:
        named = failed[0] if len(failed) == 1 else f"{len(failed)} of {len(files)} files, the first is {failed[0]}"
        raise Problem(f"could not read {named}")


def as_json(item: Any, outcome: Any) -> dict[str, Any]:
    """The object printed for a file."""
    from etl.report import to_json

    if outcome.report is not None:
        shown = to_json(outcome.report, item.label)
        shown["warnings"] = [*item.warnings, *shown["warnings"]]
        return shown
    shown = {"file": item.label, "error": {"kind": outcome.error.kind, "message": outcome.error.message}}
    if outcome.sha256:
        shown["sha256"] = outcome.sha256
    if item.warnings:
        shown["warnings"] = list(item.warnings)
    return shown


def print_line(value: dict[str, Any]) -> None:
    """One line of UTF-8, whatever the locale; a file name that is no text has its odd bytes escaped."""
    try:
        line = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        line = json.dumps(value).encode()
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
