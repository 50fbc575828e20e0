"""Fonts whose digits look like others than they say."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence

import pypdfium2
import pytest
from fontTools import ttLib
from fontTools.pens.t2CharStringPen import T2CharStringPen
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import open_for_read
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from etl.errors import ReadError
from etl.extract import extract
from etl.extract.pdf import fonts, quick
from etl.report import Origin
from tests.extract import common
from tests.hostile.corpus import lying_font, pdf_of
from tests.sites import pdf


def test_an_honest_font_is_believed():
    assert not fonts.lying(lying_font())
    assert not fonts.lying(pdf.write(common.blocks("2021"), "示例"))


def drawn(ground: tuple[float, float, float] | None, ink: float, width: float, mode: int) -> bytes:
    """A page with the digits on a ground, in a shade of grey: filled (mode 0), as outlines of a width (1), or both (2)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    if ground:
        canvas.setFillColorRGB(*ground)
        canvas.rect(0, 0, 595, 842, fill=1, stroke=0)
    canvas.setFillGray(ink)
    canvas.setStrokeGray(ink)
    canvas.setLineWidth(width)
    for row, digits in enumerate(("0123456789", "9876543210", "1357902468")):
        text = canvas.beginText(72, 700 - 30 * row)
        text.setFont("Helvetica", 10.5)
        text.setTextRenderMode(mode)
        text.textLine(digits)
        canvas.drawText(text)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(("ground", "ink", "width", "mode"), [
    ((0.0, 0.44, 0.75), 1.0, 0, 0), ((0.8, 0.85, 0.95), 0.0, 0, 0), (None, 0.6, 0, 0), (None, 0.85, 0, 0), (None, 0.0, 0.9, 2), ((0, 0, 0), 0.9, 0, 0),
    (None, 0.0, 0.1, 1), (None, 0.0, 0.3, 1),
])
def test_neither_colour_nor_weight_is_a_lie(ground, ink, width, mode):
    assert not fonts.lying(drawn(ground, ink, width, mode))


@pytest.mark.parametrize("told", [
    "0128456739", "0123459786", "6123450789", "1234567890", "0213456789", "0321456789", "0125436789", "0173456289", "0153426789", "0423156789",
])
def test_a_font_that_swaps_digits_is_not(told):
    assert fonts.lying(lying_font(told=told))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("told", ["0123456789", "0125436789"])
def test_however_the_page_is_turned_and_cut(turn, told):
    pdf = pypdfium2.PdfDocument(lying_font(told=told))
    page = pdf[0]
    page.set_mediabox(-100, -50, 800, 900)
    page.set_cropbox(30, 200, 500, 800)
    page.set_rotation(turn)
    pdf.save(out := io.BytesIO())
    assert fonts.lying(out.getvalue()) == (told != "0123456789")


def test_digits_that_stand_on_their_side():
    """A table set across an unturned page."""
    honest, lying = (re.sub(rb"1 0 0 1 60 (\d+) Tm", rb"0 1 -1 0 \1 60 Tm", lying_font(told=told)) for told in ("0123456789", "0125436789"))
    assert b"0 1 -1 0" in lying
    assert not fonts.lying(honest)
    assert fonts.lying(lying)


@pytest.mark.parametrize("pair", ["38", "83", "17", "56", "90", "25", "63"])
def test_one_digit_drawn_as_another_is_a_lie(pair):
    """Both look the same; no two digits of an honest font do."""
    said, drawn = pair
    font = ttLib.TTFont(open_for_read(TTFont("Lying", "Vera.ttf").face.filename))
    for table in font["cmap"].tables:
        if ord(drawn) in table.cmap:
            table.cmap[ord(said)] = table.cmap[ord(drawn)]
    font["name"].setName("Pair" + pair, 6, 3, 1, 0x409)  # its own, or the canvas takes the font it knows
    font["name"].setName("Pair" + pair, 6, 1, 0, 0)
    font.save(changed := io.BytesIO())
    changed.seek(0)
    pdfmetrics.registerFont(TTFont("Pair" + pair, changed))
    canvas = Canvas(out := io.BytesIO())
    canvas.setFont("Pair" + pair, 12)
    for line in range(3):
        canvas.drawString(60, 700 - 30 * line, "0 1 2 3 4 5 6 7 8 9")
    canvas.save()
    assert fonts.lying(out.getvalue())


@pytest.mark.parametrize("blank", ["\u00a0", "\u200b", "\u3000"])
def test_what_is_drawn_is_not_blank_whatever_its_font_says(blank):
    document = extract(lying_font(told=f"012345678{blank}"), Origin())
    assert {p.text.replace(" ", "") for p in document.paragraphs} == {"012345678\ufffd"}


def test_one_odd_digit_is_no_lie():
    """A 4 with a loop, a 2 in a hand of its own: somebody's taste."""
    assert not fonts.lying(lying_font(shown="0101570101", told="2123456789"))


NAMES = b"zero one two three four five six seven eight nine".split()


def of_drawings(procs: Sequence[bytes], widths: Sequence[float], unit: float, bbox: bytes, *said: bytes) -> bytes:
    """A page in a font (Type 3) that draws each of the ten digits itself; ``said`` are instructions of the page."""
    content = b"BT %b ET" % b"".join(said)
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type3/FontBBox[%b]/FontMatrix[%f 0 0 %f 0 0]/FirstChar 48/LastChar 57/Resources<<>>/Widths[%b]"
        b"/Encoding<</Type/Encoding/Differences[48%b]>>/CharProcs<<%b>>>>" % (
            bbox, unit, unit, b" ".join(b"%g" % width for width in widths), b"".join(b"/" + name for name in NAMES),
            b"".join(b"/%b %d 0 R" % (name, 6 + digit) for digit, name in enumerate(NAMES))),
        *(b"<</Length %d>>stream\n%b\nendstream" % (len(proc), proc) for proc in procs),
    )


def test_a_font_of_drawings_is_read_by_its_widths():
    """Pdfium tells the font's own box for each of its characters, which lie deep in one another then, and drops the second of two
    equal ones."""
    said = b"/F 10 Tf 1 0 0 1 60 700 Tm (336) Tj 1 0 0 1 95 700 Tm (112) Tj 1 0 0 1 130 700 Tm (9447) Tj 1 0 0 1 180 700 Tm (55) Tj"
    data = of_drawings([b"500 0 0 0 500 700 d1 0 0 400 700 re f"] * 10, [500] * 10, 0.001, b"0 -500 2200 2000", said)
    assert extract(data, Origin()).paragraphs[0].text.split() == ["336", "112", "9447", "55"]


LINES = [b"/F %d Tf " + b"1 0 0 1 60 %d Tm (%b) Tj " % (700 - 30 * n, line) for n, line in enumerate((b"0123456789", b"9876543210", b"1357902468", b"112 33"))]


def outlined(told: str, operator: bytes, lines: Sequence[bytes] = LINES) -> bytes:
    """As programs write that draw the outlines of a font."""
    font = ttLib.TTFont(open_for_read(TTFont("Lying", "Vera.ttf").face.filename))
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    drawn = [glyphs[names[ord(digit)]] for digit in told]
    procs = []
    for glyph in drawn:
        pen = T2CharStringPen(glyph.width, glyphs)
        glyph.draw(pen)
        x = y = 0
        path: list[bytes] = []
        for way, steps in pen._commands:
            points = []
            for dx, dy in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + dx, y + dy
                points.append(b"%d %d" % (x, y))
            path.append(b"%b %b " % (b" ".join(points), {"rmoveto": b"m", "rlineto": b"l", "rrcurveto": b"c"}[way]))
        procs.append(b"%d 0 %b %b f" % (glyph.width, operator, b"".join(path)))
    return of_drawings(procs, [glyph.width for glyph in drawn], 1 / 2048, b"0 0 0 0", *(line % 12 for line in lines))


def dotted(told: str, _: bytes) -> bytes:
    """As TeX writes the dots of a font for a printer."""
    font = ImageFont.truetype(open_for_read(TTFont("Lying", "Vera.ttf").face.filename), 42)
    procs = []
    for digit in told:
        x0, y0, x1, y1 = map(int, font.getbbox(digit, anchor="ls"))
        image = Image.new("1", (x1 - x0, y1 - y0), 1)
        ImageDraw.Draw(image).text((-x0, -y0), digit, font=font, fill=0, anchor="ls")
        box = b"%d %d %d %d" % (x0, -y1, x1, -y0)
        procs.append(b"27 0 %b d1 q %d 0 0 %d %d %d cm BI /W %d /H %d /IM true /BPC 1 ID " % (
            box, x1 - x0, y1 - y0, x0, -y1, x1 - x0, y1 - y0) + image.tobytes() + b" EI Q")
    return of_drawings(procs, [27] * 10, 72 / 300, b"0 0 0 0", *(line % 1 for line in LINES))


@pytest.mark.parametrize(("told", "is_lie"), [("0123456789", False), ("0128456739", True), ("0125436789", True), ("0123436789", True)])
@pytest.mark.parametrize(("write", "operator"), [(outlined, b"d0"), (outlined, b"0 -400 1300 1600 d1"), (dotted, b"")])
def test_the_digits_of_a_font_of_drawings_are_looked_at(write, operator, told, is_lie):
    assert fonts.lying(write(told, operator)) == is_lie


def test_a_ruling_close_to_a_digit_is_no_part_of_it():
    rows = [b"/F %d Tf " + b"".join(b"1 0 0 1 %d %d Tm (%b) Tj " % (60 + 9 * k, 700 - 30 * n, b"%d" % digit) for k, digit in enumerate((*range(0, 10), 0)))
            for n in range(2)]
    rulings = b"".join(b"%d 600 m %d 760 l S " % (x, x) for x in range(59, 170, 9))
    assert not fonts.lying(outlined("0123456789", b"d0", [*rows, b"/F %d Tf ET " + rulings + b"BT "]))


@pytest.mark.slow
def test_what_is_drawn_is_read():
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    document = extract(lying_font(told="0128456739"), Origin())
    assert document.reader == "ocr"
    assert "0123456789" in document.paragraphs[0].text.replace(" ", "")


@pytest.mark.parametrize("data", [
    lying_font(told="0128456739"), lying_font(told="\u00cf\u00ff\u00ce\u00d7\u00fe\u00de\u00ef\u00f5\u00e5\u00d6"),
    pdf.write(common.blocks("2021"), "示例").replace(b"/ToUnicode", b"/ToNowhere"),
], ids=["other digits", "accents", "no text"])
def test_without_the_extra_it_is_refused(monkeypatch, data):
    """What fonts without a meaning made of Chinese is no text of another language."""
    monkeypatch.setitem(sys.modules, "etl.extract.ocr.reader", None)
    with pytest.raises(ReadError, match="look like others") as caught:
        extract(data, Origin())
    assert caught.value.kind == "unreadable_font"


def test_so_it_is_where_the_quick_reader_hands_the_file_over(monkeypatch):
    def hands_over(data: bytes) -> None:
        raise quick.Doubt("unsupported", "layers that are off")

    monkeypatch.setitem(sys.modules, "etl.extract.ocr.reader", None)
    monkeypatch.setattr("etl.extract.pdf.quick.look", hands_over)
    assert extract(lying_font(), Origin()).reader == "pdfplumber"
    with pytest.raises(ReadError, match="look like others"):
        extract(lying_font(told="0128456739"), Origin())
