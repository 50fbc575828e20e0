"""PDF, the reader of record: pdfplumber finds characters and ruled tables, page by page."""

from __future__ import annotations

import io
import re
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from etl.documents import Document
from etl.errors import ReadError
from etl.extract.grid import BoxedCell
from etl.extract.layout import Glyph, cell_text, lines
from etl.extract.limits import MAX_CHARS_PER_PAGE, MAX_LINES_PER_PAGE, MAX_PAGES, at_most
from etl.extract.paged import Page, RuledTable, TextLine, blocks, is_prose_box
from etl.report import Origin

_UNMAPPED = re.compile(r"\(cid:\d+\)")
_MAX_UNMAPPED = 0.02
"""Share of a file's characters that may lack a mapping before the whole text is mistrusted."""
_THIN = 2.0
_TAIL = re.compile(rb"startxref\s+\d+|%%EOF")


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: encrypted, corrupt, too_large, unreadable_font, needs_ocr, empty."""
    check_whole(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            at_most(len(pdf.pages), MAX_PAGES, "pages")
            info = {k: str(v).strip() for k, v in (pdf.metadata or {}).items() if isinstance(v, str) and v.strip()}
            pages, seen, unmapped, images = [], 0, 0, 0
            for page in pdf.pages:
                at_most(len(page.chars), MAX_CHARS_PER_PAGE, "characters on one page")
                at_most(len(page.edges), MAX_LINES_PER_PAGE, "rulings on one page")
                seen += len(page.chars)
                unmapped += sum(bool(_UNMAPPED.fullmatch(c["text"])) for c in page.chars)
                images += len(page.images)
                pages.append(_page(page))
                page.close()
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise ReadError("encrypted", "the PDF needs a password") from error
    except PdfminerException as error:
        if "Password" in repr(error):
            raise ReadError("encrypted", "the PDF needs a password") from error
        raise ReadError("corrupt", "the PDF is damaged") from error
    except (PDFException, PSException) as error:
        raise ReadError("corrupt", "the PDF is damaged") from error
    check_text(seen, unmapped, images)
    return Document(
        media_type="application/pdf", blocks=blocks(pages), reader="pdfplumber", title=info.get("Title"),
        meta=info, wrapped=True, pages=len(pages),
        warnings=(f"{unmapped} characters whose font maps them to nothing",) if unmapped else (),
    )


def check_whole(data: bytes) -> None:
    """A PDF ends with the place of its index; without it the file was cut off, and repairs would hide lost pages."""
    if not _TAIL.search(data[-4096:].rstrip(b"\0")):
        raise ReadError("corrupt", "the PDF breaks off before its end")


def check_text(characters: int, unmapped: int, images: int) -> None:
    """Raises unless the file has text that can be trusted."""
    if not characters:
        if images:
            raise ReadError("needs_ocr", "the PDF holds pictures of pages and no text")
        raise ReadError("empty", "the PDF has no text")
    if unmapped > max(3, _MAX_UNMAPPED * characters):
        raise ReadError("unreadable_font", f"{unmapped} of {characters} characters have a font that maps them to nothing")


def _page(page: Any) -> Page:
    glyphs = [Glyph(c["text"], c["x0"], c["top"], c["x1"], c["bottom"]) for c in page.chars if c["text"]]
    found: list[RuledTable] = []
    inside: set[int] = set()
    for area in page.filter(_is_ruling_or_text).find_tables():
        boxes = sorted(set(area.cells), key=lambda b: (b[1], b[0]))
        held = _shared_out(glyphs, boxes)
        cells = [BoxedCell(cell_text(glyphs[i] for i in held[b]), b, page.page_number) for b in boxes]
        if not is_prose_box(cells):
            found.append(RuledTable(tuple(cells)))
            inside.update(i for indexes in held.values() for i in indexes)
    loose = [TextLine(line.text, line.bbox[1], line.bbox[3]) for line in lines(g for i, g in enumerate(glyphs) if i not in inside)]
    parts: list[TextLine | RuledTable] = sorted([*found, *loose], key=lambda p: p.top)
    return Page(page.page_number, float(page.height), tuple(parts))


def _is_ruling_or_text(item: dict[str, Any]) -> bool:
    """Filled boxes without a stroke are backgrounds (unless thin as a line): their edges rule nothing."""
    if item["object_type"] not in ("rect", "curve"):
        return True
    return bool(item.get("stroke")) or min(item["width"], item["height"]) <= _THIN


def _shared_out(glyphs: list[Glyph], boxes: list[tuple[float, float, float, float]]) -> dict[Any, list[int]]:
    """Indexes of the glyphs whose centre lies in each box."""
    held: dict[Any, list[int]] = {box: [] for box in boxes}
    for i, glyph in enumerate(glyphs):
        x, y = glyph.center
        for box in boxes:
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                held[box].append(i)
                break
    return held


