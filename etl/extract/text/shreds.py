"""Sentences whose numbers stand on lines of their own, as programs leave them that begin a line with each change of font or tag.

Such a line looks like a page's number or a cell of a table. It is part of a sentence where the line below begins as only the rest of one
does: with a counter or a mark, or as the rest of a date.
"""

from __future__ import annotations

import re

_GAP = r"[ \u3000\xa0]{0,8}\n[ \u3000\xa0\n]{0,8}"
_COUNTED = "(?:人次|万元|[条件篇次期场个项人份起家户名部元万余])[，。；、：,;:（()）”》]"
_OF_A_DATE = r"月[份底初末]?(?=\s|\d)|日(?:[起止至前内，。；、）)]|\n)"
_SHRED = re.compile(
    rf"(?P<above>{_GAP})(?:(?P<year>20\d\d)(?={_GAP}年(?!\d))|(?P<number>\d{{1,9}}(?:\.\d{{1,4}})?)"
    rf"(?={_GAP}(?:[，。；、：,;:%％]|{_COUNTED}|{_OF_A_DATE}|页(?=\s|，|共))))(?P<below>{_GAP})")
_GOES_ON = re.compile("[\u4e00-\u9fff，、：（(《“,;；]$")
_TELLS = re.compile("[，。；：、（,;:(]")
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、])")


def without_shreds(text: str) -> str:
    """The text with those numbers in their sentences, which go on from the line above unless that may be a heading."""
    return _SHRED.sub(lambda m: _joined(m, text), text)


def _joined(match: re.Match[str], text: str) -> str:
    line = text[text.rfind("\n", max(0, match.start() - 200), match.start()) + 1 : match.start()].strip()
    words = _NUMBERED.sub("", line, count=1)
    heads = bool(match["year"] or words != line) and not _TELLS.search(words)
    above = "" if _GOES_ON.search(line) and not heads else match["above"]
    return above + (match["year"] or match["number"])
