"""What runs inside a worker process: one file after the other is read, until the parent hangs up.

Started by :class:`etl.workers.WorkerPool` as ``python -m etl.worker``.
"""

from __future__ import annotations

import importlib
import logging
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from hashlib import sha256
from multiprocessing.connection import Connection

from etl.errors import Kind, ReadError
from etl.report import Origin, Outcome

#: A worker whose parent was killed has nobody to stop it: it stops itself this many seconds after its time.
_ORPHAN_GRACE = 10

Function = Callable[[bytes, Origin], Outcome]


def failed(data: bytes, kind: Kind, message: str) -> Outcome:
    """The outcome of a file whose reader says nothing of it."""
    return Outcome(sha256(data).hexdigest(), error=ReadError(kind, message))


def _resolve(path: str) -> Function:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def _answer(function: Function, data: bytes, origin: Origin) -> bytes:
    """The outcome and the traceback of a defect met on the way ("" if none), pickled."""
    try:
        return pickle.dumps((function(data, origin), ""))
    except MemoryError:
        return pickle.dumps((failed(data, "memory", "reading took more memory than allowed"), ""))
    except Exception as error:
        # A defect of ours, met on one file: named as such, and the run goes on.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
        message = f"a defect of the reader, not of the file: {type(error).__name__} at {place}: {error}"
        return pickle.dumps((failed(data, "crashed", message), traceback.format_exc()))


def _work(connection: Connection, timeout: float, memory: int, function: str) -> None:
    """The life of a worker: read, answer, until the parent hangs up."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Libraries chat about odd fonts and boxes; what matters of it comes back as warnings of the document.
    logging.basicConfig(level=logging.CRITICAL)
    read = _resolve(function)
    connection.send_bytes(b"ready")
    while True:
        try:
            origin = pickle.loads(connection.recv_bytes())
            data = connection.recv_bytes()
        except (EOFError, OSError):
            return
        # No handler: the default action ends the process even inside a library that never comes back.
        signal.alarm(int(timeout) + _ORPHAN_GRACE)
        answer = _answer(read, data, origin)
        signal.alarm(0)
        sys.stdout.flush()  # what a library said is out before the answer, after which the parent may end this process
        connection.send_bytes(answer)


def main(arguments: list[str]) -> None:
    """``python -m etl.worker HANDLE SECONDS BYTES MODULE:NAME``."""
    handle, timeout, memory, function = arguments
    _work(Connection(int(handle)), float(timeout), int(memory), function)


if __name__ == "__main__":
    main(sys.argv[1:])
