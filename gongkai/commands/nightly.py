"""``gongkai nightly``: one scheduled run."""

from __future__ import annotations

from typing import Any

import click

from etl.settings import Settings
from gongkai.crawling import show_crawl
from gongkai.errors import Problem
from gongkai.options import CRAWLING, with_settings


@click.command("nightly", short_help="One scheduled run. 一次定时运行。")
@with_settings("archive", "database", "releases", *CRAWLING)
def command(settings: Settings) -> None:
    """One scheduled run: crawl what is due, load, check, derive, publish, write the run summary.

    Made for cron or a systemd timer. A second run at the same time says so and exits with 1.

    一次定时运行：采集到期站点，载入、核对、汇总、发布，并写下运行小结。适合 cron 或 systemd 定时器。
    """
    from gongkai.night import run_night
    from gongkai.notify import Notifier
    from gongkai.session import writing

    notifier = Notifier(settings)
    untold: list[str] = []

    def tell(row: dict[str, Any]) -> None:
        untold.extend(notifier.tell(row))
        for sentence in untold:
            click.echo(f"gongkai: {sentence}", err=True)

    with writing(settings, "nightly", ended=tell) as run:
        summary = run_night(settings, run)
    show_crawl(summary)
    if run.summary["release"]:
        click.echo(f"发布 release: {run.summary['release']}")
    if attention := run.attention or next(iter(untold), None):
        raise Problem(attention)
