"""Rows of a table as label cells and value cells: what a reader of the form sees before asking what the labels mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from etl.documents import Cell, Table
from etl.numbers import read_cell
from etl.report import State
from etl.text import squeeze


def is_text(cell: Cell) -> bool:
    """True for words: neither blank, nor a number, nor a mark for "does not apply"."""
    return read_cell(cell.text).state is State.UNREADABLE


def is_value(cell: Cell) -> bool:
    """True for a number or a mark for "does not apply"."""
    return read_cell(cell.text).state in (State.NUMBER, State.NOT_APPLICABLE)


def is_blank(cell: Cell) -> bool:
    return not squeeze(cell.text)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a table, split into the labels on its left and the values on its right."""

    table: Table
    index: int
    labels: tuple[Cell, ...]
    """Text cells of the label part, left to right."""
    values: tuple[Cell, ...]

    @property
    def label(self) -> str:
        """The label next to the values: the leaf, which decides what the row is."""
        return self.labels[-1].text if self.labels else ""

    @property
    def has_values(self) -> bool:
        return any(not is_blank(c) for c in self.values)

    @property
    def page(self) -> int | None:
        return next((c.page for c in (*self.labels, *self.values) if c.page is not None), None)


def split_row(table: Table, index: int, known: Callable[[str], bool]) -> GridRow:
    """Splits a row into labels and values.

    The label part is the run of text and blank cells on the left, up to its last text; but where a text in it is a
    ``known`` label, what follows that is values even if it is words (an unreadable number must not become a label).
    """
    cells = table.rows[index]
    prefix = _serials(cells, known)
    for cell in cells[prefix:]:
        if not (is_text(cell) or is_blank(cell)):
            break
        prefix += 1
    texts = [i for i in range(prefix) if is_text(cells[i])]
    if not texts:
        # no label: blank cells on the left may be merged label cells or empty values; the caller counts
        return GridRow(table, index, (), tuple(cells))
    recognised = [i for i in texts if known(cells[i].text)]
    end = (recognised or texts)[-1]
    leaf = next((i for i in texts if i > end), None)
    if leaf is not None and cells[end].rowspan > cells[leaf].rowspan:
        end = leaf  # a group's label, merged over its rows: the words behind it are the row's own
    return GridRow(table, index, tuple(cells[i] for i in texts if i <= end), tuple(cells[end + 1 :]))


def _serials(cells: Sequence[Cell], known: Callable[[str], bool]) -> int:
    """How many cells before the label hold a running number or a code: no value stands there, for values stand behind their label."""
    ahead = sum(1 for _ in takewhile(lambda c: re.fullmatch(r"\d{1,3}", squeeze(c.text)), cells))
    label = next((c for c in cells[ahead:] if not is_blank(c)), None)
    return ahead if ahead < len(cells) - 1 and label is not None and is_text(label) and known(label.text) else 0


def is_words(row: GridRow) -> bool:
    """True for a row of several Chinese words and no number (政府集中采购, 项目数, 金额): it is of an author's own table, whatever its first cell says."""
    return len(row.values) > 1 and all(is_text(c) and re.search(r"[\u4e00-\u9fff]", c.text) for c in row.values)


#: 5, or 5=1+2+3+4.
_ORDINAL = re.compile(r"\(?(\d{1,2})\)?(?:=[\d+\-()×*/]+)?")


def numbers_columns(row: GridRow) -> bool:
    """True for a row below a header that only numbers its columns: 栏次 1 2 3 …. No sum is the number after its last addend."""
    if len(squeeze("".join(c.text for c in row.labels))) > 2:
        return False
    found = [_ORDINAL.fullmatch(squeeze(c.text)) for c in row.table.rows[row.index] if not is_blank(c) and any(d.isdigit() for d in c.text)]
    ordinals = [int(m[1]) for m in found if m]
    return len(ordinals) == len(found) >= 5 and all(b - a == 1 for a, b in pairwise(ordinals))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column of a header: the grid columns it covers and the texts above it, top to bottom."""

    start: int
    stop: int
    path: tuple[str, ...]


def leaves(cells: Iterable[Cell], first: int, width: int) -> tuple[Leaf, ...]:
    """The header's columns from grid column ``first`` on: runs of grid columns under the same cells."""
    header = [c for c in cells if not is_blank(c)]
    found: list[Leaf] = []
    previous: tuple[int, ...] | None = None
    for column in range(first, width):
        above = tuple(i for i, c in enumerate(header) if c.column <= column < c.column + c.colspan)
        if above and above == previous:
            last = found[-1]
            found[-1] = Leaf(last.start, column + 1, last.path)
        else:
            found.append(Leaf(column, column + 1, tuple(header[i].text for i in above)))
        previous = above
    return tuple(found)
