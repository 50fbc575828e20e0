"""Tables of which a converter wrote the labels of a page by themselves, and some numbers out of their order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.documents import Document, Paragraph
from etl.forms import STATISTICS, load
from etl.parse.stream import tabulate
from etl.parse.tables import read_tables
from tests.parse.test_ordered import balanced
from tests.parse.test_stream_flow import _LABELS, placed, read

_LIST = load("2014").table(STATISTICS)
assert _LIST is not None


def pieces(label: str, size: int = 4) -> list[str]:
    """A label as a narrow cell wraps it."""
    return [label[i : i + size] for i in range(0, len(label), size)]


def scattered(numbers: dict[str, list[int]], labels: list[str], later: int = 9) -> list[str]:
    """All labels ahead of all numbers, each of these on a line of its own: but for the first row's 其他, which stands below later ones, beside
    its heading, and two totals, which are torn and stand amid the row below their own, or behind the first of its numbers."""
    rows = [list(map(str, row)) for row in numbers.values()]
    first, second, *others = rows
    body = [*first[:5], *second[:6], first[6][:-1], first[6][-1], second[6], *(n for row in others for n in row)]
    total, forward = rows[-2][6], rows[-1]
    del body[-8:]
    body += [*forward[:6], total[:-1], total[-1], forward[6]]
    body.insert(13 + 7 * later, first[5])
    return ["申请人情况", "法人或其他组织", "科研", "社会", "法律", "机构", "公益", "服务", "组织", "机构", *(p for label in labels for p in pieces(label)),
            "自然", "人", "商业", "企业", "其他", "总计", *body]


@pytest.mark.parametrize("later", [0, 1, 5, 9])
def test_numbers_out_of_order_are_put_back_where_sums_leave_no_other_place(later):
    numbers = balanced()
    assert read(*scattered(numbers, list(_LABELS.values()), later)) == placed(numbers)


def test_a_table_of_noughts_has_as_many_as_the_form():
    numbers = {code: [0] * 7 for code in _LABELS}
    lines = list(filter(None, scattered(numbers, list(_LABELS.values()))))
    assert read(*lines) == placed(numbers)
    assert not set(read(*lines[:-1]).values()) - {None}


@pytest.mark.parametrize("harm", ["a sum", "a number less", "a number more", "labels that changed places", "a label twice", "the total first"])
def test_no_number_out_of_order_is_put_anywhere_where_anything_speaks_against_it(harm):
    numbers, labels = balanced(), list(_LABELS.values())
    if harm == "a sum":
        numbers["granted"][2] += 1
    if harm == "labels that changed places":
        labels[5], labels[8] = labels[8], labels[5]
    if harm == "a label twice":
        labels.insert(9, labels[8])
    lines = scattered(numbers, labels)
    if harm == "a number less":
        lines.pop(-30)
    if harm == "a number more":
        lines.insert(-30, "7")
    if harm == "the total first":
        lines.remove("总计")
        lines.insert(lines.index("自然"), "总计")
    true = placed(numbers)
    assert {k: v for k, v in read(*lines).items() if v is not None and v != true.get(k)} == {}
    assert sum(v is not None for v in read(*lines).values()) < len(true) / 2


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_numbers_that_stand_anywhere_are_read_right_or_not_at_all(data):
    numbers = balanced()
    for code in data.draw(st.sets(st.sampled_from([c for c in _LABELS if c.startswith(("denied", "rejected"))]), max_size=9)):
        for column in range(7):  # many rows of real tables hold noughts
            numbers["total_processed"][column] -= numbers[code][column]
            numbers["new_received"][column] -= numbers[code][column]
        numbers[code] = [0] * 7
    lines = scattered(numbers, list(_LABELS.values()))
    start = lines.index("总计") + 1
    body = lines[start:]
    for _ in range(data.draw(st.integers(1, 3))):
        body.insert(data.draw(st.integers(0, len(body))), body.pop(data.draw(st.integers(0, len(body) - 1))))
    true = placed(numbers)
    assert {k: v for k, v in read(*lines[:start], *body).items() if v is not None and v != true[k]} == {}


def parts_of(code: str) -> list[str]:
    assert _LIST is not None
    return [r.code for r in _LIST.data_rows if r.parent == code and r.relation == "exact_part"]


def indicators() -> dict[str, int]:
    """Numbers of a list of which the parts add up."""
    assert _LIST is not None
    numbers = {row.code: 7 + 3 * i for i, row in enumerate(_LIST.data_rows) if row.official}
    for row in reversed(_LIST.data_rows):
        if row.official and (parts := parts_of(row.code)):
            numbers[row.code] = sum(numbers[p] for p in parts)
    return numbers


def listed(numbers: dict[str, int]) -> list[str]:
    """The labels of three pages, each ahead of all its numbers; groups have a dash."""
    assert _LIST is not None
    rows = [row for row in _LIST.rows if row.official]
    lines = ["统计指标", "统计数"]
    for page in (rows[:18], rows[18:50], rows[50:]):
        lines += [piece for row in page for piece in pieces(row.label, 11)]
        lines += [str(numbers[row.code]) if row.role == "data" else "——" for row in page]
    return lines


def test_a_list_whose_labels_stand_ahead_of_a_page_of_numbers_is_read_in_its_order():
    numbers = indicators()
    assert {code: v for (code, _), v in read(*listed(numbers)).items() if v is not None} == numbers


@pytest.mark.parametrize("harm", ["a number less", "a sum", "labels that changed places", "another unit"])
def test_no_number_of_a_list_is_read_in_its_order_where_anything_speaks_against_it(harm):
    numbers = indicators()
    if harm == "a sum":
        numbers["replies"] += 1
    lines = listed(numbers)
    if harm == "another unit":
        lines.insert(-12, "元")
    if harm == "a number less":
        lines.remove(str(numbers["meetings"]))
    if harm == "labels that changed places":
        one, other = lines.index("2.传真申请数"), lines.index("4.信函申请数")
        fax, letter = lines.index("2.同意公开答复数"), lines.index("1.按时办结数")
        lines[one], lines[other], lines[fax], lines[letter] = lines[other], lines[one], lines[letter], lines[fax]
    assert sum(v is not None for v in read(*lines).values()) < len(numbers) / 2


def test_totals_of_disputes_that_a_narrow_cell_wrapped():
    values = [92, 63, 33, 48, 236, 68, 3, 82, 18, 171, 25, 56, 38, 85, 204]
    numbers = ["92", "63", "33", "48", "总计", "23", "6", "行政诉讼", "未经复议直接起诉", *"结果维持结果纠正其他结果尚未审结", "总计",
               "68", "3", "82 18 17 25", "1", "复议后起诉", *"结果维持结果纠正其他结果尚未审结", "56 38 85", "总计", "20", "4"]
    lines = ["四、政府信息公开行政复议、行政诉讼情况", *"结果维持", "行政复议", *"结果纠正其他结果尚未审结", *numbers]
    assert list(read(*lines).values()) == values
    lines[lines.index("204"[:2])] = "30"
    assert not set(read(*lines).values()) - {None}


def test_small_tables_of_one_column_whose_labels_stand_elsewhere():
    labels = ("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费")
    tables = ("第二十条第（一）项", "本年制发件数", "本年废止件数", "现行有效件数", "2", "1", "26", "1", "1", "55", "第二十条第（五）项", "本年处理决定数量", "1230",
              "第二十条第（六）项", "本年处理决定数量", "726", "1214", "第二十条第（八）项", "本年收费金额（单位：万元）", "91.8")
    found = {k: v for k, v in read("二、主动公开政府信息情况", "信息内容", *labels, *tables).items() if v is not None}
    assert list(found.values()) == [1230, 726, 1214, 91.8]  # of the first nobody can tell rows from columns


def test_the_unit_above_a_column_whose_label_stands_elsewhere_is_its_own():
    labels = ("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费")
    tables = ("第二十条第（一）项", "本年制发件数", "2", "1", "26", "1", "1", "55", "第二十条第（五）项", "本年处理决定数量", "1230",
              "第二十条第（六）项", "本年处理决定数量", "726", "1214", "第二十条第（八）项", "本年收费金额（单位：元）", "918")
    document = Document("text/plain", tuple(map(Paragraph, ("信息内容", *labels, *tables))), "text")
    fees = next(c for c in read_tables(tabulate(document)).cells if c.table == "art20_8")
    assert (fees.value, fees.unit, fees.value_yuan) == (918, "元", 918)
