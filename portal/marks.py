"""Passages of Chinese prose as HTML, the words of a search marked. What is a word is the segmenter's business."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from etl.load.segment import snippet

# Stand-ins from the private use area: the text is escaped between them and the tags that they become.
_OPEN, _CLOSE = "\ue000", "\ue001"
_RESERVED = str.maketrans("", "", _OPEN + _CLOSE)


def passage(text: str, query: str, width: int = 160) -> Markup:
    """About ``width`` characters round the first place that the query meets, marked, with … where the text is cut."""
    plain = re.sub(r"\s+", " ", text.translate(_RESERVED))
    return _tags(snippet(plain, query, _OPEN, _CLOSE, width))


def mark(text: str, query: str) -> Markup:
    """The whole text, escaped, with every place that the query meets inside ``<mark>``."""
    plain = text.translate(_RESERVED)
    return _tags(snippet(plain, query, _OPEN, _CLOSE, 3 * len(plain) + 3) if query else plain)


def _tags(text: str) -> Markup:
    return Markup(str(escape(text)).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>"))
