"""What the spider hands to the pipelines: one file that is, or may be, a report."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.memory import PageRef
from etl.process import Outcome
from etl.report import Origin


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
