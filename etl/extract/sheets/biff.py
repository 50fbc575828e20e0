"""What xlrd leaves aside in an XLS (MS-XLS, MS-ODRAW): formats that hold under a condition, what is drawn over cells, and which results
of formulas are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from struct import unpack_from

from etl.extract.limits import MAX_ELEMENTS, at_most
from etl.extract.pictures import is_clear
from etl.extract.sheets.veils import below, compared, perhaps
from etl.extract.sheets.workbook import Hides, Range

Record = tuple[int, bytes]
_BEGIN, _END, _CONTINUED, _OBJECT = 0x809, 0x0A, 0x3C, 0x5D
_RANGES, _RULE, _DRAWING, _PICTURES = 0x1B0, 0x1B1, 0xEC, 0xEB
_NEW_RANGES, _NEW_RULE, _NEW_HEAD = 0x879, 0x87A, 12
"""Of programs since 2007: ahead of what they say stands a header of so many bytes."""
_FORMULA, _NOT_RECKONED, _RECKONED_BY = 0x06, 0x5E, 0x1C1
_AT_START = 2
"""Of a formula: its program reckons it when it opens the file."""
_EMPTY = b"\3\0\0\0\0\0\xff\xff"
"""The result of a formula that is an empty text."""
_BAR, _SIGN = 4, 6
#: Which parts the look has that a rule gives: they follow one another in this order. (Of a rule with others xlrd says that it is damaged.)
_FONT, _BORDER, _PATTERN = (1 << bit for bit in (26, 28, 29))
_WHITE = (1, 9)
_NO_COLOUR = (*_WHITE, 64, 65)
"""Of a pattern: white, and what the system has for letters and for paper."""
_TINY = 40
_SIGNS = {3: "=", 4: "!=", 5: ">", 6: "<", 7: ">=", 8: "<="}
_INTEGER = re.compile(rb"\x1e(..)", re.S)
_OWN = re.compile(rb"\x4c\0\0\0\xc0\x1e(..)\x0b", re.S)
"""The formula of a rule: the cell itself equals a number."""
_OF_NO_NUMBER = re.compile(rb"[\x44\x4c].{4}(?:[\x21\x41\x61][\x02\x03\x7e\x81]\0|\x17\0\0?\x0b)", re.S)
"""ISNA, ISERROR, ISERR, ISBLANK, or equal to an empty text."""
_PICTURE = re.compile(rb"\x89PNG\r\n|\xff\xd8\xff")
_SHAPE, _LOOK, _ANCHOR, _STORED = 0xF00A, 0xF00B, 0xF010, 0xF007
_STORE, _FILL, _HIDDEN = 0x104, 0x1BF, 0x3BF
_CHART = 5


def records(data: bytes, at: int) -> Iterator[Record]:
    """Kind and content of each record from here to the end of the sheet, charts in it left out."""
    depth, count = 0, 0
    while at + 4 <= len(data):
        kind, size = unpack_from("<HH", data, at)
        count += 1
        at_most(count, MAX_ELEMENTS, "records of a sheet")
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 1:
            yield kind, data[at + 4:at + 4 + size]
        if depth <= 0:
            return
        at += 4 + size


def guessed(book: Sequence[Record], sheet: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Rows and columns of the formulas whose results were not reckoned when the file was written: what it says of them is 0, nothing or
    any number. The programs that reckon name themselves in the book; those that only write do not, or as number 0."""
    by = next((said[4:8] for kind, said in book if kind == _RECKONED_BY), b"")
    is_guess = by == bytes(4) or any(kind == _NOT_RECKONED for kind, _ in sheet)
    for kind, said in sheet:
        if kind == _FORMULA and len(said) >= 16:
            row, column, _, result, flags = unpack_from("<HHH8sH", said)
            if is_guess or flags & _AT_START or (not by and result == _EMPTY):
                yield row, column


def conditions(sheet: Sequence[Record]) -> Iterator[tuple[Range, Hides]]:
    """The ranges whose numbers a conditional format hides, each with when it does."""
    ranges: list[Range] = []
    for kind, said in sheet:
        if kind == _NEW_RANGES:
            kind, said = _RANGES, said[_NEW_HEAD:]
        if kind == _RANGES and len(said) >= 14:
            count = min(unpack_from("<H", said, 12)[0], (len(said) - 14) // 8)
            corners = (unpack_from("<4H", said, 14 + 8 * n) for n in range(count))
            ranges = [((top, left), (bottom, right)) for top, bottom, left, right in corners]
        elif kind == _RULE and len(said) >= 12 and _is_unseen(said + bytes(256)):
            yield from ((where, _met(said)) for where in ranges)
        elif kind == _NEW_RULE and _is_in_place(said[_NEW_HEAD:] + bytes(10)):
            yield from ((where, perhaps) for where in ranges)


def _is_in_place(rule: bytes) -> bool:
    """Whether a bar or a sign is drawn in place of the number."""
    first, second, size = unpack_from("<HHI", rule, 2)
    end = 10 + max(2, size) + first + second
    drawn = rule[end + 24 + int.from_bytes(rule[end:end + 2], "little"):] + bytes(6)
    return (rule[0] == _BAR and not drawn[3] & 2) or (rule[0] == _SIGN and drawn[5] & 1 == 1)


def _is_unseen(rule: bytes) -> bool:
    """Whether the look that a rule gives strikes numbers out, or prints them white or too small."""
    [flags] = unpack_from("<I", rule, 6)
    at, hides, is_white = 12, False, False
    if flags & _FONT:
        height, changed, colour = (unpack_from("<I", rule, at + offset)[0] for offset in (64, 88, 80))
        hides |= bool(rule[at + 68] & 0x80 and not changed & 0x80) or 0 < height <= _TINY
        is_white = colour in _WHITE
        at += 118
    at += 8 * bool(flags & _BORDER)
    if flags & _PATTERN:
        colours = unpack_from("<H", rule, at + 2)[0]
        is_white &= colours & 0x7F in _NO_COLOUR and colours >> 7 & 0x7F in _NO_COLOUR
    return hides or is_white


def _met(rule: bytes) -> Hides:
    kind, sign, first, second = unpack_from("<BBHH", rule)
    formula = rule[len(rule) - first - second:len(rule) - second]
    if kind == 1 and (match := _INTEGER.fullmatch(formula)):
        return compared(_SIGNS.get(sign, ""), str(int.from_bytes(match[1], "little")))
    if kind == 2 and (match := _OWN.fullmatch(formula)):
        return compared("=", str(int.from_bytes(match[1], "little")))
    return (lambda value: False) if _OF_NO_NUMBER.fullmatch(formula) else perhaps


def opaque(book: Sequence[Record]) -> list[bool]:
    """Which of the pictures that shapes name by their numbers, from 1, let nothing through."""
    stored, is_open = [], False
    for kind, said in book:
        is_open = kind == _PICTURES or (is_open and kind == _CONTINUED)
        stored += [said] if is_open else []
    pictures = (said for kind, _, said in _parts(b"".join(stored)) if kind == _STORED)
    return [not is_clear(said[begin.start():] if (begin := _PICTURE.search(said)) else b"") for said in pictures]


def _parts(drawing: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, own number and content of the parts of a drawing, those that hold others opened."""
    at = 0
    while at + 8 <= len(drawing):
        number, kind, size = unpack_from("<HHI", drawing, at)
        at += 8
        if number & 0xF != 0xF:
            yield kind, number >> 4, drawing[at:at + size]
            at += size


def covered(sheet: Sequence[Record], pictures: Sequence[bool]) -> Iterator[Range]:
    """The cells below pictures, charts and filled shapes."""
    look: dict[int, int] = {}
    where: Range | None = None
    for kind, said in sheet:
        for part, count, held in _parts(said) if kind == _DRAWING else ():
            if part == _SHAPE:
                look, where = {}, None
            elif part == _LOOK:
                look |= {key & 0x3FFF: value for key, value in (unpack_from("<HI", held, 6 * n) for n in range(min(count, len(held) // 6)))}
            elif part == _ANCHOR and len(held) >= 18:
                left, x0, top, y0, right, x1, bottom, y1 = unpack_from("<8H", held, 2)
                where = below(top + y0 / 256, left + x0 / 1024, bottom + y1 / 256, right + x1 / 1024)
                if _hides(look, pictures):
                    yield where
        if kind == _OBJECT and where is not None and said[4:6] == bytes((_CHART, 0)):
            yield where


def _hides(look: dict[int, int], pictures: Sequence[bool]) -> bool:
    if look.get(_HIDDEN, 0) & 0x20002 == 0x20002:
        return False
    if number := look.get(_STORE, 0):
        return number <= len(pictures) and pictures[number - 1]
    return look.get(_FILL, 0) & 0x100010 == 0x100010
