"""``gongkai rebuild``: the database anew, from the archive alone."""

from __future__ import annotations

import click

from etl.settings import Settings
from gongkai.console import progress, table
from gongkai.errors import Problem
from gongkai.options import READING, with_settings


@click.command("rebuild", short_help="Archive to database, without network. 由原件库重建数据库。")
@with_settings("archive", "database", *READING)
def command(settings: Settings) -> None:
    """Make the database anew from the archive: no network, in parallel; the same archive gives the same rows.

    A running `gongkai serve` sees the new rows at once. Nothing of the old database is touched before the new one is whole.

    只根据原件库重建数据库：不联网，多进程读取；同一原件库得到相同的数据。正在运行的门户无需重启。
    """
    from etl.archive import Archive
    from etl.runs import new_run_id, run_lock
    from etl.workers import WorkerPool

    archive = Archive(settings.archive)
    with (
        run_lock(settings.lock_file, new_run_id("rebuild")),
        WorkerPool(settings.workers, settings.read_timeout, settings.read_memory) as pool,
        progress("重建 rebuilding") as advance,
    ):
        if next(archive.documents(), None) is None and next(archive.journal(), None) is None:
            raise Problem(f"there is nothing in the archive {settings.archive}; the database stays as it is")
        from etl.rebuild import rebuild  # slow to load: whoever has to wait is told so at once

        result = rebuild(archive, settings.database, pool, lambda name: advance(1, name))
    rows = sorted(result.states.items())
    table("重建结果 documents read", ("结果 result", "文件 files"), rows)
    if result.problems:
        more = f", and {len(result.problems) - 1} more problems" if len(result.problems) > 1 else ""
        raise Problem(result.problems[0] + more)
