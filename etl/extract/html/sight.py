"""A page as its readers see it: what its style hides is marked hidden, what its style writes or turns round is written so."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from lxml import html as lxml_html

from etl.extract.anchors import SECTION, STATISTIC
from etl.extract.html.drawn import draw_tables
from etl.extract.html.flow import INLINE
from etl.extract.html.inks import write_inks
from etl.extract.html.sizes import marks_of_unknown_style, small_marks
from etl.extract.html.style import Style, styles
from etl.text import squeeze, strip_numbering

_LEAST_LEFT = 5
"""A fifth of the text, at least, is to be seen."""
#: For the ears only, as the usual style sheets have it.
_SPOKEN = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"})
#: Not shown at all, as the usual style sheets (Bootstrap, Tailwind, Layui) have it, unless shown again in wider windows.
_KEPT_BACK = frozenset({"d-none", "hidden", "hide", "layui-hide"})
_SHOWN_AGAIN = re.compile(r"d-(?:sm|md|lg|xl|xxl)-(?!none)|(?:sm|md|lg|xl|2xl):(?!hidden)|(?:(?:layui-)?show|in|active|open)$")
_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "li", "caption", "summary"})
_REPORT = re.compile(r".{0,60}20\d\d年.{0,20}(?:年度?报告|年报)")
_CLIPPED = re.compile(r"rect\(\s*[01]|inset\(\s*50%")
_NOTHING = re.compile(r"0?\.?0*(?:px|pt|em|rem|%)?")
_FAR = re.compile(r"-\d{3,}")
_NO_INK = re.compile(r"transparent|(?:rgb|hsl)a\([^)]*[,/]\s*0?\.?0+%?\s*\)|#[0-9a-f]{3}0|#[0-9a-f]{6}00")
_RAISED = re.compile(r"-[1-9]\d?(?:\.\d+)?(?:pt|px)")
_LOWERED = re.compile(r"-|0(?:\D|$)")
_APART = re.compile(r"inline-(?:block|flex|grid)|inline-table")
_GENERATED = re.compile(r"attr\(\s*([\w-]+)[^)]*\)|\"([^\"]*)\"|'([^']*)'")
_WRITTEN = re.compile(r"[0-9\u4e00-\u9fff]")
_WORDS = re.compile("[\u4e00-\u9fff]{4}")
_CORRECTED = 30
"""Characters at most that are struck out by a correction."""
_TURNED = "\u202e"
"""From here on text runs from right to left: no number is read from it."""


def as_seen(root: lxml_html.HtmlElement) -> Mapping[lxml_html.HtmlElement, Style]:
    """Changes the tree in place. Returns what its style says of each element."""
    said = styles(root)
    hidden = {e for e, style in said.items() if _unseen(e, style)}
    hidden |= {e for e in root.iter() if e.get("hidden") is not None or ((named := e.get("class")) and _is_named_hidden(e, named, said))}
    others = _other_reports(root, hidden)
    _hide(root, hidden - others - _next_pages(root, hidden))
    for element in [e for e in root.iter() if e in others]:
        _put_last(element)
    for element, style in said.items():
        _write(element, style, said)
    # Small type that is a digit after all: no number is read
    for element in (*small_marks(root, said), *marks_of_unknown_style(root, said)):
        _part(element)
    for element in root.iter("bdo"):
        if element.get("dir", "").lower() == "rtl":
            element.text = _TURNED + (element.text or "")
    for element in list(root.iter()):
        if _is_struck_out(element, said.get(element, {})):
            element.clear(keep_tail=True)
    draw_tables(root, said)
    write_inks(root, said)
    return said


def _unseen(element: lxml_html.HtmlElement, style: Style) -> bool:
    if style.get("display") == "none" or style.get("mso-hide") == "all" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if _CLIPPED.search(style.get("clip", "") + style.get("clip-path", "")):
        return True
    if _FAR.match(style.get("text-indent", "")) or (style.get("position") in ("absolute", "fixed") and any(
            _FAR.match(style.get(side, "")) for side in ("left", "top"))):
        return True
    # What is in it may be larger, of another colour, or shown once a script has run: a box of no size, of no opacity
    if len(element) == 0 and _NO_INK.fullmatch(style.get("color", "")) and "text" not in style.get("background-clip", ""):
        return True
    return len(element) == 0 and any(_NOTHING.fullmatch(style.get(name, "1")) for name in ("font-size", "opacity"))


def _is_named_hidden(element: lxml_html.HtmlElement, named: str, said: Mapping[lxml_html.HtmlElement, Style]) -> bool:
    """Whether the names of its classes are such as hide an element."""
    classes = named.split()
    if not _KEPT_BACK.isdisjoint(classes) and not any(map(_SHOWN_AGAIN.match, classes)) and "display" not in said.get(element, {}):
        return True
    spoken = element.tag in ("span", "div", "p") and not _SPOKEN.isdisjoint(classes)
    return spoken or (element.tag == "div" and "fixed" in named and _is_overlay(element))


def _other_reports(root: lxml_html.HtmlElement, hidden: set[lxml_html.HtmlElement]) -> set[lxml_html.HtmlElement]:
    """Hidden elements that hold a report of their own, no second copy of what is shown: tabs, a year each."""
    reports = [e for e in hidden if any(STATISTIC.search(squeeze(t.text_content())) for t in e.iter("table"))
               and any(_REPORT.fullmatch(squeeze(line.text_content())) for line in e.iter(*_LINES, "div"))]
    shown = {squeeze(t.text_content()) for t in root.iter("table") if hidden.isdisjoint(t.iterancestors())} if reports else set()
    return {e for e in reports if any(squeeze(t.text_content()) not in shown for t in e.iter("table"))}


def _put_last(element: lxml_html.HtmlElement) -> None:
    """Puts an element behind those beside it: what is shown comes first."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if parent is None or element.getnext() is None:
        return
    element.tail = None
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.append(element)


def _next_pages(root: lxml_html.HtmlElement, hidden: set[lxml_html.HtmlElement]) -> set[lxml_html.HtmlElement]:
    """Hidden elements of the make of one ahead that is shown, with a table as that has, of which few lines are shown: pages to be turned to."""
    with_table = [e for e in hidden if next(e.iter("table"), None) is not None]
    shown = {squeeze(t) for e in root.iter("td", "th") if hidden.isdisjoint(e.iterancestors()) for t in e.itertext()} if with_table else set()
    found: set[lxml_html.HtmlElement] = set()
    for element in with_table:
        lines = {line for text in element.itertext() if _WORDS.search(line := squeeze(text))}
        alike = (b for b in element.itersiblings(element.tag, preceding=True) if b not in hidden and _make(b) & _make(element))
        if 2 * len(lines & shown) < len(lines) and any(next(b.iter("table"), None) is not None for b in alike):
            found.add(element)
    return found


def _make(element: lxml_html.HtmlElement) -> set[str]:
    return set(element.get("class", "-").split())


def _is_overlay(element: lxml_html.HtmlElement) -> bool:
    """A second copy of a table laid over it, for columns that stay in sight while the others move."""
    text = squeeze(element.text_content()) if next(element.iter("table"), None) is not None else ""
    ahead = [e.text_content() for e in element.itersiblings(preceding=True) if e.get("hidden") is None]
    return bool(text) and squeeze("".join(reversed(ahead))).startswith(text)


def _is_struck_out(element: lxml_html.HtmlElement, style: Style) -> bool:
    """A few words or digits that were corrected; a tag that was never closed is no correction."""
    struck = element.tag in ("s", "strike", "del") or "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", "")
    return struck and len(squeeze(element.text_content())) <= _CORRECTED


def _part(element: lxml_html.HtmlElement) -> None:
    """Sets an element's text apart from what stands beside it."""
    element.text = f" {element.text or ''}"
    element.tail = f" {element.tail or ''}"


def _is_moved_up(style: Style) -> bool:
    """Above the line as Word writes a raised position."""
    moved = style.get("position") == "relative" and _RAISED.fullmatch(style.get("top", ""))
    return bool(moved) or not _LOWERED.match(style.get("mso-text-raise", "0"))


def _is_first(element: lxml_html.HtmlElement, said: Mapping[lxml_html.HtmlElement, Style]) -> bool:
    """Whether nothing stands ahead of it, or what is moved up as well: digits that all are, are no marks of one another."""
    before, parent = element.getprevious(), element.getparent()
    if before is None:
        return parent is None or not (parent.text or "").strip()
    return _is_moved_up(said.get(before, {})) and not (before.tail or "").strip()


def _write(element: lxml_html.HtmlElement, style: Style, said: Mapping[lxml_html.HtmlElement, Style]) -> None:
    """What the style says of an element's text, said by its tag or its text."""
    if element.tag in INLINE:
        if style.get("vertical-align") in ("super", "sub") or (_is_moved_up(style) and not _is_first(element, said)):
            element.tag = "sup"
        elif _APART.fullmatch(style.get("display", "")) or style.get("float") in ("left", "right"):
            _part(element)
    if style.get("direction") == "rtl" and "override" in style.get("unicode-bidi", ""):
        element.text = _TURNED + (element.text or "")
    if before := _generated(element, style.get("before content", "")):
        element.text = before + (element.text or "")
    if behind := _generated(element, style.get("after content", "")):
        etree.SubElement(element, "span").text = behind


def _generated(element: lxml_html.HtmlElement, content: str) -> str:
    """The text that a style sheet writes, where it is more than a sign."""
    text = "".join(element.get(m[1], "") if m[1] else m[2] or m[3] or "" for m in _GENERATED.finditer(content))
    return text if _WRITTEN.search(text) else ""


def _hide(root: lxml_html.HtmlElement, hidden: set[lxml_html.HtmlElement]) -> None:
    """Marks them as hidden, but for what has a heading or caption of the report that stands nowhere else: a tab to be opened.

    None is, without which next to nothing would be left: a page, or its article, that a script shows once it has loaded.
    """
    lengths = _lengths(root, hidden)
    total = lengths[root]
    hidden = {e for e in hidden if _LEAST_LEFT * (total - lengths[e]) >= total}
    spots: set[tuple[str | None, lxml_html.HtmlElement | None]] = set()
    within: list[lxml_html.HtmlElement] = []
    left = 0
    for event, element in etree.iterwalk(root, events=("start", "end")) if hidden else ():
        if event == "start" and element in hidden:
            within.append(element)
        elif event == "end" and within and within[-1] is element:
            within.pop()
        text = element.text if event == "start" else element.tail
        if event == "start" and element.tag in _LINES:  # Word parts a heading into several elements
            spots.add((_official(element.text_content()), within[-1] if within else None))
        if not text or element.tag in ("style", "script"):
            continue
        left += 0 if within else len(text.strip())
        spots.add((_official(text), within[-1] if within else None))
    if hidden and _LEAST_LEFT * left < total:
        hidden = set()
    shown = {line for line, holder in spots if holder is None} | {None}
    kept: set[lxml_html.HtmlElement] = set()
    for line, holder in spots:
        while line not in shown and holder is not None and holder not in kept:
            kept.add(holder)
            holder = next((e for e in holder.iterancestors() if e in hidden), None)
    for element in root.iter():
        if element in hidden and element not in kept:
            element.set("hidden", "")
        elif element.get("hidden") is not None:
            del element.attrib["hidden"]


def _lengths(root: lxml_html.HtmlElement, wanted: set[lxml_html.HtmlElement]) -> dict[lxml_html.HtmlElement, int]:
    """Characters of the text of the root and of these elements, scripts and style sheets aside."""
    found: dict[lxml_html.HtmlElement, int] = {}
    count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if element in wanted or element is root:
                found[element] = count
            count += len(element.text.strip()) if element.text and element.tag not in ("style", "script") else 0
        else:
            if element in found:
                found[element] = count - found[element]
            count += len(element.tail.strip()) if element.tail else 0
    return found


def _official(text: str | None) -> str | None:
    """The heading of a section (its numeral may stand in an element of its own), or the label or caption of a table, in a text."""
    line = squeeze(text) if text and len(text) < 500 else ""
    found = (SECTION.match(line) or STATISTIC.search(line)) if len(line) < 60 else None
    return strip_numbering(found[0]) if found else None
