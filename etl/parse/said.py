"""Tables whose numbers are said in words: 规范性文件：本年制发3件，废止1件，现行有效12件. Made tables again where nothing is left to guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from etl import forms
from etl.documents import Block, Cell, Document, Paragraph, Table
from etl.forms import APPLICATIONS, OUTCOMES, PROACTIVE, REVIEW, Column, FormTable, Row
from etl.numbers import read_cell
from etl.parse.labels import keys_of
from etl.parse.sections import heading_of
from etl.parse.tables import ART20, known_label, segment
from etl.report import State
from etl.text import label_key, label_stem, squeeze, strip_numbering

_PARTS = re.compile(r"[;；。\n]")
_REMARK = re.compile(r"\([^()\d]*\)")
_CLAUSES = re.compile(r"[,，、]")
_CLAUSE = re.compile(r"(?:其中)?(?P<name>[^\d/\-:]*?)[:：为是]?(?P<value>[\d,.]+[\u4e00-\u9fff]{0,2}|/|-|—|0)")
_SHORT = 60
"""Characters of a line of a list, or of the label above it, at most."""
_LONGEST = 2_000
"""Characters of a passage that is looked at."""
#: What stands between a label and what is said of it.
_ENDS = re.compile(r"(?:情况|案件|方面|数量|的)*[:：,，]?")
_CAPTION = re.compile(r"第?(?:二十|20)条第?\(?[一二三四五六七八九1-9]\)?项[:,]?")
#: Where what is said of a row of table 3 begins.
_APPLICANT = re.compile(r"自然人|商业企业|共|合计|总计|\d")
#: What an outcome may be called where the words of the table are not repeated.
#: What may stand before 行政复议: 因政府信息公开被申请; neither another year nor another body, nor what else they were over.
_OF_DISCLOSURE = re.compile(
    r"(?:因|由于?|涉及|关于|有关|针对|全[年省市县区州旗镇乡]|(?<!上)本?年度|本年|今年|年内|共计?|累计|总计?|发生|出现|产生|引[起发]|收到|接到|新增"
    r"|被|申请|提[起出]"
    r"|政府|政务|信息|依申请|公开|工作|答复|类|案件|事项|方面|[我本][\u4e00-\u9fff]|本?机关|的|[和与及、,:])*")
_ALL_OF = re.compile(r"\((?:均|都|全)")
_SUM = ("共", "合计", "共计", "总计", "")
_OUTCOMES = {"维持": "结果维持", "纠正": "结果纠正", "其他": "其他结果", "未审结": "尚未审结", **dict.fromkeys(_SUM, "总计")}


@dataclass(frozen=True, slots=True)
class _Said:
    """A row as a passage says it: the values of all its columns, in their order."""

    table: FormTable
    label: str
    columns: tuple[Column, ...]
    values: tuple[str, ...]
    block: int
    """Index of the paragraph."""


def as_sentences(document: Document) -> Document:
    """The document with lists below a label of the form (自然人：12, 商业企业：3, …) as the sentence that they are."""
    blocks: list[Block] = []
    open_list = False
    for block in document.blocks:
        item = isinstance(block, Paragraph) and _is_item(block.text)
        above = blocks[-1] if blocks else None
        open_list = item and (open_list or (isinstance(above, Paragraph) and len(above.text) < _SHORT and known_label(above.text)))
        if open_list and isinstance(block, Paragraph) and isinstance(above, Paragraph):
            blocks[-1] = replace(above, text=f"{above.text}，{block.text}", places=())
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks)) if len(blocks) < len(document.blocks) else document


def _is_item(text: str) -> bool:
    """A line that names a column of a form and gives its number behind a colon or with its unit: a bare number may be a row's."""
    match = _CLAUSE.fullmatch(squeeze(text)) if len(text) < _SHORT else None
    return match is not None and label_key(match["name"]) in _items() and (":" in match[0] or not match[0][-1].isdigit())


@cache
def _items() -> frozenset[str]:
    """What columns of sections 2 to 4 are called."""
    tables = [t for i in (*PROACTIVE, APPLICATIONS, REVIEW) for form in forms.forms() if (t := form.table(i))]
    return frozenset(k for t in tables for c in t.columns for k in keys_of(c))


def tabulate_said(document: Document) -> Document:
    """The document with a table, ahead of the passage that says it, for each of sections 2 to 4 that has none.

    A row is made where a passage names all columns of one table, each once and each with its number, and says no other number.
    """
    found: dict[str, list[_Said]] = {kind: [] for kind, _ in _READERS.values()}
    section = None
    for i, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            continue
        section = heading_of(block) or section
        if section in _READERS and len(block.text) < _LONGEST:
            kind, read = _READERS[section]
            found[kind] += read(block.text, i)
    there = segment(document.tables) if any(found.values()) else {}
    made: dict[int, list[Table]] = {}
    for row in (r for kind, rows in found.items() if kind not in there for r in _once(rows)):
        made.setdefault(row.block, []).append(_table(row))
    return replace(document, blocks=_numbered(document.blocks, made)) if made else document


def _once(rows: Sequence[_Said]) -> list[_Said]:
    """Without the rows that are said more than once: which is meant nobody knows."""
    keys = [(r.table.id, r.label) for r in rows]
    return [r for r, key in zip(rows, keys, strict=True) if keys.count(key) == 1]


def _numbered(blocks: Sequence[Block], made: Mapping[int, Sequence[Table]]) -> tuple[Block, ...]:
    result: list[Block] = []
    for i, block in enumerate(blocks):
        result += made.get(i, ())
        result.append(block)
    count = iter(range(len(result)))
    return tuple(replace(b, index=next(count)) if isinstance(b, Table) else b for b in result)


def _table(row: _Said) -> Table:
    width = 1 + len(row.columns)
    named = row.table.id == REVIEW
    head = [("", 1), (row.label, len(row.columns))] if named else [(row.table.title, width)]
    rows = [head, [("信息内容" if not named else "", 1), *((c.label, 1) for c in row.columns)],
            [("" if named else row.label, 1), *((v, 1) for v in row.values)]]
    cells = []
    for i, texts in enumerate(rows):
        column, made = 0, []
        for text, span in texts:
            made.append(Cell(text, i, column, colspan=span))
            column += span
        cells.append(tuple(made))
    return Table(0, tuple(cells))


def _proactive(text: str, block: int) -> Iterator[_Said]:
    for part in _PARTS.split(squeeze(text)):
        said = _CAPTION.sub("", strip_numbering(part), count=1)
        for label, (row, tables) in _rows().items():
            rest = said.removeprefix(label)
            end = _ENDS.match(rest)
            if rest == said or end is None:
                continue
            clauses = _read(rest[end.end():])
            whole = [(t, values) for t in tables if (values := _all(t.columns, clauses, _spoken))]
            # a form that takes a table over from the one before it reads the same
            if len({(t.id, tuple(c.code for c in t.columns), values) for t, values in whole}) == 1:
                table, values = whole[-1]
                yield _Said(table, row.label, table.columns, values, block)
            break


def _applications(text: str, block: int) -> Iterator[_Said]:
    table = forms.newest(APPLICATIONS)
    for part in _PARTS.split(squeeze(text)):
        for start in _APPLICANT.finditer(part):
            label = part[: start.start()].rstrip(":,")
            row = _outcomes_of_requests().get(label_key(label)) or _outcomes_of_requests().get(label_stem(label))
            if row and (values := _all(table.columns, _read(part[start.start():]), _applicant)):
                yield _Said(table, row.label, table.columns, values, block)
            if row:
                break


def _review(text: str, block: int) -> Iterator[_Said]:
    table = forms.newest(REVIEW)
    ways = {word: c.block for c in table.columns for word in c.block_words}
    for part in _PARTS.split(squeeze(text)):
        said = strip_numbering(part)
        for word in sorted(ways, key=len, reverse=True):
            at = said.find(word)
            if at < 0:
                continue
            rest = said[at + len(word):]
            end = _ENDS.match(rest)
            columns = tuple(c for c in table.columns if c.block == ways[word] and c.code.endswith(OUTCOMES))
            values = _all(columns, _read(rest[end.end() if end else 0:]), _outcome)
            if values and _OF_DISCLOSURE.fullmatch(said[:at]) and not _ALL_OF.search(said):
                yield _Said(table, word, columns, values, block)
            break


def _read(text: str) -> list[tuple[str, str]] | None:
    """(name, value) of each clause; None where one is more than a name and a number."""
    found = []
    for clause in _CLAUSES.split(_REMARK.sub("", re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text))):
        match = _CLAUSE.fullmatch(clause)
        if match and read_cell(match["value"]).state in (State.NUMBER, State.NOT_APPLICABLE):
            found.append((match["name"], match["value"]))
        elif clause:
            return None
    return found


def _all(columns: Sequence[Column], clauses: Sequence[tuple[str, str]] | None, names: Callable[[Column], frozenset[str]]) -> tuple[str, ...] | None:
    """The value of each column; None unless each is named once, and nothing else is."""
    if clauses is None or len(clauses) != len(columns):
        return None
    said = [next((i for i, c in enumerate(columns) if label_key(name) in names(c)), None) for name, _ in clauses]
    if sorted(i for i in said if i is not None) != list(range(len(columns))):
        return None
    return tuple(clauses[said.index(i)][1] for i in range(len(columns)))


@cache
def _rows() -> dict[str, tuple[Row, list[FormTable]]]:
    """Label → the row, and the tables of all forms that have it; the longest first."""
    found: dict[str, tuple[Row, list[FormTable]]] = {}
    for form in forms.forms():
        for table in (t for i in PROACTIVE if (t := form.table(i))):
            for row in table.rows:
                for key in keys_of(row):
                    found.setdefault(key, (row, []))[1].append(table)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _outcomes_of_requests() -> dict[str, Row]:
    """Key of a label → the row of table 3."""
    return {key: row for row in forms.newest(APPLICATIONS).rows if row.role != "group" for key in keys_of(row)}


@cache
def _applicant(column: Column) -> frozenset[str]:
    keys = frozenset(map(label_key, keys_of(column)))
    return keys | frozenset(_SUM) if column.code == "total" else keys


@cache
def _spoken(column: Column) -> frozenset[str]:
    """What a column is called in a sentence: 本年制发件数, 本年制发, 制发."""
    found = set(keys_of(column))
    found |= {re.sub(r"(?:件数|数量|金额|数|件)$", "", k) for k in found}
    found |= {re.sub(r"^本年度?", "", k) for k in found}
    return frozenset(k for k in found if len(k) > 1)


@cache
def _outcome(column: Column) -> frozenset[str]:
    keys = set(keys_of(column))
    return frozenset(keys | {short for short, label in _OUTCOMES.items() if label in keys})


#: Section → kind of its table, and what reads its rows in a passage.
_READERS: dict[int, tuple[str, Callable[[str, int], Iterator[_Said]]]] = {
    2: (ART20, _proactive), 3: (APPLICATIONS, _applications), 4: (REVIEW, _review),
}
