"""MIME messages of web pages: MHTML ("single file web page"), as Word saves it, often under the name .doc, of which the
first page is read with its pictures; and the pages of one report in their order (``multipart/mixed``), which are read as one."""

from __future__ import annotations

import email
import email.message
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import islice

from etl.documents import Block, Document, Paragraph
from etl.errors import ReadError
from etl.extract import html, kinds
from etl.extract.foreign import parsing
from etl.extract.insets import MAX_PICTURES
from etl.report import Origin
from etl.text import squeeze

_SOURCE = re.compile(rb"""(?P<before>\bsrc\s{0,9}=\s{0,9}["']?)(?P<address>[^\s"'>]{1,2000})""", re.I)
#: A line that only leads to the other pages.
_TURN = re.compile(r"(?=.*[上下]一?页)(?:[首尾末上下前后]一?页|[第共页\d\s\[\]()|/<>«».…·])+")


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: corrupt (no HTML part), and whatever the HTML reader raises."""
    with parsing("the MHTML file"):
        message = email.message_from_bytes(data.lstrip())
        pages = [page for part in message.walk() if (page := _page(part, origin))]
        pictures = dict(islice(_pictures(message), 2 * MAX_PICTURES))
    if not pages:
        raise ReadError("corrupt", "the MHTML file has no HTML part")
    if message.get_content_type() != "multipart/mixed":
        pages = pages[:1]
    pages = [(_drawn(content, pictures), of) for content, of in pages]
    # A last page may hold a few lines only, and its text would not be known from its menu but by the first page.
    place = html.place_of(*pages[0]) if len(pages) > 1 else None
    read = [replace(html.read(content, of, place), media_type=kinds.MHTML) for content, of in pages]
    return read[0] if len(read) == 1 else _joined(read)


def _page(part: email.message.Message, origin: Origin) -> tuple[bytes, Origin] | None:
    """A part that is a web page, and where it came from."""
    content = part.get_payload(decode=True) if part.get_content_type() in ("text/html", "application/xhtml+xml") else None
    if not isinstance(content, bytes) or not content.strip():
        return None
    return content, replace(origin, headers={"content-type": part.get("content-type", "")})


def _pictures(message: email.message.Message) -> Iterator[tuple[bytes, bytes]]:
    """The pictures that came with the pages, by the addresses at which the pages look for them."""
    for part in message.walk():
        content = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
        if isinstance(content, bytes):
            drawn = f"data:{part.get_content_type()};base64,".encode() + b64encode(content)
            for address in (part.get("content-location"), f"cid:{part.get('content-id', '').strip('<> ')}"):
                if address and address != "cid:":
                    yield from ((written.encode(), drawn) for written in (str(address), escape(str(address))))


def _drawn(content: bytes, pictures: Mapping[bytes, bytes]) -> bytes:
    """The page with its pictures in it."""
    def put(match: re.Match[bytes]) -> bytes:
        address = match["address"]
        return match["before"] + pictures.get(address, address)

    return _SOURCE.sub(put, content) if pictures else content


def _joined(pages: Sequence[Document]) -> Document:
    """One document. What stands alike at the head or foot of the pages belongs to the site: it is kept once."""
    first = pages[0]
    runs = [list(page.blocks) for page in pages]
    for i in range(1, len(runs)):
        runs[i] = runs[i][_alike(first.blocks, runs[i]):]
        foot = _alike(runs[i - 1][::-1], runs[i][::-1])
        runs[i - 1] = runs[i - 1][:len(runs[i - 1]) - foot]
    blocks: list[Block] = []
    tables = 0
    for block in (b for run in runs for b in run):
        if isinstance(block, Paragraph):
            blocks += [] if _TURN.fullmatch(block.text) else [block]
        else:
            blocks.append(replace(block, index=tables))
            tables += 1
    links = tuple(dict.fromkeys(link for page in pages for link in page.links))
    warnings = tuple(dict.fromkeys(warning for page in pages for warning in page.warnings))
    return replace(first, blocks=tuple(blocks), links=links, warnings=warnings, pages=len(pages))


def _alike(one: Sequence[Block], other: Sequence[Block]) -> int:
    """How many paragraphs two runs have in common at their beginning."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if not (isinstance(a, Paragraph) and isinstance(b, Paragraph) and squeeze(a.text) == squeeze(b.text)):
            break
        count += 1
    return count
