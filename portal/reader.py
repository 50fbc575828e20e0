"""What a worker process does for the cell pages: reads an archived file again, as tables or as the picture of a page.

Runs only inside :class:`etl.workers.WorkerPool`: the file is untrusted, its reader may hang, swell or die. A job is a line of
JSON, a line feed, and the file: ``{"want": "tables"}`` or ``{"want": "page", "page": 3}`` (pages from 1).
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from typing import Any

from etl.documents import Table
from etl.errors import ReadError
from etl.extract import kinds
from etl.extract.pdf.quick import text_page
from etl.report import Origin, Outcome

#: Points to pixels; large pages are drawn smaller so that a picture never has more pixels than this.
_SCALE = 2.0
_MAX_PIXELS = 4_000_000
#: Scans are straightened at the resolution at which they are read, so that they are turned by the same angle.
_DPI = 200


@dataclass(frozen=True, slots=True)
class PageImage:
    png: bytes
    width: float
    """In points, as the boxes of cells are."""
    height: float


@dataclass(frozen=True, slots=True)
class Reread(Outcome):
    """What a job gives: ``tables`` or ``image``, as it wanted, unless ``error`` says why not."""

    tables: tuple[Table, ...] = ()
    image: PageImage | None = None


def job(data: bytes, **wanted: object) -> bytes:
    return json.dumps(wanted).encode() + b"\n" + data


def work(framed: bytes, origin: Origin) -> Reread:
    """The function that the pool calls."""
    head, _, data = framed.partition(b"\n")
    wanted = json.loads(head)
    try:
        if wanted["want"] == "page":
            return Reread("", image=page_image(data, wanted["page"]))
        return Reread("", tables=tables(data, origin))
    except ReadError as error:
        return Reread("", error=error)


def tables(data: bytes, origin: Origin) -> tuple[Table, ...]:
    """The file's tables, numbered as the places of cells refer to them."""
    from etl.extract import extract
    from etl.parse.report import layout

    return layout(extract(data, origin)).tables


def page_image(data: bytes, number: int) -> PageImage:
    """One page of a PDF, of a scan or of a picture as PNG. What was recognised from a picture is shown as the reader had it,
    evened and turned straight: the boxes of its cells are places on that."""
    if kinds.media_type(data) == kinds.PDF:
        return _pdf_page(data, number)
    from etl.extract.ocr.images import Picture, pictures

    page = next(islice(pictures(data, _DPI)[2], number - 1, None), None)
    if not isinstance(page, Picture):
        raise ReadError("corrupt", f"there is no page {number}")
    return _straight(page.gray, page.scale)


def _pdf_page(data: bytes, number: int) -> PageImage:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise ReadError("corrupt", f"page {number} cannot be drawn: {error}") from error
    if text_page(document, number) is None and _can_recognise():
        import numpy

        from etl.extract.ocr.images import drawn

        image, scale = drawn(page, _DPI, _MAX_PIXELS)
        return _straight(numpy.asarray(image.convert("L")), scale)
    width, height = page.get_size()
    fitting = (_MAX_PIXELS / max(width * height, 1)) ** 0.5
    picture = page.render(scale=min(_SCALE, fitting)).to_pil().convert("RGB").quantize(32)
    return PageImage(_png(picture), width, height)


def _can_recognise() -> bool:
    """Without the extra ``ocr`` no scan was read, and none need be turned."""
    return find_spec("cv2") is not None


def _straight(gray: Any, scale: float) -> PageImage:
    from PIL import Image

    from etl.extract.ocr.straight import prepare

    picture = Image.fromarray(prepare(gray, scale).gray)
    width, height = picture.width / scale, picture.height / scale
    picture.thumbnail((width * _SCALE, height * _SCALE))
    return PageImage(_png(picture.quantize(16)), width, height)


def _png(picture: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
