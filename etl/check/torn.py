"""Numbers torn inside their cell (``1173 0``, as converters leave what a narrow column wrapped), put together where the sums of the form
hold with the whole number and with no other reading of the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from math import prod

from etl.check.model import Equation, Grid, Key
from etl.check.rules import equations
from etl.numbers import SEVERAL
from etl.report import Report, ReportCell, State
from etl.text import fold

_TORN = re.compile(r"[1-9]\d*(?:\s+\d+)+")
_MOST_READINGS = 5_000
"""Of torn cells that hang together, tried in turn: about six cells of two parts."""


def put_together(report: Report) -> Report:
    """The report with its torn numbers whole, and the blanks beside them blank again. A cell stays ``unreadable`` where no sum of printed
    numbers holds it, where one that does fails, or where another reading of what is torn (a part of it, or its parts in two cells)
    satisfies the same sums."""
    lost = {c.key: c for c in report.cells if c.state is State.UNREADABLE and c.note == SEVERAL}
    torn = {k: c for k, c in lost.items() if _TORN.fullmatch(fold(c.printed))}
    if not torn:
        return report
    whole = {k: replace(c, value=_readings(c)[0], state=State.NUMBER, note="digits joined, for nothing else adds up") for k, c in torn.items()}
    mended = {**whole, **{k: replace(c, state=State.BLANK, note=None) for k, c in lost.items() if not c.printed}}
    found = equations(Grid(replace(report, cells=tuple(mended.get(c.key, c) for c in report.cells))))
    groups = _hanging_together([e for e in found if e.severity != "info" and any(c.key in whole for c in e.cells)], torn)
    sure = {k for group in groups if _is_only_reading(group, torn) for e in group for k in _keys(e) if k in torn}
    open_rows = {k[:2] for k in lost if k not in sure and lost[k].printed}
    return replace(report, cells=tuple(
        mended[c.key] if c.key in sure or (c.key in mended and c.key[:2] not in open_rows) else c for c in report.cells))


def _keys(equation: Equation) -> set[Key]:
    return {c.key for c in equation.cells}


def _readings(cell: ReportCell) -> list[int]:
    """The whole number, then its parts and their sum."""
    parts = fold(cell.printed).split()
    numbers = [int(part) for part in parts]
    return [int("".join(parts)), *dict.fromkeys((*numbers, sum(numbers)))]


def _hanging_together(found: list[Equation], torn: Mapping[Key, ReportCell]) -> Iterator[list[Equation]]:
    """Equations in groups that share no torn cell."""
    while found:
        group, keys = [], _keys(found[0]) & torn.keys()
        while more := [e for e in found if _keys(e) & keys]:
            group += more
            found = [e for e in found if e not in more]
            keys |= {k for e in more for k in _keys(e) & torn.keys()}
        yield group


def _is_only_reading(group: list[Equation], torn: Mapping[Key, ReportCell]) -> bool:
    """Whether the equations hold with every torn number whole, and with nothing else."""
    keys = [k for k in torn if any(k in _keys(e) for e in group)]
    choices = [_readings(torn[k]) for k in keys]
    if not all(e.holds for e in group) or prod(map(len, choices)) > _MOST_READINGS:
        return False
    # what each torn cell adds to the left side of each equation, which is 0 with the whole numbers
    signs = [[sum(c.key == k for c in e.left.cells) - sum(c.key == k for c in e.right.cells) for k in keys] for e in group]
    others = product(*([n - options[0] for n in options] for options in choices))
    return sum(all(sum(s * n for s, n in zip(row, change, strict=True)) == 0 for row in signs) for change in others) == 1
