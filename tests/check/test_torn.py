"""Numbers torn inside their cells: whole again where nothing else adds up, else unreadable."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import forms
from etl.check import check
from etl.check.model import Key
from etl.numbers import SEVERAL, read_cell
from etl.report import Report, State
from tests.check.consistent import plain, reports, valued

A, D = forms.APPLICATIONS, forms.REVIEW


def torn(report: Report, *printed: tuple[Key, str]) -> Report:
    """The report with these cells as they are read from such text."""
    said = dict(printed)
    return replace(report, cells=tuple(
        replace(c, printed=r.printed, value=r.value, state=r.state, note=r.note) if (text := said.get(c.key)) and (r := read_cell(text)) else c
        for c in report.cells))


def seen(report: Report, key: Key) -> tuple[State, float | None]:
    (cell,) = (c for c in check(report).cells if c.key == key)
    return cell.state, cell.value


def large() -> Report:
    """11730 requests of citizens, all of them granted, and 250 disputes."""
    report = plain("2021")
    for row in ("new_received", "granted", "total_processed"):
        for column in ("natural_person", "total"):
            report = valued(report, (A, row, column), 11_730)
    for row in ("carried_in", "carried_forward"):
        for column in ("natural_person", "total"):
            report = valued(report, (A, row, column), 0)
    return report


CITIZENS, ALL, GRANTED = (A, "new_received", "natural_person"), (A, "new_received", "total"), (A, "granted", "total")


@pytest.mark.parametrize("text", ["1173 0", "1173\n0", "11 730", "１１ ７３０", "1 1 7 3 0"])
def test_a_number_torn_apart_is_whole_where_nothing_else_adds_up(text):
    given_ = torn(other_rows_nought(large()), (ALL, text))
    assert seen(given_, ALL) == (State.NUMBER, 11_730)
    report = check(given_)
    assert report.quality == check(other_rows_nought(large())).quality
    assert [c.printed for c in report.cells if c.key == ALL] == [text]


def other_rows_nought(report: Report) -> Report:
    """Nobody else asked, and nothing else came of it: the sums hold."""
    kept = {"new_received", "granted", "total_processed"}
    return replace(report, cells=tuple(
        replace(c, value=0, printed="0") if c.table == A and not (c.row in kept and c.column in ("natural_person", "total")) else c
        for c in report.cells))


def test_two_cells_torn_alike_are_whole_where_one_of_their_sums_tells():
    report = other_rows_nought(large())
    assert seen(torn(report, (CITIZENS, "1173 0"), (ALL, "1173 0")), ALL) == (State.NUMBER, 11_730)


def test_what_adds_up_in_two_ways_stays_unreadable():
    """A row torn in all its numbers, with nothing that says whether 12, 3 or 123 came in."""
    report = other_rows_nought(large())
    everywhere = [((A, row, column), "1173 0") for row in ("new_received", "granted", "total_processed") for column in ("natural_person", "total")]
    for key, _ in everywhere:
        assert seen(torn(report, *everywhere), key) == (State.UNREADABLE, None)


def test_what_does_not_add_up_stays_unreadable():
    assert seen(torn(other_rows_nought(large()), (ALL, "1173 1")), ALL) == (State.UNREADABLE, None)


def test_a_cell_that_stands_in_no_sum_stays_unreadable():
    key = ("art20_5", "administrative_licensing", "decisions")
    assert seen(torn(plain("2021"), (key, "1173 0")), key) == (State.UNREADABLE, None)


@pytest.mark.parametrize(("text", "state", "value"), [("1173 0", State.NUMBER, 11_730), ("11720 10", State.UNREADABLE, None)])
def test_blanks_beside_a_torn_number_are_blank_where_it_is_whole(text, state, value):
    """Unless one of two numbers in one cell was a neighbour's."""
    report = other_rows_nought(large())
    blank, cells = (A, "new_received", "business"), []
    for cell in torn(report, (CITIZENS, text)).cells:
        lost = cell.key == blank or (cell.key[:2] == blank[:2] and cell.value == 0)  # as the reader of tables leaves them
        cells.append(replace(cell, printed="", value=None, state=State.UNREADABLE, note=SEVERAL) if lost else cell)
    after = replace(report, cells=tuple(cells))
    assert seen(after, CITIZENS) == (state, value)
    assert seen(after, blank) == (State.BLANK if value else State.UNREADABLE, None)


@given(reports("2021"), st.data())
def test_a_torn_number_is_right_or_unreadable(report, data):
    wide = [c for c in report.cells if c.table in (A, D) and c.value is not None and c.value > 9]
    chosen = data.draw(st.lists(st.sampled_from(wide), max_size=6, unique_by=lambda c: c.key)) if wide else []
    printed = {c.key: c.printed[:-1] + " " + c.printed[-1] for c in chosen}
    after = {c.key: c for c in check(torn(report, *printed.items())).cells}
    for cell in chosen:
        assert after[cell.key].value in (cell.value, None)
    lone = [c for c in chosen if c.column == "total"]
    if len(chosen) == len(lone) == 1:
        assert after[lone[0].key].value == lone[0].value
