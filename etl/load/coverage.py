"""Whether each authority published each year, and how late. A pure function of its reports and of the last look at its site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

#: Governments report by 31 March, departments and townships by 31 January, all of them by 31 March before 2019.
_FIRST_JANUARY_YEAR = 2019
_BY_JANUARY = frozenset({"department", "township", "ministry"})
#: A date this much later than due is more likely that of a moved page than of a late report.
_DOUBTFUL_DAYS = 366


@dataclass(frozen=True, slots=True)
class Published:
    """A report as far as coverage is concerned."""

    report_id: str
    year: int
    published_on: str | None
    quality: str


@dataclass(frozen=True, slots=True)
class Covered:
    year: int
    state: str
    report_id: str | None = None
    published_on: str | None = None
    due_on: str | None = None
    days_late: int | None = None
    checked_at: str | None = None


def due_on(level: str | None, year: int) -> date | None:
    """The last day on which the report of a year is in time; None where the level is unknown and the day depends on it.

    Ministries are departments of the State Council and report by the day of departments.
    """
    if year < _FIRST_JANUARY_YEAR:
        return date(year + 1, 3, 31)
    if level is None:
        return None
    return date(year + 1, 1, 31) if level in _BY_JANUARY else date(year + 1, 3, 31)


def coverage_of(level: str | None, reports: Sequence[Published], checked_at: str | None) -> Iterator[Covered]:
    """One row for every year from the first report's to the last that was finished when the site was last looked at.

    ``checked_at`` is an ISO time; None where the site was never seen to be looked at: then no year after the last report
    is expected. Two reports of one year cannot be (see :mod:`etl.load.identity`).
    """
    by_year = {r.year: r for r in reports}
    if not by_year:
        return
    checked = _date(checked_at)
    last = max(by_year) if checked is None else max(max(by_year), checked.year - 1)
    for year in range(min(by_year), last + 1):
        due = due_on(level, year)
        report = by_year.get(year)
        if report is None:
            waited_for = due or date(year + 1, 3, 31)
            missing = year < max(by_year) or (checked is not None and checked > waited_for)
            yield Covered(year, "missing" if missing else "not_due", due_on=_text(due), checked_at=checked_at)
            continue
        on = _date(report.published_on)
        late = None if on is None or due is None else max(0, (on - due).days)
        yield Covered(
            year, _state(report, on, late, reports), report.report_id, report.published_on, _text(due), late
        )


def _state(report: Published, on: date | None, late: int | None, reports: Sequence[Published]) -> str:
    if report.quality == "unreadable":
        return "unreadable"
    if on is None:
        return "published"
    moved = any(r.published_on == report.published_on and r.year > report.year for r in reports)
    if on < date(report.year, 12, 1) or (late or 0) > _DOUBTFUL_DAYS or moved:
        return "doubtful_date"
    return "late" if late else "published"


def _date(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
