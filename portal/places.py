"""Places: which column of ``reports``, ``agencies`` and ``metrics`` holds a division's code, by its level."""

from __future__ import annotations

COLUMNS = {
    "province": "province_code", "prefecture": "prefecture_code", "county": "county_code", "township": "region_code",
}
#: Each level's neighbours are compared within the division one level up.
BELOW = {"province": "prefecture", "prefecture": "county", "county": "township"}


def column(level: str | None) -> str:
    """The column that holds every row of the division with all below it."""
    return COLUMNS.get(level or "", "region_code")
