"""Files as users have them: single files, folders, archives, each with its origin beside it, if it has one.

``FILE.meta.json`` beside a file (or beside a member of an archive) says where it came from:
``{"url": …, "fetched_at": …, "headers": {…}}``; any other field of :class:`~etl.report.Origin` is understood, too.
"""

from __future__ import annotations

import io
import json
import os
import stat
import tarfile
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, fields, replace
from functools import partial
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import IO, Any

from etl.errors import ReadError
from etl.extract.encoding import packed_name, zip_name
from etl.report import Origin, Outcome
from etl.workers import WorkerPool

META = ".meta.json"
MAX_META = 1 << 20
MAX_MEMBERS = 100_000
#: Bytes that one archive may unpack to; members are read one at a time, so this bounds time, not memory.
MAX_UNPACKED = 16 << 30
MAX_NESTED = 3

_TEXTS = frozenset(f.name for f in fields(Origin)) - {"headers", "page_meta", "name"}
_NOISE = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
#: A zip with one of these members is a document (Word, Excel, OFD, OpenDocument), not an archive of documents.
_PACKAGES = frozenset({"[content_types].xml", "ofd.xml", "mimetype"})
_TARS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: its bytes, or why there are none."""

    label: str
    """The file as the user would name it; a member of an archive stands after the archive's name and a slash."""
    data: bytes | None
    origin: Origin
    error: ReadError | None = None
    warnings: tuple[str, ...] = ()


def read_file(path: Path, max_bytes: int) -> Input:
    """One regular file of at most ``max_bytes`` bytes. Never raises: what is wrong is in the input's error."""
    label = str(path)
    origin, warnings = _origin_beside(path.name, lambda: _meta_of(path), label + META)
    try:
        with _open_regular(path) as file:
            data = _read_at_most(file, os.fstat(file.fileno()).st_size, max_bytes)
    except ReadError as error:
        return Input(label, None, origin, error, warnings)
    return Input(label, data, origin, None, warnings)


def walk(paths: Iterable[Path], max_bytes: int) -> Iterator[Input]:
    """Files as they are, folders with all beneath them in the order of names, archives by their members."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path, max_bytes)
        else:
            yield from _file(path, max_bytes)


def read_in_order(
    pool: WorkerPool, inputs: Iterable[Input], keep: Callable[[Input], None] = lambda _: None
) -> Iterator[tuple[Input, Outcome]]:
    """Every input with its outcome, in order, while the pool reads a few ahead. ``keep`` sees each one before it is read.

    The inputs come back without their bytes; an input that has none gets an outcome without SHA-256.
    """
    ahead: deque[tuple[Input, Future[Outcome] | Outcome]] = deque()
    for item in inputs:
        if item.error is not None or item.data is None:
            ahead.append((item, Outcome("", error=item.error)))
        else:
            keep(item)
            ahead.append((replace(item, data=None), pool.submit(item.data, item.origin)))
        if len(ahead) > 2 * pool.processes:
            yield _settled(*ahead.popleft())
    while ahead:
        yield _settled(*ahead.popleft())


def _settled(item: Input, reading: Future[Outcome] | Outcome) -> tuple[Input, Outcome]:
    return item, reading if isinstance(reading, Outcome) else reading.result()


def _folder(folder: Path, max_bytes: int) -> Iterator[Input]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Input(str(folder), None, Origin(name=folder.name), _missing(error))
        return
    for entry in entries:
        if _is_noise(entry.name):
            continue
        if not entry.is_dir():
            yield from _file(entry, max_bytes)
        elif not entry.is_symlink():  # a link to a folder may lead in a circle
            yield from _folder(entry, max_bytes)


def _is_noise(name: str) -> bool:
    """Files that systems and programs leave about: hidden ones, lock files of Word, thumbnails, and origins."""
    return name.startswith((".", "~$")) or name.lower() in _NOISE or name.endswith(META)


def _file(path: Path, max_bytes: int) -> Iterator[Input]:
    try:
        with _open_regular(path) as file:
            members = _members(file)
            if members is not None:
                yield from _archive(members, str(path), max_bytes, 1)
                return
    except ReadError as error:
        yield Input(str(path), None, Origin(name=path.name), error)
        return
    yield read_file(path, max_bytes)


_Member = tuple[str, int, Callable[[], IO[bytes]]]
"""Of an archive: name with slashes, size as claimed, opener."""


def _archive(members: Iterable[_Member], label: str, max_bytes: int, depth: int) -> Iterator[Input]:
    total = 0
    try:
        for number, (name, size, opened, meta) in enumerate(_with_meta(members)):
            total += size
            if number >= MAX_MEMBERS or total > MAX_UNPACKED:
                limit = f"more than {MAX_MEMBERS:,} members or {MAX_UNPACKED >> 30} GB unpacked"
                raise ReadError("too_large", f"the archive has {limit}; unpack it and name the folder")
            yield from _member(name, size, opened, meta, label, max_bytes, depth)
    except ReadError as error:
        yield Input(label, None, Origin(name=PurePosixPath(label).name), error)
    except RuntimeError:  # how zipfile says that there is a password; here, to an origin beside a member
        locked = ReadError("encrypted", "the archive needs a password")
        yield Input(label, None, Origin(name=PurePosixPath(label).name), locked)
    except _BROKEN as error:
        broken = ReadError("corrupt", f"the archive is damaged: {error}")
        yield Input(label, None, Origin(name=PurePosixPath(label).name), broken)


def _member(
    name: str, size: int, opened: Callable[[], IO[bytes]], meta: bytes | None, label: str, max_bytes: int, depth: int
) -> Iterator[Input]:
    path = PurePosixPath(name)
    full = f"{label}/{name}"
    origin, warnings = _origin_beside(path.name, lambda: meta, full + META)
    try:
        with opened() as file:
            data = _read_at_most(file, size, max_bytes)
    except ReadError as error:
        yield Input(full, None, origin, error, warnings)
    except RuntimeError:  # how zipfile says that there is a password
        yield Input(full, None, origin, ReadError("encrypted", "the archive needs a password"), warnings)
    except _BROKEN as error:
        yield Input(full, None, origin, ReadError("corrupt", f"the member of the archive is damaged: {error}"), warnings)
    else:
        nested = _members(io.BytesIO(data)) if depth < MAX_NESTED else None
        if nested is None:
            yield Input(full, data, origin, None, warnings)
        else:
            yield from _archive(nested, full, max_bytes, depth + 1)


def _with_meta(members: Iterable[_Member]) -> Iterator[tuple[str, int, Callable[[], IO[bytes]], bytes | None]]:
    listed = list(members)
    metas = {name: (size, opened) for name, size, opened in listed if name.endswith(META)}
    for name, size, opened in listed:
        if any(_is_noise(part) for part in name.split("/") if part not in (".", "..")):
            continue
        meta = None
        if name + META in metas and metas[name + META][0] <= MAX_META:
            with metas[name + META][1]() as file:
                meta = file.read(MAX_META)
        yield name, size, opened, meta


def _members(file: IO[bytes]) -> Iterable[_Member] | None:
    """The members of a zip or tar archive, sorted by name; None where the file is no such thing."""
    head = file.read(512)
    file.seek(0)
    if head.startswith(b"PK"):
        return _zip_members(file)
    if head.startswith(_TARS) or head[257:262] == b"ustar":
        return _tar_members(file)
    return None


def _zip_members(file: IO[bytes]) -> list[_Member] | None:
    try:
        package = zipfile.ZipFile(file)
    except _BROKEN:
        return None  # a document cut short, or an archive cut short: its reader says so
    infos = [info for info in package.infolist() if not info.is_dir()]
    if any(info.filename.lower() in _PACKAGES for info in infos):
        return None
    members = [(zip_name(info), info.file_size, partial(package.open, info)) for info in infos]
    return sorted(members, key=itemgetter(0))


def _tar_members(file: IO[bytes]) -> list[_Member] | None:
    try:
        package = tarfile.open(fileobj=file, mode="r:*")  # noqa: SIM115  (the members are read later)
        infos: list[tarfile.TarInfo] = []
        total = 0
        for info in package:
            total += info.size
            if len(infos) >= MAX_MEMBERS or total > MAX_UNPACKED:
                raise ReadError("too_large", "the archive is too large to be read; unpack it and name the folder")
            if info.isfile():
                infos.append(info)
    except _BROKEN:
        return None
    members = [(packed_name(info.name.encode("utf-8", "surrogateescape")), info.size, partial(_extracted, package, info)) for info in infos]
    return sorted(members, key=itemgetter(0))


def _extracted(package: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    file = package.extractfile(info)
    if file is None:
        raise ReadError("corrupt", "the member of the archive is no file")
    return file


def _open_regular(path: Path) -> IO[bytes]:
    """Raises :class:`ReadError` for what is not there, not allowed, or no regular file (a pipe would wait for ever)."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise ReadError("unsupported", "this is a folder, not a file")
        if not stat.S_ISREG(kind):
            raise ReadError("unsupported", "this is no regular file")
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise _missing(error) from None


def _missing(error: OSError | ValueError) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError("missing", "there is no such file")
    reason = getattr(error, "strerror", None) or str(error)
    return ReadError("missing", f"the file cannot be opened: {reason}")


def _read_at_most(file: IO[bytes], size: int, max_bytes: int) -> bytes:
    data = b"" if size > max_bytes else file.read(max_bytes + 1)
    if max(size, len(data)) > max_bytes:
        held = f"{max(size, len(data)) / (1 << 20):,.0f} MB long"
        raise ReadError("too_large", f"the file is {held} and more than {max_bytes / (1 << 20):,.0f} MB is not read")
    return data


def _meta_of(path: Path) -> bytes | None:
    beside = path.with_name(path.name + META)
    if not beside.is_file():
        return None
    with beside.open("rb") as file:
        return file.read(MAX_META + 1)


def _origin_beside(name: str, meta: Callable[[], bytes | None], label: str) -> tuple[Origin, tuple[str, ...]]:
    """The origin of a file, and what is wrong with what stands beside it."""
    bare = Origin(name=name)
    try:
        text = meta()
    except OSError as error:
        return bare, (f"{label} cannot be read: {error.strerror}",)
    if text is None:
        return bare, ()
    try:
        values = json.loads(text) if len(text) <= MAX_META else None
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        return bare, (f"{label} is no JSON object and is left aside",)
    return _origin_from(name, values, label)


def _origin_from(name: str, values: Mapping[str, Any], label: str) -> tuple[Origin, tuple[str, ...]]:
    warnings = []
    known: dict[str, Any] = {}
    for key, value in values.items():
        if key in ("headers", "page_meta") and isinstance(value, dict):
            lower = key == "headers"
            known[key] = {(str(k).lower() if lower else str(k)): str(v) for k, v in value.items()}
        elif key in _TEXTS and isinstance(value, str):
            known[key] = value
        elif key in _TEXTS | {"headers", "page_meta"} and value is not None:
            warnings.append(f"{label}: {key} is not of the right kind and is left aside")
    return Origin(name=name, **known), tuple(warnings)
