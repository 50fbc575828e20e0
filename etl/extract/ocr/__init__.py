"""Scans and pictures of reports: the ruled grid first, then each cell by itself.

Needs the extra ``ocr`` (OpenCV, ONNX runtime, rapidocr with its models); nothing here is imported without need.
"""

from __future__ import annotations

from etl.documents import Document
from etl.errors import ReadError
from etl.report import Origin

DPI = 200
"""Resolution of the first reading."""
OTHER_DPI = 300
"""Resolution of the second reading."""


def read(data: bytes, origin: Origin, dpi: int = DPI) -> Document:
    """Reads a PDF of page images, or a picture; pages of a PDF that have text are read as text.

    Raises ``ReadError``: needs_ocr (the extra is not installed), encrypted, corrupt, too_large, empty.
    """
    try:
        from etl.extract.ocr.reader import read as read_scan
    except ImportError as error:
        raise ReadError(
            "needs_ocr", "a scan or picture: reading it needs the OCR extra, pip install 'gongkai[ocr]'"
        ) from error
    return read_scan(data, origin, dpi)
