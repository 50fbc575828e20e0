"""The identities of the forms: silent on every consistent report, loud at the right place on one wrong cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import forms
from etl.check import check
from etl.check.model import Grid
from etl.check.rules import equations
from etl.report import Finding, Report, State
from tests.check.consistent import APPLICANTS, any_report, changed, plain, reports, valued, without

quickly = settings(deadline=None)
A = forms.APPLICATIONS


def errors(report: Report) -> list[Finding]:
    return [f for f in check(report).findings if f.severity == "error"]


def fired(report: Report, rule: str) -> list[Finding]:
    return [f for f in check(report).findings if f.rule == rule]


@quickly
@given(any_report())
def test_a_consistent_report_has_no_error(report: Report) -> None:
    judged = check(report)
    assert [f for f in judged.findings if f.severity == "error" or f.origin == "reading"] == []
    assert judged.quality == "clean"
    assert judged.cells == report.cells
    assert check(judged) == judged


@quickly
@given(any_report(), st.data())
def test_one_wrong_operand_is_found_where_it_stands(report: Report, data: st.DataObject) -> None:
    found = list(equations(Grid(report)))
    assert found
    equation = data.draw(st.sampled_from(found))
    operand = data.draw(st.sampled_from(equation.cells))
    step = data.draw(st.integers(1, 9) if operand.value == 0 else st.integers(-1, 9).filter(bool))
    assert operand.value is not None
    broken = check(valued(report, operand.key, operand.value + step))
    expected = {(e.rule, e.table, e.row, e.column) for e in found if operand.key in {c.key for c in e.cells}}
    places = {(f.rule, f.table, f.row, f.column) for f in broken.findings if f.origin == "source"}
    assert expected <= places
    equation_rules = {e.rule for e in found}
    assert {p for p in places if p[0] in equation_rules and p[0] != "G7"} <= expected
    for finding in broken.findings:
        if finding.rule == equation.rule and (finding.row, finding.column) == (equation.row, equation.column):
            assert finding.left != finding.right
            assert str(finding.left) in finding.message
            assert str(finding.right) in finding.message
    assert broken.quality == ("source_errors" if any(f.severity == "error" for f in broken.findings) else "clean")


@quickly
@given(st.sampled_from(("2019", "2021")).flatmap(reports), st.data())
def test_what_is_missing_makes_an_identity_a_remark(report: Report, data: st.DataObject) -> None:
    """A wrong cell beside one that does not apply is a remark; nothing is said of a side whose first cell is missing."""
    row = data.draw(st.sampled_from(("new_received", "carried_in", "total_processed", "carried_forward")))
    other = data.draw(st.sampled_from([r for r in ("new_received", "carried_in", "carried_forward") if r != row]))
    wrong = valued(report, (A, row, "total"), 1_000_000)
    missing = changed(wrong, (A, other, "total"), value=None, printed="/", state=State.NOT_APPLICABLE)
    assert [f.severity for f in fired(missing, "A2") if f.column == "total"] == ([] if other == "new_received" else ["warning"])


def test_a_blank_outcome_breaks_no_rule_but_where_it_may_be_a_number_that_was_not_seen() -> None:
    """Missing is not zero: even where the rest alone is more than the total."""
    report = valued(plain("2021"), (A, "granted", "business"), None)
    for column in ("business", "research"):
        report = valued(report, (A, "total_processed", column), 1)
    assert {(f.column, f.severity, f.origin) for f in fired(report, "A3")} == {("research", "error", "source"), ("business", "info", "source")}
    assert {f.column for f in fired(report, "A2")} == {"business", "research"}
    seen = replace(report, reader="pdfium")
    assert {(f.column, f.severity, f.origin) for f in fired(seen, "A3")} == {("research", "error", "reading"), ("business", "warning", "reading")}


@pytest.mark.parametrize("mark", ["/", "—", ""])
def test_what_stands_for_nothing_is_nothing_in_a_row(mark: str) -> None:
    """Many bodies print / or a dash for zero: 823 and five of them are not 813."""
    report = valued(valued(plain("2021"), (A, "granted", "natural_person"), 823), (A, "granted", "total"), 813)
    for column in ("business", "research", "public_interest", "legal_service", "other_org"):
        state = State.NOT_APPLICABLE if mark else State.BLANK
        report = changed(report, (A, "granted", column), value=None, printed=mark, state=state)
    assert [(f.severity, f.left, f.right) for f in fired(report, "A1")] == [("warning", 823, 813)]
    same = valued(report, (A, "granted", "total"), 823)
    assert not fired(same, "A1")


def test_messages_name_both_sides() -> None:
    [finding] = fired(valued(plain("2019"), (A, "carried_in", "natural_person"), 4), "A2")
    assert finding.message == "自然人列：新收+结转=98，办理+结转下年=97，应相等"
    assert (finding.left, finding.right, finding.row, finding.column) == (98, 97, None, "natural_person")


def test_a_blank_applicant_counts_nothing_in_a_row_with_a_total() -> None:
    row = "granted"
    report = plain("2019")
    blank = valued(report, (A, row, "business"), None)
    [finding] = fired(blank, "A1")
    assert (finding.severity, finding.row, finding.left, finding.right) == ("warning", row, 25, 30)
    assert not fired(valued(blank, (A, row, "total"), 25), "A1")


def test_a_row_that_fills_only_its_total_is_not_added_up() -> None:
    report = plain("2019")
    for applicant in APPLICANTS:
        report = valued(report, (A, "granted", applicant), None)
    assert not fired(report, "A1")


@pytest.mark.parametrize("total", [None, "/"])
def test_a_row_without_a_total_is_not_added_up(total: str | None) -> None:
    report = valued(plain("2019"), (A, "granted", "business"), 9)
    state = State.BLANK if total is None else State.NOT_APPLICABLE
    report = changed(report, (A, "granted", "total"), value=None, printed=total or "", state=state)
    assert not [f for f in fired(report, "A1") if f.row == "granted"]


def test_blank_results_count_nothing_where_the_total_is_given() -> None:
    key = (forms.REVIEW, "cases", "review_pending")
    [finding] = fired(valued(plain("2021"), key, None), "B1")
    assert (finding.left, finding.right, finding.column) == (6, 10, "review_total")


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_group_header_with_numbers_is_never_added_twice(form: str) -> None:
    report = plain(form)
    header = report.cells[0].__class__
    table = forms.load(form).table(A)
    assert table is not None
    children = [r.code for r in table.children("denied_total")]
    def headed(value: int) -> Report:
        extra = header(A, "denied_total", "total", value, str(value), State.NUMBER, form=form)
        return Report(**{f: getattr(report, f) for f in Report.__slots__} | {"cells": (*report.cells, extra)})
    assert not errors(headed(30 * len(children)))
    [finding] = errors(headed(7))
    assert (finding.rule, finding.row, finding.column, finding.left, finding.right) == ("A3", "denied_total", "total", 240, 7)


def test_a_header_stands_for_its_rows_where_only_it_is_printed() -> None:
    report = plain("2021")
    table = forms.load("2021").table(A)
    assert table is not None
    children = [r.code for r in table.children("other_total")]
    bare = without(report, *((A, c, column.code) for c in children for column in table.columns))
    header = tuple(
        c.__class__(A, "other_total", c.column, 3 * int(c.value or 0), str(c.value), State.NUMBER, form="2021")
        for c in report.cells if c.row == "other_misc")
    headed = Report(**{f: getattr(bare, f) for f in Report.__slots__} | {"cells": (*bare.cells, *header)})
    assert not fired(headed, "A3")
    assert fired(valued(headed, (A, "other_total", "total"), 1), "A3")


def test_the_form_of_the_table_decides_about_other_total() -> None:
    """2019: one row with its own number; 2021: a header over three rows."""
    assert fired(valued(plain("2019"), (A, "other_total", "business"), 6), "A3")
    assert fired(valued(plain("2021"), (A, "other_overdue_fee", "business"), 6), "A3")


@quickly
@given(st.sampled_from(("2019", "2021")).flatmap(reports), st.data())
def test_each_cell_stands_in_the_identities_the_form_states(report: Report, data: st.DataObject) -> None:
    """Written out by hand from the form, not from the code that checks it."""
    cell = data.draw(st.sampled_from([c for c in report.cells if c.table == A]))
    assert cell.value is not None
    places = {(f.rule, f.row, f.column) for f in check(valued(report, cell.key, cell.value + 7)).findings}
    expected = {("A1", cell.row, "total")}
    if cell.row in ("new_received", "carried_in", "total_processed", "carried_forward"):
        expected.add(("A2", None, cell.column))
    if cell.row not in ("new_received", "carried_in", "carried_forward"):
        expected.add(("A3", "total_processed", cell.column))
    assert {p for p in places if p[0] in ("A1", "A2", "A3")} == expected


@quickly
@given(st.sampled_from(("2019", "2021")).flatmap(reports), st.sampled_from(forms.CHANNELS), st.sampled_from(forms.OUTCOMES))
def test_each_dispute_stands_in_its_block(report: Report, channel: str, outcome: str) -> None:
    key = (forms.REVIEW, "cases", f"{channel}_{outcome}")
    cell = report.cell(*key)
    assert cell is not None
    assert cell.value is not None
    assert [(f.row, f.column) for f in fired(valued(report, key, cell.value + 7), "B1")] == [("cases", f"{channel}_total")]


@quickly
@given(reports("2014"), st.sampled_from([
    ("requests_by_letter", "requests_received"), ("completed_on_time", "requests_completed"), ("replies_not_exist", "replies"),
    ("denied_other_law", "replies_denied"), ("review_corrected", "review_total"), ("litigation_upheld", "litigation_total"),
    ("staff_part_time", "staff"),
]))
def test_each_part_of_the_statistics_table_has_its_head(report: Report, pair: tuple[str, str]) -> None:
    part, head = pair
    cell = report.cell(forms.STATISTICS, part, "value")
    assert cell is not None
    assert cell.value is not None
    rules = ("G5", "G6", "G7", "G8", "G10", "G11")
    judged = check(valued(report, cell.key, cell.value + 7))
    assert [f.row for f in judged.findings if f.rule in rules and "之和" in f.message] == [head]
