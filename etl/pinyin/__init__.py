"""How Chinese names are typed in Latin letters: 力洋镇 is found by ``lyz``, ``liyang`` and ``liyangzhen``.

Readings come from pypinyin 0.55 (MIT, see ``LICENSE.txt``); ``build.py`` makes ``readings.json`` from it. They
are for finding names, not for writing them: tones are left out, and a character may have two.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib import resources
from itertools import islice, product

#: Changes whenever the same name gives other tokens: an index built by another version has to be built again.
VERSION = "1"
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_TYPED = re.compile(r"[a-zü][a-zü' ]{0,80}", re.IGNORECASE)
#: Syllables and initials that one token holds: what is typed is shorter.
_SYLLABLES, _INITIALS = 8, 14
#: Ways of reading a name that are looked at; most characters have one.
_WAYS = 4


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    held = json.loads(resources.files(__package__).joinpath("readings.json").read_text(encoding="utf-8"))
    return {character: tuple(readings.split()) for character, readings in held.items()}


def typed(text: str) -> str | None:
    """The letters of a query that may be pinyin, spaces and apostrophes taken out; None for any other text."""
    text = text.strip()
    return re.sub("[' ]", "", text.lower()).replace("ü", "v") if _TYPED.fullmatch(text) else None


def tokens(name: str) -> list[str]:
    """For every character of the name, initials and syllables from there on: what a prefix search has to meet."""
    return _spelt(name).split()


def meets(name: str, letters: str) -> bool:
    """Whether the letters (see :func:`typed`) begin initials or syllables anywhere in the name."""
    return f" {letters}" in _spelt(name)


@lru_cache(1 << 16)
def _spelt(name: str) -> str:
    found: set[str] = set()
    for syllables in _ways(name):
        for i in range(len(syllables)):
            found.add("".join(s[0] for s in syllables[i : i + _INITIALS]))
            found.add("".join(syllables[i : i + _SYLLABLES]))
    return "".join(f" {token}" for token in sorted(found))


def _ways(name: str) -> list[tuple[str, ...]]:
    """The syllables of each run of Han characters, in each way of reading it; characters without a reading part runs."""
    known = _readings()
    text = "".join(c if c in known else " " for c in name)
    return [way for run in _HAN_RUN.findall(text) for way in islice(product(*(known[c] for c in run)), _WAYS)]
