"""The DOCX reader: body in order, merged cells once, what Word shows and nothing else."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from etl.documents import Paragraph
from etl.errors import ReadError
from etl.extract import extract
from etl.extract.marks import OBJECT
from etl.report import Origin
from tests.extract import common, writers
from tests.sites import docx as writer
from tests.sites.layout import Cell, Grid

W = nsdecls("w")
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(document):
    return extract(document if isinstance(document, bytes) else saved(document), Origin())


def body(*xml: str) -> bytes:
    document = docx.Document()
    for part in xml:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(part))
    return saved(document)


def edited(data: bytes, change) -> bytes:
    """The package with its members passed through ``change(name, bytes)``; None drops one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            if (new := change(name, package.read(name))) is not None:
                copy.writestr(name, new)
    return out.getvalue()


def p(text: str, inner: str = "") -> str:
    return f"<w:p {W}>{inner}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(c if c.startswith('<w:') else tc(c) for c in cells)}</w:tr>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def tbl(*rows: str) -> str:
    return f"<w:tbl {W}><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def lines(document) -> list[str]:
    return [b.text for b in document.paragraphs]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_sample_gives_every_cell_its_place(form):
    blocks = common.blocks(form)
    document = read(writer.write(blocks, "示例"))
    assert common.read(document) == common.written(blocks)
    assert [type(b) is Paragraph for b in document.blocks] == [not hasattr(b, "rows") for b in blocks]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_random_merges(data):
    rows, columns = data.draw(st.integers(1, 5)), data.draw(st.integers(2, 6))
    document = docx.Document()
    table = document.add_table(rows, columns)
    for r in range(rows):
        for c in range(columns):
            table.cell(r, c).text = f"{r}.{c}"
    owner = {(r, c): (r, c, r, c) for r in range(rows) for c in range(columns)}
    for _ in range(data.draw(st.integers(0, 3))):
        r0, c0 = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
        r1, c1 = data.draw(st.integers(r0, rows - 1)), data.draw(st.integers(c0, columns - 1))
        places = [(r, c) for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)]
        if any(owner[place][:2] != place or owner[place][2:] != place for place in places):
            continue
        table.cell(r0, c0).merge(table.cell(r1, c1))
        for place in places:
            owner[place] = (r0, c0, r1, c1)
    assume(len(set(owner.values())) > 1)  # a lone cell is a frame round text
    found = read(document).tables[0]
    assert sorted((c.row, c.column, c.row + c.rowspan - 1, c.column + c.colspan - 1) for c in found.cells()) == sorted(set(owner.values()))
    assert sorted("\n".join(c.text for c in found.cells()).split("\n")) == sorted(f"{r}.{c}" for r, c in owner)


def test_tracked_changes_are_read_as_accepted():
    data = body(
        f"<w:p {W}><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del><w:ins><w:r><w:t>5</w:t></w:r></w:ins><w:r><w:t>件</w:t></w:r></w:p>",
        tbl(row("规章", "1"), row("旧行", "2", properties="<w:trPr><w:del/></w:trPr>"), row("规范性文件", "3", properties="<w:trPr><w:ins/></w:trPr>")),
    )
    document = read(data)
    assert lines(document) == ["收到5件"]
    assert common.texts(document.tables[0]) == [["规章", "1"], ["规范性文件", "3"]]


def test_content_controls_hold_text_rows_cells_and_tables():
    sdt = "<w:sdt {w}><w:sdtPr><w:t>提示</w:t></w:sdtPr><w:sdtContent>{x}</w:sdtContent></w:sdt>"
    inner = tbl(row("规章", sdt.format(w="", x=tc("4"))), sdt.format(w="", x=row("规范性文件", "5")))
    document = read(body(sdt.format(w=W, x=p("标题") + inner)))
    assert lines(document) == ["标题"]
    assert common.texts(document.tables[0]) == [["规章", "4"], ["规范性文件", "5"]]


def test_a_prompt_is_no_text_and_a_hidden_row_is_none():
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    hidden = row("隐", "9", properties="<w:trPr><w:hidden/></w:trPr>")
    filled = "<w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc>"
    inside = f"<w:tc><w:p>{prompt.format('<w:r><w:t>单击此处输入文字。</w:t></w:r>')}</w:p></w:tc>"
    document = read(body(tbl(row("规章", inside), row("规范性文件", prompt.format(tc("单击此处"))), row("总计", filled), hidden)))
    assert common.texts(document.tables[0]) == [["规章", ""], ["规范性文件", ""], ["总计", "3"]]


def test_nested_table_follows_its_outer_one():
    inner = tbl(row("内", "1"), row("外", "2")).replace(W, "")
    data = body(tbl(row("甲", f"<w:tc><w:p/>{inner}<w:p/></w:tc>"), row("乙", "3")), p("后"))
    document = read(data)
    assert [common.texts(t) for t in document.tables] == [[["甲", ""], ["乙", "3"]], [["内", "1"], ["外", "2"]]]
    assert [type(b).__name__ for b in document.blocks] == ["Table", "Table", "Paragraph"]


def test_a_table_that_only_lays_out_the_page_leaves_no_trace():
    inner = tbl(row("规章", "1"), row("规范性文件", "2"), row("总计", "3")).replace(W, "")
    flow = f"{p('一、总体情况')}{inner}{p('二、主动公开')}".replace(W, "")
    for cells in (f"<w:tc>{flow}</w:tc>", f"<w:tc>{flow}</w:tc>{tc('侧栏')}"):
        document = read(body(tbl(row(cells))))
        assert [type(b).__name__ for b in document.blocks[:3]] == ["Paragraph", "Table", "Paragraph"]
        assert common.texts(document.tables[0]) == [["规章", "1"], ["规范性文件", "2"], ["总计", "3"]]
    assert lines(read(body(tbl(row(tbl(row(f"<w:tc>{flow}</w:tc>")).join(("<w:tc>", "<w:p/></w:tc>"))))))) == ["一、总体情况", "二、主动公开"]


def test_a_deleted_cell_is_gone_and_a_reading_aid_is_no_text():
    aid = "<w:p><w:r><w:ruby><w:rt><w:r><w:t>gong</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>公</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    document = read(body(tbl(row(f"<w:tc>{aid}</w:tc>", tc("7", "<w:cellDel/>"), "8"))))
    assert common.texts(document.tables[0]) == [["公", "8"]]


def test_text_box_is_read_once():
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    data = body(
        f"<w:p {W} {mc}><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box.format('框内')}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box.format('框内')}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(read(data)) == ["前", "框内"]


@pytest.mark.parametrize(("held", "blank"), [("12", OBJECT), ("- 12 -", ""), ("图例", ""), ("", "")])
def test_a_number_in_a_loose_text_box_may_lie_over_any_blank_cell(held, blank):
    box = f"<w:p {W}><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{held}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    document = read(body(box, tbl(row("规章", ""), row("规范性文件", "3"))))
    assert common.texts(document.tables[0]) == [["规章", blank], ["规范性文件", "3"]]
    numbered = box.replace("<w:r><w:t>", "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>")
    assert common.texts(read(body(numbered, tbl(row("规章", "")))).tables[0]) == [["规章", ""]]
    inside = f"<w:tc>{box.replace(W, '')}</w:tc>"
    assert common.texts(read(body(tbl(row("规章", inside, "")))).tables[0]) == [["规章", held, ""]]


def test_drawn_words_are_read():
    drawn = "<w:p><w:r>{}<w:pict xmlns:v='urn:schemas-microsoft-com:vml'><v:shape><v:textpath string='{}'/></v:shape></w:pict></w:r></w:p>"
    document = read(body(tbl(row("规章", f"<w:tc>{drawn.format('', 12)}</w:tc>"), row("规范性文件", f"<w:tc>{drawn.format('<w:t>3</w:t>', '草稿')}</w:tc>"))))
    assert common.texts(document.tables[0]) == [["规章", "12"], ["规范性文件", "3\n草稿"]]


@pytest.mark.parametrize(("space", "text"), [("urn:nobody", "12"), ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "99")])
def test_what_is_written_for_a_program_that_nobody_has_is_not_read(space, text):
    mc = f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:zz="{space}"'
    assert styled(f"<mc:AlternateContent {mc}><mc:Choice Requires='zz'>{run('99')}</mc:Choice><mc:Fallback>{run('12')}</mc:Fallback></mc:AlternateContent>") == text


def test_grid_before_keeps_columns():
    data = body(tbl(row("a", "b", "c"), row("x", "y", properties="<w:trPr><w:gridBefore w:val='1'/></w:trPr>")))
    assert common.cells(read(data).tables[0])[3:] == [(1, 1, 1, 1, "x"), (1, 2, 1, 1, "y")]


def test_horizontal_merge_of_old_files():
    merged = "<w:hMerge w:val='{}'/>"
    data = body(tbl(row(tc("标题", merged.format("restart")), tc("", "<w:hMerge/>"), "c"), row("1", "2", "3")))
    assert common.cells(read(data).tables[0])[:2] == [(0, 0, 1, 2, "标题"), (0, 2, 1, 1, "c")]


def test_what_is_left_in_a_cell_that_one_above_reaches_over_is_not_shown():
    data = body(tbl(row(tc("7", "<w:vMerge w:val='restart'/>"), "b"), row(tc("8", "<w:vMerge/>"), "c")))
    assert common.cells(read(data).tables[0]) == [(0, 0, 2, 1, "7"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c")]


def test_line_breaks_tabs_and_hidden_text():
    data = body(
        f"<w:p {W}><w:r><w:t>自</w:t><w:br/><w:t>然</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:noBreakHyphen/><w:tab/><w:t>人</w:t></w:r></w:p>"
    )
    assert lines(read(data)) == ["自", "然-\t人"]


def numbered(form: str, text: str) -> bytes:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = f"<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl>"
    numbering.insert(0, parse_xml(f"<w:abstractNum {W} w:abstractNumId='900'>{levels}</w:abstractNum>"))
    numbering.append(parse_xml(f"<w:num {W} w:numId='900'><w:abstractNumId w:val='900'/></w:num>"))
    for heading, level in (("总体情况", 0), ("细目", 1), ("细目", 1), ("主动公开政府信息情况", 0), ("细目", 1)):
        paragraph = document.add_paragraph(heading)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f"<w:numPr {W}><w:ilvl w:val='{level}'/><w:numId w:val='900'/></w:numPr>")
        )
    return saved(document)


def test_automatic_numbers_are_part_of_headings():
    assert lines(read(numbered("chineseCounting", "%1、")))[0::3] == ["一、总体情况", "二、主动公开政府信息情况"]
    assert lines(read(numbered("decimal", "（%1）"))) == ["（1）总体情况", "1.1细目", "1.2细目", "（2）主动公开政府信息情况", "2.1细目"]
    assert lines(read(numbered("bullet", "·")))[0] == "总体情况"


def test_a_list_that_begins_later_is_numbered_so():
    override = b"<w:lvlOverride w:ilvl='0'><w:startOverride w:val='3'/></w:lvlOverride></w:num>"
    data = edited(
        numbered("chineseCounting", "%1、"), lambda n, m: m.replace(b'w:val="900"/></w:num>', b'w:val="900"/>' + override) if n == "word/numbering.xml" else m
    )
    assert lines(read(data))[0::3] == ["三、总体情况", "四、主动公开政府信息情况"]


def test_a_list_that_is_based_on_another_goes_on_with_its_numbers():
    def change(name: str, member: bytes) -> bytes:
        if name == "word/document.xml":
            first, last = (f'<w:numId w:val="{n}"/>'.encode() for n in (900, 901))
            return last.join(member.rsplit(first, 2))
        more = b'<w:num w:numId="901"><w:abstractNumId w:val="900"/></w:num></w:numbering>'
        return member.replace(b"</w:numbering>", more) if name == "word/numbering.xml" else member

    assert lines(read(edited(numbered("chineseCounting", "%1、"), change)))[2:] == ["一.2细目", "二、主动公开政府信息情况", "二.1细目"]


def test_automatic_numbers_never_touch_a_printed_number():
    data = edited(numbered("decimal", "%1."), lambda n, m: m.replace("细目".encode(), b"25") if n == "word/document.xml" else m)
    assert lines(read(data)) == ["1.总体情况", "1.1\ufffc25", "1.2\ufffc25", "2.主动公开政府信息情况", "2.1\ufffc25"]


def test_an_automatic_number_is_all_that_an_empty_cell_shows():
    def of(text: str) -> str:
        return f"<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='900'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    rows = row(of(""), tc("甲")) + row(of(""), of("")) + row(of("25件"), of("2025年"))
    data = edited(numbered("decimal", "%1"), lambda n, m: m.replace(b"<w:body>", b"<w:body>" + tbl(rows).encode()) if n == "word/document.xml" else m)
    document = read(data)
    assert common.texts(document.tables[0]) == [["1", "甲"], ["2", "3"], ["4\ufffc25件", "52025年"]]
    assert lines(document)[0] == "6总体情况"


@pytest.mark.parametrize(("inner", "shown"), [('<a:blip r:embed="rIdP"/>', "\ufffc"), ('<w:t>12</w:t><a:blip r:embed="rIdP"/>', "12")])
def test_a_cell_that_shows_a_picture_alone_is_no_blank(inner, shown):
    names = 'xmlns:a="urn:a" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    data = body(tbl(row("规章", f"<w:tc><w:p><w:r {names}>{inner}</w:r></w:p></w:tc>"), row("规范性文件", "3")))
    link = b'<Relationship Id="rIdP" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="styles.xml"/></Relationships>'
    linked = edited(data, lambda n, m: m.replace(b"</Relationships>", link) if n == "word/_rels/document.xml.rels" else m)
    assert common.texts(read(linked).tables[0]) == [["规章", shown], ["规范性文件", "3"]]


@pytest.mark.parametrize(("size", "height", "layout", "cell", "shown"), [
    (21, 300, "fixed", "", "1386\n\ufffc"), (21, 400, "fixed", "", "1386"), (21, 300, "autofit", "", "1386"), (14, 200, "fixed", "", "1386"),
    (21, 300, "fixed", "<w:tcFitText/>", "1386"), (21, 300, 'fixed"/><w:tblCellMar><w:left w:w="28"/><w:right w:w="28"/></w:tblCellMar><w:x w:y="', "", "1386"),
])
def test_a_number_that_does_not_fit_a_cell_of_fixed_width_and_height_is_none(size, height, layout, cell, shown):
    wide = f'<w:tcPr><w:tcW w:w="600" w:type="dxa"/>{cell}</w:tcPr>'
    inner = f'<w:tc>{wide}<w:p><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>1386</w:t></w:r></w:p></w:tc>'
    low = f'<w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
    fixed = f'<w:tblPr><w:tblLayout w:type="{layout}"/></w:tblPr>'
    [table] = read(body(tbl(row("规章", inner, properties=low), row("a", "b")).replace("<w:tblPr/>", fixed))).tables
    assert common.texts(table)[0][1] == shown


_APART = [[0, 1, 3], [0, 2, 3], [0, 2, 3], [0, 1]]


@pytest.mark.parametrize(("widths", "sliver", "columns"), [
    ((900, 9, 900, 900), "", [[0, 1, 2], [1, 2], [0, 1, 2], [0, 1]]), ((900, 9, 900, 900), tc(""), [*_APART, [0, 1, 2, 3]]),
    ((900, 900, 900, 900), "", _APART), ((0, 0, 0, 0), "", _APART), ((900, 9), "", _APART),
])
def test_edges_meant_to_be_one_are_one(widths, sliver, columns):
    def wide(text, span, properties=""):
        return tc(text, f'<w:gridSpan w:val="{span}"/>{properties}')

    rows = [
        row(wide("a", 1, '<w:vMerge w:val="restart"/>'), wide("b", 2), "c"), row(wide("", 2, "<w:vMerge/>"), "1", "2"), row(wide("d", 2), "3", "4"),
        row("e", wide("5", 3)), *([row("f", sliver, "6", "7")] if sliver else []),
    ]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    [table] = read(body(tbl(*rows).replace("<w:tblGrid/>", f"<w:tblGrid>{grid}</w:tblGrid>"))).tables
    assert [[c.column for c in r] for r in table.rows] == columns
    assert all(r[-1].column + r[-1].colspan == columns[0][-1] + 1 for r in table.rows)


def test_a_row_too_low_for_a_line_is_not_seen():
    low, high = (f'<w:trPr><w:trHeight w:val="{twips}" w:hRule="exact"/></w:trPr>' for twips in (10, 300))
    assert common.texts(read(body(tbl(row("规章", "1", properties=low), row("规范性文件", "3", properties=high), row("a", "b")))).tables[0])[0] == ["规范性文件", "3"]


@pytest.mark.parametrize(("inner", "shown"), [
    (p("1"), "1"), (p("1") + p("2"), "1\n2\n\ufffc"), (p("") + p("12"), "12\n\ufffc"), (p("12") + p("") + p(""), "12"),
    (f"<w:p {W}><w:r><w:t>1</w:t><w:br/><w:t>2</w:t></w:r></w:p>", "1\n2\n\ufffc"), (p("规章") + p("第2条"), "规章\n第2条"),
])
def test_digits_below_the_end_of_a_row_are_no_number(inner, shown):
    height = '<w:trPr><w:trHeight w:val="150" w:hRule="exact"/></w:trPr>'
    [table] = read(body(tbl(row("规章", f"<w:tc>{inner}</w:tc>", properties=height), row("a", "b")))).tables
    assert common.texts(table)[0][1] == shown


def test_headings_are_flagged():
    document = docx.Document()
    document.add_heading("一、总体情况", 1)
    document.add_paragraph("正文")
    assert [b.heading for b in read(document).paragraphs] == [True, False]


def test_a_style_inherits_what_it_is_based_on():
    document = docx.Document()
    styles = document.styles
    based = styles.add_style("公文一级", WD_STYLE_TYPE.PARAGRAPH)
    based.base_style = styles["Heading 1"]
    plain = styles.add_style("公文正文", WD_STYLE_TYPE.PARAGRAPH)
    plain.element.get_or_add_pPr().append(parse_xml(f"<w:outlineLvl {W} w:val='9'/>"))
    level = styles.add_style("公文二级", WD_STYLE_TYPE.PARAGRAPH)
    level.element.get_or_add_pPr().append(parse_xml(f"<w:outlineLvl {W} w:val='1'/>"))
    for style in (based, plain, level):
        document.add_paragraph("文字", style=style)
    assert [b.heading for b in read(document).paragraphs] == [True, False, True]


def test_headers_stay_out_unless_the_body_is_empty():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    assert lines(read(document)) == ["页眉"]
    document.add_paragraph("正文")
    assert lines(read(document)) == ["正文"]


_HTML = "<html><body><p>一、总体情况</p><table><tr><td>规章</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table></body></html>".encode()
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(("embedded", "kind"), [(_HTML, '<Default Extension="htm" ContentType="text/html"/>'), (
    body(p("一、总体情况"), tbl(row("规章", "1"), row("b", "2"))), f'<Override PartName="/word/chunk.htm" ContentType="{_TYPE}"/>')])
def test_an_embedded_document_is_read(embedded, kind):
    data = saved(docx.Document())

    def change(name: str, member: bytes) -> bytes:
        if name == "word/document.xml":
            return member.replace(b"<w:body>", b"<w:body><w:altChunk r:id='rIdX'/>")
        if name == "word/_rels/document.xml.rels":
            link = b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="chunk.htm"/>'
            return member.replace(b"</Relationships>", link + b"</Relationships>")
        if name == "[Content_Types].xml":
            return member.replace(b"</Types>", kind.encode() + b"</Types>")
        return member

    changed = edited(data, change)
    out = io.BytesIO(changed)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/chunk.htm", embedded)
    document = read(out.getvalue())
    assert lines(document) == ["一、总体情况"]
    assert len(document.tables) == 1


@pytest.mark.parametrize("wrapped", [lambda book: book, lambda book: writers.ole("Package", book)])
def test_of_an_embedded_workbook_the_sheet_in_front_is_read_and_its_picture_is_not(wrapped):
    first, second = (Grid("g", ((Cell("规章"), Cell(a)), (Cell("规范性文件"), Cell(b))), (1, 1)) for a, b in ("89", "12"))
    book = writers.workbook([("一", [first]), ("二", [second])])
    listed = writers.part(book, "xl/workbook.xml").decode().replace("<sheets>", '<bookViews><workbookView activeTab="1"/></bookViews><sheets>')
    book = writers.repacked(book, {"xl/workbook.xml": listed})
    office, vml = "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:vml"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    preview = f'<v:shape xmlns:v="{vml}"><v:imagedata xmlns:r="{relations}" r:id="rIdP"/></v:shape>'
    inside = f'<w:r><w:object>{preview}<o:OLEObject xmlns:o="{office}" xmlns:r="{relations}" Type="Embed" ProgID="Excel.Sheet.12" r:id="rIdX"/></w:object></w:r>'
    data = body(p("表格如下："), f"<w:p {W}>{inside}</w:p>", p("以上。"))

    def change(name: str, member: bytes) -> bytes:
        if name == "word/_rels/document.xml.rels":
            links = f'<Relationship Id="rIdX" Type="{relations}/package" Target="embeddings/book.xlsx"/><Relationship Id="rIdP" Type="{relations}/image" Target="media/p.png"/>'
            return member.replace(b"</Relationships>", links.encode() + b"</Relationships>")
        if name == "[Content_Types].xml":
            return member.replace(b"</Types>", b'<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/><Default Extension="png" ContentType="image/png"/></Types>')
        return member

    out = io.BytesIO(edited(data, change))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/embeddings/book.xlsx", wrapped(book))
        package.writestr("word/media/p.png", b"\x89PNG\r\n\x1a\n")
    document = read(out.getvalue())
    assert [type(b).__name__ for b in document.blocks] == ["Paragraph", "Table", "Paragraph"]
    assert common.texts(document.tables[0]) == [["规章", "1"], ["规范性文件", "2"]]


def test_dangling_relationship_does_no_harm():
    data = saved(docx.Document())
    link = b'<Relationship Id="rIdN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="NULL"/>'
    changed = edited(data, lambda n, m: m.replace(b"</Relationships>", link + b"</Relationships>") if n.endswith("document.xml.rels") else m.replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>x</w:t></w:r></w:p>") if n == "word/document.xml" else m)
    assert lines(read(changed)) == ["x"]


def test_relationship_without_a_type_does_no_harm():
    links = "word/_rels/document.xml.rels"
    changed = edited(body(p("总体情况")), lambda n, m: re.sub(rb' Type="[^"]*/styles"', b"", m) if n == links else m)
    assert lines(read(changed)) == ["总体情况"]


def test_a_package_whose_program_writes_backslashes_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body(p("总体情况")))) as package, zipfile.ZipFile(out, "w") as copy:
        for name in package.namelist():
            copy.writestr(name.replace("/", "\\"), package.read(name))
    assert lines(read(out.getvalue())) == ["总体情况"]


def test_macro_document_is_read_without_its_macros():
    changed = edited(body(p("正文")), lambda n, m: m.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", b"application/vnd.ms-word.document.macroEnabled.main+xml"
    ) if n == "[Content_Types].xml" else m)
    assert lines(read(changed)) == ["正文"]


def test_strict_namespaces_read_alike():
    old, new = qn("w:p")[1:].split("}")[0].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    changed = edited(body(p("正文"), tbl(row("规章", "1"), row("b", "2"))), lambda n, m: m.replace(old, new))
    assert common.texts(read(changed).tables[0]) == [["规章", "1"], ["b", "2"]]


def test_a_document_of_one_xml_file_reads_like_its_package():
    packed = body(p("一、总体情况"), tbl(row("规章", "1")))
    name, parts = "http://schemas.microsoft.com/office/2006/xmlPackage", []
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        for member in package.namelist():
            content = package.read(member).decode("utf-8", "replace").partition("?>")[2]
            kind = "document.main" if member == "word/document.xml" else "styles"
            if member.endswith((".rels", "document.xml", "styles.xml")):
                held = f'<pkg:part pkg:name="/{member}" pkg:contentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml">'
                parts.append(f"{held}<pkg:xmlData>{content}</pkg:xmlData></pkg:part>")
    flat = f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="{name}">{"".join(parts)}</pkg:package>'
    assert read(flat.encode()).blocks == read(packed).blocks


def test_a_document_of_word_2003_is_read_as_it_is_shown():
    def changed(how: str, inner: str) -> str:
        return f'<aml:annotation w:type="Word.{how}"><aml:content>{inner}</aml:content></aml:annotation>'

    def cell(inner: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{inner}</w:p></w:tc>"

    def run(text: str, properties: str = "") -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"

    picture = '<w:r><w:pict><w:binData w:name="wordml://1.png">iVBORw0KGgo=</w:binData><v:shape><v:imagedata src="wordml://1.png"/></v:shape></w:pict></w:r>'
    rows = (
        cell(run("结果"), '<w:vmerge w:val="restart"/>') + cell(changed("Deletion", "<w:r><w:delText>7</w:delText></w:r>") + changed("Insertion", run("12"))),
        cell("", "<w:vmerge/>") + cell(run("3") + run("9", "<w:vanish/>") + run("8", '<w:rStyle w:val="H"/>') + changed("Comment", f"<w:p>{run('核')}</w:p>")),
        cell(run("4") + f"<w:r><w:footnote><w:p>{run('5')}</w:p></w:footnote></w:r>") + cell(run("6") + '<w:r><w:br w:type="text-wrapping"/></w:r>' + run("件")),
        cell(picture) + cell(run("1")),
    )
    gone = f"<w:tr><w:trPr>{changed('Deletion', '')}</w:trPr>{cell(run('88'))}</w:tr>"
    heading = f'<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr></w:pPr>{run("总体情况")}</w:p>'
    spaces = ('xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
              'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml"')
    text = (f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument {spaces}><w:styles><w:style w:type="character" w:styleId="H"><w:rPr>'
            f'<w:vanish/></w:rPr></w:style></w:styles><w:body><wx:sect>{heading}<w:tbl>{"".join(f"<w:tr>{r}</w:tr>" for r in rows)}{gone}</w:tbl></wx:sect></w:body></w:wordDocument>')
    document = read(text.encode())
    assert lines(document)[0] == "一、总体情况"
    assert document.tables[0].rows[2][1].text == "6\n件"
    assert common.cells(document.tables[0]) == [
        (0, 0, 2, 1, "结果"), (0, 1, 1, 1, "12"), (1, 1, 1, 1, "3"), (2, 0, 1, 1, "4"), (2, 1, 1, 1, "6件"), (3, 0, 1, 1, OBJECT), (3, 1, 1, 1, "1")]


@pytest.mark.parametrize("declaration", [
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
])
def test_entities_are_refused(declaration):
    def change(name: str, member: bytes) -> bytes:
        return member.replace(b"?>", b"?>" + declaration, 1).replace(b"<w:t ", b"<w:t>&b;</w:t><w:t ") if name == "word/document.xml" else member

    with pytest.raises(ReadError) as caught:
        read(edited(body(p("正文")), change))
    assert caught.value.kind == "corrupt"


@pytest.mark.parametrize(("part", "more", "kind"), [
    ("word/document.xml", b"<w:sdt>" * 300 + b"</w:sdt>" * 300, "too_large"),
    ("word/_rels/document.xml.rels", b"".join(b'<Relationship Id="x%d" Type="x" Target="styles.xml"/>' % n for n in range(50_000)), "too_large"),
    # A chunk of no known type: no office program opens it.
    ("word/_rels/document.xml.rels", b'<Relationship Id="x" Type="x/aFChunk" Target="chunk.none"/>', "corrupt"),
    ("word/_rels/document.xml.rels", b'<Relationship Id="x" Type="x/styles" Target="http://127.0.0.1:9/" TargetMode="External"/>', None),
])
def test_python_docx_is_given_nothing_without_bounds(part, more, kind):
    def change(name: str, member: bytes) -> bytes:
        at = member.rindex(b"<w:sectPr" if name == "word/document.xml" else b"</") if name == part else 0
        return member[:at] + more + member[at:] if at else member

    data = writers.repacked(edited(body(p("正文")), change), {"word/chunk.none": "x"})
    if kind is None:
        assert lines(read(data)) == ["正文"]
        return
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.kind == kind


def test_blanks_between_runs_are_kept():
    runs = "".join(f"<w:r><w:t{how}>{said}</w:t></w:r>" for said, how in (("a", ""), (" ", ' xml:space="preserve"'), ("b", ""), (" ", ""), ("c", "")))
    assert lines(read(body(f"<w:p {W}>{runs}</w:p>"))) == ["a b c"]


def test_cut_off_file_is_corrupt():
    data = body(p("正文"), tbl(row("规章", "1")))
    for part in range(1, 10):
        with pytest.raises(ReadError) as caught:
            read(data[: len(data) * part // 10])
        assert caught.value.kind == "corrupt"


def test_raised_and_struck_out_digits_are_no_digits_of_a_number():
    inner = run("12") + run("1", '<w:vertAlign w:val="superscript"/>') + run("7", "<w:strike/>") + run("8", '<w:strike w:val="0"/>')
    document = read(body(f"<w:tbl {W}><w:tr><w:tc><w:tcPr/><w:p>{inner}</w:p></w:tc>{tc('1')}</w:tr></w:tbl>"))
    assert document.tables[0].rows[0][0].text == "12〔1〕8"


def styled(cell: str, styles: str = "") -> str:
    """What a cell reads that holds these runs, or these paragraphs."""
    inner = cell if cell.startswith("<w:p>") else f"<w:p>{cell}</w:p>"
    data = body(f"<w:tbl {W}><w:tr><w:tc>{inner}</w:tc>{tc('1')}</w:tr></w:tbl>")
    more = styles.encode() + b"</w:styles>"
    document = read(edited(data, lambda name, part: part.replace(b"</w:styles>", more) if name == "word/styles.xml" else part))
    return document.tables[0].rows[0][0].text


@pytest.mark.parametrize(("sizes", "shown"), [((24, 12), "43 2"), ((12, 12), "432"), ((21, 18), "432")])
def test_a_digit_in_small_type_is_set_apart_from_a_number(sizes, shown):
    assert styled("".join(run(t, f'<w:sz w:val="{size}"/>') for t, size in zip(("43", "2"), sizes, strict=True))) == shown


def test_letters_of_which_nothing_is_said_are_as_large_as_those_of_the_usual_style():
    usual = "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:rPr><w:sz w:val='32'/></w:rPr></w:style>"
    assert styled(run("43", '<w:sz w:val="32"/>') + run("2"), usual) == "432"
    assert styled(run("43") + run("2", '<w:sz w:val="21"/>'), usual) == "43 2"


@pytest.mark.parametrize(("colours", "shown"), [(("auto", "FF0000"), "43 2"), (("C00000", "000000"), "43 2"), (("333333", "auto"), "432"), (("FF0000", "FF0000"), "432")])
def test_digits_of_another_colour_than_those_ahead_are_set_apart(colours, shown):
    assert styled("".join(run(t, f'<w:color w:val="{colour}"/>') for t, colour in zip(("43", "2"), colours, strict=True))) == shown


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_a_style_of_the_paragraph_hides_its_runs():
    hidden = "<w:style w:type='paragraph' w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type='paragraph' w:styleId='I'><w:basedOn w:val='H'/></w:style>"
    properties, shown = "<w:pPr><w:pStyle w:val='I'/></w:pPr>", run("12", '<w:vanish w:val="0"/>')
    assert styled(f"<w:p>{run('12')}</w:p><w:p>{properties}{run('9')}</w:p>", hidden) == "12"
    assert styled(f"<w:p>{properties}{shown}</w:p>", hidden) == "12"


def field(code: str, result: str, inner: str = "", data: str = "") -> str:
    kinds = (f'<w:r><w:fldChar w:fldCharType="{kind}">{data if kind == "begin" else ""}</w:fldChar></w:r>' for kind in ("begin", "separate", "end"))
    begin, separate, end = kinds
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{inner}{separate}{result}{end}"


@pytest.mark.parametrize(("inner", "shown"), [
    (run("12") + run("2", '<w:vertAlign w:val="subscript"/>'), "12〔2〕"),
    (run("12") + "".join(run(c, '<w:vertAlign w:val="superscript"/>') for c in "[1]"), "12〔1〕"),
    (run("12") + run("[1]", '<w:vertAlign w:val="superscript"/>'), "12〔1〕"),
    (run("12") + '<w:r><w:footnoteReference w:customMarkFollows="1"/><w:t>1</w:t></w:r>', "12〔1〕"),
    (run("12", '<w:rFonts w:ascii="Wingdings"/>'), "\ufffc\ufffc"),
    (f"<m:oMath {M}><m:r><m:t>12</m:t></m:r></m:oMath>", "12"),
    (f"<m:oMath {M}><m:sSup><m:e><m:r><m:t>12</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>", "\ufffc"),
    (field("EQ \\o\\ac(○,5)", ""), "\ufffc"), (field("REF a", ""), ""), (field(" =SUM(LEFT)", ""), "\ufffc"),
    *((f'<w:fldSimple w:instr="{code}">{result}</w:fldSimple>', shown) for code, result, shown in
      ((" =SUM(LEFT)", "", "\ufffc"), (" =SUM(LEFT)", run("5"), "5"), ("REF a", "", ""))),
])
def test_what_makes_another_number_of_digits_is_marked_or_leaves_none(inner, shown):
    assert styled(inner) == shown


def test_a_field_shows_its_result_alone():
    choices = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="0"/><w:listEntry w:val="12"/></w:ddList></w:ffData>'
    assert styled(run("1") + field("=", run("2"), field("REF a", run("77")) + run("+1"))) == "12"
    assert styled(field("FORMDROPDOWN", "", data=choices)) == "12"


@pytest.mark.parametrize(("text", "shown"), [
    (run("8", '<w:color w:val="FFFFFF"/>'), "12"), (run("8", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>'), "12 8"),
    (run("8", '<w:color w:val="1F4E79"/><w:shd w:val="clear" w:fill="1F4E79"/>'), "12"), (run("8", '<w:color w:val="1F4E79"/>'), "12 8"),
    (run("8", '<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>'), "12 8"), (run("8", '<w:color w:val="auto"/>'), "128"),
    ('<w:r><w:sym w:font="Symbol" w:char="F038"/></w:r>', "128"), ('<w:r><w:sym w:font="仿宋_GB2312" w:char="F038"/></w:r>', "128"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F038"/></w:r>', "12\ufffc"), (run("\uf038", '<w:rFonts w:ascii="Symbol"/>'), "128"),
    (run("\uf038"), "12\uf038"), (run("8", '<w:color w:val="auto" w:themeColor="background1"/>'), "12"),
    (run("8", '<w:color w:val="D9D9D9" w:themeColor="background1" w:themeShade="D9"/>'), "12 8"),
    (run("8", '<w:sz w:val="2"/>'), "12"), (run("8", '<w:sz w:val="16"/>'), "128"), (run("8", '<w14:textFill xmlns:w14="w14"><w14:noFill/></w14:textFill>'), "12"),
])
def test_text_of_the_colour_of_what_lies_below_it_is_not_read(text, shown):
    assert styled(run("12") + text) == shown


def test_paragraphs_whose_mark_is_deleted_are_one():
    mark = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>"
    assert styled(f"<w:p>{mark}{run('1')}</w:p><w:bookmarkStart/><w:p>{mark}{run('2')}</w:p><w:p><w:pPr/>{run('3')}</w:p>") == "123"
    assert styled(f"<w:p>{run('1')}</w:p><w:p>{mark}{run('2')}</w:p>") == "1\n2"
