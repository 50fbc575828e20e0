"""A release: complete, described, checkable, the same for the same data, and never in the place of something else."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

import frictionless
import pyarrow.parquet as pq
import pytest

from etl.load import DatabaseError, Writer, open_database
from etl.load.schema import TABLES
from etl.load.segment import to_query
from etl.publish import ReleaseError, publish
from etl.publish.release import _recover
from etl.publish.tables import UNPUBLISHED, published_columns, published_tables
from etl.report import Report
from tests.load.reports import cell, cells_2021, dump, origin, outcome, report


def fill(path: Path, *found: Report) -> Path:
    db = open_database(path)
    writer = Writer(db, "run-1")
    writer.run({"id": "run-1", "started_at": "2023-02-01T00:00:00Z", "state": "finished"})
    for one in found:
        year = one.identity.year or 2000
        url = f"http://x.example.gov.cn/{hashlib.sha256(str(one.identity.publisher).encode()).hexdigest()[:6]}/{year}.html"
        writer.load(outcome(one), origin(url, f"{year + 1}-02-01T00:00:00Z"), None, 10)
    writer.derive()
    db.close()
    return path


REPORTS = (
    report(year=2021, cells=cells_2021(granted__business="", granted__research="/", denied_state_secret__total="约三件")),
    report(year=2022, text="第一行，\n第二行“引号\"”，行政复议。"), report("示例县教育局", cells=cells_2021(new=30), level="department"),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("db") / "gongkai.db", *REPORTS)


@pytest.fixture(scope="module")
def release(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(database, tmp_path_factory.mktemp("releases") / "open", extra={"datasette-metadata.json": "{}"})


def contents(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_comes_in_each_format_with_every_row(release: Path, database: Path) -> None:
    db = sqlite3.connect(database)
    for table in published_tables():
        count = db.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
        names = [c.name for c in published_columns(table)]
        parquet = pq.read_table(release / "parquet" / f"{table.name}.parquet")
        assert (parquet.num_rows, parquet.column_names) == (count, names), table.name
        assert len(read_csv(release / "csv" / f"{table.name}.csv")) == count, table.name
    db.close()
    assert (release / "datasette-metadata.json").read_text() == "{}"


def test_values_are_the_same_in_every_format(release: Path, database: Path) -> None:
    db = sqlite3.connect(database)
    for name in ("applications", "proactive_disclosure", "metrics", "sections", "findings"):
        table = next(t for t in TABLES if t.name == name)
        columns = [c.name for c in published_columns(table)]
        wanted = db.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY {', '.join(table.key)}").fetchall()
        parquet = pq.read_table(release / "parquet" / f"{name}.parquet").to_pylist()
        assert [tuple(r.values()) for r in parquet] == wanted
        as_text = [tuple("" if v is None else str(v) for v in row) for row in wanted]
        assert [tuple(r.values()) for r in read_csv(release / "csv" / f"{name}.csv")] == as_text
    db.close()


def test_null_and_empty_text_stay_two_in_csv(release: Path) -> None:
    raw = (release / "csv" / "proactive_disclosure.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfreport_id,")
    blank = next(line for line in raw.decode("utf-8-sig").split("\r\n") if ",blank," in line)
    assert ',"",blank,' in blank
    assert ',decisions,,' in blank


def test_the_database_of_a_release_is_whole_and_searchable(release: Path, database: Path) -> None:
    source, copy = sqlite3.connect(database), sqlite3.connect(release / "gongkai.db")
    assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for table in TABLES:
        rows = [c.execute(f'SELECT * FROM "{table.name}" ORDER BY {", ".join(table.key)}').fetchall() for c in (source, copy)]
        if table.name in UNPUBLISHED - {"version_contents", "meta"}:
            assert rows[1] == [], table.name
        else:
            assert rows[0] == rows[1], table.name
    found = copy.execute(
        "SELECT text FROM sections WHERE id IN (SELECT rowid FROM sections_fts WHERE sections_fts MATCH ?)", (to_query("复议"),)
    ).fetchall()
    assert len(found) == 3
    source.close()
    copy.close()
    assert not list(release.glob("gongkai.db-*"))


def test_checksums_hold_for_every_file(release: Path) -> None:
    listed = {line[66:] for line in (release / "SHA256SUMS").read_text().splitlines()}
    assert listed == {p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file()} - {"SHA256SUMS"}
    assert subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release, capture_output=True, check=False).returncode == 0


def test_a_researcher_s_validator_finds_nothing_to_say(release: Path) -> None:
    package = frictionless.Package(str(release / "datapackage.json"))
    # Parquet is judged through the checksums above: its reader would be one more library.
    for name in [r.name for r in package.resources if r.format == "parquet"]:
        package.remove_resource(name)
    assert len(package.resources) == len(published_tables()) + 1
    assert package.validate().flatten(["type", "note", "rowNumber", "fieldName"]) == []


def test_the_data_package_describes_every_column_in_both_languages(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text())
    assert (package["name"], package["version"], package["created"]) == ("gongkai", "2023-02-01", "2023-02-01T00:00:00Z")
    tabular = {r["name"]: r for r in package["resources"] if r.get("profile")}
    assert set(tabular) == {t.name for t in published_tables()}
    for resource in package["resources"]:
        data = (release / resource["path"]).read_bytes()
        assert (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") == (resource["bytes"], resource["hash"])
    for name, resource in tabular.items():
        header = read_csv(release / "csv" / f"{name}.csv")
        fields = resource["schema"]["fields"]
        assert all(" | " in f["description"] and f["title"] for f in fields)
        assert set(resource["schema"]["primaryKey"]) <= {f["name"] for f in fields}
        for link in resource["schema"]["foreignKeys"]:
            other = link["reference"]["resource"] or name
            assert other in tabular
            known = {row[link["reference"]["fields"]] for row in read_csv(release / "csv" / f"{other}.csv")}
            assert {row[link["fields"]] for row in header} - {""} <= known, (name, link)
        for field in fields:
            given = {row[field["name"]] for row in header}
            rules = field.get("constraints", {})
            assert not rules.get("required") or "" not in given, (name, field["name"])
            assert "enum" not in rules or given <= {*rules["enum"], ""}, (name, field["name"])
            if field["type"] in ("integer", "number"):
                assert all(float(v) is not None for v in given if v)


def test_sample_data_says_so_and_real_data_does_not(release: Path, tmp_path: Path) -> None:
    assert "示例" in json.loads((release / "datapackage.json").read_text())["title"]
    real = report("德惠市郭家镇人民政府")
    real = Report(**{**{f: getattr(real, f) for f in Report.__slots__}, "identity": type(real.identity)("德惠市郭家镇人民政府", 2022, "2022年度报告")})
    one = publish(fill(tmp_path / "a.db", real, REPORTS[0]), tmp_path / "out")
    assert "示例" not in json.loads((one / "datapackage.json").read_text())["title"]
    assert "示例" not in (one / "README.md").read_text()


def test_the_same_data_gives_the_same_bytes_however_it_was_loaded(release: Path, tmp_path: Path) -> None:
    other = fill(tmp_path / "other.db", *reversed(REPORTS))
    again = publish(other, tmp_path / "open", extra={"datasette-metadata.json": "{}"})
    assert contents(again) == contents(release)


def test_publishing_again_without_new_data_changes_nothing(release: Path, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    shutil.copytree(release, folder)
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    assert publish(database, folder, extra={"datasette-metadata.json": "{}"}) == folder
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == before
    assert [p.name for p in tmp_path.iterdir()] == ["open"]


def test_changes_against_the_release_before(tmp_path: Path) -> None:
    path, folder = tmp_path / "gongkai.db", tmp_path / "open"
    publish(fill(path, REPORTS[0], REPORTS[2]), folder)
    assert read_csv(folder / "changes.csv") == []
    assert "首次发布" in (folder / "CHANGES.md").read_text()
    newer = report(year=2021, cells=[*cells_2021(granted__business="2", granted__research="/", denied_state_secret__total="约三件"),
                                     cell("applications", "denied_total", "total", "1")])
    db = open_database(path)
    writer = Writer(db)
    url = db.execute("SELECT url FROM reports WHERE year = 2021").fetchone()[0]
    assert writer.load(outcome(newer), origin(url, "2023-03-05T00:00:00Z"), None, 1) == "changed"
    assert writer.load(outcome(REPORTS[1]), origin("http://x.example.gov.cn/new.html", "2023-03-05T00:00:00Z"), None, 1) == "new"
    writer.derive()
    db.close()
    publish(path, folder)
    rows = [(r["table"], r["change"], r["column"], r["old"], r["new"]) for r in read_csv(folder / "changes.csv")]
    assert ("applications", "changed", "business", "", "2") in rows
    assert ("applications", "added", "", "", "") in rows
    assert ("reports", "changed", "version", "1", "2") in rows
    assert [r["key"].rsplit("-", 1)[1] for r in read_csv(folder / "changes.csv") if (r["table"], r["change"]) == ("reports", "added")] == ["2022"]
    # What belongs to a report that is new as a whole is not listed again.
    assert sum(r[:2] == ("applications", "added") for r in rows) == 1
    text = (folder / "CHANGES.md").read_text()
    assert text.index("## 2023-03-05") < text.index("## 2023-02-01")
    assert "| 年度报告 `reports` | 1 | 0 | 1 |" in text


def test_two_releases_of_one_day_have_two_versions(tmp_path: Path) -> None:
    path, folder = tmp_path / "gongkai.db", tmp_path / "open"
    versions = []
    for one in REPORTS[1], report("示例县乙局", level="department"), report("示例县丙局", level="department"):
        publish(fill(path, one), folder)
        versions.append(json.loads((folder / "datapackage.json").read_text())["version"])
    assert versions == ["2023-02-01", "2023-02-01.2", "2023-02-01.3"]


@pytest.mark.parametrize("foreign", ["notes.txt", "datapackage.json"])
def test_a_foreign_folder_is_left_alone(database: Path, tmp_path: Path, foreign: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / foreign).write_text('{"name": "other"}')
    with pytest.raises(ReleaseError, match="no release of gongkai"):
        publish(database, tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == [foreign]
    with pytest.raises(ReleaseError, match="is a file"):
        publish(database, tmp_path / "mine" / foreign)


def test_a_release_that_breaks_off_leaves_the_old_one(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.publish import release as module

    folder = tmp_path / "open"
    shutil.copytree(release, folder)
    before = contents(folder)

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_parquet", broken)
    with pytest.raises(ReleaseError, match=f"{folder}: No space"):
        publish(fill(tmp_path / "gongkai.db", REPORTS[0]), folder)
    assert contents(folder) == before
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_a_run_that_died_between_two_renames_is_mended(tmp_path: Path, release: Path) -> None:
    shutil.copytree(release, tmp_path / ".open.previous")
    _recover(tmp_path / "open")
    assert contents(tmp_path / "open") == contents(release)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.db"
    open_database(path).close()
    return path


def test_an_empty_database_can_be_published(empty: Path, tmp_path: Path) -> None:
    folder = publish(empty, tmp_path / "open")
    assert json.loads((folder / "datapackage.json").read_text())["version"] == "undated"


def test_databases_that_cannot_be_published_are_named(tmp_path: Path, empty: Path) -> None:
    with pytest.raises(ReleaseError, match="no database"):
        publish(tmp_path / "nowhere.db", tmp_path / "open")
    (tmp_path / "text.db").write_text("not a database, but long enough to be taken for one " * 100)
    with pytest.raises(DatabaseError, match="cannot be read"):
        publish(tmp_path / "text.db", tmp_path / "open")
    with sqlite3.connect(empty) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(DatabaseError, match="version 99"):
        publish(empty, tmp_path / "open")


def test_the_database_may_be_written_to_meanwhile(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.publish import release as module

    shutil.copy(database, tmp_path / "gongkai.db")
    copy = module._copy_database
    db = open_database(tmp_path / "gongkai.db")
    before = dump(db)

    def and_meanwhile(source: sqlite3.Connection, path: Path) -> None:
        source.execute("SELECT count(*) FROM reports").fetchone()
        Writer(db).load(outcome(report("示例县丙局")), origin(), None, 1)
        copy(source, path)

    monkeypatch.setattr(module, "_copy_database", and_meanwhile)
    folder = publish(tmp_path / "gongkai.db", tmp_path / "open")
    with sqlite3.connect(folder / "gongkai.db") as made:
        assert made.execute("SELECT * FROM reports ORDER BY id").fetchall() == before["reports"]
    db.close()
