"""DOCX (and macro or template kin), in this order:

``parts`` has python-docx open the package, mended where its links lead nowhere; ``numbering`` takes in styles and lists; ``walk`` goes
through the body, its tables and what they hold; ``runs`` says what Word shows of a paragraph. ``flat`` makes a package of one XML file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from docx.opc.part import Part
from lxml import etree

from etl.documents import Block, Document, Paragraph, Table
from etl.errors import ReadError
from etl.extract import kinds
from etl.extract.docx.numbering import Numbering, Styles
from etl.extract.docx.parts import core, main_part, open_package, related, root
from etl.extract.docx.walk import Piece, Walk
from etl.extract.grid import table
from etl.extract.marks import BARE_NUMBER, OBJECT
from etl.extract.package import child, local
from etl.report import Origin

#: Marks that may stand between two paragraphs.
_BETWEEN = frozenset({"bookmarkStart", "bookmarkEnd", "proofErr", "moveFromRangeStart", "moveFromRangeEnd"})
_KNOWN = re.compile("microsoft|openxmlformats|wps|kingsoft", re.I)
"""Whose name spaces office programs know."""
_OF_PAGE = re.compile(r"-.*-", re.S)
_NEAR = 20
"""Siblings among which the next paragraph is looked for."""


def read(data: bytes, origin: Origin, depth: int = 0) -> Document:
    """Raises ``ReadError``: corrupt, encrypted, too_large, empty."""
    package = open_package(data)
    main = main_part(package)
    content = root(main, "the document part")
    _choose(content)
    _drop_prompts(content)
    _join_deleted_marks(content)
    body = child(content, "body")
    if body is None:
        raise ReadError("corrupt", "the document part has no body")
    styles = Styles.of(main)
    walk = Walk(main, Numbering.of(main, styles), styles, depth)
    covered = _has_loose_number(body)
    blocks = list(walk.flow(body))
    warnings = list(walk.warnings)
    if not blocks and (blocks := list(_headers(main, depth))):
        warnings.append("the body is empty: text of headers and footers read instead")
    if not blocks:
        raise ReadError("empty", "the document has no text")
    return Document(
        media_type=kinds.DOCX, blocks=tuple(_indexed(blocks, covered)), reader="python-docx", title=core(package, "title"),
        meta={k: v for k in ("creator", "created", "modified") if (v := core(package, k))}, warnings=tuple(warnings),
    )


def _choose(root: etree._Element) -> None:
    """Drops what is written for programs that nobody has: the version for all others is then shown in its place."""
    for choice in list(root.iter("{*}Choice")):
        spaces = (choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split())
        if any(space and not _KNOWN.search(space) for space in spaces) and (parent := choice.getparent()) is not None:
            if choice.getprevious() is None and (other := choice.getnext()) is not None:
                other.tag = choice.tag
            parent.remove(choice)


def _drop_prompts(root: etree._Element) -> None:
    """Empties the content controls that nobody has filled in: 单击此处输入文字 is no text of the document."""
    for control in root.iter("{*}sdt"):
        if child(control, "sdtPr", "showingPlcHdr") is not None:
            for text in control.iter("{*}t"):
                text.text = ""


def _join_deleted_marks(root: etree._Element) -> None:
    """Puts a paragraph whose mark is deleted in front of the next one: accepted, the change makes one of the two."""
    for paragraph in reversed(list(root.iter("{*}p"))):
        mark = child(paragraph, "pPr", "rPr")
        if child(mark, "del") is None and child(mark, "moveFrom") is None:
            continue
        following = next((e for e in islice(paragraph.itersiblings(), _NEAR) if local(e) not in _BETWEEN), None)
        parent = paragraph.getparent()
        if following is None or local(following) != "p" or parent is None:
            continue
        start = 0 if child(following, "pPr") is None else 1  # properties come first
        following[start:start] = [e for e in paragraph if local(e) != "pPr"]
        parent.remove(paragraph)


def _has_loose_number(body: etree._Element) -> bool:
    """Whether a text box outside the tables holds a bare number, and not a page's (by a field, or between dashes): it may lie over any cell,
    for where it lies only the laid out page tells."""
    loose = (box for box in body.iter("{*}txbxContent") if next(box.iterancestors("{*}tc"), None) is None)
    said = ("".join(text.text or "" for text in box.iter("{*}t")).strip() for box in loose if next(box.iter("{*}instrText", "{*}fldSimple"), None) is None)
    return any(BARE_NUMBER.fullmatch(text) and any(map(str.isdecimal, text)) and not _OF_PAGE.fullmatch(text) for text in said)


def _indexed(pieces: list[Piece], covered: bool) -> Iterator[Block]:
    """``covered``: whether a number may lie over any cell that is blank."""
    count = 0
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield piece
            continue
        if any(piece.rows):
            rows = [[replace(cell, text=cell.text or OBJECT) for cell in row] for row in piece.rows] if covered else piece.rows
            yield table(count, rows, piece.exact if isinstance(piece, Table) else True)
            count += 1


def _headers(main: Part, depth: int) -> Iterator[Piece]:
    for kind in ("header", "footer"):
        for part in related(main, kind):
            yield from Walk(part, Numbering({}, Styles()), Styles(), depth).flow(root(part, f"a {kind}"))
