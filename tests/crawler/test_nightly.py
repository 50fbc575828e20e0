"""What a nightly run leaves out."""

from __future__ import annotations

from collections.abc import Callable

from tests.crawler.conftest import Project
from tests.crawler.network.test_faults import several
from tests.sites.web import Web


def test_a_night_asks_only_what_is_due_and_a_lost_database_is_made_good(project: Project, web: Callable[..., Web]) -> None:
    often, seldom = web(answer=several(200, 200)), web(answer=several(200))
    project.cards = [
        {"id": "often", "url": often.url("/zfxxgknb/"), "schedule": "always"}, {"id": "seldom", "url": seldom.url("/zfxxgknb/")},
    ]
    first = project.crawl(mode="due")
    assert set(first["sources"]) == {"often", "seldom"}
    asked = len(often.log), len(seldom.log)
    second = project.crawl(mode="due")
    # A site whose list shows nothing new costs one request, one that is not due costs none.
    assert [a.path for a in often.log[asked[0]:]] == ["/zfxxgknb/"]
    assert len(seldom.log) == asked[1]
    assert set(second["sources"]) == {"often"}
    assert second["sources"]["often"]["found"] == first["sources"]["often"]["found"]
    assert (second["sources"]["often"]["vanished"], second["sources"]["often"]["alarms"]) == (0, [])
    for file in project.home.glob("gongkai.db*"):
        file.unlink()
    third = project.crawl(mode="due")
    assert third["sources"]["seldom"]["found"] == first["sources"]["seldom"]["found"] == 1
