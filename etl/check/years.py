"""Rules E, stated here for readers: they need the reports of other years and are checked where those are at hand."""

from __future__ import annotations

from etl.check.model import ACROSS_YEARS, Rule

RULES = (
    Rule("E1", "warning", "上年结转下年度=本年上年结转（各列）", "carried forward last year = carried in this year (each column)",
         why_not=ACROSS_YEARS),
    Rule("E2", "warning", "第二部分与上年相衔接（见C1、C4、C5）", "section 2 follows from last year's (see C1, C4, C5)", why_not=ACROSS_YEARS),
    Rule("E3", "info", "文字部分与上年雷同", "prose identical to last year's", why_not=ACROSS_YEARS),
    Rule("E4", "warning", "非零表格与上年完全相同", "tables that are not all zero are identical to last year's", why_not=ACROSS_YEARS),
)
