"""``gongkai publish``: the open dataset."""

from __future__ import annotations

from pathlib import Path

import click

from etl.settings import Settings
from gongkai.errors import Problem
from gongkai.options import PathArgument, with_settings


@click.command("publish", short_help="The open dataset. 发布开放数据集。")
@click.argument("folder", metavar="DIR", type=PathArgument(file_okay=False))
@with_settings("database")
def command(settings: Settings, folder: Path) -> None:
    """Write the open dataset to DIR: SQLite, CSV, Parquet, data package, checksums, changes.

    把开放数据集写入 DIR：SQLite、CSV、Parquet、数据包描述、校验和与变更。
    """
    if not settings.database.is_file():
        raise Problem(f"there is no database at {settings.database}; run `gongkai nightly` or `gongkai ingest` first")
    from gongkai.night import publish_release

    click.echo(publish_release(settings, folder))
