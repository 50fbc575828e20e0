"""``gongkai crawl``: find, fetch and load reports from the sites of the registry."""

from __future__ import annotations

import click

from etl.settings import Settings
from gongkai.crawling import crawl_with_progress, show_crawl
from gongkai.errors import Problem
from gongkai.options import CRAWLING, with_settings


@click.command("crawl", short_help="Crawl only. 只采集。")
@click.option("--source", "source_ids", metavar="ID", multiple=True, help="Only this source; may be repeated. 只采集此站点，可重复。")
@click.option("--year", type=click.IntRange(2008, 2100), metavar="Y", help="Only reports of this year. 只采集此年度的报告。")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N documents a source. 每个站点最多 N 份文件。")
@with_settings("archive", "database", *CRAWLING)
def command(settings: Settings, source_ids: tuple[str, ...], year: int | None, limit: int | None) -> None:
    """Crawl the sites of the registry now, whether they are due or not, and load what is new.

    立即采集登记的站点并载入新报告。
    """
    from gongkai.session import writing

    with writing(settings, "crawl") as run:
        summary = crawl_with_progress(settings, run, source_ids=source_ids, year=year, limit=limit)
    show_crawl(summary)
    if run.attention:
        raise Problem(run.attention)
