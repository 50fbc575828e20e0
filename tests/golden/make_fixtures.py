"""``python -m tests.golden.make_fixtures``: writes the inputs of ``tests/fixtures`` from the sample reports.

A fixture is a folder: the input, its origin (``FILE.meta.json``), ``meta.yaml`` (why it is kept), ``truth.json`` (what the
cells must say, from the generator and not from our reading). The golden ``expected.json`` is written by the test.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.sites import pages, text, truth
from tests.sites.layout import blocks
from tests.sites.truth import SampleReport

FOLDER = Path(__file__).parents[1] / "fixtures"


@dataclass(frozen=True, slots=True)
class Fixture:
    name: str
    why: str
    file: str
    data: bytes
    origin: Mapping[str, object]
    report: SampleReport | None
    """None: the file is no report and must be refused."""


def _from_site(name: str, why: str, agency: str, year: int) -> Fixture:
    site, expected = next(
        (s, e) for s in pages.sites() for e in s.expected if (e.report.agency.id, e.year) == (agency, year)
    )
    page = site.pages[expected.document]
    origin = {
        "url": f"http://{site.host}{expected.document}",
        "fetched_at": "2025-11-03T19:00:00Z",
        "headers": {"content-type": page.media_type},
    }
    return Fixture(name, why, "input" + Path(expected.document).suffix, page.body, origin, expected.report)


def _from_text(name: str, why: str, report: SampleReport, written: str, suffix: str = ".txt") -> Fixture:
    return Fixture(name, why, "input" + suffix, written.encode(), {}, report)


def _refused(name: str, why: str, title: str) -> Fixture:
    site = pages.sites()[0]
    path = next(p for p in site.refused if title in site.pages[p].body.decode())
    origin = {"url": f"http://{site.host}{path}", "headers": {"content-type": pages.HTML}}
    return Fixture(name, why, "input.html", site.pages[path].body, origin, None)


def fixtures() -> tuple[Fixture, ...]:
    report = truth.report
    return (
        _from_site("html-2021", "Plain HTML, section 2 as one table, all numbers distinct.", "shi", 2024),
        _from_site(
            "html-word-gb18030", "Word's markup with numbers split over spans; GB 18030 that neither header nor page declares.",
            "huanjing", 2019,
        ),
        _from_site(
            "html-2019-form-in-2021", "The form of 2019 used a year late, five tables in section 2.", "jiedao", 2021
        ),
        _from_site("html-blank-cells", "Zeros left blank in the detail rows, an amount without unit.", "zhen", 2019),
        _from_site("html-wrong-total", "A printed total that is one too many, and / in the row of rules.", "jiaoyu", 2022),
        _from_site("docx-2021", "The official form: cells merged both ways, vertical text.", "xian", 2023),
        _from_site("pdf-torn-label", "Ruled tables over page breaks; the label （四）无法提供 is torn in two.", "xian", 2021),
        _from_site("pdf-boxed", "Frames round prose are no tables; the row of rules says /.", "huanjing", 2021),
        _from_site("pdf-narrow", "Narrow columns: labels wrap over up to six lines, header and body on different pages.", "shi", 2023),
        _from_text(
            "text-cells-by-line", "Text from Word, a cell a line behind a TAB, vertical text, heading 1、.",
            report("zhen", 2020), text.tika(report("zhen", 2020)),
        ),
        _from_text(
            "text-spaced-2019", "Text of a PDF, labels wrapped before their numbers, headers in pieces, form feed in the middle.",
            report("shi", 2020), text.spaced(report("shi", 2020)),
        ),
        _from_text(
            "text-spaced-2021", "Text of a PDF, numbers standing between the lines of their label.",
            report("shi", 2021), text.spaced(report("shi", 2021), after=True),
        ),
        _from_text(
            "markdown-2019", "Pipes, merged cells followed by empty ones.", report("xian", 2020),
            text.pipes(blocks(report("xian", 2020))), ".md",
        ),
        _refused("not-a-report-website", "A work report of the web site, listed among the annual reports.", "政府网站工作年度报表"),
        _refused("not-a-report-picture", "A picture that tells a report, with the report's title.", "图解："),
    )


def truth_of(report: SampleReport) -> dict[str, object]:
    return {
        "publisher": report.publisher,
        "year": report.year,
        "title": report.title,
        "form": report.form,
        "sections": [[heading.strip("　"), "".join(paragraphs)] for heading, paragraphs in report.sections],
        "facts": [list(fact) for fact in report.facts],
        "cells": [
            [*key, cell.value, cell.printed, cell.state] for key, cell in report.cells.items()
        ],
        "broken": [[f.rule, f.table, f.row, f.column] for f in report.findings_expected],
    }


def write(fixture: Fixture) -> None:
    folder = FOLDER / fixture.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / fixture.file).write_bytes(fixture.data)
    (folder / f"{fixture.file}.meta.json").write_text(json.dumps(fixture.origin, indent=1) + "\n", encoding="utf-8")
    meta = {"why": fixture.why, "source": "generated from tests/sites", "refused": fixture.report is None}
    (folder / "meta.yaml").write_text(yaml.safe_dump(meta, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
    if fixture.report is not None:
        text_ = json.dumps(truth_of(fixture.report), ensure_ascii=False, indent=1)
        # A cell a line keeps the file short and its changes readable.
        text_ = text_.replace("[\n   ", "[").replace(",\n   ", ", ").replace("\n  ]", "]")
        (folder / "truth.json").write_text(text_ + "\n", encoding="utf-8")


def main() -> int:
    for fixture in fixtures():
        write(fixture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
