"""Reports that a file holds beside the one that is read: those of other bodies, last year's, a corrected one."""

from __future__ import annotations

import re
from collections import Counter

from etl.documents import Document
from etl.parse.titles import Title, read_title, title_lines
from etl.text import fold, squeeze

_NUMBER = re.compile(r"(?:0*[1-9]\d*)(?:\.\d+)?")
_ENOUGH = 10
"""Numbers other than zero from which on two sets of tables that are alike are one."""
_ALIKE = 0.8
"""Share of the numbers that two readings of one report in two formats have in common, at least."""


def other_reports(document: Document) -> tuple[str, ...]:
    """Titles (names of files, where there is none) of the reports in the file that are left out; another copy of the report is none."""
    own = _title(document)
    return tuple(_shown(other, title) for other in document.others
                 if ((title := _title(other)) or other.blocks) and not _is_copy(document, own, other, title))


def _title(document: Document) -> Title | None:
    """The fullest title of a document: printed, stated by the format, or its name in an archive."""
    member = document.meta.get("archive_member", "").rpartition("/")[2]
    stated = [t for text in (document.title, member) if text and (t := read_title(text))]
    return max([*title_lines(document)[:1], *stated], key=lambda t: t.weight, default=None)


def _is_copy(document: Document, own: Title | None, other: Document, title: Title | None) -> bool:
    """Whether two documents are one report in two formats: by their numbers, or by their titles where one shows no numbers."""
    if own and title and ((own.year and title.year and own.year != title.year) or not (own.who in title.who or title.who in own.who)):
        return False
    mine, theirs = _numbers(document), _numbers(other)
    least = min(mine.total(), theirs.total())
    if least >= _ENOUGH:
        if mine.total() == theirs.total() and not any("ocr" in d.reader for d in (document, other)):
            return mine == theirs  # a number that another replaces is a correction
        return (mine & theirs).total() >= _ALIKE * max(mine.total(), theirs.total())
    named = own is not None and title is not None and bool(own.who and title.who and own.year and title.year)
    return named and (least == 0 or mine == theirs)


def _numbers(document: Document) -> Counter[str]:
    """The numbers other than zero in the cells of the tables."""
    found = (_NUMBER.fullmatch(fold(cell.text).strip()) for table in document.tables for cell in table.cells())
    return Counter(m.group().lstrip("0") for m in found if m)


def _shown(document: Document, title: Title | None) -> str:
    if title is not None and title.weight:
        return title.text[:60]
    return document.meta.get("archive_member", "")[-60:] or next((squeeze(p.text)[:60] for p in document.paragraphs if p.text.strip()), "")
