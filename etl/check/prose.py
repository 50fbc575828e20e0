"""Rules D: what the prose says against what the tables say. Never an error: prose and form may count differently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.check.applications import APPLICANTS, outcome
from etl.check.basis import same_basis
from etl.check.disputes import NAMES
from etl.check.document import says_nothing
from etl.check.model import ACROSS_YEARS, Breach, Grid, Number, Rule, Side
from etl.forms import APPLICATIONS, REVIEW
from etl.report import Fact, ReportCell, Severity

TOTAL = "total"
_ORG = APPLICANTS[1:]
#: fact → the rows of the requests table that it may mean, each way a list of rows to add up.
_COUNTS: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "requests_received": ("D1", (("new_received",), ("new_received", "carried_in"))),
    "requests_handled": ("D2", (("new_received", "carried_in"), ("new_received",), ("total_processed",))),
    "requests_carried_in": ("D3", (("carried_in",),)),
    "requests_answered": ("D4", (("total_processed",),)),
    "requests_carried_forward": ("D5", (("carried_forward",),)),
}
_GROUPS = {"requests_denied": "denied_total", "requests_unavailable": "unavailable_total",
           "requests_rejected": "rejected_total", "requests_other": "other_total"}
_RESULTS = {"cases": "total", "upheld": "upheld", "corrected": "corrected", "other": "other_result", "pending": "pending"}
_BLOCKS = {"review": ("review",), "litigation": ("litigation_direct", "litigation_after_review"),
           "litigation_direct": ("litigation_direct",), "litigation_after_review": ("litigation_after_review",)}
_DOCUMENTS = {"issued": ("issued_this_year", "made_this_year"), "repealed": ("repealed_this_year",),
              "in_force": ("in_force", "total_disclosed"),
              "disclosed": ("newly_disclosed_this_year", "total_disclosed", "issued_this_year", "in_force")}
_PARTS_UNITS = frozenset({"条", "篇", "件", "项"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a fact in terms of the tables."""

    name: str
    value: Number
    cells: tuple[ReportCell, ...] = ()


@lru_cache(maxsize=1)  # each rule on prose asks for those of the report that is being judged
def _counted(grid: Grid) -> tuple[Fact, ...]:
    """Facts that are exact numbers and count what the tables count: a rounded one is compared with nothing."""
    return tuple(f for f in grid.report.facts if isinstance(f.value, (int, float)) and not f.approximate and same_basis(grid, f))


def _disagree(fact: Fact, readings: Sequence[Reading | None], table: str, row: str | None,
              column: str | None = None, severity: Severity | None = None) -> Iterator[Breach]:
    """A breach unless one of the readings fits; nothing where none of them can be had."""
    known = [r for r in readings if r is not None]
    if not known or any(r.value == fact.value for r in known):
        return
    said = "、".join(f"{r.name}={r.value}" for r in known)
    yield Breach(f"正文“{_shown(fact.quote)}”为{fact.value}，表中{said}", table, row, column, left=_number(fact),
                 right=known[0].value, severity=severity, operands=tuple(c for r in known for c in r.cells))


def _shown(quote: str) -> str:
    squeezed = "".join(quote.split())
    return squeezed if len(squeezed) <= 40 else f"{squeezed[:18]}…{squeezed[-18:]}"


def _number(fact: Fact) -> Number:
    assert isinstance(fact.value, (int, float))
    return fact.value


def _sum(grid: Grid, rows: Sequence[str], columns: Sequence[str] = (TOTAL,)) -> Reading | None:
    cells = [grid.cell(APPLICATIONS, row, column) for row in rows for column in columns]
    found = tuple(c for c in cells if c is not None and c.value is not None)
    table = grid.form_table(APPLICATIONS)
    if len(found) < len(cells) or table is None:
        return None
    labels = [_label(row.label) for code in rows if (row := table.row(code))]
    return Reading("+".join(labels), Side("", found).total, found)


def _label(label: str) -> str:
    return re.sub(r"^[一二三四五六七八九十]、|（.*?）|政府信息公开申请", "", label)


def _requests(rule: str, *codes: str) -> Rule:
    zh, en = _TEXTS[rule]

    def check(grid: Grid) -> Iterator[Breach]:
        for fact in _counted(grid):
            if fact.fact in codes and not (rule == "D1" and negated(fact)):
                ways = _COUNTS[fact.fact][1]
                readings = [_sum(grid, rows) for rows in ways]
                if readings[0] is None:
                    continue
                mild: Severity | None = "info" if rule == "D4" and "办结" in fact.quote else None
                yield from _disagree(fact, readings, APPLICATIONS, ways[0][0], TOTAL, mild)

    return Rule(rule, "warning", zh, en, check)


def negated(fact: Fact) -> bool:
    """未收到申请: said by a negation, with or without a 0 after it."""
    return fact.value == 0 and bool(re.match(r"未|没|无|尚", fact.quote))


def _outcomes(grid: Grid) -> Iterator[Breach]:
    table = grid.form_table(APPLICATIONS)
    for fact in _counted(grid) if table else ():
        row = _GROUPS.get(fact.fact, fact.fact.removeprefix("requests_"))
        entry = table.row(row) if table else None
        if entry is None or fact.fact in _COUNTS or not fact.fact.startswith("requests_"):
            continue
        value = outcome(grid, row)
        if value is not None:
            cell = grid.cell(APPLICATIONS, row, TOTAL)
            yield from _disagree(fact, [Reading(_label(entry.label), value, (cell,) if cell else ())], APPLICATIONS, row,
                                 TOTAL)


def _applicants(grid: Grid) -> Iterator[Breach]:
    for fact in _counted(grid):
        columns = {"requests_natural_person": ("natural_person",), "requests_organisation": _ORG}.get(fact.fact)
        if columns is None:
            continue
        readings = [_sum(grid, rows, columns) for rows in (("new_received",), ("new_received", "carried_in"),
                                                           ("total_processed",))]
        yield from _disagree(fact, readings, APPLICATIONS, "new_received", columns[0] if len(columns) == 1 else None)


def _disputes(rule: str, prefixes: tuple[str, ...]) -> Rule:
    zh, en = _TEXTS[rule]

    def check(grid: Grid) -> Iterator[Breach]:
        for fact in _counted(grid):
            block, _, result = fact.fact.rpartition("_")
            if block not in prefixes or result not in _RESULTS:
                continue
            blocks = _BLOCKS[block]
            cells = [grid.cell(REVIEW, "cases", f"{b}_{_RESULTS[result]}") for b in blocks]
            found = tuple(c for c in cells if c is not None and c.value is not None)
            if len(found) == len(cells):
                name = "+".join(NAMES[b] for b in blocks)
                yield from _disagree(fact, [Reading(f"{name}（{_RESULT_NAMES[result]}）", Side("", found).total, found)],
                                     REVIEW, "cases", found[0].column if len(found) == 1 else None)

    return Rule(rule, "warning", zh, en, check)


_RESULT_NAMES = {"cases": "总计", "upheld": "维持", "corrected": "纠正", "other": "其他结果", "pending": "尚未审结"}


def _fee(grid: Grid) -> Iterator[Breach]:
    for fact in _counted(grid):
        if fact.fact == "processing_fee_yuan" and _number(fact) > 0 and fact.section != 6:
            for section in grid.report.sections:
                if section.number == 6 and says_nothing(section.text):
                    yield Breach(f"正文“{_shown(fact.quote)}”，而第六部分为“无”", left=_number(fact), right="无")


def _shares(grid: Grid) -> Iterator[Breach]:
    for fact in _counted(grid):
        if not fact.fact.endswith("_share"):
            continue
        counted = fact.fact.removesuffix("_share")
        count = next((f for f in _counted(grid) if f.fact == counted), None)
        bases = [r for r in (_sum(grid, ("total_processed",)), _sum(grid, ("new_received",)),
                             _sum(grid, ("new_received", "carried_in"))) if r is not None and r.value]
        if count is None or not bases:
            continue
        places = _places(fact.quote)
        shares = [Reading(f"{_number(count)}/{base.name}（{base.value}）", _percent(_number(count), base.value, places),
                          base.cells) for base in bases]
        if all(abs(s.value - _number(fact)) > 1.01 * 10**-places for s in shares):
            yield from _disagree(fact, shares, APPLICATIONS, "total_processed", TOTAL)


def _percent(part: Number, whole: Number, places: int) -> float:
    return round(100 * part / whole, places)


def _places(quote: str) -> int:
    """Decimals printed before the last percent sign."""
    match = re.search(r"(?:\.(\d+))?%[^%]*$", "".join(quote.split()))
    return len(match[1]) if match and match[1] else 0


def _sums(grid: Grid) -> Iterator[Breach]:
    """D13: categories listed after a total may not exceed it, nor may a channel."""
    texts = {s.number: s.text for s in grid.report.sections}
    facts = grid.report.facts
    for total in facts:
        if total.fact != "items_published_total" or total.end is None or not isinstance(total.value, (int, float)):
            continue
        text = texts.get(total.section, "")
        parts = [f for f in facts if f.section == total.section and f.start is not None and f.start >= total.end
                 and "。" not in text[total.end : f.start] and isinstance(f.value, (int, float)) and not f.approximate]
        categories = [f for f in parts if f.fact == "category_items" and f.unit in _PARTS_UNITS]
        amount = sum(_number(f) for f in categories)
        if not total.approximate and amount > total.value:
            listed = "+".join(str(f.value) for f in categories)
            yield Breach(f"正文“{_shown(total.quote)}”，其后分类{listed}={amount}，大于总数", left=amount, right=total.value)


def _normative(grid: Grid) -> Iterator[Breach]:
    for fact in _counted(grid):
        kind, _, verb = fact.fact.partition("_documents_") if "_documents_" in fact.fact else fact.fact.partition("_")
        row = {"normative": "normative_documents", "regulations": "regulations"}.get(kind)
        if row is None or verb not in _DOCUMENTS:
            continue
        cells = [c for column in _DOCUMENTS[verb] if (c := grid.cell("art20_1", row, column)) and c.value is not None]
        table = grid.form_table("art20_1")
        readings = []
        for cell in cells:
            column = table.column(cell.column) if table else None
            assert cell.value is not None
            readings.append(Reading(column.label if column else cell.column, cell.value, (cell,)))
        yield from _disagree(fact, readings, "art20_1", row, cells[0].column if cells else None)


def _none(grid: Grid) -> Iterator[Breach]:
    for fact in _counted(grid):
        if fact.fact == "requests_received" and negated(fact):
            yield from _disagree(fact, [_sum(grid, ("new_received",))], APPLICATIONS, "new_received", TOTAL)


def _all_zero(grid: Grid) -> Iterator[Breach]:
    values = [c.value for c in grid.cells(APPLICATIONS) if c.value is not None]
    if not values or any(values):
        return
    for fact in grid.report.facts:
        if fact.fact in ("requests_received", "requests_handled", "requests_answered") and isinstance(
                fact.value, (int, float)) and fact.value > 0:
            yield Breach(f"申请表各格均为0，而正文“{_shown(fact.quote)}”", APPLICATIONS, left=fact.value, right=0,
                         operands=tuple(grid.cells(APPLICATIONS)))


_TEXTS = {
    "D1": ("正文新收（受理）申请数=表中新收，或新收+结转", "requests received in prose = new, or new + carried in"),
    "D2": ("正文收办（办理）申请数=新收+结转，或新收、办理总计", "requests handled in prose = new + carried in, or new, or total processed"),
    "D3": ("正文上年结转数=表中上年结转", "carried in in prose = carried in in the table"),
    "D4": ("正文答复（办结）数=办理总计（“办结”仅提示）", "requests answered in prose = total processed (only information for 办结)"),
    "D5": ("正文结转下年度数=表中结转下年度", "carried forward in prose = carried forward in the table"),
    "D8": ("正文行政复议数及结果与表相符", "reconsideration cases and results in prose agree with the table"),
    "D9": ("正文行政诉讼数及结果=两块诉讼之和", "litigation in prose = the sum of both blocks"),
}
RULES = (
    Rule("A7", "warning", "申请表全为0而正文有申请", "the requests table is all zero while the prose tells of requests", _all_zero),
    _requests("D1", "requests_received"),
    _requests("D2", "requests_handled"),
    _requests("D3", "requests_carried_in"),
    _requests("D4", "requests_answered"),
    _requests("D5", "requests_carried_forward"),
    Rule("D6", "warning", "正文各办理结果数与表相符", "outcomes in prose agree with the table", _outcomes),
    Rule("D7", "warning", "正文自然人、法人申请数与表相符（新收，或新收+结转）",
         "natural persons and organisations in prose agree with the table", _applicants),
    _disputes("D8", ("review",)),
    _disputes("D9", ("litigation", "litigation_direct", "litigation_after_review")),
    Rule("D10", "warning", "正文收取信息处理费而第六部分为“无”", "a processing fee in prose while section 6 says none", _fee),
    Rule("D11", "warning", "正文占比=该项/办理总计（或新收、受理合计）", "a share in prose = the item / total processed (or new, or caseload)", _shares),
    Rule("D12", "warning", "正文同比变化与上年相符", "growth in prose agrees with last year", why_not=ACROSS_YEARS),
    Rule("D13", "warning", "正文分类之和不大于总数", "categories listed in prose do not exceed the total they belong to", _sums),
    Rule("D14", "warning", "正文规章、规范性文件数与表相符", "regulations and normative documents in prose agree with the table", _normative),
    Rule("D15", "warning", "正文“未收到申请”而表中新收不为0", "no requests according to the prose while the table has some", _none),
)
