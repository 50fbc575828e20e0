"""``gongkai parse``: one object a file, in order, whatever the files are."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import files
from tests.cli.conftest import COMMAND, Run, environment
from tests.sites.truth import reports

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def test_files_come_out_in_order_with_the_fields_of_the_contract(gongkai: Run, tmp_path: Path) -> None:
    paths = files.write(tmp_path / "in", files.good())
    ran = gongkai("parse", *reversed(paths), GONGKAI_WORKERS="2")
    assert ran.code == 0, ran.err
    lines = ran.lines()
    assert [line["file"] for line in lines] == [str(path) for path in reversed(paths)]
    for line, truth in zip(reversed(lines), reports()[:4], strict=True):
        assert line["year"] == truth.year
        assert line["form"] == truth.form
        assert line["sha256"] == hashlib.sha256(Path(line["file"]).read_bytes()).hexdigest()
        assert {"table", "row", "column", "value", "printed", "state", "page", "bbox"} <= line["cells"][0].keys()
    assert not (tmp_path / "data").exists()


def test_bad_files_give_error_objects_in_their_place_and_exit_code_1(gongkai: Run, tmp_path: Path) -> None:
    bad = files.bad()
    good = files.write(tmp_path, files.good())[:2]
    wrong = files.write(tmp_path, {name: data for name, (_, data) in bad.items() if name != "locked.zip"})
    order = [good[0], *wrong, files.long_file(tmp_path / "long.pdf"), tmp_path / "absent", tmp_path, good[1]]
    ran = gongkai("parse", *order, GONGKAI_WORKERS="2")
    assert ran.code == 1
    lines = ran.lines()
    assert [line["file"] for line in lines] == [str(path) for path in order]
    assert "error" not in lines[0]
    assert "error" not in lines[-1]
    kinds = {Path(line["file"]).name: line["error"]["kind"] for line in lines[1:-1]}
    assert kinds == {
        **{path.name: bad[path.name][0] for path in wrong},
        "long.pdf": "too_large", "absent": "missing", tmp_path.name: "unsupported",
    }
    for line in lines[1:-1]:
        assert line["error"]["message"]
        assert "\n" not in line["error"]["message"]
    assert f"{len(lines) - 2} of {len(lines)} files" in ran.last


def test_the_origin_beside_a_file_counts_and_a_broken_one_is_a_warning(gongkai: Run, tmp_path: Path) -> None:
    (path,) = files.write(tmp_path, {"1.txt": files.good()["1.txt"]})
    beside = path.with_name(path.name + ".meta.json")
    beside.write_text(json.dumps({"url": "http://127.0.0.2/x.html", "headers": {"Content-Type": "text/plain"}}))
    assert gongkai("parse", path).lines()[0]["warnings"] == []
    beside.write_text("{")
    ran = gongkai("parse", path)
    assert ran.code == 0
    assert "1.txt.meta.json" in ran.lines()[0]["warnings"][0]


def test_a_name_that_is_no_text_and_a_locale_that_is_not_utf_8(gongkai: Run, tmp_path: Path) -> None:
    name = b"\xc4\xea\xb1\xa8.txt"  # GBK bytes, as an old archive leaves them
    (tmp_path / os.fsdecode(name)).write_bytes(files.good()["1.txt"])
    done = subprocess.run(
        [os.fsencode(COMMAND), b"parse", name], cwd=tmp_path, capture_output=True, env=environment(LC_ALL="C", PYTHONUTF8="0")
    )
    assert done.returncode == 0, done.stderr
    assert os.fsencode(json.loads(done.stdout)["file"]) == name


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    paths = " ".join(str(path) for path in files.write(tmp_path, files.good()))
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {COMMAND} parse {paths} {paths} | head -c 10"], capture_output=True, env=environment()
    )
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside the checkout")
def test_the_seeds_are_read(gongkai: Run) -> None:
    ran = gongkai("parse", *sorted(SEEDS.glob("*.txt")))
    assert ran.code == 0, ran.err
    for line in ran.lines():
        assert len(line["cells"]) >= 198
        assert line["year"]
        assert line["publisher"]


def test_the_help_is_quick() -> None:
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", COMMAND, "--help"], capture_output=True, text=True, env=environment(), check=True
    ).stderr
    for heavy in ("scrapy", "datasette", "pdfplumber", "lxml", "pydantic", "rich", "sqlite_utils", "twisted", "fsspec"):
        assert f"| {heavy}" not in loaded.replace("|   ", "| "), heavy
