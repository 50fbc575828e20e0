"""Tables cut, repeated, put beside others."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import takewhile

from bench.gold.case import Case
from bench.gold.perturb.registry import (
    ALL,
    APPLICANTS,
    CELLED,
    MATRIX,
    change_grid,
    heading_at,
    insert,
    perturbation,
)
from tests.sites import labels
from tests.sites.layout import Block, Cell, Grid, Text
from tests.sites.truth import TruthCell, number


@perturbation(MATRIX, frozenset({"html", "docx", "tika", "markdown"}))
def table_in_two(case: Case, rng: random.Random) -> bool:
    """Table 3 breaks off before 三、 or 四、 and goes on as a table of its own, without a header."""

    def change(grid: Grid) -> Grid | tuple[Grid, ...]:
        if grid.id != "applications" or not any(c.kind == "vertical" for row in grid.rows for c in row):
            return grid
        at = len(grid.rows) - 1 if rng.random() < 0.5 else next(i for i, row in enumerate(grid.rows) if any(c.kind == "vertical" for c in row))
        return replace(grid, rows=grid.rows[:at]), replace(grid, rows=grid.rows[at:])

    case.map_grids(change)
    return True


@perturbation(MATRIX, frozenset({"html", "docx", "tika", "markdown", "rtf"}))
def section_two_in_two(case: Case, rng: random.Random) -> bool:
    """Section 2 breaks off behind a caption, 第二十条第（六）项, and goes on in a table that begins with that caption's header."""

    def change(grid: Grid) -> Grid | tuple[Grid, ...]:
        captions = [i for i, row in enumerate(grid.rows) if row[0].kind == "caption"]
        if grid.id != "proactive" or len(captions) < 2:
            return grid
        at = rng.choice(captions[1:]) + 1
        return replace(grid, rows=grid.rows[:at]), replace(grid, rows=grid.rows[at:])

    before = case.parts
    case.map_grids(change)
    return case.parts != before


@perturbation(MATRIX, frozenset({"html", "docx", "rtf", "ofd"}))
def table_before_its_heading(case: Case, rng: random.Random) -> bool:
    """Section 4's table stands above its heading; of two sets nobody could tell then whose the first is."""
    at = next((i for i, p in enumerate(case.parts) if isinstance(p, Grid) and p.id == "review_litigation"), None)
    heading = next((i for i in range((at or 0) - 1, -1, -1) if isinstance(p := case.parts[i], Text) and p.kind == "heading"), None)
    several = sum(isinstance(p, Grid) and p.id == "review_litigation" for p in case.parts) > 1
    if several or at is None or heading is None or any(isinstance(p, Grid) for p in case.parts[heading:at]):
        return False
    case.parts = (*case.parts[:heading], case.parts[at], *case.parts[heading:at], *case.parts[at + 1:])
    return True


@perturbation(MATRIX, CELLED)
def header_repeated(case: Case, rng: random.Random) -> bool:
    """The header of table 3 again before its last row, as on a new page."""

    def change(grid: Grid) -> Grid:
        header = tuple(takewhile(lambda row: not any(c.key for c in row), grid.rows))
        if not 3 <= len(header) < len(grid.rows) or sum(c.rowspan for c in header[0]) < 3:
            return grid
        return replace(grid, rows=(*grid.rows[:-1], *header, grid.rows[-1]))

    return change_grid(case, "applications", change)


@perturbation(MATRIX)
def row_repeated(case: Case, rng: random.Random) -> bool:
    """One row stands twice with the same numbers."""

    def change(grid: Grid) -> Grid:
        return replace(grid, rows=(*grid.rows, grid.rows[-1]))

    case.lawful.add("repeated_row")
    return change_grid(case, "applications", change)


@perturbation(MATRIX)
def rows_swapped(case: Case, rng: random.Random) -> bool:
    """行政强制 before 行政处罚, 规范性文件 before 规章."""

    def change(grid: Grid) -> Grid:
        rows = list(grid.rows)
        for first, second in (("administrative_penalty", "administrative_coercion"), ("regulations", "normative_documents")):
            at = [i for i, row in enumerate(rows) for code in (first, second) if any(c.key and c.key[1] == code for c in row)]
            if len(at) == 2:
                rows[at[0]], rows[at[1]] = rows[at[1]], rows[at[0]]
        return replace(grid, rows=tuple(rows))

    case.map_grids(change)
    return True


@perturbation(MATRIX)
def row_missing(case: Case, rng: random.Random) -> bool:
    """One sub-row of table 3 is not there at all: no cells, no zeros."""
    form = "2019" if case.form == "mixed" else case.form
    groups = [children for _, _, children in labels.RESULT_PARTS[form] if len(children) > 2]
    code = rng.choice(rng.choice(groups)[1:])[0]

    def change(grid: Grid) -> Grid:
        at = next((i for i, row in enumerate(grid.rows) if any(c.key and c.key[1] == code for c in row)), None)
        if at is None or any(c.rowspan > 1 for c in grid.rows[at]):
            return grid
        rows = []
        placed = {id(cell): row for row, _, cell in grid.placed()}
        for i, row in enumerate(grid.rows):
            if i != at:
                rows.append(tuple(
                    replace(c, rowspan=c.rowspan - 1) if placed[id(c)] < at < placed[id(c)] + c.rowspan else c for c in row
                ))
        return replace(grid, rows=tuple(rows))

    if not change_grid(case, "applications", change):
        return False
    for column in APPLICANTS:
        del case.expected["applications", code, column]
    case.lawful |= {"A3", "A8", "D6"}
    return True


@perturbation(MATRIX)
def captions_of_tables(case: Case, rng: random.Random) -> bool:
    """A line 表二：… above each table, or （…情况表）."""
    names = {"applications": ("三", "收到和处理政府信息公开申请情况"), "review_litigation": ("四", "政府信息公开行政复议、行政诉讼情况")}
    style = rng.choice(("表{}：{}", "表{} {}", "（{1}表）", "附表{}：{}统计表"))
    case.map_grids(lambda g: (Text(style.format(*names.get(g.id, ("二", "主动公开政府信息情况")))), g))
    return True


@perturbation(MATRIX, frozenset({"html", "docx", "xlsx"}))
def disputes_in_totals(case: Case, rng: random.Random) -> bool:
    """Section 4 tells how many disputes there were, not how they ended."""
    ways = [(label, ("review_litigation", "cases", f"{way}_total")) for way, label in labels.CHANNELS]
    if any(key not in case.expected for _, key in ways):
        return False
    totals = [Cell(case.expected[key].printed, "number", key=key) for _, key in ways]
    rows: tuple[tuple[Cell, ...], ...] = (
        tuple(Cell(label, "header") for label, _ in ways), tuple(Cell("总计", "header") for _ in ways), tuple(totals))
    if rng.random() < 0.5:
        rows = ((Cell("类别", "header"), Cell("总计", "header")), *((Cell(label), total) for (label, _), total in zip(ways, totals, strict=True)))
    case.lawful |= {"B2", "D8", "D9"}
    for key in [k for k in case.expected if k[0] == "review_litigation" and k not in dict(ways).values()]:
        del case.expected[key]
    return change_grid(case, "review_litigation", lambda grid: replace(grid, rows=rows, widths=(1,) * len(rows[0])))


@perturbation(MATRIX, frozenset({"html", "docx", "xlsx", "rtf", "ofd"}))
def no_disputes_in_one_cell(case: Case, rng: random.Random) -> bool:
    """One cell below the whole header of section 4: 无."""
    mark = rng.choice(("无", "/", "—"))
    if len(case.grid("review_litigation").widths) != 15:
        return False
    for key in [k for k in case.expected if k[0] == "review_litigation"]:
        case.set_cell(key, TruthCell(None, mark, "not_applicable"))
    case.lawful |= {"D8", "D9"}

    def change(grid: Grid) -> Grid:
        *header, numbers = grid.rows
        return replace(grid, rows=(*header, (Cell(mark, "number", colspan=len(numbers), key=numbers[0].key),)))

    return change_grid(case, "review_litigation", change)


@perturbation(ALL)
def decoy_table(case: Case, rng: random.Random) -> bool:
    """A table of the author's own in section 1, with words that the official tables use, too."""
    rows = [("类别", "数量", "其他")] + [
        (word, str(rng.randint(1000, 9999)), str(rng.randint(1000, 9999))) for word in ("机构职能", "工作动态", "通知公告", "总计")
    ]
    grid = Grid("decoy", tuple(tuple(Cell(t, "header") for t in row) for row in rows), (1, 1, 1))
    heading = heading_at(case)
    if heading is None:
        return False
    insert(case, heading + 2, grid)
    return True


@perturbation(ALL, CELLED)
def last_year_below(case: Case, rng: random.Random) -> bool:
    """The tables of the year before once more at the end, with their own numbers: none of them is the report's."""
    before: list[Block] = [Text(f"附件：{case.report.year - 1}年度统计数据")]

    def other(cell: Cell) -> Cell:
        return replace(cell, text=str(rng.randint(1000, 9999))) if cell.key else cell

    grids = [p for p in case.parts if isinstance(p, Grid)]
    before += [replace(g, rows=tuple(tuple(replace(other(c), key=None) for c in row) for row in g.rows)) for g in grids]
    case.parts = (*case.parts, *before)
    return True


@perturbation(ALL, CELLED)
def region_beside_authority(case: Case, rng: random.Random) -> bool:
    """Each table twice, of the authority alone and of its whole region: the first is the report's."""

    def other(cell: Cell) -> Cell:
        return cell if cell.key is None else replace(cell, text=str((case.expected[cell.key].value or 0) + rng.randint(1000, 9999)), key=None)

    def twice(grid: Grid) -> tuple[Block, ...]:
        region = replace(grid, rows=tuple(tuple(other(c) for c in row) for row in grid.rows))
        return Text("（一）本级"), grid, Text("（二）全县汇总"), region

    case.map_grids(twice)
    return True


@perturbation(MATRIX, frozenset({"html", "spaced"}))
def blanks_dropped(case: Case, rng: random.Random) -> bool:
    """In a few rows of table 3 the cells without a number are not there: the others have moved up."""
    rows = rng.sample(["granted", "partially_granted", "unavailable_not_held", "rejected_duplicate", "carried_in"], 2)
    gone = {("applications", row, column) for row in rows for column in rng.sample(APPLICANTS[:-1], rng.randint(1, 5))}
    cells = [case.expected.get(("applications", row, column)) for row in rows for column in APPLICANTS]
    if any(cell is None or cell.state != "number" for cell in cells):  # a row may be missing
        return False

    case.map_grids(lambda g: replace(g, rows=tuple(tuple(c for c in row if c.key not in gone) for row in g.rows)))
    for row in rows:
        keys = [("applications", row, column) for column in APPLICANTS]
        left = [k for k in keys if k not in gone]
        for key in gone.intersection(keys):
            del case.expected[key]
        total = sum(case.expected[k].value or 0 for k in left[:-1])
        case.set_cell(left[-1], number(total))
        case.unplaceable.update(left)
    case.lawful |= {"A1", "A2", "A3", "A6", "A8", "A10", "D3", "D6"}
    return True


@perturbation(ALL)
def sentence_before_tables(case: Case, rng: random.Random) -> bool:
    case.map_grids(lambda g: (Text("该部分以表格形式报告。表格如下："), g))
    return True


@perturbation(frozenset({"2014"}))
def indicators_left_out(case: Case, rng: random.Random) -> bool:
    codes = rng.sample(["press_conferences_by_leader", "online_interviews_by_leader", "complaints_total", "reading_points", "budget"], 2)

    def change(grid: Grid) -> Grid:
        return replace(grid, rows=tuple(row for row in grid.rows if not any(c.key and c.key[1] in codes for c in row)))

    case.map_grids(change)
    for code in codes:
        del case.expected["stat_table", code, "value"]
    return True


@perturbation(frozenset({"2014"}))
def indicators_added(case: Case, rng: random.Random) -> bool:
    extra = (Cell("（五）建立健全政府信息公开制度数"), Cell("项"), Cell(str(rng.randint(1, 30)), "number"))

    def change(grid: Grid) -> Grid:
        at = next((i for i, row in enumerate(grid.rows) if row[0].text.strip("　").startswith("二、")), None)
        if at is None:
            return grid
        row = extra if len(grid.widths) == 3 else (extra[0], extra[2])
        return replace(grid, rows=(*grid.rows[:at], row, *grid.rows[at:]))

    case.map_grids(change)
    return True


@perturbation(frozenset({"2014"}))
def units_in_labels(case: Case, rng: random.Random) -> bool:
    """Two columns: the unit stands in brackets behind the indicator."""

    def change(grid: Grid) -> Grid:
        if grid.id != "stat_table":
            return grid
        rows = [(row[0], row[2]) if row[0].kind == "header" or row[2].key is None else (replace(row[0], text=f"{row[0].text}（单位：{row[1].text}）"), row[2]) for row in grid.rows]
        return replace(grid, rows=tuple(rows), widths=(4, 1))

    case.map_grids(change)
    return True
