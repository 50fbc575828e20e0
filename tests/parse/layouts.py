"""The official tables as rows of cells, with distinct numbers, for tests to bend: written without the readers' help.

A row is a list of (text, rowspan, colspan). ``truth`` maps (table, row, column) to the number printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from etl import forms
from etl.documents import Cell, Document, Paragraph, Table

Key = tuple[str, str, str]
Grid = list[list[tuple[str, int, int]]]


def table_of(rows: Grid, index: int = 0, exact: bool = True, page: int | None = None) -> Table:
    """A table from rows of (text, rowspan, colspan), placed as HTML places them."""
    taken: set[tuple[int, int]] = set()
    made = []
    for i, row in enumerate(rows):
        cells, column = [], 0
        for text, down, across in row:
            while (i, column) in taken:
                column += 1
            taken |= {(i + a, column + b) for a in range(down) for b in range(across)}
            cells.append(Cell(text, i, column, down, across, page=page))
            column += across
        made.append(tuple(cells))
    return Table(index, tuple(made), exact)


def flat(rows: Sequence[Sequence[str]], index: int = 0) -> Table:
    """A table as text gives it: cells in order, no spans known."""
    return Table(index, tuple(tuple(Cell(t, i, j) for j, t in enumerate(r)) for i, r in enumerate(rows)), exact=False)


def document(*blocks: Table | str, wrapped: bool = False) -> Document:
    made = tuple(Paragraph(b) if isinstance(b, str) else b for b in blocks)
    tables = 0
    numbered = []
    for block in made:
        if isinstance(block, Table):
            block = Table(tables, block.rows, block.exact)
            tables += 1
        numbered.append(block)
    return Document("text/html", tuple(numbered), "test", wrapped=wrapped)


def truth(form: str, start: int = 101) -> dict[Key, int]:
    """A different number for every official cell (they obey no identity: placing is tested, not arithmetic)."""
    found: dict[Key, int] = {}
    for table in forms.load(form).tables:
        for row in table.data_rows:
            for column in table.columns:
                found[table.id, row.code, column.code] = start + len(found)
    return found


def applications_grid(form: str, values: dict[Key, int]) -> Grid:
    """Table 3 as the official form lays it out: three label columns, merged."""
    table = forms.load(form).table("applications")
    assert table
    grid: Grid = [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(c.label, 1, 1) for c in table.columns if c.code not in ("natural_person", "total")],
    ]
    results = sum(1 for r in table.data_rows if r.level > 0)
    for row in table.rows:
        cells = [(str(values["applications", row.code, c.code]), 1, 1) for c in table.columns
                 if ("applications", row.code, c.code) in values]
        if row.role != "data" or not row.official:
            continue
        labels: list[tuple[str, int, int]] = []
        if row.level == 0:
            labels = [(row.label, 1, 3)]
        else:
            if row.code == "granted":
                labels.append(("三、本年度办理结果", results, 1))
            if row.level == 1:
                labels.append((row.label, 1, 2))
            else:
                siblings = table.children(row.parent or "")
                if siblings[0] is row:
                    parent = table.row(row.parent or "")
                    assert parent
                    labels.append((parent.label, len(siblings), 1))
                labels.append((row.label, 1, 1))
        grid.append(labels + cells)
    return grid


def proactive_grids(form: str, values: dict[Key, int]) -> list[Grid]:
    """Section 2: one grid per table: caption, header, data."""
    grids = []
    for table_id in forms.PROACTIVE:
        table = forms.load(form).table(table_id)
        if not table:
            continue
        width = 1 + len(table.columns)
        grids.append([
            [(table.title, 1, width)],
            [("信息内容", 1, 1), *((c.label, 1, 1) for c in table.columns)],
            *([(r.label, 1, 1), *((str(values[table_id, r.code, c.code]), 1, 1) for c in table.columns)] for r in table.data_rows),
        ])
    return grids


def review_grid(values: dict[Key, int]) -> Grid:
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    table = forms.load("2021").table("review_litigation")
    assert table
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((o, 2, 1) for o in outcomes), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(o, 1, 1) for o in outcomes * 2],
        [(str(values["review_litigation", "cases", c.code]), 1, 1) for c in table.columns],
    ]


def as_text_rows(grid: Grid) -> list[list[str]]:
    """As Word gives it to a text converter: a cell continued from above is an empty cell, spans across are lost."""
    table = table_of(grid)
    rows = []
    for i in range(len(table.rows)):
        cells = {c.column: c.text for c in table.rows[i]}
        for c in table.cells():
            if c.row < i < c.row + c.rowspan:
                cells[c.column] = ""
        rows.append([cells[k] for k in sorted(cells)])
    return rows


def as_lines(grid: Grid, separator: str = " ") -> list[str]:
    """As text from a PDF: a line a row."""
    return [separator.join(t for t, _, _ in row) for row in grid]


def as_cell_lines(grid: Grid) -> list[str]:
    """A page flattened to one cell a line."""
    return [t for row in grid for t, _, _ in row]


def numbers(cells: Iterable) -> dict[Key, int | float | None]:
    return {c.key: c.value for c in cells}
