"""Characters of a page before they become lines, and rulings as they come."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from etl.extract.pages import paged, rulings
from etl.extract.pages.glyphs import once, struck_out
from etl.extract.pages.layout import Glyph, lines


def glyphs(*tops: float, base: float | None = None) -> list[Glyph]:
    return [Glyph(char, 6 + 5 * i, top, 11 + 5 * i, top + 9, base=base) for top in tops for i, char in enumerate("0122")]


@pytest.mark.parametrize(("tops", "base"), [((6.4, 7.9), 15.75), ((6.4, 6.9), None)])
def test_what_is_printed_twice_in_its_place_stands_once(tops, base):
    """Browsers draw the edge of letters by a font of drawings, whose boxes are others than those of the letters."""
    assert once(glyphs(*tops, base=base)) == glyphs(tops[0], base=base)


def test_what_is_printed_below_stands_twice():
    assert len(once(glyphs(6.4, 8.4))) == 8


def test_edge_through_a_blank_that_parts_no_rows_is_none():
    """So browsers draw a cell of several rows that a page's end tore."""
    boxes = [(0.0, 0.0, 50.0, 32.0), (0.0, 32.0, 50.0, 40.0), *((50.0, y, 100.0, y + 20) for y in (0.0, 20.0)), *((100.0, y, 150.0, y + 20) for y in (0.0, 20.0))]
    page = paged.page(1, paged.Sheet(600, 800, _set([("予以公开", 55), ("12", 105)], 5.0), [boxes], ()))
    assert sorted(c.bbox for c in page.parts[0].cells) == sorted([(0.0, 0.0, 50.0, 40.0), *boxes[2:]])


@pytest.mark.parametrize(("beside", "kept"), [("12", False), ("", True)])
def test_edge_through_labels_alone_parts_no_rows(beside, kept):
    """Nor a label from its number; where no number stands across it, who knows."""
    labels = [(left, top, left + 50, bottom) for left in (0.0, 50.0) for top, bottom in ((0.0, 32.0), (32.0, 40.0), (40.0, 60.0))]
    numbers = [(left, top, left + 50, bottom) for left in (100.0, 150.0) for top, bottom in ((0.0, 40.0), (40.0, 60.0))]
    words = _set([("办理", 5), ("予以公开", 55), *((beside, x) for x in (105, 155))], 5.0) + _set([("其他", 55), ("7", 105), ("8", 155)], 45.0)
    page = paged.page(1, paged.Sheet(600, 800, words, [[*labels, *numbers]], ()))
    assert (len(page.parts[0].cells) == len(labels + numbers)) == kept


def _set(words: list[tuple[str, float]], top: float = 10.0) -> list[Glyph]:
    """Words, each from its left end on; digits are 5 wide and 9 high, other characters 9 wide."""
    found = []
    for text, x in words:
        for char in text:
            wide = 5.0 if char.isascii() else 9.0
            found.append(Glyph(char, x, top, x + wide, top + 9, base=top + 8))
            x += wide
    return found


def _shown(row: list[tuple[str, float]], edges: tuple[float, ...] = ()) -> list[str]:
    """What a page shows of a row below others, whose numbers are set evenly: its cells between the edges, or else its words."""
    rows = [[("12345", 100.0), ("12345", 130.0), ("12345", 160.0)]] * 3
    glyphs = [glyph for n, words in enumerate((*rows, row)) for glyph in _set(words, 10.0 + 20 * n)]
    boxes = [(a, 5.0 + 20 * n, b, 25.0 + 20 * n) for n in range(4) for a, b in pairwise(edges)]
    page = paged.page(1, paged.Sheet(600, 800, glyphs, [boxes] if boxes else [], ()))
    if not boxes:
        return page.parts[-1].text.split()
    return [cell.text for cell in page.parts[0].cells if cell.bbox[1] > 60]


@pytest.mark.parametrize(("row", "shown"), [
    ([("12", 100), ("197", 140), ("2042", 155.8)], ["12", "197", "2042"]),
    ([("12", 100), ("0", 150), ("20446", 155.8)], ["12", "0", "20446"]),
    ([("12", 100), ("2023", 140.8)], ["12", "2023"]),
    ([("2", 140), ("0", 145.8), ("2", 151.6), ("3", 157.4)], ["2023"]),  # stretched as a whole
    ([("全年共收到2", 100), ("0", 150.8), ("件", 155.8)], ["全年共收到20件"]),  # a sentence
])
def test_a_gap_wider_than_those_of_all_digits_parts_two_numbers(row, shown):
    assert _shown(row) == shown


@pytest.mark.parametrize(("wide", "shown"), [(5.8, "4.6"), (6.5, "\ufffd.\ufffd")])
def test_point_at_the_edge_of_a_digit_is_not_printed_over_it(wide, shown):
    glyphs = [Glyph("4", 100, 10, 100 + wide, 20), Glyph(".", 105, 10, 107.5, 20), Glyph("6", 107.5, 10, 112.5, 20)]
    (line,) = paged.page(1, paged.Sheet(600, 800, glyphs, [], ())).parts
    assert line.text == shown


@pytest.mark.parametrize(("rows", "shown"), [(5, "89 7"), (1, "8 9 7")])
def test_few_digits_on_a_page_are_spaced_as_those_of_its_file(rows, shown):
    def sheet(*numbers: str) -> paged.Sheet:
        said = [(digit, 100.0 + 80 * k + 8 * i) for k, number in enumerate(numbers) for i, digit in enumerate(number)]
        return paged.Sheet(600, 800, _set(said), [], ())

    pages = paged.pages([*[sheet("123", "456", "78")] * rows, sheet("89", "7")])
    assert " ".join(pages[-1].parts[0].text.split()) == shown


@pytest.mark.parametrize(("row", "shown"), [
    ([("197", 140), ("2042", 155.8)], ["", "197", "2042"]),
    ([("0", 150), ("20446", 155.8)], ["", "0", "20446"]),
    ([("197", 140.4), ("2042", 155.4)], ["", "\ufffd" * 3, "\ufffd" * 4]),  # one number, or two
    ([("020446", 152)], ["", "\ufffd", "\ufffd" * 5]),
    ([("20446", 152)], ["", "", "20446"]),  # the edge goes through its digit
])
def test_an_edge_between_two_digits_parts_them_or_is_a_doubt(row, shown):
    assert _shown(row, (95.0, 128.0, 155.5, 190.0)) == shown


def test_mark_that_hangs_over_an_edge_belongs_to_the_text_before_it():
    """Word lets 、 and ） stand beyond the edge of their text, in the next cell or beside the table."""
    boxes = [(0.0, 5.0, 45.0, 25.0), (45.0, 5.0, 90.0, 25.0), (90.0, 5.0, 135.0, 25.0)]
    page = paged.page(1, paged.Sheet(600, 800, _set([("（含转办）", 2), ("条", 60), ("数目合计：", 92)]), [boxes], ()))
    assert [c.text for c in page.parts[0].cells] == ["（含转办）", "条", "数目合计："]
    assert len(page.parts) == 1


@pytest.mark.parametrize(("text", "x", "shown"), [("-18", 42.0, ["", "-18"]), ("-18", 40.0, ["\ufffd", "\ufffd"]), ("2023-01-18", 12.0, ["\ufffd", "\ufffd"])])
def test_sign_and_hyphens_are_parts_of_a_number_that_crosses_an_edge(text, x, shown):
    """A sign goes with its digits; what is no number, such as the date of a mark upon the page, is in neither cell."""
    boxes = [(0.0, 5.0, 45.0, 25.0), (45.0, 5.0, 90.0, 25.0)]
    page = paged.page(1, paged.Sheet(600, 800, _set([(text, x)]), [boxes], ()))
    assert [re.sub("\ufffd+", "\ufffd", c.text) for c in page.parts[0].cells] == shown


def test_dots_of_a_line_are_one_ruling_as_they_come():
    across: list[rulings.Segment] = []
    down: list[rulings.Segment] = []
    for places in ([(8 + 2 * k, 20) for k in range(90)], [(8, 20 + 2 * k) for k in range(30)]):
        for x, y in places:
            rulings.put(rulings.box_segments(x, y, x + 1, y + 1, False), across, down)
    assert rulings.Segment(20.5, 8, 187) in across
    assert rulings.Segment(8.5, 20, 79) in down
    assert len(across) + len(down) < 6


@pytest.mark.parametrize(("numbers", "said"), [(["418", "20", "3117"] * 3, ["418", "20", "3117"]), (["418", "20"], ["\ufffd" * 3, "\ufffd" * 2])])
def test_digits_that_are_told_to_be_as_wide_as_they_are_high_end_where_the_next_begins(numbers, said):
    """A font without widths; two numbers on a page do not show that it is one."""
    crowd = [Glyph(char, 50 + 4.7 * i, 20 + 15 * row, 59 + 4.7 * i, 29 + 15 * row, base=28 + 15 * row)
             for row, number in enumerate(numbers) for i, char in enumerate(number)]
    page = paged.page(1, paged.Sheet(200, 300, crowd, [], [], []))
    assert [part.text for part in page.parts] == [*said, *said, *said][: len(numbers)]


@pytest.mark.parametrize(("form", "said"), [(0, "399〔8〕"), (7, "\ufffd" * 4)])
def test_small_digit_of_an_annotation_is_no_mark_of_a_note(form, said):
    number = [Glyph(char, 50 + 5 * i, 20, 55 + 5 * i, 30, base=28, size=9) for i, char in enumerate("399")]
    digit = Glyph("8", 65, 20, 68, 26.5, base=25, size=6, form=form)
    assert paged.page(1, paged.Sheet(200, 300, [*number, digit], [], [], [])).parts[0].text == said


@pytest.mark.parametrize(("rise", "into", "text", "shown"), [
    (1.0, 3.0, "收到申请数", False), (5.0, 3.0, "收到申请数", False), (2.0, 2.0, "办结申请数", True), (10.0, 3.0, "收到申请数", True), (0.0, 45.0, "收到申请数", True),
])
def test_labels_that_are_printed_over_one_another_are_none(rise, into, text, shown):
    """A label that its row is too low for flows out over the next one; a shadow does not, nor does what stands below or beside it."""
    drawn = [*_set([("办结申请数", 55), ("12", 155)], 10.0), *_set([(text, 55 + into)], 10.0 + rise)]
    page = paged.page(1, paged.Sheet(600, 800, drawn, [[(50.0, 5.0, 150.0, 40.0), (150.0, 5.0, 200.0, 40.0)]], ()))
    label, number = (cell.text for cell in page.parts[0].cells)
    assert (("办" in label) == shown, ("\ufffd" in label) != shown, number) == (True, True, "12")


@pytest.mark.parametrize(("cells", "shown"), [(16, ["信息  12  7  9"] * 4), (8, ["信息", "12", "7", "9"] * 2)])
def test_cells_that_stand_apart_are_read_by_where_they_stand(cells, shown):
    rows = range(cells // 4)
    drawn = [glyph for n in rows for glyph in _set([("信息", 60), ("12", 160), ("7", 260), ("9", 360)], 10.0 + 30 * n)]
    boxes = [[(50.0 + 100 * k, 5.0 + 30 * n, 140.0 + 100 * k, 28.0 + 30 * n)] for n in rows for k in range(4)]
    page = paged.page(1, paged.Sheet(600, 800, drawn, boxes, ()))
    blocks = paged.blocks([page])
    assert [" ".join(part.text.split()) for part in blocks] == [" ".join(text.split()) for text in shown]


@pytest.mark.parametrize(("level", "is_struck"), [(14.5, True), (16.6, True), (17.5, False), (19.5, False)])
def test_line_through_a_number_may_run_below_the_middle_of_its_box(level, is_struck):
    """A font that tells nothing of what hangs below the line has its digits stand at the foot of their boxes."""
    assert all(g.struck == is_struck for g in struck_out(_set([("12", 100.0)]), [(level, 100.0, 110.0)]))


def test_point_at_the_foot_of_digits_is_in_their_line():
    """Some fonts tell no more of a character than its ink."""
    drawn = [Glyph(char, 10.0 + 5 * i, 15.3 if char == "." else 10.0, 15.0 + 5 * i, 17.4, base=16.2) for i, char in enumerate("753.15")]
    assert [line.text for line in lines(drawn)] == ["753.15"]
