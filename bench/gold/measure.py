"""Reads a case back and counts what was right, wrong, missing, and wrong without a word."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.gold.case import Case
from bench.gold.cases import build
from bench.gold.formats import FORMATS, Format
from bench.gold.older import INDICATORS
from bench.gold.perturb import PERTURBATIONS, draw
from bench.gold.prose import MEASURED
from etl.process import process
from etl.report import Origin, Report, ReportCell, State
from tests.sites import labels
from tests.sites.labels import Key
from tests.sites.truth import Number, TruthCell

#: What random numbers and invented bodies break lawfully: powers that a body has not, shares that no body would have.
_UNLIKELY = frozenset({"A5", "B3", "B4", "B5", "C12", "C13", "F2", "F3", "F5", "F6", "F7", "C10", "R3", "R4", "R5"})


_SUMMED = ("cases", "cells", "right", "nonzero", "nonzero_right", "wrong", "missing", "silent", "refused", "undetected", "broken",
           "facts", "facts_right", "facts_wrong")


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
    facts: int = 0
    facts_right: int = 0
    facts_wrong: int = 0
    """Another figure than the prose says, or one of a kind that it does not say."""

    def add(self, other: Tally) -> None:
        for name in _SUMMED:
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
    lot = random.Random(f"{form}/{name}/{seed}")
    chosen = draw(form, style.family, lot, lot.randint(0, most))
    if names := tuple(only):
        chosen = [PERTURBATIONS[n] for n in names if n != "none"]
    for perturbation in chosen:
        # Each its own chance, so that a fault stays the same where other changes are left out.
        if perturbation.change(case, random.Random(f"{form}/{name}/{seed}/{perturbation.name}")):
            case.applied.append(perturbation.name)
    return case, style.write(case, random.Random(f"{form}/{name}/{seed}/writer"))


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
    _facts(case, outcome.report, tally, note)
    return tally, bad


def attempt(form: str, name: str, seed: str, most: int, only: Sequence[str]) -> tuple[Tally, list[Bad]]:
    """:func:`measure`; a crash is a result too, and says with which case."""
    try:
        return measure(form, name, seed, most, only)
    except Exception as error:
        return Tally(cases=1, refused=1), [Bad("crash", form, name, seed, tuple(only), repr(error))]


def is_doubted(report: Report, cell: ReportCell) -> bool:
    """Whether somebody is told to look: at the report, or at the reading of the cell's table."""
    return report.quality in ("needs_review", "unreadable") or any(
        f.origin == "reading" and f.table in (None, cell.table) for f in report.findings
    )


def _same(cell: ReportCell, truth: TruthCell, scanned: bool) -> bool:
    # Whether a digit is a wide one is nothing that a scan can tell.
    seen, printed = (unicodedata.normalize("NFKC", text) if scanned else text for text in (cell.printed, truth.printed))
    # A line that a narrow column broke is none of what is printed.
    return (cell.value, seen.replace("\n", "").split(), cell.state.value) == (truth.value, printed.split(), truth.state)


#: Amounts whose unit the form fixes; others have the one printed beside them, or none.
_IN_TEN_THOUSANDS = frozenset({"fees_collected", "budget", "request_fees_collected"})
_YUAN = {"元": 1, "万元": 10_000}


def _yuan(key: Key, truth: TruthCell) -> Number | None:
    name = key[1] if key[0] == "stat_table" else key[2]
    unit = truth.unit or ("万元" if name in _IN_TEN_THOUSANDS else None)
    if truth.value is None or unit not in _YUAN or (name not in _IN_TEN_THOUSANDS and name != "procurement_amount"):
        return None
    return round(truth.value * _YUAN[unit], 6)


def _cells(case: Case, report: Report, tally: Tally, note, scanned: bool) -> None:
    seen: set[Key] = set()
    for cell in report.cells:
        truth = case.expected.get(cell.key)
        if cell.key in seen:
            note("twice", f"{cell.key} {cell.printed!r}")
        seen.add(cell.key)
        if truth is not None and _same(cell, truth, scanned):
            if (yuan := _yuan(cell.key, truth)) != (cell.value_yuan if cell.value_yuan is None else round(cell.value_yuan, 6)):
                tally.wrong += 1
                tally.silent += cell.value_yuan is not None
                note("money", f"{cell.key}: {cell.printed!r} is {cell.value_yuan} yuan, should be {yuan}")
            continue
        if truth is None and not _official(case, cell.key):
            continue
        if cell.state is State.NUMBER and (truth is None or cell.value != truth.value):
            tally.wrong += 1
            if not is_doubted(report, cell):
                tally.silent += 1
                note("silent", f"{cell.key}: {cell.printed!r}, should be {truth.printed if truth else 'no cell'!r}")
            else:
                note("wrong", f"{cell.key}: {cell.printed!r}, should be {truth.printed if truth else 'no cell'!r}")
    for key, truth in case.expected.items():
        found = report.cell(*key)
        if key in case.tolerated and found is None:
            continue
        if key in case.unplaceable and (found is None or found.state is State.UNREADABLE):
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


_MODERN = frozenset((*labels.keys("2019"), *labels.keys("2021"), *(
    ("applications", code, column) for form in labels.RESULT_PARTS.values() for code, _, _ in form for column, _ in labels.APPLICANTS)))
_INDICATORS = frozenset(("stat_table", code, "value") for _, code, _, _ in INDICATORS if code)


def _official(case: Case, key: Key) -> bool:
    """The code is one of the official form's, so that a reader of the data would take it for that cell."""
    return key in (_INDICATORS if case.form == "2014" else _MODERN)


def _judgement(case: Case, report: Report, tally: Tally, note) -> None:
    lawful = _UNLIKELY | case.lawful | ({"mixed_forms"} if case.form == "mixed" else set())
    blamed = [f for f in report.findings if f.origin == "source"]
    for finding in blamed:
        if finding.rule not in lawful and not finding.rule.startswith(tuple(case.guilty)):
            tally.alarms[finding.rule] += 1
            note("alarm", f"{finding.rule} {finding.severity} {finding.row}/{finding.column}: {finding.message}")
    if not case.guilty:
        return
    tally.broken += 1
    # Where the reading itself is in doubt the source is not blamed, but somebody is told to look.
    if report.quality not in ("needs_review", "unreadable") and not any(f.rule.startswith(tuple(case.guilty)) for f in blamed):
        tally.undetected += 1
        note("undetected", "no error of the source was found")


def _identity(case: Case, style: Format, report: Report, tally: Tally, note) -> None:
    who, truth = report.identity, case.report
    expected = {
        "publisher": truth.publisher, "year": truth.year, "title": "".join(truth.title.split()), "level": truth.level, "region": case.region,
        "region_code": case.region_code, "published_on": truth.published_on if style.has_page or case.signed else None,
    }
    if case.form != "mixed":
        expected["form"] = truth.form
    for name, value in expected.items():
        got = report.form if name == "form" else getattr(who, name)
        if got is None and (name in case.untold or (name == "published_on" and not style.has_page)):
            continue
        if name == "title" and got is not None:
            got = "".join(str(got).split())
        if got != value:
            tally.identity[name if got is not None else f"{name}?"] += 1
            note("identity", f"{name}: {got!r}, should be {value!r}")
    if gone := set(range(1, case.sections + 1)) - {s.number for s in report.sections}:
        tally.identity["sections?"] += 1
        note("identity", f"sections: {sorted(gone)} not found")


def _facts(case: Case, report: Report, tally: Tally, note) -> None:
    """Figures of section one. A kind is wrong where another figure is found, and where the prose says none of that kind."""
    found = {f.fact: f for f in report.facts if f.fact in MEASURED - case.ambiguous}
    for code, value in ((c, v) for c, v in case.facts.items() if c not in case.ambiguous):
        fact = found.pop(code, None)
        tally.facts += 1
        if fact is None:
            note("fact missing", f"{code}: should be {value}")
        elif (fact.value, fact.approximate) == (value, code in case.approximate):
            tally.facts_right += 1
        else:
            tally.facts_wrong += 1
            note("fact wrong", f"{code}: {fact.value}{' about' if fact.approximate else ''} by {fact.quote!r}, should be {value}")
    for code, fact in found.items():
        tally.facts_wrong += 1
        note("fact wrong", f"{code}: {fact.value} by {fact.quote!r}, should be none")
