"""The publishing systems, by key. Each is a small module; the card names one or it is detected."""

from __future__ import annotations

from crawler.pages.page import Page
from crawler.platforms.base import Attachment, Follow, ListEntry, Platform, Role
from crawler.platforms.generic import Generic
from crawler.platforms.gkmlpt import Gkmlpt
from crawler.platforms.hanweb import Hanweb
from crawler.platforms.jpaas import Jpaas
from crawler.platforms.lonsun import Lonsun
from crawler.platforms.nfcms import Nfcms
from crawler.platforms.openness import Openness
from crawler.platforms.shanghai import Shanghai
from crawler.platforms.trs import Trs
from crawler.platforms.ucap import Ucap
from crawler.platforms.vsb import Vsb
from crawler.platforms.was import Was

__all__ = ["PLATFORMS", "VERSION", "Attachment", "Follow", "ListEntry", "Platform", "Role", "choose"]

#: Raised when the same page would now be read differently: what was remembered of unchanged lists is then read again.
VERSION = 6

PLATFORMS: dict[str, Platform] = {
    p.name: p
    for p in (
        Trs(), Hanweb(), Jpaas(), Vsb(), Gkmlpt(), Nfcms(), Ucap(), Lonsun(), Openness(), Shanghai(), Was(), Generic(),
    )
}


def choose(page: Page, named: str | None = None) -> Platform:
    """The platform a card names, else the one that knows the page best."""
    if named is not None:
        return PLATFORMS[named]
    return max(PLATFORMS.values(), key=lambda p: p.detect(page))
