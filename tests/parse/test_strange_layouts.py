"""Layouts of strangers: each a whole report whose numbers a person reads without guessing. Nothing may be read wrong, or lost unsaid."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from etl import forms
from tests.parse.layouts import Grid
from tests.parse.real_layouts import (
    APPLICANTS,
    STRANGE,
    Draft,
    Sample,
    check_reading,
    draft,
    html_table,
    layout,
    page,
    tried,
)

OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
WAYS = {"review": "行政复议", "litigation_direct": "未经复议直接起诉", "litigation_after_review": "复议后起诉"}
DOUBTFUL = ("clean", "source_errors", "needs_review", "unreadable")


def strange(*of: str):
    return layout(*of, among=STRANGE)


def cells(*texts: object) -> list[tuple[str, int, int]]:
    return [(str(t), 1, 1) for t in texts]


def numbers(d: Draft, row: str, columns: Iterable[str]) -> list[int | None]:
    return [d.values["applications", row, c] for c in columns]


def suits(d: Draft, way: str) -> list[int | None]:
    return [d.values["review_litigation", "cases", f"{way}_{o}"] for o in forms.OUTCOMES]


def last_year(grid: Grid, more: int = 1000) -> Grid:
    """The same grid with other numbers in it."""
    return [[(str(int(t) + more) if t.isdigit() else t, down, across) for t, down, across in row] for row in grid]


def only_totals(d: Draft) -> None:
    for key in [k for k in d.values if k[0] == "applications" and k[2] != "total"]:
        del d.values[key]


# --- what the eye does not see -------------------------------------------------------------------------------------


def with_style(sample: Sample, style: str) -> Sample:
    sample.data = sample.data.replace(b"</title>", f"</title><style>{style}</style>".encode())
    return sample


@strange()
def rows_hidden_by_the_pages_own_style(d: Draft) -> Sample:
    """Last year's rows are still in the page; a rule of its style sheet hides them."""
    old = html_table(last_year(d.applications)[3:5]).removeprefix("<table border=1>").removesuffix("</table>").replace("<tr>", '<tr class="old x">')
    three = html_table(d.applications).replace("</table>", old + "</table>")
    return with_style(page(d, three=three), "td{padding:2px} @media print{.x{color:red}} tr.old, #none {display : none !important}")


@strange()
def table_hidden_by_the_pages_own_style(d: Draft) -> Sample:
    """A whole table 3 of last year stands ahead, hidden."""
    three = f'<div class="tab-old">{html_table(last_year(d.applications))}</div>{html_table(d.applications)}'
    return with_style(page(d, three=three), ".tab-old{display:none}")


@strange()
def shown_on_paper_only(d: Draft) -> Sample:
    """What is hidden on paper, or on a small screen, is there."""
    return with_style(page(d, three=f'<div class="wide">{html_table(d.applications)}</div>'),
                      "@media print{.wide{display:none}} @media (max-width:600px){ .wide {display:none} }")


@strange()
def hidden_until_the_script_has_run(d: Draft) -> Sample:
    return with_style(page(d), "#zoom{display:none}")


@strange()
def words_for_screen_readers(d: Draft) -> Sample:
    def cell(text: str) -> str:
        return text + ('<span class="sr-only" style="position:absolute;width:1px;height:1px;clip:rect(0,0,0,0)">第2列 数据</span>' if text.isdigit() else "")
    return page(d, "".join(html_table(g, cell) for g in d.grids), html_table(d.applications, cell), html_table(d.review, cell))


@strange()
def collapsed_rows(d: Draft) -> Sample:
    old = html_table(last_year(d.applications)[3:6]).removeprefix("<table border=1>").removesuffix("</table>")
    old = old.replace("<tr>", '<tr style="visibility: collapse">')
    return page(d, three=html_table(d.applications).replace("</table>", old + "</table>"))


# --- tables that are no <table> ------------------------------------------------------------------------------------


def role_table(grid: Grid) -> str:
    return '<div role="table">' + "".join(
        '<div role="row">' + "".join(f'<span role="cell" aria-rowspan="{d}" aria-colspan="{a}">{t}</span>' for t, d, a in row) + "</div>"
        for row in grid) + "</div>"


@strange("2019", "2021")
def tables_by_their_roles(d: Draft) -> Sample:
    return page(d, "".join(map(role_table, d.grids)), role_table(d.applications), role_table(d.review))


@strange("2021")
def tables_by_display(d: Draft) -> Sample:
    def table(grid: Grid) -> str:
        return '<div class="t">' + "".join('<div class="r">' + "".join(f'<div class="c">{t}</div>' for t, _, _ in row) + "</div>" for row in grid) + "</div>"
    return with_style(page(d, "".join(map(table, d.grids)), table(d.applications), table(d.review)),
                      ".t{display:table;width:100%}.r{display:table-row}.c{display:table-cell;border:1px solid}")


@strange("2021")
def tables_by_inline_display(d: Draft) -> Sample:
    def table(grid: Grid) -> str:
        return '<section style="display:table">' + "".join(
            '<p style="display: table-row">' + "".join(f'<span style="display:table-cell;width:9%">{t}</span>' for t, _, _ in row) + "</p>"
            for row in grid) + "</section>"
    return page(d, "".join(map(table, d.grids)), table(d.applications), table(d.review))


# --- merged values -------------------------------------------------------------------------------------------------


def row_of(grid: Grid, start: str) -> int:
    return next(i for i, r in enumerate(grid) if any(t.startswith(start) for t, _, _ in r))


@strange("2021")
def one_number_for_two_rows(d: Draft) -> Sample:
    """A number merged over two rows is neither's alone."""
    grid = d.applications
    at = row_of(grid, "5.属于三类")
    grid[at][-7] = (grid[at][-7][0], 2, 1)
    grid[at + 1] = [*grid[at + 1][:-7], *grid[at + 1][-6:]]
    return page(d, three=html_table(grid), quality=("needs_review",), lost=frozenset({"applications"}))


@strange("2021")
def one_number_for_two_applicants(d: Draft) -> Sample:
    grid = d.applications
    at = row_of(grid, "5.属于三类")
    grid[at] = [*grid[at][:-7], (grid[at][-7][0], 1, 2), *grid[at][-5:]]
    return page(d, three=html_table(grid), quality=("needs_review",), lost=frozenset({"applications"}))


@strange("2021")
def one_number_for_two_decisions(d: Draft) -> Sample:
    grids = d.grids
    grids[2][2][-1] = (grids[2][2][-1][0], 2, 1)
    grids[2][3] = grids[2][3][:1]
    return page(d, "".join(map(html_table, grids)), quality=("needs_review",), lost=frozenset({"art20_6"}))


@strange("2021")
def one_number_for_two_outcomes(d: Draft) -> Sample:
    grid = d.review
    grid[3] = [(grid[3][0][0], 1, 2), *grid[3][2:]]
    return page(d, four=html_table(grid), quality=("needs_review",), lost=frozenset({"review_litigation"}))


@strange("2021")
def a_slash_for_whole_suits(d: Draft) -> Sample:
    """One merged slash for the five numbers of 行政复议."""
    grid = d.review
    grid[3] = [("/", 1, 5), *grid[3][5:]]
    for o in forms.OUTCOMES:
        d.values["review_litigation", "cases", f"review_{o}"] = None
    return page(d, four=html_table(grid))


# --- other columns -------------------------------------------------------------------------------------------------


@strange("2019", "2021")
def natural_persons_organisations_total(d: Draft) -> Sample:
    """No kinds of organisations, only their sum."""
    table = d.table("applications")
    rows: Grid = [cells("项目", "自然人", "法人或其他组织", "总计")]
    for r in table.data_rows:
        v = numbers(d, r.code, ("natural_person", *APPLICANTS[1:], "total"))
        rows.append(cells(r.label, v[0], sum(n or 0 for n in v[1:-1]), v[-1]))
    for k in [k for k in d.values if k[0] == "applications" and k[2] in APPLICANTS[1:]]:
        del d.values[k]
    return page(d, three=html_table(rows), quality=("needs_review", "unreadable"))


@strange("2019", "2021")
def one_column_of_totals(d: Draft) -> Sample:
    rows: Grid = [cells("项目", "总计"), *(cells(r.label, *numbers(d, r.code, ["total"])) for r in d.table("applications").data_rows)]
    only_totals(d)
    return page(d, three=html_table(rows), quality=("needs_review", "unreadable"))


@strange("2021")
def years_and_growth(d: Draft) -> Sample:
    """Totals of this year, of last year, and the change."""
    rows: Grid = [cells("项目", "2022年", "2023年", "同比增长")]
    for r in d.table("applications").data_rows:
        rows.append(cells(r.label, 9000, *numbers(d, r.code, ["total"]), "12%"))
    only_totals(d)
    return page(d, three=html_table(rows), quality=("needs_review", "unreadable"))


@strange("2021")
def units_in_section_two(d: Draft) -> Sample:
    """Serial number, unit and notes beside label and number."""
    found = ""
    for table_id in forms.PROACTIVE:
        if t := forms.load("2021").table(table_id):
            rows: Grid = [cells("序号", "信息内容", "单位", *(c.label for c in t.columns), "备注")]
            for i, r in enumerate(t.data_rows):
                unit = "万元" if table_id == "art20_8" else "件"
                rows.append(cells(i + 1, r.label, unit, *(d.values[table_id, r.code, c.code] for c in t.columns), ""))
            found += f"<p>{t.title}</p>" + html_table(rows)
    return page(d, found)


@strange("2021")
def units_in_table_three(d: Draft) -> Sample:
    """A column 单位 between label and numbers."""
    grid = d.applications
    rows: Grid = [[grid[0][0], ("单位", 3, 1), *grid[0][1:]], *grid[1:3], *([*r[:-7], ("件", 1, 1), *r[-7:]] for r in grid[3:])]
    return page(d, three=html_table(rows))


@strange("2021")
def a_row_of_column_numbers(d: Draft) -> Sample:
    """栏次 1, 2, 3 … between header and numbers, as statistical returns have it."""
    three, four = d.applications, d.review
    three.insert(3, [("栏次", 1, 3), *cells(*range(1, 8))])
    four.insert(3, cells(*range(1, 16)))
    return page(d, three=html_table(three), four=html_table(four))


@strange("2021")
def column_numbers_with_formulas(d: Draft) -> Sample:
    three, four = d.applications, d.review
    three.insert(3, [("甲", 1, 3), *cells(*range(1, 7), "7=1+2+3+4+5+6")])
    four.insert(3, cells(*(i + 1 if i % 5 < 4 else f"{i + 1}={i - 3}+{i - 2}+{i - 1}+{i}" for i in range(15))))
    return page(d, three=html_table(three), four=html_table(four))


@strange("2021")
def two_years_of_suits(d: Draft) -> Sample:
    """A row for each year below one header."""
    grid = d.review
    rows: Grid = [[("年度", 3, 1), *grid[0]], *grid[1:3], [("2022年", 1, 1), *last_year(grid)[3]], [("2023年", 1, 1), *grid[3]]]
    return page(d, four=html_table(rows), quality=DOUBTFUL)


@strange("2021")
def last_year_below_each_row(d: Draft) -> Sample:
    grid = d.applications
    rows = grid[:3]
    for r in d.table("applications").data_rows:
        rows.append([(r.label, 1, 3), *cells(*numbers(d, r.code, (*APPLICANTS, "total")))])
        rows.append([("上年同期", 1, 3), *cells(*((n or 0) + 500 for n in numbers(d, r.code, (*APPLICANTS, "total"))))])
    return page(d, three=html_table(rows), quality=("needs_review",))


@strange("2021")
def a_year_beside_each_label(d: Draft) -> Sample:
    """Two rows a label: last year's and this year's."""
    grid = d.applications
    rows: Grid = [[grid[0][0], ("年度", 3, 1), *grid[0][1:]], *grid[1:3]]
    for r in d.table("applications").data_rows:
        v = numbers(d, r.code, (*APPLICANTS, "total"))
        rows.append([(r.label, 2, 3), *cells("2022年", *((n or 0) + 500 for n in v))])
        rows.append(cells("2023年", *v))
    return page(d, three=html_table(rows))


@strange("2021")
def this_year_and_last_beside_each_label(d: Draft) -> Sample:
    """In all tables, the label repeated: 上年 and 本年."""
    grids: list[Grid] = []
    for g in d.grids:
        old = last_year(g)
        both = [row for i in range(2, len(g)) for row in ([g[i][0], ("上年", 1, 1), *old[i][1:]], [g[i][0], ("本年", 1, 1), *g[i][1:]])]
        grids.append([[(g[0][0][0], 1, len(g[1]) + 1)], [g[1][0], ("年份", 1, 1), *g[1][1:]], *both])
    return page(d, "".join(map(html_table, grids)))


@strange("2021")
def last_years_total_behind(d: Draft) -> Sample:
    grid = d.applications
    rows: Grid = [[*grid[0], ("上年总计", 3, 1)], *grid[1:3], *([*r, (str(int(r[-1][0]) + 77), 1, 1)] for r in grid[3:])]
    return page(d, three=html_table(rows), quality=DOUBTFUL)


# --- other rows ----------------------------------------------------------------------------------------------------


@strange("2021")
def an_other_in_every_group(d: Draft) -> Sample:
    """Local rows 其他 at the end of the groups, which the form has in the last only."""
    grid = d.applications
    rows = grid[:3]
    for r in d.table("applications").data_rows:
        rows.append([(r.label, 1, 3), *cells(*numbers(d, r.code, (*APPLICANTS, "total")))])
        if r.code in ("denied_administrative_query", "unavailable_unclear_after_correction", "rejected_reconfirmation"):
            n = {"d": 9, "u": 4, "r": 6}[r.code[0]]
            rows.append([(f"{n}.其他", 1, 3), *cells(0, 0, 0, 0, 0, 0, 0)])
    return page(d, three=html_table(rows), quality=DOUBTFUL, lost=frozenset({"applications"}))


@strange("2021")
def the_result_has_its_own_sum(d: Draft) -> Sample:
    """三、本年度办理结果 with numbers of its own, 总计 again below."""
    rows: Grid = d.applications[:3]
    for r in d.table("applications").data_rows:
        v = numbers(d, r.code, (*APPLICANTS, "total"))
        if r.code == "granted":
            rows.append([("三、本年度办理结果", 1, 3), *cells(*numbers(d, "total_processed", (*APPLICANTS, "total")))])
        rows.append([(r.label, 1, 3), *cells(*v)])
    return page(d, three=html_table(rows), quality=DOUBTFUL)


@strange("2019", "2021")
def labels_as_paths(d: Draft) -> Sample:
    """Each label with those above it: 三、本年度办理结果—（三）不予公开—1.属于国家秘密."""
    table = d.table("applications")
    rows: Grid = [cells("项目", *(c.label for c in table.columns))]
    for r in table.data_rows:
        above = table.row(r.parent or "")
        path = [t for t in ("三、本年度办理结果" if r.level else "", above.label if above and r.level > 1 else "", r.label) if t]
        rows.append(cells("—".join(path), *numbers(d, r.code, (*APPLICANTS, "total"))))
    return page(d, three=html_table(rows))


@strange("2019", "2021")
def an_unknown_label_behind_its_groups(d: Draft) -> Sample:
    """The first row of a group has a label that no form has: its numbers are not the group's."""
    grid = d.applications
    at = row_of(grid, "1.属于国家秘密")
    grid[at] = [("1.甲类事由", *cell[1:]) if cell[0].startswith("1.") else cell for cell in grid[at]]
    return page(d, three=html_table(grid), quality=("needs_review",), lost=frozenset({"applications"}))


@strange("2021")
def traditional_characters(d: Draft) -> Sample:
    change = str.maketrans("属于国执总计诉复维数业请", "屬於國執總計訴復維數業請")
    return page(d, *("".join(html_table(g, lambda t: t.translate(change)) for g in part) for part in (d.grids, [d.applications], [d.review])))


# --- table 4 -------------------------------------------------------------------------------------------------------


@strange("2021")
def suits_under_headings(d: Draft) -> Sample:
    """Three tables of five numbers; which is which stands in the line above each."""
    four = "".join(f"<p>（{n}）{name}</p>" + html_table([cells(*OUTCOMES), cells(*suits(d, way))])
                   for n, (way, name) in zip("一二三", WAYS.items(), strict=True))
    return page(d, four=four)


@strange("2021")
def suits_with_captions(d: Draft) -> Sample:
    four = "".join(html_table([cells(*OUTCOMES), cells(*suits(d, way))]).replace("1>", f"1><caption>{name}情况</caption>", 1)
                   for way, name in WAYS.items())
    return page(d, four=four)


@strange("2021")
def litigation_ahead_of_review(d: Draft) -> Sample:
    grid = d.review
    rows: Grid = [[grid[0][1], grid[0][0]], [*grid[1][5:], *grid[1][:5]], grid[2], [*grid[3][5:], *grid[3][:5]]]
    return page(d, four=html_table(rows))


@strange("2021")
def suits_without_their_first_header_line(d: Draft) -> Sample:
    """Nothing is left for the first five but 行政复议."""
    grid = d.review
    return page(d, four=html_table(grid[1:]))


@strange("2021")
def another_matter_in_place_of_review(d: Draft) -> Sample:
    grid = d.review
    return page(d, four=html_table([[("信访", 1, 5), ("行政诉讼", 1, 10)], *grid[1:]]), quality=DOUBTFUL, lost=frozenset({"review_litigation"}))


@strange("2021")
def outcomes_three_times_and_no_way(d: Draft) -> Sample:
    grid = d.review
    return page(d, four=html_table([cells(*OUTCOMES * 3), grid[3]]), quality=DOUBTFUL, lost=frozenset({"review_litigation"}))


@strange("2021")
def an_outcome_more(d: Draft) -> Sample:
    """撤诉 as a sixth outcome of each way."""
    rows: Grid = [[("行政复议", 1, 6), ("行政诉讼", 1, 12)],
                  [*((o, 2, 1) for o in (*OUTCOMES[:4], "撤回", "总计")), ("未经复议直接起诉", 1, 6), ("复议后起诉", 1, 6)],
                  cells(*(*OUTCOMES[:4], "撤回", "总计") * 2),
                  cells(*(n for way in WAYS for n in (*suits(d, way)[:4], 0, suits(d, way)[4])))]
    return page(d, four=html_table(rows), quality=DOUBTFUL, lost=frozenset({"review_litigation"}))


# --- section 2 -----------------------------------------------------------------------------------------------------


@strange("2019", "2021")
def section_two_as_a_long_list(d: Draft) -> Sample:
    """条款, 信息内容, 指标, 数量: a row for each number."""
    rows: Grid = [cells("条款", "信息内容", "指标", "数量")]
    for table_id in forms.PROACTIVE:
        if t := forms.load(d.form).table(table_id):
            rows += [cells(t.title, r.label, c.label, d.values[table_id, r.code, c.code]) for r in t.data_rows for c in t.columns]
    return page(d, html_table(rows))


@strange("2019", "2021")
def table_three_as_a_long_list(d: Draft) -> Sample:
    """办理情况, 申请人, 数量: a row for each number."""
    t = d.table("applications")
    rows: Grid = [cells("办理情况", "申请人", "数量")]
    rows += [cells(r.label, c.label, d.values["applications", r.code, c.code]) for r in t.data_rows for c in t.columns]
    return page(d, three=html_table(rows))


@strange("2019", "2021")
def table_three_in_one_wide_row(d: Draft) -> Sample:
    """Each outcome over seven columns, and a single row of numbers."""
    t = d.table("applications")
    rows: Grid = [[(r.label, 1, 7) for r in t.data_rows], cells(*(c.label for _ in t.data_rows for c in t.columns)),
                  cells(*(d.values["applications", r.code, c.code] for r in t.data_rows for c in t.columns))]
    return page(d, three=html_table(rows))


@strange("2019", "2021")
def section_two_in_one_wide_row(d: Draft) -> Sample:
    tables = [t for i in forms.PROACTIVE if (t := forms.load(d.form).table(i))]
    each = [(t, r) for t in tables for r in t.data_rows]
    rows: Grid = [[(r.label, 1, len(t.columns)) for t, r in each], cells(*(c.label for t, _ in each for c in t.columns)),
                  cells(*(d.values[t.id, r.code, c.code] for t, r in each for c in t.columns))]
    return page(d, html_table(rows))


@strange("2021")
def section_two_as_sentences(d: Draft) -> Sample:
    found = ""
    for table_id in forms.PROACTIVE:
        if t := forms.load("2021").table(table_id):
            for r in t.data_rows:
                unit = "万元" if table_id == "art20_8" else "件"
                found += f"<li>{r.label}：" + "，".join(f"{c.label}{d.values[table_id, r.code, c.code]}{unit}" for c in t.columns) + "</li>"
    return page(d, f"<ul>{found}</ul>")


@strange("2021")
def section_two_as_spoken_bullets(d: Draft) -> Sample:
    """The short names of the columns, numbers ahead of their units, two rows in one line."""
    v = {k[1:]: n for k, n in d.values.items()}

    def norms(code: str, label: str) -> str:
        return f"{label}：本年制发{v[code, 'issued_this_year']}件，废止{v[code, 'repealed_this_year']}件，现行有效{v[code, 'in_force']}件"
    fees = v["administrative_fees", "fees_collected"]
    items = [f"1.{norms('regulations', '规章')}；", norms("normative_documents", "规范性文件") + "。",
             f"行政许可：本年处理决定{v['administrative_licensing', 'decisions']}件",
             f"行政处罚：处理决定{v['administrative_penalty', 'decisions']}件；行政强制：处理决定{v['administrative_coercion', 'decisions']}件",
             f"行政事业性收费：本年收费金额{fees}万元"]
    return page(d, "<ul>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>", unit=("万元", (fees or 0) * 10000))


@strange("2021")
def section_two_half_said(d: Draft) -> Sample:
    """Numbers of which one is not named, or said twice, or for something else: none may be taken."""
    items = ["规章：本年制发3件，废止1件，另有9件在审查中，现行有效12件", "规范性文件：本年制发3件，现行有效12件", "行政许可：12件，同比下降3%",
             "行政处罚：处理决定8件", "行政处罚：处理决定9件", "行政强制情况见附件2"]
    return page(d, "".join(f"<p>{i}</p>" for i in items), quality=("needs_review",), lost=frozenset(forms.PROACTIVE))


@strange("2021")
def suits_as_sentences(d: Draft) -> Sample:
    names = ("维持", "纠正", "其他结果", "尚未审结", "总计")
    four = "".join(f"<p>（{n}）{way}情况：" + "、".join(f"{o}{x}件" for o, x in zip(names, suits(d, code), strict=True)) + "。</p>"
                   for n, (code, way) in zip("一二三", WAYS.items(), strict=True))
    return page(d, four=four)


@strange("2021")
def suits_half_said(d: Draft) -> Sample:
    """A sum over all, and outcomes of no way."""
    return page(d, four="<p>本年度因政府信息公开发生行政复议、行政诉讼共5件，其中维持3件、纠正1件、其他0件、尚未审结1件。</p>",
                quality=("needs_review",), lost=frozenset({"review_litigation"}))


@strange("2021")
def suits_of_another_kind(d: Draft) -> Sample:
    """Cases over other matters."""
    return page(d, four="<p>土地征收类行政复议9件，其中维持4件、纠正3件、其他结果1件、尚未审结1件。</p>",
                quality=("needs_review",), lost=frozenset({"review_litigation"}))


@strange("2021")
def section_two_turned_round(d: Draft) -> Sample:
    """Rows and columns exchanged in the five tables."""
    grids = [[g[0], *[[g[j][i] for j in range(1, len(g))] for i in range(len(g[1]))]] for g in d.grids]
    return page(d, "".join(map(html_table, grids)))


@strange("2019", "2021")
def table_three_turned_round(d: Draft) -> Sample:
    """Outcomes are columns, applicants are rows."""
    table = d.table("applications")
    rows: Grid = [cells("申请人情况", *(r.label for r in table.data_rows))]
    rows += [cells(c.label, *(d.values["applications", r.code, c.code] for r in table.data_rows)) for c in table.columns]
    return page(d, three=html_table(rows))


@pytest.mark.parametrize("name", tried(STRANGE))
def test_nothing_is_read_wrong_or_lost_unsaid(name: str) -> None:
    make, form = STRANGE[name]
    check_reading(make(draft(form)))
