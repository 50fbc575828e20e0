"""Who reports, for which year, and where. The order of trust is written in docs/identity.md."""

from __future__ import annotations

from etl.documents import Document
from etl.report import Identity, Origin, Section


def identify(document: Document, sections: tuple[Section, ...], origin: Origin) -> Identity:
    """Publisher, year, title, date, level and region of a report; what is unknown is None.

    Total: never raises on any document. ``findings`` hold the conflicts between the places that name them.
    """
    return Identity(title=document.title)
