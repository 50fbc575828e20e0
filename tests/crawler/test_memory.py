from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawler.memory import Memory, PageRef, SourceState

NOW, LATER = "2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z"


@pytest.fixture(params=["alone", "shared"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Any]:
    """Opens the memory, one of a machine's own or one that machines share; again to see what was kept."""
    if request.param == "alone":
        return lambda: Memory(tmp_path / "crawl.db")
    url = request.getfixturevalue("redis_url")
    from crawler.shared.link import connect
    from crawler.shared.memory import SharedMemory

    return lambda: SharedMemory(connect(url))


@pytest.fixture
def memory(reopen: Callable[[], Any]) -> Iterator[Memory]:
    held = reopen()
    yield held
    held.close()


def ref(name: str, role: str = "article", source: str = "a") -> PageRef:
    return PageRef(source, f"http://a.gov.cn/{name}", role)  # type: ignore[arg-type]


def test_a_page_is_queued_once_a_campaign_whatever_its_twins(memory: Memory) -> None:
    twin = replace(ref("1.html"), url="https://www.a.gov.cn/1.html?ddtab=true")
    assert memory.queue([ref("1.html"), ref("2.html"), twin, ref("1.html")], "one", NOW) == [ref("1.html"), ref("2.html")]
    assert memory.queue([twin], "one", NOW) == []
    assert memory.queue([twin], "two", LATER) == [twin]


def test_everything_needed_to_ask_again_survives(memory: Memory, reopen: Callable[[], Any]) -> None:
    full = PageRef(
        "a", "http://a.gov.cn/s?x=1", "list", "POST", b"page=2\xff", (("Referer", "http://a.gov.cn/"),), 3, "标题", "2024-01-02",
        {"page_meta": {"ColumnName": "年报"}, "hop": 2},
    )
    memory.queue([full], "one", NOW)
    memory.close()
    again = reopen()
    (known,) = again.waiting("a", "one", "pending")
    again.close()
    assert known.ref == full


def test_what_was_learned_of_a_page_stays_over_campaigns(memory: Memory) -> None:
    page = ref("1.html")
    memory.queue([page], "one", NOW)
    memory.answered(page.key, NOW, state="done", etag='"x"', sha256="s", result="new", result_of="s")
    memory.queue([page], "two", LATER)
    known = memory.page(page.key)
    assert known is not None
    assert (known.state, known.etag, known.result, known.first_seen) == ("pending", '"x"', "new", NOW)


def test_the_state_of_a_source_is_kept(memory: Memory) -> None:
    assert memory.source("a") == SourceState("a")
    state = SourceState("a", "one", NOW, None, NOW, 2, 5, LATER)
    memory.save_source(state)
    assert memory.source("a") == state
    assert memory.source("b") == SourceState("b")


def test_what_is_known_of_a_host_is_kept(memory: Memory) -> None:
    assert (memory.host("a.gov.cn")["cool_until"], memory.host("a.gov.cn")["requests"]) == (None, 0)
    memory.save_host("a.gov.cn", cool_until=NOW, requests=3)
    memory.save_host("a.gov.cn", cool_until=None)
    assert (memory.host("a.gov.cn")["cool_until"], memory.host("a.gov.cn")["requests"]) == (None, 3)


def test_what_failed_is_counted(memory: Memory) -> None:
    memory.queue([ref("1.html")], "one", NOW)
    for _ in range(2):
        memory.failed(ref("1.html").key, NOW, "failed:dns")
    known = memory.page(ref("1.html").key)
    assert known is not None
    assert (known.state, known.result, known.failures) == ("failed", "failed:dns", 2)


def test_what_is_archived_waits_to_be_loaded(memory: Memory) -> None:
    page = ref("1.html")
    memory.queue([page], "one", NOW)
    memory.answered(page.key, NOW, state="archived", sha256="s", origin="{}")
    assert memory.archived() == [page.key]
    assert [k.origin for k in memory.waiting("a", "one", "archived")] == ["{}"]
    memory.queue([page], "two", LATER)
    assert memory.archived() == []
    memory.answered(page.key, NOW, state="archived")
    memory.answered(page.key, NOW, state="done")
    assert memory.archived() == []


def test_what_the_database_does_not_have_is_forgotten(memory: Memory) -> None:
    pages = [ref("1.html"), ref("2.html")]
    memory.queue(pages, "one", NOW)
    for page in pages:
        memory.answered(page.key, NOW, state="done", etag="x", sha256=page.url, result="new", result_of=page.url)
    assert memory.forget_unless(lambda sha256: sha256 == pages[0].url) == 1
    kept, lost = (memory.page(page.key) for page in pages)
    assert kept is not None
    assert (kept.etag, kept.result) == ("x", "new")
    assert lost is not None
    assert (lost.etag, lost.sha256, lost.result, lost.result_of) == (None, None, None, None)


def test_documents_are_counted_by_what_an_entry_leads_to(memory: Memory) -> None:
    entries = [ref("a/", "entry"), ref("b/", "entry", "b")]
    shared, own, bad = ref("1.html"), ref("2.html"), ref("3.html")
    memory.queue([*entries, shared, own, bad], "one", NOW)
    memory.set_links(entries[0].key, [shared.key, own.key, bad.key, entries[0].key])
    memory.set_links(entries[1].key, [shared.key])
    for page, result in ((shared, "new"), (own, "duplicate"), (bad, "failed:corrupt")):
        memory.answered(page.key, NOW, state="done", sha256=page.url, result=result, result_of=page.url)
    assert sorted(memory.contents([entries[0].key])) == [shared.url, own.url]
    assert memory.contents([entries[1].key]) == [shared.url]
    assert set(memory.unseen("a", "two")) == {shared.key, own.key}
    memory.meet(own.key, "two")
    assert memory.unseen("a", "two") == [shared.key]
    memory.vanished(shared.key)
    assert memory.unseen("a", "three") == [own.key]


def test_links_keep_their_order_and_are_replaced(memory: Memory) -> None:
    pages = [ref(f"{n}.html") for n in (3, 1, 2)]
    memory.queue(pages, "one", NOW)
    memory.set_links("list", [p.key for p in pages])
    assert memory.links("list") == pages
    memory.set_links("list", [pages[0].key])
    assert memory.links("list") == pages[:1]


def test_a_damaged_memory_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "crawl.db"
    path.write_bytes(b"SQLite format 3\x00" + b"nonsense" * 500)
    held = Memory(path)
    assert held.source("a").campaign is None
    held.close()
    assert (tmp_path / "crawl.db.damaged").exists()


def test_a_memory_that_cannot_be_opened_now_is_not_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0.05))
    Memory(tmp_path / "crawl.db").close()
    busy = sqlite3.connect(tmp_path / "crawl.db", isolation_level=None)
    busy.execute("pragma locking_mode = exclusive")
    busy.execute("begin exclusive")
    with pytest.raises(sqlite3.OperationalError):
        Memory(tmp_path / "crawl.db")
    busy.close()
    assert not (tmp_path / "crawl.db.damaged").exists()


def test_a_memory_of_another_version_is_dropped(tmp_path: Path) -> None:
    held = Memory(tmp_path / "crawl.db")
    held.save_source(SourceState("a", "one"))
    held._db.execute("pragma user_version = 999")
    held.close()
    again = Memory(tmp_path / "crawl.db")
    assert again.source("a").campaign is None
    again.close()
