"""What a worker process does for the cell pages: reads an archived file again, as tables or as the picture of a page.

Runs only inside :class:`etl.workers.WorkerPool`: the file is untrusted, its reader may hang, swell or die. A job is a line of
JSON, a line feed, and the file: ``{"want": "tables"}`` or ``{"want": "page", "page": 3}`` (pages from 1).
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

from etl.documents import Table
from etl.errors import ReadError
from etl.process import Outcome
from etl.report import Origin

#: Points to pixels; large pages are drawn smaller so that a picture never has more pixels than this.
_SCALE = 2.0
_MAX_PIXELS = 4_000_000


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
    from etl.parse import layout

    return layout(extract(data, origin)).tables


def page_image(data: bytes, number: int) -> PageImage:
    """One page of a PDF as PNG."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise ReadError("corrupt", f"page {number} cannot be drawn: {error}") from error
    width, height = page.get_size()
    scale = min(_SCALE, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
    picture = page.render(scale=scale).to_pil().convert("RGB").quantize(32)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return PageImage(stream.getvalue(), width, height)
