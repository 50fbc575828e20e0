"""Cells that repeat the name of their column in front of the number (自然人：12), for narrow screens or by habit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from etl import forms
from etl.documents import Cell, Document, Table
from etl.forms import APPLICATIONS
from etl.parse.grid import is_text
from etl.parse.labels import keys_of
from etl.text import label_key, squeeze

_NAMED = re.compile(r"(?P<name>[^\d:/]{2,20}):?(?P<value>(?:-?\d[\d,.]*[件条]?|[/-])?)")
_LEAST = 3
"""Rows that must agree: a note in a cell is no habit."""


def without_names(document: Document) -> Document:
    """The document with the numbers of such cells alone, where the columns of table 3 are named so in row after row, and never otherwise."""
    blocks = tuple(_bare(b) if isinstance(b, Table) else b for b in document.blocks)
    return replace(document, blocks=blocks) if blocks != document.blocks else document


def _bare(table: Table) -> Table:
    rows = [[_parted(c) for c in row] for row in table.rows]
    named = [[(c, name) for c, parted in zip(row, found, strict=True) if parted and (name := _columns().get(label_key(parted[0])))]
             for row, found in zip(table.rows, rows, strict=True)]
    told = [tuple(name for _, name in row) for row in named if len(row) > 1]
    if len(told) < _LEAST or len(set(told)) > 1 or len(set(told[0])) < len(told[0]) or not _as_headed(table, [c for row in named if len(row) > 1 for c in row]):
        return table
    bare = {id(c): parted[1] for row, found, names in zip(table.rows, rows, named, strict=True) if len(names) > 1
            for c, parted in zip(row, found, strict=True) if parted and label_key(parted[0]) in _columns()}
    return replace(table, rows=tuple(tuple(replace(c, text=bare.get(id(c), c.text)) for c in row) for row in table.rows))


def _parted(cell: Cell) -> tuple[str, str] | None:
    """Name and value of a cell that holds both; a name with a colon may stand alone, for a blank."""
    text = squeeze(cell.text) if is_text(cell) else ""
    match = _NAMED.fullmatch(text)
    return (match["name"], match["value"]) if match and (match["value"] or ":" in text) else None


def _as_headed(table: Table, named: Sequence[tuple[Cell, str]]) -> bool:
    """Whether each stands under the heading of its name; without any heading, whether they stand in the form's order."""
    first = min(c.row for c, _ in named)
    head = [(c, name) for c in table.cells() if c.row < first and (name := _columns().get(label_key(c.text)))]
    if not head:
        order = list(dict.fromkeys(_columns().values()))
        return all(order[i % len(order)] == name for i, (_, name) in enumerate(named))
    return all(any(h.column < c.column + c.colspan and c.column < h.column + h.colspan and own == name for h, own in head) for c, name in named)


@cache
def _columns() -> dict[str, str]:
    """Key of a column of table 3 → its code, in the form's order."""
    table = forms.newest(APPLICATIONS)
    return {key: c.code for c in table.columns for key in keys_of(c)}
