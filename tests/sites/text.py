"""Writes a report as plain text in the layouts that converters leave: Word's cells by lines, PDF's lines by spaces, pipes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.sites.layout import Block, Cell, Grid, Text, blocks
from tests.sites.truth import SampleReport


def _rows_with_continuations(grid: Grid) -> Iterator[list[tuple[Cell, bool]]]:
    """Each row's cells from left to right, with merged cells of rows above (True: it goes on here)."""
    rows: list[dict[int, tuple[Cell, bool]]] = [{} for _ in grid.rows]
    for row, column, cell in grid.placed():
        for i in range(cell.rowspan):
            rows[row + i][column] = (cell, i > 0)
    for row_cells in rows:
        yield [row_cells[c] for c in sorted(row_cells)]


def _tika_cell(cell: Cell, going_on: bool) -> str:
    if going_on:
        return "\t"
    return "\t" + ("\n".join(cell.text) if cell.kind == "vertical" else cell.text)


def cells_by_line(parts: Iterable[Block]) -> str:
    """One cell a line behind a TAB; a line without TAB goes on with the cell, an empty line ends the row."""
    lines: list[str] = []
    for block in parts:
        if isinstance(block, Text):
            lines.append(block.text)
            continue
        for row in _rows_with_continuations(block):
            lines.extend(_tika_cell(cell, going_on) for cell, going_on in row)
            lines.append("")
        lines.append("")
    return "\n".join(lines) + "\n"


def _chunks(text: str, width: int) -> list[str]:
    return [text[i:i + width] for i in range(0, len(text), width)]


@dataclass(frozen=True, slots=True)
class Spacing:
    """How the text of a printed page falls apart. Widths count characters."""

    after: bool = False
    """Numbers stand amid the lines of their label, not after them."""
    line: int = 42
    label: int = 9
    """Of the innermost label column of table 3; outer ones are wider."""
    torn_headers: bool = True
    """Headers of tables come out in pieces, those of table 4 by single characters."""
    footer: str = ""
    """Page number printed where a page ends inside table 3, with ``{}`` for the number."""


def _spaced_row(label: str, values: str, width: int, spacing: Spacing) -> list[str]:
    """A row of a printed table; a label too long for its column stands on lines of its own."""
    if len(label) <= width:
        return [f"{label} {values}", ""]
    lines = _chunks(label, width)
    if spacing.after:
        # The numbers stand at the height of the label's middle line.
        middle = len(lines) // 2
        return [*lines[:middle], "", values, "", *lines[middle:], ""]
    return [*lines, "", values, ""]


def _spaced_matrix(grid: Grid, spacing: Spacing) -> list[str]:
    lines: list[str] = []
    for row in grid.rows:
        texts = [c.text.replace("\n", "") for c in row]
        numbers = [c.text for c in row if c.kind == "number"]
        if numbers:
            lines += _spaced_row(texts[0], " ".join(numbers), 18, spacing)
        elif spacing.torn_headers and any(t.startswith("本年新") and len(t) > 3 for t in texts):
            lines += texts[:1]
            for text in texts[1:-1]:
                lines += [text[:3], "", text[3:].strip(), ""]
            lines += [texts[-1], ""]
        else:
            lines += [" ".join(texts), ""]
    return lines


def _spaced_header(rows: Iterable[tuple[Cell, ...]], spacing: Spacing) -> list[str]:
    """Header of table 3: each label by itself, those of narrow columns over several lines."""
    lines: list[str] = []
    for row in rows:
        for cell in row:
            text = cell.text.replace("\n", "")
            width = 16 if len(text) > 12 else 9 if not spacing.torn_headers else {2: 1, 4: 2, 6: 3}.get(len(text), 9)
            lines += [*_chunks(text, width), ""]
    return lines


def _spaced_applications(grid: Grid, spacing: Spacing) -> list[str]:
    first = next(i for i, row in enumerate(grid.rows) if any(c.kind == "number" for c in row))
    lines = _spaced_header(grid.rows[:first], spacing)
    page_end = (first + len(grid.rows)) // 2
    for i, row in enumerate(grid.rows[first:], first):
        numbers = [c.text for c in row if c.kind == "number"]
        *outer, label = [c for c in row if c.kind != "number"]
        for cell in outer:
            text = cell.text.replace("\n", "")
            lines += [text[:3], *_chunks(text[3:], 3), ""]
        width = {3: 24, 2: 13}.get(label.colspan, spacing.label)
        text = label.text.replace("\n", "")
        lines += _spaced_row(text, " ".join(numbers), width, spacing) if numbers else [text, ""]
        if i == page_end:
            lines[-1:] = [*([spacing.footer.format(2), ""] if spacing.footer else []), "\f"]
    return lines


def _spaced_disputes(grid: Grid, spacing: Spacing) -> list[str]:
    *header, numbers = grid.rows
    values = [" ".join(c.text for c in numbers), ""]
    if not spacing.torn_headers:
        return [*(" ".join(c.text for c in row) for row in header), *values]
    blocks_ = " ".join(c.text for c in header[1] if c.colspan > 1)
    return [
        " ".join(c.text for c in header[0]), "", "结", "果", "", "结", "果", "其", "他", "", "尚", "未", "", "总", "计", "",
        blocks_, "结 结 其 尚 总 结 结 其 尚 总计", "\f", "维", "持", "", "纠", "正", "", "结", "果", "",
        "审", "结", "", "果", "维", "持", "", "果", "纠", "正", "", "他", "结", "果", "", "未", "审", "结", "", "计", "果",
        "维", "持", "", "果", "纠", "正", "", "他", "结", "果", "", "未", "审", "结", "", *values,
    ]


def spaced_blocks(parts: Iterable[Block], spacing: Spacing) -> str:
    """As a PDF's text comes out: rows by lines, cells by spaces, headers in pieces.

    An empty cell leaves nothing behind in this layout, so only a report without blanks can be asserted.
    """
    writers = {"applications": _spaced_applications, "review_litigation": _spaced_disputes}
    lines = [""]
    for block in parts:
        if isinstance(block, Grid):
            lines += ["", *writers.get(block.id, _spaced_matrix)(block, spacing)]
        elif block.kind in ("title", "heading"):
            lines += [block.text, ""]
        else:
            lines += [*_chunks(block.text, spacing.line), ""]
    return "\n".join(lines) + "\n\f"


def _columns(text: str) -> int:
    """Width on a page of fixed pitch, where a character of Chinese takes two columns."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def _fitting(text: str, width: int) -> list[str]:
    lines = [""]
    for char in text.replace("\n", ""):
        if lines[-1] and _columns(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return lines


def _aligned_table(grid: Grid, width: int) -> list[str]:
    """The table as it stands on the page, without its rules: every cell's lines at the cell's place."""
    total = sum(grid.widths)
    edges = [round(width * sum(grid.widths[:i]) / total) for i in range(len(grid.widths) + 1)]
    placed = list(grid.placed())

    def lines_of(column: int, cell: Cell) -> list[str]:
        if cell.kind == "vertical":
            return list(cell.text)
        if cell.kind == "number":
            return [cell.text]
        return _fitting(cell.text, edges[column + cell.colspan] - edges[column] - 2)

    heights = [1] * len(grid.rows)
    for row, column, cell in sorted(placed, key=lambda p: p[2].rowspan):
        missing = len(lines_of(column, cell)) - sum(heights[row:row + cell.rowspan])
        heights[row + cell.rowspan - 1] += max(0, missing)
    tops = [sum(heights[:i]) for i in range(len(heights) + 1)]
    page: list[list[tuple[int, str]]] = [[] for _ in range(tops[-1])]
    for row, column, cell in placed:
        texts = lines_of(column, cell)
        first = tops[row] + (tops[row + cell.rowspan] - tops[row] - len(texts)) // 2
        for i, text in enumerate(texts):
            room = edges[column + cell.colspan] - edges[column] - _columns(text)
            page[first + i].append((edges[column] + max(0, room // 2), text))
    out = []
    for pieces in page:
        line = ""
        for start, text in sorted(pieces):
            line += " " * max(start - _columns(line), 2 if line else 0) + text
        out.append(line)
    return out


def aligned(parts: Iterable[Block], width: int = 110, page: int = 58, footer: str = "- {} -") -> str:
    """As pdftotext -layout prints it: columns kept apart by spaces, pages by form feeds, a page number at each foot."""
    lines: list[str] = []
    for block in parts:
        if isinstance(block, Grid):
            lines += ["", *_aligned_table(block, width), ""]
        elif block.kind == "title":
            lines += [" " * max(0, (width - _columns(block.text)) // 2) + block.text, ""]
        else:
            lines += _fitting("    " + block.text, width)
    pages = [lines[i:i + page] for i in range(0, len(lines), page)]
    return "".join(
        "\n".join([*text, "", " " * (width // 2) + footer.format(i)]) + "\n\f" for i, text in enumerate(pages, 1)
    )


def flat(parts: Iterable[Block]) -> str:
    """One cell a line, nothing that tells where a row ends; cells and paragraphs apart by empty lines."""
    lines: list[str] = []
    for block in parts:
        if isinstance(block, Grid):
            lines += [cell.text.replace("\n", "") for row in block.rows for cell in row if cell.text]
        else:
            lines.append(block.text)
    return "\n\n".join(lines) + "\n"


def spaced(report: SampleReport, after: bool = False) -> str:
    """:func:`spaced_blocks` of a whole report."""
    return spaced_blocks(blocks(report), Spacing(after=after))


def _pipe_row(texts: Iterable[str]) -> str:
    return "| " + " | ".join(t.replace("|", "\\|") for t in texts) + " |"


def pipes(parts: Iterable[Block], repeat: bool = False) -> str:
    """Markdown. A merged cell stands once with empty cells after it, or in each place (``repeat``)."""
    lines: list[str] = []
    for block in parts:
        if isinstance(block, Text):
            lines += [{"title": "# ", "heading": "## "}.get(block.kind, "") + block.text.strip("　"), ""]
            continue
        width = len(block.widths)
        lattice = [[""] * width for _ in block.rows]
        for row, column, cell in block.placed():
            for a in range(cell.rowspan):
                for b in range(cell.colspan):
                    if repeat or (a, b) == (0, 0):
                        lattice[row + a][column + b] = cell.text.replace("\n", "<br>")
        lines.append(_pipe_row(lattice[0]))
        lines.append("|" + " --- |" * width)
        lines += [_pipe_row(row) for row in lattice[1:]]
        lines.append("")
    return "\n".join(lines)


def tika(report: SampleReport) -> str:
    """:func:`cells_by_line` of a whole report."""
    return cells_by_line(blocks(report))
