"""Texts meant to keep one pattern busy: what it matches, with one of its repetitions repeated many times, and then something that ends the match."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_OTHERS = "公开年1a 件，镇\ufffcx0、"
_OF_CATEGORY = {op.CATEGORY_DIGIT: "1", op.CATEGORY_NOT_DIGIT: "公", op.CATEGORY_SPACE: " ", op.CATEGORY_NOT_SPACE: "公", op.CATEGORY_WORD: "公", op.CATEGORY_NOT_WORD: "，"}
_ENDS = ("", "\x00", "1", "公", "，", "210", "件", "。", "!")


class _Pumped(Exception):
    """The repetition has been repeated: nothing more is written."""


def pumped(pattern: re.Pattern[str], times: int, rng: random.Random) -> Iterator[str]:
    """A text for each repetition of the pattern that has no bound, or a wide one."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    for target in _repetitions(tree):
        out: list[str] = []
        with suppress(_Pumped):
            _write(tree, out, target, times, rng)
        yield "".join(out) + rng.choice(_ENDS)


def _repetitions(tree: Any) -> list[Any]:
    found: list[Any] = []
    for kind, value in tree:
        if kind in _REPEATS:
            found += [value] if value[1] == op.MAXREPEAT or value[1] >= 8 else []
            found += _repetitions(value[2])
        elif kind == op.BRANCH:
            found += [r for branch in value[1] for r in _repetitions(branch)]
        elif kind == op.SUBPATTERN:
            found += _repetitions(value[3])
        elif kind == op.ATOMIC_GROUP:
            found += _repetitions(value)
    return found


def _write(tree: Any, out: list[str], target: Any, times: int, rng: random.Random) -> None:
    for kind, value in tree:
        if kind == op.LITERAL:
            out.append(chr(value))
        elif kind == op.NOT_LITERAL:
            out.append("公" if value != ord("公") else "开")
        elif kind == op.ANY:
            out.append(rng.choice("公1a "))
        elif kind == op.IN:
            out.append(_one_of(value, rng))
        elif kind == op.BRANCH:
            _write(rng.choice(value[1]), out, target, times, rng)
        elif kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
            _write(value[3] if kind == op.SUBPATTERN else value, out, target, times, rng)
        elif kind in _REPEATS and value is target:
            units: list[list[str]] = [[] for _ in range(rng.choice((1, 2)))]
            for unit in units:
                _write(value[2], unit, None, times, rng)
            out += ["".join(rng.choice(units)) for _ in range(min(times, int(value[1])))]
            raise _Pumped
        elif kind in _REPEATS:
            for _ in range(rng.randint(value[0], min(int(value[1]), value[0] + 2))):
                _write(value[2], out, target, times, rng)


def _one_of(items: Sequence[tuple[Any, Any]], rng: random.Random) -> str:
    if items[0][0] == op.NEGATE:
        left = [c for c in _OTHERS if not any(_holds(item, c) for item in items[1:])]
        return rng.choice(left or ["公"])
    kind, value = rng.choice(items)
    if kind == op.CATEGORY:
        return _OF_CATEGORY[value]
    return chr(value if kind == op.LITERAL else rng.randint(*value))


def _holds(item: tuple[Any, Any], char: str) -> bool:
    kind, value = item
    if kind == op.CATEGORY:
        classes = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s", op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_WORD: r"\w"}
        return bool(re.match(classes.get(value, r"\W"), char))
    return ord(char) == value if kind == op.LITERAL else value[0] <= ord(char) <= value[1]
