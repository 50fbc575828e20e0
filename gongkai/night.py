"""One scheduled run: crawl what is due, load, check, derive, publish when something changed, and say what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.console import say
from gongkai.crawling import crawl_with_progress

if TYPE_CHECKING:
    from crawler.runtime import Mode
    from crawler.summary import RunSummary
    from etl.settings import Settings
    from gongkai.session import Session


def run_night(settings: Settings, run: Session, mode: Mode = "due") -> RunSummary:
    """The work of ``gongkai nightly``; what it did is in ``run.summary``, what to look at in ``run.attention``.

    A night that broke off is taken up where it was: what was archived is loaded, what was not asked is asked.
    """
    summary = crawl_with_progress(settings, run, mode=mode)
    run.writer.derive()
    if summary.new or summary.changed or not any(settings.releases.glob("*/datapackage.json")):
        run.summary["release"] = publish_release(settings)
    else:
        run.summary["release"] = None
        say("发布：没有新数据 nothing changed, so nothing is published")
    return summary


def publish_release(settings: Settings) -> str:
    """Publishes the database into the folder of releases; returns where."""
    from etl.publish import publish

    return str(publish(settings.database, settings.releases))
