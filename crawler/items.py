"""What the spider hands to the pipelines: one file that is, or may be, a report."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.memory import PageRef
from crawler.network.headers import file_name
from crawler.pages.page import Page
from crawler.registry import Card
from etl.report import Origin, Outcome
from etl.runs import now


@dataclass(slots=True)
class DocumentItem:
    """Bytes with their origin; the pipelines fill in the rest, from top to bottom."""

    ref: PageRef
    data: bytes = field(repr=False)
    origin: Origin = field(repr=False)
    status: int = 200
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    archived: bool = False
    """The bytes come from the archive: an earlier crawl was broken off after it had kept them."""
    sha256: str | None = None
    """Set by the archive pipeline."""
    outcome: Outcome | None = field(default=None, repr=False)
    """Set by the read pipeline; None when the bytes are known and were not read again."""
    result: str | None = None
    """Set by the load pipeline: new, changed, unchanged, duplicate, alternate or failed."""


def item_of(ref: PageRef, page: Page, card: Card) -> DocumentItem:
    """One answer as a document."""
    told = page.headers
    return DocumentItem(ref, page.body, origin_of(ref, page, card), page.status, told.get("etag"), told.get("last-modified"), told.get("content-type"))


def origin_of(ref: PageRef, page: Page, card: Card) -> Origin:
    """Where a document came from, with all that the way to it said of it (see :mod:`crawler.leads`)."""
    told = ref.context
    return Origin(
        name=file_name(page.url, page.headers.get("content-disposition"), ref.title if ref.role == "attachment" else ""),
        url=page.url, fetched_at=now(), headers=page.headers, source_id=card.id, source_name=card.name,
        region_code=card.region_code, level=card.level, list_title=told.get("list_title", ref.title) or None,
        list_date=told.get("list_date", ref.date),
        breadcrumb=told.get("breadcrumb") or (page.breadcrumb if page.is_html else None),
        page_url=told.get("page_url"), page_title=told.get("page_title"), page_meta=told.get("page_meta", {}),
    )
