"""Rows that lost their labels, or whose label is not theirs alone: which row of the form each is, and which nobody can tell."""

from __future__ import annotations

import pytest

from etl import forms
from etl.documents import Cell, Table
from etl.parse.grid import GridRow
from etl.parse.tables.rows import fill_unlabelled, match_rows, names_several

ENTRIES = list(forms.newest(forms.APPLICATIONS).rows)
AT = {e.code: i for i, e in enumerate(ENTRIES)}


def rows_of(*labels: str | None) -> list[GridRow]:
    """A row of numbers for each label; one without is a row that lost it, one that ends in ： holds no number."""
    cells = [[Cell(label or "", i, 0), Cell("" if (label or "").endswith("：") else "3", i, 1)] for i, label in enumerate(labels)]
    table = Table(0, tuple(map(tuple, cells)), exact=False)
    return [GridRow(table, i, (label,) if label.text else (), (value,)) for i, (label, value) in enumerate(cells)]


def codes(*labels: str | None) -> list[str | None]:
    rows = rows_of(*labels)
    matches = match_rows(rows, ENTRIES)
    fill_unlabelled(rows, matches, ENTRIES)
    return [None if m is None else ENTRIES[m].code for m in matches]


@pytest.mark.parametrize(("label", "several"), [
    ("属于国家秘密、其他法律行政法规禁止公开", True), ("属于国家秘密", False), ("属于国家秘密的", False), ("示例", False),
    ("示例局其他事项的重复申请", False)])
def test_a_label_that_names_several_rows_is_none_of_them(label: str, several: bool) -> None:
    assert names_several(label, ENTRIES) is several
    if several:
        assert codes(label) == [None]


def test_short_names_run_together_are_several_too() -> None:
    newest = forms.newest("art20_1").rows
    assert names_several("规章和行政规范性文件", newest)
    assert not names_several("规章", newest)
    assert not names_several("某局行政规范性文件", newest)  # one name inside another


@pytest.mark.parametrize(("labels", "found"), [
    (("一、本年新收政府信息公开申请数量", None, "（一）予以公开"), ["new_received", "carried_in", "granted"]),
    (("一、本年新收政府信息公开申请数量", None, None, "（一）予以公开"), ["new_received", None, None, "granted"]),  # one too many
    (("示例文字", None, "（一）予以公开"), [None, None, "granted"]),  # behind a row of nobody knows which
    (("（一）予以公开", None, "示例文字"), ["granted", None, None]),
])
def test_rows_without_labels_are_told_by_order_only_where_the_count_leaves_no_choice(labels: tuple[str | None, ...], found: list[str | None]) -> None:
    assert codes(*labels) == found


@pytest.mark.parametrize(("at", "said", "found"), [
    ("unavailable_not_held", "1.信息不存在", "unavailable_not_held"),  # the number, and letters of it
    ("rejected_petition_complaint", "1.信访投诉举报类", "rejected_petition_complaint"),
    ("denied_third_party_rights", "4.涉及第三方合法权益", "denied_third_party_rights"),
    ("rejected_published_material", "公开出版物", "rejected_published_material"),
    ("total_processed", "（七）小计", "total_processed"),
    ("granted", "其中：公开", None),
    ("granted", "示例事项", None),
    ("granted", "属于国家秘密、其他法律行政法规禁止公开", None),
])
def test_a_label_in_other_words_is_the_one_row_that_is_missing_where_it_stands(at: str, said: str, found: str | None) -> None:
    before, own, after = _round(at)
    assert codes(before, said, after)[1] == found
    assert codes(before, said, said, after)[1:3] == [None, None]  # one too many
    assert codes(before, own, said, after)[2] is None  # none is missing


def _round(code: str) -> tuple[str, str, str]:
    """The labels of a row of the form, of the one before it and of the one behind it."""
    data = [e for e in ENTRIES if e.role == "data" and e.official]
    at = next(i for i, e in enumerate(data) if e.code == code)
    before, own, after = (e.label for e in data[at - 1 : at + 2])
    return before, own, after


def test_a_part_called_as_its_group_is_the_part_only_right_behind_another_part() -> None:
    first, second, third = (e.label for e in ENTRIES[AT["other_total"] + 1 : AT["total_processed"]])
    assert codes(first, second, "3.其他处理")[2] == "other_misc"
    assert codes(first, second, third, "（六）其他处理")[3] == "other_total"  # the part has its own row
    assert codes("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（六）其他处理", "（一）予以公开")[2] != "other_misc"


@pytest.mark.parametrize("sign", ["—", "/", ">", "：", "·", "|", ""])
def test_the_end_of_a_path_of_labels_is_what_it_stands_under(sign: str) -> None:
    assert codes(f"（六）其他处理{sign}3.其他", "（七）总计") == ["other_misc", "total_processed"]
