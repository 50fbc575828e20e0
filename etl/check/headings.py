"""Rule F4: the six sections, by their headings. A heading that is not seen may be missing, or may have been lost in reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from etl import forms
from etl.check.model import Breach, Grid
from etl.report import Section
from etl.text import squeeze

_WORKBOOK = re.compile(r"spreadsheet|ms-excel|csv")
_NUMERALS = "一二三四五六"
#: The tables of a section.
_HOLDS = {2: frozenset(forms.PROACTIVE), 3: frozenset({forms.APPLICATIONS}), 4: frozenset({forms.REVIEW})}
#: A line as short as a heading that speaks of a section's matter may be its heading, in words that nobody has met; so may any words
#: on it behind the last heading that is there.
_LONGEST_HEADING = 30
_ABOUT = {1: re.compile("总体|概[述况]|基本情况"), 2: re.compile("主动公开"), 3: re.compile("申请"), 4: re.compile("复议|诉讼"),
          5: re.compile("问题|不足|改进|打算|短板"), 6: re.compile("其[他它].{0,6}(?:事项|情况)|附则|说明|信息处理费")}
_NOTHING = re.compile(r"(?:(?:本年度|本年|\d{4}年度?)?(?:我?[镇乡局县市区委办])?(?:暂?无(?!法)|没有)[^。;]{0,12})?[。.]?")
#: Fewer headings than these are no row of headings of which one could be said to be missing.
_FEWEST = 4


def is_about(number: int, section: Section) -> bool:
    """Whether the heading speaks of what the official section of this number holds."""
    return bool(_ABOUT[number].search(squeeze(section.heading)))


def says_nothing(text: str) -> bool:
    """An empty section, or one that only says 无."""
    return bool(_NOTHING.fullmatch(squeeze(text)))


def missing_sections(grid: Grid) -> Iterator[Breach]:
    """The official sections that have no heading, in up to three parts: the document's fault, headings that the text seems to
    hold after all, and those of which nobody can tell."""
    sections = [s for s in grid.report.sections if s.number is not None]
    if len(sections) < _FEWEST and _WORKBOOK.search(grid.report.media_type or ""):
        return  # the tables of a report whose text stands elsewhere
    subjects = _subjects(sections)
    present = {subject or s.number for subject, s in zip(subjects, sections, strict=True)}
    # One heading may speak of two sections: 三、…申请情况及行政复议、行政诉讼情况.
    present |= {n for subject, s in zip(subjects, sections, strict=True) if subject for n in range(subject + 1, 7) if is_about(n, s)}
    # A converter that loses a table loses its heading with it: R5 tells of the table.
    gone = [n for n in range(1, 7) if n not in present and (n not in _HOLDS or _HOLDS[n] & set(grid.by_table))]
    lines = [squeeze(line) for s in grid.report.sections for line in s.text.split("\n")]
    behind = squeeze(sections[-1].text) if sections else ""
    unread = [n for n in gone if any(len(line) <= _LONGEST_HEADING and _ABOUT[n].search(line) for line in lines)
              or (n > max((p for p in present if p), default=0) and _ABOUT[n].search(behind))]
    if lost := [n for n in gone if n not in unread]:
        if not unread and _sound(grid, sections, subjects):
            yield Breach(f"应有六个部分，缺：{_named(lost)}", left=6 - len(lost), right=6, origin="source")
        else:
            yield Breach(f"未见{_named(lost)}的标题，可能原文所缺，也可能没有读到", left=6 - len(lost), right=6, origin="reading")
    if unread:
        yield Breach(f"未见{_named(unread)}的标题，文中似有", left=6 - len(unread), right=6, severity="info", origin="reading")


def _subjects(sections: Sequence[Section]) -> list[int | None]:
    """The official section that each heading speaks of, in rising order; None where it speaks of none, or of one gone by. A body
    that leaves a section out numbers the rest anew."""
    found: list[int | None] = []
    last = 0
    for section in sections:
        own = [section.number] if section.number in _ABOUT else []
        subject = next((n for n in (*own, *range(last + 1, 7)) if n > last and is_about(n, section)), None)
        last = subject or last
        found.append(subject)
    return found


def _sound(grid: Grid, sections: Sequence[Section], subjects: Sequence[int | None]) -> bool:
    """Whether the headings were surely all read. A gap in their numbers says that the document does count one that is not seen: as
    a picture, in a table, in other words. Without a gap the last may be lost, and a 无 may be all that is left of it. Where
    lines are inferred from a page, two readers must have found the same headings."""
    last = [line for line in sections[-1].text.split("\n") if line.strip()] if sections else []
    return (
        len(sections) >= _FEWEST and [s.number for s in sections] == list(range(1, len(sections) + 1)) and None not in subjects
        and not (len(last) > 1 and says_nothing(last[-1]))
        and not grid.report.warnings and (grid.same_headings or not grid.inferred)
    )


def _named(numbers: Sequence[int]) -> str:
    return "、".join(f"第{_NUMERALS[n - 1]}部分" for n in numbers)
