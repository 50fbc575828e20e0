"""Between a report and its rows. ``children_of`` and ``read_report`` undo each other exactly, for any tidy report."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import sqlite_utils

from etl.forms import APPLICATIONS, CHANNELS, PROACTIVE, REVIEW, STATISTICS
from etl.load.compact import to_json
from etl.load.database import values
from etl.load.schema import APPLICANTS, DISPUTE_OUTCOMES
from etl.load.search import search_key
from etl.load.tidy import order
from etl.report import ExtraRow, Fact, Finding, Identity, Report, ReportCell, Section, State

Row = dict[str, Any]
#: What a wide row holds once for all its cells; a cell that differs says so in ``details``.
_SHARED = ("page", "table_index", "row_index", "unit", "form")
_REVIEW_CELL = {f"{channel}_{outcome}": (channel, outcome) for channel in CHANNELS for outcome in DISPUTE_OUTCOMES}


def plain_text(value: int | float) -> str:
    """How a number is printed plainly: digits, a point, no exponent."""
    return str(value) if isinstance(value, int) else format(Decimal(repr(value)), "f")


def children_of(report_id: str, report: Report) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table that hangs on a report, by table, in the order of the schema's columns."""
    applications: dict[str, dict[str, ReportCell]] = {}
    disputes: dict[str, dict[str, ReportCell]] = {}
    rows: dict[str, list[Row]] = {
        name: [] for name in ("applications", "proactive_disclosure", "disputes", "statistics_2014", "other_cells")
    }
    for cell in report.cells:
        if cell.table == APPLICATIONS and cell.column in APPLICANTS:
            applications.setdefault(cell.row, {})[cell.column] = cell
        elif cell.table == REVIEW and cell.row == "cases" and cell.column in _REVIEW_CELL:
            channel, outcome = _REVIEW_CELL[cell.column]
            disputes.setdefault(channel, {})[outcome] = cell
        elif cell.table in PROACTIVE:
            rows["proactive_disclosure"].append(
                {"article": cell.table, "item": cell.row, "measure": cell.column, **_single(cell)}
            )
        elif cell.table == STATISTICS and cell.column == "value":
            rows["statistics_2014"].append({"indicator": cell.row, **_single(cell)})
        else:
            rows["other_cells"].append(
                {"table_name": cell.table, "row_code": cell.row, "column_code": cell.column, **_single(cell)}
            )
    rows["applications"] = [{"outcome": code, **_wide(cells, APPLICANTS)} for code, cells in applications.items()]
    rows["disputes"] = [{"channel": code, **_wide(cells, DISPUTE_OUTCOMES)} for code, cells in disputes.items()]
    rows["sections"] = [
        {"id": section_id(report_id, i), "position": i, "number": s.number, "heading": s.heading, "text": s.text}
        for i, s in enumerate(report.sections)
    ]
    rows["extra_rows"] = [
        {"position": i, "table_name": e.table, "code": e.code, "label": e.label, "printed": to_json(list(e.printed)),
         "page": e.page, "table_index": e.table_index, "row_index": e.row_index}
        for i, e in enumerate(report.extras)
    ]
    rows["facts"] = [
        {"position": i, "fact": f.fact, **_split("value", f.value, plain="value"), "unit": f.unit,
         "approximate": int(f.approximate), "section": f.section, "quote": f.quote, "start_char": f.start, "end_char": f.end}
        for i, f in enumerate(report.facts)
    ]
    rows["findings"] = [finding_row(f, i, "report", report.identity.year) for i, f in enumerate(report.findings)]
    return {name: [values(name, {"report_id": report_id, **row}) for row in found] for name, found in rows.items()}


def section_id(report_id: str, position: int) -> int:
    """The key of a section: the same in every database that holds the report.

    Its upper six bits count back from 2060: a full-text index read in the order of its keys gives the latest years first, and a
    year is a range of keys (:func:`section_range`). Reports of no known year come last.
    """
    year = report_id[-5:].removeprefix("-")
    return _since(int(year) if len(year) == 4 and year.isdigit() else 0) << 56 | search_key(f"{report_id}#{position}", 56)


def section_range(year: int) -> tuple[int, int]:
    """The least and the greatest key that a section of that year's reports can have."""
    return _since(year) << 56, (_since(year) + 1 << 56) - 1


def _since(year: int) -> int:
    return max(0, min(62, 2060 - year)) if year >= 1998 else 63


def finding_row(finding: Finding, position: int, scope: str, year: int | None, other_report_id: str | None = None) -> Row:
    """A finding as a row of ``findings``, without the report."""
    return {
        "scope": scope, "position": position, "rule": finding.rule, "severity": finding.severity, "origin": finding.origin,
        "table_name": finding.table, "row_code": finding.row, "column_code": finding.column,
        **_split("left", finding.left), **_split("right", finding.right), "message": finding.message,
        "other_report_id": other_report_id, "year": year,
    }


def _split(name: str, value: int | float | str | None, plain: str | None = None) -> Row:
    number = plain or f"{name}_value"
    return {number: None, f"{name}_text": value} if isinstance(value, str) else {number: value, f"{name}_text": None}


def _joined(number: int | float | None, text: str | None) -> int | float | str | None:
    return number if text is None else text


def _single(cell: ReportCell) -> Row:
    return {
        "value": cell.value, "unit": cell.unit, "value_yuan": cell.value_yuan, "printed": cell.printed,
        "state": cell.state.value, "form": cell.form, "page": cell.page, "table_index": cell.table_index,
        "row_index": cell.row_index, "column_index": cell.column_index,
        "bbox": None if cell.bbox is None else to_json(list(cell.bbox)), "note": cell.note,
    }


def _wide(cells: dict[str, ReportCell], columns: Sequence[str]) -> Row:
    here = list(cells.values())
    shared = {name: _commonest(getattr(c, name) for c in here) for name in _SHARED}
    details: dict[str, Row] = {}
    for code, cell in cells.items():
        apart = {name: getattr(cell, name) for name in _SHARED if getattr(cell, name) != shared[name]}
        apart |= {name: value for name in ("note", "value_yuan") if (value := getattr(cell, name)) is not None}
        if apart:
            details[code] = apart
    places = [cells[c].column_index if c in cells else None for c in columns]
    boxes = [cells[c].bbox if c in cells else None for c in columns]
    printed = {code: c.printed for code, c in cells.items() if c.value is None or c.printed != plain_text(c.value)}
    states = {code: c.state.value for code, c in cells.items() if c.state is not State.NUMBER}
    return {
        **{code: cell.value for code, cell in cells.items()}, **shared,
        "printed": to_json(printed) if printed else None,
        "states": to_json(states) if states else None,
        "column_indexes": to_json(places) if any(p is not None for p in places) else None,
        "bboxes": to_json([None if b is None else list(b) for b in boxes]) if any(boxes) else None,
        "details": to_json(details) if details else None,
    }


def _commonest(found: Iterable[Any]) -> Any:
    return Counter(found).most_common(1)[0][0]


def read_report(db: sqlite_utils.Database, report_id: str) -> Report:
    """The current version of a report, rebuilt from its rows. Raises KeyError where there is none.

    Findings against other years are not part of a report.
    """
    found = _select(
        db,
        "SELECT r.document_sha256, r.form, r.warnings, r.quality, v.publisher, v.year, v.title, v.published_on, v.level,"
        " v.region, v.region_code, v.media_type, v.reader FROM reports r JOIN report_versions v"
        " ON v.report_id = r.id AND v.state = 'current' WHERE r.id = ?",
        report_id,
    )
    head = next(found, None)
    if head is None:
        raise KeyError(report_id)
    return Report(
        sha256=head["document_sha256"], media_type=head["media_type"],
        identity=Identity(
            head["publisher"], head["year"], head["title"], head["published_on"], head["level"], head["region"],
            head["region_code"],
        ),
        form=head["form"],
        sections=tuple(
            Section(r["number"], r["heading"], r["text"])
            for r in _select(db, "SELECT * FROM sections WHERE report_id = ? ORDER BY position", report_id)
        ),
        cells=tuple(read_cells(db, report_id)),
        extras=tuple(
            ExtraRow(r["table_name"], r["label"], tuple(json.loads(r["printed"])), r["code"], r["page"], r["table_index"],
                     r["row_index"])
            for r in _select(db, "SELECT * FROM extra_rows WHERE report_id = ? ORDER BY position", report_id)
        ),
        facts=tuple(
            Fact(r["fact"], _joined(r["value"], r["value_text"]), r["unit"], bool(r["approximate"]), r["section"],
                 r["quote"], r["start_char"], r["end_char"])
            for r in _select(db, "SELECT * FROM facts WHERE report_id = ? ORDER BY position", report_id)
        ),
        findings=tuple(
            Finding(r["rule"], r["severity"], r["message"], r["origin"], r["table_name"], r["row_code"], r["column_code"],
                    _joined(r["left_value"], r["left_text"]), _joined(r["right_value"], r["right_text"]))
            for r in _select(db, "SELECT * FROM findings WHERE report_id = ? AND scope = 'report' ORDER BY position", report_id)
        ),
        warnings=tuple(json.loads(head["warnings"]) if head["warnings"] else ()), quality=head["quality"],
        reader=head["reader"] or "",
    )


def read_cells(db: sqlite_utils.Database, report_id: str) -> list[ReportCell]:
    """Every cell of a report as it was read, in the order of the forms: state, value, printed text and place."""
    cells = [
        *_read_wide(db, "applications", report_id), *_read_wide(db, "disputes", report_id),
        *_read_single(db, "proactive_disclosure", report_id, ("article", "item", "measure")),
        *_read_single(db, "statistics_2014", report_id, (None, "indicator", None)),
        *_read_single(db, "other_cells", report_id, ("table_name", "row_code", "column_code")),
    ]
    return sorted(cells, key=order)


def _read_single(
    db: sqlite_utils.Database, name: str, report_id: str, key: tuple[str | None, str, str | None]
) -> Iterator[ReportCell]:
    for r in _select(db, f'SELECT * FROM "{name}" WHERE report_id = ?', report_id):
        table, row, column = key
        yield ReportCell(
            r[table] if table else STATISTICS, r[row], r[column] if column else "value", r["value"], r["printed"],
            State(r["state"]), r["unit"], r["value_yuan"], r["form"], r["page"], r["table_index"], r["row_index"],
            r["column_index"], tuple(json.loads(r["bbox"])) if r["bbox"] else None, r["note"],
        )


def _read_wide(db: sqlite_utils.Database, name: str, report_id: str) -> Iterator[ReportCell]:
    columns = APPLICANTS if name == "applications" else DISPUTE_OUTCOMES
    for r in _select(db, f'SELECT * FROM "{name}" WHERE report_id = ?', report_id):
        printed, states, details = (json.loads(r[c]) if r[c] else {} for c in ("printed", "states", "details"))
        places, boxes = (json.loads(r[c]) if r[c] else [None] * len(columns) for c in ("column_indexes", "bboxes"))
        for code, place, box in zip(columns, places, boxes, strict=True):
            value = r[code]
            if value is None and code not in states:
                continue
            own = {**{n: r[n] for n in _SHARED}, **details.get(code, {})}
            if name == "applications":
                key = APPLICATIONS, r["outcome"], code
            else:
                key = REVIEW, "cases", f"{r['channel']}_{code}"
            yield ReportCell(
                *key, value=value, printed=printed.get(code, "" if value is None else plain_text(value)),
                state=State(states.get(code, "number")), column_index=place,
                bbox=None if box is None else tuple(box), **own,
            )


def _select(db: sqlite_utils.Database, sql: str, *parameters: Any) -> Iterator[sqlite3.Row]:
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    yield from cursor.execute(sql, parameters)
