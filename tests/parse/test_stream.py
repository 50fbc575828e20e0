"""Tables printed as mere lines: blank cells keep their columns where words have places, and nothing is guessed where they do not."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import pytest

from etl.documents import Document, Paragraph
from etl.extract import extract
from etl.extract.pages.layout import Glyph, lines
from etl.forms import REVIEW, STATISTICS, load
from etl.parse.stream import columns, tabulate
from etl.parse.stream.columns import Columns, by_header, by_values, headings
from etl.parse.stream.lines import Line, Token, lines_of
from etl.parse.stream.tables import applications, proactive, review, statistics
from etl.parse.tables import read_tables
from etl.report import Origin
from etl.text import fold

_COLUMNS = tuple(200.0 + 50 * k for k in range(7))
_HEADER = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
_LABELS = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计", "四、结转下年度继续办理")


def line(top: float, *words: tuple[str, float]) -> Paragraph:
    """A line of words, each centred at its x."""
    boxes = tuple((x - 3.0 * len(text), top, x + 3.0 * len(text), top + 10) for text, x in words)
    return Paragraph(" ".join(text for text, _ in words), 1, places=boxes)


def row(top: float, label: str, values: Sequence[str]) -> Paragraph:
    """A label left of the columns, and the values that are not blank."""
    return line(top, (label, 90.0), *((v, x) for v, x in zip(values, _COLUMNS, strict=True) if v))


def document(*rows: Paragraph) -> Document:
    return Document("application/pdf", (line(10, ("申请人情况", 350.0)), line(30, *zip(_HEADER, _COLUMNS, strict=True)), *rows), "pdfium")


def values(read: Document) -> dict[str, list[str]]:
    (table,) = read.tables
    return {cells[0].text: [c.text for c in cells[1:]] for cells in table.rows[1:]}


@pytest.mark.parametrize("rows", [
    (("7", "6", "5", "4", "3", "2", "27"), ("", "1", "", "", "", "", "1"), ("9", "", "", "", "2", "", "11")),
    (("", "", "", "", "", "", "27"), ("", "", "", "", "", "", "1"), ("", "", "", "", "", "", "0")),
    (("7", "", "", "", "", "", ""), ("", "12345", "", "", "", "", "/"), ("", "", "1", "1", "1", "1", "4")),
])
def test_blank_cells_keep_their_columns(rows):
    found = values(tabulate(document(*(row(60 + 20 * i, label, r) for i, (label, r) in enumerate(zip(_LABELS, rows, strict=False))))))
    assert [found[label] for label in _LABELS[:3]] == [list(r) for r in rows]


def test_what_stands_behind_foreign_words_in_a_row_is_not_blank():
    """A date of the table's own caption that slipped into it, say."""
    full = ("7", "6", "5", "4", "3", "2", "27")
    torn = line(100, (_LABELS[2], 90), ("9", _COLUMNS[0]), ("示例市某月", 275), *(("1", x) for x in _COLUMNS[2:]))
    read = tabulate(document(row(60, _LABELS[0], full), row(80, _LABELS[1], full), torn, row(120, _LABELS[3], full)))
    assert "" not in values(read)[_LABELS[2]]
    assert all(c.value is None for c in read_tables(read).cells if c.row == "granted")


def test_a_row_without_any_value_is_blank_and_not_missing():
    full = ("7", "6", "5", "4", "3", "2", "27")
    found = values(tabulate(document(row(60, _LABELS[0], full), line(80, (_LABELS[1], 90)), row(100, _LABELS[2], full), row(120, _LABELS[3], full))))
    assert found[_LABELS[1]] == [""] * 7


def test_a_first_label_of_two_lines_round_its_numbers_does_not_stand_behind_them():
    full = ("7", "6", "5", "4", "3", "2", "27")
    torn = (line(60, ("一、", 60)), line(67, *zip(full, _COLUMNS, strict=True)), line(74, (_LABELS[0][2:], 90)))
    found = values(tabulate(document(*torn, row(100, _LABELS[1], full), row(120, _LABELS[2], full), row(140, _LABELS[3], full))))
    assert [found[label] for label in _LABELS[:2]] == [list(full)] * 2


def test_a_numbered_caption_below_a_table_is_no_end_of_its_last_label():
    small = ("第二十条第（六）项", "信息内容 本年处理决定数量", "行政处罚 8", "行政强制 9")
    requests = ("申请人情况", " ".join(_HEADER), *(f"{label} 7 6 5 4 3 2 27" for label in _LABELS))
    read = tabulate(Document("text/plain", tuple(map(Paragraph, (*small, "（一）本级", *requests, "（二）全县汇总"))), "text"))
    assert [b.text for b in read.blocks if isinstance(b, Paragraph)] == ["（一）本级", "（二）全县汇总"]


@pytest.mark.parametrize(("word", "cell"), [("予公开", "\ufffd"), ("网上咨询", "")])
def test_no_row_is_blank_below_numbers_that_found_no_row(word, cell):
    """Those beside a group's words may be its own, which a page's end tore away; those beside a row of the author's are not."""
    full, row_ = ("7", "6", "5", "4", "3", "2", "27"), "2.其他法律行政法规禁止公开"
    rows = (row(60, _LABELS[0], full), row(80, _LABELS[1], full), row(100, _LABELS[2], full), row(120, "1.属于国家秘密", full),
            row(140, word, full), line(160, (row_, 90)), row(180, "3.危及“三安全一稳定”", full), row(200, _LABELS[3], full))
    assert values(tabulate(document(*rows)))[row_] == [cell] * 7


@pytest.mark.parametrize(("header", "read_"), [
    (("信息内容 上一年项目数量 处理决定数量", "本年增/减"), False), (("信息内容 上一年项目数量 本年增/减", "处理决定数量"), True),
    (("信息内容 上一年项目数量 处理决定数量 本年增/减",), True), (("信息内容", "上一年项目数量", "处理决定数量", "本年增/减"), True),
])
def test_headings_below_others_in_another_order_than_the_form_s_tell_no_columns(header, read_):
    """Side by side on the page, where one cell is set lower than the others, they may have stood in any order."""
    lines_ = ("第二十条第（六）项", *header, "行政处罚 8 3 5", "行政强制 9 2 4")
    tables = read_tables(tabulate(Document("text/plain", tuple(map(Paragraph, lines_)), "text")))
    assert sum(c.value is not None for c in tables.cells) == 6 * read_
    assert ("unknown_columns" in {f.rule for f in tables.findings}) is not read_


@pytest.mark.parametrize(("header", "unit"), [("本年收费金额（单位：万 元）", "万元"), ("本年收费金额（单位：万\n元）", "万元")])
def test_a_unit_of_which_a_space_or_a_line_s_end_parted_the_words_is_not_its_end(header, unit):
    lines_ = ("第二十条第（八）项", "信息内容", *header.split("\n"), "行政事业性收费", "16.5")
    (cell,) = read_tables(tabulate(Document("text/plain", tuple(map(Paragraph, lines_)), "text"))).cells
    assert (cell.value, cell.unit) == (16.5, unit)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_blank_rows_below_the_last_outcome_speak_for_the_form_that_has_them(form):
    table = load(form).table("applications")
    assert table is not None
    labels = [r.label for r in table.data_rows]
    lines = [line(60 + 20 * i, (label, 90)) for i, label in enumerate(labels)]
    for i, code in ((0, "new_received"), (len(labels) - 1, "carried_forward")):
        lines[i] = row(60 + 20 * i, table.row(code).label, ("1", "", "", "", "", "", "1"))
    group = [line(59 + 20 * labels.index("3.其他"), ("（六）其他处理", 20))] if form == "2021" else []
    at = len(lines) - 3
    assert read_tables(tabulate(document(*lines[:at], *group, *lines[at:]))).form == form


def test_cells_know_their_page_and_box():
    full = ("7", "6", "5", "4", "3", "2", "27")
    (table,) = tabulate(document(*(row(60 + 20 * i, label, full) for i, label in enumerate(_LABELS[:3])))).tables
    assert [(c.page, c.bbox) for c in table.rows[2][1:]] == [(1, (x - 3 * len(v), 80, x + 3 * len(v), 90)) for x, v in zip(_COLUMNS, full, strict=True)]


def test_without_places_nothing_is_filled_in():
    full = ("7", "6", "5", "4", "3", "2", "27")
    placed = document(row(60, _LABELS[0], full), row(80, _LABELS[1], ("", "1", "", "", "", "", "1")), row(100, _LABELS[2], full))
    bare = Document("text/plain", tuple(Paragraph(p.text) for p in placed.paragraphs), "text")
    assert values(tabulate(bare))[_LABELS[1]] == ["1", "1"]


@pytest.mark.parametrize(("numbers", "cells"), [(("7 6 5 4 3 2 27", "9 8 0 0 2 1 20"), [""] * 7), (("7 6 5 4 3 2 27", "\n9 8 0 0 2 1 20"), None)])
def test_a_label_alone_between_rows_that_are_lines_is_a_blank_row(numbers, cells):
    """Where numbers stand below their labels it may as well have lost them."""
    first, last = (f"{label} {n}" for label, n in zip((_LABELS[0], _LABELS[2]), numbers, strict=True))
    assert values(bare(*f"{first}\n{_LABELS[1]}\n{last}\n{_LABELS[3]} 1 1 1 1 1 1 6".split("\n"))).get(_LABELS[1]) == cells


def bare(*lines: str) -> Document:
    return tabulate(Document("text/plain", tuple(map(Paragraph, lines)), "text"))


_NUMBERS = ("7 6 5 4 3 2 27", "1 0 0 0 0 0 1", "9 8 0 0 2 1 20", "1 1 1 1 1 1 6")


def test_each_set_of_numbers_is_a_table_below_its_caption():
    def of_all(factor: int) -> list[str]:
        return ["申请人情况", " ".join(_HEADER), *(f"{label} {' '.join(str(factor * int(n)) for n in numbers.split())}"
                                                for label, numbers in zip(_LABELS, _NUMBERS, strict=False))]

    read = bare("三、收到和处理政府信息公开申请情况", "全市", *of_all(10), "2021年数据", *of_all(1), "五、存在的主要问题")
    assert [table.rows[-1][-1].text for table in read.tables] == ["60", "6"]
    assert [p.text for p in read.paragraphs][1:] == ["全市", "2021年数据", "五、存在的主要问题"]


def test_a_table_ends_where_one_of_another_kind_begins():
    """An author's own table that begins like table 3, ahead of table 2."""
    own = (line(10, ("单位", 60.0), ("本年新收政府信息公开申请数量", 250.0)), line(30, ("某所", 60.0), ("9", 250.0)))
    two = (line(50, ("第二十条第（六）项", 90.0)), line(70, ("信息内容", 60.0), ("本年处理决定数量", 250.0)), line(90, ("行政处罚", 60.0), ("240", 250.0)))
    full = ("7", "6", "5", "4", "3", "2", "27")
    three = tuple(row(150 + 20 * i, label, full) for i, label in enumerate(_LABELS))
    rows = (*two, line(110, ("申请人情况", 350.0)), line(130, *zip(_HEADER, _COLUMNS, strict=True)), *three)
    read = tabulate(Document("application/pdf", (*own, *rows), "pdfium"))
    assert [row[0].text for table in read.tables for row in table.rows if row[-1].text in ("240", "27")] == ["行政处罚", *_LABELS]


def test_a_column_of_labels_ahead_of_the_numbers_tells_no_row():
    read = bare("申请人情况", " ".join(_HEADER), *_LABELS[:3], *_NUMBERS[:3], *(f"{label} {_NUMBERS[3]}" for label in _LABELS[3:]))
    assert [cells[0].text for cells in read.tables[0].rows[1:] if cells[0].text in _LABELS] == list(_LABELS[3:])


def test_value_between_two_columns_is_given_to_neither():
    full = ("7", "6", "5", "4", "3", "2", "27")
    astray = line(80, (_LABELS[1], 90), ("1", 225.0), ("1", 500.0))
    found = values(tabulate(document(row(60, _LABELS[0], full), astray, row(100, _LABELS[2], full), row(120, _LABELS[3], full))))
    assert found[_LABELS[1]] == ["1", "1"]


def test_words_wrapped_round_the_line_of_their_row_belong_to_it():
    full = ("7", "6", "5", "4", "3", "2", "27")
    wrapped = (
        line(73, ("1234", _COLUMNS[0])), line(80, (_LABELS[1], 90), *list(zip(full, _COLUMNS, strict=True))[1:]), line(87, ("5", _COLUMNS[0])),
    )
    found = values(tabulate(document(row(60, _LABELS[0], full), *wrapped, row(110, _LABELS[2], full))))
    assert found[_LABELS[1]] == ["1234\n5", *full[1:]]


def test_no_number_of_a_row_set_narrower_is_taken_for_a_word_of_its_label():
    """As on a page that was shrunk: some of its numbers meet the columns of the page before, and some do not."""
    full = ("7", "6", "5", "4", "3", "2", "27")
    narrow = tuple(200.0 + 50 * k * 0.76 for k in range(7))
    shrunk = (line(73, (_LABELS[1][:8], 90)), line(80, *zip(full, narrow, strict=True)), line(87, (_LABELS[1][8:], 90)))
    found = values(tabulate(document(row(60, _LABELS[0], full), *shrunk, row(110, _LABELS[2], full), row(130, _LABELS[3], full))))
    assert found[_LABELS[1]] == list(full)


@pytest.mark.parametrize("printed", [("1", "约3", "", "", "", "", "4"), ("\ufffd\ufffd", "", "", "", "", "", "4"), ("3", "", "", "", "", "", "\ufffd.\ufffd"), ("575", "见附件", "1", "0", "0", "0", "601"), ("54,56", "3", "1", "0", "0", "0", "60"), ("120", "12.5%", "1", "", "", "", "121")])
def test_unreadable_value_keeps_its_place(printed):
    full = ("7", "6", "5", "4", "3", "2", "27")
    found = values(tabulate(document(row(60, _LABELS[0], full), row(80, _LABELS[1], printed), row(100, _LABELS[2], full))))
    assert found[_LABELS[1]] == list(printed)


@pytest.mark.parametrize(("words", "shown"), [
    ((("4", 196), ("1", 206), ("41", 300)), ["4 1", "", "41"]),
    ((("4", 185), ("1", 235), ("41", 300)), ["4", "1", "41"]),
])
def test_two_numbers_in_one_of_a_small_table_s_columns_are_no_value_of_either(words, shown):
    """As many numbers as columns, and no sum to tell that one of these is blank."""
    caption = line(10, ("第二十条第（五）项", 200))
    header = line(30, ("信息内容", 60), ("上一年项目数量", 200), ("本年增/减", 250), ("处理决定数量", 300))
    table = document(caption, header, line(50, ("行政许可", 60), *words), line(70, ("其他对外管理服务事项", 60), ("7", 200), ("0", 250), ("9", 300)))
    made = tabulate(table).tables[0]
    assert [[c.text for c in row[1:]] for row in made.rows if row[0].text == "行政许可"] == [shown]


def test_a_label_that_ends_close_to_the_first_number_does_not_swallow_it():
    """It stands half a line above and below its row's numbers."""
    full = ("7", "6", "5", "4", "3", "2", "27")
    label = "5.要求行政机关确认或重新出具已", "获取信息"
    parts = Paragraph(label[0], 1, places=((20, 85, 195, 95),)), line(90, *zip(full, _COLUMNS, strict=True)), Paragraph(label[1], 1, places=((20, 95, 80, 105),))
    made = tabulate(document(row(60, _LABELS[0], full), *parts, row(120, _LABELS[3], full)))
    assert values(made)["5.要求行政机关确认或重新出具已获取信息"] == list(full)


@pytest.mark.parametrize(("label", "reach"), [("信息公开申请数目9", 199.0), ("信息公开申请数目12345", 212.0), ("3.危及“三安全一稳定”\ufffd", 199.0), ("3.危及“三安全一稳定”/", 199.0)])
def test_a_number_glued_to_a_label_in_doubt_leaves_no_blank_in_the_first_column(label, reach):
    full = ("7", "6", "5", "4", "3", "2", "27")
    boxes = (20.0, 80, reach, 90), *((x - 3, 80.0, x + 3, 90.0) for x in _COLUMNS[1:])
    torn = Paragraph(f"{label} 6 5 4 3 2 20", 1, places=boxes)
    made = tabulate(document(row(60, _LABELS[0], full), torn, row(120, _LABELS[3], full)))
    texts = [c.text for c in made.tables[0].rows[2]]
    assert texts[-6:] == ["6", "5", "4", "3", "2", "20"]
    assert "" not in texts


def test_columns_by_values_and_their_doubts():
    rows = [[(10, 20), (50, 60)], [(12, 18), (100, 110)]]
    columns = by_values(rows, (3,))
    assert columns is not None
    assert columns.place([(14, 16), (101, 109)]) == [0, 2]
    assert columns.place([(30, 38)]) is None  # between two
    assert columns.place([(8, 62)]) is None  # over two
    assert columns.place([(101, 109), (14, 16)]) is None  # out of order
    assert by_values(rows, (7,)) is None
    assert by_values([], (3,)) is None


def test_columns_by_header_find_labels_run_together():
    words = [Token("自然人商业企业", False, 0, (0, 0, 70, 10)), Token("总计", False, 0, (90, 0, 110, 10))]
    assert by_header(words, ("自然人", "商业企业", "总计"), (3,)) == Columns(((0, 30), (30, 70), (90, 110)))
    assert by_header(words, ("自然人", "总计"), (3,)) is None


def test_headings_join_what_stands_above_one_another():
    words = [Token("法人或其他组织", False, 0, (0, 0, 100, 10)), Token("商业企", False, 1, (5, 10, 35, 20)),
             Token("科研", False, 1, (60, 10, 80, 20)), Token("业", False, 2, (15, 20, 25, 30)), Token("机构", False, 2, (60, 20, 80, 30))]
    assert [w.text for w in headings(words)] == ["法人或其他组织", "商业企业", "科研机构"]


def test_headings_run_together_are_those_that_the_words_below_end():
    words = [Token("本年制发", False, 0, (0, 0, 40, 10)), Token("本年废止现行有效件", False, 0, (60, 0, 150, 10)),
             Token("件数", False, 1, (10, 10, 30, 20)), Token("件数", False, 1, (70, 10, 90, 20)), Token("数", False, 1, (120, 10, 130, 20))]
    assert [w.text for w in headings(words)] == ["本年制发件数", "本年废止件数", "现行有效件数"]
    # words of one line keep their order, however wide they are
    words = [Token("商业企业科研机构", False, 1, (0, 10, 80, 20)), Token("其他", False, 1, (85, 10, 105, 20)), Token("或其他组织", False, 0, (60, 0, 100, 10))]
    assert [w.text for w in headings(words)] == ["或其他组织商业企业科研机构其他"]
    # its characters need not stand above the pieces: there is a gap within it
    words = [Token("上一年项目数本年增/", False, 0, (192, 0, 312, 12)), Token("处理决定数", False, 0, (322, 0, 382, 12)),
             *(Token(text, False, 1, (left, 16, left + 12, 28)) for text, left in (("量", 222), ("减", 286), ("量", 346)))]
    assert [w.text for w in headings(words)] == ["上一年项目数量", "本年增/减", "处理决定数量"]


def test_what_ran_together_over_many_headings_is_not_cut_in_every_way(monkeypatch):
    """Numbers with marks of notes above two rows of headings: each cut of them fits nearly."""
    tried: list[str] = []
    monkeypatch.setattr(columns, "known_label", lambda text: not tried.append(text) and "计" not in text)
    ends = [Token("结果", False, 1, (60 * k, 10, 60 * k + 30, 20)) for k in range(14)] + [Token("总计", False, 1, (840, 10, 870, 20))]
    over = Token("204[a1]" * 12, False, 0, (0, 0, 870, 10))
    assert over in headings([over, *ends])
    assert len(tried) < 20_000


def test_full_width_digits_of_two_columns_stay_two_numbers():
    glyphs = [Glyph(c, x, 0, x + 9, 9) for c, x in zip("１２３４", (0, 9, 22, 31), strict=True)]
    assert [text_line.text for text_line in lines(glyphs)] == ["１２ ３４"]


def test_words_wrapped_round_numbers_belong_to_them_where_no_columns_are_known():
    two = (line(60, ("规范性文件（决定、公告、", 90.0)), line(66, ("3", 250.0), ("4", 350.0), ("20", 450.0)), line(72, ("通告等）", 70.0)))
    above = (line(10, ("第二十条", 60.0)), line(22, ("第（一）项", 60.0)), line(34, ("信息内容", 60.0), ("制发件数", 250.0), ("废止件数", 350.0), ("现行有效件数", 450.0)))
    read = tabulate(Document("application/pdf", (*above, line(44, ("规章", 60.0), ("1", 250.0), ("2", 350.0), ("9", 450.0)), *two), "pdfium"))
    assert [[c.text for c in r] for r in read.tables[0].rows[-2:]] == [["规章", "1", "2", "9"], ["行政规范性文件", "3", "4", "20"]]


def test_a_page_number_counts_on_and_any_other_number_at_a_page_s_end_is_a_value():
    def page(n: int, *texts: str) -> list[Paragraph]:
        return [Paragraph(text, n) for text in texts]

    blocks = (*page(1, "甲 1 2", "1"), *page(2, "丙 4 5", "2"), *page(3, "丁 6 7", "81"))
    assert [at.text for at in lines_of(Document("text/plain", blocks, "text"))] == ["甲12", "丙45", "丁67", "81"]


@pytest.mark.parametrize(("pages", "below", "kept"), [(3, (), []), (3, ("总计",), []), (2, (), ["1", "2"]), (3, ("总", "计", "其他"), ["1", "2", "3"])])
def test_a_number_that_each_of_many_pages_ends_with_is_its_own_below_a_cell_too(pages, below, kept):
    blocks = tuple(Paragraph(text, n) for n in range(1, pages + 1) for text in (*(f"示例文字{'甲' * k}" for k in range(14)), str(n), *below * (n == 2)))
    assert [at.text for at in lines_of(Document("text/plain", blocks, "text")) if at.text.isdecimal()] == kept


@pytest.mark.parametrize(("text", "words"), [
    ("受理 1\u00a0234 56", ["受理", "1\u00a0234", "56"]),
    ("1\u202f234\u202f567", ["1\u202f234\u202f567"]),
    ("受理\u00a012\u00a0345\u00a0678", ["受理", "12", "345", "678"]),
    ("受理 12\u00a034", ["受理", "12", "34"]),
    ("4.信\u00a0函 件 2\u202f188", ["4.信\u00a0函", "件", "2\u202f188"]),
])
def test_spaces_that_do_not_break_part_thousands_or_cells(text, words):
    assert [t.text for t in lines_of(Document("text/plain", (Paragraph(text),), "text"))[0].tokens] == words


_SMALL = ((("第二十条第（一）项", 300.0),), (("信息内容", 90.0), ("制发件数", 250.0), ("废止件数", 350.0), ("现行有效件数", 450.0)))


def test_two_sets_of_small_tables_that_alternate_are_two_tables():
    def set_of(*numbers: str) -> list[tuple[tuple[str, float], ...]]:
        one, two, permits, fees = numbers
        return [
            (*_SMALL, (("规章", 90.0), (one, 250.0), (one, 350.0), (one, 450.0)), (("行政规范性文件", 90.0), (two, 250.0), (two, 350.0), (two, 450.0))),
            ((("第二十条第（五）项", 300.0),), (("信息内容", 90.0), ("本年处理决定数量", 350.0)), (("行政许可", 90.0), (permits, 350.0))),
            ((("第二十条第（八）项", 300.0),), (("信息内容", 90.0), ("本年收费金额", 350.0)), (("行政事业性收费", 90.0), (fees, 350.0))),
        ]

    printed = [row for own, other in zip(set_of("1", "2", "31", "4.5"), set_of("91", "92", "931", "94.5"), strict=True) for row in (*own, *other)]
    read = tabulate(Document("application/pdf", tuple(line(10 + 20 * i, *row) for i, row in enumerate(printed)), "pdfium"))
    assert [{row[0].text: [c.text for c in row[1:]] for row in table.rows if row[0].text.startswith("行政")} for table in read.tables] == [
        {"行政规范性文件": ["2"] * 3, "行政许可": ["31"], "行政事业性收费": ["4.5"]},
        {"行政规范性文件": ["92"] * 3, "行政许可": ["931"], "行政事业性收费": ["94.5"]}]


def test_blank_row_whose_label_is_wrapped_beside_a_group_s_is_blank():
    full = ("7", "6", "5", "4", "3", "2", "27")
    wrapped = (line(80, ("度", 20), ("二、上年结转政府信息公", 90)), line(91, ("办", 20), ("开申请数量", 90)))
    found = values(tabulate(document(row(60, _LABELS[0], full), *wrapped, row(110, _LABELS[2], full), row(130, _LABELS[3], full))))
    assert found[_LABELS[1]] == [""] * 7


def test_label_of_three_lines_is_one_and_no_blank_row_beside_its_numbers():
    full = ("7", "6", "5", "4", "3", "2", "27")
    three = (line(78, ("二、上年", 100)), line(90, ("本年度办理", 30), ("结转政府信息", 100), *zip(full, _COLUMNS, strict=True)),
             line(102, ("结果", 30), ("公开申请数量", 100)))
    read = tabulate(document(row(60, _LABELS[0], full), *three, row(130, _LABELS[2], full), row(150, _LABELS[3], full)))
    assert [r[0].text for r in read.tables[0].rows[1:]] == list(_LABELS[:4])
    assert values(read)[_LABELS[1]] == list(full)


def test_numbers_within_the_brackets_of_a_remark_belong_to_the_label_before_it():
    texts = ("第二十条第（一）项", "信息内容 制发件数 废止件数 现行有效件数", "规章（设区的市、自治州人民政府应 1 2 9", "提供相关数据）",
             "规范性文件（行政机关制定的决定、", "公告等，一般情况下属于 3 4 20", "规范性文件）")
    read = tabulate(Document("text/plain", tuple(map(Paragraph, texts)), "text"))
    assert [[c.text for c in r] for r in read.tables[0].rows[-2:]] == [["规章", "1", "2", "9"], ["行政规范性文件", "3", "4", "20"]]


def test_a_value_above_a_group_s_upright_label_is_no_year():
    lines = ("本 2.重复申请 7 1994", "年 3.其他 5 2021", "2021", "年度报告", "二、2020 年度", "2001", "年 法提供")
    found = lines_of(Document("text/plain", tuple(map(Paragraph, lines)), "text"))
    assert [[t.text for t in at.tokens if t.is_value] for at in found] == [["7", "1994"], ["5", "2021"], [], [], [], ["2001"], []]


def test_the_numbers_of_the_rows_of_a_list_are_no_values_of_the_groups_above():
    rows = load("2014").table(STATISTICS).rows
    lines = [f"{i} {r.label} {'' if r.role == 'group' else 100 + i}" for i, r in enumerate(rows, 1)]
    (table,) = tabulate(Document("text/plain", tuple(map(Paragraph, ["统计指标 单位 统计数", *lines])), "text")).tables
    assert {r[0].text: r[1].text for r in table.rows[1:]} == {r.label: str(100 + i) for i, r in enumerate(rows, 1) if r.role != "group"}
    assert not [c.text for c in table.rows[0] if c.text.isdigit()]


def test_a_list_in_a_column_of_three_characters():
    rows = load("2014").table(STATISTICS).rows
    lines = [text for i, r in enumerate(rows, 1) for text in (*textwrap.wrap(r.label, 3), f"{r.unit or ''} {'——' if r.role == 'group' else 100 + i}")]
    (table,) = bare("统计指", "标", "单位 统计数", *lines).tables
    assert {r[0].text: r[1].text for r in table.rows if r[-1].text.isdigit()} == {r.label: str(100 + i) for i, r in enumerate(rows, 1) if r.role != "group"}


@pytest.mark.parametrize("lost", [None, 30])
def test_the_numbers_of_rows_whose_cells_stand_each_on_a_line_are_no_values(lost):
    """They count on; where one is missing nobody knows what the others are."""
    rows = load("2014").table(STATISTICS).rows
    cells = [(str(i) * (i != lost), r.label, r.unit or "", "" if r.role == "group" or i % 5 == 0 else str(100 + i)) for i, r in enumerate(rows, 1)]
    (table,) = bare("统计指标", "单位", "统计数", *(text for row in cells for text in row if text)).tables
    found = {r[0].text: " ".join(c.text for c in r[1:]) for r in table.rows}
    read = {label: value for _, label, _, value in cells if value}
    assert ({label: found[label] for label in read} == read) == (lost is None)
    assert not [c for c in read_tables(Document("text/plain", (table,), "text")).cells if c.value not in (None, 100 + [r.code for r in rows].index(c.row) + 1)]


def test_a_label_that_ends_another_is_not_that_row_s():
    rows = load("2014").table(STATISTICS).data_rows
    lost = next(row for row in rows if row.code == "online_interviews")
    read = bare("统计指标 单位 统计数", *(f"{row.label} 次 {n}" for n, row in enumerate(rows, 10) if row is not lost))
    assert {cells[0].text: cells[1].text for cells in read.tables[0].rows if cells[-1].text.isdigit()} == {
        row.label: str(n) for n, row in enumerate(rows, 10) if row is not lost}


@pytest.mark.parametrize(("names", "values"), [
    (("局机关", "下属单位", "合计"), [9]), (("局机关", "下属单位", "全县"), [None]), (("2024年", "2023年", "2022年"), [6]),
])
def test_disputes_of_several_bodies_or_years_below_each_other(names, values):
    """The sum is the body's; without one nobody can say which row is."""
    head = ["行政复议 行政诉讼", "结果维持 结果纠正 其他结果 尚未审结 总计 未经复议直接起诉 复议后起诉", "结果维持 结果纠正 其他结果 尚未审结 总计 " * 2]
    rows = [" ".join((name, *(str(n) for n in (first, 1, 0, 2, first + 3) * 3))) for name, first in zip(names, (6, 3, 9), strict=True)]
    cells = read_tables(tabulate(Document("text/plain", tuple(map(Paragraph, (*head, *rows))), "text"))).cells
    assert [c.value for c in cells if c.column == "review_upheld"] == values


@pytest.mark.parametrize(("ways", "courts", "read_"), [
    (("行政复议", "行政诉讼"), ("未经复议直接起诉", "复议后起诉"), 15),
    (("行政诉讼", "行政复议"), ("未经复议直接起诉", "复议后起诉"), 0),
    (("行政复议", "行政诉讼"), ("复议后起诉", "未经复议直接起诉"), 0),
])
def test_disputes_in_another_order_than_the_form_s_are_not_read_by_order(ways, courts, read_):
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows = ["\t".join(cells) for cells in (ways, (*outcomes, *courts), outcomes * 2, map(str, (1, 2, 3, 4, 10, 5, 6, 7, 8, 26, 9, 10, 11, 12, 42)))]
    cells = read_tables(extract("\n".join(rows).encode(), Origin())).cells
    assert sum(c.table == REVIEW and c.value is not None for c in cells) == read_


@pytest.mark.parametrize(("third", "fourth", "read_"), [("其他结果", "尚未审结", 15), ("尚未审结", "其他结果", 0)])
def test_disputes_stand_in_order_where_their_headings_do_from_left_to_right(third, fourth, read_):
    """A piece of a later column may stand in a higher line."""
    at = [100.0 + 30 * k for k in range(15)]
    cells = ["结果维持", "结果纠正", third, fourth, "总计"] * 3
    head = [(text[:2], x, top) for text, x, top in zip(cells, at, [40, 40, 52, 40, 40] + 10 * [40], strict=True)]
    head += [(text[2:], x, top + 10) for (_, x, top), text in zip(head, cells, strict=True) if text[2:]]
    lines = [line(top, *((text, x) for text, x, y in head if y == top)) for top in sorted({y for *_, y in head})]
    values = line(80, *zip(map(str, (1, 2, 3, 4, 10, 5, 6, 7, 8, 26, 9, 10, 11, 12, 42)), at, strict=True))
    ways = line(10, ("行政复议", 160), ("行政诉讼", 400)), line(24, ("未经复议直接起诉", 310), ("复议后起诉", 460))
    cells_ = read_tables(tabulate(Document("application/pdf", (*ways, *lines, values), "pdfium"))).cells
    assert sum(c.table == REVIEW and c.value is not None for c in cells_) == read_


@pytest.mark.parametrize("end", ["。", "；", ";"])
def test_a_clause_ahead_of_the_disputes_is_no_part_of_their_table(end):
    said = f"行政复议由本机关另一处室受理{end}"
    found = bare(said, "行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", "结果维持 结果纠正 其他结果 尚未审结 总计 " * 3, "1 0 0 0 1 " * 3)
    assert [b.text for b in found.blocks if isinstance(b, Paragraph)] == [said]
    assert len(found.tables) == 1


def place(words: Sequence[tuple[str, float, float]], top: float) -> Paragraph:
    """A line of words, each with its left and right end."""
    return Paragraph(" ".join(text for text, *_ in words), 1, places=tuple((left, top, right, top + 12) for _, left, right in words))


@pytest.mark.parametrize(("words", "read_"), [
    ((("规范性文件43", 57, 130), ("33", 203, 215), ("326", 288, 306)), ["43", "33", "326"]),
    ((("万元3.5", 479, 519),), ["3.5"]),
    ((("不补正、行政机关不再处2", 145, 284), ("1", 316, 322)), ["2", "1"]),
    ((("行政许可减2", 57, 120), ("106", 288, 306)), ["减2", "106"]),
    ((("行政许可", 60, 108), ("185", 237, 255), ("减", 312, 324), ("2", 326, 332), ("106", 383, 401)), ["185", "减 2", "106"]),
    ((("规范性文件", 60, 120), ("56", 223, 235), ("17", 307, 319), ("件", 322, 334), ("108", 402, 420)), ["56", "17 件", "108"]),
    ((("行政许可", 60, 108), ("增", 237, 249), ("2", 326, 332)), ["2"]),
    ((("三大检查43", 57, 130), ("33", 203, 215)), ["33"]),
])
def test_a_number_close_to_a_word_is_a_value_with_its_sign_and_unit_and_no_label(words, read_):
    (read,) = lines_of(Document("application/pdf", (place(words, 60),), "pdfium"))
    assert [t.text for t in read.tokens if t.is_value] == read_
    assert all(b.box[2] <= a.box[0] for b, a in zip(read.tokens, read.tokens[1:], strict=False))


@pytest.mark.parametrize(("text", "values"), [
    ("专项经费    \ufffd\ufffd万元", []), ("专项经费    1\ufffd.\ufffd", ["1\ufffd.\ufffd"]), ("专项经费    \ufffd\ufffd年\ufffd月\ufffd", ["\ufffd\ufffd年\ufffd月\ufffd"]),
])
def test_a_number_whose_digits_are_lost_is_a_value_also_below_a_date(text, values):
    (read,) = lines_of(Document("application/pdf", (Paragraph(text),), "pdfium"))
    assert [t.text for t in read.tokens if t.is_value] == values


@pytest.mark.parametrize(("text", "is_value"), [("6197    条", True), ("12    次", True), ("1    属于国家秘密", False)])
def test_a_number_alone_with_its_unit_is_no_numbering(text, is_value):
    (read,) = lines_of(Document("text/plain", (Paragraph(text),), "text"))
    assert [t.is_value for t in read.tokens] == [is_value, False]


@pytest.mark.parametrize("texts", [("信息", "计 1 条）（条）"), ("渠道", "条", "计 1 条）"), ("情计", "1 条）"), ("情", "1 条）")])
def test_a_number_of_a_form_s_own_label_is_no_value_however_the_label_is_torn(texts):
    assert not [t.text for at in lines_of(Document("text/plain", tuple(map(Paragraph, texts)), "text")) for t in at.tokens if t.is_value]


def listed(*rows: tuple[str, str, str], step: int = 16) -> dict[str, str]:
    """Rows of label, unit and number, as the list of 2014 prints them without rules, below enough others; they stand ``step`` points apart."""
    others = [(row.label, "条", "7") for row in load("2014").table(STATISTICS).rows if row.code.startswith("proactive_via_")]
    others += [(row.label, "人", "8") for row in load("2014").table(STATISTICS).rows if row.code.startswith("staff")]
    printed = [("统计指标", "单位", "统计数"), *others[:5], *rows, *others[5:]]
    tops = [*accumulate([20, *[16] * 6, *[step] * (len(rows) - 1), *[16] * len(others[5:])])]
    lines = [place([(text, x, x + 12 * len(text)) for text, x in zip(row, (57, 479, 514), strict=True) if text], top) for top, row in zip(tops, printed, strict=True)]
    (table,) = tabulate(Document("application/pdf", tuple(lines), "pdfium")).tables
    return {cells[0].text: cells[1].text for cells in table.rows[1:]}


def test_a_unit_is_no_label_of_which_the_rows_above_and_below_are_lines():
    read = listed(("1.按时办结数", "件", "5"), ("2.延期办结数", "件", ""), ("（三）申请答复数", "件", "6"), ("1.属于已主动公开范围数", "件", ""))
    assert [read[k] for k in ("（三）申请答复数", "1.属于已主动公开范围数")] == ["6", ""]


def test_the_parts_of_a_wrapped_unit_are_none_of_the_number_s():
    """Two lines of a unit beside the one of a label, and beside two of a number, each half a line higher or lower."""
    read = listed(("", "万", "0.54万"), ("七、依申请公开信息收取的费用", "", ""), ("", "元", "元"), ("", "", ""),
                  ("", "人", ""), ("（三）接受培训人员数", "", "289"), ("", "次", ""), step=7)
    assert [read[k] for k in ("七、依申请公开信息收取的费用", "（三）接受培训人员数")] == ["0.54万", "289"]


def test_a_label_with_a_unit_s_letter_in_it_is_not_the_row_that_its_end_names():
    """Labels of a sheet that run over the column of units."""
    read = listed(("2.政府网站在线访谈次数次", "", "166"), ("其中：主要负责同志参加次政府网站在线访谈次数", "", "1"))
    assert [read[k] for k in ("2.政府网站在线访谈次数", "主要负责同志参加政府网站在线访谈次数")] == ["166", "1"]


@pytest.mark.parametrize(("said", "cell"), [("检索、复制、邮寄等成本费用，不包括已退还和应退而未退还的部分", "\ufffd"), ("成本费", "")])
def test_no_row_is_blank_whose_label_runs_over_the_numbers(said, cell):
    """Its own may be printed over."""
    assert listed(("六、举报投诉数量", "件", "3"), (f"七、依申请公开信息收取的费用（{said}）", "", ""))["七、依申请公开信息收取的费用"] == cell


def test_the_dash_of_a_group_is_none_of_a_blank_row_s_above_it():
    read = listed(("5.其他方式回应事件数", "次", ""), ("三、依申请公开情况", "——", ""), ("（一）收到申请数", "件", "3"), ("1.当面申请数", "件", "1"))
    assert [read[k] for k in ("5.其他方式回应事件数", "三、依申请公开情况", "（一）收到申请数")] == ["", "——", "3"]


@pytest.mark.parametrize("foot", [False, True])
def test_values_beside_the_first_or_the_last_line_of_their_label_are_not_the_neighbour_s(foot):
    full, one = ("7", "6", "5", "4", "3", "2", "27"), ("3", "", "", "", "1", "", "4")
    rows: list[tuple[tuple[str, ...], Sequence[str]]] = [
        (("一、本年新收政府信息", "公开申请数量"), full), (("（一）予以公开",), full),
        (("7.属于行政", "执法案卷"), one), (("8.属于行政", "查询事项"), ()), (("1.本机关不", "掌握相关政", "府信息"), one),
        (("2.没有现成信", "息需要另行", "制作"), ()), (("（七）总计",), full),
    ]
    groups = {6: "（四）", 7: "无法提", 8: "供"}
    lines_: list[Paragraph] = []
    for label, numbers in rows:
        for k, part in enumerate(label):
            group = [(groups[len(lines_)], 30.0)] if len(lines_) in groups else []
            beside = numbers if k == (len(label) - 1 if foot else 0) else ()
            lines_.append(line(60 + 14 * len(lines_), *group, (part, 90.0), *((v, x) for v, x in zip(beside, _COLUMNS, strict=False) if v)))
    found = values(tabulate(document(*lines_)))
    assert found["1.本机关不掌握相关政府信息"] == found["7.属于行政执法案卷"] == list(one)
    assert found["8.属于行政查询事项"] == found["2.没有现成信息需要另行制作"] == [""] * 7


@pytest.mark.parametrize(("own", "read_"), [((), ["3"]), (("9",), ["9", "3"])])
def test_a_number_at_a_page_s_foot_below_all_labels_is_of_the_first_row_of_the_next(own, read_):
    rows = load("2014").table(STATISTICS).rows
    at = next(i for i, row in enumerate(rows) if row.code == "requests_completed")
    printed = [(1, "统计指标", "统计数"), *((1, row.label, "7") for row in rows[: at - 1] if row.role == "data"), (1, rows[at - 1].label), (1, "", "3")]
    printed += [(2, "（二）申请办结数", *own), (2, rows[at + 1].label, "6")] if own else [(2, "（二）申"), (2, "请办结数"), (2, rows[at + 1].label, "6")]
    lines_ = [replace(place([(text, x, x + 12 * len(text)) for text, x in zip(words, (57, 514), strict=False) if text], 20 + 16 * i), page=page)
              for i, (page, *words) in enumerate(printed)]
    (table,) = tabulate(Document("application/pdf", tuple(lines_), "pdfium")).tables
    read = {cells[0].text: [c.text for c in cells[1:]] for cells in table.rows[1:]}
    assert (read[rows[at].label], read[rows[at - 1].label]) == (read_, [""])


@pytest.mark.parametrize("header", [(), ((2, "统计指标", "统计数"),)])
def test_a_number_beside_a_mere_numeral_at_a_page_s_foot_is_of_the_label_that_goes_on_overleaf(header):
    rows = load("2014").table(STATISTICS).rows
    at = next(i for i, row in enumerate(rows) if row.code == "requests_in_person")
    printed = [(1, "统计指标", "统计数"), *((1, row.label, "7") for row in rows[:at] if row.role == "data"), (1, "其中：1.", "3"), *header]
    printed += [(2, "当面申请数"), (2, rows[at + 1].label, "6")]
    lines_ = [replace(place([(text, x, x + 12 * len(text)) for text, x in zip(words, (57, 514), strict=False)], 20 + 16 * i), page=page)
              for i, (page, *words) in enumerate(printed)]
    (table,) = tabulate(Document("application/pdf", tuple(lines_), "pdfium")).tables
    read = {cells[0].text: [c.text for c in cells[1:]] for cells in table.rows[1:]}
    assert [read[row.label] for row in rows[at - 1 : at + 2]] == [["7"], ["3"], ["6"]]


def test_a_label_of_which_one_character_stands_beside_its_number_is_not_the_row_above():
    read = listed(("4.不同意公开答复数", "件", ""), ("其中：1.涉", "件", "29"), ("及国家秘密", "", ""), ("2.涉及商业秘密", "件", ""))
    assert [value for label, value in read.items() if "不同意公开" in label or "国家秘密" in label] == ["", "29"]


def test_a_line_that_held_nothing_but_the_end_of_a_number_begins_no_table():
    lines = Document("text/plain", (Paragraph("（七）总计 5 1,"), Paragraph("769")), "text")
    assert tabulate(lines) == lines


def test_rows_of_the_party_and_of_no_licence_are_none_of_the_form_s_and_prose_on_the_party_hides_none():
    def rows(*labels: str) -> list[str]:
        lines = ["第二十条第（一）项", "信息内容 本年制发件数 本年废止件数 现行有效件数", f"{labels[0]} 1 2 3", f"{labels[1]} 4 5 6",
                 "第二十条第（五）项", "信息内容 本年处理决定数量", f"{labels[2]} 7", "第二十条第（六）项", "信息内容 本年处理决定数量", "行政处罚 8", "行政强制 9"]
        document = Document("text/plain", tuple(Paragraph(line) for line in lines), "text")
        return [c.row for c in read_tables(tabulate(document)).cells]

    own = [*["regulations"] * 3, *["normative_documents"] * 3, "administrative_licensing", "administrative_penalty", "administrative_coercion"]
    assert rows("坚持党的领导。规章", "行政规范性文件", "行政许可") == own
    assert rows("规章", "党内规范性文件", "非行政许可") == [*own[:3], *own[7:]]


def test_thousands_behind_a_comma_and_a_space_are_one_number():
    document = Document("text/plain", (Paragraph("一、本年新收政府信息公开申请数量 1, 726 0 2, 345, 678 12 0 0 0"),), "text")
    assert [t.text for line in lines_of(document) for t in line.tokens if t.is_value] == ["1, 726", "0", "2, 345, 678", "12", "0", "0", "0"]


def test_a_rule_of_dashes_is_no_row_that_does_not_apply():
    document = Document("text/plain", (Paragraph("行政许可  12"), Paragraph("--------  -------"), Paragraph("行政处罚  -")), "text")
    assert [[t.text for t in line.tokens] for line in lines_of(document)] == [["行政许可", "12"], ["行政处罚", "-"]]


@pytest.mark.parametrize("end", range(3, 13))
def test_words_and_numbers_of_which_each_has_a_line_are_no_stack_in_one_cell_nor_the_next_page_s(end):
    """Those of a page's cells, printed below each other, whichever of them the page ends with."""
    numbers = {"规章": ("0", "1", "3"), "行政规范性文件": ("5", "6", "8")}
    printed = ("第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数", *(t for label, row_ in numbers.items() for t in (label, *row_)))
    lines_ = [replace(line(20 + 14 * (i - end if i >= end else i), (text, 60.0 + 3 * len(text))), page=1 + (i >= end)) for i, text in enumerate(printed)]
    made = proactive(lines_of(Document("application/pdf", tuple(lines_), "pdfium")))
    assert made
    cells = {row_[0].text: row_[1:] for row_ in made.table.rows[2:]}
    assert {label: tuple(c.text for c in found if c.bbox) for label, found in cells.items()} == numbers


_APART = (
    "一、本年新收政府信息公开申请数量 7,535 1,901 1,710 1,693 1,744 1,876 16  ，", "                                     459",
    "（二）部分公开（区分处理的，只计这一情 29 4 0 0", "形，不计其他情形）              1 2 36",
    "2.重复申请        3 5 7 2", "3.要求提供公开出版物  1 1 0 0 0 0 2", "                        6 8 31",
    "（七）总计           9 1 1 0 0 0 11",
)


@pytest.mark.parametrize("total", ["36", "37"])
def test_the_last_values_of_a_row_are_its_own_a_line_lower_where_its_sum_says_so(total):
    """As converters write pages whose figures stand a little off their labels."""
    made = applications(lines_of(Document("text/plain", tuple(Paragraph(text.replace("36", total)) for text in _APART), "text")))
    assert made
    rows = {row_[0].text.split("（区分")[0]: [fold(c.text) for c in row_[1:]] for row_ in made.table.rows}
    assert rows["一、本年新收政府信息公开申请数量"][-1] == "16,459"
    assert rows["（二）部分公开"] == (["29", "4", "0", "0", "1", "2", "36"] if total == "36" else ["29", "4", "0", "0"])
    assert (rows["2.重复申请"], rows["3.要求提供公开出版物"]) == (["3", "5", "7", "2", "6", "8", "31"], ["1", "1", "0", "0", "0", "0", "2"])


def test_rows_of_another_set_are_not_the_first_s_whose_numbers_stand_apart():
    """A page of which a converter wrote the labels, then the numbers, and the next pages row by row."""
    rows = [row_ for row_ in load("2014").table(STATISTICS).rows if row_.role == "data"]
    apart = [*(row_.label for row_ in rows[:20]), " ".join(str(100 + i) for i in range(20))]
    lines_ = [*apart, *(f"{row_.label} {200 + i}" for i, row_ in enumerate(rows[20:])), "（二）全县汇总", *(f"{row_.label} {900 + i}" for i, row_ in enumerate(rows))]
    made = statistics(lines_of(Document("text/plain", tuple(map(Paragraph, lines_)), "text")))
    assert made
    assert not [c.text for cells in made.table.rows for c in cells if c.text.startswith("9")]


def text(*lines_: str) -> list[Line]:
    return lines_of(Document("text/plain", tuple(map(Paragraph, lines_)), "text"))


@pytest.mark.parametrize(("halves", "lost"), [("商业 科研 社会公 法律服", False), ("科研 商业 社会公 法律服", True)])
def test_a_header_that_fell_apart_tells_columns_in_another_order(halves, lost):
    rows = ("一、本年新收政府信息公开申请数量 7 6 5 4 3 2 27", "二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1", "（一）予以公开 9 8 0 0 2 1 20", "（七）总计 9 8 0 0 2 1 20")
    made = applications(text("申请人情况", f"自然 {halves} 其他 总计", "人 企业 机构 益组织 务机构", *rows))
    assert made
    assert {len(row_) for row_ in made.table.rows if any(c.text[:1].isdecimal() for c in row_)} == ({2} if lost else {8})


_REVIEW = ("行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", "结果 结果 其他 尚未 总 结果 结果 其他 尚未 总 结果 结果 其他 尚未 总", "维持 纠正 结果 审结 计 维持 纠正 结果 审结 计 维持 纠正 结果 审结 计")


@pytest.mark.parametrize(("header", "printed", "cells"), [
    (_REVIEW, "1 2 0 0 3 4 0 0 1 5 0 0 0 0 0", 15),
    ((_REVIEW[0], "结果维 结果 其他 尚未 总 未经复议直接起诉 复议后起诉", "持 纠正 结果 审结 计", *_REVIEW[2:]), "1 2 0 0 3 4 0 0 1 5 0 0 0 0 0", 15),
    ((_REVIEW[0], "结果 结果纠 其他 尚未 总 未经复议直接起诉 复议后起诉", "维持 正 结果 审结 计", *_REVIEW[2:]), "1 2 0 0 3 4 0 0 1 5 0 0 0 0 0", 15),
    (_REVIEW, "3 1 2 0 0 5 4 0 0 1 0 0 0 0 0", 1),
    ((_REVIEW[0], "复议后起诉 未经复议直接起诉", *_REVIEW[2:]), "1 2 0 0 3 4 0 0 1 5 0 0 0 0 0", 1),
    ((*_REVIEW[:3], _REVIEW[3].replace("维持 纠正", "纠正 维持")), "1 2 0 0 3 4 0 0 1 5 0 0 0 0 0", 1),
    ((*_REVIEW, "/", "其他"), "4 0 0 1 5", 6),
    (_REVIEW, "/", 1),
])
def test_numbers_of_disputes_in_another_order_than_the_form_s_are_of_no_column(header, printed, cells):
    made = review(text(*header, printed))
    assert made
    (*_, last) = made.table.rows
    assert len(last) == cells
    assert " ".join(c.text for c in last).endswith(printed)


@pytest.mark.parametrize(("word", "cell"), [("150件", "\ufffd"), ("2.", "")])
def test_no_row_is_blank_beside_a_number_that_went_among_the_words(word, cell):
    labels = [row_.label for row_ in load("2014").table(STATISTICS).rows if row_.role == "data"][:14]
    words = [t for i, label in enumerate(labels) for t in ((label, False), (word if i == 7 else "3", i != 7))]
    lines_ = [Line(i, (Token(said, is_value, i, (50.0 + 400 * (i % 2), 20.0 * i, 80.0 + 400 * (i % 2), 20.0 * i + 10), 1),), 1, said)
              for i, (said, is_value) in enumerate(words)]
    made = statistics(lines_)
    assert made
    assert {row_[0].text: row_[1].text for row_ in made.table.rows}[labels[7]] == cell


def test_two_bodies_numbers_of_disputes_are_both_seen_where_their_names_take_lines():
    made = review(text(*_REVIEW, "局", "机关 1 2 0 0 3 4 0 0 1 5 0 0 0 0 0", "所属", "单位 5 0 0 0 5 1 0 0 0 1 0 0 0 0 0"))
    assert made
    assert [[c.text for c in row_][1] for row_ in made.table.rows[1:]] == ["1", "5"]


@pytest.mark.parametrize("remark", ["（单位：条）", "单位：条", "）（单位：条）"])
def test_a_remark_behind_a_label_and_in_the_line_below_it_is_the_label_s(remark):
    labels = [row_.label for row_ in load("2014").table(STATISTICS).rows if row_.role == "data"][:14]
    made = statistics(text(*(t for i, label in enumerate(labels) for t in ((label, f"{remark} 7{i}") if i == 7 else (f"{label} 7{i}",)))))
    assert made
    assert {row_[0].text: row_[1].text for row_ in made.table.rows}[labels[7]] == "77"


def test_a_page_s_number_between_a_caption_and_its_header_is_none_of_the_table():
    lines_ = [("规章 0 0 4", 1), ("第二十条第（八）项", 1), ("1", 1), ("信息内容 本年收费金额", 2), ("行政事业性收费 52", 2), ("2", 2), ("三、收到和处理政府信息公开申请情况", 3), ("3", 3)]
    found = lines_of(Document("text/plain", tuple(Paragraph(said, page) for said, page in lines_), "text"))
    assert [line_.text for line_ in found if line_.text.isdecimal()] == ["3"]
    assert lines_of(Document("text/plain", (Paragraph("规章", 1), Paragraph("1", 1), Paragraph("行政规范性文件", 2), Paragraph("2", 2)), "text"))[1].text == "1"


def test_a_number_within_the_word_that_is_its_label_is_of_none_of_the_columns():
    """A line over the whole table below it: no amount of 239 was paid."""
    rows = (line(10, ("第二十条第（九）项", 300)), line(30, ("信息内容", 90), ("采购项目数量", 300), ("采购总金额", 450)),
            line(50, ("政府集中采购", 90), ("9", 300), ("168.03", 450)), line(70, ("本行政区域政府信息公开发布总数量：239", 345)))
    made = proactive(lines_of(Document("application/pdf", rows, "pdfium")))
    read = read_tables(Document("application/pdf", (made.table,), "pdfium"))
    assert [c.value for c in read.cells if c.table == "art20_9"] == [9, 168.03]
    assert [(e.code, e.printed) for e in read.extras] == [("items_published_total", ("239",))]


@pytest.mark.parametrize(("printed", "said"), [("（三）接受培训⼈员数：182⼈次", ["（三）接受培训人员数", "182人次"]), ("收取的费⽤：155万元", ["收取的费用", "155万元"])])
def test_radicals_round_a_number_are_as_good_as_the_characters_that_look_the_same(printed, said):
    (only,) = lines_of(Document("application/pdf", (Paragraph(printed, 1),), "pdfium"))
    assert [(t.text, t.is_value) for t in only.tokens] == [(said[0], False), (said[1], True)]


def test_a_label_between_two_numbers_of_which_the_first_has_none_may_be_either_s():
    rows_ = [f"{row_.label} 条 {n}" for n, row_ in enumerate(load("2014").table(STATISTICS).data_rows[:12], 30)]
    torn = ("（三", "人 21", "）从事政府信息公开工作人员数", "人 16", "1.专职人员数（不包括政府公报及政府网站工作人员数）")
    cells = {c.row: c for c in read_tables(tabulate(Document("text/plain", tuple(map(Paragraph, (*rows_, *torn))), "text"))).cells}
    assert (cells["staff"].value, cells["staff"].printed) == (None, "21 16")
    named = ("本地自加指标数 条 21", "（三）从事政府信息公开工作人员数 人 16")
    cells = {c.row: c for c in read_tables(tabulate(Document("text/plain", tuple(map(Paragraph, (*rows_, *named))), "text"))).cells}
    assert cells["staff"].value == 16


@pytest.mark.parametrize("column", [0, 3])
def test_words_in_a_column_ahead_of_the_numbers_are_no_blank(column):
    """见附件 where a number belongs, with blanks or nothing ahead of it."""
    values_ = [""] * 7
    values_[column], values_[6] = "见附件", "9"
    full = ("7", "6", "5", "4", "3", "2", "27")
    found = values(tabulate(document(row(60, _LABELS[0], full), row(80, _LABELS[1], values_), row(100, _LABELS[2], full))))
    assert found[_LABELS[1]] == values_


def test_more_words_than_a_header_has_stay_words():
    words = [Token("总计", False, i // 2, (0.0, float(i), 9.0, i + 1.0)) for i in range(500)]
    assert headings(words) == words
    assert len(headings(words[:100])) == 1
