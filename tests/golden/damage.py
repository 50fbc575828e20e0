"""Damage to a page's tables, one stroke at a time, as editors, converters and careless hands do it. No digit is ever changed: what
is printed in a cell that is left stays true."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy

from lxml import etree
from lxml import html as lxml_html

Element = etree._Element
_HAN = re.compile("[\u4e00-\u9fff]")


def damage(page: bytes, rng: random.Random) -> tuple[str, bytes]:
    """A UTF-8 page with one stroke against it, and the name of the stroke; nothing happens where it finds nothing to strike."""
    root = lxml_html.document_fromstring(page, parser=lxml_html.HTMLParser(encoding="utf-8"))
    stroke = rng.choice(STROKES)
    stroke(root, rng)
    return stroke.__name__, lxml_html.tostring(root, encoding="utf-8")


def _any(root: Element, rng: random.Random, *tags: str) -> Element:
    return rng.choice(list(root.iter(*tags)) or [etree.SubElement(etree.Element("none"), "none")])


def _remove(element: Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _emptied(element: Element) -> Element:
    for part in element.iter():
        part.text = None
        part.tail = None if part is not element else part.tail
    return element


def cell_gone(root: Element, rng: random.Random) -> None:
    _remove(_any(root, rng, "td", "th"))


def cell_emptied(root: Element, rng: random.Random) -> None:
    _emptied(_any(root, rng, "td", "th"))


def cell_twice(root: Element, rng: random.Random) -> None:
    cell = _any(root, rng, "td", "th")
    cell.addprevious(deepcopy(cell))


def blank_cell_more(root: Element, rng: random.Random) -> None:
    cell = _any(root, rng, "td", "th")
    cell.addprevious(_emptied(deepcopy(cell)))


def cell_joined_to_the_next(root: Element, rng: random.Random) -> None:
    cell = _any(root, rng, "td", "th")
    if (following := cell.getnext()) is not None:
        etree.SubElement(cell, "span").text = " " + "".join(map(str, following.itertext()))
        _remove(following)


def spans_gone(root: Element, rng: random.Random) -> None:
    cell = _any(root, rng, "td", "th")
    for name in {"rowspan", "colspan"} & set(map(str, cell.attrib)):
        del cell.attrib[name]


def column_gone(root: Element, rng: random.Random) -> None:
    table, place = _any(root, rng, "table"), rng.randrange(1, 9)
    for row in table.iter("tr"):
        if len(row) >= place:
            row.remove(row[-place])


def row_gone(root: Element, rng: random.Random) -> None:
    _remove(_any(root, rng, "tr"))


def row_twice(root: Element, rng: random.Random) -> None:
    row = _any(root, rng, "tr")
    row.addnext(deepcopy(row))


def row_elsewhere(root: Element, rng: random.Random) -> None:
    row, place = _any(root, rng, "tr"), _any(root, rng, "tr")
    if row is not place and row not in place.iterancestors() and place not in row.iterancestors():
        place.addnext(row)


def letter_of_a_label_gone(root: Element, rng: random.Random) -> None:
    label = _any(root, rng, "td", "th")
    if label.text and (found := _HAN.search(label.text, rng.randrange(len(label.text)))):
        label.text = label.text[:found.start()] + label.text[found.end():]


def table_gone(root: Element, rng: random.Random) -> None:
    _remove(_any(root, rng, "table"))


def paragraph_gone(root: Element, rng: random.Random) -> None:
    _remove(_any(root, rng, "p", "h1", "h2", "h3"))


STROKES: tuple[Callable[[Element, random.Random], None], ...] = (
    cell_gone, cell_emptied, cell_twice, blank_cell_more, cell_joined_to_the_next, spans_gone, column_gone, row_gone, row_twice,
    row_elsewhere, letter_of_a_label_gone, table_gone, paragraph_gone,
)
