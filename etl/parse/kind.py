"""Tells annual reports on information disclosure from everything else that stands in the same columns.

The title decides where it clearly says what a paper is; else the official sections and tables do. A report with an odd title
or none passes when it has two of the official tables or four of the official sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.documents import Document
from etl.parse.names import read_name
from etl.parse.sections import preamble, role_of
from etl.parse.titles import Title, clean, read_title, title_lines
from etl.report import Origin, Section
from etl.text import squeeze

_FILES = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar|7z)(?:$|[?#])|downfile\.jsp|download\.jsp", re.I)
_POINTS_TO_FILE = re.compile(
    r"(?:详见|请见|见|查看|下载|点击)[^。]{0,12}(?:附件|下载|链接|文件)|附件\d*[:：]|点击下载|\.(?:pdf|docx?|wps|ofd)\b", re.I)
_NEWS = re.compile(r"(?:召开|举办|举行|组织|部署|安排|完成|加强|推进|启动|开展.{0,10}(?:培训|会议|工作)|培训|督导|检查|调研|顺利|圆满|强调|会议)")
_GOOD_REST = re.compile(
    r"(?:表|全文|正文|公示|统计表|及(?:附件|附表|统计表).{0,6}|附件\d*|附表|情况|情况说明|[及暨和]20\d\d年.{0,6}(?:计划|打算|安排|思路)|终稿|定稿"
    r"|正式|[-_\d].*)?")
# 关于印发X年度报告的通知: the report itself, under its covering notice.
_ISSUED = re.compile(r"^(.*)关于(?:(?:印发|公布|发布|公开)|(?=.*的?公[告示]$))(.*(?:报告|年报))的?(?:通知|公告|公示|函)$")
# …年度报告(附2023年对比): what is attached to a report is not what it is.
_ATTACHED = re.compile(r"(?<=[告报])\((?:附|含|另附)[^()]*\)$")
# A year's statistical tables alone are a report with tables only; without any table such a title says nothing.
_TABLES_ONLY = re.compile(r"统计报?表(?:\(.*\))?$")
_BROKEN = re.compile(r"信息公开(?:工作)?$")  # the title goes on in the next line
_SHORTEST_HEADLINE = 5  # 解读, 图解: a word of the site's navigation
_FULL_TABLES, _FULL_SECTIONS = 2, 4
_PROSE = 300  # characters of prose that a report without tables has at least
_SHORT = 150  # the same under the title of a report, where no file is offered: townships wrote as little before there was a form
#: What two or three sentences under the title of a report must count to be all of it: 公开政府信息6条, 未收到申请.
_COUNTED = re.compile(r"公开[^。;,]{0,16}?\d+[条件份篇]|(?:未|没有|无)[^。;,]{0,16}?(?:申请|复议|诉讼)")
_TITLES_OF_A_LIST = 3
_SUMMARY = "a summary of work"
#: What a year's summary tells that is a report by another name, as they were before there was a form: any three of these.
_SUBJECTS = tuple(map(re.compile, (r"公开[^。;,]{0,16}?\d+余?[条份篇件]", "申请", "收费|费用", "复议|诉讼")))
_PLAIN_SUMMARY = re.compile(r"信息公开(?:工作)?(?:年度)?(?:工作)?总结(?:\(.*\))?$")
_FIRST_FORM, _MOST_SUBJECTS = 2019, 3


_OF_FORM = re.compile("第二十条|信息公开申请|公开(?:工作)?(?:年度|年报|情况)|结果维持|不予公开")
_BLANK_FORM = "a form to fill in"
_PART_OF_YEAR = r"(?:第?[一二三四1-4]季度|(?<!\d)1?\d?月?[-—~至到](?:[2-9]|1[01])月|上半年|下半年|半年度?|季报|月报|\d{1,2}月份)"
# 信息公开 without 政府 before it is of a body (示例县教育局信息公开年报), or of something else (信用信息公开年报).
_OF_GOVERNMENT = re.compile("(?:政府|政务|行政)信息|政务公开")
_ERROR_PAGE = re.compile(
    r"\b404\b|页面(?:不存在|没有找到|已删除|无法访问)|不存在或已|访问(?:受限|过于频繁)|安全验证|验证码|统一身份认证|用户登录|请先?登录")


@dataclass(frozen=True, slots=True)
class _Other:
    """A kind of paper that is no annual report. ``firm``: the title settles it, whatever sections and tables follow."""

    pattern: re.Pattern[str]
    what: str
    firm: bool


_OTHERS = tuple(
    _Other(re.compile(pattern), what, firm)
    for pattern, what, firm in (
        (
            r"(?:对比|比对|比较|差异|变化).{0,8}(?:分析|报告|表|情况)?$|(?:报告|年报).{0,12}(?:对比|比较|分析|评估|评价|差异)|年度发展报告|透明度"
            r"|蓝皮书|(?:对比|比较|分析|评估|测评|评议).{0,12}(?:报告|年报)$", "a comparison or analysis of reports", True),
        (r"(?<![及和与含附])(?:一张?图(?:读懂|看懂|了解|速览)|H5|图解|图说|数说|数读|图文解读|长图|解读|速览|动漫|视频)",
            "a companion (summary in pictures or explanation) to a report", True),
        # 政府信息公开及网站工作年度报告 is the report of both.
        (
            r"^(?!.*公开[^,]{0,4}[和与及暨、][^,]{0,10}(?:网站|新媒体)"
            r"|.*(?:网站|新媒体)[^,报]{0,10}(?:信息|政务)公开).*(?:政府网站.{0,10}(?:年度)?(?:工作)?(?:报表|年报|年度报告|报告)|网站工作年度"
            r"|网站监管年度|新媒体.{0,8}(?:报表|年报))", "the yearly report on a government website", True),
        (
            r"^(?!.*信息公开[^,]{0,4}[和与及暨、]).*(?:法治政府|依法行政|法治建设)(?!.*信息公开)|行政执法.{0,10}(?:报告|年报|情况)"
            r"|行政复议.{0,6}年度报告$", "a report on the rule of law", True),
        (r"住房公积金.{0,14}年度报告|公积金.{0,6}年报", "the yearly report of a housing provident fund", True),
        (r"事业单位法人|法人年度报告|法人年报|民办非企业|社会组织年度|慈善|基金会",
            "the yearly report of a public institution as a legal person", True),
        (r"双公示|信用信息|行政(?:许可|处罚)[^,]{0,12}(?:公示|统计|数据|台账|年报)", "a report on decisions", True),
        (
            rf"{_PART_OF_YEAR}.{{0,20}}(?:报告|总结|情况|统计)|(?:报告|总结|情况)\((?:20\d\d年度?)?{_PART_OF_YEAR}\)$"
            rf"|统计报?表.{{0,8}}(?:季度|半年|月)", "a report on part of a year", True),
        (
            r"(?:编制|编写|编报|填报(?!单位)|(?:报送|上报|呈报)(?!.*的(?:报告|函))|做好|撰写|有关事项|格式|模板|模版|样式|样本|参考文本|示范文本"
            r"|范文|范本|填写|填表|问答|解答|常见问题).{0,24}(?:通知|函|要求|说明|提示|须知|方案)?$"
            r"|(?:审[核查]|填报|编制)(?:工作)?(?:要点|标准|表|意见|口径|注意事项)$", "a notice on how to write reports, or a form to fill in", True),
        # With figures in its tables it is a report whose name somebody took out.
        (r"[×✕╳]{2,}|(?<![A-Za-z])[xX]{2,}(?![A-Za-z])|\(单位(?:名称)?\)|某某", _BLANK_FORM, False),
        (r"(?:报送|上报|呈报).*的(?:报告|函)$", "a covering letter", False),
        (r"公开(?:工作)?(?:培训|调研|宣传|研究|专项)[^,]{0,8}(?:报告|年报)$", "a report on one task", False),
        (r"历年|历次|自查|自评|整改|督查|督导|考核|(?<!纪律)检查|责任追究|保密审查|通报$", "a paper about reports", False),
        (r"(?:通知|函|批复|意见|办法|规定|细则|制度|方案|要点|条例|规范|职责|流程)(?:\(.*\))?$", "a notice or regulation", False),
        (r"指南(?:\(.*\))?$|指引$", "a guide", False),
        (r"目录(?:\(.*\))?$|清单(?:\(.*\))?$|申请表$|流程图$", "a catalogue or form", False),
        (r"依申请公开(?!.{0,20}(?:报告|年报))", "a page on requests for disclosure", False),
        (r"预算|决算|政府工作报告|统计公报|国民经济|审计报告|财务报告|述职|党建|环境质量|财政收支", "a paper on another subject", False),
        (r"(?:党务|村务|居务|厂务|校务|院务)公开", "a report on the disclosure of other affairs", False),
        (
            r"(?:要点|方案|计划|任务)(?:任务|的)*(?:分解|贯彻|落实|执行|完成|实施|推进|进展)"
            r"|(?:落实|执行|完成|推进).{0,24}(?:要点|方案|计划|任务)的?情况", "a report on how a plan was carried out", False),
        (r"(?:工作)?总结(?:\(.*\))?$", _SUMMARY, False),
    )
)


def why_no_report(
    document: Document, sections: tuple[Section, ...], origin: Origin, tables_found: int, figures: bool = True
) -> str | None:
    """One clear sentence why the document is no annual report, or None if it is one. Total: never raises.

    ``tables_found`` counts the official statistical tables that were recognised; ``figures``: any number stands in them.
    """
    official = {role for s in sections if s.heading and (role := role_of(squeeze(s.heading)))}
    prose = sum(len(squeeze(s.text)) for s in sections)
    headlines = tuple(_headlines(document))
    told = sum(any(subject.search(squeeze(s.text)) for s in sections) for subject in _SUBJECTS) >= _MOST_SUBJECTS
    good = _good_title(document, headlines, tables_found, told)
    if good is None and not _speaks_of_form(document):
        tables_found = 0
    full = tables_found >= _FULL_TABLES or len(official) >= _FULL_SECTIONS
    empty = tables_found > 0 and not figures
    if good is None and (other := _other(headlines, full and not empty, tables_found == 0)):
        return other
    if empty and not (good and good.year) and prose < _PROSE * _FULL_TABLES:
        return "The tables hold no figure, and nothing says whose report it is and of which year: this is a form to fill in."
    if full:
        return None
    if listed := _list_of_reports(document, prose):
        return f"This is a list of {listed} reports, not a report."
    formed = good and good.year and official and sum(bool(s.heading) for s in sections) >= _FULL_SECTIONS and _speaks(document, sections)
    tiny = good and good.year and not _points_to_file(document) and sum(len(_COUNTED.findall(squeeze(s.text))) for s in sections) > 1
    if tables_found == 0 and not (formed or tiny) and prose < (_PROSE if good is None or _points_to_file(document) else _SHORT):
        return _shell(document, prose)
    if not (tables_found or official or tiny) and not _speaks(document, sections):
        return "The text does not speak of disclosure: this is a page of the site, whatever its title says, not a report."
    if good:
        return None
    outside = tuple(clean(t) for t in (origin.page_title, origin.list_title, origin.name) if t)
    if other := _other(outside, full):
        return other
    title_outside = any(_is_good(read_title(t)) for t in outside)
    if title_outside or 2 * tables_found + len(official) >= _FULL_SECTIONS:
        return None
    if headlines and _NEWS.search(headlines[0]):
        return f"This is a news item, not a report: {_shown(headlines[0])}."
    if tables_found or official:
        return "This has too little of a report: no title of one, fewer than two of its tables and four of its sections."
    return "This has neither the title nor the sections nor the tables of an annual report on information disclosure."


def _headlines(document: Document) -> Iterator[str]:
    """What the document is headed by: the title its page states, headings, and its first lines, also joined."""
    for name in ("ArticleTitle", "标题", "名称", "信息名称"):
        if value := document.meta.get(name):
            yield clean(value)
    lines = [p for p in preamble(document)[:20] if p.text.strip()]
    yield from (clean(p.text) for p in lines if p.heading)
    short = [clean(p.text) for p in lines[:4]]
    for stop in range(1, min(len(short), 3) + 1):
        if short[stop - 1].endswith((":", "：")):
            break  # whom a letter is to
        if len(joined := "".join(short[:stop])) <= 80 and not (stop < len(short) and _BROKEN.search(joined)):
            yield joined
    if document.title:
        yield clean(re.split(r"[|_]|-(?=[^-]*(?:网|政府(?!信息)|平台)[^-]*$)", document.title)[0])


def _good_title(document: Document, headlines: tuple[str, ...], tables: int, told: bool) -> Title | None:
    """A title of an annual report among the headlines or the printed title lines; ``told``: a summary of an early year is one.

    The headline that a page states for itself comes first: if that one is of another kind, no line below it counts.
    """
    stated = next(iter(headlines), None)
    other = _matches(stated, told) if stated else None
    from_page = any(squeeze(v) == squeeze(stated or "") for v in document.meta.values())
    if other and (other.firm or from_page or any(p.heading for p in document.paragraphs[:3])):
        return None
    candidates = (*(read_title(h) for h in headlines), *title_lines(document))
    named = (t for t in candidates if t and (t.year or t.who) and _is_good(t, told))
    return next((t for t in named if tables or not _TABLES_ONLY.search(squeeze(t.text))), None)


def _is_good(title: Title | None, told: bool = False) -> bool:
    if title is None or _matches(title.text, told):
        return False
    if title.who and not _OF_GOVERNMENT.search(title.text.removeprefix(title.who)) and read_name(title.who) is None:
        return False
    rest = title.rest if not _ISSUED.match(squeeze(title.text)) else ""
    news = _NEWS.search(title.who) or title.who.endswith(("发布", "公布"))
    return bool(_GOOD_REST.fullmatch(rest)) and not (news and read_name(title.who) is None)


def _matches(headline: str, told: bool = False) -> _Other | None:
    """The other kind of paper that a headline names. The name of the publisher may hold any word (法治政府建设办公室). ``told``: the text tells
    what a report does, so that a summary of an early year (示例局2012年政府信息公开工作总结) is none."""
    folded = re.sub(r"[《》\"“”]", "", squeeze(headline))
    folded = _ATTACHED.sub("", _ISSUED.sub(r"\1\2", folded))
    if not _SHORTEST_HEADLINE <= len(folded) <= 90 or re.search(r"[。;!?]", folded):
        return None
    title = read_title(folded)
    if title and (name := read_name(title.who)) and (name.complete or re.fullmatch("[\u4e00-\u9fff]+[局厅委队]", title.who)):
        folded = folded.replace(title.who, "", 1)
    other = next((other for other in _OTHERS if other.pattern.search(folded)), None)
    early = told and title and read_name(title.who) and title.year and title.year < _FIRST_FORM and _PLAIN_SUMMARY.search(folded)
    return None if early and other and other.what == _SUMMARY else other


def _other(headlines: tuple[str, ...], full: bool, bare: bool = False) -> str | None:
    """What the headlines name that is no report; the sections alone (``bare``) make none of a form to fill in."""
    for headline in headlines:
        other = _matches(headline)
        if other and (other.firm or not full or (bare and other.what == _BLANK_FORM)):
            return f"This is {other.what}, not an annual report: {_shown(headline)}."
    return None


def _list_of_reports(document: Document, prose: int) -> int:
    """How many titles of reports a page lists, if it lists several and says little else."""
    titles = {t.text for link in document.links if _is_good(t := read_title(link.text)) and t}
    titles |= {t.text for p in document.paragraphs if len(p.text) < 90 and _is_good(t := read_title(p.text)) and t and t.year}
    return len(titles) if len(titles) >= _TITLES_OF_A_LIST and prose < 2 * _PROSE + 60 * len(titles) else 0


def _speaks_of_form(document: Document) -> bool:
    """Whether anything but labels that other statistics have too (行政许可, 行政处罚) is of the form; a document without tables is not asked."""
    texts = (*(cell.text for table in document.tables for cell in table.cells()), *(p.text for p in document.paragraphs))
    return not document.tables or any(_OF_FORM.search(squeeze(text)) for text in texts)


def _speaks(document: Document, sections: tuple[Section, ...]) -> bool:
    """Whether sentences speak of disclosure: two, or one that is most of the text. Menus and headlines have the words and no
    sentence, or one at the foot of the page."""
    lines = [squeeze(line) for s in sections for line in ([s.text.replace("\n", "")] if document.wrapped else s.text.split("\n"))]
    said = [len(sentence) for line in lines for sentence in re.split("[。.;!?]", line)[:-1] if "公开" in sentence]
    return len(said) > 1 or 2 * sum(said) > sum(map(len, lines))


def _shell(document: Document, prose: int) -> str:
    if _points_to_file(document):
        return "The page holds no report itself, it only points to an attachment."
    if _ERROR_PAGE.search(" ".join(p.text for p in document.paragraphs[:_PROSE])[:_PROSE]):
        return "This is a page of the site that says an error or asks to log in, not a report."
    return f"It has none of the tables of a report and too little text for one (characters: {prose})."


def _points_to_file(document: Document) -> bool:
    if any(_FILES.search(link.url) or _FILES.search(link.text) for link in document.links):
        return True
    return any(_POINTS_TO_FILE.search(p.text) for p in document.paragraphs)


def _shown(headline: str) -> str:
    return headline if len(headline) <= 60 else headline[:60] + "…"
