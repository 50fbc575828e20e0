"""HTML pages: the article's own content as paragraphs and tables, and what the page says of itself as metadata."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from etl.documents import Block, Document, Link, Paragraph, Picture, Table
from etl.errors import ReadError
from etl.extract.anchors import SECTION, STATISTIC
from etl.extract.encoding import decode
from etl.extract.grid import Draft, place, table
from etl.extract.limits import MAX_CELLS, MAX_DEPTH, MAX_ELEMENTS, MAX_TABLES, MAX_XML, at_most
from etl.extract.sight import as_seen
from etl.extract.text import pipe_rows
from etl.report import Origin
from etl.text import squeeze, strip_artefacts

#: Elements whose text is no part of what a reader sees as the page's content (rt, rp: readings of ruby text).
_DROPPED = frozenset({
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "button", "select", "option", "textarea",
    "iframe", "object", "embed", "svg", "math", "audio", "video", "canvas", "map", "xml", "rt", "rp",
})
_BLOCKS = frozenset(
    ["address", "article", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption"]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.I)
_SHRUNK = re.compile(r"font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$)", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:share|bdshare\w*|social|footer?|foot|nav|navbar|menu|sidebar|side|copyright|pagination|pager|related|"
    r"prevnext|toolbar|breadcrumbs?|crumbs?|location|position|print|fontsize|qrcode|ewm|erweima)(?:$|[\s_-])", re.I,
)
_FOOTNOTE = re.compile(r"\d{1,2}")
_NUMBER = re.compile(r"^[\s+-]*\d[\d,.]*\s*\S{0,2}$")
_CONTAINERS = re.compile(
    r"^(?:ivs_content|trs_editor\w*|webeditorview|custom_unionstyle|zoom(?:con)?|article\w*|article-content|detail-content|"
    r"xxgk_content|zw-content|content|main-content|text-content|vsb_content\w*|v_news_content|news_content|pages_content|con_text)$",
    re.I,
)
_CRUMB_CLASS = re.compile(r"bread|crumb|position|location|curpos|dqwz|current|wz\b|weizhi", re.I)
_CRUMB_TEXT = re.compile(r"^\s*(?:(?:您|你)?(?:现在|当前)?(?:的)?(?:所在)?位置(?:是)?|您所在的位置|首页)\s*[:：]?\s*(.*)$", re.S)
_CRUMB_PARTS = re.compile(r"\s*(?:[>›»＞→/\\|]|\n|(?:\s{2,}))+\s*")
_INFO_LABELS = (
    "索引号", "主题分类", "发布机构", "发文机构", "发布单位", "信息来源", "公开主体", "公开方式", "公开范围", "公开时限", "成文日期", "生成日期", "发文日期",
    "发布日期", "发布时间", "公开日期", "公开时间", "名称", "标题", "信息名称", "文件名称", "文号", "发文字号", "文件编号", "有效性", "废止日期",
    "主题词", "关键词", "体裁分类", "组配分类", "分类", "内容概述", "责任部门", "有效期", "统一登记号", "信息分类", "效力状态", "服务对象", "来源",
    "公文种类", "发文单位", "生效日期", "失效日期", "时效", "语种", "载体类型", "信息索引", "浏览次数", "字号",
)
_INFO = re.compile(r"^(" + "|".join(sorted(_INFO_LABELS, key=len, reverse=True)) + r")[:：]?$")
_INFO_PAIR = re.compile(r"^(" + "|".join(sorted(_INFO_LABELS, key=len, reverse=True)) + r")[:：](.*)$", re.S)
_CONTENT_STRING = re.compile(r'"content"\s*:\s*"((?:[^"\\]|\\.)*)"', re.S)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_MAX_ATTRIBUTES = 5_000
_DRAWN = 8_000
"""Characters from which on a picture inside the page is more than an icon."""
_TITLE = re.compile(r"年度?报告|年报")


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
    root = parse(decode(data, origin.headers.get("content-type"), markup=True).text)
    body = root.find("body")
    body = root if body is None else body
    anchors = _anchors(body)
    place = _place(_smallest(body, anchors) if anchors else _longest_container(body))
    return place if any(place[1:]) else None


def _place(element: lxml_html.HtmlElement) -> Place:
    return element.tag, element.get("id"), element.get("class")


def from_text(
    text: str, origin: Origin, charset: str = "utf-8", warnings: tuple[str, ...] = (), within: Place | None = None
) -> Document:
    """:func:`read` for markup that is decoded already."""
    root = parse(text)
    as_seen(root)
    base = _base(root, origin.url)
    meta = _metadata(root)
    body = root.find("body")
    if body is None:
        body = root
    anchors = _anchors(body)
    told = next((e for e in body.iter() if _place(e) == within), None) if within else None
    container = told if told is not None else _smallest(body, anchors) if anchors else _longest_container(body)
    blocks: tuple[Block, ...] = ()
    if not anchors and told is None:
        blocks = _embedded(text, len(squeeze(container.text_content())))
    if not blocks:
        blocks = content(container)
        if heading := _page_heading(body, container):
            blocks = (Paragraph(heading, heading=True), *blocks)
    if not blocks:
        raise ReadError("empty", "the page has no text")
    lacking = bool(anchors) and not any(map(_is_statistic, blocks))
    pictures = _pictures(container, base) if lacking else ()
    if pictures:
        warnings += (f"{len(pictures)} pictures stand where the tables should be",)
    if (low := text.lower()).rfind("<table") > low.rfind("</table"):
        warnings += ("the page breaks off inside a table",)
    meta["charset"] = charset
    title = root.findtext(".//title")
    return Document(
        media_type="text/html", blocks=blocks, reader="lxml", title=_tidy(title) if title else None,
        meta=meta, links=(*_links(root, base), *pictures), warnings=warnings,
    )


def parse(text: str) -> lxml_html.HtmlElement:
    """Tree of a page; no network, no entity of the page's own making, bounded in size and depth."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    at_most(text.count("<"), 3 * MAX_ELEMENTS, "tags")
    for tag in _LONG_TAG.finditer(text):  # the parser compares each attribute with every other
        at_most(len(tag.group().split()), _MAX_ATTRIBUTES, "attributes in one tag")
    # Characters that XML forbids would end the parse silently.
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", text)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise ReadError("empty", "the page has no text") from error
    if any("depth" in (e.message or "").lower() for e in parser.error_log):
        raise ReadError("too_large", "the page nests its elements too deeply")
    at_most(sum(1 for _ in root.iter()), MAX_ELEMENTS, "elements")
    return root


# --- content -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Flow:
    """Running text of the body or of one cell."""

    blocks: list[_Piece] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    preformatted: int = 0


@dataclass(slots=True)
class _Grid:
    rows: list[list[tuple[_Flow, int, int]]] = field(default_factory=list)


_Piece = Paragraph | _Grid


def content(element: lxml_html.HtmlElement) -> tuple[Block, ...]:
    """Paragraphs and tables below ``element`` in order; layout tables are dissolved into what they hold."""
    flow = _walk(element)
    return tuple(_numbered(_with_pipes(list(_settled(flow.blocks)))))


def _walk(root: lxml_html.HtmlElement) -> _Flow:
    """One pass over the tree without recursion: pages with unclosed tags nest thousands of elements."""
    outer = _Flow()
    flows, grids, heading = [outer], list[_Grid](), 0
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
            if element is not root and (tag in _DROPPED or not tag or _is_hidden(element) or _is_chrome(element)):
                skip = element
                continue
            if tag == "br":
                _flush(flow, heading > 0)
            elif tag == "img" and (picture := _drawn(element.get("src", ""))):
                _flush(flow, heading > 0)
                flow.blocks.append(picture)
            elif tag == "input":
                if element.get("type", "text").lower() in ("text", "number"):
                    flow.buffer.append(element.get("value", ""))
            elif tag == "table":
                tables += 1
                at_most(tables, MAX_TABLES, "tables")
                at_most(len(grids), MAX_DEPTH, "tables nested in tables")
                _flush(flow, heading > 0)
                grids.append(_Grid())
                flow.blocks.append(grids[-1])
            elif tag == "tr" and grids:
                grids[-1].rows.append([])
            elif tag in ("td", "th") and grids:
                cells += 1
                at_most(cells, MAX_CELLS, "table cells")
                if not grids[-1].rows:
                    grids[-1].rows.append([])
                flows.append(_Flow())
                grids[-1].rows[-1].append((flows[-1], _span(element, "rowspan"), _span(element, "colspan")))
            elif tag in _BLOCKS:
                _flush(flow, heading > 0)
            heading += tag in _HEADINGS
            flow = flows[-1]
            flow.preformatted += tag == "pre"
            if _is_struck_out(element):
                skip = element
                continue
            if tag == "sup" and len(flows) > 1 and _FOOTNOTE.fullmatch(squeeze(element.text_content())):
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
        heading -= tag in _HEADINGS
        flow.preformatted -= tag == "pre"
        if tag in ("td", "th") and grids and len(flows) > 1:
            flows.pop()
        elif tag == "table" and grids:
            grids.pop()
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


def _flush(flow: _Flow, heading: bool) -> None:
    if not flow.buffer:
        return
    text = strip_artefacts("".join(flow.buffer))
    flow.buffer.clear()
    for line in text.split("\x01"):
        if tidy := _tidy(line):
            flow.blocks.append(Paragraph(tidy, heading=heading))


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" \xa0\u200b\ufeff")


def _span(element: lxml_html.HtmlElement, name: str) -> int:
    match = re.match(r"\s*(\d{1,9})", element.get(name, "1"))
    return int(match.group(1)) if match else 1


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    return bool(element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")))


def _is_struck_out(element: lxml_html.HtmlElement) -> bool:
    """A few words or digits that were corrected (struck out) or shrunk to nothing; a tag that was never closed is no correction."""
    if element.tag in ("s", "strike", "del") or _STRUCK.search(element.get("style", "")):
        return len(squeeze(element.text_content())) <= 30
    return bool(_SHRUNK.search(element.get("style", ""))) and len(element) == 0


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


def _settled(pieces: list[_Piece]) -> Iterator[Block | list[list[Draft]]]:
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield piece
        elif _is_info(piece):
            continue
        elif _is_layout(piece):
            for row in piece.rows:
                for flow, _, _ in row:
                    yield from _settled(flow.blocks)
        else:
            inner: list[_Piece] = []
            yield [[Draft(_cell_text(flow, inner), down, across) for flow, down, across in row] for row in piece.rows]
            yield from _settled(inner)


def _cell_text(flow: _Flow, inner: list[_Piece]) -> str:
    """Lines of a cell; a table inside that has several cells stands on its own, one of a single cell is its text."""
    lines: list[str] = []
    for piece in flow.blocks:
        if isinstance(piece, Paragraph):
            lines.append(piece.text)
        elif _size(piece) > 1:
            inner.append(piece)
        else:
            lines += [_cell_text(f, inner) for row in piece.rows for f, _, _ in row]
    return "\n".join(line for line in lines if line)


def _is_layout(grid: _Grid) -> bool:
    """A table that only places other content: one column, cells with whole passages, or next to nothing beside tables."""
    flows = [flow for row in grid.rows for flow, _, _ in row]
    filled = [f for f in flows if f.blocks]
    if max(map(len, grid.rows), default=0) <= 1:
        return True
    numbers = sum(len(f.blocks) == 1 and isinstance(p := f.blocks[0], Paragraph) and bool(_NUMBER.match(p.text)) for f in filled)
    if numbers >= 4 and 5 * numbers >= len(filled):
        return False
    if any(_is_passage(f) for f in filled):
        return True
    if not any(isinstance(b, _Grid) and _size(b) > 3 for f in filled for b in f.blocks):
        return False
    own = [sum(any(isinstance(b, Paragraph) for b in flow.blocks) for flow, _, _ in row) for row in grid.rows]
    return sum(count >= 2 for count in own) < 2


def _is_passage(flow: _Flow) -> bool:
    """Prose, or a section's heading with what follows it, also in tables inside: no cell of a statistical table."""
    texts = [squeeze(b.text) for b in flow.blocks if isinstance(b, Paragraph)]
    return (
        sum(map(len, texts)) > 300
        or (len(flow.blocks) > 2 and any(SECTION.match(t) and len(t) < 60 for t in texts))
        or any(_is_passage(f) for b in flow.blocks if isinstance(b, _Grid) for row in b.rows for f, _, _ in row)
    )


def _size(grid: _Grid) -> int:
    return sum(map(len, grid.rows))


def _with_pipes(pieces: list[Block | list[list[Draft]]]) -> Iterator[Block | list[list[Draft]]]:
    """Runs of paragraphs that are rows written with pipes become tables."""
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and isinstance(p := pieces[end], Paragraph) and ("|" in p.text or "｜" in p.text):
            end += 1
        rows = pipe_rows([p.text for p in pieces[at:end] if isinstance(p, Paragraph)]) if end - at > 1 else None
        if rows:
            yield table(-1, place([[Draft(text) for text in row] for row in rows]), exact=False)
            at = end
        else:
            yield pieces[at]
            at += 1


def _numbered(pieces: Iterator[Block | list[list[Draft]]]) -> Iterator[Block]:
    count = 0
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield piece
            continue
        if isinstance(piece, list):
            grid = place(piece)
            if any(grid):
                yield table(count, grid)
                count += 1
        else:
            yield table(count, piece.rows, piece.exact)
            count += 1


# --- where the article is ------------------------------------------------------------------------------------------


def _anchors(body: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """Elements that only the report has: statistical tables (the innermost) and section headings."""
    found: list[lxml_html.HtmlElement] = []
    for element in body.iter("table"):
        if not _is_out_of_sight(element) and element.find(".//table") is None and STATISTIC.search(squeeze(element.text_content())):
            found.append(element)
    for element in body.iter():
        if not isinstance(element.tag, str) or element.tag in _DROPPED or element.tag in ("a", "title"):
            continue
        for node, text in ((element, element.text), (element.getparent(), element.tail)):
            if node is None or not text or not text.strip():
                continue
            line = squeeze(text)
            if len(line) < 60 and (SECTION.match(line) or STATISTIC.search(line)) and not _in_link(node) and not _is_out_of_sight(node):
                found.append(node)
    return found


def _in_link(element: lxml_html.HtmlElement) -> bool:
    return element.tag == "a" or any(a.tag == "a" for a in element.iterancestors())


def _is_out_of_sight(element: lxml_html.HtmlElement) -> bool:
    return element.tag in _DROPPED or any(e.tag in _DROPPED or _is_hidden(e) for e in (element, *element.iterancestors()))


def _smallest(body: lxml_html.HtmlElement, anchors: list[lxml_html.HtmlElement]) -> lxml_html.HtmlElement:
    """The smallest element that holds every anchor, widened to the article's own container where there is one."""
    common = list(anchors[0].iterancestors()) if anchors[0].tag == "table" else [anchors[0], *anchors[0].iterancestors()]
    for other in anchors[1:]:
        line = {other, *other.iterancestors()}
        common = [e for e in common if e in line]
    smallest = common[0]
    while smallest is not body and (smallest.tag in ("tr", "td", "th", "tbody", "table", "p", "span", "font", "b", "strong") or smallest.tag in _HEADINGS):
        parent = smallest.getparent()
        if parent is None:
            break
        smallest = parent
    for element in (smallest, *smallest.iterancestors()):
        if element is body:
            break
        if _named_container(element):
            return element
    return smallest


def _named_container(element: lxml_html.HtmlElement) -> bool:
    names = [element.get("id", ""), *element.get("class", "").split()]
    return element.tag in ("article", "main") or any(_CONTAINERS.match(name) for name in names)


def _longest_container(body: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """For a page without the usual headings: the named container with most text outside links, else the body."""
    best, most = body, 0
    for element in body.iter():
        if isinstance(element.tag, str) and _named_container(element) and not _is_out_of_sight(element):
            links = sum(len(squeeze(a.text_content())) for a in element.iter("a"))
            size = len(squeeze(element.text_content())) - 2 * links
            if size > most:
                best, most = element, size
    return best if most > 40 else body


def _page_heading(body: lxml_html.HtmlElement, container: lxml_html.HtmlElement) -> str | None:
    """The article's title where it stands outside the container."""
    inside = set(container.iter())
    if container is body:
        return None
    for element in body.iter("h1", "h2", "h3", "div", "p"):
        if element in inside or _is_out_of_sight(element) or container in element.iter():
            continue
        if element.tag in ("div", "p") and not re.search(r"title|bt\b|tit", element.get("class", "") + " " + element.get("id", ""), re.I):
            continue
        text = _tidy(element.text_content())
        if 6 <= len(squeeze(text)) <= 80 and _TITLE.search(squeeze(text)) and re.search(r"\d{4}|[二〇○零]{2}", squeeze(text)):
            return text
    return None


# --- what the page says of itself ----------------------------------------------------------------------------------


def _base(root: lxml_html.HtmlElement, url: str | None) -> str | None:
    base = root.find(".//base[@href]")
    if base is None:
        return url
    try:
        return urljoin(url or "", base.get("href", "")) or url
    except ValueError:
        return url


def _links(root: lxml_html.HtmlElement, base: str | None) -> Iterator[Link]:
    for element in root.iter("a", "iframe", "embed", "object"):
        target = (element.get("href") or element.get("src") or element.get("data") or "").strip()
        if not target or target.startswith("#"):
            continue
        try:
            url = urljoin(base or "", target)
            scheme = urlsplit(url).scheme
        except ValueError:
            continue
        if scheme in ("", "http", "https"):
            yield Link(url, _tidy(element.get("title") or element.text_content()))


def _is_statistic(block: Block) -> bool:
    return isinstance(block, Table) and any(STATISTIC.search(squeeze(c.text)) for c in block.cells())


def _pictures(container: lxml_html.HtmlElement, base: str | None) -> tuple[Link, ...]:
    """The article's pictures, icons aside, as links: they may show the tables that its text lacks."""
    found = []
    for image in container.iter("img"):
        source = image.get("src", "").strip()
        if source and not source.startswith("data:") and not re.search(r"icon|logo|share|weixin|qrcode|spacer|blank", source, re.I):
            found.append((source, _tidy(image.get("title") or image.get("alt") or "")))
    out = []
    for source, said in found:
        try:
            out.append(Link(urljoin(base or "", source), said))
        except ValueError:
            continue
    return tuple(out)


def _metadata(root: lxml_html.HtmlElement) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property")
        value = _tidy(element.get("content") or "")
        if name and value and value.lower() != "null":
            meta.setdefault(name.strip(), value)
    if crumb := _breadcrumb(root):
        meta["breadcrumb"] = crumb
    for label, value in _info(root):
        meta.setdefault(label, value)
    return meta


def _breadcrumb(root: lxml_html.HtmlElement) -> str | None:
    for element in root.iter("div", "p", "span", "ul", "ol", "nav", "td", "section", "dl"):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        marked = bool(_CRUMB_CLASS.search(names))
        if not marked and not (element.text and "位置" in element.text):
            continue
        text = element.text_content()
        if len(squeeze(text)) > 160:
            continue
        links = [_tidy(a.text_content()) for a in element.iter("a")]
        match = _CRUMB_TEXT.match(text)
        if not match and len(links) < 2:
            continue
        said = match.group(1) if match and not match.group(0).lstrip().startswith("首页") else text
        parts = [p for p in (_tidy(re.sub(r"^.*位置(?:是)?\s*[:：]", "", part)) for part in _CRUMB_PARTS.split(said)) if p]
        if len(parts) < 2 <= len(links):
            parts = links
        if len(parts) > 1:
            return " > ".join(parts)
    return None


def _info(root: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Label and value of the info table (索引号, 发布机构, …), drawn as a table, a list or blocks."""
    for tag in ("table", "ul", "dl", "div", "section"):
        for element in root.iter(tag):
            text = element.text_content()
            if len(text) > 6_000 or ("号" not in text and "日期" not in text and "机构" not in text and "时间" not in text):
                continue
            pairs = _pairs(element)
            if len(pairs) >= 2:
                yield from pairs.items()
                return


def _pairs(element: lxml_html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting: str | None = None
    for part in element.iter("td", "th", "li", "p", "span", "div", "b", "strong", "em", "label", "i", "dt", "dd", "font"):
        if any(True for _ in part.iter("td", "th", "li", "p", "div", "dt", "dd")) and part.find("*") is not None and any(
            child.tag in ("td", "th", "li", "p", "div", "dt", "dd", "ul", "table", "tr", "tbody") for child in part.iterdescendants()
        ):
            continue
        text = _tidy(part.text_content())
        said = squeeze(text).replace("：", ":")
        if match := _INFO.match(said):
            waiting = match.group(1)
            tail = _tidy(part.tail or "").strip(":： ")
            if tail:
                found.setdefault(waiting, tail)
                waiting = None
        elif (match := _INFO_PAIR.match(said)) and len(said) < 200:
            value = _tidy(re.sub(r"^[^:：]*[:：]", "", text))
            if value:
                found.setdefault(match.group(1), value)
            waiting = None
        elif waiting and said:
            found.setdefault(waiting, text)
            waiting = None
    return found


def _is_info(grid: _Grid) -> bool:
    """The info table of an article page: metadata, no part of the report."""
    texts = [squeeze(_cell_text(flow, [])) for row in grid.rows for flow, _, _ in row]
    labels = sum(bool(_INFO.match(t) or (_INFO_PAIR.match(t) and len(t) < 60)) for t in texts)
    return labels >= 3 and 3 * labels >= len([t for t in texts if t])


def _embedded(text: str, shown: int) -> tuple[Block, ...]:
    """The article as a JSON string inside a script, for pages that their own script fills; ``shown`` is the length of the text without it."""
    best: tuple[Block, ...] = ()
    for match in _CONTENT_STRING.finditer(text):
        try:
            value = json.loads(f'"{match.group(1)}"', strict=False)
        except ValueError:
            continue
        if "<" not in value:
            continue
        root = parse(value)
        length = len(squeeze(root.text_content()))
        if length > shown or _anchors(root):
            best, shown = content(root), length
    return best
