"""What archives hold (ZIP, 7z, RAR, CAB, tar, gzip, bzip2, xz, mail with attachments, PDF portfolios): their members, within limits.

It reads none of them: :mod:`etl.extract.archives` does, and finds the report; scans take their pages from here.
"""

from __future__ import annotations

import bz2
import email.policy
import io
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from etl.errors import ReadError
from etl.extract import kinds
from etl.extract.encoding import packed_name, zip_name
from etl.extract.foreign import parsing
from etl.extract.limits import MAX_EXPANDED, MAX_MEMBERS, at_most
from etl.extract.package import member, open_zip

_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "~$")
_HOW = "7z, RAR and CAB archives need libarchive (Debian: apt-get install libarchive13; pip install libarchive-c)"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive. ``name`` is the archive's word for it: a label, never a path to write to."""

    name: str
    data: bytes


@dataclass(slots=True)
class Budget:
    """What an archive may still unfold to, with all that is nested in it."""

    size: int = MAX_EXPANDED
    members: int = MAX_MEMBERS

    def take(self, size: int) -> None:
        self.size -= size
        self.members -= 1
        if self.size < 0 or self.members < 0:
            raise ReadError("too_large", f"the archive unfolds to more than {MAX_EXPANDED >> 20} MB or {MAX_MEMBERS:,} members")


def members(data: bytes, budget: Budget | None = None) -> Iterator[Member]:
    """The files of an archive, in its order; an archive inside is one of them. Raises ``ReadError``."""
    media_type, data = kinds.media_type(data), kinds.bare(data)
    budget = budget or Budget()
    if media_type == kinds.ZIP:
        yield from _zip(data, budget)
    elif media_type in _INFLATERS:
        yield Member("", _inflated(data, media_type, budget))
    elif media_type == kinds.TAR:
        yield from _tar(data, budget)
    elif media_type == kinds.MAIL:
        yield from _mail(data, budget)
    elif media_type in (kinds.SEVEN_ZIP, kinds.RAR, kinds.CAB):
        yield from _libarchive(data, budget)
    elif media_type == kinds.PORTFOLIO:
        yield from _portfolio(data, budget)
    else:
        raise ReadError("unsupported", f"{media_type} is no archive")


def pictures(data: bytes) -> list[bytes]:
    """The pictures of an archive in the order of their names, 2 before 10: the pages of a report."""
    found = [item for item in members(data) if kinds.media_type(item.data) in kinds.PICTURES]
    return [item.data for item in sorted(found, key=lambda item: natural(item.name))]


def natural(name: str) -> list[tuple[int, str]]:
    """What names are sorted by, 2 before 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d{1,9})", name)]


def _wanted(name: str) -> bool:
    return not name.endswith("/") and not any(mark in name for mark in _IGNORED)


def _zip(data: bytes, budget: Budget) -> Iterator[Member]:
    with open_zip(data) as package:
        for item in package.infolist():
            if item.is_dir() or not _wanted(item.filename):
                continue
            content = member(package, item, budget.size)
            budget.take(len(content))
            yield Member(zip_name(item), content)


#: What unpacks a file that was compressed alone.
_INFLATERS: dict[str, Callable[[], Any]] = {
    kinds.GZIP: lambda: zlib.decompressobj(31), kinds.BZIP2: bz2.BZ2Decompressor, kinds.XZ: lambda: lzma.LZMADecompressor(memlimit=MAX_EXPANDED),
}


def _inflated(data: bytes, media_type: str, budget: Budget) -> bytes:
    inflater = _INFLATERS[media_type]()
    with parsing("the compressed file"):
        content: bytes = inflater.decompress(data, budget.size + 1)
    budget.take(len(content))
    if not inflater.eof:
        raise ReadError("corrupt", "the compressed file breaks off before its end")
    return content


def _tar(data: bytes, budget: Budget) -> Iterator[Member]:
    with parsing("the archive"), tarfile.open(fileobj=io.BytesIO(data), mode="r:") as package:
        for item in package:
            stream = package.extractfile(item) if item.isreg() and _wanted(item.name) else None
            content = stream.read(budget.size + 1) if stream is not None else b""
            budget.take(len(content))
            if stream is not None:
                yield Member(packed_name(item.name.encode("utf-8", "surrogateescape")), content)


def _mail(data: bytes, budget: Budget) -> Iterator[Member]:
    """The attachments of a message, then its own text."""
    with parsing("the message"):
        parts = [p for p in email.message_from_bytes(data, policy=email.policy.default).walk() if not p.is_multipart()]
        for part in sorted(parts, key=lambda p: not p.is_attachment()):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and (part.is_attachment() or part.get_content_maintype() == "text"):
                budget.take(len(content))
                yield Member(part.get_filename() or part.get_content_type(), content)


def _portfolio(data: bytes, budget: Budget) -> Iterator[Member]:
    from etl.extract.pdf import attached

    for name, content in attached.files(data):
        budget.take(len(content))
        yield Member(name, content)


def _format(data: bytes) -> str:
    # Named, for libarchive would look for a ZIP at the end of the data first and find a stored member.
    return "7zip" if data.startswith(b"7z") else "cab" if data.startswith(b"MSCF") else "rar5" if data[6:7] == b"\x01" else "rar"


def _libarchive(data: bytes, budget: Budget) -> list[Member]:
    found: list[Member] = []
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError) as error:
        raise ReadError("unsupported", _HOW) from error
    with parsing("the archive"):
        try:
            with libarchive.memory_reader(data, _format(data)) as archive:
                for entry in archive:
                    # A name that is no UTF-8 comes as its bytes.
                    name = packed_name(entry.pathname) if isinstance(entry.pathname, bytes) else entry.pathname or ""
                    if not entry.isfile or not _wanted(name):
                        continue
                    content = bytearray()
                    for block in entry.get_blocks():
                        content += block
                        at_most(len(content), budget.size, "bytes when decompressed")
                    budget.take(len(content))
                    found.append(Member(name, bytes(content)))
        except libarchive.ArchiveError as error:
            if any(word in str(error).lower() for word in ("passphrase", "encrypt")):
                raise ReadError("encrypted", "the archive needs a password") from error
            raise
    return found
