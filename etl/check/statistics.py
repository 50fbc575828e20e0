"""Rules G: the statistics table of the 2014 form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.check.cells import alone, is_rest, name, own_numbers, uncountable
from etl.check.model import Breach, Equation, Grid, Rule, Side, severity
from etl.forms import AMOUNTS, having
from etl.forms import STATISTICS as TABLE
from etl.report import ReportCell, Severity

FORMS = having(TABLE)
COLUMN = "value"
#: rule → (head, what the head's larger value may mean without being an error: cases the form has no row for).
_SUMS: tuple[tuple[str, str, str | None], ...] = (
    ("G5", "requests_received", None),
    ("G6", "requests_completed", "逾期办结"),
    ("G7", "replies", None),
    ("G8", "replies_denied", None),
    ("G10", "review_total", "尚未审结"),
    ("G10", "litigation_total", "尚未审结"),
    ("G11", "staff", None),
)
_CHANNELS = ("gazette", "website", "weibo", "wechat", "other")
#: In 万元; above these the figures are probably yuan.
_FEES, _BUDGET = 1_000, 100_000


def equations(grid: Grid) -> Iterator[Equation]:
    """G5 to G8, G10 and G11 where head and parts are all printed."""
    table = grid.form_table(TABLE)
    if table is None:
        return
    for rule, head, excess in _SUMS:
        total = grid.cell(TABLE, head, COLUMN)
        parts = grid.summands(TABLE, [r.code for r in table.children(head)], COLUMN)
        if total is None or total.value is None or not parts:
            continue
        sides = Side("各项之和", tuple(parts)), Side(name(grid, total), (total,))
        local = _local_among(grid, total, parts)
        if is_rest(*sides, local):
            continue
        yield Equation(rule, TABLE, head, COLUMN, "", *sides, _severity(rule, *sides, excess, bool(local)))


def _local_among(grid: Grid, head: ReportCell, parts: Sequence[ReportCell]) -> list[int | float]:
    """The numbers of a place's own rows that stand with the parts of a sum (9.其他情形), and the sum of them: they may hold the rest."""
    start, last = head.row_index or 0, max((c.row_index or 0 for c in parts), default=0)
    stop = min((c.row_index or 0 for c in grid.cells(TABLE) if c.table_index == head.table_index and (c.row_index or 0) > last), default=None)
    own = [e for e in grid.report.extras if e.table == TABLE and e.table_index == head.table_index
           and (e.row_index is None or (start < e.row_index and (stop is None or e.row_index < stop)))]
    return own_numbers(own)


def _severity(rule: str, parts: Side, head: Side, excess: str | None, local: bool) -> Severity:
    if (left_open := severity(parts, head)) != "error":
        return left_open
    if local and head.total > parts.total:
        return "warning"
    if rule == "G8" and parts.total > head.total:
        return "warning"  # several grounds for one refusal
    return "warning" if excess and head.total > parts.total else "error"


def _pairs(grid: Grid, *pairs: tuple[str, str]) -> Iterator[Breach]:
    """For each pair: the first may not exceed the second."""
    for small, large in pairs:
        low, high = grid.cell(TABLE, small, COLUMN), grid.cell(TABLE, large, COLUMN)
        if low is None or high is None or low.value is None or high.value is None or low.value <= high.value:
            continue
        yield Breach(f"{name(grid, low)}={low.value}，大于{name(grid, high)}={high.value}", *low.key, left=low.value,
                     right=high.value, operands=(low, high))


def _normative(grid: Grid) -> Iterator[Breach]:
    yield from _pairs(grid, ("proactive_normative_documents", "proactive_items"))


def _issued(grid: Grid) -> Iterator[Breach]:
    yield from _pairs(grid, ("proactive_normative_documents", "normative_documents_issued"))


def _channels(grid: Grid) -> Iterator[Breach]:
    codes = [f"proactive_via_{c}" for c in _CHANNELS]
    yield from _pairs(grid, *((code, "proactive_items") for code in codes))
    items, parts = grid.cell(TABLE, "proactive_items", COLUMN), grid.numbers(TABLE, codes, COLUMN)
    if items is None or items.value is None or not parts:
        return
    total = Side("", tuple(parts)).total
    if items.value > total:
        yield Breach(f"{name(grid, items)}={items.value}，大于各渠道之和={total}", *items.key, left=items.value,
                     right=total, operands=(items, *parts))


def _leaders(grid: Grid) -> Iterator[Breach]:
    yield from _pairs(grid, ("press_conferences_by_leader", "press_conferences"),
                      ("online_interviews_by_leader", "online_interviews"))


def _replies(grid: Grid) -> Iterator[Breach]:
    for breach in _pairs(grid, ("replies", "requests_completed")):
        yield replace(breach, severity="warning")  # several decisions on one request


def _completed(grid: Grid) -> Iterator[Breach]:
    yield from _pairs(grid, ("requests_completed", "requests_received"))


def _amounts(grid: Grid) -> Iterator[Breach]:
    for code, limit in (("request_fees_collected", _FEES), ("budget", _BUDGET)):
        cell = grid.cell(TABLE, code, COLUMN)
        if cell is None or cell.value is None:
            continue
        if cell.value < 0:
            yield alone(grid, cell, "不应为负", 0)
        elif cell.unit in (None, "万元") and cell.value > limit:
            yield alone(grid, cell, "按万元计过大，疑以元填报", limit)


def _integers(grid: Grid) -> Iterator[Breach]:
    return uncountable(grid, (c for c in grid.cells(TABLE) if c.row not in AMOUNTS))


RULES = (
    Rule("G1", "error", "主动公开规范性文件数不大于主动公开政府信息数",
         "normative documents disclosed are at most the items disclosed", _normative, FORMS),
    Rule("G2", "warning", "主动公开规范性文件数不大于制发规范性文件总数",
         "normative documents disclosed are at most those issued", _issued, FORMS),
    Rule("G3", "warning", "各渠道公开数不大于主动公开政府信息数，后者不大于各渠道之和",
         "no channel exceeds the items disclosed, and these do not exceed the sum of the channels", _channels, FORMS),
    Rule("G4", "error", "主要负责同志参加的次数不大于总次数", "occasions with a leader are at most all occasions", _leaders, FORMS),
    Rule("G5", "error", "收到申请数=当面+传真+网络+信函", "requests received = in person + fax + online + letter", forms=FORMS),
    Rule("G6", "error", "申请办结数=按时办结+延期办结（办结数较大时仅警告）",
         "requests completed = on time + extended (only a warning where completed is larger)", forms=FORMS),
    Rule("G7", "error", "申请答复数=八类答复之和；答复数大于办结数为警告",
         "replies = the eight kinds of reply; more replies than completed requests is a warning", _replies, FORMS),
    Rule("G8", "error", "不同意公开答复数=六项理由之和（理由较多时仅警告）",
         "refusals = the six grounds (only a warning where the grounds are more)", forms=FORMS),
    Rule("G9", "warning", "申请办结数一般不大于收到申请数", "completed requests normally do not exceed those received", _completed, FORMS),
    Rule("G10", "error", "复议（诉讼）数量=维持+纠错+其他情形（总数较大时仅警告）",
         "disputes = upheld + corrected + other (only a warning where the total is larger)", forms=FORMS),
    Rule("G11", "error", "工作人员数=专职+兼职", "staff = full time + part time", forms=FORMS),
    Rule("G12", "warning", "收费、经费以万元计，不应为负，也不应过大", "fees and budget are in 万元, not negative, not excessive",
         _amounts, FORMS),
    Rule("G13", "info", "专门机构数与查阅点数之间无固定关系", "offices and reading points have no fixed relation",
         why_not="无固定关系 / no relation to check"),
    Rule("G14", "info", "地方增设的指标不参与核对", "rows added by a province take no part in the checks",
         why_not="仅作说明（见R4） / a note only (see R4)"),
    Rule("G15", "error", "统计表各格除金额外应为非负整数", "cells of the statistics table other than amounts are integers of at least 0",
         _integers, FORMS),
)
