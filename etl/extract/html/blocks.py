"""Paragraphs and tables from what the tree holds: tables that only place other content are dissolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from lxml import html as lxml_html

from etl.documents import Block, Paragraph, Picture
from etl.extract.anchors import SECTION
from etl.extract.grid import Draft, place, table
from etl.extract.html.flow import Flow, Grid, Piece, walk
from etl.extract.html.info import LABEL, PAIR
from etl.extract.marks import OBJECT
from etl.extract.text import pipe_rows
from etl.text import squeeze

#: Rules and edges of a table drawn with characters.
_DRAWN_RULE = re.compile(r"[\s+=\-─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝]+")
_PIPE = re.compile("[|｜│┃║]")
_PIPES = str.maketrans("│┃║｜", "||||")
_NUMBER = re.compile(r"^[\s+-]*\d[\d,.]*\s*\S{0,2}$")
_WORD = re.compile("[\u4e00-\u9fff]{2}")
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九\d]")
_HABIT = 3
"""Cells of a table that hold rows of tables: fewer may be the frame of a page."""
_ROWS = 4
"""Rows from which on two tables of as many, or tables of one each, are no coincidence."""
_LABEL = 60
"""Characters of a label, at most."""


def content(element: lxml_html.HtmlElement) -> tuple[Block, ...]:
    """Paragraphs and tables below ``element`` in order; layout tables are dissolved into what they hold."""
    flow = walk(element)
    return tuple(_numbered(_with_pipes(list(_settled(flow.blocks)))))


def _settled(pieces: list[Piece]) -> Iterator[Block | list[list[Draft]]]:
    for piece in _set_beside(list(_dissolved(pieces))):
        if isinstance(piece, Picture):
            yield piece
        elif isinstance(piece, Paragraph):
            if text := piece.text.replace(OBJECT, "").strip():
                yield replace(piece, text=text)
        else:
            inner: list[Piece] = []
            yield [[Draft(_cell_text(flow, inner), down, across, doubt=flow.doubt) for flow, down, across in row] for row in piece.rows]
            yield from _settled(inner)


def _dissolved(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces in order, tables of layout as what they hold (but for lists of labels), without the info table."""
    for piece in map(_spliced, _in_one(pieces)):
        if isinstance(piece, Paragraph) or _is_labels(piece) or not (_is_info(piece) or _is_layout(piece)):
            yield piece
        elif not _is_info(piece):
            for row in _under_captions(piece):
                for flow in row:
                    yield from _dissolved(flow.blocks)


def _under_captions(grid: Grid) -> list[list[Flow]]:
    """The cells of a table of layout, lines over a row of tables each with the table below it."""
    made: list[list[Flow]] = []
    for row in grid.rows:
        flows = [flow for flow, _, _ in row]
        above = made[-1] if made else []
        if 1 < len(flows) == len(above) and all(len(f.blocks) == 1 and isinstance(f.blocks[0], Paragraph) for f in above) and all(
                any(isinstance(b, Grid) for b in f.blocks) for f in flows):
            made[-1] = [replace(flow, blocks=[*caption.blocks, *flow.blocks]) for caption, flow in zip(above, flows, strict=True)]
        else:
            made.append(flows)
    return made


def _in_one(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces with tables of one row each, that stand one right below the other, as the rows of one."""
    for is_row, run in groupby(pieces, lambda piece: isinstance(piece, Grid) and len(piece.rows) == 1 < len(piece.rows[0])):
        lines = list(run)
        if is_row and len(lines) >= _ROWS:
            yield Grid([row for grid in lines if isinstance(grid, Grid) for row in grid.rows])
        else:
            yield from lines


def _set_beside(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces with a column of labels that is a table of its own (a column that does not scroll, with its heading or without) set
    beside the numbers, a table of as many rows that follows it; other lists are dissolved."""
    at = 0
    while at < len(pieces):
        count = next((n for n in (1, 2) if _belong(pieces[at : at + n], pieces[at + n : at + 2 * n])), 0)
        piece = pieces[at]
        if count:
            left, right = ([row for grid in pieces[i : i + count] if isinstance(grid, Grid) for row in grid.rows] for i in (at, at + count))
            yield Grid([[*a, *b] for a, b in zip(left, right, strict=True)])
        elif isinstance(piece, Grid) and _is_labels(piece):
            yield from (block for row in piece.rows for flow, _, _ in row for block in flow.blocks)
        else:
            yield piece
        at += 2 * count or 1


def _is_labels(grid: Grid) -> bool:
    """A column of words, a line or two each."""
    cells = [flow.blocks for row in grid.rows for flow, _, _ in row]
    return all(len(row) == 1 for row in grid.rows) and all(
        len(blocks) < 3 and all(isinstance(b, Paragraph) and len(b.text) < _LABEL and _WORD.search(b.text) for b in blocks) for blocks in cells)


def _belong(left: list[Piece], right: list[Piece]) -> bool:
    """Whether rows of labels and as many rows of numbers without labels are the halves of one table: beside each row of numbers a label
    stands, and beside a heading one that has no number of the form."""
    pairs = [(a, b) for a, b in zip(left, right, strict=False) if isinstance(a, Grid) and isinstance(b, Grid) and len(a.rows) == len(b.rows) and _is_labels(a)]
    rows = [(_cell_text(row[0][0], []), [_cell_text(flow, []) for flow, _, _ in own]) for a, b in pairs for row, own in zip(a.rows, b.rows, strict=True)]
    numbers = [(label, own) for label, own in rows if any(map(_NUMBER.match, own))]
    headings = [label for label, own in rows if any(own) and not any(map(_NUMBER.match, own))]
    return (len(pairs) == len(left) == len(right) and 2 * len(numbers) > len(rows) >= _ROWS
            and all(label and (not own[0] or _NUMBER.match(own[0])) for label, own in numbers)
            and all(label and not _NUMBERED.match(label) for label in headings))


def _spliced(piece: Piece) -> Piece:
    """A table whose cells hold a row of a table each, with the cells of these rows as its own: where a cell spans as many columns, or where
    all such rows are of one length; or, in one row, a column each."""
    if not isinstance(piece, Grid):
        return piece
    held = {id(flow): inner for row in piece.rows for flow, down, _ in row if down == 1 and (inner := _row_inside(flow))}
    alike = len(held) >= _HABIT and len(set(map(len, held.values()))) == 1
    rows = []
    for row in piece.rows:
        if beside := _columns_inside(row):
            rows += beside
            continue
        parts = [held.get(id(flow), []) if across == len(held.get(id(flow), [])) or (alike and across == 1) else [] for flow, _, across in row]
        rows.append([own for cell, part in zip(row, parts, strict=True) for own in part or [cell]])
    return replace(piece, rows=rows)


def _columns_inside(row: list[tuple[Flow, int, int]]) -> list[list[tuple[Flow, int, int]]]:
    """The rows of a row whose cells hold a table of one column each, all of as many rows; else none."""
    inside = [flow.blocks[0] for flow, down, _ in row if len(flow.blocks) == down == 1]
    columns = [[own[0][0] for own in grid.rows] for grid in inside if isinstance(grid, Grid) and all(len(own) == 1 for own in grid.rows)]
    if not 1 < len(row) == len(columns) or len({*map(len, columns)}) != 1 or len(columns[0]) < _ROWS:
        return []
    return [[(cell, 1, across) for cell, (_, _, across) in zip(line, row, strict=True)] for line in zip(*columns, strict=True)]


def _row_inside(flow: Flow) -> list[tuple[Flow, int, int]] | None:
    """The row of a table that is all a cell holds, if it has several cells, none of them with tables inside."""
    match flow.blocks:
        case [Grid(rows=[row])] if len(row) > 1 and all(
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
    numbers = sum(all(isinstance(b, Paragraph) and _NUMBER.match(b.text) for b in f.blocks) for f in filled)  # a line each, where rows are stacked
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
        if end - at > 1 and (rows := pipe_rows(lines)):
            yield table(-1, place([[Draft(text) for text in row] for row in rows]), exact=False)
        else:
            end = max(end, at + 1)
            yield from pieces[at:end]
        at = end


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
