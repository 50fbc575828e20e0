"""How cells are called in messages, and what one cell alone may say wrong."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from etl.check.model import Breach, Grid, Number, Side
from etl.numbers import read_cell
from etl.report import ExtraRow, ReportCell

_SUBTOTAL = re.compile("[小合总]计")
_WITHOUT_REMARK = re.compile(r"(?:（.{1,2}）)?[^（]*")


def name(grid: Grid, cell: ReportCell) -> str:
    """A cell's official labels."""
    table = grid.form_table(cell.table)
    row, column = (table.row(cell.row), table.column(cell.column)) if table else (None, None)
    labels = [short(row.label) if row else cell.row, column.label if column else cell.column]
    return "/".join(x for x in labels if x and x not in ("cases", "统计数"))


def short(label: str) -> str:
    """A label without its remark: （二）部分公开（区分处理的…） → （二）部分公开."""
    match = _WITHOUT_REMARK.match(label)
    return match[0] if match else label


def own_numbers(extras: Iterable[ExtraRow]) -> list[Number]:
    """The numbers that a place added to the form, and the sum of them: a total may count them beside the form's own parts."""
    parts = (text for e in extras if not _SUBTOTAL.search(e.label.rpartition("·")[2]) for text in e.printed[-1:])
    found = [value for text in parts if (value := read_cell(text).value) is not None]
    return [*found, sum(found)] if found else []


def is_rest(parts: Side, total: Side, own: Container[Number]) -> bool:
    """Whether numbers of the place's own are what a total holds beyond the form's parts."""
    rest = total.total - parts.total
    return rest != 0 and rest in own


def beside(grid: Grid, total: ReportCell) -> list[ExtraRow]:
    """What stands in the same row of the table in columns of the place's own."""
    return [e for e in grid.report.extras if total.row_index is not None
            and (e.table, e.table_index, e.row_index) == (total.table, total.table_index, total.row_index)]


def alone(grid: Grid, cell: ReportCell, why: str, bound: Number | None = None) -> Breach:
    """A breach by what this cell holds, whatever the others say."""
    return Breach(f"{name(grid, cell)}={cell.printed}，{why}", *cell.key, left=cell.value, right=bound, operands=(cell,))


def uncountable(grid: Grid, cells: Iterable[ReportCell]) -> Iterator[Breach]:
    """Numbers that count nothing: negative ones and fractions."""
    for cell in cells:
        if cell.value is not None and (cell.value < 0 or cell.value != int(cell.value)):
            yield alone(grid, cell, "应为非负整数")
