"""Tables of a document → cells of the form: match by label, in the form's order; never by the year.

In this order: of each table the columns of years before are set aside (:mod:`.years`), its rows are told apart by kind (:mod:`.segment`), those of
other sets and of the author's own tables too (:mod:`.sets`, by what the lines above them say: :mod:`.headings`); then each kind is read by its own module (:mod:`.proactive`, :mod:`.applications`,
:mod:`.review`, :mod:`.statistics`): which row of the form each row is (:mod:`.rows`), which columns its header names (:mod:`.header`, of table 3 :mod:`.applicants`), and its cells
in their places (:mod:`.placing`). What was lost that way is read by the names of each number (:mod:`.named`); last, one cell is kept for each place.

A cell is placed by the labels of its row and column. Where a layout has lost something (a header cut short, blank cells
dropped, labels gone), it is placed by order only if the count leaves no choice; else it is ``unreadable``. What the form does not
know is kept as printed (:class:`~etl.report.ExtraRow`) and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from etl.documents import Document, Paragraph
from etl.forms import APPLICATIONS, PROACTIVE, REVIEW, STATISTICS
from etl.numbers import read_cell
from etl.parse.grid import GridRow
from etl.parse.labels import keys_of
from etl.parse.names import read_name
from etl.parse.tables.applicants import named_above
from etl.parse.tables.applications import read_applications
from etl.parse.tables.headings import captioned_years
from etl.parse.tables.named import read_named
from etl.parse.tables.placing import Sink, candidates, unit_named
from etl.parse.tables.proactive import read_proactive
from etl.parse.tables.review import read_review
from etl.parse.tables.segment import ART20, kind_of_text, known_label, segment
from etl.parse.tables.sets import of_the_form, own_set
from etl.parse.tables.statistics import read_statistics
from etl.parse.tables.years import latest_columns, latest_year
from etl.report import ExtraRow, Finding, ReportCell, State
from etl.text import label_key, label_stem, squeeze

_ROW = re.compile(r"[\u4e00-\u9fff]\s+\d[\d,.]*\s+\d[\d,.]*$")
"""A label and the numbers behind it."""
_DAY = re.compile("(?:20\\d\\d|二[〇○零]..)年.{1,3}月.{1,3}日")
_NEAR = 2
"""Lines ahead of a table among which one may name it: its caption, a note on the unit."""
_SHORT = 40
_LINES, _LABEL, _UNITS = 3, 6, 2
"""Lines that a label and its number may take; characters from which on words are the beginning of a label; those of a unit behind it."""
_WIDE = 200
"""Characters of a line that may hold a label; a longer one is prose."""
_NUMBER = "0123456789.,"
_UNIT = re.compile(r"单位:.*")


@dataclass(frozen=True, slots=True)
class TablesRead:
    cells: tuple[ReportCell, ...] = ()
    extras: tuple[ExtraRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    form: str | None = None
    kinds: frozenset[str] = frozenset()
    """Which statistical tables were found: ids of the form's tables."""


def read_tables(document: Document) -> TablesRead:
    """Every statistical table of a document as cells of the form, with what did not fit kept and named."""
    above = _lines_above(document)
    sink = Sink(units=_units_said(above))
    tables = [named_above(latest_columns(t, sink), above.get(t.index, ())) for t in document.tables]
    by_kind = {kind: own for kind, rows in of_the_form(segment(tables), sink, above, document).items()
               if (own := own_set(latest_year(rows, PROACTIVE[0] if kind == ART20 else kind, sink), kind, sink, above, document))}
    votes: Counter[str] = Counter()
    if STATISTICS in by_kind:
        votes += read_statistics(by_kind[STATISTICS], sink)
    application_votes = _matrix(by_kind.get(APPLICATIONS, ()), APPLICATIONS, read_applications, sink)
    proactive_votes = _matrix(by_kind.get(ART20, ()), ART20, read_proactive, sink)
    form = _form(application_votes, proactive_votes, votes, sink)
    if REVIEW in by_kind:
        read_review(by_kind[REVIEW], sink, form, above)
    below: dict[tuple[int | None, int], list[ExtraRow]] = {}
    for extra in sink.extras:
        below.setdefault((extra.table_index, extra.row_index or 0), []).append(extra)
    cells = [_torn(cell, below.get((cell.table_index, (cell.row_index or 0) + 1), ())) for cell in _resolve(sink)]
    if cells and all(c.state is State.BLANK for c in cells):
        sink.warn("blank_tables", "各表均为空白，没有一个数：可能未填，也可能是读不到的数（如由脚本填入）")
    return TablesRead(tuple(cells), tuple(sink.extras), tuple(sink.findings), form, frozenset(c.table for c in cells))


def of_another_year(document: Document, read: TablesRead, year: int | None) -> list[Finding]:
    """Findings on tables whose caption names another year than the report's: this year's may be a picture, and these last year's."""
    years = captioned_years(_lines_above(document))
    used = sorted({(c.table, c.table_index) for c in read.cells if c.table_index is not None and years.get(c.table_index, year) != year})
    return [Finding("caption_year", "warning", f"表格上方写的是{years[i] or '上'}年，报告为{year}年，所读可能不是本年数字", "reading", table)
            for table, i in used if year is not None]


def lost_rows(document: Document, read: TablesRead) -> list[Finding]:
    """Findings on rows of the list of 2014 of which the document prints label and number, but no cell was read. Provinces leave rows
    out, so that a row less says nothing."""
    have = {c.row for c in read.cells if c.table == STATISTICS}
    missing = [row for table in candidates(STATISTICS) for row in table.data_rows if row.code not in have] if have else []
    lines = [squeeze(b.text) if len(b.text) <= _WIDE else "" for b in document.blocks if isinstance(b, Paragraph)] if missing else []
    several = (("".join(lines[i : i + n]) for n in range(1, _LINES + 1)) for i in range(len(lines)))
    labels = [next((text.rstrip(_NUMBER) for text in texts if text[-1:].isdecimal()), "") for texts in several]
    said = {label_stem(label) for label in (*labels, *(e.label for e in read.extras if e.table == STATISTICS))}
    return [Finding("lost_row", "warning", f"{row.label}：文中印有此行和数字，未能对应", "reading", STATISTICS, row.code)
            for row in missing if any(_is_that(label, key) for label in said for key in keys_of(row))]


def _is_that(said: str, key: str) -> bool:
    """Whether words are a label, its unit behind it, or its beginning."""
    return (said.startswith(key) and len(said) - len(key) <= _UNITS) or (len(said) >= _LABEL and key.startswith(said))


def _matrix(rows: Sequence[GridRow], kind: str, read: Callable[[Sequence[GridRow], Sink], Counter[str]], sink: Sink) -> Counter[str]:
    """The usual reading, row by row; where it loses numbers that name their row and column, these names."""
    if not rows:
        return Counter()
    usual = Sink(units=sink.units)
    votes = read(rows, usual)
    if named := read_named(rows, kind, usual):
        usual, votes = named, Counter(c.form for c in named.cells if c.form)
    sink.cells += usual.cells
    sink.extras += usual.extras
    sink.findings += usual.findings
    return votes


def _lines_above(document: Document) -> dict[int, tuple[str, ...]]:
    """What stands between a table and the one before it, nearest first, by the table's number; rows of an author's own table, printed as lines, and
    signatures, which stand below what was signed, aside."""
    found: dict[int, tuple[str, ...]] = {}
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if lines and _DAY.fullmatch(squeeze(block.text)) and ":" not in (name := squeeze(lines[-1])) and read_name(name):
                lines.pop()
            elif not _ROW.search(block.text):
                lines.append(block.text)
        else:
            found[block.index] = tuple(line for line in reversed(lines[-_NEAR:]) if len(line) <= _SHORT)
            lines.clear()
    return found


def _units_said(above: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """The unit of money that a line above a table names, by the table's number: 单位：元."""
    return {i: unit for i, lines in above.items() for line in lines if (match := _UNIT.search(squeeze(line))) and (unit := unit_named(match[0]))}


def _form(applications: Counter[str], proactive: Counter[str], votes: Counter[str], sink: Sink) -> str | None:
    """The form of the report: that of its tables; table 3 decides where they differ, and a finding says so."""
    first = applications.most_common(1)[0][0] if applications and sum(applications.values()) else None
    second = proactive.most_common(1)[0][0] if proactive else None
    if first and second and (first != second or len(proactive) > 1):
        used = "、".join(sorted(proactive))
        sink.findings.append(Finding("mixed_forms", "warning", f"表二用{used}年表样，表三用{first}年表样", "source", left=used, right=first))
    if first or second:
        return first or second
    return votes.most_common(1)[0][0] if votes else None


def _resolve(sink: Sink) -> list[ReportCell]:
    """One cell per place in the form. The same number twice is one cell; two different ones are unreadable, and said."""
    found: dict[tuple[str, str, str], ReportCell] = {}
    for cell in sink.cells:
        first = found.get(cell.key)
        if first is None:
            found[cell.key] = cell
        elif cell.state is State.NUMBER and (first.state, first.value) != (cell.state, cell.value):
            found[cell.key] = replace(first, state=State.UNREADABLE, value=None, value_yuan=None,
                                      printed=f"{first.printed} | {cell.printed}", note="two different numbers for one cell")
            sink.warn("conflicting_cells", f"同一格有两个数：{first.printed}、{cell.printed}", cell.table, cell.row)
    return list(found.values())


def _torn(cell: ReportCell, below: Sequence[ExtraRow]) -> ReportCell:
    """A blank as one that cannot be read, where a number stands in the line ``below`` beside the rest of its row's label, or beside none."""
    rests = {label_key(e.label) for e in below if any(read_cell(text).state is State.NUMBER for text in e.printed)}
    if cell.state is not State.BLANK or not rests:
        return cell
    keys = {key for table in candidates(cell.table) for row in table.rows if row.code == cell.row for key in keys_of(row)}
    if "" not in rests and not any(key != rest and key.endswith(rest) for key in keys for rest in rests if len(rest) > 1):
        return cell
    return replace(cell, state=State.UNREADABLE, note="a number stands below, beside the rest of its label or beside none")


__all__ = ["ART20", "TablesRead", "kind_of_text", "known_label", "read_tables", "segment"]
