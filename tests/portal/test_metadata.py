"""The description of the data is whole, bilingual, true to the real database, and the file at the root is current."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.load import open_database
from portal import describe
from portal.language import SEPARATOR

ROOT = Path(__file__).parents[2]
DATABASE = describe.metadata()["databases"]["gongkai"]


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Tables and columns of a freshly made database, without the inner tables of full-text indexes."""
    db = open_database(tmp_path_factory.mktemp("schema") / "gongkai.db")
    try:
        found = {}
        for name, sql in db.conn.execute("select name, sql from sqlite_master where type in ('table', 'view')").fetchall():
            inner = "_fts" in name or name.startswith("sqlite_")
            if not inner and "VIRTUAL" not in (sql or "").upper():
                found[name] = {row[1] for row in db.conn.execute(f'pragma table_info("{name}")')}
        return found
    finally:
        db.close()


def test_file_is_what_the_sources_say() -> None:
    assert (ROOT / "datasette-metadata.json").read_text(encoding="utf-8") == describe.dump(), (
        "run `python -m portal.describe`"
    )


def test_every_table_and_column_is_described_and_none_is_invented(columns: dict[str, set[str]]) -> None:
    described = {name: set(entry["columns"]) for name, entry in DATABASE["tables"].items()}
    assert described == columns


def test_arrangement_names_real_columns(columns: dict[str, set[str]]) -> None:
    for name, entry in DATABASE["tables"].items():
        named = {entry.get("sort"), entry.get("sort_desc"), entry.get("label_column"), *entry.get("facets", ())} - {None}
        named |= set(describe.columns_shown().get(name, ()))
        assert named <= columns[name], name


def _texts(value: object, key: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [pair for k, v in value.items() for pair in _texts(v, str(k))]
    return [(key, value)] if isinstance(value, str) else []


def test_every_text_is_in_both_languages() -> None:
    texts = [
        *((k, v) for k, v in _texts(describe.metadata()) if k in ("title", "description", "license", "source")),
        *((n, v) for entry in DATABASE["tables"].values() for n, v in entry["columns"].items()),
        *((n, v) for q in DATABASE["queries"].values() for part in ("labels", "columns") for n, v in q[part].items()),
    ]
    assert len(texts) > 400
    for name, text in texts:
        zh, separator, en = text.partition(SEPARATOR)
        assert separator, (name, text)
        assert any("\u4e00" <= c <= "\u9fff" for c in zh) or name in ("sha256", "etag", "last_modified"), (name, text)
        assert en, (name, text)
        assert en[0].isascii() or en[0] == "“", (name, text)


def test_search_is_named_for_datasette() -> None:
    assert DATABASE["tables"]["sections"]["fts_table"] == "sections_fts"
    assert DATABASE["tables"]["sections"]["fts_pk"] == "id"


def test_a_query_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="without title"):
        describe.query("-- description: 甲 | A\nselect 1")


def test_the_file_is_plain_json_for_any_datasette() -> None:
    assert json.loads((ROOT / "datasette-metadata.json").read_text(encoding="utf-8")) == describe.metadata()
