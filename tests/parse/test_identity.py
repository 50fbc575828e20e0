"""Who, when and where, from every place that may say so."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl import regions
from etl.documents import Document, Paragraph
from etl.extract import extract
from etl.parse.identity import identify
from etl.parse.names import read_name
from etl.parse.report import layout
from etl.parse.sections import cut
from etl.parse.titles import read_title, title_lines
from etl.report import Identity, Origin

SHARED = Path(__file__).parents[3] / "shared"
SECTIONS = (
    "一、总体情况", "{0}", "二、主动公开政府信息情况", "见表", "三、收到和处理政府信息公开申请情况", "见表",
    "四、政府信息公开行政复议、行政诉讼情况", "见表", "五、存在的主要问题及改进情况", "有待提高。", "六、其他需要报告的事项", "无",
)


def who(*head: str, text: str = "工作平稳开展。", meta: dict[str, str] | None = None, title: str | None = None, **origin) -> Identity:
    lines = [*head, *(line.format(text) for line in SECTIONS)]
    document = Document("text/html", tuple(Paragraph(line) for line in lines), "test", meta=meta or {}, title=title)
    return identify(document, cut(document), Origin(**origin))


# --- titles ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "name", "year"), [
    ("示例县2020年政府信息公开工作年度报告", "示例县", 2020),
    ("示例乡政府信息公开工作2020年度报告", "示例乡", 2020),
    ("示例县人民政府政府信息公开2019年年度报告", "示例县人民政府", 2019),
    ("示例县人民政府信息公开2019年年度报告", "示例县人民政府", 2019),
    ("2019年示例区卫生健康局信息公开工作年度报告", "示例区卫生健康局", 2019),
    ("示例市教育局关于2020年度政府信息公开工作的年度报告", "示例市教育局", 2020),
    ("关于2021年度政府信息公开工作的年度报告", "", 2021),
    ("附件2022年示例县教育局政府信息公开工作年度报告", "示例县教育局", 2022), ("附件1示例县2022年政府信息公开工作年度报告", "示例县", 2022),
    ("附件示例县2022年政府信息公开工作年度报告", "示例县", 2022), ("附：示例县2022年政府信息公开工作年度报告", "示例县", 2022),
    ("二〇一二年示例县政府信息公开年报", "示例县", 2012), ("示例县政府信息公开工作年度报告(2019.01.01-2019.12.31)", "示例县", 2019),
    ("示例市劳动局2006政府信息公开年报", "示例市劳动局", 2006), ("2019年1-12月示例县水利局政府信息公开工作年度报告", "示例县水利局", 2019),
    ("示例县水利局2019年1月—12月政府信息公开工作年度报告", "示例县水利局", 2019),
    ("2022年政府信息公开工作年度报告(审计局)", "审计局", 2022),
    ("2022年政府信息公开工作年度报告(示例县图书馆)", "示例县图书馆", 2022),
    ("示例县2020年政府信息公开工作年度报告（2021年1月）", "示例县", 2020),
    ("示例县政府信息公开办公室2020年政府信息公开工作年度报告", "示例县政府信息公开办公室", 2020),
    ("示例市政务信息化管理局2020年政府信息公开年报", "示例市政务信息化管理局", 2020),
    ("示例县司法局政府信息公开工作年度报告", "示例县司法局", None),
    ("《示例县２０２０年政府信息公开工作年度报告》.pdf", "示例县", 2020),
    ("示例厅2025年政务信息公开工作开展年度报告", "示例厅", 2025), ("示例县财政局2023年度部门政府信息公开工作年度报告", "示例县财政局", 2023),
    ("示例县教育局2022年度学校信息公开工作年度报告", "示例县教育局", 2022), ("示例县公安局2022年交警大队政府信息公开工作年度报告", "示例县公安局交警大队", 2022),
    ("示例县水利局2023年1月1日至12月31日政府信息公开工作年度报告", "示例县水利局", 2023), ("示例县水利局2023财年政府信息公开工作年度报告", "示例县水利局", 2023),
    ("示例县水利局〔2023〕政府信息公开年度报告", "示例县水利局", 2023), ("示例县水利局2023年（度）政府信息公开工作年度报告", "示例县水利局", 2023),
    ("示例县水利局2023年年政府信息公开工作年度报告", "示例县水利局", 2023),
    ("关于更正示例县水利局2023年政府信息公开工作年度报告的说明", "示例县水利局", 2023),
    ("关于重新发布示例县水利局2023年政府信息公开工作年度报告的公告", "示例县水利局", 2023),
    ("【信息公开年报】示例省教育厅2023年政府信息公开工作年度报告", "示例省教育厅", 2023),
    ("信息公开年报：示例省教育厅2023年政府信息公开工作年度报告", "示例省教育厅", 2023),
])
def test_titles(text: str, name: str, year: int | None) -> None:
    title = read_title(text)
    assert title is not None
    assert (title.who, title.year) == (name, year)


@pytest.mark.parametrize(("text", "name"), [
    ("示例县水利局2022年政府信息公开工…", "示例县水利局"), ("示例县水利局2022年政府信息公...", "示例县水利局"), ("示例县水利局2022年政府信息公开情况", "示例县水利局"),
    ("示例县水利局2022年政府信息公开工作情况汇报", "示例县水利局"), ("示例县水利局公开2022年政府信息公开工作年度报告", "示例县水利局"),
    ("政府信息公开年报_示例县水利局2022年政府信息公开工作年度报告", "示例县水利局"),
])
def test_titles_cut_short_or_loosely_worded(text: str, name: str) -> None:
    title = read_title(text)
    assert title is not None
    assert (title.who, title.year) == (name, 2022)


@pytest.mark.parametrize("text", ["政府信息公开情况", "2022年政府信息公开情况", "四、政府信息公开行政复议、行政诉讼情况", "示例县2022年工作要…", "示例县政府信…"])
def test_what_only_looks_cut_short_is_no_title(text: str) -> None:
    assert read_title(text) is None


def test_two_years_in_a_title_are_no_year() -> None:
    title = read_title("示例县2020年、2021年政府信息公开工作年度报告")
    assert title is not None
    assert title.year is None
    assert title.years == (2020, 2021)


@pytest.mark.parametrize(("lines", "year"), [
    ((), None), (("统计期限自2020年1月1日起至2020年12月31日止。",), 2020),
])
def test_a_report_of_two_years_is_of_one_only_where_its_period_says_so(lines: tuple[str, ...], year: int | None) -> None:
    found = who("宁海县教育局2019—2020年度政府信息公开工作年度报告", *lines, text="2020年工作平稳。2020年公开信息。", meta={"PubDate": "2021-01-20"})
    assert (found.year, [f.rule for f in found.findings]) == (year, ["F1"] * (year is None))


def test_a_sentence_of_a_letter_or_a_field_above_is_no_part_of_a_title() -> None:
    found = who("关于2009年政府信息公开工作情况的报告", "宁海县人民政府：现将我局2009年政府信息公开工作情况报告如下：", meta={"来源": "宁海县财政局"})
    assert (found.publisher, found.title, found.findings) == ("宁海县财政局", "关于2009年政府信息公开工作情况的报告", ())
    found = who("2022-01-18", "公开方式", "主动公开", "2021年政府信息公开年度报告", meta={"发布机构": "宁海县财政局"})
    assert (found.publisher, found.title) == ("宁海县财政局", "2021年政府信息公开年度报告")


def test_a_title_that_lost_a_character_and_one_that_only_the_page_gives() -> None:
    found = who("宁海县水利局2022年政府信公开工作年度报告")
    assert (found.publisher, found.year) == ("宁海县水利局", 2022)
    assert who(title="政府信息公开工作年度报告-宁海县人民政府").title == "政府信息公开工作年度报告"
    assert who(title="政府信息公开年报-宁海县人民政府").title is None  # a column
    assert who(title="宁海县财政局2015年政府信息公开工作总结-宁海县人民政府").title == "宁海县财政局2015年政府信息公开工作总结"


def test_the_last_character_of_a_wrapped_title_may_stand_alone():
    found = who("示例市清源县河北镇人民政府2021年政府信息公开工作年度报", "告", "根据条例，编制本报告。")
    assert found.title == "示例市清源县河北镇人民政府2021年政府信息公开工作年度报告"


def test_a_name_that_lost_a_character_is_none():
    assert who("\ufffd南县坊前镇人民政府2024年政府信息公开工作年度报告", "根据条例，编制本报告。").publisher is None
    assert who("绍兴市\ufffd桥区财政局2024年政府信息公开工作年度报告", "根据条例，编制本报告。").publisher is None


@pytest.mark.parametrize(("reader", "origin"), [("html", "source"), ("ocr", "reading")])
def test_names_recognised_on_a_picture_that_disagree_are_no_fault_of_the_source(reader, origin):
    lines = ("文成县峃口镇人民政府2024年政府信息公开工作年度报告", "根据条例，泰顺县雅阳镇人民政府编制本报告。", *(line.format("工作平稳开展。") for line in SECTIONS), "泰顺县雅阳镇人民政府", "2025年1月12日")
    document = Document("text/html", tuple(map(Paragraph, lines)), reader)
    assert {f.origin for f in identify(document, cut(document), Origin()).findings} == {origin}


@pytest.mark.parametrize(("name", "reader", "list_title", "is_doubtful"), [
    ("营南县坊前镇", "ocr", None, True), ("莒南县营前镇", "ocr", None, True), ("莒南县坊前镇", "ocr", None, False), ("营南县坊前镇", "html", None, False),
    ("营南县坊前镇", "ocr", "营南县坊前镇人民政府2024年政府信息公开工作年度报告", False),
])
def test_a_place_that_only_a_picture_names_and_no_table_knows_may_be_misread(name, reader, list_title, is_doubtful):
    lines = (f"{name}人民政府2024年政府信息公开工作年度报告", "根据条例，编制本报告。", *(line.format("工作平稳开展。") for line in SECTIONS))
    document = Document("text/html", tuple(map(Paragraph, lines)), reader)
    found = identify(document, cut(document), Origin(list_title=list_title))
    assert found.publisher == f"{name}人民政府"
    assert [f.origin for f in found.findings] == ["reading"] * is_doubtful


def test_a_title_behind_a_tab_goes_on_from_no_line_above():
    assert who("封面", "\t\t示例市清源县统计局2024年政府信息公开工作年度报告", "根据条例，编制本报告。").publisher == "示例市清源县统计局"


def test_a_first_sentence_that_a_page_breaks_behind_the_word_report_is_no_title():
    found = who("根据《示例条例》规定，现公布示例市清源县河北镇人民政府2021年政府信息公开工作年度报告", "。本报告由六个部分组成。")
    assert (found.title, found.year) == (None, 2021)


# --- names -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "official", "level", "region"), [
    ("宁海县力洋镇人民政府", "宁海县力洋镇人民政府", "township", "浙江省/宁波市/宁海县/力洋镇"),
    ("宁海县力洋镇", "宁海县力洋镇人民政府", "township", "浙江省/宁波市/宁海县/力洋镇"),
    ("宁海县", "宁海县人民政府", "county", "浙江省/宁波市/宁海县"),
    ("宁海县政府办", "宁海县人民政府办公室", "county", "浙江省/宁波市/宁海县"),
    ("广州市人民政府办公厅", "广州市人民政府办公厅", "prefecture", "广东省/广州市"),
    ("辽宁", "辽宁省人民政府", "province", "辽宁省"),
    ("北京市东城区", "北京市东城区人民政府", "county", "北京市/东城区"),
    ("河北区人民政府", "河北区人民政府", "county", "天津市/河北区"),
    ("五常市民意乡人民政府", "五常市民意乡人民政府", "township", "黑龙江省/哈尔滨市/五常市/民意乡"),
    ("兴安盟", "兴安盟行政公署", "prefecture", "内蒙古自治区/兴安盟"),
    ("中共宁海县力洋镇委员会宁海县力洋镇人民政府", "宁海县力洋镇人民政府", "township", "浙江省/宁波市/宁海县/力洋镇"),
    ("宁海县力洋镇党委、政府", "宁海县力洋镇人民政府", "township", "浙江省/宁波市/宁海县/力洋镇"),
    ("中共宁海县委办公室县政府办公室", "宁海县人民政府办公室", "county", "浙江省/宁波市/宁海县"),
    ("滨海新区天津经济技术开发区东区泰达街道", "滨海新区天津经济技术开发区东区泰达街道办事处", "township", "天津市/滨海新区/天津经济技术开发区东区泰达街道"),
    ("密云区檀营地区", "密云区檀营地区办事处", "township", "北京市/密云区/檀营地区"),
    ("广州市白云区人民政府同和街道", "广州市白云区人民政府同和街道办事处", "township", "广东省/广州市/白云区/同和街道"),
    ("阿拉善左旗巴彦木仁苏木", "阿拉善左旗巴彦木仁苏木人民政府", "township", "内蒙古自治区/阿拉善盟/阿拉善左旗/巴彦木仁苏木"),
    ("南关区长通街道", "南关区长通街道办事处", "township", "吉林省/长春市/南关区/长通街道"),
    ("天津市武清区杨村街道办事处", "天津市武清区杨村街道办事处", "township", "天津市/武清区/杨村街道"),
    ("宁海县发改局", "宁海县发展和改革局", "department", "浙江省/宁波市/宁海县"),
    ("海口市人民政府研究室", "海口市人民政府研究室", "department", "海南省/海口市"),
    ("山西省人民政府外事办公室", "山西省人民政府外事办公室", "department", "山西省"),
    ("宁海县食品药品监督管理局", "宁海县食品药品监督管理局", "department", "浙江省/宁波市/宁海县"),
    ("国家税务总局宁海县税务局", "国家税务总局宁海县税务局", "department", "浙江省/宁波市/宁海县"),
    ("国家统计局洛阳调查队", "国家统计局洛阳调查队", "department", "河南省/洛阳市"),
    ("青海省邮政管理局", "青海省邮政管理局", "department", "青海省"),
    ("宁海县气象局", "宁海县气象局", "department", "浙江省/宁波市/宁海县"),
    ("广州市公安局荔湾区分局", "广州市公安局荔湾区分局", "department", "广东省/广州市/荔湾区"),
    ("宁波市生态环境局宁海分局", "宁波市生态环境局宁海分局", "department", "浙江省/宁波市/宁海县"),
    ("水利部", "水利部", "ministry", None),
    ("交通运输部海事局", "交通运输部海事局", "ministry", None),
    ("重庆两江新区", "重庆两江新区管理委员会", "department", "重庆市"),
    ("岳阳市南湖新区财政局", "岳阳市南湖新区财政局", "department", "湖南省/岳阳市"),
    ("郑州高新区双桥办事处", "郑州高新区双桥办事处", "township", "河南省/郑州市/郑州高新技术产业开发区/双桥街道"),
    ("唐山高新技术产业开发区街道", "唐山高新技术产业开发区街道办事处", "township", "河北省/唐山市/唐山高新技术产业开发区"),
    ("民和县教育局", "民和县教育局", "department", "青海省/海东市/民和回族土族自治县"),
])
def test_names_alone_say_who_and_where(text: str, official: str, level: str, region: str | None) -> None:
    found = who(f"{text}2021年政府信息公开工作年度报告")
    assert (found.publisher, found.level, found.region) == (official, level, region)
    assert found.findings == ()


@pytest.mark.parametrize("text", ["审计局", "县财政局", "乡人民政府", "我局", "本机关", "区统计局", "自治区北部湾办", "城市管理局", "农村信用社"])
def test_a_bare_name_is_nobody(text: str) -> None:
    name = read_name(text)
    assert name is None or not name.complete
    assert who(f"{text}2021年政府信息公开工作年度报告").publisher is None


@pytest.mark.parametrize("text", ["示例县人民政府门户网站", "本站原创", "管理员", "政府信息公开专栏", "null", "2021-01-05", "新华网", "密云区街乡镇"])
def test_other_words_in_fields_are_no_bodies(text: str) -> None:
    assert read_name(text) is None


COUNTIES = [d for d in regions.divisions() if d.level == "county" and (d.since or 0) < 2020 and d.code[:2] < "70"]
TOWNS = [
    d for d in regions.divisions()
    if d.level == "township" and d.name != "街道" and d.name.endswith(("镇", "乡", "街道", "苏木")) and d.code[6] not in "45" and "族" not in d.name
]
TOWN_NAMES = {town.name for town in TOWNS}
BUREAUS = ("民政局", "市场监督管理局", "城市管理局", "乡村振兴局", "林业和草原局", "区域合作办公室", "街道管理中心", "城乡规划局", "镇江路工程指挥部办公室")


@given(st.sampled_from(COUNTIES), st.sampled_from(BUREAUS))
@settings(deadline=None)
def test_a_bureau_of_any_county(county: regions.Division, bureau: str) -> None:
    assume(county.name + bureau[0] not in TOWN_NAMES)  # 唐县, 镇江路…: there is a 唐县镇 elsewhere, and nobody can tell
    name = read_name(county.name + bureau, 2022)
    assert name is not None
    assert (name.official, name.level, name.org) == (county.name + bureau, "department", bureau)
    assert county in name.places
    assert all(place.name == county.name for place in name.places)


@given(st.sampled_from(TOWNS), st.booleans())
@settings(deadline=None)
def test_any_town_behind_its_county(town: regions.Division, path: bool) -> None:
    above = regions.ancestors(town)
    front = "".join(d.name for d in above) if path else above[-1].name
    found = who(f"{front}{town.name}2022年政府信息公开工作年度报告")
    ending = "办事处" if town.name.endswith("街道") else "人民政府"
    assert (found.publisher, found.level) == (front + town.name + ending, "township")
    assert found.region_code in (town.code, None)
    if path:
        assert (found.region, found.region_code) == (town.path, town.code)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_asked_for_a_name(text: str) -> None:
    read_name(text)
    read_title(text)


# --- completion ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("extra", [
    {"meta": {"发布机构": "宁海县审计局"}}, {"meta": {"SiteName": "宁海县人民政府门户网站"}}, {"meta": {"SiteIDCode": "3302260001"}},
    {"meta": {"breadcrumb": "首页 > 宁海县审计局 > 政府信息公开年报"}}, {"source_name": "宁海县人民政府"}, {"source_name": "宁海县审计局"},
    {"region_code": "330226"}, {"page_meta": {"ContentSource": "宁海县审计局"}}, {"page_title": "宁海县审计局2022年政府信息公开工作年度报告"},
])
def test_a_bare_bureau_is_completed_by_its_surroundings(extra: dict) -> None:
    found = who("2022年政府信息公开工作年度报告（审计局）", **extra)
    assert found.publisher == "宁海县审计局"
    assert (found.region, found.level, found.year) == ("浙江省/宁波市/宁海县", "department", 2022)


def test_the_fields_above_a_title_are_no_part_of_it() -> None:
    found = who("索引号：113302260027/2023-11", "发布机构：宁海县教育局", "生成日期：2023-01-10", "2022年政府信息公开工作年度报告")
    assert (found.publisher, found.year, found.findings) == ("宁海县教育局", 2022, ())


@pytest.mark.parametrize(("name", "official"), [("1.宁海县教育局.docx", "宁海县教育局"), ("宁海县力洋镇.pdf", "宁海县力洋镇人民政府"), ("宁海县.pdf", None),
                                                ("20230115103022.pdf", None), ("附件1.pdf", None)])
def test_a_file_named_after_its_body(name: str, official: str | None) -> None:
    assert who("2022年政府信息公开工作年度报告", name=name).publisher == official


@pytest.mark.parametrize("name", ["高桥社区", "宁海县高桥村", "宁海县各部门", "宁海县跃龙片区", "某县人民政府", "某区统计局"])
@pytest.mark.parametrize("extra", [
    {"meta": {"ContentSource": "宁海县人民政府办公室", "SiteName": "宁海县人民政府"}}, {"source_name": "宁海县人民政府", "region_code": "330226"},
])
def test_whoever_put_it_up_stands_in_for_no_name_that_cannot_be_read(name: str, extra: dict) -> None:
    assert who(f"{name}2022年政府信息公开工作年度报告", **extra).publisher is None


@pytest.mark.parametrize("label", ["填报单位：", "编制单位:", "报告单位：", "公开机构：", "单位：", "发布日期：2023-01-15 来源："])
def test_the_unit_named_under_the_title(label: str) -> None:
    assert who("2022年政府信息公开工作年度报告", f"{label}宁海县教育局（盖章）").publisher == "宁海县教育局"


@pytest.mark.parametrize(("clause", "official"), [
    ("交通运输部", "交通运输部"), ("重庆两江新区管理委员会", "重庆两江新区管理委员会"), ("按照上级要求", None), ("按照国务院办公厅要求", None), ("示例县力洋镇人民政府", None), ("根据条例要求我县审计局", None),
])
def test_the_opening_names_bodies_without_a_place(clause: str, official: str | None) -> None:
    opening = f"根据《条例》，{clause}编制2022年度政府信息公开工作年度报告。"
    assert who("2022年政府信息公开工作年度报告", opening).publisher == official


def test_the_tier_must_fit() -> None:
    assert who("县财政局2022年政府信息公开工作年度报告", meta={"SiteName": "宁海县人民政府"}).publisher == "宁海县财政局"
    assert who("市财政局2022年政府信息公开工作年度报告", meta={"SiteName": "宁海县人民政府"}).publisher is None
    assert who("区统计局2022年政府信息公开工作年度报告", region_code="650000").publisher is None


# --- one name, many places -------------------------------------------------------------------------------------------

def test_a_name_borne_by_many_stays_without_a_place() -> None:
    found = who("和平区人民政府2021年政府信息公开工作年度报告")
    assert found.publisher == "和平区人民政府"
    assert found.level == "county"
    assert (found.region, found.region_code) == (None, None)


@pytest.mark.parametrize("extra", [
    {"region_code": "210102"}, {"region_code": "210000"}, {"meta": {"SiteName": "沈阳市和平区人民政府"}}, {"meta": {"SiteIDCode": "2101020003"}},
    {"text": "按照沈阳市有关要求开展工作。"}, {"source_name": "沈阳市人民政府"}, {"breadcrumb": "首页 > 沈阳市 > 年报"},
])
def test_the_surroundings_decide_between_places_of_one_name(extra: dict) -> None:
    found = who("和平区人民政府2021年政府信息公开工作年度报告", **extra)
    assert found.region == "辽宁省/沈阳市/和平区"
    assert found.region_code == "210102"


def test_a_town_unknown_to_the_table_is_not_its_namesake_elsewhere() -> None:
    found = who("力洋镇人民政府2021年政府信息公开工作年度报告", region_code="220183")
    assert (found.region, found.level) == ("吉林省/长春市/德惠市", "township")


def test_a_town_whose_stem_is_common_needs_more_than_its_name() -> None:
    assert who("城东乡人民政府2021年政府信息公开工作年度报告").region is None


def test_a_county_town_of_the_card_is_found_within_it() -> None:
    found = who("城关镇人民政府2021年政府信息公开工作年度报告", region_code="610327", level="township")
    assert found.region == "陕西省/宝鸡市/陇县/城关镇"


def test_names_outside_the_table_take_region_and_code_from_the_card_alone() -> None:
    found = who("示例县示例镇人民政府2021年政府信息公开工作年度报告", region_code="330226", level="township")
    assert (found.publisher, found.level, found.region_code) == ("示例县示例镇人民政府", "township", "330226")
    alone = who("示例县城关镇人民政府2021年政府信息公开工作年度报告")
    assert (alone.publisher, alone.level, alone.region) == ("示例县城关镇人民政府", "township", None)
    bureau = who("示例市教育局2021年政府信息公开工作年度报告")
    assert (bureau.publisher, bureau.level, bureau.region) == ("示例市教育局", "department", None)


def test_a_former_name_is_kept_as_printed_and_placed_in_the_present() -> None:
    found = who("绍兴县人民政府2010年政府信息公开年度报告")
    assert (found.publisher, found.region_code) == ("绍兴县人民政府", "330603")


# --- the text speaks of itself -----------------------------------------------------------------------------------------

def test_without_a_title_the_text_names_its_town() -> None:
    found = who(text="2020年依兰镇工作平稳。我镇在依兰县人民政府网站公开信息，2020年我镇未收到申请。")
    assert (found.publisher, found.year, found.region_code) == ("依兰镇人民政府", 2020, "230123100")


def test_two_towns_in_the_text_name_none() -> None:
    assert who(text="我镇与力洋镇、依兰镇交流经验。").publisher is None


@pytest.mark.parametrize("title", ["宁海县卫生健康局 宁海县红十字会 2022年政府信息公开工作年度报告", "宁海县卫生健康局、宁海县红十字会2022年政府信息公开工作年度报告"])
def test_of_two_bodies_in_a_title_the_first_is_kept(title: str) -> None:
    found = who(title)
    assert found.publisher == "宁海县卫生健康局"
    assert ["红十字会" in f.message for f in found.findings] == [True]


def test_the_site_is_named_in_the_title_of_its_pages() -> None:
    found = who("2022年政府信息公开工作年度报告", "发布时间：2023-01-20 16:32 | 信息来源：县水利局 | 浏览次数：231", title="宁海县人民政府门户网站 年报")
    assert found.publisher == "宁海县水利局"


def test_the_year_that_ended_before_the_day_of_publication() -> None:
    head = "宁海县教育局政府信息公开工作年度报告", "发布日期：2023-01-20"
    assert who(*head, "2022年，我局公开信息。").year == 2022
    assert who(*head, "近年来，我局公开信息。").year is None


def test_a_bureau_that_says_wo_ju() -> None:
    assert who(text="2021年，宁海县财政局认真落实。我局主动公开信息。").publisher == "宁海县财政局"
    assert who(text="2021年，按照宁海县人民政府部署，我局主动公开信息。").publisher is None


# --- conflicts -------------------------------------------------------------------------------------------------------

def test_another_body_that_wrote_it_is_a_finding() -> None:
    found = who("宁海县教育局2021年政府信息公开工作年度报告", "本报告由象山县教育局根据有关规定编制。")
    assert (found.publisher, [f.rule for f in found.findings]) == ("宁海县教育局", ["identity"])


def test_another_body_on_the_page_is_a_finding_and_the_document_stands() -> None:
    found = who("宁海县财政局2021年政府信息公开工作年度报告", meta={"发布机构": "象山县财政局"})
    assert found.publisher == "宁海县财政局"
    assert [(f.rule, f.origin, f.right) for f in found.findings] == [("identity", "source", "象山县财政局")]


@pytest.mark.parametrize(("agency", "conflict"), [
    ("宁海县大数据中心", False), ("宁海县政务服务办公室", False), ("宁海县教育局", True), ("示例县财政局", True),
])
def test_offices_that_put_up_what_others_publish(agency: str, conflict: bool) -> None:
    assert bool(who("宁海县财政局2021年政府信息公开工作年度报告", meta={"来源": agency}).findings) == conflict


@pytest.mark.parametrize(("agency", "own", "official"), [
    ("宁海县人民政府办公室", "我镇", None), ("宁海县人民政府", "我局", None), ("宁海县审计局", "我街道", None), ("宁海县大数据中心", "本局", None), ("宁海县教育局", "我校", None),
    ("宁海县审计局", "我局", "宁海县审计局"), ("宁海县力洋镇人民政府", "我镇", "宁海县力洋镇人民政府"), ("宁海县知恩中学", "我校", "宁海县知恩中学"),
    ("宁海县人民政府办公室", "我县", "宁海县人民政府办公室"),
    ("宁海县人民政府", "我单位", None), ("宁海县审计局", "我单位", "宁海县审计局"), ("宁海县力洋镇人民政府", "我单位", "宁海县力洋镇人民政府"),
])
def test_who_put_it_up_is_not_who_the_text_does_not_speak_as(agency: str, own: str, official: str | None) -> None:
    found = who("2021年政府信息公开工作年度报告", f"来源：{agency}", text=f"一年来，{own}主动公开信息。")
    assert found.publisher == official
    assert [own[1:] in f.message for f in found.findings] == [True] * (official is None)


@pytest.mark.parametrize(("title", "text", "doubtful"), [
    ("宁海县力洋镇2019年政府信息公开工作年度报告", "一年来，我镇主动公开信息。", True),
    ("宁海县力洋镇2019年政府信息公开工作年度报告", "一年来，力洋镇主动公开信息。", False), ("宁海县力洋镇2021年政府信息公开工作年度报告", "一年来，我镇主动公开信息。", False),
])
def test_a_name_that_only_a_title_of_another_year_gives_is_in_doubt(title: str, text: str, doubtful: bool) -> None:
    found = who("2021年政府信息公开工作年度报告", text=text, title=title)
    assert found.publisher == "宁海县力洋镇人民政府"
    assert any(f.origin == "reading" for f in found.findings) == doubtful


def test_where_news_is_put_up_is_nobodys_report() -> None:
    assert who("2021年政府信息公开工作年度报告", "来源：宁海县融媒体中心").publisher is None
    assert who("宁海县融媒体中心2021年政府信息公开工作年度报告").publisher == "宁海县融媒体中心"


def test_places_outside_the_table_conflict_only_on_one_tier() -> None:
    title = "示例县教育局2021年政府信息公开工作年度报告"
    assert who(title, source_name="示例市人民政府").findings == ()
    assert who(title, source_name="示例县人民政府").findings == ()
    assert [f.rule for f in who(title, source_name="样板县教育局").findings] == ["identity"]


def test_a_copy_with_another_name_in_its_title() -> None:
    found = who("象山县财政局2021年政府信息公开工作年度报告", text="2021年，宁海县财政局工作平稳。我局公开12条。")
    assert [(f.rule, f.right) for f in found.findings] == [("identity", "宁海县财政局")]
    found = who("力洋镇人民政府2021年政府信息公开工作年度报告", text="2021年，力洋镇赴长街镇交流。")
    assert found.findings == ()


def test_another_body_that_is_only_spoken_of_is_no_conflict() -> None:
    assert not who("嘉鱼县陆溪镇人民政府2015年政府信息公开工作年度报告", text="申请1件，为外镇居民误投，告知其向渡普镇申请。").findings


@pytest.mark.parametrize(("zone", "region"), [
    ("郑州经开区", "河南省/郑州市/郑州经济技术开发区"), ("吉林示例开发区", "吉林省"), ("长白山保护开发区", None), ("东湖风景区", None), ("临江新区", None),
    ("福州自贸片区", "福建省/福州市"),
])
def test_zones_lie_where_their_name_begins_or_nowhere(zone: str, region: str | None) -> None:
    found = who(f"{zone}管委会2021年政府信息公开工作年度报告")
    assert (found.publisher, found.level, found.region) == (f"{zone}管委会", "department", region)


@pytest.mark.parametrize(("around", "region"), [
    ({}, "吉林省"), ({"region_code": "220200"}, "吉林省/吉林市"), ({"meta": {"SiteName": "吉林市人民政府"}}, "吉林省/吉林市"), ({"meta": {"SiteName": "宁海县人民政府"}}, "吉林省"),
])
def test_a_zone_named_like_a_province_and_its_city_is_where_its_site_is(around: dict, region: str) -> None:
    found = who("吉林经济技术开发区管委会2021年政府信息公开工作年度报告", **around)
    assert (found.publisher, found.region) == ("吉林经济技术开发区管委会", region)


def test_whom_a_report_is_sent_to_has_not_written_it() -> None:
    assert who("关于2012年度政府信息公开工作的报告", "宁海县人民政府办公室：").publisher is None
    assert who("关于2012年度政府信息公开工作的报告", "宁海县水利局").publisher == "宁海县水利局"


def test_the_byline_stands_under_a_title_that_ends_with_its_year() -> None:
    assert who("政府信息公开工作年度报告（2022年度）", "宁海县教育局").publisher == "宁海县教育局"


def test_the_first_reports_cover_the_months_since_the_law_was_in_force() -> None:
    assert who("力洋镇人民政府政府信息公开年度报告", "统计期限：2008年5月1日至2008年12月31日").year == 2008


@pytest.mark.parametrize(("crumb", "official"), [
    ("首页 > 政务公开 > 部门 > 财政局 > 政府信息公开年报", "宁海县财政局"), ("首页 > 乡镇街道 > 力洋镇 > 政府信息公开年报", "力洋镇人民政府"),
    ("首页 > 政府办 > 政府信息公开年报", "宁海县人民政府办公室"), ("首页 > 政府信息公开 > 县政府 > 年报", "宁海县人民政府"),
    ("首页 > 市政府 > 年报", None), ("首页 > 部门 > 残疾人联合会 > 年报", "宁海县残疾人联合会"), ("首页 > 乡村振兴局 > 年报", "宁海县乡村振兴局"),
    ("首页 > 国防动员办公室 > 年报", "宁海县国防动员办公室"), ("首页 > 疾病预防控制中心 > 年报", "宁海县疾病预防控制中心"), ("首页 > 第一中学 > 年报", "宁海县第一中学"), ("首页 > 消防救援大队 > 年报", "宁海县消防救援大队"),
    ("首页 > 新闻中心 > 年报", None), ("首页 > 政务公开办公室 > 年报", None), ("首页 > 市政管理局 > 年报", "宁海县市政管理局"), ("首页 > 办事大厅 > 政府信息公开年报", None), ("首页 > 宁海县 > 年报", None),
])
def test_a_title_without_a_name_takes_the_unit_of_its_column(crumb: str, official: str | None) -> None:
    assert who("2022年政府信息公开工作年度报告", meta={"SiteName": "宁海县人民政府", "breadcrumb": crumb}).publisher == official


def test_a_card_code_that_no_table_has_is_kept() -> None:
    found = who("示例县教育局2021年政府信息公开工作年度报告", region_code="990121")
    assert (found.region_code, found.region) == ("990121", None)


@pytest.mark.parametrize("agency", ["宁海县人民政府", "宁海县人民政府办公室", "财政局", "宁波市宁海县财政局", "本站", "力洋镇人民政府"])
def test_a_body_and_its_government_are_no_conflict(agency: str) -> None:
    title = "宁海县力洋镇人民政府" if "力洋" in agency else "宁海县财政局"
    assert who(f"{title}2021年政府信息公开工作年度报告", meta={"发布机构": agency}).findings == ()


@pytest.mark.parametrize(("name", "year", "site", "told"), [
    ("宁海县教育局", 2023, {"SiteName": "余姚市人民政府"}, True), ("宁海县人民政府", 2023, {"SiteIDCode": "3302810001"}, True),
    ("宁海县教育局", 2023, {"SiteName": "宁波市教育局"}, False), ("宁海县力洋镇人民政府", 2023, {"SiteName": "宁海县人民政府门户网站", "SiteIDCode": "3302260001"}, False),
    ("杭州市下城区人民政府", 2019, {"SiteName": "杭州市拱墅区人民政府"}, False), ("杭州市余杭区教育局", 2020, {"SiteIDCode": "3301130001"}, False),  # merged, parted
])
def test_a_site_of_another_place_is_a_finding(name: str, year: int, site: dict[str, str], told: bool) -> None:
    found = who(f"{name}{year}年政府信息公开工作年度报告", meta=site)
    assert (found.publisher, [f.rule for f in found.findings]) == (name, ["identity"] * told)


def test_the_foot_of_another_site_is_no_conflict_where_the_place_is_named_again() -> None:
    title, foot = "宁海县教育局2023年政府信息公开工作年度报告", {"SiteName": "余姚市人民政府"}
    assert who(title, meta={**foot, "来源": "宁海县教育局"}).findings == ()
    assert who(title, meta={**foot, "breadcrumb": "首页 > 宁海县 > 教育局"}).findings == ()


@pytest.mark.parametrize(("meta", "text", "publisher", "level"), [
    ({"SiteName": "国家邮政局网站"}, "我局平稳。", "国家邮政局", "ministry"), ({"SiteName": "山西省水利厅"}, "", "山西省水利厅", "department"),
    ({"SiteName": "山西省水利厅"}, "我局平稳。", None, None), ({"SiteName": "宁海县人民政府"}, "", None, None),
    ({"SiteName": "宁波市大数据发展管理局"}, "", None, None), ({"SiteName": "山西省水利厅", "来源": "汾河灌溉管理局"}, "", None, "department"),
    ({"来源": "国家市场监督管理总局办公厅"}, "", "国家市场监督管理总局", "ministry"), ({"来源": "宁海县教育局办公室"}, "", "宁海县教育局", "department"),
    ({"来源": "宁海县地方志编纂委员会办公室"}, "", "宁海县地方志编纂委员会办公室", "department"),
])
def test_a_bureau_puts_up_its_own_on_its_own_site(meta: dict[str, str], text: str, publisher: str | None, level: str | None) -> None:
    found = who("2022年政府信息公开工作年度报告", text=text, meta=meta)
    assert (found.publisher, found.level) == (publisher, level)


def test_a_bureau_may_speak_as_the_committee_that_it_was() -> None:
    found = who("2022年政府信息公开工作年度报告", text="我委平稳。", meta={"SiteName": "宁海县人民政府", "breadcrumb": "首页 > 县发展和改革局 > 年报"})
    assert (found.publisher, found.findings) == ("宁海县发展和改革局", ())


def test_the_place_beside_the_title_of_the_page_decides_between_places_of_one_name() -> None:
    title = "永定区2022年政府信息公开工作年度报告"
    assert who(title, title=f"{title}_张家界市永定区").region == "湖南省/张家界市/永定区"


@pytest.mark.parametrize(("printed", "name"), [("平邑县農業农村局", "平邑县农业农村局"), ("臨沂市財政局", "临沂市财政局"), ("廣東省衛生健康委員會", "广东省卫生健康委员会"),
                                               ("樂昌市九峰鎮", "乐昌市九峰镇人民政府"), ("灤州市財政局", "滦州市财政局")])
def test_names_in_traditional_characters_or_half_so_are_one(printed: str, name: str) -> None:
    found = who(f"{printed}2023年政府信息公开工作年度报告")
    assert (found.publisher, bool(found.region)) == (name, True)


@pytest.mark.parametrize(("name", "agency", "conflict"), [
    ("国家税务总局平遥县税务局", "国家税务总局晋中市税务局", False), ("国家统计局余姚调查队", "国家统计局宁波调查队", False), ("宁波海事局", "浙江海事局", False),
    ("国家税务总局苏州工业园区税务局", "国家税务总局苏州市税务局", False), ("国家税务总局平遥县税务局", "国家税务总局余姚市税务局", True),
])
def test_a_branch_is_put_up_by_the_one_above_it(name: str, agency: str, conflict: bool) -> None:
    assert bool(who(f"{name}2023年政府信息公开工作年度报告", meta={"发布机构": agency}).findings) == conflict


def test_a_zone_s_committee_for_short_is_no_conflict() -> None:
    found = who("漳州市长泰区马洋溪生态旅游区管理委员会2021年政府信息公开工作年度报告", meta={"发布机构": "马洋溪生态旅游区管委会"})
    assert (found.publisher, found.findings) == ("漳州市长泰区马洋溪生态旅游区管理委员会", ())


@pytest.mark.parametrize(("name", "agency"), [
    ("城市管理局", "综合行政执法局"), ("国土资源局", "自然资源和规划局"), ("卫生和计划生育局", "卫生健康局"), ("工商行政管理局", "市场监督管理局"), ("粮食局", "发展和改革局"),
])
def test_a_bureau_under_the_name_it_took_later_is_no_conflict(name: str, agency: str) -> None:
    assert not who(f"宁海县{name}2016年政府信息公开工作年度报告", meta={"发布机构": f"宁海县{agency}"}).findings
    assert who(f"宁海县{name}2016年政府信息公开工作年度报告", meta={"发布机构": "宁海县民政局"}).findings


@pytest.mark.parametrize("agency", ["宁海县人力社保局", "宁海县人社局", "宁海县人力资源社会保障局"])
def test_a_name_for_short_is_no_conflict(agency: str) -> None:
    assert not who("宁海县人力资源和社会保障局2023年政府信息公开工作年度报告", meta={"发布机构": agency}).findings


def test_a_card_of_another_place_is_a_finding() -> None:
    found = who("宁海县财政局2021年政府信息公开工作年度报告", region_code="220183")
    assert found.region == "浙江省/宁波市/宁海县"
    assert [f.rule for f in found.findings] == ["identity"]


# --- years -----------------------------------------------------------------------------------------------------------

PERIOD = "本报告所列数据的统计期限自{0}年1月1日起至{0}年12月31日止。"


def test_title_and_period_agree() -> None:
    found = who("宁海县2021年政府信息公开工作年度报告", PERIOD.format(2021))
    assert (found.year, found.findings) == (2021, ())


def test_a_title_that_differs_from_the_period_is_a_finding() -> None:
    found = who("宁海县2021年政府信息公开工作年度报告", PERIOD.format(2020))
    assert found.year == 2021
    assert [(f.rule, f.left, f.right) for f in found.findings] == [("F1", 2021, 2020)]


@pytest.mark.parametrize(("opening", "rules"), [
    ("现将2021年政府信息公开工作年度报告公布如下。", ["F1"]), ("现将2022年政府信息公开工作年度报告公布如下。", []), ("与2021年政府信息公开工作年度报告相比，内容更全。", []),
])
def test_another_year_in_the_report_s_name_below_its_title_is_a_finding(opening: str, rules: list[str]) -> None:
    found = who("宁海县力洋镇2022年政府信息公开工作年度报告", opening)
    assert (found.year, [f.rule for f in found.findings]) == (2022, rules)


def test_a_title_with_the_year_of_issue_gives_way_to_the_period() -> None:
    found = who("宁海县2022年政府信息公开工作年度报告", PERIOD.format(2021), meta={"PubDate": "2022-01-20"})
    assert found.year == 2021
    assert [f.rule for f in found.findings] == ["F1"]


def test_the_period_names_the_year_where_the_title_does_not() -> None:
    assert who("宁海县政府信息公开工作年度报告", PERIOD.format(2021)).year == 2021
    assert who("宁海县政府信息公开工作年度报告", "统计期限自二〇二一年一月一日至十二月三十一日。").year == 2021


def test_a_damaged_period_is_no_year() -> None:
    assert who("宁海县政府信息公开工作年度报告", "统计时间自2022年1月至12月。").year == 2022
    found = who("宁海县政府信息公开工作年度报告", "统计期限自202111日起至20211230日止。")
    assert found.year is None
    assert [(f.rule, f.severity) for f in found.findings] == [("F1", "info")]
    assert who("宁海县2021年政府信息公开工作年度报告", "统计期限自202111日起至20211230日止。").year == 2021


def test_the_first_section_speaks_of_its_year() -> None:
    assert who("宁海县政府信息公开工作年度报告", text="2021年以来平稳。根据《2020年要点》，2021年公开12条。").year == 2021
    assert who("宁海县政府信息公开工作年度报告", text="2020年至2021年平稳，2021年公开、2020年公开。").year == 2020
    assert who("宁海县政府信息公开工作年度报告", text="2019年起步，2021年公开12条，2021年答复。").year is None


def test_another_year_in_passing_is_no_conflict() -> None:
    title = "宁海县2021年政府信息公开工作年度报告"
    assert who(title, text="2019年5月15日新条例施行。2019年起推进，今年公开12条。").findings == ()
    assert who(title, text="新收申请20件，较2020年增长25%（2020年16件）。").findings == who(title, text="落实2020年工作要点、2020年考核办法。").findings == ()
    assert [f.rule for f in who(title, text="2020年平稳，2020年公开12条。").findings] == ["F1"]


@pytest.mark.parametrize(("asked", "rules"), [("2020年收到申请2件。", ["F1"]), ("2021年收到申请2件。", []), ("收到申请2件。", [])])
def test_sections_that_all_begin_with_another_year_are_a_finding(asked: str, rules: list[str]) -> None:
    lines = ("宁海县2021年政府信息公开工作年度报告", "一、总体情况", "2020年公开12条。", "二、主动公开政府信息情况", "见表", "三、收到和处理政府信息公开申请情况", asked)
    document = Document("text/html", tuple(map(Paragraph, lines)), "test")
    assert [f.rule for f in identify(document, cut(document), Origin()).findings] == rules


def test_the_date_of_publication_gives_a_year_only_with_a_witness() -> None:
    meta = {"PubDate": "2022-01-20"}
    assert who("宁海县政府信息公开工作年度报告", meta=meta).year is None
    assert who("宁海县政府信息公开工作年度报告", meta=meta, text="2019年起步，2021年公开12条，2020年、2020年。").year == 2021


@pytest.mark.parametrize("extra", [
    {"meta": {"ArticleTitle": "宁海县2021年政府信息公开工作年度报告"}}, {"page_title": "宁海县2021年政府信息公开工作年度报告"},
    {"list_title": "宁海县2021年政府信息公开工作年度报告"}, {"name": "宁海县2021年政府信息公开工作年度报告.pdf"},
    {"title": "宁海县2021年政府信息公开工作年度报告_宁海县人民政府网"},
])
def test_titles_elsewhere_stand_in_for_a_missing_one(extra: dict) -> None:
    found = who(**extra)
    assert (found.publisher, found.year) == ("宁海县人民政府", 2021)
    assert found.title == "宁海县2021年政府信息公开工作年度报告"


@pytest.mark.parametrize(("short", "opening", "day", "year"), [
    ("22年度", "", "2023-01-20", 2022), ("’22年", "", "2023-01-20", 2022), ("'22年", "统计期限为22年1月1日至22年12月31日。", None, 2022), ("22年", "", None, None),
    ("22年度", "", "2024-01-20", None), ("22年度", "统计期限为23年1月1日至23年12月31日。", None, None), ("22年度", "统计期限为2021年1月1日至2021年12月31日。", None, 2021),
])
def test_two_figures_of_a_year_count_where_something_bears_them_out(short: str, opening: str, day: str | None, year: int | None) -> None:
    found = who(f"宁海县水利局{short}政府信息公开工作年度报告", "根据条例，编制本报告。" + opening, meta={"PubDate": day} if day else {})
    assert (found.publisher, found.year) == ("宁海县水利局", year)


def test_the_address_never_gives_the_year() -> None:
    assert who("宁海县政府信息公开工作年度报告", url="http://x.gov.cn/2021nb/202201/t20220120_1.html").year is None


# --- titles and dates ------------------------------------------------------------------------------------------------

def test_a_title_over_several_lines() -> None:
    assert who("宁海县力洋镇人民政府", "2021年政府信息公开工作", "年度报告").title == "宁海县力洋镇人民政府2021年政府信息公开工作年度报告"


def test_lines_of_the_site_before_the_title_do_not_count() -> None:
    found = who("首页 > 政府信息公开 > 政府信息公开年报", "政府信息公开年报", "宁海县2021年政府信息公开工作年度报告", "发布日期：2022-01-20 来源：宁海县人民政府办公室 字号：大")
    assert found.title == "宁海县2021年政府信息公开工作年度报告"
    assert found.published_on == "2022-01-20"
    assert found.publisher == "宁海县人民政府"


def test_order_of_dates() -> None:
    title, url = "宁海县2021年政府信息公开工作年度报告", "http://x.gov.cn/202203/t20220315_1.html"
    assert who(title, meta={"pubdate": "2022-01-20 10:15"}, list_date="2022-01-19", url=url).published_on == "2022-01-20"
    assert who(title, page_meta={"PubDate": "2022-01-20"}, list_date="2022-01-19", url=url).published_on == "2022-01-20"
    assert who(title, meta={"PubDate": "null"}, list_date="2022-01-19", url=url).published_on == "2022-01-19"
    assert who(title, url=url).published_on == "2022-03-15"


@pytest.mark.parametrize("url", [
    "http://x.gov.cn/202308/t20230821_1.html", "http://x.gov.cn/202112/t20211215_1.html", "http://x.gov.cn/202201/t20220230_1.html", "http://x.gov.cn/a/1.html",
])
def test_an_address_stamped_by_a_migration_is_no_date(url: str) -> None:
    assert who("宁海县2021年政府信息公开工作年度报告", url=url).published_on is None


# --- real input ------------------------------------------------------------------------------------------------------

SEEDS = {
    "000": ("依兰镇人民政府", "黑龙江省/哈尔滨市/依兰县/依兰镇", "230123100"),
    "001": ("宁海县力洋镇人民政府", "浙江省/宁波市/宁海县/力洋镇", "330226102"),
    "002": ("德惠市郭家镇人民政府", "吉林省/长春市/德惠市/郭家镇", "220183101"),
    "003": ("九间楼乡人民政府", "新疆维吾尔自治区/塔城地区/乌苏市/九间楼乡", "654202202"),
    "004": ("下冶镇人民政府", "河南省/济源市/下冶镇", "419001110"),
}


@pytest.mark.parametrize("seed", SEEDS)
def test_seeds(seed: str) -> None:
    files = sorted((SHARED / "seeds").glob(f"{seed}_*.txt"))
    if not files:
        pytest.skip("the folder shared/seeds is not beside the checkout")
    origin = Origin(name=files[0].name)
    document = layout(extract(files[0].read_bytes(), origin))
    found = identify(document, cut(document), origin)
    assert (found.publisher, found.region, found.region_code) == SEEDS[seed]
    assert (found.year, found.level, found.findings) == (2020, "township", ())


def test_share_right_on_real_titles() -> None:
    """Real titles, with and without the name of the site; the list itself is partly wrong (docs/identity.md)."""
    path = SHARED / "reference" / "sources.jsonl"
    if not path.exists():
        pytest.skip("the folder shared/reference is not beside the checkout")
    rows = [r for r in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if r["kind"] == "report"]
    right: Counter[str] = Counter()
    for row in rows:
        alone = who(row["title"], url=row["url"])
        county = row["region"].split("/")[-1]
        sited = who(row["title"], url=row["url"], meta={"SiteName": f"{county}人民政府"} if county != "全国" else {})
        for kind, found in (("alone", alone), ("sited", sited)):
            right[f"{kind} year"] += found.year == row["year"]
            right[f"{kind} level"] += found.level == row["level"].replace("national", "ministry")
            right[f"{kind} publisher"] += _same(found.publisher, row["publisher"])
            right[f"{kind} region"] += _region(found.region) == _region(row["region"])
            right[f"{kind} elsewhere"] += bool(found.region) and _region(found.region) != _region(row["region"])
    share = {k: round(v / len(rows), 3) for k, v in sorted(right.items())}
    assert share["alone year"] == share["sited year"] == 1.0, share
    assert share["sited publisher"] >= 0.93, share
    assert share["sited level"] >= 0.97, share
    assert share["sited region"] >= 0.96, share
    assert share.get("alone elsewhere", 0) <= 0.01, share
    assert share.get("sited elsewhere", 0) <= 0.01, share


def _same(found: str | None, given: str) -> bool:
    return found is not None and (given.endswith(found) or found.endswith(given))


def _region(path: str | None) -> str:
    """Down to the county, zones left out, 黔南州 for 黔南布依族苗族自治州."""
    parts = (path or "").replace("全国", "").split("/")
    known = []
    for part in parts:
        full = [d for d in regions.by_name(part) if d.level in ("province", "prefecture", "county")]
        if full:
            known.append(full[0].name)
    return "/".join(known)


@pytest.mark.parametrize(("lines", "publisher", "findings"), [
    (("宁海县财政局", "宁海县审计局", "2022年政府信息公开工作年度报告"), "宁海县财政局", 1),
    (("宁海县财政局宁海县审计局2022年政府信息公开工作年度报告",), "宁海县财政局", 1),
    (("宁海县财政局和宁海县审计局2022年政府信息公开工作年度报告",), "宁海县财政局", 1),
    (("宁海县财政局", "宁海县审计局2022年政府信息公开工作年度报告"), "宁海县审计局", 0),  # a banner
    (("宁海县公安局", "宁海县公安局交警大队2022年政府信息公开工作年度报告"), "宁海县公安局交警大队", 0),
    (("宁海县教育局", "宁海县实验小学2022年政府信息公开工作年度报告"), "宁海县实验小学", 0),
])
def test_two_bureaus_in_a_title_report_together(lines: tuple[str, ...], publisher: str, findings: int) -> None:
    found = who(*lines)
    assert (found.publisher, [f.severity for f in found.findings]) == (publisher, findings * ["info"])  # no fault of the source


OWN = "宁海县教育局2022年政府信息公开工作年度报告"


@pytest.mark.parametrize("above", [
    ("宁海县财政局2022年政府信息公开工作年度报告2023-03-14", "宁海县审计局2022年政府信息公开工作年度报告 01-16"), ("宁海县教育局2024年政府信息公开工作年度报告2025-01-22",),
    ("司法局", "医疗保障局", "工业和信息化局"), ("长街镇", "胡陈乡"), ("措勤县审计局2024年政务公开工...2025-01-13", "措勤县林业局2024年政务...2025-01-14"),
    ("有效性：有效",), ("今天是2026年3月3日 星期二", "Date：2023-01-10　阅读：12　来源：区政府办公室"),
])
def test_what_stands_above_a_title_is_none_of_it(above: tuple[str, ...]) -> None:
    found = who(*above, OWN)
    assert (found.publisher, found.year, found.title, found.findings) == ("宁海县教育局", 2022, OWN, ())


@pytest.mark.parametrize("links", [
    "".join(f"<li><a href={i}.html>宁海县{body}2022年政府信息公开工作年度报告</a></li>" for i, body in enumerate(("财政局", "审计局"))),
    "<li><a href=1.html>宁海县教育局2023年政府信息公开工作年度报告</a></li><li><a href=2.html>宁海县教育局2022年政府信息公开工作年度报告</a></li>",
])
def test_links_are_titles_of_other_pages(links: str) -> None:
    page = f"<html><body><ul>{links}</ul><div>{OWN}</div>{''.join(f'<p>{line}</p>' for line in SECTIONS)}<p><a href=3.docx>{OWN}</a></p></body></html>"
    document = layout(extract(page.encode(), Origin()))
    found = identify(document, cut(document), Origin())
    assert (found.publisher, found.year, found.title) == ("宁海县教育局", 2022, OWN)


def test_the_banner_of_a_site_above_a_title_is_none_of_it_where_the_text_says_otherwise() -> None:
    title = ("宁海县人民政府", "2014年政府信息公开工作年度报告")
    assert who(*title, text="我县平稳。").publisher == who(*title).publisher == "宁海县人民政府"
    assert who(*title, text="我局平稳。", meta={"breadcrumb": "首页 > 宁海县水利局 > 年报"}).publisher == "宁海县水利局"
    found = who(*title, text="我局平稳。")
    assert (found.publisher, [f.rule for f in found.findings]) == (None, ["identity"])
    assert who("浙江省人民政府", "省市场监督管理局2014年政府信息公开工作年度报告").publisher == "浙江省市场监督管理局"


def test_the_year_of_a_paper_s_number_is_not_the_report_s() -> None:
    found = who("宁海县人民政府文件", "宁政〔2020〕3号", "宁海县", "政府信息公开年度报告（2019年）")
    assert (found.publisher, found.year, found.findings) == ("宁海县人民政府", 2019, ())


def test_the_towns_of_a_menu_above_a_title_without_a_name_are_not_the_publisher() -> None:
    assert who("长街镇", "胡陈乡", "茶院乡", "2022年政府信息公开工作年度报告", meta={"breadcrumb": "首页 > 宁海县水利局 > 年报"}).publisher == "宁海县水利局"


def test_a_bureau_is_completed_as_it_is_named() -> None:
    assert who("城市管理局2022年政府信息公开工作年度报告", meta={"SiteName": "丰城市人民政府"}).publisher == "丰城市城市管理局"
    assert who("宁海县人民政府", "住房和城乡建设局2022年政府信息公开工作年度报告").publisher == "宁海县住房和城乡建设局"


def test_the_line_of_the_source_ends_where_it_ends() -> None:
    found = who("发布时间:2019年2月11日 | 来源:宁海县司法局", "司法局2018年度政府信息公开工作年度报告")
    assert found.publisher == "宁海县司法局"


def test_a_site_is_named_as_it_is_today_and_in_a_line_above_the_text() -> None:
    found = who("2012年政府信息公开年报", meta={"SiteName": "同仁市人民政府", "ContentSource": "保安镇"})
    assert found.region == "青海省/黄南藏族自治州/同仁市/保安镇"
    found = who("长垣市常村镇2014年政府信息公开年报")
    assert found.region == "河南省/新乡市/长垣市/常村镇"
    found = who("宁海县人民政府门户网站", "2018年度政府信息公开工作年度报告", meta={"breadcrumb": "首页 > 民政局 > 年报"})
    assert found.publisher == "宁海县民政局"


def test_the_towns_of_a_menu_above_a_title_are_none_of_it() -> None:
    found = who("长街镇", "胡陈乡", "茶院乡", "宁海县力洋镇2022年政府信息公开工作年度报告")
    assert (found.publisher, found.findings) == ("宁海县力洋镇人民政府", ())


@pytest.mark.parametrize("lines", [
    ("宁海县力洋镇茶院乡2022年政府信息公开工作年度报告",), ("宁海县力洋镇和茶院乡2022年政府信息公开工作年度报告",), ("宁海县象山县2022年政府信息公开工作年度报告",),
    ("宁海县力洋镇", "茶院乡2022年政府信息公开工作年度报告"), ("宁海县教育局象山县教育局2022年政府信息公开工作年度报告",),
])
def test_bodies_of_two_places_in_a_title_are_nobody(lines: tuple[str, ...]) -> None:
    found = who(*lines, meta={"SiteName": "宁海县人民政府", "发布机构": "宁海县人民政府办公室"})
    assert (found.publisher, [f.rule for f in found.findings]) == (None, ["identity"])


@pytest.mark.parametrize(("line", "publisher"), [
    ("宁海县法治政府建设和", "宁海县人民政府"), ("云和县崇头镇云和县崇头镇", "云和县崇头镇人民政府"), ("原宁海县旅游局", "宁海县旅游局"),
    *((f"中共宁海{county}委办公室宁海县人民政府办公室", "宁海县人民政府办公室") for county in ("县", "县县")), ("宁波出入境检验检疫局", "宁波出入境检验检疫局"), ("国家卫生计生委", "国家卫生计生委"),
])
def test_a_name_twice_or_with_what_it_was(line: str, publisher: str) -> None:
    assert who(f"{line}2022年政府信息公开工作年度报告").publisher == publisher


def test_a_government_of_the_tier_alone_is_that_of_its_site() -> None:
    assert who("2022年市政府信息公开工作年度报告", meta={"SiteName": "六安市人民政府"}).publisher == "六安市人民政府"


def test_a_school_named_after_a_town_is_not_where_a_strange_site_is() -> None:
    assert who("咸阳师范学院2022年信息公开年度报告", meta={"SiteName": "宁海县人民政府"}).region_code is None
    assert who("咸阳师范学院2022年信息公开年度报告", meta={"SiteName": "咸阳市人民政府"}).region_code == "610400"


def test_a_town_under_a_name_that_its_county_took_later() -> None:
    assert who("永州市祁阳市羊角塘镇人民政府2015年政府信息公开年度报告").region_code == "431181110"


def test_a_zone_on_its_own_site() -> None:
    found = who("高新区2022年政府信息公开工作年度报告", meta={"SiteName": "成都高新技术产业开发区"})
    assert found.publisher == "成都高新技术产业开发区管理委员会"


def test_a_span_of_months_in_a_title_is_its_year() -> None:
    assert who("宁海县教育局政府信息公开工作年度报告（2022年1月—12月）").year == 2022


@pytest.mark.parametrize("tail", ["告", "报 告", "年度报告", "工作年度报告"])
def test_the_end_of_a_name_in_the_line_above_begins_no_title(tail):
    """As in a page's card of a report, printed over two lines with other words between."""
    lines = ("德惠市郭家镇人民政府2022年政府信息公开", "名称：  文号： 无", tail, "德惠市郭家镇人民政府2022年政府信息公开年度报告", "一、总体情况")
    first, *_ = title_lines(Document("application/pdf", tuple(map(Paragraph, lines)), "test"))
    assert first.who == "德惠市郭家镇人民政府"


def test_a_page_printed_and_made_text_names_its_year_and_body():
    """Figures stand on a line of their own there, and the card of the page in other places."""
    text = (
        "索 引 号： 990121-huanjing/2023-00007   主题分类：政务公开、政府信息公开年报\n名称： 2022 年德惠市郭家镇人民政府政府信息公开工作年 文号： 无\n       度报告\n"
        "   年德惠市郭家镇人民政府政府信息公开工作\n2022\n年度报告\n浏览次数：次 字号：大 中 小 打印\n一、总体情况\n一年来，本镇公开信息30条（示例）。"
    )
    document = extract(text.encode(), Origin())
    found = identify(document, cut(document), Origin())
    assert (found.publisher, found.year) == ("德惠市郭家镇人民政府", 2022)
    assert read_title("年陡镇人民政府2022年政府信息公开工作年度报告").who == "年陡镇人民政府"


@pytest.mark.parametrize("who", ["上海市浦西区人民政府", "示例市前郊区人民政府"])
def test_a_district_that_nobody_knows_is_not_another_s_whose_name_ends_it(who):
    lines = (f"{who}2022年政府信息公开工作年度报告", f"本报告由{who}编制。", "一、总体情况", "2022年公开信息30条（示例）。")
    document = Document("text/html", tuple(map(Paragraph, lines)), "test")
    assert identify(document, cut(document), Origin()).region_code in (None, "310000")


@pytest.mark.parametrize(("title", "publisher"), [
    ("2022年政府信息公开工作年度报告-政府信息公开-芮城县乡村振兴局", "芮城县乡村振兴局"), ("2022年政府信息公开工作年度报告 – 宁海县力洋镇人民政府", "宁海县力洋镇人民政府"),
    ("2022年政府信息公开工作年度报告-宁海县人民政府", None), ("2022年政府信息公开工作年度报告_宁海县教育局_宁海县财政局", None),
])
def test_the_body_named_beside_the_title_in_the_page_s_own(title: str, publisher: str | None) -> None:
    assert who("2022年政府信息公开工作年度报告", title=title).publisher == publisher


@pytest.mark.parametrize(("agency", "text", "publisher"), [
    ("宁海县市场监督管理局", "", "宁海县市场监督管理局"), ("宁海县人民政府办公室", "", "宁海县人民政府"), ("", "", "宁海县人民政府"), ("", "我局平稳有序。", None),
])
def test_the_name_of_the_site_ahead_of_the_page_s_title_is_not_the_title_s(agency: str, text: str, publisher: str | None) -> None:
    title = "政府信息公开工作年度报告（2020年）"
    found = who(title, text=text, title=f"宁海县人民政府 政府信息公开年报 {title}", meta={"ContentSource": agency, "ArticleTitle": title})
    assert (found.publisher, found.year) == (publisher, 2020)


def test_of_two_departments_of_the_state_council_the_first_is_kept() -> None:
    found = who("国家发展改革委 国家能源局2022年政府信息公开工作年度报告")
    assert (found.publisher, [f.rule for f in found.findings]) == ("国家发展改革委", ["identity"])


@pytest.mark.parametrize("text", ["县残联", "县科协", "县工商联"])
def test_the_tier_ahead_of_a_federation_is_not_said_twice(text: str) -> None:
    found = who(f"{text}2022年政府信息公开工作年度报告", meta={"SiteName": "宁海县人民政府"})
    assert found.publisher == read_name("宁海" + text).official


def test_the_only_town_of_its_name_on_a_site_elsewhere_is_in_doubt() -> None:
    found = who("胡陈乡2022年政府信息公开工作年度报告", meta={"SiteName": "余姚市人民政府"})
    assert (found.region, [f.rule for f in found.findings]) == (None, ["identity"])


@pytest.mark.parametrize(("name", "agency"), [("宁海县第一医院", "宁海县卫生健康局"), ("宁海县示例供水有限公司", "宁海县水利局")])
def test_a_bureau_puts_up_what_its_hospital_or_company_reports(name: str, agency: str) -> None:
    found = who(f"{name}2022年政府信息公开工作年度报告", meta={"来源": agency})
    assert (found.publisher, found.findings) == (name, ())


def test_the_office_of_another_street_for_short_is_a_conflict() -> None:
    found = who("花园街道2022年政府信息公开工作年度报告", meta={"发布机构": "宁海县示例街道办"})
    assert (found.publisher, [f.rule for f in found.findings]) == ("花园街道办事处", ["identity"])


def test_a_title_of_the_county_over_a_text_of_a_bureau_is_told() -> None:
    found = who("宁海县2022年政府信息公开工作年度报告", text="我局围绕中心工作推进公开。")
    assert (found.publisher, [f.rule for f in found.findings]) == ("宁海县人民政府", ["identity"])
    for title, text in (("宁海县", "我县推进公开，由我局牵头。"), ("宁海县人民政府", "县政府推进公开，由我局牵头。")):
        assert who(f"{title}2022年政府信息公开工作年度报告", text=text).findings == ()


def test_the_bureau_in_brackets_behind_a_title_of_its_county() -> None:
    assert who("宁海县2022年政府信息公开工作年度报告（县水利局）").publisher == "宁海县水利局"
    assert who("宁海县2022年政府信息公开工作年度报告（县政府办公室）").publisher == "宁海县人民政府"
    assert who("宁波市2022年政府信息公开工作年度报告（宁海县水利局）").publisher == "宁海县水利局"
    assert who("宁海县2022年政府信息公开工作年度报告（市水利局）").publisher == "宁海县人民政府"


@pytest.mark.parametrize("called", ["我馆", "我大队", "我所"])
def test_a_body_below_the_bureau_that_put_it_up_is_not_that_bureau(called: str) -> None:
    found = who("2022年政府信息公开工作年度报告", text=f"{called}推进公开。", meta={"来源": "宁海县公安局"})
    assert (found.publisher, [f.rule for f in found.findings]) == (None, ["identity"])


def test_a_bare_bureau_is_no_province_s_and_a_short_county_in_the_path_is_its_place() -> None:
    assert who("教育局2022年政府信息公开工作年度报告", meta={"SiteName": "浙江省人民政府"}).publisher is None
    assert who("统计局2022年政府信息公开工作年度报告", meta={"SiteName": "绍兴市人民政府"}, breadcrumb="首页 > 区县 > 柯桥 > 统计局 > 年报").publisher == "柯桥区统计局"
    assert who("2022年政府信息公开工作年度报告", meta={"SiteName": "宁海县人民政府"}, breadcrumb="首页 > 财政局（国资委） > 年报").publisher == "宁海县财政局"


def test_a_title_of_the_year_of_issue_gives_way_to_the_year_that_the_text_speaks_of() -> None:
    found = who("宁海县水利局2023年政府信息公开工作年度报告", text="2022年，我局推进公开。", meta={"PubDate": "2023-01-18"})
    assert (found.year, [f.rule for f in found.findings]) == (2022, ["F1"])


def test_of_two_days_that_the_page_states_that_on_which_a_report_is_due_counts() -> None:
    for first, second in (("2024-11-03", "2023-01-18"), ("2023-01-18", "2025-06-02")):
        found = who("宁海县水利局2022年政府信息公开工作年度报告", meta={"PubDate": first, "发布日期": second})
        assert found.published_on == "2023-01-18"
