"""Writes a report as DOCX in the official form: merged cells both ways, vertical text, indents of U+3000."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.sites.layout import Block, Grid, Text

_WHEN = datetime(2020, 1, 1, 8, 0, 0)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def _table(document: docx.document.Document, grid: Grid, blank: str) -> None:
    width = max(column + cell.colspan for _, column, cell in grid.placed())
    table = document.add_table(rows=len(grid.rows), cols=width)
    table.style = "Table Grid"
    lattice = [list(row.cells) for row in table.rows]
    for row, column, cell in grid.placed():
        target = lattice[row][column]
        if cell.rowspan > 1 or cell.colspan > 1:
            target = target.merge(lattice[row + cell.rowspan - 1][column + cell.colspan - 1])
        # A vertical label is one character a line, each a paragraph of its own, as in the official template.
        lines = list(cell.text) if cell.kind == "vertical" else (cell.text or blank).split("\n")
        target.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            target.add_paragraph(line)
        for paragraph in target.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


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
