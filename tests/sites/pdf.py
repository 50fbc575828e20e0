"""Writes a report as PDF the way a word processor prints it: ruled tables that run over pages, page numbers, boxes.

Everything is drawn by hand on a canvas, so that a merged cell may be cut by a page break with its label torn in two.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.sites.layout import Block, Cell, Grid, Text

_FONT_FILE = Path(__file__).parent / "fonts" / "DroidSansFallback-gb2312.ttf"
_CJK, _LATIN = "SampleCJK", "Times-Roman"
#: Punctuation that the CJK font lacks and the standard one has.
_LATIN_MARKS = "“”‘’…—–·"
_WIDTH, HEIGHT = 595.28, 841.89


@dataclass(frozen=True, slots=True)
class Style:
    """How a PDF looks. Lengths are points."""

    body_size: float = 12
    table_size: float = 9
    margin_x: float = 72
    margin_top: float = 72
    margin_bottom: float = 72
    start: float = 0
    """Space above the title: moves every page break."""
    boxed: tuple[str, ...] = ()
    """Kinds of text drawn inside a frame, which is no table."""
    page_number: str = "- {} -"
    header: str = ""
    """Running head of every page."""
    ruled: str = "full"
    """``full``; ``horizontal`` (no vertical lines); ``none``."""
    padding: float = 3
    split_rows: bool = False
    """A row that does not fit is torn over the page break, as word processors do unless told otherwise."""


@cache
def _register() -> frozenset[str]:
    font = TTFont(_CJK, str(_FONT_FILE))
    pdfmetrics.registerFont(font)
    return frozenset(chr(code) for code in font.face.charToGlyph)


def _font(char: str) -> str:
    if ord(char) < 0x7F or char in _LATIN_MARKS:
        return _LATIN
    if char not in _register():
        raise ValueError(f"{char!r} (U+{ord(char):04X}) is not in the sample font")
    return _CJK


def runs(text: str) -> Iterable[tuple[str, str]]:
    """(font, text) of stretches in one font."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or _font(text[i]) != _font(text[start]):
            yield _font(text[start]), text[start:i]
            start = i


def length(text: str, size: float) -> float:
    return sum(pdfmetrics.stringWidth(run, font, size) for font, run in runs(text))


def wrap(text: str, width: float, size: float, indent: float = 0) -> list[str]:
    """Lines that fit ``width``; numbers are not broken unless they fill a line of their own."""
    lines: list[str] = []
    line, used = "", indent
    for piece in _pieces(text):
        wide = length(piece, size)
        if line and used + wide > width and piece not in _NO_START:
            lines.append(line)
            line, used = "", 0.0
        if wide > width:
            for char in piece:
                step = length(char, size)
                if line and used + step > width:
                    lines.append(line)
                    line, used = "", 0.0
                line, used = line + char, used + step
        else:
            line, used = line + piece, used + wide
    return [*lines, line] if line or not lines else lines


_NO_START = frozenset("，。；、：）》”！？")


def _pieces(text: str) -> Iterable[str]:
    word = ""
    for char in text:
        if char.isascii() and (char.isalnum() or char in ".,-+/%"):
            word += char
            continue
        if word:
            yield word
            word = ""
        yield char
    if word:
        yield word


class Writer:
    def __init__(self, title: str, style: Style):
        self.style = style
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(_WIDTH, HEIGHT), invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("示例")
        self.page = 0
        self.y = 0.0
        self._begin()
        self.y -= style.start

    @property
    def width(self) -> float:
        return _WIDTH - 2 * self.style.margin_x

    def _begin(self) -> None:
        self.page += 1
        self.y = HEIGHT - self.style.margin_top
        if self.style.header:
            self._centred(self.style.header, _WIDTH / 2, HEIGHT - self.style.margin_top / 2, 9)

    def _end(self) -> None:
        if self.style.page_number:
            self._centred(self.style.page_number.format(self.page), _WIDTH / 2, self.style.margin_bottom / 2, 10)
        self.canvas.showPage()

    def break_page(self) -> None:
        self._end()
        self._begin()

    def draw(self, text: str, x: float, y: float, size: float) -> None:
        """Text from x, its base line at y from the foot of the page."""
        for font, run in runs(text):
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, run)
            x += pdfmetrics.stringWidth(run, font, size)

    def _centred(self, text: str, x: float, y: float, size: float) -> None:
        self.draw(text, x - length(text, size) / 2, y, size)

    def text(self, block: Text) -> None:
        style = self.style
        size = {"title": style.body_size + 6, "heading": style.body_size + 2}.get(block.kind, style.body_size)
        leading = size * 1.65
        indent = 0 if block.kind == "title" else 2 * size
        lines = wrap(block.text.strip("　"), self.width, size, indent)
        top, box_page = self.y, self.page
        for i, line in enumerate(lines):
            if self.y - leading < style.margin_bottom:
                self._frame(block, top, box_page)
                self.break_page()
                top, box_page = self.y, self.page
            self.y -= leading
            if block.kind == "title":
                self._centred(line, _WIDTH / 2, self.y + size * 0.3, size)
            else:
                self.draw(line, style.margin_x + (indent if i == 0 else 0), self.y + size * 0.3, size)
        self._frame(block, top, box_page)
        if block.kind == "title":
            self.y -= size

    def _frame(self, block: Text, top: float, page: int) -> None:
        if block.kind in self.style.boxed and page == self.page and top > self.y:
            self.canvas.rect(self.style.margin_x - 5, self.y - 3, self.width + 10, top - self.y + 2)

    def table(self, grid: Grid) -> None:
        layout = _TableLayout(grid, self.width, self.style)
        for number, (first, last) in enumerate(self._segments(layout)):
            if number or self.y - (layout.tops[last] - layout.tops[first]) < self.style.margin_bottom:
                self.break_page()
            self._segment(layout, first, last)
            self.y -= layout.tops[last] - layout.tops[first]
        self.y -= self.style.table_size

    def _segments(self, layout: _TableLayout) -> list[tuple[int, int]]:
        """Runs of rows, first and one past the last, that share a page."""
        page = HEIGHT - self.style.margin_top - self.style.margin_bottom
        space = self.y - self.style.margin_bottom
        segments: list[tuple[int, int]] = []
        first = 0
        while first < len(layout.heights):
            last = first
            while last < len(layout.heights) and layout.tops[last + 1] - layout.tops[first] <= space:
                last += 1
            left = space - (layout.tops[last] - layout.tops[first])
            if self.style.split_rows and last < len(layout.heights) and left >= layout.smallest_part < layout.heights[last] / 2:
                layout.split(last, min(left, layout.heights[last] - layout.smallest_part))
                last += 1
            if last > first:
                segments.append((first, last))
                first = last
            elif space == page:
                raise ValueError("a row is taller than a page")
            space = page
        layout.segments = segments
        return segments

    def _segment(self, layout: _TableLayout, first: int, last: int) -> None:
        """Draws the rows first..last-1 below the cursor."""
        origin = layout.tops[first]
        for row, column, cell in layout.placed:
            top, bottom = max(row, first), min(row + cell.rowspan, last)
            if top >= bottom:
                continue
            left = self.style.margin_x + layout.lefts[column]
            right = self.style.margin_x + layout.lefts[column + cell.colspan]
            y0 = self.y - (layout.tops[top] - origin)
            y1 = self.y - (layout.tops[bottom] - origin)
            self.canvas.setLineWidth(0.5)
            if self.style.ruled == "full":
                self.canvas.rect(left, y1, right - left, y0 - y1)
            elif self.style.ruled == "horizontal":
                self.canvas.line(left, y0, right, y0)
                self.canvas.line(left, y1, right, y1)
            lines = layout.part(layout.lines(cell, right - left), row, cell, first)
            size = self.style.table_size
            if cell.kind == "number" and cell.text:
                # Numbers are never broken: one that is too wide is set smaller.
                size = min(size, size * (right - left - 2) / length(cell.text, size))
            line_y = (y0 + y1) / 2 + len(lines) * layout.leading / 2 - layout.leading / 2 - size * 0.35
            for line in lines:
                self._centred(line, (left + right) / 2, line_y, size)
                line_y -= layout.leading

    def write(self, blocks: Sequence[Block]) -> bytes:
        for block in blocks:
            if isinstance(block, Grid):
                self.table(block)
            else:
                self.text(block)
        return self.finish()

    def finish(self) -> bytes:
        self._end()
        self.canvas.save()
        return self.buffer.getvalue()


class _TableLayout:
    def __init__(self, grid: Grid, width: float, style: Style):
        self.style = style
        self.leading = style.table_size * 1.3
        self.placed = list(grid.placed())
        total = sum(grid.widths)
        self.lefts = [0.0]
        for weight in grid.widths:
            self.lefts.append(self.lefts[-1] + width * weight / total)
        self.heights = [self.leading + 2 * style.padding] * len(grid.rows)
        for row, column, cell in sorted(self.placed, key=lambda p: p[2].rowspan):
            needed = len(self.lines(cell, self.lefts[column + cell.colspan] - self.lefts[column])) * self.leading
            missing = needed + 2 * style.padding - sum(self.heights[row:row + cell.rowspan])
            if missing > 0:
                self.heights[row + cell.rowspan - 1] += missing
        self.segments: list[tuple[int, int]] = []
        self.tops = [0.0]
        for height in self.heights:
            self.tops.append(self.tops[-1] + height)

    @property
    def smallest_part(self) -> float:
        """Height that a part of a row needs for a line of text."""
        return self.leading + self.style.padding

    def split(self, row: int, height: float) -> None:
        """Makes two rows of one, the upper one ``height`` high; the cells of the row go through both."""
        self.placed = [
            (r + (r > row), column, replace(c, rowspan=c.rowspan + 1) if r <= row < r + c.rowspan else c)
            for r, column, c in self.placed
        ]
        self.heights[row:row + 1] = [height, self.heights[row] - height]
        self.tops.insert(row + 1, self.tops[row] + height)

    def lines(self, cell: Cell, width: float) -> list[str]:
        if cell.kind == "vertical":
            return list(cell.text)
        if cell.kind == "number":
            return [cell.text]
        width -= 2 * self.style.padding
        return [line for part in cell.text.split("\n") for line in wrap(part, width, self.style.table_size)]

    def part(self, lines: list[str], row: int, cell: Cell, first: int) -> list[str]:
        """The lines that stand on the page beginning with row ``first``: a cell cut by the break shares them out."""
        parts = [
            (a, self.tops[min(b, row + cell.rowspan)] - self.tops[max(a, row)])
            for a, b in self.segments if max(a, row) < min(b, row + cell.rowspan)
        ]
        total = sum(height for _, height in parts)
        done, begin = 0.0, 0
        for i, (start, height) in enumerate(parts):
            done += height
            left = len(parts) - i - 1
            end = len(lines) if not left else min(max(round(len(lines) * done / total), begin + 1), len(lines) - left)
            if start == first:
                return lines[begin:max(begin, end)]
            begin = max(begin, end)
        return []


def write(blocks: Sequence[Block], title: str, style: Style | None = None) -> bytes:
    """The file's bytes, the same on every call. Raises ValueError for a character outside the sample font."""
    return Writer(title, style or Style()).write(blocks)


def narrow_labels(grid: Grid) -> Grid:
    """The same table with narrow label columns, so that labels wrap over many lines."""
    if grid.id == "applications":
        return replace(grid, widths=(0.5, 0.75, 1.35, *grid.widths[3:]))
    return grid
