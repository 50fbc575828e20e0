"""Workbooks: what a cell shows is what is read, and what is hidden is left out and said to be."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.gold.cases import build
from etl.documents import Document
from etl.errors import ReadError
from etl.extract import extract, kinds
from etl.extract.sheets.shown import shown
from etl.numbers import read_cell
from etl.process import process
from etl.report import Origin, Report, State
from tests.extract import common, writers
from tests.sites.layout import Cell, Grid, Text
from tests.sites.truth import number

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
GRID = Grid("g", ((Cell("规章"), Cell("1")), (Cell("规范性文件"), Cell("2"))), (1, 1))


def workbook(rows: str, *, before: str = "", after: str = "", styles: tuple[str, ...] = ()) -> Document:
    """A sheet of these rows; cell style n + 1 shows numbers by the nth format."""
    sheet = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    formats = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{code}"/>' for i, code in enumerate(styles))
    used = "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(styles)))
    parts: dict[str, bytes | str] = {"xl/worksheets/sheet1.xml": sheet,
             "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'}
    return extract(writers.repacked(writers.xlsx([GRID]), parts), Origin())


def texts(document: Document) -> list[list[str]]:
    return common.texts(document.tables[0])


@pytest.mark.parametrize(("value", "code", "text"), [
    (12, "", "12"), (12.0, "General", "12"), (0.30000000000000004, "", "0.3"), (9227.00000000001, "", "9227"), (1e-12, "", "0"), (-1e-12, "0.0##", "0.0"), (1234.5678901, "", "1234.56789"), (3, "G/通用格式", "3"), (12, "0_ ", "12"), (12, "0_);[Red]\\(0\\)", "12"),
    (-3, "0_ ;[Red]\\-0\\ ", "-3"), (1234567, "#,##0", "1,234,567"), (3.7, "0", "4"), (3, "0.00", "3.00"), (2.5, "0", "3"), (16.877, "0.0##", "16.877"),
    (0.12, "0%", "12%"), (0.125, "0.00%", "12.50%"), (12, '0"件"', "12件"), (12, "0件", "12件"), (5, "00000", "00005"), (0, "#", ""), (0, "0;-0;;@", ""),
    (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"), (12, ";;;", ""), (12345, '#,##0,"千"', "12千"), (7, "@", "7"), (7, '"共"0', "共7"),
    (43833, "yyyy-mm-dd", "2020-01-03"), (5, 'm"月"d"日"', "1900-01-04"), (12, "[$¥-804]0", "¥12"),
    (0, '[=0]"";G/通用格式', ""), (7, '[=0]"";G/通用格式', "7"), (7, '[=0]"";g/"通用格式"', "7"), (0, '[>0]0;[=0]"-";0', "-"), (12, '[<=1]"";[>=10]0"件";0', "12件"),
])
def test_a_number_is_read_as_its_sheet_shows_it(value, code, text):
    assert shown(float(value), code) == text


@pytest.mark.parametrize(("value", "code"), [
    (0.12, "0%"), (5, "m/d/yyyy"), (12345, '0!.0,"万"'), (3.5, "# ?/?"), (12345, "0.00E+00"), (5, '[>3]"多";0'), (43833, "[h]:mm"), (12.0, "d"), (12, "[White]0"),
    (-3, '[=0]"";0'), (3, '0;[=0]"";0'), (3, '[=0]"";[<9]0'),
])
def test_what_is_shown_as_something_else_is_no_number(value, code):
    assert read_cell(shown(float(value), code)).state is State.UNREADABLE


@given(st.integers(-10**9, 10**9), st.sampled_from(["", "General", "0", "0_ ", "#,##0", "#,##0_ ", "0;-0", "0_ ;[Red]\\-0\\ "]))
def test_whole_numbers_stay_themselves(value, code):
    assert read_cell(shown(float(value), code)).value == value


@given(st.floats(allow_nan=False), st.text(alphabet='0#?.,%;"[]!\\_*@ymdhE/件-GgeA<>$', max_size=12))
def test_any_format_shows_some_text(value, code):
    assert isinstance(shown(value, code), str)


def test_errors_and_formulas_without_a_result_are_no_blanks():
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><f>SUM(B2:B3)</f></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="D1"><f>1+1</f><v>2</v></c><c r="E1" t="str"><f>""</f><v></v></c><c r="F1" t="b"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>乙</t></is></c><c r="B2"><v>7</v></c><c r="F2"><v>8</v></c></row>'
    )
    first, second = texts(workbook(rows))
    assert first == ["甲", "=SUM(B2:B3)", "#DIV/0!", "2", "", "TRUE"]
    assert second == ["乙", "7", "", "", "", "8"]
    assert [read_cell(t).state for t in first[1:3]] == [State.UNREADABLE] * 2


@pytest.mark.parametrize(("at_start", "shown"), [("0", ["0", "7", "5"]), ("1", ["=A1", "=B1", "5"])])
def test_what_a_file_says_of_formulas_that_are_reckoned_anew_is_a_guess(at_start, shown):
    book = writers.xlsx([GRID])
    rows = '<row r="1"><c r="A1"><f>A1</f><v>0</v></c><c r="B1" t="str"><f>B1</f><v>7</v></c><c r="C1"><v>5</v></c></row>'
    listed = writers.part(book, "xl/workbook.xml").decode().replace("</workbook>", f'<calcPr fullCalcOnLoad="{at_start}"/></workbook>')
    parts: dict[str, bytes | str] = {"xl/workbook.xml": listed, "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'}
    assert texts(extract(writers.repacked(book, parts), Origin())) == [shown]


def test_formats_come_from_the_cell_styles():
    rows = '<row r="1"><c r="A1" s="1"><v>0.12</v></c><c r="B1" s="2"><v>1234</v></c></row><row r="2"><c r="A2"><v>0.12</v></c><c r="B2" s="1"><v>1</v></c></row>'
    assert texts(workbook(rows, styles=("0%", "#,##0"))) == [["12%", "1,234"], ["0.12", "100%"]]


def test_raised_and_struck_out_runs_are_no_digits_of_a_number():
    runs = ('<r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r><r><rPr><strike/></rPr><t>7</t></r>'
            '<r><rPr><color rgb="FFFFFFFF"/></rPr><t>5</t></r><r><rPr><sz val="1"/></rPr><t>6</t></r>'
            '<r><rPr><strike val="0"/></rPr><t>8</t></r><rPh><t>9</t></rPh><r><rPr><vertAlign val="subscript"/></rPr><t>2</t></r>')
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c><c r="B1"><v>1</v></c></row>'
    assert texts(workbook(rows)) == [["12〔1〕8〔2〕", "1"]]


def test_a_digit_in_small_type_is_set_apart_from_a_number():
    cells = "".join(f'<c r="{c}1" t="inlineStr"><is><r><rPr><sz val="{a}"/></rPr><t>43</t></r><r><rPr><sz val="{b}"/></rPr><t>2</t></r></is></c>'
                    for c, a, b in (("A", 10.5, 6), ("B", 6, 6), ("C", 10.5, 9)))
    assert texts(workbook(f'<row r="1">{cells}</row>')) == [["43 2", "432", "432"]]
    spans = "".join(f'<table:table-cell><text:p><text:span text:style-name="{a}">43</text:span><text:span text:style-name="c">2</text:span></text:p></table:table-cell>' for a in "bac")
    sizes = "".join(f'<style:style style:name="{n}"><style:text-properties fo:font-size="{size}pt"/></style:style>' for n, size in (("a", 8), ("b", 10.5), ("c", 6)))
    assert texts(_ods(f"<table:table-row>{spans}</table:table-row>", sizes)) == [["43 2", "432", "432"]]
    data = "".join(f'<Cell><Data ss:Type="String">{ahead}<Font ss:Size="6">2</Font></Data></Cell>' for ahead in ("43", '<Font ss:Size="8">43</Font>'))
    assert texts(extract(writers.flat_workbook(f"<Row>{data}</Row>"), Origin())) == [["43 2", "432"]]


def test_digits_of_another_colour_than_those_ahead_are_set_apart():
    runs = '<r><t>12</t></r><r><rPr><color rgb="FFFF0000"/></rPr><t>15</t></r>'
    assert texts(workbook(f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c><c r="B1"><v>1</v></c></row>')) == [["12 15", "1"]]
    span = '<table:table-cell><text:p>12<text:span text:style-name="r">15</text:span></text:p></table:table-cell>'
    red = '<style:style style:name="r"><style:text-properties fo:color="#c00000"/></style:style>'
    assert texts(_ods(f"<table:table-row>{span * 2}</table:table-row>", red)) == [["12 15", "12 15"]]
    cell = '<Cell><Data ss:Type="String">12<Font ss:Color="#FF0000">15</Font></Data></Cell>'
    assert texts(extract(writers.flat_workbook(f"<Row>{cell * 2}</Row>"), Origin())) == [["12 15", "12 15"]]


@pytest.mark.parametrize("white", ['rgb="FFFFFFFF"', 'indexed="9"'])
def test_a_cell_struck_out_or_white_on_nothing_is_blank(white):
    styles = ('<fonts><font/><font><strike/></font><font><color rgb="FFFFFFFF"/></font><font><color rgb="FF003366"/></font></fonts><fills><fill/><fill><patternFill patternType="solid"/></fill>'
              '<fill><patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill></fill>'
              '<fill><patternFill patternType="solid"><fgColor rgb="FF003366"/></patternFill></fill></fills>'
              '<cellXfs><xf/><xf fontId="1"/><xf fontId="2"/><xf fontId="2" fillId="1"/><xf fontId="2" fillId="2"/><xf fontId="3" fillId="3"/></cellXfs>')
    rows = "".join(f'<row r="{r}">' + "".join(f'<c r="{"ABCDEF"[at]}{r}" s="{i}"><v>{i + 1}</v></c>' for at, i in enumerate((0, 1, 2, 4, 5, 3))) + "</row>" for r in (1, 2))
    data = writers.repacked(writers.xlsx([GRID]), {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.replace('rgb="FFFFFFFF"', white),
    })
    assert texts(extract(data, Origin())) == [["1", "", "", "", "", "4"]] * 2


def test_what_was_typed_behind_a_number_struck_out_with_its_cell_is_seen():
    styles = '<fonts><font/><font><strike/></font></fonts><fills><fill/></fills><cellXfs><xf/><xf fontId="1"/></cellXfs>'
    runs = ("<r><t>31</t></r><r><rPr><sz val='11'/></rPr><t>45</t></r>", "<r><t>31</t></r><r><rPr><strike/></rPr><t>45</t></r>", "<t>31</t>")
    row = "".join(f'<c r="{c}1" s="1" t="inlineStr"><is>{said}</is></c>' for c, said in zip("ABC", runs, strict=True))
    data = writers.repacked(writers.xlsx([GRID]), {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{row}<c r="D1"><v>1</v></c></row></sheetData></worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    })
    assert texts(extract(data, Origin())) == [["45", "", "", "1"]]


_WHITE, _EMPTY = '<font><color rgb="FFFFFFFF"/></font>', '<numFmt numFmtId="300" formatCode=";;;"/>'


@pytest.mark.parametrize(("rule", "look", "shown"), [
    ('type="cellIs" operator="equal"><formula>0</formula>', _WHITE, ["", "12"]), ('type="expression"><formula>B1=0</formula>', _EMPTY, ["", "12"]),
    ('type="cellIs" operator="greaterThan"><formula>5</formula>', _EMPTY, ["0", ""]), ('type="expression"><formula>ISERROR(B1)</formula>', _WHITE, ["0", "12"]),
    ('type="expression"><formula>B1=""</formula>', _WHITE, ["0", "12"]), ('type="containsErrors">', _WHITE, ["0", "12"]),
    # Only the spreadsheet program knows.
    ('type="expression"><formula>$F$1&gt;3</formula>', _WHITE, ["0\ufffc", "12\ufffc"]), ('type="top10">', _EMPTY, ["0\ufffc", "12\ufffc"]),
    ('type="dataBar"><dataBar showValue="0"/>', "", ["0\ufffc", "12\ufffc"]),
    # What honest sheets have.
    ('type="dataBar"><dataBar/>', "", ["0", "12"]), ('type="top10">', '<font><color rgb="FFFF0000"/></font>', ["0", "12"]),
    ('type="top10">', _WHITE + '<fill><patternFill><bgColor rgb="FF00B050"/></patternFill></fill>', ["0", "12"]),
])
@pytest.mark.parametrize("extended", [False, True])
def test_a_number_that_a_condition_hides_is_not_read(rule, look, shown, extended):
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>甲</t></is></c><c r="B{n}"><v>0</v></c><c r="C{n}"><v>12</v></c><c r="D{n}"><v>5</v></c></row>' for n in (1, 2))
    if extended:
        after = f'<extLst><conditionalFormatting><cfRule {rule.replace("formula", "f")}<dxf>{look}</dxf></cfRule><sqref>B1:C2</sqref></conditionalFormatting></extLst>'
    else:
        after = f'<conditionalFormatting sqref="B1:C2"><cfRule dxfId="0" {rule}</cfRule></conditionalFormatting>'
    data = writers.repacked(writers.xlsx([GRID]), {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/></cellXfs><dxfs><dxf>{look}</dxf></dxfs></styleSheet>',
    })
    assert texts(extract(data, Origin())) == [["甲", *shown, "5"]] * 2


def test_a_number_that_is_text_is_above_all_limits():
    rule = '<conditionalFormatting sqref="A1:C1"><cfRule type="cellIs" operator="{}" dxfId="0"><formula>5</formula></cfRule></conditionalFormatting>'
    row = '<row r="1">' + "".join(f'<c r="{c}1" t="str"><v>{said}</v></c>' for c, said in zip("BCA", ("3", "12", "甲"), strict=True)) + '<c r="D1"><v>5</v></c></row>'
    look = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/></cellXfs><dxfs><dxf>{_WHITE}</dxf></dxfs></styleSheet>'
    for sign, read in (("greaterThan", ["甲", "", "", "5"]), ("lessThan", ["甲", "3", "12", "5"]), ("between", ["甲", "3\ufffc", "12\ufffc", "5"])):
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData>{rule.format(sign)}</worksheet>'
        assert texts(extract(writers.repacked(writers.xlsx([GRID]), {"xl/worksheets/sheet1.xml": sheet, "xl/styles.xml": look}), Origin()))[0] == read


def test_an_ods_hides_numbers_under_conditions_and_below_pictures():
    """Styles of cells go back to others, which may stand in a part of their own."""
    looks = {"white": '<style:text-properties fo:color="#ffffff"/>', "red": '<style:text-properties fo:color="#ff0000"/>',
             "lit": '<style:table-cell-properties fo:background-color="#00b050"/><style:text-properties fo:color="#ffffff"/>'}
    styles = "".join(f'<style:style style:name="{n}">{said}</style:style>' for n, said in looks.items()) + (
        '<style:style style:name="from" style:parent-style-name="white"/><style:style style:family="graphic" style:name="full"><style:graphic-properties style:fill="solid"/></style:style><style:style style:family="graphic" style:name="red"/>')
    maps = (("=0", "from"), (">5", "red"), (">5", "lit"), ("&lt;6", "white"), ("-is-true", "white"), ("&lt;=7", "missing"))
    styles += "".join(f'<style:style style:name="m{i}"><style:map style:condition="cell-content(){said}" style:apply-style-name="{name}"/></style:style>' for i, (said, name) in enumerate(maps))
    cell = '<table:table-cell table:style-name="{}" office:value-type="float" office:value="{}"><text:p>{}</text:p>{}</table:table-cell>'
    row = "<table:table-row>{}</table:table-row>"
    rows = "".join(row.format("".join(cell.format(f"m{i}", n, n, "") for i in range(len(maps)))) for n in (0, 7))
    image, place = '<draw:frame {}><draw:image {}="Pictures/{}.png"/></draw:frame>', ' svg:width="4cm" svg:height="8mm"'
    shape = '<draw:rect draw:style-name="{}" svg:width="0.8in" svg:height="0.2in"/>'
    drawn = (image.format(place, "href", 255), image.format("", "href", 0), shape.format("full"), shape.format("red"), f'<draw:g>{shape.format("full")}</draw:g>')
    rows += row.format("".join(cell.format("", 8, 8, "" if i == 1 else drawn[i - (i > 1)]) for i in range(6))) + row.format("".join(cell.format("", 9, 9, "") for _ in range(6)))
    mark = "\ufffc"
    assert texts(_ods(rows, styles))[:3] == [
        ["", "0", "0", "", f"0{mark}", "0"], ["7", "7", "7", "7", f"7{mark}", "7"], [f"8{mark}", f"8{mark}", "8", f"8{mark}", "8", f"8{mark}"]]


@pytest.mark.parametrize("picture", ['href="Pictures/{}.png"/>', "><office:binary-data>{}</office:binary-data></draw:image>"])
def test_what_is_drawn_upon_an_ods_is_measured_by_its_rows_and_columns(picture):
    """In a cell, or on the page as a whole; a chart in a file of one piece holds a table of its own."""
    sizes = ('<style:style style:name="high"><style:table-row-properties style:row-height="2cm"/></style:style>'
             '<style:style style:name="wide"><style:table-column-properties style:column-width="5cm"/></style:style>')
    columns = '<table:table-column/><table:table-column table:style-name="wide" table:number-columns-repeated="2"/>'
    cell = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p>{1}</table:table-cell>'
    row = "<table:table-rows><table:table-row table:style-name='high'>{}</table:table-row></table:table-rows>"

    def image(opaque: int, size: str) -> str:
        held = picture.format(opaque if "href" in picture else b64encode(writers.png(opaque)).decode())
        return f"<draw:frame {size}><draw:image {held}</draw:frame>"

    chart = "<draw:frame><draw:object><table:table>" + row.format(cell.format(5, "")) + "</table:table></draw:object></draw:frame>"
    own = image(255, 'svg:width="5cm" svg:height="2cm"')
    above = "<table:shapes>{}{}</table:shapes>".format(image(255, 'svg:x="7.3cm" svg:y="4cm" svg:width="5cm" svg:height="2cm"'), image(0, 'svg:width="9cm" svg:height="9cm"'))
    rows = "".join(row.format("".join(cell.format(10 * r + c, {11: own, 0: chart}.get(10 * r + c, "")) for c in range(3))) for r in range(3))
    read = texts(_ods(above + columns + rows, sizes))
    assert read == [["0", "1", "2"], ["10", "11\ufffc", "12"], ["20", "21", "22\ufffc"]]


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _xls(sheet: bytes, book: bytes = b"") -> bytes:
    """A workbook of one sheet with these records; ``book`` are those ahead of all sheets."""
    end, begin = record(0x0A), struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)
    style = record(0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A") + record(0xE0, bytes(20))
    head = record(0x809, begin) + style + book
    name = struct.pack("<IHBBc", len(head) + 4 + 9 + 4, 0, 1, 0, b"x")
    return writers.ole("Workbook", head + record(0x85, name) + end + record(0x809, begin.replace(b"\5", b"\x10", 1)) + sheet + end)


def test_an_xls_hides_numbers_under_conditions_and_below_pictures():
    def rule(kind: int, sign: int, formula: bytes, colour: int = 9, struck: int = 0, ground: int = 0) -> bytes:
        font = bytes(64) + struct.pack("<II8xI", 200, 0x80 * struck, colour) + struct.pack("<4xI", 0x80 * (not struck)) + bytes(26)
        look = font + bytes(8) + (struct.pack("<HH", 0x400, ground) if ground else b"")
        return struct.pack("<BBHHIH", kind, sign, len(formula), 0, (5 << 26) + (1 << 29) * bool(ground), 0) + look + formula

    zero, own, other = b"\x1e\0\0", b"\x4c\0\0\0\xc0\x1e\0\0\x0b", b"\x44\0\0\4\0\x1e\3\0\x0d"
    rules = [rule(1, 3, zero), rule(2, 0, own, 1), rule(2, 0, other), rule(2, 0, other, 10), rule(2, 0, other, ground=0x1C95), rule(1, 3, zero, 10, 1),
             rule(1, 6, b"\x1e\5\0"), rule(2, 0, b"\x4c\0\0\0\xc0\x41\3\0"), rule(1, 1, zero)]
    def where(column: int) -> bytes:
        return struct.pack("<HHHHHHHHHHH", 1, 1, 0, 1, column, column, 1, 0, 1, column, column)

    def new(kind: int, drawn: bytes) -> bytes:
        """A rule as programs since 2007 write it, for what the older record has no words for."""
        return bytes(12) + struct.pack("<BBHHI", kind, 0, len(zero), 0, 0) + bytes(2) + zero + bytes(24) + drawn

    held = b"".join(record(0x1B0, where(c)) + record(0x1B1, said) for c, said in enumerate(rules))
    newer = [new(4, bytes(6)), new(4, b"\0\0\0\2\0\0"), new(6, b"\0\0\0\3\0\1"), new(6, bytes(6)), new(1, bytes(6)), b""]
    held += b"".join(record(0x879, bytes(12) + where(c)) + record(0x87A, said) for c, said in enumerate(newer, 9))

    def part(kind: int, body: bytes, number: int = 0) -> bytes:
        return struct.pack("<HHI", number, kind, len(body)) + body

    def shape(column: int, *look: tuple[int, int]) -> bytes:
        drawn = part(0xF00A, bytes(8)) + part(0xF00B, b"".join(struct.pack("<HI", *pair) for pair in look) + b"\x04\1" + bytes(7), 16 * len(look) + 3)
        return part(0xF004, drawn + part(0xF010, struct.pack("<9H", 0, column, 0, 2, 0, column, 1023, 2, 255)), 15)

    fill = 0x1BF, 0x100010
    shapes = [shape(0, (0x104, 1)), shape(1, (0x104, 2)), shape(2, fill), shape(3, (0x1BF, 0x100000)), shape(4, fill, (0x3BF, 0x20002)), shape(5)]
    held += b"".join(record(0xEC, said) for said in shapes) + record(0x5D, struct.pack("<HHHHH", 0x15, 18, 5, 1, 0) + bytes(12))
    stored = b"".join(part(0xF007, bytes(36) + writers.png(n), 2) for n in (255, 0))
    pictures = record(0xEB, part(0xF000, part(0xF001, stored[:50], 15), 15)) + record(0x3C, stored[50:])
    numbers = b"".join(record(0x0203, struct.pack("<HHHd", r, c, 0, n)) for r, n in enumerate((0, 7, 8)) for c in range(9 + len(newer)))
    mark = "\ufffc"
    assert texts(extract(_xls(numbers + held, pictures), Origin())) == [
        ["", "", f"0{mark}", "0", "0", "", "", "0", f"0{mark}", f"0{mark}", "0", f"0{mark}", "0", "0", "0"],
        ["7", "7", f"7{mark}", "7", "7", "7", "7", "7", f"7{mark}", f"7{mark}", "7", f"7{mark}", "7", "7", "7"],
        [f"8{mark}", "8", f"8{mark}", "8", "8", f"8{mark}", *9 * ["8"]]]


@pytest.mark.parametrize(("by", "mark", "shown"), [(None, b"", "7=="), (0, b"", "==="), (190, b"", "7= "), (190, record(0x5E, bytes(2)), "===")])
def test_results_that_the_program_of_an_xls_never_reckoned_are_guesses(by, mark, shown):
    """Programs that only write leave 0, nothing, or any number where the result of a formula should be."""
    def formula(column: int, result: bytes, flags: int = 0) -> bytes:
        return record(0x06, struct.pack("<HHH", 0, column, 0) + result + struct.pack("<HIH", flags, 0, 3) + b"\x1e\x07\0")

    seven, none = struct.pack("<d", 7), b"\3" + bytes(5) + b"\xff\xff"
    numbers = b"".join(record(0x0203, struct.pack("<HHHd", 0, c, 0, 5)) for c in (0, 4))
    book = b"" if by is None else record(0x1C1, struct.pack("<HHI", 0x1C1, 0, by))
    read = texts(extract(_xls(numbers + formula(1, seven) + formula(2, seven, 2) + formula(3, none) + mark, book), Origin()))
    assert read == [["5", *({"7": "7", "=": "=…", " ": ""}[sign] for sign in shown), "5"]]


def test_very_many_conditions_are_refused(monkeypatch):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    many = f'<conditionalFormatting sqref="{"C1:C2 " * 300}"><cfRule type="x"><dataBar showValue="0"/></cfRule></conditionalFormatting>'
    assert texts(workbook(rows, after=many)) == [["1", "2"]]
    monkeypatch.setattr("etl.extract.sheets.workbook.MAX_CELLS", 5)
    with pytest.raises(ReadError, match="cells in ranges that may be hidden"):
        workbook(rows, after=many)


_START = "<from><col>1</col><colOff>300000</colOff><row>1</row><rowOff>0</rowOff></from>"
_FILL = "<spPr><solidFill><srgbClr val='FFFFFF'/></solidFill></spPr>"


@pytest.mark.parametrize(("drawn", "is_over"), [
    ('<pic><blipFill><blip embed="p255"/></blipFill></pic>', True), ('<pic><blipFill><blip embed="p0"/></blipFill></pic>', False),
    ('<pic><blipFill><blip embed="none"/></blipFill></pic>', False), (f"<sp>{_FILL}</sp>", True), ("<sp><spPr><noFill/></spPr></sp>", False),
    (f'<sp><nvSpPr><cNvPr hidden="1"/></nvSpPr>{_FILL}</sp>', False), ("<graphicFrame/>", True), (f"<grpSp><sp>{_FILL}</sp></grpSp>", True),
])
@pytest.mark.parametrize(("format", "anchor"), [
    ("", f"{_START}<to><col>2</col><colOff>400000</colOff><row>2</row><rowOff>9000</rowOff></to>"), ("", f'{_START}<ext cx="900000" cy="190500"/>'),
    ("", '<pos x="910000" y="180000"/><ext cx="900000" cy="190500"/>'),
    ('<sheetFormatPr defaultRowHeight="60"/><cols><col min="1" max="3" width="200"/></cols>', f'{_START}<ext cx="25000000" cy="762000"/>'),
])
def test_a_number_below_something_is_no_number(drawn, is_over, format, anchor):
    """What begins in the second half of a cell, or ends in its first, does not lie over it."""
    sheet = writers.part(data := writers.xlsx([Grid("g", tuple((Cell("甲"), *(Cell(str(10 * r + c)) for c in range(1, 4))) for r in range(1, 4)), (1,) * 4)]), "xl/worksheets/sheet1.xml")
    link = '<Relationships><Relationship Id="{}" Type="x" Target="{}"/>{}</Relationships>'
    pictures = {f"xl/media/{n}.png": writers.png(n) for n in (0, 255)}
    document = extract(writers.repacked(data, {
        **pictures, "xl/worksheets/sheet1.xml": sheet.decode().replace("</worksheet>", '<drawing id="d"/></worksheet>').replace("<sheetData>", format + "<sheetData>"),
        "xl/worksheets/_rels/sheet1.xml.rels": link.format("d", "../drawings/drawing1.xml", ""),
        "xl/drawings/_rels/drawing1.xml.rels": link.format("p0", "../media/0.png", '<Relationship Id="p255" Type="x" Target="../media/255.png"/>'),
        "xl/drawings/drawing1.xml": f"<wsDr><anchor>{anchor}{drawn}</anchor></wsDr>",
    }), Origin())
    mark = "\ufffc" * is_over
    assert texts(document) == [["甲", f"11{mark}", f"12{mark}", "13"], ["甲", "21", "22", "23"], ["甲", "31", "32", "33"]]


def test_hidden_rows_and_columns_are_left_out_with_a_word():
    rows = "".join(f'<row r="{r}"{more}>' + "".join(f'<c r="{c}{r}"><v>{r}{i}</v></c>' for i, c in enumerate("ABC")) + "</row>"
                   for r, more in ((1, ' ht="13.5"'), (2, ' hidden="1"'), (3, ""), (4, ' ht="0" customHeight="1"')))
    document = workbook(rows, before='<cols><col min="2" max="2" width="9" hidden="1"/></cols>')
    assert texts(document) == [["10", "12"], ["30", "32"]]
    assert document.warnings == ("left out of the sheet 年报: 2 hidden rows and 1 hidden column",)


def test_a_merged_cell_outlives_its_hidden_corner():
    rows = ('<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>合计</t></is></c><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
            '<row r="3"><c r="B3"><v>3</v></c></row>')
    table = workbook(rows, after='<mergeCells><mergeCell ref="A1:A3"/></mergeCells>').tables[0]
    assert [(c.text, c.rowspan) for c in table.rows[0]] == [("合计", 2), ("2", 1)]


def test_zeros_that_the_sheet_does_not_show_are_blanks():
    text = '<c r="A2" t="inlineStr"><is><t>0</t></is></c>'
    rows = f'<row r="1"><c r="A1"><v>5</v></c><c r="B1"><v>4</v></c></row><row r="2">{text}<c r="B2"><v>0</v></c><c r="C2" s="1"><v>0</v></c><c r="D2"><v>6</v></c></row>'
    shown = texts(workbook(rows, styles=("0.00",), before='<sheetViews><sheetView showZeros="0"/></sheetViews>'))
    assert shown == [["5", "4", "", ""], ["0", "", "", "6"]]


def test_zeros_that_an_ods_does_not_show_are_blanks():
    item = '<config:config-item xmlns:config="c" config:name="ShowZeroValues" config:type="boolean">false</config:config-item>'
    cells = (f'<table:table-cell office:value-type="float" office:value="{n}"><text:p>{n}</text:p></table:table-cell>' for n in (3, 0, 7))
    assert texts(_ods(f"<table:table-row>{''.join(cells)}</table:table-row>", item)) == [["3", "", "7"]]


def test_hidden_sheets_are_named():
    document = extract(writers.xlsx([GRID], hidden=["旧数据"]), Origin())
    assert len(document.tables) == 1
    assert document.warnings == ("left out: hidden sheets 旧数据",)


@pytest.mark.parametrize("names", [("上一年度", "本年度"), ("2022年", "2023年"), ("2022年结转", "2023"), ("样表", "年报")])
def test_sheets_of_an_earlier_year_and_samples_come_last(names):
    rows = '<worksheet xmlns="{}"><sheetData><row r="1"><c r="A1"><v>{}</v></c><c r="B1"><v>0</v></c></row></sheetData></worksheet>'
    book = writers.xlsx([GRID], hidden=["x"])
    listed = writers.part(book, "xl/workbook.xml").decode().replace('state="hidden"', "").replace("年报", names[0]).replace('"x"', f'"{names[1]}"')
    parts: dict[str, bytes | str] = {"xl/workbook.xml": listed, **{f"xl/worksheets/sheet{n}.xml": rows.format(MAIN, n) for n in (1, 2)}}
    document = extract(writers.repacked(book, parts), Origin())
    assert [common.texts(t) for t in document.tables] == [[["2", "0"]], [["1", "0"]]]


def test_the_sheet_whose_title_names_the_newest_year_comes_first():
    titled = '<worksheet xmlns="{0}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>示例局{1}年政府信息公开工作年度报告</t></is></c></row></sheetData></worksheet>'
    book = writers.xlsx([GRID], hidden=["x"])
    listed = writers.part(book, "xl/workbook.xml").decode().replace('state="hidden"', "").replace("年报", "2022年").replace('"x"', '"年报"')
    parts: dict[str, bytes | str] = {"xl/workbook.xml": listed, **{f"xl/worksheets/sheet{n}.xml": titled.format(MAIN, 2021 + n) for n in (1, 2)}}
    assert [p.text[3:7] for p in extract(writers.repacked(book, parts), Origin()).paragraphs] == ["2023", "2022"]


def _ods(rows: str, styles: str = "") -> Document:
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    pictures: dict[str, bytes | str] = {f"Pictures/{n}.png": writers.png(n) for n in (0, 255)}
    content = (
        f'<office:document-content xmlns:office="{name}office:1.0" xmlns:table="{name}table:1.0" xmlns:text="{name}text:1.0" xmlns:style="{name}style:1.0" '
        f'xmlns:fo="{name}xsl-fo-compatible:1.0" xmlns:draw="d" xmlns:svg="s"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    packed = extract(writers.packed({"mimetype": kinds.ODS, "content.xml": content, **pictures}), Origin())
    flat = content.replace("office:document-content xmlns", f'office:document office:mimetype="{kinds.ODS}" xmlns').replace("document-content", "document")
    assert "Pictures" in rows or extract(flat.encode(), Origin()).blocks == packed.blocks  # one file holds its pictures in another way
    return packed


def test_ods_shows_its_texts_and_hides_its_rows():
    cell = '<table:table-cell office:value-type="{}" office:value="{}"><text:p>{}</text:p></table:table-cell>'
    document = _ods(
        f"<table:table-row>{cell.format('percentage', 0.12, '12%')}{cell.format('float', 3, '3件')}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{cell.format("float", 8, "8")}</table:table-row>'
        f'<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s text:c="2"/>b</text:p></table:table-cell>'
        f'{cell.format("float", 7, "7")}</table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert texts(document) == [["12%", "3件"], ["a  b", "7"]]
    assert document.warnings == ("left out of the sheet 1: 1 hidden row",)


def test_ods_leaves_out_what_is_not_seen():
    looks = {"struck": 'style:text-line-through-style="solid"', "white": 'fo:color="#ffffff"', "tiny": 'fo:font-size="1pt"', "note": 'style:text-position="sub 58%"'}
    dark = '<style:table-cell-properties fo:background-color="#003366"/>'
    styles = "".join(f'<style:style style:name="{n}"><style:text-properties {said}/></style:style>' for n, said in looks.items())
    styles += f'<style:style style:name="shaded">{dark}<style:text-properties {looks["white"]}/></style:style>'
    runs = "12" + "".join(f'<text:span text:style-name="{name}">{n}</text:span>' for n, name in enumerate(looks, 3))
    said = "".join(f'<table:table-cell table:style-name="{name}"><text:p>{n}</text:p></table:table-cell>' for n, name in enumerate([*looks, "shaded"], 3))
    document = _ods(f"<table:table-row><table:table-cell><text:p>{runs}</text:p></table:table-cell>{said}</table:table-row>", styles)
    assert texts(document) == [["12〔6〕", "", "", "", "6", "7"]]


def test_a_number_that_a_sheet_rounds_says_so():
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>12.345</v></c><c r="C1" s="1"><v>12.3</v></c></row><row r="2"><c r="A2" s="2"><v>2.6</v></c><c r="B2" s="3"><v>2.6</v></c></row>'
    [first, second] = workbook(cells, styles=("0.0", "0", "0件")).tables[0].rows
    assert [(c.text, c.doubt) for c in first] == [("1", None), ("12.3", "shown rounded: the sheet holds 12.345"), ("12.3", None)]
    assert [(c.text, c.doubt) for c in second][:2] == [(text, "shown rounded: the sheet holds 2.6") for text in ("3", "3件")]


def test_a_rounded_amount_is_read_as_shown_with_a_word_on_it():
    [cell] = [c for c in extracted_report("4.46", "0.0").cells if c.column == "fees_collected"]
    assert (cell.value, cell.printed, cell.note) == (4.5, "4.5", "shown rounded: the sheet holds 4.46")
    report = extracted_report("4.46", "0.0")
    assert [(f.severity, f.origin) for f in report.findings if f.rule == "R2"] == [("info", "reading")]


def extracted_report(value: str, code: str) -> Report:
    """The report of a workbook whose fees are this number, shown by this format."""
    case = build("2021", "6")
    case.set_cell(("art20_8", "administrative_fees", "fees_collected"), number(float(value)))
    data = writers.xlsx(case.parts)
    name = next(n for n in zipfile.ZipFile(io.BytesIO(data)).namelist() if f"<v>{value}</v>".encode() in writers.part(data, n))
    sheet = re.sub(rf"<c ([^>]*)><v>{value}</v>", rf'<c \1 s="1"><v>{value}</v>', writers.part(data, name).decode())
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'
    outcome = process(writers.repacked(data, {name: sheet, "xl/styles.xml": styles}), Origin())
    assert outcome.report is not None
    return outcome.report


_HEADING, _PROSE = "三、收到和处理政府信息公开申请情况", "本年度共收到申请若干件，均已依法答复，没有逾期，也没有收取任何费用，特此报告如上，示例文本。"


def _line(r: int, *cells: str) -> str:
    """A row of texts, empty where they are."""
    filled = ((c, t) for c, t in zip("ABCDEFGH", cells, strict=False) if t)
    return f'<row r="{r}">' + "".join(f'<c r="{c}{r}" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in filled) + "</row>"


def test_headings_and_prose_between_the_rows_of_a_sheet_are_no_rows():
    rows = (("（ 2016 年度）",), ("规章", "1"), ("文件", "2"), (_HEADING,), (_PROSE,), ("新收", "3"), ("结转", "4"))
    document = workbook("".join(_line(r, *said) for r, said in enumerate(rows, 1)))
    assert [common.texts(t) for t in document.tables] == [[["规章", "1"], ["文件", "2"]], [["新收", "3"], ["结转", "4"]]]
    assert [p.text for p in document.paragraphs] == ["（ 2016 年度）", _HEADING, _PROSE]


def test_tables_beside_each_other_are_two_and_a_table_with_an_empty_column_is_one():
    rows = (("一、本年新收政府信息公开申请数量", "", "3", "", "四、政府信息公开行政复议情况"), ("二、上年结转政府信息公开申请数量", "", "4"),
            ("（一）予以公开", "", "5", "", "结果维持", "结果纠正"), ("四、结转下年度继续办理", "", "7", "", "1", "2"))
    document = workbook("".join(_line(r, *said) for r, said in enumerate(rows, 1)))
    assert [common.texts(t) for t in document.tables] == [[[row[0], "", row[2]] for row in rows], [["结果维持", "结果纠正"], ["1", "2"]]]
    assert [p.text for p in document.paragraphs] == ["四、政府信息公开行政复议情况"]


@pytest.mark.parametrize(("head", "columns"), [(("信息内容", "", "上一年项目数量", "处理决定数量"), 3), (("规章", "", "1", "2"), 4)])
def test_an_empty_column_is_none_of_a_table_that_names_the_others(head, columns):
    merged = '</sheetData><mergeCells><mergeCell ref="A1:F1"/><mergeCell ref="D2:E2"/></mergeCells><sheetData>'
    document = workbook(_line(1, "第二十条第（五）项") + _line(2, *head) + _line(3, "行政许可", "", "786") + _line(4, "其他", "", "707", "5") + merged)
    assert len(common.texts(document.tables[0])[-1]) == columns


def test_a_page_that_a_spreadsheet_program_saved_reads_like_its_sheet():
    rows = "".join(f"<tr>{row}</tr>" for row in (
        f"<td colspan=2>{_HEADING}</td>", f"<td colspan=2>{_PROSE}</td>", "<td rowspan=2>新收</td><td x:num>3</td>", "<td x:num>4</td>", "<td>结转</td><td>5</td>"))
    document = extract(f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>{rows}</table></body></html>'.encode(), Origin())
    assert [p.text for p in document.paragraphs] == [_HEADING, _PROSE]
    assert [common.cells(t) for t in document.tables] == [[(0, 0, 2, 1, "新收"), (0, 1, 1, 1, "3"), (1, 1, 1, 1, "4"), (2, 0, 1, 1, "结转"), (2, 1, 1, 1, "5")]]


def test_a_binary_workbook_asks_for_its_converter(monkeypatch):
    monkeypatch.setattr("etl.extract.office._soffice", lambda: None)
    with pytest.raises(ReadError, match="LibreOffice") as caught:
        extract(writers.packed({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\x83\x01\x00"}), Origin())
    assert caught.value.kind == "needs_office"


def test_the_xml_of_excel_2003_reads_like_any_workbook():
    def cell(said: str, attributes: str = "", kind: str = "String") -> str:
        return f'<Cell {attributes}><Data ss:Type="{kind}">{said}</Data></Cell>'

    white, styles = '<Font x:Color="#FFFFFF">4</Font>', ('ss:StyleID="w"', 'ss:StyleID="d"')
    merged, percent, third = 'ss:MergeAcross="1"', 'ss:StyleID="p"', 'ss:Index="3"'
    rows = (
        f"<Row>{cell('规章和<S>旧</S>文件', merged)}{cell(f'12<Sup>1</Sup>{white}')}{cell('5', styles[0])}{cell('6', styles[1])}</Row>"
        f"<Row {third} ss:Hidden='1'>{cell('9', kind='Number')}</Row>"
        f"<Row ss:Index='2'>{cell('0.12', percent, 'Number')}{cell('7', third, 'Number')}</Row>"
    )
    sheet = '<Worksheet ss:Name="{}"><Table>{}</Table><x:WorksheetOptions><x:Visible>{}</x:Visible></x:WorksheetOptions></Worksheet>'
    data = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="w"><Font ss:Color="#FFFFFF"/></Style>'
        '<Style ss:ID="d"><Font ss:Color="#FFFFFF"/><Interior ss:Color="#003366" ss:Pattern="Solid"/></Style></Styles>'
        f'{sheet.format("年报", rows, "SheetVisible")}{sheet.format("旧", rows, "SheetHidden")}</Workbook>'
    )
    document = extract(data.encode(), Origin(name="report.xls"))
    assert [[c[:4] for c in common.cells(t)] for t in document.tables] == [[(0, 0, 1, 2), *((0, c, 1, 1) for c in (2, 3, 4)), *((1, c, 1, 1) for c in range(5))]]
    assert texts(document) == [["规章和文件", "12〔1〕", "", "6"], ["12.00%", "", "7", "", ""]]
    assert document.warnings == ("left out: hidden sheets 旧", "left out of the sheet 年报: 1 hidden row")


@pytest.mark.parametrize(("styles", "column", "after", "shown"), [
    ("", "", "", ["0", "4"]), ('<Font ss:Color="#FFFFFF"/>', "", "", ["", "4"]), ("", 'ss:StyleID="s"', "", ["", "4"]), ("", 'ss:Width="0"', "", ["4"]),
    ("", "", "<x:WorksheetOptions><x:DoNotDisplayZeros/></x:WorksheetOptions>", ["", "4"]),
    *(("", "", f'<x:ConditionalFormatting><x:Range>{where}</x:Range><x:Condition>{said}<x:Format x:Style="{look}"/></x:Condition></x:ConditionalFormatting>', shown)
      for where, said, look, shown in (
          ("R1C1:R1C3", "<x:Qualifier>Equal</x:Qualifier><x:Value1>0</x:Value1>", "color:white", ["", "4"]),
          ("R9C1,R1C3", "<x:Qualifier>Less</x:Qualifier><x:Value1>5</x:Value1>", "text-line-through:single", ["0"]),
          ("R1C3", "<x:Value1>RC2&gt;7</x:Value1>", "color:#FFFFFF", ["0", "4\ufffc"]),
          ("R1C2:R1C3", "<x:Qualifier>Less</x:Qualifier><x:Value1>5</x:Value1>", "color:white;background:navy", ["0", "4"]),
          ("R1C2:R1C3", "<x:Qualifier>Less</x:Qualifier><x:Value1>5</x:Value1>", "color:red;background-color:white", ["0", "4"]))),
])
def test_what_the_xml_of_excel_2003_hides_is_not_read(styles, column, after, shown):
    name = "urn:schemas-microsoft-com:office:"
    number = '<Cell{}><Data ss:Type="Number">{}</Data></Cell>'
    row = '<Row><Cell><Data ss:Type="String">规章</Data></Cell>' + number.format(' ss:StyleID="s"' if styles else "", 0) + number.format("", 4) + "</Row>"
    hidden = '<Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style>' if not styles else f'<Style ss:ID="p">{styles}</Style><Style ss:ID="s" ss:Parent="p"/>'
    data = (f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}spreadsheet" xmlns:ss="{name}spreadsheet" xmlns:x="{name}excel">'
            f'<Styles>{hidden}</Styles><Worksheet ss:Name="年报"><Table><Column/><Column {column}/>{row}</Table>{after}</Worksheet></Workbook>')
    assert texts(extract(data.encode(), Origin())) == [["规章", *shown]]


@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize(("mark", "charset", "written"), [(",", "utf-8-sig", "{}"), (",", "gb18030", '="{}"'), (";", "utf-16", "{}\t")])
def test_csv_reads_like_a_sheet(form, mark, charset, written):
    case = build(form, "csv")
    out = io.StringIO()
    for part in case.parts:
        held = [[part.text]] if isinstance(part, Text) else [[""] * len(part.widths) for _ in part.rows]
        for r, c, cell in part.placed() if isinstance(part, Grid) else ():
            held[r][c] = "\n".join(cell.text) if cell.kind == "vertical" else written.format(cell.text) if cell.text.isdecimal() else cell.text
        csv.writer(out, delimiter=mark).writerows(held)
    outcome = process(out.getvalue().encode(charset), Origin(name="report.csv"))
    assert outcome.media_type == kinds.CSV
    assert outcome.report is not None
    assert {c.key: c.value for c in outcome.report.cells} == {key: told.value for key, told in case.expected.items()}
    assert (len(outcome.report.sections), outcome.report.quality) == (6, "clean")


def test_prose_with_commas_is_no_csv():
    assert kinds.media_type(("示例局收到申请1,234件,答复1,200件,结转34件。\n" * 50).encode()) == kinds.TEXT
    with pytest.raises(ReadError) as caught:
        extract(b"a,1,2,3,4,5\n" * 20_000, Origin())
    assert caught.value.kind == "too_large"


def test_a_workbook_of_1995_is_read():
    def label(row: int, column: int, text: str) -> bytes:
        said = text.encode("gb18030")
        return record(0x0204, struct.pack("<HHHH", row, column, 0, len(said)) + said)

    begin, end = struct.pack("<HHHH", 0x0500, 0x0005, 0, 0), record(0x000A)
    name = "表".encode("gb18030")
    font = record(0x0031, struct.pack("<HHHHHBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5) + b"Arial")
    style = record(0x00E0, struct.pack("<HH", 0, 0) + bytes(12))
    head = record(0x0809, begin) + record(0x0042, struct.pack("<H", 936)) + font + style
    sheet = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0)) + label(0, 0, "规章") + record(
        0x0203, struct.pack("<HHHd", 0, 1, 0, 7.0)) + label(1, 0, "规范性文件") + record(0x0203, struct.pack("<HHHd", 1, 1, 0, 12.0)) + end
    at = len(head) + 4 + 7 + len(name) + len(end)
    book = head + record(0x0085, struct.pack("<IHB", at, 0, len(name)) + name) + end + sheet
    data = writers.ole("Book", book)
    assert kinds.media_type(data) == kinds.XLS
    assert texts(extract(data, Origin())) == [["规章", "7"], ["规范性文件", "12"]]
