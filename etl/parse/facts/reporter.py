"""Who reports: how the body whose report it is calls itself, its office and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.report import BUREAUS, GOVERNMENTS, Identity, Level

#: What a town has beside its government: 镇人大, 镇纪委, 街道妇联.
_IN_TOWN = "人大|纪|团委|妇联|工会|武装|[中小]学|中心|卫生|[司派村属]"
#: How a body calls itself and all bodies around it, for what is compared with the tables as well.
OURSELVES = rf"[本我](?:机关|单位|部门?|级|局|委|厅|办|(?:[镇乡]|街道)(?!{_IN_TOWN})|院|校|所|中心)"
AROUND = r"(?:全|(?=[省市县区州盟旗镇乡街村]{2,4}[两三四]级))(?:[省市县区州盟旗镇乡]|街道|系统|行业)(?!人民)"
#: 我市水务局: a body of the place, not the place itself.
_OF_PLACE = r"[^，；：、\d]{1,10}?(?:局|委员会|厅|办(?!事)|中心|院|学校?|公司|所|队|[乡镇](?!村))"
_OFFICES = "(?:(?:人民)?政府(?:办公?[室厅]?|本级)?|办事处|管委会|本级)"
#: A zone's committee tells of 全区 as a government does.
_ZONE = re.compile("(.{3,}区)管(?:理委员|委)会")


@dataclass(frozen=True, slots=True)
class Reporter:
    """The body whose report it is, as far as its level and its name tell."""

    level: Level | None
    names: re.Pattern[str]
    """How it calls itself: 我局, 区教体局 and 区局 of 崇川区教育体育局, a town also 全镇."""
    place: str
    """The last part of its region, or a zone's name."""
    office: bool
    """The office of a government, which may tell of the whole place and of itself."""
    around: str
    """What it calls all bodies whose figures are its own: 全县 for a county, nothing for a bureau."""
    known: bool
    inner: re.Pattern[str] | None
    """How a government calls what is its own level's or its office's alone (市本级, 市政府办公室: a part of what its report tells), and an office
    the government to which others apply."""
    court: bool = False
    name: str = ""

    @classmethod
    def of(cls, identity: Identity) -> Reporter:
        name, place, level = identity.publisher or "", (identity.region or "").rpartition("/")[2], identity.level
        zone = _ZONE.fullmatch(name)
        if zone:
            place, level = zone[1], "county"
        tier = place[-1:] if place[-1:] in tuple("省市县区州旗") else "[省市县区州旗]"
        office = name.endswith(("办公室", "办公厅"))
        if level == "township":
            around = "全(?:镇|乡|街道)"
        else:
            around = "(?!)" if level in BUREAUS else f"全(?:{tier}|[镇乡]|街道)|{tier}"
        inner = None
        if office:
            inner = re.compile(rf"(?:我?{tier}|{re.escape(place)})(?:人民)?政府(?:本级)?(?!办|门户|网|信息|系统)(?=[^，；]*(?:申请|复议|诉讼))")
        elif level in GOVERNMENTS and level != "township":
            inner = re.compile(rf"(?:我?{tier}|{re.escape(place)}|(?=本级))(?:(?:人民)?政府)?(?:本级(?:政府)?|机关|政?府?办公?[室厅]|政?府办)")
        own = [re.escape(name)] if len(name) > 2 else []
        own += _of_zone(zone[1]) if zone else []
        own += _of_town(place) if level == "township" else _of_government(place, tier) if level in GOVERNMENTS else _of_bureau(name, place, tier)
        if office and "政府" in name:
            own.insert(0, f"{tier}政?府办(?:公[室厅])?")
        if name.endswith("法院"):
            own.append("[省市]?[高中]院")
        if name.endswith("分局"):
            own.append(f"(?:{re.escape(place)})?[\u4e00-\u9fff]{{0,4}}分局")
        outer = "".join(f"(?:{re.escape(part)})?" for part in (identity.region or "").split("/")[:-1])  # 宁海县力洋镇
        names = [
            rf"{outer}(?:我[省市县区州旗](?={_OF_PLACE})|{re.escape(place)})?(?:{'|'.join(own)})", OURSELVES,
            r"(?<![各属直])[部局厅委](?:本级|机关|官[网方微]|门户|网站|微)", "自[行主己]",
            *["总[局署行](?!令|发)"] * (level == "ministry"), *["部门(?=网站|门户)"] * (level in BUREAUS)]
        known = bool(name) or level in GOVERNMENTS
        return cls(level, re.compile("|".join(names)), place, office, around, known, inner, name.endswith("法院"), name)


def _of_town(place: str) -> list[str]:
    return [f"[我全]?(?:[镇乡]|街道)(?!{_IN_TOWN}){_OFFICES}?", *[f"{re.escape(place)}{_OFFICES}?"] * bool(place)]


def _of_government(place: str, tier: str) -> list[str]:
    own = [f"我{tier}(?!{_OF_PLACE})", f"{tier}(?:{_OFFICES}|政务公开[^，；\\d]{{0,8}}办)"]
    return [*own, *[f"{re.escape(place)}(?:{_OFFICES}|(?!{_OF_PLACE}))"] * bool(place)]


def _of_bureau(name: str, place: str, tier: str) -> list[str]:
    """区教体局 and 区局 of 崇川区教育体育局: letters of its name in front of its end, behind its place, its tier or nothing."""
    org = name.rpartition(place)[2] if place in name and place else name
    of_many = org.endswith("委员会")
    end = "委|会" if of_many else re.escape(org[-1:]) or "(?!)"
    short = f"[{re.escape(org[:-3] or '-')}]+(?:{end})|{re.escape(org)}" if of_many else f"[{re.escape(org or '-')}]{{2,}}(?:{end})"
    unit = re.search("(?:[总支大中]队|中心)$", org)  # 支队, 绵阳支队 of 绵阳市消防救援支队
    return [
        *([f"(?:{re.escape(place)}|{re.escape(place[:-1])}|{tier})?{unit[0]}"] if unit else []),
        f"(?:{re.escape(place)}|{tier}|(?<![省市县区州旗家])|(?<=我[省市县区州旗]))(?:{short})",
        *[f"{place[-1:] or '总'}(?:{end})"] * (not of_many),  # 市委 is the Party's
    ]


def _of_zone(name: str) -> list[str]:
    """高新区, 经开区; of any other kind the last word of its name."""
    short = ["高新区"] * ("高新" in name) + ["经开区"] * bool(re.search("经济(?:技术)?开发", name)) + ["新区"] * name.endswith("新区")
    acts = "(?=[公发收受主举召制印微官开办回运在]|通过|全年|门户|网站)"
    return [r"[^，；：\d]{0,4}区管委会", rf"[^，；：\d]{{0,4}}(?:{'|'.join([*short, '开发区', '园区'])}){acts}"]
