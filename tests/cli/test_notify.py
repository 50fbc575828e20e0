"""What the operator is told after a scheduled run: by a real webhook and a real mail server, both on loopback."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from etl.settings import SettingsError, load_settings
from gongkai.notify import Notifier, message
from tests.cli.conftest import Run

ENDED = {
    "id": "20260105T170000Z-nightly-0001", "kind": "nightly", "state": "attention", "started_at": "2026-01-05T17:00:00Z",
    "finished_at": "2026-01-05T18:00:00Z",
    "summary": {
        "attention": "sample-county: 2 reports where at least 5 are expected",
        "release": "data/releases",
        "crawl": {
            "sources": [{"new": 2, "changed": 1, "vanished": 0, "requests": 40}, {"new": 3, "changed": 0, "vanished": 1, "requests": 9}],
            "failed": {"timeout": 3},
            "alarms": [f"sample-{i}: an alarm" for i in range(12)],
        },
    },
}
WELL = {**ENDED, "state": "finished"}


@contextmanager
def webhook(status: int = 200) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """An address that takes JSON, and what came."""
    came: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/hook", came
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def mail_server() -> Iterator[tuple[int, list[bytes]]]:
    """Takes one mail, as RFC 5321 says."""
    came: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb") as stream:
            def answer(line: bytes) -> None:
                stream.write(line + b"\r\n")
                stream.flush()

            answer(b"220 sample")
            for line in stream:
                if line.upper().startswith(b"DATA"):
                    answer(b"354 go on")
                    came.append(b"".join(iter(stream.readline, b".\r\n")))
                    answer(b"250 taken")
                elif line.upper().startswith(b"QUIT"):
                    answer(b"221 bye")
                    return
                else:
                    answer(b"250 ok")

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1], came
    finally:
        listening.close()


def test_a_message_says_first_what_to_look_at() -> None:
    title, body = message(ENDED)
    lines = body.splitlines()
    assert title == "公开 gongkai nightly: attention"
    assert lines[1] == "sample-county: 2 reports where at least 5 are expected"
    assert lines[2] == "2 站点 sources, 5 新 new, 1 变 changed, 1 消失 vanished, 49 请求 requests"
    assert "失败 failed: timeout 3" in lines
    assert lines[-2:] == ["- … 2 more", "发布了新版本 a new release was published"]


def test_a_run_that_broke_before_the_crawl_has_a_message() -> None:
    _, body = message({**ENDED, "state": "failed", "summary": {"error": "OSError: the disk is full"}})
    assert body.splitlines()[1:] == ["OSError: the disk is full"]


def test_a_webhook_gets_the_message() -> None:
    with webhook() as (address, came):
        assert Notifier(load_settings({}, notify=address)).tell(ENDED) == []
    assert came[0]["title"] == "公开 gongkai nightly: attention"
    assert "sample-county" in came[0]["message"]


def test_a_mail_gets_the_message() -> None:
    with mail_server() as (port, came):
        address = f"mailto://127.0.0.1:{port}?from=night@example.org&to=desk@example.org"
        assert Notifier(load_settings({}, notify=address)).tell(ENDED) == []
    mail = message_from_bytes(came[0], policy=default)
    assert mail["subject"] == "公开 gongkai nightly: attention"
    assert mail["to"] == "desk@example.org"
    part = mail.get_body(("plain",)) or mail.get_body()
    assert part is not None
    assert "失败 failed: timeout 3" in part.get_content()


def test_a_run_that_ended_well_is_told_only_when_asked_for() -> None:
    with webhook() as (address, came):
        Notifier(load_settings({}, notify=address)).tell(WELL)
        assert came == []
        Notifier(load_settings({}, notify=address, notify_when="always")).tell(WELL)
        assert len(came) == 1


def test_a_service_that_refuses_is_named_without_its_address() -> None:
    with webhook(status=500) as (address, came):
        (sentence,) = Notifier(load_settings({}, notify=address + "?token=secret")).tell(ENDED)
    assert len(came) >= 1
    assert sentence == "JSON did not take the notice of this run"


def test_an_address_that_no_service_has_ends_the_command_before_the_run() -> None:
    with pytest.raises(SettingsError, match=r"^GONGKAI_NOTIFY: address 2 \(carrier\) is none that Apprise knows$"):
        Notifier(load_settings({}, notify="json://127.0.0.1/x carrier://pigeon:password"))


def test_no_address_is_shown(gongkai: Run) -> None:
    ran = gongkai("nightly", GONGKAI_NOTIFY="pigeon:password@host")
    assert ran.code == 2
    assert "password" not in ran.out + ran.err


def test_a_nightly_run_tells_that_it_failed(tmp_path: Path, gongkai: Run) -> None:
    cards = tmp_path / "cards"
    cards.mkdir()
    (cards / "wrong.yaml").write_text("- id: only-an-id\n")
    with webhook() as (address, came):
        ran = gongkai("nightly", GONGKAI_NOTIFY=address, GONGKAI_SOURCES=str(cards))
    assert ran.code == 1
    assert came[0]["title"] == "公开 gongkai nightly: failed"
    assert "wrong.yaml" in came[0]["message"]
