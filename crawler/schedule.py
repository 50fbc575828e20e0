"""What is due: sites by season and by how they behaved, known pages by how long they have not changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.memory import Known, SourceState
from crawler.registry import Card
from etl.dates import CHINA

_DAILY, _WEEKLY, _MONTHLY = timedelta(hours=20), timedelta(days=7) - timedelta(hours=4), timedelta(days=30) - timedelta(hours=4)
#: Months in which reports are published: departments until the end of January, governments until the end of March.
SEASON = (1, 2, 3)
#: A site that cannot be read is tried at growing intervals, up to this one.
LONGEST_BACK_OFF = timedelta(days=28)


def interval(card: Card, state: SourceState, now: datetime) -> timedelta | None:
    """The least time between two visits of a site at this moment; None: it is never visited by itself."""
    in_season = now.astimezone(CHINA).month in SEASON
    rhythm = {
        "always": timedelta(0), "daily": _DAILY, "weekly": _WEEKLY, "monthly": _MONTHLY, "never": None,
        "season": _DAILY if in_season else _WEEKLY,
    }[card.schedule]
    if rhythm is None or not state.misses or card.schedule == "always":
        return rhythm
    return max(rhythm, min(_DAILY * 2 ** min(state.misses - 1, 6), LONGEST_BACK_OFF))


def is_due(card: Card, state: SourceState, now: datetime) -> bool:
    """Whether a nightly run visits the site. One that was broken off is always due."""
    wait = interval(card, state, now)
    if wait is None:
        return False
    if state.checked_at is None or (state.campaign is not None and state.ended_at is None):
        return True
    return not timedelta(0) <= now - moment(state.checked_at) < wait  # a clock that was wrong may have written of days to come


def is_page_due(known: Known, now: datetime) -> bool:
    """Whether a nightly run looks again at a document that it knows: a tenth of the time since it last changed, from a day
    to a month. What was never dealt with is always due; what keeps failing, ever more rarely."""
    if known.checked_at is None or known.state in ("pending", "archived") or known.result is None:
        return True
    since = now - moment(known.checked_at)
    if since < timedelta(0):
        return True
    if known.result.startswith("failed:"):
        return since >= min(_DAILY * 2 ** min(max(known.failures - 1, 0), 5), LONGEST_BACK_OFF)
    age = now - moment(known.changed_at or known.first_seen)
    return since >= max(_DAILY, min(age / 10, _MONTHLY))


def moment(text: str) -> datetime:
    """A time of our own writing."""
    return datetime.fromisoformat(text)


def days_since(text: str) -> int:
    return (datetime.now(UTC) - moment(text)).days
