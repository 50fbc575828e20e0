"""Who reports, for which year, and where.

Order of trust, the same for every question (docs/identity.md tells it with its reasons):

1. the title line of the document;
2. its first paragraphs, up to the first section;
3. its byline: the line below the title or the signature at the end;
4. titles stated by the page, the link that led here and the file's name;
5. what the page says of itself: 发布机构, ``ContentSource``, ``PubDate``; then its breadcrumb; then the office that put it up;
6. the registry card;
7. the running text, where it speaks of itself (我镇) and names one body only;
8. the address, for the date only, where nothing else is known and the report's year bears it out.

A place further down completes what a place further up leaves open; it never overrules it. Where two disagree, the higher
one stands and a finding says so. Unknown is None.

:mod:`.evidence` gathers the places, :mod:`.year`, :mod:`.publisher` and :mod:`.region` each answer one question from them,
:mod:`.agreement` compares what the places say.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from etl.documents import Document
from etl.parse.identity.evidence import Evidence, values
from etl.parse.identity.publisher import find_publisher
from etl.parse.identity.region import card_code, find_region
from etl.parse.identity.year import address_date, find_published, find_year, last_update
from etl.parse.names import FARM, LEVEL_OF_TIER, Name
from etl.parse.titles import clean
from etl.regions import Division
from etl.report import Identity, Level, Origin, Section

__all__ = ["identify"]

#: Names are read folded; in print their brackets are full-width.
_PRINTED = str.maketrans("()", "（）")


def identify(document: Document, sections: tuple[Section, ...], origin: Origin) -> Identity:
    """Publisher, year, title, date, level and region of a report; what is unknown is None.

    Total: never raises on any document. ``findings`` hold the conflicts between the places that name them: F1 for
    years, ``identity`` for the publisher, always with origin ``source``.
    """
    evidence = Evidence(document, sections, origin)
    published = find_published(evidence)
    year = find_year(evidence, published)
    evidence = replace(evidence, year=year)
    published = find_published(evidence)
    name, part = find_publisher(evidence)
    division = find_region(evidence, name)
    if published is None and year is not None:
        published = address_date(origin, year) or last_update(evidence, year)
    return Identity(
        publisher=name.official.translate(_PRINTED) if name else None,
        year=year,
        title=_title(evidence),
        published_on=published.isoformat() if published else None,
        level=_level(evidence, name or part, division),
        region=division.path if division else None,
        region_code=division.code if division else card_code(evidence, name),
        findings=tuple(evidence.findings),
    )


def _title(evidence: Evidence) -> str | None:
    printed = evidence.best_title
    if printed and printed.weight:
        return printed.text
    for title in evidence.page_titles:
        if title.weight:
            return re.sub(r"\.\w{2,4}$", "", title.text)
    if printed:
        return printed.text
    if stated := next((title.text for title in evidence.page_titles if "报告" in title.text), None):
        return stated
    given = next(iter(values(evidence.document.meta, ("ArticleTitle",))), None) or evidence.origin.page_title
    return clean(given) if given else None


def _level(evidence: Evidence, name: Name | None, division: Division | None) -> Level | None:
    """A government and its office at its tier, every other body as the name says; the card where the name is silent."""
    given = evidence.origin.level
    card: Level | None = given if given in get_args(Level) else None  # type: ignore[assignment]
    if name is None:
        return card
    if name.level:
        return name.level
    if not name.complete:
        tier = LEVEL_OF_TIER.get(name.tier)
        bureau = name.kind == "department" and name.org and not FARM.search(name.org)
        return "department" if bureau else tier or card
    if name.kind in ("government", "office"):
        if division and not name.unknown_place and division.level != "zone":
            return division.level
        return next((level for end, level in LEVEL_OF_TIER.items() if name.place.endswith(end)), card)
    return card
