"""Tables that lie on their side, with the form's columns as rows and its rows as columns, set upright."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from etl import forms
from etl.documents import Cell, Document, Table
from etl.forms import APPLICATIONS, PROACTIVE
from etl.parse.grid import is_blank, is_text, is_value
from etl.parse.labels import keys_of
from etl.text import label_key, label_stem


def set_upright(document: Document) -> Document:
    """The document with those tables turned of which the labels leave no doubt."""
    blocks = tuple(_turned(b) if isinstance(b, Table) and _lies(b) else b for b in document.blocks)
    return replace(document, blocks=blocks) if blocks != document.blocks else document


@cache
def _keys() -> tuple[frozenset[str], frozenset[str]]:
    """The keys of rows and those of columns in sections 2 and 3, without those that may be either (总计, 其他)."""
    tables = [t for form in forms.forms() for t in form.tables if t.id in (APPLICATIONS, *PROACTIVE)]
    rows = {k for t in tables for r in t.rows for k in keys_of(r)}
    columns = {k for t in tables for c in t.columns for k in keys_of(c)}
    return frozenset(rows - columns), frozenset(columns - rows)


def _lies(table: Table) -> bool:
    """Whether its values stand beside names of columns and under names of rows, and none beside the name of a row."""
    if not table.exact:
        return False
    rows, columns = _keys()
    beside: set[str] = set()
    above: set[str] = set()
    for row in table.rows:
        found = {key for c in row if is_text(c) for key in (label_key(c.text), label_stem(c.text))}
        if any(is_value(c) for c in row):
            beside |= found
        else:
            above |= found
    return bool(beside & columns and above & rows) and not (beside & rows or above & columns)


def _turned(table: Table) -> Table:
    """Rows and columns exchanged, below the captions over the whole table, which stay on top."""
    top = 0
    while top < len(table.rows) and len([c for c in table.rows[top] if not is_blank(c)]) == 1:
        top += 1
    height, width = len(table.rows) - top, table.width
    captions = [tuple(replace(c, colspan=height) for c in row if not is_blank(c)) for row in table.rows[:top]]
    body: list[list[Cell]] = [[] for _ in range(width)]
    for cell in (c for row in table.rows[top:] for c in row):
        turned = replace(cell, row=top + cell.column, column=cell.row - top, rowspan=cell.colspan, colspan=cell.rowspan)
        body[cell.column].append(turned)
    return replace(table, rows=(*captions, *(tuple(sorted(row, key=lambda c: c.column)) for row in body)))
