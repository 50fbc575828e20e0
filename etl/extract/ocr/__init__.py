"""Scans and pictures of reports: the ruled grid first, then each cell by itself.

Needs the extra ``ocr`` (OpenCV, ONNX runtime, rapidocr with its models); nothing here is imported without need.
"""

from __future__ import annotations

from etl.documents import Document
from etl.errors import ReadError
from etl.report import Origin


def read(data: bytes, origin: Origin, first: Document | None = None) -> Document:
    """Reads a PDF of page images, or a picture; pages of a PDF that have text are read as text.

    ``first``, the document of an earlier reading, asks for a second look at it: the same pages at another resolution, of
    which only the tables are read, and in them whatever may be a number. Prose costs most of the time and serves nobody
    there; a label that the first reading was sure of, in a cell with the same edges, is taken over.

    Raises ``ReadError``: needs_ocr (the extra is not installed), encrypted, corrupt, too_large, empty.
    """
    try:
        from etl.extract.ocr.reader import read as read_scan
    except ImportError as error:
        raise ReadError(
            "needs_ocr", "a scan or picture: reading it needs the OCR extra, pip install 'gongkai[ocr]'"
        ) from error
    return read_scan(data, first)
