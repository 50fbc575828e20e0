"""Sites that refuse, break, lie and trap: each fault has its name, nothing is stormed, and the rest goes on."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request

from crawler.middlewares.robots import RobotsMiddleware
from tests.crawler.conftest import Project
from tests.sites.hostile import LIST, hosts, several
from tests.sites.web import Web


@dataclass
class Faults:
    project: Project
    webs: dict[str, Web] = field(default_factory=dict)
    summaries: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, int]] = field(default_factory=list)

    def crawl(self) -> None:
        self.summaries.append(self.project.crawl())
        self.marks.append({key: len(web.log) for key, web in self.webs.items()})

    def failed(self, key: str, run: int = 0) -> dict[str, int]:
        return self.summaries[run]["sources"][key]["failed"]

    def requests(self, key: str, run: int = 0) -> list[str]:
        begin = self.marks[run - 1][key] if run else 0
        return [a.target for a in self.webs[key].log[begin:self.marks[run][key]]]


OUTSIDE = "127.0.88.1"


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faults]:
    outside = Web(OUTSIDE, answer=lambda asked: LIST).start()
    answers = hosts(outside.url("/zfxxgknb/"))
    made = Faults(Project(
        Path(tmp_path_factory.mktemp("faults")) / "home",
        settings={"allow_hosts": "127.0.77.0/24,nichts.example", "max_bytes": "1M", "fetch_timeout": "2", "contact": "ops@shili.gov.cn"},
    ))
    for number, (key, values) in enumerate(answers.items(), 1):
        made.webs[key] = Web(f"127.0.77.{number}", **values).start()
        made.project.cards.append({"id": key, "url": made.webs[key].url("/zfxxgknb/"), "platform": "generic"})
    closed = Web("127.0.77.200")
    closed.server.server_close()
    made.project.cards += [
        {"id": "closed", "url": closed.url("/zfxxgknb/")}, {"id": "dns", "url": "http://nichts.example/zfxxgknb/"},
        {"id": "other", "url": "http://www.example.com/zfxxgknb/"},
        {"id": "rebound", "url": "http://rebound.shili.gov.cn/zfxxgknb/"}, {"id": "mixed", "url": "http://mixed.shili.gov.cn/zfxxgknb/"},
    ]
    made.project.settings["dns"] = {
        "rebound.shili.gov.cn": [["127.0.0.1"], ["169.254.169.254"], ["10.0.0.1"]], "mixed.shili.gov.cn": [["10.0.0.1", "8.8.8.8", "::1"]],
    }
    made.crawl()
    made.crawl()
    assert not outside.log, "a redirect led out of the allowed network"
    yield made
    for web in (*made.webs.values(), outside):
        web.close()


@pytest.mark.parametrize(("key", "failed"), [
    ("ordinary", {}), ("wall521", {"challenge_521": 1}), ("wall412", {"challenge_412": 1}), ("wallscript", {"challenge_script": 1}),
    ("forbidden", {"http_403": 1}), ("shell", {"shell_page": 1}), ("soft404", {"soft_404": 1}), ("gone", {"http_404": 1}),
    ("away", {"refused_host": 1}), ("private", {"refused_host": 1}), ("meta", {"refused_host": 1}), ("loop", {"redirect_loop": 1}),
    ("busy", {}), ("busyhours", {"http_429": 1}), ("broken", {"http_500": 1}), ("robotsall", {"robots": 1}), ("robots403", {"robots": 1}),
    ("robots500", {"robots": 1}), ("robotspath", {"robots": 1}), ("big", {"too_large": 1}), ("bigchunked", {"too_large": 1}),
    ("bomb", {"too_large": 1}), ("slow", {"timeout": 1}), ("torn", {"truncated": 1}), ("empty", {"empty": 1}), ("notfile", {"http_404": 1}),
    ("garbage", {"unsupported": 1}), ("onefile", {"http_403": 1}), ("closed", {"connection": 1}), ("dns", {"dns": 1}), ("other", {"refused_host": 1}),
    ("torngzip", {"truncated": 1}), ("wallwords", {"challenge_script": 1}), ("home", {"home_page": 1}), ("homelist", {"home_page": 1}),
    ("ftp", {"refused_host": 1}), ("script", {"refused_host": 1}), ("robotsbom", {"robots": 1}), ("flapping", {}), ("endless", {"endless_list": 1}),
    ("unread", {"list_unread": 1}), ("nothing", {}), ("otherpage", {"other_page": 1}), ("rebound", {"refused_host": 1}), ("mixed", {"connection": 1}),
])
def test_every_fault_has_its_name(faults: Faults, key: str, failed: dict[str, int]) -> None:
    assert faults.failed(key) == failed
    kinds = {k for (k,) in faults.project.rows("select kind from failures where source_id = ?", key)}
    assert set(failed) <= kinds


def test_a_guarded_crawl_sends_nothing_to_where_it_must_not(faults: Faults) -> None:
    attempts = [address for summary in faults.summaries for address in summary["attempts"]]
    assert set(attempts) == {"8.8.8.8"}  # the public one of the mixed answers


def test_the_rest_goes_on(faults: Faults) -> None:
    for key in ("ordinary", "busy", "onefile", "flapping", "endless"):
        assert faults.summaries[0]["sources"][key]["found"] >= 1, key
    assert not faults.summaries[0]["defects"]


def test_a_source_that_could_not_be_entered_is_an_alarm_and_a_single_file_is_none(faults: Faults) -> None:
    sources = faults.summaries[0]["sources"]
    for key in ("wall521", "wallwords", "homelist", "endless", "gone", "away", "robotsall", "closed", "dns", "other", "soft404", "shell", "unread", "nothing", "home", "otherpage", "torn", "robotspath"):
        assert sources[key]["alarms"], key
    for key in ("ordinary", "onefile", "flapping"):
        assert not sources[key]["alarms"], key
    assert not faults.summaries[0]["ok"]


def test_what_of_a_list_cannot_be_read_is_said_at_every_visit(faults: Faults) -> None:
    assert [summary["sources"]["unread"]["failed"] for summary in faults.summaries[:2]] == [{"list_unread": 1}] * 2


def test_nothing_is_stormed(faults: Faults) -> None:
    for key in ("wall521", "wall412", "wallscript", "forbidden", "busyhours", "away", "private", "shell", "soft404", "gone"):
        robots, *rest = faults.requests(key)
        assert robots == "/robots.txt", key  # which a busy machine may have been late with, so that it was asked again
        assert sum(target != robots for target in rest) == 1, key
    assert len(faults.requests("broken")) == 4  # tried three times
    assert len(faults.requests("loop")) <= 9
    assert faults.requests("robotsall") == ["/robots.txt"]
    assert faults.requests("robots403") == ["/robots.txt"]
    assert "/zfxxgknb/1.html" not in faults.requests("robotspath")
    # A server that drips does not notice that nobody listens any more.
    assert {web.most_open for key, web in faults.webs.items() if key != "slow"} == {1}


def test_a_host_that_said_no_is_left_alone_the_next_time(faults: Faults) -> None:
    for key in ("wall521", "wall412", "wallscript", "forbidden", "busyhours"):
        assert faults.requests(key, 1) == [], key
        assert faults.summaries[1]["sources"][key]["put_off"] == {"cooling_down": 1}
    # A single forbidden file does not speak for its host, two in a row do.
    assert len(faults.requests("onefile", 1)) > 0
    assert faults.failed("allfiles")["http_403"] == 2
    assert faults.summaries[0]["sources"]["allfiles"]["put_off"]["cooling_down"] >= 2
    retry = dict(faults.project.rows("select source_id, retry_after from failures where kind = 'http_429'"))
    assert retry["busyhours"]


def test_a_robots_file_is_kept_for_a_day_and_a_refusal_with_it(faults: Faults) -> None:
    assert faults.requests("robotsall", 1) == []
    assert "/robots.txt" not in faults.requests("ordinary", 1)


def test_a_busy_server_is_given_the_time_it_asks_for(faults: Faults) -> None:
    first, second = [a for a in faults.webs["busy"].log if a.path == "/zfxxgknb/"][:2]
    assert second.began - first.began >= 1


def test_bytes_that_are_not_what_the_header_says_are_still_read(faults: Faults) -> None:
    assert faults.summaries[0]["sources"]["notgzip"]["found"] == 1


def test_the_list_of_failures_is_one_line_a_fault(faults: Faults) -> None:
    rows = faults.project.rows("select source_id, url, stage, message from failures")
    assert all("\n" not in message and len(message) < 500 for *_, message in rows)
    assert len(rows) == len({row[:3] for row in rows})


def test_real_sites_are_not_asked_without_a_contact(project: Project) -> None:
    project.cards = [{"id": "real", "url": "http://www.shili.gov.cn/zfxxgknb/"}]
    project.settings = {"dns": {"www.shili.gov.cn": [["8.8.8.8"]]}}
    summary = project.crawl()
    assert summary["attempts"] == []
    assert summary["sources"]["real"]["put_off"] == {"no_contact": 1}
    assert "GONGKAI_CONTACT" in summary["alarms"][0]


def test_pauses_are_kept_and_the_contact_is_named(project: Project, web: Callable[..., Web]) -> None:
    sites = [web(answer=several(200, 200, 200), robots="User-agent: *\nCrawl-delay: 0.5\n"), web(answer=several(200, 200, 200, 200))]
    project.cards = [{"id": f"s{n}", "url": s.url("/zfxxgknb/")} for n, s in enumerate(sites)]
    project.settings = {"delay": "0.1", "contact": "https://shili.gov.cn/contact"}
    project.crawl()
    for least, site in zip((0.5, 0.1), sites, strict=True):
        times = [a.began for a in site.log[1:]]
        assert len(times) >= 4
        assert all(b - a >= least for a, b in itertools.pairwise(times))
        assert all(a.headers["user-agent"].startswith("gongkai/") for a in site.log)
        assert all("(+https://shili.gov.cn/contact)" in a.headers["user-agent"] for a in site.log)


@pytest.mark.slow
def test_a_host_has_a_budget_a_night_and_what_is_left_comes_another(project: Project, web: Callable[..., Web]) -> None:
    site = web(answer=several(200, 200, 200, 200, 200, 200))
    project.cards = [{"id": "many", "url": site.url("/zfxxgknb/")}]
    project.settings = {"host_budget": "5"}
    first = project.crawl()["sources"]["many"]
    assert len(site.log) == 5
    assert first["put_off"]["budget"] == 3
    assert not first["alarms"]
    project.settings = {"host_budget": "100"}
    second = project.crawl()["sources"]["many"]
    assert second["put_off"] == {}
    assert second["complete"]
    # New pages come before those that are only looked at again.
    articles = [a.path for a in site.log[5:] if a.path.endswith(".html")]
    assert set(articles[:3]).isdisjoint(a.path for a in site.log[:5])


def test_a_site_that_takes_too_long_is_left_for_another_night(project: Project, web: Callable[..., Web]) -> None:
    site = web(answer=several(*[200] * 8))
    project.cards = [{"id": "long", "url": site.url("/zfxxgknb/")}]
    project.settings = {"source_timeout": "2", "delay": "0.5"}
    summary = project.crawl()["sources"]["long"]
    assert summary["put_off"]["source_timeout"] >= 3
    assert summary["alarms"]


def test_whoever_waits_for_a_robots_file_hears_that_it_cannot_be_learned() -> None:
    """Of a defect, or a memory that fails: a request that waits for ever would keep the crawl from ending."""
    memory = SimpleNamespace(host=lambda host: 1 / 0)
    middleware = RobotsMiddleware(SimpleNamespace(memory=memory), SimpleNamespace())  # type: ignore[arg-type]

    async def both() -> list[Any]:
        asked = (middleware.process_request(Request("http://www.shili.gov.cn/")) for _ in range(2))
        return await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 5)

    assert [type(outcome) for outcome in asyncio.run(both())] == [ZeroDivisionError, ZeroDivisionError]
