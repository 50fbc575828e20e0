from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlite_utils

from etl.load import open_database


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database as the program makes it: copying it is quicker than making it."""
    path = tmp_path_factory.mktemp("template") / "gongkai.db"
    open_database(path).close()
    return path


@pytest.fixture
def fresh(template: Path, tmp_path: Path) -> Iterator[Callable[[], sqlite_utils.Database]]:
    """Makes a new empty database file each time it is called."""
    opened: list[sqlite_utils.Database] = []

    def make() -> sqlite_utils.Database:
        path = tmp_path / f"{len(opened)}.db"
        shutil.copy(template, path)
        opened.append(open_database(path))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def db(fresh: Callable[[], sqlite_utils.Database]) -> sqlite_utils.Database:
    return fresh()
