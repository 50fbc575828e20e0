"""No file, however broken or cunning, takes long, takes much memory, or ends in anything but a reading or a clear refusal."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.documents import Paragraph
from etl.errors import ReadError
from etl.extract import extract
from etl.process import process
from etl.report import Origin
from etl.workers import WorkerPool
from tests.hostile import corpus

SECONDS = 30
"""On a slow, busy machine; the worker pool's own limit is far above."""


#: Minutes of work to make or to refuse, and passages that others resemble; ``make test-all`` runs them.
HEAVY = {"zip bomb", "XLSB", "zip in zip in zip", "DOCX of 400 MB", "zip that lies about its size", "200 MB of HTML", "gzip bomb", "a million XLSX cells",
         "a million DOCX cells", "10,000 pages", "DOCX with styles of a gigabyte", "DOCX with styles of 200 MB", "DOCX with styles of 40 MB", "gzip of entities",
         "MIME of 48 MB, packed", "MIME of 50,000 pages", "headings, nested deeply", "PDF whose font tells other digits",
         "OFD of 400 MB", "a million shared strings", "a million merged ranges", "PDF with a font without end", "zip of one name 200 times", "65,535 members",
         "a million rows spanned", "RTF, a table of 200,000 cells", "gzip in gzip, 500 deep", "one attribute of 30 MB", "RTF, pictures of 60 MB",
         "PDF with a million lines", "PDF with 100,000 nested dictionaries", "20,000 classes and as many rules", "DOCX paragraph of 130,000 runs",
         "DOCX cell of 100,000 paragraphs", "text shown in 50,000 cells", "format of 40,000 characters", "TIFF of 10,000 pages",
         "60 pictures of 900 megapixels in the page", "PDF font with 20 million meanings", "PDF of one page 500,000 times", "frame of 400,000 cells",
         "the first character of an article", "ordinals", "numbering", "years", "pipes",
         "62,000 boxes on a page", "PNG with a comment of 256 MB", "frame of cells that overlap", "a million attributes", "450,000 unclosed paragraphs",
         "spaces", "20 MB of tags", "lying spans"}


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


@pytest.mark.parametrize("data", [
    corpus._sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>一_xD800__x0000_二</t></is></c></row>'),
    b"{\\rtf1 a\\u-10240?\\u0?b}",
], ids=["XLSX", "RTF"])
def test_halves_of_characters_never_reach_the_database(data):
    kind, said = ending(data, "report.bin")
    assert kind is None
    assert said.encode().count("\ufffd".encode()) == 2
    assert "\0" not in said


@pytest.mark.slow
def test_a_7z_bomb():
    from tests.extract.test_archives import seven_zip

    assert ending(seven_zip({"a.txt": bytes(300 << 20)}), "report.7z")[0] == "too_large"


def test_no_file_makes_its_reader_call_out(monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("a file was asked for over the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    for name in ("DOCX that calls out", "HTML, outside entity", "DOCX, outside entity", "macros", "PDF with scripts and programs to start"):
        assert ending(corpus.CASES[name].make(), "report.bin")[0] in corpus.CASES[name].kinds


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
    "a million HTML cells", "two XLSX cells far apart",
    *(pytest.param(name, marks=pytest.mark.slow) for name in sorted(HEAVY & corpus.CASES.keys())),
])
def test_case_fits_into_a_worker_s_memory(name):
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", MEMORY, name], cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.strip() in {str(kind) for kind in corpus.CASES[name].kinds}


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow) if n in HEAVY else n for n in corpus.PASSAGES])
def test_no_passage_keeps_the_patterns_busy(name):
    data = corpus.PASSAGES[name]()
    began = time.process_time()
    outcome = process(data, Origin(name="report.html"))
    assert time.process_time() - began < SECONDS
    assert name.startswith("headings") or (outcome.report and outcome.report.facts), outcome.error


@pytest.mark.slow
def test_what_kills_its_reader_costs_one_file():
    """A gigabyte of drawing."""
    with WorkerPool(1, timeout=60, memory=1 << 30) as pool:
        bad, good = pool.map([(corpus.inflated(1 << 30), Origin(name="bad.pdf")), (corpus.sound()["html"], Origin(name="good.html"))])
    assert bad.error is not None
    # "crashed" where this process itself has taken so much that the reader's peak says nothing.
    assert bad.error.kind in ("memory", "timeout", "too_large", "crashed")
    assert good.error is None or good.error.kind == "not_a_report"


@pytest.fixture
def folder(tmp_path) -> Path:
    """Files that no program should stumble over, by name, kind or content."""
    for number, (kind, data) in enumerate(corpus.sound().items()):
        (tmp_path / f"{number} sound.{kind}").write_bytes(data)
    for number, name in enumerate(("nothing", "noise", "encrypted PDF", "PDF of nothing", "zip four deep", "first bytes of RAR alone")):
        (tmp_path / f"{number} {name}").write_bytes(corpus.CASES[name].make())
    page = corpus.sound()["html"]
    for odd in ("年度 报告（示例）.html", "two\nlines.html", "-", "--help", "'; rm -rf x", "%s%n", "x" * 250):
        (tmp_path / odd).write_bytes(page)
    with open(os.path.join(os.fsencode(tmp_path), b"\xb1\xa8\xb8\xe6.html"), "wb") as file:
        file.write(page)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "outside").symlink_to("/dev/zero")
    return tmp_path


def test_one_line_for_each_file_of_a_hostile_folder(folder):
    names = sorted(os.listdir(os.fsencode(folder)))
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", "parse", *(os.path.join(os.fsencode(folder), name) for name in names)],
        cwd=Path(__file__).parents[2], capture_output=True, timeout=300, check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [os.path.basename(os.fsencode(line["file"])) for line in lines] == names
    kinds = {os.path.basename(os.fsencode(line["file"])): line.get("error", {}).get("kind") for line in lines}
    assert {kinds[name] for name in (b"pipe", b"folder", b"outside")} == {"unsupported"}
    assert {kinds[name] for name in (b"dangling", b"circle")} == {"missing"}
    assert len({kinds[name] for name in (b"two\nlines.html", b"\xb1\xa8\xb8\xe6.html", b"--help", "年度 报告（示例）.html".encode())}) == 1
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def mutated(count: int, seed: int) -> None:
    for name, data in corpus.mutations(count, seed):
        began = time.process_time()
        kind, _ = ending(data, name)
        assert kind in (None, "corrupt", "empty", "unsupported", "too_large", "encrypted", "unreadable_font", "needs_ocr", "needs_office"), name
        assert time.process_time() - began < SECONDS, name


def test_mutations():
    mutated(50, seed=20)


@pytest.mark.slow
def test_five_thousand_mutations():
    mutated(5_000, seed=21)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 3 << 20
