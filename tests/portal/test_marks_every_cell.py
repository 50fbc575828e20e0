"""From a number to its cell, in every format that the gold set writes: what is marked in the original is what was printed."""

from __future__ import annotations

import io
import random
import zipfile

import pypdfium2
import pytest

from bench.gold.cases import build
from bench.gold.formats import FORMATS, OFFICE
from etl.documents import Table
from etl.process import process
from etl.report import Origin, ReportCell
from etl.text import squeeze
from portal import reader
from portal.pages.cell import marked

_QUICK = ("html-nested", "docx-framed", "pdf", "ofd", "text-spaced")


def _in_archive(data: bytes, name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(name, data)
    return stream.getvalue()


def _behind_pages(data: bytes, number: int) -> bytes:
    """The PDF with so many empty pages before its own."""
    long, own = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(data)
    for _ in range(number):
        long.new_page(595, 842)
    long.import_pages(own)
    stream = io.BytesIO()
    long.save(stream)
    return stream.getvalue()


def _marked(tables: tuple[Table, ...], cell: ReportCell) -> list[str]:
    rows, _ = marked(tables, cell)
    return [one.text for row in rows for one, here in row.cells if here]


def _boxed(document: pypdfium2.PdfDocument, cell: ReportCell) -> str:
    """The text inside the line that the page draws round the cell."""
    assert cell.page
    assert cell.bbox
    page = document[cell.page - 1]
    left, top, right, bottom = cell.bbox
    height = page.get_height()
    return page.get_textpage().get_text_bounded(left - 1, height - bottom - 1, right + 1, height - top + 1)


def _check(data: bytes, origin: Origin) -> None:
    outcome = process(data, origin)
    assert outcome.report
    assert len(outcome.report.cells) > 150
    tables = reader.tables(data, origin)
    found = {c.key: [squeeze(text) for text in _marked(tables, c)] for c in outcome.report.cells}
    assert found == {c.key: [squeeze(c.printed)] for c in outcome.report.cells}
    if data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(data)
        assert [c.key for c in outcome.report.cells if squeeze(c.printed) not in squeeze(_boxed(document, c))] == []


@pytest.mark.parametrize("name", [
    name if name in _QUICK else pytest.param(name, marks=pytest.mark.slow) for name, format in FORMATS.items() if not format.slow])
def test_every_cell_of_a_report_is_marked_in_its_original(name: str) -> None:
    format = FORMATS[name]
    if format.office and not OFFICE:
        pytest.skip("LibreOffice is not installed")
    data = format.write(build("2021", f"{name}-marks"), random.Random(3))
    _check(data, Origin(name=format.file, headers=dict(format.headers)))
    if name not in _QUICK[1:]:
        _check(_in_archive(data, format.file), Origin(name="a.zip"))


@pytest.mark.slow
def test_a_report_at_the_end_of_sixty_pages() -> None:
    data = FORMATS["pdf"].write(build("2021", "long"), random.Random(3))
    _check(_behind_pages(data, 57), Origin(name="long.pdf"))
