"""Cuts the prose of a report into its numbered sections.

A section begins at a heading with a top-level number (一、 or, where Word's automatic number leaked into the text, 1、) or at one
of the official titles alone. Of all candidates the chain is taken that rises in number and best fits the official order, so
that 一、 inside a section, and the rows 一、本年新收… of a table printed as text, do not cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.dates import chinese_number
from etl.documents import Document, Paragraph
from etl.parse.tables import kind_of_text
from etl.report import Section
from etl.text import fold, squeeze, strip_artefacts

_NUMERALS = "一二三四五六七八九十"
_NUMBERED = re.compile(rf"^第?([{_NUMERALS}]{{1,2}}|[1-9])(?:[、.．,:：]|部分[、:：]?)(?![0-9])(.*)$", re.S)
#: The official sections by what their titles are about; wording differs from report to report.
_ROLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (4, re.compile(r"(?:行政)?复议.{0,8}(?:诉讼|申诉)|(?:行政)?诉讼.{0,6}复议")),
    (3, re.compile(r"收到和处理.*申请|依申请公开.*情况|依申请公开.{0,4}$|申请(?:公开)?(?:办理|处理)?情况")),
    (5, re.compile(r"(?:存在|主要).{0,6}问题|问题(?:和|及|与).{0,4}改进")),
    (6, re.compile(r"其[他它].{0,6}(?:报告|说明|需要).{0,4}事项|其[他它]事项")),
    (2, re.compile(r"主动公开.*情况|信息主动公开|主动公开政府信息")),
    (1, re.compile(r"总体情况|^概述|工作概述|基本(?:工作)?情况|工作基本情况|工作要点|工作总体")),
)
_OFFICIAL = (
    "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
    "政府信息公开行政复议行政诉讼情况", "存在的主要问题及改进情况", "存在的主要问题和改进情况", "其他需要报告的事项",
)
_TITLES = frozenset(map(squeeze, _OFFICIAL))
_OFFICIAL_ALONE = re.compile(rf"[{_NUMERALS}]、(?:{'|'.join(_TITLES)})")
#: 总体情况中所列数据… is a sentence.
_SPOKEN_OF = re.compile(f"(?:{'|'.join(_TITLES)})[中内里所]")
#: The last section of reports before 2019, whatever its number.
_LAST = re.compile("(?:政府)?信息公开(?:工作)?情况统计表")
#: The number of a list that an editor put ahead of every paragraph.
_LEAKED = re.compile(rf"^\s*\d{{1,3}}\s*[.、．)）]\s*(?=第?[{_NUMERALS}]{{1,2}}[、．.部])")
#: What may stand ahead of an official title that is alone on its line: a number written in another way, a bracket, a bullet.
_MARKED = re.compile(r"^[(（【〖\[<■●◆▶★]*(?:[一二三四五六壹贰叁肆伍陆]|[1-6]|IV|VI?|I{1,3})?[)）、.,:：]?")
#: 一、本年新收政府信息公开申请数量 and its like: rows of table 3, with or without their numbers behind them.
_ROW = re.compile("[一二三四]、?(?:本年新收|上年度?结转|本年度?办理结果|结转下年)")
#: Words behind a run-in heading (六、其他：收取信息处理费2件): behind a label stands a number only.
_TOLD = re.compile(r"[\u4e00-\u9fff]{4}.*(?:。|\d[件宗条次元])$")
_SENTENCE_END = "。！？；：!?;:"
_NEW_PARAGRAPH = re.compile(
    rf"^(?:[(（][{_NUMERALS}\d]{{1,3}}[)）]|[{_NUMERALS}]{{1,3}}[、.]|\d{{1,2}}[、.．](?!\d)|第[{_NUMERALS}]+[、条章]|附件|[-—●■◆*])")
_PAGE_NUMBER = re.compile(r"^[-—–－\s]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*共?\s*\d{1,4}\s*页?)?)[-—–－\s]*$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    position: int
    number: int
    role: int | None
    heading: str
    rest: str
    weight: float
    lines: int = 1


def role_of(title: str) -> int | None:
    """Which official section (1 to 6) a title speaks of, or None."""
    return next((role for role, pattern in _ROLES if pattern.search(title)), None)


def _candidate(paragraphs: Sequence[Paragraph], i: int, arabic: bool = False) -> _Candidate | None:
    """A paragraph as a heading, or None. ``arabic``: the report numbers its sections 1、2、3、, so that these need not be the official ones."""
    raw = _LEAKED.sub("", strip_artefacts(paragraphs[i].text)).strip()
    text = squeeze(raw)
    if not text or len(text) > 2000:
        return None
    numbered = _NUMBERED.match(text)
    number = title = None
    if numbered:
        word = numbered[1]
        number = int(word) if word.isdigit() else chinese_number(word)
        title = numbered[2]
    elif (bare := _MARKED.sub("", text).rstrip("】〗]>:。")) in _TITLES:
        title, number = bare, role_of(bare)
    elif paragraphs[i].heading and len(text) <= 30:
        title = text
        number = role_of(text)
    if number is None or not title or number > 12 or _SPOKEN_OF.match(title):
        return None
    heading, rest = _run_in(raw, title)
    short = squeeze(heading)
    over_prose = i + 1 < len(paragraphs) and paragraphs[i + 1].text.rstrip().endswith("。")  # 三、回应解读情况 heads indicators told in sentences
    over_prose = over_prose or bool(_TOLD.search(squeeze(rest)))
    if len(short) > 45 or (kind_of_text(short) and role_of(title) is None and not over_prose) or _ROW.match(short):
        return None
    shown = _NUMBERED.match(short)
    body = shown[2] if shown else short
    role = role_of(body)
    if len(body) > 30 and role is None:
        return None
    trusted = paragraphs[i].heading or _LAST.fullmatch(body) or (arabic and (role or "收费" in body))
    if numbered and numbered[1].isdigit() and role != number and not trusted:
        return None  # 1.主动公开情况 is a sub-heading; 1、 总体情况 a leaked automatic number
    weight = 1.0 + (3.0 if role == number else 1.0 if role else 0.0) + (0.5 if paragraphs[i].heading else 0.0)
    lines = 1
    if role is None and i + 1 < len(paragraphs) and not rest:
        whole = squeeze(heading + paragraphs[i + 1].text)
        stripped = _NUMBERED.match(whole)
        if stripped and stripped[2] in _TITLES:
            heading, role, lines, weight = heading + paragraphs[i + 1].text.strip(), role_of(stripped[2]), 2, 4.0
    return _Candidate(i, number, role, heading, rest, weight, lines)


def heading_of(paragraph: Paragraph) -> int | None:
    """Number of the official section whose heading this paragraph is, by number and by subject; else None."""
    found = _candidate((paragraph,), 0)
    return found.number if found and found.role == found.number else None


def _run_in(raw: str, title: str) -> tuple[str, str]:
    """Splits a run-in heading (一、总体情况。2020年…) from the text behind it."""
    stop = re.search(r"[。：:；\n]", raw)
    if stop and stop.start() <= 45:
        rest = raw[stop.end():].strip()
        if rest:
            return raw[: stop.start()].strip(), rest
        return raw[: stop.start()].strip() if raw[stop.start()] != "\n" else raw.strip(), ""
    if len(squeeze(raw)) > 45:
        for official in _OFFICIAL:
            at = raw.find(official)
            if 0 <= at <= 6:
                return raw[: at + len(official)].strip(), raw[at + len(official):].strip(" 　:：。")
    return raw, ""


def _chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The rising chain with the greatest weight; a step of one is worth more than a leap."""
    best: list[tuple[float, int | None]] = []
    tops: dict[int, int] = {}  # of each number the candidate whose chain weighs most so far
    for i, c in enumerate(candidates):
        value, before = c.weight - 0.3 * max(0, c.number - 1), None
        for j in sorted(tops.values()):
            step = c.number - candidates[j].number
            reached = best[j][0] + c.weight + (0.5 if step == 1 else -0.3 * (step - 1))
            if step > 0 and reached > value:
                value, before = reached, j
        best.append((value, before))
        if c.number not in tops or value > best[tops[c.number]][0]:
            tops[c.number] = i
    if not best:
        return []
    at: int | None = max(range(len(best)), key=lambda i: best[i][0])
    chain = []
    while at is not None:
        chain.append(candidates[at])
        at = best[at][1]
    return chain[::-1]


def _without_contents(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates but for a table of contents: three or more, close together, whose titles all stand again further down."""
    kept: list[_Candidate] = []
    start = 0
    entries = [_entry(c) for c in candidates]
    last = {entry: i for i, entry in enumerate(entries)}
    for i, c in enumerate(candidates):
        if i + 1 < len(candidates) and candidates[i + 1].position - c.position <= _CLOSE and candidates[i + 1].number > c.number:
            continue
        if i - start < 2 or not all(last[entry] > i for entry in entries[start : i + 1]):
            kept += candidates[start : i + 1]
        start = i + 1
    return kept


_CLOSE = 2
"""Paragraphs from one entry of a table of contents to the next, at most."""


def _entry(candidate: _Candidate) -> tuple[int, str]:
    """A heading without the dots and the page number that a table of contents sets behind it."""
    return candidate.number, re.sub(r"[\W\d_]+$", "", squeeze(candidate.heading))


@lru_cache(maxsize=2)
def _headings(paragraphs: tuple[Paragraph, ...]) -> tuple[_Candidate, ...]:
    """The chain of headings, asked for several times a document; empty where none of them is about an official section's subject."""
    found = [c for i in range(len(paragraphs)) if (c := _candidate(paragraphs, i))]
    if {1, 2, 3} <= {c.number for c in found if c.number == c.role and c.heading.strip()[:1] in "123"}:
        found = [c for i in range(len(paragraphs)) if (c := _candidate(paragraphs, i, arabic=True))]
    chain = _chain(_without_contents(found))
    return tuple(chain) if any(c.role for c in chain) else ()


def _paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """The document's paragraphs in order, with those that are rows of a table: some bodies print the whole report as one, each
    heading and passage in a row of its own over its whole width. A lone sentence there may be a note on the table."""
    found: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(block)
            continue
        # A heading without a tab ahead of a table written with tabs has become its first cell.
        whole = [row[0] for row in block.rows if row and (len(row) == 1 or _OFFICIAL_ALONE.fullmatch(squeeze(row[0].text)))]
        rows = [(Paragraph(line, cell.page), kind_of_text(squeeze(cell.text))) for cell in whole for line in cell.text.split("\n")]
        if len(block.rows) == 1 < len(block.rows[0]):  # a heading set in cells: its number, its title
            rows = [(Paragraph(" ".join(c.text for c in block.rows[0]), block.rows[0][0].page), None)]
        if any(heading_of(p) for p, _ in rows) or sum(cell.text.rstrip().endswith("。") for cell in whole) > 1:
            found += [p for p, label in rows if not label or heading_of(p)]
    return tuple(found)


def cut(document: Document) -> tuple[Section, ...]:
    """The sections in order. Text before the first heading is the title part and belongs to none.

    A document without headings gives one section without number that holds all its prose.
    """
    paragraphs = _paragraphs(document)
    chain = _headings(paragraphs)
    if not chain:
        text = prose(paragraphs, document.wrapped)
        return (Section(None, "", text),) if text else ()
    sections = []
    for c, following in zip(chain, [*chain[1:], None], strict=True):
        stop = following.position if following else len(paragraphs)
        body = prose(paragraphs[c.position + c.lines : stop], document.wrapped)
        text = "\n".join(part for part in (c.rest, body) if part)
        sections.append(Section(c.number, tidy(c.heading), text))
    return tuple(sections)


def preamble(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs before the first section: title, date line, the sentence on the period."""
    paragraphs = _paragraphs(document)
    chain = _headings(paragraphs)
    return paragraphs[: chain[0].position] if chain else paragraphs


def tidy(text: str) -> str:
    """A line as a person would type it: white space runs to one space, none at the edges."""
    return re.sub(r"[ \t\r\n\u00a0\u3000]+", " ", strip_artefacts(text)).strip()


def prose(paragraphs: Sequence[Paragraph], wrapped: bool) -> str:
    """Paragraphs joined by newlines. Physical lines (PDF, text) are first joined to paragraphs; page numbers go."""
    lines = [tidy(p.text) for p in paragraphs if p.text.strip()]
    if not wrapped:
        return "\n".join(line for line in lines if line)
    lines = [line for line in lines if line and not _PAGE_NUMBER.match(fold(line))]
    lengths = sorted(len(line) for line in lines)
    full = lengths[int(len(lengths) * 0.8)] if lengths else 0
    joined: list[str] = []
    open_line = False
    for line in lines:
        if joined and open_line and not _NEW_PARAGRAPH.match(fold(line)):
            gap = " " if joined[-1][-1:].isascii() and joined[-1][-1:].isalnum() and line[:1].isascii() and line[:1].isalpha() else ""
            joined[-1] += gap + line
        else:
            joined.append(line)
        open_line = len(line) >= 0.8 * full and not (line[-1] in _SENTENCE_END and len(line) < 0.95 * full)
    return "\n".join(joined)
