"""XLSX, RTF, MHTML: the sample report written by programs of our own comes back cell by cell."""

from __future__ import annotations

import pytest

from etl.documents import Document, Paragraph
from etl.errors import ReadError
from etl.extract import extract, kinds
from etl.numbers import read_cell
from etl.report import Origin, State
from etl.text import squeeze
from tests.extract import common, writers
from tests.sites import html
from tests.sites.layout import Cell, Grid, Text

FORMS = ["2019", "2021"]


def read(data: bytes) -> Document:
    return extract(data, Origin())


def prose(document: Document) -> str:
    return squeeze("".join(p.text for p in document.paragraphs))


def all_prose(form: str) -> str:
    return squeeze("".join(b.text for b in common.blocks(form) if isinstance(b, Text)))


@pytest.mark.parametrize("form", FORMS)
def test_xlsx(form):
    document = read(writers.xlsx(common.blocks(form)))
    assert common.read(document) == common.written(common.blocks(form))
    assert prose(document) == all_prose(form)


def test_hidden_sheets_stay_hidden():
    grid = Grid("g", ((Cell("规章"), Cell("1")), (Cell("b"), Cell("2.5"))), (1, 1))
    document = read(writers.xlsx([grid], hidden=["旧数据"]))
    assert [common.texts(t) for t in document.tables] == [[["规章", "1"], ["b", "2.5"]]]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("unicode", [True, False])
def test_rtf(form, unicode):
    document = read(writers.rtf(common.blocks(form), unicode))
    assert common.read(document) == common.written(common.blocks(form))
    assert prose(document) == all_prose(form)


def test_rtf_hidden_deleted_and_skipped_text():
    assert prose(read(rb"{\rtf1\ansi{\v hidden}{\deleted old}{\*\unknown x}{\header y}a{\b b}\'d2\'bb\u20108?\par}")) == "ab一二"


def test_rtf_notes_stand_apart_and_binary_data_is_passed_over():
    assert prose(read(rb"{\rtf1\ansi 12{\sub 3}4\par}")) == "12〔3〕4"
    assert prose(read(rb"{\rtf1\ansi 12{\super\chftn{\footnote\pard 3\par}}{\pict\bin3 }}{}4\par}")) == "124"


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf"])
def test_rtf_behind_an_empty_line(before):
    assert prose(read(before + rb"{\rtf1\ansi 12\par}")) == "12"


_BOX = rb"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt \pard\itap0 %b}}{\shprslt{\*\do {\dptxbxtext 7}}}}"


@pytest.mark.parametrize("held", [
    _BOX % b"1234\\par 5\\par", _BOX % b"1234" + b"5", b"1234" + _BOX % b"5", _BOX % (b"1" + _BOX % b"2"),
    _BOX % b"\\intbl\\trowd\\cellx9 1\\cell\\row", rb"{\mmath{\*\moMath{\mr 12}}}",
    rb"{\field{\*\fldinst FORMDROPDOWN{\*\formfield{\fftype2\ffres1{\*\ffl 12}}}}{\fldrslt}}",
])
def test_what_an_rtf_cell_shows_that_is_no_text_leaves_it_unreadable_and_not_blank(held):
    (table,) = read(rb"{\rtf1\ansi\trowd\cellx1000\cellx2000\intbl a\cell\intbl " + held + rb"\cell\row\pard\par}").tables
    assert read_cell(common.texts(table)[0][1]).state is State.UNREADABLE


_INKS = rb"{\rtf1\ansi{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red0\green0\blue128;}"


@pytest.mark.parametrize(("row", "cell", "said"), [
    (rb"", rb"12{\cf2 8}", "12"), (rb"", rb"12{\fs2 8}", "12"), (rb"\clcbpat2", rb"12{\cf2\u56? 8}", "12"),
    (rb"\clcbpat3", rb"{\cf2 12}", "12"), (rb"", rb"{\cf2\highlight3 12}", "12"), (rb"", rb"\cbpat3{\cf2 12}", "12"), (rb"", rb"{\cf1 1}{\cf0 2}", "12"),
    (rb"", rb"12{\cf3 15}", "12 15"), (rb"", rb"{\cf3 12}{\cf3 15}", "1215"), (rb"", rb"12{\cf3\highlight3 8}", "12"), (rb"\clcbpat3", rb"12{\cf3 8}", "12"), (rb"\clcbpat3", rb"12{\cf2\highlight2 8}", "12"),
])
def test_rtf_digits_are_seen_unless_white_on_white_or_tiny(row, cell, said):
    (table,) = read(_INKS + rb"\trowd\cellx1000" + row + rb"\cellx2000\intbl a\cell\intbl " + cell + rb"\cell\row\pard\par}").tables
    assert common.texts(table) == [["a", said]]


@pytest.mark.parametrize("inner", [b"12", b"1{2}\\par", b"\\pard 12\\par\\par"])
def test_a_text_box_alone_is_what_an_rtf_cell_shows(inner):
    box = _BOX % inner
    rows = rb"\trowd\cellx1000\cellx2000\cellx3000\intbl a\par b\cell %b\pard\intbl\cell 1\par 2\cell\row" % box
    document = read(rb"{\rtf1\ansi\pard " + box + rows + rows + rb"\pard\par}")
    assert common.texts(document.tables[0]) == [["a\nb", "12", "1\n2"]] * 2
    assert prose(document) == "12"


@pytest.mark.parametrize(("cell", "said"), [
    (rb"{\listtext 1.\tab}12", "1.\t\ufffc12"), (rb"{\pntext 1.\tab}/", "1.\t\ufffc/"), (rb"{\listtext\'b7\tab}12", "12"), (rb"{\listtext\'b7\tab}", ""),
    (rb"{\listtext 1\tab}", "1"), (rb"{\listtext 1.\tab}a", "1.\ta"), (rb"{\listtext 1.\tab}12\u20214?", "1.\t\ufffc12件"),
])
def test_the_number_of_an_rtf_list_ahead_of_another_number_leaves_none(cell, said):
    (table,) = read(rb"{\rtf1\trowd\cellx1000\cellx2000\intbl a\cell\intbl " + cell + rb"\cell\row\pard\par}").tables
    assert common.texts(table) == [["a", said]]


@pytest.mark.parametrize(("cell", "said"), [
    (rb"{\f1\u-4040?}", "8"), (rb"{\f2 8}", "\ufffc"), (rb"{\f2\plain 8}", "8"), (rb"{\f3\u-4040?}", "\uf038"), (rb"{\f2\f0 8}", "8"), (rb"1{\f2 8}", "1\ufffc"),
])
def test_rtf_digits_are_seen_as_their_font_has_them(cell, said):
    fonts = rb"{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\froman{\*\panose 05}Symbol;}{\f2\fnil\fcharset2 Wingdings;}" + b"\r\n}"
    (table,) = read(rb"{\rtf1" + fonts + rb"\trowd\cellx1000\cellx2000\intbl a\cell\intbl " + cell + rb"\cell\row\pard\par}").tables
    assert common.texts(table) == [["a", said]]


def test_rtf_text_boxes_stand_ahead_of_their_paragraph():
    table = rb"\trowd\cellx1000\cellx2000\intbl a\cell\intbl 1\cell\row"
    box = rb"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt \pard above\par" + table + rb"\pard below}}{\shprslt{\*\do {\dptxbxtext 7}}}}"
    document = read(_INKS + rb"\pard x " + box + rb"y\par " + table + rb"\pard\par}")
    assert [b.text.strip() if isinstance(b, Paragraph) else common.texts(b) for b in document.blocks] == ["x", "above", [["a", "1"]], "below", "y", [["a", "1"]]]


def test_what_is_left_in_an_rtf_cell_that_one_above_reaches_over_is_not_shown():
    row = rb"\trowd\cellx1000%s\cellx2000\intbl a\cell %s\cell\row"
    (table,) = read(rb"{\rtf1" + row % (rb"\clvmgf", b"7") + row % (rb"\clvmrg", b"8") + rb"\pard\par}").tables
    assert common.cells(table) == [(0, 0, 1, 1, "a"), (0, 1, 2, 1, "7"), (1, 0, 1, 1, "a")]


def test_rtf_tables_inside_cells():
    inner = rb"\pard\intbl\itap2\ltrpar a\nestcell\ltrpar 1\nestcell{\*\nesttableprops\trowd\cellx300\cellx600\nestrow}{\nonesttables\par}"
    outer = rb"\trowd\cellx1000%b\pard\intbl\itap1 x\par " + inner * 2 + rb"\pard\intbl\itap1 y\cell%b\row\pard z\par}"
    frame = read(_INKS + outer % (b"", b""))
    assert [b.text if isinstance(b, Paragraph) else common.texts(b) for b in frame.blocks] == ["x", [["a", "1"], ["a", "1"]], "y", "z"]
    held = read(_INKS + outer % (rb"\cellx2000\cellx3000\cellx4000\cellx5000", rb" b\cell c\cell d\cell e\cell"))
    assert [common.texts(t) for t in held.tables] == [[["x\ny", "b", "c", "d", "e"]], [["a", "1"], ["a", "1"]]]


def test_rtf_cut_off_is_corrupt():
    data = writers.rtf(common.blocks("2021"))
    for part in range(1, 10):
        with pytest.raises(ReadError) as caught:
            read(data[: len(data) * part // 10])
        assert caught.value.kind == "corrupt"


@pytest.mark.parametrize(("said", "shown"), [
    (rb"{\field{\*\fldinst { \rtlch EQ \\o(\'a1\'f0,5)}}{\fldrslt }}", "\ufffc"), (rb"{\field{\*\fldinst REF a}{\fldrslt 5}}", "5"),
    (rb"{\field{\*\fldinst { =SUM(LEFT) }}{\fldrslt {\rtlch }}}", "\ufffc"), (rb"{\field{\*\fldinst =SUM(LEFT)}}", "\ufffc"), (rb"{\field{\*\fldinst =SUM(LEFT)}{\fldrslt {\b 5}}}", "5"),
    (rb"{\*\shppict{\pict\pngblip 00}}{\nonshppict{\pict 00}}", "\ufffc"), (rb"5{\pict 00}", "5"), (b"", ""),
])
def test_what_no_text_of_an_rtf_shows_is_no_blank(said, shown):
    cells = rb"\trowd\cellx300\cellx600\pard\intbl a\cell %b\cell\row" % said
    assert common.texts(read(rb"{\rtf1{\pict 00}\pard x\par " + cells * 2 + b"}").tables[0]) == [["a", shown]] * 2


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_mhtml(charset):
    blocks = common.blocks("2021")
    document = read(writers.mhtml(f"<html><body>{html.body(blocks, True)}</body></html>", charset))
    assert common.read(document) == common.written(blocks)
    assert document.media_type == "multipart/related"


def test_office_format_without_a_converter_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr("etl.extract.office._soffice", lambda: None)
    with pytest.raises(ReadError) as caught:
        read(writers.packed({"mimetype": "application/vnd.oasis.opendocument.text"}))
    assert caught.value.kind == "needs_office"
    assert "LibreOffice" in caught.value.message


def test_an_ods_workbook_reads_like_an_xlsx_one():
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    rows = "".join(
        "<table:table-row>" + "".join(
            f'<table:table-cell office:value-type="float" office:value="{v}"/>' if v.isdigit()
            else f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' if v else "<table:table-cell/>"
            for v in row
        ) + "</table:table-row>"
        for row in (("事项", "甲", "乙"), ("一、本年新收", "12", ""), ("二、上年结转", "/", "0"))
    )
    content = (
        f'<office:document-content xmlns:office="{name}office:1.0" xmlns:table="{name}table:1.0" xmlns:text="{name}text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = f'<manifest:manifest xmlns:manifest="{name}manifest:1.0"/>'
    package = writers.packed({"mimetype": kinds.ODS, "content.xml": content, "META-INF/manifest.xml": manifest})
    document = extract(package, Origin(name="report.ods"))
    assert common.texts(document.tables[0]) == [["事项", "甲", "乙"], ["一、本年新收", "12", ""], ["二、上年结转", "/", "0"]]
    assert document.media_type == kinds.ODS
