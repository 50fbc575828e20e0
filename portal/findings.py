"""Findings said in English: a sentence a rule, from its codes and its two sides. In Chinese the message itself is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from etl import forms
from etl.check.rules import BY_ID
from etl.load.tidy import DOUBLED_RULE
from portal.formview import TITLES_EN
from portal.language import Lang, spoken

_SUM = "the parts add up to {left}, {right} is printed"
_TOO_MUCH = "{left} is more than {right} allows"
_PROSE = "the prose says {left}, the table {right}"
_NO_COUNT = "{left} is no whole number of at least 0"
_TOO_LARGE = "{left} is too large for 万元 (10,000 yuan): perhaps it is in yuan"
#: Rule → what is wrong. A rule that is not here, or whose finding lacks a side named here, is told by its own wording.
_SAID: dict[str, str] = {
    "A1": "the applicants add up to {left}, the total printed is {right}",
    "A2": "new and carried in make {left}, processed and carried forward {right}",
    "A3": "the outcomes add up to {left}, the total printed is {right}",
    "A4": _NO_COUNT, "A5": "{left} carried forward is much for {right}", "A6":
        "the applicants are all 0 and the total is not, or the reverse", "A7": "all zero, while the prose tells of requests",
    "A8": "rows or cells of the form are missing", "A10": "{left} granted of {right} processed",
    "B1": _SUM, "B2": "{left} against {right} expected", "B5": "{left} disputes are more than three times the {right} requests processed",
    "C2": "{left} issued, but in force and repealed are {right}", "C3": _TOO_MUCH, "C6": "items and change make {left}",
    "C8": "{left} is negative", "C9": "{left} has decimals and is no amount", "C10": _TOO_LARGE,
    "C11": "{left} items, but an amount of {right}", "C12": "{left}, though the authority cannot make regulations (规章)",
    "C13": "{left} decisions by a township, which needs a delegation for them",
    "D1": _PROSE, "D2": _PROSE, "D3": _PROSE, "D4": _PROSE, "D5": _PROSE, "D6": _PROSE, "D7": _PROSE, "D8": _PROSE, "D9": _PROSE,
    "D10": "a processing fee in prose, while section 6 says none",
    "D11": "the prose says {left} %, the numbers make {right} %", "D12": "the prose says {left} %, the numbers make {right} %",
    "D13": "the categories add up to {left}, the total is {right}", "D14": _PROSE, "D15": _PROSE,
    "F1": "the report is on {left}, but another date in it says {right}", "F2": "published on {left}, due by {right}",
    "F3": "a report on {left} on the form of {right}", "F4": "{left} of {right} sections are there",
    "F5": "section 5 on problems and remedies is empty or says none", "F6": "no word of assessment, public review or accountability",
    "F7": "it is not said whether the numbers are of the authority alone or of the whole region",
    "G1": _TOO_MUCH, "G2": _TOO_MUCH, "G3": _TOO_MUCH, "G4": _TOO_MUCH, "G5": _SUM, "G6": _SUM, "G7": _SUM, "G8": _SUM, "G10": _SUM,
    "G11": _SUM, "G12": _TOO_LARGE, "G15": _NO_COUNT,
    "R1": "something is printed that is no number", "R3": "{left} has no unit: it cannot be given in yuan",
    "R4": "a row that the official form does not have",
    "R2": "printed as “{left}”, read as {right}", "R5": "{left} rows of {right} were found whole",
    "R8": "publisher or year could not be made out", "R10": "{right} other reports in the file were not read",
    "R6": "one reading has {left}, the other {right}", "R7": "printed twice: “{left}” and “{right}”",
    "blank_tables": "no table holds a single number: they were not filled in, or are filled in by a script",
    "caption_year": "the caption of the table names another year than the report's", "conflicting_cells": "two numbers are printed for one cell",
    "identity": "the places that name the authority do not agree", "lost_positions":
        "there are not as many numbers as columns: whose each is cannot be told",
    "lost_row": "the row is printed with a number that was not read", "mixed_forms": "the tables are of different forms",
    "repeated_row": "the row is printed twice, with different numbers", "several_sets":
        "the table is printed more than once: one set was taken, or none",
    "unknown_columns": "the header is not clear: the numbers were given to no column", "unknown_row": "a row of numbers is none that the form has",
}
_QUOTED = re.compile("“([^”]+)”")


def said(finding: Mapping[str, Any], lang: Lang) -> str:
    """What a row of ``findings`` says; its message where that has an English half, or the reader wants Chinese."""
    message, rule = str(finding["message"]), str(finding["rule"])
    spoken_so = spoken(message, lang)
    if lang == "zh" or spoken_so != message:
        return spoken_so
    left, right = (_side(finding, side) for side in ("left", "right"))
    at = place(finding["table_name"], finding["row_code"], finding["column_code"], lang)
    template = _SAID.get(rule)
    lacking = [mark for mark, side in (("{left}", left), ("{right}", right)) if side is None]
    if template is None or any(mark in template for mark in lacking):
        text = f"does not hold: {name(rule, 'en')}" + ("" if lacking else f" ({left} ≠ {right})")
    else:
        text = template.format(left=left, right=right)
    quote = _QUOTED.search(message) if rule[0] in "AD" else None
    return (f"{at}: " if at else "") + text + (f" (“{quote[1]}”)" if quote else "")


def _side(finding: Mapping[str, Any], side: str) -> str | None:
    value, text = finding[f"{side}_value"], finding[f"{side}_text"]
    return text if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def name(rule: str, lang: Lang) -> str:
    """The wording of a rule; empty for one that the book does not have."""
    if rule == DOUBLED_RULE[0]:
        return DOUBLED_RULE[2 if lang == "en" else 1]
    known = BY_ID.get(rule)
    return "" if known is None else known.en if lang == "en" else known.zh


def place(table: str | None, row: str | None, column: str | None, lang: Lang, form: str | None = None) -> str:
    """Row and column in words, as far as they are named; the title of the table where neither is. In the wording of the form."""
    words = _wording(lang, form)
    if table is None:
        return ""
    if table == forms.REVIEW and column:
        row = None  # its one row has no name
    parts = [words.get((table, kind, code), code) for kind, code in (("row", row), ("column", column)) if code]
    return " · ".join(dict.fromkeys(parts)) or words.get((table, "table", table), table)


@cache
def _wording(lang: Lang, form_id: str | None) -> dict[tuple[str, str, str], str]:
    """Table, kind and code → official wording: of the form asked for, else of the latest that has it."""
    found: dict[tuple[str, str, str], str] = {}
    for form in sorted(forms.forms(), key=lambda f: (f.id == form_id, f.id)):
        for table in form.tables:
            found[table.id, "table", table.id] = TITLES_EN.get(table.id, table.title) if lang == "en" else table.title
            for kind, items in (("row", table.rows), ("column", table.columns)):
                for item in items:
                    block = item.block_words[0] if isinstance(item, forms.Column) and item.block_words else ""
                    # What stands in brackets explains the item; its name is enough here.
                    english = (item.en or item.label).partition(" (")[0]
                    found[table.id, kind, item.code] = english if lang == "en" else block + item.label
    return found
