"""Scans and pictures: what the sample's pages say is read off their pixels, and what cannot be read is said."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps

from etl.documents import UNSURE, Document, Paragraph
from etl.errors import ReadError
from etl.extract import extract
from etl.numbers import read_cell
from etl.process import process, reread
from etl.report import Origin, Report, State
from etl.text import squeeze
from tests.extract import common, scan
from tests.hostile import corpus
from tests.sites import pdf
from tests.sites.layout import Cell, Grid, Text

pytest.importorskip("rapidocr", reason="the OCR extra is not installed")

from etl.extract.ocr.images import Picture, pictures

#: Every mark that a number cell may hold, twice the same digit among them, and labels over one and two lines.
_ROWS = (
    ("事项", "甲", "乙", "丙", "丁"),
    ("一、本年新收", "0", "1", "11", "111"),
    ("二、上年结转", "-", "/", "", "—"),
    ("三、收费金额", "37.2098", "1,234", "7", "10"),
    ("四、结果维持或者纠正的件数", "200", "3.5万元", "17", "71"),
)
_MARKS = Grid("g", tuple(tuple(Cell(t, "label" if j == 0 else "number") for j, t in enumerate(r)) for r in _ROWS), (3, 2, 2, 2, 2))


@cache
def marks() -> bytes:
    return pdf.write([Text("示例县政府信息公开工作年度报告", "title"), Text("全年公开信息2289条。"), _MARKS], "示例")


@cache
def marks_page() -> Image.Image:
    """The part of the page that is printed on: to look for text on white paper takes as long as on print."""
    page = scan.pages(marks())[0]
    return page.crop((0, 0, page.width, page.height * 2 // 5))


def png(image: Image.Image, **about: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **about)
    return out.getvalue()


def read(data: bytes) -> Document:
    return extract(data, Origin())


def printed(document: Document) -> list[list[str]]:
    return [[squeeze(c.text) for c in row] for table in document.tables for row in table.rows]


@pytest.fixture(scope="module")
def scanned_marks() -> Document:
    return read(scan.bound([marks_page()]))


def test_every_cell_says_what_is_printed(scanned_marks):
    same = [[t.replace("—", "-") for t in row] for row in printed(scanned_marks)]
    assert same == [[t.replace("—", "-") for t in row] for row in _ROWS]
    assert (scanned_marks.reader, scanned_marks.pages, scanned_marks.wrapped) == ("ocr", 1, True)


def test_marks_and_blanks_stay_apart(scanned_marks):
    states = [[read_cell(c.text).state.value for c in row[1:]] for row in scanned_marks.tables[0].rows[1:4]]
    assert states == [["number"] * 4, ["not_applicable", "not_applicable", "blank", "not_applicable"], ["number"] * 4]


def test_prose_stands_round_the_table(scanned_marks):
    assert "2289" in "".join(p.text for p in scanned_marks.paragraphs)
    assert all(p.page == 1 for p in scanned_marks.paragraphs)


def test_each_cell_knows_its_place(scanned_marks):
    drawn = extract(marks(), Origin(), reader="pdfium").tables[0]
    for found, true in zip(scanned_marks.tables[0].cells(), drawn.cells(), strict=True):
        assert found.bbox is not None
        assert true.bbox is not None
        assert found.bbox == pytest.approx(true.bbox, abs=1.5)


def test_a_picture_by_itself():
    """Of a size that no paper has: 96 dpi are not believed."""
    media_type, _, frames = pictures(png(ImageOps.scale(marks_page(), 2 / 3), dpi=(96, 96)), 200)
    (page,) = frames
    assert media_type == "image/png"
    assert isinstance(page, Picture)
    assert page.scale == pytest.approx(200 / 72, rel=0.01)
    assert grids(Image.fromarray(page.gray)) == [25]


def test_ink_that_is_no_character_is_not_blank():
    """A scrawl in a cell: not blank, not a number."""
    page = marks_page().convert("L")
    x0, top, x1, bottom = (v * 200 / 72 for v in _box("", 2))
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    pen = ImageDraw.Draw(page)
    for r in range(2, 16, 4):
        pen.arc((x - 2 * r, y - r, x + 2 * r, y + r), 20 * r, 20 * r + 250, fill=0, width=2)
    cell = read(png(page, dpi=(200, 200))).tables[0].rows[2][3]
    reading = read_cell(cell.text)
    assert reading.state in (State.UNREADABLE, State.NOT_APPLICABLE) or cell.doubt, cell


def _box(text: str, row: int) -> tuple[float, float, float, float]:
    cell = next(c for c in extract(marks(), Origin(), reader="pdfium").tables[0].rows[row] if c.text == text)
    assert cell.bbox is not None
    return cell.bbox


def test_a_digit_that_is_hard_to_recognise_is_in_doubt():
    page = marks_page().convert("L")
    x0, top, x1, bottom = (v * 200 / 72 for v in _box("200", 4))
    smudge = page.crop((int(x0) + 4, int(top) + 4, int(x1) - 4, int(bottom) - 4))
    small = smudge.resize((smudge.width // 7, smudge.height // 7), Image.Resampling.BOX)
    page.paste(small.resize(smudge.size, Image.Resampling.BICUBIC).point([max(0, 3 * v - 510) for v in range(256)]), (int(x0) + 4, int(top) + 4))
    cell = read(png(page, dpi=(200, 200))).tables[0].rows[4][1]
    assert (cell.text == "200") or (cell.doubt or "").startswith(UNSURE) or read_cell(cell.text).state is State.UNREADABLE, cell


def test_a_page_of_pictures_among_pages_of_text():
    from pypdfium2 import PdfDocument

    joined = PdfDocument.new()
    for part in (pdf.write([Text("本页是文字，全年公开2289条信息。" * 4)], "示例"), scan.bound([marks_page()])):
        joined.import_pages(PdfDocument(part))
    out = io.BytesIO()
    joined.save(out)
    document = read(out.getvalue())
    assert document.reader == "ocr"
    assert document.paragraphs[0].text.startswith("本页是文字，全年公开2289条信息。")
    assert len(document.tables) == 1
    assert {c.page for c in document.tables[0].cells()} == {2}


def test_text_hidden_under_a_scan_is_not_believed():
    """A searchable scan: the characters that some other program took the picture for."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = marks_page()
    head = page.crop((0, 0, page.width, page.height // 3))
    size = head.width * 72 / 200, head.height * 72 / 200
    canvas = Canvas(out, pagesize=size)
    hidden = canvas.beginText(50, size[1])
    hidden.setTextRenderMode(3)
    for _ in range(10):
        hidden.textLine("lies lies lies lies 12345678")
    canvas.drawText(hidden)
    canvas.drawImage(ImageReader(head), 0, 0, *size)
    canvas.save()
    document = read(out.getvalue())
    assert "年度报告" in str(document.blocks)
    assert "lies" not in str(document.blocks)


@pytest.mark.slow
def test_frames_are_pages():
    out = io.BytesIO()
    blank = Image.new("L", marks_page().size, 255)
    blank.save(out, "TIFF", save_all=True, append_images=[marks_page().copy()], dpi=(200, 200))
    document = read(out.getvalue())
    assert document.pages == 2
    assert {c.page for c in document.tables[0].cells()} == {2}


def test_a_page_packed_with_jbig2():
    page = marks_page().resize((600, 800)).convert("1")
    data = corpus.showing(b"/Width 600/Height 800/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode", scan.jbig2(page))
    (shown,) = pictures(data, 72)[2]
    assert isinstance(shown, Picture)
    assert np.array_equal(shown.gray, np.asarray(page.convert("L")))


@pytest.mark.parametrize(("told", "wide"), [(200, 595), (150, 794), (72, 595), (96, 595), (600, 595)])
def test_a_page_of_a_pdf_is_as_wide_as_paper(told, wide):
    """A program that makes a PDF of pictures may make a point of each pixel, and lines of text as high as three."""
    picture = next(pictures(scan.bound([Image.new("L", (1654, 2339), 255)], told), 200)[2])
    assert isinstance(picture, Picture)
    assert picture.scale == pytest.approx(200 / 72)
    assert picture.gray.shape[1] / picture.scale == pytest.approx(wide, abs=1)


def test_a_bomb_is_too_large():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    with pytest.raises(ReadError) as caught:
        read(b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT")))
    assert caught.value.kind == "too_large"


def test_a_picture_cut_off_is_corrupt():
    data = png(marks_page())
    for tenth in range(1, 10):
        with pytest.raises(ReadError) as caught:
            read(data[: len(data) * tenth // 10])
        assert caught.value.kind == "corrupt"


def test_a_picture_of_nothing_is_empty():
    with pytest.raises(ReadError) as caught:
        read(png(Image.new("L", (800, 600), 255)))
    assert caught.value.kind == "empty"


@pytest.fixture
def _without_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "etl.extract.ocr.reader", None)


@pytest.mark.usefixtures("_without_extra")
def test_without_the_extra_it_says_what_to_install():
    for data in (png(marks_page()), scan.bound([marks_page()])):
        with pytest.raises(ReadError, match=r"pip install 'gongkai\[ocr\]'") as caught:
            read(data)
        assert caught.value.kind == "needs_ocr"


def wrong_and_silent(data: bytes) -> tuple[Report, float, int]:
    """The report of a scan of the 2021 sample, what share of its cells is right, and how many are wrong without a word."""
    truth = common.sample("2021").cells
    # of a place that no table of divisions knows: the card bears its name out
    report = process(data, Origin(name="scan.pdf", source_name=common.sample("2021").publisher)).report
    assert report is not None
    right = silent = 0
    for key, true in truth.items():
        cell = report.cell(*key)
        good = cell is not None and (cell.value, cell.state.value) == (true.value, true.state)
        right += good
        silent += not good and report.quality not in ("needs_review", "unreadable")
    return report, right / len(truth), silent


@cache
def sample_pdf() -> bytes:
    return pdf.write(common.blocks("2021"), common.sample("2021").title)


@pytest.mark.slow
@pytest.mark.parametrize("wear", [
    {}, {"angle": 1.0}, {"angle": -3.0}, {"dpi": 300, "noise": 10}, {"dpi": 150, "angle": 0.5, "blur": 0.6},
], ids=str)
def test_a_whole_report(wear):
    report, right, silent = wrong_and_silent(scan.scanned(sample_pdf(), **wear))
    assert (right, silent) == (1, 0)
    assert report.quality == "clean"
    assert report.identity.publisher == common.sample("2021").publisher


@pytest.mark.slow
@pytest.mark.parametrize("wear", [
    {"dpi": 150, "noise": 25, "blur": 1.2, "quality": 40}, {"dpi": 100, "noise": 10, "quality": 50}, {"dpi": 72},
], ids=str)
def test_a_poor_scan_is_never_silently_wrong(wear):
    outcome = process(scan.scanned(sample_pdf(), **wear), Origin(name="scan.pdf"))
    if outcome.report is not None:
        assert wrong_and_silent(scan.scanned(sample_pdf(), **wear))[2] == 0


@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_or_its_head_is_turned(turn):
    page = scan.pages(marks())[0].convert("L").rotate(turn, expand=True)
    same = [[t.replace("—", "-") for t in row] for row in printed(read(png(page, dpi=(200, 200))))]
    assert same == [[t.replace("—", "-") for t in row] for row in _ROWS]


def _stamp(page: Image.Image, text: str, row: int) -> None:
    """A red seal, its star on the cell that says ``text``, drawn over the page."""
    x0, top, x1, bottom = (v * 200 / 72 for v in _box(text, row))
    middle, radius, red = ((x0 + x1) / 2, (top + bottom) / 2), 160, (215, 30, 40)
    pen = ImageDraw.Draw(page)
    pen.ellipse((middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius), outline=red, width=8)
    pen.regular_polygon((*middle, 55), 5, fill=red)


def test_a_number_under_a_seal_that_nothing_shines_through_is_no_blank():
    page = marks_page().convert("RGB")
    _stamp(page, "1,234", 3)
    cells = [c for row in read(png(page, dpi=(200, 200))).tables[0].rows for c in row]
    hidden = [c for c in cells if c.bbox is not None and _covers(c.bbox, _box("1,234", 3))]
    assert hidden
    assert all(c.doubt or read_cell(c.text).state is State.UNREADABLE for c in hidden), hidden


def _covers(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


@pytest.mark.slow
def test_a_red_seal_over_the_table_is_taken_off():
    page = marks_page().convert("RGB")
    layer = Image.new("RGB", page.size, "white")
    _stamp(layer, "1,234", 3)
    sealed = ImageChops.multiply(page, layer)
    for data in (png(sealed, dpi=(200, 200)), scan.bound([sealed])):
        same = [[t.replace("—", "-") for t in row] for row in printed(read(data))[1:]]
        assert same == [[t.replace("—", "-") for t in row] for row in _ROWS[1:]]


@pytest.mark.slow
def test_red_print_is_print():
    """Only what has the size and shape of a seal is taken off."""
    page = marks_page().convert("RGB")
    red = Image.composite(Image.new("RGB", page.size, (200, 20, 20)), page, page.convert("L").point(lambda v: 255 if v < 128 else 0))
    same = [[t.replace("—", "-") for t in row] for row in printed(read(png(red, dpi=(200, 200))))]
    assert same == [[t.replace("—", "-") for t in row] for row in _ROWS]


@pytest.mark.slow
@pytest.mark.parametrize("gray", [True, False])
def test_wide_digits_are_one_number(gray):
    rows = tuple((label, *(t.translate(str.maketrans("0123456789", "０１２３４５６７８９")) for t in row)) for label, *row in _ROWS)
    grid = Grid("g", tuple(tuple(Cell(t, "label" if j == 0 else "number") for j, t in enumerate(r)) for r in rows), (3, 2, 2, 2, 2))
    page = scan.pages(pdf.write([grid], "示例"))[0]
    found = printed(read(png(page if gray else page.convert("RGB"), dpi=(200, 200))))
    for row, written in zip(found, _ROWS, strict=True):
        assert [t for t, w in zip(row, written, strict=True) if w.isdigit()] == [w for w in written if w.isdigit()]


@pytest.mark.parametrize("wide", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["no rulings", "rows ruled from edge to edge"])
def test_without_columns_ruled_each_word_keeps_its_place_and_none_is_overlooked(scanned_marks, wide):
    page = marks_page().copy()
    cells = [c for t in scanned_marks.tables for c in t.cells()]
    for x0, top, x1, bottom in ([v * 200 / 72 for v in c.bbox] for c in cells if c.bbox):
        ImageDraw.Draw(page).rectangle((x0, top, x1, bottom), outline=255, width=4)
        ImageDraw.Draw(page).rectangle((x0 - 4, top - 4, x1 + 4, bottom + 4), outline=255, width=5)
    for y in {round(v * 200 / 72) for c in cells if c.bbox for v in c.bbox[1::2]} if wide else ():
        ImageDraw.Draw(page).line((8, y, page.width - 8, y), fill=0, width=3)
    lines = list(read(png(page, dpi=(200, 200))).paragraphs)
    for row in _ROWS[:3]:
        line = next(p for p in lines if squeeze(row[0]) in squeeze(p.text))
        values = sum(map(bool, row[1:]))
        assert "".join(line.text.split()[:-values]) == row[0]
        assert [t.replace("—", "-") for t in line.text.split()[-values:]] == [t.replace("—", "-") for t in row[1:] if t]
        for text, place in list(zip(line.text.split(), line.places, strict=True))[-values:]:
            room = next(c.bbox for c in cells if c.text == text and c.bbox[1] < (place[1] + place[3]) / 2 < c.bbox[3])
            assert room[0] < place[0] < place[2] < room[2]
        heights = [bottom - top for _, top, _, bottom in line.places]
        assert min(heights) > 0.9 * max(heights)


def test_a_second_reading_takes_prose_over_and_reads_lines_with_numbers_again():
    from etl.extract.ocr.cells import Known

    prose = Paragraph("全年 公开 2289 条", 1, places=((50, 60, 90, 70), (92, 61, 130, 72)))
    rows = [Paragraph(f"{label} 0 \ufffd - 12", page, places=((50, 60, 90, 70),)) for label, page in (("一、本年新收", 2), ("二、上年结转", 3))]
    known = Known(Document("application/pdf", (replace(prose, text="全年公开2289条"), *rows), "ocr"))
    assert [known.is_open(page) for page in (1, 2, 3)] == [False, True, True]  # a page may have one row of a table
    assert known.has(2)
    assert [(line.text, line.top, line.bottom) for line in known.lines(1)] == [("全年公开2289条", 60, 72)]
    assert not Known(Document("application/pdf", (prose, rows[0]), "ocr")).is_open(1)


@pytest.mark.slow
def test_a_table_without_rulings_beside_a_ruled_one_does_not_confirm_itself():
    writer = pdf.Writer("示例", pdf.Style())
    few = replace(_MARKS, rows=_MARKS.rows[:3])
    writer.table(few)
    writer.style = replace(writer.style, ruled="none")
    writer.table(few)
    data = png(scan.pages(writer.finish())[0], dpi=(200, 200))
    first = read(data)
    line = next(p for p in first.paragraphs if "111" in p.text.split())
    misread = [replace(b, text=b.text.replace("111", "117")) if b is line else b for b in first.blocks]
    second = reread(data, Origin(), replace(first, blocks=tuple(misread)))
    assert second is not None
    assert any("111" in p.text.split() for p in second.paragraphs)
    assert any(p.places for p in first.paragraphs)
    assert not any(p.places or "  " in p.text for p in second.paragraphs)  # the same gaps would show the same columns
    assert printed(second) == printed(first)


@pytest.mark.parametrize(("ends", "width"), [((9, 32, 20, 8), 2), ((11, 30, 16, 12), 4)])
def test_a_slanted_stroke_is_a_1_where_the_recogniser_is_sure_of_it(ends, width):
    """Also a thick one, as soft print of small type at 150 dpi is."""
    from etl.extract.ocr.clean import Blob, Clean
    from etl.extract.ocr.engine import Recognised
    from etl.extract.ocr.said import said

    stroke = Image.new("L", (30, 40), 255)
    ImageDraw.Draw(stroke).line(ends, fill=0, width=width)
    gray = np.asarray(stroke).copy()
    ink = np.where(gray < 128, 255, 0).astype(np.uint8)
    ys, xs = np.nonzero(ink)
    blob = Blob(int(xs.min()), int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1, len(xs))
    clean, span = Clean(gray, ink, (blob,), False), (blob.y, blob.y + blob.height)
    assert said(clean, [span], [Recognised("1", (0.7,))], 25) == ("/", None)
    assert said(clean, [span], [Recognised("1", (1.0,))], 25)[1] is not None


@pytest.mark.parametrize(("high", "text", "is_doubtful"), [(3, "-", True), (6, "-", True), (8, "•", False)])
def test_a_short_thick_dash_is_one_where_the_recogniser_sees_a_bullet(high, text, is_doubtful):
    from etl.extract.ocr.clean import Blob, Clean
    from etl.extract.ocr.engine import Recognised
    from etl.extract.ocr.said import said

    ink = np.zeros((40, 30), dtype=np.uint8)
    ink[20 : 20 + high, 10:19] = 255
    clean = Clean(255 - ink, ink, (Blob(10, 20, 9, high, 9 * high),), False)
    for confidence in (0.98, 0.5):
        read = said(clean, [(20, 20 + high)], [Recognised("•", (confidence,))], 20)
        assert (read[0], read[1] is not None) == (text, is_doubtful)


@pytest.mark.parametrize(("text", "is_doubtful"), [
    ("92.553", True), ("92.55\n3", True), ("1,234.567", True), ("92,553", False), ("12.34", False), ("072", True), ("0.72", False),
])
def test_a_point_that_parts_thousands_may_be_a_comma_and_one_behind_a_0_is_lost(text: str, is_doubtful: bool):
    from etl.extract.ocr.clean import Blob, Clean
    from etl.extract.ocr.engine import Recognised
    from etl.extract.ocr.said import said

    paper = np.full((40, 120), 255, np.uint8)
    clean = Clean(paper, 255 - paper, tuple(Blob(15 * i, 8, 10, 24, 200) for i in range(len(text) - 1)), False)
    lines = text.split()
    assert (said(clean, [(8, 32)] * len(lines), [Recognised(line, (1.0,)) for line in lines], 25)[1] is not None) == is_doubtful


@pytest.mark.parametrize(("top", "is_doubtful"), [(8, True), (13, False)])
def test_a_plus_as_high_as_the_digits_may_be_a_4(top: int, is_doubtful: bool):
    from etl.extract.ocr.clean import Blob, Clean
    from etl.extract.ocr.engine import Recognised
    from etl.extract.ocr.said import said

    paper = np.full((40, 60), 255, np.uint8)
    clean = Clean(paper, 255 - paper, (Blob(5, top, 14, 32 - top, 60), Blob(25, 8, 12, 24, 200)), False)
    assert (said(clean, [(8, 32)], [Recognised("+7", (1.0, 1.0))], 25)[1] is not None) == is_doubtful


def test_a_doubtful_number_in_prose_is_no_number():
    from etl.extract.ocr.engine import ILLEGIBLE, Recognised, sure_numbers

    text = "公开信息2289条，受理37件"
    low = [0.5 if i == 5 else 1.0 for i in range(len(text))]
    assert sure_numbers(Recognised(text, tuple(low))) == f"公开信息{ILLEGIBLE}条，受理37件"
    assert sure_numbers(Recognised(text, (1.0,) * len(text))) == text
    text = "一件3088:24元，5、6月"
    low = [0.7 if i == 6 else 1.0 for i in range(len(text))]
    assert sure_numbers(Recognised(text, tuple(low))) == f"一件{ILLEGIBLE}元，5、6月"


def test_a_number_in_prose_that_a_seals_rim_crosses_is_in_doubt():
    from etl.extract.ocr.engine import Recognised
    from etl.extract.ocr.prose import _but_crossed

    line = Recognised("来信221件，会议12次", (1.0,) * 12)
    across = np.zeros((30, 360), dtype=bool)
    assert _but_crossed(line, (0, 0, 360, 30), across) == line
    across[:, 90:94] = True  # in the place of a 2 of 221, digits being 18 pixels wide
    crossed = _but_crossed(line, (0, 0, 360, 30), across)
    assert min(crossed.confidence[2:5]) == 0
    assert crossed.confidence[9:11] == (1.0, 1.0)


def grids(image: Image.Image) -> list[int]:
    """How many cells the ruled tables of a page at 200 dpi have."""
    from etl.extract.ocr.ink import SNAP, rulings
    from etl.extract.ocr.straight import prepare
    from etl.extract.pages.rulings import ruled_tables

    found = rulings(prepare(np.asarray(image.convert("L")).copy(), 200 / 72))
    return [len(boxes) for boxes in ruled_tables(found.across, found.down, SNAP)]


def streaked(image: Image.Image) -> Image.Image:
    """With a fold across and the streak of a dirty glass down the page, through the table."""
    out = image.copy()
    x0, top = (v * 200 / 72 for v in _box("1,234", 3)[:2])
    pen = ImageDraw.Draw(out)
    pen.line((0, top + 12, out.width, top + 12), fill=70, width=2)
    pen.line((x0 + 12, 0, x0 + 12, out.height), fill=70, width=2)
    return out


def grey_ruled(image: Image.Image) -> Image.Image:
    """With its rulings in a pale grey, less dark than any threshold for ink."""
    import cv2

    pixels = np.asarray(image.convert("L")).copy()
    dark = np.where(pixels < 250, 255, 0).astype(np.uint8)
    for shape in ((1, 60), (60, 1)):
        line = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) > 0
        pixels[line] = 210
    return scan.worn(Image.fromarray(pixels), 1, angle=0.4, noise=8)


def shone_through(image: Image.Image) -> Image.Image:
    """On thin paper, with the same page's back printed a little lower."""
    back = ImageChops.offset(ImageOps.mirror(image.convert("L")), 0, 21)
    return ImageChops.subtract(image.convert("L"), ImageOps.invert(back).point([v // 5 for v in range(256)]))


def _also(name: str, wear: Callable[[Image.Image], Image.Image]) -> Any:
    return pytest.param(wear, id=name, marks=pytest.mark.slow)


@pytest.mark.parametrize("wear", [
    pytest.param(lambda p: p, id="clean"), pytest.param(grey_ruled, id="grey"), pytest.param(lambda p: scan.dashed(p, 10, 7), id="dashes"),
    pytest.param(lambda p: scan.bent(p, 40), id="curled"), pytest.param(lambda p: scan.photographed(p, 0.03), id="from below"),
    pytest.param(ImageOps.invert, id="light on dark"), pytest.param(streaked, id="folded"),
    _also("shone through", shone_through), _also("dots", lambda p: scan.dashed(p, 3, 4)), _also("hollow", lambda p: scan.bent(p, -15)),
    _also("curled, from below", lambda p: scan.photographed(scan.bent(p, 20), 0.02)), _also("faint", lambda p: scan.worn(scan.faint(p, 0.15), 1, noise=5)),
    _also("dashes askew", lambda p: scan.worn(scan.dashed(p, 9, 6), 1, angle=1.5)),
    _also("dark paper", lambda p: p.point([140 * v // 255 for v in range(256)])),
])
def test_every_cell_of_the_grid_is_found(wear):
    assert grids(wear(marks_page())) == [25]


def test_ones_below_each_other_are_no_ruling():
    rows = tuple(tuple(Cell(t, "label" if j == 0 else "number") for j, t in enumerate(("事项", "1", "11", "111", "1"))) for _ in range(9))
    page = scan.pages(pdf.write([Grid("g", rows, (3, 2, 2, 2, 2))], "示例", pdf.Style(padding=1)))[0]
    assert grids(page.crop((0, 0, page.width, page.height // 3))) == [45]


@pytest.mark.parametrize("border", [1, 2])
def test_dotted_rulings_without_a_frame_part_no_characters(border):
    """A dot alone is one of the ruling that it stands in, not of a line down through the strokes below it."""
    page = Image.new("L", (1000, 600), 255)
    pen = ImageDraw.Draw(page)
    for at in range(100, 400, 44):
        for x in range(100, 700, 4):
            pen.rectangle((x, at, x + 1, at + border), fill=0)
    for x in (100, 300, 700):
        for y in range(100, 364, 4):
            pen.rectangle((x, y, x + border, y + 1), fill=0)
    for row in range(6):
        pen.line((200, 112 + 44 * row, 200, 133 + 44 * row), fill=0, width=2)
        pen.text((400, 112 + 44 * row), "41", fill=0, font_size=24)
    assert grids(page) == [12]


def test_a_page_of_narrow_cells_is_not_laid_on_its_side_for_its_upright_labels():
    from etl.extract.ocr.turned import direction

    labels = ("属于国家秘密", "保护第三方合法权益", "危及三安全一稳定")
    rows = [(Cell(label, "vertical"), *(Cell(str(37 * (i + 2) * (k + 3) % 190), "number") for k in range(7))) for i, label in enumerate(labels)]
    page = scan.pages(pdf.write([Grid("g", tuple(rows), (1, *[2] * 7))], "示例"))[0].convert("L")
    page = page.crop((0, 0, page.width, page.height // 2))
    assert [direction(Picture(np.array(page.rotate(turn, expand=True)), 200 / 72)) for turn in (0, 90, 270)] == [0, 3, 1]


def test_a_page_on_its_side_is_not_legible_for_its_upright_labels():
    from etl.extract.ocr import turned
    from etl.extract.ocr.engine import Recognised

    upright = [Recognised("三本年度办理结果", (1.0,) * 8)]
    assert turned.legible(upright * 3 + [Recognised("12", (1.0, 1.0))] * 20)
    assert not turned.legible(upright + [Recognised("12", (1.0, 1.0))] * 20)
    assert not turned.legible([])


def two_columns(rows: int, height: int, strokes: Sequence[int], ends: tuple[int, int]) -> Image.Image:
    """Of so many rows below a heading over both, in which strokes stand."""
    page = Image.new("L", (800, 600), 255)
    pen = ImageDraw.Draw(page)
    bottom = 100 + height * (rows + 1)
    for y in range(100, bottom + 1, height):
        pen.line((100, y, 700, y), fill=0, width=3)
    for x, top in ((100, 100), (400, 100 + height), (700, 100)):
        pen.line((x, top, x, bottom), fill=0, width=3)
    for x in strokes:
        pen.line((x, ends[0], x, ends[1]), fill=0, width=3)
    return page


@pytest.mark.parametrize("rows", [2, 5])
def test_a_ruling_that_runs_on_into_a_bracket_is_one(rows):
    """The stroke of the heading stands right over the line between the columns."""
    assert grids(two_columns(rows, 50, [400], (118, 148))) == [1 + 2 * rows]


@pytest.mark.parametrize("rows", [2, 5])
def test_a_ruling_that_runs_on_into_a_stroke_ends_before_it_whatever_stands_beside(rows):
    """The line stands right under the upright of 计, and the other stroke of 计 is as long."""
    assert grids(two_columns(rows, 63, [384, 400], (114, 150))) == [1 + 2 * rows]


@pytest.mark.parametrize(("strokes", "cells"), [((240, 380), 11), ((170, 240, 310, 380), 15)])
def test_two_rulings_that_run_on_into_strokes_of_one_heading_end_before_it(strokes, cells):
    """行政复议 over five columns; where most lines go as far up, the line above may be lost."""
    page = Image.new("L", (600, 400), 255)
    pen = ImageDraw.Draw(page)
    for y in (100, 140, 250, 350):
        pen.line((100, y, 450, y), fill=0, width=2)
    for x in range(100, 451, 70):
        pen.line((x, 100 if x in (100, 450) else 112 if x in strokes else 140, x, 350), fill=0, width=2)
    assert grids(page) == [cells]


def test_strokes_that_nearly_fill_a_low_row_are_no_rulings():
    """Of 信 and 件 in a table without room above its lines, of two such lines in one row, and of 项 in each row."""
    page = Image.new("L", (600, 600), 255)
    pen = ImageDraw.Draw(page)
    for y in (100, 138, 176, 246, *range(284, 475, 38)):
        pen.line((100, y, 500, y), fill=0, width=2)
    for x in (100, 300, 500):
        pen.line((x, 100, x, 474), fill=0, width=2)
    for x, top in ((160, 104), (360, 104), (420, 142), (160, 180), (160, 214), *((220, y) for y in range(250, 470, 38))):
        pen.line((x, top, x, top + 28), fill=0, width=2)
    assert grids(page) == [18]


def test_a_number_that_a_streak_runs_through_is_in_doubt():
    cells = {squeeze(c.text): c for c in read(png(streaked(marks_page()), dpi=(200, 200))).tables[0].cells() if c.row == 3}
    for text, cell in cells.items():
        assert text in _ROWS[3] or cell.doubt or read_cell(cell.text).state is State.UNREADABLE, cell


def _touched(change) -> Document:
    """The page of marks with something done to the place of its 200."""
    page = marks_page().convert("L")
    change(page, ImageDraw.Draw(page), *(v * 200 / 72 for v in _box("200", 4)))
    return read(png(page, dpi=(200, 200)))


def _faded(page, pen, x0, top, x1, bottom):
    box = int(x0) + 5, int(top) + 5, int(x1) - 5, int(bottom) - 5
    page.paste(page.crop(box).point([255 - (255 - v) // 4 for v in range(256)]), box)


@pytest.mark.slow
@pytest.mark.parametrize("change", [
    _faded,
    lambda page, pen, x0, top, x1, bottom: pen.line((x0 + 20, (top + bottom) / 2, x1 - 20, (top + bottom) / 2), fill=0, width=3),
    lambda page, pen, x0, top, x1, bottom: pen.ellipse(((x0 + x1) / 2 - 25, bottom - 18, (x0 + x1) / 2 - 22, bottom - 15), fill=0),
], ids=["faded", "struck out", "a speck beside"])
def test_what_was_done_to_a_number_is_not_hidden(change):
    cell = next(c for c in _touched(change).tables[0].rows[4] if c.column == 1)
    assert cell.text == "200" or cell.doubt or read_cell(cell.text).state is State.UNREADABLE, cell
    if change is _faded:
        assert read_cell(cell.text).state is not State.BLANK


def number(cell: int, text: str, at: float = 40, odd: int | None = None):
    """A number as the cells give it: a 0 is a ring, a 1 a stroke with a flag; ``odd`` is the digit drawn without its own mark."""
    from etl.extract.ocr.shapes import Number

    digits = []
    for i, char in enumerate(text):
        image = Image.new("L", (12, 18), 255)
        pen = ImageDraw.Draw(image)
        if char == "0":
            pen.ellipse((1, 1, 10, 16), outline=0, width=2, fill=0 if i == odd else None)
        else:
            pen.line((6, 1, 6, 16), fill=0, width=2)
            if i != odd:
                pen.line((2, 5, 6, 1), fill=0, width=2)
                pen.line((2, 16, 10, 16), fill=0, width=2)
        digits.append(np.asarray(image))
    return Number(cell, text, tuple(digits), (at, 10, at + 12 * len(text), 28), (0, 0, 100, 40), tuple(at + 12 * i + 6 for i in range(len(text))))


def test_a_digit_unlike_its_likes_is_in_doubt():
    from etl.extract.ocr.shapes import strangers

    page = [number(i, "10", 38) for i in range(8)]
    assert list(strangers(page)) == []
    assert {cell for cell, _ in strangers([*page, number(8, "10", 38, odd=0)])} == {8}
    assert {cell for cell, _ in strangers([*page, number(8, "10", 38, odd=1)])} == {8}
    assert list(strangers([number(0, "10", 38, odd=0)])) == []


def test_a_number_off_its_place_may_lack_a_digit():
    from etl.extract.ocr.shapes import astray

    table = [number(i, "10" if i % 2 else "100", 38 if i % 2 else 32) for i in range(12)]
    assert list(astray(table)) == []
    assert [cell for cell, _ in astray([*table, number(12, "10", 32)])] == [12]
    assert list(astray(table[:4])) == []
    left = [number(i, "10" if i % 2 else "100", 10) for i in range(12)]
    assert list(astray(left)) == []


def test_a_gap_between_digits_may_have_held_a_point():
    """Scanners take points for dirt. The table of fees has few numbers: what a usual step is, its page tells."""
    from etl.extract.ocr.shapes import astray

    def apart(text: str) -> Any:
        whole = number(20, text)
        return replace(whole, middles=(*whole.middles[:-1], whole.middles[-1] + 6))

    page = [number(i, "10" if i % 2 else "100", 38 if i % 2 else 32) for i in range(12)]
    assert [cell for cell, _ in astray([number(0, "0"), apart("101")])] == [20]
    assert list(astray([number(0, "0"), apart("10")])) == []
    assert [cell for cell, _ in astray([number(0, "0"), apart("10")], page)] == [20]
    assert list(astray([number(0, "0"), number(1, "10")], page)) == []


def test_on_a_page_of_broken_strokes_no_number_is_sure(scanned_marks):
    """In a scan that is too light a 4 loses its slanted stroke and is a whole 1: the other digits' gaps tell of it."""
    page = marks_page().copy()
    whole, *others = [c for row in scanned_marks.tables[0].rows[1:] for c in row if set("0123456789") & set(c.text) and c.bbox]
    pen = ImageDraw.Draw(page)
    for x0, top, x1, bottom in [tuple(round(v * 200 / 72) for v in c.bbox or ()) for c in others]:
        for y in range(top + 4, bottom - 4, 5):
            pen.line((x0 + 5, y, x1 - 5, y), fill=255, width=2)
    read_again = [c for row in read(scan.bound([page])).tables[0].rows[1:] for c in row]
    assert "hard to read" in next(c.doubt or "" for c in read_again if c.bbox == whole.bbox)
    assert not any(c.doubt for c in read_again if len(squeeze(c.text)) > 6 and "、" in c.text)


def test_a_watermark_hides_no_number_and_is_none(scanned_marks):
    page, mark = marks_page().copy(), Image.new("L", marks_page().size, 0)
    pen = ImageDraw.Draw(mark)
    for x in range(-page.height, page.width, 90):
        pen.line((x, page.height, x + page.height, 0), fill=55, width=5)
        pen.arc((x, 150, x + 60, 240), 0, 300, fill=55, width=5)
    veiled = read(scan.bound([ImageChops.subtract(page, mark)]))
    assert printed(veiled) == printed(scanned_marks)
    assert [p.text for p in veiled.paragraphs] == [p.text for p in scanned_marks.paragraphs]


def test_a_page_whose_greys_are_dots_is_read(scanned_marks):
    """A scanner set to photographs and one bit a pixel: the paper, a little grey, is strewn with dots."""
    dotted = scan.worn(scan.faint(marks_page(), 0.9), 1, noise=4).convert("1", dither=Image.Dither.FLOYDSTEINBERG)
    assert printed(read(scan.bound([dotted.convert("L")])))[1::3] == printed(scanned_marks)[1::3]  # hairlines are lost in the dots


def test_dots_that_are_a_figures_shade_and_no_ink_are_no_defect():
    from etl.extract.ocr.clean import cleaned
    from etl.extract.ocr.ink import Sheet

    paper, none = np.full((60, 90), 255, np.uint8), np.zeros((60, 90), np.uint8)
    shade = none.copy()
    shade[15:45, 30:50] = 1
    assert cleaned(Sheet(paper, none, 2.8), none, shade, (0, 0, 30, 20)).pale


def test_pale_numbers_on_a_page_with_a_watermark_are_read_and_in_doubt(scanned_marks):
    page = marks_page().copy()
    for x0, top, x1, bottom in [tuple(round(v * 200 / 72) for v in c.bbox or ()) for row in scanned_marks.tables[0].rows[1:] for c in row[3:]]:
        room = (x0 + 4, top + 4, x1 - 4, bottom - 4)
        page.paste(page.crop(room).point([205 + v * 50 // 255 for v in range(256)]), room)
    ImageDraw.Draw(page).rectangle((200, 20, 500, 120), fill=215)
    read_again = [(c, d) for a, b in zip(read(scan.bound([page])).tables[0].rows[1:], scanned_marks.tables[0].rows[1:], strict=True) for c, d in zip(a[3:], b[3:], strict=True)]
    assert all(c.doubt or ("\ufffd" in c.text) for c, d in read_again if d.text)


@pytest.mark.parametrize(("kind", "options"), [
    *(pytest.param(kind, options, marks=pytest.mark.slow) for kind, options in (
        ("BMP", {}), ("WEBP", {"lossless": True}), ("GIF", {}), ("TIFF", {"bits": 16}), ("JPEG", {"cmyk": True}))),
    ("JPEG2000", {}), ("TIFF", {"compression": "group4"}),
], ids=str)
def test_kinds_of_pictures(kind, options):
    page = marks_page()
    if options.pop("bits", 8) == 16:
        page = Image.fromarray(np.asarray(page, dtype=np.uint16) * 257)
    elif options.pop("cmyk", False):
        page = page.convert("RGB").convert("CMYK")
    elif options.get("compression") == "group4":
        page = page.point(lambda v: 255 if v > 128 else 0).convert("1")
    out = io.BytesIO()
    page.save(out, kind, **options)
    page_image = next(pictures(out.getvalue(), 200)[2])
    assert isinstance(page_image, Picture)
    assert grids(Image.fromarray(page_image.gray)) == [25]


@pytest.mark.parametrize("head", [b"\0\0\0\x18ftypheic\0\0\0\0", b"8BPS\0\1", b"AT&TFORM", b"<svg xmlns='http://www.w3.org/2000/svg'>"])
def test_pictures_that_nobody_here_reads_are_named(head):
    with pytest.raises(ReadError, match="no reader for image/") as caught:
        read(head + bytes(200) if head[0] != 60 else head)
    assert caught.value.kind == "unsupported"


def test_two_pages_on_one_sheet_are_two():
    from etl.extract.ocr.turned import halves

    (page,) = scan.pages(marks())
    sheet = Image.new("L", (2 * page.width, page.height), 255)
    sheet.paste(page)
    sheet.paste(page, (page.width, 0))
    parts = list(halves(Picture(np.asarray(sheet), 200 / 72)))
    assert [part.gray.shape for part in parts] == [(page.height, pytest.approx(page.width, rel=0.1))] * 2
    across = sheet.resize((page.width, page.height // 2)).crop((0, 0, page.width // 2, page.height // 2)).resize((1600, 1100))
    assert len(list(halves(Picture(np.asarray(across), 200 / 72)))) == 1
    assert len(list(halves(Picture(np.asarray(page), 200 / 72)))) == 1


def test_the_only_blank_among_numbers_may_have_been_painted_over():
    from etl.extract.grid import BoxedCell
    from etl.extract.ocr.blanks import lonely

    def table(*rows: str) -> list[BoxedCell]:
        return [BoxedCell(text, (60.0 * j, 20.0 * i, 60.0 * j + 60, 20.0 * i + 20), 1)
                for i, row in enumerate(rows) for j, text in enumerate(row.split("|"))]

    assert [c.bbox[:2] for c in lonely([table("事项|甲|乙", "一|1|", "二|0|3")])] == [(120, 20)]
    # No number stands in the row of a group's name, nor in the column of a corner.
    assert list(lonely([table("|甲|乙", "一||", "二|0|3")])) == []
    # Who leaves a cell blank to say 0 does so throughout.
    assert list(lonely([table("事项|甲|乙", "一|1|", "二||3", "三|2|", "四||7")])) == []
