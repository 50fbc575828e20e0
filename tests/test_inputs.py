"""Files as users have them: folders, archives, origins beside, and everything that is no file at all."""

from __future__ import annotations

import io
import json
import os
import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import inputs
from etl.inputs import Input, read_file, walk

LIMIT = 1000


def found(*paths: Path) -> list[Input]:
    return list(walk(paths, LIMIT))


def labels(path: Path, base: Path) -> list[str]:
    return [item.label.removeprefix(f"{base}/") for item in found(path)]


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return buffer.getvalue()


def test_a_folder_is_read_with_all_beneath_it_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/10.txt", "c.txt", "c.txt.meta.json", ".hidden", "~$c.docx", "a/Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / "a" / "circle").symlink_to(tmp_path)
    assert labels(tmp_path, tmp_path) == ["a/10.txt", "a/2.txt", "b.txt", "c.txt"]


def test_the_origin_beside_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "页面.html"
    file.write_bytes(b"page")
    beside = {"url": "http://127.0.0.2/x", "fetched_at": "2025-03-01T00:00:00Z", "headers": {"ETag": "1", "Age": 3}, "other": 1}
    (tmp_path / "页面.html.meta.json").write_text(json.dumps(beside))
    item = read_file(file, LIMIT)
    assert (item.data, item.error, item.warnings) == (b"page", None, ())
    assert (item.origin.name, item.origin.url, item.origin.fetched_at) == ("页面.html", beside["url"], beside["fetched_at"])
    assert item.origin.headers == {"etag": "1", "age": "3"}


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"url": 5}', '{"headers": []}', "[" * 100_000, "\udcff"])
def test_a_broken_origin_is_a_warning_and_the_file_is_read(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.html"
    file.write_bytes(b"page")
    (tmp_path / "x.html.meta.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    item = read_file(file, LIMIT)
    assert item.data == b"page"
    assert item.origin.url is None
    assert len(item.warnings) == 1
    assert "x.html.meta.json" in item.warnings[0]


def test_what_is_no_file_is_named_and_nothing_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    kinds = {item.label.rpartition("/")[2]: item.error.kind for item in found(tmp_path, tmp_path / "absent") if item.error}
    assert kinds == {"pipe": "unsupported", "dangling": "missing", "absent": "missing"}
    folder = read_file(tmp_path, LIMIT).error
    assert folder is not None
    assert folder.kind == "unsupported"


def test_a_long_file_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "sparse.pdf").open("wb") as file:
        file.truncate(300 << 30)
    (item,) = found(tmp_path)
    assert item.data is None
    assert item.error is not None
    assert (item.error.kind, "307,200 MB" in item.error.message) == ("too_large", True)


def test_the_members_of_a_zip_are_read_with_their_origins(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({
        "b/2020.html": b"b", "a.html": b"a", "a.html.meta.json": b'{"url": "http://127.0.0.2/a"}', "__MACOSX/a.html": b"",
        "long.html": b"x" * (LIMIT + 1), "b/.DS_Store": b"", "../../up.html": b"up",
    }))
    items = {item.label.removeprefix(f"{path}/"): item for item in found(path)}
    assert list(items) == ["../../up.html", "a.html", "b/2020.html", "long.html"]
    assert items["a.html"].origin.url == "http://127.0.0.2/a"
    assert items["b/2020.html"].origin.name == "2020.html"
    error = items["long.html"].error
    assert error is not None
    assert error.kind == "too_large"


def test_names_packed_on_a_chinese_machine_are_read(tmp_path: Path) -> None:
    # Packed without the UTF-8 flag: the name's bytes are GBK.
    raw = zipped({"XXXXXXXX.html": b"page"}).replace(b"XXXXXXXX", "年度报告".encode("gbk"))
    (tmp_path / "gbk.zip").write_bytes(raw)
    with tarfile.open(tmp_path / "other.tar", "w", format=tarfile.GNU_FORMAT, encoding="gbk") as package:
        package.addfile(tarfile.TarInfo("年度报告.html"))
    assert labels(tmp_path, tmp_path) == ["gbk.zip/年度报告.html", "other.tar/年度报告.html"]


def test_archives_in_archives_are_opened_but_not_for_ever(tmp_path: Path) -> None:
    data = b"page"
    for _ in range(5):
        data = zipped({"in.zip": data, "page.html": b"p"})
    (tmp_path / "out.zip").write_bytes(data)
    names = labels(tmp_path, tmp_path)
    assert names.count("out.zip/page.html") == 1
    assert max(name.count("in.zip") for name in names) == 3


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz"])
def test_tar_archives_are_read_and_their_links_are_not_followed(tmp_path: Path, mode: str) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as package:  # type: ignore[call-overload]
        info = tarfile.TarInfo("./reports/2021.html")
        info.size = 4
        package.addfile(info, io.BytesIO(b"page"))
        link = tarfile.TarInfo("passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        package.addfile(link)
    (tmp_path / "all.tar").write_bytes(buffer.getvalue())
    (item,) = found(tmp_path)
    assert (item.label, item.data) == (f"{tmp_path}/all.tar/./reports/2021.html", b"page")


def test_office_packages_are_files_and_not_archives(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"}))
    (tmp_path / "b.ofd").write_bytes(zipped({"OFD.xml": b"x"}))
    (tmp_path / "c.zip").write_bytes(zipped({"a.html": b"x"})[:40])
    assert labels(tmp_path, tmp_path) == ["a.docx", "b.ofd", "c.zip"]
    assert all(item.error is None for item in found(tmp_path))


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": b"first page", "b.html": b"second page"}))
    place = data.index(b"first page")
    data[place] ^= 0xFF
    (tmp_path / "all.zip").write_bytes(bytes(data))
    first, second = found(tmp_path)
    assert first.error is not None
    assert first.error.kind == "corrupt"
    assert second.data == b"second page"


@pytest.mark.parametrize("members", [{"a.html": b"page"}, {"a.html": b"page", "a.html.meta.json": b"{}"}])
def test_a_locked_archive_says_so(tmp_path: Path, members: dict[str, bytes]) -> None:
    data = bytearray(zipped(members))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the members' headers and the directory
        for at in re.finditer(re.escape(mark), bytes(data)):
            data[at.start() + flags] |= 1
    (tmp_path / "all.zip").write_bytes(bytes(data))
    (item,) = found(tmp_path)
    assert item.error is not None
    assert item.error.kind == "encrypted"


def tarred(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as package:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            package.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


@pytest.mark.parametrize(("bound", "most", "set_to"), [("MAX_UNPACKED", 1e11, 15), ("MAX_MEMBERS", 1e6, 1)])
@pytest.mark.parametrize(("pack", "read"), [(zipped, 1), (tarred, 0)])  # a tar is listed whole before a member of it is read
def test_an_archive_that_holds_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, most: float, set_to: int, pack: Callable[[dict[str, bytes]], bytes], read: int
) -> None:
    assert getattr(inputs, bound) <= most
    (tmp_path / "all").write_bytes(pack({"a.html": b"x" * 10, "b.html": b"x" * 10}))
    assert [item.error for item in found(tmp_path)] == [None, None]
    monkeypatch.setattr(inputs, bound, set_to)
    *first, last = found(tmp_path)
    assert len(first) == read
    assert (last.label, last.error and last.error.kind) == (f"{tmp_path}/all", "too_large")
