"""Memory for pure functions of a short text: the same labels and numbers are asked about many times within a report, and in the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_TEXTS = 16_384
_SHORT = 200
"""Characters; a longer text is worked out each time, so that no file can fill the memory."""


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """``function``, which remembers what it said of short texts."""
    return _Known(function).__getitem__


class _Known(dict[str, T]):
    """What a function said of texts. What is known is found by the dictionary itself, many thousand times in a report."""

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> T:
        said = self._function(text)
        if len(text) <= _SHORT:
            if len(self) >= _TEXTS:
                self.clear()
            self[text] = said
        return said
