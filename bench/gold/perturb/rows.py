"""Headers, rows and columns otherwise than in the form."""

from __future__ import annotations

import random
from dataclasses import replace

from bench.gold.case import Case
from bench.gold.perturb.registry import (
    APPLICANTS,
    CELLED,
    MATRIX,
    OLD,
    change_grid,
    has_subtotal,
    perturbation,
)
from tests.sites import labels
from tests.sites.layout import Cell, Grid
from tests.sites.truth import number


@perturbation(MATRIX, CELLED)
def total_header_at_the_top(case: Case, rng: random.Random) -> bool:
    """总计 stands in the first row of the header, beside 申请人情况."""

    def change(grid: Grid) -> Grid:
        first, second, third, *rest = grid.rows
        if len(first) != 2 or len(second) != 3 or second[2].rowspan != 2:
            return grid
        corner, people = first
        top = (corner, replace(people, colspan=people.colspan - 1), replace(second[2], rowspan=3))
        return replace(grid, rows=(top, second[:2], third, *rest))

    return change_grid(case, "applications", change)


@perturbation(MATRIX, CELLED)
def total_header_at_the_bottom(case: Case, rng: random.Random) -> bool:
    """总计 stands in the last row of the header, after 其他."""

    def change(grid: Grid) -> Grid:
        first, second, third, *rest = grid.rows
        if len(first) != 2 or len(second) != 3 or second[2].rowspan != 2:
            return grid
        middle = (second[0], replace(second[1], colspan=second[1].colspan + 1))
        return replace(grid, rows=(first, middle, (*third, replace(second[2], rowspan=1)), *rest))

    return change_grid(case, "applications", change)


@perturbation(MATRIX, CELLED)
def header_over_two_rows(case: Case, rng: random.Random) -> bool:
    """商业企业 in two cells, one above the other."""

    def change(grid: Grid) -> Grid:
        first, second, third, *rest = grid.rows
        if any(len(c.text) not in (2, 4, 6) or c.rowspan > 1 for c in third) or len(third) != 5 or len(second) != 3:
            return grid
        upper = tuple(replace(c, text=c.text[:len(c.text) // 2]) for c in third)
        lower = tuple(replace(c, text=c.text[len(c.text) // 2:]) for c in third)
        return replace(
            grid, rows=(
                tuple(replace(c, rowspan=c.rowspan + 1) if c.rowspan > 1 else c for c in first),
                tuple(replace(c, rowspan=c.rowspan + 1) if c.rowspan > 1 else c for c in second), upper, lower, *rest,
            )
        )

    return change_grid(case, "applications", change)


@perturbation(MATRIX, CELLED)
def blank_trailing_rows(case: Case, rng: random.Random) -> bool:
    """A row of empty cells at the end of section 2's tables."""

    def change(grid: Grid) -> Grid:
        if not grid.id.startswith(("art20", "proactive")):
            return grid
        return replace(grid, rows=(*grid.rows, tuple(replace(c, text="", key=None, kind="label") for c in grid.rows[-1])))

    case.map_grids(change)
    return True


@perturbation(OLD, CELLED)
def row_with_number_in_the_label(case: Case, rng: random.Random) -> bool:
    """…发布总数量…：18, label and number in one cell over the whole row."""
    text = f"{case.report.year}年本行政区域（或本部门）政府信息公开发布总数量（非新闻类、消息类）：{rng.randint(2, 900)}"

    def change(grid: Grid) -> Grid:
        if grid.id not in ("proactive", "art20_9"):
            return grid
        return replace(grid, rows=(*grid.rows, (Cell(text, colspan=len(grid.widths)),)))

    case.map_grids(change)
    case.ambiguous.add("items_published_total")
    return True


@perturbation(OLD)
def row_of_other_documents(case: Case, rng: random.Random) -> bool:
    """An extra row 其他主动公开文件 below 规范性文件."""

    def change(grid: Grid) -> Grid:
        at = next((i for i, row in enumerate(grid.rows) if any(c.key and c.key[:2] == ("art20_1", "normative_documents") for c in row)), None)
        if at is None:
            return grid
        row: list[Cell] = []
        for c in grid.rows[at]:
            if c.key is None:
                row.append(replace(c, text="其他主动公开文件（含以本单位名义制发的其他文件）"))
                continue
            key = ("art20_1", "other_proactive_documents", c.key[2])
            value = rng.randint(1, 999)
            case.expected[key] = number(value)
            case.tolerated.add(key)
            row.append(replace(c, text=str(value), key=key))
        return replace(grid, rows=(*grid.rows[:at + 1], tuple(row), *grid.rows[at + 1:]))

    case.map_grids(change)
    case.lawful.add("C3")
    return True


@perturbation(OLD)
def services_split(case: Case, rng: random.Random) -> bool:
    """行政检查 and 行政确认 in place of 其他对外管理服务事项."""

    def change(grid: Grid) -> Grid:
        rows: list[tuple[Cell, ...]] = []
        for row in grid.rows:
            if not any(c.key and c.key[1] == "other_external_services" for c in row):
                rows.append(row)
                continue
            for code, label in (("administrative_inspection", "行政检查"), ("administrative_confirmation", "行政确认")):
                new: list[Cell] = []
                for c in row:
                    if c.key is None:
                        new.append(replace(c, text=label))
                        continue
                    key = ("art20_5", code, c.key[2])
                    value = rng.randint(1, 999)
                    case.expected[key] = number(value)
                    case.tolerated.add(key)
                    new.append(replace(c, text=str(value), key=key))
                rows.append(tuple(new))
        return replace(grid, rows=tuple(rows))

    case.map_grids(change)
    for key in [k for k in case.expected if k[1] == "other_external_services"]:
        del case.expected[key]
    return True


@perturbation(MATRIX, CELLED)
def group_rows_with_numbers(case: Case, rng: random.Random) -> bool:
    """（三）不予公开 has a row of its own with the sums, its parts follow below."""
    form = "2019" if case.form == "mixed" else case.form
    groups = {label: (code, [c for c, _ in children]) for code, label, children in labels.RESULT_PARTS[form] if children}

    def named(cell: Cell) -> str:
        return cell.text.replace("\n", "")

    def change(grid: Grid) -> Grid:
        rows: list[tuple[Cell, ...]] = []
        heads = [c for row in grid.rows for c in row if named(c) in groups and c.rowspan > 1]
        if len(heads) < len(groups):
            return grid  # their labels were changed before: a group left out would be as tall as those with a row more
        for row in grid.rows:
            head = next((c for c in row if c in heads), None)
            if head is None:
                tall = [c for c in row if c.kind != "header" and c.rowspan > 1]  # 三、本年度办理结果
                rows.append(tuple(replace(c, rowspan=c.rowspan + len(heads)) if c in tall else c for c in row))
                continue
            code, children = groups[named(head)]
            sums: list[Cell] = []
            for column in APPLICANTS:
                parts = [case.expected["applications", child, column] for child in children]
                key = ("applications", code, column)
                case.expected[key] = number(sum(p.value or 0 for p in parts))
                case.tolerated.add(key)
                sums.append(Cell(case.expected[key].printed, "number", key=key))
            rows.append((replace(head, rowspan=1, colspan=2), *sums))
            rows.append((Cell("", rowspan=len(children)), *(c for c in row if c is not head)))
        return replace(grid, rows=tuple(rows))

    if has_subtotal(case):
        return False  # the sums would lack that column
    children = [child for _, codes in groups.values() for child in codes]
    rows = [case.expected.get(("applications", child, column)) for child in children for column in APPLICANTS]
    if any(cell is None or cell.state != "number" for cell in rows):  # a row may be missing
        return False
    return change_grid(case, "applications", change)


@perturbation(MATRIX, CELLED)
def subtotal_of_organisations(case: Case, rng: random.Random) -> bool:
    """A seventh column 小计 under 法人或其他组织."""

    def change(grid: Grid) -> Grid:
        first, second, third, *rest = grid.rows
        if len(third) != 5 or len(second) < 2:
            return grid
        rows: list[tuple[Cell, ...]] = []
        for row in rest:
            numbers = [c for c in row if c.key]
            if len(numbers) != 7 or any(case.expected[c.key].state != "number" for c in numbers if c.key):
                return grid
            subtotal = sum(int(case.expected[c.key].value or 0) for c in numbers[1:6] if c.key)
            at = row.index(numbers[6])
            rows.append((*row[:at], Cell(str(subtotal), "number"), *row[at:]))
        return replace(
            grid, widths=(*grid.widths, 1), rows=(
                (first[0], replace(first[1], colspan=first[1].colspan + 1), *first[2:]),
                (second[0], replace(second[1], colspan=second[1].colspan + 1), *second[2:]),
                (*third, Cell("小计", "header")), *rows,
            )
        )

    if sum(isinstance(p, Grid) and p.id == "applications" for p in case.parts) > 1:
        return False  # of a table cut in two both parts would have it
    return change_grid(case, "applications", change)


@perturbation(MATRIX, frozenset({"html", "docx"}))
def labels_of_parts_lost(case: Case, rng: random.Random) -> bool:
    """The rows of （三）, （四） and （五）, and of （六） where it has any, have numbers and no labels: only their order tells what they are."""
    rows_of = [children for _, _, children in labels.RESULT_PARTS["2021" if case.form == "2021" else "2019"]]
    parts = {label for children in rows_of for _, label in children}

    def change(grid: Grid) -> Grid:
        rows = (tuple(replace(c, text="") if c.key is None and c.text in parts else c for c in row) for row in grid.rows)
        return replace(grid, rows=tuple(rows))

    codes = {code for children in rows_of for code, _ in children}
    case.unplaceable |= {k for k in case.expected if k[0] == "applications" and k[1] in codes}
    case.lawful |= {"A2", "A3", "A8", "D6"}
    return change_grid(case, "applications", change)
