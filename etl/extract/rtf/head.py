"""What the head of an RTF says: the charset of its text, the names of its fonts, and which of its colours are white."""

from __future__ import annotations

import codecs
import re

_COLOURS = re.compile(rb"\{\\colortbl([^{}]{0,20000})\}")
_SHARE = re.compile(rb"\\(?:red|green|blue)(\d{1,3})")
_NEARLY_WHITE = 247
_FONTS = re.compile(rb"\{\\fonttbl(.{0,200000}?);\s*\}\s*\}", re.S)
_FONT = re.compile(rb"\{\\f(\d{1,5}) ?(?:\\[a-z]+-?\d* ?|\{[^{}]{0,200}\}|\s)*+([^\\{};]{1,80})")


def charset(page: int) -> str:
    try:
        name = codecs.lookup(f"cp{page}").name
    except LookupError:
        return "gb18030"
    # A Western code page in a Chinese file is the program's default, not the text's.
    return "gb18030" if name in ("gbk", "cp936", "cp1252") else name


def fonts(data: bytes) -> dict[int, str]:
    """The names of the fonts that have Latin ones, by their numbers."""
    table = _FONTS.search(data)
    return {int(number): name.decode("ascii", "replace") for number, name in _FONT.findall(table.group(1))} if table else {}


def colours(data: bytes) -> tuple[str, ...]:
    """The colours by their numbers, as RRGGBB; empty where one is left to the program."""
    table = _COLOURS.search(data)
    shares = ([int(share) for share in _SHARE.findall(entry)] for entry in table[1].split(b";")) if table else ()
    return tuple("".join(f"{min(share, 255):02x}" for share in found) if len(found) == 3 else "" for found in shares)


def white(data: bytes) -> frozenset[int]:
    """Numbers of the colours that are not seen on paper; none where the page itself has a colour."""
    said = () if b"{\\*\\background" in data else colours(data)
    return frozenset(i for i, colour in enumerate(said) if colour and min(bytes.fromhex(colour)) >= _NEARLY_WHITE)
