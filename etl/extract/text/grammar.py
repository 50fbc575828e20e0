"""What the readers of tables written as text have in common: what they find, and how wide a text is in print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etl.extract.grid import Draft
from etl.numbers import read_cell


@dataclass(frozen=True, slots=True)
class Found:
    """A table that begins at a line; without rows: the lines up to ``end`` are no such table."""

    rows: Sequence[Sequence[Draft]]
    end: int
    """The line behind it."""
    exact: bool = False
    """Rules on all sides show how far each cell spans."""


_NUMBER = re.compile(r"[\d.,，]+")
_ITEM = re.compile(r"(?:\d{1,2}[.．、]|[一二三四五六]、|[(（][一二三四五六七八九十]{1,2}[)）](?!项))\s*[\u4e00-\u9fff]")
"""The numeral of a label, before its words."""
SUMMED = 6
"""Values of a row of which the last is a sum, at least."""
_LONG = 4
"""Digits of a number that a program breaks, at least."""
PADDING = 2
"""Columns that a program leaves blank in a cell, at most."""


#: Reads a table at a line; None where none of its kind begins there.
Grammar = Callable[[Sequence[str], int], Found | None]


@dataclass(frozen=True, slots=True)
class Print:
    """How many columns of a typewriter's page a character takes: a Chinese one two in most programs, one in those that count characters."""

    wide: int = 2
    drawn: int = 1
    """Of a character that draws a table."""
    ambiguous: int = 1
    """Of quotation marks and the like, which are as wide as the text round them or not."""

    def width(self, character: str) -> int:
        if "\u2500" <= character <= "\u257f":
            return self.drawn
        kind = unicodedata.east_asian_width(character)
        if kind in "WF":
            return self.wide
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            return 0
        return self.ambiguous if kind == "A" else 1

    def spread(self, line: str) -> list[str]:
        """The line by columns: a character at its first, nothing at its second."""
        columns: list[str] = []
        for character in line:
            width = self.width(character)
            if width:
                columns += [character, *[""] * (width - 1)]
            elif columns:
                columns[-1] += character
        return columns


def columns(text: str) -> int:
    """How wide a text is where Chinese characters take two columns."""
    return sum(map(Print().width, text))


def goes_on(above: str, below: str, room: int) -> bool:
    """Whether a text may be wrapped here: what stands below did not fit behind what stands above, in so many columns.

    A line is broken before any Chinese character, before others only at a space; no label goes on with a numeral of its own.
    """
    word = re.match(r"[!-~]+|.?", below.strip(), re.S)
    if _ITEM.match(below.strip()):
        return False
    return bool(above.strip() and word and word[0]) and columns(above.strip()) + columns(word[0] if word else "") > room - PADDING


def joined(lines: Sequence[str], room: int) -> str | None:
    """The text of a cell of so many columns, line by line; None where one number stands below another, in a row of its own.

    Only a long number may be broken, or one in full-width digits, which break anywhere: that is put together again.
    """
    text = ""
    above = ""
    for line in filter(None, map(str.strip, lines)):
        numbers = bool(_NUMBER.fullmatch(above) and _NUMBER.fullmatch(line))
        wide = not (above + line).isascii()
        if numbers and not (goes_on(above, line, room) and (wide or len(above) >= _LONG)):
            return None
        text += line if not text or (numbers and wide) else f"\n{line}"
        above = line
    return text


def without_gaps(rows: Sequence[Sequence[Draft]]) -> Sequence[Sequence[Draft]]:
    """Rows without those of nothing but blanks, where others have numbers: the space between two rows on a page, drawn as one of its own."""
    said = any(read_cell(cell.text).value is not None for row in rows for cell in row)
    return [row for row in rows if any(cell.text.strip() for cell in row)] if said else rows


def without_filling(rows: Sequence[Sequence[Draft]]) -> list[list[Draft]]:
    """Rows without the blank cells with which a program fills up a row of too few: the last of its numbers is then the sum of the
    others, which in other rows stands in the last column. What place a number has is for those to say who know the form."""
    closed = sum(bool(row and row[-1].text.strip()) for row in rows)
    return [_unfilled(row) if 2 * closed > len(rows) else list(row) for row in rows]


def _unfilled(row: Sequence[Draft]) -> list[Draft]:
    """The row without its filling, and then without the blanks ahead of its numbers too: whether these are the label's, which is as
    wide, or belong to its numbers, nobody can say any more."""
    filled = len(row)
    while filled and not row[filled - 1].text.strip():
        filled -= 1
    first = next((i for i, cell in enumerate(row) if read_cell(cell.text).value is not None), filled)
    values = [read_cell(cell.text).value for cell in row[first:filled]]
    numbers = [value for value in values if value is not None]
    blank = len(row) - filled
    # the sum of nothing but zeros tells nothing where the last cell alone is blank
    told = any(numbers) or (blank > 1 and len(values) == len(numbers) > 1)
    if len(row) - first < SUMMED or not blank or not told or 2 * numbers[-1] != sum(numbers):
        return list(row)
    end = first
    while end and not row[end - 1].text.strip():
        end -= 1
    return [*row[:end], *row[first:filled]]
