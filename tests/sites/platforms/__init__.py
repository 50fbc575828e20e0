"""A sample site for each publishing system, with exactly what a crawl of it must bring home."""

from __future__ import annotations

from tests.sites.platforms import (
    gkmlpt,
    hanweb,
    jpaas,
    lonsun,
    misc,
    nfcms,
    openness,
    shanghai,
    trs,
    ucap,
    vsb,
    was,
)
from tests.sites.platforms.base import PlatformSite, Wanted

__all__ = ["SITES", "PlatformSite", "Wanted"]

#: Makers, by key; each call makes a fresh site.
SITES = {
    "trs6": trs.six, "trs1": trs.counted, "hanweb": hanweb.nextgroup, "hanwebp": hanweb.numbered, "hanwebjsp": hanweb.yearly,
    "hanwebdir": hanweb.directory, "jpaas": jpaas.site, "vsb": vsb.site, "gkmlpt": gkmlpt.site, "gkmlptroute": gkmlpt.annual,
    "nfcms": nfcms.site, "ucap": ucap.static, "ucapjson": ucap.search, "lonsun": lonsun.tabs, "lonsunlist": lonsun.paged,
    "openness": openness.site, "shanghai": shanghai.site, "was": was.site, "misc": misc.site,
}
