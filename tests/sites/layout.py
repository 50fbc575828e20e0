"""A report as blocks and grids: the official layout, before any format is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tests.sites import labels
from tests.sites.labels import Key
from tests.sites.truth import SampleReport

Kind = Literal["caption", "header", "label", "vertical", "number"]
TextKind = Literal["title", "heading", "subheading", "text"]


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    kind: Kind = "label"
    rowspan: int = 1
    colspan: int = 1
    key: Key | None = None
    """The cell of the truth that is printed here."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: ``rows[i]`` are the cells that begin in row i, from left to right."""

    id: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    """Relative widths of the columns."""

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell with its row and column, spans taken into account."""
        taken: set[tuple[int, int]] = set()
        for i, row in enumerate(self.rows):
            j = 0
            for cell in row:
                while (i, j) in taken:
                    j += 1
                taken.update((i + a, j + b) for a in range(cell.rowspan) for b in range(cell.colspan))
                yield i, j, cell
                j += cell.colspan


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    kind: TextKind = "text"


Block = Text | Grid


def _number(report: SampleReport, key: Key, colspan: int = 1) -> Cell:
    return Cell(report.cells[key].printed, "number", colspan=colspan, key=key)


#: How the columns of a small table share three grid columns.
_SPANS = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}


def matrix_rows(report: SampleReport, matrix: labels.Matrix, spans: tuple[int, ...]) -> list[tuple[Cell, ...]]:
    rows = [
        (Cell(matrix.caption, "caption", colspan=1 + sum(spans)),),
        (
            Cell("信息内容", "header"),
            *(Cell(label, "header", colspan=s) for (_, label), s in zip(matrix.columns, spans, strict=True)),
        ),
    ]
    for code, label in matrix.rows:
        numbers = (
            _number(report, (matrix.id, code, c), s) for (c, _), s in zip(matrix.columns, spans, strict=True)
        )
        rows.append((Cell(label), *numbers))
    return rows


def proactive_grid(report: SampleReport) -> Grid:
    """Section 2 as one table of four columns."""
    rows = [
        row for m in labels.PROACTIVE[report.form] for row in matrix_rows(report, m, _SPANS[len(m.columns)])
    ]
    return Grid("proactive", tuple(rows), (1.4, 1, 1, 1))


def proactive_grids(report: SampleReport) -> tuple[Grid, ...]:
    """Section 2 as a table for each article."""
    return tuple(
        Grid(m.id, tuple(matrix_rows(report, m, (1,) * len(m.columns))), (1.4, *(1,) * len(m.columns)))
        for m in labels.PROACTIVE[report.form]
    )


def applications_grid(report: SampleReport) -> Grid:
    """Section 3: ten columns, three of them for the nested labels."""

    def numbers(row: str) -> Iterable[Cell]:
        return (_number(report, ("applications", row, c)) for c, _ in labels.APPLICANTS)

    people, *organisations, total = (label for _, label in labels.APPLICANTS)
    rows: list[tuple[Cell, ...]] = [
        (Cell(labels.CORNER, "header", rowspan=3, colspan=3), Cell("申请人情况", "header", colspan=7)),
        (
            Cell(people, "header", rowspan=2), Cell("法人或其他组织", "header", colspan=5),
            Cell(total, "header", rowspan=2),
        ),
        tuple(Cell(label, "header") for label in organisations),
    ]
    for code, label in (labels.NEW, labels.CARRIED_IN):
        rows.append((Cell(label, colspan=3), *numbers(code)))
    results: list[tuple[Cell, ...]] = []
    for code, label, children in labels.RESULT_PARTS[report.form]:
        if not children:
            results.append((Cell(label, colspan=2), *numbers(code)))
        for i, (child, child_label) in enumerate(children):
            head = (Cell(label, rowspan=len(children)),) if i == 0 else ()
            results.append((*head, Cell(child_label), *numbers(child)))
    results[0] = (Cell(labels.RESULTS, "vertical", rowspan=len(results)), *results[0])
    rows.extend(results)
    code, label = labels.CARRIED_FORWARD
    rows.append((Cell(label, colspan=3), *numbers(code)))
    return Grid("applications", tuple(rows), (0.55, 1.1, 2.6, 1, 1, 1, 1.05, 1.05, 0.85, 1))


def disputes_grid(report: SampleReport) -> Grid:
    """Section 4: three rows of headers over one row of fifteen numbers."""
    (_, review), *suits = labels.CHANNELS
    outcomes = [label for _, label in labels.OUTCOMES]
    rows = (
        (Cell(review, "header", colspan=5), Cell(labels.LITIGATION, "header", colspan=10)),
        (
            *(Cell(o, "header", rowspan=2) for o in outcomes),
            *(Cell(label, "header", colspan=5) for _, label in suits),
        ),
        tuple(Cell(o, "header") for _ in suits for o in outcomes),
        tuple(
            _number(report, ("review_litigation", "cases", f"{b}_{o}"))
            for b, _ in labels.CHANNELS for o, _ in labels.OUTCOMES
        ),
    )
    return Grid("review_litigation", rows, (1,) * 15)


def is_subheading(text: str) -> bool:
    return text.startswith("（") and len(text) < 14


def blocks(report: SampleReport, one_table: bool = True) -> tuple[Block, ...]:
    """Title, preamble and the six sections with their tables, in reading order."""
    out: list[Block] = [Text(report.title, "title"), *(Text(p) for p in report.preamble)]
    proactive = (proactive_grid(report),) if one_table else proactive_grids(report)
    tables: dict[int, tuple[Grid, ...]] = {
        1: proactive, 2: (applications_grid(report),), 3: (disputes_grid(report),),
    }
    for i, (heading, paragraphs) in enumerate(report.sections):
        out.append(Text(heading, "heading"))
        out.extend(Text(p, "subheading" if is_subheading(p) else "text") for p in paragraphs)
        out.extend(tables.get(i, ()))
    return tuple(out)
