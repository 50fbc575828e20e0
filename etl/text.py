"""One place that folds text: compatibility forms, radicals, white space, numbering. Everything that compares uses it."""

from __future__ import annotations

import re
import unicodedata

# CJK Radicals Supplement, which NFKC leaves alone (print-to-PDF fonts map to it). After Unicode's
# EquivalentUnifiedIdeograph.txt; only characters whose unified form is unambiguous.
_RADICALS = str.maketrans(
    "⺁⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄心扌攵旡日月歺民氵水灬爫爪丬牛犭王疋目示礻竹糹纟罓罒网羊羊羊耂聿聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202c"))
# Before NFKC: what an invisible character parted may only then be composed.
_FOLDED = {**_RADICALS, **_INVISIBLE}
_SPACE = re.compile(r"\s+")
_WORD_ARTEFACT = re.compile(r"\[bookmark: [^\]]*\]")
# 一、 （一） (1) 1. 1、 ① at the start of a label, and a bare digit before a Han character (a lost dot).
_NUMBERING = re.compile(
    r"^(?:[(（\[]?[一二三四五六七八九十]{1,3}[)）\]、.:,]+|[(（\[]?\d{1,2}(?:[)）\]、.:,]+|(?=[\u4e00-\u9fff])))"
)
_PARENTHESES = re.compile(r"\([^()]*\)")
# Labels are Chinese: what else stands in them (Tibetan, Mongolian, Uyghur beside the Chinese) is left out.
_NOT_WORD = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")


def fold(text: str) -> str:
    """Compatibility forms to plain ones (full-width, radicals, NBSP), invisible characters out; white space stays."""
    return unicodedata.normalize("NFKC", text.translate(_FOLDED))


def squeeze(text: str) -> str:
    """:func:`fold` without any white space."""
    return _SPACE.sub("", fold(text))


def strip_artefacts(text: str) -> str:
    """Drops what a converter left behind, e.g. ``[bookmark: _GoBack]``."""
    return _WORD_ARTEFACT.sub("", text)


def strip_numbering(text: str) -> str:
    """Takes 一、 （一） 1. and the like off the front of squeezed text, also when doubled."""
    while (cut := _NUMBERING.sub("", text, count=1)) != text and cut:
        text = cut
    return text


def label_key(text: str) -> str:
    """The part of a label that is compared: no space, numbering, quotes, brackets or other punctuation."""
    return _NOT_WORD.sub("", strip_numbering(squeeze(strip_artefacts(text))).replace("\\", "/"))


def label_stem(text: str) -> str:
    """:func:`label_key` without the parenthesised remarks: 部分公开（区分处理的…） → 部分公开."""
    squeezed = strip_numbering(squeeze(strip_artefacts(text)))
    stem = _PARENTHESES.sub("", squeezed)
    return _NOT_WORD.sub("", stem) or label_key(text)
