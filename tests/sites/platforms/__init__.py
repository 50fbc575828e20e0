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
from tests.sites.platforms.base import PlatformSite, Wanted, province

__all__ = ["SITES", "PlatformSite", "Wanted", "all_platforms"]

#: Makers, by key; each call makes a fresh site.
SITES = {
    "trs6": trs.six, "trs1": trs.counted, "hanweb": hanweb.nextgroup, "hanwebp": hanweb.numbered, "hanwebjsp": hanweb.yearly,
    "hanwebdir": hanweb.directory, "jpaas": jpaas.site, "vsb": vsb.site, "gkmlpt": gkmlpt.site, "gkmlptroute": gkmlpt.annual,
    "nfcms": nfcms.site, "ucap": ucap.static, "ucapjson": ucap.search, "lonsun": lonsun.tabs, "lonsunlist": lonsun.paged,
    "openness": openness.site, "shanghai": shanghai.site, "was": was.site, "misc": misc.site,
}


def all_platforms() -> dict[str, PlatformSite]:
    """Fresh sites, each with what its card says besides the address."""
    made = {key: make() for key, make in SITES.items()}
    for key, site in made.items():
        site.card = {"region_code": province(key), "min_reports": len(site.wanted), **site.card}
    return made
