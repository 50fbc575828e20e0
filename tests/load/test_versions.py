"""Versions, duplicates and alternates; the same documents give the same rows in whatever order they come."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
import sqlite_utils
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from etl.load import Writer, open_database
from etl.load.versions import Seen, arrange
from etl.report import Origin, Outcome, Report
from tests.load.reports import cells_2021, dump, failed, origin, outcome, report

Make = Callable[[], sqlite_utils.Database]
PAGE = "http://town.example.gov.cn/1.html"
PDF = "http://town.example.gov.cn/P0.pdf"
MIRROR = "http://county.example.gov.cn/town.html"


def load(db: sqlite_utils.Database, *found: tuple[Report, Origin]) -> list[str]:
    writer = Writer(db)
    return [writer.load(outcome(r), o, None, 10) for r, o in found]


def test_the_same_bytes_twice_write_nothing(db: sqlite_utils.Database) -> None:
    assert load(db, (report(), origin())) == ["new"]
    Writer(db).derive()
    before, changes = dump(db), db.conn.total_changes
    assert load(db, (report(), origin())) == ["unchanged"]
    assert db.conn.total_changes == changes
    Writer(db).derive()
    assert dump(db) == before


def test_changed_bytes_at_an_address_are_a_new_version_with_its_changed_cells(db: sqlite_utils.Database) -> None:
    first = report()
    second = report(cells=[c for c in cells_2021(granted__total="无", denied_state_secret__business="1") if c.key[1:] != ("other_misc", "total")])
    assert load(db, (first, origin(PAGE, "2023-02-01T00:00:00Z")), (second, origin(PAGE, "2023-05-01T00:00:00Z"))) == ["new", "changed"]
    row = next(db.query("SELECT * FROM reports"))
    assert (row["version"], row["versions"], row["document_sha256"], row["fetched_at"]) == (2, 2, second.sha256, "2023-05-01T00:00:00Z")
    assert [tuple(r) for r in db.execute("SELECT version, state FROM report_versions ORDER BY version")] == [(1, "superseded"), (2, "current")]
    changes = {r["row_code"] + "." + r["column_code"]: r for r in db.query("SELECT * FROM cell_changes")}
    assert set(changes) == {"granted.total", "denied_state_secret.business", "other_misc.total"}
    assert (changes["granted.total"]["old_value"], changes["granted.total"]["new_state"], changes["granted.total"]["new_printed"]) == (5, "not_applicable", "无")
    assert (changes["other_misc.total"]["old_state"], changes["other_misc.total"]["new_state"]) == ("number", "absent")
    assert (changes["denied_state_secret.business"]["old_value"], changes["denied_state_secret.business"]["new_value"]) == (0, 1)
    kept = next(db.query("SELECT * FROM version_contents"))
    assert json.loads(kept["report"])["sha256"] == first.sha256


def test_another_layout_with_the_same_content_is_a_duplicate(db: sqlite_utils.Database) -> None:
    same = replace(report(), sha256="b" * 64)
    assert load(db, (report(), origin(PAGE)), (same, origin(PAGE, "2023-06-01T00:00:00Z")), (same, origin(MIRROR, "2023-06-01T00:00:00Z"))) == [
        "new", "duplicate", "duplicate"]
    row = next(db.query("SELECT * FROM reports"))
    assert (row["version"], row["versions"], row["url"], row["document_sha256"]) == (1, 1, PAGE, report().sha256)
    assert [r[0] for r in db.execute("SELECT state FROM report_versions ORDER BY state")] == ["current", "duplicate", "duplicate"]
    assert db["documents"].count == 2
    assert db["cell_changes"].count == 0


def test_the_richer_of_two_addresses_is_current_and_the_other_an_alternate(db: sqlite_utils.Database) -> None:
    poor = report(cells=cells_2021()[:20])
    rich = report()
    assert load(db, (poor, origin(PAGE)), (rich, origin(PDF, "2023-02-02T00:00:00Z"))) == ["new", "alternate"]
    assert next(db.query("SELECT url, cells_read FROM reports")) == {"url": PDF, "cells_read": len(rich.cells)}
    assert dict(db.execute("SELECT address, state FROM report_versions").fetchall()) == {PAGE: "alternate", PDF: "current"}
    assert db["cell_changes"].count == 0


def test_bytes_that_read_differently_now_replace_the_old_reading(db: sqlite_utils.Database) -> None:
    old = report(cells=cells_2021()[:50])
    new = replace(report(), sha256=old.sha256)
    assert load(db, (old, origin()), (new, origin())) == ["new", "changed"]
    assert db["report_versions"].count == db["reports"].count == 1
    assert (db["cell_changes"].count, db["version_contents"].count) == (0, 0)
    other_year = replace(new, identity=replace(new.identity, year=2021))
    assert load(db, (other_year, origin())) == ["changed"]
    assert [r["year"] for r in db.query("SELECT year FROM reports")] == [2021]
    unknown = replace(new, identity=replace(new.identity, publisher=None))
    assert load(db, (unknown, origin())) == ["changed"]
    assert (db["agencies"].count, db["reports"].count) == (0, 1)


def test_a_reading_that_goes_hands_its_report_to_its_duplicate(db: sqlite_utils.Database) -> None:
    twin = replace(report(), sha256="c" * 64)
    load(db, (report(), origin()), (twin, origin(MIRROR, "2023-03-01T00:00:00Z")))
    moved = replace(report(), identity=replace(report().identity, year=2020))
    assert load(db, (moved, origin())) == ["changed"]
    assert sorted((r["year"], r["document_sha256"]) for r in db.query("SELECT * FROM reports")) == sorted([(2020, moved.sha256), (2022, twin.sha256)])


def test_what_cannot_be_read_is_kept_with_its_reason_until_it_can(db: sqlite_utils.Database) -> None:
    writer = Writer(db, "run-1")
    broken = failed()
    assert writer.load(broken, origin(), "application/pdf", 5) == "failed"
    assert next(db.query("SELECT state, error_kind, media_type, bytes FROM documents")) == {
        "state": "failed", "error_kind": "encrypted", "media_type": "application/pdf", "bytes": 5}
    row = next(db.query("SELECT * FROM failures"))
    assert (row["stage"], row["kind"], row["url"], row["sha256"], row["run_id"], row["last_seen"]) == (
        "read", "encrypted", PAGE, broken.sha256, "run-1", "2023-02-01T00:00:00Z")
    before = dump(db)
    assert writer.load(broken, origin(), "application/pdf", 5) == "failed"
    assert dump(db) == before
    assert writer.load(Outcome(broken.sha256, report=replace(report(), sha256=broken.sha256)), origin(), None, 5) == "new"
    assert db["failures"].count == 0
    assert next(db.query("SELECT state FROM documents"))["state"] == "report"
    writer.failure({"url": PAGE, "stage": "read", "kind": "timeout", "sha256": broken.sha256})
    assert db["failures"].count == 0, "what was read once has not failed"


_TIMES = ["2023-02-01T00:00:00Z", "2023-03-01T00:00:00Z", "2023-04-01T00:00:00Z", None]
_CONTENTS = [
    cells_2021(), cells_2021(new=11), cells_2021()[:40], cells_2021(granted__total="看不清"), [],
]


_DOCUMENT = st.fixed_dictionaries({
    "url": st.sampled_from([PAGE, PDF, None]), "at": st.sampled_from(_TIMES), "name": st.sampled_from(["a.pdf", "b.pdf"]),
    "source_id": st.sampled_from(["s1", None]), "fails": st.integers(0, 9).map(lambda n: n == 9),
    "publisher": st.sampled_from(["示例县甲镇人民政府", "示例县甲镇 人民政府", "示例县教育局", None]), "year": st.sampled_from([2021, 2022, None]),
    "content": st.integers(0, len(_CONTENTS) - 1), "data": st.sampled_from("xy"), "level": st.sampled_from(["township", None]),
    "region": st.sampled_from(["示例省/示例市/示例县", "样例省/示例市/示例县"]), "published_on": st.sampled_from(["2023-01-20", "2023-04-20", None]),
    "quality": st.sampled_from(["clean", "needs_review"]),
})


def _document(d: dict) -> tuple[Outcome, Origin]:
    where = origin(d["url"], d["at"], name=d["name"], source_id=d["source_id"])
    if d["fails"]:
        return failed(name=d["name"]), where
    taken = {k: d[k] for k in ("publisher", "year", "data", "level", "region", "published_on", "quality")}
    return outcome(report(cells=_CONTENTS[d["content"]], region_code="990101", **taken)), where


@given(documents=st.lists(_DOCUMENT, min_size=1, max_size=7), seed=st.integers(0, 2**16))
@settings(max_examples=settings().max_examples // 3, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_order_of_loading_does_not_matter(db: sqlite_utils.Database, documents: list[dict], seed: int) -> None:
    # The bytes decide what is read: a hash always has the same reading, and a hash and an address one origin.
    readings: dict[str, Outcome] = {}
    places: dict[tuple, tuple[Outcome, Origin]] = {}
    answers: dict[tuple, str] = {}
    for found, where in map(_document, documents):
        # One request brings one answer.
        if answers.setdefault((where.url or where.name, where.fetched_at), found.sha256) == found.sha256:
            places[found.sha256, where.url or where.name] = (readings.setdefault(found.sha256, found), where)
    items = [places[key] for key in sorted(places)]
    dumps = []
    for number in range(3):
        shuffled = items * (1 + number % 2)
        Random(seed + number).shuffle(shuffled)
        db.begin()
        try:
            writer = Writer(db)
            for found, where in shuffled:
                writer.load(found, where, "text/html", 10)
                if number and where.url and where.fetched_at:
                    # In one order the nights are derived one by one, in the others all at the end.
                    writer.fetch({"url": where.url, "fetched_at": where.fetched_at, "status": 200, "sha256": found.sha256, "source_id": "s1"})
                    writer.derive()
            for found, where in shuffled:
                if where.url and where.fetched_at:
                    writer.fetch({"url": where.url, "fetched_at": where.fetched_at, "status": 200, "sha256": found.sha256, "source_id": "s1"})
            writer.derive(full=not number)
            assert not db.execute("PRAGMA foreign_key_check").fetchall()
            dumps.append(dump(db))
            dumps[-1]["words"] = db.execute("SELECT rowid FROM reports_fts WHERE reports_fts MATCH ? ORDER BY rowid", ('"甲镇"',)).fetchall()
            for index in ("sections_fts", "reports_fts", "agencies_fts"):
                db.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
        finally:
            db.rollback()
    for table, rows in dumps[0].items():
        assert rows == dumps[1][table] == dumps[2][table], table


def test_arrange_prefers_what_stands_now_to_what_was_richer_once() -> None:
    def seen(content: str, address: str, at: str, cells: int) -> Seen:
        return Seen(content * 3, address, content, address, at, None, "clean", cells)

    order = arrange([seen("a", PAGE, "2023-01", 200), seen("b", PAGE, "2023-02", 180), seen("c", PDF, "2023-03", 150)])
    assert order.current.content == "b"
    assert order.versions == {"a": 1, "b": 2, "c": 3}
    assert order.states == {("aaa", PAGE): "superseded", ("bbb", PAGE): "current", ("ccc", PDF): "alternate"}
    assert [(c.old, c.new) for c in order.changes] == [("a", "b")]


def test_bulk_loading_gives_the_same_rows(fresh: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.load.writer._BATCH", 7)
    one, many = fresh(), fresh()
    items = [(report(year=y, cells=cells_2021(new=y - 2000)), origin(f"http://x.example.gov.cn/{y}.html")) for y in range(2005, 2023)]
    load(one, *items)
    writer = Writer(many)
    with writer.bulk():
        for found, where in items:
            writer.load(outcome(found), where, None, 10)
    assert dump(many) == dump(one)


def test_of_a_bulk_that_breaks_off_whole_batches_stay(db: sqlite_utils.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.load.writer._BATCH", 2)
    writer = Writer(db)

    def broken_off() -> None:
        with writer.bulk():
            for year in (2019, 2020, 2021):
                writer.load(outcome(report(year=year)), origin(f"http://x.example.gov.cn/{year}.html"), None, 10)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert [year for (year,) in db.execute("SELECT year FROM reports ORDER BY year")] == [2019, 2020]
    load(db, (report(year=2021), origin("http://x.example.gov.cn/2021.html")))
    assert db["reports"].count == 3


def test_readers_see_whole_reports_only(db: sqlite_utils.Database) -> None:
    path = db.execute("PRAGMA database_list").fetchone()[2]
    load(db, (report(), origin()))
    reader = sqlite3.connect(path)
    db.begin()
    load(db, (report(year=2021), origin("http://x.example.gov.cn/2.html")))
    assert reader.execute("SELECT count(*) FROM reports").fetchone() == (1,)
    db.commit()
    assert reader.execute("SELECT count(*) FROM reports").fetchone() == (2,)
    reader.close()


def test_a_database_opened_again_is_left_as_it_is(db: sqlite_utils.Database) -> None:
    load(db, (report(), origin()))
    before = dump(db)
    again = open_database(db.execute("PRAGMA database_list").fetchone()[2])
    assert again.conn.total_changes == 0
    assert dump(again) == before
    again.close()
