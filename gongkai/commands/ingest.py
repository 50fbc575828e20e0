"""``gongkai ingest``: files, folders, archives and single addresses into archive and database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from etl.settings import Settings
from gongkai.console import progress, table
from gongkai.errors import Problem
from gongkai.options import READING, with_settings

if TYPE_CHECKING:
    from etl.ingest import Ingested
    from etl.inputs import Input

#: Failures shown one by one after a run; all of them are in the table ``failures``.
_SHOWN = 20


@click.command("ingest", short_help="Load files, folders, archives or addresses. 载入文件、目录、压缩包或网址。")
@click.argument("what", metavar="PATH|URL…", nargs=-1, required=True)
@with_settings("archive", "database", "allow_hosts", "delay", "contact", *READING)
def command(settings: Settings, what: tuple[str, ...]) -> None:
    """Load files, folders, archives (zip, tar) or single addresses into archive and database.

    A file that is encrypted, empty, damaged, too long or no report is kept in the table failures, and the rest goes on.

    把文件、目录、压缩包或单个网址载入原件库和数据库；无法读取的文件记入 failures 表，其余照常处理。
    """
    from etl.ingest import ingest
    from gongkai.session import writing

    with writing(settings, "ingest") as run:
        with run.pool() as pool, progress("载入 loading") as advance:
            result = ingest(_inputs(settings, what), run.intake, pool, lambda item: advance(1, item.label))
            run.writer.derive()
        run.summary = {"files": result.total, **result.states}
        if result.failures:
            run.attention = f"{len(result.failures)} of {result.total} files could not be read"
        elif not result.total:
            run.attention = f"nothing to read in {', '.join(what)}"
    _show(result)
    if run.attention:
        first = f", the first is {result.failures[0][0]}; see `gongkai status`" if result.failures else ""
        raise Problem(run.attention + first)


def _inputs(settings: Settings, what: tuple[str, ...]) -> Iterator[Input]:
    from etl.inputs import walk

    for name in what:
        if name.lower().startswith(("http://", "https://")):
            yield _fetched(settings, name)
        else:
            yield from walk([Path(name)], settings.max_bytes)


def _fetched(settings: Settings, url: str) -> Input:
    raise Problem(f"{url}: single addresses cannot be fetched yet; save the file and name it")


def _show(result: Ingested) -> None:
    table("载入结果 files loaded", ("结果 result", "文件 files"), [(state, n) for state, n in sorted(result.states.items())])
    if result.failures:
        rows = [(name, error.kind, error.message) for name, error in result.failures[:_SHOWN]]
        more = len(result.failures) - len(rows)
        title = "未能读取 not read" + (f" (first {_SHOWN}, {more} more)" if more else "")
        table(title, ("文件 file", "原因 kind", "说明 message"), rows)
