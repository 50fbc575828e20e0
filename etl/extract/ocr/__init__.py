"""Scans and pictures of reports: the ruled grid first, then each cell by itself.

Needs the extra ``ocr`` (OpenCV, ONNX runtime, rapidocr with its models); nothing here is imported without need.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from etl.documents import Block, Document
from etl.errors import ReadError
from etl.report import Origin


def read(data: bytes, origin: Origin, first: Document | None = None) -> Document:
    """Reads a PDF of page images, or a picture; pages of a PDF that have text are read as text.

    ``first``, the document of an earlier reading, asks for a second look at it: the same pages at another resolution, of
    which only the tables are read, and in them whatever may be a number. Prose costs most of the time and serves nobody
    there: it is taken over, and so is a label that the first reading was sure of, in a cell with the same edges. A page on
    whose lines numbers stand alone is read whole, as nobody knows yet which of them are a table's: in the order of its words,
    so that columns which the first reading found by gaps alone are confirmed only where no blank stands among them.

    Raises ``ReadError``: needs_ocr (the extra is not installed), encrypted, corrupt, too_large, empty.
    """
    return _reader().read(data, first)


def inset(data: bytes, again: bool = False, whole: bool = False) -> tuple[Block, ...]:
    """What a picture inside a document shows: its ruled tables, with the prose round them where it is ``whole`` a page.

    ``again`` reads it at another resolution. Raises ``ReadError``: needs_ocr, corrupt, too_large, unsupported.
    """
    return _reader().read_inset(data, again, whole)


def _reader() -> ModuleType:
    try:
        return import_module("etl.extract.ocr.reader")
    except ImportError as error:
        raise ReadError(
            "needs_ocr", "a scan or picture: reading it needs the OCR extra, pip install 'gongkai[ocr]'"
        ) from error
