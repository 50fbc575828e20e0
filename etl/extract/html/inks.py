"""What the ink of a cell tells: digits in another colour than those they touch, and digits that are drawn by no text at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from etl.extract.html.flow import INLINE
from etl.extract.html.style import Style
from etl.extract.marks import BARE_NUMBER, BLACK, OBJECT, is_other_ink
from etl.text import squeeze

_NAMED = {"red": "ff0000", "blue": "0000ff", "green": "008000", "white": "ffffff", "gray": "808080", "orange": "ffa500", "yellow": "ffff00",
          "purple": "800080", "crimson": "dc143c", "darkred": "8b0000", "brown": "a52a2a", "magenta": "ff00ff"}
_HEX = re.compile("#?(?:([0-9a-f]{6})|([0-9a-f])([0-9a-f])([0-9a-f]))(?:[0-9a-f]{2}|[0-9a-f])?")
_SHARES = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\b.*")
_MOST_ROUND = 40
"""Elements round a word that are looked at."""
_SHOWS = re.compile(r"url\(|counter\(|[\ue000-\uf8ff]")
#: What editors leave behind: where the cursor stood, a name was given, words were of a font.
_LEFT_BEHIND = re.compile(r".*(?:bookmark|cursor|caret|select|boundary|mso|apple|editor|_ue|cke_|mce)|(?:font|xl|ft)?\d+$", re.I)
_COUNTED = re.compile(r"\d|num|digit", re.I)
"""Classes that are made for digits: beside those of text others hold arrows and the like."""
_PICTURED = re.compile(r"icon|glyph|(?:^|\s)fa[bsr]?(?:-|\s|$)", re.I)
"""Classes of fonts of pictures: alone in a cell, one may be a digit."""


def write_inks(root: lxml_html.HtmlElement, said: Mapping[lxml_html.HtmlElement, Style]) -> None:
    """Changes the tree in place: digits of several colours are set apart, a drawn one is no blank."""
    coloured = (e for e in root.iter(*INLINE) if "color" in said.get(e, ()) or e.get("color"))
    for cell in {holder: None for e in coloured if (holder := next(e.iterancestors("td", "th"), None)) is not None}:
        _part(cell, said)
    carried = {name for e in root.iter() if (e.text or "").strip() or len(e) for name in e.get("class", "").split()}
    for cell in root.iter("td", "th"):
        if (len(cell) or cell in said) and BARE_NUMBER.fullmatch(cell.text_content()):
            alone = not squeeze(cell.text_content())
            for element in cell.iter():
                if _is_drawn(element, said.get(element, {}), carried, alone):
                    element.text = OBJECT + (element.text or "")


def _part(cell: lxml_html.HtmlElement, said: Mapping[lxml_html.HtmlElement, Style]) -> None:
    """Parts digits from those ahead of them in another ink: a new number behind the old one, in no markup for it."""
    ahead, ink = "", BLACK
    for element, is_tail, text in list(_texts(cell)):
        own = _ink(element.getparent() if is_tail else element, said)
        if is_other_ink(text, own, ahead, ink):
            setattr(element, "tail" if is_tail else "text", f" {text}")
        ahead, ink = text, own


def _texts(cell: lxml_html.HtmlElement) -> Iterator[tuple[lxml_html.HtmlElement, bool, str]]:
    """Each text of a cell, with the element that it is the text, or the tail, of."""
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        is_tail = event == "end"
        text = element.tail if is_tail else element.text
        if text and not (is_tail and element is cell):
            yield element, is_tail, text


def _ink(element: lxml_html.HtmlElement, said: Mapping[lxml_html.HtmlElement, Style]) -> str:
    """Its colour as RRGGBB; black where none is said, or none that is known."""
    for above in (element, *islice(element.iterancestors(), _MOST_ROUND)):
        if named := said.get(above, {}).get("color") or (above.tag == "font" and above.get("color", "").strip().lower()):
            if match := _HEX.fullmatch(named):
                return match[1] or "".join(2 * share for share in match.groups()[1:])
            if match := _SHARES.fullmatch(named):
                return "".join(f"{min(255, int(share)):02x}" for share in match.groups())
            if named != "inherit":
                return _NAMED.get(named, BLACK)
    return BLACK


def _is_drawn(element: lxml_html.HtmlElement, style: Style, carried: set[str], alone: bool) -> bool:
    """Whether an element shows what is no text: a picture behind it, a sign of a font of pictures; or may, where it is empty and its classes, which
    no text has and the page's own style does not know, are named as such are. ``alone``: nothing else stands in the cell."""
    if _SHOWS.search(style.get("before content", "") + style.get("after content", "")):
        return True
    if len(element) or (element.text or "").strip():
        return False
    named = element.get("class", "")
    if "url(" in style.get("background", "") + style.get("background-image", ""):
        return carried.isdisjoint(named.split())
    if not named or element.tag not in INLINE or element.tag == "a" or not carried.isdisjoint(named.split()):
        return False
    known = style and not element.get("style")
    return not known and not _LEFT_BEHIND.match(named) and bool(_COUNTED.search(named) or (alone and _PICTURED.search(named)))
