from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.pages.page import Page
from crawler.reading import read_page
from crawler.registry import Card, RegistryError, add_card, load_registry
from crawler.seen import Seen, doubts, identifier, propose, reading_json, save_page
from tests.crawler.conftest import ROOT
from tests.sites.platforms import SITES
from tests.sites.web import Asked, Reply

SAVED = Path(__file__).with_name("saved")


def page_of(key: str) -> Page:
    site = SITES[key]()
    path = site.entry.partition("#")[0]
    reply = site.answer(Asked("GET", path.partition("?")[0], {}, {}, b"", 0, path))
    assert reply is not None
    body = reply.body if isinstance(reply.body, bytes) else str(reply.body).encode()
    return Page(f"http://{site.host}{site.entry}", body)


def seen(key: str) -> Seen:
    page = page_of(key)
    return Seen("x", page.url, 200, reading=read_page(page, "entry"), page=page)


def test_a_card_is_proposed_from_what_is_seen() -> None:
    card = propose("http://www.shili.gov.cn/zfxxgk/zfxxgknb/", seen("nfcms"))
    assert card["id"] == "shili-zfxxgknb"
    assert card["platform"] == "nfcms"
    assert card["min_reports"] == 6
    assert propose("http://www.shili.gov.cn/") == {"id": "shili", "url": "http://www.shili.gov.cn/"}


@pytest.mark.parametrize(("url", "name"), [
    ("http://www.shili.gov.cn/", "shili"), ("https://czj.shili.gov.cn/zwgk/zfxxgknb/index.html", "czj-shili-zfxxgknb"),
    ("http://127.0.0.1:80/a/", "127-0-0-1-a"), ("http://www.gov.cn/", "gov-cn"),
])
def test_identifiers(url: str, name: str) -> None:
    assert identifier(url) == name


def test_a_card_is_added_only_to_a_registry_that_stays_valid(tmp_path: Path) -> None:
    file = add_card(tmp_path, "local.yaml", {"id": "a", "url": "http://a.gov.cn/x/", "name": "示例县甲局"})
    add_card(tmp_path, "local.yaml", {"id": "b", "url": "http://b.gov.cn/", "min_reports": 3})
    assert [c.id for c in load_registry(tmp_path)] == ["a", "b"]
    assert "示例县甲局" in file.read_text(encoding="utf-8")
    before = file.read_bytes()
    for card, words in (
        ({"id": "a", "url": "http://c.gov.cn/"}, "already used"), ({"id": "c", "url": "https://www.a.gov.cn/x/index.html"}, "card a"),
        ({"id": "c", "url": "nonsense"}, "url"), ({"id": "c", "url": "http://c.gov.cn/", "colour": "red"}, "colour"),
    ):
        with pytest.raises(RegistryError, match=words):
            add_card(tmp_path, "local.yaml", card)
    with pytest.raises(RegistryError, match="no name of a card file"):
        add_card(tmp_path, "../x.yaml", {"id": "c", "url": "http://c.gov.cn/"})
    assert file.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["local.yaml"]


def load_page(folder: Path) -> Page:
    """A page that :func:`~crawler.seen.save_page` kept."""
    origin = json.loads((folder / "origin.json").read_text(encoding="utf-8"))
    return Page(origin["url"], (folder / "page.html").read_bytes(), origin["status"], origin["headers"], origin["sent"].encode())


def test_a_page_is_saved_and_read_back(tmp_path: Path) -> None:
    saved = save_page(tmp_path, "x", seen("hanweb"))
    page = load_page(saved)
    found = reading_json(read_page(page, "entry"))
    assert found == reading_json(read_page(page_of("hanweb"), "entry"))
    assert json.loads((saved / "expected.json").read_text(encoding="utf-8")) == {"unreviewed": True, **found}


@pytest.mark.parametrize(("said", "doubt"), [
    ({}, None), ({"platform": "vsb", "min_reports": 6}, None), ({"platform": "trs"}, "the page is one of vsb"), ({"min_reports": 6}, None),
    ({"min_reports": 60}, None),  # the list goes on
])
def test_a_card_is_held_against_its_page(said: dict[str, object], doubt: str | None) -> None:
    card = Card.model_validate({"id": "x", "url": "http://x.gov.cn/", **said})
    found = doubts(card, seen("vsb"))
    assert (doubt is None and not found) or (doubt is not None and doubt in found[0]), found


def test_too_few_reports_on_a_list_that_ends_are_doubted() -> None:
    card = Card.model_validate({"id": "x", "url": "http://x.gov.cn/", "min_reports": 3})
    page = Page("http://x.gov.cn/nb/", "<html><body><p>政府信息公开年报在此公布，示例文本，示例文本。</p><a href='a'>甲</a><a href='b'>乙</a></body></html>".encode())
    assert doubts(card, Seen("x", page.url, 200, reading=read_page(page, "entry"), page=page)) == ["0 reports are named, the card expects at least 3"]
    assert doubts(card, Seen("x", page.url, 404, "http_404", "status 404")) == ["status 404"]


@pytest.mark.parametrize("folder", sorted(p for p in SAVED.glob("*") if p.is_dir()), ids=lambda p: p.name)
def test_saved_pages_are_read_as_reviewed(folder: Path) -> None:
    """What a saved page holds is as a person has confirmed; fails until one has."""
    found = reading_json(read_page(load_page(folder), "entry"))
    expected = folder / "expected.json"
    told = json.loads(expected.read_text(encoding="utf-8"))
    assert not told.pop("unreviewed", False), f"read {expected}, correct it, and take the word unreviewed out"
    assert found == told


def test_a_page_that_was_posted_for_is_saved_with_what_was_posted(tmp_path: Path) -> None:
    page = Page("http://x.gov.cn/list", b"<html><body>list</body></html>", sent=b"page=2&name=%E7%94%B2")
    assert load_page(save_page(tmp_path, "x", Seen("x", page.url, 200, page=page))).form == {"page": "2", "name": "甲"}


def test_looking_loads_nothing(tmp_path: Path, web) -> None:  # type: ignore[no-untyped-def]
    """Each card has its answer: also one that asks by a form, and one that a defect of the reading leaves without."""
    site = SITES["vsb"]()

    def answer(asked: Asked) -> Reply | str | bytes | None:
        if asked.method == "POST":  # as most servers do, it takes no form from a body that does not say that it is one
            entry = Asked("GET", site.entry, {}, {}, b"", 0, site.entry)
            return site.answer(entry) if "x-www-form-urlencoded" in asked.headers.get("content-type", "") else None
        return "<html><body>defect</body></html>" if asked.path == "/defect/" else site.answer(asked)

    served = web(answer=answer)
    code = f"""
import json
import crawler.look
from crawler.look import look
read = crawler.look.read_page
crawler.look.read_page = lambda page, *a, **k: 1 / 0 if page.url.endswith("/defect/") else read(page, *a, **k)
from crawler.registry import Card
from etl.settings import load_settings
cards = [Card(id="a", url={served.url(site.entry)!r}), Card(id="b", url={served.url("/nichts/")!r}), Card(id="c", url="http://www.example.com/"),
    Card(id="d", url={served.url("/defect/")!r}), Card(id="e", url={served.url("/form")!r}, quirks={{"form": {{"year": "2023"}}}})]
found = look(load_settings({{}}, home={str(tmp_path)!r}, allow_hosts="127.0.0.0/8", delay="0"), cards, run_id="look")
print(json.dumps([[s.source_id, s.status, s.fault, s.platform, s.reports] for s in found]))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        ["a", 200, None, "vsb", 6], ["b", 404, "http_404", None, 0], ["c", None, "refused_host", None, 0],
        ["d", None, "not_asked", None, 0], ["e", 200, None, "vsb", 6],
    ]
    assert served.paths() == [site.entry, "/nichts/", "/defect/", "/form"]
