"""The portal's Datasette plugin: each hook in a few lines, the work done in the modules it calls."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.utils.asgi import Forbidden, Request, Response

from etl import pinyin
from etl.load.segment import to_query
from portal import cells, errors, feeds, findings, take, web
from portal.language import Lang, half, halves, short, translator
from portal.page import is_sample, language
from portal.words import kind_of, word
from portal.xlsx import workbook

if TYPE_CHECKING:
    from portal.app import Portal


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    # Datasette's own escape_fts knows words with spaces between them; the index here holds pairs of characters.
    conn.create_function("escape_fts", 1, lambda text: to_query(text or ""), deterministic=True)
    conn.create_function("spelt_so", 2, lambda name, letters: pinyin.meets(name or "", letters), deterministic=True)


@hookimpl
def asgi_wrapper() -> Callable[[web.App], web.App]:
    return web.wrap


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    from portal.routes import ROUTES

    return ROUTES


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    return {"extension": "xlsx", "render": _workbook, "can_render": lambda: True}


def _workbook(columns: list[str], rows: list[Any], table: str | None, query_name: str | None) -> Response:
    """The rows of a table's page or of a query, as many as ``_size`` asks for."""
    name = table or query_name or "query"
    return Response(
        workbook(columns, ([_plain(value) for value in row] for row in rows)),
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
        content_type=take.WORKBOOK,
    )


def _plain(value: Any) -> Any:
    return value["label"] if isinstance(value, dict) else value


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Portal) -> Any:
    return cells.render(value, column, table, datasette.urls.path, row)


@hookimpl
async def extra_template_vars(datasette: Portal, request: Request | None) -> dict[str, Any]:
    lang = language(request)
    return {
        "lang": lang,
        "t": translator(lang),
        "sample": await is_sample(datasette),
        "take": lambda path, *arguments, **named: take.links(lang, datasette.urls.path, path, [*arguments, *named.items()]),
        "feeds": lambda path: feeds.links(lang, datasette.urls.path, path),
        "half": lambda text: half(text, lang),
        "halves": lambda texts: halves(texts, lang),
        "short": lambda text: short(text, lang),
        "word": lambda kind, code: word(kind, code, lang),
        "in_words": lambda table, column, code: _in_words(table, column, code, lang),
        "said": lambda finding: findings.said(finding, lang),
        "u": datasette.urls.path,
        "place_of": lambda cell, form: findings.place(cell["table_name"], cell["row_code"], cell["column_code"], lang, form),
        "as_printed": lambda change, side: _as_printed(change, side, lang),
        "rule_name": lambda code: findings.name(code, lang),
        "address_in": lambda link: link.partition('href="')[2].partition('"')[0],
        "without_choice": _without_choice,
        "switch_to": _switch(request, "en" if lang == "zh" else "zh"),
        "columns_of": lambda table: datasette.table_metadata("gongkai", table).get("columns", {}),
        "table_title": lambda table: datasette.table_metadata("gongkai", table).get("title", table),
    }


def _as_printed(change: Any, side: str, lang: Lang) -> str:
    """What a cell held before or after a change."""
    state, printed = change[f"{side}_state"], change[f"{side}_printed"]
    gone = {"absent": ("（没有这一格）", "(no such cell)"), "blank": ("（空白）", "(blank)")}
    return gone[state][lang == "en"] if state in gone else str(change[f"{side}_value"] if printed is None else printed)


def _in_words(table: str | None, column: str, code: object, lang: Lang) -> str:
    kind = kind_of(table, column)
    return word(kind, code, lang) if kind else str(code)


def _without_choice(url: str) -> str:
    """A table's address without its choice of columns."""
    path, _, query = url.partition("?")
    return f"{path}?{urlencode([(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k != '_col'])}"


def _switch(request: Request | None, other: str) -> str:
    """The address of this very page in the other language."""
    if request is None:
        return f"?lang={other}"
    return f"?{request.query_string}&lang={other}" if request.query_string else f"?lang={other}"


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Portal, request: Request, exception: Exception) -> Iterator[None]:
    """Error pages in the portal's dress. Datasette's own handler, which prints each missing page with a traceback
    and all local variables, is kept from running; a defect still raises its traceback to the log."""
    outcome = yield
    outcome.force_result([lambda: errors.page(datasette, request, exception)])  # type: ignore[attr-defined]


@hookimpl
def forbidden(datasette: Portal, request: Request, message: str) -> Any:
    return lambda: errors.page(datasette, request, Forbidden(message))
