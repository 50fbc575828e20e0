"""DOCX (and macro or template kin): python-docx opens the package, the XML is walked in the body's order.

python-docx itself repeats merged cells and loses insertions, content controls and nested tables, hence the walk.
Elements are known by their local names, so that strict and transitional files read alike.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from docx.opc.package import OpcPackage
from docx.opc.part import Part
from lxml import etree

from etl.documents import Block, Cell, Document, Paragraph, Picture, Table
from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.grid import table
from etl.extract.limits import MAX_CELLS, MAX_DEPTH, MAX_SPAN, MAX_TABLES, at_most
from etl.extract.package import attribute, child, local, member, open_zip, parse_xml, verify_zip
from etl.report import Origin
from etl.text import strip_artefacts

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Deleted or hidden content, and the second copy of what ``mc:Choice`` holds.
_DROPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr",
            "tblGrid", "trPr", "tcPr", "proofErr", "bookmarkStart", "bookmarkEnd", "annotationRef", "footnoteRef"}
_BARE_NUMBER = re.compile(r"[\d\s.,/+-]*")
_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def read(data: bytes, origin: Origin, depth: int = 0) -> Document:
    """Raises ``ReadError``: corrupt, encrypted, too_large, empty."""
    package = _open(data)
    main = _main_part(package)
    root = parse_xml(main.blob, "the document part")
    body = child(root, "body")
    if body is None:
        raise ReadError("corrupt", "the document part has no body")
    walk = _Walk(main, _Numbering.of(main), _heading_styles(main), depth)
    blocks = list(walk.flow(body))
    warnings = list(walk.warnings)
    if not blocks:
        blocks = list(_headers(main, depth))
        if blocks:
            warnings.append("the body is empty: text of headers and footers read instead")
    if not blocks:
        raise ReadError("empty", "the document has no text")
    return Document(
        media_type=MEDIA_TYPE, blocks=tuple(_indexed(blocks)), reader="python-docx", title=_core(package, "title"),
        meta={k: v for k in ("creator", "created", "modified") if (v := _core(package, k))}, warnings=tuple(warnings),
    )


@dataclass(slots=True)
class _Rows:
    """A table whose place among the document's tables is not known yet."""

    rows: list[list[Cell]]


_Piece = Paragraph | _Rows | Block


def _indexed(pieces: list[_Piece]) -> Iterator[Block]:
    count = 0
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield piece
            continue
        if any(piece.rows):
            yield table(count, piece.rows, piece.exact if isinstance(piece, Table) else True)
            count += 1


# --- the package ---------------------------------------------------------------------------------------------------


def _open(data: bytes) -> OpcPackage:
    verify_zip(data)  # python-docx reads every part whole
    with open_zip(data) as package:
        with suppress(ReadError), parsing("the document"):
            return OpcPackage.open(io.BytesIO(data))
        with parsing("the document"):
            return OpcPackage.open(io.BytesIO(_without_dangling_relationships(package)))


def _without_dangling_relationships(package: zipfile.ZipFile) -> bytes:
    """The package again, less the relationships to parts it does not have (``word/NULL`` and the like)."""
    names = set(package.namelist())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for name in sorted(names):
            data = member(package, name)
            if name.endswith(".rels"):
                root = parse_xml(data, name)
                folder = posixpath.dirname(posixpath.dirname(name))
                for link in list(root):
                    target = link.get("Target", "")
                    path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                    if link.get("TargetMode") != "External" and path not in names:
                        root.remove(link)
                data = etree.tostring(root)
            copy.writestr(name, data)
    return out.getvalue()


def _main_part(package: OpcPackage) -> Part:
    for link in package.rels.values():
        if not link.is_external and link.reltype.endswith("/officeDocument"):
            return link.target_part
    raise ReadError("corrupt", "the package names no document part")


def _related(part: Part, kind: str) -> Iterator[Part]:
    for link in part.rels.values():
        if not link.is_external and link.reltype.endswith("/" + kind):
            yield link.target_part


def _core(package: OpcPackage, name: str) -> str | None:
    for link in package.rels.values():
        if not link.is_external and link.reltype.endswith("core-properties"):
            element = child(parse_xml(link.target_part.blob, "the core properties"), name)
            return (element.text or "").strip() or None if element is not None else None
    return None


def _headers(main: Part, depth: int) -> Iterator[_Piece]:
    for kind in ("header", "footer"):
        for part in _related(main, kind):
            yield from _Walk(part, _Numbering({}, {}), frozenset(), depth).flow(parse_xml(part.blob, f"a {kind}"))


def _heading_styles(main: Part) -> frozenset[str]:
    """Identifiers of the paragraph styles that are titles or headings."""
    found = set()
    for part in _related(main, "styles"):
        for style in parse_xml(part.blob, "the styles").iter():
            if local(style) == "style" and style_name(style).lower().startswith(("heading", "title", "标题")):
                found.add(attribute(style, "styleId") or "")
    return frozenset(found)


def style_name(style: etree._Element) -> str:
    return attribute(child(style, "name"), "val") or ""


# --- automatic numbers ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class _Numbering:
    """Automatic list numbers, which are no text in the file: 一、 before 总体情况 may come from here."""

    levels: dict[tuple[str, int], _Level]
    styles: dict[str, tuple[str, int]]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, main: Part) -> _Numbering:
        levels: dict[tuple[str, int], _Level] = {}
        for part in _related(main, "numbering"):
            root = parse_xml(part.blob, "the numbering")
            abstract = {attribute(e, "abstractNumId"): e for e in root if local(e) == "abstractNum"}
            for num in (e for e in root if local(e) == "num"):
                number = attribute(num, "numId") or ""
                base = abstract.get(attribute(child(num, "abstractNumId"), "val"))
                overrides = [e for e in num if local(e) == "lvlOverride"]
                for level in [e for e in base if local(e) == "lvl"] if base is not None else []:
                    depth = _int(attribute(level, "ilvl"), 0)
                    levels[number, depth] = _Level(
                        attribute(child(level, "numFmt"), "val") or "decimal",
                        attribute(child(level, "lvlText"), "val") or "",
                        _int(attribute(child(level, "start"), "val"), 1),
                    )
                for override in overrides:
                    key = number, _int(attribute(override, "ilvl"), 0)
                    start = attribute(child(override, "startOverride"), "val")
                    if start and key in levels:
                        levels[key].start = _int(start, 1)
        return cls(levels, _numbered_styles(main))

    def next(self, properties: etree._Element | None) -> str:
        """The number that stands before the paragraph with these properties, or nothing."""
        key = self._key(properties)
        if key is None or key not in self.levels:
            return ""
        number, depth = key
        self.counts[key] = self.counts.get(key, self.levels[key].start - 1) + 1
        for deeper in range(depth + 1, 9):
            self.counts.pop((number, deeper), None)

        def said(match: re.Match[str]) -> str:
            at = number, int(match.group(1)) - 1
            level = self.levels.get(at)
            return _format(self.counts.get(at, level.start), level.form) if level else ""

        return re.sub(r"%(\d)", said, self.levels[key].text) if self.levels[key].form not in ("bullet", "none") else ""

    def _key(self, properties: etree._Element | None) -> tuple[str, int] | None:
        numbering = child(properties, "numPr")
        if numbering is not None and (number := attribute(child(numbering, "numId"), "val")):
            return None if number == "0" else (number, _int(attribute(child(numbering, "ilvl"), "val"), 0))
        return self.styles.get(attribute(child(properties, "pStyle"), "val") or "")


def _numbered_styles(main: Part) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for part in _related(main, "styles"):
        for style in parse_xml(part.blob, "the styles"):
            numbering = child(style, "pPr", "numPr")
            if local(style) == "style" and (number := attribute(child(numbering, "numId"), "val")):
                depth = _int(attribute(child(numbering, "ilvl"), "val"), 0)
                found[attribute(style, "styleId") or ""] = number, depth
    return found


def _int(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


def _format(number: int, form: str) -> str:
    if form in ("chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting",
                "ideographDigital", "chineseLegalSimplified", "taiwaneseCounting", "koreanDigital2"):
        return _han(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    if form == "decimalZero":
        return f"{number:02}"
    return str(number)


def _han(number: int) -> str:
    """Chinese numeral below 100, as headings use it: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


# --- the walk ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Walk:
    part: Part
    numbering: _Numbering
    headings: frozenset[str]
    depth: int
    warnings: list[str] = field(default_factory=list)
    tables: int = 0
    cells: int = 0

    def flow(self, parent: etree._Element, depth: int = 0) -> Iterator[_Piece]:
        """Paragraphs and tables below ``parent``, in order; a table's nested ones follow it."""
        at_most(depth, MAX_DEPTH, "parts nested in parts")
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, depth)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name == "altChunk":
                yield from self._embedded(element)
            elif name and name not in _DROPPED:
                # sdt, sdtContent, ins, moveTo, customXml, smartTag, AlternateContent, Choice, hdr, ftr, …
                yield from self.flow(element, depth + 1)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[_Piece]:
        boxes: list[etree._Element] = []
        pictures: list[Picture] = []
        text = strip_artefacts("".join(self._text(element, boxes, pictures)))
        properties = child(element, "pPr")
        text = text.strip(" \t\r\n") and text
        if text:
            number = self.numbering.next(properties)
            if not _BARE_NUMBER.fullmatch(text.strip()):  # before a cell's number it would make another number
                text = number + text
            style = attribute(child(properties, "pStyle"), "val") or ""
            heading = style in self.headings or child(properties, "outlineLvl") is not None
            for line in text.split("\n"):
                if line.strip():
                    yield Paragraph(line.rstrip(), heading=heading)
        yield from pictures
        for box in boxes:
            yield from self.flow(box, depth + 1)

    def _picture(self, element: etree._Element) -> Iterator[Picture]:
        link = self.part.rels.get(attribute(element, "embed") or attribute(element, "id") or "")
        if link is not None and not link.is_external:
            yield Picture("", data=link.target_part.blob)

    def _text(self, parent: etree._Element, boxes: list[etree._Element], pictures: list[Picture]) -> Iterator[str]:
        stack = [iter(parent)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
                continue
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name in ("tab", "ptab"):
                yield "\t"
            elif name in ("br", "cr"):
                yield "\n" if attribute(element, "type") in (None, "textWrapping") else ""
            elif name in ("noBreakHyphen", "softHyphen"):
                yield "-" if name == "noBreakHyphen" else ""
            elif name == "sym":
                yield _symbol(element)
            elif name == "txbxContent":
                boxes.append(element)
            elif name in ("blip", "imagedata"):
                pictures.extend(self._picture(element))
            elif name == "r" and any(_on(element, word) for word in ("vanish", "strike", "dstrike")):
                continue
            elif name == "r" and _is_raised_number(element):
                # a footnote's number behind a figure must not become a digit of it
                yield f"〔{''.join(t.text or '' for t in element.iter() if local(t) == 't').strip()}〕"
            elif name and name not in _DROPPED:
                stack.append(iter(element))

    def _table(self, element: etree._Element, depth: int) -> Iterator[_Piece]:
        self.tables += 1
        at_most(self.tables, MAX_TABLES, "tables")
        at_most(depth, MAX_DEPTH, "tables nested in tables")
        rows: list[list[_WordCell]] = []
        inner: list[_Piece] = []
        for row in _children(element, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            column = _int(attribute(child(properties, "gridBefore"), "val"), 0)
            out: list[_WordCell] = []
            for cell in _children(row, "tc"):
                self.cells += 1
                at_most(self.cells, MAX_CELLS, "table cells")
                shape = child(cell, "tcPr")
                span = min(MAX_SPAN, max(1, _int(attribute(child(shape, "gridSpan"), "val"), 1)))
                down, across = child(shape, "vMerge"), child(shape, "hMerge")
                texts: list[str] = []
                for piece in self.flow(cell, depth + 1):
                    if isinstance(piece, Picture):
                        inner.append(piece)
                    elif isinstance(piece, Paragraph):
                        texts.append(piece.text)
                    elif isinstance(piece, _Rows) and sum(map(len, piece.rows)) <= 1:
                        texts += [c.text for r in piece.rows for c in r]
                    else:
                        inner.append(piece)
                text = "\n".join(t.strip(" \t") for t in texts)
                if across is not None and (attribute(across, "val") or "continue") == "continue" and out:
                    out[-1].span += span
                else:
                    continued = down is not None and (attribute(down, "val") or "continue") == "continue"
                    out.append(_WordCell(text, column, span, continued))
                column += span
            rows.append(out)
        yield _Rows(_merged(rows))
        yield from inner

    def _embedded(self, element: etree._Element) -> Iterator[_Piece]:
        link = self.part.rels.get(attribute(element, "id") or "")
        if link is None or link.is_external:
            return
        at_most(self.depth, 5, "documents embedded in documents")
        data = link.target_part.blob
        from etl.extract import html, text

        try:
            if data[:4] == b"PK\x03\x04":
                found = read(data, Origin(), self.depth + 1)
            elif b"<" in data[:1024]:
                found = html.read(data, Origin())
            else:
                found = text.read(data, Origin())
        except ReadError as error:
            self.warnings.append(f"an embedded part could not be read: {error.message}")
            return
        yield from found.blocks


@dataclass(slots=True)
class _WordCell:
    text: str
    column: int
    span: int
    continued: bool
    rows: int = 1


def _merged(rows: list[list[_WordCell]]) -> list[list[Cell]]:
    """Vertical merges as row spans; a continued cell whose beginning is missing stands as a cell of its own."""
    above: dict[int, _WordCell] = {}
    kept: list[list[_WordCell]] = []
    for row in rows:
        current: dict[int, _WordCell] = {}
        own: list[_WordCell] = []
        for cell in row:
            first = above.get(cell.column) if cell.continued else None
            if first is not None and first.span == cell.span:
                first.rows += 1
                first.text = "\n".join(t for t in (first.text, cell.text) if t)
                current[cell.column] = first
            else:
                own.append(cell)
                current[cell.column] = cell
        above = current
        kept.append(own)
    return [[Cell(c.text, r, c.column, c.rows, c.span) for c in row] for r, row in enumerate(kept)]


def _children(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Children of this name, also inside content controls, insertions and the like."""
    for element in parent:
        name = local(element)
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"):
            yield from _children(element, wanted)


def _on(run: etree._Element, word: str) -> bool:
    """Whether a run is formatted so: the element is there and does not say no."""
    found = child(run, "rPr", word)
    return found is not None and attribute(found, "val") not in ("0", "false", "off")


def _is_raised_number(run: etree._Element) -> bool:
    text = "".join(t.text or "" for t in run.iter() if local(t) == "t").strip()
    return bool(re.fullmatch(r"\d{1,2}", text)) and attribute(child(run, "rPr", "vertAlign"), "val") == "superscript"


def _symbol(element: etree._Element) -> str:
    code = attribute(element, "char") or ""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
