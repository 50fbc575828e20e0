"""Layers of a PDF that are off when it is opened: what lies on them is not read, what lies on the others is."""

from __future__ import annotations

import pytest

from etl.documents import Document
from etl.errors import ReadError
from etl.extract import extract
from etl.extract.pdf.layers import has_hidden
from etl.report import Origin
from tests.hostile.corpus import pdf_of

OFF = b"/OFF[8 0 R]"
CELL = b"BT /F 10 Tf 110 700 Td (%b) Tj ET\n"
FRAME = b"100 690 40 20 re 140 690 40 20 re S BT /F 10 Tf 150 700 Td (77) Tj ET\n"


def layered(config: bytes, content: bytes, mark: bytes = b"8 0 R", form: bytes = b"") -> bytes:
    """A page with two framed cells: in the second stands 77, in the first what ``content`` draws."""
    content = FRAME + content
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[8 0 R 9 0 R]/D<<%b>>>>>>" % config,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Font<</F 6 0 R>>/Properties<</A %b/B 9 0 R>>/XObject<</X 7 0 R>>>>" % mark,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources 5 0 R/OC 8 0 R/Length %d>>stream\n%b\nendstream" % (len(form), form),
        b"<</Type/OCG/Name(draft)/Usage<</View<</ViewState/OFF>>>>>>",
        b"<</Type/OCG/Name(final)>>",
    )


def read(data: bytes) -> str:
    (cells,) = extract(data, Origin()).tables[0].rows
    return " ".join(cell.text for cell in cells)


DRAFT = b"/OC /A BDC " + CELL % b"31" + b"EMC "
BOTH = DRAFT + b"/OC /B BDC " + CELL % b"45" + b"EMC "


@pytest.mark.parametrize("config", [
    OFF, b"/BaseState/OFF/ON[9 0 R]", b"/AS[<</Event/View/Category[/View]/OCGs[8 0 R 9 0 R]>>]",
])
def test_layer_that_is_off_is_not_read(config):
    assert read(layered(config, BOTH)) == "45 77"


@pytest.mark.parametrize("config", [b"", b"/BaseState/OFF/ON[8 0 R 9 0 R]", b"/AS[<</Event/Print/OCGs[8 0 R]>>]", b"/OFF[9 0 R]"])
def test_layer_that_is_on_is_read(config):
    assert read(layered(config, DRAFT)) == "31 77"


@pytest.mark.parametrize(("policy", "shown"), [("", True), ("/P/AnyOn", True), ("/P/AllOn", False), ("/P/AnyOff", True), ("/P/AllOff", False)])
def test_several_layers_say_how_many_must_be_on(policy, shown):
    mark = b"<</Type/OCMD/OCGs[8 0 R 9 0 R]%b>>" % policy.encode()
    assert read(layered(OFF, DRAFT, mark)) == ("31 77" if shown else " 77")


@pytest.mark.parametrize("content", [
    b"/X Do " + CELL % b"45", b"/OC /A BDC /P <</MCID 0>> BDC " + CELL % b"31" + b"EMC EMC " + CELL % b"45",
    CELL % b"45" + b"/OC /A BDC " + CELL % b"31",
])
def test_whatever_a_hidden_layer_holds_is_hidden(content):
    assert read(layered(OFF, content, form=CELL % b"31")) == "45 77"


def test_quick_reader_knows_no_layers_and_refuses():
    assert has_hidden(layered(OFF, BOTH))
    assert not has_hidden(layered(b"", BOTH))
    with pytest.raises(ReadError) as error:
        extract(layered(OFF, BOTH), Origin(), "pdfium")
    assert error.value.kind == "unsupported"


@pytest.mark.parametrize("said", [b"(99)", b"<FEFF0020>", b"(" + b"nine " * 50 + b")"])
def test_what_is_drawn_counts_and_not_what_is_to_be_copied(said):
    data = layered(b"", b"/Span<</ActualText%b>>BDC " % said + CELL % b"31" + b"EMC ")
    assert read(data) == "31 77"
    with pytest.raises(ReadError, match="what is drawn"):
        extract(data, Origin(), "pdfium")


@pytest.mark.parametrize("said", [b"<FEFF6C11>", b"<FEFF4EBA>", b"<FEFF20142014>", b"(word)"])
def test_words_that_are_to_be_copied_are_no_doubt(said):
    """Browsers name each character whose glyph another one shares."""
    assert extract(layered(b"", b"/Span<</ActualText%b>>BDC " % said + CELL % b"31" + b"EMC "), Origin(), "pdfium").tables


@pytest.mark.parametrize("config", [b"/OFF 8 0 R", b"/OFF[8 0 R(x)null]/ON 5/AS[3]", b"/OFF[99 0 R]/BaseState[]"])
def test_damaged_configuration_breaks_nothing(config):
    assert isinstance(extract(layered(config, BOTH), Origin()), Document)


@pytest.mark.parametrize("drawn_by_program", [True, False])
def test_form_that_a_program_draws_is_refused(drawn_by_program):
    """Its only page says that one should wait; a form with pages of its own is read."""
    content = FRAME + CELL % b"41"
    data = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA 7 0 R>>/NeedsRendering %s>>" % (b"true" if drawn_by_program else b"false"),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Font<</F 6 0 R>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Length 9>>stream\n<xdp:xdp>\nendstream",
    )
    if drawn_by_program:
        with pytest.raises(ReadError) as error:
            read(data)
        assert error.value.kind == "unsupported"
    else:
        assert read(data) == "41 77"
