"""Address → page. The names in the patterns are what the pages read from ``request.url_vars``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.pages.agency import agency
from portal.pages.cell import cell, page_image
from portal.pages.home import home
from portal.pages.original import original
from portal.pages.place import place
from portal.pages.report import report
from portal.pages.search import search

ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"^/$", home),
    (r"^/agency/(?P<id>[\w.~-]{1,100})$", agency),
    (r"^/place/(?P<code>\d{2,12})$", place),
    (r"^/original/(?P<sha256>[0-9a-f]{64})$", original),
    (r"^/report/(?P<id>[\w.~-]{1,100})$", report),
    (r"^/report/(?P<id>[\w.~-]{1,100})/cell/(?P<table>\w{1,60})/(?P<row>\w{1,80})/(?P<column>\w{1,80})$", cell),
    (r"^/page/(?P<sha256>[0-9a-f]{64})/(?P<number>[1-9]\d{0,3})\.png$", page_image),
    (r"^/search$", search),
]
