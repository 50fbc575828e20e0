"""Builds cases: random consistent reports of every generation of the form, in the official layout."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from bench.gold import bodies, prose
from bench.gold.case import Case
from bench.gold.older import narrative_case, statistics_case
from tests.sites import labels, truth
from tests.sites.labels import Key
from tests.sites.layout import Block, Grid, Text, blocks, proactive_grid
from tests.sites.prose import write
from tests.sites.truth import SampleReport, TruthCell, number

__all__ = ["FORMS", "Case", "build"]

FORMS = ("2019", "2021", "2014", "mixed", "2008")


def build(form: str, seed: str) -> Case:
    """A consistent report in the official layout. The same form and seed give the same case."""
    rng = random.Random(f"{form}/{seed}")
    if form == "2014":
        return statistics_case(seed, rng)
    if form == "2008":
        return narrative_case(seed, rng)
    body, region, code = bodies.draw(rng)
    late = "2019" if form == "mixed" else form
    year = rng.choice((2019, 2020) if form == "2019" else (2021, 2022, 2023, 2024))
    distinct = rng.random() < 0.75
    numbers = truth.Numbers(rng, distinct, rng.choice((0, 3, 40, 900)))
    stock = truth.Stock(rng.randint(3, 30), rng.randint(40, 400), rng.randint(40, 400), {
        name: rng.randint(2, 400) for name in (
            "administrative_licensing", "other_external_services", "administrative_penalty", "administrative_coercion",
            "administrative_fees",
        )
    })
    section_2 = truth.proactive("2021" if form == "mixed" else form, rng, stock, 400, True)
    table_3 = truth.applications(late, numbers)
    cells: dict[Key, TruthCell] = {key: number(value) for key, value in section_2.items()}
    cells |= {("applications", *key): number(value) for key, value in table_3.items()}
    cells |= {("review_litigation", "cases", c): number(v) for c, v in truth.disputes(numbers).items()}
    title = body.title.format(publisher=body.publisher, year=year)
    report = SampleReport(body, year, "2021" if form == "mixed" else form, title, f"{year + 1}-01-{rng.randint(8, 29):02}", cells, ())
    if form == "mixed":
        wording = replace(report, form="2019", cells=_order(cells, labels.keys("2019")))
        written = write(wording, rng)
        parts_19 = blocks(written)
        report = replace(report, cells=cells, sections=written.sections, preamble=written.preamble)
        proactive = proactive_grid(report)
        parts: tuple[Block, ...] = tuple(
            proactive if isinstance(p, Grid) and p.id == "proactive" else p for p in parts_19
        )
    else:
        report = write(replace(report, cells=_order(cells, labels.keys(form))), rng)
        parts = blocks(report, one_table=rng.random() < 0.6)
    case = Case(seed, form, report, parts, dict(report.cells), region, code)
    case.facts = {code: value for code, value in report.facts if code == "processing_fee_yuan"}
    _tell(case, prose.overview(rng, year, prose.counted(cells, late)))
    return case


def _tell(case: Case, told: prose.Told) -> None:
    """Puts what is told in place of the figures of section one, behind its first paragraph."""
    first = next(i for i, p in enumerate(case.parts) if isinstance(p, Text) and p.kind == "heading") + 1
    after = next(i for i, p in enumerate(case.parts) if i > first and (isinstance(p, Grid) or p.kind == "heading"))
    opening, paragraphs = case.parts[first], tuple(Text(t) for t in told.paragraphs)
    case.parts = (*case.parts[:first], opening, *paragraphs, *case.parts[after:])
    case.facts |= told.facts
    case.approximate |= told.approximate


def _order(cells: dict[Key, TruthCell], keys: Iterable[Key]) -> dict[Key, TruthCell]:
    blank = TruthCell(0, "0")
    return {key: cells.get(key, blank) for key in keys}
