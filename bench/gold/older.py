"""Reports of the years before 2019: the list of indicators of 2014, and the prose without tables of the years before it."""

from __future__ import annotations

import random

from bench.gold import bodies, prose
from bench.gold.case import Case
from tests.sites.labels import Key
from tests.sites.layout import Block, Cell, Grid, Text
from tests.sites.truth import Agency, Number, SampleReport, TruthCell, number

#: The list of 2014 as printed: depth, code (None: a heading of its own), label, unit.
INDICATORS = (
    (0, None, "一、主动公开情况", "——"),
    (1, "proactive_items", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    (2, "proactive_normative_documents", "其中：主动公开规范性文件数", "条"),
    (2, "normative_documents_issued", "制发规范性文件总数", "件"),
    (1, None, "（二）通过不同渠道和方式公开政府信息的情况", "——"),
    (2, "proactive_via_gazette", "1.政府公报公开政府信息数", "条"),
    (2, "proactive_via_website", "2.政府网站公开政府信息数", "条"),
    (2, "proactive_via_weibo", "3.政务微博公开政府信息数", "条"),
    (2, "proactive_via_wechat", "4.政务微信公开政府信息数", "条"),
    (2, "proactive_via_other", "5.其他方式公开政府信息数", "条"),
    (0, None, "二、回应解读情况", "——"),
    (1, "response_topics", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    (1, None, "（二）通过不同渠道和方式回应解读的情况", "——"),
    (2, "press_conferences", "1.参加或举办新闻发布会总次数", "次"),
    (3, "press_conferences_by_leader", "其中：主要负责同志参加新闻发布会次数", "次"),
    (2, "online_interviews", "2.政府网站在线访谈次数", "次"),
    (3, "online_interviews_by_leader", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    (2, "interpretation_articles", "3.政策解读稿件发布数", "篇"),
    (2, "response_via_weibo_wechat", "4.微博微信回应事件数", "次"),
    (2, "response_via_other", "5.其他方式回应事件数", "次"),
    (0, None, "三、依申请公开情况", "——"),
    (1, "requests_received", "（一）收到申请数", "件"),
    (2, "requests_in_person", "1.当面申请数", "件"),
    (2, "requests_by_fax", "2.传真申请数", "件"),
    (2, "requests_online", "3.网络申请数", "件"),
    (2, "requests_by_letter", "4.信函申请数", "件"),
    (1, "requests_completed", "（二）申请办结数", "件"),
    (2, "completed_on_time", "1.按时办结数", "件"),
    (2, "completed_extended", "2.延期办结数", "件"),
    (1, "replies", "（三）申请答复数", "件"),
    (2, "replies_already_public", "1.属于已主动公开范围数", "件"),
    (2, "replies_granted", "2.同意公开答复数", "件"),
    (2, "replies_partially_granted", "3.同意部分公开答复数", "件"),
    (2, "replies_denied", "4.不同意公开答复数", "件"),
    (3, "denied_state_secret", "涉及国家秘密", "件"),
    (3, "denied_trade_secret", "涉及商业秘密", "件"),
    (3, "denied_privacy", "涉及个人隐私", "件"),
    (3, "denied_security_stability", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    (3, "denied_not_government_information", "不是《条例》所指政府信息", "件"),
    (3, "denied_other_law", "法律法规规定的其他情形", "件"),
    (2, "replies_not_this_agency", "5.不属于本行政机关公开数", "件"),
    (2, "replies_not_exist", "6.申请信息不存在数", "件"),
    (2, "replies_told_to_amend", "7.告知作出更改补充数", "件"),
    (2, "replies_other_channel", "8.告知通过其他途径办理数", "件"),
    (0, "review_total", "四、行政复议数量", "件"),
    (1, "review_upheld", "（一）维持具体行政行为数", "件"),
    (1, "review_corrected", "（二）被依法纠错数", "件"),
    (1, "review_other_circumstances", "（三）其他情形数", "件"),
    (0, "litigation_total", "五、行政诉讼数量", "件"),
    (1, "litigation_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    (1, "litigation_corrected", "（二）被依法纠错数", "件"),
    (1, "litigation_other_circumstances", "（三）其他情形数", "件"),
    (0, "complaints_total", "六、举报投诉数量", "件"),
    (0, "request_fees_collected", "七、依申请公开信息收取的费用", "万元"),
    (0, None, "八、机构建设和保障经费情况", "——"),
    (1, "offices", "（一）政府信息公开工作专门机构数", "个"),
    (1, "reading_points", "（二）设置政府信息公开查阅点数", "个"),
    (1, "staff", "（三）从事政府信息公开工作人员数", "人"),
    (2, "staff_full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    (2, "staff_part_time", "2.兼职人员数", "人"),
    (1, "budget", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元"),
    (0, None, "九、政府信息公开会议和培训情况", "——"),
    (1, "meetings", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    (1, "training_courses", "（二）举办各类培训班数", "次"),
    (1, "trainees", "（三）接受培训人员数", "人次"),
)
_HEADINGS_2014 = (
    "一、概述", "二、主动公开政府信息情况", "三、依申请公开政府信息办理情况", "四、因政府信息公开申请行政复议、提起行政诉讼情况",
    "五、存在的主要问题及改进情况", "六、政府信息公开情况统计表",
)


def statistics_case(seed: str, rng: random.Random) -> Case:
    body, region, code = bodies.draw(rng)
    year = rng.choice((2014, 2015, 2016, 2017, 2018))
    values = statistics(rng)
    cells: dict[Key, TruthCell] = {}
    rows: list[tuple[Cell, ...]] = [(Cell("统计指标", "header"), Cell("单位", "header"), Cell("统计数", "header"))]
    for depth, indicator, label, unit in INDICATORS:
        text = "　" * depth + label
        if indicator is None:
            rows.append((Cell(text), Cell("——"), Cell("——")))
            continue
        key = ("stat_table", indicator, "value")
        cells[key] = number(values[indicator])
        rows.append((Cell(text), Cell(unit), Cell(cells[key].printed, "number", key=key)))
    told = prose.overview(rng, year, None)
    facts = {code: values[row] for code, row in (
        ("items_published_total", "proactive_items"), ("requests_received", "requests_received"), ("requests_answered", "requests_received"),
        ("review_cases", "review_total"), ("litigation_cases", "litigation_total"))}
    texts = (
        (f"{year}年，{body.publisher}积极推进政府信息公开工作，制度逐步完善。", *told.paragraphs),
        (f"全年主动公开政府信息{values['proactive_items']}条，主要涉及机构职能、工作动态和政策文件。",),
        (f"全年收到政府信息公开申请{values['requests_received']}件，均按规定答复。",),
        (f"全年发生行政复议{values['review_total']}件、行政诉讼{values['litigation_total']}件。",),
        ("公开内容的深度有待加强，下一步将完善目录、加强培训。",),
        (),
    )
    report = _report(body, year, "2014", cells, tuple(zip(_HEADINGS_2014, texts, strict=True)), rng)
    parts = (*_blocks(report), Grid("stat_table", tuple(rows), (4, 0.7, 1)))
    case = Case(seed, "2014", report, parts, cells, region, code)
    case.facts, case.approximate = facts | told.facts, told.approximate
    return case


_HEADINGS_2008 = (
    ("一、概述", "一、基本情况", "一、总体情况"), ("二、主动公开政府信息情况", "二、主动公开政府信息的情况"),
    ("三、依申请公开政府信息情况", "三、依申请公开政府信息和不予公开政府信息情况"), ("四、政府信息公开的收费及减免情况",),
    ("五、因政府信息公开申请行政复议、提起行政诉讼的情况", "五、复议、诉讼和申诉情况"),
    ("六、存在的主要问题及改进情况", "六、政府信息公开工作存在的主要问题和改进措施"), ("七、其他需要报告的事项", "七、其它需要报告事项"),
)


def narrative_case(seed: str, rng: random.Random) -> Case:
    """No form, no tables: sections of prose, as from 2008 to 2013."""
    body, region, code = bodies.draw(rng)
    year = rng.randint(2008, 2013)
    counts, told = prose.invented(rng), prose.Told()

    def said(*parts: prose.Part) -> tuple[str, ...]:
        before = len(told.paragraphs)
        for part in parts:
            part(told, rng, year, counts)
        return tuple(told.paragraphs[before:])

    texts = (
        (f"{year}年，{body.publisher}认真贯彻政府信息公开条例，成立领导小组，健全目录和指南，公开工作平稳有序。",),
        said(prose.published, prose.not_this_year), said(prose.requests, prose.outcomes),
        ("全年未收取检索、复制、邮寄等费用，也没有减免情形。",), said(prose.disputes),
        ("一是公开内容不够全面，更新不够及时；二是人员力量不足。下一步将加强培训，完善制度。",), ("无。",),
    )
    headings = (rng.choice(variants) for variants in _HEADINGS_2008)
    report = _report(body, year, "2008", {}, tuple(zip(headings, texts, strict=True)), rng)
    case = Case(seed, "2008", report, _blocks(report), {}, region, code)
    case.facts, case.approximate, case.sections = told.facts, told.approximate, len(_HEADINGS_2008)
    return case


def _report(
    body: Agency, year: int, form: str, cells: dict[Key, TruthCell], sections: tuple[tuple[str, tuple[str, ...]], ...], rng: random.Random
) -> SampleReport:
    preamble = f"按照政府信息公开条例要求，现公布{body.publisher}{year}年政府信息公开工作年度报告。统计期限自{year}年1月1日起至{year}年12月31日止。（示例文本）"
    title = body.title.format(publisher=body.publisher, year=year)
    return SampleReport(body, year, form, title, f"{year + 1}-03-{rng.randint(3, 28):02}", cells, sections, (preamble,))


def _blocks(report: SampleReport) -> tuple[Block, ...]:
    parts: list[Block] = [Text(report.title, "title"), *(Text(p) for p in report.preamble)]
    for heading, paragraphs in report.sections:
        parts += [Text(heading, "heading"), *(Text(p) for p in paragraphs)]
    return tuple(parts)


def statistics(rng: random.Random) -> dict[str, Number]:
    """Numbers of the 2014 table for which the form's own arithmetic holds."""
    pool = iter(rng.sample(range(3, 400), 60))
    v: dict[str, Number] = {}
    channels = {f"proactive_via_{c}": next(pool) for c in ("gazette", "website", "weibo", "wechat", "other")}
    v |= channels
    v["proactive_items"] = max(channels.values()) + rng.randint(0, sum(channels.values()) - max(channels.values()))
    v["proactive_normative_documents"] = rng.randint(1, 3)
    v["normative_documents_issued"] = v["proactive_normative_documents"] + rng.randint(0, 9)
    for code in (
        "response_topics", "press_conferences", "online_interviews", "interpretation_articles",
        "response_via_weibo_wechat", "response_via_other", "complaints_total", "offices", "reading_points", "meetings",
        "training_courses", "trainees",
    ):
        v[code] = next(pool)
    v["press_conferences_by_leader"], v["online_interviews_by_leader"] = rng.randint(1, 3), rng.randint(1, 3)

    def total(code: str, *parts: str) -> None:
        for part in parts:
            v.setdefault(part, next(pool))
        v[code] = sum(v[p] for p in parts)

    total("staff", "staff_full_time", "staff_part_time")
    total("review_total", "review_upheld", "review_corrected", "review_other_circumstances")
    total("litigation_total", "litigation_upheld", "litigation_corrected", "litigation_other_circumstances")
    total(
        "replies_denied", "denied_state_secret", "denied_trade_secret", "denied_privacy", "denied_security_stability",
        "denied_not_government_information", "denied_other_law",
    )
    total(
        "replies", "replies_already_public", "replies_granted", "replies_partially_granted", "replies_denied",
        "replies_not_this_agency", "replies_not_exist", "replies_told_to_amend", "replies_other_channel",
    )
    v["completed_extended"] = rng.randint(1, 40)
    v["completed_on_time"] = v["replies"] - v["completed_extended"]
    total("requests_completed", "completed_on_time", "completed_extended")
    spare = int(v["requests_completed"])
    for code in ("requests_in_person", "requests_by_fax", "requests_online"):
        v[code] = rng.randint(1, max(1, spare // 3))
        spare -= int(v[code])
    v["requests_by_letter"] = max(spare, 0)
    total("requests_received", "requests_in_person", "requests_by_fax", "requests_online", "requests_by_letter")
    v["request_fees_collected"] = round(rng.uniform(0.05, 3), 2)
    v["budget"] = round(rng.uniform(1, 60), 1)
    # A whole amount is printed without decimals.
    return {code: int(value) if value == int(value) else value for code, value in v.items()}
