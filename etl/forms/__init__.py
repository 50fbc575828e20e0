"""The official forms as data. Code here loads and validates them; what a form says stands in the JSON files.

A new generation of the form is a new file. Codes are unique within a form's table; the same code in two forms means
comparable, with the caveats shown in the portal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Role = Literal["data", "group", "group_derived"]

#: Tables of section 2, in the form's order.
PROACTIVE = ("art20_1", "art20_5", "art20_6", "art20_8", "art20_9")
APPLICATIONS = "applications"
REVIEW = "review_litigation"
STATISTICS = "stat_table"
#: Amounts of money: only these cells may hold decimals.
AMOUNTS = frozenset({"fees_collected", "procurement_amount", "request_fees_collected", "budget"})
#: The parts of the result block whose children add up to a group header.
GROUPS = ("denied_total", "unavailable_total", "rejected_total", "other_total")
CHANNELS = ("review", "litigation_direct", "litigation_after_review")
OUTCOMES = ("upheld", "corrected", "other_result", "pending", "total")


@dataclass(frozen=True, slots=True)
class Column:
    code: str
    label: str
    en: str
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    block: str | None = None
    """For the review and litigation table: review, litigation_direct or litigation_after_review."""
    block_words: tuple[str, ...] = ()
    """What the header prints above the block."""

    def __hash__(self) -> int:
        return hash((self.code, self.label))  # asked for often; equal in two forms whose columns are alike


# Rows and tables are asked for often and are one object each: two that look alike are of two forms.
@dataclass(frozen=True, slots=True, eq=False)
class Row:
    code: str
    label: str
    en: str
    role: Role = "data"
    unit: str | None = None
    level: int = 0
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    official: bool = True
    """False for a row that only some provinces add."""
    relation: str | None = None
    """2014 only: item, of_which, exact_part, overlapping_part, printed_under_of_which."""


@dataclass(frozen=True, slots=True, eq=False)
class FormTable:
    form: str
    id: str
    title: str
    kind: Literal["matrix", "single_row", "list"]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def row(self, code: str) -> Row | None:
        return next((r for r in self.rows if r.code == code), None)

    def column(self, code: str) -> Column | None:
        return next((c for c in self.columns if c.code == code), None)

    @property
    def data_rows(self) -> tuple[Row, ...]:
        """Rows that have cells in the official form, in its order."""
        return tuple(r for r in self.rows if r.role == "data" and r.official)

    def children(self, code: str) -> tuple[Row, ...]:
        return tuple(r for r in self.rows if r.parent == code and r.official)


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    name: str
    short: tuple[str, str]
    """How the portal calls it, in Chinese and in English."""
    years: tuple[int, int | None]
    sections: tuple[str, ...]
    tables: tuple[FormTable, ...]
    detect: tuple[str, ...]

    def table(self, table_id: str) -> FormTable | None:
        return next((t for t in self.tables if t.id == table_id), None)


@dataclass(frozen=True, slots=True)
class Label:
    """A code with its official wording, for the ``labels`` table and the docs."""

    table_name: str
    kind: Literal["row", "column"]
    code: str
    form: str
    label_zh: str
    label_en: str
    unit: str | None


def _row(raw: dict, official: bool) -> Row:
    return Row(
        raw["code"], raw["label"] or "", raw["en"], raw.get("role", "data"), raw.get("unit"), raw.get("level") or 0,
        raw.get("parent"), tuple(raw.get("aliases", ())), official, raw.get("relation"),
    )


def _column(raw: dict, form: dict) -> Column:
    block = raw.get("block")
    words = (raw["block_label"], *form["block_aliases"].get(block, ())) if block else ()
    aliases = form["outcome_aliases"].get(raw["label"], ()) if block else raw.get("aliases", ())
    return Column(raw["code"], raw["label"], raw["en"], raw.get("unit"), tuple(aliases), block, words)


def _table(form: dict, raw: dict) -> FormTable:
    return FormTable(
        form["id"], raw["id"], raw["title"], raw["kind"],
        tuple(_column(c, form) for c in raw.get("columns", form.get("columns", ()))),
        tuple(_row(r, True) for r in raw["rows"]) + tuple(_row(r, False) for r in raw.get("extra_rows", ())),
    )


@cache
def load(form_id: str) -> Form:
    """The form of one generation, by its id (one of :data:`IDS`). Raises KeyError for any other."""
    if form_id not in IDS:
        raise KeyError(form_id)
    raw = json.loads(_FILES.joinpath(f"{form_id}.json").read_text(encoding="utf-8"))
    sections = tuple(s if isinstance(s, str) else s["title"] for s in raw.get("sections", ()))
    first, last = raw["report_years"]
    return Form(
        raw["id"], raw["name"], (raw["short"][0], raw["short"][1]), (first, last), sections,
        tuple(_table(raw, t) for t in raw.get("tables", ())), tuple(raw["detect"]),
    )


_FILES = resources.files(__package__)
#: Every generation that there is a file of, the oldest first.
IDS = tuple(sorted(name.removesuffix(".json") for f in _FILES.iterdir() if (name := f.name).endswith(".json")))


@cache
def forms() -> tuple[Form, ...]:
    return tuple(load(i) for i in IDS)


def having(table: str, code: str | None = None) -> frozenset[str]:
    """The ids of the forms that have a table, and in it a row or column of this code."""
    return frozenset(
        f.id for f in forms() if (t := f.table(table)) and (code is None or t.row(code) or t.column(code))
    )


def newest(table: str) -> FormTable:
    """A table as the latest form has it. Raises KeyError where no form has it."""
    for form in reversed(forms()):
        if found := form.table(table):
            return found
    raise KeyError(table)


def labels() -> Iterator[Label]:
    """Every code of every form with its wording; the units of cells where row and column do not disagree."""
    for form in forms():
        for table in form.tables:
            for row in table.rows:
                yield Label(table.id, "row", row.code, form.id, row.label, row.en, row.unit)
            for column in table.columns:
                yield Label(table.id, "column", column.code, form.id, column.label, column.en, column.unit)
