"""The official form as a grid of squares: the layout in which a report's numbers are shown. Pure; no values here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from etl import forms
from etl.forms import FormTable, Row
from portal.language import Lang

Key = tuple[str, str, str]
#: Rows below these are laid out in the second and third label column of the applications table.
_LABEL_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Square:
    """One square of the grid: a label, or the place of the cell ``key``."""

    text: str = ""
    key: Key | None = None
    rowspan: int = 1
    colspan: int = 1
    scope: str | None = None
    """``row``, ``col``, ``rowgroup`` or ``colgroup`` for a label, None for a cell."""


@dataclass(frozen=True, slots=True)
class Grid:
    id: str
    title: str
    head: tuple[tuple[Square, ...], ...]
    body: tuple[tuple[Square, ...], ...]


def grids(form_id: str, lang: Lang, present: Iterable[Key] = ()) -> tuple[Grid, ...]:
    """The tables of a form, in its order. ``present`` are the keys the report has: rows that the official form
    lacks are shown below the form's own. Of an unknown form, and of one without tables, the newest is shown."""
    tables = forms.load(form_id).tables if form_id in forms.IDS else ()
    rows: dict[str, set[str]] = {}
    for table_id, row, _ in present:
        rows.setdefault(table_id, set()).add(row)
    result = []
    for table in tables or forms.forms()[-1].tables:
        seen = frozenset(rows.get(table.id, ()))
        if table.kind == "single_row":
            result.append(_review(table, lang))
        else:
            result.append((_applications if table.id == forms.APPLICATIONS else _matrix)(table, lang, seen))
    return tuple(result)


def _text(item: Row | forms.Column | FormTable, lang: Lang) -> str:
    if isinstance(item, FormTable):
        return item.title if lang == "zh" else TITLES_EN.get(item.id, item.title)
    if lang == "zh" or not item.en:
        return item.label
    # The blocks above the columns of table 4 and the derivation of groups are said by the layout itself.
    text = item.en.rpartition(": ")[2] if isinstance(item, forms.Column) else item.en
    return text.partition(" (header")[0] if isinstance(item, Row) and item.role != "data" else text


TITLES_EN = {
    "art20_1": "Article 20 (1): regulations and normative documents",
    "art20_5": "Article 20 (5): licensing",
    "art20_6": "Article 20 (6): penalties and coercion",
    "art20_8": "Article 20 (8): administrative fees",
    "art20_9": "Article 20 (9): procurement",
    "applications": "3. Requests received and handled",
    "review_litigation": "4. Administrative review and litigation",
    "stat_table": "Statistics of information disclosure (2014 form)",
}


def _shown(table: FormTable, seen: frozenset[str]) -> list[Row]:
    """The form's rows, and of the rows it does not have those that this report has."""
    known = {row.code for row in table.rows}
    extra = [Row(code, code, code) for code in sorted(seen - known)]
    return [row for row in table.rows if row.official or row.code in seen] + extra


def _matrix(table: FormTable, lang: Lang, seen: frozenset[str]) -> Grid:
    corner = {"zh": "统计指标" if table.kind == "list" else "信息内容", "en": "Item"}[lang]
    head = [Square(corner, scope="col"), *(Square(_text(c, lang), scope="col") for c in table.columns)]
    if table.kind == "list":
        head.insert(1, Square({"zh": "单位", "en": "Unit"}[lang], scope="col"))
    body = []
    for row in _shown(table, seen):
        label = Square("　" * row.level + _text(row, lang), scope="row")
        unit = [Square(row.unit or "")] if table.kind == "list" else []
        cells = [Square(key=(table.id, row.code, c.code)) for c in table.columns]
        if row.role == "group" and row.code not in seen:
            cells = [Square() for _ in cells]
        body.append((label, *unit, *cells))
    return Grid(table.id, _text(table, lang), (tuple(head),), tuple(body))


def _applications(table: FormTable, lang: Lang, seen: frozenset[str]) -> Grid:
    words = {"zh": ("申请人情况", "法人或其他组织"), "en": ("Applicants", "Legal persons and other organisations")}[lang]
    first, *middle, last = table.columns
    head = (
        (Square(_text(table, lang), rowspan=3, colspan=_LABEL_COLUMNS, scope="colgroup"),
         Square(words[0], colspan=len(table.columns), scope="colgroup")),
        (Square(_text(first, lang), rowspan=2, scope="col"), Square(words[1], colspan=len(middle), scope="colgroup"),
         Square(_text(last, lang), rowspan=2, scope="col")),
        tuple(Square(_text(c, lang), scope="col") for c in middle),
    )
    rows = _shown(table, seen)
    below = {row.code: _leaves(rows, row.code, seen) for row in rows}
    body: list[tuple[Square, ...]] = []
    pending: list[Square] = []
    for row in rows:
        group = row.role != "data" and below[row.code] > 0
        if group:
            pending.append(Square(_text(row, lang), rowspan=below[row.code], scope="rowgroup"))
            if row.code not in seen:
                continue
            label = {"zh": "（本行印数）", "en": "(printed in this row)"}[lang]
            span = _LABEL_COLUMNS - 1 - row.level
            labels = [Square(label, colspan=max(span, 1), scope="row")]
        else:
            labels = [Square(_text(row, lang), colspan=_LABEL_COLUMNS - row.level, scope="row")]
        body.append((*pending, *labels, *(Square(key=(table.id, row.code, c.code)) for c in table.columns)))
        pending = []
    return Grid(table.id, _text(table, lang), head, tuple(body))


def _leaves(rows: list[Row], code: str, seen: frozenset[str]) -> int:
    """Lines that a group takes: its children's, and one of its own where the report prints numbers beside it."""
    children = [row for row in rows if row.parent == code]
    if not children:
        return 0
    return sum(_leaves(rows, child.code, seen) or 1 for child in children) + (code in seen)


def _review(table: FormTable, lang: Lang) -> Grid:
    words = {
        "zh": ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"),
        "en": ("Administrative review", "Litigation", "Sued directly", "Sued after review"),
    }[lang]
    per_block = len(table.columns) // len(forms.CHANNELS)
    head = (
        (Square(words[0], colspan=per_block, rowspan=2, scope="colgroup"),
         Square(words[1], colspan=2 * per_block, scope="colgroup")),
        tuple(Square(word, colspan=per_block, scope="colgroup") for word in words[2:]),
        tuple(Square(_text(c, lang), scope="col") for c in table.columns),
    )
    row = table.rows[0].code
    return Grid(
        table.id, _text(table, lang), head, (tuple(Square(key=(table.id, row, c.code)) for c in table.columns),)
    )
