"""What a name of a body says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from etl import regions
from etl.parse.names.words import SELF, expanded
from etl.regions import Division
from etl.report import Level

#: ``administration`` is a zone's committee, ``central`` a department of the State Council, ``department`` every other body.
Kind = Literal["government", "office", "subdistrict", "administration", "department", "central"]


def apart(one: tuple[Division, ...], other: tuple[Division, ...]) -> bool:
    """Whether what may be one place and what may be the other are known, and in no case lie inside each other."""
    return bool(one and other) and not any(regions.within(x, y) or regions.within(y, x) for x in one for y in other)


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
        return bool(SELF.match(self.org))

    @property
    def key(self) -> str:
        """The part that is compared between spellings: the body without its places."""
        return expanded(self.org) if self.kind == "department" else self.kind
