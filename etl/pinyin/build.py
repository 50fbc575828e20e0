"""Builds ``readings.json`` from pypinyin (MIT): ``pip install pypinyin && python -m etl.pinyin.build``.

For every character of GB 2312 and of the names of divisions: its readings in those names, the most frequent first and the
others where they are more than a slip; else its first reading in the dictionary. Tones are left out, ü is v.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

from pypinyin import lazy_pinyin, pinyin_dict
from pypinyin.contrib.tone_convert import to_normal

from etl import regions

_SLIP = 0.02


def build() -> dict[str, str]:
    """Character → readings, separated by spaces."""
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for name in sorted({d.name for d in regions.divisions()}):
        syllables = lazy_pinyin(name)
        if len(syllables) == len(name):
            for character, syllable in zip(name, syllables, strict=True):
                used[character][_plain(syllable)] += 1
    gb2312 = (bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    found = {}
    for character in sorted({*gb2312, *used} - {""}):
        known = pinyin_dict.pinyin_dict.get(ord(character))
        if known is None:
            continue
        counted = used.get(character, Counter())
        often = [s for s, n in counted.most_common(2) if n > _SLIP * counted.total()]
        found[character] = " ".join(often or [_plain(to_normal(known.split(",")[0]))])
    return found


def _plain(syllable: str) -> str:
    return syllable.replace("ü", "v")


if __name__ == "__main__":
    lines = ",\n".join(f"{json.dumps(c, ensure_ascii=False)}: {json.dumps(r)}" for c, r in build().items())
    (Path(__file__).parent / "readings.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
