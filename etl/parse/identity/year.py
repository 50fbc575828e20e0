"""Which year is reported, and when the report was published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from etl.dates import find_dates, find_periods, find_years, parse_date
from etl.parse.identity.evidence import DATE_FIELDS, Evidence, values
from etl.parse.titles import title_years
from etl.report import Origin
from etl.text import fold, squeeze


def _labelled(words: str) -> re.Pattern[str]:
    """Labels of a date, their characters maybe spaced apart (发 布 日 期 ： [2023-01-16])."""
    spaced = "|".join(r"\s{0,4}".join(word) for word in words.split())
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{spaced})\s{{0,4}}[:：】]?\s{{0,4}}[\[(【]?\s?")


#: Labels by which pages print the day, the most telling first: what was written or put in (发文, 录入) may have waited for a while; 更新时间 may be any
#: later day.
_PRINTED = tuple(map(_labelled, (
    "发布日期 发布时间 发布于 公布日期 公布时间 公开日期 公开时间 公示日期 公示时间 发表日期 发表时间 上网日期 上网时间",
    "发文日期 发文时间 发稿日期 发稿时间 上稿日期 上稿时间 录入日期 录入时间 添加日期 添加时间 加入日期 加入时间 上传日期 上传时间 信息日期 信息时间",
    "日期 时间", "更新日期 更新时间",
)))
#: What follows a day that stands alone under a title.
_BESIDE = re.compile(r"\s?[\])】]?(?:\s*$|\s*[\[【(]?(?:来源|发布|浏览|阅读|点击|访问|作者|编辑|字[号体]|信息来源))")
_LINES_BELOW = 4
_LONGEST_DAY = 40
#: No report was published before the first local rules; systems fill an empty field with 1970-01-01 or 1900-01-01.
_FIRST_DAY = date(2004, 1, 1)
_URL_DATES = (
    re.compile(r"/(?P<y>20\d{2})(?P<m>\d{2})/t(?P=y)(?P=m)(?P<d>\d{2})_"),
    re.compile(r"/art/(?P<y>20\d{2})/(?P<m>\d{1,2})/(?P<d>\d{1,2})/"),
    re.compile(r"/(?P<y>20\d{2})[-/](?P<m>\d{2})[-/](?P<d>\d{2})/"),
)
#: 22年度, '23年: two figures of a year in a title, and where the text begins its period with them.
_SHORT_YEAR, _SHORT_PERIOD = re.compile(r"(?<![\d第近])[012]\d(?=年(?!\d*来))"), re.compile(r"(?<!\d)[012]\d(?=年0?1月)")
#: 2019—2020年度: a report of both.
_TWO_YEARS = re.compile(r"(?P<from>20\d\d)年?度?[-—–~至到、和及与]+(?P<to>20\d\d)年")
_PUT_OUT = re.compile("现[将就把]|编制|公布|发布|形成|撰写")
_NAMED_REPORT = re.compile(r"[^，。,;；《》]{4,30}?(?:政府|政务)?信息公开(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:报告|年报)")
#: 统计期限: 2022年1月至12月, 统计期限为2022年度.
_LOOSE_PERIOD = re.compile(
    r"(?:统计(?:期限?|时[间段]|周期|区间)|起止时间|时间范围|数据期间)[^。;]{0,12}?(?P<year>20\d{2})年(?:度|1月份?[-—~至到](?:(?P=year)年)?12月|全年)"
)


def find_year(evidence: Evidence, published: date | None) -> int | None:
    """The year by the first place that names it; later places only bear witness."""
    printed = next((t for t in (evidence.best_title, *evidence.printed_titles) if t and t.year), None)
    title = printed.year if printed else None
    if evidence.best_title and "学年" in evidence.best_title.text:
        return None  # of two years, whatever the text names
    period = _period_year(evidence)
    told, words = (period, "统计期限") if period else (_spoken_year(evidence), "正文第一部分")
    if title and published and title >= published.year and told == published.year - 1:
        # A report cannot appear before its year is over: the title names the year of issue.
        evidence.conflict("F1", "warning", f"标题中的年份在发布之日尚未结束，按{words}取年份", title, told)
        return told
    claims = [
        ("标题", title), ("首段", _opening_year(evidence)), ("统计期限", period),
        ("页面标题", next((t.year for t in evidence.page_titles if t.year), None)), ("正文第一部分", _spoken_year(evidence)),
    ]
    two = next((m for t in (evidence.best_title, *evidence.page_titles) if t and (m := _TWO_YEARS.search(squeeze(t.text)))), None)
    known = [(where, year) for where, year in (claims[:3] if two else claims) if year]
    if two and not known:
        evidence.conflict("F1", "info", f"标题写明两个年度：{two[0]}，没有统计期限可以说明是哪一年", int(two["from"]), int(two["to"]))
        return None
    if not known:
        guess = published.year - 1 if published else None
        if (short := _short_year(evidence)) and (guess == short or short % 100 in map(int, _SHORT_PERIOD.findall(evidence.opening))):
            return short
        return guess if guess in {*_named_years(evidence.opening), *(y.year for y in find_years(evidence.body))} else None
    where, year = known[0]
    for other, different in known[1:]:
        if different != year and (other != "正文第一部分" or _speaks_only_of(evidence, different, year)):
            evidence.conflict("F1", "warning", f"年份不一致：{where}为{year}，{other}为{different}", year, different)
            break
    return year


def _short_year(evidence: Evidence) -> int | None:
    """The year of which a title without any gives two figures."""
    titles = {t.text for t in (evidence.best_title, *evidence.page_titles) if t and not t.years}
    years = {2000 + int(figures) for title in titles for figures in _SHORT_YEAR.findall(squeeze(title))}
    return years.pop() if len(years) == 1 else None


def _opening_year(evidence: Evidence) -> int | None:
    """The year in the opening's name of the report: 编制X2022年政府信息公开工作年度报告."""
    opening = re.sub(r"[〔\[(]\d{4}[〕\])](?=\d{1,4}号)", "", squeeze(evidence.opening))
    claims = [m[0] for m in _NAMED_REPORT.finditer(opening) if not re.search("[与较比和]20", m[0])]
    for said in ([claim for claim in claims if _PUT_OUT.search(claim)], claims):  # what a sentence says, before the title itself
        if named := {y for claim in said for _, y in title_years(claim)}:
            return named.pop() if len(named) == 1 else None
    return None


def _period_year(evidence: Evidence) -> int | None:
    """The year of the period that the figures cover, if the opening or section 1 states one undamaged."""
    first = evidence.sections[0].text if evidence.sections else ""
    for text in (evidence.opening, fold(first)):
        years = {
            p.year for p in find_periods(text)
            if p.year and p.start and p.end and (p.end - p.start).days > (300 if p.year > 2008 else 240)
        } or {int(m["year"]) for m in _LOOSE_PERIOD.finditer(squeeze(text))}
        if len(years) == 1:
            return years.pop()
        damaged = next((d.printed for d in find_dates(text) if d.damaged), None)
        if damaged:
            evidence.conflict("F1", "info", f"文中日期残缺，无法辨认：{damaged}", damaged, None)
            return None
    return None


def _spoken_years(evidence: Evidence) -> list[int]:
    """The years that section 1 names, each as often as it does."""
    return _named_years(fold(evidence.first_section))


def _named_years(folded: str) -> list[int]:
    """The years named in a text; not those of whole dates, titles in 《》 and numbers of papers."""
    text = re.sub(r"《[^》]*》|[〔\[(]\d{4}[〕\])]", "", folded)
    days = {d.start for d in find_dates(text)}
    return [y.year for y in find_years(text) if y.start not in days]


def _spoken_year(evidence: Evidence) -> int | None:
    """The year that section 1 speaks of: the first it names, if it names none more often."""
    years = _spoken_years(evidence)
    counts = Counter(years)
    return years[0] if years and counts[years[0]] == max(counts.values()) else None


def _speaks_only_of(evidence: Evidence, spoken: int, year: int) -> bool:
    """Whether section 1 speaks of another year more than in passing, and never of the report's: 较2021年 and 2021年工作要点 are in passing. Where it
    names that year once, the sections behind it begin with it as well, and never with the report's."""
    years, first, behind = _spoken_years(evidence), fold(evidence.first_section), fold("\n".join(s.text for s in evidence.sections[1:]))
    more = years.count(spoken) > 1 or (_begun(behind, spoken) and not _begun(behind, year))
    return bool(more and year not in years and _begun(first, spoken))


def _begun(text: str, year: int) -> list[str]:
    """The sentences that begin with a year."""
    return re.findall(
        rf"(?:^|[。;!\n])\s*(?:[(（]?[一二三四\d]{{1,2}}[)）、.]\s*)?在?{year}年(?!度?(?:同期|相比|结转|转结|考核|工作要点|工作计划|[预决]算"
        rf"|[底末]))", text)


def find_published(evidence: Evidence) -> date | None:
    """The day of publication by the document's fields, its text, the page it hangs on, the list it stands in; none after it was fetched."""
    fetched = parse_date((evidence.origin.fetched_at or "")[:10])
    last = fetched + timedelta(days=1) if fetched else date.max  # it may be the next day in China already
    days = [day for day in _published_days(evidence) if day and _FIRST_DAY <= day <= last]
    if fetched and evidence.year:  # the clock of the page
        days = [day for day in days if day.year <= evidence.year + 1 or day < fetched]
    if days and evidence.year and not _is_due(days[0], evidence.year):  # a field restamped when the site moved beside one that was not
        stated = filter(None, map(parse_date, values(evidence.document.meta, DATE_FIELDS)))
        return next((day for day in stated if _is_due(day, evidence.year)), days[0])
    return days[0] if days else None


def _published_days(evidence: Evidence) -> Iterator[date | None]:
    yield from map(parse_date, values(evidence.document.meta, DATE_FIELDS))
    for label in _PRINTED:
        for match in label.finditer(evidence.opening):
            rest = evidence.opening[match.end():][:_LONGEST_DAY]
            if any(rest.startswith(p.printed) for p in find_periods(rest)):
                continue  # 公示时间：1月16日至2月16日
            yield next((d.value for d in find_dates(rest) if d.start == 0), parse_date(rest[:8]) if re.match(r"20\d{6}(?!\d)", rest) else None)
    yield _day_below_title(evidence)
    yield from map(parse_date, values(evidence.origin.page_meta, DATE_FIELDS))
    yield parse_date(evidence.origin.list_date)


def _day_below_title(evidence: Evidence) -> date | None:
    """A day alone in a line under the title of a web page; in other files that is the day of signing."""
    title = evidence.best_title
    lines = evidence.opening.splitlines()
    at = next((i for i, line in enumerate(lines) if title and squeeze(line).endswith(squeeze(title.text)[-6:])), None)
    if at is None or title is None or evidence.document.media_type != "text/html":
        return None
    for line in lines[at + 1 :][:_LINES_BELOW]:
        text = line.strip().lstrip("[(【").lstrip()
        day = next((d for d in find_dates(text) if d.start == 0), None)
        if day and day.value and _BESIDE.match(text, day.end) and day.value.year > (title.year or 0):
            return day.value
    return None


def last_update(evidence: Evidence, year: int) -> date | None:
    """The day of the page's last change, for a page that names no other: only if it falls where a report of that year is published."""
    days = filter(None, map(parse_date, values(evidence.document.meta, ("更新时间",))))
    return next((day for day in days if _is_due(day, year)), None)


def address_date(origin: Origin, year: int) -> date | None:
    """The day in the address, only if it falls where a report of that year is published; migrations restamp the rest."""
    for url in (origin.page_url, origin.url):
        for pattern in _URL_DATES:
            if match := pattern.search(url or ""):
                found = parse_date(f"{match['y']}-{match['m']}-{match['d']}")
                if found and _is_due(found, year):
                    return found
    return None


def _is_due(day: date, year: int) -> bool:
    return date(year + 1, 1, 1) <= day <= date(year + 1, 3, 31)
