"""Archives: the report among the members, within limits, and no member's name ever used as a path."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import lzma
import struct
import tarfile
import zipfile
from email.message import EmailMessage
from functools import partial

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from bench.gold.cases import Case, build
from etl.errors import ReadError
from etl.extract import archives, extract, unpack
from etl.process import process, reread
from etl.report import Origin
from tests.extract import common, writers
from tests.sites import docx, html, pdf
from tests.sites.layout import Grid, Text

BLOCKS = common.blocks("2021")
REPORT = docx.write(BLOCKS, "示例")
ORIGIN = Origin(name="附件.zip")
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


@pytest.mark.parametrize("headed", [True, False])
def test_prose_in_one_file_and_tables_in_others_are_one_report(headed):
    prose = docx.write([b for b in BLOCKS if isinstance(b, Text) and (headed or b.kind != "heading")], "示例")
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
    assert {m.name: m.data for m in unpack.members(pack(wanted))} == wanted


def test_gzip_and_nesting():
    page = f"<html><body>{html.body(BLOCKS)}</body></html>".encode()
    assert common.read(read(gzip.compress(page))) == common.written(BLOCKS)
    assert common.read(read(writers.packed({"inner.zip": writers.packed({"nb.html": page})}))) == common.written(BLOCKS)


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_names_in_a_charset_that_the_archive_does_not_say(charset):
    said = "年报".encode(charset)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(zipfile.ZipInfo("X" * len(said) + ".txt"), NOTE)
    data = out.getvalue().replace(b"X" * len(said), said)
    assert [m.name for m in unpack.members(data)] == ["年报.txt"]


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
        list(unpack.members(gzip.compress(b"0" * 5_000_000), unpack.Budget(size=1_000_000)))
    assert caught.value.kind == "too_large"


def test_locked_zip():
    data = bytearray(writers.packed({"a.txt": NOTE * 10}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(ReadError) as caught:
        read(bytes(data))
    assert caught.value.kind == "encrypted"


def photographed(*numbers: int) -> dict[str, bytes | str]:
    """Pages of a report, a picture each, in an order that only their numbers tell; the last one is no blank."""
    from tests.extract.test_ocr import marks_page, png

    page = marks_page().convert("L")
    blank = page.point(lambda value: 255).resize((page.width // 4, page.height // 4))
    return {f"{n}.png": png(page if n == numbers[-1] else blank, dpi=(200, 200)) for n in reversed(numbers)}


def test_pictures_are_the_pages_of_one_report():
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    document = read(writers.packed(photographed(2, 10)))
    assert document.pages == 2
    assert {c.page for c in document.tables[0].cells()} == {2}
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


def tar(members: dict[str, bytes], mode: str = "w:") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as package:
        for name, content in members.items():
            item = tarfile.TarInfo(name)
            item.size = len(content)
            package.addfile(item, io.BytesIO(content))
    return out.getvalue()


def mail(members: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"] = "报送年报"
    message.set_content("现将年度报告报送，请查收。")
    for name, content in members.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return b"Received: by example\r\n" + message.as_bytes()


def cab(members: dict[str, bytes]) -> bytes:
    """A cabinet that holds its files as they are, their names in GBK."""
    libarchive()  # to read it
    content = b"".join(members.values())
    ends = itertools.accumulate(map(len, members.values()))
    entries = b"".join(
        struct.pack("<IIHHHH", len(data), end - len(data), 0, 0x5A21, 0, 32) + name.encode("gb18030") + b"\0"
        for (name, data), end in zip(members.items(), ends, strict=True))
    parts = [content[at:at + 32_768] for at in range(0, len(content), 32_768)]
    stored = b"".join(struct.pack("<IHH", 0, len(part), len(part)) + part for part in parts)
    folder = struct.pack("<IHH", 44 + len(entries), len(parts), 0)
    head = struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, 44 + len(entries) + len(stored), 0, 44, 0, 3, 1, 1, len(members), 0, 1, 0)
    return head + folder + entries + stored


def portfolio(members: dict[str, bytes]) -> bytes:
    """A PDF whose own page only says that it holds others."""
    canvas = Canvas(cover := io.BytesIO())
    canvas.showPage()
    canvas.save()
    file = pypdfium2.PdfDocument(cover.getvalue())
    for name, content in members.items():
        file.new_attachment(name).set_data(content)
    file.save(out := io.BytesIO())
    return out.getvalue().replace(b"/PageMode/UseNone", b"/Collection<<>>  ")


@pytest.mark.parametrize("pack", [tar, partial(tar, mode="w:gz"), partial(tar, mode="w:bz2"), partial(tar, mode="w:xz"), mail, cab, portfolio])
def test_tar_and_mail(pack):
    document = read(pack({"说明/note.txt": NOTE, "年报.docx": REPORT}))
    assert common.read(document) == common.written(BLOCKS)
    assert document.meta["archive_member"] == "年报.docx"
    assert archives.source(pack({"说明/note.txt": NOTE, "年报.docx": REPORT}), document) == REPORT


@pytest.mark.parametrize("packer", [bz2, lzma])
def test_compressed_bombs(packer):
    with pytest.raises(ReadError) as caught:
        list(unpack.members(packer.compress(b"0" * 5_000_000), unpack.Budget(size=1_000_000)))
    assert caught.value.kind == "too_large"


def test_sparse_tar_claims_more_than_it_holds():
    claimed = bytearray(tar({"a.txt": b"x" * 600}))
    claimed[124:136] = b"77777777777\0"
    with pytest.raises(ReadError):
        read(bytes(claimed))


def test_two_members_of_one_name_are_two():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("年报.docx", REPORT)
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("年报.docx", NOTE)
    assert [m.data for m in unpack.members(out.getvalue())] == [REPORT, NOTE]
    assert common.read(read(out.getvalue())) == common.written(BLOCKS)


def test_a_file_behind_line_breaks_of_the_server():
    page = writers.packed({"note.txt": NOTE, "report.docx": REPORT})
    assert common.read(read(b"\r\n\r\n" + page)) == common.written(BLOCKS)
    assert archives.source(b"\r\n\r\n" + page, read(page)) == REPORT


@pytest.mark.parametrize("pack", [writers.packed, seven_zip, rar])
def test_an_archive_that_unpacks_itself_is_read_and_a_program_is_not(pack):
    program = b"MZ" + bytes(60) + b"PE\0\0" + bytes(1000)
    packed = program + pack({"note.txt": NOTE, "report.docx": REPORT})
    assert archives.source(packed, read(packed)) == REPORT
    assert common.read(read(writers.packed({"a.exe": packed}))) == common.written(BLOCKS)
    with pytest.raises(ReadError, match="it is a program"):
        read(program)


@pytest.mark.parametrize(("data", "advice"), [
    (b"\0\0\0\x18ftypheic" + bytes(20), "save the picture as JPEG or PNG"), (b"\x28\xb5\x2f\xfd" + bytes(20), "unpack it and read what it holds"),
])
def test_what_nobody_here_reads_says_what_to_do(data, advice):
    with pytest.raises(ReadError, match=advice) as caught:
        read(data)
    assert caught.value.kind == "unsupported"


def titled(title: str, of: Case) -> bytes:
    return docx.write([Text(title, "title"), *(b for b in of.parts if not isinstance(b, Text) or b.kind != "title")], "示例")


ONE, OTHER = build("2021", "one"), build("2021", "other")
TITLES = ("宁海县示例管理局2022年政府信息公开工作年度报告", "宁海县示例管理局2023年政府信息公开工作年度报告", "象山县示例镇人民政府2022年政府信息公开工作年度报告")


def others(members: dict[str, bytes | str], origin: Origin = ORIGIN) -> tuple[tuple[str, ...], int | None]:
    report = process(writers.packed(members), origin).report
    assert report is not None
    assert [f.origin for f in report.findings if f.rule == "R10"] == ["reading"] * bool(report.others)
    assert not report.others or report.quality == "needs_review"
    return report.others, report.identity.year


def test_other_reports_in_the_file_are_a_finding():
    first = titled(TITLES[0], ONE)
    assert others({"1.docx": first, "2.docx": titled(TITLES[1], OTHER), "3.docx": titled(TITLES[2], OTHER)})[0] == TITLES[1:]
    assert others({"1.docx": first, f"{TITLES[2]}.docx": first[:3000]})[0] == TITLES[2:]  # one that cannot be read
    assert others({"1.docx": first, "2.zip": writers.packed({"2.docx": titled(TITLES[2], ONE)})})[0] == TITLES[2:]


def test_another_copy_of_the_report_is_none():
    first = titled(TITLES[0], ONE)
    page = f"<html><body>{html.body([Text(TITLES[0], 'title'), *ONE.parts[1:]])}</body></html>".encode()
    assert others({"1.docx": first, "2.html": page, "note.txt": NOTE})[0] == ()
    assert others({"1.docx": first, f"{TITLES[0]}.pdf": b"%PDF-1.4 cut off"})[0] == ()
    assert others({"1.docx": first, "2.docx": titled(TITLES[0], OTHER)})[0] == TITLES[:1]  # corrected
    number = max((c.text for part in ONE.parts if isinstance(part, Grid) for _, _, c in part.placed() if c.text.isdecimal()), key=int)
    assert others({"1.docx": first, "2.html": page.replace(f">{number}<".encode(), b">7<")})[0] == ("2.html",)


def test_of_two_years_the_one_that_was_asked_for():
    held: dict[str, bytes | str] = {"1.docx": titled(TITLES[0], ONE), "2.docx": titled(TITLES[1], OTHER)}
    assert [others(held, Origin(list_title=f"某局{year}年年报"))[1] for year in (2022, 2023)] == [2022, 2023]


@pytest.mark.parametrize("draft", ["1初稿.docx", "备份/1.docx", "1模板.docx"])
def test_what_was_put_out_is_read_and_no_draft_of_it(draft):
    held: dict[str, bytes | str] = {draft: titled(TITLES[0], OTHER), "年报.docx": titled(TITLES[0], ONE)}
    assert read(writers.packed(held)).meta["archive_member"] == "年报.docx"
    assert read(writers.packed({draft: titled(TITLES[0], ONE), "note.txt": NOTE})).meta["archive_member"] == draft


def test_of_very_many_members_a_part_is_looked_into(monkeypatch):
    monkeypatch.setattr(archives, "_MOST", 2)
    document = read(writers.packed({"a.txt": NOTE, "b.txt": NOTE, "年报.docx": REPORT}))
    assert common.read(document) == common.written(BLOCKS)
    assert document.warnings[-1] == "archive: 年报.docx read; left out: b.txt (not looked at), a.txt"
