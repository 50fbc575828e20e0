"""``gongkai ingest`` and ``gongkai rebuild``: what goes in, what is refused, and that the archive alone gives the same rows."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from tests.cli import files
from tests.cli.conftest import COMMAND, Ran, Run, environment, run
from tests.cli.tables import query, rows
from tests.sites.truth import reports

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A home into which a mixed folder was loaded, and what the command said."""
    base = tmp_path_factory.mktemp("mixed")
    folder = base / "in"
    files.write(folder, {name: data for name, (_, data) in files.bad().items()})
    paths = files.write(folder / "部门", files.good())
    origin = {"url": "http://127.0.0.2/zfxxgk/t1.docx", "fetched_at": "2025-02-01T00:00:00Z", "headers": {"ETag": '"7"'}}
    (folder / "部门" / "3.docx.meta.json").write_text(json.dumps(origin))
    shutil.copy(paths[0], folder / "same.txt")
    files.long_file(folder / "long.pdf")
    return base, run(base, "ingest", "in", "absent.pdf")


def database(base: Path) -> Path:
    return base / "data" / "gongkai.db"


def test_a_mixed_folder_is_loaded_and_what_is_bad_is_kept_in_failures(
    filled: tuple[Path, Ran]
) -> None:
    base, ran = filled
    assert ran.code == 1, ran.err
    failed = dict(query(database(base), "select coalesce(json_extract(details, '$.file'), url), kind from failures"))
    wanted = {f"in/{name}": kind for name, (kind, _) in files.bad().items()}
    wanted["in/locked.zip/a.html"] = wanted.pop("in/locked.zip")
    assert failed == {**wanted, "in/long.pdf": "too_large", "absent.pdf": "missing"}
    found = query(database(base), "select year, form from reports order by year, form")
    assert found == sorted((report.year, report.form) for report in reports()[:4])
    assert "Traceback" not in ran.err
    last = ran.err.rstrip().rpartition("\n")[2]
    assert f"{len(failed)} of {len(failed) + 5} files could not be read" in last
    assert "encrypted" in ran.out


def test_what_was_read_is_in_the_archive_and_what_was_too_long_is_not(
    filled: tuple[Path, Ran]
) -> None:
    base, _ = filled
    kept = [path.read_bytes() for path in (base / "data" / "archive" / "objects").rglob("*") if path.is_file()]
    assert (base / "in" / "locked.pdf").read_bytes() in kept
    assert max(map(len, kept)) < 1 << 20
    urls = query(database(base), "select url from reports where url is not null")
    assert urls == [("http://127.0.0.2/zfxxgk/t1.docx",)]


def test_the_run_is_on_record(filled: tuple[Path, Ran]) -> None:
    base, _ = filled
    ((kind, state, finished, summary),) = query(database(base), "select kind, state, finished_at, summary from runs")
    assert (kind, state) == ("ingest", "attention")
    assert finished
    assert json.loads(str(summary))["files"] == 14


def test_loading_the_same_again_changes_no_report(
    filled: tuple[Path, Ran], tmp_path: Path
) -> None:
    base, _ = filled
    shutil.copytree(base, tmp_path / "again")
    again = tmp_path / "again"
    before = rows(database(again))
    ran = run(again, "ingest", "in/部门")
    assert ran.code == 0, ran.err
    after = rows(database(again))
    assert {name for name in before if before[name] != after[name]} == {"runs"}


def test_a_rebuild_gives_the_same_rows_whether_the_old_database_is_there_or_not(
    filled: tuple[Path, Ran], tmp_path: Path
) -> None:
    base, _ = filled
    home = tmp_path / "data"
    shutil.copytree(base / "data", home)
    before = rows(home / "gongkai.db")
    for path in home.glob("gongkai.db*"):
        path.unlink()
    for _ in range(2):
        ran = run(tmp_path, "rebuild")
        assert ran.code == 0, ran.err
        after = rows(home / "gongkai.db")
        assert before.keys() == after.keys()
        for name in before:
            assert before[name] == after[name], name
        assert not list(home.glob(".gongkai*"))


def test_a_rebuild_names_what_is_damaged_and_rebuilds_the_rest(
    filled: tuple[Path, Ran], tmp_path: Path
) -> None:
    base, _ = filled
    home = tmp_path / "data"
    shutil.copytree(base / "data", home)
    ((sha256,),) = query(home / "gongkai.db", "select document_sha256 from reports where url is not null")
    damaged = home / "archive" / "objects" / str(sha256)[:2] / str(sha256)[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(b"not what it was")
    ran = run(tmp_path, "rebuild")
    assert ran.code == 1
    assert f"objects/{str(sha256)[:2]}/{str(sha256)[2:]} is damaged" in ran.err.rstrip().rpartition("\n")[2]
    assert query(home / "gongkai.db", "select count(*) from reports") == [(3,)]


def test_documents_archived_by_a_run_that_died_before_loading_are_in_the_rebuilt_database(gongkai: Run, tmp_path: Path) -> None:
    from etl.archive import Archive
    from etl.report import Origin

    for name in ("1.txt", "3.docx"):
        Archive(str(tmp_path / "data" / "archive")).put(files.good()[name], Origin(name=name))
    ran = gongkai("rebuild")
    assert ran.code == 0, ran.err
    assert query(tmp_path / "data" / "gongkai.db", "select count(*) from reports") == [(2,)]


def test_a_server_sees_a_rebuild_without_a_restart(
    filled: tuple[Path, Ran], gongkai: Run, tmp_path: Path
) -> None:
    shutil.copytree(filled[0] / "data", tmp_path / "data")
    with sqlite3.connect(tmp_path / "data" / "gongkai.db") as db:
        db.execute("update reports set title = 'edited by hand'")
    server = subprocess.Popen(
        [COMMAND, "serve", "--port", "0"], cwd=tmp_path, env=environment(PYTHONUNBUFFERED="1"), stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        address = next(word for word in server.stdout.readline().split() if word.startswith("http"))

        def titles() -> list[str]:
            url = f"{address.rstrip('/')}/gongkai/reports.json?_shape=array&_col=title"
            with urllib.request.urlopen(url, timeout=30) as answer:
                return [row["title"] for row in json.load(answer)]

        assert set(titles()) == {"edited by hand"}
        stop = threading.Event()
        asked: list[int] = []

        def ask() -> None:
            while not stop.is_set():
                asked.append(len(titles()))
                time.sleep(0.05)

        asking = threading.Thread(target=ask)
        asking.start()
        ran = gongkai("rebuild")
        stop.set()
        asking.join()
        assert ran.code == 0, ran.err
        assert set(asked) == {4}, "a reader saw half a database"
        assert "edited by hand" not in titles()
    finally:
        server.terminate()
        server.wait(20)


def test_a_missing_file_alone_is_named_and_nothing_to_read_is_said(gongkai: Run, tmp_path: Path) -> None:
    ran = gongkai("ingest", "absent.pdf")
    assert ran.code == 1
    assert "absent.pdf" in ran.last
    (tmp_path / "hollow").mkdir()
    ran = gongkai("ingest", "hollow")
    assert ran.code == 1
    assert "nothing to read in hollow" in ran.last


def test_the_database_of_something_else_is_refused(gongkai: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("create table mine (x)")
    files.write(tmp_path, {"1.txt": files.good()["1.txt"]})
    ran = gongkai("ingest", "1.txt", "--database", "other.db")
    assert ran.code == 1
    assert "no gongkai database" in ran.last
    (tmp_path / "noise.db").write_bytes(b"noise" * 1000)
    ran = gongkai("ingest", "1.txt", "--database", "noise.db")
    assert ran.code == 1
    assert "noise.db" in ran.last


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside the checkout")
def test_the_seeds_are_loaded(gongkai: Run, tmp_path: Path) -> None:
    ran = gongkai("ingest", SEEDS)
    assert ran.code == 0, ran.err
    assert query(tmp_path / "data" / "gongkai.db", "select count(*) from reports") == [(5,)]


def test_two_runs_at_once(gongkai: Run, tmp_path: Path) -> None:
    """The second says so and does nothing; once the first is gone, however it went, the next one works."""
    files.write(tmp_path, {"1.txt": files.good()["1.txt"]})
    holding = subprocess.Popen(
        [sys.executable, "-c", "import sys; from pathlib import Path; from etl.runs import run_lock\n"
         "with run_lock(Path('data/run.lock'), 'the-first-run'):\n    print('held', flush=True); sys.stdin.read()"],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    try:
        assert holding.stdout is not None
        assert holding.stdout.readline() == "held\n"
        for command in (("ingest", "1.txt"), ("nightly",), ("rebuild",), ("crawl",)):
            ran = gongkai(*command)
            assert ran.code == 1
            assert "another run is at work" in ran.last
            assert "the-first-run" in ran.last
        assert not (tmp_path / "data" / "gongkai.db").exists()
    finally:
        holding.kill()
        holding.wait()
    assert gongkai("ingest", "1.txt").code == 0
