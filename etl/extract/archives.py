"""Archives: of what they hold (:mod:`etl.extract.unpack`), the member that is the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress
from operator import not_

from etl.documents import Block, Document, Paragraph, Table
from etl.errors import ReadError
from etl.extract import anchors, kinds, ocr
from etl.extract.unpack import Budget, Member, members, natural
from etl.report import Origin
from etl.text import squeeze

_MAX_NESTED = 2
_REPORT = 3
"""Weight below which a document is no report (a note, a list of the files), and sections from which on prose is one's."""
_SAID = 2
"""Labels of tables that sentences may use, too."""
_MOST = 100
"""Members that are looked into. A body has a report and a few files beside it; of an archive of hundreds one is read all the same."""
_HEAD = 10
"""Paragraphs among which a title stands."""
_PROSE = 300
"""Characters of a report's prose, at least."""
_TITLE = re.compile(r"信息公开.{0,10}(?:报告|年报)$")
_LIKELY = re.compile("公开|年报|报告")
_DRAFT = re.compile("初稿|草稿|送审|修改稿|讨论稿|征求意见|备份|模[板版]|样[本表]|范本|空[白表]")
"""Names of files that were not put out, or are there to be filled in."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")


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


def read(data: bytes, origin: Origin, depth: int = 0, budget: Budget | None = None) -> Document:
    """The member that is the report. Pictures beside no report are its pages. What else was found is named in a warning, and what
    of it may be a report of its own stands in ``others``.

    The document's ``archive_member`` says which member that is, for :func:`source`. Raises the error of the likeliest
    member where none can be read.
    """
    held = list(members(data, budget := budget or Budget()))
    is_page = [kinds.media_type(item.data) in kinds.PICTURES for item in held]
    pages = list(compress(held, is_page))
    found, failed = _documents(list(compress(held, map(not_, is_page))), origin, depth, budget)
    found = _together(sorted(found, key=lambda f: (f.weight < _REPORT, bool(_DRAFT.search(f.path)), -f.weight, not _is_meant(f.document, origin))))
    first = next((error for _, error in failed if error), None)
    if pages and (not found or found[0].weight < _REPORT):
        try:
            found.insert(0, _Found("", ocr.read(data, origin)))
        except ReadError as error:
            if error.kind == "too_large":
                raise
            first = first or error
    if not found:
        raise first or ReadError("empty", "the archive holds no files")
    chosen, document = found[0].path, found[0].document
    left = [*(f"{name} ({error.kind if error else 'not looked at'})" for name, error in failed), *(f.path for f in found[1:])]
    if chosen:
        left += [page.name for page in pages]
    told = (f"archive: {chosen or 'its pictures'} read; left out: {', '.join(left[:20])}",) if left else ()
    others = [f.document for f in found[1:] if f.weight >= _REPORT] + [other for f in found for other in f.document.others]
    # What cannot be read is another report where its name says so; what was not looked at may be one whatever its name.
    unread = [Document(kinds.UNKNOWN, () if error else (Paragraph(name),), "", meta={"archive_member": name}) for name, error in failed]
    meta = {**document.meta, "archive_member": chosen}
    return replace(document, meta=meta, warnings=document.warnings + told, others=(*others, *unread))


_Failed = tuple[str, ReadError | None]
"""Name of a member that was not read, and why; None where so many were that it was not tried."""


def _documents(items: Sequence[Member], origin: Origin, depth: int, budget: Budget) -> tuple[list[_Found], list[_Failed]]:
    """The members that can be read, in their order, and the others."""
    # Here, and nowhere else, reading begins anew: a member is a file of any kind.
    from etl.extract import extract

    found: dict[int, _Found] = {}
    failed: list[_Failed] = []
    likely = sorted(enumerate(items), key=lambda pair: not _LIKELY.search(pair[1].name))
    for i, item in likely[:_MOST]:
        inner = replace(origin, name=item.name or origin.name, headers={})
        is_archive = kinds.media_type(item.data) in kinds.ARCHIVES
        if is_archive and depth >= _MAX_NESTED:
            raise ReadError("too_large", "archives are nested too deeply")
        try:
            document = read(item.data, inner, depth + 1, budget) if is_archive else extract(item.data, inner)
        except ReadError as error:
            if is_archive and error.kind == "too_large":
                raise
            failed.append((item.name, error))
            continue
        path = "/".join(filter(None, (item.name, document.meta.get("archive_member"))))
        document = replace(document, meta={**document.meta, "archive_member": path})
        found[i] = _Found(path, document, anchors.sections(document), anchors.labels(document))
    return [found[i] for i in sorted(found)], [*failed, *((item.name, None) for _, item in likely[_MOST:])]


def _is_meant(document: Document, origin: Origin) -> bool:
    """Whether a document begins with the year that the link or page which led here names: of last year's report and this year's
    that one is asked for."""
    asked = next((m.group() for text in (origin.list_title, origin.page_title) if text and (m := _YEAR.search(text))), None)
    return asked is not None and asked in "".join(p.text for p in document.paragraphs[:_HEAD])


def _together(found: list[_Found]) -> list[_Found]:
    """A report whose prose is one file and whose tables are others, as one document; else what there is."""
    prose = [f for f in found if len(f.sections) >= _REPORT] or [f for f in found if len(f.labels) <= _SAID and _is_titled(f.document)]
    tables = sorted((f for f in found if f.labels and f not in prose), key=lambda f: natural(f.path))
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
    whole = replace(first, blocks=tuple(blocks), reader="archive", second=None, warnings=(*(w for part in parts for w in part.warnings), *told))
    return [_Found(prose[0].path, whole, prose[0].sections, frozenset().union(*(f.labels for f in tables))),
            *(f for f in found if f not in prose and f not in tables)]


def _is_titled(document: Document) -> bool:
    """Whether a text without the headings of sections begins with the title of a report."""
    texts = [squeeze(p.text) for p in document.paragraphs]
    return any(map(_TITLE.search, texts[:_HEAD])) and sum(map(len, texts)) >= _PROSE


def source(data: bytes, document: Document) -> bytes:
    """The bytes that ``document`` was read from: those of a member where ``data`` is an archive."""
    return _at(data, document.meta.get("archive_member", ""))


def _at(data: bytes, path: str) -> bytes:
    data = kinds.bare(data)
    if kinds.media_type(data) not in kinds.ARCHIVES:
        return data
    for item in members(data):
        if not item.name or (path and (path == item.name or path.startswith(item.name + "/"))):
            return _at(item.data, path[len(item.name) + 1 :] if item.name else path)
    return data
