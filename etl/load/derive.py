"""Everything computed from what was read: for what changed, or all of it, with the same result."""
from __future__ import annotations

import sqlite_utils


def derive(db: sqlite_utils.Database, *, full: bool = False) -> None:
    """x"""
