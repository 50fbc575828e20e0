"""What stands beside a number or in its place and is none of it: marks of notes, numbers of lists, what is seen and is no text."""

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
BLACK = "000000"
_RGB = re.compile("[0-9a-fA-F]{6}")
_SHADES = 110
"""Of 255, by which two colours differ at a glance: black and a dark grey do not."""
_LETTERED = re.compile("Symbol$|Times|Arial|Calibri|Sim|FangSong|KaiTi|.*[宋黑楷]", re.I)
"""Fonts that have the digits and marks of ASCII in their places, also where those are moved to where no character has a meaning."""
_MOVED = re.compile("[\uf020-\uf03f]")
_PICTURED = re.compile("Wingdings|Webdings|Dingbats", re.I)
"""Fonts that show pictures for digits."""


def in_font(text: str, font: str) -> str:
    """The text as it is seen in a font of this name."""
    if _PICTURED.search(font):
        return re.sub(r"[\d\uf030-\uf039]", OBJECT, text)
    return _MOVED.sub(lambda moved: chr(ord(moved[0]) - 0xF000), text) if _LETTERED.match(font) else text


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


def is_other_ink(text: str, colour: str, ahead: str, other: str) -> bool:
    """Whether digits stand right behind others of a colour (RRGGBB) told apart at a glance: so a new figure is typed behind the old one, which
    is still there. What is no such colour is black."""
    if not (ahead[-1:].isdigit() and text[:1].isdigit()) or colour == other:
        return False
    shares, others = (bytes.fromhex(said if _RGB.fullmatch(said) else BLACK) for said in (colour, other))
    return any(abs(a - b) > _SHADES for a, b in zip(shares, others, strict=True))
