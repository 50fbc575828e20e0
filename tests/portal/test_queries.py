"""The canned queries answer what their titles say, on the real schema with the sample reports."""

from __future__ import annotations

from typing import Any

import pytest

from portal import describe
from portal.app import Portal
from tests.portal.asking import ask
from tests.portal.conftest import Home

QUERIES = describe.queries()


def rows(portal: Portal, name: str, arguments: str = "") -> list[dict[str, Any]]:
    answer = ask(portal, f"/gongkai/{name}.json?_shape=objects{arguments}")
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


def test_there_are_enough() -> None:
    assert len(QUERIES) >= 8


@pytest.mark.parametrize("name", QUERIES)
def test_runs_with_defaults_with_values_and_with_nonsense(portal: Portal, name: str) -> None:
    answer = ask(portal, f"/gongkai/{name}.json").json()
    assert answer["ok"]
    assert set(answer["columns"]) == set(QUERIES[name]["columns"])
    for value in ("2023", "0", "x'y", "-1", "%E5%85%AC%E5%BC%80"):
        arguments = "".join(f"&{param}={value}" for param in QUERIES[name]["params"])
        rows(portal, name, arguments)
    page = ask(portal, f"/gongkai/{name}")
    assert page.status_code == 200
    assert QUERIES[name]["title"].partition(" | ")[0] in page.text


def test_refusals_are_those_of_the_reports(home: Home, portal: Portal) -> None:
    expected = []
    for e in home.expected:
        report = e.report
        grounds = [report.value(*key) for key in report.cells if key[1].startswith("denied_") and key[2] == "total"]
        processed = report.value("applications", "total_processed", "total")
        if None not in grounds and processed and processed >= 30:
            expected.append((e.publisher, e.year, sum(g or 0 for g in grounds), processed))
    found = [(r["agency"], r["year"], r["refused"], r["processed"]) for r in rows(portal, "refusals")]
    assert sorted(found) == sorted(expected)
    assert found == sorted(found, key=lambda r: -r[2] / r[3])


def test_the_least_number_is_kept(portal: Portal) -> None:
    assert all(r["processed"] >= 500 for r in rows(portal, "refusals", "&min_requests=500"))
    assert len(rows(portal, "refusals", "&min_requests=500")) < len(rows(portal, "refusals", "&min_requests=1"))


def test_sums_are_the_rules_broken_on_purpose(home: Home, portal: Portal) -> None:
    expected = {(e.publisher, e.year) for e in home.expected if e.report.findings_expected}
    assert {(r["agency"], r["year"]) for r in rows(portal, "sums")} == expected


def test_late_reports(home: Home, portal: Portal) -> None:
    expected = {(e.publisher, e.year) for e in home.expected if e.report.late}
    assert expected
    assert {(r["agency"], r["year"]) for r in rows(portal, "late")} == expected


def test_missing_reports(portal: Portal) -> None:
    assert ("示例市生态环境局", 2023) in {(r["agency"], r["year"]) for r in rows(portal, "missing")}


def test_prose(portal: Portal) -> None:
    found = rows(portal, "prose", "&q=申请")
    assert found
    assert all("申请" in r["passage"] + r["heading"] for r in found)


def test_no_query_counts_a_missing_figure_as_zero(home: Home, portal: Portal) -> None:
    with_figure = sum(1 for e in home.expected if e.report.value("applications", "new_received", "total") is not None)
    years = rows(portal, "years")
    assert sum(r["reports_with_requests"] for r in years) == with_figure
    assert all(r["era"] == "2019–" for r in years)
