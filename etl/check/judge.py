"""Runs the rules over a report and says whose fault each breach is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from etl.check.model import Breach, Grid, Key, Rule
from etl.check.rules import BY_ID, RULES, equations
from etl.report import Finding, FindingOrigin, Quality, Report, ReportCell, State

#: Readers that infer the grid from ink on a page: one such reading alone does not convict the document.
_INFERRING = ("pdf", "ocr", "tesseract", "image")

Trust = Callable[[ReportCell], bool]


def check(report: Report) -> Report:
    """The report with the findings of every rule and its quality; no cell is changed, and checking twice changes nothing.

    Findings that the parser made itself are kept in front. Never raises.
    """
    return judge(report, trust_of(report))


def trust_of(report: Report) -> Trust:
    """Which cells of a single reading are trusted enough to blame the document."""
    inferred = any(word in report.reader.lower() for word in _INFERRING)
    return lambda cell: not inferred


def judge(report: Report, trust: Trust, extra: tuple[Finding, ...] = ()) -> Report:
    """:func:`check` with the trust in each cell given. ``extra`` findings come from outside the rules."""
    grid = Grid(report)
    own = [f for f in (*report.identity.findings, *report.findings)
           if f in report.identity.findings or f.rule not in BY_ID]
    broken = [_finding(rule, breach, trust) for rule, breach in _breaches(grid)]
    findings = tuple(dict.fromkeys((*own, *broken, *extra)))
    return replace(report, findings=findings, quality=quality(report, findings))


def _breaches(grid: Grid) -> Iterator[tuple[Rule, Breach]]:
    failed = [e for e in equations(grid) if not e.holds]
    for rule in RULES:
        for equation in failed:
            if equation.rule == rule.id:
                yield rule, equation.breach()
        if rule.check and (not rule.forms or rule.forms & grid.forms):
            for breach in rule.check(grid):
                yield rule, breach


def _finding(rule: Rule, breach: Breach, trust: Trust) -> Finding:
    trusted = all(trust(c) and not c.note and c.state is not State.UNREADABLE for c in breach.operands)
    origin: FindingOrigin = breach.origin or ("source" if trusted else "reading")
    return Finding(rule.id, breach.severity or rule.severity, breach.message, origin, breach.table, breach.row,
                   breach.column, breach.left, breach.right)


def quality(report: Report, findings: tuple[Finding, ...]) -> Quality:
    """One word for the whole report, the first that applies:

    - ``unreadable``: half of its cells or more are unreadable;
    - ``needs_review``: publisher or year is unknown, or a reading is in doubt (a finding of origin ``reading`` that
      is more than information);
    - ``no_tables``: it has no statistical table;
    - ``source_errors``: an identity of the form is broken, and the document is to blame;
    - ``clean``: none of these (warnings and information may stand).
    """
    lost = sum(c.state is State.UNREADABLE for c in report.cells)
    if report.cells and 2 * lost >= len(report.cells):
        return "unreadable"
    doubt = any(f.origin == "reading" and f.severity != "info" for f in findings)
    if doubt or report.identity.publisher is None or report.identity.year is None:
        return "needs_review"
    if not report.cells:
        return "no_tables"
    return "source_errors" if any(f.severity == "error" for f in findings) else "clean"


def doubted(report: Report) -> frozenset[Key]:
    """Cells whose reading had to be mended or failed, and that no identity confirms."""
    confirmed: set[Key] = set()
    refuted: set[Key] = set()
    for equation in equations(Grid(report)):
        (confirmed if equation.holds else refuted).update(c.key for c in equation.cells)
    return frozenset(
        c.key for c in report.cells
        if c.state is State.UNREADABLE or (c.note and c.key not in confirmed - refuted)
    )
