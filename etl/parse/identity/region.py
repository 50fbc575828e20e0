"""Where the publisher is: of all places that its name may mean, the one that everything around bears out."""

from __future__ import annotations

import re

from etl import regions
from etl.parse.identity.evidence import Evidence
from etl.parse.names import Name, apart
from etl.parse.names.systems import short_place
from etl.regions import Division
from etl.text import squeeze

_PLACE_OF_SITE = re.compile(r"(?:人民政府|政府|行政公署)(?:办公[室厅])?$")


def find_region(evidence: Evidence, name: Name | None) -> Division | None:
    """The division of the publisher, today's one; the card's where nobody is named; None where several are left."""
    if name is None:
        return evidence.card and regions.present(evidence.card)
    if name.level == "ministry":
        return None
    if not name.places or (name.unknown_place and not name.chained):
        return _home(evidence, name)
    found = _narrow(evidence, name)
    if found is None:
        home, towns = None if _settled(name) else _home(evidence, name), _distinct(name.places)
        if home and not evidence.card and len(towns) == 1 and _only_one(towns[0]):  # one that the table lacks, or another county's on this site
            message = f"所属地区存疑：区划表中只有{towns[0].path}，网站属于{home.path}"
            evidence.conflict("identity", "warning", message, towns[0].code, home.code)
            return None
        return home
    if not name.chained and (home := _home(evidence, name)) and regions.within(home, found):
        return home  # 吉林经济技术开发区 on the site of 吉林市: its name says no more than the province
    card = evidence.card
    if card and apart((found,), (card,)):
        evidence.conflict(
            "identity", "warning", f"所属地区不一致：{name.official}位于{found.path}，站点登记为{card.path}",
            found.code, card.code,
        )
    elif card is None and found.until is None and apart((found,), site := _site(evidence)) and not _named_again(evidence, found):
        evidence.conflict("identity", "warning", f"所属地区不一致：{name.official}位于{found.path}，网站属于{site[0].path}", found.code, site[0].code)
    elsewhere = [d for d in _distinct(name.places) if d.code != found.code]
    for around in evidence.surroundings():
        if apart((found,), around) and (other := next((d for d in elsewhere if not apart((d,), around)), None)):
            evidence.conflict("identity", "warning",
                f"所属地区不一致：{name.official}位于{found.path}，另有一处说在{other.path}", found.code, other.code)
    return regions.present(found)


def _named_again(evidence: Evidence, found: Division) -> bool:
    """Whether whoever put the report up or its column lies there as well: then the foot of the page may be another site's."""
    return any(found in regions.match(text, evidence.year).divisions for text in (*evidence.agencies(), *evidence.crumbs()))


def _site(evidence: Evidence) -> tuple[Division, ...]:
    """What the site's own fields say of its place: its code, else its name, which may mean several; nothing where one of them was formed
    after the year, or merged away since: its site may hold what others reported."""
    named = tuple(evidence.site_codes()) or next((found for site in evidence.own_sites() if (found := regions.match(site, evidence.year).divisions)), ())
    return named if all(d.until is None and (d.since or 0) <= (evidence.year or 0) for d in named) else ()


def _home(evidence: Evidence, name: Name) -> Division | None:
    """Where the card, else the site is, for a body whose own place the table does not have; finer where it has it."""
    homes = [evidence.card] if evidence.card else list(evidence.site_codes())
    if not homes:
        homes = [d for site in evidence.sites() if (d := regions.resolve(_PLACE_OF_SITE.sub("", site), evidence.year))]
    named = short_place(name.official) if name.kind == "department" and not evidence.card else ()
    homes = [h for h in homes if not apart((h,), named)]  # 咸阳师范学院 copied by a site elsewhere
    if len({h.code for h in homes}) != 1:
        return None
    inside = [d for d in _distinct(name.places) if regions.within(d, homes[0])]
    return regions.present(inside[0] if len(inside) == 1 else homes[0])


def card_code(evidence: Evidence, name: Name | None) -> str | None:
    """The card's code where the table of divisions has neither it nor the publisher's place."""
    code = (evidence.origin.region_code or "").strip()
    unknown = evidence.card is None and re.fullmatch(r"\d{6}(?:\d{3})?", code)
    return code if unknown and (name is None or not name.places) else None


def _settled(name: Name) -> bool:
    """Whether the name alone tells the place: a county or more, or a town with its county before it."""
    return name.chained > 1 or any(d.level != "township" for d in name.places)


def _narrow(evidence: Evidence, name: Name) -> Division | None:
    """Of all divisions that the name may mean, the one that the surroundings bear out; None if several are left."""
    left = _distinct(name.places)
    lone_town = len(left) == 1 and not _settled(name)
    for around in evidence.surroundings():
        kept = [d for d in left if not apart((d,), around)]
        if kept:
            left = kept
        elif not _settled(name) and not any(a.level == "township" for a in around):
            # The town of this name that the table knows lies elsewhere: the one meant is not in the table.
            return None
        if len(left) == 1 and not lone_town:
            break
    if len(left) > 1:
        left = _by_text(evidence, left)
    if len(left) != 1:
        return None
    return left[0] if _settled(name) or not lone_town or _only_one(left[0]) or _borne_out(evidence, left[0]) else None


def _distinct(places: tuple[Division, ...]) -> list[Division]:
    """Former and present rows of one division count once, the present one if there is one."""
    found: dict[str, Division] = {}
    for division in places:
        today = regions.present(division)
        found.setdefault(today.code, today)
    return list(found.values())


def _only_one(town: Division) -> bool:
    """Whether no other township shares the stem: 九间楼乡 may have become a 镇, but then there is one of them still."""
    stem = re.sub(r"(?:街道|镇|乡|苏木)$", "", town.name)
    return len(stem) > 1 and sum(len(regions.by_name(stem + end)) for end in ("街道", "镇", "乡", "苏木")) == 1


def _borne_out(evidence: Evidence, town: Division) -> bool:
    """Whether anything around or in the text speaks of a place that the town lies in."""
    near = any(regions.within(town, a) for around in evidence.surroundings() for a in around if a.code != town.code)
    return near or bool(_by_text(evidence, [town]))


def _by_text(evidence: Evidence, candidates: list[Division]) -> list[Division]:
    """The candidates whose county, prefecture or province the text names; the county counts most."""
    text = squeeze(evidence.opening + evidence.body)
    own = {d.name for d in candidates}  # 铜仁市 was a county of 铜仁, and is the prefecture
    scores: list[tuple[int, Division]] = []
    for division in candidates:
        above = {d.level: d for d in regions.ancestors(division)}
        score = 0
        for weight, level in ((4, "county"), (2, "prefecture"), (1, "province")):
            if level in above and above[level].name not in own and any(n in text for n in (above[level].name, *regions.aliases(above[level]))):
                score += weight
        scores.append((score, division))
    best = max((s for s, _ in scores), default=0)
    return [d for s, d in scores if s == best] if best else []
