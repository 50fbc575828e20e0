"""``gongkai demo``: the whole way once, on sample government sites on this machine."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from etl.settings import Settings
from gongkai.console import progress, table
from gongkai.crawling import show_crawl
from gongkai.errors import Problem
from gongkai.options import READING, with_settings

HOME = Path("demo-data")
#: The port of the sample sites, when it is free: a second demo then meets the same addresses and finds nothing new.
_SITES_PORT = 8002
#: Seconds for the sample sites to draw up their reports.
_START_TIMEOUT = 180


@click.command("demo", short_help="The whole way once, on sample sites on this machine. 在示例网站上演示全过程。")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on. 监听地址。")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port of the portal. 门户端口。")
@click.option("--no-serve", is_flag=True, help="Stop before the portal. 不启动门户。")
@click.option("--open", "open_browser", is_flag=True, help="Open a browser. 打开浏览器。")
@with_settings(*READING)
def command(settings: Settings, host: str, port: int, no_serve: bool, open_browser: bool) -> None:
    """Start sample government sites on this machine, crawl them, load their reports, and serve the portal.

    Keeps its data in ./demo-data (or GONGKAI_HOME). Nothing outside this machine is asked.

    在本机启动示例政府网站，采集并载入其报告，然后启动门户。数据放在 ./demo-data，不访问外部网络。
    """
    from gongkai.night import run_night
    from gongkai.session import writing
    from portal.serve import listen, serve

    if not no_serve:
        listen(host, port).close()  # a port in use is said now, not after the work
    settings = _own_home(settings)
    click.echo(f"示例数据 sample data: {settings.home}")
    with _sample_sites() as cards:
        local = replace(settings, sources=cards, allow_hosts=("127.0.0.0/8",), delay=0.05)
        with writing(local, "nightly") as run:
            summary = run_night(local, run, mode="all")
    show_crawl(summary)
    _show_database(settings.database)
    if run.attention:
        click.echo(f"请查看 to look at: {run.attention}", err=True)
    if not no_serve:
        serve(settings, host, port, open_browser)


def _own_home(settings: Settings) -> Settings:
    """The demo never mixes with real data: its home is its own unless one was named."""
    named = os.environ.get("GONGKAI_HOME", "").strip() or "home" in click.get_current_context().find_root().ensure_object(dict)
    home = settings.home if named else HOME
    return replace(
        settings, home=home, archive=str(home / "archive"), database=home / "gongkai.db", releases=home / "releases"
    )


@contextlib.contextmanager
def _sample_sites() -> Iterator[Path]:
    """Runs the sample sites; yields the folder with their registry cards."""
    root = Path(__file__).resolve().parent.parent.parent
    if not (root / "tests" / "sites").is_dir():
        raise Problem(f"the sample sites are part of the source checkout, and {root} has no tests/sites; clone the repository")
    with TemporaryDirectory(prefix="gongkai-demo-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.sites", "--platforms", "--port", str(_free_port()), "--cards", folder],
            cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )
        try:
            with progress("启动示例网站 starting the sample sites", counted=False):
                ready = _first_line(process)
            click.echo(f"示例网站 sample sites: {ready['url']}")
            yield Path(ready["cards"])
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.2", _SITES_PORT))
        except OSError:
            return 0
    return _SITES_PORT


def _first_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    readable, _, _ = select.select([process.stdout], [], [], _START_TIMEOUT)
    line = process.stdout.readline() if readable else ""
    try:
        ready = json.loads(line)
    except ValueError:
        ready = None
    if not isinstance(ready, dict):
        raise Problem("the sample sites did not start; `python -m tests.sites` shows why")
    return ready


def _show_database(database: Path) -> None:
    import sqlite3

    with contextlib.closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "select r.year, count(*), count(distinct r.agency_id), group_concat(distinct r.form), sum(r.quality = 'clean'),"
            " (select count(*) from findings f join reports s on s.id = f.report_id where s.year is r.year)"
            " from reports r group by r.year order by r.year"
        ).fetchall()
    columns = ("年度 year", "报告 reports", "机关 agencies", "格式 form", "核对无误 clean", "问题 findings")
    table("读到的报告 reports read", columns, rows)
