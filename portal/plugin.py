"""The portal's Datasette plugin: each hook in a few lines, the work done in the modules it calls."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

from etl import pinyin
from etl.load.segment import to_query
from portal import cells, findings, web
from portal.language import Lang, half, halves, short, translator
from portal.page import language
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
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _plain(value: Any) -> Any:
    return value["label"] if isinstance(value, dict) else value


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Portal) -> Any:
    return cells.render(value, column, table, datasette.urls.path, row)


@hookimpl
def extra_template_vars(datasette: Portal, request: Request | None) -> dict[str, Any]:
    lang = language(request)
    t = translator(lang)
    return {
        "lang": lang,
        "t": t,
        "half": lambda text: half(text, lang),
        "halves": lambda texts: halves(texts, lang),
        "short": lambda text: short(text, lang),
        "word": lambda kind, code: word(kind, code, lang),
        "in_words": lambda table, column, code: _in_words(table, column, code, lang),
        "said": lambda finding: findings.said(finding, lang),
        "u": datasette.urls.path,
        "rule_name": lambda code: findings.name(code, lang),
        "address_in": lambda link: link.partition('href="')[2].partition('"')[0],
        "without_choice": _without_choice,
        "switch_to": _switch(request, "en" if lang == "zh" else "zh"),
        "columns_of": lambda table: datasette.table_metadata("gongkai", table).get("columns", {}),
        "table_title": lambda table: datasette.table_metadata("gongkai", table).get("title", table),
    }


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
    outcome.force_result([lambda: _error(datasette, request, exception)])  # type: ignore[attr-defined]


def _of_the_asker(request: Request, exception: Exception) -> bool:
    """Whether a page of Datasette's own failed over its arguments: no such column, no number, a number beyond 64 bits."""
    if not request.path.startswith("/gongkai"):
        return False
    if isinstance(exception, sqlite3.OperationalError):
        return not re.search(r"locked|unable to open|disk", str(exception))
    return isinstance(exception, sqlite3.ProgrammingError | ValueError | OverflowError)


async def _error(datasette: Portal, request: Request, exception: Exception) -> Response:
    t = translator(language(request))
    title = None
    if isinstance(exception, Base400):
        status, message = exception.status, str(exception.args[0] if exception.args else "")
    elif isinstance(exception, QueryInterrupted):
        status, message = 503, str(t("查询超过时间限制，请缩小范围。", "The query took too long: narrow it down."))
    elif isinstance(exception, DatasetteError):
        # Datasette calls a table that cannot be sorted so, and the like, an error of its own.
        status = 400 if exception.status == 500 and request.query_string else exception.status
        message, title = str(exception.message), exception.title
        if exception.message_is_html:
            # The only HTML message is the one on a query over its time limit.
            message = str(t("查询超过时间限制，请缩小范围。", "The query took too long: narrow it down."))
    elif request.query_string and _of_the_asker(request, exception):
        status, message = 400, str(t("地址里的条件无法理解。", "What the address asks for cannot be understood."))
    else:
        import logging

        logging.getLogger("portal").error("%s %s", request.method, request.path, exc_info=exception)
        status, message = 500, str(t("门户程序出错，已记入日志。", "The portal failed; the log says why."))
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message, "status": status, "title": title}, status=status)
    context = {"status": status, "error": message, "title": title}
    body = await datasette.render_template(["error.html"], context, request=request, view_name="error")
    return Response.html(body, status=status)
