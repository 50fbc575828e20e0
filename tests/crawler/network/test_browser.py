"""Sites that only scripts draw, in a real Chromium: exactly their reports come home, and nothing leaves but by the guard."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field

import pytest

from crawler.registry import load_registry
from tests.crawler.conftest import ROOT, Project
from tests.sites import script
from tests.sites.hostile import ARTICLE, ordinary
from tests.sites.web import Asked, Reply, Web

pytest.importorskip("playwright", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium here")


def test_a_site_that_only_scripts_draw(project: Project, web: Callable[..., Web]) -> None:
    site = script.site()
    server = web(answer=site.answer)
    project.cards = [{"id": "script", "url": server.url(site.entry), "quirks": {"javascript": True}, "min_reports": len(site.wanted)}]
    summary = project.crawl()
    assert summary["ok"], (summary["alarms"], project.rows("select url, kind, message from failures"))
    found = project.rows("select r.url, r.title, a.name, r.year from reports r join agencies a on a.id = r.agency_id")
    assert set(found) == {(server.url(w.url), w.title, w.publisher, w.year) for w in site.wanted}
    assert not set(server.paths()) & set(site.forbidden)
    assert all(a.headers["user-agent"].startswith("gongkai/") for a in server.log)
    assert server.paths().count("/app.js") == 1
    assert server.most_open == 1
    told = summary["sources"]["script"]
    assert (told["failed"], told["ignored"]["browser_external"]) == ({}, 2 + 2)  # two lists, two articles
    origins = [path.read_text(encoding="utf-8") for path in (project.home / "archive" / "origins").rglob("*.json")]
    assert sum("x-drawn-by" in text for text in origins) == 2  # what stands there in full is kept as it came
    again = project.crawl()["sources"]["script"]
    assert (again["new"], again["changed"], again["unchanged"], again["vanished"]) == (0, 0, len(site.wanted), 0)


@pytest.mark.slow
def test_a_card_for_such_a_site_is_added_as_any_other(project: Project, web: Callable[..., Web]) -> None:
    site = script.site()
    server = web(answer=site.answer)
    project.write_cards()  # makes their folder
    add = [sys.executable, "-m", "gongkai", "sources", "add", server.url(site.entry), "--save-page", str(project.home / "pages")]
    environment = {
        **os.environ, "GONGKAI_HOME": str(project.home), "GONGKAI_SOURCES": str(project.sources), "GONGKAI_DELAY": "0", "GONGKAI_ALLOW_HOSTS": "127.0.0.0/8",
    }
    plain = subprocess.run(add, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert (plain.returncode, "--javascript" in plain.stderr) == (1, True), plain.stderr
    drawn = subprocess.run([*add, "--javascript"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert drawn.returncode == 0, drawn.stderr
    (card,) = load_registry(project.sources)
    assert (card.quirks.javascript, card.min_reports) == (True, 3)  # on its first page
    (expected,) = (project.home / "pages").rglob("expected.json")
    assert len(json.loads(expected.read_text(encoding="utf-8"))["entries"]) == 3


@dataclass
class Trap:
    """Sockets where nobody may be led to; what arrives there is kept."""

    host: str
    caught: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listener = socket.create_server((self.host, 0))
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind((self.host, 0))
        self.tcp, self.udp = (f"{self.host}:{s.getsockname()[1]}" for s in (self.listener, self.datagrams))
        for what in (self._connections, self._packets):
            threading.Thread(target=what, daemon=True).start()

    def _connections(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                with closing(client):
                    client.settimeout(1)
                    self.caught.append(b"")
                    with suppress(OSError):
                        self.caught[-1] = client.recv(200)

    def _packets(self) -> None:
        with suppress(OSError):
            while True:
                self.caught.append(self.datagrams.recv(200))


@pytest.fixture
def trap() -> Iterator[Trap]:
    made = Trap("127.0.0.1")
    with closing(made.listener), closing(made.datagrams):
        yield made


def test_no_page_gets_out(project: Project, web: Callable[..., Web], trap: Trap) -> None:
    routes = {**script.escaping(trap.tcp, trap.udp), "/a.html": ARTICLE}
    server = web(answer=lambda asked: reply if isinstance(reply := routes.get(asked.path), Reply) or reply is None else Reply(reply))
    project.settings |= {"allow_hosts": "127.0.77.0/24", "source_timeout": "40"}
    project.cards = [{"id": "out", "url": server.url("/zfxxgknb/"), "quirks": {"javascript": True}}]
    summary = project.crawl()
    assert trap.caught == []
    assert not [a for a in server.log if a.method == "PUT"]
    assert summary["attempts"] == []
    told = summary["sources"]["out"]
    assert told["found"] == 1, (told, project.rows("select url, kind, message from failures"), summary["defects"])
    assert told["ignored"]["browser_external"] >= 5
    assert told["ignored"]["browser_websocket"] >= 1
    assert told["failed"] == {"refused_host": 1}  # where the site itself leads out by a redirect
    assert summary["defects"] == []


BAD = {
    "spins": ("<script>for (;;) ;</script>", {"timeout": 1}),
    "hoards": ("<script>const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))</script>", {"script": 1}),
    "grows": ("<script>document.body.append(document.createComment('x'.repeat(2e7)))</script>", {"too_large": 1}),
    "polls": ("<script>setInterval(() => fetch('/poll?' + Math.random()), 50)</script>", None),
}


@pytest.mark.slow
def test_a_page_that_is_none_holds_up_no_other(project: Project, web: Callable[..., Web]) -> None:
    def listed(script: str) -> Callable[[Asked], str | None]:
        page = f"<html><body><p>政府信息公开年报，示例文本，示例文本，示例文本，示例文本</p>{script}</body></html>"
        return lambda asked: page if asked.path == "/zfxxgknb/" else None

    servers = {key: web(answer=listed(body)) for key, (body, _) in BAD.items()}
    servers["wall"] = web(answer=lambda asked: "<html><body><script>document.cookie = '__jsl_clearance=1'; location.reload()</script></body></html>")
    servers["good"] = web(answer=ordinary)
    project.settings["source_timeout"] = "8"
    project.cards = [{"id": key, "url": server.url("/zfxxgknb/"), "quirks": {"javascript": True}} for key, server in servers.items()]
    sources = (summary := project.crawl())["sources"]
    for key, (_, failed) in BAD.items():
        if failed is not None:
            assert (sources[key]["failed"], bool(sources[key]["alarms"])) == (failed, True), key
    assert len(servers["polls"].log) <= 70
    assert (sources["wall"]["failed"], len(servers["wall"].log)) == ({"challenge_script": 1}, 2)  # never drawn, so never solved
    assert (sources["good"]["entered"], sources["good"]["failed"], summary["defects"]) == (True, {}, [])
    # It waited its turn behind the others, so its few seconds may have been over.
    assert project.crawl(source_ids=["good"])["sources"]["good"]["found"] == 1


def test_without_a_browser_the_source_says_what_to_install(project: Project, web: Callable[..., Web]) -> None:
    drawn, good = web(answer=ordinary), web(answer=ordinary)
    project.settings["chromium"] = str(project.home / "nowhere")
    project.cards = [
        {"id": "drawn", "url": drawn.url("/zfxxgknb/"), "quirks": {"javascript": True}}, {"id": "good", "url": good.url("/zfxxgknb/")},
    ]
    summary = project.crawl()
    assert summary["sources"]["drawn"]["failed"] == {"no_browser": 1}
    assert "apt install chromium" in summary["alarms"][0]
    assert summary["sources"]["good"]["found"] == 1

