"""Writes a report as plain text in the layouts that converters leave: Word's cells by lines, PDF's lines by spaces, pipes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.sites import labels
from tests.sites.layout import Block, Cell, Grid, Text, blocks
from tests.sites.truth import SampleReport


def _rows_with_continuations(grid: Grid) -> Iterator[list[tuple[Cell, bool]]]:
    """Each row's cells from left to right, with merged cells of rows above (True: it goes on here)."""
    rows: list[dict[int, tuple[Cell, bool]]] = [{} for _ in grid.rows]
    for row, column, cell in grid.placed():
        for i in range(cell.rowspan):
            rows[row + i][column] = (cell, i > 0)
    for row_cells in rows:
        yield [row_cells[c] for c in sorted(row_cells)]


def _tika_cell(cell: Cell, going_on: bool) -> str:
    if going_on:
        return "\t"
    return "\t" + ("\n".join(cell.text) if cell.kind == "vertical" else cell.text)


def cells_by_line(parts: Iterable[Block]) -> str:
    """One cell a line behind a TAB; a line without TAB goes on with the cell, an empty line ends the row."""
    lines: list[str] = []
    for block in parts:
        if isinstance(block, Text):
            lines.append(block.text)
            continue
        for row in _rows_with_continuations(block):
            lines.extend(_tika_cell(cell, going_on) for cell, going_on in row)
            lines.append("")
        lines.append("")
    return "\n".join(lines) + "\n"


def _chunks(text: str, width: int) -> list[str]:
    return [text[i:i + width] for i in range(0, len(text), width)]


def _spaced_row(label: str, numbers: list[str], width: int, after: bool) -> list[str]:
    """A row of a printed table; a label too long for its column stands on lines of its own."""
    values = " ".join(numbers)
    if len(label) <= width:
        return [f"{label} {values}", ""]
    lines = _chunks(label, width)
    if after:
        # The numbers stand at the height of the label's middle line.
        middle = len(lines) // 2
        return [*lines[:middle], "", values, "", *lines[middle:], ""]
    return [*lines, "", values, ""]


def _spaced_proactive(report: SampleReport) -> list[str]:
    lines: list[str] = []
    for matrix in labels.PROACTIVE[report.form]:
        lines += [matrix.caption, ""]
        heads = [label for _, label in matrix.columns]
        if heads[0] == "本年新制作数量":
            lines += ["信息内容"]
            for head in heads[:-1]:
                lines += [head[:3], "", head[3:], ""]
            lines[-1:] = [heads[-1], ""]
        else:
            lines += [" ".join(["信息内容", *heads]), ""]
        for code, label in matrix.rows:
            numbers = [report.cells[matrix.id, code, c].printed for c, _ in matrix.columns]
            lines += [" ".join([label, *numbers]), ""]
    return lines


def _spaced_applications(report: SampleReport, after: bool) -> list[str]:
    def numbers(row: str) -> list[str]:
        return [report.cells["applications", row, c].printed for c, _ in labels.APPLICANTS]

    corner = labels.CORNER
    lines = [
        corner[:16], *_chunks(corner[16:], 15)[:1], "", *_chunks(corner[31:], 15), "", "申请人情况", "", "自然人",
        "法人或其他组织", "", "总", "计商业", "企业", "科研", "机构", "", "社会公", "益组织", "", "法律服", "务机构", "", "其",
        "他", "",
    ]
    for code, label in (labels.NEW, labels.CARRIED_IN):
        lines += _spaced_row(label, numbers(code), 24, after)
    lines += ["三、本", "年度办", "理结果", ""]
    for code, label, children in labels.RESULT_PARTS[report.form]:
        if not children:
            lines += _spaced_row(label, numbers(code), 13, after)
            continue
        lines += [label[:3], *_chunks(label[3:], 3), ""]
        for child, child_label in children:
            lines += _spaced_row(child_label, numbers(child), 9, after)
        if code == "denied_total":
            lines[-1] = "\f"
    code, label = labels.CARRIED_FORWARD
    return [*lines, *_spaced_row(label, numbers(code), 24, after)]


def _spaced_disputes(report: SampleReport) -> list[str]:
    numbers = [
        report.cells["review_litigation", "cases", f"{b}_{o}"].printed
        for b, _ in labels.CHANNELS for o, _ in labels.OUTCOMES
    ]
    header = [
        "行政复议 行政诉讼", "", "结", "果", "", "结", "果", "其", "他", "", "尚", "未", "", "总", "计", "",
        "未经复议直接起诉 复议后起诉", "结 结 其 尚 总 结 结 其 尚 总计", "\f", "维", "持", "", "纠", "正", "", "结", "果", "",
        "审", "结", "", "果", "维", "持", "", "果", "纠", "正", "", "他", "结", "果", "", "未", "审", "结", "", "计", "果",
        "维", "持", "", "果", "纠", "正", "", "他", "结", "果", "", "未", "审", "结", "",
    ]
    return [*header, " ".join(numbers), ""]


def spaced(report: SampleReport, after: bool = False, line: int = 42) -> str:
    """As a PDF's text comes out: rows by lines, cells by spaces, headers in pieces; ``after``: numbers amid their label.

    An empty cell leaves nothing behind in this layout, so only a report without blanks can be asserted.
    """
    lines = ["", report.title, "", *(x for p in report.preamble for x in _chunks(p, line))]
    tables = {
        1: _spaced_proactive(report), 2: _spaced_applications(report, after), 3: _spaced_disputes(report),
    }
    for i, (heading, paragraphs) in enumerate(report.sections):
        lines += ["", heading]
        for paragraph in paragraphs:
            lines += [*_chunks(paragraph, line), ""]
        lines += tables.get(i, [])
    return "\n".join(lines) + "\n\f"


def _pipe_row(texts: Iterable[str]) -> str:
    return "| " + " | ".join(t.replace("|", "\\|") for t in texts) + " |"


def pipes(parts: Iterable[Block], repeat: bool = False) -> str:
    """Markdown. A merged cell stands once with empty cells after it, or in each place (``repeat``)."""
    lines: list[str] = []
    for block in parts:
        if isinstance(block, Text):
            lines += [{"title": "# ", "heading": "## "}.get(block.kind, "") + block.text.strip("　"), ""]
            continue
        width = len(block.widths)
        lattice = [[""] * width for _ in block.rows]
        for row, column, cell in block.placed():
            for a in range(cell.rowspan):
                for b in range(cell.colspan):
                    if repeat or (a, b) == (0, 0):
                        lattice[row + a][column + b] = cell.text
        lines.append(_pipe_row(lattice[0]))
        lines.append("|" + " --- |" * width)
        lines += [_pipe_row(row) for row in lattice[1:]]
        lines.append("")
    return "\n".join(lines)


def tika(report: SampleReport) -> str:
    """:func:`cells_by_line` of a whole report."""
    return cells_by_line(blocks(report))
