"""Builds ``divisions.csv.gz`` from the two published tables named in README.md of this folder.

Run as ``python -m etl.regions.build COUNTIES TOWNSHIPS`` where COUNTIES is the table of county-level divisions by year
(``location_year_*.csv``) and TOWNSHIPS the folder with ``areas.csv`` and ``streets.csv``. The same input gives the same
bytes: rows are sorted, the archive carries no time.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIELDS = ("code", "name", "level", "parent_code", "since", "until", "successor")
#: Rows of the tables that group counties and are no division of their own.
_PLACEHOLDERS = {"", "市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖县"}
_STEM = re.compile(r"(?:街道办事处|民族乡|自治县|自治旗|自治州|街道|苏木|地区|省|市|县|区|旗|州|盟|镇|乡)$")
_OFFICE = re.compile(r"街道办事处$|街道办$")

_RANKS = ("province", "prefecture", "county")

Key = tuple[str, str]


@dataclass(frozen=True)
class _Row:
    code: str
    name: str
    level: str
    parent: str | None
    ident: str


def read_years(path: Path) -> dict[int, dict[str, _Row]]:
    """Divisions down to the county for each year, by code."""
    years: dict[int, dict[str, _Row]] = defaultdict(dict)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            province, city, county = line["province_adcode"], line["city_adcode"], line["county_adcode"]
            prefecture = None if line["city_name"] in _PLACEHOLDERS else city
            match line["rank"]:
                case "1":
                    row = _Row(province, line["province_name"], "province", None, line["province_id"])
                case "2" if prefecture:
                    row = _Row(city, line["city_name"], "prefecture", province, line["city_id"])
                case "3" if line["county_name"] not in _PLACEHOLDERS:
                    row = _Row(county, line["county_name"], "county", prefecture or province, line["county_id"])
                case _:
                    continue
            years[int(line["year"])][row.code] = row
    return dict(years)


def former(years: dict[int, dict[str, _Row]]) -> Iterator[tuple[_Row, int, int, str | None]]:
    """Divisions that are gone or were called or coded otherwise: row, first year, last year, present code if known."""
    last = max(years)
    spans: dict[Key, list[int]] = defaultdict(list)
    rows: dict[Key, _Row] = {}
    for year in sorted(years):
        for row in years[year].values():
            spans[row.code, row.name].append(year)
            rows[row.code, row.name] = row
    for key, span in spans.items():
        if span[-1] < last:
            yield rows[key], span[0], span[-1], _present(rows[key], span[-1], years)


def _present(row: _Row, year: int, years: dict[int, dict[str, _Row]]) -> str | None:
    """The present code of what ``row`` was in ``year``, followed from year to year; None where the trail ends."""
    last = max(years)
    while year < last:
        here, there = years[year], years[year + 1]
        same = there.get(row.code)
        step = same if same and (same.name == row.name or _renamed(row, same, here, there)) else None
        step = step or _moved(row, here, there, crossing=False)
        if step is None:
            # The table's own successor is believed only where that division came into being in the same year, and
            # not for the years in which whole prefectures were recoded: there it names the wrong county.
            known = years[last].get(row.ident)
            if known and known.level == row.level and row.ident in there.keys() - here.keys() and year >= 2002:
                return row.ident
            step = _moved(row, here, there, crossing=True)
        if step is None:
            return None
        row, year = step, year + 1
    return row.code


def _renamed(row: _Row, same: _Row, here: dict[str, _Row], there: dict[str, _Row]) -> bool:
    """Whether a code that changed its name is one division renamed, not a code given to another division."""
    if row.level != same.level:
        return False
    gone = all(_stem(r.name) != _stem(row.name) for r in there.values() if r.parent == row.parent)
    new = all(_stem(r.name) != _stem(same.name) for r in here.values() if r.parent == row.parent)
    return _stem(row.name) == _stem(same.name) or (gone and new)


def _moved(row: _Row, here: dict[str, _Row], there: dict[str, _Row], crossing: bool) -> _Row | None:
    """The one division new in the next year that carries the name, or its stem; ``crossing``: on a higher level. One on a lower level
    is a part of what was (莱芜区 of 莱芜市, 巢湖市 of the prefecture of that name)."""
    rank = _RANKS.index(row.level)
    fresh = [
        r for code, r in there.items()
        if (_RANKS.index(r.level) < rank if crossing else r.level == row.level) and (code not in here or here[code].name != r.name)
    ]
    for same_province in (True, False):
        for same_name in (True, False):
            found = [
                r for r in fresh
                if (r.name == row.name if same_name else _stem(r.name) == _stem(row.name))
                and (not same_province or r.code[:2] == row.code[:2])
            ]
            if len(found) == 1:
                return found[0]
            if found:
                return None
    return None


def _stem(name: str) -> str:
    """高平市, 高平县 → 高平; names of one character keep their ending."""
    stem = _STEM.sub("", name)
    return stem if len(stem) > 1 else name


def townships(folder: Path, counties: dict[str, _Row]) -> Iterator[_Row]:
    """Townships, and the zones that only the statistical tables know, as rows of their own."""
    with (folder / "areas.csv").open(encoding="utf-8-sig", newline="") as file:
        areas = {line["code"]: line["name"] for line in csv.DictReader(file)}
    parents: dict[str, str] = {}
    for code, name in areas.items():
        prefecture = counties.get(code[:4] + "00")
        if code in counties:
            parents[code] = code
        elif prefecture and prefecture.name == name:
            parents[code] = prefecture.code
        else:
            parents[code] = code
            yield _Row(code, name, "zone", prefecture.code if prefecture else code[:2] + "0000", code)
    with (folder / "streets.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            name = _OFFICE.sub("街道", line["name"].strip())
            for prefix in (areas[line["areaCode"]], counties.get(line["areaCode"])):
                text = prefix.name if isinstance(prefix, _Row) else prefix
                if text and name.startswith(text) and len(name) - len(text) >= 3:
                    name = name[len(text):]
            name = re.sub(r"^[（(][^）)]*[）)]", "", name)
            if line["code"].endswith("000"):
                continue  # the county once more, where nothing is known below it
            yield _Row(line["code"], name, "township", parents[line["areaCode"]], line["code"])


def build(counties: Path, folder: Path) -> bytes:
    """The packed table: present divisions first by code, then the former ones."""
    years = read_years(counties)
    now = years[max(years)]
    since = {
        code: min(y for y in years if (r := years[y].get(code)) and r.name == row.name) for code, row in now.items()
    }
    first = min(years)
    lines = [
        (r.code, r.name, r.level, r.parent or "", str(since[r.code]) if since[r.code] > first else "", "", "")
        for r in now.values()
    ]
    lines += [(r.code, r.name, r.level, r.parent or "", "", "", "") for r in townships(folder, now)]
    lines.sort()
    old = sorted(
        (r.code, r.name, r.level, r.parent or "", str(begin), str(end), code or "")
        for r, begin, end, code in former(years)
    )
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows(lines + old)
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=packed, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(text.getvalue().encode())
    return packed.getvalue()


if __name__ == "__main__":
    Path(__file__).with_name("divisions.csv.gz").write_bytes(build(Path(sys.argv[1]), Path(sys.argv[2])))
