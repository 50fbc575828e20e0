"""OFD: the sample report comes back cell by cell, and what a page does not show is not read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import reportlab
from fontTools.ttLib import TTFont

from etl.documents import Document, Paragraph
from etl.errors import ReadError
from etl.extract import extract
from etl.report import Origin
from etl.text import squeeze
from tests.extract import common, writers
from tests.sites.layout import Cell, Grid, Text

FORMS = ["2019", "2021"]


def read(data: bytes) -> Document:
    return extract(data, Origin())


def prose(document: Document) -> str:
    return squeeze("".join(p.text for p in document.paragraphs))


@pytest.mark.parametrize("form", FORMS)
def test_ofd(form):
    document = read(writers.ofd(common.blocks(form)))
    assert common.read(document) == common.written(common.blocks(form))
    assert prose(document) == squeeze("".join(b.text for b in common.blocks(form) if isinstance(b, Text)))
    assert document.tables[0].rows[0][0].bbox
    assert document.title == "示例"


def test_ofd_table_over_pages():
    rows = tuple((Cell(f"项目{n}"), Cell(str(100 + n)), Cell(str(200 + n))) for n in range(12))
    grids = [Grid("a", rows[:6], (1, 1, 1)), Grid("b", rows[6:], (1, 1, 1))]
    document = read(writers.ofd(grids, page_height=85))
    assert document.pages == 2
    assert common.texts(document.tables[0]) == [[c.text for c in row] for row in rows]


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def _drawn(*objects: str, resources: str = "", members: dict[str, bytes | str] | None = None) -> bytes:
    """An OFD of one page with these objects."""
    return writers.repacked(writers.ofd([]), {
        "Doc_0/Document.xml": f'<ofd:Document {_OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>'
        '<ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Res.xml": f'<ofd:Res {_OFD} BaseLoc="Res">{resources}</ofd:Res>', **(members or {}),
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="9">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>',
    })


def _said(text: str, x: float = 20, more: str = "", ink: str = "") -> str:
    return f'<ofd:TextObject Boundary="{x} 20 90 5" Size="3" {more}>{ink}<ofd:TextCode X="0" Y="3">{text}</ofd:TextCode></ofd:TextObject>'


_FILLED = '<ofd:PathObject Boundary="10 10 100 20" Fill="true" Stroke="false">{}<ofd:AbbreviatedData>M 0 0 L 100 0 L 100 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>'
_OUTLINES = "M 0 20 L 10 0 L 30 0 L 40 20 L 30 40 L 10 40 C", "M 3 20 L 12 3 L 28 3 L 37 20 L 28 37 L 12 37 C"


_DISCS = "M 0 20 B 0 9 9 0 20 0 B 31 0 40 9 40 20 B 40 31 31 40 20 40 B 9 40 0 31 0 20 C", "M 3 20 Q 3 3 20 3 Q 37 3 37 20 Q 37 37 20 37 Q 3 37 3 20 C"
_ARCS = "M 0 20 A 20 20 0 0 1 40 20 A 20 20 0 0 1 0 20 C"


def _filled(*outlines: str) -> str:
    return _FILLED.format("").replace("100 20", "40 40", 1).partition("M 0")[0] + " ".join(outlines) + "</ofd:AbbreviatedData></ofd:PathObject>"


_WHITE = '<ofd:FillColor Value="255 255 255"/>'
_CUT = '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 3 5"><ofd:AbbreviatedData>M 0 0 L 3 0 L 3 5 L 0 5 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>'


@pytest.mark.parametrize(("objects", "text"), [
    ([_said("全年"), _said("旧", 23, 'Visible="false"')], "全年"), ([_said("全年"), _said("旧", 23, 'Alpha="0"')], "全年"),
    ([_said("全年"), _said("旧", 23, 'Fill="false"')], "全年"), ([_said("全年"), _said("旧", 23, ink='<ofd:FillColor Value="0 0 0" Alpha="0"/>')], "全年"),
    ([_said("全年"), _said("旧", 23, ink='<ofd:FillColor ColorSpace="5" Value="255"/>')], "全年"), ([_said("全年"), _said("旧", 23, 'CTM="0.1 0 0 0.1 0 0"')], "全年"),
    ([_said("全年"), _said("旧", 23, ink=_WHITE)], "全年"), ([_said("全年"), _said("旧", 23, 'DrawParam="4"')], "全年"),
    ([_FILLED.format(""), _said("全年", ink=_WHITE)], "全年"), ([_FILLED.format(_WHITE), _said("全年", ink=_WHITE), _said("页", 60)], "页"),
    ([_said("全年", 150), f'<ofd:PageBlock Visible="false">{_said("旧", 153)}</ofd:PageBlock>'], "全年"), ([_said("全年", 150), _said("旧", 211)], "全年"),
    ([_said("旧"), _FILLED.format(_WHITE), _said("全年")], "全年"), ([_said("全年", 150), '</ofd:Layer><ofd:Layer DrawParam="5">', _said("旧", 153)], "全年"),
    ([_said("7全年"), _FILLED.format('<ofd:FillColor Value="255 255 0" Alpha="90"/>')], "7全年"),
    ([_said("7全年"), _filled(*_OUTLINES)], "7全年"), ([_said("7全年"), _filled(_OUTLINES[0])], "\ufffd全年"),
    ([_said("7全年"), _filled(*_DISCS)], "7全年"), *(([_said("7全年"), _filled(disc)], "\ufffd全年") for disc in (*_DISCS, _ARCS)),
    # What may be seen or not is no digit.
    (['<ofd:TextObject Boundary="20 20 3 5" Size="3"><ofd:TextCode X="0" Y="3">127</ofd:TextCode></ofd:TextObject>', _said("3456", 60)], "12\ufffd3456"),
    ([_said("127", ink=_CUT), _said("3456", 60)], "12\ufffd3456"),
    *(([_said("127"), _FILLED.format(_WHITE).replace("10 10", f"{left} 10", 1)], "12\ufffd") for left in (23, 23.8)),
    ([_said("7全年"), _FILLED.format("").replace("100 20 L", "90 20 L")], "\ufffd全年"), ([_said("69", more='CharDirection="180"')], "\ufffd\ufffd"),
])
def test_what_an_ofd_does_not_show_is_not_read(objects, text):
    assert prose(read(_drawn(*objects, resources=f'<ofd:DrawParam ID="4">{_WHITE}</ofd:DrawParam><ofd:DrawParam ID="5" Relative="4"/>'))) == text


_OUTLINE = '<ofd:PathObject Boundary="{} 3 4" Fill="true" Stroke="false">{}<ofd:AbbreviatedData>M 1 0 L 3 4 L 0 3 L 2 2 C</ofd:AbbreviatedData></ofd:PathObject>'


@pytest.mark.parametrize(("drawn", "text"), [
    (_OUTLINE.format("75 22", ""), "\ufffd"), (_OUTLINE.format("75 22", _WHITE), ""), (_OUTLINE.format("75 90", ""), ""),
    ('<ofd:ImageObject Boundary="75 22 3 4" CTM="3 0 0 4 0 0" ResourceID="7"/>', "\ufffd"),
    ('<ofd:ImageObject Boundary="60 10 40 40" CTM="40 0 0 40 0 0" ResourceID="7"/>', ""),
    (_OUTLINE.format("75 22", "") + _said("7", 72), "7"),
])
def test_what_is_drawn_in_a_cell_without_text_is_no_blank(drawn, text):
    box = '<ofd:PathObject Boundary="{} 20 50 10"><ofd:AbbreviatedData>M 0 0 L 50 0 L 50 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>'
    picture = '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>7.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    document = read(_drawn(box.format(20), box.format(70), _said("规章", 22), drawn, resources=picture, members={"Doc_0/Res/7.png": writers.png(0)}))
    assert common.texts(document.tables[0]) == [["规章", text]]


def test_what_is_put_upon_a_page_of_an_ofd_is_no_part_of_its_numbers():
    """A template above the page, and an annotation; a watermark and what is below the page's own text change nothing."""
    grid = Grid("a", tuple((Cell(f"项目{n}"), Cell(str(100 + n)), Cell(str(200 + n))) for n in range(5)), (1, 1, 1))
    own = writers.ofd([grid])
    page = f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{_said("8", 82.2).replace(" 20 90 5", " 36 90 5")}</ofd:Layer></ofd:Content></ofd:Page>'
    note = f'<ofd:PageAnnot {_OFD}><ofd:Annot Type="{{}}"><ofd:Appearance Boundary="0 0 210 297">{page}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
    template = '<ofd:CommonData><ofd:TemplatePage ID="8" BaseLoc="T.xml"/>'
    notes = "</ofd:Pages><ofd:Annotations>A.xml</ofd:Annotations>"
    document, content = (writers.part(own, f"Doc_0/{name}").decode() for name in ("Document.xml", "Pages/Page_0/Content.xml"))
    members = {
        "Doc_0/T.xml": page, "Doc_0/A.xml": f'<ofd:Annotations {_OFD}><ofd:Page PageID="0"><ofd:FileLoc>N.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
        "Doc_0/Pages/Page_0/Content.xml": content.replace("<ofd:Content>", '<ofd:Template TemplateID="8" ZOrder="Foreground"/><ofd:Content>'),
    }
    changed: list[tuple[dict[str, str], str]] = [
        ({}, "102"), ({"Doc_0/Document.xml": document.replace("<ofd:CommonData>", template)}, "\ufffd" * 4),
        ({"Doc_0/Document.xml": document.replace("</ofd:Pages>", notes), "Doc_0/N.xml": note.format("Stamp")}, "10\ufffd"),
        ({"Doc_0/Document.xml": document.replace("</ofd:Pages>", notes), "Doc_0/N.xml": note.format("Watermark")}, "102"),
    ]
    for changes, shown in changed:
        assert common.texts(read(writers.repacked(own, {**members, **changes})).tables[0])[2][1] == shown


@pytest.mark.parametrize("drawn", [_said("8", 24.5), _FILLED.format(_WHITE), _filled(_OUTLINES[0]), _FILLED.format("").replace('Fill="true" Stroke="false"', "")])
def test_what_a_seal_covers_is_unsure_and_no_blank(drawn):
    """Its letters and grounds; its lines are no rulings, and leave what lies below them to be read."""
    data = _drawn(_said("全年7件"))
    note = f'<ofd:PageAnnot {_OFD}><ofd:Annot Type="Stamp"><ofd:Appearance Boundary="0 0 210 297">{drawn}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
    document = writers.part(data, "Doc_0/Document.xml").decode().replace("</ofd:Pages>", "</ofd:Pages><ofd:Annotations>A.xml</ofd:Annotations>")
    page = f'<ofd:Annotations {_OFD}><ofd:Page PageID="1"><ofd:FileLoc>N.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    sealed = read(writers.repacked(data, {"Doc_0/Document.xml": document, "Doc_0/A.xml": page, "Doc_0/N.xml": note}))
    assert prose(sealed) == ("全年\ufffd件" if "Fill=" in drawn or "8<" in drawn else "全年7件")


@pytest.mark.parametrize("glyphs", ["cmap", "CGTransform"])
@pytest.mark.parametrize("swapped", [False, True])
def test_an_ofd_whose_font_draws_other_digits_is_not_read(glyphs, swapped):
    font = TTFont(BytesIO((Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()))
    order = "0123456789"
    drawn = order.translate(str.maketrans("36", "63")) if swapped else order
    named = [font.getGlyphID(font.getBestCmap()[ord(c)]) for c in drawn]
    if glyphs == "cmap":
        for table in font["cmap"].tables:
            table.cmap = table.cmap | {ord(c): font.getGlyphName(g) for c, g in zip(order, named, strict=True)}
    out = BytesIO()
    font.save(out)
    said = f'<ofd:CGTransform CodeCount="10" GlyphCount="10"><ofd:Glyphs>{" ".join(map(str, named))}</ofd:Glyphs></ofd:CGTransform>'
    data = _drawn(_said(order, more='Font="3"', ink=said if glyphs == "CGTransform" else ""),
                  resources='<ofd:Font ID="3"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>', members={"Doc_0/Res/f.ttf": out.getvalue()})
    if not swapped:
        assert prose(read(data)) == order
        return
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.kind == "unreadable_font"


def test_groups_of_objects_are_drawn_where_an_ofd_puts_them():
    unit = f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{_said("总体情况")}</ofd:Content></ofd:CompositeGraphicUnit>'
    group = '<ofd:CompositeObject Boundary="0 {} 210 50" ResourceID="5"/>'
    document = read(_drawn(group.format(100), group.format(0), resources=unit))
    assert [p.text for p in document.paragraphs] == ["总体情况", "总体情况"]
    assert [round(p.places[0][1] / 72 * 25.4) for p in document.paragraphs] == [20, 120]
    endless = f'<ofd:CompositeGraphicUnit ID="5">{group.format(1) * 9}</ofd:CompositeGraphicUnit>'
    with pytest.raises(ReadError, match="groups drawn in groups"):
        read(_drawn(group.format(0), resources=endless))


def test_every_document_of_an_ofd_is_read():
    data = writers.ofd([Text("封面")])
    whole = writers.part(data, "OFD.xml").decode()
    second = {name.replace("Doc_0", "Doc_1"): writers.part(writers.ofd([Text("正文")]), name) for name in ("Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml")}
    both = whole.replace("</ofd:OFD>", "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")
    document = read(writers.repacked(data, {"OFD.xml": both, **second}))
    assert [(p.page, p.text) for p in document.paragraphs] == [(1, "封面"), (2, "正文")]


@pytest.mark.parametrize(("text", "passes"), [("", False), (_said("全年"), False), (_said("全年"), True)])
def test_a_page_of_an_ofd_that_is_a_picture_is_one(monkeypatch, text, passes):
    seen = []
    monkeypatch.setattr("etl.extract.ocr.inset", lambda data, again, whole: (seen.append(data), (Paragraph("见图"),))[1])
    picture = writers.png(0 if passes else 255)
    media = '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>page.png</ofd:MediaFile></ofd:MultiMedia>'
    image = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="7"/>'
    document = read(_drawn(text, image, resources=media, members={"Doc_0/Res/page.png": picture}))
    assert (prose(document), seen) == (("全年", []) if passes else ("见图", [picture]))


def test_the_version_that_an_ofd_shows_is_read():
    data = writers.ofd([Text("旧")])
    new = {name.replace("Doc_0", "Doc_0/New"): writers.part(writers.ofd([Text("现行")]), name) for name in ("Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml")}
    versions = "".join(f'<ofd:Version ID="{n}" Index="{n}" {current} BaseLoc="Doc_0/V{n}.xml"/>' for n, current in ((1, ""), (2, 'Current="true"')))
    whole = writers.part(data, "OFD.xml").decode().replace("</ofd:DocRoot>", f"</ofd:DocRoot><ofd:Versions>{versions}</ofd:Versions>")
    version = {"Doc_0/V2.xml": f'<ofd:DocVersion {_OFD}><ofd:DocRoot>New/Document.xml</ofd:DocRoot></ofd:DocVersion>'}
    assert prose(read(writers.repacked(data, {"OFD.xml": whole, **version, **new}))) == "现行"
    assert prose(read(writers.repacked(data, {"OFD.xml": whole}))) == "旧"


@pytest.mark.parametrize(("seal", "text"), [
    (writers.png(0), "全年120件"), (writers.png(255), "全年\ufffd\ufffd\ufffd件"), (b"damaged", "全年\ufffd\ufffd\ufffd件"), (b"PK\3\4 damaged", "全年\ufffd\ufffd\ufffd件"),
    (_drawn(_FILLED.format("").replace("10 10 100 20", "0 0 210 297").replace("100", "210").replace("20 L", "297 L").replace("0 20 C", "0 297 C")), "\ufffd\ufffd\ufffd页"),
    (_drawn(_FILLED.format("").replace("100 20 L", "90 20 L")), "全年120件"),
])
def test_the_seal_of_a_signature_lies_over_its_page(seal, text):
    """Letters and lines of a seal leave what lies below them to be read; a picture without holes, a ground, and what cannot be looked at do not."""
    data = _drawn(_said("全年120件"), _said("页", 150) if text.endswith("页") else "")
    members = {
        "OFD.xml": writers.part(data, "OFD.xml").decode().replace("</ofd:DocBody>", "<ofd:Signatures>Signs/S.xml</ofd:Signatures></ofd:DocBody>"),
        "Signs/S.xml": f'<ofd:Signatures {_OFD}><ofd:Signature ID="1" BaseLoc="1/Signature.xml"/></ofd:Signatures>',
        "Signs/1/Signature.xml": f'<ofd:Signature {_OFD}><ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="1" Boundary="10 10 60 40"/></ofd:SignedInfo>'
        "<ofd:SignedValue>v.dat</ofd:SignedValue></ofd:Signature>",
        "Signs/1/v.dat": b"\x30\x82" + seal + b"\x02\x01",
    }
    assert prose(read(writers.repacked(data, members))) == text


def test_a_glyph_is_no_wider_than_its_object():
    """A point takes less room than a digit: what stands behind it does not stand over it."""
    places, glyphs = (20, 21.5, 23, 23.6, 25.1), "25.14"
    objects = [f'<ofd:TextObject Boundary="{x} 20 {(*places, 26.6)[i + 1] - x} 5" Size="3"><ofd:TextCode X="0" Y="3">{c}</ofd:TextCode></ofd:TextObject>'
               for i, (x, c) in enumerate(zip(places, glyphs, strict=True))]
    assert [p.text for p in read(_drawn(*objects)).paragraphs] == [glyphs]


@pytest.mark.parametrize("codes", [
    '<ofd:TextCode X="0" Y="3" DeltaX="1.5,1.5,.8,1.5">7745.4</ofd:TextCode>', '<ofd:TextCode X="0" Y="3" DeltaX="x x x">7745.4</ofd:TextCode>',
    "".join(f'<ofd:TextCode X="{x}" Y="3">{c}</ofd:TextCode>' for x, c in zip((0, 1, 2.5, 4, 5.5, 6.2), "7745.4", strict=True)),
])
def test_no_digit_stands_over_another_whatever_way_an_ofd_tells_their_places(codes):
    """Advances with commas, or that cannot be read; each character for itself."""
    assert prose(read(_drawn(f'<ofd:TextObject Boundary="20 20 90 5" Size="3">{codes}</ofd:TextObject>'))) == "7745.4"


def test_a_minus_that_an_ofd_names_a_soft_hyphen_is_one():
    assert prose(read(_drawn(_said("增减\u00ad8")))) == "增减-8"


def test_a_dash_is_as_wide_as_a_character():
    said = '<ofd:TextObject Boundary="20 20 90 5" Size="3"><ofd:TextCode X="0" Y="3" DeltaX="3 3 3 1.5">增减–3件</ofd:TextCode></ofd:TextObject>'
    assert [p.text for p in read(_drawn(said)).paragraphs] == ["增减–3件"]
