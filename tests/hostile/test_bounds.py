"""Each bound of the readers is alive: a small sound file is read, and refused by that very bound where it is set lower.

The corpus beside this shows that hostile files end well; most of them meet several bounds, and one that is dead would not be missed.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from etl.documents import Document, Paragraph, Picture
from etl.errors import ReadError
from etl.extract import cfb, extract, insets, limits, ocr, office, unpack
from etl.extract.ocr import images
from etl.report import Origin
from tests.extract import test_archives, test_ofd, writers
from tests.hostile import corpus
from tests.hostile.corpus import page, sound

ROWS = "<table>" + "<tr><td>甲<td>1" * 30 + "</table>"


@dataclass(frozen=True)
class Bound:
    """``set_to`` is what refuses the file of ``make``; ``most`` the order of magnitude that keeps a worker within its memory and time:
    to loosen a bound so far is to be decided, not to happen."""

    where: str
    most: float
    set_to: int
    make: Callable[[], bytes]
    words: str
    reader: str | None = None


@cache
def drawn() -> bytes:
    """A PDF page with a ruled table and some text."""
    out = BytesIO()
    canvas = Canvas(out)
    for n in range(6):
        canvas.line(100, 700 - 20 * n, 300, 700 - 20 * n)
        canvas.line(100 + 40 * n, 700, 100 + 40 * n, 600)
        canvas.drawString(105, 585 - 20 * n, f"hello {n}")
    for n in range(20):
        canvas.drawString(105 + 40 * (n % 5), 685 - 20 * (n // 5), str(n))
    canvas.save()
    return out.getvalue()


@cache
def clipped() -> bytes:
    """A PDF page on which a number is clipped away."""
    return corpus._one_page(b"BT /F 9 Tf 9 9 Td (1) Tj ET q 0 0 5 5 re W n BT /F 9 Tf 9 99 Td (23) Tj ET Q",
                            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", resources=b"/Font<</F 5 0 R>>")


@cache
def pictured() -> bytes:
    """A PDF page with text and a picture."""
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "hello")
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 100, 100, 300, 300)
    canvas.save()
    return out.getvalue()


@cache
def based_on() -> bytes:
    """A DOCX with a heading whose style is one because it is based on one."""
    style = "<w:style w:type='paragraph' w:styleId='{}'>{}</w:style>"
    styles = style.format("a", "<w:basedOn w:val='b'/>") + style.format("b", "<w:name w:val='heading 1'/>")
    return writers.repacked(corpus.word("<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"),
                            {"word/styles.xml": f'<w:styles xmlns:w="{corpus.WORD}">{styles}</w:styles>'})


@cache
def scan() -> bytes:
    return corpus._pictured(60, 80, b"\xff" * 4_800)


@cache
def picture(frames: int = 1) -> bytes:
    out = BytesIO()
    first, *others = (Image.new("L", (60, 80), 255 - n) for n in range(frames))
    first.save(out, "TIFF", save_all=True, append_images=others)
    return out.getvalue()


def frame(columns: int, rows: int) -> bytes:
    edge = "+" + "--+" * columns
    return "\n".join([edge, *(["|" + " 1|" * columns, edge] * rows)]).encode()


def drawn_in_groups() -> bytes:
    """An OFD page drawn by a group in a group and so on, five deep."""
    name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    groups = "".join(f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content><ofd:CompositeObject ResourceID="{n + 1}"/></ofd:Content></ofd:CompositeGraphicUnit>' for n in range(5))
    parts = corpus._members(corpus._ofd(f'<ofd:Page {name}><ofd:Content><ofd:Layer><ofd:CompositeObject ResourceID="0"/></ofd:Layer></ofd:Content></ofd:Page>'))
    start = next(n for n in parts if n.endswith("Document.xml"))
    document = parts[start]
    assert isinstance(document, bytes)
    return writers.packed({**parts, start: document.replace(b"<ofd:CommonData>", b"<ofd:CommonData><ofd:PublicRes>R.xml</ofd:PublicRes>"),
                           start.replace("Document", "R"): f"<ofd:Res {name}>{groups}</ofd:Res>"})


BOUNDS = [
    Bound("__init__:MAX_BYTES", 1e9, 1 << 20, lambda: page("<p>x</p>" + " " * (1 << 20)), "more than 1 MB"),
    Bound("__init__:MAX_BLOCK", 1e6, 100, lambda: page("<p>" + "字" * 101), "100 characters in one paragraph"),
    Bound("__init__:MAX_CHARACTERS", 1e7, 100, lambda: page(("<p>" + "字" * 20) * 6), "100 characters"),
    Bound("__init__:MAX_WORDS", 1e6, 100, lambda: page("<p>" + "x " * 101), "100 words"),
    Bound("html:MAX_XML", 1e8, 100, lambda: page("<p>x" * 30), "100 bytes of HTML"),
    Bound("html:MAX_ELEMENTS", 1e6, 10, lambda: page("<p>x" * 40), "30 tags"),
    Bound("html:MAX_ELEMENTS", 1e6, 20, lambda: page("<p>x" * 25), "20 elements"),
    Bound("html:_MAX_ATTRIBUTES", 1e4, 100, lambda: page("<p " + " ".join(f"a{n}={'x' * 200}" for n in range(101)) + ">x"), "100 attributes"),
    Bound("html.flow:MAX_TABLES", 1e4, 3, lambda: page(ROWS * 4), "3 tables"),
    Bound("html.flow:MAX_DEPTH", 100, 3, lambda: page("<table><tr><td>" * 5 + "x"), "3 tables nested"),
    Bound("html.flow:MAX_CELLS", 1e6, 50, lambda: page(ROWS), "50 table cells"),
    Bound("html.positioned:MAX_CHARACTERS", 1e7, 100, lambda: page(
        "".join(f"<div style='position:absolute;left:9px;top:{20 * n}px'>line number {n}</div>" for n in range(40))), "100 characters"),
    Bound("grid:MAX_CELLS", 1e6, 50, lambda: page(ROWS), "50 table cells"),
    Bound("grid:MAX_CELLS", 1e6, 5, drawn, "5 table cells"),
    Bound("grid:MAX_SPAN", 1e4, 5, lambda: page("<table><tr>" + "<td rowspan=3>x" * 6 + "<tr><td>y<tr><td>z</table>"), "5 cells that reach"),
    Bound("docx.walk:MAX_DEPTH", 100, 3, lambda: corpus.word("<w:customXml>" * 5 + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" + "</w:customXml>" * 5), "3 parts nested"),
    Bound("docx.walk:MAX_DEPTH", 100, 3, lambda: corpus._nested_docx_tables(5), "3 parts nested"),
    Bound("docx.walk:MAX_TABLES", 1e4, 1, lambda: corpus._nested_docx_tables(2), "1 tables"),
    Bound("docx.walk:MAX_CELLS", 1e6, 1, lambda: corpus._nested_docx_tables(2), "1 table cells"),
    Bound("rtf.reader:MAX_ELEMENTS", 1e6, 10, lambda: b"{\\rtf1 " + b"\\b x" * 50 + b"}", "40 control words"),
    Bound("rtf.reader:MAX_CELLS", 1e6, 5, lambda: b"{\\rtf1 " + b"\\trowd\\cellx1\\cellx2\\intbl a\\cell b\\cell\\row " * 5 + b"}", "5 table cells"),
    Bound("text:MAX_CHARACTERS", 1e7, 100, lambda: b"one line\n" * 50, "400 bytes of text"),
    Bound("text:MAX_CHARACTERS", 1e7, 100, lambda: b"one line\n" * 20, "100 characters"),
    Bound("text.drawn:MAX_CELLS", 1e6, 5, lambda: frame(4, 4), "20 cells between rulings"),
    Bound("sheets.excel_xml:MAX_CELLS", 1e6, 5, lambda: writers.flat_workbook("<Row><Cell><Data>x</Data></Cell></Row>" * 9), "5 rows"),
    Bound("sheets.workbook:MAX_DEPTH", 100, 3, lambda: writers.flat_workbook("<Row><Cell><Data>" + "<B>" * 5 + "x" + "</B>" * 5 + "</Data></Cell></Row>"), "3 elements nested"),
    Bound("sheets.workbook:MAX_DEPTH", 100, 3, lambda: writers.flat_ods("<text:p>" + "<text:span>" * 5 + "x" + "</text:span>" * 5 + "</text:p>"), "3 elements nested"),
    Bound("sheets.ods:MAX_DEPTH", 100, 3, lambda: writers.flat_ods("<text:p>x</text:p>", rows="<table:table-row-group>" * 5 + "</table:table-row-group>" * 5), "3 groups of rows"),
    Bound("sheets:MAX_TABLES", 1e4, 1, lambda: writers.workbook([("一", corpus.BLOCKS), ("二", corpus.BLOCKS)]), "1 sheets"),
    Bound("sheets.workbook:MAX_CELLS", 1e6, 2, lambda: corpus._workbook({"xl/worksheets/sheet1.xml": corpus._one_sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="I9"><v>2</v></c></row>')}), "20 cells in one sheet"),
    Bound("sheets:MAX_CELLS", 1e6, 2, lambda: corpus._workbook({"xl/worksheets/sheet1.xml": corpus._one_sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="4"><c r="D4"><v>2</v></c></row>',
        "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:D4"/>' for n in (1, 2)) + "</mergeCells>")}), "20 cells in merged ranges"),
    Bound("sheets.workbook:MAX_CELLS", 1e6, 5, lambda: sound()["xlsx"], "5 cells in one sheet"),
    Bound("sheets.workbook:MAX_CELLS", 1e6, 2, lambda: writers.flat_workbook(
        '<Row><Cell><Data>x</Data></Cell></Row><Row ss:Index="9"><Cell ss:Index="9"><Data>x</Data></Cell></Row>'), "20 cells in one sheet"),
    Bound("sheets.xlsx:MAX_XML", 1e8, 100, lambda: sound()["xlsx"], "100 bytes in one sheet"),
    Bound("sheets.xlsx:MAX_ELEMENTS", 1e6, 5, lambda: sound()["xlsx"], "20 elements"),
    Bound("ofd:MAX_PAGES", 1e3, 0, lambda: sound()["ofd"], "0 pages"),
    Bound("ofd:_MOST_CHARACTERS", 1e7, 5, lambda: sound()["ofd"], "5 characters on its pages"),
    Bound("ofd.sheet:MAX_ELEMENTS", 1e6, 5, lambda: sound()["ofd"], "5 elements"),
    Bound("ofd.sheet:MAX_CHARS_PER_PAGE", 1e6, 5, lambda: sound()["ofd"], "5 characters on one page"),
    Bound("ofd.sheet:MAX_LINES_PER_PAGE", 1e5, 5, lambda: sound()["ofd"], "5 rulings on one page"),
    Bound("ofd.sheet:MAX_DEPTH", 100, 3, drawn_in_groups, "3 groups drawn"),
    Bound("pages.torn:MAX_CELLS", 1e6, 5, drawn, "5 table cells"),
    Bound("pages.torn:MAX_TABLES", 1e4, -1, drawn, "-1 tables"),
    Bound("pages.rulings:MAX_CELLS", 1e6, 2, drawn, "8 cells between rulings"),
    *(Bound(f"{module}:{name}", most, set_to, drawn, words, reader)
      for modules, reader in ((("quick", "letters", "strokes"), "pdfium"), (("record",) * 3, "pdfplumber"))
      for module, (name, most, set_to, words) in zip((f"pdf.{module}" for module in modules), (
          ("MAX_PAGES", 1e3, 0, "0 pages"), ("MAX_CHARS_PER_PAGE", 1e6, 5, "5 characters on one page"),
          ("MAX_LINES_PER_PAGE", 1e5, 5, "5 rulings on one page")), strict=True)),
    Bound("pdf.strokes:_MAX_OBJECTS", 1e6, 5, drawn, "5 objects on one page"),
    Bound("pdf.font_bounds:_MOST", 1e6, 100, lambda: corpus.typed(b"1 beginbfrange <0000><00ff><0000> endbfrange"), "100 codes that one font maps", "pdfplumber"),
    Bound("pdf.font_bounds:_MOST", 1e6, 100, lambda: corpus.typed(b"", b"/W[0 200 500]"), "100 codes to which", "pdfplumber"),
    Bound("pdf.page_bounds:_MOST", 1e7, 100, lambda: corpus.forms(2, 9), "100 bytes of forms"),
    Bound("pdf.page_bounds:MAX_DEPTH", 100, 3, lambda: corpus.forms(5, 1), "3 forms inside"),
    Bound("package:MAX_MEMBERS", 1e4, 3, lambda: sound()["docx"], "3 archive members"),
    Bound("package:MAX_EXPANDED", 1e9, 0, lambda: sound()["docx"], "more than 0 MB"),
    Bound("package:MAX_XML", 1e8, 100, lambda: sound()["docx"], "more than 0 MB"),
    Bound("package:MAX_XML", 1e8, 100, lambda: writers.excel_xml(corpus.BLOCKS), "100 bytes"),
    Bound("package:MAX_ELEMENTS", 1e6, 3, lambda: sound()["ofd"], "3 elements"),
    Bound("archives:_MAX_NESTED", 5, 0, lambda: corpus._nested_zip(2), "nested too deeply"),
    Bound("ocr.images:MAX_IMAGES", 100, 0, scan, "0 scanned pages"),
    Bound("ocr.images:MAX_IMAGES", 100, 1, lambda: picture(2), "1 pages"),
    Bound("ocr.images:MAX_IMAGES", 100, 1, lambda: writers.packed({"1.tif": picture(), "2.tif": picture()}), "1 pages"),
    Bound("ocr.images:MAX_SIDE", 1e5, 50, picture, "50 pixels on one side"),
    Bound("ocr.images:MAX_PIXELS", 2e8, 4_000, picture, "4,000 pixels in one picture"),
    Bound("ocr.images:MAX_PIXELS", 2e8, 4_000, scan, "4,000 pixels in one picture"),
    Bound("ocr.images:MAX_PIXELS", 2e8, 600 * 800, corpus._lying_jpeg2000, "480,000 pixels in one picture"),
    Bound("ocr.images:_MAX_PAGE", 1e9, 4_000, scan, "4,000 pixels in the pictures of one page"),
    Bound("ocr.ink:MAX_LINES_PER_PAGE", 1e5, -1, scan, "rulings on one page"),
]


STYLED = "<style>.a{display:none} .b p{display:none} .c{display:none}</style><p class=a>x<div class=b><div><p>y</div></div><p class=c>z"
LETTERS = "".join(f"<div style='position:absolute;left:9px;top:{20 * n}px'>line number {n}</div>" for n in range(40))
STRING = "一份年度报告的正文在脚本的字符串里，长得足以是一份报告。" * 3

#: Where they are met no file is refused: no more of it is looked at, or drawn.
CUTS = [
    Bound("html.style:_MOST_RULES", 1e4, 1, lambda: page(STYLED), ""),
    Bound("html.style:_MOST_MATCHES", 1e6, 1, lambda: page(STYLED), ""),
    Bound("html.style:MAX_DEPTH", 100, 1, lambda: page(STYLED), ""),
    Bound("html.style:_LONGEST", 1e4, 5, lambda: page(f"<p>x<p style='{'color:red;' * 25}display:none'>y"), ""),
    Bound("html.inks:_MOST_ROUND", 100, 0, lambda: page("<table><tr><td>1<span style='color:red'><b>2</b></span><td>3<tr><td>4<td>5</table>"), ""),
    Bound("html.sizes:_MOST_AHEAD", 100, 0, lambda: page("<p>1<span style='font-size:6px'>2</span>"), ""),
    Bound("html.sizes:_MOST_ROUND", 100, 0, lambda: page("<div style='font-size:40px'><p>1<span style='font-size:12pt'>2</span></div>"), ""),
    Bound("html.info:_MOST_BYLINES", 1e3, 0, lambda: page("<div>发布日期：2021-01-05</div><p>x"), ""),
    Bound("html.written:_MOST", 1e3, 0, lambda: page(f"<script>var a = '<p>{STRING}</p>'</script>"), ""),
    Bound("html.positioned:MAX_DEPTH", 100, 0, lambda: page(f"<div style='position:absolute;top:9px;left:9px'>{LETTERS}</div>"), ""),
    Bound("grid:MAX_SPAN", 1e4, 2, lambda: page("<table><tr><td colspan=4>x<td>y</table>"), ""),
    Bound("text.marks:_LONGEST", 1e5, 9, lambda: b"some **bold words** in a line", ""),
    Bound("text.drawn:_TALLEST", 1e4, 1, lambda: frame(4, 4), ""),
    Bound("text.drawn:MAX_SPAN", 1e4, 2, lambda: frame(4, 4), ""),
    Bound("text.dashed:MAX_SPAN", 1e4, 2, lambda: b"a    b    c\n---  ---  ---\n1    2    3\n4    5    6\n", ""),
    Bound("docx.walk:MAX_SPAN", 1e4, 2, lambda: corpus.word(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='4'/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"), ""),
    Bound("docx.numbering:_LONGEST_CHAIN", 100, 1, based_on, ""),
    Bound("rtf.reader:MAX_DEPTH", 100, 2, lambda: b"{\\rtf1 " + b"".join(
        b"\\itap%d a\\nestcell b\\nestcell{\\*\\nesttableprops\\trowd\\cellx3\\cellx6\\nestrow}" % depth for depth in (3, 2)) + b"\\itap1\\cell\\row}", ""),
    Bound("sheets.excel_xml:MAX_SPAN", 1e4, 1, lambda: writers.flat_workbook('<Row><Cell ss:MergeAcross="3"><Data>1</Data></Cell><Cell><Data>2</Data></Cell></Row>'), ""),
    Bound("sheets.ods:MAX_SPAN", 1e4, 1, lambda: writers.flat_ods('<text:p>1<text:s text:c="3"/>2</text:p>'), ""),
    Bound("sheets.shown:_LONGEST", 1e3, 3, lambda: corpus._formatted("0.000", 20), ""),
    Bound("pdf.objects:_MAX_CLIPS", 100, 0, clipped, ""),
    Bound("pdf.pictures:_MAX_STORED", 2e8, 1, pictured, ""),
    Bound("ofd.sheet:_LONGEST", 100, 1, lambda: test_ofd._drawn(
        test_ofd._said("127", more='DrawParam="5"'), resources=f'<ofd:DrawParam ID="4">{test_ofd._WHITE}</ofd:DrawParam><ofd:DrawParam ID="5" Relative="4"/>'), ""),
    Bound("archives:_MOST", 1e3, 0, lambda: writers.packed({"a.txt": b"one", "b.txt": b"two"}), ""),
    Bound("kinds:_PROGRAM", 1e7, 1, lambda: b"MZ" + writers.packed({"a.txt": b"one"}), ""),
]


def content(data: bytes, reader: str | None) -> object:
    try:
        return extract(data, Origin(name="report.bin"), reader=reader)  # type: ignore[arg-type]
    except ReadError as error:
        return error.kind


@pytest.mark.parametrize("bound", CUTS, ids=[bound.where for bound in CUTS])
def test_a_bound_that_is_met_cuts(bound: Bound, monkeypatch: pytest.MonkeyPatch) -> None:
    module, _, name = bound.where.partition(":")
    part = import_module(f"etl.extract.{module}")
    assert getattr(part, name) <= bound.most
    data = bound.make()
    whole = content(data, bound.reader)
    monkeypatch.setattr(part, name, bound.set_to)
    assert content(data, bound.reader) != whole


def refusal(data: bytes, reader: str | None) -> str:
    """What a file is refused for as too large; "" where it is not."""
    try:
        extract(data, Origin(name="report.bin"), reader=reader)  # type: ignore[arg-type]
    except ReadError as error:
        return error.message if error.kind == "too_large" else ""
    return ""


read_whole = cache(refusal)
"""For files read with the bounds as they are: some are in several cases."""


@pytest.mark.parametrize("bound", BOUNDS, ids=[f"{bound.where} {bound.words}" for bound in BOUNDS])
def test_a_bound_that_is_met_refuses(bound: Bound, monkeypatch: pytest.MonkeyPatch) -> None:
    module, _, name = bound.where.partition(":")
    reader = import_module(f"etl.extract.{module}".removesuffix(".__init__"))
    assert getattr(reader, name) <= bound.most
    data = bound.make()
    assert bound.words not in read_whole(data, bound.reader)
    monkeypatch.setattr(reader, name, bound.set_to)
    assert bound.words in refusal(data, bound.reader)


@pytest.mark.parametrize(("name", "most", "set_to", "make"), [
    ("_MAX_SHOWN", 1e8, 1_000, scan), ("_MAX_SHOWN", 1e8, 1_000, picture), ("_MAX_ENLARGED", 10, 0.5, picture)])
def test_a_page_image_is_no_larger_than_it_may(name: str, most: float, set_to: float, make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    def pixels() -> int:
        return sum(page.gray.size for page in images.pictures(make(), 200)[2] if isinstance(page, images.Picture))

    assert getattr(images, name) <= most
    whole = pixels()
    monkeypatch.setattr(images, name, set_to)
    assert 0 < pixels() < whole / 2


def test_a_converter_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    assert office._SECONDS <= 120
    monkeypatch.setattr(office, "_SECONDS", 0.1)
    monkeypatch.setattr(office, "_soffice", lambda: str(program))
    with pytest.raises(ReadError) as caught:
        extract((Path(__file__).parents[1] / "extract/files/sample.odt").read_bytes(), Origin())
    assert caught.value.kind == "timeout"


MEGABYTE = 1 << 20
PACKERS = [writers.packed, test_archives.tar, test_archives.seven_zip, test_archives.rar]


@pytest.mark.parametrize("pack", [*PACKERS[:3], gzip.compress, bz2.compress, lzma.compress], ids=["zip", "tar", "7z", "gzip", "bzip2", "xz"])
def test_an_archive_is_unpacked_no_further_than_it_may(pack: Callable[[Any], bytes]) -> None:
    """A member of 20 MB where one is left: it never stands in memory as a whole (some of it does, for what unpacks xz)."""
    content = bytes(20 * MEGABYTE)
    data = pack({"a.txt": content} if pack in PACKERS else content)
    tracemalloc.start()
    try:
        with pytest.raises(ReadError, match="more than"):
            list(unpack.members(data, unpack.Budget(size=MEGABYTE)))
        assert tracemalloc.get_traced_memory()[1] < 15 * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("pack", [*PACKERS, test_archives.mail])
@pytest.mark.parametrize("budget", [{"size": MEGABYTE}, {"members": 2}])
def test_the_members_of_an_archive_come_out_of_one_budget(pack: Callable[[Any], bytes], budget: dict[str, int]) -> None:
    data = pack({f"{n}.txt": bytes(MEGABYTE // 2) for n in range(3)})
    assert len(list(unpack.members(data))) >= 3
    with pytest.raises(ReadError) as caught:
        list(unpack.members(data, unpack.Budget(**budget)))
    assert caught.value.kind == "too_large"


def test_of_many_pictures_a_part_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    assert insets.MAX_PICTURES <= 100
    looked: list[bytes] = []
    monkeypatch.setattr(insets, "MAX_PICTURES", 2)
    monkeypatch.setattr(ocr, "inset", lambda data, again, only: looked.append(data) or ())
    said = Paragraph("字" * 300)
    insets.read(Document("text/html", (said, *(Picture("", data=b"%d" % n) for n in range(5))), "lxml"))
    insets.read(insets.placed(Document("application/pdf", (said,), "pdfium"), (insets.Found(1, n, b"%d" % n) for n in range(5))))
    assert looked == [b"0", b"1"] * 2


def test_xz_asks_for_no_more_memory_than_a_file_may_be_large(monkeypatch: pytest.MonkeyPatch) -> None:
    data = lzma.compress(b"x")  # asks for 8 MB
    assert [m.data for m in unpack.members(data)] == [b"x"]
    assert unpack.MAX_EXPANDED <= 1e9
    monkeypatch.setattr(unpack, "MAX_EXPANDED", MEGABYTE)
    with pytest.raises(ReadError):
        list(unpack.members(data))


def test_a_folder_of_an_office_file_that_goes_in_circles_ends() -> None:
    """Its chain of sectors leads back to its start, and so does its tree of names."""
    header = bytearray(512)
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    entry = bytearray(128)
    entry[:2], entry[64] = b"A\0", 4
    struct.pack_into("<III", entry, 68, 1, 1, 1)
    assert cfb._MAX_ENTRIES <= 1e4
    assert cfb.names(bytes(header) + struct.pack("<128I", *[1] * 128) + bytes(entry) * 4) == {"A"}


def test_the_budget_of_an_archive_is_that_of_all_readers() -> None:
    assert unpack.Budget() == unpack.Budget(limits.MAX_EXPANDED, limits.MAX_MEMBERS)
