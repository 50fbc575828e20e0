"""Rules C: proactive disclosure, section 2 (the forms since 2019)."""

from __future__ import annotations

from collections.abc import Iterator

from etl.check.cells import alone, name
from etl.check.model import ACROSS_YEARS, Breach, Grid, Rule, Side
from etl.forms import AMOUNTS, PROACTIVE, having
from etl.report import ReportCell

FORMS = having("art20_1")
#: Fees above this (in 万元) look like yuan: a township's, and a city's.
FEES_TOWNSHIP, FEES_CITY = 1000, 1_000_000


def _rows(grid: Grid, table: str, *columns: str) -> Iterator[tuple[ReportCell, ...]]:
    """The cells of these columns in every row of a table where all of them are numbers."""
    for row in dict.fromkeys(c.row for c in grid.cells(table)):
        cells = [grid.cell(table, row, c) for c in columns]
        found = tuple(c for c in cells if c is not None and c.value is not None)
        if len(found) == len(columns):
            yield found


def _value(cell: ReportCell) -> int | float:
    assert cell.value is not None
    return cell.value


def _issued(grid: Grid) -> Iterator[Breach]:
    for issued, repealed, in_force in _rows(grid, "art20_1", "issued_this_year", "repealed_this_year", "in_force"):
        bound = Side("", (repealed, in_force)).total
        if _value(issued) > bound:
            yield Breach(f"{name(grid, issued)}={issued.value}，大于现行有效+本年废止={bound}", *issued.key,
                         left=issued.value, right=bound, operands=(issued, repealed, in_force))


def _disclosed(grid: Grid) -> Iterator[Breach]:
    columns = ("made_this_year", "newly_disclosed_this_year", "total_disclosed")
    for made, disclosed, total in _rows(grid, "art20_1", *columns):
        for small, large in ((disclosed, total), (disclosed, made)):
            if _value(small) > _value(large):
                yield Breach(f"{name(grid, small)}={small.value}，大于{name(grid, large)}={large.value}", *small.key,
                             left=small.value, right=large.value, operands=(small, large))


def _stock(grid: Grid) -> Iterator[Breach]:
    for table in ("art20_5", "art20_6", "art20_8"):
        for last, change in _rows(grid, table, "items_last_year", "items_change"):
            left = Side("", (last, change)).total
            if left < 0:
                yield Breach(f"{name(grid, last)}（{last.value}）+本年增/减（{change.value}）={left}，小于0", *change.key,
                             left=left, right=0, operands=(last, change))


def _negative(grid: Grid) -> Iterator[Breach]:
    for table in PROACTIVE:
        for cell in grid.cells(table):
            if cell.column != "items_change" and cell.value is not None and cell.value < 0:
                yield alone(grid, cell, "只有本年增/减可以为负", 0)


def _decimal(grid: Grid) -> Iterator[Breach]:
    for table in PROACTIVE:
        for cell in grid.cells(table):
            if cell.column not in AMOUNTS and cell.value is not None and cell.value != int(cell.value):
                yield alone(grid, cell, "只有金额可以带小数")


def _fees(grid: Grid) -> Iterator[Breach]:
    cell = grid.cell("art20_8", "administrative_fees", "fees_collected")
    limit = FEES_TOWNSHIP if grid.report.identity.level == "township" else FEES_CITY
    if cell is not None and cell.value is not None and cell.unit in (None, "万元") and cell.value > limit:
        yield alone(grid, cell, "按万元计过大，疑以元填报", limit)


def _procurement(grid: Grid) -> Iterator[Breach]:
    for items, amount in _rows(grid, "art20_9", "procurement_items", "procurement_amount"):
        if bool(items.value) != bool(amount.value):
            yield Breach(f"采购项目数量={items.value}，采购总金额={amount.printed}，一为0而另一不为0",
                         *amount.key, left=items.value, right=amount.value, operands=(items, amount))


def _regulations(grid: Grid) -> Iterator[Breach]:
    if grid.report.identity.level not in ("county", "township", "department"):
        return
    cells = [c for c in grid.cells("art20_1") if c.row == "regulations" and c.value]
    if cells:
        yield alone(grid, cells[0], "而该机关无规章制定权", 0)


def _enforcement(grid: Grid) -> Iterator[Breach]:
    if grid.report.identity.level == "township":
        yield from (alone(grid, cell, "乡镇（街道）一般须经授权或委托方可执法", 0) for cell in grid.cells("art20_6")
                    if cell.column == "decisions" and cell.value)


RULES = (
    Rule("C1", "warning", "现行有效=上年现行有效+本年制发−本年废止", "in force = last year's + issued − repealed",
         why_not=ACROSS_YEARS),
    Rule("C2", "warning", "本年制发不大于现行有效+本年废止", "issued this year is at most in force + repealed", _issued, having("art20_1", "in_force")),
    Rule("C3", "warning", "本年新公开不大于对外公开总数，也不大于本年新制作",
         "newly disclosed is at most the total disclosed and at most what was made this year", _disclosed,
         having("art20_1", "total_disclosed")),
    Rule("C4", "warning", "对外公开总数与上年相衔接", "total disclosed follows from last year's",
         why_not=ACROSS_YEARS),
    Rule("C5", "warning", "上一年项目数量与上年报告相衔接", "last year's items agree with last year's report",
         why_not=ACROSS_YEARS),
    Rule("C6", "error", "上一年项目数量+本年增/减不小于0", "items last year + change is at least 0", _stock,
         having("art20_5", "items_change")),
    Rule("C7", "info", "2020年对外公开总数与2021年现行有效件数不可比",
         "total disclosed of 2020 is not in force of 2021", why_not="口径说明 / a note on comparability"),
    Rule("C8", "error", "第二部分只有本年增/减可以为负", "in section 2 only the change of items may be negative", _negative, FORMS),
    Rule("C9", "error", "第二部分只有金额可以带小数", "in section 2 only amounts may be decimal", _decimal, FORMS),
    Rule("C10", "warning", "行政事业性收费以万元计，数值过大疑以元填报",
         "fees are in 万元 (10,000 yuan); a very large value suggests yuan", _fees, having("art20_8", "fees_collected")),
    Rule("C11", "warning", "采购项目数量与采购总金额应同为0或同不为0", "procurement items and amount are both 0 or both not",
         _procurement, having("art20_9", "procurement_amount")),
    Rule("C12", "warning", "县级、乡镇及部门无规章制定权", "counties, townships and departments cannot make regulations (规章)",
         _regulations, FORMS),
    Rule("C13", "info", "乡镇（街道）的处罚、强制决定须有授权或委托", "penalties and coercion by a township need a delegation",
         _enforcement, FORMS),
    Rule("C14", "warning", "与上年相比变化过大", "a great change against last year", why_not=ACROSS_YEARS),
)
