"""No pattern takes a time that doubles with each character: one sentence of a report, or one script of a site, would hold up all others."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import signal
import sys
from collections.abc import Iterator

import pytest

from tests.hostile.pumped import pumped

ROOMS = ("etl", "crawler", "portal", "gongkai")
NEEDS_MORE = {"etl.pinyin.build", "gongkai.__main__"}
"""What a contributor alone runs, and what runs when it is loaded."""
TIMES = 26
SECONDS = 2


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module holds by name, in a table or in an object of ours."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            if module.name not in NEEDS_MORE:
                importlib.import_module(module.name)
    seen: set[int] = set()
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in ROOMS:
            for value in list(vars(module).values()):
                yield from _within(name, value, seen)


def _within(name: str, value: object, seen: set[int]) -> Iterator[tuple[str, re.Pattern[str]]]:
    if id(value) in seen:
        return
    if isinstance(value, re.Pattern):
        seen.add(id(value))
        if isinstance(value.pattern, str):
            yield name, value
    elif isinstance(value, (list, tuple, dict)) and len(value) < 1000:
        seen.add(id(value))
        for part in value.values() if isinstance(value, dict) else value:
            yield from _within(name, part, seen)
    elif isinstance(getattr(value, "regex", None), re.Pattern):
        yield from _within(name, value.regex, seen)  # type: ignore[attr-defined]


def _too_long(*_: object) -> None:
    raise TimeoutError


def is_endless(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a search takes more than two seconds of the processor; in this text, hundreds of characters long, a sound one takes milliseconds."""
    before = signal.signal(signal.SIGVTALRM, _too_long)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        for _ in pattern.finditer(text):
            pass
    except TimeoutError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return False


def test_an_endless_pattern_is_found() -> None:
    rng = random.Random(1)
    assert any(is_endless(re.compile("(?:\ufffc+|共有?|有)*公开"), text) for _ in range(20) for text in pumped(re.compile("(?:\ufffc+|共有?|有)*公开"), 40, rng))


@pytest.mark.slow
def test_no_pattern_takes_endless_time() -> None:
    rng = random.Random(7)
    found = list(patterns())
    assert len(found) > 500
    endless = {(name, pattern.pattern) for name, pattern in found for _ in range(3) for text in pumped(pattern, TIMES, rng) if is_endless(pattern, text)}
    assert not endless


@pytest.mark.slow
@pytest.mark.parametrize("space", [" ", "\u3000", "\n", "\t"])
def test_no_pattern_is_held_up_by_white_space(space: str) -> None:
    """A page may be laid out by it: the time grows with the square of a run's length at most."""
    assert not {(name, pattern.pattern) for name, pattern in patterns() if is_endless(pattern, "甲" + space * 3000 + "乙")}
