"""Reading in processes of their own: a file that hangs, eats memory or kills its reader costs one file, never the run.

Each worker is a fresh interpreter (never a fork: the parent may run a Twisted reactor and threads) that talks over a
socket pair. A thread of the parent stands by each worker, hands it one file at a time, and kills it from outside when
the time is over.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from multiprocessing import Pipe
from pathlib import Path
from typing import Protocol

from etl.errors import Kind
from etl.report import Origin, Outcome
from etl.worker import failed

log = logging.getLogger(__name__)

#: Readers leak a little; a worker that has read this many files makes room for a fresh one.
FILES_PER_WORKER = 500
_START_TIMEOUT = 60.0

#: How libraries end that have no other way to say that they were refused memory.
_ABORTS = frozenset({-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGTRAP, -signal.SIGILL})

_Job = tuple[bytes, Origin, "Future[Outcome]"]


class Process(Protocol):
    """As much of :class:`subprocess.Popen` as a pool asks for."""

    pid: int
    returncode: int | None

    def wait(self) -> int: ...


class WorkersError(RuntimeError):
    """No worker can be started; the text is one sentence."""


class WorkerPool:
    """Worker processes for :func:`etl.process.process`.

    ``timeout`` is in seconds a file, ``memory`` in bytes of address space a worker. What goes wrong comes back as an
    :class:`~etl.report.Outcome` with a :class:`~etl.errors.ReadError` of kind ``timeout``, ``memory`` or ``crashed``.
    Workers start when they are needed; :class:`WorkersError` comes out of the future when they cannot. Close the pool, or
    use it as a context manager.
    """

    def __init__(
        self,
        processes: int | None = None,
        timeout: float = 120,
        memory: int = 2 << 30,
        function: str = "etl.process:process",
    ) -> None:
        """``function`` is the importable path ``module:name`` of what each worker calls with bytes and origin."""
        self.processes = processes or os.cpu_count() or 1
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self._keepers: list[_Keeper] = []
        self._idle = threading.Semaphore(0)
        self._settings = (timeout, memory, function)

    def submit(self, data: bytes, origin: Origin) -> Future[Outcome]:
        """Queues one file. The future's callbacks run in a thread of the pool, not in the caller's."""
        future: Future[Outcome] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the worker pool is closed")
            self._jobs.put((data, origin, future))
            if not self._idle.acquire(blocking=False) and len(self._keepers) < self.processes:
                keeper = _Keeper(self._jobs, self._idle, *self._settings)
                self._keepers.append(keeper)
                keeper.start()
        return future

    def map(self, items: Iterable[tuple[bytes, Origin]]) -> Iterator[Outcome]:
        """Outcomes in the order of the items, which are drawn only a few ahead of the results."""
        ahead: deque[Future[Outcome]] = deque()
        try:
            for data, origin in items:
                ahead.append(self.submit(data, origin))
                if len(ahead) > 2 * self.processes:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()

    def close(self) -> None:
        """Stops at once: what is queued is cancelled, what is being read is given up. May be called twice."""
        with self._lock:
            self._closed = True
            keepers = list(self._keepers)
        with contextlib.suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is not None:
                    job[2].cancel()
        for _ in keepers:
            self._jobs.put(None)
        for keeper in keepers:
            keeper.stop()
        for keeper in keepers:
            if keeper is not threading.current_thread():
                keeper.join()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Keeper(threading.Thread):
    """Stands by one worker process at a time and replaces it when it is lost or worn."""

    def __init__(
        self, jobs: queue.SimpleQueue[_Job | None], idle: threading.Semaphore, timeout: float, memory: int, function: str
    ) -> None:
        super().__init__(name="worker-keeper", daemon=True)
        self._jobs = jobs
        self._idle = idle
        self._timeout = timeout
        self._memory = memory
        self._function = function
        self._worker: _Worker | None = None
        self._stopped = False

    def run(self) -> None:
        while True:
            job = self._jobs.get()
            if job is None:
                break
            data, origin, future = job
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(self._outcome(data, origin))
                except Exception as error:  # who waits for the file must hear of it, whatever it is
                    future.set_exception(error)
            self._idle.release()
        self._discard()

    def stop(self) -> None:
        """Called from another thread: gives up what is being read."""
        self._stopped = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def _outcome(self, data: bytes, origin: Origin) -> Outcome:
        outcome, worn = self._attempt(data, origin)
        # A file is judged by a fresh worker before it is blamed for what the files before it may have left behind.
        if worn and outcome.error is not None and outcome.error.kind in ("memory", "crashed") and not self._stopped:
            outcome, _ = self._attempt(data, origin)
        return outcome

    def _attempt(self, data: bytes, origin: Origin) -> tuple[Outcome, bool]:
        """The outcome, and whether the worker had read other files before."""
        if self._stopped:
            return failed(data, "crashed", "reading was stopped"), False
        worn = False
        try:
            if self._worker is None:
                self._worker = _Worker(self._timeout, self._memory, self._function)
                if self._stopped:  # stop() came while there was no worker to kill yet
                    self._worker.kill()
            worn = self._worker.files > 0
            outcome = self._worker.read(data, origin)
        except _Lost as lost:
            self._discard()
            return failed(data, lost.kind, lost.message), worn
        spent = outcome.error is not None and outcome.error.kind in ("memory", "crashed")
        if spent or self._worker.files >= FILES_PER_WORKER:
            self._discard()
        return outcome, worn

    def _discard(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()


class _Lost(Exception):
    """The worker is gone, or had to be killed."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message


def interpreter(connection: int, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """A fresh interpreter that runs :mod:`etl.worker` with these arguments behind a descriptor of this process. Raises ``OSError``."""
    # The worker finds modules where the parent does, whatever the parent was started as.
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
    # What libraries say of a broken file, and how they die of it, is for those who look for defects.
    chat = None if log.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "etl.worker", str(connection), *arguments],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=2 if chat is None else chat,  # a library that prints must not spoil the output of the command
        stderr=chat,
        pass_fds=[connection],
        start_new_session=True,  # Ctrl-C is the parent's to handle; and helpers of the worker die with it
    )


launch: Callable[[int, Sequence[str]], Process] = interpreter
"""What begins the processes of workers, each in a session of its own. To be set where another way to begin one is better."""


class _Worker:
    """One worker process, seen from the parent. Raises :class:`_Lost` from anything it is asked."""

    def __init__(self, timeout: float, memory: int, function: str) -> None:
        self.files = 0
        self._timeout = timeout
        self._memory = memory
        self._killed = self._late = False
        try:
            self._connection, theirs = Pipe()
            with theirs:
                self._process = launch(theirs.fileno(), [str(timeout), str(memory), function])
        except OSError as error:
            raise WorkersError(f"the process that reads files does not start: {error.strerror}") from error
        try:
            self._ask(_START_TIMEOUT)
        except _Lost:
            self.close()
            raise WorkersError(f"the process that reads files does not start (with {memory >> 20} MB of memory for it)") from None

    def read(self, data: bytes, origin: Origin) -> Outcome:
        self.files += 1
        answer = self._ask(self._timeout, pickle.dumps(origin), data)
        result, trace = pickle.loads(answer)
        if trace:
            log.debug("reading failed inside a worker:\n%s", trace)
        return result

    def _ask(self, timeout: float, *messages: bytes) -> bytes:
        """What the worker says to these messages. It is killed unless it has taken them in and answered in full by then: nothing else
        ends the wait of one who is amid a message."""
        answer = None
        late = threading.Timer(timeout, self._give_up)
        late.daemon = True
        late.start()
        try:
            for message in messages:
                self._connection.send_bytes(message)
            answer = self._connection.recv_bytes()
        except (OSError, EOFError):
            pass  # how it was lost is asked below
        finally:
            late.cancel()
            late.join()
        if self._late:
            raise _Lost("timeout", f"reading took longer than {timeout:g} seconds")
        if answer is None:
            raise self._lost()
        return answer

    def _give_up(self) -> None:
        """Called from another thread, when the time is over."""
        self._late = True
        self.kill()
        # A process that the worker has left behind may hold its end still.
        with socket.socket(fileno=os.dup(self._connection.fileno())) as ours:
            ours.shutdown(socket.SHUT_RDWR)

    def _lost(self) -> _Lost:
        # Waited for by hand, for what the system says of its memory.
        with contextlib.suppress(ChildProcessError):
            _, status, usage = os.wait4(self._process.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            # A process begins with the peak of the one that started it.
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            much = usage.ru_maxrss > max(own, self._memory >> 11)
            if self._process.returncode in _ABORTS and much and not self._killed:
                return _Lost("memory", "reading took more memory than allowed")
        code = self._process.wait()
        if self._killed:
            return _Lost("crashed", "reading was stopped")
        if code == -signal.SIGKILL:
            return _Lost("memory", "the reading process was killed by the system, most likely for want of memory")
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        return _Lost("crashed", f"the reading process died ({how})")

    def kill(self) -> None:
        self._killed = True
        # Helpers that began sessions of their own (office converters do) are no longer in the worker's group.
        helpers = _descendants(self._process.pid)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for helper in helpers:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(helper, signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        self._process.wait()
        self._connection.close()


def _descendants(process: int) -> list[int]:
    """Children of a process, their children and so on; empty where the system has no ``/proc``."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = entry.read_text().rpartition(")")[2].split()[1]
            children.setdefault(int(parent), []).append(int(entry.parent.name))
    found = list(children.get(process, ()))
    for child in found:
        found += children.get(child, ())
    return found
