"""One filled home for all tests of the portal, read and loaded for real; a fresh portal over it for each test."""

from __future__ import annotations

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
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    path = tmp_path_factory.mktemp("home")
    return Home(path, tuple(fill(path)))


@pytest.fixture
def portal(home: Home) -> Iterator[Portal]:
    made = Portal(home.database, home.archive)
    yield made
    made.close()
