"""The archive: every original file exactly as it came, named by its SHA-256, and the journal of what happened.

The archive is the truth and the database a projection of it. Layout, below a folder or any address that fsspec knows::

    objects/ab/cdef…               the bytes; never rewritten
    origins/<sha256>/<key>.json    where they came from, once per address (or file name)
    journal/<run>.jsonl            one record a line, in the order in which things happened

A store that cannot append (S3 and the like) keeps the journal as ``journal/<run>/<number>.json``, one object a record.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import logging
import os
import re
import threading
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Protocol

from etl.report import Origin

log = logging.getLogger(__name__)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_OBJECT = re.compile(r"objects/([0-9a-f]{2})/([0-9a-f]{62})")
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ORIGIN_FIELDS = frozenset(f.name for f in fields(Origin))


class ArchiveError(Exception):
    """The archive cannot be used, or an object in it is damaged; the text is one sentence that names it."""


class _Store(Protocol):
    """Flat names with slashes to bytes. ``read`` and ``size`` raise FileNotFoundError."""

    def read(self, name: str) -> bytes: ...
    def size(self, name: str) -> int: ...
    def write(self, name: str, data: bytes) -> None: ...
    def names(self, prefix: str) -> Iterator[str]: ...
    def append_line(self, run_id: str, line: bytes) -> None: ...


class Archive:
    """A content-addressed store of original files with their origins and a journal. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        """``url`` is a folder or any fsspec URL. Nothing is made before something is written.

        Raises :class:`ArchiveError` where the address is of a kind that no installed driver knows.
        """
        self.url = str(url)
        self._store: _Store = _open_store(self.url)

    def put(self, data: bytes, origin: Origin) -> str:
        """Keeps bytes and where they came from; returns their SHA-256.

        Bytes that are there already are left alone; so is an origin with the same address. Atomic: a reader, or a
        run that dies here, never leaves half an object behind.
        """
        digest = hashlib.sha256(data).hexdigest()
        name = _object_name(digest)
        held = self._size(name)
        if held != len(data):
            if held is not None:
                log.warning("archive object %s had %d bytes instead of %d and is mended", name, held, len(data))
            self._store.write(name, data)
        beside = f"origins/{digest}/{_key(origin)}.json"
        if self._size(beside) is None:
            self._store.write(beside, _dump(origin_values(origin)))
        return digest

    def get(self, sha256: str) -> bytes:
        """The bytes with this SHA-256. Raises KeyError if absent, :class:`ArchiveError` if they are damaged."""
        name = _object_name(sha256)
        try:
            data = self._store.read(name)
        except FileNotFoundError:
            raise KeyError(sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveError(f"archive object {name} is damaged: its {len(data)} bytes do not have the hash of its name")
        return data

    def __contains__(self, sha256: str) -> bool:
        return self._size(_object_name(sha256)) is not None

    def size(self, sha256: str) -> int:
        """Length in bytes, without reading them. Raises KeyError if absent."""
        held = self._size(_object_name(sha256))
        if held is None:
            raise KeyError(sha256)
        return held

    def origins(self, sha256: str) -> list[Origin]:
        """Where these bytes were met, oldest first; empty if nowhere."""
        _object_name(sha256)
        names = sorted(self._store.names(f"origins/{sha256}/"))
        found = [self._origin(name) for name in names]
        return sorted(found, key=lambda o: (o.fetched_at or "", origin_address(o)))

    def origin(self, sha256: str, address: str) -> Origin:
        """The origin of these bytes with this address (see :func:`origin_address`). Raises KeyError if absent."""
        _object_name(sha256)
        try:
            return self._origin(f"origins/{sha256}/{_hash(address)}.json")
        except FileNotFoundError:
            raise KeyError((sha256, address)) from None

    def documents(self) -> Iterator[str]:
        """Every SHA-256 in the archive, sorted."""
        for name in self._store.names("objects/"):
            match = _OBJECT.fullmatch(name)
            if match:
                yield match[1] + match[2]

    def append(self, record: Mapping[str, Any]) -> None:
        """Adds a record to the journal of its run (``record["run_id"]``; letters, digits, ``.``, ``_``, ``-``)."""
        run_id = str(record.get("run_id") or "")
        if not _RUN_ID.fullmatch(run_id):
            raise ValueError(f"a journal record needs a run_id of letters, digits and ._- and has {run_id!r}")
        self._store.append_line(run_id, _dump(record))

    def has_journal(self, run_id: str) -> bool:
        """Whether a run has written anything down here."""
        return self._size(f"journal/{run_id}.jsonl") is not None or any(True for _ in self._store.names(f"journal/{run_id}/"))

    def journal(self) -> Iterator[dict[str, Any]]:
        """All records, in the order of runs and lines. A line that a dying run tore is left out with a warning."""
        for name in sorted(self._store.names("journal/"), key=_journal_order):
            for number, line in enumerate(self._store.read(name).split(b"\n"), 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except ValueError:
                    log.warning("line %d of %s in the archive is torn and is left out", number, name)
                    continue
                yield record

    def _size(self, name: str) -> int | None:
        try:
            return self._store.size(name)
        except FileNotFoundError:
            return None

    def _origin(self, name: str) -> Origin:
        try:
            values = json.loads(self._store.read(name))
        except ValueError as error:
            raise ArchiveError(f"archive object {name} is damaged: {error}") from None
        return origin_from(values)


def origin_values(origin: Origin) -> dict[str, Any]:
    """What is known of an origin, as JSON values; :func:`origin_from` takes it back."""
    return {key: value for key, value in asdict(origin).items() if value not in (None, {})}


def origin_from(values: Mapping[str, Any]) -> Origin:
    """The origin with these values; names that this version does not know are passed over."""
    return Origin(**{key: value for key, value in values.items() if key in _ORIGIN_FIELDS})


def origin_address(origin: Origin) -> str:
    """What tells two origins of the same bytes apart: the address, else the file name, else nothing."""
    return origin.url or origin.name or ""


def _key(origin: Origin) -> str:
    return _hash(origin_address(origin))


def _hash(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _object_name(sha256: str) -> str:
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256 in lower-case hexadecimal: {sha256!r}")
    return f"objects/{sha256[:2]}/{sha256[2:]}"


def _dump(value: Mapping[str, Any]) -> bytes:
    # A name that is not valid text (surrogates from the file system) is escaped rather than refused.
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _journal_order(name: str) -> tuple[str, str]:
    parts = name.split("/")
    return parts[1].removesuffix(".jsonl"), "/".join(parts[2:])


def _open_store(url: str) -> _Store:
    if "://" not in url:
        return _LocalStore(Path(url))
    import fsspec

    try:
        filesystem, root = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ArchiveError(f"the archive {url} cannot be opened: {error}") from None
    if "file" in _protocols(filesystem):
        return _LocalStore(Path(root))
    return _RemoteStore(filesystem, root)


class _LocalStore:
    """A folder. What ``write`` and ``append_line`` return from is on the disk, not only on its way there."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()

    def read(self, name: str) -> bytes:
        return (self._root / name).read_bytes()

    def size(self, name: str) -> int:
        return (self._root / name).stat().st_size

    def write(self, name: str, data: bytes) -> None:
        target = self._root / name
        passing = self._root / "tmp" / uuid.uuid4().hex
        for folder in (target.parent, passing.parent):
            _make_folder(folder)
        try:
            _write_through(passing, data, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o444)
            passing.replace(target)
        finally:
            passing.unlink(missing_ok=True)
        _sync_folder(target.parent)

    def names(self, prefix: str) -> Iterator[str]:
        folder = self._root / prefix
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from self.names(f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name

    def append_line(self, run_id: str, line: bytes) -> None:
        path = self._root / "journal" / f"{run_id}.jsonl"
        with self._lock:
            _make_folder(path.parent)
            begun = path.exists()
            # A run that died in the middle of a line must not swallow the next one.
            torn = begun and not _ends_with_newline(path)
            _write_through(path, (b"\n" if torn else b"") + line + b"\n", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o644)
            if not begun:
                _sync_folder(path.parent)


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _write_through(path: Path, data: bytes, flags: int, mode: int) -> None:
    with _named(path), open(os.open(path, flags, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """A full disk does not say which it is."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def _make_folder(path: Path) -> None:
    """A folder is on the disk once the one above it is, too."""
    if not path.is_dir():
        _make_folder(path.parent)
        path.mkdir(exist_ok=True)
        _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        with _named(path):
            os.fsync(handle)
    finally:
        os.close(handle)


#: Stores in which one upload is there whole or not at all; elsewhere bytes go to a passing name first.
_ATOMIC = frozenset({"memory", "s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "obs", "cos"})


def _protocols(filesystem: Any) -> tuple[str, ...]:
    protocol = filesystem.protocol
    return (protocol,) if isinstance(protocol, str) else tuple(protocol)


class _RemoteStore:
    """Any store that fsspec knows."""

    def __init__(self, filesystem: Any, root: str) -> None:
        self._fs = filesystem
        self._root = root.rstrip("/")
        self._atomic = not _ATOMIC.isdisjoint(_protocols(filesystem))
        self._lock = threading.Lock()
        self._numbers: dict[str, Iterator[int]] = {}

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def read(self, name: str) -> bytes:
        return self._fs.cat_file(self._path(name))

    def size(self, name: str) -> int:
        return self._fs.info(self._path(name))["size"]

    def write(self, name: str, data: bytes) -> None:
        target = self._path(name)
        self._fs.makedirs(target.rpartition("/")[0], exist_ok=True)
        if self._atomic:
            self._fs.pipe_file(target, data)
            return
        passing = self._path(f"tmp/{uuid.uuid4().hex}")
        self._fs.makedirs(self._path("tmp"), exist_ok=True)
        self._fs.pipe_file(passing, data)
        self._fs.mv(passing, target)

    def names(self, prefix: str) -> Iterator[str]:
        self._fs.invalidate_cache()
        cut = len(self._fs._strip_protocol(self._path("x"))) - 1
        try:
            found = self._fs.find(self._path(prefix.rstrip("/")))
        except FileNotFoundError:
            return
        for path in sorted(found):
            yield path[cut:]

    def append_line(self, run_id: str, line: bytes) -> None:
        with self._lock:
            if run_id not in self._numbers:
                last = max(self.names(f"journal/{run_id}/"), default="/0")
                self._numbers[run_id] = itertools.count(int(Path(last).stem) + 1)
            number = next(self._numbers[run_id])
        self.write(f"journal/{run_id}/{number:09d}.json", line)
