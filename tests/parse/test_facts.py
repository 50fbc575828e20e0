"""Facts in prose: the grammar of real reports in sentences of our own, and what must not become a fact."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.parse.facts.engine import facts
from etl.parse.facts.kinds import KINDS
from etl.report import Fact, Identity, Level, Section


def read(text: str, number: int | None = 1, year: int | None = None, level: Level | None = "county") -> tuple[Fact, ...]:
    return facts((Section(number, "", text),), Identity(year=year, level=level))


def said(text: str, number: int | None = 1, year: int | None = None, level: Level | None = "county") -> dict[str, object]:
    """code → value (a list where a kind stands more than once); a rounded value is a string with ~ before it."""
    found: dict[str, object] = {}
    for fact in read(text, number, year, level):
        assert fact.start is not None
        assert text[fact.start : fact.end] == fact.quote
        value = f"~{fact.value}" if fact.approximate else fact.value
        if fact.fact in found:
            before = found[fact.fact]
            value = [*before, value] if isinstance(before, list) else [before, value]
        found[fact.fact] = value
    return found


SAID: list[tuple[str, dict[str, object]]] = [
    # items and channels
    ("2020年，本镇借助政府网站、微信等方式公开政府信息数247条。", {"items_published_total": 247}),
    ("我县微信公众号用户数达到1603人，共发布信息59次101篇，总阅读量81194人次。",
     {"wechat_followers": 1603, "wechat_posts": 59, "wechat_items": 101, "wechat_reads": 81194}),
    ("县政府网站主动公开各类政府信息 5500 余条。", {"website_items": "~5500"}),
    ("一年来共向群众主动公开政府信息14万余条。", {"items_published_total": "~140000"}),
    ("本年公开各类政府信息1030条，其中通过“示例县人民政府门户网站”发布信息31条、“微示例公众号”发布信息138条、通过公示公告栏等途径发布信息861条。",
     {"items_published_total": 1030, "website_items": 31, "wechat_items": 138, "board_items": 861}),
    ("主动公开政府信息136条，其中，工作动态类信息63条；人事信息数量11条；概况类信息数量4条；其他类信息58条。",
     {"items_published_total": 136, "category_items": [63, 11, 4, 58]}),
    ("“示例发布”微信和微博分别发布信息1408条、6502条。", {"wechat_items": 1408, "weibo_items": 6502}),
    ("“示例城关发布”公众号共发布信息294条；视频号发布视频32条。", {"wechat_items": 294, "video_items": 32}),
    ("政府信息公开平台公开信息93条，政府网站公开信息508条，微信公众号公开信息42条。",
     {"platform_items": 93, "website_items": 508, "wechat_items": 42}),
    ("主动公开政府信息496条，其中工作动态信息420条，微信公众号发布信息333条。",
     {"items_published_total": 496, "category_items": 420, "wechat_items": 333}),
    ("本局发布各类信息731条，点击量达97269次。", {"items_published_total": 731, "reads": 97269}),
    ("门户网站总访问次数达9540370次，访客量3809505人次。", {"site_visits": 9540370, "site_visitors": 3809505}),
    ("本年有部门工作动态信息54条，占比67.5%。", {"category_items": 54}),
    # documents, interpretation, press
    ("新增公开市政府规章 1 件、市政府和办公室政策性文件 11 件。", {"regulations_disclosed": 1, "policy_documents_disclosed": 11}),
    ("发布政策解读21 个，编印《示例市人民政府公报》6 期，召开新闻发布会 12 场。",
     {"interpretations": 21, "gazette_issues": 6, "press_conferences": 12}),
    ("主动公开规章13件，行政规范性文件60件，市政府其他文件162件，人事任免文件141件。",
     {"regulations_disclosed": 13, "normative_documents_disclosed": 60, "other_documents_disclosed": 162,
      "personnel_documents_disclosed": 141}),
    ("全年发布政策解读共132件，编发公报24期。", {"interpretations": 132, "gazette_issues": 24}),
    ("主动公开市政府规章13件（含新制定5件，修改4件，废止4件）。",
     {"regulations_disclosed": 13, "regulations_issued": 5, "regulations_amended": 4, "regulations_repealed": 4}),
    ("举办191场市政府新闻发布活动，市政府领导出席发布活动25人次。", {"press_conferences": 191, "press_conference_leaders": 25}),
    ("开展征集调查33期，收到公众意见382条。", {"consultations": 33, "consultation_comments": 382}),
    ("制发行政规范性文件6个，清理失效文件4个，现行有效行政规范性文件18个。",
     {"normative_documents_issued": 6, "normative_documents_repealed": 4, "normative_documents_in_force": 18}),
    # requests
    ("全年接到居民主动要求公开政府信息的申请4条，上年转结1条，都按规定作了答复。", {"requests_received": 4, "requests_carried_in": 1}),
    ("共受理政府信息公开申请 3119 件，答复3050 件（含上年度结转申请 34 件，另有 103 件顺延到下年度答复）。",
     {"requests_received": 3119, "requests_answered": 3050, "requests_carried_in": 34, "requests_carried_forward": 103}),
    ("本机关受理政府信息公开申请859件，申请数量较去年回落12.3%；依法答复805件（含上年度结转申请18件，另有72件依法顺延到下年度答复）。",
     {"requests_received": 859, "requests_received_change": -12.3, "requests_answered": 805, "requests_carried_in": 18,
      "requests_carried_forward": 72}),
    ("街道共收到信息公开申请7件，上年度结转1件；予以公开3件，无法提供4件，结转下年继续办理1件。",
     {"requests_received": 7, "requests_carried_in": 1, "requests_granted": 3, "requests_unavailable": 4, "requests_carried_forward": 1}),
    ("共收办政府信息公开申请案件3646件，同比增长1.05%，其中，予以公开1431件、部分公开471件、不予公开92件、无法提供941件、"
     "不予处理117件、作其他处理（含申请人自行撤回）469件、转下年度办理125件。",
     {"requests_handled": 3646, "requests_received_change": 1.05, "requests_granted": 1431, "requests_partially_granted": 471,
      "requests_denied": 92, "requests_unavailable": 941, "requests_rejected": 117, "requests_other": 469,
      "requests_carried_forward": 125}),
    ("按申请人分，自然人申请3493件，法人或其他组织申请114件。", {"requests_natural_person": 3493, "requests_organisation": 114}),
    ("按渠道分，通过网络申请1303件，占86.92%；通过信函申请172件，占11.47%；通过当面申请24件，占1.60%。",
     {"requests_online": 1303, "requests_online_share": 86.92, "requests_by_letter": 172, "requests_by_letter_share": 11.47,
      "requests_in_person": 24, "requests_in_person_share": 1.6}),
    ("受理依申请公开申请54件，按时办结54件，办理上年结转2件。其中予以公开45件，属于国家秘密1件。",
     {"requests_received": 54, "requests_answered": 54, "requests_carried_in": 2, "requests_granted": 45,
      "requests_denied_state_secret": 1}),
    ("本年新收政府信息公开申请数量0件，上年结转政府信息公开申请数量0件。", {"requests_received": 0, "requests_carried_in": 0}),
    ("办事处本级未收到政府信息公开申请0件。", {"requests_received": 0}),
    ("我局全年未收到政府信息公开申请。", {"requests_received": 0}),
    ("本乡今年没有依申请公开政府信息和不予公开政府信息情况。", {"requests_received": 0}),
    # review, litigation
    ("发生行政复议 351件，其中结果维持 72 件，结果纠正 64 件，其他结果 178 件，尚未审结 37 件；发生行政诉讼 46 件，其中结果维持 25件。",
     {"review_cases": 351, "review_upheld": 72, "review_corrected": 64, "review_other": 178, "review_pending": 37,
      "litigation_cases": 46, "litigation_upheld": 25}),
    ("本厅信息公开类行政复议7件，诉讼9件，均获维持。",
     {"review_cases": 7, "review_upheld": 7, "litigation_cases": 9, "litigation_upheld": 9}),
    ("全镇无因政府信息公开引起申请行政复议、提起行政诉讼的情况发生。", {"review_cases": 0, "litigation_cases": 0}),
    ("上半年以外统计，行政诉讼案件2件，被纠错0件。", {}),
    ("办理行政诉讼案件2件，被纠错0件。", {"litigation_cases": 2, "litigation_corrected": 0}),
    # fees, money
    ("全年收取政府信息公开信息处理费 3940 元。", {"processing_fee_yuan": 3940}),
    ("有3件政府信息公开申请案件收取信息处理费2230元。其中，示例县民政局1件，收取880元；示例区住建局1件，收取1080元；示例县财政局1件，收取270元。",
     {"processing_fee_cases": 3, "processing_fee_yuan": 2230}),
    ("依规对25件大量反复申请收取了信息处理费2950元。", {"processing_fee_cases": 25, "processing_fee_yuan": 2950}),
    ("实际收取信息处理费共计400元。", {"processing_fee_yuan": 400}),
    ("政府集中采购中采购项目数量10项，采购总金额16.877万元。", {"procurement_items": 10, "procurement_amount": 16.877}),
    ("办理依申请公开时不收取任何费用。", {"processing_fee_yuan": 0}),
    ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", {}),
    ("公开政府采购19项，采购金额18.6198万元。", {"procurement_items": 19, "procurement_amount": 18.6198}),
    # management, training, supervision
    ("在运维政务新媒体共计 95个，抽查合格率均为 100%，全年组织 4 次政府信息公开栏目全面检查。",
     {"media_accounts": 95, "pass_rate": 100, "inspections": 4}),
    ("编制监测分报告168份，编发工作通报2期，对表现突出的26个单位和30名个人予以通报表扬。",
     {"monitoring_reports": 168, "work_bulletins": 2, "commended_units": 26, "commended_persons": 30}),
    ("形成调研成果57篇，新开设公开专栏18个，优化公开专栏22个。", {"research_papers": 57, "columns_opened": 18, "columns_improved": 22}),
    ("办公室安排工作人员3名，专职信息人员2名。", {"staff": 3, "staff_full_time": 2}),
    ("县长信箱办理群众来件197件，办结率100%。", {"mailbox_letters": 197, "mailbox_completion_rate": 100}),
    ("开展政策宣传辅导18场，“云直播”9次。", {"publicity_events": 18, "livestreams": 9}),
    ("參加或舉辦新聞發布會總次數0次，政府網站在線訪談次數0次，政策解讀稿件發布數0篇，微博微信回應事件數0次，其他方式回應事件數223次。",
     {"press_conferences": 0, "online_interviews": 0, "interpretations": 0, "response_via_weibo_wechat": 0, "response_via_other": 223}),
    # more of the same kind
    ("统计期限自2023年1月1日起至2023年12月31日止。", {"period_from": "2023-01-01", "period_to": "2023-12-31"}),
    ("统计期限为2023年1月1日至12月31日。", {"period_from": "2023-01-01", "period_to": "2023-12-31"}),
    ("举办培训班3期，培训人员200余人次。", {"training_courses": 3, "trainees": "~200"}),
    ("召开政务公开工作推进会4次。", {"meetings": 4}),
    ("办理人大建议12件、政协提案8件。", {"npc_items": 12, "cppcc_items": 8}),
    ("办理建议提案20件，12345热线受理群众诉求1234件。", {"npc_cppcc_items": 20, "hotline_cases": 1234}),
    ("设立信息查阅点5处，专职工作人员1人，兼职工作人员6人。", {"reading_points": 5, "staff_full_time": 1, "staff_part_time": 6}),
    ("受理政府信息公开申请37件（含上年结转3件）。", {"requests_handled": 37, "requests_carried_in": 3}),
    ("共办理申请7件，其中本年新收5件，上年结转2件。", {"requests_handled": 7, "requests_received": 5, "requests_carried_in": 2}),
    ("行政诉讼3件，其中未经复议直接起诉2件，复议后起诉1件。",
     {"litigation_cases": 3, "litigation_direct_cases": 2, "litigation_after_review_cases": 1}),
    ("申请行政复议、提起行政诉讼数均为0。", {"review_cases": 0, "litigation_cases": 0}),
    ("未收取信息处理费。", {"processing_fee_yuan": 0}),
    ("收取信息处理费0.12万元。", {"processing_fee_yuan": 1200}),
    ("微信公众号关注人数12.5万人，阅读量超100万次。", {"wechat_followers": "~125000", "wechat_reads": "~1000000"}),
    ("收到公民、法人和其他组织政府信息公开申请共计8件。", {"requests_received": 8}),
    # items of a list in lines without a mark
    ("公开情况如下：\n网站公开信息312条\n微信公众号公开信息45条", {"website_items": 312, "wechat_items": 45}),
    ("今年共受理政府信息公开申请\n12件，结转下年度继续办理\n3件。", {"requests_received": 12, "requests_carried_forward": 3}),
    # the mark of a note between number and unit
    ("今年主动公开政府信息937〔2〕条。", {"items_published_total": 937}),
    ("今年主动公开政府信息937 [注2] 条，其中网站610①条。", {"items_published_total": 937, "website_items": 610}),
    ("今年主动公开政府信息937²条。", {"items_published_total": 937}),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[t[:24] for t, _ in SAID])
def test_what_is_said_is_found(text: str, expected: dict[str, object]) -> None:
    assert said(text) == expected


NOT_SAID = [
    "结转下年度继续办理\n20件\n上年结转\n12件", "新收政府信息公开申请\n18件\n予以公开\n7", "（三）不予公开\n1.属于国家秘密\n2件\n",
    "依据第711号令和〔2021〕30号文件，于2023年3月5日印发通知。",
    "热线（12345）和电话8123456件件有回音。",
    "较2024年增加3722件，同比增加12条。",
    "2024年计划发布政府信息500条。",
    "上半年受理申请5件。",
    "一季度公开信息20条。",
    "历年累计公开信息10000条。",
    "甲县受理政府信息公开申请477件，乙县受理政府信息公开申请300件。",
    "政府网站、微信公众号发布信息100条。",
    "政府网站和微信公众号发布信息100条。",
    "予以公开及部分公开258件。",
    "行政复议和行政诉讼共3件。",
    "未收到通过信函提交的申请。",
    "未收到不予公开的申请投诉。",
    "未发生行政复议和行政诉讼败诉案件。",
    "对1件申请减免信息处理费50元。",
    "主动公开政府信息100至200条。",
    "公开政府信息12，345条。",
    "累计发布信息1234.5条。",
    "共收到政府信息公开申请3",
    "收到申请后12个工作日内答复。",
    "清理规范性文件30件。",
    "注：以上数据不含示例区。全区共受理政府信息公开申请999件，办结430件。",
    "（备注：行政诉讼败诉3件，为全市数据。）",
    "举办活动12次，覆盖3个月。",
    "信息处理费按每件10元收取。",
    "微信和微博分别发布信息1408条。",
    "统计期限自202111日起至20211230日止。",
    # half a number at the end of a short line
    "网站访问量5\n32次。", "网站访问量1\n2.5万次。", "网站访问量12.\n5万次。", "微信公众号粉丝17,\n486人。", "微信公众号粉丝26,7\n16人。",
]


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_is_not_said_is_not_found(text: str) -> None:
    assert said(text) == {}


def test_another_years_figure_is_not_this_years() -> None:
    text = "2023年，我局工作有序。2023年共受理申请3件，2022年受理申请12件。"
    assert said(text) == {"requests_received": 3}
    assert said("上年度收到申请30件，今年收到申请20件。") == {"requests_received": 20}


def test_a_part_after_among_which_is_not_the_whole() -> None:
    text = "全市共受理政府信息公开申请3646件，其中甲县受理政府信息公开申请477件，乙县受理政府信息公开申请300件。"
    assert said(text) == {"requests_received": 3646}


def test_days_of_several_years_are_no_period() -> None:
    assert said("自2008年5月1日至2022年12月31日，公开信息3260条。") == {}


def test_a_fifth_section_on_answers_to_the_public_tells_figures() -> None:
    assert [f.fact for f in facts((Section(5, "五、回应解读情况", "举办新闻发布会3次，政策解读12篇。"),))] == ["press_conferences", "interpretations"]


def test_the_total_wins_over_rivals_and_rivals_alone_give_nothing() -> None:
    assert said("公开政府信息120条。全年共公开政府信息500条。") == {"items_published_total": 500}
    assert said("公开政府信息120条。公开政府信息500条。") == {}


def test_period_and_contacts_are_told_above_the_first_section() -> None:
    opening = "示例县教育局2022年报告\n数据统计期限自二〇二二年一月一日起至12月31日止。如有疑问，请联系示例县教育局办公室（地址：示例县学府路1号，邮编：000111）。"
    section = Section(1, "一、总体情况", "公开政府信息26条。")
    found = facts((section,), Identity(year=2022, level="department"), opening)
    assert {f.fact: f.value for f in found} == {
        "period_from": "2022-01-01", "period_to": "2022-12-31", "contact_office": "示例县教育局办公室", "contact_address": "示例县学府路1号",
        "contact_postcode": "000111", "items_published_total": 26}
    assert all(f.section is None and f.start is None and f.quote in opening for f in found[:-1])


def test_a_campaign_has_days_of_its_own() -> None:
    assert said("2022年5月1日至5月31日开展宣传月活动。报告数据时间为2022年3月15日至12月31日。") == {"period_from": "2022-03-15", "period_to": "2022-12-31"}


def test_figures_of_the_problems_section_are_no_facts() -> None:
    text = "一是公开信息仅100条，数量偏少；二是培训3次，还不够多。下一步，一是全年公开信息200条；二是加强培训。"
    found = said(text, number=5)
    assert found == {"problem": ["公开信息仅100条，数量偏少", "培训3次，还不够多"], "measure": ["全年公开信息200条", "加强培训"]}


@pytest.mark.parametrize(("heading", "found"), [("五、工作人员与培训情况", 6), ("五、投诉和建议提案办理", 6), ("五、存在的主要问题及改进情况", None), ("五、人员培训方面存在的问题", None)])
def test_before_2014_section_five_told_of_other_things(heading: str, found: int | None) -> None:
    told = facts((Section(5, heading, "全县举办政务公开培训6次。"),), Identity(year=2012, level="county"))
    assert next((f.value for f in told if f.fact == "training_courses"), None) == found


@pytest.mark.parametrize(("number", "heading", "found"), [(3, "三、存在的问题和下一步打算", None), (3, "三、依申请公开办理情况及存在问题", 3), (1, "一、总体情况及存在的问题", 3)])
def test_a_section_of_problems_may_have_another_number(number: int, heading: str, found: int | None) -> None:
    told = facts((Section(number, heading, "开展公开培训3次。"),), Identity(year=2012, level="county"))
    assert next((f.value for f in told if f.fact == "training_courses"), None) == found


def test_problems_may_be_numbered_behind_a_colon() -> None:
    assert said("存在以下问题：1.人员力量不足；2.更新不够及时。", number=5) == {"problem": ["人员力量不足", "更新不够及时"]}


@pytest.mark.parametrize(("text", "problems", "measures"), [
    ("主要问题：一是内容不够全面，二是解读形式单一。下一步，我局将一是加强培训，二是加强考核。", ["内容不够全面", "解读形式单一"], ["加强培训", "加强考核"]),
    ("针对上年度存在的问题，采取以下措施：一是加强了培训；二是强化了检查。目前仍存在：一是人员变动频繁；二是内容不够丰富。", ["人员变动频繁", "内容不够丰富"], ["加强了培训", "强化了检查"]),
    ("（一）主要问题：解读质量不高。（二）整改措施：提高解读质量。", ["解读质量不高"], ["提高解读质量"]),
    ("1.存在问题：（1）公开意识不强；（2）更新不及时。2.改进情况：（1）开展培训2次；（2）建立通报制度。", ["公开意识不强", "更新不及时"], ["开展培训2次", "建立通报制度"]),
    ("主要问题有：（一）认识不到位；（二）业务不熟。下步工作打算：（一）加强领导；（二）强化培训。", ["认识不到位", "业务不熟"], ["加强领导", "强化培训"]),
    ("一是公开意识不强。下一步将加强学习，提高认识。二是队伍不稳。", ["公开意识不强", "队伍不稳"], []),
    ("存在问题\n1.内容不够全面。\n改进措施\n1.拓展公开内容。", ["内容不够全面"], ["拓展公开内容"]),
])
def test_what_leads_in_to_a_list_says_whether_it_is_of_problems_or_of_measures(text: str, problems: list[str], measures: list[str]) -> None:
    found = [(f.fact, f.value) for f in read(text, number=5)]
    assert sorted(found) == sorted([*(("problem", p) for p in problems), *(("measure", m) for m in measures)])


@pytest.mark.parametrize(("text", "quote"), [
    ("共受理政府信息公开申请 3119 件。", "受理政府信息公开申请 3119 件"),
    ("共受理政府信息\n公开申请 3 119 件。", "受理政府信息\n公开申请 3 119 件"),
    ("本年度全县各级行政机关共受理政府信息公开申请31\n19 件。", "受理政府信息公开申请31\n19 件"),
    ("共受理政府信息公开申请３１１９件。", "受理政府信息公开申请３１１９件"),
    ("共受理政府信息公开申请3,119件。", "受理政府信息公开申请3,119件"),
    ("共受理政府信息公开申请3 1 1 9件。", "受理政府信息公开申请3 1 1 9件"),
])
def test_the_quote_is_the_exact_slice(text: str, quote: str) -> None:
    [fact] = read(text)
    assert (fact.fact, fact.value, fact.quote) == ("requests_received", 3119, quote)


def test_numbers_that_may_be_two_give_none() -> None:
    assert said("共受理政府信息公开申请12 34件。") == {}
    assert said("申请31\n\n19件，受理申请。") == {}


def test_radicals_and_full_width_are_folded() -> None:
    assert said("⽆上年结转。共受理政府信息公开申请（含⽹上）５件。")["requests_carried_in"] == 0


def test_the_unit_and_section_are_kept() -> None:
    [fact] = read("采购总金额16.877万元。", 6)
    assert (fact.unit, fact.section, fact.approximate) == ("万元", 6, False)


def test_statements_on_supervision_are_kept_as_text() -> None:
    found = said("将政务公开纳入年度考核，占4分；开展社会评议，群众满意；全年未发生责任追究情况。")
    assert found == {"assessment": "将政务公开纳入年度考核，占4分", "public_review": "开展社会评议，群众满意",
                     "accountability": "全年未发生责任追究情况"}


def test_contacts_are_those_of_the_office() -> None:
    text = "请与示例县人民政府办公室联系（地址：示例县人民路1号，邮编：123456，电话：0517-12345678，邮箱：xxgk@example.gov.cn）。手机13812345678。"
    found = said(text, number=None)
    assert found == {"contact_office": "示例县人民政府办公室", "contact_address": "示例县人民路1号", "contact_postcode": "123456",
                     "contact_phone": "0517-12345678", "contact_email": "xxgk@example.gov.cn"}


def test_at_least_forty_kinds_and_every_code_found_is_one() -> None:
    assert len(KINDS) >= 40
    assert {code for _, expected in SAID for code in expected} <= set(KINDS)


# What hypothesis builds reports' prose from: words that patterns look for, numbers, units and punctuation in any order.
_WORDS = st.sampled_from([
    "公开", "政府信息", "申请", "收到", "受理", "共", "其中", "予以公开", "不予公开", "上年结转", "结转下年度", "微信公众号", "网站", "微博",
    "分别发布信息", "、", "，", "。", "；", "（", "）", "\n", " ", "年", "2023年", "件", "条", "万余条", "%", "占", "行政复议", "行政诉讼", "维持",
    "未", "没有", "信息处理费", "收取", "元", "万元", "培训", "人次", "规章", "规范性文件", "现行有效", "均获维持", "粉丝", "阅读量", "次", "较", "增加",
    "“", "”", "…", "一是", "一、", "、、", "号", "〔2021〕", "0", "-", ".", "，，", "上半年", "自然人", "复议后起诉",
])
_PROSE = st.lists(st.one_of(_WORDS, st.integers(0, 99999).map(str)), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(_PROSE, st.sampled_from([None, 1, 2, 5, 6]))
@example("阅读量一、", None)
@example("行政复议10010001000100010001000032766件", None)
def test_spans_are_exact_and_quotes_hold_their_digits(text: str, number: int | None) -> None:
    for fact in read(text, number):
        assert fact.start is not None
        assert fact.end is not None
        assert text[fact.start : fact.end] == fact.quote
        assert fact.quote.strip()
        if isinstance(fact.value, (int, float)) and fact.value != 0:
            digits = re.sub(r"\D", "", fact.quote)
            assert re.sub(r"\D", "", f"{fact.value}".removesuffix(".0")).rstrip("0") in digits
            assert fact.value >= 0 or fact.fact == "requests_received_change"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read(text)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 99999), st.integers(1, 9999), st.integers(1, 9999))
def test_every_figure_survives_the_layout(received: int, answered: int, ahead: int) -> None:
    text = f"全年共收到政府信息公开申请{received}件，上年结转0件；答复{answered}件，结转下年度继续办理{ahead}件。"
    expected = {"requests_received": received, "requests_carried_in": 0, "requests_answered": answered, "requests_carried_forward": ahead}
    assert said(text) == expected
    assert said(re.sub(r"(\d+)", r" \1 ", text)) == expected


@pytest.mark.parametrize(("text", "government", "bureau", "unknown"), [
    ("全县共收到政府信息公开申请356件，其中本机关12件。", 356, None, None),
    ("全市各级行政机关收到政府信息公开申请356件（其中市政府本级120件），答复340件。", 356, None, None),
    ("全市税务系统共收到政府信息公开申请35件，其中市局本级收到申请12件。", 35, 12, None),
    ("全市公安机关共收到政府信息公开申请35件。", 35, None, 35),
    ("全县各部门共收到政府信息公开申请356件。", 356, None, 356),
    ("我局共收到政府信息公开申请35件，其中局机关12件、分局23件。", 35, 35, 35),
    ("在全市会议上交流经验；我局收到政府信息公开申请35件，其中局机关12件。", 35, 35, 35),
])
def test_a_government_means_the_whole_and_a_bureau_itself(text: str, government: int | None, bureau: int | None, unknown: int | None) -> None:
    levels: tuple[Level | None, ...] = ("county", "department", None)
    assert [said(text, year=2022, level=level).get("requests_received") for level in levels] == [government, bureau, unknown]


@pytest.mark.parametrize(("text", "expected"), [
    ("全年开展就业培训12期，培训学员1200人次。", {}),
    ("组织3次消防安全培训，参训人员600人次。", {}),
    ("开展就业培训5期，组织政务公开培训2次，培训人员60人。", {"training_courses": 2, "trainees": 60}),
    ("公开就业信息12条；组织业务培训2次，培训人员60人。", {"training_courses": 2, "trainees": 60}),
])
def test_what_a_body_teaches_others_is_no_training_of_its_staff(text: str, expected: dict[str, object]) -> None:
    assert said(text) == expected


def test_a_run_of_figures_is_no_sentence() -> None:
    listed = "，".join(f"甲{i}局公开{i}条" for i in range(1, 50))
    assert said(f"共收到申请12件，{listed}。") == {"requests_received": 12}
    assert said(f"共收到申请12件，{listed * 4}。收到申请8件。") == {"requests_received": 8}


@pytest.mark.parametrize(("text", "expected"), [
    ("县级行政机关共受理申请26件，乡镇（街道）受理申请9件。", {}),
    ("县融媒体中心发布信息8652条，县应急局公开信息235条。", {}),
    ("镇政府公开信息356条，村（居）务公开信息1230条。", {"items_published_total": 356}),
    ("收到区政府转办申请2件，收到网上申请1件，收到信函申请2件，共5件。",
     {"requests_received": 5, "requests_online": 1, "requests_by_letter": 2}),
    ("收到2022年结转申请3件，2023年新收申请20件。", {"requests_carried_in": 3, "requests_received": 20}),
    ("配备全职工作人员12名，兼职人员45名。", {"staff_full_time": 12, "staff_part_time": 45}),
    ("公告栏更新48期。", {"board_posts": 48}),
])
def test_figures_of_a_part_are_not_the_whole(text: str, expected: dict[str, object]) -> None:
    assert said(text, year=2023) == expected


HEADINGS = ("（四）政府信息公开平台建设情况", "（四）网站、微信等平台建设情况：", "4.政府网站和政务新媒体建设情况", "政府信息公开平台建设情况",
            "（一）2022年主动公开情况")
BELOW = ("公众号粉丝2.3万人，发布信息86条。", "我局门户网站全年发布信息865条。", "抖音号发布信息86条。", "起草政策文件4件。", "审核规范性文件15件。",
         "关注人数36521人，全年访问量58万次。")


@pytest.mark.parametrize("text", BELOW)
def test_a_heading_gives_the_sentence_below_it_nothing(text: str) -> None:
    below = [(f.fact, f.value, f.quote) for f in read(f"加强制度建设。\n{text}")]
    for heading in HEADINGS:
        assert [(f.fact, f.value, f.quote) for f in read(f"{heading}\n{text}")] == below


def test_sentences_that_all_go_on_from_one_are_read_in_time() -> None:
    began = time.process_time()
    read("收到公开申请1件。" + "答复1件。" * 39_000)
    assert time.process_time() - began < 20
