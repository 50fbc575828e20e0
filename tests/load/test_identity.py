"""One body, one identifier, however its places are written."""

from __future__ import annotations

import pytest

from etl.load.identity import agency_id, complete, report_id
from etl.report import Identity, Origin


def key(publisher: str | None, code: str | None = None) -> str | None:
    return agency_id(Identity(publisher, 2022, region_code=code))


@pytest.mark.parametrize(("code", "names"), [
    ("330226102", ("力洋镇人民政府", "宁海县力洋镇人民政府", "浙江省宁波市宁海县力洋镇人民政府", "浙江宁海县力洋镇人民政府")),
    ("330226", ("宁海县财政局", "宁波市宁海县财政局", "浙江省宁海县财政局", "宁海县 财政局")),
    ("330226", ("宁海县发改局", "宁海县发展和改革局")),
    ("330226", ("宁海县示例镇人民政府", "示例镇人民政府")),
    ("630222", ("民和县教育局", "民和回族土族自治县教育局")),
    ("310115005", ("上海市浦东新区人民政府陆家嘴街道办事处", "浦东新区陆家嘴街道办事处", "陆家嘴街道办事处")),
    ("330603", ("柯桥区财政局", "绍兴县财政局", "绍兴市柯桥区财政局")),
])
def test_spellings_of_one_body(code: str, names: tuple[str, ...]) -> None:
    assert len({key(name, code) for name in names}) == 1


def test_a_former_code_is_the_present_body() -> None:
    assert key("绍兴县人民政府", "330621") == key("柯桥区人民政府", "330603")


def test_different_bodies_stay_apart() -> None:
    different = {
        key("宁海县人民政府", "330226"), key("宁海县人民政府办公室", "330226"), key("宁海县财政局", "330226"), key("象山县财政局", "330225"),
        key("宁海县力洋镇人民政府", "330226102"), key("宁海县示例镇人民政府", "330226"), key("宁海县财政局"), key(None, "330226"),
    }
    assert len(different) == 8


def test_a_report_without_body_or_year_is_named_by_its_document() -> None:
    assert report_id(Identity(None, 2022), "a" * 64) == "doc-" + "a" * 16
    assert report_id(Identity("宁海县财政局", None), "a" * 64) == "doc-" + "a" * 16
    assert (report_id(Identity("宁海县财政局", 2022, region_code="330226"), "a" * 64) or "").endswith("-2022")


@pytest.mark.parametrize(("said", "card", "level", "code", "region"), [
    ({}, {}, "department", "330226", "浙江省/宁波市/宁海县"),
    ({"level": "county", "region_code": "330225"}, {}, "county", "330225", None),
    ({"level": "county", "region": "浙江省"}, {}, "county", None, "浙江省"),
    ({}, {"level": "bureau", "region_code": "999999"}, None, "999999", None),
    ({}, {"region_code": None}, "department", None, None),
    ({}, {"source_name": "宁海县教育局"}, None, None, None),
])
def test_a_card_says_what_the_document_leaves_open(said: dict, card: dict, level: str | None, code: str | None, region: str | None) -> None:
    origin = Origin(**{"source_name": "宁海县 财政局", "level": "department", "region_code": "330226", **card})
    found = complete(Identity("宁海县财政局", 2022, **said), origin)
    assert (found.level, found.region_code, found.region) == (level, code, region)
