"""``/similar/<report>/<other>``: the prose of two reports side by side, what is the same marked."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup, escape

from portal.app import Portal
from portal.page import Page

#: Shorter runs of equal characters are chance.
_SHORTEST = 12
#: Sections longer than this are compared only so far: the matcher's time grows with the square.
_LONGEST = 6000


async def similar(datasette: Portal, request: Request) -> Response:
    page = Page(datasette, request)
    identifiers = request.url_vars["id"], request.url_vars["other"]
    reports = []
    for identifier in identifiers:
        row = await page.row(
            "select r.id, r.year, r.title, coalesce(a.name, r.publisher) as agency from reports r"
            " left join agencies a on a.id = r.agency_id where r.id = ?", [identifier])
        if row is None:
            raise page.missing("没有这份报告。", "There is no such report.")
        reports.append(row)
    sections = [
        await page.rows("select number, position, heading, text from sections where report_id = ? order by position", [identifier])
        for identifier in identifiers
    ]
    pairs = await datasette.cache.get(("similar", *identifiers), lambda: _pairs(*sections))
    score = await page.row(
        "select * from similarities where (report_id = ? and other_report_id = ?) or (report_id = ? and other_report_id = ?)",
        [*identifiers, *reversed(identifiers)])
    return await page.render("similar.html", reports=reports, pairs=pairs, score=score)


async def _pairs(left: list[Any], right: list[Any]) -> list[dict[str, Any]]:
    """Sections of the same number beside each other."""
    other = {row["number"] or f"p{row['position']}": row for row in right}
    return [
        {"heading": row["heading"], **dict(zip(("left", "right"), marked(row["text"], match["text"] if match else ""), strict=True))}
        for row in left
        for match in [other.get(row["number"] or f"p{row['position']}")]
    ]


def marked(left: str, right: str) -> tuple[Markup, Markup]:
    """Both texts, escaped, with the passages of twelve or more characters that stand in both inside ``<mark>``."""
    left, right = (re.sub(r"[ \t\u3000]+", "", text)[:_LONGEST] for text in (left, right))
    blocks = [b for b in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks() if b.size >= _SHORTEST]
    return _marks(left, [(b.a, b.size) for b in blocks]), _marks(right, [(b.b, b.size) for b in blocks])


def _marks(text: str, places: list[tuple[int, int]]) -> Markup:
    parts, end = [], 0
    for start, size in places:
        parts += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start : start + size])]
        end = start + size
    return Markup("").join([*parts, escape(text[end:])])
