"""Metrics, coverage, findings against other years and likenesses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlite_utils

from etl import forms
from etl.load import Writer, derive
from etl.load.coverage import Published, coverage_of, due_on
from etl.load.figures import Figure, metrics_of
from etl.load.indicators import GROWTHS, HIDDEN, RATES, SUMS, TOTALS
from etl.load.likeness import SHORTEST, likeness, masked, shingles, signature
from etl.load.schema import SUMMED_RATES
from etl.load.years import Year, compare
from etl.report import Report
from tests.load.reports import cell, cells_2021, dump, origin, outcome, report

PROSE = (
    "全镇围绕群众关心的事项开展政府信息公开工作，健全制度，明确专人负责，规范发布流程，及时回应社会关切。通过门户网站、公众号和公开栏公布各类信息，"
    "方便群众查阅。认真办理依申请公开事项，做到登记、审核、答复有据可查。加强政策解读，采用图片和问答等形式说明惠民政策的办理条件和流程。"
    "定期检查信息发布质量，对更新不及时的栏目督促整改。组织业务培训，提高工作人员的业务能力。目前仍存在公开内容不够丰富、解读形式不够多样等不足，"
    "下一步将进一步细化公开目录，丰富公开形式，提升公开实效，主动接受社会监督。各村（社区）设立查阅点，配备电脑与资料架，由专人引导群众查询所需材料。"
    "对涉及征地补偿、社会救助、义务教育、公共卫生等领域的信息，按照标准目录逐项核对，确保应公开尽公开，让群众看得到、听得懂、能监督。"
)


def load(db: sqlite_utils.Database, *found: Report, derive: bool = True) -> Writer:
    writer = Writer(db)
    for one in found:
        where = origin(f"http://x.example.gov.cn/{one.sha256[:8]}.html", f"{(one.identity.year or 2000) + 1}-02-01T00:00:00Z", source_id="s1")
        assert writer.load(outcome(one), where, None, 10) == "new"
    if derive:
        writer.derive()
    return writer


def metrics(db: sqlite_utils.Database, year: int = 2022) -> dict:
    return next(db.query("SELECT * FROM metrics WHERE year = ?", [year]))


def test_every_term_is_a_figure_and_every_cell_exists_in_a_form() -> None:
    known = {t.code for t in (*TOTALS, *SUMS, *HIDDEN)} | {"previous_new_received"}
    for rate in (*RATES, *GROWTHS):
        assert {t.lstrip("-") for t in (*rate.numerator, *rate.denominator)} <= known, rate.code
    for computed in SUMS:
        assert {t.lstrip("-") for t in (*computed.terms, *computed.otherwise)} <= known
    cells = {(t.id, r.code, c.code) for f in forms.forms() for t in f.tables for r in t.rows for c in t.columns}
    assert {c for total in (*TOTALS, *HIDDEN) for c in total.cells} <= cells
    codes = [x.code for x in (*TOTALS, *SUMS, *RATES, *GROWTHS)]
    assert len(codes) == len(set(codes))


def test_metrics_of_a_report_that_adds_up(db: sqlite_utils.Database) -> None:
    load(db, report(cells=cells_2021(new=8, carried_in=1, carried_forward=2, review=4)))
    row = metrics(db)
    assert (row["new_received"], row["requests"], row["granted"], row["denied_total"], row["unavailable_total"], row["other_total"]) == (8, 8, 5, 1, 0, 0)
    assert (row["disclosure_rate"], row["disclosure_rate_numerator"], row["disclosure_rate_denominator"]) == (6 / 7, 6, 7)
    assert (row["refusal_rate"], row["security_grounds_share"], row["natural_person_share"], row["org_share"]) == (1 / 7, 1.0, 1.0, 0.0)
    assert (row["backlog_rate_numerator"], row["backlog_rate_denominator"]) == (2, 9)
    assert (row["review_correction_rate"], row["review_correction_rate_denominator"]) == (1.0, 4)
    assert (row["fees_collected_yuan"], row["normative_documents_in_force"]) == (168770, 12)
    assert (row["province_code"], row["prefecture_code"], row["county_code"], row["level"], row["quality"]) == (
        "330000", "330200", "330226", "township", "clean")
    reasons = json.loads(row["missing"])
    assert reasons["litigation_correction_rate"] == ["zero"]
    assert reasons["request_growth"] == ["previous_new_received"]
    assert reasons["licensing_to_enforcement"] == ["licensing_decisions"]
    assert "disclosure_rate" not in reasons


@pytest.mark.parametrize("text", ["", "/", "约三件"])
def test_a_missing_term_makes_a_sum_missing_and_says_which(db: sqlite_utils.Database, text: str) -> None:
    load(db, report(cells=cells_2021(denied_internal_affairs__total=text)))
    row = metrics(db)
    assert (row["denied_total"], row["refusal_rate"], row["refusal_rate_numerator"], row["refusal_rate_denominator"]) == (None, None, None, 7)
    reasons = json.loads(row["missing"])
    assert reasons["denied_total"] == ["denied_internal_affairs"]
    assert reasons["refusal_rate"] == ["denied_total"]
    assert row["disclosure_rate"] is not None


def test_a_printed_group_total_is_never_used_for_the_computed_one(db: sqlite_utils.Database) -> None:
    load(db, report(cells=[*cells_2021(), cell("applications", "denied_total", "total", "99")]))
    assert metrics(db)["denied_total"] == 1
    assert next(db.query("SELECT total FROM applications WHERE outcome = 'denied_total'"))["total"] == 99


def test_forms_join_only_where_they_may(db: sqlite_utils.Database) -> None:
    old = [cell("stat_table", code, "value", text) for code, text in (
        ("requests_received", "40"), ("review_total", "3"), ("review_corrected", "1"), ("litigation_total", "2"), ("replies_denied", "5"))]
    load(db, report(year=2017, cells=old, form="2014", published_on="2018-03-30"), report(year=2022))
    row = metrics(db, 2017)
    assert (row["requests"], row["new_received"], row["review_total"], row["litigation_total"], row["denied_total"]) == (40, None, 3, 2, None)
    assert "refusal_rate" not in json.loads(row["missing"] or "{}")
    of_2019 = {("applications", "other_total", "total"): Figure(7), ("applications", "total_processed", "total"): Figure(14)}
    assert metrics_of(of_2019, "2019")["other_rate"] == 0.5
    assert json.loads(metrics_of({}, None)["missing"]) == {"*": ["no tables"]}


def test_growth_needs_the_year_before(db: sqlite_utils.Database) -> None:
    writer = load(db, report(year=2022, cells=cells_2021(new=12, carried_in=2)))
    assert metrics(db)["request_growth"] is None
    load(db, report(year=2021, cells=cells_2021(new=8)))
    row = metrics(db)
    assert (row["request_growth"], row["request_growth_numerator"], row["request_growth_denominator"]) == (0.5, 4, 8)
    assert writer


def test_findings_against_the_year_before(db: sqlite_utils.Database) -> None:
    load(db, report(year=2021, cells=cells_2021(carried_forward=2)), report(year=2022, cells=cells_2021(carried_in=1)))
    found = {r["rule"]: r for r in db.query("SELECT * FROM findings WHERE scope = 'years'")}
    assert set(found) == {"E1", "C1"}
    e1 = found["E1"]
    assert (e1["left_value"], e1["right_value"], e1["row_code"], e1["column_code"], e1["severity"], e1["origin"]) == (
        2, 1, "carried_in", "total", "warning", "source")
    assert e1["other_report_id"].endswith("-2021")
    assert (found["C1"]["left_value"], found["C1"]["right_value"], found["C1"]["row_code"]) == (14, 12, "normative_documents")


def _year(year: int, quality: str = "clean", form: str = "2021", **figures: float | None) -> Year:
    keys = {
        "items": ("art20_5", "administrative_licensing", "items_last_year"), "change": ("art20_5", "administrative_licensing", "items_change"),
        "pending": ("review_litigation", "cases", "review_pending"), "total": ("review_litigation", "cases", "review_total"),
        "new": ("applications", "new_received", "total"), "stock": ("art20_1", "normative_documents", "total_disclosed"),
        "newly": ("art20_1", "normative_documents", "newly_disclosed_this_year"), "fees": ("art20_8", "administrative_fees", "fees_collected"),
        "forward": ("applications", "carried_forward", "total"), "in": ("applications", "carried_in", "total"),
    }
    return Year(f"r{year}", year, form, quality, {keys[k]: Figure(v) for k, v in figures.items()})


def _rules(before: Year, after: Year, *more: float) -> list[tuple[str, str]]:
    return [(f.rule, f.severity) for f in compare(before, after, *more)]  # type: ignore[arg-type]


def test_rules_over_years_hold_and_break_as_written() -> None:
    assert _rules(_year(2019, items=10, change=-2), _year(2020, items=8)) == []
    assert _rules(_year(2019, items=10, change=-2), _year(2020, items=9)) == [("C5", "warning")]
    assert _rules(_year(2019, items=10), _year(2020, items=9)) == []
    assert _rules(_year(2019, items=10, change=None), _year(2020, items=9)) == []
    assert _rules(_year(2021, pending=4), _year(2022, total=3)) == [("B3", "warning")]
    assert _rules(_year(2021, pending=3), _year(2022, total=3)) == []
    assert _rules(_year(2019, stock=5), _year(2020, stock=9, newly=2)) == [("C4", "warning")]
    assert _rules(_year(2019, stock=5), _year(2020, stock=6, newly=2)) == [("C4", "info")]
    assert _rules(_year(2021, new=4), _year(2022, new=60)) == [("C14", "warning")]
    assert _rules(_year(2021, new=4), _year(2022, new=40)) == []
    assert _rules(_year(2021, new=0), _year(2022, new=51)) == [("C14", "warning")]
    assert _rules(_year(2020, form="2019", fees=2), _year(2021, fees=900)) == []
    assert _rules(_year(2021), _year(2022), 0.95, 800) == [("E3", "info")]
    assert _rules(_year(2021), _year(2022), 0.95, 100) == []
    said = [replace(_year(2022, new=12, **{"in": 0}), said_change=percent) for percent in (20, 20.1, 14.3, 30)]
    assert [_rules(_year(2021, new=10, **{"in": 0.5}), year) for year in said] == [[], [], [], [("D12", "warning")]]
    assert _rules(_year(2021), said[3]) == _rules(_year(2021, new=0), said[3]) == []
    assert [f.origin for f in compare(_year(2021, "needs_review", forward=1), _year(2022, **{"in": 2}))] == ["reading"]


def test_the_same_tables_two_years_running(db: sqlite_utils.Database) -> None:
    cells = cells_2021(new=118, carried_in=31, carried_forward=31)
    load(db, report(year=2021, cells=cells), report(year=2022, cells=cells))
    assert "E4" in {r["rule"] for r in db.query("SELECT rule FROM findings WHERE scope = 'years'")}
    assert next(db.query("SELECT kind, equal_tables FROM similarities")) == {"kind": "previous_year", "equal_tables": 1}


def test_a_town_with_hardly_any_numbers_repeats_nothing(db: sqlite_utils.Database) -> None:
    cells = cells_2021(new=3, carried_in=0, carried_forward=0, review=0)
    load(db, report(year=2021, cells=cells), report(year=2022, cells=cells))
    assert db["similarities"].count == 0


def test_copied_prose_is_found_across_bodies_and_years(db: sqlite_utils.Database) -> None:
    other = "象山县乙镇人民政府"
    load(
        db, report(text="甲镇2021年" + PROSE, year=2021, cells=cells_2021(new=30)), report(text="甲镇2022年" + PROSE, cells=cells_2021(new=40)),
        report(other, text="乙镇在2022年共办理12件。" + PROSE, region="浙江省/宁波市/象山县", region_code="330225", cells=cells_2021(new=50)),
        report("象山县丙镇人民政府", text="本年没有收到申请，工作平稳。", cells=cells_2021(new=60), region_code="330225"),
    )
    found = [(r["kind"], r["score"] >= 0.9, r["equal_tables"]) for r in db.query("SELECT * FROM similarities ORDER BY kind, report_id, other_report_id")]
    assert found == [("other_agency", True, 0), ("other_agency", True, 0), ("previous_year", True, 0)]
    assert "E3" in {r["rule"] for r in db.query("SELECT rule FROM findings")}


def test_masking_leaves_what_is_copied() -> None:
    assert masked("示例县甲镇2021年，甲镇共受理12件。", ["示例县甲镇人民政府"]) == "年甲镇共受理件"
    assert masked("甲镇共受理十二件", ["甲镇"]) == "共受理件"
    one, other = shingles(masked(PROSE, [])), shingles(masked(PROSE[:200], []))
    assert likeness(one, one) == 1.0
    assert 0.3 < likeness(one, other) < 0.9
    assert likeness(frozenset(), frozenset()) == 0.0
    assert signature(other) is None
    assert signature(one) == signature(frozenset(one))
    # As many pieces as a text must have leave some of the numbers without one of their own: each is set all the same.
    few = [signature(frozenset(f"{text}{n}" for n in range(SHORTEST))) or b"" for text in "甲乙丙丁戊己庚辛"]
    assert b"\xff\xff\xff\xff" not in [number[at:at + 4] for number in few for at in range(0, len(number), 4)]


def test_deadlines() -> None:
    days = {(level, year): due_on(level, year) for level in ("township", "department", "county", "province", None) for year in (2018, 2019)}
    assert {str(days[level, 2018]) for level in ("township", "department", "county", None)} == {"2019-03-31"}
    assert str(days["township", 2019]) == str(days["department", 2019]) == "2020-01-31"
    assert str(days["county", 2019]) == str(days["province", 2019]) == "2020-03-31"
    assert days[None, 2019] is None


def _coverage(level: str | None, checked: str | None, *reports: tuple[int, str | None]) -> list[tuple]:
    published = [Published(f"r{year}", year, on, "clean") for year, on in reports]
    return [(c.year, c.state, c.days_late) for c in coverage_of(level, published, checked)]


def test_coverage_states() -> None:
    assert _coverage("township", "2023-06-01T00:00:00Z", (2019, "2020-01-31"), (2021, "2022-02-03")) == [
        (2019, "published", 0), (2020, "missing", None), (2021, "late", 3), (2022, "missing", None)]
    assert _coverage("county", "2023-03-30T00:00:00Z", (2021, None)) == [(2021, "published", None), (2022, "not_due", None)]
    assert _coverage("county", "2023-04-01T00:00:00Z", (2021, None))[-1] == (2022, "missing", None)
    assert _coverage(None, None, (2021, "2022-07-01")) == [(2021, "published", None)]
    assert _coverage("township", None, (2018, "2021-01-19"), (2019, "2021-01-19"), (2020, "2021-01-19")) == [
        (2018, "doubtful_date", 660), (2019, "doubtful_date", 354), (2020, "published", 0)]
    assert _coverage("township", None, (2021, "2022-02-30")) == [(2021, "published", None)], "a day that is none is no date"
    assert _coverage("township", None, (2021, "2020-05-01")) == [(2021, "doubtful_date", 0)]
    assert [c.state for c in coverage_of("county", [Published("r", 2021, "2022-01-01", "unreadable")], None)] == ["unreadable"]


def test_coverage_is_as_of_the_last_look_at_the_site(db: sqlite_utils.Database) -> None:
    writer = load(db, report(year=2021, published_on="2022-01-20"))
    assert [(r["year"], r["state"]) for r in db.query("SELECT * FROM coverage")] == [(2021, "published")]
    writer.fetch({"url": "http://x.example.gov.cn/", "fetched_at": "2023-05-01T00:00:00Z", "status": 200, "source_id": "s1"})
    writer.fetch({"url": "http://y.example.gov.cn/", "fetched_at": "2026-05-01T00:00:00Z", "status": 200, "source_id": "s2"})
    writer.fetch({"url": "http://x.example.gov.cn/", "fetched_at": "2025-05-01T00:00:00Z", "status": 500, "source_id": "s1"})
    writer.derive()
    assert [(r["year"], r["state"], r["checked_at"]) for r in db.query("SELECT * FROM coverage")] == [
        (2021, "published", None), (2022, "missing", "2023-05-01T00:00:00Z")]


def test_a_failure_is_resolved_when_its_address_answers_again(db: sqlite_utils.Database) -> None:
    writer = Writer(db)
    for stage in ("fetch", "read"):
        writer.failure({"url": "http://x.example.gov.cn/1", "stage": stage, "kind": "timeout", "message": "no answer", "last_seen": "2023-01-01T00:00:00Z"})
    writer.fetch({"url": "http://x.example.gov.cn/1", "fetched_at": "2022-12-01T00:00:00Z", "status": 200})
    writer.derive()
    assert [r["resolved_at"] for r in db.query("SELECT * FROM failures")] == [None, None]
    writer.fetch({"url": "http://x.example.gov.cn/1", "fetched_at": "2023-01-02T00:00:00Z", "status": 200})
    writer.derive()
    assert {r["stage"]: r["resolved_at"] for r in db.query("SELECT * FROM failures")} == {"fetch": "2023-01-02T00:00:00Z", "read": None}


def test_a_site_that_goes_back_to_what_it_said_before(db: sqlite_utils.Database) -> None:
    first, second = report(cells=cells_2021(new=8)), report(cells=cells_2021(new=9))
    page, writer = "http://x.example.gov.cn/1.html", Writer(db)
    for found, at in ((first, "2023-02-01T00:00:00Z"), (second, "2023-03-01T00:00:00Z"), (first, "2023-04-01T00:00:00Z")):
        writer.load(outcome(found), origin(page, at), None, 10)
        writer.fetch({"url": page, "fetched_at": at, "status": 200, "sha256": found.sha256})
    writer.derive()
    assert next(db.query("SELECT document_sha256, version, versions FROM reports")) == {"document_sha256": first.sha256, "version": 1, "versions": 2}
    assert metrics(db)["new_received"] == 8
    assert {(r["from_version"], r["to_version"]) for r in db.query("SELECT * FROM cell_changes")} == {(1, 2), (2, 1)}


def test_step_by_step_and_all_at_once_give_the_same(fresh: Callable[[], sqlite_utils.Database], monkeypatch: pytest.MonkeyPatch) -> None:
    towns = ("示例县甲镇人民政府", "示例县乙镇人民政府")
    found = [
        report(t, y, text=PROSE if y % 2 else "短", cells=cells_2021(new=20 * (y - 2015), carried_in=y % 3))
        for t in towns for y in (2018, 2019, 2020, 2022)
    ]
    late = [replace(found[1], sha256="9" * 64, cells=found[2].cells), replace(found[5], sha256="8" * 64, sections=found[0].sections), report(towns[0], None), report(None, 2020)]
    step, once = fresh(), fresh()
    for group in (found[:3], found[3:5], found[5:], late):
        writer = Writer(step)
        for one in group:
            writer.load(outcome(one), origin(f"http://x.example.gov.cn/{one.identity.publisher}{one.identity.year}", f"2023-0{1 + (one in late)}-01T00:00:00Z"), None, 1)
        writer.derive()
    writer = Writer(once)
    for one in reversed([*found, *late]):
        writer.load(outcome(one), origin(f"http://x.example.gov.cn/{one.identity.publisher}{one.identity.year}", f"2023-0{1 + (one in late)}-01T00:00:00Z"), None, 1)
    monkeypatch.setattr(derive, "_GROUP", 1)
    writer.derive(full=True)
    a, b = dump(step), dump(once)
    for table, rows in a.items():
        assert rows == b[table], table
    before = dump(step)
    Writer(step).derive(full=True)
    assert dump(step) == before
    assert step["similarities"].count > 2
    assert step["pending"].count == 0


def test_sums_by_place_and_year_are_those_of_the_reports(db: sqlite_utils.Database) -> None:
    places = {"甲县": "330226", "乙县": "330225", "丙市": "330200", "丁省": "330000", "无处": None}
    found = [
        report(f"{name}人民政府", year, region=None, region_code=code, cells=cells_2021(new=8 + number, review=number))
        for number, (name, code) in enumerate(places.items()) for year in (2021, 2022)
    ]
    load(db, *found)
    rows = {(r["region_code"], r["year"]): r for r in db.query("SELECT * FROM place_years")}
    assert {key: row["reports"] for key, row in rows.items()} == {
        (code, year): n for year in (2021, 2022) for code, n in (("330000", 4), ("330200", 3), ("330225", 1), ("330226", 1))}
    for (code, year), row in rows.items():
        below = list(db.query(
            "SELECT * FROM metrics WHERE year = ? AND ? IN (province_code, prefecture_code, county_code)", (year, code)))
        for rate in SUMMED_RATES:
            having = [m for m in below if m[rate] is not None]
            assert row[f"{rate}_n"] == len(having)
            for side in ("numerator", "denominator"):
                assert row[f"{rate}_{side}"] == (sum(m[f"{rate}_{side}"] for m in having) if having else None)
    assert any(row["disclosure_rate_n"] for row in rows.values())
    years = {(r["year"], r["code"]): r for r in db.query("SELECT * FROM year_sums")}
    for year in (2021, 2022):
        every = list(db.query("SELECT * FROM metrics WHERE year = ?", (year,)))
        assert [years[year, "requests"][name] for name in ("level", "form", "reports", "with_figure", "above_zero", "total")] == [
            "township", "2021", 5, 5, 5, sum(m["requests"] for m in every)]
        assert years[year, "refusal_rate"]["denominator"] == sum(m["refusal_rate_denominator"] for m in every)
    # A report more changes the sums of its places; nothing pending changes none.
    Writer(db).derive()
    assert {(r["region_code"], r["year"]): r for r in db.query("SELECT * FROM place_years")} == rows
    load(db, report("戊县人民政府", 2022, region=None, region_code="330226"))
    assert db.execute("SELECT reports FROM place_years WHERE region_code = '330200' AND year = 2022").fetchone() == (4,)
