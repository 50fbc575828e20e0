"""Places: which column of ``reports``, ``agencies`` and ``metrics`` holds a division's code, and which one a reader means."""

from __future__ import annotations

from typing import Any

from portal.page import Page

COLUMNS = {
    "province": "province_code", "prefecture": "prefecture_code", "county": "county_code", "township": "region_code",
}
#: Each level's neighbours are compared within the division one level up.
BELOW = {"province": "prefecture", "prefecture": "county", "county": "township"}


def column(level: str | None) -> str:
    """The column that holds every row of the division with all below it."""
    return COLUMNS.get(level or "", "region_code")


async def find(page: Page, name: str) -> Any:
    """The division of that path, code or name, else the first whose name begins so (浙江 for 浙江省); the highest of several. None
    where there is none."""
    return await page.row(
        "select code, name, level, path from regions where path = :name or code = :name or name = :name or instr(name, :name) = 1"
        " order by path = :name or code = :name or name = :name desc, length(path), code limit 1", {"name": name}) if name else None
