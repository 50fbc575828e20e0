"""Rules B: administrative reconsideration and litigation (the forms since 2019)."""

from __future__ import annotations

from collections.abc import Iterator

from etl.check.cells import beside, is_rest, own_numbers, uncountable
from etl.check.model import ACROSS_YEARS, Breach, Equation, Grid, Rule, Side
from etl.forms import APPLICATIONS, CHANNELS, OUTCOMES, having
from etl.forms import REVIEW as TABLE
from etl.report import ReportCell, State
from etl.text import squeeze

FORMS = having(TABLE)
ROW = "cases"
NAMES = {"review": "行政复议", "litigation_direct": "未经复议直接起诉", "litigation_after_review": "复议后起诉"}


def equations(grid: Grid) -> Iterator[Equation]:
    """B1 for each of the three blocks; a blank counts 0 where the total is printed."""
    if grid.form_table(TABLE) is None:
        return
    for channel in CHANNELS:
        cells = [grid.cell(TABLE, ROW, f"{channel}_{o}") for o in OUTCOMES[:-1]]
        parts = [c for c in cells if c is not None and c.state is not State.UNREADABLE]
        total = grid.cell(TABLE, ROW, f"{channel}_total")
        if total is None or total.value is None or len(parts) < len(cells):
            continue
        sides = Side("维持+纠正+其他结果+尚未审结", tuple(parts)), Side("总计", (total,))
        if not is_rest(*sides, own_numbers(e for e in beside(grid, total) if NAMES[channel] in squeeze(e.label))):
            yield Equation("B1", TABLE, ROW, f"{channel}_total", NAMES[channel], *sides)


def _cells(grid: Grid) -> Iterator[Breach]:
    table = grid.form_table(TABLE)
    if table is None:
        return
    present = list(grid.cells(TABLE))
    if all(c.state is State.NOT_APPLICABLE for c in present):
        return  # one merged cell saying 无: none reported
    gone = [c for c in table.columns if grid.cell(TABLE, ROW, c.code) is None]
    if gone:
        expected = len(table.columns)
        labels = "、".join(f"{NAMES[c.block or '']}{c.label}" for c in gone)
        yield Breach(f"应有{expected}格，读到{expected - len(gone)}格，缺：{labels}", TABLE, ROW,
                     gone[0].code if len(gone) == 1 else None, expected - len(gone), expected, origin="reading")
    yield from uncountable(grid, present)


def _many(grid: Grid) -> Iterator[Breach]:
    totals = block_cells(grid, "total")
    processed = grid.cell(APPLICATIONS, "total_processed", "total")
    if totals is None or processed is None or processed.value is None:
        return
    disputes = Side("", totals).total
    if disputes > 3 * processed.value:
        yield Breach(f"复议+诉讼={disputes}，超过办理总计（{processed.value}）的3倍", TABLE, ROW, None, disputes,
                     processed.value, operands=(*totals, processed))


def block_cells(grid: Grid, result: str, channels: tuple[str, ...] = CHANNELS) -> tuple[ReportCell, ...] | None:
    """The cells of one result in these blocks, or None if one of them is no number."""
    cells = [grid.cell(TABLE, ROW, f"{c}_{result}") for c in channels]
    found = tuple(c for c in cells if c is not None and c.value is not None)
    return found if len(found) == len(cells) else None


RULES = (
    Rule("B1", "error", "复议、诉讼各块：维持+纠正+其他结果+尚未审结=总计（空白按0计）",
         "each block of disputes: upheld + corrected + other + pending = total (a blank counts 0)", forms=FORMS),
    Rule("B2", "error", "复议诉讼表15格齐全，均为非负整数", "the 15 cells of the disputes table are there, integers of at least 0",
         _cells, FORMS),
    Rule("B3", "warning", "尚未审结与下一年总计相衔接", "cases pending agree with the next year's total",
         why_not=ACROSS_YEARS),
    Rule("B4", "info", "复议后起诉不超过两年内维持与其他结果之和",
         "litigation after reconsideration does not exceed two years' upheld and other results",
         why_not=ACROSS_YEARS),
    Rule("B5", "warning", "复议+诉讼一般不超过办理总计的3倍", "disputes normally do not exceed three times total processed",
         _many, FORMS),
    Rule("B6", "info", "政府本级报告的复议数与正文口径可能不同（备案数）",
         "a government's own report may count cases on another basis than its prose",
         why_not="口径差异，由D8、D9提示 / a difference of basis, shown by D8 and D9"),
)
