from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import forks
from tests.crawler import once
from tests.sites.web import Web

ROOT = Path(__file__).parents[2]


class Crawl:
    """A crawl that runs in a process of its own."""

    def __init__(self, told: dict[str, Any], folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.process = forks.Process(target=once.run, args=(told, folder, environment))
        self.process.start()

    def wait(self) -> int:
        """The exit code; minus the signal, where one ended it."""
        self.process.join(120)
        assert self.process.exitcode is not None, "the crawl does not end"
        return self.process.exitcode

    @property
    def said(self) -> str:
        """What it wrote on stderr."""
        return (self.folder / "err").read_text(errors="replace")

    def end(self) -> dict[str, Any]:
        assert self.wait() == 0, self.said[-4000:]
        return json.loads((self.folder / "out").read_text().splitlines()[-1])

    def kill(self) -> None:
        """With the processes that it started."""
        assert self.process.pid is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.wait()


@dataclass
class Project:
    """A gongkai of its own in a folder: settings, cards, and crawls as processes."""

    home: Path
    cards: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def sources(self) -> Path:
        return self.home / "sources"

    def write_cards(self) -> None:
        self.sources.mkdir(parents=True, exist_ok=True)
        if self.cards:
            (self.sources / "cards.yaml").write_text(yaml.safe_dump(self.cards, allow_unicode=True), encoding="utf-8")

    def start(self, **flags: Any) -> Crawl:
        self.write_cards()
        told = {
            "home": str(self.home), "sources": str(self.sources), "allow_hosts": "127.0.0.0/8", "delay": "0", "workers": "1",
            **self.settings, "flags": flags,
        }
        return Crawl(told, self.home, self.environment)

    def crawl(self, **flags: Any) -> dict[str, Any]:
        return self.start(**flags).end()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.home / "gongkai.db") as db:
            return db.execute(query, values).fetchall()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "home")


@dataclass
class Redis:
    """A Redis server of its own on loopback. It keeps what it is told, so that it can be stopped and started again."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Redis:
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder), "--save", "", "--appendonly", "yes"],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)) as asked:
                asked.sendall(b"PING\r\n")
                if asked.recv(7) == b"+PONG\r\n":
                    return self
            time.sleep(0.02)
        raise RuntimeError("redis-server did not start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    pytest.importorskip("redis")
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    server = Redis(tmp_path_factory.mktemp("redis")).start()
    yield server
    server.kill()


@pytest.fixture
def redis_url(redis: Redis) -> str:
    return redis.url


@pytest.fixture
def web() -> Iterator[Callable[..., Web]]:
    """Makes small web servers on loopback, each on an address of its own; stops them afterwards."""
    made: list[Web] = []

    def make(**values: Any) -> Web:
        made.append(Web(host=f"127.0.77.{len(made) + 1}", **values).start())
        return made[-1]

    yield make
    for server in made:
        server.close()
