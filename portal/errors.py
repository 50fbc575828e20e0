"""Error pages in the portal's dress and the reader's language, instead of Datasette's own."""

from __future__ import annotations

import logging
import re
import sqlite3
from typing import TYPE_CHECKING

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

from portal.language import translator
from portal.page import language

if TYPE_CHECKING:
    from portal.app import Portal

_TOO_SLOW = "查询超过时间限制，请缩小范围。", "The query took too long: narrow it down."
_NOT_UNDERSTOOD = "地址里的条件无法理解。", "What the address asks for cannot be understood."
#: What Datasette says in English alone. Whatever else it says names columns or SQL, and is shown as it is.
_SAID = {
    "Database not found": ("没有这个页面。", "There is no such page."),
    "404": ("没有这个页面。", "There is no such page."),
    "Table not found": ("没有这张表。", "There is no such table."),
    "Record not found": ("没有这一行。", "There is no such row."),
    "Statement must be a SELECT": ("只能运行 SELECT 语句。", "Only SELECT statements can be run."),
    "Database download is forbidden": ("数据库文件不从这里下载。", "The database file is not handed out here."),
    "Permission denied": ("没有权限。", "Not permitted."),
    "Invalid SQL": ("SQL 有误", "Invalid SQL"),
}


async def page(datasette: Portal, request: Request, exception: Exception) -> Response:
    """The answer to a request that failed; a defect of the portal's own also goes to the log."""
    t = translator(language(request))
    title = None
    if isinstance(exception, Base400):
        status, message = exception.status, str(exception.args[0] if exception.args else "")
    elif isinstance(exception, QueryInterrupted):
        status, message = 503, str(t(*_TOO_SLOW))
    elif isinstance(exception, DatasetteError):
        # Datasette calls a table that cannot be sorted so, and the like, an error of its own.
        status = 400 if exception.status == 500 and request.query_string else exception.status
        # The only HTML message is the one on a query over its time limit.
        message, title = (str(t(*_TOO_SLOW)), None) if exception.message_is_html else (str(exception.message), exception.title)
    elif request.query_string and _of_the_asker(request, exception):
        status, message = 400, str(t(*_NOT_UNDERSTOOD))
    else:
        logging.getLogger("portal").error("%s %s", request.method, request.path, exc_info=exception)
        status, message = 500, str(t("门户程序出错，已记入日志。", "The portal failed; the log says why."))
    message, title = (str(t(*_SAID[said])) if said in _SAID else said for said in (message, title or ""))
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message, "status": status, "title": title or None}, status=status)
    context = {"status": status, "error": message, "title": title}
    body = await datasette.render_template(["error.html"], context, request=request, view_name="error")
    return Response.html(body, status=status)


def _of_the_asker(request: Request, exception: Exception) -> bool:
    """Whether a page of Datasette's own failed over its arguments: no such column, no number, a number beyond 64 bits, a
    ``_through`` that is no description of a join."""
    if not request.path.startswith("/gongkai"):
        return False
    if isinstance(exception, sqlite3.OperationalError):
        return not re.search(r"locked|unable to open|disk", str(exception))
    known = sqlite3.ProgrammingError | ValueError | OverflowError
    return isinstance(exception, known) or ("_through" in request.args and isinstance(exception, TypeError | LookupError))
