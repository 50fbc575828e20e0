"""Sentences that count a thing in another order of words, with the thing moved to where patterns look for it: directly before its number.

收到137件热线工单 is read as 收到热线工单137件, 做好建议提案工作，全年办理12件 as 做好工作，全年办理建议提案12件.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from etl.parse.facts.patterns import ABOUT, ALONE, BY_ITSELF, any_of, compiled

#: What is counted in more than one order of words, by what is done when it is counted.
_THINGS = {
    "召开 举办 举行 组织 开展": """
        (?:新闻|例行)(?:通气|发布)会 (?:在线|网络|视频|网上)访谈(?:活动)? 直播(?:活动)? (?:政务|政府信息)公开[^，。；：、（）\\d]{0,6}(?:培训(?:班|会)?|会议?|检查|督查|巡查|抽查)""",
    "开展 组织 发布": "(?:意见|民意)征集(?:活动|公告|事项)? 征集调查 (?:网[上络]|民意)(?:征集)?调查",
    "发布 公开 制作 编发 推送 开展 组织": """
        (?:政策|文件)(?:性文件)?(?:图文|图解|文字)?解读(?:材料|稿件|信息|文章|产品|文件|稿)? 解读(?:材料|稿件|文章|产品|稿)""",
    "制发 出台 印发 制定 发布 公开 废止 修订": "(?:行政)?规范性文件 政策性?文件",
    "办理 办结 承办 受理 收到 接到 处理 回复 答复": """
        热线(?:服务|平台|电话)*(?:转?[办来]?工单|诉求|来电|事项|转?[办来]?件)? 工单
        (?:[局县市区镇州厅长书记委主任]+|领导)?信箱(?:来信|留言|信件|邮件|诉求)?
        (?:人大)?(?:代表)?(?:意见)?建议(?:(?:、|和|及|与)?(?:政协)?(?:委员)?提案)? (?:政协)?(?:委员)?提案
        (?:政府)?信息公开申请(?:件|事项)? 依申请公开(?:申请|事项|件)?""",
    "收到 收集 征集 征求": "(?:公众|群众|社会|网民|各类)*意见(?:、|和|及)?(?:建议)?",
    "收到 发生 受理": "(?:因?政府信息公开(?:引起的|类)?)?(?:行政)?(?:复议(?:案件|申请)?|诉讼(?:案件)?)",
    "开设 开通 运维 管理": "政务新媒体(?:账号)?",
    "收取": "信息(?:公开)?处理费(?:用)?",
    "回应": "(?:社会)?(?:热点|关切)(?:问题)? 舆情",
}
_THING = any_of(" ".join(_THINGS.values()))
_DONE = any_of(" ".join(dict.fromkeys(" ".join(_THINGS).split())))
_FITS = tuple((re.compile(any_of(things)), re.compile(any_of(deeds))) for deeds, things in _THINGS.items())
_UNITS = "件|条|篇|个|次|期|场|份|封|元|起|宗|例|部|则|项|家|批次|班次|场次|轮"
_HOW = rf"(?:{BY_ITSELF}(?:已|均|一共|先后|陆续|实际|按[时期]|及时|依法|认真|主动|积极|共计|总计|合计)?){{0,3}}"
_OF_THING = "(?:办理|(?:答复|回复|公开)(?=工作)|处置|处理|发布|制定|召开|开展|组织)?(?:工作|情况|方面|机制|渠道|作用)?"
_LEADS_IN = (
    "(?<!信息)(?<!政务)(?:认真|切实|扎实|全力|持续|积极|高度|不断|严格|着力)*"
    f"(?:做好|抓好|推进|加强|开展|强化|规范|重视|落实|完善|健全|围绕|推动|提升|优化|畅通|注重|坚持|{_DONE})+")
_DID = rf"(?P<done>{_HOW}{_DONE}{{1,2}}){ABOUT}"
_NUMBER, _END = f"(?P<number>#{_UNITS}#)", "(?=[，；、）（]|$)"
#: 建议提案办理。 above 全年共办理12件: a heading, and below it what was done.
HEADING, BELOW = f"{_THING}{_OF_THING}", rf"(?:\d{{4}}年度?，?)?{_HOW}{_DONE}{{1,2}}了?{ABOUT}\d"
#: The orders; what stands outside of the groups is left out.
_ORDERS = tuple(compiled(order) for order in (
    rf"了?{_NUMBER}(?P<thing>(?!以上|的)(?:(?!关于|涉及)[^，。；：（）\d]){{0,24}}?{_THING})(?=[，；）]|$|[、和及与][^，；：、\d]{{0,6}}\d|[均全已按])",  # 137件县里转来的热线工单
    rf"{_LEADS_IN}(?P<kind>[^，。；：（）\d]{{0,16}}?)(?P<thing>{_THING}){_OF_THING}[，：]{_DID}{_NUMBER}{_END}",  # 做好建议提案办理工作，全年共办理12件
    rf"(?P<who>(?:{ALONE}|^（?[一二三四五六七八九十]{{1,3}}[）、]{BY_ITSELF})(?:在|对)?)(?P<thing>{_THING}){_OF_THING}[，：]?{_DID}{_NUMBER}{_END}",  # 规范性文件共出台3件
    rf"(?P<thing>{_THING}){_OF_THING}，(?P<sum>(?:共计?|合计|总计|累计)){_NUMBER}{_END}",  # 发布政策解读，共12篇
    rf"(?P<thing>{_THING})（{_NUMBER}）",  # 发布政策解读（12篇）
))


#: 未收到1件申请 counts none.
_NONE = re.compile(r"(?:未|没有|尚无)[^，。；：\d]{0,8}$")


class Moved(NamedTuple):
    text: str
    places: list[int]
    """Where each of its characters stands in the sentence."""
    numbers: list[tuple[int, int]]
    """Spans, in ``text``, of the numbers that a thing was moved to."""


def reordered(text: str) -> Iterator[Moved]:
    """The sentence with things moved that stood behind their numbers, and with those moved that stood farther before them."""
    for pattern in _ORDERS:
        order: list[int] = []
        numbers: list[tuple[int, int]] = []
        at = 0
        for match in pattern.finditer(text):
            if not _counts(match):
                continue
            order += range(at, match.start())
            for name in ("who", "done", "kind", "thing", "sum", "number"):
                if match.groupdict().get(name):
                    order += range(*match.span(name))
            numbers.append((len(order) - len(match["number"]), len(order)))
            at = match.end()
        if numbers:
            order += range(at, len(text))
            yield Moved("".join(text[i] for i in order), order, numbers)


def _counts(match: re.Match[str]) -> bool:
    """Whether what was done is what is done to such a thing (建议提案12件 are not published), and it was done at all."""
    done = match.groupdict().get("done")
    fits = done is None or any(thing.fullmatch(match["thing"]) and deeds.search(done) for thing, deeds in _FITS)
    return fits and not _NONE.search(match.string[: match.start()])
