"""``gongkai nightly``, ``crawl``, ``sources`` and ``demo`` against the sample sites."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.registry import load_registry
from etl.load import Writer, open_database
from gongkai.night import _state
from tests.cli.conftest import COMMAND, Ran, Run, environment, run
from tests.cli.tables import query, rows
from tests.load.reports import origin, outcome, report
from tests.sites import SampleSites
from tests.sites.pages import Site
from tests.sites.pages import sites as every_site
from tests.sites.platforms import all_platforms
from tests.sites.truth import reports


def some() -> tuple[Site, ...]:
    """Those of two bodies alone; that every site comes home is what the crawler's tests show."""
    return tuple(site for site in every_site() if site.key in ("county", "bureau"))


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    served = SampleSites(0, make=some).start()
    yield served
    served.close()


@pytest.fixture(scope="module")
def site_variables(sites: SampleSites, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    cards = sites.cards(tmp_path_factory.mktemp("cards"))
    return {"GONGKAI_SOURCES": str(cards), "GONGKAI_ALLOW_HOSTS": "127.0.0.0/8", "GONGKAI_DELAY": "0"}


@pytest.fixture(scope="module")
def night(site_variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A home after one night, and what the command said."""
    base = tmp_path_factory.mktemp("night")
    return base, run(base, "nightly", **site_variables)


def test_a_night_brings_in_every_report_of_the_sample_sites(night: tuple[Path, Ran], sites: SampleSites) -> None:
    base, ran = night
    assert ran.code == 0, ran.err
    database = base / "data" / "gongkai.db"
    found = query(database, "select r.year, a.name from reports r join agencies a on a.id = r.agency_id")
    assert len(found) == len(sites.expected) > 10
    assert sorted(found) == sorted((e.year, e.publisher) for e in sites.expected)
    ((kind, state, summary),) = query(database, "select kind, state, summary from runs")
    assert (kind, state) == ("nightly", "finished")
    told = json.loads(str(summary))
    assert sum(source["new"] for source in told["crawl"]["sources"]) == len(sites.expected)
    assert told["release"]
    assert "sample-county" in ran.out


def test_a_night_publishes_the_open_dataset(night: tuple[Path, Ran]) -> None:
    base, _ = night
    releases = base / "data" / "releases"
    assert list(releases.rglob("datapackage.json"))
    assert list(releases.rglob("*.parquet"))


def test_what_is_not_due_is_left_alone_and_nothing_is_published_again(
    night: tuple[Path, Ran], site_variables: dict[str, str], tmp_path: Path, sites: SampleSites
) -> None:
    base, _ = night
    shutil.copytree(base / "data", tmp_path / "data")
    before = rows(tmp_path / "data" / "gongkai.db")
    ran = run(tmp_path, "nightly", **site_variables)
    assert ran.code == 0, ran.err
    after = rows(tmp_path / "data" / "gongkai.db")
    assert {name for name in before if before[name] != after[name]} <= {"runs", "fetches", "failures", "sources"}
    assert "nothing changed" in ran.err


@pytest.mark.slow
def test_a_rebuild_after_a_crawl_gives_the_same_rows_without_network(night: tuple[Path, Ran], tmp_path: Path) -> None:
    base, _ = night
    shutil.copytree(base / "data", tmp_path / "data")
    before = rows(tmp_path / "data" / "gongkai.db")
    for path in (tmp_path / "data").glob("gongkai.db*"):
        path.unlink()
    # No sources, no hosts: a rebuild that asked anything would fail.
    ran = run(tmp_path, "rebuild", GONGKAI_ALLOW_HOSTS="")
    assert ran.code == 0, ran.err
    after = rows(tmp_path / "data" / "gongkai.db")
    assert before.keys() == after.keys()
    for name in before:
        assert before[name] == after[name], name


@pytest.mark.slow
def test_ctrl_c_ends_a_night_in_order_and_the_next_one_completes_it(tmp_path: Path) -> None:
    with SampleSites(make=some) as slow:
        slow.latency = dict.fromkeys(slow.hosts, 0.2)
        variables = {
            "GONGKAI_SOURCES": str(slow.cards(tmp_path / "cards")), "GONGKAI_ALLOW_HOSTS": "127.0.0.0/8", "GONGKAI_DELAY": "0",
        }
        night = subprocess.Popen(
            [COMMAND, "nightly"], cwd=tmp_path, env=environment(**variables), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while len(slow.requests()) < 15 and night.poll() is None:
            time.sleep(0.1)
        night.send_signal(signal.SIGINT)
        out, err = night.communicate(timeout=60)
        assert (night.returncode, out, err.splitlines()[-1:]) == (130, "", ["gongkai: stopped"]), err  # on a slow machine progress was told, too
        database = tmp_path / "data" / "gongkai.db"
        assert query(database, "select state from runs") == [("interrupted",)]
        ((before,),) = query(database, "select count(*) from reports")
        assert 0 < int(str(before)) < len(slow.expected)
        slow.latency = {}
        ran = run(tmp_path, "nightly", **variables)
        assert ran.code == 0, ran.err
        assert query(database, "select count(*) from reports") == [(len(slow.expected),)]


def test_a_correction_beside_the_numbers_is_published_too(tmp_path: Path) -> None:
    with contextlib.closing(open_database(tmp_path / "gongkai.db")) as db:
        writer, said = Writer(db), report()
        writer.load(outcome(said), origin(), None, 10)
        before = _state(db)
        assert _state(db) == before
        writer.load(outcome(replace(said, identity=replace(said.identity, published_on="2023-01-21"))), origin(), None, 10)
        assert _state(db) != before


def test_status_tells_of_the_night(night: tuple[Path, Ran], sites: SampleSites) -> None:
    base, _ = night
    ran = run(base, "status")
    assert ran.code == 0, ran.err
    assert f"reports: {len(sites.expected)}" in ran.out
    assert "nightly" in ran.out
    told = json.loads(run(base, "status", "--json").out)
    assert told["reports"] == len(sites.expected)
    assert told["runs"][0]["state"] == "finished"
    assert {"stage", "kind", "times"} <= told["failed"][0].keys()


@pytest.mark.slow
def test_crawl_takes_one_source_one_year_and_a_limit(site_variables: dict[str, str], tmp_path: Path) -> None:
    ran = run(tmp_path, "crawl", "--source", "sample-county", "--year", "2022", **site_variables)
    assert ran.code == 0, ran.err
    assert query(tmp_path / "data" / "gongkai.db", "select year from reports") == [(2022,)]
    ran = run(tmp_path, "crawl", "--source", "nonesuch", **site_variables)
    assert ran.code in (1, 2)
    assert "nonesuch" in ran.last


def test_a_single_address_is_taken_in(site_variables: dict[str, str], sites: SampleSites, tmp_path: Path) -> None:
    found = next(entry for entry in sites.expected if entry.document.endswith(".docx"))
    ran = run(tmp_path, "ingest", found.document, **site_variables)
    assert ran.code == 0, ran.err
    assert query(tmp_path / "data" / "gongkai.db", "select url, year from reports") == [(found.document, found.year)]
    assert query(tmp_path / "data" / "gongkai.db", "select status from fetches where url = ?", found.document) == [(200,)]
    ran = run(tmp_path, "ingest", found.document, "http://127.0.0.2:1/x", **{**site_variables, "GONGKAI_ALLOW_HOSTS": "127.0.0.1"})
    assert ran.code == 1
    assert "127.0.0.2" in ran.out


def test_the_registry_is_listed_and_checked(site_variables: dict[str, str], tmp_path: Path) -> None:
    ran = run(tmp_path, "sources", "list", **site_variables)
    assert ran.code == 0, ran.err
    assert "sample-county" in ran.out
    assert len(run(tmp_path, "sources", "list", "--json", **site_variables).lines()) == len(some())
    assert run(tmp_path, "sources", "check", **site_variables).code == 0
    refused = run(tmp_path, "sources", "check", **{**site_variables, "GONGKAI_ALLOW_HOSTS": ""})
    assert refused.code == 1
    assert "127.0.0." in refused.last
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    (wrong / "x.yaml").write_text("- id: a\n  url: http://www.example.gov.cn/\n  nmae: 示例\n")
    for command in (("sources", "check"), ("nightly",)):
        ran = run(tmp_path, *command, "--sources", "wrong")
        assert ran.code == 1
        assert ran.last == "gongkai: x.yaml: card a: the key nmae is unknown"


def test_a_card_is_added(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "x.yaml").write_text("- id: a\n  url: http://www.example.gov.cn/\n")
    add = ("sources", "add", "--offline", "--sources", "cards", "http://www.example.gov.cn/b/", "--name", "示例县人民政府")
    ran = run(tmp_path, *add, "--id", "b", "--region-code", "990121")
    assert ran.code == 0, ran.err
    added = {card.id: card for card in load_registry(tmp_path / "cards")}["b"]
    assert (added.name, added.region_code) == ("示例县人民政府", "990121")
    for wrong, word in (("b", "already"), ("Not An Id", "id")):
        ran = run(tmp_path, *add, "--id", wrong)
        assert ran.code in (1, 2)
        assert word in ran.last
    assert len(load_registry(tmp_path / "cards")) == 2


@pytest.mark.slow
def test_a_site_is_looked_at_and_its_card_proposed(
    site_variables: dict[str, str], sites: SampleSites, tmp_path: Path
) -> None:
    (tmp_path / "cards").mkdir()
    variables = {**site_variables, "GONGKAI_SOURCES": "cards"}
    ran = run(tmp_path, "sources", "add", sites.url("county"), "--id", "county", "--save-page", "pages", **variables)
    assert ran.code == 0, ran.err
    (card,) = load_registry(tmp_path / "cards")
    assert (card.id, card.url) == ("county", sites.url("county"))
    assert card.min_reports
    assert (tmp_path / "pages" / "county" / "page.html").is_file()
    assert run(tmp_path, "sources", "check", "--online", **variables).code == 0
    ran = run(tmp_path, "sources", "add", sites.url("county", "/nothing/here/"), **variables)
    assert ran.code == 1
    assert "404" in ran.last
    ran = run(tmp_path, "sources", "add", "http://www.example.com/", **variables)
    assert ran.code == 1
    assert "outside .gov.cn" in ran.last
    assert len(load_registry(tmp_path / "cards")) == 1


@pytest.mark.slow
def test_the_demo_runs_twice_in_a_home_of_its_own(tmp_path: Path) -> None:
    expected = len(reports()) + sum(len(site.wanted) for site in all_platforms().values())
    for _ in range(2):
        ran = run(tmp_path, "demo", "--no-serve")
        assert ran.code == 0, ran.err
        assert query(tmp_path / "demo-data" / "gongkai.db", "select count(*) from reports") == [(expected,)]
    assert [path.name for path in tmp_path.iterdir()] == ["demo-data"]
    assert run(tmp_path, "status", "--home", "demo-data").code == 0


def test_the_demo_refuses_a_port_in_use_before_it_works(gongkai: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = gongkai("demo", "--port", taken.getsockname()[1])
    assert ran.code == 1
    assert "port is in use" in ran.last
    assert not os.path.exists("demo-data")
