"""Two readings: agreement convicts the document, disagreement is settled by the form's arithmetic or by nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import forms
from etl.check import check, needs_second_reading, reconcile
from etl.documents import UNSURE
from etl.report import Finding, Report, State
from tests.check.consistent import APPLICANTS, changed, plain, reports, valued, without

A, D = forms.APPLICATIONS, forms.REVIEW
PDF = replace(plain("2021"), reader="pdfium")
LICENSES = ("art20_5", "administrative_licensing", "decisions")
quickly = settings(max_examples=settings().max_examples // 2, deadline=None)


def other(report: Report) -> Report:
    return replace(report, reader="pdfplumber")


def test_a_second_reading_is_wanted_only_where_something_is_odd() -> None:
    assert not needs_second_reading(check(PDF))
    assert needs_second_reading(check(valued(PDF, (A, "granted", "business"), 9)))
    assert needs_second_reading(check(replace(valued(PDF, (A, "granted", "business"), 9), reader="lxml")))
    assert needs_second_reading(check(without(PDF, LICENSES)))
    assert needs_second_reading(check(changed(PDF, LICENSES, note="digits joined over a line break")))
    assert needs_second_reading(check(changed(PDF, LICENSES, value=None, state=State.UNREADABLE)))
    assert not needs_second_reading(check(replace(PDF, identity=replace(PDF.identity, publisher=None))))
    assert not needs_second_reading(check(changed(PDF, LICENSES, note="remark in the cell")))  # only worth knowing
    # Another reader may see the heading, where lines are inferred from a page.
    assert needs_second_reading(check(replace(PDF, sections=PDF.sections[:4])))
    assert not needs_second_reading(check(replace(PDF, sections=PDF.sections[:4], reader="lxml")))


def test_what_both_see_is_the_documents_own_fault() -> None:
    wrong = valued(PDF, (A, "granted", "business"), 9)
    assert {f.origin for f in check(wrong).findings if f.severity == "error"} == {"reading"}
    judged = reconcile(check(wrong), check(other(wrong)))
    assert {f.origin for f in judged.findings if f.severity == "error"} == {"source"}
    assert {f.rule for f in judged.findings if f.severity == "error"} == {"A1", "A3"}
    assert judged.quality == "source_errors"
    assert judged.cells == wrong.cells


def test_forms_are_mixed_only_where_nobody_misread_the_labels() -> None:
    mixed = replace(PDF, findings=(Finding("mixed_forms", "warning", "表二用2019年表样，表三用2021年表样", "source"),))
    wrong = valued(mixed, (A, "granted", "business"), 9)

    def blamed(report: Report) -> list[str]:
        return [f.origin for f in report.findings if f.rule == "mixed_forms"]

    assert blamed(check(mixed)) == ["source"]
    assert blamed(check(wrong)) == ["reading"]
    assert blamed(reconcile(check(wrong), check(other(wrong)))) == ["source"]
    assert blamed(reconcile(check(valued(mixed, LICENSES, 9)), check(other(mixed)))) == ["reading"]


@quickly
@given(st.sampled_from(("2014", "2019", "2021")).flatmap(reports))
def test_equal_readings_change_nothing(report: Report) -> None:
    judged = reconcile(check(report), check(other(report)))
    assert judged.cells == report.cells
    assert judged.quality == "clean"


def test_arithmetic_decides_between_two_readings() -> None:
    key = (A, "granted", "business")
    for first, second in ((valued(PDF, key, 9), PDF), (PDF, valued(PDF, key, 9))):
        judged = reconcile(check(first), check(other(second)))
        cell = judged.cell(*key)
        assert cell is not None
        assert (cell.value, cell.state) == (5, State.NUMBER)
        assert cell.note is not None
        assert "“9”" in cell.note
        [finding] = [f for f in judged.findings if f.rule == "R6"]
        assert (finding.severity, finding.origin, finding.row, finding.column) == ("info", "reading", "granted", "business")
        assert judged.quality == "clean"


def test_a_cell_in_no_identity_becomes_unreadable() -> None:
    judged = reconcile(check(PDF), check(other(valued(PDF, LICENSES, 3))))
    cell = judged.cell(*LICENSES)
    assert cell is not None
    assert (cell.value, cell.state, cell.printed) == (None, State.UNREADABLE, "2")
    assert cell.note == "两次读取不同：“2”与“3”"
    [finding] = [f for f in judged.findings if f.rule == "R6"]
    assert (finding.severity, finding.origin, finding.left, finding.right) == ("warning", "reading", "2", "3")
    assert judged.quality == "needs_review"
    assert not [f for f in judged.findings if f.rule == "R1"]


def test_two_rows_swapped_satisfy_every_sum_and_decide_nothing() -> None:
    one, two = "denied_state_secret", "denied_enforcement_file"
    first = PDF
    for column in ("natural_person", "business"):
        first = valued(first, (A, one, column), 4)
        first = valued(first, (A, two, column), 6)
    first = valued(valued(first, (A, one, "total"), 28), (A, two, "total"), 32)
    assert not [f for f in check(first).findings if f.severity == "error"]
    second = first
    for cell in first.cells:
        if cell.row in (one, two):
            swapped = first.cell(A, two if cell.row == one else one, cell.column)
            assert swapped is not None
            second = valued(second, cell.key, swapped.value)
    judged = reconcile(check(first), check(other(second)))
    unreadable = {(c.row, c.column) for c in judged.cells if c.state is State.UNREADABLE}
    assert unreadable == {(r, c) for r in (one, two) for c in ("natural_person", "business", "total")}
    assert judged.quality == "needs_review"


def test_a_row_of_numbers_given_to_two_rows_of_one_sum_is_of_neither() -> None:
    here, there = "denied_security_stability", "denied_third_party_rights"
    one = two = PDF
    for column in (*APPLICANTS, "total"):
        number = 12 if column == "total" else 2
        one, two = (without(r, (A, "other_overdue_correction", column)) for r in (one, two))  # so that the outcomes make up no total
        one = changed(valued(one, (A, here, column), number), (A, there, column), value=None, state=State.BLANK, printed="")
        two = valued(without(two, (A, here, column)), (A, there, column), number)
    judged = reconcile(check(one), check(other(two)))
    assert {c.state for c in judged.cells if c.table == A and c.row in (here, there)} == {State.UNREADABLE}


def test_a_shifted_row_loses_to_the_one_that_adds_up() -> None:
    truth = PDF
    for row in ("granted", "total_processed", "new_received"):
        for column, more in zip((*APPLICANTS, "total"), (0, 1, 2, 3, 4, 5, 15), strict=True):
            before = truth.cell(A, row, column)
            assert before is not None
            assert before.value is not None
            truth = valued(truth, before.key, before.value + more)
    assert check(truth).quality == "clean"
    columns = (*APPLICANTS, "total")
    shifted = truth
    for here, there in zip(columns, (*columns[1:], columns[0]), strict=True):
        source = truth.cell(A, "granted", here)
        assert source is not None
        shifted = valued(shifted, (A, "granted", there), source.value)
    for first, second in ((shifted, truth), (truth, shifted)):
        judged = reconcile(check(first), check(other(second)))
        assert {c.key: c.value for c in judged.cells} == {c.key: c.value for c in truth.cells}
        assert judged.quality == "clean"


@quickly
@given(st.sampled_from(("2019", "2021")).flatmap(reports), st.data())
def test_a_disagreement_never_ends_in_a_silently_wrong_number(truth: Report, data: st.DataObject) -> None:
    """Each reading has errors of its own: whatever comes out as a number that only one of them saw is the truth."""
    first, second = truth, truth
    keys = data.draw(st.lists(st.sampled_from([c.key for c in truth.cells]), min_size=1, max_size=6, unique=True))
    for key in keys:
        value = data.draw(st.integers(100, 999))
        if data.draw(st.booleans()):
            first = valued(first, key, value)
        else:
            second = valued(second, key, value)
    judged = reconcile(check(first), check(other(second)))
    for cell in judged.cells:
        true = truth.cell(*cell.key)
        assert true is not None
        assert cell.value in (None, true.value)
        if cell.value is None:
            assert cell.state is State.UNREADABLE
    if any(c.state is State.UNREADABLE for c in judged.cells):
        assert judged.quality in ("needs_review", "unreadable")


def test_a_blank_and_a_zero_are_not_the_same() -> None:
    key = (A, "carried_forward", "research")
    zero = valued(valued(valued(valued(PDF, key, 0), (A, "carried_forward", "total"), 10), (A, "carried_in", "research"), 1),
                  (A, "carried_in", "total"), 16)
    judged = reconcile(check(zero), check(other(valued(zero, key, None))))
    cell = judged.cell(*key)
    assert cell is not None
    # A2 can be written out only with the number, A1 holds with both: nobody decides
    assert cell.state is State.UNREADABLE


def test_a_table_seen_once_is_kept_but_convicts_nobody() -> None:
    wrong = valued(PDF, (D, "cases", "review_upheld"), 9)
    blind = without(wrong, *(c.key for c in wrong.cells if c.table == D))
    for first, second in ((wrong, blind), (blind, wrong)):
        judged = reconcile(check(first), check(other(second)))
        assert {c.key: c.value for c in judged.cells} == {c.key: c.value for c in wrong.cells}
        assert [(f.table, f.severity) for f in judged.findings if f.rule == "R6"] == [(D, "warning")]
        assert {f.origin for f in judged.findings if f.rule == "B1"} == {"reading"}
        assert judged.quality == "needs_review"


def test_a_row_that_one_reading_lost_is_kept_where_the_sums_want_it() -> None:
    lost = without(PDF, *(c.key for c in PDF.cells if c.row == "rejected_duplicate"))
    judged = reconcile(check(lost), check(other(PDF)))
    assert {c.key: c.value for c in judged.cells} == {c.key: c.value for c in PDF.cells}
    assert judged.quality == "clean"


@pytest.mark.parametrize("printed", ["2 3", "见附件"])
def test_a_cell_that_both_cannot_read_stays_in_doubt(printed: str) -> None:
    lost = changed(PDF, LICENSES, value=None, printed=printed, state=State.UNREADABLE)
    judged = reconcile(check(lost), check(other(lost)))
    assert [(f.rule, f.origin) for f in judged.findings if f.rule == "R1"] == [("R1", "reading")]
    assert judged.quality == "needs_review"


def test_a_mended_number_that_both_see_is_information() -> None:
    mended = changed(PDF, LICENSES, printed="O", note="O read as 0")
    judged = reconcile(check(mended), check(other(mended)))
    assert [(f.rule, f.severity, f.origin) for f in judged.findings if f.rule == "R2"] == [("R2", "info", "reading")]
    assert judged.quality == "clean"


def test_what_one_reading_doubts_and_the_other_sees_is_seen() -> None:
    doubted = changed(PDF, LICENSES, note=f"{UNSURE}: 示例")
    for first, second, quality in ((doubted, PDF, "clean"), (doubted, doubted, "needs_review")):
        assert reconcile(check(first), check(other(second))).quality == quality


def test_headings_are_surely_read_where_an_independent_reader_found_the_same() -> None:
    five = replace(PDF, sections=PDF.sections[:5])

    def blamed(second: Report) -> list[str]:
        return [f.origin for f in reconcile(check(five), check(second)).findings if f.rule == "F4"]

    assert blamed(other(five)) == ["source"]
    assert blamed(replace(five, reader="pdfium/order")) == ["reading"]
    assert blamed(other(replace(five, sections=five.sections[:4]))) == ["reading"]


def test_a_column_that_another_reader_sees_is_no_matter_of_order() -> None:
    lost = without(PDF, *(c.key for c in PDF.cells if c.column == "legal_service"))
    judged = reconcile(check(lost), check(other(PDF)))
    assert {f.column for f in judged.findings if f.rule == "R6"} == {"legal_service"}


def test_a_mended_number_in_a_sum_that_fails_blames_nobody() -> None:
    mended = changed(PDF, (A, "granted", "business"), value=0, printed="O", note="O read as 0")
    for page in (mended, replace(mended, reader="lxml")):
        judged = reconcile(check(page), check(other(page)))
        assert {f.origin for f in judged.findings if f.severity == "error"} == {"reading"}
        assert judged.quality == "needs_review"


def test_a_row_that_the_order_of_cells_cannot_place_leaves_the_grid_alone() -> None:
    """A table without some columns: by its header the grid knows what stands where, by the order of cells nobody does."""
    page = replace(plain("2021"), reader="lxml")
    gone = ("business", "research", "public_interest", "legal_service", "other_org")
    few = without(page, *(c.key for c in page.cells if c.column in gone))
    lost = replace(page, reader="lxml/order", cells=tuple(
        replace(c, value=None, printed="5 25 30", state=State.UNREADABLE) if c.table == A else c for c in page.cells))
    judged = reconcile(check(few), check(lost))
    assert {c.key: c for c in judged.cells} == {c.key: c for c in few.cells}
    assert judged.quality == "needs_review"  # a table with five columns too few
    ofd = reconcile(check(replace(few, reader="ofd")), check(replace(lost, reader="ofd/order")))
    assert {c.key: c for c in ofd.cells} == {c.key: c for c in few.cells}
    guessed = reconcile(check(replace(few, reader="pdfium")), check(lost))
    assert guessed.quality == "unreadable"


def test_a_column_that_the_grid_has_not_is_none_of_the_order_of_cells() -> None:
    """Six zeros and no column 总计: by their order alone a seventh zero would fit."""
    page = puts_zeros(replace(plain("2021"), reader="lxml"), "other_misc")
    bare = without(page, *(c.key for c in page.cells if c.table == A and c.column == "total"))
    order = replace(page, reader="lxml/order", cells=tuple(c for c in page.cells if c.table != A or c.column != "total" or c.row == "other_misc"))
    judged = reconcile(check(bare), check(order))
    assert judged.cells == bare.cells
    assert [(f.rule, f.column) for f in judged.findings if f.rule in ("A8", "R6")] == [("A8", "total")]


def puts_zeros(report: Report, row: str) -> Report:
    for column in (*APPLICANTS, "total"):
        report = valued(report, (A, row, column), 0)
    return report


def test_a_row_placed_by_order_that_a_sum_contradicts_is_unreadable() -> None:
    page = replace(plain("2021"), reader="lxml")
    for row in ("granted", "partially_granted"):
        page = replace(page, cells=tuple(replace(c, note="row placed by order, its label is lost") if c.key[1] == row else c for c in page.cells))
    assert check(page).cells == page.cells
    judged = check(valued(page, (A, "granted", "natural_person"), 999))
    assert {c.key for c in judged.cells if c.state is State.UNREADABLE} == {
        (A, "granted", "natural_person"), (A, "partially_granted", "natural_person")}
    assert check(judged) == judged


def test_a_row_placed_by_order_that_the_other_reader_sees_with_its_label_is_no_guess() -> None:
    wrong = valued(replace(plain("2021"), reader="pdfplumber"), (A, "granted", "natural_person"), 999)
    ordered = tuple(replace(c, note="row placed by order, its label is lost") if c.row in ("granted", "partially_granted") else c for c in wrong.cells)
    judged = reconcile(check(wrong), check(replace(wrong, reader="pdfium", cells=ordered)))
    assert {(f.rule, f.origin) for f in judged.findings if f.severity == "error"} == {("A1", "source"), ("A3", "source"), ("A10", "source")}
    assert not any(f.rule == "R6" for f in judged.findings)
