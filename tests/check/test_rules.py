"""Every rule fires on what it is about, with the right severity, place and origin, and not without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from etl import forms
from etl.check import RULES, check, reconcile
from etl.check.model import Grid
from etl.check.rules import equations
from etl.documents import PARTED, ROUNDED, UNSURE
from etl.report import ExtraRow, Fact, Finding, Identity, Report, Section, State
from tests.check.consistent import APPLICANTS, changed, plain, valued, without

A, D, S = forms.APPLICATIONS, forms.REVIEW, forms.STATISTICS
Key = tuple[str, str, str]
Change = Callable[[Report], Report]


def puts(*cells: tuple[Key, int | float]) -> Change:
    def change(report: Report) -> Report:
        for key, value in cells:
            report = valued(report, key, value)
        return report
    return change


def who(**fields: object) -> Change:
    return lambda report: replace(report, identity=replace(report.identity, **fields))  # type: ignore[arg-type]


def both(*changes: Change) -> Change:
    def change(report: Report) -> Report:
        for one in changes:
            report = one(report)
        return report
    return change


def section(number: int, text: str) -> Change:
    return lambda report: replace(report, sections=tuple(
        replace(s, text=text) if s.number == number else s for s in report.sections))


def row_of(code: str, *values: int) -> list[tuple[Key, int | float]]:
    return [((A, code, column), value) for column, value in zip((*APPLICANTS, "total"), values, strict=True)]


def stat(**values: float) -> Change:
    return puts(*(((S, code, "value"), value) for code, value in values.items()))


#: rule, form, what is changed, severity, (row, column) of the finding
CASES: list[tuple[str, str, Change, str, tuple[str | None, str | None]]] = [
    ("A4", "2019", puts(((A, "granted", "business"), -5)), "error", ("granted", "business")),
    ("A4", "2021", puts(((A, "granted", "business"), 1.5)), "error", ("granted", "business")),
    ("A5", "2019", puts(((A, "carried_forward", "total"), 1000)), "warning", ("carried_forward", "total")),
    ("A5", "2019", puts(((A, "carried_forward", "total"), 160)), "warning", ("carried_forward", "total")),
    ("A6", "2019", puts(*row_of("granted", 0, 0, 0, 0, 1, 0, 0)), "error", ("granted", "total")),
    ("A6", "2021", puts(*row_of("granted", 0, 0, 0, 0, 0, 0, 3)), "error", ("granted", "total")),
    ("A10", "2021", puts(((A, "granted", "total"), 10_000)), "error", ("total_processed", "total")),
    ("B2", "2019", puts(((D, "cases", "review_upheld"), -1)), "error", ("cases", "review_upheld")),
    ("B5", "2021", puts(((D, "cases", "review_total"), 9_999)), "warning", ("cases", None)),
    ("C2", "2021", puts((("art20_1", "normative_documents", "issued_this_year"), 5)), "warning",
     ("normative_documents", "issued_this_year")),
    ("C3", "2019", puts((("art20_1", "normative_documents", "newly_disclosed_this_year"), 3)), "warning",
     ("normative_documents", "newly_disclosed_this_year")),
    ("C6", "2019", puts((("art20_5", "administrative_licensing", "items_change"), -4)), "error",
     ("administrative_licensing", "items_change")),
    ("C8", "2019", puts((("art20_5", "administrative_licensing", "decisions"), -4)), "error",
     ("administrative_licensing", "decisions")),
    ("C8", "2021", puts((("art20_8", "administrative_fees", "fees_collected"), -0.5)), "error",
     ("administrative_fees", "fees_collected")),
    ("C9", "2021", puts((("art20_6", "administrative_penalty", "decisions"), 2.5)), "error",
     ("administrative_penalty", "decisions")),
    ("C10", "2021", puts((("art20_8", "administrative_fees", "fees_collected"), 2_000_000)), "warning",
     ("administrative_fees", "fees_collected")),
    ("C10", "2021", both(who(level="township"), puts((("art20_8", "administrative_fees", "fees_collected"), 1_001))), "warning",
     ("administrative_fees", "fees_collected")),
    ("C11", "2019", puts((("art20_9", "government_procurement", "procurement_items"), 0)), "warning",
     ("government_procurement", "procurement_amount")),
    ("C11", "2019", puts((("art20_9", "government_procurement", "procurement_amount"), 0)), "warning",
     ("government_procurement", "procurement_amount")),
    ("C12", "2021", puts((("art20_1", "regulations", "in_force"), 6)), "warning", ("regulations", "in_force")),
    ("C13", "2021", who(level="township"), "info", ("administrative_penalty", "decisions")),
    ("F1", "2021", who(published_on="2023-02-01"), "warning", (None, None)),
    ("F2", "2021", who(published_on="2024-02-01"), "info", (None, None)),
    ("F2", "2021", who(published_on="2024-04-01", level="county"), "info", (None, None)),
    ("F2", "2014", who(published_on="2017-04-01"), "info", (None, None)),
    ("F3", "2019", who(year=2023), "warning", (None, None)),
    ("F4", "2021", lambda r: replace(r, sections=r.sections[:5]), "warning", (None, None)),
    ("F5", "2019", section(5, " 无。\n"), "warning", (None, None)),
    ("F6", "2021", who(level="county"), "info", (None, None)),
    ("F7", "2021", who(level="county"), "info", (None, None)),
    ("G1", "2014", stat(proactive_normative_documents=4), "error", ("proactive_normative_documents", "value")),
    ("G2", "2014", stat(proactive_normative_documents=4), "warning", ("proactive_normative_documents", "value")),
    ("G3", "2014", stat(proactive_via_weibo=4), "warning", ("proactive_via_weibo", "value")),
    ("G3", "2014", stat(proactive_items=16), "warning", ("proactive_items", "value")),
    ("G4", "2014", stat(online_interviews_by_leader=4), "error", ("online_interviews_by_leader", "value")),
    ("G5", "2014", stat(requests_by_fax=4), "error", ("requests_received", "value")),
    ("G6", "2014", stat(completed_extended=900), "error", ("requests_completed", "value")),
    ("G6", "2014", stat(completed_extended=1), "warning", ("requests_completed", "value")),
    ("G7", "2014", stat(replies_granted=4), "error", ("replies", "value")),
    ("G7", "2014", stat(requests_completed=5), "warning", ("replies", "value")),
    ("G8", "2014", stat(denied_privacy=2), "error", ("replies_denied", "value")),
    ("G8", "2014", stat(denied_privacy=5), "warning", ("replies_denied", "value")),
    ("G9", "2014", stat(requests_completed=900), "warning", ("requests_completed", "value")),
    ("G10", "2014", stat(review_total=10), "warning", ("review_total", "value")),
    ("G10", "2014", stat(litigation_total=8), "error", ("litigation_total", "value")),
    ("G11", "2014", stat(staff=7), "error", ("staff", "value")),
    ("G12", "2014", stat(budget=200_000), "warning", ("budget", "value")),
    ("G12", "2014", stat(request_fees_collected=-1), "warning", ("request_fees_collected", "value")),
    ("G15", "2014", stat(trainees=1.5), "error", ("trainees", "value")),
    ("R3", "2019", lambda r: changed(r, ("art20_9", "government_procurement", "procurement_amount"), printed="41", value=41,
                                 unit=None, value_yuan=None),
     "warning", ("government_procurement", "procurement_amount")),
    ("R4", "2019", lambda r: replace(r, extras=(ExtraRow("art20_9", "发布总数量", ("18",), "items_published_total"),)), "info",
     ("items_published_total", None)),
]


@pytest.mark.parametrize(("rule", "form", "change", "severity", "place"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)])
def test_a_rule_fires_where_it_should(rule: str, form: str, change: Change, severity: str, place: tuple[str | None, str | None]) -> None:
    before = {(f.rule, f.row, f.column, f.severity) for f in check(plain(form)).findings}
    found = [f for f in check(change(plain(form))).findings
             if f.rule == rule and (f.rule, f.row, f.column, f.severity) not in before]
    assert (severity, *place, "source") in {(f.severity, f.row, f.column, f.origin) for f in found}
    assert all(f.message for f in found)


def period(first: str, last: str) -> Change:
    return lambda report: replace(report, facts=(Fact("period_from", first, None, False, 1, first), Fact("period_to", last, None, False, 1, last)))


FEES = ("art20_8", "administrative_fees", "fees_collected")
#: rule, form, what is just within its bound, what is just beyond
BOUNDS: list[tuple[str, str, Change, Change]] = [
    ("A5", "2021", puts(((A, "carried_forward", "total"), 160)), puts(((A, "carried_forward", "total"), 161))),  # of 624 + 18
    ("A10", "2021", puts(((A, "granted", "total"), 600)), puts(((A, "granted", "total"), 601))),  # of 630, beside 30 in part
    ("B5", "2021", puts(((D, "cases", "review_total"), 1870)), puts(((D, "cases", "review_total"), 1871))),
    ("C2", "2021", puts((("art20_1", "normative_documents", "issued_this_year"), 4)),
     puts((("art20_1", "normative_documents", "in_force"), 0), (("art20_1", "normative_documents", "repealed_this_year"), 1))),
    ("C3", "2019", both(), puts((("art20_1", "normative_documents", "made_this_year"), 1))),
    ("C3", "2019", both(), puts((("art20_1", "normative_documents", "total_disclosed"), 1))),
    ("C6", "2019", puts((("art20_8", "administrative_fees", "items_change"), -2)), puts((("art20_8", "administrative_fees", "items_change"), -3))),
    ("C10", "2021", puts((FEES, 1_000_000)), puts((FEES, 1_000_001))),
    ("C10", "2021", both(who(level="township"), puts((FEES, 1_000))), both(who(level="township"), puts((FEES, 1_001)))),
    ("C13", "2019", both(who(level="township"), *(puts((("art20_6", f"administrative_{k}", "decisions"), 0)) for k in ("penalty", "coercion"))),
     who(level="township")),
    ("F1", "2021", period("2023-01-01", "2023-12-31"), period("2023-01-01", "2022-12-31")),
    ("F1", "2021", period("2022-12-01", "2023-12-31"), period("2023-01-01", "2024-01-31")),
    ("F1", "2021", who(published_on="2023-11-30"), who(published_on="2023-11-29")),
    ("F2", "2021", who(published_on="2024-01-31"), who(published_on="2024-02-01")),
    ("F2", "2019", who(year=2019, published_on="2020-01-31"), who(year=2019, published_on="2020-02-01")),
    ("F2", "2014", who(year=2018, published_on="2019-03-31"), who(year=2018, published_on="2019-04-01")),
    ("F2", "2021", who(level="county", published_on="2024-03-31"), who(level="county", published_on="2024-04-01")),
    ("F3", "2019", who(year=2020), who(year=2021)),
    ("F3", "2021", who(year=2021), who(year=2020)),
    ("F6", "2021", both(who(level="county"), section(1, "已纳入绩效考核。")), who(level="county")),
    ("F7", "2021", who(level="township"), who(level="county")),
    ("F7", "2021", both(who(level="county"), section(1, "本级数据。")), who(level="county")),
    ("G3", "2014", stat(proactive_items=15), stat(proactive_items=16)),
    ("G3", "2014", stat(proactive_via_weibo=3), stat(proactive_via_weibo=4)),
    ("G9", "2014", stat(requests_received=39), stat(requests_received=38)),
    ("G12", "2014", stat(budget=100_000), stat(budget=100_001)),
    ("G12", "2014", stat(request_fees_collected=1_000), stat(request_fees_collected=1_001)),
    ("G12", "2014", stat(request_fees_collected=0), stat(request_fees_collected=-1)),
]


@pytest.mark.parametrize(("rule", "form", "within", "beyond"), BOUNDS, ids=[f"{b[0]}-{i}" for i, b in enumerate(BOUNDS)])
def test_a_rule_begins_at_its_bound(rule: str, form: str, within: Change, beyond: Change) -> None:
    assert not findings(within(plain(form)), rule)
    assert findings(beyond(plain(form)), rule)


def test_every_checked_rule_is_known_and_has_a_case() -> None:
    elsewhere = {"A1", "A2", "A3", "A7", "A8", "B1", "R1", "R2", "R5", "R6", "R7", "R8", "R10"} | {f"D{i}" for i in range(1, 16)}
    checked = {r.id for r in RULES if r.why_not is None}
    assert checked == {c[0] for c in CASES} | (elsewhere - {"D12"})
    assert len({r.id for r in RULES}) == len(RULES)
    assert all(r.zh and r.en for r in RULES)


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_the_plain_reports_are_clean(form: str) -> None:
    judged = check(plain(form))
    assert judged.quality == "clean"
    assert not [f for f in judged.findings if f.severity == "error" or f.origin == "reading"]


def findings(report: Report, rule: str) -> list[Finding]:
    return [f for f in check(report).findings if f.rule == rule]


def test_lost_rows_are_a_fault_of_reading() -> None:
    report = plain("2019")
    keys = [c.key for c in report.cells if c.row == "rejected_excessive"]
    judged = check(without(report, *keys))
    [finding] = [f for f in judged.findings if f.rule == "A8"]
    assert (finding.severity, finding.origin, finding.left, finding.right) == ("error", "reading", 22, 23)
    assert finding.row == "rejected_excessive"
    assert judged.quality == "needs_review"
    [finding] = findings(without(report, keys[0]), "A8")
    assert (finding.row, finding.column, finding.left, finding.right) == ("rejected_excessive", "natural_person", 6, 7)


def test_a_broken_identity_in_a_table_that_lost_rows_blames_nobody_but_us() -> None:
    report = without(valued(plain("2021"), (A, "granted", "business"), 9),
                     *(c.key for c in plain("2021").cells if c.row == "other_misc"))
    judged = check(report)
    assert {f.origin for f in judged.findings if f.rule == "A1"} == {"reading"}
    assert judged.quality == "needs_review"


@pytest.mark.parametrize(("reader", "origin", "quality"), [
    ("lxml", "source", "source_errors"), ("python-docx", "source", "source_errors"), ("text", "source", "source_errors"),
    ("pdfplumber", "reading", "needs_review"), ("pdfium", "reading", "needs_review"), ("ocr-tesseract", "reading", "needs_review"),
])
def test_one_reading_that_infers_the_grid_convicts_nobody(reader: str, origin: str, quality: str) -> None:
    judged = check(replace(valued(plain("2021"), (A, "carried_in", "business"), 9), reader=reader))
    assert {f.origin for f in judged.findings if f.rule in ("A1", "A2")} == {origin}
    assert judged.quality == quality


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_no_rule_stumbles_over_what_is_not_there(form: str) -> None:
    """Tables and cells gone or blank break no rule but those on what is missing, and facts without a place are held against nothing."""
    report = replace(plain(form), facts=(Fact("items_published_total", 9, "条", False, 1, "9条"), Fact("category_items", 99, "条", False, 1, "99条"),
                                         Fact("requests_granted_share", 9.9, "%", False, 1, "9.9%")))
    keys = [c.key for c in report.cells]
    groups = [[k for k in keys if k[0] == table] for table in dict.fromkeys(k[0] for k in keys)]
    groups += [[k for k in keys if k[0] in (A, D) and word in k[1:]] for word in ("total", "total_processed", "review_total")]
    for gone in (*groups, *([k] for k in keys if k[0] not in (A, D))):
        for poorer in (without(report, *gone), replace(report, cells=tuple(
                replace(c, value=None, value_yuan=None, printed="", state=State.BLANK) if c.key in gone else c for c in report.cells))):
            broken = {f.rule for f in check(poorer).findings if f.severity != "info" or f.rule[0] not in "AG"}
            assert broken <= {"A8", "B2", "C13", "F6", "F7", "R5", "R8"}, gone


def test_missing_tables_and_rows() -> None:
    report = plain("2021")
    judged = check(without(report, *(c.key for c in report.cells if c.table == D)))
    assert [(f.table, f.severity, f.origin) for f in judged.findings if f.rule == "R5"] == [(D, "warning", "reading")]
    judged = check(without(report, *(c.key for c in report.cells if c.table == A)))
    assert [(f.table, f.severity) for f in judged.findings if f.rule == "R5"] == [(A, "error")]
    judged = check(without(report, ("art20_6", "administrative_penalty", "decisions")))
    assert [(f.table, f.row, f.origin) for f in judged.findings if f.rule == "R5"] == [("art20_6", "administrative_penalty", "reading")]
    judged = check(without(report, (D, "cases", "review_pending")))
    assert [(f.row, f.column, f.origin) for f in judged.findings if f.rule == "B2"] == [("cases", "review_pending", "reading")]


def test_where_no_form_is_known_the_tables_of_those_that_may_be_meant_are_missed() -> None:
    """Table 4 is the same in two forms: alone it names neither, and what both have beside it was lost."""
    given = plain("2019")
    alone = replace(given, form=None, cells=tuple(c for c in given.cells if c.table == D))
    judged = check(alone)
    assert judged.quality == "needs_review"
    assert {(f.table, f.origin) for f in judged.findings if f.rule == "R5"} == {(t, "reading") for t in ("art20_1", "art20_5", "art20_6", "art20_8", A)}
    other = check(replace(alone, cells=tuple(replace(c, form="2021") for c in alone.cells)))
    assert not findings(other, "F3")


def test_section_two_of_another_generation_is_complete_by_its_own_form() -> None:
    new, old = plain("2021"), plain("2019")
    mixed = replace(new, cells=tuple(c for c in new.cells if c.table.startswith("art20")) + tuple(
        c for c in old.cells if not c.table.startswith("art20")), form="2019")
    assert not findings(mixed, "R5")
    assert {f.severity for f in findings(mixed, "F3")} == {"warning"}
    unknown = who(year=None)
    assert [f.message for f in findings(unknown(mixed), "F3")] == ["报告混用了2019、2021年版表格"]
    assert not findings(unknown(plain("2021")), "F3")


def test_a_list_of_indicators_older_than_the_official_one_is_no_wrong_form() -> None:
    old = plain("2014")
    assert not findings(replace(old, identity=replace(old.identity, year=2012)), "F3")
    assert findings(replace(old, identity=replace(old.identity, year=2022)), "F3")


def test_omitted_rows_of_the_statistics_table_are_usual() -> None:
    report = plain("2014")
    half = len(report.cells) // 2
    assert half * 2 == len(report.cells)
    for lost, severity in ((5, "info"), (half, "info"), (half + 1, "warning")):
        few = without(report, *(c.key for c in report.cells[:lost]))
        assert [f.severity for f in findings(few, "R5")] == [severity]


def test_a_merged_cell_saying_none_reports_no_disputes() -> None:
    report = plain("2021")
    none = next(c for c in report.cells if c.table == D)
    one = without(report, *(c.key for c in report.cells if c.table == D))
    one = replace(one, cells=(*one.cells, replace(none, value=None, printed="无", state=State.NOT_APPLICABLE)))
    assert not findings(one, "B2")
    assert not findings(one, "R5")


def test_an_unreadable_cell_is_our_doubt() -> None:
    report = changed(plain("2021"), (A, "granted", "business"), value=None, printed="？", state=State.UNREADABLE)
    [finding] = findings(report, "R1")
    assert (finding.origin, finding.row, finding.column, finding.left) == ("reading", "granted", "business", "？")
    assert "“？”" in finding.message
    assert check(report).quality == "needs_review"
    assert "无字" in findings(changed(report, (A, "granted", "business"), printed=""), "R1")[0].message


def lost(every: int) -> Change:
    """Every n-th cell unreadable."""
    return lambda report: replace(report, cells=tuple(
        c if i % every else replace(c, value=None, printed="？", state=State.UNREADABLE) for i, c in enumerate(report.cells)))


def unread(report: Report) -> Report:
    """The sections that hold the tables are there, the tables are not."""
    return replace(report, cells=(), form=None)


def without_tables(report: Report) -> Report:
    return replace(unread(report), sections=tuple(s for s in report.sections if s.number == 5))


def with_a_list_unread(report: Report) -> Report:
    """Of the form of 2014, whose table is a section of its own."""
    return replace(without_tables(report), sections=(Section(6, "六、政府信息公开情况统计表", "统计指标"),))


#: What is done to a clean report, and the one word for it: of several that fit, the first in the order of the docs.
QUALITIES: list[tuple[str, Change]] = [
    ("clean", both()),
    ("clean", section(5, "无")),  # a warning
    ("source_errors", puts(((A, "granted", "business"), 9))),
    ("no_tables", without_tables),
    ("no_tables", both(without_tables, section(5, "无"))),
    ("needs_review", unread),
    ("needs_review", with_a_list_unread),
    ("needs_review", lost(9)),
    ("needs_review", both(lost(9), puts(((A, "granted", "business"), 9)))),
    ("needs_review", who(publisher=None)),
    ("needs_review", both(without_tables, who(year=None))),
    ("needs_review", both(who(publisher=None), puts(((A, "granted", "business"), 9)))),
    ("needs_review", lambda r: without(r, *(c.key for c in r.cells if c.table == A))),
    ("needs_review", lambda r: without(r, *(c.key for c in r.cells if c.column == "research"))),
    ("unreadable", lost(2)),
    ("unreadable", both(lost(2), who(publisher=None))),
]


@pytest.mark.parametrize(("word", "change"), QUALITIES)
def test_one_word_for_the_whole_report(word: str, change: Change) -> None:
    assert check(change(plain("2021"))).quality == word


def test_a_column_that_is_nowhere_is_missed_once() -> None:
    report = plain("2021")
    few = without(report, *(c.key for c in report.cells if c.column in ("research", "business")))
    [finding] = findings(few, "A8")
    assert (finding.row, finding.column, finding.left, finding.right, finding.origin) == (None, None, 5, 7, "reading")


def test_a_doubtful_zero_is_none_where_a_sum_has_another_one_across() -> None:
    blank = {"state": State.BLANK, "value": 0, "printed": "", "note": f"{UNSURE}: a blank among numbers"}
    moved = [((A, "granted", "natural_person"), 10), ((A, "granted", "business"), 0), ((A, "partially_granted", "natural_person"), 0),
             ((A, "partially_granted", "business"), 10)]
    report = puts(*moved)(plain("2021"))
    one = changed(report, (A, "granted", "business"), **blank)
    assert not findings(one, "R2")
    assert check(one).quality == "clean"
    review = [f"review_{word}" for word in ("upheld", "corrected", "other_result", "pending", "total")]
    zeros = puts(*(((D, "cases", column), 0) for column in review))(plain("2021"))
    letters = changed(changed(zeros, (D, "cases", "review_total"), printed="O", note="O read as 0"), (D, "cases", "review_upheld"), printed="O", note="O read as 0")
    assert not findings(letters, "R2")
    for column, doubted in (("review_total", 0), ("review_upheld", 2)):
        zeros = changed(zeros, (D, "cases", column), **blank)
        assert len(findings(zeros, "R2")) == doubted


def test_a_mended_reading_needs_an_identity() -> None:
    report = plain("2021")
    sure = changed(report, (A, "granted", "business"), note="O read as 0")
    assert not findings(sure, "R2")
    assert check(sure).quality == "clean"
    unsure = changed(report, ("art20_6", "administrative_penalty", "decisions"), note="digits joined over a line break")
    [finding] = findings(unsure, "R2")
    assert (finding.severity, finding.origin) == ("warning", "reading")
    assert check(unsure).quality == "needs_review"
    for note in ("remark in the cell", f"{ROUNDED} 4.46"):
        harmless = changed(report, ("art20_6", "administrative_penalty", "decisions"), note=note)
        assert [f.severity for f in findings(harmless, "R2")] == ["info"]
        assert check(harmless).quality == "clean"


def test_a_place_found_by_adding_up_is_not_confirmed_by_adding_up() -> None:
    report = plain("2021")
    row = [c.key for c in report.cells if c.row == "granted"]
    others = {k[2] for k in row} - {"business"}
    placed = changed(report, (A, "granted", "business"), note="position from the row's sum")
    assert not findings(placed, "R2")  # its column adds up too
    for column in others | {"business"}:  # nothing but the row is left to confirm it
        placed = changed(placed, (A, "total_processed", column), value=None, printed="", state=State.BLANK)
    assert [f.row for f in findings(placed, "R2")] == ["granted"]


def test_a_remark_elsewhere_in_the_table_shakes_no_sum() -> None:
    noted = changed(plain("2021"), (A, "carried_in", "business"), note="remark in the cell")
    judged = check(valued(noted, (A, "granted", "business"), 9))
    assert {f.origin for f in judged.findings if f.rule in ("A1", "A3")} == {"source"}


def test_a_broken_identity_over_a_mended_cell_is_a_doubt() -> None:
    wrong = changed(plain("2021"), (A, "granted", "business"), value=55, printed="5\n5", note="digits joined over a line break")
    assert {f.origin for f in findings(wrong, "A1")} == {"reading"}


@pytest.mark.parametrize(("value", "digits", "belongs", "origin"), [(51, "1", 5, "reading"), (15, "5", 5, "reading"), (61, "1", 5, "source"), (10, "0", 20, "source"),
                                                                  (9, "9", 5, "source")])
def test_a_number_that_markup_parts_is_doubted_where_one_part_fits(value: int, digits: str, belongs: int, origin: str) -> None:
    """A number written in parts is nothing to tell of where neither part is what belongs there; no part is more than the whole."""
    report = valued(plain("2021"), (A, "granted", "business"), belongs)
    whole = {c.key: c for c in report.cells}
    report = valued(report, (A, "granted", "total"), sum(c.value for k, c in whole.items() if k[:2] == (A, "granted") and k[2] != "total"))
    parted = changed(report, (A, "granted", "business"), value=value, printed=str(value), note=f"{PARTED}{digits}")
    assert {f.origin for f in findings(parted, "A1")} == {origin}
    assert len(findings(parted, "R2")) == (origin == "reading")


def test_a_note_on_parts_goes_alone_where_no_sum_asks_for_a_part() -> None:
    penalties = ("art20_6", "administrative_penalty", "decisions")
    noted = changed(changed(plain("2021"), (A, "granted", "business"), note=f"{PARTED}1"), penalties, note="O read as 0")
    unread = changed(noted, (A, "partially_granted", "business"), value=None, printed="1？", state=State.UNREADABLE, note=f"{PARTED}1")
    assert [c.note for c in check(unread).cells if c.note] == ["O read as 0"]


def test_a_blank_amount_is_judged_by_nothing_and_a_single_column_is_not_named() -> None:
    report = stat(proactive_normative_documents=9_000)(plain("2014"))
    blank = valued(report, (S, "budget", "value"), None)
    [finding] = findings(blank, "G1")
    assert finding.message.startswith("主动公开规范性文件数=9000，大于"), finding.message
    assert not findings(blank, "G12")


def test_the_same_cell_twice() -> None:
    report = plain("2021")
    again = replace(report.cells[0], value=999, printed="999")
    [finding] = findings(replace(report, cells=(*report.cells, again)), "R7")
    assert finding.origin == "reading"
    assert not findings(replace(report, cells=(*report.cells, report.cells[0])), "R7")


def test_an_unknown_reporter_needs_review() -> None:
    report = replace(plain("2021"), identity=Identity())
    judged = check(report)
    assert [f.rule for f in judged.findings if f.origin == "reading"] == ["R8", "R8"]
    assert judged.quality == "needs_review"


def test_findings_of_the_parser_stay_in_front() -> None:
    conflict = Finding("identity_year", "warning", "标题与正文年度不同")
    parsed = Finding("unknown_row", "warning", "表中一行对不上表样", "reading", A)
    report = replace(plain("2021"), findings=(conflict, parsed), identity=replace(plain("2021").identity, findings=(conflict,)))
    judged = check(report)
    assert judged.findings[:2] == (conflict, parsed)
    assert judged.quality == "needs_review"


@pytest.mark.parametrize(("severity", "origin", "table", "blamed"), [
    ("warning", "reading", A, "reading"), ("info", "reading", A, "source"), ("warning", "source", A, "source"), ("warning", "reading", D, "source")])
def test_what_the_parser_lost_excuses_the_sums_of_its_own_table(severity: str, origin: str, table: str, blamed: str) -> None:
    lost = Finding("lost_positions", severity, "示例", origin, table)  # type: ignore[arg-type]
    wrong = replace(valued(plain("2021"), (A, "granted", "business"), 9), findings=(lost,))
    assert {f.origin for f in findings(wrong, "A1")} == {blamed}


def test_no_regulation_is_expected_of_a_city_and_no_deadline_of_an_unknown_level() -> None:
    report = valued(plain("2021"), ("art20_1", "regulations", "in_force"), 6)
    city = replace(report, identity=replace(report.identity, level="prefecture"))
    assert not findings(city, "C12")
    unknown = replace(report, identity=replace(report.identity, level=None, published_on="2024-12-01"))
    assert not findings(unknown, "F2")


@pytest.mark.parametrize(("text", "empty"), [
    ("无", True), ("", True), ("本年度无。", True), ("没有其他需要报告的事项", True), ("公开内容不够全面，下一步将改进。", False),
    ("无法及时更新的问题依然存在。", False), ("没有专职人员；目录更新不及时", False),
])
def test_section_five_says_something(text: str, empty: bool) -> None:
    assert bool(findings(section(5, text)(plain("2019")), "F5")) is empty


def test_a_local_row_may_hold_the_rest_of_the_requests() -> None:
    report = stat(requests_received=99)(plain("2014"))
    assert {f.severity for f in findings(report, "G5")} == {"error"}
    local = replace(report, extras=(ExtraRow(S, "5.电子邮件申请数", ("3",)),))
    assert {f.severity for f in findings(local, "G5")} == {"warning"}


@pytest.mark.parametrize(("row", "number", "severity"), [(7, "3", None), (7, "2", "warning"), (90, "3", "error")])
def test_a_local_row_among_the_parts_may_hold_the_rest_of_any_sum(row: int, number: str, severity: str | None) -> None:
    report = stat(staff=9)(plain("2014"))
    at = {"staff": 4, "staff_full_time": 5, "staff_part_time": 6, "budget": 8}
    report = replace(report, cells=tuple(replace(c, row_index=at.get(c.row, 0), table_index=0) for c in report.cells),
                     extras=(ExtraRow(S, "3.其他人员数", (number,), table_index=0, row_index=row),))
    assert {f.severity for f in findings(report, "G11")} == ({severity} if severity else set())


@pytest.mark.parametrize(("rule", "total", "label", "rest", "found"), [
    ("A1", (A, "granted", "total"), "（一）予以公开·个体工商户", 4, False),
    ("A1", (A, "granted", "total"), "（一）予以公开·个体工商户", 5, True),
    ("A1", (A, "granted", "total"), "（一）予以公开·法人小计", 4, True),
    ("A1", (A, "total_processed", "total"), "（七）总计·个体工商户", 4, False),
    ("B1", (D, "cases", "review_total"), "行政复议·撤回终止", 4, False),
    ("B1", (D, "cases", "review_total"), "行政诉讼·复议后起诉·撤回终止", 4, True),
])
def test_a_column_of_the_places_own_may_hold_the_rest_of_a_total(rule: str, total: Key, label: str, rest: int, found: bool) -> None:
    report = plain("2021")
    cell = report.cell(*total)
    assert cell is not None
    report = changed(report, total, value=int(cell.value or 0) + 4, row_index=7, table_index=1)
    for row_index, fires in ((7, found), (8, True)):
        extra = ExtraRow(total[0], label, (str(rest),), table_index=1, row_index=row_index)
        assert bool(findings(replace(report, extras=(extra,)), rule)) is fires


def test_a_zero_of_the_places_own_leaves_a_sum_that_holds_proven() -> None:
    report = changed(plain("2021"), (A, "granted", "total"), row_index=7, table_index=1)
    extra = ExtraRow(A, "（一）予以公开·个体工商户", ("0",), table_index=1, row_index=7)
    proven = [[(e.rule, e.row) for e in equations(Grid(r))] for r in (report, replace(report, extras=(extra,)))]
    assert ("A1", "granted") in proven[0]
    assert proven[0] == proven[1]


def test_a_local_row_among_the_parts_explains_no_head_that_is_too_small() -> None:
    report = stat(staff=-2)(plain("2014"))
    report = replace(report, extras=(ExtraRow(S, "3.其他人员数", ("3",)),))
    assert {f.severity for f in findings(report, "G11")} == {"error"}


def test_sections_of_a_report_are_asked_for_only_where_the_form_has_them() -> None:
    assert not findings(plain("2014"), "F4")
    book = replace(plain("2019"), media_type="application/vnd.ms-excel")
    assert not findings(replace(book, sections=()), "F4")  # the text stands elsewhere
    assert findings(replace(book, sections=book.sections[:5]), "F4")[0].left == 5
    assert findings(replace(plain("2019"), sections=(Section(1, "一、总体情况", "示例"),)), "F4")[0].left == 1


def test_a_heading_that_may_have_been_lost_in_reading_blames_nobody() -> None:
    report = plain("2021")
    for number, tables in ((2, forms.PROACTIVE), (3, (A,)), (4, (D,))):
        kept = tuple(s for s in report.sections if s.number != number)
        without_table = replace(report, sections=kept, cells=tuple(c for c in report.cells if c.table not in tables))
        assert not findings(without_table, "F4")  # the converter lost both; R5 tells of the table
    worded = replace(report, sections=(*(s for s in report.sections if s.number not in (4, 5)), Section(4, "四、", "复议情况见表。\n五部分　短板与改进措施\n更新不够及时。")))
    assert [(f.origin, f.severity) for f in findings(worded, "F4")] == [("reading", "info")]


def numbered_anew(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(replace(s, number=n, heading=f"{'一二三四五六'[n - 1]}{s.heading[1:]}") for n, s in enumerate(sections, 1))


@pytest.mark.parametrize(("change", "origin"), [
    (lambda s: s[:5], "source"),  # the last is left out
    (lambda s: numbered_anew((*s[:4], s[5])), "source"),  # one is left out, and the rest numbered anew
    (lambda s: numbered_anew((replace(s[0], text="全年针对群众反映的更新不够及时等问题逐项整改，修订公开目录，健全发布审核工作机制。"), *s[1:4], s[5])), "source"),
    (lambda s: (*s[:4], replace(s[4], text="公开目录更新不够及时。\n逐项补齐。\n")), "source"),
    (lambda s: (*s[:4], replace(s[4], text="无。")), "source"),  # what the fifth says itself
    (lambda s: (*s[:4], replace(s[4], heading="五、综合保障")), "reading"),  # which of the two that is nobody knows
    (lambda s: numbered_anew((*s[:2], replace(s[2], text="示例文字。\n行政复议和行政诉讼"), s[4])), "reading"),  # one heading was lost: so may another
    (lambda s: (*s[:3], *s[4:]), "reading"),  # their numbers count one that is not seen: a picture, or in a table
    (lambda s: s[1:], "reading"),
    (lambda s: s[:3], "reading"),  # half a file
    (lambda s: (Section(None, "", "示例文字。"),), "reading"),  # in letters that nobody took for headings
    (lambda s: (*s[:4], replace(s[4], text="公开目录更新不够及时。\n无。")), "reading"),  # what is left of the sixth
    (lambda s: (*s[:4], replace(s[4], text="公开目录更新不够及时，下一步将逐项补齐。其他需要报告的事项：本年度没有收取过任何费用，也没有别的情况。")), "reading"),
])
def test_a_missing_section_blames_the_document_only_where_its_headings_were_surely_all_read(change: Callable, origin: str) -> None:
    report = plain("2021")
    without = replace(report, sections=change(report.sections))
    assert {f.origin for f in findings(without, "F4")} == {origin}
    assert {f.origin for f in findings(replace(without, reader="pdfium"), "F4")} == {"reading"}  # until another reader has seen it, too
    assert {f.origin for f in reconcile(replace(without, reader="pdfium"), replace(without, reader="pdfplumber")).findings if f.rule == "F4"} == {origin}
    if origin == "source":
        assert not [f for f in findings(replace(without, warnings=("a page without text",)), "F4") if f.origin == "source"]


def test_one_heading_may_name_two_sections() -> None:
    report = plain("2021")
    third = replace(report.sections[2], heading="三、收到和处理政府信息公开申请情况及行政复议、行政诉讼情况")
    anew = numbered_anew((*report.sections[:2], third, *report.sections[4:]))
    assert not findings(replace(report, sections=anew), "F4")


def test_a_heading_of_another_subject_is_a_section_all_the_same() -> None:
    report = plain("2021")
    own = Section(5, "五、本年度亮点工作", "示例文字。")
    assert not findings(replace(report, sections=(*report.sections[:4], own, report.sections[5])), "F4")


def test_a_section_that_is_left_out_is_named_by_its_subject() -> None:
    report = plain("2021")
    last = replace(report.sections[5], text="无。")
    found = check(replace(report, sections=numbered_anew((*report.sections[:4], last)))).findings
    assert [(f.rule, "第五部分" in f.message) for f in found] == [("F4", True)]


def test_the_form_of_a_doubted_table_blames_nobody() -> None:
    report = replace(plain("2019"), identity=replace(plain("2019").identity, year=2023, published_on="2024-01-15"))
    assert {f.origin for f in findings(report, "F3")} == {"source"}
    doubted = replace(report, findings=(Finding("lost_positions", "warning", "示例", "reading", A),))
    assert {f.origin for f in findings(doubted, "F3")} == {"reading"}


@pytest.mark.parametrize(("number", "year", "said"), [(2, 2023, True), (3, 2023, True), (3, None, True), (5, 2023, False), (3, 2017, False)])
def test_a_section_that_should_hold_a_table_and_shows_none_is_told(number: int, year: int | None, said: bool) -> None:
    report = plain("2021")
    sections = tuple(s for s in report.sections if s.number in (1, number))
    without = replace(report, form=None, cells=(), sections=sections, identity=replace(report.identity, year=year))
    assert bool(findings(without, "R5")) is said


def test_a_section_of_another_form_or_matter_is_asked_for_no_table() -> None:
    bare = replace(plain("2021"), cells=(), identity=replace(plain("2021").identity, year=None))
    assert findings(bare, "R5")
    assert not findings(replace(bare, form="2008"), "R5")
    assert not findings(replace(bare, sections=tuple(replace(s, heading="示例") for s in bare.sections)), "R5")


def test_long_lists_of_names_are_cut() -> None:
    for count, cut in ((12, False), (13, True)):
        [other] = findings(replace(plain("2021"), others=tuple(f"示例{n}" for n in range(count))), "R10")
        assert (other.right, other.message.endswith("等")) == (count, cut)
    rows = [c.key for c in plain("2014").cells]
    for count, cut in ((8, False), (9, True)):
        assert findings(without(plain("2014"), *rows[:count]), "R5")[0].message.endswith("等") is cut


def test_a_table_that_fails_everywhere_is_misread_rather_than_wrong() -> None:
    report = plain("2021")
    for cell in [c for c in report.cells if c.table == A and c.column == "research"]:
        report = valued(report, cell.key, int(cell.value or 0) * 3 + 1)
    for judged in (check(report), reconcile(check(report), check(report))):
        assert {f.origin for f in judged.findings if f.rule == "A1"} == {"reading"}
        assert judged.quality == "needs_review"


def moved(*steps: int) -> Change:
    """One number more or less in each of so many rows of outcomes: every column still adds up."""
    rows = list(dict.fromkeys(c.row for c in plain("2021").cells if c.table == A))[2:-2]
    return puts(*(((A, row, "business"), 5 + step) for row, step in zip(rows, steps, strict=False)))


@pytest.mark.parametrize(("form", "change", "origin"), [
    ("2014", stat(staff=9, review_total=2, litigation_total=2, requests_by_fax=9, replies_granted=2), "source"),
    ("2014", stat(staff=9, review_total=2, litigation_total=2, requests_by_fax=9, replies_granted=2, denied_privacy=2), "reading"),
    ("2021", moved(*(1, -1) * 5, 2, -1, -1), "source"),
    ("2021", moved(*(1, -1) * 7), "reading"),
])
def test_more_than_six_sums_and_more_than_a_third_of_them_are_no_slips(form: str, change: Change, origin: str) -> None:
    judged = check(change(plain(form)))
    assert {f.origin for f in judged.findings if f.severity == "error"} == {origin}


def test_what_may_have_been_lost_on_the_way_is_not_the_documents_fault() -> None:
    """A blank in lines of text, or of a page without rulings, may have been a number, or those beside it have moved; a page in an archive of several files has one
    reader only."""
    key, beside = (A, "granted", "business"), (A, "granted", "research")
    html = valued(plain("2021"), key, None)
    assert {f.origin for f in findings(html, "A1")} == {"source"}
    assert {f.origin for f in findings(replace(html, reader="text"), "A1")} == {"reading"}
    for report, origin in ((html, "source"), (replace(html, reader="text"), "reading")):
        assert {f.origin for f in findings(valued(report, beside, 999), "A3") if f.column == "research"} == {origin}
    page = replace(html, reader="pdfplumber")
    for report, origin in ((page, "reading"), (changed(page, key, bbox=(1, 1, 9, 9)), "source")):  # in no box, and in one of its own
        assert {f.origin for f in reconcile(report, report).findings if f.rule == "A1"} == {origin}
    wrong = valued(plain("2021"), key, 999)
    placed = changed(wrong, key, bbox=(1, 1, 9, 9))
    assert {f.origin for f in findings(wrong, "A1")} == {"source"}
    assert {f.origin for f in findings(placed, "A1")} == {"reading"}  # a page of words at places, which nobody has read in another way
    assert {f.origin for f in reconcile(placed, placed).findings if f.rule == "A1"} == {"source"}
    archive = replace(placed, reader="archive")
    assert {f.origin for f in reconcile(archive, archive).findings if f.rule == "A1"} == {"reading"}


def test_an_empty_section_five_may_be_one_that_was_not_read() -> None:
    empty = section(5, "")(plain("2021"))
    assert [(f.origin, f.severity) for f in findings(empty, "F5")] == [("source", "warning")]
    for unread in (replace(empty, reader="pdfium"), replace(empty, warnings=("a picture was not read",))):
        assert [(f.origin, f.severity) for f in findings(unread, "F5")] == [("reading", "info")]
    assert [f.origin for f in findings(section(5, "无。")(replace(plain("2021"), reader="pdfium")), "F5")] == ["source"]


def test_a_row_that_was_split_in_two_is_not_lost() -> None:
    report = plain("2019")
    kept = tuple(c for c in report.cells if c.row != "other_external_services")
    assert [f.severity for f in findings(replace(report, cells=kept), "R5")] == ["warning"]
    parts = tuple(replace(c, row=row) for c in report.cells if c.row == "other_external_services"
                  for row in ("administrative_inspection", "administrative_confirmation"))
    assert [f.severity for f in findings(replace(report, cells=(*kept, *parts)), "R5")] == ["info"]


def test_a_period_beside_another_report_may_be_that_ones() -> None:
    report = period("2023-01-01", "2022-12-31")(plain("2021"))
    assert [[f.origin for f in findings(r, "F1")] for r in (report, replace(report, others=("示例县教育局2022年度报告",)))] == [["source"], ["reading"]]
