"""``/similar/<report>/<other>``: the prose of two reports side by side, what is the same marked."""

from __future__ import annotations

import re
from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup, escape

from portal.app import Portal
from portal.page import Page

#: Shorter runs of equal characters are chance.
_SHORTEST = 12


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
    left, right = (re.sub(r"[ \t\u3000]+", "", text) for text in (left, right))
    return _marks(left, _shared(left, right)), _marks(right, _shared(right, left))


def _shared(text: str, other: str) -> list[tuple[int, int]]:
    """Start and end of each stretch of ``text`` that stands in ``other``; takes time linear in both."""
    known = {other[i : i + _SHORTEST] for i in range(len(other) - _SHORTEST + 1)}
    stretches: list[tuple[int, int]] = []
    for i in range(len(text) - _SHORTEST + 1):
        if text[i : i + _SHORTEST] in known:
            if stretches and stretches[-1][1] >= i:
                stretches[-1] = stretches[-1][0], i + _SHORTEST
            else:
                stretches.append((i, i + _SHORTEST))
    return stretches


def _marks(text: str, stretches: list[tuple[int, int]]) -> Markup:
    parts, end = [], 0
    for start, stop in stretches:
        parts += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start:stop])]
        end = stop
    return Markup("").join([*parts, escape(text[end:])])
