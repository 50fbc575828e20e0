"""Every rule, from the bytes of a whole document: a report that breaks this rule and nothing else is found guilty of it, and of nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from bench.gold.cases import Case, build
from bench.gold.formats import FORMATS
from etl.check import RULES
from etl.process import process
from etl.report import Finding, Origin, Report
from tests.sites.layout import Cell, Grid, Text
from tests.sites.truth import number

A, D, S = "applications", "review_litigation", "stat_table"
BUREAU, COUNTY, TOWNSHIP = "宁海县示例管理局", "宁海县人民政府", "宁海县力洋镇人民政府"
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")
Change = Callable[[Case], None]


def consistent(form: str, publisher: str = BUREAU) -> Case:
    """A report that breaks no rule at all: its prose says no number, it makes no regulations, its amounts have units."""
    case = build(form, "6")
    year = 2016 if form == "2014" else 2020 if form == "2019" else 2023
    for key, cell in list(case.expected.items()):
        if key[:2] == ("art20_1", "regulations"):
            case.set_cell(key, number(0))
        elif key[2] == "procurement_amount":
            case.set_cell(key, replace(cell, printed=f"{cell.value}万元", unit="万元"))
        elif key[0] == D:
            case.set_cell(key, number(0 if not key[2].endswith(("upheld", "total")) else 7))
    title = f"{publisher}{year}年政府信息公开工作年度报告"
    case.report = replace(case.report, year=year, title=title, published_on=f"{year + 1}-01-20",
                          agency=replace(case.report.agency, publisher=publisher))
    headings = [p for p in case.parts if isinstance(p, Text) and p.kind == "heading"]
    grids: dict[Text, list[Grid]] = {h: [] for h in headings}
    for part in case.parts:
        if isinstance(part, Text) and part.kind == "heading":
            here = grids[part]
        elif isinstance(part, Grid):
            here.append(part)
    prose = {
        0: f"{year}年，全县各部门认真落实条例，本机关逐项改进公开工作，考核评议情况良好。",
        4: "公开内容的深度有待加强，下一步将完善目录、充实队伍。",
        5: "没有其他需要报告的事项。",
    }
    parts: list[Text | Grid] = [
        Text(title, "title"), Text(f"本报告由{publisher}编制，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。")]
    for i, heading in enumerate(headings):
        parts += [heading, *([Text(prose[i])] if i in prose and not (form == "2014" and i == 5) else []), *grids[heading]]
    case.parts = tuple(parts)
    return case


# --- ways to break one thing -------------------------------------------------------------------------------------------


def add(*steps: tuple[str, str, str, float]) -> Change:
    """Adds to cells: table, row, column, how much."""
    def change(case: Case) -> None:
        for table, row, column, step in steps:
            value = case.expected[table, row, column].value
            assert value is not None
            case.set_cell((table, row, column), number(value + step))
    return change


def put(*cells: tuple[str, str, str, float]) -> Change:
    def change(case: Case) -> None:
        for table, row, column, value in cells:
            case.set_cell((table, row, column), number(value))
    return change


def stat(**steps: float) -> Change:
    return add(*((S, code, "value", step) for code, step in steps.items()))


def say(text: str, section: int = 0) -> Change:
    """Puts a sentence into a section, in which ``{row}`` and ``{row/column}`` stand for numbers of the tables."""
    def change(case: Case) -> None:
        heading = [p for p in case.parts if isinstance(p, Text) and p.kind == "heading"][section]
        at = case.parts.index(heading) + 1
        case.parts = (*case.parts[:at], Text(text.format_map(_Numbers(case))), *case.parts[at:])
    return change


class _Numbers(dict[str, object]):
    def __init__(self, case: Case) -> None:
        self.case = case

    def __missing__(self, code: str) -> object:
        return self.case.expected[A, code, "total"].value


def instead(old: str, new: str) -> Change:
    def change(case: Case) -> None:
        assert any(isinstance(p, Text) and old in p.text for p in case.parts), old
        case.parts = tuple(replace(p, text=p.text.replace(old, new)) if isinstance(p, Text) else p for p in case.parts)
    return change


def without_heading(case: Case) -> None:
    """Section six is not there."""
    at = next(i for i, p in enumerate(case.parts) if isinstance(p, Text) and p.text.startswith("六、"))
    case.parts = case.parts[:at]


def published(day: str) -> Change:
    def change(case: Case) -> None:
        case.report = replace(case.report, published_on=day)
    return change


def dated(year: int) -> Change:
    """The whole report is of another year."""
    def change(case: Case) -> None:
        old = case.report.year
        case.report = replace(case.report, year=year, title=case.report.title.replace(str(old), str(year)), published_on=f"{year + 1}-01-20")
        instead(str(old), str(year))(case)
    return change


def printed(table: str, row: str, column: str, text: str) -> Change:
    return lambda case: case.set_cell((table, row, column), replace(case.expected[table, row, column], printed=text))


def all_zero(case: Case) -> None:
    for key in case.expected:
        if key[0] == A:
            case.set_cell(key, number(0))


def extra_row(case: Case) -> None:
    def change(grid: Grid) -> Grid:
        if grid.id not in ("proactive", "art20_9"):
            return grid
        return replace(grid, rows=(*grid.rows, (Cell("本行政区域政府信息公开发布总数量：18", colspan=len(grid.widths)),)))
    case.map_grids(change)


def both(*changes: Change) -> Change:
    def change(case: Case) -> None:
        for one in changes:
            one(case)
    return change


def row(code: str, *values: int) -> Change:
    return put(*((A, code, column, value) for column, value in zip((*APPLICANTS, "total"), values, strict=True)))


@dataclass(frozen=True)
class Break:
    rules: str
    """What must be found, and nothing else: the rule, and those that cannot but break with it. ``w`` behind one: only a warning."""
    form: str
    change: Change
    publisher: str = BUREAU


def new(code: str, n: int) -> tuple[str, str, str, float]:
    return A, code, "natural_person", n


#: Rows and columns in which as much is added as taken keep every other sum.
BREAKS = (
    Break("A1", "2021", add(new("granted", 3), new("partially_granted", -3))),
    Break("A1", "2019", add(new("granted", 3), new("partially_granted", -3))),
    Break("A2", "2021", add((A, "carried_forward", "natural_person", 2), (A, "carried_forward", "business", -2))),
    Break("A2", "2019", add((A, "carried_in", "natural_person", 2), (A, "carried_in", "total", 2))),
    Break("A3", "2021", add((A, "granted", "natural_person", 2), (A, "granted", "business", -2))),
    Break("A3", "2019", add((A, "other_total", "natural_person", 2), (A, "other_total", "total", 2))),
    Break("A4", "2021", add(*((A, r, c, s) for r, c, s in (
        ("granted", "business", -9000), ("granted", "research", 9000), ("partially_granted", "business", 9000), ("partially_granted", "research", -9000))))),
    Break("A4", "2019", add(*((A, r, c, s) for r, c, s in (
        ("granted", "business", -.5), ("granted", "research", .5), ("partially_granted", "business", .5), ("partially_granted", "research", -.5))))),
    Break("A5w", "2021", add(*((A, r, c, 50_000) for r in ("carried_in", "carried_forward") for c in ("natural_person", "total")))),
    Break("A5w", "2019", add(*((A, r, c, 90_000) for r in ("new_received", "carried_forward") for c in ("natural_person", "total")))),
    Break("A6 A1 A3", "2021", row("granted", 0, 0, 0, 0, 1, 0, 0)),
    Break("A6 A1 A3", "2019", row("granted", 0, 0, 0, 0, 0, 0, 3)),
    Break("A7w B5w D1w", "2021", both(all_zero, say("本机关全年共收到政府信息公开申请12件。"))),
    Break("A10 A3 A1", "2021", add((A, "granted", "total", 90_000))),
    Break("B1", "2021", add((D, "cases", "review_corrected", 2))),
    Break("B1", "2019", add((D, "cases", "litigation_after_review_total", 2))),
    Break("B2", "2021", add((D, "cases", "review_corrected", -1), (D, "cases", "review_other_result", 1))),
    Break("B5w", "2021", add((D, "cases", "review_upheld", 900_000), (D, "cases", "review_total", 900_000))),
    Break("C2w", "2021", add(("art20_1", "normative_documents", "issued_this_year", 9_000))),
    Break("C3w", "2019", add(("art20_1", "normative_documents", "newly_disclosed_this_year", 9_000))),
    Break("C6", "2019", put(("art20_5", "administrative_licensing", "items_change", -9_000))),
    Break("C8", "2021", put(("art20_5", "administrative_licensing", "decisions", -4))),
    Break("C9", "2019", put(("art20_6", "administrative_penalty", "decisions", 2.5))),
    Break("C10w", "2021", put(("art20_8", "administrative_fees", "fees_collected", 2_000_000.5))),
    Break("C11w", "2019", put(("art20_9", "government_procurement", "procurement_items", 0))),
    Break("C12w", "2021", put(("art20_1", "regulations", "in_force", 6))),
    Break("D1w", "2021", say("本机关全年共收到政府信息公开申请{new_received}9件。")),
    Break("D2w", "2021", say("本机关全年共办理政府信息公开申请{new_received}9件。")),
    Break("D3w", "2019", say("上年结转政府信息公开申请{carried_in}9件。")),
    Break("D4w", "2021", say("全年答复政府信息公开申请{total_processed}9件。")),
    Break("D5w", "2019", say("结转下年度继续办理{carried_forward}9件。")),
    Break("D6w", "2021", say("在答复的申请中，予以公开{granted}9件。")),
    Break("D7w", "2021", say("其中，自然人申请{new_received}9件。")),
    Break("D8w", "2021", say("全年发生政府信息公开行政复议19件。")),
    Break("D9w", "2019", say("全年发生政府信息公开行政诉讼19件。")),
    Break("D10w", "2021", say("全年收取信息处理费120元。")),
    Break("D11w", "2021", say("在答复的申请中，予以公开{granted}件，占77.7%。")),
    Break("D13w", "2021", say("全年主动公开政府信息100条，其中机构职能类信息70条，工作动态类信息60条。")),
    Break("D14w", "2021", say("全年制发行政规范性文件9999件。")),
    Break("D15w", "2021", say("全年未收到政府信息公开申请。")),
    Break("F1w", "2021", published("2023-06-20")),
    Break("F3w", "2019", dated(2023)),
    Break("F3w", "2021", dated(2020)),
    Break("F4w", "2021", without_heading),
    Break("F5w", "2019", instead("公开内容的深度有待加强，下一步将完善目录、充实队伍。", "无。")),
    Break("G1 G2w", "2014", stat(proactive_normative_documents=9_000)),
    Break("G2w", "2014", put((S, "normative_documents_issued", "value", 0))),
    Break("G3w", "2014", stat(proactive_items=90_000)),
    Break("G4", "2014", stat(online_interviews_by_leader=9_000)),
    Break("G4", "2014", stat(press_conferences_by_leader=9_000)),
    Break("G5", "2014", stat(requests_by_fax=1)),
    Break("G6", "2014", stat(completed_on_time=1)),
    Break("G6w", "2014", stat(completed_on_time=-1)),
    Break("G7", "2014", stat(replies_granted=1)),
    Break("G8", "2014", both(stat(denied_privacy=-1))),
    Break("G8w", "2014", stat(denied_privacy=1)),
    Break("G7w", "2014", stat(replies=1, replies_granted=1)),
    Break("G9w", "2014", stat(requests_received=-1, requests_by_letter=-1)),
    Break("G10", "2014", stat(review_upheld=1)),
    Break("G10w", "2014", stat(litigation_total=1)),
    Break("G11", "2014", stat(staff=1)),
    Break("G12w", "2014", put((S, "budget", "value", 200_000))),
    Break("G15", "2014", stat(trainees=.5)),
    # Many at once, as a careless report has them: each number still stands where its label says
    Break("G5 G6 G7 G8 G10 G11", "2014", stat(requests_by_fax=1, completed_on_time=1, replies_granted=1, denied_privacy=-1, review_upheld=1,
                                             litigation_corrected=1, staff=1)),
    Break("A1 A2 A3", "2021", add(*((A, "total_processed", column, 3) for column in (*APPLICANTS, "total")))),
    Break("R3w", "2019", printed("art20_9", "government_procurement", "procurement_amount", "41")),
)
#: Only worth knowing, so that the quality is still clean.
INFORMATION = (
    Break("C13", "2021", put(("art20_6", "administrative_penalty", "decisions", 3)), TOWNSHIP),
    Break("F2", "2021", published("2024-02-20")),
    Break("F6", "2021", instead("考核评议情况良好", "情况良好"), COUNTY),
    Break("F7", "2019", instead("全县各部门认真落实条例，本机关", "我们认真落实条例，"), COUNTY),
    Break("R4", "2019", extra_row),
)
#: Rules about the reading, not about the report; A8 blames the reading by its nature.
_ELSEWHERE = {"A8", "R1", "R2", "R5", "R6", "R7", "R8", "R10"}


def read(case: Case, name: str) -> Report:
    style = FORMATS[name]
    outcome = process(style.write(case, random.Random(1)), Origin(name=style.file, headers=style.headers))
    assert outcome.report is not None, outcome.error
    return outcome.report


def told(report: Report, *severities: str) -> list[Finding]:
    return [f for f in report.findings if f.severity in severities]


_IN_FORMATS = ["html", *(pytest.param(name, marks=pytest.mark.slow) for name in ("docx", "pdf", "text-spaced"))]


@pytest.mark.parametrize("name", _IN_FORMATS)
@pytest.mark.parametrize("given", BREAKS, ids=lambda b: f"{b.rules}-{b.form}".replace(" ", "+"))
def test_a_broken_rule_is_the_documents_fault(given: Break, name: str) -> None:
    if given.rules == "F1w" and not FORMATS[name].has_page:
        pytest.skip("only a page says when it was published")
    case = consistent(given.form, given.publisher)
    given.change(case)
    report = read(case, name)
    assert {f.rule + "w" * (f.severity == "warning") for f in told(report, "error", "warning")} == set(given.rules.split())
    # where words have no cells, sums that are wrong throughout may be those of numbers that stand elsewhere
    doubtful = name == "text-spaced" and given.rules in ("A1 A2 A3", "G5 G6 G7 G8 G10 G11")
    assert {f.origin for f in told(report, "error", "warning")} == {"reading" if doubtful else "source"}
    assert report.quality == ("needs_review" if doubtful else "source_errors" if told(report, "error") else "clean")


@pytest.mark.parametrize("given", INFORMATION, ids=lambda b: b.rules)
def test_what_is_only_worth_knowing(given: Break) -> None:
    case = consistent(given.form, given.publisher)
    assert given.rules == "C13" or given.rules not in {f.rule for f in read(case, "html").findings}
    given.change(case)
    report = read(case, "html")
    assert (given.rules, "source") in {(f.rule, f.origin) for f in told(report, "info")}
    assert report.quality == "clean"


@pytest.mark.parametrize("name", _IN_FORMATS)
@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
def test_a_consistent_report_is_blamed_for_nothing(form: str, name: str) -> None:
    report = read(consistent(form), name)
    assert not report.findings
    assert report.quality == "clean"


@pytest.mark.parametrize("label", ["本年新收政府信息公开申请数量", "信访举报投诉类申请", "行政事业性收费", "政府集中采购", "其他对外管理服务事项"])
def test_an_indicator_of_the_provinces_own_makes_no_other_form(label: str) -> None:
    case = consistent("2014")

    def change(grid: Grid) -> Grid:
        at = next(i for i, row in enumerate(grid.rows) if row[0].text.startswith("四、"))
        return replace(grid, rows=(*grid.rows[:at], (Cell(label), Cell("件"), Cell("37", "number")), *grid.rows[at:]))

    case.map_grids(change)
    report = read(case, "html")
    assert (report.form, report.quality) == ("2014", "clean")
    assert {c.key: c.value for c in report.cells} == {key: cell.value for key, cell in case.expected.items()}
    assert [(f.rule, f.severity) for f in report.findings] == [("R4", "info")]


def test_every_checked_rule_is_broken_once() -> None:
    checked = {r.id for r in RULES if r.why_not is None}
    assert {rule.rstrip("w") for b in (*BREAKS, *INFORMATION) for rule in b.rules.split()} | _ELSEWHERE == checked
