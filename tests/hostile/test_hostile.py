"""No file, however broken or cunning, takes long, takes much memory, or ends in anything but a reading or a clear refusal."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.documents import Paragraph
from etl.errors import ReadError
from etl.extract import extract
from etl.report import Origin
from tests.hostile import corpus

SECONDS = 30
"""On a slow, busy machine; the worker pool's own limit is far above."""


#: Minutes of work to make or to refuse; ``make test-all`` runs them.
HEAVY = {"zip bomb", "zip in zip in zip", "DOCX of 400 MB", "zip that lies about its size", "200 MB of HTML", "gzip bomb", "a million XLSX cells",
         "a million DOCX cells", "10,000 pages"}


def ending(data: bytes, name: str) -> tuple[str | None, str]:
    """The kind of the refusal (None when it was read) and its message, or the text."""
    try:
        document = extract(data, Origin(name=name))
    except ReadError as error:
        return error.kind, error.message
    return None, "".join(b.text if isinstance(b, Paragraph) else "".join(c.text for c in b.cells()) for b in document.blocks)


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow) if n in HEAVY else n for n in corpus.CASES])
def test_case_ends_in_time_with_the_right_kind(name):
    case = corpus.CASES[name]
    data = case.make()
    began = time.process_time()
    kind, said = ending(data, case.name)
    assert kind in case.kinds
    assert time.process_time() - began < SECONDS
    assert "root:" not in said
    assert kind is None or (said and "\n" not in said)


MEMORY = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from etl.documents import Paragraph
from etl.errors import ReadError
from etl.extract import extract
from etl.report import Origin
from tests.hostile.corpus import CASES
case = CASES[sys.argv[1]]
data = case.make()
try:
    extract(data, Origin())
    print(None)
except ReadError as error:
    print(error.kind)
"""


@pytest.mark.parametrize("name", [
    "20 MB of tags", "a million HTML cells", "lying spans", "two XLSX cells far apart",
    *(pytest.param(name, marks=pytest.mark.slow) for name in sorted(HEAVY)),
])
def test_case_fits_into_a_worker_s_memory(name):
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", MEMORY, name], cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.strip() in {str(kind) for kind in corpus.CASES[name].kinds}


def mutated(count: int, seed: int) -> None:
    for name, data in corpus.mutations(count, seed):
        began = time.process_time()
        kind, _ = ending(data, name)
        assert kind in (None, "corrupt", "empty", "unsupported", "too_large", "encrypted", "unreadable_font", "needs_ocr", "needs_office"), name
        assert time.process_time() - began < SECONDS, name


def test_mutations():
    mutated(80, seed=20)


@pytest.mark.slow
def test_five_thousand_mutations():
    mutated(5_000, seed=21)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 3 << 20
