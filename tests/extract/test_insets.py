"""Tables that stand as pictures among text: read where they stand, in Word, HTML and PDF alike."""

from __future__ import annotations

import base64
import io
import re
import struct
import sys
from collections.abc import Callable
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache

import docx
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageOps
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from etl.documents import Document, Table
from etl.errors import ReadError
from etl.extract import extract
from etl.extract.pdf import overlaid, quick
from etl.extract.pdf import pictures as pdf_pictures
from etl.process import process, reread
from etl.report import Origin
from etl.text import squeeze
from tests.extract import common, scan
from tests.extract.test_ocr import png
from tests.hostile.corpus import pdf_of
from tests.sites import layout, pdf
from tests.sites.layout import Cell, Grid

_ROWS = (
    ("", "结果维持", "结果纠正", "尚未审结"), ("行政复议", "3", "1", "0"), ("行政诉讼", "12", "/", "204"), ("总计", "15", "1", "204"),
)
_GRID = Grid("g", tuple(tuple(Cell(t, "label" if i * j == 0 else "number") for j, t in enumerate(r)) for i, r in enumerate(_ROWS)), (2, 2, 2, 2))
_BEFORE, _AFTER = "四、行政复议、行政诉讼情况如下表所示。" * 12, "五、存在的主要问题及改进情况"


def drawn(grid: Grid) -> Image.Image:
    """The grid alone, at 200 dpi."""
    page = scan.pages(pdf.write([grid], "示例", pdf.Style(page_number="")))[0]
    left, top, right, bottom = ImageOps.invert(page).getbbox() or (0, 0, 1, 1)
    return page.crop((left - 8, top - 8, right + 8, bottom + 8))


@cache
def shown() -> Image.Image:
    return drawn(_GRID)


def in_docx(image: Image.Image) -> bytes:
    document = docx.Document()
    document.add_paragraph(_BEFORE)
    document.add_picture(io.BytesIO(png(image)))
    document.add_paragraph(_AFTER)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def in_html(image: Image.Image) -> bytes:
    source = base64.b64encode(png(image)).decode()
    return f'<html><body><p>{_BEFORE}</p><p><img src="data:image/png;base64,{source}"></p><p>{_AFTER}</p></body></html>'.encode()


def in_mhtml(image: Image.Image) -> bytes:
    """A web page saved with its picture, which its browser calls by the address where it lay."""
    drawn = re.sub('src="data:[^"]*"', 'src="http://gov.example/a.png?x=1&amp;y=2"', in_html(image).decode())
    page, picture = MIMEText(drawn, "html", "utf-8"), MIMEImage(png(image))
    picture["Content-Location"] = "http://gov.example/a.png?x=1&y=2"
    saved = MIMEMultipart("related")
    for part in (page, picture):
        saved.attach(part)
    return saved.as_bytes()


def in_pdf(image: Image.Image) -> bytes:
    registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 12)
    for i in range(0, len(_BEFORE), 36):
        canvas.drawString(70, 760 - 20 * (i // 36), _BEFORE[i : i + 36])
    width, height = image.width * 72 / 200, image.height * 72 / 200
    canvas.drawImage(ImageReader(image), 70, 520 - height, width, height)
    canvas.drawString(70, 480 - height, _AFTER)
    canvas.save()
    return out.getvalue()


def read(data: bytes) -> Document:
    return extract(data, Origin())


def printed(document: Document) -> list[list[str]]:
    return [[squeeze(c.text) for c in row] for table in document.tables for row in table.rows]


@pytest.mark.parametrize("way", [in_html, *(pytest.param(way, marks=pytest.mark.slow) for way in (in_docx, in_mhtml)), in_pdf])
def test_a_pictured_table_is_read_where_it_stands(way: Callable[[Image.Image], bytes]):
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    document = read(way(shown()))
    assert printed(document) == [list(row) for row in _ROWS]
    kinds = [isinstance(b, Table) for b in document.blocks]
    assert kinds.index(True) > 0
    assert document.blocks[-1] == document.paragraphs[-1]
    assert squeeze(document.paragraphs[-1].text) == _AFTER
    assert document.reader.endswith("+ocr")
    second = reread(way(shown()), Origin(), document)
    assert second is not None
    assert second.reader != document.reader
    assert printed(second) == printed(document)
    assert len(second.blocks) == len(document.blocks)


@pytest.mark.parametrize("way", [in_docx, *(pytest.param(way, marks=pytest.mark.slow) for way in (in_html, in_pdf))])
def test_a_picture_without_a_table_adds_nothing(way: Callable[[Image.Image], bytes]):
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    photo = Image.radial_gradient("L").resize((900, 600))
    ImageDraw.Draw(photo).text((300, 300), "2021", fill=0, font_size=60)
    document = read(way(photo))
    assert document.tables == ()
    assert not document.reader.endswith("ocr")
    assert "2021" not in str(document.blocks)


@pytest.mark.parametrize("way", [in_docx, in_html, in_pdf])
def test_without_the_extra_it_says_what_it_could_not_read(way: Callable[[Image.Image], bytes], monkeypatch):
    monkeypatch.setitem(sys.modules, "etl.extract.ocr.reader", None)
    document = read(way(shown()))
    assert document.tables == ()
    assert any("1 pictures" in w and "gongkai[ocr]" in w for w in document.warnings)


@pytest.mark.slow
def test_a_docx_of_page_pictures_is_a_scan(monkeypatch):
    document = docx.Document()
    for page in scan.pages(pdf.write([layout.Text("示例县政府信息公开工作年度报告", "title"), _GRID], "示例")):
        document.add_picture(io.BytesIO(png(page, dpi=(200, 200))))
    out = io.BytesIO()
    document.save(out)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "etl.extract.ocr.reader", None)
        with pytest.raises(ReadError) as caught:
            read(out.getvalue())
        assert caught.value.kind == "needs_ocr"
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    found = read(out.getvalue())
    assert printed(found) == [list(row) for row in _ROWS]
    assert "年度报告" in squeeze(found.paragraphs[0].text)


def test_a_damaged_picture_harms_nothing_else():
    broken = in_html(shown()).replace(b"base64,iVBOR", b"base64,iVBOQ")
    assert squeeze(read(broken).paragraphs[-1].text) == _AFTER


@pytest.mark.slow
def test_a_whole_report_with_pictured_tables():
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    sample = common.sample("2021")
    document = docx.Document()
    for block in common.blocks("2021"):
        if isinstance(block, Grid):
            document.add_picture(io.BytesIO(png(drawn(block))))
        else:
            document.add_paragraph(block.text)
    out = io.BytesIO()
    document.save(out)
    report = process(out.getvalue(), Origin(name="report.docx")).report
    assert report is not None
    assert report.quality == "clean"
    assert {cell.key: cell.value for cell in report.cells} == {key: c.value for key, c in sample.cells.items()}


def over_text(*pictures: tuple[Image.Image, float, float]) -> bytes:
    """A page of text with pictures upon it, each from a height to another and as wide as the page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for row in range(20):
        canvas.drawString(72, 700 - 30 * row, f"Row {row} has {row + 11}")
    for image, bottom, top in pictures:
        canvas.drawImage(ImageReader(image), 0, bottom, 595, top - bottom, mask="auto")
    canvas.save()
    return out.getvalue()


def test_a_watermark_as_large_as_the_page_makes_no_scan():
    mark = Image.new("RGBA", (200, 300), (0, 0, 0, 0))
    mark.paste((255, 0, 0, 60), (50, 100, 150, 120))
    assert "Row 3 has 14" in [p.text for p in extract(over_text((mark, 0, 842)), Origin(), "pdfium").paragraphs]


def upon(image: Image.Image) -> bytes:
    """The page of :func:`over_text` upon a picture as large as it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
    for row in range(20):
        canvas.drawString(72, 700 - 30 * row, f"Row {row} has {row + 17}")
    canvas.save()
    return out.getvalue()


def page_of(pdf: bytes) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(pdf)[0]


def test_text_upon_a_picture_of_itself_is_what_a_program_took_the_picture_for():
    """Its digits are guesses, though printed black on white."""
    printed = page_of(over_text()).render(scale=150 / 72).to_pil()
    copied = upon(scan.worn(scan.faint(printed.convert("L"), 0.6), 1, 0.3, 0.6, 6))
    with pytest.raises(ReadError, match="pictures instead of text"):
        extract(copied, Origin(), "pdfium")
    page = page_of(copied)
    whole = page.render().to_pil()
    with overlaid.lifted(page):
        assert page.render().to_pil() != whole  # recognised is the picture alone
    assert page.render().to_pil() == whole


def test_prose_beside_a_picture_whose_text_leaves_no_ink_stays():
    """What a program took the picture for is not seen: it need not be taken off the page, with all that is."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(Image.effect_noise((400, 250), 200)), 72, 100, 400, 250)
    for row in range(30):
        canvas.drawString(72, 800 - 20 * row, f"Row {row} has {row + 17}") if row < 20 else canvas.drawString(80, 780 - 22 * row, f"{row}" * 9, mode=3)
    canvas.save()
    page = page_of(out.getvalue())
    whole = page.render().to_pil()
    with overlaid.lifted(page):
        assert page.render().to_pil() == whole


@pytest.mark.parametrize(("height", "is_text"), [(20, True), (120, False)])
def test_a_page_of_a_scan_with_the_end_of_a_pictured_table_is_no_text(height, is_text):
    data = over_text((Image.new("RGB", (200, height)), 300, 300 + height))
    assert (quick.text_page(pypdfium2.PdfDocument(data), 1) is not None) == is_text


@pytest.mark.parametrize("ground", [
    Image.effect_noise((1240, 1754), 20), Image.new("L", (10, 10), 90), Image.linear_gradient("L"), page_of(over_text()).render(scale=0.2).to_pil().point(lambda v: 220 + v // 8),
], ids=["grain", "coloured", "gradient", "watermark"])
def test_text_upon_a_background_is_text(ground):
    assert "Row 3 has 20" in [p.text for p in extract(upon(ground), Origin(), "pdfium").paragraphs]


def test_text_below_the_strips_of_a_scan_is_not_read():
    strip = Image.new("RGB", (200, 30), (250, 250, 250))
    with pytest.raises(ReadError, match="pictures instead of text"):
        extract(over_text(*((strip, at, at + 90) for at in range(0, 842, 90))), Origin(), "pdfium")


def _fax(image: Image.Image) -> bytes:
    """The rows of a black and white picture as a fax machine sends them (T.6)."""
    image.save(out := io.BytesIO(), "TIFF", compression="group4", tiffinfo={278: image.height})
    file = Image.open(io.BytesIO(out.getvalue()))
    return b"".join(out.getvalue()[at : at + size] for at, size in zip(file.tag_v2[273], file.tag_v2[279], strict=True))


def _jbig2(image: Image.Image) -> bytes:
    """One page of one region, whose rows are a fax's."""
    page = struct.pack(">IIIIBH", image.width, image.height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", image.width, image.height, 0, 0, 0, 1) + _fax(image)
    return b"".join(struct.pack(">IBBBI", n, kind, 0, 1, len(part)) + part for n, (kind, part) in enumerate(((48, page), (39, region))))


def _jpeg2000(image: Image.Image) -> bytes:
    image.convert("L").save(out := io.BytesIO(), "JPEG2000")
    return out.getvalue()


@pytest.mark.parametrize(("filter", "stored"), [
    (b"CCITTFaxDecode/DecodeParms<</K -1/Columns 400/Rows 400>>", _fax), (b"JBIG2Decode", _jbig2), (b"JPXDecode", _jpeg2000),
])
def test_pictures_as_scanners_store_them_are_seen(filter, stored):
    image = Image.new("1", (400, 400), 0)  # a fax knows no more than that its paper is 0
    ImageDraw.Draw(image).rectangle((50, 100, 149, 299), fill=1)
    data = stored(image)
    drawing = b"q 300 0 0 300 100 300 cm /A Do Q"
    file = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawing), drawing),
        b"<</Type/XObject/Subtype/Image/Width 400/Height 400/ColorSpace/DeviceGray/BitsPerComponent 1/Length %d/Filter/%b>>stream\n%b\nendstream"
        % (len(data), filter, data),
    )
    (picture,) = pdf_pictures.placed(Document("application/pdf", (), "x"), file).blocks
    seen = Image.open(io.BytesIO(picture.data)).convert("L").resize((400, 400)).point(lambda shade: 255 * (shade > 128))
    inside, whole = (seen.crop(box).histogram()[0] for box in ((50, 100, 150, 300), (0, 0, 400, 400)))
    assert abs(inside / 20_000 - (whole - inside) / 140_000) > 0.97


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pictures_on_turned_pages_are_upright_and_in_their_place(turn):
    image = Image.new("L", (300, 200), 255)
    image.paste(0, (0, 0, 90, 60))

    def found(turn: int) -> tuple[float, bytes]:
        width, height = (842, 595) if turn in (90, 270) else (595, 842)
        canvas = Canvas(out := io.BytesIO(), pagesize=(595, 842))  # it turns the paper, too
        canvas.setPageRotation(turn)
        canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[turn])
        canvas.rotate(turn)
        canvas.drawImage(ImageReader(image), 100, 500, 300, 200)
        canvas.save()
        (picture,) = pdf_pictures._pictures(out.getvalue())
        return round(picture.top), Image.open(io.BytesIO(picture.picture)).convert("L").resize((30, 20)).tobytes()

    (top, shown), (plain_top, plain) = found(turn), found(0)
    assert top == plain_top == 142
    assert max(abs(a - b) for a, b in zip(shown, plain, strict=True)) < 40
