"""Feeds: what RFC 4287 and JSON Feed 1.1 ask for, in both languages, on reports that were fetched and on ones that were not."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from etl.archive import Archive
from etl.load import Writer, open_database
from portal import describe
from portal.app import Portal
from tests.load.reports import origin, outcome, report
from tests.portal.asking import ask
from tests.portal.conftest import Home

ATOM = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def addresses(home: Home) -> list[str]:
    with closing(sqlite3.connect(home.database)) as db:
        agency, code = db.execute("select id, region_code from agencies limit 1").fetchone()
    return ["/feed/new", f"/feed/agency/{agency}", f"/feed/place/{code}", *(
        f"/feed/story/{n}" for n, q in describe.queries().items() if "report_id" in q["columns"])]


def check_atom(text: bytes) -> list[str]:
    """Asserts each MUST of RFC 4287 for a feed with plain texts; returns the identifiers of its entries."""
    feed = ElementTree.fromstring(text)
    assert feed.tag == f"{ATOM}feed"
    assert {child.tag.removeprefix(ATOM) for child in feed} <= {"id", "title", "updated", "link", "author", "entry"}
    assert [a.findtext(f"{ATOM}name") for a in feed.findall(f"{ATOM}author")] == ["公开 gongkai"]  # 4.1.1: who stands for every entry
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):  # 4.1.1, 4.1.2: exactly one of each
            assert len(element.findall(ATOM + name)) == 1, name
        identifier = urlsplit(element.findtext(f"{ATOM}id") or "")  # 4.2.6: an absolute IRI
        assert identifier.scheme
        assert identifier.netloc
        assert _MOMENT.fullmatch(element.findtext(f"{ATOM}updated") or "")  # 3.3
        relations = [link.get("rel") for link in element.findall(f"{ATOM}link")]
        assert relations.count("alternate") == 1  # 4.1.2: an entry without content has one
        assert all(link.get("href") for link in element.findall(f"{ATOM}link"))  # 4.2.7.1
        assert all(not list(child) for name in ("id", "title", "updated", "summary") for child in element.findall(ATOM + name))
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
    entries = feed.findall(f"{ATOM}entry")
    assert all({c.tag.removeprefix(ATOM) for c in e} == {"id", "title", "updated", "summary", "link"} for e in entries)
    identifiers = [e.findtext(f"{ATOM}id") or "" for e in entries]
    assert len(identifiers) == len(set(identifiers))
    assert feed.findtext(f"{ATOM}updated") == max((e.findtext(f"{ATOM}updated") or "" for e in entries), default="1970-01-01T00:00:00Z")
    return identifiers


def check_json(text: bytes) -> list[dict[str, Any]]:
    """Asserts what JSON Feed 1.1 requires; returns the items."""
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    for name in ("home_page_url", "feed_url"):
        assert urlsplit(feed[name]).netloc
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["id"]
        assert item["content_text"]
        assert _MOMENT.fullmatch(item["date_modified"])
    return feed["items"]


@pytest.mark.parametrize("query", ["", pytest.param("?lang=en", marks=pytest.mark.slow)])
def test_every_feed_is_valid_and_its_identifiers_are_permanent(home: Home, portal: Portal, query: str) -> None:
    named: set[str] = set()
    for path in addresses(home):
        answer = ask(portal, f"{path}.atom{query}")
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith("application/atom+xml")
        identifiers = check_atom(answer.content)
        same = ask(portal, f"{path}.json{query}")
        assert same.headers["content-type"].startswith("application/feed+json")
        items = check_json(same.content)
        assert [i["id"] for i in items] == identifiers
        named |= {item["url"].removeprefix("http://localhost") for item in items[:2]}
        root = ElementTree.fromstring(answer.content)
        address = next(e.get("href") or "" for e in root.findall(f"{ATOM}link") if e.get("rel") == "self")
        assert ask(portal, address.removeprefix("http://localhost")).content == answer.content
    assert [address for address in named if ask(portal, address).status_code != 200] == []
    assert ask(portal, "/feed/story/years.atom").status_code == 404
    assert ask(portal, "/feed/agency/none.atom").status_code == 404


def test_feeds_are_announced_by_their_pages(home: Home, portal: Portal) -> None:
    for path in ("/", "/stories/sums", "/place/330000?lang=en"):
        found = re.findall(r'<link rel="alternate" type="application/(?:atom\+xml|feed\+json)" href="([^"]+)"', ask(portal, path).text)
        assert len(found) == 2
        assert all(ask(portal, address).status_code == 200 for address in found)
    assert "application/atom" not in ask(portal, "/stories/years").text


def test_a_report_that_was_never_fetched_has_a_moment_too(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "gongkai.db")) as database:
        writer = Writer(database, "run")
        writer.load(outcome(report()), origin(None, None, name="a.html"), None, 10)
        writer.load(outcome(report("乙县人民政府", published_on=None)), origin(None, None, name="b\x0b.html"), None, 10)
        writer.derive()
    with closing(Portal(tmp_path / "gongkai.db", Archive(str(tmp_path / "archive")))) as portal:
        assert len(check_atom(ask(portal, "/feed/new.atom").content)) == 2
        assert len(check_json(ask(portal, "/feed/new.json").content)) == 2
