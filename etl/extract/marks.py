"""What stands beside a number and is none of it: marks of notes, numbers of lists, what is seen and is no text."""

from __future__ import annotations

import re

OBJECT = "\ufffc"
"""Stands for what is shown and is no running text, so that a cell which holds it is neither a number nor blank."""
BARE_NUMBER = re.compile(r"[\d\s.,/+-]*")
"""Digits and what parts them, without words."""
_COUNT = re.compile(r"\W?\d[\d\s.,/+-]*[^\d年月日]{0,2}|[\s.,/+-]*")
"""What a number ahead of it makes another of: a figure, with its unit or not, or a dash."""
_DIGITS = re.compile(r"\s*\d{1,2}\s*")
_BEHIND = re.compile(r"\d\s*$")
_SMALL = 0.7
"""Of the size of the letters ahead: digits up to this are not of one number with them."""


def listed(number: str, text: str, in_cell: bool) -> str:
    """A paragraph behind the number that a list gives it. Only a cell shows that of an empty one; with a figure it leaves two, and no
    telling which is meant."""
    counts = any(map(str.isnumeric, number))
    if not (bare := text.strip()):
        return number.strip() if in_cell and counts else text
    if not _COUNT.fullmatch(bare):
        return number + text
    return number + OBJECT + text if counts else text


def is_small_mark(text: str, size: float, ahead: str, larger: float) -> bool:
    """Whether one or two digits in much smaller type stand behind another: a note's mark as likely as digits of the number."""
    return size <= _SMALL * larger and bool(_DIGITS.fullmatch(text) and _BEHIND.search(ahead))
