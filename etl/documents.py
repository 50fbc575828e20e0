"""The document model: what every reader in :mod:`etl.extract` makes of a file, whatever its format.

A document is a flat run of blocks in reading order. Text is kept as the file has it; folding (NFKC, white space,
radicals) is the business of :mod:`etl.text`, in one place, when labels and numbers are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

#: x0, top, x1, bottom, in points (1/72 inch) from the top left corner of the page.
Box = tuple[float, float, float, float]

#: How :attr:`Cell.doubt` begins where a recogniser was not sure of what it saw.
UNSURE = "recognised with little confidence"
#: How a note begins where a row was told by its place among the others alone.
BY_ORDER = "row placed by order"
#: How a doubt begins where a sheet shows fewer digits than it holds: the number is read as shown.
ROUNDED = "shown rounded"
#: How a doubt begins, with the digits behind, where markup parts a number that is written alike throughout: Word parts any number,
#: but two may stand in one cell.
PARTED = "parted by markup: "


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or one physical line where the format has no paragraphs (see :attr:`Document.wrapped`)."""

    text: str
    page: int | None = None
    """Page number from 1, where the format has pages."""
    heading: bool = False
    """The format itself says that this is a heading (h1..h6, a Word heading or title style)."""
    places: tuple[Box, ...] = ()
    """The box of each word of ``text.split()``, where the format places its words on a page."""


@dataclass(frozen=True, slots=True)
class Picture(Paragraph):
    """A picture in the flow of text, which may show a table: a reader's word to :func:`etl.extract.extract`, which puts what
    the picture shows in its place. No document that comes out of there holds one."""

    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, once: a merged cell stands at its first row and column and says how far it spans."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    bbox: Box | None = None
    doubt: str | None = None
    """Why the reader is not sure of the text, such as a character that was hard to recognise; None where it is sure."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid; rows and columns count from 0.

    ``rows[i]`` holds the cells that begin in row ``i``, by column. A table that runs over a page break is one table.
    """

    index: int
    """Place among the document's tables, from 0, in reading order."""
    rows: tuple[tuple[Cell, ...], ...]
    exact: bool = True
    """False when spans are not known to be right (text from Word, pipes): order of cells then counts, not columns."""

    @property
    def width(self) -> int:
        return max((c.column + c.colspan for row in self.rows for c in row), default=0)

    def cells(self) -> Iterator[Cell]:
        for row in self.rows:
            yield from row


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Link:
    """A link found in an HTML page: absolute where the page's address is known."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader saw in a file."""

    media_type: str
    blocks: tuple[Block, ...]
    reader: str
    """Which reader made it, e.g. ``lxml``, ``pdfplumber``, ``pdfium``, ``python-docx``, ``text``."""
    title: str | None = None
    """The title that the format itself states (``<title>``, document properties)."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """Named values the file states about itself: meta tags (``ArticleTitle``, ``PubDate``, ``ContentSource``,
    ``SiteName``, ``ColumnName``…, names as printed in platforms.md), ``breadcrumb`` (parts joined by `` > ``),
    ``charset``; the info table of an article page under its Chinese labels (发布机构, 发布日期, …)."""
    links: tuple[Link, ...] = ()
    wrapped: bool = False
    """True when paragraphs are physical lines (PDF, plain text) that must be joined to read as prose."""
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    unread: Document | None = None
    """The same document with each :class:`Picture` still in it, where tables were read from pictures."""
    second: Document | None = None
    """What another reader found in the same bytes, where one was asked before this one."""
    others: tuple[Document, ...] = ()
    """What else the file holds that may be a report of its own and is left out: other members of an archive, what follows on a page."""

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Table))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Paragraph))
