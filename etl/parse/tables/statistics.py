"""The statistical return of 2014 to 2018: a list of indicators, with local rows added and left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Literal

from etl.documents import BY_ORDER, Cell, Table
from etl.forms import STATISTICS, Row
from etl.numbers import YUAN, read_cell
from etl.parse.grid import GridRow, Leaf, is_blank, is_text, is_value, leaves
from etl.parse.labels import keys_of, score
from etl.parse.tables.placing import (
    IN_THE_LABEL,
    Sink,
    candidates,
    ends_in_a_number,
    report_cell,
    says_a_number,
    unit_named,
)
from etl.parse.tables.rows import fill_unlabelled, join_fragments, match_rows, row_texts
from etl.parse.tables.segment import known_label
from etl.report import State
from etl.text import label_stem, squeeze

#: What the header says of a column beside that of the numbers. One that holds other numbers must not be read for it.
_OTHER = re.compile(r"代[码号]|编[码号]|[序行]次|[序行]号|备注|说明|备考")
_OTHER_NUMBER = re.compile(
    r"上一?年|去年|上期|同期|[往历]年|(?<![本当全]年)(?<!年度)累计|增长|增减|[增减升降]幅|同比|环比|比例|占比|%|季度|半年|\d+月")
#: A part of the whole, where another column holds the whole.
_PART = re.compile(r"本级|本机关|下属|所属|直属|部门|乡镇|街道")
_WHOLE = re.compile(r"合计|总计|全[省市县区]")
_COUNT = re.compile(r"统计数|数[量值]|本年|当年|合计|总[数计]|件数|全年")
_PLAIN = re.compile("统计数|数[量值]|本年|当年")
_YEAR = re.compile(r"(20\d\d)(?:年|$)")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_HEADER_ROWS = 3
_Kind = Literal["count", "number", "other"]


class _Columns:
    """Which columns of a table its header sets apart from the one with the year's numbers."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[tuple[Leaf, _Kind], ...]] = {}
        self._last: tuple[int, tuple[tuple[Leaf, _Kind], ...]] = (0, ())

    def own(self, row: GridRow, sink: Sink) -> tuple[Cell, ...]:
        """The cells of a row without those of other columns, whose numbers go to the extras."""
        table, cells = row.table, row.table.rows[row.index]
        if id(table) not in self._of:
            width, above = self._last
            self._of[id(table)] = found = _told(table) or (above if width == table.width else ())
            self._last = table.width, found
        told = self._of[id(table)]
        # a number behind all that the header names: the row, or the header, is out of place
        behind = any(is_value(c) and all(c.column >= leaf.stop for leaf, _ in told) for c in cells)
        if not told or behind or (not table.exact and len(cells) != table.width):
            return cells
        kinds = {id(c): kind for c in cells for leaf, kind in told if leaf.start <= c.column < leaf.stop}
        if others := [c.text for c in cells if kinds.get(id(c)) == "number" and is_value(c)]:
            sink.extra(STATISTICS, "".join(c.text for c in cells if id(c) not in kinds and is_text(c)), others, row)
        return tuple(c for c in cells if kinds.get(id(c), "count") == "count")


def _told(table: Table) -> tuple[tuple[Leaf, _Kind], ...]:
    """The columns that a header names, where it names one for the numbers and others beside it; else nothing."""
    def heads(row: Sequence[Cell]) -> bool:
        own = {"统计指标", "总计", *keys_of(candidates(STATISTICS)[0].columns[0])}
        return not any(known_label(c.text) and label_stem(c.text) not in own for c in row)

    head = [c for row in takewhile(heads, table.rows[:_HEADER_ROWS]) for c in row if c.colspan < table.width]
    # the indicators' own column holds no numbers, whatever stands in its header or in a row below that
    [(labels, _)] = Counter(c.column for c in table.cells() if known_label(c.text)).most_common(1) or [(-1, 0)]
    named = [(leaf, squeeze("".join(leaf.path))) for leaf in leaves(head, 0, table.width) if leaf.path and not leaf.start <= labels < leaf.stop]
    own = [(leaf, text) for leaf, text in named if not _OTHER_NUMBER.search(text)]
    years = [int(m[1]) for _, text in own if (m := _YEAR.search(text))]
    plain = any(_PLAIN.match(text) for _, text in own)  # beside it a year is one before
    whole = [leaf for leaf, text in own if _WHOLE.search(leaf.path[-1]) and not _PART.search(leaf.path[-1]) and not (plain and _YEAR.search(text))]
    told: list[tuple[Leaf, _Kind]] = []
    for leaf, text in named:
        year = _YEAR.search(text)
        if _OTHER_NUMBER.search(text) or (whole and _PART.search(text)) or (year and (plain or int(year[1]) < max(years, default=0))):
            told.append((leaf, "number"))
        elif whole and leaf not in whole and not _OTHER.search(text) and any(is_value(c) for c in table.cells() if leaf.start <= c.column < leaf.stop):
            told.append((leaf, "number"))  # 公安局, 教育局 beside 合计
        elif _OTHER.search(text):
            told.append((leaf, "other"))
        elif _COUNT.search(text) or year:
            told.append((leaf, "count"))
    return tuple(told) if [kind for _, kind in told].count("count") == 1 < len(told) else ()


def read_statistics(rows: Sequence[GridRow], sink: Sink) -> Counter[str]:
    table = candidates(STATISTICS)[0]
    entries = list(table.rows)
    units = {r.unit for r in entries if r.unit} | set(YUAN)
    body: list[GridRow] = []
    columns = _Columns()
    of_units = Counter(c.column for row in rows for c in row.table.rows[row.index] if squeeze(c.text) in units).most_common(1)
    for row in rows:
        own = columns.own(row, sink)
        # signs that are no words are a number that was misread or lost: the value of their row, which cannot be read
        words = [c for c in own if is_text(c) and _WORDS.search(c.text) and squeeze(c.text) not in units]
        # nor are words beside a unit, behind the label, of the label: 次（场）
        words = [c for c in words if c is words[0] or not of_units or c.column != of_units[0][0]]
        own, words = _without_remarks(own, words)
        # the unit may stand behind its number
        values = tuple(c for c in own if (not words or c.column > words[-1].column) and squeeze(c.text) not in units)
        if len(values) > 1 and read_cell(values[0].text).state is not State.NUMBER:
            values = values[1:]  # the column of units, also where it holds ---- or nothing
        body.append(GridRow(row.table, row.index, tuple(words), values))
    usual = Counter(r.values[0].column for r in body if r.has_values).most_common(1)
    body = join_fragments([_with_words(r, usual[0][0]) if usual else r for r in body], entries)
    matches = match_rows(body, entries)
    filled = fill_unlabelled(body, matches, entries)
    count = table.columns[0]
    done: dict[str, list[str]] = {}
    bare: dict[str, str] = {}
    printed = Counter(sum(not is_blank(c) for c in r.values) for r, m in zip(body, matches, strict=True) if m is not None and r.has_values)
    several = bool(printed) and printed.most_common(1)[0][0] > 1  # years side by side: a number alone may be of any of them
    for i, (row, match) in enumerate(zip(body, matches, strict=True)):
        numbers = [c for c in row.values if not is_blank(c)]
        if match is None:
            if any(re.search(r"\d", c.text) for c in numbers):  # also two in one cell
                sink.extra(table.id, row.label, [c.text for c in numbers], row)
                if not row.labels or _may_be_lacking(i, row, matches, entries):
                    what = f"表中一行（{squeeze(row.label)}）不知是哪项指标，此处另有指标未见" if row.labels else "表中有一行数字没有标签"
                    sink.warn("unknown_row", f"{what}：{' '.join(c.text.strip() for c in numbers)}", table.id)
            continue
        entry = entries[match]
        if entry.role != "data":
            if not says_a_number(numbers):
                continue
            if not row.table.exact and any(read_cell(c.text).state is State.NOT_APPLICABLE for c in row.table.rows[row.index]):
                # the heading of a group has a dash for its number: what stands behind that may be the page's
                sink.extra(table.id, row.label, [c.text for c in numbers], row)
                sink.warn("lost_positions", f"{entry.label}：划线之外另有数字（{' '.join(c.text.strip() for c in numbers)}）", table.id, entry.code)
                continue
        if not row.values:
            bare.setdefault(entry.code, entry.label)
            continue
        texts = [c.text.strip() for c in numbers]
        if entry.code in done:
            if texts != done[entry.code] and says_a_number(numbers):  # its label may have lost what tells it from the other's
                sink.extra(table.id, row.label, texts, row)
                sink.warn("repeated_row", f"{entry.label}：同一指标出现两次且数字不同（{' '.join(texts)}）", table.id, entry.code)
            continue
        done[entry.code] = texts
        if not numbers and ends_in_a_number(row.label):
            made = report_cell(table, entry, count, row.values[0], row.table.index, row.index)
            sink.cells.append(replace(made, state=State.UNREADABLE, note=IN_THE_LABEL))
            continue
        beside = bool(numbers and usual and numbers[0].column != usual[0][0] and of_units and numbers[0].column == of_units[0][0])
        if len(numbers) > 1 or (numbers and several) or beside:
            seen = " ".join(texts)
            sink.cells.append(replace(
                report_cell(table, entry, count, replace(numbers[0], text=seen), row.table.index, row.index),
                state=State.UNREADABLE, value=None, value_yuan=None, printed=seen, note="several values for one indicator" if len(numbers) > 1 else "which of several columns is not known" if several else "it stands among the units"))
            continue
        unit = unit_named(row.label) or next((u for c in row.table.rows[row.index] if (u := unit_named(c.text))), None)
        sink.cell(table, entry, count, (numbers or list(row.values))[0], row, f"{BY_ORDER}, its label is unusual" if i in filled else None, unit=unit)
    for code, label in bare.items():
        if code not in done:
            sink.warn("lost_positions", f"{label}：只见指标，未见统计数的格", table.id, code)
    return Counter({table.form: len(done)})


def _without_remarks(cells: Sequence[Cell], words: Sequence[Cell]) -> tuple[tuple[Cell, ...], list[Cell]]:
    """The cells and words of a row without words of no label behind its number, in which there is none: 含下属单位."""
    numbers = [c.column for c in cells if words and c.column > words[0].column and read_cell(c.text).state is State.NUMBER]
    remarks = [c for c in words if numbers and c.column > numbers[0] and not known_label(c.text) and not any(map(str.isdecimal, c.text))]
    return tuple(c for c in cells if c not in remarks), [c for c in words if c not in remarks]


def _may_be_lacking(at: int, row: GridRow, matches: Sequence[int | None], entries: Sequence[Row]) -> bool:
    """Whether an indicator is not there that the form has where a row stands which is none of its own, or one that the row is called like."""
    before = next((m for m in reversed(matches[:at]) if m is not None), -1)
    after = next((m for m in matches[at + 1 :] if m is not None), len(entries))
    return any(
        e.role == "data" and e.official and j not in matches and (before < j < after or any(score(text, e) for text in row_texts(row)))
        for j, e in enumerate(entries)
    )


def _with_words(row: GridRow, column: int) -> GridRow:
    """A row whose last words stand where others have their number has these for its value: 若干, 详见附件."""
    if row.has_values or len(row.labels) < 2 or row.labels[-1].column != column:
        return row
    return GridRow(row.table, row.index, row.labels[:-1], row.labels[-1:])
