"""Every publishing system: exactly the reports that stand there, nothing new the second time but an edited page."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from crawler.pages.page import Page
from crawler.pages.urls import canonical
from crawler.platforms import choose
from tests.crawler.conftest import Project
from tests.sites.platforms import SITES, PlatformSite, all_platforms
from tests.sites.web import Web

KEYS = sorted(SITES)


@dataclass
class Crawled:
    """All sites, crawled; then one page of each edited, and crawled again."""

    project: Project
    sites: dict[str, PlatformSite]
    webs: dict[str, Web]
    summaries: list[dict[str, Any]] = field(default_factory=list)
    marks: dict[str, list[int]] = field(default_factory=dict)
    reports: list[list[tuple[Any, ...]]] = field(default_factory=list)
    edited: dict[str, str] = field(default_factory=dict)

    def crawl(self) -> None:
        self.summaries.append(self.project.crawl())
        self.reports.append(self.project.rows(
            "select r.url, r.title, a.name, r.year, r.published_on, r.page_url, r.versions from reports r left join agencies a on a.id = r.agency_id"
        ))
        for key, web in self.webs.items():
            self.marks.setdefault(key, []).append(len(web.log))

    def summary(self, run: int, key: str) -> dict[str, Any]:
        return self.summaries[run]["sources"][key]

    def asked(self, run: int, key: str) -> list[str]:
        begin = self.marks[key][run - 1] if run else 0
        return [a.target for a in self.webs[key].log[begin:self.marks[key][run]] if a.path != "/robots.txt"]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    sites = all_platforms()
    webs = {key: Web(site.host, site.robots, site.answer).start() for key, site in sites.items()}
    project = Project(Path(tmp_path_factory.mktemp("platforms")) / "home", settings={"workers": "2"})
    for key, site in sites.items():
        # Half of the sites do not say what they are.
        card = {"id": key, "url": webs[key].url(site.entry), **site.card}
        project.cards.append(card)
    done = Crawled(project, sites, webs)
    done.crawl()
    for key, site in sites.items():
        path = next((w.url for w in site.wanted if not w.attachments and isinstance(site.routes.get(w.url), str)), None)
        if path is not None:
            page = str(site.routes[path])
            at = page.index("</p>", page.index("总体情况") + 200)
            site.routes[path] = page[:at] + "（示例更正）" + page[at:]
            done.edited[key] = path
    done.crawl()
    yield done
    for web in webs.values():
        web.close()


@pytest.mark.parametrize("key", KEYS)
def test_exactly_the_reports_come_home(crawled: Crawled, key: str) -> None:
    site, web = crawled.sites[key], crawled.webs[key]
    mine = [r for r in crawled.reports[0] if r[0].startswith(web.url(""))]
    found = {(canonical(r[5] or r[0]), r[1], r[2], r[3], r[4], canonical(r[0])) for r in mine}
    expected = {
        (canonical(web.url(w.url)), w.title, w.publisher, w.year, w.published_on, canonical(web.url(w.document or w.url)))
        for w in site.wanted
    }
    assert found == expected
    files = {web.url(a) for w in site.wanted for a in w.attachments}
    fetched = {u for (u,) in crawled.project.rows("select url from fetches where status = 200")}
    assert files <= fetched
    summary = crawled.summary(0, key)
    assert summary["found"] == len(site.wanted)
    assert not summary["alarms"]
    assert summary["complete"]


@pytest.mark.parametrize("key", KEYS)
def test_decoys_and_forbidden_pages_are_not_even_asked(crawled: Crawled, key: str) -> None:
    site = crawled.sites[key]
    asked = set(crawled.asked(0, key))
    assert not asked & set(site.forbidden)
    # No page is asked twice, and nothing is asked that a list did not lead to.
    assert len(asked) == len(crawled.asked(0, key)) or key in ("hanwebp", "hanwebdir", "was")  # several forms to one address
    assert len(asked) <= len(site.wanted) * 2 + 25


@pytest.mark.parametrize("key", KEYS)
def test_the_second_crawl_brings_nothing_new_and_an_edited_page_is_one_new_version(crawled: Crawled, key: str) -> None:
    summary, edited = crawled.summary(1, key), crawled.edited.get(key)
    assert (summary["new"], summary["changed"], summary["vanished"]) == (0, int(edited is not None), 0)
    assert summary["found"] == summary["found_before"] == len(crawled.sites[key].wanted)
    assert summary["failed"] == crawled.summary(0, key)["failed"]
    assert len(crawled.asked(1, key)) <= len(crawled.asked(0, key))
    versions = {r[0]: r[6] for r in crawled.reports[1] if r[0].startswith(crawled.webs[key].url(""))}
    assert {url: v for url, v in versions.items() if v != 1} == ({crawled.webs[key].url(edited): 2} if edited else {})


def test_what_is_wrong_on_a_site_is_named(crawled: Crawled) -> None:
    failed = {key: crawled.summary(0, key)["failed"] for key in KEYS}
    assert failed.pop("vsb") == {"captcha": 1}
    assert failed.pop("trs6") == {"http_404": 1}
    assert failed.pop("misc") == {"robots": 1}
    assert failed.pop("was") == {"list_repeats": 1}
    assert not any(failed.values()), failed


def test_platforms_are_detected(crawled: Crawled) -> None:
    told = {
        "trs6": "trs", "trs1": "generic", "hanweb": "hanweb", "hanwebp": "hanweb", "hanwebjsp": "hanweb", "hanwebdir": "hanweb",
        "jpaas": "jpaas", "vsb": "vsb", "gkmlpt": "gkmlpt", "gkmlptroute": "gkmlpt", "nfcms": "nfcms", "ucap": "ucap",
        "ucapjson": "ucap", "lonsun": "lonsun", "lonsunlist": "lonsun", "openness": "openness", "shanghai": "shanghai",
        "was": "was", "misc": "generic",
    }
    for key, name in told.items():
        url = crawled.webs[key].url(crawled.sites[key].entry)
        with urllib.request.urlopen(url.partition("#")[0]) as answer:
            assert choose(Page(url, answer.read())).name == name, key
