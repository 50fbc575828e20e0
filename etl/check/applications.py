"""Rules A: the table of requests (the forms since 2019)."""

from __future__ import annotations

from collections.abc import Iterator

from etl.check.cells import beside, is_rest, own_numbers, short, uncountable
from etl.check.model import Breach, Equation, Grid, Rule, Side, all_numbers, all_summands, severity
from etl.forms import APPLICATIONS as TABLE
from etl.forms import FormTable, Row, having
from etl.report import ReportCell, State

FORMS = having(TABLE)
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")
TOTAL = "total"


def equations(grid: Grid) -> Iterator[Equation]:
    """A1, A2 and A3 wherever all their operands are printed."""
    table = grid.form_table(TABLE)
    if table is None:
        return
    for row in table.rows:
        yield from _row_sum(grid, row)
    for column in table.columns:
        yield from _carry(grid, column.code, column.label)
        yield from _groups(grid, table, column.code, column.label)
        yield from _processed(grid, table, column.code, column.label)


def _row_sum(grid: Grid, row: Row) -> Iterator[Equation]:
    total = grid.cell(TABLE, row.code, TOTAL)
    parts = all_summands([grid.cell(TABLE, row.code, c) for c in APPLICANTS])
    if total is None or total.value is None or parts is None:
        return  # a row that fills only its total says nothing of the applicants
    sides = Side("各类申请人之和", tuple(parts)), Side("总计", (total,))
    if not is_rest(*sides, own_numbers(beside(grid, total))):
        left_open = severity(*sides) != "error"
        yield Equation("A1", TABLE, row.code, TOTAL, short(row.label), *sides, "warning" if left_open else "error")


def _carry(grid: Grid, column: str, label: str) -> Iterator[Equation]:
    left = grid.summands(TABLE, ("new_received", "carried_in"), column)
    right = grid.summands(TABLE, ("total_processed", "carried_forward"), column)
    if left and right and left[0].value is not None and right[0].value is not None:
        sides = Side("新收+结转", tuple(left)), Side("办理+结转下年", tuple(right))
        yield Equation("A2", TABLE, None, column, f"{label}列", *sides, severity(*sides))


def _groups(grid: Grid, table: FormTable, column: str, label: str) -> Iterator[Equation]:
    for row in table.rows:
        header = grid.cell(TABLE, row.code, column)
        if row.role != "group_derived" or header is None or header.value is None:
            continue
        children = grid.summands(TABLE, [r.code for r in table.children(row.code)], column)
        if children:
            sides = Side(f"{short(row.label)}各项之和", tuple(children)), Side(short(row.label), (header,))
            yield Equation("A3", TABLE, row.code, column, f"{label}列", *sides, severity(*sides))


def _processed(grid: Grid, table: FormTable, column: str, label: str) -> Iterator[Equation]:
    total = grid.cell(TABLE, "total_processed", column)
    if total is None or total.value is None:
        return
    outcomes = [_outcome(grid, table, row, column) for row in table.children("results") if row.code != "total_processed"]
    if parts := all_summands([c for cells in outcomes for c in cells]):
        sides = Side("各项办理结果之和", tuple(parts)), Side("（七）总计", (total,))
        yield Equation("A3", TABLE, "total_processed", column, f"{label}列", *sides, severity(*sides))


def _outcome(grid: Grid, table: FormTable, row: Row, column: str) -> list[ReportCell | None]:
    """The cells that make up one outcome: the children of a group, or its header where only that has a number."""
    header = grid.cell(TABLE, row.code, column)
    children = [grid.cell(TABLE, r.code, column) for r in table.children(row.code)]
    if any(c and c.state in (State.NUMBER, State.UNREADABLE) for c in children) or (any(children) and (header is None or header.value is None)):
        return children
    return [header]


def outcome(grid: Grid, code: str) -> tuple[ReportCell, ...] | None:
    """The cells of the column 总计 that make up an outcome: the row's own, else a group's rows; None if one of them is no number."""
    table = grid.form_table(TABLE)
    row = table.row(code) if table else None
    parts = all_numbers(_outcome(grid, table, row, TOTAL)) if table and row else None
    return None if parts is None else tuple(parts)


def _integers(grid: Grid) -> Iterator[Breach]:
    return uncountable(grid, grid.cells(TABLE))


def _bounds(grid: Grid) -> Iterator[Breach]:
    cells = [grid.cell(TABLE, r, TOTAL) for r in ("new_received", "carried_in", "carried_forward")]
    new, carried_in, forward = (None if c is None else c.value for c in cells)
    if new is None or forward is None:
        return
    caseload = None if carried_in is None else new + carried_in
    if forward > new:
        said, bound = f"大于本年新收（{new}）", new
    elif caseload is not None and forward * 4 > caseload:
        said, bound = f"超过新收+结转（{caseload}）的25%", caseload
    else:
        return
    yield Breach(f"结转下年度（{forward}）{said}", TABLE, "carried_forward", TOTAL, left=forward, right=bound,
                 operands=tuple(c for c in cells if c is not None))


def _shifted(grid: Grid) -> Iterator[Breach]:
    table = grid.form_table(TABLE)
    for row in table.rows if table else ():
        total = grid.cell(TABLE, row.code, TOTAL)
        parts = applicants(grid, row.code)
        if total is None or total.value is None or parts is None:
            continue
        some = [c for c in parts if c.value]
        if bool(some) == bool(total.value):
            continue
        says = "各类申请人均为0，总计为" if not some else "总计为0，而有申请人列为"
        shown = total.value if not some else "、".join(str(c.value) for c in some)
        yield Breach(f"{short(row.label)}：{says}{shown}，疑似错列", TABLE, row.code, TOTAL,
                     Side("", tuple(parts)).total, total.value, operands=(*parts, total))


def applicants(grid: Grid, row: str) -> list[ReportCell] | None:
    """The six applicant cells of a row, or None if one of them is not a number."""
    return all_numbers([grid.cell(TABLE, row, c) for c in APPLICANTS])


def _complete(grid: Grid) -> Iterator[Breach]:
    table = grid.form_table(TABLE)
    if table is None:
        return
    columns = [c for c in table.columns if any(grid.cell(TABLE, r.code, c.code) for r in table.data_rows)]
    if len(columns) < len(table.columns):
        gone = [c for c in table.columns if c not in columns]
        names = "、".join(c.label for c in gone)
        yield Breach(f"应有{len(table.columns)}列，读到{len(columns)}列，缺：{names}", TABLE, None, gone[0].code if len(gone) == 1 else None,
                     len(columns), len(table.columns), origin="reading")
    lost = {r.code: [c for c in columns if grid.cell(TABLE, r.code, c.code) is None] for r in table.data_rows}
    rows = [r for r in table.data_rows if len(lost[r.code]) == len(columns)]
    expected, found = len(table.data_rows), len(table.data_rows) - len(rows)
    if rows:
        names = "、".join(short(r.label) for r in rows)
        yield Breach(f"应有{expected}行，读到{found}行，缺：{names}", TABLE, rows[0].code if len(rows) == 1 else None,
                     None, found, expected, origin="reading")
    for row in table.data_rows:
        if (gone := lost[row.code]) and row not in rows:
            missing = "、".join(c.label for c in gone)
            yield Breach(f"{short(row.label)}：应有{len(columns)}格，读到{len(columns) - len(gone)}格，缺：{missing}",
                         TABLE, row.code, gone[0].code if len(gone) == 1 else None, len(columns) - len(gone), len(columns),
                         origin="reading")


def _denominator(grid: Grid) -> Iterator[Breach]:
    table = grid.form_table(TABLE)
    for column in table.columns if table else ():
        parts = grid.numbers(TABLE, ("granted", "partially_granted"), column.code)
        total = grid.cell(TABLE, "total_processed", column.code)
        if not parts or total is None or total.value is None:
            continue
        disclosed = Side("", tuple(parts)).total
        if disclosed > total.value:
            yield Breach(f"{column.label}列：予以公开+部分公开={disclosed}，大于（七）总计={total.value}", TABLE,
                         "total_processed", column.code, disclosed, total.value, operands=(*parts, total))


RULES = (
    Rule("A1", "error", "每行：六类申请人之和=总计（空白按0计）", "each row: the six applicant columns add up to the "
         "total (a blank counts 0, then a warning only)", forms=FORMS),
    Rule("A2", "error", "每列：本年新收+上年结转=办理总计+结转下年度",
         "each column: new + carried in = processed + carried forward",
         forms=FORMS),
    Rule("A3", "error", "每列：各项办理结果之和=（七）总计；分组行若有数=其各项之和",
         "each column: the outcomes add up to total processed; a group header that carries a number equals its rows",
         forms=FORMS),
    Rule("A4", "error", "申请表各格应为非负整数", "cells of the requests table are integers of at least 0", _integers, FORMS),
    Rule("A5", "warning", "结转下年度不大于本年新收，一般不超过受理合计的25%",
         "carried forward is at most the new requests, and normally at most 25% of the caseload", _bounds, FORMS),
    Rule("A6", "error", "各类申请人均为0而总计不为0，或相反（错列）",
         "applicants all 0 while the total is not, or the reverse (a shifted column)", _shifted, FORMS),
    Rule("A8", "error", "申请表行、格齐全（2019年版23行、2021年版25行，各7格）",
         "the requests table is complete (23 rows in the 2019 form, 25 in that of 2021, 7 cells each)", _complete, FORMS),
    Rule("A9", "info", "部分公开不得重复计入不予公开", "a partly granted request is not counted as denied too",
         why_not="单份报告内无法核对 / cannot be seen in one report"),
    Rule("A10", "error", "予以公开+部分公开不大于办理总计", "granted + partially granted do not exceed total processed",
         _denominator, FORMS),
)
