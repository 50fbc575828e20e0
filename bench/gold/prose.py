"""Section one in words, with every figure that it says: sentences of several wordings, and beside them figures that are not this year's."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.sites import labels
from tests.sites.labels import Key
from tests.sites.truth import Number, TruthCell


@dataclass(slots=True)
class Told:
    """Paragraphs and what they say: codes of facts with their values, approximate ones apart."""

    paragraphs: list[str] = field(default_factory=list)
    facts: dict[str, Number] = field(default_factory=dict)
    approximate: set[str] = field(default_factory=set)

    def say(self, text: str, **facts: Number) -> None:
        self.paragraphs.append(text)
        self.facts.update(facts)


Counts = Mapping[str, int]
"""Totals of the tables under the codes of their rows and of the disputes' columns; outcomes of a group are added up."""
Part = Callable[[Told, random.Random, int, Counts], None]


def published(told: Told, rng: random.Random, year: int, counts: Counts) -> None:
    site, chat, board = rng.sample(range(101, 5000), 3)
    total = site + chat + board
    match rng.randrange(5):
        case 0:
            told.say(
                f"全年主动公开政府信息{total}条，其中通过政府网站公开信息{site}条，通过微信公众号发布信息{chat}条，通过公告栏公开信息{board}条。",
                     items_published_total=total, website_items=site, wechat_items=chat, board_items=board)
        case 1:
            told.say(f"{year}年，共公开各类政府信息 {total} 条。政府网站、微信公众号分别发布信息{site}条、{chat}条。",
                     items_published_total=total, website_items=site, wechat_items=chat)
        case 2:
            told.say(f"本年度主动公开政府信息{total}余条。微信公众号全年推送{chat}次{site}篇。",
                     items_published_total=total, wechat_posts=chat, wechat_items=site)
            told.approximate.add("items_published_total")
        case 3:
            told.say(f"{year - 1}年主动公开政府信息{total + 77}条，{year}年主动公开政府信息{total}条。", items_published_total=total)
        case _:
            told.say(f"主动公开政府信息{total}条，同比增长{rng.randint(3, 40)}%。网站访问量{site * 91}次。",
                     items_published_total=total, site_visits=site * 91)


def reading(told: Told, rng: random.Random, year: int, counts: Counts) -> None:
    followers, reads = rng.randint(900, 90_000), rng.randint(10_000, 900_000)
    if rng.random() < 0.5:
        told.say(f"“示例发布”微信公众号用户数达到{followers}人，全年总阅读量{reads}人次。", wechat_followers=followers, wechat_reads=reads)
    else:
        told.say(f"微信公众号现有关注人数{followers}人，全年阅读量{reads}次。", wechat_followers=followers, wechat_reads=reads)


def policy(told: Told, rng: random.Random, year: int, counts: Counts) -> None:
    texts, events, comments, talks = rng.sample(range(2, 90), 4)
    told.say(f"发布政策解读{texts}篇，举办新闻发布会{talks}场；开展意见征集{events}期，收到公众意见{comments}条。",
             interpretations=texts, press_conferences=talks, consultations=events, consultation_comments=comments)


def requests(told: Told, rng: random.Random, year: int, counts: Counts) -> None:
    new, taken, done, ahead = (counts[r] for r in ("new_received", "carried_in", "total_processed", "carried_forward"))
    if not new:
        told.say("本年度未收到政府信息公开申请。", requests_received=0)
        return
    all_four = {"requests_carried_in": taken, "requests_answered": done, "requests_carried_forward": ahead}
    match rng.randrange(5):
        case 0:
            told.say(f"收到政府信息公开申请{new}件，上年结转{taken}件，答复{done}件，结转下年度{ahead}件。", requests_received=new, **all_four)
        case 1:
            told.say(f"全年共受理政府信息公开申请 {new} 件，答复 {done} 件（含上年度结转申请 {taken} 件，另有 {ahead} 件顺延到下年度答复）。",
                     requests_received=new, **all_four)
        case 2:
            told.say(f"{year}年，共收办政府信息公开申请{new + taken}件，其中新收{new}件、上年结转{taken}件。",
                     requests_handled=new + taken, requests_received=new, requests_carried_in=taken)
        case 3:
            told.say(
                f"{year - 1}年收到政府信息公开申请{new + 13}件，{year}年收到政府信息公开申请{new}件。自条例施行以来累计收到申请{7 * new + 5}件。",
                     requests_received=new)
        case _:
            told.say(f"接到政府信息公开申请{new}条，上年转结{taken}条，全部按规定办理。", requests_received=new, requests_carried_in=taken)


def outcomes(told: Told, rng: random.Random, year: int, counts: Counts) -> None:
    names = (("granted", "requests_granted", "予以公开"), ("partially_granted", "requests_partially_granted", "部分公开"),
             ("denied_total", "requests_denied", "不予公开"), ("unavailable_total", "requests_unavailable", "无法提供"),
             ("rejected_total", "requests_rejected", "不予处理"), ("other_total", "requests_other", "其他处理"))
    mark = rng.choice("、，")
    told.say("在答复的申请中，" + mark.join(f"{word}{counts[row]}件" for row, _, word in names) + "。", **{fact: counts[row] for row, fact, _ in names})


def disputes(told: Told, rng: random.Random, year: int, counts: Counts) -> None:
    review = counts["review_total"]
    suits = counts["litigation_direct_total"] + counts["litigation_after_review_total"]
    if not review and not suits:
        told.say("全年未发生因政府信息公开引起的行政复议和行政诉讼。", review_cases=0, litigation_cases=0)
    elif rng.random() < 0.5:
        told.say(f"全年发生政府信息公开行政复议{review}件，行政诉讼{suits}件。", review_cases=review, litigation_cases=suits)
    else:
        upheld, corrected = counts["review_upheld"], counts["review_corrected"]
        told.say(f"因政府信息公开被申请行政复议{review}件，其中结果维持{upheld}件，结果纠正{corrected}件；被提起行政诉讼{suits}件。",
                 review_cases=review, review_upheld=upheld, review_corrected=corrected, litigation_cases=suits)


def training(told: Told, rng: random.Random, year: int, counts: Counts) -> None:
    courses, people, checks = rng.randint(2, 19), rng.randint(20, 900), rng.randint(2, 30)
    told.say(f"全年举办政务公开业务培训{courses}期，培训{people}人次；组织开展网站检查{checks}次。",
             training_courses=courses, trainees=people, inspections=checks)


def not_this_year(told: Told, rng: random.Random, year: int, counts: Counts) -> None:
    a, b = rng.randint(10_000, 90_000), rng.randint(30, 99)
    told.say(rng.choice((
        f"平台自建成以来累计公开政府信息{a}条。", f"下一年计划举办业务培训{b}期。", f"平均每月公开政府信息{b}条。",
        f"形成并公布《{year - 1}年政府信息公开工作年度报告》。", f"“政策库”专栏公开文件{b}件。",
    )))


_PARTS: tuple[Part, ...] = (published, reading, policy, requests, outcomes, disputes, training, not_this_year)
#: What tables do not say either: the rest may stand beside any table.
_APART: tuple[Part, ...] = (reading, policy, training, not_this_year)
#: Every kind that some wording says: one of these that a case does not say is made up by whoever finds it.
MEASURED = frozenset({
    "items_published_total", "website_items", "wechat_items", "board_items", "wechat_posts", "site_visits", "wechat_followers",
    "wechat_reads", "interpretations", "press_conferences", "consultations", "consultation_comments", "requests_received",
    "requests_handled", "requests_carried_in", "requests_answered", "requests_carried_forward", "requests_granted",
    "requests_partially_granted", "requests_denied", "requests_unavailable", "requests_rejected", "requests_other", "review_cases",
    "review_upheld", "review_corrected", "litigation_cases", "training_courses", "trainees", "inspections", "processing_fee_yuan",
})


_SUBHEADINGS = {published: "（一）主动公开情况", requests: "（二）依申请公开情况", training: "（五）监督保障情况"}


def overview(rng: random.Random, year: int, counts: Counts | None) -> Told:
    """Section one of a year whose tables hold these counts; without counts only what no table says."""
    told, divided = Told(), counts is not None and rng.random() < 0.6
    for part in _APART if counts is None else _PARTS:
        if divided and part in _SUBHEADINGS:
            told.say(_SUBHEADINGS[part])
        if part is requests or rng.random() < 0.8:
            part(told, rng, year, counts or {})
    return told


def counted(cells: Mapping[Key, TruthCell], form: str) -> dict[str, int]:
    """The counts of a report's tables 3 and 4 that prose may say."""
    counts = {row: int(cells["applications", row, "total"].value or 0) for row in labels.application_rows(form)}
    for code, _, children in labels.RESULT_PARTS[form]:
        if children:
            counts[code] = sum(counts[c] for c, _ in children)
    return counts | {column: int(cell.value or 0) for (table, _, column), cell in cells.items() if table == "review_litigation"}


def invented(rng: random.Random) -> dict[str, int]:
    """Counts that agree with each other, for a report without tables."""
    names = ("granted", "partially_granted", "denied_total", "unavailable_total", "rejected_total", "other_total")
    counts = dict(zip(names, rng.sample(range(2, 300), len(names)), strict=True))
    counts["total_processed"] = sum(counts.values())
    counts["carried_in"], counts["carried_forward"] = rng.sample(range(1, 40), 2)
    counts["new_received"] = counts["total_processed"] + counts["carried_forward"] - counts["carried_in"]
    counts["review_upheld"], counts["review_corrected"], counts["litigation_direct_total"], counts["litigation_after_review_total"] = rng.sample(range(1, 60), 4)
    return counts | {"review_total": counts["review_upheld"] + counts["review_corrected"]}
