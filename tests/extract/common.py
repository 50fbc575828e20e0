"""What the readers' tests share: grids as plain tuples, so that a read table compares with a written one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from etl.documents import Document, Table
from etl.text import squeeze
from tests.sites import layout, truth

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
Placed = list[tuple[int, int, int, int, str]]


def written(blocks: Iterable[layout.Block]) -> list[Placed]:
    """Row, column, spans and squeezed text of every cell of the sample's grids."""
    return [
        [(r, c, cell.rowspan, cell.colspan, squeeze(cell.text)) for r, c, cell in block.placed()]
        for block in blocks if isinstance(block, layout.Grid)
    ]


def cells(table: Table) -> Placed:
    return [(c.row, c.column, c.rowspan, c.colspan, squeeze(c.text)) for c in table.cells()]


def read(document: Document) -> list[Placed]:
    return [cells(t) for t in document.tables]


def texts(table: Table) -> list[list[str]]:
    return [[c.text for c in row] for row in table.rows]


@cache
def sample(form: str) -> truth.SampleReport:
    """A sample report on the form of this generation."""
    return next(r for r in truth.reports() if r.form == form)


@cache
def blocks(form: str) -> tuple[layout.Block, ...]:
    return layout.blocks(sample(form))
