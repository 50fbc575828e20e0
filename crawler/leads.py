"""From page to page: what a visit begins with, and what each link is told of the page that named it.

The context of a :class:`~crawler.memory.PageRef` is JSON, because it is remembered between runs. What is put into it here
is read by the spider, and by :func:`crawler.items.origin_of` for the document at the end of the way.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from crawler.memory import PageRef
from crawler.pages.page import Page
from crawler.pages.urls import canonical
from crawler.platforms import Attachment, Follow, ListEntry
from crawler.reading import Reading
from crawler.registry import Card


def entries(card: Card) -> list[PageRef]:
    """Where a visit begins."""
    form = card.quirks.form
    first = PageRef(
        card.id, card.url, "entry", "POST" if form else "GET", urlencode(form).encode(),
        (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),) if form else (),
    )
    return [first, *(PageRef(card.id, url, "entry") for url in card.quirks.list_urls)]


def children(ref: PageRef, page: Page, reading: Reading) -> list[PageRef]:
    """All that a page leads to."""
    dates = {canonical(entry.url): entry.date for entry in reading.entries}  # what reads as a column may be a report, too
    return [
        *(_file(ref, page, file) for file in reading.attachments),
        *(_list(ref, follow, dates.get(canonical(follow.url, follow.method, follow.body))) for follow in reading.follows),
        *(_article(ref, entry) for entry in reading.entries),
    ]


def _file(ref: PageRef, page: Page, file: Attachment) -> PageRef:
    context = {
        "page_url": page.url, "page_title": page.title or ref.title, "page_meta": page.meta, "breadcrumb": page.breadcrumb,
        "list_title": ref.title, "list_date": ref.date,
    }
    return PageRef(ref.source_id, file.url, "attachment", depth=ref.depth + 1, title=file.title, context=context)


def _list(ref: PageRef, follow: Follow, date: str | None) -> PageRef:
    """A further page must know which list it goes on, or that nothing promised it."""
    context: dict[str, Any] = {"guess": True} if follow.kind == "guess" else {}
    if follow.kind == "page":
        context = {"list": ref.context.get("list", ref.key), "hop": ref.context.get("hop", 0) + 1}
    depth = ref.depth + (follow.kind == "column")
    return PageRef(ref.source_id, follow.url, "list", follow.method, follow.body, follow.headers, depth, follow.title, date, context)


def _article(ref: PageRef, entry: ListEntry) -> PageRef:
    context = {"sure": entry.sure, "files": [[f.url, f.title] for f in entry.attachments]}
    return PageRef(ref.source_id, entry.url, "article", depth=ref.depth + 1, title=entry.title, date=entry.date, context=context)
