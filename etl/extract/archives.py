"""Archives (ZIP, 7z, RAR, gzip): their members, within limits, and the one that is the report."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from etl.documents import Block, Document, Table
from etl.errors import ReadError
from etl.extract import anchors, kinds
from etl.extract.foreign import parsing
from etl.extract.limits import MAX_EXPANDED, MAX_MEMBERS, at_most
from etl.extract.package import member, open_zip
from etl.report import Origin

_MAX_NESTED = 2
_REPORT = 3
"""Weight below which a document is no report (a note, a list of the files), and sections from which on prose is one's."""
_SAID = 2
"""Labels of tables that sentences may use, too."""
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "~$")
_HOW = "7z and RAR archives need libarchive (Debian: apt-get install libarchive13; pip install libarchive-c)"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive. ``name`` is the archive's word for it: a label, never a path to write to."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Found:
    """A member that could be read, and what it has of a report."""

    path: str
    document: Document
    sections: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    @property
    def weight(self) -> int:
        return len(self.sections) + 3 * len(self.labels)


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
    media_type = kinds.media_type(data)
    budget = budget or Budget()
    if media_type == kinds.ZIP:
        yield from _zip(data, budget)
    elif media_type == kinds.GZIP:
        yield Member("", _gunzip(data, budget))
    elif media_type in (kinds.SEVEN_ZIP, kinds.RAR):
        yield from _libarchive(data, budget)
    else:
        raise ReadError("unsupported", f"{media_type} is no archive")


def read(data: bytes, origin: Origin, depth: int = 0, budget: Budget | None = None) -> Document:
    """The member that is the report; the others are named in a warning. Pictures beside no report are its pages.

    The document's ``archive_member`` says which member that is, for :func:`source`. Raises the error of the likeliest
    member where none can be read.
    """
    from etl.extract import extract, ocr

    found: list[_Found] = []
    first: ReadError | None = None
    others: list[str] = []
    pages: list[Member] = []
    budget = budget or Budget()
    for item in members(data, budget):
        inner = replace(origin, name=item.name or origin.name, headers={})
        media_type = kinds.media_type(item.data)
        if media_type in kinds.PICTURES:
            pages.append(item)
            continue
        try:
            if media_type in kinds.ARCHIVES:
                if depth >= _MAX_NESTED:
                    raise ReadError("too_large", "archives are nested too deeply")
                document = read(item.data, inner, depth + 1, budget)
            else:
                document = extract(item.data, inner)
        except ReadError as error:
            if error.kind == "too_large":
                raise
            first = first or error
            others.append(f"{item.name} ({error.kind})")
            continue
        path = "/".join(filter(None, (item.name, document.meta.get("archive_member"))))
        found.append(_Found(path, document, anchors.sections(document), anchors.labels(document)))
    found.sort(key=lambda f: -f.weight)
    found = _together(found)
    if pages and (not found or found[0].weight < _REPORT):
        try:
            found.insert(0, _Found("", ocr.read(data, origin)))
        except ReadError as error:
            if error.kind == "too_large":
                raise
            first = first or error
    others += [other.path for other in found[1:]]
    if not found:
        raise first or ReadError("empty", "the archive holds no files")
    chosen, document = found[0].path, found[0].document
    if chosen:
        others += [page.name for page in pages]
    left_out = (f"archive: {chosen or 'its pictures'} read; left out: {', '.join(others[:20])}",) if others else ()
    meta = {**document.meta, "archive_member": chosen}
    return replace(document, meta=meta, warnings=document.warnings + left_out)


def _together(found: list[_Found]) -> list[_Found]:
    """A report whose prose is one file and whose tables are others, as one document; else what there is."""
    prose = [f for f in found if len(f.sections) >= _REPORT]
    tables = sorted((f for f in found if f.labels and f not in prose), key=lambda f: _natural(f.path))
    own = sum(len(f.labels) for f in tables) == len(frozenset().union(*(f.labels for f in tables)))
    if len(prose) != 1 or len(prose[0].labels) > _SAID or not tables or not own or any(f.document.unread for f in (*prose, *tables)):
        return found  # two files with one table are two reports
    first, parts = prose[0].document, [f.document for f in (*prose, *tables)]
    blocks: list[Block] = []
    count = 0
    for block in (b for part in parts for b in part.blocks):
        blocks.append(replace(block, index=count) if isinstance(block, Table) else block)
        count += isinstance(block, Table)
    told = (f"archive: read as one report: {', '.join(f.path for f in (*prose, *tables))}",)
    whole = replace(first, blocks=tuple(blocks), reader="archive", warnings=(*(w for part in parts for w in part.warnings), *told))
    return [_Found(prose[0].path, whole, prose[0].sections, frozenset().union(*(f.labels for f in tables))),
            *(f for f in found if f not in prose and f not in tables)]


def source(data: bytes, document: Document) -> bytes:
    """The bytes that ``document`` was read from: those of a member where ``data`` is an archive."""
    return _at(data, document.meta.get("archive_member", ""))


def _at(data: bytes, path: str) -> bytes:
    if kinds.media_type(data) not in kinds.ARCHIVES:
        return data
    for item in members(data):
        if not item.name or (path and (path == item.name or path.startswith(item.name + "/"))):
            return _at(item.data, path[len(item.name) + 1 :])
    return data


def pictures(data: bytes) -> list[bytes]:
    """The pictures of an archive in the order of their names, 2 before 10: the pages of a report."""
    found = [item for item in members(data) if kinds.media_type(item.data) in kinds.PICTURES]
    return [item.data for item in sorted(found, key=lambda item: _natural(item.name))]


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d{1,9})", name)]


def _wanted(name: str) -> bool:
    return not name.endswith("/") and not any(mark in name for mark in _IGNORED)


def _zip(data: bytes, budget: Budget) -> Iterator[Member]:
    with open_zip(data) as package:
        for item in package.infolist():
            if item.is_dir() or not _wanted(item.filename):
                continue
            content = member(package, item.filename, budget.size)
            budget.take(len(content))
            # Chinese programs write GBK names without saying so; zipfile then reads them as code page 437.
            name = item.filename
            if not item.flag_bits & 0x800:
                try:
                    name = name.encode("cp437").decode("gb18030")
                except UnicodeError:
                    name = item.filename
            yield Member(name, content)


def _gunzip(data: bytes, budget: Budget) -> bytes:
    inflater = zlib.decompressobj(31)
    with parsing("the gzip file"):
        content = inflater.decompress(data, budget.size + 1)
    budget.take(len(content))
    if not inflater.eof:
        raise ReadError("corrupt", "the gzip file breaks off before its end")
    return content


def _format(data: bytes) -> str:
    # Named, for libarchive would look for a ZIP at the end of the data first and find a stored member.
    return "7zip" if data.startswith(b"7z") else "rar5" if data[6:7] == b"\x01" else "rar"


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
                    if not entry.isfile or not _wanted(entry.pathname or ""):
                        continue
                    content = bytearray()
                    for block in entry.get_blocks():
                        content += block
                        at_most(len(content), budget.size, "bytes when decompressed")
                    budget.take(len(content))
                    found.append(Member(entry.pathname, bytes(content)))
        except libarchive.ArchiveError as error:
            if any(word in str(error).lower() for word in ("passphrase", "encrypt")):
                raise ReadError("encrypted", "the archive needs a password") from error
            raise
    return found
