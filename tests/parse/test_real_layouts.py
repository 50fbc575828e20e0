"""Layouts as sites, Word and Excel make them, which no official form foresees: nothing may be read wrong, or lost unsaid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl import forms
from tests.parse.layouts import Grid, as_cell_lines, as_lines, proactive_grids, table_of
from tests.parse.real_layouts import (
    HEADINGS,
    LAYOUTS,
    Draft,
    Sample,
    check_reading,
    draft,
    html_table,
    layout,
    lines,
    page,
    tried,
    whole,
)

OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
BLOCKS = (("review", "行政复议"), ("litigation_direct", "未经复议直接起诉"), ("litigation_after_review", "复议后起诉"))


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def suits(d: Draft, block: str) -> list[str]:
    return [text_of(d.values["review_litigation", "cases", f"{block}_{o}"]) for o in forms.OUTCOMES]


def is_number(text: str) -> bool:
    return text.lstrip("-").isdigit()


# --- tables as sites and office programs write them ----------------------------------------------------------------


@layout("2019", "2021")
def header_cells_and_bodies(d: Draft) -> Sample:
    def table(grid: Grid, head: int) -> str:
        rows = html_table(grid, tag="th").replace("<table border=1>", "").replace("</table>", "").split("</tr>")[:-1]
        rows = [r if i < head else r.replace("<th>", "<td>").replace("</th>", "</td>").replace("<td", "<th", 1).replace("</td>", "</th>", 1)
                for i, r in enumerate(rows)]
        bodies = "".join(f"<tbody>{r}</tr></tbody>" for r in rows[head:])
        return "<table><colgroup><col width=9><col></colgroup><thead>" + "</tr>".join(rows[:head]) + f"</tr></thead>{bodies}</table>"
    return page(d, "".join(table(g, 2) for g in d.grids), table(d.applications, 3), table(d.review, 3))


@layout("2021")
def pasted_from_excel(d: Draft) -> Sample:
    """A hidden column and a hidden row hold last year's numbers."""
    def table(grid: Grid) -> str:
        text = html_table(grid, lambda t: t if not is_number(t) else f"<span style='mso-spacerun:yes'>&nbsp;&nbsp; </span>{t}")
        text = text.replace("</tr>", "<td style='display:none;mso-number-format:\"0_ \"' x:num=\"77\">77</td></tr>")
        return text.replace("</table>", "<tr style='display: none' height=0><td>行政许可</td><td x:num>999</td></tr></table>")
    return page(d, "".join(map(table, d.grids)), table(d.applications), table(d.review))


@layout("2019", "2021")
def a_table_in_every_cell(d: Draft) -> Sample:
    def cell(text: str) -> str:
        return f"<table width=100%><tbody><tr><td>{text}</td></tr></tbody></table>"
    return page(d, "".join(html_table(g, cell) for g in d.grids), html_table(d.applications, cell), html_table(d.review, cell))


@layout("2019", "2021")
def caption_spans_too_little(d: Draft) -> Sample:
    grids = [[[(g[0][0][0], 1, 2)], *g[1:]] for g in d.grids]
    return page(d, "".join(map(html_table, grids)))


@layout("2019", "2021")
def captions_beside_the_rows(d: Draft) -> Sample:
    """Section 2 as one table; the captions stand in its first column."""
    rows: Grid = []
    width = max(len(g[1]) for g in d.grids)
    for g in d.grids:
        inner = g[1:]
        rows.append([(g[0][0][0], len(inner), 1), *inner[0][:-1], (inner[0][-1][0], 1, 1 + width - len(inner[0]))])
        rows += [[*r[:-1], (r[-1][0], 1, 1 + width - len(r))] for r in inner[1:]]
    return page(d, html_table(rows))


@layout("2021")
def captions_of_one_cell_a_character(d: Draft) -> Sample:
    rows: Grid = []
    for g in d.grids:
        inner = g[1:]
        rows.append([("<br>".join(g[0][0][0]), len(inner), 1), *inner[0]])
        rows += inner[1:]
    return page(d, html_table(rows))


@layout("2019", "2021")
def a_column_of_serial_numbers(d: Draft) -> Sample:
    grid = d.applications
    rows: Grid = [[("序号", 3, 1), *grid[0]], *grid[1:3]]
    rows += [[(str(i), 1, 1), *r] for i, r in enumerate(grid[3:], 1)]
    return page(d, three=html_table(rows))


@layout("2021")
def serial_numbers_in_section_two(d: Draft) -> Sample:
    grids = [[[(g[0][0][0], 1, len(g[1]) + 1)], [("序号", 1, 1), *g[1]], *([(str(i), 1, 1), *r] for i, r in enumerate(g[2:], 1))]
             for g in d.grids]
    return page(d, "".join(map(html_table, grids)))


@layout("2019", "2021")
def totals_stand_first(d: Draft) -> Sample:
    grid = d.applications
    rows: Grid = [grid[0], [("总计", 2, 1), *grid[1][:2]], grid[2]]
    rows += [[*r[:-7], r[-1], *r[-7:-1]] for r in grid[3:]]
    return page(d, three=html_table(rows))


@layout("2021")
def labels_in_one_column(d: Draft) -> Sample:
    rows: Grid = [[("项目", 2, 1), ("申请人情况", 1, 7)], [(c.label, 1, 1) for c in d.table("applications").columns]]
    for r in d.table("applications").rows:
        if r.role == "data" and r.official:
            rows.append([(r.label, 1, 1), *((text_of(d.values["applications", r.code, c.code]), 1, 1)
                                            for c in d.table("applications").columns)])
        else:
            rows.append([(r.label, 1, 1), *[("", 1, 1)] * 7])
    return page(d, three=html_table(rows))


@layout("2019", "2021")
def labels_in_four_columns(d: Draft) -> Sample:
    grid = d.applications
    rows: Grid = [[(grid[0][0][0], 3, 4), grid[0][1]], *grid[1:3]]
    for r in grid[3:]:
        label = r[:-7]
        rows.append([*label[:-1], (label[-1][0], 1, label[-1][2] + 1), *r[-7:]])
    return page(d, three=html_table(rows))


def expanded(grid: Grid, repeat: bool) -> Grid:
    """Merged cells as a converter splits them: their text in each place, or in the first alone."""
    table = table_of(grid)
    size = table.width
    cells = {}
    for c in table.cells():
        for a in range(c.rowspan):
            for b in range(c.colspan):
                cells[c.row + a, c.column + b] = c.text if repeat or not (a or b) else ""
    return [[(cells.get((i, j), ""), 1, 1) for j in range(size)] for i in range(len(table.rows))]


@layout("2019", "2021")
def merged_cells_repeated(d: Draft) -> Sample:
    return page(d, "".join(html_table(expanded(g, True)) for g in d.grids), html_table(expanded(d.applications, True)),
                html_table(expanded(d.review, True)))


@layout("2019", "2021")
def merged_cells_emptied(d: Draft) -> Sample:
    return page(d, "".join(html_table(expanded(g, False)) for g in d.grids), html_table(expanded(d.applications, False)),
                html_table(expanded(d.review, False)))


@layout("2019", "2021")
def closing_tags_missing(d: Draft) -> Sample:
    s = page(d)
    return Sample(s.data.replace(b"</td>", b"").replace(b"</tr>", b"").replace(b"</p>", b""), s.truth)


@layout("2021")
def one_layout_table_for_all(d: Draft) -> Sample:
    inner = page(d).data.decode().partition("<h1>")[2].partition("</div></body>")[0]
    return whole(d, f"<table width=95%><tr><td><h1>{inner}</td></tr></table>")


@layout("2019", "2021")
def headings_inside_the_tables(d: Draft) -> Sample:
    """Heading and table in one table: a first row over the whole width."""
    def table(heading: str, grid: Grid) -> str:
        return html_table([[(heading, 1, table_of(grid).width)], *grid])
    rows: Grid = [row for g in d.grids for row in g]
    body = f"<p>{HEADINGS[0]}</p><p>按计划推进。</p>" + table(HEADINGS[1], rows) + table(HEADINGS[2], d.applications)
    body += table(HEADINGS[3], d.review) + f"<p>{HEADINGS[4]}</p><p>深度不够。</p><p>{HEADINGS[5]}</p><p>无。</p>"
    return whole(d, body)


@layout("2021")
def everything_in_one_table(d: Draft) -> Sample:
    """The whole report, prose too, as one table of ten columns with prose in wide cells."""
    rows: Grid = [[(HEADINGS[0], 1, 15)], [("本年度各项公开工作按计划推进，信息及时更新。" * 20, 1, 15)], [(HEADINGS[1], 1, 15)]]
    rows += [row for g in d.grids for row in g]
    rows += [[(HEADINGS[2], 1, 15)], *d.applications, [(HEADINGS[3], 1, 15)], *d.review, [(HEADINGS[4], 1, 15)],
             [("深度不够。", 1, 15)], [(HEADINGS[5], 1, 15)], [("无。", 1, 15)]]
    return whole(d, html_table(rows))


@layout("2019", "2021")
def blocks_instead_of_tables(d: Draft) -> Sample:
    """A div a row, a span a cell."""
    def table(grid: Grid) -> str:
        return "".join('<div class="row">' + "".join(f'<div class="cell"><span>{t}</span></div>' for t, _, _ in r) + "</div>" for r in grid)
    return page(d, "".join(map(table, d.grids)), table(d.applications), table(d.review))


@layout("2019", "2021")
def rows_as_paragraphs_with_spaces(d: Draft) -> Sample:
    def table(grid: Grid) -> str:
        return "".join(f"<p>{'&nbsp;&nbsp;&nbsp;'.join(t for t, _, _ in r)}</p>" for r in grid)
    return page(d, "".join(map(table, d.grids)), table(d.applications), table(d.review))


@layout("2019", "2021")
def one_paragraph_with_breaks(d: Draft) -> Sample:
    def table(grid: Grid) -> str:
        return "<br>".join(as_lines(grid))
    body = "<p>" + "<br>".join([
        HEADINGS[0], "按计划推进。", HEADINGS[1], *map(table, d.grids), HEADINGS[2], table(d.applications), HEADINGS[3], table(d.review),
        HEADINGS[4], "深度不够。", HEADINGS[5], "无。"]) + "</p>"
    return whole(d, body)


# --- numbers -------------------------------------------------------------------------------------------------------


def with_numbers(d: Draft, change, **sample) -> Sample:
    """Every number of the page printed as ``change`` says."""
    def cell(text: str) -> str:
        return change(text) if is_number(text) else text
    return page(d, "".join(html_table(g, cell) for g in d.grids), html_table(d.applications, cell), html_table(d.review, cell), **sample)


@layout("2021")
def numbers_padded(d: Draft) -> Sample:
    return with_numbers(d, lambda t: f"&nbsp;&ensp;{t}&emsp;&#8203;&thinsp;&nbsp;")


@layout("2021")
def numbers_full_width(d: Draft) -> Sample:
    return with_numbers(d, lambda t: "".join(chr(ord(c) + 0xFEE0) for c in t))


@layout("2021")
def numbers_in_spans(d: Draft) -> Sample:
    return with_numbers(d, lambda t: "".join(f"<span lang=EN-US><font>{c}</font></span>" for c in t))


@layout("2021")
def numbers_broken(d: Draft) -> Sample:
    return with_numbers(d, lambda t: "<br>".join(t) if len(t) > 2 else t, quality=("clean", "source_errors", "needs_review"))


@layout("2021")
def numbers_with_pieces(d: Draft) -> Sample:
    return with_numbers(d, lambda t: f"{t} 件", quality=("needs_review",), lost=frozenset({"art20_8"}))  # 件 is no unit of money


@layout("2021")
def numbers_with_remarks(d: Draft) -> Sample:
    return with_numbers(d, lambda t: f"{t}（含转办3件）")


@layout("2021")
def footnote_raised(d: Draft) -> Sample:
    """A footnote mark raised behind a number is no digit of it."""
    return with_numbers(d, lambda t: f"{t}<sup>1</sup>" if t.endswith("7") else t, quality=("clean", "needs_review"),
                        lost=frozenset({"art20_1", "art20_5", "art20_6", "art20_8", "applications", "review_litigation"}))


@layout("2021")
def footnote_circled(d: Draft) -> Sample:
    return with_numbers(d, lambda t: f"{t}①" if t.endswith("7") else t, quality=("clean", "needs_review"),
                        lost=frozenset({"art20_1", "art20_5", "art20_6", "art20_8", "applications", "review_litigation"}))


@layout("2021")
def footnote_superscript_characters(d: Draft) -> Sample:
    return with_numbers(d, lambda t: f"{t}¹" if t.endswith("7") else t, quality=("clean", "needs_review"),
                        lost=frozenset({"art20_1", "art20_5", "art20_6", "art20_8", "applications", "review_litigation"}))


@layout("2021")
def footnote_starred(d: Draft) -> Sample:
    return with_numbers(d, lambda t: f"{t}*" if t.endswith("7") else t, quality=("clean", "needs_review"),
                        lost=frozenset({"art20_1", "art20_5", "art20_6", "art20_8", "applications", "review_litigation"}))


@layout("2021")
def thousands_with_a_space(d: Draft) -> Sample:
    for key in list(d.values):
        if key[0].startswith("art20"):
            d.values[key] = 12000 + d.values[key]
    return with_numbers(d, lambda t: f"{t[:-3]} {t[-3:]}" if len(t) > 3 else t, quality=("clean", "needs_review"),
                        lost=frozenset({"art20_1", "art20_5", "art20_6", "art20_8", "applications", "review_litigation"}))


@layout("2019")
def changes_in_words(d: Draft) -> Sample:
    words = ("减少3项", "增加5", "-2", "+7", "增4")
    means = (-3, 5, -2, 7, 4)
    keys = [k for k in d.values if k[2] == "items_change"]
    shown = dict(d.values)
    for key, word, value in zip(keys, words, means, strict=True):
        shown[key], d.values[key] = word, value
    grids = proactive_grids(d.form, shown)
    return page(d, "".join(map(html_table, grids)))


# --- rows and columns ----------------------------------------------------------------------------------------------


@layout("2021")
def only_totals(d: Draft) -> Sample:
    for key in d.values:
        if key[0] == "applications" and key[2] != "total":
            d.values[key] = None
    grid = [[(t.replace("None", ""), a, b) for t, a, b in r] for r in d.applications]
    return page(d, three=html_table(grid))


@layout("2019", "2021")
def all_blank(d: Draft) -> Sample:
    for key in d.values:
        d.values[key] = None
    def cell(text: str) -> str:
        return "&nbsp;" if text == "None" else text
    tables = "".join(html_table(g, cell) for g in d.grids), html_table(d.applications, cell), html_table(d.review, cell)
    return page(d, *tables, quality=("needs_review",))


@layout("2019", "2021")
def all_slashes(d: Draft) -> Sample:
    for key in d.values:
        d.values[key] = None
    def cell(text: str) -> str:
        return "/" if text == "None" else text
    return page(d, "".join(html_table(g, cell) for g in d.grids), html_table(d.applications, cell), html_table(d.review, cell))


@layout("2021")
def rules_left_out(d: Draft) -> Sample:
    grids = d.grids
    gone = [k for k in d.values if k[1] == "regulations"]
    for k in gone:
        del d.values[k]
    return page(d, "".join(html_table([r for r in g if r[0][0] != "规章"]) for g in grids), quality=("clean", "needs_review"))


@layout("2021")
def rows_of_which(d: Draft) -> Sample:
    grid = d.applications
    at = next(i for i, r in enumerate(grid) if r[0][0].startswith("二、"))
    grid.insert(at, [("其中：网上申请", 1, 3), *((str(5 + i), 1, 1) for i in range(7))])
    return page(d, three=html_table(grid), quality=("clean", "needs_review"))


@layout("2021")
def a_row_of_units(d: Draft) -> Sample:
    grids = [[g[0], [("单位：件", 1, len(g[1]))], *g[1:]] for g in d.grids]
    grid = d.applications
    return page(d, "".join(map(html_table, grids)), html_table([[("单位：件", 1, 10)], *grid]), html_table([[("单位：件", 1, 15)], *d.review]))


@layout("2019", "2021")
def captions_in_arabic(d: Draft) -> Sample:
    number = {"一": 1, "五": 5, "六": 6, "八": 8, "九": 9}
    grids = [[[(f"《条例》第20条第{number[g[0][0][0][6]]}项", 1, len(g[1]))], *g[1:]] for g in d.grids]
    return page(d, "".join(map(html_table, grids)))


@layout("2019", "2021")
def captions_absent(d: Draft) -> Sample:
    return page(d, "".join(html_table(g[1:]) for g in d.grids))


@layout("2021")
def captions_in_paragraphs(d: Draft) -> Sample:
    return page(d, "".join(f"<p>{g[0][0][0]}</p>" + html_table(g[1:]) for g in d.grids))


@layout("2021")
def headers_with_the_year(d: Draft) -> Sample:
    s = page(d)
    text = s.data.decode()
    for word in ("本年制发件数", "本年废止件数", "本年处理决定数量"):
        text = text.replace(word, word.replace("本年", "2023年"))
    return Sample(text.replace("本年收费金额（单位：万元）", "2023年度收费金额（万元）").encode(), s.truth, quality=("clean", "needs_review"),
                  lost=frozenset(forms.PROACTIVE))


@layout("2021")
def stock_column_first(d: Draft) -> Sample:
    g = d.grids[0]
    grid = [g[0], *([r[0], r[3], r[1], r[2]] for r in g[1:])]
    return page(d, "".join(map(html_table, [grid, *d.grids[1:]])))


@layout("2021")
def last_year_beside_this_year(d: Draft) -> Sample:
    """Each column of section 2 twice: last year's number and this year's."""
    grids = []
    for g in d.grids:
        head: Grid = [[(g[0][0][0], 1, 1 + 2 * (len(g[1]) - 1))], [(g[1][0][0], 2, 1), *((t, 1, 2) for t, _, _ in g[1][1:])],
                      [(y, 1, 1) for _ in g[1][1:] for y in ("2022年", "2023年")]]
        rows = [[r[0], *(c for v in r[1:] for c in ((str(int(v[0]) + 1000), 1, 1), v))] for r in g[2:]]
        grids.append([*head, *rows])
    return page(d, "".join(map(html_table, grids)), quality=("clean", "needs_review"), lost=frozenset(forms.PROACTIVE))


@layout("2021")
def years_in_one_header(d: Draft) -> Sample:
    """2022年制发件数 and 2023年制发件数 beside each other; the last year's is the report's."""
    g = d.grids[0]
    grid: Grid = [[(g[0][0][0], 1, 6)], [g[1][0], *((f"{y}年{w}", 1, 1) for w in ("制发件数", "废止件数") for y in (2022, 2023)), g[1][3]]]
    grid += [[r[0], ("901", 1, 1), r[1], ("902", 1, 1), r[2], r[3]] for r in g[2:]]
    return page(d, "".join(map(html_table, [grid, *d.grids[1:]])))


@layout("2021")
def this_year_beside_last_year_in_table_three(d: Draft) -> Sample:
    grid = d.applications
    rows: Grid = [[grid[0][0], ("2022年", 1, 1), ("2023年", 1, 7)], [("总计", 2, 1), *grid[1]], grid[2]]
    rows += [[*r[:-7], (str(int(r[-1][0]) + 1000), 1, 1), *r[-7:]] for r in grid[3:]]
    return page(d, three=html_table(rows))


@layout("2021")
def last_year_and_the_change_beside_each_number(d: Draft) -> Sample:
    """Under each applicant: 2022, 2023, 同比."""
    grid = d.applications
    rows: Grid = [[grid[0][0], ("申请人情况", 1, 21)], [("自然人", 2, 3), ("法人或其他组织", 1, 15), ("总计", 2, 3)], [(t, 1, 3) for t, _, _ in grid[2]]]
    rows[0][0] = (rows[0][0][0], 4, 3)
    rows += [[("2022", 1, 1), ("2023", 1, 1), ("同比", 1, 1)] * 7]
    rows += [[*r[:-7], *(c for t, _, _ in r[-7:] for c in ((str(int(t or 0) + 1000), 1, 1), (t, 1, 1), ("-3.5%", 1, 1)))] for r in grid[3:]]
    return page(d, three=html_table(rows))


@layout("2021")
def last_year_behind_this_year(d: Draft) -> Sample:
    """All seven columns twice; one 0 is merged over both."""
    grid = d.applications
    rows: Grid = [[grid[0][0], ("本年度", 1, 7), ("上年度", 1, 7)], grid[1] * 2, grid[2] * 2]
    rows += [[*r[:-7], *r[-7:], *((str(int(t or 0) + 1000), 1, 1) for t, _, _ in r[-7:])] for r in grid[3:]]
    return page(d, three=html_table(rows))


@layout("2021")
def persons_from_here_and_from_elsewhere(d: Draft) -> Sample:
    """自然人 is divided, and no column holds the sum."""
    grid = d.applications
    rows: Grid = [[grid[0][0], ("申请人情况", 1, 8)], [("自然人", 1, 2), *grid[1][1:]], [("本地", 1, 1), ("外地", 1, 1), *grid[2]]]
    rows += [[*r[:-7], (str(int(r[-7][0]) - 5), 1, 1), ("5", 1, 1), *r[-6:]] for r in grid[3:]]
    for key in [k for k in d.values if k[2] == "natural_person"]:
        del d.values[key]
    return page(d, three=html_table(rows), quality=("needs_review",))


@layout("2021")
def a_sum_beside_persons_from_here_and_from_elsewhere(d: Draft) -> Sample:
    grid = d.applications
    rows: Grid = [[grid[0][0], ("申请人情况", 1, 9)], [("自然人", 1, 3), *grid[1][1:]], [("小计", 1, 1), ("本地", 1, 1), ("外地", 1, 1), *grid[2]]]
    rows += [[*r[:-7], r[-7], (str(int(r[-7][0]) - 5), 1, 1), ("5", 1, 1), *r[-6:]] for r in grid[3:]]
    return page(d, three=html_table(rows))


@layout("2021")
def articles_ahead_of_the_labels(d: Draft) -> Sample:
    """第二十条第（一）项：规章."""
    two = "".join(html_table([g[1], *([(f"{g[0][0][0]}：{r[0][0]}", 1, 1), *r[1:]] for r in g[2:])]) for g in d.grids)
    return page(d, two=two)


@layout("2021")
def reviews_of_three_years_below(d: Draft) -> Sample:
    """A table of the author's own, under the outcomes of the official one."""
    rows: Grid = [[(t, 1, 1) for t in ("年份", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]]
    rows += [[(t, 1, 1) for t in (f"{y}年", "901", "902", "903", "904", "3610")] for y in (2021, 2022, 2023)]
    return page(d, four=html_table(d.review) + html_table(rows))


@layout("2021")
def whole_and_own_tables(d: Draft) -> Sample:
    """Two tables 3: of the authority alone, and of the whole city."""
    other = draft("2021")
    for k in other.values:
        if k[0] == "applications":
            other.values[k] = other.values[k] * 2
    three = f"<p>（一）本级</p>{html_table(d.applications)}<p>（二）全市</p>{html_table(other.applications)}"
    return page(d, three=three, quality=("needs_review",))


@layout("2021")
def whole_and_own_in_section_two(d: Draft) -> Sample:
    """Section 2 twice, of the authority alone with blanks, and of the whole city."""
    blank = draft("2021")
    for k in blank.values:
        if k[0].startswith("art20") and k[2] != "in_force":
            blank.values[k] = None
    own = "".join(html_table(g, lambda t: "" if t == "None" else t) for g in blank.grids)
    two = f"<p>本级</p>{own}<p>全市</p>" + "".join(map(html_table, d.grids))
    s = page(d, two=two, quality=("needs_review",))
    return replace(s, truth={k: blank.values[k] if k[0].startswith("art20") else v for k, v in s.truth.items()})


@layout("2021")
def two_rows_side_by_side(d: Draft) -> Sample:
    """行政许可 and 行政处罚 share a row."""
    v = {k[1]: text_of(x) for k, x in d.values.items() if k[0] in ("art20_5", "art20_6", "art20_8")}
    rows: Grid = [[("信息内容", 1, 1), ("本年处理决定数量", 1, 1), ("信息内容", 1, 1), ("本年处理决定数量", 1, 1)],
                  [("行政许可", 1, 1), (v["administrative_licensing"], 1, 1), ("行政处罚", 1, 1), (v["administrative_penalty"], 1, 1)],
                  [("行政强制", 1, 1), (v["administrative_coercion"], 1, 1), ("", 1, 1), ("", 1, 1)]]
    return page(d, html_table(d.grids[0]) + html_table(rows) + html_table(d.grids[-1]), quality=("clean", "needs_review"), lost=frozenset({"art20_5", "art20_6"}))


@layout("2019", "2021")
def header_again_after_a_page(d: Draft) -> Sample:
    grid = d.applications
    at = 14
    return page(d, three=html_table([*grid[:at], *grid[:3], *grid[at:]]))


@layout("2019", "2021")
def table_cut_with_a_note_between(d: Draft) -> Sample:
    grid = d.applications
    s = page(d, three=html_table(grid[:3] + list(grid[3:12])) + "<p>（续表）</p><p>第2页</p>" + html_table(grid[12:]))
    return s


@layout("2019", "2021")
def header_missing(d: Draft) -> Sample:
    return page(d, three=html_table(d.applications[3:]), quality=("clean", "needs_review"))


@layout("2021")
def rows_of_another_order(d: Draft) -> Sample:
    rows = labels_in_one_column(d).data.decode()
    head, _, rest = rows.partition("<tr><td>一、本年新收")
    first, second, *others = ("<tr><td>一、本年新收" + rest).partition(f"<p>{HEADINGS[3]}")[0].replace("</table>", "").split("</tr>")[:-1]
    tail = rest.partition(f"<p>{HEADINGS[3]}")[2]
    changed = "</tr>".join([second, first, others[-1], *others[:-1]]) + "</tr></table>"
    return Sample(f"{head}{changed}<p>{HEADINGS[3]}{tail}".encode(), d.values)


@layout("2019", "2021")
def labels_lost_their_numbering_and_brackets(d: Draft) -> Sample:
    s = page(d)
    text = s.data.decode()
    for i in range(1, 9):
        text = text.replace(f"<td>{i}.", "<td>")
    for i in "一二三四五六七":
        text = text.replace(f"（{i}）", "")
    return Sample(text.encode(), s.truth, quality=("clean", "needs_review"))


# --- section 4 -----------------------------------------------------------------------------------------------------


@layout("2021")
def suits_in_two_tables(d: Draft) -> Sample:
    one: Grid = [[("行政复议", 1, 5)], [(o, 1, 1) for o in OUTCOMES], [(v, 1, 1) for v in suits(d, "review")]]
    two: Grid = [[("行政诉讼", 1, 10)], [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)], [(o, 1, 1) for o in OUTCOMES * 2],
                 [(v, 1, 1) for v in suits(d, "litigation_direct") + suits(d, "litigation_after_review")]]
    return page(d, four=html_table(one) + html_table(two))


@layout("2021")
def suits_in_three_tables(d: Draft) -> Sample:
    four = "".join(html_table([[(n, 1, 5)], [(o, 1, 1) for o in OUTCOMES], [(v, 1, 1) for v in suits(d, b)]]) for b, n in BLOCKS)
    return page(d, four=four)


@layout("2021")
def suits_stacked(d: Draft) -> Sample:
    """Three blocks below one another in one table."""
    rows: Grid = []
    for b, n in BLOCKS:
        rows += [[(n, 1, 5)], [(o, 1, 1) for o in OUTCOMES], [(v, 1, 1) for v in suits(d, b)]]
    return page(d, four=html_table(rows))


@layout("2021")
def suits_transposed(d: Draft) -> Sample:
    """Outcomes are rows, the three ways are columns."""
    columns = [suits(d, b) for b, _ in BLOCKS]
    rows: Grid = [[("", 2, 1), ("行政复议", 2, 1), ("行政诉讼", 1, 2)], [("未经复议直接起诉", 1, 1), ("复议后起诉", 1, 1)]]
    rows += [[(o, 1, 1), *((c[i], 1, 1) for c in columns)] for i, o in enumerate(OUTCOMES)]
    return page(d, four=html_table(rows), quality=("clean", "needs_review"), lost=frozenset({"review_litigation"}))


@layout("2021")
def suits_ways_are_rows(d: Draft) -> Sample:
    rows: Grid = [[("类别", 1, 1), *((o, 1, 1) for o in OUTCOMES)]]
    rows += [[(n, 1, 1), *((v, 1, 1) for v in suits(d, b))] for b, n in BLOCKS]
    return page(d, four=html_table(rows), quality=("clean", "needs_review"), lost=frozenset({"review_litigation"}))


@layout("2021")
def suits_ways_are_rows_and_one_is_blank(d: Draft) -> Sample:
    for o in forms.OUTCOMES:
        d.values["review_litigation", "cases", f"litigation_direct_{o}"] = None
    rows: Grid = [[("类别", 1, 2), *((o, 1, 1) for o in OUTCOMES)]]
    rows += [[*name, *((v, 1, 1) for v in suits(d, b))] for (b, _), name in zip(BLOCKS, (
        [("行政复议", 1, 2)], [("行政诉讼", 2, 1), ("未经复议直接起诉", 1, 1)], [("复议后起诉", 1, 1)]), strict=True)]
    return page(d, four=html_table(rows))


@layout("2021")
def suits_as_a_list(d: Draft) -> Sample:
    rows: Grid = []
    for b, n in BLOCKS:
        rows += [[*([(n, 5, 1)] if i == 0 else []), (o, 1, 1), (v, 1, 1)] for i, (o, v) in enumerate(zip(OUTCOMES, suits(d, b), strict=True))]
    return page(d, four=html_table(rows), quality=("clean", "needs_review"), lost=frozenset({"review_litigation"}))


@layout("2021")
def suits_with_a_label(d: Draft) -> Sample:
    grid = d.review
    rows = [[("项目", 3, 1), *grid[0]], *grid[1:3], [("数量（件）", 1, 1), *grid[3]]]
    return page(d, four=html_table(rows))


@layout("2021")
def suits_with_sum_of_litigation(d: Draft) -> Sample:
    grid = d.review
    both = int(suits(d, "litigation_direct")[4]) + int(suits(d, "litigation_after_review")[4])
    rows = [[grid[0][0], ("行政诉讼", 1, 11)], [*grid[1], ("合计", 2, 1)], grid[2], [*grid[3], (str(both), 1, 1)]]
    return page(d, four=html_table(rows), quality=("clean", "needs_review"), lost=frozenset({"review_litigation"}))


@layout("2021")
def suits_header_flattened(d: Draft) -> Sample:
    rows: Grid = [[(f"{n}{o}", 1, 1) for _, n in BLOCKS for o in OUTCOMES], [(v, 1, 1) for b, _ in BLOCKS for v in suits(d, b)]]
    return page(d, four=html_table(rows), quality=("clean", "needs_review"), lost=frozenset({"review_litigation"}))


@layout("2021")
def suits_total_first(d: Draft) -> Sample:
    def turn(x: list) -> list:
        return [x[4], *x[:4]]
    outcomes = turn(list(OUTCOMES))
    rows: Grid = [[("行政复议", 1, 5), ("行政诉讼", 1, 10)], [*((o, 2, 1) for o in outcomes), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
                  [(o, 1, 1) for o in outcomes * 2], [(v, 1, 1) for b, _ in BLOCKS for v in turn(suits(d, b))]]
    return page(d, four=html_table(rows))


@layout("2021")
def suits_by_hand_of_words(d: Draft) -> Sample:
    """After-review litigation stands before direct litigation."""
    rows: Grid = [[("行政复议", 1, 5), ("行政诉讼", 1, 10)], [*((o, 2, 1) for o in OUTCOMES), ("复议后起诉", 1, 5), ("未经复议直接起诉", 1, 5)],
                  [(o, 1, 1) for o in OUTCOMES * 2],
                  [(v, 1, 1) for v in suits(d, "review") + suits(d, "litigation_after_review") + suits(d, "litigation_direct")]]
    return page(d, four=html_table(rows))


# --- text ----------------------------------------------------------------------------------------------------------


def text_sections(d: Draft, separator: str = " ") -> tuple[list[str], list[str], list[str]]:
    return [x for g in d.grids for x in as_lines(g, separator)], as_lines(d.applications, separator), as_lines(d.review, separator)


@layout("2019", "2021")
def text_with_page_edges(d: Draft) -> Sample:
    two, three, four = text_sections(d)
    edge = ["石家庄市示例管理局2023年政府信息公开工作年度报告", "第 3 页 共 6 页"]
    return lines(d, two, three[:15] + edge + three[15:], four)


@layout("2019", "2021")
def text_with_page_of_pages(d: Draft) -> Sample:
    two, three, four = text_sections(d)
    return lines(d, [*two[:5], "2 / 6", *two[5:]], [*three[:15], "- 3 -", "", *three[15:]], four)


@layout("2019", "2021")
def text_with_bare_page_number(d: Draft) -> Sample:
    two, three, four = text_sections(d)
    return lines(d, two, [*three[:15], "3", *three[15:]], four, quality=("clean", "needs_review"), lost=frozenset({"applications"}))


@layout("2021")
def text_total_first(d: Draft) -> Sample:
    two, _, four = text_sections(d)
    grid = d.applications
    three = as_lines([grid[0], [("总计", 1, 1), *grid[1][:2]], grid[2], *([*r[:-7], r[-1], *r[-7:-1]] for r in grid[3:])])
    return lines(d, two, three, four, quality=("clean", "needs_review"), lost=frozenset({"applications"}))


@layout("2019", "2021")
def text_serial_numbers(d: Draft) -> Sample:
    two, three, four = text_sections(d)
    head, body = three[:3], three[3:]
    three = ["序号 " + head[0], *head[1:], *(f"{i} {x}" for i, x in enumerate(body, 1))]
    return lines(d, two, three, four, quality=("clean", "needs_review"), lost=frozenset({"applications"}))


@layout("2019", "2021")
def text_character_by_character(d: Draft) -> Sample:
    two, three, four = text_sections(d, "   ")
    def spaced(line: str) -> str:
        return "   ".join(" ".join(word) for word in line.split("   "))
    return lines(d, [spaced(x) for x in two], [spaced(x) for x in three], [spaced(x) for x in four])


@layout("2021")
def text_blanks_dropped(d: Draft) -> Sample:
    """Zeros were left blank, and the text shows only what is printed."""
    for k in list(d.values):
        if k[0] == "applications" and k[2] not in ("natural_person", "total"):
            d.values[k] = None
    for k in list(d.values):
        if k[0] == "applications" and k[2] == "total":
            d.values[k] = d.values[k[0], k[1], "natural_person"]
    grid = [[c for c in r if c[0] != "None"] for r in d.applications]
    two, _, four = text_sections(d)
    return lines(d, two, as_lines(grid, "     "), four, quality=("needs_review", "unreadable"), lost=frozenset({"applications"}))


@layout("2019", "2021")
def text_rows_as_bullets(d: Draft) -> Sample:
    two = []
    for g in d.grids:
        for r in g[2:]:
            two.append(f"● {r[0][0]}：" + "，".join(f"{h[0]}{v[0]}件" for h, v in zip(g[1][1:], r[1:], strict=True)) + "；")
    _, three, four = text_sections(d)
    return lines(d, two, three, four, quality=("needs_review", "clean"), lost=frozenset(forms.PROACTIVE))


@layout("2019", "2021")
def text_pipes_without_edges(d: Draft) -> Sample:
    return lines(d, *text_sections(d, "|"))


@layout("2019", "2021")
def text_tabs(d: Draft) -> Sample:
    return lines(d, *text_sections(d, "\t"))


@layout("2019", "2021")
def text_a_cell_a_line_with_blank_lines(d: Draft) -> Sample:
    def cells(grid: Grid) -> list[str]:
        return [x for t in as_cell_lines(grid) for x in (t, "")]
    return lines(d, [x for g in d.grids for x in cells(g)], cells(d.applications), cells(d.review))


@layout("2021")
def text_letters_for_digits(d: Draft) -> Sample:
    two, three, four = text_sections(d)
    at = next(i for i, x in enumerate(three) if x.startswith("二、"))
    words = three[at].split()
    words[-7:-1] = ["O", "l", "O", "0", "o", "I"]
    changed = " ".join(words)
    return lines(d, two, [*three[:at], changed, *three[at + 1:]], four, quality=("needs_review", "unreadable"), lost=frozenset({"applications"}),
                 )


# --- the return of 2014 --------------------------------------------------------------------------------------------


def draft_2014() -> list[tuple[str, str, str, str]]:
    table = forms.load("2014").table("stat_table")
    assert table
    return [(r.code, r.label, r.unit or "", str(11 + 3 * i)) for i, r in enumerate(table.data_rows)]


def statistics(d: Draft, body: str, **sample) -> Sample:
    table = forms.load("2014").table("stat_table")
    assert table
    d.values = {("stat_table", code, table.columns[0].code): int(v) for code, _, _, v in draft_2014()}
    text = f"<p>一、概述</p><p>按计划推进。</p><p>二、政府信息公开情况统计表</p>{body}"
    return whole(d, text, lawful=frozenset(f"G{i}" for i in range(1, 12)), **sample)


@layout("2014")
def indicators_side_by_side(d: Draft) -> Sample:
    rows = draft_2014()
    half = (len(rows) + 1) // 2
    grid: Grid = [[(t, 1, 1) for t in ("统计指标", "单位", "统计数") * 2]]
    for i in range(half):
        pair = [rows[i], rows[half + i]] if half + i < len(rows) else [rows[i]]
        grid.append([(t, 1, 1) for _, label, unit, v in pair for t in (label, unit, v)])
    return statistics(d, html_table(grid), quality=("clean", "source_errors", "needs_review"), lost=frozenset({"stat_table"}))


@layout("2014")
def indicators_as_sentences(d: Draft) -> Sample:
    body = "".join(f"<p>{label}：{v}{unit}</p>" for _, label, unit, v in draft_2014())
    return statistics(d, body, quality=("clean", "source_errors", "needs_review"), lost=frozenset({"stat_table"}))


@layout("2014")
def indicators_numbered(d: Draft) -> Sample:
    grid: Grid = [[(t, 1, 1) for t in ("序号", "统计指标", "单位", "统计数")]]
    grid += [[(str(i), 1, 1), (label, 1, 1), (unit, 1, 1), (v, 1, 1)] for i, (_, label, unit, v) in enumerate(draft_2014(), 1)]
    return statistics(d, html_table(grid), quality=("clean", "source_errors", "needs_review"))


@layout("2014")
def indicators_with_last_year(d: Draft) -> Sample:
    grid: Grid = [[(t, 1, 1) for t in ("统计指标", "单位", "2015年", "2016年")]]
    grid += [[(label, 1, 1), (unit, 1, 1), (str(int(v) + 1000), 1, 1), (v, 1, 1)] for _, label, unit, v in draft_2014()]
    return statistics(d, html_table(grid), quality=("clean", "source_errors"))


@layout("2014")
def indicators_of_parts_and_the_whole(d: Draft) -> Sample:
    grid: Grid = [[(t, 1, 1) for t in ("统计指标", "单位", "本机关", "下属单位", "合计")]]
    grid += [[(t, 1, 1) for t in (label, unit, str(int(v) - 4), "4", v)] for _, label, unit, v in draft_2014()]
    return statistics(d, html_table(grid))


@layout("2014")
def indicators_with_a_count_beside_last_year(d: Draft) -> Sample:
    """数量 names the year's column, and is no change."""
    grid: Grid = [[(t, 1, 1) for t in ("统计指标", "单位", "数量", "上年", "增减（%）")]]
    grid += [[(t, 1, 1) for t in (label, unit, v, str(int(v) + 1000), "-3.5")] for _, label, unit, v in draft_2014()]
    return statistics(d, html_table(grid))


@layout("2014")
def indicators_of_one_body(d: Draft) -> Sample:
    grid: Grid = [[(t, 1, 1) for t in ("统计指标", "代码", "单位", "统计数（本级）")]]
    grid += [[(t, 1, 1) for t in (label, str(i), unit, v)] for i, (_, label, unit, v) in enumerate(draft_2014(), 1)]
    return statistics(d, html_table(grid))


@layout("2014")
def indicators_with_unit_behind(d: Draft) -> Sample:
    grid: Grid = [[(t, 1, 1) for t in ("统计指标", "统计数", "单位")]]
    grid += [[(label, 1, 1), (v, 1, 1), (unit, 1, 1)] for _, label, unit, v in draft_2014()]
    return statistics(d, html_table(grid), quality=("clean", "source_errors", "needs_review"))


# --- around the tables ---------------------------------------------------------------------------------------------


@layout("2021")
def the_year_before_below(d: Draft) -> Sample:
    """Last year's report stands below this year's on one page."""
    this = page(d).data.decode()
    before = draft("2021")
    for k in before.values:
        before.values[k] += 1000
    last = page(before).data.decode().replace("2023年", "2022年")
    inner = last.partition("<div id=zoom>")[2].partition("</body>")[0]
    return Sample(this.replace("</div></body>", inner + "</body>").encode(), d.values, quality=("needs_review",))


@layout("2021")
def a_small_table_of_the_author(d: Draft) -> Sample:
    """A summary over years in section 1 uses words of the form."""
    summary: Grid = [[(t, 1, 1) for t in ("年份", "本年新收", "上年结转", "予以公开", "部分公开", "不予公开")],
                     *[[(str(y), 1, 1), *((str(y % 100 + i), 1, 1) for i in range(5))] for y in (2021, 2022, 2023)]]
    s = page(d)
    return Sample(s.data.replace("<p>二、".encode(), (html_table(summary) + "<p>二、").encode(), 1), s.truth, quality=("clean", "needs_review"))


@layout("2021")
def a_comparison_of_years(d: Draft) -> Sample:
    """Rows of table 3 compared over two years, before the tables."""
    summary: Grid = [[(t, 1, 1) for t in ("项目", "2022年", "2023年", "增减")]]
    for label in ("本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计", "四、结转下年度继续办理"):
        summary.append([(label, 1, 1), ("5", 1, 1), ("6", 1, 1), ("1", 1, 1)])
    s = page(d)
    return Sample(s.data.replace("<p>二、".encode(), (html_table(summary) + "<p>二、").encode(), 1), s.truth, quality=("clean", "needs_review"))


@layout("2021")
def in_two_languages(d: Draft) -> Sample:
    """Every label also in Tibetan, and a paragraph of it before each table."""
    def cell(text: str) -> str:
        return text if is_number(text) else f"{text}<br>གཞུང་གི་ཆ་འཕྲིན"
    return page(d, "".join(html_table(g, cell) for g in d.grids), html_table(d.applications, cell), html_table(d.review, cell),
                quality=("clean", "needs_review"))


@layout("2021")
def a_cell_missing_in_a_row(d: Draft) -> Sample:
    """A row that lacks its first number: the others moved left."""
    grid = d.applications
    grid[4] = [*grid[4][:-7], *grid[4][-6:]]
    return page(d, three=html_table(grid), quality=("needs_review",), lost=frozenset({"applications"}))


@layout("2021")
def words_among_the_suits_beside_a_blank_column(d: Draft) -> Sample:
    *head, row = [[*line, ("", 1, 1)] for line in d.review]
    row[7] = (f"{row[7][0]}(3)", 1, 1)
    return page(d, four=html_table([*head, row]), quality=("needs_review",), lost=frozenset({"review_litigation"}))


@layout("2021")
def a_cell_missing_beside_a_blank_column(d: Draft) -> Sample:
    """The row moves up by a column, and its blank for the column behind the numbers comes to stand for its total."""
    grid = [[*line, ("", 1, 1)] for line in d.applications]
    row = next(line for line in grid if line[0][0].startswith("二、"))
    del row[3]
    return page(d, three=html_table(grid), quality=("needs_review",), lost=frozenset({"applications"}))


@layout("2021")
def a_blank_column_that_the_header_has_not(d: Draft) -> Sample:
    grid = d.applications
    return page(d, three=html_table([*grid[:3], *([*line[:-2], ("", 1, 1), *line[-2:]] for line in grid[3:])]))


@layout("2021")
def a_cell_missing_in_the_suits(d: Draft) -> Sample:
    grid = d.review
    grid[3] = grid[3][1:]
    return page(d, four=html_table(grid), quality=("needs_review",), lost=frozenset({"review_litigation"}))


# --- columns and rows that trap ------------------------------------------------------------------------------------


@layout("2021")
def subtotal_after_the_organisations(d: Draft) -> Sample:
    """A column 小计 over the five kinds of organisations, ahead of 总计."""
    grid = d.applications
    rows: Grid = [[grid[0][0], ("申请人情况", 1, 8)], [grid[1][0], ("法人或其他组织", 1, 6), grid[1][2]], [*grid[2], ("小计", 1, 1)]]
    for r in grid[3:]:
        rows.append([*r[:-1], (str(sum(int(v[0]) for v in r[-6:-1])), 1, 1), r[-1]])
    return page(d, three=html_table(rows))


@layout("2021")
def a_column_of_notes(d: Draft) -> Sample:
    """A last column for notes, blank but for one row."""
    grid = d.applications
    rows: Grid = [[*grid[0], ("备注", 3, 1)], *grid[1:3], *([*r, ("", 1, 1)] for r in grid[3:])]
    rows[5][-1] = ("含2件合并", 1, 1)
    return page(d, three=html_table(rows))


@layout("2021")
def a_column_of_shares(d: Draft) -> Sample:
    """A last column with each row's share."""
    grid = d.applications
    rows: Grid = [[*grid[0], ("占比", 3, 1)], *grid[1:3], *([*r, (f"{i}.5%", 1, 1)] for i, r in enumerate(grid[3:]))]
    return page(d, three=html_table(rows), quality=("clean", "source_errors", "needs_review"), lost=frozenset({"applications"}))


@layout("2021")
def a_column_of_growth(d: Draft) -> Sample:
    grid = d.applications
    rows: Grid = [[*grid[0], ("同比增减", 3, 1)], *grid[1:3], *([*r, (f"{i}", 1, 1)] for i, r in enumerate(grid[3:]))]
    return page(d, three=html_table(rows), quality=("clean", "source_errors", "needs_review"), lost=frozenset({"applications"}))


@layout("2021")
def business_and_research_exchanged(d: Draft) -> Sample:
    grid = d.applications
    rows: Grid = [*grid[:2], [grid[2][1], grid[2][0], *grid[2][2:]], *([*r[:-6], r[-5], r[-6], *r[-4:]] for r in grid[3:])]
    return page(d, three=html_table(rows))


@layout("2021")
def text_business_and_research_exchanged(d: Draft) -> Sample:
    two, _, four = text_sections(d)
    grid = d.applications
    rows: Grid = [*grid[:2], [grid[2][1], grid[2][0], *grid[2][2:]], *([*r[:-6], r[-5], r[-6], *r[-4:]] for r in grid[3:])]
    return lines(d, two, as_lines(rows), four, quality=("clean", "needs_review"), lost=frozenset({"applications"}))


@layout("2021")
def applicants_are_rows(d: Draft) -> Sample:
    """Table 3 turned: outcomes are columns, applicants are rows."""
    table = d.table("applications")
    rows: Grid = [[("申请人", 1, 1), *((r.label, 1, 1) for r in table.data_rows)]]
    rows += [[(c.label, 1, 1), *((text_of(d.values["applications", r.code, c.code]), 1, 1) for r in table.data_rows)] for c in table.columns]
    return page(d, three=html_table(rows), quality=("clean", "needs_review", "unreadable"), lost=frozenset({"applications"}))


@layout("2019", "2021")
def section_two_turned(d: Draft) -> Sample:
    """The five tables with rows and columns exchanged."""
    grids = [[g[0], *[[g[j][i] for j in range(1, len(g))] for i in range(len(g[1]))]] for g in d.grids]
    return page(d, "".join(map(html_table, grids)), quality=("clean", "needs_review"), lost=frozenset(forms.PROACTIVE))


@layout("2019", "2021")
def numbers_below_their_labels(d: Draft) -> Sample:
    """Label rows over number rows: 行政许可 | 行政处罚 | 行政强制, their numbers below."""
    grids = d.grids
    heads = [r[0][0] for g in grids[1:3] for r in g[2:]]
    values = [r[-1][0] for g in grids[1:3] for r in g[2:]]
    rows: Grid = [[(t, 1, 1) for t in heads], [(v, 1, 1) for v in values]]
    return page(d, html_table(grids[0]) + html_table(rows) + "".join(map(html_table, grids[3:])), quality=("needs_review",),
                lost=frozenset({"art20_5", "art20_6"}))


@layout("2021")
def of_which_rows_below_decisions(d: Draft) -> Sample:
    g = d.grids[1]
    grid = [*g, [("其中：准予许可", 1, 1), ("7", 1, 1)], [("其中：不予许可", 1, 1), ("2", 1, 1)]]
    return page(d, "".join(map(html_table, [d.grids[0], grid, *d.grids[2:]])), quality=("clean", "needs_review"))


@layout("2021")
def departments_below_the_total(d: Draft) -> Sample:
    """Section 2 lists each department's decisions below the sum."""
    g = d.grids[2]
    grid = [g[0], g[1], g[2], [("其中：城管局行政处罚", 1, 1), ("17", 1, 1)], [("市场监管局", 1, 1), ("12", 1, 1)], g[3]]
    return page(d, "".join(map(html_table, [*d.grids[:2], grid, d.grids[3]])), quality=("clean", "needs_review"))


@layout("2021")
def fees_in_yuan(d: Draft) -> Sample:
    s = page(d)
    value = d.values["art20_8", "administrative_fees", "fees_collected"]
    return Sample(s.data.decode().replace("本年收费金额（单位：万元）", "本年收费金额（单位：元）").encode(), d.values, quality=("clean", "needs_review"),
                  unit=("元", value))


@layout("2021")
def fees_in_yuan_above_the_table(d: Draft) -> Sample:
    """The unit stands in a row of its own, and the header has none."""
    g = d.grids[3]
    grid = [g[0], [("单位：元", 1, 2)], [g[1][0], ("本年收费金额", 1, 1)], *g[2:]]
    return page(d, "".join(map(html_table, [*d.grids[:3], grid])), unit=("元", d.values["art20_8", "administrative_fees", "fees_collected"]))


@layout("2021")
def fees_hidden_in_words(d: Draft) -> Sample:
    s = page(d)
    value = d.values["art20_8", "administrative_fees", "fees_collected"]
    return Sample(s.data.decode().replace(f"<td>{value}</td></tr></table><p>三", f"<td>人民币{value}万元整</td></tr></table><p>三").encode(), d.values,
                  quality=("clean", "needs_review"), lost=frozenset({"art20_8"}))


@layout("2021")
def numbers_as_words(d: Draft) -> Sample:
    """十二 for 12 is no number that is guessed at."""
    words = {"1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "6": "六", "7": "七", "8": "八", "9": "九", "0": "〇"}
    return with_numbers(d, lambda t: "".join(words[c] for c in t) if t.endswith("3") else t, quality=("needs_review", "unreadable"),
                        lost=frozenset({*forms.PROACTIVE, "applications", "review_litigation"}))


@layout("2021")
def unknown_marks(d: Draft) -> Sample:
    """× and … and a picture's caption in cells are no zeros."""
    for k in list(d.values):
        if k[2] in ("research", "public_interest"):
            d.values[k] = None
    def cell(text: str) -> str:
        return "×" if text == "None" else text
    return page(d, three=html_table(d.applications, cell), quality=("clean", "needs_review"), lost=frozenset({"applications"}))


@layout("2021")
def percent_and_ordinals(d: Draft) -> Sample:
    return with_numbers(d, lambda t: f"{t}%" if t.endswith("4") else f"约{t}" if t.endswith("2") else t, quality=("needs_review", "unreadable"),
                        lost=frozenset({*forms.PROACTIVE, "applications", "review_litigation"}))


@layout("2021")
def two_numbers_in_a_cell(d: Draft) -> Sample:
    """This year's number with last year's in brackets."""
    return with_numbers(d, lambda t: f"{t}（5）" if t.endswith("4") else f"{t}/3" if t.endswith("2") else t, quality=("needs_review", "unreadable"),
                        lost=frozenset({*forms.PROACTIVE, "applications", "review_litigation"}))


@layout("2021")
def struck_out_numbers(d: Draft) -> Sample:
    """A corrected number beside the one struck out."""
    return with_numbers(d, lambda t: f"<s>99</s>{t}" if t.endswith("4") else f"<del>8</del>{t}" if t.endswith("2") else t, quality=("clean", "needs_review", "unreadable"),
                        lost=frozenset({*forms.PROACTIVE, "applications", "review_litigation"}))


@layout("2021")
def struck_out_by_style(d: Draft) -> Sample:
    return with_numbers(d, lambda t: f'<span style="text-decoration:line-through">9</span>{t}' if t.endswith("4") else t,
                        quality=("clean", "needs_review", "unreadable"), lost=frozenset({*forms.PROACTIVE, "applications", "review_litigation"}))


@layout("2021")
def white_filler_digits(d: Draft) -> Sample:
    """Zeros hidden to pad a column."""
    return with_numbers(d, lambda t: f'<span style="display:none">00</span>{t}<span style="font-size:0">9</span>' if t.endswith("4") else t,
                        quality=("clean", "needs_review", "unreadable"), lost=frozenset({*forms.PROACTIVE, "applications", "review_litigation"}))


@layout("2021")
def numbers_in_inputs(d: Draft) -> Sample:
    """A form pasted whole: the numbers stand in input fields."""
    return with_numbers(d, lambda t: f'<input type="text" value="{t}">', quality=("clean", "needs_review", "unreadable", "no_tables"),
                        lost=frozenset({*forms.PROACTIVE, "applications", "review_litigation"}))


@layout("2021")
def labels_with_explanations(d: Draft) -> Sample:
    """Each label followed by an explanation after a colon."""
    def cell(text: str) -> str:
        return text if is_number(text) or len(text) < 3 else f"{text}（指本机关在本年度内办理的数量，含下属单位）"
    return page(d, "".join(html_table(g, cell) for g in d.grids), html_table(d.applications, cell), quality=("clean", "needs_review"))


@layout("2019", "2021")
def row_labels_shuffled_group(d: Draft) -> Sample:
    """The group 不予处理 stands ahead of 无法提供."""
    grid = d.applications
    at = [i for i, r in enumerate(grid) if any(t.startswith(("（四）无法", "（五）不予", "（六）其他")) for t, _, _ in r)]
    moved = [*grid[: at[0]], *grid[at[1] : at[2]], *grid[at[0] : at[1]], *grid[at[2] :]]
    return page(d, three=html_table(moved))


@layout("2019", "2021")
def groups_numbers_and_no_children(d: Draft) -> Sample:
    """Only the groups' sums are printed."""
    table = d.table("applications")
    rows: Grid = [[("项目", 1, 1), *((c.label, 1, 1) for c in table.columns)]]
    for r in table.rows:
        if r.level > 1 or r.role == "group":
            for c in table.columns:
                d.values.pop(("applications", r.code, c.code), None)
            continue
        if r.role != "data":
            for c in table.columns:
                d.values["applications", r.code, c.code] = sum(consistent_value(d, x.code, c.code) for x in table.children(r.code))
        rows.append([(r.label, 1, 1), *((text_of(d.values["applications", r.code, c.code]), 1, 1) for c in table.columns)])
    return page(d, three=html_table(rows), quality=("needs_review", "clean", "source_errors"), lawful=frozenset({"A8"}))


def consistent_value(d: Draft, row: str, column: str) -> int:
    from tests.parse.real_layouts import consistent
    return consistent(d.form)["applications", row, column]


@pytest.mark.parametrize("name", tried(LAYOUTS))
def test_nothing_is_read_wrong_or_lost_unsaid(name: str) -> None:
    make, form = LAYOUTS[name]
    check_reading(make(draft(form)))
