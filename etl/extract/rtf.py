"""RTF: text and tables from the control words that carry them. Chinese comes as GBK bytes or ``\\uN``."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from etl.documents import Block, Cell, Document, Paragraph
from etl.errors import ReadError
from etl.extract.grid import clusters, nearest, table
from etl.extract.limits import MAX_CELLS, MAX_ELEMENTS, at_most
from etl.report import Origin

_TOKEN = re.compile(rb"\\([a-zA-Z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_SKIPPED = frozenset(
    ["fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "themedata", "colorschememapping", "latentstyles", "datastore", "fldinst", "filetbl", "revtbl", "pntext", "pnseclvl", "footnote", "nonshppict", "shpinst", "template", "passwordhash", "userprops", "bkmkstart", "bkmkend", "annotation", "atnid", "atnauthor"]
)
_CHARS = {"tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
          "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "line": "\n", "_": "-", "~": "\xa0"}
#: Hidden, deleted and struck out text.
_UNSEEN = frozenset({"v", "deleted", "strike", "striked"})
_LIFTED = 4
"""Half points above the line from which on a digit is a mark."""
_EDGE = 30.0
"""Twips within which two cell edges are one column's."""


@dataclass(slots=True)
class _State:
    skip: bool = False
    unicode_skip: int = 1
    unseen: frozenset[str] = frozenset()
    """Which words of :data:`_UNSEEN` hold."""
    raised: bool = False
    charset: str = "gb18030"


@dataclass(slots=True)
class _CellShape:
    right: int
    first_down: bool = False
    down: bool = False
    across: bool = False


@dataclass(slots=True)
class _Row:
    left: int
    shapes: list[_CellShape]
    texts: list[str] = field(default_factory=list)


def read(data: bytes, origin: Origin) -> Document:
    """Raises ``ReadError``: corrupt (braces that never close), too_large, empty."""
    blocks = tuple(_numbered(_Reader(data).run()))
    if not blocks:
        raise ReadError("empty", "the document has no text")
    return Document(media_type="application/rtf", blocks=blocks, reader="rtf")


#: What shows something in a cell that is no running text: a text box, an equation; of fields of a form, a choice.
_HELD = frozenset({"shptxt", "mmath"})
_CHOICE = 2
_OBJECT = "\ufffc"


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.out: list[Paragraph | _Row] = []
        self.text: list[str] = []
        self.pending = bytearray()
        self.cell: list[str] = []
        self.row = _Row(0, [])
        self.shape = _CellShape(0)
        self.texts: list[str] = []
        self.in_table = False
        self.skip_chars = 0

    def run(self) -> list[Paragraph | _Row]:
        state, stack = _State(), list[_State]()
        fresh = False  # right after an opening brace, where destinations stand
        starred = False
        tokens, at = 0, max(0, self.data.find(b"{\\rtf"))
        while match := _TOKEN.search(self.data, at):
            at = match.end()
            tokens += 1
            at_most(tokens, 4 * MAX_ELEMENTS, "control words")
            word, number, code, symbol, brace, plain = match.groups()
            if brace == b"{":
                self.decode(state)
                at_most(len(stack), 2_000, "nested groups")
                stack.append(state)
                state = replace(state)
                fresh, starred = True, False
                continue
            if brace == b"}":
                self.decode(state)
                if not stack:
                    break
                state = stack.pop()
                fresh = False
                if not stack:
                    break
                continue
            if symbol == b"*":
                starred = True
                continue
            if word is not None:
                name, value = word.decode("ascii"), int(number) if number else None
                if fresh and (name in _SKIPPED or (starred and name not in ("shppict", "nesttableprops"))):
                    state.skip = True
                if self.in_table and (name in _HELD or (name == "fftype" and value == _CHOICE)):
                    self.text.append(_OBJECT)
                if name == "bin":
                    at += max(0, value or 0)  # so many bytes of a picture, braces among them
                elif not state.skip:
                    self.control(name, value, state)
            elif not state.skip and not state.unseen:
                self.characters(code, symbol, plain)
            fresh = False
        if stack:
            raise ReadError("corrupt", "the document breaks off before its end")
        self.decode(state)
        self.paragraph()
        return self.out

    def characters(self, code: bytes | None, symbol: bytes | None, plain: bytes | None) -> None:
        if code is not None:
            if self.skip_chars:
                self.skip_chars -= 1
            else:
                self.pending.append(int(code, 16))
            return
        if symbol is not None:
            text = {b"\\": "\\", b"{": "{", b"}": "}", b"~": "\xa0", b"_": "-", b"-": ""}.get(symbol, "")
            if self.skip_chars and text:
                self.skip_chars -= 1
            else:
                self.pending += text.encode("gb18030")
        elif plain is not None:
            skipped = min(self.skip_chars, len(plain))
            self.skip_chars -= skipped
            self.pending += plain[skipped:]

    def decode(self, state: _State) -> None:
        if self.pending:
            text = self.pending.decode(state.charset, "replace")
            behind = state.raised and any(map(str.strip, self.text)) and re.fullmatch(r"\s*\d{1,2}\s*", text)
            self.text.append(f"〔{text.strip()}〕" if behind else text)  # a mark of a note must not become a digit
            self.pending.clear()

    def control(self, name: str, value: int | None, state: _State) -> None:
        if name == "u" and value is not None:
            if not state.unseen:
                self.decode(state)
                self.text.append(chr(value % 65_536))
            self.skip_chars = state.unicode_skip
            return
        self.skip_chars = 0
        if name == "uc":
            state.unicode_skip = value if value is not None else 1
        elif name == "ansicpg" and value:
            state.charset = _charset(value)
        elif name in _UNSEEN:
            self.decode(state)
            state.unseen = state.unseen - {name} if value == 0 else state.unseen | {name}
        elif name in ("super", "nosupersub", "up"):
            self.decode(state)
            state.raised = (value is None or value >= _LIFTED) and name != "nosupersub"
        elif name == "plain":
            self.decode(state)
            state.unseen, state.raised = frozenset(), False
        elif name in _CHARS:
            self.decode(state)
            self.text.append(_CHARS[name])
        elif name in ("par", "sect", "page"):
            self.decode(state)
            self.paragraph()
        elif name == "pard":
            self.in_table = False
        elif name == "intbl":
            self.in_table = True
        elif name in ("cell", "nestcell"):
            self.decode(state)
            self.paragraph(end_of_cell=True)
        elif name in ("row", "nestrow"):
            self.end_row()
        else:
            self.shape_word(name, value)

    def shape_word(self, name: str, value: int | None) -> None:
        if name == "trowd":
            self.row, self.shape = _Row(0, []), _CellShape(0)
        elif name == "trleft":
            self.row.left = value or 0
        elif name == "clvmgf":
            self.shape.first_down = True
        elif name == "clvmrg":
            self.shape.down = True
        elif name == "clmrg":
            self.shape.across = True
        elif name == "cellx" and value is not None:
            self.shape.right = value
            self.row.shapes.append(self.shape)
            self.shape = _CellShape(0)
            at_most(len(self.row.shapes), 1_000, "cells in one row")

    def paragraph(self, end_of_cell: bool = False) -> None:
        text = "".join(self.text)
        self.text.clear()
        if end_of_cell:
            self.cell.append(text)
            self.texts.append("\n".join(t.strip() for t in self.cell if t.strip()))
            self.cell = []
            at_most(len(self.texts), MAX_CELLS, "table cells")
        elif self.in_table:
            self.cell.append(text)
        else:
            # Text that never became a cell must not be lost with the table.
            for line in "\n".join([*self.cell, text]).split("\n"):
                if line.strip():
                    self.out.append(Paragraph(line.rstrip()))
            self.cell = []

    def end_row(self) -> None:
        shapes = self.row.shapes or [_CellShape(1000 * (i + 1)) for i in range(len(self.texts))]
        self.out.append(_Row(self.row.left, list(shapes), self.texts))
        self.texts = []


def _charset(page: int) -> str:
    try:
        name = codecs.lookup(f"cp{page}").name
    except LookupError:
        return "gb18030"
    # A Western code page in a Chinese file is the program's default, not the text's.
    return "gb18030" if name in ("gbk", "cp936", "cp1252") else name


def _numbered(parts: list[Paragraph | _Row]) -> Iterator[Block]:
    count = at = 0
    while at < len(parts):
        part = parts[at]
        if isinstance(part, Paragraph):
            yield part
            at += 1
            continue
        rows: list[_Row] = []
        while at < len(parts) and isinstance(row := parts[at], _Row):
            rows.append(row)
            at += 1
        yield table(count, _grid(rows))
        count += 1


def _grid(rows: list[_Row]) -> list[list[Cell]]:
    edges = clusters((float(x) for row in rows for x in (row.left, *(s.right for s in row.shapes))), _EDGE)
    out: list[list[Cell]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(rows):
        cells: list[Cell] = []
        left = float(row.left)
        for shape, text in zip(row.shapes, [*row.texts, *[""] * len(row.shapes)], strict=False):
            column, right = nearest(edges, left), nearest(edges, shape.right)
            span = max(1, right - column)
            left = float(shape.right)
            if shape.across and cells:
                last = cells[-1]
                cells[-1] = replace(last, colspan=last.colspan + span, text="\n".join(t for t in (last.text, text) if t))
            elif shape.down and open_cells.get(column, (r, 0))[0] < r:
                top, i = open_cells[column]
                above = out[top][i]
                out[top][i] = replace(above, rowspan=r - top + 1, text="\n".join(t for t in (above.text, text) if t))
            else:
                cells.append(Cell(text, r, column, 1, span))
                open_cells[column] = (r, len(cells) - 1)
        extra = row.texts[len(row.shapes):]
        column = max((c.column + c.colspan for c in cells), default=0)
        cells += [Cell(text, r, column + i) for i, text in enumerate(extra)]
        out.append(cells)
    return out
