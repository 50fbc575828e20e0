"""Portfolios: PDF files that hold others, and whose own page only says so."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2

from etl.extract.foreign import parsing
from etl.extract.pdf.layers import catalog_tells


def is_portfolio(data: bytes) -> bool:
    return b"EmbeddedFile" in data and catalog_tells(data, lambda catalog: "Collection" in catalog)


def files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What a file holds, by its names: labels, never paths to write to. Raises ``ReadError``: corrupt."""
    with parsing("the PDF"):
        pdf = pypdfium2.PdfDocument(data)
        try:
            for i in range(pdf.count_attachments()):
                held = pdf.get_attachment(i)
                yield held.get_name(), bytes(held.get_data())
        finally:
            pdf.close()
