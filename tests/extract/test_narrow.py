"""Numbers that a narrow column breaks over lines."""

from __future__ import annotations

import pytest

from etl.extract.grid import BoxedCell
from etl.extract.pages import paged
from etl.extract.pages.layout import Glyph


def _set(text: str, left: float, width: float, top: float, pitch: float) -> list[Glyph]:
    """Lines of a cell, centred; digits are 5 wide and 10 high, other characters 10."""
    found = []
    for n, line in enumerate(text.split("\n")):
        x = left + (width - sum(5 if c.isascii() else 10 for c in line)) / 2
        for char in line:
            wide = 5 if char.isascii() else 10
            found.append(Glyph(char, x, top + 3 + n * pitch, x + wide, top + 13.04 + n * pitch - 0.1 * (char == "6")))
            x += wide
    return found


def _read(texts: list[str], width: float, pitch: float) -> list[str]:
    """The cells of a row, as wide as this, below a header; the first one has a label."""
    boxes, glyphs = [], []
    for r, row in enumerate((["信息内容公开", *["计"] * (len(texts) - 1)], texts)):
        left = 0.0
        for n, text in enumerate(row):
            wide = width if n else 76.0
            boxes.append((left, r * 40.0, left + wide, r * 40.0 + 40))
            glyphs += _set(text, left, wide, r * 40.0, pitch)
            left += wide
    (table,) = paged.page(1, paged.Sheet(600, 800, glyphs, [boxes], ())).parts
    return [cell.text for cell in table.cells][len(texts):]


@pytest.mark.parametrize(("texts", "width", "pitch", "read"), [
    (["（一）予以公开", "138\n6", "270\n32", "0"], 23, 13, ["（一）予以公开", "1386", "27032", "0"]),
    (["（一）予以公开", "123\n4.5", "0"], 23, 13, ["（一）予以公开", "123\n4.5", "0"]),
    (["（一）予以公开", "138\n6", "0"], 32, 13, ["（一）予以公开", "138\n6", "0"]),
    (["（一）予以公开", "138\n6", "0"], 23, 20, ["（一）予以公开", "138\n6", "0"]),
    (["公开", "138\n6", "5\n0"], 23, 13, ["公开", "138\n6", "5\n0"]),
    (["一、新收\n二、结转", "138\n6", "142\n12"], 23, 13, ["一、新收\n二、结转", "138\n6", "142\n12"]),
    (["（一）予以公开", "138\n142", "0"], 23, 13, ["（一）予以公开", "138\n142", "0"]),
    (["（一）予以公开", "１３\n６", "0"], 23, 13, ["（一）予以公开", "１３６", "0"]),
    (["（一）予以公开", "949\n38", "292\n879"], 23, 13, ["（一）予以公开", "94938", "292879"]),
    (["（一）予以公开", "3\n3", "7", "1\n1\n4"], 9, 13, ["（一）予以公开", "33", "7", "114"]),
    (["（一）予以公开", "3\n3", "7", ""], 9, 13, ["（一）予以公开", "3\n3", "7", ""]),
    (["（一）予以公开", "3\n3", "1\n4"], 9, 13, ["（一）予以公开", "3\n3", "1\n4"]),
])
def test_number_is_broken_only_where_no_digit_had_room(texts, width, pitch, read):
    """Not so two rows of numbers: with room in the line, with more room between the lines, or beside others that had it."""
    assert _read(texts, width, pitch) == read


@pytest.mark.parametrize(("number", "read"), [
    ("16,11\n0", "16,110"), ("2\n，406", "2，406"), ("1,\n769", "1,769"), ("1,234\n,567", "1,234,567"),
    ("1,234\n567", "1,234\n567"), ("1,234\n5", "1,234\n5"), ("16,1\n0", "16,1\n0"), ("0,1\n10", "0,1\n10"),
])
def test_number_is_one_by_the_commas_of_its_thousands(number, read):
    assert _read(["（一）予以公开", number, "0"], 40, 13) == ["（一）予以公开", read, "0"]


def _page(number: int, top: float, rows: list[list[str]]) -> paged.Page:
    """A page whose table has a wide first column."""
    cells = [(text, (left, top + 20 * r, right, top + 20 * r + 20)) for r, row in enumerate(rows)
             for text, (left, right) in zip(row, ((50.0, 150.0), (150.0, 175.0), (175.0, 200.0)), strict=True)]
    return paged.Page(number, 800, (paged.RuledTable(tuple(BoxedCell(text, box, number) for text, box in cells)),))


@pytest.mark.parametrize(("above", "below", "read"), [
    ("0", ["", "6", ""], ["予以公开", "143\n6", "0"]),
    ("0", ["", "", ""], ["予以公开", "143", "0"]),
    ("0", ["其他", "6", ""], ["予以公开", "143", "0"]),
    ("", ["", "", "5"], ["予以公开", "143", "5"]),
    ("", ["", "", "/"], ["予以公开", "143", "/"]),
    ("", ["", "6", "5"], ["予以公开", "143", ""]),
    ("", ["其他", "", "5"], ["予以公开", "143", ""]),
    ("", ["", "", "件"], ["予以公开", "143", ""]),
    ("1", ["答复", "", "，235"], ["予以公开", "143", "1，235"]),
    ("1", ["答复", "7", "，235"], ["予以公开", "143", "1"]),
    ("1", ["答复", "", "，23"], ["予以公开", "143", "1"]),
    ("1", ["", "，235", "，235"], ["予以公开", "143，235", "1，235"]),
])
def test_number_that_a_pages_end_tore_is_whole(above, below, read):
    """So is a row whose blank cells go on with their values."""
    (table,) = paged.blocks([_page(1, 700, [["新收", "1", "2"], ["予以公开", "143", above]]), _page(2, 50, [below, ["部分公开", "7", "8"]])])
    assert [cell.text for cell in table.rows[1]] == read
