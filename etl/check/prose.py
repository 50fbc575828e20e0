"""Rules D: what the prose says against what the tables say. Never an error: prose and form may count differently."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from etl.check.applications import APPLICANTS, outcome
from etl.check.basis import certain, sentence
from etl.check.cells import name
from etl.check.disputes import NAMES, block_cells
from etl.check.document import says_nothing
from etl.check.model import ACROSS_YEARS, Breach, Grid, Number, Rule, Side
from etl.forms import APPLICATIONS, REVIEW, STATISTICS
from etl.report import Fact, Severity

TOTAL = "total"
_NEW, _CASELOAD, _PROCESSED = ("new_received",), ("new_received", "carried_in"), ("total_processed",)
#: fact → rule, the rows of the requests table that it may mean (each way a list of rows to add up, the likeliest first), and columns.
_REQUESTS: dict[str, tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "requests_received": ("D1", (_NEW, _CASELOAD), (TOTAL,)),
    "requests_handled": ("D2", (_CASELOAD, _NEW, _PROCESSED), (TOTAL,)),
    "requests_carried_in": ("D3", (("carried_in",),), (TOTAL,)),
    "requests_answered": ("D4", (_PROCESSED,), (TOTAL,)),
    "requests_carried_forward": ("D5", (("carried_forward",),), (TOTAL,)),
    "requests_natural_person": ("D7", (_NEW, _CASELOAD, _PROCESSED), APPLICANTS[:1]),
    "requests_organisation": ("D7", (_NEW, _CASELOAD, _PROCESSED), APPLICANTS[1:]),
}
_GROUPS = {"requests_denied": "denied_total", "requests_unavailable": "unavailable_total",
           "requests_rejected": "rejected_total", "requests_other": "other_total"}
#: What a fact says of cases → the column of the disputes table, and how it is called.
_RESULTS = {"cases": ("total", "总计"), "upheld": ("upheld", "维持"), "corrected": ("corrected", "纠正"),
            "other": ("other_result", "其他结果"), "pending": ("pending", "尚未审结")}
_BLOCKS = {"review": ("D8", ("review",)), "litigation": ("D9", ("litigation_direct", "litigation_after_review")),
           "litigation_direct": ("D9", ("litigation_direct",)), "litigation_after_review": ("D9", ("litigation_after_review",))}
_DOCUMENTS = {"issued": ("issued_this_year", "made_this_year"), "repealed": ("repealed_this_year",),
              "in_force": ("in_force", "total_disclosed"),
              "disclosed": ("newly_disclosed_this_year", "total_disclosed")}
#: fact → rule, and the indicators of 2014 of which it may mean one.
_INDICATORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "requests_received": ("D1", ("requests_received",)),
    "requests_handled": ("D2", ("requests_received", "requests_completed")),
    "requests_answered": ("D4", ("replies", "requests_completed")),
    "review_cases": ("D8", ("review_total",)),
    "litigation_cases": ("D9", ("litigation_total",)),
    "normative_documents_issued": ("D14", ("normative_documents_issued",)),
}
_IN_TIME = re.compile("按[时期]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a fact is held against: its rule, the sums of cells of which one must be equal, and the place of the likeliest."""

    rule: str
    sums: list[Side]
    table: str
    row: str
    column: str | None
    severity: Severity | None = None


@lru_cache(maxsize=1)  # each rule on prose asks for those of the report that is being judged
def _counted(grid: Grid) -> tuple[Fact, ...]:
    """Facts that are exact numbers: a rounded one is compared with nothing."""
    return tuple(f for f in grid.report.facts if isinstance(f.value, (int, float)) and not f.approximate)


@lru_cache(maxsize=1)
def _meant(grid: Grid) -> tuple[tuple[Fact, Meaning], ...]:
    """The facts that the tables speak of, too, with what they are held against."""
    return tuple((fact, meaning) for fact in _counted(grid) if (meaning := _meaning(grid, fact)) is not None)


def _held_against(rule: str) -> Callable[[Grid], Iterator[Breach]]:
    """The check of a rule that holds facts against cells of the tables."""

    def check(grid: Grid) -> Iterator[Breach]:
        for fact, meaning in _meant(grid):
            if meaning.rule == rule:
                yield from _disagree(grid, fact, meaning)

    return check


def _disagree(grid: Grid, fact: Fact, meaning: Meaning) -> Iterator[Breach]:
    """A breach unless one of the sums fits; information only where the fact may count something else."""
    if all(s.total != fact.value for s in meaning.sums):
        said = "、".join(f"{s.name}={s.total}" for s in meaning.sums)
        yield Breach(f"正文“{_shown(fact.quote)}”为{fact.value}，表中{said}", meaning.table, meaning.row, meaning.column, left=_number(fact),
                     right=meaning.sums[0].total, severity=meaning.severity or _severity(grid, fact), operands=tuple(c for s in meaning.sums for c in s.cells))


def _severity(grid: Grid, fact: Fact) -> Severity | None:
    return None if certain(grid, fact) else "info"


def _shown(quote: str) -> str:
    squeezed = "".join(quote.split())
    return squeezed if len(squeezed) <= 40 else f"{squeezed[:18]}…{squeezed[-18:]}"


def _number(fact: Fact) -> Number:
    assert isinstance(fact.value, (int, float))
    return fact.value


def _meaning(grid: Grid, fact: Fact) -> Meaning | None:
    """What the tables should say if the fact is right; None where they say nothing of it."""
    kind, _, said = fact.fact.rpartition("_")
    if STATISTICS in grid.by_table and APPLICATIONS not in grid.by_table:
        return _of_indicators(grid, fact)
    if fact.fact in _REQUESTS:
        return _of_requests(grid, fact)
    if fact.fact.startswith("requests_"):
        return _of_outcome(grid, fact, _GROUPS.get(fact.fact, fact.fact.removeprefix("requests_")))
    if kind in _BLOCKS:
        return _of_disputes(grid, fact, kind, said)
    for row in ("normative_documents", "regulations"):
        verb = fact.fact.removeprefix(f"{row}_")
        if verb in _DOCUMENTS:
            return _of_documents(grid, row, verb, fact)
    return None


def _of_indicators(grid: Grid, fact: Fact) -> Meaning | None:
    rule, rows = _INDICATORS.get(fact.fact, ("", ()))
    cells = [cell for row in rows if (cell := grid.cell(STATISTICS, row, "value")) and cell.value is not None]
    if len(cells) < len(rows) or not cells:
        return None
    rule = "D15" if rule == "D1" and negated(fact) else rule
    return Meaning(rule, [Side(name(grid, cell), (cell,)) for cell in cells], STATISTICS, rows[0], "value")


def _of_requests(grid: Grid, fact: Fact) -> Meaning | None:
    rule, ways, columns = _REQUESTS[fact.fact]
    if rule == "D1" and negated(fact):
        rule, ways = "D15", (_NEW,)
    sums = [_sum(grid, rows, columns) for rows in ways]
    if sums[0] is None:
        return None
    mild: Severity | None = "info" if rule == "D4" and _of_this_year_only(grid, fact) else None
    column = columns[0] if len(columns) == 1 else None
    return Meaning(rule, [s for s in sums if s is not None], APPLICATIONS, ways[0][0], column, mild)


def _of_this_year_only(grid: Grid, fact: Fact) -> bool:
    """Answers may leave out what was carried in, all of it or some, and 按时办结 what was late."""
    processed, carried = (grid.number(APPLICATIONS, row, TOTAL) for row in ("total_processed", "carried_in"))
    least = 0 if carried is None or _IN_TIME.search(fact.quote) else (processed or 0) - carried
    return least <= _number(fact) < (processed or 0)


def _of_some_requests(grid: Grid, fact: Fact) -> bool:
    """上年结转的5件中予以公开2件, 新收申请89件，予以公开33件: maybe outcomes of the carried-in or of the new alone."""
    return (grid.number(APPLICATIONS, "carried_in", TOTAL) or 0) > 0 and bool(re.search("结转|新收", sentence(grid, fact)[0]))


def negated(fact: Fact) -> bool:
    """未收到申请: said by a negation, with or without a 0 after it."""
    return fact.value == 0 and bool(re.match(r"未|没|无|尚", fact.quote))


def _sum(grid: Grid, rows: Sequence[str], columns: Sequence[str] = (TOTAL,)) -> Side | None:
    cells = [grid.cell(APPLICATIONS, row, column) for row in rows for column in columns]
    found = tuple(c for c in cells if c is not None and c.value is not None)
    table = grid.form_table(APPLICATIONS)
    if len(found) < len(cells) or table is None:
        return None
    labels = [_label(row.label) for code in rows if (row := table.row(code))]
    return Side("+".join(labels), found)


def _label(label: str) -> str:
    return re.sub(r"^[一二三四五六七八九十]、|（.*?）|政府信息公开申请", "", label)


def _of_outcome(grid: Grid, fact: Fact, row: str) -> Meaning | None:
    table = grid.form_table(APPLICATIONS)
    entry, parts = table.row(row) if table else None, outcome(grid, row)
    if entry is None or not parts:
        return None
    side = Side(_label(entry.label), parts)
    some = _number(fact) < side.total and _of_some_requests(grid, fact)
    return Meaning("D6", [side], APPLICATIONS, row, TOTAL, "info" if some else None)


def _of_disputes(grid: Grid, fact: Fact, kind: str, said: str) -> Meaning | None:
    (rule, blocks), (result, called) = _BLOCKS[kind], _RESULTS[said]
    cells = block_cells(grid, result, blocks)
    called = f"{'+'.join(NAMES[b] for b in blocks)}（{called}）"
    if not cells:
        return None
    side = Side(called, cells)
    some = _number(fact) < side.total and re.search("新[增收]|结转", sentence(grid, fact)[0] + fact.quote + sentence(grid, fact)[2])
    return Meaning(rule, [side], REVIEW, "cases", cells[0].column if len(cells) == 1 else None, "info" if some else None)


def _of_documents(grid: Grid, row: str, verb: str, fact: Fact) -> Meaning | None:
    """失效 alone is not 废止, which the form counts."""
    if verb == "repealed" and "废止" not in fact.quote:
        return None
    table = grid.form_table("art20_1")
    columns = [c for c in table.columns if c.code in _DOCUMENTS[verb]] if table else []
    sums = [Side(c.label, (cell,)) for c in columns if (cell := grid.cell("art20_1", row, c.code)) and cell.value is not None]
    return Meaning("D14", sums, "art20_1", row, sums[0].cells[0].column) if sums else None


def _fee(grid: Grid) -> Iterator[Breach]:
    for fact in _counted(grid):
        if fact.fact == "processing_fee_yuan" and _number(fact) > 0 and fact.section != 6:
            for section in grid.report.sections:
                if section.number == 6 and says_nothing(section.text):
                    yield Breach(f"正文“{_shown(fact.quote)}”，而第六部分为“无”", left=_number(fact), right="无")


def _shares(grid: Grid) -> Iterator[Breach]:
    for fact in _counted(grid):
        counted = fact.fact.removesuffix("_share")
        count = next((f for f in _counted(grid) if f.fact == counted), None)
        bases = [base for rows in (_PROCESSED, _NEW, _CASELOAD) if (base := _sum(grid, rows)) is not None and base.total]
        if counted == fact.fact or count is None or not bases:
            continue
        places = _places(fact.quote)
        shares = [round(100 * _number(count) / base.total, places) for base in bases]
        if all(abs(share - _number(fact)) > 1.01 * 10**-places for share in shares):
            said = "、".join(f"{count.value}/{base.name}（{base.total}）={share}" for base, share in zip(bases, shares, strict=True))
            yield Breach(f"正文“{_shown(fact.quote)}”为{fact.value}，表中{said}", APPLICATIONS, "total_processed", TOTAL, left=_number(fact),
                         right=shares[0], severity=_severity(grid, fact), operands=tuple(c for base in bases for c in base.cells))


def _places(quote: str) -> int:
    """Decimals printed before the last percent sign."""
    match = re.search(r"(?:\.(\d+))?%[^%]*$", "".join(quote.split()))
    return len(match[1]) if match and match[1] else 0


def _sums(grid: Grid) -> Iterator[Breach]:
    """D13: categories listed after a total may not exceed it; channels may, for each may carry the same item."""
    texts = {s.number: s.text for s in grid.report.sections}
    exact = [f for f in _counted(grid) if f.start is not None]
    for total in exact:
        if total.fact != "items_published_total":
            continue
        text = texts.get(total.section, "")
        channel = min((f.start or 0 for f in exact if f.section == total.section and (f.start or 0) >= (total.end or 0)
                       and f.fact.endswith("_items") and f.fact != "category_items"), default=len(text))  # whose own categories may follow
        parts = [_number(f) for f in exact if f.fact == "category_items" and f.section == total.section
                 and (total.end or 0) <= (f.start or 0) < channel and not re.search("。|其中.*其中", text[total.end : f.start], re.S)]
        if sum(parts) > _number(total) and _number(total) not in accumulate(parts):  # what follows a whole breakdown is another one
            listed = "+".join(map(str, parts))
            yield Breach(f"正文“{_shown(total.quote)}”，其后分类{listed}={sum(parts)}，大于总数", left=sum(parts), right=total.value)


def _all_zero(grid: Grid) -> Iterator[Breach]:
    values = [c.value for c in grid.cells(APPLICATIONS) if c.value is not None]
    if not values or any(values):
        return
    for fact in grid.report.facts:
        if (fact.fact in ("requests_received", "requests_handled", "requests_answered") and isinstance(fact.value, (int, float))
                and fact.value > 0 and certain(grid, fact)):
            yield Breach(f"申请表各格均为0，而正文“{_shown(fact.quote)}”", APPLICATIONS, left=fact.value, right=0,
                         operands=tuple(grid.cells(APPLICATIONS)))


#: The rules in words; those without a check of their own hold facts against cells.
_BOOK = (
    ("A7", "申请表全为0而正文有申请", "the requests table is all zero while the prose tells of requests"),
    ("D1", "正文新收（受理）申请数=表中新收，或新收+结转", "requests received in prose = new, or new + carried in"),
    ("D2", "正文收办（办理）申请数=新收+结转，或新收、办理总计", "requests handled in prose = new + carried in, or new, or total processed"),
    ("D3", "正文上年结转数=表中上年结转", "carried in in prose = carried in in the table"),
    ("D4", "正文答复（办结）数=办理总计（“办结”和不含上年结转的仅提示）",
     "requests answered in prose = total processed (only information for 办结 and for answers without those carried in)"),
    ("D5", "正文结转下年度数=表中结转下年度", "carried forward in prose = carried forward in the table"),
    ("D6", "正文各办理结果数与表相符（只说结转件或新收件的仅提示）",
        "outcomes in prose agree with the table (only information for those of some requests)"),
    ("D7", "正文自然人、法人申请数与表相符（新收，或新收+结转）", "natural persons and organisations in prose agree with the table"),
    ("D8", "正文行政复议数及结果与表相符", "reconsideration cases and results in prose agree with the table"),
    ("D9", "正文行政诉讼数及结果=两块诉讼之和", "litigation in prose = the sum of both blocks"),
    ("D10", "正文收取信息处理费而第六部分为“无”", "a processing fee in prose while section 6 says none"),
    ("D11", "正文占比=该项/办理总计（或新收、受理合计）", "a share in prose = the item / total processed (or new, or caseload)"),
    ("D12", "正文同比变化与上年相符", "growth in prose agrees with last year"),
    ("D13", "正文分类之和不大于总数", "categories listed in prose do not exceed the total they belong to"),
    ("D14", "正文规章、规范性文件数与表相符", "regulations and normative documents in prose agree with the table"),
    ("D15", "正文“未收到申请”而表中新收不为0", "no requests according to the prose while the table has some"),
)
_CHECKS: dict[str, Callable[[Grid], Iterator[Breach]] | None] = {"A7": _all_zero, "D10": _fee, "D11": _shares, "D12": None, "D13": _sums}
RULES = tuple(Rule(rule, "warning", zh, en, _CHECKS.get(rule, _held_against(rule)), why_not=ACROSS_YEARS if rule == "D12" else None)
              for rule, zh, en in _BOOK)
