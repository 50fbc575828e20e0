"""Exit codes and sentences: wrong usage, wrong settings, an empty home, help and its page."""

from __future__ import annotations

import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import click
import pytest

from gongkai import manual
from gongkai.cli import _explained
from gongkai.cli import gongkai as group
from tests.cli import files
from tests.cli.conftest import COMMAND, Run, environment

ROOT = Path(__file__).parents[2]
COMMANDS = ["demo", "nightly", "crawl", "ingest", "parse", "rebuild", "serve", "publish", "sources", "status", "worker"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["parse"], "Missing argument"),
        (["parse", "--nonsense", "x"], "No such option"),
        (["ingest"], "Missing argument"),
        (["ingest", "http://"], "is no address"),
        (["crawl", "--year", "next"], "'next' is not a valid integer"),
        (["crawl", "--limit", "0"], "0 is not in the range"),
        (["serve", "--port", "70000"], "70000 is not in the range"),
        (["sources", "check", "absent.yaml"], "absent.yaml"),
        (["status", "--home"], "requires an argument"),
        (["crawl", "--delay", "soon"], "--delay must be a number"),
        (["parse", "x", "--workers", "0"], "--workers must be a whole number"),
        (["nightly", "--sources", "absent"], "absent"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(gongkai: Run, arguments: list[str], word: str, tmp_path: Path) -> None:
    ran = gongkai(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert word in ran.err
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_are_one_sentence_and_exit_code_2(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text("delay = 'soon'")
    for variables, word in (
        ({"GONGKAI_DELAY": "soon"}, "GONGKAI_DELAY must be a number of at least 0, not 'soon'"),
        ({"GONGKAI_CONFIG": "wrong.toml"}, "wrong.toml: delay must be a number"),
        ({"GONGKAI_CONFIG": "absent.toml"}, "absent.toml"),
        ({"GONGKAI_ALLOW_HOSTS": "a b"}, "GONGKAI_ALLOW_HOSTS"),
    ):
        ran = gongkai("status", **variables)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.count("\n") == 1
        assert word in ran.err


def test_a_slip_in_a_variable_is_said_and_the_command_goes_on(gongkai: Run) -> None:
    ran = gongkai("status", GONGKAI_HOEM="x")
    assert ran.code == 0
    assert "did you mean 'GONGKAI_HOME'" in ran.err


def test_an_empty_home_is_met_with_kindness(gongkai: Run, tmp_path: Path) -> None:
    ran = gongkai("status")
    assert (ran.code, ran.err) == (0, "")
    assert "gongkai demo" in ran.out
    assert gongkai("status", "--json").lines() == [{"database": None}]
    for command in (("serve",), ("publish", "out")):
        ran = gongkai(*command)
        assert ran.code == 1
        assert "data/gongkai.db" in ran.last
    ran = gongkai("rebuild")
    assert ran.code == 1
    assert "data/archive" in ran.last
    assert not (tmp_path / "out").exists()


def test_flags_may_stand_before_or_after_the_command(gongkai: Run) -> None:
    assert "here/gongkai.db" in gongkai("--home", "here", "status").out
    assert "there/gongkai.db" in gongkai("status", "--home", "there").out


def test_a_full_disk_is_no_unexpected_error() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("pragma max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as full:
            db.execute("create table a as select zeroblob(9999)")
        with pytest.raises(sqlite3.OperationalError) as defect:
            db.execute("select nothing")
    assert _explained(full.value) == (1, "the database cannot be read or written: database or disk is full")
    assert "unexpected" in _explained(defect.value)[1]


def test_debug_shows_where_an_error_came_from(gongkai: Run, tmp_path: Path) -> None:
    assert "Traceback" in gongkai("serve", "--debug").err
    assert "Traceback" in gongkai("--debug", "serve").err


def test_ctrl_c_stops_quietly_and_leaves_no_process(tmp_path: Path) -> None:
    paths = files.write(tmp_path, {f"{n}.txt": files.good()["1.txt"] + str(n).encode() for n in range(300)})
    running = subprocess.Popen(
        [COMMAND, "ingest", *paths], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # what a shell starts in the background ignores it
    )
    while not (workers := _workers_of(running.pid)):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err.strip()) == (130, "", "gongkai: stopped")
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []
    state = subprocess.run(
        [COMMAND, "status", "--json"], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    ).stdout
    assert '"state": "interrupted"' in state


def _workers_of(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if above == parent and "etl.worker" in command:
            found.append(int(folder.name))
    return found


def test_progress_is_drawn_on_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    (path,) = files.write(tmp_path, {"1.txt": files.good()["1.txt"]})
    master, slave = pty.openpty()
    done = subprocess.run(
        [COMMAND, "parse", path], stdout=subprocess.PIPE, stderr=slave, env=environment(TERM="xterm-256color"), check=True, timeout=60
    )
    os.close(slave)
    drawn = os.read(master, 1 << 16).decode("utf-8", "replace")
    os.close(master)
    assert "\x1b[" in drawn
    assert "reading" in drawn
    assert done.stdout.startswith(b"{")


def test_the_commands_are_those_of_the_contract() -> None:
    assert list(group.commands) == COMMANDS
    assert isinstance(group.commands["sources"], click.Group)
    assert list(group.commands["sources"].commands) == ["list", "check", "add"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_english_and_chinese(gongkai: Run, name: str) -> None:
    ran = gongkai(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert any("一" <= char <= "鿿" for char in ran.out)
    assert "--help" in ran.out


def test_the_module_is_the_command_too(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-m", "gongkai", "--version"], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert ran.stdout.startswith("gongkai ")


def test_the_page_of_commands_is_up_to_date() -> None:
    assert (ROOT / "docs" / "cli.md").read_text() == manual.markdown(), "run `make docs`"
