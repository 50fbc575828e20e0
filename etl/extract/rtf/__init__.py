"""RTF: text and tables from the control words that carry them. Chinese comes as GBK bytes or ``\\uN``.

``head`` says which charset and which colours are meant, ``reader`` goes through the control words, ``rows`` makes tables of the rows.
"""

from __future__ import annotations

from etl.documents import Document
from etl.errors import ReadError
from etl.extract import kinds
from etl.extract.rtf.reader import Reader
from etl.extract.rtf.rows import blocks
from etl.report import Origin


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: corrupt (braces that never close), too_large, empty."""
    found = tuple(blocks(Reader(data).run()))
    if not found:
        raise ReadError("empty", "the document has no text")
    return Document(media_type=kinds.RTF, blocks=found, reader="rtf")
