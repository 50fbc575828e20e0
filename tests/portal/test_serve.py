"""The portal as a user starts it: a process of its own on a real port, and clear words when it cannot."""

from __future__ import annotations

import contextlib
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import httpx
import pytest

from portal.serve import check_database, listen
from tests.portal.conftest import Home

ROOT = Path(__file__).parents[2]
_START = """
import sys
from etl.settings import load_settings
from portal.serve import serve
serve(load_settings({}, home=sys.argv[1]), port=int(sys.argv[2]))
"""


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(home: Home) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", _START, str(home.path), str(port)], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while True:
        try:
            httpx.get(url + "/-/versions.json")
            break
        except httpx.TransportError:
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            assert time.monotonic() < deadline
            time.sleep(0.1)
    yield url, process
    process.kill()
    process.communicate()


def test_the_way_from_home_to_an_original(server: tuple[str, subprocess.Popen[str]], home: Home) -> None:
    url, _ = server
    with httpx.Client(base_url=url) as client:
        assert client.get("/").status_code == 200
        found = client.get("/gongkai/sections.json", params={"_search": "复议", "_shape": "array"}).json()
        assert found
        report = client.get(f"/report/{found[0]['report_id']}")
        assert report.status_code == 200
        sha256 = report.text.partition('href="/original/')[2][:64]
        assert client.get(f"/original/{sha256}").content == home.archive.get(sha256)
        csv = client.get("/gongkai/reports.csv", params={"_stream": "1"}).text
        assert len(csv.splitlines()) == 1 + len(home.expected)


def test_what_nightly_writes_is_seen_at_once(server: tuple[str, subprocess.Popen[str]], home: Home) -> None:
    url, _ = server
    with contextlib.closing(sqlite3.connect(home.database)) as db:
        db.execute("insert into runs (id, kind, state) values ('seen-at-once', 'ingest', 'finished')")
        db.commit()
        assert httpx.get(f"{url}/gongkai/runs/seen-at-once.json").status_code == 200
        db.execute("delete from runs where id = 'seen-at-once'")
        db.commit()


def test_nobody_can_write_through_it(server: tuple[str, subprocess.Popen[str]]) -> None:
    url, _ = server
    for sql in ("delete from reports", "with x as (select 1) insert into runs (id) values (1)", "attach 'x.db' as y"):
        assert httpx.get(f"{url}/gongkai.json", params={"sql": sql}).status_code == 400


def test_a_taken_port_is_said_in_one_sentence(server: tuple[str, subprocess.Popen[str]]) -> None:
    port = int(server[0].rpartition(":")[2])
    with pytest.raises(click.ClickException, match=rf"127\.0\.0\.1:{port}: the port is in use; choose another with --port"):
        listen("127.0.0.1", port)


def test_an_interrupt_ends_it_quietly(home: Home) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", _START, str(home.path), str(port)], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(300):
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/")
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in output
    assert "Traceback" not in errors


def test_an_unknown_host_is_said(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match=r"Cannot serve on 192\.0\.2\.1:8001"):
        listen("192.0.2.1", 8001)


def test_no_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match=r"no database at .*gongkai\.db: run `gongkai nightly`"):
        check_database(tmp_path / "gongkai.db")


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    file = tmp_path / "gongkai.db"
    file.write_text("not a database at all, though long enough to have a header of its own")
    with pytest.raises(click.ClickException, match="cannot be opened as a database"):
        check_database(file)


def test_another_database_is_said(tmp_path: Path) -> None:
    file = tmp_path / "gongkai.db"
    with contextlib.closing(sqlite3.connect(file)) as db:
        db.execute("create table reports (id)")
        db.commit()
    with pytest.raises(click.ClickException, match="not a database of gongkai"):
        check_database(file)


@pytest.mark.parametrize(("version", "said"), [(0, "an older version of gongkai: run `gongkai nightly` once"), (9999, "a newer version")])
def test_a_database_of_another_version_is_said(home: Home, tmp_path: Path, version: int, said: str) -> None:
    file = tmp_path / "gongkai.db"
    with contextlib.closing(sqlite3.connect(home.database)) as source, contextlib.closing(sqlite3.connect(file)) as copy:
        source.backup(copy)
        copy.execute(f"pragma user_version = {version}")
    with pytest.raises(click.ClickException, match=said):
        check_database(file)
