"""What a sentence is found to say in figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.parse.facts.kinds import KINDS
from etl.parse.facts.numbers import Amount
from etl.parse.facts.prose import BLOT

_REMARK = re.compile(r"（[^（）]{0,40}\d+(?![\d年月日.])[^（）]{0,40}）")


@dataclass(frozen=True, slots=True)
class Found:
    """A fact before it is weighed against the others; ``start`` and ``end`` are places in the folded text."""

    code: str
    value: int | float | str
    unit: str | None
    approximate: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in its sentence: the sentence before it, its own words, and the rest."""

    found: Found
    before: str
    quote: str
    after: str

    @property
    def code(self) -> str:
        return self.found.code

    @property
    def upto(self) -> str:
        return self.before + self.quote

    @property
    def clause(self) -> str:
        """What stands before it since the last mark."""
        return re.split("[，；：。—]", self.before)[-1]

    @property
    def running(self) -> str:
        """The sentence before it; what a bracket counts is over with it: 复议2件（上年1件），诉讼0件."""
        return _REMARK.sub(lambda m: BLOT * len(m[0]), self.before)

    @property
    def sentence(self) -> str:
        return self.before + self.quote + self.after


def counted(code: str, said: Amount, start: int, end: int) -> Found:
    return Found(code, said.value, said.unit or KINDS[code].unit, said.approximate, start, end)


def zero(code: str, unit: str, offset: int, span: tuple[int, int]) -> Found:
    return Found(code, 0, unit, False, offset + span[0], offset + span[1])
