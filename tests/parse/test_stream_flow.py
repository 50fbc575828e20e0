"""Rows whose values come in reading order while their labels stand ahead of them, behind, or round them."""

from __future__ import annotations

from itertools import chain

import pytest

from etl.documents import Document, Paragraph
from etl.forms import APPLICATIONS, load
from etl.parse.stream import tabulate
from etl.parse.tables import read_tables
from tests.parse.test_ordered import balanced

_FORM = load("2019").table(APPLICATIONS)
assert _FORM is not None
_LABELS = {row.code: row.label for row in _FORM.rows if row.role == "data" and row.official}
_HEADER = ("申请人情况", "自然 法人或其他组织", "科研机 社会公益 法律服务 其他 总计", "人 商业企", "业 构 组织 机构")


def read(*lines: str) -> dict[tuple[str, str], float | None]:
    document = Document("text/plain", tuple(map(Paragraph, lines)), "text")
    return {(c.row, c.column): c.value for c in read_tables(tabulate(document)).cells}


def mixed(numbers: dict[str, list[int]], labels: dict[str, str]) -> list[str]:
    """Values over two lines, ahead of their label; that of a wide one stands beside the first three, below the others."""
    lines = list(_HEADER)
    for code, row in numbers.items():
        texts = list(map(str, row))
        if len(labels[code]) > 20:
            lines += [" ".join(texts[3:]), f"{labels[code]} {' '.join(texts[:3])}"]
        else:
            lines += [" ".join(texts[:4]), " ".join(texts[4:]), labels[code]]
    return lines


def placed(numbers: dict[str, list[int]]) -> dict[tuple[str, str], float | None]:
    assert _FORM is not None
    return {(code, column.code): value for code, row in numbers.items() for column, value in zip(_FORM.columns, row, strict=True)}


def test_values_of_a_flow_are_those_of_the_rows_where_all_adds_up():
    numbers = balanced()
    assert read(*mixed(numbers, _LABELS)) == placed(numbers)
    nothing = {code: [0] * 7 for code in numbers}
    assert read(*mixed(nothing, _LABELS)) == placed(nothing)


@pytest.mark.parametrize("harm", ["a sum", "a value less", "a torn value", "rows that changed places", "columns that changed places", "no number"])
def test_no_value_of_a_flow_is_read_where_anything_speaks_against_it(harm):
    numbers = balanced()
    true = placed(numbers)
    labels = _LABELS
    if harm == "a sum":
        numbers["granted"][2] += 1
    lines = mixed(numbers, labels)
    if harm == "a value less":
        lines[6] = lines[6].rpartition(" ")[0]
    elif harm == "a torn value":
        lines[5:7] = [" ".join((*lines[5].split()[:2], "1，")), lines[6].split()[-1]]
    elif harm == "rows that changed places":
        codes = list(numbers)
        codes[4:6] = reversed(codes[4:6])
        lines = mixed({code: numbers[code] for code in codes}, labels)
    elif harm == "no number":
        lines[6] = lines[6].rpartition(" ")[0] + " 12.5%"
    elif harm == "columns that changed places":
        lines[2] = lines[2].replace("科研机 社会公益", "社会公益 科研机")
    assert not {k: v for k, v in read(*lines).items() if v is not None and v != true[k]}


_SMALL = (
    "第二十条第（一）项", "信息内容", "本年制发件数本年废止件数现行有效件数", "2", "0", "21", "规章", "4", "359", "行政规范性文件 7",
    "第二十条第（五）项", "信息内容 本年处理决定数量", "行政许可 594",
    "第二十条第（六）项", "信息内容", "本年处理决定数量", "96", "行政处罚", "707", "行政强制",
    "第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）", "行政事业性收费 19.87",
)


def test_labels_of_small_tables_behind_their_values():
    assert list(read(*_SMALL).values()) == [2, 0, 21, 7, 4, 359, 594, 96, 707, 19.87]


@pytest.mark.parametrize("rows", [
    ("0", "4", "规章", "1", "3", "行政规范性文件 1", "361"),  # amid its values on a line of its own
    ("２", "0", "21", "规章", "7", "4", "359", "行政规范性文件"),  # a wide digit stands lower than others
])
def test_values_of_a_small_table_whose_order_is_in_doubt_are_not_read(rows):
    found = read(*_SMALL[:3], *rows, *_SMALL[10:])
    assert list(found.values())[-4:] == [594, 96, 707, 19.87]
    assert not {v for (row, _), v in found.items() if row in ("regulations", "normative_documents")} - {None}


def test_rows_that_changed_places_and_stand_on_a_line_each_are_read_by_their_labels():
    found = read(*_SMALL[:3], "行政規範性檔案 4 0 127", "规章 0 1 13", *_SMALL[10:15], "本年处理决定数量", "行政强制 707", "行政处罚 96", *_SMALL[20:])
    assert [found["regulations", c] for c in ("issued_this_year", "repealed_this_year", "in_force")] == [0, 1, 13]
    assert (found["administrative_penalty", "decisions"], found["administrative_coercion", "decisions"]) == (96, 707)


def test_a_small_table_with_a_value_less_is_not_read_by_the_labels_ahead_of_the_others():
    found = read(*(line for line in _SMALL if line != "96"))
    assert found.get(("administrative_penalty", "decisions")) is None
    assert found["administrative_licensing", "decisions"] == 594


def test_disputes_whose_header_fell_apart_among_their_values():
    head = ("结果维 结果纠 其他结 尚未审", "持 正 果 结")
    lines = ("行政复议", "行政诉讼", *head, "5", "0", "1", "2", "未经复议直接起诉", "总计", "8", *head, "4", "1", "0", "3", "复议后起诉", "总计", "8", *head, "0", "0", "0", "1", "总计", "1")
    assert list(read(*lines).values()) == [5, 0, 1, 2, 8, 4, 1, 0, 3, 8, 0, 0, 0, 1, 1]


def test_the_table_of_others_is_not_the_reports_where_its_own_cannot_be_read():
    own, others = balanced(), {code: [9 * n for n in row] for code, row in balanced().items()}
    unread = mixed(own, _LABELS)
    unread[6] = unread[6].rpartition(" ")[0]
    found = read("（一）本级", *unread, "（二）全县汇总", *mixed(others, _LABELS))
    assert set(found.values()) == {None}


def test_the_ends_of_wide_numbers_above_the_first_label_are_no_row_ahead_of_it():
    numbers = balanced()
    lines = list(_HEADER)
    for code, row in numbers.items():
        lines.append(f"{_LABELS[code]} {' '.join(map(str, row))}")
    lines[5:5] = ["22 246"]
    found = read(*lines)
    true = placed(numbers)
    assert {k: v for k, v in found.items() if k[0] != "new_received"} == {k: v for k, v in true.items() if k[0] != "new_received"}
    assert not {k: v for k, v in found.items() if v is not None and v != true[k]}


_FALLEN = ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", *("结果 结果 其他 尚未", "维持 纠正 结果 审结", "总计") * 3)


@pytest.mark.parametrize(("values", "known"), [
    ("17 44 57 49 167 82 78 48 73 281 37 42 76 45 200", True),
    ("17 44 57 49 167 82 78 48 73 281 37 42 76 45 201", True),  # the source's own mistake: nothing speaks of another order
    ("17 44 57 49 167 82 78 48 73 281 45 200 37 42 76", False),
    ("14 162 71 23 44 3 141 86 200 72 10 66 54 36 15", False),
])
def test_disputes_that_a_converter_reached_in_another_order_are_not_read(values, known):
    found = [v for (row, _), v in read("四、行政复议、行政诉讼情况", *_FALLEN, *values.split()).items() if row == "cases"]
    assert found == ([float(v) for v in values.split()] if known else [])


def test_labels_of_several_rows_ahead_of_all_their_values_are_theirs_in_order():
    numbers = balanced()
    *first, sixth, seventh, last = numbers.items()
    parts = [(code,) for code, _ in first], [(sixth[0], seventh[0], last[0])]
    lines = [text for codes in chain(*parts) for text in (*(_LABELS[c] for c in codes), *(str(n) for c in codes for n in numbers[c]))]
    assert read(*_HEADER, *lines) == placed(numbers)


@pytest.mark.parametrize(("rest", "known"), [("{rest}", True), ("", False)])
def test_the_end_of_a_number_ahead_of_the_next_row_s_label_is_the_number_s(rest, known):
    numbers = balanced()
    numbers["new_received"][0] += 9000
    numbers["new_received"][-1] += 9000
    numbers["carried_forward"][0] += 9000
    numbers["carried_forward"][-1] += 9000
    first, second, *others = ([_LABELS[code], *map(str, row)] for code, row in numbers.items())
    total = first[-1]
    lines = [" ".join((*first[:-1], total[:-1])), rest.format(rest=total[-1]) + " ".join(second), *map(" ".join, others)]
    found = read("申请人情况", "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计", *lines)
    assert {key: value for key, value in found.items() if key[0] != "new_received"} == {k: v for k, v in placed(numbers).items() if k[0] != "new_received"}
    assert found.get(("new_received", "total")) == (float(total) if known else None)


def test_rows_that_a_converter_ran_on_are_parted_at_their_labels():
    lines = ("第二十条第（六）项信息内容 上一年项目数量 本年增/减 处理决定数量", "行政处罚 47 6 84行政强制 176 6 353第二十条第（八）项信息内容 上一年项目数量 本年增/减", "行政事业性收费 12 3")
    found = read("二、主动公开政府信息情况", *lines)
    assert [found.get((row, "decisions")) for row in ("administrative_penalty", "administrative_coercion")] == [84, 353]


@pytest.mark.parametrize("text", [
    "第二十条第（一）项信息内容 本年制发件数 本年废止件数 现行有效件数规章 2 0 21行政规范性文件 7 4 359第二十条第（五）项信息内容 本年处理决定数量行政许可 594"
    "第二十条第（六）项信息内容 本年处理决定数量行政处罚 96行政强制 无第二十条第（八）项信息内容 本年收费金额（单位：万元）行政事业性收费 19.87",
    "第二十条第（一）项信息内 容 本年制发件数 本年废止件数 现行 有效件数规 章 2 0 21行政规范 性文件 7 4 359件第二十条 第（五）项信息内容 本年处理决定数量行政许可 594件"
    "第二十条第（六）项信息内容 本年处理决定数量行政处罚 96行政 强制 /第二十条 第（八）项信息内容 本年收费金额（单位：万元）行政事业性收费 19.87",
    "第二十條第（一）項信息内容 本年制發件數 本年廢止件數 現行有效件數規章 2 0 21行政規範性文件 7 4 359第二十條第（五）項信息内容 本年處理决定數量行政許可 594"
    "第二十條第（六）項信息内容 本年處理决定數量行政處罰 96行政強制 無第二十條第（八）項信息内容 本年收費金額（單位：萬元）行政事業性收費 19.87",
])
def test_small_tables_that_a_converter_ran_on_as_one_line(text):
    assert list(read("二、主动公开政府信息情况", text).values()) == [2, 0, 21, 7, 4, 359, 594, 96, None, 19.87]


@pytest.mark.parametrize("unit", ["", "件"])
def test_a_row_of_applications_behind_the_total_of_the_one_above(unit):
    numbers = balanced()
    rows = [" ".join((_LABELS[code], *(f"{n}{unit}" for n in row))) for code, row in numbers.items()]
    assert read(*_HEADER, rows[0], "".join(rows[1:4]), *rows[4:]) == placed(numbers)


def test_a_row_behind_another_s_values_ahead_of_its_own_label_is_told_by_their_sums():
    numbers = balanced()
    lines = [text for code, row in numbers.items() if code != "carried_forward" for text in (_LABELS[code], *map(str, row))]
    last = (*map(str, numbers["carried_forward"]), "四、结转下年度继续办理")
    lines[64:64] = ("（三）不予", "2", "公开")  # a page's number
    assert read("申请人情况", "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计", *lines, *last) == placed(numbers)


def test_labels_above_rows_that_add_up_are_of_all_of_these_not_of_the_first():
    numbers = balanced()
    numbers["granted"][0] += 1  # so that nothing is proven by order
    stacked = ("other_total", "total_processed", "carried_forward")
    lines = [text for code, row in numbers.items() if code not in stacked for text in (_LABELS[code], *map(str, row))]
    found = read(*_HEADER, *lines, *(_LABELS[code] for code in stacked), *(str(n) for code in stacked for n in numbers[code]))
    assert not {k: v for k, v in found.items() if v is not None and v != placed(numbers)[k]}
    assert found["denied_state_secret", "total"] == numbers["denied_state_secret"][-1]


def test_the_second_of_two_small_rows_whose_label_stands_behind_it():
    found = read(*_SMALL[:3], "规章", "2", "0", "21", "7", "4", "359", "行政规范性文件", *_SMALL[10:16], "行政处罚", "96", "行政强制", "707", *_SMALL[20:])
    assert list(found.values()) == [2, 0, 21, 7, 4, 359, 594, 96, 707, 19.87]


_REVIEW = (5, 0, 1, 2, 8, 4, 1, 0, 3, 8, 0, 0, 0, 1, 1)


def test_disputes_among_which_a_page_s_number_stands():
    head = ("结果维 结果纠 其他结 尚未审", "持 正 果 结")
    lines = ("行政复议", "行政诉讼", *head, "5", "0", "1", "2", "总计", "8", *head, "4", "19", "1", "0", "3", "总计", "8", *head, "0", "0", "0", "1", "总计", "1")
    assert tuple(read("四、行政复议、行政诉讼情况", *lines).values()) == _REVIEW
    beside = read("四、行政复议、行政诉讼情况", *(f"{line} 0" if line == "19" else line for line in lines if line != "0"))
    assert not set(beside.values()) - {None}


def test_disputes_of_the_body_and_of_the_whole_place_one_below_the_other():
    head = ("结果维 结果纠 其他结 尚未审", "持 正 果 结", "总计")

    def table(numbers: list[str]) -> tuple[str, ...]:
        return ("行政复议", "行政诉讼", *head, *numbers[:5], "复议后起诉", *head, *numbers[5:])

    found = read("四、行政复议、行政诉讼情况", "（一）本级", *table([str(n) for n in _REVIEW]), "（二）全县汇总", *table([str(9 * n) for n in _REVIEW]))
    assert tuple(found.values()) == _REVIEW


def test_what_stands_among_numbers_on_a_line_of_its_own_is_one_that_cannot_be_read():
    numbers = balanced()
    lines = [text for code, row in numbers.items() for text in (_LABELS[code], *map(str, row))]
    at = lines.index(_LABELS["granted"]) + 3
    found = read("申请人情况", "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计", *lines[:at], "54,56", *lines[at + 1 :])
    true = placed(numbers)
    assert {k for k in true if found.get(k) != true[k]} == {("granted", "research")}


def test_small_rows_that_changed_places_prove_no_order():
    found = read(*_SMALL[:3], "行政规范性文件", "4", "0", "127", "规章", "0", "1", "13", *_SMALL[10:16], "行政处罚", "96", "行政强制", "707", *_SMALL[20:])
    assert [found["regulations", c] for c in ("issued_this_year", "repealed_this_year", "in_force")] == [0, 1, 13]
    assert found["normative_documents", "in_force"] == 127
