"""One crawl in this process: opens what is needed, runs Scrapy, gives back what happened."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings as ScrapySettings

from crawler.configure import scrapy_settings
from crawler.runtime import Mode, Progress, Runtime
from crawler.summary import RunSummary, SourceSummary
from crawler.team import join_run
from etl.settings import Settings

__all__ = ["RunSummary", "SourceSummary", "crawl", "help_with_run", "scrape"]


def crawl(
    settings: Settings, *, run_id: str, source_ids: Iterable[str] = (), year: int | None = None, limit: int | None = None,
    progress: Progress | None = None, mode: Mode = "all",
) -> RunSummary:
    """Visits the sources and loads what it finds; blocks. Once a process: Twisted's reactor starts only once.

    ``source_ids`` empty means every card; ``year`` keeps only reports whose title names it (or no year); ``limit`` is the
    largest number of reports a source; ``mode`` ``due`` leaves out what is not due yet (see :mod:`crawler.schedule`).
    Raises :class:`~crawler.registry.RegistryError` before any request. Does not write the row of ``runs``: the caller does.
    """
    runtime = Runtime.open(
        settings, run_id=run_id, source_ids=source_ids, year=year, limit=limit, mode=mode, progress=progress
    )
    with contextlib.closing(runtime):
        scrape(runtime, "annual_reports")
        return runtime.finish()


def help_with_run(settings: Settings, waiting: Callable[[], None]) -> str:
    """Waits for a run that another machine announces, helps with it to its end, and returns its id; blocks.

    Sites are fetched into the shared archive; the run's owner reads and loads. Raises :class:`~crawler.team.ClusterError`.
    Once a process, like :func:`crawl`.
    """
    worker = join_run(settings, waiting)
    with contextlib.closing(Runtime.join(settings, worker)) as runtime:
        scrape(runtime, "annual_reports", {"ITEM_PIPELINES": {"crawler.pipelines.archive.ArchivePipeline": 100}})
        return runtime.run_id


def scrape(runtime: Runtime, spider: str | type[Spider], differing: Mapping[str, Any] | None = None, **arguments: Any) -> None:
    """Runs a spider of ours to its end, with the project's settings but for those that differ; blocks. Raises
    :class:`~crawler.team.ClusterError`."""
    project = ScrapySettings()
    project.setmodule("crawler.settings", priority="project")
    # Whoever calls decides where the log goes.
    project.setdict({**scrapy_settings(runtime.settings), "LOG_INSTALL_ROOT_HANDLER": False, **(differing or {})}, priority="cmdline")
    process = CrawlerProcess(project)
    process.crawl(spider, runtime=runtime, **arguments)
    process.start()
    if runtime.team.fault is not None:
        raise runtime.team.fault
