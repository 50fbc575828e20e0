"""Text of which each character stands by itself, as some converters leave it: put together again, so that words, numbers and the marks of
paragraphs are what they are elsewhere. Only wide gaps part its words."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.documents import Document, Paragraph
from etl.parse.stream.lines import letters

_WORDS = 100
"""Words with Chinese characters of a document that is looked at, at least."""
_SINGLE = 0.8
"""Share of them that are single characters, at least."""


def unspaced(document: Document) -> Document:
    words = [w for p in document.paragraphs for w in p.text.split() if letters(w)]
    if len(words) < _WORDS or sum(len(w) == 1 for w in words) < _SINGLE * len(words):
        return document
    blocks = tuple(_together(block) if isinstance(block, Paragraph) else block for block in document.blocks)
    return replace(document, blocks=blocks)


def _together(paragraph: Paragraph) -> Paragraph:
    lines = ("  ".join("".join(word.split()) for word in re.split(r"\s{2,}|\t", line.strip())) for line in paragraph.text.split("\n"))
    return replace(paragraph, text="\n".join(lines), places=())
