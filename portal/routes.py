"""Address → page. The names in the patterns are what the pages read from ``request.url_vars``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.pages import feed, stories
from portal.pages.agency import agency
from portal.pages.cell import cell, page_image
from portal.pages.compare import compare
from portal.pages.home import home, provinces
from portal.pages.original import original
from portal.pages.place import place
from portal.pages.query import query
from portal.pages.rankings import overview, ranking
from portal.pages.report import numbers, report
from portal.pages.search import search
from portal.pages.similar import similar

_TAKEN = r"\.(?P<format>csv|xlsx|json)"
ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"^/$", home),
    (r"^/agency/(?P<id>[\w.~-]{1,100})$", agency),
    (r"^/query$", query),
    (r"^/stories$", stories.overview),
    (r"^/stories/(?P<name>[\w-]{1,60})$", stories.story),
    (r"^/similar/(?P<id>[\w.~-]{1,100})/(?P<other>[\w.~-]{1,100})$", similar),
    (r"^/feed/new\.(?P<format>atom|json)$", feed.new),
    (r"^/feed/agency/(?P<id>[\w~-]{1,100})\.(?P<format>atom|json)$", feed.agency),
    (r"^/feed/place/(?P<code>\d{2,12})\.(?P<format>atom|json)$", feed.place),
    (r"^/feed/story/(?P<name>[\w-]{1,60})\.(?P<format>atom|json)$", feed.story),
    (r"^/rankings$", overview),
    (rf"^/rankings/(?P<figure>\w{{1,80}})(?:{_TAKEN})?$", ranking),
    (rf"^/compare(?:{_TAKEN})?$", compare),
    (rf"^/provinces{_TAKEN}$", provinces),
    (r"^/place/(?P<code>\d{2,12})$", place),
    (r"^/original/(?P<sha256>[0-9a-f]{64})$", original),
    (rf"^/report/(?P<id>[\w~-]{{1,100}}){_TAKEN}$", numbers),
    (r"^/report/(?P<id>[\w.~-]{1,100})$", report),
    (r"^/report/(?P<id>[\w.~-]{1,100})/cell/(?P<table>\w{1,60})/(?P<row>\w{1,80})/(?P<column>\w{1,80})$", cell),
    (r"^/page/(?P<sha256>[0-9a-f]{64})/(?P<number>[1-9]\d{0,3})\.png$", page_image),
    (rf"^/search(?:{_TAKEN})?$", search),
]
