"""Layouts by someone who never saw the readers: each a whole report whose numbers a person reads without guessing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from etl.forms import Row
from tests.parse.layouts import Grid
from tests.parse.real_layouts import (
    APPLICANTS,
    Draft,
    Sample,
    check_reading,
    draft,
    html_table,
    layout,
    page,
    whole,
)

BLIND: dict[str, tuple] = {}


def blind(*of: str):
    return layout(*of, among=BLIND)


# --- marks of notes, and what a style says of them --------------------------------------------------------------------


def styled(d: Draft, mark: str, sheet: str = "") -> Sample:
    """Every number of table 2 with a mark of a note behind it."""
    two = "".join(html_table(g, cell=lambda t: t + mark if t.isdigit() else t) for g in d.grids)
    sample = page(d, two=two)
    sample.data = sample.data.replace(b"</title>", f"</title><style>{sheet}</style>".encode())
    return sample


@blind()
def a_digit_raised_by_its_style(d: Draft) -> Sample:
    return styled(d, "<span style='font-size:8pt;vertical-align:super'>2</span>")


@blind()
def a_digit_raised_by_the_style_sheet(d: Draft) -> Sample:
    return styled(d, "<em class='note'>1</em>", ".note{vertical-align:super}")


@blind()
def a_digit_lowered(d: Draft) -> Sample:
    return styled(d, "<sub>2</sub>")


@blind()
def a_digit_lowered_by_its_style(d: Draft) -> Sample:
    return styled(d, "<span style='vertical-align:sub'>2</span>")


@blind()
def an_old_number_struck_out_by_the_style_sheet(d: Draft) -> Sample:
    return styled(d, "<span class='old'>7</span>", ".old{color:#999;text-decoration-line:line-through}")


# --- the return of 2014 with other columns beside its numbers ---------------------------------------------------------


def indicators(d: Draft, head: tuple[str, ...], line: Callable[[int, Row, str], tuple[str, ...]]) -> Grid:
    """The return as a grid: ``line`` makes of an indicator's place, row and number the cells behind its label."""
    table = d.table("stat_table")
    d.values = {("stat_table", r.code, "value"): 700 + 3 * i for i, r in enumerate(table.rows) if r.role == "data"}
    grid = [[(t, 1, 1) for t in head]]
    for i, row in enumerate(table.rows):
        number = str(d.values["stat_table", row.code, "value"]) if row.role == "data" else ""
        grid.append([(t if number else "", 1, 1) for t in line(i, row, number)])
        grid[-1].insert(0, (row.label, 1, 1))
    return grid


def returned(d: Draft, tables: str, **sample) -> Sample:
    return whole(d, lawful=frozenset(f"G{i}" for i in range(1, 12)), **sample, body=f"<p>一、概述</p><p>本年度各项公开工作按计划推进，信息及时更新。</p><p>二、主要问题</p><p>深度不够。</p>"
                    f"<p>附表：政府信息公开情况统计表</p>{tables}")


@blind("2014")
def last_year_beside_this_year(d: Draft) -> Sample:
    return returned(d, html_table(indicators(d, ("统计指标", "单位", "2016年", "2015年"), lambda i, r, n: (r.unit or "", n, f"{i}"))))


@blind("2014")
def last_year_first_and_the_growth(d: Draft) -> Sample:
    return returned(d, html_table(indicators(
        d, ("统计指标", "单位", "上年数", "本年数", "增减率"), lambda i, r, n: (r.unit or "", f"{i}", n, f"{i}.5%"))))


@blind("2014")
def the_sum_of_a_year_before_beside_the_count(d: Draft) -> Sample:
    return returned(d, html_table(indicators(d, ("统计指标", "单位", "统计数", "2015年总计"), lambda i, r, n: (r.unit or "", n, f"{i}"))))


@blind("2014")
def codes_of_indicators(d: Draft) -> Sample:
    return returned(d, html_table(indicators(d, ("指标名称", "代码", "计量单位", "数量"), lambda i, r, n: (f"{i:02}", r.unit or "", n))))


@blind("2014")
def this_years_number_left_blank_beside_last_years(d: Draft) -> Sample:
    grid = indicators(d, ("统计指标", "单位", "2016年", "2015年"), lambda i, r, n: (r.unit or "", "" if r.code == "complaints_total" else n, f"{i}"))
    d.values["stat_table", "complaints_total", "value"] = None
    return returned(d, html_table(grid))


@blind("2014")
def the_number_of_one_year_alone_in_text(d: Draft) -> Sample:
    grid = indicators(d, ("统计指标", "2016年", "2015年"), lambda i, r, n: (n, f"{i}"))
    text = [" ".join(t for t, _, _ in row) for row in grid]
    at = next(i for i, line in enumerate(text) if line.startswith("六、举报投诉"))
    text[at] = "六、举报投诉数量 41"
    return returned(d, "".join(f"<p>{line}</p>" for line in text), lost=frozenset({"stat_table"}), quality=("needs_review", "unreadable"))


@blind()
def noughts_merged_beside_a_blank_column(d: Draft) -> Sample:
    """A row has a cell less for it, and one more for a blank column: ahead of a column of growth, or at the end."""
    for who, change in (("research", -1), ("public_interest", -1), ("total", -1)):
        for row in ("total_processed", "new_received"):
            d.values["applications", row, who] += change * (d.values["applications", "granted", who] if who != "total" else sum(
                d.values["applications", "granted", w] for w in ("research", "public_interest")))
    gone = sum(d.values["applications", "granted", who] for who in ("research", "public_interest"))
    d.values["applications", "granted", "total"] -= gone
    d.values["applications", "granted", "research"] = d.values["applications", "granted", "public_interest"] = 0
    grid = [[*line, ("", 1, 1), ("同比增减" if i == 0 else "-5", 3 if i == 0 else 1, 1)][: None if i in (0, *range(3, 99)) else -1] for i, line in enumerate(d.applications)]
    row = next(line for line in grid if ("（一）予以公开", 1, 2) in line)
    at = row.index(("0", 1, 1))
    row[at : at + 2] = [("0", 1, 2)]
    return page(d, three=html_table(grid))


@blind()
def numbers_of_two_columns_below_headings_of_one(d: Draft) -> Sample:
    """A row ends with blanks, which stand behind the header, but below its columns."""
    for who in ("legal_service", "other_org", "total"):
        d.values["applications", "denied_administrative_query", who] = None
    grid = [[(("" if t == "None" else t), down, 2 if i > 2 and k >= len(line) - 7 else across) for k, (t, down, across) in enumerate(line)]
            for i, line in enumerate(d.applications)]
    return page(d, three=html_table(grid), lawful=frozenset(f"A{i}" for i in range(1, 12)))


# --- columns divided or merged ----------------------------------------------------------------------------------------


@blind()
def one_nought_over_all_columns(d: Draft) -> Sample:
    """A row without cases is one cell with a 0, merged over all applicants."""
    for who in (*APPLICANTS, "total"):
        for row in ("total_processed", "new_received"):
            d.values["applications", row, who] -= d.values["applications", "granted", who]
        d.values["applications", "granted", who] = 0
    grid = d.applications
    for row in grid:
        if row[-1][0] == "0":
            row[-7:] = [("0", 1, 7)]
    return page(d, three=html_table(grid))


def divided(grid: Grid, under: tuple[str, ...], own: int) -> Grid:
    """A caption, header and rows of which each column is divided under these words; ``own`` is the place of the report's number."""
    caption, header, *rows = grid
    n = len(under)
    made: Grid = [[(caption[0][0], 1, 1 + n * (len(header) - 1))], [(header[0][0], 2, 1), *((t, 1, n) for t, _, _ in header[1:])],
                  [(t, 1, 1) for t in under * (len(header) - 1)]]
    for label, *values in rows:
        made.append([label, *((t if k == own else str(7 + k), 1, 1) for t, _, _ in values for k in range(n))])
    return made


@blind("2019", "2021")
def columns_divided_by_years(d: Draft) -> Sample:
    return page(d, two="".join(html_table(divided(g, ("2022年", "2023年"), 1)) for g in d.grids))


@blind("2021")
def columns_divided_by_offices(d: Draft) -> Sample:
    return page(d, two="".join(html_table(divided(g, ("局机关", "执法支队", "合计"), 2)) for g in d.grids))


@blind()
def the_sum_of_all_disputes_behind_them(d: Draft) -> Sample:
    grid = d.review
    grid[0].append(("合计", 3, 1))
    grid[-1].append((str(sum(v for k, v in d.values.items() if k[2] in ("review_total", "litigation_direct_total"))), 1, 1))
    return page(d, four=html_table(grid))


@blind("2019", "2021")
def a_group_in_one_row(d: Draft) -> Sample:
    """The rows of a group are one row of the table; its cells hold a line for each."""
    grid = d.applications
    out: Grid = grid[:3]
    for row in grid[3:]:
        labels, values = [t for t, _, _ in row[:-7]], [t for t, _, _ in row[-7:]]
        if labels[-1][:2] in {f"{i}." for i in range(2, 9)}:
            out[-1][-8:] = [(f"{above}\n{t}", 1, 1) for (above, _, _), t in zip(out[-1][-8:], (labels[-1], *values), strict=True)]
        else:
            out.append([(t, 1, n) for t, _, n in row])
    for row in out[3:]:
        if row[0][0].startswith("三、"):
            row[0] = (row[0][0], len(out) - 1 - out.index(row), 1)
    return page(d, three=html_table(out, cell=lambda t: "".join(f"<p>{line}</p>" for line in t.split("\n"))))


def shared(d: Draft, label: str, values: tuple[str, str], down: int = 1, **sample) -> Sample:
    """Table 2 in which the rows of article 20 (6) have one label, and two values or one."""
    grids = d.grids
    caption, header, *_ = next(g for g in grids if "六" in g[0][0][0])
    rows: Grid = [caption, header, [(label, 2, 1), (values[0], down, 1)], [(values[1], 1, 1)] if down == 1 else []]
    return page(d, two="".join(html_table(rows if "六" in g[0][0][0] else g, cell=lambda t: t.replace("\n", "<br>")) for g in grids), **sample)


@blind()
def two_labels_in_one_cell(d: Draft) -> Sample:
    values = [str(d.values["art20_6", r, "decisions"]) for r in ("administrative_penalty", "administrative_coercion")]
    return shared(d, "行政处罚\n行政强制", (values[0], values[1]))


@blind()
def one_number_for_two_rows(d: Draft) -> Sample:
    """Their sum: it is neither's."""
    return shared(d, "行政处罚、行政强制", ("15", ""), down=2, quality=("needs_review",), lost=frozenset({"art20_6"}))


@blind()
def one_number_beside_two_rows(d: Draft) -> Sample:
    two = "".join(html_table(g) for g in d.grids[:2]) + html_table([
        [("第二十条第（六）项", 1, 2)], [("信息内容", 1, 1), ("本年处理决定数量", 1, 1)], [("行政处罚", 1, 1), ("40", 2, 1)], [("行政强制", 1, 1)]])
    return page(d, two=two + html_table(d.grids[3]), quality=("needs_review",), lost=frozenset({"art20_6"}))


@blind()
def one_number_beside_two_rows_of_one_table(d: Draft) -> Sample:
    grid = [row for g in d.grids for row in g]
    at = next(i for i, r in enumerate(grid) if r[0][0] == "行政处罚")
    grid[at : at + 2] = [[("行政处罚", 1, 1), ("40", 2, 1)], [("行政强制", 1, 1)]]
    return page(d, two=html_table(grid), quality=("needs_review",), lost=frozenset({"art20_6"}))


@blind()
def one_nought_down_a_column(d: Draft) -> Sample:
    table = d.table("applications")
    for row in table.data_rows:
        d.values["applications", row.code, "total"] -= d.values["applications", row.code, "research"]
        d.values["applications", row.code, "research"] = 0
    grid = d.applications
    for row in grid[4:]:
        del row[-5]
    grid[3][-5] = ("0", len(grid) - 3, 1)
    return page(d, three=html_table(grid))


@blind("2019", "2021")
def rows_that_are_nearly_another(d: Draft) -> Sample:
    grids = d.grids
    for grid in grids:
        for name, more in (("行政许可", "变更"), ("行政强制", "执行申请"), ("行政处罚", "听证")):
            at = next((i for i, r in enumerate(grid) if r[0][0] == name), None)
            if at is not None:
                grid.insert(at + 1, [(name + more, 1, 1), *(("4", 1, 1) for _ in grid[at][1:])])
    return page(d, two="".join(map(html_table, grids)))


@blind()
def a_lost_label_where_the_forms_differ(d: Draft) -> Sample:
    """Of the three rows of （六）其他处理 one is left, without its label: it is no row of the older form."""
    rows = [[t for t, _, _ in r] for r in d.applications[3:]]
    at = next(i for i, r in enumerate(rows) if "2.申请人逾期" in r[-8])
    rows[at - 1 : at + 2] = [["", *rows[at][-7:]]]
    text = "\n".join(" ".join(t for t in r if t) for r in rows)
    three = f"<pre>自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n{text}</pre>"
    return page(d, three=three, quality=("needs_review",), lost=frozenset({"applications"}))


@pytest.mark.parametrize("name", BLIND)
def test_nothing_is_read_wrong(name):
    make, form = BLIND[name]
    check_reading(make(draft(form)))
