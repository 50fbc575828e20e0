"""One filled home for all tests of the portal, read and loaded for real, and one portal over it.

It is filled once, by the first of the processes that share the tests; each has a copy and a portal of its own.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from etl.archive import Archive
from portal.app import Portal
from tests.portal.filling import fill
from tests.sites.pages import Expected

Get = Callable[..., Awaitable[httpx.Response]]


@dataclass(frozen=True)
class Home:
    path: Path
    expected: tuple[Expected, ...]

    @property
    def database(self) -> Path:
        return self.path / "gongkai.db"

    @property
    def archive(self) -> Archive:
        return Archive(str(self.path / "archive"))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Not to be written to."""
    own = tmp_path_factory.getbasetemp()
    path = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "filled"
    with open(f"{path}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        expected = path / "expected.pickle"
        if not expected.exists():
            expected.write_bytes(pickle.dumps(tuple(fill(path))))
    return Home(path, pickle.loads(expected.read_bytes()))


@pytest.fixture(scope="session")
def home(filled: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(shutil.copytree(filled.path, tmp_path_factory.mktemp("home") / "home"), filled.expected)


@pytest.fixture(scope="session")
def portal(home: Home) -> Iterator[Portal]:
    made = Portal(home.database, home.archive)
    yield made
    made.close()
