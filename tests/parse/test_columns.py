"""Columns that the form does not have, or that are headed by a year, a department or an applicant alone; the place of a lost label."""

from __future__ import annotations

import pytest

from etl import forms
from etl.parse.stream import tabulate
from etl.parse.tables import read_tables
from etl.report import State
from tests.parse.layouts import (
    Grid,
    Key,
    applications_grid,
    document,
    numbers,
    proactive_grids,
    review_grid,
    table_of,
    truth,
)

VALUES = truth("2021")


def read(*blocks: Grid | str):
    return read_tables(document(*(b if isinstance(b, str) else table_of(b) for b in blocks)))


def of(values: dict[Key, int], *tables: str) -> dict[Key, int]:
    return {k: v for k, v in values.items() if k[0] in tables}


def with_column(grid: Grid, at: int, header: int, word: str) -> Grid:
    """The grid with a column of its own: the word in row ``header``, the numbers 1, 2, 3 … below; headings over it are widened by the caller."""
    rows = [list(r) for r in grid]
    rows[header].insert(at, (word, 1, 1))
    for n, row in enumerate(rows[header + 1 :], 1):
        row.insert(len(row) - 1, (str(n), 1, 1))
    return rows


@pytest.mark.parametrize("where", [0, 4])
def test_disputes_with_an_outcome_of_its_own(where):
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    own = [*outcomes[:where], "撤回终止", *outcomes[where:]]
    told = [text for text, _, _ in review_grid(VALUES)[-1]]
    row = [x for k in (0, 5, 10) for x in (*told[k : k + where], str(k + 1), *told[k + where : k + 5])]
    found = read([[("行政复议", 1, 6), ("行政诉讼", 1, 12)], [*((o, 2, 1) for o in own), ("未经复议直接起诉", 1, 6), ("复议后起诉", 1, 6)],
                  [(o, 1, 1) for o in own * 2], [(t, 1, 1) for t in row]])
    assert numbers(found.cells) == of(VALUES, forms.REVIEW)
    assert [(e.label.rpartition("·")[2], *e.printed) for e in found.extras] == [("撤回终止", "1"), ("撤回终止", "6"), ("撤回终止", "11")]


def test_applicants_of_a_kind_of_its_own():
    grid = with_column(applications_grid("2021", VALUES), 5, 2, "个体工商户")
    grid[0][1], grid[1][1] = ("申请人情况", 1, 8), ("法人或其他组织", 1, 6)
    found = read(grid)
    assert numbers(found.cells) == of(VALUES, forms.APPLICATIONS)
    assert [e.printed for e in found.extras][:3] == [("1",), ("2",), ("3",)]


@pytest.mark.parametrize("years", [("2023", "2022"), ("2022", "2023")])
def test_years_alone_over_the_columns_of_a_table(years):
    tables = []
    for grid in proactive_grids("2021", VALUES):
        head, rows = grid[1][1:], grid[2:]
        group = {"2023": lambda t: t, "2022": lambda t: str(int(t) + 5000)}
        tables.append([
            [(grid[0][0][0], 1, 1 + 2 * len(head))], [("信息内容", 2, 1), *((y, 1, len(head)) for y in years)], [*head, *head],
            *([r[0], *((group[y](t), 1, 1) for y in years for t, _, _ in r[1:])] for r in rows)])
    assert numbers(read(*tables).cells) == of(VALUES, *forms.PROACTIVE)


@pytest.mark.parametrize("years", [("2023年", "2022年"), ("2022年度", "2023年度"), ("上年", "本年")])
def test_a_year_in_each_half_of_a_frame(years):
    """Also where a frame holds several tables, of which the first alone has the years above it."""
    older = truth("2021", start=5001)
    halves = [older, VALUES] if max(years) == years[1] else [VALUES, older]
    frames = []
    for make in (lambda v: [r for g in proactive_grids("2021", v) for r in [[*g[0][:1]], *g[1:]]], lambda v: applications_grid("2021", v), review_grid):
        left, right = map(make, halves)
        width = max(sum(across for _, _, across in r) for r in left)
        pad = [[("", 1, width - sum(across for _, _, across in r))] if len(r) < 5 and sum(a for _, _, a in r) < width < 9 else [] for r in left]
        frames.append([[(y, 1, width) for y in years], *([*a, *p, *b, *p] for a, b, p in zip(left, right, pad, strict=True))])
    frames[2][-1] = [("", *c[1:]) if i in (0, 15) else c for i, c in enumerate(frames[2][-1])]
    found = {k: v for k, v in numbers(read(*frames).cells).items() if v is not None}
    assert found == {k: v for k, v in VALUES.items() if k[2] != "review_upheld"}


@pytest.mark.parametrize("years", [("2023", "2022"), ("2023年", "2022年")])
def test_years_in_place_of_the_name_of_the_only_column(years):
    fees = next(g for g in proactive_grids("2021", VALUES) if "八" in g[0][0][0])
    label, (printed, _, _) = fees[2]
    applications = [r[:-7] + r[-1:] + [("7", 1, 1)] for r in applications_grid("2021", VALUES)[3:]]
    found = read([[(fees[0][0][0], 1, 3)], [("信息内容", 1, 1), *((y, 1, 1) for y in years)], [label, (printed, 1, 1), ("3", 1, 1)]],
                 [[("办理情况", 1, 3), *((y, 1, 1) for y in years)], *applications])
    assert numbers(found.cells) == {k: v for k, v in VALUES.items() if k[0] == "art20_8" or k[0::2] == (forms.APPLICATIONS, "total")}


def test_a_table_for_each_applicant_named_above_it():
    table = forms.newest(forms.APPLICATIONS)
    blocks: list[Grid | str] = []
    for n, column in enumerate(table.columns, 1):
        rows = [[(r.label, 1, 1), (str(VALUES[table.id, r.code, column.code]), 1, 1)] for r in table.data_rows]
        blocks += [f"{n}.{column.label}申请情况", [[("办理情况", 1, 1), ("件数", 1, 1)], *rows]]
    assert numbers(read(*blocks).cells) == of(VALUES, forms.APPLICATIONS)


def statistics(values: dict[Key, int], *columns: str) -> Grid:
    """The list of 2014 with columns of numbers: the own number under 合计 and the last one, others elsewhere."""
    table = forms.newest(forms.STATISTICS)
    rows = []
    for n, row in enumerate(table.rows):
        own = values.get((table.id, row.code, "value"))
        told = ["" if own is None else str(own if "计" in c else own * 10 + n % 10) for c in columns]
        rows.append([(row.label, 1, 1), (row.unit or "", 1, 1), *((t, 1, 1) for t in told)])
    return [[("统计指标", 1, 1), ("单位", 1, 1), *((c, 1, 1) for c in columns)], *rows]


@pytest.mark.parametrize("columns", [("合计", "公安局", "教育局"), ("公安局", "教育局", "总计"), ("全县合计", "县直部门", "乡镇小计")])
def test_2014_with_a_column_for_each_department(columns):
    values = truth("2014")
    found = read(statistics(values, *columns))
    assert numbers(found.cells) == values
    assert len(found.extras[0].printed) == 2


def test_a_row_of_2014_with_a_cell_too_many_is_not_read_by_its_header():
    """Its number stands below the heading of other numbers."""
    grid = statistics(truth("2014"), "统计数", "去年同期")
    at = next(i for i, row in enumerate(grid) if "培训班" in row[0][0])
    grid[at][1:2] = [("", 1, 1), ("次", 1, 1)]
    (cell,) = (c for c in read(grid).cells if c.row == "training_courses")
    assert (cell.value, cell.printed) == (None, " ".join(t for t, _, _ in grid[at][3:]))


@pytest.mark.parametrize("first", [2015, 2016])
def test_2014_lists_of_two_years_in_one_frame(first):
    values = truth("2014")
    before = {k: v + 5000 for k, v in values.items()}
    lists = []
    for year in (first, 4031 - first):
        grid = statistics(values if year == 2016 else before, "总计")
        lists += [[(f"{year}年统计指标", 1, 1), *grid[0][1:]], *grid[1:]]
    assert numbers(read(lists).cells) == values


def test_the_place_of_a_lost_label_is_no_blank_value():
    grid = applications_grid("2021", VALUES)
    at = next(i for i, row in enumerate(grid) if row[0][0].startswith("（四）无法提供"))
    for row in grid[at : at + 3]:
        row[-8] = ("", 1, 1)
    del grid[at][-3]
    found = {c.key: c for c in read(grid).cells}
    lost = [c for k, c in found.items() if k[:2] == (forms.APPLICATIONS, "unavailable_not_held")]
    assert len(lost) == 7
    assert all(c.value is None and c.state == "unreadable" for c in lost)


@pytest.mark.parametrize("shown", [1, 0])
def test_other_outcomes_without_labels_are_of_the_form_that_has_them(shown):
    """The label of （六）其他处理 beside the first of its three rows, or over them with their sum."""
    grid = applications_grid("2021", VALUES)
    at = next(i for i, row in enumerate(grid) if row[0][0].startswith("（六）其他处理"))
    for row in grid[at : at + 3]:
        del row[-8]
    grid[at][0] = ("（六）其他处理", 1, 2)
    for row in grid[at + 1 : at + 3]:
        row.insert(0, ("", 1, 2))
    if not shown:
        grid[at : at + 1] = [[("（六）其他处理", 1, 2), *(("9", 1, 1) for _ in range(7))], [("", 1, 2), *grid[at][1:]]]
    found = read(grid)
    assert found.form == "2021"
    read_of = {c.row for c in found.cells if c.value == VALUES.get(c.key)}
    assert {"other_overdue_correction", "other_overdue_fee", "other_misc"} <= read_of


OWN_TABLES = (
    [["办理结果", "件数", "占比"], ["予以公开", "35", "38.9%"], ["部分公开", "12", "13.3%"], ["不予公开", "20", "22.2%"], ["无法提供", "9", "10%"]],
    [["乡镇", "本年新收政府信息公开申请数量", "主动公开政府信息数"], ["城关镇", "3", "120"], ["河东乡", "4", "98"]],
    [["申请人类型", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"], ["2022年", "1", "2", "3", "4", "5", "6", "21"],
     ["2023年", "2", "2", "3", "4", "5", "6", "22"]],
    [["指标名称", "单位", "数量"], ["主动公开政府信息数", "条", "1206"], ["政策解读稿件", "篇", "14"]],
    [["序号", "公开事项", "公开内容", "公开时限"], ["1", "行政许可", "办事指南", "20日内"], ["2", "行政处罚", "处罚决定", "7日内"]],
    [["许可类别", "新办", "变更", "延续", "撤销", "注销"], ["行政许可", "3", "4", "5", "6", "7"]],
    [["来信", "已办结", "正在办理", "未办结"], ["个人", "3", "4", "5"], ["公民", "1", "2", "3"]],
    [["行政许可事项", "受理", "办结"], ["食品经营", "12", "10"]],
    [["政府集中采购", "项目数", "金额（万元）"], ["货物", "12", "356.2"], ["服务", "5", "120.5"]],
)


@pytest.mark.parametrize("own", OWN_TABLES, ids=lambda rows: rows[0][0])
@pytest.mark.parametrize("first", [True, False])
def test_a_table_of_the_authors_own_beside_the_whole_form(own, first):
    grids = [*proactive_grids("2021", VALUES), applications_grid("2021", VALUES), review_grid(VALUES)]
    grids.insert(0 if first else len(grids), [[(t, 1, 1) for t in row] for row in own])
    found = read(*grids)
    assert numbers(found.cells) == VALUES
    assert (found.form, found.findings) == ("2021", ())


@pytest.mark.parametrize("own", [[["项目", "2022年", "2023年"], ["本年新收政府信息公开申请数量", "80", "89"], ["予以公开", "30", "35"], ["行政诉讼", "1", "2"]],
                                 [["年度", "行政复议", "行政诉讼"], ["2015年", "1", "2"], ["2016年", "3", "4"]]])
def test_a_table_of_the_authors_own_beside_the_list_of_2014(own):
    values = truth("2014")
    found = read([[(t, 1, 1) for t in row] for row in own], statistics(values, "总计"))
    assert numbers(found.cells) == values
    assert (found.form, found.findings) == ("2014", ())


def test_procurement_of_the_authors_own_beside_that_of_the_form():
    values = truth("2019")
    own = [[(t, 1, 1) for t in row] for row in OWN_TABLES[-1]]
    found = read(own, *proactive_grids("2019", values), applications_grid("2019", values), review_grid(values))
    assert numbers(found.cells) == values


def renamed(grid: Grid, word: str, new: str) -> Grid:
    return [[(new if text == word else text, down, across) for text, down, across in row] for row in grid]


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize(("word", "new"), [
    ("结果维持", "撤回终止"), ("结果纠正", "维持"), ("尚未审结", "调解结案"), ("其他结果", "驳回起诉"),
    ("自然人", "新闻媒体"), ("科研机构", "教育机构"), ("其他", "个体工商户"),
])
def test_a_column_that_is_called_another_thing_is_none_of_the_form(word, new, exact):
    kind, grid = (forms.REVIEW, review_grid) if len(word) > 3 and word != "科研机构" else (forms.APPLICATIONS, lambda v: applications_grid("2021", v))
    made = renamed(grid(VALUES), word, new)
    found = read_tables(document(table_of(made, exact=exact)))
    table = forms.load("2021").table(kind)
    assert table
    other = {c.code for c in table.columns if c.label == word}
    assert numbers(found.cells) == {k: v for k, v in of(VALUES, kind).items() if k[2] not in other}
    assert {p for e in found.extras for p in e.printed} == {str(v) for k, v in of(VALUES, kind).items() if k[2] in other}


@pytest.mark.parametrize(("word", "new"), [
    ("自然人", "公民"), ("自然人", "个人"), ("社会公益组织", "社会团体"), ("结果纠正", "结果变更"), ("结果纠正", "撤销"), ("尚未审结", "审理中"), ("尚未审结", "未结"),
    ("结果维持", "维持"), ("结果维持", "结果"), ("结果纠正", "结果纠止"), ("尚未审结", "未审结"), ("科研机构", "科研单位"), ("社会公益组织", "公益组织"), ("其他", "其它"),
])
def test_letters_that_are_lost_or_misread_call_a_column_nothing_else(word, new):
    grids = [renamed(g, word, new) for g in (applications_grid("2021", VALUES), review_grid(VALUES))]
    found = read(*grids)
    assert numbers(found.cells) == {k: v for k, v in VALUES.items() if k[0] in (forms.APPLICATIONS, forms.REVIEW)}


def test_two_columns_that_would_be_one_are_neither():
    found = read(renamed(renamed(review_grid(VALUES), "结果纠正", "撤销"), "其他结果", "变更"))
    assert not found.cells
    assert {f.rule for f in found.findings} == {"unknown_columns"}


@pytest.mark.parametrize("remark", ["", "无"])
def test_a_row_that_lacks_a_cell_ahead_of_its_remark_is_not_read(remark):
    first, *grid = applications_grid("2021", VALUES)
    grid = [[*first, ("备注", 3, 1)], *grid[:2], *([*row, (remark, 1, 1)] for row in grid[2:])]
    del grid[5][-4]
    found = numbers(read(grid).cells)
    assert {k[1]: v for k, v in found.items() if v is None and k[2] == "total"} == {"granted": None}
    assert {k: v for k, v in found.items() if v is not None} == {k: v for k, v in of(VALUES, forms.APPLICATIONS).items() if k[1] != "granted"}


@pytest.mark.parametrize("lost", [0, 7, 14])
def test_a_row_of_disputes_that_ends_before_its_remarks_lacks_a_cell_that_nobody_knows(lost):
    first, *head, values = review_grid(VALUES)
    remarked = [[*first, ("备注", 3, 1)], *head]
    assert len(read([*remarked, [*values, ("", 1, 1)]]).cells) == len(values)
    short = [*values[:lost], *values[lost + 1:], ("", 1, 1)]
    assert not read([*remarked, short]).cells
    assert not read_tables(document(table_of([*remarked, short], exact=False))).cells  # its spans are lost
    outcomes = [(text, down + (text == "结果纠正"), across) for text, down, across in remarked[1]]  # which pushes the values aside
    assert not read([remarked[0], outcomes, *remarked[2:], short]).cells


@pytest.mark.parametrize("more", ["", "7"])
def test_a_cell_too_many_among_disputes_moves_no_number(more):
    *head, values = review_grid(VALUES)
    found = read([*head, [*values[:11], (more, 1, 1), *values[11:]]])
    assert {c.state for c in found.cells} == {State.UNREADABLE}


def test_the_blank_place_beside_a_label_in_a_full_grid_is_no_number():
    """So CSV writes a label over two columns; the row ends in blanks, too."""
    grid: Grid = []
    for row in table_of(applications_grid("2021", VALUES)).rows:
        whole = [""] * 10
        for c in row:
            whole[c.column] = c.text
        grid.append([(t, 1, 1) for t in whole])
    grid[6][3:] = [(t, 1, 1) for t in ("", "", "", "", "0", "", "")]
    found = {c.column: c.printed for c in read(grid).cells if c.row == "partially_granted"}
    assert {k for k, printed in found.items() if printed} == {"legal_service"}


@pytest.mark.parametrize("lost", [3, 9])
def test_disputes_ahead_of_their_header_that_do_not_add_up_lack_a_cell(lost):
    """The first cell, below a heading without words, may be a running number."""
    first, *head, values = review_grid(VALUES)
    grid = [[("", 3, 1), *first], *head, [("1", 1, 1), *values[:lost], *values[lost + 1:]]]
    assert not read(grid).cells


def test_a_number_in_the_label_of_disputes_beside_a_blank_is_doubted():
    first, *head, values = review_grid(VALUES)
    found = read([[("项目", 3, 1), *first], *head, [(f"数量{values[0][0]}", 1, 1), ("", 1, 1), *values[1:]]])
    assert ("lost_positions", "reading") in {(f.rule, f.origin) for f in found.findings}


def test_of_a_blank_on_either_side_of_disputes_without_spans_nobody_knows_which_is_too_many():
    *head, values = review_grid(VALUES)
    found = read_tables(document(table_of([*head, [("", 1, 1), *values[:14], ("", 1, 1)]], exact=False)))
    assert not [c for c in found.cells if c.value not in (None, VALUES[c.key])]


def test_disputes_are_of_the_form_of_the_other_tables():
    found = read_tables(document(table_of(applications_grid("2019", truth("2019"))), table_of(review_grid(VALUES))))
    assert {c.form for c in found.cells} == {"2019"}


def test_a_piece_of_a_way_calls_no_column_another_thing():
    found = read_tables(document(table_of(renamed(review_grid(VALUES), "行政诉讼", "未经复议直接"), exact=False)))
    assert numbers(found.cells) == of(VALUES, forms.REVIEW)


def test_numbers_below_another_heading_are_not_those_of_a_blank_row():
    grid: Grid = [[("第二十条第（一）项", 1, 4), ("同比增减", 2, 1), ("上年数", 2, 1)], [(t, 1, 1) for t in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")],
                  [(t, 1, 1) for t in ("规章", "", "", "", "6", "16")]]
    assert set(numbers(read(grid).cells).values()) == {None}


@pytest.mark.parametrize(("lost", "are_read"), [(0, True), (1, False)])
def test_disputes_whose_ways_are_rows_of_one_width_need_no_spans(lost, are_read):
    """So bars and TABs write them; where a row has a cell fewer it has lost one."""
    own = [str(VALUES[forms.REVIEW, "cases", c.code]) for c in forms.newest(forms.REVIEW).columns]
    grid = [("类别", "", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"), ("行政复议", "", *own[:5]),
            ("行政诉讼", "未经复议直接起诉", *own[5:10]), ("", "复议后起诉", *own[10 : 15 - lost])]
    found = read_tables(document(table_of([[(t, 1, 1) for t in row] for row in grid], exact=False)))
    assert (numbers(found.cells) == of(VALUES, forms.REVIEW)) == are_read
    assert bool(found.cells) == are_read


@pytest.mark.parametrize("remark", ["同比增减", "备注"])
def test_a_blank_remark_makes_no_row_of_disputes_whole_whose_equal_cells_are_merged(remark):
    """There are as many cells as numbers then, and they stand in other columns."""
    first, *head, values = review_grid(VALUES)
    merged = [*values[:5], (values[5][0], 1, 2), *values[7:], ("", 1, 1)]
    found = {c.key: c for c in read([[*first, (remark, 3, 1)], *head, merged]).cells}
    assert {k for k, c in found.items() if c.value not in (None, VALUES[k])} == set()


def test_disputes_without_their_totals():
    grid = [[c for i, c in enumerate(row) if (i + 1) % 5] if n == 3 else [(t, d, {5: 4, 10: 8}.get(a, a)) for t, d, a in row if t != "总计"]
            for n, row in enumerate(review_grid(VALUES))]
    assert numbers(read(grid).cells) == {k: v for k, v in of(VALUES, forms.REVIEW).items() if not k[2].endswith("_total")}


@pytest.mark.parametrize(("heading", "all_read"), [("法律服务机构", True), ("甲类", False)])
def test_applicants_without_a_total_are_told_by_their_names_if_all_are_named(heading, all_read):
    labelled = [line[-8:] for line in applications_grid("2021", VALUES)[3:]]
    header = ("办理情况", "自然人", "商业企业", "科研机构", "社会公益组织", heading, "其他")
    rows = [header, *([text for text, *_ in line[:-1]] for line in labelled)]
    rows[3:3] = [("三、本年度办理结果", *6 * [""])]
    found = numbers(read([[(text, 1, 1) for text in row] for row in rows]).cells)
    assert {k: v for k, v in found.items() if v is not None} == {k: v for k, v in of(VALUES, forms.APPLICATIONS).items() if all_read and k[2] != "total"}


@pytest.mark.parametrize("outcomes", [["总计"], ["结果维持", "结果纠正", "其他结果", "总计"]])
def test_a_sum_over_all_ways_is_none_of_them_where_outcomes_are_left_out(outcomes):
    ways = {"行政复议": "review", "未经复议直接起诉": "litigation_direct", "复议后起诉": "litigation_after_review"}
    row = {1: ["6"], 4: ["1", "2", "3", "6"]}[len(outcomes)]
    rows = [["类别", *outcomes], *([way, *row] for way in ways), ["合计", *(str(3 * int(t)) for t in row)]]
    found = numbers(read([[(t, 1, 1) for t in line] for line in rows]).cells)
    assert {k[2]: n for k, n in found.items() if k[2].endswith("_total")} == {f"{code}_total": 6 for code in ways.values()}
    assert len(found) == 3 * len(outcomes)


@pytest.mark.parametrize(("label", "said"), [
    ("规章", "规章制度"), ("行政许可", "许可"), ("行政强制", "强制"), ("行政事业性收费", "行政收费"), ("本年制发件数", "制发数量"), ("本年废止件数", "本年度废止"),
    ("本年制发件数", "本年新增件数"), ("现行有效件数", "目前有效件数"), ("本年收费金额（单位：万元）", "金额（万元）")])
def test_section_2_in_other_words_is_what_its_place_and_letters_tell(label, said):
    found = read(*(renamed(grid, label, said) for grid in proactive_grids("2021", VALUES)))
    assert numbers(found.cells) == of(VALUES, *forms.PROACTIVE)
    assert all(c.note for c in found.cells if c.row == "regulations") == (label == "规章")


@pytest.mark.parametrize(("label", "said", "lost"), [
    ("规章", "党内法规", 3), ("行政规范性文件", "党内规范性文件", 3), ("行政许可", "非行政许可", 1), ("行政许可", "行政服务", 1), ("行政处罚", "行政检查", 1), ("行政强制", "行政征收", 1), ("行政事业性收费", "行政罚款", 1),
    ("现行有效件数", "上年有效件数", 6), ("本年制发件数", "上年制发件数", 6), ("本年废止件数", "本年失效件数", 6), ("本年处理决定数量", "上年处理决定数量", 3)])
def test_what_is_another_thing_or_of_another_year_is_not_guessed(label, said, lost):
    found = numbers(read(*(renamed(grid, label, said) for grid in proactive_grids("2021", VALUES))).cells)
    own = of(VALUES, *forms.PROACTIVE)
    assert found.items() <= own.items()
    assert len(found) == len(own) - lost


def test_columns_that_only_the_text_of_a_header_names_are_not_put_in_another_order():
    (caption, *_), *rows = [[t for t, _, _ in row] for row in proactive_grids("2021", VALUES)[0]]
    head, *rows = [rows[0][0] + "".join(reversed(rows[0][1:])), *(" ".join([row[0], *reversed(row[1:])]) for row in rows[1:])]
    found = read_tables(tabulate(document(caption, head, *rows)))
    assert not found.cells
    assert {f.rule for f in found.findings} == {"unknown_columns"}


def test_lines_that_text_runs_together_with_a_whole_table_are_none_of_it():
    own = [[(t, 1, 1) for t in row] for row in (("季度", "新收", "办结", "复议", "诉讼", "其他", "总计"), ("一季度", "1", "2", "3", "4", "5", "6"), ("（七）总计", "7", "8", "9"))]
    found = read([*applications_grid("2021", VALUES), *own])
    assert numbers(found.cells) == of(VALUES, forms.APPLICATIONS)
    assert not found.findings
    assert [e.label for e in found.extras] == ["一季度", "(七)总计"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("down", "across"), [(3, 2), (3, 1), (2, 3), (1, 3), (1, 1), (2, 2)])
def test_a_cell_over_the_labels_that_spans_less_than_they_do_pushes_no_column_aside(down, across, turned):
    (corner, *_), *_ = grid = [list(row) for row in applications_grid("2021", VALUES)]
    grid[0][0] = (corner[0], down, across)
    if turned:
        grid[2] = grid[2][::-1]
        for row in grid[3:]:
            row[-6:-1] = row[-6:-1][::-1]
    found = read(grid)
    assert numbers(found.cells) == of(VALUES, forms.APPLICATIONS)
    assert {f.message for f in found.findings} == {"多数行的各列之和不等于总计，列的次序存疑"}  # as these numbers do not: the sums speak for the order


def test_a_cell_over_the_organisations_that_spans_more_than_they_do_makes_no_column():
    head, values = applications_grid("2021", VALUES)[:3], applications_grid("2021", VALUES)[3:]
    rows = [[*row[:-1], (str(sum(int(text) for text, *_ in row[-7:-1])), 1, 1)] for row in values]
    wider = [[(t, down, 6 if t == "法人或其他组织" else across) for t, down, across in row] for row in head]
    (label, down, across), *last = rows[-1]
    found = read([*wider, *rows[:-1], [(label, down, across + 1), *last]])  # one row reaches below the last column
    assert numbers(found.cells) == numbers(read([*head, *rows]).cells)
    assert len(found.cells) == len(of(VALUES, forms.APPLICATIONS))


def spanning_no_rows(grid: Grid, *labels: str) -> Grid:
    """The grid with cells that begin with these words merged over no rows."""
    return [[(t, 1 if t.startswith(labels) else down, across) for t, down, across in row] for row in grid]


def test_labels_that_are_merged_over_no_rows_pull_no_column_aside():
    grid = spanning_no_rows(applications_grid("2021", VALUES), "三、", "（三）")
    assert numbers(read(grid).cells) == of(VALUES, forms.APPLICATIONS)


@pytest.mark.parametrize("remark", ["", "无", "见说明"])
@pytest.mark.parametrize("labels", [("三、",), ("三、", "（三）", "（四）"), ("（本列",)])
def test_nor_do_they_beside_a_column_of_remarks(labels, remark):
    """A blank remark went for the total, and every number for that of the applicant before: all sums of columns held."""
    (head, *rows), own = applications_grid("2021", VALUES), of(VALUES, forms.APPLICATIONS)
    grid = spanning_no_rows([[*head, ("备注", 3, 1)], *rows[:2], *([*row, (remark, 1, 1)] for row in rows[2:])], *labels)
    assert numbers(read(grid).cells) == own


@pytest.mark.parametrize("remark", [None, "", "无"])
@pytest.mark.parametrize(("cell", "down", "across"), [("申请人情况", 1, 1), ("申请人情况", 1, 6), ("法人或其他组织", 1, 1), ("法人或其他组织", 2, 5)])
def test_nor_does_a_cell_of_the_header_that_spans_too_few_or_too_many(cell, down, across, remark):
    """Only the total was printed, so that no sum spoke against its standing among the organisations, or under the remarks."""
    own = {k: v for k, v in of(VALUES, forms.APPLICATIONS).items() if k[2] == "total"}
    head, *rows = applications_grid("2021", {k: own.get(k, "") for k in VALUES})
    grid = [head, *rows] if remark is None else [[*head, ("备注", 3, 1)], *rows[:2], *([*row, (remark, 1, 1)] for row in rows[2:])]
    grid = [[(t, *((down, across) if t == cell else span)) for t, *span in row] for row in grid]
    found = {c.key: c for c in read(grid).cells}
    assert {k: found[k].value for k in own} == own
    assert all(found[k].state is State.BLANK for k in of(VALUES, forms.APPLICATIONS).keys() - own)


def test_a_header_whose_cells_are_merged_over_no_rows_lacks_no_column():
    head, values = applications_grid("2021", VALUES)[:3], applications_grid("2021", VALUES)[3:]
    assert numbers(read([*spanning_no_rows(head, ""), *values]).cells) == of(VALUES, forms.APPLICATIONS)


@pytest.mark.parametrize("said", ["未经行政复议直接起诉", "直接起诉", "未经行政复议"])
def test_a_way_of_litigation_in_other_words_is_the_one_that_its_letters_tell(said):
    found = read(renamed(review_grid(VALUES), "未经复议直接起诉", said))
    assert numbers(found.cells) == of(VALUES, forms.REVIEW)


@pytest.mark.parametrize("said", ["经行政复议起诉", "复议后直接起诉", "示例"])
def test_a_way_of_litigation_that_its_letters_do_not_tell_is_not_guessed(said):
    assert not read(renamed(review_grid(VALUES), "未经复议直接起诉", said)).cells


@pytest.mark.parametrize("behind", [" 143", "：143", "143件", "　1,430"])
def test_nothing_is_blank_beside_a_label_with_a_number_behind_it(behind):
    """Typed into the cell of the label."""
    values = truth("2014")
    grid = statistics(values, "统计数")
    at = next(i for i, row in enumerate(grid) if "培训班" in row[0][0])
    grid[at] = [(grid[at][0][0] + behind, 1, 1), *grid[at][1:2], ("", 1, 1)]
    two = next(g for g in proactive_grids("2021", VALUES) if g[-1][0][0].endswith("收费"))
    two[-1] = [(two[-1][0][0] + behind, 1, 1), *(("", 1, 1) for _ in two[-1][1:])]
    for found, row in ((read(grid), "training_courses"), (read(two), "administrative_fees")):
        assert {c.state for c in found.cells if c.row == row} <= {State.UNREADABLE}
        assert State.BLANK not in {c.state for c in found.cells}


def test_a_signature_above_a_second_table_does_not_say_that_it_is_the_body_s_own():
    """It stands below what was signed; a caption with the name alone does say so."""
    values, title = truth("2014"), "示例县教育局2014年政府信息公开工作年度报告"
    others = {key: value + 5000 for key, value in values.items()}
    grids = statistics(values, "统计数"), statistics({k: v // 10 for k, v in others.items()}, "统计数")
    signed = read(title, grids[0], "示例县教育局", "2015年3月20日", grids[1])
    named = read(title, grids[0], "示例县教育局", grids[1])
    assert [f.rule for f in signed.findings if f.rule == "several_sets"] == ["several_sets"]
    first, second = ({c.row: c.value for c in found.cells if c.value is not None} for found in (signed, named))
    assert len(first) == len(second)
    assert not set(first.items()) & set(second.items())
