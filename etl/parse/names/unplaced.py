"""Names that begin with no known place: zones, places that no table has, bodies that are named without one."""

from __future__ import annotations

import re
from dataclasses import replace

from etl import regions
from etl.parse.names.model import Name
from etl.parse.names.placed import named_in_zone, official_office, town_inside, with_place
from etl.parse.names.systems import short_place
from etl.parse.names.words import (
    ADMINISTRATION,
    BARE_OFFICE,
    BARE_ZONE,
    BODY_END,
    GOVERNMENT,
    LEVEL_OF_TIER,
    OFFICE,
    OWN_NAME,
    PHRASE,
    QUARTER,
    TOWN,
    TOWN_END,
    UNKNOWN_PLACE,
    WORDS,
    ZONE,
    expanded,
)
from etl.regions import Division


def without_place(t: str, year: int | None) -> Name | None:
    """The name as a zone, as a body of a place that no table has, of a system of its own, or as a part of a name; None if it is no body."""
    if bare := BARE_ZONE.fullmatch(t):
        if bare["rest"].endswith("分局"):
            return Name(t, "department", complete=False)
        return Name(t, "administration", org=t if bare["rest"] else t + "管理委员会", complete=False)
    if re.fullmatch(r"管委会|管理委员会", t):
        return Name(t, "administration", org=t, complete=False)
    if zone := _zone(t, year):
        return zone
    if t.endswith("街") and (streets := regions.by_name(t + "道", year)):
        return Name(t + "道办事处", "subdistrict", t + "道", "", streets, 1, level="township")
    if found := _of_unlisted_place(t, year):
        return found
    if not BODY_END.search(t):
        return None
    if short := _short_province(t):
        return Name(t, "department", short[0].name, t, short, 1, level="department")
    if OWN_NAME.search(t):
        return Name(t, "department", "", t, unknown_place=True, level="department")
    return Name(t, "department", org=t, complete=False)


def _zone(t: str, year: int | None) -> Name | None:
    """洛阳高新区, 西咸新区沣东新城, 合肥经开区社会发展局: what a zone is called, its committee, its towns and its bureaus; a county named after it
    (雄安新区容城县, 西海岸新区(黄岛区)) says where it is."""
    zone = re.fullmatch(rf"(?P<zone>{ZONE.pattern})(?P<rest>.*)", t)
    if zone is None:
        return None
    rest, places = zone["rest"], _places_of_zone(zone["zone"])
    inside = rest.replace("(", "").replace(")", "")
    county = regions.match(inside, year, places or None)
    if county.length and all(d.level == "county" for d in county.divisions) and (named := with_place(inside, county, year)):
        return replace(named, official=zone["zone"] + named.official if inside == rest else t) if inside == rest or named.org else None
    if not rest or re.fullmatch(r"管委会|管理委员会", rest):
        return Name(zone["zone"] + (rest or "管理委员会"), "administration", zone["zone"], rest, places, 0, not places, "department")
    if office := BARE_OFFICE.fullmatch(rest):
        return Name(t, "subdistrict", zone["zone"] + office["place"], "", places, 0, True, "township")
    if town := TOWN.fullmatch(rest):
        return town_inside(Name(t, "government", zone["zone"], places=places, chained=-1), zone["zone"] + town["place"], town["end"], town["body"])
    if BODY_END.search(rest) or ADMINISTRATION.fullmatch(rest):
        return Name(zone["zone"] + expanded(rest), "department", zone["zone"], rest, places, 0, not places, "department")
    return None


def _places_of_zone(zone: str) -> tuple[Division, ...]:
    """Where a zone is by the places its name begins with: 浙江宁海经济开发区 in 宁海县, 昆山高新区 in 昆山市."""
    outer = short_place(zone)
    if outer:
        shared = max(n for n in range(len(zone)) if outer[0].name.startswith(zone[:n]))
        return named_in_zone(zone[shared:], outer) or outer
    # Of industry, and no district: 东湖 and 太湖 are lakes of many places.
    named = re.fullmatch(r"(?P<stem>[\u4e00-\u9fff]{2,3})(?:高新技术产业|经济技术|经济)?(?:开发区|高新区|经开区|工业园区?)", zone)
    found = [d for end in "县市" for d in regions.by_name(named["stem"] + end) if d.level == "county" and d.until is None] if named else []
    return tuple(found) if len(found) == 1 else ()


def _of_unlisted_place(t: str, year: int | None) -> Name | None:
    """A name that begins with what is shaped like a place: its government, its office, a town in it, one of its bureaus."""
    place = UNKNOWN_PLACE.match(t)
    if place is None or WORDS.match(t) or PHRASE.search(place["place"]):
        return None
    rest = t[place.end():]
    base = Name(t, "government", place["place"], rest, unknown_place=True, level=LEVEL_OF_TIER.get(place["end"]))
    if town := TOWN.fullmatch(rest):
        return town_inside(base, place["place"] + town["place"], town["end"], town["body"])
    inner = regions.match(rest, year)
    if inner.length and not rest[inner.length:]:
        return replace(base, official=t + ("办事处" if t.endswith("街道") else "人民政府"), place=t, level=LEVEL_OF_TIER.get(t[-1]))
    if GOVERNMENT.fullmatch(rest) or not rest:
        if QUARTER.search(place["place"]):
            return None
        if place["end"] == "街道":
            return replace(base, official=t + "办事处", kind="subdistrict")
        return replace(base, official=place["place"] + ("行政公署" if place["end"] == "盟" else "人民政府"))
    if (office := OFFICE.fullmatch(rest)) and (office["body"] or office["office"].startswith("党政")):
        return replace(base, official=place["place"] + official_office(office, ()), kind="office")
    if rest == "办事处":
        return replace(base, kind="subdistrict", level="township")
    if BODY_END.search(rest):
        return replace(base, official=place["place"] + expanded(rest), kind="department", org=rest, level="department")
    return None


def _short_province(t: str) -> tuple[Division, ...]:
    """广西北部湾办, 湖北海事局: a province by its short name before a body, never before the name of a place."""
    if re.search(rf"(?:{TOWN_END}|市|县|旗)(?:人民政府.*|办事处)?$", t):
        return ()
    return tuple(p for p in regions.children("") if len(t) > 4 and t.startswith(regions.short_name(p)))
