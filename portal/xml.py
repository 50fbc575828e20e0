"""Texts as XML can hold them."""

from __future__ import annotations

import re

#: XML 1.0 has no way to write most control characters, halves of characters, U+FFFE and U+FFFF.
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text without what would make a document unreadable as a whole."""
    return _UNWRITABLE.sub("", text)
