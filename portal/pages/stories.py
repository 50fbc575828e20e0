"""``/stories``: the canned queries as pages a journalist reads, each with how to read it, and as feeds."""

from __future__ import annotations

import re
from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from etl.load.schema import LEVELS
from portal import cells, describe
from portal.app import Portal
from portal.figures import figures
from portal.page import Page
from portal.words import word

#: The order of the overview: what to look at first comes first.
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("对不上的数字", "Numbers that do not add up", ("sums", "prose-table", "carry", "jumps")),
    ("没说的和改过的", "Not said, and changed", ("late", "missing", "changed", "similar")),
    ("拒绝与救济", "Refusals and remedies", ("refusals", "ground-most", "grounds", "review-corrections", "litigation-corrections")),
    ("数量与收费", "Volume and fees", ("most-requests", "backlog", "fees", "years")),
)
PAGE_SIZE = 100
#: Column that names something → column with its identifier, which becomes a link and no column of its own; the page it leads to.
_LINKS = (("agency", "report_id", "/report/"), ("agency", "agency_id", "/agency/"), ("other_agency", "other_report_id", "/report/"))
_LIMIT = re.compile(r"\blimit (\d+)\s*$")


async def overview(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    queries = describe.queries()
    return await page.render("stories.html", groups=[
        (page.t(zh, en), [(name, queries[name]) for name in names]) for zh, en, names in GROUPS])


async def story(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    name = request.url_vars["name"]
    query = describe.queries().get(name)
    if query is None:
        raise page.missing("没有这条线索。", "There is no such story.")
    values = {param: page.arg(param) for param in query["params"]}
    rows = await datasette.cache.get(("story", name, *values.values()), lambda: page.rows(query["sql"], values))
    limit = _LIMIT.search(query["sql"])
    number = page.int_arg("page", 1, 1, max(1, -(-len(rows) // PAGE_SIZE)))
    columns = _columns(rows[0].keys()) if rows else []
    return await page.render(
        "story.html", name=name, query=query, values=values, total=len(rows), columns=columns, page=number, more=number * PAGE_SIZE < len(rows),
        cut=limit is not None and len(rows) >= int(limit[1]), options={param: await _options(page, param) for param in query["params"]},
        rows=[[_shown(page, name, row, column) for column in columns] for row in rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]],
    )


def _columns(names: list[str]) -> list[str]:
    """Those with a place of their own: identifiers become links, and a wording in English stands in place of the Chinese one."""
    linked = {identifier for text, identifier, _ in _LINKS if text in names}
    return [name for name in names if name not in linked and not name.endswith("_en")]


def _shown(page: Page, name: str, row: Any, column: str) -> tuple[Any, bool]:
    """A cell as HTML, and whether it is a number."""
    english = f"{column}_en"
    value = row[english] if page.lang == "en" and english in row.keys() else row[column]  # noqa: SIM118 - sqlite3.Row
    for text, identifier, path in _LINKS:
        if column == text and identifier in row.keys() and row[identifier]:  # noqa: SIM118 - sqlite3.Row
            address = page.datasette.urls.path(f"{path}{row[identifier]}")
            return Markup('<a href="{}">{}</a>').format(address, value or row[identifier]), False
    html = cells.render(value, column, name, page.datasette.urls.path, row)
    return (value if html is None else html), isinstance(value, int | float) and column != "year"


async def _options(page: Page, param: str) -> list[tuple[str, str]]:
    """What can be chosen for a parameter: value and words. Nothing for one that is written."""
    if param == "year":
        years = await page.datasette.cache.get("years", page.years)
        return [(str(year), str(year)) for year in years]
    if param == "level":
        return [(level, word("level", level, page.lang)) for level in LEVELS]
    if param == "ground":
        return [(code, figure.label(page.lang)) for code, figure in figures().items() if code.startswith("denied_") and code != "denied_total"]
    return []
