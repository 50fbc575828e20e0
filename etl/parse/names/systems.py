"""Bodies that are no part of a local government: departments of the State Council, their branches, the corps of Xinjiang."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files

from etl import regions
from etl.parse.names.model import Name
from etl.parse.names.words import BODY_END, GOVERNMENT, NUMBERED_TROOP
from etl.regions import Division

#: Systems whose bodies are named before their place or their district, and which are no bodies themselves by this name.
_SYSTEM = re.compile(
    r"^(?:中国民用航空|民航|共青团|中国共产主义青年团|中国红十字会|国家(?:自然资源|土地)督察|中国海监|政协|人行|(?:银保?|保|证)监会"
    r"|国网(?:[^市县]{2,4}电力(?:有限)?公司)?)(?=.{3})")
#: Branches that are named by a place without its 省, 市 or 县: 深圳证监局, 余姚调查队.
BRANCH = re.compile(
    r"(?:税务局|调查总?队|监管[分支]?局|银保监分?局|保监分?局|证监局|监察局|管理局|特派员?办事处|专员办事处|支行|中心支行|分局|分行)$"
)
#: The same where the whole name is no more than place and branch.
_LONE_BRANCH = re.compile(
    r"(?:税务局|调查总?队|银保监分?局|保监分?局|证监局|海事局|煤矿安全监察局|矿山安全监察局|出入境检验检疫局|边防检查总?站|边检总?站|铁路监督管理局"
    r"|金融监管分?局|黄河河务局)$")
_COUNTY_BRANCH = re.compile(r"(?:税务局|调查队|支行|监管支局|海事处)$")
#: 交通运输部北海救助局 is of a sea, not of the city 北海市.
_SEA = re.compile(r"(?:北|东|南|黄|渤)海(?:海?区|分?局|救助局|打捞局|航海保障中心|海洋?|环境|预报)")
_OF_CORPS = re.compile(r"(?:新疆)?(?:生产建设)?兵团(?!第?[一二三四五六七八九十]{1,3}师).{2,}")
_CORPS = re.compile(
    r"(?P<division>(?:(?:新疆)?(?:生产建设)?兵团)?[第农]?[一二三四五六七八九十]{1,3}师)(?P<rest>.*)"
)
#: A regiment and a farm are the corps' townships; the number of a regiment of the corps is its alone.
REGIMENT = re.compile(rf"(?:{NUMBERED_TROOP}|[\u4e00-\u9fff]{{1,8}}(?<![市广机商剧育])场)$")
_LONE_REGIMENT = re.compile(rf"(?:(?:新疆生产建设)?兵团|(?=第?[^第团]{{2}})){NUMBERED_TROOP}")


def of_central(t: str, year: int | None) -> Name | None:
    """国家税务总局宁海县税务局, 深圳证监局: a central body's branch, or a bureau of a ministry itself."""
    head = head_of_system(t)
    place = regions.match(t, year)
    if not head and not place.length and (lone := branch_place(t, lone=True)):
        return Name(t, "department", "", t, lone, 1, level="department")
    rest, longer = t[len(head):], place.length > len(head)
    place = regions.match(rest, year)
    if not head or (longer and not place.length):
        return None
    if place.length:
        return Name(t, "department", t[: len(head) + place.length], t, place.divisions, 1, level="department")
    short = branch_place(rest)
    if rest in central():
        return Name(t, "central", org=t, level="ministry")  # 水利部太湖流域管理局
    if (short and BODY_END.search(rest)) or BRANCH.search(rest):
        return Name(t, "department", "", t, short, 1 if short else 0, unknown_place=not short, level="department")
    if not BODY_END.search(rest):
        return None
    return Name(t, "department", "", t, level="department") if _SYSTEM.match(t) else Name(t, "central", org=t, level="ministry")


def of_corps(t: str, year: int | None) -> Name | None:
    """第八师石河子市, 第八师一四三团, 第七师胡杨河市财政局: names of the corps are kept as printed."""
    whole = regions.by_name("新疆维吾尔自治区")
    parts = corps(t)
    if parts is None:
        if _LONE_REGIMENT.fullmatch(t):
            return Name(t, "government", t, "", whole, 1, level="township")
        of_all = _OF_CORPS.fullmatch(t) and BODY_END.search(t)
        return Name(t, "department", "", t, whole, 2, level="department") if of_all else None
    division, rest = parts
    place = regions.match(rest, year)
    found = place.divisions or whole
    base = Name(t, "government", division + rest[: place.length], rest[place.length:], found, 2)
    if REGIMENT.search(base.org):
        return replace(base, level="township")
    if not base.org or GOVERNMENT.fullmatch(base.org):
        return replace(base, level=place.divisions[0].level if place.length else "prefecture")  # type: ignore[arg-type]
    return replace(base, kind="department", level="department") if BODY_END.search(base.org) else None


@cache
def central() -> frozenset[str]:
    """Names of the departments of the State Council."""
    lines = files(__package__).joinpath("central.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def head_of_system(name: str) -> str:
    """The longest beginning of a name, not the whole, that is a department of the State Council or a system; else nothing."""
    head = next((name[:n] for n in range(len(name) - 1, 2, -1) if name[:n].removeprefix("中华人民共和国") in central()), "")
    return head or (found[0] if (found := _SYSTEM.match(name)) else "")


def branch_place(name: str, lone: bool = False) -> tuple[Division, ...]:
    """Where a branch is by the short name it begins with. ``lone``: the name is not known to be a central body's."""
    if lone and not _LONE_BRANCH.search(name):
        return ()
    return short_place(name, counties=bool(_COUNTY_BRANCH.search(name)))


def short_place(text: str, counties: bool = False) -> tuple[Division, ...]:
    """A province or prefecture by its short name at the beginning: 洛阳调查队, 湖北监管局; of 吉林省 and 吉林市 the province.

    With ``counties`` also a county that alone has the name (余姚调查队).
    """
    text = re.sub(r"^(?:中华人民共和国|驻|中国\()", "", text)
    if _SEA.match(text):
        return ()
    for n in range(4, 1, -1):
        short = text[:n]
        found = [p for p in regions.children("") if regions.short_name(p) == short] or _present(short, ("市", "州", "盟", "地区"), "prefecture")
        if found:
            return tuple(found) if len(found) == 1 else ()
        below = _present(short, ("市", "县", "区", "旗"), "county") if counties else []
        if len(below) == 1:
            return tuple(below)
    return ()


def _present(short: str, ends: tuple[str, ...], level: str) -> list[Division]:
    found = [d for end in ends for d in regions.by_name(short + end)]
    return [d for d in found if d.level == level and d.until is None]


def corps(name: str) -> tuple[str, str] | None:
    """第八师石河子市财政局 → (第八师, 石河子市财政局)."""
    found = _CORPS.fullmatch(name)
    return (found["division"], found["rest"]) if found else None
