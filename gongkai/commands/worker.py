"""``gongkai worker``: helps with a run that another machine leads."""

from __future__ import annotations

import click

from etl.settings import Settings
from gongkai.options import with_settings


@click.command("worker", short_help="Help with another machine's run. 协助另一台机器采集。")
@with_settings("archive", "redis_url", "allow_hosts")
def command(settings: Settings) -> None:
    """Wait until `gongkai nightly` or `gongkai crawl` begins on the machine with the database, fetch some of its sites into the
    shared archive, and end with it. Needs the same Redis and the same archive; all else it is told.

    等待主机上的运行开始，分担采集部分站点，随其结束。需使用同一 Redis 与同一原件库。
    """
    from crawler.run import help_with_run
    from gongkai.console import say
    from gongkai.crawling import own_signals

    with own_signals():
        run_id = help_with_run(settings, lambda: say("等待运行开始 waiting for a run to begin"))
    say(f"已协助运行 helped with run {run_id}")
