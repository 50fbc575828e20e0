"""Plain text: cells behind TABs, tab-separated rows, pipes, physical lines; and the real seeds where they are at hand."""

from __future__ import annotations

import pytest

from etl.documents import Paragraph
from etl.extract import extract
from etl.report import Origin
from tests.extract import common
from tests.sites import text as writer


def read(text: str):
    return extract(text.encode(), Origin())


def test_cell_a_line_with_continued_text():
    document = read("标题\n\t第一格\n\t自\n然\n人\n\n\t\n\t2\n\n后文\n")
    assert document.blocks[0] == Paragraph("标题")
    assert document.blocks[-1] == Paragraph("后文")
    assert common.texts(document.tables[0]) == [["第一格", "自\n然\n人"], ["", "2"]]
    assert not document.tables[0].exact
    assert not document.wrapped


def test_two_empty_lines_part_tables():
    assert len(read("\ta\n\t1\n\n\tb\n\t2\n\n\n\tc\n\t3\n\n\td\n\t4\n").tables) == 2


def test_missing_columns_go_to_label_and_last_value():
    rows = "\t甲类\n\t子项\n\t1\n\t2\n\n\t甲类合计\n\t3\n\t4\n\n\t乙\n\t\n\t7\n\n\t丙\n\t\n\t\n\n\t丁\n\t5\n\n"
    placed = [[(c.column, c.colspan, c.text) for c in row] for row in read(rows).tables[0].rows]
    assert placed == [
        [(0, 1, "甲类"), (1, 1, "子项"), (2, 1, "1"), (3, 1, "2")],
        [(0, 2, "甲类合计"), (2, 1, "3"), (3, 1, "4")],
        [(0, 2, "乙"), (2, 1, ""), (3, 1, "7")],
        [(0, 2, "丙"), (2, 1, ""), (3, 1, "")],
        [(0, 2, "丁"), (2, 2, "5")],
    ]


def test_tab_separated_rows():
    assert common.texts(read("前文\n规章\t1\t2\t\n规范性文件\t3\t4\t5\n后文").tables[0]) == [["规章", "1", "2", ""], ["规范性文件", "3", "4", "5"]]
    assert common.texts(read("\t规章\t1\t2\n\t规范性文件\t3\t4\n").tables[0]) == [["规章", "1", "2"], ["规范性文件", "3", "4"]]


def test_rows_parted_by_commas():
    document = read('示例报告,,\n信息内容,"制作, 公开",废止\n规章,1,\n规范性文件,2,3\n后文')
    assert [p.text for p in document.paragraphs] == ["示例报告", "后文"]
    assert common.texts(document.tables[0]) == [["信息内容", "制作, 公开", "废止"], ["规章", "1", ""], ["规范性文件", "2", "3"]]


@pytest.mark.parametrize("lines", ["1,234,567\n2,345,678", "合计 1,234 2,345\n其他 1,234 2,345", "1,2,3\n4,5,6"])
def test_thousands_are_no_fields(lines):
    assert not read("前文\n" + lines + "\n后文").tables


def test_a_tab_behind_every_cell_adds_no_column():
    assert common.texts(read("规章\t1\t2\t\n\t3\t\t\n").tables[0]) == [["规章", "1", "2"], ["", "3", ""]]


@pytest.mark.parametrize("lines", [
    "| 信息内容 | 数量 | 备注 |\n|---|:-:|---|\n| 规章 | 3 |  |\n",
    "信息内容 | 数量 | 备注\n规章 | 3 |\n",
    "| 信息内容 | 数量 | 备注 |\n\n| 规章 | 3 | |\n",
])
def test_pipes(lines):
    document = read("前文\n" + lines + "后文")
    assert [p.text for p in document.paragraphs] == ["前文", "后文"]
    assert common.texts(document.tables[0]) == [["信息内容", "数量", "备注"], ["规章", "3", ""]]


@pytest.mark.parametrize("lines", [
    "┌────┬──┬──┐\n│信息内容│数量│备注│\n├────┼──┼──┤\n│规章    │3   │    │\n└────┴──┴──┘\n",
    "┏━━┳━━┳━━┓\n┃信息内容┃数量┃备注┃\n┣━━╋━━╋━━┫\n┃规章┃3┃　┃\n┗━━┻━━┻━━┛\n",
    "＋－－＋－－＋－－＋\n｜信息内容｜数量｜备注｜\n＋－－＋－－＋－－＋\n｜规章｜3｜｜\n＋－－＋－－＋－－＋\n",
    "+------+----+----+\n| 信息 | 数量 | 备注 |\n| 内容 |      |      |\n+------+----+----+\n| 规章 | 3 | |\n+------+----+----+\n| 无 | 4 | |\n+------+----+----+\n",
])
def test_drawn_rules(lines):
    rows = common.texts(read("前文\n" + lines + "后文").tables[0])
    assert [["".join(cell.split()) for cell in row] for row in rows[:2]] == [["信息内容", "数量", "备注"], ["规章", "3", ""]]


def test_one_line_with_a_pipe_or_tab_is_prose():
    assert not read("甲 | 乙\n\n正文\t说明\n\n丙").tables


def test_form_feeds_are_pages():
    document = read("甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸子丑\n寅\f卯\n")
    assert [(p.text, p.page) for p in document.paragraphs] == [("甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸子丑", 1), ("寅", 1), ("卯", 2)]
    assert document.pages == 2
    assert document.wrapped


def test_whole_sentences_a_line_are_paragraphs():
    assert not read("本机关认真落实各项规定，主动公开政府信息一百条。\n本年度收到申请三件，均按时答复完毕，无一投诉。\n").wrapped


def test_word_artefacts_are_dropped():
    assert read("[bookmark: _GoBack]一、总体情况").paragraphs[0].text == "一、总体情况"


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_sample_as_tika_text(form):
    report = common.sample(form)
    document = extract(writer.tika(report).encode(), Origin())
    written, read_ = common.written(common.blocks(form)), common.read(document)
    assert len(read_) == len(written)
    for wrote, got in zip(written, read_, strict=True):
        numbers = [(r, c, t) for r, c, _, _, t in wrote if t.replace(".", "").isdigit()]
        assert [(r, c, t) for r, c, _, _, t in got if t.replace(".", "").isdigit()] == numbers


# --- the five real reports -----------------------------------------------------------------------------------------

SEEDS = sorted(common.SEEDS.glob("*.txt")) if common.SEEDS.is_dir() else []


@pytest.mark.skipif(not SEEDS, reason="no real reports beside the checkout: ../shared/seeds is absent")
@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_seed_has_its_shape(path):
    document = extract(path.read_bytes(), Origin(name=path.name))
    if not document.tables:
        assert document.wrapped
        assert sum(p.text.count("0 0 0 0 0 0 0") for p in document.paragraphs) > 20
        return
    assert [t.width for t in document.tables] == [4, 10, 15]
    applications = document.tables[1].rows
    values = [[c for c in row if c.column >= 3] for row in applications[3:]]
    assert len(values) == 23
    assert all([c.column for c in row] == list(range(3, 10)) for row in values)
    assert [c.column for c in document.tables[2].rows[-1]] == list(range(15))


@pytest.mark.skipif(not SEEDS, reason="no real reports beside the checkout: ../shared/seeds is absent")
def test_seed_cell_has_its_place():
    path = next(p for p in SEEDS if p.name.startswith("001"))
    row = extract(path.read_bytes(), Origin()).tables[1].rows[3]
    assert (row[1].column, row[1].row, row[1].text) == (3, 3, "4")
