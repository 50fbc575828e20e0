"""HTML pages: the article's own content as paragraphs and tables, and what the page says of itself as metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from lxml import html as lxml_html

from etl.documents import Block, Document, Paragraph, Table
from etl.errors import ReadError
from etl.extract.anchors import STATISTIC
from etl.extract.encoding import decode
from etl.extract.html import article, page, positioned
from etl.extract.html.blocks import content
from etl.extract.html.flow import tidy
from etl.extract.html.sight import as_seen
from etl.extract.html.style import Style
from etl.extract.html.written import articles, carried, write_in_place
from etl.extract.limits import MAX_ELEMENTS, MAX_XML, at_most
from etl.report import Origin
from etl.text import squeeze

_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_MAX_ATTRIBUTES = 5_000
#: A cell behind the end of a row, or where a part of the table begins, begins a row in a browser; this parser would put it into the row before.
_ROW_NOT_BEGUN = re.compile(r"(</tr\s*>|<t(?:head|body|foot)\b[^>]*>)\s*(?=<t[dh]\b)", re.I)
#: A line ends there in a browser, also where no paragraph is open; this parser would pass it over.
_BREAK = re.compile(r"</br\s*/?>|(?<=</p>)(?=\s*[^<\s])", re.I)
#: A table of a page that is written as XML names its elements with a prefix.
_PREFIXED = re.compile(r"(</?)[a-z]+:(?=t(?:able|head|body|foot|[rdh])\b)", re.I)
#: What tells an element of one page on another page of the same make: its tag, id and class.
Place = tuple[str, str | None, str | None]


def read(data: bytes, origin: Origin, within: Place | None = None) -> Document:
    """Raises ``ReadError("too_large")`` over the limits and ``ReadError("empty")`` for a page without any text.

    ``within``: the element that holds the text, where another page tells (see :func:`place_of`).
    """
    at_most(len(data), MAX_XML, "bytes of HTML")
    decoded = decode(data, origin.headers.get("content-type"), markup=True)
    return from_text(decoded.text, origin, decoded.charset, decoded.warnings, within)


def place_of(data: bytes, origin: Origin) -> Place | None:
    """The element that holds a page's text; None where nothing but its position would tell it on another page."""
    _, body, _ = seen(decode(data, origin.headers.get("content-type"), markup=True).text)
    anchors = article.anchors(body)
    place = _place(article.smallest(body, anchors) if anchors else article.longest_container(body))
    return place if any(place[1:]) else None


def _place(element: lxml_html.HtmlElement) -> Place:
    return element.tag, element.get("id"), element.get("class")


def from_text(
    text: str, origin: Origin, charset: str = "utf-8", warnings: tuple[str, ...] = (), within: Place | None = None
) -> Document:
    """:func:`read` for markup that is decoded already."""
    if one := carried(text):
        text, beside = one
    else:
        beside = text if text.lstrip()[:1] in ("{", "[") else ""
    root, body, said = seen(text)
    base = page.base(root, origin.url)
    meta = page.metadata(root)
    title = tidy(root.findtext(".//title") or "") or None
    if laid := positioned.blocks(body, said):
        return Document(
            media_type="text/html", blocks=laid[0], reader="lxml", title=title, meta={**meta, "charset": charset},
            links=tuple(page.links(root, base)), wrapped=True, pages=laid[1], warnings=warnings,
        )
    anchors = article.anchors(body)
    told = next((e for e in body.iter() if _place(e) == within), None) if within else None
    container = told if told is not None else article.smallest(body, anchors) if anchors else article.longest_container(body)
    blocks = content(container)
    if heading := article.page_heading(body, container):
        blocks = (Paragraph(heading, heading=True), *blocks)
    if told is None and not any(map(_is_statistic, blocks)) and (embedded := _embedded(root, text, bool(anchors), _length(blocks))):
        blocks, meta = embedded, {**page.stated_beside(text), **meta}
    meta = {**page.stated_beside(beside), **meta}
    if not blocks:
        raise ReadError("empty", "the page has no text")
    lacking = bool(anchors) and not any(map(_is_statistic, blocks))
    pictures = page.pictures(container, base) if lacking else ()
    if pictures:
        warnings += (f"{len(pictures)} pictures stand where the tables should be",)
    if (low := text.lower().replace("<\\/", "</")).rfind("<table") > low.rfind("</table"):
        warnings += ("the page breaks off inside a table",)
    meta["charset"] = charset
    return Document(
        media_type="text/html", blocks=blocks, reader="lxml", title=title,
        meta=meta, links=(*page.links(root, base), *pictures), warnings=warnings,
    )


def seen(text: str) -> tuple[lxml_html.HtmlElement, lxml_html.HtmlElement, Mapping[lxml_html.HtmlElement, Style]]:
    """Tree of a page as a browser shows it, its body, and what its style says of each element."""
    root = parse(text)
    write_in_place(root)
    for table in article.statistical_tables(root):
        for menu in table.iterancestors("nav", "footer", "aside"):
            menu.tag = "div"  # of a menu that is not closed the rest of the page is a part
    said = as_seen(root)
    body = root.find("body")
    return root, root if body is None else body, said


def parse(text: str) -> lxml_html.HtmlElement:
    """Tree of a page; no network, no entity of the page's own making, bounded in size and depth."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    # One class for all: lxml would ask in Python, for each element and on each walk, which of its own classes it is of.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    at_most(text.count("<"), 3 * MAX_ELEMENTS, "tags")
    for tag in _LONG_TAG.finditer(text):  # the parser compares each attribute with every other
        at_most(len(tag.group().split()), _MAX_ATTRIBUTES, "attributes in one tag")
    # Characters that XML forbids would end the parse silently.
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", text)
    text = _PREFIXED.sub(r"\1", text)
    text = _BREAK.sub("<br>", _ROW_NOT_BEGUN.sub(r"\1<tr>", text)).replace("&amp;nbsp;", "&nbsp;")  # written twice by an editor, it is no text
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise ReadError("empty", "the page has no text") from error
    if any("depth" in (e.message or "").lower() for e in parser.error_log):
        raise ReadError("too_large", "the page nests its elements too deeply")
    at_most(sum(1 for _ in root.iter()), MAX_ELEMENTS, "elements")
    return root


def _is_statistic(block: Block) -> bool:
    return isinstance(block, Table) and any(STATISTIC.search(squeeze(c.text)) for c in block.cells())


def _length(blocks: tuple[Block, ...]) -> int:
    texts = (b.text if isinstance(b, Paragraph) else "".join(c.text for c in b.cells()) for b in blocks)
    return sum(len(squeeze(text)) for text in texts)


def _embedded(root: lxml_html.HtmlElement, text: str, found: bool, shown: int) -> tuple[Block, ...]:
    """The article that the page holds as text, for its own script to show. ``found``: whether the page shows a part of the report,
    of which nothing but the tables can then be missing; ``shown`` is the length of the text that it shows."""
    best: tuple[Block, ...] = ()
    for markup in articles(root, text):
        blocks = content(seen(markup)[1])
        statistic = any(map(_is_statistic, blocks))
        length = _length(blocks)
        if statistic > any(map(_is_statistic, best)) or (not found and length > shown and statistic >= any(map(_is_statistic, best))):
            best, shown = blocks, length
    return best
