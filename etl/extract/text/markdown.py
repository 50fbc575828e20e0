"""Marks that Markdown puts round words: read as what they mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

_SIGNS = re.compile(r"^#{1,6}\s+\S|^\*\*.+\*\*\s*$|^\s*\|?\s*:?-{3,}:?\s*\|[\s|:-]*$|\]\([^)\s]*\)|^:{3,}\s*\{", re.M)
HEADING = re.compile(r"^ {0,3}#{1,6}\s+(\S.*?)[\s#]*(?:\{[^{}]*\})?\s*$")
_FENCE = re.compile(r"^\s*(?::{3,}.*|`{3,}\w*|~{3,}\w*|<!--.*-->|</?(?:div|center|figure|html|body|a|span|p)\b[^<>]*>)\s*$", re.I)
_ANCHOR = re.compile(r"</?(?:a|span|u|sup|sub|b|strong|em|i|font)\b[^<>]{0,200}>", re.I)
_LINK = re.compile(r"!?\[([^\[\]]{0,200})\](?:\([^()\s]{0,500}(?:\s+\"[^\"]{0,200}\")?\)|\{[^{}]{0,200}\})")
_STRONG = re.compile(r"(\*\*|__)(?!\1)(.{1,500}?)(?<!\\)\1")
_EMPHASIS = re.compile(r"(?<![*\w\\])\*(?![*\s])([^*]{1,200})(?<![\s\\])\*(?![*\w])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_TITLE = re.compile(r"^title:[ \t]*(?:[|>][-+]?[ \t]*\n[ \t]+)?(.+)$", re.M)
_FRONT = re.compile(r"\A---[ \t]*\n(?:[\w-]+:.*\n(?:[ \t-].*\n)*){1,40}(?:---|\.\.\.)[ \t]*\n")


def is_markdown(text: str) -> bool:
    return bool(_SIGNS.search(text) or _FRONT.match(text))


def front_matter(text: str) -> tuple[str | None, str]:
    """The title that stands in the lines of data before the text, and the text behind them."""
    front = _FRONT.match(text)
    if not front:
        return None, text
    title = _TITLE.search(front[0])
    return (plain(title[1].strip().strip("\"'")) if title else None), text[front.end():]


def is_fence(line: str) -> bool:
    """A line of marks alone: fences, comments, the tags of a division."""
    return bool(_FENCE.match(line))


def plain(text: str) -> str:
    """Text without the marks of emphasis, links and escapes."""
    text = _LINK.sub(r"\1", _ANCHOR.sub("", _QUOTE.sub("", text)))
    text = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", text))
    return unescape(_ESCAPE.sub(r"\1", text))


def all_plain(texts: Sequence[str]) -> list[str]:
    return [plain(text) for text in texts]
