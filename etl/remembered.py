"""Memory for pure functions of a short text: the same labels and numbers are asked about many times within a report, and in the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

_TEXTS = 16_384
_SHORT = 200
"""Characters; a longer text is worked out each time, so that no file can fill the memory."""


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """``function``, which remembers what it said of short texts."""
    known = lru_cache(maxsize=_TEXTS)(function)

    @wraps(function)
    def ask(text: str) -> T:
        return known(text) if len(text) <= _SHORT else function(text)

    return ask
