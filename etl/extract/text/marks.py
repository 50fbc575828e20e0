"""Marks that Markdown and its like put round words: read as what they mark."""

from __future__ import annotations

import re
from html import unescape

from etl.extract.anchors import SECTION
from etl.text import squeeze

_LONGEST = 20_000
"""Characters of a text that is looked at for marks."""
_HEADING = re.compile(r"^ {0,3}(#{1,6}|={1,6}|\*{1,6}|!{1,6}|h[1-6]\.)\s+(\S.*?)[\s#=]*(?:\{[^{}]*\})?\s*$")
_REPORT = re.compile(r"年(?:度|报).{0,12}报告?$|年报$")
_FENCE = re.compile(
    r"^\s*(?::{3,}.*|[=~^*_#+-]{3,}|`{3,}\w*|~{3,}\w*|<!--.*-->|\.\. [a-z-]+::.*|\[\w+=.*\]|</?(?:div|center|figure|html|body)\b[^<>]*>)\s*$", re.I)
_TAG = re.compile(r"</?(?:a|span|u|sup|sub|b|strong|em|i|font|p)\b[^<>]{0,300}>|<<\w{0,40}>>|\{anchor:[^{}]{0,80}\}", re.I)
_SPAN = re.compile(r"\[([^\[\]]{0,200})\]\{[^{}]{0,300}\}")
_BROKEN_TAG = re.compile(r"</?(?:a|span|font)\b[^<>\n]{0,300}\n[^<>]{0,300}>", re.I)
_BROKEN_SPAN = re.compile(r"\[([^\[\]]{0,200})\]\{[^{}\n]{0,300}\n[^{}]{0,300}\}")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}(?:\s+\"[^\"]{0,200}\")?\)")
_STRONG = re.compile(r"(\*\*|__|'''?)(?!\1)(.{1,500}?)(?<!\\)\1")
_EMPHASIS = re.compile(r"(?<![*0-9A-Za-z\\])\*(?![*\s])([^*]{1,200})(?<![\s\\])\*(?![*0-9A-Za-z])")
_WHOLE = re.compile(r"^\s*([=_/~+]{1,6})\s*([^\s=_/~+].*?)\s*\1\s*$")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_TITLE = re.compile(r"^(?:#\+)?title:[ \t]*(?:[|>][-+]?[ \t]*\n[ \t]+)?(\S.*)$", re.M | re.I)


def without_broken_spans(text: str) -> str:
    """A whole text without those marks of spans that run over the end of a line."""
    return _BROKEN_SPAN.sub(r"\1", _BROKEN_TAG.sub("", text))


def front_matter(text: str) -> tuple[str | None, str]:
    """The title that stands in the lines of data before a text (``title: …``), and the text behind them; none without a title."""
    head, lines = [], text[:_LONGEST].split("\n")
    fenced = lines[0].strip() == "---"
    for line in lines[fenced:]:
        if line.strip() in ("---", "...", "") or not re.match(r"(?:#\+)?[\w-]+:|[ \t-]", line):
            break
        head.append(line)
    else:
        return None, text
    title = _TITLE.search("\n".join(head))
    closed = line.strip() in ("---", "...")
    if title is None or fenced != closed:
        return None, text
    return plain(title[1].strip().strip("\"'")), "\n".join(text.split("\n")[fenced + len(head) + closed:])


def heading(line: str) -> str | None:
    """The words of a heading. Marks that may as well be those of a list make one only of a section's title or the report's."""
    found = _HEADING.match(line) if len(line) < _LONGEST else None
    if found is None:
        return None
    words = plain(found[2]).strip()
    return words if found[1][0] == "#" or SECTION.match(squeeze(words)) or _REPORT.search(squeeze(words)) else None


def is_fence(line: str) -> bool:
    """A line of marks alone: fences, comments, the tags of a division."""
    return len(line) < _LONGEST and bool(_FENCE.match(line))


def plain(text: str) -> str:
    """Text without the marks of emphasis, links and escapes."""
    if len(text) > _LONGEST or text.isalnum():
        return text
    text = _LINK.sub(r"\1", _SPAN.sub(r"\1", _TAG.sub("", _BREAK.sub("\n", _QUOTE.sub("", text)))))
    text = _WHOLE.sub(r"\2", _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", text)))
    return unescape(_ESCAPE.sub(r"\1", text))
