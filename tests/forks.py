"""Commands and crawls of tests as processes of their own: forks of one that has loaded everything (:mod:`tests.preloaded`), because
loading takes longer than most of them. The installed command itself and its fresh workers run where a test is about them
(``COMMAND`` in :mod:`tests.cli.conftest`, ``tests/test_workers.py``).
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

_FORKSERVER = multiprocessing.get_context("forkserver")
_FORKSERVER.set_forkserver_preload(["tests.preloaded"])
Process = _FORKSERVER.Process


def begin(folder: Path, out: Path, err: Path, environment: Mapping[str, str]) -> None:
    """What a fork does first: its own session, folder, output and environment; and its readers are forks, too."""
    from etl import workers

    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    workers.launch = _Spring().launch


def command(arguments: Sequence[str], folder: Path, out: Path, err: Path, environment: Mapping[str, str]) -> None:
    """``gongkai`` with these arguments; its exit code is that of the process."""
    begin(folder, out, err, environment)
    from gongkai.cli import main

    main(arguments)


class _Spring:
    """A process without threads that forks the readers: in a copy of one whose other threads hold a lock just then (lxml's of an XPath)
    nobody would ever let it go."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        self._asking = threading.Lock()
        if os.fork() == 0:
            self._ours.close()
            _serve(theirs)
        theirs.close()

    def launch(self, connection: int, arguments: Sequence[str]) -> _Forked:
        """As :func:`etl.workers.interpreter`, without a fresh one."""
        return _Forked(self, self._ask(" ".join(arguments), [connection]))

    def wait(self, pid: int) -> int:
        return self._ask(str(pid), [])

    def _ask(self, what: str, descriptors: list[int]) -> int:
        with self._asking:
            socket.send_fds(self._ours, [what.encode()], descriptors)
            return int(self._ours.recv(_MESSAGE))


_MESSAGE = 1000
"""Bytes of one, at most."""


def _serve(asked: socket.socket) -> NoReturn:
    while True:
        what, descriptors, *_ = socket.recv_fds(asked, _MESSAGE, 1)
        if not what:
            os._exit(0)
        if not descriptors:
            answer = os.waitstatus_to_exitcode(os.waitpid(int(what), 0)[1])
        elif (answer := os.fork()) == 0:
            _work(descriptors[0], what.decode().split())
        for descriptor in descriptors:
            os.close(descriptor)
        asked.send(str(answer).encode())


def _work(connection: int, arguments: Sequence[str]) -> NoReturn:
    from etl import worker

    code = 1
    try:
        os.setsid()
        silent = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(silent, descriptor)
        # Locks and sockets of the parent must not outlive it here.
        kept = os.dup2(connection, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        worker.main([str(kept), *arguments])
        code = 0
    finally:
        os._exit(code)  # which the pool tells of; nothing of the parent's may run here


class _Forked:
    """An :class:`etl.workers.Process`."""

    def __init__(self, spring: _Spring, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._spring = spring

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = self._spring.wait(self.pid)
        return self.returncode
