"""Archives: the report among the members, within limits, and no member's name ever used as a path."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from etl.errors import ReadError
from etl.extract import archives, extract
from etl.process import reread
from etl.report import Origin
from tests.extract import common, writers
from tests.sites import docx, html, pdf
from tests.sites.layout import Grid, Text

BLOCKS = common.blocks("2021")
REPORT = docx.write(BLOCKS, "示例")
NOTE = "关于报送材料的通知".encode()


def libarchive():
    return pytest.importorskip("libarchive", reason="libarchive is not installed", exc_type=Exception)


def rar(members: dict[str, bytes]) -> bytes:
    libarchive()  # to read it
    return writers.rar(members)


def seven_zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with libarchive().custom_writer(lambda data: out.write(data), "7zip") as archive:
        for name, content in members.items():
            archive.add_file_from_memory(name, len(content), content)
    return out.getvalue()


def read(data: bytes):
    return extract(data, Origin(name="附件.zip"))


@pytest.mark.parametrize("pack", [writers.packed, seven_zip, rar])
def test_report_is_chosen_and_the_rest_is_named(pack):
    document = read(pack({"note.txt": NOTE, "report.docx": REPORT, "photo.bin": bytes(range(256)) * 9}))
    assert common.read(document) == common.written(BLOCKS)
    assert document.meta["archive_member"] == "report.docx"
    assert "note.txt" in document.warnings[-1]
    assert "photo.bin (unsupported)" in document.warnings[-1]


def test_prose_in_one_file_and_tables_in_others_are_one_report():
    prose = docx.write([b for b in BLOCKS if isinstance(b, Text)], "示例")
    grids = [b for b in BLOCKS if isinstance(b, Grid)]
    tables = {f"附表{n}.xlsx": writers.xlsx([grid]) for n, grid in enumerate(grids, 1)}
    document = read(writers.packed({**tables, "年报.docx": prose, "note.txt": NOTE}))
    assert common.read(document) == common.written(BLOCKS)
    assert (document.reader, document.meta["archive_member"]) == ("archive", "年报.docx")
    assert document.warnings[-1] == "archive: 年报.docx read; left out: note.txt"
    assert reread(writers.packed(tables), Origin(), document) is not None
    twice = {**tables, "旧.xlsx": tables["附表1.xlsx"], "年报.docx": prose}
    assert read(writers.packed(twice)).reader != "archive"


@pytest.mark.parametrize("pack", [writers.packed, seven_zip, rar])
def test_members(pack):
    wanted = {"a/note.txt": NOTE, "report.docx": REPORT}
    assert {m.name: m.data for m in archives.members(pack(wanted))} == wanted


def test_gzip_and_nesting():
    page = f"<html><body>{html.body(BLOCKS)}</body></html>".encode()
    assert common.read(read(gzip.compress(page))) == common.written(BLOCKS)
    assert common.read(read(writers.packed({"inner.zip": writers.packed({"nb.html": page})}))) == common.written(BLOCKS)


def test_names_in_gbk():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(zipfile.ZipInfo("XXXX.txt"), NOTE)
    data = out.getvalue().replace(b"XXXX", "年报".encode("gb18030"))
    assert [m.name for m in archives.members(data)] == ["年报.txt"]


def test_deep_nesting_is_refused():
    data = writers.packed({"a.txt": NOTE})
    for _ in range(6):
        data = writers.packed({"inner.zip": data})
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.kind == "too_large"


def test_no_member_readable_gives_the_member_s_reason():
    with pytest.raises(ReadError) as caught:
        read(writers.packed({"a.docx": REPORT[:3000]}))
    assert caught.value.kind == "corrupt"
    with pytest.raises(ReadError) as caught:
        read(writers.packed({"__MACOSX/x": b"y"}))
    assert caught.value.kind == "empty"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\windows\\x.docx", "..\\..\\x.docx"])
def test_traversal_is_only_a_label(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    document = read(writers.packed({name: REPORT}))
    assert common.read(document) == common.written(BLOCKS)
    assert not list(tmp_path.iterdir())


def test_zip_bomb(monkeypatch):
    bomb = writers.packed({f"{n}.txt": b"0" * 10_000_000 for n in range(3)})
    monkeypatch.setattr("etl.extract.package.MAX_EXPANDED", 20_000_000)
    with pytest.raises(ReadError) as caught:
        read(bomb)
    assert caught.value.kind == "too_large"


def test_gzip_bomb():
    with pytest.raises(ReadError) as caught:
        list(archives.members(gzip.compress(b"0" * 5_000_000), archives.Budget(size=1_000_000)))
    assert caught.value.kind == "too_large"


def test_locked_zip():
    data = bytearray(writers.packed({"a.txt": NOTE * 10}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(ReadError) as caught:
        read(bytes(data))
    assert caught.value.kind == "encrypted"


def photographed(count: int) -> dict[str, bytes | str]:
    """Pages of a report, a picture each, in an order that only their numbers tell."""
    from tests.extract.test_ocr import marks_page, png

    page = marks_page().convert("L")
    blank = page.point(lambda value: 255).resize((page.width // 4, page.height // 4))
    return {f"{n}.png": png(page if n == count else blank, dpi=(200, 200)) for n in (count, *range(1, count))}


def test_pictures_are_the_pages_of_one_report():
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    document = read(writers.packed(photographed(10)))
    assert document.pages == 10
    assert {c.page for c in document.tables[0].cells()} == {10}
    assert document.meta["archive_member"] == ""


def test_pictures_beside_a_report_are_left_out():
    document = read(writers.packed({"report.docx": REPORT, "1.png": b"\x89PNG\r\n\x1a\n"}))
    assert document.meta["archive_member"] == "report.docx"
    assert "1.png" in document.warnings[-1]


@pytest.mark.parametrize("nested", [False, True])
def test_a_member_is_read_again_by_the_other_reader(nested):
    """The second reading of a PDF inside an archive is no repetition of the first."""
    page = pdf.write(BLOCKS, "示例")
    data = writers.packed({"note.txt": NOTE, "b/report.pdf": page})
    data = writers.packed({"a.zip": data}) if nested else data
    document = read(data)
    assert archives.source(data, document) == page
    second = reread(data, Origin(), document)
    assert second is not None
    assert {document.reader, second.reader} == {"pdfium", "pdfplumber"}


def test_a_packed_page_is_read_again():
    page = pdf.write(BLOCKS, "示例")
    data = gzip.compress(page)
    assert archives.source(data, read(data)) == page
