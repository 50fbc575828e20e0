"""Identifiers of agencies and reports, and what a source card may add to what the document says."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from etl import regions
from etl.load.schema import LEVELS
from etl.parse.names import body_key
from etl.report import Identity, Origin
from etl.text import squeeze


def complete(who: Identity, origin: Origin) -> Identity:
    """The identity with level and region of the source card, where the document leaves them open.

    Only where the card names one authority and the document names the same: the card of a portal that publishes for
    many says nothing of any one of them.
    """
    named = who.publisher and origin.source_name and squeeze(who.publisher) == squeeze(origin.source_name)
    if not named:
        return who
    level = who.level
    if level is None and origin.level in LEVELS:
        level = origin.level  # type: ignore[assignment]
    if who.region_code or who.region or not origin.region_code:
        return replace(who, level=level)
    division = regions.by_code(origin.region_code)
    return replace(who, level=level, region_code=origin.region_code, region=division.path if division else None)


def agency_id(who: Identity) -> str | None:
    """Stable name of a publishing authority, e.g. ``220183-5f0c9d1e2a3b``; None where the publisher is unknown.

    Made of the region's code (``x`` where unknown) and the publisher's name without its places, so that a body is one
    whether its county is named or not, and before and after its place was renamed. A government and its office (办公厅,
    办公室) stay two: which of the two a report names is kept as printed.
    """
    if not who.publisher:
        return None
    division = regions.by_code(who.region_code) if who.region_code else None
    region = regions.present(division).code if division else who.region_code or ""
    digest = hashlib.sha256(f"{region}\n{body_key(who.publisher, division)}".encode()).hexdigest()
    return f"{region or 'x'}-{digest[:12]}"


def report_id(who: Identity, sha256: str) -> str:
    """``<agency>-<year>``, or ``doc-`` and the start of the document's hash where either is unknown."""
    agency = agency_id(who)
    return f"doc-{sha256[:16]}" if agency is None or who.year is None else f"{agency}-{who.year}"
