"""The rows of ``regions`` that a report needs: from the shipped dataset, else as the document itself names them."""

from __future__ import annotations

import re

import sqlite_utils

from etl import regions
from etl.load.database import insert_sql, region_row, values

_CODE = re.compile(r"\d{6}(?:\d{3}(?:\d{3})?)?")


def ensure_region(db: sqlite_utils.Database, code: str, path: str | None) -> None:
    """Makes sure that a code and the divisions above it have rows.

    A code that the dataset does not know is named by ``path`` (names from the province down) as far as it goes, else by
    itself; what lies above it is told by its digits.
    """
    division = regions.by_code(code)
    if division is not None and division.code == code:
        if db.conn.execute("SELECT 1 FROM regions WHERE code = ? AND source = 'dataset'", (code,)).fetchone():
            return
        rows = [region_row(d) for d in (*regions.ancestors(division), division)]
        db.conn.executemany(insert_sql("regions", "INSERT OR IGNORE"), rows)
        return
    names = [part for part in (path or "").split("/") if part]
    chain = [*_above(code), code]
    aligned = len(chain) == len(names)
    if not aligned:
        names = [*[""] * (len(chain) - 1), *(names[-1:] or [""])]
    parent: str | None = None
    for depth, (one, name) in enumerate(zip(chain, names, strict=True)):
        known = regions.by_code(one)
        if known is not None and known.code == one:
            ensure_region(db, one, None)
        else:
            _name(db, one, name, parent, "/".join(names[:depth + 1]) if aligned else path if one == code else None)
        parent = one


def _above(code: str) -> list[str]:
    if not _CODE.fullmatch(code):
        return []
    chain = [code[:2] + "0000", code[:4] + "00", code[:6]]
    return [c for c in dict.fromkeys(chain) if c != code]


def _level(code: str) -> str | None:
    if not _CODE.fullmatch(code):
        return None
    if len(code) > 6:
        return "township"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def _name(db: sqlite_utils.Database, code: str, name: str, parent: str | None, path: str | None) -> None:
    row = values("regions", {
        "code": code, "name": name or code, "level": _level(code), "parent_code": parent, "path": path, "source": "document",
    })
    # Documents may name one code differently: the same one wins in whatever order they come.
    db.execute(
        insert_sql("regions") + " ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent_code = excluded.parent_code,"
        " path = excluded.path WHERE source = 'document' AND excluded.path IS NOT NULL"
        " AND (path IS NULL OR excluded.path < path)",
        row,
    )


def region_codes(db: sqlite_utils.Database, code: str | None) -> dict[str, str | None]:
    """Codes of province, prefecture and county that a division is or lies in; NULL where it lies in none.

    A zone counts as a county. A county directly below its province has no prefecture.
    """
    found: dict[str, str | None] = {"province_code": None, "prefecture_code": None, "county_code": None}
    for _ in range(6):
        if code is None:
            break
        row = db.conn.execute("SELECT level, parent_code FROM regions WHERE code = ?", (code,)).fetchone()
        if row is None:
            break
        level = "county" if row[0] == "zone" else row[0]
        if f"{level}_code" in found:
            found[f"{level}_code"] = code
        code = row[1]
    return found
