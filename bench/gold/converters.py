"""A report as converters write it to text: frames with spans (w3m, links, pandoc 3), columns of dashes (pandoc), bars without rules
(antiword), bars inside alone (html2text), TABs (catdoc), and Markdown with tables of HTML (pandoc, MinerU)."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from tests.sites import html
from tests.sites.layout import Block, Cell, Grid

_BOX = {
    (0, 0, 1, 1): "─", (1, 1, 0, 0): "│", (0, 1, 0, 1): "┌", (0, 1, 1, 0): "┐", (1, 0, 0, 1): "└", (1, 0, 1, 0): "┘",
    (1, 1, 0, 1): "├", (1, 1, 1, 0): "┤", (0, 1, 1, 1): "┬", (1, 0, 1, 1): "┴", (1, 1, 1, 1): "┼",
}
"""By whether a line leads up, down, left, right."""


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, room: int) -> str:
    return text + " " * (room - _width(text))


def _wrap(text: str, room: int) -> list[str]:
    """Lines no wider than ``room``: broken before any Chinese character, before others only where a word begins."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = word = ""
        for character in [*paragraph, ""]:
            if word and (not character or not (character + word[-1]).isascii() or character == " "):
                if line and _width(line + word) > room:
                    lines.append(line.rstrip())
                    line = ""
                line += word
                word = ""
            word += character
        lines.append(line)
    return lines


def _columns(grid: Grid, page: int, gap: int) -> list[int]:
    """Widths of the columns on a page of so many: as the table says, but no number is broken."""
    widths = [max(2, int(page * w / sum(grid.widths)) - gap) for w in grid.widths]
    for _, column, cell in grid.placed():
        if cell.text.isascii() and cell.colspan == 1:
            widths[column] = max(widths[column], _width(cell.text))
    return widths


def _lattice(grid: Grid) -> list[list[str]]:
    """Texts by row and column, a merged cell's at its first place."""
    lattice = [[""] * len(grid.widths) for _ in grid.rows]
    for row, column, cell in grid.placed():
        lattice[row][column] = cell.text
    return lattice


def _written(parts: Iterable[Block], table: Callable[[Grid], Iterable[str]], heading: str = "{}", gap: str = "\n") -> str:
    return gap.join(
        "".join(f"{line}\n" for line in (
            table(part) if isinstance(part, Grid) else [heading.format(part.text) if part.kind in ("title", "heading") else part.text]
        )) for part in parts
    )


def frames(parts: Iterable[Block], rng: random.Random) -> str:
    plain, page = rng.random() < 0.5, rng.choice((100, 120, 160))
    return _written(parts, lambda grid: _frame(grid, page, plain))


def _frame(grid: Grid, page: int, plain: bool) -> list[str]:
    widths = _columns(grid, page, 1)
    lefts = [sum(widths[:i]) + i for i in range(len(widths) + 1)]
    cells = [(r, c, cell, _wrap(cell.text, lefts[c + cell.colspan] - lefts[c] - 1)) for r, c, cell in grid.placed()]
    heights = [1] * len(grid.rows)
    for r, _, cell, lines in sorted(cells, key=lambda found: found[2].rowspan):
        missing = len(lines) - sum(heights[r : r + cell.rowspan]) - cell.rowspan + 1
        heights[r + cell.rowspan - 1] += max(0, missing)
    tops = [sum(heights[:i]) + i for i in range(len(heights) + 1)]
    across: set[tuple[int, int]] = set()
    down: set[tuple[int, int]] = set()
    canvas = [[" "] * (lefts[-1] + 1) for _ in range(tops[-1] + 1)]
    for r, c, cell, lines in cells:
        top, bottom, left, right = tops[r], tops[r + cell.rowspan], lefts[c], lefts[c + cell.colspan]
        across |= {(y, x) for y in (top, bottom) for x in range(left, right)}
        down |= {(y, x) for x in (left, right) for y in range(top, bottom)}
        for y, line in enumerate(lines, top + 1):
            x = left + 1
            for character in line:
                canvas[y][x] = character
                if _width(character) == 2:
                    canvas[y][x + 1] = ""
                x += _width(character)
    for y, places in enumerate(canvas):
        for x in range(len(places)):
            ways = ((y - 1, x) in down, (y, x) in down, (y, x - 1) in across, (y, x) in across)
            if any(ways):
                joint = _BOX[tuple(map(int, ways))]  # type: ignore[index]
                places[x] = {"─": "-", "│": "|"}.get(joint, "+") if plain else joint
    return ["".join(line) for line in canvas]


def dashes(parts: Iterable[Block], rng: random.Random) -> str:
    headed, page = rng.random() < 0.5, rng.choice((90, 120, 400))
    return _written(parts, lambda grid: _dashed(grid, page, headed))


def _dashed(grid: Grid, page: int, headed: bool) -> Iterator[str]:
    widths = _columns(grid, page, 2)
    rule = "  " + " ".join("-" * w for w in widths)
    yield "  " + "-" * (len(rule) - 2) if headed else rule
    for i, row in enumerate(_lattice(grid)):
        cells = [_wrap(text, w) for text, w in zip(row, widths, strict=True)]
        for n in range(max(map(len, cells))):
            yield "  " + " ".join(_pad(lines[n] if n < len(lines) else "", w) for lines, w in zip(cells, widths, strict=True)).rstrip()
        if headed and i == 0:
            yield rule
        elif i + 1 < len(grid.rows) or i == int(headed):
            yield ""
    yield "  " + "-" * (len(rule) - 2) if headed else rule


def bars(parts: Iterable[Block], rng: random.Random) -> str:
    page = rng.choice((100, 140, 180))
    return _written(parts, lambda grid: _barred(grid, page))


def _barred(grid: Grid, page: int) -> Iterator[str]:
    widths = _columns(grid, page, 1)
    rows: list[dict[int, Cell]] = [{} for _ in grid.rows]
    for r, c, cell in grid.placed():
        rows[r][c] = cell
        for below in range(1, cell.rowspan):
            rows[r + below][c] = Cell("", colspan=cell.colspan)
    for row in rows:
        rooms = {c: sum(widths[c : c + cell.colspan]) + 2 * cell.colspan - 1 for c, cell in row.items()}
        cells = {c: _wrap(" ".join(cell.text.split("\n")), rooms[c] - 1) for c, cell in row.items()}
        for n in range(max(map(len, cells.values()))):
            yield "|" + "|".join(_pad(lines[n] if n < len(lines) else "", rooms[c]) for c, lines in sorted(cells.items())) + "|"


def inner_bars(parts: Iterable[Block], rng: random.Random) -> str:
    """Cells that are merged away leave nothing behind; the first row has a rule below it, and a row of one cell no bar."""

    def table(grid: Grid) -> Iterator[str]:
        for i, row in enumerate(grid.rows):
            yield "| ".join(cell.text.replace("\n", " ") for cell in row) + "  "
            if i == 0:
                yield "|".join("---" for _ in row) + "  "

    return _written(parts, table, "**{}**")


def tabs(parts: Iterable[Block], rng: random.Random) -> str:
    """Each cell ends with a TAB, the last with the line; a label set upright has a line a character; two blank cells in succession end the line."""

    def table(grid: Grid) -> Iterator[str]:
        rows: list[dict[int, str]] = [{} for _ in grid.rows]
        for r, c, cell in grid.placed():
            rows[r][c] = "\n".join(cell.text) if cell.kind == "vertical" else cell.text
            for below in range(1, cell.rowspan):
                rows[r + below][c] = ""
        for row in rows:
            yield "\t".join(text for _, text in sorted(row.items())).replace("\t\t", "\n")

    return _written(parts, table, gap="")


def islands(parts: Iterable[Block], rng: random.Random) -> str:
    """Markdown in which the tables are HTML; headings by signs or in bold."""
    heading = rng.choice(("# {}", "**{}**", "## **{}**"))
    wrap = rng.choice(("{}", "<html><body>{}</body></html>"))
    return _written(parts, lambda grid: [wrap.format(html.table(grid))], heading)


WRITERS = {
    "text-frames": ("html", frames), "text-dashes": ("markdown", dashes), "text-bars": ("markdown", bars),
    "markdown-inner-bars": ("spaced", inner_bars), "text-tabs": ("spaced", tabs), "markdown-islands": ("html", islands),
}
"""Family and writer by the name of the format."""
