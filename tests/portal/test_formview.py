"""The form on the page: every cell once, squares that tile without a hole, and rows that only this report has."""

from __future__ import annotations

import pytest

from etl import forms
from portal.formview import Grid, Square, grids


def covered(lines: tuple[tuple[Square, ...], ...]) -> tuple[int, dict[tuple[int, int], Square]]:
    """Places taken by each square as a browser lays them out; asserts that none is taken twice. Returns the width."""
    taken: dict[tuple[int, int], Square] = {}
    for i, line in enumerate(lines):
        j = 0
        for square in line:
            while (i, j) in taken:
                j += 1
            for di in range(square.rowspan):
                for dj in range(square.colspan):
                    assert (i + di, j + dj) not in taken
                    taken[i + di, j + dj] = square
            j += square.colspan
    return max(j for _, j in taken) + 1, taken


def whole(grid: Grid) -> None:
    width, taken = covered(grid.head)
    body_width, body = covered(grid.body)
    assert len(taken) == width * len(grid.head), grid.id
    assert body_width == width, grid.id
    assert len(body) == width * len(grid.body), grid.id


@pytest.mark.parametrize("form_id", ["2014", "2019", "2021"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_squares_tile_the_table(form_id: str, lang: str) -> None:
    for grid in grids(form_id, lang):  # type: ignore[arg-type]
        whole(grid)


@pytest.mark.parametrize("form_id", ["2014", "2019", "2021"])
def test_every_official_cell_has_its_place_once(form_id: str) -> None:
    expected = [
        (t.id, r.code, c.code) for t in forms.load(form_id).tables for r in t.data_rows for c in t.columns
    ]
    found = [s.key for g in grids(form_id, "zh") for line in g.body for s in line if s.key]
    assert sorted(found) == sorted(expected)


def test_rows_that_the_form_does_not_have_are_shown_all_the_same() -> None:
    present = [("applications", "denied_total", "total"), ("applications", "made_up", "total"), ("art20_1", "x", "in_force")]
    shown = grids("2021", "zh", present)
    keys = {s.key for g in shown for line in g.body for s in line}
    assert set(present) <= keys
    for grid in shown:
        whole(grid)


def test_an_unknown_form_is_shown_as_the_latest() -> None:
    assert grids("", "zh") == grids("2021", "zh")
