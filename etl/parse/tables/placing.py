"""Putting printed values in their places, and keeping what has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from etl import forms
from etl.documents import Cell
from etl.forms import Column, FormTable, Row
from etl.numbers import SEVERAL, YUAN, Reading, in_yuan, read_cell
from etl.parse.grid import GridRow, is_blank, is_text
from etl.parse.tables.header import Header, place_values
from etl.parse.tables.segment import known_label
from etl.remembered import remembered
from etl.report import ExtraRow, Finding, ReportCell, State
from etl.text import fold, squeeze

_MONEY = re.compile(r"[万千亿]?元")
_SPILT = re.compile(r"[\u4e00-\u9fff):\s]\d[\d,.]*[\u4e00-\u9fff]{0,2}$")
IN_THE_LABEL = "the number may stand in the label"
_CHANGED = ("↑", "↓", "±", "+", "＋", "上", "下")
"""What a number that tells a change may begin with."""
_LESS = re.compile("[减降少↓]")
"""What is said beside a number (3（减）) of which the sign was not read."""


@dataclass(slots=True)
class Sink:
    """Collects what the readers of the single tables find."""

    cells: list[ReportCell] = field(default_factory=list)
    extras: list[ExtraRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    units: Mapping[int, str] = field(default_factory=dict)
    """The unit of money that the lines above a table name, by the table's number."""

    def warn(self, rule: str, message: str, table: str | None = None, row: str | None = None) -> None:
        self.findings.append(Finding(rule, "warning", message, "reading", table, row))

    def cell(self, table: FormTable, row: Row, column: Column, cell: Cell, place: GridRow, doubt: str | None = None,
             unit: str | None = None) -> None:
        named = unit or self.units.get(place.table.index)
        self.cells.append(report_cell(table, row, column, cell, place.table.index, place.index, doubt, named))

    def extra(self, table: str, label: str, printed: Iterable[str], place: GridRow, code: str | None = None) -> None:
        shown = tuple(p.strip() for p in printed)
        self.extras.append(ExtraRow(table, squeeze(label), shown, code, place.page, place.table.index, place.index))


def report_cell(table: FormTable, row: Row, column: Column, cell: Cell, table_index: int, row_index: int,
                doubt: str | None = None, printed_unit: str | None = None) -> ReportCell:
    """One document cell as a cell of the form. Money gets ``value_yuan`` only where its unit is printed (in the cell, else in its
    label, its header or a line above the table: ``printed_unit``) or fixed."""
    reading = read_cell(cell.text)
    fixed = column.unit if column.unit != "unspecified" else None
    money = column.code in forms.AMOUNTS or row.code in forms.AMOUNTS
    if reading.value is not None and (
            (reading.unit in YUAN and not money) or (money and reading.unit and reading.unit not in YUAN)
            or (reading.printed.startswith(_CHANGED) and column.code != "items_change")
            or (reading.value > 0 and column.code == "items_change" and _LESS.search(reading.printed))):
        reading = Reading(State.UNREADABLE, reading.printed, note="another thing than is counted here")
    unit = reading.unit or (printed_unit if money else None) or fixed or row.unit
    yuan = in_yuan(reading.value, unit) if money and reading.value is not None else None
    return ReportCell(
        table.id, row.code, column.code, reading.value, reading.printed, reading.state, unit, yuan, table.form, cell.page,
        table_index, row_index, cell.column, cell.bbox, doubt or cell.doubt or reading.note,
    )


def candidates(table_id: str) -> list[FormTable]:
    return [t for f in forms.forms() if (t := f.table(table_id))]


def says_a_number(cells: Iterable[Cell]) -> bool:
    """The header row of a group holds nothing in the official form: blanks and dashes in it are no cells."""
    return any(read_cell(c.text).state is State.NUMBER for c in cells)


@remembered
def unit_named(text: str) -> str | None:
    """The unit of money that a label or header names, where it names one only. 元 behind a bracket that opens elsewhere may be the end of 万元."""
    said = squeeze(text)
    found = set(_MONEY.findall(said))
    is_torn = found == {"元"} and said.count(")") > said.count("(")
    return found.pop() if len(found) == 1 and not is_torn else None


def emit(sink: Sink, table: FormTable, entry: Row, row: GridRow, header: Header, doubt: str | None = None) -> None:
    """Writes the cells of one data row."""
    placed = place_values(row, header)
    if placed is None:
        emit_lost(sink, table, entry, row, header)
        return
    unknown: list[str] = []
    crowded = any(read_cell(cell.text).note == SEVERAL for _, cell in placed)
    covered = _is_covered(row)
    for position, cell in placed:
        column = header.columns[position]
        why = "one number for several rows" if is_shared(cell, row) else SEVERAL if crowded and is_blank(cell) else None
        if column is not None and column.code == "total" and _shares_the_total(cell, placed):
            why = "one 0 for the total and the column beside it"
        if is_blank(cell) and (covered or ends_in_a_number(row.label)):
            why = "the number may stand in a cell that reaches down from above" if covered else IN_THE_LABEL
        if column is None:
            unknown.append(cell.text)
        elif why is not None:
            made = report_cell(table, entry, column, cell, row.table.index, row.index)
            sink.cells.append(replace(made, state=State.UNREADABLE, value=None, value_yuan=None, note=why))
        else:
            unit = unit_named(row.label) or unit_named(header.texts[position]) or unit_named(header.note)
            sink.cell(table, entry, column, cell, row, doubt, unit=unit)
    if any(squeeze(u) for u in unknown):
        names = "、".join(squeeze(t) for c, t in zip(header.columns, header.texts, strict=True) if c is None)
        sink.extra(table.id, f"{entry.label}·{names}", unknown, row)


def ends_in_a_number(label: str) -> bool:
    """Whether a number stands behind a label, in its cell: no cell beside it is blank for sure."""
    return _SPILT.search(fold(label).rstrip()) is not None


def _shares_the_total(cell: Cell, placed: Sequence[tuple[int, Cell]]) -> bool:
    """Whether a total's 0 stands for a column beside it too, in a row with other numbers: who merged the cells lost the total."""
    return sum(own is cell for _, own in placed) > 1 and any(read_cell(own.text).value for _, own in placed)


def is_shared(cell: Cell, row: GridRow) -> bool:
    """Whether a number is merged over rows that each have a label of their own: their sum, and nobody knows of which."""
    below = row.table.rows[row.index + 1 : row.index + cell.rowspan]
    return any(is_text(c) and known_label(c.text) for line in below for c in line)


def _is_covered(row: GridRow) -> bool:
    """Whether a cell from above with a number in it reaches down behind the row's label: a heading and its number that no line parts."""
    return any(
        c.row + c.rowspan > row.index and row.labels and c.column > row.labels[-1].column and any(read_cell(t).state is State.NUMBER for t in c.text.split("\n"))
        for line in row.table.rows[: row.index] for c in line
    )


def emit_lost(sink: Sink, table: FormTable, entry: Row, row: GridRow, header: Header) -> None:
    """A row with fewer values than columns: which blanks were dropped is not known, so nothing is guessed.

    Only a total that the other values add up to is sure: it stands last. Of zeros any may be.
    """
    seen = " ".join(c.text.strip() for c in row.values)
    columns = [c for c in header.columns if c is not None]
    numbers = [read_cell(c.text) for c in row.values]
    total = None
    if columns and columns[-1].code == "total" and len(numbers) >= 2 and all(n.state is State.NUMBER for n in numbers):
        *parts, last = [n.value or 0 for n in numbers]
        total = row.values[-1] if sum(parts) == last > 0 else None
    for column in columns:
        if total is not None and column.code == "total":
            sink.cell(table, entry, column, total, row, "position from the row's sum")
        else:
            cell = replace(row.values[0], text=seen)
            sink.cells.append(replace(
                report_cell(table, entry, column, cell, row.table.index, row.index),
                state=State.UNREADABLE, value=None, value_yuan=None, printed=seen,
                note=f"{len(row.values)} values for {len(columns)} columns",
            ))
    sink.warn("lost_positions", f"{entry.label}：应有{len(columns)}个数，只见{len(row.values)}个，位置无法确定",
              table.id, entry.code)
