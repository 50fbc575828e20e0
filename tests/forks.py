"""Commands and crawls of tests as processes of their own: forks of one that has loaded everything (:mod:`tests.preloaded`), because
loading takes longer than most of them. The installed command itself and its fresh workers run where a test is about them
(``COMMAND`` in :mod:`tests.cli.conftest`, ``tests/test_workers.py``).
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

_FORKSERVER = multiprocessing.get_context("forkserver")
_FORKSERVER.set_forkserver_preload(["tests.preloaded"])
Process = _FORKSERVER.Process


def begin(folder: Path, out: Path, err: Path, environment: Mapping[str, str]) -> None:
    """What a fork does first: its own session, folder, output and environment; and its readers are forks of it."""
    from etl import workers

    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    workers._Worker._start = _start_forked  # type: ignore[method-assign]


def command(arguments: Sequence[str], folder: Path, out: Path, err: Path, environment: Mapping[str, str]) -> None:
    """``gongkai`` with these arguments; its exit code is that of the process."""
    begin(folder, out, err, environment)
    from gongkai.cli import main

    main(arguments)


class _Forked:
    """As much of :class:`subprocess.Popen` as the pool asks for."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode


def _start_forked(self: Any, memory: int, function: str) -> None:
    """``etl.workers._Worker._start`` without a fresh interpreter."""
    from etl import worker

    self._connection, theirs = Pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setsid()
            silent = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(silent, descriptor)
            # Locks and sockets of the parent must not outlive it here.
            kept = os.dup2(theirs.fileno(), 3)
            os.closerange(4, os.sysconf("SC_OPEN_MAX"))
            worker.main([str(kept), str(self._timeout), str(memory), function])
            code = 0
        finally:
            os._exit(code)  # which the pool tells of; nothing of the parent's may run here
    theirs.close()
    self._process = _Forked(pid)
