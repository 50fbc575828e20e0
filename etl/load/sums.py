"""Sums over many reports, computed with the run: by place and year, and by year, level and form."""

from __future__ import annotations

import sqlite_utils

from etl.load.schema import SUMMED_RATES, SUMMED_TOTALS

_PLACES = ("province_code", "prefecture_code", "county_code", "region_code")


def sum_up(db: sqlite_utils.Database) -> None:
    """``place_years`` and ``year_sums`` anew, from one pass over metrics."""
    finest = {"reports": "count(*)"}
    for rate in SUMMED_RATES:
        finest |= {f"{rate}_n": f"count({rate})", f"{rate}_above": f"count(CASE WHEN {rate} > 0 THEN 1 END)"}
        finest |= {f"{rate}_{side}": f"sum(CASE WHEN {rate} IS NOT NULL THEN {rate}_{side} END)" for side in ("numerator", "denominator")}
    for total in SUMMED_TOTALS:
        finest |= {f"{total}_n": f"count({total})", f"{total}_above": f"count(CASE WHEN {total} > 0 THEN 1 END)", f"{total}_numerator": f"sum({total})"}
    groups = ", ".join((*_PLACES, "year", "level", "form"))
    db.execute(f"CREATE TEMP TABLE finest AS SELECT {groups}, {', '.join(f'{how} AS {name}' for name, how in finest.items())}"
               f" FROM metrics WHERE year IS NOT NULL GROUP BY {groups}")
    try:
        _places(db)
        _years(db)
    finally:
        db.execute("DROP TABLE finest")


def _places(db: sqlite_utils.Database) -> None:
    """A report's numbers count for its division and for each above it."""
    names = ["reports", *(f"{rate}_{what}" for rate in SUMMED_RATES for what in ("n", "numerator", "denominator"))]
    # A report's own division is one of those above it or lies below them all: it is counted once.
    own = " WHERE region_code NOT IN (coalesce(province_code, ''), coalesce(prefecture_code, ''), coalesce(county_code, ''))"
    levels = " UNION ALL ".join(
        f"SELECT {code} AS code, year, {', '.join(names)} FROM finest{own if code == 'region_code' else ''}" for code in _PLACES)
    db.execute("DELETE FROM place_years")
    db.execute(f"INSERT INTO place_years (region_code, year, {', '.join(names)}) SELECT code, year, {', '.join(f'sum({name})' for name in names)}"
               f" FROM ({levels}) WHERE code IS NOT NULL GROUP BY code, year")


def _years(db: sqlite_utils.Database) -> None:
    figures = " UNION ALL ".join(
        f"SELECT year, level, form, '{code}' AS code, reports, {code}_n AS n, {code}_above AS above, {code}_numerator AS total,"
        f" {f'{code}_denominator' if code in SUMMED_RATES else 'NULL'} AS denominator FROM finest"
        for code in (*SUMMED_RATES, *SUMMED_TOTALS))
    db.execute("DELETE FROM year_sums")
    db.execute("INSERT INTO year_sums (year, level, form, code, reports, with_figure, above_zero, total, denominator)"
               f" SELECT year, level, form, code, sum(reports), sum(n), sum(above), sum(total), sum(denominator) FROM ({figures})"
               " GROUP BY year, level, form, code")
