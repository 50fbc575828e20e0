"""Formats are told by bytes alone, and what cannot be read is refused with the right kind."""

from __future__ import annotations

import contextlib
import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import ReadError
from etl.extract import extract, limits, sniff
from etl.report import Origin
from tests.extract import writers


def zipped(*names: str, **members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, members.get(name.split("/")[-1].split(".")[0], b"x"))
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(("data", "media_type"), [
    (b"%PDF-1.4\n", "application/pdf"),
    (b"\n\n%PDF-1.7\n", "application/pdf"),
    (word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (zipped("[Content_Types].xml", "xl\\workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (zipped("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
    (zipped("a.pdf"), "application/zip"),
    (zipped("mimetype", mimetype=b"application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
    (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "application/x-ms-encrypted-office"),
    (OLE, "application/x-ole-storage"),
    (b"{\\rtf1\\ansi", "application/rtf"),
    (b"7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07\x01\0", "application/vnd.rar"),
    (b"\x89PNG\r\n\x1a\n\0", "image/png"),
    (b"\xff\xd8\xff\xe0", "image/jpeg"),
    ("\ufeff<!DOCTYPE html><html>".encode(), "text/html"),
    ("<html><head><meta charset=gbk>年报".encode("gbk"), "text/html"),
    (b"<table><tr><td>1</td></tr></table>", "text/html"),
    ("说明在前<p>正文</p><table><tr><td>一</td></tr></table>".encode(), "text/html"),
    (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>x</body></html>", "text/html"),
    (b"<?xml version='1.0'?><feed/>", "application/xml"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "multipart/related"),
    ("政府信息公开".encode(), "text/plain"),
    ("政府信息公开".encode("gb18030"), "text/plain"),
    ("政府信息公开年报".encode("utf-16"), "text/plain"),
    ("第二十条 <规章> 0 0 0".encode(), "text/plain"),
    (b'<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof">', "application/vnd.uof"),
    (writers.packed({"mimetype": "application/vnd.oasis.opendocument.text-template"}), "application/vnd.oasis.opendocument.text"),
    (writers.packed({"content.xml": "<a/>", "META-INF/manifest.xml": '<f media-type="application/vnd.oasis.opendocument.spreadsheet" full-path="/"/>'}),
     "application/vnd.oasis.opendocument.spreadsheet"),
    (writers.packed({"FixedDocumentSequence.fdseq": "<a/>", "[Content_Types].xml": "<a/>"}), "application/vnd.ms-xpsdocument"),
    (writers.ole("Workbook", "WordDocument".encode("utf-16-le")), "application/vnd.ms-excel"),
    (b"", "application/x-empty"),
    (b" \r\n\t", "application/x-empty"),
    (bytes(range(256)) * 20, "application/octet-stream"),
    (b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" * 20, "application/octet-stream"),
])
def test_sniff(data, media_type):
    assert sniff(data) == media_type


@pytest.mark.parametrize(("data", "kind"), [
    (b"", "empty"),
    ("　\n \u00a0".encode(), "empty"),
    (bytes(range(256)) * 20, "unsupported"),
    (b"<?xml version='1.0'?><feed/>", "unsupported"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    (b"%PDF-1.4\n%%EOF", "corrupt"),
    (b"%PDF-1.4\nnonsense\nstartxref\n99\n%%EOF", "corrupt"),
    (word()[:2000], "corrupt"),
])
def test_refusals(data, kind):
    with pytest.raises(ReadError) as caught:
        extract(data, Origin(name="report.pdf"))
    assert caught.value.kind == kind


def test_file_over_the_limit(monkeypatch):
    monkeypatch.setattr("etl.extract.MAX_BYTES", 1000)
    with pytest.raises(ReadError) as caught:
        extract(b"x" * 1001, Origin())
    assert caught.value.kind == "too_large"
    assert limits.MAX_BYTES < 300 << 20


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.5", b"PK\x03\x04", OLE[:8], b"<html>", b"{\\rtf", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes_have_a_kind_and_only_read_errors_escape(data, magic):
    assert "/" in sniff(magic + data)
    with contextlib.suppress(ReadError):
        extract(magic + data, Origin())
