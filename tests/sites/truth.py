"""What the sample sites say: one truth per report, from which every file is written and every cell can be asserted.

Everything is invented, marked 示例, and generated from fixed seeds: the same call gives the same reports, always.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from tests.sites import labels
from tests.sites.labels import Key

State = Literal["number", "blank", "not_applicable", "unreadable"]
Number = int | float

APPLICANTS = tuple(code for code, _ in labels.APPLICANTS[:-1])
OUTCOMES = tuple(code for code, _ in labels.OUTCOMES[:-1])
CHANNELS = tuple(code for code, _ in labels.CHANNELS)


@dataclass(frozen=True, slots=True)
class TruthCell:
    """One printed cell. ``printed`` is the text in the cell, with its unit if it has one."""

    value: Number | None
    printed: str
    state: State = "number"
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A rule that a report breaks on purpose. Row or column is None where the rule speaks of all of them."""

    rule: str
    table: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    id: str
    publisher: str
    level: str
    region_code: str
    site: str
    """Key of the site that publishes its reports."""
    scale: int
    """Requests a year, roughly; 0 for a body that hardly gets any."""
    we: str
    """How the body speaks of itself."""
    phone: str
    wechat: str
    title: str
    """Pattern of its titles, with ``{publisher}`` and ``{year}``."""
    deadline: tuple[int, int] = (1, 31)
    """Month and day of the year after by which it must publish."""
    seed: str = ""
    """Bodies of one id and different seeds print different numbers."""


@dataclass(frozen=True, slots=True)
class SampleReport:
    agency: Agency
    year: int
    form: str
    title: str
    published_on: str
    cells: Mapping[Key, TruthCell]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """Heading and paragraphs, in order; the sections of tables have none but perhaps a sentence before the table."""
    preamble: tuple[str, ...] = ()
    facts: tuple[tuple[str, Number], ...] = ()
    """Numbers that the prose says, under the codes of facts."""
    findings_expected: tuple[ExpectedFinding, ...] = ()
    late: bool = False

    @property
    def publisher(self) -> str:
        return self.agency.publisher

    @property
    def level(self) -> str:
        return self.agency.level

    @property
    def region(self) -> None:
        """The places are invented: no document names one that GB/T 2260 knows."""
        return None

    @property
    def region_code(self) -> str:
        """The province, known from the registry card only; no document names it."""
        return self.agency.region_code

    @property
    def expected_cells(self) -> dict[Key, tuple[Number | None, str, State]]:
        return {key: (c.value, c.printed, c.state) for key, c in self.cells.items()}

    def value(self, table: str, row: str, column: str) -> Number | None:
        return self.cells[table, row, column].value

    def count(self, row: str, column: str = "total") -> int:
        """A cell of table 3, blank counted as none: for sentences, which must agree with the table."""
        return int(self.cells["applications", row, column].value or 0)


AGENCIES = (
    Agency(
        "xian", "示例县人民政府", "county", "330000", "county", 160, "我县", "000-55500001", "示例县发布",
        "{publisher}{year}年政府信息公开工作年度报告", (3, 31),
    ),
    Agency(
        "jiaoyu", "示例县教育局", "department", "330000", "portal", 18, "我局", "000-55500012", "示例县教育在线",
        "{publisher}{year}年政府信息公开工作年度报告",
    ),
    Agency(
        "zhen", "示例县示例镇人民政府", "township", "330000", "portal", 1, "我镇", "000-55500101", "示例镇之窗",
        "{publisher}{year}年度政府信息公开工作年度报告",
    ),
    Agency(
        "jiedao", "示例县青溪街道办事处", "township", "330000", "portal", 3, "街道", "000-55500102", "青溪街道",
        "{publisher}政府信息公开工作{year}年度报告",
    ),
    Agency(
        "huanjing", "示例市生态环境局", "department", "330000", "bureau", 70, "我局", "000-55501023", "示例生态环境",
        "{publisher}{year}年政府信息公开工作年度报告",
    ),
    Agency(
        "shi", "示例市人民政府", "prefecture", "330000", "city", 1500, "我市", "000-55501001", "示例发布",
        "{publisher}{year}年政府信息公开工作年度报告", (3, 31),
    ),
)


def agency(agency_id: str) -> Agency:
    return next(a for a in AGENCIES if a.id == agency_id)


def number(value: Number) -> TruthCell:
    return TruthCell(value, str(value))


class Numbers:
    """Random numbers for one report; in ``distinct`` mode no two outcomes are alike, so any shift of cells shows."""

    def __init__(self, rng: random.Random, distinct: bool, scale: int):
        self.rng = rng
        self.distinct = distinct
        self.scale = scale
        reach = 180 + scale // 10
        self._small = rng.sample(range(1, reach), reach - 1)
        self._large = rng.sample(range(reach, 9 * reach), 20)

    def outcome(self, weight: float) -> int:
        """Number of requests of one outcome by one kind of applicant."""
        if self.distinct:
            pool = self._large if weight > 0.03 else self._small
            return pool.pop()
        expected = self.scale * weight
        whole = int(expected)
        return max(0, whole + (self.rng.random() < expected - whole) + self.rng.randint(-whole // 3, whole // 3))


#: Share of each kind of applicant, and of each outcome, in an ordinary year.
_APPLICANT_SHARE = dict(zip(APPLICANTS, (0.78, 0.12, 0.01, 0.02, 0.04, 0.03), strict=True))
_OUTCOME_SHARE = {
    "granted": 0.42, "partially_granted": 0.09, "denied_prohibited_by_law": 0.01, "denied_third_party_rights": 0.03,
    "denied_internal_affairs": 0.01, "denied_process_information": 0.02, "denied_enforcement_file": 0.02,
    "denied_administrative_query": 0.02, "unavailable_not_held": 0.2, "unavailable_needs_creation": 0.04,
    "unavailable_unclear_after_correction": 0.03, "rejected_petition_complaint": 0.04, "rejected_duplicate": 0.02,
    "other_overdue_correction": 0.01, "other_misc": 0.03, "other_total": 0.04,
}


def applications(
    form: str, numbers: Numbers, carried_in: Mapping[str, int] | None = None
) -> dict[tuple[str, str], int]:
    """Table 3 by (row, column), all identities holding: rows sum, columns balance, outcomes add up to the total."""
    rng = numbers.rng
    table: dict[tuple[str, str], int] = {}
    rows = labels.outcome_rows(form)
    for applicant in APPLICANTS:
        total = 0
        for row in rows:
            weight = _OUTCOME_SHARE.get(row, 0.002) * _APPLICANT_SHARE[applicant]
            table[row, applicant] = numbers.outcome(weight)
            total += table[row, applicant]
        taken = carried_in[applicant] if carried_in is not None else (
            numbers.outcome(0) if numbers.distinct else int(total * rng.uniform(0, 0.06))
        )
        while total < taken:
            # Whatever came over from last year must at least have been dealt with.
            table["granted", applicant] += taken - total
            total = taken
        carried = min(numbers.outcome(0) if numbers.distinct else int(total * rng.uniform(0, 0.08)), max(0, total - taken))
        table["total_processed", applicant] = total
        table["carried_in", applicant] = taken
        table["carried_forward", applicant] = carried
        table["new_received", applicant] = total + carried - taken
    for row in labels.application_rows(form):
        table[row, "total"] = sum(table[row, a] for a in APPLICANTS)
    return table


def disputes(numbers: Numbers) -> dict[str, int]:
    """The fifteen numbers of table 4; the four results of each channel add up to its total."""
    rng, scale = numbers.rng, numbers.scale
    table = {}
    pool = rng.sample(range(2, 98), len(CHANNELS) * len(OUTCOMES))
    for channel, share in zip(CHANNELS, (0.08, 0.012, 0.02), strict=True):
        for outcome, part in zip(OUTCOMES, (0.45, 0.15, 0.3, 0.1), strict=True):
            if numbers.distinct:
                table[f"{channel}_{outcome}"] = pool.pop()
            else:
                expected = scale * share * part
                table[f"{channel}_{outcome}"] = int(expected) + (rng.random() < expected % 1)
        table[f"{channel}_total"] = sum(table[f"{channel}_{o}"] for o in OUTCOMES)
    return table


@dataclass(slots=True)
class Stock:
    """What one year hands to the next in section 2: documents in force, items on the lists."""

    regulations: int
    normative: int
    disclosed: int
    items: dict[str, int] = field(default_factory=dict)


def proactive(form: str, rng: random.Random, stock: Stock, scale: int, government: bool) -> dict[Key, Number]:
    """Section 2's numbers; moves ``stock`` on by a year."""
    issued = rng.randint(1, 4 + scale // 100) if government else rng.randint(0, 2)
    cells: dict[Key, Number] = {}
    rules = rng.randint(0, 2) if stock.regulations else 0
    if form == "2019":
        made = issued + rng.randint(0, 3)
        stock.disclosed += issued
        stock.normative = stock.disclosed
        stock.regulations += rules
        for row, values in (
            ("regulations", (rules, rules, stock.regulations)), ("normative_documents", (made, issued, stock.disclosed))
        ):
            for (code, _), value in zip(labels.PROACTIVE["2019"][0].columns, values, strict=True):
                cells["art20_1", row, code] = value
        for table, row in (
            ("art20_5", "administrative_licensing"), ("art20_5", "other_external_services"),
            ("art20_6", "administrative_penalty"), ("art20_6", "administrative_coercion"),
            ("art20_8", "administrative_fees"),
        ):
            before = stock.items[row]
            change = rng.randint(-min(before, 6), 9) if before else 0
            cells[table, row, "items_last_year"] = before
            cells[table, row, "items_change"] = change
            stock.items[row] = before + change
            if table != "art20_8":
                cells[table, row, "decisions"] = rng.randint(before, before * 9) if before else 0
        bought = rng.randint(1, 6 + scale // 20)
        cells["art20_9", "government_procurement", "procurement_items"] = bought
        cells["art20_9", "government_procurement", "procurement_amount"] = round(bought * rng.uniform(3, 40), 3)
        return cells
    repealed = rng.randint(0, min(stock.normative, 2 + scale // 150))
    stock.normative += issued - repealed
    stock.disclosed = stock.normative
    repealed_rules = rng.randint(0, 1) if stock.regulations > 3 else 0
    stock.regulations += rules - repealed_rules
    for row, values in (
        ("regulations", (rules, repealed_rules, stock.regulations)),
        ("normative_documents", (issued, repealed, stock.normative)),
    ):
        for (code, _), value in zip(labels.PROACTIVE["2021"][0].columns, values, strict=True):
            cells["art20_1", row, code] = value
    for table, row in (
        ("art20_5", "administrative_licensing"), ("art20_6", "administrative_penalty"),
        ("art20_6", "administrative_coercion"),
    ):
        items = stock.items[row]
        cells[table, row, "decisions"] = rng.randint(items, items * 9) if items else 0
    fees = round(rng.uniform(0.5, 3 + scale / 3), rng.choice((1, 2, 4))) if stock.items["administrative_fees"] else 0
    cells["art20_8", "administrative_fees", "fees_collected"] = int(fees) if fees == int(fees) else fees
    return cells


def plain_cells(
    form: str, section_2: Mapping[Key, Number], table_3: Mapping[tuple[str, str], int], table_4: Mapping[str, int]
) -> dict[Key, TruthCell]:
    """All cells of a report as plain numbers, in the form's order."""
    values: dict[Key, Number] = dict(section_2)
    values.update({("applications", row, column): v for (row, column), v in table_3.items()})
    values.update({("review_litigation", "cases", column): v for column, v in table_4.items()})
    return {key: number(values[key]) for key in labels.keys(form)}


# What is special about single reports. Everything else follows from the agency and the year.
_MISSING = {("zhen", 2022), ("jiedao", 2019), ("huanjing", 2023)}
_LATE_FORM = {("jiedao", 2021)}
_LATE = {("xian", 2024): (4, 18), ("jiaoyu", 2020): (2, 24), ("zhen", 2023): (3, 6), ("huanjing", 2019): (2, 12)}
#: Bodies whose numbers are all different, year by year.
_DISTINCT = {"shi", "xian"}
YEARS = tuple(range(2019, 2025))


def _stock(agency_id: str) -> Stock:
    sizes = {"shi": (11, 160, 320), "xian": (0, 46, 210), "huanjing": (0, 14, 64), "jiaoyu": (0, 9, 17)}
    rules, normative, items = sizes.get(agency_id, (0, 2, 4 if agency_id == "zhen" else 0))
    names = (
        "administrative_licensing", "other_external_services", "administrative_penalty", "administrative_coercion",
        "administrative_fees",
    )
    shares = (1.0, 1.4, 2.1, 0.2, 0.05)
    return Stock(
        rules, normative, normative, {n: round(items * s) for n, s in zip(names, shares, strict=True)}
    )


def _written(report: SampleReport) -> dict[Key, TruthCell]:
    """The cells as this report prints them: units, blanks, marks for "does not apply"."""
    cells = dict(report.cells)
    who = (report.agency.id, report.year)
    amount = ("art20_9", "government_procurement", "procurement_amount")
    if amount in cells:
        value = cells[amount].value or 0
        if who == ("zhen", 2019):
            cells[amount] = TruthCell(round(value), str(round(value)))
        elif who == ("huanjing", 2019):
            yuan = round(value * 10_000)
            cells[amount] = TruthCell(yuan, f"{yuan}元", unit="元")
        else:
            cells[amount] = TruthCell(value, f"{value}万元", unit="万元")
    if who in {("jiaoyu", 2021), ("jiaoyu", 2022), ("huanjing", 2022)}:
        for column, _ in labels.PROACTIVE[report.form][0].columns:
            cells["art20_1", "regulations", column] = TruthCell(None, "/", "not_applicable")
    if who == ("huanjing", 2020):
        cells["art20_6", "administrative_coercion", "decisions"] = TruthCell(None, "-", "not_applicable")
    if who in {("zhen", 2019), ("jiedao", 2022), ("jiaoyu", 2024)}:
        # Only what is not zero is filled in, and the totals.
        for key, cell in cells.items():
            if key[0] == "applications" and key[2] != "total" and cell.value == 0:
                cells[key] = TruthCell(None, "", "blank")
    if who == ("zhen", 2021):
        for key, cell in cells.items():
            if key[0] == "review_litigation" and not key[2].endswith("_total") and cell.value == 0:
                cells[key] = TruthCell(None, "", "blank")
    return cells


def _broken(report: SampleReport) -> SampleReport:
    """Breaks the few reports that are broken on purpose, and says so in ``findings_expected``."""
    who = (report.agency.id, report.year)
    cells = dict(report.cells)

    def shift(key: Key, by: int) -> None:
        cells[key] = number((cells[key].value or 0) + by)

    if who == ("jiaoyu", 2022):
        shift(("applications", "granted", "total"), 1)
        findings: tuple[ExpectedFinding, ...] = (
            ExpectedFinding("A1", "applications", "granted", "total"),
            ExpectedFinding("A3", "applications", "total_processed", "total"),
        )
    elif who == ("jiedao", 2023):
        for column in ("natural_person", "total"):
            shift(("applications", "carried_forward", column), 1)
        findings = tuple(
            ExpectedFinding("A2", "applications", None, column) for column in ("natural_person", "total")
        )
    elif who == ("huanjing", 2020):
        shift(("review_litigation", "cases", "litigation_direct_total"), 2)
        findings = (ExpectedFinding("B1", "review_litigation", "cases", "litigation_direct_total"),)
    else:
        return report
    return replace(report, cells=cells, findings_expected=findings)


def _published(body: Agency, year: int, rng: random.Random) -> tuple[str, bool]:
    if late := _LATE.get((body.id, year)):
        return f"{year + 1}-{late[0]:02}-{late[1]:02}", True
    if body.deadline == (3, 31):
        return f"{year + 1}-{rng.choice((2, 3)):02}-{rng.randint(3, 28):02}", False
    return f"{year + 1}-01-{rng.randint(6, 29):02}", False


def _reports_of(body: Agency) -> Iterator[SampleReport]:
    from tests.sites.prose import write

    stock = _stock(body.id)
    carried: dict[str, int] | None = None
    for year in YEARS:
        rng = random.Random(f"{body.id}/{year}{body.seed}")
        form = "2019" if year < 2021 or (body.id, year) in _LATE_FORM else "2021"
        numbers = Numbers(rng, body.id in _DISTINCT, round(body.scale * rng.uniform(0.85, 1.2)))
        government = body.level in ("county", "prefecture")
        cells = plain_cells(
            form, proactive(form, rng, stock, body.scale, government), applications(form, numbers, carried),
            disputes(numbers),
        )
        published_on, late = _published(body, year, rng)
        title = body.title.format(publisher=body.publisher, year=year)
        report = _broken(SampleReport(body, year, form, title, published_on, cells, (), late=late))
        carried = {a: int(report.value("applications", "carried_forward", a) or 0) for a in APPLICANTS}
        report = write(replace(report, cells=_written(report)), rng)
        if (body.id, year) not in _MISSING:
            yield report


@cache
def reports() -> tuple[SampleReport, ...]:
    """Every report that the sample sites publish, by agency and year."""
    return tuple(report for body in AGENCIES for report in _reports_of(body))


def report(agency_id: str, year: int) -> SampleReport:
    """Raises StopIteration where the sample bodies published none."""
    return next(r for r in reports() if (r.agency.id, r.year) == (agency_id, year))


def missing() -> frozenset[tuple[str, int]]:
    """(agency, year) of the reports that nobody published: gaps that coverage must show."""
    return frozenset(_MISSING)
