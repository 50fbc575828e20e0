"""A crawl of the sample sites through archive, worker processes and database."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from crawler.registry import load_registry
from tests.crawler.conftest import ROOT, Project
from tests.sites import SampleSites


@pytest.fixture
def sites(project: Project) -> Iterator[SampleSites]:
    with SampleSites() as started:
        started.cards(project.sources)
        yield started


def loaded(project: Project, sites: SampleSites) -> set[tuple[str, str, int]]:
    """Address of the article or file, publisher and year of every report. A report in two files may be read from either."""
    twice = {file: e.document for e in sites.expected if e.document not in e.attachments for file in e.attachments}
    found = project.rows("select r.url, a.name, r.year from reports r join agencies a on a.id = r.agency_id")
    return {(twice.get(url, url), name, year) for url, name, year in found}


@pytest.mark.slow
def test_a_crawl_brings_home_exactly_the_reports_and_a_second_one_only_what_changed(
    project: Project, sites: SampleSites,
) -> None:
    first = project.crawl()
    expected = sites.expected
    assert first["ok"], first["alarms"]
    assert loaded(project, sites) == {(e.document, e.publisher, e.year) for e in expected}
    assert {t for (t,) in project.rows("select title from reports")} == {e.report.title for e in expected}
    attached = {url for e in expected for url in e.attachments}
    fetched = {u for (u,) in project.rows("select url from fetches where status = 200")}
    assert attached <= fetched
    new = sum(s["new"] for s in first["sources"].values())
    assert new == len(expected)
    for source in first["sources"].values():
        site = next(s for s in sites.sites.values() if s.card["id"] == source["source_id"])
        assert source["found"] == len(site.expected)
    # What must be left alone, was; what looks like a report and is none, was not even asked.
    asked = {f"http://{r.host}:{sites.port}{r.path}" for r in sites.requests()}
    assert not asked & set(sites.untouchable)
    assert not asked & set(sites.refused)
    assert first["sources"]["sample-county"]["failed"] == {"http_404": 2, "robots": 1}
    assert set(first["sources"]["sample-county"]["ignored"]) >= {"companion", "website_report", "rule_of_law", "external", "twin"}
    assert all(r.user_agent.startswith("gongkai/") for r in sites.requests())

    edited = next(e for e in expected if e.site == "city" and e.year == 2024)
    _edit(sites, edited.url)
    gone = next(e for e in expected if e.site == "city" and e.year == 2019)
    sites.remove("city", gone.url.removeprefix(sites.url("city", "")))
    before = len(sites.log)
    reports = project.rows("select * from reports where url <> ? order by id", edited.url)
    second = project.crawl()
    log = sites.log[before:]
    city = second["sources"]["sample-city"]
    assert (city["changed"], city["vanished"], city["failed"]) == (1, 1, {})
    assert second["ok"] == (city["found"] >= 5)  # four and the corrected one are left of six
    assert sum(s["new"] for s in second["sources"].values()) == 0
    assert sum(s["changed"] for s in second["sources"].values()) == 1
    assert loaded(project, sites) == {(e.document, e.publisher, e.year) for e in expected}, "what vanished stays published"
    assert project.rows("select * from reports where url <> ? order by id", edited.url) == reports
    known = {(r.host, r.path) for r in sites.log[:before] if r.status == 200}
    assert all(r.conditional for r in log if (r.host, r.path) in known)
    assert Counter(r.status for r in log)[200] == 1
    assert not any(r.path == "/robots.txt" for r in log)  # kept for a day


def _edit(sites: SampleSites, url: str) -> None:
    """Adds a few words to the first section of a report."""
    path = url.removeprefix(sites.url("city", ""))
    page = sites.page("city", path)
    assert page is not None
    before, heading, after = page.body.partition("总体情况".encode())
    end = after.index(b"</p>", after.index(b"</p>") + 4)
    sites.edit("city", path, before + heading + after[:end] + "（示例更正）".encode() + after[end:])


def test_year_and_limit_choose(project: Project, sites: SampleSites) -> None:
    summary = project.crawl(source_ids=["sample-portal"], year=2023, limit=2)
    assert [y for (y,) in project.rows("select year from reports")] == [2023, 2023]
    assert summary["ok"], "a partial crawl is not held against the least number of reports"


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.6])
def test_a_crawl_killed_half_way_goes_on_without_loss_or_doubles(project: Project, sites: SampleSites, moment: float) -> None:
    sites.latency = dict.fromkeys(sites.hosts, 0.04)
    running = project.start()
    deadline = time.monotonic() + 30
    while not sites.log and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(moment)
    running.kill()
    asked = Counter((r.host, r.path) for r in sites.log if r.status == 200)
    sites.latency = {}
    summary = project.crawl()
    assert summary["ok"], summary["alarms"]
    assert all(s["entered"] and s["complete"] for s in summary["sources"].values())
    assert loaded(project, sites) == {(e.document, e.publisher, e.year) for e in sites.expected}
    assert len(project.rows("select id from reports")) == len(sites.expected)
    # Only what was on its way when the crawl died is asked in full a second time.
    again = Counter((r.host, r.path) for r in sites.log if r.status == 200) - asked
    twice = {key for key in again if key in asked and key[1] != "/robots.txt"}
    assert len(twice) <= 12, twice
    objects = {p for p in (project.home / "archive" / "objects").rglob("*") if p.is_file()}
    for path in objects:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.parent.name + path.name


def test_scrapy_itself_lists_and_runs_the_spider(project: Project, sites: SampleSites) -> None:
    environment = {
        **os.environ, "GONGKAI_HOME": str(project.home), "GONGKAI_SOURCES": str(project.sources), "GONGKAI_DELAY": "0",
        "GONGKAI_ALLOW_HOSTS": "127.0.0.0/8", "GONGKAI_WORKERS": "1",
    }
    scrapy = [str(ROOT / ".venv/bin/scrapy")] if (ROOT / ".venv/bin/scrapy").exists() else ["scrapy"]
    listed = subprocess.run([*scrapy, "list"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert listed.stdout.split() == ["annual_reports"]
    done = subprocess.run(
        [*scrapy, "crawl", "annual_reports", "-a", "source=sample-bureau", "-a", "limit=3"], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert len(project.rows("select id from reports")) == 3
    ((kind, state, summary),) = project.rows("select kind, state, summary from runs")
    assert (kind, state) == ("crawl", "finished")
    assert json.loads(summary)["ok"]


def test_every_shipped_card_loads() -> None:
    assert len(load_registry()) > 150
