"""How much a PDF page draws: a form on it may draw another many times over, and that a third, so that a kilobyte tells of terabytes.
Neither pdfium nor pdfminer knows of a bound."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, dict_value, resolve1

from etl.errors import ReadError
from etl.extract.foreign import parsing
from etl.extract.limits import MAX_DEPTH, at_most

_MOST = 8 << 20
"""Bytes of instructions that the forms of one page may come to, each as often as it is drawn."""
_FORM = re.compile(rb"/Form\b|/[Form]*#")
_DO = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


def check(data: bytes) -> None:
    """Raises ``ReadError("too_large")``. What is wrong with a file that pdfminer cannot open, its readers say."""
    if not _FORM.search(data):
        return
    try:
        with parsing("the PDF"):
            for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))):
                content = b" ".join(resolve1(part).get_data() for part in page.contents)
                at_most(_drawn(content, page.resources, {}, 0), _MOST, "bytes of forms drawn on one page")
    except ReadError as error:
        if error.kind == "too_large":
            raise


def _drawn(content: bytes, resources: Any, known: dict[int | None, int], depth: int) -> int:
    """Bytes of the forms that these instructions draw. What draws itself is drawn once."""
    at_most(depth, MAX_DEPTH, "forms inside forms")
    found = {name.encode("latin-1", "replace"): _of(form, known, depth) for name, form in dict_value(dict_value(resources).get("XObject", {})).items()}
    # a name may be written otherwise than where it is given its meaning
    heaviest = max(found.values(), default=0)
    return sum(count * found.get(name, heaviest) for name, count in Counter(_DO.findall(content)).items())


def _of(reference: Any, known: dict[int | None, int], depth: int) -> int:
    form = resolve1(reference)
    if not isinstance(form, PDFStream) or getattr(form.get("Subtype"), "name", "") != "Form":
        return 0
    if form.objid not in known:
        known[form.objid] = 0
        content = form.get_data()
        known[form.objid] = len(content) + _drawn(content, form.get("Resources", {}), known, depth + 1)
    return known[form.objid]
