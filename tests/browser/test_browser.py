"""What a reader sees and does: every page type, two languages, a phone, the keyboard, and axe-core's judgement."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from etl.load import Writer, open_database
from etl.process import process
from etl.report import Origin
from tests.browser.conftest import Visit
from tests.portal.conftest import Home
from tests.sites.pages import sites

Open = Callable[..., Visit]
#: Name → address; {report}, {pdf}, {agency} are filled from the sample data.
PAGES = {
    "home": "/", "search": "/search?q=复议", "report": "/report/{report}", "cell": "/report/{report}/cell/applications/granted/total",
    "cell-pdf": "/report/{pdf}/cell/applications/granted/total", "agency": "/agency/{agency}", "place": "/place/330000",
    "rankings": "/rankings", "ranking": "/rankings/refusal_rate?year=2022", "compare": "/compare?r={report}&r={pdf}",
    "stories": "/stories", "story": "/stories/sums", "similar": "/similar/{report}/{pdf}", "query": "/query",
    "database": "/gongkai", "table": "/gongkai/reports", "row": "/gongkai/documents/{sha256}", "canned": "/gongkai/refusals",
    "sql": "/gongkai?sql=select+1", "missing": "/nothing", "no-hits": "/search?q=不存在的词", "compare-empty": "/compare",
}
_DIFFERENT = {"home", "search", "report", "cell-pdf", "ranking", "compare", "query", "table", "row"}
_JUDGED = {"home", "report", "ranking", "query", "table"}


def some(names: set[str]) -> list[Any]:
    """By default the pages of different makings; the others are made of the same parts."""
    return [name if name in names else pytest.param(name, marks=pytest.mark.slow) for name in PAGES]


SCREENSHOTS = os.environ.get("GONGKAI_SCREENSHOTS")


@pytest.fixture(scope="module")
def pages(home: Home) -> dict[str, str]:
    with closing(sqlite3.connect(home.database)) as db:
        one = lambda sql: db.execute(sql).fetchone()[0]  # noqa: E731 - three words, used four times
        known = {
            "report": one("select id from reports where media_type = 'text/html' and errors > 0"),
            "pdf": one("select id from reports where media_type = 'application/pdf'"),
            "agency": one("select id from agencies where level = 'prefecture'"),
            "sha256": one("select sha256 from documents"),
        }
    return {name: path.format(**known) for name, path in PAGES.items()}


def shoot(visit: Visit, name: str) -> None:
    """Keeps a picture where the environment asks for pictures."""
    if SCREENSHOTS:
        Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
        visit.page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), full_page=True)


def check(window: Visit, lang: str) -> None:
    page = window.page
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("h1").count() == 1
    assert page.locator("main").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


@pytest.mark.parametrize("name", some(_DIFFERENT))
def test_a_page_is_whole_on_a_desk_and_on_a_phone(visit: Open, pages: dict[str, str], name: str) -> None:
    window = visit(keep=True)
    window.go(pages[name])
    if name == "missing":
        window.said.clear()  # the browser itself reports the 404
    check(window, "zh-CN")
    shoot(window, f"{name}-zh")
    window.page.set_viewport_size({"width": 360, "height": 800})
    check(window, "zh-CN")
    shoot(window, f"{name}-phone")


@pytest.mark.parametrize("name", some(_JUDGED))
@pytest.mark.parametrize(("lang", "width"), [("en", 1200), pytest.param("zh", 390, marks=pytest.mark.slow)])
def test_a_page_has_no_serious_violation_for_axe(visit: Open, pages: dict[str, str], name: str, lang: str, width: int) -> None:
    window = visit(lang=lang, width=width, keep=True, bypass_csp=True)
    window.go(pages[name])
    window.said.clear()
    check(window, {"en": "en", "zh": "zh-CN"}[lang])
    shoot(window, f"{name}-{lang}-{width}")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(window.page).response["violations"]
    serious = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found if v["impact"] in ("serious", "critical")]
    assert serious == []


def test_the_keyboard_leads_from_home_to_a_cell(visit: Open) -> None:
    page = visit(keep=True).go("/")

    def press_until(pattern: str, most: int = 120) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            href, outlined = page.evaluate(
                "[document.activeElement.getAttribute('href') || '', getComputedStyle(document.activeElement).outlineStyle]")
            if re.search(pattern, href):
                assert outlined != "none"
                with page.expect_navigation(wait_until="networkidle"):
                    page.keyboard.press("Enter")
                return
        raise AssertionError(f"no {pattern} within {most} steps of the keyboard")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    press_until(r"^/report/")
    press_until(r"/cell/applications/")
    assert "/cell/applications/" in page.url
    assert page.locator(".here, svg.sheet rect").first.is_visible()


def test_search_from_the_header_to_the_marked_passage(visit: Open) -> None:
    page = visit(keep=True).go("/")
    page.locator("#quick-q").fill("行政复议")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("mark").first.inner_text() == "行政复议"
    page.locator("ol.hits a").first.click()
    page.wait_for_url("**/report/**")
    assert page.locator("section.prose mark").first.is_visible()


def test_the_language_stays_chosen(visit: Open) -> None:
    page = visit().go("/stories")
    assert "线索" in page.locator("h1").inner_text()
    page.locator("a.switch").click()
    page.wait_for_url("**lang=en")
    assert page.locator("h1").inner_text() == "Stories"
    page.locator("nav a", has_text="Rankings").click()
    page.wait_for_url("**/rankings")
    assert page.locator("h1").inner_text() == "Rankings"


def test_choosing_reports_on_a_ranking_and_comparing(visit: Open, pages: dict[str, str]) -> None:
    page = visit(keep=True).go(pages["ranking"])
    for box in page.locator("input[type=checkbox]").all()[:2]:
        box.check()
    page.locator("button", has_text="比较所选").click()
    page.wait_for_url("**/compare?**")
    assert page.locator("thead th").count() == 3
    assert page.locator("svg.chart").is_visible()


def test_the_outline_lies_on_the_cell_of_the_pdf(visit: Open, pages: dict[str, str], home: Home) -> None:
    page = visit(keep=True).go(pages["cell-pdf"])
    page.wait_for_load_state("networkidle")
    width = page.evaluate("new Promise(done => { const i = new Image(); i.onload = () => done(i.naturalWidth);"
                          " i.src = document.querySelector('svg.sheet image').getAttribute('href') })")
    assert width > 600
    sheet, mark = page.locator("svg.sheet").bounding_box(), page.locator("svg.sheet rect").bounding_box()
    assert sheet
    assert mark
    assert sheet["x"] < mark["x"] < mark["x"] + mark["width"] < sheet["x"] + sheet["width"]
    assert sheet["y"] < mark["y"] < mark["y"] + mark["height"] < sheet["y"] + sheet["height"]


def test_everything_works_without_javascript(visit: Open, pages: dict[str, str]) -> None:
    page = visit(java_script_enabled=False).go("/")
    page.locator("#home-q").fill("公开")
    page.locator("form.big button").click()
    page.wait_for_url("**/search?q=*")
    assert page.locator("ol.hits li").count() > 0
    page.goto(page.url.partition("/search")[0] + pages["table"])
    page.locator("#fc").select_option("year")
    page.locator("#fv").fill("2022")
    page.locator("form.filters button").first.click()
    page.wait_for_url("**year__exact=2022**")
    assert page.locator("tbody tr").count() > 0


def test_a_report_prints_without_the_frame(visit: Open, pages: dict[str, str]) -> None:
    page = visit().go(pages["report"])
    page.emulate_media(media="print")
    assert not page.locator("header.site nav").is_visible()
    assert not page.locator(".quick").is_visible()
    assert page.locator("table.form").first.is_visible()


#: Ways in which a page of a stranger makes a browser run or load something.
HOSTILE = (
    "<script>document.title='run'</script>", "<script src=//evil.example/a.js></script>", "<img src=x onerror=\"document.title='run'\">",
    "<svg onload=\"document.title='run'\"></svg>", "<iframe src=\"javascript:parent.document.title='run'\"></iframe>",
    "<iframe srcdoc=\"<script>parent.document.title='run'</script>\"></iframe>", "<a href=\"javascript:document.title='run'\">1</a>",
    "<object data=//evil.example/a.swf></object>", "<embed src=//evil.example/a.swf>", "<link rel=stylesheet href=//evil.example/a.css>",
    "<meta http-equiv=refresh content=\"0;url=//evil.example/\">", "<base href=//evil.example/>", "<form action=//evil.example/><button>1</button></form>",
    "<style>@import '//evil.example/a.css'; body{background:url(//evil.example/b.png)}</style>", "<video src=//evil.example/a.mp4 autoplay></video>",
    "<details open ontoggle=\"document.title='run'\">1</details>", "<body onpageshow=\"document.title='run'\">",
    "<math><mtext><img src=x onerror=\"document.title='run'\"></mtext></math>", "</td></tr></table></main><script>document.title='run'</script>",
    "&lt;script&gt;document.title='run'&lt;/script&gt;", "<!--><img src=x onerror=\"document.title='run'\">-->",
    "<table background=//evil.example/a.png><tr><td style=\"background:url(//evil.example/c.png)\">1</td></tr></table>",
)


@pytest.fixture(scope="module")
def hostile(home: Home) -> list[str]:
    """The pages of a report that holds all of that, as elements and as text of its table and prose; read and loaded as any other."""
    site, sample = next((s, e) for s in sites() for e in s.expected if e.document.endswith(".html") and e.year == 2023)
    page = site.pages[sample.document].body.decode("utf-8").replace(sample.publisher, "示例恶县人民政府")
    shown = escape("".join(HOSTILE))
    page = page.replace("申请人情况", "申请人情况" + shown).replace("</p>", shown + "</p>", 3)
    page = page.replace("</body>", "".join(HOSTILE) + "</body>")
    found = Origin(name="1.html", url="http://evil.example/1.html", fetched_at="2025-05-01T00:00:00Z", region_code="330000", level="county")
    with closing(open_database(home.database)) as database:
        writer = Writer(database, "hostile")
        sha256 = home.archive.put(page.encode(), found)
        result = process(page.encode(), found)
        assert result.report, result.error
        writer.load(result, found, "text/html", len(page))
        writer.derive()
        identifier = database.execute("select id from reports where document_sha256 = ?", [sha256]).fetchone()[0]
    key = next(cell.key for cell in result.report.cells if cell.table == "applications")
    return [f"/report/{identifier}", f"/report/{identifier}/cell/{'/'.join(key)}", f"/search?q={quote('恶县')}", f"/original/{sha256}"]


def test_nothing_in_an_original_runs_loads_or_leaves(visit: Open, hostile: list[str]) -> None:
    for scripts in (True, False):
        window = visit(java_script_enabled=scripts)
        asked: list[str] = []
        window.page.on("request", lambda request, asked=asked: asked.append(request.url))
        window.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for path in hostile:
            if path.startswith("/original/"):
                with window.page.expect_download() as handed:  # never a page of the portal's
                    window.page.evaluate("address => { location.href = address }", path)
                assert handed.value.url.endswith(path)
                continue
            window.go(path)
            if scripts:
                window.page.wait_for_timeout(50)  # for what begins after the page is there
            assert window.page.title() != "run"
            assert window.page.locator("h1").count() == 1
            assert window.page.locator("footer.site").is_visible()
            assert window.page.locator("script, iframe, object, embed, video, style, base, meta[http-equiv]").count() == 0
            assert window.page.locator(":is(main, main *)").evaluate_all(
                "all => all.every(e => [...e.attributes].every(a => !a.name.startsWith('on') && a.name !== 'style' && !/^\\s*javascript:/i.test(a.value)))")
        assert all(address.startswith(window.url) for address in asked), [a for a in asked if not a.startswith(window.url)]
