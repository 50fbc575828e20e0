"""The archive, in a folder and in a store without folders."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.archive import Archive, ArchiveError, origin_address
from etl.report import Origin


@pytest.fixture(params=["folder", "file-url", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "memory":
        yield f"memory://{uuid.uuid4().hex}/archive"
    else:
        yield ("file://" if request.param == "file-url" else "") + str(tmp_path / "archive")


PAGE = Origin(name="t1.html", url="http://127.0.0.2/t1.html", fetched_at="2025-03-01T00:00:00Z", headers={"etag": '"1"'})


def test_bytes_come_back_and_nothing_is_there_before(url: str) -> None:
    archive = Archive(url)
    assert list(archive.documents()) == []
    assert list(archive.journal()) == []
    digest = archive.put(b"report", PAGE)
    assert digest == hashlib.sha256(b"report").hexdigest()
    assert archive.get(digest) == b"report"
    assert archive.size(digest) == 6
    assert digest in archive
    assert Archive(url).origins(digest) == [PAGE]


def test_the_same_bytes_are_kept_once_and_every_address_once(url: str) -> None:
    archive = Archive(url)
    first = archive.put(b"report", PAGE)
    archive.put(b"report", Origin(url=PAGE.url, fetched_at="2025-04-01T00:00:00Z"))
    archive.put(b"report", Origin(name="copy.html"))
    archive.put(b"", Origin())
    assert archive.origins(first) == [Origin(name="copy.html"), PAGE]
    assert archive.origin(first, origin_address(PAGE)) == PAGE
    assert list(archive.documents()) == sorted([first, hashlib.sha256(b"").hexdigest()])
    with pytest.raises(KeyError):
        archive.origin(first, "elsewhere")


@pytest.mark.parametrize("name", ["../../up", "a/b", "", "x" * 5000, "公开\udcff.pdf", "nul\0"])
def test_no_name_of_a_file_leads_out_of_the_archive(url: str, name: str, tmp_path: Path) -> None:
    archive = Archive(url)
    digest = archive.put(b"bytes", Origin(name=name))
    assert [origin.name or "" for origin in archive.origins(digest)] == [name]
    assert {path.name for path in tmp_path.iterdir()} <= {"archive"}


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "ab", "A" * 64, "a" * 63 + "\n", "a" * 65])
def test_what_is_no_hash_is_refused(url: str, sha256: str) -> None:
    archive = Archive(url)
    for ask in (archive.get, archive.size, archive.origins):
        with pytest.raises(ValueError, match="SHA-256"):
            ask(sha256)


def test_absent_is_a_key_error(url: str) -> None:
    archive = Archive(url)
    for ask in (archive.get, archive.size):
        with pytest.raises(KeyError):
            ask("0" * 64)
    assert "0" * 64 not in archive
    assert archive.origins("0" * 64) == []


def test_a_damaged_object_is_named_and_mended_by_the_right_bytes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    archive = Archive(str(tmp_path))
    digest = archive.put(b"report", PAGE)
    path = tmp_path / "objects" / digest[:2] / digest[2:]
    assert path.stat().st_mode & 0o222 == 0
    path.chmod(0o644)
    path.write_bytes(b"rep")
    with pytest.raises(ArchiveError, match=f"objects/{digest[:2]}/{digest[2:]} is damaged"):
        archive.get(digest)
    archive.put(b"report", PAGE)
    assert archive.get(digest) == b"report"
    assert "is mended" in caplog.text


def test_a_damaged_origin_is_named(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    digest = archive.put(b"report", PAGE)
    (path,) = (tmp_path / "origins" / digest).iterdir()
    path.chmod(0o644)
    path.write_text("{")
    with pytest.raises(ArchiveError, match=f"origins/{digest}/{path.name} is damaged"):
        archive.origins(digest)


def test_what_is_there_is_not_written_again(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.put(b"report", PAGE)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    archive.put(b"report", PAGE)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(str(tmp_path))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left") as caught:
            archive.put(b"report", PAGE)
    assert caught.value.filename.startswith(str(tmp_path))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert list(archive.documents()) == []


def test_what_is_new_in_a_folder_is_on_the_disk_with_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that loses its power keeps a file only if its folder, and each folder above that was made for it, was written, too."""
    synced: list[Path] = []
    monkeypatch.setattr("etl.archive._sync_folder", synced.append)
    archive = Archive(str(tmp_path / "a" / "archive"))
    record = {"run_id": "r", "event": "run"}
    archive.append(record)
    home = tmp_path / "a" / "archive"
    assert synced == [tmp_path, tmp_path / "a", home, home / "journal"]
    archive.append(record)
    assert len(synced) == 4
    digest = archive.put(b"report", PAGE)
    assert {home / "objects", home / "objects" / digest[:2], home / "origins", home / "origins" / digest} <= set(synced)


def test_the_journal_keeps_order_and_runs(url: str) -> None:
    archive = Archive(url)
    records = [{"run_id": f"2025-{run}", "kind": "fetch", "number": n, "url": "公开"} for run in "ab" for n in range(12)]
    for record in records[12:] + records[:12]:
        archive.append(record)
    assert list(Archive(url).journal()) == records
    Archive(url).append({"run_id": "2025-b", "kind": "run"})
    assert list(archive.journal())[-1] == {"run_id": "2025-b", "kind": "run"}


@pytest.mark.parametrize("run_id", [None, "", "../x", "a/b", ".hidden", "x" * 101])
def test_a_record_without_a_proper_run_is_refused(url: str, run_id: str | None) -> None:
    with pytest.raises(ValueError, match="run_id"):
        Archive(url).append({"run_id": run_id})


def test_a_torn_line_is_left_out_and_swallows_no_other(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    archive = Archive(str(tmp_path))
    archive.append({"run_id": "r", "n": 1})
    with (tmp_path / "journal" / "r.jsonl").open("ab") as file:
        file.write(b'{"run_id": "r", "n"')
    with caplog.at_level(logging.WARNING):
        assert [record["n"] for record in archive.journal()] == [1]
    assert "line 2 of journal/r.jsonl" in caplog.text
    archive.append({"run_id": "r", "n": 3})
    assert [record["n"] for record in archive.journal()] == [1, 3]


def _append_many(folder: str, who: int) -> None:
    archive = Archive(folder)
    for number in range(50):
        archive.append({"run_id": "shared", "who": who, "number": number, "filler": "x" * 2000})


def test_two_processes_write_one_journal_without_mixing_lines(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(str(tmp_path), who)) for who in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    numbers = [(record["who"], record["number"]) for record in Archive(str(tmp_path)).journal()]
    for who in range(2):
        assert [n for w, n in numbers if w == who] == list(range(50))


def test_a_store_nobody_knows_is_refused_in_one_sentence() -> None:
    with pytest.raises(ArchiveError, match="nosuch://bucket cannot be opened"):
        Archive("nosuch://bucket")


TEXT = st.text(max_size=20)


@given(
    data=st.binary(max_size=200),
    origin=st.builds(Origin, name=st.none() | TEXT, url=st.none() | TEXT, headers=st.dictionaries(TEXT, TEXT, max_size=3)),
)
def test_any_bytes_and_any_origin_come_back(data: bytes, origin: Origin) -> None:
    archive = Archive(f"memory://{uuid.uuid4().hex}")
    digest = archive.put(data, origin)
    assert archive.get(digest) == data
    assert archive.origins(digest) == [origin]
