"""Files that mean harm or are broken, each made by program, with the kinds of refusal that are right for it.

``CASES`` maps a name to how the bytes are made and what may come of them; ``None`` among the kinds means that the file may
also be read (a harmless disguise). Nothing here is larger in memory than a few hundred megabytes.
"""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.extract import writers
from tests.extract.test_office import BLOCKS, FILES
from tests.sites import docx, html, pdf

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
    for n in range(90_000):
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
    "90,000 boxes on a page": _case(_many_boxes, "too_large"),
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
    "zip in zip in zip": _case(lambda: _bomb(1), "too_large", None),
    "zip that lies about its size": _case(_lying_zip, "too_large", "corrupt"),
    "gzip bomb": _case(lambda: gzip.compress(bytes(400 << 20), 1), "too_large"),
    "DOCX of 400 MB": _case(lambda: word("<w:p/>" * (60 << 20)), "too_large"),
    "DOCX, a billion laughs": _case(lambda: word("<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", LAUGHS), "corrupt"),
    "DOCX, outside entity": _case(lambda: word(SECRET, OUTSIDE), "corrupt"),
    "XLSX, a billion laughs": _case(lambda: _sheet('<row r="1"><c t="inlineStr"><is><t>&l11;</t></is></c></row>', LAUGHS), "corrupt", "empty", None),
    "OFD, a billion laughs": _case(lambda: _ofd(LAUGHS + "<a>&l11;</a>"), "corrupt"),
    "OFD, outside entity": _case(lambda: _ofd(OUTSIDE + "<a>&secret;</a>"), "corrupt"),
    "HTML, outside entity": _case(lambda: OUTSIDE.encode() + page("<p>&secret; 正文</p>"), None),
    "macros": _case(
        lambda: writers.packed({**_members(docx.write(BLOCKS, "示例")), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 AutoOpen"}), None
    ),
    "path traversal": _case(lambda: writers.packed({"../../../../tmp/evil.docx": docx.write(BLOCKS, "示例"), "/etc/x": b"y"}), None),
    "DOC under the name of a PDF": _case(lambda: (FILES / "sample.doc").read_bytes(), None, name="report.pdf"),
    "program": _case(lambda: b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" * 300, "unsupported", name="report.docx"),
    "many files in an archive": _case(lambda: writers.packed({f"{n}.txt": b"x" for n in range(6_000)}), "too_large"),
    **{
        f"{kind} cut at {tenth} tenths": _case(
            lambda kind=kind, tenth=tenth: (lambda d: d[: len(d) * tenth // 10])(sound()[kind]),
            *(("corrupt", "unsupported") if kind not in ("html", "mhtml") else ("corrupt", "empty", None)),
        )
        for kind in ("html", "docx", "pdf", "xlsx", "rtf", "ofd", "mhtml", "doc", "xls", "zip") for tenth in range(1, 10)
    },
}


def _members(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {n: package.read(n) for n in package.namelist()}
