"""What stands beside a number and is none of it: marks of notes, numbers of lists, what is seen and is no text."""

from __future__ import annotations

import re

OBJECT = "\ufffc"
"""Stands for what is shown and is no running text, so that a cell which holds it is neither a number nor blank."""
BARE_NUMBER = re.compile(r"[\d\s.,/+-]*")
"""What the number that a list gives to a paragraph must not stand ahead of: it would make another number."""
_DIGITS = re.compile(r"\s*\d{1,2}\s*")
_BEHIND = re.compile(r"\d\s*$")
_SMALL = 0.7
"""Of the size of the letters ahead: digits up to this are not of one number with them."""


def is_small_mark(text: str, size: float, ahead: str, larger: float) -> bool:
    """Whether one or two digits in much smaller type stand behind another: a note's mark as likely as digits of the number."""
    return size <= _SMALL * larger and bool(_DIGITS.fullmatch(text) and _BEHIND.search(ahead))
