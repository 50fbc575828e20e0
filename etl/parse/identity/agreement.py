"""Whether the places that name a publisher agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from etl import regions
from etl.parse.identity.evidence import Evidence
from etl.parse.names import BODY, Name, apart, read_name
from etl.parse.names.systems import branch_place, head_of_system
from etl.text import squeeze

_WHERE = {
    "title": "标题", "first paragraph": "首段", "byline": "署名", "page title": "页面标题", "agency": "发布机构",
    "breadcrumb": "栏目", "registry card": "站点登记", "text": "正文",
}
#: Offices that put up what others publish.
POSTS = re.compile(r"办公室|办公厅|中心|数据|政务|审批|网信|信息化|融媒|电子")
#: 告知其向渡普镇申请: another body is spoken of, and nobody speaks.
_OBJECT = tuple("向对到在赴与和给往")
_INSTITUTION = re.compile(r"(?<![法察])院$|[学校馆所站园厂]$|公司$|集团$")
#: What bureaus of one trade were called before and after a reform, or are on two plates: 国土资源局 in the column of 自然资源和规划局.
_TRADES = tuple(re.compile("|".join(words.split())) for words in (
    "城市管理 城管 综合(?:行政)?执法", "国土 自然资源 规划", "卫生 健康 计划生育 卫计", "工商 质量技术 质监 食品药品 市场监督 市场监管", "环境保护 环保 生态环境",
    "安全生产 安监 应急", "粮食 物价 发展和?改革 发改", "水利 水务", "消防", "文化 广播 广电 旅游", "人事 劳动 人力资源", "房产 房地产 房管 住房 建设", "经济 经贸 工业 商务", "信访 社会工作"))
_STEM_END = re.compile(r"(?<=..)(?:街道|省|市|县|区|旗|镇|乡|苏木)$")


def compare(evidence: Evidence, name: Name, names: Iterable[tuple[str, Name]]) -> None:
    """A finding for the most trusted other place that names another body."""
    others = [(where, other) for where, other in names if other.complete and where not in ("page title", "site")]
    if speaker := _speaker(evidence, name):
        others.append(("text", speaker))
    for where, other in others:
        if not _compatible(name, other):
            message = f"发布机关不一致：报告为{name.official}，{_WHERE[where]}为{other.official}"
            evidence.conflict("identity", "warning", message, name.official, other.official)
            return


def _speaker(evidence: Evidence, name: Name) -> Name | None:
    """Another body of the same kind with which the first section begins, while the publisher's place is never named.

    So reads a copy in which only the title was changed.
    """
    first = squeeze(next((s.text for s in evidence.sections if s.number in (1, None)), ""))[:100]
    text = squeeze(evidence.body)
    own = {p.name for p in name.places} | {name.place}
    if not name.places or any(re.sub(_STEM_END, "", place) in text for place in own if place):
        return None
    for start, end, _ in regions.mentions(first, evidence.year):
        if first[:start].endswith(_OBJECT):
            continue
        body = re.match(BODY, first[end:]) if name.kind == "department" else None
        other = read_name(first[start:end] + (body[0] if body else ""), evidence.year)
        if other and other.complete and (other.kind, other.level, other.key) == (name.kind, name.level, name.key):
            return other
    return None


def _of_common_name(name: Name) -> bool:
    """Whether only a town is named whose name several have: the one meant may be one that the table lacks."""
    return name.level == "township" and name.chained <= 1 and len(name.places) > 1


def _compatible(one: Name, other: Name) -> bool:
    """Whether two names can stand on one report: a body and its government's portal or office, or two spellings."""
    a, b = (squeeze(name.official).replace("管委会", "管理委员会") for name in (one, other))
    if a.endswith(b) or b.endswith(a):
        return True
    if one.unknown_place or other.unknown_place:
        # What the table does not know may lie inside each other, unless both are of one tier.
        if one.place != other.place and (one.kind, one.level, one.place[-1:]) == (other.kind, other.level, other.place[-1:]):
            return False
    elif apart(one.places, other.places) and not (_of_common_name(one) or _of_common_name(other)):
        return False
    if one.kind == other.kind == "department":
        pairs = ((one.key, other.key), (other.key, one.key), (a, b), (b, a))
        if bool(_INSTITUTION.search(a)) != bool(_INSTITUTION.search(b)):
            return True  # a hospital's report, put up by the bureau above it
        alike = any(x in y or _shortens(x, y) for x, y in pairs) or any(trade.search(one.org) and trade.search(other.org) for trade in _TRADES)
        return alike or _of_one_system(a, b) or bool(POSTS.search(one.org) or POSTS.search(other.org))
    return True


def _of_one_system(one: str, other: str) -> bool:
    """Whether both are branches of one central body: one above puts up what those below it publish."""
    head = head_of_system(one)
    same = head == head_of_system(other) if head else bool(branch_place(one, lone=True) and branch_place(other, lone=True))
    return same and one[-3:] == other[-3:]


def _shortens(short: str, name: str) -> bool:
    """Whether a name may be written so for short: 人力社保局 for 人力资源和社会保障局 leaves out characters and turns none round, but for the
    place: 嘉兴银保监分局 for 中国银保监会嘉兴监管分局."""
    if head_of_system(name) and not Counter(short) - Counter(name):
        return True
    rest = iter(name)
    return short[:1] == name[:1] and all(character in rest for character in short)
