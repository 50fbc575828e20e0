"""The indicators as the pages show them: names, formulas, which rank, how a value is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from etl.load.indicators import GROWTHS, RATES, SUMS, TOTALS, Rate
from portal.language import Lang

#: Fewer than this in the denominator: the rate is shown, but grey and unranked.
LEAST_N = 30
#: Figures that answer the questions asked most, in this order, on pages that cannot show all.
KEY_TOTALS = ("requests", "total_processed", "granted", "partially_granted", "denied_total", "carried_forward", "review_total",
              "review_corrected", "litigation_total", "litigation_corrected")
KEY_RATES = ("disclosure_rate", "refusal_rate", "unavailable_rate", "backlog_rate", "review_correction_rate",
             "litigation_correction_rate")


@dataclass(frozen=True, slots=True)
class Figure:
    """One column of ``metrics``."""

    code: str
    zh: str
    en: str
    zh_note: str = ""
    en_note: str = ""
    rate: Rate | None = None
    forms: tuple[str, ...] = ()

    def name(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def label(self, lang: Lang) -> str:
        """The name without its remark in brackets or behind a comma, for legends."""
        return re.split(r"（| \(|, computed|, total|, in yuan|: the printed", self.name(lang), maxsplit=1)[0]

    def note(self, lang: Lang) -> str:
        return self.zh_note if lang == "zh" else self.en_note

    def formula(self, lang: Lang) -> str:
        """How it is made: 不予公开合计 ÷ 办理总计. Empty for a printed figure."""
        if self.rate is None:
            return ""
        return f"{_terms(self.rate.numerator, lang)} ÷ {_terms(self.rate.denominator, lang)}"


@cache
def figures() -> dict[str, Figure]:
    """Every figure by code: totals, sums, rates, growth."""
    found: dict[str, Figure] = {}
    for total in TOTALS:
        found[total.code] = Figure(total.code, total.zh, total.en, forms=total.forms)
    for one in SUMS:
        found[one.code] = Figure(one.code, one.zh, one.en)
    for rate in (*RATES, *GROWTHS):
        found[rate.code] = Figure(rate.code, rate.zh, rate.en, rate.zh_note, rate.en_note, rate, rate.forms)
    return found


def _terms(terms: tuple[str, ...], lang: Lang) -> str:
    parts: list[str] = []
    for term in terms:
        code = term.removeprefix("-")
        figure = figures().get(code)
        name = figure.label(lang) if figure else {"zh": "上年新收申请", "en": "requests of the year before"}[lang]
        parts.append(f"{' − ' if term.startswith('-') else ' + ' if parts else ''}{name}")
    text = "".join(parts)
    return f"（{text}）" if len(parts) > 1 else text


def shown(figure: Figure, value: float | None) -> str:
    """A value as printed on pages: a share in per cent with one decimal, a ratio with two, a count whole."""
    if value is None:
        return "–"
    if figure.rate is None:
        return f"{value:,}"
    return f"{value:.1%}" if figure.rate.kind == "share" or figure.code == "request_growth" else f"{value:.2f}"


def pair(row: Mapping[str, Any], figure: Figure) -> tuple[Any, Any]:
    """Numerator and denominator beside a rate in a row of ``metrics``."""
    return row[f"{figure.code}_numerator"], row[f"{figure.code}_denominator"]
