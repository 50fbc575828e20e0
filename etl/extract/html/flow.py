"""The tree of a page in reading order: running text, and tables as they are written, before it is known what they are for."""

from __future__ import annotations

import re
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from etl.documents import Paragraph, Picture
from etl.extract.anchors import SECTION, STATISTIC
from etl.extract.html.held import OBJECT, held, is_filled_in
from etl.extract.limits import MAX_CELLS, MAX_DEPTH, MAX_TABLES, at_most
from etl.text import squeeze, strip_artefacts

#: Elements whose text is no part of what a reader sees as the page's content (rt, rp: readings of ruby text).
DROPPED = frozenset({
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "button", "select", "option", "textarea",
    "iframe", "object", "embed", "svg", "math", "audio", "video", "canvas", "map", "xml", "rt", "rp",
})
_BLOCKS = frozenset(
    ["address", "article", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption"]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:share|bdshare\w*|social|footer?|foot|nav|navbar|menu|sidebar|side|copyright|pagination|pager|related|"
    r"prevnext|toolbar|breadcrumbs?|crumbs?|location|position|print|fontsize|qrcode|ewm|erweima)(?:$|[\s_-])", re.I,
)
#: Elements without text of their own that show one where they stand in a cell.
_HELD = frozenset({"textarea", "select", "button", "svg", "canvas", "object", "embed", "iframe", "math", "video"})
#: Kinds of ``<input>`` that show no text.
_NO_FIELDS = frozenset({"hidden", "button", "submit", "reset", "image", "file", "checkbox", "radio", "password", "range", "color"})
_FOOTNOTE = re.compile(r"\d{1,2}")
_DRAWN = 8_000
"""Characters from which on a picture inside the page is more than an icon."""


@dataclass(slots=True)
class Flow:
    """Running text of the body or of one cell."""

    blocks: list[Piece] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    preformatted: int = 0


@dataclass(slots=True)
class Grid:
    """A table as it is written: each cell with the rows and columns it spans."""

    rows: list[list[tuple[Flow, int, int]]] = field(default_factory=list)
    parts: list[etree._Element | None] = field(default_factory=list)
    """What each row stands in: head, body or foot."""

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
    outer = Flow()
    flows, grids, heading = [outer], list[Grid](), 0
    skip: etree._Element | None = None
    tables = cells = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        flow = flows[-1]
        if skip is not None:
            if event == "end" and element is skip:
                skip = None
                if element is not root and element.tail:
                    flow.buffer.append(element.tail)
            continue
        if event == "start":
            in_cell = len(flows) > 1
            if element is not root and ((tag in DROPPED and not (in_cell and tag in _HELD)) or not tag or is_hidden(element) or _is_chrome(element)):
                skip = element
                continue
            if in_cell and not _drawn(element.get("src", "")) and (text := held(element)) is not None:
                flow.buffer.append(text)
                skip = element
                continue
            if in_cell and tag not in ("td", "th") and is_filled_in(element):
                flow.buffer.append(OBJECT)
            if tag == "br":
                _flush(flow, heading > 0)
            elif tag == "img" and (picture := _drawn(element.get("src", ""))):
                _flush(flow, heading > 0)
                flow.blocks.append(picture)
            elif tag == "input":
                if element.get("type", "text").lower() not in _NO_FIELDS:
                    flow.buffer.append(element.get("value", ""))
            elif tag == "table":
                tables += 1
                at_most(tables, MAX_TABLES, "tables")
                at_most(len(grids), MAX_DEPTH, "tables nested in tables")
                _flush(flow, heading > 0)
                grids.append(Grid())
                flow.blocks.append(grids[-1])
            elif tag == "tr" and grids:
                grids[-1].rows.append([])
                grids[-1].parts.append(element.getparent())
            elif tag in ("td", "th") and grids:
                cells += 1
                at_most(cells, MAX_CELLS, "table cells")
                if not grids[-1].rows:
                    grids[-1].rows.append([])
                    grids[-1].parts.append(element.getparent())
                flows.append(Flow())
                grids[-1].rows[-1].append((flows[-1], _span(element, "rowspan"), _span(element, "colspan")))
                if is_filled_in(element):
                    flows[-1].buffer.append(OBJECT)
            elif tag in _BLOCKS:
                _flush(flow, heading > 0)
            heading += tag in HEADINGS
            flow = flows[-1]
            flow.preformatted += tag == "pre"
            if _is_struck_out(element):
                skip = element
                continue
            behind = tag == "sup" and len(flows) > 1 and any(map(str.strip, flow.buffer))
            if behind and _FOOTNOTE.fullmatch(squeeze(element.text_content())):
                # a raised number behind another must not become a digit of it
                flow.buffer.append(f"〔{squeeze(element.text_content())}〕")
                skip = element
                continue
            if element.text:
                flow.buffer.append(element.text if not flow.preformatted else element.text.replace("\n", "\x01"))
            continue
        if tag in _BLOCKS:
            _flush(flow, heading > 0)
        if tag == "caption" and len(flow.blocks) > 1 and grids and flow.blocks[-2] is grids[-1]:
            flow.blocks[-2:] = reversed(flow.blocks[-2:])  # a caption is shown above its table
        heading -= tag in HEADINGS
        flow.preformatted -= tag == "pre"
        if tag in ("td", "th") and grids and len(flows) > 1:
            flows.pop()
        elif tag == "table" and grids:
            grids.pop().arrange()
        if element is not root and element.tail:
            flows[-1].buffer.append(element.tail)
    _flush(outer, False)
    return outer


def _drawn(source: str) -> Picture | None:
    """The picture that an address holds itself, icons aside."""
    kind, _, content = source.partition(",")
    if len(content) <= _DRAWN or not re.fullmatch(r"\s*data:image/[^,;]*;(?:[^,]*;)?\s*base64\s*", kind, re.I):
        return None
    with suppress(ValueError):
        return Picture("", data=b64decode(unquote(content)))
    return None


def _flush(flow: Flow, heading: bool) -> None:
    if not flow.buffer:
        return
    text = strip_artefacts("".join(flow.buffer))
    flow.buffer.clear()
    for line in text.split("\x01"):
        if shown := tidy(line):
            flow.blocks.append(Paragraph(shown, heading=heading))


def tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" \xa0\u200b\ufeff")


def _span(element: lxml_html.HtmlElement, name: str) -> int:
    match = re.match(r"\s*(\d{1,9})", element.get(name, "1"))
    return int(match.group(1)) if match else 1


def is_hidden(element: lxml_html.HtmlElement) -> bool:
    return element.get("hidden") is not None


def _is_struck_out(element: lxml_html.HtmlElement) -> bool:
    """A few words or digits that were corrected (struck out); a tag that was never closed is no correction."""
    struck = element.tag in ("s", "strike", "del") or _STRUCK.search(element.get("style", ""))
    return bool(struck) and len(squeeze(element.text_content())) <= 30


def _is_chrome(element: lxml_html.HtmlElement) -> bool:
    """A short block that its class or id calls share bar, navigation and the like."""
    if element.tag not in ("div", "ul", "p", "dl", "section", "header", "table", "span"):
        return False
    if not any(_CHROME.search(element.get(name, "")) for name in ("class", "id")):
        return False
    text = squeeze(element.text_content())
    return len(text) < 600 and not STATISTIC.search(text) and not any(
        SECTION.match(squeeze(line)) for line in element.itertext()
    )
