"""The control words of RTF: which text is seen, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from etl.documents import Paragraph
from etl.errors import ReadError
from etl.extract.limits import MAX_CELLS, MAX_DEPTH, MAX_ELEMENTS, at_most
from etl.extract.marks import BLACK, OBJECT, in_font, is_other_ink, is_small_mark, listed
from etl.extract.rtf.head import charset, colours, fonts, white
from etl.extract.rtf.rows import Piece, Row, Shape, paragraphs

_TOKEN = re.compile(rb"\\([a-zA-Z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_SKIPPED = frozenset(
    ["fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "themedata", "colorschememapping", "latentstyles", "datastore", "fldinst", "filetbl", "revtbl", "pnseclvl", "footnote", "nonshppict", "shpinst", "template", "nonesttables", "passwordhash", "userprops", "bkmkstart", "bkmkend", "annotation", "atnid", "atnauthor"]
)
_CHARS = {"tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
          "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "line": "\n", "_": "-", "~": "\xa0"}
_SYMBOLS = {b"\\": "\\", b"{": "{", b"}": "}", b"~": "\xa0", b"_": "-", b"-": ""}
#: Text that is hidden, deleted, moved to another place or struck out.
_UNSEEN = frozenset({"v", "deleted", "mvf", "strike", "striked"})
#: Colours behind letters, paragraphs and cells.
_LETTERS_GROUND, _PARAGRAPH_GROUND, _CELL_GROUND = frozenset({"highlight", "chcbpat"}), frozenset({"cbpat"}), frozenset({"clcbpat", "clcbpatraw"})
_LIFTED = 4
"""Half points above the line from which on a digit is a mark."""
_TINY, _USUAL = 4, 24
"""Half points up to which letters are too small to be seen, and of those where nothing is told."""
_CHOICE = 2
"""The kind of a form's field that shows one of several entries."""
#: What a text box inside a cell must not do to the row of that cell.
_OF_ROWS = frozenset({"trowd", "cellx", "cell", "nestcell", "row", "nestrow"})
_RECKONED = re.compile(
    rb"(?:\\[a-z]+-?\d* ?|[\s{}])*+(?:EQ\b|=[^{}]*+(?:\s*\})++\s*+(?:\{\\fldrslt(?:\\[a-z]+-?\d* ?|[\s{])*+\}|(?!\{\\fldrslt)))", re.I)
"""Fields of which no text says what they show: equations (a number in a circle, or with another above it), sums (=SUM(LEFT)) without a result."""
_NEAR = 2_000
_LARGEST = 2**31 - 1


@dataclass(slots=True)
class _State:
    skip: bool = False
    unicode_skip: int = 1
    unseen: frozenset[str] = frozenset()
    """Which words of :data:`_UNSEEN` hold."""
    colour: int = 0
    """Number of the letters' colour, as of those behind them; 0 where nothing is told."""
    ground: int = 0
    """The letters stand on a colour of their own."""
    size: int = _USUAL
    """Half points."""
    font: int = -1
    """Its number; -1 where nothing is told."""
    raised: bool = False
    numbering: bool = False
    """Inside the number that a list gives to a paragraph."""
    boxed: int | None = None
    """Inside a text box, which stands ahead of the paragraph that holds it: in how many tables that one is."""
    nested: bool = False
    """Inside the definition of a row of a table in a cell."""
    charset: str = "gb18030"


@dataclass(slots=True)
class _Level:
    """A table that is being read: that of the page, or one in a cell of the level above."""

    row: Row = field(default_factory=lambda: Row(0, []))
    shape: Shape = field(default_factory=lambda: Shape(0))
    pieces: list[Piece] = field(default_factory=list)
    """Of the cell that is open."""
    cells: list[list[Piece]] = field(default_factory=list)
    """Of the row that is open."""
    rows: list[Row] = field(default_factory=list)


class Reader:
    """Reads one document, once: :meth:`run`."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.white = white(data)
        self.fonts = fonts(data)
        self.colours = colours(data)
        self.out: list[Paragraph | Row] = []
        self.text: list[str] = []
        self.size_ahead = _USUAL
        self.ink_ahead = BLACK
        self.number: list[str] = []
        self.pending = bytearray()
        self.levels = [_Level()]
        self.state = _State()
        self.stack: list[_State] = []
        self.is_over = False
        """The group that is the document has ended."""
        self.fresh = False
        """Right after an opening brace, where destinations stand."""
        self.starred = False
        self.pictured = self.boxed = False
        """The cell that is open holds a picture, a text box."""
        self.depth = 0
        """Tables that the paragraph stands in."""
        self.grounded = 0
        """The paragraph has a colour behind it."""
        self.cells = 0
        self.skip_chars = 0

    def run(self) -> list[Paragraph | Row]:
        """Paragraphs and rows in their order. Raises ``ReadError``: corrupt (it breaks off), too_large."""
        tokens, at = 0, max(0, self.data.find(b"{\\rtf"))
        while not self.is_over and (match := _TOKEN.search(self.data, at)):
            at = match.end()
            tokens += 1
            at_most(tokens, 4 * MAX_ELEMENTS, "control words")
            word, number, code, symbol, brace, plain = match.groups()
            if brace is not None:
                self.group(brace)
            elif word is not None:
                at += self.word(word.decode("ascii"), _limited(number) if number else None, at)
            elif symbol == b"*":
                self.starred = True
            elif not self.state.skip and self.is_seen():
                self.characters(code, symbol, plain)
            if symbol != b"*":
                self.fresh = brace == b"{"
        if self.stack:
            raise ReadError("corrupt", "the document breaks off before its end")
        self.decode()
        self.end_document()
        return self.out

    def group(self, brace: bytes) -> None:
        """A group begins or ends, and with it what holds inside of it."""
        self.decode()
        if brace == b"{":
            at_most(len(self.stack), 2_000, "nested groups")
            self.stack.append(self.state)
            self.state = replace(self.state)
            self.starred = False
        else:
            holder = self.state.boxed
            if self.stack:
                self.state = self.stack.pop()
            if holder is not None and self.state.boxed is None:
                self.depth = holder
                self.end_paragraph()
            self.is_over = not self.stack

    def word(self, name: str, value: int | None, at: int) -> int:
        """Takes a control word that ends at this place; returns how many bytes behind it are no text."""
        if self.fresh:
            self.destination(name, at)
        if self.depth and (name == "mmath" or (name == "fftype" and value == _CHOICE)):
            self.text.append(OBJECT)
        if name == "bin":
            return max(0, value or 0)  # a picture, braces among its bytes
        if not self.state.skip:
            self.control(name, value)
        return 0

    def destination(self, name: str, at: int) -> None:
        if name == "fldinst" and _RECKONED.match(self.data, at, at + _NEAR):
            self.text.append(OBJECT)
        self.pictured |= name == "pict" and self.depth > 0
        if name in _SKIPPED or (self.starred and name not in ("shppict", "nesttableprops")):
            self.state.skip = True
        if name == "shptxt" and self.state.boxed is None:
            self.end_paragraph()
            self.boxed |= self.depth > 0
            self.state.skip, self.state.boxed = False, self.depth
        elif name == "shptxt" and self.depth:
            self.text.append(OBJECT)
        self.state.numbering |= name in ("listtext", "pntext")
        self.state.nested |= name == "nesttableprops"

    def is_seen(self) -> bool:
        return not (self.state.unseen or self.state.size <= _TINY or self.is_drowned())

    def is_drowned(self) -> bool:
        """Whether letters have the colour of what lies behind them."""
        level = self.levels[min(self.depth, len(self.levels)) - 1] if self.depth else None
        shape = level.row.shapes[len(level.cells)] if level and len(level.cells) < len(level.row.shapes) else None
        ground = self.state.ground or self.grounded or (shape.ground if shape is not None else 0)
        return ground == self.state.colour != 0 or (self.state.colour in self.white and (not ground or ground in self.white))

    def characters(self, code: bytes | None, symbol: bytes | None, plain: bytes | None) -> None:
        if code is not None:
            if self.skip_chars:
                self.skip_chars -= 1
            else:
                self.pending.append(int(code, 16))
            return
        if symbol is not None:
            text = _SYMBOLS.get(symbol, "")
            if self.skip_chars and text:
                self.skip_chars -= 1
            else:
                self.pending += text.encode("gb18030")
        elif plain is not None:
            skipped = min(self.skip_chars, len(plain))
            self.skip_chars -= skipped
            self.pending += plain[skipped:]

    def decode(self) -> None:
        if self.pending:
            text = self.pending.decode(self.state.charset, "replace")
            behind = self.state.raised and any(map(str.strip, self.text)) and re.fullmatch(r"\s*\d{1,2}\s*", text)
            ink = self.colours[self.state.colour] if 0 <= self.state.colour < len(self.colours) else BLACK
            apart = bool(self.text) and (is_small_mark(text, self.state.size, self.text[-1], self.size_ahead) or is_other_ink(text, ink, self.text[-1], self.ink_ahead))
            self.add(f"〔{text.strip()}〕" if behind else f" {text}" if apart else text)  # a mark of a note must not become a digit
            self.size_ahead, self.ink_ahead = self.state.size, ink
            self.pending.clear()

    def add(self, text: str) -> None:
        (self.number if self.state.numbering else self.text).append(in_font(text, self.fonts.get(self.state.font, "")))

    def control(self, name: str, value: int | None) -> None:
        if name == "u" and value is not None:
            if self.is_seen():
                self.decode()
                self.add(chr(value % 65_536))
            self.skip_chars = self.state.unicode_skip
            return
        self.skip_chars = 0
        if name == "uc":
            self.state.unicode_skip = value if value is not None else 1
        elif name == "ansicpg" and value:
            self.state.charset = charset(value)
        elif name in _CHARS:
            self.decode()
            self.add(_CHARS[name])
        elif name in ("par", "sect", "page"):
            self.decode()
            self.end_paragraph()
        elif name == "pard":
            self.depth, self.grounded = self.state.boxed or 0, 0
        elif name == "intbl":
            self.depth = max(1, self.depth)
        elif name == "itap" and value is not None:
            self.depth = max(self.state.boxed or 0, min(value, MAX_DEPTH))
        elif self.state.boxed and name in _OF_ROWS:
            self.text.append(OBJECT)
        elif name in ("cell", "nestcell"):
            self.decode()
            self.end_cell(1 if name == "cell" else max(2, self.depth))
        elif name in ("row", "nestrow"):
            self.end_row(1 if name == "row" else max(2, self.depth))
        elif name in _PARAGRAPH_GROUND:
            self.grounded = value or 0
        elif not self.look(name, value):
            self.shape_word(name, value, self.level(max(2, self.depth)) if self.state.nested else self.levels[0])

    def look(self, name: str, value: int | None) -> bool:
        """Takes a word on how letters look; False where it is none."""
        if name in _UNSEEN:
            self.decode()
            self.state.unseen = self.state.unseen - {name} if value == 0 else self.state.unseen | {name}
        elif name in ("super", "sub", "nosupersub", "up"):
            self.decode()
            self.state.raised = (value is None or value >= _LIFTED) and name != "nosupersub"
        elif name == "plain":
            self.decode()
            self.state.unseen, self.state.raised, self.state.colour, self.state.ground = frozenset(), False, 0, 0
            self.state.size, self.state.font = _USUAL, -1
        elif name == "cf":
            self.decode()
            self.state.colour = value or 0
        elif name == "fs" and value is not None:
            self.decode()
            self.state.size = value
        elif name == "f" and value is not None:
            self.decode()
            self.state.font = value
        elif name in _LETTERS_GROUND:
            self.state.ground = value or 0
        else:
            return False
        return True

    def shape_word(self, name: str, value: int | None, level: _Level) -> None:
        if name == "trowd":
            level.row, level.shape = Row(0, []), Shape(0)
        elif name == "trleft":
            level.row.left = value or 0
        elif name == "clvmrg":
            level.shape.down = True
        elif name == "clmrg":
            level.shape.across = True
        elif name in _CELL_GROUND:
            level.shape.ground = value or 0
        elif name == "cellx" and value is not None:
            level.shape.right = value
            level.row.shapes.append(level.shape)
            level.shape = Shape(0)
            at_most(len(level.row.shapes), 1_000, "cells in one row")

    def level(self, depth: int) -> _Level:
        """The table at a depth from 1 on; those inside it are over, and become a piece of its open cell."""
        while len(self.levels) > depth:
            inner = self.levels.pop()
            outer = self.levels[-1]
            # Text that never became a cell, and cells that never became a row, must not be lost with the table.
            outer.pieces += [inner.rows] if inner.rows else []
            outer.pieces += [piece for cell in (*inner.cells, inner.pieces) for piece in cell]
        while len(self.levels) < depth:
            self.levels.append(_Level())
        return self.levels[-1]

    def taken(self) -> str:
        """The paragraph's text, with the number that a list gives it."""
        text, number = "".join(self.text), "".join(self.number)
        self.text.clear()
        self.number.clear()
        return listed(number, text, self.depth > 0)

    def end_paragraph(self) -> None:
        text = self.taken()
        if self.depth:
            self.level(self.depth).pieces.append(text)
            return
        outside = self.level(1)
        for piece in (*outside.pieces, text):
            self.out += [*paragraphs(piece)] if isinstance(piece, str) else piece
        outside.pieces = []

    def end_cell(self, depth: int) -> None:
        level = self.level(depth)
        cell = [*level.pieces, self.taken()]
        seen = sum(isinstance(piece, list) or bool(piece.strip()) for piece in cell)
        # What a picture shows is not known, and is no blank; nor is it known what a text box and the text beside it make together.
        level.cells.append([*cell, OBJECT] if (self.pictured and not seen) or (self.boxed and seen > 1) else cell)
        level.pieces = []
        self.pictured = self.boxed = False
        self.cells += 1
        at_most(self.cells, MAX_CELLS, "table cells")

    def end_row(self, depth: int) -> None:
        level = self.level(depth)
        shapes = level.row.shapes or [Shape(1000 * (i + 1)) for i in range(len(level.cells))]
        (self.out if depth == 1 else level.rows).append(Row(level.row.left, list(shapes), level.cells))
        level.cells = []

    def end_document(self) -> None:
        self.depth = 0
        self.end_paragraph()
        if self.level(1).cells:
            self.end_row(1)


def _limited(number: bytes) -> int:
    """What a control word's number says, 32 bits with a sign; no measure of a page is as large as the largest of them."""
    return max(-_LARGEST, min(_LARGEST, int(number[:12])))
