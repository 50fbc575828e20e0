"""Golden readings: each folder of ``tests/fixtures`` holds an input and what must be read from it.

A fixture without ``expected.json`` makes the test write it and fail, until a person has read it; then it is committed.
Where the fixture was made by program its ``truth.json`` says what the cells must be, and the golden file must agree with it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.errors import ReadError
from etl.inputs import read_file
from etl.process import process
from etl.report import to_json

_FOLDER = Path(__file__).parents[1] / "fixtures"
_FIXTURES = sorted(p for p in _FOLDER.iterdir() if p.is_dir())
_MAX_BYTES = 10 << 20


def _reading(folder: Path) -> dict[str, Any]:
    """What ``gongkai parse`` would say of the fixture's input."""
    source = next(p for p in folder.iterdir() if p.name.startswith("input") and not p.name.endswith(".meta.json"))
    item = read_file(source, _MAX_BYTES)
    assert item.data is not None
    outcome = process(item.data, item.origin)
    if outcome.report is None:
        assert isinstance(outcome.error, ReadError)
        return {"file": source.name, "error": {"kind": outcome.error.kind, "message": outcome.error.message}}
    reading = to_json(outcome.report, source.name)
    for cell in reading["cells"]:
        if cell["bbox"] is not None:
            cell["bbox"] = [round(x, 1) for x in cell["bbox"]]
    return json.loads(json.dumps(reading, ensure_ascii=False))


def _written(reading: dict[str, Any]) -> str:
    """JSON with one cell, fact, finding or section a line, so that a change can be read."""
    lines = []
    for name, value in reading.items():
        if isinstance(value, list) and value:
            inner = ",\n".join("  " + json.dumps(v, ensure_ascii=False) for v in value)
            lines.append(f' "{name}": [\n{inner}\n ]')
        else:
            lines.append(f' "{name}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _solid(text: str) -> str:
    """Without white space, which no format keeps as it was."""
    return "".join(text.split())


def _by_key(cells: list[dict[str, Any]]) -> dict[str, Any]:
    return {f"{c['table']}/{c['row']}/{c['column']}": c for c in cells}


def _differences(golden: dict[str, Any], reading: dict[str, Any]) -> list[str]:
    """One line for each field, and each cell, that is not as it was."""
    found = [
        f"{name}: {golden.get(name)!r} → {reading.get(name)!r}"
        for name in sorted({*golden, *reading} - {"cells"}) if golden.get(name) != reading.get(name)
    ]
    before, now = _by_key(golden.get("cells", [])), _by_key(reading.get("cells", []))
    found += [f"{key}: {before.get(key)} → {now.get(key)}" for key in {**before, **now} if before.get(key) != now.get(key)]
    return found


@pytest.mark.parametrize("folder", _FIXTURES, ids=lambda p: p.name)
def test_reading_is_as_reviewed(folder: Path) -> None:
    golden = folder / "expected.json"
    reading = _reading(folder)
    if not golden.exists():
        golden.write_text(_written(reading), encoding="utf-8")
        pytest.fail(f"{golden.name} of {folder.name} was missing and has been written: read it before you commit it")
    differences = _differences(json.loads(golden.read_text(encoding="utf-8")), reading)
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("folder", [p for p in _FIXTURES if (p / "truth.json").exists()], ids=lambda p: p.name)
def test_golden_file_agrees_with_the_generator(folder: Path) -> None:
    if not (folder / "expected.json").exists():
        pytest.skip("no golden file yet")
    golden = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    cells = {key: (c["value"], c["printed"], c["state"]) for key, c in _by_key(golden["cells"]).items()}
    assert cells == {f"{t}/{r}/{c}": (value, printed, state) for t, r, c, value, printed, state in truth["cells"]}
    assert {k: golden[k] for k in ("publisher", "year", "title", "form")} == {
        k: truth[k] for k in ("publisher", "year", "title", "form")
    }
    sections = [[s["heading"], _solid(s["text"])] for s in golden["sections"] if s["number"] is not None]
    assert sections == [[heading, _solid(text)] for heading, text in truth["sections"]]
    facts = {(f["fact"], f["value"]) for f in golden["facts"]}
    assert {tuple(f) for f in truth["facts"]} <= facts
    errors = {f["rule"] for f in golden["findings"] if f["severity"] == "error"}
    assert errors == {rule for rule, *_ in truth["broken"]}


@pytest.mark.parametrize("folder", _FIXTURES, ids=lambda p: p.name)
def test_fixture_says_why_it_is_kept(folder: Path) -> None:
    file = folder / "meta.yaml"
    meta = (yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else None) or {}
    assert meta.get("why"), f"{folder.name}/meta.yaml must say why the fixture is kept (why: …)"
    golden = folder / "expected.json"
    if golden.exists():
        assert ("error" in json.loads(golden.read_text(encoding="utf-8"))) == meta.get("refused", False)
