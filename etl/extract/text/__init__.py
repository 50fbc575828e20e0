"""Plain text as converters give it: tables with one cell a line behind a TAB, tab-separated rows, commas, bars, dashes, drawn frames,
markup amid the text, or bare lines; and Markdown.

Spans are lost in all but frames and markup, so most of these tables are not ``exact``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.documents import Block, Document, Paragraph, Table
from etl.errors import ReadError
from etl.extract.anchors import SECTION
from etl.extract.encoding import decode
from etl.extract.grid import place, table
from etl.extract.limits import MAX_CHARACTERS, at_most
from etl.extract.text import dashed, drawn, markdown, markup, pipes, tabs
from etl.extract.text.grammar import Found, Grammar, without_filling
from etl.extract.text.pipes import pipe_rows
from etl.report import Origin
from etl.text import squeeze, strip_artefacts

__all__ = ["from_text", "pipe_rows", "read"]

_GRAMMARS: tuple[Grammar, ...] = (drawn.read, dashed.read, tabs.read, pipes.read)
_SENTENCE_END = tuple("。！？；：.!?;:”）)】》")
_RUN_ON = re.compile(r"(?<=[。！？；）)：])(?:　　|(?=[一二三四五六]、[^。！？；　]{4,40}$))")
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
    return Document(
        media_type="text/plain", blocks=blocks, reader="text", meta={"charset": decoded.charset},
        wrapped=wrapped, pages=pages, warnings=decoded.warnings,
    )


def from_text(text: str) -> tuple[tuple[Block, ...], bool, int | None]:
    """Blocks, whether paragraphs are physical lines, and the number of pages (None without form feeds)."""
    text = strip_artefacts(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    marked = markdown.is_markdown(text)
    title, text = markdown.front_matter(text)
    sheets = text.removesuffix("\f").rstrip("\n").split("\f")
    paged = len(sheets) > 1
    blocks: list[Block] = [Paragraph(title, heading=True)] if title else []
    for number, sheet in enumerate(sheets, 1):
        blocks += _blocks(list(tabs.without_commas(sheet.split("\n"))), number if paged else None, marked)
    counted = iter(range(len(blocks)))
    blocks = [replace(block, index=next(counted)) if isinstance(block, Table) else block for block in blocks]
    return tuple(blocks), _is_wrapped(blocks, paged), len(sheets) if paged else None


def _blocks(lines: Sequence[str], page: int | None, marked: bool) -> Iterator[Block]:
    """Tables and other lines, in order."""
    for part in _parts(lines):
        if isinstance(part, Found):
            rows = without_filling(part.rows)
            for cell in (cell for row in rows for cell in row):
                cell.text, cell.page = markdown.plain(cell.text) if marked else cell.text, page
            yield table(0, place(rows), part.exact)
        elif not isinstance(part, str):
            yield replace(part, page=page) if isinstance(part, Paragraph) else part
        elif marked and (heading := markdown.HEADING.match(part)):
            yield Paragraph(markdown.plain(heading[1]).strip(), page, heading=True)
        elif part.strip() and not (marked and markdown.is_fence(part)):
            for line in _paragraphs(part) if len(part) > _LONG else (part,):
                yield Paragraph((markdown.plain(line) if marked else line).rstrip(), page)


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
    while at < len(lines):
        for grammar, first in none_before.items() if lines[at].strip() or "\t" in lines[at] else ():
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
