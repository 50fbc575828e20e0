"""The map: the whole outline, every province a link that says its figure, shades that greyscale keeps apart."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from etl import regions
from portal.map import LEVELS, Shade, draw, legend, reach
from portal.outline import outline
from portal.outline.build import path, project


def test_the_outline_is_whole() -> None:
    known = {d.code for d in regions.divisions() if d.level == "province"}
    assert {p.code for p in outline().provinces} == known
    assert len(known) == 34
    assert outline().islands.count("M") == 11  # nine dashes and two coasts, as the source gives them
    assert len({p.sign for p in outline().provinces}) == 34
    taiwan = next(p for p in outline().provinces if p.code == "710000")
    assert taiwan.path.count("M") > 8  # with the islands that the source adds


def test_everything_lies_within_the_picture() -> None:
    found = outline()
    for province in found.provinces:
        starts = [tuple(map(int, m)) for m in re.findall(r"M(-?\d+)[ ]?(-?\d+)", province.path)]
        assert all(0 <= x <= found.width and 0 <= y <= found.height for x, y in [*starts, province.at])
    left, top, width, height = found.box
    assert left + width <= found.width
    assert top + height <= found.height


@pytest.mark.parametrize(("value", "few"), [(None, False), (0, False), (0.5, False), (0.5, True)])
def test_provinces_link_and_say_their_figure(value: float | None, few: bool) -> None:
    drawn = draw("<t>", {"330000": Shade("浙江省", value, "50% (1 / 2)", few), "110000": Shade("北京市", 0, "0%"),
                         "310000": Shade("上海市", 0.5, "50%")}, "/place/{}", "没有数据")
    root = ElementTree.fromstring(drawn)
    links = [e for e in root.iter() if e.tag.endswith("a")]
    assert len(links) == 34
    assert next(e for e in links if e.get("href") == "/place/330000").findtext("title") == "浙江省: 50% (1 / 2)"
    assert "style=" not in drawn
    fill = next(e for e in links if e.get("href") == "/place/330000").find("path").get("fill")  # type: ignore[union-attr]
    assert fill == ("#fff" if value is None else "url(#few)" if few else LEVELS[4 if value else 0][0])


def test_places_that_are_no_province_have_boxes() -> None:
    drawn = draw("t", {"990000": Shade("示例省", 0.5, "50%")}, "/place/{}", "–")
    assert 'href="/place/990000"' in drawn


def test_shades_darken_step_by_step() -> None:
    light = [sum(int(fill[i : i + 2], 16) * w for i, w in ((1, 0.299), (3, 0.587), (5, 0.114))) for fill, _ in LEVELS]
    assert all(a - b > 15 for a, b in pairwise(light))


def test_the_legend_names_every_fill() -> None:
    assert reach([Shade("a", 0.5, ""), Shade("d", 0.2, ""), Shade("b", 0.9, "", few=True), Shade("c", None, "")]) == (0.2, 0.5)
    drawn = legend((0.2, 0.7), lambda v: f"{v:.0%}", "few", "none")
    assert all(f'fill="{fill}"' in drawn for fill, _ in LEVELS)
    assert "20%–30%" in drawn
    assert "60%–70%" in drawn
    assert legend((0.5, 0.5), str, "few", "none").count("<li>") == 3
    assert legend(None, str, "few", "none").count("<li>") == 2


def test_an_island_smaller_than_a_unit_stays() -> None:
    assert path([[(3.1, 4.2), (3.2, 4.1), (3.1, 4.2)]]) == "M3 4l1 0-1 1z"
    assert project((105, 30)) < project((110, 30))
    assert project((105, 30))[1] < project((105, 40))[1]
