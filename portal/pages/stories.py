"""``/stories``: the canned queries as pages a journalist reads, each with how to read it, and as feeds."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from portal import cells, describe
from portal.app import Portal
from portal.page import Page

#: The order of the overview: what to look at first comes first. Queries not named here follow under "more".
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("对不上的数字", "Numbers that do not add up", ("sums", "prose-table", "carry", "jumps")),
    ("没说的和改过的", "Not said, and changed", ("late", "missing", "changed", "similar")),
    ("拒绝与救济", "Refusals and remedies", ("refusals", "ground-most", "grounds", "review-corrections", "litigation-corrections")),
    ("数量与收费", "Volume and fees", ("most-requests", "backlog", "fees", "years")),
)
_ROWS = 100


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
    return await page.render(
        "story.html", name=name, query=query, values=values, total=len(rows), columns=rows[0].keys() if rows else (),
        rows=[_shown(page, row) for row in rows[:_ROWS]], limit=_ROWS,
        pairs=[(row["report_id"], row["other_report_id"]) for row in rows[:_ROWS]] if name == "similar" else [],
    )


def _shown(page: Page, row: Any) -> list[tuple[Any, bool]]:
    """The cells of a row as HTML, and whether each is a number."""
    return [
        (_html(row, column, page), isinstance(row[column], int | float))
        for column in row.keys()  # noqa: SIM118 - a sqlite3.Row iterates over its values
    ]


def _html(row: Any, column: str, page: Page) -> Any:
    html = cells.render(row[column], column, None, page.datasette.urls.path, row)
    return row[column] if html is None else html
