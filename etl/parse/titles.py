"""Reads titles of annual reports: whose, of which year, and what kind of paper. One reader for every place that has titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from etl.dates import FIRST_YEAR, LAST_YEAR
from etl.documents import Document, Paragraph
from etl.parse.sections import preamble
from etl.text import fold, squeeze, strip_artefacts

# 2O22 and 二0二二 mix figures and letters with numerals.
_ZERO, _NUMERALS = "零〇○◯OoО0", "零〇○◯OoО一二三四五六七八九0-9"
_YEAR = re.compile(
    rf"(?:(?<!\d)(?P<figures>(?:19|20)\d{{2}})(?!\d)"
    rf"|(?<![{_NUMERALS}十])(?P<words>[一二12][{_NUMERALS}]{{3}})(?=年))(?!年?\d{{1,2}}月(?![-—~至到]+12月)"
    rf"|[-./]\d{{1,2}}[-./]\d(?!\d?[-—~至到]+(?:\d{{4}}[-./])?12[-./]31))(?:年度|财?年(?:\(度\))?年?)?(?:0?1月?[-—~至到]+12月份?)?"
)
_SQUARE = str.maketrans("【】[]〔〕", "()()()")
# 2023年1月1日至12月31日: the whole year.
_WHOLE_YEAR = re.compile(r"(?P<year>20\d\d)年0?1月0?1日[-—~至到]+(?:(?P=year)年)?12月31日")
_DIGITS = str.maketrans("一二三四五六七八九" + _ZERO, "123456789" + "0" * len(_ZERO))
# 政府信息公开办公室 is a body, not the subject of a title.
_SUBJECT = (
    r"(?:政府信息(?:和|与|及|、))?(?:(?:政府|政务|行政)信息(?:主动)?公开|政府[信息]公开|信息公开"
    r"|政务公开)(?![”\"]?(?:办公室|办(?!理)|中心|领导小组|处|科))")
_KIND = re.compile(rf"(?P<subject>{_SUBJECT})(?P<middle>[^,。;!?]{{0,24}}?)(?P<end>年度报告书?|报告书?|年报|年度总结|总结|统计报?表)(?P<rest>.*)$")
_EDGES = re.compile(
    r"^[#*]+|^\d{1,3}[、.](?!\d)|\*+$|^(?:附件(?:\d{1,2}(?!\d)|(?!\d)|(?=20\d\d))|附(?!件))[:：]?|^[《〈\"“]+|[》〉\"”]+$"
    r"|\.(?:pdf|docx?|wps|ofd|html?|txt|xlsx?|zip)$", re.I)
_FILLER = re.compile(
    r"^(?:关于(?:(?:重新)?(?:印发|公布|发布|报送)|(?=更正|修订))?|(?:更正|修订)(?:后的)?|《|\"|“|的|:|-|—|·|_|\|)+"
    r"|(?:关于(?:印发|公布|发布|报送|公开)?|的|年度|度|之|《|\"|“|:|-|—|_|·|\|)+$")
# 政府信息公开工…: a title that a list or a page cut short; what is gone is certain once 政府信息 is said.
_CUT = re.compile(r"(?:\.{2,}|…+|。{2,})$")
_WHOLE = "政府信息公开工作年度报告"
_TAILS = frozenset(_WHOLE[n:] for n in range(_WHOLE.index("开"), len(_WHOLE)))
"""Ends of a title whose beginning stands further above, which begin none."""
# 2022年政府信息公开情况, 情况汇报: counts as a title only with a body and a year.
_LOOSE = re.compile(rf"(?P<subject>{_SUBJECT})(?P<rest>(?:工作)?情况(?:汇报|说明)?)$")
_PAREN = re.compile(r"\(([^()]*)\)")
_LABEL = re.compile(r"^\(([^()]*)\)")
_APPENDED = re.compile(r"^[-—_:·]+([\u4e00-\u9fff]{3,30})$")
# Another title before this one: a column, or a report on something else.
_EARLIER = re.compile(r"^.*(?:报告书?|年报)\)?")
_NOT_WHO = re.compile(r"\d|版|稿|图(?!书)|附|公开|试行|盖章|年报|公示|置顶")
_YEAR_LINE = re.compile(r"\(?(?:20\d{2}|[二2][零〇○◯OoО0][一二三四五六七八九〇○零\d]{2})年?度?\)?")
_SENTENCE = re.compile(r"[。;!?]|,.*,")
_NOT_TITLE_LINE = re.compile(
    r"[>›»]|^(?:根据|按照|依据)《|(?:^|[:：,，])现(?:将|报告|公布|公开|发布|向)|如下[:：]?$|(?:网站|门户|平台)$|今天是|星期[一二三四五六日]"
    r"|^(?!附)[\u4e00-\u9fff]{2,6}[:：]|(?:浏览|阅读|点击|字[体号]|来源|[Dd]ate|[Tt]ime|[Ss]ource)[^\s:：]{0,2}\s?[:：【\[]"
    r"|^(?:公开方式|公开范围|主动公开|依申请公开|有效性|有效)$|^首页|当前位置|所在位置|^[上下]一[篇条]"
    r"|^(?:相关|推荐|扩展|延伸)(?:文章|阅读|链接|信息|稿件)|^(?:信息名称|名称|标题|索引号|发布机构|发布日期|发布时间|来源|浏览|字号)[:：]?"
    r"|^\S{0,6}(?:日期|时间|机构|单位|部门|号|分类|方式|范围|主题词|来源)\s?[:：]")
#: A row of a list: a title, maybe cut short, with its day behind it.
_ROW = re.compile(r"(?:报告|年报|总结|\.{2,}|…)[-—\[(]?(?:20\d\d[-./年])?\d{1,2}[-./月]\d{1,2}日?[\])]?$")
_MAX_LINES, _MAX_TITLE = 4, 90


@dataclass(frozen=True, slots=True)
class Title:
    """A title of a report. ``who`` is what stands for the publisher, squeezed, maybe empty or only part of a name."""

    text: str
    who: str
    year: int | None
    years: tuple[int, ...]
    """All years named; more than one means that ``year`` is None."""
    rest: str = ""
    """What stands after 报告, without brackets: 解读, 对比分析…"""
    aside: str = ""
    """A body that brackets behind 报告 may name beside ``who``."""

    @property
    def weight(self) -> int:
        return 2 * (self.year is not None) + (1 if self.who else 0)


def clean(text: str) -> str:
    """A title as people write it: no white space, no left-overs of converters, no quotes round the whole."""
    title = re.sub(r"\s+", "", strip_artefacts(text))
    while (cut := _EDGES.sub("", title)) != title:
        title = cut
    return title


def read_title(text: str) -> Title | None:
    """Reads one title; None if it is not about information disclosure at all."""
    shown = clean(text)
    folded = _WHOLE_YEAR.sub(r"\g<year>年", squeeze(shown).translate(_SQUARE))
    whole = _completed(folded)
    if len(whole) > _MAX_TITLE or _SENTENCE.search(whole):
        return None
    kind = _KIND.search(whole)
    if kind is None:
        return _loose(shown, folded)
    cut, folded = whole != folded, whole
    if (inner := read_title(kind["rest"].lstrip(")|-—_·:"))) and inner.weight > 2:
        return inner  # the name of the column stands before the title
    head = _EARLIER.sub("", folded[: kind.start()])
    years = tuple(dict.fromkeys(year for _, year in title_years(head + folded[kind.start():])))
    who = head
    if head.endswith("人民") and kind["subject"].startswith("政府"):
        who = head + "政府"
    label = _LABEL.match(who)
    who = strip_who(_LABEL.sub("", who))
    rest = _PAREN.sub("", kind["rest"])
    asides = [*([label[1]] if label else []), *_PAREN.findall(kind["rest"]), *_APPENDED.findall(rest)]
    aside = next((b for b in map(strip_who, asides) if len(b) > 1 and not _NOT_WHO.search(b)), "")
    return Title(shown, who or aside, years[0] if len(years) == 1 else None, years, "…" if cut else rest, aside if who else "")


def _completed(folded: str) -> str:
    """A title that breaks off within 政府信息公开工作年度报告, with the rest of it; any other as it is."""
    if not (end := _CUT.search(folded)):
        return folded
    stem = folded[: end.start()]
    said = next((n for n in range(len(_WHOLE), 3, -1) if stem.endswith(_WHOLE[:n])), 0)
    return stem + _WHOLE[said:] if said else folded


def _loose(shown: str, folded: str) -> Title | None:
    if not (kind := _LOOSE.search(folded)):
        return None
    who, years = strip_who(folded[: kind.start()]), tuple(dict.fromkeys(year for _, year in title_years(folded)))
    return Title(shown, who, years[0], years, kind["rest"] + "…") if who and len(years) == 1 else None


def strip_who(text: str) -> str:
    """What is left of a title's head when years, brackets that hold only a year, and filler words are gone."""
    who = _YEAR.sub("", text)
    who = re.sub(
        r"\((?:年?度|年)?\)|^年度?(?!\w[镇乡]|\w{2,4}乡)|(?<!\d)[012]\d年度?|[-—~至]?学年度?|(?<=[局委办厅室镇乡县市区处会])公开$"
        r"|(?<=[局委办厅室会])(?:部门|机关|系统|学校)$", "", who)
    while (cut := _FILLER.sub("", who)) != who:
        who = cut
    return who


def title_years(folded: str) -> Iterator[tuple[int, int]]:
    """Position and year of every year in a title; a year with a month behind it is a date of issue and left out."""
    for match in _YEAR.finditer(folded):
        year = int((match["figures"] or match["words"]).translate(_DIGITS))
        if FIRST_YEAR <= year <= LAST_YEAR:
            yield match.start(), year


def title_lines(document: Document, menu: Collection[str] = ()) -> tuple[Title, ...]:
    """What reads as a title before the first section, lines joined over which it is broken; the fullest first. Not what a ``menu`` lists, nor
    rows of a list and links, which are of other pages, unless nothing else is there."""
    lines = [p for p in preamble(document)[:60] if p.text.strip()]
    said, linked = Counter(squeeze(p.text) for p in document.paragraphs), Counter(squeeze(link.text) for link in document.links)
    texts = map(squeeze, (p.text for p in lines))
    passed = {t for t in texts if t in menu or _ROW.search(t) or linked[t] >= max(said[t], 1)}
    found = [t for i in range(len(lines)) if (t := _from(lines, i, passed))]
    if not found and len(alone := {t.text: t for i in range(len(lines)) if (t := _from(lines, i, ()))}) == 1:
        found = list(alone.values())
    # What a line above adds without a word on who or when is the name of a column.
    own = [t for t in found if not any(t.text != u.text and t.text.endswith(u.text) and (t.who, t.years) == (u.who, u.years) for u in found)]
    return tuple(sorted(own, key=lambda t: -t.weight))


def _from(lines: Sequence[Paragraph], start: int, passed: Collection[str]) -> Title | None:
    """The title that begins at a line: the shortest run of lines that reads as one, and the year below it."""
    joined = ""
    if squeeze(lines[start].text) in _TAILS:
        return None
    for index, line in enumerate(lines[start : start + _MAX_LINES], start + 1):
        text = fold(strip_artefacts(line.text)).strip()
        if squeeze(line.text) in passed or (joined and line.text.startswith("\t")) or _NOT_TITLE_LINE.search(text) or _NOT_TITLE_LINE.search(squeeze(text)) or re.search(r"[。;!?]$", text):
            return None
        joined += line.text
        if len(squeeze(joined)) > _MAX_TITLE:
            return None
        title = read_title(joined)
        if title:
            below = squeeze(lines[index].text) if index < len(lines) else ""
            if not title.years and _YEAR_LINE.fullmatch(below):
                title = read_title(f"{joined}（{below.strip('()')}）") or title
            # characters one below another are no title; the last of a long line may stand alone
            return title if len(clean(line.text)) > 1 or len(clean(lines[index - 2].text)) > 1 else None
    return None
