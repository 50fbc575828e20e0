"""Runs the rules over a report and says whose fault each breach is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.check.model import Breach, Equation, Grid, Key, Rule
from etl.check.reading import is_harmless
from etl.check.rules import BY_ID, RULES, equations
from etl.check.torn import put_together
from etl.documents import BY_ORDER, PARTED, UNSURE
from etl.forms import STATISTICS
from etl.report import Finding, FindingOrigin, Quality, Report, ReportCell, State

#: What is said of the generation of the tables, and what does not bear on how they were read.
_ON_FORMS = frozenset({"mixed_forms", "F3"})
_ON_PROSE = frozenset({"F4", "R8"})


def check(report: Report) -> Report:
    """The report with the findings of every rule and its quality. No cell is changed but those of rows placed by order that a sum
    contradicts, which become ``unreadable``, numbers torn inside their cell (:mod:`etl.check.torn`), and notes on digits that markup parts where
    no sum speaks for a doubt; checking twice changes nothing.

    Findings of other rules than :data:`etl.check.RULES` (made by the parser) are kept, in front. Never raises.
    """
    return judge(report)


def judge(
    report: Report,
    *,
    agreed: frozenset[Key] = frozenset(),
    disputed: frozenset[Key] = frozenset(),
    same_headings: bool = False,
    extra: Sequence[Finding] = (),
) -> Report:
    """:func:`check`, told on which cells two readings agree and disagree, and whether they found the same headings; ``extra``
    findings are added at the end."""
    report = put_together(report)
    found = list(equations(Grid(report)))
    if misplaced := _misplaced(found):
        report = replace(report, cells=tuple(
            replace(c, value=None, value_yuan=None, state=State.UNREADABLE) if c.key in misplaced else c for c in report.cells))
        found = list(equations(Grid(report)))
    if idle := {c.key for c in report.cells if (c.note or "").startswith(PARTED) and not _may_be_a_part(c, found)}:
        report = replace(report, cells=tuple(replace(c, note=None) if c.key in idle else c for c in report.cells))
        found = list(equations(Grid(report)))
    grid = Grid(report, agreed=agreed, disputed=disputed, confirmed=_confirmed(found), same_headings=same_headings)
    failed = [e for e in found if not e.holds]
    broken = [(rule, breach) for rule in RULES for breach in _breaches(rule, grid, failed)]
    own = [f for f in report.findings if f.rule not in BY_ID]
    shaky = _systematic(found, agreed)
    shaky |= {b.table for r, b in broken if b.origin == "reading" and (b.severity or r.severity) != "info" and b.table}
    shaky |= {f.table for f in own if f.origin == "reading" and f.severity != "info" and f.table}
    judged = [_finding(grid, shaky, rule, breach) for rule, breach in broken]
    findings = _of_forms(tuple(dict.fromkeys((*report.identity.findings, *own, *judged, *extra))))
    return replace(report, findings=findings, quality=quality(report, findings))


def _may_be_a_part(cell: ReportCell, found: Sequence[Equation]) -> bool:
    """Whether a sum that fails would hold with one of the two parts into which markup cuts a number."""
    digits = (cell.note or "").removeprefix(PARTED)
    ahead = cell.printed.removesuffix(digits)
    parts = [cell.value - int(part) for part in (ahead, digits) if cell.value is not None and part.isdecimal()]
    more = [(side, side.total - other.total) for e in found if not e.holds for side, other in ((e.left, e.right), (e.right, e.left))]
    return any(excess in parts and any(c.key == cell.key for c in side.cells) for side, excess in more)


def _misplaced(found: Sequence[Equation]) -> set[Key]:
    """Cells of rows that were placed by their order alone, where a sum over several rows contradicts them."""
    failed = (e for e in found if not e.holds and len({c.row for c in e.cells}) > 1)
    return {c.key for e in failed for c in e.cells if c.note is not None and c.note.startswith(BY_ORDER)}


def _of_forms(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Which form a table follows is told by its labels; where they may be misread, nobody mixed forms or took the wrong one."""
    doubted = any(f.origin == "reading" and f.severity != "info" and f.rule not in _ON_FORMS and f.rule not in _ON_PROSE for f in findings)
    return tuple(replace(f, origin="reading" if doubted else "source") if f.rule in _ON_FORMS else f for f in findings)


def _confirmed(found: Sequence[Equation]) -> frozenset[Key]:
    held = {c.key for e in found if e.holds and e.severity != "info" for side, other in ((e.left, e.right), (e.right, e.left)) for c in side.cells
            if not (e.rule == "A1" and placed_by_sum(c)) and not (_may_be_more(c) and any(map(_may_be_more, other.cells)))}
    return frozenset(held - {c.key for e in found if not e.holds for c in e.cells})


def _may_be_more(cell: ReportCell) -> bool:
    """A doubtful zero. Those on one side of a sum that holds are zeros, for no number is below zero; on both sides they may be equal numbers."""
    return cell.note is not None and cell.note.startswith(UNSURE) and not cell.value


def _systematic(found: Sequence[Equation], agreed: frozenset[Key]) -> set[str]:
    """Tables in which so many identities fail that a reading in the wrong place is likelier than so many slips of the
    pen: six and more, and over a third of those that can be written out.

    Two readings that agree do not change that, for both may be a column off, unless one row is in all that fails, or the
    table has but one column.
    """
    shaky = set()
    broken = [e for e in found if not e.holds and e.severity != "info"]
    for table, count in Counter(e.table for e in broken).items():
        failed = [e for e in broken if e.table == table]
        one_row = table == STATISTICS or frozenset.intersection(*(frozenset(c.row for c in e.cells) for e in failed))
        if count >= 6 and 3 * count > sum(e.table == table for e in found) and not (
                one_row and all(c.key in agreed for e in failed for c in e.cells)):
            shaky.add(table)
    return shaky


def placed_by_sum(cell: ReportCell) -> bool:
    """The parser chose the cell's column so that its row adds up; that the row adds up then proves nothing."""
    return cell.note is not None and "sum" in cell.note


def _breaches(rule: Rule, grid: Grid, failed: Sequence[Equation]) -> Iterator[Breach]:
    if rule.forms and not rule.forms & grid.forms:
        return
    yield from (e.breach() for e in failed if e.rule == rule.id)
    if rule.check:
        yield from rule.check(grid)


def _finding(grid: Grid, shaky: set[str], rule: Rule, breach: Breach) -> Finding:
    trusted = all(_trusted(grid, shaky, c) for c in breach.operands)
    origin: FindingOrigin = breach.origin or ("source" if trusted else "reading")
    severity = breach.severity or rule.severity
    if rule.severity == "error" and severity == "info" and origin == "reading":
        severity = "warning"  # what somebody left open breaks no rule; a number that was not seen looks the same
    return Finding(rule.id, severity, breach.message, origin, breach.table, breach.row,
                   breach.column, breach.left, breach.right)


def _trusted(grid: Grid, shaky: set[str], cell: ReportCell) -> bool:
    """Whether the document may be blamed for what this cell says: nothing of its row was lost, nothing in it was mended that no
    identity confirms (two readings mend alike), and two readings agree on it, or the only one copied the table's own grid."""
    mended = not is_harmless(cell.note) and cell.key not in grid.confirmed
    if cell.table in shaky or mended or _lost(grid, cell):
        return False
    return cell.key in grid.agreed or not grid.inferred


def _lost(grid: Grid, cell: ReportCell) -> bool:
    """A row of lines, of text or on a page, with a blank between its numbers that no box holds: a number may as well have been lost on
    the way into them, or two have run together, and those beside it moved; a cell seen on a page that one reader alone has seen,
    because an archive was put together of its members."""
    reader = grid.report.reader
    return ((reader == "text" or grid.inferred) and cell.key[:2] in grid.with_blanks) or (reader == "archive" and cell.bbox is not None)


def quality(report: Report, findings: Sequence[Finding]) -> Quality:
    """One word for the whole report, the first that applies:

    - ``unreadable``: half of its cells or more are unreadable;
    - ``needs_review``: publisher or year is unknown, or a reading is in doubt (a finding of origin ``reading`` that
      is more than information);
    - ``no_tables``: no statistical table was found in it (a warning says so where pictures stand in their place);
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
