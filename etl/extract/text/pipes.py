"""Rows of cells parted by bars: Markdown, bars alone, and tables drawn of which no rule shows how far a cell spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from etl.extract.text.grammar import PADDING, SUMMED, Found, columns, goes_on, joined
from etl.extract.text.spans import drafts
from etl.numbers import read_cell

_BARS = str.maketrans(dict.fromkeys("｜￨│┃║┆┇┊┋┌├└┏┣┗┍┎┝┞┟┠┡┢┕┖╒╓╔╞╟╠╘╙╚┐┤┘┓┫┛┑┒┥┦┧┨┩┪┙┚╕╖╗╡╢╣╛╜╝┬┼┴┳╋┻┯┰┷┸┿╂╤╥╦╪╫╬╧╨╩", "|"))
"""Bars that stand for the pipe, and the crossings of drawn rules."""
_RULE = re.compile(r"^(?=.*[-—─━═┄┅┈┉╌╍－=])[\s|:+＋\-—－─━═┄┅┈┉╌╍=]*$")
_MARKDOWN_RULE = re.compile(r"\s*+(?:\|\s*+)?:?-+:?\s*+(?:\|\s*+:?-+:?\s*+)*(?:\|\s*+)?")
_ONE_DASH_EACH = re.compile(r"\s*+(?:\|\s*+)?(?:[-—－–]\s*+\|\s*+)+(?:[-—－–]\s*+)?")
"""A rule or a row of values: no rule is drawn of single dashes that Chinese knows, and below a table's rule there is no second one."""
_LONE = re.compile(r"((?:^|\|)\s*)\\(?=\|)")
"""A stroke that is all a cell says, and no escape of the bar behind it."""
_TALL = 24
"""Lines of a cell at most."""
_GUESSED = 4
"""Rows that tell of cells that are none, at least: more than pages on which a table goes on."""
Rows = list[list[str]]


def pipe_rows(lines: Sequence[str]) -> Rows | None:
    """The rows of a table written with pipes, or None where the lines are none."""
    cells = _rows_between_rules([_barred(line) for line in lines])
    return cells if len(cells) > 1 and max(map(len, cells)) > 1 else None


def with_tabs(lines: Sequence[str]) -> Sequence[str]:
    """The lines, where scripts joined cells by a bar with a space on both sides, as rows parted by TABs: a cell of theirs may go on in the
    next line. Markdown and what is drawn have more that tells a row's ends."""
    if any("\t" in line or line.lstrip(" >").startswith("|") or ("|" in line and _MARKDOWN_RULE.fullmatch(line)) for line in lines):
        return lines
    return [tabbed if "|" not in (tabbed := f"{line} ".replace(" | ", "\t").rstrip(" ")) else line for line in lines]


def without_word_grids(lines: Sequence[str]) -> Sequence[str]:
    """The lines, where tables are a program's guess from where words stand on a page: of each row its words, for its cells are none of the
    table's. Some hold two numbers of a row, or rows of numbers are the headers of tables, of which labels stand between."""
    rows = {i: _pipe_cells(line) for i, line in enumerate(lines) if line.startswith("|")}
    rules = {i for i in rows if _MARKDOWN_RULE.fullmatch(lines[i])}
    if sum(_adds_up(cells, merged=i + 1 not in rules) for i, cells in rows.items()) < _GUESSED:
        return lines
    return ["  ".join(filter(None, map(str.strip, rows[i]))) if i in rows else line for i, line in enumerate(lines) if i not in rules]


def _adds_up(cells: Sequence[str], merged: bool) -> bool:
    """Whether the last number of a row is the sum of the others; where ``merged``, two of them stand in one cell."""
    words = [[read_cell(word).value for word in cell.split()] for cell in cells if cell.strip()]
    numbers = [[n for n in cell if n is not None] for cell in words]
    values = [n for cell in numbers for n in cell]
    two = any(len(cell) > 1 and cell == found for cell, found in zip(words, numbers, strict=True))
    return (two or not merged) and len(values) >= SUMMED and 2 * values[-1] == sum(values)


def read(lines: Sequence[str], at: int) -> Found | None:
    """The table that begins at the line; an empty line may stand between two rows. Below the rule of a Markdown table each line is a row,
    also one without a bar."""
    ahead = [_barred(line) for line in lines[at : at + 3]]
    single = len(ahead) == 3 and "|" in ahead[2] and bool(_MARKDOWN_RULE.fullmatch(ahead[1])) and bool(ahead[0].strip())
    if "|" not in ahead[0] and not single and not (_RULE.match(ahead[0]) and "|" in "".join(ahead[1:2])):
        return None
    # where neither the header nor its rule has bars at its ends, a row that begins with one begins with a blank cell
    # (a bar too many ahead of the header is one of a table that this one stands in)
    bare = bool(_MARKDOWN_RULE.fullmatch(rule := "".join(ahead[1:2]).strip())) and "|" not in (rule[0], rule[-1]) \
        and ahead[0].count("|") - rule.count("|") in (0, ahead[0].lstrip().startswith("|")) and "|" in rule
    end, blank = at, 0
    markdown = False
    taken: list[str] = []
    words: list[str] = []
    for n in range(at, len(lines)):
        line = _barred(lines[n])
        line = f"|{line}|" if bare and "|" in line else line
        if "|" in line or (_RULE.match(line) and (taken or n == at or single)):
            if taken and _is_open(taken[-1]) and not line.lstrip().startswith("|"):
                taken[-1] = "\n".join((taken[-1], *words, line))
            else:
                taken += [*words, line]
            markdown |= len(taken) == 2 and bool(_MARKDOWN_RULE.fullmatch(line))
            end, blank, words = n + 1, 0, []
        elif not line.strip():
            blank += 1
            markdown = False
        elif markdown or (single and n == at) or (taken and _is_open(taken[-1]) and len(words) < _TALL):
            words.append(line)
        else:
            break
        if blank > 1:
            break
    rows = pipe_rows(taken)
    return Found(drafts(rows) if rows else (), end)


def _barred(line: str) -> str:
    """The line with bars for all that stands for one; DokuWiki has ``^`` round the cells of a header."""
    line = line.translate(_BARS)
    return line.replace("^", "|") if line.startswith("^") and line.rstrip().endswith(("^", "|")) and line.count("^") > 1 else line


def _is_open(row: str) -> bool:
    """A row that begins with a bar ends with one: without, its last cell goes on in the next line."""
    return row.lstrip().startswith("|") and not row.rstrip().endswith("|")


def _rows_between_rules(lines: Sequence[str]) -> Rows:
    """Rows of cells parted by pipes. Where rules are drawn between the rows too, lines without one between are one row: its cells are
    wrapped. So are those of lines of which each cell goes on in the next, where the columns are wider than they need be."""
    lines = [line for line in lines if line.strip()]
    runs = [(is_rule, [line for _, line in run]) for is_rule, run in groupby(zip(_rules(lines), lines, strict=True), key=lambda pair: pair[0])]
    groups = [[_pipe_cells(line) for line in run] for is_rule, run in runs if not is_rule]
    # Markdown has no rule above its header, and many a drawn table none but round it and below its header.
    if len(groups) == 1 and len(runs) == 1:
        groups = _unwrapped(groups[0])
    elif not runs or not runs[0][0] or len(groups) <= 2 or any(len({len(row) for row in group}) > 1 for group in groups):
        groups = [[row] for group in groups for row in group]
    rows: Rows = []
    for group in groups:
        texts = [joined(cells, max(map(columns, cells))) for cells in zip(*group, strict=True)]
        rows += [[text or "" for text in texts]] if None not in texts else [[cell.strip() for cell in row] for row in group]
    return rows


def _rules(lines: Sequence[str]) -> Iterator[bool]:
    """Of each line, whether it is a rule and no row of values."""
    ruled = False
    for line in lines:
        values = _ONE_DASH_EACH.fullmatch(line) and (ruled or "-" not in line)
        yield (rule := bool(_RULE.match(line)) and not values)
        ruled |= rule


def _unwrapped(rows: Sequence[list[str]]) -> list[list[list[str]]]:
    """Rows of padded cells with the lines in which they go on."""
    shapes = [tuple(map(columns, row)) for row in rows]
    spare: dict[tuple[int, ...], list[int]] = {}
    for row, shape in zip(rows, shapes, strict=True):
        left = [room - columns(cell.strip()) for cell, room in zip(row, shape, strict=True)]
        spare[shape] = list(map(min, left, spare.get(shape, left)))
    groups: list[list[list[str]]] = []
    for i, (row, shape) in enumerate(zip(rows, shapes, strict=True)):
        above = rows[i - 1] if i and shapes[i - 1] == shape and max(spare[shape]) > PADDING else []
        goes = [goes_on(a, b, room) for a, b, room in zip(above, row, shape, strict=False) if b.strip()]
        if goes and all(goes) and not all(map(str.strip, row)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _pipe_cells(line: str) -> list[str]:
    line = _LONE.sub(r"\1\\ ", line.strip())
    if line.startswith("|"):
        line = line[1:].removesuffix("|")
    return [cell.replace("\0", "|") for cell in line.replace(r"\|", "\0").split("|")]
