"""The info table of an article page: 索引号, 发布机构, 发布日期 and the like, drawn as a table, a list or blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from etl.extract.html.article import is_entitled, is_link
from etl.extract.html.flow import tidy
from etl.text import fold, simplified, squeeze

_LABELS = (
    "索引号", "主题分类", "发布机构", "发文机构", "发布单位", "信息来源", "公开主体", "公开方式", "公开范围", "公开时限", "成文日期", "生成日期", "发文日期",
    "发布日期", "发布时间", "公布日期", "公布时间", "公开日期", "公开时间", "名称", "标题", "信息名称", "文件名称", "文号", "发文字号", "文件编号", "有效性", "废止日期",
    "主题词", "关键词", "体裁分类", "组配分类", "分类", "内容概述", "责任部门", "有效期", "统一登记号", "信息分类", "效力状态", "服务对象", "来源",
    "公文种类", "发文单位", "生效日期", "失效日期", "时效", "语种", "载体类型", "信息索引", "浏览次数", "字号",
)
_LABEL = r"^[【\[]?(" + "|".join(sorted(_LABELS, key=len, reverse=True)) + ")"
LABEL = re.compile(_LABEL + r"[】\]]?[:：]?$")
PAIR = re.compile(_LABEL + r"(?:[】\]][:：]?|[:：])(.*)$", re.S)


_BLOCKS = ("td", "th", "li", "p", "div", "dt", "dd")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BYLINE = 160
"""Characters of the line under an article's title, at most."""
#: A day; with the time where that says its offset.
_DAY = (
    r"(?:[\[(（【]\s*+)?((?:20\d\d\s*[-年./]\s*(?:\d{1,2}|元)\s*[-月./]\s*\d{1,2}(?!\d)"
    r"|二[〇○零0]二?[一二三四五六七八九十〇○零]{1,2}年[一二三四五六七八九十]{1,2}月"
    r"[一二三四五六七八九十]{1,3}日)(?:T?\s{0,2}\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d))?)"
)
#: Behind its label a day may have no marks (20230116); one of a span (公示时间：…至…) is not the day of publication.
_PUBLISHED = re.compile(
    r"(?:发布|发表|公布|公开|公示|上网|上稿|录入|发文|发稿|添加|加入|上传|信息)(?:(?:时间|日期)\s*+[:：]?|于\s*+[:：]?|[:：])\s*+" +
        rf"(?:{_DAY}(?!日?\s*(?:至|到|[-—–~～]))|(20\d{{6}})(?!\d))"
    + rf"|{_DAY}日?\s*发布(?=\s|$)")
#: Beside the day of publication these are other days.
_EARLIER = re.compile(r"(?:录入|发文|添加|加入|上传)(?=(?:时间|日期))")
#: A date without such a word is the article's own beside what else stands in that line; 浏览时间 is the reader's.
_SIGNED = "成文日期|成文时间|生成日期|生成时间|印发日期|生效日期|失效日期|废止日期"
_DATED = re.compile(rf"(?:^|(?<![:：\s])\s|(?<!{_SIGNED})[】\]]|" +
    r"(?<=次)|(?:(?<![\u4e00-\u9fff])|(?<=次))(?:时间|日期)\s*+[:：])\s*+" + rf"(?:{_DAY}|(?<=[:：])(20\d{{6}})(?!\d))")
#: A line that is a day, maybe with the time, and behind it no more than the page's own words (浏览, 打印).
_LONE_DAY = re.compile(
    r"\s*+(?:(?:日期|时间)\s*+[:：]\s*+(20\d{6})\s*|(?:(?:日期|时间)\s*+[:：]\s*+)?" + _DAY +
        r"\s*日?\s*(?:[T\s]\s*[\d:：时分秒.]{4,12}\s*)?[\])）】|]?\s*)"
    r"(?:\s[\[【]?(?:浏\s?览|阅\s?读|点\s?击|访\s?问|打\s?印|字\s?[号体]|分\s?享).{0,60})?")
#: What a line says in which a day is of a period, or of a sentence.
_OF_PERIOD = re.compile(r"[。；至到]|期限|统计[时数]")
#: A day in boxes of their own: 2022, 01, 07, or the day large beside or over year and month.
_BOXED_DAY = re.compile(r"(?:(?P<first>\d{1,2})-)?(?P<year>20\d\d)-(?P<month>\d{1,2})(?:-(?P<last>\d{1,2}))?")
#: 17/01/2024, Jan 17, 2024: of 05/01/2024 nobody can say which is the day.
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_FOREIGN_DAY = re.compile(
    r"(?<![\d/])(?:(?P<d>1[3-9]|2\d|3[01])/(?P<m>0?[1-9]|1[0-2])|(?P<m2>0?[1-9]|1[0-2])/(?P<d2>1[3-9]|2\d|3[01]))/(?P<y>20\d\d)(?!\d)"
    r"|\b(?:(?P<d3>\d{1,2})\s)?(?P<month>[A-Z][a-z]{2,8})\.?\s(?:(?P<d4>\d{1,2}),\s?)?(?P<y2>20\d\d)\b")
#: What frames in English call the day, the source and the rest of that line.
_ENGLISH = tuple((re.compile(rf"\b(?:{said})(?=\s*[:：])", re.I), word) for said, word in (
    ("update[ds]?(?: (?:date|time|on|at))?", "更新时间"), (
        "(?:publi(?:sh(?:ed)?|cation)|releas(?:ed?|ing)|post(?:ed)?|issued?)(?: (?:date|time|on|at))?", "发布时间"),
    ("date|time", "日期"), ("(?:from|source)", "来源"), ("views?|hits|clicks?|reads?|visits?", "浏览"), ("(?:font|size)(?: size)?", "字号"), ("author|editor", "作者")))
_COMPACT = re.compile(r"^(20\d{6})\s.*$", re.S)
_UPDATED = re.compile(r"更新(?:时间|日期)\s*[:：]\s*" + _DAY)
_NEAR_DAY = re.compile(
    r"\b(?:[Dd]ate|[Tt]ime|[Pp]ublish\w*|[Rr]eleased?|[Pp]osted)\b|[时時]\s*[间間]|日\s*期|[来來]\s*源|[发發]布\s*[于於:：]|\d日?\s*发布|点\s*击"
    r"|浏\s*览|阅\s*读|访\s*问|打\s*印|机\s*构\s*[:：]")
_SPREAD = re.compile(r"(?<=[时日])\s+(?=[间期])")  # 时　间
_SOURCE = re.compile(r"(?:来\s{0,4}源|发布(?:机构|单位))\s*[:：]\s*([\u4e00-\u9fff()（）]{3,30})(?=\s|$)")
_INLINE = ("span", "em", "i", "a", "label", "font", "b", "strong")
#: What such an element holds that is a field or a day of its own: <span>来源：示例局</span><span>日期：…</span>.
_FIELD = re.compile(r"[:：]|\d[-./月]\d")
_MOST_BYLINES = 100
_BELOW_HEADING = 4
_BESIDE = re.compile(r"(?:来\s*源|机\s*构|浏\s*览|阅\s*读|点\s*击|访\s*问|字\s*[号体]|作\s*者|编\s*辑)[^:：]{0,4}\s*[:：【\[(（]")


def info(root: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Label and value of the info table (索引号, 发布机构, …), drawn as a table, a list or blocks; then the day that the line under the
    title names."""
    yield from ((label, _COMPACT.sub(r"\1", _translated(value))) for label, value in _table(root))
    bylines = list(_bylines(root))
    days = {_plain(day) for line in bylines if (day := _day(line))}
    days = days or {_plain(m[1] or m[2]) for line in bylines if (m := _LONE_DAY.fullmatch(fold(line)))} or set(islice(_lone_days(root), 1))
    sources = {found[1] for line in bylines if (found := _SOURCE.search(line))}
    if len(days) == 1:  # several are other articles'
        yield "发布日期", days.pop()
    if len(sources) == 1:
        yield "来源", sources.pop()
    if len(updated := {_plain(m[1]) for line in bylines if "主办" not in line for m in _UPDATED.finditer(line)}) == 1:
        yield "更新时间", updated.pop()


def _day(line: str) -> str | None:
    said = list(_PUBLISHED.finditer(line))
    found = {m[1] or m[2] or m[3] for m in [m for m in said if not _EARLIER.match(m[0])] or said} or ({m[1] or m[2] for m in _DATED.finditer(line)} if _BESIDE.search(line) else set())
    return found.pop() if len(found) == 1 else None


def _plain(day: str) -> str:
    # A time that says its offset may be the next day in China.
    return re.sub(r"\D+", "-", day.replace("元月", "1月")) if day[0].isdecimal() and ":" not in day else day


def _lone_days(root: lxml_html.HtmlElement) -> Iterator[str]:
    """Days that stand alone right below the page's heading, or where it has none below the first title of a report."""
    entitled = (e for tags in (("h1",), ("h2", "h3", "h4", "div", "p", "td")) for e in root.iter(*tags) if is_entitled(e) and not is_link(e))
    heading = next(entitled, None)
    if heading is None:
        heading = next(root.iter("h1"), None)
    if heading is None:
        return
    below = (e for e in heading.xpath("following::*[not(*) or self::p]") if tidy(e.text_content()))
    near = [(e.text_content(), e) for e in islice(below, _BELOW_HEADING)]
    texts = heading.xpath(f"(following::text()[normalize-space()])[position() <= {_BELOW_HEADING}]")
    near += [(t, t.getparent().getparent() if t.is_tail else t.getparent()) for t in texts]
    for text, element in near:
        if found := _LONE_DAY.fullmatch(fold(_translated(tidy(text)))):
            if not _OF_PERIOD.search(_line(element)):
                yield _plain(found[1] or found[2])
        elif day := _boxed(element):
            yield day


def _line(element: lxml_html.HtmlElement) -> str:
    """The text of the block that an element is part of; of one that holds more than a line only a paragraph's."""
    block = next((e for e in (element, *element.iterancestors()) if e.tag in _BLOCKS), element)
    said = tidy(block.text_content())
    return said if len(said) <= _BYLINE or block.tag == "p" else ""


def _boxed(first: lxml_html.HtmlElement) -> str | None:
    """The day of which an element holds the first figures, and those beside it the others."""
    beside = first.getparent()
    texts = [t.strip() for t in beside.itertext() if t.strip()] if beside is not None and len(beside) <= _BELOW_HEADING else []
    found = _BOXED_DAY.fullmatch("-".join(re.sub(r"\D+$", "", re.sub(r"[年./]", "-", t)) for t in texts)) if 2 <= len(texts) <= 3 else None
    day = (found["first"] or found["last"]) if found and bool(found["first"]) != bool(found["last"]) else None
    return f"{found['year']}-{found['month']}-{day}" if found and day else None


def _bylines(root: lxml_html.HtmlElement) -> Iterator[str]:
    """The short lines in which a date is named: the largest element around it that is no longer than a line."""
    near = (e for e in root.iter() if _NEAR_DAY.search(e.text or "") or _NEAR_DAY.search(e.tail or ""))
    for element in islice(near, _MOST_BYLINES):
        line = None
        for outer in (element, *element.iterancestors()):
            if outer.tag in ("table", "body") or len(tidy(outer.text_content())) > _BYLINE:
                break
            line = outer
        if line is not None and (said := tidy(_apart(line))):
            yield _SPREAD.sub("", simplified(_translated(said)))


def _translated(line: str) -> str:
    """A line of a frame in English with its labels and its days as Chinese pages print them."""
    for label, word in _ENGLISH:
        line = label.sub(word, line)
    return _FOREIGN_DAY.sub(_day_of_foreign, line)


def _day_of_foreign(match: re.Match[str]) -> str:
    said = {name: value for name, value in match.groupdict().items() if value}
    day, year = (next((said[name] for name in said if name[0] == kind), "") for kind in "dy")
    short = said.get("month", "")[:3].lower()
    month = _MONTHS.index(short) + 1 if short in _MONTHS else next((said[name] for name in ("m", "m2") if name in said), "")
    return f"{year}-{month}-{day}" if day and month else match[0]


def _apart(element: lxml_html.HtmlElement) -> str:
    """The text of an element, with a blank where a line, a block or a field ends: a title's last word is not the first of the line below it."""
    said: list[str] = []
    for event, e in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        block = " " if e.tag in ("br", *_BLOCKS, *_HEADINGS) else ""
        ended = event == "end" and e.tag in _INLINE and not e.tail and _FIELD.search(e.text or "")
        said.append(block + (e.text or "") if event == "start" else block + " " * bool(ended) + (e.tail or "") if e is not element else "")
    return "".join(said)


def _table(root: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    for tag in ("table", "ul", "dl", "div", "section"):
        for element in root.iter(tag):
            text = element.text_content()
            if len(text) > 6_000 or ("号" not in text and "日期" not in text and "机构" not in text and "时间" not in text):
                continue
            pairs = _pairs(element)
            if len(pairs) >= 2:
                yield from pairs.items()
                return


def _pairs(element: lxml_html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting: str | None = None
    for part in element.iter("td", "th", "li", "p", "span", "div", "b", "strong", "em", "label", "i", "dt", "dd", "font"):
        if len(part) and next(part.iterdescendants(*_BLOCKS), None) is not None:
            continue
        text = tidy(part.text_content() if len(part) else part.text or "")
        said = squeeze(text).replace("：", ":")
        if match := LABEL.match(said):
            waiting = match[1]
            if tail := tidy(part.tail or "").strip(":： "):
                found.setdefault(waiting, tail)
                waiting = None
        elif (match := PAIR.match(said)) and len(said) < 200:
            if value := tidy(re.sub(r"^(?:[【\[][^】\]]*[】\]][:：]?|[^:：]*[:：])", "", text)):
                found.setdefault(match.group(1), value)
            waiting = None
        elif waiting and said:
            found.setdefault(waiting, text)
            waiting = None
    return found
