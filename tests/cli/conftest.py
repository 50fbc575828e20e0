"""The command, run as its users run it: ``COMMAND`` is the installed one, ``run`` and ``gongkai`` do the same in less time."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import forks

COMMAND = Path(sys.executable).with_name("gongkai")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The last line of stderr."""
        return self.err.rstrip("\n").rpartition("\n")[2]

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


def environment(**more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    return {**clean, "GONGKAI_WORKERS": "1", **more}


def run(folder: Path, *arguments: object, timeout: float = 180, **variables: str) -> Ran:
    """The command in a folder, never on a terminal; forked (:mod:`tests.forks`) from a process that has loaded it."""
    with tempfile.TemporaryDirectory() as said:
        out, err = Path(said, "out"), Path(said, "err")
        process = forks.Process(target=forks.command, args=(list(map(str, arguments)), folder, out, err, environment(**variables)))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail(f"the command does not end: {err.read_text()[-2000:]}")
        ran = Ran(process.exitcode, out.read_text(), err.read_text())
    assert "Traceback" not in ran.err or "--debug" in arguments, ran.err
    return ran


@pytest.fixture
def gongkai(tmp_path: Path) -> Run:
    """Runs the command in an empty folder, with a home of its own there."""

    def run_here(*arguments: object, cwd: Path = tmp_path, **more: Any) -> Ran:
        return run(cwd, *arguments, **more)

    return run_here
