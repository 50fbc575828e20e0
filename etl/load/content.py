"""A report as JSON and back, and the fingerprints by which two readings are compared."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from etl.load.compact import to_json as dumps
from etl.report import ExtraRow, Fact, Finding, Identity, Report, ReportCell, Section, State, to_json
from etl.text import squeeze


def to_object(report: Report) -> dict[str, Any]:
    """What ``gongkai parse`` prints of a report, without the file's name."""
    value = to_json(report, "")
    del value["file"]
    return value


def from_object(value: dict[str, Any]) -> Report:
    """The report that :func:`to_object` made this of."""
    return Report(
        sha256=value["sha256"], media_type=value["media_type"],
        identity=Identity(
            value["publisher"], value["year"], value["title"], value["published_on"], value["level"], value["region"],
            value["region_code"],
        ),
        form=value["form"],
        sections=tuple(Section(**s) for s in value["sections"]),
        cells=tuple(
            ReportCell(**{**c, "state": State(c["state"]), "bbox": None if c["bbox"] is None else tuple(c["bbox"])})
            for c in value["cells"]
        ),
        extras=tuple(ExtraRow(**{**e, "printed": tuple(e["printed"])}) for e in value["extras"]),
        facts=tuple(Fact(**f) for f in value["facts"]),
        findings=tuple(Finding(**f) for f in value["findings"]),
        warnings=tuple(value["warnings"]), quality=value["quality"], reader=value["reader"],
    )


def to_text(report: Report) -> str:
    """The report as compact JSON; its objects are made in one order of keys, so equal reports give equal text."""
    return json.dumps(to_object(report), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Report:
    """The report that :func:`to_text` made this of."""
    return from_object(json.loads(text))


def fingerprint(report: Report) -> str:
    """Hash of everything that was read: equal only for readings that do not differ at all."""
    return _hash(to_text(report))


def content_hash(report: Report) -> str:
    """Hash of what the report says: cells, rows outside the form and prose. Places, dates, titles and layout do not count."""
    return _hash(dumps({
        "cells": [
            [*c.key, c.state.value, c.value, c.unit, squeeze(c.printed) if c.state is State.UNREADABLE else None]
            for c in report.cells
        ],
        "extras": [[e.table, squeeze(e.label), [squeeze(p) for p in e.printed]] for e in report.extras],
        "sections": [[squeeze(s.heading), squeeze(s.text)] for s in report.sections],
    }))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
