"""Numbers in running prose: value, scale, unit, and whether they are approximate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from etl.numbers import MOST_DIGITS, YUAN, plain

_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_ONES = "一二三四五六七八九"
_HUNDREDS = rf"[{_ONES}两]百(?:零[{_ONES}]|[{_ONES}]十[{_ONES}]?)?"
_HAN = rf"[{_ONES}两]千(?:零[{_ONES}](?:十[{_ONES}]?)?|{_HUNDREDS})?|{_HUNDREDS}|[{_ONES}]?十[{_ONES}]?|[{_ONES}两]|零"
# 第三次, 每两月, 各一条 and the tail of a longer numeral count nothing.
_NOT_BEFORE_HAN = rf"(?<![第每各逐同另某几数多{_ONES}两十廿卅百千万亿零〇\d.\ufffc])"
#: A unit may not run on into another word: 12个月, 3项目; 12件次 counts 件.
_STOPS = {"个": "(?!次|月|工作日|百分点|小时)", "条": "次?(?!例|款|龙|红线)", "次": "(?!日|年)", "人": "(?!次|民|大|员|才)", "件": "次?",
          "项": "(?!目)", "部": "(?!门|分)", "家": "(?!庭)", "份": "(?!额)", "名": "(?!称|单)", "期": "(?!间|限)",
          "场": "(?!所)", "户": "(?!籍)", "元": "", "起": "(?!诉|来|至|到)"}
#: A numeral of Chinese characters that counts something. Without a unit it numbers a heading (阅读量。一、); an idiom counts nothing (一次性,
#: 三类内部事务信息), nor does 一件 after a negation.
_COUNTED = re.compile(
    rf"(?P<none>(?:未|没有|无|不是)[^，。；\d]{{0,8}}?一[件条例起份宗次])|{_NOT_BEFORE_HAN}(?:{_HAN})"
    r"(?=[余多百千万亿]{0,3}(?:[件条份宗例部项场期篇则人名位家户册元处轮%起个次]|类(?!内部|过程)|班次|本(?![级机]))(?!性|事(?!项)))")


@dataclass(frozen=True, slots=True)
class Amount:
    value: int | float
    unit: str
    approximate: bool


def number(units: str) -> str:
    """A pattern of a number with one of these units (``条|篇|件``); its groups are read by :func:`amount`. Longer units
    win (人次 before 人); no unit at all is written as an empty alternative. More digits than a count or an amount has are no number."""
    alternatives = sorted(units.split("|"), key=len, reverse=True)
    unit = "|".join(re.escape(u) + _STOPS.get(u, "") for u in alternatives)
    return (
        rf"(?P<near>大约|将近|接近|共约|约|近|超过|超|逾|突破)?"
        rf"(?<![\d.\ufffc])(?P<digits>\d{{1,{MOST_DIGITS}}}+(?:\.\d{{1,{MOST_DIGITS}}}+)?+)(?!\d)(?P<more>余|多)?"
        rf"(?P<scale>百万|千万|百|千|万|亿)?(?P<more2>余|多)?(?P<unit>{unit})(?P<about>以上|左右|上下)?"
    )


def amount(match: re.Match[str]) -> Amount:
    """What a match of :func:`number` says. A scaled count (14万条) is a rounded one; scaled money (16.877万元) is not:
    its unit stays as printed."""
    digits, scale, unit = Decimal(match["digits"]), match["scale"] or "", match["unit"]
    money = unit == "元"
    if money and scale in ("万", "亿", "千"):
        scale, unit = "", f"{scale}{unit}"
    approximate = bool(match["near"] or match["more"] or match["more2"] or match["about"] or scale)
    value = plain(digits * _SCALES[scale])
    return Amount(value, unit, approximate)


def in_yuan(found: Amount) -> Amount:
    """Money in yuan."""
    factor = YUAN.get(found.unit)
    return found if factor is None else Amount(plain(Decimal(str(found.value)) * factor), "元", found.approximate)


def in_digits(text: str) -> tuple[str, list[tuple[int, int]]]:
    """三件 → 3件: what patterns read, with the span in ``text`` that each of its characters stands for."""
    written: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for match in (m for m in _COUNTED.finditer(text) if m["none"] is None):
        written.append(text[at : match.start()])
        spans += ((i, i + 1) for i in range(at, match.start()))
        written.append(str(_han(match[0])))
        spans += len(written[-1]) * [match.span()]
        at = match.end()
    spans += ((i, i + 1) for i in range(at, len(text)))
    return "".join(written) + text[at:], spans


def _han(text: str) -> int:
    """一千三百二十五 → 1325."""
    total, one = 0, 0
    for character in text.replace("两", "二"):
        if character in "十百千":
            total += (one or 1) * 10 ** ("十百千".index(character) + 1)
            one = 0
        else:
            one = _ONES.find(character) + 1
    return total + one
