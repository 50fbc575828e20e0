"""What a rule is, and the index of cells that rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from etl import forms as official
from etl.numbers import plain
from etl.report import FindingOrigin, Report, ReportCell, Severity, State

Number = int | float
Key = tuple[str, str, str]
#: Why a rule is not checked within one report.
ACROSS_YEARS = "跨年度核对，入库后进行 / across years, once loaded"
#: Readers that infer lines and grid from ink on a page: one such reading alone does not convict the document.
_INFERRING = ("pdf", "ofd", "ocr", "tesseract", "image")


def infers(report: Report) -> bool:
    """Whether lines and grid were inferred from where words stand on a page, not copied from the document."""
    return any(word in report.reader.lower() for word in _INFERRING) or any(c.bbox is not None for c in report.cells)


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a rule does not hold; :mod:`etl.check` turns it into a finding.

    ``severity`` None takes the rule's own; ``origin`` None leaves the judgement to the trust put in ``operands``.
    """

    message: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    left: Number | str | None = None
    right: Number | str | None = None
    severity: Severity | None = None
    origin: FindingOrigin | None = None
    operands: tuple[ReportCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the book. ``forms`` empty means every generation of the form; ``check`` None means that it is stated
    for readers but not checked within one report, and ``why_not`` says why."""

    id: str
    severity: Severity
    zh: str
    en: str
    check: Callable[[Grid], Iterable[Breach]] | None = None
    forms: frozenset[str] = frozenset()
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation: cells that are added up, and how the sum is called in a message."""

    name: str
    cells: tuple[ReportCell, ...]

    @property
    def total(self) -> Number:
        """The sum; a blank and ``/`` count 0."""
        values = [c.value for c in self.cells if c.value is not None]
        return sum(values) if all(type(v) is int for v in values) else plain(sum((Decimal(str(v)) for v in values), Decimal(0)))


@dataclass(frozen=True, slots=True)
class Equation:
    """An identity of the form written out on the cells of one report: both sides must have the same sum."""

    rule: str
    table: str
    row: str | None
    column: str | None
    place: str
    """The row or column in Chinese, for messages."""
    left: Side
    right: Side
    severity: Severity = "error"

    @property
    def holds(self) -> bool:
        return self.left.total == self.right.total

    @property
    def cells(self) -> tuple[ReportCell, ...]:
        return self.left.cells + self.right.cells

    def breach(self) -> Breach:
        left, right = self.left.total, self.right.total
        place = f"{self.place}：" if self.place else ""
        counted = "" if all(c.state is State.NUMBER for c in self.cells) else "（空白按0计）"
        return Breach(
            f"{place}{self.left.name}={left}，{self.right.name}={right}，应相等{counted}", self.table, self.row, self.column,
            left, right, self.severity, operands=self.cells,
        )


class Grid:
    """A report's cells by code. Where a key stands twice the first cell counts (rule R7 reports the second)."""

    def __init__(self, report: Report, *, agreed: frozenset[Key] = frozenset(), disputed: frozenset[Key] = frozenset(),
                 confirmed: frozenset[Key] = frozenset(), same_headings: bool = False) -> None:
        """``agreed`` and ``disputed``: keys on which two independent readings agree or not (empty after one reading);
        ``confirmed``: keys in identities that hold, and in none that fails; ``same_headings``: two readings found them."""
        self.report = report
        self.same_headings = same_headings
        self.agreed, self.disputed, self.confirmed = agreed, disputed, confirmed
        self._cells: dict[Key, ReportCell] = {}
        for cell in report.cells:
            self._cells.setdefault(cell.key, cell)

    @cached_property
    def by_table(self) -> dict[str, list[ReportCell]]:
        tables: dict[str, list[ReportCell]] = {}
        for cell in self._cells.values():
            tables.setdefault(cell.table, []).append(cell)
        return tables

    @cached_property
    def inferred(self) -> bool:
        return infers(self.report)

    @cached_property
    def with_blanks(self) -> frozenset[tuple[str, str]]:
        """Table and row of every row in which a cell is blank that is seen in no place of its own."""
        return frozenset((c.table, c.row) for c in self._cells.values() if c.state is State.BLANK and c.bbox is None)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every generation that the report or one of its tables follows."""
        found = {table.form for table in self.tables}
        return frozenset(found | ({self.report.form} if self.report.form else set()))

    @cached_property
    def tables(self) -> tuple[official.FormTable, ...]:
        """The official tables the report has cells of, each in the generation that its cells follow."""
        return tuple(t for t in (self.form_table(name) for name in self.by_table) if t is not None)

    def form_table(self, table: str) -> official.FormTable | None:
        """The official table as the report's own table follows it, or None where the report has none of it."""
        cells = self.by_table.get(table, ())
        named = [c.form for c in cells if c.form]
        form = max(set(named), key=named.count) if named else self.report.form
        if not cells or form not in official.IDS:
            return None
        return official.load(form).table(table)

    def cell(self, table: str, row: str, column: str) -> ReportCell | None:
        return self._cells.get((table, row, column))

    def number(self, table: str, row: str, column: str) -> Number | None:
        """The printed number, or None where the cell is missing, blank, not applicable or unreadable."""
        cell = self.cell(table, row, column)
        return None if cell is None else cell.value

    def numbers(self, table: str, rows: Iterable[str], column: str) -> list[ReportCell] | None:
        """The cells of these rows in one column, or None if one of them is not a number."""
        return all_numbers([self.cell(table, row, column) for row in rows])

    def summands(self, table: str, rows: Iterable[str], column: str) -> list[ReportCell] | None:
        """The cells of these rows in one column, or None if one is missing or unreadable, or none of them is a number."""
        return all_summands([self.cell(table, row, column) for row in rows])

    def cells(self, table: str) -> Iterator[ReportCell]:
        yield from self.by_table.get(table, ())

    @cached_property
    def expected(self) -> dict[str, official.FormTable]:
        """The tables that the report should have. Section 2 follows its own generation where it differs. Where nothing tells the form, those
        that every form has which has the tables that were read."""
        form = self.report.form
        if form not in official.IDS:
            possible = [f for f in official.forms() if self.by_table and all(f.table(name) for name in self.by_table)]
            return {t.id: t for f in possible for t in f.tables if all(other.table(t.id) for other in possible)}
        section = [t.form for t in self.tables if t.id in official.PROACTIVE]
        second = max(set(section), key=section.count) if section else form
        own = [t for t in official.load(form).tables if t.id not in official.PROACTIVE]
        return {t.id: t for t in (*(t for t in official.load(second).tables if t.id in official.PROACTIVE), *own)}


def severity(*sides: Side) -> Severity:
    """Of a sum that fails: ``/`` says that there is nothing, but perhaps in another sense; a blank may have been left open, and
    missing is not zero, so that it breaks no rule (but see :func:`etl.check.judge.judge`)."""
    states = {c.state for side in sides for c in side.cells}
    return "info" if State.BLANK in states else "warning" if State.NOT_APPLICABLE in states else "error"


def all_summands(cells: Sequence[ReportCell | None]) -> list[ReportCell] | None:
    """The cells of a sum in which a blank or ``/`` stands for nothing; None if one is missing or unreadable, or none is a number."""
    found = [c for c in cells if c is not None and c.state is not State.UNREADABLE]
    return found if len(found) == len(cells) and any(c.state is State.NUMBER for c in found) else None


def all_numbers(cells: Sequence[ReportCell | None]) -> list[ReportCell] | None:
    """The cells, or None if one of them is missing or no number."""
    found = [c for c in cells if c is not None and c.state is State.NUMBER]
    return found if len(found) == len(cells) else None
