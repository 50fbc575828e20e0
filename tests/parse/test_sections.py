"""Cutting the prose: headings as they are really written."""

from __future__ import annotations

import pytest

from etl.documents import Document, Paragraph
from etl.parse.sections import cut, preamble
from tests.parse.layouts import applications_grid, as_lines, document, table_of, truth

TITLES = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
          "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]


def text(*lines: str, wrapped: bool = False) -> Document:
    return Document("text/plain", tuple(Paragraph(line) for line in lines), "test", wrapped=wrapped)


def numbers(*lines: str) -> list[int | None]:
    return [s.number for s in cut(text(*lines))]


def body(titles):
    return [line for i, t in enumerate(titles) for line in (t, f"正文{i + 1}。")]


def test_official_headings():
    sections = cut(text("某局2023年政府信息公开工作年度报告", *body(TITLES)))
    assert [(s.number, s.heading, s.text) for s in sections] == [(i + 1, t, f"正文{i + 1}。") for i, t in enumerate(TITLES)]


@pytest.mark.parametrize(("place", "heading"), [
    (0, "1、 总体情况"), (0, "一、 总体情况"), (0, "一、概述"), (0, "一 、概  述"), (0, "一、主要工作概述"), (0, "一、基本工作情况"),
    (0, "一、工作基本情况"), (0, "一、政府信息公开工作的总体情况"), (1, "二、主动公开政府政府信息情况"), (1, "二、行政机关主动公开政府信息情况"),
    (2, "三、依申请公开政府信息和不予公开政府信息情况"), (3, "四、因政府信息公开工作被申请行政复议提起行政诉讼情况"), (4, "五、存在问题及改进情况"),
    (4, "五、政府信息公开工作存在的主要问题及改进情况"), (5, "　　六、其他需要报告的事项"), (5, "六、其它需要报告事项"), (5, "六.其他需要报告的事项"),
])
def test_variants(place, heading):
    titles = TITLES.copy()
    titles[place] = heading
    assert numbers(*body(titles)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("number", ["{}.", "{}、 ", "{} ．"])
def test_the_number_of_a_list_ahead_of_every_paragraph(number):
    assert numbers(*(number.format(i) + line for i, line in enumerate(body(TITLES), 1))) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("mark", ["一 {}", "（一）{}", "壹、{}", "Ⅳ、{}", "2 {}", "【{}】", "● {}"])
def test_an_official_title_alone_on_its_line_is_a_heading_whatever_stands_ahead(mark):
    assert numbers(*body([mark.format(t[2:]) for t in TITLES])) == [1, 2, 3, 4, 5, 6]


def test_run_in_heading_keeps_its_text():
    sections = cut(text("一、总体情况。2023年共公开信息十条。", *body(TITLES[1:])))
    assert sections[0].heading == "一、总体情况"
    assert sections[0].text == "2023年共公开信息十条。"


def test_a_label_of_a_table_is_a_heading_ahead_of_words_and_none_ahead_of_a_number():
    titles = [*TITLES[:4], "五、存在的主要问题及改进情况：公开的深度不够。"]
    assert [s.text for s in cut(text(*body(titles), "六、其他：收取信息处理费2件540元"))][5:] == ["收取信息处理费2件540元"]
    assert numbers(*body(titles), "六、其他：5件") == [1, 2, 3, 4, 5]


def test_headings_without_numbers():
    assert numbers(*body([t[2:] for t in TITLES])) == [1, 2, 3, 4, 5, 6]


def test_lists_inside_sections_do_not_cut():
    lines = body(TITLES)
    lines[1:2] = ["1.主动公开情况", "一是多。", "（一）依申请公开", "二、其余从略的小标题也许很像", "正文1。"]
    lines[-3:-2] = ["一、存在的主要问题", "二、改进措施"]
    assert numbers(*lines) == [1, 2, 3, 4, 5, 6]


def test_rows_of_table_three_are_no_headings():
    lines = body(TITLES)
    lines[5:6] = as_lines(applications_grid("2021", truth("2021")))
    sections = cut(text(*lines))
    assert [s.number for s in sections] == [1, 2, 3, 4, 5, 6]
    assert sections[3].heading == TITLES[3]


def test_a_sentence_that_begins_like_a_heading_is_none():
    assert numbers(*body(TITLES), "一、总体情况中所列数据由各股室提供，统计期限为2023年1月1日至12月31日。") == [1, 2, 3, 4, 5, 6]


def test_no_headings_at_all():
    (section,) = cut(text("某街道报告", "今年公开信息若干。"))
    assert section.number is None
    assert "若干" in section.text


def test_old_reports_have_seven_sections():
    titles = ["一、概述", "二、主动公开政府信息情况", "三、依申请公开政府信息和不予公开政府信息情况", "四、政府信息公开的收费及减免情况",
              "五、因政府信息公开申请行政复议、提起行政诉讼的情况", "六、存在的主要问题及改进情况", "七、其他需要报告的事项"]
    assert numbers(*body(titles)) == [1, 2, 3, 4, 5, 6, 7]
    assert numbers(*body([f"{i}、{t[2:]}" for i, t in enumerate(titles, 1)])) == [1, 2, 3, 4, 5, 6, 7]


def test_a_heading_may_be_a_label_of_a_table_over_sentences():
    titles = ["一、概述", "二、主动公开政府信息情况", "三、回应解读情况", "四、依申请公开情况", "五、行政复议、诉讼数量", "六、举报投诉数量"]
    assert numbers(*(line for title in titles for line in (title, "有关数量为0件。"))) == [1, 2, 3, 4, 5, 6]


def test_a_heading_set_in_two_cells():
    rows = [table_of([[(t[:1], 1, 1), (t[2:], 1, 1)]]) for t in TITLES]
    assert [s.number for s in cut(document(*(b for row in rows for b in (row, "平稳。"))))] == [1, 2, 3, 4, 5, 6]


def test_sentences_over_the_width_of_a_table_are_prose_without_a_heading_too():
    said = "在答复的申请中，予以公开24件，部分公开15件，不予公开45件，\n无法提供21件，不予处理38件，其他处理15件。"
    grid = applications_grid("2021", truth("2021"))
    two = table_of([[("全年平稳有序。", 1, 10)], [(said, 1, 10)], *grid])
    note = table_of([*grid, [("注：含上年结转。", 1, 10)]])
    assert [s.text for s in cut(document(two))] == ["全年平稳有序。\n" + said]
    assert not cut(document(note))


def test_a_heading_that_became_the_first_cell_of_the_table_below_it():
    grid = [[(TITLES[2] + "\n", 1, 1), ("一、本年新收政府信息公开申请数量", 1, 1), ("0", 1, 1)], [("", 1, 1), ("四、结转下年度继续办理", 1, 1), ("0", 1, 1)]]
    whole = document(*(Paragraph(line) for line in body(TITLES[:2])), table_of(grid), *(Paragraph(line) for line in body(TITLES[3:])))
    assert [s.number for s in cut(whole)] == [1, 2, 3, 4, 5, 6]


def test_the_title_part_belongs_to_no_section():
    whole = text("某局报告", "统计期限自2023年1月1日起", *body(TITLES))
    assert [p.text for p in preamble(whole)] == ["某局报告", "统计期限自2023年1月1日起"]
    assert "统计期限" not in "".join(s.text for s in cut(whole))


def test_physical_lines_become_paragraphs():
    lines = ["一、总体情况", "2023年，我局认真落实条例的各项要求，把公开的事做实做细，全年没", "有发生泄密。", "（一）主动公开。全年公开三十条，其中规划类十条，财政类二十条，人", "事类没有。", "- 2 -"]
    (section,) = cut(text(*lines, wrapped=True))
    assert section.text.split("\n") == [
        "2023年，我局认真落实条例的各项要求，把公开的事做实做细，全年没有发生泄密。", "（一）主动公开。全年公开三十条，其中规划类十条，财政类二十条，人事类没有。"]


def test_no_paragraphs():
    assert cut(document()) == ()
