"""DOCX (and macro or template kin), in this order:

``parts`` has python-docx open the package, mended where its links lead nowhere; ``numbering`` takes in styles and lists; ``walk`` goes
through the body, its tables and what they hold; ``runs`` says what Word shows of a paragraph. ``flat`` makes a package of one XML file.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from etl.documents import Block, Document, Paragraph, Table
from etl.errors import ReadError
from etl.extract import kinds
from etl.extract.docx.numbering import Numbering, Styles
from etl.extract.docx.parts import core, main_part, open_package, root
from etl.extract.docx.walk import Piece, Walk
from etl.extract.grid import table
from etl.extract.package import child
from etl.report import Origin


def read(data: bytes, origin: Origin, depth: int = 0) -> Document:
    """Raises ``ReadError``: corrupt, encrypted, too_large, empty."""
    package = open_package(data)
    main = main_part(package)
    content = root(main, "the document part")
    _drop_prompts(content)
    body = child(content, "body")
    if body is None:
        raise ReadError("corrupt", "the document part has no body")
    styles = Styles.of(main)
    walk = Walk(main, Numbering.of(main, styles), styles, depth)
    blocks = list(walk.flow(body))
    if not blocks:
        raise ReadError("empty", "the document has no text")
    return Document(
        media_type=kinds.DOCX, blocks=tuple(_indexed(blocks)), reader="python-docx", title=core(package, "title"),
        meta={k: v for k in ("creator", "created", "modified") if (v := core(package, k))}, warnings=tuple(walk.warnings),
    )


def _drop_prompts(root: etree._Element) -> None:
    """Empties the content controls that nobody has filled in: 单击此处输入文字 is no text of the document."""
    for control in root.iter("{*}sdt"):
        if child(control, "sdtPr", "showingPlcHdr") is not None:
            for text in control.iter("{*}t"):
                text.text = ""


def _indexed(pieces: list[Piece]) -> Iterator[Block]:
    count = 0
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield piece
            continue
        if any(piece.rows):
            yield table(count, piece.rows, piece.exact if isinstance(piece, Table) else True)
            count += 1
