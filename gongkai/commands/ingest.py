"""``gongkai ingest``: files, folders, archives and single addresses into archive and database."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from etl.settings import Settings
from gongkai.console import progress, table
from gongkai.crawling import own_signals
from gongkai.errors import Problem
from gongkai.options import READING, with_settings

if TYPE_CHECKING:
    from etl.ingest import Ingested
    from etl.inputs import Input
    from gongkai.session import Session

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
    from etl.ingest import Ingested, ingest
    from etl.inputs import walk
    from gongkai.session import writing

    addresses = [name for name in what if _is_address(name)]
    for address in addresses:
        if not urlsplit(address).hostname:
            raise click.UsageError(f"{address} is no address")
    paths = [Path(name) for name in what if not _is_address(name)]
    result = Ingested()
    with writing(settings, "ingest") as run:
        fetched = _fetch(settings, run, addresses, result) if addresses else []
        with run.pool() as pool, progress("载入 loading") as advance:
            inputs = chain(fetched, walk(paths, settings.max_bytes))
            ingest(inputs, run.intake, pool, result, lambda item: advance(1, item.label))
            run.writer.derive()
        run.summary = {"files": result.total, **result.states}
        if result.failures:
            run.attention = f"{len(result.failures)} of {result.total} files could not be read"
        elif not result.total:
            run.attention = f"nothing to read in {', '.join(what)}"
    _show(result)
    if run.attention:
        first = f", the first is {result.failures[0].label}; see `gongkai status`" if result.failures else ""
        raise Problem(run.attention + first)


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _fetch(settings: Settings, run: Session, addresses: list[str], result: Ingested) -> list[Input]:
    """What stands at the addresses, asked for with all the manners of a crawl; what fails is noted in the result."""
    from crawler.look import look
    from crawler.network.headers import file_name
    from crawler.registry import Card
    from etl.inputs import Input
    from etl.report import Origin
    from etl.runs import now

    found = []
    cards = [Card(id=f"address-{number}", url=url) for number, url in enumerate(addresses, 1)]
    with progress("下载 fetching", counted=False), own_signals():
        seen = look(settings, cards, run_id=run.run_id)
    for page in seen:
        if page.page is None:
            kind, message = page.fault or "download", page.message or "nothing came"
            run.intake.failure({"url": page.url, "stage": "fetch", "kind": kind, "message": message})
            result.failed(page.url, kind, message)
            continue
        headers = dict(page.page.headers)
        name = file_name(page.url, headers.get("content-disposition"))
        origin = Origin(name=name, url=page.url, fetched_at=now(), headers=headers)
        found.append(Input(page.url, page.page.body, origin))
    return found


def _show(result: Ingested) -> None:
    table("载入结果 files loaded", ("结果 result", "文件 files"), [(state, n) for state, n in sorted(result.states.items())])
    if result.failures:
        rows = result.failures[:_SHOWN]
        more = len(result.failures) - len(rows)
        title = "未能读取 not read" + (f" (first {_SHOWN}, {more} more)" if more else "")
        table(title, ("文件 file", "原因 kind", "说明 message"), rows)
