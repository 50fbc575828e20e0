"""The tree of a page in reading order: running text, and tables as they are written, before it is known what they are for."""

from __future__ import annotations

import re
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from etl.documents import PARTED, Paragraph, Picture
from etl.extract.anchors import SECTION, STATISTIC
from etl.extract.html.held import held, is_filled_in
from etl.extract.limits import MAX_CELLS, MAX_DEPTH, MAX_TABLES, at_most
from etl.extract.marks import OBJECT
from etl.text import squeeze, strip_artefacts

#: Elements whose text is no part of what a reader sees as the page's content (rt, rp: readings of ruby text).
DROPPED = frozenset({
    "script", "style", "noscript", "noframes", "template", "head", "nav", "footer", "aside", "button", "select", "option", "textarea",
    "iframe", "object", "embed", "svg", "math", "audio", "video", "canvas", "map", "xml", "rt", "rp",
})
_BLOCKS = frozenset(
    ["address", "article", "blockquote", "body", "button", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption"]
)
_CELLS = frozenset(["td", "th"])
#: Elements that change how letters in a line look.
INLINE = frozenset({"span", "a", "b", "i", "em", "strong", "font", "small", "u", "cite", "label", "code", "big"})
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:share|bdshare\w*|social|footer?|foot|nav|navbar|menu|sidebar|side|copyright|pagination|pager|related|"
    r"prevnext|toolbar|breadcrumbs?|crumbs?|location|position|print|fontsize|qrcode|ewm|erweima)(?:$|[\s_-])", re.I,
)
_MAY_BE_CHROME = frozenset({"div", "ul", "p", "dl", "section", "header", "table", "span"})
#: Elements without text of their own that show one where they stand in a cell.
_HELD = frozenset({"textarea", "select", "button", "svg", "canvas", "object", "embed", "iframe", "math", "video"})
#: Kinds of ``<input>`` that show no text.
_NO_FIELDS = frozenset({"hidden", "button", "submit", "reset", "image", "file", "checkbox", "radio", "password", "range", "color"})
_NOTE = re.compile(r"\b(?:foot|end)?note(?:-?ref)?\b|\bfnref|\bsup\b", re.I)
_SPAN = re.compile(r"\s*(\d{1,9})")
_FOOTNOTE = re.compile(r"\d{1,2}")
_DRAWN = 8_000
"""Characters from which on a picture inside the page is more than an icon."""


@dataclass(slots=True)
class Flow:
    """Running text of the body or of one cell."""

    blocks: list[Piece] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    preformatted: int = 0
    doubt: str | None = None
    """Why a number in it may be none."""


@dataclass(slots=True)
class Grid:
    """A table as it is written: each cell with the rows and columns it spans."""

    rows: list[list[tuple[Flow, int, int]]] = field(default_factory=list)
    parts: list[etree._Element | None] = field(default_factory=list)
    """What each row stands in: head, body or foot."""

    def open_row(self, element: etree._Element) -> None:
        """Begins a row with the element that stands for it, its own or its first cell."""
        self.rows.append([])
        self.parts.append(element.getparent())

    def arrange(self) -> None:
        """Puts the rows as they are shown: the first head on top, the first foot below; a cell that spans 0 rows ends with its part."""
        ends = {id(part): i for i, part in enumerate(self.parts)}
        self.rows = [[(flow, down or ends[id(part)] - i + 1, across) for flow, down, across in row]
                     for i, (row, part) in enumerate(zip(self.rows, self.parts, strict=True))]
        head, foot = (next((p for p in self.parts if p is not None and p.tag == tag), self) for tag in ("thead", "tfoot"))
        order = sorted(range(len(self.rows)), key=lambda i: (self.parts[i] is foot) - (self.parts[i] is head))
        self.rows = [self.rows[i] for i in order]
        self.parts = [self.parts[i] for i in order]


Piece = Paragraph | Grid


def walk(root: lxml_html.HtmlElement) -> Flow:
    """One pass over the tree without recursion: pages with unclosed tags nest thousands of elements."""
    made = _Walk(root)
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is None and event == "start":
            skipped = None if made.start(element) else element
        elif skipped is None:
            made.end(element)
        elif event == "end" and element is skipped:
            skipped = None
            made.tail(element)
    return made.whole()


class _Walk:
    """Where a walk through a tree stands: the cells, tables and headings that are open."""

    def __init__(self, root: lxml_html.HtmlElement) -> None:
        self._root = root
        self._flows = [Flow()]
        self._grids: list[Grid] = []
        self._headings = self._tables = self._cells = 0

    def start(self, element: lxml_html.HtmlElement) -> bool:
        """Opens an element. False where nothing inside is read: it is left out, or what stands for it is read already."""
        tag = element.tag if isinstance(element.tag, str) else ""
        in_cell = len(self._flows) > 1
        dropped = tag in DROPPED and not (in_cell and tag in _HELD) and not (tag == "button" and SECTION.match(squeeze(element.text_content())))
        if element is not self._root and (dropped or not tag or is_hidden(element) or _is_chrome(element)):
            return False
        text = f"〔{note}〕" if (note := self._raised(element, in_cell)) else self._in_place_of(element) if in_cell else None
        if text is not None:
            self._flows[-1].buffer.append(text)
            return False
        cell = self._flows[-1]
        if in_cell and tag in INLINE and cell.buffer and cell.buffer[-1][-1:].isdigit() and (cell.doubt or PARTED).startswith(PARTED):
            cell.doubt = _doubt(element) or cell.doubt
        if in_cell and tag not in _CELLS and is_filled_in(element):
            self._flows[-1].buffer.append(OBJECT)
        if tag in _CELLS and self._grids:
            self._open_cell(element)
        else:
            self._open(element, tag)
        self._headings += tag in HEADINGS
        flow = self._flows[-1]
        flow.preformatted += tag == "pre"
        if element.text:
            flow.buffer.append(element.text if not flow.preformatted else element.text.replace("\n", "\x01"))
        return True

    def _raised(self, element: lxml_html.HtmlElement, in_cell: bool) -> str | None:
        """A raised or lowered number behind another, of which it must not become a digit; in a cell behind anything."""
        if not (element.tag in ("sup", "sub") or _refers(element)):
            return None
        behind = self._flows[-1].buffer
        if any(map(str.strip, behind)) and (in_cell or behind[-1][-1:].isdigit()) and _FOOTNOTE.fullmatch(note := squeeze(element.text_content())):
            return note
        return None

    def _in_place_of(self, element: lxml_html.HtmlElement) -> str | None:
        """What is read instead of an element of a cell that shows what it holds."""
        return None if _drawn(element.get("src", "")) else held(element)

    def _open(self, element: lxml_html.HtmlElement, tag: str) -> None:
        flow = self._flows[-1]
        if tag == "img" and (picture := _drawn(element.get("src", ""))):
            self._flush()
            flow.blocks.append(picture)
        elif tag == "input" and element.get("type", "text").lower() not in _NO_FIELDS:
            flow.buffer.append(element.get("value", ""))
        elif tag == "table":
            self._tables += 1
            at_most(self._tables, MAX_TABLES, "tables")
            at_most(len(self._grids), MAX_DEPTH, "tables nested in tables")
            self._flush()
            self._grids.append(Grid())
            flow.blocks.append(self._grids[-1])
        elif tag == "tr" and (self._grids or self._reopened()):
            self._grids[-1].open_row(element)
        elif tag == "br" or tag in _BLOCKS:
            self._flush()

    def _reopened(self) -> bool:
        """Whether a row that stands behind a table, which was closed too early, goes on with it."""
        self._flush()
        if last := [b for b in self._flows[-1].blocks[-1:] if isinstance(b, Grid)]:
            self._grids += last
        return bool(last)

    def _open_cell(self, element: lxml_html.HtmlElement) -> None:
        self._cells += 1
        at_most(self._cells, MAX_CELLS, "table cells")
        grid = self._grids[-1]
        if not grid.rows:
            grid.open_row(element)
        self._flows.append(Flow())
        grid.rows[-1].append((self._flows[-1], _span(element, "rowspan"), _span(element, "colspan")))
        if is_filled_in(element) or any("</td>" in said for said in element.values()):  # an attribute without its end swallows cells
            self._flows[-1].buffer.append(OBJECT)

    def end(self, element: lxml_html.HtmlElement) -> None:
        """Closes an element of which the inside was read."""
        tag, flow = element.tag, self._flows[-1]
        if tag in _BLOCKS:
            self._flush()
        if tag == "caption" and len(flow.blocks) > 1 and self._grids and flow.blocks[-2] is self._grids[-1]:
            flow.blocks[-2:] = reversed(flow.blocks[-2:])  # a caption is shown above its table
        self._headings -= tag in HEADINGS
        flow.preformatted -= tag == "pre"
        if tag in _CELLS and self._grids and len(self._flows) > 1:
            self._flows.pop()
        elif self._grids and (tag == "table" or (tag == "tr" and self._grids[-1].parts[-1:] not in ([], [element.getparent()]))):
            self._grids.pop().arrange()
        self.tail(element)

    def tail(self, element: lxml_html.HtmlElement) -> None:
        """Reads what stands behind an element."""
        if element is not self._root and element.tail:
            self._flows[-1].buffer.append(element.tail)

    def whole(self) -> Flow:
        """What has been read, to the end."""
        self._flush()
        return self._flows[0]

    def _flush(self) -> None:
        """The text since the last line break as paragraphs."""
        flow = self._flows[-1]
        if not flow.buffer:
            return
        text = strip_artefacts("".join(flow.buffer))
        flow.buffer.clear()
        for line in text.split("\x01"):
            if shown := tidy(line):
                flow.blocks.append(Paragraph(shown, heading=self._headings > 0))


def _refers(element: lxml_html.HtmlElement) -> bool:
    """Whether it leads to a note of the page, or is called a note."""
    named = element.get("class")
    return bool((element.tag == "a" and element.get("href", "").startswith("#")) or (named and _NOTE.search(named)))


def _doubt(element: lxml_html.HtmlElement) -> str | None:
    """Why digits in an element of their own, right behind others, may be none of the same number. The last one or two may be the mark of
    a note where they are not written as those ahead are, for some styles cannot be told."""
    before, parent = element.getprevious(), element.getparent()
    alike = not (parent.text if before is None else before.tail or (before.tag, before.attrib) != (element.tag, element.attrib))
    digits = "".join(islice(element.itertext(), 3)).strip()
    if not alike and _FOOTNOTE.fullmatch(digits):
        return "digits in an element of their own"
    return f"{PARTED}{digits}" if digits.isdigit() else None


def _drawn(source: str) -> Picture | None:
    """The picture that an address holds itself, icons aside."""
    kind, _, content = source.partition(",")
    if len(content) <= _DRAWN or not re.fullmatch(r"\s*data:image/[^,;]*;(?:[^,]*;)?\s*base64\s*", kind, re.I):
        return None
    with suppress(ValueError):
        return Picture("", data=b64decode(unquote(content)))
    return None


def tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" \xa0\u200b\ufeff")


def _span(element: lxml_html.HtmlElement, name: str) -> int:
    said = element.get(name)
    match = _SPAN.match(said) if said else None
    return int(match.group(1)) if match else 1


def is_hidden(element: lxml_html.HtmlElement) -> bool:
    return element.get("hidden") is not None


def _is_chrome(element: lxml_html.HtmlElement) -> bool:
    """A short block that its class or id calls share bar, navigation and the like."""
    named = f"{element.get('class', '')} {element.get('id', '')}"
    if len(named) == 1 or element.tag not in _MAY_BE_CHROME or not _CHROME.search(named):
        return False
    text = squeeze(element.text_content())
    return len(text) < 600 and not STATISTIC.search(text) and not any(
        SECTION.match(squeeze(line)) for line in element.itertext()
    )
