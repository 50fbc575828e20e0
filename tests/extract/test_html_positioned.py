"""Pages that put each piece of text at a place of its own are read by these places; all others flow."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.documents import Paragraph
from etl.extract import extract
from etl.report import Origin

_FILLER = "".join(f'<p style="position:absolute;left:{20 + i % 4 * 130}px;top:{600 + i // 4 * 20}px">第{i}项工作内容</p>' for i in range(60))


def lines(markup: str) -> list[Paragraph]:
    document = extract(f"<html><body>{markup}{_FILLER}</body></html>".encode(), Origin(name="a.html"))
    return [b for b in document.blocks if isinstance(b, Paragraph)]


def piece(text: str, left: float, top: float, more: str = "") -> str:
    return f'<p style="position:absolute;left:{left}px;top:{top}px;font-size:16px;{more}">{text}</p>'


def test_lines_are_put_together_by_height_and_left_end_whatever_their_order():
    found = lines(piece("12", 300, 101) + piece("规章", 20, 100) + piece("信息内容", 20, 60) + piece("3", 500, 100))
    assert [p.text.split() for p in found[:2]] == [["信息内容"], ["规章", "12", "3"]]
    assert [round(place[0]) for place in found[1].places] == [15, 225, 375]


def test_the_letters_of_pieces_that_touch_never_mingle():
    (found, *_) = lines(piece("2023", 20, 20) + piece("年共收到", 40, 20) + piece("1234567", 100, 20) + piece("89", 120, 20))
    assert "".join(found.text.split()) == "2023年共收到123456789"


def test_places_from_below_and_in_classes():
    sheet = "<style>.t{position:absolute}.a{left:20px}.b{left:200px}.y{bottom:700px}.z{bottom:660px}</style>"
    found = lines(f'{sheet}<div style="position:relative"><p class="t a z">二</p><p class="t b y">1</p><p class="t a y">一</p></div>')
    assert [p.text.split() for p in found[:2]] == [["一", "1"], ["二"]]


def test_a_piece_of_two_lines_is_two_lines():
    found = lines(piece("本年新收政府<br>信息公开申请数量", 20, 20))
    assert [p.text for p in found[:2]] == ["本年新收政府", "信息公开申请数量"]


def test_what_is_placed_within_a_placed_box_is_read_once():
    inner = "".join(f"<b>{i}</b>" for i in range(300))
    found = lines(f'<div style="position:absolute;left:9px;top:9px">{inner}{piece("行政许可", 30, 30)}</div>')
    assert sum(p.text.count("行政许可") for p in found) == 1


def test_letters_as_large_as_a_house_keep_nobody_busy():
    assert any("许可" in p.text for p in lines('<p style="position:absolute;left:9px;top:9px;font-size:99999999px">许可</p>'))


def test_a_page_with_some_boxes_in_places_flows():
    article = "".join(f"<p>第{i}段讲到工作安排，内容照常接着往下写。</p>" for i in range(40))
    page = f"<html><body>{_FILLER}<div class=content>{article}</div></body></html>"
    document = extract(page.encode(), Origin(name="a.html"))
    assert not document.wrapped
    assert sum("照常" in p.text for p in document.paragraphs) == 40


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text("0123456789年条，", min_size=1, max_size=6), st.integers(0, 12).map(lambda n: 48 * n)), min_size=1, max_size=8, unique_by=lambda p: p[1]))
def test_every_character_is_kept_in_the_order_of_its_place(pieces):
    (found, *_) = lines(piece("本年", -40, 20) + "".join(piece(text, left, 20) for text, left in pieces))
    assert "".join(found.text.split()) == "本年" + "".join(text for text, _ in sorted(pieces, key=lambda p: p[1]))
