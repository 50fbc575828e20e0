"""Judgement: does the report agree with itself, and if not, is the document wrong or our reading of it?

:func:`check` runs every rule of :data:`RULES` over one report.
"""

from __future__ import annotations

from etl.check.judge import check
from etl.check.reconcile import needs_second_reading, reconcile
from etl.check.rules import RULES

__all__ = ["RULES", "check", "needs_second_reading", "reconcile"]
