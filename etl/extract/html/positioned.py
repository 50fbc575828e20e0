"""Pages whose style puts each piece of text at a place of its own, as programs write them that turn a PDF into HTML: read as the
page of a fixed layout that they show, by where the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, takewhile

from lxml import html as lxml_html

from etl.documents import Block
from etl.extract.html.style import Style
from etl.extract.limits import MAX_CHARACTERS, MAX_DEPTH, at_most
from etl.extract.pages import paged
from etl.extract.pages.layout import Glyph
from etl.text import is_wide

_LEAST, _SHARE = 40, 0.8
"""Pieces of text with a place, at least, and the share of the page's text that they hold."""
_LENGTH = re.compile(r"(-?[\d.]{1,12})(px|pt|in|cm|mm)?")
_POINTS = {"px": 0.75, "pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, None: 0.75}
_USUAL = 12.0
"""Size of type in points where the page says nothing of it."""
_LARGEST = 144.0
"""Size in points that no type of a report exceeds: what stands within a letter is looked at bit by bit."""
_MARGIN = 36.0
_NARROW, _LEADING = 0.5, 1.2
"""Width of a Latin letter or digit, and the way from line to line, as shares of the size."""

Styles = Mapping[lxml_html.HtmlElement, Style]


@dataclass(slots=True)
class _Piece:
    """One line of one element's text, with its left end, its upper end, its size and how far it reaches at most."""

    text: str
    left: float
    top: float
    size: float
    width: float = 0.0


def blocks(body: lxml_html.HtmlElement, said: Styles) -> tuple[tuple[Block, ...], int] | None:
    """The page as lines with places, and the number of sheets; None for a page that flows, as nearly all do."""
    placed = {e for e, style in said.items() if style.get("position") in ("absolute", "fixed") and _places(style)}
    if len(placed) < _LEAST:
        return None
    holders: set[lxml_html.HtmlElement] = set()
    for element in placed:
        holders.update(takewhile(lambda e: e not in holders, element.iterancestors()))
    leaves = [e for e in body.iter() if e in placed and e not in holders and e.get("hidden") is None]
    held = sum(len("".join(e.text_content().split())) for e in leaves)
    shown = sum(len("".join(text.split())) for e in body.iter() if e.tag not in ("script", "style")
                for text in (e.text or "", e.tail or ""))
    if len(leaves) < _LEAST or held < _SHARE * shown:
        return None
    at_most(held, MAX_CHARACTERS, "characters")
    sheets: dict[lxml_html.HtmlElement, list[_Piece]] = {}
    for leaf in leaves:
        sheet, left, top = _offset(leaf, body, said)
        size = next((p for e in (leaf, *islice(leaf.iterancestors(), MAX_DEPTH)) if (p := _points(said.get(e, {}).get("font-size")))), _USUAL)
        inner = max((p for e in leaf.iterdescendants() if (p := _points(said.get(e, {}).get("font-size")))), default=size)
        sheets.setdefault(sheet, []).extend(_lines(leaf, left, top, min(max(size, inner), _LARGEST)))
    pages = [_page(number, pieces) for number, pieces in enumerate(filter(None, sheets.values()), 1)]
    return paged.blocks(pages), len(pages)


def _page(number: int, pieces: Sequence[_Piece]) -> paged.Page:
    """One sheet; its first line stands a margin below its upper end, wherever the page measures from."""
    first, last = min(p.top for p in pieces), max(p.top + p.size for p in pieces)
    for piece in pieces:
        piece.top += _MARGIN - first
    return paged.page(number, paged.Sheet(0, last - first + 2 * _MARGIN, list(_glyphs(_side_by_side(pieces))), (), ()))


def _places(style: Style) -> bool:
    return _points(style.get("left")) is not None and (_points(style.get("top")) is not None or _points(style.get("bottom")) is not None)


def _points(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length) if length else None
    try:
        return float(match[1]) * _POINTS[match[2]] if match else None
    except ValueError:
        return None


def _offset(leaf: lxml_html.HtmlElement, body: lxml_html.HtmlElement, said: Styles) -> tuple[lxml_html.HtmlElement, float, float]:
    """The sheet that an element stands on (what its place is measured from, and what that is), and where on it. A place from below is
    as far above the sheet's lower end, wherever that is."""
    left = top = 0.0
    element = leaf
    for ancestor in (leaf, *islice(leaf.iterancestors(), MAX_DEPTH)):
        style = said.get(ancestor, {})
        if ancestor is not leaf and style.get("position") == "relative":
            return ancestor, left, top
        if ancestor is leaf or style.get("position") in ("absolute", "fixed"):
            left += _points(style.get("left")) or 0.0
            above = _points(style.get("top"))
            top += above if above is not None else -(_points(style.get("bottom")) or 0.0)
        element = ancestor
        if ancestor is body:
            break
    return element, left, top


def _lines(leaf: lxml_html.HtmlElement, left: float, top: float, size: float) -> Iterator[_Piece]:
    parts = [""]
    for element in leaf.iter():
        if element.tag == "br":
            parts.append("")
        elif element.text:
            parts[-1] += element.text
        if element is not leaf and element.tail:
            parts[-1] += element.tail
    for i, part in enumerate(parts):
        if part.strip():
            text = re.sub(r"[ \t\r\n\f]+", " ", part)
            yield _Piece(text, left, top + i * _LEADING * size, size)


def _side_by_side(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces with their widths, as wide as their letters but never into the next piece on the line: whose letters would mingle."""
    found = []
    for _, line in groupby(sorted(pieces, key=lambda p: (round(p.top / 3), p.left)), key=lambda p: round(p.top / 3)):
        row = list(line)
        for piece, behind in zip(row, (*row[1:], None), strict=True):
            wide = sum(_width(c) for c in piece.text) * piece.size
            piece.width = min(wide, behind.left - piece.left) if behind and behind.left > piece.left else wide
            found.append(piece)
    return found


def _width(char: str) -> float:
    return 1.0 if is_wide(char) else _NARROW


def _glyphs(pieces: Sequence[_Piece]) -> Iterator[Glyph]:
    for piece in pieces:
        step = piece.width / sum(map(_width, piece.text))
        x = piece.left
        for char in piece.text:
            wide = step * _width(char)
            yield Glyph(char, x, piece.top, x + wide, piece.top + piece.size)
            x += wide
