"""The worker pool against readers that really hang, eat memory and die."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import workers
from etl.report import Origin, Outcome
from etl.workers import WorkerPool, WorkersError

READER = "tests.misbehaving:read"
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, timeout=1.0, memory=400 << 20, function=READER) as shared:
        yield shared


def read(pool: WorkerPool, order: str, name: str = "file") -> Outcome:
    return pool.submit(order.encode(), Origin(name=name)).result(30)


def worker_of(outcome: Outcome) -> int:
    assert outcome.report is not None
    assert outcome.report.identity.title is not None
    return int(outcome.report.identity.title.split()[-1])


@pytest.mark.parametrize(
    ("order", "kind", "word"),
    [
        ("hang", "timeout", "1 seconds"),
        ("spin", "timeout", "1 seconds"),
        ("child", "timeout", "1 seconds"),
        ("falter", "timeout", "1 seconds"),
        ("eat", "memory", "memory"),
        ("die", "crashed", "exit code 3"),
        ("abort", "crashed", "SIGABRT"),
        ("oom", "memory", "killed by the system"),
        ("defect", "crashed", "KeyError at misbehaving.py"),
        ("refuse", "encrypted", "password"),
    ],
)
def test_what_goes_wrong_costs_one_file(pool: WorkerPool, order: str, kind: str, word: str) -> None:
    outcome = read(pool, order)
    assert outcome.report is None
    assert outcome.error is not None
    assert outcome.error.kind == kind
    assert word in outcome.error.message
    if kind != "encrypted":
        assert outcome.sha256 == hashlib.sha256(order.encode()).hexdigest()
    assert read(pool, "well").error is None


def test_helpers_of_a_killed_worker_die_with_it_even_in_sessions_of_their_own(pool: WorkerPool) -> None:
    outcome = read(pool, "helper 86399")
    assert outcome.error is not None
    assert outcome.error.kind == "timeout"
    time.sleep(0.1)
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            assert b"86399" not in path.read_bytes()


def test_what_a_worker_leaves_behind_does_not_keep_the_pool_waiting() -> None:
    with WorkerPool(1, timeout=1.0, function=READER) as pool:
        before = time.monotonic()
        outcome = read(pool, "leave 8")
        assert time.monotonic() - before < 6
        assert outcome.error is not None
        assert outcome.error.kind == "timeout"


def test_a_worker_that_takes_no_file_in_is_given_up() -> None:
    with WorkerPool(1, timeout=1.0, function=READER) as pool:
        os.kill(worker_of(read(pool, "well")), signal.SIGSTOP)
        outcome = pool.submit(bytes(20 << 20), Origin()).result(10)
        assert outcome.error is not None
        assert outcome.error.kind == "timeout"


def test_order_is_kept_and_files_are_drawn_only_a_few_ahead(pool: WorkerPool) -> None:
    drawn = 0

    def items() -> Iterator[tuple[bytes, Origin]]:
        nonlocal drawn
        for number in range(30):
            drawn = number
            yield (b"sleep 0.05" if number % 3 == 0 else b"quick"), Origin(name=f"file-{number}")

    for number, outcome in enumerate(pool.map(items())):
        assert outcome.report is not None
        assert (outcome.report.identity.title or "").startswith(f"file-{number} ")
        assert drawn - number <= 2 * pool.processes + 1
    assert number == 29


def test_two_files_are_read_at_the_same_time_by_two_processes() -> None:
    with WorkerPool(2, function=READER) as pool:
        futures = [pool.submit(b"sleep 0.6", Origin()) for _ in range(2)]
        assert len({worker_of(future.result(30)) for future in futures}) == 2


def test_a_worker_is_used_again() -> None:
    with WorkerPool(1, function=READER) as pool:
        assert worker_of(read(pool, "one")) == worker_of(read(pool, "two"))


def test_a_worn_worker_makes_room_for_a_fresh_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workers.FILES_PER_WORKER <= 1_000
    monkeypatch.setattr(workers, "FILES_PER_WORKER", 2)
    with WorkerPool(1, function=READER) as pool:
        first, second, third = (worker_of(read(pool, "well")) for _ in range(3))
        assert first == second != third


def test_a_file_is_not_blamed_for_the_memory_of_those_before_it() -> None:
    with WorkerPool(1, function=READER) as pool:
        first = read(pool, "well")
        second = read(pool, "eat-when-worn")
        assert second.error is None
        assert worker_of(second) != worker_of(first)


def test_a_large_file_arrives_whole(pool: WorkerPool) -> None:
    data = os.urandom(20 << 20)
    assert pool.submit(data, Origin()).result(30).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(("level", "heard"), [("WARNING", ""), ("DEBUG", "noise on the standard output\n")])
def test_what_a_library_prints_is_for_those_who_look_for_defects(level: str, heard: str) -> None:
    script = (
        "import logging\nfrom etl.workers import WorkerPool\nfrom etl.report import Origin\n"
        f"logging.getLogger('etl').setLevel('{level}')\n"
        f"with WorkerPool(1, function={READER!r}) as pool:\n"
        "    assert pool.submit(b'print', Origin()).result(30).error is None\n"
        "print('done')\n"
    )
    # From standard input, where there is no main module for a child to import again.
    ran = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert (ran.stdout, ran.stderr) == ("done\n", heard)


def test_closing_gives_up_what_is_being_read_and_leaves_no_process() -> None:
    pool = WorkerPool(1, timeout=60, function=READER)
    worker = worker_of(read(pool, "well"))
    running, waiting = pool.submit(b"hang", Origin()), pool.submit(b"well", Origin())
    time.sleep(0.2)
    before = time.monotonic()
    pool.close()
    pool.close()
    assert time.monotonic() - before < 5
    outcome = running.result(1)
    assert outcome.error is not None
    assert "stopped" in outcome.error.message
    assert waiting.cancelled()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(b"", Origin())


def test_workers_of_a_killed_parent_end_by_themselves(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, signal\nfrom etl.workers import WorkerPool\nfrom etl.report import Origin\n"
        f"pool = WorkerPool(1, function={READER!r})\n"
        "title = pool.submit(b'well', Origin(name='x')).result(30).report.identity.title\n"
        "print(title.split()[-1], flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, timeout=60)
    worker = int(ran.stdout)
    for _ in range(50):
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.1)
    pytest.fail(f"worker {worker} outlives its parent")


def test_a_pool_that_cannot_start_says_so_instead_of_blaming_files() -> None:
    with (
        WorkerPool(1, function="tests.no_such_module:read") as pool,
        pytest.raises(WorkersError, match="does not start"),
    ):
        pool.submit(b"", Origin()).result(30)


def test_a_pool_without_room_for_another_file_says_so_instead_of_waiting() -> None:
    script = (
        "import resource\nfrom etl.workers import WorkerPool, WorkersError\nfrom etl.report import Origin\n"
        "with WorkerPool(1) as pool:\n"
        "    resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))\n"
        "    try:\n        pool.submit(b'', Origin()).result(30)\n"
        "    except WorkersError as error:\n        print(error)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert (ran.stdout, ran.stderr) == ("the process that reads files does not start: Too many open files\n", "")
