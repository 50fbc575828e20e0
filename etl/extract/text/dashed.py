"""Tables whose columns are drawn by runs of dashes (pandoc's simple and multiline tables) or of equals signs (reStructuredText)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from etl.extract.grid import Draft
from etl.extract.limits import MAX_SPAN
from etl.extract.text.grammar import SUMMED, Found, Print, joined

_RULE = re.compile(r"\s*(?:-{2,}|={2,}|─{2,}|━{2,})(?:\s+(?:-+|=+|─+|━+))*\s*")
_PRINTS = (Print(), Print(ambiguous=2), Print(wide=1))
_PARTED = re.compile(r"\d([\u00a0\u2007\u2009\u202f])\d{3}")
_NO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")
Columns = Sequence[tuple[int, int]]


def read(lines: Sequence[str], at: int) -> Found | None:
    """The table that begins at the line, with a rule or with a header above one.

    A rule in one piece stands above the header and below the last row, one in pieces below the header; without a header those in pieces
    stand at both ends. A table without a rule below it ends at a blank line.
    """
    first = _columns(lines[at])
    if not first:
        return _below_header(lines, at)
    second = _next_rule(lines, at + 1)
    columns = _columns(lines[second]) if second < len(lines) else ()
    if len(first) > 1 and ("=" not in lines[at] or not any(map(str.strip, lines[second + 1 : second + 2]))):
        return _table((), lines[at + 1 : second], first, second + 1) if columns else None
    third = _next_rule(lines, second + 1)
    if len(columns) < 2 or third == len(lines):
        return None
    return _table(lines[at + 1 : second], lines[second + 1 : third], columns, third + 1)


def _below_header(lines: Sequence[str], at: int) -> Found | None:
    columns = _columns(lines[at + 1]) if lines[at].strip() and at + 1 < len(lines) else ()
    if len(columns) < 2:
        return None
    end = next((n for n in range(at + 2, len(lines)) if not lines[n].strip() or _columns(lines[n])), len(lines))
    closed = end < len(lines) and bool(lines[end].strip())
    return _table(lines[at : at + 1], lines[at + 2 : end], columns, end + closed)


def _columns(line: str) -> Columns:
    """Where each run of dashes of a rule begins and ends; nothing for any other line."""
    return [run.span() for run in re.finditer(r"\S+", line)] if _RULE.fullmatch(line) else ()


def _next_rule(lines: Sequence[str], at: int) -> int:
    return next((n for n in range(at, len(lines)) if _columns(lines[n])), len(lines))


def _table(header: Sequence[str], body: Sequence[str], columns: Columns, end: int) -> Found | None:
    """Rows of many lines where blank lines part them, or one stands behind the only row; else a row a line."""
    found = _sliced([*header, *body], columns) if len(columns) <= MAX_SPAN else None
    if found is None:
        return None
    runs = [list(run) for blank, run in groupby(found[len(header):], key=lambda row: not any(map(str.strip, row))) if not blank]
    singly = [[line] for run in runs for line in run]
    parted = len(runs) > 1 or list(body[-1:]) == [""]
    for groups in (runs, singly) if parted else (singly,):
        rows = [_row(group, columns) for group in ([found[: len(header)]] if header else []) + groups]
        drafts = [row for row in rows if row is not None]
        if 0 < len(drafts) == len(rows):
            return Found(drafts, end)
    return None


def _row(lines: Sequence[Sequence[str]], columns: Columns) -> list[Draft] | None:
    """The lines as one row. Numbers above one another are those of several rows, unless nothing stands beside the lower ones, or no other
    number of many: that is one cell, whatever it says. Where blanks part the row's thousands, one of them was broken at its blank."""
    cells = [[part.strip() for part in cell] for cell in zip(*lines, strict=True)]
    texts = [joined(cell, stop - start) for cell, (start, stop) in zip(cells, columns, strict=True)]
    many = sum(cell[0][:1].isdecimal() for cell in cells) >= SUMMED
    beside = [sum(part[:1].isdecimal() if many else bool(part) for part in line) for line in list(zip(*cells, strict=True))[1:]]
    if None in texts and max(beside) > 1:
        return None
    blank = next((found[1] for text in texts if text and (found := _PARTED.search(text))), "\n")
    return [Draft(blank.join(filter(None, cell)) if text is None else text) for text, cell in zip(texts, cells, strict=True)]


def _sliced(lines: Sequence[str], columns: Columns) -> list[list[str]] | None:
    """The lines cut at the columns; None where text stands outside of them."""
    for printed in _PRINTS:
        spread = [next((s for text in _ways(line) if _fits(s := printed.spread(text), columns)), None) for line in lines]
        if None not in spread:
            return [["".join(line[start:stop]) for start, stop in columns] for line in spread if line is not None]
    return None


def _ways(line: str) -> Iterator[str]:
    """The line, and with what has no width counted as a column where it begins the line, or everywhere: pandoc itself is of two minds."""
    yield line.rstrip()
    if _NO_WIDTH.search(line):
        yield _NO_WIDTH.sub(" ", line, count=1).rstrip()
        yield _NO_WIDTH.sub(" ", line).rstrip()


def _fits(line: Sequence[str], columns: Columns) -> bool:
    gaps = zip([0, *(stop for _, stop in columns)], [*(start for start, _ in columns), None], strict=True)
    return not any("".join(line[stop:start]).strip() for stop, start in gaps)
