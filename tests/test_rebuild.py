"""The journal and its replay: a rebuild gives the rows that were written as things happened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from etl.archive import Archive
from etl.intake import Intake
from etl.load import Writer, open_database
from etl.process import process
from etl.rebuild import rebuild
from etl.report import Origin
from etl.workers import WorkerPool
from tests.cli.tables import rows
from tests.sites.text import spaced
from tests.sites.truth import reports

TEXTS = [spaced(report).encode() for report in reports()[:2]]
URL = "http://127.0.0.2/t1.txt"


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as made:
        yield made


class Home:
    """An archive and a database that are written as a run writes them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "live.db"
        self.archive = Archive(str(folder / "archive"))
        self.db = open_database(self.path)
        self.runs = 0

    def run(self) -> Intake:
        self.runs += 1
        run_id = f"20250101T00000{self.runs}Z"
        return Intake(self.archive, Writer(self.db, run_id), run_id)

    def rebuilt(self, folder: Path, pool: WorkerPool) -> Path:
        self.db.close()
        result = rebuild(self.archive, folder / "again.db", pool)
        assert result.problems == []
        return folder / "again.db"


def load(intake: Intake, data: bytes, origin: Origin) -> str:
    intake.keep(data, origin)
    return intake.load(process(data, origin), origin)


def _new_circumstances(home: Home) -> None:
    """The same bytes at the same address, under another title in the list, of another authority's list."""
    origin = Origin(url=URL, fetched_at="2025-01-01T00:00:00Z", list_date="2024-01-05")
    load(home.run(), TEXTS[0], origin)
    load(home.run(), TEXTS[0], replace(origin, fetched_at="2025-02-01T00:00:00Z", list_date="2024-02-06"))


def _there_and_back(home: Home) -> None:
    """One text, another in its place, and the first again."""
    changed = TEXTS[0].replace("总体情况".encode(), "总体情况（修订）".encode(), 1)
    for day, data in enumerate((TEXTS[0], changed, TEXTS[0]), 1):
        load(home.run(), data, Origin(url=URL, fetched_at=f"2025-01-0{day}T00:00:00Z"))


def _failures_and_runs(home: Home) -> None:
    intake = home.run()
    intake.run({"kind": "ingest", "state": "running", "started_at": "2025-01-01T00:00:00Z"})
    intake.keep(b"", Origin(name="empty.pdf"))
    intake.load(process(b"", Origin(name="empty.pdf")), Origin(name="empty.pdf"), "folder/empty.pdf")
    intake.failure({"url": "http://127.0.0.2/x", "stage": "fetch", "kind": "http_404", "message": "gone"})
    intake.fetch({"url": URL, "fetched_at": "2025-01-01T00:00:00Z", "status": 200, "sha256": "0" * 64})
    intake.run({"kind": "ingest", "state": "finished", "finished_at": "2025-01-01T00:01:00Z", "summary": {"files": 1}})
    load(home.run(), TEXTS[0], Origin(name="1.txt"))


def _registry(home: Home) -> None:
    card = {"id": "a", "url": "http://www.example.gov.cn/", "name": None, "min_reports": 3}
    home.run().sources([card, {"id": "b", "url": "http://www.example.gov.cn/b/"}])
    home.run().sources([card])


@pytest.mark.parametrize("happen", [_new_circumstances, _there_and_back, _failures_and_runs, _registry])
def test_a_rebuild_gives_the_rows_that_were_written(happen: Callable[[Home], None], tmp_path: Path, pool: WorkerPool) -> None:
    home = Home(tmp_path)
    happen(home)
    home.run().writer.derive()
    before = rows(home.path)
    after = rows(home.rebuilt(tmp_path, pool))
    assert sum(map(len, before.values())) > 0
    for name in before:
        assert before[name] == after[name], name


def test_what_was_met_night_after_night_is_read_once(tmp_path: Path, pool: WorkerPool) -> None:
    home = Home(tmp_path)
    for _ in range(5):
        load(home.run(), TEXTS[0], Origin(name="1.txt"))
    read: list[str] = []
    rebuild(home.archive, tmp_path / "again.db", pool, read.append)
    assert read == ["1.txt"]


def test_the_registry_is_journalled_only_when_it_changed(tmp_path: Path) -> None:
    home = Home(tmp_path)
    cards = [{"id": "a", "url": "http://www.example.gov.cn/", "name": None, "quirks": {"hosts": ["x"]}}]
    for given in (cards, cards, [], cards):
        home.run().sources(given)
    events = [record["event"] for record in home.archive.journal()]
    assert events == ["sources", "sources", "sources"]


def test_a_journal_written_by_a_newer_program_is_named(tmp_path: Path, pool: WorkerPool) -> None:
    archive = Archive(str(tmp_path / "archive"))
    archive.append({"run_id": "r", "event": "hologram", "record": {}})
    result = rebuild(archive, tmp_path / "new.db", pool)
    assert "hologram" in result.problems[0]


def test_a_rebuild_that_fails_leaves_the_old_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: WorkerPool) -> None:
    home = Home(tmp_path)
    load(home.run(), TEXTS[0], Origin(name="1.txt"))
    home.db.close()
    before = rows(home.path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Writer, "derive", full)
    with pytest.raises(OSError, match="No space"):
        rebuild(home.archive, home.path, pool)
    assert rows(home.path) == before
    assert [path.name for path in tmp_path.iterdir() if "rebuild" in path.name] == []


def test_a_database_that_is_damaged_is_replaced(tmp_path: Path, pool: WorkerPool) -> None:
    archive = Archive(str(tmp_path / "archive"))
    archive.put(TEXTS[1], Origin(name="2.txt"))
    path = tmp_path / "broken.db"
    path.write_bytes(b"not a database" * 100)
    rebuild(archive, path, pool)
    with sqlite3.connect(path) as db:
        assert db.execute("select year from reports").fetchall() == [(reports()[1].year,)]
