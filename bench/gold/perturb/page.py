"""Title, headings, dates and what a site or a converter leaves around the text: the tables stay as they are."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from bench.gold.case import Case
from bench.gold.perturb.registry import ALL, MATRIX, OLD, heading_at, insert, perturbation
from tests.sites.layout import Text

EVERY = ALL | {"2008"}
PAGES = frozenset({"html"})

_HEADINGS = {
    "一": ("一、概述", "一、主要工作概述", "一、基本工作情况", "一、工作基本情况", "一、政府信息公开工作的总体情况", "一、 总体情况"),
    "二": ("二、主动公开政府政府信息情况", "二、行政机关主动公开政府信息情况", "二、主动公开政府信息的情况", "二、政府信息主动公开情况"),
    "三": ("三、依申请公开政府信息和不予公开政府信息情况", "三、政府信息依申请公开办理情况", "三、收到和处理政府信息公开申请的情况"),
    "四": ("四、因政府信息公开工作被申请行政复议提起行政诉讼情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "四、复议、诉讼和申诉情况"),
    "五": ("五、存在的主要问题和改进情况", "五、政府信息公开工作存在的主要问题及改进情况", "五、存在问题及改进情况", "五、存在的主要问题和改进措施", "五、存在问题及工作打算"),
    "六": ("六、其它需要报告事项", "六、其他需要报告事项", "　　六、其他需要报告的事项"),
}


def _texts(case: Case, change: Callable[[Text], Text | None]) -> bool:
    before = case.parts
    changed = (change(p) if isinstance(p, Text) else p for p in before)
    case.parts = tuple(p for p in changed if p is not None)
    return case.parts != before


def _retitle(case: Case, title: str) -> bool:
    if title == case.report.title:
        return False
    _texts(case, lambda t: replace(t, text=title) if t.kind == "title" else t)
    case.report = replace(case.report, title=title)
    return True


@perturbation(MATRIX)
def headings_worded_otherwise(case: Case, rng: random.Random) -> bool:
    # a heading that another change has numbered in its own way keeps its words
    return _texts(case, lambda t: replace(t, text=rng.choice(_HEADINGS.get(t.text.strip()[0], (t.text,)))) if t.kind == "heading" else t)


@perturbation(ALL)
def headings_numbered_otherwise(case: Case, rng: random.Random) -> bool:
    """1、 instead of 一、 as automatic numbering leaks; a space before the mark; another mark."""
    style = rng.choice(("digits", " 、", ".", "．"))

    def change(text: Text) -> Text:
        number, mark, rest = text.text.strip().partition("、")
        if text.kind != "heading" or not mark:
            return text
        head = f"{'一二三四五六七'.index(number) + 1}、" if style == "digits" else number + style
        return replace(text, text=head + rest)

    return _texts(case, change)


@perturbation(MATRIX)
def headings_gone(case: Case, rng: random.Random) -> bool:
    """Prose, then the tables, then prose."""
    case.lawful |= {"F4"}
    case.sections = 0
    return _texts(case, lambda t: None if t.kind == "heading" else t)


@perturbation(EVERY)
def year_in_characters(case: Case, rng: random.Random) -> bool:
    nought = rng.choice("〇零")
    digits = str.maketrans("0123456789", nought + "一二三四五六七八九")
    year = str(case.report.year)
    return _retitle(case, case.report.title.replace(year, year.translate(digits)))


@perturbation(EVERY)
def title_spaced(case: Case, rng: random.Random) -> bool:
    gap = rng.choice((" ", "  ", "　", "\u00a0"))
    return _retitle(case, case.report.title.replace("政府信息公开", f"政府信息{gap}公开").replace("年度报告", f"年度{gap}报告"))


@perturbation(ALL)
def title_missing(case: Case, rng: random.Random) -> bool:
    """The text begins with its first paragraph."""
    case.untold |= {"title"}
    return _texts(case, lambda t: None if t.kind == "title" else t)


@perturbation(EVERY)
def bookmarks_and_counters(case: Case, rng: random.Random) -> bool:
    """What Word and sites leave in the text."""
    at = next(i for i, p in enumerate(case.parts) if isinstance(p, Text) and p.kind != "title")
    first = case.parts[at]
    assert isinstance(first, Text)
    counter = rng.choice(("浏览次数: 次", "字号：默认 超大 大 中 小", "【打印】 【关闭】", "分享到："))
    case.parts = (*case.parts[:at], Text(counter), replace(first, text=f"[bookmark: _GoBack]{first.text}"), *case.parts[at + 1:])
    return True


@perturbation(EVERY)
def period_lost_characters(case: Case, rng: random.Random) -> bool:
    """自202111日起至20211230日止: the title alone tells the year."""
    year = case.report.year
    case.lawful.add("F1")
    lost = rng.choice((f"自{year}11日起至{year}1231日止", f"自{year}1月1日至{year}1231日止", f"自{year}年1月1日起至12月31日"))
    return _texts(case, lambda t: replace(t, text=t.text.replace(f"自{year}年1月1日起至{year}年12月31日止", lost)))


@perturbation(OLD)
def form_of_another_year(case: Case, rng: random.Random) -> bool:
    """The form of 2019 in a report of years later."""
    if str(case.report.year) not in case.report.title:
        return False
    later = rng.randint(1, 3) + 2020 - case.report.year

    def moved(text: str) -> str:
        return re.sub(r"20\d\d(?=年)", lambda m: str(int(m[0]) + later), text)

    _texts(case, lambda t: replace(t, text=moved(t.text)))
    report, issued = case.report, int(case.report.published_on[:4]) + later
    case.report = replace(report, year=report.year + later, title=moved(report.title), published_on=f"{issued}{report.published_on[4:]}")
    return True


@perturbation(MATRIX)
def parts_listed(case: Case, rng: random.Random) -> bool:
    """The preamble names the six parts, or a table of contents does."""
    at = heading_at(case)
    if at is None:
        return False
    names = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项")
    if rng.random() < 0.5:
        listed = [Text(f"本报告由{'，'.join(names)}六部分组成。")]
    else:
        listed = [Text("目　录"), *(Text(f"{n}、{name}{'…' * 12}{i + 1}") for i, (n, name) in enumerate(zip("一二三四五六", names, strict=True)))]
    insert(case, at, *listed)
    return True


@perturbation(EVERY)
def signed_and_dated(case: Case, rng: random.Random) -> bool:
    year, month, day = (int(n) for n in case.report.published_on.split("-"))
    case.parts = (*case.parts, Text(case.report.publisher), Text(f"{year}年{month}月{day}日"))
    case.signed = True
    return True


@perturbation(EVERY, PAGES)
def site_of_the_place_above(case: Case, rng: random.Random) -> bool:
    """The report stands on the site of the government above, whose office put it up."""
    above = case.region.split("/")[-2:][0]
    case.site = f"{above}人民政府门户网站"
    case.put_up_by = f"{above}人民政府办公室"
    return True


@perturbation(MATRIX)
def last_years_report_named(case: Case, rng: random.Random) -> bool:
    """The text tells that last year's report was written, and of years in which nothing is counted."""
    year, publisher = case.report.year, case.report.publisher
    said = rng.choice((
        f"按时编制并发布《{publisher}{year - 1}年政府信息公开工作年度报告》。",
            f"按要求于年初公布了{publisher}{year - 1}年度政府信息公开工作年度报告。",
        f"公开平台自{year - 3}年启用，{year + 1}年将继续完善。",
    ))
    at = heading_at(case)
    if at is None:
        return False
    insert(case, at + 1, Text(said))
    return True


@perturbation(MATRIX)
def last_section_says_none(case: Case, rng: random.Random) -> bool:
    """Section 6 is one word, as most are."""
    at = heading_at(case, "六")
    if at is None:
        return False
    said = rng.choice(("无", "无。", "本年度没有其他需要报告的事项。", f"{case.report.year}年无其他需要报告的事项。"))
    case.parts = (*case.parts[:at + 1], Text(said))
    case.facts.pop("processing_fee_yuan", None)
    return True
