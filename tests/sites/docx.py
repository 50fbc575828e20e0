"""Writes a report as DOCX in the official form: merged cells both ways, vertical text, indents of U+3000."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.sites.layout import Block, Grid, Text

_WHEN = datetime(2020, 1, 1, 8, 0, 0)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


_CENTRED = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'


def _table(document: docx.document.Document, grid: Grid, blank: str) -> None:
    """One piece of XML: python-docx looks for a table's cells anew for each that is written or merged."""
    width = max(column + cell.colspan for _, column, cell in grid.placed())
    rows: list[dict[int, str]] = [{} for _ in grid.rows]
    for row, column, cell in grid.placed():
        # A vertical label is one character a line, each a paragraph of its own, as in the official template.
        lines = list(cell.text) if cell.kind == "vertical" else (cell.text or blank).split("\n")
        for i in range(cell.rowspan):
            merged = ("<w:vMerge/>" if i else '<w:vMerge w:val="restart"/>') if cell.rowspan > 1 else ""
            text = "<w:p/>" if i else "".join(map(_CENTRED.format, map(escape, lines)))
            rows[row + i][column] = f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.colspan}"/>{merged}</w:tcPr>{text}</w:tc>'
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    for cells in rows:
        table._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}>{''.join(cells[column] for column in sorted(cells))}</w:tr>"))


def write(blocks: Iterable[Block], title: str, blank: str = "") -> bytes:
    """The file's bytes, the same on every call. ``blank`` is what an empty cell holds (``\\u3000\\u3000`` in the template)."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "示例", "示例"
    properties.created = properties.modified = properties.last_printed = _WHEN
    properties.revision = 1
    for block in blocks:
        if isinstance(block, Grid):
            _table(document, block, blank)
        else:
            _paragraph(document, block)
    raw = io.BytesIO()
    document.save(raw)
    return _fixed(raw.getvalue())


def _paragraph(document: docx.document.Document, block: Text) -> None:
    if block.kind == "title":
        document.add_paragraph(block.text, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.kind == "heading":
        document.add_paragraph(block.text, style="Heading 1")
    elif block.kind == "subheading":
        document.add_paragraph().add_run("　　" + block.text).bold = True
    else:
        paragraph = document.add_paragraph()
        # Word splits runs wherever someone once edited.
        half = len(block.text) // 2
        paragraph.add_run("　　" + block.text[:half])
        paragraph.add_run(block.text[half:])


def _fixed(data: bytes) -> bytes:
    """The same archive with fixed times, so that the same report gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            info = zipfile.ZipInfo(item.filename, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(item))
    return out.getvalue()
