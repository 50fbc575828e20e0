"""One scheduled run: crawl what is due, load, check, derive, publish when something changed, and say what came of it."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from typing import TYPE_CHECKING

from gongkai.console import progress, say
from gongkai.crawling import crawl_with_progress

if TYPE_CHECKING:
    from pathlib import Path

    import sqlite_utils

    from crawler.runtime import Mode
    from crawler.summary import RunSummary
    from etl.settings import Settings
    from gongkai.session import Session

#: What a release says, in few rows: other data in any of these makes another release.
_STATE = (
    "select report_id, document_sha256, address, state, version, fingerprint from report_versions order by 1, 2, 3",
    "select agency_id, year, state from coverage order by agency_id, year",
)


def run_night(settings: Settings, run: Session, mode: Mode = "due") -> RunSummary:
    """The work of ``gongkai nightly``; what it did is in ``run.summary``, what to look at in ``run.attention``.

    A night that broke off is taken up where it was: what was archived is loaded, what was not asked is asked, and what
    was loaded and not published yet is published.
    """
    summary = crawl_with_progress(settings, run, mode=mode)
    run.writer.derive()
    state = _state(run.writer.db)
    note = settings.home / "released.json"
    if note.is_file() and (settings.releases / "datapackage.json").is_file() and json.loads(note.read_text()) == state:
        say("发布：没有新数据 nothing changed, so nothing is published")
        run.summary["release"] = None
        return summary
    with progress("发布 publishing", counted=False):
        run.summary["release"] = str(publish_release(settings, settings.releases))
    fresh = note.with_suffix(".new")
    fresh.write_text(json.dumps(state))
    fresh.replace(note)
    return summary


def publish_release(settings: Settings, folder: Path) -> Path:
    """The open dataset in ``folder``, with what Datasette needs to show it well; returns the folder."""
    from etl.publish import publish
    from portal import describe

    return publish(settings.database, folder, extra={"datasette-metadata.json": describe.dump()})


def _state(db: sqlite_utils.Database) -> dict[str, str]:
    """What the database holds and which program would publish it."""
    digest = hashlib.sha256()
    for sql in _STATE:
        for row in db.execute(sql):
            digest.update(repr(row).encode())
    return {"data": digest.hexdigest(), "program": version("gongkai")}
