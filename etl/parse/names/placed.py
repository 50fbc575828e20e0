"""Names that begin with a place that the table of divisions knows: 宁海县财政局, 五常市民意乡."""

from __future__ import annotations

import re
from dataclasses import replace

from etl import regions
from etl.parse.names.model import Kind, Name
from etl.parse.names.words import (
    ADMINISTRATION,
    BARE_OFFICE,
    BODY_END,
    GOVERNMENT,
    NUMBERED_TROOP,
    OFFICE,
    PLACE_END,
    TOWN,
    WORDS,
    ZONE_OF_PLACE,
    expanded,
)
from etl.regions import Division
from etl.report import Level


def before_body(t: str, place: regions.Match, year: int | None) -> regions.Match:
    """古县乡村振兴局 is a bureau of 古县, not of 古县乡: bodies are departments of counties far more than of towns."""
    rest = t[place.length:]
    if not rest or not all(d.level == "township" for d in place.divisions) or GOVERNMENT.match(rest) or "办" in rest:
        return place
    for length in range(place.length - 1, 1, -1):
        found = tuple(d for d in regions.by_name(t[:length], year) if d.level in ("prefecture", "county"))
        if found and BODY_END.search(t[length:]):
            return regions.Match(found, length)
    return place


def with_place(t: str, match: regions.Match, year: int | None) -> Name | None:
    """The body of the place that the name begins with; None if what follows names none."""
    place, rest, found = t[: match.length], t[match.length:], match.divisions
    if place.endswith("市") and rest.startswith("场监"):  # 义乌市场监督管理局: one 市 stands for two
        rest = f"市{rest}"
    chained = _count(place, year)
    base = Name(t, "government", place, rest, found, chained, level=_level(found))
    if not rest:
        return _place_only(base)
    if re.fullmatch("街道(?:办事处)?", rest) and all(d.level == "zone" for d in found):  # a zone's one street is called after it
        return replace(base, official=place + "街道办事处", kind="subdistrict", unknown_place=True, level="township")
    if rest == "街道" or (rest.startswith("街道") and TOWN.fullmatch("某" + rest)):
        return None
    if GOVERNMENT.fullmatch(rest):
        return replace(base, official=place + rest.replace("人民政府", "政府").replace("政府", "人民政府").replace("行署", "行政公署"))
    if (office := OFFICE.fullmatch(rest)) and (office["body"] or office["office"].startswith("党政")):
        return replace(base, official=place + official_office(office, found), kind="office")
    if re.fullmatch(r"(?:街道)?办事处|办", rest) and all(d.level == "township" for d in found):
        return replace(base, official=t.removesuffix("事处") + "事处", kind="subdistrict", level="township")
    if town := TOWN.fullmatch(rest):
        return town_inside(base, place + town["place"], town["end"], town["body"])
    if street := _street(base, rest, year):
        return street
    if zone := _zone_inside(base, rest):
        return zone
    if re.fullmatch(f"(?:兵团)?{NUMBERED_TROOP}", rest):
        return replace(base, level="township")
    if BODY_END.search(rest):
        rest = rest.removeprefix("人民政府") if rest.endswith("局") else rest  # 宁海县人民政府水利局, also of two lines
        return replace(base, official=place + expanded(rest), kind="department", org=rest, level="department",
                       places=_inner(rest, found, year) or found)
    return None


def _street(base: Name, rest: str, year: int | None) -> Name | None:
    """江岸区一元街办事处, 江岸区一元街: a 街道 without its last word, or only the office's name."""
    if bare := BARE_OFFICE.fullmatch(rest):
        named, official = bare["place"], base.official
    elif rest.endswith("街") and len(rest) <= 6:
        named, official = rest, f"{base.place}{rest}道办事处"
    else:
        return None
    street = named.removesuffix("街") + "街道"
    inner = regions.match(street, year, base.places)
    known = inner.divisions if inner.length == len(street) else ()
    if not known and not bare:
        return None
    return replace(base, official=official, kind="subdistrict", places=known or base.places, unknown_place=not known,
                   place=base.place + (named if bare else street), chained=base.chained + 1, level="township")


def _zone_inside(base: Name, rest: str) -> Name | None:
    """宁海县经济开发区管委会, 宁海县经济开发区: a zone of the place, and its committee."""
    places = named_in_zone(rest, base.places) or base.places
    if re.fullmatch(rf"(?:{ZONE_OF_PLACE.pattern})?{ADMINISTRATION.pattern}", rest):
        kind: Kind = "administration" if all(d.level == "zone" for d in base.places) or ZONE_OF_PLACE.match(rest) else "department"
        return replace(base, kind=kind, places=places, level="department")
    if ZONE_OF_PLACE.fullmatch(rest):
        return replace(base, official=f"{base.official}管理委员会", kind="administration", places=places, level="department")
    return None


def named_in_zone(rest: str, found: tuple[Division, ...]) -> tuple[Division, ...]:
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
    place = base.places[0].name if not re.search(rf"(?:{PLACE_END})$", base.place) else base.place
    if ends == {"zone"} and base.places[0].code[4] != "6":  # the districts of 大兴安岭 have governments
        return replace(base, official=base.place + "管理委员会" * (not base.place.endswith("委员会")), kind="administration", level="department")
    if len(ends) > 1 and "zone" in ends:
        return None
    if place.endswith("街道") or (place.endswith("地区") and ends == {"township"}):  # 密云区檀营地区 is no prefecture
        return replace(base, official=place + "办事处", kind="subdistrict", level="township")
    if place.endswith(("盟", "地区")):
        return replace(base, official=place + "行政公署")
    if not re.search(r"(?:省|市|县|区|旗|州|镇|乡|苏木)$", place):
        return replace(base, official=place, complete=False)
    return replace(base, official=place + "人民政府")


def town_inside(base: Name, place: str, end: str, body: str) -> Name | None:
    """A township inside a known place that the table does not have."""
    if WORDS.match(place[len(base.place):]):
        return None
    if end == "街道":
        official, kind = place + "办事处", "subdistrict"
    elif body in ("", "政府", "人民政府"):
        official, kind = place + "人民政府", "government"
    else:
        official, kind = place + body, "office"
    return replace(base, official=official, kind=kind, place=place, org=body, chained=base.chained + 1,  # type: ignore[arg-type]
                   unknown_place=True, level="township")


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


def official_office(office: re.Match[str], found: tuple[Division, ...]) -> str:
    body, word = office["body"] or "", office["office"]
    body = {"政府": "人民政府", "府": "人民政府", "行署": "行政公署", "公署": "行政公署"}.get(body, body)
    # 政府办 of a province or a great city is a 办公厅, of a county always a 办公室; in between it is left as printed.
    if word == "办" and found and all(d.level in ("county", "township") for d in found):
        word = "办公室"
    return body + word


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
