"""Taking a view away: the same rows as CSV, XLSX or JSON, and the links that offer them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response
from markupsafe import Markup

from portal.language import Lang
from portal.xlsx import workbook

FORMATS = ("csv", "xlsx", "json")
#: What Datasette needs to be told for all rows at once, and for JSON with names.
_DATASETTE = {"csv": {"_stream": "1"}, "xlsx": {"_size": "max"}, "json": {"_shape": "objects"}}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(extension: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The rows as a download in one of :data:`FORMATS`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{extension}"'}
    if extension == "xlsx":
        return Response(workbook(columns, rows), headers=headers, content_type=WORKBOOK)
    if extension == "json":
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        return Response(json.dumps(objects, ensure_ascii=False, indent=1), headers=headers, content_type="application/json; charset=utf-8")
    stream = io.StringIO()
    csv.writer(stream).writerows([columns, *rows])
    # With a byte order mark: spreadsheets then read the Chinese as Chinese.
    return Response(b"\xef\xbb\xbf" + stream.getvalue().encode(), headers=headers, content_type="text/csv; charset=utf-8")


def links(lang: Lang, path_of: Callable[[str], str], path: str, arguments: Sequence[tuple[str, Any]]) -> Markup:
    """取走：CSV、XLSX、JSON of an address of the portal or of Datasette. Arguments without a value are left out."""
    given = [(key, value) for key, value in arguments if value not in (None, "")]
    found = []
    for extension in FORMATS:
        query = urlencode([*given, *(_DATASETTE[extension].items() if path.startswith("/gongkai/") else ())])
        address = path_of(f"{path}.{extension}") + (f"?{query}" if query else "")
        found.append(Markup('<a href="{}" rel="nofollow">{}</a>').format(address, extension.upper()))
    between, label = (Markup("、"), "取走：") if lang == "zh" else (Markup(", "), "Take it away: ")
    return Markup("{}{}").format(label, between.join(found))
