"""The one function that crawler, ingest, parse and rebuild all call: bytes in, a report or a classified failure out."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from etl.check import check, needs_second_reading, reconcile
from etl.documents import Document, Table
from etl.errors import ReadError
from etl.extract import PdfReader, archives, bounded, extract, insets, ocr
from etl.extract import sniff as media_type_of
from etl.parse.report import parse
from etl.report import Origin, Outcome, Report


def process(data: bytes, origin: Origin) -> Outcome:
    """Reads, parses and checks one file. Pure: no network, no disk, no clock; the same bytes give the same outcome.

    Never raises :class:`~etl.errors.ReadError`: it is returned. Any other exception is a defect and passes through.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        return Outcome(digest, report=(report := read(data, origin, digest)), media_type=report.media_type)
    except ReadError as error:
        return Outcome(digest, error=error, media_type=media_type_of(data))


def read(data: bytes, origin: Origin, digest: str) -> Report:
    """One report, read a second time by an independent way where the first reading looks odd.

    Raises :class:`~etl.errors.ReadError`.
    """
    document = extract(data, origin)
    report = check(parse(document, origin, digest))
    # A recogniser errs without a sign, and many a cell stands in no sum.
    if not needs_second_reading(report) and document.reader != _RECOGNISED and document.unread is None:
        return report
    try:
        second = reread(data, origin, document)
        if second is None:
            return report
        other = check(parse(second, origin, digest))
    except ReadError:
        # Seen by one way only: what the first reading found stands, and each table says that nothing confirms it.
        other = replace(report, cells=())
    return reconcile(report, other)


#: The two readers of PDF are each other's second opinion.
_OTHER_READER: dict[str, PdfReader] = {"pdfium": "pdfplumber", "pdfplumber": "pdfium"}
_RECOGNISED = "ocr"


def reread(data: bytes, origin: Origin, document: Document) -> Document | None:
    """The same bytes by another way: a PDF by the other reader, a grid by the order of its cells. None where there is none.

    Raises :class:`~etl.errors.ReadError` where the other way fails.
    """
    data = archives.source(data, document)
    if document.reader == _RECOGNISED:
        return ocr.read(data, origin, document)
    if document.unread is not None:
        return insets.read(document, again=True)
    if document.second is not None:
        return bounded(document.second)
    if other := _OTHER_READER.get(document.reader):
        return extract(data, origin, reader=other)
    if any(t.exact for t in document.tables):
        blocks = tuple(_in_order(b) if isinstance(b, Table) else b for b in document.blocks)
        return replace(document, blocks=blocks, reader=f"{document.reader}/order")
    return None


def _in_order(table: Table) -> Table:
    """A table with its spans forgotten: only the order of the cells in each row is left to read by."""
    rows = tuple(
        tuple(replace(c, row=i, column=k, rowspan=1, colspan=1) for k, c in enumerate(row)) for i, row in enumerate(table.rows)
    )
    return replace(table, rows=rows, exact=False)
