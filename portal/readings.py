"""The cells of one report, read back from the database with the four states kept apart. Pure but for the rows given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from etl import forms
from etl.load import schema
from portal.formview import Key
from portal.page import Page


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell of a report says. A cell that the document does not have has no reading."""

    value: int | float | None
    printed: str
    state: str
    unit: str | None = None
    page: int | None = None
    table_index: int | None = None
    row_index: int | None = None
    column_index: int | None = None
    bbox: tuple[float, ...] | None = None
    note: str | None = None


async def readings(page: Page, report_id: str) -> dict[Key, Reading]:
    """Every cell of the report by table, row and column."""
    found: dict[Key, Reading] = {}
    for row in await page.rows("select * from applications where report_id = ?", [report_id]):
        for column, reading in wide(row, schema.APPLICANTS).items():
            found[forms.APPLICATIONS, row["outcome"], column] = reading
    for row in await page.rows("select * from disputes where report_id = ?", [report_id]):
        for column, reading in wide(row, schema.DISPUTE_OUTCOMES).items():
            found[forms.REVIEW, "cases", f"{row['channel']}_{column}"] = reading
    for row in await page.rows("select * from proactive_disclosure where report_id = ?", [report_id]):
        found[row["article"], row["item"], row["measure"]] = narrow(row)
    for row in await page.rows("select * from statistics_2014 where report_id = ?", [report_id]):
        found[forms.STATISTICS, row["indicator"], "value"] = narrow(row)
    for row in await page.rows("select * from other_cells where report_id = ?", [report_id]):
        found[row["table_name"], row["row_code"], row["column_code"]] = narrow(row)
    return found


def wide(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Reading]:
    """The cells of a row that holds a cell a column (``applications``, ``disputes``)."""
    names = tuple(columns)
    printed, states, details = (_json(row[name], {}) for name in ("printed", "states", "details"))
    indexes, boxes = (_json(row[name], ()) for name in ("column_indexes", "bboxes"))
    found = {}
    for i, name in enumerate(names):
        value, state = row[name], states.get(name)
        if value is None and state is None:
            continue
        apart = details.get(name, {})
        box = boxes[i] if i < len(boxes) else None
        found[name] = Reading(
            value, printed.get(name, "" if value is None else str(value)), state or "number",
            apart.get("unit", row["unit"]), apart.get("page", row["page"]), apart.get("table_index", row["table_index"]),
            apart.get("row_index", row["row_index"]), indexes[i] if i < len(indexes) else None,
            tuple(box) if box else None, apart.get("note"),
        )
    return found


def narrow(row: Mapping[str, Any]) -> Reading:
    """The cell of a row that holds one cell."""
    box = _json(row["bbox"], None)
    return Reading(
        row["value"], row["printed"], row["state"], row["unit"], row["page"], row["table_index"], row["row_index"],
        row["column_index"], tuple(box) if box else None, row["note"],
    )


def _json(text: str | None, default: Any) -> Any:
    return json.loads(text) if text else default
