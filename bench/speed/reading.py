"""Reading: each format beside the least that must be done to its bytes, where the time of the whole way goes, and the worker pool."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import docx
import pdfplumber
import pypdfium2
from lxml import etree, html
from python_calamine import CalamineWorkbook

from bench.speed.documents import File, files, fixtures
from bench.speed.timing import Line, alternate
from etl.extract import extract
from etl.extract.pdf import quick as pdf_quick
from etl.process import process
from etl.report import Origin
from etl.workers import WorkerPool

Read = Callable[[bytes], object]


def lines(runs: int) -> Iterator[Line]:
    yield from _formats(runs)
    yield _pool(runs)


def _formats(runs: int) -> Iterator[Line]:
    page, pdfs = (*files("html"), *fixtures(".html")), (*files("pdf"), *fixtures(".pdf"))
    word, text = (*files("docx"), *fixtures(".docx")), (*files("text-aligned"), *fixtures(".txt"))
    yield from _against(runs, "HTML", page, _extract, {"lxml: parse, itertext": _html_limit})
    quick = {"pdfium: characters and objects": _pdfium_limit, "pdfplumber: extract_tables": _pdfplumber_peer}
    yield from _against(runs, "PDF, quick path", pdfs, _pdf_quick, quick, per=_pages)
    yield from _against(runs, "DOCX", word, _extract, {"zipfile and lxml: parse": _package_limit, "python-docx: row.cells": _docx_peer})
    yield from _against(runs, "XLSX", files("xlsx"), _extract, {"calamine: rows": _xlsx_limit})
    yield from _against(runs, "OFD", files("ofd"), _extract, {"zipfile and lxml: parse": _package_limit})
    yield from _against(runs, "text", text, _extract, {"decode, split into words": lambda data: data.decode().split()})


def _against(
    runs: int, name: str, given: tuple[File, ...], ours: Read, others: Mapping[str, Read], per: Callable[[bytes], int] | None = None
) -> Iterator[Line]:
    count = sum(per(data) for data, _ in given) if per else len(given)

    def over(read: Read) -> Callable[[], object]:
        return lambda: [read(data) for data, _ in given]

    own, *rest = (1000 * t / count for t in alternate(map(over, (ours, *others.values())), runs))
    for other, theirs in zip(others, rest, strict=True):
        yield Line(name, "ms/page" if per else "ms/file", own, other, theirs)


def _extract(data: bytes) -> object:
    return extract(data, Origin())


def _pdf_quick(data: bytes) -> object:
    return pdf_quick.read(data, Origin())


def _html_limit(data: bytes) -> object:
    return list(html.document_fromstring(data).itertext())


def _pages(data: bytes) -> int:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return len(pdf)
    finally:
        pdf.close()


def _pdfium_limit(data: bytes) -> object:
    """Every character with its box and every object of every page, and nothing made of them."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in pdf:
            text = page.get_textpage()
            for i in range(text.count_chars()):
                text.get_charbox(i, loose=True)
            text.get_text_range()
            for item in page.get_objects(max_depth=8):
                item.get_bounds()
            text.close()
            page.close()
    finally:
        pdf.close()
    return None


def _pdfplumber_peer(data: bytes) -> object:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def _package_limit(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]


def _docx_peer(data: bytes) -> object:
    document = docx.Document(io.BytesIO(data))
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def _xlsx_limit(data: bytes) -> object:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _pool(runs: int) -> Line:
    """Files a second: two processes that have started, beside the same files in this process."""
    given = [file for name in ("html", "docx", "pdf", "text-aligned") for file in files(name)] * 2
    with WorkerPool(2) as pool:
        list(pool.map(given[:8]))
        two, one = alternate((lambda: list(pool.map(given)), lambda: [process(*file) for file in given]), max(1, runs // 3))
    return Line(f"worker pool of 2 on {os.cpu_count()} cores", "files/s", len(given) / two, "in this process", len(given) / one)


# --- where the time goes -----------------------------------------------------------------------------------------------

#: Stage → the name that :mod:`etl.process` or :mod:`etl.parse.report` calls it by.
STAGES = {
    "extract": "etl.process.extract", "lay out": "etl.parse.report.layout", "tables": "etl.parse.report.read_tables", "sections": "etl.parse.report.cut",
    "is it one": "etl.parse.report.why_no_report", "identity": "etl.parse.report.identify", "facts": "etl.parse.report.facts", "check": "etl.process.check",
}
SECOND = "second reading"
_SPLIT = ("html", "docx", "pdf", "pdf-unruled", "ofd", "xlsx", "text-aligned", "text-tika")


def split(runs: int) -> str:
    """A table: milliseconds of processor time a file in each stage of :func:`etl.process.process`, by format. What is read a second time counts as that alone."""
    columns = (*STAGES, SECOND, "rest", "all")
    table = ["| format | " + " | ".join(columns) + " | read twice |", "|---|" + "---:|" * (len(columns) + 1)]
    for name in _SPLIT:
        given = files(name)
        for file in given:
            process(*file)
        with _watched() as (spent, twice):
            start = time.process_time()
            for _ in range(runs):
                for file in given:
                    process(*file)
            whole = time.process_time() - start
        spent |= {"rest": whole - sum(spent.values()), "all": whole}
        each = runs * len(given)
        shown = " | ".join(f"{1000 * spent.get(c, 0) / each:.1f}" for c in columns)
        table.append(f"| {name} | {shown} | {twice[0] // runs} of {len(given)} |")
    return "\n".join(table)


@contextmanager
def _watched() -> Iterator[tuple[dict[str, float], list[int]]]:
    """Seconds of processor time by stage, and how many files were read twice, while this is open."""
    spent: dict[str, float] = defaultdict(float)
    twice = [0]
    second = False
    inside = False

    def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal inside, second
            if stage == SECOND:
                second = True
            if inside:
                return function(*args, **kwargs)
            inside, start = True, time.process_time()
            try:
                result = function(*args, **kwargs)
            finally:
                inside = False
                spent[SECOND if second else stage] += time.process_time() - start
            if stage == SECOND and result is not None:
                twice[0] += 1
            return result

        return call

    def fresh(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal second
            second = False
            return function(*args, **kwargs)

        return call

    with ExitStack() as patches:
        for stage, place in {**STAGES, SECOND: "etl.process.reread", "reconcile": "etl.process.reconcile"}.items():
            patches.enter_context(patch(place, timed(stage, named(place))))
        patches.enter_context(patch("etl.process.read", fresh(named("etl.process.read"))))
        yield spent, twice


def named(place: str) -> Callable[..., Any]:
    module, _, name = place.rpartition(".")
    return getattr(__import__(module, fromlist=[name]), name)
