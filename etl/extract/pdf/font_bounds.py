"""How much pdfminer takes on from one font: a line of a file may give a meaning or a width to a billion codes, and it writes
them out one by one. pdfminer knows of no bound, so this module sets some in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pdfminer import pdffont
from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.pdftypes import resolve1

from etl.extract.limits import at_most

_MOST = 500_000
"""Codes that a font tells of; none has more than 65,536 glyphs."""


class _Map(FileUnicodeMap):
    told = 0

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        self.told += 1
        at_most(self.told, _MOST, "codes that one font maps")
        super().add_cid2unichr(cid, code)


def _check(told: Iterable[object], size: int) -> None:
    """``told`` lists widths: ``size`` numbers a range of codes, of which the first two are its ends."""
    codes = 0
    numbers: list[object] = []
    for value in told:
        numbers = [] if isinstance(value, list) else [*numbers, value]
        if len(numbers) == size:
            first, last = numbers[:2]
            codes += last - first if isinstance(first, int) and isinstance(last, int) else 0
            numbers = []
            at_most(codes, _MOST, "codes to which one font gives a width")


def _bounded(name: str, size: int) -> None:
    widths = getattr(pdffont, name)

    def read(told: Iterable[object]) -> Any:
        values = [resolve1(value) for value in told]
        _check(values, size)
        return widths(values)

    setattr(pdffont, name, read)


def bound() -> None:
    """To be called once, before a PDF is read."""
    setattr(pdffont, "FileUnicodeMap", _Map)  # noqa: B010 - pdfminer's own name is a class to mypy, which no assignment may replace
    _bounded("get_widths", 3)
    _bounded("get_widths2", 5)
