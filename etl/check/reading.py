"""Rules R: how well the document could be read."""

from __future__ import annotations

from collections.abc import Iterator

from etl import forms
from etl.check.cells import name, short
from etl.check.headings import is_about
from etl.check.model import Breach, Grid, Rule
from etl.documents import ROUNDED
from etl.forms import AMOUNTS, APPLICATIONS, REVIEW, STATISTICS
from etl.report import ReportCell, State

_NAMED = 12
"""Reports that a message names."""


def is_harmless(note: str | None) -> bool:
    """Whether a note leaves no doubt about the number itself, as the document shows it."""
    return note is None or note == "remark in the cell" or note.startswith(ROUNDED)


def _unreadable(grid: Grid) -> Iterator[Breach]:
    for cell in grid.report.cells:
        if cell.state is State.UNREADABLE and cell.key not in grid.disputed:
            shown = f"“{cell.printed}”" if cell.printed else "无字"
            yield Breach(f"{name(grid, cell)}：{shown}读不出数", *cell.key, left=cell.printed, origin="reading")


def _mended(grid: Grid) -> Iterator[Breach]:
    for cell in grid.report.cells:
        if cell.note is None or cell.state is State.UNREADABLE or cell.key in grid.confirmed:
            continue
        sure = is_harmless(cell.note) or cell.key in grid.agreed
        yield Breach(f"{name(grid, cell)}：印作“{cell.printed}”，读作{cell.value}（{cell.note}）", *cell.key, left=cell.printed,
                     right=cell.value, severity="info" if sure else None, origin="reading")


def _unit(grid: Grid) -> Iterator[Breach]:
    for cell in grid.report.cells:
        if _is_amount(cell) and cell.value and cell.value_yuan is None:
            yield Breach(f"{name(grid, cell)}={cell.printed}，未注明单位，无法折算为元", *cell.key,
                         left=cell.value)


def _is_amount(cell: ReportCell) -> bool:
    return cell.column in AMOUNTS or cell.row in AMOUNTS


def _extra(grid: Grid) -> Iterator[Breach]:
    for extra in grid.report.extras:
        yield Breach(f"表中有规定格式以外的内容：{extra.label}", extra.table, extra.code, left=extra.label,
                     right=" ".join(extra.printed) or None)


def _missing(grid: Grid) -> Iterator[Breach]:
    if not grid.report.cells:
        yield from _tableless(grid)
        return
    for table in grid.expected.values():
        if table.id not in grid.by_table:
            yield Breach(f"{table.title}：整张表没有读到", table.id, origin="reading",
                         severity="error" if table.id == APPLICATIONS else None)
    for official in grid.tables:
        if official.id in (APPLICATIONS, REVIEW):
            continue  # A8 and B2
        rows = [r for r in official.data_rows
                if any(grid.cell(official.id, r.code, c.code) is None for c in official.columns)]
        if not rows:
            continue
        expected, found = len(official.data_rows), len(official.data_rows) - len(rows)
        # Provinces leave indicators out; some bodies print 行政检查 and 行政确认 in place of 其他对外管理服务事项.
        own = {c.row for c in grid.cells(official.id)} - {r.code for r in official.data_rows}
        local = (official.id == STATISTICS and 2 * found >= expected) or len(own) > len(rows)
        names = "、".join(short(r.label) for r in rows[:8]) + ("等" if len(rows) > 8 else "")
        yield Breach(f"应有{expected}行，完整的有{found}行，缺：{names}", official.id,
                     rows[0].code if len(rows) == 1 else None, None, found, expected,
                     severity="info" if local else None, origin="reading")


def _tableless(grid: Grid) -> Iterator[Breach]:
    """A section that holds tables is there, and not a number of them was read."""
    for section in grid.report.sections:
        if "统计表" in section.heading:
            yield Breach(f"有“{section.heading}”，而其中的表一张也没有读到", origin="reading")
    sectioned = forms.having(APPLICATIONS)
    first = min(forms.load(form).years[0] for form in sectioned)
    year, form = grid.report.identity.year, grid.report.form
    holding = [s for s in grid.report.sections if s.number in (2, 3, 4) and is_about(s.number, s)]
    if holding and (year is None or year >= first) and (form is None or form in sectioned):
        yield Breach(f"有“{holding[0].heading}”，而其中的表一张也没有读到", origin="reading")


def _repeated(grid: Grid) -> Iterator[Breach]:
    for cell in grid.report.cells:
        first = grid.cell(*cell.key)
        if first is not None and (first.state, first.value) != (cell.state, cell.value):
            yield Breach(f"{name(grid, cell)}出现两次而内容不同：“{first.printed}”与“{cell.printed}”", *cell.key,
                         left=first.printed, right=cell.printed, origin="reading")


def _unknown(grid: Grid) -> Iterator[Breach]:
    who = grid.report.identity
    if who.publisher is None:
        yield Breach("无法确定发布机关", origin="reading")
    if who.year is None:
        yield Breach("无法确定报告年度", origin="reading")


def _others(grid: Grid) -> Iterator[Breach]:
    if others := grid.report.others:
        named = "、".join(others[:_NAMED]) + ("等" if len(others) > _NAMED else "")
        yield Breach(f"文件中另有{len(others)}份报告，未读：{named}", right=len(others), origin="reading")


RULES = (
    Rule("R1", "warning", "格内有字而读不出数", "something is printed in the cell that is no number", _unreadable),
    Rule("R2", "warning", "读数经过修补，且无勾稽关系可证", "the reading was mended and no identity confirms it", _mended),
    Rule("R3", "warning", "金额未注明单位", "an amount without a unit", _unit),
    Rule("R4", "info", "规定格式以外的行", "a row that the official form does not have", _extra),
    Rule("R5", "warning", "规定的表或行没有读到", "a table or row of the form was not found", _missing),
    Rule("R6", "warning", "两次独立读取的结果不同", "two independent readings differ"),
    Rule("R7", "warning", "同一格出现两次而内容不同", "the same cell stands twice with different content", _repeated),
    Rule("R8", "warning", "发布机关或年度不明", "publisher or year is unknown", _unknown),
    Rule("R10", "warning", "文件中另有未读的报告", "the file holds other reports that were not read", _others),
)
