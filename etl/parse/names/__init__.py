"""Reads names of public bodies: the places in front, what kind of body it is, at which tier, and its official form.

Only what a name itself says is decided here; which of several places of one name is meant is for :mod:`etl.parse.identity`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from etl import regions
from etl.parse.names.systems import (
    BRANCH,
    REGIMENT,
    branch_place,
    central,
    corps,
    head_of_state_council,
    short_place,
)
from etl.regions import Division
from etl.report import Level
from etl.text import squeeze

#: ``place``: only a place is named; ``government`` with its office; ``department`` is every other body.
Kind = Literal["government", "office", "subdistrict", "administration", "department", "central", "text"]

_PLACE_END = "省|市|县|区|旗|州|盟|镇|乡|街道|苏木"
_TOWN_END = "镇|乡|街道|苏木"
_GOVERNMENT = re.compile(r"(?:人民)?政府|(?:行政)?公署|行署")
_OFFICE = re.compile(r"(?P<body>(?:人民)?政府|府|行政公署|行署|公署)?(?P<office>办公厅|办公室|办|党政(?:综合)?办(?:公室)?)")
_TOWN = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{1,12}}?(?P<end>{_TOWN_END}))(?P<body>(?:人民)?政府(?:办公室|党政(?:综合)?办(?:公室)?)?|办事处|党政(?:综合)?办(?:公室)?|)"
)
_BARE_OFFICE = re.compile(r"(?P<place>(?!.{0,8}驻)[\u4e00-\u9fff]{1,8})(?:街道)?办事处")
_ZONE_WORD = r"(?:开发区|示范区|高新区|经开区|新区|园区|产业园|保税区|自贸(?:试验)?(?:片)?区|试验区|风景(?:名胜)?区|度假区|管理区|工业园|科技园|合作区|实验区|林区|新城|生态城|化工园)"
_ZONE = re.compile(rf"[\u4e00-\u9fff()]{{2,24}}?{_ZONE_WORD}")
_ZONE_OF_PLACE = re.compile(rf"[\u4e00-\u9fff()]{{0,24}}?{_ZONE_WORD}")
#: A zone without a name of its own: which one it is, only its surroundings can say.
_BARE_ZONE = re.compile(rf"(?:高新技术产业|经济技术|经济|高新|国家级|省级)?{_ZONE_WORD}(?P<rest>管委会|管理委员会|.*分局|)")
_ADMINISTRATION = re.compile(r"(?:管理委员会|管委会|管理局|党工委管委会)(?P<office>(?:党政)?(?:综合)?办公室)?")
_BODY_END = re.compile(
    r"(?:局|厅|委员会|委|办公室|办|中心|处|站|院|馆|队|集团|公司|协会|联合会|联社|总社|所|学校|医院|大学|学院|部|署|海关|台|行|组|公署|团|会|场|分局|社|室|联|中学|小学|幼儿园|校|厂|师)$"
)
#: Ends that a name has in a title but that are no bodies: a site, a column, a kind of paper.
_NOT_A_BODY = re.compile(
    r"网站(?!管理|建设)|门户|网$|专栏|栏目|平台$|目录|指南|年报|首页|来源|原创|本站|日报|晚报|报社|编辑|单位|部门|街乡镇|乡镇街道|^各|各(?:单位|部门|乡镇|街道|有关)|记者|作者|管理员|admin|未知|暂无|信息公开|图解|解读"
)
_TIER = re.compile(
    r"^(?:本|我|该|全)?(?P<tier>自治区|自治州|自治县|街道|苏木|省|市|县|区|旗|州|盟|镇|乡)(?=$|人民政府|政府|[\u4e00-\u9fff]{1,24}(?:局|厅|委|办|中心|室|处|会|社|站|院|队|馆)$)"
)
_SELF = re.compile(r"^(?:本|我|该)(?:局|厅|委|办|单位|机关|部门|中心|院|处|会)|^(?:本|我|该)$")
_UNKNOWN_PLACE = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{2,9}}?(?P<end>自治州|自治县|自治旗|{_PLACE_END}))(?=人民政府|政府|行政公署|行署|办事处|管理委员会|管委会|$|[\u4e00-\u9fff]{{2,30}}$)"
)
# 城市管理局, 社区建设局 and their like begin with words, not with the names of places.
_WORDS = re.compile(
    r"^(?:城市|都市|社区|园区|景区|地区|灾区|辖区|城乡|乡镇|街镇|村镇|本市|市场|农村|住房|文化|交通|生态|自然|国有|民政|"
    r"卫生|人力|政务|行政|发展|公共|机关|工业|科学|教育|财政|审计|统计|司法|公安|水利|应急|商务|医疗|退役|外事|信访|林业|畜牧|供销)"
)
_STATE = "中华人民共和国"
# Words that stand in no name of a place: what holds them is a phrase.
_PHRASE = re.compile(r"[的了是们您读看图]|关于|召开|举办|举行|印发|做好|开展|组织|我[省市县区旗州盟镇乡]|全[省市县区旗州盟镇乡]|各[省市县区旗州盟镇乡]")
_SHORT_FORMS = {
    "发展改革委": "发展和改革委员会", "发展和改革委": "发展和改革委员会", "发改委": "发展和改革委员会", "发改局": "发展和改革局",
    "人社局": "人力资源和社会保障局", "人社厅": "人力资源和社会保障厅", "卫健委": "卫生健康委员会", "卫生健康委": "卫生健康委员会",
    "卫健局": "卫生健康局", "国资委": "国有资产监督管理委员会", "市监局": "市场监督管理局", "市场监管局": "市场监督管理局",
    "工信局": "工业和信息化局", "工信厅": "工业和信息化厅", "住建厅": "住房和城乡建设厅", "医保局": "医疗保障局",
    "残联": "残疾人联合会", "住建局": "住房和城乡建设局", "工商联": "工商业联合会",
}
#: The tier that the last word of a place's name says.
LEVEL_OF_TIER: dict[str, Level] = {
    "省": "province", "自治区": "province", "自治州": "prefecture", "州": "prefecture", "盟": "prefecture", "地区": "prefecture",
    "自治县": "county", "县": "county", "自治旗": "county", "旗": "county", "区": "county", "镇": "township", "乡": "township",
    "街道": "township", "苏木": "township",
}
#: What follows the place in the name of a body met in running text.
BODY = (
    r"(?:人民政府(?:办公室|办公厅)?|行政公署|办事处|管委会|管理委员会"
    r"|[^,。;:!?、()《》\s\d我]{0,18}?(?:局|厅|委员会|办公室|中心|管理处|联合会))"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a body as far as it says anything.

    ``places`` are all divisions that the innermost place named may be; ``place`` and ``org`` its two parts as printed.
    ``chained`` counts the places in front (宁海县力洋镇: 2). ``unknown_place``: a place is named that the table of
    divisions does not have. ``tier`` is the word of a name like 县财政局 that does not say which county.
    """

    official: str
    kind: Kind
    place: str = ""
    org: str = ""
    places: tuple[Division, ...] = ()
    chained: int = 0
    unknown_place: bool = False
    level: Level | None = None
    tier: str = ""
    complete: bool = True

    @property
    def speaks_of_itself(self) -> bool:
        """我局, 本机关: nobody's name."""
        return bool(_SELF.match(self.org))

    @property
    def key(self) -> str:
        """The part that is compared between spellings: the body without its places."""
        return _expand(self.org) if self.kind == "department" else self.kind


def read_name(text: str, year: int | None = None) -> Name | None:
    """Reads what stands for a body in a title, a metadata field or on a card; None where it names none.

    An incomplete name (审计局, 县财政局, 乡人民政府) comes back with ``complete`` False.
    """
    t = squeeze(text).strip("《》\"“”'·-—:：,，")
    t = re.sub(r"^(?:中国共产党|中共)(?=.+(?:委|办公室))", "", t)
    if len(t) > 80:
        return None
    t = re.sub(r"(?<=..[局委会厅室办心队处司部])\([^()]{2,}\)$", "", t)  # 水利局(水务局): two plates, one body
    t = re.sub(r"(?<=[省市县区旗州盟府])\(?本级\)?$", "", t)
    if not 2 <= len(t) <= 50 or _NOT_A_BODY.search(t) or re.search(r"[,。;!?、\d]|[A-Za-z]{3}", t):
        return None
    if t.removeprefix(_STATE) in central():
        return Name(t, "central", org=t, level="ministry")
    if _SELF.match(t):
        return Name(t, "department", org=t, complete=False)
    if (found := _of_central(t, year) or _of_corps(t, year)) is not None:
        return found
    place = _before_body(t, regions.match(t, year), year)
    length = place.length
    if length == 0 and (tier := _TIER.match(t)):
        rest = t[tier.end():]
        kind: Kind = "government" if not rest or _GOVERNMENT.fullmatch(rest) else "department"
        if (office := _OFFICE.fullmatch(rest)) and office["body"]:
            kind = "office"
        if tier["tier"] == "街道" and rest in ("", "办事处"):
            kind = "subdistrict"
        return Name(t, kind, org=rest, tier=tier["tier"], complete=False)
    if length and (inner := re.match(r"人民政府(?=.{2,10}(?:街道(?:办事处)?|镇|乡)$)", t[length:])):
        name = read_name(t[:length] + t[length + inner.end():], year)  # 浦东新区人民政府陆家嘴街道办事处
        return replace(name, official=t) if name and name.kind == "subdistrict" else name
    if length:
        return _with_place(t, place, year)
    return _without_place(t, year)


def _of_central(t: str, year: int | None) -> Name | None:
    """国家税务总局宁海县税务局, 深圳证监局: a central body's branch, or a bureau of a ministry itself."""
    head = head_of_state_council(t)
    place = regions.match(t, year)
    if not head and not place.length and (lone := branch_place(t, lone=True)):
        return Name(t, "department", "", t, lone, 1, level="department")
    if not head or place.length > len(head):
        return None
    rest = t[len(head):]
    place = regions.match(rest, year)
    if place.length:
        return Name(t, "department", t[: len(head) + place.length], t, place.divisions, 1, level="department")
    short = branch_place(rest)
    if (short and _BODY_END.search(rest)) or BRANCH.search(rest):
        return Name(t, "department", "", t, short, 1 if short else 0, unknown_place=not short, level="department")
    return Name(t, "central", org=t, level="ministry") if _BODY_END.search(rest) else None


def _of_corps(t: str, year: int | None) -> Name | None:
    """第八师石河子市, 第八师一四三团, 第七师胡杨河市财政局: names of the corps are kept as printed."""
    parts = corps(t)
    if parts is None:
        return None
    division, rest = parts
    place = regions.match(rest, year)
    found = place.divisions or regions.by_name("新疆维吾尔自治区")
    base = Name(t, "government", division + rest[: place.length], rest[place.length:], found, 2)
    if REGIMENT.search(base.org):
        return replace(base, level="township")
    if not base.org or _GOVERNMENT.fullmatch(base.org):
        return replace(base, level="county" if place.length else "prefecture")
    return replace(base, kind="department", level="department") if _BODY_END.search(base.org) else None


def _before_body(t: str, place: regions.Match, year: int | None) -> regions.Match:
    """古县乡村振兴局 is a bureau of 古县, not of 古县乡: bodies are departments of counties far more than of towns."""
    rest = t[place.length:]
    if not rest or not all(d.level == "township" for d in place.divisions) or _GOVERNMENT.match(rest) or "办" in rest:
        return place
    for length in range(place.length - 1, 1, -1):
        found = tuple(d for d in regions.by_name(t[:length], year) if d.level in ("prefecture", "county"))
        if found and _BODY_END.search(t[length:]):
            return regions.Match(found, length)
    return place


def _with_place(t: str, match: regions.Match, year: int | None) -> Name | None:
    place, rest, found = t[: match.length], t[match.length:], match.divisions
    chained = _count(place, year)
    base = Name(t, "government", place, rest, found, chained, level=_level(found))
    if not rest:
        return _place_only(base)
    if rest == "街道" or (rest.startswith("街道") and _TOWN.fullmatch("某" + rest)):
        return None
    if _GOVERNMENT.fullmatch(rest):
        return replace(base, official=place + rest.replace("人民政府", "政府").replace("政府", "人民政府").replace("行署", "行政公署"))
    if (office := _OFFICE.fullmatch(rest)) and (office["body"] or office["office"].startswith("党政")):
        return replace(base, official=place + _official_office(office, found), kind="office")
    if re.fullmatch(r"(?:街道)?办事处|办", rest) and all(d.level == "township" for d in found):
        return replace(base, official=t.removesuffix("事处") + "事处", kind="subdistrict", level="township")
    if town := _TOWN.fullmatch(rest):
        return _town(base, place + town["place"], town["end"], town["body"])
    if bare := _BARE_OFFICE.fullmatch(rest):
        inner = regions.match(bare["place"] + "街道", year, found)
        known = inner.divisions if inner.length == len(bare["place"]) + 2 else ()
        return replace(
            base, official=t, kind="subdistrict", places=known or found, unknown_place=not known,
            place=place + bare["place"], chained=chained + 1, level="township",
        )
    if rest == "街" or (len(rest) <= 6 and rest.endswith("街")):
        inner = regions.match(rest + "道", year, found)
        if inner.length == len(rest) + 1:
            return replace(base, official=f"{place}{rest}道办事处", kind="subdistrict", places=inner.divisions,
                           place=place + rest + "道", chained=chained + 1, level="township")
    if re.fullmatch(rf"(?:{_ZONE_OF_PLACE.pattern})?{_ADMINISTRATION.pattern}", rest):
        kind: Kind = "administration" if all(d.level == "zone" for d in found) or _ZONE_OF_PLACE.match(rest) else "department"
        return replace(base, kind=kind, places=_named_in_zone(rest, found) or found, level="department")
    if _ZONE_OF_PLACE.fullmatch(rest):
        return replace(base, official=f"{t}管理委员会", kind="administration", places=_named_in_zone(rest, found) or found, level="department")
    if _BODY_END.search(rest):
        if second := _second_of_two(t, place, year):
            return second
        return replace(base, official=place + _expand(rest), kind="department", org=rest, level="department",
                       places=_inner(rest, found, year) or found)
    return None


def _second_of_two(t: str, place: str, year: int | None) -> Name | None:
    """宁海县委教育工作委员会宁海县教育局: two whole names one after the other, the party's and the bureau's, whose report it is."""
    at = t.rfind(place)
    if at <= len(place) or t.startswith("人民政府", at + len(place)):
        return None
    first, second = read_name(t[:at], year), read_name(t[at:], year)
    return second if first and second and first.complete and second.complete and second.kind == "department" else None


def _named_in_zone(rest: str, found: tuple[Division, ...]) -> tuple[Division, ...]:
    """浙江省宁海经济开发区: the one county or prefecture of the place in front that the zone is named after."""
    for n in (4, 3, 2):
        inner = {d.code: d for end in "市县区旗州" for d in regions.by_name(rest[:n] + end)
                 if d.until is None and d.level in ("prefecture", "county") and d not in found and any(regions.within(d, f) for f in found)}
        if inner:
            outer = [d for d in inner.values() if all(regions.within(other, d) for other in inner.values())]
            return tuple(outer[:1])
    return ()


def _place_only(base: Name) -> Name | None:
    ends = {d.level for d in base.places}
    place = base.places[0].name if not re.search(rf"(?:{_PLACE_END})$", base.place) else base.place
    if ends == {"zone"}:
        return replace(base, official=base.place + "管理委员会", kind="administration", level="department")
    if "zone" in ends:
        return None
    if place.endswith("街道"):
        return replace(base, official=place + "办事处", kind="subdistrict", level="township")
    if place.endswith(("盟", "地区")):
        return replace(base, official=place + "行政公署")
    if not re.search(r"(?:省|市|县|区|旗|州|镇|乡|苏木)$", place):
        return replace(base, official=place, complete=False)
    return replace(base, official=place + "人民政府")


def _town(base: Name, place: str, end: str, body: str) -> Name | None:
    """A township inside a known place that the table does not have."""
    if _WORDS.match(place[len(base.place):]):
        return None
    if end == "街道":
        official, kind = place + "办事处", "subdistrict"
    elif body in ("", "政府", "人民政府"):
        official, kind = place + "人民政府", "government"
    else:
        official, kind = place + body, "office"
    return replace(base, official=official, kind=kind, place=place, org=body, chained=base.chained + 1,  # type: ignore[arg-type]
                   unknown_place=True, level="township")


def _without_place(t: str, year: int | None) -> Name | None:
    if bare := _BARE_ZONE.fullmatch(t):
        if bare["rest"].endswith("分局"):
            return Name(t, "department", complete=False)
        return Name(t, "administration", org=t if bare["rest"] else t + "管理委员会", complete=False)
    if re.fullmatch(r"管委会|管理委员会", t):
        return Name(t, "administration", org=t, complete=False)
    if zone := re.fullmatch(rf"(?P<zone>{_ZONE.pattern})(?P<rest>.*)", t):
        rest, places = zone["rest"], short_place(t)
        if not rest or re.fullmatch(r"管委会|管理委员会", rest):
            return Name(zone["zone"] + (rest or "管理委员会"), "administration", zone["zone"], rest, places, 0, not places, "department")
        if office := _BARE_OFFICE.fullmatch(rest) or _TOWN.fullmatch(rest):
            return Name(t, "subdistrict" if t.endswith("办事处") else "government", zone["zone"] + office["place"], "",
                        places, 0, True, "township")
        if _BODY_END.search(rest) or _ADMINISTRATION.fullmatch(rest):
            return Name(zone["zone"] + _expand(rest), "department", zone["zone"], rest, places, 0, not places, "department")
    if t.endswith("街") and (streets := regions.by_name(t + "道", year)):
        return Name(t + "道办事处", "subdistrict", t + "道", "", streets, 1, level="township")
    place = _UNKNOWN_PLACE.match(t)
    if place and not _WORDS.match(t) and not _PHRASE.search(place["place"]):
        rest = t[place.end():]
        base = Name(t, "government", place["place"], rest, unknown_place=True, level=LEVEL_OF_TIER.get(place["end"]))
        if town := _TOWN.fullmatch(rest):
            return _town(base, place["place"] + town["place"], town["end"], town["body"])
        inner = regions.match(rest, year)
        if inner.length and not rest[inner.length:]:
            return replace(base, official=t + _suffix(t), place=t, level=LEVEL_OF_TIER.get(t[-1]))
        if _GOVERNMENT.fullmatch(rest) or not rest:
            if place["end"] == "街道":
                return replace(base, official=t + "办事处", kind="subdistrict")
            return replace(base, official=place["place"] + ("行政公署" if place["end"] == "盟" else "人民政府"))
        if (office := _OFFICE.fullmatch(rest)) and (office["body"] or office["office"].startswith("党政")):
            return replace(base, official=place["place"] + _official_office(office, ()), kind="office")
        if rest == "办事处":
            return replace(base, kind="subdistrict", level="township")
        if _BODY_END.search(rest):
            return replace(base, official=place["place"] + _expand(rest), kind="department", org=rest, level="department")
    if (short := _short_province(t)) and _BODY_END.search(t):
        return Name(t, "department", short[0].name, t, short, 1, level="department")
    if re.search(r"海关$|海事局$|^新疆生产建设兵团|[\u4e00-\u9fff]{2}(?:大学|学院)$", t):
        return Name(t, "department", "", t, unknown_place=True, level="department")
    if _BODY_END.search(t):
        return Name(t, "department", org=t, complete=False)
    return None


def _suffix(place: str) -> str:
    return "办事处" if place.endswith("街道") else "人民政府"


def _short_province(t: str) -> tuple[Division, ...]:
    """广西北部湾办, 湖北海事局: a province by its short name before a body, never before the name of a place."""
    if re.search(rf"(?:{_TOWN_END}|市|县|旗)(?:人民政府.*|办事处)?$", t):
        return ()
    return tuple(p for p in regions.children("") if len(t) > 4 and t.startswith(regions.short_name(p)))


def _inner(rest: str, found: tuple[Division, ...], year: int | None) -> tuple[Division, ...]:
    """The division inside a body's name: 公安局荔湾区分局, 生态环境局荔湾分局."""
    inner = re.search(r"(?:局|委员会|委(?!员会)|处|中心)(?P<place>[\u4e00-\u9fff]{2,12}?)(?:分局|分中心|管理处|执法大队|大队|支队)$", rest)
    if not inner:
        return ()
    for end in ("", "区", "县", "市", "新区", "街道", "镇"):
        place = inner["place"] + end
        match = regions.match(place, year, found)
        if match.length == len(place):
            return match.divisions
    return ()


def _official_office(office: re.Match[str], found: tuple[Division, ...]) -> str:
    body, word = office["body"] or "", office["office"]
    body = {"政府": "人民政府", "府": "人民政府", "行署": "行政公署", "公署": "行政公署"}.get(body, body)
    # 政府办 of a province or a great city is a 办公厅, of a county always a 办公室; in between it is left as printed.
    if word == "办" and found and all(d.level in ("county", "township") for d in found):
        word = "办公室"
    return body + word


def _expand(org: str) -> str:
    """The official form of a short form that can mean one thing only."""
    return _SHORT_FORMS.get(org, org)


def _level(found: tuple[Division, ...]) -> Level | None:
    levels = {d.level for d in found}
    level = levels.pop() if len(levels) == 1 else None
    return None if level == "zone" else level


def _count(place: str, year: int | None) -> int:
    """How many places are chained at the front of a name."""
    count, text = 0, place.strip("/ >")
    while text:
        step = next(
            (n for n in range(2, len(text) + 1) if regions.by_name(text[:n], year) and (n == len(text) or _count(text[n:], year))), None
        )
        if step is None:
            return count
        count, text = count + 1, text[step:]
    return count


def body_key(publisher: str, division: Division | None) -> str:
    """What tells one body of a division from another, however its places are written and whether it is written short."""
    name = squeeze(publisher)
    if division is not None:
        name = regions.without_places(name, division)
        name = re.sub(r"^人民政府(?=.+办事处$)", "", name)
        name = regions.without_places(name, division)
    return _expand(name)
