"""Files that mean harm or are broken, each made by program, with the kinds of refusal that are right for it.

``CASES`` maps a name to how the bytes are made and what may come of them; ``None`` among the kinds means that the file may
also be read (a harmless disguise). Nothing here is larger in memory than a few hundred megabytes.
"""

from __future__ import annotations

import base64
import gzip
import io
import random
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.extract import writers
from tests.extract.test_office import BLOCKS, FILES
from tests.sites import docx, html, pdf

#: Passages that take an ill-made pattern for ever; read whole, by parser and checks.
#: Of 60,000 characters, which a paragraph may have.
PASSAGES: dict[str, Callable[[], bytes]] = {
    "spaces": lambda: _said(" " * (20 << 20) + "x"),
    "a number of 60,000 digits": lambda: _said("1" * 60_000),
    "thousands separators": lambda: _said("1,111," * 10_000),
    "articles": lambda: _said("第二十条第（一）项" * 6000),
    "the first character of an article": lambda: _said("第" * 60_000),
    "open parentheses": lambda: _said("（" * 60_000),
    "ordinals": lambda: _said("一" * 60_000),
    "numbering": lambda: _said("、1" * 30_000),
    "years": lambda: _said("2021年" * 12_000),
    "bodies": lambda: _said("市县区局政府" * 10_000),
    "pipes": lambda: _said("|" * 60_000),
    "an address ahead of a number": lambda: _said(f"本报告的网址：https://www.shili.cn/{'a' * 200}，浏览量210次。"),
    "headings, nested deeply": lambda: page("<div>" * 200 + "".join(f"<h3>{'一二三四五六'[n % 6]}、总体情况</h3><p>x" for n in range(5000))),
    "menus, nested deeply around tables": lambda: _said("<nav><table><tr><td>" * 80 + "<p>示例文字一二三四五六七八九十。</p>" * 30_000),
    "headings": lambda: page("".join(f"<p>{'一二三四五六'[n % 6]}、总体情况</p>" for n in range(5000))),
}

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Case:
    make: Callable[[], bytes]
    kinds: frozenset[str | None]
    name: str = "report.bin"


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


@cache
def sound() -> dict[str, bytes]:
    """A sound file of each format, to be damaged."""
    return {
        "html": page('<div class="TRS_Editor">' + html.body(BLOCKS, True) + "</div>"),
        "docx": docx.write(BLOCKS, "示例"),
        "pdf": pdf.write(BLOCKS, "示例"),
        "xlsx": writers.xlsx(BLOCKS),
        "rtf": writers.rtf(BLOCKS),
        "ofd": writers.ofd(BLOCKS),
        "mhtml": writers.mhtml(page(html.body(BLOCKS)).decode()),
        "doc": (FILES / "sample.doc").read_bytes(),
        "xls": (FILES / "sample.xls").read_bytes(),
        "zip": writers.packed({"report.docx": docx.write(BLOCKS, "示例")}),
    }


def mutations(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """``count`` damaged copies of the sound files, always the same for a seed."""
    rng = random.Random(seed)
    files = list(sound().items())
    for n in range(count):
        kind, data = files[n % len(files)]
        out = bytearray(data)
        for _ in range(rng.choice((1, 1, 2, 5, 20, 100))):
            at, way = rng.randrange(len(out)), rng.randrange(6)
            if way == 0:
                out[at] = rng.randrange(256)
            elif way == 1:
                out[at] ^= 1 << rng.randrange(8)
            elif way == 2:
                del out[at:at + rng.randrange(1, 60)]
            elif way == 3:
                out[at:at] = rng.randbytes(rng.randrange(1, 30))
            elif way == 4:
                source = rng.randrange(len(out))
                out[at:at] = out[source:source + rng.randrange(1, 300)]
            elif rng.random() < 0.1:
                del out[at + 1:]
            out = out or bytearray(b"x")
        yield f"{kind}-{n}", bytes(out)


def word(body: str, declaration: str = "") -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx.write(BLOCKS, "示例"))) as package:
        members: dict[str, bytes | str] = {n: package.read(n) for n in package.namelist()}
    members["word/document.xml"] = f'<?xml version="1.0"?>{declaration}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return writers.packed(members)


def _pages(count: int, **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0, **options)
    for n in range(count):
        canvas.drawString(50, 500, f"page {n}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _many_boxes() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for n in range(62_000):
        canvas.rect(n % 500, n // 500, 1.5 + n % 3, 7)
    canvas.drawString(50, 800, "map")
    canvas.save()
    return out.getvalue()


def _nested_docx_tables(depth: int) -> bytes:
    return word("<w:tbl><w:tr><w:tc>" * depth + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth)


def _lying_zip() -> bytes:
    """A member of 300 MB whose header claims 10 bytes."""
    data = bytearray(writers.packed({"a.txt": b"\0" * (300 << 20)}))
    true = (300 << 20).to_bytes(4, "little")
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + offset
        assert data[at:at + 4] == true
        data[at:at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def _bomb(levels: int) -> bytes:
    data = writers.packed({"a.bin": bytes(range(256)) * 40_000})
    for _ in range(levels):
        data = writers.packed({f"{n}.zip": data for n in range(6)})
    return data


LAUGHS = "<!DOCTYPE x [" + '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
SECRET = "<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>"


def _ofd(content: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(writers.ofd(BLOCKS))) as package:
        members: dict[str, bytes | str] = {n: package.read(n) for n in package.namelist()}
    members["Doc_0/Pages/Page_0/Content.xml"] = content
    return writers.packed(members)


def _sheet(rows: str, declaration: str = "") -> bytes:
    with zipfile.ZipFile(io.BytesIO(writers.xlsx(BLOCKS))) as package:
        members: dict[str, bytes | str] = {n: package.read(n) for n in package.namelist()}
    members["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0"?>{declaration}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    )
    return writers.packed(members)


def _workbook(parts: dict[str, bytes | str]) -> bytes:
    return writers.packed({**_members(writers.xlsx(BLOCKS)), **parts})


def _one_sheet(rows: str, more: str = "") -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{more}</worksheet>'


_FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c s="0"\nr = \'{}1048576\'><v>2</v></c></row>'


def _sheet_elsewhere() -> bytes:
    links = _members(writers.xlsx(BLOCKS))["xl/_rels/workbook.xml.rels"]
    assert isinstance(links, bytes)
    return _workbook({"xl/_rels/workbook.xml.rels": links.replace(b"worksheets/sheet1.xml", b"x/s.xml"), "xl/x/s.xml": _one_sheet(_FAR.format("XFD"))})


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first of them its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    index = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, index, len(objects) + 1, len(out))


def _stream(keys: bytes, content: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (keys, len(content), content)


def _one_page(content: bytes, *others: bytes, resources: bytes = b"", catalogue: bytes = b"", filtered: bytes = b"") -> bytes:
    """A PDF of one page; ``others`` are the objects from number 5 on, which ``resources`` may name."""
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue, b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<%b>>>>" % resources, _stream(filtered, content), *others,
    )


def forms(depth: int, fan: int) -> bytes:
    """Forms that each draw the next one several times."""
    forms = [
        _stream(b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</A %d 0 R>>>>" % (6 + n), b"/A Do " * fan)
        for n in range(depth)
    ]
    return _one_page(b"/A Do", *forms, _stream(b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]", b"0 0 9 9 re f"), resources=b"/XObject<</A 5 0 R>>")


def inflated(size: int) -> bytes:
    """A PDF page of so many bytes of drawing, packed twice."""
    return _one_page(zlib.compress(zlib.compress(b" " * size, 9), 9), filtered=b"/Filter[/FlateDecode/FlateDecode]")


def showing(keys: bytes, image: bytes) -> bytes:
    """A PDF page that one picture fills."""
    return _one_page(b"q 600 0 0 800 0 0 cm /A Do Q", _stream(b"/Type/XObject/Subtype/Image" + keys, image), resources=b"/XObject<</A 5 0 R>>")


def _pictured(width: int, height: int, pixels: bytes) -> bytes:
    return showing(b"/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode" % (width, height), zlib.compress(pixels, 9))


def _png(width: int, height: int, more: bytes = b"") -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    text = chunk(b"zTXt", b"x\0\0" + zlib.compress(more, 9)) if more else b""
    return b"\x89PNG\r\n\x1a\n" + header + text + chunk(b"IDAT", zlib.compress(bytes(1 << 20), 9)) + chunk(b"IEND", b"")


def _tiff(width: int, height: int, loop: bool = False) -> bytes:
    """A TIFF of one strip; ``loop`` makes its directory of pictures point to itself."""
    tags = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: height, 279: 64 * 64}
    at = 8 + 64 * 64
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return b"II*\0" + struct.pack("<I", at) + b"\xff" * (64 * 64) + struct.pack("<H", len(tags)) + entries + struct.pack("<I", at if loop else 0)


def _overlapping(times: int) -> bytes:
    """A zip whose index names the same 30 MB again and again."""
    data = writers.packed({"a.txt": b"0" * (30 << 20)})
    index, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, times, times, (end - index) * times, index)
    return data[:index] + data[index:end] * times + bytes(tail)


def _styles(megabytes: int) -> bytes:
    """A DOCX whose styles unfold to so much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _members(docx.write(BLOCKS, "示例")).items():
            if name != "word/styles.xml":
                package.writestr(name, content)
        with package.open("word/styles.xml", "w") as part:
            part.write(f'<w:styles xmlns:w="{WORD}">'.encode())
            for _ in range(megabytes):
                part.write(b'<w:style w:styleId="x"/>' * 43_690)
            part.write(b"</w:styles>")
    return out.getvalue()


def _nested_mime(depth: int) -> bytes:
    levels = (b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return b"".join(levels) + b"Content-Type: text/html\n\n<p>x"


def _linked_zip() -> bytes:
    """A link to a file of the system beside a report."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        package.writestr(link, "/etc/passwd")
        package.writestr("report.docx", sound()["docx"])
    return out.getvalue()


def _linked_tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def _calling_docx() -> bytes:
    """A Word file whose template and picture lie on some server."""
    name = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    outside = "".join(
        f'<Relationship Id="x{n}" Type="{kind}/{what}" Target="http://127.0.0.9:9/{what}" TargetMode="External"/>'
        for n, what in enumerate(("attachedTemplate", "image", "aFChunk"))
    )
    links = _members(sound()["docx"]).get(name, b"")
    assert isinstance(links, bytes)
    return writers.repacked(sound()["docx"], {name: links.replace(b"</Relationships>", outside.encode() + b"</Relationships>")})


def _parts(kind: str, part: bytes, count: int) -> bytes:
    head = f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n\n'.encode()
    return head + (b"--b\nContent-Type: text/html\n" + part) * count + b"--b--"


def _looping_index() -> bytes:
    """A PDF whose index names itself as the one before it."""
    data = _one_page(b"BT ET")
    at = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    return data.replace(b"trailer<<", b"trailer<</Prev %d" % at)


def _said(text: str) -> bytes:
    """A report with a passage meant to keep patterns busy."""
    said = "本机关依照条例办理，全年主动公开政府信息11条，收到政府信息公开申请2件。" * 8
    return page(f"<p>示例县示例局2021年政府信息公开工作年度报告</p><p>一、总体情况</p><p>{said}</p><p>{text}</p>")


def _zip_of(*names: str) -> bytes:
    """An archive with the same report under each of these names, whatever they mean to a system of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            package.writestr(entry, sound()["docx"])
    return out.getvalue()


def _entities_in_every_part() -> bytes:
    """A DOCX whose every part begins with entities that multiply."""
    parts = _members(sound()["docx"])
    return writers.packed({
        name: re.sub(rb"^(<\?xml[^>]*\?>)?", lambda m: m[0] + LAUGHS.encode(), data, count=1)
        if isinstance(data, bytes) and name.endswith((".xml", ".rels")) else data for name, data in parts.items()
    })


def _strings(count: int) -> bytes:
    """A workbook with so many shared strings, of which one cell names the last."""
    text = "<si><t>x</t></si>" * count
    return _workbook({
        "xl/sharedStrings.xml": f'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{text}</sst>',
        "xl/worksheets/sheet1.xml": _one_sheet(f'<row r="1"><c r="A1" t="s"><v>{count - 1}</v></c></row>'),
    })


def _pictured_in_itself() -> bytes:
    """A PDF page drawn by a form that draws another, which draws the first."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</A %d 0 R>>>>"
    return _one_page(b"/A Do", _stream(form % 6, b"/A Do"), _stream(form % 5, b"/A Do"), resources=b"/XObject<</A 5 0 R>>")


def _stairs(columns: int, lines: int) -> bytes:
    """A table drawn with + and |, whose cells begin one place further left on each line and lie over one another."""
    edge = "+" + "--+" * columns
    steps = ("+" + "--+" * (columns - 1 - n) + "   " * n + "  |" for n in range(columns - 1))
    return "\n".join((edge, *steps, *["|" + "   " * (columns - 1) + "  |"] * lines, edge)).encode()


def _attached() -> bytes:
    """A PDF of one line with a program attached."""
    return _one_page(
        b"BT /F 9 Tf 9 9 Td (hello world) Tj ET", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", _stream(b"/Type/EmbeddedFile", b"MZ" * 9_000),
        resources=b"/Font<</F 5 0 R>>", catalogue=b"/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(../../a.exe)/EF<</F 6 0 R>>>>]>>>>",
    )


def _boxed(box: bytes) -> bytes:
    """A PDF of one line on a page of this size."""
    line = b"BT /F 9 Tf 9 9 Td (hello world) Tj ET"
    return _one_page(line, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", resources=b"/Font<</F 5 0 R>>").replace(b"[0 0 600 800]", box)


def _endless_font() -> bytes:
    """A PDF whose font claims glyphs without end, and maps them to text without end."""
    maps = b"begincmap 1 begincodespacerange <00><ff> endcodespacerange " + b"100 beginbfrange " + b"<00><ff><0030> " * 20_000 + b"endbfrange endcmap"
    return _one_page(
        b"BT /F 9 Tf 9 9 Td (hello world) Tj ET",
        b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 999999999/Widths[500]/ToUnicode 6 0 R/FontDescriptor<</FontFile2 7 0 R>>>>",
        _stream(b"/Filter/FlateDecode", zlib.compress(maps)), _stream(b"/Length1 99", b"\0\1\0\0\xff\xff" + bytes(200)), resources=b"/Font<</F 5 0 R>>",
    )


def lying_font(shown: str = "0123456789", told: str = "0123456789") -> bytes:
    """A PDF page with ten lines of these digits, whose font says that they are others."""
    pdfmetrics.registerFont(TTFont("Lying", "Vera.ttf"))
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    canvas.setFont("Lying", 12)
    for n in range(10):
        canvas.drawString(60, 700 - 30 * n, " ".join(shown))
    canvas.save()
    return re.sub(rb"<00(3\d)>", lambda m: b"<%04X>" % ord(told[int(m[1]) - 30]), out.getvalue())


def typed(told: bytes, widths: bytes = b"") -> bytes:
    """A PDF of two words in a font with these meanings and widths of its codes."""
    return _one_page(
        b"BT /F 9 Tf 9 9 Td (hello world) Tj ET",
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>",
        _stream(b"/Filter/FlateDecode", zlib.compress(b"begincmap 1 begincodespacerange <0000><ffff> endcodespacerange " + told + b" endcmap")),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>%b>>" % widths,
        resources=b"/Font<</F 5 0 R>>",
    )


def _shown(times: int, image: bytes) -> bytes:
    """A PDF page that shows one picture again and again."""
    return _one_page(b"q 600 0 0 800 0 0 cm " + b"/A Do " * times + b"Q", _stream(b"/Type/XObject/Subtype/Image" + image, b""), resources=b"/XObject<</A 5 0 R>>")


def _lying_jpeg2000() -> bytes:
    """A PDF page with a picture of 600 by 800 pixels whose own head claims 60,000 by 60,000."""
    size = struct.pack(">HHIIIIIIIIH", 47, 0, 60_000, 60_000, 0, 0, 60_000, 60_000, 0, 0, 3) + b"\7\1\1" * 3
    image = b"\xff\x4f\xff\x51" + size + b"\xff\x52\0\x0c\0\0\0\1\0\5\4\4\0\0\xff\xd9"
    return _one_page(
        b"q 600 0 0 800 0 0 cm /A Do Q", _stream(b"/Type/XObject/Subtype/Image/Width 600/Height 800/Filter/JPXDecode", image), resources=b"/XObject<</A 5 0 R>>")


def _page_tree(depth: int) -> bytes:
    inner = (b"<</Type/Pages/Kids[%d 0 R]/Count 1/MediaBox[0 0 600 800]>>" % (3 + n) for n in range(depth))
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", *inner, b"<</Type/Page/Parent %d 0 R>>" % (1 + depth))


def _frames(count: int) -> bytes:
    """A TIFF of so many pictures of 4 by 4 pixels."""
    tags = {256: 4, 257: 4, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 4, 279: 16}
    entries = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    place = range(24, 24 + count * (len(entries) + 4), len(entries) + 4)
    return b"II*\0" + struct.pack("<I", 24) + b"\xff" * 16 + b"".join(entries + struct.pack("<I", at) for at in (*place[1:], 0))


def _cells_of(text: str, count: int) -> bytes:
    """A workbook that holds a text once and shows it so often."""
    return _workbook({
        "xl/sharedStrings.xml": f'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>',
        "xl/worksheets/sheet1.xml": _one_sheet("".join(f'<row r="{r}">' + '<c t="s"><v>0</v></c>' * 10 + "</row>" for r in range(1, count // 10))),
    })


def _formatted(code: str, count: int) -> bytes:
    """A workbook of so many numbers with this format."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return _workbook({
        "xl/styles.xml": f'<?xml version="1.0"?><styleSheet {space}><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": _one_sheet("".join(f'<row r="{r}">' + '<c s="0"><v>1</v></c>' * 10 + "</row>" for r in range(1, count // 10))),
    })


def _case(make: Callable[[], bytes], *kinds: str | None, name: str = "report.bin") -> Case:
    return Case(make, frozenset(kinds), name)


CASES: dict[str, Case] = {
    "nothing": _case(lambda: b"", "empty"),
    "white space": _case(lambda: b" \r\n\t" * 1000, "empty"),
    "zeros": _case(lambda: bytes(100_000), "empty"),
    "noise": _case(lambda: random.Random(1).randbytes(200_000), "unsupported"),
    "300 MB": _case(lambda: bytes(300 << 20), "too_large"),
    "200 MB of HTML": _case(lambda: b"<html><body>" + b"<p>x</p>" * (25 << 20), "too_large"),
    "20 MB of tags": _case(lambda: b"<html><body>" + b"<b>" * (7 << 20), "too_large"),
    "40 MB of text": _case(lambda: "公开信息。\n".encode() * (40 << 16), "too_large"),
    "encrypted PDF": _case(lambda: _pages(1, encrypt=StandardEncryption("x", strength=128)), "encrypted"),
    "encrypted office": _case(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le"), "encrypted"
    ),
    "10,000 pages": _case(lambda: _pages(10_000), "too_large"),
    "62,000 boxes on a page": _case(_many_boxes, "too_large"),
    "PDF of nothing": _case(lambda: b"%PDF-1.7\n%%EOF\n", "corrupt"),
    "PDF that refers to itself": _case(
        lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF",
        "corrupt", "empty", "too_large",
    ),
    "5,000 nested HTML tables": _case(lambda: page("<table><tr><td>" * 5_000 + "x"), "too_large"),
    "5,000 nested tables, closed": _case(lambda: page("<table><tr><td>" * 5_000 + "x" + "</td></tr></table>" * 5_000), "too_large"),
    "100,000 unclosed tags": _case(lambda: page("<font>" * 100_000 + "一、总体情况"), "too_large", None),
    "5,000 nested DOCX tables": _case(lambda: _nested_docx_tables(5_000), "too_large"),
    "200 nested DOCX tables": _case(lambda: _nested_docx_tables(200), "too_large"),
    "RTF groups": _case(lambda: b"{\\rtf1" + b"{" * 100_000 + b"x" + b"}" * 100_001, "too_large"),
    "RTF row of 1,001 cells": _case(lambda: b"{\\rtf1 \\trowd" + b"\\cellx9" * 1_001 + b" a\\cell\\row}", "too_large"),
    "XLSX cell nested deeply": _case(lambda: _sheet('<row r="1"><c r="A1">' + "<is>" * 5_000 + "</is>" * 5_000 + "</c></row>"), "too_large"),
    "RTF binary": _case(lambda: b"{\\rtf1 \\bin999999999 x}", "corrupt"),
    "a million HTML cells": _case(lambda: page("<table>" + ("<tr>" + "<td>1</td>" * 1000 + "</tr>") * 1000 + "</table>"), "too_large"),
    "a million DOCX cells": _case(
        lambda: word("<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 1000 + "</w:tr>") * 1000 + "</w:tbl>"), "too_large"
    ),
    "a million XLSX cells": _case(
        lambda: _sheet("".join(f'<row r="{r}">' + "<c><v>1</v></c>" * 1000 + "</row>" for r in range(1, 1001))), "too_large"
    ),
    "two XLSX cells far apart": _case(
        lambda: _sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'), "too_large"
    ),
    "lying spans": _case(
        lambda: page("<table>" + "<tr><td rowspan=65534 colspan=1000>x</td><td colspan=999999999>y</td></tr>" * 400 + "</table>"), "too_large", None
    ),
    "zip bomb": _case(lambda: _bomb(2), "too_large"),
    "zip in zip in zip": _case(lambda: _bomb(1), "unsupported"),
    "zip that lies about its size": _case(_lying_zip, "too_large", "corrupt"),
    "gzip bomb": _case(lambda: gzip.compress(bytes(400 << 20), 1), "too_large"),
    "DOCX of 400 MB": _case(lambda: word("<w:p/>" * (60 << 20)), "too_large"),
    "DOCX, a billion laughs": _case(lambda: word("<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", LAUGHS), "corrupt"),
    "DOCX, outside entity": _case(lambda: word(SECRET, OUTSIDE), "corrupt"),
    "XLSX, a billion laughs": _case(lambda: _sheet('<row r="1"><c t="inlineStr"><is><t>&l11;</t></is></c></row>', LAUGHS), "corrupt", "empty", None),
    "XLSX, outside entity behind a long comment": _case(
        lambda: _sheet('<row r="1"><c t="inlineStr"><is><t>&secret;</t></is></c></row>', f"<!--{'x' * 5_000}-->{OUTSIDE}"), "corrupt", "empty", None),
    "OFD, a billion laughs": _case(lambda: _ofd(LAUGHS + "<a>&l11;</a>"), "corrupt"),
    "OFD, outside entity": _case(lambda: _ofd(OUTSIDE + "<a>&secret;</a>"), "corrupt"),
    "HTML, outside entity": _case(lambda: OUTSIDE.encode() + page("<p>&secret; 正文</p>"), None),
    "macros": _case(
        lambda: writers.packed({**_members(docx.write(BLOCKS, "示例")), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 AutoOpen"}), None
    ),
    "path traversal": _case(lambda: writers.packed({"../../../../tmp/evil.docx": docx.write(BLOCKS, "示例"), "/etc/x": b"y"}), None),
    "DOC under the name of a PDF": _case(lambda: (FILES / "sample.doc").read_bytes(), None, name="report.pdf"),
    "program": _case(lambda: b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" * 300, "unsupported", name="report.docx"),
    "one byte": _case(lambda: b"x", None),
    "mark of a charset alone": _case(lambda: b"\xef\xbb\xbf", "empty"),
    **{
        f"first bytes of {name} alone": _case(lambda head=head: head, "corrupt")
        for name, head in {"zip": b"PK\x03\x04", "PDF": b"%PDF-", "OLE": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "7z": b"7z\xbc\xaf\x27\x1c",
                           "RAR": b"Rar!\x1a\x07\0", "gzip": b"\x1f\x8b", "RTF": b"{\\rtf"}.items()
    },
    "empty zip": _case(lambda: b"PK\5\6" + bytes(18), "empty"),
    "zip four deep": _case(lambda: _nested_zip(4), "too_large"),
    "zip two deep": _case(lambda: _nested_zip(2), None),
    "zip of overlapping members": _case(lambda: _overlapping(3_000), "too_large"),
    "gzip of entities": _case(lambda: gzip.compress(page("&amp;" * (80 << 20)), 1), "too_large"),
    "DOCX with styles of a gigabyte": _case(lambda: _styles(1024), "too_large"),
    "DOCX with styles of 200 MB": _case(lambda: _styles(200), "too_large"),
    "DOCX with styles of 40 MB": _case(lambda: _styles(40), "too_large"),
    "DOCX with cells over a billion columns": _case(
        lambda: word("<w:tbl>" + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc></w:tr>' * 1000 + "</w:tbl>"),
        "too_large", "empty", None,
    ),
    "sheet with a lying extent": _case(
        lambda: _workbook({"xl/worksheets/sheet1.xml": _one_sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
            "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')}), None),
    "two XLSX cells far apart, oddly written": _case(lambda: _workbook({"xl/worksheets/sheet1.xml": _one_sheet(_FAR.format("xfd"))}), "too_large"),
    "two XLSX cells far apart in a sheet elsewhere": _case(_sheet_elsewhere, "too_large"),
    "XLSX cells merged over everything": _case(
        lambda: _workbook({"xl/worksheets/sheet1.xml": _one_sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row>', "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 1000 + "</mergeCells>")}),
        "too_large", "empty", None,
    ),
    "XLSX ranges that lie over one another": _case(
        lambda: _workbook({"xl/worksheets/sheet1.xml": _one_sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="900"><c r="Z900"><v>1</v></c></row>',
            "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:Z900"/>' for n in range(1, 800)) + "</mergeCells>")}), "too_large"),
    "XLSX, columns hidden again and again": _case(
        lambda: _workbook({"xl/worksheets/sheet1.xml": _one_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>').replace(
            "<sheetData>", "<cols>" + '<col min="1" max="16383" hidden="1"/>' * 20_000 + "</cols><sheetData>")}), None),
    "Excel's XML, merged over millions of cells": _case(
        lambda: writers.flat_workbook('<Row ss:Hidden="1" ss:Span="9999999"/>' + '<Row><Cell ss:MergeAcross="9999999" ss:MergeDown="9999999">'
                                      "<Data>1</Data></Cell><Cell><Data>2</Data></Cell></Row>" * 9), "too_large"),
    "ODS, repeated a billion times": _case(
        lambda: writers.flat_ods('<text:p>1<text:s text:c="9999999"/>2</text:p>', 'table:number-columns-repeated="9999999"'), "too_large"),
    "ODS, unseen rows by the million": _case(
        lambda: writers.flat_ods("<text:p>1</text:p>", rows='<table:table-row table:number-rows-repeated="9999999"><table:covered-table-cell>'
                                 "<text:p>2</text:p></table:covered-table-cell></table:table-row>" * 30), None),
    "ODS of ten million blanks": _case(lambda: writers.flat_ods('<text:p>1<text:s text:c="9999999"/>2</text:p>'), None),
    "PDF whose page tree turns in a circle": _case(
        lambda: pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 3>>", b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 5>>"),
        "corrupt", "empty"),
    "PDF with scripts and programs to start": _case(
        lambda: _one_page(
            b"BT /F 9 Tf 9 9 Td (hello world) Tj ET", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", resources=b"/Font<</F 5 0 R>>",
            catalogue=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>"), None),
    "PDF with a million lines": _case(lambda: _one_page(zlib.compress(b"9 9 m 99 9 l S " * 1_000_000, 9), filtered=b"/Filter/FlateDecode"), "too_large"),
    "PDF with 50,000 nested arrays": _case(
        lambda: pdf_of(b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 50_000 + b"]" * 50_000 + b">>", b"<</Type/Pages/Kids[]/Count 0>>"), "corrupt", "empty"),
    "PDF with a picture of 10 gigapixels": _case(lambda: _pictured(100_000, 100_000, bytes(1 << 20)), "too_large", "needs_ocr"),
    "PNG of 10 gigapixels": _case(lambda: _png(100_000, 100_000), "too_large", "needs_ocr"),
    "150,000 numbers in a cell": _case(
        lambda: page("<table><tr><td>一、本年新收政府信息公开申请数量</td><td>" + "1 " * 150_000 + "</td></tr></table>"), "too_large"),
    "PNG of one row": _case(lambda: _png(90_000_000, 1), "too_large", "needs_ocr"),
    "PNG with a comment of 256 MB": _case(lambda: _png(100, 100, bytes(1 << 28)), "corrupt", "needs_ocr"),
    "TIFF of 10 gigapixels": _case(lambda: _tiff(100_000, 100_000), "too_large", "needs_ocr"),
    "TIFF that follows itself": _case(lambda: _tiff(64, 64, loop=True), "empty", "corrupt", "too_large", "needs_ocr"),
    "450,000 unclosed paragraphs": _case(lambda: page("<p>x" * 450_000), "too_large"),
    "a million attributes": _case(lambda: page("<div " + " ".join(f"a{n}={n}" for n in range(1_000_000)) + ">x</div>"), "too_large"),
    "MIME in MIME": _case(lambda: _nested_mime(3_000), "corrupt"),
    "RTF, three million groups": _case(lambda: b"{\\rtf1 " + b"{\\b " * 3_000_000, "too_large"),
    "UTF-16 without a mark": _case(lambda: sound()["html"].decode().encode("utf-16-le"), None),
    "rows of a table in a table without rows": _case(lambda: page("<table><table><tr><t>x<tr><y>y<tr>"), None),
    "two charsets in one page": _case(
        lambda: (lambda t: t[: len(t) // 2].encode() + t[len(t) // 2 :].encode("gb18030"))(sound()["html"].decode()), None),
    "zeros between the letters": _case(lambda: sound()["html"].replace("一".encode(), b"\0\0\0" + "一".encode()), None),
    "zip with a link": _case(_linked_zip, None),
    "tar with a link": _case(_linked_tar, "empty"),
    "RAR that lies about its size": _case(
        lambda: writers.rar({"a.txt": b"x" * 100}).replace(struct.pack("<II", 100, 100), struct.pack("<II", 100, 0xFFFFFFF0)), "corrupt", "unsupported"),
    "page in UTF-7": _case(lambda: b"<html><meta charset=utf-7><body>+ADw-script+AD4-alert(1)</body></html>", None),
    "packed four times": _case(lambda: gzip.compress(gzip.compress(gzip.compress(gzip.compress(sound()["html"])))), "too_large"),
    "XLSB": _case(lambda: writers.packed({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\x83\1\0"}), "corrupt", "needs_office"),
    "sheet of the first Excel": _case(lambda: b"\x09\0\4\0\2\0\x10\0" + bytes(50) + b"\x0a\0\0\0", "unsupported"),
    "RTF with a program inside": _case(
        lambda: b"{\\rtf1\\ansi before {\\object\\objemb{\\*\\objclass Package}{\\*\\objdata " + b"4d5a" * 200_000 + b"}{\\result after}}}", None),
    "SVG of entities": _case(
        lambda: b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "&b;"><!ENTITY b "&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
        "unsupported"),
    "HTML, a billion laughs": _case(lambda: (LAUGHS + "<html><body><p>&l11;</p></body></html>").encode(), None),
    "DOCX that calls out": _case(_calling_docx, None),
    "PDF whose index loops": _case(_looping_index, "empty", "corrupt"),
    "PDF whose outline loops": _case(
        lambda: pdf_of(b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
                       b"<</Type/Page/Parent 2 0 R>>", b"<</First 5 0 R/Last 5 0 R/Count 1>>", b"<</Title(x)/Parent 4 0 R/Next 5 0 R/Prev 5 0 R>>"), "empty"),
    "PDF whose pages are their own parents": _case(
        lambda: pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Parent 3 0 R/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
                       b"<</Type/Page/Parent 3 0 R/Contents 3 0 R>>"), "empty", "corrupt"),
    "PDF packed 50,000 times": _case(lambda: _one_page(b"x" * 100, filtered=b"/Filter[" + b"/ASCIIHexDecode" * 50_000 + b"]"), "empty", "corrupt", "too_large"),
    "MIME of 48 MB, packed": _case(lambda: _parts("related", b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"<p>x</p>" * (6 << 20)), 1), "too_large"),
    "MIME of 50,000 pages": _case(lambda: _parts("related", b"\n<p>x\n", 50_000), None),
    "GIF of 4 gigapixels": _case(lambda: b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\2\x4c\1\0;", "too_large", "needs_ocr"),
    "BMP of 4 exapixels": _case(
        lambda: b"BM" + struct.pack("<IIIIiiHHIIiiII", 100, 0, 54, 40, 2_000_000_000, 2_000_000_000, 1, 24, 0, 0, 0, 0, 0, 0), "too_large", "needs_ocr"),
    "JPEG 2000, its head alone": _case(lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100), "corrupt", "needs_ocr"),
    "20,000 style rules": _case(
        lambda: page("<style>" + "".join(f".a{n} > b ~ c:not(.x{n}) p{{display:none}}" for n in range(20_000)) + "</style>" + "<p class=a1>x</p>" * 5_000), None),
    "PDF whose font tells other digits": _case(lambda: lying_font(told="0128456739"), "unreadable_font", None),
    "GIF that is a PDF, too": _case(lambda: b"GIF89a\1\0\1\0\0\0\0\n" + _boxed(b"[0 0 600 800]"), None, "corrupt", "empty", "needs_ocr", "unsupported"),
    "page in a picture": _case(lambda: b"\xff\xd8\xff\xe0" + sound()["html"], "corrupt", "needs_ocr"),
    "DOCX under the name of a PDF": _case(lambda: sound()["docx"], None, name="report.pdf"),
    "DOCX with entities in every part": _case(_entities_in_every_part, "corrupt", None),
    "a million shared strings": _case(lambda: _strings(1_000_000), None, "too_large"),
    "a million merged ranges": _case(
        lambda: _workbook({"xl/worksheets/sheet1.xml": _one_sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 1_000_000)) + "</mergeCells>")}), None, "too_large"),
    "OFD of 400 MB": _case(lambda: _ofd('<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">' + "<x/>" * (100 << 20)), "too_large"),
    "OFD, a million characters": _case(
        lambda: _ofd('<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>' + '<ofd:TextObject Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="0" DeltaX="g 999999999 1">x</ofd:TextCode></ofd:TextObject>' * 10
                     + "</ofd:Layer></ofd:Content></ofd:Page>"), None, "empty", "too_large", "corrupt"),
    "zip with absolute paths": _case(lambda: _zip_of("/etc/report.docx", "C:\\report.docx", "\\\\host\\share\\report.docx"), None),
    "zip with names of devices": _case(lambda: _zip_of("CON", "aux.docx", "NUL.docx", "COM1.docx", "report.docx:stream", ". ", "..", "a\0b.docx"), None),
    "zip of one name 200 times": _case(lambda: _zip_of(*["report.docx"] * 200), None, "too_large"),
    "65,535 members": _case(lambda: writers.packed({f"{n}.txt": b"" for n in range(65_535)}), "too_large"),
    "gzip in gzip, 500 deep": _case(lambda: _layers(500), "too_large", "corrupt"),
    "picture of 60,000 pixels a side": _case(lambda: _png(60_000, 60_000), "too_large", "needs_ocr"),
    "TIFF of 10,000 pages": _case(lambda: _frames(10_000), "too_large", "needs_ocr"),
    "PDF picture whose head lies": _case(_lying_jpeg2000, "too_large", "needs_ocr"),
    "PDF picture of 60,000 pixels a side, JBIG2": _case(
        lambda: _shown(1, b"/Width 60000/Height 60000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode"), "too_large", "needs_ocr"),
    "PDF picture shown 2,000 times": _case(
        lambda: _shown(2_000, b"/Width 3000/Height 3000/BitsPerComponent 8/ColorSpace/DeviceGray"), "too_large", "needs_ocr"),
    "PDF font with 20 million meanings": _case(lambda: typed(b"300 beginbfrange " + b"<0000><ffff><0000> " * 300 + b"endbfrange"), "too_large"),
    "PDF font with a billion widths": _case(lambda: typed(b"", b"/W[0 999999999 500]"), "too_large"),
    "PDF font whose widths overlap": _case(lambda: typed(b"", b"/W[" + b"0 65535 1 " * 20_000 + b"]"), "too_large"),
    "PDF with pages nested 10,000 deep": _case(lambda: _page_tree(10_000), "corrupt", "empty"),
    "PDF of one page 500,000 times": _case(
        lambda: pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[" + b"3 0 R " * 500_000 + b"]/Count 500000/MediaBox[0 0 600 800]>>", b"<</Type/Page/Parent 2 0 R>>"),
        "too_large"),
    "DOCX cell of 100,000 paragraphs": _case(
        lambda: word("<w:tbl><w:tr><w:tc>" + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 100_000 + "</w:tc></w:tr></w:tbl>"), None),
    "DOCX paragraph of 130,000 runs": _case(lambda: word("<w:p>" + "<w:r><w:t>x</w:t></w:r>" * 130_000 + "</w:p>"), None),
    "text shown in 50,000 cells": _case(lambda: _cells_of("x" * 10_000, 50_000), "too_large"),
    "format of 40,000 characters": _case(lambda: _formatted("[$" * 20_000, 20_000), None, "too_large"),
    "XLSX row of 5,000 digits": _case(lambda: _sheet(f'<row r="{"9" * 5_000}"><c s="{"9" * 5_000}"><v>1</v></c></row>'), None),
    "RTF with numbers of 5,000 digits": _case(lambda: b"{\\rtf1 \\trowd\\cellx" + b"9" * 5_000 + b"\\intbl a\\cell\\row \\li-" + b"9" * 5_000 + b" x}", None),
    "20,000 classes and as many rules": _case(
        lambda: page("<style>" + ",".join(f".a{n} .b .c .d" for n in range(20_000)) + "{display:none}</style>" + "<div class='d'>" * 100 + "<p>x</p>" + "</div>" * 100), None),
    "60 pictures of 900 megapixels in the page": _case(
        lambda: page("<p>x</p>" + f"<img src='data:image/png;base64,{base64.b64encode(_png(30_000, 30_000)).decode()}'>" * 60), None),
    "PDF on a page of kilometres": _case(lambda: _boxed(b"[0 0 99999999 99999999]"), None),
    "PDF on a page of no size": _case(lambda: _boxed(b"[0 0 0 0]"), None, "empty", "needs_ocr"),
    "PDF on a page of nonsense": _case(lambda: _boxed(b"[nan -1e99 1e99 (x)]"), None, "empty", "corrupt"),
    "PDF drawn in a circle": _case(_pictured_in_itself, "empty", "corrupt", "too_large"),
    "PDF drawn by forms a trillion times": _case(lambda: forms(20, 4), "too_large"),
    "PDF drawn by forms 60,000 times each": _case(lambda: forms(3, 60_000), "too_large"),
    "text of 300,000 numbers": _case(lambda: (b"1 " * 1_000 + b"\n") * 300, "too_large"),
    "frame of 400,000 cells": _case(lambda: ("+--" * 900 + "+\n" + "| 1" * 900 + "|\n").encode() * 230, "too_large"),
    "frame of cells that overlap": _case(lambda: _stairs(100, 300), None),
    "PDF with a program attached": _case(_attached, None),
    "PDF with a font without end": _case(_endless_font, "too_large"),
    "PDF with 100,000 nested dictionaries": _case(
        lambda: pdf_of(b"<</Type/Catalog/Pages 2 0 R/X " + b"<</X " * 100_000 + b">>" * 100_000 + b">>", b"<</Type/Pages/Kids[]/Count 0>>"), "corrupt", "empty"),
    "100,000 nested divisions": _case(lambda: page("<div>" * 100_000 + "x"), "too_large", None),
    "a million rows spanned": _case(lambda: page("<table><tr>" + "<td rowspan=1000000>1</td>" * 1_000 + "</tr>" + "<tr></tr>" * 20_000 + "</table>"), "too_large", None),
    "a cell over a billion columns": _case(lambda: page("<table>" + "<tr><td colspan=1000000000>1</td><td>2</td></tr>" * 2_000 + "</table>"), "too_large", None),
    "one attribute of 30 MB": _case(lambda: page("<p title='" + "x" * (30 << 20) + "'>x</p>"), "too_large", None),
    "RTF, pictures of 60 MB": _case(lambda: b"{\\rtf1 a{\\pict\\pngblip " + b"89504e47" * (8 << 20) + b"}b}", None, "too_large"),
    "RTF, a table of 200,000 cells": _case(lambda: b"{\\rtf1 " + b"\\trowd\\cellx1\\cellx2 a\\cell b\\cell\\row " * 100_000 + b"}", "too_large", None),
    "MHTML within itself": _case(
        lambda: b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n' + b"--b\nContent-Type: message/rfc822\n\n" * 3_000 + b"<p>x", "corrupt", "too_large", "empty", "unsupported", None),
    "many files in an archive": _case(lambda: writers.packed({f"{n}.txt": b"x" for n in range(6_000)}), "too_large"),
    **{
        f"{kind} cut at {tenth} tenths": _case(
            lambda kind=kind, tenth=tenth: (lambda d: d[: len(d) * tenth // 10])(sound()[kind]),
            *(("corrupt", "unsupported") if kind not in ("html", "mhtml") else ("corrupt", "empty", None)),
        )
        for kind in ("html", "docx", "pdf", "xlsx", "rtf", "ofd", "mhtml", "doc", "xls", "zip") for tenth in range(1, 10)
    },
}


def _layers(depth: int) -> bytes:
    data = sound()["html"]
    for _ in range(depth):
        data = gzip.compress(data, 1)
    return data


def _nested_zip(depth: int) -> bytes:
    data = docx.write(BLOCKS, "示例")
    for _ in range(depth):
        data = writers.packed({"report.zip": data})
    return data


def _members(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {n: package.read(n) for n in package.namelist()}
