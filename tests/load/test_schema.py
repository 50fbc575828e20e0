"""The database as data: complete, described in two languages, opened and taken forward safely."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils

from etl import forms
from etl.load import DatabaseError, Writer, open_database
from etl.load.database import insert_sql, values
from etl.load.migrations import VERSION, migrate
from etl.load.reference import reference
from etl.load.schema import SEARCH, TABLES, ddl, table
from etl.report import Finding
from tests.load.reports import origin, outcome, report

#: What the contract names.
CONTRACT = {
    "regions": "code name level parent_code path", "agencies": "id name level region_code",
    "reports": "id agency_id year title published_on form url document_sha256 version quality", "sections": "report_id number heading text",
    "applications": "report_id outcome natural_person business research public_interest legal_service other_org total printed page table_index row_index",
    "proactive_disclosure": "report_id article item measure value unit value_yuan printed page table_index row_index column_index",
    "disputes": "report_id channel upheld corrected other_result pending total printed page table_index row_index",
    "statistics_2014": "report_id indicator value unit printed page table_index row_index",
    "facts": "report_id fact value unit approximate section quote", "findings": "report_id rule severity origin left_value right_value message",
    "metrics": "report_id year level", "coverage": "agency_id year state days_late", "documents": "sha256 media_type bytes",
    "fetches": "url fetched_at status sha256 etag last_modified", "labels": "table_name code form label_zh label_en unit",
    "report_versions": "report_id version", "cell_changes": "report_id", "sources": "id url", "runs": "id", "failures": "source_id url stage kind message sha256 first_seen last_seen retry_after run_id",
}


def test_the_contract_is_kept(db: sqlite_utils.Database) -> None:
    for name, columns in CONTRACT.items():
        assert set(columns.split()) <= set(db[name].columns_dict), name


@pytest.mark.parametrize("spec", TABLES, ids=lambda t: t.name)
def test_every_table_is_sound(spec: object, db: sqlite_utils.Database) -> None:
    t = table(spec.name)  # type: ignore[attr-defined]
    assert [c.name for c in db[t.name].columns] == list(t.names)
    assert tuple(db[t.name].pks) == t.key
    assert all(x.strip() for x in (t.title_zh, t.title_en, t.zh, t.en))
    assert all(c.zh.strip() and c.en.strip() for c in t.columns), t.name
    for columns in (*t.indexes, *t.unique, t.key):
        assert set(columns) <= set(t.names)
    for column in t.columns:
        if column.references:
            other, key = column.references.split(".")
            assert (key,) == table(other).key
    assert len(ddl(t)) == 1 + len(t.indexes)


def test_joins_and_facets_use_an_index(db: sqlite_utils.Database) -> None:
    for sql in (
        "SELECT * FROM applications WHERE report_id = 'x'", "SELECT * FROM sections WHERE report_id = 'x'", "SELECT * FROM facts WHERE report_id = 'x'",
        "SELECT * FROM reports WHERE agency_id = 'x' AND year = 2020", "SELECT * FROM reports WHERE province_code = 'x'",
        "SELECT * FROM findings WHERE rule = 'A2'", "SELECT * FROM report_versions WHERE document_sha256 = 'x' AND address = 'y'",
        "SELECT * FROM coverage WHERE year = 2020 AND state = 'missing'", "SELECT year, count(*) FROM reports GROUP BY year",
        "SELECT form, count(*) FROM reports GROUP BY form", "SELECT * FROM applications WHERE outcome = 'new_received' ORDER BY total DESC",
    ):
        plan = " ".join(r[3] for r in db.execute("EXPLAIN QUERY PLAN " + sql))
        assert "INDEX" in plan or "PRIMARY KEY" in plan, (sql, plan)
        assert "TEMP B-TREE" not in plan, (sql, plan)


@pytest.mark.parametrize(("name", "row"), [
    ("disputes", {"report_id": "r", "channel": "court"}), ("reports", {"id": "r", "document_sha256": "x", "media_type": "x", "version": 1, "versions": 1, "quality": "fine", "cells": 0, "cells_read": 0, "errors": 0, "content_sha256": "x", "fts_id": 1}),
    ("findings", {"report_id": "r", "scope": "report", "position": 0, "rule": "A1", "severity": "fatal", "origin": "source", "message": "x"}),
    ("other_cells", {"report_id": "r", "table_name": "t", "row_code": "r", "column_code": "c", "printed": "", "state": "empty"}),
])
def test_what_may_not_be_is_refused(db: sqlite_utils.Database, name: str, row: dict) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        db.execute(insert_sql(name), values(name, row))


def test_rows_without_their_report_are_refused(db: sqlite_utils.Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), db.atomic():
        db.execute(insert_sql("applications"), values("applications", {"report_id": "nobody", "outcome": "granted"}))
    with pytest.raises(KeyError, match="no column"):
        values("applications", {"colour": "red"})


def test_labels_indicators_and_regions_are_filled(db: sqlite_utils.Database) -> None:
    assert db.execute("SELECT count(*) FROM labels WHERE form != ''").fetchone()[0] == sum(1 for _ in forms.labels())
    row = next(db.query("SELECT * FROM labels WHERE table_name = 'applications' AND code = 'granted' AND form = '2021'"))
    assert "予以公开" in row["label_zh"]
    assert db.execute("SELECT count(*) FROM labels WHERE table_name = 'findings' AND code IN ('A2', 'E1', 'R9')").fetchone()[0] == 3
    assert db.execute("SELECT count(*) FROM labels WHERE table_name = 'facts'").fetchone()[0] >= 40
    metrics = set(table("metrics").names)
    assert {r["code"] for r in db.query("SELECT code FROM indicators")} <= metrics
    assert db.execute("SELECT count(*) FROM regions WHERE level = 'province'").fetchone()[0] == 34
    assert db.execute("SELECT path FROM regions WHERE code = '330226'").fetchone()[0] == "浙江省/宁波市/宁海县"
    assert not db.execute("PRAGMA foreign_key_check").fetchall()


def test_reference_rows_of_another_release_are_replaced_and_those_of_documents_stay(tmp_path: Path) -> None:
    from etl.load.places import ensure_region

    path = tmp_path / "gongkai.db"
    with closing(open_database(path)) as db:
        ensure_region(db, "980100", None)
        db.execute("UPDATE regions SET name = 'changed' WHERE code = '330226'")
        db.execute("INSERT INTO labels (table_name, kind, code, form, position, label_zh, label_en) VALUES ('facts', 'row', 'gone', '', 1, '', '')")
        db.conn.commit()
    for meta, name in (({}, "changed"), ({"regions": "old", "labels": "old"}, "宁海县")):
        with closing(sqlite3.connect(path)) as other:
            for key, value in meta.items():
                other.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
            other.commit()
        with closing(open_database(path)) as db:
            assert db.execute("SELECT name FROM regions WHERE code = '330226'").fetchone()[0] == name
            assert db.execute("SELECT count(*) FROM labels WHERE code = 'gone'").fetchone()[0] == (not meta)
            assert db.execute("SELECT count(*) FROM regions WHERE code = '980100'").fetchone()[0] == 1


def test_places_outside_the_dataset_are_named_by_what_names_them(db: sqlite_utils.Database) -> None:
    from etl.load.places import ensure_region, region_codes

    with db.atomic():
        ensure_region(db, "990101005", "示例省/示例市/示例县/甲镇")
        ensure_region(db, "980100", None)
        ensure_region(db, "330226199", "浙江省/宁波市/宁海县/新镇")
    rows = {r["code"]: (r["name"], r["level"], r["parent_code"], r["path"]) for r in db.query("SELECT * FROM regions WHERE source = 'document'")}
    assert rows["990101005"] == ("甲镇", "township", "990101", "示例省/示例市/示例县/甲镇")
    assert rows["990100"] == ("示例市", "prefecture", "990000", "示例省/示例市")
    assert rows["980100"] == ("980100", "prefecture", "980000", None)
    assert rows["330226199"] == ("新镇", "township", "330226", "浙江省/宁波市/宁海县/新镇")
    assert region_codes(db, "990101005") == {"province_code": "990000", "prefecture_code": "990100", "county_code": "990101"}
    assert region_codes(db, "419001") == {"province_code": "410000", "prefecture_code": None, "county_code": "419001"}
    assert region_codes(db, None) == dict.fromkeys(("province_code", "prefecture_code", "county_code"))


def test_a_newer_database_and_a_foreign_one_are_refused(tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    open_database(newer).close()
    with sqlite3.connect(newer) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(DatabaseError, match=f"version {VERSION + 1}, written by a newer gongkai"):
        open_database(newer)
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE notes (text)")
    with pytest.raises(DatabaseError, match="no gongkai database"):
        open_database(foreign)
    (tmp_path / "text.db").write_text("certainly no database, at some length. " * 40)
    with pytest.raises(DatabaseError, match="cannot be opened"):
        open_database(tmp_path / "text.db")


def test_migrations_run_in_order_each_in_its_transaction(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.db"
    open_database(path).close()
    db = sqlite_utils.Database(path)

    def one(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE one (a)")

    def broken(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE two (a)")
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        migrate(db, (*[one] * VERSION, broken))
    assert db.execute("PRAGMA user_version").fetchone()[0] == VERSION + 1
    assert "one" in db.table_names()
    assert "two" not in db.table_names()
    db.close()


def test_a_database_of_the_first_version_gains_the_sums_and_the_years_of_findings(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.db"
    with closing(open_database(path)) as db:
        for name in ("place_years", "year_sums"):
            db[name].drop()
        db.execute("CREATE INDEX idx_reports_errors_year ON reports (errors, year)")
        broken = report(findings=(Finding("A2", "error", "对不上", "source"),))
        Writer(db).load(outcome(broken), origin(), "text/html", 10)
        db.execute("DROP INDEX idx_findings_rule_year_severity")
        db.execute("ALTER TABLE findings DROP COLUMN year")
        db.execute("PRAGMA user_version = 1")
    with closing(open_database(path)) as db:
        assert {"place_years", "year_sums"} <= set(db.table_names())
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'idx_reports_errors_year'").fetchone()
        assert db.execute("SELECT DISTINCT year FROM findings").fetchall() == [(2022,)]


def test_the_page_of_tables_is_made_from_the_schema() -> None:
    page = Path(__file__).parents[2] / "docs" / "database.md"
    assert page.read_text(encoding="utf-8") == reference(), "run: python -m etl.load.reference > docs/database.md"


def test_search_indexes_name_real_columns() -> None:
    for index in SEARCH:
        assert {index.key, *index.columns} <= set(table(index.table).names)
        assert table(index.table).column(index.key).type == "INTEGER"


def test_records_keep_what_they_are_given(db: sqlite_utils.Database) -> None:
    writer = Writer(db, "run-7")
    writer.fetch({"url": "http://x/\udce5", "fetched_at": "2023-01-01T00:00:00Z", "status": 304, "from_cache": True, "wait": 1.5, "record": "fetch"})
    row = next(db.query("SELECT * FROM fetches"))
    assert (row["url"], row["run_id"], row["from_cache"], row["details"]) == ("http://x/\ufffd", "run-7", 1, '{"wait":1.5}')
    with pytest.raises(ValueError, match="url and fetched_at"):
        writer.fetch({"url": "http://x/"})
    writer.run({"id": "run-7", "kind": "crawl", "started_at": "2023-01-01T00:00:00Z", "state": "running"})
    writer.run({"state": "finished", "summary": {"new": 3}, "pages": 9})
    assert next(db.query("SELECT * FROM runs")) == {
        "id": "run-7", "kind": "crawl", "state": "finished", "started_at": "2023-01-01T00:00:00Z", "finished_at": None,
        "summary": '{"new":3,"pages":9}'}
    with pytest.raises(ValueError, match="needs an id"):
        Writer(db).run({"state": "finished"})
    writer.sources([{"id": "a", "url": "http://a/", "level": "county", "charset": "gbk"}, {"id": "b", "url": "http://b/"}])
    writer.sources([{"id": "a", "url": "http://a/2", "level": "nonsense"}])
    assert [(r["id"], r["active"], r["level"]) for r in db.query("SELECT * FROM sources ORDER BY id")] == [("a", 1, None), ("b", 0, None)]


def test_a_failure_met_again_widens_in_any_order(db: sqlite_utils.Database) -> None:
    writer = Writer(db, "run-2")
    for at, message in (("2023-01-02", "second"), ("2023-01-03", "third"), ("2023-01-01", "first")):
        writer.failure({"url": "http://x/1", "source_id": "s", "stage": "fetch", "kind": "timeout", "message": message, "last_seen": at, "tries": 2})
    row = next(db.query("SELECT * FROM failures"))
    assert (row["first_seen"], row["last_seen"], row["message"], row["details"]) == ("2023-01-01", "2023-01-03", "third", '{"tries":2}')
    writer.failure({"url": "http://x/2", "message": "?"})
    assert db["failures"].count == 2


def test_an_index_that_a_database_lacks_is_made_when_it_is_opened(tmp_path):
    path = tmp_path / "gongkai.db"
    names = "select name from sqlite_master where type = 'index' order by name"
    with closing(open_database(path)) as db:
        whole = [n for (n,) in db.execute(names)]
        db.execute("drop index idx_reports_year_errors")
    with closing(open_database(path)) as db:
        assert [n for (n,) in db.execute(names)] == whole
