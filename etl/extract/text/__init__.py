"""Plain text as converters give it: tables with one cell a line, behind a TAB or by the count of lines, tab-separated rows, commas, bars, dashes, drawn frames,
markup amid the text, or bare lines; and Markdown.

Spans are lost in all but frames and markup, so most of these tables are not ``exact``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from etl.documents import Block, Document, Paragraph, Table
from etl.errors import ReadError
from etl.extract.anchors import SECTION, STATISTIC
from etl.extract.encoding import decode
from etl.extract.grid import place, table
from etl.extract.limits import MAX_CHARACTERS, at_most
from etl.extract.text import dashed, drawn, marks, markup, pipes, shreds, tabs, upended
from etl.extract.text.grammar import Found, Grammar, without_filling, without_gaps
from etl.extract.text.pipes import pipe_rows
from etl.report import Origin
from etl.text import squeeze, strip_artefacts, unified

__all__ = ["from_text", "pipe_rows", "read"]

_GRAMMARS: tuple[Grammar, ...] = (drawn.read, dashed.read, tabs.read, pipes.read)
_SENTENCE_END = tuple("。！？；：.!?;:”）)】》")
_RUN_ON = re.compile(r"(?<=[。！？；）)：])(?:　　|(?=[一二三四五六]、[^。！？；　]{4,40}$))")
_TELLING = re.compile(r"[|^\t<+＋｜￨\u2500-\u257f]|--|==|－－|——")
"""What a line of a table holds, or the line below its header."""
_LEFT_OUT = "[TABLE]"
"""What pandoc writes for a table that it cannot draw."""
_SITE = re.compile(r"\s*[-_|—–·]+\s*\S{2,30}")
_NEAR = 60
"""Blocks among which a page's title stands again."""
_TITLE = 8
"""Characters of a title at least."""
_BREAK = re.compile("\r{1,3}\n|[\r\v\x85\u2028\u2029]")
"""The end of a line, with the carriage returns that programs put before it, one after another."""
_PAGE_NUMBER = re.compile(r"\n(\d{1,3})(?=\n|\Z)")
_PAGE_END = re.compile(r"\n(\d{1,3})(?=\n{4}|\n*\Z)")
"""A number by itself; and one ahead of the empty lines that Tika writes behind a page, or at the end."""
_PAGE = 12
"""Lines of a page at least."""
_WHOLE, _HEADING, _SECTIONS = 800, 40, 3
"""Characters of a line that holds a whole report, at least; those of a heading of its sections at most, and how many of these it holds."""
_GAP = re.compile(r"(?:[\s|]|(?<![^\s|])-{3,}(?![^\s|]))+")
"""What parts the words of such a line: spaces, the bars between cells, and rules."""
_LONG = 60
"""Characters from which on a line may hold more than one paragraph."""


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError("empty")`` when there is nothing but white space."""
    at_most(len(data), 4 * MAX_CHARACTERS, "bytes of text")
    decoded = decode(data, origin.headers.get("content-type"))
    if not decoded.text.strip(" \t\r\n\f\v\u3000\xa0\ufeff\0"):
        raise ReadError("empty", "the file holds nothing but white space")
    at_most(len(decoded.text), MAX_CHARACTERS, "characters")
    blocks, wrapped, pages = from_text(decoded.text)
    title, blocks = _page_title(blocks)
    left_out = sum(isinstance(b, Paragraph) and b.text.strip() == _LEFT_OUT for b in blocks)
    lost = (f"{left_out} tables are left out of the text: {_LEFT_OUT} stands in their place",) if left_out else ()
    return Document(
        media_type="text/plain", blocks=blocks, reader="text", title=title, meta={"charset": decoded.charset},
        wrapped=wrapped, pages=pages, warnings=decoded.warnings + lost,
    )


def _page_title(blocks: tuple[Block, ...]) -> tuple[str | None, tuple[Block, ...]]:
    """The title of the page that the text was taken from, where it is the first line: words that stand below once more, and the site's
    name behind them."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        for other in blocks[1:_NEAR]:
            if isinstance(other, Paragraph) and len(other.text) >= _TITLE and first.text.startswith(other.text) \
                    and _SITE.fullmatch(first.text[len(other.text):]):
                return first.text, blocks[1:]
    return None, blocks


def from_text(text: str) -> tuple[tuple[Block, ...], bool, int | None]:
    """Blocks, whether paragraphs are physical lines, and the number of pages (None without form feeds)."""
    text = tabs.with_single_breaks(tabs.with_single_tabs(strip_artefacts(unified(_BREAK.sub("\n", text).replace("\0", "")))))
    title, text = marks.front_matter(marks.without_broken_spans(text))
    text = _with_form_feeds(shreds.without_shreds(text))
    sheets = text.removesuffix("\f").rstrip("\n").split("\f")
    paged = len(sheets) > 1
    blocks: list[Block] = [Paragraph(title, heading=True)] if title else []
    for number, sheet in enumerate(sheets, 1):
        lines = [part for line in sheet.split("\n") for part in _without_run_on(line)]
        blocks += _blocks(_rows_in_lines(lines), number if paged else None)
    counted = iter(range(len(blocks)))
    blocks = [replace(block, index=next(counted)) if isinstance(block, Table) else block for block in blocks]
    return tuple(blocks), _is_wrapped(blocks, paged), len(sheets) if paged else None


def _with_form_feeds(text: str) -> str:
    """The text with its pages parted, where all numbers on lines of their own count on, as far apart as pages are; or all those ahead of
    the empty lines that a converter writes between pages."""
    for end in () if "\f" in text else (_PAGE_NUMBER, _PAGE_END):
        found = list(end.finditer(text))
        numbers = [int(m[1]) for m in found]
        if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) \
                and all(text.count("\n", a.end(), b.start()) >= _PAGE for a, b in pairwise(found)):
            return end.sub(r"\g<0>\f", text).rstrip("\f\n")
    return text


def _blocks(lines: Sequence[str], page: int | None) -> Iterator[Block]:
    """Tables and other lines, in order."""
    for part in _parts(lines):
        if isinstance(part, Found):
            for cell in (cell for row in part.rows for cell in row):
                cell.text, cell.page = marks.plain(cell.text), page
            rows = part.rows if part.exact else without_gaps(part.rows)
            yield table(0, place(without_filling(rows)), part.exact)
        elif not isinstance(part, str):
            yield replace(part, page=page) if isinstance(part, Paragraph) else part
        elif heading := marks.heading(part):
            yield Paragraph(heading, page, heading=True)
        elif part.strip() and not marks.is_fence(part):
            for line in _paragraphs(part) if len(part) > _LONG else (part,):
                yield Paragraph(marks.plain(line).rstrip(), page)


def _rows_in_lines(lines: Sequence[str]) -> list[str]:
    """The lines, with the rows of tables whose cells are parted otherwise than by TABs, as far as they are told without a grammar."""
    return list(upended.with_tabs(list(tabs.without_commas(list(tabs.with_whole_fields(pipes.with_tabs(pipes.without_word_grids(lines))))))))


def _without_run_on(line: str) -> Sequence[str]:
    """A line that holds a whole report, or a whole table with bars between its cells, as programs leave it that make a space of each line's
    end: its words, a line each."""
    if len(line) <= _WHOLE:
        return (line,)
    words = [word for word in _GAP.split(line) if word]
    sections = sum(len(word) <= _HEADING and bool(SECTION.match(squeeze(word))) for word in words)
    rows = len(STATISTIC.findall(line)) if "|" in line else 0
    # below the rule of a Markdown table each line is a row, up to an empty one
    return ["", *words] if max(sections, rows) >= _SECTIONS else (line,)


def _paragraphs(line: str) -> Iterator[str]:
    """A line without what a converter ran on behind its end: a paragraph that begins with an indent, the heading of a section."""
    start = 0
    for stop in _RUN_ON.finditer(line):
        if stop[0] or SECTION.match(squeeze(line[stop.end():])):
            yield line[start : stop.start()]
            start = stop.end()
    yield line[start:]


def _parts(lines: Sequence[str]) -> Iterator[Found | Block | str]:
    at = 0
    none_before = dict.fromkeys((markup.read, *_GRAMMARS), 0)
    telling = [bool(_TELLING.search(line)) for line in lines] + [False]
    while at < len(lines):
        for grammar, first in none_before.items() if telling[at] or telling[at + 1] else ():
            found = grammar(lines, at) if first <= at else None
            if isinstance(found, markup.Marked) and found.blocks:
                yield from found.blocks
            elif isinstance(found, Found) and found.rows:
                yield found
            elif found:
                none_before[grammar] = found.end
                continue
            else:
                continue
            at = found.end
            break
        else:
            yield lines[at]
            at += 1


def _is_wrapped(blocks: Sequence[Block], paged: bool) -> bool:
    """Whether lines were cut at a page's width: then most long lines end in mid-sentence."""
    long = [b.text.strip() for b in blocks if isinstance(b, Paragraph) and len(b.text.strip()) >= 20]
    broken = sum(not line.endswith(_SENTENCE_END) for line in long)
    if not long:
        return paged and not any(isinstance(b, Table) for b in blocks)
    return broken * 3 >= len(long)
