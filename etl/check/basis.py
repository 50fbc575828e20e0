"""Whether it is certain that a figure in prose counts what the tables count: only then does a difference blame anybody.

A report may speak of other bodies, other years, other cases and other things applied for in more ways than anybody can list. So
the other way round: certain is what is said in the words of the form and of its filling in alone, by the body itself or by nobody
named. One word more, and the difference is only pointed out.
"""

from __future__ import annotations

import re

from etl.check.model import Grid
from etl.parse.facts.patterns import DISPUTES, RESULTS, VERBS, any_of
from etl.parse.facts.reporter import Reporter
from etl.parse.facts.requests import OUTCOMES
from etl.report import Fact
from etl.text import squeeze

_SENTENCE = re.compile(r"[。！？；\n]")
_CLAUSE = re.compile(r"[,;:(]")
_REMARK = re.compile(r"[^,;:()]*\(([^()]*)\)")
#: Words that leave it open neither whose a figure is nor of what or when; years are weighed where the fact is found.
_WORDS = any_of(r"""
    20\d\d年度? 全年度? 本?年度 [今当去次]年 年内 年初 年?底 [上下]一?年度? 本?(?:报告|统计)(?:年度|期) 截[至止]到? 1月1日 12月(?:31日|底) 期间 同期 24时 [起至到末]
    收到 收悉 新[收增] 收办 受理 接[收到受] 收取 登记 [办处]理 处置 答复 回复 [办审]结 完[毕成] [发产]生 出现 存在 引[起发] 导致 涉及? 提[起出交] 递交 判决
    继续 顺延 结转 转结 遗留 延续 [延转]
    政[府务] 信息 公开 依?申请[表书量件人]? 主动 行政 案件? 事[项件] 争议 程序 [件条宗份例起篇项次个]数? 总[数量计]? 数量? 情况 结果 方面 工作 要求 各?类
    公民 自然人 个人 法人 企业 其[他它] 社会公?[众益]? 科研机构 法律服务机构 商业 组织 群众 公众 单位[和或及]个人
    网站 网[络上] 互联网 在线 线[上下] 信[函件] 电子 邮[寄件政箱] 当面 现场 窗口 传真 书面 口头 [渠途]道 方式 形式 平台 系统内 [多各]种
    共计? 合计 累计 分别 其中 通过 包[括含] [另尚还]有 剩余 其余 按[时期] 及时 依[法规] 法定 规定 [时期]限
    规章 规范性 文件 新?制[定发] 宣布 占比? 比[例重] 相比 增[长加] 减少 [下上][降升] 持平 同比 [较比增减]
    [一二三四五六七八九十百千两零〇]+(?=[余多]?[件条宗份]) [\d.%、和及或者与以对向由被因就于在从将为是了的有无未没并且均都已经全部新含等中内后应作约余多近超年]
    获得? [)“”\"《》]
""")
_PLAIN = re.compile("|".join((*OUTCOMES.values(), *RESULTS.values(), *DISPUTES.values(), *VERBS.values(), _WORDS)))
#: What a clause that counts nothing may not name before the figure: a body, a stretch of time, another matter.
_ELSE = re.compile(
    "[局委厅署司院所队校村企站省市县区州旗镇乡季月原查]|机关|单位|部门|街道|系统|行业|全国|[各以之]前|以来|信访|举报|咨询|热线|许可|仲裁|执法")
_OF_ANSWERED = re.compile(r"(?:答复|办结|办理|处理)[^,;]*,其中")
#: Governments that tell of a place with many bodies, and how one of these is named.
_ABOVE_OFFICES = ("province", "prefecture", "county")
_ONE_OFFICE = re.compile("[省市县区州旗](?:人民)?政府(?!信息)|本级")
_CASES = re.compile(r"\d[余多]?[件条宗份例起]")


def certain(grid: Grid, fact: Fact) -> bool:
    """Whether the tables of this report may be held against the figure, as far as its sentence tells."""
    if fact.start is None:
        return False  # of a heading, whose other words are not seen
    names = Reporter.of(grid.report.identity).names
    if grid.report.identity.level in _ABOVE_OFFICES and _ONE_OFFICE.search(" ".join(sentence(grid, fact)[:2])):
        return False  # the table is of the whole place
    before, quote, after = (names.sub("", part) for part in sentence(grid, fact))
    if fact.fact == "requests_received" and _OF_ANSWERED.search(before):
        return False  # 答复30件，其中当年新收28件
    *clauses, clause = _CLAUSE.split(before)
    remark = _REMARK.match(after)
    if _strange(clause + quote) or (remark and (_strange(remark[1]) or not re.search(r"\d", remark[1]))):
        return False
    return not any((rest := _strange(c)) and (_CASES.search(c) or _ELSE.search(rest)) for c in clauses)


def _strange(text: str) -> str:
    return _PLAIN.sub("", _CLAUSE.sub("", text))


def sentence(grid: Grid, fact: Fact) -> tuple[str, str, str]:
    """The fact's sentence before it, its quote, and the rest; the quote alone where its place is unknown."""
    text = next((s.text for s in grid.report.sections if s.number == fact.section), "")
    if fact.start is None or fact.end is None:
        return "", squeeze(fact.quote), ""
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, fact.start)), default=0)
    end = _SENTENCE.search(text, fact.end)
    return squeeze(text[start:fact.start]), squeeze(fact.quote), squeeze(text[fact.end:end.start() if end else len(text)])
