"""Rules F: the document as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from etl import forms
from etl.check.headings import is_about, missing_sections, says_nothing
from etl.check.model import Breach, Grid, Rule
from etl.report import GOVERNMENTS
from etl.text import squeeze

#: The forms that have six sections.
SECTIONED = forms.having(forms.APPLICATIONS)
_LISTS = forms.having(forms.STATISTICS)
_SUPERVISION = re.compile("考核|评议|责任追究|追责|问责")
_SCOPE = re.compile("本级|本机关|全(?:市|区|县|省|州|盟|旗|镇|乡|街道)|(?:市|区|县|省|州)直|各(?:镇|乡|街道|部门|区|县)")


def _years(grid: Grid) -> Iterator[Breach]:
    year = grid.report.identity.year
    if year is None or any(f.rule == "F1" for f in grid.report.identity.findings):
        return
    for fact in grid.report.facts:
        if fact.fact == "period_to" and fact.value is not None and str(fact.value)[:4] != str(year):
            # Beside another report in the file the period may be that one's.
            yield Breach(f"报告年度为{year}，统计期止于{fact.value}", left=year, right=str(fact.value), origin="reading" if grid.report.others else None)
    published = _published(grid)
    if published and published < date(year, 11, 30):
        yield Breach(f"报告年度为{year}，发布日期为{published}，早于年末", left=year, right=published.isoformat())


def _published(grid: Grid) -> date | None:
    try:
        return date.fromisoformat(grid.report.identity.published_on or "")
    except ValueError:
        return None


def _late(grid: Grid) -> Iterator[Breach]:
    year, level, published = grid.report.identity.year, grid.report.identity.level, _published(grid)
    if year is None or published is None or level is None:
        return
    january = year >= 2019 and level in ("ministry", "township", "department")
    due = date(year + 1, 1, 31) if january else date(year + 1, 3, 31)
    if published > due:
        yield Breach(f"发布于{published}，应不迟于{due}（网站迁移后的日期可能不是首次发布日期）", left=published.isoformat(),
                     right=due.isoformat())


def _generation(grid: Grid) -> Iterator[Breach]:
    year = grid.report.identity.year
    # table 4 is the same in two forms: alone it follows neither
    tables = {t.id: t.form for t in grid.tables if (t.id != forms.REVIEW or grid.report.form) and _followed(grid, t.id, t.form)}
    if year is not None:
        for form in sorted(set(tables.values())):
            first, last = forms.load(form).years
            if form in _LISTS and year < first:
                continue  # provinces had lists of indicators of their own, from which that of 2014 was made
            if not first <= year <= (last or year):
                at = [t for t, f in tables.items() if f == form]
                yield Breach(f"{year}年度报告使用了{form}年版表格（{len(at)}张表）", at[0] if len(at) == 1 else None,
                             left=year, right=form)
    elif len(set(tables.values())) > 1:
        yield Breach(f"报告混用了{'、'.join(sorted(set(tables.values())))}年版表格")


def _followed(grid: Grid, table: str, form: str) -> bool:
    """Half the rows of the section are there: one row that bears a form's label makes no form."""
    section = forms.PROACTIVE if table in forms.PROACTIVE else (table,)
    rows = [(t.id, row.code) for t in forms.load(form).tables if t.id in section for row in t.data_rows]
    printed = {(c.table, c.row) for name in section for c in grid.cells(name)}
    return 2 * sum(row in printed for row in rows) >= len(rows)


def _problems(grid: Grid) -> Iterator[Breach]:
    for section in grid.report.sections:
        if section.number == 5 and not is_about(6, section) and says_nothing(section.text):
            said = squeeze(section.text)
            # What stands there may be a picture, or have been taken for a table.
            unread = not said and bool(grid.report.warnings or grid.inferred)
            yield Breach("第五部分（主要问题及改进情况）为空或“无”", left=said, severity="info" if unread else None, origin="reading" if unread else None)


def _supervision(grid: Grid) -> Iterator[Breach]:
    report = grid.report
    overview = [s.text for s in report.sections if s.number == 1]
    if report.identity.level in GOVERNMENTS and overview and not _SUPERVISION.search(squeeze("".join(overview))):
        yield Breach("第一部分未见工作考核、社会评议或责任追究情况")


def _scope(grid: Grid) -> Iterator[Breach]:
    report = grid.report
    prose = squeeze("".join(s.text for s in report.sections))
    if report.identity.level in GOVERNMENTS[:3] and report.cells and prose and not _SCOPE.search(prose):
        yield Breach("未说明数据范围是本级还是全行政区域")


RULES = (
    Rule("F1", "warning", "标题年度、统计期与发布日期相符", "the year of title, period and publication agree", _years),
    Rule("F2", "info", "发布期限：部门、乡镇次年1月31日前，政府次年3月31日前（2018年度及以前均为3月31日）",
         "published by 31 January (departments, townships) or 31 March (governments; everybody up to 2018)", _late),
    Rule("F3", "warning", "表格版本与年度相符", "the generation of the form fits the year", _generation),
    Rule("F4", "warning", "六个部分齐全", "all six sections are there", missing_sections, SECTIONED),
    Rule("F5", "warning", "第五部分不应为空或“无”", "section 5 is not empty or 无 (none)", _problems, SECTIONED),
    Rule("F6", "info", "政府报告应有工作考核、社会评议、责任追究情况",
         "a government's report tells of assessment, public review and accountability", _supervision, SECTIONED),
    Rule("F7", "info", "应说明数据范围（本级或全行政区域）", "the scope (authority alone or whole region) is stated", _scope, SECTIONED),
)
