"""Placing numbers by their labels, over the layouts seen in real life. Every number differs, so that any shift shows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import forms
from etl.documents import Cell, Table
from etl.forms import PROACTIVE
from etl.parse.labels import FUZZY, score
from etl.parse.stream import tabulate
from etl.parse.tables import lost_rows, read_tables
from etl.report import State
from tests.parse.layouts import (
    applications_grid,
    as_cell_lines,
    as_lines,
    as_text_rows,
    document,
    flat,
    numbers,
    proactive_grids,
    review_grid,
    table_of,
    truth,
)

FORMS = ("2019", "2021")


def read(*blocks: Table | str, wrapped: bool = False):
    return read_tables(tabulate(document(*blocks, wrapped=wrapped)))


def whole(form: str, values):
    return [*proactive_grids(form, values), applications_grid(form, values), review_grid(values)]


def own(values, *tables: str):
    return {k: v for k, v in values.items() if k[0] in tables}


@pytest.mark.parametrize("form", FORMS)
def test_official_grid(form):
    values = truth(form)
    result = read(*(table_of(g) for g in whole(form, values)))
    assert numbers(result.cells) == values
    assert result.form == form
    assert not result.extras
    assert not result.findings


def test_a_blank_beside_a_number_that_its_heading_took_in_is_none():
    """No line parts 本年处理决定数量 from its number: the narrow column behind both is not what was printed."""
    values = truth("2021")
    grids = proactive_grids("2021", values)
    licensing = grids[1]
    (number,) = {t for t, _, _ in licensing[2] if t.isdigit()}
    licensing[1:] = [[(licensing[1][0][0], 1, 1), (f"本年处理决定数量\n{number}", 2, 1), ("", 1, 1)], [(licensing[2][0][0], 1, 1), ("", 1, 1)]]
    found = [c for c in read(*map(table_of, grids)).cells if c.table == "art20_5"]
    assert [(c.value, c.state) for c in found] == [(None, State.UNREADABLE)]


@pytest.mark.parametrize("sign", ["○", "□", "(0)"])
@pytest.mark.parametrize("table", ["art20_1", "art20_5"])
def test_a_sign_behind_a_label_in_text_is_no_blank(sign, table):
    values = truth("2021")
    key = next(k for k in values if k[0] == table)
    lines = [line for g in proactive_grids("2021", values) for line in as_lines(g)]
    cells = read(*(line.replace(str(values[key]), sign) for line in lines)).cells
    assert next(c.state for c in cells if c.key == key) is State.UNREADABLE
    assert all(c.value in (None, values[c.key]) for c in cells)


@pytest.mark.parametrize("form", FORMS)
def test_cells_of_text(form):
    values = truth(form)
    result = read(*(flat(as_text_rows(g)) for g in whole(form, values)))
    assert numbers(result.cells) == values
    assert result.form == form


@pytest.mark.parametrize("form", FORMS)
def test_section_two_as_one_table(form):
    values = truth(form)
    width = max(len(r) for g in proactive_grids(form, values) for r in g)
    grid = []
    for g in proactive_grids(form, values):
        for row in g:
            free = width - sum(a for _, _, a in row)
            last = row[-1]
            grid.append([*row[:-1], (last[0], last[1], last[2] + free)])
    assert numbers(read(table_of(grid)).cells) == own(values, *forms.PROACTIVE)


@pytest.mark.parametrize("form", FORMS)
def test_a_line_a_row(form):
    values = truth(form)
    lines = ["二、主动公开政府信息情况"]
    for g in proactive_grids(form, values):
        lines += as_lines(g)
    lines += ["三、收到和处理政府信息公开申请情况", *as_lines(applications_grid(form, values))]
    lines += ["四、政府信息公开行政复议、行政诉讼情况", *as_lines(review_grid(values)), "五、存在的主要问题及改进情况", "宣传还不够。"]
    result = read(*lines, wrapped=True)
    assert numbers(result.cells) == values
    assert result.form == form


@pytest.mark.parametrize("form", FORMS)
def test_a_cell_a_line(form):
    values = truth(form)
    lines = ["二、主动公开政府信息情况"]
    for g in proactive_grids(form, values):
        lines += as_cell_lines(g)
    lines += ["三、收到和处理政府信息公开申请情况", *as_cell_lines(applications_grid(form, values))]
    lines += ["四、政府信息公开行政复议、行政诉讼情况", *as_cell_lines(review_grid(values)), "五、存在的主要问题及改进情况", "宣传还不够。"]
    result = read(*lines, wrapped=True)
    assert numbers(result.cells) == values
    assert result.form == form


@pytest.mark.parametrize("place", ["before", "around", "after"])
@pytest.mark.parametrize("form", FORMS)
def test_label_wrapped_round_its_numbers(form, place):
    values = truth(form)
    lines = ["三、收到和处理政府信息公开申请情况", "申请人情况", "自然人 法人或其他组织 总计", "商业企业 科研机构 社会公益组织 法律服务机构 其他"]
    table = forms.load(form).table("applications")
    for row in table.data_rows:
        run = " ".join(str(values["applications", row.code, c.code]) for c in table.columns)
        label, half = row.label, len(row.label) // 2
        if len(label) < 8:
            lines.append(f"{label} {run}")
        elif place == "before":
            lines += [label[:half], label[half:], "", run]
        elif place == "after":
            lines += [f"{label[:half]} {run}", label[half:]]
        else:
            lines += [label[:half], run, label[half:]]
    lines += ["四、政府信息公开行政复议、行政诉讼情况", "无"]
    assert numbers(read(*lines, wrapped=True).cells) == own(values, "applications")


@pytest.mark.parametrize("form", FORMS)
def test_page_number_inside_the_lines(form):
    values = truth(form)
    lines = as_lines(applications_grid(form, values))
    lines[9:9] = ["- 4 -"]
    assert numbers(read(*lines, wrapped=True).cells) == own(values, "applications")


def test_page_number_among_cells_a_line():
    values = truth("2021")
    row = [key for key in values if key[1] == "unavailable_unclear_after_correction"]
    values |= dict(zip(row, (*range(1, 7), 21), strict=True))
    lines = [cell for line in as_lines(applications_grid("2021", values)) for cell in line.split()]
    at = next(i for i, line in enumerate(lines) if "3.补正后" in line) + 8
    assert numbers(read(*lines[:at], "4", *lines[at:], wrapped=True).cells) == own(values, "applications")


@pytest.mark.parametrize("row", [0, 2])
def test_total_in_another_header_row(row):
    values = truth("2019")
    grid = applications_grid("2019", values)
    if row == 0:
        grid[0] = [grid[0][0], ("申请人情况", 1, 6), ("总计", 3, 1)]
        grid[1] = grid[1][:2]
    else:
        grid[1] = [grid[1][0], ("法人或其他组织", 1, 6)]
        grid[2] = [*grid[2], ("总计", 1, 1)]
    assert numbers(read(table_of(grid)).cells) == own(values, "applications")
    assert numbers(read(flat(as_text_rows(grid))).cells) == own(values, "applications")


def test_header_words_split_over_two_rows():
    values = truth("2021")
    grid = applications_grid("2021", values)
    grid[0][0] = (grid[0][0][0], 4, 3)
    grid[1] = [("自然人", 3, 1), ("法人或其他组织", 1, 5), ("总计", 3, 1)]
    grid[2:3] = [[(t, 1, 1) for t in ("商业", "科研", "社会公益", "法律服务", "其")], [(t, 1, 1) for t in ("企业", "机构", "组织", "机构", "他")]]
    assert numbers(read(table_of(grid)).cells) == own(values, "applications")


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("exact", [True, False])
def test_subtotal_column_of_organisations(first, exact):
    values = truth("2019")
    grid = applications_grid("2019", values)
    at = 1 if first else 6
    grid[0][1] = ("申请人情况", 1, 8)
    grid[1][1] = ("法人或其他组织", 1, 6)
    grid[2].insert(at - 1, ("小计", 1, 1))
    for k, row in enumerate(grid[3:]):
        row.insert(len(row) - 7 + at, (str(9000 + k), 1, 1))
    table = table_of(grid) if exact else flat(as_text_rows(grid))
    result = read(table)
    assert numbers(result.cells) == own(values, "applications")
    assert {p for e in result.extras for p in e.printed} >= {"9000", "9010"}


@pytest.mark.parametrize(("kept", "at", "states"), [("nothing", 0, 15), ("nothing", 7, 15), ("columns", 0, 15), ("spans", 0, 1)])
def test_one_mark_for_all_disputes_is_said_of_each_where_spans_are_lost(kept, at, states):
    grid = review_grid(truth("2021"))
    grid[-1] = [("无" if k == at else "", 1, 1) for k in range(15)]
    table = table_of(grid)
    sheet = table_of([[(next((c.text for c in row if c.column == k), ""), 1, 1) for k in range(15)] for row in table.rows])
    cells = read({"nothing": flat(as_text_rows(grid)), "columns": sheet, "spans": table}[kept]).cells
    assert sum(c.state is State.NOT_APPLICABLE for c in cells) == states


@pytest.mark.parametrize(("at", "wrong", "read_"), [(1, 0, True), (6, 0, True), (6, 1, True), (3, 0, False), (6, 9, False)])
def test_a_subtotal_that_the_header_s_words_hide_is_told_by_its_sums(at, wrong, read_):
    """The words of the header run together, as on a page without rulings; ``wrong`` rows do not add up."""
    values = truth("2019")
    for row_ in {row for table, row, _ in values if table == "applications"}:
        values["applications", row_, "total"] = sum(v for (table, r, c), v in values.items() if (table, r) == ("applications", row_) and c != "total")
    grid = applications_grid("2019", values)
    grid[1:3] = [[("自然人法人或其他组织", 1, 2), ("商业科研社会公法律服企业机构益组织务机构其他小计总计", 1, 6)]]
    for k, row in enumerate(grid[2:]):
        row.insert(len(row) - 7 + at, (str(sum(int(text) for text, *_ in row[-6:-1]) + (k < wrong)), 1, 1))
    found = numbers(read(flat(as_text_rows(grid))).cells)
    assert found == own(values, "applications") if read_ else not any(found.values())


def test_columns_in_another_order():
    values = truth("2019")
    grid = applications_grid("2019", values)
    grid[2] = grid[2][::-1]
    for row in grid[3:]:
        row[-6:-1] = row[-6:-1][::-1]
    assert numbers(read(table_of(grid)).cells) == own(values, "applications")


@pytest.mark.parametrize(("order", "told"), [((0, 1, 2, 3, 4, 5, 6), False), ((0, 6, 1, 2, 3, 4, 5), True)])
def test_columns_without_a_header_that_mostly_do_not_add_up_are_in_doubt(order, told):
    """The total in the second column: a row with none but one kind of organisation adds up by chance."""
    grid = applications_grid("2019", truth("2019"))[3:]
    for k, row in enumerate(grid):
        kinds = [0, 0, 0, 0, 0, k] if k % 5 == 0 else [k, 1, 0, 0, 0, 0]
        printed = [*kinds, sum(kinds)]
        row[-7:] = [(str(printed[i]), 1, 1) for i in order]
    assert any(f.rule == "unknown_columns" for f in read(table_of(grid)).findings) is told


def test_group_rows_that_carry_numbers():
    values = truth("2019")
    grid = applications_grid("2019", values)
    made = grid[:3]
    for row in grid[3:]:
        texts = [t for t, _, _ in row]
        group = next((t for t in texts if t.startswith(("（三）", "（四）", "（五）"))), None)
        if group:
            made.append([(group, 1, 3), *((str(n), 1, 1) for n in range(5001, 5008))])
        made.append([(texts[-8], 1, 3), *row[-7:]])
    result = read(table_of(made))
    got = numbers(result.cells)
    for code in ("denied_total", "unavailable_total", "rejected_total"):
        assert got.pop(("applications", code, "total")) == 5007
        for column in ("natural_person", "business", "research", "public_interest", "legal_service", "other_org"):
            got.pop(("applications", code, column))
    assert got == own(values, "applications")


def test_rows_that_lost_their_labels_between_known_ones():
    values = truth("2019")
    grid = applications_grid("2019", values)
    texts = as_text_rows(grid)
    for row in texts:
        for i, t in enumerate(row):
            if t[:2] in ("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."):
                row[i] = ""
    for row in texts:
        if any(t.startswith("（三）") for t in row):
            row[:] = ["", "", "", *row[-7:]]
    result = read(flat(texts))
    for cell in result.cells:
        assert cell.value == values[cell.key]
    placed = [c for c in result.cells if c.row.startswith("denied_")]
    assert len(placed) == 56
    assert all(c.note for c in placed)


def test_missing_reordered_and_added_rows():
    values = truth("2021")
    grid = as_text_rows(applications_grid("2021", values))
    gone = next(i for i, r in enumerate(grid) if "2.重复申请" in r)
    del grid[gone]
    carried = next(i for i, r in enumerate(grid) if r[0].startswith("四、结转"))
    new = next(i for i, r in enumerate(grid) if r[0].startswith("一、本年新收"))
    grid.insert(new, grid.pop(carried))
    grid.append(["其中：涉及征地拆迁", "1", "2", "3", "4", "5", "6", "7"])
    result = read(flat(grid))
    assert numbers(result.cells) == {k: v for k, v in own(values, "applications").items() if k[1] != "rejected_duplicate"}
    assert [e.printed for e in result.extras] == [("1", "2", "3", "4", "5", "6", "7")]
    assert any(f.rule == "unknown_row" for f in result.findings)


def test_repeated_row_with_other_numbers_is_unreadable():
    values = truth("2019")
    grid = as_text_rows(applications_grid("2019", values))
    grid.insert(5, [grid[4][0], *"1234567"])
    result = read(flat(grid))
    cells = [c for c in result.cells if c.row == "carried_in"]
    assert {c.state for c in cells} == {State.UNREADABLE}
    assert any(f.rule == "conflicting_cells" for f in result.findings)


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_characters_lost_in_labels(data):
    values = truth("2021")
    grid = as_text_rows(applications_grid("2021", values))
    for row in grid[3:]:
        for i, text in enumerate(row):
            if len(text) >= 9 and data.draw(st.booleans()):
                at = data.draw(st.integers(2, len(text) - 1))
                row[i] = text[:at] + text[at + 1 :]
    for cell in (result := read(flat(grid))).cells:
        assert cell.value == values[cell.key]
    assert len(result.cells) == 25 * 7


def test_headers_cut_short():
    values = truth("2019")
    grids = proactive_grids("2019", values)
    grids[0][1] = [("信息内容", 1, 1), ("本年新", 1, 1), ("本年新", 1, 1), ("对外公开总数量", 1, 1)]
    assert numbers(read(*(table_of(g) for g in grids)).cells) == own(values, *forms.PROACTIVE)


def test_header_spans_that_disagree_with_the_data():
    values = truth("2019")
    grid = proactive_grids("2019", values)[1]
    for row in grid[2:]:
        row[1] = (row[1][0], 1, 2)
    assert numbers(read(table_of(grid)).cells) == own(values, "art20_5")


def test_a_header_wider_than_its_values_is_not_straight_above_them():
    """An editor's spans push 其他 behind 总计; marks in place of numbers leave no sum that would tell."""
    values = truth("2021")
    grid = applications_grid("2021", values)
    for line, names in ((1, ("自然人",)), (2, ("商业企业",))):
        grid[line] = [(text, down, 2 if text in names else across) for text, down, across in grid[line]]
    result = read(table_of(grid))
    assert numbers(result.cells) == own(values, "applications")


def test_an_empty_column_behind_the_last_has_no_numbers():
    """Nor has one behind a row that begins with a blank zero."""
    values = truth("2019")
    printed = own(values, "applications") | {k: None for k in values if k[1:] == ("carried_in", "natural_person")}
    blank = {str(v): "" for k, v in values.items() if k in printed and printed[k] is None}
    grid = [[*((blank.get(text, text.replace("申请数量", "申请件")), down, across) for text, down, across in line), ("", 1, 1)] for line in applications_grid("2019", values)]
    assert numbers(read(table_of(grid)).cells) == printed


def test_a_part_may_be_called_as_its_group_is():
    values = truth("2021")
    grid = [[(text.replace("3.其他", "3.其他处理"), down, across) for text, down, across in line] for line in applications_grid("2021", values)]
    result = read(table_of(grid))
    assert (numbers(result.cells), result.extras) == (own(values, "applications"), ())


@pytest.mark.parametrize(("text", "column"), [("↑3", "items_last_year"), ("+7", "items_last_year"), ("12万元", "items_change"), ("下降3", "decisions"), ("↓3", "items_change"), ("3（减）", "items_change"), ("3（↓）", "items_change")])
def test_a_number_that_says_it_is_another_thing_is_no_count(text: str, column: str):
    values = truth("2019")
    key = ("art20_6", "administrative_penalty", column)
    grids = [[[(text if t == str(values[key]) else t, down, across) for t, down, across in line] for line in g] for g in proactive_grids("2019", values)]
    [cell] = [c for c in read(*map(table_of, grids)).cells if c.key == key]
    assert cell.value == (-3 if text == "↓3" else None)


def test_a_running_number_ahead_of_a_caption_is_no_value():
    values = truth("2021")
    grids = [[[(str(i), 1, 1), *row] for i, row in enumerate(grid, 1)] for grid in proactive_grids("2021", values)]
    result = read(*map(table_of, grids))
    assert (numbers(result.cells), result.findings) == (own(values, *forms.PROACTIVE), ())


def test_short_labels_of_what_is_carried_over():
    values = truth("2021")
    grid = applications_grid("2021", values)
    grid[4][0], grid[-1][0] = ("二、上年结转申请数", 1, 3), ("四、结转下年", 1, 3)
    assert numbers(read(table_of(grid)).cells) == own(values, "applications")


def test_provincial_rows_keep_their_code():
    values = truth("2019")
    grids = proactive_grids("2019", values)
    grids[0].append([("其他主动公开文件（含以本单位名义印发的）", 1, 1), ("186", 1, 1), ("86", 1, 1), ("255", 1, 1)])
    grids[1][3] = [("其他对外管理服务事项 行政检查", 1, 1), *grids[1][3][1:]]
    result = read(*(table_of(g) for g in grids))
    got = numbers(result.cells)
    assert got["art20_1", "other_proactive_documents", "made_this_year"] == 186
    assert got["art20_5", "administrative_inspection", "decisions"] == values["art20_5", "other_external_services", "decisions"]


def test_a_row_of_a_places_own_is_of_the_table_it_is_printed_in():
    values = truth("2021")
    grids = proactive_grids("2021", values)
    at = next(i for i, g in enumerate(grids) if any("行政强制" in c[0] for row in g for c in row))
    grids[at].append([("行政检查", 1, 1), ("186", 1, 1)])
    result = read(*(table_of(g) for g in grids))
    assert {(c.table, c.row) for c in result.cells} == {k[:2] for k in values if k[0].startswith("art20")}
    assert [(e.table, e.code, e.printed) for e in result.extras] == [("art20_6", "administrative_inspection", ("186",))]


def test_a_2021_table_two_with_a_2019_table_three():
    new, old = truth("2021"), truth("2019", 5001)
    result = read(*(table_of(g) for g in proactive_grids("2021", new)), table_of(applications_grid("2019", old)))
    assert numbers(result.cells) == {**own(new, *forms.PROACTIVE), **own(old, "applications")}
    assert any(f.rule == "mixed_forms" for f in result.findings)


def test_a_table_two_of_both_forms_names_both():
    new, old = truth("2021"), truth("2019", 5001)
    grids = [*proactive_grids("2021", new), proactive_grids("2019", old)[-1]]
    result = read(*(table_of(g) for g in grids), table_of(applications_grid("2021", new)))
    assert [(f.left, f.right) for f in result.findings if f.rule == "mixed_forms"] == [("2019、2021", "2021")]


def test_old_label_inside_the_new_table():
    values = truth("2021")
    grids = proactive_grids("2021", values)
    grids[0][3][0] = ("规范性文件", 1, 1)
    result = read(*(table_of(g) for g in grids))
    assert numbers(result.cells) == own(values, *forms.PROACTIVE)
    assert result.form == "2021"


@pytest.mark.parametrize(("mark", "found"), [("", {"blank_tables"}), ("/", set())])
def test_tables_without_a_number_at_all_are_in_doubt(mark, found):
    result = read(*(table_of([[(mark if t.isdigit() else t, d, a) for t, d, a in row] for row in grid]) for grid in whole("2021", truth("2021"))))
    assert {c.state for c in result.cells} == {State.NOT_APPLICABLE if mark else State.BLANK}
    assert {f.rule for f in result.findings} == found


def test_four_states_stay_four():
    values = truth("2021")
    grid = applications_grid("2021", values)
    row = grid[3]
    row[-7:] = [("5", 1, 1), ("", 1, 1), ("/", 1, 1), ("\u3000\u3000", 1, 1), ("若干", 1, 1), ("—", 1, 1), ("5", 1, 1)]
    cells = {c.column: c for c in read(table_of(grid)).cells if c.row == "new_received"}
    assert [c.state.value for c in cells.values()] == [
        "number", "blank", "not_applicable", "blank", "unreadable", "not_applicable", "number"]
    assert [c.printed for c in cells.values()] == ["5", "", "/", "", "若干", "—", "5"]


def test_one_mark_over_all_columns():
    values = truth("2021")
    grid = review_grid(values)
    grid[3] = [("无", 1, 15)]
    cells = read(table_of(grid)).cells
    assert len(cells) == 15
    assert {c.state for c in cells} == {State.NOT_APPLICABLE}


def test_one_nought_over_all_columns_below_a_page_break():
    """The header stands on the page before."""
    grid = applications_grid("2021", truth("2021"))
    found = read(table_of(grid[:-1]), table_of([[grid[-1][0], ("0", 1, 7)]]))
    assert [c.value for c in found.cells if c.row == "carried_forward"] == [0] * 7
    assert not found.findings


@pytest.mark.parametrize(("number", "total"), [("7", None), ("0", 0)])
def test_one_nought_for_the_total_and_the_column_beside_it_is_no_total_of_other_numbers(number, total):
    """Who merges two cells keeps what stood in the first of them."""
    grid = applications_grid("2021", truth("2021"))
    at = next(i for i, line in enumerate(grid) if any("重复申请" in text for text, _, _ in line))
    grid[at][-7:] = [(number, 1, 1), *[("0", 1, 1)] * 4, ("0", 1, 2)]
    cells = {c.column: c for c in read(table_of(grid)).cells if c.row == "rejected_duplicate"}
    assert (cells["other_org"].value, cells["natural_person"].value) == (0, int(number))
    assert (cells["total"].value, cells["total"].state) == (total, State.UNREADABLE if total is None else State.NUMBER)


@pytest.mark.parametrize(("printed", "value"), [("0", 0), ("/", None)])
def test_one_nought_over_each_way_of_dispute(printed, value):
    *head, _ = review_grid(truth("2021"))
    found = read(table_of([*head, [(printed, 1, 5)] * 3]))
    assert [c.value for c in found.cells] == [value] * 15
    assert not found.findings


@pytest.mark.parametrize(("printed", "total"), [(("7", "1", "8"), 8), (("0", "0"), None)])
def test_dropped_blanks_are_not_guessed(printed, total):
    values = truth("2019")
    grid = as_text_rows(applications_grid("2019", values))
    grid[3] = [grid[3][0], *printed]
    cells = {c.column: c for c in read(flat(grid)).cells if c.row == "new_received"}
    assert cells["total"].value == total
    assert {c.state for k, c in cells.items() if k != "total"} == {State.UNREADABLE}
    assert cells["natural_person"].printed == " ".join(printed)


def test_trailing_empty_cells_are_no_columns():
    values = truth("2021")
    grids = proactive_grids("2021", values)
    for grid in grids:
        for row in grid[2:]:
            row += [("", 1, 1), ("", 1, 1)]
    assert numbers(read(*(flat([[t for t, _, _ in r] for r in g]) for g in grids)).cells) == own(values, *forms.PROACTIVE)


def test_a_row_with_a_blank_too_many_is_not_guessed():
    values = truth("2019")
    grid = applications_grid("2019", values)
    at = next(i for i, row in enumerate(grid) if any("部分公开" in t for t, _, _ in row))
    label, first, _, *rest = grid[at]
    grid[at] = [label, first, ("", 1, 1), ("", 1, 1), *rest[:-1], ("", 1, 1)]
    cells = [c for c in read(table_of(grid)).cells if c.row == "partially_granted"]
    assert len(cells) == 7
    assert {c.state for c in cells} == {State.UNREADABLE}


def test_row_cut_by_a_page_break():
    values = truth("2021")
    grid = as_text_rows(applications_grid("2021", values))
    at = next(i for i, r in enumerate(grid) if any("另行制作" in t for t in r))
    row = grid[at]
    label = row[-8]
    grid[at : at + 1] = [[*row[:-8], label[:8], *row[-7:]], ["", "", label[8:], *[""] * 7]]
    assert numbers(read(flat(grid)).cells) == own(values, "applications")


def test_table_split_in_two():
    values = truth("2021")
    rows = as_text_rows(applications_grid("2021", values))
    result = read(flat(rows[:12]), flat(rows[12:]))
    assert numbers(result.cells) == own(values, "applications")


def test_a_header_in_pieces_does_not_turn_the_columns():
    values = truth("2021")
    header = ["（本列数据的勾稽关系为）", "自然人", "商业企业", "法科研机构", "申请人情况", "人", "或", "社会公益组织", "其", "他组织法律服务机构", "其他", "总计"]
    rows = [r for r in as_text_rows(applications_grid("2021", values)) if any(t.isdigit() for t in r)]
    assert numbers(read(flat([header, *rows])).cells) == own(values, "applications")


def test_the_first_set_stands_though_the_other_prints_its_rows_twice():
    own_values, others = truth("2021"), truth("2021", start=5001)
    rows = as_text_rows(applications_grid("2021", own_values))
    again = as_text_rows(applications_grid("2021", others))
    result = read(flat(rows[:-4] + rows[-3:]), "上年数据", flat(again + again[3:]))
    assert set(numbers(result.cells).values()) <= set(own(own_values, "applications").values())
    assert "several_sets" in {f.rule for f in result.findings}


def test_a_set_of_zeros_whose_labels_are_lost_is_as_full_as_another():
    own_values, others = dict.fromkeys(truth("2021"), 0), truth("2021", start=5001)
    rows = [["" if re.match(r"\d\.", text) else text for text in r] for r in as_text_rows(applications_grid("2021", own_values))]
    result = read(flat(rows), "上年数据", flat(as_text_rows(applications_grid("2021", others))))
    assert set(numbers(result.cells).values()) == {0}


@pytest.mark.parametrize("form", ["2014", "2021"])
def test_an_empty_form_ahead_of_the_filled_one_is_no_set(form):
    values = truth(form)
    tables = [statistics_rows(values)] if form == "2014" else [as_text_rows(g) for g in proactive_grids(form, values)]
    empty = ([["" if t.isdigit() else t for t in row] for row in rows] for rows in tables)
    found = [b for blank, rows in zip(empty, tables, strict=True) for b in (flat(blank), "填报如下：", flat(rows))]
    assert numbers(read(*found).cells) == {k: v for k, v in values.items() if k[0] in ("stat_table", *PROACTIVE)}


@pytest.mark.parametrize("form", ["2014", "2021"])
def test_a_form_of_noughts_ahead_of_the_filled_one_is_not_meant(form):
    values = truth(form)
    tables = [statistics_rows(values)] if form == "2014" else [as_text_rows(g) for g in (applications_grid(form, values), review_grid(values))]
    noughts = ([["0" if t.isdigit() else t for t in row] for row in rows] for rows in tables)
    found = read(*(flat(rows) for rows in noughts), *map(flat, tables))
    assert numbers(found.cells) == {k: v for k, v in values.items() if k[0] not in PROACTIVE}
    assert "several_sets" in {f.rule for f in found.findings}


@pytest.mark.parametrize(("last", "this"), [("2021年", "2022年"), ("上年", "本年"), ("2021年度数据", "2022年度数据")])
def test_of_two_years_below_each_other_in_one_frame_the_later_stands(last, this):
    older, values = truth("2021", start=5001), truth("2021")
    grids = zip(whole("2021", older), whole("2021", values), strict=True)
    found = read(*(table_of([[(last, 1, 15)], *old, [(this, 1, 15)], *new]) for old, new in grids))
    assert numbers(found.cells) == values
    assert not found.findings


@pytest.mark.parametrize(("names", "found"), [(("本机关", "各乡镇汇总"), set()), (("本年度", "上年度"), set()), (("", ""), {"several_sets"})])
def test_the_own_set_may_be_the_emptier_one(names, found):
    mine, others = truth("2021"), truth("2021", start=5001)
    kept = [k for k in own(mine, *PROACTIVE) if k[1] == "administrative_penalty"]
    sparse = [[[(t if not t.isdigit() or int(t) == mine[kept[0]] else "", d, a) for t, d, a in r] for r in g] for g in proactive_grids("2021", mine)]
    result = read(names[0], *map(table_of, sparse), names[1], *map(table_of, proactive_grids("2021", others)))
    read_ = {k: v for k, v in numbers(result.cells).items() if v is not None}
    assert read_ == ({kept[0]: mine[kept[0]]} if names[0] else own(others, *PROACTIVE))
    assert {f.rule for f in result.findings if f.severity == "warning"} == found


@pytest.mark.parametrize("lacks", [1, 3])
def test_a_table_that_the_own_set_lacks_is_not_taken_from_the_next(lacks):
    mine, others = truth("2021"), truth("2021", start=5001)
    kept = [g for n, g in enumerate(proactive_grids("2021", mine)) if n != lacks]
    result = read("（一）本级", *map(table_of, kept), "（二）全县汇总", *map(table_of, proactive_grids("2021", others)))
    assert {k: v for k, v in numbers(result.cells).items() if v is not None} == {
        k: v for k, v in own(mine, *PROACTIVE).items() if k[0] != ("art20_1", "art20_5", "art20_6", "art20_8")[lacks]}


def test_the_caption_of_a_table_may_be_the_last_row_of_the_one_above():
    mine, others = truth("2021"), truth("2021", start=5001)
    first, *rest, last = proactive_grids("2021", mine)
    torn = [row for grid in (first, *rest, last[:1]) for row in grid]
    result = read("（一）本级", table_of(torn), table_of(last[1:]), "（二）全县汇总", *map(table_of, proactive_grids("2021", others)))
    assert numbers(result.cells) == own(mine, *PROACTIVE)


def test_a_set_has_no_table_of_another_year():
    """Here last year's first table lacks its caption, and none of the form stands in its place."""
    older, values = truth("2021", start=5001), truth("2021")
    old, new = (proactive_grids("2021", v) for v in (older, values))
    old[0] = old[0][1:]
    blocks = [b for pair in zip(old, new, strict=True) for b in ("2021年", table_of(pair[0]), "2022年", table_of(pair[1]))]
    assert numbers(read(*blocks).cells) == own(values, *PROACTIVE)


def test_this_years_tables_below_last_years_may_share_their_captions():
    first, second = truth("2021"), truth("2021", start=5001)
    found: list[Table | str] = []
    for old, new in zip(proactive_grids("2021", first), proactive_grids("2021", second), strict=True):
        found += [old[0][0][0], "2021年度", table_of(old[1:]), "2022年度", table_of(new[1:])]
    assert numbers(read(*found).cells) == own(second, *PROACTIVE)


def test_years_of_sentences_above_are_none_of_the_sets():
    first, second = truth("2021"), truth("2021", start=5001)
    result = read("编制《2022年度报告》。", table_of(review_grid(first)), "2023年没有其他事项。", table_of(review_grid(second)))
    assert numbers(result.cells) == own(first, "review_litigation")
    assert "several_sets" in {f.rule for f in result.findings}


@pytest.mark.parametrize("between", ["", " "])
def test_of_two_years_under_their_captions_the_later_stands(between):
    last, this = truth("2021", start=5001), truth("2021")
    result = read(f"2021{between}年：", table_of(applications_grid("2021", last)), f"2022{between}年：", table_of(applications_grid("2021", this)))
    assert numbers(result.cells) == own(this, "applications")
    assert not result.findings


@pytest.mark.parametrize(("names", "meant"), [
    (("市公安局", "（二）市水务局", "本机关"), 2), (("市图书馆", "填报单位：市教育局", "市体育馆"), 1), (("市公安局", "市水务局", "全市汇总"), 2),
    (("市公安局", "市水务局", "市林业局2022年统计表"), None), (("市公安局", "", "汇总"), None), (("市本级", "全市"), 0),
    (("二、全市教育系统汇总", "一、本级"), 1)])
def test_the_sets_of_other_bodies_are_not_the_reports(names, meant):
    sets = [truth("2021", start=1000 * n + 101) for n in range(len(names))]
    blocks = [b for name, values in zip(names, sets, strict=True) for b in (name, *map(table_of, whole("2021", values)))]
    result = read("示例市教育局2022年政府信息公开工作年度报告", *blocks)
    assert numbers(result.cells) == (sets[meant] if meant is not None else {})
    assert {f.rule for f in result.findings} == ({"several_sets"} if names[meant or 0] not in ("本机关", "填报单位：市教育局") else set())


@pytest.mark.parametrize(("before", "after"), [("更正前：", "更正后："), ("（一）修改前的表格", "（二）修改后的表格"), ("申请情况（订正前）", "申请情况（订正后）")])
def test_numbers_that_were_put_right_are_the_reports(before, after):
    wrong, right = truth("2021", start=5001), truth("2021")
    tables = [table_of(applications_grid("2021", values)) for values in (wrong, right)]
    result = read("以更正后的数据为准。", before, tables[0], after, tables[1])
    assert numbers(result.cells) == own(right, "applications")
    assert not result.findings


def test_a_set_printed_once_more_with_its_thousands_parted_is_no_other():
    values = truth("2021", start=1001)
    grid = applications_grid("2021", values)
    again = [[(f"{t[:-3]}，{t[-3:]}" if t.isdigit() else t, d, a) for t, d, a in row] for row in grid]
    result = read(table_of(grid), "附件预览", table_of(again))
    assert numbers(result.cells) == own(values, "applications")
    assert not result.findings


@pytest.mark.parametrize(("last", "this"), [
    ("（2021年）", "（2022年）"), ("2021年（上年）", "2022年（本年）"), ("2021年度表格", "报告期：2022年"), ("上年数据如下：", "2022年1-12月")])
def test_captions_of_a_whole_set_say_its_year(last, this):
    """Each stands above the first table of its set alone."""
    older, values = truth("2021", start=5001), truth("2021")
    result = read(last, *map(table_of, whole("2021", older)), this, *map(table_of, whole("2021", values)))
    assert numbers(result.cells) == values
    assert not result.findings


@pytest.mark.parametrize("last", ["与上年对比：", "上年度", "附：去年数据（供参考）"])
def test_what_is_not_said_to_be_of_the_year_before_is_of_this_one(last):
    older, values = truth("2021", start=5001), truth("2021")
    result = read(last, *map(table_of, whole("2021", older)), "报表", *map(table_of, whole("2021", values)))
    assert numbers(result.cells) == values
    assert {f.rule for f in result.findings} == {"several_sets"}


@pytest.mark.parametrize(("mine", "others"), [("县政府（含办公室）", "县水利局"), ("县政府办公室", "县水利局"), ("县政府本级", "直属单位")])
@pytest.mark.parametrize("first", [0, 1])
def test_a_government_is_known_with_its_office(mine, others, first):
    sets = [(mine, truth("2021")), (others, truth("2021", start=5001))]
    blocks = [b for name, values in (sets[first], sets[1 - first]) for b in (name, *map(table_of, whole("2021", values)))]
    assert numbers(read("示例县人民政府2022年政府信息公开工作年度报告", *blocks).cells) == sets[0][1]


def test_a_caption_of_each_table_says_nothing_of_the_next_one():
    """Here the own table 4 stands ahead of its heading, below the table 3 of all."""
    mine, theirs = truth("2021"), truth("2021", start=5001)
    own_, all_ = ([table_of(applications_grid("2021", values)), table_of(review_grid(values))] for values in (mine, theirs))
    below = "四、政府信息公开行政复议、行政诉讼情况", "（一）本级", "（二）全县汇总"
    result = read("（一）本级", own_[0], "（二）全县汇总", all_[0], own_[1], *below, all_[1])
    assert numbers(result.cells) == {**own(mine, "applications"), **own(mine, "review_litigation")}


def test_noughts_are_this_years_where_last_years_numbers_follow_as_a_whole():
    """The caption stands over section 2, ahead of the others of its set."""
    noughts = dict.fromkeys(truth("2021"), 0)
    result = read(*map(table_of, whole("2021", noughts)), "附件：2021年度统计数据", *map(table_of, whole("2021", truth("2021", start=5001))))
    assert numbers(result.cells) == noughts
    assert {f.rule for f in result.findings} == {"several_sets"}


@pytest.mark.parametrize("first", [0, 1])
def test_headings_ahead_of_the_tables_of_an_attachment_are_one_a_set(first):
    mine, theirs = truth("2021"), truth("2021", start=5001)
    headings, sets = ["（一）本级", "（二）全县汇总"], [mine, theirs]
    result = read(headings[first], headings[1 - first], *(table_of(applications_grid("2021", sets[n])) for n in (first, 1 - first)))
    assert numbers(result.cells) == own(mine, "applications")


def test_a_blank_above_a_number_without_a_label_may_be_that_number():
    values = truth("2021")
    grid = applications_grid("2021", values)
    label, *cells, total = grid[-1]
    rest = [("", *label[1:]), *[("", 1, 1)] * len(cells), total]
    result = read(table_of([*grid[:-1], [label, *cells, ("", 1, 1)], rest]))
    states = {c.column: c.state for c in result.cells if c.row == "carried_forward"}
    assert states.pop("total") is State.UNREADABLE
    assert set(states.values()) == {State.NUMBER}


@pytest.mark.parametrize(("heading", "is_read"), [("（一）本级", False), ("二、收到和处理政府信息公开申请情况", True)])
def test_all_bodies_together_are_not_the_one_whose_own_table_is_lost(heading, is_read):
    values = truth("2021")
    result = read(heading, "[图]", "（二）全县汇总", table_of(applications_grid("2021", values)))
    assert numbers(result.cells) == (own(values, "applications") if is_read else {})
    assert {f.rule for f in result.findings} == (set() if is_read else {"several_sets"})


def test_the_header_of_a_new_page_before_the_last_row_begins_no_other_set():
    values = truth("2019")
    rows = as_text_rows(applications_grid("2019", values))
    assert numbers(read(flat([*rows[:-1], *rows[:3], rows[-1]])).cells) == own(values, "applications")


def test_a_table_that_says_a_few_rows_once_more_is_the_authors_own():
    values = truth("2021")
    own_table = table_of([[("文件类型", 1, 1), ("本年制发件数", 1, 1), ("现行有效件数", 1, 1)], [("党组文件", 1, 1), ("3", 1, 1), ("4", 1, 1)],
                          [("行政规范性文件", 1, 1), ("5", 1, 1), ("6", 1, 1)]])
    one_table = table_of([row for g in proactive_grids("2021", values) for row in g])
    result = read(own_table, "二、主动公开政府信息情况", one_table)
    assert numbers(result.cells) == own(values, *PROACTIVE)
    assert not result.findings
    assert [(e.label, e.printed) for e in result.extras] == [("党组文件", ("3", "4")), ("行政规范性文件", ("5", "6"))]


@pytest.mark.parametrize("rows", [
    [["办理结果", "数量"], ["予以公开", "30"], ["部分公开", "5"], ["不予公开", "6"]], [["申请人", "新收", "办结"], ["自然人", "30", "28"], ["总计", "35", "33"]],
    [["指标", "2021年", "2022年"], ["本年新收政府信息公开申请数量", "35", "30"], ["结转下年度继续办理", "1", "3"]]])
@pytest.mark.parametrize("lines", [as_lines, as_cell_lines])
def test_the_authors_own_table_is_not_the_forms_that_stands_in_lines(rows, lines):
    values = truth("2021")
    own_table = table_of([[(t, 1, 1) for t in r] for r in rows])
    result = read_tables(document(own_table, *lines(applications_grid("2021", values))))
    assert not numbers(result.cells)
    assert {f.rule for f in result.findings} <= {"lost_row"}


def test_two_sets_in_one_frame_are_two():
    first, second = truth("2021"), truth("2021", start=5001)
    small = [g for pair in zip(proactive_grids("2021", first), proactive_grids("2021", second), strict=True) for g in pair]
    frames = [small[0], [*small[1], *small[2]], [*small[3], *small[4]], *small[5:]]
    disputes = [*review_grid(first), [("（二）全县汇总", 1, 15)], *review_grid(second)]
    result = read(*(table_of(g) for g in (*frames, disputes)))
    assert numbers(result.cells) == {k: v for k, v in first.items() if k[0] != "applications"}
    assert {f.rule for f in result.findings if f.origin == "reading"} == {"several_sets"}


def test_review_in_two_tables():
    values = truth("2021")
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    codes = [c.code for c in forms.load("2021").table("review_litigation").columns]
    shown = [str(values["review_litigation", "cases", c]) for c in codes]
    first = [[("行政复议", 1, 5)], [(o, 1, 1) for o in outcomes], [(v, 1, 1) for v in shown[:5]]]
    second = [[("行政诉讼", 1, 10)], [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
              [(o, 1, 1) for o in outcomes * 2], [(v, 1, 1) for v in shown[5:]]]
    assert numbers(read(table_of(first), table_of(second)).cells) == own(values, "review_litigation")


def test_amounts_keep_their_unit():
    values = truth("2019")
    grids = proactive_grids("2019", values)
    grids[-1][2][2] = ("16.877万元", 1, 1)
    cell = next(c for c in read(*(table_of(g) for g in grids)).cells if c.column == "procurement_amount")
    assert (cell.value, cell.unit, cell.value_yuan, cell.printed) == (16.877, "万元", 168770, "16.877万元")
    grids[-1][2][2] = ("41", 1, 1)
    cell = next(c for c in read(*(table_of(g) for g in grids)).cells if c.column == "procurement_amount")
    assert (cell.value, cell.unit, cell.value_yuan) == (41, None, None)


def test_fees_of_2021_are_in_ten_thousand_yuan():
    values = truth("2021")
    grids = proactive_grids("2021", values)
    grids[-1][2][1] = ("2.02", 1, 1)
    cell = next(c for c in read(*(table_of(g) for g in grids)).cells if c.column == "fees_collected")
    assert (cell.value, cell.unit, cell.value_yuan) == (2.02, "万元", 20200)


def statistics_rows(values):
    table = forms.load("2014").table("stat_table")
    return [["统计指标", "单位", "统计数"],
            *([r.label, r.unit or "—", str(values["stat_table", r.code, "value"]) if r.role == "data" else ""] for r in table.rows)]


def test_2014_table():
    values = truth("2014")
    result = read(flat(statistics_rows(values)))
    assert numbers(result.cells) == values
    assert result.form == "2014"


def test_2014_table_with_local_rows():
    values = truth("2014")
    rows = statistics_rows(values)
    rows.insert(4, ["组织宣传活动次数", "次", "77"])
    del rows[9:12]
    result = read(flat(rows))
    for cell in result.cells:
        assert cell.value == values[cell.key]
    assert any("77" in e.printed for e in result.extras)


@pytest.mark.parametrize("below", [["备注", "", "3"], ["2017年", "", ""]])
def test_a_row_below_the_header_of_2014_makes_no_column_of_numbers_of_its_labels(below):
    values = truth("2014")
    rows = statistics_rows(values)
    assert numbers(read(flat([rows[0], below, *rows[1:]])).cells) == values


def test_an_indicator_of_2014_out_of_its_place_under_an_unusual_name_is_told():
    rows = statistics_rows(truth("2014"))
    at = next(i for i, row in enumerate(rows) if row[0].startswith("主动公开规范性文件"))
    rows[at][0] = f"其中：1.{rows[at][0]}"
    rows[at : at + 2] = rows[at + 1], rows[at]
    result = read(flat(rows))
    assert "proactive_normative_documents" not in {c.row for c in result.cells}
    assert ("unknown_row", "stat_table") in {(f.rule, f.table) for f in result.findings}


def test_an_indicator_of_2014_without_a_cell_for_its_number_is_told():
    rows = statistics_rows(truth("2014"))
    at = next(i for i, row in enumerate(rows) if "培训班" in row[0])
    rows[at] = rows[at][:1]
    assert ("lost_positions", "training_courses") in {(f.rule, f.row) for f in read(flat(rows)).findings}


def test_a_number_behind_the_dash_of_a_group_of_2014_is_none_of_its_own():
    lines = [part for label, _, value in statistics_rows(truth("2014")) for part in (label, value or "——")]
    at = next(i for i, line in enumerate(lines) if "通过不同渠道" in line)
    result = read(*lines[: at + 2], "1", *lines[at + 2 :], wrapped=True)
    assert "proactive_channels" not in {c.row for c in result.cells}
    assert ("lost_positions", "proactive_channels") in {(f.rule, f.row) for f in result.findings}


def test_words_that_slipped_into_a_row_of_2014_take_neither_its_label_nor_its_number():
    rows = statistics_rows(truth("2014"))
    at = next(i for i, row in enumerate(rows) if "培训班" in row[0])
    rows[at][1:] = ["次\n示例县某年", f"{rows[at][2]}\n年1月"]
    (cell,) = (c for c in read(flat(rows)).cells if c.row == "training_courses")
    assert (cell.state, cell.value) == (State.UNREADABLE, None)


def test_a_number_among_the_units_of_2014_beside_a_blank_cannot_be_read():
    rows = [[label, value, unit] for label, unit, value in statistics_rows(truth("2014"))]
    next(r for r in rows if r[0] == "3.网络申请数")[1:] = ["", "5件"]
    cell = next(c for c in read(flat(rows)).cells if c.row == "requests_online")
    assert (cell.state, cell.printed) == (State.UNREADABLE, "5件")


def test_remarks_of_2014_behind_a_number_take_no_label_from_it():
    values = truth("2014")
    rows = [[label, value, "含下属单位" if i % 5 == 0 and value else ""] for i, (label, _, value) in enumerate(statistics_rows(values)[1:])]
    assert numbers(read(flat(rows)).cells) == values


@pytest.mark.parametrize("beside", ["历年累计", "累计数", "开展以来累计"])
def test_what_2014_sums_up_over_the_years_is_not_the_years_number(beside):
    values = truth("2014")
    rows = [["统计指标", "单位", "本年数", beside], *([*r, f"{r[-1]}7"] for r in statistics_rows(values))]
    assert numbers(read(flat(rows)).cells) == values


def test_a_code_between_the_running_number_and_the_label_of_2014():
    values = truth("2014")
    rows = [[str(i), f"{i:03d}", *row] for i, row in enumerate(statistics_rows(values)[1:], 1)]
    assert numbers(read(flat(rows)).cells) == values


@pytest.mark.parametrize("value", ["", "7"])
def test_two_rows_of_2014_in_one_keep_their_running_numbers_apart(value):
    rows = [[str(i), *row] for i, row in enumerate(statistics_rows(truth("2014")))]
    at = next(i for i, r in enumerate(rows) if r[1] == "2.传真申请数")
    rows[at : at + 2] = [[*rows[at][:3], value, *rows[at + 1]]]
    found = {c.row: c.printed for c in read(flat(rows[1:])).cells}
    assert (found["requests_by_fax"], found["requests_online"]) == (value, rows[at][-1])


@pytest.mark.parametrize("both", ["84", "84\n1852"])
def test_two_indicators_of_2014_in_one_cell_are_told_and_not_read(both):
    rows = [r for r in statistics_rows(truth("2014")) if r[0] != "3.网络申请数"]
    next(r for r in rows if r[0] == "2.传真申请数")[::2] = ["2.传真申请数 3.网络申请数", both]
    result = read(flat(rows))
    assert not {"requests_by_fax", "requests_online"} & {c.row for c in result.cells}
    assert [f.rule for f in result.findings] == ["unknown_row"]


@pytest.mark.parametrize("said", ["\ufffd", "l2", "若干", "详见附件"])
def test_what_stands_for_a_number_in_2014_and_is_none_cannot_be_read(said):
    rows = statistics_rows(truth("2014"))
    next(row for row in rows[1:] if row[-1])[-1] = said
    unsure = [c for c in read(flat(rows)).cells if c.state is not State.NUMBER]
    assert [(c.printed, c.state) for c in unsure] == [(said, State.UNREADABLE)]


def test_columns_in_which_a_table_says_nothing_are_none():
    values = truth("2021")
    *_, outcomes, row = as_text_rows(review_grid(values))
    blocks = ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9]
    ways = [*outcomes[5:10], "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4]
    below = [*[""] * 5, *outcomes[5:]]
    grid = flat([[*line[:2], "", *line[2:12], "", *line[12:]] for line in (blocks, ways, below, row)])
    result = read(replace(grid, exact=True))
    assert numbers(result.cells) == own(values, "review_litigation")


@pytest.mark.parametrize(("said", "cells"), [("数量", 1), ("本年办理数量", 1), ("同意数量", 0)])
def test_the_only_column_may_be_called_by_any_number(said, cells):
    assert len(read("第二十条第（五）项", flat([["信息内容", said], ["行政许可", "704"]])).cells) == cells


def test_a_number_beside_the_rest_of_a_label_leaves_no_blank_above():
    grid = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "1", "9"], ["行政规范性", "7", "", "295"], ["文件", "", "3", ""]]
    cells = {c.key[1:]: c for c in read("第二十条第（一）项", flat(grid)).cells}
    assert cells["normative_documents", "repealed_this_year"].state is State.UNREADABLE
    assert cells["normative_documents", "in_force"].value == 295


def test_2014_table_in_parts():
    """Three of the four rows on litigation are called as those on review are."""
    values = truth("2014")
    head, *rows = statistics_rows(values)
    starts = [i for i, r in enumerate(rows) if re.match("[一二三四五六七八九]、", r[0])]
    result = read(*(part for a, b in zip(starts, [*starts[1:], None], strict=True) for part in ("统计", flat([head, *rows[a:b]]))))
    assert numbers(result.cells) == values
    assert not result.extras


def test_indicators_of_a_place_before_2014_are_none_of_its_list():
    rows = [["指标", "单位", "2011年", "历年累计"], ["收到申请数", "条", "3", "9"], ["当面申请数", "条", "1", "4"], ["电子邮件申请数", "条", "2", "5"],
            ["否决公开答复总数", "条", "1", "2"], ["全文电子化的信息数", "条", "8", "99"]]
    result = read(table_of([[(t, 1, 1) for t in r] for r in rows]))
    assert (result.cells, result.form, len(result.extras)) == ((), None, 5)


@pytest.mark.parametrize(("line", "told"), [
    (["（四）政府信息公开专项经费（不包括用于政府公报", "2.5", "编辑管理及政府网站建设维护等方面的经费）"], True),
    (["（四）政府信息公开专项经费（万元）2.5"], True), (["（四）政府信息公开专", "项经费 万元", "2.5"], True), (["（四）政府信息公开专项经费（万元）"], False), (["没有专项经费。"], False),
])
def test_2014_row_whose_number_is_lost_is_told(line, told):
    rows = [r for r in statistics_rows(truth("2014")) if "专项经费" not in r[0]]
    whole = document(flat(rows), *line)
    assert [f.row for f in lost_rows(whole, read_tables(whole))] == ["budget"] * told


def test_2014_rows_that_may_be_of_two_groups_are_told():
    """Two blocks beside each other, read line by line: the rows of litigation stand among others."""
    head, *rows = statistics_rows(truth("2014"))
    half = len(rows) // 2
    whole = document(flat([head, *(r for pair in zip(rows[:half], rows[half:], strict=False) for r in pair)]))
    assert {f.row for f in lost_rows(whole, read_tables(whole))} >= {"review_corrected", "litigation_corrected"}


def test_2014_row_whose_label_became_that_of_another_is_told():
    values = truth("2014")
    rows = statistics_rows(values)
    lost = next(r for r in rows if r[0].endswith("不同意公开答复数"))
    lost[0] = lost[0].replace("不", "")
    result = read(flat(rows))
    assert [f.rule for f in result.findings if f.origin == "reading"] == ["repeated_row"]
    assert [lost[2]] in [list(e.printed) for e in result.extras]


def test_a_count_in_the_place_of_an_amount_is_none():
    values = truth("2021")
    key = ("art20_8", "administrative_fees", "fees_collected")
    grids = [[[("12项" if t == str(values[key]) else t, down, across) for t, down, across in line] for line in g] for g in proactive_grids("2021", values)]
    [cell] = [c for c in read(*map(table_of, grids)).cells if c.key == key]
    assert (cell.state, cell.value) == (State.UNREADABLE, None)


@pytest.mark.parametrize(("unit", "label"), [("元", ""), ("万元", "（单位：元）")])
def test_2014_amounts_in_the_unit_their_row_prints(unit, label):
    values = truth("2014")
    key = ("stat_table", "budget", "value")
    rows = [[r[0] + label, unit, r[2]] if r[2] == str(values[key]) else r for r in statistics_rows(values)]
    (cell,) = (c for c in read(table_of([[(t, 1, 1) for t in r] for r in rows])).cells if c.key == key)
    assert (cell.value, cell.unit, cell.value_yuan) == (values[key], "元", values[key])


@pytest.mark.parametrize("said", ["", "5.其他渠道公布数"])
def test_2014_row_without_its_label_is_told_by_its_place_alone_or_not_at_all(said):
    values = truth("2014")
    rows = statistics_rows(values)
    at, lost = next((i, key) for i, r in enumerate(rows) for key in values if key[1] == "proactive_via_other" and r[2] == str(values[key]))
    rows[at] = [said, "", rows[at][2]]
    found = read(table_of([[(t, 1, 1) for t in r] for r in rows]))
    assert [(c.value, c.note) for c in found.cells if c.key == lost] == [(values[lost], "row placed by order, its label is unusual")]
    found = read(table_of([[(t, 1, 1) for t in r] for r in (*rows[: at - 1], *rows[at:])]))
    assert {f.rule for f in found.findings} == {"unknown_row"}
    assert lost not in {c.key for c in found.cells}


def test_unit_of_money_above_the_table():
    table = table_of([[("信息内容", 1, 1), ("本年收费金额", 1, 1)], [("行政事业性收费", 1, 1), ("12.34", 1, 1)]])
    assert [(c.unit, c.value_yuan) for line in ("单位：元", "公开情况") for c in read(line, table).cells] == [("元", 12.34), ("万元", 123400)]


def test_part_of_a_row_beside_its_label_is_not_that_row():
    head = [[("信息内容", 1, 2), ("上一年项目数量", 1, 1), ("本年增/减", 1, 1), ("处理决定数量", 1, 1)]]
    rows = [[("其他对外管理服务事项", 2, 1), ("公共服务", 1, 1), *((n, 1, 1) for n in ("11", "12", "13"))],
            [("行政确认", 1, 1), *((n, 1, 1) for n in ("21", "22", "23"))]]
    assert not [c for c in read(table_of([*head, *rows])).cells if c.row == "other_external_services"]


def test_sum_beside_the_label_of_its_group():
    values = truth("2014")
    head, *rows = ([(t, 1, 1) for t in r] for r in statistics_rows(values))
    at = next(i for i, r in enumerate(rows) if r[0][0] == "四、行政复议数量")
    parts = rows[at : at + 4]
    grid = [[(parts[0][0][0], 4, 1), ("总数", 1, 1), *parts[0][1:]], *parts[1:]]
    rows = [[(r[0][0], 1, 2), *r[1:]] for r in (head, *rows[:at])] + grid + [[(r[0][0], 1, 2), *r[1:]] for r in rows[at + 4 :]]
    assert numbers(read(table_of(rows)).cells) == values


def test_2014_table_as_lines():
    values = truth("2014")
    lines = [" ".join(t for t in r if t) for r in statistics_rows(values)]
    result = read(*lines, wrapped=True)
    assert numbers(result.cells) == values


def test_a_table_of_something_else_is_left_alone():
    other = flat([["序号", "名称", "数量"], ["1", "办公用品", "30"], ["2", "车辆", "2"]])
    result = read(other)
    assert not result.cells
    assert not result.extras


def test_cells_say_where_they_stand():
    values = truth("2019")
    result = read(table_of(proactive_grids("2019", values)[0]), table_of(applications_grid("2019", values)))
    cell = next(c for c in result.cells if c.key == ("applications", "new_received", "natural_person"))
    assert (cell.table_index, cell.row_index, cell.column_index) == (1, 3, 3)


def test_empty_document():
    result = read()
    assert result.cells == ()
    assert result.form is None


def test_unreadable_value_is_no_label():
    values = truth("2021")
    grid = applications_grid("2021", values)
    grid[4][-7] = ("约3", 1, 1)
    cells = [c for c in read(table_of(grid)).cells if c.row == "carried_in"]
    assert len(cells) == 7
    assert cells[0].state is State.UNREADABLE
    assert cells[0].printed == "约3"
    assert cells[1].value == values["applications", "carried_in", "business"]


def test_box_of_one_cell():
    assert read(Table(0, ((Cell("本报告由办公室编制，数据截至12月31日。", 0, 0),),))).cells == ()


@pytest.mark.parametrize("form", FORMS)
def test_layout_text_with_the_group_label_sprinkled_over_it(form):
    """Text of a PDF by position: the vertical 三、本年度办理结果 stands one character a line at the left of other rows."""
    values = truth(form)
    lines = as_lines(applications_grid(form, values))
    sprinkled = []
    characters = iter("三、本年度办理结果")
    for line in lines[:5] + [line.replace("三、本年度办理结果 ", "") for line in lines[5:]]:
        if line.startswith("（二）部分公开"):
            label, _, run = line.partition("） ")
            sprinkled += [f"三、本 {label[:14]}", f"       {run}", f"年 {label[14:]}）"]
        elif len(sprinkled) > 6 and (c := next(characters, None)):
            sprinkled.append(f"{c} {line}")
        else:
            sprinkled.append(line)
    assert numbers(read(*sprinkled, wrapped=True).cells) == own(values, "applications")


def test_labels_moved_away_from_their_numbers():
    """pdftotext without -layout: two labels are printed far behind; the count of rows leaves one place only."""
    values = truth("2021")
    lines = as_lines(applications_grid("2021", values))
    moved = []
    for i, line in enumerate(lines):
        for label in ("三、本年度办理结果 （一）予以公开 ", "（二）部分公开（区分处理的，只计这一情形，不计其他情形） "):
            if line.startswith(label):
                moved.append(label)
                lines[i] = line.removeprefix(label)
    result = read(*lines[:18], *moved, *lines[18:], wrapped=True)
    assert numbers(result.cells) == own(values, "applications")
    assert all(c.note for c in result.cells if c.row in ("granted", "partially_granted"))


def test_repeated_lines_removed_by_a_site_lose_their_values_loudly():
    values = dict.fromkeys(truth("2019"), 0)
    lines = [line for g in proactive_grids("2019", values) for line in as_cell_lines(g)]
    once = list(dict.fromkeys(lines))
    result = read(*once, wrapped=True)
    assert all(c.state is State.UNREADABLE for c in result.cells)


def piped(grid, repeat: bool):
    """As a converter to Markdown gives a merged cell: once and then empty, or again in each column it covers."""
    table = table_of(grid)
    rows = [[""] * table.width for _ in table.rows]
    for cell in table.cells():
        for i in range(cell.row, cell.row + cell.rowspan):
            for j in range(cell.column, cell.column + cell.colspan):
                if repeat or (i, j) == (cell.row, cell.column):
                    rows[i][j] = cell.text
    return flat(rows)


@pytest.mark.parametrize("repeat", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_pipes(form, repeat):
    values = truth(form)
    one = []
    for grid in proactive_grids(form, values):
        for row in grid:
            last, free = row[-1], 4 - sum(a for _, _, a in row)
            one.append([*row[:-1], (last[0], last[1], last[2] + free)])
    blanks = applications_grid(form, values)
    for row in blanks[5:9]:
        row[-3:] = [("", 1, 1)] * 3
    result = read(*(piped(g, repeat) for g in (one, blanks, review_grid(values))))
    got = numbers(result.cells)
    assert {k: v for k, v in got.items() if v is not None} == {k: v for k, v in values.items() if got.get(k) is not None}
    assert got.keys() == values.keys()
    assert all(c.state is not State.UNREADABLE for c in result.cells)
    assert sum(v is None for v in got.values()) == 12


def test_a_character_lost_in_a_label_that_names_its_unit():
    entry = next(r for r in forms.load("2014").table("stat_table").rows if r.code == "requests_received")
    assert score("（一）到申请数（单位：件）", entry) >= FUZZY


def test_a_blank_beside_several_numbers_in_one_cell_is_none():
    """The number that belongs there may be one of them."""
    values = truth("2021")
    first, *rest = proactive_grids("2021", values)
    label, made, repealed, in_force = first[-1]
    crowded = [*first[:-1], [label, (f"{made[0]} {repealed[0]}", 1, 1), ("", 1, 1), in_force]]
    found = {c.key: c.state for c in read(*map(table_of, (crowded, *rest))).cells}
    columns = ("issued_this_year", "repealed_this_year", "in_force")
    states = [found["art20_1", "normative_documents", column] for column in columns]
    assert states == [State.UNREADABLE, State.UNREADABLE, State.NUMBER]


@pytest.mark.parametrize("mark", ["/", "—", "无"])
@pytest.mark.parametrize("space", ["\u00a0\u00a0", " "])
def test_marks_behind_spaces_that_do_not_break_are_no_blanks(mark, space):
    """A page without cells: 规章&nbsp;&nbsp;/&nbsp;&nbsp;/&nbsp;&nbsp;/."""
    values = truth("2021")
    rows = [row for grid in proactive_grids("2021", values) for row in as_text_rows(grid)]
    lines = [space.join(mark if row[0] == "规章" and t.isdigit() else t for t in row) for row in rows]
    found = read("二、主动公开政府信息情况", *lines)
    assert {c.state for c in found.cells if c.row == "regulations"} == {State.NOT_APPLICABLE}
    assert {c.state for c in found.cells if c.row != "regulations"} == {State.NUMBER}


@pytest.mark.parametrize(("own", "above"), [
    ("制定配套文件数", "2.政府网站在线访谈次数"), ("制定配套文件数", "（二）通过不同渠道和方式公开"), ("政务公开栏公开信息数", "（二）通过不同渠道和方式公开")])
@pytest.mark.parametrize("sep", [" ", "：", "\n"])
def test_a_row_of_a_places_own_in_lines_of_2014_is_none_of_the_label_above_it(own, above, sep):
    """Above it stands the heading of a group, or a row without a number."""
    values = truth("2014")
    lines = []
    for label, _, value in statistics_rows(values)[1:]:
        blank = label.startswith(above)
        lines += [label] if blank or not value else sep.join((label, value)).split("\n")
        lines += sep.join((own, "7001")).split("\n") if blank else []
    found = {k: v for k, v in numbers(read("政府信息公开情况统计表", "统计指标 单位 统计数", *lines).cells).items() if v is not None}
    assert found == {k: v for k, v in values.items() if not above.startswith("2") or k[1] != "online_interviews"}


def test_a_mark_behind_the_colon_of_its_label_is_no_blank():
    values = truth("2014")
    lines = [f"{label}：{'/' if label.startswith('四、') else value}" if value else label for label, _, value in statistics_rows(values)[1:]]
    (cell,) = (c for c in read("统计指标 单位 统计数", *lines).cells if c.row == "review_total")
    assert cell.state is State.NOT_APPLICABLE


@pytest.mark.parametrize("lost", [{0}, {2}, {5}, {1, 3}])
def test_a_row_that_ends_with_a_blank_behind_its_total_lacks_a_cell(lost):
    """Programs make all rows alike: where a cell was left out, the others stand in the columns ahead of theirs."""
    values = truth("2021")
    carried_in = [k for k in values if k[1] == "carried_in"]
    values["applications", "carried_in", "total"] = sum(values[k] for k in carried_in if k[2] != "total")
    applications_, review_ = applications_grid("2021", values), review_grid(values)
    at = next(i for i, row in enumerate(applications_) if row[0][0].startswith("二、"))
    applications_[at] = [c for i, c in enumerate(applications_[at]) if i - 1 not in lost] + [("", 1, 1)] * len(lost)
    review_[-1] = [c for i, c in enumerate(review_[-1]) if i not in lost] + [("", 1, 1)] * len(lost)
    found = read(*map(table_of, (*proactive_grids("2021", values), applications_, review_)))
    read_ = {c.key: c.value for c in found.cells if c.state is State.NUMBER}
    assert not {k: v for k, v in read_.items() if v != values.get(k)}
    assert not [k for k in read_ if k[1] == "carried_in" or k[0] == "review_litigation"]
    assert [f.rule for f in found.findings] == ["lost_positions"] * 2


@pytest.mark.parametrize(("shifted", "found"), [(True, ["lost_positions"]), (False, [])])
def test_a_total_too_many_ahead_of_numbers_that_do_not_add_up_may_have_moved_them(shifted, found):
    """A second 总计 of one way, of which the numbers behind it stand a cell further on than their headings."""
    values = truth("2021")
    for way in ("review", "litigation_direct", "litigation_after_review"):
        codes = [f"{way}_{o}" for o in ("upheld", "corrected", "other_result", "pending")]
        values["review_litigation", "cases", f"{way}_total"] = sum(values["review_litigation", "cases", c] for c in codes)
    grid = review_grid(values)
    grid[0][1] = ("行政诉讼", 1, 11)
    grid[1].insert(5, ("总计", 2, 1))
    grid[-1].insert(9 if shifted else 5, ("17", 1, 1))
    assert [f.rule for f in read(table_of(grid)).findings] == found


def test_totals_alone_beside_a_sum_of_both_ways_of_litigation_are_in_their_places():
    grid = [[("行政复议", 1, 1), ("行政诉讼", 1, 3)], [("总计", 2, 1), ("未经复议直接起诉", 1, 1), ("复议后起诉", 1, 1), ("合计", 2, 1)],
            [("总计", 1, 1)] * 2, [(text, 1, 1) for text in ("7", "5", "3", "8")]]
    found = read(table_of(grid))
    assert [c.value for c in found.cells] == [7, 5, 3]
    assert not found.findings


@pytest.mark.parametrize("lost", [None, 0, 3])
def test_a_blank_remark_behind_a_whole_row_shifts_nothing(lost):
    values = truth("2021")
    values["applications", "carried_in", "total"] = sum(v for k, v in values.items() if k[1] == "carried_in" and k[2] != "total")
    grid = applications_grid("2021", values)
    at = next(i for i, row in enumerate(grid) if row[0][0].startswith("二、"))
    grid = [[*row, ("含往年受理", 1, 1)] if any(c[0].isdecimal() for c in row) and i != at else row for i, row in enumerate(grid)]
    grid[0].append(("备注", 1, next(i for i, row in enumerate(grid) if any(c[0].isdecimal() for c in row))))
    grid[at] = [c for i, c in enumerate(grid[at]) if i - 1 != lost] + [("", 1, 1)] * (1 if lost is None else 2)
    result = read(table_of(grid))
    expected = own(values, "applications")
    assert numbers(result.cells) == {k: v if lost is None or k[1] != "carried_in" else None for k, v in expected.items()}
    assert [f.rule for f in result.findings if f.rule == "lost_positions"] == ["lost_positions"] * (lost is not None)


def test_a_blank_cell_too_many_behind_a_whole_row_shifts_nothing():
    values = truth("2021")
    values["applications", "carried_forward", "total"] = sum(v for k, v in values.items() if k[1] == "carried_forward" and k[2] != "total")
    *grid, last = applications_grid("2021", values)
    result = read(table_of([*grid, [*last, ("", 1, 1)]]))
    assert numbers(result.cells) == own(values, "applications")
    assert not result.findings
