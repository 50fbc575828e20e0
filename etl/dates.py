"""The one reader of dates and years: figures, Chinese numerals, time stamps. A damaged date is reported, never mended.

All functions fold their text first (:func:`etl.text.fold`); spans count characters of the folded text. Days are days in
China: a time with an offset of its own is carried over to UTC+8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from etl.text import fold

CHINA = timezone(timedelta(hours=8))
#: Years that a report, its period or its publication can have; other four-digit numbers are no years.
FIRST_YEAR, LAST_YEAR = 1949, 2099

_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○◯OoО0", 0) | {"壹": 1, "贰": 2, "两": 2}
_ZH_YEAR = rf"[{''.join(_NUMERALS)}]{{4}}"
_ZH_SMALL = r"(?:[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九])"
_YEAR = rf"(?P<year>(?<!\d)\d{{4}}|{_ZH_YEAR})"
_CLOCK = (
    r"(?:[T\s]*(?P<hour>[01]?\d|2[0-4])[:时](?P<minute>[0-5]\d)(?::?[0-5]\d(?:[.,]\d+)?)?分?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
_DATE = re.compile(
    rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}}|元|{_ZH_SMALL})\s*月\s*(?P<day>\d{{1,2}}|{_ZH_SMALL})\s*[日号]{_CLOCK}"
    r"|(?<![\d./-])(?P<y2>\d{4})(?P<sep>[-/.])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?![\d/-])" + _CLOCK.replace("P<", "P<i_")
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:\d{4}|\d{6})?")
_STAMP = re.compile(r"(?P<seconds>1\d{9}|[2-3]\d{9})(?P<milli>\d{3})?")
# 202111日, 20241月1日, 202020年12月31日, 2020年131日: characters are gone, which ones nobody can tell.
_DAMAGED = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{3,}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|(?:19|20)\d{3,}\s*月(?:\s*\d{1,2}\s*日)?"
    r"|(?:19|20)\d{3,6}\s*日(?![均常报前期])|(?:19|20)\d{2}\s*年\s*\d{3,}\s*(?:日|月(?:\s*\d{1,2}\s*日)?))"
)
_UNTIL = re.compile(r"(?:\s|起|开始|[零0]时|\(含\)|[,、]){0,12}(?:至|到|[-–—―~〜]{1,2})\s{0,12}")
_SAME_YEAR = re.compile(
    rf"{_UNTIL.pattern}(?:[本同当]年)?(?P<month>\d{{1,2}}|元|{_ZH_SMALL})\s*月\s*(?P<day>\d{{1,2}}|{_ZH_SMALL})\s*[日号]"
)
_YEAR_ALONE = re.compile(rf"(?:(?P<year>(?<!\d)(?:19|20)\d{{2}})|(?P<zh>{_ZH_YEAR}))\s*(?P<word>年度?)")
_FULL = re.compile(r"\b(?:19|20)\d{2}\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text. ``value`` is None where it is damaged or no day of the calendar."""

    value: date | None
    printed: str
    start: int
    end: int

    @property
    def damaged(self) -> bool:
        return self.value is None


@dataclass(frozen=True, slots=True)
class FoundYear:
    """A year in a text: 2020年, 二〇二〇年度, also as part of a date."""

    year: int
    printed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days said in a text (自…起至…止). A damaged end is None."""

    start: date | None
    end: date | None
    printed: str
    at: int
    """Where it begins in the folded text."""

    @property
    def year(self) -> int | None:
        """The year, if both ends are known and lie in the same one."""
        return self.start.year if self.start and self.end and self.start.year == self.end.year else None


def find_dates(text: str) -> tuple[Found, ...]:
    """All full dates of a text in order, damaged ones among them."""
    folded = fold(text)
    damaged = [m.span() for m in _DAMAGED.finditer(folded)]
    found = [Found(None, folded[a:b], a, b) for a, b in damaged]
    for match in _DATE.finditer(folded):
        a, b = match.span()
        if not any(a < end and begin < b for begin, end in damaged):
            found.append(Found(_day(match), match[0], a, b))
    return tuple(sorted(found, key=lambda f: f.start))


def find_years(text: str) -> tuple[FoundYear, ...]:
    """All years of a text that are followed by 年 or stand in a full date, in order; none from damaged dates."""
    folded = fold(text)
    dates = find_dates(folded)
    years = {
        f.start: FoundYear(f.value.year, f.printed, f.start, f.end)
        for f in dates if f.value and FIRST_YEAR <= f.value.year <= LAST_YEAR
    }
    for match in _YEAR_ALONE.finditer(folded):
        year = int(match["year"]) if match["year"] else chinese_number(match["zh"])
        taken = any(f.start <= match.start() < f.end for f in dates)
        if year and FIRST_YEAR <= year <= LAST_YEAR and not taken:
            years[match.start()] = FoundYear(year, match[0], match.start(), match.end())
    return tuple(years[k] for k in sorted(years))


def find_periods(text: str) -> tuple[Period, ...]:
    """Spans of days: two dates with 至, 到 or a dash between them; the second may leave its year out."""
    folded = fold(text)
    found = find_dates(folded)
    periods = []
    for index, one in enumerate(found):
        other = found[index + 1] if index + 1 < len(found) else None
        if other and _UNTIL.fullmatch(folded, one.end, other.start):
            periods.append(Period(one.value, other.value, folded[one.start:other.end], one.start))
        elif one.value and (end := _SAME_YEAR.match(folded, one.end)):
            last = _calendar(one.value.year, _number(end["month"]), _number(end["day"]))
            periods.append(Period(one.value, last, folded[one.start:end.end()], one.start))
    return tuple(periods)


def parse_date(text: str | None) -> date | None:
    """The day that a text states, and nothing less: a year or a month alone gives None.

    For values of metadata and lists: also 20240131, time stamps in seconds or milliseconds, English dates.
    """
    folded = fold(text or "").strip().strip("[]()【】")
    if not folded:
        return None
    dates = {f.value for f in find_dates(folded)}
    if dates:
        return dates.pop() if len(dates) == 1 else None
    if match := _COMPACT.fullmatch(folded):
        return _calendar(int(match["y"]), int(match["m"]), int(match["d"]))
    if match := _STAMP.fullmatch(folded):
        return datetime.fromtimestamp(int(match["seconds"]), CHINA).date()
    return _long_tail(folded)


def chinese_number(text: str) -> int | None:
    """二〇二四 → 2024, 三十一 → 31, 廿八 → 28; None for anything else."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or any(c not in _NUMERALS for c in tens + ones):
            return None
        return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
    if not text or any(c not in _NUMERALS for c in text):
        return None
    return int("".join(str(_NUMERALS[c]) for c in text))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 1 if text == "元" else chinese_number(text) or 0


def _day(match: re.Match[str]) -> date | None:
    prefix = "" if match["year"] else "i_"
    parts = ("year", "month", "day") if match["year"] else ("y2", "m2", "d2")
    year, month, day = (_number(match[p]) for p in parts)
    found = _calendar(year, month, day)
    if found is None or not match[f"{prefix}offset"]:
        return found
    offset = match[f"{prefix}offset"].replace("Z", "+0000").replace(":", "")
    sign = -1 if offset[0] == "-" else 1
    zone = timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5])))
    hour, minute = int(match[f"{prefix}hour"]) % 24, int(match[f"{prefix}minute"])
    return datetime(found.year, found.month, found.day, hour, minute, tzinfo=zone).astimezone(CHINA).date()


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _long_tail(text: str) -> date | None:
    """English dates with the month in letters (01/02/2024 could be two days), through dateparser; never relative ones."""
    if not _FULL.search(text) or len(text) > 60 or not re.search(r"[A-Za-z]{3}", text):
        return None
    import dateparser  # slow to import, and needed by few pages

    found = dateparser.parse(
        text, languages=["en"],
        settings={"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "YMD",
                  "PARSERS": ["absolute-time"]},
    )
    return found.date() if found and str(found.year) in text else None
