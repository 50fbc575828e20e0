"""A large database for measuring: the sample reports' rows, multiplied over invented authorities in real divisions.

Texts and tables are those of the samples, so lengths and shapes are those of reports; counts and rates are varied so that
sorting has work to do. Nothing here is data.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import sqlite_utils

from etl.load import open_database, schema
from etl.load.rows import section_id
from etl.load.search import rebuild_search, search_key
from etl.load.segment import to_index
from etl.load.sums import sum_up
from tests.portal.filling import fill

YEARS = tuple(range(2019, 2025))
_BODIES = ("人民政府", "教育局", "公安局", "财政局", "生态环境局", "自然资源局", "卫生健康局", "市场监督管理局", "城市管理局", "民政局")
_CHILDREN = ("applications", "proactive_disclosure", "disputes", "facts", "findings")
#: Findings that the samples do not have: rule, scope, and one in how many reports has it.
_MORE_FINDINGS = (("E1", "years", 9), ("D4", "report", 11), ("C14", "years", 97))


def build(path: Path, reports: int, seed: int = 1) -> None:
    """Writes a database of about ``reports`` reports, six years an authority."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        with closing(open_database(path)) as opened:
            db = opened.conn
            # A build that fails is thrown away, so nothing has to be written twice: no journal, indexes after the rows.
            for pragma in ("foreign_keys = off", "synchronous = off", "journal_mode = off", "cache_size = -2000000"):
                db.execute(f"pragma {pragma}")
            db.execute("attach ? as sample", [str(Path(folder) / "gongkai.db")])
            indexes = db.execute("select name, sql from main.sqlite_master where type = 'index' and sql is not null").fetchall()
            for name, _ in indexes:
                db.execute(f"drop index main.[{name}]")
            _multiply(opened, reports, random.Random(seed))
            db.commit()
            for _, sql in indexes:
                db.execute(sql)
            sum_up(opened)
            db.commit()
            db.execute("detach sample")
            db.execute("analyze")
            db.commit()
            db.execute("pragma journal_mode = wal")


def _multiply(opened: sqlite_utils.Database, reports: int, rng: random.Random) -> None:
    db = opened.conn
    db.execute("create temp table made (id text primary key, sample text, agency text, name text, year int, region text, province text,"
               " prefecture text, county text, level text, sha text, fts int, scale real)")
    db.executemany(f"insert into made values ({', '.join('?' * 13)})", _reports(db, reports, rng))
    db.execute("create index temp.made_sample on made (sample)")
    same = {"id": "m.id", "agency_id": "m.agency", "publisher": "m.name", "year": "m.year", "region_code": "m.region",
            "province_code": "m.province", "prefecture_code": "m.prefecture", "county_code": "m.county", "level": "m.level",
            "document_sha256": "m.sha", "fts_id": "m.fts", "title": "m.name || m.year || '年政府信息公开工作年度报告'"}
    _copy(db, "reports", "id", same)
    db.execute(
        "insert into documents (sha256, media_type, bytes, state, url) select sha, 'text/html', 20000, 'report', 'http://example.gov.cn/' |"
        "| sha from made")
    _copy(db, "report_versions", "report_id", {"report_id": "m.id", "document_sha256": "m.sha", "address": "'http://example.gov.cn/' || m.sha"})
    for table in _CHILDREN:
        _copy(db, table, "report_id", {"report_id": "m.id"} | ({"year": "m.year"} if table == "findings" else {}))
    for rule, scope, one_in in _MORE_FINDINGS:
        db.execute(
            "insert into findings (report_id, scope, position, rule, severity, origin, table_name, row_code, column_code, left_value, right_value, message, year)"
            " select id, ?, 1000 + ?, ?, 'warning', 'source', 'applications', 'carried_in', 'total', abs(fts) % 977, abs(fts) % 89, '示例', year from made"
            " where abs(fts) % ? = 0", (scope, one_in, rule, one_in))
    for column in schema.table("metrics").columns:
        if column.type == "REAL":
            same[column.name] = f"s.{column.name} * m.scale"
        elif column.type == "NUMERIC":
            same[column.name] = f"cast(s.{column.name} * (1 + 9 * m.scale) as integer)"
    _copy(db, "metrics", "report_id", {**same, "report_id": "m.id"})
    db.execute(
        "insert into agencies (id, name, level, region_code, province_code, prefecture_code, county_code, first_year, last_year, reports, fts_id)"
               " select agency, name, level, region, province, prefecture, county, min(year), max(year), count(*), min(fts) from made group by agency")
    db.execute("insert into coverage (agency_id, year, state, report_id, published_on, days_late) select m.agency, m.year,"
               " case abs(m.fts) % 9 when 0 then 'late' else 'published' end, m.id, r.published_on, case abs(m.fts) % 9 when 0 then 12 else 0 end"
               " from made m join reports r on r.id = m.id")
    db.create_function("section_key", 2, section_id, deterministic=True)
    _copy(db, "sections", "report_id", {"report_id": "m.id", "id": "section_key(m.id, s.position)"})
    index = cache(to_index)
    for name, table, key, columns in (("sections_fts", "sections", "id", "heading, text"), ("reports_fts", "reports", "fts_id", "title, publisher")):
        rows = db.execute(f"select {key}, {columns} from {table}")
        db.executemany(f"insert into {name} (rowid, {columns}) values (?, ?, ?)", ((k, index(a or ""), index(b or "")) for k, a, b in rows))
    db.execute("update agencies set place = (select path from regions where code = agencies.region_code)")
    rebuild_search(opened, [index for index in schema.SEARCH if index.table == "agencies"])


def _copy(db: sqlite3.Connection, table: str, key: str, changed: dict[str, str]) -> None:
    columns = [c.name for c in schema.table(table).columns]
    chosen = ", ".join(changed.get(c, f"s.{c}") for c in columns)
    db.execute(f"insert into {table} ({', '.join(columns)}) select {chosen} from made m join sample.{table} s on s.{key} = m.sample"
               + (" group by m.id" if table == "report_versions" else ""))


def _reports(db: sqlite3.Connection, reports: int, rng: random.Random) -> Iterator[tuple[object, ...]]:
    samples: dict[int, list[str]] = {}
    for identifier, year in db.execute("select id, year from sample.reports order by id"):
        samples.setdefault(year, []).append(identifier)
    counties = db.execute(
        "select c.code, c.name, p.code, v.code from regions c join regions p on p.code = c.parent_code join regions v on v.code = p.parent_code"
        " where c.level = 'county' and v.level = 'province' order by c.code").fetchall()
    for number in range(max(1, reports // len(YEARS))):
        county, place, prefecture, province = counties[number % len(counties)]
        body = _BODIES[number // len(counties) % len(_BODIES)]
        series = number // len(counties) // len(_BODIES)
        name = f"{place}{body}{series or ''}"
        agency = f"{county}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
        level = "county" if body == "人民政府" else "department"
        for year in YEARS:
            identifier = f"{agency}-{year}"
            yield (identifier, rng.choice(samples[year]), agency, name, year, county, province, prefecture, county, level,
                   hashlib.sha256(identifier.encode()).hexdigest(), search_key(identifier), rng.random())
