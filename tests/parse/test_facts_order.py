"""A thing is counted alike whatever the order of the words, and what is not the body's own, or was not done, is counted in none."""

from __future__ import annotations

import pytest

from etl.parse.facts.engine import facts
from etl.parse.facts.order import reordered
from etl.report import Fact, Identity, Section

BUREAU = Identity(publisher="样板县教育局", year=2024, level="department", region="样板省/样板市/样板县")

#: kind → section, what is done, thing, unit
KINDS = {
    "interpretations": (1, "发布", "政策解读材料", "篇"),
    "press_conferences": (1, "召开", "新闻发布会", "场"),
    "training_courses": (1, "举办", "政务公开培训", "期"),
    "meetings": (1, "召开", "政务公开工作会议", "次"),
    "inspections": (1, "开展", "政务公开检查", "次"),
    "hotline_cases": (1, "办理", "12345热线工单", "件"),
    "mailbox_letters": (1, "回复", "局长信箱来信", "件"),
    "npc_cppcc_items": (1, "办理", "人大代表建议和政协委员提案", "件"),
    "requests_received": (1, "收到", "政府信息公开申请", "件"),
    "review_cases": (4, "发生", "政府信息公开行政复议案件", "件"),
    "litigation_cases": (4, "发生", "因政府信息公开引起的行政诉讼", "件"),
    "processing_fee_yuan": (6, "收取", "信息处理费", "元"),
    "media_accounts": (1, "运维", "政务新媒体账号", "个"),
    "consultations": (1, "开展", "意见征集", "次"),
    "consultation_comments": (1, "收到", "公众意见", "条"),
    "normative_documents_issued": (1, "制发", "规范性文件", "件"),
    "normative_documents_repealed": (1, "废止", "规范性文件", "件"),
    "online_interviews": (1, "举办", "在线访谈", "期"),
    "livestreams": (1, "开展", "直播活动", "场"),
}
#: W who or when, V what is done, N the thing, U its unit
ORDERS = (
    "{W}{V}{N}137{U}", "{W}{V}137{U}{N}", "{W}{V}了137{U}{N}", "{W}共{V}137{U}{N}", "{W}{V}{N}（137{U}）", "{W}{V}{N}，共137{U}", "{W}{V}{N}仅137{U}",
    "{W}做好{N}工作，全年{V}137{U}", "{W}扎实推进{N}工作，共{V}137{U}", "{W}{N}方面，{V}137{U}", "{W}{N}共{V}137{U}", "{W}{N}：{V}137{U}", "{W}{N}情况：共{V}137{U}",
)


def read(sentence: str, number: int) -> list[Fact]:
    return facts((Section(number, "", sentence),), BUREAU)


def counted(kind: str, order: str, who: str) -> set[str]:
    section, done, thing, unit = KINDS[kind]
    return {f.fact for f in read(order.format(W=who, V=done, N=thing, U=unit) + "。", section) if f.value == 137}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_order_counts_the_thing(kind: str, order: str) -> None:
    assert counted(kind, order, "2024年，") == {kind}


@pytest.mark.parametrize("kind", KINDS)
def test_a_heading_says_what_is_counted_below_it(kind: str) -> None:
    section, done, thing, unit = KINDS[kind]
    assert [(f.fact, f.value) for f in read(f"（二）{thing}。全年共{done}137{unit}。", section)] == [(kind, 137)]


@pytest.mark.parametrize("who", ["2024年，省教育厅", "2024年，各学校", "2024年，县法院", "2023年，", "2025年拟", "计划"])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_order_counts_what_is_not_the_bodys_own(kind: str, order: str, who: str) -> None:
    assert counted(kind, order, who) == set()


@pytest.mark.parametrize(("sentence", "number"), [
    ("2024年，未收到137件政府信息公开申请。", 1),
    ("2024年，做好建议提案工作，全年公开137件。", 1),  # put out, not handled
    ("2024年，做好政策解读工作，全年召开137次。", 1),
    ("2024年，做好新闻发布会工作，全年发布137条。", 1),
    ("2024年，做好规范性文件工作，全年培训137次。", 1),
    ("2024年，收到137件以上政府信息公开申请的单位有3家。", 1),
    ("2024年，收到137件关于建议提案的来函。", 1),
    ("2024年，做好信息公开工作，全年召开137次。", 1),
    ("2024年，推进政务公开培训常态化，全年走访137次。", 1),
    ("2024年，行政复议案件办理工作，全年培训137次。", 4),
])
def test_what_was_done_must_be_what_is_done_to_such_a_thing(sentence: str, number: int) -> None:
    assert [f.fact for f in read(sentence, number) if f.value == 137] == []


def test_the_verb_of_other_words_says_nothing_of_documents() -> None:
    assert [f.fact for f in read("2024年，废止规范性文件137件，公开254条政务信息。", 1) if "documents" in f.fact] == ["normative_documents_repealed"]
    assert [f.fact for f in read("2024年，依申请公开：受理137件，规范性文件共254件。", 1) if "documents" in f.fact] == []
    assert [f.fact for f in read("2024年，组织召开新闻发布会137次，规范性文件254件。", 1) if "documents" in f.fact] == []
    assert [f.fact for f in read("2024年，通过微信公众号发布信息137条，发布了254次民意征集。", 1)] == ["wechat_items", "consultations"]


def test_a_fact_is_quoted_as_it_stands_in_the_text() -> None:
    text = "2024年，做好建议提案办理工作，全年共办理12件，发布了8篇政策解读材料。"
    found = {f.fact: f for f in read(text, 1)}
    assert {code: f.value for code, f in found.items()} == {"npc_cppcc_items": 12, "interpretations": 8}
    for fact in found.values():
        assert fact.start is not None
        assert text[fact.start : fact.end] == fact.quote
    assert "12" in found["npc_cppcc_items"].quote
    assert "8篇政策解读" in found["interpretations"].quote


def test_what_is_moved_keeps_its_place() -> None:
    text = "收到137件热线工单，办结12件"
    moved = next(reordered(text))
    assert moved.text == "收到热线工单137件，办结12件"
    assert [text[at] for at in moved.places] == list(moved.text)
    assert [moved.text[first:last] for first, last in moved.numbers] == ["137件"]
