"""Marks of notes behind numbers."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\s*\d{1,2}\s*")
_BEHIND = re.compile(r"\d\s*$")
_SMALL = 0.7
"""Of the size of the letters ahead: digits up to this are not of one number with them."""


def is_small_mark(text: str, size: float, ahead: str, larger: float) -> bool:
    """Whether one or two digits in much smaller type stand behind another: a note's mark as likely as digits of the number."""
    return size <= _SMALL * larger and bool(_DIGITS.fullmatch(text) and _BEHIND.search(ahead))
