"""How large the letters of a page are: a digit in small type behind a number is the mark of a note as likely as a digit of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from lxml import html as lxml_html

from etl.extract.html.flow import INLINE
from etl.extract.html.style import Style
from etl.extract.marks import is_small_mark
from etl.text import squeeze

_USUAL = 12.0
"""Points, where the page says nothing."""
_SMALLER = 2 / 3
"""What ``<small>`` and ``smaller`` make of a size at most."""
_POINTS = {"pt": 1.0, "px": 0.75, "rem": _USUAL, "em": 0.0, "%": 0.0}
_LENGTH = re.compile(r"(\d*\.?\d+)\s*(pt|px|rem|em|%)")
_WORDS = {"xx-small": 6.75, "x-small": 7.5, "small": 9.75, "medium": 12.0, "large": 13.5, "x-large": 18.0, "xx-large": 24.0}
_NUMBERED = {"1": 7.5, "2": 9.75, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0, "-1": 9.75, "-2": 7.5}
_MOST_AHEAD, _MOST_ROUND = 20, 40
"""Elements ahead of a word and round it that are looked at."""


def small_marks(root: lxml_html.HtmlElement, said: Mapping[lxml_html.HtmlElement, Style]) -> list[lxml_html.HtmlElement]:
    """Elements that hold one or two digits in much smaller type than the digit ahead of them."""
    sized = (e for e in root.iter() if e.tag == "small" or (e.tag == "font" and e.get("size")) or "font-size" in said.get(e, ()))
    short = ((e, text) for e in sized if e.tag in INLINE and len(text := squeeze("".join(islice(e.itertext(), 3)))) <= 2)
    return [e for e, text in short if (ahead := _ahead(e)) and is_small_mark(text, _size(e, said), ahead[1], _size(ahead[0], said))]


def marks_of_unknown_style(root: lxml_html.HtmlElement, said: Mapping[lxml_html.HtmlElement, Style]) -> list[lxml_html.HtmlElement]:
    """Elements whose class a style sheet in a file of its own may make small: one or two digits behind a digit of another class."""
    if not any("stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link")):
        return []
    classed = ((e, text) for e in root.iter(*INLINE) if e.get("class") and e not in said and len(text := squeeze("".join(islice(e.itertext(), 3)))) <= 2)
    return [e for e, text in classed if text.isdigit() and (ahead := _ahead(e)) and is_small_mark(text, 0, ahead[1], 1) and ahead[0].get("class") != e.get("class")]


def _ahead(element: lxml_html.HtmlElement) -> tuple[lxml_html.HtmlElement, str] | None:
    """The element that the text right ahead of this one stands in, and the text."""
    node = element
    for _ in range(_MOST_AHEAD):
        holder, before = node.getparent(), node.getprevious()
        if holder is None:
            return None
        text = holder.text if before is None else before.tail
        while not text and before is not None and before.tag in INLINE:
            holder, before = before, next(reversed(before), None)
            text = holder.text if before is None else before.tail
        if text or before is not None:
            return holder, text or ""
        node = holder  # nothing in it or ahead in it
        if node.tag not in INLINE:
            return None
    return None


def _size(element: lxml_html.HtmlElement, said: Mapping[lxml_html.HtmlElement, Style]) -> float:
    """In points; what stands in no size of its own is as large as what it stands in."""
    factor = 1.0
    for above in (element, *islice(element.iterancestors(), _MOST_ROUND)):
        named = said.get(above, {}).get("font-size", "")
        if named in _WORDS:
            return factor * _WORDS[named]
        if above.tag == "font" and not named and above.get("size") in _NUMBERED:
            return factor * _NUMBERED[above.get("size")]
        if match := _LENGTH.fullmatch(named):
            number, unit = float(match[1]), match[2]
            if _POINTS[unit]:
                return factor * number * _POINTS[unit]
            factor *= number / 100 if unit == "%" else number
        elif named == "smaller" or (above.tag == "small" and not named):
            factor *= _SMALLER
    return factor * _USUAL

