"""Writes the sample blocks in formats that few programs write: XLSX, RTF, OFD, MHTML, RAR. Small, and sharing nothing with the readers."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape

from PIL import Image

from tests.sites.layout import Block, Grid


def packed(members: dict[str, bytes | str]) -> bytes:
    """A ZIP of these members, the same bytes on every call: none bears the time of its writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def repacked(data: bytes, parts: dict[str, bytes | str]) -> bytes:
    """The package with these members added or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members: dict[str, bytes | str] = {name: package.read(name) for name in package.namelist()}
    return packed({**members, **parts})


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


# --- XLSX ----------------------------------------------------------------------------------------------------------


def png(opaque: int) -> bytes:
    """A picture that covers what lies below it by so much of 255."""
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, opaque)).save(out, "PNG")
    return out.getvalue()


def _column(number: int) -> str:
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


_SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _sheet(blocks: Iterable[Block], margin: tuple[int, int]) -> str:
    """Texts as lone cells, an empty row before and after each table; ``margin`` are the empty rows and columns ahead."""
    rows: list[str] = []
    merges: list[str] = []
    at, left = 1 + margin[0], margin[1]
    for block in blocks:
        if not isinstance(block, Grid):
            rows.append(f'<row r="{at}"><c r="{_column(left)}{at}" t="inlineStr"><is><t>{escape(block.text)}</t></is></c></row>')
            at += 1
            continue
        at += 1
        cells: dict[int, list[str]] = {r: [] for r in range(len(block.rows))}
        for r, c, cell in block.placed():
            place = f"{_column(left + c)}{at + r}"
            number = cell.text.isascii() and cell.text.replace(".", "", 1).isdigit() and not (len(cell.text) > 1 and cell.text[0] == "0" and "." not in cell.text)
            cells[r].append(
                f'<c r="{place}"><v>{cell.text}</v></c>' if number
                else f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell.text)}</t></is></c>'
            )
            if cell.rowspan * cell.colspan > 1:
                merges.append(f'<mergeCell ref="{place}:{_column(left + c + cell.colspan - 1)}{at + r + cell.rowspan - 1}"/>')
        rows += [f'<row r="{at + r}">{"".join(cs)}</row>' for r, cs in cells.items()]
        at += len(block.rows) + 1
    return f'<worksheet {_SPREADSHEET}><sheetData>{"".join(rows)}</sheetData><mergeCells>{"".join(merges)}</mergeCells></worksheet>'


def xlsx(blocks: Iterable[Block], *, hidden: Sequence[str] = ()) -> bytes:
    """One sheet; ``hidden`` are names of hidden sheets that hold the same."""
    listed = list(blocks)
    return workbook([("年报", listed), *((name, listed) for name in hidden)], hidden)


def workbook(sheets: Sequence[tuple[str, Iterable[Block]]], hidden: Sequence[str] = (), margin: tuple[int, int] = (0, 0)) -> bytes:
    """Sheets by name, in their order."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = [name for name, _ in sheets]
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    return packed({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_SPREADSHEET} xmlns:r="{office}"><sheets>' + "".join(
            f'<sheet name="{name}" sheetId="{n}" {"state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""} r:id="s{n}"/>' for n, name in enumerate(names, 1)
        ) + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(
            f'<Relationship Id="s{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(names) + 1)
        ) + "</Relationships>",
        **{f"xl/worksheets/sheet{n}.xml": _sheet(blocks, margin) for n, (_, blocks) in enumerate(sheets, 1)},
    })


def flat_workbook(rows: str) -> bytes:
    """A workbook of Excel 2003 in XML with these rows."""
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    return (f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
            f'<Worksheet ss:Name="年报"><Table>{rows}</Table></Worksheet></Workbook>').encode()


def flat_ods(content: str, more: str = "", rows: str = "") -> bytes:
    """An OpenDocument workbook of one cell; ``more`` are its attributes, ``rows`` what stands below it."""
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": (
        f'<office:document-content xmlns:office="{name}office:1.0" xmlns:table="{name}table:1.0" xmlns:text="{name}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="x"><table:table-row><table:table-cell {more}>{content}</table:table-cell></table:table-row>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>")})


def excel_xml(blocks: Iterable[Block]) -> bytes:
    """A workbook as Excel 2003 saves it in XML: one sheet, an empty row after each table."""
    rows: list[str] = []
    for block in blocks:
        if not isinstance(block, Grid):
            rows.append(f'<Row><Cell><Data ss:Type="String">{escape(block.text)}</Data></Cell></Row>')
            continue
        lines: list[list[str]] = [[] for _ in block.rows]
        for r, c, cell in block.placed():
            kind = "Number" if cell.text.isascii() and cell.text.isdigit() and str(int(cell.text)) == cell.text else "String"
            said = escape(cell.text).replace("\n", "&#10;")
            lines[r].append(f'<Cell ss:Index="{c + 1}" ss:MergeAcross="{cell.colspan - 1}" ss:MergeDown="{cell.rowspan - 1}"><Data ss:Type="{kind}">{said}</Data></Cell>')
        rows += [f"<Row>{''.join(cells)}</Row>" for cells in lines] + ["<Row/>"]
    return flat_workbook("".join(rows))


# --- RTF -----------------------------------------------------------------------------------------------------------


def _rtf_text(text: str, unicode: bool) -> str:
    out = []
    for char in text:
        if char in "\\{}":
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\line ")
        elif ord(char) < 128:
            out.append(char)
        elif unicode:
            code = ord(char)
            out.append(f"\\u{code - 65536 if code > 32767 else code}?")
        else:
            out.append("".join(f"\\'{byte:02x}" for byte in char.encode("gb18030")))
    return "".join(out)


def rtf(blocks: Iterable[Block], unicode: bool = True) -> bytes:
    """As Word writes it: merged cells by clvmgf/clvmrg, spans by the cells' right edges."""
    out = [r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}{\colortbl;\red0\green0\blue0;}{\*\generator Sample;}{\info{\title x}}\uc1 "]
    for block in blocks:
        if not isinstance(block, Grid):
            out.append(r"\pard " + _rtf_text(block.text, unicode) + r"\par" + "\n")
            continue
        width = len(block.widths)
        owner = {}
        for r, c, cell in block.placed():
            for a in range(cell.rowspan):
                for b in range(cell.colspan):
                    owner[r + a, c + b] = (r, c, cell)
        for r in range(len(block.rows)):
            shapes, texts = [], []
            c = 0
            while c < width:
                top, left, cell = owner[r, c]
                merge = r"\clvmgf" if cell.rowspan > 1 and top == r else r"\clvmrg" if top < r else ""
                shapes.append(f"{merge}\\clbrdrt\\brdrs\\cellx{(left + cell.colspan) * 900}")
                texts.append(r"\pard\intbl " + (_rtf_text(cell.text, unicode) if top == r else "") + r"\cell")
                c = left + cell.colspan
            out.append(r"\trowd\trleft0" + "".join(shapes) + "\n" + "\n".join(texts) + r"\row" + "\n")
        out.append(r"\pard ")
    return ("".join(out) + "}").encode("ascii")


# --- OFD -----------------------------------------------------------------------------------------------------------

_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SIZE = 3.0


def ofd(blocks: Iterable[Block], page_height: float = 297) -> bytes:
    """Ruled tables over as many pages as they need, cells filled line by line; millimetres."""
    pages: list[list[str]] = [[]]
    y = 20.0
    paper = page_height  # rows below one merged label stand on one page, which must be as high as they are

    def new_page() -> None:
        nonlocal y
        pages.append([])
        y = 20.0

    def draw_text(text: str, x: float, base: float) -> None:
        wide = _SIZE if ord(text[0]) > 255 else _SIZE / 2
        steps = f'DeltaX="g {len(text) - 1} {wide}"' if len(text) > 1 and len({ord(c) > 255 for c in text}) == 1 else (
            'DeltaX="' + " ".join(str(_SIZE if ord(c) > 255 else _SIZE / 2) for c in text[:-1]) + '"' if len(text) > 1 else ""
        )
        pages[-1].append(
            f'<ofd:TextObject ID="1" Boundary="{x} {base - _SIZE} {_SIZE * len(text)} {_SIZE * 1.4}" Font="2" Size="{_SIZE}">'
            f'<ofd:TextCode X="0" Y="{_SIZE}" {steps}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def draw_box(x: float, top: float, width: float, height: float) -> None:
        pages[-1].append(
            f'<ofd:PathObject ID="1" Boundary="{x} {top} {width} {height}" Stroke="true" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def wrapped(text: str, width: float) -> list[str]:
        lines, line, used = [], "", 0.0
        for char in text:
            step = _SIZE if ord(char) > 255 else _SIZE / 2
            if char == "\n" or (used + step > width and not (char.isdigit() and line[-1:].isdigit())):
                lines.append(line)
                line, used = "", 0.0
            if char != "\n":
                line += char
                used += step
        return [*lines, line]

    for block in blocks:
        if not isinstance(block, Grid):
            for line in wrapped(block.text, 160):
                if y > page_height - 25:
                    new_page()
                if line.strip():
                    draw_text(line, 25, y + _SIZE)
                y += 5
            continue
        total = sum(block.widths)
        lefts = [20.0]
        for weight in block.widths:
            lefts.append(lefts[-1] + 170 * weight / total)
        heights = [7.0] * len(block.rows)
        placed = list(block.placed())
        for r, c, cell in sorted(placed, key=lambda p: p[2].rowspan):
            need = 4.0 * len(wrapped(cell.text, lefts[c + cell.colspan] - lefts[c] - 2)) + 3
            heights[r + cell.rowspan - 1] += max(0.0, need - sum(heights[r:r + cell.rowspan]))
        if y + sum(heights) > page_height - 20:
            new_page()
        tops = [y]
        for r, height in enumerate(heights):
            if tops[-1] + height > page_height - 15 and all(not top < r < top + cell.rowspan for top, _, cell in placed):
                tops[-1] = 20.0  # the row begins a page
            tops.append(tops[-1] + height)
        paper = max(paper, *map(sum, zip(tops, heights, strict=False)))
        for r, c, cell in sorted(placed, key=lambda p: p[0]):
            if r and tops[r] == 20.0 and (r, c) == min((p[0], p[1]) for p in placed if p[0] == r):
                new_page()
            x, top = lefts[c], tops[r]
            draw_box(x, top, lefts[c + cell.colspan] - x, sum(heights[r:r + cell.rowspan]))
            for n, line in enumerate(wrapped(cell.text, lefts[c + cell.colspan] - x - 2)):
                if line.strip():
                    draw_text(line, x + 1, top + 4.5 + 4 * n)
        y = tops[-1] + 5
    members: dict[str, bytes | str] = {
        "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {_OFD} Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:Title>示例</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'<ofd:Document {_OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 {paper}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>'
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))) + "</ofd:Pages></ofd:Document>",
    }
    for n, objects in enumerate(pages):
        members[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="9">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return packed(members)


# --- the rest ------------------------------------------------------------------------------------------------------


def mhtml(page: str, charset: str = "utf-8") -> bytes:
    message = MIMEMultipart("related")
    message.attach(MIMEText(page, "html", charset))
    return message.as_bytes()


def ole(name: str, stream: bytes) -> bytes:
    """A compound file (OLE) with one stream, in sectors of 512 bytes."""
    free, last, table, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    body = stream.ljust(-(-max(len(stream), 4096) // 512) * 512, b"\0")  # shorter streams would stand in a smaller store
    sectors = len(body) // 512
    chain = [table, last, *range(3, sectors + 2), last]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, last, 0, last, 0) + struct.pack("<109I", 0, *[free] * 108)

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        said = (title + "\0").encode("utf-16-le") if title else b""
        return said.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(said), kind, 1, none, none, child, start, size)

    folder = entry("Root Entry", 5, 1, last, 0) + entry(name, 2, none, 2, len(body)) + 2 * entry("", 0, none, 0, 0)
    return header + struct.pack("<128I", *chain, *[free] * (128 - len(chain))) + folder + body


def rar(members: dict[str, bytes]) -> bytes:
    """A RAR 4 archive that stores its members uncompressed."""

    def block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, content in members.items():
        coded = name.encode("ascii")
        body = struct.pack("<IIBIIBBHI", len(content), len(content), 3, zlib.crc32(content), 0x56210000, 20, 0x30, len(coded), 0o100644) + coded
        out += block(0x74, 0x8000, body, content)
    return out + block(0x7B, 0x4000, b"")
