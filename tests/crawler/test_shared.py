"""Several machines: what they share is in a real Redis, and the crawlers are processes."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crawler.conftest import Project, Redis
from tests.crawler.test_sample_sites import loaded
from tests.sites import SampleSites
from tests.sites.pages import Site
from tests.sites.pages import sites as every_site
from tests.sites.web import Web

#: Seconds after which a silent worker is relieved.
LEASE = 3.0


def few() -> tuple[Site, ...]:
    return tuple(site for site in every_site() if site.key != "portal")


@pytest.fixture
def sites(project: Project, redis: Redis) -> Iterator[SampleSites]:
    project.settings = {"redis_url": redis.url, "lease": LEASE}
    with SampleSites(make=few) as started:
        started.cards(project.sources)
        yield started


class Helper:
    """``gongkai worker`` in a process of its own; it knows of Redis and the archive, and nothing of the cards."""

    def __init__(self, project: Project, redis: Redis, **settings: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
        told = {
            "GONGKAI_REDIS_URL": redis.url, "GONGKAI_ARCHIVE": f"file://{project.home / 'archive'}",
            "GONGKAI_ALLOW_HOSTS": "127.0.0.0/8", "GONGKAI_HOME": str(project.home / "helper"), **settings,
        }
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("gongkai"), "worker"], env={**clean, **told}, cwd=project.home.parent, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        self.said = ""

    def ready(self) -> Helper:
        assert self.process.stderr is not None
        self.said = self.process.stderr.readline()
        assert "waiting" in self.said, self.said
        return self

    def end(self) -> tuple[int, str]:
        """Exit code and the last line of what it said."""
        _, said = self.process.communicate(timeout=60)
        assert "Traceback" not in said, said
        return self.process.returncode, (self.said + said).strip().rpartition("\n")[2]


@pytest.fixture
def helper(project: Project, redis: Redis) -> Iterator[Callable[..., Helper]]:
    made: list[Helper] = []

    def make(**settings: str) -> Helper:
        made.append(Helper(project, redis, **settings).ready())
        return made[-1]

    yield make
    for one in made:
        one.process.kill()
        one.process.communicate()


def until(happened: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def answered(sites: SampleSites) -> Counter[tuple[str, str]]:
    return Counter((r.host, r.path) for r in sites.requests() if r.status == 200 and r.path != "/robots.txt")


def test_two_processes_fetch_every_page_once_and_one_loads_it(
    project: Project, sites: SampleSites, helper: Callable[..., Helper]
) -> None:
    sites.latency = dict.fromkeys(sites.hosts, 0.1)
    one, stranger = helper(), helper(GONGKAI_ARCHIVE=str(project.home / "other"))
    summary = project.crawl()
    assert summary["ok"], summary["alarms"]
    code, said = one.end()
    assert code == 0, said
    code, said = stranger.end()
    assert code == 1
    assert "GONGKAI_ARCHIVE" in said
    assert loaded(project, sites) == {(e.document, e.publisher, e.year) for e in sites.expected}
    assert set(answered(sites).values()) == {1}
    assert len(project.rows("select id from reports")) == len(sites.expected)
    # The summary is that of one run: nothing is counted twice, and nothing that the helper did is missing.
    assert sorted((worker["state"], worker["sites"]) for worker in summary["workers"]) == [("left", 0), ("left", 1), ("owner", 2)]
    assert summary["requests"] == len(sites.requests()) == project.rows("select count(*) from fetches")[0][0]
    assert summary["sources"]["sample-county"]["failed"] == {"http_404": 2, "robots": 1}
    assert all(s["entered"] and s["complete"] for s in summary["sources"].values())
    journals = {path.stem for path in (project.home / "archive" / "journal").iterdir()}
    assert journals == {summary["run_id"]}, "only the owner writes the journal"
    assert not (project.home / "helper").exists(), "a worker needs no home"


def test_what_a_worker_finds_unchanged_is_counted_like_the_rest(project: Project, sites: SampleSites, helper: Callable[..., Helper]) -> None:
    first = project.crawl()
    card = project.sources / "sample-county.yaml"
    card.write_text(card.read_text() + "  min_reports: 1\n")  # news for the journal, by which the worker knows the archive
    sites.latency = dict.fromkeys(sites.hosts, 0.1)
    one = helper()
    summary = project.crawl()
    assert summary["ok"], summary["alarms"]
    code, said = one.end()
    assert code == 0, said
    assert [worker["sites"] for worker in summary["workers"] if worker["state"] == "left"] == [1]
    for source_id, source in summary["sources"].items():
        before = first["sources"][source_id]
        assert source["unchanged"] == before["new"] + before["duplicate"] + before["alternate"]
    assert sum(source["not_modified"] for source in summary["sources"].values())


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing_and_is_named(
    project: Project, sites: SampleSites, helper: Callable[..., Helper], redis: Redis
) -> None:
    import redis as client

    sites.latency = dict.fromkeys(sites.hosts, 0.3)
    one = helper()
    owner = project.start()
    link = client.Redis.from_url(redis.url, decode_responses=True)
    held = f"-{one.process.pid}-"
    until(lambda: any(held in worker for worker in link.hvals("gongkai:3:held")))
    asked = len(sites.requests())
    until(lambda: len(sites.requests()) > asked + 8)
    one.process.kill()
    sites.latency = {}
    summary = owner.end()
    assert loaded(project, sites) == {(e.document, e.publisher, e.year) for e in sites.expected}
    assert sum(times - 1 for times in answered(sites).values()) <= len(sites.sites), "only what was on its way may be asked again"
    (lost,) = (worker for worker in summary["workers"] if worker["state"] == "lost")
    assert held in lost["name"]
    assert lost["given_back"]
    assert [alarm for alarm in summary["alarms"] if lost["name"] in alarm]
    assert not summary["ok"]
    assert all(s["complete"] for s in summary["sources"].values())


@pytest.mark.slow
def test_neither_the_death_of_the_owner_nor_that_of_redis_loses_anything(
    project: Project, sites: SampleSites, redis: Redis, helper: Callable[..., Helper]
) -> None:
    sites.latency = dict.fromkeys(sites.hosts, 0.06)
    one = helper()
    owner = project.start()
    until(lambda: len(sites.requests()) > 10)
    owner.kill()
    code, said = one.end()
    assert code == 1
    assert "waits for the next run" in said
    asked = len(sites.requests())
    owner = project.start()
    until(lambda: len(sites.requests()) > asked + 10)
    redis.kill()
    assert owner.wait() == 1
    assert f"Redis at redis://127.0.0.1:{redis.port}/0 (GONGKAI_REDIS_URL) does not serve" in owner.said
    sites.latency = {}
    redis.start()
    summary = project.crawl()
    assert summary["ok"], summary["alarms"]
    assert loaded(project, sites) == {(e.document, e.publisher, e.year) for e in sites.expected}
    assert sum(times - 1 for times in answered(sites).values()) <= 2 * len(sites.sites)


def test_a_redis_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    from crawler.shared.link import connect
    from crawler.team import ClusterError

    with pytest.raises(ClusterError, match="does not serve") as caught:
        connect(f"unix://:secret@{tmp_path / 'nothing'}", retries=0)
    assert "secret" not in str(caught.value)
    with pytest.raises(ClusterError, match="no address of a Redis"):
        connect("http://127.0.0.1/")


def test_a_host_is_asked_by_one_process_at_a_time_with_a_pause(
    project: Project, redis: Redis, web: Callable[..., Web], helper: Callable[..., Helper]
) -> None:
    pages = {}
    for folder in ("/a/", "/b/"):
        articles = {f"{folder}{n}.html": f"示例局{2015 + n}年政府信息公开工作年度报告" for n in range(5)}
        links = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title in articles.items())
        pages[folder] = f"<html><title>政府信息公开年报</title><body><ul>{links}</ul></body></html>"
        pages.update((path, f"<html><body><h1>{title}</h1><p>总体情况</p></body></html>") for path, title in articles.items())
    site = web(answer=lambda asked: pages.get(asked.path))
    project.cards = [{"id": name, "url": site.url(f"/{name}/")} for name in ("a", "b")]
    project.settings = {"redis_url": redis.url, "lease": LEASE, "delay": "0.1"}
    one = helper()
    summary = project.crawl()
    code, said = one.end()
    assert code == 0, said
    assert sum(worker["sites"] for worker in summary["workers"]) == 2  # one each, unless one of them came late
    assert Counter(path for path in site.paths() if path in pages) == dict.fromkeys(pages, 1)
    assert site.most_open == 1
    gaps = [later.began - earlier.began for earlier, later in itertools.pairwise(site.log)]
    assert min(gaps) >= 0.1, gaps


def test_the_turn_of_a_process_that_died_ends(redis_url: str) -> None:
    from crawler.shared.link import connect
    from crawler.shared.pace import SharedPace

    dead, other = (SharedPace(connect(redis_url), 0, lease) for lease in (0.4, 5))

    async def run() -> float:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.1), dead.turn("a.gov.cn"):
                dead._leave_now = lambda *_: None  # it dies before it gives its turn back
                await asyncio.sleep(1)
        began = time.monotonic()
        async with other.turn("www.a.gov.cn"):
            return time.monotonic() - began

    assert 0.1 < asyncio.run(run()) < 2


def test_a_longer_pause_holds_for_all(redis_url: str) -> None:
    from crawler.shared.link import connect
    from crawler.shared.pace import SharedPace

    one, other = (SharedPace(connect(redis_url), 5, 10) for _ in range(2))
    one.slow("a.gov.cn", 20)
    other.slow("a.gov.cn", 8)
    assert (other.delay("www.a.gov.cn"), other.delay("b.gov.cn")) == (20, 5)


def test_mail_arrives_once_in_order_and_only_for_those_it_is_meant_for(redis_url: str) -> None:
    from crawler.shared.link import connect
    from crawler.shared.mail import Mail, deliver

    link, told = connect(redis_url), []

    class Target:
        def __getattr__(self, name: str) -> Callable[..., None]:
            return lambda *arguments: told.append((name, *arguments))

    for run_id in ("old", "new"):
        Mail(link, run_id, "intake").fetch({"url": run_id})
        Mail(link, run_id, "tally").request("a", 1, 200)
    with pytest.raises(AttributeError):
        Mail(link, "new", "tally").summary("x", "y")
    link.rpush("gongkai:3:mail", json.dumps(["new", "tally", "summary", []]), "[]")
    Mail(link, "new", "intake").failure({"url": "last"})
    for _ in range(2):
        deliver(link, "new", {"intake": Target(), "tally": Target()})
    assert told == [("fetch", {"url": "old"}), ("fetch", {"url": "new"}), ("request", "a", 1, 200), ("failure", {"url": "last"})]
