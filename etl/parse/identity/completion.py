"""How a part of a name is completed: 审计局 → 杨凌示范区审计局, by what stands around it."""

from __future__ import annotations

import re

from etl import regions
from etl.parse.identity.evidence import Evidence, bare_site
from etl.parse.names import Name, apart, read_name
from etl.parse.names.words import WORDS
from etl.text import squeeze


def completed(evidence: Evidence, part: Name, others: list[Name]) -> Name | None:
    """审计局 → 杨凌示范区审计局: by a whole name elsewhere that ends in it, else by the place whose bodies publish here."""
    for other in others:
        if other.complete and same_org(other, part):
            return other
    if not (part.org if part.kind in ("department", "administration") else part.tier):
        return None
    seats = [seat for seat in _seats(evidence) if not part.tier or tier_fits(seat[0], part.tier)]
    if elsewhere := next((other for other in seats[1:] if apart(seats[0][1], other[1])), None):
        evidence.conflict("identity", "warning", f"{part.official}属于{seats[0][0]}还是{elsewhere[0]}，页面所说不一致", seats[0][0], elsewhere[0])
        return None
    # 教育局 on a province's site is of one of its counties: its own bodies are 厅, or named whole.
    bare = part.kind == "department" and not part.tier
    for place in dict.fromkeys(place for place, _ in seats if not (bare and place.endswith(("省", "自治区")))):
        ending = part.org or part.official
        # 高新区 on the site of 成都高新技术产业开发区 is that zone itself.
        itself = part.kind == "administration" and ending[:2].replace("经开", "经济") in place
        name = read_name(place if itself else _joined(place, ending), evidence.year)
        if name and name.complete:
            return name
    return None


def _joined(place: str, ending: str) -> str:
    """宁海县 + 宁海发改局, 两江新区 + 新区管委会: what the short form repeats of the place is said once."""
    for n in range(len(ending) - 1, 1, -1):
        if place.endswith(ending[:n]) and not WORDS.match(ending):
            return place + ending[n:]
    stem = re.sub(r"(?:自治[区州县旗]|[省市县区旗州盟])$", "", place)
    repeated = next((ending[n:] for n in range(len(stem), 1, -1) if ending.startswith(stem[-n:]) and len(ending) > n + 1), ending)
    return place + repeated


_Seat = tuple[str, tuple[regions.Division, ...]]


def _seats(evidence: Evidence) -> list[_Seat]:
    """Places whose bodies publish here: by the agency that put it up, the breadcrumb, the card and the site; of places
    inside each other the innermost first."""
    seats: list[_Seat] = []
    fields = [*evidence.agencies(), *evidence.page_agencies(), *evidence.crumbs()]
    for text in [*fields, evidence.origin.source_name or "", *evidence.sites()]:
        name = read_name(bare_site(text), evidence.year) if text else None
        if name and name.place and name.level != "township":
            seats.append((name.place, name.places))
    for division in (evidence.card, *evidence.site_codes()):
        while division:
            seats.append((division.name, (division,)))
            division = next(reversed(regions.ancestors(division)), None) if division.level == "township" else None
    stems = {squeeze(text) for text in evidence.crumbs()}
    inside = (d for _, found in seats for outer in found if outer.level == "prefecture" for d in regions.children(outer.code))
    seats += [(d.name, (d,)) for d in list(inside) if len(d.name) > 2 and d.name[:-1] in stems]  # 绍兴市 > 柯桥 > 统计局
    ordered: list[_Seat] = []
    for seat in seats:
        outer = (i for i, (_, around) in enumerate(ordered) if _strictly_inside(seat[1], around))
        ordered.insert(next(outer, len(ordered)), seat)
    return ordered


def _strictly_inside(places: tuple[regions.Division, ...], around: tuple[regions.Division, ...]) -> bool:
    pairs = [(x, y) for x in places for y in around]
    return bool(pairs) and any(regions.within(x, y) for x, y in pairs) and not any(regions.within(y, x) for x, y in pairs)


def tier_fits(place: str, tier: str) -> bool:
    """Whether a place is of the tier that a name like 区财政局 gives."""
    return place.endswith(tier) and not (tier == "区" and place.endswith("自治区"))


def same_org(name: Name, part: Name) -> bool:
    """Whether a whole name is the completion of a part of one."""
    if part.kind in ("department", "administration"):
        return bool(part.org) and name.kind == part.kind and (name.org == part.org or name.official.endswith(part.org))
    return name.kind == part.kind and (not part.tier or name.place.endswith(part.tier))
