"""What goes into the database comes out of it: the same cells, with state, printed text and place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlite_utils
from hypothesis import HealthCheck, given, settings

from etl.load import Writer
from etl.load.content import content_hash, fingerprint, from_text, to_text
from etl.load.identity import report_id
from etl.load.rows import read_cells, read_report
from etl.load.tidy import tidy
from etl.report import Outcome, Report, State
from tests.load.reports import any_report, cell, cells_2021, origin, outcome, report

_QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def load(db: sqlite_utils.Database, found: Report) -> str:
    Writer(db).load(outcome(found), origin(), None, 1000)
    return report_id(tidy(found).identity, found.sha256)


@given(found=any_report)
@_QUICK
def test_any_report_comes_back_as_it_went_in(db: sqlite_utils.Database, found: Report) -> None:
    db.begin()
    try:
        identifier = load(db, found)
        assert read_report(db, identifier) == tidy(found)
        assert fingerprint(read_report(db, identifier)) == fingerprint(tidy(found))
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        db.rollback()


@given(found=any_report)
@_QUICK
def test_tidy_and_json_are_stable(found: Report) -> None:
    once = tidy(found)
    assert tidy(once) == once
    assert from_text(to_text(once)) == once
    assert to_text(from_text(to_text(once))) == to_text(once)


def test_the_four_states_stay_four(db: sqlite_utils.Database) -> None:
    cells = [c for c in cells_2021(granted__business="", granted__research="/", granted__legal_service="约三件")
             if c.key != ("applications", "granted", "other_org")]
    identifier = load(db, report(cells=cells))
    row = next(db.query(
        "SELECT natural_person, business, research, legal_service, other_org, printed, states, json_extract(states, '$.business')"
        " AS blank FROM applications WHERE outcome = 'granted' AND report_id = ?", [identifier],
    ))
    assert (row["business"], row["research"], row["legal_service"], row["other_org"]) == (None, None, None, None)
    assert row["printed"] == '{"business":"","legal_service":"约三件","research":"/"}'
    assert row["states"] == '{"business":"blank","legal_service":"unreadable","research":"not_applicable"}'
    assert row["blank"] == "blank"
    found = {c.column: (c.state, c.value) for c in read_cells(db, identifier) if c.row == "granted"}
    assert found["business"] == (State.BLANK, None)
    assert "other_org" not in found
    assert found["natural_person"] == (State.NUMBER, row["natural_person"])


def test_a_plain_row_needs_no_json(db: sqlite_utils.Database) -> None:
    load(db, report())
    row = next(db.query("SELECT printed, states, details, page, table_index, row_index, column_indexes FROM applications WHERE outcome = 'granted'"))
    assert (row["printed"], row["states"], row["details"]) == (None, None, None)
    assert (row["page"], row["table_index"], row["row_index"], row["column_indexes"]) == (2, 1, 5, "[3,4,5,6,7,8,9]")


def test_a_cell_on_another_page_keeps_its_own_place(db: sqlite_utils.Database) -> None:
    cells = cells_2021()
    cells[6] = replace(cells[6], page=3, row_index=0, note="digits joined over a line break")
    identifier = load(db, report(cells=cells))
    assert next(db.query("SELECT page FROM applications WHERE outcome = 'new_received'"))["page"] == 2
    found = next(c for c in read_cells(db, identifier) if c.key == cells[6].key)
    assert found == cells[6]


def test_an_amount_keeps_its_text_and_gains_yuan(db: sqlite_utils.Database) -> None:
    load(db, report())
    row = next(db.query("SELECT * FROM proactive_disclosure WHERE measure = 'fees_collected'"))
    assert (row["value"], row["unit"], row["value_yuan"], row["printed"], row["state"]) == (16.877, "万元", 168770, "16.877万元", "number")


def test_numbers_too_large_for_sqlite_are_named_not_bent(db: sqlite_utils.Database) -> None:
    huge = replace(cell("applications", "granted", "total", "9"), value=int("9" * 30), printed="9" * 30)
    found = report(cells=[huge])
    identifier = load(db, found)
    only = read_cells(db, identifier)[0]
    assert (only.state, only.value, only.printed) == (State.UNREADABLE, None, "9" * 30)
    assert only.note


def test_a_cell_read_twice_with_two_results_is_unreadable_and_reported(db: sqlite_utils.Database) -> None:
    twice = [*(cell("applications", "granted", "total", printed) for printed in "456"),
             cell("applications", "granted", "business", "1"), cell("applications", "granted", "business", "1")]
    identifier = load(db, report(cells=twice))
    assert [(c.column, c.state) for c in read_cells(db, identifier)] == [("business", State.NUMBER), ("total", State.UNREADABLE)]
    (finding,) = db.query("SELECT * FROM findings")
    assert (finding["origin"], finding["severity"], finding["left_text"], finding["right_text"]) == ("reading", "error", "4", "5")
    assert next(db.query("SELECT quality FROM reports"))["quality"] == "needs_review"


def test_a_number_without_value_is_a_defect() -> None:
    broken = replace(report().cells[0], value=None)
    with pytest.raises(ValueError, match="state number"):
        tidy(replace(report(), cells=(broken,)))


def test_content_hash_ignores_places_dates_and_marks() -> None:
    found = report()
    moved = replace(found, cells=tuple(replace(c, page=9, bbox=None) for c in found.cells), identity=replace(found.identity, published_on=None))
    assert content_hash(moved) == content_hash(found)
    other = report(cells=cells_2021(new=9))
    assert content_hash(other) != content_hash(found)
    blank = report(cells=cells_2021(granted__business=""))
    assert content_hash(blank) != content_hash(found)


def test_nothing_of_a_report_stays_when_a_load_breaks_off(db: sqlite_utils.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.load import reports as module

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(module.Reports, "_write_changes", broken)
    with pytest.raises(RuntimeError):
        Writer(db).load(Outcome(report().sha256, report=report()), origin(), None, 1)
    assert db["reports"].count == db["applications"].count == db["documents"].count == db["pending"].count == 0


@pytest.mark.parametrize("make", [lambda f: f, lambda f: replace(f, identity=replace(f.identity, year=None))])
def test_a_report_without_year_has_an_id_from_its_document(db: sqlite_utils.Database, make: Callable[[Report], Report]) -> None:
    found = make(report())
    identifier = load(db, found)
    row = next(db.query("SELECT * FROM reports"))
    if found.identity.year is None:
        assert identifier == f"doc-{found.sha256[:16]}"
        assert (row["quality"], row["year"]) == ("needs_review", None)
        assert row["agency_id"]
    else:
        assert identifier == f"{row['agency_id']}-2022"
        assert row["agency_id"].startswith("330226-")
