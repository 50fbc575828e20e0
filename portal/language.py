"""Which of the two languages a reader sees: Chinese unless the reader or the browser asks for English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

Lang = Literal["zh", "en"]
COOKIE = "lang"
#: Stands between the two halves of a bilingual description: ``中文 | English``.
SEPARATOR = " | "
_HAN = re.compile("[\u4e00-\u9fff]")
_PREFERENCE = re.compile(r"([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?(?:\s*;\s*q=([01](?:\.\d{1,3})?))?\s*(?:,|$)")


def as_lang(text: str | None) -> Lang | None:
    """``zh`` or ``en`` for a tag such as ``en-GB``, None for anything else."""
    head = (text or "").strip().lower().partition("-")[0]
    return "zh" if head == "zh" else "en" if head == "en" else None


def choose(query: str | None, cookie: str | None, accept_language: str) -> Lang:
    """The address decides, then the reader's last choice, then the browser, then Chinese."""
    return as_lang(query) or as_lang(cookie) or preferred(accept_language) or "zh"


def preferred(accept_language: str) -> Lang | None:
    """The better liked of Chinese and English in an ``Accept-Language`` header, None where it names neither."""
    best: Lang | None = None
    best_quality = 0.0
    for tag, quality in _PREFERENCE.findall(accept_language):
        lang, q = as_lang(tag), float(quality or 1)
        if lang and q > best_quality:
            best, best_quality = lang, q
    return best


def translator(lang: Lang) -> Callable[[object, object], object]:
    """The function ``t(chinese, english)`` of templates and pages."""
    return (lambda zh, en: zh) if lang == "zh" else (lambda zh, en: en)


def half(text: str | None, lang: Lang) -> str:
    """One half of a bilingual description; the whole where it has no second half."""
    zh, separator, en = (text or "").partition(SEPARATOR)
    return en if separator and lang == "en" else zh


def short(text: str | None, lang: Lang) -> str:
    """The label at the front of a description: 自然人：… → 自然人; empty where it has none."""
    return re.split(r"[：:。；;（(]", half(text, lang), maxsplit=1)[0].strip()


def halves(texts: Mapping[str, str] | None, lang: Lang) -> dict[str, str]:
    return {key: half(text, lang) for key, text in (texts or {}).items()}


def spoken(message: str, lang: Lang) -> str:
    """One half of a message written as ``中文 / English``; a message in one language stays whole."""
    zh, separator, en = message.rpartition(" / ")
    both = bool(separator) and _HAN.search(zh) is not None and _HAN.search(en) is None and any(c.isalpha() for c in en)
    return (en if lang == "en" else zh) if both else message
