"""A case: a random report, its layout as blocks, and what every cell and every figure must be read as."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from tests.sites.labels import Key
from tests.sites.layout import Block, Cell, Grid, Kind
from tests.sites.truth import Number, SampleReport, TruthCell


@dataclass(slots=True)
class Case:
    seed: str
    form: str
    report: SampleReport
    parts: tuple[Block, ...]
    expected: dict[Key, TruthCell]
    region: str
    region_code: str
    applied: list[str] = field(default_factory=list)
    guilty: set[str] = field(default_factory=set)
    """Rules, or the letters of groups of them, that the report breaks on purpose: findings of these are right."""
    lawful: set[str] = field(default_factory=set)
    """Rules that this layout breaks by itself, so that a finding is no false alarm."""
    tolerated: set[Key] = field(default_factory=set)
    """Keys that may be read although the official form has no such cell; the value still must be the expected one."""
    unplaceable: set[Key] = field(default_factory=set)
    """Keys whose numbers the document leaves without a place: unreadable is as right as their value, no other value is."""
    facts: dict[str, Number] = field(default_factory=dict)
    """What the prose says of the kinds in :data:`bench.gold.prose.MEASURED`; it says no other of them."""
    approximate: set[str] = field(default_factory=set)
    """Facts of which the prose says only about how many."""
    sections: int = 6
    """How many numbered sections with a heading there are."""
    ambiguous: set[str] = field(default_factory=set)
    """Facts that are not measured, for something else in the document says them, too."""
    signed: bool = False
    """The date of publication stands below the text."""
    site: str = "示例网"
    put_up_by: str | None = None
    """The body that the page names as its source, if not the publisher."""
    untold: set[str] = field(default_factory=set)
    """Fields of identity that this document does not say, or not so that they must be understood: null is right, too."""

    def set_cell(self, key: Key, cell: TruthCell) -> None:
        self.expected[key] = cell
        self.map_cells(lambda c: replace(c, text=cell.printed) if c.key == key else c)

    def map_cells(self, change: Callable[[Cell], Cell]) -> None:
        self.map_grids(lambda g: replace(g, rows=tuple(tuple(change(c) for c in row) for row in g.rows)))

    def map_grids(self, change: Callable[[Grid], Grid | Iterable[Block]]) -> None:
        out: list[Block] = []
        for part in self.parts:
            if not isinstance(part, Grid):
                out.append(part)
                continue
            changed = change(part)
            out.extend((changed,) if isinstance(changed, Grid) else changed)
        self.parts = tuple(out)

    def relabel(self, old: str, new: str, kind: Kind | None = None) -> bool:
        """Replaces the text (and the kind) of label cells that read exactly ``old``; False where there is none."""
        found = False

        def change(cell: Cell) -> Cell:
            nonlocal found
            if cell.key is None and cell.text == old:
                found = True
                return replace(cell, text=new, kind=kind or cell.kind)
            return cell

        self.map_cells(change)
        return found

    def grid(self, table: str) -> Grid:
        return next(p for p in self.parts if isinstance(p, Grid) and p.id == table)
