"""A crawl that is killed at any point and run again ends with the rows of one that nothing disturbed."""

from __future__ import annotations

import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.tables import rows
from tests.crawler.conftest import Project
from tests.sites import SampleSites
from tests.sites.pages import Site
from tests.sites.pages import sites as every_site

_MOMENT = re.compile(r"20\d\d-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)")
_RUN = re.compile(r"20\d{6}T[\d.]+Z-\w+-\w{4}")


def one_site() -> tuple[Site, ...]:
    return tuple(site for site in every_site() if site.key == "county")


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with SampleSites(make=one_site) as started:
        yield started


@pytest.fixture(scope="module")
def undisturbed(sites: SampleSites, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    calm = Project(tmp_path_factory.mktemp("calm"))
    sites.cards(calm.sources)
    assert calm.crawl()["ok"]
    return content(calm.home)


def content(home: Path) -> dict[str, list[str]]:
    """Every row but those of runs and single requests, without moments and names of runs."""
    found = rows(home / "gongkai.db")
    return {
        table: sorted(_RUN.sub("RUN", _MOMENT.sub("MOMENT", repr(row))) for row in found[table])
        for table in found if table not in ("runs", "fetches")
    }


def remembered(home: Path) -> set[str]:
    """Addresses of the pages that memory holds for answered."""
    if not (home / "crawl.db").exists():
        return set()
    with closing(sqlite3.connect(home / "crawl.db")) as db:
        return {url for (url,) in db.execute("select url from pages where state <> 'pending'")}


@pytest.mark.parametrize("steps", [
    (45, "load", "derive"), *(pytest.param(steps, marks=pytest.mark.slow) for steps in [(9, 30, 60), *((n, n + 7, n + 3) for n in range(2, 100, 13))]),
])
def test_a_crawl_killed_at_any_point_ends_like_an_undisturbed_one(
    project: Project, sites: SampleSites, undisturbed: dict[str, list[str]], steps: tuple[int | str, ...]
) -> None:
    sites.cards(project.sources)
    sites.log.clear()
    answered: list[tuple[int, set[str]]] = []
    for step in steps:
        project.settings = {"die_before": step}
        assert project.start().wait() == -signal.SIGKILL or step != steps[0]
        answered.append((len(sites.requests()), remembered(project.home)))
    project.settings = {}
    summary = project.crawl()
    assert summary["ok"], summary["alarms"]
    found = content(project.home)
    assert found.keys() == undisturbed.keys()
    for table, expected in undisturbed.items():
        assert found[table] == expected, table
    for asked, known in answered:
        again = {sites.url(r.host, r.path) for r in sites.requests()[asked:] if r.status == 200}
        assert not again & known, "what was remembered as answered is not asked in full again"
