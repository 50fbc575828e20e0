"""A page whose tables were damaged is read right where its cells still stand, or in doubt: never another number without a word."""

from __future__ import annotations

import random

import pytest

from bench.gold.cases import FORMS
from bench.gold.measure import is_doubted, make
from etl.process import process
from etl.report import Origin, State
from tests.golden.damage import STROKES, damage


def _silently_wrong(form: str, seed: int, strokes: int) -> list[str]:
    case, page = make(form, "html", f"damage.{seed}", most=1)
    rng = random.Random(f"{form}.{seed}")
    done = []
    for _ in range(strokes):
        name, page = damage(page, rng)
        done.append(name)
    report = process(page, Origin(headers={"content-type": "text/html; charset=utf-8"})).report
    if report is None:
        return []
    return [
        f"{seed} {done}: {cell.key} {cell.printed!r}, printed {truth.printed!r}" for cell in report.cells
        if cell.state is State.NUMBER and (truth := case.expected.get(cell.key)) and truth.value != cell.value and not is_doubted(report, cell)
    ]


@pytest.mark.parametrize("form", FORMS)
def test_damage_is_never_silent(form: str) -> None:
    assert [fault for seed in range(5) for fault in _silently_wrong(form, seed, 1)] == []


@pytest.mark.slow
@pytest.mark.parametrize("strokes", [1, 2, 3])
@pytest.mark.parametrize("form", FORMS)
def test_much_damage_is_never_silent(form: str, strokes: int) -> None:
    assert [fault for seed in range(100, 200) for fault in _silently_wrong(form, seed, strokes)] == []


def test_every_stroke_strikes() -> None:
    _, page = make("2021", "html", "damage")
    _, same = damage(b"<p></p>", random.Random(0))
    assert b"<p>" in same
    struck = {name for seed in range(100) for name, after in [damage(page, random.Random(seed))] if len(after) != len(page)}
    assert struck == {stroke.__name__ for stroke in STROKES}
