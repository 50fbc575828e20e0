"""What a cell of a table holds that is no text: fields, pictures, numbers that a script will fill in."""

from __future__ import annotations

import re

from lxml import html as lxml_html

from etl.extract.marks import OBJECT
from etl.numbers import read_cell
from etl.report import State
from etl.text import squeeze

_OBJECTS = frozenset({"svg", "canvas", "object", "embed", "iframe", "math", "video"})
_SPACER = re.compile(r"spacer|blank|transparent|(?:^|/)(?:space|clear|pixel|1x1|line|dot)\.", re.I)
_TINY = re.compile(r"\s*[0-3](?:\.\d+)?(?:px)?\s*")
_FILLED_IN = re.compile(r"data-(?:to|end|final|target|num|number|count|counter|val|value|text|content|n)")
_NOT_YET = frozenset({"", "0", "-", "--", "...", "加载中"})


def held(element: lxml_html.HtmlElement) -> str | None:
    """The text that stands for an element of a cell; None where it is an ordinary one."""
    if element.tag in _OBJECTS:
        return OBJECT
    if element.tag == "img":
        tiny = any(_TINY.fullmatch(element.get(side, "")) for side in ("width", "height"))
        return "" if tiny or _SPACER.search(element.get("src", "")) else OBJECT
    if element.tag == "textarea":
        return element.text_content()
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = next((o for o in options if o.get("selected") is not None), options[0] if options else element)
        return chosen.text_content()
    return None


def is_filled_in(element: lxml_html.HtmlElement) -> bool:
    """Whether a script will write a number where there is none yet, or counts up to it from 0."""
    said = [value for name, value in element.items() if _FILLED_IN.fullmatch(name) and read_cell(value).state is State.NUMBER]
    text = squeeze(element.text_content()) if said else ""
    return bool(said) and text in _NOT_YET and text not in said
