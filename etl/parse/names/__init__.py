"""Reads names of public bodies: the places in front, what kind of body it is, at which tier, and its official form.

Only what a name itself says is decided here; which of several places of one name is meant is for :mod:`etl.parse.identity`.
:mod:`.systems` knows the bodies that belong to no local government, :mod:`.placed` names that begin with a known place,
:mod:`.unplaced` all others; :mod:`.words` holds what names are made of, :mod:`.model` what is read from one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from etl import regions
from etl.parse.names.model import Kind, Name, apart
from etl.parse.names.placed import before_body, with_place
from etl.parse.names.systems import central, head_of_system, of_central, of_corps
from etl.parse.names.unplaced import without_place
from etl.parse.names.words import (
    BODY,
    BODY_END,
    FARM,
    GOVERNMENT,
    LEVEL_OF_TIER,
    NOT_A_BODY,
    OFFICE,
    SELF,
    STATE,
    TIER,
    expanded,
)
from etl.regions import Division
from etl.text import squeeze

__all__ = ["BODY", "FARM", "LEVEL_OF_TIER", "Name", "apart", "body_key", "is_spelled", "joint", "read_name", "strangers", "two_names"]

_LONGEST = 80
# 宁海县人民政府及其办公室, 宁海县人民政府(办公室): one report of both, which is the government's.
_BOTH = re.compile(
    r"(?<=政府)(?:(?:及其?|暨|和|与|、)(?P<place>[\u4e00-\u9fff]{0,14}人民政府)?办公[室厅]|\((?:[省市县区旗州]?(?:人民)?政?府)?办(?:公[室厅])?\))$")
_RULE_OF_LAW = re.compile("(?:法治政府|依法行政|法治)(?:建设)?(?:工作|情况)*[和与及暨、]$")
_PARTY = re.compile(r"^[省市县区州旗]?委|党|工委$|工作委员会$|纪律")
#: 宁海县力洋镇党委力洋镇人民政府, 宁海县委办公室县政府办公室: the party's body of the same place ahead.
_PARTY_AHEAD = re.compile(
    r"(?P<place>.{2,24}[省市县区旗州盟镇乡道木])(?:党委|委员会|委)(?:办公[室厅]"
    r"|办)?[和与及暨、]?(?P<again>[\u4e00-\u9fff]{0,24}?)(?P<body>(?:人民)?政府(?:办公[室厅]|办)?)$")
_END_OF_NAME = re.compile("[省市县区旗州盟镇乡道府局委会厅办处院木]")
_BUREAU = re.compile(r"[局委厅办会行]$|办公室$")
#: What no name holds; figures count the regiments of the corps only.
_FOREIGN = re.compile(r"[,。;!?、]|\d(?!\d*(?:团|连))|[A-Za-z]{3}")


def read_name(text: str, year: int | None = None) -> Name | None:
    """Reads what stands for a body in a title, a metadata field or on a card; None where it names none, or a character of it is lost.

    An incomplete name (审计局, 县财政局, 乡人民政府) comes back with ``complete`` False.
    """
    if "\ufffd" in text:
        return None
    t = _bare(text)
    if ("、" in t or head_of_system(t)) and (two := two_names(t, year)) and joint(two):
        return two[0]
    if not 2 <= len(t) <= 50 or NOT_A_BODY.search(t) or _FOREIGN.search(t):
        return None
    if t.removeprefix(STATE) in central():
        return Name(t, "central", org=t, level="ministry")
    if SELF.match(t):
        return Name(t, "department", org=t, complete=False)
    if (found := of_central(t, year) or of_corps(t, year)) is not None:
        return found
    place, year = _place(t, year)
    if t.startswith("原") and not place.length:
        return read_name(t[1:], year)  # 原宁海县旅游局: since merged into another
    if t.startswith("县级") and regions.match(t[2:], year).length:
        return read_name(t[2:], year)  # 县级杨陵区, beside the zone 杨凌
    place = before_body(t, place, year)
    length = place.length
    if not length:
        return _of_tier(t) or without_place(t, year)
    if inner := re.match(r"人民政府(?=.{2,10}(?:街道(?:办事处)?|(?:镇|乡)(?:人民政府)?)$)", t[length:]):
        name = read_name(t[:length] + t[length + inner.end():], year)  # 浦东新区人民政府陆家嘴街道办事处
        return replace(name, official=t.removesuffix("办事处") + "办事处") if name and name.kind == "subdistrict" else name
    if t.startswith("人民政府" + t[length - 1], length) and TIER.match(t[length + 4:]):
        return read_name(t[:length] + t[length + 5:], year)  # 浙江省人民政府省水利厅: a banner and a bureau of it
    if BODY_END.search(t) and (two := two_names(t, year)):
        return two[not joint(two)]
    return with_place(t, place, year)


def _place(t: str, year: int | None) -> tuple[regions.Match, int | None]:
    """The place in front by the names of that year, with the year; with no year where a name of another time is in use for it or what it
    lies in (襄樊市樊城区 in 2022, 永州市祁阳市羊角塘镇 in 2015)."""
    place, ever = regions.match(t, year), regions.match(t)
    chained = place.length or not regions.by_name(t[: ever.length])  # 长垣市常村镇 in 2014, on a page of today
    levels = ("prefecture", "county", "township") if chained else ("prefecture", "county")
    renamed = ever.length > place.length and all(d.level in levels for d in ever.divisions)
    return (ever, None) if renamed else (place, year)


def _bare(text: str) -> str:
    """The name without quotes, the party's prefix, a second plate and what says only that it is the government's own."""
    t = squeeze(text[: 4 * _LONGEST]).strip("《》\"“”'‘’·-—:：,，")
    if len(t) > _LONGEST:
        return ""
    t = re.sub(r"^(?:中国共产党|中共)(?=.+(?:委|办公室))", "", t)
    if (party := _PARTY_AHEAD.match(t)) and party["place"].endswith(party["again"]):
        t = party["place"] + party["body"]
    t = _RULE_OF_LAW.sub("", _BOTH.sub("", re.sub(r"^(.{4,})\1$", r"\1", t)))
    t = re.sub(r"\(([^()]*分局)\)$", r"\1", t)  # 规划和自然资源局(余杭分局): the branch
    t = re.sub(r"(?<=..[局委会厅室办心队处司部校院])\([^()]+\)$", "", t)  # 水利局(水务局): two plates, one body
    t = re.sub(r"(?<=[镇乡道])\(原?[^()]{2,12}(?:镇|乡|街道|区|园|管委会)(?:办事处)?\)(?=$|人民政府|办事处)", "", t)  # 城关镇(汉昌街道)
    return re.sub(r"(?<=[省市县区旗州盟府])\(?本级\)?$", "", t)


def _of_tier(t: str) -> Name | None:
    """县财政局, 乡人民政府: the tier without the place."""
    tier = TIER.match(t)
    if tier is None:
        return None
    rest = t[tier.end():]
    kind: Kind = "government" if not rest or GOVERNMENT.fullmatch(rest) else "department"
    if (office := OFFICE.fullmatch(rest)) and office["body"]:
        kind = "office"
    if tier["tier"] == "街道" and rest in ("", "办事处"):
        kind = "subdistrict"
    return Name(t, kind, org=rest, tier=tier["tier"], complete=False)


def two_names(text: str, year: int | None) -> tuple[Name, Name] | None:
    """Two whole names of bodies of one place, one after the other: the party's body and the bureau whose report it is
    (宁海县委教育工作委员会宁海县教育局), or two bureaus that report together, of which the first stands for both."""
    t = _bare(text)
    found = _place(t, year)[0]
    place = t[: found.length]
    for again in dict.fromkeys((place, *(d.name for d in found.divisions if place.endswith(d.name)))):
        at = t.rfind(again)
        if again and at > len(place) and not re.match("人民政府(?!办公)", t[at + len(again):]) and (two := _both(t, at, year)):
            return two if two[1].kind in ("department", "office") else None
    if head := head_of_system(t):  # 中国人民银行嘉兴市分行国家外汇管理局嘉兴市分局
        heads = (at for at in range(len(head), len(t) - 3) if t[at:] in central() or (at > len(head) + 1 and head_of_system(t[at:])))
        return next((two for at in heads if (two := _both(t, at, year))), None)
    return None


def strangers(text: str, year: int | None) -> tuple[Name, Name] | None:
    """Two whole names of bodies of one tier and different places, one after the other (力洋镇茶院乡): the report of both, or a garbled name."""
    t = _bare(text)
    # Not within a known place in front: 天津经济技术开发区东区泰达街道 is one town's name.
    for end in _END_OF_NAME.finditer(t, max(_place(t, year)[0].length - 1, 1), max(len(t) - 2, 1)):
        if (two := _both(t, end.end(), year)) and apart(two[0].places, two[1].places):
            second, tiers = two[1], {d.level for name in two for d in name.places}
            if len(tiers) == 1 and len(second.place) > 2 and second.kind != "administration":  # 左权县城区 is one place
                return two
    return None


def _both(t: str, at: int, year: int | None) -> tuple[Name, Name] | None:
    """The two whole names that a text is made of if it is parted there."""
    second = read_name(t[at:].lstrip("和与及暨、"), year)
    first = read_name(t[:at].rstrip("和与及暨、"), year) if second and second.complete else None
    return (first, second) if first and first.complete and second else None


def is_spelled(name: Name, text: str) -> bool:
    """Whether a text is all of a name and nothing more, in its short form too (县残联), with the party before it or a second plate behind."""
    t = _bare(text)
    return name.official in (t, name.place + expanded(t.removeprefix(name.place)))


def joint(two: tuple[Name, Name]) -> bool:
    """Whether two bureaus report together; a banner of the government, the party's body or the body above is no second one."""
    first, second = two
    bureaus = not second.org.startswith(first.org) and _BUREAU.search(first.org) and _BUREAU.search(second.org)
    return first.kind in ("department", "central") and bool(bureaus) and not _PARTY.search(first.org)


def body_key(publisher: str, division: Division | None) -> str:
    """What tells one body of a division from another, however its places are written and whether it is written short."""
    name = squeeze(publisher)
    if division is not None:
        name = regions.without_places(name, division)
        name = re.sub(r"^人民政府(?=.+办事处$)", "", name)
        name = regions.without_places(name, division)
    return expanded(name)
