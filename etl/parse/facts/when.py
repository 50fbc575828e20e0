"""Whether a figure counts the report's year: not another one, several together, a part of it or a plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from etl.dates import Period, find_periods
from etl.parse.facts.model import Said
from etl.parse.facts.patterns import any_of
from etl.parse.facts.prose import BLOT, END, Prose

_THIS_YEAR = re.compile(r"今年|本年度?|(?<!去年|上年|前年)(?<!上年度)(?<!\d年)(?<!\d年度)全年|当年|本报告期|(?<!\d)(?<!\d年)年内|报告期内|该年度?")
#: 2021年，我局…全年公开300条: all of the year that the sentence begins with.
_HEADED_BY_YEAR, _THAT_YEAR = re.compile(r"在?(20\d\d)年"), ("全年", "当年", "年内")
_OTHER_YEAR_AHEAD = re.compile("在?(?:(?P<year>20\\d\\d)年度?(?![1-9\\d末底初以及至到和、—-])|(?:去年|上一?年度?+)(?!同期|相比|末|底))")
_OTHER_TIME = re.compile(any_of(r"""
    (?<![较比与同])(?:前年|往年|历年(?![^，；。\d]{0,16}\d+[件条次人元][，；])|(?:去年|上一?年)度?+) 跨年 学年 历史 至今 (?<!年)以来 连续[两二三四五六七八九十\d]{1,2}年 任期 本届
    (?:行动|斗争|整治|治理|攻坚|战役?|活动|普查|演练|疫情|防控|抗疫|防汛|救灾)(?:宣传|工作)?[”"]?中(?![心央小国期]) (?<![^，；。：])(?:(?!公开|网站|新媒体|栏目|政务)[^，；。：\d]){0,30}(?:(?:专项|集中|百日|联合)[^，；。：\d]{0,4}(?:行动|整治|治理|检查)|攻坚战?|斗争|普查)[”"]?(?=，)
    近[一二两三四五六七八九十几些\d]{0,3}年 (?:[两三四五六七八九]|[一二三四五六]?十[一二三四五六七八九]?|(?<!\d)(?:[2-9]|[1-9]\d))[余多]?年来 (?<!报告|统计|年度)(?<!年)期间 (?:小?长|五一|国庆|春节|元旦|中秋|端午|清明)”?假期? 黄金周 在(?![^，]*(?:公开|政[府务]|信息|日常|实际))[^，；：\d]{1,12}工作中(?=，) (?:机构)?(?:改革|合并|撤并|更名|改版)前(?=，) 汛期(?=，) [两三四五六七八九十多数]年[间来] 前一年 每逢 每个?工作日 (?<!合)同月 (?<!12)(?<!十二)月底前 第[一二三四五六]阶段 第[一二三四五六]批(?=，) 首[期批](?=，) [本此]次(?:活动|检查|培训|行动|征集|调查)中?(?=，) 年初(?![的至到]) [寒暑](?:期|假) 当[月周天日] 某[月日] 近一[周月] 每(?:个?月|个?季度|[年周天])(?=，) (?:节|国庆|元旦)前
    [一二三四五六七八九十]{1,3}五”?(?:规划)?(?:期间|时期|以来)
    上半年 下半年 半年 [一二三四]季度 前[一二三四五六七八九十\d]{1,3}个?月 [一二三四五六七八九十]{1,3}月(?:份|底)? (?<!\d)1?\d(?:月份?)?(?:\d{1,2}日)?[-–—~至到](?:20\d\d年)?(?:[2-9]|1[01])月
"""))
#: A day or month in which something happened, not the end of a period: 12月5日召开会议1次 says nothing of the other months.
_ONE_DAY = re.compile(
    r"(?:(?<![\d至到止自从由—–~～-])20\d\d年|(?<![\d年至到止自从由—–~～-]))(?:1[0-2]|[1-9])月(?:\d{1,2}日|[上中下]旬|初|底|末"
    r"|份)?(?![-—–~～\d至到起止前]|以来)")
_PLAN = re.compile(
    r"(?:^|[，；])(?:如果?(?![期下实何此东皋])|若(?![干尔羌])|凡是?|一旦)|要求[各全]|(?<!规划)计划(?!总结|类)|拟|力争|争取(?!中央|上级|省|国家|资金|项目|支持|政策)|例如|为例(?!外)|下一步"
    r"|(?:^|[，；])今后(?!年)|预计|(?:目标|任务)数?(?:是|为|：|(?:主动)?(?:公开|发布)(?!的|工作))|来年|明年|不少于|不低于|"
    r"(?<![转延])(?<![转延][到至入为])下一年(?!度?继续|度?办)|将(?:组织|举办|召开|开展|新[增开]|开设|继续|进一步|再|于)")
#: 计划举办培训6期；2024年，我局办理建议12件: what is planned ends where a clause names its year or its body.
BEGINS_ANEW = re.compile("；(?=20\\d\\d年|全年|今年|本年|[我本](?:[局委厅办镇乡县市区院校]|机关|单位))")
#: 平均每月, 日均: a rate, no count.
_RATE = re.compile(
    r"每[一二两三\d]?个?(?:半?年|月|季|周|日|天|次|条|人|件|期|场|学期)|平均|[年月日周人]均(?!已|为|获|无|未|能|按|有|由|不)|/[年月周日天]$")
#: 每周更新网站12条、公众号8条，全年1040条: a rate told first is that of all figures up to those of the year.
_RATE_TOLD = re.compile(rf"(?:{_RATE.pattern}).*\d(?!\d|小时|天)")
_OF_YEAR = re.compile(r"全年|年内|[今本]年|20\d\d年|共|计|总|实际|\d年度")
_BY_DAY = r"(?:截[至止]到?|(?<![\d年月日起])至(?=20\d\d年(?:年?[底末]|12月)))"
#: 截至年底累计: what has gathered over the years, unless this year is named after it.
_GATHERED = re.compile(rf"{_BY_DAY}[^。；]{{0,30}}累计|截至目前")
#: 截至12月31日共发布3215条 may count from the first day of the site: of what is published only where the year is named besides.
_UP_TO_DAY = re.compile(rf"{_BY_DAY}(?:20\d\d年)?(?:年|1?\d月)?(?:\d{1,2}日|底|末|份)?")
_PUBLISHED = re.compile(r"items|posts|reads|visit|disclosed|interpretations")
#: Stocks may gather; these kinds count one year.
FLOWS = re.compile(r"items|posts|reads|requests|visit")
#: 网站累计访问量5.2万次: from the first day of the site on, as far as nobody names the year.
_EVER_VISITED = re.compile("累计[^，；]{0,12}访|访[^，；]{0,8}累计")
#: 2021年结转的行政复议1件: a case of the year before, which is told among its own.
_CASES_BEFORE = re.compile("(?:20\\d\\d年|去年|上一?年)度?\ufffc*(?:结转|转结|遗留)")
#: What there is on the day it is written, whatever period is reported.
STOCKS = re.compile(r"followers$|^staff|^offices$|^reading_points$|^media_accounts$|_in_force$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
#: 结转下年度, 转入2022年, 上年转入, 结转上年度: from and to which requests are carried over says nothing of the figures beside.
_CARRIED = re.compile(
    r"(?:结转|转结|顺延|承接|延期?|转)[到至入为自]?(?:20\d\d|[上下]一?|去)年度?(?!结转)"
    r"|(?:20\d\d|上一?|去)年度?\ufffc*(?:无|没有)?(?:结转|转[结来入]|遗留)")
#: Several years together, or a year and all before it.
_YEARS = re.compile(
    r"(?<!\d)20\d\d(?:年度?)?(?:至|到|[-—–~、和及])20\d\d年|20\d\d年(?!1月(?:1日|\D))1?\d月(?:\d{1,2}日?)?[至到—-]20\d\d年"
    r"|20\d\d年(?:及)?(?:以前|之前|以来)|自(?P<from>20\d\d)年[^。；，]{0,30}?[至到](?!(?P=from))20\d\d年")
#: 公开3215条（含2021年补录26条）: another year's among them.
_WITH_OTHERS = re.compile(
    r"[，（](?:其中)?[，：]?(?:含|包括|包含)[^，。；）\d]{0,8}(?:(?P<year>20\d\d)年|去年|上年|往年|历史|补[录发])(?!度?(?:结转|转[结来入]|遗留))"
    r"|（[^（）]{0,12}以来")
#: 截至6月底，召开2次, 公开126条（截至11月底）: a part of the year, but for stocks.
_TO_MONTH = re.compile(r"截[至止]到?(?:20\d\d年)?(?:[1-9]|1[01])月")
#: 完成公开信息60条的任务: what was to be done.
_TASK = re.compile("的?(?:年度|全年|工作)*(?:目标|任务|指标)")
#: 诉讼1件，为上年度转来.
_OF_BEFORE = re.compile(r"[，（](?:均|都|全部)?(?:为|系|是|属于?)(?:(?P<year>20\d\d)年|去年|上一?年)(?!度?(?:同期)?的?(?:[\d.]|一半|[两三]倍))")
#: 公开126条（2020年数）, 公开126条（累计数）；公开126条，数据截至6月底.
_OF_THEN = re.compile(r"（(?:截[至止][^（）]{0,10}|累计|历年|去年|上年|(?P<year>20\d\d)年度?)[^（）\d]{0,4}）")
_UP_TO_THEN = re.compile(r"[，（](?:以上)?(?:数据|统计)[^，；。\d]{0,4}截[至止]到?(?!(?:20\d\d年)?12月|20\d\d年(?:底|末))")
#: 累计公开15230条，今年公开1823条: what the years together count, where this year's is told beside it.
_ALL_YEARS = re.compile(r"累计[^，。；]{0,20}$")
_OF_THIS_YEAR = re.compile(r"[^。；]{0,12}[，（](?:其中)?，?(?:今年|本年度?|当年|(?P<year>20\d\d)年)[^，。；\d]{0,12}\d")
_COMPARES = ("较", "比", "与", "同", "由", "从")
#: 比去年的1026条增加230条: last year's, to which this year's is compared.
_COMPARED = re.compile("[与较比](?:[去前]年|上一?年|往年|20\\d\\d年)(?!.*(?:相比|持平|[增升降减提][^，；]{0,4}[到至为]))")
#: 高考期间召开发布会3场，全年累计召开6场: a part of the year's.
_THEN_ALL_YEAR = re.compile("，全年(?:累计|共计?|合计|总计)+(?:召开|举[办行]|组织|开展|公开|发布|推送|收到|受理)?了?\\d+(?P<unit>.)")
#: 统计期限为2021年9月1日至2022年8月31日.
_SCHOOL_YEAR = re.compile(r"(20\d\d)年0?[89]月(?:\d{1,2}日)?[起始]?，?[至到—–~-]{1,2}(20\d\d)年0?[78]月")
_OF_PERIOD = re.compile("统计|数据|(?<!公示)期限|学年")
_MOST_OF_A_YEAR, _TWO_YEARS = 240, 400  # days: from May on in 2008; what has gathered since then is of several years
_LONGEST_HEADING = 24
_HEADING = re.compile("[一二三四五六七八九十]{1,3}、")


def covered(prose: Prose) -> Period | None:
    """The days that are reported: a span that is called so, or as long as about a year; a campaign has days of its own."""
    text = prose.text.replace("…", "。")  # else folding would make it three characters
    for period in find_periods(text):
        said = text[max(text.rfind(mark, 0, period.at) for mark in f"。；{END}") + 1 : period.at]
        if period.start and period.end and (_OF_PERIOD.search(said) or _MOST_OF_A_YEAR < (period.end - period.start).days < _TWO_YEARS):
            return period
    return None


def report_year(proses: Sequence[Prose]) -> str | None:
    """The year the report is about, as far as the prose itself tells: the end of its period, else the year named most."""
    for prose in proses:
        if period := covered(prose):
            return str(period.end)[:4]
    named = [y for prose in proses for y in _YEAR.findall(without_carried(prose.text))]
    ranked = Counter(named).most_common(2)
    if not ranked:
        return None
    top, second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0
    return top[0] if (named[0] == top[0] and top[1] > second) or top[1] >= 3 * max(second, 1) else None


def by_school_year(proses: Sequence[Prose], title: str | None) -> bool:
    """Whether what is reported is a school year: by the title, or by a period from one autumn to the next summer."""
    return "学年" in (title or "") or any(
        int(m[2]) == int(m[1]) + 1 and _OF_PERIOD.search(prose.text, max(0, m.start() - 40), m.end() + 20)
        for prose in proses for m in _SCHOOL_YEAR.finditer(prose.text))


def heads_year(line: str, year: str | None, before: bool = True) -> bool:
    """Whether what follows a line is of the report's year: 一、2021年工作回顾 and 二、2023年工作计划 head other years' figures."""
    if year is None or len(line) > _LONGEST_HEADING or re.search(r"\d", _YEAR.sub("", line)):
        return before
    if years := set(_YEAR.findall(line)):
        return year in years
    return (before or bool(_HEADING.match(line))) and not _PLAN.search(line)


def without_carried(text: str) -> str:
    """The text without the years that requests come from and go to; places stay."""
    return _CARRIED.sub(lambda m: BLOT * len(m[0]), text)


def begins_with_other_year(sentence: str, year: str | None) -> bool:
    """Whether a sentence is headed by a year that is not the report's, and stays with it: 2021年，我局…, 去年…."""
    sentence = without_carried(sentence)
    named = _OTHER_YEAR_AHEAD.match(sentence)
    return named is not None and year not in (named["year"], *_YEAR.findall(sentence)) and not re.search("今年|本年", sentence)


def names_year(sentence: str) -> bool:
    """Whether a sentence says which year it is of; 全年 is that of the sentence before it."""
    sentence = without_carried(sentence)
    return bool(_YEAR.search(sentence)) or any(m[0] not in _THAT_YEAR for m in _THIS_YEAR.finditer(sentence))


def in_year(said: Said, year: str | None, default: bool) -> bool:
    """Whether the figure is one of the report's year, as far as its sentence tells; ``default`` if it tells nothing."""
    upto = re.sub("计划(?=\\d)", "", said.upto) if said.code == "category_items" else said.upto  # 其中科技计划35条
    if _PLAN.search(BEGINS_ANEW.split(upto)[-1]) or _at_a_rate(said) or _outgrown(said, year):
        return False
    if _PUBLISHED.search(said.code) and (day := _UP_TO_DAY.search(said.before)):
        besides = said.before[: day.start()].rpartition("；")[2] + END + said.before[day.end() :] + said.quote
        if not (_THIS_YEAR.search(besides) or re.search(rf"{year}年(?![\d底末])", besides)):
            return False
    if said.code.startswith("site_") and _EVER_VISITED.search(said.clause + said.quote) and not (_THIS_YEAR.search(said.upto) or f"{year}年" in said.upto):
        return False
    if _COMPARED.search(said.clause + said.quote * said.code.startswith("items")) and f"{year}年" not in said.clause:
        return False
    before = said.running
    carried = said.code.startswith("requests_carried")
    whole = before if carried else before + said.quote
    told = without_carried(whole)
    of_named = (headed := _HEADED_BY_YEAR.match(told.rpartition("；")[2]) or _HEADED_BY_YEAR.match(told)) and headed[1] != year
    marks = [(m.end(), default or m[0] != "全年") for m in _THIS_YEAR.finditer(told) if not (of_named and m[0] in _THAT_YEAR)]
    marks += [(m.end(), m[1] == year) for m in _YEAR.finditer(told) if not _only_compared(told, m, len(before))]
    if not carried:
        marks += [(m.end(), False) for time in (_OTHER_TIME, _ONE_DAY) for m in time.finditer(told)
                  if m.start() < len(before) or not told[: m.start()].endswith(_COMPARES)]
    if not STOCKS.search(said.code):
        marks += [(m.end(), False) for m in _TO_MONTH.finditer(told)]
    if said.code.startswith(("review", "litigation")):
        marks += [(m.end(), False) for m in _CASES_BEFORE.finditer(whole)]
    # 2020年至2022年 ends where 2022年 does, and outweighs it.
    marks += [(m.end() + 1, False) for m in _YEARS.finditer(told)]
    if FLOWS.search(said.code) and (gathered := _GATHERED.search(said.upto)) and not (
            _THIS_YEAR.search(gathered[0]) or re.search(rf"{year}年(?![\d底末])", gathered[0])):
        marks.append((gathered.end(), False))
    return max(marks, default=(0, default))[1]


def _at_a_rate(said: Said) -> bool:
    """Whether the figure is a rate, or follows one that its sentence begins with; stocks and requests only an average, or a rate of requests."""
    *earlier, own = re.split("[，、]", re.split("[；：]", said.upto)[-1])
    if _RATE.search(own + said.after[:2]):
        return True
    told = [i for i, piece in enumerate(earlier) if re.search(r"\d", _YEAR.sub("", piece))]
    if not told or not _RATE_TOLD.search(first := earlier[told[0]]) or any(map(_OF_YEAR.search, (*earlier[told[0] + 1 :], own))):
        return False
    governs = re.search("申请|均", first) or not said.code.startswith(("requests", "review", "litigation", "processing"))
    return bool(governs and not STOCKS.search(said.code))


def _outgrown(said: Said, year: str | None) -> bool:
    """Whether the sentence goes on from this figure to the year's own (累计15230条，今年1823条) or to others counted in it."""
    all_year = _THEN_ALL_YEAR.match(said.after)
    if all_year and all_year["unit"] == said.quote[-1]:
        return True
    if (said.after.startswith("（") and _TO_MONTH.match(said.after, 1)) or _TASK.match(said.after):
        return True
    if _UP_TO_THEN.match(said.after):
        return True
    for found in (_WITH_OTHERS.match(said.after), _OF_BEFORE.match(said.after), _OF_THEN.match(said.after)):
        if found and found["year"] != year:
            return True
    gathers = said.code == "items_published_total" and (said.clause + said.quote).startswith("累计")
    if gathers and sum(map(int, re.findall(r"(\d+)[条篇件]", said.before))) not in (0, said.found.value):
        return True  # 公开316条，累计公开1982条
    told = _OF_THIS_YEAR.match(said.after) if FLOWS.search(said.code) and _ALL_YEARS.search(said.upto) else None
    return bool(told and told["year"] in (None, year))


def _only_compared(told: str, named: re.Match[str], quote: int) -> bool:
    """较2022年增加12件，结转3件: the year says when only up to the end of its clause; inside the figure's own words (``quote`` is where they
    begin) it is what the figure is compared to."""
    compared = told[: named.start()].endswith(_COMPARES)
    return compared and (named.start() >= quote or bool(re.search("[，；。—]", told[named.end():quote])))
