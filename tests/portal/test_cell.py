"""The page of a cell where its original cannot be shown, and the history of a number that changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from etl.archive import Archive
from etl.errors import ReadError
from etl.load import Writer, open_database
from portal import originals
from portal.app import Portal
from tests.load.reports import cell, cells_2021, origin, outcome, report
from tests.portal.asking import ask

URL = "http://town.example.gov.cn/1.html"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report whose numbers changed once; the archive knows nothing of it."""
    home = tmp_path_factory.mktemp("changed")
    first = cells_2021(granted__business="")
    later = [*cells_2021(granted__business="7", granted__research="约三件"), cell("applications", "denied_total", "total", "1")]
    with closing(open_database(home / "gongkai.db")) as database:
        writer = Writer(database, "run")
        assert writer.load(outcome(report(cells=first)), origin(URL), "text/html", 1) == "new"
        assert writer.load(outcome(report(cells=later)), origin(URL, "2023-03-01T00:00:00Z"), "text/html", 1) == "changed"
        writer.derive()
    return home


@pytest.fixture
def portal(home: Path) -> Iterator[Portal]:
    with closing(Portal(home / "gongkai.db", Archive(str(home / "archive")))) as made:
        yield made


def page(portal: Portal, row: str, column: str, lang: str = "zh") -> str:
    (report_id,) = ask(portal, "/gongkai/reports.json?_shape=arrayfirst&_col=id").json()
    answer = ask(portal, f"/report/{report_id}/cell/applications/{row}/{column}?lang={lang}")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(("row", "column", "before", "after", "english"), [
    ("granted", "business", "（空白）", "7", "(blank)"), ("denied_total", "total", "（没有这一格）", "1", "(no such cell)"),
    ("granted", "research", "0", "约三件", "约三件"),
])
def test_what_a_number_was_before(portal: Portal, row: str, column: str, before: str, after: str, english: str) -> None:
    text = page(portal, row, column)
    assert f"{before} → {after}" in text
    assert english in page(portal, row, column, "en")


@pytest.mark.parametrize(("raised", "said"), [
    (originals.Busy(), "正在读取的原件太多"), (ReadError("timeout", "reading took too long"), "原件无法重读（timeout）"), (None, "档案库里没有这份原件"),
])
def test_an_original_that_cannot_be_shown_is_said(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, raised: Exception | None, said: str
) -> None:
    async def tables(_sha256: str) -> None:
        assert raised is not None
        raise raised

    if raised is not None:
        monkeypatch.setattr(portal.originals, "tables", tables)
    assert said in page(portal, "granted", "business")


def test_a_portal_without_archive_says_so(home: Path) -> None:
    with closing(Portal(home / "gongkai.db", None)) as portal:
        assert "本门户没有配置档案库" in page(portal, "granted", "business")
