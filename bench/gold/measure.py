"""Reads a case back and counts what was right, wrong, missing, and wrong without a word."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.gold.cases import Case, build
from bench.gold.formats import FORMATS, Format
from bench.gold.perturb import PERTURBATIONS, draw
from etl.forms import load
from etl.process import process
from etl.report import Origin, Report, ReportCell, State
from etl.text import fold
from tests.sites.labels import Key
from tests.sites.truth import TruthCell

#: What random numbers and invented bodies break lawfully: powers that a body has not, shares that no body would have.
_UNLIKELY = frozenset({"A5", "B3", "B4", "B5", "C12", "C13", "F2", "F3", "F5", "F6", "F7", "C10", "R3", "R4", "R5"})


@dataclass(slots=True)
class Tally:
    """Counts over cases of one form and format."""

    cases: int = 0
    cells: int = 0
    right: int = 0
    nonzero: int = 0
    nonzero_right: int = 0
    wrong: int = 0
    """Another number than printed, or a number where none is printed."""
    missing: int = 0
    """No cell, or unreadable, where the document has one; said aloud or not."""
    silent: int = 0
    """Wrong, and neither is the report marked for review nor does a finding doubt the reading of that table."""
    refused: int = 0
    alarms: Counter[str] = field(default_factory=Counter)
    """Rules whose findings blame the source of a consistent report."""
    identity: Counter[str] = field(default_factory=Counter)
    """Fields of identity that were wrong (not null: null is counted under the field's name with a question mark)."""
    undetected: int = 0
    """Reports broken on purpose in which no error of the source was found and nobody is told to look."""
    broken: int = 0

    def add(self, other: Tally) -> None:
        for name in ("cases", "cells", "right", "nonzero", "nonzero_right", "wrong", "missing", "silent", "refused", "undetected", "broken"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.alarms.update(other.alarms)
        self.identity.update(other.identity)


@dataclass(frozen=True, slots=True)
class Bad:
    """One thing that went wrong, with what reproduces it."""

    kind: str
    form: str
    format: str
    seed: str
    applied: tuple[str, ...]
    detail: str


def make(form: str, name: str, seed: str, most: int = 4, only: Iterable[str] = ()) -> tuple[Case, bytes]:
    """The case of a seed and its bytes. ``only`` names the changes to apply instead of drawn ones."""
    style = FORMATS[name]
    case = build(form, seed)
    rng = random.Random(f"{form}/{name}/{seed}")
    chosen = draw(form, style.family, rng, rng.randint(0, most))
    if names := tuple(only):
        chosen = [PERTURBATIONS[n] for n in names if n != "none"]
    for perturbation in chosen:
        if perturbation.change(case, rng):
            case.applied.append(perturbation.name)
    return case, style.write(case, rng)


def measure(form: str, name: str, seed: str, most: int = 4, only: Iterable[str] = ()) -> tuple[Tally, list[Bad]]:
    """Writes and reads one case. Raises nothing that the ETL does not raise as a defect."""
    style = FORMATS[name]
    case, data = make(form, name, seed, most, only)
    outcome = process(data, Origin(name=style.file, headers=style.headers))
    tally, bad = Tally(cases=1), []

    def note(kind: str, detail: str) -> None:
        bad.append(Bad(kind, form, name, seed, tuple(case.applied), detail))

    if outcome.report is None:
        tally.refused = 1
        tally.cells = tally.missing = len(case.expected)
        note("refused", str(outcome.error))
        return tally, bad
    _cells(case, outcome.report, tally, note, scanned=style.slow)
    _judgement(case, outcome.report, tally, note)
    _identity(case, style, outcome.report, tally, note)
    return tally, bad


def attempt(form: str, name: str, seed: str, most: int, only: Sequence[str]) -> tuple[Tally, list[Bad]]:
    """:func:`measure`; a crash is a result too, and says with which case."""
    try:
        return measure(form, name, seed, most, only)
    except Exception as error:
        return Tally(cases=1, refused=1), [Bad("crash", form, name, seed, tuple(only), repr(error))]


def _doubted(report: Report, cell: ReportCell) -> bool:
    return report.quality in ("needs_review", "unreadable") or any(
        f.origin == "reading" and f.table in (None, cell.table) for f in report.findings
    )


def _same(cell: ReportCell, truth: TruthCell, scanned: bool) -> bool:
    # Whether a digit is a wide one is nothing that a scan can tell.
    seen, printed = (fold(text) if scanned else text for text in (cell.printed, truth.printed))
    return (cell.value, seen.split(), cell.state.value) == (truth.value, printed.split(), truth.state)


def _cells(case: Case, report: Report, tally: Tally, note, scanned: bool) -> None:
    seen: set[Key] = set()
    for cell in report.cells:
        truth = case.expected.get(cell.key)
        if cell.key in seen:
            note("twice", f"{cell.key} {cell.printed!r}")
        seen.add(cell.key)
        if truth is not None and _same(cell, truth, scanned):
            continue
        if truth is None and not _official(case, cell.key):
            continue
        if cell.state is State.NUMBER and (truth is None or cell.value != truth.value):
            tally.wrong += 1
            if not _doubted(report, cell):
                tally.silent += 1
                note("silent", f"{cell.key}: {cell.printed!r}, should be {truth.printed if truth else 'no cell'!r}")
            else:
                note("wrong", f"{cell.key}: {cell.printed!r}, should be {truth.printed if truth else 'no cell'!r}")
    for key, truth in case.expected.items():
        found = report.cell(*key)
        if key in case.tolerated and found is None:
            continue
        if key in case.unplaceable and found is not None and found.state is State.UNREADABLE:
            continue
        tally.cells += 1
        good = found is not None and _same(found, truth, scanned)
        tally.right += good
        if truth.value:
            tally.nonzero += 1
            tally.nonzero_right += good
        if not good and (found is None or found.state is not State.NUMBER):
            tally.missing += 1
            note("missing", f"{key}: {None if found is None else (found.state.value, found.printed)}, should be {truth.printed!r}")
        elif not good and found is not None and found.value == truth.value:
            note("print", f"{key}: {found.printed!r} {found.state.value}, should be {truth.printed!r} {truth.state}")


def _official(case: Case, key: Key) -> bool:
    """The code is one of the official form's, so that a reader of the data would take it for that cell."""
    for form_id in ("2019", "2021") if case.form != "2014" else ("2014",):
        table = load(form_id).table(key[0])
        if table and table.row(key[1]) and (table.column(key[2]) or key[0] == "stat_table"):
            return True
    return False


def _judgement(case: Case, report: Report, tally: Tally, note) -> None:
    lawful = _UNLIKELY | case.lawful | ({"mixed_forms"} if case.form == "mixed" else set())
    blamed = [f for f in report.findings if f.origin == "source"]
    if case.consistent:
        for finding in (f for f in blamed if f.rule not in lawful):
            tally.alarms[finding.rule] += 1
            note("alarm", f"{finding.rule} {finding.severity} {finding.row}/{finding.column}: {finding.message}")
        return
    tally.broken += 1
    # Where the reading itself is in doubt the source is not blamed, but somebody is told to look.
    if report.quality != "needs_review" and not any(f.severity == "error" for f in blamed):
        tally.undetected += 1
        note("undetected", "no error of the source was found")


def _identity(case: Case, style: Format, report: Report, tally: Tally, note) -> None:
    who, truth = report.identity, case.report
    expected = {
        "publisher": truth.publisher, "year": truth.year, "title": truth.title, "level": truth.level, "region": case.region,
        "region_code": case.region_code, "published_on": truth.published_on if style.has_page else None,
    }
    if case.form != "mixed":
        expected["form"] = truth.form
    for name, value in expected.items():
        got = report.form if name == "form" else getattr(who, name)
        if name == "title" and got is not None:
            got = "".join(str(got).split())
        if got != value:
            tally.identity[name if got is not None else f"{name}?"] += 1
            note("identity", f"{name}: {got!r}, should be {value!r}")
