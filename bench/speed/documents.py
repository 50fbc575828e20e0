"""The files that are read: the sample reports, written in each format by the writers of the gold set, and the fixtures."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from bench.gold.cases import Case
from bench.gold.formats import FORMATS
from bench.gold.perturb import draw
from etl.report import Origin
from tests.sites.layout import blocks
from tests.sites.truth import SampleReport, reports

File = tuple[bytes, Origin]
_FIXTURES = Path(__file__).parents[2] / "tests" / "fixtures"


@cache
def files(name: str, count: int = 8) -> tuple[File, ...]:
    """Sample reports in one format of the gold set, every second one with changes of layout. Their figures are plausible, unlike those of
    the gold set's own cases, which set off rules and so a second reading that real reports seldom need."""
    style = FORMATS[name]
    return tuple((_write(report, name, i), Origin(name=style.file)) for i, report in enumerate(_reports(count)))


def _reports(count: int) -> list[SampleReport]:
    every = [r for r in reports() if r.form in ("2019", "2021")]
    return [every[i * len(every) // count] for i in range(count)]


def _write(report: SampleReport, name: str, number: int) -> bytes:
    rng = random.Random(f"{name}/{number}")
    case = Case(str(number), report.form, report, blocks(report, one_table=number % 4 < 2), dict(report.cells), "", report.agency.region_code)
    for change in draw(report.form, FORMATS[name].family, rng, rng.randint(1, 3) if number % 2 else 0):
        change.change(case, rng)
    return FORMATS[name].write(case, rng)


@cache
def mixture(count: int | None = None) -> tuple[File, ...]:
    """Every sample report (or ``count`` files of them, over again) in one of the usual formats: half pages, a quarter Word, a quarter PDF."""
    every = reports()
    kinds = ("html", "docx", "html-word", "pdf")
    return tuple(
        (_write(every[i % len(every)], kinds[(i + i // len(every)) % 4], 2 * i), Origin(name=f"{i}.{kinds[(i + i // len(every)) % 4]}"))
        for i in range(count or len(every))
    )


@cache
def fixtures(suffix: str) -> tuple[File, ...]:
    """The reports under ``tests/fixtures`` with that suffix."""
    return tuple(
        (path.read_bytes(), Origin(name=path.name)) for path in sorted(_FIXTURES.glob(f"*/*{suffix}")) if "not-a-report" not in path.parent.name
    )
