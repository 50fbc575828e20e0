"""Paragraphs and tables from what the tree holds: tables that only place other content are dissolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import html as lxml_html

from etl.documents import Block, Paragraph, Picture
from etl.extract.anchors import SECTION
from etl.extract.grid import Draft, place, table
from etl.extract.html.flow import Flow, Grid, Piece, walk
from etl.extract.html.held import OBJECT
from etl.extract.html.info import LABEL, PAIR
from etl.extract.text import pipe_rows
from etl.text import squeeze

#: Rules and edges of a table drawn with characters.
_DRAWN_RULE = re.compile(r"[\s+=\-─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝]+")
_PIPE = re.compile("[|｜│┃║]")
_PIPES = str.maketrans("│┃║｜", "||||")
_NUMBER = re.compile(r"^[\s+-]*\d[\d,.]*\s*\S{0,2}$")


def content(element: lxml_html.HtmlElement) -> tuple[Block, ...]:
    """Paragraphs and tables below ``element`` in order; layout tables are dissolved into what they hold."""
    flow = walk(element)
    return tuple(_numbered(_with_pipes(list(_settled(flow.blocks)))))


def _settled(pieces: list[Piece]) -> Iterator[Block | list[list[Draft]]]:
    for piece in map(_spliced, pieces):
        if isinstance(piece, Picture):
            yield piece
        elif isinstance(piece, Paragraph):
            if text := piece.text.replace(OBJECT, "").strip():
                yield replace(piece, text=text)
        elif _is_info(piece):
            continue
        elif _is_layout(piece):
            for row in piece.rows:
                for flow, _, _ in row:
                    yield from _settled(flow.blocks)
        else:
            inner: list[Piece] = []
            yield [[Draft(_cell_text(flow, inner), down, across) for flow, down, across in row] for row in piece.rows]
            yield from _settled(inner)


def _spliced(piece: Piece) -> Piece:
    """A table whose cells over several columns hold a row of as many cells, with these cells as its own."""
    if not isinstance(piece, Grid):
        return piece
    rows = [[part for cell in row for part in (_row_inside(*cell) or (cell,))] for row in piece.rows]
    return replace(piece, rows=rows)


def _row_inside(flow: Flow, down: int, across: int) -> list[tuple[Flow, int, int]] | None:
    """The row of a table that is all a cell holds, if it has a cell without tables for each column that the cell spans."""
    match flow.blocks:
        case [Grid(rows=[row])] if down == 1 < across == len(row) and all(
                span == 1 and not any(isinstance(b, Grid) for b in inside.blocks) for inside, _, span in row):
            return row
    return None


def _is_info(grid: Grid) -> bool:
    """The info table of an article page: metadata, no part of the report."""
    texts = [squeeze(_cell_text(flow, [])) for row in grid.rows for flow, _, _ in row]
    labels = sum(bool(LABEL.match(t) or (PAIR.match(t) and len(t) < 60)) for t in texts)
    return labels >= 3 and 3 * labels >= len([t for t in texts if t])


def _cell_text(flow: Flow, inner: list[Piece]) -> str:
    """Lines of a cell; a table inside that has several cells stands on its own, one of a single cell is its text."""
    lines: list[str] = []
    for piece in flow.blocks:
        if isinstance(piece, Paragraph):
            lines.append(OBJECT if isinstance(piece, Picture) else piece.text)
        elif _size(piece) > 1:
            inner.append(piece)
        else:
            lines += [_cell_text(f, inner) for row in piece.rows for f, _, _ in row]
    return "\n".join(line for line in lines if line)


def _is_layout(grid: Grid) -> bool:
    """A table that only places other content: one column, cells with whole passages, or next to nothing beside tables."""
    flows = [flow for row in grid.rows for flow, _, _ in row]
    filled = [f for f in flows if f.blocks]
    if max(map(len, grid.rows), default=0) <= 1:
        return True
    numbers = sum(len(f.blocks) == 1 and isinstance(p := f.blocks[0], Paragraph) and bool(_NUMBER.match(p.text)) for f in filled)
    if numbers >= 4 and 5 * numbers >= len(filled):
        return False
    if any(_is_passage(f) for f in filled):
        return True
    if not any(isinstance(b, Grid) and _size(b) > 3 for f in filled for b in f.blocks):
        return False
    own = [sum(any(isinstance(b, Paragraph) for b in flow.blocks) for flow, _, _ in row) for row in grid.rows]
    return sum(count >= 2 for count in own) < 2


def _is_passage(flow: Flow) -> bool:
    """Prose, or a section's heading with what follows it, also in tables inside: no cell of a statistical table."""
    texts = [squeeze(b.text) for b in flow.blocks if isinstance(b, Paragraph)]
    return (
        sum(map(len, texts)) > 300
        or (len(flow.blocks) > 2 and any(SECTION.match(t) and len(t) < 60 for t in texts))
        or any(_is_passage(f) for b in flow.blocks if isinstance(b, Grid) for row in b.rows for f, _, _ in row)
    )


def _size(grid: Grid) -> int:
    return sum(map(len, grid.rows))


def _with_pipes(pieces: list[Block | list[list[Draft]]]) -> Iterator[Block | list[list[Draft]]]:
    """Runs of paragraphs that are rows written with pipes become tables."""
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and isinstance(p := pieces[end], Paragraph) and (
                _PIPE.search(p.text) or _DRAWN_RULE.fullmatch(p.text)):
            end += 1
        lines = [p.text.translate(_PIPES) for p in pieces[at:end] if isinstance(p, Paragraph) and not _DRAWN_RULE.fullmatch(p.text)]
        rows = pipe_rows(lines) if end - at > 1 else None
        if rows:
            yield table(-1, place([[Draft(text) for text in row] for row in rows]), exact=False)
            at = end
        else:
            yield pieces[at]
            at += 1


def _numbered(pieces: Iterator[Block | list[list[Draft]]]) -> Iterator[Block]:
    count = 0
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield piece
            continue
        if isinstance(piece, list):
            grid = place(piece)
            if any(grid):
                yield table(count, grid)
                count += 1
        else:
            yield table(count, piece.rows, piece.exact)
            count += 1
