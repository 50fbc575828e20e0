"""The shipped divisions: what they hold and how they are found."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import regions
from etl.regions import build

PRESENT = tuple(regions.divisions())


def paths(text: str, year: int | None = None) -> set[str]:
    return {d.path for d in regions.match(text, year).divisions}


def test_counts_are_those_of_the_published_tables() -> None:
    count = {level: sum(d.level == level for d in PRESENT) for level in regions.LEVELS}
    assert count["province"] == 34
    assert count["prefecture"] == 333
    assert count["county"] == 2846
    assert count["township"] == 41351
    assert sum(d.level == "township" for d in regions.divisions(townships=False)) == 0
    assert len([*regions.divisions(townships=False)]) == len(PRESENT) - 41351


def test_codes_fit_their_levels() -> None:
    for d in PRESENT:
        assert len(d.code) == (9 if d.level == "township" else 6), d
        assert d.until is None
        assert d.parent_code is None if d.level == "province" else regions.by_code(d.parent_code or ""), d


def test_placeholders_stand_in_no_path() -> None:
    for d in PRESENT:
        assert not {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"} & set(d.path.split("/"))


@settings(deadline=None)
@given(st.sampled_from(PRESENT))
def test_a_full_path_leads_back(d: regions.Division) -> None:
    found = regions.match(d.path)
    # Two townships are called 街道 and no more: that names nothing.
    named = d.level != "township" or bool(re.fullmatch(".+(镇|乡|街道|苏木)", d.name))
    assert not named or found.length == len(d.path)
    assert not named or d in found.divisions
    assert d in regions.children(d.parent_code or "")
    assert all(regions.within(d, above) for above in regions.ancestors(d))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    found = regions.match(text)
    assert 0 <= found.length <= len(text)
    regions.by_code(text)


@pytest.mark.parametrize(("text", "path"), [
    ("宁海县力洋镇", "浙江省/宁波市/宁海县/力洋镇"), ("河南省商丘市", "河南省/商丘市"), ("浙江省/宁波市/宁海县/力洋镇", "浙江省/宁波市/宁海县/力洋镇"),
    ("济源市", "河南省/济源市"), ("北京市东城区", "北京市/东城区"), ("河北区", "天津市/河北区"), ("辽宁", "辽宁省"),
    ("五常市民意乡", "黑龙江省/哈尔滨市/五常市/民意乡"), ("海南州", "青海省/海南藏族自治州"), ("海南省", "海南省"), ("吉林市", "吉林省/吉林市"),
    ("黔南州", "贵州省/黔南布依族苗族自治州"), ("大厂县", "河北省/廊坊市/大厂回族自治县"), ("广西南宁市", "广西壮族自治区/南宁市"),
    ("科左中旗", "内蒙古自治区/通辽市/科尔沁左翼中旗"), ("察右前旗", "内蒙古自治区/乌兰察布市/察哈尔右翼前旗"), ("阿左旗", "内蒙古自治区/阿拉善盟/阿拉善左旗"),
    ("鄂前旗", "内蒙古自治区/鄂尔多斯市/鄂托克前旗"), ("喀左县", "辽宁省/朝阳市/喀喇沁左翼蒙古族自治县"), ("东乌旗", "内蒙古自治区/锡林郭勒盟/东乌珠穆沁旗"),
    ("莫旗", "内蒙古自治区/呼伦贝尔市/莫力达瓦达斡尔族自治旗"), ("杜蒙县", "黑龙江省/大庆市/杜尔伯特蒙古族自治县"), ("锡盟", "内蒙古自治区/锡林郭勒盟"),
    ("塔县", "新疆维吾尔自治区/喀什地区/塔什库尔干塔吉克自治县"), ("通辽市扎旗", "内蒙古自治区/通辽市/扎鲁特旗"), ("河南县", "青海省/黄南藏族自治州/河南蒙古族自治县"),
    ("东莞市", "广东省/东莞市"), ("石河子市", "新疆维吾尔自治区/石河子市"),
])
def test_names(text: str, path: str) -> None:
    assert paths(text) == {path}
    assert regions.match(text).length == len(text)


def test_the_place_ends_where_the_name_of_the_body_begins() -> None:
    assert regions.match("宁海县市场监督管理局").length == 3
    assert regions.match("五常市民政局").length == 3
    assert regions.match("城市管理局").length == 0
    assert regions.match("山东庄镇人民政府").length == 4


def test_one_name_in_many_places_gives_them_all() -> None:
    assert paths("朝阳区") == {"北京市/朝阳区", "吉林省/长春市/朝阳区"}
    assert len(paths("城关镇")) > 50
    assert paths("陇县城关镇") == {"陕西省/宝鸡市/陇县/城关镇"}
    assert regions.resolve("城关镇") is None


@pytest.mark.parametrize(("old", "now"), [
    ("绍兴县", "330603"), ("蓟县", "120119"), ("滦县", "130284"), ("户县", "610118"), ("遵义县", "520304"), ("襄樊市", "420600"),
    ("綦江县", "500110"), ("思茅市", "530800"), ("儋州市", "460400"),
])
def test_former_names_lead_to_the_present(old: str, now: str) -> None:
    assert now in {regions.present(d).code for d in regions.by_name(old)}
    assert regions.by_code(now) is not None


def test_a_short_name_of_several_places_means_them_all() -> None:
    assert {path.rpartition("/")[2] for path in paths("扎旗", 2020)} == {"扎鲁特旗", "扎赉特旗"}
    assert len(paths("东乡县", 2012)) == 2
    assert paths("东乡县", 2020) == {"甘肃省/临夏回族自治州/东乡族自治县"}
    assert not [*regions.mentions("高举旗帜，到达旗下，创新旗县工作")]


def test_a_name_is_read_as_of_its_year() -> None:
    assert {d.level for d in regions.by_name("铜仁市", 2009)} == {"county"}
    assert {d.level for d in regions.by_name("铜仁市", 2015)} == {"prefecture"}
    assert not regions.by_name("绍兴县", 2020)
    old = regions.by_code("330621")
    assert old is not None
    assert (old.name, old.until) == ("绍兴县", 2012)


def test_merged_divisions_have_no_successor_by_guess() -> None:
    (old,) = regions.by_name("崇文区")
    assert old.successor is None
    assert old.path == "北京市/崇文区"


@pytest.mark.parametrize(("prefecture", "year"), [("莱芜市", 2015), ("巢湖市", 2009)])
def test_a_prefecture_that_is_gone_is_not_the_county_of_its_name(prefecture: str, year: int) -> None:
    (old,) = regions.by_name(prefecture, year)
    assert (old.level, regions.present(old)) == ("prefecture", old)


def test_codes_in_their_longer_forms() -> None:
    for code in ("330226", "330226000", "330226000000"):
        found = regions.by_code(code)
        assert found is not None
        assert found.name == "宁海县"
    assert regions.by_code("330226102000") == regions.by_code("330226102")
    assert regions.by_code("990101") is None


def test_generic_names_of_zones_are_no_places() -> None:
    assert regions.match("经济开发区管理委员会").length == 0
    assert regions.match("工业园区").length == 0


def test_the_builder_gives_the_same_bytes_and_follows_renamings(tmp_path) -> None:
    head = "year,province_name,city_name,county_name,province_adcode,city_adcode,county_adcode,province_id,city_id,county_id,province_short,city_short,county_short,rank\n"
    lines = [head]
    for year in (2019, 2020, 2021):
        lines.append(f"{year},示例省,,,990000,,,990000,,,示例,,,1\n")
        lines.append(f"{year},示例省,甲市,,990000,990100,,990000,990100,,示例,甲,,2\n")
        name, code = ("乙丙县", "990121") if year < 2021 else ("乙丙区", "990102")
        lines.append(f"{year},示例省,甲市,{name},990000,990100,{code},990000,990100,990121,示例,甲,乙丙,3\n")
    years = tmp_path / "years.csv"
    years.write_text("".join(lines), encoding="utf-8")
    (tmp_path / "areas.csv").write_text('code,name,cityCode,provinceCode\n990102,"乙丙区",9901,99\n990171,"甲高新区",9901,99\n', encoding="utf-8")
    (tmp_path / "streets.csv").write_text(
        'code,name,areaCode,provinceCode,cityCode\n990102001,"东街道办事处",990102,99,9901\n990102100,"乙丙区丁镇",990102,99,9901\n', encoding="utf-8")
    packed = build.build(years, tmp_path)
    assert packed == build.build(years, tmp_path)
    import gzip

    rows = gzip.decompress(packed).decode().splitlines()
    assert rows[1:] == [
        "990000,示例省,province,,,,", "990100,甲市,prefecture,990000,,,", "990102,乙丙区,county,990100,2021,,",
        "990102001,东街道,township,990102,,,", "990102100,乙丙区丁镇,township,990102,,,", "990171,甲高新区,zone,990100,,,",
        "990121,乙丙县,county,990100,2019,2020,990102",
    ]


@pytest.mark.parametrize(("text", "named"), [
    ("全年清理县政府规范性文件", []), ("公开县级名单", []), ("2022年理县人民政府", ["理县"]), ("四川省理县，开县乡村", ["四川省理县", "开县"]),
])
def test_a_county_of_one_letter_is_named_at_a_word_s_head_alone(text: str, named: list[str]) -> None:
    assert [text[start:end] for start, end, _ in regions.mentions(text, 2015)] == named
