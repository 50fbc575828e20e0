"""The installed command, run as its users run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture
def gongkai(tmp_path: Path) -> Run:
    """Runs the command in an empty folder, with a home of its own there; never on a terminal."""

    def run(*arguments: object, timeout: float = 120, cwd: Path = tmp_path, **variables: str) -> Ran:
        done = subprocess.run(
            [COMMAND, *map(str, arguments)], cwd=cwd, env=environment(**variables), capture_output=True, timeout=timeout,
            stdin=subprocess.DEVNULL,
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ran.err or "--debug" in arguments, ran.err
        return ran

    return run
