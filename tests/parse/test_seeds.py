"""Five real reports, cell by cell. They live beside the checkout, not in it; without them these tests are skipped and
the fixtures of our own in the same two layouts (tests/fixtures) cover the same code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl import forms
from etl.process import process
from etl.report import Origin, Outcome, Report, to_json

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real reports are not beside this checkout")

A = "applications"
#: Cells that are not 0, as (table, row, column): (value, printed).
CELLS = {
    "000": {("art20_9", "government_procurement", "procurement_items"): (10, "10"),
            ("art20_9", "government_procurement", "procurement_amount"): (16.877, "16.877万元")},
    "001": {("art20_5", "other_external_services", "items_last_year"): (60, "60"),
            ("art20_5", "other_external_services", "items_change"): (10, "10"),
            ("art20_5", "other_external_services", "decisions"): (6220, "6220"),
            ("art20_9", "government_procurement", "procurement_items"): (57, "57"),
            ("art20_9", "government_procurement", "procurement_amount"): (1207.5, "1207.5万元"),
            **{(A, row, column): (value, str(value))
               for row, value in {"new_received": 4, "carried_in": 1, "granted": 4, "rejected_duplicate": 1, "total_processed": 5}.items()
               for column in ("natural_person", "total")}},
    "002": {},
    "003": {},
    "004": {("art20_5", "administrative_licensing", "items_last_year"): (1, "1"),
            ("art20_6", "administrative_penalty", "items_last_year"): (4, "4"),
            ("art20_6", "administrative_coercion", "items_last_year"): (5, "5"),
            ("art20_9", "government_procurement", "procurement_items"): (1, "1"),
            ("art20_9", "government_procurement", "procurement_amount"): (41, "41")},
}
WHO = {
    "000": ("依兰镇人民政府", "黑龙江省/哈尔滨市/依兰县/依兰镇"),
    "001": ("宁海县力洋镇人民政府", "浙江省/宁波市/宁海县/力洋镇"),
    "002": ("德惠市郭家镇人民政府", "吉林省/长春市/德惠市/郭家镇"),
    "003": ("九间楼乡人民政府", None),
    "004": ("下冶镇人民政府", "河南省/济源市/下冶镇"),
}
HEADINGS = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况", "问题", "其他需要报告的事项")


def outcome(number: str) -> Outcome:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return process(path.read_bytes(), Origin(name=path.name))


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    found = {number: outcome(number).report for number in CELLS}
    assert all(found.values())
    return {k: r for k, r in found.items() if r}


@pytest.mark.parametrize("number", CELLS)
def test_every_cell(reports, number):
    official = [(t.id, r.code, c.code) for t in forms.load("2019").tables for r in t.data_rows for c in t.columns]
    assert len(official) == 198
    expected = {key: CELLS[number].get(key, (0, "0")) for key in official}
    got = {c.key: (c.value, c.printed) for c in reports[number].cells}
    assert got == expected
    assert {c.state.value for c in reports[number].cells} == {"number"}


@pytest.mark.parametrize("number", CELLS)
def test_every_cell_has_a_place(reports, number):
    places = [(c.table_index, c.row_index, c.column_index) for c in reports[number].cells]
    assert len(set(places)) == 198
    assert {p[0] for p in places} == {0, 1, 2}


@pytest.mark.parametrize("number", WHO)
def test_who_and_when(reports, number):
    who = reports[number].identity
    publisher, region = WHO[number]
    assert (who.publisher, who.year, who.level) == (publisher, 2020, "township")
    if region:
        assert who.region == region
    assert reports[number].form == "2019"


@pytest.mark.parametrize("number", CELLS)
def test_sections(reports, number):
    sections = reports[number].sections
    assert [s.number for s in sections] == [1, 2, 3, 4, 5, 6]
    for section, words in zip(sections, HEADINGS, strict=True):
        assert words in section.heading
    prose = "".join(s.text for s in sections)
    assert "对外公开总数量" not in prose
    assert "不予公开\n" not in prose
    assert sections[4].text
    assert sections[5].text


@pytest.mark.parametrize("number", CELLS)
def test_nothing_is_blamed(reports, number):
    assert [f for f in reports[number].findings if f.severity == "error"] == []
    assert reports[number].quality == "clean"


def test_amounts_keep_their_unit(reports):
    def amount(number: str) -> tuple:
        cell = reports[number].cell("art20_9", "government_procurement", "procurement_amount")
        return cell.value, cell.unit, cell.value_yuan

    assert amount("000") == (16.877, "万元", 168770)
    assert amount("001") == (1207.5, "万元", 12075000)
    assert amount("004") == (41, None, None)


def test_the_extra_row_is_kept_and_named(reports):
    (extra,) = reports["002"].extras
    assert extra.code == "items_published_total"
    assert extra.printed == ("18",)
    assert ("items_published_total", 18) in [(f.fact, f.value) for f in reports["002"].facts]


def test_the_json_of_the_contract(reports):
    shown = json.loads(json.dumps(to_json(reports["001"], "x.txt"), ensure_ascii=False))
    cell = next(c for c in shown["cells"] if (c["row"], c["column"]) == ("new_received", "natural_person"))
    assert cell.items() >= {"table": A, "value": 4, "printed": "4", "state": "number", "page": None, "table_index": 1,
                            "row_index": 3, "column_index": 3, "bbox": None}.items()
    assert (shown["publisher"], shown["year"], shown["form"], shown["level"]) == ("宁海县力洋镇人民政府", 2020, "2019", "township")
