"""Rows of table 3 told by their order alone, where nothing else can be meant."""

from __future__ import annotations

import random

from etl.documents import Document, Paragraph
from etl.forms import APPLICATIONS, load
from etl.parse.stream import tabulate
from etl.parse.stream.lines import lines_of
from etl.parse.stream.ordered import in_order
from etl.parse.stream.runs import Expected, runs_of

_FORM = load("2019").table(APPLICATIONS)
assert _FORM is not None
_EXPECTED = [Expected(row, _FORM.columns, row.role != "data") for row in _FORM.rows if row.official and row.role != "group"]
_DATA = [e.row for e in _EXPECTED if not e.optional]


def balanced() -> dict[str, list[int]]:
    """Numbers for which the form's sums hold."""
    rng = random.Random("balanced")
    outcomes = [r.code for r in _DATA if r.code not in ("new_received", "carried_in", "total_processed", "carried_forward")]
    columns = []
    for _ in range(6):
        column = {code: rng.randint(1, 400) for code in (*outcomes, "carried_in", "carried_forward")}
        column["total_processed"] = sum(column[code] for code in outcomes)
        column["new_received"] = column["total_processed"] + column["carried_forward"] - column["carried_in"]
        columns.append(column)
    return {row.code: [*(c[row.code] for c in columns), sum(c[row.code] for c in columns)] for row in _DATA}


def placed(numbers: dict[str, list[int]], label=lambda row: "不掌握 相关政 理结果") -> list[int | None] | None:
    lines = [f"{label(row)} {' '.join(map(str, numbers[row.code]))}" for row in _DATA if row.code in numbers]
    runs, _ = runs_of(lines_of(Document("text/plain", tuple(Paragraph(line) for line in lines), "text")))
    return in_order(runs, _EXPECTED)


def test_rows_that_add_up_in_the_forms_order_are_that_forms():
    assert placed(balanced()) == [i for i, e in enumerate(_EXPECTED) if not e.optional]


def test_nothing_is_proven_by_rows_that_do_not_add_up_or_are_all_zero():
    numbers = balanced()
    numbers["granted"][2] += 1
    assert placed(numbers) is None
    assert placed({code: [0] * 7 for code in numbers}) is None


def test_a_row_too_few_proves_nothing():
    numbers = balanced()
    del numbers["denied_state_secret"]
    assert placed(numbers) is None


def test_a_label_of_another_row_or_of_no_form_speaks_against_it():
    assert placed(balanced(), lambda row: "四、结转下年度继续办理" if row.code == "granted" else "理结果") is None
    assert placed(balanced(), lambda row: "撤回重新提出" if row.code == "granted" else "理结果") is None


def numbers_first(numbers: dict[str, list[int]]) -> dict[str, list[str]]:
    """What is read of rows whose labels stand behind their numbers."""
    lines = [t for row in _DATA for t in (" ".join(map(str, numbers[row.code])), row.label)]
    document = Document("text/plain", tuple(map(Paragraph, ("申请人情况", "自然人 总计", *lines))), "text")
    (table,) = tabulate(document).tables
    return {row[0].text: [c.text for c in row[1:]] for row in table.rows}


def test_labels_behind_their_numbers_are_those_of_the_rows_ahead_where_all_adds_up():
    numbers = balanced()
    found = numbers_first(numbers)
    assert all(found[row.label] == list(map(str, numbers[row.code])) for row in _DATA)


def test_no_number_is_read_under_labels_behind_where_nothing_proves_it():
    numbers = balanced()
    numbers["granted"][2] += 1
    assert {len(cells) for cells in numbers_first(numbers).values()} == {1}


def test_two_labels_that_ran_together_are_none_of_them_the_next_rows():
    words = ["申请人情况", "一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1", "二、上年结转政府信息公开申请数量 2 0 0 0 0 0 2"]
    mingled = ["（四）无法提供 1.2.本机关不掌握相关政府信息", "没有现成信息需要另行制作", "1196 47 153 85 91 68 1640", "度 提供 335 25 84 59 57 34 594"]
    (table,) = tabulate(Document("text/plain", tuple(map(Paragraph, words + mingled)), "text")).tables
    assert "1196" not in {row[1].text for row in table.rows if row[0].text.startswith("2.没有现成信息")}
