"""``/query``: the schema explained, a field for SQL, and worked examples from the first line to joins over years."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml
from datasette.utils.asgi import Request, Response

from etl.load import schema
from portal.app import Portal
from portal.page import Page

_KINDS = (
    ("data", "读自原件", "Read from the originals"), ("derived", "由此算出", "Computed from it"),
    ("record", "做过什么", "What was done"),
)


@cache
def examples() -> list[dict[str, str]]:
    return yaml.safe_load(resources.files("portal").joinpath("examples.yaml").read_text(encoding="utf-8"))


async def query(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    tables = [(page.t(zh, en), [t for t in schema.TABLES if t.kind == kind]) for kind, zh, en in _KINDS]
    return await page.render("query_help.html", examples=examples(), groups=tables)
