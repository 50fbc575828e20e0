"""Whole reports in layouts that no official form foresees, for :mod:`tests.parse.test_real_layouts`.

The numbers obey the form's arithmetic, and those of table 3 and 4 all differ. Each ``@layout`` takes them and writes a report, as HTML
or as text; what the layout makes of the truth (a blank, a lost row) it says itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from etl import forms
from etl.process import process
from etl.report import Origin, State
from tests.parse.layouts import Grid, Key, applications_grid, proactive_grids, review_grid

TITLE = "石家庄市示例管理局{year}年政府信息公开工作年度报告"
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")
HEADINGS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)
YEARS = {"2019": 2020, "2021": 2023, "2014": 2016}


def consistent(form: str, seed: int = 0) -> dict[Key, int]:
    """A number for every official cell, such that every identity of the form holds."""
    found: dict[Key, int] = {}
    step = 3 + seed
    for table_id in forms.PROACTIVE:
        table = forms.load(form).table(table_id)
        for row in table.data_rows if table else ():
            for i, column in enumerate(table.columns):
                found[table_id, row.code, column.code] = 11 * step + i * 7 + len(found)
            if table_id == "art20_1" and form == "2019":
                made = found[table_id, row.code, "made_this_year"]
                found[table_id, row.code, "newly_disclosed_this_year"] = made - 9
    table = forms.load(form).table("applications")
    assert table
    outcomes = [r.code for r in table.data_rows if r.level > 0 and r.code != "total_processed"]
    for k, who in enumerate(APPLICANTS):
        for i, code in enumerate(outcomes):
            found["applications", code, who] = (k + 2) * 13 + i * (step + 2 * k) + k * k
        found["applications", "total_processed", who] = sum(found["applications", c, who] for c in outcomes)
        found["applications", "carried_in", who] = 31 + 5 * k + step
        found["applications", "carried_forward", who] = 17 + 3 * k + step
        found["applications", "new_received", who] = (
            found["applications", "total_processed", who] + found["applications", "carried_forward", who]
            - found["applications", "carried_in", who])
    for row in table.data_rows:
        found["applications", row.code, "total"] = sum(found["applications", row.code, w] for w in APPLICANTS)
    review = forms.load("2021").table("review_litigation")
    assert review
    block = 0
    for i, column in enumerate(review.columns):
        if column.code.endswith("_total"):
            found["review_litigation", "cases", column.code] = block
            block = 0
        else:
            found["review_litigation", "cases", column.code] = 201 + step + 3 * i + (i % 5) ** 2
            block += 201 + step + 3 * i + (i % 5) ** 2
    return found


@dataclass
class Sample:
    """A written report: what is read from ``data`` must agree with ``truth`` in every cell."""

    data: bytes
    truth: dict[Key, int | None]
    name: str = "report.html"
    quality: tuple[str, ...] = ("clean", "source_errors")
    """What the report may be called; ``needs_review`` where the layout leaves a doubt."""
    unit: tuple[str, int | None] | None = None
    """Unit and number of the fees collected, where they are not as the form fixes them."""
    lawful: frozenset[str] = frozenset()
    """Rules that the layout or its numbers break by themselves."""
    lost: frozenset[str] = frozenset()
    """Tables of which cells may be unreadable or missing, if they are never wrong and the report says so."""


@dataclass
class Draft:
    """A report under way: sections as HTML or lines, and the truth."""

    form: str
    values: dict[Key, int | None]
    sections: dict[int, str] = field(default_factory=dict)

    @property
    def grids(self) -> list[Grid]:
        return proactive_grids(self.form, self.values)  # type: ignore[arg-type]

    @property
    def applications(self) -> Grid:
        return applications_grid(self.form, self.values)  # type: ignore[arg-type]

    @property
    def review(self) -> Grid:
        return review_grid(self.values)  # type: ignore[arg-type]

    def table(self, name: str):
        found = forms.load(self.form).table(name)
        assert found
        return found


def html_table(grid: Grid, cell: Callable[[str], str] = lambda t: t, tag: str = "td") -> str:
    return "<table border=1>" + "".join(
        "<tr>" + "".join(
            f"<{tag}" + (f' rowspan="{d}"' if d > 1 else "") + (f' colspan="{a}"' if a > 1 else "") + f">{cell(t)}</{tag}>"
            for t, d, a in row) + "</tr>" for row in grid) + "</table>"


def draft(form: str = "2021") -> Draft:
    made = Draft(form, {} if form == "2014" else dict(consistent(form)))
    return made


def page(d: Draft, two: str | None = None, three: str | None = None, four: str | None = None, **sample) -> Sample:
    """A page of six sections; those not given stand in the official form."""
    two = "".join(html_table(g) for g in d.grids) if two is None else two
    three = html_table(d.applications) if three is None else three
    four = html_table(d.review) if four is None else four
    return whole(d, f"""<p>{HEADINGS[0]}</p><p>本年度各项公开工作按计划推进，信息及时更新。</p>
<p>{HEADINGS[1]}</p>{two}<p>{HEADINGS[2]}</p>{three}<p>{HEADINGS[3]}</p>{four}
<p>{HEADINGS[4]}</p><p>公开的深度还不够，下一步加强培训。</p><p>{HEADINGS[5]}</p><p>没有其他需要报告的事项。</p>""", **sample)


def whole(d: Draft, body: str, **sample) -> Sample:
    title = TITLE.format(year=YEARS[d.form])
    text = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><div id=zoom><h1>{title}</h1>{body}</div></body></html>"
    return Sample(text.encode(), d.values, **sample)


def lines(d: Draft, two: Sequence[str], three: Sequence[str], four: Sequence[str], **sample) -> Sample:
    """A plain text of six sections."""
    text = [TITLE.format(year=YEARS[d.form]), HEADINGS[0], "本年度各项公开工作按计划推进，信息及时更新。", HEADINGS[1], *two, HEADINGS[2], *three,
            HEADINGS[3], *four, HEADINGS[4], "公开的深度还不够，下一步加强培训。", HEADINGS[5], "没有其他需要报告的事项。"]
    return Sample("\n".join(text).encode(), d.values, name="report.txt", **sample)


Make = Callable[[Draft], Sample]
LAYOUTS: dict[str, tuple[Make, str]] = {}
STRANGE: dict[str, tuple[Make, str]] = {}
WEB: dict[str, tuple[Make, str]] = {}


def layout(*of: str, among: dict[str, tuple[Make, str]] = LAYOUTS) -> Callable[[Make], Make]:
    """Registers a layout for these forms (2021 unless said)."""
    def add(make: Make) -> Make:
        for form in of or ("2021",):
            among[f"{make.__name__}-{form}"] = (make, form)
        return make
    return add


def tried(among: dict[str, tuple[Make, str]]) -> list[Any]:
    """The layouts as parameters of a test: each on the first of its forms by default, on the others with ``make test-all``."""
    first = {make: name for name, (make, _) in reversed(among.items())}
    return [name if first[make] == name else pytest.param(name, marks=pytest.mark.slow) for name, (make, _) in sorted(among.items())]


def check_reading(sample: Sample) -> None:
    """Nothing is read wrong, and nothing is lost but what may be, and not unsaid."""
    outcome = process(sample.data, Origin(name=sample.name))
    report = outcome.report
    assert report is not None, outcome.error
    read = {c.key: c for c in report.cells}
    wrong = {k: (c.value, sample.truth.get(k)) for k, c in read.items() if c.state is not State.UNREADABLE and c.value != sample.truth.get(k)}
    assert not wrong
    if sample.unit:
        fees = read["art20_8", "administrative_fees", "fees_collected"]
        assert (fees.unit, fees.value_yuan) == sample.unit
    lost: dict[str, list[Key]] = defaultdict(list)
    for key in sample.truth:
        if key not in read or read[key].state is State.UNREADABLE:
            lost[key[0]].append(key)
    assert set(lost) <= sample.lost
    assert report.quality in sample.quality
    if lost:
        assert report.quality not in ("clean", "source_errors") or any(f.rule == "R1" for f in report.findings)
    assert not [f for f in report.findings if f.severity == "error" and f.origin == "source" and f.rule not in sample.lawful]
