from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import example, given
from hypothesis import strategies as st

from portal.charts import Series, lines, nice_ceiling


def test_the_break_is_marked_and_not_crossed() -> None:
    drawn = lines("t", [Series("a", {2017: 3, 2018: 4, 2019: 5, 2020: 6})], [2017, 2020], break_label="格式改变")
    assert "格式改变" in drawn
    assert drawn.count("<polyline") == 2
    assert lines("t", [Series("a", {2019: 5, 2020: 6})], [2019, 2020]).count("<polyline") == 1


def test_a_gap_is_a_gap_and_no_zero() -> None:
    drawn = lines("t", [Series("a", {2019: 5, 2020: None, 2021: 7})], [2019, 2021])
    assert drawn.count("<polyline") == 2
    assert drawn.count("<title>") == 2


def test_four_series_are_told_apart_without_their_colours() -> None:
    drawn = lines("t", [Series(name, {2019: 1}) for name in "abcd"], [2019])
    assert [drawn.count(shape) for shape in ('<circle cx', '<rect x', '<path d', 'fill="#fff" stroke')] == [4, 2, 2, 2], "in the drawing and beside it"


def test_labels_are_escaped() -> None:
    drawn = lines("<t>", [Series("<a>", {2019: 1}), Series('"b"', {2019: 2})], [2019])
    ElementTree.fromstring(drawn)
    assert "<a>" not in drawn


@example({2008: 5e-324}, False)
@given(st.dictionaries(st.integers(2008, 2030), st.none() | st.integers(0, 10**9) | st.floats(0, 1e9), max_size=12), st.booleans())
def test_any_figures_give_a_drawing_without_inline_style(values: dict[int, float | None], percent: bool) -> None:
    drawn = lines("t", [Series("a", values), Series("b", {})], list(values), percent=percent)
    ElementTree.fromstring(drawn)
    assert "style=" not in drawn
    assert "nan" not in drawn


@given(st.floats(1e-9, 1e12))
def test_ceilings(value: float) -> None:
    assert value <= nice_ceiling(value) * (1 + 1e-9) <= 10 * value
