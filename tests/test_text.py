"""Folding: what is compared, and that comparing loses nothing it should keep."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl import forms, regions
from etl.text import fold, label_key, label_stem, squeeze, strip_artefacts


@pytest.mark.parametrize(("printed", "key"), [
    ("本年新\n制作数量", "本年新制作数量"), ("本年增／减", "本年增减"), ("本年增\\减", "本年增减"), ("本年增/减", "本年增减"),
    ("1.属于国家秘密", "属于国家秘密"), ("1、属于国家秘密", "属于国家秘密"), ("1．属于国家秘密", "属于国家秘密"), ("1属于国家秘密", "属于国家秘密"),
    ("（一）予以公开", "予以公开"), ("(一)予以公开", "予以公开"), ("三、\n本\n年\n度\n办\n理\n结\n果", "本年度办理结果"),
    ("3.危及\"三安全\n一稳定\"", "危及三安全一稳定"), ("3.危及“三安全一稳定”", "危及三安全一稳定"), ("规 章", "规章"),
    ("⾏政许可", "行政许可"), ("New requests (No. 2)\n3.其他", "其他"), ("II. Carried over 二、上年结转", "上年结转"), ("⻅附件", "见附件"), ("⺠政", "民政"),
])
def test_keys(printed, key):
    assert label_key(printed) == key


def test_stem_drops_remarks():
    assert label_stem("（二）部分公开（区分处理的，只计这一情形，不计其他情形）") == "部分公开"
    assert label_stem("处理决定数量（指2020年办件量）") == "处理决定数量"


def test_word_artefacts_go():
    assert strip_artefacts("[bookmark: _GoBack]四是") == "四是"


def test_no_name_of_a_place_is_changed_by_folding():
    """Simplified names with a character that is a traditional one elsewhere (於潜镇) must stay."""
    assert [d.name for d in regions.divisions() if squeeze(d.name) != unicodedata.normalize("NFKC", d.name)] == []


def test_labels_of_a_form_table_stay_apart():
    for form in forms.forms():
        for table in form.tables:
            if table.kind == "matrix":
                keys = [label_key(r.label) for r in table.rows]
                assert len(set(keys)) == len(keys)


@given(st.text(max_size=60))
@example("O¯")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
    assert squeeze(squeeze(text)) == squeeze(text)
    assert not any(c.isspace() for c in squeeze(text))


@given(st.sampled_from([r.label for f in forms.forms() for t in f.tables for r in t.rows if r.label]), st.data())
def test_a_label_is_found_however_it_is_wrapped_and_widened(label, data):
    printed = "".join(c + data.draw(st.sampled_from(["", "", "\n", " ", "\u3000", "\xa0", "\u200b"])) for c in label)
    if data.draw(st.booleans()):
        printed = printed.replace("（", "(").replace("）", ")")
    assert label_key(printed) == label_key(label)


def test_every_mapped_radical_is_an_ideograph():
    from etl.text import _RADICALS

    for radical, ideograph in _RADICALS.items():
        assert 0x2E80 <= radical <= 0x2EF3
        assert unicodedata.name(chr(ideograph)).startswith("CJK UNIFIED IDEOGRAPH")
