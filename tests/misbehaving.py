"""Readers that behave badly, on command: the file says what its reader does. For tests of the worker pool."""

from __future__ import annotations

import ctypes
import hashlib
import os
import signal
import subprocess
import sys
import time

from etl.errors import ReadError
from etl.report import Identity as Who
from etl.report import Origin, Outcome, Report

files_read = 0


def read(data: bytes, origin: Origin) -> Outcome:
    global files_read
    files_read += 1
    order = data.decode("utf-8", "replace").partition(" ")
    match order[0]:
        case "hang":
            # Inside C, where no Python signal handler or thread switch can end it.
            ctypes.CDLL(None).sleep(3600)
        case "spin":
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
            while True:
                pass
        case "eat":
            hoard = []
            while True:
                hoard.append(bytearray(1 << 30))
        case "eat-when-worn":
            if files_read > 1:
                raise MemoryError
        case "die":
            os._exit(3)
        case "abort":
            os.abort()
        case "oom":
            os.kill(os.getpid(), signal.SIGKILL)
        case "defect":
            return {}["missing"]
        case "refuse":
            return Outcome("", error=ReadError("encrypted", "needs a password"))
        case "print":
            print("noise on the standard output")
        case "sleep":
            time.sleep(float(order[2]))
        case "child":
            os.system("sleep 3600")
        case "falter":
            # The first bytes of an answer of a megabyte, and no more.
            os.write(int(sys.argv[1]), (1 << 20).to_bytes(4, "big") + b"half of it")
            ctypes.CDLL(None).sleep(3600)
        case "leave":
            # A process that is nobody's child any more and holds the connection for a while.
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    time.sleep(float(order[2]))
                os._exit(0)
            ctypes.CDLL(None).sleep(3600)
        case "helper":
            subprocess.run(["sh", "-c", f"sleep {order[2]}; true"], start_new_session=True)
    digest = hashlib.sha256(data).hexdigest()
    who = Who(title=f"{origin.name} {os.getpid()}")
    return Outcome(digest, report=Report(digest, "text/plain", who, None))
